//! Where everything of a picture stands: a band a layer of the architecture, in each band rows of equal cells, in each
//! row the elements beside what they have to do with.
//!
//! Layers are given by kinds and never asked of the edges, so there is nothing to rank; what is left of a layered layout
//! is the order inside rows (barycentres) and the lines (`route`). All states share one layout: an element stands in the
//! same place in each, so that a reader sees what changes. The same picture is laid out in the same way.

use std::collections::BTreeMap;

use super::measure::{lines, width};
use super::route::{self, Grid, Wire};
use super::{Edge, Node, Picture, Shape, Text, Way};
use crate::text::Language;

/// The size of a box.
pub const BOX: (f64, f64) = (184.0, 66.0);
/// The height of a flow.
pub const FLOW: f64 = 40.0;
/// The column with the names of the layers.
pub const MARGIN: f64 = 142.0;
/// Font sizes of names, of kinds and bodies, of labels on lines.
pub const NAME: f64 = 12.0;
pub const SMALL: f64 = 10.0;
/// Between a text and the rim of its box.
pub const PAD: f64 = 9.0;

/// Pictures with more lines than this have names on the marked ones alone.
const LABELLED: usize = 24;
/// A row of cells is better a little too wide than the picture far too high: columns per element, by the number of
/// panels side by side.
const BREADTH: [f64; 2] = [0.62, 0.42];
const SWEEPS: usize = 12;

/// A picture with its places.
#[derive(Debug)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    pub bands: Vec<Band>,
    /// By [`Node::key`].
    pub places: BTreeMap<u32, Place>,
    /// For each panel, a route an edge.
    pub routes: Vec<Vec<Route>>,
}

#[derive(Debug)]
pub struct Band {
    pub title: Text,
    pub top: f64,
    pub bottom: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A line from corner to corner, and the middle of its label where there is room for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    pub corners: Vec<(f64, f64)>,
    pub label: Option<(f64, f64)>,
}

/// One row of cells.
#[derive(Debug)]
struct Row {
    layer: usize,
    height: f64,
    /// Keys, from left to right, with their columns.
    cells: Vec<(u32, usize)>,
}

impl Layout {
    pub fn of(picture: &Picture) -> Layout {
        let nodes = nodes(picture);
        let edges = edges(picture);
        let columns = columns(nodes.len(), picture.panels.len());
        let mut rows = rows(&nodes, columns);
        arrange(&mut rows, &edges, columns);
        let labelled = edges.len() <= LABELLED;
        let at: BTreeMap<u32, (usize, usize)> =
            rows.iter().enumerate().flat_map(|(row, found)| found.cells.iter().map(move |(key, column)| (*key, (row, *column)))).collect();
        let wires: Vec<Wire> = edges
            .iter()
            .map(|((from, to, way), edge)| {
                let is_told = is_worth_a_label(picture, (*from, *to), edge);
                let label =
                    if is_told && (labelled || (*way > Way::Plain && edges.len() <= 4 * LABELLED)) { label_width(edge) } else { 0.0 };
                Wire { from: at[from], to: at[to], shared: *way == Way::Plain && label == 0.0, label }
            })
            .collect();
        let heights = rows.iter().map(|row| row.height).collect::<Vec<_>>();
        let breaks: Vec<bool> = (0..=rows.len()).map(|at| at == 0 || at == rows.len() || rows[at - 1].layer != rows[at].layer).collect();
        let cells = at.values().copied().collect();
        let routed = route::route(&Grid { columns, heights: &heights, breaks: &breaks, cells: &cells, left: MARGIN, cell: BOX.0 }, &wires);
        let places = nodes
            .iter()
            .map(|(key, node)| {
                let (row, column) = at[key];
                let height = height(node);
                let y = routed.rows[row] + (heights[row] - height) / 2.0;
                (*key, Place { x: routed.columns[column], y, width: BOX.0, height })
            })
            .collect();
        let bands = bands(&rows, &nodes, &routed.rows);
        let numbers: BTreeMap<(u32, u32, Way), usize> = edges.keys().enumerate().map(|(at, ends)| (*ends, at)).collect();
        let routes = picture.panels.iter().map(|panel| {
            let ends = panel.edges.iter().map(|edge| (panel.nodes[edge.from].key, panel.nodes[edge.to].key, edge.way));
            ends.map(|ends| routed.routes[numbers[&ends]].clone()).collect()
        });
        Layout { width: routed.width, height: routed.height, bands, places, routes: routes.collect() }
    }
}

