//! What GitHub tells a step of where it runs, in the environment; an input of the formats `github` and `github-summary`
//! and of nothing else.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::report::github::Surroundings;
use crate::report::places::seen_from;

/// The file that becomes the summary of the step.
pub fn summary() -> Option<PathBuf> {
    said("GITHUB_STEP_SUMMARY").map(PathBuf::from)
}

pub fn surroundings() -> Surroundings {
    Surroundings { folder: folder().unwrap_or_default(), files: files(), has_summary: summary().is_some() }
}

fn said(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folder of the command as seen from the checkout, where it lies in it and below its top.
fn folder() -> Option<String> {
    let checkout = fs::canonicalize(said("GITHUB_WORKSPACE")?).ok()?;
    let here = fs::canonicalize(".").ok()?;
    (here != checkout && here.starts_with(&checkout)).then(|| seen_from(&checkout, &here))
}

/// The address that files of this commit are found under.
fn files() -> Option<String> {
    let server = said("GITHUB_SERVER_URL")?;
    Some(format!("{}/{}/blob/{}", server.trim_end_matches('/'), said("GITHUB_REPOSITORY")?, said("GITHUB_SHA")?))
}
