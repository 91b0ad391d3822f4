//! The schemas against the readers: whatever value stands under whatever key, both take it or both refuse it. Where they
//! differ the reason is that of JSON, and stands in [`told_apart`] alone.

use jsonschema::Validator;
use serde_json::Value;

use super::*;
use crate::metamodel::{AttributeId, AttributeType, KindId, Member};
use crate::pack::parse::parse;
use crate::place::FileId;
use crate::problem::{Problem, Severity};
use crate::read::config::{self, keys};
use crate::read::{native, waivers};

fn validator(subject: Subject) -> Validator {
    let schema: Value = serde_json::from_str(&text(subject, Language::En)).expect("a schema is JSON");
    jsonschema::validator_for(&schema).expect("a schema is a schema")
}

/// A document of TOML as an editor hands it to a validator: dates and times become texts.
fn json(document: &str) -> Value {
    fn of(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(moment) => Value::String(moment.to_string()),
            toml::Value::Array(items) => items.into_iter().map(of).collect(),
            toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, of(value))).collect()),
            other => serde_json::to_value(other).expect("what is left is JSON too"),
        }
    }
    of(toml::Value::Table(document.parse().unwrap_or_else(|error| unreachable!("{error}:\n{document}"))))
}

fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Values of every sort, as TOML.
const VALUES: [&str; 25] = [
    "\"text\"",
    "\"\"",
    "\"none\"",
    "\"2026-11-22\"",
    "true",
    "7",
    "2026",
    "12026",
    "1.5",
    "2.0",
    "2026-11-22",
    "10:00:00",
    "2026-11-22T10:00:00Z",
    "[]",
    "[\"none\"]",
    "[\"a\"]",
    "[\"a\", \"b\"]",
    "[1]",
    "[\"a\", true]",
    "[[\"a\"]]",
    "{}",
    "{ kk = \"a\" }",
    "{ kk = \"a\", de = \"b\" }",
    "{ kk = 1 }",
    "[{ kk = \"a\" }]",
];

/// What JSON does not tell apart: a date or a time from a text, `2.0` from `2`. The schema lets through what the reader
/// does not; never the other way round.
fn told_apart(value: &str) -> bool {
    !(value.starts_with("20") || value.starts_with("10:") || value == "2.0" || value == "\"2026-11-22\"")
}

/// Compares reader and schema on documents made of each value.
fn compare(validator: &Validator, values: &[String], document: impl Fn(&str) -> String, refused: impl Fn(&str) -> bool) {
    for value in values {
        let document = document(value);
        let (by_reader, by_schema) = (refused(&document), !validator.is_valid(&json(&document)));
        let agree = by_reader == by_schema || (by_reader && !told_apart(value));
        assert!(agree, "the reader refuses: {by_reader}, the schema refuses: {by_schema}\n{document}");
    }
}

fn values(more: &[&str]) -> Vec<String> {
    let quoted = more.iter().flat_map(|word| [format!("\"{word}\""), format!("[\"{word}\"]"), format!("[\"{word}\", \"no such word\"]")]);
    VALUES.iter().map(ToString::to_string).chain(quoted).collect()
}

#[test]
fn every_key_of_every_kind_takes_what_the_reader_takes() {
    let (metamodel, validator) = (Metamodel::standard(), validator(Subject::Model));
    let refused = |document: &str| has_errors(&native::read(metamodel, FileId(0), document).problems);
    let mut seen = std::collections::BTreeSet::new();
    for kind in (0..metamodel.kinds.len()).map(|at| KindId(at as u8)) {
        let name = &metamodel.kind(kind).name;
        for (key, member) in metamodel.members(kind) {
            let words = match member {
                Member::Attribute(attribute) => metamodel.words_of(*attribute),
                _ => Vec::new(),
            };
            // Kinds share most of them: each is asked about once with every value, and on every kind with one.
            let all = seen.insert(format!("{key} {member:?}"));
            let asked = if all { values(&words) } else { vec!["[{}]".to_string()] };
            let document = |value: &str| format!("[{name}.a]\n{key} = {value}\n");
            compare(&validator, &asked, document, |document| key != "id" && refused(document) || key == "id" && !id_fits(document));
        }
        compare(&validator, &["1".to_string()], |value| format!("[{name}.a]\nno-such-key = {value}\n"), refused);
    }
    assert!(seen.len() > 300);
}

/// A schema cannot compare the key `id` with the id that stands above it.
fn id_fits(document: &str) -> bool {
    json(document).as_object().is_some_and(|kinds| kinds.values().all(|elements| elements["a"]["id"].is_string()))
}

