//! `saikes facts`: what people see, the file that it writes and keeps, and what a filled file comes to.
//!
//! Leaves to others: how a text is changed (`facts::sheet`), what facts files may hold (`read::facts`).

mod common;

use std::fs;

use common::{Folder, Run, TODAY, in_three_languages, keep, own_pack, repository, run, saikes};
use saikes::metamodel::{AttributeType, KindId, Member, Metamodel};
use serde_json::Value;

/// Two systems and their owner as a tool draws them.
const DRAWING: &str = r#"<?xml version="1.0"?>
<archimate:model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:archimate="http://www.archimatetool.com/archimate" name="M" id="m" version="5.0.0">
  <folder name="Application" id="f" type="application">
    <folder name="Внешние системы" id="f1">
      <folder name="Реестры" id="f2">
        <element xsi:type="archimate:ApplicationComponent" name="ГБД ФЛ" id="id-2bf27d5d16b7c18aec53f5fdc950cebb">
          <property key="Вид" value="Реестр государственный"/>
        </element>
      </folder>
    </folder>
    <element xsi:type="archimate:ApplicationComponent" name="Кадры" id="id-ca318ee7f30b5ca5e9adeeecda5345a0">
      <property key="Вид" value="Прикладная"/>
    </element>
  </folder>
  <folder name="Business" id="b" type="business">
    <element xsi:type="archimate:BusinessActor" name="Комитет" id="id-f1e312d40447cf3c06160312f05c2e96"/>
  </folder>
</archimate:model>
"#;

/// A second requirement of the pack that asks for facts of many types.
fn pack() -> String {
    let first = own_pack("full = \"lifecycle = 'operating'\"");
    let second = own_pack(
        "full = \"lifecycle = 'operating' and some owner and human-users and 'internal' in contours and commissioned < today and required-capacity > 0 and some reads\"",
    );
    let second = &second[second.find("[[requirement]]").expect("it has one")..];
    first + &second.replace("1/1", "1/2").replace("paragraph = \"1\"", "paragraph = \"2\"")
}

fn drawn(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("m.archimate", DRAWING).file("rules/own.toml", pack());
    folder
}

const OPTIONS: [&str; 6] = ["--rules", "rules", "--pack", "own", "--today", TODAY];

/// `saikes COMMAND m.archimate` with the pack of these tests.
#[track_caller]
fn of(folder: &Folder, command: &str, words: &[&str]) -> Run {
    run(saikes(&folder.path(""), &[&[command, "m.archimate"], &OPTIONS[..], words].concat()))
}

fn written(folder: &Folder) -> String {
    fs::read_to_string(folder.path("m.facts.toml")).expect("it was written")
}

/// The answers that are not assessed, and the requirements that are settled.
fn open(folder: &Folder) -> (u64, u64) {
    let report = of(folder, "check", &["--format", "json"]).json();
    let project = &report["projects"][0];
    let requirements = project["requirements"].as_array().expect("a list");
    let answers = requirements.iter().map(|found| found["counts"]["not-assessed"].as_u64().expect("a number")).sum();
    (answers, project["coverage"]["settled"].as_u64().expect("a number"))
}

#[test]
fn what_is_missing_is_told_in_three_languages() {
    let folder = drawn("told");
    keep("facts", "told", &in_three_languages(|language| of(&folder, "facts", &["--lang", language.code()]).to_string()));
    let sample = |language: &str| {
        let words = ["facts", "models/hr-and-documents", "--top", "4", "--lang", language, "--today", TODAY];
        run(saikes(&repository(), &words)).to_string()
    };
    keep("facts", "sample", &in_three_languages(|language| sample(language.code())));
}

#[test]
fn a_file_to_fill_in_speaks_three_languages() {
    let folder = drawn("made");
    let text = in_three_languages(|language| {
        let _ = fs::remove_file(folder.path("m.facts.toml"));
        let run = of(&folder, "facts", &["--write", "--lang", language.code()]);
        format!("{run}──── m.facts.toml\n{}", written(&folder))
    });
    keep("facts", "made", &text);
    toml::from_str::<toml::Table>(&written(&folder)).expect("what is written is TOML for everybody");
}

