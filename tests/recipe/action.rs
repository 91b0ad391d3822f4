//! A runner of GitHub, as far as a composite action needs one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{filled, runner, script, with_defaults};
use crate::common::{self, Folder, Run, repository};

const EXPRESSION: [&str; 2] = ["${{", "}}"];

/// What came of the action.
pub struct Ran {
    /// The last step, and the one that decides.
    pub run: Run,
    pub summary: String,
    outputs: BTreeMap<String, String>,
}

impl Ran {
    pub fn output(&self, name: &str) -> Option<String> {
        self.outputs.get(name).filter(|value| !value.is_empty()).cloned()
    }

    pub fn file(&self, folder: &Folder, path: &str) -> String {
        fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}\n{}", self.run))
    }

    /// The log in which the runner hears no commands, and what stands behind it.
    pub fn parted(&self) -> (String, String) {
        let Some((_, rest)) = self.run.out.split_once("::stop-commands::") else { return (String::new(), self.run.out.clone()) };
        let (token, rest) = rest.split_once('\n').expect("a command is a line");
        assert!(token.len() >= 32, "anybody could guess {token}");
        let (log, notes) = rest.split_once(&format!("\n::{token}::\n")).expect("the runner hears again");
        (log.to_string(), notes.to_string())
    }
}

fn steps(action: &Value) -> &[Value] {
    action["runs"]["steps"].as_array().map(Vec::as_slice).unwrap_or_default()
}

pub fn scripts(action: &Value) -> Vec<String> {
    steps(action).iter().filter_map(|step| step["run"].as_str()).map(str::to_string).collect()
}

/// Runs every script of the action in the folder of a repository, until one fails. Nothing comes out of the cache.
pub fn run(folder: &Folder, action: &Value, named: &BTreeMap<&str, &str>) -> Ran {
    let inputs = with_defaults(&action["inputs"], named);
    let runner = runner(folder);
    let _ = fs::remove_dir_all(runner.join("saikes"));
    let mut outputs: BTreeMap<String, String> = BTreeMap::new();
    let mut last = None;
    for step in steps(action) {
        let value = |name: &str| known(name, &inputs, &outputs, &runner);
        let Some(text) = step["run"].as_str() else {
            let with = step["with"].as_object().expect("a step runs or uses something");
            with.values().for_each(|written| drop(filled(written.as_str().unwrap_or_default(), EXPRESSION, value)));
            continue;
        };
        let mut command = script(folder, &format!("set -e\n{text}"), false);
        for file in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
            fs::write(runner.join(file), "").expect("the temporary folder can be written");
            command.env(file, runner.join(file));
        }
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_ACTION_PATH", repository()).env("RUNNER_TEMP", &runner);
        command.env("GITHUB_WORKSPACE", fs::canonicalize(folder.path("")).expect("it is there"));
        for (name, written) in step["env"].as_object().into_iter().flatten() {
            command.env(name, filled(written.as_str().unwrap_or_default(), EXPRESSION, value));
        }
        let run = common::run(command);
        let told = fs::read_to_string(runner.join("GITHUB_OUTPUT")).expect("it was just written");
        let id = step["id"].as_str().unwrap_or_default();
        outputs.extend(
            told.lines()
                .filter_map(|line| line.split_once('='))
                .map(|(name, value)| (format!("steps.{id}.outputs.{name}"), value.to_string())),
        );
        let failed = run.code != 0;
        last = Some(run);
        if failed {
            break;
        }
    }
    let value = |name: &str| known(name, &inputs, &outputs, &runner);
    let told = action["outputs"].as_object().into_iter().flatten();
    let told = told.map(|(name, output)| (name.clone(), filled(output["value"].as_str().unwrap_or_default(), EXPRESSION, value))).collect();
    let summary = fs::read_to_string(runner.join("GITHUB_STEP_SUMMARY")).unwrap_or_default();
    Ran { run: last.expect("an action has steps"), summary, outputs: told }
}

fn known(name: &str, inputs: &BTreeMap<String, String>, outputs: &BTreeMap<String, String>, runner: &Path) -> Option<String> {
    match name.split_once('.') {
        Some(("inputs", input)) => inputs.get(input).cloned(),
        Some(("steps", _)) => Some(outputs.get(name).cloned().unwrap_or_default()),
        Some(("runner", "temp")) => Some(runner.to_string_lossy().into_owned()),
        Some(("runner", "os" | "arch")) => Some("Any".to_string()),
        _ => None,
    }
}
