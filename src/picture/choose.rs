//! Which elements a picture shows: those of findings, the heaviest first and each with what led there, then what lies
//! between them, then their neighbours, until there is no more room.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::panel::{Drawing, State};
use super::path::Path;
use super::{LeftOut, Limits, Mark, PAPERS, Picture, Text, band, each, named};
use crate::fragment::States;
use crate::graph::{Graph, layer_number};
use crate::language::world::Node;
use crate::report::Finding;
use crate::report::grounds::Grounds;

/// Who owns a thing stands in its box: a line from every box to one body would say nothing and cross everything.
pub const OWNER: &str = "owner";

/// What a picture is about.
#[derive(Debug, Default)]
pub struct Around {
    pub limits: Limits,
    /// These elements beside those of the findings, and no neighbours.
    pub only: Option<Vec<Node>>,
}

/// Chooses and marks.
pub fn picture(grounds: &Grounds<'_>, project: usize, findings: &[&Finding], around: &Around, title: Text) -> Picture {
    let graph = grounds.graph;
    let paths: Vec<Path> = findings.iter().map(|finding| Path::of(graph, finding)).collect();
    let near = Near::of(graph, project);
    let mut chosen = Chosen { room: around.limits.nodes, order: Vec::new(), known: FxHashSet::default() };
    for path in &paths {
        path.subjects.iter().chain(&path.parts).for_each(|index| chosen.take(graph.element(*index)));
    }
    match &around.only {
        Some(elements) => elements.iter().for_each(|node| chosen.take(graph.element(node.index))),
        None => near.surround(graph, &mut chosen),
    }
    let mut picture = Picture { title, ..Picture::default() };
    let parts: FxHashSet<u32> =
        paths.iter().flat_map(|path| path.subjects.iter().chain(&path.parts)).map(|index| graph.element(*index)).collect();
    picture.others = match around.only {
        Some(_) => 0,
        None => near.own.iter().filter(|element| !chosen.known.contains(element) && !parts.contains(element)).count(),
    };
    picture.left_out = left_out(graph, findings, &paths, &chosen.known);
    let nowhere = findings.iter().zip(&paths).filter(|(_, path)| path.subjects.is_empty());
    picture.nowhere = nowhere.map(|(finding, _)| finding.fingerprint.clone()).collect();
    let drawing = Drawing { graph, project, chosen: &chosen.order, findings, paths: &paths, with_owners: around.only.is_some() };
    (picture.panels, picture.lines_left_out) = drawing.panels(&states(graph, project), around.limits.edges);
    picture
}

/// What is drawn, in the order in which it was taken.
struct Chosen {
    room: usize,
    order: Vec<u32>,
    known: FxHashSet<u32>,
}

impl Chosen {
    fn take(&mut self, element: u32) {
        if self.order.len() < self.room && self.known.insert(element) {
            self.order.push(element);
        }
    }
}

/// The states side by side: current and target, or the only one there is.
pub fn states(graph: &Graph, project: usize) -> Vec<State> {
    let layers = &graph.projects[project].layers;
    let state = |at: usize| {
        let layer = layer_number(project, at);
        State { layer, name: graph.state_name(Node { index: 0, layer }), nodes: layers[at].nodes.clone() }
    };
    let of = |wanted: States| layers.iter().position(|layer| layer.states.overlaps(wanted));
    let mut positions: Vec<usize> = of(States::CURRENT).into_iter().chain(of(States::TARGET)).collect();
    positions.dedup();
    if positions.is_empty() {
        positions.extend(layers.iter().position(|_| true));
    }
    positions.into_iter().map(state).collect()
}

