//! The same finding has the same fingerprint, whatever becomes of files, places, order, format and language; and two
//! findings have two.
//!
//! Leaves to others: what a baseline makes of them (`baseline`).

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::{Folder, own_pack, repository, run, saikes};
use serde_json::Value;

/// Fingerprint → requirement and shape. No two findings of a project share one.
type Prints = BTreeMap<String, (String, String)>;

#[track_caller]
fn prints(folder: &Path, words: &[&str]) -> Prints {
    let run = common::check(folder, &[words, &["--format", "json", "--all"]].concat());
    assert_ne!(run.code, 2, "{}", run.err);
    let report = run.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let mut prints = Prints::new();
    for finding in report["projects"][0]["findings"].as_array().expect("findings are a list") {
        let of = (text(&finding["requirement"]), text(&finding["shape"]));
        let twice = prints.insert(text(&finding["fingerprint"]), of);
        assert_eq!(twice, None, "two findings have one fingerprint: {finding:#}");
    }
    prints
}

/// The files of a folder below it, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
                found.insert(below, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    found
}

/// The tables of a native model, each with its header; what stands before the first one comes first.
fn tables(text: &str) -> Vec<String> {
    let mut tables = vec![String::new()];
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') && !inside {
            tables.push(String::new());
        }
        inside ^= line.matches("'''").count() % 2 == 1 || line.matches("\"\"\"").count() % 2 == 1;
        tables.last_mut().expect("there is one").push_str(line);
    }
    tables
}

/// The same table with its keys in reverse and blanks where they may be; one with values of several lines as it is.
fn reformatted(table: &str) -> String {
    let mut lines: Vec<&str> = table.lines().collect();
    let plain = lines.iter().skip(1).all(|line| line.is_empty() || line.starts_with('#') || line.split_once(" = ").is_some());
    let whole = toml::from_str::<toml::Table>(lines.get(1..).unwrap_or_default().first().unwrap_or(&"")).is_ok();
    if !plain || !whole || lines.iter().skip(1).any(|line| line.contains("'''") || line.ends_with('[')) {
        return table.to_string();
    }
    if lines.len() > 2 {
        lines[1..].reverse();
    }
    let spaced = lines.iter().map(|line| line.split_once(" = ").map_or(line.to_string(), |(key, value)| format!("  {key}   =  {value}")));
    spaced.collect::<Vec<_>>().join("\n\n") + "\n# moved\n"
}

/// Whether a file is a native model: what else is TOML keeps its name.
fn is_model(path: &str) -> bool {
    path.ends_with(".toml") && !["saikes.toml", ".facts.toml", "answers.toml", "waivers.toml"].iter().any(|ending| path.ends_with(ending))
}

const SAMPLES: [&str; 3] = ["city-services", "farm-subsidies", "patient-portal"];

/// A copy of a sample, with its register, in which every native model went through `change`.
fn changed(sample: &str, name: &str, change: impl Fn(&str, &str) -> Vec<(String, Vec<u8>)>) -> Folder {
    let folder = Folder::new(&format!("{sample}-{name}"));
    for (path, bytes) in files(&repository().join("models/national")) {
        folder.file(&format!("national/{path}"), bytes);
    }
    let files = files(&repository().join("models").join(sample));
    let config = String::from_utf8_lossy(&files["saikes.toml"]).into_owned();
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // What the configuration names stays where it is.
        let made = if is_model(&path) && !config.contains(&format!("\"{path}\"")) { change(&path, &text) } else { vec![(path, bytes)] };
        for (path, bytes) in made {
            folder.file(&format!("{sample}/{path}"), bytes);
        }
    }
    folder
}

#[track_caller]
fn survives(name: &str, change: impl Fn(&str, &str) -> Vec<(String, Vec<u8>)>) {
    for sample in SAMPLES {
        let before = prints(&repository().join("models"), &[sample]);
        assert!(before.len() > 50, "{sample} has findings");
        let folder = changed(sample, name, &change);
        let after = prints(&folder.path(""), &[sample]);
        let gone: Vec<_> = before.iter().filter(|(print, _)| !after.contains_key(*print)).collect();
        assert_eq!(before, after, "{sample}: {gone:?}");
    }
}

