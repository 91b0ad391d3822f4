//! What was judged, and whether it reaches the level: codes 0 and 1.

use super::{ERROR, FULL, Group, NON_COMPLIANT, NOT_ASSESSED, NOTHING_JUDGED, PARTIAL, WARNING, situation};
use crate::common::own_pack;

/// Full where the system operates and is described, partial where it operates: a missing description leaves both open.
const BOUNDS: &str = "full = \"lifecycle = 'operating' and has description\"\npartial = \"lifecycle = 'operating'\"";

pub fn reached() -> Group {
    let bounds = || situation("").file("rules/own.toml", own_pack(BOUNDS)).model(FULL);
    let named = |name, built: super::Situation| super::Situation { name, ..built };
    Group {
        title: "The level that is required",
        situations: vec![
            situation("A project is full").model(FULL).run("saikes check m.toml --rules rules --pack own", 0, &["FULLY COMPLIANT"]),
            situation("A project is full and has to be").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --require full",
                0,
                &["FULLY COMPLIANT"],
            ),
            situation("A project is partial").model(PARTIAL).run(
                "saikes check m.toml --rules rules --pack own",
                0,
                &["PARTIALLY COMPLIANT"],
            ),
            situation("A project is partial and has to be full").model(PARTIAL).run(
                "saikes check m.toml --rules rules --pack own --require full",
                1,
                &["PARTIALLY COMPLIANT"],
            ),
            situation("A project is non-compliant").model(NON_COMPLIANT).run(
                "saikes check m.toml --rules rules --pack own",
                1,
                &["NON-COMPLIANT"],
            ),
            situation("A project is not assessed, its worst below the level").model(NOT_ASSESSED).run(
                "saikes check m.toml --rules rules --pack own",
                1,
                &["NOT ASSESSED", "life-cycle stage"],
            ),
            named("A project is not assessed, its worst at the level", bounds()).run(
                "saikes check m.toml --rules rules --pack own",
                0,
                &["NOT ASSESSED"],
            ),
            named("A project is not assessed, its worst below the level that is asked for", bounds()).run(
                "saikes check m.toml --rules rules --pack own --require full",
                1,
                &["NOT ASSESSED"],
            ),
            situation("What is missing counts as absent, because the project vouches for it")
                .project("complete = true\n", NOT_ASSESSED)
                .run("saikes check p --rules rules --pack own", 1, &["NON-COMPLIANT", "loosened"]),
            situation("The project requires full of itself").project("[check]\nrequire = \"full\"\n", PARTIAL).run(
                "saikes check p --rules rules --pack own",
                1,
                &["PARTIALLY COMPLIANT"],
            ),
            situation("The project requires full of itself, the command line partial")
                .project("[check]\nrequire = \"full\"\n", PARTIAL)
                .run("saikes check p --rules rules --pack own --require partial", 0, &["PARTIALLY COMPLIANT"]),
            situation("What only a person can answer is open").file("rules/own.toml", asked()).model(FULL).run(
                "saikes check m.toml --rules rules --pack own",
                1,
                &["NOT ASSESSED"],
            ),
            situation("Looking around: a non-compliant project").model(NON_COMPLIANT).run(
                "saikes check m.toml --rules rules --pack own --exit-zero",
                0,
                &["NON-COMPLIANT"],
            ),
            situation("Looking around: a project that is not assessed").model(NOT_ASSESSED).run(
                "saikes check m.toml --rules rules --pack own --exit-zero",
                0,
                &["NOT ASSESSED"],
            ),
            situation("Looking around makes no unreadable file readable").model(ERROR).run(
                "saikes check m.toml --rules rules --pack own --exit-zero",
                2,
                &["no attribute or link `ownr`"],
            ),
            situation("Looking around, and warnings are errors").model(WARNING).run(
                "saikes check m.toml --rules rules --pack own --exit-zero --strict",
                2,
                &["`gone`"],
            ),
            situation("In a CI job nothing else is asked").model(NON_COMPLIANT).run(
                "CI=true saikes check m.toml --rules rules --pack own",
                1,
                &["NON-COMPLIANT"],
            ),
        ],
    }
}

