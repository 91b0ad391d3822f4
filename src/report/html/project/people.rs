//! What people still have to state or to answer, and what they have said: missing facts, questions, deviations, waivers,
//! answers.

use std::fmt::Display;

use maud::{Markup, html};

use super::{Leaf, Part, sentence};
use crate::report::{Finding, ProjectReport, Sort, WaiverReport, wording};

/// Requirements that are linked from a missing fact, and elements that are named.
const REQUIREMENTS: usize = 12;
const EXAMPLES: usize = 3;

impl Leaf<'_> {
    /// The most valuable first, and where to write them.
    pub(super) fn missing(&self) -> Option<Part> {
        let missing = &self.project.missing;
        let facts: Vec<usize> = (0..missing.len()).filter(|number| missing[*number].sort != Sort::Answer).collect();
        let path = &self.project.path;
        let body = html! {
            p { (self.say("sheet.missing.lead", &[])) }
            p { (self.say("sheet.missing.write", &[("path", &crate::report::terminal::shell_word(path))])) }
            div.across {
                table.missing {
                    (self.heads(&[
                        "missing.fact", "missing.elements", "missing.requirements", "missing.subjects", "missing.alone",
                        "sheet.column.examples", "sheet.column.settles",
                    ]))
                    tbody { @for number in &facts { (self.fact(*number)) } }
                }
            }
            p.faint { (self.say("missing.legend", &[])) }
        };
        (!facts.is_empty()).then(|| Part::of("missing", facts.len(), body))
    }

    fn fact(&self, number: usize) -> Markup {
        let missing = &self.project.missing[number];
        let words = |language, found: &ProjectReport| {
            found.missing.get(number).map(|missing| wording::missing(language, missing)).unwrap_or_default()
        };
        html! {
            tr {
                th scope="row" {
                    (self.words(words))
                    @if matches!(missing.sort, Sort::Attribute | Sort::Link) { " " code { (missing.fact) } }
                }
                td.number { (missing.elements) }
                td.number { (missing.settles.requirements) }
                td.number { (missing.settles.subjects) }
                td.number { (missing.settles.alone.subjects) }
                td { @for (at, id) in missing.examples.iter().take(EXAMPLES).enumerate() { @if at > 0 { ", " } code { (self.plain(id)) } } }
                td { (self.requirement_links(&missing.requirements)) }
            }
        }
    }

    /// Requirements by id, each linked to its row.
    fn requirement_links(&self, ids: &[String]) -> Markup {
        let folded = ids.len().saturating_sub(REQUIREMENTS);
        html! {
            @for (at, id) in ids.iter().take(REQUIREMENTS).enumerate() { @if at > 0 { ", " } (self.requirement_link(id)) }
            @if folded > 0 { " " (self.say("conclusion.more", &[("count", &folded)])) }
        }
    }

    pub(super) fn requirement_link(&self, id: &str) -> Markup {
        // Advice has no rows.
        let index = self.project.requirements.iter().find(|found| found.id == id && !found.advisory).map(|found| found.index);
        html! {
            @match index {
                Some(index) => { a href=(format!("#{}", self.page.book.requirement_anchor(self.at, index))) { code { (id) } } }
                None => { code { (self.plain(id)) } }
            }
        }
    }

    pub(super) fn questions(&self) -> Option<Part> {
        let questions = &self.project.questions;
        let asked =
            |number: usize| self.words(move |_, found| found.questions.get(number).map(|found| found.question.clone()).unwrap_or_default());
        let because = |number: usize| {
            self.words(move |_, found| {
                found.questions.get(number).and_then(|found| found.because.as_deref()).map(sentence).unwrap_or_default()
            })
        };
        let body = html! {
            p { (self.say("conclusion.questions.lead", &[])) }
            ol.questions {
                @for (number, question) in questions.iter().enumerate() {
                    li {
                        (self.requirement_link(&question.requirement)) " " (asked(number))
                        @if question.because.is_some() { " " span.faint { (because(number)) } }
                        " (" (self.say("conclusion.questions.subjects", &[("count", &question.subjects)]))
                        @for id in question.examples.iter().take(EXAMPLES) { ", " code { (self.plain(id)) } } ")"
                    }
                }
            }
        };
        (!questions.is_empty()).then(|| Part::of("questions", questions.len(), body))
    }

    /// Deviations that were justified one by one.
    pub(super) fn deviations(&self) -> Option<Part> {
        let justified: Vec<(usize, &Finding)> =
            self.project.findings.iter().enumerate().filter(|(_, finding)| finding.justification.is_some()).collect();
        let reason = |number: usize| {
            self.words(move |_, project| {
                let justification = project.findings.get(number).and_then(|finding| finding.justification.as_ref());
                justification.map(|justification| justification.reason.clone()).unwrap_or_default()
            })
        };
        let body = html! {
            p { (self.say("conclusion.deviations.lead", &[])) }
            ul {
                @for (number, finding) in &justified {
                    @if let Some(justification) = &finding.justification {
                        li {
                            (self.requirement_link(&finding.requirement)) " "
                            a href=(format!("#{}", self.page.book.finding_anchor(&finding.fingerprint))) { (self.message(*number)) }
                            " «" (reason(*number)) "» " (self.place(&justification.location))
                        }
                    }
                }
            }
        };
        (!justified.is_empty()).then(|| Part::of("deviations", justified.len(), body))
    }

    pub(super) fn waivers(&self) -> Option<Part> {
        let waivers = &self.project.waivers;
        let body = html! {
            p { (self.say("conclusion.waivers.lead", &[])) }
            ul { @for (number, waiver) in waivers.iter().enumerate() { (self.waiver(number, waiver)) } }
        };
        (!waivers.is_empty()).then(|| Part::of("waivers", waivers.len(), body))
    }

    fn waiver(&self, number: usize, waiver: &WaiverReport) -> Markup {
        let by = |language, found: &ProjectReport| {
            found.waivers.get(number).map(|found| wording::waiver(language, &found.decided)).unwrap_or_default()
        };
        html! {
            li {
                (self.requirement_link(&waiver.requirement)) " "
                @for (at, element) in waiver.elements.iter().enumerate() { @if at > 0 { ", " } code { (self.plain(element)) } }
                ": " strong { (self.say(&format!("waiver.state.{}", waiver.status), &[])) }
                @if waiver.findings > 0 { "; " (self.say("conclusion.waivers.lifts", &[("count", &waiver.findings)])) }
                @if waiver.ends_soon() { "; " (self.ends(waiver.days)) }
                "; " (self.words(by)) " " (self.place(&waiver.decided.location))
            }
        }
    }

    fn ends(&self, days: i32) -> Markup {
        let count: [(&str, &dyn Display); 1] = [("count", &days)];
        self.say(if days == 0 { "waiver.ends.today" } else { "waiver.ends.days" }, &count)
    }

    /// What people said, who they were and what they relied on.
    pub(super) fn answers(&self) -> Option<Part> {
        let answers = &self.project.answers;
        let words = |number: usize| {
            self.words(move |language, found| {
                let Some(found) = found.answers.get(number) else { return String::new() };
                format!("{}; {}", wording::answered(language, &found.answer), wording::answered_by(language, &found.answer))
            })
        };
        let name = |number: usize| {
            self.words(move |_, found| found.answers.get(number).map(|found| found.subject.name.clone()).unwrap_or_default())
        };
        let question = |requirement: &str| {
            let index = self.project.requirements.iter().find(|found| found.id == requirement).map(|found| found.index);
            index
                .map(|index| self.of_requirement(index, |_, text| text.question.clone().unwrap_or_default()))
                .filter(|words| !words.is_empty())
        };
        let body = html! {
            ul {
                @for (number, found) in answers.iter().enumerate() {
                    li {
                        (self.requirement_link(&found.requirement)) " «" (name(number)) "» " code { (self.plain(&found.subject.id)) } ": "
                        @if let Some(question) = question(&found.requirement) { (self.page.words.prose(&question)) " " }
                        (words(number))
                        @if let Some(sha256) = &found.answer.sha256 { ", SHA-256 " code.digest { (sha256) } }
                        " " (self.place(&found.answer.location))
                    }
                }
            }
        };
        (!answers.is_empty()).then(|| Part::of("answers", answers.len(), body))
    }

    /// Where the texts of the orders differ, of requirements that applied.
    pub(super) fn notes(&self) -> Option<Part> {
        let applied =
            self.project.requirements.iter().filter(|found| !found.advisory && found.verdict != crate::verdict::Verdict::NotApplicable);
        let note = |index| self.of_requirement(index, |_, text| text.note.as_deref().map(sentence).unwrap_or_default());
        let noted: Vec<_> = applied
            .map(|found| (found, note(found.index)))
            .filter(|(found, note)| !note.is_empty() || found.editions.iter().any(|edition| edition.is_other))
            .collect();
        let body = html! {
            ul {
                @for (found, note) in &noted {
                    li {
                        (self.requirement_link(&found.id)) " " (self.page.words.prose(note))
                        @for edition in found.editions.iter().filter(|edition| edition.is_other) { span.edition { (self.edition(edition)) } }
                    }
                }
            }
        };
        let count = noted.len();
        (count > 0).then(|| Part::of("notes", count, body))
    }
}
