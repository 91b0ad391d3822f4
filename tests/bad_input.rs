//! Bad input gets a clear error, and nothing else is lost: every test is a claim about the whole program.
//!
//! Leaves to others: the words of each problem (`problems`), the files of other people's tools (`real_models`).

#![expect(clippy::panic, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use common::{Folder, Run, check, run, saikes};
use serde_json::Value;

const EXCHANGE: &str = "<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" identifier=\"m\">";

/// `code` of every problem of the report, those of projects first.
fn codes(run: &Run) -> Vec<String> {
    let report = run.json();
    let of_projects = list(&report["projects"]).iter().flat_map(|project| list(&project["problems"]).iter());
    of_projects.chain(list(&report["problems"])).map(|problem| problem["code"].as_str().unwrap_or_default().to_string()).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn project<'r>(report: &'r Value, id: &str) -> &'r Value {
    list(&report["projects"]).iter().find(|project| project["id"] == id).unwrap_or_else(|| panic!("`{id}` is not reported"))
}

/// Facts of one kind that the report counts as missing.
fn missing<'r>(project: &'r Value, fact: &str) -> Vec<&'r Value> {
    list(&project["missing"]).iter().filter(|missing| missing["fact"] == fact).collect()
}

#[test]
fn an_empty_folder_is_no_pass() {
    Folder::new("empty").check(&["."]).says(2, &["there is no project and no model in `.`"]);
}

#[test]
fn a_folder_without_models_is_no_pass() {
    let folder = Folder::new("no-models");
    folder.file("notes.txt", "nothing").file("table.csv", "a,b").file("Cargo.toml", "[package]\nname = \"a\"\n");
    folder.check(&["."]).says(2, &["there is no project and no model in `.`"]);
}

#[test]
fn a_path_that_is_not_there_is_told() {
    let folder = Folder::new("gone");
    folder.file("m.toml", "[system.a]\n");
    folder.check(&["m.toml", "n.toml"]).says(2, &["there is no file or folder `n.toml`"]);
}

#[test]
fn slips_of_the_finger_are_all_told_at_once_with_what_was_meant() {
    let folder = Folder::new("slips");
    folder
        .file("saikes.toml", "[project]\nid = \"p\"\n[chek]\n[check]\npacks = [\"order-123\"]\n")
        .file("m.toml", "[sytem.a]\n[system.b]\nlifecicle = \"operating\"\nownr = \"c\"\n[agency.c]\n");
    let words = ["unknown kind `sytem`", "`system`?", "no attribute or link `lifecicle`", "`lifecycle`?", "no attribute or link `ownr`"];
    folder
        .check(&["."])
        .says(2, &words)
        .says(2, &["`owner`?", "unknown key `chek`", "`check`?", "unknown pack `order-123`", "`order-124`?"]);
}

#[test]
fn a_predicate_with_a_type_error_stops_the_check_and_shows_where() {
    let folder = Folder::new("predicate");
    let requirement = "[pack]\nid = \"own\"\n[[requirement]]\nid = \"1/1\"\nsubject = \"system\"\nfull = \"lifecycle < 3\"\n";
    folder.file("m.toml", "[system.a]\n").file("rules/own.toml", requirement);
    folder.check(&["m.toml", "--rules", "rules"]).says(2, &["[pack-type]", "rules/own.toml:6:"]);
}

#[test]
fn one_id_twice_in_one_file_is_an_error_at_both_places() {
    let folder = Folder::new("twice");
    folder.file("m.toml", "[system.a]\nname = \"A\"\n\n\n\n\n\n[system.a]\nname = \"B\"\n");
    folder.check(&["."]).says(2, &["the id `a` is used twice", "m.toml:8", "m.toml:1"]);
}

