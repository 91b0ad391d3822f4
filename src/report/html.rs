//! The report as a page: static HTML in the reader's language that works without script, from a stick, without network.
//!
//! A [`Book`] is what all pages of one run share, a [`Page`] is one document being written. One document holds the
//! overview and every project; above the limits there is a document for the overview and one for each project
//! ([`Layout`]). Every text that differs by language goes through [`Words`], so that the script can switch it in place.
//!
//! Addresses inside, the same in both layouts, so that anything may point at anything (`Page::to_…` makes the links):
//!
//! | anchor | what stands there | who writes it |
//! |---|---|---|
//! | `overview` | the overview | `overview` |
//! | `project-SLUG` | the `<article>` of a project | `html` |
//! | `group-SLUG-PACK-ID` | a project's contour or chapter | `project` |
//! | `requirement-SLUG-PACK-NUMBER` | a requirement of a project, by its place in the report | `project` |
//! | `finding-FINGERPRINT` | a finding of a project | `project` |
//! | `run-FINGERPRINT` | a finding over the run, a group that looks built twice, an offer | `overview` |
//!
//! Nothing here judges, and nothing of a model becomes markup: maud escapes what it is given, and the strings of the
//! script are put into the page as text alone. The policy of the page forbids everything that is not its own: no style
//! attributes, no handlers in attributes, no addresses outside.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::report::grounds::Grounds;
use crate::report::places::Places;
use crate::report::{ProjectReport, Report};
use crate::text::Language;
use crate::verdict::Verdict;

mod address;
mod overview;
mod project;
mod shell;
mod words;
pub mod writing;

pub use address::Layout;
pub use words::{Tri, Words};

/// What every page of a run is made from.
pub struct Book<'a> {
    /// The report in Kazakh, Russian and English: the same projects and findings in the same order.
    pub reports: [&'a Report; 3],
    /// The language that the pages are written in; the script switches to the others.
    pub language: Language,
    /// Missing where a report was made by hand.
    pub grounds: Option<Grounds<'a>>,
    pub places: Places<'a>,
    pub layout: Layout,
    /// For each project, the word that its addresses are made of.
    slugs: Vec<String>,
    /// Projects by their ids; of several with one id the first.
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Book<'a> {
    pub fn new(reports: [&'a Report; 3], language: Language, grounds: Option<Grounds<'a>>, places: Places<'a>) -> Book<'a> {
        let slugs = address::slugs(reports[0].projects.iter().map(|project| project.id.as_str()));
        let mut numbers = HashMap::new();
        for (at, project) in reports[0].projects.iter().enumerate() {
            numbers.entry(project.id.as_str()).or_insert(at);
        }
        Book { reports, language, grounds, places, layout: Layout::Whole, slugs, numbers }
    }

    pub fn with_layout(self, layout: Layout) -> Book<'a> {
        Book { layout, ..self }
    }

    pub fn report(&self) -> &'a Report {
        self.reports[self.language as usize]
    }

    /// The overview and every project in one document.
    pub fn whole(&self) -> String {
        let page = Page::new(self, Sheet::Whole);
        let projects = 0..self.report().projects.len();
        let body = html! {
            (overview::overview(&page))
            @for at in projects { (page.article(at)) }
        };
        shell::document(&page, &overview::title(&page), &body)
    }

    /// The overview alone.
    pub fn index(&self) -> String {
        let page = Page::new(self, Sheet::Index);
        shell::document(&page, &overview::title(&page), &overview::overview(&page))
    }

    /// One project alone.
    pub fn project(&self, at: usize) -> String {
        let page = Page::new(self, Sheet::Project(at));
        shell::document(&page, &page.each_project(at, |_, project| project.name.clone()), &page.article(at))
    }
}

/// Which document is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    Whole,
    Index,
    Project(usize),
}

/// One document being written: what it shows, and the strings that its script switches.
pub struct Page<'a> {
    pub book: &'a Book<'a>,
    pub sheet: Sheet,
    pub words: Words,
}

impl<'a> Page<'a> {
    fn new(book: &'a Book<'a>, sheet: Sheet) -> Page<'a> {
        Page { book, sheet, words: Words::new(book.language) }
    }

    pub fn report(&self) -> &'a Report {
        self.book.report()
    }

    /// What each of the three reports says.
    pub fn each(&self, say: impl Fn(&Report) -> String) -> Tri {
        Tri::of(|language| say(self.book.reports[language as usize]))
    }

    /// What each of the three reports says of one project.
    pub fn each_project(&self, at: usize, say: impl Fn(Language, &ProjectReport) -> String) -> Tri {
        Tri::of(|language| self.book.reports[language as usize].projects.get(at).map(|project| say(language, project)).unwrap_or_default())
    }

    /// A text of ours by its key, ready to stand in the page; the arguments are the same in every language.
    pub fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> Markup {
        self.words.text(&Tri::say(key, arguments))
    }

    /// The sign of a verdict and its words for those who do not see it; the sign itself is drawn by the style.
    pub fn sign(&self, verdict: Verdict) -> Markup {
        html! { span class=(format!("sign {}", verdict.name())) { span.vh { (self.say(&level_key(verdict), &[])) } } }
    }

    fn article(&self, at: usize) -> Markup {
        html! { article.sheet id=(self.book.project_anchor(at)) { (project::project(self, at)) } }
    }
}

/// The short words of a verdict.
pub fn level_key(verdict: Verdict) -> String {
    match verdict {
        Verdict::NotApplicable => "verdict.not-applicable".to_string(),
        other => format!("level.{}", other.name()),
    }
}

#[cfg(test)]
pub mod tests;
