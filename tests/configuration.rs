//! `saikes.toml`: severities and parameters of single requirements, packs from folders, what holds for whole folders; what
//! is told of entries that name nothing or change nothing; and that the documentation names every key and no other.
//!
//! Leaves to others: policies (`policy`), the words of each problem (`problems`).

mod common;

use std::collections::BTreeSet;

use common::{Folder, Run, in_three_languages, keep, own_pack, repository};
use saikes::place::FileId;
use saikes::policy;
use saikes::problem::Severity;
use saikes::read::config::{self, keys};
use serde_json::Value;

const RULE: &str = "severity = \"blocking\"\nfull = \"lifecycle = 'operating'\"";
const OPERATING: &str = "[system.a]\nlifecycle = \"operating\"\n";
const PLANNED: &str = "[system.a]\nlifecycle = \"planned\"\n";
/// A rule that reads a parameter.
const LIMITED: &str = "severity = \"major\"\nfull = \"count uses <= param('limit')\"\n";
const LISTS: &str = "[param.limit]\nvalue = 5\nopen = true\nsource = { kk = \"а\", ru = \"б\", en = \"c\" }\n";

/// A pack `own` of `1/1` and `1/2`, both of which read `limit`; a system that uses three others.
fn limited(name: &str, configuration: &str) -> Folder {
    let folder = Folder::new(name);
    let first = own_pack(LIMITED);
    let (_, second) = first.split_once("[[requirement]]").expect("a pack has a requirement");
    let second = second.replace("\"1/1\"", "\"1/2\"").replace("paragraph = \"1\"", "paragraph = \"2\"");
    folder.file("p/rules/own.toml", format!("{first}\n[[requirement]]{second}")).file("p/rules/lists.toml", LISTS);
    let others = ["x", "y", "z"].map(|id| format!("[component.{id}]\n")).concat();
    folder.file("p/m.toml", format!("[system.a]\nuses = [\"x\", \"y\", \"z\"]\n{others}"));
    folder.file("p/saikes.toml", format!("[project]\nid = \"p\"\n[check]\nrules = \"rules\"\npacks = [\"own\"]\n{configuration}"));
    folder
}

fn project<'r>(report: &'r Value, id: &str) -> &'r Value {
    let all = report["projects"].as_array().into_iter().flatten();
    all.into_iter().find(|project| project["id"] == id).unwrap_or(&Value::Null)
}

fn verdicts(report: &Value, id: &str) -> Vec<String> {
    let all = project(report, id)["requirements"].as_array().into_iter().flatten();
    all.map(|found| {
        format!(
            "{} {} {}",
            found["id"].as_str().unwrap_or(""),
            found["severity"].as_str().unwrap_or(""),
            found["verdict"].as_str().unwrap_or("")
        )
    })
    .collect()
}

/// What is told of a run, as `code path:line`.
fn told(run: &Run) -> Vec<String> {
    let report = run.json();
    let of_projects = report["projects"].as_array().into_iter().flatten().map(|project| &project["problems"]);
    let problems = [&report["problems"]].into_iter().chain(of_projects).flat_map(|list| list.as_array().into_iter().flatten());
    let shown = |problem: &Value| {
        let place = &problem["location"];
        format!("{} {}:{}", problem["code"].as_str().unwrap_or(""), place["path"].as_str().unwrap_or("-"), place["line"])
    };
    problems.filter(|problem| problem["code"] != "mandatory-link").map(shown).collect()
}