#[test]
fn one_id_in_two_files_of_a_project_is_one_element() {
    let folder = Folder::new("merge");
    folder
        .file("saikes.toml", "[project]\nid = \"p\"\n")
        .file("a.toml", "[system.a]\nlifecycle = \"operating\"\n")
        .file("b.toml", "[system.a]\ndescription = \"A\"\n");
    let run = folder.check(&[".", "--format", "json"]);
    let report = run.json();
    assert_eq!(codes(&run), [] as [&str; 0]);
    let understood = &list(&project(&report, "p")["understood"])[0];
    assert_eq!((understood["kind"].as_str(), understood["elements"].as_u64()), (Some("system"), Some(1)));
    assert!(missing(project(&report, "p"), "lifecycle").is_empty(), "the other file states it");
}

#[test]
fn facts_that_conflict_are_a_warning_and_unknown() {
    let folder = Folder::new("conflict");
    folder
        .file("saikes.toml", "[project]\nid = \"p\"\n")
        .file("a.toml", "[system.a]\nlifecycle = \"operating\"\n")
        .file("b.toml", "[system.a]\nlifecycle = \"planned\"\n");
    let run = folder.check(&[".", "--format", "json"]);
    assert_eq!((codes(&run), run.code), (vec!["conflicting-facts".to_string()], 1));
    assert_eq!(missing(project(&run.json(), "p"), "lifecycle").len(), 1, "nobody knows which of them holds");
    folder.file("a.facts.toml", "[facts.a]\nlifecycle = \"trial\"\n");
    let run = folder.check(&[".", "--format", "json"]);
    assert_eq!(codes(&run), [] as [&str; 0], "a facts file decides");
    assert!(missing(project(&run.json(), "p"), "lifecycle").is_empty());
}

#[test]
fn one_id_in_two_projects_is_two_elements() {
    let folder = Folder::new("independent");
    folder
        .file("a/saikes.toml", "[project]\nid = \"a\"\n")
        .file("a/m.toml", "[system.s]\nlifecycle = \"operating\"\nowner = \"x\"\n[agency.x]\n")
        .file("b/saikes.toml", "[project]\nid = \"b\"\n")
        .file("b/m.toml", "[agency.s]\n[system.t]\nowner = \"x\"\n");
    let run = folder.check(&[".", "--format", "json"]);
    let report = run.json();
    assert_eq!(codes(&run), ["unresolved-reference"], "`x` of another project is nobody here");
    let alone = folder.check(&["b", "--format", "json"]).json();
    for (field, of_both) in project(&report, "b").as_object().expect("a project is an object") {
        if !["path", "inputs", "problems", "findings"].contains(&field.as_str()) {
            assert_eq!(of_both, &project(&alone, "b")[field], "company changes `{field}`");
        }
    }
}

#[test]
fn a_circle_of_parts_ends() {
    let folder = Folder::new("circle-of-parts");
    let circle = "[component.a]\npart-of = \"b\"\n[component.b]\npart-of = \"c\"\n[component.c]\npart-of = \"a\"\n[component.d]\npart-of = \"d\"\n\
                  [process.p]\npart-of = [\"q\", \"p\"]\n[process.q]\npart-of = \"p\"\n[agency.x]\npart-of = \"y\"\n[agency.y]\npart-of = \"x\"\n";
    folder.file("m.toml", circle);
    folder.check(&["m.toml", "--complete"]).says(1, &["m.toml"]);
    folder.check(&["m.toml"]).says(1, &["m.toml"]);
}

/// `depends-on` from each component to the next, of the last one to `end`.
fn chain(length: usize, end: &str) -> String {
    let mut text = String::new();
    for at in 1..length {
        text += &format!("[component.c{at}]\ndepends-on = \"c{}\"\npart-of = \"s\"\n", at + 1);
    }
    text + &format!("[component.c{length}]\n{end}part-of = \"s\"\n[system.s]\n")
}

#[test]
fn a_chain_of_ten_thousand_steps_is_walked() {
    let folder = Folder::new("chain");
    folder.file("m.toml", chain(10_000, ""));
    let run = folder.check(&["m.toml", "--format", "json"]);
    let report = run.json();
    assert_eq!((run.code, codes(&run).len()), (1, 0));
    let circles = list(&project(&report, "m")["findings"]).iter().filter(|finding| finding["shape"] == "cycle").count();
    assert_eq!(circles, 0);
}

