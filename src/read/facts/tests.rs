//! What facts files say, and what is wrong with them.

use super::*;

fn problems(text: &str) -> Vec<String> {
    let show = |problem: &Problem| {
        let place = problem.place.expect("a problem of a file has a place");
        let arguments: Vec<String> = problem.arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} at {}: {}", problem.code.name(), &text[place.span.range()], arguments.join(" "))
    };
    read(FileId(0), text).problems.iter().map(show).collect()
}

const BOTH_FORMS: &str = r#"
[facts."id-12"]  # system
owner = "moh"
lifecycle = ""

[[facts]]
match = { kind = "system", name = "КМИС*" }
set = { owner = "moh", contours = ["internal"] }

[facts."id-13"]
owner = "none"

[[facts]]
state = "target"
[facts.match]
id = "id-?"
[facts.set]
critical = true
"#;

#[test]
fn tables_and_lists_may_stand_in_one_file() {
    let fragment = read(FileId(0), BOTH_FORMS);
    assert_eq!(fragment.problems, []);
    let targets: Vec<_> = fragment.facts.iter().map(|facts| (&BOTH_FORMS[facts.span.range()], facts.stated.len(), facts.states)).collect();
    assert_eq!(
        targets,
        [
            ("\"id-12\"", 1, States::UNSAID),
            ("{ kind = \"system\", name = \"КМИС*\" }", 2, States::UNSAID),
            ("\"id-13\"", 1, States::UNSAID),
            ("[facts.match]", 1, States::TARGET),
        ]
    );
    let FactsTarget::Match { kind: Some((kind, span)), name, id: None, .. } = &fragment.facts[1].target else { panic!("a match") };
    assert_eq!((kind.as_str(), &BOTH_FORMS[span.range()], name.as_deref()), ("system", "\"system\"", Some("КМИС*")));
    let fact = &fragment.facts[0].stated[0];
    assert_eq!((fact.key.as_str(), &BOTH_FORMS[fact.value_span.range()]), ("owner", "\"moh\""));
}

#[test]
fn a_state_restricts_a_table_or_the_whole_file() {
    let fragment = read(FileId(0), "state = \"current\"\n[facts.a]\nx = 1\n[facts.b]\nstate = \"target\"\nx = 1\n");
    let states: Vec<_> = fragment.facts.iter().map(|facts| facts.states).collect();
    assert_eq!((states, fragment.problems), (vec![States::CURRENT, States::TARGET], vec![]));
}

#[test]
fn every_mistake_is_told() {
    let text = r#"
stat = "current"
[[facts]]
set = { owner = "x" }
[[facts]]
match = {}
set = { owner = "x" }
[[facts]]
match = { kinds = "system", name = 1 }
sett = {}
[[facts]]
match = { id = "*" }
set = { start = 10:00:00 }
state = "curent"
"#;
    assert_eq!(
        problems(text),
        [
            "unknown-key at stat: found=stat table= nearest=state",
            "wrong-type at [[facts]]: name=match expected=table found=nothing",
            "wrong-type at {}: name=match expected=matched found=nothing",
            "wrong-type at [[facts]]: name=set expected=table found=nothing",
            "unknown-key at kinds: found=kinds table=match nearest=kind",
            "wrong-type at 1: name=name expected=text found=integer",
            "unknown-key at sett: found=sett table=facts nearest=set",
            "wrong-type at 10:00:00: name=start expected=value found=time",
            "unknown-value at \"curent\": name=state found=curent allowed=current, target, both, approved nearest=current",
        ]
    );
    assert_eq!(problems("[facts.a]\n[facts.a]\n"), ["duplicate-id at a: id=a"]);
    assert_eq!(problems("facts = 1"), ["wrong-type at facts: name=facts expected=table found=integer"]);
}

#[test]
fn a_table_without_facts_is_kept_so_that_its_id_is_checked() {
    let fragment = read(FileId(0), "[facts.gone]\nowner = \"\"\nuses = [\"\"]\n");
    assert_eq!((fragment.facts.len(), fragment.facts[0].stated.len(), fragment.problems), (1, 0, vec![]));
}

#[test]
fn words_of_the_table_itself_are_no_facts_of_any_kind() {
    let metamodel = crate::metamodel::Metamodel::standard();
    let taken = metamodel.attributes.iter().map(|attribute| &attribute.name).chain(metamodel.links.iter().map(|link| &link.name));
    assert_eq!(taken.filter(|name| *name == GONE).count(), 0);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "([\\[\\]{}=.,\"'# \n]|match|facts|set|state|a|\\PC){0,60}") {
        for problem in read(FileId(0), &text).problems {
            let place = problem.place.expect("a problem of a file has a place");
            proptest::prop_assert!(text.get(place.span.range()).is_some());
        }
    }
}
