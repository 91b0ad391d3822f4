//! Lines between the cells of a grid: out of a box into the channel between two rows, along it, through the gutter
//! between two columns where rows lie between, along another channel, into the other box. No line crosses a box.
//!
//! Every line has a lane of its own in a channel and in a gutter; lines to the same box that nothing tells apart share
//! theirs. Channels and gutters are as wide as their lanes need, so coordinates come last. Knows cells, not elements.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Route;

/// Between two lanes.
const LANE: f64 = 6.0;
/// The height of a lane with a label.
const LABEL: f64 = 17.0;
/// The least room between rows, between bands, between columns.
const CHANNEL: f64 = 18.0;
const BREAK: f64 = 34.0;
const GUTTER: f64 = 26.0;
/// Lanes that make a channel or a gutter wider; more of them move together.
const MOST_LANES: usize = 24;
const MOST_IN_GUTTER: usize = 9;
/// How far the ports of upper and lower sides keep from each other.
const ASIDE: f64 = 3.0;
/// Between lines that go straight from one box to the next.
const BESIDE: f64 = 12.0;

/// What there is to go around.
pub struct Grid<'a> {
    pub columns: usize,
    /// Of the rows.
    pub heights: &'a [f64],
    /// Whether a band begins or ends at each channel; one more than there are rows.
    pub breaks: &'a [bool],
    /// Cells with a box.
    pub cells: &'a BTreeSet<(usize, usize)>,
    pub left: f64,
    /// The width of a cell.
    pub cell: f64,
}

/// A line to be led from cell to cell: (row, column).
pub struct Wire {
    pub from: (usize, usize),
    pub to: (usize, usize),
    /// Whether it may share its way with others to the same cell.
    pub shared: bool,
    /// The width of its label; 0 where it has none.
    pub label: f64,
}

/// Coordinates of everything.
pub struct Routed {
    /// Left sides of the columns, upper sides of the rows.
    pub columns: Vec<f64>,
    pub rows: Vec<f64>,
    pub width: f64,
    pub height: f64,
    pub routes: Vec<Route>,
}

/// The way of a wire through channels and gutters.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// From one box to the next in its row.
    Straight,
    /// Along one channel.
    Channel(usize),
    /// Along one channel, through a gutter, along another.
    Around(usize, usize, usize),
}

/// The sides at which a wire leaves and arrives: below or above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Top,
    Bottom,
}

/// A line, or several that share their way.
type Net = usize;

pub fn route(grid: &Grid<'_>, wires: &[Wire]) -> Routed {
    let ways: Vec<Way> = wires.iter().map(|wire| way(grid, wire)).collect();
    let sides: Vec<(Side, Side)> = wires.iter().zip(&ways).map(|(wire, way)| sides(wire, way)).collect();
    let nets = nets(wires, &ways, &sides);
    let gutters = gutters(grid, &ways, &nets);
    let columns = columns(grid, &gutters);
    let ports = ports(grid, wires, &ways, &sides, &nets, (&columns, &gutters));
    let channels = channels(grid, wires, &ways, &nets, (&columns, &gutters, &ports));
    let (rows, tops, height) = heights(grid, &channels);
    let beside = beside(wires, &ways);
    let lane = |channel: usize, net: Net| tops[channel] + channels[channel].at(net);
    let routes = wires.iter().enumerate().map(|(at, wire)| {
        let (start, end) = ports[at];
        let (from, to) = (edge_of(grid, &rows, wire.from, sides[at].0), edge_of(grid, &rows, wire.to, sides[at].1));
        let corners = match ways[at] {
            Way::Straight => {
                let y = rows[wire.from.0] + grid.heights[wire.from.0] / 2.0 + beside[at];
                let right = wire.from.1 < wire.to.1;
                let side = |column: usize, right: bool| columns[column] + if right { grid.cell } else { 0.0 };
                vec![(side(wire.from.1, right), y), (side(wire.to.1, !right), y)]
            }
            Way::Channel(channel) => {
                let y = lane(channel, nets[at]);
                vec![(start, from), (start, y), (end, y), (end, to)]
            }
            Way::Around(first, gutter, second) => {
                let x = gutter_x(grid, &columns, gutter) + gutters[gutter].at(nets[at]);
                let (one, other) = (lane(first, nets[at]), lane(second, nets[at]));
                vec![(start, from), (start, one), (x, one), (x, other), (end, other), (end, to)]
            }
        };
        let label = if wire.label > 0.0 { label(&corners) } else { None };
        Route { corners: straightened(corners), label }
    });
    let routes = routes.collect();
    let right = columns.last().map_or(grid.left, |last| last + grid.cell);
    let width = right + gutters.last().map_or(GUTTER, Lanes::size).max(GUTTER);
    Routed { columns, rows, width, height, routes }
}

