//! Every key of `saikes.toml` and of a policy file: in which table it stands and what its value looks like.
//!
//! The readers know no others, and what describes the files (`docs/configuration.md`, schemas) is compared with them.
//! Leaves to others: the entries of `[mapping]` (`mapping`), which are as many as there are things in drawings.

use super::super::archimate::Table;
use super::super::mapping;

/// A key of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The table it stands in, as its header is written; empty at the top. `*` is any name.
    pub table: &'static str,
    pub name: &'static str,
    pub shape: Shape,
    /// Whether its table says nothing without it.
    pub required: bool,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// A text, or one for each language.
    Name,
    /// A path relative to the folder of the file.
    Path,
    /// One of these words.
    Word(&'static [&'static str]),
    Flag,
    Date,
    Texts,
    /// `true`, or a list of layers.
    FlagOrLayers,
    /// Names of parameters with a value each.
    Values,
    Table,
    Tables,
    /// A table of tables, by names that are not known beforehand.
    Named,
    /// A table, or the path of a file that holds it.
    TableOrPath,
}

const fn key(table: &'static str, name: &'static str, shape: Shape) -> Key {
    Key { table, name, shape, required: false }
}

const fn needed(table: &'static str, name: &'static str, shape: Shape) -> Key {
    Key { table, name, shape, required: true }
}

pub const SEVERITIES: [&str; 3] = ["blocking", "major", "minor"];
const STAGES: &[&str] = &super::super::Stage::NAMES;
const LEVELS: &[&str] = &["partial", "full"];
const STATES: &[&str] = &["current", "target", "both", "approved"];
const LANGUAGES: &[&str] = &["kk", "ru", "en"];

/// The keys of `saikes.toml`, in the order of the documentation.
pub const CONFIG: &[Key] = &[
    key("", "project", Shape::Table),
    key("", "context", Shape::Table),
    key("", "defaults", Shape::Table),
    key("", "model", Shape::Tables),
    key("", "check", Shape::Table),
    key("", "params", Shape::Values),
    key("", "requirement", Shape::Named),
    key("", mapping::TABLE, Shape::TableOrPath),
    key("project", "id", Shape::Text),
    key("project", "name", Shape::Name),
    key("project", "agency", Shape::Text),
    key("project", "stage", Shape::Word(STAGES)),
    key("project", "complete", Shape::FlagOrLayers),
    key("context", "id", Shape::Text),
    key("context", "name", Shape::Name),
    key("context", "agency", Shape::Text),
    key("context", "complete", Shape::FlagOrLayers),
    key("defaults", "name", Shape::Name),
    needed("model", "path", Shape::Path),
    key("model", "state", Shape::Word(STATES)),
    key("check", "context", Shape::Path),
    key("check", "packs", Shape::Texts),
    key("check", "rules", Shape::Path),
    key("check", "lang", Shape::Word(LANGUAGES)),
    key("check", "require", Shape::Word(LEVELS)),
    key("check", "exclude", Shape::Texts),
    key("requirement.*", "severity", Shape::Word(&SEVERITIES)),
    key("requirement.*", "params", Shape::Values),
];

/// The keys of a policy file.
pub const POLICY: &[Key] = &[
    needed("", "policy", Shape::Table),
    key("", "check", Shape::Table),
    key("", "params", Shape::Values),
    key("", "requirement", Shape::Named),
    key("", "waivers", Shape::Tables),
    needed("policy", "id", Shape::Text),
    needed("policy", "title", Shape::Name),
    needed("policy", "body", Shape::Name),
    key("check", "packs", Shape::Texts),
    key("check", "rules", Shape::Path),
    key("check", "require", Shape::Word(LEVELS)),
    key("check", "stage", Shape::Word(STAGES)),
    key("check", "as-of", Shape::Date),
    key("check", "complete", Shape::Flag),
    key("requirement.*", "severity", Shape::Word(&SEVERITIES)),
    key("requirement.*", "params", Shape::Values),
    needed("waivers", "requirement", Shape::Text),
    needed("waivers", "bodies", Shape::Texts),
];

/// The names of the keys of a table.
pub fn of(keys: &[Key], table: &str) -> Vec<&'static str> {
    keys.iter().filter(|key| key.table == table).map(|key| key.name).collect()
}

/// The words that a key takes; none where it takes something else.
pub fn words(keys: &[Key], table: &str, name: &str) -> &'static [&'static str] {
    let found = keys.iter().find(|key| key.table == table && key.name == name);
    match found.map(|key| key.shape) {
        Some(Shape::Word(words)) => words,
        _ => &[],
    }
}

/// The keys of `[mapping]`.
pub fn of_mapping() -> Vec<&'static str> {
    Table::ALL.map(Table::name).into_iter().chain([mapping::FILE]).collect()
}
