//! What people answer and justify: from the checklist of questions to the report, and what keeps an answer from
//! counting.
//!
//! Leaves to others: the words of each problem (`problems`), the arithmetic (`verdict`), how the samples look.

mod common;

use std::fs;

use common::{Folder, Run, TODAY, in_three_languages, keep, own_pack, run, saikes};
use serde_json::Value;

const ASKED: &str = "attested = { kk = \"Мұрағат іс жүзінде жүргізіле ме?\", ru = \"Ведётся ли архив на деле?\", en = \"Is the archive really kept?\" }\n\
    because = { kk = \"Мұны адам ғана көреді.\", ru = \"Это видит только человек.\", en = \"Only a person sees that.\" }";

/// A pack of one requirement about systems that asks the machine, and a person if asked to.
fn pack(asks: bool) -> String {
    let predicates = "full = \"lifecycle = 'operating'\"\npartial = \"lifecycle = 'creating'\"";
    let pack = own_pack(&if asks { format!("{predicates}\n{ASKED}") } else { predicates.to_string() });
    // Nobody answers in the examples.
    if asks { pack.replacen("expect = \"full\"", "expect = \"not-assessed\"", 1) } else { pack }
}

const MODEL: &str = "[system.archive]\nname = { kk = \"Мұрағат\", ru = \"Архив\", en = \"Archive\" }\nlifecycle = \"operating\"\n\
    [system.portal]\nname = \"Portal\"\nlifecycle = \"creating\"\n";

fn project(name: &str, asks: bool) -> Folder {
    let folder = Folder::new(name);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/m.toml", MODEL).file("rules/own.toml", pack(asks));
    folder
}

#[track_caller]
fn of(folder: &Folder, command: &str, words: &[&str]) -> Run {
    let options = ["--rules", "rules", "--pack", "own", "--today", TODAY];
    run(saikes(&folder.path(""), &[&[command], words, &options[..]].concat()))
}

/// The only project of the report.
#[track_caller]
fn judged(folder: &Folder) -> Value {
    of(folder, "check", &["p", "--format", "json"]).json()["projects"][0].clone()
}

fn answer(id: &str, about: &str, rest: &str) -> String {
    format!(
        "[assessment.{id}]\nrequirement = \"1/1\"\nabout = \"{about}\"\nexpert-role = \"head of the archive\"\ndate = 2026-10-05\n{rest}\n"
    )
}

/// The levels of the requirement, its counts, and who decided about each answer.
fn told(project: &Value) -> String {
    let requirement = &project["requirements"][0];
    let counts = ["full", "partial", "non-compliant", "not-assessed", "justified"].map(|level| requirement["counts"][level].to_string());
    let holds: Vec<String> = project["answers"]
        .as_array()
        .expect("answers are a list")
        .iter()
        .map(|answer| format!("{} {} {}", answer["subject"]["id"], answer["verdict"], answer["holds"]).replace('"', ""))
        .collect();
    format!("{} {} | {} | {}", requirement["worst"], requirement["best"], counts.join(" "), holds.join(", ")).replace('"', "")
}

