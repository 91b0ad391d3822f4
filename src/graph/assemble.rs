//! Puts one project together: the elements of its files become slots, slots become nodes in every state they belong
//! to, and what is stated about them becomes facts and ends of links.
//!
//! Own nodes are numbered from `first`, the number of nodes that all contexts have together; smaller numbers are the
//! context's. Leaves to others: laying projects side by side (`merge`), resolving ends (`resolve`), facts files
//! (`facts`), two statements about one thing (`conflicts`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::resolve::Resolver;
use super::{AttributeFact, End, Graph, Input, Loosened, NodeData, Project, StateLayer, Target};
use crate::fragment::{Format, Fragment, Names, States};
use crate::language::evaluate::{Key, key_of};
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Metamodel};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem};
use crate::read::ReadProject;
use crate::strings::{StringId, Strings};
use crate::value::Value;

/// One project with its own numbers.
pub(super) struct Assembled {
    pub project: Project,
    pub files: Vec<FileId>,
    pub nodes: Vec<NodeData>,
    /// By node, ascending.
    pub attributes: Vec<(u32, AttributeFact)>,
    /// By node and link, ascending.
    pub ends: Vec<(u32, End)>,
    pub overlaid_attributes: Vec<(u32, AttributeFact)>,
    pub overlaid_ends: Vec<(u32, End)>,
}

/// What a project may refer to in its context.
pub(super) struct Register<'g> {
    pub graph: &'g Graph,
    pub id: &'g str,
    pub ids: FxHashMap<&'g str, u32>,
    pub names: FxHashMap<String, Option<u32>>,
    identities: FxHashMap<(KindId, Vec<Key>), u32>,
}

impl<'g> Register<'g> {
    pub fn new(graph: &'g Graph, context: usize) -> Register<'g> {
        let project = &graph.projects[context];
        let mut register =
            Register { graph, id: &project.id, ids: FxHashMap::default(), names: FxHashMap::default(), identities: FxHashMap::default() };
        let nodes = project.layers.first().map_or(0..0, |layer| layer.nodes.clone());
        for index in nodes {
            register.ids.insert(graph.id(index), index);
            for language in crate::text::Language::ALL {
                let name = graph.stated_name(index, language);
                if !name.is_empty() {
                    let entry = register.names.entry(name.trim().to_lowercase()).or_insert(Some(index));
                    if *entry != Some(index) {
                        *entry = None;
                    }
                }
            }
            let keys: Option<Vec<Key>> = (graph.metamodel.kind(graph.kind(index)).identity.iter())
                .map(|wanted| graph.attributes(index).iter().find(|fact| fact.attribute == *wanted).and_then(|fact| key_of(&fact.value)))
                .collect();
            if let Some(keys) = keys.filter(|keys| !keys.is_empty()) {
                register.identities.entry((graph.kind(index), keys)).or_insert(index);
            }
        }
        register
    }
}

/// One element of the project, over all files and states.
pub(super) struct Slot {
    pub id: StringId,
    pub kind: KindId,
    pub place: Place,
    pub names: Names,
    pub states: States,
    /// The states of the declaration at `place`; those of others stand in [`Assembler::places`].
    pub first_states: States,
    /// The element of the context that this one is.
    pub joined: Option<u32>,
    /// Its node in each layer.
    pub nodes: [Option<u32>; 3],
}

/// A stated value, before the files of the project are compared.
pub(super) struct StatedValue {
    pub slot: u32,
    pub states: States,
    pub attribute: AttributeId,
    pub value: Value,
    pub place: Place,
    pub weight: Weight,
}

/// Whose word counts where several state one fact: the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Drawing,
    /// A facts file, about everything that fits a pattern.
    Matching,
    /// A facts file, about this element by its id.
    Naming,
}

pub(super) struct StatedEnd {
    pub slot: u32,
    pub states: States,
    pub link: LinkId,
    pub end: StringId,
    pub place: Place,
    pub format: Format,
    pub weight: Weight,
}

pub(super) struct Assembler<'a> {
    pub metamodel: &'static Metamodel,
    pub register: Option<&'a Register<'a>>,
    pub project_id: String,
    pub first: u32,
    pub strings: Strings,
    pub slots: Vec<Slot>,
    slot_of: Vec<u32>,
    pub values: Vec<StatedValue>,
    pub ends: Vec<StatedEnd>,
    pub problems: Vec<Problem>,
    /// Further declarations of elements, by slot: where an element of a later state is declared.
    places: Vec<(u32, States, Place)>,
    masks: FxHashSet<u8>,
}

/// Ends of links by node.
type Ends = Vec<(u32, End)>;

