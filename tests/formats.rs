//! Several formats of one run: each goes where it was sent, whole or not at all, and none takes another's place.
//!
//! Leaves to others: what a format says (beside each renderer).

mod common;

use std::fs;

use common::{Folder, Run, own_pack, run, saikes};

const RULE: &str = "full = \"lifecycle = 'operating'\"";
const MODEL: &str = "[system.a]\nname = \"А\"\nlifecycle = \"planned\"\n";
/// Every format that goes to a file, with what it begins with.
const FORMATS: [(&str, &str); 13] = [
    ("terminal", "m\n"),
    ("json", "{"),
    ("markdown", "# "),
    ("sarif", "{"),
    ("gitlab", "["),
    ("junit", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "),
    ("github", "::error title=saikes%3A not passed::"),
    ("github-summary", "## saikes: not passed\n"),
    ("csv", "\u{feff}row,project,"),
    ("html", "<!DOCTYPE html><html lang=\"en\" "),
    ("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" "),
    ("mermaid", "flowchart TB\n"),
    ("dot", "digraph saikes {\n"),
];

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("rules/own.toml", own_pack(RULE)).file("m.toml", MODEL);
    folder
}

const WORDS: [&str; 5] = ["m.toml", "--rules", "rules", "--pack", "own"];

fn check(folder: &Folder, formats: &[&str]) -> Run {
    let formats: Vec<&str> = formats.iter().flat_map(|format| ["--format", format]).collect();
    folder.check(&[&WORDS[..], &formats[..]].concat())
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap_or_default()
}

#[test]
fn all_formats_at_once_go_where_they_are_sent() {
    let folder = folder("all");
    let files: Vec<String> = FORMATS.iter().map(|(name, _)| format!("{name}={name}.out")).collect();
    let alone = check(&folder, &[]);
    let together = check(&folder, &files.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((together.code, &together.out), (1, &alone.out));
    for (name, start) in FORMATS {
        let text = read(&folder, &format!("{name}.out"));
        assert!(text.starts_with(start), "{name}: {text}");
        assert_eq!(check(&folder, &[name]).out, text, "{name} is the same in a file and on stdout");
    }
}

#[test]
fn reports_in_the_folder_of_the_models_change_nothing() {
    let folder = folder("beside");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/m.toml", MODEL);
    let endings = ["txt", "json", "md", "sarif", "json", "xml", "txt", "md", "csv", "html", "svg", "mmd", "dot"];
    let files: Vec<String> = FORMATS.iter().zip(endings).map(|((name, _), ending)| format!("--format={name}=p/{name}.{ending}")).collect();
    let words: Vec<&str> =
        ["p", "--strict", "--rules", "rules", "--pack", "own"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let first = folder.check(&words);
    let written = read(&folder, "p/json.json");
    assert_eq!((first.code, folder.check(&words)), (1, first.clone()));
    assert_eq!(read(&folder, "p/json.json"), written);
}

#[test]
fn two_formats_never_share_a_place() {
    let folder = folder("shared");
    for formats in [["json", "csv"], ["json=a", "csv=a"], ["json=a", "csv=./a"], ["json=a", "json=rules/../a"]] {
        check(&folder, &formats).says(2, &["error:"]);
        assert!(!folder.path("a").exists(), "{formats:?}: nothing is written");
    }
    check(&folder, &["json=a", "csv=./a"]).says(2, &["`./a` is given to two formats"]);
}

#[test]
fn a_file_that_cannot_be_written_keeps_nothing_from_the_others() {
    let folder = folder("gone");
    fs::create_dir(folder.path("taken")).expect("the folder can be written");
    for path in ["gone/report.xml", "taken"] {
        check(&folder, &[&format!("junit={path}"), "csv=a.csv", "json"]).says(2, &["cannot write", path, "\"schema\""]);
        assert!(read(&folder, "a.csv").ends_with("\r\n"));
        fs::remove_file(folder.path("a.csv")).expect("it was written");
    }
}

#[test]
fn no_report_takes_the_place_of_what_it_was_made_from() {
    let folder = folder("input");
    let own = read(&folder, "rules/own.toml");
    for path in ["m.toml", "rules/../m.toml", "rules/own.toml"] {
        check(&folder, &[&format!("json={path}"), "csv=a.csv"]).says(2, &["is one of the files that the report was made from"]);
    }
    let above = folder.path("").join("rules");
    let run = common::check(&above, &["..", "--rules", ".", "--pack", "own", "--format", "json=../m.toml"]);
    run.says(2, &["is one of the files that the report was made from"]);
    assert_eq!((read(&folder, "m.toml").as_str(), read(&folder, "rules/own.toml")), (MODEL, own));
    assert!(read(&folder, "a.csv").starts_with('\u{feff}'));
}

#[test]
fn nothing_half_written_is_left() {
    let folder = folder("whole");
    folder.file("a.csv", "old");
    check(&folder, &["csv=a.csv"]).says(1, &[]);
    assert!(read(&folder, "a.csv").starts_with('\u{feff}'));
    let names: Vec<_> = fs::read_dir(folder.path("")).expect("it is a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

/// The formats of one run where GitHub tells of a step.
fn step(folder: &Folder, formats: &[&str], summary: &str) -> Run {
    let mut command = saikes(&folder.path(""), &[&["check", "--today", common::TODAY][..], &WORDS[..], formats].concat());
    command.env("GITHUB_STEP_SUMMARY", folder.path(summary)).env("GITHUB_WORKSPACE", folder.path("..")).env("GITHUB_SHA", "0f3a");
    command.env("GITHUB_SERVER_URL", "https://github.example").env("GITHUB_REPOSITORY", "moh/models");
    run(command)
}

#[test]
fn annotations_bring_the_summary_of_the_step() {
    let folder = folder("step");
    folder.file("summary.md", "of another command\n");
    let run = step(&folder, &["--format", "github"], "summary.md");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.out.contains("file=top/m.toml,line=1,"), "paths are those of the checkout\n{run}");
    let text = read(&folder, "summary.md");
    assert!(text.starts_with("of another command\n## saikes: not passed\n"), "{text}");
    assert!(text.contains("https://github.example/moh/models/blob/0f3a/top/m.toml#L1"), "{text}");
    // Once is enough, and only with annotations.
    step(&folder, &["--format", "github", "--format", "github-summary=summary.md"], "summary.md");
    assert_eq!(read(&folder, "summary.md").matches("## saikes").count(), 1);
    step(&folder, &["--format", "json"], "other.md");
    assert!(!folder.path("other.md").exists());
    step(&folder, &["--format", "github"], "gone/summary.md").says(2, &["cannot write"]);
}

#[test]
fn a_summary_that_is_full_already_is_left_as_it_is() {
    let folder = folder("full");
    for (taken, code) in [((1 << 20) - 8192, 1), ((1 << 20) - 8191, 2)] {
        folder.file("summary.md", "x".repeat(taken));
        let run = step(&folder, &["--format", "github"], "summary.md");
        assert_eq!(run.code, code, "{run}");
        let text = read(&folder, "summary.md");
        // GitHub throws away all of what is larger.
        assert!(text.len() <= 1 << 20);
        assert_eq!(text.contains("of this summary are left out"), code == 1);
        assert_eq!(run.err.contains("cannot write"), code == 2, "{run}");
    }
}

#[test]
fn errors_beside_annotations_start_no_command() {
    let folder = folder("harmless");
    folder.file("m.toml", "[system.a]\nlifecycle = \"operating\"\n\"::error::boom ##[warning]boom\" = 1\n");
    let run = check(&folder, &["github"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.err.contains("boom") && !run.err.contains("##["), "{run}");
    assert!(run.text().lines().all(|line| !line.trim_start().starts_with("::") || line.starts_with("::error ")), "{run}");
}

#[test]
fn what_is_waived_stands_in_every_format() {
    let folder = folder("waived");
    let entry = "[[waiver]]\nrequirement = \"1/1\"\nelement = \"a\"\nreason = \"replaced in 2027\"\ndecision = \"12-3\"\n\
                 body = \"Expert council\"\nowner = \"customer\"\ngranted = 2026-10-01\nuntil = 2027-06-30\n";
    folder.file("m.waivers.toml", entry);
    // A picture shows ways, no decisions: what is waived is no violation in it.
    for (format, _) in FORMATS.into_iter().filter(|(format, _)| !["svg", "mermaid", "dot"].contains(format)) {
        let run = check(&folder, &[format]);
        assert_eq!(run.code, 0, "{format}: {run}");
        for words in ["12-3", "Expert council", "2027-06-30"] {
            assert!(run.out.contains(words), "{format} does not tell `{words}`:\n{}", run.out);
        }
    }
}

#[test]
fn beside_a_baseline_only_what_is_new_is_red() {
    let folder = folder("baseline");
    let command = saikes(&folder.path(""), &[&["baseline", "--today", common::TODAY][..], &WORDS[..]].concat());
    assert_eq!(run(command).code, 0);
    let of = |format: &str| folder.check(&[&WORDS[..], &["--baseline", "saikes-baseline.json", "--format", format]].concat());
    let (junit, github, summary) = (of("junit"), of("github"), of("github-summary"));
    assert_eq!((junit.code, github.code, summary.code), (0, 0, 0), "{junit}{github}{summary}");
    assert!(junit.out.contains("failures=\"0\"") && junit.out.contains("all of it stands in the baseline"), "{junit}");
    assert!(github.out.starts_with("::notice title=saikes%3A passed::beside the baseline, nothing new"), "{github}");
    assert!(github.out.contains("1 finding stands in the baseline") && !github.out.contains("::error"), "{github}");
    assert!(summary.out.contains("| ✅ m |") && summary.out.contains("1 known, 0 new, 0 worse, 0 solved"), "{summary}");
    folder.file("m.toml", format!("{MODEL}[system.b]\nlifecycle = \"planned\"\n"));
    let (junit, github, summary) = (of("junit"), of("github"), of("github-summary"));
    assert_eq!((junit.code, github.code, summary.code), (1, 1, 1), "{junit}{github}{summary}");
    assert!(junit.out.contains("failures=\"2\"") && junit.out.contains("new since the baseline; brought by the project"), "{junit}");
    let lines: Vec<&str> = github.out.lines().filter(|line| line.contains("title=1/1")).collect();
    assert!(lines.len() == 1 && lines[0].contains("line=4,"), "{github}");
    assert!(summary.out.contains("| ❌ m |") && summary.out.contains("new below «partial» since the baseline: 1"), "{summary}");
}

#[test]
fn a_page_goes_to_a_file_or_to_a_folder_where_only_its_own_files_are_replaced() {
    let folder = folder("page");
    folder.file("out/notes.txt", "mine").file("taken/pages/diary.txt", "mine");
    for _ in 0..2 {
        check(&folder, &["html=page.html", "html=out", "html=new"]).says(1, &[]);
    }
    assert!(read(&folder, "page.html").contains("href=\"#project-m\""));
    for place in ["out", "new"] {
        assert!(read(&folder, &format!("{place}/index.html")).contains("href=\"pages/m.html#project-m\""), "{place}");
        assert!(read(&folder, &format!("{place}/pages/m.html")).contains("href=\"../index.html#overview\""), "{place}");
    }
    assert_eq!(read(&folder, "out/notes.txt"), "mine");
    check(&folder, &["html=taken"]).says(2, &["cannot write", "taken"]);
    assert_eq!((read(&folder, "taken/pages/diary.txt").as_str(), folder.path("taken/index.html").exists()), ("mine", false));
}
