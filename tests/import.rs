//! `saikes import`: the same model as native TOML, which checks to the same report.

mod common;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::{Folder, check, keep, repository, run, saikes};
use saikes::text::Language;
use serde_json::Value;

/// Judged by what looks at the graph: that of drawings looks at views and folders, which a native model does not have.
const PACK: &str = "order-124";

fn models() -> PathBuf {
    repository().join("models")
}

/// As many related elements as a finding tells; which of more it tells is a matter of their order.
const RELATED: usize = 12;

/// What a report says of its only project, apart from where things stand, in what order, and what they were read from.
/// Whom an answer met on its way, and how much each missing fact would settle, is compared where elements stand
/// `in_order`: an answer that is found early is not looked for any further.
fn judgement(report: &Value, in_order: bool) -> Value {
    let mut project = report["projects"][0].clone();
    let fields = project.as_object_mut().expect("there is a project");
    for field in ["path", "inputs", "problems"] {
        fields.remove(field);
    }
    let findings = fields["findings"].as_array_mut().expect("findings are a list");
    for finding in findings.iter_mut() {
        finding.as_object_mut().expect("a finding is an object").remove("location");
        for beside in ["justification", "answer"] {
            if let Some(beside) = finding.get_mut(beside).and_then(Value::as_object_mut) {
                beside.remove("location");
            }
        }
        let mut words: Vec<String> = text(&finding["message"]).split_whitespace().map(|word| word.replace([',', '«', '»'], "")).collect();
        words.sort();
        finding["message"] = words.join(" ").into();
        let told = finding["related"].as_array().into_iter().flatten();
        let told = told.filter(|other| in_order || other["role"] != "witness");
        let mut related: Vec<String> = told.map(|other| format!("{} {}", other["role"], other["id"])).collect();
        related.sort();
        finding["related"] = if related.len() < RELATED { related.join(", ").into() } else { related.len().into() };
    }
    findings.sort_by_key(|finding| text(&finding["fingerprint"]).to_string());
    let missing = fields["missing"].as_array_mut().expect("missing facts are a list");
    for fact in missing.iter_mut() {
        let fact = fact.as_object_mut().expect("a missing fact is an object");
        fact.retain(|field, _| field != "examples" && (in_order || ["fact", "sort", "kind"].contains(&field.as_str())));
    }
    missing.sort_by_key(Value::to_string);
    // The first few of those that are asked about, and where answers stand.
    for (list, field) in [("questions", "examples"), ("answers", "location")] {
        for entry in fields[list].as_array_mut().into_iter().flatten() {
            entry.as_object_mut().expect("an entry is an object").remove(field);
        }
    }
    project
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Asserts that two reports judge alike, and says where they do not.
#[track_caller]
fn alike(what: &str, original: &Value, imported: &Value, in_order: bool) {
    let (original, imported) = (judgement(original, in_order), judgement(imported, in_order));
    for (field, value) in original.as_object().expect("it is an object") {
        let other = &imported[field];
        let differing = match (value.as_array(), other.as_array()) {
            (Some(one), Some(other)) => {
                let gone: Vec<&Value> = one.iter().filter(|value| !other.contains(value)).take(2).collect();
                let new: Vec<&Value> = other.iter().filter(|value| !one.contains(value)).take(2).collect();
                format!("gone {gone:#?}\nnew {new:#?}")
            }
            _ => format!("{value} and {other}"),
        };
        assert!(value == other, "{what}: `{field}` differs: {differing}");
    }
}

/// The folder of other people's models, where it stands beside the repository.
fn real_models() -> Option<PathBuf> {
    common::shared("models/real")
}

/// The tables of an imported model in the order of the ids in the drawing, flows last, as a reader of drawings has them:
/// which of several missing facts an answer is said to wait for is a matter of order.
fn in_the_order_of(drawing: &str, text: &str) -> String {
    let is_header =
        |line: &str| line.starts_with('[') && line.contains('.') && line.split("  # ").next().is_some_and(|line| line.ends_with(']'));
    let place: HashMap<&str, usize> = drawing.match_indices("id").fold(HashMap::new(), |mut places, (at, _)| {
        let after = drawing[at..].trim_start_matches("id").trim_start_matches("entifier").trim_start();
        if let Some(id) = after.strip_prefix("=\"").and_then(|quoted| quoted.split('"').next()) {
            places.entry(id).or_insert(at);
        }
        places
    });
    let mut blocks: Vec<(u8, usize, String)> = vec![(0, 0, String::new())];
    for line in text.lines() {
        if is_header(line) {
            let id = line.split_once('.').expect("a header has a dot").1.split(']').next().unwrap_or_default().trim_matches('"');
            // Relations that were drawn as flows come before others that mean the same.
            let flow = match line.trim_start_matches('[').starts_with("flow.") {
                false => 0,
                true => 1 + u8::from(!line.contains("  # Flow")),
            };
            blocks.push((flow, place.get(id).copied().unwrap_or(usize::MAX), String::new()));
        }
        let block = &mut blocks.last_mut().expect("there is a first one").2;
        block.push_str(line);
        block.push('\n');
    }
    blocks.sort_by_key(|(flow, place, _)| (*flow, *place));
    blocks.into_iter().map(|(_, _, block)| block).collect()
}

/// Imports one of other people's models and compares what both check to; whether it could be read at all.
fn is_alike(models: &Path, file: &str) -> bool {
    let folder = Folder::new(&file.replace('/', "-"));
    let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str()).expect("names of models are text");
    let output = folder.path(&format!("{stem}.toml"));
    let import = run(saikes(models, &["import", file, "--output", &output.display().to_string()]));
    let original = check(models, &[file, "--pack", PACK, "--format", "json"]);
    assert_eq!(import.code == 2, original.code == 2, "{file} is imported where it can be checked: {import}");
    if import.code == 2 {
        return false;
    }
    let imported = check(&folder.path(""), &[&format!("{stem}.toml"), "--pack", PACK, "--format", "json"]);
    let written = fs::read_to_string(&output).expect("it was written");
    // A folder of files or a zip has an order that does not stand in one text.
    let drawing = fs::read(models.join(file)).unwrap_or_default();
    fs::write(&output, in_the_order_of(&String::from_utf8_lossy(&drawing), &written)).expect("the folder can be written");
    let ordered = check(&folder.path(""), &[&format!("{stem}.toml"), "--pack", PACK, "--format", "json"]);
    let whole = drawing.starts_with(b"<") || drawing.starts_with(b"\xEF\xBB\xBF<");
    alike(file, &original.json(), &imported.json(), false);
    alike(file, &original.json(), &ordered.json(), whole);
    true
}

