//! Conventions that hold for everything of a sort: packs, names, texts, source files.
//!
//! Leaves to others: what the loader of packs and of the metamodel refuses by itself.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use saikes::metamodel::Metamodel;
use saikes::names;
use saikes::pack::{Expected, Library, examples};
use saikes::place::Sources;
use saikes::text::{self, Language, Trilingual};

fn library() -> (Library, Sources) {
    let mut sources = Sources::default();
    let library = Library::load(Metamodel::standard(), &mut sources, None);
    assert!(!library.packs.is_empty());
    (library, sources)
}

/// Every file below a folder of the repository, sorted.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&common::repository().join(folder), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no {ending}");
    found
}

#[test]
fn ids_of_requirements_are_unique_over_all_packs_and_in_the_order_of_the_text() {
    let (library, _) = library();
    let mut known = BTreeSet::new();
    for pack in &library.packs {
        for requirement in &pack.requirements {
            assert!(known.insert(&requirement.id), "{} stands twice", requirement.id);
        }
        let paragraphs: Vec<u32> = pack.requirements.iter().filter_map(|requirement| paragraph(&requirement.id)).collect();
        assert!(paragraphs.is_sorted(), "{}: {paragraphs:?}", pack.id);
    }
    let packs: BTreeSet<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
    assert_eq!(packs.len(), library.packs.len());
}

/// `124/kk-10-2.1` → 10
fn paragraph(id: &str) -> Option<u32> {
    let rest = id.split_once('/')?.1.trim_start_matches("kk-");
    rest.split(['.', '-']).next()?.parse().ok()
}

#[test]
fn every_requirement_is_told_in_three_languages_cites_its_source_and_shows_what_it_means() {
    let (library, _) = library();
    for pack in &library.packs {
        whole(&pack.id, &pack.title);
        for requirement in &pack.requirements {
            let id = &requirement.id;
            for words in [&requirement.title, &requirement.rationale, &requirement.fix] {
                whole(id, words);
            }
            for words in [&requirement.note, &requirement.attested].into_iter().flatten() {
                whole(id, words);
            }
            assert!(pack.advisory || !requirement.cites.is_empty(), "{id} cites nothing");
            let decides = requirement.asks_the_model();
            let shows = |expected: Expected| examples::showing(&requirement.examples, expected).is_some();
            assert!(!decides || requirement.attested.is_some() || shows(Expected::Full), "{id} shows nothing that is full");
            // What is drawn twice is right once: some advice is never all wrong.
            let fails = shows(Expected::NonCompliant) || requirement.form.is_some() && shows(Expected::Partial);
            assert!(!decides || fails, "{id} shows nothing that fails");
            // The trap too; a question about form has its traps tested where it is answered.
            let needed = if decides && requirement.form.is_none() { 3 } else { 2 };
            assert!(requirement.examples.len() >= needed, "{id} has fewer than {needed} examples");
        }
    }
}

#[track_caller]
fn whole(what: &str, words: &Trilingual) {
    for language in Language::ALL {
        assert!(!words.get(language).trim().is_empty(), "{what} is silent in {}", language.code());
    }
}

#[test]
fn every_example_of_every_pack_comes_out_as_its_author_says() {
    let (library, sources) = library();
    for (at, pack) in library.packs.iter().enumerate() {
        let ran = examples::run(Metamodel::standard(), &sources, &library.packs, at);
        let wrong: Vec<String> = ran.problems.iter().map(|problem| format!("{} {:?}", problem.code.name(), problem.arguments)).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", pack.id);
        assert_eq!((ran.examples > 0, ran.as_expected), (true, ran.examples), "{}", pack.id);
    }
}

fn is_kebab_case(name: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('-').all(is_part)
}

#[test]
fn names_of_the_vocabulary_are_kebab_case() {
    let metamodel = Metamodel::standard();
    let kinds = metamodel.kinds.iter().map(|kind| &kind.name).chain(metamodel.abstracts.iter().map(|shared| &shared.name));
    let members = metamodel
        .attributes
        .iter()
        .map(|attribute| &attribute.name)
        .chain(metamodel.links.iter().flat_map(|link| [&link.name, &link.inverse]));
    let names: Vec<&String> = kinds.chain(members).chain(metamodel.layers.iter().map(|layer| &layer.name)).collect();
    let odd: Vec<&&String> = names.iter().filter(|name| !is_kebab_case(name)).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// The forms of an entry of the dictionary of names, by language.
fn forms<'t>(entry: &'t toml::Value, language: &str) -> Vec<&'t str> {
    entry.get(language).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

