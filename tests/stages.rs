//! Stages and the law of a day: which requirements and packs apply, and that what does not is said.

mod common;

use common::{Folder, in_three_languages, keep};
use serde_json::Value;

/// Two requirements, one of planning alone, in a pack that was in force for two years.
const PACK: &str = r#"
[pack]
id = "own"
title = { kk = "Өз талаптары", ru = "Свои требования", en = "Own requirements" }
order = "1"
edition = "1"
in-force = 2020-01-01
repealed = 2022-01-01
replaced-by = { kk = "№ 2 бұйрық", ru = "приказ № 2", en = "order No. 2" }

[[requirement]]
id = "1/1"
contour = "general"
severity = "blocking"
stages = ["planning"]
title = { kk = "Мақсаты бар", ru = "Есть назначение", en = "There is a purpose" }
rationale = { kk = "Керек", ru = "Нужно", en = "It is needed" }
cites = [{ order = "1", paragraph = "1" }]
subject = "system"
full = "has purpose"
message = { kk = "«{name}» мақсатсыз", ru = "у «{name}» нет назначения", en = "«{name}» has no purpose" }
fix = { kk = "`purpose` көрсетіңіз", ru = "укажите `purpose`", en = "state `purpose`" }
[[requirement.example]]
expect = "full"
model = 'system.a = { purpose = "учёт" }'
[[requirement.example]]
expect = "non-compliant"
model = 'system.a = { purpose = "none" }'
[[requirement.example]]
expect = "not-assessed"
model = "system.a = {}"

[[requirement]]
id = "1/2"
contour = "internal"
severity = "major"
title = { kk = "Иесі бар", ru = "Есть владелец", en = "There is an owner" }
rationale = { kk = "Керек", ru = "Нужно", en = "It is needed" }
cites = [{ order = "1", paragraph = "2" }]
subject = "system"
full = "some owner"
message = { kk = "«{name}» иесіз", ru = "у «{name}» нет владельца", en = "«{name}» has no owner" }
fix = { kk = "`owner` көрсетіңіз", ru = "укажите `owner`", en = "state `owner`" }
[[requirement.example]]
expect = "full"
model = '''
agency.moh = {}
system.a = { owner = "moh" }
'''
[[requirement.example]]
expect = "non-compliant"
model = 'system.a = { owner = "none" }'
[[requirement.example]]
expect = "not-assessed"
model = "system.a = {}"
"#;

fn project(name: &str, stage: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("rules/own.toml", PACK);
    folder.file("p/saikes.toml", format!("[project]\nid = \"p\"\n{stage}\n[check]\npacks = [\"own\"]\n"));
    folder.file("p/model.toml", "agency.moh = {}\nsystem.register = { purpose = \"none\", owner = \"moh\" }\n");
    folder
}

fn verdicts(report: &Value) -> Vec<String> {
    let requirements = report["projects"][0]["requirements"].as_array().into_iter().flatten();
    requirements.map(|found| format!("{} {}", found["id"].as_str().unwrap_or(""), found["verdict"].as_str().unwrap_or(""))).collect()
}

#[test]
fn a_requirement_of_another_stage_is_not_judged_and_that_is_said() {
    let folder = project("stage", "stage = \"investment\"");
    let own = folder.check(&["p", "--rules", "rules", "--format", "json"]).json();
    assert_eq!(verdicts(&own), ["1/1 not-applicable", "1/2 full"]);
    assert_eq!((&own["projects"][0]["stage"], &own["projects"][0]["requirements"][0]["other-stage"]), (&"investment".into(), &true.into()));
    let asked = folder.check(&["p", "--rules", "rules", "--stage", "planning", "--format", "json"]).json();
    assert_eq!(verdicts(&asked), ["1/1 non-compliant", "1/2 full"]);
    let text = in_three_languages(|language| folder.check(&["p", "--rules", "rules", "--lang", language.code()]).out);
    keep("stages", "other-stage", &text);
}

#[test]
fn without_a_stage_the_requirements_of_all_stages_are_judged_and_that_is_said() {
    let folder = project("no-stage", "");
    let run = folder.check(&["p", "--rules", "rules", "--lang", "en"]);
    run.says(1, &["no stage is stated: requirements of all stages were judged"]);
    assert!(!project("with-stage", "stage = \"planning\"").check(&["p", "--rules", "rules", "--lang", "en"]).out.contains("no stage"));
}

#[test]
fn an_order_that_was_not_in_force_on_the_day_is_left_out_and_that_is_said() {
    let folder = project("as-of", "stage = \"planning\"");
    let on = |day: &str| folder.check(&["p", "--rules", "rules", "--as-of", day, "--lang", "en"]);
    on("2021-06-01").says(1, &["repealed on 2022-01-01, replaced by: order No. 2 (its text is not included)"]);
    let late = on("2022-01-01");
    late.says(1, &["left out: Own requirements – repealed on 2022-01-01 (as of 2022-01-01)", "no order was applied"]);
    on("2019-12-31").says(1, &["left out: Own requirements – in force from 2020-01-01 (as of 2019-12-31)"]);
    let json = folder.check(&["p", "--rules", "rules", "--as-of", "2022-01-01", "--format", "json"]).json();
    assert_eq!((&json["as-of"], &json["left-out"][0]["id"]), (&"2022-01-01".into(), &"own".into()));
    assert_eq!(json["projects"][0]["verdict"], "not-assessed", "nothing that was checked is no pass");
}

#[test]
fn a_built_in_order_that_is_repealed_says_so_and_the_other_one_stays() {
    let folder = Folder::new("built-in");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/model.toml", "system.register = {}\n");
    let json = folder.check(&["p", "--as-of", "2026-11-22", "--format", "json"]).json();
    let ids =
        |list: &Value| list.as_array().into_iter().flatten().map(|pack| pack["id"].as_str().unwrap_or("").to_string()).collect::<Vec<_>>();
    assert_eq!((ids(&json["packs"]), ids(&json["left-out"])), (vec!["order-193".into(), "hygiene".into()], vec!["order-124".to_string()]));
    let wrong = folder.check(&["p", "--stage", "nonsense", "--lang", "en"]);
    wrong.says(2, &["planning, investment, post-investment"]);
}
