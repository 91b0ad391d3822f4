//! The second half of the plain evaluator: what stands on either side of a comparison, and what comparing gives.
//! Sets and counts are compared by trying every set that could be meant; what is computed is in `amounts`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::amounts::{between, times};
use super::ask::Asker;
use crate::language::meant::{AttributePath, Collection, Comparison, Counted, Literal, Operand, Set, SetRelation};
use crate::language::truth::Truth;
use crate::language::world::{Node, Said, World};
use crate::metamodel::{AttributeId, AttributeType};
use crate::value::Value;

/// A value that compares.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plain {
    Bool(bool),
    Number(f64),
    Date(Date),
    /// A word or a text.
    Text(String),
    Version(String),
    Element(u32),
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Side {
    Unknown,
    Absent,
    Vouched,
    Is(Plain),
    /// One of these counts.
    Counts(Vec<i64>),
    /// A number between two, and whether there may be none.
    Between(f64, f64, bool),
}

/// More than any count of a hand-made world is ever compared with.
const PLENTY: usize = 30;

impl Asker<'_> {
    pub(super) fn attribute(&self, path: &AttributePath, here: Node) -> Side {
        match self.single(&path.path, here).map(|node| self.values_of(node, &path.attributes)) {
            Err(side) => side,
            Ok(Stated::Absent) => Side::Absent,
            Ok(Stated::Vouched) => Side::Vouched,
            Ok(Stated::Unknown) => Side::Unknown,
            Ok(Stated::Values(values)) => values.into_iter().next().map_or(Side::Absent, Side::Is),
        }
    }

    pub(super) fn values_of(&self, node: Node, attributes: &[AttributeId]) -> Stated {
        let metamodel = self.world.metamodel();
        let fits = |attribute: &&AttributeId| metamodel.attribute(**attribute).from.contains(self.world.kind(node));
        let Some(attribute) = attributes.iter().find(fits) else { return Stated::Absent };
        let version = metamodel.attribute(*attribute).kind == AttributeType::Version;
        match self.world.attribute(node, *attribute) {
            Said::Value(Value::None) | Said::Absent => Stated::Absent,
            Said::Vouched => Stated::Vouched,
            Said::Unknown => Stated::Unknown,
            Said::Text(text) => Stated::Values(vec![Plain::Text(text.to_string())]),
            Said::Word(word) => Stated::Values(vec![Plain::Text(metamodel.word(word).to_string())]),
            Said::Names(names) => {
                Stated::Values(names.iter().filter(|name| !name.is_empty()).map(|name| Plain::Text(name.to_string())).collect())
            }
            Said::Value(value) => Stated::Values(match value {
                Value::None => Vec::new(),
                Value::Bool(value) => vec![Plain::Bool(*value)],
                Value::Integer(value) => vec![Plain::Number(*value as f64)],
                Value::Number(value) => vec![Plain::Number(*value)],
                Value::Date(value) => vec![Plain::Date(*value)],
                Value::Word(value) => vec![Plain::Text(metamodel.word(*value).to_string())],
                Value::Words(values) => values.iter().map(|value| Plain::Text(metamodel.word(*value).to_string())).collect(),
                Value::Text(value) if version => vec![Plain::Version(value.to_string())],
                Value::Text(value) => vec![Plain::Text(value.to_string())],
                Value::Texts(values) => values.iter().map(|value| Plain::Text(value.to_string())).collect(),
                Value::Localized(values) => {
                    values.iter().filter(|value| !value.is_empty()).map(|value| Plain::Text(value.to_string())).collect()
                }
            }),
        }
    }

    pub(super) fn literal(&self, literal: &Literal) -> Plain {
        match literal {
            Literal::Bool(value) => Plain::Bool(*value),
            Literal::Integer(value) => Plain::Number(*value as f64),
            Literal::Number(value) => Plain::Number(*value),
            Literal::Date(value) => Plain::Date(*value),
            Literal::Word(value) => Plain::Text(self.world.metamodel().word(*value).to_string()),
            Literal::Text(value) => Plain::Text(value.clone()),
        }
    }

    pub(super) fn side(&self, operand: &Operand, here: Node) -> Side {
        match operand {
            Operand::Literal(literal) => Side::Is(self.literal(literal)),
            Operand::Today => Side::Is(Plain::Date(self.today)),
            Operand::Parameter { value, .. } => value.as_ref().map_or(Side::Unknown, |value| Side::Is(self.literal(value))),
            Operand::Attribute(path) => self.attribute(path, here),
            Operand::Element(path) => match self.single(path, here) {
                Ok(node) => Side::Is(Plain::Element(self.world.element(node))),
                Err(side) => side,
            },
            Operand::Aggregate(how, path) => self.aggregate(*how, path, here),
            Operand::Times(factor, number) => times(&self.side(factor, here), &self.side(number, here)),
            Operand::Shifted(shifted) => self.shifted(shifted, here),
            Operand::Count(counted) => {
                let set = match counted {
                    Counted::Elements(path) => self.set(&Set::Elements(path.clone()), here),
                    Counted::Values(path) => self.set(&Set::Values(path.clone()), here),
                };
                let least = set.certain.len();
                let most = if set.open { PLENTY } else { least + set.possible.len() };
                Side::Counts((least..=most).map(|count| count as i64).collect())
            }
        }
    }

    // Comparisons.

    pub(super) fn compare(&self, left: &Side, operator: Comparison, right: &Side) -> Truth {
        let either = |side: Side| *left == side || *right == side;
        if either(Side::Absent) || operator == Comparison::Equal && either(Side::Vouched) {
            return Truth::False;
        }
        if either(Side::Unknown) || either(Side::Vouched) {
            return Truth::Unknown;
        }
        if matches!(left, Side::Between(..)) || matches!(right, Side::Between(..)) {
            return between(left, operator, right);
        }
        let options = |side: &Side| match side {
            Side::Is(value) => vec![value.clone()],
            Side::Counts(counts) => counts.iter().map(|count| Plain::Number(*count as f64)).collect(),
            Side::Unknown | Side::Absent | Side::Vouched | Side::Between(..) => Vec::new(),
        };
        let (left, right) = (options(left), options(right));
        unanimous(left.iter().flat_map(|left| right.iter().map(move |right| compare_plain(left, operator, right))))
    }

    pub(super) fn is_in(&self, what: &Side, within: &Collection, here: Node) -> Truth {
        if matches!(what, Side::Absent | Side::Vouched) {
            return Truth::False;
        }
        let is = |value: Plain| self.compare(what, Comparison::Equal, &Side::Is(value));
        match within {
            Collection::Literals(literals) | Collection::List { values: Some(literals), .. } => {
                literals.iter().map(|literal| is(self.literal(literal))).max().unwrap_or(Truth::False)
            }
            Collection::List { values: None, .. } => Truth::Unknown,
            Collection::Values(path) => self.reach(&path.path, here).any(|node| match self.values_of(node, &path.attributes) {
                Stated::Values(values) => values.into_iter().map(is).max().unwrap_or(Truth::False),
                Stated::Absent | Stated::Vouched => Truth::False,
                Stated::Unknown => Truth::Unknown,
            }),
            Collection::Elements(path) => self.reach(path, here).any(|node| is(Plain::Element(self.world.element(node)))),
        }
    }

    pub(super) fn set(&self, set: &Set, here: Node) -> Things {
        let mut things = Things::default();
        let reached = match set {
            Set::Elements(path) => self.reach(path, here),
            Set::Values(path) => self.reach(&path.path, here),
        };
        things.open = reached.open;
        for (node, sure) in reached.all() {
            let values = match set {
                Set::Elements(_) => Stated::Values(vec![Plain::Element(self.world.element(node))]),
                Set::Values(path) => self.values_of(node, &path.attributes),
            };
            match values {
                Stated::Values(values) => {
                    let into = if sure { &mut things.certain } else { &mut things.possible };
                    into.extend(values.iter().map(|value| format!("{value:?}")));
                }
                Stated::Absent => {}
                Stated::Vouched | Stated::Unknown => things.open = true,
            }
        }
        things.possible.retain(|thing| !things.certain.contains(thing));
        things
    }
}