#[test]
fn a_checklist_that_is_filled_in_is_read_as_the_answers() {
    let folder = project("round-trip", true);
    let open = judged(&folder);
    assert_eq!(told(&open), "non-compliant partial | 0 0 0 2 0 | ");
    assert_eq!(open["questions"][0]["examples"], serde_json::json!(["archive", "portal"]));
    let asked = of(&folder, "facts", &["p", "--format", "json"]).json();
    assert_eq!(asked["projects"][0]["questions"], open["questions"], "programs are told the same by `facts`");

    let list = of(&folder, "facts", &["p", "--questions"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    folder.file("p/answers.toml", &list.out);
    assert_eq!(told(&judged(&folder)), told(&open), "what is not filled in says nothing");
    assert_eq!(judged(&folder)["problems"], serde_json::json!([]));

    let filled =
        list.out.replace("answer = \"\"", "answer = \"full\"").replace("expert-role = \"\"", "expert-role = \"head of the archive\"");
    folder.file("p/answers.toml", filled.replace("# date = YYYY-MM-DD", "date = 2026-10-05"));
    let answered = judged(&folder);
    assert_eq!(told(&answered), "partial partial | 1 1 0 0 0 | archive full both, portal partial machine");
    assert_eq!((&answered["questions"], &answered["problems"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_eq!(answered["loosened"], serde_json::json!([{ "what": "answers", "value": ["1/1"] }]));
    let nothing = of(&folder, "facts", &["p", "--questions"]);
    nothing.says(0, &["no question waits for a person"]);
    toml::from_str::<toml::Table>(&nothing.out).expect("what is printed is TOML");
}

#[test]
fn the_checklist_is_told_in_three_languages() {
    let folder = project("checklist", true);
    let list =
        |words: &[&str]| in_three_languages(|language| of(&folder, "facts", &[words, &["--lang", language.code()]].concat()).to_string());
    keep("answers", "checklist", &list(&["p", "--questions"]));
}

#[test]
fn writing_the_checklist_keeps_what_was_filled_in() {
    let folder = project("write", true);
    of(&folder, "facts", &["p", "--questions", "--write"]).says(0, &["made: 2 questions"]);
    let path = folder.path("p/answers.toml");
    let first = fs::read_to_string(&path).expect("it was written");
    let filled = first.replacen("answer = \"\"", "answer = \"partial\"", 1).replacen("expert-role = \"\"", "expert-role = \"auditor\"", 1);
    let filled = filled.replacen("# date = YYYY-MM-DD", "date = 2026-10-05", 1);
    fs::write(&path, &filled).expect("it can be written");
    of(&folder, "facts", &["p", "--questions", "--write"]).says(0, &["nothing new to ask for"]);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), filled);

    folder.file("p/m.toml", format!("{MODEL}[system.\"реестр дел\"]\nlifecycle = \"operating\"\n"));
    of(&folder, "facts", &["p", "--questions", "--write"]).says(0, &["added: 1 question"]);
    let extended = fs::read_to_string(&path).expect("it is there");
    assert!(extended.starts_with(&filled), "{extended}");
    assert!(extended.contains("[assessment.\"answer-1-1-реестр дел\"]") && extended.contains("about = \"реестр дел\""), "{extended}");
    assert_eq!(told(&judged(&folder)), "partial partial | 0 1 0 2 0 | archive partial answer");

    folder.file("p/m.toml", "[sytem.a]\n");
    of(&folder, "facts", &["p", "--questions", "--write"]).says(2, &["the models have errors"]);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), extended);
}

#[test]
fn the_file_of_answers_is_read_whatever_models_are_listed_and_adds_no_state() {
    let folder = project("listed", true);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n[[model]]\npath = \"m.toml\"\nstate = \"target\"\n");
    let answered = answer("a", "archive", "answer = \"full\"");
    folder.file("p/answers.toml", &answered);
    let project = judged(&folder);
    assert_eq!(told(&project), "partial partial | 1 0 0 1 0 | archive full both");
    assert_eq!((&project["problems"], &project["answers"][0]["subject"]["state"]), (&serde_json::json!([]), &"both".into()));

    // Of an element that one state lacks, a question speaks of the other alone.
    folder.file(
        "p/saikes.toml",
        "[project]\nid = \"p\"\n[[model]]\npath = \"m.toml\"\nstate = \"target\"\n[[model]]\npath = \"now.toml\"\nstate = \"current\"\n",
    );
    folder.file("p/now.toml", "[system.archive]\nlifecycle = \"operating\"\n");
    of(&folder, "facts", &["p", "--questions", "--write"]).says(0, &["added: 1 question"]);
    let written = fs::read_to_string(folder.path("p/answers.toml")).expect("it is there");
    assert!(written.contains("about = \"portal\"\nstate = \"target\"\n"), "{written}");
    assert_eq!(judged(&folder)["problems"], serde_json::json!([]));
    assert_eq!(told(&judged(&folder)), "partial partial | 1 0 0 1 0 | archive full both");
}

