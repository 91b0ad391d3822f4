//! The embedded mapping, and what is said about a wrong one.

mod drawn;
mod own;

use super::mapping::{Key, Target};
use super::*;
use crate::fragment::States;
use crate::metamodel::{KindId, Metamodel};
use crate::place::FileId;
use crate::problem::Problem;

fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(TEXT.contains(from), "the mapping has `{from}`");
    let text = TEXT.replacen(from, to, 1);
    let problems = Mapping::load(&text, FileId(0), Metamodel::standard()).expect_err("the mapping is wrong");
    let told = |problem: &Problem| {
        let span = problem.place.map(|place| text[place.span.range()].to_string()).unwrap_or_default();
        let arguments: Vec<_> = problem.arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} at {span}: {}", problem.code.name(), arguments.join(", "))
    };
    problems.iter().map(told).collect()
}

#[test]
fn the_embedded_mapping_loads_and_every_entry_fits() {
    let problems = Mapping::load(TEXT, FileId(0), Metamodel::standard()).err().unwrap_or_default();
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.code.name(), problem.place.map(|place| &TEXT[place.span.range()]), &problem.arguments))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_wrong_mapping_is_told_with_places() {
    assert_eq!(problems("Node = \"node\"", "Node = \"nod\""), ["unknown-kind at \"nod\": found=nod, nearest=node"]);
    assert_eq!(problems("via = \"via\"", "via = \"vi\""), ["unknown-attribute at \"vi\": found=vi, kind=flow, nearest=via"]);
    assert_eq!(
        problems("link = \"member\"", "link = \"hosted-on\""),
        ["wrong-configuration at \"hosted-on\": name=link, expected=source, target, found=hosted-on"]
    );
    assert!(problems("relation = \"Serving\"", "relation = \"Servin\"")[0].starts_with("malformed-toml at \"Servin\""));
}

#[test]
fn kinds_are_known_by_id_and_by_name_in_three_languages() {
    let mapping = Mapping::standard();
    let metamodel = Metamodel::standard();
    let named = |word: &str| mapping.kind_named(word).flatten().map(|kind| metamodel.kind(kind).name.as_str());
    for (word, kind) in [
        ("data_object", "data-object"),
        ("Data  Object", "data-object"),
        ("Ақпараттық жүйе", "system"),
        ("информационная система", "system"),
        ("Государственный орган", "agency"),
        ("ШЛЮЗ", "gateway"),
    ] {
        assert_eq!(named(word), Some(kind), "{word}");
    }
    assert_eq!(named("systems"), None);
}

#[test]
fn keys_mean_what_the_kind_of_the_element_says() {
    let mapping = Mapping::standard();
    let metamodel = Metamodel::standard();
    let means = |word: &str, kind: &str| {
        let kind = metamodel.find_kind(kind).expect("a kind");
        match mapping.key(word) {
            Key::Member(key) => mapping.member(key, kind).map(|target| match target {
                Target::Attribute(attribute) => metamodel.attribute(attribute).name.as_str(),
                Target::Link(link) => metamodel.link(link).name.as_str(),
            }),
            _ => None,
        }
    };
    assert_eq!(means("Иесі", "system"), Some("owner"));
    assert_eq!(means("собственник (владелец)", "data-object"), Some("owner"));
    assert_eq!(means("Built_On", "system"), Some("built-on"));
    assert_eq!(means("built on", "agency"), None);
    assert_eq!(means("Name", "system"), None, "the name of an element is the drawing's own");
    assert_eq!(mapping.key("Архитектура жай-күйі"), Key::State);
}

/// A name that two members of one kind share sets neither; ids always work. The list shows when it grows.
#[test]
fn hardly_any_name_means_two_things_on_one_kind() {
    let mapping = Mapping::standard();
    let metamodel = Metamodel::standard();
    let mut silent = Vec::new();
    for kind in (0..metamodel.kinds.len()).map(|at| KindId(at as u8)) {
        for name in metamodel.writable(kind).into_iter().filter(|name| !matches!(*name, "id" | "name" | "state")) {
            let (target, title) = match metamodel.member(kind, name) {
                Some(crate::metamodel::Member::Attribute(id)) => (Target::Attribute(*id), &metamodel.attribute(*id).title),
                Some(crate::metamodel::Member::Link(id)) => (Target::Link(*id), &metamodel.link(*id).title),
                _ => continue,
            };
            for word in [name, &title.kk, &title.ru, &title.en] {
                let found = match mapping.key(word) {
                    Key::Member(key) => mapping.member(key, kind),
                    _ => None,
                };
                if found != Some(target) {
                    silent.push(format!("{}.{name}: {word}", metamodel.kind(kind).name));
                }
            }
        }
    }
    assert!(silent.len() <= 30, "{} names: {silent:#?}", silent.len());
}

#[test]
fn values_that_mean_nothing_are_silence() {
    let mapping = Mapping::standard();
    for value in ["", "  ", "NaN", "#N/A", "<memo>", "?", "-", "undefined", "[ Study | Development ... ]"] {
        assert!(mapping.is_silence(value), "{value}");
    }
    for value in ["0", "none", "нет", "[a]", "a | b"] {
        assert!(!mapping.is_silence(value), "{value}");
    }
}

#[test]
fn plateaus_are_known_by_their_letters() {
    let mapping = Mapping::standard();
    for (name, states) in [
        ("As-Is", States::CURRENT),
        ("Целевая архитектура 2028", States::TARGET),
        ("Ағымдағы жай-күй", States::CURRENT),
        ("Нысаналы архитектура", States::TARGET),
        ("Утверждённая архитектура", States::APPROVED),
        ("both", States::BOTH),
    ] {
        assert_eq!(mapping.state_named(name), Some(states), "{name}");
    }
    assert_eq!(mapping.state_named("Переход к целевой архитектуре"), None);
    assert_eq!(mapping.state_named(""), None);
}