#[test]
fn writing_again_changes_nothing_until_something_is_new() {
    let folder = drawn("again");
    of(&folder, "facts", &["--write"]).says(0, &["made: 14 facts of 2 elements"]);
    let first = written(&folder);
    of(&folder, "facts", &["--write"]).says(0, &["nothing new to ask for"]);
    of(&folder, "facts", &["--write", "--lang", "kk"]).says(0, &["жаңа сұрақ жоқ"]);
    assert_eq!(written(&folder), first);
}

#[test]
fn an_update_keeps_adds_and_marks() {
    let folder = drawn("update");
    of(&folder, "facts", &["--write", "--top", "1"]).says(0, &["made: 2 facts of 2 elements"]);
    let first = written(&folder);
    let filled = first.replacen("\nlifecycle = \"\"", "\nlifecycle = \"operating\" ", 1).replace("# Facts", "# my own words\n# Facts")
        + "\n[facts.\"id-old\"] # what we had\nowner = \"src\" # to be asked\n";
    folder.file("m.facts.toml", &filled);
    of(&folder, "check", &[]).says(2, &["[unknown-element]", "`saikes facts --write` marks its table"]);
    let run = of(&folder, "facts", &["--write"]);
    run.says(0, &["added: 12 facts, 0 new elements", "marked as gone: 1 element"]);
    let updated = written(&folder);
    keep("facts", "updated", &updated);
    let mut lines = updated.lines();
    assert!(filled.lines().all(|kept| lines.any(|line| line == kept)), "a line is gone:\n{updated}");
    of(&folder, "check", &["--exit-zero"]).says(0, &["[gone-element]"]);

    // The element comes back.
    folder.file("m.archimate", DRAWING.replace("id-ca318ee7f30b5ca5e9adeeecda5345a0", "id-old"));
    of(&folder, "facts", &["--write"]).says(0, &["back again: 1 element", "marked as gone: 1 element"]);
    assert!(written(&folder).contains("[facts.\"id-old\"] # what we had\nowner = \"src\" # to be asked\n"));
    of(&folder, "check", &["--exit-zero"]).says(0, &["[gone-element]"]);
}

#[test]
fn filled_facts_settle_what_waited_for_them_alone() {
    let folder = drawn("filled");
    assert_eq!(open(&folder), (4, 0));
    of(&folder, "facts", &["--write"]);
    let text = written(&folder).replace("lifecycle = \"\"", "lifecycle = \"operating\"");
    folder.file("m.facts.toml", text);
    assert_eq!(open(&folder), (2, 1), "one requirement waited for the life cycle alone");
    // Between the quotes that stand there, as people fill in a form.
    let values =
        [("human-users", "да"), ("commissioned", "01.02.2020"), ("required-capacity", "10"), ("owner", "Комитет"), ("contours", "")];
    let mut text = written(&folder);
    for (key, value) in values {
        text = text.replace(&format!("{key} = \"\""), &format!("{key} = \"{value}\""));
    }
    folder.file("m.facts.toml", text.replace("contours = []", "contours = [\"internal\"]").replace("reads = []", "reads = \"none\""));
    // One requirement is met and the other is not.
    of(&folder, "check", &[]).says(0, &["partially compliant"]);
    assert_eq!(open(&folder), (0, 2));
    of(&folder, "facts", &[]).says(0, &["no requirement is open"]);
}

