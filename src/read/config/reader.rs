//! Reading tables of a configuration value by value: what does not fit its key is told at its place, and what is right
//! beside it counts.
//!
//! Nothing here knows which keys there are (`keys`) or what they mean (`config`, `policy`).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key};
use crate::fragment::WrittenValue;
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};
use crate::read::toml_text::{self, SyntaxError};
use crate::read::values::{Scalar, unknown_value};
use crate::text::Trilingual;

pub type Item<'t> = Spanned<DeValue<'t>>;

/// One file being read.
pub struct Reader {
    pub file: FileId,
    /// The keys of such a file.
    pub keys: &'static [Key],
    pub errors: Vec<SyntaxError>,
    pub problems: Vec<Problem>,
}

impl Reader {
    /// The table at the top of a text, and a reader of it.
    pub fn open<'t>(file: FileId, text: &'t str, keys: &'static [Key]) -> (DeTable<'t>, Reader) {
        let (table, errors) = toml_text::parse(text);
        (table, Reader { file, keys, errors, problems: Vec::new() })
    }

    /// Everything that is wrong with the file, in its order.
    pub fn close(self) -> Vec<Problem> {
        let Reader { file, errors, mut problems, .. } = self;
        problems.extend(errors.into_iter().map(|error| error.problem(file)));
        problems.sort_by_key(|problem| (problem.place, problem.code));
        problems
    }

    pub fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    pub fn wrong(&mut self, span: Span, name: &str, expected: &str, found: &str) {
        let problem = Problem::new(Code::WrongConfiguration, self.place(span));
        self.problems.push(problem.with("name", name).with("expected", expected).with("found", found));
    }

    /// Tells the keys of a table that nobody reads; `table` is its name among the keys, `shown` the one in the file.
    pub fn unknown_keys(&mut self, found: &DeTable<'_>, table: &str, shown: &str) {
        let known = keys::of(self.keys, table);
        for key in found.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.problems.push(toml_text::unknown_key(self.file, key, shown, &known));
        }
    }

    pub fn is_spoilt(&self, value: &Item<'_>) -> bool {
        toml_text::is_spoilt(toml_text::span(value), &self.errors)
    }

    /// The value of a key, unless a syntax error spoilt it.
    pub fn value<'t>(&self, table: &'t DeTable<'t>, key: &str) -> Option<&'t Item<'t>> {
        table.get(key).filter(|value| !self.is_spoilt(value))
    }

    pub fn table<'t>(&mut self, table: &'t DeTable<'t>, key: &str) -> Option<&'t DeTable<'t>> {
        let value = table.get(key)?;
        self.table_of(value, key)
    }

    pub fn table_of<'t>(&mut self, value: &'t Item<'t>, name: &str) -> Option<&'t DeTable<'t>> {
        if let DeValue::Table(inner) = value.get_ref() {
            return Some(inner);
        }
        let found = toml_text::scalar(value.get_ref()).type_name();
        self.wrong(toml_text::span(value), name, "table", found);
        None
    }

    /// The tables of a list of tables, with the place of each.
    pub fn tables<'t>(&mut self, top: &'t DeTable<'t>, name: &str) -> Vec<(&'t DeTable<'t>, Span)> {
        let Some(value) = top.get(name) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            let found = toml_text::scalar(value.get_ref()).type_name();
            self.wrong(toml_text::span(value), name, "list-of-tables", found);
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.table_of(item, name)?, toml_text::span(item)))).collect()
    }

    pub fn text_of(&mut self, value: &Item<'_>, name: &str) -> Option<(String, Place)> {
        match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) => Some((text.to_string(), self.place(toml_text::span(value)))),
            other => {
                self.wrong(toml_text::span(value), name, "text", other.type_name());
                None
            }
        }
    }

    /// The text under a key; `name` is the key with its table. An empty one is silence.
    pub fn text(&mut self, table: &DeTable<'_>, name: &str) -> Option<(String, Place)> {
        let value = self.value(table, last(name))?;
        self.text_of(value, name).filter(|(text, _)| !text.trim().is_empty())
    }

    pub fn texts(&mut self, table: &DeTable<'_>, name: &str) -> Option<Vec<(String, Place)>> {
        let value = self.value(table, last(name))?;
        let DeValue::Array(items) = value.get_ref() else {
            let found = toml_text::scalar(value.get_ref()).type_name();
            self.wrong(toml_text::span(value), name, "list", found);
            return None;
        };
        Some(items.iter().filter_map(|item| self.text_of(item, name)).collect())
    }

    /// What a word under a key means, or a problem with the words there are.
    pub fn word<T>(&mut self, table: &DeTable<'_>, name: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<(T, Place)> {
        let (text, place) = self.text(table, name)?;
        let (of, key) = name.rsplit_once('.').unwrap_or(("", name));
        let meant = meaning(&text);
        if meant.is_none() {
            self.problems.push(unknown_value(place, name, &text, keys::words(self.keys, of, key)));
        }
        meant.map(|meant| (meant, place))
    }

    pub fn flag(&mut self, table: &DeTable<'_>, name: &str) -> Option<(bool, Place)> {
        let value = self.value(table, last(name))?;
        let place = self.place(toml_text::span(value));
        match toml_text::scalar(value.get_ref()) {
            Scalar::Bool(flag) => Some((flag, place)),
            other => {
                self.wrong(place.span, name, "bool", other.type_name());
                None
            }
        }
    }

    pub fn date(&mut self, table: &DeTable<'_>, name: &str) -> Option<(jiff::civil::Date, Place)> {
        let value = self.value(table, last(name))?;
        let place = self.place(toml_text::span(value));
        match toml_text::scalar(value.get_ref()) {
            Scalar::Date(date) => Some((date, place)),
            other => {
                self.wrong(place.span, name, "date", other.type_name());
                None
            }
        }
    }

    /// A text for all languages, or one for each.
    pub fn names(&mut self, table: &DeTable<'_>, name: &str) -> Option<Trilingual> {
        let value = self.value(table, last(name))?;
        if let DeValue::Table(texts) = value.get_ref() {
            let [kk, ru, en] = toml_text::localized(self.file, name, texts, &mut self.problems).map(str::to_string);
            return Some(Trilingual { kk, ru, en });
        }
        let (text, _) = self.text_of(value, name)?;
        Some(Trilingual { kk: text.clone(), ru: text.clone(), en: text })
    }

    /// Every value of a table, by its key.
    pub fn values(&mut self, table: &DeTable<'_>) -> Vec<(String, (WrittenValue, Place))> {
        let mut values = Vec::new();
        for (key, value) in table {
            if self.is_spoilt(value) {
                continue;
            }
            let (name, place) = (key.get_ref().as_ref(), self.place(toml_text::span(value)));
            if let Some(written) = toml_text::owned(self.file, name, value, &mut self.problems) {
                values.push((name.to_string(), (written, place)));
            }
        }
        values
    }
}

/// The key itself of a key with its table.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
