//! What a requirement reads of a model: kinds, attributes and links that its predicates name. For `explain`, which
//! says of every attribute and link who asks for it.

use std::collections::BTreeSet;

use super::Requirement;
use crate::language::meant::{AttributePath, Collection, Counted, Filter, Key, Operand, Path, Predicate, Set, Start, Step, Test, Walk};
use crate::metamodel::{AttributeId, KindSet, LinkId};

/// Kinds that are judged or asked for by name, and the attributes and links on the way.
#[derive(Debug, Default)]
pub struct Reads {
    pub kinds: KindSet,
    pub attributes: BTreeSet<AttributeId>,
    pub links: BTreeSet<LinkId>,
}

impl Reads {
    pub fn of(requirement: &Requirement) -> Reads {
        let mut reads = Reads { kinds: requirement.subject, ..Reads::default() };
        for case in &requirement.cases {
            for part in [&case.condition, &case.full, &case.partial].into_iter().flatten() {
                reads.predicate(&part.meant);
            }
        }
        if let Some(circle) = &requirement.acyclic {
            reads.path(&circle.meant);
        }
        if let Some(group) = &requirement.group {
            reads.values(&group.by);
            reads.path(&group.members.meant);
            reads.predicate(&group.full.meant);
            group.partial.iter().for_each(|partial| reads.predicate(&partial.meant));
        }
        if let Some(unique) = &requirement.unique {
            reads.attributes.extend(unique.by.iter().flatten());
        }
        reads
    }

    fn predicate(&mut self, predicate: &Predicate) {
        match &predicate.test {
            Test::All(tests) | Test::Any(tests) => tests.iter().for_each(|test| self.predicate(test)),
            Test::Not(test) => self.predicate(test),
            Test::Some(path) | Test::No(path) => self.path(path),
            Test::Every { path, holds, .. } => {
                self.path(path);
                self.predicate(holds);
            }
            Test::Compare { left, right, .. } => {
                self.operand(left);
                self.operand(right);
            }
            Test::In { what, within } => {
                self.operand(what);
                match within {
                    Collection::Values(values) => self.values(values),
                    Collection::Elements(path) => self.path(path),
                    Collection::Literals(_) | Collection::List { .. } => {}
                }
            }
            Test::Sets { left, right, .. } => [left, right].into_iter().for_each(|set| match set {
                Set::Elements(path) => self.path(path),
                Set::Values(values) => self.values(values),
            }),
            Test::Is { path, kinds } => {
                self.path(path);
                self.kinds = self.kinds.union(*kinds);
            }
            Test::Has(values) | Test::Holds(values) => self.values(values),
            Test::InState(_) => {}
        }
    }

    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Attribute(values) | Operand::Count(Counted::Values(values)) => self.values(values),
            Operand::Element(path) | Operand::Count(Counted::Elements(path)) => self.path(path),
            Operand::Literal(_) | Operand::Today | Operand::Parameter { .. } => {}
        }
    }

    fn values(&mut self, values: &AttributePath) {
        self.path(&values.path);
        self.attributes.extend(&values.attributes);
    }

    fn path(&mut self, path: &Path) {
        if let Start::All { kinds, key, equals } = &path.start {
            self.kinds = self.kinds.union(*kinds);
            match key {
                Key::Attribute(attributes) => self.attributes.extend(attributes),
                Key::Link(links) => self.links.extend(links),
            }
            self.operand(equals);
        }
        self.steps(&path.steps);
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match &step.walk {
                Walk::Link(links) | Walk::Back(links) => self.links.extend(links),
                Walk::State(_) => {}
                Walk::Keep(Filter::Kinds(kinds)) => self.kinds = self.kinds.union(*kinds),
                Walk::Keep(Filter::Holds(predicate)) => self.predicate(predicate),
                Walk::Closure { steps, .. } => self.steps(steps),
                Walk::Either(branches) => branches.iter().for_each(|branch| self.steps(branch)),
            }
        }
    }
}
