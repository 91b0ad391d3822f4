//! Findings as recommendations: numbered by requirement, the heaviest first, the first of each in full and the others as
//! rows; advice after them, apart.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::graph::Drawn;
use super::tree::Reasons;
use super::{Leaf, Part, sentence};
use crate::report::{Finding, ProjectReport, Related, RequirementReport, wording};
use crate::text::say;
use crate::verdict::Verdict;

/// Findings of a requirement that are shown in full; fewer where all requirements together would have more than a page
/// holds, so that each of them still has some.
const OF_ONE: usize = 5;
const IN_FULL: usize = 80;
/// Of advice.
const OF_ADVICE: usize = 1;
/// Rows for the others of a project; those beyond are counted, and stand in the other formats.
const ROWS: usize = 2_000;

/// What findings in full are shown with, where the report was made from something.
#[derive(Clone, Copy)]
pub(super) struct With<'w> {
    pub reasons: Option<&'w Reasons<'w>>,
    pub drawn: Option<&'w Drawn>,
    /// The first finding of each fingerprint: an anchor stands once.
    pub firsts: &'w BTreeMap<&'w str, usize>,
}

impl With<'_> {
    /// The anchor of a finding; of several that nothing tells apart the first has it.
    pub fn anchor(self, leaf: &Leaf<'_>, number: usize, finding: &Finding) -> Option<String> {
        let is_first = self.firsts.get(finding.fingerprint.as_str()) == Some(&number);
        is_first.then(|| leaf.page.book.finding_anchor(&finding.fingerprint))
    }
}

/// Findings that there is still room for.
struct Room {
    full: usize,
    rows: usize,
}

