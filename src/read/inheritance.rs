//! What holds for every project below a folder: the `saikes.toml` files with `[defaults]`, and what projects take of them.
//!
//! The nearest file wins key by key, and the project over all. Nothing here reads files (`discover` does).

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::config::Settings;
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem};

/// A folder whose `saikes.toml` holds for what is below it.
#[derive(Debug)]
pub struct Defaults {
    pub path: PathBuf,
    pub file: FileId,
    /// Those of the file over those of the files above it.
    pub settings: Settings,
    /// What the file itself says.
    said: Vec<(String, Place)>,
}

#[derive(Debug, Default)]
pub struct Inheritance {
    all: Vec<Defaults>,
    /// The nearest in a folder or above it.
    nearest: FxHashMap<PathBuf, Option<usize>>,
}

impl Inheritance {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn at(&self, at: usize) -> &Defaults {
        &self.all[at]
    }

    /// Whether a folder has defaults itself.
    pub fn has(&self, folder: &Path) -> bool {
        self.nearest.get(folder).copied().flatten().is_some_and(|at| self.all[at].path == folder)
    }

    pub fn has_file(&self, file: FileId) -> bool {
        self.all.iter().any(|defaults| defaults.file == file)
    }

    pub fn known(&self, folder: &Path) -> Option<Option<usize>> {
        self.nearest.get(folder).copied()
    }

    pub fn remember(&mut self, folder: &Path, found: Option<usize>) {
        self.nearest.insert(folder.to_path_buf(), found);
    }

    pub fn add(&mut self, folder: &Path, file: FileId, settings: Settings, outer: Option<usize>) -> usize {
        let said = settings.entries();
        let settings = match outer {
            Some(outer) => settings.over(&self.all[outer].settings),
            None => settings,
        };
        self.all.push(Defaults { path: folder.to_path_buf(), file, settings, said });
        self.remember(folder, Some(self.all.len() - 1));
        self.all.len() - 1
    }

    /// Settings over those that are inherited.
    pub fn inherited(&self, own: Settings, outer: Option<usize>) -> Settings {
        match outer {
            Some(outer) => own.over(&self.all[outer].settings),
            None => own,
        }
    }

    /// What files say that hold for nothing but these folders, in the order of the files: warnings for what no project
    /// takes from them. Whether values are used that projects take is found out later (`select`).
    pub fn idle<'s>(&self, roots: &[&Path], projects: impl Iterator<Item = &'s Settings>) -> (Vec<Problem>, Vec<(String, Place)>) {
        let taken: FxHashSet<Place> = projects.flat_map(|settings| settings.entries()).map(|(_, place)| place).collect();
        let whole = self.all.iter().filter(|defaults| roots.iter().any(|root| defaults.path.starts_with(root)));
        let (taken, idle): (Vec<_>, Vec<_>) = whole.flat_map(|defaults| &defaults.said).cloned().partition(|(_, place)| taken.contains(place));
        let unused = |(name, place): (String, Place)| {
            Problem::new(Code::UnusedSetting, place).with("found", name).with("reason", "no-project")
        };
        let mut problems: Vec<Problem> = idle.into_iter().map(unused).collect();
        problems.sort_by_key(|problem| problem.place);
        (problems, taken)
    }
}
