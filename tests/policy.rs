//! `--policy FILE`: what a body lays down holds whatever projects and the command line say, what they say against it is
//! told, and a policy that cannot be read is no policy to pass by.
//!
//! Leaves to others: what projects may set themselves (`configuration`), how waivers work (`waivers`).

mod common;

use common::{Folder, Run, in_three_languages, keep, own_pack, run, saikes};
use serde_json::Value;

const RULE: &str = "severity = \"blocking\"\nfull = \"lifecycle = 'operating'\"\npartial = \"lifecycle = 'trial'\"";
const HEAD: &str = "[policy]\nid = \"council\"\ntitle = { kk = \"Саясат\", ru = \"Политика\", en = \"Gate\" }\nbody = { kk = \"Кеңес\", ru = \"Совет\", en = \"Council\" }\n";

/// A project `p` that is partial by the pack `own` of the policy's folder, with what it says more.
fn folder(name: &str, policy: &str, project: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("council/rules/own.toml", own_pack(RULE)).file("council/policy.toml", format!("{HEAD}{policy}"));
    folder.file("p/m.toml", "[system.a]\nlifecycle = \"trial\"\n").file("p/saikes.toml", format!("[project]\nid = \"p\"\n{project}"));
    folder
}

const OWN: &str = "[check]\nrules = \"rules\"\npacks = [\"own\"]\n";

fn checked(folder: &Folder, words: &[&str]) -> Run {
    folder.check(&[&["p", "--policy", "council/policy.toml"], words].concat())
}

/// What is told as overruled: what, and by what it is replaced, in one line each.
fn overruled(run: &Run) -> Vec<String> {
    let report = run.json();
    let of_projects = report["projects"].as_array().into_iter().flatten().map(|project| &project["problems"]);
    let problems = [&report["problems"]].into_iter().chain(of_projects).flat_map(|list| list.as_array().into_iter().flatten());
    let told = problems.filter(|problem| problem["code"] == "overruled-by-policy");
    told.map(|problem| problem["message"].as_str().unwrap_or("").replace("does not count: the policy `council` has ", "-> ")).collect()
}

fn requirement<'r>(report: &'r Value, id: &str) -> &'r Value {
    let all = report["projects"][0]["requirements"].as_array().into_iter().flatten();
    all.into_iter().find(|found| found["id"] == id).unwrap_or(&Value::Null)
}

#[test]
fn the_report_names_the_policy_in_every_form() {
    let folder = folder("named", OWN, "");
    let run = checked(&folder, &["--format", "json"]);
    let policy = &run.json()["policy"];
    assert_eq!((run.code, &policy["id"], &policy["title"], &policy["body"]), (0, &"council".into(), &"Gate".into(), &"Council".into()), "{run}");
    assert_eq!((&policy["path"], policy["sha256"].as_str().map(str::len)), (&"council/policy.toml".into(), Some(64)));
    keep("policy", "named", &in_three_languages(|language| checked(&folder, &["--lang", language.code()]).out));
    checked(&folder, &["--lang", "en", "--format", "markdown"]).says(0, &["- policy `council`: Gate (Council), `council/policy.toml`; SHA-256"]);
    assert_eq!(folder.check(&["p", "--format", "json"]).json()["policy"], Value::Null);
}

#[test]
fn packs_of_a_policy_always_run_and_a_project_may_add_some() {
    let folder = folder("packs", OWN, "[check]\npacks = [\"hygiene\"]\n");
    let packs = |words: &[&str]| {
        let run = checked(&folder, &[&["--format", "json"], words].concat());
        let report = run.json();
        let ids: Vec<&str> = report["packs"].as_array().into_iter().flatten().filter_map(|pack| pack["id"].as_str()).collect();
        (ids.join(" "), overruled(&run))
    };
    let told = |name: &str| vec![format!("`{name}` -> `own`")];
    assert_eq!(packs(&[]), ("own hygiene".into(), told("check.packs")));
    assert_eq!(packs(&["--pack", "order-193"]), ("order-193 own".into(), told("--pack")));
    assert_eq!(packs(&["--pack", "own"]), ("own".into(), vec![]));
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n");
    assert_eq!(packs(&[]), ("own".into(), vec![]), "without a word of the project only those of the policy");
}

#[test]
fn a_pack_of_the_policy_is_replaced_by_nobody() {
    let rule = own_pack(&RULE.replace("'operating'", "'planned'").replace("'trial'", "'operating'"));
    let folder = folder("replaced", OWN, "[check]\nrules = \"rules\"\n");
    folder.file("p/rules/own.toml", &rule).file("else/own.toml", &rule);
    let run = checked(&folder, &["--format", "json"]);
    assert_eq!((requirement(&run.json(), "1/1")["verdict"].clone(), overruled(&run)), ("partial".into(), vec!["`check.rules: own` -> `own`".to_string()]), "{run}");
    let run = checked(&folder, &["--format", "json", "--rules", "else"]);
    assert_eq!((requirement(&run.json(), "1/1")["verdict"].clone(), overruled(&run)), ("partial".into(), vec!["`--rules: own` -> `own`".to_string()]), "{run}");
}

