//! The way that a finding walks through the graph, and the detour that would fulfil its requirement.
//!
//! Both come from what the finding itself names: the elements that decided, and what a register has of what is asked
//! for. No requirement and no element is known here by its id.

use std::collections::BTreeSet;

use crate::graph::Graph;
use crate::report::{Finding, Related, Shape};

/// The link of a flow to where it begins: drawn against its direction, because things go from there.
pub const SOURCE: &str = "source";
/// The link of a flow to where it ends.
pub const TARGET: &str = "target";

/// The elements of a finding by number in the graph.
#[derive(Debug, Default)]
pub struct Path {
    /// What falls short: the subject, of a group and of a circle all members.
    pub subjects: Vec<u32>,
    /// What else has a part in it, the nearest first.
    pub parts: Vec<u32>,
    /// Pairs of elements that the violating way joins.
    pub ways: Vec<(u32, u32)>,
    /// Pairs that belong together without a link.
    pub together: Vec<(u32, u32)>,
    pub detour: Vec<(u32, u32)>,
    pub ways_out: Vec<u32>,
}

impl Path {
    pub fn of(graph: &Graph, finding: &Finding) -> Path {
        let mut path = Path::default();
        let Some(subject) = finding.node.map(|node| node.index).filter(|index| (*index as usize) < graph.len()) else { return path };
        let among = |fits: &dyn Fn(&Related) -> bool| -> Vec<u32> {
            let fitting = finding.related.iter().filter(|related| fits(related)).filter_map(|related| related.node);
            fitting.filter(|index| (*index as usize) < graph.len() && *index != subject).collect()
        };
        let members = among(&|related| related.role == "member");
        let mut linked = among(&Related::is_linked);
        // What is said of an exchange, beyond what it is by itself, is said of the way between its ends.
        if !finding.related.is_empty() {
            let ends: Vec<u32> = [SOURCE, TARGET].into_iter().filter_map(|name| end(graph, subject, name)).collect();
            linked.extend(ends.into_iter().filter(|index| *index != subject));
            let mut seen = BTreeSet::new();
            linked.retain(|index| seen.insert(*index));
        }
        path.subjects = std::iter::once(subject).chain(members.iter().copied()).collect();
        path.ways = linked.iter().map(|other| (subject, *other)).collect();
        match finding.shape {
            Shape::Cycle => {
                let next = path.subjects.iter().cycle().skip(1);
                path.ways.extend(path.subjects.iter().zip(next).map(|(one, next)| (*one, *next)));
            }
            _ => path.together = members.iter().map(|member| (subject, *member)).collect(),
        }
        path.ways_out = among(&Related::is_candidate);
        path.detour = path.ways_out.iter().flat_map(|way_out| detour(graph, subject, *way_out)).collect();
        path.parts = [linked, path.ways_out.clone(), among(&|related| related.role == "witness")].concat();
        path
    }
}

/// Where an element's first link of this name leads; none where its kind has no such link.
fn end(graph: &Graph, index: u32, name: &str) -> Option<u32> {
    let link = graph.metamodel.link_of(graph.kind(index), name)?;
    graph.ends(index).iter().find(|end| end.link == link)?.target.node()
}

/// What goes from one end to another goes there through what the requirement asks for; anything else names it.
fn detour(graph: &Graph, subject: u32, way_out: u32) -> Vec<(u32, u32)> {
    match (end(graph, subject, SOURCE), end(graph, subject, TARGET)) {
        (Some(source), Some(target)) if source != way_out && target != way_out => vec![(source, way_out), (way_out, target)],
        _ => vec![(subject, way_out)],
    }
}
