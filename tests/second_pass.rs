//! Requirements about the findings of others, and texts of other languages beside the main one: in the report, in
//! `why`, in `explain` and in the examples of a pack.

mod common;

use common::{Folder, Run, run, saikes};
use serde_json::Value;

/// A requirement with texts that nobody reads.
fn requirement(number: usize, message: &str, rest: &str) -> String {
    format!(
        r#"
[[requirement]]
id = "1/{number}"
contour = "general"
severity = "major"
title = {{ kk = "Ереже", ru = "Правило", en = "Rule {number}" }}
rationale = {{ kk = "Себебі", ru = "Основание", en = "A reason" }}
message = {{ kk = "Хабарлама", ru = "Сообщение", en = "{message}" }}
fix = {{ kk = "Түзету", ru = "Исправление", en = "A fix" }}
cites = [{{ order = "1", paragraph = "{number}" }}]
{rest}
"#
    )
}

fn example(expect: &str, model: &str) -> String {
    format!("[[requirement.example]]\nexpect = \"{expect}\"\ncomplete = true\nmodel = '''\n{model}\n'''\n")
}

const HEAD: &str = r#"[pack]
id = "own"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
order = "1"
edition = "1"
"#;

/// A pack in which every other requirement asks about the findings of the first, and a project.
fn folder(name: &str) -> Folder {
    let purpose = "subject = \"system\"\nfull = \"has purpose\"\n[requirement.edition.kk]\nfull = \"has purpose and has description\"\n";
    let bad = "system.a = { purpose = 'none', owner = 'm' }\nagency.m = {}";
    let good = "system.a = { purpose = 'x', owner = 'm' }\nagency.m = {}";
    let unowned = "system.a = { purpose = 'x', owner = 'none' }";
    let advised = format!("{bad}\nrecommendation.r = {{ about = ['a'], deadline = 2026-12-01 }}");
    let both = |full: &str| [example("non-compliant", bad), example("full", full)].concat();
    let first = [purpose, &both(good), &example("not-applicable", "")].concat();
    let second = "subject = \"finding\"\nfull = \"some about.subject-of[recommendation][has deadline]\"\n";
    let third = "subject = \"agency\"\nfull = \"no owns.has-finding[level = 'non-compliant' and severity = 'major']\"\n";
    let fourth = "subject = \"system\"\nfull = \"some owner and no has-finding[requirement != '1/1']\"\n";
    let fifth = "subject = \"finding\"\nattested = { kk = \"Ма?\", ru = \"Ли?\", en = \"Is it so?\" }\n\
                 because = { kk = \"Сол\", ru = \"Так\", en = \"So\" }\n";
    let pack = [
        HEAD.to_string(),
        requirement(1, "`{name}` has no purpose", &first),
        requirement(2, "{requirement} about {about}", &[second, &both(&advised), &example("not-applicable", good)].concat()),
        requirement(3, "{name}: {owns.has-finding.requirement}", &[third, &both(good), &example("not-applicable", "")].concat()),
        // Nobody sees the findings of the second pass.
        requirement(4, "never", &[fourth, &example("full", bad), &example("full", good), &example("non-compliant", unowned)].concat()),
        requirement(5, "{requirement}", &[fifth, &example("not-assessed", bad), &example("not-applicable", good)].concat()),
    ];
    let folder = Folder::new(name);
    folder.file("rules/own/own.toml", pack.concat());
    folder.file("project/saikes.toml", "[project]\nid = \"p\"\ncomplete = true\n[check]\npacks = [\"own\"]\n");
    let model = "[agency.ministry]\nname.en = \"Ministry\"\n[system.emr]\nname.en = \"Records\"\nowner = \"ministry\"\npurpose = \"none\"\n\
                 [system.lab]\nowner = \"ministry\"\npurpose = \"tests\"\ndescription = \"none\"\n";
    folder.file("project/model.toml", model);
    folder
}

fn ask(folder: &Folder, words: &[&str]) -> Run {
    run(saikes(&folder.path(""), &[words, &["--rules", "rules", "--lang", "en"]].concat()))
}

