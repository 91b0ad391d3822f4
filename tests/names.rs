//! Names that stand for elements: who is meant by an owner as architects write it, what is merely suggested, and what
//! people are told about it.
//!
//! Leaves to others: what names say at all (`src/names/tests`).

mod common;

use std::process::Command;

use common::{Folder, check, in_three_languages, keep, repository, run, saikes};

/// An exchange file with one system, whose owner is written so, and further elements.
fn drawing(owners: &[&str], more: &str) -> String {
    let system = |(at, owner): (usize, &&str)| {
        format!(
            "<element identifier=\"s{at}\" xsi:type=\"ApplicationComponent\"><name>S</name><properties><property \
             propertyDefinitionRef=\"p\"><value>{owner}</value></property></properties></element>\n"
        )
    };
    let systems: String = owners.iter().enumerate().map(system).collect();
    format!(
        "<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         identifier=\"m\">\n<name>M</name>\n<elements>\n{systems}{more}</elements>\n<propertyDefinitions>\
         <propertyDefinition identifier=\"p\" type=\"string\"><name>owner</name></propertyDefinition></propertyDefinitions>\n</model>\n"
    )
}

fn body(id: &str, name: &str) -> String {
    format!("<element identifier=\"{id}\" xsi:type=\"BusinessActor\"><name>{name}</name></element>\n")
}

/// The owner that a system gets, and what is told about it.
struct Owner {
    id: Option<String>,
    codes: Vec<String>,
    nearest: String,
}

fn national() -> String {
    repository().join("models/national").to_string_lossy().into_owned()
}

fn owner(name: &str, owner: &str, more: &str) -> Owner {
    let folder = Folder::new(name);
    folder.file("m.xml", drawing(&[owner], more));
    let context = national();
    let imported = run(saikes(&folder.path(""), &["import", "m.xml", "--context", &context]));
    let line = imported.out.lines().find_map(|line| line.strip_prefix("owner = \""));
    let report = check(&folder.path(""), &["m.xml", "--context", &context, "--format", "json", "--lang", "en"]).json();
    let problems = report["projects"][0]["problems"].as_array().expect("problems are a list");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    let help = problems.iter().map(|problem| text(&problem["help"])).collect::<String>();
    Owner {
        id: line.and_then(|line| line.split('"').next()).map(str::to_string),
        codes: problems.iter().map(|problem| text(&problem["code"])).collect(),
        nearest: help.split_once("did you mean `").and_then(|(_, rest)| rest.split('`').next()).unwrap_or_default().to_string(),
    }
}

#[test]
fn a_body_is_found_by_its_exact_name_in_any_language_and_nothing_is_told() {
    let names =
        ["Министерство здравоохранения", "денсаулық сақтау министрлігі", "Ministry of  Health", "Mинистерство здравооxранения", "moh"];
    for (at, name) in names.into_iter().enumerate() {
        let found = owner(&format!("exact-{at}"), name, "");
        assert_eq!((found.id.as_deref(), found.codes.len()), (Some("moh"), 0), "{name}: {:?}", found.codes);
    }
}

#[test]
fn a_body_is_found_by_what_says_the_same_and_that_is_told() {
    let names = ["МЗ РК", "Минздрав", "ҚР ДСМ", "MoH", "Densaulyq saqtau ministrligi", "Министерство здравоохранения Республики Казахстан"];
    for (at, name) in names.into_iter().enumerate() {
        let found = owner(&format!("same-{at}"), name, "");
        assert_eq!((found.id.as_deref(), &found.codes[..]), (Some("moh"), &["loose-reference".to_string()][..]), "{name}");
    }
}

#[test]
fn a_body_of_the_drawing_itself_comes_before_the_register() {
    let more = body("own", "Министерство здравоохранения");
    let found = owner("own", "Министерство здравоохранения", &more);
    assert_eq!((found.id.as_deref(), found.codes.len()), (Some("own"), 0));
}

#[test]
fn two_who_may_be_meant_are_nobody() {
    let exact = owner("two", "Отдел", &(body("a", "Отдел") + &body("b", "отдел")));
    assert_eq!((exact.id, exact.codes), (Some("Отдел".into()), vec!["ambiguous-reference".to_string()]));
    // One bears the name by its abbreviation, the register's by its full name: no reader knows which.
    let loose = owner("two-loose", "MoH", &body("a", "МЗ РК"));
    assert_eq!((loose.id, loose.codes), (Some("MoH".into()), vec!["ambiguous-reference".to_string()]));
}

