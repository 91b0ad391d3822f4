//! Which situation leads to which exit code: 0 reached, 1 not reached, 2 not made.
//!
//! Leaves to others: what is said about it (`problems`, `bad_input`).

mod common;

use common::{Folder, own_pack, run, saikes};

/// Full where the system operates, partial on trial.
const RULE: &str = "full = \"lifecycle = 'operating'\"\npartial = \"lifecycle = 'trial'\"";

const FULL: &str = "[system.a]\nlifecycle = \"operating\"\n";
const PARTIAL: &str = "[system.a]\nlifecycle = \"trial\"\n";
const NON_COMPLIANT: &str = "[system.a]\nlifecycle = \"planned\"\n";
const NOT_ASSESSED: &str = "[system.a]\n";
const NOTHING_JUDGED: &str = "[agency.a]\n";
const WARNING: &str = "[system.a]\nlifecycle = \"operating\"\nowner = \"gone\"\n";
const ERROR: &str = "[system.a]\nlifecycle = \"operating\"\nownr = \"gone\"\n";

/// One line of the table: the model, the options, the exit code.
type Situation = (&'static str, &'static str, i32);

/// Checks each model as a project of its own, by the pack `own`.
#[track_caller]
fn hold(name: &str, situations: &[Situation]) {
    let folder = Folder::new(name);
    folder.file("rules/own.toml", own_pack(RULE));
    for (model, options, code) in situations {
        folder.file("m.toml", model);
        let words: Vec<&str> = ["m.toml", "--rules", "rules", "--pack", "own"].into_iter().chain(options.split_whitespace()).collect();
        let run = folder.check(&words);
        assert_eq!(run.code, *code, "{model}{options}\n{run}");
    }
}

#[test]
fn the_worst_has_to_reach_what_is_required() {
    hold(
        "levels",
        &[
            (FULL, "", 0),
            (FULL, "--require partial", 0),
            (FULL, "--require full", 0),
            (PARTIAL, "", 0),
            (PARTIAL, "--require partial", 0),
            (PARTIAL, "--require full", 1),
            (NON_COMPLIANT, "", 1),
            (NON_COMPLIANT, "--require full", 1),
        ],
    );
}

#[test]
fn what_is_open_never_reaches_anything() {
    hold(
        "open",
        &[
            (NOT_ASSESSED, "", 1),
            (NOT_ASSESSED, "--require partial", 1),
            (NOT_ASSESSED, "--require full", 1),
            // Vouched for as complete, silence is absence.
            (NOT_ASSESSED, "--complete", 1),
            (NOTHING_JUDGED, "", 1),
            (NOTHING_JUDGED, "--require full", 1),
            (NOTHING_JUDGED, "--complete", 1),
            ("# nothing\n", "", 1),
        ],
    );
}

#[test]
fn looking_around_is_no_failure() {
    hold(
        "exit-zero",
        &[
            (NON_COMPLIANT, "--exit-zero", 0),
            (NON_COMPLIANT, "--exit-zero --require full", 0),
            (NOT_ASSESSED, "--exit-zero", 0),
            (NOTHING_JUDGED, "--exit-zero", 0),
            // A check that was not made stays one.
            (ERROR, "--exit-zero", 2),
            (WARNING, "--exit-zero --strict", 2),
        ],
    );
}

#[test]
fn warnings_leave_the_exit_code_alone_unless_strict() {
    hold(
        "warnings",
        &[
            (WARNING, "", 0),
            (WARNING, "--require full", 0),
            (WARNING, "--strict", 2),
            (FULL, "--strict", 0),
            (PARTIAL, "--strict --require full", 1),
            (ERROR, "", 2),
            (ERROR, "--strict", 2),
        ],
    );
}

#[test]
fn an_open_question_whose_worst_reaches_the_level_is_let_through() {
    let folder = Folder::new("bounds");
    let rule = "full = \"lifecycle = 'operating' and has description\"\npartial = \"lifecycle = 'operating'\"";
    folder.file("rules/own.toml", own_pack(rule)).file("m.toml", FULL);
    let words = ["m.toml", "--rules", "rules", "--pack", "own"];
    let run = folder.check(&[&words[..], &["--format", "json"]].concat());
    assert_eq!((run.code, &run.json()["projects"][0]["verdict"]), (0, &"not-assessed".into()), "{run}");
    assert_eq!(folder.check(&[&words[..], &["--require", "full"]].concat()).code, 1);
}

#[test]
fn the_project_may_say_what_it_requires_and_the_command_line_overrides_it() {
    let folder = Folder::new("own-require");
    folder.file("rules/own.toml", own_pack(RULE)).file("p/m.toml", PARTIAL);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[check]\nrequire = \"full\"\npacks = [\"own\"]\n");
    assert_eq!(folder.check(&["p", "--rules", "rules"]).code, 1);
    assert_eq!(folder.check(&["p", "--rules", "rules", "--require", "partial"]).code, 0);
}

