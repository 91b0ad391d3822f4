//! How a project wants to be checked: `[check]`, `[params]`, `[requirement]`, `[mapping]`; and what it inherits of it.
//!
//! Everything keeps its place, so that a report can say where it is said. Leaves to others: whether paths are there
//! (`discover`), whether packs, requirements and parameters exist (`select`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use toml::de::DeTable;

use super::keys;
use super::reader::Reader;
use crate::fragment::WrittenValue;
use crate::place::Place;
use crate::problem::{Code, Problem};
use crate::read::values::unknown_value;
use crate::read::{claims, mapping, toml_text};
use crate::text::Language;
use crate::verdict::{Level, Weight};

/// Values by the names of parameters.
pub type Parameters = BTreeMap<String, (WrittenValue, Place)>;

/// How to check.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The folder of the context.
    pub context: Option<Named>,
    pub packs: Option<Packs>,
    /// The folder of further packs.
    pub rules: Option<Named>,
    pub lang: Option<(Language, Place)>,
    pub require: Option<(Level, Place)>,
    pub exclude: Option<Exclude>,
    pub parameters: Parameters,
    pub requirements: BTreeMap<String, Own>,
    /// Entries in whose place something else would be inherited.
    pub instead: BTreeSet<Place>,
    pub mapping: mapping::Written,
}

/// A path that a file names, relative to its own folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub written: String,
    pub place: Place,
    /// Where it leads; as written until the folder is known.
    pub path: PathBuf,
}

impl Named {
    pub fn new((written, place): (String, Place)) -> Named {
        Named { path: PathBuf::from(&written), written, place }
    }
}

/// The packs that are named, and the whole list.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    pub named: Vec<(String, Place)>,
    pub place: Option<Place>,
}

/// Patterns of what is left out, for paths relative to the folder of the file.
#[derive(Clone, Debug, Default)]
pub struct Exclude {
    pub patterns: Vec<(String, Place)>,
    pub set: GlobSet,
    pub folder: PathBuf,
}

impl Exclude {
    pub fn leaves_out(&self, path: &Path) -> bool {
        !self.set.is_empty() && path.strip_prefix(&self.folder).is_ok_and(|inside| self.set.is_match(inside))
    }
}

/// What is set of one requirement.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Of its id.
    pub place: Option<Place>,
    /// Whether nothing at all is said, not even amiss.
    pub is_empty: bool,
    pub severity: Option<(Weight, Place)>,
    pub parameters: Parameters,
}

impl Settings {
    pub fn read(reader: &mut Reader, top: &DeTable<'_>) -> Settings {
        let mut settings = Settings { parameters: parameters(reader, top, "params"), requirements: requirements(reader, top), ..Settings::default() };
        if let Some(value) = top.get(mapping::TABLE) {
            let Reader { file, errors, problems, .. } = reader;
            settings.mapping = mapping::of_project(*file, value, errors, problems);
        }
        let Some(table) = reader.table(top, "check") else { return settings };
        reader.unknown_keys(table, "check", "check");
        settings.context = reader.text(table, "check.context").map(Named::new);
        settings.packs = packs(reader, table);
        settings.rules = reader.text(table, "check.rules").map(Named::new);
        settings.lang = reader.word(table, "check.lang", Language::from_code);
        settings.require = reader.word(table, "check.require", level);
        settings.exclude = exclude(reader, table);
        settings
    }

    /// From now on paths start at this folder.
    pub fn settle_in(&mut self, folder: &Path) {
        for named in [&mut self.context, &mut self.rules, &mut self.mapping.file].into_iter().flatten() {
            named.path = claims::resolved(folder, &named.written);
        }
        if let Some(exclude) = &mut self.exclude {
            exclude.folder = folder.to_path_buf();
        }
    }

    /// These settings where they say something, else the outer ones, key by key.
    pub fn over(self, outer: &Settings) -> Settings {
        let mut instead: BTreeSet<Place> = self.instead.union(&outer.instead).copied().collect();
        let mut replaces = |own: &Parameters, outer: &Parameters| {
            instead.extend(own.iter().filter(|(name, _)| outer.contains_key(*name)).map(|(_, (_, place))| *place));
        };
        replaces(&self.parameters, &outer.parameters);
        for (id, own) in &self.requirements {
            if let Some(known) = outer.requirements.get(id) {
                replaces(&own.parameters, &known.parameters);
            }
        }
        for (id, own) in &self.requirements {
            let known = outer.requirements.get(id).and_then(|known| known.severity);
            instead.extend(own.severity.filter(|_| known.is_some()).map(|(_, place)| place));
        }
        let mut requirements = outer.requirements.clone();
        for (id, own) in self.requirements {
            let known = requirements.entry(id).or_default();
            known.place = own.place.or(known.place);
            known.is_empty = own.is_empty;
            known.severity = own.severity.or(known.severity);
            known.parameters.extend(own.parameters);
        }
        Settings {
            context: self.context.or_else(|| outer.context.clone()),
            packs: self.packs.or_else(|| outer.packs.clone()),
            rules: self.rules.or_else(|| outer.rules.clone()),
            lang: self.lang.or(outer.lang),
            require: self.require.or(outer.require),
            exclude: self.exclude.or_else(|| outer.exclude.clone()),
            parameters: outer.parameters.clone().into_iter().chain(self.parameters).collect(),
            requirements,
            instead,
            mapping: self.mapping.over(&outer.mapping),
        }
    }

