//! The log is valid by the official schema and by what the schema cannot say, whatever the report.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::place::Sources;
use crate::report::samples::{self, keep};
use crate::report::{Bounds, Decided, Finding, Standing, Waived};
use crate::text::Language;
use crate::verdict;

#[path = "../../../tests/common/official.rs"]
mod official;

fn text(report: &Report, sources: &Sources, most: usize) -> (String, Vec<String>) {
    let mut out = Vec::new();
    let sarif = Sarif { report, places: Places::new(sources, "models"), known: Known::default() };
    let cut = write_within(sarif, most, limits::SIZE, &mut out).expect("a vector takes everything");
    (String::from_utf8(out).expect("JSON is text"), cut)
}

fn written_at_most(report: &Report, sources: &Sources, most: usize) -> (Value, Vec<String>) {
    let (text, cut) = text(report, sources, most);
    (serde_json::from_str(&text).expect("what is written is JSON"), cut)
}

fn written((report, sources): &(Report, Sources)) -> Value {
    written_at_most(report, sources, limits::RESULTS).0
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("there are results")
}

/// Of the first project's findings one that a waiver lifts, and three that a baseline knows of.
fn accepted((mut report, sources): (Report, Sources)) -> (Report, Sources) {
    let project = report.projects.iter_mut().find(|project| !project.findings.is_empty());
    let findings = &mut project.expect("one project has findings").findings;
    let location = findings[0].location.clone().expect("it has a place");
    findings[0].waived = true;
    findings[0].waiver = Some(Waived {
        decided: Decided {
            decision: "17-4/112".to_string(),
            body: "МЗ РК".to_string(),
            owner: "бас сәулетші".to_string(),
            reason: "шлюзге қосылу [1](2) жоспарланған".to_string(),
            granted: "2026-03-01".to_string(),
            until: "2027-03-01".to_string(),
            location,
        },
        without: Bounds { worst: verdict::Level::NonCompliant, best: verdict::Level::NonCompliant },
    });
    for (finding, standing) in findings.iter_mut().zip([Standing::New, Standing::Known, Standing::Worse]) {
        finding.baseline = Some(standing);
    }
    (report, sources)
}

#[test]
fn every_sample_is_valid_by_the_official_schema() {
    let validator = official::sarif_validator();
    for language in Language::ALL {
        for sample in [samples::one, samples::two, samples::many, |language| accepted(samples::two(language))] {
            let log = written(&sample(language));
            let faults: Vec<String> = validator.iter_errors(&log).map(|fault| format!("{fault} at {}", fault.instance_path)).collect();
            assert!(faults.is_empty(), "{faults:#?}");
        }
    }
    let mut broken = written(&samples::one(Language::En));
    broken["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator.is_valid(&broken), "a schema that refuses nothing proves nothing");
}

#[test]
fn a_log_in_three_languages() {
    for language in Language::ALL {
        let log = written(&accepted(samples::two(language)));
        let run = &log["runs"][0];
        let shown = serde_json::json!({
            "rule": run["tool"]["driver"]["rules"][0],
            "invocation": run["invocations"][0],
            "messages": results(&log).iter().map(|result| &result["message"]).collect::<Vec<_>>(),
        });
        keep(&format!("sarif-{}", language.code()), &serde_json::to_string_pretty(&shown).expect("it is JSON"));
    }
}

#[test]
fn a_whole_log() {
    let (mut report, sources) = accepted(samples::one(Language::En));
    // One finding of each sort: waived, known, worse, a circle, nothing there, advice.
    for at in [5, 4, 3] {
        report.projects[0].findings.remove(at);
    }
    keep("sarif", &text(&report, &sources, limits::RESULTS).0);
}

#[test]
fn rules_levels_and_suppressions_agree_with_the_findings() {
    let log = written(&accepted(samples::two(Language::En)));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("there are rules");
    for result in results(&log) {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["suppressions"].is_array(), "of all results or of none");
    }
    let used: BTreeSet<&str> = results(&log).iter().filter_map(|result| result["ruleId"].as_str()).collect();
    assert_eq!(rules.len(), used.len(), "a rule for each requirement that has a result");
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false, "a project could not be read");
}

