//! The report for a person at a terminal: 80 columns, readable without colour, floods folded.
//!
//! Every project has its header, verdict, findings and what is missing; a large portfolio is a table. What is left out
//! is said. Leaves to others: words (`src/texts`), excerpts (`excerpt`), levels and order (`gather`).

use std::io::{self, Write};

use crate::place::Sources;
use crate::report::paper::{Paper, Style, clean};
use crate::report::{ProblemReport, Report, problems};
use crate::text::{self, Language};

mod advice;
mod baseline;
mod duplicates;
mod findings;
mod matrix;
mod missing;
mod people;
mod project;
mod review;
mod summary;
mod waivers;

/// How the report is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Nothing is folded.
    pub all: bool,
    pub style: Style,
    /// Whether a project that falls short changes the exit code.
    pub exit_zero: bool,
    /// Whether there are commands to point at: `why`, `facts`.
    pub has_why: bool,
    pub has_facts: bool,
    /// The words that make those commands look at what this run looked at.
    pub again: Again<'a>,
}

/// The words of a run, so that other commands can be shown that look at the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Again<'a> {
    /// The paths as a shell takes them.
    pub paths: &'a str,
    /// The options that change what is found.
    pub options: &'a str,
    /// The language that was asked for: a file to fill in is written in it.
    pub lang: Option<Language>,
    /// The only folder that was checked, as the user named it: projects are found below it.
    pub root: Option<&'a str>,
}

impl Again<'_> {
    /// Everything that was checked.
    pub fn of_all(&self) -> String {
        joined(&[self.paths, self.options])
    }

    /// One project, by the path that reports show.
    pub fn of_project(&self, project: &str) -> String {
        let path = match self.root {
            Some(root) if project == "." || project.starts_with("..") => shell_word(root),
            Some(".") => shell_word(project),
            Some(root) => shell_word(&format!("{}/{project}", root.trim_end_matches('/'))),
            None => self.paths.to_string(),
        };
        let lang = self.lang.map(|lang| format!("--lang {}", lang.code())).unwrap_or_default();
        joined(&[&path, self.options, &lang])
    }
}

fn joined(words: &[&str]) -> String {
    words.iter().copied().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// More projects than this are shown as a table alone, unless all is asked for.
const PROJECTS_IN_FULL: usize = 8;

/// One report on its way to the page.
struct Renderer<'a> {
    report: &'a Report,
    sources: &'a Sources,
    options: Options<'a>,
    paper: Paper,
}

/// Writes the report; each project as soon as it is drawn.
pub fn write(report: &Report, sources: &Sources, options: Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut renderer = Renderer { report, sources, options, paper: Paper::new(options.style) };
    renderer.problems(&report.problems);
    let in_full = options.all || report.projects.len() <= PROJECTS_IN_FULL;
    // Beside a baseline few have something new, and that is what people came for.
    let mut new = 0;
    for project in &report.projects {
        new += usize::from(project.baseline.as_ref().is_some_and(|told| !told.reaches));
        let has_new = project.baseline.as_ref().is_some_and(|told| !told.reaches) && new <= PROJECTS_IN_FULL;
        if in_full || has_new {
            renderer.project(project);
        } else {
            // A table cannot say what was wrong with a file.
            renderer.errors_of(project);
        }
        renderer.flush(out)?;
    }
    renderer.portfolio();
    renderer.duplicates();
    renderer.offers();
    renderer.review();
    renderer.summary(in_full);
    renderer.flush(out)
}

/// A word of a command line as a shell takes it.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@+".contains(c);
    let word = clean(word);
    if !word.is_empty() && word.chars().all(plain) { word.into_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

impl Renderer<'_> {
    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.paper.blank();
        out.write_all(self.paper.text.as_bytes())?;
        self.paper.text.clear();
        Ok(())
    }

    fn language(&self) -> Language {
        self.report.lang
    }

    fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> String {
        text::say(self.language(), key, arguments)
    }

    /// Errors in full, each with its place; warnings follow in one list.
    fn problems(&mut self, problems: &[ProblemReport]) {
        let language = self.language();
        for problem in problems.iter().filter(|problem| problem.is_error()) {
            problems::draw(problem, self.sources, language, &mut self.paper);
            self.paper.blank();
        }
        self.warnings(problems);
    }

    fn errors_of(&mut self, project: &crate::report::ProjectReport) {
        if project.problems.iter().any(ProblemReport::is_error) {
            let language = self.language();
            for problem in project.problems.iter().filter(|problem| problem.is_error()) {
                problems::draw(problem, self.sources, language, &mut self.paper);
                self.paper.blank();
            }
        }
    }
}

#[cfg(test)]
mod tests;