#[test]
fn every_real_model_judges_alike_when_it_is_imported() {
    let Some(models) = real_models() else { return };
    let listed: toml::Table = fs::read_to_string(models.join("counts.toml")).expect("it says what it holds").parse().expect("it is TOML");
    let files: Vec<&str> = listed["model"].as_array().into_iter().flatten().filter_map(|model| model["file"].as_str()).collect();
    let next = AtomicUsize::new(0);
    let seen = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    seen.fetch_add(usize::from(is_alike(&models, file)), Ordering::Relaxed);
                }
            });
        }
    });
    assert!(seen.into_inner() >= 45, "most models can be read");
}

/// Everything that a project has beside its models: configuration, registers, facts.
fn copy_beside(sample: &str, folder: &Folder) {
    let from = models().join(sample);
    let configuration = fs::read_to_string(from.join("saikes.toml")).expect("a sample is a project");
    let mut entry = false;
    let kept = configuration.lines().filter(|line| {
        entry = if line.starts_with('[') { *line == "[[model]]" } else { entry };
        !entry
    });
    let lines: Vec<&str> = kept.collect();
    folder.file("project/saikes.toml", lines.join("\n").replace("../national", &models().join("national").display().to_string()));
    for entry in fs::read_dir(&from).expect("the sample can be listed") {
        let path = entry.expect("the sample can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names of samples are text").to_string();
        if name.ends_with(".facts.toml") || name == "waivers.toml" {
            folder.file(&format!("project/{name}"), fs::read(&path).expect("the sample can be read"));
        }
    }
    // What answers rest on.
    for act in fs::read_dir(from.join("acts")).into_iter().flatten() {
        let path = act.expect("the acts can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names of acts are text").to_string();
        folder.file(&format!("project/acts/{name}"), fs::read(&path).expect("an act can be read"));
    }
}

