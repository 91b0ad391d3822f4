//! What a project says in `[mapping]` goes before what is built in; what it says wrongly is told, and what it says in
//! vain.

use std::sync::Arc;

use super::super::{Mapping, Own};
use crate::metamodel::Metamodel;
use crate::place::FileId;
use crate::read::exchange::tests::check_by;
use crate::read::mapping;

/// The mapping of a text with `[mapping]` tables.
fn mapping(text: &str) -> Mapping {
    let (entries, problems) = mapping::shared(FileId(0), text);
    assert_eq!(problems, []);
    let (own, problems) = Own::compile(Metamodel::standard(), entries);
    assert_eq!(problems, []);
    Mapping::of_project(Arc::new(own))
}

/// Everything that is wrong with a text.
fn mistakes(text: &str) -> Vec<String> {
    let (entries, mut problems) = mapping::shared(FileId(0), text);
    problems.extend(Own::compile(Metamodel::standard(), entries).1);
    problems.sort_by_key(|problem| problem.place);
    let told = problems.iter().map(|problem| {
        let place = problem.place.expect("a problem of a file has a place");
        let arguments = problem.arguments.iter().filter(|(name, value)| *name != "allowed" && !value.is_empty());
        let arguments: Vec<String> = arguments.map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} at {}: {}", problem.code.name(), &text[place.span.range()], arguments.join(" "))
    });
    told.collect()
}

/// One element with one property for each line `key = value`.
fn element(what: &str, id: &str, name: &str, properties: &[(&str, &str)]) -> String {
    let property = |(key, value): &(&str, &str)| format!("<property propertyDefinitionRef=\"{key}\"><value>{value}</value></property>");
    let properties: String = properties.iter().map(property).collect();
    format!("<element identifier=\"{id}\" xsi:type=\"{what}\"><name>{name}</name><properties>{properties}</properties></element>")
}

/// Definitions for keys that are called as they are referred to.
fn definitions(keys: &[&str]) -> String {
    let definition =
        |key: &&str| format!("<propertyDefinition identifier=\"{key}\" type=\"string\"><name>{key}</name></propertyDefinition>");
    let definitions: String = keys.iter().map(definition).collect();
    format!("<propertyDefinitions>{definitions}</propertyDefinitions>")
}

fn drawn(elements: &[String], relationships: &str, keys: &[&str]) -> String {
    format!("<elements>{}</elements><relationships>{relationships}</relationships>{}", elements.concat(), definitions(keys))
}

#[test]
fn types_and_words_mean_what_the_project_says() {
    let mapping = mapping(
        r#"[mapping]
           types = { Principle = "need", ApplicationFunction = "component", Grouping = "none" }
           specializations = { "Подсистема КГД" = "component", "Портфель" = "none" }
           names = { "Шина МЗ" = "gateway" }"#,
    );
    let elements = [
        element("Principle", "p", "Открытость", &[]),
        element("ApplicationFunction", "f", "Учёт", &[]),
        element("Grouping", "g", "Кадры", &[]),
        element("ApplicationComponent", "a", "А", &[("stereotype", "подсистема КГД")]),
        element("ApplicationComponent", "b", "Б", &[("stereotype", "портфель")]),
        element("Node", "c", "«Шина МЗ»", &[]),
    ];
    check_by(
        &mapping,
        &drawn(&elements, "", &["stereotype"]),
        r#"
        need p "Открытость"
        component f "Учёт"
        component a "А"
        gateway c "«Шина МЗ»"
        unmapped ApplicationComponent: 1
        unmapped Grouping: 1
        "#,
    );
    assert_eq!(mapping.entries().filter(|(_, used)| !used).count(), 0);
}

#[test]
fn keys_and_values_mean_what_the_project_says() {
    let mapping = mapping(
        r#"[mapping.properties]
           "Beheerder" = "owner"
           "Status" = ["lifecycle", "status"]
           "GEMMA type" = "kind"
           "Owner" = "none"
           [mapping.values]
           lifecycle = { "In gebruik" = "operating", "n.t.b." = "" }
           status = { "Klaar" = "done" }
           "GEMMA type" = { "Referentiecomponent" = "standard-solution", "Bron" = "none" }
           owner = { "KGD" = "a" }
           uses = { "SB" = "smartbridge" }"#,
    );
    let elements = [
        element("ApplicationComponent", "s", "S", &[("Beheerder", "KGD"), ("Status", "in gebruik"), ("Owner", "x"), ("uses", "SB; idp")]),
        element("ApplicationComponent", "t", "T", &[("Status", "n.t.b."), ("GEMMA type", "Referentiecomponent")]),
        element("ApplicationComponent", "u", "U", &[("GEMMA type", "Bron")]),
        element("ImplementationEvent", "e", "E", &[("Status", "klaar")]),
        element("BusinessActor", "a", "A", &[]),
    ];
    check_by(
        &mapping,
        &drawn(&elements, "", &["Beheerder", "Status", "Owner", "uses", "GEMMA type"]),
        r#"
        system s "S"
          lifecycle = operating
          owner → a
          uses → smartbridge
          uses → idp
        standard-solution t "T"
        work e "E"
          status = done
          type = milestone
        agency a "A"
        unmapped ApplicationComponent: 1
        unmapped property: Owner: 1
        "#,
    );
    assert_eq!(mapping.entries().filter(|(_, used)| !used).count(), 0);
}

