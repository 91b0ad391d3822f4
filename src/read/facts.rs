//! Facts files: what completes a drawing without touching it. They never create an element.
//!
//! `[facts."id"]` speaks of one element, `[[facts]]` with `match` and `set` of many; `state` on a table or at the top
//! of the file says of which state. TOML does not let `facts` be both a table and a list of tables, people write both
//! in one file: where they do, the list is read under another name of the same length, so that places stay.
//! `gone = true` says that the element is known to be gone: then its absence is no mistake.
//! Leaves to others: what keys mean (`values`, once the kind is known), which elements fit (`graph`), and where
//! something can be added to a file (`tables`).

mod tables;

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::repeated;
use super::toml_text::{self, SyntaxError};
use super::values::{Scalar, unknown_value};
use crate::fragment::{Facts, FactsTarget, Format, Fragment, States, WrittenFact, WrittenValue};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};

pub use tables::{Form, Insertion, Style, Table, Tables, tables};

/// The list of tables in a file that has both forms; as long as `facts`.
const LIST: &str = "\"***\"";
const LIST_KEY: &str = "***";
pub const STATE: &str = "state";
/// Marks the table of an element that is no longer there.
pub const GONE: &str = "gone";
/// What a `match` may ask for.
pub const MATCHES: [&str; 5] = ["kind", "name", "id", "folder", "property"];
/// The keys of one `[[facts]]`.
pub const PARTS: [&str; 3] = ["match", "set", STATE];
pub const STATES: [&str; 4] = ["current", "target", "both", "approved"];

type Key<'t> = Spanned<Cow<'t, str>>;
type Item<'t> = Spanned<DeValue<'t>>;

/// What a facts file says.
pub fn read(file: FileId, text: &str) -> Fragment {
    let readable = separated(text);
    let (table, errors) = toml_text::parse(&readable);
    let (repeated, errors) = repeated::split_off(&readable, errors);
    let mut reader = Reader { file, errors, states: States::UNSAID, fragment: Fragment::new(file, Format::Facts) };
    for again in repeated {
        let problem = Problem::new(Code::DuplicateId, Place::new(file, again.span)).with("id", again.key);
        reader.fragment.problems.push(problem.related_to(Place::new(file, again.first)));
    }
    reader.file(&table);
    let Reader { mut fragment, errors, .. } = reader;
    fragment.facts.sort_by_key(|facts| facts.span);
    fragment.problems.extend(errors.into_iter().map(|error| error.problem(file)));
    fragment.problems.sort_by_key(|problem| (problem.place, problem.code));
    fragment
}

/// The text with `[[facts]]` under another name, where there is `[facts."id"]` too.
fn separated(text: &str) -> Cow<'_, str> {
    let is_list = |line: &str| header(line, "[[").is_some_and(|(name, _)| name == "facts");
    let is_table = |line: &str| header(line, "[").is_some_and(|(name, rest)| name == "facts" && !is_part(rest));
    if !(text.lines().any(is_list) && text.lines().any(is_table)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let part = header(line, "[").is_some_and(|(name, rest)| name == "facts" && is_part(rest));
        if is_list(line) || part { out.push_str(&line.replacen("facts", LIST, 1)) } else { out.push_str(line) }
    }
    Cow::Owned(out)
}

/// The first key of a header line, and what follows it.
fn header<'l>(line: &'l str, brackets: &str) -> Option<(&'l str, &'l str)> {
    let inside = line.trim_start().strip_prefix(brackets)?;
    if inside.starts_with('[') {
        return None;
    }
    let end = inside.find(['.', ']'])?;
    Some((inside[..end].trim(), &inside[end..]))
}

/// `[facts.match]` and `[facts.set]` belong to the `[[facts]]` before them.
fn is_part(rest: &str) -> bool {
    let key = rest.trim_start_matches('.').split([']', '.']).next().unwrap_or_default().trim();
    key == "match" || key == "set"
}

