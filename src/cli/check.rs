//! `saikes check`: reads, judges, reports; the exit code is the verdict's.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::check::{self, Plan};
use crate::cli::{Format, Judging, Output, Reading, Showing, parse_level, system_language};
use crate::graph::Graph;
use crate::metamodel::Metamodel;
use crate::pack::{Library, Pack};
use crate::place::Sources;
use crate::problem::Problem;
use crate::read::{self, ReadOptions, ReadProject};
use crate::report::{self, Gate, Report, Style, json, problems, terminal};
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

/// The packs that projects are judged by unless they or the command line say otherwise.
const DEFAULT_PACKS: [&str; 3] = ["order-124", "order-193", "hygiene"];

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
        0 => outputs.insert(0, Output { format: Format::Terminal, file: None }),
        1 => {}
        _ => return None,
    }
    Some(outputs)
}

/// From files to the report.
fn judged(arguments: &Arguments) -> (Report, Sources, Clock) {
    let metamodel = Metamodel::standard();
    let today = arguments.judging.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut clock = Clock::new(arguments.timings);
    let mut sources = Sources::default();
    let library = Library::load(metamodel, &mut sources, arguments.judging.rules.as_deref());
    clock.lap("rules");

    let options = ReadOptions { context: arguments.reading.context.clone(), complete: arguments.reading.complete };
    let paths = if arguments.reading.paths.is_empty() { vec![PathBuf::from(".")] } else { arguments.reading.paths.clone() };
    let read = read::read(&paths, &options, sources);
    let (sources, mut projects, mut problems) = (read.sources, read.projects, read.problems);
    clock.lap("read");

    let language = arguments.showing.lang.or_else(|| only_language(&projects)).unwrap_or_else(system_language);
    // The graph puts contexts first and keeps the order otherwise.
    let mut order: Vec<usize> = (0..projects.len()).collect();
    order.sort_by_key(|at| !projects[*at].is_context);
    let require = order.iter().map(|at| arguments.require.or(projects[*at].require).unwrap_or(Level::Partial)).collect();
    let (packs, by_project) = select(library, &mut projects, &arguments.judging.packs, metamodel, &sources, &mut problems);
    let selected = order.iter().map(|at| by_project[*at].clone()).collect();
    let graph = Graph::build(metamodel, projects, &sources);
    clock.lap("graph");

    let outcomes = check::judge(&graph, &Plan { packs: &packs, selected, today });
    clock.lap("check");
    let options = report::Options { language, today, strict: arguments.strict, require };
    (report::gather(&graph, &packs, &outcomes, &problems, &sources, &options), sources, clock)
}

/// The language of the only project there is, if it names one.
fn only_language(projects: &[ReadProject]) -> Option<Language> {
    let mut judged = projects.iter().filter(|project| !project.is_context);
    match (judged.next(), judged.next()) {
        (Some(only), None) => only.lang,
        _ => None,
    }
}

/// The packs that are used, and for each project which of them; a project that sets parameters has copies of its own.
fn select(
    library: Library,
    projects: &mut [ReadProject],
    asked: &[String],
    metamodel: &Metamodel,
    sources: &Sources,
    problems: &mut Vec<Problem>,
) -> (Vec<Pack>, Vec<Vec<usize>>) {
    let mut own: Vec<Pack> = Vec::new();
    // Packs of the library by their number; copies by theirs, told apart for now.
    let mut chosen: Vec<Vec<(bool, usize)>> = Vec::new();
    for id in asked {
        problems.extend(library.find(id).err());
    }
    for project in projects.iter_mut() {
        let wanted = wanted(&library, project, asked);
        if project.parameters.is_empty() {
            chosen.push(wanted.into_iter().map(|at| (false, at)).collect());
            continue;
        }
        let (copies, found) = library.with_parameters(metamodel, sources, &project.parameters);
        project.problems.extend(found);
        let ids: BTreeSet<&str> = wanted.iter().map(|at| library.packs[*at].id.as_str()).collect();
        let first = own.len();
        own.extend(copies.packs.into_iter().filter(|pack| ids.contains(pack.id.as_str())));
        chosen.push((first..own.len()).map(|at| (true, at)).collect());
    }
    problems.extend(library.problems);
    let used: BTreeSet<usize> = chosen.iter().flatten().filter(|(copy, _)| !copy).map(|(_, at)| *at).collect();
    let number = |(copy, at): &(bool, usize)| if *copy { used.len() + at } else { used.range(..at).count() };
    let selected = chosen.iter().map(|packs| packs.iter().map(number).collect()).collect();
    let packs = library.packs.into_iter().enumerate().filter(|(at, _)| used.contains(at)).map(|(_, pack)| pack);
    (packs.chain(own).collect(), selected)
}

/// The packs of one project by their number: those asked for, else its own, else the usual ones.
fn wanted(library: &Library, project: &mut ReadProject, asked: &[String]) -> Vec<usize> {
    let position = |id: &str| library.packs.iter().position(|pack| pack.id == id);
    match (&project.packs, asked.is_empty()) {
        (_, false) => asked.iter().filter_map(|id| position(id)).collect(),
        (Some(named), true) => {
            let unknown = named.iter().filter_map(|(id, place)| Some(Problem { place: Some(*place), ..library.find(id).err()? }));
            project.problems.extend(unknown);
            named.iter().filter_map(|(id, _)| position(id)).collect()
        }
        (None, true) => DEFAULT_PACKS.iter().filter_map(|id| position(id)).collect(),
    }
}

/// Writes every output; false where one could not be written. A reader that went away is no mistake.
fn write_all(report: &Report, sources: &Sources, arguments: &Arguments, outputs: &[Output]) -> bool {
    let mut written = true;
    for output in outputs {
        let result = match &output.file {
            None => write(report, sources, arguments, output.format, colour_of(&io::stdout()), &mut io::stdout().lock()),
            Some(path) => File::create(path).and_then(|mut file| write(report, sources, arguments, output.format, Style::default(), &mut file)),
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
    if !outputs.iter().any(|output| output.format == Format::Terminal && output.file.is_none()) {
        eprint!("{}", problems::draw_errors(report.all_problems(), sources, report.lang, colour_of(&io::stderr())));
    }
    written
}

fn write(report: &Report, sources: &Sources, arguments: &Arguments, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match format {
        Format::Terminal => {
            let options = terminal::Options { all: arguments.showing.all, style, ..terminal::Options::default() };
            terminal::write(report, sources, options, &mut out)?;
        }
        Format::Json => json::write(report, &mut out)?,
    }
    out.flush()
}

/// Colours only on a terminal, and only where `NO_COLOR` and its kin allow them.
fn colour_of(stream: &impl anstream::stream::RawStream) -> Style {
    Style { colour: anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never }
}

/// How long each part took, where somebody asks.
struct Clock {
    asked: bool,
    last: Instant,
    laps: Vec<(&'static str, u128)>,
}

impl Clock {
    fn new(asked: bool) -> Clock {
        Clock { asked, last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, part: &'static str) {
        self.laps.push((part, self.last.elapsed().as_millis()));
        self.last = Instant::now();
    }

    fn print(&self, language: Language) {
        for (part, milliseconds) in self.laps.iter().filter(|_| self.asked) {
            let part = say(language, &format!("cli.part.{part}"), &[]);
            eprintln!("{}", say(language, "cli.timing", &[("part", &part), ("milliseconds", milliseconds)]));
        }
    }
}
