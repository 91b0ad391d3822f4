//! What all tests of the program share: folders that are gone afterwards, the one way to run the built binary, and the
//! one way to keep what it printed.
//!
//! Every run has the same day, no colours and an English system, so that only the input decides what is printed.
//! Leaves to others: what is to be expected (the tests).
#![allow(dead_code, reason = "no test file needs all of it")]
#![expect(clippy::panic, reason = "a test may stop where it stands")]

use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use saikes::text::Language;

/// The day of every run.
pub const TODAY: &str = "2026-11-22";

/// The folder of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder of what stands beside the repository. Where it does not, that is said aloud; in CI it has to.
#[track_caller]
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = repository().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"), "{} is not there", found.display());
    eprintln!("skipped: {} is not there", found.display());
    None
}

/// A folder that is gone when the test ends. It lies three levels down, so that no test takes another one's register
/// for its context.
pub struct Folder {
    outer: PathBuf,
}

impl Folder {
    /// An empty folder; names are unique within one test file.
    pub fn new(name: &str) -> Folder {
        let outer = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{}-{name}", env!("CARGO_CRATE_NAME"), std::process::id()));
        let _ = fs::remove_dir_all(&outer);
        let folder = Folder { outer };
        fs::create_dir_all(folder.path("")).expect("the temporary folder can be written");
        folder
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.outer.join("home/top").join(path)
    }

    pub fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Folder {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("the folder can be written");
        fs::write(path, content).expect("the folder can be written");
        self
    }

    /// Copies a folder of the repository with everything in it, under its own path or another.
    pub fn copy(&self, from: &str, to: &str) -> &Folder {
        let from = repository().join(from);
        for entry in walkdir::WalkDir::new(&from).sort_by_file_name() {
            let entry = entry.expect("the repository can be read");
            if entry.file_type().is_file() {
                let inside = entry.path().strip_prefix(&from).expect("it lies below").to_string_lossy().into_owned();
                self.file(&format!("{to}/{inside}"), fs::read(entry.path()).expect("the repository can be read"));
            }
        }
        self
    }

    /// `saikes check` in the folder.
    pub fn check(&self, words: &[&str]) -> Run {
        check(&self.path(""), words)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.outer);
    }
}

/// What a run printed, and its exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Run {
    /// The report, where the run was asked for JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("no JSON ({error}):\n{self}"))
    }

    /// Both streams.
    pub fn text(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// Asserts the exit code and that all these words were printed.
    #[track_caller]
    pub fn says(&self, code: i32, words: &[&str]) -> &Run {
        assert_eq!(self.code, code, "{self}");
        // Words may be torn apart at the end of a line.
        let text = self.text().split_whitespace().collect::<Vec<_>>().join(" ");
        for words in words {
            assert!(text.contains(words), "`{words}` is not said:\n{self}");
        }
        self
    }

    /// Asserts that none of these words was printed.
    #[track_caller]
    pub fn is_silent_on(&self, words: &[&str]) -> &Run {
        for words in words {
            assert!(!self.text().contains(words), "`{words}` is said:\n{self}");
        }
        self
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.out)?;
        if !self.err.is_empty() {
            write!(f, "──── stderr\n{}", self.err)?;
        }
        writeln!(f, "──── exit code {}", self.code)
    }
}

/// What the developer's machine or a job may say and no test should hear.
const UNSET: [&str; 7] =
    ["CI", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "LANGUAGE", "RAYON_NUM_THREADS", "RUST_BACKTRACE"];

/// The binary, ready to run in a folder.
pub fn saikes(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saikes"));
    command.current_dir(folder).args(words).env("NO_COLOR", "1").env("LC_ALL", "en_US.UTF-8").env("LANG", "en_US.UTF-8");
    for name in UNSET {
        command.env_remove(name);
    }
    command
}

/// A line for a shell in which the binary is the command `saikes`; of a pipe the first code that is not 0 counts.
pub fn shell(folder: &Path, line: &str) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_saikes"));
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let path = binary.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&folders));
    let path = std::env::join_paths(path).expect("paths were split");
    let mut command = Command::new("bash");
    command.current_dir(folder).args(["-o", "pipefail", "-c", line]).env("PATH", path).env("NO_COLOR", "1");
    // A shell complains about a locale that the machine lacks.
    command.env("LC_ALL", "C.UTF-8");
    // What a job may have set is no part of a situation.
    for name in UNSET.into_iter().chain(["MODELS", "PACK", "LEVEL", "BASH_ENV"]) {
        command.env_remove(name);
    }
    command
}

/// How long a run may take before it counts as one that never ends; far above what any test needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a command to its end. Whatever the input, it ends by itself and with one of our exit codes.
#[track_caller]
pub fn run(mut command: Command) -> Run {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary can be started");
    let out = listen(child.stdout.take().expect("it is piped"));
    let err = listen(child.stderr.take().expect("it is piped"));
    let started = Instant::now();
    let status = loop {
        match child.try_wait().expect("it is our child") {
            Some(status) => break status,
            None if started.elapsed() > PATIENCE => {
                let _ = child.kill();
                panic!("{command:?} does not end");
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let text =
        |bytes: JoinHandle<Vec<u8>>| String::from_utf8(bytes.join().expect("reading does not fail")).expect("what is printed is UTF-8");
    let run = Run { out: text(out), err: text(err), code: status.code().unwrap_or(-1) };
    assert!((0..=2).contains(&run.code) && !run.err.contains("panicked"), "{command:?} broke down:\n{run}");
    run
}

fn listen(mut stream: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the pipe can be read");
        bytes
    })
}

/// `saikes check` with the day of the tests.
#[track_caller]
pub fn check(folder: &Path, words: &[&str]) -> Run {
    run(saikes(folder, &[&["check", "--today", TODAY], words].concat()))
}

/// Keeps a text as the file `snapshots/FOLDER/NAME.snap`, or compares with the one that is kept.
#[track_caller]
pub fn keep(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// One text after the other, each below the code of its language.
pub fn in_three_languages(text: impl Fn(Language) -> String) -> String {
    Language::ALL.iter().map(|language| format!("════ {}\n{}\n", language.code(), text(*language))).collect()
}

/// A pack `own` of one requirement `1/1` about systems; `rest` are its predicates and whatever else it says.
pub fn own_pack(rest: &str) -> String {
    let severity = if rest.contains("severity") { "" } else { "severity = \"major\"\n" };
    OWN_PACK.replace("REST\n", &format!("{severity}{rest}\n"))
}

const OWN_PACK: &str = r#"[pack]
id = "own"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
order = "1"
edition = "1"

[[requirement]]
id = "1/1"
contour = "general"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
rationale = { kk = "Себебі", ru = "Основание", en = "A reason" }
cites = [{ order = "1", paragraph = "1" }]
subject = "system"
REST
message = { kk = "Хабарлама", ru = "Сообщение", en = "A message" }
fix = { kk = "Түзету", ru = "Исправление", en = "A fix" }
[[requirement.example]]
expect = "full"
model = '''
[system.a]
lifecycle = "operating"
description = "a"
'''
[[requirement.example]]
expect = "non-compliant"
model = '''
[system.a]
lifecycle = "planned"
'''
[[requirement.example]]
expect = "not-assessed"
model = '''
[system.a]
'''
"#;