#[test]
fn a_circle_of_ten_thousand_steps_is_one_finding() {
    let folder = Folder::new("circle");
    folder.file("m.toml", chain(10_000, "depends-on = \"c1\"\n"));
    let run = folder.check(&["m.toml", "--format", "json"]);
    let report = run.json();
    let circles: Vec<&Value> = list(&project(&report, "m")["findings"]).iter().filter(|finding| finding["shape"] == "cycle").collect();
    assert_eq!((run.code, circles.len()), (1, 1));
    assert_eq!(list(&circles[0]["related"]).len(), 9_999);
}

#[test]
fn toml_that_is_not_utf8_is_refused_with_its_place() {
    let folder = Folder::new("bytes");
    folder.file("m.toml", b"[system.a]\nname = \"\xCC\xC7 \xD0\xCA\"\n");
    folder.check(&["."]).says(2, &["not text in the encoding UTF-8", "m.toml:2:9"]);
}

#[test]
fn declared_entities_are_refused_unread() {
    let folder = Folder::new("entities");
    let outside = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE model [<!ENTITY secret SYSTEM \"secret.txt\">]>\n{EXCHANGE}<name>&secret;</name></model>"
    );
    folder.file("m.xml", outside).file("secret.txt", "do-not-read-me");
    folder.check(&["m.xml"]).says(2, &["declares entities", "m.xml:2:"]).is_silent_on(&["do-not-read-me"]);
}

#[test]
fn a_drawing_with_a_wrong_namespace_is_told() {
    let folder = Folder::new("namespace");
    folder.file("m.xml", "<model xmlns=\"http://www.opengroup.org/xsd/archimate/9.9/\" identifier=\"m\"><name>M</name></model>");
    let run = folder.check(&["m.xml"]);
    assert_ne!(run.code, 0, "{run}");
    folder.file("n.xml", "<model xmlns=\"http://example.org/\"><name>M</name></model>");
    folder.check(&["n.xml"]).says(2, &["the file is in no format that is read here", "n.xml"]);
}

#[test]
fn a_truncated_drawing_is_refused_with_its_place() {
    let whole = format!(
        "{EXCHANGE}\n<elements>\n<element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>A</name></element>\n</elements>\n</model>\n"
    );
    let folder = Folder::new("truncated");
    for length in (EXCHANGE.len()..whole.len() - 1).step_by(7) {
        folder.file("m.xml", &whole[..length]);
        folder.check(&["m.xml"]).says(2, &["not well-formed XML", "m.xml:"]);
    }
}