#[test]
fn a_severity_of_the_project_decides_and_stands_in_the_report() {
    let folder = Folder::new("severity");
    folder
        .file("p/rules/own.toml", own_pack(RULE))
        .file("p/a.toml", PLANNED.replace("[system.a]", "[system.b]"))
        .file("p/m.toml", OPERATING);
    let configured = |more: &str| {
        folder.file("p/saikes.toml", format!("[project]\nid = \"p\"\n[check]\nrules = \"rules\"\npacks = [\"own\"]\n{more}"));
    };
    configured("");
    assert_eq!(folder.check(&["p"]).code, 1, "a blocking requirement with one element short");
    configured("[requirement.\"1/1\"]\nseverity = \"major\"\n");
    let run = folder.check(&["p", "--format", "json"]);
    assert_eq!((run.code, verdicts(&run.json(), "p")), (0, vec!["1/1 major partial".to_string()]), "{run}");
    let left_away = |pack: &str| {
        serde_json::json!({
            "what": "packs", "value": [pack], "effect": "looser", "by": "project",
            "location": { "path": "saikes.toml", "line": 5, "column": 9 },
        })
    };
    let expected = serde_json::json!([left_away("order-124"), left_away("order-193"), {
        "what": "severity", "value": ["major"], "requirement": "1/1", "was": "blocking", "effect": "looser", "by": "project",
        "location": { "path": "saikes.toml", "line": 7, "column": 12 },
    }]);
    assert_eq!(project(&run.json(), "p")["loosened"], expected);
    let shown = in_three_languages(|language| folder.check(&["p", "--lang", language.code()]).out);
    keep("configuration", "severity", &shown);
    folder.check(&["p", "--lang", "en", "--format", "markdown"]).says(0, &["severity of 1/1: major instead of blocking (saikes.toml:7)"]);
}

#[test]
fn a_severity_that_is_raised_is_shown_as_stricter() {
    let folder = Folder::new("raised");
    folder.file("p/rules/own.toml", own_pack("severity = \"minor\"\nfull = \"lifecycle = 'operating'\"")).file("p/m.toml", PLANNED);
    folder.file(
        "p/saikes.toml",
        "[project]\nid = \"p\"\n[check]\nrules = \"rules\"\npacks = [\"own\"]\n[requirement.\"1/1\"]\nseverity = \"blocking\"\n",
    );
    folder.check(&["p", "--lang", "en"]).says(1, &["stricter severity of 1/1: blocking instead of minor (saikes.toml:7)"]);
}

#[test]
fn a_parameter_of_one_requirement_is_not_that_of_the_others() {
    let own = limited("own-parameter", "[requirement.\"1/2\"]\nparams = { limit = 2 }\n");
    let run = own.check(&["p", "--format", "json"]);
    assert_eq!(verdicts(&run.json(), "p"), ["1/1 major full", "1/2 major non-compliant"], "{run}");
    let all = limited("parameter-of-all", "[params]\nlimit = 2\n[requirement.\"1/2\"]\nparams = { limit = 4 }\n");
    let run = all.check(&["p", "--format", "json"]);
    assert_eq!(verdicts(&run.json(), "p"), ["1/1 major non-compliant", "1/2 major full"], "{run}");
    all.check(&["p", "--lang", "en"])
        .says(0, &["parameter limit = 2 instead of 5 (saikes.toml:7)", "parameter limit = 4 instead of 2, for 1/2 alone (saikes.toml:9)"]);
}

#[test]
fn entries_that_name_nothing_are_errors_and_those_that_change_nothing_warnings() {
    let wrong = [
        ("[requirement.\"1/3\"]\nseverity = \"minor\"\n", "unknown-requirement saikes.toml:6", 2),
        ("[requirement.\"1/1\"]\nseverity = \"ignore\"\n", "switched-off saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nseverity = false\n", "switched-off saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nseverity = \"mayor\"\n", "unknown-value saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nseverty = \"minor\"\n", "unknown-key saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nparams = { limt = 2 }\n", "pack-name saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nparams = { limit = \"two\" }\n", "pack-type saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nparams = { delay-days = 2 }\n", "unread-parameter saikes.toml:7", 2),
        ("[params]\nlimt = 2\n", "pack-name saikes.toml:7", 2),
        ("[requirement.\"1/1\"]\nparams = { limit = 5 }\n", "unused-setting saikes.toml:7", 0),
        ("[requirement.\"1/1\"]\nseverity = \"major\"\n", "unused-setting saikes.toml:7", 0),
        ("[requirement.\"1/1\"]\n", "unused-setting saikes.toml:6", 0),
        ("[requirement.\"124/19.2\"]\nseverity = \"minor\"\n", "unused-setting saikes.toml:6", 0),
        ("[params]\nlimit = 5\n", "unused-setting saikes.toml:7", 0),
        ("[params]\ndelay-days = 2\n", "unused-setting saikes.toml:7", 0),
    ];
    for (at, (configuration, expected, code)) in wrong.into_iter().enumerate() {
        let folder = limited(&format!("wrong-{at}"), configuration);
        let run = folder.check(&["p", "--format", "json"]);
        assert_eq!((told(&run), run.code), (vec![expected.to_string()], code), "{configuration}{run}");
        assert_eq!(folder.check(&["p", "--format", "json", "--strict"]).code, 2, "{configuration}");
    }
}

