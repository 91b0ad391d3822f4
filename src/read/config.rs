//! `saikes.toml`: what a project or a context says about itself and how it wants to be checked; and what holds for all
//! projects below a folder.
//!
//! Every mistake is collected with its place; what is right beside it counts. Nothing here looks at the disk.
//! Leaves to others: whether paths are there (`discover`), which packs, requirements and parameters there are (`select`).

pub mod keys;
pub mod reader;
pub mod settings;


use toml::de::{DeTable, DeValue};

use self::reader::Reader;
pub use self::settings::Settings;
use super::toml_text;
use super::values::unknown_value;
use super::{Stage, Vouched};
use crate::fragment::States;
use crate::metamodel::{LayerId, Metamodel};
use crate::place::{FileId, Place, Span};
use crate::problem::Problem;
use crate::text::Trilingual;

/// The name of the file that makes a folder a project.
pub const FILE_NAME: &str = "saikes.toml";

/// What a `saikes.toml` speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    #[default]
    Project,
    Context,
    /// Everything below its folder: it is no project itself.
    Defaults,
}

/// What a `saikes.toml` says.
#[derive(Debug, Default)]
pub struct Config {
    pub of: Of,
    pub id: Option<(String, Place)>,
    pub names: Trilingual,
    pub agency: Option<String>,
    pub stage: Option<(Stage, Place)>,
    pub complete: Vouched,
    pub models: Vec<Model>,
    pub settings: Settings,
}

/// One `[[model]]`.
#[derive(Debug)]
pub struct Model {
    pub path: String,
    pub place: Place,
    pub states: States,
}

/// What the file says, and everything that is wrong with it.
pub fn read(file: FileId, text: &str) -> (Config, Vec<Problem>) {
    let (table, mut reader) = Reader::open(file, text, keys::CONFIG);
    reader.unknown_keys(&table, "", "");
    let mut config = project(&mut reader, &table);
    config.models = models(&mut reader, &table);
    if let (Of::Defaults, Some((key, _))) = (config.of, table.get_key_value("model")) {
        reader.wrong(toml_text::span(key), "model", "project-or-defaults", "both");
    }
    config.settings = Settings::read(&mut reader, &table);
    (config, reader.close())
}

/// What a text is the configuration of, without looking at the rest of it.
pub fn of(text: &str) -> Of {
    let (table, _) = toml_text::parse(text);
    let has = |key: &str| table.get(key).is_some_and(|value| value.get_ref().is_table());
    match (has("project"), has("context"), has("defaults")) {
        (true, _, _) => Of::Project,
        (_, true, _) => Of::Context,
        (_, _, true) => Of::Defaults,
        _ => Of::Project,
    }
}

fn project(reader: &mut Reader, top: &DeTable<'_>) -> Config {
    let found = ["project", "context", "defaults"].map(|key| reader.table(top, key));
    let [project, context, defaults] = found;
    if let (Some(_), Some(_), Some((key, _))) = (project, context, top.get_key_value("context")) {
        reader.wrong(toml_text::span(key), "context", "project-or-context", "both");
    }
    if let (Some(_), Some(_), Some((key, _))) = (project.or(context), defaults, top.get_key_value("defaults")) {
        reader.wrong(toml_text::span(key), "defaults", "project-or-defaults", "both");
    }
    let (of, table, name) = match found {
        [Some(table), ..] => (Of::Project, table, "project"),
        [_, Some(table), _] => (Of::Context, table, "context"),
        [_, _, Some(table)] => (Of::Defaults, table, "defaults"),
        _ => return Config::default(),
    };
    reader.unknown_keys(table, name, name);
    let mut config = Config { of, names: reader.names(table, &format!("{name}.name")).unwrap_or_default(), ..Config::default() };
    if of == Of::Defaults {
        return config;
    }
    config.id = id(reader, table, &format!("{name}.id"));
    config.agency = reader.text(table, &format!("{name}.agency")).map(|(agency, _)| agency);
    if of == Of::Project {
        config.stage = reader.word(table, "project.stage", Stage::from_name);
    }
    config.complete = complete(reader, table, &format!("{name}.complete"));
    config
}

/// Whether a text can be the id of a project: one that holds `:` could not be told from `project:element`.
pub fn is_id(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(':')
}

fn id(reader: &mut Reader, table: &DeTable<'_>, name: &str) -> Option<(String, Place)> {
    let value = reader.value(table, "id")?;
    let (id, place) = reader.text_of(value, name)?;
    if !is_id(&id) {
        reader.wrong(place.span, name, "id", &id);
        return None;
    }
    Some((id, place))
}

fn complete(reader: &mut Reader, table: &DeTable<'_>, name: &str) -> Vouched {
    let Some(value) = reader.value(table, "complete") else { return Vouched::Nothing };
    let place = reader.place(toml_text::span(value));
    match value.get_ref() {
        DeValue::Boolean(true) => return Vouched::All(Some(place)),
        DeValue::Boolean(false) => {}
        DeValue::Array(_) => {
            let written = reader.texts(table, name).unwrap_or_default();
            let layers: Vec<LayerId> = written.into_iter().filter_map(|(found, place)| layer(reader, name, &found, place)).collect();
            if !layers.is_empty() {
                return Vouched::Layers(layers, place);
            }
        }
        other => {
            let found = toml_text::scalar(other).type_name();
            reader.wrong(place.span, name, "true-or-layers", found);
        }
    }
    Vouched::Nothing
}

fn layer(reader: &mut Reader, name: &str, layer: &str, place: Place) -> Option<LayerId> {
    let metamodel = Metamodel::standard();
    let found = metamodel.find_layer(layer);
    if found.is_none() {
        let known: Vec<&str> = metamodel.layers.iter().map(|layer| layer.name.as_str()).collect();
        reader.problems.push(unknown_value(place, name, layer, &known));
    }
    found
}

