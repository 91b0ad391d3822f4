//! Deviations that somebody has allowed: what each entry of `waivers.toml` does, how every report tells it, and what
//! `saikes waive` writes.
//!
//! Leaves to others: the words of each problem (`problems`), the arithmetic (`verdict`), who may waive what (`policy`).

mod common;
#[path = "common/page.rs"]
mod page;

use std::fs;

use common::{Folder, Run, TODAY, in_three_languages, keep, repository, run, saikes, shell};
use serde_json::Value;

/// Requirements about systems, circles, groups and absence, and one that nobody can waive.
fn pack() -> String {
    let words = |key: &str| format!("{key} = {{ kk = \"Мәтін\", ru = \"Текст\", en = \"Text\" }}\n");
    // Nobody runs them here.
    let example = |expect| format!("[[requirement.example]]\nexpect = \"{expect}\"\nmodel = \"agency.a = {{}}\"\n");
    let requirement = |id: &str, severity: &str, rest: &str| {
        let texts: String = ["title", "rationale", "message", "fix"].map(words).concat();
        format!(
            "[[requirement]]\nid = \"1/{id}\"\ncontour = \"general\"\nseverity = \"{severity}\"\n{texts}\
             cites = [{{ order = \"1\", paragraph = \"{id}\" }}]\n{rest}\n{}",
            ["full", "non-compliant", "not-applicable"].map(example).concat()
        )
    };
    let refused = "not-waivable = { kk = \"заң тыйым салады\", ru = \"запрещено законом\", en = \"the law forbids it\" }";
    [
        format!("[pack]\nid = \"own\"\norder = \"1\"\nedition = \"1\"\n{}", words("title")),
        requirement("1", "blocking", "subject = \"system\"\nfull = \"lifecycle = 'operating'\"\npartial = \"lifecycle = 'creating'\""),
        requirement("2", "major", "subject = \"component\"\nacyclic = \"depends-on\""),
        requirement("3", "major", "subject = \"data-object\"\nunique = { by = [\"code\"], within = \"project\" }"),
        requirement("4", "minor", "subject = \"platform\"\nexpects = \"some\""),
        requirement("5", "major", &format!("subject = \"system\"\nfull = \"has description\"\n{refused}")),
    ]
    .concat()
}

const MODEL: &str = r#"[system.archive]
name = { kk = "Мұрағат", ru = "Архив", en = "Archive" }
lifecycle = "planned"
[system.portal]
name = "Portal"
[system.register]
name = "Register"
lifecycle = "creating"
[component.a]
depends-on = "b"
[component.b]
depends-on = ["a", "c"]
[component.c]
depends-on = "b"
[data-object.one]
name = "Человек"
code = "1"
[data-object.two]
name = "Гражданин"
code = "1"
"#;

/// An entry: requirement, element as written, first and last day.
fn entry(requirement: &str, element: &str, granted: &str, until: &str) -> String {
    format!(
        "[[waiver]]\nrequirement = \"{requirement}\"\nelement = {element}\nreason = {{ kk = \"2027 жылы ауыстырылады\", \
         ru = \"заменяется в 2027 году\", en = \"replaced in 2027\" }}\ndecision = \"12-3\"\nbody = \"Expert council\"\n\
         owner = \"customer\"\ngranted = {granted}\nuntil = {until}\n\n"
    )
}

/// One that holds.
fn valid(requirement: &str, element: &str) -> String {
    entry(requirement, element, "2026-01-01", "2027-01-01")
}

fn project(name: &str, waivers: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\ncomplete = true\n").file("p/m.toml", MODEL).file("rules/own.toml", pack());
    if !waivers.is_empty() {
        folder.file("p/waivers.toml", waivers);
    }
    folder
}

#[track_caller]
fn of(folder: &Folder, command: &str, words: &[&str]) -> Run {
    let options = ["--rules", "rules", "--pack", "own", "--today", TODAY];
    run(saikes(&folder.path(""), &[&[command], words, &options[..]].concat()))
}

