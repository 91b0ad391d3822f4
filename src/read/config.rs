//! `saikes.toml`: what a project or a context says about itself and how it wants to be checked.
//!
//! Every mistake is collected with its place; what is right beside it counts. Nothing here looks at the disk.
//! Leaves to others: whether paths are there (`discover`) and packs exist (`pack`).

pub mod keys;

use std::collections::BTreeMap;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mapping;
use super::toml_text::{self, SyntaxError};
use super::values::{Scalar, unknown_value};
use super::{Stage, Vouched};
use crate::fragment::{States, WrittenValue};
use crate::metamodel::{LayerId, Metamodel};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};
use crate::text::{Language, Trilingual};
use crate::verdict::Level;

/// The name of the file that makes a folder a project.
pub const FILE_NAME: &str = "saikes.toml";

const TABLES: [&str; 6] = ["project", "context", "model", "check", "params", mapping::TABLE];
const PROJECT_KEYS: [&str; 5] = ["id", "name", "agency", "stage", "complete"];
const CONTEXT_KEYS: [&str; 4] = ["id", "name", "agency", "complete"];
const MODEL_KEYS: [&str; 2] = ["path", "state"];
const CHECK_KEYS: [&str; 5] = ["context", "packs", "lang", "require", "exclude"];

/// What a `saikes.toml` says.
#[derive(Debug, Default)]
pub struct Config {
    pub is_context: bool,
    pub id: Option<(String, Place)>,
    pub names: Trilingual,
    pub agency: Option<String>,
    pub stage: Option<Stage>,
    pub complete: Vouched,
    pub models: Vec<Model>,
    /// The folder of the context, relative to the project's.
    pub context: Option<(String, Place)>,
    pub packs: Option<Vec<(String, Place)>>,
    pub lang: Option<Language>,
    pub require: Option<Level>,
    pub exclude: Vec<(String, Place)>,
    /// The patterns of `exclude`, for paths relative to the project's folder.
    pub excluded: GlobSet,
    pub parameters: BTreeMap<String, (WrittenValue, Place)>,
    pub mapping: mapping::Written,
}

/// One `[[model]]`.
#[derive(Debug)]
pub struct Model {
    pub path: String,
    pub place: Place,
    pub states: States,
}

type Item<'t> = Spanned<DeValue<'t>>;

/// What the file says, and everything that is wrong with it.
pub fn read(file: FileId, text: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = toml_text::parse(text);
    let mut reader = Reader { file, errors, problems: Vec::new(), config: Config::default() };
    reader.unknown_keys(&table, "", &TABLES);
    reader.project(&table);
    reader.models(&table);
    reader.check(&table);
    reader.parameters(&table);
    if let Some(value) = table.get(mapping::TABLE) {
        let Reader { errors, problems, .. } = &mut reader;
        reader.config.mapping = mapping::of_project(file, value, errors, problems);
    }
    let Reader { mut problems, errors, config, .. } = reader;
    problems.extend(errors.into_iter().map(|error| error.problem(file)));
    problems.sort_by_key(|problem| (problem.place, problem.code));
    (config, problems)
}

/// Whether a text is the configuration of a context, without looking at the rest of it.
pub fn is_context(text: &str) -> bool {
    toml_text::parse(text).0.get("context").is_some_and(|value| value.get_ref().is_table())
}

struct Reader {
    file: FileId,
    errors: Vec<SyntaxError>,
    problems: Vec<Problem>,
    config: Config,
}

