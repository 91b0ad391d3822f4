//! What open answers wait for, gathered by fact: how many elements lack it, and how many answers each would settle.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::graph::View;
use crate::language::evaluate::Gap;
use crate::language::world::{Node, World};
use crate::metamodel::KindId;
use crate::outcome::{Fact, MissingFact, RequirementIndex};

const EXAMPLES: usize = 5;

#[derive(Default)]
pub(super) struct Missing {
    numbers: FxHashMap<(Fact, Option<KindId>), usize>,
    facts: Vec<Waiting>,
    /// Counts (requirement, subject) pairs, so that a fact counts once for each.
    subject: u64,
}

struct Waiting {
    fact: Fact,
    kind: Option<KindId>,
    /// Elements that lack it, each once; a bit for each node of the graph's range that was seen.
    elements: BTreeMap<u32, Node>,
    requirements: Vec<RequirementIndex>,
    subjects: usize,
    last: u64,
}

impl Missing {
    /// Notes what one subject of one requirement waits for.
    pub fn add(&mut self, view: &View<'_>, requirement: RequirementIndex, gaps: &[Gap]) {
        self.subject += 1;
        for gap in gaps {
            match gap {
                Gap::Attribute(node, attribute) => self.note(requirement, Fact::Attribute(*attribute), Some(view.kind(*node)), &[*node]),
                Gap::Link(node, link) => self.note(requirement, Fact::Link(*link), Some(view.kind(*node)), &[*node]),
                Gap::Silent(layer, link, kind) => {
                    // Everyone of the kind who is silent; told once, as all of them wait together.
                    let known = self.numbers.contains_key(&(Fact::Link(*link), Some(*kind)));
                    let silent: Vec<Node> = if known && self.has_all(*link, *kind, view.silent(*layer, *link, *kind).len()) {
                        Vec::new()
                    } else {
                        view.silent(*layer, *link, *kind).iter().map(|index| Node { index: *index, layer: *layer }).collect()
                    };
                    self.note(requirement, Fact::Link(*link), Some(*kind), &silent);
                }
                Gap::Nobody(kinds) => {
                    for kind in kinds.iter() {
                        self.note(requirement, Fact::Register(kind), Some(kind), &[]);
                    }
                }
                Gap::NoState => self.note(requirement, Fact::State("current"), None, &[]),
                Gap::Given(name) => self.note(requirement, Fact::Given(name.clone()), None, &[]),
            }
        }
    }

    /// Notes something that is not a gap of an answer: a person's answer.
    pub fn add_fact(&mut self, requirement: RequirementIndex, fact: Fact, node: Node) {
        self.subject += 1;
        self.note(requirement, fact, None, &[node]);
    }

    fn has_all(&self, link: crate::metamodel::LinkId, kind: KindId, silent: usize) -> bool {
        let at = self.numbers.get(&(Fact::Link(link), Some(kind)));
        at.is_some_and(|at| self.facts[*at].elements.len() >= silent)
    }

    fn note(&mut self, requirement: RequirementIndex, fact: Fact, kind: Option<KindId>, nodes: &[Node]) {
        let next = self.facts.len();
        let at = *self.numbers.entry((fact.clone(), kind)).or_insert(next);
        if at == next {
            self.facts.push(Waiting { fact, kind, elements: BTreeMap::new(), requirements: Vec::new(), subjects: 0, last: 0 });
        }
        let waiting = &mut self.facts[at];
        waiting.elements.extend(nodes.iter().map(|node| (node.index, *node)));
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
            elements: self.elements.len(),
            requirements: self.requirements,
            subjects: self.subjects,
            examples: self.elements.into_values().take(EXAMPLES).collect(),
        }
    }
}