/// The only project of the report.
#[track_caller]
fn judged(folder: &Folder, words: &[&str]) -> Value {
    of(folder, "check", &[&["p", "--format", "json"], words].concat()).json()["projects"][0].clone()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().expect("it is a list")
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// What became of each entry.
fn statuses(project: &Value) -> Vec<String> {
    let of = |waiver: &Value| {
        let elements: Vec<&str> = list(waiver, "elements").iter().filter_map(Value::as_str).collect();
        format!("{} {} {} {}", text(waiver, "requirement"), elements.join("+"), text(waiver, "status"), waiver["findings"])
    };
    list(project, "waivers").iter().map(of).collect()
}

fn requirement<'v>(project: &'v Value, id: &str) -> &'v Value {
    list(project, "requirements").iter().find(|found| text(found, "id") == id).expect("it was judged")
}

fn bounds(value: &Value) -> String {
    format!("{}..{}", text(value, "worst"), text(value, "best"))
}

/// Findings of a requirement: subject, bounds, and what it would be without its waiver.
fn findings(project: &Value, id: &str) -> Vec<String> {
    let of = |finding: &Value| {
        let without = finding.get("waiver").map(|waiver| format!(" instead of {}", bounds(&waiver["without"])));
        format!("{} {}{}", text(&finding["subject"], "id"), bounds(finding), without.unwrap_or_default())
    };
    list(project, "findings").iter().filter(|finding| text(finding, "requirement") == id).map(of).collect()
}

/// One entry for everything that can become of one.
fn every_status() -> String {
    [
        valid("1/1", "\"archive\""),
        entry("1/1", "{ kind = \"system\", name = \"portal\" }", "2026-06-01", "2026-12-10"),
        entry("1/1", "\"archive\"", "2025-01-01", "2026-11-21"),
        entry("1/1", "\"archive\"", "2026-11-23", "2026-12-31"),
        valid("1/1", "[\"register\", \"gone\"]"),
        valid("1/2", "[\"a\", \"b\"]"),
        valid("1/5", "\"portal\""),
        valid("124/7.1", "\"archive\""),
    ]
    .concat()
}

#[test]
fn everything_that_becomes_of_an_entry_is_told_in_three_languages() {
    let folder = project("every", &every_status());
    keep("waivers", "every-status", &in_three_languages(|language| of(&folder, "check", &["p", "--lang", language.code()]).to_string()));
    keep("waivers", "conclusion", &of(&folder, "check", &["p", "--format", "markdown", "--lang", "ru"]).out);
    keep("waivers", "all", &of(&folder, "check", &["p", "--all"]).out);
}

#[test]
fn every_entry_has_one_status_and_an_open_subject_is_listed_where_it_is_waived() {
    let judged = judged(&project("status", &every_status()), &[]);
    assert_eq!(
        statuses(&judged),
        [
            "1/1 archive applied 1",
            "1/1 system «portal» applied 1",
            "1/1 archive expired 0",
            "1/1 archive not-yet-valid 0",
            "1/1 register+gone unmatched 0",
            "1/2 a+b incomplete 0",
            "1/5 portal not-waivable 0",
            "124/7.1 archive not-judged 0",
        ]
    );
    let lifted = [
        "archive partial..partial instead of non-compliant..non-compliant",
        "portal partial..partial instead of non-compliant..non-compliant",
    ];
    assert_eq!(findings(&judged, "1/1")[..2], lifted);
    assert_eq!(requirement(&judged, "1/1")["counts"]["waived"], 2);
    assert_eq!(text(requirement(&judged, "1/1"), "verdict"), "partial");
    let odd: Vec<&str> = list(&judged, "findings")
        .iter()
        .filter(|finding| text(finding, "pack") == "waivers")
        .map(|found| text(found, "requirement"))
        .collect();
    assert_eq!(
        odd,
        ["waivers/expired", "waivers/not-waivable", "waivers/not-yet-valid", "waivers/unmatched", "waivers/incomplete", "waivers/unneeded"]
    );
    let loosened = list(&judged, "loosened").iter().find(|found| text(found, "what") == "waivers").expect("it is told");
    assert_eq!(loosened["value"].to_string(), "[\"1/1\"]");
}

