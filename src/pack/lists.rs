//! `lists.toml`: the lists and parameters that rules read by `list('x')` and `param('x')`, and the years whose working
//! days are known, each with its source and date; and what may be set of them.
//!
//! What nobody gave stays absent: the answer of a rule that asks for it is unknown and names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::load::date;
use super::mistake;
use super::parse::{Parser, take};
use super::written::{Named, Words, WrittenList, WrittenParameter, WrittenYear};
use crate::fragment::WrittenValue;
use crate::language::calendar::{Calendar, Year};
use crate::language::meant::Literal;
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, nearest};
use crate::text::{Language, Trilingual};

/// The file's name in a folder of rules.
pub const FILE: &str = "lists.toml";

/// All lists and parameters.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub lists: BTreeMap<String, List>,
    pub parameters: BTreeMap<String, Parameter>,
    pub calendar: Arc<Calendar>,
}

#[derive(Clone, Debug)]
pub struct List {
    pub values: Vec<Literal>,
    pub source: Trilingual,
    pub as_of: Option<Date>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    /// None where each project has to say.
    pub value: Option<Literal>,
    pub source: Trilingual,
    /// Whether a project may set it.
    pub open: bool,
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its keys are asked for")]
struct WrittenFile {
    #[serde(default)]
    list: Named<WrittenList>,
    #[serde(default)]
    param: Named<WrittenParameter>,
    #[serde(default)]
    calendar: Named<WrittenYear>,
}

/// Reads a file of lists into `lists`; what has a name already is replaced.
pub fn read(file: FileId, text: &str, lists: &mut Lists) -> Vec<Problem> {
    let mut reader = Parser { file, problems: Vec::new() };
    let mut root = reader.document(text);
    reader.known::<WrittenFile>(&mut root, "");
    for (key, table) in tables(&mut reader, &mut root, "list") {
        list(&mut reader, key, table, lists);
    }
    for (key, table) in tables(&mut reader, &mut root, "param") {
        parameter(&mut reader, key, table, lists);
    }
    for (key, table) in tables(&mut reader, &mut root, "calendar") {
        year(&mut reader, key, table, lists);
    }
    reader.problems
}

/// The tables below a key, in the order of the file.
fn tables<'a>(reader: &mut Parser, root: &mut DeTable<'a>, key: &str) -> Vec<(Spanned<String>, DeTable<'a>)> {
    let Some(outer) = take(root, key).and_then(|(_, value)| reader.table(value)) else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in outer {
        if let Some(table) = reader.table(value) {
            found.push((Spanned::new(key.span(), key.get_ref().to_string()), table));
        }
    }
    found.sort_by_key(|(key, _)| key.span().start);
    found
}

fn list(reader: &mut Parser, key: Spanned<String>, mut table: DeTable, lists: &mut Lists) {
    let place = Place::new(reader.file, key.span());
    reader.known::<WrittenList>(&mut table, "list");
    known_words(reader, &mut table);
    let Some(parsed) = reader.read::<WrittenList>(table, place) else { return };
    let written = parsed.written;
    if written.values.is_empty() && !parsed.unread.iter().any(|key| key == "values") {
        reader.problems.push(
            mistake(Code::PackIncomplete, place, "value-missing-in-pack").with("name", "values").with("table", key.get_ref().as_str()),
        );
    }
    let values: Vec<Literal> = written.values.iter().filter_map(|value| literal_of(reader, value)).collect();
    if values.windows(2).any(|pair| type_name(&pair[0]) != type_name(&pair[1])) {
        reader.problems.push(mistake(Code::PackType, place, "mixed-list").with("found", key.get_ref().as_str()));
    }
    let source = source(reader, written.source, place, key.get_ref());
    let as_of = written.as_of.and_then(|written| date(&written, reader.file, &mut reader.problems));
    lists.lists.insert(key.into_inner(), List { values, source, as_of, place });
}