pub fn height(node: &Node) -> f64 {
    match node.shape {
        Shape::Box => BOX.1,
        Shape::Flow => FLOW,
    }
}

/// Every element once, whatever states it stands in.
fn nodes(picture: &Picture) -> BTreeMap<u32, &Node> {
    picture.panels.iter().rev().flat_map(|panel| &panel.nodes).map(|node| (node.key, node)).collect()
}

/// Every line once; the longest of its labels decides about room.
fn edges(picture: &Picture) -> BTreeMap<(u32, u32, Way), &Edge> {
    let of = |panel: &'_ super::Panel| panel.nodes.iter().map(|node| node.key).collect::<Vec<u32>>();
    let mut edges: BTreeMap<(u32, u32, Way), &Edge> = BTreeMap::new();
    for panel in &picture.panels {
        let keys = of(panel);
        for edge in &panel.edges {
            let known = edges.entry((keys[edge.from], keys[edge.to], edge.way)).or_insert(edge);
            if label_width(edge) > label_width(known) {
                *known = edge;
            }
        }
    }
    edges
}

/// The same in whatever panel the line stands.
fn is_worth_a_label(picture: &Picture, (from, to): (u32, u32), edge: &Edge) -> bool {
    let is_here = |panel: &&super::Panel| {
        let key = |at: usize| panel.nodes.get(at).map(|node| node.key);
        key(edge.from) == Some(from) && key(edge.to) == Some(to)
    };
    picture.panels.iter().find(is_here).is_none_or(|panel| panel.is_worth_a_label(edge))
}

fn label_width(edge: &Edge) -> f64 {
    Language::ALL.into_iter().map(|language| width(&label(edge, language), SMALL)).fold(0.0, f64::max) + 8.0
}

/// What is written on a line.
pub fn label(edge: &Edge, language: Language) -> String {
    lines(&edge.label(language), SMALL, 150.0, 1).pop().unwrap_or_default()
}

fn columns(nodes: usize, panels: usize) -> usize {
    let breadth = BREADTH[panels.clamp(1, 2) - 1];
    let square = (nodes as f64 * breadth).sqrt().ceil() as usize;
    square.clamp(3, 16).min(nodes.max(1))
}

/// What stands further down in its band: flows stand right above the systems between which they go, what everybody
/// shares right below them.
fn rank(node: &Node) -> u8 {
    match (node.shape, node.of_context) {
        (Shape::Flow, _) => 2,
        (Shape::Box, false) => 1,
        (Shape::Box, true) => 0,
    }
}

/// Bands in the order of the metamodel, each in rows as even as can be, like kinds beside each other.
fn rows(nodes: &BTreeMap<u32, &Node>, columns: usize) -> Vec<Row> {
    let mut groups: BTreeMap<(usize, u8), Vec<&Node>> = BTreeMap::new();
    for node in nodes.values() {
        let rank = if node.shape == Shape::Flow { rank(node) } else { 0 };
        groups.entry((node.layer, rank)).or_default().push(node);
    }
    let mut rows = Vec::new();
    for ((layer, _), mut group) in groups {
        group.sort_by_key(|node| (rank(node), node.kind, node.key));
        let count = group.len().div_ceil(columns);
        let mut rest = group.as_slice();
        for at in 0..count {
            let (row, after) = rest.split_at(rest.len().div_ceil(count - at));
            rest = after;
            let height = row.iter().map(|node| height(node)).fold(0.0, f64::max);
            let first = (columns - row.len()) / 2;
            rows.push(Row { layer, height, cells: row.iter().enumerate().map(|(at, node)| (node.key, first + at)).collect() });
        }
    }
    rows
}