#[test]
fn what_is_open_stays_open_above_partial_and_is_listed() {
    let folder = project("open", &valid("1/1", "\"portal\""));
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n");
    let judged = judged(&folder, &[]);
    assert!(findings(&judged, "1/1").contains(&"portal partial..full instead of non-compliant..full".to_string()), "{judged}");
    assert_eq!(requirement(&judged, "1/1")["counts"]["not-assessed"], 1);
    of(&folder, "why", &["1/1", "portal", "p"])
        .says(0, &["waived until 2027-01-01 by decision 12-3 (Expert council); without it: not assessed"]);
}

#[test]
fn a_circle_or_a_group_is_waived_as_a_whole_or_not_at_all() {
    let of = |name: &str, components: &str, objects: &str| {
        let judged = judged(&project(name, &(valid("1/2", components) + &valid("1/3", objects))), &[]);
        let told = |id| (bounds(requirement(&judged, id)), requirement(&judged, id)["counts"]["waived"].to_string(), findings(&judged, id));
        (told("1/2"), told("1/3"))
    };
    let failing = "non-compliant..non-compliant";
    // The circle that is shown is a, b; c stands in another with b.
    let (circle, group) = of("part", "[\"a\", \"b\"]", "\"one\"");
    assert_eq!(circle, (failing.into(), "0".into(), vec![format!("a {failing}")]));
    assert_eq!(group, (failing.into(), "0".into(), vec![format!("one {failing}")]));
    let lifted = "partial..partial";
    let (circle, group) = of("whole", "[\"a\", \"b\", \"c\"]", "[\"one\", \"two\"]");
    assert_eq!(circle, (lifted.into(), "3".into(), vec![format!("a {lifted} instead of {failing}")]));
    assert_eq!(group, (lifted.into(), "1".into(), vec![format!("one {lifted} instead of {failing}")]));
}

#[test]
fn that_nothing_is_there_can_be_waived() {
    let judged = judged(&project("nothing", &valid("1/4", "\"none\"")), &[]);
    assert_eq!(findings(&judged, "1/4"), [" partial..partial instead of non-compliant..non-compliant"]);
    assert_eq!((bounds(requirement(&judged, "1/4")), statuses(&judged)), ("partial..partial".into(), vec!["1/4 none applied 1".into()]));
}

#[test]
fn an_auditor_leaves_the_waivers_out_and_the_report_says_so() {
    let folder = project("audit", &(valid("1/1", "\"archive\"") + &valid("1/1", "\"gone\"")));
    let (with, without) = (judged(&folder, &[]), judged(&folder, &["--no-waivers"]));
    assert_eq!(statuses(&with), ["1/1 archive applied 1", "1/1 gone unmatched 0"]);
    assert_eq!(statuses(&without), ["1/1 archive ignored 0", "1/1 gone unmatched 0"]);
    assert!(findings(&without, "1/1").contains(&"archive non-compliant..non-compliant".to_string()));
    assert_eq!(requirement(&without, "1/1")["counts"]["waived"], 0);
    of(&folder, "check", &["p", "--no-waivers"])
        .says(1, &["Waivers are left out of this run (`--no-waivers`): 1 would lift findings"])
        .is_silent_on(&["deviation waived"]);
}

#[test]
fn the_days_on_which_a_waiver_begins_and_ends_are_its_own() {
    let folder = project("days", &entry("1/1", "\"archive\"", "2026-11-20", "2026-11-24"));
    let on = |day: &str| {
        let options = ["check", "p", "--format", "json", "--rules", "rules", "--pack", "own", "--today", day];
        statuses(&run(saikes(&folder.path(""), &options)).json()["projects"][0])
    };
    let days = ["2026-11-19", "2026-11-20", "2026-11-24", "2026-11-25"].map(|day| on(day).concat());
    assert_eq!(days, ["1/1 archive not-yet-valid 0", "1/1 archive applied 1", "1/1 archive applied 1", "1/1 archive expired 0"]);
}