#[test]
fn of_several_with_one_name_the_kind_or_the_spelling_tells_who_is_meant() {
    let system = "<element identifier=\"x\" xsi:type=\"ApplicationComponent\"><name>Отдел</name></element>\n";
    let by_kind = owner("kind", "Отдел", &(body("a", "Отдел") + system));
    assert_eq!((by_kind.id.as_deref(), by_kind.codes.len()), (Some("a"), 0));
    // The first is written in Latin letters throughout.
    let by_spelling = owner("spelling", "АРМ", &(body("a", "APM") + &body("b", "АРМ")));
    assert_eq!((by_spelling.id.as_deref(), by_spelling.codes.len()), (Some("b"), 0));
}

#[test]
fn what_is_merely_alike_is_a_suggestion() {
    let found = owner("alike", "Министерство здровоохранения и спорта", &body("a", "Министерство здравоохранения и спорта"));
    assert_eq!((found.codes, found.nearest.as_str()), (vec!["unresolved-reference".to_string()], "Министерство здравоохранения и спорта"));
    let other = owner("other", "Министерство культуры", "");
    assert_eq!((other.codes, other.nearest.as_str()), (vec!["unresolved-reference".to_string()], ""));
    let number = owner("number", "Отдел 2", &(body("a", "Отдел 1") + &body("b", "Отдел 3")));
    assert_eq!(number.codes, ["unresolved-reference"]);
}

#[test]
fn a_native_model_is_told_the_id_of_what_it_names() {
    let folder = Folder::new("native");
    folder.file("m.toml", "[system.a]\nowner = \"МЗ РК\"\n[system.b]\nbuilt-on = \"Смартбридж\"\n");
    let told = check(&folder.path(""), &["m.toml", "--context", &national(), "--format", "json", "--lang", "en", "--strict"]);
    told.says(2, &["did you mean `moh`?", "did you mean `smartbridge`?"]);
}

#[test]
fn a_facts_file_names_elements_by_id_and_is_told_which() {
    let folder = Folder::new("facts");
    folder.file("m.toml", "[system.ehr]\nname = { ru = \"Электронный паспорт здоровья\" }\n");
    folder.file("m.facts.toml", "[facts.\"ЭПЗ\"]\nlifecycle = \"operating\"\n");
    check(&folder.path(""), &["m.toml", "--lang", "en"]).says(2, &["unknown-element", "did you mean `ehr`?"]);
}

#[test]
fn why_knows_an_element_by_what_says_the_same() {
    let folder = Folder::new("why");
    folder.file("m.toml", "[system.ehr]\nname = { ru = \"Электронный паспорт здоровья\" }\nlifecycle = \"planned\"\n");
    let why = |element: &str| -> Command { saikes(&folder.path(""), &["why", "124/7.1", element, "m.toml", "--lang", "en"]) };
    for element in ["ehr", "ЭЛЕКТРОННЫЙ ПАСПОРТ ЗДОРОВЬЯ", "«Электронный паспорт здоpовья»", "ИС «ЭПЗ»", "Elektronnyi pasport zdorovya"]
    {
        run(why(element)).says(0, &["124/7.1 on information system", "ehr: not assessed"]);
    }
    run(why("Электронный паспорт здаровья")).says(2, &["did you mean `ehr`?"]);
    run(why("Паспорт")).says(2, &["element-not-found"]).is_silent_on(&["did you mean"]);
}

#[test]
fn one_reading_of_a_name_is_told_once_for_a_file() {
    let folder = Folder::new("once");
    folder.file("m.xml", drawing(&["МЗ РК", "Минздрав", "МЗ РК", "МЗ РК"], ""));
    let context = national();
    let read = in_three_languages(|language| {
        let run = check(&folder.path(""), &["m.xml", "--context", &context, "--format", "json", "--strict", "--lang", language.code()]);
        assert_eq!(run.err.matches("loose-reference").count(), 2, "{run}");
        run.err
    });
    keep("names", "one-reading", &read);
}
