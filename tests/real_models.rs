//! Files of other people's tools, and files made to break readers, in a folder beside the repository.
//!
//! They are third-party data and no part of it: where the folder is not there, the tests say so and pass, except
//! where `CI` says that it has to be. Leaves to others: what the reader makes of each file (`read::exchange`, `read::archi`).

mod common;

use std::path::{Path, PathBuf};

use common::{Folder, Run, check};
use serde_json::Value;
use toml::Table;

/// The folder of models, where it stands beside the repository.
fn models() -> Option<PathBuf> {
    common::shared("models")
}

/// The tables of a list in a TOML file.
fn tables(file: &Path, list: &str) -> Vec<Table> {
    let text = std::fs::read_to_string(file).expect("the collection says what it holds");
    let document: Table = text.parse().expect("the collection's TOML is sound");
    let tables = document[list].as_array().expect("it is a list");
    tables.iter().map(|table| table.as_table().expect("it is a list of tables").clone()).collect()
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

/// One check of a file: what it printed, with everything unfolded, and the report it wrote.
fn judged(folder: &Path, file: &str) -> (Run, Value) {
    let reports = Folder::new(&file.replace('/', "-"));
    let output = format!("json={}", reports.path("report.json").display());
    let run = check(folder, &[file, "--all", "--format", "terminal", "--format", &output]);
    let report = std::fs::read_to_string(reports.path("report.json")).expect("the report was written");
    assert_ne!(run.code, 0, "{file} lacks nearly every fact and cannot pass");
    let odd: Vec<char> = run.text().chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(odd.is_empty(), "{file} reaches the terminal: {odd:?}");
    (run, serde_json::from_str(&report).expect("the report is JSON"))
}

#[test]
fn exchange_files_are_read_and_counted_as_an_independent_count_has_them() {
    let Some(folder) = models().map(|models| models.join("real")) else { return };
    let listed = tables(&folder.join("counts.toml"), "model");
    let exchange: Vec<&Table> = listed.iter().filter(|model| is_exchange(model)).collect();
    assert!(exchange.len() >= 20, "only {} exchange files are listed", exchange.len());
    for model in exchange {
        let file = text(model, "file");
        let (run, report) = judged(&folder, file);
        assert_ne!(run.code, 2, "{file}: {run}");
        let input = &report["projects"][0]["inputs"][0];
        for count in ["elements", "relations", "views", "properties"] {
            assert_eq!(input[count].as_i64(), model[count].as_integer(), "{count} of {file}");
        }
        assert_eq!(input["format"], "exchange", "{file}");
        let version = input["version"].as_str().expect("a report says the version");
        assert!(version.starts_with(text(model, "version")), "{file} is read as version {version}");
    }
}

#[test]
fn models_of_archi_are_read_and_counted_as_an_independent_count_has_them() {
    let Some(folder) = models().map(|models| models.join("real")) else { return };
    let listed = tables(&folder.join("counts.toml"), "model");
    let archi: Vec<&Table> = listed.iter().filter(|model| is_archi(model)).collect();
    assert!(archi.len() >= 36, "only {} models of Archi are listed", archi.len());
    for model in archi {
        let file = text(model, "file");
        let (run, report) = judged(&folder, file);
        assert_ne!(run.code, 2, "{file}: {run}");
        let input = &report["projects"][0]["inputs"][0];
        for count in ["elements", "relations", "views", "properties"] {
            assert_eq!(input[count].as_i64(), model[count].as_integer(), "{count} of {file}");
        }
        assert_eq!((&input["format"], &input["version"]), (&"archi".into(), &text(model, "version").into()), "{file}");
    }
}

#[test]
fn models_of_many_files_are_read_and_counted_as_an_independent_count_has_them() {
    let Some(folder) = models().map(|models| models.join("real")) else { return };
    let listed = tables(&folder.join("counts.toml"), "model");
    let coarchi: Vec<&Table> = listed.iter().filter(|model| is_coarchi(model)).collect();
    assert!(coarchi.len() >= 5, "only {} models of coArchi are listed", coarchi.len());
    for model in coarchi {
        let file = text(model, "file");
        let (run, report) = judged(&folder, file);
        assert_ne!(run.code, 2, "{file}: {run}");
        assert_eq!(report["projects"].as_array().map(Vec::len), Some(1), "{file}");
        let input = &report["projects"][0]["inputs"][0];
        for count in ["elements", "relations", "views", "properties"] {
            assert_eq!(input[count].as_i64(), model[count].as_integer(), "{count} of {file}");
        }
        assert_eq!((&input["format"], &input["version"]), (&"coarchi".into(), &text(model, "version").into()), "{file}");
        let odd = |code: &str| matches!(code, "misnamed-file" | "stray-file" | "unnamed-folder" | "dangling-relationship" | "unknown-type");
        let problems = report["projects"][0]["problems"].as_array().into_iter().flatten();
        let found: Vec<&Value> = problems.filter(|problem| problem["code"].as_str().is_some_and(odd)).collect();
        assert!(found.is_empty(), "nothing of {file} is odd: {found:#?}");
    }
}

/// The folder above a model says what the model's own says.
#[test]
fn a_model_of_many_files_is_found_in_the_folder_that_holds_it() {
    let Some(folder) = models().map(|models| models.join("torture")) else { return };
    let (run, report) = judged(&folder, "20_coarchi_conflict");
    let (_, named) = judged(&folder, "20_coarchi_conflict/model");
    assert_eq!(report["projects"], named["projects"]);
    let project = &report["projects"][0];
    assert_eq!((project["id"].as_str(), run.code), (Some("20_coarchi_conflict"), 2), "{run}");
    assert_eq!((&project["inputs"][0]["elements"], &project["inputs"][0]["relations"]), (&2.into(), &1.into()));
    let problems = project["problems"].as_array().into_iter().flatten();
    let told: Vec<_> = problems.map(|problem| (problem["code"].as_str(), problem["location"]["path"].as_str())).collect();
    let expected = [
        (Some("merge-conflict"), Some("model/business/BusinessService_id-b.xml")),
        (Some("misnamed-file"), Some("model/business/BusinessObject_id-zzz.xml")),
    ];
    assert_eq!(told, expected, "the relationship that leads to the file in conflict is not blamed");
    assert!(run.text().contains("merge conflict") && run.text().contains("BusinessService_id-b.xml:4:1"), "{run}");
}

#[test]
fn a_model_of_a_namespace_that_nobody_knows_is_refused_and_the_namespace_named() {
    let Some(folder) = models().map(|models| models.join("real")) else { return };
    let (run, _) = judged(&folder, "archi/odd_bogus_namespace.archimate");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.text().contains("http://www.archimatetool.com/Bogus"), "{run}");
}