#[test]
fn an_entry_is_not_idle_because_other_packs_are_asked_for() {
    let folder = limited("narrowed", "[requirement.\"1/1\"]\nseverity = \"minor\"\n[params]\nlimit = 2\n");
    for words in [&["--pack", "hygiene"][..], &["--as-of", "2026-11-22", "--pack", "hygiene"]] {
        assert_eq!(told(&folder.check(&[&["p", "--format", "json"], words].concat())), Vec::<String>::new());
    }
}

#[test]
fn the_language_is_the_one_that_all_projects_name() {
    let folder = inherited("language", "[check]\nlang = \"ru\"\n", "", "");
    let language = || folder.check(&["top", "--format", "json"]).json()["lang"].clone();
    assert_eq!(language(), "ru");
    folder.file("top/a/saikes.toml", "[project]\nid = \"a\"\n[check]\nlang = \"kk\"\n");
    assert_eq!(language(), "en", "where they differ it is that of the reader");
}

#[test]
fn packs_of_the_folder_come_beside_the_usual_ones_unless_others_are_named() {
    let folder = Folder::new("rules");
    folder.file("p/rules/own.toml", own_pack(RULE)).file("p/m.toml", PLANNED);
    let packs = |configuration: &str, words: &[&str]| {
        folder.file("p/saikes.toml", format!("[project]\nid = \"p\"\n[check]\n{configuration}\n"));
        let run = folder.check(&[&["p", "--format", "json"], words].concat());
        let report = run.json();
        report["packs"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pack| pack["id"].as_str().unwrap_or("").to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(packs("", &[]), "order-124 order-193 hygiene");
    assert_eq!(packs("rules = \"rules\"", &[]), "order-124 order-193 own hygiene");
    assert_eq!(packs("rules = \"rules\"\npacks = [\"own\"]", &[]), "own");
    assert_eq!(packs("", &["--rules", "p/rules"]), "order-124 order-193 own hygiene", "the option means the same");
    let other = own_pack(RULE)
        .replace("id = \"own\"", "id = \"other\"")
        .replace("\"1/1\"", "\"1/9\"")
        .replace("paragraph = \"1\"", "paragraph = \"9\"");
    folder.file("else/other.toml", other);
    assert_eq!(packs("rules = \"rules\"", &["--rules", "else"]), "order-124 order-193 other hygiene", "and goes before the project");
    assert_eq!(packs("rules = \"gone\"", &[]), "order-124 order-193 hygiene");
    assert_eq!(told(&folder.check(&["p", "--format", "json"])), ["missing-path saikes.toml:4"]);
}

#[test]
fn a_pack_in_the_place_of_a_built_in_one_is_told() {
    let folder = Folder::new("replaced");
    folder.file("p/rules/own.toml", own_pack(RULE).replace("id = \"own\"", "id = \"order-124\"")).file("p/m.toml", OPERATING);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[check]\nrules = \"rules\"\npacks = [\"order-124\"]\n");
    let run = folder.check(&["p", "--lang", "en"]);
    run.says(0, &["the pack `order-124` is an own one in place of the built-in one (sha256", "in the place of the built-in pack"]);
    let report = folder.check(&["p", "--format", "json"]).json();
    let (loosened, pack) = (&project(&report, "p")["loosened"][0], &report["packs"][0]);
    assert_eq!((&loosened["what"], &loosened["by"], &pack["folder"]), (&"rules".into(), &"project".into(), &"rules".into()));
    assert_eq!(loosened["was"], pack["replaces"], "the digest of the one that is gone");
}

#[test]
fn projects_of_one_run_have_their_own_folders_and_packs_of_one_id_are_told_apart() {
    let folder = Folder::new("several");
    for (id, rule) in [("a", "lifecycle = 'operating'"), ("b", "lifecycle = 'planned'")] {
        folder.file(
            &format!("{id}/rules/own.toml"),
            own_pack(&format!("severity = \"blocking\"\nfull = \"{rule}\""))
                .replace("\"planned\"", "\"trial\"")
                .replace("\"operating\"", if id == "a" { "\"operating\"" } else { "\"planned\"" }),
        );
        folder
            .file(&format!("{id}/m.toml"), OPERATING)
            .file(&format!("{id}/saikes.toml"), format!("[project]\nid = \"{id}\"\n[check]\nrules = \"rules\"\npacks = [\"own\"]\n"));
    }
    folder.file("c/m.toml", OPERATING).file("c/saikes.toml", "[project]\nid = \"c\"\n[check]\nrules = \"../a/rules\"\npacks = [\"own\"]\n");
    let report = folder.check(&[".", "--format", "json"]).json();
    assert_eq!(
        ["a", "b", "c"].map(|id| verdicts(&report, id).join("")),
        ["1/1 blocking full", "1/1 blocking non-compliant", "1/1 blocking full"]
    );
    let packs: Vec<(&Value, &Value)> =
        report["packs"].as_array().into_iter().flatten().map(|pack| (&pack["folder"], &pack["variant"])).collect();
    assert_eq!(packs, [(&"a/rules".into(), &Value::Null), (&"b/rules".into(), &2.into())], "a folder is read once");
    let variant = |id: &str| &project(&report, id)["requirements"][0]["variant"];
    assert_eq!([variant("a"), variant("b"), variant("c")], [&Value::Null, &2.into(), &Value::Null]);
    folder.check(&[".", "--lang", "en"]).says(1, &["own rules, from a/rules", "own rules, from b/rules"]);
}

#[test]
fn mistakes_of_a_pack_in_the_folder_are_told_at_their_places() {
    let folder = Folder::new("broken-pack");
    folder.file("p/rules/own.toml", own_pack("full = \"lifecicle = 'operating'\"")).file("p/m.toml", OPERATING);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[check]\nrules = \"rules\"\n[requirement.\"1/1\"]\nseverity = \"minor\"\n");
    let run = folder.check(&["p", "--format", "json"]);
    assert_eq!((told(&run), run.code), (vec!["pack-name rules/own.toml:15".to_string()], 2), "{run}");
}

