//! What the property of a drawing means for an attribute: people and tools write `да`, `1 200 000 ₸`, `28.01.2016`.
//!
//! Whatever can be read in two ways (`03/04/2026`, `1,200`) is refused rather than guessed, and what people write
//! into fields they have nothing for (`-`, `#N/A`) is silence. Leaves to others: words (the mapping, as a [`Wording`]),
//! dates (`dates`), numbers (`numbers`).

use jiff::civil::Date;

use super::dates::{self, DateOrder, Unclear};
use super::numbers::Decimal;
use super::values::{Misfit, is_textual, word};
use crate::metamodel::{AttributeId, AttributeType, Metamodel, Word};
use crate::value::Value;

/// What a mapping knows about the words of values.
pub trait Wording {
    /// Whether a value says nothing.
    fn is_silence(&self, value: &str) -> bool;
    /// Whether it states that there is none.
    fn is_none(&self, value: &str) -> bool;
    /// What a project says that a value of an attribute stands for.
    fn meaning(&self, attribute: AttributeId, written: &str) -> Option<&str>;
    /// The value of an attribute that a word stands for, beside the values themselves.
    fn word(&self, attribute: AttributeId, written: &str) -> Option<Word>;
    /// How dates are read that do not show it themselves.
    fn date_order(&self) -> Option<DateOrder>;
}

const YES: [&str; 11] = ["true", "yes", "y", "да", "иә", "ия", "1", "+", "истина", "ақиқат", "бар"];
const NO: [&str; 8] = ["false", "no", "n", "нет", "жоқ", "0", "ложь", "жалған"];
const MONEY_UNITS: [&str; 7] = ["тенге", "теңге", "тг.", "тг", "kzt", "₸", "tenge"];
const YEAR_UNITS: [&str; 6] = ["год", "года", "жыл", "г.", "г", "ж."];
const DAY_UNITS: [&str; 10] = ["дней", "день", "дня", "дн.", "дн", "сут.", "күн", "days", "day", "d"];
/// Numbers of these are counted in a unit of their own, which may be per cent.
const MEASURED: &str = "indicator";

/// What a property's text means for an attribute, or why it does not fit.
pub fn meant_of_text(metamodel: &Metamodel, wording: &impl Wording, attribute: AttributeId, text: &str) -> Result<Value, Misfit> {
    let definition = metamodel.attribute(attribute);
    let expected = definition.kind;
    let text = wording.meaning(attribute, text.trim()).unwrap_or(text.trim());
    if wording.is_silence(text) {
        return Ok(Value::Text("".into()));
    }
    let known = |text: &str| known(metamodel, wording, attribute, text);
    if expected != AttributeType::Bool && wording.is_none(text) && known(text).is_err() {
        return Ok(Value::None);
    }
    let lower = text.to_lowercase();
    let wrong = Misfit::WrongType { expected, found: "text" };
    match expected {
        kind if is_textual(kind) => Ok(Value::Text(text.into())),
        AttributeType::Bool => truth(&lower).map(Value::Bool).ok_or(wrong),
        AttributeType::Integer => {
            let units: &[&str] = if definition.name.ends_with("-days") { &DAY_UNITS } else { &[] };
            integer(&lower, units).map(Value::Integer).ok_or(wrong)
        }
        AttributeType::Money => integer(&lower, &MONEY_UNITS).map(Value::Integer).ok_or(wrong),
        AttributeType::Year => year(&lower, wording).map(Value::Integer).ok_or(wrong),
        AttributeType::Number => number(&lower, definition.defined_by == MEASURED).map(Value::Number).ok_or(wrong),
        AttributeType::Date => match day(text, wording) {
            Ok(day) => Ok(Value::Date(day)),
            Err(Unclear::NoDate) => Err(wrong),
            Err(Unclear::Ambiguous(first, second)) => Err(Misfit::Ambiguous { found: text.to_string(), readings: [first, second] }),
        },
        AttributeType::Enum => known(text).map(Value::Word),
        AttributeType::EnumList => {
            let words: Result<Vec<Word>, Misfit> = items(text, wording, attribute).map(known).collect();
            Ok(Value::Words(words?.into()))
        }
        _ => Ok(Value::Texts(items(text, wording, attribute).map(Into::into).collect())),
    }
}

