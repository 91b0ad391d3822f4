//! `saikes import MODEL`: the same model as native TOML, to stdout or into a file.
//!
//! The exit code says whether it was written: 0, or 2 where the model could not be read as it is.

use std::path::PathBuf;

use clap::Args;

use crate::cli::answer::{Answer, Reader, drawn, has_error};
use crate::cli::{parse_language, system_language};
use crate::metamodel::Metamodel;
use crate::place::Sources;
use crate::problem::{Code, Problem};
use crate::read::{self, ReadOptions, ReadProject};
use crate::text::{Language, say};
use crate::write::native;

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

pub fn run(arguments: &Arguments) -> u8 {
    let mut read = read::read(std::slice::from_ref(&arguments.model), &ReadOptions::default(), Sources::default());
    let language = arguments.lang.or_else(|| read.projects.first()?.lang).unwrap_or_else(system_language);
    let reader = Reader::new(language);
    let mut problems = std::mem::take(&mut read.problems);
    let named: Vec<&ReadProject> = read.projects.iter().filter(|project| project.named).collect();
    for project in &named {
        problems.extend(project.problems.iter().cloned());
        problems.extend(project.fragments.iter().flat_map(|(_, fragment)| fragment.problems.iter().cloned()));
    }
    let (Some(project), false) = (named.first(), has_error(&problems)) else {
        if problems.is_empty() {
            problems.push(Problem::nowhere(Code::NoModel).with("path", arguments.model.to_string_lossy()));
        }
        return Answer { out: String::new(), err: drawn(&problems, &read.sources, language, reader.err), code: 2 }.print();
    };
    let text = native::write(Metamodel::standard(), project);
    let err = drawn(&problems, &read.sources, language, reader.err);
    let Some(path) = &arguments.output else { return Answer { out: text, err, code: 0 }.print() };
    match std::fs::write(path, text) {
        Ok(()) => Answer { out: String::new(), err, code: 0 }.print(),
        Err(error) => {
            let reason = say(language, "cli.error.write", &[("path", &path.display()), ("reason", &error.kind())]);
            let err = format!("{err}{} {reason}\n", say(language, "cli.error.word", &[]));
            Answer { out: String::new(), err, code: 2 }.print()
        }
    }
}
