//! Problems in words, and drawn with the place they stand at.
//!
//! The words of a code are `problem.CODE.message`, `.label` (at the place), `.help` (what to do), `.explain` and, where
//! there is more to say than that it is the other place, `.related`; those of a mistake in a pack are
//! `mistake.NAME.message`, `.label`, `.help`. Both take the problem's arguments.

use std::fmt::Display;

use crate::place::Sources;
use crate::problem::{Code, Problem, Severity};
use crate::report::excerpt::{self, Mark};
use crate::report::gather::location;
use crate::report::paper::{self, Ink, Paper, Style};
use crate::report::{Location, ProblemReport};
use crate::text::{self, Language, say};

pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Problems in words: errors first, then by place; `strict` makes warnings errors.
pub fn gather<'a>(
    problems: impl IntoIterator<Item = &'a Problem>,
    sources: &Sources,
    language: Language,
    strict: bool,
) -> Vec<ProblemReport> {
    let mut reports: Vec<ProblemReport> = problems.into_iter().map(|problem| report(problem, sources, language, strict)).collect();
    let place = |report: &ProblemReport| report.location.as_ref().map(|at| (at.path.clone(), at.place.span));
    reports.sort_by_cached_key(|report| (report.problem.severity, place(report), report.code, report.message.clone()));
    reports
}

fn report(problem: &Problem, sources: &Sources, language: Language, strict: bool) -> ProblemReport {
    let severity = if strict { Severity::Error } else { problem.severity };
    let path = problem.place.map_or("", |place| sources.part(place).path);
    let of_many = problem.place.is_some_and(|place| sources.file(place.file).is_bound());
    let words = Words { problem, language, path, of_many };
    ProblemReport {
        code: problem.code.name(),
        severity: severity_name(severity),
        message: words.message(),
        label: words.get("label"),
        help: words.help(),
        location: problem.place.map(|place| location(sources, place)),
        related: problem.related.map(|place| location(sources, place)),
        times: problem.times,
        problem: problem.clone(),
    }
}

/// One problem and the language it is told in.
struct Words<'a> {
    problem: &'a Problem,
    language: Language,
    /// Of the file it stands in, for texts that name it.
    path: &'a str,
    /// Whether that is one of many files of a model.
    of_many: bool,
}

