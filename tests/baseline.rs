//! A baseline from its first day on: what is known is let through, what is new is not, and the line moves only where
//! somebody moves it.
//!
//! Leaves to others: which findings are the same (`fingerprints`), how broken files are told (`problems`).

mod common;
#[path = "common/page.rs"]
mod page;

use std::collections::BTreeMap;
use std::fs;

use common::{Folder, Run, own_pack, repository, run, saikes};
use serde_json::Value;

/// Full where the system operates, partial on trial.
const RULE: &str = "full = \"lifecycle = 'operating'\"\npartial = \"lifecycle = 'trial'\"";

const RULES: [&str; 4] = ["--rules", "rules", "--pack", "own"];

fn system(id: &str, lifecycle: &str) -> String {
    if lifecycle.is_empty() { format!("[system.{id}]\n") } else { format!("[system.{id}]\nlifecycle = \"{lifecycle}\"\n") }
}

/// A project `p` of these systems.
fn folder(name: &str, systems: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(name);
    folder.file("rules/own.toml", own_pack(RULE)).file("p/saikes.toml", "[project]\nid = \"p\"\n");
    model(&folder, systems);
    folder
}

fn model(folder: &Folder, systems: &[(&str, &str)]) {
    folder.file("p/m.toml", systems.iter().map(|(id, lifecycle)| system(id, lifecycle)).collect::<String>());
}

#[track_caller]
fn command(folder: &Folder, ci: Option<&str>, words: &[&str]) -> Run {
    let mut command = saikes(&folder.path(""), words);
    if let Some(ci) = ci {
        command.env("CI", ci);
    }
    run(command)
}

/// `saikes baseline` at a desk.
#[track_caller]
fn record(folder: &Folder, words: &[&str]) -> Run {
    command(folder, None, &[&["baseline", "p", "--today", common::TODAY], &RULES[..], words].concat())
}

#[track_caller]
fn check(folder: &Folder, words: &[&str]) -> Run {
    folder.check(&[&["p", "--baseline", "saikes-baseline.json"], &RULES[..], words].concat())
}

fn json(folder: &Folder, words: &[&str]) -> Value {
    check(folder, &[&["--format", "json"], words].concat()).json()
}

fn file(folder: &Folder) -> String {
    fs::read_to_string(folder.path("saikes-baseline.json")).expect("there is a baseline")
}