#[test]
fn answers_lie_beside_a_drawing_that_stands_alone() {
    let folder = project("alone", true);
    folder.file(
        "d/m.xml",
        "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" identifier=\"m\">\n\
         <name>M</name><elements><element identifier=\"id-1\" xsi:type=\"ApplicationComponent\"><name>A</name><properties>\
         <property propertyDefinitionRef=\"k\"><value>system</value></property></properties></element></elements>\n\
         <propertyDefinitions><propertyDefinition identifier=\"k\" type=\"string\"><name>kind</name></propertyDefinition></propertyDefinitions></model>\n",
    );
    of(&folder, "facts", &["d/m.xml", "--questions", "--write"]).says(0, &["m.answers.toml", "made: 1 question"]);
    let path = folder.path("d/m.answers.toml");
    let filled = fs::read_to_string(&path).expect("it was written").replace("answer = \"\"", "answer = \"non-compliant\"");
    let filled = filled.replace("expert-role = \"\"", "expert-role = \"auditor\"").replace("# date = YYYY-MM-DD", "date = 2026-10-05");
    fs::write(&path, filled).expect("it can be written");
    for path in ["d/m.xml", "d"] {
        let report = of(&folder, "check", &[path, "--format", "json"]).json();
        assert_eq!(report["projects"].as_array().map(Vec::len), Some(1), "{path}");
        assert_eq!(report["projects"][0]["answers"][0]["verdict"], "non-compliant", "{path}");
    }
}

#[test]
fn an_answer_caps_and_one_that_overrules_replaces_and_both_results_are_kept() {
    let folder = project("overrule", true);
    let said = |rest: &str| {
        folder.file("p/answers.toml", format!("{}{}", answer("a", "archive", "answer = \"full\""), answer("b", "portal", rest)));
        told(&judged(&folder))
    };
    let archive = "archive full both, portal";
    assert_eq!(said("answer = \"full\""), format!("partial partial | 1 1 0 0 0 | {archive} partial machine"));
    assert_eq!(said("answer = \"non-compliant\""), format!("partial partial | 1 0 1 0 0 | {archive} non-compliant answer"));
    assert_eq!(said("answer = \"not-applicable\""), format!("partial partial | 1 0 0 1 0 | {archive} not-assessed machine"));
    let overrules = "overrules = true\nreason = \"the register took over on 1 October\"";
    assert_eq!(said(&format!("answer = \"full\"\n{overrules}")), format!("full full | 2 0 0 0 0 | {archive} full answer"));
    assert_eq!(
        said(&format!("answer = \"non-compliant\"\n{overrules}")),
        format!("partial partial | 1 0 1 0 0 | {archive} non-compliant answer")
    );
    let project = judged(&folder);
    let finding = &project["findings"][0];
    assert_eq!(finding["answer"]["machine"], serde_json::json!({ "worst": "partial", "best": "partial" }));
    assert_eq!((&finding["answer"]["level"], &finding["answer"]["overrules"]), (&"non-compliant".into(), &true.into()));
    assert_eq!(finding["answer"]["reason"], "the register took over on 1 October");
    let loosened: Vec<&Value> = project["loosened"].as_array().expect("a list").iter().map(|found| &found["what"]).collect();
    assert_eq!(loosened, ["answers", "overrules"]);
    assert_eq!(
        said(&format!("answer = \"not-applicable\"\n{overrules}")),
        format!("full full | 1 0 0 0 0 | {archive} not-applicable answer")
    );
}

#[test]
fn a_machine_alone_is_overruled_for_a_reason_and_not_otherwise() {
    let folder = project("machine", false);
    folder.file("p/answers.toml", answer("b", "portal", "answer = \"full\""));
    let project = judged(&folder);
    assert_eq!(told(&project), "partial partial | 1 1 0 0 0 | ");
    assert_eq!(project["problems"][0]["code"], "unasked-answer");
    folder.file("p/answers.toml", answer("b", "portal", "answer = \"full\"\noverrules = true\nreason = \"commissioned in October\""));
    assert_eq!(told(&judged(&folder)), "full full | 2 0 0 0 0 | portal full answer");
}

#[test]
fn an_answer_whose_evidence_changed_leaves_the_question_open() {
    let folder = project("evidence", true);
    folder.file("p/acts/act.md", "abc");
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let rest = format!("answer = \"full\"\nevidence = \"acts/act.md\"\nevidence-sha256 = \"{}\"", hash.to_uppercase());
    folder.file("p/answers.toml", answer("a", "archive", &rest));
    let project = judged(&folder);
    assert_eq!(told(&project), "partial partial | 1 0 0 1 0 | archive full both");
    assert_eq!((&project["answers"][0]["evidence"], &project["answers"][0]["sha256"]), (&"acts/act.md".into(), &hash.into()));
    folder.file("p/acts/act.md", "abd");
    let project = judged(&folder);
    assert_eq!(told(&project), "non-compliant partial | 0 0 0 2 0 | ");
    assert_eq!(project["problems"][0]["code"], "evidence-changed");
    assert_eq!(project["questions"][0]["subjects"], 2);
}

