//! What to do first: the few steps that bring a project furthest, each with the way to its place on the page.

use std::fmt::Display;

use maud::{Markup, html};

use super::{Leaf, Part, sentence};
use crate::report::{Finding, Missing, ProjectReport, Sort, wording};
use crate::text::say;
use crate::verdict::Verdict;

/// Findings of so many requirements, and so many missing facts.
const REQUIREMENTS: usize = 3;
const FACTS: usize = 2;

impl Leaf<'_> {
    pub(super) fn steps(&self) -> Option<Part> {
        let project = self.project;
        let open = |finding: &&Finding| !finding.waived && finding.justification.is_none() && !self.is_advice(finding);
        let findings: Vec<&Finding> = project.findings.iter().filter(open).collect();
        let groups: Vec<&[&Finding]> = findings.chunk_by(|left, right| left.index == right.index).take(REQUIREMENTS).collect();
        let is_stated = |missing: &&Missing| missing.sort != Sort::Answer && missing.settles.requirements > 0;
        let facts: Vec<usize> = (0..project.missing.len()).filter(|number| is_stated(&&project.missing[*number])).take(FACTS).collect();
        let questions = project.questions.len();
        let body = html! {
            @if groups.is_empty() && facts.is_empty() && questions == 0 {
                p { (self.say(if project.verdict == Verdict::Full { "sheet.steps.none" } else { "sheet.steps.nothing" }, &[])) }
            } @else {
                ol.steps {
                    @for group in &groups { (self.remedy(group)) }
                    @for number in &facts { (self.statement(*number)) }
                    @if questions > 0 {
                        li { a href=(format!("#{}", self.anchor("questions"))) { (self.say("sheet.steps.questions", &[("count", &questions)])) } }
                    }
                }
            }
        };
        Some(Part::new("steps", body))
    }

    pub(super) fn is_advice(&self, finding: &Finding) -> bool {
        self.page.report().packs.get(finding.index.0).is_some_and(|pack| pack.advisory)
    }

    fn remedy(&self, group: &[&Finding]) -> Markup {
        let Some(first) = group.first() else { return html! {} };
        html! {
            li {
                a href=(format!("#{}", self.remark_anchor(first.index))) { (self.page.words.prose(&self.of_requirement(first.index, |_, text| sentence(&text.fix)))) }
                " " span.faint {
                    code { (first.requirement) } " (" (self.say(&format!("weight.{}", first.severity.name()), &[])) "): "
                    (self.say("sheet.steps.elements", &[("count", &group.len())]))
                }
            }
        }
    }

    fn statement(&self, number: usize) -> Markup {
        let words = |language, found: &ProjectReport| {
            let Some(missing) = found.missing.get(number) else { return String::new() };
            let fact = wording::missing(language, missing);
            let counts: [(&str, &dyn Display); 4] = [
                ("fact", &fact),
                ("elements", &missing.elements),
                ("requirements", &missing.settles.requirements),
                ("subjects", &missing.settles.subjects),
            ];
            // A state of the architecture is missing as a whole, of no element.
            say(language, if missing.elements == 0 { "sheet.steps.whole" } else { "sheet.steps.fact" }, &counts)
        };
        html! { li { a href=(format!("#{}", self.anchor("missing"))) { (self.words(words)) } } }
    }
}
