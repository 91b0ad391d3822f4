//! Same input, same bytes: every format of the report, however often, on however many threads, in whatever folder, in
//! whatever order the files came onto the disk, whatever the machine says of its user.
//!
//! Formats are those that the program names when asked for one that it does not have, so that a new one is covered from
//! its first day. Leaves to others: what the reports say (`samples`).

mod common;

/// Models out of nothing, which the benchmarks use as well.
#[path = "../benches"]
mod benches {
    #[expect(dead_code, reason = "what was planted is told to others")]
    pub mod generator;
}

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use benches::generator::{self, Format, Wanted};
use common::{Folder, TODAY, repository, run, saikes};

/// Formats that annotate a repository: their paths are seen from where the command is run, so that they differ with it.
/// The terminal repeats the words of the command line in the commands that it proposes.
const SEEN_FROM_HERE: [&str; 5] = ["github", "github-summary", "gitlab", "junit", "sarif"];
const REPEATS_THE_LINE: &str = "terminal";

type Reports = BTreeMap<String, Vec<u8>>;

/// All formats there are.
static FORMATS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let complaint = run(saikes(&repository(), &["check", "--format", "no-such-format"]));
    let (_, allowed) = complaint.err.split_once("allowed: ").expect("the complaint names what is allowed");
    let words = allowed.lines().next().unwrap_or_default().split(", ").filter(|word| !word.contains('='));
    let formats: Vec<String> = words.map(str::to_string).collect();
    assert!(["terminal", "json", "markdown"].iter().all(|known| formats.iter().any(|format| format == known)), "{formats:?}");
    formats
});

/// Pictures show one project: a portfolio has none.
const OF_ONE_PROJECT: [&str; 3] = ["svg", "mermaid", "dot"];

/// What differs from a plain run.
#[derive(Clone, Copy, Default)]
struct Case<'a> {
    environment: &'a [(&'a str, &'a str)],
    language: &'a str,
    is_one_project: bool,
}

impl Case<'_> {
    /// The formats that can be made of it.
    fn formats(&self) -> Vec<&'static String> {
        FORMATS.iter().filter(|format| self.is_one_project || !OF_ONE_PROJECT.contains(&format.as_str())).collect()
    }
}

/// Every format of one run in a folder, and the exit code.
fn reports(folder: &Path, path: &str, case: Case<'_>) -> (Reports, i32) {
    // What is written lies beside everything that is read.
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("same-bytes-out-{}-{number}", std::process::id()));
    fs::create_dir_all(&out).expect("the temporary folder can be written");
    let language = if case.language.is_empty() { "en" } else { case.language };
    let mut words: Vec<String> = ["check", path, "--today", TODAY, "--lang", language].map(str::to_string).into();
    words.extend(case.formats().into_iter().map(|format| match format.as_str() {
        REPEATS_THE_LINE => "--format=terminal".to_string(),
        format => format!("--format={format}={}", out.join(format).display()),
    }));
    let mut command = saikes(folder, &words.iter().map(String::as_str).collect::<Vec<_>>());
    for (name, value) in case.environment {
        command.env(name, value);
    }
    let run = run(command);
    let mut found: Reports = case.formats().into_iter().filter_map(|format| Some((format.clone(), written(&out.join(format))?))).collect();
    found.insert(REPEATS_THE_LINE.to_string(), run.text().into_bytes());
    assert_eq!(found.len(), case.formats().len(), "{run}");
    let _ = fs::remove_dir_all(&out);
    (found, run.code)
}

/// A file, or all files of a folder with their names: some reports are folders where the name has no ending.
fn written(path: &Path) -> Option<Vec<u8>> {
    if path.is_file() {
        return fs::read(path).ok();
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let named = |path: PathBuf| Some([path.file_name()?.as_encoded_bytes(), b"\n", &written(&path)?].concat());
    entries.into_iter().map(named).collect::<Option<Vec<_>>>().map(|files| files.concat())
}

#[track_caller]
fn alike(what: &str, one: &(Reports, i32), other: &(Reports, i32), without: &[&str]) {
    assert_eq!(one.1, other.1, "{what}: the exit code differs");
    for (format, bytes) in one.0.iter().filter(|(format, _)| !without.contains(&format.as_str())) {
        let (one, other) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&other.0[format]));
        let line = one.lines().zip(other.lines()).position(|(one, other)| one != other).unwrap_or(0);
        let [left, right] = [&one, &other].map(|text| text.lines().nth(line).unwrap_or_default().to_string());
        assert!(one == other, "{what}: {format} differs in line {}:\n{left}\n{right}", line + 1);
    }
}

/// The folders that are checked, each in `one/`: samples, generated models of each format, and files with mistakes.
fn portfolios(folder: &Folder) -> Vec<(&'static str, PathBuf)> {
    let at = |name: &str| folder.path(&format!("one/{name}"));
    copy(&repository().join("models"), &at("samples"), false);
    let mut portfolios = vec![("samples", at("samples"))];
    for (name, format) in [("coarchi", Format::Coarchi), ("exchange", Format::Exchange), ("native", Format::Native)] {
        generator::write(&at(name), Wanted::new(2, 100, format)).expect("the temporary folder can be written");
        portfolios.push((name, at(name)));
    }
    for (path, text) in MISTAKES {
        folder.file(&format!("one/mistakes/{path}"), text);
    }
    portfolios.push(("mistakes", at("mistakes")));
    portfolios
}

