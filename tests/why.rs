//! `saikes why` says what `saikes check` says: one finding, one verdict, whatever decided it.

mod common;

use std::collections::BTreeMap;

use common::{Folder, repository, run, saikes};
use rayon::prelude::*;
use serde_json::Value;

fn words(verdict: &str) -> &'static str {
    match verdict {
        "non-compliant" => "non-compliant",
        "partial" => "partially compliant",
        "not-assessed" => "not assessed",
        other => unreachable!("a finding is not {other}"),
    }
}

/// Asks why of one finding of each requirement and verdict in a folder and compares the verdicts; how many there were.
fn compare(folder: &std::path::Path) -> usize {
    let report = run(saikes(folder, &["check", ".", "--format", "json", "--lang", "en", "--today", "2026-11-22"])).json();
    let projects = report["projects"].as_array().expect("a report has projects");
    let all = projects.iter().flat_map(|project| project["findings"].as_array().expect("a project has findings"));
    let findings: BTreeMap<String, &Value> =
        all.map(|finding| (format!("{} {}", finding["requirement"], finding["verdict"]), finding)).collect();
    findings.par_iter().map(|(_, finding)| finding).for_each(|finding| {
        let (requirement, subject) = (finding["requirement"].as_str().expect("text"), finding["subject"]["id"].as_str().expect("text"));
        let tree = run(saikes(folder, &["why", requirement, subject, ".", "--lang", "en", "--today", "2026-11-22"]));
        let told = words(finding["verdict"].as_str().expect("text"));
        let head = tree.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(head.contains(&format!("{subject}: {told}")), "{requirement} on {subject} is {told}:\n{tree}");
    });
    findings.len()
}

#[test]
fn findings_of_the_samples_are_explained_with_their_own_verdicts() {
    for sample in ["patient-portal", "city-services"] {
        assert!(compare(&repository().join("models").join(sample)) > 5, "{sample} has findings");
    }
}

#[test]
fn a_circle_and_a_group_decide_here_as_they_do_there() {
    let folder = Folder::new("why-circle");
    folder.file(
        "m.toml",
        "[system.s]\n[component.a]\npart-of = \"s\"\ndepends-on = [\"b\"]\n[component.b]\npart-of = \"s\"\ndepends-on = [\"a\"]\n",
    );
    assert!(compare(&folder.path("")) > 0);
    let tree = run(saikes(&folder.path(""), &["why", "124/9.6", "b", ".", "--lang", "en"]));
    tree.says(0, &["b: non-compliant", "in a circle: «a» ──▶ «b» ──▶ «a»"]);

    let folder = Folder::new("why-group");
    let system = |id: &str, of: &str| format!("[system.{id}]\nautomates = [\"{of}\"]\nlifecycle = \"creating\"\ninstance-of = \"none\"\n");
    let function = |id: &str| format!("[function.{id}]\nclass = \"typical-supporting\"\ntype-code = \"HR\"\n");
    folder.file("m.toml", [function("hr"), function("staff"), system("x", "hr"), system("y", "staff")].concat());
    assert!(compare(&folder.path("")) > 0);
    let tree = run(saikes(&folder.path(""), &["why", "124/8.2", "staff", ".", "--lang", "en"]));
    tree.says(0, &["staff: non-compliant", "of the same key", "→ «hr»", "→ «x»"]);
}
