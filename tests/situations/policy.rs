//! `--policy FILE`: what a project cannot override.

use super::{FULL, Group, NON_COMPLIANT, NOT_ASSESSED, PARTIAL, Situation, situation};

const HEAD: &str = "[policy]\nid = \"ours\"\ntitle = \"Ours\"\nbody = \"Expert council\"\n";

fn policed(name: &'static str, rest: &str, config: &str, model: &str) -> Situation {
    situation(name).file("policy.toml", format!("{HEAD}{rest}")).project(config, model)
}

/// A policy by which one body may waive, which is not always the one that did.
fn waived_by(name: &'static str, body: &str) -> Situation {
    let policy = format!("{HEAD}[[waivers]]\nrequirement = \"1/*\"\nbodies = [\"{body}\"]\n");
    super::waivers::waived(name, "2026-01-01", "2026-12-31").file("policy.toml", policy)
}

const SEVERE: &str = "[requirement.\"1/1\"]\nseverity = \"blocking\"\n";
const LOWERED: &str = "[requirement.\"1/1\"]\nseverity = \"minor\"\n";

/// What a project sets itself, and what it inherits.
pub fn own_settings() -> Group {
    Group {
        title: "`saikes.toml`: severities and inheritance",
        situations: vec![
            situation("A severity is lowered, which is said").project(LOWERED, NON_COMPLIANT).run(
                "saikes check p --rules rules --pack own",
                0,
                &["PARTIALLY COMPLIANT", "severity of 1/1"],
            ),
            situation("A severity changes nothing").project("[requirement.\"1/9\"]\nseverity = \"minor\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["1/9"],
            ),
            situation("A requirement cannot be switched off").project("[requirement.\"1/1\"]\nseverity = \"off\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["switched off"],
            ),
            situation("The folder above requires full of all its projects")
                .file("saikes.toml", "[defaults]\n[check]\nrequire = \"full\"\n")
                .project("", PARTIAL)
                .run("saikes check p --rules rules --pack own", 1, &["PARTIALLY COMPLIANT"]),
            situation("The project names the folder of its own packs")
                .project("[check]\nrules = \"../rules\"\npacks = [\"own\"]\n", NON_COMPLIANT)
                .run("saikes check p", 1, &["NON-COMPLIANT", "1/1"]),
            situation("The folder of its own packs is not there").project("[check]\nrules = \"../gone\"\npacks = [\"own\"]\n", FULL).run(
                "saikes check p",
                2,
                &["gone"],
            ),
        ],
    }
}

pub fn policies() -> Group {
    Group {
        title: "Policy",
        situations: vec![
            policed("A project reaches what the policy requires", "[check]\nrequire = \"full\"\n", "", FULL).run(
                "saikes check p --rules rules --pack own --policy policy.toml",
                0,
                &["FULLY COMPLIANT"],
            ),
            policed("A project does not reach what the policy requires", "[check]\nrequire = \"full\"\n", "", PARTIAL).run(
                "saikes check p --rules rules --pack own --policy policy.toml",
                1,
                &["PARTIALLY COMPLIANT"],
            ),
            policed(
                "The project asks less of itself than the policy",
                "[check]\nrequire = \"full\"\n",
                "[check]\nrequire = \"partial\"\n",
                PARTIAL,
            )
            .run("saikes check p --rules rules --pack own --policy policy.toml", 1, &["PARTIALLY COMPLIANT"]),
            policed("The command line asks less than the policy", "[check]\nrequire = \"full\"\n", "", PARTIAL).run(
                "saikes check p --rules rules --pack own --policy policy.toml --require partial",
                1,
                &["PARTIALLY COMPLIANT", "--require"],
            ),
            policed(
                "The project names other packs than the policy",
                "[check]\nrules = \"rules\"\npacks = [\"own\"]\n",
                "[check]\npacks = [\"hygiene\"]\n",
                NON_COMPLIANT,
            )
            .run("saikes check p --policy policy.toml", 1, &["NON-COMPLIANT", "1/1"]),
            policed(
                "The project vouches for its model, and the policy does not let it",
                "[check]\ncomplete = false\n",
                "complete = true\n",
                NOT_ASSESSED,
            )
            .run("saikes check p --rules rules --pack own --policy policy.toml", 1, &["NOT ASSESSED"]),
            policed("The project lowers a severity that the policy sets", SEVERE, LOWERED, NON_COMPLIANT).run(
                "saikes check p --rules rules --pack own --policy policy.toml",
                1,
                &["NON-COMPLIANT"],
            ),
            waived_by("A waiver comes from a body that the policy does not know", "other council").run(
                "saikes check p --rules rules --pack own --policy policy.toml --today 2026-11-22",
                1,
                &["NON-COMPLIANT", "waivers/not-permitted"],
            ),
            waived_by("A waiver comes from a body that the policy lets waive", "expert council").run(
                "saikes check p --rules rules --pack own --policy policy.toml --today 2026-11-22",
                0,
                &["PARTIALLY COMPLIANT"],
            ),
            situation("The policy is not there").project("", FULL).run(
                "saikes check p --rules rules --pack own --policy gone.toml",
                2,
                &["gone.toml"],
            ),
            policed("The policy is no valid TOML", "[check\n", "", FULL).run(
                "saikes check p --rules rules --pack own --policy policy.toml",
                2,
                &["not valid TOML"],
            ),
            policed("The policy has a key that nobody reads", "[check]\nrequir = \"full\"\n", "", FULL).run(
                "saikes check p --rules rules --pack own --policy policy.toml",
                2,
                &["unknown key `requir`"],
            ),
            situation("The policy does not say who issued it").file("policy.toml", "[policy]\nid = \"ours\"\n").project("", FULL).run(
                "saikes check p --rules rules --pack own --policy policy.toml",
                2,
                &["policy.body"],
            ),
        ],
    }
}