/// Problems of many kinds in many files, read side by side.
const MISTAKES: [(&str, &str); 10] = [
    ("a/saikes.toml", "[project]\nid = \"a\"\nnam = \"x\"\n[check]\npacks = [\"order-123\", \"order-124\"]\n"),
    ("a/1.toml", "[system.s]\nowner = \"gone\"\nlifecycle = \"trial\"\nuses = [\"x\", \"y\", \"z\"]\n"),
    ("a/2.toml", "[system.s]\nlifecycle = \"planned\"\n[sytem.t]\n[system.u]\nownr = \"s\"\n"),
    ("a/3.toml", "[system.s]\nlifecycle = \"operating\"\n[system.v\n[system.s]\n"),
    ("b/saikes.toml", "[project]\nid = \"a\"\n"),
    ("b/m.toml", "[flow.f]\nsource = \"s\"\ntarget = \"s\"\n[system.s]\nname = \"Жүйе\"\n"),
    ("c.xml", "<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\"><elements><element"),
    ("d.xml", "<drawing/>"),
    ("e.toml", "[system.one]\nname = \"Same\"\n[system.two]\nname = \"Same\"\n"),
    ("e.facts.toml", "[facts.one]\nlifecycle = \"operating\"\n[facts.three]\nlifecycle = \"trial\"\n"),
];

/// Another machine, another user, another terminal; only the input decides.
const ELSEWHERE: [(&str, &str); 9] = [
    ("LANG", "kk_KZ.UTF-8"),
    ("LC_ALL", "ru_RU.UTF-8"),
    ("LANGUAGE", "kk:ru"),
    ("TZ", "Pacific/Kiritimati"),
    ("TERM", "dumb"),
    ("COLUMNS", "37"),
    ("HOME", "/nowhere"),
    ("USER", "nobody"),
    ("CI", "true"),
];

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::new("bytes");
    let portfolios = portfolios(&folder);
    thread::scope(|scope| {
        for (name, path) in &portfolios {
            let folder = &folder;
            scope.spawn(move || everywhere(folder, name, path));
        }
    });
}

fn everywhere(folder: &Folder, name: &str, path: &Path) {
    let plain = Case::default();
    let first = reports(path, ".", plain);
    let same = |what: &str, other: (Reports, i32)| alike(&format!("{name}, {what}"), &first, &other, &[]);
    same("a second run", reports(path, ".", plain));
    for threads in ["1", "4"] {
        let environment = [("RAYON_NUM_THREADS", threads)];
        same(&format!("{threads} threads"), reports(path, ".", Case { environment: &environment, ..plain }));
    }
    same("another machine", reports(path, ".", Case { environment: &ELSEWHERE, ..plain }));
    let deep = folder.path(&format!("other/жоба 2/deep/er/{name}, checked out by somebody else"));
    copy(path, &deep, true);
    same("another folder, filled backwards, long ago", reports(&deep, ".", plain));
    from_outside(folder, name, &first);
}

/// The same folder, named from elsewhere.
fn from_outside(folder: &Folder, name: &str, inside: &(Reports, i32)) {
    let plain = Case::default();
    let top = folder.path("one");
    let absolute = top.join(name).to_string_lossy().into_owned();
    let from_above = reports(&top, name, plain);
    let without: Vec<&str> = SEEN_FROM_HERE.into_iter().chain([REPEATS_THE_LINE]).collect();
    alike(&format!("{name}, from the folder above"), inside, &from_above, &without);
    for path in [absolute, format!("./{name}"), format!("../one/{name}/")] {
        alike(&format!("{name}, as {path}"), &from_above, &reports(&top, &path, plain), &[REPEATS_THE_LINE]);
    }
}

#[test]
fn each_language_has_bytes_of_its_own() {
    let models = repository().join("models");
    let [kk, ru, en] = ["kk", "ru", "en"].map(|language| {
        let one = reports(&models, "patient-portal", Case { language, is_one_project: true, ..Case::default() });
        let other = reports(&models, "patient-portal", Case { language, environment: &ELSEWHERE, is_one_project: true });
        alike(language, &one, &other, &[]);
        one.0
    });
    for format in kk.keys() {
        assert!(kk[format] != ru[format] && ru[format] != en[format] && en[format] != kk[format], "{format} speaks one language");
    }
}

/// Copies a folder; `backwards` in the opposite order, and as if it had been long ago.
fn copy(from: &Path, to: &Path, backwards: bool) {
    fs::create_dir_all(to).expect("the temporary folder can be written");
    let mut entries: Vec<PathBuf> = fs::read_dir(from).expect("the folder can be listed").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    if backwards {
        entries.reverse();
    }
    for entry in entries {
        let target = to.join(entry.file_name().unwrap_or_default());
        if entry.is_dir() {
            copy(&entry, &target, backwards);
        } else {
            fs::write(&target, fs::read(&entry).expect("files can be read")).expect("files can be copied");
            if backwards {
                let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
                File::options().append(true).open(&target).and_then(|file| file.set_modified(long_ago)).expect("it is ours");
            }
        }
    }
}
