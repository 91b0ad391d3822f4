//! What stands behind the requirements: every entry of the orders is there, who decides each, what the samples and
//! examples make of them, and whether the examples hold the rules in place.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{check, keep, repository};
use saikes::metamodel::Metamodel;
use saikes::pack::{Expected, Library, Pack, mutants};
use saikes::place::Sources;
use saikes::text::Language;

/// The orders that are here whole, as the packs name them.
const WHOLE: [&str; 2] = ["124", "193"];
/// Changes of rules that no example notices, in per cent of all: more is too loose.
const UNNOTICED: usize = 5;

fn library() -> (Library, Sources) {
    let mut sources = Sources::default();
    let library = Library::load(Metamodel::standard(), &mut sources, None);
    (library, sources)
}

fn of_orders(library: &Library) -> impl Iterator<Item = &Pack> {
    library.packs.iter().filter(|pack| !pack.advisory)
}

/// What the samples come to, requirement by requirement.
fn on_samples() -> BTreeMap<String, BTreeSet<String>> {
    let report = check(&repository().join("models"), &[".", "--all", "--format", "json"]).json();
    let mut verdicts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for project in report["projects"].as_array().into_iter().flatten() {
        for requirement in project["requirements"].as_array().into_iter().flatten() {
            let text = |name: &str| requirement[name].as_str().unwrap_or_default().to_string();
            verdicts.entry(text("id")).or_default().insert(text("verdict"));
        }
    }
    verdicts
}

#[test]
fn who_decides_and_what_the_samples_make_of_it_is_told_for_each_pack() {
    let (library, _) = library();
    let on_samples = on_samples();
    let mut table = String::new();
    for pack in of_orders(&library) {
        let count = |decided: &str| pack.requirements.iter().filter(|requirement| requirement.decided_by() == decided).count();
        let on_sample = |id: &str| on_samples.get(id).cloned().unwrap_or_default();
        let applies = |id: &str| on_sample(id).iter().any(|verdict| verdict != "not-applicable");
        let silent: Vec<&str> = pack.requirements.iter().map(|requirement| requirement.id.as_str()).filter(|id| !applies(id)).collect();
        let fires = |id: &str| on_sample(id).iter().any(|verdict| verdict == "non-compliant" || verdict == "partial");
        let never: Vec<&str> = pack
            .requirements
            .iter()
            .filter(|requirement| {
                let falls_short = |expected: Expected| matches!(expected, Expected::NonCompliant | Expected::Partial);
                let shown = requirement.examples.iter().any(|example| falls_short(example.expect));
                // What a person alone decides falls short by an answer.
                requirement.asks_the_model() && !shown && !fires(&requirement.id)
            })
            .map(|requirement| requirement.id.as_str())
            .collect();
        table += &format!(
            "{}: {} requirements; machine {}, person {}, both {}\n  falls short on some sample: {}\n  applies to no sample: {}\n  never falls short on a sample or example: {}\n",
            pack.id,
            pack.requirements.len(),
            count("machine"),
            count("person"),
            count("both"),
            pack.requirements.iter().filter(|requirement| fires(&requirement.id)).count(),
            silent.join(" "),
            never.join(" "),
        );
        assert!(never.is_empty(), "{}: never fall short: {never:?}", pack.id);
    }
    keep("requirements", "who-decides", &table);
}

#[test]
fn a_person_is_asked_for_a_reason() {
    let (library, _) = library();
    for pack in of_orders(&library) {
        for requirement in pack.requirements.iter().filter(|requirement| requirement.attested.is_some()) {
            let because = requirement.because.as_ref().expect("the loader wants a reason");
            assert!(Language::ALL.iter().all(|language| because.get(*language).len() > 20), "{}", requirement.id);
        }
    }
}