fn way(grid: &Grid<'_>, wire: &Wire) -> Way {
    let ((from, left), (to, right)) = (wire.from, wire.to);
    if from == to {
        let is_beside = left.abs_diff(right) == 1 && wire.label <= 0.0;
        return if is_beside { Way::Straight } else { Way::Channel(from + 1) };
    }
    let (first, second) = if from < to { (from + 1, to) } else { (from, to + 1) };
    if first == second {
        return Way::Channel(first);
    }
    // Through the gutter beside the box it comes from: the long part then runs where others to the same box do. Where
    // it starts in line with its end, the side with more room.
    let gutter = match left.cmp(&right) {
        std::cmp::Ordering::Less => left + 1,
        std::cmp::Ordering::Greater => left,
        std::cmp::Ordering::Equal => {
            let taken = |column: Option<usize>| {
                column.map_or(0, |column| (from.min(to) + 1..from.max(to)).filter(|row| grid.cells.contains(&(*row, column))).count())
            };
            if taken(left.checked_sub(1)) < taken(Some(left + 1).filter(|next| *next < grid.columns)) { left } else { left + 1 }
        }
    };
    Way::Around(first, gutter, second)
}

fn sides(wire: &Wire, way: &Way) -> (Side, Side) {
    match (wire.from.0.cmp(&wire.to.0), way) {
        (std::cmp::Ordering::Less, _) => (Side::Bottom, Side::Top),
        (std::cmp::Ordering::Greater, _) => (Side::Top, Side::Bottom),
        (std::cmp::Ordering::Equal, _) => (Side::Bottom, Side::Bottom),
    }
}

/// Wires that may share their way do so where they arrive at the same side of the same box.
fn nets(wires: &[Wire], ways: &[Way], sides: &[(Side, Side)]) -> Vec<Net> {
    let mut known: BTreeMap<((usize, usize), Side), Net> = BTreeMap::new();
    let mut next = 0;
    let mut new = || {
        next += 1;
        next - 1
    };
    let of = |((wire, way), sides): ((&Wire, &Way), &(Side, Side))| match way {
        Way::Channel(_) | Way::Around(..) if wire.shared => *known.entry((wire.to, sides.1)).or_insert_with(&mut new),
        _ => new(),
    };
    wires.iter().zip(ways).zip(sides).map(of).collect()
}

/// The lanes of one channel or gutter: for each net its middle, from the beginning.
#[derive(Debug, Default)]
struct Lanes {
    middles: BTreeMap<Net, f64>,
    size: f64,
}

impl Lanes {
    /// Gives every interval a lane, the first that is free where it begins; lanes with labels are higher.
    fn of(intervals: &BTreeMap<Net, (f64, f64, bool)>, (least, gap): (f64, f64), most: usize) -> Lanes {
        let mut sorted: Vec<(&Net, &(f64, f64, bool))> = intervals.iter().collect();
        sorted.sort_by(|(one, a), (other, b)| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(one.cmp(other)));
        let mut ends: Vec<(f64, bool)> = Vec::new();
        let mut taken: BTreeMap<Net, usize> = BTreeMap::new();
        for (net, (start, end, labelled)) in sorted {
            let free = ends.iter().position(|(last, _)| *last + gap <= *start);
            let lane = free.unwrap_or_else(|| {
                ends.push((f64::NEG_INFINITY, false));
                ends.len() - 1
            });
            ends[lane] = (*end, ends[lane].1 || *labelled);
            taken.insert(*net, lane);
        }
        let shrunk = if ends.len() > most { most as f64 / ends.len() as f64 } else { 1.0 };
        let mut middles = Vec::new();
        let mut used = 0.0;
        for (_, labelled) in &ends {
            let height = if *labelled { LABEL } else { LANE * shrunk };
            middles.push(used + height / 2.0);
            used += height;
        }
        let size = used + least;
        Lanes { middles: taken.into_iter().map(|(net, lane)| (net, least / 2.0 + middles[lane])).collect(), size }
    }

    fn at(&self, net: Net) -> f64 {
        self.middles.get(&net).copied().unwrap_or(self.size / 2.0)
    }

    fn size(&self) -> f64 {
        self.size
    }
}

fn gutters(grid: &Grid<'_>, ways: &[Way], nets: &[Net]) -> Vec<Lanes> {
    let mut intervals: Vec<BTreeMap<Net, (f64, f64, bool)>> = vec![BTreeMap::new(); grid.columns + 1];
    for (way, net) in ways.iter().zip(nets) {
        if let Way::Around(first, gutter, second) = way {
            let (from, to) = (*first.min(second) as f64, *first.max(second) as f64);
            let interval = intervals[*gutter].entry(*net).or_insert((from, to, false));
            *interval = (interval.0.min(from), interval.1.max(to), false);
        }
    }
    intervals.iter().map(|intervals| Lanes::of(intervals, (GUTTER, 0.5), MOST_IN_GUTTER)).collect()
}

