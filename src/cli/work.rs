//! What every command that judges does first: packs, files, graph, outcomes. Problems are carried along, not told.

mod ruling;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::Date;

use crate::answers::{Answers, Finder, Way, ways};
use crate::check::{self, Plan};
use crate::cli::progress::{self, Part};
use crate::cli::{Judging, Reading, system_language};
use crate::duplicates::{self, Settings, WrittenDistinct};
use crate::graph::{Graph, Project};
use crate::metamodel::Metamodel;
use crate::outcome::Outcomes;
use crate::pack::Pack;
use crate::place::{Place, Sources};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::read::evidence::evidence;
use crate::read::{self, ReadOptions, ReadProject, Stage};
use crate::report::{self, Looked, PackReport, PolicyReport};
use crate::select::{Asked, Change, Selector, overruled};
use crate::text::{Language, say};
use crate::verdict::Level;
use crate::waivers::{Finder as WaiverFinder, Permission, Status, Waivers};
use ruling::Ruling;

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
    /// For each project of the graph, what differs from its packs as written.
    pub changes: Vec<Vec<Change>>,
    /// What a body wants the projects to be judged by.
    pub policy: Option<Policy>,
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
    /// What people declared to be distinct.
    pub distinct: Vec<WrittenDistinct>,
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
        let ruling = Ruling::of(reading, judging, &mut sources);
        let shelf = ruling.shelf(judging, &mut sources);
        let rules = sources.len();
        clock.lap("rules");

        let options = ReadOptions {
            context: reading.context.clone(),
            complete: ruling.complete,
            progress: Arc::clone(&clock.progress),
            ..ReadOptions::default()
        };
        let paths = if reading.paths.is_empty() { vec![PathBuf::from(".")] } else { reading.paths.clone() };
        let read = read::read(&paths, &options, sources);
        let (mut sources, base, mut projects) = (read.sources, read.base, read.projects);
        clock.lap("read");

        let language = language.or_else(|| common_language(&projects)).unwrap_or_else(system_language);
        let asked = Asked { packs: &judging.packs, rules: judging.rules.as_deref() };
        let selector = Selector::new(shelf, &mut sources, &base, asked, ruling.policy.as_ref());
        let mut selection = selector.select(&mut projects, &read.taken);
        let require = projects.iter_mut().map(|project| ruling.settle(project)).collect::<Vec<_>>();
        let problems = [ruling.problems, read.problems, std::mem::take(&mut selection.problems)].concat();
        let left_out = ruling.as_of.map(|day| LeftOut { day, packs: std::mem::take(&mut selection.left_out) });
        let known = selection.packs.iter().chain(left_out.iter().flat_map(|left_out| &left_out.packs)).chain(&selection.others);
        let requirements = ways(known.flat_map(|pack| &pack.requirements));
        // The graph puts contexts first and keeps the order otherwise.
        let mut order: Vec<usize> = (0..projects.len()).collect();
        order.sort_by_key(|at| !projects[*at].is_context);
        let stages = order.iter().map(|at| projects[*at].stage).collect();
        let require = order.iter().map(|at| require[*at]).collect();
        let selected: Vec<Vec<usize>> = order.iter().map(|at| selection.of_project[*at].clone()).collect();
        let changes = order.iter().map(|at| std::mem::take(&mut selection.changes[*at])).collect();
        let (packs, policy) = (selection.packs, ruling.policy);
        let graph = Graph::build(metamodel, projects, &sources);
        clock.lap("graph");
        // Whoever has decided may, as long as no policy says who.
        let permission = policy.as_ref().and_then(Policy::permission);
        let mut work = Work {
            sources,
            base,
            rules,
            packs,
            graph,
            selected,
            changes,
            policy,
            stages,
            left_out,
            require,
            answers: Answers::default(),
            waivers: Waivers::default(),
            permission,
            distinct: read.distinct,
            problems,
            language,
            today,
        };
        work.hear(&requirements, judging.no_waivers);
        work
    }

    /// Takes up what people answered and allowed; what is wrong with it is each project's.
    fn hear(&mut self, requirements: &BTreeMap<String, Way>, without_waivers: bool) {
        let look = |project: &Project, place: Place, written: &str| evidence(&self.base, project, self.sources.part(place).path, written);
        let finder = Finder { graph: &self.graph, requirements, today: self.today, look: Some(&look) };
        let (answers, of_answers) = finder.find();
        let known = requirements.keys().cloned().collect();
        let (waivers, of_waivers) = self.waivers_among(&known, without_waivers).find();
        (self.answers, self.waivers) = (answers, waivers);
        for (project, problem) in of_answers.into_iter().chain(of_waivers) {
            self.graph.projects[project].problems.push(problem);
        }
    }

    /// Looks for waivers of requirements with these ids.
    fn waivers_among<'w>(&'w self, known: &'w BTreeSet<String>, ignored: bool) -> WaiverFinder<'w> {
        WaiverFinder {
            graph: &self.graph,
            sources: &self.sources,
            known,
            packs: &self.packs,
            selected: &self.selected,
            today: self.today,
            ignored,
            permission: self.permission.as_ref(),
        }
    }

    /// The level that each project has to reach: what was asked for, else what it says, never less than the policy.
    pub fn required(&mut self, asked: Option<Level>) -> Vec<Level> {
        let policy = self.policy.as_ref().and_then(|policy| Some((policy, policy.require?)));
        let below = policy.filter(|(_, (least, _))| asked.is_some_and(|asked| asked < *least));
        self.problems.extend(below.map(|(policy, (least, place))| overruled(policy, "--require", None, least.name(), Some(place))));
        let asked = asked.max(below.map(|(_, (least, _))| least));
        self.require.iter().map(|own| asked.or(*own).unwrap_or(Level::Partial)).collect()
    }

    /// Looks over all projects together; what is wrong with what was declared distinct is of none of them.
    pub fn look(&mut self, clock: &mut Clock) -> Looked {
        let (declared, problems) = duplicates::declared(&self.graph, &self.distinct);
        self.problems.extend(problems);
        let found = duplicates::find(&self.graph, Settings::standard(), &declared);
        clock.lap("duplicates");
        Looked { found, distinct: self.distinct.clone() }
    }

    /// How the report is made; warnings are no errors.
    pub fn options(&self, require: Vec<Level>) -> report::Options {
        self.options_in(self.language, require)
    }

    /// The same in another language.
    pub fn options_in(&self, language: Language, require: Vec<Level>) -> report::Options {
        let head = |pack: &Pack| PackReport::head(pack, language);
        let as_of = self.left_out.as_ref().map(|left_out| (left_out.day, left_out.packs.iter().map(head).collect()));
        let stages = self.stages.clone();
        let policy = self.policy.as_ref().map(|policy| PolicyReport::of(policy, language));
        let changes = self.changes.clone();
        report::Options { stages, require, as_of, policy, changes, ..report::Options::new(language, self.today) }
    }

    /// What would become of the only entry that a project's waivers now hold, if nothing else lifted anything.
    pub fn tried(&self, project: usize) -> Option<Status> {
        let known = self.graph.projects[project].waivers.iter().map(|waiver| waiver.requirement.0.clone()).collect();
        let (waivers, wrong) = self.waivers_among(&known, false).find();
        let outcomes = check::judge(&self.graph, &Plan { waivers: &waivers, ..self.plan() });
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
        let outcomes = check::judge(&self.graph, &Plan { progress: Arc::clone(&clock.progress), ..plan });
        clock.lap("check");
        outcomes
    }
}