#[test]
fn the_level_may_be_raised_and_not_lowered() {
    // The project is partial.
    let at = |policy: &str, project: &str, words: &[&str]| {
        let folder = folder("level", &format!("{OWN}require = \"{policy}\"\n"), project);
        let run = checked(&folder, &[&["--format", "json"], words].concat());
        (run.code, overruled(&run))
    };
    assert_eq!(at("partial", "", &[]), (0, vec![]));
    assert_eq!(at("full", "", &[]), (1, vec![]));
    assert_eq!(at("partial", "[check]\nrequire = \"full\"\n", &[]), (1, vec![]), "a project may ask more of itself");
    assert_eq!(at("partial", "", &["--require", "full"]), (1, vec![]));
    assert_eq!(at("full", "[check]\nrequire = \"partial\"\n", &[]), (1, vec!["`check.require` -> `full`".into()]));
    assert_eq!(at("full", "", &["--require", "partial"]), (1, vec!["`--require` -> `full`".into()]));
    assert_eq!(at("full", "", &["--require", "partial", "--strict"]).0, 2, "strict tells it as an error");
}

#[test]
fn severities_may_be_raised_and_not_lowered() {
    let at = |severity: &str, policy: &str, project: &str| {
        let folder = folder("severity", &format!("{OWN}{policy}"), project);
        folder.file("council/rules/own.toml", own_pack(&RULE.replace("blocking", severity)));
        let run = checked(&folder, &["--format", "json"]);
        (requirement(&run.json(), "1/1")["severity"].as_str().unwrap_or("").to_string(), overruled(&run))
    };
    let set = |severity: &str| format!("[requirement.\"1/1\"]\nseverity = \"{severity}\"\n");
    let told = |kept: &str| vec![format!("`requirement.\"1/1\".severity` -> `{kept}`")];
    assert_eq!(at("major", "", &set("minor")), ("major".into(), told("major")));
    assert_eq!(at("major", "", &set("blocking")), ("blocking".into(), vec![]));
    assert_eq!(at("major", &set("minor"), ""), ("minor".into(), vec![]));
    assert_eq!(at("major", &set("minor"), &set("blocking")), ("minor".into(), told("minor")), "what the policy sets stands");
    assert_eq!(at("major", &set("major"), &set("blocking")), ("major".into(), told("major")), "also where it is the pack's own");
}

#[test]
fn parameters_of_a_policy_stand_and_the_others_are_the_projects() {
    let lists = "[param.limit]\nvalue = 5\nopen = true\nsource = { kk = \"а\", ru = \"б\", en = \"c\" }\n\
                 [param.other]\nvalue = 5\nopen = true\nsource = { kk = \"а\", ru = \"б\", en = \"c\" }\n";
    let at = |policy: &str, project: &str| {
        let folder = folder("params", &format!("{OWN}{policy}"), project);
        folder.file("council/rules/lists.toml", lists);
        folder.file("council/rules/own.toml", own_pack("severity = \"major\"\nfull = \"count uses <= param('limit') and count uses <= param('other')\""));
        let run = checked(&folder, &["--format", "json"]);
        let report = run.json();
        let loosened = report["projects"][0]["loosened"].as_array().into_iter().flatten();
        let said: Vec<String> = loosened.map(|found| format!("{} by {}", found["value"][0].as_str().unwrap_or(""), found["by"].as_str().unwrap_or(""))).collect();
        (said.join(", "), overruled(&run))
    };
    assert_eq!(at("[params]\nlimit = 2\n", "[params]\nlimit = 9\nother = 7\n"), ("limit = 2 by policy, other = 7 by project".into(), vec!["`params.limit` -> `2`".into()]));
    assert_eq!(at("[params]\nlimit = 5\n", "[params]\nlimit = 9\n"), (String::new(), vec!["`params.limit` -> `5`".into()]), "the usual value is pinned");
    let own = "[requirement.\"1/1\"]\nparams = { limit = 9 }\n";
    assert_eq!(at("[params]\nlimit = 2\n", own), ("limit = 2 by policy".into(), vec!["`requirement.\"1/1\".params.limit` -> `2`".into()]));
    assert_eq!(at("[requirement.\"1/1\"]\nparams = { limit = 2 }\n", own), ("limit = 2 by policy".into(), vec!["`requirement.\"1/1\".params.limit` -> `2`".into()]));
}

#[test]
fn nobody_vouches_where_the_policy_forbids_it() {
    let folder = folder("complete", &format!("{OWN}complete = false\n"), "complete = true\n");
    folder.file("p/m.toml", "[system.a]\n");
    let run = checked(&folder, &["--format", "json"]);
    assert_eq!((run.json()["projects"][0]["verdict"].clone(), overruled(&run)), ("not-assessed".into(), vec!["`project.complete` -> `false`".to_string()]), "{run}");
    let run = checked(&folder, &["--format", "json", "--complete"]);
    assert_eq!((run.code, overruled(&run).len()), (1, 2));
    assert_eq!(folder.check(&["p", "--rules", "council/rules", "--pack", "own", "--format", "json"]).json()["projects"][0]["verdict"], "non-compliant");
}