/// A finding's element that found no room, with all its findings.
fn left_out(graph: &Graph, findings: &[&Finding], paths: &[Path], drawn: &FxHashSet<u32>) -> Vec<LeftOut> {
    let mut rows: Vec<LeftOut> = Vec::new();
    let mut at: BTreeMap<u32, usize> = BTreeMap::new();
    for (finding, path) in findings.iter().zip(paths) {
        for (index, is_subject) in path.subjects.iter().map(|index| (*index, true)).chain(path.parts.iter().map(|index| (*index, false))) {
            let element = graph.element(index);
            if drawn.contains(&element) {
                continue;
            }
            let row = *at.entry(element).or_insert_with(|| {
                let kind = &graph.metamodel.kind(graph.kind(index)).title;
                let kind_title = each(|language| kind.get(language).to_string());
                let state = graph.state_name(Node { index, layer: graph.layer_at(index) });
                rows.push(LeftOut { id: graph.id(index).to_string(), kind_title, name: named(graph, index), state, findings: Vec::new() });
                rows.len() - 1
            });
            if is_subject {
                rows[row].findings.push(mark(finding));
            }
        }
    }
    rows
}

pub fn mark(finding: &Finding) -> Mark {
    Mark {
        fingerprint: finding.fingerprint.clone(),
        requirement: finding.requirement.clone(),
        weight: finding.severity,
        level: finding.worst,
        waived: finding.waived,
    }
}

/// The elements of a project with their neighbours, whatever the state.
struct Near {
    /// Its own elements that stand in a state that is drawn.
    own: BTreeSet<u32>,
    neighbours: BTreeMap<u32, Vec<u32>>,
}

impl Near {
    fn of(graph: &Graph, project: usize) -> Near {
        let mut near = Near { own: BTreeSet::new(), neighbours: BTreeMap::new() };
        for index in states(graph, project).into_iter().flat_map(|state| state.nodes).filter(|index| !graph.is_answer(*index)) {
            let element = graph.element(index);
            near.own.insert(element);
            for end in graph.ends(index).iter().filter(|end| graph.metamodel.link(end.link).name != OWNER) {
                let Some(other) = end.target.node().filter(|other| !graph.is_answer(*other)) else { continue };
                let other = graph.element(other);
                near.neighbours.entry(element).or_default().push(other);
                near.neighbours.entry(other).or_default().push(element);
            }
        }
        for (element, others) in &mut near.neighbours {
            others.sort_unstable();
            others.dedup();
            others.retain(|other| other != element);
        }
        near
    }

    /// What lies between elements that are drawn, then their other neighbours; by layer. Without findings all elements
    /// are the beginning, those with most links first.
    fn surround(&self, graph: &Graph, chosen: &mut Chosen) {
        let layer = |element: u32| graph.metamodel.kind(graph.kind(element)).layer;
        let is_paper = |element: u32| PAPERS.contains(&graph.metamodel.layers[layer(element).0 as usize].name.as_str());
        if chosen.order.is_empty() {
            let mut own: Vec<u32> = self.own.iter().copied().filter(|element| !self.of_element(*element).is_empty()).collect();
            own.sort_by_key(|element| (is_paper(*element), Reverse(self.of_element(*element).len()), *element));
            own.into_iter().for_each(|element| chosen.take(element));
        }
        let mut ring: BTreeMap<u32, usize> = BTreeMap::new();
        // What the registers have beside what they share with the project is no business of this picture.
        let (own, foreign): (Vec<u32>, Vec<u32>) = chosen.order.iter().partition(|element| self.own.contains(element));
        let others = |element: u32| self.of_element(element).iter().filter(|other| !chosen.known.contains(other) && !is_paper(**other));
        for other in own.into_iter().flat_map(others) {
            *ring.entry(*other).or_default() += 1;
        }
        for other in foreign.into_iter().flat_map(others) {
            ring.entry(*other).and_modify(|times| *times += 1);
        }
        let mut ring: Vec<(u32, usize)> = ring.into_iter().collect();
        ring.sort_by_key(|(element, times)| (Reverse((*times).min(2)), band(graph, layer(*element)), Reverse(*times), *element));
        ring.into_iter().for_each(|(element, _)| chosen.take(element));
    }

    fn of_element(&self, element: u32) -> &[u32] {
        self.neighbours.get(&element).map_or(&[], Vec::as_slice)
    }
}