/// `top/saikes.toml` for all, `top/inner/saikes.toml` for some, three projects.
fn inherited(name: &str, top: &str, inner: &str, project: &str) -> Folder {
    let folder = Folder::new(name);
    folder
        .file("top/rules/own.toml", own_pack(RULE))
        .file("top/saikes.toml", format!("[defaults]\n{top}"))
        .file("top/inner/saikes.toml", format!("[defaults]\n{inner}"));
    for (path, id) in [("top/a", "a"), ("top/inner/b", "b")] {
        folder
            .file(&format!("{path}/m.toml"), PLANNED)
            .file(&format!("{path}/saikes.toml"), format!("[project]\nid = \"{id}\"\n{project}"));
    }
    folder
}

const TOP: &str = "[check]\nrules = \"rules\"\npacks = [\"own\"]\n[requirement.\"1/1\"]\nseverity = \"minor\"\n";

#[test]
fn what_is_not_read_is_told_as_what_loosens_the_result() {
    let folder = Folder::new("excluded");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[check]\nexclude = [\"drafts\"]\n");
    folder.file("p/m.toml", OPERATING).file("p/drafts/m.toml", PLANNED);
    let run = folder.check(&["p", "--lang", "en"]);
    assert!(run.text().replace("\n            ", " ").contains("files that `exclude` leaves out are not judged: drafts"), "{run}");
}

