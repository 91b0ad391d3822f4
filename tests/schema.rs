//! `saikes schema`: every file of ours fits its schema, what people get wrong fits neither the schema nor the program, and
//! the command prints a schema and nothing else.
//!
//! Leaves to others: every key with every sort of value (`saikes::schema`, beside the code).

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Folder, in_three_languages, keep, repository};
use jsonschema::Validator;
use saikes::metamodel::{AttributeType, KindId, Member, Metamodel};
use saikes::schema::{Subject, text};
use saikes::text::Language;
use serde_json::Value;

fn schema(subject: Subject) -> Value {
    serde_json::from_str(&text(subject, Language::En)).expect("a schema is JSON")
}

fn validator(subject: Subject) -> Validator {
    jsonschema::validator_for(&schema(subject)).expect("a schema is a schema")
}

/// A document as an editor hands it to a validator: dates and times become texts.
fn json(document: &str) -> Result<Value, String> {
    fn of(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(moment) => Value::String(moment.to_string()),
            toml::Value::Array(items) => items.into_iter().map(of).collect(),
            toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, of(value))).collect()),
            other => serde_json::to_value(other).expect("what is left is JSON too"),
        }
    }
    document.parse::<toml::Table>().map(|table| of(toml::Value::Table(table))).map_err(|error| error.to_string())
}

fn wrong(validator: &Validator, document: &str) -> Vec<String> {
    match json(document) {
        Ok(value) => validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path)).take(5).collect(),
        Err(error) => vec![error],
    }
}

/// Every file of TOML below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What a file is, by its name.
fn subject(name: &str) -> Option<Subject> {
    match name {
        "saikes.toml" => Some(Subject::Config),
        "waivers.toml" => Some(Subject::Waivers),
        _ if name.ends_with(".facts.toml") => Some(Subject::Facts),
        _ => Some(Subject::Model),
    }
}

#[test]
fn every_sample_fits_its_schema() {
    let validators = Subject::ALL.map(validator);
    let mut seen = [0; Subject::ALL.len()];
    for path in files(&repository().join("models")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(subject) = subject(&name) else { continue };
        let at = Subject::ALL.iter().position(|other| *other == subject).expect("it is one of them");
        let document = fs::read_to_string(&path).expect("a sample is text");
        let wrong = wrong(&validators[at], &document);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
        seen[at] += 1;
    }
    assert!(
        Subject::ALL.iter().zip(seen).all(|(subject, seen)| seen > 0 || ["pack", "report", "waivers", "policy"].contains(&subject.name()))
    );
}

