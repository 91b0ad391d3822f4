//! `saikes import`: the same model as native TOML, which checks to the same report.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Folder, check, repository, run, saikes};
use serde_json::Value;

fn models() -> PathBuf {
    repository().join("models")
}

/// As many related elements as a finding tells; which of more it tells is a matter of their order.
const RELATED: usize = 12;

/// What a report says of its only project, apart from where things stand, in what order, and what they were read from.
fn judgement(report: &Value) -> Value {
    let mut project = report["projects"][0].clone();
    let fields = project.as_object_mut().expect("there is a project");
    for field in ["path", "inputs", "problems"] {
        fields.remove(field);
    }
    let findings = fields["findings"].as_array_mut().expect("findings are a list");
    for finding in findings.iter_mut() {
        finding.as_object_mut().expect("a finding is an object").remove("location");
        let mut words: Vec<String> = text(&finding["message"]).split_whitespace().map(|word| word.replace([',', '«', '»'], "")).collect();
        words.sort();
        finding["message"] = words.join(" ").into();
        let mut related: Vec<String> =
            finding["related"].as_array().into_iter().flatten().map(|other| format!("{} {}", other["role"], other["id"])).collect();
        related.sort();
        finding["related"] = if related.len() < RELATED { related.join(", ").into() } else { related.len().into() };
    }
    findings.sort_by_key(|finding| text(&finding["fingerprint"]).to_string());
    for missing in fields["missing"].as_array_mut().expect("missing facts are a list") {
        missing.as_object_mut().expect("a missing fact is an object").remove("examples");
    }
    project
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Asserts that two reports judge alike, and says where they do not.
#[track_caller]
fn alike(what: &str, original: &Value, imported: &Value) {
    let (original, imported) = (judgement(original), judgement(imported));
    for (field, value) in original.as_object().expect("it is an object") {
        let other = &imported[field];
        let differing = match (value.as_array(), other.as_array()) {
            (Some(one), Some(other)) => {
                let gone: Vec<&Value> = one.iter().filter(|value| !other.contains(value)).take(2).collect();
                let new: Vec<&Value> = other.iter().filter(|value| !one.contains(value)).take(2).collect();
                format!("gone {gone:#?}\nnew {new:#?}")
            }
            _ => format!("{value} and {other}"),
        };
        assert!(value == other, "{what}: `{field}` differs: {differing}");
    }
}

/// Everything that a project has beside its models: configuration, registers, facts.
fn copy_beside(sample: &str, folder: &Folder) {
    let from = models().join(sample);
    let configuration = fs::read_to_string(from.join("saikes.toml")).expect("a sample is a project");
    let mut entry = false;
    let kept = configuration.lines().filter(|line| {
        entry = if line.starts_with('[') { *line == "[[model]]" } else { entry };
        !entry
    });
    let lines: Vec<&str> = kept.collect();
    folder.file("project/saikes.toml", lines.join("\n").replace("../national", &models().join("national").display().to_string()));
    for entry in fs::read_dir(&from).expect("the sample can be listed") {
        let path = entry.expect("the sample can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names of samples are text").to_string();
        if name.ends_with(".facts.toml") {
            folder.file(&format!("project/{name}"), fs::read(&path).expect("the sample can be read"));
        }
    }
}

#[test]
fn every_sample_judges_alike_when_it_is_imported() {
    let mut seen = 0;
    for entry in fs::read_dir(models()).expect("the samples are there") {
        let name = entry.expect("the folder can be listed").file_name().into_string().expect("names of samples are text");
        if !models().join(&name).join("saikes.toml").is_file() {
            continue;
        }
        let folder = Folder::new(&name);
        copy_beside(&name, &folder);
        let output = folder.path("project/model.toml").display().to_string();
        run(saikes(&models(), &["import", &name, "--output", &output])).says(0, &[]);
        let original = check(&models(), &[&name, "--format", "json", "--lang", "ru"]).json();
        let imported = check(&folder.path(""), &["project", "--format", "json", "--lang", "ru"]);
        assert!(imported.code < 2, "{name}: {imported}");
        alike(&name, &original, &imported.json());
        let again = run(saikes(&folder.path(""), &["import", "project"]));
        let text = fs::read_to_string(&output).expect("it was written");
        assert_eq!(without_comments(&again.out), without_comments(&text), "{name}: an imported model imports to itself");
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} samples were found");
}

fn without_comments(text: &str) -> toml::Table {
    text.parse().expect("what is written is TOML")
}