/// The standing of each finding by its subject.
fn standings(report: &Value) -> BTreeMap<String, String> {
    let findings = report["projects"][0]["findings"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    findings.map(|finding| (text(&finding["subject"]["id"]), text(&finding["baseline"]))).collect()
}

#[test]
fn what_is_known_is_let_through_and_the_verdict_stays() {
    let folder = folder("known", &[("a", "planned"), ("b", "planned")]);
    assert_eq!(folder.check(&[&["p"], &RULES[..]].concat()).code, 1);
    record(&folder, &[]).says(0, &["2 findings and 0 open questions of 1 project recorded"]);
    let run = check(&folder, &[]);
    run.says(0, &["NON-COMPLIANT", "2 known, 0 new, 0 solved", "exit 0: nothing new below «partial»", "the verdict stays non-compliant"]);
    run.is_silent_on(&["A message"]);
    check(&folder, &["--all"]).says(0, &["known: A message"]);
}

#[test]
fn one_new_finding_fails_and_only_it_is_shown() {
    let folder = folder("new", &[("a", "planned")]);
    record(&folder, &[]);
    model(&folder, &[("a", "planned"), ("b", "planned")]);
    let run = check(&folder, &[]);
    run.says(1, &["1 known, 1 new, 0 solved", "m.toml:3:2", "exit 1: 1 new result below «partial»", "the project's own files (1)"]);
    run.is_silent_on(&["m.toml:1:2"]);
    assert_eq!(standings(&json(&folder, &[])), [("a", "known"), ("b", "new")].map(|(id, told)| (id.into(), told.into())).into());
    assert_eq!(check(&folder, &["--exit-zero"]).code, 0);
}

#[test]
fn the_level_required_decides_which_new_findings_fail() {
    let folder = folder("levels", &[("a", "planned")]);
    record(&folder, &[]);
    model(&folder, &[("a", "planned"), ("b", "trial")]);
    assert_eq!(check(&folder, &["--require", "partial"]).code, 0);
    check(&folder, &["--require", "full"]).says(1, &["1 new result below «full»"]);
}

#[test]
fn a_known_finding_that_became_worse_is_new() {
    let folder = folder("worse", &[("a", "trial"), ("b", "planned")]);
    record(&folder, &[]);
    model(&folder, &[("a", "planned"), ("b", "trial")]);
    check(&folder, &[]).says(1, &["1 became worse", "became worse: A message"]);
    assert_eq!(standings(&json(&folder, &[]))["a"], "worse");
    record(&folder, &[]).says(1, &["became worse: A message", "solved or better: 1"]);
    record(&folder, &["--grow"]).says(0, &["new in it: 1"]);
    assert_eq!(check(&folder, &[]).code, 0);
    model(&folder, &[("a", "planned"), ("b", "planned")]);
    assert_eq!(check(&folder, &[]).code, 1, "what had become better was recorded as better");
}

#[test]
fn open_questions_are_recorded_too_and_new_ones_fail() {
    let folder = folder("open", &[("a", ""), ("b", "operating")]);
    record(&folder, &[]).says(0, &["0 findings and 1 open question of 1 project recorded"]);
    check(&folder, &[]).says(0, &["not assessed", "open questions: 1 known, 0 new, 0 settled"]);
    model(&folder, &[("a", ""), ("b", "")]);
    check(&folder, &[]).says(1, &["open questions: 1 known, 1 new, 0 settled", "1 new open question", "«b»; waits for `lifecycle`"]);
    record(&folder, &[]).says(1, &["«b» cannot be assessed any more"]);
    model(&folder, &[("a", "planned"), ("b", "operating")]);
    let run = check(&folder, &[]);
    run.says(1, &["1 new, 0 solved", "1 settled"]);
    // A finding of which less is stated is no worse than it was.
    record(&folder, &["--grow"]);
    model(&folder, &[("a", ""), ("b", "operating")]);
    let told = json(&folder, &[]);
    assert_eq!(told["projects"][0]["baseline"]["counts"]["open-known"], 1, "{told:#}");
    assert_eq!(check(&folder, &[]).code, 0);
    record(&folder, &[]).says(0, &["stays as it is"]);
}

#[test]
fn a_model_that_nothing_applies_to_any_more_is_not_let_through() {
    let folder = folder("emptied", &[("a", "planned")]);
    record(&folder, &[]);
    folder.file("p/m.toml", "[agency.a]\n");
    check(&folder, &[]).says(1, &["no requirement applies any more"]);
    record(&folder, &[]).says(1, &["no requirement applies any more"]);
    record(&folder, &["--grow"]);
    assert_eq!(check(&folder, &[]).code, 0);
}

#[test]
fn the_file_shrinks_by_itself_and_grows_only_where_it_is_told_to() {
    let folder = folder("shrink", &[("a", "planned"), ("b", "planned")]);
    record(&folder, &[]);
    let first = file(&folder);
    model(&folder, &[("a", "planned"), ("c", "planned")]);
    check(&folder, &[]).says(1, &["1 known, 1 new, 1 solved", "can shrink by 1: `saikes baseline p --rules rules --pack own`"]);
    record(&folder, &[]).says(1, &["solved or better: 1", "not recorded, because new or worse: 1", "--grow`"]);
    let shrunk = file(&folder);
    assert!(!shrunk.contains("system:b") && !shrunk.contains("system:c"), "{shrunk}");
    check(&folder, &[]).says(1, &["the project's own files (1)"]);
    record(&folder, &["--grow"]).says(0, &["new in it: 1"]);
    check(&folder, &[]).says(0, &["2 known, 0 new, 0 solved"]);
    // Back to the first day: the same bytes.
    model(&folder, &[("a", "planned"), ("b", "planned")]);
    record(&folder, &["--grow"]);
    assert_eq!(file(&folder), first);
}

#[test]
fn in_ci_nothing_is_written() {
    let folder = folder("ci", &[("a", "planned"), ("b", "planned")]);
    let words = [&["baseline", "p", "--today", common::TODAY], &RULES[..]].concat();
    command(&folder, Some("true"), &words).says(1, &["would change", "nothing is written", "`CI` is set"]);
    assert!(!folder.path("saikes-baseline.json").exists());
    record(&folder, &[]);
    let first = file(&folder);
    command(&folder, Some("1"), &words).says(0, &["stays as it is"]);
    model(&folder, &[("a", "planned")]);
    command(&folder, Some("true"), &words).says(1, &["would change"]);
    model(&folder, &[("a", "planned"), ("b", "planned"), ("c", "planned")]);
    command(&folder, Some("true"), &[&words[..], &["--grow"]].concat()).says(1, &["would change"]);
    command(&folder, Some("true"), &words).says(1, &["not recorded"]);
    assert_eq!(file(&folder), first);
    command(&folder, Some("false"), &[&words[..], &["--grow"]].concat()).says(0, &["3 findings"]);
}

#[test]
fn what_the_rules_changed_is_told_apart_and_can_be_accepted_alone() {
    let folder = folder("rules", &[("a", "trial"), ("b", "operating")]);
    record(&folder, &[]);
    // Texts are no rules.
    folder.file("rules/own.toml", own_pack(RULE).replace("A message", "Another message"));
    check(&folder, &[]).says(0, &["1 known, 0 new"]);
    folder
        .file("rules/own.toml", own_pack(RULE).replace("severity = \"major\"", "severity = \"blocking\"").replace("'trial'", "'retired'"));
    model(&folder, &[("a", "trial"), ("b", "operating")]);
    check(&folder, &[]).says(1, &["changed requirements (1)", "saikes baseline p --rules rules --pack own --accept-rules"]);
    record(&folder, &[]).says(1, &["(changed requirements)", "--accept-rules`"]);
    record(&folder, &["--accept-rules"]).says(0, &["new in it: 1"]);
    assert_eq!(check(&folder, &[]).code, 0);
    // What the model brings afterwards is the model's.
    model(&folder, &[("a", "trial"), ("b", "planned")]);
    check(&folder, &[]).says(1, &["the project's own files (1)"]).is_silent_on(&["--accept-rules"]);
    record(&folder, &["--accept-rules"]).says(1, &["not recorded"]);
}

#[test]
fn what_a_register_and_the_day_changed_is_told_apart() {
    let folder = Folder::new("causes");
    folder.file("rules/own.toml", own_pack("full = \"owner.published >= today\""));
    let register = |end: &str| format!("[agency.moh]\npublished = {end}\n");
    folder.file("national/saikes.toml", "[context]\nid = \"national\"\n").file("national/r.toml", register("2027-06-01"));
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/m.toml", "[system.a]\nowner = \"moh\"\n");
    let words = ["p", "--rules", "rules", "--pack", "own", "--context", "national"];
    let first = command(&folder, None, &[&["baseline", "--today", common::TODAY], &words[..]].concat());
    assert_eq!(first.code, 0, "{first}");
    let check =
        |day: &str| run(saikes(&folder.path(""), &[&["check", "--today", day, "--baseline", "saikes-baseline.json"], &words[..]].concat()));
    assert_eq!(check(common::TODAY).code, 0, "{}", check(common::TODAY));
    check("2028-01-01").says(1, &["brought by the day (1)"]);
    folder.file("national/r.toml", register("2026-01-01"));
    check(common::TODAY).says(1, &["brought by the context (1)"]);
}

