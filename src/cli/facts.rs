//! `saikes facts [PATH…]`: what open answers wait for; with `--write`, a facts file in which it can be filled in; with
//! `--questions`, what a person has to answer.
//!
//! The exit code says whether it could be told: 0, or 2 where errors in files leave it open. What only says that an
//! element has gone is no such error once its table is marked.

mod questions;
mod write;

pub use write::{Refusal, refused, text_of};

use clap::Args;

use crate::cli::answer::{Answer, Reader, drawn};
use crate::cli::work::{Clock, Work};
use crate::cli::{Format, Judging, Reading, parse_format, parse_language};
use crate::facts::Asked;
use crate::facts::list::{List, Listed, SCHEMA};
use crate::facts::page::Page;
use crate::outcome::Outcomes;
use crate::place::Place;
use crate::problem::{Problem, Severity};
use crate::report::paper::Paper;
use crate::report::terminal::Again;
use crate::report::{Tool, questions_of};
use crate::text::{Language, say};

/// Facts that are shown or asked for unless the user wants more or fewer.
const TOP: usize = 12;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    judging: Judging,
    #[arg(long)]
    write: bool,
    #[arg(long, conflicts_with = "list-format")]
    questions: bool,
    #[arg(long, value_name = "N", value_parser = parse_count)]
    top: Option<usize>,
    #[arg(long)]
    all: bool,
    #[arg(long, id = "list-format", value_name = "FORMAT", value_parser = parse_format, default_value = "terminal")]
    format: Format,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

/// Nothing is nothing to ask for.
fn parse_count(written: &str) -> Result<usize, String> {
    written.parse().ok().filter(|count| *count > 0).ok_or_else(|| "1, 2, 3, …".to_string())
}

impl Arguments {
    fn top(&self) -> usize {
        if self.all { usize::MAX } else { self.top.unwrap_or(TOP) }
    }
}

pub fn run(arguments: &Arguments) -> u8 {
    let mut clock = Clock::new(false);
    let work = Work::prepare(&arguments.reading, &arguments.judging, arguments.lang, &mut clock);
    let outcomes = work.judge(true, false, &mut clock);
    let mut asked: Vec<Asked> = outcomes.projects.iter().map(|outcome| Asked::of(&work.graph, &work.packs, outcome)).collect();
    let path = |asked: &Asked| work.graph.projects[asked.project].path.clone();
    asked.sort_by_cached_key(|asked| path(asked));
    let reader = Reader::new(work.language);
    let mut answer = Answer { out: String::new(), err: String::new(), code: 0 };
    let mut errors = errors(&work);
    if arguments.questions && !arguments.write {
        answer.out = questions::shown(&work, &outcomes, arguments);
    } else if arguments.questions {
        let written = questions::write(&work, &outcomes, arguments, reader);
        (answer.out, answer.err) = (written.out, written.err);
        answer.at_least(if written.refused { 2 } else { 0 });
    } else if arguments.write {
        let written = write::write(&work, &asked, arguments, reader);
        errors.retain(|error| !written.settled.contains(error));
        (answer.out, answer.err) = (written.out, written.err);
        answer.at_least(if written.refused { 2 } else { 0 });
    } else if arguments.format == Format::Terminal {
        answer.out = shown(&work, &asked, arguments, reader);
    }
    if arguments.format == Format::Json {
        answer.out = listed(&work, &outcomes, &asked, arguments);
    }
    answer.err.insert_str(0, &drawn(&errors, &work.sources, work.language, reader.err));
    if !errors.is_empty() || asked.is_empty() || !outcomes.bugs.is_empty() {
        answer.at_least(2);
    }
    answer.print()
}

/// Everything that may change what is missing.
fn errors(work: &Work) -> Vec<Problem> {
    let projects = work.graph.projects.iter().flat_map(|project| &project.problems);
    work.problems.iter().chain(projects).filter(|problem| problem.severity == Severity::Error).cloned().collect()
}

fn shown(work: &Work, asked: &[Asked], arguments: &Arguments, reader: Reader) -> String {
    let again = Words::of(arguments);
    let page = Page { graph: &work.graph, language: work.language, top: arguments.top() };
    let mut paper = Paper::new(reader.out);
    for asked in asked {
        let command = format!("saikes facts {}", again.again().of_project(&work.graph.projects[asked.project].path));
        page.draw(asked, &command, &mut paper);
        paper.blank();
    }
    paper.text
}

fn listed(work: &Work, outcomes: &Outcomes, asked: &[Asked], arguments: &Arguments) -> String {
    let is_unreadable = |project: usize| {
        let problems = &work.graph.projects[project].problems;
        problems.iter().any(|problem| problem.severity == Severity::Error)
    };
    let questions = |project: usize| {
        let outcome = outcomes.projects.iter().find(|outcome| outcome.project == project);
        outcome.map(|outcome| questions_of(&work.graph, &work.packs, outcome, work.language)).unwrap_or_default()
    };
    let list = List {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        today: work.today.to_string(),
        lang: work.language,
        projects: asked
            .iter()
            .map(|asked| {
                let at = asked.project;
                Listed::of(&work.graph, asked, questions(at), is_unreadable(at), arguments.top(), work.language)
            })
            .collect(),
    };
    serde_json::to_string_pretty(&list).expect("a list of texts and numbers is JSON") + "\n"
}

/// The words of this run, for the commands that are shown.
struct Words {
    paths: String,
    options: String,
    lang: Option<Language>,
    root: Option<String>,
}

impl Words {
    fn of(arguments: &Arguments) -> Words {
        let reading = &arguments.reading;
        let options = reading.options_again(&arguments.judging);
        Words { paths: reading.paths_again(), options, lang: arguments.lang, root: reading.root() }
    }

    fn again(&self) -> Again<'_> {
        Again { paths: &self.paths, options: &self.options, lang: self.lang, root: self.root.as_deref() }
    }
}

/// A refusal, as complaints about the command line look.
fn complaint(language: Language, path: &str, key: &str) -> String {
    let reason = say(language, key, &[]);
    format!("{} {path}: {reason}\n", say(language, "cli.error.word", &[]))
}

fn is_in(problem: &Problem, place: impl Fn(Place) -> bool) -> bool {
    problem.place.is_some_and(place)
}
