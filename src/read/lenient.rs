//! What the property of a drawing means for an attribute: people and tools write `да`, `1 200 000 ₸`, `28.01.2016`.
//!
//! Whatever can be read in two ways (`03/04/2026`, `1,200`) is refused rather than guessed, and what people write
//! into fields they have nothing for (`-`, `#N/A`) is silence.

use jiff::civil::Date;

use super::values::{Misfit, NONE, is_textual, word};
use crate::metamodel::{AttributeId, AttributeType, Metamodel, Word};
use crate::value::Value;

/// What fills a field that nobody filled in.
const BLANKS: [&str; 10] = ["-", "–", "—", "?", "??", "n/a", "#n/a", "nan", "undefined", "<memo>"];
const YES: [&str; 6] = ["true", "yes", "да", "иә", "ия", "1"];
const NO: [&str; 5] = ["false", "no", "нет", "жоқ", "0"];
const MONEY_UNITS: [&str; 6] = ["тенге", "теңге", "тг.", "тг", "kzt", "₸"];
const YEAR_UNITS: [&str; 6] = ["год", "года", "жыл", "г.", "г", "ж."];

/// What a property's text means for an attribute, or why it does not fit.
pub fn meant_of_text(metamodel: &Metamodel, attribute: AttributeId, text: &str) -> Result<Value, Misfit> {
    let expected = metamodel.attribute(attribute).kind;
    let text = text.trim();
    let lower = text.to_lowercase();
    if text.is_empty() || BLANKS.contains(&lower.as_str()) {
        return Ok(Value::Text("".into()));
    }
    if lower == NONE && word(metamodel, attribute, NONE).is_none() {
        return Ok(Value::None);
    }
    let wrong = Misfit::WrongType { expected, found: "text" };
    match expected {
        kind if is_textual(kind) => Ok(Value::Text(text.into())),
        AttributeType::Bool => truth(&lower).map(Value::Bool).ok_or(wrong),
        AttributeType::Integer => integer(&lower).map(Value::Integer).ok_or(wrong),
        AttributeType::Money => integer(without_unit(&lower, &MONEY_UNITS)).map(Value::Integer).ok_or(wrong),
        AttributeType::Year => year(&lower).map(Value::Integer).ok_or(wrong),
        AttributeType::Number => number(&lower).map(Value::Number).ok_or(wrong),
        AttributeType::Date => date(text).map(Value::Date).ok_or(wrong),
        AttributeType::Enum => known(metamodel, attribute, text).map(Value::Word),
        AttributeType::EnumList => {
            let words: Result<Vec<Word>, Misfit> = items(text).map(|item| known(metamodel, attribute, item)).collect();
            Ok(Value::Words(words?.into()))
        }
        _ => Ok(Value::Texts(items(text).map(Into::into).collect())),
    }
}

fn truth(text: &str) -> Option<bool> {
    if YES.contains(&text) {
        return Some(true);
    }
    NO.contains(&text).then_some(false)
}

fn without_unit<'t>(text: &'t str, units: &[&str]) -> &'t str {
    units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim_end()
}

/// Digits without the blanks that group them (also no-break and thin ones).
fn without_blanks(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{a0}' && *character != '\u{202f}').collect()
}

fn integer(text: &str) -> Option<i64> {
    let digits = without_blanks(text);
    let groups: Vec<&str> = digits.split(',').collect();
    let grouped = groups.len() > 2 && groups[1..].iter().all(|group| group.len() == 3);
    let whole = digits.strip_suffix(".00").or_else(|| digits.strip_suffix(",00")).unwrap_or(&digits);
    if grouped { groups.concat().parse().ok() } else { whole.parse().ok() }
}

fn number(text: &str) -> Option<f64> {
    let digits = without_blanks(text).replacen(',', ".", 1);
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

fn year(text: &str) -> Option<i64> {
    let year = without_unit(text, &YEAR_UNITS);
    let plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if plain { year.parse().ok().filter(|year| *year >= 1000) } else { date(text).map(|date| date.year().into()) }
}

/// `2026-11-22` with `-`, `.` or `/`, also before a time of day; `22.11.2026`; `22/11/2026` where no other reading
/// makes a date.
fn date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    let separator = ['-', '.', '/'].into_iter().find(|separator| day.contains(*separator))?;
    let parts: Vec<&str> = day.split(separator).collect();
    let [first, second, third] = parts[..] else { return None };
    let numbers = (first.parse().ok()?, second.parse().ok()?, third.parse().ok()?);
    match (first.len(), third.len(), separator) {
        (4, 1..=2, _) => valid(numbers.0, numbers.1, numbers.2),
        (1..=2, 4, '.') => valid(numbers.2, numbers.1, numbers.0),
        (1..=2, 4, _) => {
            let readings = [valid(numbers.2, numbers.1, numbers.0), valid(numbers.2, numbers.0, numbers.1)];
            match readings {
                [Some(one), Some(other)] => (one == other).then_some(one),
                [one, other] => one.or(other),
            }
        }
        _ => None,
    }
}

