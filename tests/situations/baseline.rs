//! Baselines: what was known is let through, what is new is not, and the file is written at a desk alone.

use super::{ERROR, FULL, Group, NON_COMPLIANT, NOT_ASSESSED, NOTHING_JUDGED, PARTIAL, Situation, situation};

const RECORD: &str = "CI= saikes baseline m.toml --rules rules --pack own";

/// A model of which a baseline was made before it became another.
fn since(name: &'static str, before: &str, now: &str) -> Situation {
    situation(name).model(before).first(RECORD).model(now)
}

pub fn baselines() -> Group {
    const CHECK: &str = "saikes check m.toml --rules rules --pack own --baseline saikes-baseline.json";
    const FULLY: &str = "saikes check m.toml --rules rules --pack own --baseline saikes-baseline.json --require full";
    let two = format!("{NON_COMPLIANT}[system.b]\nlifecycle = \"planned\"\n");
    let partly = format!("{NON_COMPLIANT}[system.b]\nlifecycle = \"trial\"\n");
    Group {
        title: "Baselines",
        situations: vec![
            since("All findings are known", NON_COMPLIANT, NON_COMPLIANT).run(CHECK, 0, &["1 known, 0 new", "NON-COMPLIANT"]),
            since("All open questions are known", NOT_ASSESSED, NOT_ASSESSED).run(CHECK, 0, &["open questions: 1 known", "NOT ASSESSED"]),
            since("Known findings were solved", NON_COMPLIANT, FULL).run(CHECK, 0, &["1 solved", "can shrink by 1"]),
            since("One finding is new", NON_COMPLIANT, &two).run(CHECK, 1, &["1 known, 1 new", "1 new result below"]),
            since("A partial finding is new", NON_COMPLIANT, &partly).run(CHECK, 0, &["1 known, 1 new"]),
            since("A partial finding is new where full is required", NON_COMPLIANT, &partly).run(FULLY, 1, &["1 new result below"]),
            since("A known finding became worse", PARTIAL, NON_COMPLIANT).run(CHECK, 1, &["1 became worse"]),
            since("What was judged is open now", FULL, NOT_ASSESSED).run(CHECK, 1, &["1 new open question"]),
            since("Nothing applies any more", NON_COMPLIANT, NOTHING_JUDGED).run(CHECK, 1, &["no requirement applies any more"]),
            since("A new finding and nobody minds", NON_COMPLIANT, &two).run(
                "saikes check m.toml --rules rules --pack own --baseline saikes-baseline.json --exit-zero",
                0,
                &["1 new result below"],
            ),
            since("The model cannot be read", NON_COMPLIANT, ERROR).run(CHECK, 2, &["no attribute or link `ownr`"]),
            situation("The baseline is not there").model(FULL).run(CHECK, 2, &["there is no baseline"]),
            situation("The baseline is damaged").model(FULL).file("saikes-baseline.json", "{").run(
                CHECK,
                2,
                &["the baseline cannot be read"],
            ),
            situation("The baseline is of another version")
                .model(FULL)
                .file("saikes-baseline.json", "{ \"schema\": \"saikes/baseline/9\" }")
                .run(CHECK, 2, &["saikes/baseline/9"]),
            situation("baseline: the first one").model(NON_COMPLIANT).run(RECORD, 0, &["1 finding and 0 open questions"]),
            since("baseline: something was solved", NON_COMPLIANT, FULL).run(RECORD, 0, &["solved or better: 1"]),
            since("baseline: something is new", NON_COMPLIANT, &two).run(RECORD, 1, &["not recorded, because new or worse: 1"]),
            since("baseline: something is new and may come in", NON_COMPLIANT, &two).run(
                "CI= saikes baseline m.toml --rules rules --pack own --grow",
                0,
                &["new in it: 1"],
            ),
            situation("baseline: in CI nothing is written").model(NON_COMPLIANT).run(
                "CI=true saikes baseline m.toml --rules rules --pack own",
                1,
                &["nothing is written"],
            ),
            since("baseline: in CI nothing would change", NON_COMPLIANT, NON_COMPLIANT).run(
                "CI=true saikes baseline m.toml --rules rules --pack own",
                0,
                &["stays as it is"],
            ),
            situation("baseline: the model cannot be read").model(ERROR).run(RECORD, 2, &["nothing was recorded"]),
        ],
    }
}
