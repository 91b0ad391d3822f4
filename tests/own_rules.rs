//! A body's own pack: `saikes rules new` writes one that holds, `saikes rules test` tells what a first author gets wrong
//! and what models show, and every command that takes `--rules` knows the pack.

mod common;
#[path = "common/page.rs"]
mod page;

use std::fs;
use std::path::Path;

use common::{Folder, Run, in_three_languages, keep, run, saikes};

fn rules(folder: &Folder, words: &[&str]) -> Run {
    run(saikes(&folder.path(""), &[&["rules"], words].concat()))
}

/// A folder with the pack that `rules new` writes.
fn begun(name: &str) -> Folder {
    let folder = Folder::new(name);
    rules(&folder, &["new", "house", "--lang", "en"]).says(0, &["rules/house.toml"]);
    folder
}

/// The same with some words of the pack replaced.
#[track_caller]
fn changed(name: &str, changes: &[(&str, &str)]) -> Folder {
    let folder = begun(name);
    let path = folder.path("rules/house.toml");
    let mut text = fs::read_to_string(path).expect("the pack was written");
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in the pack");
        text = text.replace(from, to);
    }
    folder.file("rules/house.toml", text);
    folder
}

const POLICY: &str = "[[pack.act]]\nid = \"policy\"\ntitle.kk = \"Министрліктің архитектура саясаты\"\n\
                      title.ru = \"Архитектурная политика министерства\"\ntitle.en = \"Architecture policy of the ministry\"\n\n[[requirement]]\n";

/// Changes that make the pack stand on an act and count in verdicts.
const BINDING: [(&str, &str); 3] = [
    ("\nadvisory = true\n", "\n"),
    ("[[requirement]]\n", POLICY),
    ("# cites = [{ act = \"policy\", paragraph = \"…\" }]", "cites = [{ act = \"policy\", paragraph = \"4\", subparagraph = \"2\" }]"),
];

#[test]
fn a_new_pack_compiles_holds_and_has_no_condition_that_nothing_tests() {
    for language in ["kk", "ru", "en"] {
        let folder = Folder::new(&format!("new-{language}"));
        let written = rules(&folder, &["new", "house", "--lang", language]);
        keep("own", &format!("new-{language}"), &written.to_string());
        let text = fs::read_to_string(folder.path("rules/house.toml")).expect("the pack was written");
        keep("own", &format!("pack-{language}"), &text);
        let tested = rules(&folder, &["test", "rules", "--mutants", "--strict", "--lang", "en"]);
        assert_eq!(tested.text(), "house: 5 of 5 examples as expected, 1 requirement\nhouse: 0 of 9 changes go unnoticed\n");
        assert_eq!(tested.code, 0);
        let one = rules(&folder, &["test", "rules/house.toml", "--lang", "en"]);
        assert_eq!((one.text(), one.code), ("house: 5 of 5 examples as expected, 1 requirement\n".to_string(), 0));
    }
}

#[test]
fn a_new_pack_never_takes_the_place_of_anything() {
    let folder = begun("kept");
    let path = folder.path("rules/house.toml");
    let before = fs::read_to_string(&path).expect("the pack was written");
    rules(&folder, &["new", "house", "--lang", "en"]).says(2, &["there is a pack `house` in `rules` already"]);
    fs::write(folder.path("rules/other.toml"), "# nothing yet\n").expect("the folder can be written");
    rules(&folder, &["new", "other", "--lang", "en"]).says(2, &["`rules/other.toml` is there already"]);
    rules(&folder, &["new", "order-124", "--lang", "en"]).says(2, &["`order-124` is a pack that is built in"]);
    for odd in ["House", "house rules", "../house", "-house", "1st", ""] {
        rules(&folder, &["new", "--lang", "en", "--", odd]).says(2, &["is no id of a pack"]);
    }
    assert_eq!(fs::read_to_string(&path).expect("it is there"), before);
    let files: Vec<_> = fs::read_dir(folder.path("rules")).expect("it is a folder").collect();
    assert_eq!(files.len(), 2, "{files:?}");
}

