//! Advice about drawings and names: what it finds in models of every format, and that no verdict hangs on it.
//!
//! What each check means is tested by the examples of its requirement (`rules/hygiene`). Public models are third-party
//! data in a folder beside the repository; where it is not there, the tests say so and pass.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{Folder, check, repository, run, saikes};
use serde_json::Value;

/// The report of the only project of a folder or file.
fn project(folder: &Path, words: &[&str]) -> Value {
    let report = check(folder, &[words, &["--format", "json", "--lang", "en"]].concat()).json();
    let projects = report["projects"].as_array().expect("a report has projects");
    assert_eq!(projects.len(), 1);
    projects[0].clone()
}

/// By check: how many findings, and of how much; checks that had nothing to look at are left out.
fn counts(project: &Value) -> BTreeMap<String, (u64, u64)> {
    let requirements = project["requirements"].as_array().expect("a project has requirements");
    let advice = requirements.iter().filter(|found| found["pack"] == "hygiene" && found["verdict"] != "not-applicable");
    let number = |value: &Value| value.as_u64().expect("counts are numbers");
    let counted = advice.map(|found| {
        let counts = &found["counts"];
        let (full, wrong) = (number(&counts["full"]), number(&counts["non-compliant"]));
        (found["id"].as_str().expect("ids are texts").trim_start_matches("hygiene/").to_string(), (wrong, full))
    });
    counted.collect()
}

/// Of a check everything that it found, as people read it.
fn messages(project: &Value, check: &str) -> Vec<String> {
    let findings = project["findings"].as_array().expect("a project has findings").iter();
    let own = findings.filter(|finding| finding["requirement"] == format!("hygiene/{check}"));
    own.map(|finding| finding["message"].as_str().expect("messages are texts").to_string()).collect()
}

/// A model of Archi with these elements, relationships and views, each as its tag.
fn archi(elements: &str, relationships: &str, views: &str) -> String {
    format!(
        r#"<archimate:model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:archimate="http://www.archimatetool.com/archimate" name="m" id="m" version="5.0.0">
  <folder name="Elements" id="f1" type="application">{elements}</folder>
  <folder name="Relations" id="f2" type="relations">{relationships}</folder>
  <folder name="Views" id="f3" type="diagrams">{views}</folder>
</archimate:model>"#
    )
}

