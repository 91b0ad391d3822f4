//! What a requirement reads of a model: kinds, attributes and links that its predicates name. For `explain`, which
//! says of every attribute and link who asks for it.

use super::Requirement;
use crate::graph::FindingNames;
use crate::language::mention::Mentions;
use crate::metamodel::Metamodel;

/// Whether a requirement asks about the results of others: it judges them, finds them or walks to them.
pub fn asks_about_findings(metamodel: &Metamodel, requirement: &Requirement) -> bool {
    let Some(names) = FindingNames::of(metamodel) else { return false };
    let reads = of(requirement);
    reads.alone.contains(names.kind) || reads.links.contains(&names.about)
}

/// Everything that a requirement's predicates name, and the kinds it judges.
pub fn of(requirement: &Requirement) -> Mentions {
    let mut reads = Mentions::default();
    reads.add_kinds(requirement.subject);
    for case in requirement.cases.iter().chain(requirement.editions.iter().map(|edition| &edition.case)) {
        reads.add_kinds(case.subject);
        for part in [&case.condition, &case.full, &case.partial].into_iter().flatten() {
            reads.add(&part.meant);
        }
    }
    if let Some(circle) = &requirement.acyclic {
        reads.add_path(&circle.meant);
    }
    if let Some(group) = &requirement.group {
        reads.add_values(&group.by);
        reads.add_path(&group.members.meant);
        reads.add(&group.full.meant);
        group.partial.iter().for_each(|partial| reads.add(&partial.meant));
    }
    if let Some(unique) = &requirement.unique {
        reads.attributes.extend(unique.by.iter().flatten());
    }
    reads
}