#[test]
fn advice_is_waived_like_everything_else() {
    let folder = project("advice", &valid("hygiene/undescribed-element", "\"portal\""));
    let options = ["check", "p", "--format", "json", "--pack", "hygiene", "--today", TODAY];
    let judged = run(saikes(&folder.path(""), &options)).json()["projects"][0].clone();
    assert_eq!(statuses(&judged), ["hygiene/undescribed-element portal applied 1"]);
    let counts = &requirement(&judged, "hygiene/undescribed-element")["counts"];
    assert_eq!((&counts["waived"], &counts["partial"]), (&Value::from(1), &Value::from(1)));
}

#[test]
fn a_model_that_stands_alone_has_its_waivers_beside_it() {
    let folder = Folder::new("single");
    folder.file("m.toml", MODEL).file("rules/own.toml", pack()).file("m.waivers.toml", valid("1/1", "\"archive\""));
    let report = of(&folder, "check", &["m.toml", "--format", "json"]).json();
    let project = &report["projects"][0];
    assert_eq!((list(&report, "projects").len(), statuses(project)), (1, vec!["1/1 archive applied 1".to_string()]));
    let input = list(project, "inputs").iter().find(|input| text(input, "format") == "waivers").expect("it is an input");
    assert_eq!((text(input, "path"), text(input, "sha256").len(), &input["elements"]), ("m.waivers.toml", 64, &Value::from(0)));
    folder.file("alone/x.waivers.toml", "");
    folder.check(&["alone"]).says(2, &["[stray-waivers]"]);
}

#[test]
fn a_fingerprint_outlives_the_order_of_the_entries() {
    let print = |name: &str, waivers: String| {
        let judged = judged(&project(name, &waivers), &[]);
        let mut prints: Vec<String> = list(&judged, "findings")
            .iter()
            .filter(|finding| text(finding, "pack") == "waivers")
            .map(|finding| text(finding, "fingerprint").to_string())
            .collect();
        prints.sort();
        prints
    };
    let (gone, register) = (valid("1/1", "\"gone\""), valid("1/1", "\"register\""));
    let first = print("first", gone.clone() + &register);
    assert_eq!((first.len(), &first), (2, &print("second", format!("# ours\n\n{register}{gone}"))));
}

/// What a person types, apart from requirement, element and options of the run.
const DECIDED: [&str; 8] = ["--decision", "12-3", "--body", "Expert council", "--owner", "customer", "--reason", "replaced in 2027"];

#[track_caller]
fn waive(folder: &Folder, words: &[&str]) -> Run {
    of(folder, "waive", &[words, &DECIDED[..]].concat())
}

#[test]
fn what_is_written_is_read_and_nothing_that_was_there_is_touched() {
    let folder = project("write", "");
    let path = folder.path("p/waivers.toml");
    let mut told = String::new();
    told += &in_three_languages(|language| {
        let _ = fs::remove_file(&path);
        let run = waive(&folder, &["1/1", "archive", "p", "--until", "2027-01-31", "--lang", language.code()]);
        format!("{run}{}", fs::read_to_string(&path).expect("it was made"))
    });
    for more in [["1/2", "b"], ["1/3", "two"], ["1/4", "none"]] {
        let old = fs::read_to_string(&path).expect("it is there");
        told += &waive(&folder, &[&more[..], &["p", "--until", "2027-01-31", "--granted", "2026-11-01"]].concat()).to_string();
        let new = fs::read_to_string(&path).expect("it is there");
        assert!(new.starts_with(&old) && new.len() > old.len(), "{new}");
    }
    keep("waivers", "waive", &told);
    let judged = judged(&folder, &[]);
    assert_eq!(statuses(&judged), ["1/1 archive applied 1", "1/2 b+a+c applied 1", "1/3 two+one applied 1", "1/4 none applied 1"]);
    // Lines end as they did, and what somebody noted stays.
    fs::write(&path, "\u{feff}# ours\r\n").expect("the folder can be written");
    waive(&folder, &["1/1", "archive", "p", "--until", "2027-01-31"]).says(0, &["now holds this waiver too"]);
    let new = fs::read_to_string(&path).expect("it is there");
    assert!(new.starts_with("\u{feff}# ours\r\n\r\n[[waiver]]\r\n") && new.matches('\n').count() == new.matches("\r\n").count(), "{new:?}");
}

