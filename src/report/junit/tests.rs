//! Files as readers see them, and that they can be read.

use super::*;
use crate::place::Sources;
use crate::report::samples;
use crate::text::Language;

fn shown(sample: &(Report, Sources)) -> String {
    let mut out = Vec::new();
    write(&sample.0, Places::new(&sample.1, "."), &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("only text is written")
}

fn read(text: &str) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(text).expect("it is well-formed")
}

#[test]
fn two_projects_in_three_languages() {
    for language in Language::ALL {
        samples::keep(&format!("junit-{}", language.code()), &shown(&samples::two(language)));
    }
}

#[test]
fn the_numbers_are_those_of_what_stands_there() {
    let text = shown(&samples::two(Language::En));
    let document = read(&text);
    let count = |node: roxmltree::Node<'_, '_>, name: &str| node.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
    let named = [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")];
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
        for (attribute, element) in named {
            assert_eq!(suite.attribute(attribute), Some(count(suite, element).as_str()), "{attribute}");
        }
    }
    let all = document.root_element();
    for (attribute, element) in &named[..3] {
        assert_eq!(all.attribute(*attribute), Some(count(all, element).as_str()), "{attribute}");
    }
    assert_eq!(all.attribute("skipped"), None, "the schema of Jenkins knows it for a suite only");
}

#[test]
fn a_run_without_projects_is_an_error() {
    let (mut report, sources) = samples::one(Language::En);
    report.projects.clear();
    let text = shown(&(report, sources));
    let document = read(&text);
    assert_eq!(document.root_element().attribute("errors"), Some("1"), "{text}");
}

#[test]
fn what_is_waived_or_known_is_neither_passed_nor_failed() {
    let (mut report, sources) = samples::lifted(Language::En);
    // The first requirement by a waiver alone, the second by the baseline alone.
    let project = &mut report.projects[0];
    project.findings.retain(|finding| finding.waived || finding.index == (0, 1));
    project.requirements[0].worst = crate::verdict::Level::Partial;
    project.requirements[0].verdict = crate::verdict::Verdict::Partial;
    let circle = &mut project.findings[1];
    circle.baseline = Some(crate::report::Standing::Known);
    (circle.worst, project.requirements[1].worst) = (crate::verdict::Level::NonCompliant, crate::verdict::Level::NonCompliant);
    let text = shown(&(report, sources));
    let document = read(&text);
    let case = |id: &str| document.descendants().find(|node| node.attribute("name").is_some_and(|name| name.starts_with(id)));
    for (id, words) in [
        ("124/19.2", "waived until 2027-06-30 by decision 14-2 (expert council); without it: non-compliant"),
        ("124/9.4", "in the baseline"),
    ] {
        let case = case(id).expect("it has a test case");
        assert!(case.children().any(|node| node.has_tag_name("skipped")), "{text}");
        let out = case.children().find(|node| node.has_tag_name("system-out")).and_then(|node| node.text());
        assert!(out.is_some_and(|out| out.contains(words)), "{text}");
    }
}

#[test]
fn nothing_that_a_model_holds_breaks_the_file() {
    let text = shown(&samples::hostile(Language::En));
    let document = read(&text);
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).expect("there is one");
    assert_eq!(suite.attribute("name").map(|name| name.contains("]]> ##[error]<b>&amp;\"'|`%0A")), Some(true), "{text}");
    let is_legal = |letter: char| letter == '\n' || !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    assert!(text.chars().all(is_legal), "{text}");
}

type Names = &'static [&'static str];

/// Of the schema that the xUnit plugin of Jenkins holds files to: elements with the attributes and children that are used
/// here, those first that have to be there.
const SCHEMA: [(&str, Names, Names, Names); 6] = [
    ("testsuites", &[], &["name", "tests", "failures", "errors", "time"], &["testsuite"]),
    ("testsuite", &["name", "tests", "failures", "errors"], &["skipped", "time"], &["testcase"]),
    ("testcase", &["name"], &["classname", "time"], &["failure", "error", "skipped", "system-out"]),
    ("failure", &[], &["type", "message"], &[]),
    ("error", &[], &["type", "message"], &[]),
    ("skipped", &[], &["message"], &[]),
];

#[test]
fn the_file_keeps_to_the_strictest_schema() {
    for sample in [samples::two, samples::lifted, samples::hostile] {
        let text = shown(&sample(Language::Ru));
        let document = read(&text);
        for node in document.descendants().filter(|node| node.is_element() && !node.has_tag_name("system-out")) {
            let known = SCHEMA.iter().find(|(name, ..)| node.has_tag_name(*name));
            let (name, needed, allowed, children) = known.expect("the schema knows the element");
            let found: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
            assert!(needed.iter().all(|name| found.contains(name)), "{name} has {found:?}");
            assert!(found.iter().all(|name| needed.contains(name) || allowed.contains(name)), "{name} has {found:?}");
            assert!(node.children().filter(|node| node.is_element()).all(|child| children.contains(&child.tag_name().name())), "{name}");
        }
    }
}

#[test]
fn no_test_case_hides_another() {
    // GitLab keeps the first of several with one class and one name.
    let (mut report, sources) = samples::many(Language::En);
    for project in &mut report.projects {
        let mut seen = std::collections::BTreeSet::new();
        project.requirements.retain(|found| seen.insert(found.id.clone()));
    }
    let text = shown(&(report, sources));
    let document = read(&text);
    let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    let names: Vec<_> = cases.map(|node| (node.attribute("classname"), node.attribute("name"))).collect();
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(names.len(), distinct.len(), "{names:?}");
}
