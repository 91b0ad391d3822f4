//! `[mapping]` as its users see it: a drawing with keys of its own is understood, what that rests on is said, many
//! projects share one file, and what is wrong with a mapping stops the check.
//!
//! Leaves to others: what each entry means (`read::archimate`), the words of each problem (`problems`).

#![expect(clippy::panic, reason = "a test may stop where it stands")]

mod common;

use common::{Folder, Run, run, saikes};
use serde_json::Value;

/// A drawing of a body that calls everything in its own way.
const DRAWING: &str = r#"<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
<name>Учёт субсидий</name>
<elements>
  <element identifier="s" xsi:type="ApplicationComponent"><name>Учёт субсидий</name><properties>
    <property propertyDefinitionRef="p1"><value>работает с 2019 года</value></property>
    <property propertyDefinitionRef="p2"><value>МСХ</value></property>
    <property propertyDefinitionRef="p4"><value>ЕТС</value></property></properties></element>
  <element identifier="r" xsi:type="ApplicationComponent"><name>Реестр хозяйств</name><properties>
    <property propertyDefinitionRef="p1"><value>пишется</value></property>
    <property propertyDefinitionRef="p2"><value>БНС</value></property>
    <property propertyDefinitionRef="p4"><value>ЕТС</value></property>
    <property propertyDefinitionRef="p3"><value>Информационная система учёта</value></property></properties></element>
  <element identifier="t" xsi:type="Artifact"><name>Таблицы</name><properties>
    <property propertyDefinitionRef="p3"><value>Справочная база</value></property></properties></element>
  <element identifier="g" xsi:type="Node"><name>ШЭП</name></element>
  <element identifier="msh" xsi:type="BusinessActor"><name>Министерство сельского хозяйства</name></element>
  <element identifier="bns" xsi:type="BusinessActor"><name>Бюро национальной статистики</name></element>
  <element identifier="p" xsi:type="Principle"><name>Данные вводятся один раз</name></element>
</elements>
<relationships>
  <relationship identifier="f1" xsi:type="Flow" source="r" target="g"/>
  <relationship identifier="f2" xsi:type="Flow" source="g" target="s"/>
  <relationship identifier="f3" xsi:type="Flow" source="s" target="r"/>
</relationships>
<propertyDefinitions>
  <propertyDefinition identifier="p1" type="string"><name>Статус</name></propertyDefinition>
  <propertyDefinition identifier="p2" type="string"><name>Держатель</name></propertyDefinition>
  <propertyDefinition identifier="p3" type="string"><name>Класс по реестру</name></propertyDefinition>
  <propertyDefinition identifier="p4" type="string"><name>Сеть</name></propertyDefinition>
</propertyDefinitions>
</model>
"#;

const MAPPING: &str = r#"[mapping]
types = { Principle = "need" }
properties = { "Статус" = "lifecycle", "Держатель" = "owner", "Класс по реестру" = "kind", "Сеть" = "contours" }
[mapping.values]
lifecycle = { "работает с 2019 года" = "operating", "пишется" = "creating" }
contours = { "ЕТС" = "internal" }
owner = { "МСХ" = "msh", "БНС" = "bns" }
"Класс по реестру" = { "Справочная база" = "data-object", "Информационная система учёта" = "system" }
"#;

fn project(name: &str, config: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("p/m.xml", DRAWING).file("p/saikes.toml", format!("[project]\nid = \"p\"\n{config}"));
    folder
}

fn report(run: &Run) -> Value {
    run.json()["projects"][0].clone()
}

fn codes(report: &Value) -> Vec<&str> {
    report["problems"].as_array().into_iter().flatten().filter_map(|problem| problem["code"].as_str()).collect()
}

/// How many elements of a kind are understood, and how many of them state a fact.
fn understood(report: &Value, kind: &str, fact: &str) -> (u64, u64) {
    let kinds = report["understood"].as_array().into_iter().flatten();
    let Some(found) = kinds.into_iter().find(|understood| understood["kind"] == kind) else { return (0, 0) };
    let facts = found["facts"].as_array().into_iter().flatten();
    let stating = facts.into_iter().find(|stated| stated["fact"] == fact).and_then(|stated| stated["elements"].as_u64());
    (found["elements"].as_u64().unwrap_or(0), stating.unwrap_or(0))
}

fn loosened<'r>(report: &'r Value, what: &str) -> Vec<&'r str> {
    let all = report["loosened"].as_array().into_iter().flatten();
    let found = all.into_iter().filter(|loosened| loosened["what"] == what);
    found.flat_map(|loosened| loosened["value"].as_array().into_iter().flatten()).filter_map(Value::as_str).collect()
}