fn parameter(reader: &mut Parser, key: Spanned<String>, mut table: DeTable, lists: &mut Lists) {
    let place = Place::new(reader.file, key.span());
    reader.known::<WrittenParameter>(&mut table, "param");
    known_words(reader, &mut table);
    let Some(parsed) = reader.read::<WrittenParameter>(table, place) else { return };
    let written = parsed.written;
    let value = written.value.as_ref().and_then(|value| literal_of(reader, value));
    if written.value.is_none() && !written.open && parsed.unread.is_empty() {
        reader.problems.push(
            mistake(Code::PackIncomplete, place, "value-missing-in-pack").with("name", "value").with("table", key.get_ref().as_str()),
        );
    }
    let source = source(reader, written.source, place, key.get_ref());
    if let Some(as_of) = &written.as_of {
        date(as_of, reader.file, &mut reader.problems);
    }
    lists.parameters.insert(key.into_inner(), Parameter { value, source, open: written.open, place });
}

fn year(reader: &mut Parser, key: Spanned<String>, mut table: DeTable, lists: &mut Lists) {
    let place = Place::new(reader.file, key.span());
    reader.known::<WrittenYear>(&mut table, "calendar");
    known_words(reader, &mut table);
    let Some(parsed) = reader.read::<WrittenYear>(table, place) else { return };
    let written = parsed.written;
    source(reader, written.source, place, key.get_ref());
    if let Some(as_of) = &written.as_of {
        date(as_of, reader.file, &mut reader.problems);
    }
    let Ok(number) = key.get_ref().parse::<i16>() else {
        reader.problems.push(mistake(Code::PackName, place, "odd-year").with("found", key.get_ref().as_str()));
        return;
    };
    let off = days(reader, &written.off, number, false);
    let worked = days(reader, &written.worked, number, true);
    Arc::make_mut(&mut lists.calendar).years.insert(number, Year { off, worked });
}

/// The days of a year, sorted; tells those of other years, and those that need not be listed.
fn days(reader: &mut Parser, written: &[Spanned<Datetime>], year: i16, weekend: bool) -> Vec<Date> {
    let mut days = Vec::new();
    for written in written {
        let Some(day) = date(written, reader.file, &mut reader.problems) else { continue };
        if day.year() == year && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) == weekend {
            days.push(day);
        } else {
            let place = Place::new(reader.file, written.span());
            reader.problems.push(mistake(Code::PackType, place, "odd-day").with("found", day.to_string()).with("year", year.to_string()));
        }
    }
    days.sort_unstable();
    days
}

fn known_words(reader: &mut Parser, table: &mut DeTable) {
    if let Some(DeValue::Table(words)) = table.get_mut("source").map(Spanned::get_mut) {
        reader.known::<Words>(words, "source");
    }
}

fn source(reader: &mut Parser, written: Option<Spanned<Words>>, place: Place, name: &str) -> Trilingual {
    let Some(words) = written else {
        reader.problems.push(mistake(Code::PackIncomplete, place, "value-missing-in-pack").with("name", "source").with("table", name));
        return Trilingual::default();
    };
    let at = Place::new(reader.file, words.span());
    let words = super::load::plain(words.into_inner());
    let missing = words.missing();
    for language in &missing {
        let problem = mistake(Code::PackIncomplete, at, "untranslated").with("name", "source").with("language", *language);
        // One language says it; none says nothing.
        reader.problems.push(if missing.len() < Language::ALL.len() { problem.as_warning() } else { problem });
    }
    words.filled()
}

fn literal_of(reader: &mut Parser, value: &Spanned<toml::Value>) -> Option<Literal> {
    let literal = match value.get_ref() {
        toml::Value::String(text) => Some(Literal::Text(text.clone())),
        toml::Value::Boolean(value) => Some(Literal::Bool(*value)),
        toml::Value::Integer(value) => Some(Literal::Integer(*value)),
        toml::Value::Float(value) => Some(Literal::Number(*value)),
        toml::Value::Datetime(written) => super::load::civil(written).map(Literal::Date),
        toml::Value::Array(_) | toml::Value::Table(_) => None,
    };
    if literal.is_none() {
        let place = Place::new(reader.file, value.span());
        reader.problems.push(mistake(Code::PackType, place, "not-a-value").with("found", value.get_ref().type_str()));
    }
    literal
}

/// The name of a literal's type; the key of its words is `type.NAME`.
fn type_name(literal: &Literal) -> &'static str {
    match literal {
        Literal::Bool(_) => "bool",
        Literal::Integer(_) => "integer",
        Literal::Number(_) => "number",
        Literal::Date(_) => "date",
        Literal::Word(_) | Literal::Text(_) => "string",
    }
}

