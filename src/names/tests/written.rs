//! What the loader of the dictionary refuses.

use super::*;
use crate::place::FileId;

const FILE: &str = r#"
[words]
small = { kk = ["және"], ru = ["и"], en = ["of"] }
latin = ["IP"]
glued = ["e"]
copy = ["copy"]
[left-out.system]
where = "head"
kk = ["АЖ"]
ru = ["ИС"]
en = ["IS"]
[same.number]
kk = ["ЖСН"]
ru = ["ИИН"]
en = ["IIN"]
"#;

/// The reasons, with the text that each is about.
fn mistakes(change: (&str, &str)) -> Vec<(String, String)> {
    let text = FILE.replace(change.0, change.1);
    let problems = Dictionary::load(&text, FileId(0)).expect_err("the change is a mistake");
    let told = problems.iter().map(|problem| {
        let span = problem.place.map_or(0..0, |place| place.span.start as usize..place.span.end as usize);
        (text[span].to_string(), problem.argument("reason").unwrap_or_default().to_string())
    });
    told.collect()
}

#[test]
fn the_dictionary_in_the_program_has_no_mistakes() {
    let problems = Dictionary::load(TEXT, FileId(0)).err().unwrap_or_default();
    let told: Vec<_> = problems
        .iter()
        .map(|problem| {
            (problem.place.map(|place| &TEXT[..place.span.start as usize]).map(|before| before.lines().count()), problem.argument("reason"))
        })
        .collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(Dictionary::load(FILE, FileId(0)).is_ok());
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let one = |text: &str, reason: &str| vec![(text.to_string(), reason.to_string())];
    assert_eq!(mistakes(("[\"ЖСН\"]", "[]")), one("number", "no-form"));
    // Entries of `same` come first: the form of the other is the second.
    assert_eq!(mistakes(("[\"IIN\"]", "[\"IIN\", \"ИС\"]")), one("\"ИС\"", "form-twice"));
    assert_eq!(mistakes(("\"IIN\"", "\"IIN 2\"")), one("\"IIN 2\"", "not-words"));
    assert_eq!(mistakes(("\"IIN\"", "\"«»\"")), one("\"«»\"", "not-words"));
    assert_eq!(mistakes(("[\"of\"]", "[\"of the\"]")), one("\"of the\"", "not-one-word"));
    assert_eq!(mistakes(("[\"of\"]", "[\"of\", \"OF\"]")), one("\"OF\"", "word-twice"));
    assert_eq!(mistakes(("[same.number]", "[same.system]"))[0], ("system".into(), "id-twice".into()));
    assert!(mistakes(("where = \"head\"", "where = \"tail\""))[0].1.contains("tail"));
    assert!(mistakes(("glued", "glue"))[0].1.contains("glue"));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let change = ("en = [\"IIN\"]", "en = []\nalso = [\"1\", \"ИС\"]");
    assert_eq!(mistakes(change).len(), 3);
}

#[test]
fn a_form_in_two_languages_of_one_entry_is_no_mistake() {
    assert!(Dictionary::load(&FILE.replace("\"ЖСН\"", "\"ЖСН\", \"ИИН\""), FileId(0)).is_ok());
}