/// What nobody checked is never a pass.
pub fn accidents() -> Group {
    let advice = own_pack(super::RULE).replace("edition = \"1\"\n", "edition = \"1\"\nadvisory = true\n");
    let later = own_pack(super::RULE).replace("subject = ", "stages = [\"investment\"]\nsubject = ");
    let settings = |rest: &str| format!("[project]\nid = \"p\"\n{rest}");
    Group {
        title: "Nothing was checked",
        situations: vec![
            situation("No element is a subject of any requirement").model(NOTHING_JUDGED).run(
                "saikes check m.toml --rules rules --pack own",
                1,
                &["NOT ASSESSED"],
            ),
            situation("No element is a subject, and the model is said to be complete").model(NOTHING_JUDGED).run(
                "saikes check m.toml --rules rules --pack own --complete",
                1,
                &["NOT ASSESSED"],
            ),
            situation("The list of packs is empty").project("[check]\npacks = []\n", FULL).run(
                "saikes check p --rules rules",
                1,
                &["NOT ASSESSED", "0/0"],
            ),
            situation("Only advice was asked for").file("rules/own.toml", advice.clone()).model(FULL).run(
                "saikes check m.toml --rules rules --pack own",
                1,
                &["NOT ASSESSED", "0/0"],
            ),
            situation("Hygiene alone judges nothing, whatever it finds").model(FULL).run(
                "saikes check m.toml --pack hygiene --complete",
                1,
                &["NOT ASSESSED"],
            ),
            situation("No order was in force on that day").model(FULL).run(
                "saikes check m.toml --as-of 2010-01-01",
                1,
                &["NOT ASSESSED", "2010-01-01"],
            ),
            situation("Everything is asked at another stage").file("rules/own.toml", later).model(FULL).run(
                "saikes check m.toml --rules rules --pack own --stage planning",
                1,
                &["NOT ASSESSED"],
            ),
            situation("A model holds no element, and is said to be complete")
                .file("p/saikes.toml", settings("complete = true\n"))
                .file("p/m.toml", "# nothing yet\n")
                .run("saikes check p --rules rules --pack own", 2, &["the project has no model"]),
            situation("A model that is named holds no element").model("# nothing yet\n").run(
                "saikes check m.toml --rules rules --pack own",
                1,
                &["NOT ASSESSED"],
            ),
            situation("The patterns of `exclude` leave out every model").project("[check]\nexclude = [\"*\"]\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["the project has no model"],
            ),
            situation("Only the approved architecture is there").project("[[model]]\npath = \"m.toml\"\nstate = \"approved\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                1,
                &["NOT ASSESSED"],
            ),
            situation("What passes stands in the current state, and the target has nothing to judge")
                .project("[[model]]\npath = \"m.toml\"\nstate = \"current\"\n[[model]]\npath = \"t.toml\"\nstate = \"target\"\n", FULL)
                .file("p/t.toml", "[agency.x]\n")
                .run("saikes check p --rules rules --pack own", 1, &["NOT ASSESSED"]),
            situation("A facts file is alone").file("p/a.facts.toml", "[facts.a]\nlifecycle = \"operating\"\n").run(
                "saikes check p --rules rules --pack own",
                2,
                &["there is no project and no model"],
            ),
            situation("A project has facts and no model")
                .file("p/saikes.toml", settings(""))
                .file("p/a.facts.toml", "[facts.a]\nlifecycle = \"operating\"\n")
                .run("saikes check p --rules rules --pack own", 2, &["there is no element `a`", "the project has no model"]),
        ],
    }
}