#[test]
fn tables_of_models_fit_where_the_reader_takes_them() {
    let (metamodel, validator) = (Metamodel::standard(), validator(Subject::Model));
    let documents = [
        "[system.a]",
        "[[system.a]]\nstate = \"current\"\n[[system.a]]\nstate = \"target\"",
        "[sytem.a]",
        "[system]\nname = \"a\"",
        "[a]\nname = \"a\"",
        "[system.none]",
        "[system.\"\"]",
        "[system.\" \"]",
        "system = 1",
        "system = []",
        "name = \"a\"",
        "[[system]]\nname = \"a\"",
        "[system]\na = 1",
        "[element.a]",
        "",
    ];
    let refused = |document: &str| has_errors(&native::read(metamodel, FileId(0), document).problems);
    for document in documents {
        compare(&validator, &[String::new()], |_| document.to_string(), refused);
    }
}

#[test]
fn every_key_of_the_configuration_takes_what_the_reader_takes() {
    let validator = validator(Subject::Config);
    let refused = |document: &str| has_errors(&config::read(FileId(0), document).1);
    for key in keys::CONFIG {
        let words = match key.shape {
            keys::Shape::Word(words) => words.to_vec(),
            keys::Shape::FlagOrLayers => vec!["application"],
            _ => Vec::new(),
        };
        let document = |value: &str| match key.table {
            "" => format!("{} = {value}\n", key.name),
            "model" if key.name == "path" => format!("[[model]]\npath = {value}\n"),
            "model" => format!("[[model]]\npath = \"a\"\n{} = {value}\n", key.name),
            "requirement.*" => format!("[requirement.\"1/1\"]\n{} = {value}\n", key.name),
            table => format!("[{table}]\n{} = {value}\n", key.name),
        };
        // What may stand in the tables themselves is asked key by key.
        let tables = ["project", "context", "defaults", "check", "mapping", "model", "params", "requirement"];
        let asked = values(&words).into_iter().filter(|value| !(key.table.is_empty() && tables.contains(&key.name) && value.contains('{')));
        let asked: Vec<String> = asked.collect();
        compare(&validator, &asked, document, refused);
    }
    for table in ["project", "context", "defaults", "check", "model", "mapping", "requirement.\"1/1\""] {
        let brackets = if table == "model" { format!("[[{table}]]\npath = \"a\"") } else { format!("[{table}]") };
        compare(&validator, &["1".to_string()], |value| format!("{brackets}\nno-such-key = {value}\n"), refused);
    }
}

#[test]
fn what_drawings_mean_is_said_as_the_reader_takes_it() {
    let validator = validator(Subject::Config);
    let refused = |document: &str| has_errors(&config::read(FileId(0), document).1);
    for key in keys::of_mapping().into_iter().filter(|key| *key != "dates") {
        let deeper = ["{ x = \"a\" }", "{ x = [\"a\"] }", "{ x = { y = \"a\" } }", "{ x = { y = 1 } }", "{ x = { y = [1] } }"];
        let asked: Vec<String> = VALUES.iter().copied().chain(deeper).filter(|value| *value != "{}").map(ToString::to_string).collect();
        compare(&validator, &asked, |value| format!("[mapping]\n{key} = {value}\n"), refused);
    }
    assert!(!validator.is_valid(&json("[mapping]\ndates = \"years\"\n")));
}

#[test]
fn documents_that_speak_of_two_things_are_refused() {
    let validator = validator(Subject::Config);
    let refused = |document: &str| has_errors(&config::read(FileId(0), document).1);
    for document in ["[project]\n[context]", "[project]\n[defaults]", "[context]\n[defaults]", "[defaults]\n[[model]]\npath = \"a\"", "[defaults]", "[project]", "[context]", "", "[[model]]", "[project]\nid = \"a:b\"", "[project]\nid = \" \""] {
        compare(&validator, &[String::new()], |_| document.to_string(), refused);
    }
}

#[test]
fn every_key_of_a_waiver_takes_what_the_reader_takes() {
    let validator = validator(Subject::Waivers);
    let refused = |document: &str| has_errors(&waivers::read(FileId(0), document).problems);
    let whole = [
        ("requirement", "\"124/7.1\""),
        ("element", "\"a\""),
        ("reason", "\"a\""),
        ("decision", "\"7\""),
        ("body", "\"a\""),
        ("owner", "\"a\""),
        ("granted", "2026-01-01"),
        ("until", "2026-12-31"),
    ];
    assert_eq!(whole.map(|(key, _)| key), waivers::KEYS);
    let deeper = [
        "{ kind = \"system\", name = \"a\" }",
        "{ kind = \"object\", name = \"a\" }",
        "{ kind = \"system\" }",
        "[{ kind = \"system\", name = \" \" }]",
        "{ kk = \"\" }",
        "\" \"",
    ];
    for asked in waivers::KEYS {
        let document = |value: &str| {
            let line = |(key, whole): (&str, &str)| format!("{key} = {}\n", if key == asked { value } else { whole });
            format!("[[waiver]]\n{}", whole.map(line).concat())
        };
        // That it ends before it begins a schema cannot say.
        let values =
            values(&[]).into_iter().chain(deeper.map(String::from)).filter(|value| !(asked == "granted" && value.contains("2026")));
        compare(&validator, &values.collect::<Vec<_>>(), document, refused);
        compare(&validator, &[String::new()], |_| document("").replace(&format!("{asked} = \n"), ""), refused);
    }
    for document in ["", "[waiver]", "[[waiver]]", "waiver = 1", "[[waivers]]", "waiver = []"] {
        compare(&validator, &[String::new()], |_| document.to_string(), refused);
    }
}

