//! The table of situations: what lies in the folder, the line a shell runs there, the exit code, and what must be said.
//!
//! A line is run as it is printed in `docs/exit-codes.md`, so it holds no shorthand. Files and earlier commands are made
//! in the order in which a situation names them. Leaves to others: running it (`exit_codes`).

#![allow(dead_code, reason = "the constants are shared by all groups")]

mod baseline;
mod commands;
mod gate;
mod input;
mod line;
mod policy;
mod rules;
mod waivers;

use crate::common::{Folder, Run, own_pack, run, shell};

/// Full where the system operates, partial on trial.
pub const RULE: &str = "full = \"lifecycle = 'operating'\"\npartial = \"lifecycle = 'trial'\"";
pub const FULL: &str = "[system.a]\nlifecycle = \"operating\"\n";
pub const PARTIAL: &str = "[system.a]\nlifecycle = \"trial\"\n";
pub const NON_COMPLIANT: &str = "[system.a]\nlifecycle = \"planned\"\n";
pub const NOT_ASSESSED: &str = "[system.a]\n";
pub const NOTHING_JUDGED: &str = "[agency.a]\n";
/// Refers to an agency that is not there.
pub const WARNING: &str = "[system.a]\nlifecycle = \"operating\"\nowner = \"gone\"\n";
/// States what no system has.
pub const ERROR: &str = "[system.a]\nlifecycle = \"operating\"\nownr = \"gone\"\n";
pub const EXCHANGE: &str = "<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" identifier=\"m\">";

/// Situations of one kind, under one heading.
pub struct Group {
    pub title: &'static str,
    pub situations: Vec<Situation>,
}

pub struct Situation {
    pub name: &'static str,
    pub line: &'static str,
    pub code: i32,
    /// What stands somewhere in what is printed.
    says: &'static [&'static str],
    steps: Vec<Step>,
}

enum Step {
    File(&'static str, Vec<u8>),
    /// A sample of `models/`, with the registers beside it.
    Sample(&'static str),
    /// A line that has to end with 0 before.
    First(&'static str),
}

/// A situation in a folder with the pack `own` in `rules/`.
pub fn situation(name: &'static str) -> Situation {
    let pack = Step::File("rules/own.toml", own_pack(RULE).into_bytes());
    Situation { name, line: "", code: -1, says: &[], steps: vec![pack] }
}

impl Situation {
    pub fn file(mut self, path: &'static str, content: impl Into<Vec<u8>>) -> Situation {
        self.steps.push(Step::File(path, content.into()));
        self
    }

    /// A model `m.toml` beside the pack.
    pub fn model(self, content: &str) -> Situation {
        self.file("m.toml", content)
    }

    /// The project `p` with this `saikes.toml` after its id, and one model.
    pub fn project(self, rest: &str, model: &str) -> Situation {
        self.file("p/saikes.toml", format!("[project]\nid = \"p\"\n{rest}")).file("p/m.toml", model)
    }

    pub fn sample(mut self, name: &'static str) -> Situation {
        self.steps.push(Step::Sample(name));
        self
    }

    pub fn first(mut self, line: &'static str) -> Situation {
        self.steps.push(Step::First(line));
        self
    }

    pub fn run(self, line: &'static str, code: i32, says: &'static [&'static str]) -> Situation {
        Situation { line, code, says, ..self }
    }

    /// What is wrong with what happens, if anything.
    pub fn try_out(&self, number: usize) -> Result<(), String> {
        let folder = Folder::new(&number.to_string());
        for step in &self.steps {
            match step {
                Step::File(path, content) => {
                    folder.file(path, content);
                }
                Step::Sample(name) => drop(folder.copy(&format!("models/{name}"), name)),
                Step::First(line) => {
                    let run = run(shell(&folder.path(""), line));
                    if run.code != 0 {
                        return Err(format!("{number} {}: first {line}\n{run}", self.name));
                    }
                }
            }
        }
        self.compare(number, &run(shell(&folder.path(""), self.line)))
    }

    fn compare(&self, number: usize, run: &Run) -> Result<(), String> {
        let text = run.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let silent = self.says.iter().find(|words| !text.contains(**words));
        match (run.code == self.code, silent) {
            (true, None) => Ok(()),
            (true, Some(words)) => Err(format!("{number} {}: `{words}` is not said\n{}\n{run}", self.name, self.line)),
            (false, _) => Err(format!("{number} {}: {} expected\n{}\n{run}", self.name, self.code, self.line)),
        }
    }
}

/// Every group, in the order of the document.
pub fn groups() -> Vec<Group> {
    vec![gate::reached(), gate::accidents(), gate::company(), input::warnings(), input::unreadable(), input::settings()]
        .into_iter()
        .chain([policy::own_settings(), policy::policies(), baseline::compared(), baseline::drawn(), waivers::waivers(), waivers::waive()])
        .chain([rules::packs(), line::words(), line::outputs(), commands::others()])
        .collect()
}
