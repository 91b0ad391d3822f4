//! What people are asked: which facts the open answers of a project wait for, of which elements, and the facts file in
//! which they can be filled in.
//!
//! What comes in: the graph and what `check` found missing, in full. What goes out: [`Asked`], which is shown (`page`,
//! `list`), the text of a facts file, new or with more in it (`plan`, `remark`, `sheet`), and the checklist of what a
//! person has to answer (`questions`). Nothing here reads or writes files but `save`. Leaves to others: what is missing (`check`), what facts files mean (`read`, `graph`).

pub mod list;
pub mod page;
pub mod plan;
pub mod questions;
pub mod register;
pub mod remark;
pub mod save;
pub mod sheet;

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::metamodel::{AttributeId, KindId, LinkId};
use crate::outcome::{Fact, MissingFact, ProjectOutcome, Settled};
use crate::pack::Pack;
use crate::report::{Missing, missing_of};
use crate::verdict::Verdict;

/// What one project's open answers wait for, the most valuable first.
#[derive(Debug)]
pub struct Asked {
    /// Index of the project in the graph.
    pub project: usize,
    /// Requirements and answers that are open.
    pub open: Settled,
    pub facts: Vec<AskedFact>,
    /// Requirements that wait for people.
    pub questions: usize,
}

#[derive(Debug)]
pub struct AskedFact {
    pub missing: Missing,
    /// What a facts file can state, and the kind on which; none for what is stated elsewhere.
    pub written: Option<(Written, KindId)>,
    /// Elements that the project's own facts file can speak of.
    pub own: Vec<Lacking>,
    /// Elements of the context that lack it: the context has to state it.
    pub in_context: usize,
    /// What has all it waits for once this fact and those before it are known.
    pub so_far: Settled,
}

/// A key of a facts file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Written {
    Attribute(AttributeId),
    Link(LinkId),
}

/// An element that lacks a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The id by which the project knows it.
    pub id: String,
    /// Its node, the first where several states lack the fact.
    pub index: u32,
    /// Answers that wait for the fact of this element.
    pub answers: usize,
}

impl Asked {
    /// What a project is asked; `outcome` must have been made in full.
    pub fn of(graph: &Graph, packs: &[Pack], outcome: &ProjectOutcome) -> Asked {
        let project = outcome.project;
        let open = outcome.requirements.iter();
        let requirements = open.clone().filter(|found| found.verdict == Verdict::NotAssessed).count();
        let subjects = open.map(|found| found.counts.not_assessed).sum();
        let joined: FxHashMap<u32, &str> = graph.joined(project).map(|(id, index)| (index, id)).collect();
        // What people have to answer for is no fact; it ranks last.
        let facts = outcome.missing.iter().filter(|missing| missing.fact != Fact::Answer);
        let facts = facts.map(|missing| asked(graph, packs, project, &joined, missing)).collect();
        Asked { project, open: Settled { requirements, subjects }, facts, questions: outcome.questions.len() }
    }
}

impl AskedFact {
    /// Whether the project's own facts file can say it.
    pub fn is_for_file(&self) -> bool {
        self.written.is_some() && !self.own.is_empty()
    }
}

fn asked(graph: &Graph, packs: &[Pack], project: usize, joined: &FxHashMap<u32, &str>, missing: &MissingFact) -> AskedFact {
    let mut own: Vec<Lacking> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut in_context = 0;
    for (index, answers) in &missing.lacking {
        let known = joined.get(index).copied();
        let Some(id) = known.or_else(|| (graph.project_of(*index) == project).then(|| graph.id(*index))) else {
            in_context += 1;
            continue;
        };
        let next = own.len();
        match *places.entry(id).or_insert(next) {
            at if at < next => own[at].answers += answers,
            _ => own.push(Lacking { id: id.to_string(), index: *index, answers: *answers }),
        }
    }
    let written = match missing.fact {
        Fact::Attribute(attribute) => Some(Written::Attribute(attribute)),
        Fact::Link(link) => Some(Written::Link(link)),
        _ => None,
    };
    AskedFact {
        missing: missing_of(graph, packs, missing),
        written: written.zip(missing.kind),
        own,
        in_context,
        so_far: missing.so_far.unwrap_or_default(),
    }
}
