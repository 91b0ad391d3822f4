//! Requirements about the results of others: which they are, and what they see. They are judged when all others of the
//! project have been, and see no results of their own pass.

use rustc_hash::FxHashSet;

use super::Plan;
use crate::graph::{Findings, Graph};
use crate::outcome::{RequirementIndex, Role, Shape, SubjectOutcome};
use crate::pack::{Pack, reads};
use crate::verdict::Level;

/// The requirements that are judged in the second pass.
pub(super) type Second = FxHashSet<RequirementIndex>;

pub(super) fn of(graph: &Graph, plan: &Plan<'_>) -> Second {
    let all = (0..plan.packs.len()).flat_map(|pack| plan.requirements(pack));
    let asks =
        |index: &RequirementIndex| reads::asks_about_findings(graph.metamodel, &plan.packs[index.pack].requirements[index.requirement]);
    all.filter(asks).collect()
}

/// The findings of the first pass as elements; advice is none.
pub(super) fn results(graph: &Graph, packs: &[Pack], found: &[SubjectOutcome]) -> Findings {
    let mut results = Findings::new(graph);
    // What is merely open is no result, also where a waiver has it listed.
    let settled = found.iter().filter(|outcome| outcome.interval.best < Level::Full);
    for outcome in settled.filter(|outcome| !packs[outcome.requirement.pack].advisory) {
        let pack = &packs[outcome.requirement.pack];
        let requirement = &pack.requirements[outcome.requirement.requirement];
        let members = outcome.related.iter().filter(|related| related.role == Role::Member).map(|related| related.node);
        let mut about: Vec<u32> = outcome.node.into_iter().chain(members).map(|node| node.index).collect();
        let of = match &outcome.shape {
            Shape::Group { key } => key.as_str(),
            _ => about.first().map_or("", |first| graph.id(*first)),
        };
        let words = [requirement.weight.name(), outcome.interval.verdict().name()];
        let of = of.to_string();
        about.sort_unstable();
        about.dedup();
        results.add(graph.metamodel, [&pack.order, &requirement.id], &of, words, about);
    }
    results
}
