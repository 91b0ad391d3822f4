//! What every command that judges does first: packs, files, graph, outcomes. Problems are carried along, not told.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use jiff::civil::Date;

use crate::answers::{Answers, Finder, ways};
use crate::check::{self, Plan};
use crate::cli::{Judging, Reading, system_language};
use crate::graph::{Graph, Project};
use crate::metamodel::Metamodel;
use crate::outcome::Outcomes;
use crate::pack::{Library, Pack};
use crate::place::{Place, Sources};
use crate::problem::Problem;
use crate::read::evidence::evidence;
use crate::read::{self, ReadOptions, ReadProject, Stage};
use crate::report::{self, PackReport};
use crate::text::{Language, say};
use crate::verdict::Level;
use crate::waivers::{self, Finder as WaiverFinder, Permission, Status, Waivers};

/// Everything that was read and compiled, and what it came to.
pub struct Work {
    pub sources: Sources,
    /// The folder that paths of sources and projects are relative to.
    pub base: PathBuf,
    /// How many of the sources are rules; they come first.
    pub rules: usize,
    pub packs: Vec<Pack>,
    pub graph: Graph,
    /// For each project of the graph, its packs by number.
    pub selected: Vec<Vec<usize>>,
    /// For each project of the graph, the stage it is judged at.
    pub stages: Vec<Option<Stage>>,
    /// Packs that were asked for and were not in force on the day asked for, with that day.
    pub left_out: Option<LeftOut>,
    /// What the worst of each project of the graph has to reach, where the project says so.
    pub require: Vec<Option<Level>>,
    /// What people answered.
    pub answers: Answers,
    /// Deviations that somebody has allowed.
    pub waivers: Waivers,
    /// Who may allow them, where somebody says so.
    pub permission: Option<Permission>,
    /// Problems of no project.
    pub problems: Vec<Problem>,
    pub language: Language,
    pub today: Date,
}

/// What `--as-of` leaves out.
#[derive(Debug)]
pub struct LeftOut {
    pub day: Date,
    pub packs: Vec<Pack>,
}

impl Work {
    /// Reads and merges; nothing is judged yet.
    pub fn prepare(reading: &Reading, judging: &Judging, language: Option<Language>, clock: &mut Clock) -> Work {
        let metamodel = Metamodel::standard();
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock, where nobody says what today is")]
        let today = judging.today.unwrap_or_else(|| jiff::Zoned::now().date());
        let mut sources = Sources::default();
        let mut library = Library::to_judge_by(metamodel, &mut sources, judging.rules.as_deref());
        let mut left_out = judging.as_of.map(|day| LeftOut { day, packs: library.keep_in_force(day) });
        let rules = sources.len();
        clock.lap("rules");

        let options = ReadOptions { context: reading.context.clone(), complete: reading.complete, survey: false };
        let paths = if reading.paths.is_empty() { vec![PathBuf::from(".")] } else { reading.paths.clone() };
        let read = read::read(&paths, &options, sources);
        let (sources, base, mut projects, mut problems) = (read.sources, read.base, read.projects, read.problems);
        clock.lap("read");

        let language = language.or_else(|| only_language(&projects)).unwrap_or_else(system_language);
        let known = library.packs.iter().chain(left_out.iter().flat_map(|left_out| &left_out.packs));
        let requirements = ways(known.flat_map(|pack| &pack.requirements));
        let known_ids: BTreeSet<String> = requirements.keys().cloned().collect();
        if let Some(left_out) = &mut left_out {
            left_out.packs.retain(|pack| projects.iter().any(|project| is_asked_for(pack, project, &judging.packs)));
        }
        let (packs, by_project) = select(library, &mut projects, &judging.packs, metamodel, &sources, &mut problems);
        // The graph puts contexts first and keeps the order otherwise.
        let mut order: Vec<usize> = (0..projects.len()).collect();
        order.sort_by_key(|at| !projects[*at].is_context);
        let stages = order.iter().map(|at| judging.stage.or(projects[*at].stage)).collect();
        let require = order.iter().map(|at| projects[*at].require).collect();
        let selected: Vec<Vec<usize>> = order.iter().map(|at| by_project[*at].clone()).collect();
        let mut graph = Graph::build(metamodel, projects, &sources);
        clock.lap("graph");
        let look = |project: &Project, place: Place, written: &str| evidence(&base, project, sources.part(place).path, written);
        let (answers, wrong) = Finder { graph: &graph, requirements: &requirements, today, look: Some(&look) }.find();
        for (project, problem) in wrong {
            graph.projects[project].problems.push(problem);
        }
        // Whoever has decided may, as long as no policy says who.
        let permission: Option<Permission> = None;
        let (waivers, wrong) = WaiverFinder {
            graph: &graph,
            sources: &sources,
            known: &known_ids,
            packs: &packs,
            selected: &selected,
            today,
            ignored: judging.no_waivers,
            permission: permission.as_ref(),
        }
        .find();
        for (project, problem) in wrong {
            graph.projects[project].problems.push(problem);
        }
        Work {
            sources,
            base,
            rules,
            packs,
            graph,
            selected,
            stages,
            left_out,
            require,
            answers,
            waivers,
            permission,
            problems,
            language,
            today,
        }
    }

