//! Which elements belong to a finding, and the part they play: the ends that decided, the neighbours looked at.

use crate::graph::View;
use crate::language::evaluate::Evaluator;
use crate::language::explain::{Explained, Witness};
use crate::language::meant::{AttributePath, Operand, Predicate, Start, Test};
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
        look(evaluator, &predicate.meant, subject, &mut found);
    }
    let view = evaluator.world;
    let mut related: Vec<Related> = Vec::new();
    for node in found.into_iter().filter(|node| node.index != subject.index) {
        if related.len() < MOST && !related.iter().any(|known| known.node.index == node.index) {
            let of_result = view.is_finding(subject.index) || view.is_finding(node.index);
            let role = if of_result { Role::Witness } else { role(view.graph, subject, node) };
            related.push(Related { node, role });
        }
    }
    related
}

/// Explains the tests that a predicate is made of one by one. What they are joined by names no element, and asking it
/// would ask them all once more.
fn look(evaluator: &mut Evaluator<'_, View<'_>>, predicate: &Predicate, subject: Node, into: &mut Vec<Node>) {
    if is_enough(into, subject) {
        return;
    }
    match &predicate.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| look(evaluator, part, subject, into)),
        Test::Not(inner) => look(evaluator, inner, subject, into),
        test if names_subject_alone(test) => {}
        _ => gather(&evaluator.explain(predicate, subject), into),
    }
}

/// Whether no more would be told: explaining the rest would be for nothing.
fn is_enough(found: &[Node], subject: Node) -> bool {
    let mut others: Vec<u32> = found.iter().map(|node| node.index).filter(|index| *index != subject.index).collect();
    others.sort_unstable();
    others.dedup();
    others.len() >= MOST
}

/// Whether a test looks at nothing but attributes of the subject itself.
fn names_subject_alone(test: &Test) -> bool {
    match test {
        Test::Has(path) | Test::Holds(path) => own(path),
        Test::Compare { left, right, .. } => plain(left) && plain(right),
        Test::InState(_) | Test::Form(_) => true,
        _ => false,
    }
}

fn own(path: &AttributePath) -> bool {
    path.path.steps.is_empty() && matches!(path.path.start, Start::Here | Start::Subject)
}

fn plain(operand: &Operand) -> bool {
    match operand {
        Operand::Literal(_) | Operand::Today | Operand::Parameter { .. } => true,
        Operand::Attribute(path) => own(path),
        Operand::Element(_) | Operand::Count(_) | Operand::Aggregate(..) => false,
        Operand::Times(factor, number) => plain(factor) && plain(number),
        Operand::Shifted(shifted) => plain(&shifted.date) && shifted.shifts.iter().all(|shift| plain(&shift.amount)),
    }
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