#[test]
fn packs_that_are_gone_leave_their_findings_neither_known_nor_solved() {
    let folder = folder("packs", &[("a", "planned")]);
    let other =
        own_pack(RULE).replace("id = \"own\"", "id = \"other\"").replace("\"1/1\"", "\"2/1\"").replace("order = \"1\"", "order = \"2\"");
    folder.file("rules/other/other.toml", other);
    record(&folder, &["--pack", "other"]).says(0, &["2 findings"]);
    let run = check(&folder, &[]);
    run.says(0, &["1 known, 0 new, 0 solved", "1 recorded entry belongs to requirements that are not judged this time", "[unjudged-pack]"]);
    record(&folder, &[]).says(0, &["2 findings"]);
    check(&folder, &["--pack", "other"]).says(0, &["2 known, 0 new, 0 solved"]);
}

#[test]
fn projects_keep_to_themselves() {
    let folder = folder("projects", &[("a", "planned")]);
    record(&folder, &[]);
    folder.file("q/saikes.toml", "[project]\nid = \"q\"\n").file("q/m.toml", system("a", "planned"));
    let both = folder.check(&[&["p", "q", "--baseline", "saikes-baseline.json"], &RULES[..]].concat());
    both.says(1, &["the baseline does not know this project", "1 new result below «partial» since the baseline: q"]);
    let words = [&["baseline", "q", "--today", common::TODAY], &RULES[..]].concat();
    command(&folder, None, &words).says(1, &["not recorded"]);
    command(&folder, None, &[&words[..], &["--grow"]].concat()).says(0, &["2 findings and 0 open questions of 2 projects"]);
    let both = folder.check(&[&["p", "q", "--baseline", "saikes-baseline.json"], &RULES[..]].concat());
    both.says(0, &["the verdicts stay what they are"]);
    check(&folder, &[]).says(0, &["projects of the baseline that are not in this run: q"]);
}