#[test]
fn nothing_is_written_that_would_lift_nothing() {
    let waivers = valid("1/1", "\"archive\"");
    let folder = project("refuse", &waivers);
    let until = ["p", "--until", "2027-01-01"];
    let mut told = String::new();
    let mut refuse = |words: &[&str]| {
        let run = waive(&folder, words);
        assert_eq!(run.code, 2, "{run}");
        told += &format!("$ saikes waive {}\n{run}", words.join(" "));
    };
    refuse(&[&["9/9", "archive"], &until[..]].concat());
    refuse(&[&["1/1", "archve"], &until[..]].concat());
    refuse(&[&["1/1", "a"], &until[..]].concat());
    refuse(&[&["1/1", "register"], &until[..]].concat());
    refuse(&[&["1/5", "portal"], &until[..]].concat());
    refuse(&[&["1/1", "archive"], &until[..]].concat());
    refuse(&[&["1/1", "none"], &until[..]].concat());
    refuse(&["1/1", "portal", "p", "--until", "2026-11-21"]);
    refuse(&["1/1", "portal", "p", "--until", "2026-12-01", "--granted", "2026-12-02"]);
    told += &of(&folder, "waive", &["1/1", "portal", "p", "--owner", " "]).to_string();
    keep("waivers", "refused", &told);
    assert_eq!(fs::read_to_string(folder.path("p/waivers.toml")).expect("it is there"), waivers);
    // A longer term is a new waiver.
    waive(&folder, &["1/1", "archive", "p", "--until", "2027-06-30"]).says(0, &["now holds this waiver too"]);
}

#[test]
fn a_broken_file_stops_the_check_and_is_not_written_to() {
    let folder = project("broken", "[[waiver]]\nrequirement = \"1/1\"\nelement = [1]\n[[waivers]]\n");
    let run = of(&folder, "check", &["p"]);
    run.says(
        2,
        &["a waiver lacks", "must be an id, `{ kind, name }`, or a list of these", "unknown key `waivers`", "did you mean `waiver`"],
    );
    waive(&folder, &["1/1", "archive", "p", "--until", "2027-01-01"]).says(2, &["[incomplete-waiver]"]);
    let folder = project("unknown", &valid("1/11", "{ kind = \"sytem\", name = \"x\" }"));
    of(&folder, "check", &["p"]).says(2, &["unknown kind `sytem`", "did you mean `system`"]);
    let folder = project("unknown-requirement", &valid("1/11", "\"archive\""));
    of(&folder, "check", &["p"]).says(2, &["unknown requirement `1/11`", "did you mean `1/1`"]);
}

/// In a copy of the samples, because some commands write.
#[test]
fn every_command_of_the_page_about_waivers_prints_what_is_shown() {
    let page = fs::read_to_string(repository().join("docs/waivers.md")).expect("the page is there");
    let folder = Folder::new("page");
    folder.copy("models/national", "models/national").copy("models/city-services", "models/city-services");
    let shown: Vec<(String, Vec<String>)> = page::blocks(&page, "console").iter().flat_map(|block| page::commands(block)).collect();
    assert!(shown.len() >= 6, "the page shows commands");
    for (command, lines) in shown {
        let run = run(shell(&folder.path(""), &format!("saikes {command} --lang en")));
        if let Err(reason) = page::shows(&run.text(), &lines) {
            panic!("saikes {command}: {reason}\n{run}");
        }
    }
    let block = page::blocks(&page, "toml").concat();
    let entry = block.replace("\"124/19.8\"", "\"1/1\"").replace("\"orders-to-contractor\"", "\"archive\"");
    assert_eq!(statuses(&judged(&project("page-block", &entry), &[])), ["1/1 archive applied 1"]);
}
