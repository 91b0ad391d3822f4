//! Files that are odd, and files that cannot be read: warnings leave the code alone, errors are code 2.

use std::io::{Cursor, Write};

use super::{ERROR, EXCHANGE, FULL, Group, PARTIAL, WARNING, situation};

pub fn warnings() -> Group {
    Group {
        title: "Warnings",
        situations: vec![
            situation("A reference leads to nothing that is known").model(WARNING).run(
                "saikes check m.toml --rules rules --pack own --require full",
                0,
                &["FULLY COMPLIANT", "`gone`"],
            ),
            situation("The same, and warnings are errors").model(WARNING).run(
                "saikes check m.toml --rules rules --pack own --strict",
                2,
                &["`gone`"],
            ),
            situation("There is nothing to warn of, and warnings are errors").model(FULL).run(
                "saikes check m.toml --rules rules --pack own --strict",
                0,
                &["FULLY COMPLIANT"],
            ),
            situation("Two files of a project state different things: the fact is unknown")
                .project("", FULL)
                .file("p/n.toml", PARTIAL)
                .run("saikes check p --rules rules --pack own", 1, &["NOT ASSESSED", "conflicting-facts"]),
            situation("A file looks like a model and is in no format that is read").model(FULL).file("other.xml", "<drawing/>").run(
                "saikes check . --rules rules --pack own",
                0,
                &["other.xml", "in no format"],
            ),
            situation("The same, and warnings are errors").model(FULL).file("other.xml", "<drawing/>").run(
                "saikes check . --rules rules --pack own --strict",
                2,
                &["other.xml"],
            ),
            situation("A model lies in the project, and no `[[model]]` names it")
                .project("[[model]]\npath = \"m.toml\"\n", FULL)
                .file("p/n.toml", PARTIAL)
                .run("saikes check p --rules rules --pack own", 0, &["FULLY COMPLIANT", "n.toml"]),
            situation("A link to a folder is not followed").file("p/m.toml", FULL).file("q/m.toml", FULL).run(
                "ln -s ../q p/q && saikes check p --rules rules --pack own",
                0,
                &["symbolic link"],
            ),
            situation("Links lead in a circle").file("p/m.toml", FULL).run(
                "ln -s .. p/up && ln -s self p/self && saikes check p --rules rules --pack own",
                0,
                &["symbolic link"],
            ),
            situation("Links lead in a circle, and there is no model").file("p/notes.txt", "nothing").run(
                "ln -s .. p/up && saikes check p --rules rules --pack own",
                2,
                &["there is no project and no model"],
            ),
        ],
    }
}

