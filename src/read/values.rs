//! What a written value means for an attribute, or why it does not fit.
//!
//! Strict, for native models and facts files: `true` is a boolean, `"true"` is a text. What properties of a drawing
//! mean is more lenient (`lenient`, reached through [`meant_of_text`]).
//! An empty text or list comes back as a value that `is_silence`; whoever keeps facts leaves it out.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::fragment::WrittenValue;
use crate::metamodel::{AttributeId, AttributeType, Metamodel, Word};
use crate::place::Place;
use crate::problem::{Code, Problem, nearest};
use crate::value::Value;

pub use super::lenient::{Wording, meant_of_text};

/// How a model says that there is none.
pub const NONE: &str = "none";
/// The integers that are taken for years.
pub const YEARS: RangeInclusive<i64> = 1000..=9999;

/// Why a value does not fit its attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// `found` is a name of a type, as in `type.NAME` of the texts.
    WrongType { expected: AttributeType, found: &'static str },
    /// No word of the enum.
    UnknownValue { found: String },
    /// A date that can be read in two ways.
    Ambiguous { found: String, readings: [Date; 2] },
}

impl Misfit {
    pub fn code(&self) -> Code {
        match self {
            Misfit::WrongType { .. } => Code::WrongType,
            Misfit::UnknownValue { .. } => Code::UnknownValue,
            Misfit::Ambiguous { .. } => Code::AmbiguousValue,
        }
    }

    /// The misfit as a problem of the model, with what the texts need.
    pub fn problem(self, metamodel: &Metamodel, attribute: AttributeId, place: Place) -> Problem {
        let name = metamodel.attribute(attribute).name.as_str();
        match self {
            Misfit::WrongType { expected, found } => {
                Problem::new(Code::WrongType, place).with("name", name).with("expected", expected.name()).with("found", found)
            }
            Misfit::UnknownValue { found } => unknown_value(place, name, &found, &metamodel.words_of(attribute)),
            Misfit::Ambiguous { found, readings: [first, second] } => Problem::new(Code::AmbiguousValue, place)
                .with("name", name)
                .with("found", found)
                .with("first", first.to_string())
                .with("second", second.to_string()),
        }
    }
}

/// A word that is not among those allowed.
pub fn unknown_value(place: Place, name: &str, found: &str, allowed: &[&str]) -> Problem {
    Problem::new(Code::UnknownValue, place)
        .with("name", name)
        .with("found", found)
        .with("allowed", allowed.join(", "))
        .with("nearest", nearest(found, allowed.iter().copied()).unwrap_or_default())
}

/// One written value that is no list, borrowed from whatever was parsed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    Text(&'a str),
    Bool(bool),
    Integer(i64),
    Number(f64),
    Date(Date),
    /// What no attribute can hold, by the name of its type.
    Other(&'static str),
}

impl Scalar<'_> {
    pub fn type_name(self) -> &'static str {
        match self {
            Scalar::Text(_) => "text",
            Scalar::Bool(_) => "bool",
            Scalar::Integer(_) => "integer",
            Scalar::Number(_) => "number",
            Scalar::Date(_) => "date",
            Scalar::Other(name) => name,
        }
    }
}

/// A written value, borrowed, so that reading a million of them copies only what is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Written<'a> {
    One(Scalar<'a>),
    Localized([&'a str; 3]),
    List(Vec<Scalar<'a>>),
}

impl Written<'_> {
    pub fn type_name(&self) -> &'static str {
        match self {
            Written::One(scalar) => scalar.type_name(),
            Written::Localized(_) => "localized",
            Written::List(_) => "list",
        }
    }
}

impl<'a> From<&'a WrittenValue> for Written<'a> {
    fn from(value: &'a WrittenValue) -> Written<'a> {
        match value {
            WrittenValue::List(items) => Written::List(items.iter().map(|(item, _)| scalar_of(item)).collect()),
            WrittenValue::Localized(texts) => Written::Localized([&texts.kk, &texts.ru, &texts.en]),
            other => Written::One(scalar_of(other)),
        }
    }
}

fn scalar_of(value: &WrittenValue) -> Scalar<'_> {
    match value {
        WrittenValue::Text(text) => Scalar::Text(text),
        WrittenValue::Bool(value) => Scalar::Bool(*value),
        WrittenValue::Integer(value) => Scalar::Integer(*value),
        WrittenValue::Number(value) => Scalar::Number(*value),
        WrittenValue::Date(date) => Scalar::Date(*date),
        WrittenValue::Localized(_) => Scalar::Other("localized"),
        WrittenValue::List(_) => Scalar::Other("list"),
    }
}

