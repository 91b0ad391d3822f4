//! Complaints about the command line in the reader's language; what clap alone knows how to say stays as it says it.

use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::{Language, say};

/// Prints help, or what is wrong with the command line, whose first word is that of the command; the exit code.
pub fn complain(error: &clap::Error, first_word: &str, language: Language) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has gone away is no mistake.
            let _ = error.print();
            return 0;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return 2;
        }
        _ => {}
    }
    let mut stderr = std::io::stderr().lock();
    let _ = match words(error, first_word, language) {
        Some(message) => writeln!(stderr, "{} {message}", say(language, "cli.error.word", &[])),
        None => write!(stderr, "{error}"),
    };
    2
}

/// What is wrong, with what is near or allowed, and where help is; nothing where we have no words for it.
fn words(error: &clap::Error, first_word: &str, language: Language) -> Option<String> {
    let found = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        // Of several the likeliest is the last.
        Some(ContextValue::Strings(texts)) => texts.last().cloned(),
        _ => None,
    };
    let argument = || found(ContextKind::InvalidArg).map(|name| option_name(&name));
    let value = found(ContextKind::InvalidValue).unwrap_or_default();
    let mut lines = vec![match error.kind() {
        ErrorKind::UnknownArgument => say(language, "cli.error.unknown-argument", &[("found", &argument()?)]),
        ErrorKind::InvalidSubcommand => say(language, "cli.error.unknown-command", &[("found", &found(ContextKind::InvalidSubcommand)?)]),
        ErrorKind::InvalidValue if value.is_empty() => say(language, "cli.error.missing-value", &[("name", &argument()?)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say(language, "cli.error.invalid-value", &[("found", &value), ("name", &argument()?)])
        }
        ErrorKind::TooManyValues => say(language, "cli.error.surplus-value", &[("name", &argument()?)]),
        ErrorKind::ArgumentConflict if error.get(ContextKind::PriorArg).is_some() => {
            say(language, "cli.error.repeated", &[("name", &argument()?)])
        }
        ErrorKind::MissingRequiredArgument => match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::Strings(names)) => say(language, "cli.error.missing-argument", &[("names", &names.join(", "))]),
            _ => return None,
        },
        ErrorKind::MissingSubcommand => say(language, "cli.error.no-command", &[]),
        _ => return None,
    }];
    let near = found(ContextKind::SuggestedArg).or_else(|| found(ContextKind::SuggestedSubcommand));
    lines.extend(near.map(|near| say(language, "problem.nearest", &[("nearest", &near)])));
    // Our own parsers answer with the allowed words.
    if let (ErrorKind::ValueValidation, Some(allowed)) = (error.kind(), std::error::Error::source(error)) {
        lines.push(say(language, "cli.error.allowed", &[("allowed", &allowed)]));
    }
    let known = error.kind() != ErrorKind::InvalidSubcommand && !first_word.starts_with('-') && !first_word.is_empty();
    let command = if known { format!("saikes {first_word}") } else { "saikes".to_string() };
    lines.push(say(language, "cli.error.see-help", &[("command", &command)]));
    Some(lines.join("\n  "))
}

/// `--lang <LANG>` → `--lang`.
fn option_name(shown: &str) -> String {
    shown.split([' ', '=']).next().unwrap_or(shown).to_string()
}