#[test]
fn relationships_states_silence_and_dates_are_the_projects_own() {
    let mapping = mapping(
        r#"[mapping]
           relationships = { "maakt gebruik van" = "depends-on" }
           states = { "IST" = "current", "SOLL 2027" = "target" }
           silence = ["Niet ingevuld"]
           none = ["geen"]
           dates = "day-month-year""#,
    );
    let elements = [
        element("ApplicationComponent", "a", "A", &[("commissioned", "03/04/2026"), ("lifecycle", "niet ingevuld"), ("built-on", "geen")]),
        element("ApplicationComponent", "b", "B", &[("state", "soll")]),
        element("Plateau", "p", "IST", &[]),
    ];
    let relationships = r#"<relationship identifier="1" xsi:type="Association" source="a" target="b"><name>Maakt gebruik van</name></relationship>
        <relationship identifier="2" xsi:type="Aggregation" source="p" target="a"/>"#;
    check_by(
        &mapping,
        &drawn(&elements, relationships, &["commissioned", "lifecycle", "built-on", "state"]),
        r#"
        system a "A" (current)
          commissioned = Date(2026-04-03)
          depends-on → b
          built-on → none
        system b "B" (target)
        architecture p "IST"
        "#,
    );
    assert_eq!(mapping.entries().filter(|(_, used)| !used).count(), 0);
}

#[test]
fn what_nothing_asks_for_is_known_and_a_later_file_goes_before_an_earlier_one() {
    let entries = |file: u32, text: &str| mapping::shared(FileId(file), text).0;
    let shared = entries(0, "[mapping]\ntypes = { Principle = \"goal\", Meaning = \"document\" }\nproperties = { Owner = \"none\" }\n");
    let own = entries(1, "[mapping]\ntypes = { Principle = \"need\" }\n");
    let (own, problems) = Own::compile(Metamodel::standard(), [shared, own].concat());
    assert_eq!(problems, []);
    let mapping = Mapping::of_project(Arc::new(own));
    check_by(&mapping, &drawn(&[element("Principle", "p", "P", &[])], "", &[]), "need p \"P\"");
    let shown: Vec<(String, bool)> = mapping.entries().map(|(entry, used)| (entry.shown(), used)).collect();
    let shown: Vec<(&str, bool)> = shown.iter().map(|(entry, used)| (entry.as_str(), *used)).collect();
    assert_eq!(
        shown,
        [("types.Meaning = \"document\"", false), ("properties.Owner = \"none\"", false), ("types.Principle = \"need\"", true)]
    );
}

#[test]
fn every_mistake_is_told_with_its_place_and_what_was_meant() {
    assert_eq!(
        mistakes(
            r#"title = "x"
[mapping]
tipes = {}
dates = "day-first"
silence = "x"
[mapping.types]
Principel = "need"
Goal = "gaol"
Driver = 3
Value = ""
[mapping.specializations]
"A b" = "need"
a-b = "goal"
[mapping.properties]
Beheerder = "ownr"
Status = ["lifecycle", "system.lifecicle", 5]
[mapping.relationships]
belongs = "lifecycle"
[mapping.states]
IST = "curent"
[mapping.values]
lifecycle = { "In gebruik" = "operatin", "Nieuw" = 2026-01-01 }
verified = { "J" = true, "N" = "neen" }
kind = { "Bron" = "resorce" }
Herkomst = { "A" = "x" }
"#
        ),
        [
            "unknown-key at title: found=title",
            "unknown-key at tipes: found=tipes table=mapping nearest=types",
            "unknown-value at \"day-first\": name=mapping.dates found=day-first",
            "wrong-configuration at \"x\": name=mapping.silence expected=list found=text",
            "unknown-mapping at Principel: found=Principel reason=type nearest=Principle",
            "unknown-kind at \"gaol\": found=gaol nearest=goal",
            "wrong-configuration at 3: name=mapping.types.Driver expected=text found=integer",
            "wrong-configuration at \"\": name=mapping.types.Value expected=text found=nothing",
            "wrong-configuration at a-b: name=a-b expected=one-meaning found=goal",
            "unknown-mapping at \"ownr\": found=ownr reason=member nearest=owner",
            "unknown-mapping at \"system.lifecicle\": found=lifecicle reason=member nearest=lifecycle",
            "wrong-configuration at 5: name=mapping.properties.Status expected=text found=integer",
            "unknown-mapping at \"lifecycle\": found=lifecycle reason=link",
            "unknown-value at \"curent\": name=state found=curent nearest=current",
            "unknown-value at \"operatin\": name=lifecycle found=operatin nearest=operating",
            "unknown-value at 2026-01-01: name=lifecycle found=2026-01-01",
            "wrong-type at \"neen\": name=verified expected=bool found=text",
            "unknown-kind at \"resorce\": found=resorce nearest=resource",
            "unknown-mapping at Herkomst: found=Herkomst reason=value-of",
        ]
    );
}
