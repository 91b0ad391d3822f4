//! Comparing what is given: values, elements, counts and sets, each with its unknowns.

use std::cmp::Ordering;

use super::{Evaluator, Given, Interval, Wish};
use crate::language::meant::{AttributePath, Comparison, Literal, Path, Set};
use crate::language::truth::Truth;
use crate::language::world::{Node, World};
use crate::value::{Value, compare_versions};

/// Something that can be in a set: an element, or a value in a form that compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Element(u32),
    Word(u16),
    Text(String),
    Bool(bool),
    Integer(i64),
    /// A number that is not whole, by its bits.
    Number(u64),
    Date(jiff::civil::Date),
}

/// A set with what is certain and what is possible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// Sorted, each once.
    pub certain: Vec<Key>,
    /// Sorted, each once, none of them certain.
    pub possible: Vec<Key>,
    /// There may be others.
    pub open: bool,
}

impl Members {
    fn settle(mut self) -> Members {
        self.certain.sort_unstable();
        self.certain.dedup();
        self.possible.sort_unstable();
        self.possible.dedup();
        let certain = &self.certain;
        self.possible.retain(|key| certain.binary_search(key).is_err());
        self
    }

    fn is_surely_empty(&self) -> bool {
        self.certain.is_empty() && self.possible.is_empty() && !self.open
    }

    fn may_have(&self, key: &Key) -> bool {
        self.open || self.certain.binary_search(key).is_ok() || self.possible.binary_search(key).is_ok()
    }

    pub fn overlaps(&self, other: &Members) -> Truth {
        if self.certain.iter().any(|key| other.certain.binary_search(key).is_ok()) {
            return Truth::True;
        }
        if self.is_surely_empty() || other.is_surely_empty() {
            return Truth::False;
        }
        let all = || self.certain.iter().chain(&self.possible);
        let possible = self.open || other.open || all().any(|key| other.may_have(key));
        if possible { Truth::Unknown } else { Truth::False }
    }

    pub fn within(&self, other: &Members) -> Truth {
        if self.certain.iter().any(|key| !other.may_have(key)) {
            return Truth::False;
        }
        let sure = |key: &Key| other.certain.binary_search(key).is_ok();
        let all = !self.open && self.certain.iter().chain(&self.possible).all(sure);
        if all { Truth::True } else { Truth::Unknown }
    }
}

pub(super) fn literal(literal: &Literal) -> Given<'_> {
    match literal {
        Literal::Bool(value) => Given::Bool(*value),
        Literal::Integer(value) => Given::Integer(*value),
        Literal::Number(value) => Given::Number(*value),
        Literal::Date(value) => Given::Date(*value),
        Literal::Word(value) => Given::Word(*value),
        Literal::Text(value) => Given::Text(value),
    }
}

/// The value to look up in an index; `None` where it is not known.
pub(super) fn as_value(given: Given<'_>) -> Option<Value> {
    match given {
        Given::Value(value) => Some(value.clone()),
        Given::Text(text) => Some(Value::Text(text.into())),
        Given::Word(word) => Some(Value::Word(word)),
        Given::Bool(value) => Some(Value::Bool(value)),
        Given::Integer(value) => Some(Value::Integer(value)),
        Given::Number(value) => Some(Value::Number(value)),
        Given::Date(value) => Some(Value::Date(value)),
        _ => None,
    }
}

