//! The list that GitLab reads: every field of every entry, whatever the report.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::place::Sources;
use crate::report::samples::{self, keep};
use crate::text::Language;

fn written((report, sources): &(Report, Sources)) -> Value {
    let mut out = Vec::new();
    write(report, &Places::new(sources, "models"), &mut out).expect("a vector takes everything");
    serde_json::from_slice(&out).expect("what is written is JSON")
}

#[test]
fn a_list_in_three_languages() {
    for language in Language::ALL {
        let (mut report, sources) = samples::two(language);
        let ehealth = report.projects.iter_mut().find(|project| project.id == "ehealth").expect("the sample has it");
        ehealth.findings[0].baseline = Some(Standing::Known);
        keep(&format!("gitlab-{}", language.code()), &serde_json::to_string_pretty(&written(&(report, sources))).expect("it is JSON"));
    }
}

#[test]
fn every_entry_has_what_gitlab_asks_for() {
    for sample in [samples::one, samples::two, samples::many] {
        let list = written(&sample(Language::Ru));
        let entries = list.as_array().expect("a list");
        assert!(!entries.is_empty());
        let mut fingerprints = BTreeSet::new();
        for entry in entries {
            let text = |key: &str| entry[key].as_str().filter(|text| !text.is_empty()).expect("every entry has the field");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&text("severity")), "{entry}");
            assert!(!text("description").is_empty() && !text("check_name").is_empty());
            assert!(fingerprints.insert(text("fingerprint").to_string()), "shown as one with another: {entry}");
            let path = entry["location"]["path"].as_str().expect("a path");
            assert!(!path.is_empty() && !path.starts_with('/') && !path.contains('\\'), "{path}");
            assert!(entry["location"]["positions"]["begin"]["line"].as_u64().is_some_and(|line| line > 0), "{entry}");
        }
    }
}

#[test]
fn a_project_that_cannot_be_read_is_no_clean_list() {
    let list = written(&samples::two(Language::En));
    let of = |name: &str| list.as_array().expect("a list").iter().find(|entry| entry["check_name"] == name).expect("it is said");
    assert_eq!(of("unreadable-file")["severity"], "blocker");
    assert_eq!(of("unreadable")["severity"], "blocker");
    assert_eq!(of("not-assessed")["location"]["path"], "models/systems.toml");
}

#[test]
fn a_fingerprint_speaks_no_language() {
    let prints = |language: Language| {
        let list = written(&samples::two(language));
        list.as_array().expect("a list").iter().map(|entry| entry["fingerprint"].to_string()).collect::<BTreeSet<_>>()
    };
    assert_eq!(prints(Language::Kk), prints(Language::Ru));
    assert_eq!(prints(Language::Ru), prints(Language::En));
}