fn columns(grid: &Grid<'_>, gutters: &[Lanes]) -> Vec<f64> {
    let mut x = grid.left;
    let mut columns = Vec::with_capacity(grid.columns);
    for gutter in gutters.iter().take(grid.columns) {
        x += gutter.size();
        columns.push(x);
        x += grid.cell;
    }
    columns
}

/// The left side of a gutter.
fn gutter_x(grid: &Grid<'_>, columns: &[f64], gutter: usize) -> f64 {
    if gutter == 0 { grid.left } else { columns[gutter - 1] + grid.cell }
}

/// Where each wire leaves and arrives: evenly over the sides of the boxes, in the order of where they come from.
fn ports(
    grid: &Grid<'_>,
    wires: &[Wire],
    ways: &[Way],
    sides: &[(Side, Side)],
    nets: &[Net],
    (columns, gutters): (&[f64], &[Lanes]),
) -> Vec<(f64, f64)> {
    type Door = ((usize, usize), Side);
    /// A net that leaves or arrives, with the sum and the number of the places that its wires come from.
    type Towards = BTreeMap<(Net, bool), (f64, f64)>;
    let middle = |column: usize| columns[column] + grid.cell / 2.0;
    let mut doors: BTreeMap<Door, Towards> = BTreeMap::new();
    for (at, wire) in wires.iter().enumerate() {
        let towards = |other: usize| match ways[at] {
            Way::Around(_, gutter, _) => gutter_x(grid, columns, gutter) + gutters[gutter].at(nets[at]),
            _ => middle(other),
        };
        if matches!(ways[at], Way::Straight) {
            continue;
        }
        for (door, is_end, other) in [((wire.from, sides[at].0), false, wire.to.1), ((wire.to, sides[at].1), true, wire.from.1)] {
            let sum = doors.entry(door).or_default().entry((nets[at], is_end)).or_insert((0.0, 0.0));
            *sum = (sum.0 + towards(other), sum.1 + 1.0);
        }
    }
    let mut places: BTreeMap<(Door, Net, bool), f64> = BTreeMap::new();
    for (door, nets) in doors {
        let mut sorted: Vec<((Net, bool), f64)> = nets.into_iter().map(|(net, (sum, count))| (net, sum / count)).collect();
        sorted.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
        let step = grid.cell / (sorted.len() + 1) as f64;
        // What comes from below and what comes from above should not seem to be one line.
        let aside = match door.1 {
            _ if sorted.len() == 1 => 0.0,
            Side::Top => -ASIDE,
            Side::Bottom => ASIDE,
        };
        for (at, ((net, is_end), _)) in sorted.into_iter().enumerate() {
            places.insert((door, net, is_end), columns[door.0.1] + step * (at + 1) as f64 + aside);
        }
    }
    let place = |door: Door, net: Net, is_end: bool| places.get(&(door, net, is_end)).copied().unwrap_or_else(|| middle(door.0.1));
    let of = |(at, wire): (usize, &Wire)| (place((wire.from, sides[at].0), nets[at], false), place((wire.to, sides[at].1), nets[at], true));
    wires.iter().enumerate().map(of).collect()
}

fn channels(
    grid: &Grid<'_>,
    wires: &[Wire],
    ways: &[Way],
    nets: &[Net],
    (columns, gutters, ports): (&[f64], &[Lanes], &[(f64, f64)]),
) -> Vec<Lanes> {
    let mut intervals: Vec<BTreeMap<Net, (f64, f64, bool)>> = vec![BTreeMap::new(); grid.heights.len() + 1];
    let mut add = |channel: usize, net: Net, (one, other): (f64, f64), label: f64| {
        let (mut from, mut to) = (one.min(other), one.max(other));
        if to - from < label {
            let middle = f64::midpoint(from, to);
            (from, to) = (middle - label / 2.0, middle + label / 2.0);
        }
        let interval = intervals[channel].entry(net).or_insert((from, to, false));
        *interval = (interval.0.min(from), interval.1.max(to), interval.2 || label > 0.0);
    };
    for (at, wire) in wires.iter().enumerate() {
        let (start, end) = ports[at];
        match ways[at] {
            Way::Straight => {}
            Way::Channel(channel) => add(channel, nets[at], (start, end), wire.label),
            Way::Around(first, gutter, second) => {
                let x = gutter_x(grid, columns, gutter) + gutters[gutter].at(nets[at]);
                let (one, other) = if (x - start).abs() >= (x - end).abs() { (wire.label, 0.0) } else { (0.0, wire.label) };
                add(first, nets[at], (start, x), one);
                add(second, nets[at], (x, end), other);
            }
        }
    }
    let lanes = intervals.iter().enumerate().map(|(at, intervals)| {
        let least = if grid.breaks[at] { BREAK } else { CHANNEL };
        Lanes::of(intervals, (least, 8.0), MOST_LANES)
    });
    lanes.collect()
}

