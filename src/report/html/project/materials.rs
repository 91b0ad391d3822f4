//! What the result rests on: acts with their editions, files with their digests, what was understood of them and what was
//! not, their problems; and how levels follow.

use std::fmt::Display;

use maud::{Markup, html};

use super::{Leaf, Part, sentence};
use crate::report::{PackReport, Report, Understood, wording};
use crate::text::{Language, say};

/// Problems of a project that are listed; the others are counted.
const PROBLEMS: usize = 200;

impl Leaf<'_> {
    pub(super) fn basis(&self) -> Option<Part> {
        let report = self.page.report();
        let mut told: Vec<String> = Vec::new();
        // A pack that projects have in versions of their own is one act.
        let mut is_news = |words: String| (!told.contains(&words)).then(|| told.push(words)).is_some();
        let judged = |at: &usize| self.project.requirements.iter().any(|found| found.index.0 == *at);
        let packs: Vec<usize> = (0..report.packs.len()).filter(judged).filter(|at| is_news(act(report.lang, &report.packs[*at]))).collect();
        let policy = |report: &Report| {
            report.policy.as_ref().map_or_else(String::new, |policy| {
                let words: [(&str, &dyn Display); 5] = [
                    ("id", &policy.id),
                    ("title", &policy.title),
                    ("body", &policy.body),
                    ("path", &policy.path),
                    ("sha256", &policy.sha256),
                ];
                say(report.lang, "conclusion.basis.policy", &words)
            })
        };
        let left_out = |number: usize| {
            self.page.each(move |report| {
                let day = wording::date(report.lang, report.as_of.as_deref().unwrap_or(""));
                let title = report.left_out.get(number).map(|pack| pack.title.clone()).unwrap_or_default();
                say(report.lang, "conclusion.basis.left-out", &[("title", &title), ("day", &day)])
            })
        };
        let applied = |at: usize| self.page.each(move |report| report.packs.get(at).map(|pack| act(report.lang, pack)).unwrap_or_default());
        let body = html! {
            p { (self.say("conclusion.basis.paragraph", &[])) }
            ul.acts {
                @if report.policy.is_some() { li { (self.page.words.prose(&self.page.each(policy))) } }
                @for at in packs { li { (self.page.words.text(&applied(at))) } }
                @for number in 0..report.left_out.len() { li { (self.page.words.text(&left_out(number))) } }
            }
            p { (self.page.words.prose(&self.page.each(|report| report.arithmetic.clone()))) }
            p { strong { (self.page.words.text(&self.page.each(|report| report.statement.clone()))) } }
        };
        Some(Part::new("basis", body))
    }

    pub(super) fn inputs(&self) -> Option<Part> {
        let inputs = &self.project.inputs;
        let body = html! {
            @if inputs.is_empty() { p { (self.say("header.nothing", &[])) } } @else {
                div.across {
                    table.inputs {
                        (self.heads(&[
                            "conclusion.inputs.path", "conclusion.inputs.format", "conclusion.inputs.elements", "conclusion.inputs.relations",
                            "conclusion.inputs.sha256",
                        ]))
                        tbody {
                            @for input in inputs {
                                tr {
                                    th scope="row" { code { (self.plain(&input.path)) } }
                                    td { (self.say(&format!("format.{}", input.format), &[])) " " (self.plain(&input.version)) }
                                    td.number { (input.elements) }
                                    td.number { (input.relations) }
                                    td { code.digest { (input.sha256) } }
                                }
                            }
                        }
                    }
                }
            }
            (self.understood())
            (self.unmapped())
            p { (self.say("conclusion.unchecked.outside", &[])) }
            p { (self.say("conclusion.closing", &[])) }
        };
        Some(Part::of("inputs", inputs.len(), body))
    }

    /// Elements by kind, with how many of them state the main facts.
    fn understood(&self) -> Markup {
        let understood = &self.project.understood;
        html! {
            @if !understood.is_empty() {
                details {
                    summary { (self.say("sheet.understood", &[])) }
                    ul.understood { @for found in understood { li { (self.words(|language, _| in_words(language, found))) } } }
                }
            }
        }
    }

    fn unmapped(&self) -> Markup {
        let mut types: Vec<(&str, usize)> = self.project.unmapped().into_iter().collect();
        types.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
        let named: Vec<String> = types.iter().map(|(name, times)| format!("{name}\u{a0}{times}")).collect();
        html! { @if !named.is_empty() { p.unmapped { (self.say("conclusion.unchecked.unmapped", &[("named", &named.join(", "))])) } } }
    }

    /// What was wrong with the files, errors first.
    pub(super) fn problems(&self) -> Option<Part> {
        let found = &self.project.problems;
        let folded = found.len().saturating_sub(PROBLEMS);
        let message = |number: usize| {
            self.words(move |_, project| project.problems.get(number).map(|found| found.message.clone()).unwrap_or_default())
        };
        let help = |number: usize| {
            self.words(move |_, project| project.problems.get(number).map(|found| sentence(&found.help)).unwrap_or_default())
        };
        let body = html! {
            ul.problems {
                @for (number, problem) in found.iter().take(PROBLEMS).enumerate() {
                    li class=(problem.severity) {
                        strong { (self.say(&format!("sheet.severity.{}", problem.severity), &[])) }
                        " " code { (problem.code) } " " (message(number))
                        @if let Some(at) = &problem.location { " " (self.place(at)) }
                        @if let Some(at) = &problem.related { " " (self.place(at)) }
                        @if !problem.help.is_empty() { p.faint { (help(number)) } }
                    }
                }
                @if folded > 0 { li { (self.say("conclusion.more", &[("count", &folded)])) } }
            }
        };
        (!found.is_empty()).then(|| Part::of("problems", found.len(), body))
    }
}