fn one(path: &str, text: impl Into<String>) -> Vec<(String, Vec<u8>)> {
    vec![(path.to_string(), text.into().into_bytes())]
}

#[test]
fn files_are_renamed() {
    survives("renamed", |path, text| one(&path.replace(".toml", "-2.toml"), text));
}

#[test]
fn tables_and_keys_change_places() {
    survives("reordered", |path, text| {
        let tables = tables(text);
        let body: String = tables[1..].iter().rev().map(|table| reformatted(table)).collect();
        one(path, format!("{}{body}", tables[0]))
    });
}

#[test]
fn a_file_becomes_two() {
    survives("split", |path, text| {
        let tables = tables(text);
        let (first, second) = tables.split_at(tables.len() / 2);
        [one(path, first.concat()), one(&path.replace(".toml", "-more.toml"), second.concat())].concat()
    });
}

#[test]
fn an_editor_of_another_system_saves_the_files() {
    survives("windows", |path, text| one(path, format!("\u{feff}{}", text.replace('\n', "\r\n"))));
}

#[test]
fn the_folder_of_a_project_moves() {
    let before = prints(&repository().join("models"), &["farm-subsidies"]);
    let folder = Folder::new("moved");
    for (path, bytes) in files(&repository().join("models/national")) {
        folder.file(&format!("national/{path}"), bytes);
    }
    for (path, bytes) in files(&repository().join("models/farm-subsidies")) {
        folder.file(&format!("agriculture/2027/{path}"), bytes);
    }
    assert_eq!(before, prints(&folder.path(""), &["agriculture/2027", "--context", "national"]));
}

#[test]
fn every_language_and_every_run_has_the_same() {
    let models = repository().join("models");
    let [kk, ru, en] = ["kk", "ru", "en"].map(|lang| prints(&models, &["patient-portal", "--lang", lang]));
    assert_eq!(kk, ru);
    assert_eq!(ru, en);
}

/// Packs of every shape, each with one requirement about systems.
fn shapes(folder: &Folder) -> Vec<&'static str> {
    let rules = [
        ("single", "full = \"lifecycle = 'operating'\""),
        ("unique", "unique = { by = [\"code\"], within = \"project\" }"),
        ("cycle", "acyclic = \"authenticates-with\""),
        ("group", "group = { by = \"code\", within = \"project\", members = \"authenticates-with\", full = \"count members < 2\" }"),
        ("nothing", "where = \"lifecycle = 'trial'\"\nfull = \"has description\"\nexpects = \"some\""),
    ];
    let mut words = vec!["--rules", "rules", "--complete", "--pack", "hygiene"];
    for (number, (name, rule)) in (2..).zip(rules) {
        let pack = own_pack(rule).replace("id = \"own\"", &format!("id = \"{name}\"")).replace("\"1/1\"", &format!("\"{number}/1\""));
        let pack = pack.replace("order = \"1\"", &format!("order = \"{number}\""));
        folder.file(&format!("rules/{name}/{name}.toml"), pack);
        words.extend(["--pack", name]);
    }
    words
}

const A: &str = "[system.a]\nname = \"Register\"\ncode = \"x\"\nlifecycle = \"planned\"\nauthenticates-with = [\"b\", \"c\"]\n";
const B: &str = "[system.b]\nname = \"Register\"\ncode = \"x\"\nlifecycle = \"planned\"\nauthenticates-with = \"a\"\n";
const C: &str = "[system.c]\nname = \"Portal\"\ncode = \"y\"\nlifecycle = \"operating\"\nauthenticates-with = \"none\"\n";

