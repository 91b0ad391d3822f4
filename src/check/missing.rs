//! What open answers wait for, gathered by fact: how many elements lack it, and how many answers each would settle.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Graph, View};
use crate::language::evaluate::Gap;
use crate::language::world::{Layer, Node, World};
use crate::metamodel::{KindId, LinkId};
use crate::outcome::{Fact, MissingFact, RequirementIndex};

const EXAMPLES: usize = 5;

pub(super) struct Missing {
    numbers: FxHashMap<(Fact, Option<KindId>), usize>,
    facts: Vec<Waiting>,
    /// Counts (requirement, subject) pairs, so that a fact counts once for each.
    subject: u64,
    /// The project's own nodes: most of what is missing is theirs.
    own: std::ops::Range<u32>,
}

struct Waiting {
    fact: Fact,
    kind: Option<KindId>,
    elements: Elements,
    /// Populations that were added as a whole.
    populations: Vec<Layer>,
    requirements: Vec<RequirementIndex>,
    subjects: usize,
    last: u64,
}

/// Elements, each once: a bit for each of the project's own, the context's few by number.
#[derive(Default)]
struct Elements {
    own: Vec<u64>,
    others: FxHashSet<u32>,
    count: usize,
    first: Vec<Node>,
}

impl Elements {
    fn insert(&mut self, node: Node, own: &std::ops::Range<u32>) {
        let new = if own.contains(&node.index) {
            let at = (node.index - own.start) as usize;
            if self.own.len() <= at / 64 {
                self.own.resize(at / 64 + 1, 0);
            }
            let bit = 1 << (at % 64);
            let new = self.own[at / 64] & bit == 0;
            self.own[at / 64] |= bit;
            new
        } else {
            self.others.insert(node.index)
        };
        if !new {
            return;
        }
        self.count += 1;
        // The first few by number, whatever order they come in.
        if self.first.len() < EXAMPLES || self.first.last().is_some_and(|last| node < *last) {
            let at = self.first.partition_point(|known| *known < node);
            self.first.insert(at, node);
            self.first.truncate(EXAMPLES);
        }
    }
}

impl Missing {
    pub fn new(graph: &Graph, project: usize) -> Missing {
        let layers = &graph.projects[project].layers;
        let start = layers.first().map_or(0, |layer| layer.nodes.start);
        let own = start..layers.last().map_or(start, |layer| layer.nodes.end);
        Missing { numbers: FxHashMap::default(), facts: Vec::new(), subject: 0, own }
    }

    /// Notes what one subject of one requirement waits for.
    pub fn add(&mut self, view: &View<'_>, requirement: RequirementIndex, gaps: &[Gap]) {
        self.subject += 1;
        for gap in gaps {
            match gap {
                Gap::Attribute(node, attribute) => self.note(requirement, Fact::Attribute(*attribute), Some(view.kind(*node)), Some(*node)),
                Gap::Link(node, link) => self.note(requirement, Fact::Link(*link), Some(view.kind(*node)), Some(*node)),
                Gap::Silent(layer, link, kind) => self.note_silent(view, requirement, *layer, *link, *kind),
                Gap::Nobody(kinds) => {
                    for kind in kinds.iter() {
                        self.note(requirement, Fact::Register(kind), Some(kind), None);
                    }
                }
                Gap::NoState(state) => self.note(requirement, Fact::State(state), None, None),
                Gap::Given(name) => self.note(requirement, Fact::Given(name.clone()), None, None),
            }
        }
    }

    /// Notes something that is not a gap of an answer: a person's answer.
    pub fn add_fact(&mut self, requirement: RequirementIndex, fact: Fact, node: Node) {
        self.subject += 1;
        self.note(requirement, fact, None, Some(node));
    }

    /// Everyone of the kind who is silent waits together; they are counted once.
    fn note_silent(&mut self, view: &View<'_>, requirement: RequirementIndex, layer: Layer, link: LinkId, kind: KindId) {
        let at = self.number(Fact::Link(link), Some(kind));
        if !self.facts[at].populations.contains(&layer) {
            self.facts[at].populations.push(layer);
            for index in view.silent(layer, link, kind) {
                self.facts[at].elements.insert(Node { index: *index, layer }, &self.own);
            }
        }
        self.wait(at, requirement);
    }

    fn note(&mut self, requirement: RequirementIndex, fact: Fact, kind: Option<KindId>, node: Option<Node>) {
        let at = self.number(fact, kind);
        if let Some(node) = node {
            self.facts[at].elements.insert(node, &self.own);
        }
        self.wait(at, requirement);
    }

    fn number(&mut self, fact: Fact, kind: Option<KindId>) -> usize {
        let next = self.facts.len();
        let key = (fact, kind);
        if let Some(at) = self.numbers.get(&key) {
            return *at;
        }
        self.facts.push(Waiting {
            fact: key.0.clone(),
            kind,
            elements: Elements::default(),
            populations: Vec::new(),
            requirements: Vec::new(),
            subjects: 0,
            last: 0,
        });
        self.numbers.insert(key, next);
        next
    }

    fn wait(&mut self, at: usize, requirement: RequirementIndex) {
        let waiting = &mut self.facts[at];
        if waiting.requirements.last() != Some(&requirement) && !waiting.requirements.contains(&requirement) {
            waiting.requirements.push(requirement);
        }
        if waiting.last != self.subject {
            waiting.last = self.subject;
            waiting.subjects += 1;
        }
    }

    /// The most valuable first: by the requirements, then by the subjects that wait for it.
    pub fn ranked(self, view: &View<'_>) -> Vec<MissingFact> {
        let mut facts: Vec<MissingFact> = self.facts.into_iter().map(Waiting::told).collect();
        let metamodel = view.metamodel();
        let name = |fact: &MissingFact| match &fact.fact {
            Fact::Attribute(attribute) => metamodel.attribute(*attribute).name.clone(),
            Fact::Link(link) => metamodel.link(*link).name.clone(),
            Fact::Register(kind) => metamodel.kind(*kind).name.clone(),
            Fact::State(state) => state.to_string(),
            Fact::Given(name) => name.clone(),
            Fact::Answer => String::new(),
        };
        facts.sort_by_cached_key(|fact| {
            (std::cmp::Reverse(fact.requirements.len()), std::cmp::Reverse(fact.subjects), name(fact), fact.kind, fact.fact.clone())
        });
        facts
    }
}

impl Waiting {
    fn told(mut self) -> MissingFact {
        self.requirements.sort_unstable();
        MissingFact {
            fact: self.fact,
            kind: self.kind,
            elements: self.elements.count,
            requirements: self.requirements,
            subjects: self.subjects,
            examples: self.elements.first,
        }
    }
}