#[test]
fn a_second_pack_does_not_tear_a_pack_of_several_files_apart() {
    let folder =
        changed("apart", &[("\n[[requirement]]\n", "\n[define.here]\nkind = \"system\"\nis = \"has purpose\"\n\n[[requirement]]\n")]);
    let text = fs::read_to_string(folder.path("rules/house.toml")).expect("the pack was written");
    let (head, rest) = text.split_at(text.find("[[requirement]]").expect("it has one"));
    folder.file("rules/house.toml", head).file("rules/owners.toml", rest);
    rules(&folder, &["new", "second", "--lang", "en"]).says(0, &["rules/second/pack.toml"]);
    rules(&folder, &["test", "rules", "--lang", "en"]).says(0, &["house: 5 of 5", "second: 5 of 5"]);
    rules(&folder, &["test", "rules", "--pack", "second", "--lang", "en"]).says(0, &["second: 5 of 5"]).is_silent_on(&["house:"]);
    rules(&folder, &["test", "rules", "--pack", "secnd", "--lang", "en"]).says(2, &["unknown-pack", "did you mean `second`?"]);
}

/// What is replaced in the scaffold, and by what.
type Changes = &'static [(&'static str, &'static str)];

/// What a first author gets wrong: the change, and the exit code.
const MISTAKES: [(&str, i32, Changes); 20] = [
    ("kind", 2, &[("subject = \"system\"", "subject = \"sytem\"")]),
    ("link", 2, &[("full = \"some owner and", "full = \"some ownr and")]),
    ("hole", 2, &[("its owner is {owner.name}", "its owner is {owner.nmae}")]),
    ("severity", 2, &[("severity = \"major\"", "severity = \"high\"")]),
    ("key", 2, &[("fix.en = ", "fx.en = ")]),
    ("no-fix", 2, &[("fix.kk = ", "# fix.kk = "), ("fix.ru = ", "# fix.ru = "), ("fix.en = ", "# fix.en = ")]),
    ("language", 0, &[("title.kk = \"Пайдаланудағы", "# title.kk = \"Пайдаланудағы")]),
    ("declared-language", 2, &[("# languages = [\"ru\"]", "languages = [\"ru\", \"kk\"]"), ("fix.kk = ", "# fix.kk = ")]),
    ("tab", 2, &[("severity = \"major\"", "severity\t= \t\"major\"\n\ttitle.xx = \"\tA\"")]),
    ("quote", 2, &[("severity = \"major\"", "severity = \"major")]),
    ("model", 2, &[("purpose = \"none\"", "purpos = \"none\"")]),
    ("expectation", 1, &[("expect = \"partial\"", "expect = \"full\"")]),
    ("open", 1, &[("expect = \"not-assessed\"", "expect = \"non-compliant\"")]),
    ("nothing", 1, &[("expect = \"not-applicable\"", "expect = \"non-compliant\"")]),
    ("expected-word", 2, &[("expect = \"partial\"", "expect = \"passes\"")]),
    (
        "no-failing-example",
        0,
        &[
            ("owner = \"none\"\npurpose = \"keeps", "owner = \"ministry\"\npurpose = \"keeps"),
            ("expect = \"non-compliant\"", "expect = \"not-assessed\""),
        ],
    ),
    ("no-ground", 2, &[("\nadvisory = true\n", "\n")]),
    (
        "act",
        2,
        &[
            BINDING[0],
            BINDING[1],
            ("# cites = [{ act = \"policy\", paragraph = \"…\" }]", "cites = [{ act = \"polcy\", paragraph = \"4\" }]"),
        ],
    ),
    ("id", 2, &[("id = \"house/owner-and-purpose\"", "id = \"124/19.2\"")]),
    ("date", 2, &[("where = \"lifecycle = 'operating'\"", "where = \"commissioned < '01.02.2026'\"")]),
];

