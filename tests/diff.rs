//! `saikes diff`: what changes from the current architecture to the target one, by layer.

mod common;

use common::{Folder, in_three_languages, keep, repository, run, saikes};

fn diff(words: &[&str]) -> common::Run {
    run(saikes(&repository().join("models"), &[&["diff"], words].concat()))
}

#[test]
fn the_states_of_a_project_are_compared_in_three_languages() {
    let text = in_three_languages(|language| diff(&["city-services", "--lang", language.code()]).out);
    keep("diff", "city-services", &text);
}

#[test]
fn two_paths_are_two_versions_and_nothing_is_lost_in_silence() {
    let run = diff(&["city-services/current", "city-services/target", "--lang", "en"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.err.contains("references that lead nowhere"), "{run}");
    assert!(run.out.contains("+ Request for repairs") && run.out.contains("- An inspector goes to see"), "{run}");
    let same = diff(&["city-services/current", "city-services/current", "--lang", "en"]);
    assert!(same.out.starts_with("Nothing changes"), "{same}");
}

#[test]
fn programs_read_the_same_as_json_in_the_language_they_ask_for() {
    let read = |lang: &str| -> serde_json::Value {
        let run = diff(&["city-services", "--format", "json", "--lang", lang]);
        serde_json::from_str(&run.out).expect("it is JSON")
    };
    let in_russian = read("ru");
    let values = in_russian["layers"].to_string();
    assert!(in_russian["lang"] == "ru" && values.contains("\"becomes\":\"да\"") && !values.contains("\"becomes\":\"yes\""));
    let found = read("en");
    assert_eq!(found["schema"], "saikes/diff/1");
    let changed = found["layers"].as_array().into_iter().flatten().flat_map(|layer| layer["changed"].as_array()).flatten();
    let permit = changed.into_iter().find(|element| element["id"] == "tree-permit").expect("the service is changed");
    assert!(
        permit["facts"].as_array().is_some_and(|facts| facts.iter().any(|fact| fact["fact"] == "electronic" && fact["becomes"] == "yes"))
    );
}

#[test]
fn one_state_is_nothing_to_compare_and_a_broken_model_ends_it() {
    let run = diff(&["city-services/current/systems.toml", "--lang", "en"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("the project has one state"), "{run}");
    let folder = Folder::new("broken");
    folder.file("old.toml", "[system.a]\n").file("new.toml", "[sytem.a]\n");
    let run = common::run(saikes(&folder.path(""), &["diff", "old.toml", "new.toml", "--lang", "en"]));
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run}");
    assert!(run.err.contains("unknown kind `sytem`"), "{run}");
}

#[test]
fn what_replaces_an_element_or_has_its_code_is_that_element() {
    let folder = Folder::new("renamed");
    let old = "[capability.pay]\ncode = \"C-1\"\n[component.desk]\nlifecycle = \"operating\"\n";
    let new = "[capability.payment]\ncode = \"C-1\"\n[component.desk-2]\nlifecycle = \"operating\"\nreplaces = [\"desk\"]\n";
    folder.file(
        "saikes.toml",
        "[project]\nid = \"p\"\n[[model]]\npath = \"old.toml\"\nstate = \"current\"\n[[model]]\npath = \"new.toml\"\nstate = \"target\"\n",
    );
    folder.file("old.toml", old).file("new.toml", new);
    let run = common::run(saikes(&folder.path(""), &["diff", ".", "--lang", "en"]));
    assert!(run.out.contains("Identifier: pay → payment") && run.out.contains("Identifier: desk → desk-2"), "{run}");
    assert!(!run.out.contains("\n  - "), "nothing goes: {run}");
}
