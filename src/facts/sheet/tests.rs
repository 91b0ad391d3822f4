//! What is put into facts files of every shape, and that nothing is lost by it.

use proptest::prelude::*;

use super::*;

const KIND: KindId = KindId(0);
const OTHER: KindId = KindId(1);

fn planned(id: &str, kind: KindId, keys: &[&str]) -> PlannedTable {
    let key = |key: &&str| PlannedKey {
        key: key.to_string(),
        blank: if key.ends_with('s') { "[]" } else { "\"\"" },
        remark: format!("what {key} is"),
    };
    PlannedTable { id: id.to_string(), kind, title: format!("thing «{id}»"), state: None, keys: keys.iter().map(key).collect() }
}

fn plan(tables: Vec<PlannedTable>) -> Plan {
    Plan { tables, example: None }
}

/// Elements that are there: `a` and `b` of one kind, `c` of another.
fn put(text: &str, plan: &Plan) -> Sheet {
    let kinds = [("a", KIND), ("b", KIND), ("c", OTHER), ("d e", OTHER)].map(|(id, kind)| (id.to_string(), kind)).into_iter().collect();
    extended(text, plan, &Known { kinds: &kinds, language: Language::En }).expect("the text is TOML")
}

fn text(before: &str, tables: Vec<PlannedTable>) -> String {
    put(before, &plan(tables)).text
}

#[test]
fn new_tables_stand_at_the_end_or_with_their_kind() {
    let before = "# head\n\n[facts.a]  # first\nowner = \"x\"\n\n[facts.c]\n";
    let after = text(before, vec![planned("b", KIND, &["owner", "uses"]), planned("d e\"", KindId(2), &["owner"])]);
    assert_eq!(
        after,
        "# head\n\n[facts.a]  # first\nowner = \"x\"\n\n[facts.\"b\"]  # thing «b»\nowner = \"\"  # what owner is\nuses = []  # what uses is\n\n\
         [facts.c]\n\n[facts.\"d e\\\"\"]  # thing «d e\"»\nowner = \"\"  # what owner is\n"
    );
}

#[test]
fn keys_that_stand_there_are_left_alone_whatever_they_hold() {
    let before = "[facts.a]\n  owner = \"x\" # mine\n# and a note\n\n[facts.b]\nowner = \"\"\n";
    let sheet = put(before, &plan(vec![planned("a", KIND, &["owner", "type"]), planned("b", KIND, &["owner"])]));
    assert_eq!(sheet.text, "[facts.a]\n  owner = \"x\" # mine\n# and a note\ntype = \"\"  # what type is\n\n[facts.b]\nowner = \"\"\n");
    assert_eq!((sheet.elements, sheet.facts), (0, 1));
}

#[test]
fn every_way_of_writing_a_table_is_kept() {
    let both = || vec![planned("a", KIND, &["owner", "uses"])];
    assert_eq!(
        text("facts.a.type = 1\n", both()),
        "facts.a.type = 1\nfacts.a.owner = \"\"  # what owner is\nfacts.a.uses = []  # what uses is\n"
    );
    assert_eq!(text("[facts]\na = { type = 1 }\n", both()), "[facts]\na = { type = 1, owner = \"\", uses = [] }\n");
    assert_eq!(text("[facts]\na = {}\n", both()), "[facts]\na = { owner = \"\" , uses = []}\n");
    assert_eq!(
        text("[facts.a.name]\nru = \"А\"", both()),
        "[facts.\"a\"]\nowner = \"\"  # what owner is\nuses = []  # what uses is\n[facts.a.name]\nru = \"А\""
    );
    assert_eq!(text("facts = { b = { type = 1 } }\n", both()), "facts = { b = { type = 1 }, \"a\" = { owner = \"\", uses = [] } }\n");
    let list = "[[facts]]\nmatch = { kind = \"system\" }\nset = { type = 1 }\n";
    let listed =
        format!("{list}\n[[facts]]  # thing «a»\nmatch.id = \"a\"\nset.owner = \"\"  # what owner is\nset.uses = []  # what uses is\n");
    assert_eq!(text(list, both()), listed);
    assert_eq!(text(&listed, both()), listed, "a list that matches one id is its table");
}

#[test]
fn a_file_with_both_forms_keeps_both() {
    let before = "[[facts]]\nmatch = { kind = \"system\" }\nset = { type = 1 }\n\n[facts.a]\nowner = \"x\"";
    let after = text(before, vec![planned("a", KIND, &["uses"]), planned("c", OTHER, &["owner"])]);
    assert_eq!(after, format!("{before}\nuses = []  # what uses is\n\n[facts.\"c\"]  # thing «c»\nowner = \"\"  # what owner is\n"));
}

#[test]
fn what_has_gone_is_marked_once_and_what_is_back_loses_its_mark() {
    let before = "[facts.gone] # mine\nowner = \"x\"\n\n[facts]\nlost = { owner = \"y\" }\n[facts.a]\ngone = true  # the model no longer has this element; what stands here is kept and not used\nowner = \"z\"\n[facts.b]\ngone = true # said by hand\n";
    let sheet = put(before, &Plan::default());
    assert_eq!(
        sheet.text,
        "[facts.gone] # mine\ngone = true  # the model no longer has this element; what stands here is kept and not used\nowner = \"x\"\n\n[facts]\nlost = { owner = \"y\", gone = true }\n[facts.a]\nowner = \"z\"\n[facts.b]\ngone = true # said by hand\n"
    );
    assert_eq!((sheet.marked, sheet.unmarked), (2, 1));
    let again = put(&sheet.text, &Plan::default());
    assert_eq!((again.text, again.marked, again.unmarked), (sheet.text, 0, 0));
}

