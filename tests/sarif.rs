//! SARIF and GitLab code quality of real runs: valid, and every place, rule and fingerprint in them is right.

mod common;
#[path = "common/official.rs"]
mod official;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{Folder, TODAY, check, repository, run, saikes};
use serde_json::Value;

/// Both formats of one run in a folder.
fn both(folder: &Path, words: &[&str]) -> (Value, Value, i32) {
    let sarif = check(folder, &[words, &["--format", "sarif"]].concat());
    let gitlab = check(folder, &[words, &["--format", "gitlab"]].concat());
    assert_eq!(sarif.code, gitlab.code, "{sarif}");
    (sarif.json(), gitlab.json(), sarif.code)
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("a run has results")
}

/// Everything that is called so, anywhere.
fn all<'v>(value: &'v Value, name: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get(name));
            map.values().for_each(|value| all(value, name, found));
        }
        Value::Array(items) => items.iter().for_each(|value| all(value, name, found)),
        _ => {}
    }
}

/// The path that a URI stands for.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, others @ ..] = rest {
        match (first, others) {
            (b'%', [high, low, after @ ..]) => {
                let digits = String::from_utf8_lossy(&[*high, *low]).into_owned();
                bytes.push(u8::from_str_radix(&digits, 16).expect("two hexadecimal digits"));
                rest = after;
            }
            _ => {
                assert!(first.is_ascii_alphanumeric() || b"-._~/".contains(first), "not encoded: {uri}");
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).expect("a path is text")
}

/// Whether line and column stand in the text, or right behind its last character.
fn is_inside(text: &str, line: &Value, column: &Value) -> bool {
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    // A line end belongs to its line.
    let lines: Vec<&str> = text.split_inclusive('\n').chain(text.ends_with('\n').then_some("")).collect();
    let here = lines.get(number(line).wrapping_sub(1));
    here.is_some_and(|here| (1..=here.chars().count() + 1).contains(&number(column)))
}

/// What the schema cannot say of a log.
fn assert_sound(folder: &Path, log: &Value) {
    let faults: Vec<String> =
        official::sarif_validator().iter_errors(log).map(|fault| format!("{fault} at {}", fault.instance_path)).collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let driver = &log["runs"][0]["tool"]["driver"];
    let mut prints = BTreeSet::new();
    for result in results(log) {
        let rule = &driver["rules"][result["ruleIndex"].as_u64().expect("a rule") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().is_some_and(|help| help.starts_with("## ")), "no help on {}", rule["id"]);
        let print = result["partialFingerprints"]["saikes/v1"].as_str().expect("every result has one");
        assert!(prints.insert(print), "twice: {result:#}");
        assert!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_string(), "nowhere: {result:#}");
    }
    let invocation = &log["runs"][0]["invocations"][0];
    for kind in ["toolConfigurationNotifications", "toolExecutionNotifications"] {
        for told in invocation[kind].as_array().into_iter().flatten() {
            let sort = &driver["notifications"][told["descriptor"]["index"].as_u64().expect("a sort") as usize];
            assert_eq!(sort["id"], told["descriptor"]["id"]);
        }
    }

    let mut places = Vec::new();
    all(log, "physicalLocation", &mut places);
    for place in places {
        let path = decoded(place["artifactLocation"]["uri"].as_str().expect("a file"));
        assert!(!path.starts_with('/') && !path.contains('\\'), "{path}");
        assert_eq!(place["artifactLocation"]["uriBaseId"].is_string(), !path.starts_with("../"), "{path}");
        let region = &place["region"];
        let file = folder.join(&path);
        let text = fs::read_to_string(&file).expect("every place is a file that can be read");
        if !region.is_null() {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            assert!(is_inside(text, &region["startLine"], &region["startColumn"]), "{place:#}");
            assert!(is_inside(text, &region["endLine"], &region["endColumn"]), "{place:#}");
            let ends = |line: &str, column: &str| (region[line].as_u64(), region[column].as_u64());
            assert!(ends("startLine", "startColumn") <= ends("endLine", "endColumn"), "{place:#}");
        }
    }
    let absolute = folder.to_string_lossy().into_owned();
    assert!(!log.to_string().contains(&absolute), "nothing of the machine shows");
}

