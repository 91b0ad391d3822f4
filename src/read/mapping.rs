//! `[mapping]` as written: in a project's `saikes.toml`, or in a file that many projects share, which holds nothing else.
//!
//! `mapping = "file.toml"` names such a file; so does `file` inside `[mapping]`, whose other entries then go before those
//! of the file. Leaves to others: what entries mean (`archimate`), where the file is and who else reads it (`mappings`).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::archimate::{Entry, Table};
use super::config::settings::Named;
use super::toml_text::{self, SyntaxError};
use super::values::Scalar;
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};

/// The table of the configuration, and of shared files.
pub const TABLE: &str = "mapping";
/// The key of a shared file.
pub const FILE: &str = "file";

/// What `[mapping]` says.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// A shared file.
    pub file: Option<Named>,
    pub entries: Vec<Entry>,
}

impl Written {
    /// These entries before the outer ones. Who names a file of his own has a mapping of his own.
    pub fn over(self, outer: &Written) -> Written {
        if self.file.is_some() {
            return self;
        }
        let entries = outer.entries.iter().cloned().chain(self.entries).collect();
        Written { file: outer.file.clone(), entries }
    }
}

type Item<'t> = Spanned<DeValue<'t>>;

/// The mapping in a configuration.
pub fn of_project(file: FileId, value: &Item<'_>, errors: &[SyntaxError], problems: &mut Vec<Problem>) -> Written {
    let mut reader = Reader { file, errors, problems, written: Written::default() };
    match value.get_ref() {
        DeValue::Table(table) => {
            reader.tables(table, true);
            reader.written.file = table.get(FILE).and_then(|value| reader.text(value, "mapping.file")).map(Named::new);
        }
        _ => reader.written.file = reader.text(value, TABLE).map(Named::new),
    }
    reader.written
}

/// The entries of a shared file, which is nothing but a mapping.
pub fn shared(file: FileId, text: &str) -> (Vec<Entry>, Vec<Problem>) {
    let (table, errors) = toml_text::parse(text);
    let mut problems: Vec<Problem> = errors.iter().cloned().map(|error| error.problem(file)).collect();
    for key in table.keys().filter(|key| key.get_ref() != TABLE) {
        problems.push(toml_text::unknown_key(file, key, "", &[TABLE]));
    }
    let mut reader = Reader { file, errors: &errors, problems: &mut problems, written: Written::default() };
    match table.get(TABLE).map(Spanned::get_ref) {
        Some(DeValue::Table(table)) => reader.tables(table, false),
        Some(_) | None => reader.wrong(Span::default(), TABLE, "table", "nothing"),
    }
    let entries = reader.written.entries;
    problems.sort_by_key(|problem| (problem.place, problem.code));
    (entries, problems)
}

struct Reader<'r> {
    file: FileId,
    errors: &'r [SyntaxError],
    problems: &'r mut Vec<Problem>,
    written: Written,
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    fn wrong(&mut self, span: Span, name: &str, expected: &str, found: &str) {
        let problem = Problem::new(Code::WrongConfiguration, self.place(span));
        self.problems.push(problem.with("name", name).with("expected", expected).with("found", found));
    }

    fn text(&mut self, value: &Item<'_>, name: &str) -> Option<(String, Place)> {
        let span = toml_text::span(value);
        if toml_text::is_spoilt(span, self.errors) {
            return None;
        }
        match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) if !text.trim().is_empty() => Some((text.to_string(), self.place(span))),
            Scalar::Text(_) => {
                self.wrong(span, name, "text", "nothing");
                None
            }
            other => {
                self.wrong(span, name, "text", other.type_name());
                None
            }
        }
    }

    fn tables(&mut self, table: &DeTable<'_>, may_share: bool) {
        let known = Table::ALL.map(Table::name);
        let known: Vec<&str> = known.into_iter().chain(may_share.then_some(FILE)).collect();
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.problems.push(toml_text::unknown_key(self.file, key, TABLE, &known));
        }
        for what in Table::ALL {
            let Some(value) = table.get(what.name()) else { continue };
            let name = format!("{TABLE}.{}", what.name());
            match what {
                Table::Silence | Table::None => self.words(what, value, &name),
                Table::Dates => {
                    let meaning = self.text(value, &name);
                    self.add(what, None, what.name(), meaning.into_iter().collect(), toml_text::span(value));
                }
                Table::Values => self.values(value, &name),
                _ => self.pairs(what, value, &name),
            }
        }
    }

    fn add(&mut self, table: Table, of: Option<(String, Place)>, key: &str, meanings: Vec<(String, Place)>, span: Span) {
        let (key, place) = (key.to_string(), self.place(span));
        if !meanings.is_empty() || matches!(table, Table::Silence | Table::None) {
            self.written.entries.push(Entry { table, of, key, meanings, place });
        }
    }

    fn inner<'t>(&mut self, value: &'t Item<'t>, name: &str) -> Option<&'t DeTable<'t>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        let found = toml_text::scalar(value.get_ref()).type_name();
        self.wrong(toml_text::span(value), name, "table", found);
        None
    }

    /// `word = "meaning"`; a key of a property may mean several things, one on some kinds and another on others.
    fn pairs(&mut self, table: Table, value: &Item<'_>, name: &str) {
        for (key, value) in self.inner(value, name).into_iter().flatten() {
            let name = format!("{name}.{}", key.get_ref());
            let meanings = match value.get_ref() {
                DeValue::Array(items) if table == Table::Properties => items.iter().filter_map(|item| self.text(item, &name)).collect(),
                _ => self.text(value, &name).into_iter().collect(),
            };
            self.add(table, None, key.get_ref(), meanings, toml_text::span(key));
        }
    }

    /// `lifecycle = { "In gebruik" = "operating" }`.
    fn values(&mut self, value: &Item<'_>, name: &str) {
        for (of, values) in self.inner(value, name).into_iter().flatten() {
            let name = format!("{name}.{}", of.get_ref());
            let of = (of.get_ref().to_string(), self.place(toml_text::span(of)));
            for (key, value) in self.inner(values, &name).into_iter().flatten() {
                let name = format!("{name}.{}", key.get_ref());
                let meaning = self.value(value, &name);
                self.add(Table::Values, Some(of.clone()), key.get_ref(), meaning.into_iter().collect(), toml_text::span(key));
            }
        }
    }

    /// A value as people would have written it into the property; an empty text says nothing.
    fn value(&mut self, value: &Item<'_>, name: &str) -> Option<(String, Place)> {
        let span = toml_text::span(value);
        if toml_text::is_spoilt(span, self.errors) {
            return None;
        }
        let text = match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) => text.to_string(),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Integer(value) => value.to_string(),
            Scalar::Number(value) => value.to_string(),
            Scalar::Date(value) => value.to_string(),
            Scalar::Other(found) => {
                self.wrong(span, name, "value", found);
                return None;
            }
        };
        Some((text, self.place(span)))
    }

    fn words(&mut self, table: Table, value: &Item<'_>, name: &str) {
        let DeValue::Array(items) = value.get_ref() else {
            let found = toml_text::scalar(value.get_ref()).type_name();
            return self.wrong(toml_text::span(value), name, "list", found);
        };
        for item in items.iter() {
            if let Some((word, place)) = self.text(item, name) {
                self.add(table, None, &word, Vec::new(), place.span);
            }
        }
    }
}