#[test]
fn the_nearest_file_wins_key_by_key_and_the_project_over_all() {
    let folder = inherited("nearest", TOP, "[check]\nrequire = \"full\"\n[requirement.\"1/1\"]\nseverity = \"major\"\n", "");
    let run = folder.check(&["top", "--format", "json"]);
    let report = run.json();
    assert_eq!(told(&run), Vec::<String>::new(), "{run}");
    assert_eq!([verdicts(&report, "a"), verdicts(&report, "b")], [["1/1 minor non-compliant"], ["1/1 major non-compliant"]]);
    assert_eq!(["a", "b"].map(|id| project(&report, id)["require"].clone()), ["partial", "full"]);
    let place = |id: &str| {
        let loosened = project(&report, id)["loosened"].as_array().cloned().unwrap_or_default();
        loosened.iter().find(|found| found["what"] == "severity").map(|found| found["location"]["path"].clone()).unwrap_or_default()
    };
    assert_eq!((place("a"), place("b")), ("saikes.toml".into(), "inner/saikes.toml".into()));
    folder.check(&["top", "--lang", "en"]).says(1, &["severity of 1/1: major instead of blocking (inherited from inner/saikes.toml:5)"]);
    let own = inherited("own", TOP, "", "[requirement.\"1/1\"]\nseverity = \"blocking\"\n");
    let run = own.check(&["top", "--format", "json"]);
    assert_eq!(verdicts(&run.json(), "a"), ["1/1 blocking non-compliant"]);
    assert_eq!(told(&run), ["unused-setting saikes.toml:6"], "what no project takes is told; what a project puts back is not");
}

#[test]
fn what_is_inherited_is_found_from_a_subfolder_too() {
    let folder = inherited("from-below", TOP, "", "");
    let run = common::check(&folder.path("top/inner/b"), &["--format", "json"]);
    assert_eq!(verdicts(&run.json(), "b"), ["1/1 minor non-compliant"], "{run}");
    assert_eq!(project(&run.json(), "b")["loosened"][0]["location"]["path"], "../../saikes.toml");
    assert_eq!(told(&run), Vec::<String>::new(), "one project says nothing about what others take");
    // A model that no project claims inherits as well.
    folder.file("top/inner/loose.toml", PLANNED);
    let run = folder.check(&["top/inner/loose.toml", "--format", "json"]);
    assert_eq!(verdicts(&run.json(), "loose"), ["1/1 minor non-compliant"], "{run}");
}

#[test]
fn nothing_is_inherited_from_outside_of_a_repository() {
    let folder = inherited("repository", TOP, "", "");
    folder.file("top/inner/.git/HEAD", "ref: refs/heads/main\n");
    let report = folder.check(&["top", "--format", "json"]).json();
    assert_eq!(verdicts(&report, "a"), ["1/1 minor non-compliant"]);
    assert!(verdicts(&report, "b").len() > 100, "the usual packs: the same verdict in any company");
}

#[test]
fn defaults_that_nobody_takes_are_told_when_the_whole_folder_is_checked() {
    let top = "[check]\nlang = \"kk\"\npacks = [\"own\"]\nrules = \"rules\"\n[params]\ndelay-days = 3\n[requirement.\"124/19.2\"]\nseverity = \"minor\"\n";
    let folder = inherited("idle", top, "", "[check]\nlang = \"en\"\n");
    let run = folder.check(&["top", "--format", "json"]);
    assert_eq!(told(&run), ["unused-setting saikes.toml:3", "unused-setting saikes.toml:7", "unused-setting saikes.toml:9"], "{run}");
    assert_eq!(told(&folder.check(&["top/a", "--format", "json"])), Vec::<String>::new());
    keep(
        "configuration",
        "idle",
        &in_three_languages(|language| folder.check(&["top", "--strict", "--format", "json", "--lang", language.code()]).err),
    );
}

#[test]
fn defaults_are_no_project_and_their_mistakes_are_told_once() {
    let folder = inherited("mistakes", "[project]\nid = \"x\"\n", "", "");
    assert_eq!(
        told(&folder.check(&["top", "--format", "json"])),
        ["no-model saikes.toml:1", "wrong-configuration saikes.toml:1"],
        "two things at once"
    );
    let folder = inherited("slip", "[check]\nlanguage = \"kk\"\n[requirement.\"124/19.22\"]\nseverity = \"minor\"\n", "", "");
    let run = folder.check(&["top", "--format", "json"]);
    assert_eq!(
        (told(&run), run.code),
        (vec!["unknown-key saikes.toml:3".to_string(), "unknown-requirement saikes.toml:4".to_string()], 2),
        "{run}"
    );
}

