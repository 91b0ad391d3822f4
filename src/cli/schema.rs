//! `saikes schema`: the JSON Schemas of the files that people write and of the report, on stdout and nothing else there.

use clap::Args;

use crate::cli::answer::Answer;
use crate::cli::{parse_language, system_language};
use crate::schema::{self, Subject};
use crate::text::{Language, say};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "NAME", id = "schema", value_parser = parse_subject)]
    subject: Option<Subject>,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

pub fn run(arguments: &Arguments) -> u8 {
    let language = arguments.lang.unwrap_or_else(system_language);
    let out = match arguments.subject {
        Some(subject) => schema::text(subject, language),
        None => list(language),
    };
    Answer { out, ..Answer::default() }.print()
}

/// What there is, a line each.
fn list(language: Language) -> String {
    let width = Subject::ALL.iter().map(|subject| subject.name().len()).max().unwrap_or_default();
    let line = |subject: Subject| format!("  {:width$}  {}\n", subject.name(), subject.about(language));
    format!("{}\n{}", say(language, "schema.list", &[]), Subject::ALL.map(line).concat())
}

fn parse_subject(written: &str) -> Result<Subject, String> {
    Subject::from_name(written).ok_or_else(|| Subject::ALL.map(Subject::name).join(", "))
}