#[test]
fn a_drawing_with_keys_of_its_own_is_judged_better_with_a_mapping_than_without() {
    let without = report(&project("mapping-without", "").check(&["p", "--format", "json"]));
    assert_eq!((understood(&without, "system", "owner"), understood(&without, "system", "lifecycle")), ((2, 0), (2, 0)));
    assert_eq!(without["inputs"][0]["unmapped"]["property: Держатель"], 2);

    let folder = project("mapping-with", MAPPING);
    let run = folder.check(&["p", "--format", "json"]);
    let with = report(&run);
    assert_eq!(codes(&with), [] as [&str; 0], "{run}");
    assert_eq!((understood(&with, "system", "owner"), understood(&with, "system", "lifecycle")), ((2, 2), (2, 2)));
    assert_eq!(with["inputs"][0]["unmapped"], Value::Object(Default::default()));
    // Whose the two systems are says that their exchange has to pass the gateway; one of two ways it does not.
    let gateway = |report: &Value| {
        let requirements = report["requirements"].as_array().into_iter().flatten();
        requirements.into_iter().find(|requirement| requirement["id"] == "124/19.2").map(|requirement| requirement["verdict"].clone())
    };
    assert_eq!((gateway(&without), gateway(&with)), (Some("not-assessed".into()), Some("non-compliant".into())));
}

#[test]
fn what_a_result_rests_on_is_printed_with_it() {
    let folder = project("mapping-printed", MAPPING);
    let with = report(&folder.check(&["p", "--format", "json"]));
    let used = loosened(&with, "mapping");
    assert_eq!(used.len(), 12, "{used:?}");
    assert!(used.contains(&"types.Principle = \"need\"") && used.contains(&"values.lifecycle.\"пишется\" = \"creating\""), "{used:?}");
    folder.check(&["p", "--lang", "en"]).says(1, &["loosened", "`[mapping]`", "types.Principle", "7 more, shown with `--all`"]);
    folder.check(&["p", "--lang", "en", "--all"]).says(1, &["values.owner.\"МСХ\""]);
}

#[test]
fn many_projects_share_one_file_and_each_may_say_more() {
    let folder = project("mapping-shared", "mapping = \"../ours.toml\"\n".replace("mapping", "[mapping]\nfile").as_str());
    folder
        .file("ours.toml", MAPPING.replace("[mapping]\n", "[mapping]\nnames = { \"Шина\" = \"gateway\" }\n"))
        .file("q/m.xml", DRAWING)
        .file("q/saikes.toml", "mapping = \"../ours.toml\"\n[project]\nid = \"q\"\n")
        .file("r/m.xml", DRAWING)
        .file("r/saikes.toml", "[project]\nid = \"r\"\n[mapping]\nfile = \"../ours.toml\"\ntypes = { Principle = \"goal\" }\n");
    let run = folder.check(&[".", "--format", "json"]);
    let all = run.json();
    assert_eq!(all["problems"], Value::Array(Vec::new()), "the shared file is no model: {run}");
    for (at, principle) in [(0, "need"), (1, "need"), (2, "goal")] {
        let project = &all["projects"][at];
        assert_eq!(codes(project), [] as [&str; 0], "{run}");
        assert_eq!((understood(project, principle, "").0, understood(project, "system", "owner")), (1, (2, 2)), "{}", project["id"]);
        assert_eq!(loosened(project, "mapping-idle"), ["names.\"Шина\" = \"gateway\""]);
    }
    folder.check(&["q", "--lang", "en"]).says(1, &["entries of a shared mapping that nothing in the drawings uses: names"]);
}

#[test]
fn an_entry_that_nothing_uses_is_told() {
    let folder = project("mapping-idle", "[mapping.properties]\n\"Держатель\" = \"owner\"\n\"Держатель системы\" = \"owner\"\n");
    let run = folder.check(&["p", "--lang", "en", "--all"]);
    run.says(1, &["no drawing of the project uses `properties.\"Держатель системы\" = \"owner\"`"]);
    folder.check(&["p", "--strict"]).says(2, &["unused-mapping"]);
}

#[test]
fn a_mapping_that_no_project_names_is_told() {
    let folder = project("mapping-unnamed", "");
    folder.file("p/ours.toml", MAPPING);
    let run = folder.check(&["p", "--lang", "en", "--all"]);
    run.says(1, &["no drawing of the project uses `ours.toml`"]);
    folder.check(&["p/ours.toml"]).says(2, &["unknown-format"]);
}

#[test]
fn mistakes_stop_the_check_and_are_told_all_at_once() {
    let config = "[mapping]\ntypes = { Principel = \"need\", Goal = \"gaol\" }\nproperties = { A = \"ownr\" }\nvlaues = 1\n";
    project("mapping-mistakes", config).check(&["p", "--lang", "en"]).says(
        2,
        &["`Principel` in `[mapping]` is no type", "`Principle`?", "unknown kind `gaol`", "`goal`?", "`ownr`", "`owner`?", "`values`?"],
    );
}