#[test]
fn no_rule_meets_an_answer() {
    let folder = project("unseen", true);
    let rule = own_pack("full = \"some subject-of[assessment][outcome = 'pass']\"")
        .replace("lifecycle = \"operating\"\ndescription = \"a\"", "[assessment.t]\nabout = \"a\"\noutcome = \"pass\"")
        .replace("lifecycle = \"planned\"", "[assessment.t]\nabout = \"a\"\noutcome = \"fail\"");
    folder.file("rules/own.toml", rule);
    let open = told(&judged(&folder));
    assert_eq!(open, "non-compliant full | 0 0 0 2 0 | ");
    folder.file("p/answers.toml", answer("a", "archive", "outcome = \"pass\""));
    assert_eq!(told(&judged(&folder)), open, "a place for an answer is no assessment");
    folder.file("p/m.toml", format!("{MODEL}[assessment.t]\nabout = \"archive\"\noutcome = \"pass\"\n"));
    assert_eq!(told(&judged(&folder)), "partial partial | 1 0 1 0 0 | ");
}

#[test]
fn an_example_may_hold_its_answer() {
    let folder = project("example", true);
    let answered = answer("t", "a", "answer = \"full\"\nevidence = \"act.md\"");
    let pack = pack(true).replacen("expect = \"not-assessed\"", "expect = \"full\"", 1).replacen("description = \"a\"\n", &answered, 1);
    folder.file("rules/own.toml", &pack);
    run(saikes(&folder.path(""), &["rules", "test", "rules"])).says(0, &["3"]);
    folder.file("rules/own.toml", pack.replace("answer = \"full\"", "answer = \"partial\""));
    run(saikes(&folder.path(""), &["rules", "test", "rules"])).says(1, &["[example-verdict]"]);
}

#[test]
fn justified_deviations_stand_apart_and_change_no_level() {
    let folder = project("justified", false);
    let before = told(&judged(&folder));
    let justify = |requirement: &str, about: &str| {
        format!(
            "[justification.why]\nrequirement = \"{requirement}\"\nabout = \"{about}\"\nreason = {{ kk = \"2027 жылы көшіріледі\", ru = \"переносится в 2027 году\", en = \"moved in 2027\" }}\n"
        )
    };
    folder.file("p/why.toml", justify("1/1", "portal"));
    let project = judged(&folder);
    assert_eq!(told(&project), before.replace(" 0 | ", " 1 | "));
    let justification = &project["findings"][0]["justification"];
    assert_eq!(
        (&justification["id"], &justification["location"]["path"], &justification["location"]["line"]),
        (&"why".into(), &"why.toml".into(), &1.into())
    );
    assert_eq!(project["problems"], serde_json::json!([]));
    keep("answers", "justified", &in_three_languages(|language| of(&folder, "check", &["p", "--lang", language.code()]).to_string()));

    for (requirement, about, code) in [("1", "portal", "general-justification"), ("1/1", "archive", "unused-justification")] {
        folder.file("p/why.toml", justify(requirement, about));
        let project = judged(&folder);
        assert_eq!((told(&project), &project["problems"][0]["code"]), (before.clone(), &code.into()));
        assert_eq!(project["findings"][0].get("justification"), None);
    }
    // It may be needed by an order that nobody asks about here.
    folder.file("p/why.toml", justify("124/7.1", "portal"));
    assert_eq!(judged(&folder)["problems"], serde_json::json!([]));
}