fn truth(text: &str) -> Option<bool> {
    if YES.contains(&text) {
        return Some(true);
    }
    NO.contains(&text).then_some(false)
}

fn without_unit<'t>(text: &'t str, units: &[&str]) -> &'t str {
    let behind = units.iter().find_map(|unit| text.strip_suffix(unit));
    behind.or_else(|| units.iter().find_map(|unit| text.strip_prefix(unit))).unwrap_or(text).trim()
}

fn integer(text: &str, units: &[&str]) -> Option<i64> {
    Decimal::read(without_unit(text, units))?.integer()
}

/// Per cent are hundredths, but for what is measured in them.
fn number(text: &str, measured: bool) -> Option<f64> {
    match text.strip_suffix('%') {
        Some(percent) if measured => Some(Decimal::read(percent)?.number()),
        Some(percent) => Some(Decimal::read(percent)?.percent().number()),
        None => Some(Decimal::read(text)?.number()),
    }
}

/// The order of the numbers is asked for only where it decides.
fn day(text: &str, wording: &impl Wording) -> Result<Date, Unclear> {
    let ambiguous = |unclear| match unclear {
        Unclear::Ambiguous(..) => dates::read(text, wording.date_order()),
        Unclear::NoDate => Err(unclear),
    };
    dates::read(text, None).or_else(ambiguous)
}

/// Four digits, or a date whose year is certain whatever its order.
fn year(text: &str, wording: &impl Wording) -> Option<i64> {
    let year = without_unit(text, &YEAR_UNITS);
    if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) {
        return year.parse().ok().filter(|year| *year >= 1000);
    }
    match day(text, wording) {
        Ok(day) => Some(day.year().into()),
        Err(Unclear::Ambiguous(first, second)) if first.year() == second.year() => Some(first.year().into()),
        Err(_) => None,
    }
}

/// Case, blanks, `-` and `_` make no difference between words.
fn folded(text: &str) -> String {
    let kept = text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}

fn known(metamodel: &Metamodel, wording: &impl Wording, attribute: AttributeId, text: &str) -> Result<Word, Misfit> {
    let values = &metamodel.attribute(attribute).values;
    let spelt = || {
        let sought = folded(text);
        values.iter().copied().find(|value| folded(metamodel.word(*value)) == sought)
    };
    let found = word(metamodel, attribute, text).or_else(spelt).or_else(|| wording.word(attribute, text));
    found.ok_or_else(|| Misfit::UnknownValue { found: text.to_string() })
}

