//! Whole reports as a person sees them, in three languages; none wider than the page.

use super::*;
use crate::report::paper::{WIDTH, width};
use crate::report::samples;

fn shown(sample: (Report, Sources), options: Options<'_>) -> String {
    let mut out = Vec::new();
    write(&sample.0, &sample.1, options, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("only text is written")
}

fn assert_fits(text: &str) {
    for line in text.lines() {
        assert!(width(line) <= WIDTH, "{} columns: {line}", width(line));
        assert_eq!(line.trim_end(), line, "no line ends in spaces");
    }
}

fn snapshot(name: &str, text: &str) {
    assert_fits(text);
    samples::keep(name, text);
}

#[test]
fn one_project_is_told_in_three_languages() {
    let again = Again { paths: "submissions/ehealth", options: "--context national", lang: None, root: Some(".") };
    for language in Language::ALL {
        snapshot(
            &format!("one-{}", language.code()),
            &shown(samples::one(language), Options { has_why: true, has_facts: true, again, ..Options::default() }),
        );
    }
}

#[test]
fn a_broken_project_keeps_nothing_from_the_others() {
    for language in Language::ALL {
        snapshot(&format!("two-{}", language.code()), &shown(samples::two(language), Options::default()));
    }
}

#[test]
fn a_council_sees_what_the_projects_have_in_common() {
    for language in Language::ALL {
        snapshot(&format!("council-{}", language.code()), &shown(samples::council(language), Options::default()));
    }
}

#[test]
fn many_projects_are_a_table() {
    for language in Language::ALL {
        snapshot(&format!("many-{}", language.code()), &shown(samples::many(language), Options::default()));
    }
}

#[test]
fn beside_a_baseline_what_is_new_is_told_and_what_is_known_is_counted() {
    let again = Again { paths: "submissions/ehealth", options: "--context national", lang: None, root: Some(".") };
    for language in Language::ALL {
        snapshot(&format!("baseline-{}", language.code()), &shown(samples::compared(language), Options { again, ..Options::default() }));
    }
    let all = shown(samples::compared(Language::En), Options { all: true, again, ..Options::default() });
    assert!(all.contains("known: ") && all.contains("became worse: "), "{all}");
}

#[test]
fn all_unfolds_everything() {
    let (folded, all) = [false, true].map(|all| shown(samples::one(Language::En), Options { all, ..Options::default() })).into();
    assert!(folded.contains("and 1 more, shown with `--all`"));
    assert!(!all.contains("--all"), "{all}");
    let (report, _) = samples::one(Language::En);
    let findings = report.projects.iter().flat_map(|project| &project.findings);
    for location in findings.filter_map(|finding| finding.location.as_ref()) {
        assert!(all.contains(&problems::address(location)), "{}", problems::address(location));
    }
    assert_fits(&all);
}

#[test]
fn colour_changes_nothing_but_colour() {
    let plain = shown(samples::two(Language::Ru), Options::default());
    let coloured = shown(samples::two(Language::Ru), Options { style: Style { colour: true }, ..Options::default() });
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string().replace(" \n", "\n"), plain.replace(" \n", "\n"));
}

#[test]
fn a_hint_can_be_pasted_into_a_shell() {
    assert_eq!(shell_word("id-77"), "id-77");
    assert_eq!(shell_word("реестр 1"), "'реестр 1'");
    assert_eq!(shell_word("a'b; rm"), r"'a'\''b; rm'");
}

#[test]
fn what_is_missing_is_only_pointed_at_where_there_is_a_command_for_it() {
    let silent = shown(samples::one(Language::En), Options::default());
    assert!(!silent.contains("saikes why") && !silent.contains("saikes facts"));
}