#[test]
fn what_a_first_author_gets_wrong_is_told_with_what_to_do() {
    for (name, code, changes) in MISTAKES {
        let folder = changed(&format!("mistake-{name}"), changes);
        let tested = rules(&folder, &["test", "rules", "--lang", "en"]);
        assert_eq!(tested.code, code, "{name}:\n{tested}");
        keep("own", &format!("mistake-{name}"), &tested.to_string());
    }
}

#[test]
fn what_is_new_is_told_in_three_languages() {
    for name in ["open", "nothing", "language", "no-ground", "act", "id"] {
        let (_, _, changes) = MISTAKES.into_iter().find(|(known, ..)| *known == name).expect("it is in the list");
        let folder = changed(&format!("told-{name}"), changes);
        keep(
            "own",
            &format!("told-{name}"),
            &in_three_languages(|language| rules(&folder, &["test", "rules", "--lang", language.code()]).to_string()),
        );
    }
}

#[test]
fn warnings_stop_a_strict_test_alone() {
    let (_, _, changes) = MISTAKES.into_iter().find(|(name, ..)| *name == "no-failing-example").expect("it is in the list");
    let folder = changed("strict", changes);
    rules(&folder, &["test", "rules", "--lang", "en"]).says(0, &["has no example with the verdict `non-compliant`"]);
    rules(&folder, &["test", "rules", "--strict", "--lang", "en"]).says(2, &["has no example with the verdict `non-compliant`"]);
    let (bare, example) = ("bare", "\n[[requirement.example]]\nexpect = \"full\"");
    let folder = changed(bare, &[(example, "\n[[requirement]]\n[[requirement.example]]\nexpect = \"full\"")]);
    let text = fs::read_to_string(folder.path("rules/house.toml")).expect("the pack was written");
    let end = text.rfind("[[requirement]]").expect("it has two");
    folder.file("rules/house.toml", &text[..end]);
    rules(&folder, &["test", "rules", "--lang", "en"])
        .says(0, &["requirement `house/owner-and-purpose` has no example", "0 of 0 examples"]);
}

#[test]
fn one_id_belongs_to_one_requirement_and_one_pack() {
    let folder = begun("doubles");
    let text = fs::read_to_string(folder.path("rules/house.toml")).expect("the pack was written");
    let again = &text[text.find("[[requirement]]").expect("it has one")..];
    folder.file("rules/house.toml", format!("{text}\n{again}"));
    rules(&folder, &["test", "rules", "--lang", "en"]).says(2, &["requirement `house/owner-and-purpose` stands twice"]);
    // An order's requirement in a pack that takes no other's place.
    let stolen =
        common::own_pack("full = \"lifecycle = 'operating'\"").replace("1/1", "124/7.1").replace("order = \"1\"", "order = \"124\"");
    folder.file("rules/house.toml", stolen.replace("paragraph = \"1\"", "paragraph = \"7\""));
    let told = rules(&folder, &["test", "rules", "--lang", "en"]);
    told.says(2, &["requirement `124/7.1` of `own` is one of `order-124` too", "rules/order-124/07-platforms.toml"]);
    folder.file("m.toml", "[system.a]\nlifecycle = \"operating\"\n");
    folder.check(&["m.toml", "--rules", "rules", "--lang", "en"]).says(2, &["requirement `124/7.1` of `own` is one of `order-124` too"]);
}

#[test]
fn what_is_no_pack_is_told_as_such() {
    let folder = begun("no-pack");
    folder.file("model/m.toml", "[system.a]\nlifecycle = \"operating\"\n").file("empty/.keep", "");
    keep(
        "own",
        "no-pack",
        &["model/m.toml", "model", "empty", "nowhere"].map(|path| rules(&folder, &["test", path, "--lang", "en"]).to_string()).concat(),
    );
}

