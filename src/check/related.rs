//! Which elements belong to a finding, and the part they play: the ends that decided, the neighbours looked at.

use crate::graph::View;
use crate::language::evaluate::Evaluator;
use crate::language::explain::{Explained, Witness};
use crate::language::world::Node;
use crate::outcome::{Related, Role};
use crate::pack::Case;

/// More than a reader follows; the rest is in `saikes why`.
const MOST: usize = 12;

/// The elements that decided about the evaluator's subject, without doubles, in walking order.
pub(super) fn of(evaluator: &mut Evaluator<'_, View<'_>>, case: &Case) -> Vec<Related> {
    let subject = evaluator.subject;
    let mut found: Vec<Node> = Vec::new();
    for predicate in [&case.condition, &case.full].into_iter().flatten() {
        let explained = evaluator.explain(&predicate.meant, subject);
        gather(&explained, &mut found);
    }
    let graph = evaluator.world.graph;
    let mut related: Vec<Related> = Vec::new();
    for node in found.into_iter().filter(|node| node.index != subject.index) {
        if related.len() < MOST && !related.iter().any(|known| known.node.index == node.index) {
            related.push(Related { node, role: role(graph, subject, node) });
        }
    }
    related
}

fn gather(explained: &Explained, into: &mut Vec<Node>) {
    for witness in &explained.witnesses {
        match witness {
            Witness::Element(node) | Witness::Value(node, _, _) => into.push(*node),
            _ => {}
        }
    }
    for child in &explained.children {
        into.extend(child.about);
        gather(child, into);
    }
}

fn role(graph: &crate::graph::Graph, subject: Node, node: Node) -> Role {
    let towards = |from: Node, to: Node| graph.ends(from.index).iter().find(|end| end.target.node() == Some(to.index)).map(|end| end.link);
    if let Some(link) = towards(subject, node) {
        return Role::Link(link);
    }
    towards(node, subject).map_or(Role::Witness, Role::Back)
}
