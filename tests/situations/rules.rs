//! Packs: those asked for, and those of somebody's own.

use super::{FULL, Group, NON_COMPLIANT, RULE, situation};
use crate::common::own_pack;

pub fn packs() -> Group {
    let differs = own_pack(RULE).replace("\"planned\"", "\"operating\"");
    let broken = own_pack("full = \"lifecycle < 3\"");
    Group {
        title: "Packs",
        situations: vec![
            situation("An unknown pack").model(FULL).run("saikes check m.toml --pack order-999", 2, &["unknown pack `order-999`"]),
            situation("A variable of the job is empty, so that the pack has no name").model(FULL).run(
                "saikes check m.toml --pack \"$PACK\"",
                2,
                &["unknown pack ``"],
            ),
            situation("One pack is asked for twice").model(NON_COMPLIANT).run(
                "saikes check m.toml --rules rules --pack own --pack own",
                1,
                &["NON-COMPLIANT"],
            ),
            situation("The folder of packs is not there").model(FULL).run("saikes check m.toml --rules gone", 2, &["`gone`"]),
            situation("The folder of packs is empty").model(FULL).run(
                "mkdir none && saikes check m.toml --rules none",
                2,
                &["belongs to no pack"],
            ),
            situation("The folder of packs holds models").model(FULL).file("models/a.toml", FULL).run(
                "saikes check m.toml --rules models",
                2,
                &["belongs to no pack"],
            ),
            situation("A condition of a pack compares what cannot be compared").file("rules/own.toml", broken.clone()).model(FULL).run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["pack-type", "rules/own.toml"],
            ),
            situation("A broken pack stops the check even where nobody asked for it")
                .file("rules/own.toml", broken.clone())
                .model(FULL)
                .run("saikes check m.toml --rules rules --pack hygiene", 2, &["pack-type"]),
            situation("An example of a pack comes out otherwise").file("rules/own.toml", differs).run(
                "saikes rules test rules",
                1,
                &["own"],
            ),
            situation("Every example of a pack comes out as its author says").run("saikes rules test rules", 0, &["own"]),
            situation("A pack to be tested is broken").file("rules/own.toml", broken).run("saikes rules test rules", 2, &["pack-type"]),
            situation("The packs to be tested are not there").run("saikes rules test gone", 2, &["`gone`"]),
            situation("There is no pack to be tested").run("mkdir none && saikes rules test none", 2, &["belongs to no pack"]),
            situation("A pack is written to begin with, and its examples hold").first("saikes rules new ours packs").run(
                "saikes rules test packs",
                0,
                &["ours"],
            ),
            situation("A pack of that id is there already").first("saikes rules new ours packs").run(
                "saikes rules new ours packs",
                2,
                &["there is a pack `ours`"],
            ),
            situation("A new pack is no pack id").run("saikes rules new \"Our Pack\"", 2, &["Our Pack"]),
            situation("A pack is tried on a model with findings").model(NON_COMPLIANT).run(
                "saikes rules test rules --models m.toml",
                0,
                &["own"],
            ),
            situation("A pack is tried on a model that cannot be read").model(super::ERROR).run(
                "saikes rules test rules --models m.toml",
                2,
                &["no attribute or link `ownr`"],
            ),
            situation("A pack of one's own replaces nothing of the orders").model(FULL).run(
                "saikes check m.toml --rules rules",
                1,
                &["NOT ASSESSED"],
            ),
            situation("Packs are listed").run("saikes rules list --pack order-124", 0, &["124/19.2"]),
            situation("An unknown pack is listed").run("saikes rules list --pack order-999", 2, &["unknown pack `order-999`"]),
        ],
    }
}