struct Reader {
    file: FileId,
    errors: Vec<SyntaxError>,
    /// What the top of the file says.
    states: States,
    fragment: Fragment,
}

impl Reader {
    fn report(&mut self, code: Code, span: Span, arguments: [(&'static str, &str); 3]) {
        let problem = Problem::new(code, Place::new(self.file, span));
        self.fragment.problems.push(arguments.into_iter().fold(problem, |problem, (name, value)| problem.with(name, value)));
    }

    fn unknown_key(&mut self, key: &Key<'_>, table: &str, known: &[&str]) {
        self.fragment.problems.push(toml_text::unknown_key(self.file, key, table, known));
    }

    fn file(&mut self, table: &DeTable<'_>) {
        // The state first: tables above `state` in the alphabet need it.
        if let Some(value) = table.get("state") {
            self.states = self.state(value).unwrap_or(States::UNSAID);
        }
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("state", _) => {}
                ("facts", DeValue::Table(tables)) => self.tables(tables),
                ("facts" | LIST_KEY, DeValue::Array(items)) => items.iter().for_each(|item| self.many(item)),
                ("facts", other) => self.wrong_shape(toml_text::span(key), "facts", other),
                _ => self.unknown_key(key, "", &["facts", "state"]),
            }
        }
    }

    fn wrong_shape(&mut self, span: Span, name: &str, found: &DeValue<'_>) {
        let found = toml_text::scalar(found).type_name();
        self.report(Code::WrongType, span, [("name", name), ("expected", "table"), ("found", found)]);
    }

    fn tables(&mut self, tables: &DeTable<'_>) {
        for (id, value) in tables {
            let DeValue::Table(table) = value.get_ref() else {
                self.wrong_shape(toml_text::span(id), id.get_ref(), value.get_ref());
                continue;
            };
            let mut facts = self.begin(FactsTarget::Id(id.get_ref().to_string()), toml_text::span(id));
            for (key, value) in table {
                match key.get_ref().as_ref() {
                    STATE => facts.states = self.state(value).unwrap_or(facts.states),
                    GONE => facts.gone = self.mark(value),
                    _ => self.fact(&mut facts, key, value),
                }
            }
            self.fragment.facts.push(facts);
        }
    }

    fn begin(&self, target: FactsTarget, span: Span) -> Facts {
        Facts { target, span, states: self.states, gone: false, shared: false, stated: Vec::new() }
    }

    /// One `[[facts]]` with `match` and `set`.
    fn many(&mut self, item: &Item<'_>) {
        let span = toml_text::span(item);
        let DeValue::Table(table) = item.get_ref() else { return self.wrong_shape(span, "facts", item.get_ref()) };
        for key in table.keys().filter(|key| !PARTS.contains(&key.get_ref().as_ref())) {
            self.unknown_key(key, "facts", &PARTS);
        }
        let target = self.part(table, "match", span).and_then(|(place, table)| Some((place, self.target(place, table)?)));
        let set = self.part(table, "set", span);
        let (Some((place, target)), Some((_, set))) = (target, set) else { return };
        let mut facts = self.begin(target, place);
        if let Some(state) = table.get("state") {
            facts.states = self.state(state).unwrap_or(facts.states);
        }
        for (key, value) in set {
            self.fact(&mut facts, key, value);
        }
        self.fragment.facts.push(facts);
    }

