//! The page of one project: its verdict, its contours and chapters, its requirements, its findings.

use maud::{Markup, html};

use super::{Page, Tri, level_key};
use crate::report::{ProjectReport, wording};

pub fn project(page: &Page<'_>, at: usize) -> Markup {
    let Some(project) = page.report().projects.get(at) else { return html! {} };
    let name = page.each_project(at, |_, project| project.name.clone());
    let verdict = page.each_project(at, |language, found| wording::bounded(language, found.verdict, found.worst, found.best));
    let reason = page.each_project(at, |_, project| project.reason.clone());
    html! {
        h1 { (page.words.text(&name)) }
        p { (page.sign(project.verdict)) (page.words.text(&verdict)) }
        p { (page.words.prose(&reason)) }
        (sections(page, at, project))
        (requirements(page, at, project))
        (findings(page, at, project))
    }
}

fn sections(page: &Page<'_>, at: usize, project: &ProjectReport) -> Markup {
    html! {
        h2 { (page.say("conclusion.head.sections", &[])) }
        ul {
            @for (number, section) in project.sections.iter().enumerate() {
                li id=(page.book.group_anchor(at, &section.pack, &section.id)) {
                    (page.sign(section.verdict))
                    (page.words.text(&page.each_project(at, |_, found| found.sections.get(number).map(|s| s.title.clone()).unwrap_or_default())))
                    " " (section.coverage.settled) "/" (section.coverage.applicable)
                }
            }
        }
    }
}

fn requirements(page: &Page<'_>, at: usize, project: &ProjectReport) -> Markup {
    let title = |index| page.each(|report| report.requirement(index).map(|text| text.title.clone()).unwrap_or_default());
    html! {
        h2 { (page.say("conclusion.head.requirements", &[])) }
        table {
            @for found in &project.requirements {
                tr id=(page.book.requirement_anchor(at, found.index)) {
                    th scope="row" { (found.id) }
                    td { (page.words.prose(&title(found.index))) }
                    td { (page.words.text(&Tri::say(&level_key(found.verdict), &[]))) }
                }
            }
        }
    }
}

fn findings(page: &Page<'_>, at: usize, project: &ProjectReport) -> Markup {
    let said = |number: usize, say: fn(&crate::report::Finding) -> &str| {
        page.each_project(at, |_, found| found.findings.get(number).map(|finding| say(finding).to_string()).unwrap_or_default())
    };
    html! {
        ol {
            @for (number, finding) in project.findings.iter().enumerate() {
                li id=(page.book.finding_anchor(&finding.fingerprint)) {
                    (finding.requirement) " " (page.sign(finding.verdict))
                    (page.words.prose(&said(number, |finding| &finding.message)))
                    p { (page.words.prose(&said(number, |finding| &finding.fix))) }
                }
            }
        }
    }
}
