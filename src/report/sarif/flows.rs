//! The way through the model that a finding is about, as SARIF's code flows: a circle in walking order, a flow from its
//! source to its target, or the links that lead from the subject to what decided.

use super::limits::STEPS;
use super::log::{CodeFlow, Location, Step, ThreadFlow, Words};
use super::results::Maker;
use crate::graph::Graph;
use crate::report::listed::Listed;
use crate::report::{Related, Shape};
use crate::text::say;

/// An element on the way.
#[derive(Clone, Copy)]
enum Stop<'a> {
    Subject,
    Related(&'a Related),
}

/// The ways of a finding; none where nothing is walked.
pub fn of(maker: &Maker<'_, '_>, listed: &Listed<'_>) -> Vec<CodeFlow> {
    let finding = listed.finding;
    if finding.location.is_none() {
        return Vec::new();
    }
    let others = || finding.related.iter().filter(|related| !related.is_candidate());
    let with = |role: &str| others().filter(|related| related.role == role).collect::<Vec<_>>();
    match (finding.shape, &with("source")[..], &with("target")[..]) {
        (Shape::Cycle, ..) => {
            let around = others().map(Stop::Related);
            vec![flow(maker, listed, "circle", std::iter::once(Stop::Subject).chain(around).chain([Stop::Subject]).collect())]
        }
        (Shape::Single, [source], [target]) => {
            let mut stops = vec![Stop::Related(source), Stop::Subject];
            stops.extend(with("via").into_iter().map(Stop::Related));
            stops.push(Stop::Related(target));
            vec![flow(maker, listed, "flow", stops)]
        }
        (Shape::Single, ..) => {
            let ways = maker.sarif.known.graph.map(|graph| ways(graph, &others().collect::<Vec<_>>())).unwrap_or_default();
            ways.iter().map(|way| flow(maker, listed, "way", from_subject(way))).collect()
        }
        _ => Vec::new(),
    }
}

fn from_subject<'r>(way: &[&'r Related]) -> Vec<Stop<'r>> {
    std::iter::once(Stop::Subject).chain(way.iter().copied().map(Stop::Related)).collect()
}

/// The ways from the subject over more than one link; what it names itself is told among the related elements.
fn ways<'r>(graph: &Graph, related: &[&'r Related]) -> Vec<Vec<&'r Related>> {
    let before: Vec<Option<usize>> = (0..related.len()).map(|at| before(graph, related, at)).collect();
    let leads_on = |at: usize| before.contains(&Some(at));
    let ends = (0..related.len()).filter(|at| before[*at].is_some() && !leads_on(*at));
    let way = |end: usize| {
        // Each is before what it leads to, so this comes to an end.
        let mut back: Vec<usize> = std::iter::successors(Some(end), |at| before[*at]).collect();
        back.reverse();
        back
    };
    // Where the first is none that the subject is linked with, the way from the subject to it is not known.
    let known = ends.map(way).filter(|way| way.first().is_some_and(|first| related[*first].is_linked()));
    known.map(|way| way.into_iter().map(|at| related[at]).collect()).collect()
}

/// The first element told before this one that it is linked with; none for what the subject is linked with itself.
fn before(graph: &Graph, related: &[&Related], at: usize) -> Option<usize> {
    if related[at].is_linked() {
        return None;
    }
    let node = related[at].node?;
    (0..at).find(|earlier| related[*earlier].node.is_some_and(|earlier| are_linked(graph, earlier, node)))
}

fn are_linked(graph: &Graph, left: u32, right: u32) -> bool {
    let states = |from: u32, to: u32| graph.ends(from).iter().any(|end| end.target.node() == Some(to));
    states(left, right) || states(right, left)
}

fn flow(maker: &Maker<'_, '_>, listed: &Listed<'_>, sort: &str, stops: Vec<Stop<'_>>) -> CodeFlow {
    let location = |stop: &Stop<'_>| match stop {
        Stop::Subject => maker.subject(listed),
        Stop::Related(related) => maker.related(listed, related),
    };
    let step = |location: Location| Step { location: Location { id: None, ..location } };
    let locations = stops.iter().take(STEPS).map(location).map(step).collect();
    CodeFlow {
        message: Words::plain(say(maker.sarif.report.lang, &format!("sarif.way.{sort}"), &[])),
        thread_flows: [ThreadFlow { locations }],
    }
}
