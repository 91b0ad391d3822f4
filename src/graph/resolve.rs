//! Where the ends of links lead: the own project in the same state, then the context, then (in drawings) a unique
//! name (`named`); and what happens where several files state one link.

mod named;

use rustc_hash::{FxHashMap, FxHashSet};

use super::assemble::{Assembler, StatedEnd};
use super::called::Called;
use super::register::Register;
use super::{End, StateLayer, Target};
use crate::fragment::States;
use crate::metamodel::{KindId, LinkId, Reach};
use crate::names::Directory;
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem};
use crate::strings::StringId;

pub(super) struct Resolver<'a, 'b> {
    pub assembler: &'a Assembler<'b>,
    layers: &'a [StateLayer],
    pub problems: Vec<Problem>,
    /// Slots by name. Made when a drawing first asks.
    called: Option<Called>,
    /// The names of those to whom a link may lead. Made when nobody bears the name that it leads to.
    directories: FxHashMap<LinkId, Directory<u32>>,
    /// Where the problem stands that tells how a name was read, and the places that it was told of.
    readings: FxHashMap<(StringId, LinkId, FileId), usize>,
    read_at: FxHashSet<(StringId, Place)>,
    /// Looking for the nearest id reads all of them, so it is done for the first few only.
    searches: usize,
}

const SEARCHES: usize = 20;

/// Where a reference leads, before kinds are compared.
enum Found {
    Node(u32, KindId),
    OtherState,
    Nothing,
    Several,
}

/// What a reference means, in whatever state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Referent {
    /// A slot of the project.
    Own(u32),
    /// A node of the context and its kind.
    Context(u32, KindId),
    Nothing,
    Several,
}

impl<'a, 'b> Resolver<'a, 'b> {
    pub fn new(assembler: &'a Assembler<'b>, layers: &'a [StateLayer]) -> Resolver<'a, 'b> {
        Resolver {
            assembler,
            layers,
            problems: Vec::new(),
            called: None,
            directories: FxHashMap::default(),
            readings: FxHashMap::default(),
            read_at: FxHashSet::default(),
            searches: 0,
        }
    }

    /// The ends of one link of one element in one state, as all files together state them.
    pub fn ends(&mut self, stated: &[StatedEnd], layer: usize) -> Vec<End> {
        let states = self.layers[layer].states;
        // Most links are stated once: then there is nothing to compare.
        if let [only] = stated {
            let here = only.states.overlaps(states).then(|| End { link: only.link, target: self.resolve(only, layer), place: only.place });
            return here.into_iter().collect();
        }
        let here: Vec<&StatedEnd> = stated.iter().filter(|end| end.states.overlaps(states)).collect();
        // A facts file has the last word, and in it who names the element.
        let weight = here.iter().map(|end| end.weight).max();
        let chosen: Vec<&StatedEnd> = here.into_iter().filter(|end| Some(end.weight) == weight).collect();
        let mut ends: Vec<End> = Vec::with_capacity(chosen.len());
        let mut seen: FxHashSet<Target> = FxHashSet::default();
        for end in &chosen {
            let target = self.resolve(end, layer);
            if seen.insert(target) || !target.is_known() {
                ends.push(End { link: end.link, target, place: end.place });
            }
        }
        self.compare(&chosen, ends)
    }

    /// What a project says of an element of its context counts where the context is silent.
    pub fn overlay(&mut self, stated: &[StatedEnd], layer: usize, node: u32) -> Vec<End> {
        let Some(register) = self.assembler.register else { return Vec::new() };
        let known: Vec<Target> = register.graph.ends(node).iter().filter(|end| end.link == stated[0].link).map(|end| end.target).collect();
        let ends = self.ends(stated, layer);
        if known.is_empty() {
            return ends;
        }
        for end in ends.iter().filter(|end| end.target.is_known() && !known.contains(&end.target)) {
            let problem = Problem::new(Code::ConflictWithContext, end.place)
                .with("name", self.assembler.metamodel.link(end.link).name.clone())
                .with("id", register.graph.id(node));
            let place = register.graph.link_place(node, end.link, None);
            self.problems.push(match place {
                Some(place) => problem.related_to(place),
                None => problem,
            });
        }
        Vec::new()
    }

    /// "None" beside ends, or two ends of a single link, are a conflict: nobody knows which holds.
    fn compare(&mut self, stated: &[&StatedEnd], mut ends: Vec<End>) -> Vec<End> {
        let Some(first) = ends.first().copied() else { return ends };
        let link = self.assembler.metamodel.link(first.link);
        let none = ends.iter().any(|end| end.target == Target::NONE);
        let clash = ends.len() > 1 && (none || !link.many);
        if clash {
            let other = ends.iter().find(|end| end.target != first.target).map_or(first, |end| *end);
            let slot = &self.assembler.slots[stated[0].slot as usize];
            let problem = Problem::new(Code::ConflictingFacts, other.place)
                .with("name", link.name.clone())
                .with("id", self.assembler.strings.get(slot.id))
                .related_to(first.place);
            self.problems.push(problem);
            ends = vec![End { target: Target::UNRESOLVED, ..first }];
        }
        ends
    }

