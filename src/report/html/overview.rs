//! One look over all projects: what the run comes to, what it was judged by, the matrix, and what projects have in
//! common.

use maud::{Markup, html};

use super::{Page, Tri};
use crate::report::{Gate, ProjectReport, wording};
use crate::verdict::Verdict;

mod identity;
mod matrix;
mod problems;
mod shared;
mod twice;

pub use matrix::labels;

/// The title of the document.
pub fn title(_: &Page<'_>) -> Tri {
    Tri::say("page.title", &[])
}

/// Elements and projects named in a cell; the others are folded.
const NAMED: usize = 6;
/// The folded ones that are named; a requirement that a thousand projects fall short of would make a book of its own.
const FOLDED: usize = 40;

pub fn overview(page: &Page<'_>) -> Markup {
    let parts: Vec<Part> = [
        Some(matrix::matrix(page)),
        twice::duplicates(page),
        twice::offers(page),
        shared::deviations(page),
        shared::clusters(page),
        shared::ignored(page),
        shared::missing(page),
        shared::findings(page),
        problems::problems(page),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        article.overview #overview {
            (head(page))
            (identity::judged_by(page))
            (contents(page, &parts))
            @for part in &parts {
                section class=[part.class] id=(part.anchor) {
                    h2 id=(format!("{}-title", part.anchor)) { (page.words.text(&part.title)) }
                    (part.body)
                }
            }
        }
    }
}

/// A part of the overview under a heading of its own.
pub struct Part {
    anchor: &'static str,
    class: Option<&'static str>,
    title: Tri,
    body: Markup,
}

impl Part {
    fn new(anchor: &'static str, title: Tri, body: Markup) -> Part {
        Part { anchor, class: None, title, body }
    }
}

fn head(page: &Page<'_>) -> Markup {
    let report = page.report();
    let day = page.each(|report| wording::date(report.lang, &report.today));
    let projects = Tri::say("summary.projects", &[("count", &report.summary.projects)]);
    let orders = page.each(|report| {
        let numbered = report.packs.iter().filter(|pack| !pack.order.is_empty() && !pack.advisory);
        let mut orders: Vec<String> = numbered.map(|pack| order(report, pack)).collect();
        orders.dedup();
        orders.join("; ")
    });
    html! {
        header {
            h1 { (page.words.text(&title(page))) }
            p.lead { (page.words.text(&day)) " · " (page.words.text(&projects)) }
            (totals(page))
            (gate(page))
            @if !orders.is_empty() {
                p.orders { (page.say("page.head.orders", &[])) " " (page.words.text(&orders)) "." }
            }
            p.statement { (page.words.text(&page.each(|report| report.statement.clone()))) }
        }
    }
}

/// An order in a few words: its number, edition, and what became of it.
fn order(report: &crate::report::Report, pack: &crate::report::PackReport) -> String {
    use crate::text::say;
    let mut text = say(report.lang, "page.head.order", &[("order", &pack.order), ("edition", &pack.edition)]);
    match (&pack.repealed, &pack.replaced_by) {
        (Some(date), Some(by)) => text += &say(report.lang, "judged.replaced", &[("date", date), ("by", by)]).replace("; ", ", "),
        (Some(date), None) => text += &say(report.lang, "judged.repealed", &[("date", date)]).replace("; ", ", "),
        (None, _) => {}
    }
    text
}

/// The verdicts in the order of a bar, with the projects that could not be judged at the end.
fn tallied(page: &Page<'_>) -> [(&'static str, String, usize); 5] {
    let summary = page.report().summary;
    [
        ("full", "level.full".into(), summary.full),
        ("partial", "level.partial".into(), summary.partial),
        ("not-assessed", "level.not-assessed".into(), summary.not_assessed),
        ("non-compliant", "level.non-compliant".into(), summary.non_compliant),
        ("unreadable", "verdict.unreadable".into(), summary.unreadable),
    ]
}

fn totals(page: &Page<'_>) -> Markup {
    let tallied = tallied(page);
    let all = tallied.iter().map(|(_, _, number)| number).sum::<usize>().max(1);
    let mut from = 0;
    let bars = tallied.each_ref().map(|(class, _, number)| {
        from += number;
        (*class, (from - number) * 1000 / all, from * 1000 / all)
    });
    html! {
        svg.share viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (class, start, end) in bars.iter().filter(|(_, start, end)| end > start) {
                rect class=(class) x=(start) y="0" width=(end - start) height="10" {}
            }
        }
        ul.totals {
            @for (class, key, number) in &tallied {
                li class=(class) { span class=(format!("sign {class}")) aria-hidden="true" {} b { (number) } " " (page.say(key, &[])) }
            }
        }
    }
}

