//! Words that several sheets share: heads of columns, levels, places in the law, bodies, lists of projects.

use std::fmt::Display;

use super::table::{Asks, Cell, Column, Shape};
use crate::report::{Cite, Pair, ProjectReport, Reason, Report, wording};
use crate::text::{self, Language};
use crate::verdict::{Level, Verdict, Weight};

/// Names in one cell; the others are counted.
const NAMED: usize = 20;

/// A report, spoken of in its language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub report: &'a Report,
}

impl<'a> Words<'a> {
    pub fn language(self) -> Language {
        self.report.lang
    }

    pub fn say(self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        text::say(self.language(), key, arguments)
    }

    /// A column by the name of its head among the texts.
    pub fn column(self, name: &str, width: f64, shape: Shape) -> Column {
        Column { head: self.say(&format!("xlsx.column.{name}"), &[]), width, shape, asks: None, turned: false }
    }

    /// Columns of text by their names and widths.
    pub fn texts<const COLUMNS: usize>(self, columns: [(&str, f64); COLUMNS]) -> [Column; COLUMNS] {
        columns.map(|(name, width)| self.column(name, width, Shape::Text))
    }

    pub fn counts<const COLUMNS: usize>(self, names: [&str; COLUMNS]) -> [Column; COLUMNS] {
        names.map(|name| self.column(name, 15.0, Shape::Count))
    }

    /// A column that people fill in.
    pub fn asked(self, name: &str, width: f64, asks: Asks) -> Column {
        let shape = if matches!(asks, Asks::Day | Asks::DayFrom(_)) { Shape::Date } else { Shape::Text };
        Column { asks: Some(asks), ..self.column(name, width, shape) }
    }

    /// Choices by their names among the texts.
    pub fn choices(self, list: &str, names: &[&str]) -> Asks {
        Asks::OneOf(names.iter().map(|name| self.say(&format!("xlsx.choice.{list}.{name}"), &[])).collect())
    }

    /// A verdict in short, as a coloured cell.
    pub fn verdict(self, verdict: Verdict) -> Cell<'static> {
        Cell::Verdict(verdict, self.level_of(verdict))
    }

    pub fn level_of(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::NotApplicable => wording::verdict(self.language(), verdict),
            verdict => self.say(&format!("level.{}", verdict.name()), &[]),
        }
    }

    pub fn level(self, level: Level) -> String {
        self.say(&format!("level.{}", level.name()), &[])
    }

    pub fn weight(self, weight: Weight) -> Cell<'static> {
        Cell::Weight(weight, self.say(&format!("weight.{}", weight.name()), &[]))
    }

    pub fn yes(self, answer: bool) -> String {
        self.say(if answer { "words.yes" } else { "words.no-answer" }, &[])
    }

    pub fn kind(self, kind: &str) -> String {
        wording::kind_title(self.language(), kind).to_string()
    }

    pub fn stage(self, project: &ProjectReport) -> String {
        project.stage.map(|stage| self.say(&format!("stage.{stage}"), &[])).unwrap_or_default()
    }

    pub fn state(self, state: &str) -> String {
        text::find(self.language(), &format!("xlsx.state.{state}")).unwrap_or(state).to_string()
    }

    /// The places in the law, one a line.
    pub fn cites(self, cites: &[Cite]) -> String {
        cites.iter().map(|cite| self.cite(cite)).collect::<Vec<_>>().join("\n")
    }

    fn cite(self, cite: &Cite) -> String {
        let numbers = match &cite.subparagraph {
            Some(subparagraph) => self.say("explain.cite.subparagraph", &[("paragraph", &cite.paragraph), ("subparagraph", subparagraph)]),
            None => self.say("explain.cite.paragraph", &[("paragraph", &cite.paragraph)]),
        };
        match (&cite.act, cite.paragraph.is_empty()) {
            (Some(act), true) => act.clone(),
            (Some(act), false) => self.say("own.cite", &[("act", act), ("numbers", &numbers)]),
            (None, _) => self.say("explain.cite.order", &[("order", &cite.order), ("numbers", &numbers)]),
        }
    }

    /// The places in the law of a requirement by its index.
    pub fn cited(self, index: (usize, usize)) -> String {
        self.report.requirement(index).map(|text| self.cites(&text.cites)).unwrap_or_default()
    }

    pub fn title(self, index: (usize, usize)) -> &'a str {
        self.report.requirement(index).map_or("", |text| text.title.as_str())
    }

    /// A list for one cell: the first of it and how many more there are.
    pub fn list(self, names: &[String]) -> String {
        let mut shown: Vec<String> = names.iter().take(NAMED).cloned().collect();
        shown.extend((names.len() > NAMED).then(|| self.say("conclusion.more", &[("count", &(names.len() - NAMED))])));
        shown.join(", ")
    }

    /// Why two things look like one, a line each.
    pub fn reasons(self, reasons: &[Reason]) -> String {
        reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// How alike they are in one thing.
    pub fn degree(self, pair: &Pair, what: &str) -> Cell<'static> {
        pair.reasons.iter().find(|reason| reason.what == what).map_or(Cell::Empty, |reason| Cell::Number(reason.degree))
    }
}

/// The body whose project it is.
pub fn agency(project: &ProjectReport) -> &str {
    project.agency_name.as_ref().or(project.agency.as_ref()).map_or("", String::as_str)
}

/// A name, or the id of what has none.
pub fn name<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}