    fn resolve(&mut self, stated: &StatedEnd, layer: usize) -> Target {
        if stated.end.is_none() {
            return Target::NONE;
        }
        let link = self.assembler.metamodel.link(stated.link);
        let mut found = self.find(stated, layer);
        if matches!(found, Found::OtherState) {
            found = self.find_elsewhere(stated, layer, link.reaches).unwrap_or(found);
        }
        match found {
            Found::Node(node, kind) if link.to.contains(kind) => Target::to(node),
            Found::Node(_, kind) => {
                self.report_wrong_kind(stated, kind);
                Target::UNRESOLVED
            }
            Found::OtherState => {
                self.report(stated, Code::OtherState, false);
                Target::UNRESOLVED
            }
            Found::Several => {
                self.report(stated, Code::AmbiguousReference, false);
                Target::UNRESOLVED
            }
            Found::Nothing => {
                self.report(stated, Code::UnresolvedReference, true);
                Target::UNRESOLVED
            }
        }
    }

    /// The end in another state, where the link may lead there.
    fn find_elsewhere(&mut self, stated: &StatedEnd, layer: usize, reach: Reach) -> Option<Found> {
        let may_be_in = |states: States| match reach {
            Reach::Same => false,
            Reach::Current => states == States::CURRENT,
            Reach::Any => states != States::APPROVED,
        };
        let others = (0..self.layers.len()).filter(|other| *other != layer && may_be_in(self.layers[*other].states));
        others.map(|other| self.find(stated, other)).find(|found| matches!(found, Found::Node(..)))
    }

    fn find(&mut self, stated: &StatedEnd, layer: usize) -> Found {
        match self.referent(stated) {
            Referent::Own(slot) => self.node_of(slot, layer),
            Referent::Context(node, kind) => Found::Node(node, kind),
            Referent::Nothing => Found::Nothing,
            Referent::Several => Found::Several,
        }
    }

    /// What is meant by an end as it is written: an id of the project, of the context, and in drawings a name.
    pub fn referent(&mut self, stated: &StatedEnd) -> Referent {
        if let Some(slot) = self.assembler.slot_named(stated.end) {
            return Referent::Own(slot);
        }
        let id = self.assembler.strings.get(stated.end);
        if let Some((project, element)) = id.split_once(':') {
            if project == self.assembler.project_id
                && let Some(slot) = self.assembler.find_slot(element)
            {
                return Referent::Own(slot);
            }
            if let Some(register) = self.assembler.register.filter(|register| register.id == project)
                && let Some(node) = register.ids.get(element)
            {
                return register.referent(*node);
            }
        }
        if let Some(register) = self.assembler.register
            && let Some(node) = register.ids.get(id)
        {
            return register.referent(*node);
        }
        if stated.format.may_name() { self.find_by_name(stated, id) } else { Referent::Nothing }
    }

    fn node_of(&self, slot: u32, layer: usize) -> Found {
        let slot = &self.assembler.slots[slot as usize];
        match slot.joined.or(slot.nodes[layer]) {
            Some(node) => Found::Node(node, slot.kind),
            None => Found::OtherState,
        }
    }

    fn report(&mut self, stated: &StatedEnd, code: Code, search: bool) {
        let found = self.assembler.strings.get(stated.end);
        let link = self.assembler.metamodel.link(stated.link);
        let mut near = None;
        if search && self.searches < SEARCHES {
            self.searches += 1;
            near = self.nearest(stated, found);
        }
        let problem = Problem::new(code, stated.place).with("found", found).with("name", link.name.clone());
        self.problems.push(problem.with("nearest", near.unwrap_or_default()));
    }

    pub fn report_wrong_kind(&mut self, stated: &StatedEnd, kind: KindId) {
        let metamodel = self.assembler.metamodel;
        let link = metamodel.link(stated.link);
        let allowed: Vec<&str> = link.to.iter().map(|kind| metamodel.kind(kind).name.as_str()).collect();
        let problem = Problem::new(Code::WrongTarget, stated.place)
            .with("name", link.name.clone())
            .with("found", self.assembler.strings.get(stated.end))
            .with("kind", metamodel.kind(kind).name.clone())
            .with("allowed", allowed.join(", "));
        // A drawing may say more than the vocabulary can hold; a model written by hand has a mistake.
        self.problems.push(if stated.format.is_drawing() { problem.as_warning() } else { problem });
    }
}

impl Assembler<'_> {
    /// A name in the project's strings, for tests and messages.
    pub fn text(&self, id: StringId) -> &str {
        self.strings.get(id)
    }
}

impl Register<'_> {
    fn referent(&self, node: u32) -> Referent {
        Referent::Context(node, self.graph.kind(node))
    }
}