/// Every finding of the log stands in GitLab's list too, at the same file.
fn assert_alike(log: &Value, list: &Value) {
    let entries = list.as_array().expect("a list");
    let prints: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), entries.len(), "entries with one fingerprint are shown as one");
    for result in results(log) {
        let print = &result["partialFingerprints"]["saikes/v1"];
        let entry = entries.iter().find(|entry| entry["fingerprint"] == *print).expect("it is in both");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a file");
        assert_eq!(entry["location"]["path"].as_str(), Some(decoded(uri).as_str()));
        assert_eq!(entry["check_name"], result["ruleId"]);
    }
}

#[test]
fn the_samples_are_sound_from_wherever_they_are_checked() {
    let models = repository().join("models");
    for (folder, path) in
        [(repository(), "models"), (models.clone(), "."), (models.join("patient-portal"), "."), (models.join("national"), "..")]
    {
        let (log, list, _) = both(&folder, &[path]);
        assert!(!results(&log).is_empty());
        assert_sound(&folder, &log);
        assert_alike(&log, &list);
    }
}

#[test]
fn the_samples_have_ways_through_the_model() {
    let (log, ..) = both(&repository(), &["models"]);
    let ways = |name: &str| {
        let told = |result: &&Value| {
            let flows = result["codeFlows"].as_array().into_iter().flatten();
            flows.into_iter().any(|flow| flow["message"]["text"].as_str().is_some_and(|text| text.contains(name)))
        };
        results(&log).iter().filter(told).count()
    };
    assert!(ways("source to its target") > 5 && ways("the links from the element") > 5);
}

/// A sample with its register, in a folder of its own.
fn portal(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.copy("models/patient-portal", "patient-portal").copy("models/national", "national");
    folder
}

#[test]
fn what_the_baseline_knows_is_suppressed_and_what_is_new_or_open_is_told_at_its_place() {
    let folder = portal("baseline");
    let recorded = run(saikes(&folder.path(""), &["baseline", "patient-portal", "--today", TODAY]));
    assert_eq!(recorded.code, 0, "{recorded}");
    let flows = fs::read_to_string(folder.path("patient-portal/flows.toml")).expect("the sample has it");
    let renamed = flows.replacen("[flow.attachment-query]", "[flow.another-query]", 1);
    assert_ne!(flows, renamed);
    folder.file("patient-portal/flows.toml", &renamed);
    let (log, list, code) = both(&folder.path(""), &["patient-portal", "--baseline", "saikes-baseline.json"]);
    assert_eq!(code, 1);
    assert_sound(&folder.path(""), &log);
    assert_alike(&log, &list);
    let (known, new): (Vec<&Value>, Vec<&Value>) = results(&log).iter().partition(|result| result["baselineState"] == "unchanged");
    let is_quiet = |result: &&Value| result["level"] == "note" && result["suppressions"].as_array().is_some_and(|list| list.len() == 1);
    let loud: Vec<&&Value> = known.iter().filter(|result| !is_quiet(result)).collect();
    assert!(loud.is_empty(), "{loud:#?}");
    assert!(new.iter().all(|result| result["suppressions"].as_array().is_some_and(Vec::is_empty)));
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().expect("there are some");
    let open = told.iter().find(|told| told["descriptor"]["id"] == "newly-open").expect("a flow of another name is asked anew");
    assert!(open["locations"].to_string().contains("flows.toml"), "{open:#}");
    let entries = list.as_array().expect("a list").iter().filter(|entry| entry["check_name"] == "newly-open");
    assert!(entries.clone().any(|entry| entry["location"]["path"] == "patient-portal/flows.toml"), "{list:#}");
    assert_eq!(log["runs"][0]["properties"]["projects"][0]["passes"], false);
}

