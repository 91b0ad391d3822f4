//! What a requirement reads of a model: kinds, attributes and links that its predicates name. For `explain`, which
//! says of every attribute and link who asks for it.

use super::Requirement;
use crate::language::mention::Mentions;

/// Everything that a requirement's predicates name, and the kinds it judges.
pub fn of(requirement: &Requirement) -> Mentions {
    let mut reads = Mentions { kinds: requirement.subject, ..Mentions::default() };
    for case in &requirement.cases {
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
