//! What each project is judged by: its packs, with the severities and values that the policy, the project and what it
//! inherits set; and what of it differs from the packs as their authors wrote them.
//!
//! A policy goes before a project: what a project says against it is not used, and told. Nothing is silent: what names
//! nothing is an error at its place, what changes nothing a warning. Leaves to others: reading (`read`, `pack`, `policy`),
//! words (`report`).

mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::pack::Pack;
use crate::pack::shelf::Shelf;
use crate::place::{FileId, Place, Sources};
use crate::policy::Policy;
use crate::problem::{Code, Problem};
use crate::read::{ReadProject, path_shown};
use crate::waivers;

/// The packs that projects are judged by unless they, the command line or a policy say otherwise.
pub const DEFAULT_PACKS: [&str; 3] = ["order-124", "order-193", "hygiene"];

/// What the command line says of packs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    pub packs: &'a [String],
    pub rules: Option<&'a Path>,
}

/// What the projects of a run are judged by.
#[derive(Debug, Default)]
pub struct Selection {
    /// Those that some project is judged by.
    pub packs: Vec<Pack>,
    /// For each project its packs by number.
    pub of_project: Vec<Vec<usize>>,
    /// For each project what differs from its packs as written.
    pub changes: Vec<Vec<Change>>,
    /// Packs that some project would be judged by, had they been in force.
    pub left_out: Vec<Pack>,
    /// Those that nobody is judged by.
    pub others: Vec<Pack>,
    /// Problems of no project.
    pub problems: Vec<Problem>,
}

/// Something that differs from a pack as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `severity`, `params`, `rules`, `lists`, `packs`.
    pub what: &'static str,
    /// Of one requirement alone.
    pub requirement: Option<String>,
    /// The parameter, or the pack.
    pub name: String,
    pub was: String,
    pub now: String,
    pub effect: Effect,
    pub by: By,
    pub place: Option<Place>,
}

/// What a change does to results, as far as that can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Looser,
    Stricter,
    /// Nobody can say without judging both ways.
    Open,
}

impl Effect {
    pub fn name(self) -> &'static str {
        match self {
            Effect::Looser => "looser",
            Effect::Stricter => "stricter",
            Effect::Open => "open",
        }
    }
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Project,
    Inherited,
    Policy,
    CommandLine,
}

impl By {
    pub fn name(self) -> &'static str {
        match self {
            By::Project => "project",
            By::Inherited => "inherited",
            By::Policy => "policy",
            By::CommandLine => "command-line",
        }
    }
}

/// A run whose projects get their packs.
pub struct Selector<'a> {
    pub shelf: Shelf,
    pub sources: &'a mut Sources,
    /// What paths are shown relative to.
    pub base: &'a Path,
    pub asked: Asked<'a>,
    pub policy: Option<&'a Policy>,
    problems: Vec<Problem>,
    /// Entries of files of several projects that change something of one.
    used: BTreeSet<Place>,
    /// Those that change nothing of some, with what would be told.
    idle: BTreeMap<Place, Problem>,
}