#[test]
fn of_several_projects_the_worst_decides() {
    let folder = Folder::new("several");
    folder.file("rules/own.toml", own_pack(RULE));
    for (name, model) in [("full.toml", FULL), ("partial.toml", PARTIAL), ("bad.toml", NON_COMPLIANT), ("broken.toml", ERROR)] {
        folder.file(name, model);
    }
    for (paths, options, code) in [
        ("full.toml partial.toml", "", 0),
        ("full.toml partial.toml", "--require full", 1),
        ("full.toml bad.toml", "", 1),
        ("full.toml bad.toml", "--exit-zero", 0),
        ("full.toml broken.toml", "", 2),
        ("full.toml bad.toml broken.toml", "--exit-zero", 2),
        ("full.toml gone.toml", "", 2),
    ] {
        let words: Vec<&str> = paths.split(' ').chain(["--rules", "rules", "--pack", "own"]).chain(options.split_whitespace()).collect();
        let run = folder.check(&words);
        assert_eq!(run.code, code, "{paths} {options}\n{run}");
    }
}

#[test]
fn a_context_is_judged_only_where_it_is_named() {
    let folder = Folder::new("context");
    folder.file("rules/own.toml", own_pack(RULE));
    folder.file("national/saikes.toml", "[context]\nid = \"national\"\n").file("national/m.toml", NON_COMPLIANT);
    let own = ["--rules", "rules", "--pack", "own"];
    assert_eq!(folder.check(&[&["national"][..], &own].concat()).code, 1);
    folder.file("national/m.toml", FULL);
    assert_eq!(folder.check(&[&["national"][..], &own].concat()).code, 0);
    assert_eq!(folder.check(&[&["."][..], &own].concat()).code, 2, "nobody named it, and there is nothing else");
    folder.file("national/m.toml", NON_COMPLIANT).file("p.toml", FULL);
    assert_eq!(folder.check(&[&["."][..], &own].concat()).code, 0, "beside a project it is not judged");
    assert_eq!(folder.check(&[&["national", "p.toml"][..], &own].concat()).code, 1);
    folder.file("national/m.toml", ERROR);
    assert_eq!(folder.check(&[&["p.toml"][..], &own].concat()).code, 2, "a register with errors cannot be relied upon");
}

#[test]
fn advice_changes_nothing() {
    let folder = Folder::new("advice");
    let advice = own_pack(RULE).replace("edition = \"1\"\n", "edition = \"1\"\nadvisory = true\n");
    let both =
        own_pack(RULE).replace("id = \"own\"", "id = \"law\"").replace("\"1/1\"", "\"2/1\"").replace("order = \"1\"", "order = \"2\"");
    let both = both.replace("'operating'", "'planned'").replace("'trial'", "'creating'").replace("\"operating\"", "\"planned\"");
    let law = both.replacen("[system.a]\nlifecycle = \"planned\"\n'''", "[system.a]\nlifecycle = \"retired\"\n'''", 2).replacen(
        "\"retired\"",
        "\"planned\"",
        1,
    );
    folder.file("rules/own.toml", advice).file("rules/law/law.toml", law).file("m.toml", NON_COMPLIANT);
    let words = ["m.toml", "--rules", "rules"];
    assert_eq!(folder.check(&[&words[..], &["--pack", "law", "--require", "full"]].concat()).code, 0);
    assert_eq!(folder.check(&[&words[..], &["--pack", "law", "--pack", "own", "--require", "full"]].concat()).code, 0);
    assert_eq!(folder.check(&[&words[..], &["--pack", "own"]].concat()).code, 1, "advice alone judges nothing");
}

#[test]
fn what_only_a_person_can_answer_is_open() {
    let folder = Folder::new("person");
    let question = "attested = { kk = \"Солай ма?\", ru = \"Так ли это?\", en = \"Is it so?\" }\n\
        because = { kk = \"Адам көреді\", ru = \"Видит человек\", en = \"A person sees it\" }";
    let pack = own_pack(question)
        .replace("expect = \"full\"", "expect = \"not-assessed\"")
        .replace("expect = \"non-compliant\"", "expect = \"not-assessed\"");
    folder.file("rules/own.toml", pack).file("m.toml", FULL);
    let run = folder.check(&["m.toml", "--rules", "rules", "--pack", "own", "--format", "json"]);
    assert_eq!((run.code, &run.json()["projects"][0]["verdict"]), (1, &"not-assessed".into()), "{run}");
}

#[test]
fn the_command_line_itself() {
    let folder = Folder::new("words");
    folder.file("m.toml", FULL);
    for (line, code) in [
        ("--help", 0),
        ("--version", 0),
        ("check --help", 0),
        ("", 2),
        ("chek", 2),
        ("check m.toml --nonsense", 2),
        ("check m.toml --require none", 2),
        ("check m.toml --today tomorrow", 2),
        ("check m.toml --lang de", 2),
        ("check m.toml --pack order-999", 2),
        ("check m.toml --rules gone", 2),
        ("check m.toml --context gone", 2),
        ("check m.toml --format json --format terminal", 2),
        ("check m.toml --exit-zero --format json=gone/report.json", 2),
        ("check m.toml --exit-zero --format json=report.json", 0),
    ] {
        let run = run(saikes(&folder.path(""), &line.split_whitespace().collect::<Vec<_>>()));
        assert_eq!(run.code, code, "{line}\n{run}");
    }
    assert!(folder.path("report.json").is_file());
}
