//! Many projects at once, as a council has them: one that is broken keeps nothing from the others, whoever waits sees how
//! far it has come, and whoever interrupts finds nothing half written.
//!
//! Leaves to others: what the look over all projects holds (`report::gather`), and how it is shown (`report::terminal`).

mod common;
#[path = "common/page.rs"]
mod page;

use std::fs::{self, File};
use std::io::Read;
use std::process::{Command, Stdio};

use common::{Folder, TODAY, repository, run, saikes, shell};
use page::{blocks, commands, shows};

/// The samples, and one project whose only file is broken.
fn submissions(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.copy("models", "submissions");
    folder.file("submissions/akimat-07/saikes.toml", "[project]\nid = \"akimat-07\"\nagency = \"akimat\"\n");
    folder.file(
        "submissions/akimat-07/target.xml",
        "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\">\n  <elements>\n</model>\n",
    );
    folder
}

#[test]
fn a_broken_project_is_told_with_its_place_and_the_others_are_judged() {
    let folder = submissions("broken");
    let run = folder.check(&["submissions", "--lang", "en"]);
    run.says(
        2,
        &["akimat-07/target.xml:4", "counted over 6 projects", "that could not be read is counted nowhere: akimat-07", "7 projects"],
    );
    let report = folder.check(&["submissions", "--format", "json"]).json();
    let review = &report["portfolio"]["review"];
    assert_eq!(review["judged"], 6);
    let first = &review["risks"][0];
    assert_eq!((&first["project"], &first["unreadable"], &first["rank"]), (&"akimat-07".into(), &true.into(), &1.into()));
    // The others come out as they do without it.
    let alone = Folder::new("alone");
    alone.copy("models", "submissions");
    let without = alone.check(&["submissions", "--format", "json"]).json();
    for part in ["deviations", "clusters", "ignored", "missing", "groups"] {
        assert_eq!(review[part], without["portfolio"]["review"][part], "{part}");
    }
    for part in ["duplicates", "offers"] {
        assert_eq!(report["portfolio"][part], without["portfolio"][part], "{part}");
    }
    let verdicts = |report: &serde_json::Value| -> Vec<(String, String)> {
        let projects = report["projects"].as_array().expect("there are projects").iter();
        let kept = projects.filter(|project| project["id"] != "akimat-07");
        kept.map(|project| (project["id"].to_string(), project["verdict"].to_string())).collect()
    };
    assert_eq!(verdicts(&report), verdicts(&without));
}

#[test]
fn a_cause_is_shared_by_several_projects_and_is_no_body() {
    let folder = Folder::new("causes");
    folder.copy("models", "models");
    let report = folder.check(&["models", "--format", "json"]).json();
    let review = &report["portfolio"]["review"];
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let clusters = list(&review["clusters"]);
    assert!(clusters.iter().any(|found| found["requirement"] == "124/19.2" && found["cause"]["id"] == "gbd-fl"), "{clusters:#?}");
    for found in &clusters {
        let projects = list(&found["projects"]);
        assert!(projects.len() > 1 && found["findings"].as_u64() >= Some(projects.len() as u64), "{found:#}");
        for element in list(&found["also"]).iter().chain([&found["cause"]]) {
            assert!(element["kind"] != "agency" && !projects.contains(&element["project"]), "{found:#}");
        }
    }
    assert!(clusters.is_sorted_by_key(|found| std::cmp::Reverse(list(&found["projects"]).len())));
    let ignored = list(&review["ignored"]);
    assert!(ignored.iter().any(|found| found["kind"] == "gateway"), "{ignored:#?}");
    assert!(ignored.iter().all(|found| found["project"] == "national"));
    let risks: Vec<(i64, String)> = list(&review["risks"])
        .iter()
        .map(|risk| (risk["rank"].as_i64().unwrap_or(0), risk["project"].as_str().unwrap_or("").into()))
        .collect();
    assert_eq!(risks.first().map(|(rank, project)| (*rank, project.as_str())), Some((1, "patient-portal")));
    assert_eq!(risks.last().map(|(_, project)| project.as_str()), Some("birth-and-residence"));
}

#[test]
fn one_project_by_itself_has_nothing_beside_it() {
    let folder = Folder::new("single");
    folder.copy("models", "models");
    let report = folder.check(&["models/patient-portal", "--format", "json"]).json();
    assert_eq!(report["portfolio"].get("review"), None);
}