fn is_archi(model: &Table) -> bool {
    text(model, "format") == "archi"
}

fn is_coarchi(model: &Table) -> bool {
    text(model, "format") == "grafico"
}

fn is_exchange(model: &Table) -> bool {
    text(model, "format") == "oef"
}

#[test]
fn no_file_of_any_other_tool_breaks_the_program() {
    let Some(folder) = models().map(|models| models.join("real")) else { return };
    for model in
        tables(&folder.join("counts.toml"), "model").iter().filter(|model| !is_exchange(model) && !is_archi(model) && !is_coarchi(model))
    {
        judged(&folder, text(model, "file"));
    }
}

#[test]
fn files_made_to_break_readers_do_not() {
    let Some(folder) = models().map(|models| models.join("torture")) else { return };
    let files = tables(&folder.join("expected.toml"), "file");
    assert!(files.len() >= 30, "only {} files are listed", files.len());
    for expected in files {
        let file = text(&expected, "file");
        let (run, report) = judged(&folder, file);
        assert!(run.text().len() < 200_000, "{file} pushes everything else away: {} bytes", run.text().len());
        // Formats that are not read yet are refused, whatever they hold.
        if file.ends_with(".xml") || file.ends_with(".archimate") || file.ends_with("/model") {
            as_expected(&expected, file, &run, &report);
        }
    }
}

/// Refused, read with a complaint, or read without one: what the collection allows.
fn as_expected(expected: &Table, file: &str, run: &Run, report: &Value) {
    let inputs = &report["projects"][0]["inputs"];
    let complaints = report["projects"][0]["problems"].as_array().map_or(0, Vec::len);
    let found = match (run.code, complaints) {
        (2, _) => "error",
        (_, 0) => "ok",
        _ => "report",
    };
    let allowed: Vec<&str> = expected["allowed"].as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
    assert!(allowed.contains(&found), "{file}: {found}, allowed are {allowed:?}\n{run}");
    for count in ["elements", "relations"] {
        if let (true, Some(number)) = (found != "error", expected.get(count)) {
            assert_eq!(inputs[0][count].as_i64(), number.as_integer(), "{count} of {file}");
        }
    }
}