/// Moves the elements of each row towards what they have to do with, row by row, down and up again.
fn arrange(rows: &mut [Row], edges: &BTreeMap<(u32, u32, Way), &Edge>, columns: usize) {
    let mut neighbours: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
    for (from, to, way) in edges.keys() {
        // What is marked should be short and straight.
        let weight = if *way == Way::Plain { 1.0 } else { 4.0 };
        neighbours.entry(*from).or_default().push((*to, weight));
        neighbours.entry(*to).or_default().push((*from, weight));
    }
    let mut columns_of: BTreeMap<u32, usize> = rows.iter().flat_map(|row| row.cells.iter().copied()).collect();
    for sweep in 0..SWEEPS {
        for step in 0..rows.len() {
            let at = if sweep % 2 == 0 { step } else { rows.len() - 1 - step };
            let row = &mut rows[at];
            let mut wanted: Vec<(f64, usize, u32)> = row
                .cells
                .iter()
                .map(|(key, column)| {
                    let near = neighbours.get(key).map_or(&[][..], Vec::as_slice);
                    let (sum, weight) =
                        near.iter().fold((0.0, 0.0), |(sum, all), (other, weight)| (sum + columns_of[other] as f64 * weight, all + weight));
                    (if weight == 0.0 { *column as f64 } else { sum / weight }, *column, *key)
                })
                .collect();
            wanted.sort_by(|one, other| one.0.total_cmp(&other.0).then((one.1, one.2).cmp(&(other.1, other.2))));
            let places = spread(&wanted.iter().map(|(wanted, ..)| *wanted).collect::<Vec<_>>(), columns);
            row.cells = wanted.iter().zip(places).map(|((_, _, key), column)| (*key, column)).collect();
            columns_of.extend(row.cells.iter().copied());
        }
    }
}

/// Different columns near the wanted ones, in their order: between pushing all to the right and all to the left.
fn spread(wanted: &[f64], columns: usize) -> Vec<usize> {
    let count = wanted.len();
    let round = |at: usize| (wanted[at].round().max(0.0) as usize).clamp(at, columns - count + at);
    let mut right: Vec<usize> = (0..count).map(round).collect();
    let mut left = right.clone();
    for at in 1..count {
        right[at] = right[at].max(right[at - 1] + 1);
    }
    for at in (0..count.saturating_sub(1)).rev() {
        left[at] = left[at].min(left[at + 1].saturating_sub(1)).max(at);
    }
    // Both rise by at least one, so their middle does.
    right.iter().zip(&left).enumerate().map(|(at, (right, left))| (right.min(&(columns - count + at)) + left) / 2).collect()
}

fn bands(rows: &[Row], nodes: &BTreeMap<u32, &Node>, tops: &[f64]) -> Vec<Band> {
    let mut bands: Vec<(usize, Band)> = Vec::new();
    for (row, top) in rows.iter().zip(tops) {
        let bottom = top + row.height + PAD;
        match bands.last_mut().filter(|(layer, _)| *layer == row.layer) {
            Some((_, band)) => band.bottom = bottom,
            None => {
                let title = row.cells.first().and_then(|(key, _)| nodes.get(key)).map(|node| node.layer_title.clone());
                bands.push((row.layer, Band { title: title.unwrap_or_default(), top: top - PAD, bottom }));
            }
        }
    }
    bands.into_iter().map(|(_, band)| band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_order_and_everybody_has_a_column() {
        assert_eq!(spread(&[0.0, 0.0, 0.0], 5), [0, 1, 2]);
        assert_eq!(spread(&[4.0, 4.0, 4.0], 5), [2, 3, 4]);
        assert_eq!(spread(&[1.0, 3.0], 5), [1, 3]);
        assert_eq!(spread(&[2.0, 2.0, 2.0], 5), [1, 2, 3]);
        assert_eq!(spread(&[2.0], 1), [0]);
        for wanted in [[0.2, 0.3, 3.9, 4.0], [4.0, 4.0, 4.0, 4.0], [0.0, 0.0, 0.0, 9.0]] {
            let places = spread(&wanted, 5);
            assert!(places.windows(2).all(|pair| pair[0] < pair[1]) && places[3] < 5, "{places:?}");
        }
    }
}
