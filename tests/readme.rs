//! What the documentation shows is what the program does: every `console` block of README.md, docs/verdicts.md and
//! docs/editor.md is run, every TOML block of theirs is read, and every link leads somewhere. Other pages are run by the
//! tests of what they are about.

mod common;
#[path = "common/page.rs"]
mod page;

use std::path::{Path, PathBuf};

use common::{Folder, TODAY, shell};
use page::{blocks, commands, shows};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// In a copy of the samples, because some commands write; the day is the same every day.
fn run(folder: &Folder, command: &str) -> String {
    let dated = ["check", "why", "waive", "baseline"].contains(&command.split_whitespace().next().unwrap_or_default());
    let dated = if dated && !command.contains("--today") { format!(" --today {TODAY}") } else { String::new() };
    let run = common::run(shell(&folder.path(""), &format!("saikes {command}{dated} --lang en")));
    format!("{}{}", run.out, run.err)
}

#[test]
fn every_command_of_the_documentation_prints_what_is_shown() {
    let all_of = |document: &str| {
        let text = std::fs::read_to_string(root().join(document)).expect("the document is there");
        blocks(&text, "console").iter().flat_map(|block| commands(block)).collect::<Vec<_>>()
    };
    let (readme, verdicts, editor) = (all_of("README.md"), all_of("docs/verdicts.md"), all_of("docs/editor.md"));
    assert!(readme.len() >= 6 && verdicts.len() >= 3 && !editor.is_empty(), "the documentation shows commands");
    let folder = Folder::new("samples");
    folder.copy("models", "models");
    for (command, shown) in readme.into_iter().chain(verdicts).chain(editor) {
        let printed = run(&folder, &command);
        if let Err(reason) = shows(&printed, &shown) {
            panic!("saikes {command}: {reason}\n{printed}");
        }
    }
}

#[test]
fn every_toml_block_of_the_documentation_is_read_without_an_error() {
    for document in ["README.md", "docs/formats.md", "docs/verdicts.md", "docs/editor.md"] {
        let text = std::fs::read_to_string(root().join(document)).expect("the document is there");
        for block in blocks(&text, "toml") {
            toml::from_str::<toml::Table>(&block).unwrap_or_else(|error| panic!("{document}: {error}\n{block}"));
        }
    }
}

#[test]
fn every_link_of_the_documentation_leads_to_a_file() {
    let pages = std::fs::read_dir(root().join("docs")).expect("there is documentation").flatten().map(|entry| entry.file_name());
    let mut documents: Vec<String> =
        pages.map(|name| format!("docs/{}", name.to_string_lossy())).filter(|name| name.ends_with(".md")).collect();
    documents.sort();
    for document in documents.iter().map(String::as_str).chain(["README.md", "rules/README.md", "models/README.md"]) {
        let path = root().join(document);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{document} is not there"));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or(link);
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let folder = path.parent().unwrap_or(Path::new(""));
            assert!(folder.join(target).exists(), "{document}: {link} leads nowhere");
        }
    }
}

#[test]
fn the_ci_snippet_and_the_two_commands_are_those_of_the_ci_script() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let script = std::fs::read_to_string(root().join(".ci/run")).expect("there is a CI script");
    for command in ["cargo run --release -- check models --exit-zero", "cargo test"] {
        assert!(readme.contains(command), "the README tells `{command}`");
        assert!(script.contains(command.trim_start_matches("cargo ").split_whitespace().next().unwrap_or("")), "CI runs `{command}`");
    }
}
