//! What looks built twice, and what somebody already offers: groups with reasons and both places, for people to decide
//! on.

use maud::{Markup, html};

use super::{Part, kind, link_by_id, table};
use crate::report::html::project::cited;
use crate::report::html::{Page, Tri};
use crate::report::{Duplicate, Member, Offer, Pair, Portfolio, Reason, problems};
use crate::text::Language;

/// Groups and offers that are shown; the others are counted, and stand in the formats for programs.
const SHOWN: usize = 400;

/// What each of the three reports says of the whole run.
fn each(page: &Page<'_>, say: impl Fn(Language, &Portfolio) -> Option<String>) -> Tri {
    page.each(|report| say(report.lang, &report.portfolio).unwrap_or_default())
}

pub fn duplicates(page: &Page<'_>) -> Option<Part> {
    let portfolio = &page.report().portfolio;
    if portfolio.duplicates.is_empty() && portfolio.distinct.is_empty() && portfolio.narrowed == 0 {
        return None;
    }
    let body = html! {
        p.faint { (page.words.prose(&Tri::say("page.twice.note", &[]))) }
        @for (at, group) in portfolio.duplicates.iter().take(SHOWN).enumerate() { (group_of(page, at, group)) }
        (rest(page, portfolio.duplicates.len()))
        @if portfolio.narrowed > 0 {
            p.faint { (page.words.text(&Tri::say("review.twice.narrowed", &[("count", &portfolio.narrowed)]))) }
        }
        @if !portfolio.distinct.is_empty() { (distinct(page)) }
    };
    Some(Part::new("twice", Tri::say("page.twice.title", &[("count", &portfolio.duplicates.len())]), body))
}

fn rest(page: &Page<'_>, all: usize) -> Markup {
    let left = all.saturating_sub(SHOWN);
    html! { @if left > 0 { p { (page.words.prose(&Tri::say("page.twice.more", &[("count", &left)]))) } } }
}

fn group_of(page: &Page<'_>, at: usize, group: &Duplicate) -> Markup {
    let name = each(page, |_, portfolio| portfolio.duplicates.get(at).map(|group| group.name.clone()));
    let projects = Tri::say("summary.projects", &[("count", &count_of_projects(group))]);
    html! {
        details.item id=(page.book.run_anchor(&group.fingerprint)) {
            summary {
                h3 { (page.words.text(&name)) }
                " " span.about { (kind(page, group.kind)) " · " (page.words.text(&projects)) " · " (likeness(page, group.score)) }
            }
            (members(page, at, group))
            @if let Some(offer) = &group.offered_by {
                @let name = each(page, |_, found| Some(found.duplicates.get(at)?.offered_by.as_ref()?.element.name.clone()));
                p { b { (page.say("page.twice.offered", &[])) ": " } (member(page, offer, &name)) }
            }
            h4 { (page.say("page.twice.reasons", &[])) }
            ul.reasons {
                @for (number, pair) in group.pairs.iter().enumerate() { (pair_of(page, at, group, number, pair)) }
            }
        }
    }
}

fn count_of_projects(group: &Duplicate) -> usize {
    let mut projects: Vec<&str> = group.members.iter().map(|member| member.project.as_str()).collect();
    projects.sort_unstable();
    projects.dedup();
    projects.len()
}

fn likeness(page: &Page<'_>, score: f64) -> Markup {
    page.say("page.twice.likeness", &[("percent", &((score * 100.0).round() as i64))])
}

fn members(page: &Page<'_>, at: usize, group: &Duplicate) -> Markup {
    let caption = Tri::say("page.twice.members", &[]);
    let named = |number: usize| each(page, |_, found| Some(found.duplicates.get(at)?.members.get(number)?.element.name.clone()));
    let agency = |number: usize| each(page, |_, found| found.duplicates.get(at)?.members.get(number)?.agency.clone());
    let rows = html! {
        @for (number, member) in group.members.iter().enumerate() {
            tr {
                th scope="row" { (page.words.text(&named(number))) " " span.about { code { (page.words.text(&Tri::same(&member.element.id))) } } }
                td { (link_by_id(page, &member.project)) }
                td { (page.words.text(&agency(number))) }
                td { code { (page.words.text(&Tri::same(&problems::address(&member.location)))) } }
            }
        }
    };
    table(page, "listed", &caption, &["page.head-of.element", "page.head-of.project", "page.head-of.agency", "page.head-of.place"], &rows)
}

