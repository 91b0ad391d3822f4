//! TOML with places: parsing that keeps what is good, syntax errors in order, and values as written.
//!
//! Built on `DeTable::parse_recoverable`, whose habits are dealt with here: errors come unsorted and some are empty,
//! and a value that is missing is filled in with an empty span.
//! Leaves to others: what keys and values mean (`config`, `native`, `facts`).

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use toml::value::Datetime;

use super::values::{Scalar, Written};
use crate::fragment::WrittenValue;
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem, nearest};
use crate::text::{Language, Trilingual};

/// One place where the text is no TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// At least one character, where the text has any.
    pub span: Span,
    /// What the parser says, in English.
    pub reason: String,
}

impl SyntaxError {
    pub fn problem(self, file: FileId) -> Problem {
        Problem::new(Code::MalformedToml, Place::new(file, self.span)).with("reason", self.reason)
    }
}

/// What could be read of a text, and every syntax error in the order of the text.
pub fn parse(text: &str) -> (DeTable<'_>, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<SyntaxError> = errors
        .iter()
        .map(|error| SyntaxError { span: widened(text, error.span().unwrap_or(0..0)), reason: error.message().to_string() })
        .collect();
    errors.sort_by(|left, right| (left.span, &left.reason).cmp(&(right.span, &right.reason)));
    errors.dedup();
    (table.into_inner(), errors)
}

/// A span that a reader can see: an empty one takes the character at its place, or the one before the end.
fn widened(text: &str, span: std::ops::Range<usize>) -> Span {
    if span.start < span.end {
        return span.into();
    }
    match text.get(span.start..).and_then(|rest| rest.chars().next()) {
        Some(character) => Span::new(span.start, span.start + character.len_utf8()),
        None => Span::new(text.len() - text.chars().next_back().map_or(0, char::len_utf8), text.len()),
    }
}

pub fn span<T>(spanned: &Spanned<T>) -> Span {
    spanned.span().into()
}

/// Whether a syntax error spoilt a value: then nothing is known about it.
pub fn is_spoilt(value: Span, errors: &[SyntaxError]) -> bool {
    if value.start == value.end {
        return true;
    }
    let next = errors.partition_point(|error| error.span.start < value.start);
    errors.get(next).is_some_and(|error| error.span.start < value.end)
}

/// A value as written, as far as it can be a value of an attribute; tables are left to [`localized`].
pub fn written<'v>(value: &'v DeValue<'_>) -> Written<'v> {
    match value {
        DeValue::Array(items) => Written::List(items.iter().map(|item| scalar(item.get_ref())).collect()),
        other => Written::One(scalar(other)),
    }
}

pub fn scalar<'v>(value: &'v DeValue<'_>) -> Scalar<'v> {
    match value {
        DeValue::String(text) => Scalar::Text(text),
        DeValue::Integer(digits) => integer(digits).map_or(Scalar::Other("large-integer"), Scalar::Integer),
        DeValue::Float(digits) => match digits.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Scalar::Number(number),
            _ => Scalar::Other("endless-number"),
        },
        DeValue::Boolean(value) => Scalar::Bool(*value),
        DeValue::Datetime(moment) => date(moment).map_or_else(Scalar::Other, Scalar::Date),
        DeValue::Array(_) => Scalar::Other("list"),
        DeValue::Table(_) => Scalar::Other("table"),
    }
}

fn integer(digits: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(digits.as_str(), digits.radix()).ok()
}

fn date(moment: &Datetime) -> Result<Date, &'static str> {
    match (moment.date, moment.time) {
        (Some(date), None) => Date::new(date.year as i16, date.month as i8, date.day as i8).map_err(|_| "date"),
        (Some(_), Some(_)) => Err("datetime"),
        (None, _) => Err("time"),
    }
}

/// The texts of `{ kk, ru, en }`; every key that is no language and every value that is no text is a problem.
pub fn localized<'v>(file: FileId, name: &str, table: &'v DeTable<'_>, problems: &mut Vec<Problem>) -> [&'v str; 3] {
    let mut texts = [""; 3];
    for (key, value) in table {
        let Some(language) = Language::from_code(key.get_ref()) else {
            problems.push(unknown_key(file, key, name, &["kk", "ru", "en"]));
            continue;
        };
        match value.get_ref() {
            DeValue::String(text) => texts[language as usize] = text,
            other => problems.push(
                Problem::new(Code::WrongType, Place::new(file, span(value)))
                    .with("name", format!("{name}.{}", language.code()))
                    .with("expected", "text")
                    .with("found", scalar(other).type_name()),
            ),
        }
    }
    texts
}

/// A value that keeps its text, for what is understood later; what is no value becomes a problem and `None`.
pub fn owned(file: FileId, name: &str, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<WrittenValue> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let [kk, ru, en] = localized(file, name, table, problems).map(str::to_string);
            Some(WrittenValue::Localized(Trilingual { kk, ru, en }))
        }
        DeValue::Array(items) => {
            let items = items.iter().filter_map(|item| Some((owned_scalar(file, name, item, problems)?, span(item))));
            Some(WrittenValue::List(items.collect()))
        }
        _ => owned_scalar(file, name, value, problems),
    }
}

