//! Waivers: deviations that a body has allowed for a time, which of them hold, and whom each lifts.
//!
//! What comes in: the entries as written (`written`), the graph, the packs, the day, and who may allow what. What goes
//! out: [`Waivers`], by which `check` lifts non-compliant to partial, never to full. Nothing here reads files or judges:
//! the arithmetic is `verdict`'s, and whether anything fell short is found by `check`.

mod find;
mod permission;
mod written;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::graph::Thing;

pub use find::Finder;
pub use permission::{Allowed, Permission};
pub use written::{NOTHING, Named, WrittenElement, WrittenWaiver};

/// The pack whose requirements are about the waivers themselves; it comes with them.
pub const PACK: &str = "waivers";

/// The waivers of a run, project by project as the graph has them.
#[derive(Debug, Default)]
pub struct Waivers {
    projects: Vec<OfProject>,
    /// An auditor's run: they are looked at and lift nothing.
    pub ignored: bool,
}

/// Nobody has waived anything.
pub static NONE: Waivers = Waivers { projects: Vec::new(), ignored: false };

/// The waivers of one project, in the order of its files.
#[derive(Debug, Default)]
pub struct OfProject {
    pub all: Vec<Waiver>,
    /// Those that hold, by requirement.
    holding: BTreeMap<String, Vec<usize>>,
}

/// One entry, with what is known of it before anything is judged.
#[derive(Clone, Debug)]
pub struct Waiver {
    pub requirement: String,
    pub standing: Standing,
    pub until: Date,
    /// As in the entry, one for each element that it names.
    pub targets: Vec<Target>,
}

/// What an entry names.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Elements by their first version; what is drawn under an id may be remarked more than once. Empty where there is
    /// no such thing.
    pub things: BTreeSet<Thing>,
    /// That nothing is there.
    pub nothing: bool,
}

impl Target {
    pub fn is_there(&self) -> bool {
        self.nothing || !self.things.is_empty()
    }
}

/// Whether an entry can lift anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Holds,
    Expired,
    NotYetValid,
    /// The requirement leaves no room for it.
    NotWaivable,
    /// The body may not waive that.
    NotPermitted,
    /// No pack has such a requirement, which is a problem of the file.
    Unknown,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Applied,
    Expired,
    NotYetValid,
    /// It names something that is not there.
    Unmatched,
    /// It names a part of a group or a circle, which is waived as a whole.
    Incomplete,
    /// What it names does not fall short, or not so far that a waiver would lift it.
    Unneeded,
    NotWaivable,
    NotPermitted,
    /// It would lift, and this run asked that nothing does.
    Ignored,
    /// Its requirement is none of those that the project was judged by.
    NotJudged,
}

impl Status {
    pub const ALL: [Status; 10] = [
        Status::Applied,
        Status::Expired,
        Status::NotYetValid,
        Status::Unmatched,
        Status::Incomplete,
        Status::Unneeded,
        Status::NotWaivable,
        Status::NotPermitted,
        Status::Ignored,
        Status::NotJudged,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Status::Applied => "applied",
            Status::Expired => "expired",
            Status::NotYetValid => "not-yet-valid",
            Status::Unmatched => "unmatched",
            Status::Incomplete => "incomplete",
            Status::Unneeded => "unneeded",
            Status::NotWaivable => "not-waivable",
            Status::NotPermitted => "not-permitted",
            Status::Ignored => "ignored",
            Status::NotJudged => "not-judged",
        }
    }
}

impl Waivers {
    /// The waivers of a project; nothing where it has none.
    pub fn of(&self, project: usize) -> Option<&OfProject> {
        self.projects.get(project).filter(|of| !of.all.is_empty())
    }
}

impl OfProject {
    /// The entries that hold for a requirement, the one that holds longest first.
    fn holding(&self, requirement: &str) -> impl Iterator<Item = (usize, &Waiver)> {
        self.holding.get(requirement).into_iter().flatten().filter_map(|number| Some((*number, self.all.get(*number)?)))
    }

    /// Whether any entry that holds is about a requirement.
    pub fn concerns(&self, requirement: &str) -> bool {
        self.holding.contains_key(requirement)
    }

    /// The entries that hold and name all of these, with the numbers of their targets that do; a group or a circle is
    /// waived as a whole or not at all.
    pub fn covering(&self, requirement: &str, things: &BTreeSet<Thing>) -> Vec<(usize, Vec<usize>)> {
        let covers = |(number, waiver): (usize, &Waiver)| {
            let named = |thing: &Thing| waiver.targets.iter().any(|target| target.things.contains(thing));
            let targets = waiver.targets.iter().enumerate().filter(|(_, target)| !target.things.is_disjoint(things));
            (!things.is_empty() && things.iter().all(named)).then(|| (number, targets.map(|(at, _)| at).collect()))
        };
        self.holding(requirement).filter_map(covers).collect()
    }

    /// The entries that hold and name some of these and not all, with the numbers of their targets that do, and the rest.
    pub fn touching(&self, requirement: &str, things: &BTreeSet<Thing>) -> Vec<(usize, Vec<usize>, BTreeSet<Thing>)> {
        let touches = |(number, waiver): (usize, &Waiver)| {
            let targets = waiver.targets.iter().enumerate().filter(|(_, target)| !target.things.is_disjoint(things));
            let targets: Vec<usize> = targets.map(|(at, _)| at).collect();
            let is_named = |thing: &&Thing| waiver.targets.iter().any(|target| target.things.contains(thing));
            let rest: BTreeSet<Thing> = things.iter().filter(|thing| !is_named(thing)).copied().collect();
            (!targets.is_empty() && !rest.is_empty()).then_some((number, targets, rest))
        };
        self.holding(requirement).filter_map(touches).collect()
    }

    /// The entries that hold for there being nothing at all.
    pub fn covering_nothing(&self, requirement: &str) -> Vec<(usize, Vec<usize>)> {
        let covers = |(number, waiver): (usize, &Waiver)| {
            let at = waiver.targets.iter().position(|target| target.nothing)?;
            Some((number, vec![at]))
        };
        self.holding(requirement).filter_map(covers).collect()
    }

    fn new(all: Vec<Waiver>) -> OfProject {
        let mut holding: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, waiver) in all.iter().enumerate().filter(|(_, waiver)| waiver.standing == Standing::Holds) {
            holding.entry(waiver.requirement.clone()).or_default().push(number);
        }
        for numbers in holding.values_mut() {
            numbers.sort_by_key(|number| Reverse(all.get(*number).map(|waiver| waiver.until)));
        }
        OfProject { all, holding }
    }
}