fn models(reader: &mut Reader, top: &DeTable<'_>) -> Vec<Model> {
    let tables = reader.tables(top, "model");
    tables.into_iter().filter_map(|(table, span)| model(reader, table, span)).collect()
}

fn model(reader: &mut Reader, table: &DeTable<'_>, span: Span) -> Option<Model> {
    reader.unknown_keys(table, "model", "model");
    let states = reader.word(table, "model.state", States::from_name);
    let Some((path, place)) = reader.text(table, "model.path") else {
        if !table.contains_key("path") {
            reader.wrong(span, "model.path", "text", "nothing");
        }
        return None;
    };
    Some(Model { path, place, states: states.map_or(States::BOTH, |(states, _)| states) })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::fragment::WrittenValue;
    use crate::problem::Code;
    use crate::text::Language;
    use crate::verdict::{Level, Weight};

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
        let mut settings = config.settings;
        settings.settle_in(Path::new("/p"));
        assert_eq!(
            (config.id.map(|(id, _)| id).as_deref(), config.names.ru.as_str(), config.agency.as_deref()),
            (Some("ehealth"), "Здоровье", Some("moh"))
        );
        assert_eq!((config.stage.map(|(stage, _)| stage), settings.lang.map(|(lang, _)| lang), settings.require.map(|(level, _)| level)),
            (Some(Stage::PostInvestment), Some(Language::Kk), Some(Level::Full)));
        assert!(matches!(config.complete, Vouched::Layers(layers, _) if layers.len() == 2));
        let models: Vec<_> = config.models.iter().map(|model| (model.path.as_str(), model.states)).collect();
        assert_eq!(models, [("current", States::CURRENT), ("x.xml", States::BOTH)]);
        assert_eq!(settings.context.map(|named| named.path), Some(PathBuf::from("/national")));
        assert_eq!(settings.packs.map(|packs| packs.named.len()), Some(1));
        for (path, excluded) in [("drafts", true), ("x/drafts", true), ("a/1.bak.xml", true), ("a/b/1.bak.xml", false), ("drafts2", false)]
        {
            let left_out = settings.exclude.as_ref().is_some_and(|exclude| exclude.leaves_out(&Path::new("/p").join(path)));
            assert_eq!(left_out, excluded, "{path}");
        }
        assert_eq!(settings.parameters.get("share").map(|(value, _)| value), Some(&WrittenValue::Number(0.3)));
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
        assert!(config.of == Of::Context && config.id.is_none() && matches!(config.complete, Vouched::All(Some(_))));
        assert_eq!(config.names.kk, "N");
    }

    #[test]
    fn a_requirement_has_a_severity_and_values_of_its_own() {
        let text = "[requirement.\"124/19.2\"]\nseverity = \"minor\"\nparams = { share = 0.4 }\n[requirement.\"1/1\"]\nseverity = \"off\"\nweight = 1\n";
        let (config, _) = read(FileId(0), text);
        let own = &config.settings.requirements["124/19.2"];
        assert_eq!(own.severity.map(|(weight, _)| weight), Some(Weight::Minor));
        assert_eq!(own.parameters.get("share").map(|(value, _)| value), Some(&WrittenValue::Number(0.4)));
        assert_eq!(
            problems(text),
            ["switched-off at \"off\": found=off", "unknown-key at weight: found=weight table=requirement.\"1/1\" nearest="]
        );
    }

    #[test]
    fn the_nearest_file_wins_key_by_key() {
        let settings = |file, text: &str| read(FileId(file), text).0.settings;
        let outer = settings(0, "[defaults]\n[check]\nlang = \"kk\"\nrequire = \"full\"\npacks = [\"a\", \"b\"]\n[params]\nx = 1\ny = 1\n[requirement.r]\nseverity = \"minor\"\n");
        let inner = settings(1, "[check]\nlang = \"ru\"\npacks = [\"c\"]\n[params]\nx = 2\n[requirement.r]\nparams = { x = 3 }\n");
        let both = inner.over(&outer);
        assert_eq!((both.lang.map(|(lang, place)| (lang, place.file)), both.require.map(|(_, place)| place.file)), (Some((Language::Ru, FileId(1))), Some(FileId(0))));
        assert_eq!(both.packs.map(|packs| packs.named.len()), Some(1), "lists are replaced as a whole");
        let value = |name: &str| both.parameters.get(name).map(|(value, _)| value.clone());
        assert_eq!((value("x"), value("y")), (Some(WrittenValue::Integer(2)), Some(WrittenValue::Integer(1))));
        let own = &both.requirements["r"];
        assert_eq!((own.severity.map(|(weight, _)| weight), own.parameters.len()), (Some(Weight::Minor), 1));
    }

    #[test]
    fn defaults_are_no_project() {
        assert_eq!(read(FileId(0), "[defaults]\nname = \"All\"\n").0.of, Of::Defaults);
        assert_eq!((of("[defaults]\n"), of("[project]\n[defaults]\n"), of("")), (Of::Defaults, Of::Project, Of::Project));
        assert_eq!(
            problems("[defaults]\nid = \"x\"\n[project]\n"),
            ["wrong-configuration at defaults: name=defaults expected=project-or-defaults found=both"]
        );
        assert_eq!(
            problems("[defaults]\nid = \"x\"\n[[model]]\npath = \"a\"\n"),
            ["unknown-key at id: found=id table=defaults nearest=", "wrong-configuration at model: name=model expected=project-or-defaults found=both"]
        );
    }
}
