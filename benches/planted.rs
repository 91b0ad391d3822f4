//! What was planted in a generated portfolio is found, all of it and nothing else, in every format.

mod generator;
#[expect(dead_code, reason = "rendering is timed by `portfolio`")]
mod pipeline;

use std::path::Path;

use generator::{Format, Made, Wanted};
use saikes::report::Report;

fn check(name: &str, wanted: Wanted) -> (Made, Report) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let made = generator::write(&folder, wanted).expect("the target folder can be written");
    let (packs, sources) = pipeline::packs();
    let (graph, sources) = pipeline::merge(pipeline::read(&folder, sources));
    let outcomes = pipeline::judge(&graph, &packs);
    (made, pipeline::gather(&graph, &packs, &outcomes, &sources))
}

fn assert_found(made: Made, report: &Report) {
    let problems: Vec<String> = report.all_problems().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    assert!(!report.all_problems().any(|problem| problem.is_error()), "{}", problems.join("\n"));
    assert_eq!(report.projects.len(), made.projects);
    for (requirement, planted) in made.planted.by_requirement() {
        assert!(planted > 0, "nothing is planted of {requirement}");
        let findings = report.projects.iter().flat_map(|project| &project.findings);
        let found: Vec<String> = findings
            .filter(|finding| finding.requirement == requirement)
            .map(|finding| format!("{}: {}", finding.subject.id, finding.message))
            .collect();
        assert_eq!(found.len(), planted, "{requirement}\n{}", found.join("\n"));
    }
}

#[test]
fn planted_violations_of_native_projects_are_found() {
    let (made, report) = check("planted-native", Wanted::new(3, 400, Format::Native));
    assert_found(made, &report);
}

#[test]
fn planted_violations_of_drawings_are_found() {
    let (made, report) = check("planted-exchange", Wanted::new(3, 400, Format::Exchange));
    assert_found(made, &report);
    let inputs = report.projects.iter().flat_map(|project| &project.inputs);
    let counted = inputs.fold((0, 0), |(elements, relations), input| (elements + input.elements, relations + input.relations));
    assert_eq!(counted, (made.elements, made.relationships));
}

#[test]
fn planted_violations_of_folders_of_files_are_found() {
    let (made, report) = check("planted-coarchi", Wanted::new(2, 150, Format::Coarchi));
    assert_found(made, &report);
    let inputs = report.projects.iter().flat_map(|project| &project.inputs);
    let counted = inputs.fold((0, 0), |(elements, relations), input| (elements + input.elements, relations + input.relations));
    assert_eq!(counted, (made.elements, made.relationships));
}

#[test]
fn the_first_projects_are_the_same_in_a_larger_portfolio() {
    let [few, more] = [("same-2", 2), ("same-3", 3)].map(|(name, projects)| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        generator::write(&folder, Wanted::new(projects, 150, Format::Exchange)).expect("the target folder can be written");
        std::fs::read(folder.join("project-0002/model.xml")).expect("it was just written")
    });
    assert!(few == more);
}
