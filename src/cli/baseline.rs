//! `saikes baseline [PATH…]`: draws the line from which only what is new counts, and moves it.
//!
//! What is solved goes from the file whenever the command runs; what is new comes in only where the user says so
//! (`--grow`, `--accept-rules`). Where new things stay out the exit code is 1, as it is for `check --baseline`. In CI
//! (`CI` is set) nothing is written: a gate that moves its own line is none.

mod page;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::baseline::{self, Allowed, Baseline, Fault, Update};
use crate::cli::answer::{Answer, Reader};
use crate::cli::work::{Clock, Work};
use crate::cli::{Judging, Reading, output, parse_language};
use crate::place::{FileId, Place, SourceFile, Sources};
use crate::problem::{Code, Problem};
use crate::report::{self, Gate, Report, problems};
use crate::text::{Language, say};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    judging: Judging,
    #[arg(long = "file", id = "baseline-file", value_name = "FILE", default_value = baseline::FILE, hide_default_value = true)]
    file: PathBuf,
    #[arg(long)]
    grow: bool,
    #[arg(long)]
    accept_rules: bool,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

pub fn run(arguments: &Arguments) -> u8 {
    let mut clock = Clock::new(false);
    let mut work = Work::prepare(&arguments.reading, &arguments.judging, arguments.lang, &mut clock);
    let old = match read(&arguments.file, &mut work.sources, &work.base) {
        Ok(old) => Some(old),
        Err(problem) if problem.code == Code::MissingBaseline => None,
        Err(problem) => {
            work.problems.push(problem);
            None
        }
    };
    let outcomes = work.judge_every_subject(false, false, &mut clock);
    let require = work.required(None);
    let options = report::Options { definitions: true, ..work.options(require) };
    let mut report = report::gather(&work.graph, &work.packs, &outcomes, &work.problems, &work.sources, &options);
    let reader = Reader::new(work.language);
    if report.gate() == Gate::NotMade {
        return unmade(&report, &work.sources, reader).print();
    }
    if let Some(old) = &old {
        compare(old, &arguments.file, &mut report, &work.sources, true, false);
    }
    let allowed = Allowed { grow: arguments.grow, rules: arguments.accept_rules };
    let update = baseline::update(old.as_ref(), &report, allowed);
    Line { arguments, report: &report, sources: &work.sources, old: old.as_ref(), update: &update, reader }.draw().print()
}

/// A run that could not be made in full records nothing: what was not read would be missing from the file.
fn unmade(report: &Report, sources: &Sources, reader: Reader) -> Answer {
    let mut err = problems::draw_errors(report.all_problems(), sources, reader.language, reader.err);
    err += &format!("{}\n", say(reader.language, "baseline.unmade", &[]));
    Answer { out: String::new(), err, code: 2 }
}

/// What the command has before it decides.
struct Line<'a> {
    arguments: &'a Arguments,
    report: &'a Report,
    sources: &'a Sources,
    old: Option<&'a Baseline>,
    update: &'a Update,
    reader: Reader,
}

impl Line<'_> {
    /// Writes the file where it may, and says what was done.
    fn draw(&self) -> Answer {
        let may_write = !is_ci(std::env::var_os("CI").as_deref());
        let mut answer = Answer { out: self.page(may_write), ..Answer::default() };
        let path = &self.arguments.file;
        if self.update.changed
            && may_write
            && let Err(error) = output::write(path, baseline::write(&self.update.baseline).as_bytes())
        {
            let arguments: [(&str, &dyn std::fmt::Display); 2] = [("path", &path.display()), ("reason", &error.kind())];
            let message = say(self.reader.language, "cli.error.write", &arguments);
            let word = say(self.reader.language, "cli.error.word", &[]);
            return Answer { out: String::new(), err: format!("{word} {message}\n"), code: 2 };
        }
        answer.err = problems::draw_all(&self.report.problems, self.sources, self.reader.language, self.reader.err);
        let would_change = self.update.changed && !may_write;
        answer.at_least(u8::from(self.update.refused > 0 || would_change));
        answer
    }
}