/// The way a person goes: a raw drawing, its facts file, three facts, a better verdict.
#[test]
fn three_facts_make_the_verdict_on_a_raw_drawing_better() {
    let folder = Folder::new("sample");
    for project in ["national", "hr-and-documents"] {
        for entry in fs::read_dir(repository().join("models").join(project)).expect("the sample is there").flatten() {
            let path = format!("models/{project}/{}", entry.file_name().to_string_lossy());
            folder.file(&path, fs::read(entry.path()).expect("the sample can be read"));
        }
    }
    let settled = || {
        let report = run(saikes(&folder.path(""), &["check", "models/hr-and-documents", "--today", TODAY, "--format", "json"])).json();
        report["projects"][0]["coverage"]["settled"].as_u64().expect("a number")
    };
    let before = settled();
    let words = ["facts", "models/hr-and-documents", "--today", TODAY, "--lang", "en"];
    let all = run(saikes(&folder.path(""), &[&words[..], &["--all", "--format", "json"]].concat())).json();
    let alone = |fact: &str| {
        let facts = all["projects"][0]["missing"].as_array().expect("a list");
        let found = facts.iter().find(|found| found["fact"] == fact).expect("it is missing");
        found["settles"]["alone"]["requirements"].as_u64().expect("a number")
    };
    let promised = alone("captures") + alone("reference-source") + alone("offers");
    assert!(promised > 0);

    run(saikes(&folder.path(""), &[&words[..], &["--all", "--write"]].concat())).says(0, &["made: "]);
    let path = "models/hr-and-documents/hr-and-documents.facts.toml";
    let mut text = fs::read_to_string(folder.path(path)).expect("it was written");
    for (blank, value) in [
        ("captures = []", "captures = \"none\""),
        ("reference-source = []", "reference-source = \"none\""),
        ("offers = []", "offers = \"none\""),
    ] {
        assert!(text.contains(blank));
        text = text.replace(blank, value);
    }
    folder.file(path, text);
    assert!(settled() >= before + promised, "{}", settled());
}

/// Whoever fills in nothing has said nothing.
#[test]
fn a_blank_is_silence_for_every_attribute_and_link() {
    let metamodel = Metamodel::standard();
    for (at, kind) in metamodel.kinds.iter().enumerate() {
        let kind_id = KindId(at as u8);
        let blanks: String = metamodel
            .writable(kind_id)
            .into_iter()
            .filter(|key| *key != "state" && *key != "id")
            .map(|key| {
                let list = match metamodel.member(kind_id, key) {
                    Some(Member::Attribute(attribute)) => metamodel.attribute(*attribute).kind.is_list(),
                    Some(Member::Link(link)) => metamodel.link(*link).many,
                    _ => false,
                };
                format!("{key} = {}\n", if list { "[]" } else { "\"\"" })
            })
            .collect();
        let quotes = blanks.replace("[]", "\"\"");
        let model = format!("[{}.a]\n", kind.name);
        let fragment = |text: String| saikes::read::facts::read(saikes::place::FileId(0), &text);
        for text in [blanks, quotes] {
            let fragment = fragment(format!("[facts.a]\n{text}"));
            assert_eq!((fragment.problems, fragment.facts[0].stated.len()), (vec![], 0), "{model}{text}");
        }
    }
    // A blank that reaches the vocabulary is silence too.
    for kind in AttributeType::ALL {
        let attribute = (0..metamodel.attributes.len()).map(|at| saikes::metamodel::AttributeId(at as u16));
        let mut of_type = attribute.filter(|attribute| metamodel.attribute(*attribute).kind == kind);
        let attribute = of_type.next().expect("every type is used");
        let value = saikes::read::values::meant(metamodel, attribute, &saikes::fragment::WrittenValue::Text(" ".into()));
        assert!(value.expect("it fits").is_silence(), "{}", kind.name());
    }
}

/// The requirement about the life cycle: how many systems are full.
fn full(folder: &Folder) -> Value {
    of(folder, "check", &["--format", "json"]).json()["projects"][0]["requirements"][0]["counts"]["full"].clone()
}