const MODEL: &str = "[agency.ministry]\n\n[system.permits]\nlifecycle = \"operating\"\nowner = \"ministry\"\npurpose = \"keeps the register of permits\"\n\n\
                     [system.archive]\nlifecycle = \"operating\"\nowner = \"none\"\npurpose = \"keeps old files\"\n\n[system.new]\nlifecycle = \"planned\"\n";

#[test]
fn models_show_what_fires_what_never_applies_and_what_stays_open() {
    let folder = begun("models");
    let text = fs::read_to_string(folder.path("rules/house.toml")).expect("the pack was written");
    let rule = &text[text.find("[[requirement]]").expect("it has one")..text.find("# Examples are tests").expect("the comment is there")];
    let more = |id: &str, subject: &str, condition: &str, full: &str| {
        rule.replace("house/owner-and-purpose", id)
            .replace("subject = \"system\"", &format!("subject = \"{subject}\""))
            .replace("where = \"lifecycle = 'operating'\"", condition)
            .replace("full = \"some owner and has purpose\"", full)
            .replace("partial = \"some owner\"\n", "")
            .replace("\npartial-message", "\n# partial-message")
            .replace("\npartial-message", "\n# partial-message")
    };
    let packs = [
        text.clone(),
        more("house/never-fires", "system", "where = \"lifecycle = 'operating'\"", "full = \"has purpose\""),
        more("house/never-applies", "system", "where = \"has lifecycle and lifecycle = 'retired'\"", "full = \"has purpose\""),
        more("house/no-elements", "gateway", "", "full = \"has purpose\"").replace("has purpose", "has name"),
        more("house/open", "system", "", "full = \"has registration-code\""),
        more("house/person", "system", "", "attested = { kk = \"Дұрыс па?\", ru = \"Верно ли?\", en = \"Is it right?\" }"),
        more("house/other-stage", "system", "stages = [\"investment\"]", "full = \"has purpose\""),
    ];
    folder.file("rules/house.toml", packs.concat());
    folder.file("models/saikes.toml", "[project]\nid = \"ministry\"\nstage = \"planning\"\n").file("models/m.toml", MODEL);
    let read = in_three_languages(|language| {
        let words = ["test", "rules", "--models", "models", "--today", common::TODAY, "--lang", language.code()];
        let tested = rules(&folder, &words);
        assert_eq!(tested.code, 0, "{tested}");
        tested.out
    });
    keep("own", "models", &read);
    let json =
        rules(&folder, &["test", "rules", "--models", "models", "--today", common::TODAY, "--format", "json", "--lang", "en"]).json();
    keep("own", "models-json", &serde_json::to_string_pretty(&json["packs"][0]["models"]).expect("it is JSON"));
    let hint = |id: &str| {
        let models = json["packs"][0]["models"].as_array().expect("a list");
        models.iter().find(|found| found["id"] == id).map(|found| found["hint"].clone()).expect("the requirement is there")
    };
    assert_eq!(hint("house/owner-and-purpose"), serde_json::Value::Null);
    assert_eq!((hint("house/never-applies"), hint("house/open")), ("never-applies".into(), "always-open".into()));
}

#[test]
fn a_model_that_cannot_be_read_is_no_silent_nothing() {
    let folder = begun("unread");
    folder.file("m.toml", "[sytem.a]\n");
    rules(&folder, &["test", "rules", "--models", "m.toml", "--lang", "en"]).says(2, &["unknown kind `sytem`"]);
    rules(&folder, &["test", "rules", "--models", "nowhere", "--lang", "en"]).says(2, &["nowhere"]);
}