const NO_SLOT: u32 = u32::MAX;

pub(super) fn assemble(metamodel: &'static Metamodel, read: ReadProject, register: Option<&Register<'_>>) -> Assembled {
    let first = register.map_or(0, |register| register.graph.len() as u32);
    let mut assembler = Assembler {
        metamodel,
        register,
        project_id: read.id.clone(),
        first,
        strings: Strings::default(),
        slots: Vec::new(),
        slot_of: Vec::new(),
        values: Vec::new(),
        ends: Vec::new(),
        problems: Vec::new(),
        places: Vec::new(),
        masks: FxHashSet::default(),
    };
    let mut inputs = Vec::new();
    let mut facts = Vec::new();
    let (mut project, fragments) = super::project_of(metamodel, read);
    for (states, mut fragment) in fragments {
        inputs.push(Input {
            file: fragment.file,
            format: fragment.format,
            version: std::mem::take(&mut fragment.version),
            sha256: std::mem::take(&mut fragment.sha256),
            counts: std::mem::take(&mut fragment.counts),
        });
        project.problems.append(&mut fragment.problems);
        facts.extend(std::mem::take(&mut fragment.facts).into_iter().map(|table| (fragment.file, states, table)));
        assembler.take(states, fragment);
    }
    assembler.apply_facts(facts);
    assembler.join_context();
    project.inputs = inputs;
    assembler.lay_out(project)
}

impl<'a> Assembler<'a> {
    pub fn slot_named(&self, id: StringId) -> Option<u32> {
        self.slot_of.get(id.index()).copied().filter(|slot| *slot != NO_SLOT)
    }

    pub fn find_slot(&self, id: &str) -> Option<u32> {
        self.strings.find(id).and_then(|id| self.slot_named(id))
    }

    fn take(&mut self, model: States, mut fragment: Fragment) {
        let mut translation = Translation::new(&mut self.strings, std::mem::take(&mut fragment.strings));
        let mut slots: Vec<(u32, States)> = Vec::with_capacity(fragment.elements.len());
        for element in &fragment.elements {
            let id = translation.of(&mut self.strings, element.id);
            let names = Names(element.names.0.map(|name| translation.of(&mut self.strings, name)));
            let states = if element.states == States::UNSAID { model } else { element.states };
            let place = Place::new(fragment.file, element.span);
            self.masks.insert(states.0);
            slots.push((self.declare(id, element.kind, place, names, states), states));
        }
        for stated in fragment.attributes.drain(..) {
            let (slot, states) = slots[stated.element as usize];
            if slot != NO_SLOT && !stated.value.is_silence() {
                let place = Place::new(fragment.file, stated.span);
                self.values.push(StatedValue {
                    slot,
                    states,
                    attribute: stated.attribute,
                    value: stated.value,
                    place,
                    weight: Weight::Drawing,
                });
            }
        }
        self.ends.reserve(fragment.links.len());
        for stated in fragment.links.drain(..) {
            let (slot, states) = slots[stated.element as usize];
            if slot != NO_SLOT {
                let end = translation.of(&mut self.strings, stated.end);
                let place = Place::new(fragment.file, stated.span);
                self.ends.push(StatedEnd { slot, states, link: stated.link, end, place, format: fragment.format, weight: Weight::Drawing });
            }
        }
    }

    /// The slot of an element that a file declares; none where another file gives the id to another kind.
    fn declare(&mut self, id: StringId, kind: KindId, place: Place, names: Names, states: States) -> u32 {
        if self.slot_of.len() <= id.index() {
            self.slot_of.resize(id.index() + 1, NO_SLOT);
        }
        let known = self.slot_of[id.index()];
        if known == NO_SLOT {
            let slot = self.slots.len() as u32;
            self.slot_of[id.index()] = slot;
            self.slots.push(Slot { id, kind, place, names, states, first_states: states, joined: None, nodes: [None; 3] });
            return slot;
        }
        let slot = &mut self.slots[known as usize];
        if slot.kind != kind {
            let name = |kind: KindId| self.metamodel.kind(kind).name.clone();
            let problem = Problem::new(Code::KindConflict, place)
                .with("id", self.strings.get(id))
                .with("found", name(kind))
                .with("first", name(slot.kind))
                .related_to(slot.place);
            self.problems.push(problem);
            return NO_SLOT;
        }
        slot.states = slot.states.union(states);
        self.places.push((known, states, place));
        for (known, new) in slot.names.0.iter_mut().zip(names.0) {
            if known.is_none() {
                *known = new;
            }
        }
        known
    }