impl Words<'_> {
    /// The text of a part as it stands among the texts.
    fn raw(&self, part: &str) -> Option<&'static str> {
        let mistake = self.problem.argument("mistake").map(|name| format!("mistake.{name}.{part}"));
        let own = format!("problem.{}.{part}", self.problem.code.name());
        mistake.and_then(|key| text::find(self.language, &key)).or_else(|| text::find(self.language, &own))
    }

    /// The text of a part, with the problem's arguments; empty where there is no such text.
    fn get(&self, part: &str) -> String {
        let found = self.raw(part);
        let arguments: Vec<(&str, String)> =
            self.problem.arguments.iter().map(|(name, value)| (*name, self.argument(name, value))).collect();
        let mut borrowed: Vec<(&str, &dyn Display)> = arguments.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        borrowed.push(("times", &self.problem.times));
        borrowed.push(("path", &self.path));
        found.map(|text| text::fill(self.language, text, &borrowed)).unwrap_or_default()
    }

    /// An argument in the reader's language where it is one of our words: a type, a reason, a language.
    fn argument(&self, name: &str, value: &str) -> String {
        let typed = matches!(self.problem.code, Code::WrongType | Code::WrongConfiguration);
        let key = match name {
            "expected" | "found" if typed => format!("type.{value}"),
            "expected" | "given" if self.problem.argument("given").is_some() => format!("type.{value}"),
            "reason" => format!("problem.{}.reason.{value}", self.problem.code.name()),
            "language" => format!("language.{value}"),
            _ => return value.to_string(),
        };
        let Some(words) = text::find(self.language, &key) else { return value.to_string() };
        let raw: Vec<(&str, &dyn Display)> = self.problem.arguments.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        text::fill(self.language, words, &raw)
    }

    fn message(&self) -> String {
        let message = self.get("message");
        match self.problem.times {
            0 | 1 => message,
            times => {
                let key = if self.of_many { "problem.times-in-model" } else { "problem.times" };
                format!("{message} {}", say(self.language, key, &[("times", &times)]))
            }
        }
    }

    /// "Did you mean" where something is near, then what to do.
    fn help(&self) -> String {
        // Some texts say themselves what was probably meant.
        let said = self.raw("help").is_some_and(|help| help.contains("{nearest}"));
        let nearest = self.problem.argument("nearest").filter(|nearest| !nearest.is_empty() && !said);
        let nearest = nearest.map(|nearest| say(self.language, "problem.nearest", &[("nearest", &nearest)]));
        let help = Some(self.get("help")).filter(|help| !help.is_empty());
        [nearest, help].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A problem as people see it: what is wrong, where, and what to do.
pub fn draw(problem: &ProblemReport, sources: &Sources, language: Language, paper: &mut Paper) {
    let (sign, ink) = if problem.is_error() { ("×", Ink::Bad) } else { ("!", Ink::Middling) };
    let message = format!("{} [{}]", problem.message, problem.code);
    paper.hanging(2, &format!("{sign} "), ink, 4, &message);
    draw_place(problem, sources, language, paper);
    if !problem.help.is_empty() {
        paper.entry(2, &say(language, "problem.help-word", &[]), Ink::Good, &problem.help);
    }
}

fn draw_place(problem: &ProblemReport, sources: &Sources, language: Language, paper: &mut Paper) {
    let Some(at) = &problem.location else { return };
    let beside = problem.related.as_ref();
    if !excerpt::can_be_drawn(sources, at.place) {
        paper.entry(4, &say(language, "problem.in", &[]), Ink::Faint, &at.path);
        return also(beside, language, paper);
    }
    let label = if problem.label.is_empty() { &problem.message } else { &problem.label };
    let mut marks = vec![Mark { place: at.place, label }];
    let own = text::find(language, &format!("problem.{}.related", problem.code));
    let words = own.map_or_else(|| say(language, "problem.related", &[]), str::to_string);
    let near = beside.filter(|beside| excerpt::are_near(sources, at.place, beside.place));
    if let Some(beside) = near {
        marks.push(Mark { place: beside.place, label: &words });
    }
    paper.text.push_str(&excerpt::draw(sources, &marks, paper.style));
    if near.is_none() {
        also(beside, language, paper);
    }
}

fn also(beside: Option<&Location>, language: Language, paper: &mut Paper) {
    if let Some(beside) = beside {
        paper.entry(2, &say(language, "problem.also", &[]), Ink::Faint, &address(beside));
    }
}

/// `path:line:column`, which editors and terminals can follow; the path alone for a file as a whole.
pub fn address(location: &Location) -> String {
    let path = paper::clean(&location.path);
    if location.whole { path.into_owned() } else { format!("{path}:{}:{}", location.line, location.column) }
}

/// One line for a problem, for logs and folded lists.
pub fn line(problem: &ProblemReport) -> String {
    match &problem.location {
        Some(at) => format!("{}: {} [{}]", address(at), problem.message, problem.code),
        None => format!("{} [{}]", problem.message, problem.code),
    }
}

/// All errors, drawn one after the other: for stderr where the report itself goes to a program.
pub fn draw_errors<'a>(
    problems: impl IntoIterator<Item = &'a ProblemReport>,
    sources: &Sources,
    language: Language,
    style: Style,
) -> String {
    draw_all(problems.into_iter().filter(|problem| problem.is_error()), sources, language, style)
}

/// Problems drawn one after the other.
pub fn draw_all<'a>(problems: impl IntoIterator<Item = &'a ProblemReport>, sources: &Sources, language: Language, style: Style) -> String {
    let mut paper = Paper::new(style);
    for problem in problems {
        draw(problem, sources, language, &mut paper);
        paper.blank();
    }
    paper.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_all_its_words() {
        for code in Code::ALL {
            for part in ["message", "label", "help", "explain"] {
                let key = format!("problem.{}.{part}", code.name());
                assert!(text::find(Language::En, &key).is_some_and(|text| !text.is_empty()), "{key}");
            }
        }
    }

    #[test]
    fn every_reason_and_type_has_words() {
        for reason in crate::read::xml::Reason::ALL {
            let key = format!("problem.malformed-xml.reason.{}", reason.name());
            assert!(text::find(Language::En, &key).is_some() || reason.name() == "declared-entities", "{key}");
        }
        for kind in crate::metamodel::AttributeType::ALL {
            assert!(text::find(Language::En, &format!("type.{}", kind.name())).is_some(), "{}", kind.name());
        }
    }
}
