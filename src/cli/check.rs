//! `saikes check`: reads, judges, reports; the exit code is the verdict's.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::baseline::Baseline;
use crate::cli;
use crate::cli::answer::style_of;
use crate::cli::formats::{Outputs, ReportFormat, Shown, Told};
use crate::cli::github;
use crate::cli::progress;
use crate::cli::work::{Clock, Work};
use crate::cli::{Judging, Reading, Showing, parse_level, system_language};
use crate::outcome::Outcomes;
use crate::report::github::harmless;
use crate::report::grounds::Grounds;
use crate::report::places::{Places, seen_from};
use crate::report::sarif::Known;
use crate::report::{self, Gate, Looked, Report, Style, problems, terminal};
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
    let outputs = match Outputs::new(&arguments.showing.outputs, language) {
        Ok(outputs) => outputs.with_summary(github::summary()),
        Err(complaint) => {
            complain(language, &complaint);
            return 2;
        }
    };
    let (report, judged, mut clock) = match judged(arguments, &outputs) {
        Ok(judged) => judged,
        Err((language, complaint)) => {
            complain(language, &complaint);
            return 2;
        }
    };
    let written = write(&report, &judged, arguments, &outputs);
    clock.lap("report");
    progress::clear();
    clock.print(report.lang);
    match (written, report.gate()) {
        (false, _) | (_, Gate::NotMade) => 2,
        (_, Gate::NotReached) if !arguments.exit_zero => 1,
        _ => 0,
    }
}

pub(super) fn complain(language: Language, complaint: &str) {
    progress::clear();
    eprintln!("{} {complaint}", say(language, "cli.error.word", &[]));
}

/// What was judged, and how its places are seen from where the command was run.
struct Judged {
    work: Work,
    outcomes: Outcomes,
    /// What it is compared with, and where that stands.
    baseline: Option<(Baseline, PathBuf)>,
    /// The level that each project has to reach.
    require: Vec<Level>,
    /// What was found over all projects together.
    looked: Arc<Looked>,
    folder: PathBuf,
    base: String,
}

impl Judged {
    fn of(work: Work, outcomes: Outcomes, baseline: Option<(Baseline, PathBuf)>, require: Vec<Level>, looked: Looked) -> Judged {
        // As the disk knows it: the base is told like that too. Where nothing was found there is none.
        let folder = std::fs::canonicalize(".").unwrap_or_default();
        let has_base = folder.is_absolute() && work.base.is_absolute();
        let base = if has_base { seen_from(&folder, &work.base) } else { ".".to_string() };
        Judged { work, outcomes, baseline, require, looked: Arc::new(looked), folder, base }
    }

    /// The report, in any language.
    fn report(&self, language: Language, arguments: &Arguments) -> Report {
        let Work { graph, packs, problems, sources, .. } = &self.work;
        let options = self.work.options_in(language, self.require.clone());
        let definitions = self.baseline.is_some();
        let options = report::Options { strict: arguments.strict, definitions, looked: Some(Arc::clone(&self.looked)), ..options };
        let mut report = report::gather(graph, packs, &self.outcomes, problems, sources, &options);
        if let Some((baseline, path)) = &self.baseline {
            cli::baseline::compare(baseline, path, &mut report, sources, arguments.showing.all, arguments.strict);
        }
        report
    }

    fn grounds(&self) -> Grounds<'_> {
        let Work { graph, packs, sources, answers, waivers, today, .. } = &self.work;
        Grounds { graph, packs, sources, answers, waivers, outcomes: &self.outcomes, today: *today }
    }

    fn places(&self) -> Places<'_> {
        Places { rules: self.work.rules, folder: &self.folder, ..Places::new(&self.work.sources, &self.base) }
    }

    fn known(&self) -> Known<'_> {
        Known { packs: &self.work.packs, graph: Some(&self.work.graph) }
    }
}

/// From files to the report; a complaint where an output cannot be made of these projects.
fn judged(arguments: &Arguments, outputs: &Outputs) -> Result<(Report, Judged, Clock), (Language, String)> {
    let mut clock = Clock::new(arguments.timings);
    progress::begin(arguments.showing.lang.unwrap_or_else(system_language), Arc::clone(&clock.progress));
    let mut work = Work::prepare(&arguments.reading, &arguments.judging, arguments.showing.lang, &mut clock);
    if let Some(complaint) = outputs.one_project_only(&work.graph, work.language) {
        return Err((work.language, complaint));
    }
    let baseline = arguments.baseline.as_ref().and_then(|path| Some((baseline(path, &mut work)?, path.clone())));
    let (all, components) = (arguments.showing.all, outputs.show_components());
    let outcomes =
        if baseline.is_some() { work.judge_every_subject(all, components, &mut clock) } else { work.judge(all, components, &mut clock) };
    let require = work.required(arguments.require);
    let looked = work.look(&mut clock);
    let judged = Judged::of(work, outcomes, baseline, require, looked);
    Ok((judged.report(judged.work.language, arguments), judged, clock))
}

/// What was recorded; a file that cannot be read is a problem of the run.
fn baseline(path: &Path, work: &mut Work) -> Option<Baseline> {
    let read = cli::baseline::read(path, &mut work.sources, &work.base);
    read.map_err(|problem| work.problems.push(problem)).ok()
}

/// Writes every output; false where one could not be written.
fn write(report: &Report, judged: &Judged, arguments: &Arguments, outputs: &Outputs) -> bool {
    let (reading, judging) = (&arguments.reading, &arguments.judging);
    let (paths, again, root) = (reading.paths_again(), reading.options_again(judging), reading.root());
    let again = terminal::Again { paths: &paths, options: &again, lang: arguments.showing.lang, root: root.as_deref() };
    let (all, style, exit_zero) = (arguments.showing.all, Style::default(), arguments.exit_zero);
    let terminal = terminal::Options { all, style, exit_zero, has_why: true, has_facts: true, again };
    let in_language = |language| judged.report(language, arguments);
    let shown = Shown {
        report,
        in_language: &in_language,
        grounds: judged.grounds(),
        places: judged.places(),
        known: judged.known(),
        terminal,
        github: &github::surroundings(),
    };
    let Told { cut, complaints } = outputs.write(&shown);
    progress::clear();
    cut.iter().for_each(|cut| eprintln!("{cut}"));
    complaints.iter().for_each(|complaint| complain(report.lang, complaint));
    // A program reads the report: people still see why the check could not be made.
    if !outputs.are_read() {
        let drawn = problems::draw_errors(report.all_problems(), &judged.work.sources, report.lang, style_of(&io::stderr()));
        eprint!("{}", if outputs.has(ReportFormat::Github) { harmless(&drawn) } else { drawn });
    }
    complaints.is_empty()
}