/// Two members, and why they look like one thing.
fn pair_of(page: &Page<'_>, at: usize, group: &Duplicate, number: usize, pair: &Pair) -> Markup {
    let named = |side: usize| {
        let project = group.members.get(side).map(|member| member.project.clone()).unwrap_or_default();
        each(page, |_, found| Some(format!("«{}»", found.duplicates.get(at)?.members.get(side)?.element.name)))
            .then(" – ", &Tri::same(&project))
    };
    let reason =
        |reason: usize| each(page, |_, found| Some(found.duplicates.get(at)?.pairs.get(number)?.reasons.get(reason)?.text.clone()));
    html! {
        li {
            (page.words.text(&named(pair.left))) " ↔ " (page.words.text(&named(pair.right))) ", " (likeness(page, pair.score))
            (reasons(page, &pair.reasons, reason))
        }
    }
}

fn reasons(page: &Page<'_>, reasons: &[Reason], text: impl Fn(usize) -> Tri) -> Markup {
    html! { ul { @for at in 0..reasons.len() { li { (page.words.prose(&text(at))) } } } }
}

fn member(page: &Page<'_>, member: &Member, name: &Tri) -> Markup {
    html! {
        (page.words.text(name)) " "
        span.about {
            (link_by_id(page, &member.project)) " · "
            code { (page.words.text(&Tri::same(&problems::address(&member.location)))) }
        }
    }
}

pub fn offers(page: &Page<'_>) -> Option<Part> {
    let offers = &page.report().portfolio.offers;
    if offers.is_empty() {
        return None;
    }
    let title = Tri::say("page.offers.title", &[("count", &offers.len())]);
    let rows = html! { @for (at, offer) in offers.iter().take(SHOWN).enumerate() { (offer_of(page, at, offer)) } };
    let heads = ["page.head-of.own", "page.head-of.offered", "page.head-of.why", "page.head-of.asked"];
    let body = html! {
        p.faint { (page.say("page.offers.note", &[])) }
        (table(page, "listed", &title, &heads, &rows))
        (rest(page, offers.len()))
    };
    Some(Part::new("offers", title, body))
}

fn offer_of(page: &Page<'_>, at: usize, offer: &Offer) -> Markup {
    let own = each(page, |_, found| Some(found.offers.get(at)?.component.element.name.clone()));
    let shared = each(page, |_, found| Some(found.offers.get(at)?.offered_by.element.name.clone()));
    let cites = each(page, |language, found| {
        let cites = found.offers.get(at)?.cites.iter().map(|cite| cited(language, cite));
        Some(cites.collect::<Vec<_>>().join("; "))
    });
    let reason = |number: usize| each(page, |_, found| Some(found.offers.get(at)?.reasons.get(number)?.text.clone()));
    html! {
        tr id=(page.book.run_anchor(&offer.fingerprint)) {
            th scope="row" { (member(page, &offer.component, &own)) }
            td { (member(page, &offer.offered_by, &shared)) }
            td { (likeness(page, offer.score)) (reasons(page, &offer.reasons, reason)) }
            td {
                @if let Some(requirement) = &offer.requirement { code { (requirement) } }
                " " span.about { (page.words.text(&cites)) }
            }
        }
    }
}

/// What people declared to be distinct, and what it silences.
fn distinct(page: &Page<'_>) -> Markup {
    let caption = Tri::say("page.distinct.title", &[]);
    let rows = html! {
        @for found in &page.report().portfolio.distinct {
            tr {
                th scope="row" { @for (at, id) in found.elements.iter().enumerate() { @if at > 0 { ", " } code { (page.words.text(&Tri::same(id))) } } }
                td { (page.words.text(&Tri::same(&found.reason))) }
                td.number { (found.silences) }
                td { code { (page.words.text(&Tri::same(&problems::address(&found.location)))) } }
            }
        }
    };
    let heads = ["page.head-of.elements-declared", "page.head-of.reason", "page.head-of.silences", "page.head-of.place"];
    html! {
        h3 { (page.words.text(&caption)) }
        (table(page, "listed", &caption, &heads, &rows))
    }
}