#[test]
fn lines_end_as_the_file_ends_them() {
    let after = text("[facts.a]\r\nowner = \"x\"\r\n", vec![planned("a", KIND, &["uses"]), planned("b", KIND, &["owner"])]);
    assert_eq!(
        after,
        "[facts.a]\r\nowner = \"x\"\r\nuses = []  # what uses is\r\n\r\n[facts.\"b\"]  # thing «b»\r\nowner = \"\"  # what owner is\r\n"
    );
}

#[test]
fn the_only_state_that_lacks_a_fact_is_said() {
    let table = PlannedTable { state: Some("target"), ..planned("a", KIND, &["owner"]) };
    assert_eq!(text("", vec![table]), "\n[facts.\"a\"]  # thing «a»\nstate = \"target\"\nowner = \"\"  # what owner is\n");
}

#[test]
fn what_is_no_toml_is_left_alone() {
    let kinds = FxHashMap::default();
    let known = Known { kinds: &kinds, language: Language::En };
    for broken in ["[facts.a\n", "[facts.a]\nx = \n", "[facts.a]\n[facts.a]\n"] {
        assert_eq!(extended(broken, &Plan::default(), &known), None, "{broken}");
    }
}

/// Everything that a text states, by its path.
fn stated(text: &str) -> Option<Vec<(String, String)>> {
    fn walk(prefix: &str, value: &toml::Value, into: &mut Vec<(String, String)>) {
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(key, value)| walk(&format!("{prefix}.{key}"), value, into)),
            // Lists of tables may grow at their end.
            toml::Value::Array(items) if items.iter().any(toml::Value::is_table) => {
                items.iter().enumerate().for_each(|(at, item)| walk(&format!("{prefix}[{at}]"), item, into));
            }
            other => into.push((prefix.to_string(), format!("{other:?}"))),
        }
    }
    let table: toml::Table = toml::from_str(&text.replace("[[facts]]", "[[listed]]").replace("[facts.set]", "[listed.set]")).ok()?;
    let mut found = Vec::new();
    walk("", &toml::Value::Table(table), &mut found);
    Some(found)
}

fn is_part(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|wanted| rest.any(|found| found == wanted))
}

/// Pieces of which people make facts files.
fn piece() -> impl Strategy<Value = String> {
    let id = prop_oneof![Just("a"), Just("b"), Just("c"), Just("\"d e\""), Just("gone")];
    let value = prop_oneof![
        Just("\"\""),
        Just("\"x # y\""),
        Just("[]"),
        Just("['u', \"v\"]"),
        Just("true"),
        Just("2027-12-31"),
        Just("\"\"\"\n[facts.z]\n\"\"\""),
        Just("{ ru = \"Я\" }")
    ];
    let line = (
        prop_oneof![Just("owner"), Just("type"), Just("uses"), Just("name.ru"), Just("  owner")],
        value,
        prop_oneof![Just(""), Just(" # note")],
    )
        .prop_map(|(key, value, note)| format!("{key} = {value}{note}\n"));
    let lines = prop::collection::vec(line, 0..3).prop_map(|lines| lines.concat());
    (id, lines, 0..9u8, prop_oneof![Just("\n"), Just("# note\n"), Just("# note\n\n"), Just("")]).prop_map(|(id, lines, form, end)| {
        let inline: Vec<&str> =
            lines.lines().filter(|line| !line.contains(['#', '[']) && !line.contains("\"\"\"")).map(str::trim).take(1).collect();
        let body = match form {
            0..4 => format!("[facts.{id}] # {id}\n{lines}"),
            4 => format!("[facts.{id}.name]\nru = \"Я\"\n"),
            5 => format!("[[facts]]\nmatch = {{ id = \"{}\" }}\nset = {{ {} }}\n", id.trim_matches('"'), inline.join("")),
            6 => format!("[[facts]]\nmatch.kind = \"system\"\n[facts.set]\n{lines}"),
            7 => format!("[facts]\n{id} = {{ {} }}\n", inline.join("")),
            _ => format!("facts.{id}.type = 1\n"),
        };
        body + end
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn whatever_a_file_holds_is_kept(pieces in prop::collection::vec(piece(), 0..6), last in any::<bool>()) {
        let mut before = pieces.concat();
        if last {
            before = before.trim_end().to_string();
        }
        let wanted = || plan(vec![planned("a", KIND, &["owner", "uses"]), planned("c", OTHER, &["type"]), planned("d e", OTHER, &["owner"]), planned("b", KIND, &["name"])]);
        if tables(&before).is_err() {
            return Ok(());
        }
        let sheet = put(&before, &wanted());
        prop_assert!(is_part(&before, &sheet.text), "{before}\n────\n{}", sheet.text);
        prop_assert_eq!(&put(&sheet.text, &wanted()).text, &sheet.text, "a second time nothing is new");
        if let Some(stated_before) = stated(&before) {
            let stated_after = stated(&sheet.text);
            prop_assert!(stated_after.is_some(), "{before}\n────\n{}", sheet.text);
            let stated_after = stated_after.unwrap_or_default();
            for fact in stated_before {
                prop_assert!(stated_after.contains(&fact), "{fact:?}\n{before}\n────\n{}", sheet.text);
            }
        }
        let found = tables(&sheet.text);
        prop_assert!(found.is_ok(), "{before}\n────\n{}", sheet.text);
        let found = found.unwrap_or_default();
        for table in wanted().tables {
            let keys: Vec<&String> = found.tables.iter().filter(|found| found.id == table.id).flat_map(|found| &found.keys).collect();
            for key in &table.keys {
                prop_assert!(keys.contains(&&key.key), "{} {}\n{}", table.id, key.key, sheet.text);
            }
        }
    }
}
