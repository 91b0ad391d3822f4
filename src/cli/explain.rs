//! `saikes explain NAME`: its arguments and its exit code; the pages are those of `crate::explain`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::answer::{Answer, Reader, drawn, has_error};
use crate::cli::{parse_language, system_language};
use crate::explain::{self, Known};
use crate::metamodel::Metamodel;
use crate::pack::Library;
use crate::place::Sources;
use crate::read;
use crate::read::archimate::Mapping;
use crate::text::Language;

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "ID", id = "names", required = true)]
    names: Vec<String>,
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
    #[arg(long, value_name = "PATH")]
    project: Option<PathBuf>,
}

/// Explains each name in turn; one that nobody knows is 2, and the others are explained all the same.
pub fn run(arguments: &Arguments) -> u8 {
    let reader = Reader::new(arguments.lang.unwrap_or_else(system_language));
    let metamodel = Metamodel::standard();
    let mut sources = Sources::default();
    let library = Library::load(metamodel, &mut sources, arguments.rules.as_deref());
    let mut wrong = library.problems.clone();
    let own = arguments.project.as_deref().and_then(|path| {
        let (mapping, problems) = read::mapping_of(path, &mut sources);
        wrong.extend(problems);
        mapping
    });
    let known = Known { metamodel, library: &library, mapping: own.as_ref().unwrap_or_else(|| Mapping::standard()) };
    let mut pages = Vec::new();
    for name in &arguments.names {
        match explain::explain(known, reader.language, reader.out, name) {
            Ok(page) => pages.push(page),
            Err(problem) => wrong.push(problem),
        }
    }
    let code = if has_error(&wrong) { 2 } else { 0 };
    Answer { out: pages.join("\n"), err: drawn(&wrong, &sources, reader.language, reader.err), code }.print()
}