/// The language that all projects name, where they agree.
fn common_language(projects: &[ReadProject]) -> Option<Language> {
    let mut named = projects.iter().filter(|project| !project.is_context).map(|project| project.settings.lang.map(|(lang, _)| lang));
    let first = named.next()?;
    first.filter(|_| named.all(|other| other == first))
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

/// How long each part took, where somebody asks; whoever waits sees what is done next.
pub struct Clock {
    asked: bool,
    /// How far the parts have come.
    pub progress: Arc<Progress>,
    last: Instant,
    laps: Vec<(&'static str, u128)>,
}

impl Clock {
    pub fn new(asked: bool) -> Clock {
        Clock { asked, progress: Arc::default(), last: Instant::now(), laps: Vec::new() }
    }

    pub fn lap(&mut self, part: &'static str) {
        self.laps.push((part, self.last.elapsed().as_millis()));
        self.last = Instant::now();
        let next = match part {
            "rules" => Part::Reading,
            "read" => Part::Building,
            "graph" => Part::Judging,
            "check" => Part::Comparing,
            _ => Part::Reporting,
        };
        progress::turn_to(next);
    }

    pub fn print(&self, language: Language) {
        for (part, milliseconds) in self.laps.iter().filter(|_| self.asked) {
            let part = say(language, &format!("cli.part.{part}"), &[]);
            eprintln!("{}", say(language, "cli.timing", &[("part", &part), ("milliseconds", milliseconds)]));
        }
    }
}
