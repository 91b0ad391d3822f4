//! Writes a generated portfolio: `cargo run --release --example generate -- DIR --projects 100 --elements 1000`.

use std::path::PathBuf;
use std::process::ExitCode;

mod generator;

use generator::{Format, Wanted};

const USAGE: &str = "usage: generate DIR [--projects N] [--elements M] [--format exchange|coarchi|native] [--seed S]

DIR is new, empty, or holds an earlier portfolio, which is replaced. N projects (10) of M elements each (1000, at least 100) and the context they refer to.";

fn main() -> ExitCode {
    let (folder, wanted) = match arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match generator::write(&folder, wanted) {
        Ok(made) => {
            let megabytes = made.bytes as f64 / 1e6;
            println!("{} projects, {} elements, {} relationships, {megabytes:.1} MB", made.projects, made.elements, made.relationships);
            for (requirement, planted) in made.planted.by_requirement() {
                println!("{requirement}: {planted} planted");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("cannot write `{}`: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<(PathBuf, Wanted), String> {
    let mut wanted = Wanted::new(10, 1000, Format::Exchange);
    let mut folder = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|_| format!("`{text}` is no number"));
        match argument.as_str() {
            "--projects" => wanted.projects = number(value()?)? as usize,
            "--elements" => wanted.elements = (number(value()?)? as usize).max(generator::FEWEST_ELEMENTS),
            "--format" => wanted.format = value()?.parse()?,
            "--seed" => wanted.seed = number(value()?)?,
            option if option.starts_with("--") => return Err(format!("unknown option `{option}`")),
            _ if folder.is_some() => return Err(format!("one folder is enough: `{argument}`")),
            _ => folder = Some(PathBuf::from(&argument)),
        }
    }
    Ok((folder.ok_or("no folder given")?, wanted))
}