/// Where a tool of the system is missing that is said aloud; in CI it has to be there.
fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    assert!(found || std::env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"), "{tool} is not there");
    if !found {
        eprintln!("skipped: {tool} is not there");
    }
    found
}

fn fifo(folder: &Folder, name: &str) -> std::path::PathBuf {
    let path = folder.path(name);
    assert!(Command::new("mkfifo").arg(&path).status().expect("there is mkfifo").success());
    path
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing_half_written_and_what_was_there_as_it_was() {
    for signal in ["INT", "TERM"] {
        let folder = Folder::new(&format!("interrupted-{signal}"));
        folder.copy("models", "models").file("report.json", "of last week");
        // What the report is written to before it has its name lets itself be written as slowly as a test likes.
        let new = fifo(&folder, "report.json.saikes-new");
        let words = ["check", "models", "--today", TODAY, "--lang", "en", "--format", "json=report.json"];
        let mut command = saikes(&folder.path(""), &words);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it can be started");
        let mut half = File::open(&new).expect("somebody writes it");
        half.read_exact(&mut [0; 100]).expect("the report has begun");
        let sent = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status().expect("there is kill");
        assert!(sent.success());
        let ended = child.wait_with_output().expect("it is our child");
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(130), "{told}");
        assert!(told.contains("interrupted"), "{told}");
        assert!(!new.exists(), "what was half written is gone");
        assert_eq!(fs::read_to_string(folder.path("report.json")).ok().as_deref(), Some("of last week"));
    }
}

#[cfg(unix)]
#[test]
fn whoever_waits_at_a_terminal_sees_how_far_it_has_come_and_nobody_else() {
    if !has("script") {
        return;
    }
    let folder = Folder::new("progress");
    folder.copy("models", "models");
    let line = format!("saikes check models --today {TODAY} --lang en --format json=slow");
    // The report goes where nobody takes it up until the line that says so has been seen.
    let at_a_terminal = |settings: &str| {
        let slow = fifo(&folder, "slow");
        let mut command = shell(&folder.path(""), &format!("{settings} script -qec '{line}' seen"));
        command.env("TERM", "xterm").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it can be started");
        let mut screen = child.stdout.take().expect("it is piped");
        let shown = std::thread::spawn(move || {
            let mut shown = Vec::new();
            screen.read_to_end(&mut shown).map(|_| String::from_utf8_lossy(&shown).into_owned())
        });
        // A report is opened for writing when its line may be drawn, and drawn while it waits.
        let mut report = File::open(&slow).expect("somebody writes it");
        std::thread::sleep(std::time::Duration::from_millis(600));
        std::io::copy(&mut report, &mut std::io::sink()).expect("the report can be read");
        child.wait().expect("it is our child");
        let _ = fs::remove_file(&slow);
        shown.join().expect("reading does not fail").expect("the screen can be read")
    };
    let shown = at_a_terminal("");
    assert!(shown.contains("writing slow"), "{shown}");
    let wiped = shown.rfind("\u{1b}[2K").expect("the line is wiped");
    assert!(!shown[wiped..].contains("writing"), "nothing of it stays: {}", &shown[wiped..]);
    assert!(shown.contains("judged by"), "the report is there");
    for settings in ["CI=true", "TERM=dumb"] {
        let shown = at_a_terminal(settings);
        assert!(!shown.contains("writing slow") && !shown.contains("reading:"), "{settings}: {shown}");
    }
    // To what is no terminal nothing of it goes.
    let run = run(saikes(&folder.path(""), &["check", "models", "--today", TODAY, "--lang", "en"]));
    assert_eq!(run.err, "");
}

#[test]
fn the_first_look_of_a_council_is_what_its_page_shows() {
    let text = fs::read_to_string(repository().join("docs/portfolio.md")).expect("the page is there");
    let shown: Vec<(String, Vec<String>)> = blocks(&text, "console").iter().flat_map(|block| commands(block)).collect();
    assert!(shown.len() >= 2, "the page shows commands");
    let folder = submissions("page");
    for (command, lines) in shown {
        let run = run(shell(&folder.path(""), &format!("saikes {command} --today {TODAY} --lang en")));
        if let Err(reason) = shows(&run.text(), &lines) {
            panic!("saikes {command}: {reason}\n{run}");
        }
    }
}