impl Leaf<'_> {
    /// The findings of orders, then those that change no verdict.
    pub(super) fn findings(&self, drawn: Option<&Drawn>) -> [Option<Part>; 2] {
        let reasons = self.page.book.grounds.map(|grounds| Reasons::of(grounds, self.project));
        let mut firsts = BTreeMap::new();
        for (number, finding) in self.project.findings.iter().enumerate() {
            firsts.entry(finding.fingerprint.as_str()).or_insert(number);
        }
        let with = With { reasons: reasons.as_ref(), drawn, firsts: &firsts };
        let numbered: Vec<(usize, &Finding)> = self.project.findings.iter().enumerate().collect();
        let (advice, orders): (Vec<_>, Vec<_>) = numbered.into_iter().partition(|(_, finding)| self.is_advice(finding));
        let mut room = Room { full: IN_FULL, rows: ROWS };
        let to = |_, project: &ProjectReport| project.agency_name.as_ref().or(project.agency.as_ref()).cloned().unwrap_or_default();
        let addressee = html! {
            p {
                @if self.project.agency.is_some() {
                    (self.words(|language, project| say(language, "conclusion.recommendation.to", &[("agency", &to(language, project))])))
                } @else { (self.say("conclusion.recommendation.to-nobody", &[])) }
            }
        };
        let of_orders = html! {
            @if orders.is_empty() { p { (self.say("conclusion.none", &[])) } } @else {
                p { (self.say("conclusion.recommendation.lead", &[])) }
                (addressee)
                (self.groups(&orders, with, OF_ONE, &mut room, true))
            }
        };
        let of_advice = html! {
            p { (self.say("sheet.advice.lead", &[])) }
            (self.groups(&advice, with, OF_ADVICE, &mut room, false))
        };
        let unlisted: usize = self.project.requirements.iter().map(|found| found.unlisted).sum();
        let count = advice.len() + unlisted;
        [Some(Part::of("findings", orders.len(), of_orders)), (count > 0).then(|| Part::of("advice", count, of_advice))]
    }

    fn groups(&self, findings: &[(usize, &Finding)], with: With<'_>, of_one: usize, room: &mut Room, numbered: bool) -> Markup {
        let in_full = |of_one: usize| -> usize {
            findings.chunk_by(|left, right| left.1.index == right.1.index).map(|group| group.len().min(of_one)).sum()
        };
        let of_one = (1..=of_one).rev().find(|of_one| in_full(*of_one) <= room.full).unwrap_or(1);
        html! {
            @for (at, group) in findings.chunk_by(|left, right| left.1.index == right.1.index).enumerate() {
                (self.group(numbered.then_some(at + 1), group, with, of_one, room))
            }
        }
    }

    /// A requirement that falls short: what to do, and every element that it falls short of.
    fn group(&self, number: Option<usize>, group: &[(usize, &Finding)], with: With<'_>, of_one: usize, room: &mut Room) -> Markup {
        let Some((_, first)) = group.first() else { return html! {} };
        let found = self.project.requirements.iter().find(|found| found.index == first.index);
        let full = group.len().min(of_one).min(room.full);
        room.full -= full;
        let rows = (group.len() - full).min(room.rows);
        room.rows -= rows;
        let left = group.len() - full - rows + found.map_or(0, |found| found.unlisted);
        html! {
            section.remark id=(self.remark_anchor(first.index)) {
                h3 { @if let Some(number) = number { (number) ". " } code { (first.requirement) } " " (self.title_of(first.index)) }
                (self.about(first, found))
                (self.remedy_of(group))
                @for (number, finding) in group.iter().take(full) {
                    (self.finding(*number, finding, first, with))
                }
                @if rows > 0 { (self.rows(&group[full..full + rows], full, with)) }
                @if left > 0 { p.faint { (self.say("sheet.finding.left", &[("count", &left)])) } }
            }
        }
    }

    /// Severity, citation and how its subjects fared; what other texts make of it.
    fn about(&self, first: &Finding, found: Option<&RequirementReport>) -> Markup {
        html! {
            p.about {
                span class=(format!("weight {}", first.severity.name())) { (self.say(&format!("weight.{}", first.severity.name()), &[])) }
                " · " (self.cites_of(first.index))
                @if let Some(found) = found {
                    " · " @if found.advisory { (self.level(found.verdict, found.worst, found.best)) } @else {
                        a href=(format!("#{}", self.page.book.requirement_anchor(self.at, found.index))) { (self.level(found.verdict, found.worst, found.best)) }
                    }
                    " · " (self.counted(&[
                        (Verdict::Full, found.counts.full), (Verdict::Partial, found.counts.partial),
                        (Verdict::NonCompliant, found.counts.non_compliant), (Verdict::NotAssessed, found.counts.not_assessed),
                    ]))
                }
            }
            @for edition in found.iter().flat_map(|found| &found.editions).filter(|edition| edition.is_other) { p.edition { (self.edition(edition)) } }
        }
    }

    /// What to do, what a register has for it, and where the texts of the order differ.
    fn remedy_of(&self, group: &[(usize, &Finding)]) -> Markup {
        let index = group.first().map_or((0, 0), |(_, first)| first.index);
        let fix = self.of_requirement(index, |_, text| sentence(&text.fix));
        let note = self.of_requirement(index, |_, text| text.note.as_deref().map(sentence).unwrap_or_default());
        let known = self.known(group);
        html! {
            @if !fix.is_empty() { p.fix { strong { (self.say("sheet.finding.fix", &[])) } " " (self.page.words.prose(&fix)) } }
            @if !known.is_empty() {
                p.known { (self.say("sheet.finding.known", &[])) " " @for (at, (number, place)) in known.iter().enumerate() {
                    @if at > 0 { ", " } (self.related_name(*number, *place))
                } }
            }
            @if !note.is_empty() { p.note { (self.page.words.prose(&note)) } }
        }
    }

    /// What a register has and these findings could use, each once: by finding and by place among its related.
    fn known(&self, group: &[(usize, &Finding)]) -> Vec<(usize, usize)> {
        let mut seen: Vec<&Related> = Vec::new();
        let mut known = Vec::new();
        for (number, finding) in group {
            for (place, related) in finding.related.iter().enumerate().filter(|(_, related)| related.is_candidate()) {
                if !seen.iter().any(|other| other.id == related.id && other.location.path == related.location.path) {
                    seen.push(related);
                    known.push((*number, place));
                }
            }
        }
        known
    }

    /// Those that are not shown in full, a row each.
    fn rows(&self, group: &[(usize, &Finding)], full: usize, with: With<'_>) -> Markup {
        html! {
            @if full > 0 { p.faint { (self.say("sheet.finding.rows", &[("count", &group.len())])) } }
            div.across {
                table.rows {
                    (self.heads(&["sheet.column.finding", "sheet.column.element", "conclusion.column.level", "sheet.column.place"]))
                    tbody {
                        @for (number, finding) in group {
                            tr id=[with.anchor(self, *number, finding)] data-finding=(finding.fingerprint) {
                                td { (self.message(*number)) (self.notes_of(*number, finding)) }
                                td { (self.subject(*number, finding)) }
                                td { (self.level_of(finding)) }
                                td { @if let Some(at) = &finding.location { (self.place(at)) } " " (self.on_graph(finding, with)) }
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn message(&self, number: usize) -> Markup {
        self.words(|_, project| project.findings.get(number).map(|finding| finding.message.clone()).unwrap_or_default())
    }

    /// The level; what a waiver lifts says so.
    pub(super) fn level_of(&self, finding: &Finding) -> Markup {
        html! {
            (self.level(finding.verdict, finding.worst, finding.best))
            @if finding.waived { " · " (self.say("level.waived", &[])) }
        }
    }

    /// Kind, name and id of what falls short.
    pub(super) fn subject(&self, number: usize, finding: &Finding) -> Markup {
        let name = self.tri(|_, project| project.findings.get(number).map(|finding| finding.subject.name.clone()).unwrap_or_default());
        let is_named = !name.is_empty() && self.page.words.shown(&name) != finding.subject.id;
        html! {
            (self.words(|language, _| wording::kind_title(language, &finding.subject.kind).to_string()))
            @if is_named { " «" (self.page.words.text(&name)) "»" }
            @if !finding.subject.id.is_empty() { " " code { (self.plain(&finding.subject.id)) } }
        }
    }
}