impl Lists {
    /// The same lists with other values of parameters.
    pub fn with(&self, values: &BTreeMap<String, Literal>) -> Lists {
        let mut lists = self.clone();
        for (name, value) in values {
            if let Some(parameter) = lists.parameters.get_mut(name) {
                parameter.value = Some(value.clone());
            }
        }
        lists
    }

    /// What somebody sets a parameter to, or why that cannot be.
    pub fn given(&self, name: &str, value: &WrittenValue, place: Place) -> Result<Literal, Problem> {
        let Some(parameter) = self.parameters.get(name) else {
            let near = nearest(name, self.parameters.keys().map(String::as_str)).unwrap_or("");
            return Err(mistake(Code::PackName, place, "parameter-unknown").with("found", name).with("nearest", near));
        };
        if !parameter.open {
            return Err(mistake(Code::PackName, place, "closed-parameter").with("found", name).related_to(parameter.place));
        }
        let (literal, given) = match value {
            WrittenValue::Text(text) => (Some(Literal::Text(text.clone())), "string"),
            WrittenValue::Bool(value) => (Some(Literal::Bool(*value)), "bool"),
            WrittenValue::Integer(value) => (Some(Literal::Integer(*value)), "integer"),
            WrittenValue::Number(value) => (Some(Literal::Number(*value)), "number"),
            WrittenValue::Date(date) => (Some(Literal::Date(*date)), "date"),
            WrittenValue::Localized(_) => (None, "localized"),
            WrittenValue::List(_) => (None, "list"),
        };
        let expected = parameter.value.as_ref().map(type_name);
        // A whole number is a number too.
        let literal = match (literal, expected) {
            (Some(Literal::Integer(whole)), Some("number")) => Some(Literal::Number(whole as f64)),
            (literal, _) => literal,
        };
        match literal {
            Some(literal) if expected.is_none_or(|expected| expected == type_name(&literal)) => Ok(literal),
            _ => {
                let problem = mistake(Code::PackType, place, "parameter-type").with("found", name);
                Err(problem.with("expected", expected.unwrap_or("string")).with("given", given).related_to(parameter.place))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
[param.limit]
value = 3
open = true
source = { kk = "а", ru = "б", en = "c" }
[param.fixed]
value = "x"
source = { kk = "а", ru = "б", en = "c" }
[list.names]
values = ["a", 1]
[list.nothing]
source = { kk = "а", ru = "", en = "c" }
[calendar.2026]
off = [2026-01-07, 2026-01-01, 2026-01-03, 2025-12-31]
worked = [2026-01-04, 2026-01-05]
source = { kk = "а", ru = "б", en = "c" }
[calendar.soon]
source = { kk = "а", ru = "б", en = "c" }
"#;

    fn names(problems: &[Problem]) -> Vec<&str> {
        problems.iter().filter_map(|problem| problem.argument("mistake")).collect()
    }

    #[test]
    fn a_project_sets_open_parameters_of_the_right_type_and_no_others() {
        let mut lists = Lists::default();
        let problems = read(FileId(0), FILE, &mut lists);
        let told =
            ["mixed-list", "value-missing-in-pack", "value-missing-in-pack", "untranslated", "odd-day", "odd-day", "odd-day", "odd-year"];
        assert_eq!(names(&problems), told);
        let year = &lists.calendar.years[&2026];
        let days = |days: &[i8]| days.iter().map(|day| jiff::civil::date(2026, 1, *day)).collect::<Vec<_>>();
        assert_eq!((&year.off, &year.worked), (&days(&[1, 7]), &days(&[4])), "sorted, without what belongs elsewhere");
        let place = Place::whole(FileId(1));
        let given = |name: &str, value: WrittenValue| lists.given(name, &value, place);
        let refused = |name: &str, value: WrittenValue| given(name, value).expect_err("it may not be set so");
        assert_eq!(given("limit", WrittenValue::Integer(5)), Ok(Literal::Integer(5)));
        assert_eq!(lists.with(&BTreeMap::from([("limit".to_string(), Literal::Integer(5))])).parameters["limit"].value, Some(Literal::Integer(5)));
        assert_eq!(names(&[refused("limit", WrittenValue::Text("5".into()))]), ["parameter-type"]);
        assert_eq!(names(&[refused("fixed", WrittenValue::Text("y".into()))]), ["closed-parameter"]);
        assert_eq!(refused("limits", WrittenValue::Integer(5)).argument("nearest"), Some("limit"));
    }
}
