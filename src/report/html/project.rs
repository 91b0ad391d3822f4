//! The page of one project, fit to be attached: what it is, what to do first, what it came to by contour, requirement and
//! component, every finding with its place and its reason, what is missing, and what all of it rests on.
//!
//! Parts that have nothing to say are left out of the contents and say so in the one place where somebody would look for
//! them. Leaves to others: the shell and the overview (`shell`, `overview`), what was found (`gather`).

use std::fmt::Display;

use maud::{Markup, html};

use super::{Page, Tri};
use crate::report::{Cite, Location, ProjectReport, RequirementText, wording};
use crate::text::{Language, say};
use crate::verdict::{Level, Verdict};

mod beside;
mod finding;
mod findings;
mod graph;
mod head;
mod materials;
mod people;
mod requirements;
mod sections;
mod steps;
mod tree;

pub fn project(page: &Page<'_>, at: usize) -> Markup {
    let Some(project) = page.report().projects.get(at) else { return html! {} };
    let leaf = Leaf { page, at, project };
    let parts: Vec<Part> = leaf.parts().into_iter().flatten().collect();
    html! {
        (leaf.head())
        (leaf.contents(&parts))
        @for part in &parts {
            // Without a label: every project has these parts, and landmarks of one name lead nobody anywhere.
            section.part id=(leaf.anchor(part.name)) {
                h2 {
                    (leaf.say(&format!("sheet.part.{}", part.name), &[]))
                    @if let Some(count) = part.count { " " span.count { (count) } }
                }
                (part.body)
            }
        }
    }
}

/// One project on the page that is being written.
#[derive(Clone, Copy)]
struct Leaf<'p> {
    page: &'p Page<'p>,
    at: usize,
    project: &'p ProjectReport,
}

/// A part of the page: its name among the texts and anchors, how many things stand in it, and they themselves.
struct Part {
    name: &'static str,
    count: Option<usize>,
    body: Markup,
}

impl Part {
    fn new(name: &'static str, body: Markup) -> Part {
        Part { name, count: None, body }
    }

    fn of(name: &'static str, count: usize, body: Markup) -> Part {
        Part { name, count: Some(count), body }
    }
}

impl Leaf<'_> {
    fn parts(&self) -> Vec<Option<Part>> {
        if self.project.unreadable {
            return vec![self.problems(), self.basis(), self.inputs()];
        }
        let drawn = self.drawn();
        let mut parts = vec![self.steps(), self.sections(), self.requirements()];
        parts.extend(self.findings(drawn.as_ref()));
        parts.extend([
            self.graph(drawn.as_ref()),
            self.components(),
            self.missing(),
            self.questions(),
            self.deviations(),
            self.waivers(),
            self.answers(),
            self.shared(),
            self.baseline(),
            self.notes(),
            self.problems(),
            self.basis(),
            self.inputs(),
        ]);
        parts
    }

    /// An anchor of this project: of a part, of a title.
    fn anchor(&self, name: &str) -> String {
        format!("{name}-{}", self.page.book.project_anchor(self.at))
    }

    /// Links to the parts; on paper the titles are enough.
    fn contents(&self, parts: &[Part]) -> Markup {
        let label = self.tri(|language, project| say(language, "sheet.contents", &[("name", &project.name)]));
        html! {
            nav.contents.noprint aria-label=(self.page.words.shown(&label)) data-t-aria-label=[self.page.words.number(&label)] {
                ul {
                    @for part in parts {
                        li { a href=(format!("#{}", self.anchor(part.name))) {
                            (self.say(&format!("sheet.part.{}", part.name), &[]))
                            @if let Some(count) = part.count { " " span.count { (count) } }
                        } }
                    }
                }
            }
        }
    }

    // What every part is made of.

    /// What the three reports say of the project.
    fn tri(&self, words: impl Fn(Language, &ProjectReport) -> String) -> Tri {
        self.page.each_project(self.at, words)
    }

    fn words(&self, words: impl Fn(Language, &ProjectReport) -> String) -> Markup {
        self.page.words.prose(&self.tri(words))
    }

    /// A text of ours; the arguments are the same in every language.
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> Markup {
        self.page.words.prose(&Tri::say(key, arguments))
    }

    /// What a model says, the same in every language.
    fn plain(&self, text: &str) -> Markup {
        self.page.words.text(&Tri::same(text))
    }

    /// What the packs say of a requirement.
    fn of_requirement(&self, index: (usize, usize), words: impl Fn(Language, &RequirementText) -> String) -> Tri {
        self.page.each(|report| report.requirement(index).map(|text| words(report.lang, text)).unwrap_or_default())
    }

    fn title_of(&self, index: (usize, usize)) -> Markup {
        self.page.words.prose(&self.of_requirement(index, |_, text| text.title.clone()))
    }

    fn cites_of(&self, index: (usize, usize)) -> Markup {
        let cites = |language, text: &RequirementText| text.cites.iter().map(|cite| cited(language, cite)).collect::<Vec<_>>().join("; ");
        self.page.words.text(&self.of_requirement(index, cites))
    }

    fn kind(&self, kind: &str) -> Markup {
        self.page.words.text(&Tri::of(|language| wording::kind_title(language, kind).to_string()))
    }

    fn place(&self, at: &Location) -> Markup {
        let words = if at.whole { at.path.clone() } else { format!("{}:{}", at.path, at.line) };
        html! { code.place { (self.plain(&words)) } }
    }

    /// A level in a table; an open one with its bounds.
    fn level(&self, verdict: Verdict, worst: Level, best: Level) -> Markup {
        let words = Tri::of(|language| wording::level(language, verdict, worst, best));
        html! { span class=(format!("level {}", verdict.name())) { (sign(verdict)) (self.page.words.text(&words)) } }
    }

    /// The heads of a table.
    fn heads(&self, keys: &[&str]) -> Markup {
        html! { thead { tr { @for key in keys { th scope="col" { (self.say(key, &[])) } } } } }
    }

    /// A word in an attribute or an option, where no markup can stand.
    fn bare(&self, key: &str) -> (String, Option<usize>) {
        let words = Tri::say(key, &[]);
        (self.page.words.shown(&words).to_string(), self.page.words.number(&words))
    }
}

/// The sign of a verdict, for the eye; the words stand beside it.
fn sign(verdict: Verdict) -> Markup {
    html! { span class=(format!("sign {}", verdict.name())) aria-hidden="true" {} }
}

/// Order, paragraph and sub-paragraph; of a body's own act its title.
pub(super) fn cited(language: Language, cite: &Cite) -> String {
    let paragraph = [("paragraph", &cite.paragraph as &dyn Display)];
    let numbers = match &cite.subparagraph {
        Some(subparagraph) => say(language, "explain.cite.subparagraph", &[paragraph[0], ("subparagraph", subparagraph)]),
        None if cite.paragraph.is_empty() => String::new(),
        None => say(language, "explain.cite.paragraph", &paragraph),
    };
    match &cite.act {
        Some(act) if numbers.is_empty() => act.clone(),
        Some(act) => say(language, "own.cite", &[("act", act), ("numbers", &numbers)]),
        None => say(language, "explain.cite.order", &[("order", &cite.order), ("numbers", &numbers)]),
    }
}

/// Words with a capital letter and a full stop, unless they end in another sign.
fn sentence(words: &str) -> String {
    let mut letters = words.trim().chars();
    let words = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default();
    if words.ends_with(['.', ':', '!', '?', '…']) || words.is_empty() { words } else { words + "." }
}

#[cfg(test)]
mod tests;