/// Checks the folder as a user without rights: whoever may look into every folder has to stand aside for this.
#[cfg(unix)]
fn as_nobody(folder: &Folder) -> Run {
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    // The binary itself may lie where nobody may look.
    let copy = folder.path("../saikes");
    fs::copy(env!("CARGO_BIN_EXE_saikes"), &copy).expect("the binary can be copied");
    let mut command = std::process::Command::new(copy);
    command.current_dir(folder.path("")).args(["check", ".", "--today", "2026-11-22"]).env("NO_COLOR", "1").env("LC_ALL", "en_US.UTF-8");
    command.uid(NOBODY).gid(NOBODY);
    run(command)
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_looked_into_is_told_and_the_rest_is_judged() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("locked");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/a.toml", "[system.a]\n").file("p/locked/b.toml", "[system.b]\n");
    folder.file("q.toml", "[system.q]\n");
    let lock = |mode| fs::set_permissions(folder.path("p/locked"), fs::Permissions::from_mode(mode)).expect("it is ours");
    lock(0o000);
    let sees_everything = fs::read_dir(folder.path("p/locked")).is_ok();
    let run = if sees_everything { as_nobody(&folder) } else { folder.check(&["."]) };
    lock(0o755);
    run.says(2, &["cannot look into the folder `p/locked`: permission denied", "q.toml"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_end() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    folder.file("p/saikes.toml", "").file("p/a.toml", "[system.a]\n");
    for (target, path) in [("..", "p/loop"), ("self", "p/self"), (".", "p/here"), ("right", "left"), ("left", "right")] {
        symlink(target, folder.path(path)).expect("links can be made");
    }
    folder.check(&["."]).says(1, &["[unreadable-folder]", "p/loop"]);
}

/// A model of coArchi in `path`, with an actor `a` and two services, and flows from each service to the actor.
fn coarchi(folder: &Folder, path: &str) {
    let part = |what: &str, id: &str, inside: &str| {
        format!(
            "<archimate:{what}\n    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    \
             xmlns:archimate=\"http://www.archimatetool.com/archimate\"\n    name=\"{id}\"\n    id=\"{id}\">\n{inside}</archimate:{what}>\n"
        )
    };
    folder
        .file(&format!("{path}/folder.xml"), part("ArchimateModel", "m", ""))
        .file(&format!("{path}/any/folder.xml"), part("Folder", "f", ""));
    for (what, id) in [("ApplicationComponent", "a"), ("ApplicationComponent", "b"), ("ApplicationComponent", "c")] {
        folder.file(&format!("{path}/any/{what}_{id}.xml"), part(what, id, ""));
    }
    for (id, source) in [("r", "b"), ("s", "c")] {
        let href = |end: &str| format!("xsi:type=\"archimate:ApplicationComponent\" href=\"ApplicationComponent_{end}.xml#{end}\"");
        let ends = format!("  <source {}/>\n  <target {}/>\n", href(source), href("a"));
        folder.file(&format!("{path}/any/FlowRelationship_{id}.xml"), part("FlowRelationship", id, &ends));
    }
}

#[test]
fn a_broken_file_of_many_costs_itself_and_the_verdict_but_not_the_others() {
    let folder = Folder::new("one-of-many");
    coarchi(&folder, "portal/model");
    let whole = folder.check(&["portal", "--format", "json"]);
    assert_eq!((codes(&whole), whole.code), (vec![], 1));
    folder.file("portal/model/any/ApplicationComponent_b.xml", "<archimate:ApplicationComponent\n    name=\"B\n");
    fs::remove_file(folder.path("portal/model/any/ApplicationComponent_c.xml")).expect("it was just written");
    folder.file("portal/model/README.md", "# Portal").file("portal/model/any/.hidden.xml", "<a");
    let run = folder.check(&["portal", "--format", "json"]);
    assert_eq!((codes(&run), run.code), (vec!["malformed-xml".to_string(), "dangling-relationship".to_string()], 2));
    let report = run.json();
    let project = project(&report, "portal");
    assert_eq!((&project["unreadable"], &project["inputs"][0]["path"]), (&true.into(), &"model".into()));
    assert_eq!((&project["inputs"][0]["elements"], &project["inputs"][0]["relations"]), (&1.into(), &2.into()));
    let places: Vec<&Value> = list(&project["problems"]).iter().map(|problem| &problem["location"]["path"]).collect();
    assert_eq!(places, ["model/any/ApplicationComponent_b.xml", "model/any/FlowRelationship_s.xml"]);
    run.says(2, &["portal"]);
    folder.check(&["portal"]).says(2, &["model/any/ApplicationComponent_b.xml:1:", "model/any/FlowRelationship_s.xml:1:1"]);
}

#[test]
fn a_model_of_many_files_whose_top_is_lost_is_told_and_no_pass() {
    let folder = Folder::new("lost-top");
    coarchi(&folder, "portal/model");
    fs::remove_file(folder.path("portal/model/folder.xml")).expect("it was just written");
    folder.check(&["portal"]).says(2, &["there is no project and no model in `.`", "only a part of a coArchi model", "any/folder.xml"]);
    coarchi(&folder, "portal/model");
    folder.check(&["portal/model/any/FlowRelationship_r.xml"]).says(2, &["only a part of a coArchi model"]);
}

#[test]
fn a_drawing_that_git_could_not_merge_is_told_so_in_any_format() {
    let folder = Folder::new("unmerged");
    let conflict = "<<<<<<< HEAD\n<name>A</name>\n=======\n<name>B</name>\n>>>>>>> other\n</model>\n";
    folder.file("m.xml", format!("{EXCHANGE}\n{conflict}"));
    folder.check(&["m.xml"]).says(2, &["unresolved merge conflict", "m.xml:2:1"]).is_silent_on(&["well-formed"]);
}

#[cfg(unix)]
#[test]
fn links_among_many_files_lead_to_files_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("linked-parts");
    coarchi(&folder, "portal/model");
    for (target, path) in [("..", "any/loop"), ("gone.xml", "any/Gone_x.xml"), ("/dev/zero", "any/Zero_x.xml")] {
        symlink(target, folder.path("portal/model").join(path)).expect("links can be made");
    }
    fs::rename(folder.path("portal/model/any/ApplicationComponent_a.xml"), folder.path("a.txt")).expect("it was just written");
    symlink("../../../a.txt", folder.path("portal/model/any/ApplicationComponent_a.xml")).expect("links can be made");
    let run = folder.check(&["portal", "--format", "json"]);
    assert_eq!((codes(&run), run.code), (vec!["unreadable-folder".to_string(); 2], 1));
    let report = run.json();
    assert_eq!(project(&report, "portal")["inputs"][0]["elements"], 3);
}

#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let folder = Folder::new("pipe");
    let model: String = (0..3_000).map(|at| format!("[sytem.element-with-a-rather-long-id-{at}]\n[sistem-{at}.x]\n")).collect();
    folder.file("m.toml", model);
    for words in
        [&["check", "m.toml", "--all"][..], &["check", "m.toml", "--format", "json", "--today", "2026-11-22"], &["check", "--help"]]
    {
        let mut child =
            saikes(&folder.path(""), words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary can be started");
        let mut first = [0];
        let read = child.stdout.take().expect("it is piped").read(&mut first);
        assert_eq!(read.expect("the pipe can be read"), 1);
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(!err.contains("panicked") && !err.contains("Broken pipe") && !err.contains("cannot write"), "{words:?}: {err}");
        assert!(output.status.code().is_some(), "{words:?}: killed by a signal");
    }
}

#[test]
fn one_broken_project_among_good_ones_costs_only_itself() {
    let folder = Folder::new("broken-one");
    folder
        .file("a.toml", "[system.a]\nlifecycle = \"operating\"\n")
        .file("b.toml", "[system.b\n")
        .file("c.toml", "[system.c]\nlifecycle = \"operating\"\n")
        .file("d.xml", format!("{EXCHANGE}<elements>"));
    let run = folder.check(&[".", "--format", "json"]);
    let report = run.json();
    assert_eq!(run.code, 2);
    for (id, unreadable) in [("a", false), ("b", true), ("c", false), ("d", true)] {
        assert_eq!(project(&report, id)["unreadable"], unreadable, "{id}");
    }
    assert_eq!(report["summary"]["unreadable"], 2);
    let alone = folder.check(&["a.toml", "--format", "json"]).json();
    assert_eq!(project(&report, "a")["requirements"], project(&alone, "a")["requirements"], "the others are judged as ever");
    folder.check(&[".", "--exit-zero"]).says(2, &["b.toml", "d.xml"]);
}

#[test]
fn an_unknown_option_stops_before_anything_is_read() {
    let folder = Folder::new("option");
    folder.file("m.toml", "[system.a]\n");
    let run = folder.check(&["m.toml", "--requir", "full"]);
    run.says(2, &["unknown option `--requir`", "`--require`?"]);
    assert_eq!(run.out, "");
    folder.check(&["m.toml", "--require", "non-compliant"]).says(2, &["`non-compliant` is not a value of `--require`", "full, partial"]);
    folder.check(&["m.toml", "--format", "yaml"]).says(2, &["`yaml` is not a value of `--format`", "json"]);
    run_words(&folder, &["check", "m.toml", "--today", "22.11.2026"]).says(2, &["`22.11.2026` is not a value of `--today`", "YYYY-MM-DD"]);
    folder.check(&["m.toml", "--today", "2026-11-23"]).says(2, &["`--today` may be given once only"]);
    run_words(&folder, &["chek", "m.toml"]).says(2, &["unknown command `chek`", "`check`?"]);
    run_words(&folder, &[]).says(2, &["check"]);
}

fn run_words(folder: &Folder, words: &[&str]) -> Run {
    run(saikes(&folder.path(""), words))
}

#[test]
fn a_model_of_no_bytes_is_no_pass() {
    let folder = Folder::new("nothing");
    for name in ["m.toml", "m.xml", "m.archimate", "m"] {
        folder.file(name, "");
        let run = folder.check(&[name]);
        assert_ne!(run.code, 0, "{name}: {run}");
        run.says(run.code, &[name]);
    }
    folder.file("p/saikes.toml", "").file("p/m.toml", "");
    let run = folder.check(&["p"]);
    assert_ne!(run.code, 0, "{run}");
}

/// What names must not do to a terminal: control it, turn its lines round, or push everything else away.
const HOSTILE: [&str; 6] = [
    "\\u001b[31mred\\u001b[0m",
    "bell\\u0007 back\\b",
    "line\\nbreak\\r",
    "\\u202eright to left\\u2066",
    "zero\\u200bwidth\\u0301",
    "\\u009b31m",
];

#[test]
fn hostile_names_do_nothing_to_the_terminal() {
    let folder = Folder::new("hostile");
    let mut model = String::new();
    for (at, name) in HOSTILE.iter().enumerate() {
        model += &format!("[system.\"{name}\"]\nname = \"{name}\"\nowner = \"{name}{at}\"\n\"{name}\" = \"{name}\"\n");
        model += &format!("[component.\"c{at}{name}\"]\nname = \"{name}\"\npart-of = \"{name}\"\ndepends-on = \"c{at}{name}\"\n");
    }
    folder.file("m.toml", &model).file("\u{1b}[2J.toml", "[system.a]\n");
    for words in [&["."][..], &[".", "--all"], &[".", "--lang", "kk", "--strict"], &[".", "--format", "json"]] {
        let run = folder.check(words);
        let odd = |c: &char| (c.is_control() && *c != '\n') || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let printed = if words.contains(&"json") { run.err.clone() } else { run.text() };
        let found: Vec<char> = printed.chars().filter(odd).collect();
        assert!(found.is_empty(), "{words:?}: {found:?}\n{}", printed.escape_debug());
        assert_eq!(run.code, 2);
    }
    let json = folder.check(&["m.toml", "--format", "json"]);
    assert!(!json.out.chars().any(|c| c < ' ' && c != '\n'), "JSON writes control characters as escapes");
    json.json();
}

#[test]
fn a_name_of_a_million_letters_stays_out_of_the_way() {
    let folder = Folder::new("long");
    let name = "Ә".repeat(1_000_000);
    folder.file(
        "m.toml",
        format!("[system.a]\nname = \"{name}\"\nownr = \"x\"\n[component.c]\nname = \"{name}\"\npart-of = \"a\"\ndepends-on = \"c\"\n"),
    );
    let run = folder.check(&["m.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.text().len() < 100_000, "{} bytes were printed", run.text().len());
    let wide: Vec<&str> = run.out.lines().filter(|line| unicode_width::UnicodeWidthStr::width(*line) > 80).collect();
    assert_eq!(wide, [] as [&str; 0]);
}

#[test]
fn a_context_that_is_none_is_told() {
    let folder = Folder::new("context");
    folder.file("m.toml", "[system.a]\n").file("other/n.toml", "[system.b]\n");
    folder.check(&["m.toml", "--context", "other"]).says(2, &["other"]);
    folder.check(&["m.toml", "--context", "gone"]).says(2, &["`gone`"]);
    let run = check(&folder.path(""), &["m.toml", "--rules", "gone"]);
    run.says(2, &["gone"]);
}
