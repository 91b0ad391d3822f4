//! `--policy FILE`: what a project cannot override.

use super::{FULL, Group, NON_COMPLIANT, NOT_ASSESSED, PARTIAL, Situation, situation};

const HEAD: &str = "[policy]\nid = \"ours\"\ntitle = \"Ours\"\nbody = \"Expert council\"\n";

fn policed(name: &'static str, rest: &str, config: &str, model: &str) -> Situation {
    situation(name).file("policy.toml", format!("{HEAD}{rest}")).project(config, model)
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
