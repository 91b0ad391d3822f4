//! What changes from one architecture to another, layer by layer: what is new, what goes, what is told otherwise.
//!
//! Compares two sides that may be states of one project or two projects: an element is the same where its id, its
//! identity or a stated `replaces` says so. Leaves to others: reading (`read`), merging (`graph`), words (`cli::diff`).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::fragment::States;
use crate::graph::Graph;
use crate::metamodel::{AttributeId, KindId, LayerId, LinkId, Reach};
use crate::value::Value;

/// One architecture: a state of a project.
#[derive(Clone, Copy)]
pub struct Side<'g> {
    pub graph: &'g Graph,
    pub project: usize,
    pub states: States,
}

impl Side<'_> {
    fn nodes(&self) -> std::ops::Range<u32> {
        let layer = self.graph.layer_of(self.project, self.states);
        layer.and_then(|layer| self.graph.state_layer(layer)).map_or(0..0, |layer| layer.nodes.clone())
    }
}

/// What changes in one layer of the metamodel; elements by their numbers in the graphs of their sides.
#[derive(Debug, Default, PartialEq)]
pub struct LayerChange {
    pub new: Vec<u32>,
    pub retired: Vec<u32>,
    pub changed: Vec<Changed>,
    pub kept: usize,
}

/// An element of both sides of which something is told otherwise.
#[derive(Debug, PartialEq)]
pub struct Changed {
    pub was: u32,
    pub becomes: u32,
    /// Whether it goes by another id now.
    pub renamed: bool,
    pub kind: Option<(KindId, KindId)>,
    /// Values before and after; none where it was or is not stated.
    pub attributes: Vec<(AttributeId, Option<Value>, Option<Value>)>,
    /// Elements (by their ids) that a link no longer leads to, and that it leads to now.
    pub links: Vec<(LinkId, Vec<String>, Vec<String>)>,
}

/// The changes by layer, in the order of the metamodel; a layer of which neither side has an element is left out.
pub fn between(old: Side<'_>, new: Side<'_>) -> BTreeMap<LayerId, LayerChange> {
    let same = Matching::of(old, new);
    let mut layers: BTreeMap<LayerId, LayerChange> = BTreeMap::new();
    let layer_of = |side: Side<'_>, index: u32| side.graph.metamodel.kind(side.graph.kind(index)).layer;
    for index in new.nodes() {
        let layer = layers.entry(layer_of(new, index)).or_default();
        match same.was.get(&index) {
            None => layer.new.push(index),
            Some(was) => match changed(old, new, *was, index, &same) {
                Some(changed) => layer.changed.push(changed),
                None => layer.kept += 1,
            },
        }
    }
    for index in old.nodes().filter(|index| !same.is_taken(*index)) {
        layers.entry(layer_of(old, index)).or_default().retired.push(index);
    }
    layers
}

/// Which element of the old side an element of the new one was.
struct Matching {
    was: BTreeMap<u32, u32>,
    taken: BTreeSet<u32>,
    /// Old ids that go by new ones.
    renamed: FxHashMap<String, String>,
}

impl Matching {
    fn of(old: Side<'_>, new: Side<'_>) -> Matching {
        let mut by_id: FxHashMap<&str, u32> = FxHashMap::default();
        let mut by_identity: FxHashMap<(KindId, Vec<String>), u32> = FxHashMap::default();
        for index in old.nodes() {
            by_id.insert(old.graph.id(index), index);
            if let Some(identity) = identity(old, index) {
                by_identity.entry(identity).or_insert(index);
            }
        }
        let mut matching = Matching { was: BTreeMap::new(), taken: BTreeSet::new(), renamed: FxHashMap::default() };
        // An id is the strongest, what somebody states comes before what is inferred from codes.
        for index in new.nodes() {
            let found = by_id.get(new.graph.id(index)).copied();
            matching.take(index, found);
        }
        for index in new.nodes() {
            let found = replaced(new, index).into_iter().find_map(|id| by_id.get(id.as_str()).copied());
            matching.take(index, found);
        }
        for index in new.nodes() {
            let found = identity(new, index).and_then(|identity| by_identity.get(&identity).copied());
            matching.take(index, found);
        }
        for (index, was) in &matching.was {
            let (before, after) = (old.graph.id(*was), new.graph.id(*index));
            if before != after {
                matching.renamed.insert(before.to_string(), after.to_string());
            }
        }
        matching
    }