#[test]
fn what_is_waived_is_listed_and_suppressed_with_its_decision() {
    let folder = portal("waived");
    folder.file(
        "patient-portal/waivers.toml",
        r#"[[waiver]]
requirement = "124/7.1"
element = "patient-site"
reason = "[moves](1) in 2027"
decision = "17-4/112"
body = "Service integrator"
owner = "head of architecture"
granted = 2026-03-01
until = 2027-02-28
"#,
    );
    let (log, list, code) = both(&folder.path(""), &["patient-portal"]);
    assert_eq!(code, 1);
    assert_sound(&folder.path(""), &log);
    assert_alike(&log, &list);
    let suppressed: Vec<&Value> =
        results(&log).iter().filter(|result| result["suppressions"].as_array().is_some_and(|list| !list.is_empty())).collect();
    assert_eq!(suppressed.len(), 1, "{suppressed:#?}");
    let result = suppressed[0];
    let suppression = &result["suppressions"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"124/7.1".into(), &"note".into()));
    assert!(["17-4/112", "Service integrator", "2027-02-28"].iter().all(|word| suppression["justification"].to_string().contains(word)));
    assert_eq!(suppression["location"]["physicalLocation"]["artifactLocation"]["uri"], "patient-portal/waivers.toml");
    let marked =
        list.as_array().expect("a list").iter().filter(|entry| entry["description"].to_string().contains("[waived until 2027-02-28"));
    assert!(marked.clone().count() == 1 && marked.clone().all(|entry| entry["severity"] == "info"), "{list:#}");

    let (log, ..) = both(&folder.path(""), &["patient-portal", "--no-waivers"]);
    let hard = results(&log).iter().find(|result| result["partialFingerprints"] == suppressed[0]["partialFingerprints"]);
    let hard = hard.expect("the same finding has the same fingerprint, waived or not");
    assert!(hard["level"] == "error" && hard["suppressions"].as_array().is_some_and(Vec::is_empty), "{hard:#}");
}

#[test]
fn names_of_files_may_be_anything() {
    let folder = Folder::new("names");
    folder.file("жоба 1/saikes.toml", "[project]\nid = \"zhoba\"\n");
    folder.file("жоба 1/Жүйелер, 100% #1?.toml", "[system.\"ә\"]\nname = \"Ә\"\nuses = [\"жоқ\"]\nlifecycle = \"operating\"\n");
    let (log, list, code) = both(&folder.path(""), &[]);
    assert_ne!(code, 2, "{log:#}");
    assert_sound(&folder.path(""), &log);
    assert_alike(&log, &list);
    let uri = "%D0%B6%D0%BE%D0%B1%D0%B0%201/%D0%96%D2%AF%D0%B9%D0%B5%D0%BB%D0%B5%D1%80%2C%20100%25%20%231%3F.toml";
    assert!(log.to_string().contains(uri), "{log:#}");
    assert!(list.to_string().contains("жоба 1/Жүйелер, 100% #1?.toml"), "{list:#}");
}

#[test]
fn what_cannot_be_read_or_assessed_is_never_an_empty_list() {
    let folder = Folder::new("broken");
    folder.file("a/saikes.toml", "[project]\nid = \"a\"\n").file("a/m.toml", "[sytem.x]\n");
    let (log, list, code) = both(&folder.path("a"), &[]);
    assert_eq!(code, 2);
    assert_sound(&folder.path("a"), &log);
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert!(list.as_array().is_some_and(|list| list.iter().any(|entry| entry["severity"] == "blocker")), "{list:#}");

    let nothing = check(&folder.path("a"), &["no-such-folder", "--format", "sarif"]);
    assert_eq!(nothing.code, 2);
    assert_eq!(nothing.json()["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let nothing = check(&folder.path("a"), &["no-such-folder", "--format", "gitlab"]);
    assert!(nothing.json().as_array().is_some_and(|list| !list.is_empty()), "{nothing}");

    folder.file("b/m.toml", "[system.x]\nname = \"X\"\n");
    let (log, list, _) = both(&folder.path("b"), &[]);
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("not-assessed"), "{told}");
    assert!(list.to_string().contains("not-assessed"), "{list:#}");
}

#[test]
fn a_mistake_in_ones_own_rules_is_told_by_the_path_from_here() {
    let folder = Folder::new("rules");
    folder.file("own/pack.toml", "[pack]\nid = \"own\"\ntitel = 1\n").file("models/m.toml", "[system.x]\nname = \"X\"\n");
    let log = check(&folder.path(""), &["models", "--rules", "./own", "--format", "sarif"]).json();
    assert_sound(&folder.path(""), &log);
    let told = log["runs"][0]["invocations"][0]["toolConfigurationNotifications"].to_string();
    assert!(told.contains("\"own/pack.toml\""), "{told}");
}

#[test]
fn several_formats_go_out_in_one_run() {
    let folder = Folder::new("several");
    folder.file("m.toml", "[system.x]\nname = \"X\"\n");
    let run = check(&folder.path(""), &["--format", "sarif=a.sarif", "--format", "gitlab=b.json", "--format", "json=c.json"]);
    run.says(run.code, &["not assessed"]);
    for name in ["a.sarif", "b.json", "c.json"] {
        let text = fs::read_to_string(folder.path(name)).expect("it was written");
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{name}: {text}");
    }
}