#[test]
fn of_several_answers_the_latest_holds_and_of_one_day_the_worse() {
    let folder = project("several", true);
    let said = |answers: &[(&str, &str)]| {
        let of = |(at, (level, date)): (usize, &(&str, &str))| {
            answer(&format!("n{at}"), "archive", &format!("answer = \"{level}\"")).replace("2026-10-05", date)
        };
        folder.file("p/answers.toml", answers.iter().enumerate().map(of).collect::<String>());
        let project = judged(&folder);
        let told: Vec<&Value> = project["problems"].as_array().expect("a list").iter().map(|problem| &problem["code"]).collect();
        assert_eq!(told, ["answered-twice"]);
        (project["answers"][0]["id"].clone(), project["answers"][0]["level"].clone())
    };
    let (first, second) = ("n0".into(), "n1".into());
    assert_eq!(said(&[("full", "2026-10-05"), ("partial", "2026-10-05")]), (second, "partial".into()));
    assert_eq!(said(&[("full", "2026-10-06"), ("partial", "2026-10-05")]), (first, "full".into()));
}

#[test]
fn a_justification_of_the_whole_is_too_general_for_a_part() {
    let folder = project("whole", false);
    folder.file(
        "rules/own.toml",
        pack(false).replace("subject = \"system\"", "subject = \"component\"").replace("[system.a]", "[component.a]"),
    );
    folder.file(
        "p/m.toml",
        "[system.whole]\n[component.unit]\npart-of = \"whole\"\n[component.part]\npart-of = \"unit\"\nlifecycle = \"planned\"\n",
    );
    for (about, codes) in [("part", vec![]), ("whole", vec!["general-justification"]), ("unit", vec!["general-justification"])] {
        folder.file("p/why.toml", format!("[justification.why]\nrequirement = \"1/1\"\nabout = \"{about}\"\nreason = \"moved in 2027\"\n"));
        let project = judged(&folder);
        let told: Vec<&Value> = project["problems"].as_array().expect("a list").iter().map(|problem| &problem["code"]).collect();
        assert_eq!(told, codes, "{about}");
        assert_eq!(project["requirements"][0]["counts"]["justified"], u64::from(codes.is_empty()), "{about}");
    }
}

/// Two systems with one code are one finding about both.
#[test]
fn elements_that_are_judged_together_are_justified_and_answered_for_together() {
    let folder = project("together", false);
    let rule = own_pack("unique = { by = [\"code\"], within = \"project\" }");
    let rule = &rule[..rule.find("[[requirement.example]]").expect("it has examples")];
    let example = |expect: &str, model: &str| format!("[[requirement.example]]\nexpect = \"{expect}\"\nmodel = \'\'\'\n{model}\'\'\'\n");
    let model = |other: &str| format!("[system.archive]\ncode = \"A\"\n[system.portal]\n{other}\n");
    let [one, two] = ["code = \"B\"", "code = \"A\""].map(model);
    let examples = [example("full", &one), example("non-compliant", &two), example("not-assessed", &model(""))].concat();
    folder.file("rules/own.toml", format!("{rule}{examples}")).file("p/m.toml", &two);
    assert_eq!(told(&judged(&folder)), "non-compliant non-compliant | 0 0 1 0 0 | ");
    for (about, justified) in [("\"archive\"", 0), ("[\"archive\", \"portal\"]", 1)] {
        folder.file("p/why.toml", format!("[justification.why]\nrequirement = \"1/1\"\nabout = {about}\nreason = \"merged in 2027\"\n"));
        assert_eq!(judged(&folder)["requirements"][0]["counts"]["justified"], justified, "{about}");
    }
    let overrules = answer("b", "portal", "answer = \"full\"\noverrules = true\nreason = \"one system in two records\"");
    folder.file("p/answers.toml", overrules).file("p/why.toml", "");
    assert_eq!(told(&judged(&folder)), "full full | 1 0 0 0 0 | portal full answer");
}

#[test]
fn why_shows_the_answer_and_which_holds() {
    let folder = project("why", true);
    folder.file("p/acts/act.md", "abc");
    let rest = "answer = \"full\"\noverrules = true\nreason = { kk = \"Қазанда іске қосылды\", ru = \"Введён в октябре\", en = \"Commissioned in October\" }\n\
        evidence = \"acts/act.md\"\nevidence-sha256 = \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";
    folder.file("p/answers.toml", answer("b", "portal", rest));
    let why =
        |subject: &str| in_three_languages(|language| of(&folder, "why", &["1/1", subject, "p", "--lang", language.code()]).to_string());
    keep("answers", "why", &why("portal"));
    keep("answers", "report", &in_three_languages(|language| of(&folder, "check", &["p", "--lang", language.code()]).to_string()));
}
