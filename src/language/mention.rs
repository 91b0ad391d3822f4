//! What a predicate speaks of: for the registry tests (is everything of the metamodel used?) and for `explain`.

use std::collections::BTreeSet;

use super::meant::{AttributePath, Collection, Counted, Filter, Key, Operand, Path, Predicate, Set, Start, Step, Test, Walk};
use crate::metamodel::{AttributeId, KindSet, LinkId};

/// Everything that one or several predicates name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    pub attributes: BTreeSet<AttributeId>,
    pub links: BTreeSet<LinkId>,
    /// The kinds asked for by name; those a link merely leads to are not among them.
    pub kinds: KindSet,
    /// Those of them that were asked for alone, not as one of an abstract kind.
    pub alone: KindSet,
    pub parameters: BTreeSet<String>,
    pub lists: BTreeSet<String>,
}

impl Mentions {
    pub fn add(&mut self, predicate: &Predicate) {
        match &predicate.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Test::Not(inner) => self.add(inner),
            Test::Some(path) | Test::No(path) => self.add_path(path),
            Test::Every { path, holds, .. } => {
                self.add_path(path);
                self.add(holds);
            }
            Test::Share { path, holds, than, .. } => {
                self.add_path(path);
                self.add(holds);
                self.operand(than);
            }
            Test::Compare { left, right, .. } => {
                self.operand(left);
                self.operand(right);
            }
            Test::In { what, within } => {
                self.operand(what);
                self.collection(within);
            }
            Test::Sets { left, right, .. } => {
                self.set(left);
                self.set(right);
            }
            Test::Is { path, kinds } => {
                self.add_path(path);
                self.add_kinds(*kinds);
            }
            Test::Has(values) | Test::Holds(values) => self.add_values(values),
            Test::Steps { path, key, holds } => {
                self.add_path(path);
                self.add_values(key);
                self.add(holds);
            }
            Test::Periods(periods) => {
                self.add_path(&periods.path);
                self.add_values(&periods.start);
                self.add_values(&periods.end);
                self.operand(&periods.longest.amount);
            }
            Test::InState(_) | Test::Form(_) => {}
        }
    }

    pub fn add_path(&mut self, path: &Path) {
        if let Start::All { kinds, key, equals } = &path.start {
            self.add_kinds(*kinds);
            match key {
                Key::Attribute(attributes) => self.attributes.extend(attributes),
                Key::Link(links) => self.links.extend(links),
            }
            self.operand(equals);
        }
        self.steps(&path.steps);
    }

    pub fn add_kinds(&mut self, kinds: KindSet) {
        self.kinds = self.kinds.union(kinds);
        if kinds.len() == 1 {
            self.alone = self.alone.union(kinds);
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match &step.walk {
                Walk::Link(links) | Walk::Back(links) => self.links.extend(links),
                Walk::State(_) => {}
                Walk::Keep(Filter::Kinds(kinds)) => self.add_kinds(*kinds),
                Walk::Keep(Filter::Holds(holds)) => self.add(holds),
                Walk::Closure { steps, .. } => self.steps(steps),
                Walk::Either(ways) => ways.iter().for_each(|way| self.steps(way)),
            }
        }
    }

    pub fn add_values(&mut self, values: &AttributePath) {
        self.add_path(&values.path);
        self.attributes.extend(&values.attributes);
    }

    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Literal(_) | Operand::Today => {}
            Operand::Parameter { name, .. } => {
                self.parameters.insert(name.clone());
            }
            Operand::Attribute(values) => self.add_values(values),
            Operand::Element(path) => self.add_path(path),
            Operand::Count(Counted::Elements(path)) => self.add_path(path),
            Operand::Count(Counted::Values(values)) | Operand::Aggregate(_, values) => self.add_values(values),
            Operand::Times(factor, number) => {
                self.operand(factor);
                self.operand(number);
            }
            Operand::Shifted(shifted) => {
                self.operand(&shifted.date);
                shifted.shifts.iter().for_each(|shift| self.operand(&shift.amount));
            }
        }
    }

    fn collection(&mut self, collection: &Collection) {
        match collection {
            Collection::Literals(_) => {}
            Collection::List { name, .. } => {
                self.lists.insert(name.clone());
            }
            Collection::Values(values) => self.add_values(values),
            Collection::Elements(path) => self.add_path(path),
        }
    }

    fn set(&mut self, set: &Set) {
        match set {
            Set::Elements(path) => self.add_path(path),
            Set::Values(values) => self.add_values(values),
        }
    }
}
