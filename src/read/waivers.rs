//! `waivers.toml`: deviations that somebody with the right to do so has allowed, entry by entry.
//!
//! Every mistake is collected with its place, and only an entry that is whole comes back: half a waiver must not lift
//! anything. Leaves to others: which requirements and elements there are, and whether the waiver holds (`waivers`).

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::toml_text::{self, SyntaxError};
use super::values::Scalar;
use crate::fragment::{Format, Fragment};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem, nearest};
use crate::text::Trilingual;
use crate::waivers::{NOTHING, Named, WrittenElement, WrittenWaiver};

/// The tables of the file.
pub const TABLE: &str = "waiver";
/// What an entry holds, all of it.
pub const KEYS: [&str; 8] = ["requirement", "element", "reason", "decision", "body", "owner", "granted", "until"];
/// What an element holds that is not named by its id.
pub const ELEMENT_KEYS: [&str; 2] = ["kind", "name"];

type Item<'t> = Spanned<DeValue<'t>>;

/// What the file says, and everything that is wrong with it.
pub fn read(file: FileId, text: &str) -> Fragment {
    let (table, errors) = toml_text::parse(text);
    let mut reader = Reader { file, errors, problems: Vec::new() };
    let mut fragment = Fragment::new(file, Format::Waivers);
    fragment.waivers = reader.file(&table);
    let Reader { mut problems, errors, .. } = reader;
    problems.extend(errors.into_iter().map(|error| error.problem(file)));
    problems.sort_by_key(|problem| (problem.place, problem.code));
    fragment.problems = problems;
    fragment
}

struct Reader {
    file: FileId,
    errors: Vec<SyntaxError>,
    problems: Vec<Problem>,
}

impl Reader {
    fn place<T>(&self, spanned: &Spanned<T>) -> Place {
        Place::new(self.file, toml_text::span(spanned))
    }

    fn wrong(&mut self, place: Place, name: &str, expected: &str, found: &DeValue<'_>) {
        self.problems.push(toml_text::wrong_type(place, name, expected, found));
    }

    fn file(&mut self, table: &DeTable<'_>) -> Vec<WrittenWaiver> {
        let entries = toml_text::entries(self.file, table, (TABLE, "list-of-waivers"), &KEYS, &mut self.problems);
        entries.into_iter().filter_map(|(place, entry)| self.entry(place, entry)).collect()
    }

    fn entry(&mut self, place: Place, table: &DeTable<'_>) -> Option<WrittenWaiver> {
        let missing: Vec<&str> = KEYS.into_iter().filter(|key| !table.contains_key(*key)).collect();
        if !missing.is_empty() {
            self.problems.push(Problem::new(Code::IncompleteWaiver, place).with("missing", missing.join(", ")));
        }
        // Every part is looked at before any of them ends the entry.
        let requirement = self.text(table, "requirement");
        let elements = self.value(table, "element").map(|value| self.elements(value)).unwrap_or_default();
        let reason = self.value(table, "reason").and_then(|value| self.reason(value));
        let [decision, body, owner] = ["decision", "body", "owner"].map(|key| self.text(table, key).map(|(text, _)| text));
        let [granted, until] = ["granted", "until"].map(|key| self.date(table, key));
        if let (Some((granted, _)), Some((until, place))) = (granted, until)
            && until < granted
        {
            let problem = Problem::new(Code::WaiverDates, place).with("granted", granted.to_string());
            self.problems.push(problem.with("until", until.to_string()));
            return None;
        }
        let (granted, until) = (granted?.0, until?.0);
        let (requirement, reason, elements) = (requirement?, reason?, Some(elements).filter(|elements| !elements.is_empty())?);
        Some(WrittenWaiver { place, requirement, elements, reason, decision: decision?, body: body?, owner: owner?, granted, until })
    }

