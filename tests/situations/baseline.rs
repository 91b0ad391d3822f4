//! `saikes baseline` and `check --baseline`: only what is new counts.

use super::{ERROR, FULL, Group, NON_COMPLIANT, PARTIAL, Situation, situation};

const TWO: &str = "[system.a]\nlifecycle = \"planned\"\n\n[system.b]\nlifecycle = \"planned\"\n";

/// The project `p`, recorded with this model.
fn recorded(name: &'static str, model: &str) -> Situation {
    situation(name).project("", model).first("saikes baseline p --rules rules --pack own")
}

pub fn compared() -> Group {
    Group {
        title: "Baseline: the gate",
        situations: vec![
            recorded("Nothing is new since the baseline", NON_COMPLIANT).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                0,
                &["NON-COMPLIANT", "1 known"],
            ),
            recorded("Nothing is new since the baseline, and full is required", PARTIAL).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json --require full",
                0,
                &["PARTIALLY COMPLIANT"],
            ),
            recorded("A finding is new", NON_COMPLIANT).file("p/m.toml", TWO).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                1,
                &["NON-COMPLIANT", "1 known, 1 new"],
            ),
            recorded("A finding became worse", PARTIAL).file("p/m.toml", NON_COMPLIANT).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                1,
                &["NON-COMPLIANT", "worse"],
            ),
            recorded("What was judged is open now", PARTIAL).file("p/m.toml", "[system.a]\n").run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                1,
                &["NOT ASSESSED"],
            ),
            recorded("Findings were solved, and the file can shrink", TWO).file("p/m.toml", NON_COMPLIANT).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                0,
                &["1 known", "1 solved", "can shrink"],
            ),
            recorded("The known finding moved and was written otherwise", NON_COMPLIANT)
                .file("p/m.toml", "# moved\n\n\n[system]\na.lifecycle = 'planned' # as before\n")
                .run("saikes check p --rules rules --pack own --baseline saikes-baseline.json", 0, &["1 known"]),
            recorded("There is nothing to judge any more", NON_COMPLIANT).file("p/m.toml", "[agency.x]\n").run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                1,
                &["NOT ASSESSED"],
            ),
            recorded("A known finding, and a file that cannot be read", NON_COMPLIANT).file("p/n.toml", ERROR).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json",
                2,
                &["no attribute or link `ownr`"],
            ),
            recorded("Looking around: a finding is new", NON_COMPLIANT).file("p/m.toml", TWO).run(
                "saikes check p --rules rules --pack own --baseline saikes-baseline.json --exit-zero",
                0,
                &["1 known, 1 new"],
            ),
            recorded("A project that the baseline does not know", NON_COMPLIANT)
                .file("q/saikes.toml", "[project]\nid = \"q\"\n")
                .file("q/m.toml", NON_COMPLIANT)
                .run("saikes check p q --rules rules --pack own --baseline saikes-baseline.json", 1, &["does not know this project"]),
            recorded("A project that the baseline does not know and that reaches the level", NON_COMPLIANT)
                .file("q/saikes.toml", "[project]\nid = \"q\"\n")
                .file("q/m.toml", FULL)
                .run("saikes check p q --rules rules --pack own --baseline saikes-baseline.json", 0, &["FULLY COMPLIANT"]),
            situation("The baseline is of other projects")
                .project("", NON_COMPLIANT)
                .file("q/saikes.toml", "[project]\nid = \"q\"\n")
                .file("q/m.toml", NON_COMPLIANT)
                .first("saikes baseline q --rules rules --pack own")
                .run("saikes check p --rules rules --pack own --baseline saikes-baseline.json", 1, &["knows none of the projects"]),
            super::waivers::waived("A waiver ran out since the baseline", "2026-01-01", "2026-12-31")
                .first("saikes baseline p --rules rules --pack own --today 2026-11-22")
                .run(
                    "saikes check p --rules rules --pack own --today 2027-01-01 --baseline saikes-baseline.json",
                    1,
                    &["NON-COMPLIANT", "worse"],
                ),
            situation("The baseline is not there").project("", FULL).run(
                "saikes check p --rules rules --pack own --baseline gone.json",
                2,
                &["there is no baseline `gone.json`"],
            ),
            situation("The baseline is broken").project("", FULL).file("b.json", "{ \"schema\": ").run(
                "saikes check p --rules rules --pack own --baseline b.json",
                2,
                &["the baseline cannot be read"],
            ),
            situation("The baseline is of another version")
                .project("", FULL)
                .file("b.json", "{ \"schema\": \"saikes/baseline/9\", \"projects\": {} }")
                .run("saikes check p --rules rules --pack own --baseline b.json", 2, &["saikes/baseline/9"]),
            situation("The baseline is a report")
                .project("", FULL)
                .first("saikes check p --rules rules --pack own --format json=r.json")
                .run("saikes check p --rules rules --pack own --baseline r.json", 2, &["r.json"]),
        ],
    }
}

pub fn drawn() -> Group {
    Group {
        title: "Baseline: the file",
        situations: vec![
            situation("A baseline is made").project("", NON_COMPLIANT).run(
                "saikes baseline p --rules rules --pack own && grep -c saikes/baseline/1 saikes-baseline.json",
                0,
                &["1 finding"],
            ),
            situation("In CI no baseline is made").project("", NON_COMPLIANT).run(
                "CI=true saikes baseline p --rules rules --pack own; code=$?; test ! -e saikes-baseline.json && exit $code",
                1,
                &["`CI` is set"],
            ),
            recorded("In CI a baseline that would stay as it is", NON_COMPLIANT).run(
                "CI=true saikes baseline p --rules rules --pack own",
                0,
                &["stays as it is"],
            ),
            recorded("In CI a baseline does not even shrink", TWO).file("p/m.toml", NON_COMPLIANT).run(
                "cp saikes-baseline.json b && CI=true saikes baseline p --rules rules --pack own; code=$?; cmp b saikes-baseline.json && exit $code",
                1,
                &["`CI` is set"],
            ),
            recorded("A baseline shrinks", TWO).file("p/m.toml", NON_COMPLIANT).run(
                "saikes baseline p --rules rules --pack own",
                0,
                &["solved or better: 1"],
            ),
            recorded("A baseline does not grow by itself", NON_COMPLIANT).file("p/m.toml", TWO).run(
                "saikes baseline p --rules rules --pack own",
                1,
                &["not recorded, because new or worse: 1", "--grow"],
            ),
            recorded("A baseline grows where somebody says so", NON_COMPLIANT).file("p/m.toml", TWO).run(
                "saikes baseline p --rules rules --pack own --grow",
                0,
                &["new in it: 1"],
            ),
            situation("Nothing is recorded of what cannot be read").project("", ERROR).run(
                "saikes baseline p --rules rules --pack own; code=$?; test ! -e saikes-baseline.json && exit $code",
                2,
                &["nothing was recorded"],
            ),
            situation("The baseline cannot be written").project("", NON_COMPLIANT).run(
                "saikes baseline p --rules rules --pack own --file gone/b.json",
                2,
                &["cannot write `gone/b.json`"],
            ),
        ],
    }
}