pub fn unreadable() -> Group {
    let drawing = |rest: &str| format!("{EXCHANGE}\n{rest}");
    Group {
        title: "Input that cannot be read",
        situations: vec![
            situation("An empty folder").run("mkdir p && saikes check p", 2, &["there is no project and no model"]),
            situation("A folder without models").file("p/notes.txt", "nothing").file("p/table.csv", "a,b").run(
                "saikes check p",
                2,
                &["there is no project and no model"],
            ),
            situation("A path that is not there").run("saikes check gone", 2, &["there is no file or folder `gone`"]),
            situation("One of the paths is not there").model(FULL).run(
                "saikes check m.toml gone.toml --rules rules --pack own",
                2,
                &["FULLY COMPLIANT", "there is no file or folder `gone.toml`"],
            ),
            situation("A variable of the job is empty").model(FULL).run("saikes check \"$MODELS\"", 2, &["`[PATH]...` needs a value"]),
            situation("A file that is no model").file("notes.txt", "nothing").run("saikes check notes.txt", 2, &["in no format"]),
            situation("Nothing comes from the device that is named").run("saikes check /dev/null", 2, &["in no format"]),
            situation("An unknown kind").model("[sytem.a]\nlifecycle = \"operating\"\n").run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["unknown kind `sytem`", "`system`"],
            ),
            situation("An attribute that no system has").model(ERROR).run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["no attribute or link `ownr`", "`owner`"],
            ),
            situation("A value of the wrong type").model("[system.a]\nlifecycle = 7\n").run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["lifecycle"],
            ),
            situation("A value that is none of those there are").model("[system.a]\nlifecycle = \"operatin\"\n").run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["`operatin`", "`operating`"],
            ),
            situation("One id is used twice").model("[system.a]\nlifecycle = \"operating\"\n\n[system.a]\nlifecycle = \"trial\"\n").run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["the id `a` is used twice"],
            ),
            situation("A model is no valid TOML").model("[system.a]\nlifecycle = \"operating\n").run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["not valid TOML"],
            ),
            situation("A model is not UTF-8").file("m.toml", &b"[system.a]\nname = \"\xC3\"\n"[..]).run(
                "saikes check m.toml --rules rules --pack own",
                2,
                &["UTF-8"],
            ),
            situation("Two versions of a model that nobody merged")
                .project("", FULL)
                .file("p/n.toml", "<<<<<<< HEAD\n[system.b]\nlifecycle = \"planned\"\n=======\n[system.b]\n>>>>>>> other\n")
                .run("saikes check p --rules rules --pack own", 2, &["not valid TOML", "n.toml:1:1"]),
            situation("A model whose elements stand in one line is judged as well")
                .project("", FULL)
                .file("p/n.toml", "system = { b = { lifecycle = \"planned\" } }\n")
                .run("saikes check p --rules rules --pack own --require full", 1, &["PARTIALLY COMPLIANT"]),
            situation("A drawing ends in the middle").file("m.xml", drawing("<elements>\n<element identifier=\"a\"")).run(
                "saikes check m.xml",
                2,
                &["not well-formed XML"],
            ),
            situation("A drawing is nonsense").file("m.xml", drawing("<elements><<<]]>&#0;</zzz>\0\u{1}")).run(
                "saikes check m.xml",
                2,
                &["m.xml"],
            ),
            situation("A drawing declares entities")
                .file("m.xml", format!("<!DOCTYPE model [<!ENTITY a \"aaaa\">]>\n{EXCHANGE}&a;</model>"))
                .run("saikes check m.xml", 2, &["entit"]),
            situation("A zipped model unpacks to more than anybody should").file("m.archimate", bomb()).run(
                "saikes check m.archimate",
                2,
                &["larger than 128 MiB"],
            ),
            situation("A drawing of no bytes").file("p/m.archimate", "").run("saikes check p/m.archimate", 2, &["empty"]),
        ],
    }
}

pub fn settings() -> Group {
    Group {
        title: "`saikes.toml`",
        situations: vec![
            situation("A key that nobody reads").project("[check]\nrequir = \"full\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["unknown key `requir`", "`require`"],
            ),
            situation("A value that nobody knows").project("[check]\nrequire = \"most\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["`most`"],
            ),
            situation("It is no valid TOML").project("name = \n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["not valid TOML"],
            ),
            situation("A path of `[[model]]` is misspelt").project("[[model]]\npath = \"modl.toml\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["there is no file or folder `modl.toml`"],
            ),
            situation("A pack that nobody knows").project("[check]\npacks = [\"order-123\"]\n", FULL).run(
                "saikes check p",
                2,
                &["unknown pack `order-123`", "`order-124`"],
            ),
            situation("The context it names is not there").project("[check]\ncontext = \"gone\"\n", FULL).run(
                "saikes check p --rules rules --pack own",
                2,
                &["`gone`"],
            ),
            situation("It is the file that is named: the project is meant").project("", FULL).run(
                "saikes check p/saikes.toml --rules rules --pack own",
                0,
                &["FULLY COMPLIANT"],
            ),
        ],
    }
}

/// A zip whose model is a little more than may be unpacked, and a few kilobytes itself.
fn bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("model.xml", options).expect("memory takes everything");
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..129 {
        writer.write_all(&zeros).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
}
