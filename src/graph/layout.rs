//! Lays a project out: its states, a node for every element in each of them, their facts and ends in order, and what
//! is left out although it makes no sense to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::assemble::{Assembled, Assembler, Slot};
use super::resolve::Resolver;
use super::{End, NodeData, Project, StateLayer};
use crate::fragment::{Format, States};
use crate::language::evaluate::Key;
use crate::metamodel::{KindId, KindSet, LinkId, Metamodel};
use crate::place::Place;
use crate::problem::{Code, Problem};

/// Ends of links by node.
type Ends = Vec<(u32, End)>;

impl Assembler<'_> {
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

    pub(super) fn lay_out(mut self, mut project: Project) -> Assembled {
        let nodes = self.lay_nodes(&mut project);
        self.mark_used(&mut project.layers);
        let (attributes, overlaid_attributes) = self.settle_values(&project.layers);
        let (ends, overlaid_ends) = self.settle_ends(&project.layers);
        super::versions::find(&mut project.layers, &nodes, &ends, self.first, self.metamodel);
        self.report_mandatory(&project, &nodes, &ends);
        // What holds in both states is told once; several links may be missing at one place.
        self.problems.sort_by(|left, right| (left.place, left.code, &left.arguments).cmp(&(right.place, right.code, &right.arguments)));
        self.problems.dedup();
        project.problems.append(&mut self.problems);
        project.problems.sort_by_key(|problem| (problem.place, problem.code));
        project.drawings = self.lay_drawings();
        project.joined = self.slots.iter().filter_map(|slot| Some((slot.id, slot.joined?))).collect();
        self.strings.settle();
        project.strings = self.strings;
        let files = project.inputs.iter().map(|input| input.file).collect();
        Assembled { project, files, nodes, attributes, ends, overlaid_attributes, overlaid_ends }
    }

    /// What people say of requirements, which is no part of the model.
    fn answers(&self) -> FxHashSet<u32> {
        let Some((kind, attribute)) = super::merge::answering(self.metamodel) else { return FxHashSet::default() };
        let stated = self.values.iter().filter(|value| value.attribute == attribute).map(|value| value.slot);
        stated.filter(|slot| self.slots[*slot as usize].kind == kind).collect()
    }

    /// A node for every element in every state it belongs to, state by state.
    fn lay_nodes(&mut self, project: &mut Project) -> Vec<NodeData> {
        let mut nodes = Vec::with_capacity(self.slots.len());
        let mut identity_of: FxHashMap<(KindId, Vec<Key>), (u32, usize)> = FxHashMap::default();
        let states = self.states();
        let identities = if states.len() > 1 { self.identities() } else { Vec::new() };
        let answers = self.answers();
        let mut places = std::mem::take(&mut self.places);
        places.sort_by_key(|(of, _, _)| *of);
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
                if !answers.contains(&(number as u32)) {
                    layer.kinds = layer.kinds.union(KindSet::of(slot.kind));
                }
                let index = self.first + nodes.len() as u32;
                slot.nodes[at] = Some(index);
                let mut element = slot.nodes.iter().flatten().copied().next().unwrap_or(index);
                // Equal identities join the states of one thing; two in one state are two.
                if let Some(Some(keys)) = identities.get(number) {
                    let (first, layer) = *identity_of.entry((slot.kind, keys.clone())).or_insert((element, at));
                    element = if layer == at { element } else { first };
                }
                let place = if states.len() == 1 { slot.place } else { slot.place_in(*layer_states, number, &places) };
                nodes.push(slot.node(element, place));
            }
            layer.nodes = start..self.first + nodes.len() as u32;
            project.layers.push(layer);
        }
        nodes
    }

    /// Which links the drawings use, by kind: facts files complete a drawing, they do not draw.
    fn mark_used(&self, layers: &mut [StateLayer]) {
        let answers = self.answers();
        let drawn = self.ends.iter().filter(|stated| stated.format != Format::Facts && !stated.end.is_none());
        for stated in drawn.filter(|stated| !answers.contains(&stated.slot)) {
            let kind = KindSet::of(self.slots[stated.slot as usize].kind);
            for layer in layers.iter_mut().filter(|layer| layer.states.overlaps(stated.states)) {
                let used = &mut layer.used[stated.link.index()];
                *used = used.union(kind);
            }
        }
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

impl Slot {
    fn node(&self, element: u32, place: Place) -> NodeData {
        // Where facts, ends and the project stand is known when everything is laid side by side.
        NodeData { id: self.id, names: self.names, place, project: 0, attributes: 0, ends: 0, element, kind: self.kind, drawn: self.drawn }
    }

    /// Where the element is declared for a state; the first declaration where none is of that state.
    fn place_in(&self, states: States, number: usize, places: &[(u32, States, Place)]) -> Place {
        if self.first_states.overlaps(states) {
            return self.place;
        }
        let first = places.partition_point(|(of, _, _)| (*of as usize) < number);
        let mut later = places[first..].iter().take_while(|(of, _, _)| *of as usize == number);
        later.find(|(_, declared, _)| declared.overlaps(states)).map_or(self.place, |(_, _, place)| *place)
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