    /// How the report is made; warnings are no errors.
    pub fn options(&self, require: Vec<Level>) -> report::Options {
        let head = |pack: &Pack| PackReport::head(pack, self.language);
        let as_of = self.left_out.as_ref().map(|left_out| (left_out.day, left_out.packs.iter().map(head).collect()));
        let stages = self.stages.clone();
        report::Options { language: self.language, today: self.today, strict: false, stages, require, as_of, definitions: false }
    }

    /// What would become of the only entry that a project's waivers now hold, if nothing else lifted anything.
    pub fn tried(&self, project: usize) -> Option<Status> {
        let known = self.graph.projects[project].waivers.iter().map(|waiver| waiver.requirement.0.clone()).collect();
        let (waivers, wrong) = WaiverFinder {
            graph: &self.graph,
            sources: &self.sources,
            known: &known,
            packs: &self.packs,
            selected: &self.selected,
            today: self.today,
            ignored: false,
            permission: self.permission.as_ref(),
        }
        .find();
        let plan = Plan::new(&self.packs, self.selected.clone(), self.today);
        let plan = Plan { answers: &self.answers, waivers: &waivers, stages: self.stages.clone(), ..plan };
        let outcomes = check::judge(&self.graph, &plan);
        let outcome = outcomes.projects.iter().find(|outcome| outcome.project == project).filter(|_| wrong.is_empty())?;
        outcome.waivers.first().map(|found| found.status)
    }

    /// Judges every project; `in_full` and `components`: see [`Plan`].
    pub fn judge(&self, in_full: bool, components: bool, clock: &mut Clock) -> Outcomes {
        self.judged(Plan { in_full, components, ..self.plan() }, clock)
    }

    /// The same with every finding and every subject that is open, as a baseline needs them.
    pub fn judge_every_subject(&self, in_full: bool, components: bool, clock: &mut Clock) -> Outcomes {
        self.judged(Plan { in_full, components, every_subject: true, ..self.plan() }, clock)
    }

    fn plan(&self) -> Plan<'_> {
        let plan = Plan::new(&self.packs, self.selected.clone(), self.today);
        Plan { answers: &self.answers, waivers: &self.waivers, stages: self.stages.clone(), ..plan }
    }

    fn judged(&self, plan: Plan<'_>, clock: &mut Clock) -> Outcomes {
        let outcomes = check::judge(&self.graph, &plan);
        clock.lap("check");
        outcomes
    }
}

