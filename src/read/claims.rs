//! Which files each project has: what its `[[model]]` entries name, or everything below its folder.
//!
//! Leaves to others: whether a file is a model at all (`load`).

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::discover::{Candidate, Discovery};
use super::folder;
use super::format::{self, ANSWERS_SUFFIX, FACTS_SUFFIX, WAIVERS_SUFFIX};
use super::paths;
use crate::fragment::States;
use crate::problem::{Code, Problem};

/// One file to look at, or one folder that is a model.
#[derive(Clone, Debug)]
pub struct Claim {
    pub path: PathBuf,
    /// The project folder that claims it; none: a model there is a project of its own.
    pub folder: Option<usize>,
    pub states: States,
    pub role: Role,
    /// Of a folder its files, by their paths below it.
    pub parts: Option<Vec<PathBuf>>,
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

/// The claims of the project folders from `first` on, then those of files in no project, each sorted by path. What
/// somebody named on the command line is `named`: files, and folders that are models.
pub fn claims(discovery: &mut Discovery, first: usize, named: &[PathBuf]) -> Vec<Claim> {
    let files = std::mem::take(&mut discovery.files);
    let mut by_folder: Vec<Vec<Candidate>> = vec![Vec::new(); discovery.folders.len()];
    let mut loose: Vec<Candidate> = Vec::new();
    for candidate in files {
        match candidate.folder {
            Some(folder) => by_folder[folder].push(candidate),
            None => loose.push(candidate),
        }
    }
    let mut claims = Vec::new();
    for (folder, files) in by_folder.into_iter().enumerate().skip(first) {
        claims.extend(claims_of(discovery, folder, files));
    }
    let claimed: FxHashSet<PathBuf> = claims.iter().map(|claim| claim.path.clone()).collect();
    claims.extend(loose_claims(loose, named).into_iter().filter(|claim| !claimed.contains(&claim.path)));
    claims.sort_by(|left, right| (&left.path, left.folder).cmp(&(&right.path, right.folder)));
    claims
}

/// Files in no project, with the facts files beside those that somebody named.
fn loose_claims(loose: Vec<Candidate>, named: &[PathBuf]) -> Vec<Claim> {
    let folders: FxHashSet<PathBuf> = loose.iter().filter(|found| found.parts.is_some()).map(|found| found.path.clone()).collect();
    let mut known: FxHashSet<PathBuf> = loose.iter().map(|found| found.path.clone()).chain(named.iter().cloned()).collect();
    let mut claims: Vec<Claim> = Vec::new();
    let mut sorted: Vec<&PathBuf> = named.iter().collect();
    sorted.sort();
    sorted.dedup();
    let claim = |path: PathBuf, role| Claim { path, folder: None, states: States::BOTH, role, parts: None };
    for path in &sorted {
        let is_folder = folders.contains(*path);
        // Folders were walked, and are among what was found.
        claims.extend((!is_folder).then(|| claim((*path).clone(), Role::Named)));
        for suffix in [FACTS_SUFFIX, ANSWERS_SUFFIX, WAIVERS_SUFFIX] {
            let beside = path.with_file_name(format!("{}{suffix}", paths::model_name(path, is_folder)));
            if !known.contains(&beside) && beside.is_file() {
                known.insert(beside.clone());
                claims.push(claim(beside, Role::Found));
            }
        }
    }
    for Candidate { path, parts, .. } in loose {
        match (sorted.binary_search(&&path).is_ok(), parts.is_some()) {
            (true, false) => {}
            (is_named, _) => claims.push(Claim { parts, ..claim(path, if is_named { Role::Named } else { Role::Found }) }),
        }
    }
    claims
}

fn claims_of(discovery: &mut Discovery, folder: usize, mut files: Vec<Candidate>) -> Vec<Claim> {
    if discovery.folders[folder].config.models.is_empty() {
        let claim = |Candidate { path, parts, .. }| Claim { path, folder: Some(folder), states: States::BOTH, role: Role::Found, parts };
        return files.into_iter().map(claim).collect();
    }
    let entries = entries(discovery, folder);
    let known: FxHashSet<PathBuf> = files.iter().map(|found| found.path.clone()).collect();
    for entry in &entries {
        let inside = entry.path.starts_with(&discovery.folders[folder].path) && discovery.was_visited(&entry.path);
        if entry.path.is_file() {
            files.push(Candidate { path: entry.path.clone(), folder: Some(folder), parts: None });
        } else if !inside {
            files.extend(discovery.files_outside(&entry.path, folder));
        }
    }
    files.sort();
    files.dedup_by(|later, earlier| later.path == earlier.path);
    files.into_iter().filter_map(|found| claim(found, folder, &entries, &known)).collect()
}

/// The claim of a file: by the entry that names it most closely; two that do so alike give it both their states.
fn claim(found: Candidate, folder: usize, entries: &[Entry], known: &FxHashSet<PathBuf>) -> Option<Claim> {
    let Candidate { path, parts, .. } = found;
    let fitting = || entries.iter().filter(|entry| path.starts_with(&entry.path));
    let closest = fitting().map(|entry| entry.path.components().count()).max();
    let Some(closest) = closest else {
        let role = if format::is_beside_models(&paths::name(&path)) { Role::Found } else { Role::Unlisted };
        return known.contains(&path).then_some(Claim { path, folder: Some(folder), states: States::BOTH, role, parts });
    };
    let nearest = fitting().filter(|entry| entry.path.components().count() == closest);
    let states = nearest.fold(States::UNSAID, |states, entry| states.union(entry.states));
    let role = if fitting().any(|entry| entry.path == path) { Role::Named } else { Role::Found };
    Some(Claim { path, folder: Some(folder), states, role, parts })
}

/// The `[[model]]` entries of a project whose paths are there; the others become problems.
fn entries(discovery: &mut Discovery, folder: usize) -> Vec<Entry> {
    let folder = &mut discovery.folders[folder];
    let mut entries = Vec::new();
    for model in &folder.config.models {
        let path = model_path(&folder.path, &model.path);
        if path.exists() {
            entries.push(Entry { path, states: model.states });
        } else {
            folder.problems.push(Problem::new(Code::MissingPath, model.place).with("found", model.path.as_str()));
        }
    }
    entries
}

/// The path that a `[[model]]` means.
pub fn model_path(folder: &Path, written: &str) -> PathBuf {
    folder::meant(resolved(folder, written))
}

/// A path that a configuration names, as the disk knows it.
pub fn resolved(folder: &Path, written: &str) -> PathBuf {
    paths::normalised(&folder.join(written.replace('\\', "/")))
}