    /// The value of a key, unless a syntax error spoilt it.
    fn value<'t>(&self, table: &'t DeTable<'t>, key: &str) -> Option<&'t Item<'t>> {
        table.get(key).filter(|value| !toml_text::is_spoilt(toml_text::span(value), &self.errors))
    }

    fn text(&mut self, table: &DeTable<'_>, key: &'static str) -> Option<(String, Place)> {
        let value = self.value(table, key)?;
        self.text_of(key, value)
    }

    /// An empty text says no more than a missing key.
    fn text_of(&mut self, name: &str, value: &Item<'_>) -> Option<(String, Place)> {
        let place = self.place(value);
        match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) if text.trim().is_empty() => {
                self.problems.push(Problem::new(Code::IncompleteWaiver, place).with("missing", name));
                None
            }
            Scalar::Text(text) => Some((text.trim().to_string(), place)),
            _ => {
                self.wrong(place, name, "text", value.get_ref());
                None
            }
        }
    }

    fn date(&mut self, table: &DeTable<'_>, key: &'static str) -> Option<(Date, Place)> {
        let value = self.value(table, key)?;
        let place = self.place(value);
        match toml_text::scalar(value.get_ref()) {
            Scalar::Date(date) => Some((date, place)),
            _ => {
                self.wrong(place, key, "date", value.get_ref());
                None
            }
        }
    }

    fn reason(&mut self, value: &Item<'_>) -> Option<Trilingual> {
        let place = self.place(value);
        let DeValue::Table(texts) = value.get_ref() else {
            let (text, _) = self.text_of("reason", value)?;
            return Some(Trilingual { kk: text.clone(), ru: text.clone(), en: text });
        };
        let before = self.problems.len();
        let [kk, ru, en] = toml_text::localized(self.file, "reason", texts, &mut self.problems).map(|text| text.trim().to_string());
        let reason = Trilingual { kk, ru, en };
        if reason.missing().len() == 3 && before == self.problems.len() {
            self.problems.push(Problem::new(Code::IncompleteWaiver, place).with("missing", "reason"));
        }
        Some(reason).filter(|reason| reason.missing().len() < 3 && before == self.problems.len())
    }

    /// One element, or a list of them.
    fn elements(&mut self, value: &Item<'_>) -> Vec<WrittenElement> {
        let DeValue::Array(items) = value.get_ref() else { return self.element(value).into_iter().collect() };
        if items.is_empty() {
            self.problems.push(Problem::new(Code::IncompleteWaiver, self.place(value)).with("missing", "element"));
        }
        let before = self.problems.len();
        let elements: Vec<WrittenElement> = items.iter().filter_map(|item| self.element(item)).collect();
        // A group is waived as a whole: a part of the list would be another waiver.
        if before == self.problems.len() { elements } else { Vec::new() }
    }

    fn element(&mut self, value: &Item<'_>) -> Option<WrittenElement> {
        let place = self.place(value);
        let named = match value.get_ref() {
            DeValue::Table(table) => self.called(table, place.span)?,
            DeValue::String(_) => match self.text_of("element", value)?.0 {
                nothing if nothing == NOTHING => Named::Nothing,
                id => Named::Id(id),
            },
            other => {
                self.wrong(place, "element", "waived-element", other);
                return None;
            }
        };
        Some(WrittenElement { named, place })
    }

    /// `{ kind = "…", name = "…" }`.
    fn called(&mut self, table: &DeTable<'_>, span: Span) -> Option<Named> {
        for key in table.keys().filter(|key| !ELEMENT_KEYS.contains(&key.get_ref().as_ref())) {
            self.problems.push(toml_text::unknown_key(self.file, key, "element", &ELEMENT_KEYS));
        }
        for key in ELEMENT_KEYS.into_iter().filter(|key| !table.contains_key(*key)) {
            let problem = Problem::new(Code::IncompleteWaiver, Place::new(self.file, span));
            self.problems.push(problem.with("missing", format!("element.{key}")));
        }
        let (kind, name) = (self.text(table, "kind"), self.text(table, "name"));
        let ((kind, place), (name, _)) = (kind?, name?);
        let metamodel = Metamodel::standard();
        if metamodel.find_kind(&kind).is_none() {
            let near = nearest(&kind, metamodel.kinds.iter().map(|kind| kind.name.as_str())).unwrap_or_default();
            self.problems.push(Problem::new(Code::UnknownKind, place).with("found", kind).with("nearest", near));
            return None;
        }
        Some(Named::Called { kind, name })
    }
}