#[test]
fn every_key_of_a_pack_takes_what_the_structs_take() {
    let (writer, validator) = (Writer::new(Language::En), validator(Subject::Pack));
    let refused = |document: &str| has_errors(&parse(FileId(0), document).problems);
    let places = [
        ("WrittenPack", "[pack]"),
        ("WrittenChapter", "[[pack.chapter]]"),
        ("WrittenAmendment", "[[pack.amendment]]"),
        ("WrittenAct", "[[pack.act]]"),
        ("WrittenDefine", "[define.a]"),
        ("WrittenRequirement", "[[requirement]]"),
        ("WrittenCase", "[[requirement]]\n[[requirement.case]]"),
        ("WrittenEditions", "[[requirement]]\n[requirement.edition]"),
        ("WrittenEdition", "[[requirement]]\n[requirement.edition.kk]"),
        ("WrittenUnique", "[[requirement]]\n[requirement.unique]"),
        ("WrittenGroup", "[[requirement]]\n[requirement.group]"),
        ("WrittenForm", "[[requirement]]\n[requirement.form]"),
        ("WrittenExample", "[[requirement]]\n[[requirement.example]]"),
        ("WrittenCitation", "[[requirement]]\n[[requirement.cites]]"),
        ("Practice", "[[requirement]]\n[[requirement.follows]]\nwork = \"a\""),
    ];
    let schema = writer.pack();
    let structs = schema["definitions"].as_object().expect("there are definitions");
    assert_eq!(structs.len(), places.len());
    for (name, header) in places {
        let keys = structs[name]["properties"].as_object().expect("a struct has keys");
        assert!(keys.len() > 1, "{name}");
        for (key, shape) in keys {
            assert_ne!(*shape, serde_json::json!({}), "{name}.{key} may hold anything");
            // What texts there are to choose from, how large a share is, and that a time is no date, only the loader says.
            let chosen = shape.to_string().contains("\"enum\"") && !shape.to_string().contains("[\"kk\"");
            let is_date = shape["format"] == "date";
            let is_share = shape["maximum"].is_number();
            let left_out = |value: &str| {
                chosen && value.contains('"') || is_date && value.contains("10:00") || is_share && value.starts_with(char::is_numeric)
            };
            let asked: Vec<String> = VALUES.iter().filter(|value| !left_out(value)).map(ToString::to_string).collect();
            let header = header.replace(&format!("\n{key} = \"1\""), "").replace(&format!("\n{key} = \"a\""), "");
            compare(&validator, &asked, |value| format!("{header}\n{key} = {value}\n"), refused);
        }
        compare(&validator, &["1".to_string()], |value| format!("{header}\nno-such-key = {value}\n"), refused);
    }
}

#[test]
fn every_key_is_told_in_every_language() {
    for language in Language::ALL {
        for subject in [Subject::Config, Subject::Facts, Subject::Model, Subject::Pack, Subject::Waivers] {
            let schema: Value = serde_json::from_str(&text(subject, language)).expect("a schema is JSON");
            silent(&schema, subject.name(), &schema["definitions"]);
        }
    }
}

/// Every key below says what it is, itself or where it refers to.
#[track_caller]
fn silent(schema: &Value, place: &str, definitions: &Value) {
    for (key, shape) in schema["properties"].as_object().into_iter().flatten() {
        let shape = match shape["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            Some(name) => &definitions[name],
            None => shape,
        };
        let hidden = !shape["x-taplo"]["hidden"].is_null();
        let languages = ["kk", "ru", "en"].contains(&key.as_str());
        let structs = shape["properties"].is_object() || shape["anyOf"].is_array() && shape["description"].is_null();
        assert!(hidden || languages || structs || shape["description"].is_string(), "{place}.{key}: {shape}");
        silent(shape, &format!("{place}.{key}"), definitions);
    }
    for (name, definition) in schema["definitions"].as_object().into_iter().flatten() {
        silent(definition, name, definitions);
    }
    for deeper in ["items", "additionalProperties"] {
        if schema[deeper].is_object() {
            silent(&schema[deeper], place, definitions);
        }
    }
}

#[test]
fn attributes_of_each_type_have_a_shape_of_their_own() {
    let writer = Writer::new(Language::En);
    for kind in AttributeType::ALL {
        let found = (0..writer.metamodel.attributes.len()).map(|at| AttributeId(at as u16));
        let of_kind = found.filter(|id| writer.metamodel.attribute(*id).kind == kind);
        for id in of_kind {
            assert!(writer.attribute(id).to_string().contains("\"type\""), "{}", kind.name());
        }
    }
}
