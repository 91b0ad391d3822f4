//! What users see of native models: facts with their places, and every mistake of a file at once.

use super::*;

fn read_text(text: &str) -> Fragment {
    read(Metamodel::standard(), FileId(0), text)
}

/// Problems as `code` of `underlined text`: `arguments`, without the words of the metamodel.
fn problems(text: &str) -> Vec<String> {
    let show = |problem: &Problem| {
        let place = problem.place.expect("a native problem has a place");
        let arguments: Vec<String> =
            problem.arguments.iter().filter(|(name, _)| *name != "allowed").map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} at {}: {}", problem.code.name(), &text[place.span.range()], arguments.join(" "))
    };
    read_text(text).problems.iter().map(show).collect()
}

#[test]
fn facts_come_with_their_places() {
    let text = r#"
[system.emr]
name = { ru = "ЭПЗ", en = "EHR" }
owner = "moh"
lifecycle = "operating"
uses = ["smartbridge", "shep"]
state = "target"
description = ""

[ flow . "a b" ]
name = "Поток"
via = "none"
"#;
    let fragment = read_text(text);
    assert_eq!(fragment.problems, []);
    let shown = |span: Span| &text[span.range()];
    let get = |id: StringId| fragment.strings.get(id);
    let elements: Vec<_> = fragment.elements.iter().map(|one| (get(one.id), shown(one.span), one.states, one.names.0.map(get))).collect();
    assert_eq!(
        elements,
        [("emr", "system.emr", States::TARGET, ["", "ЭПЗ", "EHR"]), ("a b", "flow . \"a b\"", States::UNSAID, ["Поток"; 3]),]
    );
    let name = |link: LinkId| Metamodel::standard().link(link).name.as_str();
    let links: Vec<_> = fragment.links.iter().map(|one| (one.element, name(one.link), get(one.end), shown(one.span))).collect();
    assert_eq!(
        links,
        [
            (0, "owner", "moh", "\"moh\""),
            (0, "uses", "smartbridge", "\"smartbridge\""),
            (0, "uses", "shep", "\"shep\""),
            (1, "via", "", "\"none\""),
        ]
    );
    assert!(fragment.links[3].end.is_none());
    let attributes: Vec<_> = fragment.attributes.iter().map(|one| (one.element, shown(one.span))).collect();
    assert_eq!(attributes, [(0, "\"operating\"")], "an empty text is silence");
    assert_eq!((fragment.counts.elements, fragment.counts.relations), (2, 3));
}

#[test]
fn misspelt_kinds_attributes_links_and_values_are_all_told_at_once() {
    let text = r#"
[sytem.a]
[sytem.b]

[system.c]
ownner = "moh"
use = ["x"]
lifecycle = "operatin"
contours = ["internal", "zzz"]
name = { ru = "x", fr = "y" }

[system.d]
source = "x"
"#;
    assert_eq!(
        problems(text),
        [
            "unknown-kind at sytem: found=sytem nearest=system",
            "unknown-attribute at ownner: found=ownner kind=system nearest=owner",
            "unknown-attribute at use: found=use kind=system nearest=uses",
            "unknown-value at \"operatin\": name=lifecycle found=operatin nearest=operating",
            "unknown-value at \"zzz\": name=contours found=zzz nearest=",
            "unknown-key at fr: found=fr table=name nearest=",
            "unknown-attribute at source: found=source kind=system nearest=",
        ]
    );
    assert_eq!(read_text(text).problems[0].times, 2);
    assert!(read_text(text).problems[3].argument("allowed").is_some_and(|words| words.contains("operating")));
    assert_eq!(read_text(text).counts.unmapped.get("sytem"), Some(&2));
}

#[test]
fn a_forgotten_kind_or_id_is_told_as_such() {
    assert_eq!(problems("title = 1\n[emr]\nowner = \"moh\"\n"), ["missing-kind at title: found=title", "missing-kind at emr: found=emr"]);
    assert_eq!(problems("[system]\nname = \"x\"\n"), ["missing-id at system: found=system"]);
    assert_eq!(problems("[[system]]\nname = \"x\"\n"), ["missing-id at system: found=system"]);
    assert_eq!(problems("system.a = [{}, 1]\n"), ["wrong-type at 1: name=system.a expected=table found=integer"]);
    assert_eq!(problems("[system.\"\"]\n"), ["missing-id at \"\": found=system"]);
    assert_eq!(problems("[system.none]\n"), ["reserved-id at none: id=none"]);
}

