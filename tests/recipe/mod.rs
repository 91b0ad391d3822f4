//! The places where recipes run, as far as they can be had here: the runners' variables and files, and a `cargo` that
//! only hands out the binary.

pub mod action;
pub mod gitlab;
pub mod schemas;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::common::{Folder, repository, shell};

/// A sample of `models/` as a folder of the repository that is checked.
pub fn sample(folder: &Folder, name: &str, to: &str) {
    let from = repository().join("models").join(name);
    for entry in walkdir::WalkDir::new(&from).sort_by_file_name() {
        let entry = entry.expect("the samples can be read");
        if entry.file_type().is_file() {
            let inside = entry.path().strip_prefix(&from).expect("it lies below").to_string_lossy().into_owned();
            folder.file(&format!("{to}/{inside}"), fs::read(entry.path()).expect("the samples can be read"));
        }
    }
}

/// Instead of building: says what it was asked for and puts the binary into `--root`.
const CARGO: &str = r#"#!/usr/bin/env bash
echo "$@"
while [ "$#" -gt 0 ]; do
    if [ "$1" = --root ]; then root=$2; fi
    shift
done
mkdir -p "$root/bin"
ln -sf "$SAIKES_BUILT" "$root/bin/saikes"
"#;

/// The folder beside the repository in which a runner keeps what is its own.
fn runner(folder: &Folder) -> PathBuf {
    let runner = folder.path("../runner");
    fs::create_dir_all(runner.join("bin")).expect("the temporary folder can be written");
    let cargo = runner.join("bin/cargo");
    fs::write(&cargo, CARGO).expect("the temporary folder can be written");
    executable(&cargo);
    fs::canonicalize(&runner).expect("it was just made")
}

#[cfg(unix)]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[cfg(not(unix))]
fn executable(_: &Path) {}

/// A script in the folder, with the tools of the system, the `cargo` from above and no `saikes`.
fn script(folder: &Folder, script: &str, with_binary: bool) -> Command {
    let mut command = shell(&folder.path(""), script);
    let runner = runner(folder);
    let built = env!("CARGO_BIN_EXE_saikes");
    let binary = Path::new(built).parent().filter(|_| with_binary).map(Path::to_path_buf);
    let system = ["/usr/local/bin", "/usr/bin", "/bin"].map(PathBuf::from);
    let path = std::env::join_paths(binary.into_iter().chain([runner.join("bin")]).chain(system)).expect("no path holds a colon");
    command.env("PATH", path).env("SAIKES_BUILT", built).env("CI", "true").env("LC_ALL", "C.UTF-8");
    command
}

/// Puts values in the place of `OPEN name CLOSE`; what nobody knows stops the test.
fn filled(text: &str, [open, close]: [&str; 2], value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let (name, behind) = after.split_once(close).expect("an expression ends");
        let name = name.trim();
        filled += before;
        filled += &value(name).unwrap_or_else(|| panic!("nobody knows `{name}`"));
        rest = behind;
    }
    filled + rest
}

/// What the caller says of each input, else its default. An input that there is not would be passed over in silence.
fn with_defaults(declared: &Value, named: &BTreeMap<&str, &str>) -> BTreeMap<String, String> {
    let declared = declared.as_object().expect("inputs are a table");
    assert!(named.keys().all(|name| declared.contains_key(*name)), "no such input: {named:?}");
    let value = |name: &str, input: &Value| match named.get(name) {
        Some(value) => value.to_string(),
        None => input["default"].as_str().unwrap_or_else(|| panic!("`{name}` has no default")).to_string(),
    };
    declared.iter().map(|(name, input)| (name.clone(), value(name, input))).collect()
}
