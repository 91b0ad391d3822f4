//! The chosen elements in each state, with the lines between them and the marks of the findings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::choose::{OWNER, mark};
use super::path::{Path, SOURCE, TARGET};
use super::{Change, Edge, Node, Panel, Shape, Way, band, each, link_title, named};
use crate::graph::Graph;
use crate::language::world::Layer;
use crate::metamodel::LinkId;
use crate::report::Finding;
use crate::verdict::Level;

/// A state of the project that gets a panel.
#[derive(Clone, Debug)]
pub struct State {
    pub layer: Layer,
    pub name: &'static str,
    pub nodes: Range<u32>,
}

/// What is drawn of which project.
pub struct Drawing<'a> {
    pub graph: &'a Graph,
    pub project: usize,
    /// Elements by the number of their first version.
    pub chosen: &'a [u32],
    pub findings: &'a [&'a Finding],
    pub paths: &'a [Path],
    /// Whether bodies are joined to what they own: among few elements that tells who has to do with whom.
    pub with_owners: bool,
}

/// One line before it is drawn: the links, what it means, and whose it is.
#[derive(Default)]
struct Line {
    links: BTreeSet<(u32, LinkId)>,
    way: Option<Way>,
    is_together: bool,
    findings: BTreeSet<usize>,
}

/// Lines by their ends, detours apart from what is there.
type Lines = BTreeMap<(usize, usize, bool), Line>;

