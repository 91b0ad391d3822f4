//! `saikes rules new`: writes a pack to begin with, one requirement whose examples hold, with a comment at every key in
//! the reader's language. What is there already is never touched.
//!
//! The pack is `scaffold.toml` beside this file; its comments stand among the texts.

use std::fmt::Display;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::answer::{Answer, Reader};
use crate::cli::parse_language;
use crate::metamodel::Metamodel;
use crate::pack::{Library, is_id};
use crate::place::Sources;
use crate::report::paper::{Ink, Paper, pad, width};
use crate::report::terminal::shell_word;
use crate::text::{Language, fill, say};

const SCAFFOLD: &str = include_str!("scaffold.toml");

/// The comments of the scaffold, as it names them.
const COMMENTS: [&str; 19] = [
    "head",
    "pack-id",
    "languages",
    "advisory",
    "act",
    "requirement-id",
    "cites",
    "severity",
    "rationale",
    "subject",
    "where",
    "full",
    "partial",
    "message",
    "fix",
    "examples",
    "none",
    "silence",
    "out",
];

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "ID", id = "new-pack")]
    id: String,
    #[arg(value_name = "DIR", id = "new-folder", default_value = "rules", hide_default_value = true)]
    folder: PathBuf,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    pub lang: Option<Language>,
}

/// Writes the pack; 2 where that is not possible.
pub fn run(arguments: &Arguments, reader: Reader) -> Answer {
    let language = reader.language;
    match written(arguments, language) {
        Ok(path) => Answer { out: next(arguments, &path, reader), ..Answer::default() },
        Err(message) => Answer { err: format!("{} {message}\n", say(language, "cli.error.word", &[])), code: 2, ..Answer::default() },
    }
}

/// The file that was written, or why none was.
fn written(arguments: &Arguments, language: Language) -> Result<PathBuf, String> {
    let (id, folder) = (&arguments.id, &arguments.folder);
    if !is_id(id) {
        return Err(say(language, "own.new.odd-id", &[("id", id)]));
    }
    let metamodel = Metamodel::standard();
    if Library::to_judge_by(metamodel, &mut Sources::default()).find(id).is_ok() {
        return Err(say(language, "own.new.built-in", &[("id", id)]));
    }
    let path = place(folder, id);
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => say(language, "own.new.exists", &[("path", &path.display())]),
        kind => say(language, "cli.error.write", &[("path", &path.display()), ("reason", &kind)]),
    };
    if folder.is_dir() && Library::of_folder(metamodel, &mut Sources::default(), folder).find(id).is_ok() {
        return Err(say(language, "own.new.known", &[("id", id), ("path", &folder.display())]));
    }
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(scaffold(id, language).as_bytes()).map_err(failed)?;
    Ok(path)
}

/// A file of its own; a folder of its own where the files of the folder are one pack together, which a second `[pack]`
/// would tear apart.
fn place(folder: &Path, id: &str) -> PathBuf {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut packs = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let is_part = |path: PathBuf| fs::read_to_string(path).is_ok_and(|text| text.contains("[[requirement]]") && !text.contains("[pack]"));
    if packs.any(is_part) { folder.join(id).join("pack.toml") } else { folder.join(format!("{id}.toml")) }
}

fn scaffold(id: &str, language: Language) -> String {
    let mut words: Vec<(&str, String)> = COMMENTS.iter().map(|name| (*name, comment(language, name))).collect();
    words.push(("id", id.to_string()));
    for (name, of) in [("title-kk", Language::Kk), ("title-ru", Language::Ru), ("title-en", Language::En)] {
        words.push((name, say(of, "own.new.title", &[])));
    }
    let words: Vec<(&str, &dyn Display)> = words.iter().map(|(name, text)| (*name, text as &dyn Display)).collect();
    fill(language, SCAFFOLD, &words)
}

fn comment(language: Language, name: &str) -> String {
    let text = say(language, &format!("own.new.comment.{name}"), &[]);
    text.trim().lines().map(|line| format!("# {line}")).collect::<Vec<_>>().join("\n")
}

/// What was written and what to do next.
fn next(arguments: &Arguments, path: &Path, reader: Reader) -> String {
    let (language, mut paper) = (reader.language, Paper::new(reader.out));
    let (shown, folder) =
        (path.display().to_string().replace('\\', "/"), shell_word(&arguments.folder.to_string_lossy().replace('\\', "/")));
    paper.paragraph(0, Ink::Plain, &say(language, "own.new.written", &[("path", &shown)]));
    let commands = [
        (format!("saikes rules test {folder}"), "test"),
        (format!("saikes rules test {folder} --models ."), "models"),
        (format!("saikes explain {}/owner-and-purpose --rules {folder}", arguments.id), "explain"),
        (format!("saikes check --rules {folder}"), "check"),
    ];
    let columns = commands.iter().map(|(command, _)| width(command)).max().unwrap_or(0);
    for (command, what) in &commands {
        paper.line(&format!("  {}  {}", pad(command, columns), say(language, &format!("own.new.next.{what}"), &[])));
    }
    paper.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hole_of_the_scaffold_is_filled_and_only_those_of_messages_stay() {
        for language in Language::ALL {
            let text = scaffold("house", language);
            let holes: Vec<&str> =
                text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).filter(|hole| !hole.contains(' ')).collect();
            assert!(holes.iter().all(|hole| ["name", "owner.name"].contains(hole)), "{language:?}: {holes:?}");
            assert!(!text.contains("own.new."), "{text}");
        }
    }
}