/// What a written value means for an attribute, or why it does not fit.
pub fn meant(metamodel: &Metamodel, attribute: AttributeId, written: &WrittenValue) -> Result<Value, Misfit> {
    meant_of(metamodel, attribute, &Written::from(written))
}

/// The same for a borrowed value.
pub fn meant_of(metamodel: &Metamodel, attribute: AttributeId, written: &Written<'_>) -> Result<Value, Misfit> {
    let expected = metamodel.attribute(attribute).kind;
    if let Written::One(Scalar::Text(text)) = written {
        if text.trim().is_empty() {
            return Ok(Value::Text("".into()));
        }
        if *text == NONE && word(metamodel, attribute, text).is_none() {
            return Ok(Value::None);
        }
    }
    match (expected, written) {
        (kind, Written::One(Scalar::Text(text))) if is_textual(kind) => Ok(Value::Text((*text).into())),
        (AttributeType::Text | AttributeType::Localized, Written::Localized(texts)) => {
            Ok(Value::Localized(Box::new(texts.map(Into::into))))
        }
        (AttributeType::Enum, Written::One(Scalar::Text(text))) => known(metamodel, attribute, text).map(Value::Word),
        (AttributeType::EnumList, Written::One(Scalar::Text(text))) => Ok(Value::Words([known(metamodel, attribute, text)?].into())),
        (AttributeType::StringList, Written::One(Scalar::Text(text))) => Ok(Value::Texts([(*text).into()].into())),
        (AttributeType::EnumList, Written::List(items)) => words(metamodel, attribute, items),
        (AttributeType::StringList, Written::List(items)) => texts(items),
        (_, Written::One(scalar)) => plain(expected, *scalar),
        _ => Err(Misfit::WrongType { expected, found: written.type_name() }),
    }
}

/// Types that hold one text.
pub(super) fn is_textual(kind: AttributeType) -> bool {
    use AttributeType::*;
    matches!(kind, String | Text | Localized | Version | Url | Evidence)
}

fn plain(expected: AttributeType, scalar: Scalar<'_>) -> Result<Value, Misfit> {
    use AttributeType::{Bool, Date, Integer, Money, Number, Year};
    match (expected, scalar) {
        (Bool, Scalar::Bool(value)) => Ok(Value::Bool(value)),
        (Integer | Money, Scalar::Integer(value)) => Ok(Value::Integer(value)),
        (Year, Scalar::Integer(value)) if YEARS.contains(&value) => Ok(Value::Integer(value)),
        (Number, Scalar::Integer(value)) => Ok(Value::Number(value as f64)),
        (Number, Scalar::Number(value)) => Ok(Value::Number(value)),
        (Date, Scalar::Date(value)) => Ok(Value::Date(value)),
        _ => Err(Misfit::WrongType { expected, found: scalar.type_name() }),
    }
}

/// The word of an enum, if the attribute allows it.
pub(super) fn word(metamodel: &Metamodel, attribute: AttributeId, text: &str) -> Option<Word> {
    metamodel.find_word(text).filter(|word| metamodel.attribute(attribute).values.contains(word))
}

fn known(metamodel: &Metamodel, attribute: AttributeId, text: &str) -> Result<Word, Misfit> {
    word(metamodel, attribute, text).ok_or_else(|| Misfit::UnknownValue { found: text.to_string() })
}