#[test]
fn every_form_of_a_name_says_what_the_others_say_and_no_entry_says_what_another_says() {
    let dictionary: toml::Table = names::TEXT.parse().expect("the dictionary is sound TOML");
    let mut keys: BTreeMap<String, &str> = BTreeMap::new();
    for (id, entry) in dictionary["same"].as_table().expect("there are entries") {
        assert!(is_kebab_case(id), "{id}");
        for form in ["kk", "ru", "en", "also"].into_iter().flat_map(|language| forms(entry, language)) {
            assert_eq!(names::same_key(form), format!("={id}"), "{form}");
        }
        assert_eq!(keys.insert(format!("={id}"), id), None);
    }
    for (id, entry) in dictionary["left-out"].as_table().expect("there are entries") {
        assert!(is_kebab_case(id), "{id}");
        for (language, in_front) in [("kk", false), ("ru", true), ("en", false), ("also", true)] {
            for form in forms(entry, language) {
                let name = if in_front { format!("{form} «Тенгри»") } else { format!("«Тенгри» {form}") };
                assert_eq!(names::same_key(&name), names::same_key("Тенгри"), "{name}");
                assert_eq!(names::same_key(form), format!("={id}"), "{form} alone is a name");
            }
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for file in ["src", "tests", "benches"].into_iter().flat_map(|folder| files(folder, ".rs")) {
        let text = fs::read_to_string(&file).expect("source files are text");
        assert!(text.starts_with("//! ") && text.lines().next().is_some_and(|line| line.len() > 20), "{}", file.display());
    }
}

/// Words in Latin letters that belong into Kazakh and Russian texts: names of formats, standards, bodies and systems.
const LATIN: [&str; 80] = [
    "API",
    "ASN.1",
    "Archi",
    "ArchiMate",
    "AsyncAPI",
    "C",
    "CAMSS",
    "CDATA",
    "CSV",
    "Connect",
    "DOCTYPE",
    "EIF",
    "ESB",
    "Foundation",
    "GML",
    "GeoJSON",
    "Git",
    "GitHub",
    "Grafico",
    "GraphQL",
    "Group",
    "HL7",
    "HTML",
    "HTTP",
    "HTTPS",
    "ID",
    "IETF",
    "IP",
    "ISO",
    "Initiative",
    "JSON",
    "KZ",
    "Linux",
    "NIST",
    "OASIS",
    "OCSP",
    "OData",
    "OGC",
    "Open",
    "OpenAPI",
    "OpenID",
    "OpenXML",
    "QazTech",
    "RDF",
    "REST",
    "RFC",
    "SAML",
    "SHA-256",
    "SLA",
    "SMS",
    "SOAP",
    "SP",
    "SmartBridge",
    "TLS",
    "TOML",
    "TSP",
    "The",
    "URL",
    "UTF-8",
    "VIII",
    "VPN",
    "W3C",
    "WS-Security",
    "WSDL",
    "X.509",
    "XML",
    "ZIP",
    "coArchi",
    "data.egov.kz",
    "e-Gov",
    "e-Otinish",
    "eGov",
    "eGov.kz",
    "git",
    "gov.kz",
    "saikes",
    "sha256",
    "stderr",
    "toml.io",
    "xlsx",
];

/// What people write to the program, which is the same in every language.
const WRITTEN: [&str; 13] =
    ["en", "false", "full", "investment", "json", "kk", "kk-15.4", "none", "partial", "planning", "post-investment", "ru", "true"];

/// Words in Latin letters outside of code and of what is filled in.
fn latin(text: &str) -> Vec<&str> {
    let code = |at: usize| text[..at].matches('`').count() % 2 == 1;
    let filled = |at: usize| text[..at].matches('{').count() > text[..at].matches('}').count();
    let is_latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_');
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_alphabetic()).map(|at| rest + at) {
        let end = text[start..].find(|c| !is_latin(c)).map_or(text.len(), |at| start + at);
        if !code(start) && !filled(start) {
            words.push(text[start..end].trim_end_matches(['-', '.', '/']));
        }
        rest = end;
    }
    words
}

#[test]
fn latin_words_are_found_outside_of_code() {
    assert_eq!(latin("по TOML `system.emr` и {owner.name}, flow."), ["TOML", "flow"]);
    assert_eq!(latin("API-ге `partial-message`-пен gateway"), ["API", "gateway"]);
}

#[test]
fn kazakh_and_russian_texts_hold_no_english() {
    let mut odd: BTreeMap<String, String> = BTreeMap::new();
    let mut look = |place: &str, text: &str| {
        for word in latin(text).into_iter().filter(|word| !LATIN.contains(word) && !WRITTEN.contains(word)) {
            odd.entry(word.to_string()).or_insert_with(|| format!("{place}: {text}"));
        }
    };
    for file in files("rules", ".toml") {
        let text = fs::read_to_string(&file).expect("rules are text");
        let document: toml::Table = text.parse().expect("the rules are sound TOML");
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        words(&name, &toml::Value::Table(document), false, &mut look);
    }
    for language in [Language::Kk, Language::Ru] {
        for (key, words) in text::keys(language) {
            look(&format!("{} {key}", language.code()), words);
        }
    }
    assert!(odd.is_empty(), "{odd:#?}");
}

/// Gives every text below a key `kk` or `ru` to `look`; models of examples are somebody's, not ours.
fn words(place: &str, value: &toml::Value, is_translated: bool, look: &mut impl FnMut(&str, &str)) {
    match value {
        toml::Value::String(text) if is_translated => look(place, text),
        toml::Value::Array(items) => items.iter().for_each(|item| words(place, item, is_translated, look)),
        toml::Value::Table(table) => {
            // The text of another language is asked in predicates.
            for (key, value) in table.iter().filter(|(key, _)| !["example", "edition"].contains(&key.as_str())) {
                words(&format!("{place} {key}"), value, is_translated || key == "kk" || key == "ru", look);
            }
        }
        _ => {}
    }
}
