//! `saikes check`: reads, judges, reports; the exit code is the verdict's.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::baseline::Baseline;
use crate::cli;
use crate::cli::answer::style_of;
use crate::cli::work::{Clock, Work};
use crate::cli::{Judging, Output, Reading, ReportFormat, Showing, parse_level, system_language};
use crate::place::Sources;
use crate::report::{self, Gate, Report, Style, json, markdown, problems, terminal};
use crate::text::say;
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
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[arg(long)]
    strict: bool,
    #[arg(long)]
    exit_zero: bool,
    #[arg(long)]
    timings: bool,
}

pub fn run(arguments: &Arguments) -> u8 {
    let language = arguments.showing.lang.unwrap_or_else(system_language);
    let outputs = match outputs(&arguments.showing.outputs) {
        Some(outputs) => outputs,
        None => {
            eprintln!("{} {}", say(language, "cli.error.word", &[]), say(language, "cli.error.two-on-stdout", &[]));
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

/// Where each format goes: the terminal unless another takes stdout; nothing where two want it.
fn outputs(asked: &[Output]) -> Option<Vec<Output>> {
    let mut outputs = asked.to_vec();
    match outputs.iter().filter(|output| output.file.is_none()).count() {
        0 => outputs.insert(0, Output { format: ReportFormat::Terminal, file: None }),
        1 => {}
        _ => return None,
    }
    Some(outputs)
}

/// From files to the report.
fn judged(arguments: &Arguments) -> (Report, Sources, Clock) {
    let mut clock = Clock::new(arguments.timings);
    let mut work = Work::prepare(&arguments.reading, &arguments.judging, arguments.showing.lang, &mut clock);
    let baseline = arguments.baseline.as_ref().and_then(|path| baseline(path, &mut work));
    // The terminal has no room for every component.
    let components = arguments.showing.outputs.iter().any(|output| output.format != ReportFormat::Terminal);
    let all = arguments.showing.all;
    let outcomes =
        if baseline.is_some() { work.judge_every_subject(all, components, &mut clock) } else { work.judge(all, components, &mut clock) };
    let require = work.require.iter().map(|own| arguments.require.or(*own).unwrap_or(Level::Partial)).collect();
    let options = report::Options { strict: arguments.strict, definitions: baseline.is_some(), ..work.options(require) };
    let mut report = report::gather(&work.graph, &work.packs, &outcomes, &work.problems, &work.sources, &options);
    if let (Some(baseline), Some(path)) = (&baseline, &arguments.baseline) {
        cli::baseline::compare(baseline, path, &mut report, &work.sources, all, arguments.strict);
    }
    (report, work.sources, clock)
}

/// What was recorded; a file that cannot be read is a problem of the run.
fn baseline(path: &Path, work: &mut Work) -> Option<Baseline> {
    let read = cli::baseline::read(path, &mut work.sources, &work.base);
    read.map_err(|problem| work.problems.push(problem)).ok()
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
                exit_zero: arguments.exit_zero,
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
