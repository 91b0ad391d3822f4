//! What a reader of a project's page sees, without a browser: words in their order, anchors, links, limits.

use std::collections::BTreeSet;

use crate::place::Sources;
use crate::report::html::Book;
use crate::report::places::Places;
use crate::report::{Report, samples};
use crate::text::Language;

/// The document of a sample; changed before it is written.
fn page(sample: fn(Language) -> (Report, Sources), language: Language, change: impl Fn(&mut Report)) -> String {
    let sources = sample(language).1;
    let reports = Language::ALL.map(|language| {
        let mut report = sample(language).0;
        change(&mut report);
        report
    });
    let [kk, ru, en] = &reports;
    Book::new([kk, ru, en], language, None, Places::new(&sources, ".")).whole()
}

/// The article of the first project.
fn article(page: &str) -> &str {
    let start = page.find("<article class=\"sheet\"").expect("there is a project");
    page[start..].split("</article>").next().unwrap_or_default()
}

/// The words of a page line by line, with the signs that the style draws.
fn seen(markup: &str) -> String {
    const LINES: [&str; 14] = ["h1", "h2", "h3", "h4", "p", "li", "tr", "div", "dt", "figcaption", "pre", "summary", "section", "label"];
    let mut out = String::new();
    for piece in markup.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if LINES.contains(&name) || tag.starts_with("span class=\"row\"") {
            out.push('\n');
        }
        match name {
            "td" | "dd" if !tag.starts_with('/') => out.push_str(" | "),
            "mark" => out.push_str(if tag.starts_with('/') { "]" } else { "[" }),
            "span" => out.push_str(match tag.split("class=\"sign ").nth(1).unwrap_or_default().split('"').next() {
                Some("full") => "✓ ",
                Some("partial") => "~ ",
                Some("non-compliant") => "× ",
                Some("not-assessed") => "? ",
                _ => "",
            }),
            _ => {}
        }
        out.push_str(text);
    }
    let plain =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].iter().fold(out, |text, (from, to)| text.replace(from, to));
    plain.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let before = format!(" {name}=\"");
    page.match_indices(&before).filter_map(|(at, found)| page[at + found.len()..].split('"').next()).collect()
}

#[test]
fn a_project_has_a_page_in_three_languages() {
    for language in Language::ALL {
        samples::keep(&format!("page-of-a-project-{}", language.code()), &seen(article(&page(samples::one, language, |_| {}))));
    }
}

#[test]
fn waivers_and_a_baseline_stand_beside_the_findings() {
    samples::keep("page-of-a-project-lifted", &seen(article(&page(samples::lifted, Language::En, |_| {}))));
    samples::keep("page-of-a-project-compared", &seen(article(&page(samples::compared, Language::Ru, |_| {}))));
}

#[test]
fn an_anchor_stands_once_and_every_link_leads_somewhere() {
    for sample in [samples::one, samples::two, samples::many, samples::lifted, samples::compared, samples::hostile] {
        let page = page(sample, Language::Kk, |_| {});
        let ids = attributes(&page, "id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "an id stands twice: {ids:?}");
        for link in attributes(&page, "href").into_iter().filter_map(|link| link.strip_prefix('#')).filter(|link| *link != "all") {
            assert!(known.contains(link), "nothing has the id {link}");
        }
    }
}

#[test]
fn nothing_of_a_model_becomes_markup_on_the_page_of_a_project() {
    const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload=\"x\u{202e}\u{1b}[31m";
    let page = page(samples::one, Language::En, |report| {
        for project in &mut report.projects {
            project.name = HOSTILE.to_string();
            project.agency_name = Some(HOSTILE.to_string());
            project.reason = HOSTILE.to_string();
            for finding in &mut project.findings {
                finding.message = HOSTILE.to_string();
                finding.fix = HOSTILE.to_string();
                finding.subject.id = HOSTILE.to_string();
                finding.subject.name = HOSTILE.to_string();
                finding.subject.owner = Some(HOSTILE.to_string());
                for related in &mut finding.related {
                    related.name = HOSTILE.to_string();
                    related.location.path = HOSTILE.to_string();
                }
            }
            for input in &mut project.inputs {
                input.path = HOSTILE.to_string();
                input.unmapped.insert(HOSTILE.to_string(), 1);
            }
            for problem in &mut project.problems {
                problem.message = HOSTILE.to_string();
            }
        }
    });
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"), "it is shown");
    assert!(!page.contains("<img") && !page.contains("<script>alert") && !page.contains(" onload=\"x"));
    assert!(!page.contains(['\u{202e}', '\u{1b}']));
}

#[test]
fn of_many_findings_the_first_are_shown_in_full_and_the_others_as_rows() {
    let page = page(samples::one, Language::En, |report| {
        let project = &mut report.projects[0];
        let mut first = project.findings.remove(0);
        first.related.clear();
        project.findings.clear();
        for number in 0..2_500 {
            project.findings.push(crate::report::Finding {
                fingerprint: format!("{number:016x}"),
                message: format!("finding {number}"),
                requirement: first.requirement.clone(),
                pack: first.pack.clone(),
                subject: first.subject.clone(),
                fix: first.fix.clone(),
                location: first.location.clone(),
                related: Vec::new(),
                waiver: None,
                answer: None,
                justification: None,
                key: number.to_string(),
                ..first
            });
        }
    });
    let project = article(&page);
    assert_eq!(project.matches("class=\"finding ").count(), 5);
    assert_eq!(project.matches("<tr id=\"finding-").count(), 2_000);
    assert!(seen(project).contains("\n495 more findings are counted and not shown here"), "{}", seen(project));
}
