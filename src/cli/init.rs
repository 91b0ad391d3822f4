//! `saikes init`: writes the `saikes.toml` of a project, and a model to begin with where there is none; asked on a terminal,
//! decided with `--yes`. With `--archi` a model for the modelling tool; the text is that of `crate::starter`.
//!
//! Nothing that is there is overwritten. What is asked and written `crate::init` says.

use std::fmt::Display;
use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::answer::Answer;
use crate::cli::{parse_language, system_language};
use crate::init::ask::{Asker, Packs};
use crate::init::file::Written;
use crate::init::{self, Choices, found, model};
use crate::metamodel::Metamodel;
use crate::pack::Library;
use crate::place::Sources;
use crate::read::archimate::Mapping;
use crate::read::{config, load};
use crate::report::terminal::shell_word;
use crate::select::DEFAULT_PACKS;
use crate::starter;
use crate::text::{Language, say};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "PATH", id = "init-path")]
    path: Option<PathBuf>,
    #[arg(long)]
    yes: bool,
    #[arg(long, conflicts_with = "yes")]
    archi: bool,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

/// What `--archi` writes where no file is named.
const ARCHI_FILE: &str = "starter.archimate";

/// Writes what there is to write; 2 where something is there already, cannot be written, or nobody answers.
pub fn run(arguments: &Arguments) -> u8 {
    let language = arguments.lang.unwrap_or_else(system_language);
    let answer = if arguments.archi {
        let file = arguments.path.clone().unwrap_or_else(|| PathBuf::from(ARCHI_FILE));
        archi(&file, language)
    } else {
        let folder = arguments.path.clone().unwrap_or_else(|| PathBuf::from("."));
        Beginning { folder: &folder, language, decides: arguments.yes }.answer()
    };
    answer.print()
}

fn archi(file: &Path, language: Language) -> Answer {
    let text = starter::archi(Metamodel::standard(), Mapping::standard(), language);
    match create(file, &text) {
        Ok(()) => Answer { out: say(language, "starter.written", &[("path", &file.display())]) + "\n", ..Answer::default() },
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => refused(language, "starter.exists", &[("path", &file.display())]),
        Err(error) => unwritten(language, file, &error),
    }
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| file.write_all(text.as_bytes()))
}

fn refused(language: Language, key: &str, arguments: &[(&str, &dyn Display)]) -> Answer {
    let message = say(language, key, arguments);
    Answer { err: format!("{} {message}\n", say(language, "cli.error.word", &[])), code: 2, ..Answer::default() }
}

fn unwritten(language: Language, path: &Path, error: &io::Error) -> Answer {
    refused(language, "cli.error.write", &[("path", &path.display()), ("reason", &load::reason(error))])
}

/// A project on its way to have a `saikes.toml`.
struct Beginning<'a> {
    folder: &'a Path,
    language: Language,
    /// Nobody is asked.
    decides: bool,
}

impl Beginning<'_> {
    fn answer(&self) -> Answer {
        let file = self.folder.join(config::FILE_NAME);
        if fs::symlink_metadata(&file).is_ok() {
            return refused(self.language, "init.exists", &[("path", &file.display())]);
        }
        if self.folder.exists() && !self.folder.is_dir() {
            return refused(self.language, "init.no-folder", &[("path", &self.folder.display())]);
        }
        if !self.decides && !io::stdin().is_terminal() {
            return refused(self.language, "init.nobody", &[]);
        }
        let found = found::look(self.folder);
        let library = Library::to_judge_by(Metamodel::standard(), &mut Sources::default());
        let decided = init::decide(&real(self.folder), &found, self.language);
        let choices = match self.chosen(decided, &library) {
            Ok(Some(choices)) => choices,
            Ok(None) => return refused(self.language, "init.given-up", &[]),
            Err(error) => return refused(self.language, "init.unanswered", &[("reason", &load::reason(&error))]),
        };
        let text = Written { choices: &choices, found: &found, library: &library, language: self.language }.text();
        self.write(&choices, &file, &text)
    }

    fn chosen(&self, decided: Choices, library: &Library) -> io::Result<Option<Choices>> {
        if self.decides {
            return Ok(Some(decided));
        }
        let mut err = io::stderr().lock();
        writeln!(err, "{}", say(self.language, "init.intro", &[("path", &self.folder.join(config::FILE_NAME).display())]))?;
        let all: Vec<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
        let packs = Packs { all: &all, default: &DEFAULT_PACKS };
        Asker { answers: &mut io::stdin().lock(), out: &mut err, language: self.language }.choices(decided, packs)
    }

    /// The model first: a `saikes.toml` alone would be a project without one.
    fn write(&self, choices: &Choices, file: &Path, text: &str) -> Answer {
        if let Err(error) = fs::create_dir_all(self.folder) {
            return unwritten(self.language, self.folder, &error);
        }
        let mut out = String::new();
        if choices.starter {
            let path = self.folder.join(model::FILE_NAME);
            match create(&path, &model::text(Metamodel::standard(), choices, self.language)) {
                Ok(()) => out += &self.said("init.written", &[("path", &path.display())]),
                // It holds nothing that is a model, and is somebody's all the same.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return refused(self.language, "init.exists", &[("path", &path.display())]);
                }
                Err(error) => return unwritten(self.language, &path, &error),
            }
        }
        match create(file, text) {
            Ok(()) => out += &self.said("init.written", &[("path", &file.display())]),
            Err(error) => return unwritten(self.language, file, &error),
        }
        Answer { out: out + &self.next(), ..Answer::default() }
    }

    /// What to do now, as commands that can be pasted.
    fn next(&self) -> String {
        let folder = shell_word(&self.folder.to_string_lossy());
        let at = if folder == "." { String::new() } else { format!(" {folder}") };
        let commands = [
            ("check", format!("saikes check{at}")),
            ("facts", format!("saikes facts{at} --write")),
            ("explain", "saikes explain kinds".to_string()),
        ];
        let width = commands.iter().map(|(_, command)| command.chars().count()).max().unwrap_or_default();
        let mut out = self.said("init.next", &[]);
        for (key, command) in commands {
            out += &format!("  {command:width$}   {}", self.said(&format!("init.then.{key}"), &[]));
        }
        out
    }

    fn said(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.language, key, arguments) + "\n"
    }
}

/// The folder itself, whose name is asked for; `.` has none.
fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_path_buf())
}
