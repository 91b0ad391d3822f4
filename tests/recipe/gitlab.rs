//! A runner of GitLab, as far as one job needs one.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::{filled, script, with_defaults};
use crate::common::{self, Folder, Run};

const EXPRESSION: [&str; 2] = ["$[[", "]]"];

fn job(jobs: &Value) -> &Value {
    jobs.as_object().and_then(|jobs| jobs.values().next()).expect("there is a job")
}

pub fn scripts(jobs: &Value) -> Vec<String> {
    let parts = ["before_script", "script"].into_iter().flat_map(|part| job(jobs)[part].as_array().into_iter().flatten());
    parts.filter_map(Value::as_str).map(str::to_string).collect()
}

/// Path of each report that the server shows.
pub fn reports(jobs: &Value) -> BTreeMap<String, String> {
    let reports = job(jobs)["artifacts"]["reports"].as_object().expect("the job has reports");
    reports.iter().map(|(name, path)| (name.clone(), path.as_str().unwrap_or_default().to_string())).collect()
}

/// Runs the job with an image that has the binary.
pub fn run(folder: &Folder, template: &[Value], named: &BTreeMap<&str, &str>) -> Run {
    run_with(folder, template, named, true)
}

pub fn run_without_binary(folder: &Folder, template: &[Value], named: &BTreeMap<&str, &str>) -> Run {
    let _ = fs::remove_dir_all(folder.path(".saikes"));
    run_with(folder, template, named, false)
}

/// Both scripts in one shell, as a runner does.
fn run_with(folder: &Folder, template: &[Value], named: &BTreeMap<&str, &str>, with_binary: bool) -> Run {
    let inputs = with_defaults(&template[0]["spec"]["inputs"], named);
    let jobs = &template[1];
    let text = scripts(jobs).join("\n");
    let mut command = script(folder, &format!("set -eo pipefail\n{text}"), with_binary);
    command.env("GITLAB_CI", "true").env("CI_PROJECT_DIR", fs::canonicalize(folder.path("")).expect("it is there"));
    for (name, written) in job(jobs)["variables"].as_object().expect("the job has variables") {
        let value = filled(written.as_str().unwrap_or_default(), EXPRESSION, |name| {
            name.strip_prefix("inputs.").and_then(|input| inputs.get(input).cloned())
        });
        command.env(name, value);
    }
    common::run(command)
}
