//! What projects have in common: frequent deviations, one cause behind many, shared things that nobody uses, missing
//! facts, and the findings over the whole run.

use maud::{Markup, html};

use super::{Part, kind, link_by_id, projects, table, weight};
use crate::report::html::{Page, Tri};
use crate::report::review::{Deviation, Element, MissingOver, Review};
use crate::report::{Finding, problems, wording};
use crate::text::Language;

fn review<'a>(page: &Page<'a>) -> Option<&'a Review> {
    page.report().portfolio.review.as_ref()
}

/// What each of the three reports says in its look over all.
fn each(page: &Page<'_>, say: impl Fn(Language, &Review) -> Option<String>) -> Tri {
    page.each(|report| report.portfolio.review.as_ref().and_then(|review| say(report.lang, review)).unwrap_or_default())
}

/// A requirement by its id and title.
fn requirement(page: &Page<'_>, id: &str) -> Markup {
    let title = page.each(|report| {
        let found = report.packs.iter().flat_map(|pack| &pack.requirements).find(|text| text.id == id);
        found.map(|text| text.title.clone()).unwrap_or_default()
    });
    html! { code { (id) } " " (page.words.prose(&title)) }
}

/// Those of several projects; the others are folded, and stay so on paper: the pages of the projects have them.
pub fn deviations(page: &Page<'_>) -> Option<Part> {
    let review = review(page).filter(|review| !review.deviations.is_empty())?;
    let row = |found: &Deviation| {
        html! {
            tr {
                th scope="row" { (requirement(page, &found.requirement)) }
                td { (weight(page, found.severity)) }
                td.number { (found.non_compliant) }
                td.number { (found.partial) }
                td.number { (found.not_assessed) }
                td.number { (found.applicable) }
                td { (projects(page, &found.projects)) }
            }
        }
    };
    let heads = ["requirement", "severity", "non-compliant", "partial", "not-assessed", "applicable", "projects"];
    Some(listed(page, "deviations", &heads, &review.deviations, |found| found.projects.len(), row))
}

/// A table of what several projects have in common, with what one project has alone folded behind it.
fn listed<T>(
    page: &Page<'_>,
    anchor: &'static str,
    heads: &[&str],
    all: &[T],
    projects: impl Fn(&T) -> usize,
    row: impl Fn(&T) -> Markup,
) -> Part {
    let title = Tri::say(&format!("page.{anchor}.title"), &[]);
    let heads: Vec<String> = heads.iter().map(|name| head(name)).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let (several, single): (Vec<&T>, Vec<&T>) = all.iter().partition(|found| projects(found) > 1);
    let rows = |some: &[&T]| html! { @for found in some { (row(found)) } };
    let body = html! {
        @if !several.is_empty() { (table(page, "listed", &title, &heads, &rows(&several))) }
        @if !single.is_empty() {
            details.single {
                summary { (page.say("page.single", &[("count", &single.len())])) }
                (table(page, "listed", &title, &heads, &rows(&single)))
            }
        }
    };
    Part::new(anchor, title, body)
}

fn head(name: &str) -> String {
    format!("page.head-of.{name}")
}

pub fn clusters(page: &Page<'_>) -> Option<Part> {
    let review = review(page).filter(|review| !review.clusters.is_empty())?;
    let title = Tri::say("page.clusters.title", &[]);
    let rows = html! {
        @for (at, found) in review.clusters.iter().enumerate() {
            @let name = each(page, |_, review| review.clusters.get(at).map(|found| found.cause.name.clone()));
            tr {
                th scope="row" {
                    (element(page, &found.cause, &name))
                    @if !found.also.is_empty() { p.about { (page.say("page.clusters.also", &[("count", &found.also.len())])) } }
                }
                td { (requirement(page, &found.requirement)) }
                td { (weight(page, found.severity)) }
                td.number { (found.findings) }
                td { (projects(page, &found.projects)) }
            }
        }
    };
    let heads = ["cause", "requirement", "severity", "findings", "projects"].map(head);
    let body = html! {
        p.faint { (page.say("page.clusters.note", &[])) }
        (table(page, "listed", &title, &heads.each_ref().map(String::as_str), &rows))
    };
    Some(Part::new("clusters", title, body))
}