impl Reader {
    fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    fn wrong(&mut self, span: Span, name: &str, expected: &str, found: &str) {
        let problem = Problem::new(Code::WrongConfiguration, self.place(span));
        self.problems.push(problem.with("name", name).with("expected", expected).with("found", found));
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, name: &str, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.problems.push(toml_text::unknown_key(self.file, key, name, known));
        }
    }

    /// The value of a key, unless a syntax error spoilt it.
    fn value<'t>(&self, table: &'t DeTable<'t>, key: &str) -> Option<&'t Item<'t>> {
        table.get(key).filter(|value| !toml_text::is_spoilt(toml_text::span(value), &self.errors))
    }

    fn table<'t>(&mut self, table: &'t DeTable<'t>, key: &str) -> Option<&'t DeTable<'t>> {
        let value = table.get(key)?;
        if let DeValue::Table(inner) = value.get_ref() {
            return Some(inner);
        }
        let found = toml_text::scalar(value.get_ref()).type_name();
        self.wrong(toml_text::span(value), key, "table", found);
        None
    }

    fn text_of(&mut self, value: &Item<'_>, name: &str) -> Option<(String, Place)> {
        match toml_text::scalar(value.get_ref()) {
            Scalar::Text(text) => Some((text.to_string(), self.place(toml_text::span(value)))),
            other => {
                self.wrong(toml_text::span(value), name, "text", other.type_name());
                None
            }
        }
    }

    /// The text under a key; `name` is the key with its table. An empty one is silence.
    fn text(&mut self, table: &DeTable<'_>, name: &str) -> Option<(String, Place)> {
        let key = name.rsplit('.').next().unwrap_or(name);
        let value = self.value(table, key)?;
        self.text_of(value, name).filter(|(text, _)| !text.trim().is_empty())
    }

    fn texts(&mut self, table: &DeTable<'_>, name: &str) -> Option<Vec<(String, Place)>> {
        let key = name.rsplit('.').next().unwrap_or(name);
        let value = self.value(table, key)?;
        let DeValue::Array(items) = value.get_ref() else {
            let found = toml_text::scalar(value.get_ref()).type_name();
            self.wrong(toml_text::span(value), name, "list", found);
            return None;
        };
        Some(items.iter().filter_map(|item| self.text_of(item, name)).collect())
    }

    /// The meaning of a word under a key, or a problem with the words there are.
    fn word<T>(&mut self, table: &DeTable<'_>, name: &str, words: &[&str], meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (text, place) = self.text(table, name)?;
        let meant = meaning(&text);
        if meant.is_none() {
            self.problems.push(unknown_value(place, name, &text, words));
        }
        meant
    }

    fn project(&mut self, top: &DeTable<'_>) {
        let (project, context) = (self.table(top, "project"), self.table(top, "context"));
        if let (Some(_), Some(_), Some((key, _))) = (project, context, top.get_key_value("context")) {
            self.wrong(toml_text::span(key), "context", "project-or-context", "both");
        }
        self.config.is_context = project.is_none() && context.is_some();
        let (table, prefix) = match (project, context) {
            (Some(table), _) => (table, "project"),
            (None, Some(table)) => (table, "context"),
            (None, None) => return,
        };
        let known: &[&str] = if self.config.is_context { &CONTEXT_KEYS } else { &PROJECT_KEYS };
        self.unknown_keys(table, prefix, known);
        self.id(table, &format!("{prefix}.id"));
        self.names(table, &format!("{prefix}.name"));
        self.config.agency = self.text(table, &format!("{prefix}.agency")).map(|(agency, _)| agency);
        if !self.config.is_context {
            self.config.stage = self.word(table, "project.stage", &Stage::NAMES, Stage::from_name);
        }
        self.complete(table, &format!("{prefix}.complete"));
    }

    fn id(&mut self, table: &DeTable<'_>, name: &str) {
        let Some(value) = self.value(table, "id") else { return };
        let Some((id, place)) = self.text_of(value, name) else { return };
        if !is_id(&id) {
            return self.wrong(place.span, name, "id", &id);
        }
        self.config.id = Some((id, place));
    }

    fn names(&mut self, table: &DeTable<'_>, name: &str) {
        let Some(value) = self.value(table, "name") else { return };
        match value.get_ref() {
            DeValue::Table(texts) => {
                let [kk, ru, en] = toml_text::localized(self.file, name, texts, &mut self.problems).map(str::to_string);
                self.config.names = Trilingual { kk, ru, en };
            }
            _ => {
                let Some((text, _)) = self.text_of(value, name) else { return };
                self.config.names = Trilingual { kk: text.clone(), ru: text.clone(), en: text };
            }
        }
    }

    fn complete(&mut self, table: &DeTable<'_>, name: &str) {
        let Some(value) = self.value(table, "complete") else { return };
        let place = self.place(toml_text::span(value));
        match value.get_ref() {
            DeValue::Boolean(true) => self.config.complete = Vouched::All(Some(place)),
            DeValue::Boolean(false) => {}
            DeValue::Array(_) => {
                let written = self.texts(table, name).unwrap_or_default();
                let layers: Vec<LayerId> = written.into_iter().filter_map(|(layer, place)| self.layer(name, &layer, place)).collect();
                if !layers.is_empty() {
                    self.config.complete = Vouched::Layers(layers, place);
                }
            }
            other => {
                let found = toml_text::scalar(other).type_name();
                self.wrong(place.span, name, "true-or-layers", found);
            }
        }
    }

    fn layer(&mut self, name: &str, layer: &str, place: Place) -> Option<LayerId> {
        let metamodel = Metamodel::standard();
        let found = metamodel.find_layer(layer);
        if found.is_none() {
            let known: Vec<&str> = metamodel.layers.iter().map(|layer| layer.name.as_str()).collect();
            self.problems.push(unknown_value(place, name, layer, &known));
        }
        found
    }

    fn models(&mut self, top: &DeTable<'_>) {
        let Some(value) = top.get("model") else { return };
        let DeValue::Array(items) = value.get_ref() else {
            let found = toml_text::scalar(value.get_ref()).type_name();
            return self.wrong(toml_text::span(value), "model", "list-of-tables", found);
        };
        for item in items.iter() {
            let span = toml_text::span(item);
            match item.get_ref() {
                DeValue::Table(table) => self.model(table, span),
                other => self.wrong(span, "model", "table", toml_text::scalar(other).type_name()),
            }
        }
    }

    fn model(&mut self, table: &DeTable<'_>, span: Span) {
        self.unknown_keys(table, "model", &MODEL_KEYS);
        let states = self.word(table, "model.state", &["current", "target", "both", "approved"], States::from_name);
        match self.text(table, "model.path") {
            Some((path, place)) => self.config.models.push(Model { path, place, states: states.unwrap_or(States::BOTH) }),
            None if table.contains_key("path") => {}
            None => self.wrong(span, "model.path", "text", "nothing"),
        }
    }

    fn check(&mut self, top: &DeTable<'_>) {
        let Some(table) = self.table(top, "check") else { return };
        self.unknown_keys(table, "check", &CHECK_KEYS);
        self.config.context = self.text(table, "check.context");
        self.config.packs = self.texts(table, "check.packs");
        self.config.lang = self.word(table, "check.lang", &["kk", "ru", "en"], Language::from_code);
        let level = |name: &str| [Level::Partial, Level::Full].into_iter().find(|level| level.name() == name);
        self.config.require = self.word(table, "check.require", &["partial", "full"], level);
        self.exclude(table);
    }

    fn exclude(&mut self, table: &DeTable<'_>) {
        let mut set = GlobSetBuilder::new();
        for (written, place) in self.texts(table, "check.exclude").unwrap_or_default() {
            match pattern(&written) {
                Some(pattern) => {
                    set.add(pattern);
                    self.config.exclude.push((written, place));
                }
                None => self.wrong(place.span, "check.exclude", "pattern", &written),
            }
        }
        self.config.excluded = set.build().unwrap_or_default();
    }

    fn parameters(&mut self, top: &DeTable<'_>) {
        let Some(table) = self.table(top, "params") else { return };
        for (key, value) in table {
            let (name, span) = (key.get_ref().as_ref(), toml_text::span(value));
            if toml_text::is_spoilt(span, &self.errors) {
                continue;
            }
            if let Some(written) = toml_text::owned(self.file, name, value, &mut self.problems) {
                self.config.parameters.insert(name.to_string(), (written, self.place(span)));
            }
        }
    }
}

