//! `saikes init --archi`: what an architect begins with is a sound model, in each language.

mod common;

use std::fs;

use common::{Folder, Run};

fn run(folder: &Folder, words: &[&str]) -> Run {
    common::run(common::saikes(&folder.path(""), words))
}

#[test]
fn the_starter_checks_clean_in_every_language() {
    for language in ["kk", "ru", "en"] {
        let folder = Folder::new(language);
        let made = run(&folder, &["init", "--archi", "own.archimate", "--lang", language]);
        assert_eq!((made.code, made.err.as_str()), (0, ""), "{made}");
        let report = run(&folder, &["check", "own.archimate", "--format", "json", "--lang", language]).json();
        let project = &report["projects"][0];
        assert_eq!(project["problems"].as_array().map(Vec::len), Some(0), "{language}: {}", project["problems"]);
        assert_eq!(project["findings"].as_array().map(Vec::len), Some(0), "{language}: {}", project["findings"]);
        let input = &project["inputs"][0];
        assert_eq!(input["unmapped"].as_object().map(serde_json::Map::len), Some(0), "{language}: {}", input["unmapped"]);
        let understood = run(&folder, &["import", "own.archimate", "--lang", language]).out;
        for table in ["[agency.", "[system.", "[component.", "[gateway.", "[service.", "[data-object.", "[flow."] {
            assert!(understood.contains(table), "{language}: no {table} in\n{understood}");
        }
        assert!(understood.contains("via = "), "{language}: the flow goes past the gateway");
    }
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = Folder::new("there");
    folder.file("own.archimate", "mine");
    let refused = run(&folder, &["init", "--archi", "own.archimate", "--lang", "en"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(refused.err, "error: `own.archimate` is there already; name another file\n");
    assert_eq!(fs::read_to_string(folder.path("own.archimate")).ok().as_deref(), Some("mine"));
}