/// Unwraps single values into the forms that compare.
pub(super) fn plain(given: Given<'_>) -> Given<'_> {
    match given {
        Given::Value(Value::Bool(value)) => Given::Bool(*value),
        Given::Value(Value::Integer(value)) => Given::Integer(*value),
        Given::Value(Value::Number(value)) => Given::Number(*value),
        Given::Value(Value::Date(value)) => Given::Date(*value),
        Given::Value(Value::Word(value)) => Given::Word(*value),
        Given::Value(Value::Text(value)) => Given::Text(value),
        Given::Value(Value::Localized(texts)) => Given::Names([&texts[0], &texts[1], &texts[2]]),
        other => other,
    }
}

pub(super) fn compare<W: World>(evaluator: &Evaluator<'_, W>, left: Given<'_>, operator: Comparison, right: Given<'_>) -> Truth {
    match (left, right) {
        (Given::Absent, _) | (_, Given::Absent) => return Truth::False,
        (Given::Vouched, _) | (_, Given::Vouched) if operator == Comparison::Equal => return Truth::False,
        (Given::Unknown | Given::Vouched, _) | (_, Given::Unknown | Given::Vouched) => return Truth::Unknown,
        _ => {}
    }
    match (plain(left), plain(right)) {
        (left, right) if is_bounded(left) || is_bounded(right) => match (Bounds::of(left), Bounds::of(right)) {
            (Some(left), Some(right)) => left.against(operator, right),
            _ => Truth::Unknown,
        },
        (left, right) => match operator {
            Comparison::Equal => equal(evaluator, left, right),
            Comparison::NotEqual => !equal(evaluator, left, right),
            _ => order(left, right).map_or(Truth::Unknown, |order| operator.holds(order).into()),
        },
    }
}

fn is_bounded(given: Given<'_>) -> bool {
    matches!(given, Given::Count(..) | Given::Between(_))
}

/// A number between two bounds; true or false where all numbers between them agree.
#[derive(Clone, Copy)]
struct Bounds {
    within: Interval,
    /// A count: no count is two and a half.
    whole: bool,
}

impl Bounds {
    fn of(given: Given<'_>) -> Option<Bounds> {
        let within = super::amount::interval(given)?;
        Some(Bounds { within, whole: matches!(given, Given::Count(..)) })
    }

    fn against(self, operator: Comparison, other: Bounds) -> Truth {
        let answer = match operator {
            Comparison::Less => self.below(other),
            Comparison::GreaterOrEqual => !self.below(other),
            Comparison::Greater => other.below(self),
            Comparison::LessOrEqual => !other.below(self),
            Comparison::Equal => self.equals(other),
            Comparison::NotEqual => !self.equals(other),
        };
        // What is not there compares with nothing.
        let perhaps_none = self.within.perhaps_none || other.within.perhaps_none;
        if perhaps_none { answer.and(Truth::Unknown) } else { answer }
    }

    fn below(self, other: Bounds) -> Truth {
        if self.within.high < other.within.low {
            Truth::True
        } else if self.within.low >= other.within.high {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    fn equals(self, other: Bounds) -> Truth {
        let broken = |one: Bounds| one.is_known() && one.within.low.fract() != 0.0;
        if self.whole && broken(other) || other.whole && broken(self) || self.below(other).is_true() || other.below(self).is_true() {
            Truth::False
        } else if self.is_known() && other.is_known() {
            Truth::True
        } else {
            Truth::Unknown
        }
    }

    fn is_known(self) -> bool {
        self.within.low == self.within.high
    }
}

fn equal<W: World>(evaluator: &Evaluator<'_, W>, left: Given<'_>, right: Given<'_>) -> Truth {
    let same = match (left, right) {
        (Given::Element(left), Given::Element(right)) => evaluator.world.element(left) == evaluator.world.element(right),
        (Given::Names(names), Given::Text(text)) | (Given::Text(text), Given::Names(names)) => !text.is_empty() && names.contains(&text),
        (Given::Names(left), Given::Names(right)) => left.iter().any(|name| !name.is_empty() && right.contains(name)),
        (Given::Text(left), Given::Text(right)) => left == right,
        (Given::Version(left), Given::Version(right) | Given::Text(right)) | (Given::Text(left), Given::Version(right)) => {
            return Truth::known(order_of_versions(left, right).map(Ordering::is_eq));
        }
        (Given::Word(left), Given::Word(right)) => left == right,
        // A word of the metamodel against a free text: equal letters are equal.
        (Given::Word(word), Given::Text(text)) | (Given::Text(text), Given::Word(word)) => evaluator.world.metamodel().word(word) == text,
        (Given::Bool(left), Given::Bool(right)) => left == right,
        (left, right) => order(left, right).is_some_and(Ordering::is_eq),
    };
    same.into()
}

/// Which comes first; `None` for things that have no order, and for versions of unlike schemes.
fn order(left: Given<'_>, right: Given<'_>) -> Option<Ordering> {
    match (left, right) {
        (Given::Integer(left), Given::Integer(right)) => Some(left.cmp(&right)),
        (Given::Integer(left), Given::Number(right)) => (left as f64).partial_cmp(&right),
        (Given::Number(left), Given::Integer(right)) => left.partial_cmp(&(right as f64)),
        (Given::Number(left), Given::Number(right)) => left.partial_cmp(&right),
        (Given::Date(left), Given::Date(right)) => Some(left.cmp(&right)),
        (Given::Version(left), Given::Version(right) | Given::Text(right)) | (Given::Text(left), Given::Version(right)) => {
            order_of_versions(left, right)
        }
        _ => None,
    }
}

/// Unlike schemes do not compare, but what is written the same is the same.
fn order_of_versions(left: &str, right: &str) -> Option<Ordering> {
    if left == right { Some(Ordering::Equal) } else { compare_versions(left, right) }
}

/// Whether a value, or one of a list, equals what is wanted, if that is known.
pub(super) fn contains<W: World>(evaluator: &Evaluator<'_, W>, list: Given<'_>, wanted: Given<'_>) -> Truth {
    let is = |one: Given<'_>| compare(evaluator, one, Comparison::Equal, wanted);
    match list {
        Given::Value(Value::Words(words)) => words.iter().map(|word| is(Given::Word(*word))).fold(Truth::False, Truth::or),
        Given::Value(Value::Texts(texts)) => texts.iter().map(|text| is(Given::Text(text))).fold(Truth::False, Truth::or),
        single => is(single),
    }
}

pub(super) fn members<W: World>(evaluator: &Evaluator<'_, W>, set: &Set, here: Node) -> Members {
    match set {
        Set::Elements(path) => elements(evaluator, path, here),
        Set::Values(path) => values(evaluator, path, here),
    }
}

/// So many possible members are as good as any number: no rule counts that far, and a whole population of silent
/// elements for each subject would make twice the elements four times the work.
pub(super) const MANY: usize = 64;

pub(super) fn enough_possible(possible: usize) -> Wish {
    if possible < MANY { Wish::More } else { Wish::Certain }
}

pub(super) fn elements<W: World>(evaluator: &Evaluator<'_, W>, path: &Path, here: Node) -> Members {
    let mut set = Members::default();
    set.open = evaluator.visit(path, here, &mut |node, certain| {
        let key = Key::Element(evaluator.world.element(node));
        if certain {
            set.certain.push(key)
        } else {
            set.possible.push(key)
        }
        enough_possible(set.possible.len())
    });
    set.open |= set.possible.len() >= MANY;
    set.settle()
}

pub(super) fn values<W: World>(evaluator: &Evaluator<'_, W>, path: &AttributePath, here: Node) -> Members {
    let mut set = Members::default();
    let mut unknown = false;
    let open = evaluator.visit(&path.path, here, &mut |node, certain| {
        let keys = if certain { &mut set.certain } else { &mut set.possible };
        match evaluator.said(node, &path.attributes) {
            Given::Absent => {}
            Given::Vouched | Given::Unknown => unknown = true,
            value => keys_of(value, keys),
        }
        enough_possible(set.possible.len())
    });
    set.open = open || unknown || set.possible.len() >= MANY;
    set.settle()
}

fn keys_of(value: Given<'_>, into: &mut Vec<Key>) {
    match plain(value) {
        Given::Value(Value::Words(words)) => into.extend(words.iter().map(|word| Key::Word(word.0))),
        Given::Value(Value::Texts(texts)) => into.extend(texts.iter().map(|text| Key::Text(text.to_string()))),
        Given::Names(names) => into.extend(names.iter().filter(|name| !name.is_empty()).map(|name| Key::Text(name.to_string()))),
        Given::Text(text) => into.push(Key::Text(text.to_string())),
        Given::Word(word) => into.push(Key::Word(word.0)),
        Given::Bool(value) => into.push(Key::Bool(value)),
        Given::Integer(value) => into.push(Key::Integer(value)),
        // Equal numbers are one key, however they are written; a whole one beyond 2^53 is a number anyway.
        Given::Number(value) if value.fract() == 0.0 && value.abs() < 9e15 => into.push(Key::Integer(value as i64)),
        Given::Number(value) => into.push(Key::Number(value.to_bits())),
        Given::Date(value) => into.push(Key::Date(value)),
        _ => {}
    }
}

/// The key under which one value is grouped or indexed; lists have none.
pub fn key_of(value: &Value) -> Option<Key> {
    let mut keys = Vec::new();
    keys_of(Given::Value(value), &mut keys);
    (keys.len() == 1).then(|| keys.remove(0))
}
