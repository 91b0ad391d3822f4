//! What was wrong with the input: problems of the run, and the errors that kept projects from being judged.

use maud::{Markup, html};

use super::{Part, project_link, table};
use crate::report::html::{Page, Tri};
use crate::report::{ProblemReport, Report, problems as drawn};

/// Warnings of projects stand on their own pages; here they are counted.
pub fn problems(page: &Page<'_>) -> Option<Part> {
    let report = page.report();
    let warnings: usize = report.projects.iter().flat_map(|project| &project.problems).filter(|problem| !problem.is_error()).count();
    let broken = || report.projects.iter().enumerate().filter(|(_, project)| project.problems.iter().any(ProblemReport::is_error));
    if report.problems.is_empty() && broken().next().is_none() && warnings == 0 {
        return None;
    }
    let title = Tri::say("page.problems.title", &[]);
    let rows = html! {
        @for at in 0..report.problems.len() { (row(page, None, |report| report.problems.get(at))) }
        @for (project, found) in broken() {
            @for (at, problem) in found.problems.iter().enumerate() {
                @if problem.is_error() { (row(page, Some(project), |report| report.projects.get(project)?.problems.get(at))) }
            }
        }
    };
    let heads = ["page.head-of.problem", "page.head-of.project", "page.head-of.place", "page.head-of.help"];
    let has_rows = !report.problems.is_empty() || broken().next().is_some();
    let body = html! {
        @if has_rows { (table(page, "listed", &title, &heads, &rows)) }
        @if warnings > 0 { p { (page.say("page.problems.warnings", &[("count", &warnings)])) } }
    };
    Some(Part::new("problems", title, body))
}

fn row(page: &Page<'_>, project: Option<usize>, find: impl Fn(&Report) -> Option<&ProblemReport>) -> Markup {
    let Some(problem) = find(page.report()) else { return html! {} };
    let said = |say: fn(&ProblemReport) -> &String| page.each(|report| find(report).map(say).cloned().unwrap_or_default());
    let severity = if problem.is_error() { "page.problems.error" } else { "page.problems.warning" };
    html! {
        tr {
            th scope="row" {
                b { (page.say(severity, &[])) ": " } (page.words.prose(&said(|problem| &problem.message))) " " code { (problem.code) }
            }
            td { @if let Some(at) = project { (project_link(page, at)) } }
            td { @if let Some(place) = &problem.location { code { (page.words.text(&Tri::same(&drawn::address(place)))) } } }
            td { (page.words.prose(&said(|problem| &problem.help))) }
        }
    }
}
