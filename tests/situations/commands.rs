//! Every other command, with good and with bad input.

use super::{ERROR, FULL, Group, NON_COMPLIANT, situation};

pub fn others() -> Group {
    let archi = || situation("").first("saikes init --archi m.archimate");
    let named = |name, built: super::Situation| super::Situation { name, ..built };
    Group {
        title: "Other commands",
        situations: vec![
            situation("why: a verdict is explained, whatever it is").model(NON_COMPLIANT).run(
                "saikes why 1/1 a m.toml --rules rules --pack own",
                0,
                &["lifecycle"],
            ),
            situation("why: an unknown requirement").model(FULL).run(
                "saikes why 1/2 a m.toml --rules rules --pack own",
                2,
                &["unknown requirement `1/2`"],
            ),
            situation("why: an unknown element").model(FULL).run(
                "saikes why 1/1 z m.toml --rules rules --pack own",
                2,
                &["no element is called `z`"],
            ),
            situation("why: a verdict is drawn").model(NON_COMPLIANT).run(
                "saikes why 1/1 a m.toml --rules rules --pack own --format svg",
                0,
                &["<svg", "</svg>"],
            ),
            situation("why: an unknown element is not drawn").model(FULL).run(
                "saikes why 1/1 z m.toml --rules rules --pack own --format dot=way.dot",
                2,
                &["no element is called `z`"],
            ),
            situation("why: several verdicts are no picture").file("p/m.toml", FULL).file("q/m.toml", FULL).run(
                "saikes why 1/1 a p q --rules rules --pack own --format mermaid",
                2,
                &["`mermaid` draws one verdict, and this is about 2"],
            ),
            situation("why: a format that is no picture").model(FULL).run(
                "saikes why 1/1 a m.toml --rules rules --pack own --format json",
                2,
                &["svg, svg=FILE, mermaid"],
            ),
            situation("explain: what there is").run("saikes explain 124/19.2", 0, &["124/19.2"]),
            situation("explain: what there is not").run("saikes explain no-such-thing", 2, &["nothing is called `no-such-thing`"]),
            situation("facts: what is missing is listed").model("[system.a]\n").run(
                "saikes facts m.toml --rules rules --pack own",
                0,
                &["Life-cycle stage"],
            ),
            situation("facts: the model cannot be read").model(ERROR).run(
                "saikes facts m.toml --rules rules --pack own",
                2,
                &["no attribute or link `ownr`"],
            ),
            situation("import: a model is written").model(FULL).run("saikes import m.toml", 0, &["[system.a]"]),
            situation("import: the model is not there").run("saikes import gone", 2, &["there is no file or folder `gone`"]),
            situation("init: a file is written").run("saikes init --archi new.archimate", 0, &["new.archimate"]),
            situation("init: a project is begun").run("saikes init --yes", 0, &["model.toml", "saikes.toml"]),
            situation("init: a folder with a model becomes a project").file("p/m.toml", FULL).run(
                "saikes init --yes p",
                0,
                &["p/saikes.toml"],
            ),
            situation("init: the project has begun").file("p/saikes.toml", "").run("saikes init p --yes", 2, &["is there already"]),
            situation("init: nobody is there to answer").run("saikes init", 2, &["--yes"]),
            named("init: the file is there already", archi()).run("saikes init --archi m.archimate", 2, &["is there already"]),
            situation("schema: one is printed").run("saikes schema model", 0, &["draft-07"]),
            situation("schema: what there is").run("saikes schema", 0, &["config", "waivers"]),
            situation("schema: what there is not").run("saikes schema modell", 2, &["`modell` is not a value"]),
            named("annotate: a report goes into a copy", archi().first("saikes check m.archimate --exit-zero --format json=r.json")).run(
                "saikes annotate m.archimate --report r.json --output copy.archimate",
                0,
                &["no annotations"],
            ),
            named("annotate: the report is none", archi().file("r.json", "{}")).run(
                "saikes annotate m.archimate --report r.json",
                2,
                &["r.json"],
            ),
            situation("diff: two versions of a project").file("a.toml", FULL).file("b.toml", NON_COMPLIANT).run(
                "saikes diff a.toml b.toml",
                0,
                &["a"],
            ),
            situation("diff: one of them is not there").model(FULL).run(
                "saikes diff m.toml gone",
                2,
                &["there is no file or folder `gone`"],
            ),
            situation("diff: a project with one state").model(FULL).run("saikes diff m.toml", 2, &["nothing to compare"]),
        ],
    }
}