    /// A table inside of `[[facts]]` that must be there.
    fn part<'t>(&mut self, table: &'t DeTable<'t>, name: &str, span: Span) -> Option<(Span, &'t DeTable<'t>)> {
        let Some(value) = table.get(name) else {
            self.report(Code::WrongType, span, [("name", name), ("expected", "table"), ("found", "nothing")]);
            return None;
        };
        let DeValue::Table(inner) = value.get_ref() else {
            self.wrong_shape(toml_text::span(value), name, value.get_ref());
            return None;
        };
        Some((toml_text::span(value), inner))
    }

    /// What a `match` asks for; one that asks for nothing would fit everything and is a mistake.
    fn target(&mut self, span: Span, table: &DeTable<'_>) -> Option<FactsTarget> {
        let (mut kind, mut name, mut id, mut folder, mut properties) = (None, None, None, None, Vec::new());
        let mut sound = true;
        for (key, value) in table {
            let slot = match key.get_ref().as_ref() {
                "kind" => &mut kind,
                "name" => &mut name,
                "id" => &mut id,
                "folder" => &mut folder,
                "property" => {
                    sound &= self.properties(value, &mut properties);
                    continue;
                }
                _ => {
                    self.unknown_key(key, "match", &MATCHES);
                    continue;
                }
            };
            match self.pattern(key.get_ref(), value) {
                Some(text) => *slot = Some((text, toml_text::span(value))),
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        if [&kind, &name, &id, &folder].iter().all(|slot| slot.is_none()) && properties.is_empty() {
            self.report(Code::WrongType, span, [("name", "match"), ("expected", "matched"), ("found", "nothing")]);
            return None;
        }
        let [name, id, folder] = [name, id, folder].map(|slot| slot.map(|(text, _)| text));
        Some(FactsTarget::Match { kind, name, id, folder, properties })
    }

    fn pattern(&mut self, name: &str, value: &Item<'_>) -> Option<String> {
        match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) => Some(text.to_string()),
            other => {
                self.report(Code::WrongType, toml_text::span(value), [("name", name), ("expected", "text"), ("found", other.type_name())]);
                None
            }
        }
    }

    /// Keys of properties with the patterns that their values have to fit.
    fn properties(&mut self, value: &Item<'_>, into: &mut Vec<(String, String)>) -> bool {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_shape(toml_text::span(value), "property", value.get_ref());
            return false;
        };
        let before = self.fragment.problems.len();
        into.extend(table.iter().filter_map(|(key, value)| Some((key.get_ref().to_string(), self.pattern(key.get_ref(), value)?))));
        before == self.fragment.problems.len()
    }

    fn state(&mut self, value: &Item<'_>) -> Option<States> {
        let place = Place::new(self.file, toml_text::span(value));
        match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) => {
                let states = States::from_name(text);
                if states.is_none() {
                    self.fragment.problems.push(unknown_value(place, "state", text, &STATES));
                }
                states
            }
            other => {
                self.report(Code::WrongType, place.span, [("name", "state"), ("expected", "text"), ("found", other.type_name())]);
                None
            }
        }
    }

    fn mark(&mut self, value: &Item<'_>) -> bool {
        match toml_text::scalar(value.get_ref()) {
            Scalar::Bool(gone) => gone,
            other => {
                let arguments = [("name", GONE), ("expected", "bool"), ("found", other.type_name())];
                self.report(Code::WrongType, toml_text::span(value), arguments);
                false
            }
        }
    }

    fn fact(&mut self, facts: &mut Facts, key: &Key<'_>, value: &Item<'_>) {
        let value_span = toml_text::span(value);
        if toml_text::is_spoilt(value_span, &self.errors) {
            return;
        }
        let written = toml_text::owned(self.file, key.get_ref(), value, &mut self.fragment.problems);
        let Some(written) = written.filter(|written| !is_silence(written)) else { return };
        self.fragment.counts.properties += 1;
        facts.stated.push(WrittenFact { key: key.get_ref().to_string(), key_span: toml_text::span(key), value: written, value_span });
    }
}

/// An empty text or list that somebody has still to fill in.
fn is_silence(value: &WrittenValue) -> bool {
    match value {
        WrittenValue::Text(text) => text.trim().is_empty(),
        WrittenValue::Localized(texts) => texts.missing().len() == 3,
        WrittenValue::List(items) => items.iter().all(|(item, _)| is_silence(item)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
