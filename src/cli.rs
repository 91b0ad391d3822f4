//! The command line: arguments, the reader's language, and the way to each command.
//!
//! One file a command (`check`), all arguments here; help and complaints speak the reader's language (`usage`).
//! A command answers with the exit code: 0 reached, 1 not reached, 2 not made.

mod annotate;
mod answer;
mod baseline;
mod check;
mod diff;
mod explain;
mod facts;
mod formats;
mod github;
mod import;
mod init;
mod interrupt;
mod output;
mod progress;
mod rules;
mod schema;
mod usage;
mod waive;
mod why;
mod work;

use std::backtrace::BacktraceStatus;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::civil::Date;

use crate::cli::formats::{Output, ReportFormat, parse_output};
use crate::read::Stage;
use crate::report::terminal::shell_word;
use crate::text::{Language, fill, find, say};
use crate::verdict::Level;

#[derive(Debug, Parser)]
#[command(name = "saikes", version, disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// Commands come with the work that needs them.
#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Baseline(baseline::Arguments),
    Why(why::Arguments),
    Explain(explain::Arguments),
    Facts(facts::Arguments),
    Init(init::Arguments),
    Schema(schema::Arguments),
    Rules(rules::Arguments),
    Import(import::Arguments),
    Annotate(annotate::Arguments),
    Diff(diff::Arguments),
    Waive(waive::Arguments),
}

/// What is read, and with which context.
#[derive(Debug, Args)]
pub struct Reading {
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub context: Option<PathBuf>,
    #[arg(long)]
    pub complete: bool,
}

impl Reading {
    /// The paths as a shell takes them.
    fn paths_again(&self) -> String {
        self.paths.iter().map(|path| shell_word(&path.to_string_lossy())).collect::<Vec<_>>().join(" ")
    }

    /// The only folder that is read, as the user named it.
    fn root(&self) -> Option<String> {
        match &self.paths[..] {
            [] => Some(".".to_string()),
            [only] if only.is_dir() => Some(only.to_string_lossy().into_owned()),
            _ => None,
        }
    }

    /// The options that change what is read and what is judged by, so that a command shown in a report does the same
    /// when pasted.
    fn options_again(&self, judging: &Judging) -> String {
        let mut words = Vec::new();
        let mut path = |name: &str, path: &Option<PathBuf>| {
            words.extend(path.iter().map(|path| format!("{name} {}", shell_word(&path.to_string_lossy()))))
        };
        path("--context", &self.context);
        path("--rules", &judging.rules);
        path("--policy", &judging.policy);
        words.extend(judging.packs.iter().map(|pack| format!("--pack {}", shell_word(pack))));
        words.extend(judging.stage.map(|stage| format!("--stage {}", stage.name())));
        words.extend(judging.as_of.map(|day| format!("--as-of {day}")));
        words.extend(judging.no_waivers.then(|| "--no-waivers".to_string()));
        words.extend(self.complete.then(|| "--complete".to_string()));
        words.join(" ")
    }
}

/// What is judged by.
#[derive(Debug, Args)]
pub struct Judging {
    #[arg(long = "pack", id = "pack", value_name = "PACK")]
    pub packs: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    #[arg(long, value_name = "STAGE", value_parser = parse_stage)]
    pub stage: Option<Stage>,
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub today: Option<Date>,
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    #[arg(long)]
    pub no_waivers: bool,
}

/// How it is shown.
#[derive(Debug, Args)]
pub struct Showing {
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    pub lang: Option<Language>,
    #[arg(long = "format", id = "format", value_name = "FORMAT[=FILE]", value_parser = parse_output)]
    pub outputs: Vec<Output>,
    #[arg(long)]
    pub all: bool,
}

/// What a list can be shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Terminal,
    Json,
}

