//! What open answers wait for, gathered by fact: how many elements lack it, how many answers wait for it, and how many
//! of those for it alone.
//!
//! An answer is one subject of one requirement. It waits for every fact that would have to be known before it could
//! become certain, as far as the facts stated so far tell. Elements are counted, and listed only where somebody wants to
//! know them all ([`Full`]).

mod elements;

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use elements::Elements;

use crate::graph::{Graph, View};
use crate::language::evaluate::Gap;
use crate::language::world::{Layer, Node, World};
use crate::metamodel::{KindId, LinkId};
use crate::outcome::{Fact, MissingFact, RequirementIndex, Settled};

/// A fact by its number in [`Missing::facts`].
type Number = u32;

pub(super) struct Missing {
    numbers: FxHashMap<(Fact, Option<KindId>), Number>,
    facts: Vec<Waiting>,
    /// The project's own nodes: most of what is missing is theirs.
    own: Range<u32>,
    /// The requirement at hand, and whether it has a say in the project's verdict.
    requirement: RequirementIndex,
    weighs: bool,
    /// The facts that its answers wait for, each once.
    of_requirement: Vec<Number>,
    /// Some answer about it waits for what is no fact of ours.
    unexplained: bool,
    /// Counts answers, so that a fact counts once for each.
    answer: u64,
    /// The facts that the answer at hand waits for, each once.
    of_answer: Vec<Number>,
    scratch: Vec<Number>,
    full: Option<Full>,
}

/// What is kept only where every element is asked for.
#[derive(Default)]
struct Full {
    /// How often the same facts are waited for together, by answers and by requirements.
    together: FxHashMap<Box<[Number]>, Settled>,
    /// How many answers wait for a fact of one element.
    weights: FxHashMap<(Number, u32), usize>,
    /// The elements of the answer at hand.
    of_answer: Vec<(Number, u32)>,
}

struct Waiting {
    fact: Fact,
    kind: Option<KindId>,
    elements: Elements,
    /// Populations that were added as a whole.
    populations: Vec<Layer>,
    requirements: Vec<RequirementIndex>,
    weighing: usize,
    subjects: usize,
    alone: Settled,
    /// The last answer that waited for it.
    last: u64,
}

impl Missing {
    pub fn new(graph: &Graph, project: usize, in_full: bool) -> Missing {
        let layers = &graph.projects[project].layers;
        let start = layers.first().map_or(0, |layer| layer.nodes.start);
        Missing {
            numbers: FxHashMap::default(),
            facts: Vec::new(),
            own: start..layers.last().map_or(start, |layer| layer.nodes.end),
            requirement: RequirementIndex { pack: 0, requirement: 0 },
            weighs: true,
            of_requirement: Vec::new(),
            unexplained: false,
            answer: 0,
            of_answer: Vec::new(),
            scratch: Vec::new(),
            full: in_full.then(Full::default),
        }
    }

    /// Turns to another requirement.
    pub fn turn_to(&mut self, requirement: RequirementIndex, weighs: bool) {
        (self.requirement, self.weighs, self.unexplained) = (requirement, weighs, false);
        self.of_requirement.clear();
    }

    /// All answers about the requirement have been given, and it is still open.
    pub fn is_left_open(&mut self) {
        if self.unexplained || self.of_requirement.is_empty() {
            return;
        }
        if let [only] = self.of_requirement[..] {
            self.facts[only as usize].alone.requirements += 1;
        }
        if let Some(full) = &mut self.full {
            self.of_requirement.sort_unstable();
            full.together.entry(self.of_requirement.as_slice().into()).or_default().requirements += 1;
        }
    }

    /// One answer that waits for these gaps to be filled.
    pub fn add(&mut self, view: &View<'_>, gaps: &[Gap]) {
        self.wait_for(view, gaps);
        self.answered();
    }

    /// The answer at hand waits for these gaps, perhaps among others.
    pub fn wait_for(&mut self, view: &View<'_>, gaps: &[Gap]) {
        let mut facts = std::mem::take(&mut self.scratch);
        gaps.iter().for_each(|gap| self.take_up(view, gap, &mut facts));
        self.wait_for_facts(&facts);
        facts.clear();
        self.scratch = facts;
    }