/// Whether the value of `CI` says that nobody is there to look at a changed file.
fn is_ci(value: Option<&std::ffi::OsStr>) -> bool {
    value.is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// The baseline of a file, or what is wrong with it; its text is kept to show the place.
pub fn read(path: &Path, sources: &mut Sources, base: &Path) -> Result<Baseline, Problem> {
    let named = path.to_string_lossy();
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Problem::nowhere(Code::MissingBaseline).with("found", named.as_ref()),
        kind => Problem::new(Code::UnreadableFile, Place::whole(add(path, sources, base, ""))).with("reason", kind.to_string()),
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    baseline::read(text).map_err(|fault| {
        let file = add(path, sources, base, text);
        match fault {
            Fault::Version(found) => {
                let at = text.find(&format!("\"{found}\"")).unwrap_or(0);
                let place = Place::new(file, at..(at + found.len() + 2).min(text.len()));
                Problem::new(Code::BaselineVersion, place).with("found", found).with("expected", baseline::SCHEMA)
            }
            Fault::Malformed { line, column, reason } => {
                let place = Place::new(file, at(sources.file(file), line, column));
                Problem::new(Code::MalformedBaseline, place).with("reason", reason)
            }
        }
    })
}

fn add(path: &Path, sources: &mut Sources, base: &Path, text: &str) -> FileId {
    let shown =
        std::path::absolute(path).map_or_else(|_| path.to_string_lossy().into_owned(), |path| report::places::seen_from(base, &path));
    sources.add(SourceFile::new(shown, text))
}

/// The character at a line and a column, which count from 1 and in bytes.
fn at(file: &SourceFile, line: usize, column: usize) -> std::ops::Range<usize> {
    let start: usize = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let start = file.floor_boundary((start + column - 1).min(file.text.len().saturating_sub(1)));
    let length = file.text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

/// Puts a report beside a baseline. What is odd about the two of them is a problem of the run.
pub fn compare(baseline: &Baseline, path: &Path, report: &mut Report, sources: &Sources, in_full: bool, strict: bool) {
    baseline::compare(baseline, &path.to_string_lossy(), report, in_full);
    let mut odd = Vec::new();
    let named = path.to_string_lossy();
    if !baseline.projects.is_empty() && report.projects.iter().all(|project| !baseline.projects.contains_key(&project.id)) {
        let ids: Vec<&str> = baseline.projects.keys().map(String::as_str).take(NAMED).collect();
        odd.push(Problem::nowhere(Code::OtherBaseline).with("path", named.as_ref()).with("projects", ids.join(", ")));
    }
    let told = report.projects.iter().filter_map(|project| project.baseline.as_ref());
    let packs: std::collections::BTreeSet<String> = told.flat_map(|told| told.unjudged_packs.iter().cloned()).collect();
    odd.extend(packs.into_iter().map(|pack| Problem::nowhere(Code::UnjudgedPack).with("path", named.as_ref()).with("pack", pack)));
    report.problems.extend(problems::gather(&odd, sources, report.lang, strict));
}

/// Projects that are named of many.
const NAMED: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ci_is_what_says_so() {
        let told = |value: &str| is_ci(Some(std::ffi::OsStr::new(value)));
        assert!(told("true") && told("1") && told("woodpecker"));
        assert!(!told("") && !told("false") && !told("0") && !is_ci(None));
    }

    #[test]
    fn a_place_in_the_file_is_found_by_line_and_column() {
        let file = SourceFile::new("b.json", "{\n  \"ә\": 1\n}");
        assert_eq!(at(&file, 2, 9), 10..11);
        assert_eq!(at(&file, 9, 9), 12..13);
        assert_eq!(at(&SourceFile::new("b.json", ""), 1, 1), 0..0);
    }
}