#[test]
fn one_id_twice_is_told_with_both_places() {
    let text = "[system.a]\nname = \"1\"\n[unit.a]\n[system.a]\nname = \"2\"\n";
    let fragment = read_text(text);
    let places: Vec<_> =
        fragment.problems.iter().map(|one| (one.code, one.place.map(|p| p.span.start), one.related.map(|p| p.span.start))).collect();
    assert!(places.contains(&(Code::DuplicateId, Some(39), Some(8))), "{places:?}");
    assert!(places.iter().all(|(code, ..)| *code == Code::DuplicateId), "{places:?}");
    assert_eq!(fragment.elements.len(), 1);

    assert_eq!(problems("[system.a]\n[unit.a]\n"), ["duplicate-id at unit.a: id=a"]);
}

#[test]
fn an_element_may_have_several_tables_of_which_each_has_its_state() {
    let text =
        "[[system.a]]\nname = \"A\"\nstate = \"current\"\nowner = \"x\"\n[[ system.a ]]\nstate = \"target\"\nowner = \"y\"\n[unit.b]\n";
    let fragment = read_text(text);
    assert_eq!(fragment.problems, []);
    let get = |id: StringId| fragment.strings.get(id);
    let shown: Vec<_> =
        fragment.elements.iter().map(|one| (get(one.id), one.states, get(one.names.0[0]), &text[one.span.range()])).collect();
    assert_eq!(
        shown,
        [("a", States::CURRENT, "A", "system.a"), ("a", States::TARGET, "", "system.a"), ("b", States::UNSAID, "", "unit.b")]
    );
    let owners: Vec<_> = fragment.links.iter().map(|one| (one.element, get(one.end))).collect();
    assert_eq!(owners, [(0, "x"), (1, "y")]);
    assert_eq!(fragment.counts.elements, 2, "several tables are one element");
    assert_eq!(problems("[unit.a]\n[[system.a]]\n[[system.a]]\n"), ["duplicate-id at system.a: id=a"]);
    assert_eq!(problems("[[system.none]]\n[[system.none]]\n"), ["reserved-id at none: id=none"]);
}

#[test]
fn types_are_strict_and_links_are_ids() {
    let text = "[system.a]\nowner = [\"x\", \"y\"]\nuses = [1, \"ok\"]\nname = 1\nlifecycle = true\ndescription = {}\n";
    assert_eq!(
        problems(text),
        [
            "too-many-ends at [\"x\", \"y\"]: name=owner found=2",
            "wrong-type at 1: name=uses expected=link found=integer",
            "wrong-type at 1: name=name expected=localized found=integer",
            "wrong-type at true: name=lifecycle expected=enum found=bool",
            "wrong-type at {}: name=description expected=localized found=table",
        ]
    );
    assert_eq!(read_text(text).links.len(), 1, "what is right beside a mistake is kept");
}

#[test]
fn what_the_program_derives_and_ways_back_are_not_written() {
    let text = "[system.a]\nchange = \"new\"\nid = \"b\"\n[agency.b]\nid = \"b\"\n";
    assert_eq!(
        problems(text),
        ["unknown-attribute at change: found=change kind=system nearest=", "unknown-attribute at id: found=id kind=system nearest="]
    );
    let metamodel = Metamodel::standard();
    let owner = metamodel.find_kind("system").and_then(|kind| metamodel.link_of(kind, "owner")).expect("systems have owners");
    let text = format!("[agency.b]\n{} = [\"a\"]\n", metamodel.link(owner).inverse);
    let [problem] = &read_text(&text).problems[..] else { panic!("one problem") };
    assert_eq!((problem.code, problem.argument("link")), (Code::InverseWritten, Some("owner")));
}

#[test]
fn a_broken_line_costs_only_itself() {
    let text = "[system.a]\nowner = \nuses = [\"x\"]\nlifecycle = \"operating\n[system.b]\nname = \"b\"\n";
    let fragment = read_text(text);
    assert!(fragment.problems.len() >= 2 && fragment.problems.iter().all(|one| one.code == Code::MalformedToml), "{:?}", fragment.problems);
    assert_eq!(fragment.elements.len(), 2);
    assert_eq!(fragment.links.len(), 1);
}

#[test]
fn ends_and_values_keep_places_in_any_spelling_of_tables() {
    let text = "system.a.name = \"A\"\nsystem.b = { owner = \"x\" }\n[system.c.name]\nru = \"В\"\n";
    let fragment = read_text(text);
    assert_eq!(fragment.problems, []);
    let shown: Vec<&str> = fragment.elements.iter().map(|one| &text[one.span.range()]).collect();
    assert_eq!(shown, ["a", "b", "c"]);
    assert_eq!(fragment.strings.get(fragment.elements[2].names.0[1]), "В");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "([\\[\\]{}=.,\"'# \n]|system|facts|name|owner|a|none|2026-11-22|\\PC){0,60}") {
        let fragment = read_text(&text);
        for problem in &fragment.problems {
            let place = problem.place.expect("a native problem has a place");
            proptest::prop_assert!(text.get(place.span.range()).is_some());
        }
    }
}