#[test]
fn every_machine_decided_requirement_shows_each_verdict_it_can_come_to() {
    let (library, _) = library();
    let mut wrong = Vec::new();
    for pack in of_orders(&library) {
        for requirement in pack.requirements.iter().filter(|requirement| requirement.decided_by() == "machine") {
            let shows = |expected: Expected| requirement.examples.iter().any(|example| example.expect == expected);
            let has_partial = requirement.cases.iter().any(|case| case.partial.is_some())
                || requirement.group.as_ref().is_some_and(|group| group.partial.is_some());
            let idle = shows(Expected::NotApplicable) || shows(Expected::NotAssessed);
            if !shows(Expected::Full) || !shows(Expected::NonCompliant) || !idle || has_partial && !shows(Expected::Partial) {
                wrong.push(requirement.id.clone());
            }
            let editions = requirement.editions.iter().map(|edition| edition.language);
            for language in editions.filter(|language| !requirement.examples.iter().any(|example| example.edition == Some(*language))) {
                wrong.push(format!("{} in {}", requirement.id, language.code()));
            }
        }
    }
    assert!(wrong.is_empty(), "examples are missing: {wrong:?}");
}

#[test]
fn hardly_a_condition_can_be_changed_without_an_example_noticing() {
    let (library, sources) = library();
    for pack in of_orders(&library) {
        let noticed = mutants::run(Metamodel::standard(), &sources, pack);
        let survivors: Vec<String> = noticed
            .survivors
            .iter()
            .map(|survivor| {
                let (path, line, _) = sources.locate(survivor.place);
                let how = if survivor.negated { "negated" } else { "left out" };
                format!("{path}:{line} {} {how}: {}", survivor.requirement, survivor.condition)
            })
            .collect();
        println!("{}: {} of {} changes go unnoticed\n{}", pack.id, survivors.len(), noticed.mutants, survivors.join("\n"));
        assert!(noticed.mutants > 500, "{}: conditions are found", pack.id);
        assert!(survivors.len() * 100 < noticed.mutants * UNNOTICED, "{}: {} of {}", pack.id, survivors.len(), noticed.mutants);
    }
}

/// The entries of the orders, where their catalogue stands beside the repository.
fn catalogue() -> Option<toml::Table> {
    let path = common::shared("catalogue.toml")?;
    let text = std::fs::read_to_string(path).expect("the catalogue can be read");
    Some(text.parse().expect("the catalogue is TOML"))
}

#[test]
fn every_entry_of_the_orders_is_a_requirement() {
    let Some(catalogue) = catalogue() else { return };
    let (library, _) = library();
    let known: BTreeMap<&str, _> =
        of_orders(&library).flat_map(|pack| &pack.requirements).map(|requirement| (requirement.id.as_str(), requirement)).collect();
    let mut wrong = Vec::new();
    let mut entries = BTreeSet::new();
    for entry in catalogue["requirement"].as_array().into_iter().flatten() {
        let text = |name: &str| entry.get(name).and_then(toml::Value::as_str).unwrap_or_default();
        if !WHOLE.contains(&text("order")) {
            continue;
        }
        let id = text("id");
        entries.insert(id);
        let Some(requirement) = known.get(id) else {
            wrong.push(format!("{id} is missing"));
            continue;
        };
        if requirement.weight.name() != text("severity") {
            wrong.push(format!("{id} weighs {} instead of {}", requirement.weight.name(), text("severity")));
        }
        if !text("note").is_empty() && requirement.note.is_none() {
            wrong.push(format!("{id} has no note"));
        }
        let contour = requirement.contour.map_or("", |contour| contour.name());
        let expected = if text("order") == "124" && text("contour").is_empty() { "general" } else { text("contour") };
        if contour != expected {
            wrong.push(format!("{id} is of the contour {contour} instead of {expected}"));
        }
    }
    wrong.extend(known.keys().filter(|id| !entries.contains(*id)).map(|id| format!("{id} is in no order")));
    assert!(entries.len() == 185 && wrong.is_empty(), "{wrong:#?}");
}