#[test]
fn every_sample_judges_alike_when_it_is_imported() {
    let mut seen = 0;
    for entry in fs::read_dir(models()).expect("the samples are there") {
        let name = entry.expect("the folder can be listed").file_name().into_string().expect("names of samples are text");
        if !models().join(&name).join("saikes.toml").is_file() {
            continue;
        }
        let folder = Folder::new(&name);
        copy_beside(&name, &folder);
        let output = folder.path("project/model.toml").display().to_string();
        run(saikes(&models(), &["import", &name, "--output", &output])).says(0, &[]);
        let original = check(&models(), &[&name, "--pack", PACK, "--format", "json", "--lang", "ru"]).json();
        let imported = check(&folder.path(""), &["project", "--pack", PACK, "--format", "json", "--lang", "ru"]);
        assert!(imported.code < 2, "{name}: {imported}");
        alike(&name, &original, &imported.json(), false);
        let again = run(saikes(&folder.path(""), &["import", "project"]));
        let text = fs::read_to_string(&output).expect("it was written");
        assert_eq!(without_comments(&again.out), without_comments(&text), "{name}: an imported model imports to itself");
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} samples were found");
}

fn without_comments(text: &str) -> toml::Table {
    text.parse().expect("what is written is TOML")
}

/// A drawing with everything that is hard to write down: ids that TOML does not take as they are, names and values of
/// every sort, references by name, two owners, states, and what no table can hold.
const HARD: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
  <name xml:lang="en">Hard</name>
  <elements>
    <element identifier="id 1" xsi:type="ApplicationComponent">
      <name xml:lang="ru">ЭПЗ "новый"</name><name xml:lang="kk">ЭДП</name>
      <documentation xml:lang="ru">Первая строка
вторая \ строка "в кавычках"</documentation>
      <properties>
        <property propertyDefinitionRef="p-lifecycle"><value>operating</value></property>
        <property propertyDefinitionRef="p-contours"><value>internal; external</value></property>
        <property propertyDefinitionRef="p-commissioned"><value>28.01.2016</value></property>
        <property propertyDefinitionRef="p-owner"><value>Министерство</value></property>
        <property propertyDefinitionRef="p-built-on"><value>нет</value></property>
        <property propertyDefinitionRef="p-colour"><value>blue</value></property>
      </properties>
    </element>
    <element identifier="none" xsi:type="ApplicationComponent"><name>РПН</name>
      <properties>
        <property propertyDefinitionRef="p-owner"><value>Двойник</value></property>
        <property propertyDefinitionRef="p-hosted-on"><value>ЭПЗ "новый"</value></property>
      </properties>
    </element>
    <element identifier="a-1" xsi:type="BusinessActor"><name>Министерство</name></element>
    <element identifier="a-2" xsi:type="BusinessActor"><name>Двойник</name></element>
    <element identifier="a-3" xsi:type="BusinessActor"><name>двойник</name></element>
    <element identifier="c-1" xsi:type="ApplicationComponent"><name>Модуль</name></element>
    <element identifier="p-1" xsi:type="Plateau"><name>Target</name></element>
    <element identifier="x-1" xsi:type="Principle"><name>Простота</name></element>
  </elements>
  <relationships>
    <relationship identifier="r-1" xsi:type="Flow" source="id 1" target="none"><name>Прикрепления</name></relationship>
    <relationship identifier="r-2" xsi:type="Composition" source="id 1" target="c-1"/>
    <relationship identifier="r-3" xsi:type="Composition" source="none" target="c-1"/>
    <relationship identifier="r-4" xsi:type="Aggregation" source="p-1" target="none"/>
    <relationship identifier="r-5" xsi:type="Influence" source="x-1" target="id 1"/>
    <relationship identifier="r-6" xsi:type="Composition" source="id 1" target="gone"/>
  </relationships>
  <propertyDefinitions>
    <propertyDefinition identifier="p-lifecycle" type="string"><name>lifecycle</name></propertyDefinition>
    <propertyDefinition identifier="p-contours" type="string"><name>contours</name></propertyDefinition>
    <propertyDefinition identifier="p-commissioned" type="string"><name>commissioned</name></propertyDefinition>
    <propertyDefinition identifier="p-owner" type="string"><name>owner</name></propertyDefinition>
    <propertyDefinition identifier="p-built-on" type="string"><name>built-on</name></propertyDefinition>
    <propertyDefinition identifier="p-hosted-on" type="string"><name>hosted-on</name></propertyDefinition>
    <propertyDefinition identifier="p-colour" type="string"><name>colour</name></propertyDefinition>
  </propertyDefinitions>
