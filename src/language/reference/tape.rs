//! A tape of numbers that everything random is drawn from, so that a shorter tape is a simpler case and proptest can
//! find the simplest one that breaks a promise; and the words that hand-made worlds use. Past its end a tape is all
//! zeros, and zero is always a leaf.

use jiff::civil::{Date, date};

use super::world::{kinds, links_of};
use crate::metamodel::{AttributeId, AttributeType, KindId, KindSet, LinkId, Metamodel};
use crate::value::Value;

pub const TODAY: Date = date(2026, 3, 1);

const KINDS: &str = "system flow gateway platform agency software justification";
pub const LINKS: [&str; 12] = [
    "depends-on",
    "owner",
    "via",
    "source",
    "target",
    "built-on",
    "instance-of",
    "replaces",
    "part-of",
    "delegates-to",
    "about",
    "realises",
];
pub const ATTRIBUTES: [&str; 20] = [
    "lifecycle",
    "human-users",
    "contours",
    "commissioned",
    "active-users",
    "required-capacity",
    "code",
    "state-secret",
    "scope",
    "role",
    "type",
    "planned",
    "version",
    "minimum-version",
    "legs-outside",
    "ends",
    "id",
    "state",
    "name",
    "geospatial",
];

pub struct Tape<'t> {
    numbers: &'t [u16],
    at: usize,
}

impl Tape<'_> {
    pub fn new(numbers: &[u16]) -> Tape<'_> {
        Tape { numbers, at: 0 }
    }

    pub fn below(&mut self, bound: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        if bound == 0 { 0 } else { number as usize % bound }
    }

    pub fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == bound - 1
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let at = self.below(from.len());
        from.get(at).cloned()
    }
}

pub fn metamodel() -> &'static Metamodel {
    Metamodel::standard()
}

/// The links that hand-made worlds use of a kind.
pub fn used_links(kind: KindId) -> Vec<LinkId> {
    links_of(kind).into_iter().filter(|link| LINKS.contains(&metamodel().link(*link).name.as_str())).collect()
}

pub fn used_attributes(kind: KindId) -> Vec<AttributeId> {
    ATTRIBUTES.iter().filter_map(|name| metamodel().attribute_of(kind, name)).collect()
}

/// What hand-made worlds are made of.
pub fn used_kinds() -> KindSet {
    kinds(KINDS)
}

/// One of few values, so that equal ones meet.
pub fn value(attribute: AttributeId, tape: &mut Tape) -> Value {
    let meaning = metamodel().attribute(attribute);
    let texts = ["a", "b", "c"];
    match meaning.kind {
        AttributeType::Enum => Value::Word(tape.pick(&meaning.values).expect("an enum has values")),
        AttributeType::EnumList => {
            let (first, second) = (tape.below(meaning.values.len()), tape.below(meaning.values.len()));
            let mut words = vec![meaning.values[first], meaning.values[second]];
            words.dedup();
            Value::Words(words.into())
        }
        AttributeType::Bool => Value::Bool(tape.one_in(2)),
        AttributeType::Integer | AttributeType::Money => Value::Integer(tape.below(4) as i64),
        AttributeType::Year => Value::Integer(2025 + tape.below(3) as i64),
        AttributeType::Number => Value::Number([0.0, 1.0, 1.5, 2.0][tape.below(4)]),
        AttributeType::Date => Value::Date([date(2026, 2, 28), TODAY, date(2027, 1, 1)][tape.below(3)]),
        AttributeType::Version => Value::Text(["1", "1.0", "2", "v2.1", "2019 R2"][tape.below(5)].into()),
        AttributeType::StringList => Value::Texts([texts[tape.below(3)].into()].into()),
        AttributeType::Localized => Value::Localized(Box::new(["a".into(), "".into(), "".into()])),
        AttributeType::String | AttributeType::Text | AttributeType::Url | AttributeType::Evidence => {
            Value::Text(texts[tape.below(3)].into())
        }
    }
}
