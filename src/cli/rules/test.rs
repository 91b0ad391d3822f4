//! `saikes rules test`: runs the examples of packs, says what they leave untested, and, where models are named, what the
//! packs find in them.
//!
//! What is wrong with a pack is told at its place in the pack's file. What models show of a pack is a hint: a rule that
//! never fires may be kept by everybody.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::tried::{self, Tried};
use crate::cli::answer::{Answer, Reader};
use crate::cli::{Format, parse_date, parse_format, parse_language};
use crate::metamodel::Metamodel;
use crate::pack::mutants::{self, Noticed};
use crate::pack::{Library, Pack, examples};
use crate::place::Sources;
use crate::problem::{Code, Problem};
use crate::report::paper::Paper;
use crate::report::{ProblemReport, Style, problems};
use crate::text::{Language, say};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "PACKDIR", id = "folders")]
    folders: Vec<PathBuf>,
    #[arg(long = "pack", id = "tested-pack", value_name = "PACK")]
    packs: Vec<String>,
    /// One path an option: a folder of packs behind it would otherwise be taken for a model, and nothing tested.
    #[arg(long, value_name = "PATH")]
    models: Vec<PathBuf>,
    /// Whether conditions are changed to see if the examples notice.
    #[arg(long)]
    mutants: bool,
    #[arg(long)]
    strict: bool,
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    today: Option<Date>,
    #[arg(long, id = "list-format", value_name = "FORMAT", value_parser = parse_format, default_value = "terminal")]
    format: Format,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    pub lang: Option<Language>,
}

/// What came out, as programs read it.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Tests {
    packs: Vec<Tested>,
    /// Of files and folders that hold no pack, of broken packs, and of models.
    problems: Vec<ProblemReport>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Tested {
    id: String,
    requirements: usize,
    examples: usize,
    as_expected: usize,
    /// Examples that come out otherwise, and models in them that cannot be read.
    problems: Vec<ProblemReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<Mutants>,
    /// What the models show of each requirement.
    #[serde(skip_serializing_if = "Option::is_none")]
    models: Option<Vec<Tried>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Mutants {
    changes: usize,
    unnoticed: Vec<Unnoticed>,
}

#[derive(Debug, Serialize)]
struct Unnoticed {
    path: String,
    line: usize,
    column: usize,
    requirement: String,
    condition: String,
    negated: bool,
}

/// 1 where an example comes out otherwise, 2 where a pack or a model cannot be read.
pub fn run(arguments: &Arguments, reader: Reader) -> Answer {
    let mut run = Run { arguments, reader, tests: Tests::default(), seen: BTreeSet::new(), answer: Answer::default() };
    if arguments.folders.is_empty() {
        run.folder(None);
    }
    for folder in &arguments.folders {
        run.folder(Some(folder));
    }
    run.unknown_packs();
    let Run { tests, mut answer, .. } = run;
    if arguments.format == Format::Json {
        answer.out = serde_json::to_string_pretty(&tests).expect("strings and numbers can always be written as JSON") + "\n";
    }
    answer
}

struct Run<'a> {
    arguments: &'a Arguments,
    reader: Reader,
    tests: Tests,
    /// The packs that were found.
    seen: BTreeSet<String>,
    answer: Answer,
}

