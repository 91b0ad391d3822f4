//! What a project is and what it came to: the first screen, and the first page of paper.

use std::fmt::Display;

use maud::{Markup, html};

use super::{Leaf, sentence, sign};
use crate::problem::Code;
use crate::report::{ProjectReport, problems, wording};
use crate::text::{Language, say};
use crate::verdict::{Level, Verdict};

impl Leaf<'_> {
    pub(super) fn head(&self) -> Markup {
        html! {
            h1 { (self.words(|_, project| project.name.clone())) }
            (self.identity())
            // Contours of what could not be read have no levels: whoever asks for one is told why.
            @if self.project.unreadable {
                @for section in &self.project.sections { span id=(self.page.book.group_anchor(self.at, &section.pack, &section.id)) {} }
            }
            (self.verdict())
            (self.loosened())
        }
    }

    fn identity(&self) -> Markup {
        let project = self.project;
        let agency = |_, found: &ProjectReport| found.agency_name.as_ref().or(found.agency.as_ref()).cloned().unwrap_or_default();
        let stage = match project.stage {
            Some(stage) => self.say(&format!("stage.{stage}"), &[]),
            None => self.say("conclusion.subject.no-stage", &[]),
        };
        let states: Vec<&str> = self.states();
        let rows = [
            ("conclusion.subject.agency", project.agency.is_some().then(|| self.words(agency))),
            ("conclusion.subject.stage", Some(stage)),
            ("sheet.head.states", (!states.is_empty()).then(|| self.words(|language, _| states_in_words(language, &states)))),
            ("conclusion.subject.id", Some(html! { code { (self.plain(&project.id)) } })),
            ("conclusion.subject.path", Some(html! { code { (self.plain(&project.path)) } })),
            ("conclusion.subject.context", self.context()),
            ("sheet.head.day", Some(self.words(|language, _| wording::date(language, &self.page.report().today)))),
            ("sheet.head.tool", Some(self.plain(&format!("saikes {}", self.page.report().tool.version)))),
        ];
        html! {
            dl.identity {
                @for (key, value) in rows {
                    @if let Some(value) = value { div { dt { (self.say(key, &[])) } dd { (value) } } }
                }
            }
        }
    }

    /// The states that the models describe.
    fn states(&self) -> Vec<&'static str> {
        let Some(grounds) = self.page.book.grounds else { return Vec::new() };
        let layers = grounds.graph.projects.get(self.project.index).map_or(0, |project| project.layers.len());
        let name = |at| {
            grounds.graph.state_name(crate::language::world::Node { index: 0, layer: crate::graph::layer_number(self.project.index, at) })
        };
        (0..layers).map(name).collect()
    }

    fn context(&self) -> Option<Markup> {
        let id = self.project.context.as_ref()?;
        let number = self.page.report().contexts.iter().position(|context| context.id == *id)?;
        Some(self.page.words.text(&self.page.each(|report| {
            let Some(context) = report.contexts.get(number) else { return String::new() };
            let words: [(&str, &dyn Display); 3] = [("name", &context.name), ("elements", &context.elements), ("sha256", &context.sha256)];
            say(report.lang, "conclusion.subject.digest", &words)
        })))
    }

    /// The conclusion in the words of order 193, paragraph 26, why, and how much of it is settled.
    fn verdict(&self) -> Markup {
        let project = self.project;
        let class = if project.unreadable { "unreadable" } else { project.verdict.name() };
        html! {
            div class=(format!("conclusion {class}")) {
                p.words {
                    @if !project.unreadable { (sign(project.verdict)) }
                    strong { (self.words(concluded)) }
                }
                p { (self.words(|_, found| sentence(&found.reason))) }
                @if !project.unreadable {
                    (self.coverage())
                    p { (self.words(|language, found| sentence(&staged(language, found)))) }
                    p.faint { (self.words(|language, found| sentence(&required(language, found)))) }
                }
            }
        }
    }

    fn coverage(&self) -> Markup {
        let (project, coverage) = (self.project, self.project.coverage);
        let (skipped, open) = (project.not_applicable(), coverage.applicable.saturating_sub(coverage.settled));
        let numbers: [(&str, &dyn Display); 3] =
            [("settled", &coverage.settled), ("applicable", &coverage.applicable), ("skipped", &skipped)];
        let words = |language, _: &ProjectReport| sentence(&say(language, "verdict.coverage", &numbers));
        html! {
            p.coverage { (super::sections::stripe(&[(Verdict::Full, coverage.settled), (Verdict::NotAssessed, open)])) (self.words(words)) }
        }
    }

    /// Whatever loosens the result is shown with it; so is what the policy kept from counting.
    fn loosened(&self) -> Markup {
        let count = self.project.loosened.len();
        let loosened = |number: usize| {
            self.words(move |language, found| {
                found.loosened.get(number).map(|found| wording::loosened(language, found, usize::MAX)).unwrap_or_default()
            })
        };
        let overruled: Vec<usize> = (0..self.project.problems.len())
            .filter(|number| self.project.problems[*number].problem.code == Code::OverruledByPolicy)
            .collect();
        html! {
            @if count > 0 {
                div.loosened {
                    p { (self.say("conclusion.verdict.loosened", &[])) }
                    ul { @for number in 0..count { li { (loosened(number)) } } }
                }
            }
            @if !overruled.is_empty() {
                div.loosened {
                    p { (self.say("conclusion.verdict.overruled", &[])) }
                    ul {
                        @for number in overruled {
                            li { (self.words(|_, found| found.problems.get(number).map(problems::line).unwrap_or_default())) }
                        }
                    }
                }
            }
        }
    }
}

fn states_in_words(language: Language, states: &[&str]) -> String {
    states.iter().map(|state| say(language, &format!("sheet.state.{state}"), &[])).collect::<Vec<_>>().join(", ")
}

/// The sentence of the conclusion.
fn concluded(language: Language, project: &ProjectReport) -> String {
    let level = |level: Level| say(language, &format!("level.{}", level.name()), &[]);
    let bounds = say(language, "conclusion.between", &[("worst", &level(project.worst)), ("best", &level(project.best))]);
    let key = match (project.unreadable, project.verdict) {
        (true, _) => "conclusion.verdict.unreadable",
        (_, Verdict::Full) => "conclusion.verdict.full",
        (_, Verdict::Partial) => "conclusion.verdict.partial",
        (_, Verdict::NonCompliant) => "conclusion.verdict.non-compliant",
        (_, Verdict::NotAssessed | Verdict::NotApplicable) => "conclusion.verdict.not-assessed",
    };
    // What stands out there is the whole sentence here; a name may hold anything.
    let text = crate::text::find(language, key).unwrap_or(key).replace("**", "");
    crate::text::fill(language, &text, &[("name", &project.name), ("bounds", &bounds)])
}

/// Which stages' requirements were judged.
fn staged(language: Language, project: &ProjectReport) -> String {
    match (project.stage, project.of_other_stages()) {
        (None, _) => say(language, "verdict.no-stage", &[]),
        (Some(_), 0) => String::new(),
        (Some(_), count) => say(language, "verdict.other-stage", &[("count", &count)]),
    }
}

/// What the project has to reach, and whether it does.
fn required(language: Language, project: &ProjectReport) -> String {
    let level = say(language, &format!("level.{}", project.require.name()), &[]);
    let key = match (project.passes(), project.baseline.is_some()) {
        (true, false) => "sheet.head.reached",
        (false, false) => "sheet.head.not-reached",
        (true, true) => "sheet.head.reached-beside",
        (false, true) => "sheet.head.not-reached-beside",
    };
    say(language, key, &[("level", &level)])
}