#[test]
fn what_defaults_exclude_is_not_read_unless_a_project_excludes_something_else() {
    let folder = inherited("exclude", "[check]\nexclude = [\"drafts\"]\n", "", "");
    folder.file("top/a/drafts/m.toml", "[sytem.x]\n").file("top/inner/b/drafts/m.toml", "[sytem.x]\n");
    assert_eq!(folder.check(&["top", "--format", "json"]).json()["problems"], serde_json::json!([]));
    folder.file("top/a/saikes.toml", "[project]\nid = \"a\"\n[check]\nexclude = [\"old\"]\n");
    let run = folder.check(&["top", "--format", "json"]);
    assert!(told(&run).contains(&"unknown-kind a/drafts/m.toml:1".to_string()), "{run}");
}

#[test]
fn drawings_are_understood_by_what_is_inherited() {
    let folder = Folder::new("mapping");
    let drawing = "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
                   identifier=\"m\">\n<name>M</name>\n<elements><element identifier=\"x\" xsi:type=\"Principle\"><name>A</name></element></elements>\n</model>\n";
    folder
        .file("saikes.toml", "[defaults]\n[mapping.types]\nPrinciple = \"need\"\n")
        .file("p/m.xml", drawing)
        .file("p/saikes.toml", "[project]\nid = \"p\"\n");
    folder.file("q/m.toml", OPERATING).file("q/saikes.toml", "[project]\nid = \"q\"\n");
    let report = folder.check(&[".", "--format", "json"]).json();
    let what = |id: &str| {
        project(&report, id)["loosened"].as_array().into_iter().flatten().map(|found| found["what"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!((what("p"), what("q")), (vec!["\"mapping\"".to_string()], vec!["\"mapping-idle\"".to_string()]));
}

/// The tables and keys that the tables of the documentation name, below a heading.
fn documented(page: &str, heading: &str) -> BTreeSet<(String, String)> {
    let (_, part) = page.split_once(&format!("\n# {heading}\n")).expect("the page has the part");
    let part = part.split("\n# ").next().unwrap_or(part);
    let mut table = String::new();
    let mut found = BTreeSet::new();
    for line in part.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            table = title.split('`').nth(1).unwrap_or("").trim_matches(['[', ']']).replace("\"ID\"", "*");
        } else if let Some(row) = line.strip_prefix("| `") {
            let key = row.split('`').next().unwrap_or("").trim_matches(['[', ']']);
            found.insert((table.clone(), key.to_string()));
        }
    }
    found
}

#[test]
fn the_documentation_names_every_key_and_no_other() {
    let page = std::fs::read_to_string(repository().join("docs/configuration.md")).expect("the page is there");
    let of = |keys: &[keys::Key]| -> BTreeSet<(String, String)> {
        keys.iter().map(|key| (key.table.to_string(), key.name.to_string())).collect()
    };
    let mut config = of(keys::CONFIG);
    config.extend(keys::of_mapping().into_iter().map(|name| ("mapping".to_string(), name.to_string())));
    assert_eq!(documented(&page, "`saikes.toml`"), config);
    assert_eq!(documented(&page, "A policy file"), of(keys::POLICY));
}

#[test]
fn every_example_of_the_documentation_is_read_without_a_problem() {
    let page = std::fs::read_to_string(repository().join("docs/configuration.md")).expect("the page is there");
    let (of_projects, of_policies) = page.split_once("\n# A policy file\n").expect("the page has both parts");
    let blocks = |part: &'static str| part.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let (of_projects, of_policies): (&'static str, &'static str) = (of_projects.to_string().leak(), of_policies.to_string().leak());
    let blocks: Vec<(bool, &str)> =
        blocks(of_projects).map(|block| (false, block)).chain(blocks(of_policies).map(|block| (true, block))).collect();
    assert!(blocks.len() > 7, "{}", blocks.len());
    for (is_policy, block) in blocks {
        let problems = if is_policy { policy::check(FileId(0), block) } else { config::read(FileId(0), block).1 };
        let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{block}\n{errors:#?}");
    }
}