/// What the run comes to, and beside a baseline what it was compared with.
fn gate(page: &Page<'_>) -> Markup {
    let report = page.report();
    let short: Vec<&ProjectReport> = report.projects.iter().filter(|project| !project.passes()).collect();
    let named: Vec<&str> = short.iter().take(NAMED).map(|project| project.id.as_str()).collect();
    let projects = format!("{}{}", named.join(", "), if short.len() > NAMED { ", …" } else { "" });
    let (class, text) = match report.gate() {
        Gate::Reached => ("full", Tri::say("gate.reached", &[])),
        Gate::NotMade => ("unreadable", Tri::say("page.head.not-made", &[])),
        Gate::NotReached => ("non-compliant", Tri::say("gate.not-reached", &[("count", &short.len()), ("projects", &projects)])),
    };
    html! {
        p class=(format!("gate {class}")) { (page.words.prose(&text)) }
        @if let Some(head) = &report.baseline {
            p.faint {
                @match &head.made {
                    Some(made) => (page.say("baseline.head", &[("path", &head.path), ("made", made)])),
                    None => (page.say("baseline.head-empty", &[("path", &head.path)])),
                }
                ": "
                (page.say("baseline.counts-worse", &[
                    ("known", &head.counts.known), ("new", &head.counts.new), ("worse", &head.counts.worse), ("solved", &head.counts.solved),
                ]))
            }
        }
    }
}

fn contents(page: &Page<'_>, parts: &[Part]) -> Markup {
    let label = Tri::say("page.contents", &[]);
    html! {
        nav.contents aria-label=(page.words.shown(&label)) data-t-aria-label=[page.words.number(&label)] {
            ul { @for part in parts { li { a href=(format!("#{}", part.anchor)) { (page.words.text(&part.title)) } } } }
        }
    }
}

// What several parts are made of.

/// A table under a caption that those who do not see it hear first; wide ones scroll by themselves.
fn table(page: &Page<'_>, class: &str, caption: &Tri, heads: &[&str], rows: &Markup) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(page.words.shown(caption)) data-t-aria-label=[page.words.number(caption)] {
            table class=(class) {
                caption.vh { (page.words.text(caption)) }
                thead { tr { @for head in heads { th scope="col" { (page.say(head, &[])) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// A project by its name, leading to its page.
fn project_link(page: &Page<'_>, at: usize) -> Markup {
    html! { a href=(page.to_project(at)) { (page.words.text(&page.each_project(at, |_, project| name_of(project)))) } }
}

/// What it is called, else its id.
fn name_of(project: &ProjectReport) -> String {
    if project.name.trim().is_empty() { project.id.clone() } else { project.name.clone() }
}

/// The same by its id, which may be that of a context.
fn link_by_id(page: &Page<'_>, id: &str) -> Markup {
    match page.book.project_of(id) {
        Some(at) => project_link(page, at),
        None => html! { (page.words.text(&Tri::same(id))) },
    }
}

/// The first projects by name, the others folded.
fn projects(page: &Page<'_>, ids: &[String]) -> Markup {
    let links = |ids: &[String]| html! { ul.names { @for id in ids { li { (link_by_id(page, id)) } } } };
    let (first, others) = ids.split_at(ids.len().min(NAMED));
    let (folded, left) = others.split_at(others.len().min(FOLDED));
    html! {
        (links(first))
        @if !folded.is_empty() {
            details {
                summary { (page.say("page.more", &[("count", &others.len())])) }
                (links(folded))
                @if !left.is_empty() { p { (page.words.prose(&Tri::say("page.twice.more", &[("count", &left.len())]))) } }
            }
        }
    }
}

/// A kind in the reader's words, within a sentence.
fn kind(page: &Page<'_>, id: &str) -> Markup {
    page.words.text(&Tri::of(|language| wording::lower_first(wording::kind_title(language, id))))
}

/// A word for a weight.
fn weight(page: &Page<'_>, weight: crate::verdict::Weight) -> Markup {
    html! { span class=(format!("weight {}", weight.name())) { (page.say(&format!("weight.{}", weight.name()), &[])) } }
}

/// What is shown of a project whose files could not be judged counts as no verdict.
fn class_of(project: &ProjectReport) -> &'static str {
    if project.unreadable { "unreadable" } else { class(project.verdict) }
}

fn class(verdict: Verdict) -> &'static str {
    verdict.name()
}