</model>
"##;

#[test]
fn whatever_is_hard_to_write_down_is_written_or_told() {
    let folder = Folder::new("hard");
    folder.file("hard.xml", HARD);
    for language in Language::ALL {
        let run = run(saikes(&folder.path(""), &["import", "hard.xml", "--lang", language.code()]));
        keep("import", &format!("hard-{}", language.code()), &format!("$ saikes import hard.xml --lang {}\n{run}", language.code()));
    }
}

#[test]
fn an_element_that_differs_between_states_has_a_table_for_each() {
    let folder = Folder::new("states");
    folder.file("p/saikes.toml", "[project]\n[[model]]\npath = \"now.toml\"\nstate = \"current\"\n[[model]]\npath = \"then.toml\"\nstate = \"target\"\n[[model]]\npath = \"agreed.toml\"\nstate = \"approved\"\n");
    folder.file(
        "p/now.toml",
        "[system.a]\nname = \"A\"\nlifecycle = \"operating\"\n[system.same]\nlifecycle = \"operating\"\n[system.old]\n",
    );
    folder.file(
        "p/then.toml",
        "[system.a]\nlifecycle = \"retiring\"\n[system.same]\nlifecycle = \"operating\"\n[system.new]\nreplaces = \"old\"\n",
    );
    folder.file("p/agreed.toml", "[system.a]\nlifecycle = \"planned\"\n");
    let run = run(saikes(&folder.path(""), &["import", "p"]));
    let expected = r#"[[system.a]]
name = "A"
state = "current"
lifecycle = "operating"

[[system.a]]
state = "target"
lifecycle = "retiring"

[[system.a]]
state = "approved"
lifecycle = "planned"

[system.new]
state = "target"
replaces = "old"

[system.old]
state = "current"

[system.same]
lifecycle = "operating"
"#;
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), (expected, "", 0));
}

#[test]
fn nothing_is_written_where_the_model_has_mistakes_or_which_one_is_not_said() {
    let folder = Folder::new("refusals");
    folder.file("bad.toml", "[system.a]\nownner = \"moh\"\n").file("two/a.toml", "[system.a]\n").file("two/b.toml", "[system.b]\n");
    folder.file("empty/readme.txt", "nothing").file("wrong.toml", "[system.a]\nowner = \"a\"\n");
    let import = |words: &[&str]| run(saikes(&folder.path(""), &[&["import"], words].concat()));
    for (words, said) in [
        (&["bad.toml"][..], "has no attribute or link `ownner`"),
        (&["wrong.toml"], "nothing was written"),
        (&["two"], "name one of them: a, b"),
        (&["empty"], "no model"),
        (&["gone.xml"], "gone.xml"),
        (&["bad.toml", "--output", "out.toml"], "correct the errors in `bad.toml` first"),
    ] {
        let run = import(words);
        run.says(2, &[said]);
        assert_eq!(run.out, "", "{words:?}");
    }
    assert!(!folder.path("out.toml").exists());
}

#[test]
fn a_drawing_is_not_overwritten_and_a_native_model_may_be() {
    let folder = Folder::new("overwriting");
    folder.file("hard.xml", HARD).file("one.toml", "[unit.b]\n[system.a] # mine\nname='x'\n");
    run(saikes(&folder.path(""), &["import", "hard.xml", "--output", "./hard.xml"])).says(2, &["would be lost"]);
    assert_eq!(fs::read_to_string(folder.path("hard.xml")).expect("it is there"), HARD);
    run(saikes(&folder.path(""), &["import", "one.toml", "--output", "one.toml"])).says(0, &[]);
    assert_eq!(fs::read_to_string(folder.path("one.toml")).expect("it is there"), "[unit.b]\n\n[system.a]\nname = \"x\"\n");
    run(saikes(&folder.path(""), &["import", "one.toml", "--output", "no/such/folder/x.toml"]))
        .says(2, &["cannot write `no/such/folder/x.toml`"]);
}