#[test]
fn stage_and_day_are_those_of_the_policy() {
    let folder = folder("stage", &format!("{OWN}stage = \"investment\"\nas-of = 2020-01-01\n"), "stage = \"planning\"\n");
    let run = checked(&folder, &["--format", "json", "--stage", "planning", "--as-of", "2026-01-01"]);
    let report = run.json();
    assert_eq!((&report["as-of"], &report["projects"][0]["stage"]), (&"2020-01-01".into(), &"investment".into()));
    let mut told = overruled(&run);
    told.sort();
    assert_eq!(told, ["`--as-of` -> `2020-01-01`", "`--stage` -> `investment`", "`project.stage` -> `investment`"]);
}

#[test]
fn a_policy_that_cannot_be_read_is_exit_2_for_every_command() {
    let folder = folder("broken", "", "");
    for (path, text) in [
        ("gone.toml", None),
        ("empty.toml", Some("")),
        ("syntax.toml", Some("[policy]\nid = \n")),
        ("key.toml", Some("[policy]\nid = \"a\"\ntitle = \"A\"\nbody = \"B\"\nseverity = 1\n")),
        ("pack.toml", Some("[policy]\nid = \"a\"\ntitle = \"A\"\nbody = \"B\"\n[check]\npacks = [\"order-142\"]\n")),
        ("requirement.toml", Some("[policy]\nid = \"a\"\ntitle = \"A\"\nbody = \"B\"\n[requirement.\"124/99\"]\nseverity = \"major\"\n")),
        ("off.toml", Some("[policy]\nid = \"a\"\ntitle = \"A\"\nbody = \"B\"\n[requirement.\"124/19.2\"]\nseverity = \"off\"\n")),
    ] {
        if let Some(text) = text {
            folder.file(path, text);
        }
        for words in [&["check", "p", "--exit-zero"][..], &["facts", "p"], &["why", "124/5", "a", "p"]] {
            let ran = run(saikes(&folder.path(""), &[words, &["--policy", path, "--today", common::TODAY]].concat()));
            assert_eq!(ran.code, 2, "{path} {words:?}\n{ran}");
        }
    }
}

#[test]
fn what_a_project_says_against_the_policy_is_told_in_three_languages() {
    let policy = format!("{OWN}require = \"full\"\n[requirement.\"1/1\"]\nseverity = \"major\"\n");
    let folder = folder("against", &policy, "[check]\npacks = [\"hygiene\"]\nrequire = \"partial\"\n[requirement.\"1/1\"]\nseverity = \"minor\"\n");
    keep("policy", "against", &in_three_languages(|language| checked(&folder, &["--lang", language.code(), "--require", "partial"]).out));
    let conclusion = checked(&folder, &["--lang", "en", "--format", "markdown"]);
    conclusion.says(1, &["Not counted, because a policy says otherwise:", "`requirement.\"1/1\".severity` does not count: the policy `council` has `major`"]);
}

#[test]
fn waivers_count_from_the_bodies_that_the_policy_names() {
    let waiver = "[[waiver]]\nrequirement = \"1/1\"\nelement = \"a\"\nreason = \"the contract ends in 2027\"\ndecision = \"12\"\nbody = \"moh\"\n\
                  owner = \"head of architecture\"\ngranted = 2026-01-10\nuntil = 2027-01-10\n";
    let at = |policy: &str| {
        let folder = folder("waivers", &format!("{policy}{OWN}"), "");
        folder.file("council/policy.toml", if policy.starts_with("waivers") { format!("{policy}{HEAD}{OWN}") } else { format!("{HEAD}{OWN}{policy}") });
        folder.file("p/m.toml", "[system.a]\nlifecycle = \"planned\"\n").file("p/waivers.toml", waiver);
        let run = checked(&folder, &["--format", "json"]);
        assert!(run.code < 2, "{run}");
        (requirement(&run.json(), "1/1")["verdict"].clone(), requirement(&run.json(), "waivers/not-permitted")["verdict"].clone())
    };
    assert_eq!(at("").0, "partial", "a policy that says nothing of waivers forbids none");
    assert_eq!(at("[[waivers]]\nrequirement = \"1/*\"\nbodies = [\"moh\"]\n").0, "partial");
    let refused = ("non-compliant".into(), "non-compliant".into());
    assert_eq!(at("[[waivers]]\nrequirement = \"1/*\"\nbodies = [\"council\"]\n"), refused);
    assert_eq!(at("[[waivers]]\nrequirement = \"124/*\"\nbodies = [\"moh\"]\n"), refused);
    assert_eq!(at("waivers = []\n"), refused, "nobody may waive anything");
}
