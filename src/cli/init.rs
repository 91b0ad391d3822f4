//! `saikes init`: writes a model to begin with; the text is that of `crate::starter`.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::cli::answer::Answer;
use crate::cli::{parse_language, system_language};
use crate::metamodel::Metamodel;
use crate::read::archimate::Mapping;
use crate::starter;
use crate::text::{Language, say};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(long, required = true)]
    archi: bool,
    #[arg(value_name = "FILE", default_value = "starter.archimate", hide_default_value = true)]
    file: PathBuf,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

/// Writes the file; 2 where it is there already or cannot be written.
pub fn run(arguments: &Arguments) -> u8 {
    let language = arguments.lang.unwrap_or_else(system_language);
    let text = starter::archi(Metamodel::standard(), Mapping::standard(), language);
    let path = arguments.file.display();
    let written =
        OpenOptions::new().write(true).create_new(true).open(&arguments.file).and_then(|mut file| file.write_all(text.as_bytes()));
    let answer = match written {
        Ok(()) => Answer { out: say(language, "starter.written", &[("path", &path)]) + "\n", ..Answer::default() },
        Err(error) => {
            let message = match error.kind() {
                io::ErrorKind::AlreadyExists => say(language, "starter.exists", &[("path", &path)]),
                kind => say(language, "cli.error.write", &[("path", &path), ("reason", &kind)]),
            };
            Answer { err: format!("{} {message}\n", say(language, "cli.error.word", &[])), code: 2, ..Answer::default() }
        }
    };
    answer.print()
}
