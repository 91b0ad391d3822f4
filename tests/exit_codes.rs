//! Which situation leads to which exit code: 0 reached, 1 not reached, 2 not made. One table (`situations`), run as it
//! is printed in `docs/exit-codes.md`.
//!
//! Leaves to others: all that is said about it (`problems`, `bad_input`).

mod common;
mod situations;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use rayon::prelude::*;
use situations::{Situation, groups};

/// The table may only grow.
const AT_LEAST: usize = 200;

#[test]
fn every_situation_has_the_exit_code_of_the_table() {
    let groups = groups();
    let all: Vec<&Situation> = groups.iter().flat_map(|group| &group.situations).collect();
    assert!(all.len() >= AT_LEAST, "{} situations are too few", all.len());
    let wrong: Vec<String> = all.par_iter().enumerate().filter_map(|(at, situation)| situation.try_out(at + 1).err()).collect();
    assert!(wrong.is_empty(), "{} of {} situations:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn every_code_is_led_to_and_no_situation_stands_twice() {
    let groups = groups();
    let mut seen = BTreeSet::new();
    for situation in groups.iter().flat_map(|group| &group.situations) {
        let has = |what: &str| situation.line.contains(what);
        assert!(has("saikes"), "{}", situation.name);
        assert!(seen.insert((situation.name, situation.line)), "{} stands twice", situation.name);
        assert!(!situation.name.ends_with('.') && situation.name.len() < 100, "{}", situation.name);
    }
    let codes: BTreeSet<i32> = groups.iter().flat_map(|group| &group.situations).map(|situation| situation.code).collect();
    assert_eq!(codes, BTreeSet::from([0, 1, 2]));
}

#[test]
fn the_document_is_the_table() {
    let path = common::repository().join("docs/exit-codes.md");
    let document = document();
    if std::env::var_os("SAIKES_WRITE_DOCS").is_some() {
        fs::write(&path, &document).expect("the document can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == document, "docs/exit-codes.md is not the table: SAIKES_WRITE_DOCS=1 cargo test --test exit_codes the_document");
}

const HEAD: &str = "\
# Situations and exit codes

0: the worst of every project reaches the level that is required. 1: one does not. 2: the check could not be made. Never
a count. A test runs every line below as it stands here, in a folder that holds the files of the situation: most often one
small model `m.toml` and, in `rules`, a pack `own` with one requirement. Lines that only prepare are left out.
";

fn document() -> String {
    let mut text = HEAD.to_string();
    let mut number = 0;
    for group in groups() {
        let _ = write!(text, "\n## {}\n\n| | situation | command | code |\n|--:|---|---|--:|\n", group.title);
        for situation in &group.situations {
            number += 1;
            let line = situation.line.replace('|', "\\|");
            let _ = writeln!(text, "| {number} | {} | `{line}` | {} |", situation.name, situation.code);
        }
    }
    text
}