/// An act with its edition and digest, and what became of it.
fn act(language: Language, pack: &PackReport) -> String {
    let tell = |key: &str, words: &[(&str, &dyn Display)]| say(language, key, words);
    let order: [(&str, &dyn Display); 3] = [("title", &pack.title), ("edition", &pack.edition), ("sha256", &pack.sha256)];
    // A body's own acts have titles instead of an edition.
    let mut parts = vec![tell(if pack.edition.is_empty() { "own.basis.pack" } else { "conclusion.basis.order" }, &order)];
    parts.extend(pack.acts.iter().map(|act| tell("own.basis.act", &[("act", act)])));
    let own = if pack.replaces.is_some() { "own.basis.replacing" } else { "own.basis.own" };
    parts.extend(pack.folder.as_ref().map(|_| tell(own, &[])));
    let date = |date: &String| wording::date(language, date);
    parts.extend(pack.in_force.as_ref().map(|day| tell("conclusion.basis.in-force", &[("date", &date(day))])));
    parts.extend(pack.repealed.as_ref().map(|day| match &pack.replaced_by {
        Some(by) => tell("conclusion.basis.replaced", &[("date", &date(day)), ("by", by)]),
        None => tell("conclusion.basis.repealed", &[("date", &date(day))]),
    }));
    let amended =
        |found: &crate::report::AmendmentReport| tell("conclusion.basis.amended", &[("act", &found.act), ("date", &date(&found.in_force))]);
    parts.extend(pack.amendments.iter().map(amended));
    if pack.advisory {
        parts.push(tell("sheet.advice.act", &[]));
    }
    parts.join("; ")
}

/// A kind, how many elements of it there are, and how many state what.
fn in_words(language: Language, found: &Understood) -> String {
    let fact = |fact: &crate::report::Stated| {
        format!("{}\u{a0}{}", wording::lower_first(wording::member_title(language, found.kind, fact.fact)), fact.elements)
    };
    let facts: Vec<String> = found.facts.iter().map(fact).collect();
    let facts =
        if facts.is_empty() { String::new() } else { format!(" ({})", say(language, "header.stated", &[("facts", &facts.join(", "))])) };
    format!("{}\u{a0}{}{facts}", wording::kind_title(language, found.kind), found.elements)
}
