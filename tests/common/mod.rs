//! What all tests of the program share: folders that are gone afterwards, the one way to run the built binary, and the
//! one way to keep what it printed.
//!
//! Every run has the same day, no colours and an English system, so that only the input decides what is printed.
//! Leaves to others: what is to be expected (the tests).
#![allow(dead_code, reason = "no test file needs all of it")]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use saikes::text::Language;

/// The day of every run.
pub const TODAY: &str = "2026-11-22";

/// The folder of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
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

/// The binary, ready to run in a folder.
pub fn saikes(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saikes"));
    command.current_dir(folder).args(words).env("NO_COLOR", "1").env("LC_ALL", "en_US.UTF-8").env("LANG", "en_US.UTF-8");
    for name in ["LANGUAGE", "CLICOLOR_FORCE", "RUST_BACKTRACE", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end. Whatever the input, it ends by itself and with one of our exit codes.
#[track_caller]
pub fn run(mut command: Command) -> Run {
    let output = command.output().expect("the binary can be started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
    let code = output.status.code().unwrap_or(-1);
    let run = Run { out: text(output.stdout), err: text(output.stderr), code };
    assert!((0..=2).contains(&code) && !run.err.contains("panicked"), "{command:?} broke down:\n{run}");
    run
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