fn component(id: &str, name: &str) -> String {
    format!(r#"<element xsi:type="archimate:ApplicationComponent" id="{id}" name="{name}"/>"#)
}

fn relationship(what: &str, id: &str, source: &str, target: &str) -> String {
    format!(r#"<element xsi:type="archimate:{what}Relationship" id="{id}" source="{source}" target="{target}"/>"#)
}

fn view(name: &str, inside: &str) -> String {
    format!(r#"<element xsi:type="archimate:ArchimateDiagramModel" id="view-{name}" name="{name}">{inside}</element>"#)
}

fn shown(element: &str, inside: &str) -> String {
    format!(r#"<child xsi:type="archimate:DiagramObject" id="box-{element}" archimateElement="{element}">{inside}</child>"#)
}

#[test]
fn advice_changes_no_verdict_no_coverage_and_no_exit_code() {
    for sample in ["patient-portal", "hr-and-documents", "farm-subsidies"] {
        let models = repository().join("models");
        let [without, with] = [&["--pack", "order-124"][..], &["--pack", "order-124", "--pack", "hygiene"]].map(|packs| {
            let mut project = project(&models, &[&[sample], packs].concat());
            let advised = counts(&project);
            let of_order = |list: &mut Value| list.as_array_mut().expect("a list").retain(|found| found["pack"] != "hygiene");
            of_order(&mut project["findings"]);
            of_order(&mut project["requirements"]);
            let code = check(&models, &[&[sample], packs].concat()).code;
            (project, code, advised)
        });
        assert!(without.2.is_empty() && with.2.len() > 5, "{sample}: {:?}", with.2);
        assert_eq!((&without.0, without.1), (&with.0, with.1), "{sample}");
    }
}

#[test]
fn findings_of_orders_come_before_heavier_ones_of_advice() {
    let words = ["city-services", "--pack", "order-124", "--pack", "hygiene"];
    let findings = project(&repository().join("models"), &words)["findings"].clone();
    let packs: Vec<&Value> = findings.as_array().expect("a list").iter().map(|finding| &finding["pack"]).collect();
    let first = packs.iter().position(|pack| *pack == "hygiene").expect("the sample is not perfect");
    assert!(first > 0 && packs[first..].iter().all(|pack| *pack == "hygiene"), "{packs:?}");
}

#[test]
fn a_flood_is_folded_and_counted_and_listed_where_all_is_asked_for() {
    let folder = Folder::new("flood");
    let nameless: String = (0..300).map(|at| format!("[system.s{at:03}]\n")).collect();
    folder.file("m.toml", nameless);
    let path = folder.path("");
    let short = project(&path, &[".", "--pack", "hygiene"]);
    let told = messages(&short, "nameless-element");
    assert_eq!(told[..2], ["the element `s000` (information system) has no name", "the element `s001` (information system) has no name"]);
    assert_eq!(counts(&short)["nameless-element"], (300, 0));
    let found = |project: &Value| {
        project["requirements"].as_array().into_iter().flatten().find(|found| found["id"] == "hygiene/nameless-element").cloned()
    };
    let unlisted = found(&short).expect("it was judged")["unlisted"].as_u64().expect("some are not listed");
    assert_eq!(told.len() as u64 + unlisted, 300);

    let all = project(&path, &[".", "--pack", "hygiene", "--all"]);
    assert_eq!(messages(&all, "nameless-element").len(), 300);
    assert!(found(&all).expect("it was judged").get("unlisted").is_none());

    let printed = folder.check(&[".", "--pack", "hygiene", "--lang", "en"]);
    printed.says(1, &["300 of 300 fall short", "and 298 more, shown with `--all`"]).is_silent_on(&["`s002`"]);
    assert!(printed.out.lines().count() < 60, "{printed}");
    assert!(folder.check(&[".", "--pack", "hygiene", "--lang", "en", "--all"]).out.contains("`s299`"));
}

#[test]
fn a_model_without_views_is_not_judged_by_them_and_says_so() {
    let folder = Folder::new("no-views");
    folder.file("m.archimate", archi(&component("a", "A"), "", ""));
    let project = project(&folder.path(""), &["."]);
    for check in ["empty-view", "unused-element", "element-outside-views", "unused-relationship", "nesting-without-relationship"] {
        assert!(!counts(&project).contains_key(check), "{check} looked at something");
    }
    let printed = folder.check(&[".", "--pack", "hygiene", "--lang", "en", "--all"]);
    printed.says(1, &["nothing to look at for: hygiene/empty-view · hygiene/unused-element"]);
    folder.check(&[".", "--pack", "hygiene", "--lang", "en"]).says(1, &["had nothing to look at, shown with `--all`"]);
}

#[test]
fn views_relationships_and_junctions_are_asked_about_by_their_ids() {
    let folder = Folder::new("why-form");
    let elements = [component("a", "А"), component("b", "Б"), r#"<element xsi:type="archimate:Junction" id="j"/>"#.to_string()].concat();
    let relationships = [relationship("Flow", "r1", "a", "b"), relationship("Flow", "r2", "a", "b")].concat();
    let views = [view("empty", ""), view("full", &(shown("a", "") + &shown("b", "")))].concat();
    folder.file("m.archimate", archi(&elements, &relationships, &views));
    let why = |words: &[&str]| run(saikes(&folder.path(""), &[&["why"], words, &[".", "--lang", "en"]].concat()));
    why(&["hygiene/empty-view", "view-empty"]).says(0, &["view-empty: non-compliant", "shows no element", "m.archimate:4"]);
    why(&["hygiene/empty-view", "empty"]).says(0, &["view-empty: non-compliant"]);
    why(&["hygiene/repeated-relationship", "r2"]).says(0, &["relationship «А → Б» r2: non-compliant", "a second time", "→ «А»", "→ «Б»"]);
    why(&["hygiene/loose-junction", "j"]).says(0, &["junction j: non-compliant"]);
    why(&["hygiene/unused-relationship", "r1"]).says(0, &["r1: non-compliant", "is in no view"]);
    why(&["hygiene/nameless-element", "a"]).says(0, &["a: full", "nothing is wrong"]);
    why(&["hygiene/empty-view", "view-fulll"]).says(2, &["no element is called `view-fulll`"]);
}

#[test]
fn the_same_finding_keeps_its_fingerprint_when_files_and_lines_move() {
    let elements = [component("a", "ЭПЗ"), component("b", "эпз")].concat();
    let folder = Folder::new("fingerprints");
    let views = [view("one", ""), view("two", &shown("a", &shown("b", "")))].concat();
    folder.file("saikes.toml", "[project]\nid = \"p\"\n").file("m.archimate", archi(&elements, "", &views));
    let first = project(&folder.path(""), &["."]);
    let moved = Folder::new("fingerprints-moved");
    let views = [view("two", &shown("a", &shown("b", ""))), view("one", "")].concat();
    let other = archi(&[component("b", "эпз"), component("a", "ЭПЗ")].concat(), "", &views).replace("  <folder", "\n\n<folder");
    moved.file("saikes.toml", "[project]\nid = \"p\"\n").file("deep/other.archimate", other);
    let second = project(&moved.path(""), &["."]);
    let prints = |project: &Value| -> BTreeMap<String, Value> {
        let findings = project["findings"].as_array().expect("a list").iter().filter(|finding| finding["pack"] == "hygiene");
        findings.map(|finding| (finding["fingerprint"].as_str().expect("a text").to_string(), finding["requirement"].clone())).collect()
    };
    assert!(prints(&first).len() >= 4, "{:?}", prints(&first));
    assert_eq!(prints(&first), prints(&second));
}

#[test]
fn relationships_lead_past_what_is_odd_in_a_drawing() {
    let folder = Folder::new("odd");
    let elements = [component("a", "А"), component("b", "Б"), component("a", "Второй А")].concat();
    let relationships = [
        relationship("Flow", "r1", "a", "b"),
        // From a relationship to an element, to nothing, from an element to itself.
        relationship("Association", "r2", "r1", "b"),
        relationship("Association", "r3", "a", "gone"),
        relationship("Triggering", "r4", "a", "a"),
    ]
    .concat();
    let views = view("v", &(shown("a", &shown("b", "")) + &shown("gone", &shown("a", "")) + &shown("b", &shown("b", ""))));
    folder.file("m.archimate", archi(&elements, &relationships, &views));
    let found = counts(&project(&folder.path(""), &["."]));
    // A box inside itself, or inside what is not there, is nested in nothing.
    assert_eq!(found["nesting-without-relationship"], (1, 0));
    assert_eq!((found["unused-element"], found["element-outside-views"]), ((0, 2), (0, 2)));
    assert_eq!(found["repeated-relationship"], (0, 3));
}

#[test]
fn an_element_of_two_states_is_told_once_and_an_approved_architecture_is_left_alone() {
    let folder = Folder::new("states");
    let config = "[project]\nid = \"p\"\n[[model]]\npath = \"now.toml\"\nstate = \"current\"\n[[model]]\npath = \"then.toml\"\nstate = \"target\"\n[[model]]\npath = \"old.toml\"\nstate = \"approved\"\n";
    let two = "[system.a]\nname = \"ЭПЗ (копия)\"\n[system.b]\nname = \"РПН\"\n";
    folder.file("saikes.toml", config).file("now.toml", two).file("then.toml", format!("{two}lifecycle = \"planned\"\n"));
    folder.file("old.toml", "[system.c]\nname = \"КМИС (копия)\"\n");
    let project = project(&folder.path(""), &["."]);
    assert_eq!(messages(&project, "copy-name"), ["«ЭПЗ (копия)» (information system) is still called a copy: (копия)"]);
    assert!(messages(&project, "possible-duplicates").is_empty());
}

/// The folder of public models, where it stands beside the repository.
fn real() -> Option<PathBuf> {
    common::shared("models/real")
}

#[test]
fn archisurance_is_as_clean_as_its_own_tool_finds_it() {
    let Some(folder) = real() else { return };
    let project = project(&folder, &["archi/v5.0.0_archi_archisurance.archimate", "--all"]);
    let found = counts(&project);
    for check in ["empty-view", "unused-element", "element-outside-views", "unused-relationship", "nameless-element"] {
        assert_eq!(found[check].0, 0, "{check}: {:?}", messages(&project, check));
    }
    let mut doubles = messages(&project, "possible-duplicates");
    doubles.sort();
    let names: Vec<&str> = doubles.iter().filter_map(|message| message.split(['«', '»']).nth(1)).collect();
    assert_eq!(names, ["Firewall", "LAN", "Unix Server", "phone"], "{doubles:#?}");
}

#[test]
fn one_model_in_several_formats_gets_the_same_advice() {
    let Some(folder) = real() else { return };
    for (one, other) in [("archi_4_6.archimate", "coarchi"), ("archi_v5.archimate", "archi_5_0_2.xml")] {
        let [one, other] = [one, other].map(|file| counts(&project(&folder.join("rosetta"), &[file])));
        assert!(one.len() >= 12, "{one:?}");
        assert_eq!(one, other);
    }
}