    /// Everything that is said, by its name in the file. Of a list it is the whole list.
    pub fn entries(&self) -> Vec<(String, Place)> {
        let mut entries: Vec<(String, Place)> = Vec::new();
        let mut add = |name: &str, place: Option<Place>| entries.extend(place.map(|place| (name.to_string(), place)));
        add("check.context", self.context.as_ref().map(|named| named.place));
        add("check.packs", self.packs.as_ref().and_then(|packs| packs.place));
        add("check.rules", self.rules.as_ref().map(|named| named.place));
        add("check.lang", self.lang.map(|(_, place)| place));
        add("check.require", self.require.map(|(_, place)| place));
        for (pattern, place) in self.exclude.iter().flat_map(|exclude| &exclude.patterns) {
            add(&format!("check.exclude: {pattern}"), Some(*place));
        }
        for (name, (_, place)) in &self.parameters {
            add(&format!("params.{name}"), Some(*place));
        }
        for (id, own) in &self.requirements {
            add(&format!("requirement.\"{id}\".severity"), own.severity.map(|(_, place)| place));
            for (name, (_, place)) in &own.parameters {
                add(&format!("requirement.\"{id}\".params.{name}"), Some(*place));
            }
        }
        entries
    }
}

pub fn level(name: &str) -> Option<Level> {
    [Level::Partial, Level::Full].into_iter().find(|level| level.name() == name)
}

pub fn packs(reader: &mut Reader, table: &DeTable<'_>) -> Option<Packs> {
    let place = table.get("packs").map(|value| reader.place(toml_text::span(value)));
    reader.texts(table, "check.packs").map(|named| Packs { named, place })
}

pub fn parameters(reader: &mut Reader, top: &DeTable<'_>, name: &str) -> Parameters {
    let key = name.rsplit('.').next().unwrap_or(name);
    let Some(value) = top.get(key) else { return Parameters::new() };
    let Some(table) = reader.table_of(value, name) else { return Parameters::new() };
    reader.values(table).into_iter().collect()
}

/// `[requirement."124/19.2"]`, by the ids as written.
pub fn requirements(reader: &mut Reader, top: &DeTable<'_>) -> BTreeMap<String, Own> {
    let mut requirements = BTreeMap::new();
    for (key, value) in reader.table(top, "requirement").into_iter().flatten() {
        let shown = format!("requirement.\"{}\"", key.get_ref());
        let Some(table) = reader.table_of(value, &shown) else { continue };
        reader.unknown_keys(table, "requirement.*", &shown);
        let place = Some(reader.place(toml_text::span(key)));
        let severity = severity(reader, table);
        let parameters = parameters(reader, table, &format!("{shown}.params"));
        requirements.insert(key.get_ref().to_string(), Own { place, is_empty: table.is_empty(), severity, parameters });
    }
    requirements
}

/// Words by which people try to get rid of a requirement.
const OFF: [&str; 8] = ["off", "none", "ignore", "ignored", "skip", "disabled", "no", "allow"];

fn severity(reader: &mut Reader, table: &DeTable<'_>) -> Option<(Weight, Place)> {
    if let Some(value) = reader.value(table, "severity").filter(|value| value.get_ref().as_bool() == Some(false)) {
        let place = reader.place(toml_text::span(value));
        reader.problems.push(Problem::new(Code::SwitchedOff, place).with("found", "false"));
        return None;
    }
    let (text, place) = reader.text(table, "requirement.*.severity")?;
    let found = [Weight::Blocking, Weight::Major, Weight::Minor].into_iter().find(|weight| weight.name() == text);
    if found.is_none() {
        reader.problems.push(match OFF.contains(&text.to_lowercase().as_str()) {
            true => Problem::new(Code::SwitchedOff, place).with("found", text),
            false => unknown_value(place, "severity", &text, &keys::SEVERITIES),
        });
    }
    found.map(|weight| (weight, place))
}

fn exclude(reader: &mut Reader, table: &DeTable<'_>) -> Option<Exclude> {
    let mut set = GlobSetBuilder::new();
    let mut patterns = Vec::new();
    for (written, place) in reader.texts(table, "check.exclude")? {
        match pattern(&written) {
            Some(pattern) => {
                set.add(pattern);
                patterns.push((written, place));
            }
            None => reader.wrong(place.span, "check.exclude", "pattern", &written),
        }
    }
    Some(Exclude { patterns, set: set.build().unwrap_or_default(), folder: PathBuf::new() })
}

/// A pattern as people know it from ignore files: without `/` it fits a name in any folder.
fn pattern(written: &str) -> Option<Glob> {
    let path = written.trim_start_matches("./").trim_matches('/');
    let anywhere = if path.contains('/') || written.starts_with('/') { path.to_string() } else { format!("**/{path}") };
    if path.is_empty() { None } else { GlobBuilder::new(&anywhere).literal_separator(true).build().ok() }
}