#[test]
fn a_baseline_that_cannot_be_used_stops_the_check() {
    let folder = folder("broken", &[("a", "operating")]);
    check(&folder, &[]).says(2, &["there is no baseline `saikes-baseline.json`"]);
    folder.file("saikes-baseline.json", "{ \"schema\": \"saikes/baseline/1\", \"project\": {} }");
    check(&folder, &[]).says(2, &["unknown field `project`"]);
    record(&folder, &[]).says(2, &["unknown field `project`", "nothing was recorded"]);
    folder.file("saikes-baseline.json", "{ \"schema\": \"saikes/baseline/2\" }");
    check(&folder, &[]).says(2, &["saikes/baseline/2"]);
    fs::remove_file(folder.path("saikes-baseline.json")).expect("it is there");
    folder.file("p/m.toml", "[sytem.a]\n");
    record(&folder, &[]).says(2, &["unknown kind", "nothing was recorded"]);
    assert!(!folder.path("saikes-baseline.json").exists());
}

#[test]
fn the_day_after_nothing_is_new_in_any_sample() {
    let folder = Folder::new("samples");
    let models = repository().join("models");
    let words = [models.to_str().expect("the path is text"), "--today", common::TODAY];
    let made = saikes(&folder.path(""), &[&["baseline"], &words[..]].concat());
    run(made).says(0, &["recorded"]);
    let told = folder.check(&[words[0], "--baseline", "saikes-baseline.json", "--format", "json"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let report = told.json();
    for project in report["projects"].as_array().expect("projects") {
        let baseline = &project["baseline"];
        assert_eq!(
            (&baseline["failing"], &baseline["can-shrink"], &baseline["unjudged"]),
            (&0.into(), &0.into(), &0.into()),
            "{project:#}"
        );
        for counts in ["counts", "advice"] {
            assert_eq!((&baseline[counts]["new"], &baseline[counts]["worse"]), (&0.into(), &0.into()));
        }
    }
    // Beside a file that knows nothing, whoever falls short without a baseline falls short.
    folder.file("nothing.json", "{ \"schema\": \"saikes/baseline/1\" }\n");
    let all_new = folder.check(&[words[0], "--baseline", "nothing.json", "--format", "json"]).json();
    for project in all_new["projects"].as_array().expect("projects") {
        let falls_short = project["worst"] == "non-compliant";
        assert!(!falls_short || project["baseline"]["reaches"] == false, "{}", project["id"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_of_the_page_prints_what_is_shown() {
    let folder = Folder::new("page");
    let copied =
        std::process::Command::new("cp").args(["-r", &repository().join("models").to_string_lossy()]).arg(folder.path("")).status();
    assert!(copied.is_ok_and(|status| status.success()), "the samples can be copied");
    let text = fs::read_to_string(repository().join("docs/baseline.md")).expect("the page is there");
    let mut commands = 0;
    for block in page::blocks(&text, "console") {
        for command in block.split("$ ").filter(|command| !command.is_empty()) {
            let (line, shown) = command.split_once('\n').unwrap_or((command, ""));
            let Some(words) = line.strip_prefix("saikes ") else {
                let changed = std::process::Command::new("sh").args(["-c", line]).current_dir(folder.path("")).status();
                assert!(changed.is_ok_and(|status| status.success()), "{line}");
                continue;
            };
            let words: Vec<&str> = words.split_whitespace().chain(["--today", common::TODAY, "--lang", "en"]).collect();
            let run = self::command(&folder, None, &words);
            let shown: Vec<String> = shown.lines().map(str::to_string).collect();
            page::shows(&run.text(), &shown).unwrap_or_else(|reason| panic!("{line}: {reason}\n{run}"));
            commands += 1;
        }
    }
    assert!(commands >= 4, "the page shows commands");
}
