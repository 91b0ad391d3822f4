//! What people see of the samples: whole reports in three languages, and JSON that fits its schema.
//!
//! Leaves to others: that every machine sees the same (`same_bytes`).
//!
//! Samples are found by listing `models`, so that a new one is covered from its first day; its reports are accepted
//! with `INSTA_UPDATE=always cargo test --test samples`.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use common::{check, keep, repository};
use saikes::text::Language;
use unicode_width::UnicodeWidthStr;

/// The widest line of a report on a terminal.
const WIDTH: usize = 80;

fn models() -> PathBuf {
    repository().join("models")
}

/// Names of all projects directly below `models`, contexts too.
fn samples() -> Vec<String> {
    let entries = fs::read_dir(models()).expect("the samples are there").map(|entry| entry.expect("the folder can be listed"));
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("saikes.toml").is_file())
        .map(|entry| entry.file_name().into_string().expect("names of samples are text"))
        .collect();
    names.sort();
    assert!(names.contains(&"national".to_string()));
    names
}

/// The report of one sample, or of all of them for `.`.
fn report(sample: &str, language: Language) -> String {
    let run = check(&models(), &[sample, "--lang", language.code()]);
    assert!(run.code < 2 && run.err.is_empty(), "a sample is sound: {run}");
    let wide: Vec<&str> = run.out.lines().filter(|line| line.width() > WIDTH).collect();
    assert!(wide.is_empty(), "{sample} {}: wider than {WIDTH} columns: {wide:#?}", language.code());
    format!("$ saikes check {sample} --lang {}\n{run}", language.code())
}

fn keep_reports(language: Language) {
    for sample in samples() {
        keep("samples", &format!("{sample}-{}", language.code()), &report(&sample, language));
    }
    keep("samples", &format!("all-{}", language.code()), &report(".", language));
}

#[test]
fn reports_in_kazakh() {
    keep_reports(Language::Kk);
}

#[test]
fn reports_in_russian() {
    keep_reports(Language::Ru);
}

#[test]
fn reports_in_english() {
    keep_reports(Language::En);
}

#[test]
fn every_kept_report_is_of_a_sample() {
    let known: BTreeSet<String> = samples().into_iter().chain(["all".to_string()]).collect();
    for entry in fs::read_dir(repository().join("tests/snapshots/samples")).expect("reports are kept") {
        let name = entry.expect("the folder can be listed").file_name().into_string().expect("names of samples are text");
        let Some(stem) = name.strip_suffix(".snap") else { continue };
        let sample = stem.rsplit_once('-').map_or(stem, |(sample, _)| sample);
        assert!(known.contains(sample), "{name} is of no sample");
    }
}

#[test]
fn json_fits_its_schema() {
    let text = fs::read_to_string(repository().join("docs/report.schema.json")).expect("the schema of reports is there");
    let schema: serde_json::Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for sample in samples().iter().map(String::as_str).chain(["."]) {
        for language in Language::ALL {
            let report = check(&models(), &[sample, "--format", "json", "--lang", language.code()]).json();
            let wrong: Vec<String> =
                validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path)).take(5).collect();
            assert!(wrong.is_empty(), "{sample} {}: {wrong:#?}", language.code());
        }
    }
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let text = fs::read_to_string(repository().join("docs/report.schema.json")).expect("the schema of reports is there");
    let schema: serde_json::Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let report = check(&models(), &["national", "--format", "json"]).json();
    for field in report.as_object().expect("a report is an object").keys() {
        let mut less = report.clone();
        less.as_object_mut().expect("a report is an object").remove(field);
        assert!(!validator.is_valid(&less), "a report without `{field}` is let through");
    }
    let mut wrong = report;
    wrong["projects"][0]["verdict"] = "good".into();
    assert!(!validator.is_valid(&wrong), "any word is let through as a verdict");
}
