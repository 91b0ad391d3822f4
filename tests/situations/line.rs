//! The words of the command line, and where what is printed goes to.

use super::{ERROR, FULL, Group, NON_COMPLIANT, situation};

pub fn words() -> Group {
    Group {
        title: "The command line",
        situations: vec![
            situation("Help is asked for").run("saikes check --help", 0, &["--require"]),
            situation("The version is asked for").run("saikes --version", 0, &["saikes"]),
            situation("No command").run("saikes", 2, &["check"]),
            situation("An unknown command").run("saikes chek", 2, &["unknown command `chek`"]),
            situation("An unknown option").model(FULL).run("saikes check m.toml --exit-zer", 2, &["unknown option `--exit-zer`"]),
            situation("An option without its value").model(FULL).run("saikes check m.toml --require", 2, &["`--require` needs a value"]),
            situation("A level that would require nothing").model(FULL).run(
                "saikes check m.toml --require non-compliant",
                2,
                &["`non-compliant`", "full, partial"],
            ),
            situation("A variable of the job is empty, so that the level is").model(FULL).run(
                "saikes check m.toml --require \"$LEVEL\"",
                2,
                &["--require"],
            ),
            situation("A stage that is none").model(FULL).run("saikes check m.toml --stage done", 2, &["`done`", "planning"]),
            situation("A day that is none").model(FULL).run("saikes check m.toml --today 2026-02-30", 2, &["`2026-02-30`"]),
            situation("A language that is not spoken").model(FULL).run("saikes check m.toml --lang de", 2, &["`de`"]),
            situation("What stands behind `--` is a path").model(FULL).run(
                "saikes check m.toml --rules rules --pack own -- --exit-zero",
                2,
                &["there is no file or folder `--exit-zero`"],
            ),
        ],
    }
}

pub fn outputs() -> Group {
    Group {
        title: "Where the report goes",
        situations: vec![
            situation("An unknown format").model(FULL).run("saikes check m.toml --format yaml", 2, &["`yaml`"]),
            situation("Two formats in one word").model(FULL).run("saikes check m.toml --format json,markdown", 2, &["`json,markdown`"]),
            situation("A format for a file without a name").model(FULL).run("saikes check m.toml --format json=", 2, &["json=FILE"]),
            situation("Two formats on stdout").model(FULL).run(
                "saikes check m.toml --format json --format markdown",
                2,
                &["only one format can go to the output"],
            ),
            situation("Two formats in one file").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --format json=report --format markdown=./report",
                2,
                &["`./report`"],
            ),
            situation("A picture of one project").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --format svg=m.svg && grep -c '</svg>' m.svg",
                0,
                &["FULLY COMPLIANT"],
            ),
            situation("A picture of several projects, which none can show").file("p/m.toml", FULL).file("q/m.toml", FULL).run(
                "saikes check p q --rules rules --pack own --format dot=m.dot",
                2,
                &["`dot` draws one project, and 2 are judged here"],
            ),
            situation("A picture of a model that is not there").run("saikes check gone --format mermaid=m.mmd", 2, &["there is no file or folder `gone`"]),
            situation("A format in a file, the terminal beside it").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --format json=r.json && grep -c saikes/report/1 r.json",
                0,
                &["FULLY COMPLIANT"],
            ),
            situation("A file of the report cannot be written").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --exit-zero --format json=gone/r.json",
                2,
                &["cannot write `gone/r.json`"],
            ),
            situation("The disk is full").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --format json > /dev/full",
                2,
                &["cannot write `stdout`"],
            ),
            situation("The disk is full under a file of the report").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --format json=/dev/full",
                2,
                &["cannot write `/dev/full`"],
            ),
            situation("The reader goes away early; the verdict stays").file("p/m.toml", many()).run(
                "saikes check p --rules rules --pack own --all | head -c 1",
                1,
                &[],
            ),
            situation("Nobody reads: stdout is closed").model(NON_COMPLIANT).run(
                "saikes check m.toml --rules rules --pack own >&-",
                1,
                &[],
            ),
            situation("A program reads, and a model cannot be read: people see why on stderr").model(ERROR).run(
                "saikes check m.toml --rules rules --pack own --format json > r.json; code=$?; grep -q unknown-attribute r.json && exit $code",
                2,
                &["no attribute or link `ownr`"],
            ),
            situation("No colour is wanted").model(NON_COMPLIANT).run(
                "NO_COLOR=1 saikes check m.toml --rules rules --pack own",
                1,
                &["NON-COMPLIANT"],
            ),
        ],
    }
}

/// A model whose report does not fit into a pipe.
fn many() -> String {
    (0..400).map(|number| format!("[system.s{number}]\nname = \"{}\"\nlifecycle = \"planned\"\n", "long ".repeat(40))).collect()
}
