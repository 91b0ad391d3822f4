//! What the run was judged by: orders and editions, digests, the day, the arithmetic.

use maud::{Markup, html};

use crate::report::html::{Page, Tri};
use crate::report::{applied, wording};

/// Folded on a screen, where the orders stand above it in short; on paper it is the first page.
pub fn judged_by(page: &Page<'_>) -> Markup {
    html! {
        details.judged #judged {
            summary { h2 { (page.say("page.judged.title", &[])) } }
            (body(page))
        }
    }
}

fn body(page: &Page<'_>) -> Markup {
    let report = page.report();
    let packs = applied::packs(report);
    let text = |at: usize| page.each(|report| applied::packs(report).into_iter().nth(at).map(|(_, text)| text).unwrap_or_default());
    let left_out = |at: usize| page.each(|report| report.left_out.get(at).map(|pack| applied::left_out(report, pack)).unwrap_or_default());
    let policy = page.each(|report| report.policy.as_ref().map(|policy| applied::policy(report.lang, policy)).unwrap_or_default());
    html! {
        ul.applied {
            @if !policy.is_empty() { li { (page.words.text(&policy)) } }
            @for at in 0..packs.len() { li { (page.words.prose(&text(at))) } }
            @for at in 0..report.left_out.len() { li { (page.words.prose(&left_out(at))) } }
            @for (at, _) in report.contexts.iter().enumerate() {
                li { (page.words.text(&page.each(|report| {
                    report.contexts.get(at).map(|context| applied::context(report.lang, context)).unwrap_or_default()
                }))) }
            }
            li { (page.say("judged.today", &[("today", &report.today), ("version", &report.tool.version)])) }
        }
        h3 { (page.say("page.judged.arithmetic", &[])) }
        p { (page.words.text(&page.each(|report| report.arithmetic.clone()))) }
        h3 { (page.say("page.judged.digests", &[])) }
        (digests(page))
    }
}

/// Of everything that is not a project's own; those stand on the pages of the projects.
fn digests(page: &Page<'_>) -> Markup {
    let report = page.report();
    let caption = Tri::say("page.judged.digests", &[]);
    let rows = html! {
        @for (pack, _) in applied::packs(report) {
            tr { th scope="row" { (pack.id) } td { code.digest { (pack.sha256) } } }
        }
        @for (at, context) in report.contexts.iter().enumerate() {
            tr {
                th scope="row" {
                    (page.words.text(&page.each(|report| report.contexts.get(at).map(|context| context.name.clone()).unwrap_or_default())))
                }
                td { code.digest { (context.sha256) } }
            }
        }
        @if let Some(policy) = &report.policy {
            tr { th scope="row" { (policy.id) } td { code.digest { (policy.sha256) } } }
        }
    };
    let day = page.each(|report| report.as_of.as_ref().map(|day| wording::date(report.lang, day)).unwrap_or_default());
    html! {
        @if !day.is_empty() { p { (page.say("page.judged.as-of", &[])) ": " (page.words.text(&day)) } }
        (super::table(page, "plain", &caption, &["page.judged.what", "page.judged.digest"], &rows))
    }
}
