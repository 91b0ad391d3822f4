//! `distinct.toml`: elements of different projects that look like one thing and are not, with the reason.
//!
//! Every mistake is collected with its place, and only an entry that is whole comes back: half a declaration must not
//! silence anything. Leaves to others: which elements there are (`duplicates::distinct`).

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::discover::Discovery;
use super::toml_text::{self, SyntaxError};
use super::values::Scalar;
use super::{decode, load};
use crate::duplicates::{WrittenDistinct, WrittenMember};
use crate::place::{FileId, Place, SourceFile};
use crate::problem::{Code, Problem};
use crate::text::Trilingual;

/// What such a file is called, wherever it lies.
pub const FILE_NAME: &str = "distinct.toml";
/// The tables of the file, and what each holds, all of it.
pub const TABLE: &str = "distinct";
pub const KEYS: [&str; 2] = ["elements", "reason"];

type Item<'t> = Spanned<DeValue<'t>>;

/// Whether a path is that of such a file.
pub fn is_distinct(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

/// Everything that the files declare, file by file in the order of their paths; what is wrong with them is of no project.
pub fn read_all(discovery: &mut Discovery) -> Vec<WrittenDistinct> {
    let mut paths: Vec<PathBuf> = std::mem::take(&mut discovery.distinct);
    paths.sort();
    paths.dedup();
    let mut all = Vec::new();
    for path in paths {
        let shown = discovery.shown(&path);
        let file = discovery.sources.add(SourceFile::new(shown.clone(), ""));
        let text = match std::fs::read(&path).map(decode::decode) {
            Ok(Ok(text)) => text,
            Ok(Err(broken)) => {
                discovery.problems.push(load::not_text(file, &broken));
                continue;
            }
            Err(error) => {
                discovery.problems.push(Problem::new(Code::UnreadableFile, Place::whole(file)).with("reason", load::reason(&error)));
                continue;
            }
        };
        let (declared, problems) = read(file, &text);
        discovery.sources.set(file, SourceFile::new(shown, text));
        discovery.problems.extend(problems);
        all.extend(declared);
    }
    all
}

/// What one file declares, and everything that is wrong with it.
pub fn read(file: FileId, text: &str) -> (Vec<WrittenDistinct>, Vec<Problem>) {
    let (table, errors) = toml_text::parse(text);
    let mut reader = Reader { file, errors, problems: Vec::new() };
    let declared = reader.file(&table);
    let Reader { mut problems, errors, .. } = reader;
    problems.extend(errors.into_iter().map(|error| error.problem(file)));
    problems.sort_by_key(|problem| (problem.place, problem.code));
    (declared, problems)
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

    fn lacks(&mut self, place: Place, missing: &str) {
        self.problems.push(Problem::new(Code::IncompleteDistinct, place).with("missing", missing));
    }

    fn file(&mut self, table: &DeTable<'_>) -> Vec<WrittenDistinct> {
        let entries = toml_text::entries(self.file, table, (TABLE, "list-of-distinct"), &KEYS, &mut self.problems);
        entries.into_iter().filter_map(|(place, entry)| self.entry(place, entry)).collect()
    }

    fn entry(&mut self, place: Place, table: &DeTable<'_>) -> Option<WrittenDistinct> {
        let missing: Vec<&str> = KEYS.into_iter().filter(|key| !table.contains_key(*key)).collect();
        if !missing.is_empty() {
            self.lacks(place, &missing.join(", "));
        }
        // Both parts are looked at before either of them ends the entry.
        let elements = self.value(table, "elements").and_then(|value| self.elements(value));
        let reason = self.value(table, "reason").and_then(|value| self.reason(value));
        Some(WrittenDistinct { place, elements: elements?, reason: reason? })
    }

    /// The value of a key, unless a syntax error spoilt it.
    fn value<'t>(&self, table: &'t DeTable<'t>, key: &str) -> Option<&'t Item<'t>> {
        table.get(key).filter(|value| !toml_text::is_spoilt(toml_text::span(value), &self.errors))
    }

    fn elements(&mut self, value: &Item<'_>) -> Option<Vec<WrittenMember>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(self.place(value), "elements", "distinct-elements", value.get_ref());
            return None;
        };
        let mut members: Vec<WrittenMember> = Vec::new();
        for item in items.iter() {
            let place = self.place(item);
            match toml_text::scalar(item.get_ref()) {
                Scalar::Text(text) => members.push(WrittenMember { written: text.trim().to_string(), place }),
                _ => self.wrong(place, "elements", "distinct-elements", item.get_ref()),
            }
        }
        if members.len() < items.len() {
            return None;
        }
        // One element is not distinct from itself.
        let mut different: Vec<&str> = members.iter().map(|member| member.written.as_str()).collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < 2 {
            self.lacks(self.place(value), "elements");
            return None;
        }
        Some(members)
    }

    /// In one text, or by language.
    fn reason(&mut self, value: &Item<'_>) -> Option<Trilingual> {
        let place = self.place(value);
        let before = self.problems.len();
        let reason = match value.get_ref() {
            DeValue::Table(texts) => {
                let [kk, ru, en] = toml_text::localized(self.file, "reason", texts, &mut self.problems).map(|text| text.trim().to_string());
                Trilingual { kk, ru, en }
            }
            other => match toml_text::scalar(other) {
                Scalar::Text(text) => {
                    let text = text.trim().to_string();
                    Trilingual { kk: text.clone(), ru: text.clone(), en: text }
                }
                _ => {
                    self.wrong(place, "reason", "text", other);
                    return None;
                }
            },
        };
        if before == self.problems.len() && reason.missing().len() == 3 {
            self.lacks(place, "reason");
        }
        (before == self.problems.len()).then_some(reason)
    }
}