/// The members of a list that say anything: lines or `;` where there are any, else commas.
fn items<'t>(text: &'t str, wording: &'t impl Wording, attribute: AttributeId) -> impl Iterator<Item = &'t str> {
    let strong = text.contains([';', '\n']);
    let separators: &[char] = if strong { &[';', '\n'] } else { &[','] };
    let meant = move |item: &'t str| wording.meaning(attribute, item).unwrap_or(item);
    text.split(separators).map(str::trim).map(meant).filter(|item| !wording.is_silence(item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::archimate::Mapping;
    use crate::read::values::NONE;

    fn meant(kind: AttributeType, text: &str) -> Result<Value, Misfit> {
        let metamodel = Metamodel::standard();
        let fits = |id: &AttributeId| metamodel.attribute(*id).kind == kind && !metamodel.words_of(*id).contains(&NONE);
        let attribute = (0..metamodel.attributes.len()).map(|at| AttributeId(at as u16)).find(fits);
        meant_of_text(metamodel, Mapping::standard(), attribute.expect("the metamodel has one"), text)
    }

    #[test]
    fn people_write_booleans_in_three_languages() {
        for yes in ["true", "Yes", " Да", "ИӘ", "1", "ИСТИНА", "бар"] {
            assert_eq!(meant(AttributeType::Bool, yes), Ok(Value::Bool(true)), "{yes}");
        }
        assert_eq!(meant(AttributeType::Bool, "Жоқ"), Ok(Value::Bool(false)));
        assert!(meant(AttributeType::Bool, "maybe").is_err());
    }

    #[test]
    fn sums_may_be_grouped_and_ambiguous_ones_are_refused() {
        let sum = |text| meant(AttributeType::Money, text);
        for text in
            ["1200000", "1 200 000 ₸", "₸ 1 200 000", "1\u{a0}200\u{a0}000 тг.", "1,200,000", "1 200 000,00 тенге", "1,2 млн. тенге"]
        {
            assert_eq!(sum(text), Ok(Value::Integer(1_200_000)), "{text}");
        }
        for text in ["1,200", "1,5", "12 млн $", "12 шт", "много"] {
            assert!(sum(text).is_err(), "{text}");
        }
        assert_eq!(meant(AttributeType::Number, "0,5"), Ok(Value::Number(0.5)));
    }

    #[test]
    fn per_cent_are_a_share_or_the_unit_of_what_is_measured() {
        let metamodel = Metamodel::standard();
        let of = |kind: &str, name: &str, text: &str| {
            let kind = metamodel.find_kind(kind).expect("a kind");
            meant_of_text(metamodel, Mapping::standard(), metamodel.attribute_of(kind, name).expect("an attribute"), text)
        };
        assert_eq!(of("capability", "coverage", "85 %"), Ok(Value::Number(0.85)));
        assert_eq!(of("indicator", "target", "85 %"), Ok(Value::Number(85.0)));
        assert_eq!(of("flow", "log-retention-days", "1 095 дней"), Ok(Value::Integer(1095)));
    }

    #[test]
    fn dates_are_read_where_they_can_be_read_in_one_way_only() {
        let date = |text| meant(AttributeType::Date, text);
        for text in ["2026-11-22", "22.11.2026", "2026/11/22", "2026-11-22T10:00:00Z", "22.11.2026 10:00", "11/22/2026", "22/11/2026"] {
            assert_eq!(date(text), Ok(Value::Date(jiff::civil::date(2026, 11, 22))), "{text}");
        }
        for text in ["2026", "31.02.2026", "конец 2026"] {
            assert!(matches!(date(text), Err(Misfit::WrongType { .. })), "{text}");
        }
        assert!(matches!(date("03/04/2026"), Err(Misfit::Ambiguous { .. })));
        for text in ["2026 г.", "03/04/2026", "22.11.26"] {
            assert_eq!(meant(AttributeType::Year, text), Ok(Value::Integer(2026)), "{text}");
        }
    }

    #[test]
    fn lists_and_words_forgive_spelling() {
        let metamodel = Metamodel::standard();
        let lists = |attribute: &&crate::metamodel::Attribute| attribute.kind == AttributeType::EnumList && attribute.values.len() > 1;
        let attribute = metamodel.attributes.iter().find(lists).expect("the metamodel has one");
        let at = metamodel.attributes.iter().position(|other| std::ptr::eq(other, attribute)).expect("it is there");
        let [first, second] = [0, 1].map(|at| metamodel.word(attribute.values[at]).to_uppercase().replace('-', " "));
        for text in [format!("{first}, {second}"), format!("{first};\n{second};")] {
            let words = meant_of_text(metamodel, Mapping::standard(), AttributeId(at as u16), &text);
            assert_eq!(words, Ok(Value::Words(attribute.values[..2].into())), "{text}");
        }
        assert_eq!(meant(AttributeType::StringList, "a, b; c"), Ok(Value::Texts(["a, b".into(), "c".into()].into())));
    }

    #[test]
    fn fillers_are_silence_and_none_is_a_statement() {
        for blank in ["", " ", "-", "#N/A", "NaN", "Не указано", "уточняется", "көрсетілмеген", "[ a | b ]"]
        {
            assert!(meant(AttributeType::Date, blank).expect("fits").is_silence(), "{blank}");
        }
        for none in [NONE, "None", "отсутствует", "Жоқ"] {
            assert_eq!(meant(AttributeType::Date, none), Ok(Value::None), "{none}");
            assert_eq!(meant(AttributeType::Text, none), Ok(Value::None), "{none}");
        }
        assert_eq!(meant(AttributeType::StringList, "a; -; b"), Ok(Value::Texts(["a".into(), "b".into()].into())));
    }
}