    /// Joins elements whose identity the context knows: they are the context's and no subjects of the project.
    fn join_context(&mut self) {
        let Some(register) = self.register else { return };
        let keys = self.identities();
        for (slot, keys) in self.slots.iter_mut().zip(keys) {
            slot.joined = keys.and_then(|keys| register.identities.get(&(slot.kind, keys)).copied());
        }
    }

    /// The identity of each slot, where its kind has one and all of it is stated.
    fn identities(&self) -> Vec<Option<Vec<Key>>> {
        let mut stated: FxHashMap<(u32, AttributeId), Key> = FxHashMap::default();
        for value in &self.values {
            let kind = self.metamodel.kind(self.slots[value.slot as usize].kind);
            if kind.identity.contains(&value.attribute)
                && let Some(key) = key_of(&value.value)
            {
                stated.entry((value.slot, value.attribute)).or_insert(key);
            }
        }
        let of = |(at, slot): (usize, &Slot)| {
            let identity = &self.metamodel.kind(slot.kind).identity;
            let keys: Option<Vec<Key>> = identity.iter().map(|attribute| stated.get(&(at as u32, *attribute)).cloned()).collect();
            keys.filter(|keys| !keys.is_empty())
        };
        self.slots.iter().enumerate().map(of).collect()
    }

    /// The states of the project: the current and the target where something is in one of them alone, else one state
    /// that counts as both; the approved one beside them.
    fn states(&self) -> Vec<States> {
        let plain: FxHashSet<u8> = self.masks.iter().map(|mask| mask & States::BOTH.0).filter(|mask| *mask != 0).collect();
        let mut states = if plain.len() > 1 { vec![States::CURRENT, States::TARGET] } else { vec![States::BOTH] };
        if self.masks.iter().any(|mask| mask & States::APPROVED.0 != 0) {
            states.push(States::APPROVED);
        }
        states
    }

    fn lay_out(mut self, mut project: Project) -> Assembled {
        let mut nodes = Vec::with_capacity(self.slots.len());
        let mut identity_of = FxHashMap::default();
        let states = self.states();
        let identities = if states.len() > 1 { self.identities() } else { Vec::new() };
        let places = std::mem::take(&mut self.places);
        for (at, layer_states) in states.iter().enumerate() {
            let start = self.first + nodes.len() as u32;
            let mut layer = StateLayer::new(self.metamodel, *layer_states);
            for (number, slot) in self.slots.iter_mut().enumerate() {
                if !slot.states.overlaps(*layer_states) {
                    continue;
                }
                if self.metamodel.kind(slot.kind).shared {
                    layer.drawn_shared = layer.drawn_shared.union(KindSet::of(slot.kind));
                }
                if slot.joined.is_some() {
                    continue;
                }
                layer.kinds = layer.kinds.union(KindSet::of(slot.kind));
                let index = self.first + nodes.len() as u32;
                slot.nodes[at] = Some(index);
                let mut element = slot.nodes.iter().flatten().copied().next().unwrap_or(index);
                // Equal identities join the states of one thing; two in one state are two.
                if let Some(Some(keys)) = identities.get(number) {
                    let (first, layer) = *identity_of.entry((slot.kind, keys.clone())).or_insert((element, at));
                    element = if layer == at { element } else { first };
                }
                let later = || places.iter().find(|(of, states, _)| *of == number as u32 && states.overlaps(*layer_states));
                let declared_here = states.len() == 1 || slot.first_states.overlaps(*layer_states);
                let place = if declared_here { slot.place } else { later().map_or(slot.place, |(_, _, place)| *place) };
                nodes.push(NodeData {
                    id: slot.id,
                    names: slot.names,
                    place,
                    project: 0,
                    attributes: 0,
                    ends: 0,
                    element,
                    kind: slot.kind,
                });
            }
            layer.nodes = start..self.first + nodes.len() as u32;
            project.layers.push(layer);
        }
        for stated in self.ends.iter().filter(|stated| stated.format != Format::Facts && !stated.end.is_none()) {
            let kind = KindSet::of(self.slots[stated.slot as usize].kind);
            for layer in project.layers.iter_mut().filter(|layer| layer.states.overlaps(stated.states)) {
                let used = &mut layer.used[stated.link.index()];
                *used = used.union(kind);
            }
        }
        let (attributes, overlaid_attributes) = self.settle_values(&project.layers);
        let (ends, overlaid_ends) = self.settle_ends(&project.layers);
        super::versions::find(&mut project.layers, &nodes, &ends, self.first, self.metamodel);
        self.report_mandatory(&project, &nodes, &ends);
        // What holds in both states is told once; several links may be missing at one place.
        self.problems.sort_by(|left, right| (left.place, left.code, &left.arguments).cmp(&(right.place, right.code, &right.arguments)));
        self.problems.dedup();
        project.problems.append(&mut self.problems);
        project.problems.sort_by_key(|problem| (problem.place, problem.code));
        self.strings.settle();
        project.strings = self.strings;
        let files = project.inputs.iter().map(|input| input.file).collect();
        Assembled { project, files, nodes, attributes, ends, overlaid_attributes, overlaid_ends }
    }