impl Format {
    pub const ALL: [(&'static str, Format); 2] = [("terminal", Format::Terminal), ("json", Format::Json)];
}

/// Words that options take, for complaints; in the order of the help.
const LANGUAGES: &str = "kk, ru, en";
const LEVELS: &str = "full, partial";
const DATE: &str = "YYYY-MM-DD";

/// A format of what has no file to go to.
fn parse_format(written: &str) -> Result<Format, String> {
    let known = Format::ALL.iter().find(|(name, _)| *name == written);
    known.map(|(_, format)| *format).ok_or_else(|| Format::ALL.map(|(name, _)| name).join(", "))
}

fn parse_language(written: &str) -> Result<Language, String> {
    Language::from_code(written).ok_or_else(|| LANGUAGES.to_string())
}

/// `non-compliant` would require nothing.
fn parse_level(written: &str) -> Result<Level, String> {
    [Level::Full, Level::Partial].into_iter().find(|level| level.name() == written).ok_or_else(|| LEVELS.to_string())
}

fn parse_stage(written: &str) -> Result<Stage, String> {
    Stage::from_name(written).ok_or_else(|| Stage::NAMES.join(", "))
}

fn parse_date(written: &str) -> Result<Date, String> {
    written.parse().map_err(|_| DATE.to_string())
}

/// Runs the command line of this process.
pub fn run() -> u8 {
    let words: Vec<OsString> = std::env::args_os().collect();
    let language = early_language(&words);
    let of_command = words.get(1).map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    let parsed = command(language).try_get_matches_from(words).and_then(|matches| CommandLine::from_arg_matches(&matches));
    interrupt::leave_nothing_half(language);
    match parsed {
        Ok(line) => match line.command {
            Command::Check(arguments) => check::run(&arguments),
            Command::Baseline(arguments) => baseline::run(&arguments),
            Command::Why(arguments) => why::run(&arguments),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Facts(arguments) => facts::run(&arguments),
            Command::Init(arguments) => init::run(&arguments),
            Command::Schema(arguments) => schema::run(&arguments),
            Command::Rules(arguments) => rules::run(&arguments),
            Command::Import(arguments) => import::run(&arguments),
            Command::Annotate(arguments) => annotate::run(&arguments),
            Command::Diff(arguments) => diff::run(&arguments),
            Command::Waive(arguments) => waive::run(&arguments),
        },
        Err(error) => usage::complain(&error, &of_command, language),
    }
}

/// From now on a panic says, in the reader's language, that the mistake is ours.
pub fn own_up_to_bugs() {
    std::panic::set_hook(Box::new(|info| {
        let words: Vec<OsString> = std::env::args_os().collect();
        let text = say(early_language(&words), "cli.bug", &[]);
        let trace = std::backtrace::Backtrace::capture();
        let trace = if trace.status() == BacktraceStatus::Captured { format!("\n{trace}") } else { String::new() };
        eprintln!("saikes {}: {info}{trace}\n{text}", env!("CARGO_PKG_VERSION"));
    }));
}

/// The language before anything is parsed or read: what `--lang` says, else that of the system.
fn early_language(words: &[OsString]) -> Language {
    let mut words = words.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        let code = match word.strip_prefix("--lang") {
            Some("") => words.next().unwrap_or_default(),
            Some(rest) => rest.trim_start_matches('=').to_string().into(),
            None => continue,
        };
        if let Some(language) = Language::from_code(&code) {
            return language;
        }
    }
    system_language()
}

/// Of the system's locale; English where it is none of ours (`C` is where nothing is set).
fn system_language() -> Language {
    let locale = sys_locale::get_locale().unwrap_or_default();
    let code = locale.split(['-', '_', '.', '@']).next().unwrap_or_default().to_lowercase();
    Language::from_code(&code).unwrap_or(Language::En)
}

/// The command line with its help in the reader's language.
fn command(language: Language) -> clap::Command {
    let version = flag("version", 'V', ArgAction::Version, language);
    translated(CommandLine::command(), language, "cli").arg(version)
}

/// The commands below a command are translated with it; their words stand under its name and theirs.
fn translated(command: clap::Command, language: Language, prefix: &str) -> clap::Command {
    let words = |key: &str| find(language, key).unwrap_or_default();
    let usage = words("cli.heading.usage");
    let arguments: Vec<clap::Id> = command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    let mut command = command
        .about(words(&format!("{prefix}.about")))
        .disable_help_flag(true)
        .subcommand_help_heading(words("cli.heading.commands"))
        .help_template(format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"));
    if let Some(details) = find(language, &format!("{prefix}.details")) {
        command = command.after_help(details);
    }
    for (order, id) in arguments.into_iter().enumerate() {
        let positional = command.get_positionals().any(|argument| *argument.get_id() == id);
        let heading = words(if positional { "cli.heading.arguments" } else { "cli.heading.options" });
        let help = words(&format!("cli.arg.{}", id.as_str().replace('_', "-")));
        let help = fill(language, help, &[("formats", &ReportFormat::ALL.map(|(name, _)| name).join(", "))]);
        command = command.mut_arg(&id, |argument| argument.help(help).help_heading(heading).display_order(order));
    }
    let below: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
    for name in below {
        command = command.mut_subcommand(&name, |sub| translated(sub, language, &format!("{prefix}.{name}")));
    }
    command.arg(flag("help", 'h', ArgAction::Help, language))
}

fn flag(id: &'static str, short: char, action: ArgAction, language: Language) -> clap::Arg {
    let words = |key: &str| find(language, key).unwrap_or_default();
    let help = words(&format!("cli.arg.{id}"));
    clap::Arg::new(id).short(short).long(id).action(action).help(help).help_heading(words("cli.heading.options"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_argument_is_explained() {
        for language in Language::ALL {
            let mut command = command(language);
            command.clone().debug_assert();
            command.build();
            let mut parts = vec![&command];
            while let Some(part) = parts.pop() {
                parts.extend(part.get_subcommands());
                assert!(part.get_about().is_some_and(|about| !about.to_string().is_empty()), "{}", part.get_name());
                let silent = part.get_arguments().find(|argument| argument.get_help().is_none_or(|help| help.to_string().is_empty()));
                assert!(silent.is_none(), "{language:?} {silent:?}");
            }
        }
    }

    #[test]
    fn the_language_is_known_before_anything_is_parsed() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(early_language(&words("saikes check --lang kk --nonsense")), Language::Kk);
        assert_eq!(early_language(&words("saikes --lang=ru")), Language::Ru);
    }
}
