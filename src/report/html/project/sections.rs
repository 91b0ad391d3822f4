//! Contours, chapters and components, each with its level and how much of it is settled.

use maud::{Markup, html};

use super::{Leaf, Part, sign};
use crate::report::{ProjectReport, Report, RequirementReport, SectionReport};
use crate::text::say;
use crate::verdict::Verdict;

/// The verdicts that a bar is made of, in its order.
const IN_BAR: [Verdict; 4] = [Verdict::Full, Verdict::Partial, Verdict::NonCompliant, Verdict::NotAssessed];
/// Components of which each has a row; the others are counted.
const COMPONENTS: usize = 1_000;

/// Shares of a whole as a drawn bar; what they are stands beside it in words.
pub fn stripe(shares: &[(Verdict, usize)]) -> Markup {
    let all: usize = shares.iter().map(|(_, count)| count).sum();
    let mut begin = 0;
    let parts: Vec<(Verdict, usize, usize)> = shares
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| {
            let from = begin;
            begin += count;
            (*verdict, from, *count)
        })
        .collect();
    html! {
        @if all > 0 {
            svg.stripe viewBox=(format!("0 0 {all} 1")) preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                @for (verdict, from, count) in parts { rect class=(verdict.name()) x=(from) y="0" width=(count) height="1" {} }
            }
        }
    }
}

impl Leaf<'_> {
    pub(super) fn sections(&self) -> Option<Part> {
        let sections = &self.project.sections;
        let body = html! {
            div.across {
                table.sections {
                    (self.heads(&["conclusion.column.section", "sheet.column.shares", "conclusion.column.level", "conclusion.column.settled"]))
                    tbody { @for (number, section) in sections.iter().enumerate() { (self.section(number, section)) } }
                }
            }
        };
        (!sections.is_empty()).then(|| Part::new("sections", body))
    }

    fn section(&self, number: usize, section: &SectionReport) -> Markup {
        let counts = self.counts(section);
        let title = self.page.each(|report| {
            let Some(section) = report.projects.get(self.at).and_then(|found| found.sections.get(number)) else { return String::new() };
            format!("{}: {}", order_of(report, &section.pack), section.title)
        });
        html! {
            tr id=(self.page.book.group_anchor(self.at, &section.pack, &section.id)) {
                th scope="row" { (self.page.words.text(&title)) }
                td { @if section.coverage.applicable > 0 { (stripe(&counts)) (self.counted(&counts)) } }
                td { (self.level(section.verdict, section.worst, section.best)) }
                td.number { (section.coverage.settled) "/" (section.coverage.applicable) }
            }
        }
    }

    /// Its requirements by verdict.
    fn counts(&self, section: &SectionReport) -> Vec<(Verdict, usize)> {
        let of_section =
            |found: &&RequirementReport| !found.advisory && found.pack == section.pack && found.section == Some(section.section);
        let within: Vec<&RequirementReport> = self.project.requirements.iter().filter(of_section).collect();
        IN_BAR.into_iter().map(|verdict| (verdict, within.iter().filter(|found| found.verdict == verdict).count())).collect()
    }

    /// Each verdict's sign and number; what does not occur is left out.
    pub(super) fn counted(&self, counts: &[(Verdict, usize)]) -> Markup {
        html! {
            span.counts {
                @for (verdict, count) in counts.iter().filter(|(_, count)| *count > 0) {
                    span { (sign(*verdict)) span.vh { (self.say(&super::super::level_key(*verdict), &[])) " " } (count) } " "
                }
            }
        }
    }

    /// The conclusion covers components too (order 193, paragraph 26).
    pub(super) fn components(&self) -> Option<Part> {
        let (components, open) = (&self.project.components, self.project.open_components);
        if components.is_empty() && open == 0 {
            return None;
        }
        let folded = components.len().saturating_sub(COMPONENTS);
        let name = |number: usize| {
            self.words(move |_, found: &ProjectReport| {
                let Some(found) = found.components.get(number) else { return String::new() };
                if found.element.name.is_empty() { found.element.id.clone() } else { found.element.name.clone() }
            })
        };
        let body = html! {
            p { (self.say("conclusion.component.lead", &[("count", &open)])) }
            @if !components.is_empty() {
                div.across {
                    table.components {
                        (self.heads(&["conclusion.column.component", "conclusion.column.kind", "conclusion.column.level", "conclusion.column.settled"]))
                        tbody {
                            @for (number, found) in components.iter().take(COMPONENTS).enumerate() {
                                tr {
                                    th scope="row" { (name(number)) " " code.faint { (self.plain(&found.element.id)) } }
                                    td { (self.kind(&found.element.kind)) }
                                    td { (self.level(found.verdict, found.worst, found.best)) }
                                    td.number { (found.coverage.settled) "/" (found.coverage.applicable) }
                                }
                            }
                        }
                    }
                }
            }
            @if folded > 0 { p { (self.say("conclusion.more", &[("count", &folded)])) } }
        };
        Some(Part::of("components", components.len(), body))
    }
}

/// The order of a pack in words; of a body's own pack its title.
fn order_of(report: &Report, pack: &str) -> String {
    let known = report.packs.iter().find(|known| known.id == pack);
    match known.map_or("", |known| known.order.as_str()) {
        "" => known.map_or(pack, |known| known.title.as_str()).to_string(),
        order => say(report.lang, "contour.order", &[("order", &order)]),
    }
}