/// Several projects, and the context.
pub fn company() -> Group {
    let context =
        |model: &'static str| situation("").file("national/saikes.toml", "[context]\nid = \"national\"\n").file("national/m.toml", model);
    let named = |name, built: super::Situation| super::Situation { name, ..built };
    Group {
        title: "Several projects and the context",
        situations: vec![
            situation("Of two projects both reach the level").file("a.toml", FULL).file("b.toml", PARTIAL).run(
                "saikes check a.toml b.toml --rules rules --pack own",
                0,
                &["FULLY COMPLIANT", "PARTIALLY COMPLIANT"],
            ),
            situation("Of two projects one does not reach it").file("a.toml", FULL).file("b.toml", NON_COMPLIANT).run(
                "saikes check a.toml b.toml --rules rules --pack own",
                1,
                &["FULLY COMPLIANT", "NON-COMPLIANT"],
            ),
            situation("Of two projects one cannot be read; the other is judged")
                .file("a.toml", FULL)
                .file("b.toml", "[system.b]\nlifecycle = \n")
                .run("saikes check a.toml b.toml --rules rules --pack own", 2, &["FULLY COMPLIANT", "not valid TOML"]),
            situation("Of three projects one falls short and one cannot be read: 2, not 1")
                .file("a.toml", FULL)
                .file("b.toml", NON_COMPLIANT)
                .file("c.toml", ERROR)
                .run("saikes check a.toml b.toml c.toml --rules rules --pack own", 2, &["NON-COMPLIANT", "no attribute or link `ownr`"]),
            situation("Forty-two findings are code 1 and no count")
                .file("p/m.toml", (1..=42).map(|number| format!("[system.s{number}]\nlifecycle = \"planned\"\n")).collect::<String>())
                .run("saikes check p --rules rules --pack own", 1, &["non-compliant: 42"]),
            situation("Two projects have one id")
                .file("a/saikes.toml", "[project]\nid = \"p\"\n")
                .file("a/m.toml", FULL)
                .file("b/saikes.toml", "[project]\nid = \"p\"\n")
                .file("b/m.toml", FULL)
                .run("saikes check . --rules rules --pack own", 2, &["two projects have the id `p`"]),
            situation("A path is named twice, and read once").model(FULL).run(
                "saikes check m.toml m.toml ./m.toml --rules rules --pack own",
                0,
                &["FULLY COMPLIANT"],
            ),
            situation("A file is named that a project claims").project("", NON_COMPLIANT).run(
                "saikes check p p/m.toml --rules rules --pack own",
                1,
                &["NON-COMPLIANT"],
            ),
            named("The context is judged where it is named", context(NON_COMPLIANT)).run(
                "saikes check national --rules rules --pack own",
                1,
                &["NON-COMPLIANT"],
            ),
            named("A context is all there is, and nobody named it", context(FULL)).run(
                "saikes check . --rules rules --pack own",
                2,
                &["there is no project and no model"],
            ),
            named("Beside a project the context is not judged", context(NON_COMPLIANT)).file("a.toml", FULL).run(
                "saikes check . --rules rules --pack own",
                0,
                &["FULLY COMPLIANT"],
            ),
            named("The context has mistakes, so that nobody can rely on it", context(ERROR)).file("a.toml", FULL).run(
                "saikes check a.toml --rules rules --pack own",
                2,
                &["no attribute or link `ownr`"],
            ),
            situation("The context that is named is not there").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --context gone",
                2,
                &["`gone`"],
            ),
            situation("A sample of the repository, by the orders").sample("national").sample("patient-portal").run(
                "saikes check patient-portal",
                1,
                &["NON-COMPLIANT", "124/19.2"],
            ),
        ],
    }
}

/// A pack whose only requirement asks a person.
fn asked() -> String {
    let question = "attested = { kk = \"Солай ма?\", ru = \"Так ли это?\", en = \"Is it so?\" }\n\
        because = { kk = \"Адам көреді\", ru = \"Видит человек\", en = \"A person sees it\" }";
    own_pack(question)
        .replace("expect = \"full\"", "expect = \"not-assessed\"")
        .replace("expect = \"non-compliant\"", "expect = \"not-assessed\"")
}
