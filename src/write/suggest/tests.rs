//! What is proposed for small drawings, and that what is proposed can be used as it stands.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::fragment::Fragment;
use crate::place::{FileId, Sources};
use crate::read::archimate::{Mapping, Own};
use crate::read::{self, ReadOptions};

/// A drawing of one element for each line: type, name, and `key = value` behind `;`.
fn drawing(lines: &str) -> Survey {
    let mut elements = String::new();
    for (at, line) in lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let mut parts = line.split(';').map(str::trim);
        let (what, name) = parts.next().and_then(|head| head.split_once(' ')).expect("a line begins with a type and a name");
        let property = |part: &str| {
            let (key, value) = part.split_once(" = ").expect("a key and a value");
            let (key, value) = (key.replace('"', "&quot;"), value.replace('"', "&quot;"));
            format!("<property propertyDefinitionRef=\"{key}\"><value>{value}</value></property>")
        };
        let properties: String = parts.map(property).collect();
        elements += &format!(
            "<element identifier=\"e{at}\" xsi:type=\"{what}\"><name>{name}</name><properties>{properties}</properties></element>"
        );
    }
    let text = format!(
        "<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         identifier=\"m\"><name>M</name><elements>{elements}</elements></model>"
    );
    let folder = std::env::temp_dir().join(format!("saikes-suggest-{}-{}", std::process::id(), lines.len()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let path = folder.join("m.xml");
    std::fs::write(&path, text).expect("the temporary folder can be written");
    let fragments = read_all(&path);
    std::fs::remove_dir_all(&folder).expect("it was just made");
    *fragments.into_iter().find_map(|fragment| fragment.survey).expect("it was asked for")
}

fn read_all(path: &Path) -> Vec<Fragment> {
    let options = ReadOptions { survey: true, ..ReadOptions::default() };
    let read = read::read(&[path.to_path_buf()], &options, Sources::default());
    read.projects.into_iter().flat_map(|project| project.fragments).map(|(_, fragment)| fragment).collect()
}

fn agencies() -> Vec<Named> {
    let agency = |id: &str, name: &str| Named { id: id.to_string(), names: vec![name.to_string()] };
    vec![agency("moa", "Министерство сельского хозяйства"), agency("bns", "Бюро национальной статистики")]
}

/// Lines that are entries or may become some, without what stands behind them.
fn proposed(text: &str) -> Vec<String> {
    let entry = |line: &str| line.contains(" = ") || line.trim_start_matches("# ").starts_with("[mapping.");
    let lines = text.lines().filter(|line| entry(line) && !line.contains("file.toml"));
    lines.map(|line| line.split("   # ").next().unwrap_or(line).to_string()).collect()
}

/// The mapping that a text comes to, with what is wrong with it.
fn compiled(text: &str) -> (Own, Vec<crate::problem::Problem>) {
    let (entries, mut problems) = read::mapping_entries(FileId(0), text);
    let (own, more) = Own::compile(Metamodel::standard(), entries);
    problems.extend(more);
    (own, problems)
}

#[test]
fn keys_are_known_by_their_names_and_by_their_values() {
    let survey = drawing(
        "ApplicationComponent A; Держатель = МСХ; Жизненный цикл системы = в эксплуатации; Чей = МСХ; Отметка = 01.02.2019; Внедрено = 01.02.2019
         ApplicationComponent B; Держатель = БНС; Жизненный цикл системы = сдаётся; Чей = БНС; Отметка = 03.04.2020; Внедрено = 2020-04-03
         ApplicationComponent C; Работы = planned; Цвет = зелёный; Жизненный цикл системы = в эксплуатации
         ApplicationComponent D; Работы = operating; Цвет = синий",
    );
    let text = suggest(Metamodel::standard(), &[&survey], &agencies(), Language::En);
    assert_eq!(
        proposed(&text),
        [
            "[mapping.properties]",
            "# \"Жизненный цикл системы\" = \"lifecycle\"",
            "\"Внедрено\" = \"commissioned\"",
            "\"Держатель\" = \"owner\"",
            "# \"Отметка\" = \"…\"",
            "\"Работы\" = \"lifecycle\"",
            "# \"Цвет\" = \"…\"",
            "# \"Чей\" = \"owner\"",
            "# [mapping.values.lifecycle]",
            "# \"сдаётся\" = \"creating\"",
        ]
    );
    assert!(text.contains("dates; one of: changed, commissioned"), "{text}");
    assert!(text.contains("# 2: system 2; «БНС» 1, «МСХ» 1"), "{text}");
}

#[test]
fn kinds_are_proposed_for_values_specialisations_and_types() {
    let survey = drawing(
        "ApplicationComponent A; Klass = информационная система; stereotype = Подсистемы
         ApplicationComponent B; Klass = платформа; stereotype = Подсистемы
         ApplicationComponent C; Klass = шлюз
         ApplicationComponent D; Klass = подсистема
         ApplicationComponent E; Klass = Информсистема
         Principle F",
    );
    let text = suggest(Metamodel::standard(), &[&survey], &[], Language::En);
    let found = proposed(&text);
    assert!(found.contains(&"Klass = \"kind\"".to_string()) && found.iter().any(|line| line.contains("\"Информсистема\" = ")), "{text}");
    assert!(found.iter().any(|line| line.contains("\"Подсистемы\" = \"component\"")), "{text}");
    assert!(found.contains(&"# Principle = \"none\"".to_string()), "{text}");
}

#[test]
fn what_is_understood_already_is_not_proposed() {
    let survey = drawing("ApplicationComponent A; lifecycle = operating; Собственник = МСХ");
    let text = suggest(Metamodel::standard(), &[&survey], &agencies(), Language::Kk);
    assert_eq!(proposed(&text), [] as [&str; 0], "{text}");
    assert_eq!(compiled(&text).1, []);
}

#[test]
fn what_is_proposed_can_be_used_as_it_stands() {
    let hostile = drawing(
        "ApplicationComponent A; a\"b\\c = x\"y; # = #; Держатель = МСХ; [mapping] = 1
         ApplicationComponent B; Держатель = МСХ; статус = operating
         ApplicationComponent C; Держатель = Бюро; статус = planned; stereotype = # x",
    );
    for language in Language::ALL {
        let text = suggest(Metamodel::standard(), &[&hostile], &agencies(), language);
        let (own, problems) = compiled(&text);
        assert_eq!(problems, [], "{text}");
        let shown: Vec<String> = Mapping::of_project(Arc::new(own)).entries().map(|(entry, _)| entry.shown()).collect();
        assert!(shown.contains(&"properties.\"статус\" = \"lifecycle\"".to_string()), "{shown:?}\n{text}");
    }
}

/// The collection of real models beside the repository.
fn real_models() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models/real");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn what_is_proposed_for_real_models_is_a_mapping() {
    let Some(folder) = real_models() else { return };
    let mut keys = 0;
    for fragment in read_all(&folder) {
        let Some(survey) = fragment.survey else { continue };
        keys += survey.keys.len();
        let text = suggest(Metamodel::standard(), &[&survey], &[], Language::Ru);
        assert_eq!(compiled(&text).1, [], "{text}");
    }
    assert!(keys > 100, "only {keys} keys were found");
}