#[test]
fn many_are_matched_by_folder_and_by_property() {
    for (matched, fitting) in [
        ("folder = \"Реестры\"", 1),
        ("folder = \"внешние*\"", 1),
        ("folder = \"Application/*\"", 1),
        ("folder = \"Application\"", 2),
        ("property = { \"Вид\" = \"Реестр*\" }", 1),
        ("property = { \" вид \" = \"*\" }", 2),
        ("property = { Вид = \"*\" }, folder = \"Реестры\"", 1),
        ("kind = \"system\", property = { \"Вид\" = \"прикладная\" }, name = \"К*\"", 1),
    ] {
        let folder = drawn("matched");
        let matched = matched.replace("Вид =", "\"Вид\" =");
        folder.file("m.facts.toml", format!("[[facts]]\nmatch = {{ {matched} }}\nset = {{ description = \"\" }}\n"));
        of(&folder, "check", &[]).is_silent_on(&["unused-facts"]);
        folder.file(
            "m.facts.toml",
            format!(
                "[[facts]]\nmatch = {{ kind = \"system\", {} }}\nset = {{ lifecycle = \"operating\" }}\n",
                matched.replace("kind = \"system\", ", "")
            ),
        );
        assert_eq!(full(&folder), fitting, "{matched}");
    }
}

#[test]
fn every_format_of_drawings_has_folders_and_properties() {
    let exchange = r#"<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
<name>M</name><elements><element identifier="a" xsi:type="ApplicationComponent"><name>A</name><properties><property propertyDefinitionRef="p"><value>да</value></property></properties></element>
<element identifier="b" xsi:type="ApplicationComponent"><name>B</name></element></elements>
<organizations><item><label>Внешние</label><item><label>Реестры</label><item identifierRef="a"/></item></item></organizations>
<propertyDefinitions><propertyDefinition identifier="p" type="string"><name>Вид</name></propertyDefinition></propertyDefinitions></model>"#;
    let folder = Folder::new("formats");
    folder.file("rules/own.toml", pack()).file("x/m.xml", exchange);
    let part = |path: &str, tag: &str, attributes: &str, inside: &str| {
        let namespaces = "xmlns:archimate=\"http://www.archimatetool.com/archimate\"";
        folder.file(path, format!("<archimate:{tag} {namespaces} {attributes}>{inside}</archimate:{tag}>"));
    };
    part("c/model/folder.xml", "ArchimateModel", "name=\"M\" id=\"m\" version=\"5.0.0\"", "");
    part("c/model/application/folder.xml", "Folder", "name=\"Внешние\" id=\"f\" type=\"application\"", "");
    part("c/model/application/f2/folder.xml", "Folder", "name=\"Реестры\" id=\"f2\"", "");
    let property = "<properties key=\"Вид\" value=\"да\"/>";
    part("c/model/application/f2/ApplicationComponent_a.xml", "ApplicationComponent", "name=\"A\" id=\"a\"", property);
    part("c/model/application/ApplicationComponent_b.xml", "ApplicationComponent", "name=\"B\" id=\"b\"", "");
    for (model, facts) in [("x/m.xml", "x/m.facts.toml"), ("c/model", "c/model.facts.toml")] {
        let words = |command: &'static str| [command, model, "--rules", "rules", "--pack", "own", "--today", TODAY];
        let run = |words: &[&str]| run(saikes(&folder.path(""), words));
        for matched in ["folder = \"Внешние/Реестры\"", "property = { \"Вид\" = \"да\" }", "folder = \"внешние\", name = \"a\""]
        {
            folder.file(facts, format!("[[facts]]\nmatch = {{ kind = \"system\", {matched} }}\nset = {{ lifecycle = \"operating\" }}\n"));
            let report = run(&[&words("check")[..], &["--format", "json"]].concat()).json();
            assert_eq!(report["projects"][0]["requirements"][0]["counts"]["full"], 1, "{model} {matched} {report:#}");
        }
        fs::remove_file(folder.path(facts)).expect("it was just written");
        run(&[&words("facts")[..], &["--write"]].concat()).says(0, &["made: 14 facts of 2 elements"]);
        assert!(folder.path(facts).exists(), "{facts}");
        run(&[&words("facts")[..], &["--write"]].concat()).says(0, &["nothing new to ask for"]);
    }
}

