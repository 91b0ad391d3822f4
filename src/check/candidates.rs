//! What a finding asks for and a register has: the gateway that exists, the platform that offers it.
//!
//! Looked for where `full` fails because a link leads to nothing that passes its filters, and those filters let in
//! elements of shared kinds only: national registers know them, so naming one is the way out.

use crate::graph::View;
use crate::language::evaluate::Evaluator;
use crate::language::meant::{Filter, Path, Predicate, Start, Test, Walk};
use crate::language::world::{Node, World};
use crate::outcome::{Related, Role};
use crate::pack::Case;

/// More is a list to choose from, not a way out.
const MOST: usize = 3;

/// Elements that would make a failing part of `full` true if the subject named them; none where there are too many.
pub(super) fn of(evaluator: &Evaluator<'_, View<'_>>, case: &Case) -> Vec<Related> {
    let mut found: Vec<Related> = Vec::new();
    if let Some(full) = &case.full {
        for path in failing(evaluator, &full.meant) {
            let fitting = fitting(evaluator, path);
            if fitting.len() <= MOST {
                found.extend(fitting.into_iter().map(|node| Related { node, role: Role::Candidate }));
            }
        }
    }
    found.sort_by_key(|related| related.node);
    found.dedup();
    found
}

/// The paths of a conjunction that should lead somewhere and do not.
fn failing<'p>(evaluator: &Evaluator<'_, View<'_>>, predicate: &'p Predicate) -> Vec<&'p Path> {
    match &predicate.test {
        Test::All(parts) => parts.iter().flat_map(|part| failing(evaluator, part)).collect(),
        Test::Some(path) if !evaluator.answer(predicate, evaluator.subject).is_true() => vec![path],
        _ => Vec::new(),
    }
}

/// The known elements of shared kinds that pass every filter behind a single link.
fn fitting(evaluator: &Evaluator<'_, View<'_>>, path: &Path) -> Vec<Node> {
    let Some((first, filters)) = path.steps.split_first() else { return Vec::new() };
    let only_filters = filters.iter().all(|step| matches!(step.walk, Walk::Keep(_)));
    let shared = path.kinds.without(evaluator.world.metamodel().shared_kinds()).is_empty();
    if path.start != Start::Here || !matches!(first.walk, Walk::Link(_)) || filters.is_empty() || !only_filters || !shared {
        return Vec::new();
    }
    let (view, layer) = (evaluator.world, evaluator.subject.layer);
    let known = path.kinds.iter().flat_map(|kind| view.of_kind_in_context(layer, kind).iter().chain(view.of_kind(layer, kind)));
    let passes = |node: &Node| {
        filters.iter().all(|step| match &step.walk {
            Walk::Keep(Filter::Kinds(kinds)) => kinds.contains(view.kind(*node)),
            Walk::Keep(Filter::Holds(predicate)) => evaluator.answer(predicate, *node).is_true(),
            _ => false,
        })
    };
    known.map(|index| Node { index: *index, layer }).filter(passes).collect()
}