#[test]
fn findings_of_every_shape_outlive_another_order() {
    let folder = Folder::new("shapes");
    let words = shapes(&folder);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/m.toml", [A, B, C].concat());
    let judged = || prints(&folder.path(""), &[&["p"], &words[..]].concat());
    let before = judged();
    let shapes: BTreeSet<&str> = before.values().map(|(_, shape)| shape.as_str()).collect();
    assert_eq!(shapes, BTreeSet::from(["cycle", "group", "nothing", "single"]), "{before:#?}");
    assert!(before.values().any(|(requirement, _)| requirement == "hygiene/possible-duplicates"), "{before:#?}");
    folder.file("p/m.toml", [C, B].concat()).file("p/n.toml", A);
    assert_eq!(before, judged());
    folder.file("p/n.toml", "").file("p/m.toml", [B, C, A].concat());
    fs::remove_file(folder.path("p/n.toml")).expect("it is there");
    assert_eq!(before, judged());
}

#[test]
fn what_stands_in_two_states_is_found_once_and_what_differs_between_them_twice() {
    let folder = Folder::new("states");
    let words = shapes(&folder);
    let config =
        "[project]\nid = \"p\"\n[[model]]\npath = \"now.toml\"\nstate = \"current\"\n[[model]]\npath = \"then.toml\"\nstate = \"target\"\n";
    let third = C.replace("Portal", "Register");
    folder.file("p/saikes.toml", config).file("p/now.toml", [A, B].concat()).file("p/then.toml", [A, B, &third].concat());
    let found = prints(&folder.path(""), &[&["p"], &words[..]].concat());
    let doubles = found.values().filter(|(requirement, _)| requirement == "hygiene/possible-duplicates").count();
    assert_eq!(doubles, 2, "{found:#?}");
}

/// The same drawing as two tools keep it.
fn drawings(folder: &Folder) {
    let exchange = "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" identifier=\"m\"><name>M</name><elements>\
        <element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>ЭПЗ</name></element>\
        <element identifier=\"b\" xsi:type=\"ApplicationComponent\"><name>ЭПЗ</name></element>\
        <element identifier=\"c\" xsi:type=\"ApplicationComponent\"><name>КМИС (копия)</name></element></elements>\
        <relationships><relationship identifier=\"r\" xsi:type=\"Flow\" source=\"a\" target=\"c\"/></relationships></model>";
    let archi = "<archimate:model xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"M\" id=\"m\" version=\"5.0.0\">\
        <folder name=\"Relations\" id=\"f2\" type=\"relations\"><element xsi:type=\"archimate:FlowRelationship\" id=\"r\" source=\"a\" target=\"c\"/></folder>\
        <folder name=\"Elements\" id=\"f1\" type=\"application\">\
        <element xsi:type=\"archimate:ApplicationComponent\" id=\"c\" name=\"КМИС (копия)\"/>\
        <element xsi:type=\"archimate:ApplicationComponent\" id=\"b\" name=\"ЭПЗ\"/>\
        <element xsi:type=\"archimate:ApplicationComponent\" id=\"a\" name=\"ЭПЗ\"/></folder></archimate:model>";
    folder.file("exchange/saikes.toml", "[project]\nid = \"p\"\n").file("exchange/m.xml", exchange);
    folder.file("archi/saikes.toml", "[project]\nid = \"p\"\n").file("archi/m.archimate", archi);
}

#[test]
fn a_drawing_changes_its_format_and_becomes_text() {
    let folder = Folder::new("formats");
    drawings(&folder);
    // What is said of drawings alone has nothing to be about in a text.
    let of = |path: &str| -> Prints {
        let all = prints(&folder.path(""), &[path, "--complete"]);
        all.into_iter().filter(|(_, (requirement, _))| !requirement.contains("outside-views") && !requirement.contains("unused")).collect()
    };
    let exchange = of("exchange");
    assert!(exchange.values().any(|(requirement, _)| requirement == "hygiene/possible-duplicates"), "{exchange:#?}");
    assert!(exchange.len() > 10, "{exchange:#?}");
    assert_eq!(exchange, of("archi"));
    folder.file("native/saikes.toml", "[project]\nid = \"p\"\n");
    run(saikes(&folder.path(""), &["import", "exchange/m.xml", "--output", "native/m.toml"])).says(0, &[]);
    assert_eq!(exchange, of("native"));
}