/// Whether a text can be the id of a project: one that holds `:` could not be told from `project:element`.
pub fn is_id(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(':')
}

/// A pattern as people know it from ignore files: without `/` it fits a name in any folder.
fn pattern(written: &str) -> Option<Glob> {
    let path = written.trim_start_matches("./").trim_matches('/');
    let anywhere = if path.contains('/') || written.starts_with('/') { path.to_string() } else { format!("**/{path}") };
    if path.is_empty() { None } else { GlobBuilder::new(&anywhere).literal_separator(true).build().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let show = |problem: &Problem| {
            let place = problem.place.expect("a problem of a file has a place");
            let arguments: Vec<String> =
                problem.arguments.iter().filter(|(name, _)| *name != "allowed").map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} at {}: {}", problem.code.name(), &text[place.span.range()], arguments.join(" "))
        };
        read(FileId(0), text).1.iter().map(show).collect()
    }

    #[test]
    fn everything_the_design_names_is_read() {
        let (config, problems) = read(
            FileId(3),
            r#"
[project]
id = "ehealth"
name = { ru = "Здоровье" }
agency = "moh"
stage = "post-investment"
complete = ["application", "data"]
[[model]]
path = "current"
state = "current"
[[model]]
path = "x.xml"
[check]
context = "../national"
packs = ["order-124"]
lang = "kk"
require = "full"
exclude = ["drafts", "a/*.bak.xml"]
[params]
share = 0.3
"#,
        );
        assert_eq!(problems, []);
        assert_eq!(
            (config.id.map(|(id, _)| id).as_deref(), config.names.ru.as_str(), config.agency.as_deref()),
            (Some("ehealth"), "Здоровье", Some("moh"))
        );
        assert_eq!((config.stage, config.lang, config.require), (Some(Stage::PostInvestment), Some(Language::Kk), Some(Level::Full)));
        assert!(matches!(config.complete, Vouched::Layers(layers, _) if layers.len() == 2));
        let models: Vec<_> = config.models.iter().map(|model| (model.path.as_str(), model.states)).collect();
        assert_eq!(models, [("current", States::CURRENT), ("x.xml", States::BOTH)]);
        assert_eq!(config.context.map(|(path, _)| path).as_deref(), Some("../national"));
        assert_eq!(config.packs.map(|packs| packs.len()), Some(1));
        for (path, excluded) in [("drafts", true), ("x/drafts", true), ("a/1.bak.xml", true), ("a/b/1.bak.xml", false), ("drafts2", false)]
        {
            assert_eq!(config.excluded.is_match(path), excluded, "{path}");
        }
        assert_eq!(config.parameters.get("share").map(|(value, _)| value), Some(&WrittenValue::Number(0.3)));
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let text = r#"
[projekt]
[project]
id = "a:b"
nam = "x"
stage = "plan"
complete = ["aplication", 1]
[[model]]
state = "futur"
[check]
packs = "order-124"
lang = "de"
require = "non-compliant"
exclude = ["[", ""]
contxt = ".."
"#;
        assert_eq!(
            problems(text),
            [
                "unknown-key at projekt: found=projekt table= nearest=project",
                "wrong-configuration at \"a:b\": name=project.id expected=id found=a:b",
                "unknown-key at nam: found=nam table=project nearest=name",
                "unknown-value at \"plan\": name=project.stage found=plan nearest=",
                "unknown-value at \"aplication\": name=project.complete found=aplication nearest=application",
                "wrong-configuration at 1: name=project.complete expected=text found=integer",
                "wrong-configuration at [[model]]: name=model.path expected=text found=nothing",
                "unknown-value at \"futur\": name=model.state found=futur nearest=",
                "wrong-configuration at \"order-124\": name=check.packs expected=list found=text",
                "unknown-value at \"de\": name=check.lang found=de nearest=",
                "unknown-value at \"non-compliant\": name=check.require found=non-compliant nearest=",
                "wrong-configuration at \"[\": name=check.exclude expected=pattern found=[",
                "wrong-configuration at \"\": name=check.exclude expected=pattern found=",
                "unknown-key at contxt: found=contxt table=check nearest=context",
            ]
        );
    }

    #[test]
    fn project_and_context_exclude_each_other_and_broken_lines_cost_only_themselves() {
        assert_eq!(
            problems("[project]\nid = \"a\"\n[context]\n"),
            ["wrong-configuration at context: name=context expected=project-or-context found=both"]
        );
        let (config, problems) = read(FileId(0), "[context]\nid = \nname = \"N\"\ncomplete = true\n");
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::MalformedToml]);
        assert!(config.is_context && config.id.is_none() && matches!(config.complete, Vouched::All(Some(_))));
        assert_eq!(config.names.kk, "N");
    }
}