#[test]
fn programs_read_the_same_of_a_test() {
    let folder = changed("json", &[("expect = \"partial\"", "expect = \"full\"")]);
    let tested = rules(&folder, &["test", "rules", "--mutants", "--format", "json", "--lang", "en"]);
    let json = tested.json();
    assert_eq!((tested.code, &json["packs"][0]["as-expected"], &json["packs"][0]["examples"]), (1, &4.into(), &5.into()));
    let problem = &json["packs"][0]["problems"][0];
    assert_eq!((&problem["code"], &problem["location"]["path"]), (&"example-verdict".into(), &"rules/house.toml".into()));
    assert!(json["packs"][0]["mutants"]["changes"].is_u64() && json["packs"][0]["models"].is_null());
}

#[test]
fn a_binding_pack_counts_in_the_verdict_and_its_act_is_named_everywhere() {
    let folder = changed("binding", &BINDING);
    folder.file("m.toml", MODEL);
    let strict = rules(&folder, &["test", "rules", "--strict", "--lang", "en"]);
    assert_eq!(strict.code, 0, "{strict}");
    let checked = folder.check(&["m.toml", "--rules", "rules", "--format", "json", "--lang", "en"]).json();
    let pack = checked["packs"].as_array().into_iter().flatten().find(|pack| pack["id"] == "house").expect("packs of the folder are added");
    assert_eq!((&pack["folder"], &pack["acts"][0]), (&"rules".into(), &"Architecture policy of the ministry".into()));
    let cite = &pack["requirements"][0]["cites"][0];
    assert_eq!((&cite["act"], &cite["paragraph"]), (&"Architecture policy of the ministry".into(), &"4".into()));
    let alone = folder.check(&["m.toml", "--rules", "rules", "--pack", "house", "--lang", "en"]);
    keep("own", "check", &alone.to_string());
    let advice = begun("advice");
    advice.file("m.toml", MODEL);
    let conclusion = folder.check(&["m.toml", "--rules", "rules", "--pack", "house", "--format", "markdown", "--lang", "ru"]).out;
    assert!(
        conclusion.contains("основание: Архитектурная политика министерства") && conclusion.contains("собственные правила органа"),
        "{conclusion}"
    );
    let explained = in_three_languages(|language| {
        run(saikes(&folder.path(""), &["explain", "house/owner-and-purpose", "house", "--rules", "rules", "--lang", language.code()]))
            .to_string()
    });
    keep("own", "explain", &explained);
    run(saikes(&folder.path(""), &["why", "house/owner-and-purpose", "archive", "m.toml", "--rules", "rules", "--lang", "en"]))
        .says(0, &["non-compliant"]);
    rules(&folder, &["list", "--rules", "rules", "--pack", "house", "--lang", "en"]).says(0, &["house/owner-and-purpose"]);
    rules(&folder, &["docs", "pages", "--rules", "rules"]).says(0, &["pages"]);
    let page =
        walked(&folder.path("pages")).into_iter().find(|text| text.contains("house/owner-and-purpose") && text.contains("paragraph 4"));
    assert!(page.is_some_and(|page| page.contains("Architecture policy of the ministry")), "the act is named on its page");
}

/// The texts of all files below a folder.
fn walked(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be walked").into_path());
    entries.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).expect("pages are text")).collect()
}

#[test]
fn packs_of_a_folder_are_added_unless_others_are_named() {
    let folder = begun("added");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[check]\npacks = [\"hygiene\"]\n").file("p/m.toml", MODEL).file("m.toml", MODEL);
    let packs = |words: &[&str]| {
        let report = folder.check(&[words, &["--format", "json"]].concat()).json();
        let ids: Vec<String> =
            report["packs"].as_array().into_iter().flatten().filter_map(|pack| Some(pack["id"].as_str()?.to_string())).collect();
        ids.join(" ")
    };
    assert_eq!(packs(&["m.toml", "--rules", "rules"]), "order-124 order-193 hygiene house");
    assert_eq!(packs(&["p", "--rules", "rules"]), "hygiene");
    assert_eq!(packs(&["p", "--rules", "rules", "--pack", "order-124"]), "order-124");
    assert_eq!(packs(&["p"]), "hygiene");
    // Who lists packs without it is told that it judged nobody.
    folder.check(&["p", "--rules", "rules", "--lang", "en"]).says(1, &["no project is judged by the pack `house`", "[unused-pack]"]);
    folder.check(&["p", "--rules", "rules", "--pack", "hygiene", "--lang", "en"]).is_silent_on(&["unused-pack"]);
    folder.check(&["m.toml", "--rules", "rules", "--lang", "en"]).is_silent_on(&["unused-pack"]);
}