/// What an element says about an attribute.
pub(super) enum Stated {
    Values(Vec<Plain>),
    Absent,
    Vouched,
    Unknown,
}

/// A set of anything, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Things {
    certain: BTreeSet<String>,
    possible: BTreeSet<String>,
    open: bool,
}

impl Things {
    /// Every set that could be meant, of what is known on either side and one thing that nobody named.
    pub(super) fn all(&self, known: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
        let mut perhaps = self.possible.clone();
        if self.open {
            perhaps.extend(known.difference(&self.certain).cloned());
            perhaps.insert("something else".to_string());
        }
        perhaps.into_iter().fold(vec![self.certain.clone()], |sets, thing| {
            let with = |set: &BTreeSet<String>| set.iter().cloned().chain([thing.clone()]).collect();
            let more: Vec<BTreeSet<String>> = sets.iter().map(with).collect();
            [sets, more].concat()
        })
    }
}

pub(super) fn relate(left: &Things, relation: SetRelation, right: &Things) -> Truth {
    let known: BTreeSet<String> = [left, right].into_iter().flat_map(|set| set.certain.union(&set.possible)).cloned().collect();
    let (left, right) = (left.all(&known), right.all(&known));
    unanimous(left.iter().flat_map(|left| {
        right.iter().map(move |right| match relation {
            SetRelation::Overlaps => (!left.is_disjoint(right)).into(),
            SetRelation::Within => left.is_subset(right).into(),
            SetRelation::SameAs => (left == right).into(),
        })
    }))
}

/// What all say; unknown where they differ.
pub(super) fn unanimous(answers: impl IntoIterator<Item = Truth>) -> Truth {
    let mut answers = answers.into_iter();
    let first = answers.next().unwrap_or(Truth::Unknown);
    if answers.all(|answer| answer == first) { first } else { Truth::Unknown }
}

pub(super) fn compare_plain(left: &Plain, operator: Comparison, right: &Plain) -> Truth {
    let order = match (left, right) {
        (Plain::Number(left), Plain::Number(right)) => left.partial_cmp(right),
        (Plain::Date(left), Plain::Date(right)) => Some(left.cmp(right)),
        (Plain::Version(left), Plain::Version(right) | Plain::Text(right)) | (Plain::Text(left), Plain::Version(right)) => {
            if left == right { Some(Ordering::Equal) } else { numbered(left).zip(numbered(right)).map(|(left, right)| left.cmp(&right)) }
        }
        (left, right) => (left == right).then_some(Ordering::Equal).or(Some(Ordering::Less)),
    };
    order.map_or(Truth::Unknown, |order| {
        Truth::from(match operator {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::NotEqual => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::LessOrEqual => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::GreaterOrEqual => order != Ordering::Less,
        })
    })
}

/// The parts of a version without the zeros at its end; `None` where they are no numbers.
pub(super) fn numbered(version: &str) -> Option<Vec<u64>> {
    let plain = version.strip_prefix('v').unwrap_or(version);
    let mut parts = plain.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u64>>>()?;
    while parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}