impl Drawing<'_> {
    /// A panel a state, and how many lines found no room.
    pub fn panels(&self, states: &[State], most: usize) -> (Vec<Panel>, usize) {
        let versions: Vec<FxHashMap<u32, u32>> = states.iter().map(|state| self.versions(state)).collect();
        let mut panels: Vec<Panel> = Vec::new();
        let mut left_out = 0;
        for (at, state) in states.iter().enumerate() {
            let (panel, more) = self.panel(at, states, &versions, most / states.len().max(1));
            left_out += more;
            panels.push(Panel { state: state.name, ..panel });
        }
        // A state without anything drawn would be an empty sheet.
        if panels.iter().any(|panel| !panel.nodes.is_empty()) {
            panels.retain(|panel| !panel.nodes.is_empty());
        }
        (panels, left_out)
    }

    /// The chosen elements of a state, from their first version to the one that stands there.
    fn versions(&self, state: &State) -> FxHashMap<u32, u32> {
        let all: FxHashMap<u32, u32> = state.nodes.clone().rev().map(|index| (self.graph.element(index), index)).collect();
        self.chosen.iter().filter_map(|element| Some((*element, *all.get(element)?))).collect()
    }

    fn is_foreign(&self, element: u32) -> bool {
        self.graph.project_of(element) != self.project
    }

    fn panel(&self, at: usize, states: &[State], versions: &[FxHashMap<u32, u32>], most: usize) -> (Panel, usize) {
        let here: Vec<(u32, u32)> = self
            .chosen
            .iter()
            .filter_map(|element| {
                let own = versions[at].get(element).copied();
                let elsewhere = || versions.iter().any(|version| version.contains_key(element));
                // What stands in no state stands in all: elements of the registers, of approved states.
                own.or_else(|| (!elsewhere()).then_some(*element)).map(|index| (*element, index))
            })
            .collect();
        let position: FxHashMap<u32, usize> = here.iter().enumerate().map(|(at, (element, _))| (*element, at)).collect();
        let last = at + 1 == states.len();
        let told: Vec<usize> = (0..self.findings.len()).filter(|finding| self.stands_in(*finding, at, states, last)).collect();
        let mut lines = self.links(&here, &position);
        told.iter().for_each(|finding| self.walk(*finding, &position, &mut lines));
        let mut nodes: Vec<Node> = here.iter().map(|(element, index)| self.node(*element, *index, (at, versions))).collect();
        self.mark(&told, &position, &mut nodes);
        let (edges, more) = self.edges(lines, most);
        let kept = keep(&nodes, &edges, &here, |element| self.is_foreign(element));
        (compact(nodes, edges, &kept), more)
    }

    /// Whether a finding is told in this state: its own, or the last where it stands in none that is drawn.
    fn stands_in(&self, finding: usize, at: usize, states: &[State], last: bool) -> bool {
        let Some(node) = self.findings[finding].node else { return false };
        let own = states
            .iter()
            .position(|state| state.nodes.contains(&node.index))
            .or_else(|| states.iter().position(|state| state.layer == node.layer));
        own.map_or(last, |own| own == at)
    }

    /// What the elements state of each other.
    fn links(&self, here: &[(u32, u32)], position: &FxHashMap<u32, usize>) -> Lines {
        let mut lines = Lines::new();
        for (from, (_, index)) in here.iter().enumerate() {
            for end in self.graph.ends(*index) {
                let Some(to) = end.target.node().and_then(|node| position.get(&self.graph.element(node))) else { continue };
                if *to == from {
                    continue;
                }
                let link = self.graph.metamodel.link(end.link);
                let ends = if link.name == SOURCE { (*to, from, false) } else { (from, *to, false) };
                lines.entry(ends).or_default().links.insert((link.order, end.link));
            }
        }
        lines
    }

    /// Marks the way of a finding, and draws its detour.
    fn walk(&self, finding: usize, position: &FxHashMap<u32, usize>, lines: &mut Lines) {
        let (found, path) = (self.findings[finding], &self.paths[finding]);
        let at = |pair: &(u32, u32)| {
            Some((*position.get(&self.graph.element(pair.0))?, *position.get(&self.graph.element(pair.1))?))
                .filter(|(one, other)| one != other)
        };
        // What somebody allowed is no violation; what led there is still told.
        let way = match found.worst {
            _ if found.waived => Way::Plain,
            Level::NonCompliant => Way::Violating,
            Level::Partial | Level::Full => Way::Short,
        };
        let ways = path.ways.iter().map(|pair| (pair, false)).chain(path.together.iter().map(|pair| (pair, true)));
        for (pair, is_together) in ways {
            let Some((from, to)) = at(pair) else { continue };
            let known = [(from, to, false), (to, from, false)].into_iter().filter(|ends| lines.contains_key(ends)).collect::<Vec<_>>();
            let drawn = if known.is_empty() { vec![(from, to, false)] } else { known };
            for ends in drawn {
                let line = lines.entry(ends).or_default();
                line.way = line.way.max(Some(way));
                line.is_together |= is_together && line.links.is_empty();
                line.findings.insert(finding);
            }
        }
        for (from, to) in path.detour.iter().filter_map(at) {
            let line = lines.entry((from, to, true)).or_default();
            line.way = Some(Way::Detour);
            line.findings.insert(finding);
        }
    }

    /// Lines as edges; where there are too many, plain ones give way.
    fn edges(&self, lines: Lines, most: usize) -> (Vec<Edge>, usize) {
        let is_owner = |link: &LinkId| !self.with_owners && self.graph.metamodel.link(*link).name == OWNER;
        let drawn = lines.into_iter().filter(|(_, line)| line.way.is_some() || line.links.iter().any(|(_, link)| !is_owner(link)));
        let mut edges: Vec<Edge> = drawn
            .map(|((from, to, _), line)| {
                let shown = line.links.iter().filter(|(_, link)| line.way.is_some() || !is_owner(link));
                Edge {
                    from,
                    to,
                    links: shown.map(|(_, link)| link_title(self.graph, *link)).collect(),
                    way: line.way.unwrap_or(Way::Plain),
                    weight: line.findings.iter().map(|finding| self.findings[*finding].severity).min(),
                    leads: !line.is_together,
                    is_end: line.links.iter().all(|(_, link)| [SOURCE, TARGET].contains(&self.graph.metamodel.link(*link).name.as_str())),
                    findings: line.findings.iter().map(|finding| self.findings[*finding].fingerprint.clone()).collect(),
                }
            })
            .collect();
        let more = edges.len().saturating_sub(most);
        if more > 0 {
            edges.sort_by_key(|edge| (std::cmp::Reverse(edge.way), edge.from.max(edge.to), edge.from.min(edge.to), edge.from));
            edges.truncate(most);
        }
        edges.sort_by_key(|edge| (edge.way, edge.from, edge.to));
        (edges, more)
    }

    fn node(&self, element: u32, index: u32, (at, versions): (usize, &[FxHashMap<u32, u32>])) -> Node {
        let (graph, metamodel) = (self.graph, self.graph.metamodel);
        let kind = metamodel.kind(graph.kind(index));
        let link = |name: &str| metamodel.link_of(graph.kind(index), name);
        let owner = link(OWNER).and_then(|link| graph.ends(index).iter().find(|end| end.link == link)?.target.node());
        let is_flow = link(SOURCE).is_some() && link(TARGET).is_some();
        let other =
            versions.iter().enumerate().find(|(other, _)| *other != at).map(|(other, version)| (other, version.contains_key(&element)));
        let change = match other {
            Some((other, false)) if !self.is_foreign(element) && versions[at].contains_key(&element) => {
                if other < at {
                    Change::New
                } else {
                    Change::Gone
                }
            }
            _ => Change::Same,
        };
        let layer = &metamodel.layers[kind.layer.0 as usize];
        Node {
            key: element,
            index,
            id: graph.id(index).to_string(),
            kind: &kind.name,
            kind_title: each(|language| kind.title.get(language).to_string()),
            name: named(graph, index),
            owner: owner.map(|owner| named(graph, owner)),
            layer: band(graph, kind.layer),
            layer_title: each(|language| layer.title.get(language).to_string()),
            shape: if is_flow { Shape::Flow } else { Shape::Box },
            of_context: self.is_foreign(index),
            findings: Vec::new(),
            related: Vec::new(),
            is_way_out: false,
            change,
        }
    }

    fn mark(&self, told: &[usize], position: &FxHashMap<u32, usize>, nodes: &mut [Node]) {
        let at = |index: &u32| position.get(&self.graph.element(*index)).copied();
        for finding in told {
            let (found, path) = (self.findings[*finding], &self.paths[*finding]);
            path.subjects.iter().filter_map(at).for_each(|at| nodes[at].findings.push(mark(found)));
            path.parts.iter().filter_map(at).for_each(|at| nodes[at].related.push(found.fingerprint.clone()));
            path.ways_out.iter().filter_map(at).for_each(|at| nodes[at].is_way_out = true);
        }
    }
}

/// Elements of the registers stand only where something has to do with them.
fn keep(nodes: &[Node], edges: &[Edge], here: &[(u32, u32)], is_foreign: impl Fn(u32) -> bool) -> Vec<bool> {
    let mut kept: Vec<bool> =
        nodes.iter().zip(here).map(|(node, (element, _))| !is_foreign(*element) || node.fingerprints().next().is_some()).collect();
    for edge in edges {
        // Two registers beside each other are no reason for either.
        let is_own = |at: usize| !is_foreign(here[at].0);
        if is_own(edge.from) || is_own(edge.to) {
            (kept[edge.from], kept[edge.to]) = (true, true);
        }
    }
    kept
}

fn compact(nodes: Vec<Node>, edges: Vec<Edge>, kept: &[bool]) -> Panel {
    let mut moved = vec![None; nodes.len()];
    for (next, (at, _)) in kept.iter().enumerate().filter(|(_, kept)| **kept).enumerate() {
        moved[at] = Some(next);
    }
    let nodes = nodes.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(node, _)| node).collect();
    let edges = edges.into_iter().filter_map(|edge| Some(Edge { from: moved[edge.from]?, to: moved[edge.to]?, ..edge })).collect();
    Panel { state: "", nodes, edges }
}