fn owned_scalar(file: FileId, name: &str, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<WrittenValue> {
    match scalar(value.get_ref()) {
        Scalar::Text(text) => Some(WrittenValue::Text(text.to_string())),
        Scalar::Bool(value) => Some(WrittenValue::Bool(value)),
        Scalar::Integer(value) => Some(WrittenValue::Integer(value)),
        Scalar::Number(value) => Some(WrittenValue::Number(value)),
        Scalar::Date(value) => Some(WrittenValue::Date(value)),
        Scalar::Other(found) => {
            let problem = Problem::new(Code::WrongType, Place::new(file, span(value)));
            problems.push(problem.with("name", name).with("expected", "value").with("found", found));
            None
        }
    }
}

/// A value of another sort than the one that a file wants under a name.
pub fn wrong_type(place: Place, name: &str, expected: &str, found: &DeValue<'_>) -> Problem {
    Problem::new(Code::WrongType, place).with("name", name).with("expected", expected).with("found", scalar(found).type_name())
}

/// The entries of a file that holds `[[NAME]]` and nothing else, each with its place. `list` is what problems call all of
/// them together, `keys` what an entry may hold.
pub fn entries<'t>(
    file: FileId,
    table: &'t DeTable<'t>,
    (name, list): (&str, &str),
    keys: &[&str],
    problems: &mut Vec<Problem>,
) -> Vec<(Place, &'t DeTable<'t>)> {
    let mut entries = Vec::new();
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            (known, DeValue::Array(items)) if known == name => {
                for item in items {
                    let place = Place::new(file, span(item));
                    match item.get_ref() {
                        DeValue::Table(entry) => entries.push((place, entry)),
                        other => problems.push(wrong_type(place, name, "table", other)),
                    }
                }
            }
            (known, other) if known == name => problems.push(wrong_type(Place::new(file, span(key)), name, list, other)),
            _ => problems.push(unknown_key(file, key, "", &[name])),
        }
    }
    for (_, entry) in &entries {
        let unknown = entry.keys().filter(|key| !keys.contains(&key.get_ref().as_ref()));
        problems.extend(unknown.map(|key| unknown_key(file, key, name, keys)));
    }
    entries
}

/// A key that nobody reads; `table` is the table's name as written, empty at the top of the file.
pub fn unknown_key(file: FileId, key: &Spanned<std::borrow::Cow<'_, str>>, table: &str, known: &[&str]) -> Problem {
    let found = key.get_ref().as_ref();
    Problem::new(Code::UnknownKey, Place::new(file, span(key)))
        .with("found", found)
        .with("table", table)
        .with("nearest", nearest(found, known.iter().copied()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_syntax_errors_come_in_order_and_are_visible() {
        let text = "a = \nb = 1\nc = 2026-13-45\nd = \"x\ne = 2\n";
        let (table, errors) = parse(text);
        assert!(errors.len() >= 3, "{errors:?}");
        assert!(errors.windows(2).all(|pair| pair[0].span <= pair[1].span));
        assert!(errors.iter().all(|error| error.span.start < error.span.end));
        assert_eq!(table.get("b").map(|value| scalar(value.get_ref())), Some(Scalar::Integer(1)));
        for spoilt in ["a", "c"] {
            assert!(table.get(spoilt).is_none_or(|value| is_spoilt(span(value), &errors)), "{spoilt}");
        }
        assert!(!is_spoilt(span(&table["b"]), &errors));
    }

    #[test]
    fn an_error_at_the_end_of_the_file_is_visible() {
        for text in ["[a", "a = ", "a", "é = \"é"] {
            let (_, errors) = parse(text);
            assert!(!errors.is_empty() && errors.iter().all(|error| error.span.start < error.span.end), "{text}: {errors:?}");
        }
        assert_eq!(parse("").1, []);
    }

    #[test]
    fn numbers_and_dates_keep_their_meaning_and_others_are_named() {
        let (table, errors) = parse(
            "a = 0xff\nb = -1_000\nc = 1e2\nd = inf\ne = 99999999999999999999\nf = 2026-11-22\ng = 2026-11-22T10:00:00\nh = 10:00:00",
        );
        assert_eq!(errors, []);
        let value = |key: &str| scalar(table[key].get_ref());
        assert_eq!((value("a"), value("b"), value("c")), (Scalar::Integer(255), Scalar::Integer(-1000), Scalar::Number(100.0)));
        assert_eq!(value("f"), Scalar::Date(jiff::civil::date(2026, 11, 22)));
        let names = ["d", "e", "g", "h"].map(|key| value(key).type_name());
        assert_eq!(names, ["endless-number", "large-integer", "datetime", "time"]);
    }
}
