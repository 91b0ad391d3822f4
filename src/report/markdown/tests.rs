//! Conclusions as they are attached, in three languages; nothing of a model is markup.

use super::*;
use crate::report::samples;
use crate::text::{self, Language};

fn shown(report: &Report) -> String {
    let mut out = Vec::new();
    write(report, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("only text is written")
}

#[test]
fn beside_a_baseline_the_conclusion_says_what_is_new() {
    let part = |language| {
        let page = shown(&samples::compared(language).0);
        let head = format!("## {}", text::say(language, "conclusion.baseline.head", &[]));
        let start = page.find(&head).expect("there is such a part");
        page[start..].split("\n## ").next().unwrap_or_default().to_string()
    };
    samples::keep("conclusion-baseline", &Language::ALL.map(part).join("\n"));
}

#[test]
fn a_conclusion_is_worded_in_three_languages() {
    for language in Language::ALL {
        let (report, _) = samples::one(language);
        samples::keep(&format!("conclusion-{}", language.code()), &shown(&report));
    }
}

#[test]
fn every_project_has_a_conclusion_and_an_unreadable_one_says_so() {
    let (report, _) = samples::two(Language::En);
    let text = shown(&report);
    assert_eq!(text.matches("\n# ").count() + 1, report.projects.len());
    assert_eq!(text.matches("could not be checked").count(), report.projects.iter().filter(|project| project.unreadable).count());
}

#[test]
fn names_of_a_model_end_no_cell_and_are_no_markup() {
    let hostile = "a|b\nc `d` *e* <script>[x](y)";
    let (mut report, _) = samples::one(Language::En);
    report.projects[0].name = hostile.to_string();
    for finding in &mut report.projects[0].findings {
        finding.message = hostile.to_string();
    }
    let text = shown(&report);
    assert!(!text.contains("<script>") || text.contains("\\<script\\>"), "{text}");
    for table in text.split("\n\n").filter(|block| block.starts_with('|')) {
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        let widths: Vec<usize> = table.lines().map(cells).collect();
        assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{table}");
    }
    assert_eq!(plain(hostile), "a\\|b c \\`d\\` \\*e\\* \\<script\\>\\[x\\](y)");
}