#[test]
fn a_circle_ends_where_it_begins_and_a_flow_goes_from_its_source_to_its_target() {
    let log = written(&samples::one(Language::En));
    let flows = |rule: &str| {
        let found = results(&log).iter().find(|result| result["ruleId"] == rule && result["codeFlows"].is_array()).expect("it has a way");
        let stops = found["codeFlows"][0]["threadFlows"][0]["locations"].as_array().expect("there are stops").clone();
        stops.iter().map(|stop| stop["location"]["message"]["text"].as_str().unwrap_or_default().to_string()).collect::<Vec<_>>()
    };
    let circle = flows("124/9.4");
    assert_eq!(circle.len(), 4);
    assert_eq!(circle.first(), circle.last());
    let flow = flows("124/19.2");
    assert!(flow[0].contains("ЭПЗ") && flow[1].contains("emr-gbdfl") && flow[2].contains("ГБД ФЛ"), "{flow:?}");
}

#[test]
fn what_does_not_fit_is_the_least_urgent_and_is_said() {
    let (report, sources) = accepted(samples::two(Language::En));
    let all = listed::all(&report).len();
    let (whole, cut) = written_at_most(&report, &sources, all);
    assert!(cut.is_empty(), "{cut:?}");
    let (log, cut) = written_at_most(&report, &sources, all - 3);
    assert_eq!(results(&log).len(), all - 3);
    // Advice and what is about the whole run go first, then what somebody has accepted already.
    let ids = |log: &Value| results(log).iter().map(|result| result["ruleId"].as_str().unwrap_or_default().to_string()).collect::<Vec<_>>();
    let left: BTreeSet<String> = ids(&log).into_iter().collect();
    assert!(!left.contains("hygiene/names") && ids(&whole).contains(&"hygiene/names".to_string()));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("there are rules");
    assert_eq!(rules.len(), left.len(), "no rule without a result");
    let notifications = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().expect("there are some");
    let said = notifications.iter().find(|told| told["descriptor"]["id"] == "results-left-out").expect("it is said");
    assert_eq!(said["message"]["text"].as_str(), cut.first().map(String::as_str), "in the log and to people");
}

#[test]
fn a_log_that_is_too_large_when_packed_has_fewer_results() {
    let (report, sources) = samples::two(Language::Ru);
    let sarif = Sarif { report: &report, places: Places::new(&sources, "models"), known: Known::default() };
    let packed = |size: usize| {
        let mut out = Vec::new();
        let cut = write_within(sarif, limits::RESULTS, size, &mut out).expect("a vector takes everything");
        let size = limits::packed(|packing| packing.write_all(&out)).expect("it goes nowhere");
        (size, serde_json::from_slice::<Value>(&out).expect("it is JSON"), cut)
    };
    let (whole, log, cut) = packed(limits::SIZE);
    assert!(cut.is_empty());
    let (smaller, less, cut) = packed(whole - 100);
    assert!(smaller <= whole - 100 && results(&less).len() < results(&log).len() && !results(&less).is_empty());
    assert_eq!(cut.len(), 1, "{cut:?}");
    // What is no result is never left out.
    assert!(results(&packed(1).1).is_empty());
}

#[test]
fn a_long_list_of_related_elements_is_cut_and_said() {
    let (mut report, sources) = samples::two(Language::Kk);
    let group: &mut Finding = &mut report.portfolio.findings[0];
    let member = group.related[0].clone();
    group.related.resize(limits::LOCATIONS + 1, member);
    let (log, cut) = written_at_most(&report, &sources, limits::RESULTS);
    let related = |result: &Value| result["relatedLocations"].as_array().map_or(0, Vec::len);
    assert_eq!(results(&log).iter().map(related).max(), Some(limits::LOCATIONS));
    assert_eq!(cut.len(), 1, "{cut:?}");
}

#[test]
fn a_finding_without_a_place_has_the_file_of_its_project() {
    let log = written(&samples::one(Language::En));
    let nowhere = results(&log).iter().find(|result| result["ruleId"] == "124/13.1").expect("nothing of a kind");
    assert_eq!(nowhere["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "models/systems.toml");
    assert!(nowhere["locations"][0]["physicalLocation"]["region"].is_null());
}

#[test]
fn words_of_a_model_are_no_links() {
    let (mut report, sources) = samples::one(Language::En);
    report.projects[0].findings[0].message = "see [this](https://example.org)".to_string();
    report.projects[0].findings[0].related[0].name = "a](b".to_string();
    let log = written(&(report, sources));
    let message = &results(&log)[0]["message"];
    assert!(message["text"].as_str().is_some_and(|text| text.contains("\\[this\\](https") && text.contains("[«a\\](b»](1)")), "{message}");
    assert!(message["markdown"].as_str().is_some_and(|text| text.contains("\\[this\\](https")), "{message}");
}

#[test]
fn the_same_report_is_the_same_bytes() {
    assert_eq!(written(&samples::two(Language::Kk)).to_string(), written(&samples::two(Language::Kk)).to_string());
}
