//! Which files each project has: what its `[[model]]` entries name, or everything below its folder.
//!
//! Leaves to others: whether a file is a model at all (`load`).

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::discover::Discovery;
use super::format::FACTS_SUFFIX;
use super::paths;
use crate::fragment::States;
use crate::problem::{Code, Problem};

/// One file to look at.
#[derive(Clone, Debug)]
pub struct Claim {
    pub path: PathBuf,
    /// The project folder that claims it; none: a model there is a project of its own.
    pub folder: Option<usize>,
    pub states: States,
    pub role: Role,
}

/// Why a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It was found on the way.
    Found,
    /// Somebody named just this file.
    Named,
    /// It lies in a project whose `[[model]]` entries do not name it.
    Unlisted,
}

/// A `[[model]]` whose path is there.
struct Entry {
    path: PathBuf,
    states: States,
}

/// The claims of the project folders from `first` on, then those of files in no project, each sorted by path.
pub fn claims(discovery: &mut Discovery, first: usize, named_files: &[PathBuf]) -> Vec<Claim> {
    let files = std::mem::take(&mut discovery.files);
    let mut by_folder: Vec<Vec<PathBuf>> = vec![Vec::new(); discovery.folders.len()];
    let mut loose: Vec<PathBuf> = Vec::new();
    for candidate in files {
        match candidate.folder {
            Some(folder) => by_folder[folder].push(candidate.path),
            None => loose.push(candidate.path),
        }
    }
    let mut claims = Vec::new();
    for (folder, files) in by_folder.into_iter().enumerate().skip(first) {
        claims.extend(claims_of(discovery, folder, files));
    }
    let claimed: FxHashSet<PathBuf> = claims.iter().map(|claim| claim.path.clone()).collect();
    claims.extend(loose_claims(loose, named_files).into_iter().filter(|claim| !claimed.contains(&claim.path)));
    claims.sort_by(|left, right| (&left.path, left.folder).cmp(&(&right.path, right.folder)));
    claims
}

/// Files in no project, with the facts files beside those that somebody named.
fn loose_claims(loose: Vec<PathBuf>, named_files: &[PathBuf]) -> Vec<Claim> {
    let walked: FxHashSet<&PathBuf> = loose.iter().collect();
    let mut claims: Vec<Claim> = Vec::new();
    let mut named: Vec<&PathBuf> = named_files.iter().collect();
    named.sort();
    named.dedup();
    let claim = |path: PathBuf, role| Claim { path, folder: None, states: States::BOTH, role };
    for path in &named {
        claims.push(claim((*path).clone(), Role::Named));
        let facts = path.with_file_name(format!("{}{FACTS_SUFFIX}", paths::stem(path)));
        let known = walked.contains(&facts) || named.contains(&&facts) || claims.iter().any(|claim| claim.path == facts);
        if !known && facts.is_file() {
            claims.push(claim(facts, Role::Found));
        }
    }
    let found: Vec<Claim> = loose.iter().filter(|path| !named.contains(path)).map(|path| claim(path.clone(), Role::Found)).collect();
    claims.extend(found);
    claims
}

fn claims_of(discovery: &mut Discovery, folder: usize, mut files: Vec<PathBuf>) -> Vec<Claim> {
    if discovery.folders[folder].config.models.is_empty() {
        let claim = |path| Claim { path, folder: Some(folder), states: States::BOTH, role: Role::Found };
        return files.into_iter().map(claim).collect();
    }
    let entries = entries(discovery, folder);
    let known: FxHashSet<PathBuf> = files.iter().cloned().collect();
    for entry in &entries {
        let inside = entry.path.starts_with(&discovery.folders[folder].path) && discovery.was_visited(&entry.path);
        if entry.path.is_file() {
            files.push(entry.path.clone());
        } else if !inside {
            files.extend(discovery.files_outside(&entry.path, folder));
        }
    }
    files.sort();
    files.dedup();
    files.into_iter().filter_map(|path| claim(path, folder, &entries, &known)).collect()
}

/// The claim of a file: by the entry that names it most closely; two that do so alike give it both their states.
fn claim(path: PathBuf, folder: usize, entries: &[Entry], known: &FxHashSet<PathBuf>) -> Option<Claim> {
    let fitting = || entries.iter().filter(|entry| path.starts_with(&entry.path));
    let closest = fitting().map(|entry| entry.path.components().count()).max();
    let is_facts = path.to_string_lossy().ends_with(FACTS_SUFFIX);
    let Some(closest) = closest else {
        let role = if is_facts { Role::Found } else { Role::Unlisted };
        return known.contains(&path).then_some(Claim { path, folder: Some(folder), states: States::BOTH, role });
    };
    let nearest = fitting().filter(|entry| entry.path.components().count() == closest);
    let states = nearest.fold(States::UNSAID, |states, entry| states.union(entry.states));
    let role = if fitting().any(|entry| entry.path == path) { Role::Named } else { Role::Found };
    Some(Claim { path, folder: Some(folder), states, role })
}

/// The `[[model]]` entries of a project whose paths are there; the others become problems.
fn entries(discovery: &mut Discovery, folder: usize) -> Vec<Entry> {
    let folder = &mut discovery.folders[folder];
    let mut entries = Vec::new();
    for model in &folder.config.models {
        let path = resolved(&folder.path, &model.path);
        if path.exists() {
            entries.push(Entry { path, states: model.states });
        } else {
            folder.problems.push(Problem::new(Code::MissingPath, model.place).with("found", model.path.as_str()));
        }
    }
    entries
}

/// A path that a configuration names, as the disk knows it.
pub fn resolved(folder: &Path, written: &str) -> PathBuf {
    paths::normalised(&folder.join(written.replace('\\', "/")))
}
