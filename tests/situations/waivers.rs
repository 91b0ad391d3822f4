//! `waivers.toml` and `saikes waive`: what a body has allowed for a time.

use super::{Group, NON_COMPLIANT, PARTIAL, Situation, situation};
use crate::common::own_pack;

/// The project `p` with one finding, and a waiver of it with these days.
pub fn waived(name: &'static str, granted: &str, until: &str) -> Situation {
    entry(name, "1/1", "a", granted, until)
}

fn entry(name: &'static str, requirement: &str, element: &str, granted: &str, until: &str) -> Situation {
    let text = format!(
        "[[waiver]]\nrequirement = \"{requirement}\"\nelement = \"{element}\"\nreason = \"being replaced\"\n\
         decision = \"12\"\nbody = \"expert council\"\nowner = \"head of department\"\ngranted = {granted}\nuntil = {until}\n"
    );
    situation(name).project("", NON_COMPLIANT).file("p/waivers.toml", text)
}

pub fn waivers() -> Group {
    let valid = |name| waived(name, "2026-01-01", "2026-12-31");
    let firm = own_pack(super::RULE).replace("severity = \"major\"\n", "severity = \"major\"\nnot-waivable = { kk = \"Бұйрық жол бермейді\", ru = \"Приказ не допускает\", en = \"The order leaves no room\" }\n");
    Group {
        title: "Waivers",
        situations: vec![
            valid("A waiver lifts non-compliant to partial").run(
                "saikes check p --rules rules --pack own --today 2026-11-22",
                0,
                &["PARTIALLY COMPLIANT", "Waivers: 1 finding is lifted by 1 waiver"],
            ),
            valid("A waiver never lifts to full").run(
                "saikes check p --rules rules --pack own --today 2026-11-22 --require full",
                1,
                &["PARTIALLY COMPLIANT"],
            ),
            valid("An auditor leaves waivers out").run(
                "saikes check p --rules rules --pack own --today 2026-11-22 --no-waivers",
                1,
                &["NON-COMPLIANT", "left out of this run"],
            ),
            valid("The last day of a waiver").run(
                "saikes check p --rules rules --pack own --today 2026-12-31",
                0,
                &["PARTIALLY COMPLIANT"],
            ),
            valid("The day after").run(
                "saikes check p --rules rules --pack own --today 2027-01-01",
                1,
                &["NON-COMPLIANT", "waivers/expired"],
            ),
            waived("A waiver does not hold yet", "2027-01-01", "2027-12-31").run(
                "saikes check p --rules rules --pack own --today 2026-11-22",
                1,
                &["NON-COMPLIANT", "waivers/not-yet-valid"],
            ),
            entry("A waiver matches nothing", "1/1", "z", "2026-01-01", "2026-12-31").run(
                "saikes check p --rules rules --pack own --today 2026-11-22",
                1,
                &["NON-COMPLIANT", "waivers/unmatched"],
            ),
            entry("A waiver is of a requirement that nobody knows", "1/99", "a", "2026-01-01", "2026-12-31").run(
                "saikes check p --rules rules --pack own --today 2026-11-22",
                2,
                &["1/99"],
            ),
            valid("A waiver is of a requirement that cannot be waived").file("rules/own.toml", firm).run(
                "saikes check p --rules rules --pack own --today 2026-11-22",
                1,
                &["NON-COMPLIANT", "waivers/not-waivable"],
            ),
            valid("A waiver is not needed any more").file("p/m.toml", PARTIAL).run(
                "saikes check p --rules rules --pack own --today 2026-11-22",
                0,
                &["waivers/unneeded"],
            ),
            situation("A waiver lacks what it needs")
                .project("", NON_COMPLIANT)
                .file("p/waivers.toml", "[[waiver]]\nrequirement = \"1/1\"\nelement = \"a\"\n")
                .run("saikes check p --rules rules --pack own", 2, &["incomplete-waiver", "until"]),
            waived("A waiver ends before it begins", "2026-12-31", "2026-01-01").run(
                "saikes check p --rules rules --pack own",
                2,
                &["waiver-dates"],
            ),
            situation("The file of waivers is no valid TOML").project("", NON_COMPLIANT).file("p/waivers.toml", "[[waiver]\n").run(
                "saikes check p --rules rules --pack own",
                2,
                &["not valid TOML"],
            ),
            situation("The file of waivers has a mistake, and waivers are left out: still a mistake")
                .project("", PARTIAL)
                .file("p/waivers.toml", "[[waiver]]\nrequirement = \"1/1\"\n")
                .run("saikes check p --rules rules --pack own --no-waivers", 2, &["incomplete-waiver"]),
        ],
    }
}

pub fn waive() -> Group {
    let finding = |name| situation(name).project("", NON_COMPLIANT);
    Group {
        title: "Waivers: `saikes waive`",
        situations: vec![
            finding("A waiver is written, and the check passes")
                .first(
                    "saikes waive 1/1 a p --rules rules --pack own --today 2026-11-22 --until 2026-12-31 --reason r --decision 12 --body council \
                     --owner head",
                )
                .run("saikes check p --rules rules --pack own --today 2026-11-22", 0, &["PARTIALLY COMPLIANT"]),
            finding("A waiver that says too little").run(
                "saikes waive 1/1 a p --rules rules --pack own --until 2026-12-31; code=$?; test ! -e p/waivers.toml && exit $code",
                2,
                &["--reason", "--owner"],
            ),
            finding("A waiver whose last day is over").run(
                "saikes waive 1/1 a p --rules rules --pack own --today 2026-11-22 --until 2026-11-21 --reason r --decision 12 --body council \
                 --owner head",
                2,
                &["2026-11-21"],
            ),
            finding("A waiver of what is not there").run(
                "saikes waive 1/1 z p --rules rules --pack own --until 2026-12-31 --reason r --decision 12 --body council --owner head",
                2,
                &["no element is called `z`"],
            ),
            finding("A waiver of an unknown requirement").run(
                "saikes waive 1/9 a p --rules rules --pack own --until 2026-12-31 --reason r --decision 12 --body council --owner head",
                2,
                &["unknown requirement `1/9`"],
            ),
            finding("A waiver of what does not fall short").file("p/m.toml", PARTIAL).run(
                "saikes waive 1/1 a p --rules rules --pack own --today 2026-11-22 --until 2026-12-31 --reason r --decision 12 --body council \
                 --owner head",
                2,
                &["nothing to waive"],
            ),
            waived("The same waiver twice", "2026-01-01", "2026-12-31").run(
                "saikes waive 1/1 a p --rules rules --pack own --today 2026-11-22 --until 2026-12-31 --reason r --decision 12 --body council \
                 --owner head",
                2,
                &["there already"],
            ),
        ],
    }
}