    /// One element of a side is one of the other.
    fn take(&mut self, index: u32, found: Option<u32>) {
        let Some(was) = found.filter(|was| !self.taken.contains(was) && !self.was.contains_key(&index)) else { return };
        self.taken.insert(was);
        self.was.insert(index, was);
    }

    fn is_taken(&self, was: u32) -> bool {
        self.taken.contains(&was)
    }

    fn today<'i>(&'i self, id: &'i str) -> &'i str {
        self.renamed.get(id).map_or(id, String::as_str)
    }
}

/// The ids of what an element says that it replaces.
fn replaced(side: Side<'_>, index: u32) -> Vec<String> {
    let metamodel = side.graph.metamodel;
    let ends = side.graph.ends(index).iter().filter(|end| metamodel.link(end.link).reaches == Reach::Current);
    ends.filter_map(|end| end.target.node()).map(|target| side.graph.id(target).to_string()).collect()
}

/// Kind and code: what makes elements of different models one.
fn identity(side: Side<'_>, index: u32) -> Option<(KindId, Vec<String>)> {
    let kind = side.graph.kind(index);
    let keys = &side.graph.metamodel.kind(kind).identity;
    let facts = side.graph.attributes(index);
    let value = |key: &AttributeId| match &facts.iter().find(|fact| fact.attribute == *key)?.value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    };
    let values: Option<Vec<String>> = keys.iter().map(value).collect();
    values.filter(|values| !values.is_empty()).map(|values| (kind, values))
}

fn changed(old: Side<'_>, new: Side<'_>, was: u32, becomes: u32, same: &Matching) -> Option<Changed> {
    let (before, after) = (values(old, was), values(new, becomes));
    let mut attributes = Vec::new();
    for attribute in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let (left, right) = (before.get(attribute), after.get(attribute));
        if left != right {
            attributes.push((*attribute, left.cloned(), right.cloned()));
        }
    }
    let (before, after) = (ends(old, was, |id| same.today(id).to_string()), ends(new, becomes, str::to_string));
    let mut links = Vec::new();
    let nothing = BTreeSet::new();
    for link in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let (left, right) = (before.get(link).unwrap_or(&nothing), after.get(link).unwrap_or(&nothing));
        if left != right {
            let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| these.difference(those).cloned().collect();
            links.push((*link, only(left, right), only(right, left)));
        }
    }
    let kinds = (old.graph.kind(was), new.graph.kind(becomes));
    let kind = (kinds.0 != kinds.1).then_some(kinds);
    let renamed = old.graph.id(was) != new.graph.id(becomes);
    let is_same = attributes.is_empty() && links.is_empty() && kind.is_none() && !renamed;
    (!is_same).then_some(Changed { was, becomes, renamed, kind, attributes, links })
}

/// What an element states, apart from the name, which may be worded anew.
fn values(side: Side<'_>, index: u32) -> BTreeMap<AttributeId, Value> {
    side.graph.attributes(index).iter().filter(|fact| !fact.conflict).map(|fact| (fact.attribute, fact.value.clone())).collect()
}

/// The ids at the ends of each link, apart from `replaces`, which only a new element has.
fn ends(side: Side<'_>, index: u32, today: impl Fn(&str) -> String) -> BTreeMap<LinkId, BTreeSet<String>> {
    let metamodel = side.graph.metamodel;
    let mut ends: BTreeMap<LinkId, BTreeSet<String>> = BTreeMap::new();
    for end in side.graph.ends(index).iter().filter(|end| metamodel.link(end.link).reaches != Reach::Current) {
        if let Some(target) = end.target.node() {
            ends.entry(end.link).or_default().insert(today(side.graph.id(target)));
        }
    }
    ends
}