fn valid(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Case, blanks, `-` and `_` make no difference between words.
fn folded(text: &str) -> String {
    let kept = text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}

fn known(metamodel: &Metamodel, attribute: AttributeId, text: &str) -> Result<Word, Misfit> {
    let sought = folded(text);
    let values = &metamodel.attribute(attribute).values;
    let found = word(metamodel, attribute, text).or_else(|| values.iter().copied().find(|value| folded(metamodel.word(*value)) == sought));
    found.ok_or_else(|| Misfit::UnknownValue { found: text.to_string() })
}

/// The members of a list: lines or `;` where there are any, else commas.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let strong = text.contains([';', '\n']);
    let separators: &[char] = if strong { &[';', '\n'] } else { &[','] };
    text.split(separators).map(str::trim).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(kind: AttributeType, text: &str) -> Result<Value, Misfit> {
        let metamodel = Metamodel::standard();
        let fits = |id: &AttributeId| metamodel.attribute(*id).kind == kind && !metamodel.words_of(*id).contains(&NONE);
        let attribute = (0..metamodel.attributes.len()).map(|at| AttributeId(at as u16)).find(fits);
        meant_of_text(metamodel, attribute.expect("the metamodel has one"), text)
    }

    #[test]
    fn people_write_booleans_in_three_languages() {
        for yes in ["true", "Yes", " Да", "ИӘ", "1"] {
            assert_eq!(meant(AttributeType::Bool, yes), Ok(Value::Bool(true)), "{yes}");
        }
        assert_eq!(meant(AttributeType::Bool, "Жоқ"), Ok(Value::Bool(false)));
        assert!(meant(AttributeType::Bool, "maybe").is_err());
    }

    #[test]
    fn sums_may_be_grouped_and_ambiguous_ones_are_refused() {
        let sum = |text| meant(AttributeType::Money, text);
        for text in ["1200000", "1 200 000 ₸", "1\u{a0}200\u{a0}000 тг.", "1,200,000", "1 200 000,00 тенге"] {
            assert_eq!(sum(text), Ok(Value::Integer(1_200_000)), "{text}");
        }
        for text in ["1,200", "1,5", "12 млн", "много"] {
            assert!(sum(text).is_err(), "{text}");
        }
        assert_eq!(meant(AttributeType::Number, "0,5"), Ok(Value::Number(0.5)));
    }

    #[test]
    fn dates_are_read_where_they_can_be_read_in_one_way_only() {
        let date = |text| meant(AttributeType::Date, text);
        for text in ["2026-11-22", "22.11.2026", "2026/11/22", "2026-11-22T10:00:00Z", "22.11.2026 10:00", "11/22/2026", "22/11/2026"] {
            assert_eq!(date(text), Ok(Value::Date(jiff::civil::date(2026, 11, 22))), "{text}");
        }
        for text in ["03/04/2026", "22.11.26", "2026", "31.02.2026", "22-ноя-2026"] {
            assert!(date(text).is_err(), "{text}");
        }
        assert_eq!(meant(AttributeType::Year, "2026 г."), Ok(Value::Integer(2026)));
    }

    #[test]
    fn lists_and_words_forgive_spelling() {
        let metamodel = Metamodel::standard();
        let lists = |attribute: &&crate::metamodel::Attribute| attribute.kind == AttributeType::EnumList && attribute.values.len() > 1;
        let attribute = metamodel.attributes.iter().find(lists).expect("the metamodel has one");
        let at = metamodel.attributes.iter().position(|other| std::ptr::eq(other, attribute)).expect("it is there");
        let [first, second] = [0, 1].map(|at| metamodel.word(attribute.values[at]).to_uppercase().replace('-', " "));
        for text in [format!("{first}, {second}"), format!("{first};\n{second};")] {
            let words = meant_of_text(metamodel, AttributeId(at as u16), &text);
            assert_eq!(words, Ok(Value::Words(attribute.values[..2].into())), "{text}");
        }
        assert_eq!(meant(AttributeType::StringList, "a, b; c"), Ok(Value::Texts(["a, b".into(), "c".into()].into())));
    }

    #[test]
    fn fillers_are_silence_and_none_is_a_statement() {
        for blank in ["", " ", "-", "#N/A", "NaN"] {
            assert!(meant(AttributeType::Date, blank).expect("fits").is_silence(), "{blank}");
        }
        assert_eq!(meant(AttributeType::Date, "None"), Ok(Value::None));
    }
}