impl<'a> Selector<'a> {
    /// With everybody's packs; those of folders are read when a project asks for them.
    pub fn new(shelf: Shelf, sources: &'a mut Sources, base: &'a Path, asked: Asked<'a>, policy: Option<&'a Policy>) -> Selector<'a> {
        Selector { shelf, sources, base, asked, policy, problems: Vec::new(), used: BTreeSet::new(), idle: BTreeMap::new() }
    }

    /// Settles what every project is judged by; `taken` are the inherited entries of which nobody knows yet whether they
    /// change anything.
    pub fn select(mut self, projects: &mut [ReadProject], taken: &[(String, Place)]) -> Selection {
        let stocks: Vec<usize> = projects.iter_mut().map(|project| self.stock(project)).collect();
        let mut selection = Selection::default();
        let mut left_out: BTreeSet<usize> = BTreeSet::new();
        let mut chosen: Vec<Vec<usize>> = Vec::new();
        self.tell_unknown(&stocks);
        for (project, stock) in projects.iter_mut().zip(stocks.iter().copied()) {
            let wanted = self.wanted(stock, project);
            let out: Vec<usize> = self.shelf.stocks[stock].left_out.clone();
            left_out.extend(out.into_iter().filter(|at| wanted.contains(&self.shelf.packs[*at].id)));
            let packs: Vec<usize> = wanted.iter().filter_map(|id| self.shelf.position(stock, id)).collect();
            let mut changes = self.own_rules(stock, &packs, project);
            changes.extend(self.left_away(stock, &wanted, project));
            let (tailoring, changed) = self.tailoring(stock, &packs, project);
            changes.extend(changed);
            let sources = &*self.sources;
            // A context is judged where it is named, and by no pack otherwise: the report lists those that judged somebody.
            let judging = packs.iter().filter(|_| !project.is_context || project.named);
            chosen.push(judging.filter_map(|pack| self.shelf.tailored(sources, stock, *pack, &tailoring)).collect());
            selection.changes.push(changes);
        }
        self.tell_idle(taken);
        if projects.iter().any(|project| !project.is_context || project.named) {
            self.tell_unused(&stocks, &chosen);
        }
        let Selector { mut shelf, problems, .. } = self;
        selection.problems = [std::mem::take(&mut shelf.problems), problems].concat();
        // Orders before advice, and versions of a pack side by side.
        let mut used: Vec<usize> = chosen.iter().flatten().copied().collect();
        used.sort_unstable_by_key(|at| (shelf.packs[*at].advisory, shelf.original(*at), *at));
        used.dedup();
        let number: BTreeMap<usize, usize> = used.iter().enumerate().map(|(number, at)| (*at, number)).collect();
        selection.of_project = chosen.iter().map(|packs| packs.iter().map(|at| number[at]).collect()).collect();
        let mut packs: Vec<Option<Pack>> = shelf.packs.into_iter().map(Some).collect();
        let mut take = |at: usize| packs.get_mut(at).and_then(Option::take);
        selection.packs = used.into_iter().filter_map(&mut take).collect();
        selection.left_out = left_out.into_iter().filter_map(&mut take).collect();
        selection.others = packs.into_iter().flatten().collect();
        selection
    }

    /// The packs that a project can be judged by; the folder of the command line goes before its own.
    fn stock(&mut self, project: &mut ReadProject) -> usize {
        if let Some(folder) = self.asked.rules {
            return self.shelf.stock(self.sources, folder, &folder.to_string_lossy().replace('\\', "/"));
        }
        let Some(named) = &project.settings.rules else { return 0 };
        if named.path.is_dir() {
            let folder = std::fs::canonicalize(&named.path).unwrap_or_else(|_| named.path.clone());
            return self.shelf.stock(self.sources, &folder, &path_shown(self.base, &folder));
        }
        let problem = Problem::new(Code::MissingPath, named.place).with("found", named.written.clone());
        self.tell(problem, project);
        0
    }

    /// The ids of the packs of one project: those of the policy; then those asked for, else its own, else the usual ones
    /// and those of its folder.
    fn wanted(&mut self, stock: usize, project: &mut ReadProject) -> Vec<String> {
        let demanded = self.policy.map(Policy::named).unwrap_or_default();
        let own: Vec<String> = self.shelf.stocks[stock].own.iter().map(|at| self.shelf.packs[*at].id.clone()).collect();
        let further: Vec<String> = if !self.asked.packs.is_empty() {
            self.asked.packs.to_vec()
        } else if let Some(packs) = project.settings.packs.clone() {
            let missing =
                packs.named.iter().filter_map(|(id, place)| Some(Problem { place: Some(*place), ..self.shelf.missing(stock, id)? }));
            for problem in missing.collect::<Vec<_>>() {
                self.tell(problem, project);
            }
            if let (Some(place), true) = (packs.place, demanded.iter().any(|id| packs.named.iter().all(|(named, _)| named != id))) {
                let against = self.policy.and_then(|policy| policy.packs.as_ref()?.place);
                self.overruled("check.packs", Some(place), &demanded.join(", "), against, project);
            }
            packs.named.into_iter().map(|(id, _)| id).collect()
        } else if demanded.is_empty() {
            DEFAULT_PACKS.iter().map(|id| id.to_string()).chain(own).collect()
        } else {
            own
        };
        // What is said of the waivers comes with them, whatever else a project is judged by.
        let waives = project.fragments.iter().any(|(_, fragment)| !fragment.waivers.is_empty());
        let further = further.into_iter().chain(waives.then(|| waivers::PACK.to_string()));
        let mut wanted = demanded;
        for id in further {
            if !wanted.contains(&id) {
                wanted.push(id);
            }
        }
        wanted
    }

    /// Packs that the command line or the policy names and that are not there; what the command line would leave out.
    fn tell_unknown(&mut self, stocks: &[usize]) {
        let stock = stocks.first().copied().unwrap_or(0);
        self.problems.extend(self.asked.packs.iter().filter_map(|id| self.shelf.missing(stock, id)));
        let Some(policy) = self.policy else { return };
        for (id, place) in policy.packs.iter().flat_map(|packs| &packs.named) {
            self.problems.extend(self.shelf.missing(0, id).map(|problem| Problem { place: Some(*place), ..problem }));
        }
        let demanded = policy.named();
        if !self.asked.packs.is_empty() && demanded.iter().any(|id| !self.asked.packs.contains(id)) {
            let against = policy.packs.as_ref().and_then(|packs| packs.place);
            self.problems.push(overruled(policy, "--pack", None, &demanded.join(", "), against));
        }
    }

    /// Packs of folders that judge nobody, where nobody chose among packs on the command line: whoever wrote them takes a
    /// green result for theirs.
    fn tell_unused(&mut self, stocks: &[usize], chosen: &[Vec<usize>]) {
        if !self.asked.packs.is_empty() {
            return;
        }
        let used: BTreeSet<usize> = chosen.iter().flatten().map(|at| self.shelf.original(*at)).collect();
        let stocks: BTreeSet<usize> = stocks.iter().copied().collect();
        let own = stocks.into_iter().map(|stock| &self.shelf.stocks[stock]);
        let idle = own.flat_map(|stock| stock.own.iter().filter(|at| !used.contains(at) && !stock.left_out.contains(at)));
        for pack in idle.map(|at| &self.shelf.packs[*at]) {
            let problem = pack.files.first().map(|file| Problem::new(Code::UnusedPack, Place::whole(*file)).with("found", &pack.id));
            self.problems.extend(problem);
        }
    }

    /// Packs of a folder in the places of others, and lists of a folder.
    fn own_rules(&mut self, stock: usize, packs: &[usize], project: &mut ReadProject) -> Vec<Change> {
        let place = if self.asked.rules.is_some() { None } else { project.settings.rules.as_ref().map(|named| named.place) };
        let refused = self.shelf.stocks[stock].refused.clone();
        let name = if self.asked.rules.is_some() { "--rules" } else { "check.rules" };
        for id in refused {
            let against = self.policy.and_then(|policy| policy.packs.as_ref()?.place);
            self.overruled(&format!("{name}: {id}"), place, &id, against, project);
        }
        let by = |origin: &crate::pack::Origin| match (self.policy, place) {
            (Some(policy), _) if policy.rules.as_ref().is_some_and(|rules| shown(&rules.path) == origin.folder) => By::Policy,
            (_, None) => By::CommandLine,
            (_, Some(place)) => self.by(place, project),
        };
        let replaced = |at: &usize| {
            let pack = &self.shelf.packs[*at];
            let origin = pack.origin.as_ref()?;
            let was = origin.replaces.clone()?;
            let (what, effect) = ("rules", Effect::Open);
            let (by, name, now) = (by(origin), pack.id.clone(), pack.sha256.clone());
            Some(Change { what, requirement: None, name, was, now, effect, by, place })
        };
        packs.iter().filter_map(replaced).collect()
    }

    /// The orders that everybody is judged by and that the project does not name.
    fn left_away(&self, stock: usize, wanted: &[String], project: &ReadProject) -> Vec<Change> {
        let named = project.settings.packs.as_ref().filter(|_| self.asked.packs.is_empty() && !project.is_context);
        let Some((packs, place)) = named.and_then(|packs| Some((packs, packs.place?))) else { return Vec::new() };
        let is_order = |id: &&str| self.shelf.position(stock, id).is_some_and(|at| !self.shelf.packs[at].advisory);
        let missing = DEFAULT_PACKS.into_iter().filter(|id| !packs.named.is_empty() && wanted.iter().all(|known| known != id));
        let (by, what, effect) = (self.by(place, project), "packs", Effect::Looser);
        let change = |id: &str| Change {
            what,
            requirement: None,
            name: id.to_string(),
            was: String::new(),
            now: String::new(),
            effect,
            by,
            place: Some(place),
        };
        missing.filter(is_order).map(change).collect()
    }

    /// Whether the command line chose the packs, or the day that they had to be in force on.
    fn is_narrowed(&self) -> bool {
        !self.asked.packs.is_empty() || self.shelf.is_of_a_day()
    }

    /// What says something, by its place.
    fn by(&self, place: Place, project: &ReadProject) -> By {
        match place.file {
            file if self.policy.is_some_and(|policy| policy.file == file) => By::Policy,
            file if project.config == Some(file) => By::Project,
            _ => By::Inherited,
        }
    }

    /// What is wrong with a file of one project is the project's; with a file of many it is told once.
    fn tell(&mut self, problem: Problem, project: &mut ReadProject) {
        let of_project = |file: FileId| project.config == Some(file);
        if problem.place.is_some_and(|place| of_project(place.file)) {
            project.problems.push(problem);
        } else if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn overruled(&mut self, name: &str, place: Option<Place>, kept: &str, against: Option<Place>, project: &mut ReadProject) {
        if let Some(policy) = self.policy {
            self.tell(overruled(policy, name, place, kept, against), project);
        }
    }

    /// Entries of files of several projects that changed nothing of any.
    fn tell_idle(&mut self, taken: &[(String, Place)]) {
        let whole: BTreeSet<Place> = taken.iter().map(|(_, place)| *place).collect();
        let of_policy = |place: &Place| self.policy.is_some_and(|policy| policy.file == place.file);
        let idle = self.idle.iter().filter(|(place, _)| (whole.contains(place) || of_policy(place)) && !self.used.contains(place));
        let idle: Vec<Problem> = idle.map(|(_, problem)| problem.clone()).collect();
        self.problems.extend(idle);
    }
}

/// What a policy does not let count; `kept` is what counts instead.
pub fn overruled(policy: &Policy, name: &str, place: Option<Place>, kept: &str, against: Option<Place>) -> Problem {
    let mut problem = Problem { place, ..Problem::nowhere(Code::OverruledByPolicy) };
    problem.related = against;
    problem.with("found", name).with("policy", policy.id.clone()).with("kept", kept)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