/// The packs that projects are judged by unless they or the command line say otherwise.
pub const DEFAULT_PACKS: [&str; 3] = ["order-124", "order-193", "hygiene"];

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
        problems.extend(library.find(id).err().filter(|_| !library.is_broken(id) && !library.is_left_out(id)));
    }
    for project in projects.iter_mut() {
        let mut wanted = wanted(&library, project, asked);
        // What is said of the waivers comes with them, whatever else a project is judged by.
        if project.fragments.iter().any(|(_, fragment)| !fragment.waivers.is_empty()) {
            let own = library.packs.iter().position(|pack| pack.id == waivers::PACK);
            wanted.extend(own.filter(|own| !wanted.contains(own)));
        }
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

/// Whether a project would be judged by the pack.
fn is_asked_for(pack: &Pack, project: &ReadProject, asked: &[String]) -> bool {
    match (&project.packs, asked.is_empty()) {
        (_, false) => asked.contains(&pack.id),
        (Some(named), true) => named.iter().any(|(known, _)| *known == pack.id),
        (None, true) => pack.origin.is_some() || DEFAULT_PACKS.contains(&pack.id.as_str()),
    }
}

/// The packs of one project by their number: those asked for, else its own, else the usual ones and those of the folder
/// of further packs.
fn wanted(library: &Library, project: &mut ReadProject, asked: &[String]) -> Vec<usize> {
    let position = |id: &str| library.packs.iter().position(|pack| pack.id == id);
    let known = |id: &str| !library.is_broken(id) && !library.is_left_out(id);
    match (&project.packs, asked.is_empty()) {
        (_, false) => asked.iter().filter_map(|id| position(id)).collect(),
        (Some(named), true) => {
            let whole = named.iter().filter(|(id, _)| known(id));
            let unknown = whole.filter_map(|(id, place)| Some(Problem { place: Some(*place), ..library.find(id).err()? }));
            project.problems.extend(unknown);
            named.iter().filter_map(|(id, _)| position(id)).collect()
        }
        (None, true) => {
            let own = library.packs.iter().filter(|pack| pack.origin.is_some() && !DEFAULT_PACKS.contains(&pack.id.as_str()));
            DEFAULT_PACKS.into_iter().chain(own.map(|pack| pack.id.as_str())).filter_map(position).collect()
        }
    }
}

/// The project that is meant where only one can be: the folder that was named itself, or the only one in it; else the
/// ids of all.
pub fn meant(projects: &[ReadProject]) -> Result<usize, Vec<String>> {
    let named: Vec<usize> = (0..projects.len()).filter(|at| projects[*at].named).collect();
    let whole = named.iter().find(|at| projects[**at].path == ".");
    match (whole, &named[..]) {
        (Some(at), _) | (None, [at]) => Ok(*at),
        (None, _) => Err(named.iter().map(|at| projects[*at].id.clone()).collect()),
    }
}

/// The same among the judged projects of a graph.
pub fn meant_of(graph: &Graph) -> Result<usize, Vec<usize>> {
    let judged: Vec<usize> = (0..graph.projects.len()).filter(|at| graph.projects[*at].judged).collect();
    let whole = judged.iter().find(|at| graph.projects[**at].path == ".");
    match (whole, &judged[..]) {
        (Some(at), _) | (None, [at]) => Ok(*at),
        (None, _) => Err(judged),
    }
}

/// How long each part took, where somebody asks.
pub struct Clock {
    asked: bool,
    last: Instant,
    laps: Vec<(&'static str, u128)>,
}

impl Clock {
    pub fn new(asked: bool) -> Clock {
        Clock { asked, last: Instant::now(), laps: Vec::new() }
    }

    pub fn lap(&mut self, part: &'static str) {
        self.laps.push((part, self.last.elapsed().as_millis()));
        self.last = Instant::now();
    }

    pub fn print(&self, language: Language) {
        for (part, milliseconds) in self.laps.iter().filter(|_| self.asked) {
            let part = say(language, &format!("cli.part.{part}"), &[]);
            eprintln!("{}", say(language, "cli.timing", &[("part", &part), ("milliseconds", milliseconds)]));
        }
    }
}