    /// The answer at hand waits for a person.
    pub fn wait_for_answer(&mut self, node: Option<Node>) {
        let number = self.lacked(Fact::Answer, None, node);
        self.wait(number);
    }

    /// The facts of these gaps, for many answers that all wait for them; asked before anything of an answer is noted.
    pub fn facts_of(&mut self, view: &View<'_>, gaps: &[Gap]) -> Vec<Number> {
        let mut facts = Vec::new();
        gaps.iter().for_each(|gap| self.take_up(view, gap, &mut facts));
        facts.sort_unstable();
        facts.dedup();
        if let Some(full) = &mut self.full {
            full.of_answer.clear();
        }
        facts
    }

    /// Notes whom a gap is about, and gives the numbers of its facts.
    fn take_up(&mut self, view: &View<'_>, gap: &Gap, facts: &mut Vec<Number>) {
        let fact = match gap {
            Gap::Attribute(_, attribute) if view.metamodel().attribute(*attribute).derived => {
                // Nobody states it: it follows from comparing the states.
                self.lacked(Fact::State("current"), None, None)
            }
            Gap::Attribute(node, attribute) => self.lacked(Fact::Attribute(*attribute), Some(view.kind(*node)), Some(*node)),
            Gap::Link(node, link) => self.lacked(Fact::Link(*link), Some(view.kind(*node)), Some(*node)),
            Gap::Silent(layer, link, kind) => self.lacked_by_all(view, *layer, *link, *kind),
            Gap::Nobody(kinds) => {
                facts.extend(kinds.iter().map(|kind| self.lacked(Fact::Register(kind), Some(kind), None)));
                return;
            }
            Gap::NoState(state) => self.lacked(Fact::State(state), None, None),
            Gap::Given(name) => self.lacked(Fact::Given(name.clone()), None, None),
        };
        facts.push(fact);
    }

    pub fn wait_for_facts(&mut self, facts: &[Number]) {
        facts.iter().for_each(|number| self.wait(*number));
    }

    /// Everything that the answer at hand waits for has been noted.
    pub fn answered(&mut self) {
        match self.of_answer[..] {
            [] => self.unexplained = true,
            [only] => self.facts[only as usize].alone.subjects += 1,
            _ => {}
        }
        if let Some(full) = &mut self.full {
            self.of_answer.sort_unstable();
            if !self.of_answer.is_empty() {
                full.together.entry(self.of_answer.as_slice().into()).or_default().subjects += 1;
            }
            full.of_answer.sort_unstable();
            full.of_answer.dedup();
            for pair in full.of_answer.drain(..) {
                *full.weights.entry(pair).or_default() += 1;
            }
        }
        self.of_answer.clear();
        self.answer += 1;
    }

    fn lacked(&mut self, fact: Fact, kind: Option<KindId>, node: Option<Node>) -> Number {
        let number = self.number(fact, kind);
        if let Some(node) = node {
            self.facts[number as usize].elements.insert(node, &self.own);
            if let Some(full) = &mut self.full {
                full.of_answer.push((number, node.index));
            }
        }
        number
    }

    /// Everyone of the kind who is silent waits together; they are counted once.
    fn lacked_by_all(&mut self, view: &View<'_>, layer: Layer, link: LinkId, kind: KindId) -> Number {
        let number = self.number(Fact::Link(link), Some(kind));
        let waiting = &mut self.facts[number as usize];
        if !waiting.populations.contains(&layer) {
            waiting.populations.push(layer);
            for index in view.silent(layer, link, kind) {
                waiting.elements.insert(Node { index: *index, layer }, &self.own);
            }
        }
        number
    }

    fn number(&mut self, fact: Fact, kind: Option<KindId>) -> Number {
        let next = self.facts.len() as Number;
        let key = (fact, kind);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        self.facts.push(Waiting::new(key.0.clone(), kind));
        self.numbers.insert(key, next);
        next
    }

