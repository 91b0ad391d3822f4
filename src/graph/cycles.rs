//! Circles along a path, each found once: a chain of any length must not overflow the stack, so the algorithm is
//! petgraph's Kosaraju, which does not recurse.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

/// The circles of a graph given by its edges: for each knot of elements that reach one another, one shortest circle
/// from the smallest of them. Every element that is in some circle is in exactly one knot; all of the knot are
/// returned beside the circle.
pub fn circles(edges: &[(u32, u32)]) -> Vec<(Vec<u32>, Vec<u32>)> {
    let mut graph: DiGraph<u32, ()> = DiGraph::new();
    let mut index: FxHashMap<u32, NodeIndex> = FxHashMap::default();
    for (from, to) in edges {
        let mut node = |element: u32| *index.entry(element).or_insert_with(|| graph.add_node(element));
        let (from, to) = (node(*from), node(*to));
        graph.add_edge(from, to, ());
    }
    let mut found: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
    for knot in kosaraju_scc(&graph) {
        let alone = knot.len() == 1 && graph.find_edge(knot[0], knot[0]).is_none();
        if alone {
            continue;
        }
        let mut members: Vec<u32> = knot.iter().map(|node| graph[*node]).collect();
        members.sort_unstable();
        let circle = shortest(&graph, index[&members[0]], &members);
        found.push((circle, members));
    }
    found.sort_unstable();
    found
}

/// The shortest way from an element of a knot back to itself, by breadth; the smaller neighbour first.
fn shortest(graph: &DiGraph<u32, ()>, start: NodeIndex, members: &[u32]) -> Vec<u32> {
    let mut came_from: FxHashMap<NodeIndex, NodeIndex> = FxHashMap::default();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        let mut next: Vec<NodeIndex> = graph.neighbors(node).filter(|next| members.binary_search(&graph[*next]).is_ok()).collect();
        next.sort_by_key(|next| graph[*next]);
        for next in next {
            if next == start {
                let mut circle = vec![graph[node]];
                let mut at = node;
                while at != start {
                    at = came_from[&at];
                    circle.push(graph[at]);
                }
                circle.reverse();
                return circle;
            }
            if next != start && !came_from.contains_key(&next) {
                came_from.insert(next, node);
                queue.push_back(next);
            }
        }
    }
    members.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_is_found_once_from_its_smallest() {
        let edges = [(1, 2), (2, 3), (3, 1), (3, 4), (5, 5), (7, 6), (6, 7)];
        let found: Vec<Vec<u32>> = circles(&edges).into_iter().map(|(circle, _)| circle).collect();
        assert_eq!(found, [vec![1, 2, 3], vec![5], vec![6, 7]]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_does_not_overflow() {
        let mut edges: Vec<(u32, u32)> = (0..100_000).map(|at| (at, at + 1)).collect();
        assert!(circles(&edges).is_empty());
        edges.push((100_000, 0));
        assert_eq!(circles(&edges)[0].1.len(), 100_001);
    }
}