#[test]
fn a_pack_in_the_place_of_a_built_in_one_says_so() {
    let folder = changed("replacing", &[("id = \"house\"", "id = \"hygiene\""), ("house/owner", "hygiene/owner")]);
    folder.file("m.toml", MODEL);
    folder
        .check(&["m.toml", "--rules", "rules", "--pack", "hygiene", "--lang", "en"])
        .says(1, &["the pack `hygiene` is an own one in place of the built-in one"]);
}

/// Does what the page says, block by block, in a folder with nothing but the samples.
#[test]
fn the_page_about_own_rules_does_what_it_says() {
    let folder = Folder::new("page");
    folder.copy("models", "models");
    let text = fs::read_to_string(common::repository().join("docs/own-rules.md")).expect("the page is there");
    let (mut commands, mut edits) = (0, 0);
    for (fence, block) in page::all_blocks(&text) {
        match fence.split(' ').collect::<Vec<_>>()[..] {
            ["console"] => {
                for (command, shown) in page::commands(block.trim_end()) {
                    let words: Vec<&str> = command.split_whitespace().chain(["--lang", "en"]).collect();
                    let ran = run(saikes(&folder.path(""), &words));
                    // Numbers of lines move with every comment of the scaffold.
                    let text: String = ran.text().lines().map(|line| unnumbered(line) + "\n").collect();
                    if let Err(reason) = page::shows(&text, &shown) {
                        panic!("saikes {command}: {reason}\n{ran}");
                    }
                    let whole = !shown.iter().any(|line| line == "…");
                    assert!(!whole || text.trim_end().lines().count() == shown.len(), "saikes {command} prints more:\n{ran}");
                    commands += 1;
                }
            }
            ["toml", "write", path] => drop(folder.file(path, &block)),
            ["toml", "add", path] => edit(&folder, path, |old| format!("{old}\n{block}"), &mut edits),
            ["toml", "replace", path] => {
                let (from, to) = block.trim_end().split_once("\n---").expect("what is replaced, and by what");
                edit(
                    &folder,
                    path,
                    |old| {
                        let at = old.rfind(&format!("\n{from}\n")).unwrap_or_else(|| panic!("{path} has no\n{from}\n{old}"));
                        format!("{}\n{}{}", &old[..at], to.trim_start_matches('\n'), &old[at + 1 + from.len()..])
                    },
                    &mut edits,
                );
            }
            // The folder of the test is such a one already.
            ["sh"] => assert_eq!(block, "mkdir try && cp -r models try && cd try\n"),
            _ => panic!("a block that nobody tries: {fence}"),
        }
    }
    assert!(commands >= 10 && edits >= 6, "{commands} commands, {edits} edits");
}

fn edit(folder: &Folder, path: &str, change: impl Fn(&str) -> String, edits: &mut usize) {
    let old = fs::read_to_string(folder.path(path)).expect("the file is there");
    folder.file(path, change(&old));
    *edits += 1;
}

/// ` 131 │ text` → ` ··· │ text`
fn unnumbered(line: &str) -> String {
    let Some((number, rest)) = line.split_once(" │") else { return line.to_string() };
    let digits: String = number.chars().map(|c| if c.is_ascii_digit() { '·' } else { c }).collect();
    if number.trim().parse::<usize>().is_ok() { format!("{digits} │{rest}") } else { line.to_string() }
}