fn json(folder: &Folder) -> Value {
    ask(folder, &["check", "project", "--format", "json", "--exit-zero"]).json()["projects"][0].clone()
}

#[test]
fn findings_of_the_first_pass_are_judged_in_the_second_and_none_of_its_own() {
    let folder = folder("second");
    let project = json(&folder);
    let verdicts: Vec<_> = project["requirements"].as_array().into_iter().flatten().map(|found| found["verdict"].as_str()).collect();
    assert_eq!(verdicts, [Some("partial"), Some("non-compliant"), Some("non-compliant"), Some("full"), Some("not-assessed")]);
    let told = |finding: &Value| ["requirement", "message"].map(|key| finding[key].as_str().unwrap_or_default().to_string());
    let findings: Vec<_> = project["findings"].as_array().into_iter().flatten().map(told).collect();
    let expected = [["1/1", "`Records` has no purpose"], ["1/2", "1/1 about Records"], ["1/3", "Ministry: 1/1"]];
    assert_eq!(findings, expected.map(|told| told.map(String::from)));
    assert_eq!(project["findings"][1]["subject"]["id"], "emr", "it is shown at what the finding is about");
}

#[test]
fn examples_of_such_requirements_are_run_with_the_whole_pack() {
    let folder = folder("examples");
    let ran = run(saikes(&folder.path(""), &["rules", "test", "rules", "--mutants", "--lang", "en"]));
    ran.says(0, &["14 of 14 examples as expected", "leaving out goes unnoticed: [has deadline]"]);
    assert!(!ran.out.contains("some about") && !ran.out.contains("no owns"), "{ran}");
}

#[test]
fn why_explains_a_finding_about_a_finding() {
    let folder = folder("why");
    ask(&folder, &["why", "1/2", "emr", "project"]).says(0, &["1/2 on finding «1/1 emr» emr: non-compliant"]);
    ask(&folder, &["why", "1/3", "ministry", "project"]).says(0, &["ministry: non-compliant", "→ «1/1 emr»"]);
    ask(&folder, &["why", "1/2", "lab", "project"]).says(2, &[]);
}

#[test]
fn what_the_text_of_another_language_comes_to_is_shown_where_it_differs() {
    let folder = folder("edition");
    let editions = json(&folder)["requirements"][0]["editions"].clone();
    let expected = serde_json::json!([{
        "lang": "kk", "verdict": "non-compliant", "worst": "non-compliant", "best": "non-compliant", "differs": 1
    }]);
    assert_eq!(editions, expected);
    let line = "by the Kazakh text: non-compliant; judged otherwise: 1";
    ask(&folder, &["check", "project", "--exit-zero"]).says(0, &[line]);
    ask(&folder, &["why", "1/1", "lab", "project"])
        .says(0, &["lab: fully compliant", "by the Kazakh text: non-compliant", "✗ has description"]);
    let same = ask(&folder, &["why", "1/1", "emr", "project"]);
    assert!(!same.out.contains("Kazakh text"), "{same}");
    ask(&folder, &["explain", "1/1"]).says(0, &["by the Kazakh text:", "has purpose and has description"]);
}

#[test]
fn a_difference_is_shown_where_the_main_text_finds_nothing() {
    let folder = folder("quiet");
    folder.file("project/model.toml", "[system.lab]\npurpose = \"tests\"\ndescription = \"none\"\nowner = \"none\"\n");
    let shown = ask(&folder, &["check", "project", "--exit-zero"]);
    shown.says(0, &["The texts of the orders differ:", "Rule 1", "by the Kazakh text: non-compliant; judged otherwise: 1"]);
    folder.file("project/model.toml", "[system.lab]\npurpose = \"tests\"\ndescription = \"of blood\"\nowner = \"none\"\n");
    let same = ask(&folder, &["check", "project", "--exit-zero"]);
    assert!(!same.out.contains("Kazakh text"), "{same}");
}