fn words(metamodel: &Metamodel, attribute: AttributeId, items: &[Scalar<'_>]) -> Result<Value, Misfit> {
    if let [Scalar::Text(NONE)] = items
        && word(metamodel, attribute, NONE).is_none()
    {
        return Ok(Value::None);
    }
    let stated = items.iter().filter(|item| !is_blank(item));
    let words: Result<Vec<Word>, Misfit> = stated
        .map(|item| match item {
            Scalar::Text(text) => known(metamodel, attribute, text),
            other => Err(Misfit::WrongType { expected: AttributeType::EnumList, found: other.type_name() }),
        })
        .collect();
    Ok(Value::Words(words?.into()))
}

fn texts(items: &[Scalar<'_>]) -> Result<Value, Misfit> {
    if items == [Scalar::Text(NONE)] {
        return Ok(Value::None);
    }
    let stated = items.iter().filter(|item| !is_blank(item));
    let texts: Result<Vec<Box<str>>, Misfit> = stated
        .map(|item| match item {
            Scalar::Text(text) => Ok((*text).into()),
            other => Err(Misfit::WrongType { expected: AttributeType::StringList, found: other.type_name() }),
        })
        .collect();
    Ok(Value::Texts(texts?.into()))
}

fn is_blank(scalar: &Scalar<'_>) -> bool {
    matches!(scalar, Scalar::Text(text) if text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Trilingual;

    /// An attribute of the type, by preference one whose words lack (or have) `none`.
    fn attribute(kind: AttributeType, with_none: bool) -> AttributeId {
        let metamodel = Metamodel::standard();
        let fits = |id: &AttributeId| metamodel.attribute(*id).kind == kind && metamodel.words_of(*id).contains(&NONE) == with_none;
        (0..metamodel.attributes.len()).map(|at| AttributeId(at as u16)).find(fits).expect("the metamodel has one")
    }

    fn strict(kind: AttributeType, written: WrittenValue) -> Result<Value, Misfit> {
        meant(Metamodel::standard(), attribute(kind, false), &written)
    }

    fn text(text: &str) -> WrittenValue {
        WrittenValue::Text(text.into())
    }

    #[test]
    fn a_text_is_no_boolean_number_or_date() {
        use AttributeType::*;
        for kind in [Bool, Integer, Number, Money, Date, Year] {
            assert_eq!(strict(kind, text("2026")), Err(Misfit::WrongType { expected: kind, found: "text" }));
            assert_eq!(strict(kind, text(" ")).map(|value| value.is_silence()), Ok(true));
            assert_eq!(strict(kind, text(NONE)), Ok(Value::None));
        }
        assert_eq!(strict(Money, WrittenValue::Number(1.5)), Err(Misfit::WrongType { expected: Money, found: "number" }));
        assert_eq!(strict(Year, WrittenValue::Integer(26)), Err(Misfit::WrongType { expected: Year, found: "integer" }));
        assert_eq!(strict(Number, WrittenValue::Integer(2)), Ok(Value::Number(2.0)));
        assert_eq!(strict(String, WrittenValue::Integer(2)), Err(Misfit::WrongType { expected: String, found: "integer" }));
    }

    #[test]
    fn none_is_a_word_where_the_enum_has_it() {
        let metamodel = Metamodel::standard();
        let having = meant(metamodel, attribute(AttributeType::Enum, true), &text(NONE));
        assert_eq!(having, Ok(Value::Word(metamodel.find_word(NONE).expect("some enum has it"))));
        assert_eq!(strict(AttributeType::Enum, text(NONE)), Ok(Value::None));
        assert_eq!(strict(AttributeType::EnumList, WrittenValue::List(vec![(text(NONE), Default::default())])), Ok(Value::None));
        assert_eq!(strict(AttributeType::Enum, text("zzz")), Err(Misfit::UnknownValue { found: "zzz".into() }));
    }

    #[test]
    fn texts_may_stand_in_three_languages_and_strings_may_not() {
        let written = || WrittenValue::Localized(Trilingual { ru: "x".into(), ..Default::default() });
        assert_eq!(strict(AttributeType::Text, written()), Ok(Value::Localized(Box::new(["".into(), "x".into(), "".into()]))));
        let misfit = Misfit::WrongType { expected: AttributeType::String, found: "localized" };
        assert_eq!(strict(AttributeType::String, written()), Err(misfit));
    }

    #[test]
    fn an_empty_list_and_a_list_of_blanks_are_silence() {
        for items in [vec![], vec![(text(" "), Default::default())]] {
            for kind in [AttributeType::EnumList, AttributeType::StringList] {
                assert!(strict(kind, WrittenValue::List(items.clone())).expect("fits").is_silence());
            }
        }
    }
}