    fn settle_ends(&mut self, layers: &[StateLayer]) -> (Ends, Ends) {
        let mut stated = std::mem::take(&mut self.ends);
        stated.sort_by_key(|end| (end.slot, end.link));
        let mut resolver = Resolver::new(self, layers);
        let (mut own, mut overlaid) = (Vec::new(), Vec::new());
        let mut beside: FxHashSet<(u32, LinkId)> = FxHashSet::default();
        for at in 0..layers.len() {
            for run in stated.chunk_by(|left, right| left.slot == right.slot) {
                let slot = &resolver.assembler.slots[run[0].slot as usize];
                let (node, joined) = (slot.nodes[at], slot.joined);
                for ends in run.chunk_by(|left, right| left.link == right.link) {
                    if let Some(node) = node {
                        own.extend(resolver.ends(ends, at).into_iter().map(|end| (node, end)));
                    } else if let Some(node) = joined.filter(|node| !beside.contains(&(*node, ends[0].link))) {
                        // An element of the context has one state: the first of the project's that speaks of it counts.
                        let found = resolver.overlay(ends, at, node);
                        if !found.is_empty() {
                            beside.insert((node, ends[0].link));
                        }
                        overlaid.extend(found.into_iter().map(|end| (node, end)));
                    }
                }
            }
        }
        let mut problems = resolver.problems;
        self.problems.append(&mut problems);
        (own, overlaid)
    }

    /// A mandatory link that is left out where its layer is vouched for makes no sense.
    fn report_mandatory(&mut self, project: &Project, nodes: &[NodeData], ends: &[(u32, End)]) {
        if project.vouched == 0 {
            return;
        }
        let stated: FxHashSet<(u32, LinkId)> = ends.iter().map(|(node, end)| (*node, end.link)).collect();
        let links = || (0..self.metamodel.links.len()).map(|at| LinkId(at as u16));
        for (at, node) in nodes.iter().enumerate() {
            if project.vouched >> self.metamodel.kind(node.kind).layer.0 & 1 == 0 {
                continue;
            }
            for link in links() {
                let meaning = self.metamodel.link(link);
                let missing = meaning.from.contains(node.kind) && meaning.mandatory.contains(node.kind);
                if missing && !stated.contains(&(self.first + at as u32, link)) {
                    let problem = Problem::new(Code::MandatoryLink, node.place).with("link", meaning.name.clone());
                    self.problems
                        .push(problem.with("id", self.strings.get(node.id)).with("kind", self.metamodel.kind(node.kind).name.clone()));
                }
            }
        }
    }
}

impl StateLayer {
    fn new(metamodel: &Metamodel, states: States) -> StateLayer {
        StateLayer {
            states,
            nodes: 0..0,
            used: vec![KindSet::EMPTY; metamodel.links.len()],
            drawn_shared: KindSet::EMPTY,
            kinds: KindSet::EMPTY,
            versions: Vec::new(),
        }
    }
}

/// From the strings of a file to those of the project; the first file's strings simply become the project's.
enum Translation {
    Same,
    Into { from: Strings, known: Vec<StringId> },
}

impl Translation {
    fn new(into: &mut Strings, from: Strings) -> Translation {
        if into.is_empty() {
            *into = from;
            return Translation::Same;
        }
        let known = vec![StringId::NONE; from.len()];
        Translation::Into { from, known }
    }

    fn of(&mut self, into: &mut Strings, id: StringId) -> StringId {
        match self {
            Translation::Into { from, known } if !id.is_none() => {
                let slot = &mut known[id.index()];
                if slot.is_none() {
                    *slot = into.intern(from.get(id));
                }
                *slot
            }
            _ => id,
        }
    }
}

/// What loosens a project's result, said with it.
pub(super) fn loosened(complete: Vec<String>, parameters: Vec<String>) -> Vec<Loosened> {
    let all = [("complete", complete), ("params", parameters)];
    all.into_iter().filter(|(_, values)| !values.is_empty()).map(|(what, values)| Loosened { what, values }).collect()
}

impl Target {
    pub(super) fn is_known(self) -> bool {
        self != Target::UNRESOLVED
    }
}