#[test]
fn a_shared_file_that_is_not_there_or_is_broken_is_told_where_it_is_named_and_where_it_breaks() {
    let folder = project("mapping-gone", "[mapping]\nfile = \"../gone.toml\"\n");
    folder.check(&["p", "--lang", "en"]).says(2, &["there is no file or folder `../gone.toml`", "saikes.toml:4:8"]);
    folder.file("gone.toml", "[mapping]\ntypes = { Goal = \"gaol\" }\nfile = \"x\"\n[system.a]\n");
    let told = ["gone.toml:2:18", "unknown kind `gaol`", "unknown key `file`", "unknown key `system`"];
    folder.check(&["p", "--lang", "en"]).says(2, &told);
}

#[test]
fn contexts_have_mappings_too() {
    let folder = project("mapping-context", "");
    folder
        .file("national/saikes.toml", format!("[context]\nid = \"national\"\n{MAPPING}"))
        .file("national/m.xml", DRAWING.replace("\"s\"", "\"national-s\""));
    let run = folder.check(&[".", "--format", "json"]);
    let national = run.json();
    assert!(run.code == 1 && codes(&national).iter().all(|code| *code == "mandatory-link"), "{run}");
    assert!(run.out.contains("`national-s` has no `offers`") && !run.out.contains("`national-s` has no `owner`"), "{run}");
}

#[test]
fn a_mapping_is_proposed_that_can_be_pasted() {
    let folder = project("mapping-proposed", "");
    let run = run(saikes(&folder.path(""), &["import", "p/m.xml", "--suggest-mapping", "--lang", "en"]));
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run}");
    let told = [
        "[mapping.properties]",
        "\"Держатель\" = \"owner\"   # 2: system 2",
        "# \"Статус\" = \"lifecycle\"",
        "# Principle = \"none\"   # 1",
    ];
    assert!(told.iter().all(|told| run.out.contains(told)), "{run}");
    folder.file("p/saikes.toml", format!("[project]\nid = \"p\"\n\n{}", run.out));
    let pasted = report(&folder.check(&["p", "--format", "json"]));
    assert_eq!(
        (codes(&pasted).iter().filter(|code| code.ends_with("mapping")).count(), understood(&pasted, "system", "owner")),
        (0, (2, 2))
    );
    let again = common::run(saikes(&folder.path(""), &["import", "p", "--suggest-mapping", "--lang", "en"]));
    assert!(!again.out.contains("Держатель"), "what is understood is not proposed again: {again}");
}

#[test]
fn where_nothing_is_drawn_no_mapping_is_proposed() {
    let folder = Folder::new("mapping-native");
    folder.file("m.toml", "[system.a]\n");
    let run = run(saikes(&folder.path(""), &["import", "m.toml", "--suggest-mapping", "--lang", "en"]));
    assert_eq!(run.code, 2, "{run}");
    assert!(run.err.contains("there is no drawing in `m.toml`"), "{run}");
}

#[test]
fn the_table_in_force_is_explained_with_what_is_the_projects_own() {
    let folder = project("mapping-explained", MAPPING);
    let explain = |words: &[&str]| run(saikes(&folder.path(""), &[&["explain", "archimate", "--lang", "en"], words].concat()));
    let built_in = explain(&[]);
    assert!(built_in.code == 0 && built_in.out.contains("Principle                 no kind"), "{built_in}");
    let own = explain(&["--project", "p"]);
    assert!(own.code == 0 && own.out.contains("Principle                 Need (`need`) (said by the project)"), "{own}");
    assert!(own.out.contains("owner: МСХ") && own.out.contains("ApplicationComponent      Information system (`system`)"), "{own}");
    assert_eq!(explain(&["--project", "gone"]).code, 2);
}

/// What `docs/formats.md` shows is a mapping without a mistake, which a drawing without such words uses in vain.
#[test]
fn the_mapping_of_the_documentation_is_one() {
    let text = std::fs::read_to_string(common::repository().join("docs/formats.md")).expect("the document is there");
    let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let shown: Vec<&str> = blocks.filter(|block| block.starts_with("[mapping]")).collect();
    let [shown] = shown[..] else { panic!("one block shows a whole mapping: {shown:?}") };
    let folder = project("mapping-documented", shown);
    let run = folder.check(&["p", "--format", "json"]);
    let report = report(&run);
    assert!(run.code == 1 && codes(&report).iter().all(|code| *code == "unused-mapping"), "{run}");
}