#[test]
fn every_pack_fits_its_schema() {
    let validator = validator(Subject::Pack);
    let folders = ["order-124", "order-193", "hygiene"].map(|pack| repository().join("rules").join(pack));
    for path in folders.iter().flat_map(|folder| files(folder)) {
        let wrong = wrong(&validator, &fs::read_to_string(&path).expect("a pack is text"));
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
    let own = wrong(&validator, &common::own_pack("full = \"lifecycle = 'operating'\""));
    assert!(own.is_empty(), "{own:#?}");
}

/// Every example of the documentation is one of our files, or says of which it is a part.
#[test]
fn every_example_of_the_documentation_fits_a_schema() {
    let validators: Vec<Validator> =
        [Subject::Config, Subject::Model, Subject::Facts, Subject::Pack, Subject::Waivers].map(validator).into();
    let mut seen = 0;
    for document in ["README.md", "docs/formats.md", "docs/verdicts.md", "docs/configuration.md", "docs/editor.md"] {
        let Ok(text) = fs::read_to_string(repository().join(document)) else { continue };
        for block in text.split("```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next()) {
            // A file of their own has keys that no schema of ours knows.
            let foreign = block.contains("[[rule]]") || block.contains("[[schemas]]") || block.contains("[policy]");
            let fits = foreign || validators.iter().any(|validator| wrong(validator, block).is_empty());
            assert!(fits, "{document}: {:#?}\n{block}", validators.iter().map(|validator| wrong(validator, block)).collect::<Vec<_>>());
            seen += 1;
        }
    }
    assert!(seen > 8);
}

/// A file with one mistake that people make, beside the files that it needs.
struct Mistake {
    file: &'static str,
    text: &'static str,
}

const MISTAKES: [Mistake; 17] = [
    Mistake { file: "saikes.toml", text: "[project]\nid = \"p\"\nstag = \"planning\"\n" },
    Mistake { file: "saikes.toml", text: "[project]\nid = \"p\"\nstage = \"plan\"\n" },
    Mistake { file: "saikes.toml", text: "[project]\nid = 1\n" },
    Mistake { file: "saikes.toml", text: "[project]\nid = \"p\"\n[check]\nrequire = \"non-compliant\"\n" },
    Mistake { file: "saikes.toml", text: "[project]\nid = \"p\"\ncomplete = [\"systems\"]\n" },
    Mistake { file: "saikes.toml", text: "[project]\nid = \"p\"\n[[model]]\nstate = \"current\"\n" },
    Mistake { file: "m.toml", text: "[system.a]\nlifecycle = \"in use\"\n" },
    Mistake { file: "m.toml", text: "[system.a]\nowners = \"moh\"\n" },
    Mistake { file: "m.toml", text: "[system.a]\n[sistem.b]\n" },
    Mistake { file: "m.toml", text: "[system.a]\nname = [\"a\"]\n" },
    Mistake { file: "m.toml", text: "[system.a]\nowner = [\"moh\", \"mof\"]\n" },
    Mistake { file: "x.facts.toml", text: "[facts.b]\nlifecycle = \"asleep\"\n" },
    Mistake { file: "x.facts.toml", text: "[[facts]]\nmatch = { sort = \"system\" }\nset = { lifecycle = \"operating\" }\n" },
    Mistake { file: "x.facts.toml", text: "[facts.b]\nownr = \"moh\"\n" },
    Mistake { file: "x.facts.toml", text: "[facts.b]\nname = true\n" },
    Mistake { file: "waivers.toml", text: "[[waiver]]\nrequirement = \"124/7.1\"\nelement = \"b\"\n" },
    Mistake { file: "waivers.toml", text: WAIVER_OF_A_TEXT },
];

const WAIVER_OF_A_TEXT: &str = "[[waiver]]\nrequirement = \"124/7.1\"\nelement = \"b\"\nreason = \"r\"\ndecision = \"7\"\nbody = \"c\"\nowner = \"o\"\ngranted = \"spring\"\nuntil = 2026-12-31\n";

#[test]
fn what_people_get_wrong_fits_neither_the_schema_nor_the_program() {
    for Mistake { file, text } in MISTAKES {
        let subject = subject(file).expect("there is a schema");
        assert!(!wrong(&validator(subject), text).is_empty(), "the schema lets through\n{text}");
        let folder = Folder::new("mistake");
        folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/b.toml", "[system.b]\n");
        let clean = folder.check(&["p", "--exit-zero", "--lang", "en"]);
        assert_eq!(clean.code, 0, "{clean}");
        folder.file(&format!("p/{file}"), text);
        let found = folder.check(&["p", "--exit-zero", "--lang", "en"]);
        assert_eq!(found.code, 2, "the program lets through\n{text}\n{found}");
    }
}

/// What is read although no editor knows it: both forms of facts in one file are no TOML, and a label stands for a word.
#[test]
fn where_a_facts_file_may_say_more_than_its_schema() {
    let folder = Folder::new("more");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/b.toml", "[system.b]\n");
    for text in [
        "[facts.b]\nlifecycle = \"operating\"\n[[facts]]\nmatch = { kind = \"system\" }\nset = { owner = \"none\" }\n",
        "[facts.b]\nlifecycle = \"Operating\"\n",
    ] {
        assert!(!wrong(&validator(Subject::Facts), text).is_empty(), "{text}");
        folder.file("p/x.facts.toml", text);
        let found = folder.check(&["p", "--exit-zero", "--lang", "en"]);
        assert_eq!(found.code, 0, "{text}\n{found}");
    }
}

fn run(words: &[&str]) -> common::Run {
    common::run(common::saikes(&repository(), &[&["schema"], words].concat()))
}

#[test]
fn the_command_prints_a_schema_and_nothing_else() {
    for subject in Subject::ALL {
        for language in Language::ALL {
            let printed = run(&[subject.name(), "--lang", language.code()]);
            assert_eq!((printed.code, printed.err.as_str()), (0, ""));
            let schema: Value = serde_json::from_str(&printed.out).expect("it is JSON");
            assert!(jsonschema::meta::is_valid(&schema), "{} is no schema", subject.name());
            assert_eq!(printed.out, text(subject, language));
        }
    }
    // An editor loads it with every file: the largest is that of models.
    assert!(run(&["model"]).out.len() < 1_000_000, "{}", run(&["model"]).out.len());
}

#[test]
fn without_a_name_it_lists_what_there_is() {
    keep("schema", "list", &in_three_languages(|language| run(&["--lang", language.code()]).to_string()));
    run(&["modell", "--lang", "en"]).says(2, &["`modell` is not a value", "config, model, facts, waivers, pack, report"]);
}

#[test]
fn a_schema_of_models_speaks_the_readers_language() {
    let title = |language: Language| {
        let schema: Value = serde_json::from_str(&text(Subject::Model, language)).expect("it is JSON");
        schema["properties"]["system"]["title"].clone()
    };
    assert_eq!(
        [title(Language::Kk), title(Language::Ru), title(Language::En)],
        ["Ақпараттық жүйе", "Информационная система", "Information system"]
    );
}

/// Values as people write them into a facts file.
const WRITTEN: [&str; 16] = [
    "\"text\"",
    "\"\"",
    "\"none\"",
    "\"2026-11-22\"",
    "\"7\"",
    "true",
    "7",
    "2026",
    "1.5",
    "2026-11-22",
    "[\"a\"]",
    "[\"a\", \"b\"]",
    "[1]",
    "{ kk = \"a\" }",
    "{ kk = \"a\", de = \"b\" }",
    "[{ kk = \"a\" }]",
];

/// One project with an element and a table of facts for every key and every value: what the program tells of a table the
/// schema has to see in it, unless JSON cannot say it or a text may mean anything.
#[test]
fn what_a_facts_file_states_is_taken_or_refused_by_both() {
    let (metamodel, validator) = (Metamodel::standard(), validator(Subject::Facts));
    let (mut model, mut facts, mut tables) = (String::new(), String::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for kind in (0..metamodel.kinds.len()).map(|at| KindId(at as u8)) {
        for (key, member) in metamodel.members(kind) {
            // Links may lead to names: an element called like a value would be the end of every link with that value.
            if ["id", "name"].contains(&key) || !seen.insert(format!("{key} {member:?}")) {
                continue;
            }
            for value in WRITTEN {
                let id = format!("e{}", tables.len());
                model.push_str(&format!("[{}.{id}]\n", metamodel.kind(kind).name));
                // Two lines each: the table of a line is half its number.
                facts.push_str(&format!("[facts.{id}]\n{key} = {value}\n"));
                tables.push((key, member, value));
            }
        }
    }
    let folder = Folder::new("every-fact");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/m.toml", model).file("p/x.facts.toml", facts);
    let report = folder.check(&["p", "--pack", "hygiene", "--format", "json", "--lang", "en"]).json();
    let problems = report["projects"][0]["problems"].as_array().expect("there are problems");
    let of_facts = problems.iter().filter(|problem| {
        problem["severity"] == "error" && problem["location"]["path"].as_str().is_some_and(|path| path.ends_with("x.facts.toml"))
    });
    let refused: BTreeSet<u64> = of_facts.filter_map(|problem| Some((problem["location"]["line"].as_u64()? - 1) / 2)).collect();
    assert!(refused.len() > 1000, "{}", refused.len());
    let definitions = |key: &str| tables.iter().filter(|(other, _, value)| *other == key && *value == WRITTEN[0]).count();
    let mut differ = Vec::new();
    for (at, (key, member, value)) in tables.iter().enumerate() {
        let document = format!("[facts.a]\n{key} = {value}\n");
        let (by_reader, by_schema) = (refused.contains(&(at as u64)), !wrong(&validator, &document).is_empty());
        let is_bool = matches!(member, Member::Attribute(id) if metamodel.attribute(*id).kind == AttributeType::Bool);
        // A date is a text to JSON, a number may stand in quotes, and what a text means for a yes or no the program says.
        let looser = value.contains("2026") || *value == "\"7\"" || is_bool && value.starts_with('"');
        // On some other kind the key may hold it.
        let looser = looser || definitions(key) > 1;
        // Nothing is stated by nothing, whatever the key; two ends of a link to one are two statements that contradict.
        let one_end = matches!(member, Member::Link(id) if !metamodel.link(*id).many);
        let stricter = *value == "\"\"" || one_end && *value == "[\"a\", \"b\"]";
        if by_reader != by_schema && !(by_reader && looser || by_schema && stricter) {
            differ.push(format!("the program refuses: {by_reader}, the schema: {by_schema}: {member:?} {key} = {value}"));
        }
    }
    assert!(differ.is_empty(), "{} {:#?}", differ.len(), &differ[..differ.len().min(20)]);
}