pub fn ignored(page: &Page<'_>) -> Option<Part> {
    let review = review(page).filter(|review| !review.ignored.is_empty())?;
    let title = Tri::say("page.ignored.title", &[]);
    let rows = html! {
        @for (at, found) in review.ignored.iter().enumerate() {
            @let name = each(page, |_, review| review.ignored.get(at).map(|found| found.element.name.clone()));
            tr {
                th scope="row" { (element(page, &found.element, &name)) }
                td { ul.names { @for id in &found.requirements { li { (requirement(page, id)) } } } }
                td.number { (found.findings) }
                td.number { (found.components) }
                td { (projects(page, &found.projects)) }
            }
        }
    };
    let heads = ["solution", "requirements", "findings", "components", "projects"].map(head);
    Some(Part::new("ignored", title.clone(), table(page, "listed", &title, &heads.each_ref().map(String::as_str), &rows)))
}

pub fn missing(page: &Page<'_>) -> Option<Part> {
    let review = review(page).filter(|review| !review.missing.is_empty())?;
    let row = |found: &MissingOver| {
        let fact = Tri::of(|language| wording::fact(language, found.sort, &found.fact, found.kind));
        html! {
            tr {
                th scope="row" { (page.words.prose(&fact)) }
                td.number { @if found.elements > 0 { (found.elements) } @else { "–" } }
                td.number { (found.requirements.len()) }
                td { (projects(page, &found.projects)) }
            }
        }
    };
    Some(listed(page, "missing", &["fact", "elements", "waiting", "projects"], &review.missing, |found| found.projects.len(), row))
}

/// An element that projects have in common: its name, kind, project and place.
fn element(page: &Page<'_>, element: &Element, name: &Tri) -> Markup {
    html! {
        (page.words.text(name)) " "
        span.about {
            (kind(page, &element.kind)) " · " (link_by_id(page, &element.project)) " · "
            code { (page.words.text(&Tri::same(&problems::address(&element.location)))) }
        }
    }
}

/// Findings over the run: groups with members in several projects.
pub fn findings(page: &Page<'_>) -> Option<Part> {
    let findings = &page.report().portfolio.findings;
    if findings.is_empty() {
        return None;
    }
    let body = html! {
        p.faint { (page.say("portfolio.note", &[])) }
        @for (at, finding) in findings.iter().enumerate() { (finding_over_all(page, at, finding)) }
    };
    Some(Part::new("over-all", Tri::say("page.over-all.title", &[]), body))
}

fn finding_over_all(page: &Page<'_>, at: usize, finding: &Finding) -> Markup {
    let said = |say: fn(&Finding) -> &String| page.each(|report| report.portfolio.findings.get(at).map(say).cloned().unwrap_or_default());
    html! {
        div.item id=(page.book.run_anchor(&finding.fingerprint)) {
            h3 { (page.sign(finding.verdict)) " " (page.words.prose(&said(|finding| &finding.message))) }
            p.about { (requirement(page, &finding.requirement)) " · " (weight(page, finding.severity)) }
            ul.names {
                @for (number, member) in finding.related.iter().enumerate() {
                    li {
                        (page.words.text(&page.each(|report| {
                            let found = report.portfolio.findings.get(at).and_then(|finding| finding.related.get(number));
                            found.map(|member| member.name.clone()).unwrap_or_default()
                        })))
                        span.about {
                            @if let Some(project) = &member.project { " · " (link_by_id(page, project)) }
                            " · " code { (page.words.text(&Tri::same(&problems::address(&member.location)))) }
                        }
                    }
                }
            }
            p { b { (page.say("page.fix", &[])) ": " } (page.words.prose(&said(|finding| &finding.fix))) }
        }
    }
}