    fn wait(&mut self, number: Number) {
        let waiting = &mut self.facts[number as usize];
        if waiting.requirements.last() != Some(&self.requirement) {
            waiting.requirements.push(self.requirement);
            waiting.weighing += usize::from(self.weighs);
            self.of_requirement.push(number);
        }
        // Answers are counted from 0, so that 0 stands for none.
        if waiting.last != self.answer + 1 {
            waiting.last = self.answer + 1;
            waiting.subjects += 1;
            self.of_answer.push(number);
        }
    }

    /// The most valuable first: by the requirements that wait for it, those that have a say in the verdict before all
    /// others, then by the answers.
    pub fn ranked(mut self, view: &View<'_>) -> Vec<MissingFact> {
        let full = self.full.take();
        let mut facts: Vec<(Number, MissingFact)> = Vec::with_capacity(self.facts.len());
        for (number, waiting) in self.facts.into_iter().enumerate().filter(|(_, waiting)| waiting.subjects > 0) {
            let number = number as Number;
            let lacking = full.as_ref().map_or_else(Vec::new, |full| full.lacking(number, &waiting.elements, &self.own));
            facts.push((number, waiting.told(lacking)));
        }
        let metamodel = view.metamodel();
        let name = |fact: &MissingFact| match &fact.fact {
            Fact::Attribute(attribute) => metamodel.attribute(*attribute).name.clone(),
            Fact::Link(link) => metamodel.link(*link).name.clone(),
            Fact::Register(kind) => metamodel.kind(*kind).name.clone(),
            Fact::State(state) => state.to_string(),
            Fact::Given(name) => name.clone(),
            Fact::Answer => String::new(),
        };
        facts.sort_by_cached_key(|(_, fact)| {
            let value = (Reverse(fact.weighing), Reverse(fact.requirements.len()), Reverse(fact.subjects));
            (value, name(fact), fact.kind, fact.fact.clone())
        });
        if let Some(full) = full {
            full.add_up(&mut facts);
        }
        facts.into_iter().map(|(_, fact)| fact).collect()
    }
}

impl Full {
    fn lacking(&self, number: Number, elements: &Elements, own: &Range<u32>) -> Vec<(u32, usize)> {
        let answers = |index: u32| self.weights.get(&(number, index)).copied().unwrap_or(0);
        elements.all(own).into_iter().map(|index| (index, answers(index))).collect()
    }

    /// What waits for nothing that ranks below a fact has all it waits for once that fact and those above are known.
    fn add_up(&self, facts: &mut [(Number, MissingFact)]) {
        let rank: FxHashMap<Number, usize> = facts.iter().enumerate().map(|(rank, (number, _))| (*number, rank)).collect();
        let mut complete = vec![Settled::default(); facts.len()];
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (together, settled) in &self.together {
            if let Some(last) = together.iter().filter_map(|number| rank.get(number)).max() {
                complete[*last].requirements += settled.requirements;
                complete[*last].subjects += settled.subjects;
            }
        }
        let mut sum = Settled::default();
        for ((_, fact), more) in facts.iter_mut().zip(complete) {
            sum.requirements += more.requirements;
            sum.subjects += more.subjects;
            fact.so_far = Some(sum);
        }
    }
}

impl Waiting {
    fn new(fact: Fact, kind: Option<KindId>) -> Waiting {
        Waiting {
            fact,
            kind,
            elements: Elements::default(),
            populations: Vec::new(),
            requirements: Vec::new(),
            weighing: 0,
            subjects: 0,
            alone: Settled::default(),
            last: 0,
        }
    }

    fn told(mut self, lacking: Vec<(u32, usize)>) -> MissingFact {
        self.requirements.sort_unstable();
        MissingFact {
            fact: self.fact,
            kind: self.kind,
            elements: self.elements.count,
            requirements: self.requirements,
            weighing: self.weighing,
            subjects: self.subjects,
            alone: self.alone,
            so_far: None,
            examples: self.elements.first,
            lacking,
        }
    }
}
