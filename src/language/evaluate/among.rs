//! `in`, and two sets side by side: `overlaps`, `within`, `same-as`.

use super::{Evaluator, Gap, Given, Wish, compare};
use crate::language::meant::{AttributePath, Collection, Comparison, Literal, Operand, Path, Set, SetRelation};
use crate::language::truth::Truth;
use crate::language::world::{Node, World};

impl<W: World> Evaluator<'_, W> {
    pub(super) fn is_in(&self, what: &Operand, within: &Collection, here: Node) -> Truth {
        let given = self.side(what, here);
        if let Given::Absent | Given::Vouched = given {
            return Truth::False;
        }
        match within {
            Collection::Literals(literals) => self.among(given, literals),
            Collection::List { values: Some(values), .. } => self.among(given, values),
            Collection::List { name, values: None } => {
                self.note(Gap::Given(name.clone()));
                Truth::Unknown
            }
            Collection::Values(path) => self.among_values(given, path, here),
            Collection::Elements(path) => self.among_elements(given, path, here),
        }
    }

    fn among(&self, given: Given<'_>, literals: &[Literal]) -> Truth {
        let equal = |literal| compare::compare(self, given, Comparison::Equal, compare::literal(literal));
        literals.iter().map(equal).fold(Truth::False, Truth::or)
    }

    fn among_values(&self, given: Given<'_>, path: &AttributePath, here: Node) -> Truth {
        let mut answer = Truth::False;
        let open = self.visit(&path.path, here, &mut |node, certain| {
            let said = match self.said(node, &path.attributes) {
                Given::Absent | Given::Vouched => Truth::False,
                Given::Unknown => Truth::Unknown,
                value => compare::contains(self, self.as_version(value, &path.attributes), given),
            };
            answer = answer.or(if certain { said } else { said.and(Truth::Unknown) });
            Wish::after(answer)
        });
        if open { answer.or(Truth::Unknown) } else { answer }
    }

    fn among_elements(&self, given: Given<'_>, path: &Path, here: Node) -> Truth {
        let mut answer = Truth::False;
        let open = self.visit(path, here, &mut |node, certain| {
            let same = compare::compare(self, given, Comparison::Equal, Given::Element(node));
            answer = answer.or(if certain { same } else { same.and(Truth::Unknown) });
            Wish::after(answer)
        });
        if open { answer.or(Truth::Unknown) } else { answer }
    }

    pub(super) fn sets(&self, left: &Set, relation: SetRelation, right: &Set, here: Node) -> Truth {
        let (left, right) = (compare::members(self, left, here), compare::members(self, right, here));
        match relation {
            SetRelation::Overlaps => left.overlaps(&right),
            SetRelation::Within => left.within(&right),
            SetRelation::SameAs => left.within(&right).and(right.within(&left)),
        }
    }
}