/// The upper sides of the rows and of the channels, and the height of it all.
fn heights(grid: &Grid<'_>, channels: &[Lanes]) -> (Vec<f64>, Vec<f64>, f64) {
    let (mut rows, mut tops, mut y) = (Vec::new(), Vec::new(), 0.0);
    for (at, channel) in channels.iter().enumerate() {
        tops.push(y);
        y += channel.size();
        if let Some(height) = grid.heights.get(at) {
            rows.push(y);
            y += height;
        }
    }
    (rows, tops, y)
}

/// The height at which a wire meets the side of a box; all boxes of a row are as high as the row or stand in its middle.
fn edge_of(grid: &Grid<'_>, rows: &[f64], cell: (usize, usize), side: Side) -> f64 {
    match side {
        Side::Top => rows[cell.0],
        Side::Bottom => rows[cell.0] + grid.heights[cell.0],
    }
}

/// How far straight lines between the same two boxes keep from the middle.
fn beside(wires: &[Wire], ways: &[Way]) -> Vec<f64> {
    let pair = |wire: &Wire| (wire.from.min(wire.to), wire.from.max(wire.to));
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    let straight = |at: usize| matches!(ways[at], Way::Straight);
    for (_, wire) in wires.iter().enumerate().filter(|(at, _)| straight(*at)) {
        *counts.entry(pair(wire)).or_default() += 1;
    }
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let of = |(at, wire): (usize, &Wire)| {
        if !straight(at) {
            return 0.0;
        }
        let (count, nth) = (counts[&pair(wire)], seen.entry(pair(wire)).or_default());
        *nth += 1;
        ((*nth - 1) as f64 - (count - 1) as f64 / 2.0) * BESIDE
    };
    wires.iter().enumerate().map(of).collect()
}

/// The middle of the longest part that runs across, where the label has its place.
fn label(corners: &[(f64, f64)]) -> Option<(f64, f64)> {
    let across = corners.windows(2).filter(|pair| pair[0].1 == pair[1].1);
    let longest = across.max_by(|one, other| (one[0].0 - one[1].0).abs().total_cmp(&(other[0].0 - other[1].0).abs()))?;
    Some((f64::midpoint(longest[0].0, longest[1].0), longest[0].1))
}

/// Without corners at which nothing turns.
fn straightened(corners: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for corner in corners {
        let near = |one: f64, other: f64| (one - other).abs() < 0.01;
        if let [.., before, last] = kept[..] {
            let straight = (near(before.0, last.0) && near(last.0, corner.0)) || (near(before.1, last.1) && near(last.1, corner.1));
            if straight {
                kept.pop();
            }
        }
        if kept.last().is_none_or(|last| !near(last.0, corner.0) || !near(last.1, corner.1)) {
            kept.push(corner);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_crosses_a_box() {
        let cells: BTreeSet<(usize, usize)> = (0..4).flat_map(|row| (0..4).map(move |column| (row, column))).collect();
        let all = cells.clone();
        let wires: Vec<Wire> = all
            .iter()
            .flat_map(|from| all.iter().filter(move |to| *to != from).map(|to| (*from, *to)))
            .enumerate()
            .map(|(at, (from, to))| Wire { from, to, shared: at % 3 != 0, label: if at % 50 == 0 { 80.0 } else { 0.0 } })
            .collect();
        let heights = [60.0; 4];
        let grid =
            Grid { columns: 4, heights: &heights, breaks: &[true, false, true, false, true], cells: &cells, left: 100.0, cell: 150.0 };
        let routed = route(&grid, &wires);
        for (wire, route) in wires.iter().zip(&routed.routes) {
            for pair in route.corners.windows(2) {
                let (left, right) = (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0));
                let (top, bottom) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
                assert!(left == right || top == bottom, "{pair:?} is neither across nor down");
                for (row, column) in &all {
                    let (x, y) = (routed.columns[*column], routed.rows[*row]);
                    let inside = right > x + 0.5 && left < x + 149.5 && bottom > y + 0.5 && top < y + 59.5;
                    assert!(!inside, "{:?} → {:?} crosses {row}, {column}", wire.from, wire.to);
                }
                assert!(right <= routed.width && bottom <= routed.height);
            }
        }
    }
}