impl Run<'_> {
    /// The packs of a folder, or those that are built in.
    fn folder(&mut self, folder: Option<&Path>) {
        let (metamodel, mut sources) = (Metamodel::standard(), Sources::default());
        let library = match folder {
            Some(folder) => Library::of_folder(metamodel, &mut sources, folder),
            None => Library::load(metamodel, &mut sources, None),
        };
        let told = self.tell(&library.problems, &sources, |_| 2);
        self.answer.err.push_str(&draw(&told, &sources, self.reader.language, self.reader.err));
        self.tests.problems.extend(told);
        let is_asked_for = |pack: &Pack| self.arguments.packs.is_empty() || self.arguments.packs.contains(&pack.id);
        let asked: Vec<usize> = (0..library.packs.len()).filter(|at| is_asked_for(&library.packs[*at])).collect();
        self.seen.extend(library.packs.iter().map(|pack| pack.id.clone()));
        let mut trial = (!self.arguments.models.is_empty() && !asked.is_empty()).then(|| {
            let ids: Vec<String> = asked.iter().map(|at| library.packs[*at].id.clone()).collect();
            tried::run(&self.arguments.models, folder, &ids, self.arguments.today, self.reader.language)
        });
        if let Some(trial) = &mut trial {
            // What is wrong with the packs was told.
            let path = |report: &ProblemReport| report.location.as_ref().map(|at| at.path.clone());
            let known = |report: &ProblemReport| {
                self.tests.problems.iter().any(|told| told.message == report.message && path(told) == path(report))
            };
            trial.problems.retain(|report| !known(report));
            self.answer.at_least(if trial.problems.is_empty() { 0 } else { 2 });
            self.answer.err.push_str(&draw(&trial.problems, &trial.sources, self.reader.language, self.reader.err));
            self.tests.problems.append(&mut trial.problems);
        }
        for at in asked {
            let models = trial.as_mut().map(|trial| trial.packs.remove(&library.packs[at].id).unwrap_or_default());
            self.pack(&library, at, &sources, models);
        }
        if let Some(trial) = trial {
            self.answer.out.push_str(&trial.about(self.reader));
        }
    }

    fn pack(&mut self, library: &Library, at: usize, sources: &Sources, models: Option<Vec<Tried>>) {
        let (metamodel, pack) = (Metamodel::standard(), &library.packs[at]);
        let ran = examples::run(metamodel, sources, &library.packs, at);
        let counts: [(&str, &dyn Display); 4] =
            [("pack", &pack.id), ("requirements", &pack.requirements.len()), ("expected", &ran.as_expected), ("examples", &ran.examples)];
        self.say("rules.ran", &counts);
        let problems = self.tell(&ran.problems, sources, |problem| if problem.code == Code::ExampleVerdict { 1 } else { 2 });
        self.answer.out.push_str(&draw(&problems, sources, self.reader.language, self.reader.out));
        let mutants = self.arguments.mutants.then(|| self.mutants(&mutants::run(metamodel, sources, pack), pack, sources));
        if let Some(models) = &models {
            self.answer.out.push_str(&tried::page(models, self.reader));
        }
        let (requirements, examples, as_expected) = (pack.requirements.len(), ran.examples, ran.as_expected);
        self.tests.packs.push(Tested { id: pack.id.clone(), requirements, examples, as_expected, problems, mutants, models });
    }

    /// The changed conditions of a pack that no example notices, a line each.
    fn mutants(&mut self, noticed: &Noticed, pack: &Pack, sources: &Sources) -> Mutants {
        let count = noticed.survivors.len();
        self.say("rules.mutants", &[("pack", &pack.id), ("mutants", &noticed.mutants), ("survivors", &count)]);
        let mut unnoticed = Vec::new();
        for survivor in &noticed.survivors {
            let (path, line, column) = sources.locate(survivor.place);
            let key = if survivor.negated { "rules.survivor.negated" } else { "rules.survivor.removed" };
            let condition = survivor.condition.split_whitespace().collect::<Vec<_>>().join(" ");
            let words: [(&str, &dyn Display); 5] =
                [("path", &path), ("line", &line), ("column", &column), ("id", &survivor.requirement), ("condition", &condition)];
            self.say(key, &words);
            let (path, requirement, negated) = (path.to_string(), survivor.requirement.clone(), survivor.negated);
            unnoticed.push(Unnoticed { path, line, column, requirement, condition, negated });
        }
        Mutants { changes: noticed.mutants, unnoticed }
    }

    /// A pack that was asked for and is in none of the folders.
    fn unknown_packs(&mut self) {
        let seen: Vec<&str> = self.seen.iter().map(String::as_str).collect();
        let unknown = self.arguments.packs.iter().filter(|id| !self.seen.contains(*id));
        let near = |id: &str| crate::problem::nearest(id, seen.iter().copied()).unwrap_or("").to_string();
        let problem = |id: &String| Problem::nowhere(Code::UnknownPack).with("found", id).with("nearest", near(id));
        let problems: Vec<Problem> = unknown.map(problem).collect();
        let told = self.tell(&problems, &Sources::default(), |_| 2);
        self.answer.err.push_str(&draw(&told, &Sources::default(), self.reader.language, self.reader.err));
        self.tests.problems.extend(told);
    }

    /// Problems in words; what is an error, or a warning that is taken for one, decides the exit code.
    fn tell(&mut self, wrong: &[Problem], sources: &Sources, code: impl Fn(&Problem) -> u8) -> Vec<ProblemReport> {
        let told = problems::gather(wrong, sources, self.reader.language, self.arguments.strict);
        for report in told.iter().filter(|report| report.is_error()) {
            self.answer.at_least(code(&report.problem));
        }
        told
    }

    fn say(&mut self, key: &str, words: &[(&str, &dyn Display)]) {
        self.answer.out.push_str(&format!("{}\n", say(self.reader.language, key, words)));
    }
}

/// Every problem drawn at its place.
fn draw(told: &[ProblemReport], sources: &Sources, language: Language, style: Style) -> String {
    let mut paper = Paper::new(style);
    for report in told {
        problems::draw(report, sources, language, &mut paper);
        paper.blank();
    }
    paper.text
}