#[test]
fn what_matches_nothing_is_told_with_what_was_probably_meant() {
    let folder = drawn("unmatched");
    let facts = |matched: &str| {
        folder.file("m.facts.toml", format!("[[facts]]\nmatch = {{ {matched} }}\nset = {{ lifecycle = \"operating\" }}\n"));
        of(&folder, "check", &["--strict"])
    };
    facts("folder = \"Реестр\"").says(2, &["[unused-facts]", "did you mean `Реестры`?"]);
    facts("property = { \"Вид\" = \"Рее\" }").says(2, &["[unused-facts]"]);
    facts("property = { \"Тип\" = \"*\" }").says(2, &["[unused-facts]"]);
    facts("foldr = \"Реестры\"").says(2, &["[unknown-key]", "did you mean `folder`?"]);
    facts("propery = { \"Вид\" = \"*\" }").says(2, &["[unknown-key]", "did you mean `property`?"]);
    facts("property = \"Вид\"").says(2, &["[wrong-type]"]);
    facts("property = { \"Вид\" = 1 }").says(2, &["[wrong-type]"]);
}

#[test]
fn nothing_is_written_where_it_is_not_known_what_is_missing() {
    let folder = drawn("broken");
    folder.file("saikes.toml", "[project]\nid = \"p\"\n[check]\npacks = [\"own\"]\n");
    let facts = || run(saikes(&folder.path(""), &["facts", ".", "--rules", "rules", "--write", "--today", TODAY]));
    facts().says(0, &["p → p.facts.toml", "made: 14 facts"]);
    let before = fs::read_to_string(folder.path("p.facts.toml")).expect("it was written");

    folder.file("m.archimate", &DRAWING[..DRAWING.len() - 60]);
    facts().says(2, &["[malformed-xml]", "the models have errors"]);
    folder.file("m.archimate", DRAWING);
    assert_eq!(fs::read_to_string(folder.path("p.facts.toml")).expect("it is there"), before, "nothing was marked as gone");

    folder.file("p.facts.toml", format!("{before}[facts.\"x\n"));
    facts().says(2, &["[malformed-toml]", "the file has errors"]);
    folder.file("p.facts.toml", before.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    assert_eq!(facts().code, 2);
    folder
        .file("p.facts.toml", &before)
        .file("saikes.toml", "[project]\nid = \"p\"\n[check]\npacks = [\"own\"]\nexclude = [\"p.facts.toml\"]\n");
    facts().says(2, &["the project does not read it"]);
    assert_eq!(fs::read_to_string(folder.path("p.facts.toml")).expect("it is there"), before);
}

#[test]
fn a_mistake_in_a_value_keeps_nobody_from_being_asked_the_rest() {
    let folder = drawn("value");
    folder.file("m.facts.toml", "[facts.\"id-ca318ee7f30b5ca5e9adeeecda5345a0\"]\nlifecycle = \"operatng\"\n");
    of(&folder, "facts", &["--write"]).says(2, &["[unknown-value]", "added: "]);
    assert!(written(&folder).starts_with("[facts.\"id-ca318ee7f30b5ca5e9adeeecda5345a0\"]\nlifecycle = \"operatng\"\n"));
}

#[test]
fn a_project_has_one_file_and_others_are_not_repeated() {
    let folder = drawn("several");
    folder.file("saikes.toml", "[project]\nid = \"p\"\n[check]\npacks = [\"own\"]\n");
    folder.file("many.facts.toml", "[[facts]]\nmatch = { kind = \"system\" }\nset = { lifecycle = \"operating\" }\n");
    folder.file("known.facts.toml", "[facts.\"id-ca318ee7f30b5ca5e9adeeecda5345a0\"]\nowner = \"\"\n[facts.lost]\n");
    let facts = || run(saikes(&folder.path(""), &["facts", ".", "--rules", "rules", "--write", "--today", TODAY]));
    facts().says(0, &["p → known.facts.toml", "marked as gone: 1 element"]);
    let text = fs::read_to_string(folder.path("known.facts.toml")).expect("it is there");
    assert!(text.starts_with("[facts.\"id-ca318ee7f30b5ca5e9adeeecda5345a0\"]\nowner = \"\"\n") && text.contains("gone = true"), "{text}");
    assert!(!folder.path("p.facts.toml").exists());

    // A file of that name is the one, whatever the others hold; what they ask for is not asked twice.
    folder.file("p.facts.toml", "# ours\n");
    facts().says(0, &["p → p.facts.toml", "nothing new to ask for"]);
    assert_eq!(fs::read_to_string(folder.path("p.facts.toml")).expect("it is there"), "# ours\n");
}

#[test]
fn models_of_one_name_share_their_file() {
    let folder = drawn("shared");
    let other = DRAWING.replace("id-ca318ee7f30b5ca5e9adeeecda5345a0", "id-new").replace("Кадры", "Новая");
    folder.file("m.xml", other);
    let words = ["facts", "m.archimate", "m.xml", "--rules", "rules", "--pack", "own", "--today", TODAY, "--write"];
    let facts = || run(saikes(&folder.path(""), &words));
    facts().says(0, &["m.archimate, m.xml → m.facts.toml", "of 3 elements"]);
    facts().says(0, &["nothing new to ask for"]);
    let words = ["check", "m.archimate", "m.xml", "--rules", "rules", "--pack", "own", "--today", TODAY];
    run(saikes(&folder.path(""), &words)).says(1, &["[unknown-element]"]);
}

#[test]
fn the_hint_of_a_report_is_a_command_that_works() {
    let folder = drawn("hint");
    folder
        .file("of/saikes.toml", "[project]\nid = \"p\"\n")
        .file("of/a b.archimate", DRAWING)
        .file("reg/saikes.toml", "[context]\nid = \"reg\"\n");
    folder.file("reg/n.toml", "[agency.src]\nname = \"Комитет\"\n");
    let words = ["--context", "reg", "--rules", "rules", "--pack", "own"];
    let mut hints = Vec::new();
    for path in [&["of"][..], &["of/a b.archimate", "m.archimate"], &[], &["m.archimate"]] {
        let run = run(saikes(&folder.path(""), &[&["check", "--today", TODAY], path, &words[..]].concat()));
        let text = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        hints.extend(text.split('`').filter(|part| part.starts_with("saikes facts")).map(str::to_string));
    }
    keep("facts", "hints", &hints.join("\n"));
    for hint in hints {
        let shell = format!("\"$SAIKES\" {}", hint.trim_start_matches("saikes "));
        let mut command = std::process::Command::new("sh");
        command.current_dir(folder.path("")).args(["-c", &shell]).env("SAIKES", env!("CARGO_BIN_EXE_saikes")).env("LC_ALL", "C");
        let run = run(command);
        assert_eq!(run.code, 0, "{hint}\n{run}");
    }
    assert!(folder.path("of/p.facts.toml").exists() && folder.path("of/a b.facts.toml").exists());
}

#[test]
fn a_large_drawing_is_asked_a_few_things_at_a_time() {
    let elements: String = (0..1000)
        .map(|at| format!("<element xsi:type=\"archimate:ApplicationComponent\" name=\"Система {at}\" id=\"s{at}\"/>\n"))
        .collect();
    let folder = drawn("large");
    folder.file("m.archimate", DRAWING.replace("<folder name=\"Business\"", &format!("{elements}<folder name=\"Business\"")));
    let facts = |words: &[&str]| of(&folder, "facts", words);
    facts(&["--write"]).says(0, &["of 40 elements"]);
    let text = written(&folder);
    assert!(text.lines().count() < 400, "{}", text.lines().count());
    facts(&["--write"]).says(0, &["nothing new to ask for"]);
    assert_eq!(written(&folder), text);
    // Those that were asked about come first again, even when others have gone.
    let answered = text.replace("lifecycle = \"\"", "lifecycle = \"operating\"");
    folder.file("m.facts.toml", &answered);
    facts(&["--write"]).says(0, &["nothing new to ask for"]);
    facts(&["--write", "--all"]).says(0, &["962 new elements"]);
}

#[test]
fn a_program_reads_what_is_missing() {
    let folder = drawn("json");
    let list = of(&folder, "facts", &["--format", "json", "--top", "2"]).json();
    assert_eq!(list["schema"], "saikes/facts/1");
    let project = &list["projects"][0];
    assert_eq!((&project["open"]["requirements"], &project["open"]["subjects"]), (&Value::from(2), &Value::from(4)));
    let facts = project["missing"].as_array().expect("a list");
    assert_eq!(facts.len(), 2);
    assert_eq!((&facts[0]["fact"], &facts[0]["settles"]["alone"]["subjects"]), (&Value::from("lifecycle"), &Value::from(2)));
    assert_eq!(facts[0]["lacking"].as_array().map(Vec::len), Some(2));
}

/// Facts by name with the answers that wait for each and those that wait for it alone.
fn waiting(folder: &Folder, path: &str) -> Vec<(String, u64, u64)> {
    let words = ["facts", path, "--rules", "rules", "--pack", "own", "--today", TODAY, "--format", "json"];
    let run = run(saikes(&folder.path(""), &words));
    assert_eq!(run.code, 0, "{run}");
    let list = run.json();
    let facts = list["projects"][0]["missing"].as_array().expect("a list");
    let number = |value: &Value| value.as_u64().expect("a number");
    let of = |fact: &Value| {
        let settles = &fact["settles"];
        (fact["fact"].as_str().expect("a name").to_string(), number(&settles["subjects"]), number(&settles["alone"]["subjects"]))
    };
    facts.iter().map(of).collect()
}

#[test]
fn whoever_may_be_in_a_circle_waits_for_the_links_that_could_close_it() {
    let folder = Folder::new("circle");
    folder.file("rules/own.toml", own_pack("acyclic = \"authenticates-with\""));
    folder.file("m.toml", "[system.a]\nauthenticates-with = \"b\"\n[system.b]\n[system.c]\nauthenticates-with = \"none\"\n");
    assert_eq!(waiting(&folder, "m.toml"), [("authenticates-with".to_string(), 2, 2)]);
}

#[test]
fn a_group_whose_members_are_not_all_known_waits_for_who_belongs_to_it() {
    let folder = Folder::new("group");
    let group = "group = { by = \"code\", within = \"project\", members = \"authenticates-with\", full = \"count members < 2\" }";
    folder.file("rules/own.toml", own_pack(group));
    folder.file("m.toml", "[system.a]\ncode = \"x\"\n[system.b]\n");
    assert_eq!(waiting(&folder, "m.toml"), [("authenticates-with".to_string(), 1, 1), ("code".to_string(), 1, 1)]);
}

#[test]
fn what_only_people_can_answer_is_no_fact_and_keeps_facts_from_being_enough() {
    let folder = Folder::new("person");
    let question = "attested = { kk = \"Солай ма?\", ru = \"Так ли это?\", en = \"Is it so?\" }\nbecause = { kk = \"Адам көреді\", ru = \"Видит человек\", en = \"A person sees it\" }\nfull = \"lifecycle = 'operating'\"";
    folder.file("rules/own.toml", own_pack(question)).file("m.toml", "[system.a]\n");
    assert_eq!(waiting(&folder, "m.toml"), [("lifecycle".to_string(), 1, 0)]);
}

#[test]
fn two_states_are_told_apart() {
    let folder = Folder::new("states");
    folder.file("rules/own.toml", pack());
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[check]\npacks = [\"own\"]\n[[model]]\npath = \"now.toml\"\nstate = \"current\"\n[[model]]\npath = \"then.toml\"\nstate = \"target\"\n");
    folder.file("p/now.toml", "[system.a]\nlifecycle = \"operating\"\n[system.b]\n").file("p/then.toml", "[system.a]\n[system.b]\n");
    let words = ["facts", "p", "--rules", "rules", "--write", "--top", "1", "--today", TODAY];
    run(saikes(&folder.path(""), &words)).says(0, &["made: 2 facts of 2 elements"]);
    let text = fs::read_to_string(folder.path("p/p.facts.toml")).expect("it was written");
    assert!(text.contains("«a»\nstate = \"target\"\nlifecycle = \"\"") && text.contains("«b»\nlifecycle = \"\""), "{text}");
}

#[test]
fn paths_that_lead_nowhere_are_an_error() {
    let folder = drawn("nowhere");
    let run = run(saikes(&folder.path(""), &["facts", "gone", "--write"]));
    run.says(2, &["[missing-path]"]);
}
