//! `saikes check`: reads, judges, reports; the exit code is the verdict's.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::Args;

use crate::cli::answer::style_of;
use crate::cli::work::{Clock, Work};
use crate::cli::{Judging, Output, Reading, ReportFormat, Showing, parse_level, system_language};
use crate::place::Sources;
use crate::report::{self, Gate, Report, Style, json, markdown, problems, terminal};
use crate::text::{Language, say};
use crate::verdict::Level;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    showing: Showing,
    #[arg(long, value_name = "LEVEL", value_parser = parse_level)]
    require: Option<Level>,
    #[arg(long)]
    strict: bool,
    #[arg(long)]
    exit_zero: bool,
    #[arg(long)]
    timings: bool,
}

pub fn run(arguments: &Arguments) -> u8 {
    let language = arguments.showing.lang.unwrap_or_else(system_language);
    let outputs = match outputs(&arguments.showing.outputs, language) {
        Ok(outputs) => outputs,
        Err(message) => {
            eprintln!("{} {message}", say(language, "cli.error.word", &[]));
            return 2;
        }
    };
    let (report, sources, mut clock) = judged(arguments);
    let written = write_all(&report, &sources, arguments, &outputs);
    clock.lap("report");
    clock.print(report.lang);
    match (written, report.gate()) {
        (false, _) | (_, Gate::NotMade) => 2,
        (_, Gate::NotReached) if !arguments.exit_zero => 1,
        _ => 0,
    }
}

/// Where each format goes: the terminal unless another takes stdout; a complaint where two want the same place.
fn outputs(asked: &[Output], language: Language) -> Result<Vec<Output>, String> {
    let mut outputs = asked.to_vec();
    match outputs.iter().filter(|output| output.file.is_none()).count() {
        0 => outputs.insert(0, Output { format: ReportFormat::Terminal, file: None }),
        1 => {}
        _ => return Err(say(language, "cli.error.two-on-stdout", &[])),
    }
    match wanted_twice(asked) {
        Some(path) => Err(say(language, "cli.error.two-in-one-file", &[("path", &path.display())])),
        None => Ok(outputs),
    }
}

/// A file that two formats want: one of them would be lost. Devices take any number.
fn wanted_twice(asked: &[Output]) -> Option<&Path> {
    let files = asked.iter().filter_map(|output| output.file.as_deref()).filter(|path| path.is_file() || !path.exists());
    let mut taken = BTreeSet::new();
    files.into_iter().find(|path| !taken.insert(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())))
}

/// From files to the report.
fn judged(arguments: &Arguments) -> (Report, Sources, Clock) {
    let mut clock = Clock::new(arguments.timings);
    let work = Work::prepare(&arguments.reading, &arguments.judging, arguments.showing.lang, &mut clock);
    // The terminal has no room for every component.
    let components = arguments.showing.outputs.iter().any(|output| output.format != ReportFormat::Terminal);
    let outcomes = work.judge(arguments.showing.all, components, &mut clock);
    let require = work.require.iter().map(|own| arguments.require.or(*own).unwrap_or(Level::Partial)).collect();
    let options = report::Options { strict: arguments.strict, ..work.options(require) };
    (report::gather(&work.graph, &work.packs, &outcomes, &work.problems, &work.sources, &options), work.sources, clock)
}

/// Writes every output; false where one could not be written. A reader that went away is no mistake.
fn write_all(report: &Report, sources: &Sources, arguments: &Arguments, outputs: &[Output]) -> bool {
    let mut written = true;
    for output in outputs {
        let result = match &output.file {
            None => write(report, sources, arguments, output.format, style_of(&io::stdout()), &mut io::stdout().lock()),
            Some(path) => {
                File::create(path).and_then(|mut file| write(report, sources, arguments, output.format, Style::default(), &mut file))
            }
        };
        let Err(error) = result else { continue };
        if output.file.is_none() && error.kind() == io::ErrorKind::BrokenPipe {
            continue;
        }
        let path = output.file.as_ref().map_or_else(|| "stdout".to_string(), |path| path.display().to_string());
        let message = say(report.lang, "cli.error.write", &[("path", &path), ("reason", &error.kind())]);
        eprintln!("{} {message}", say(report.lang, "cli.error.word", &[]));
        written = false;
    }
    // A program reads the report: people still see why the check could not be made.
    if !outputs.iter().any(|output| output.format == ReportFormat::Terminal && output.file.is_none()) {
        eprint!("{}", problems::draw_errors(report.all_problems(), sources, report.lang, style_of(&io::stderr())));
    }
    written
}

fn write(
    report: &Report,
    sources: &Sources,
    arguments: &Arguments,
    format: ReportFormat,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match format {
        ReportFormat::Terminal => {
            let (reading, judging) = (&arguments.reading, &arguments.judging);
            let (paths, again, root) = (reading.paths_again(), reading.options_again(judging), reading.root());
            let options = terminal::Options {
                all: arguments.showing.all,
                style,
                has_why: true,
                has_facts: true,
                again: terminal::Again { paths: &paths, options: &again, lang: arguments.showing.lang, root: root.as_deref() },
            };
            terminal::write(report, sources, options, &mut out)?;
        }
        ReportFormat::Json => json::write(report, &mut out)?,
        ReportFormat::Markdown => markdown::write(report, &mut out)?,
    }
    out.flush()
}
