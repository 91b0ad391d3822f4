//! Which models a folder holds, and which states of the architecture their names tell.
//!
//! Names tell what the names of folders in a drawing tell: `current`, `as-is`, `целевая архитектура`. Only where a current
//! and a target state are both there is anything made of it; a lone «target» may as well be the whole model.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::fragment::States;
use crate::place::Sources;
use crate::read::archimate::Mapping;
use crate::read::{self, ReadOptions};

/// What lies below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Paths of models below the folder, sorted.
    pub models: Vec<String>,
    /// Projects with a `saikes.toml` of their own.
    pub inner: Vec<String>,
    /// Files and folders with their states, where a current and a target one are told apart.
    pub entries: Vec<(String, States)>,
}

impl Found {
    /// Whether there is nothing to check yet.
    pub fn is_empty(&self) -> bool {
        self.models.is_empty() && self.inner.is_empty()
    }
}

/// Looks through a folder; one that is not there yet is empty.
pub fn look(folder: &Path) -> Found {
    if !folder.is_dir() {
        return Found::default();
    }
    let run = read::read(&[PathBuf::from(folder)], &ReadOptions::default(), Sources::default());
    let inside = |path: &str| !path.starts_with("..");
    let (inner, models): (Vec<_>, Vec<_>) =
        run.projects.iter().filter(|project| inside(&project.path)).partition(|project| project.config.is_some());
    let paths = |projects: Vec<&read::ReadProject>| projects.into_iter().map(|project| project.path.clone()).collect::<Vec<_>>();
    let (models, inner) = (paths(models), paths(inner));
    let entries = entries(&models);
    Found { models, inner, entries }
}

/// The models by what tells their states, nearest to the top; those that tell nothing are of both.
fn entries(models: &[String]) -> Vec<(String, States)> {
    let told: BTreeSet<(String, u8)> = models.iter().map(|path| entry(path)).map(|(path, states)| (path, states.0)).collect();
    let has = |states: States| told.iter().any(|(_, found)| *found == states.0);
    if !(has(States::CURRENT) && has(States::TARGET)) {
        return Vec::new();
    }
    told.into_iter().map(|(path, states)| (path, States(states))).collect()
}

/// The outermost folder whose name tells a state, else the file by its own.
fn entry(path: &str) -> (String, States) {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    for end in ends {
        let name = path[..end].rsplit('/').next().unwrap_or_default();
        let name = if end == path.len() { stem(name) } else { name };
        if let Some(states) = told_by(name) {
            return (path[..end].to_string(), states);
        }
    }
    (path.to_string(), States::BOTH)
}

fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// The state that a name tells as a whole, by its last words or by its first ones: `portal-as-is`, `target_portal`.
fn told_by(name: &str) -> Option<States> {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let parts = (0..words.len()).map(|from| &words[from..]).chain((1..words.len()).rev().map(|to| &words[..to]));
    let mapping = Mapping::standard();
    let told: Vec<States> = parts.filter_map(|part| mapping.state_named(&part.join(" "))).collect();
    // «From current to target» tells nothing.
    told.first().copied().filter(|first| told.iter().all(|other| other == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(paths: &[&str]) -> Vec<(String, States)> {
        entries(&paths.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    fn entry(path: &str, states: States) -> (String, States) {
        (path.to_string(), states)
    }

    #[test]
    fn states_are_told_by_names_of_folders_and_files() {
        assert_eq!(
            told(&["current/a.toml", "current/b.toml", "shared.toml", "target/a.toml"]),
            [entry("current", States::CURRENT), entry("shared.toml", States::BOTH), entry("target", States::TARGET)]
        );
        assert_eq!(
            told(&["portal-as-is.archimate", "portal_to_be.archimate"]),
            [entry("portal-as-is.archimate", States::CURRENT), entry("portal_to_be.archimate", States::TARGET)]
        );
        assert_eq!(
            told(&["models/Текущая архитектура.xml", "models/Целевая архитектура.xml"]),
            [entry("models/Текущая архитектура.xml", States::CURRENT), entry("models/Целевая архитектура.xml", States::TARGET)]
        );
    }

    #[test]
    fn what_is_not_told_apart_is_left_alone() {
        assert_eq!(told(&["target.archimate"]), []);
        assert_eq!(told(&["a.toml", "b.toml"]), []);
        assert_eq!(told(&["current-to-target.xml", "target.xml"]), []);
        assert_eq!(told(&[]), []);
    }
}
