//! Which context a project refers to: the nearest `[context]` folder beside or above it.
//!
//! `--context` comes first, then what the project says, then the nearest. Every folder is looked at once, however many projects ask. Folders above that cannot be opened are passed over:
//! nobody named them.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::config::Of;
use super::config::settings::Named;
use super::projects::Assembly;
use super::roots::Root;
use super::{ReadOptions, claims, config};
use crate::problem::{Code, Problem};

impl Assembly {
    /// Gives every project its context, and reads those that nobody named.
    pub fn find_contexts(&mut self, options: &ReadOptions, roots: &[Root]) {
        let mut finder = Finder::new(
            self.built.iter().filter(|built| built.read.config.is_some()).map(|built| (built.path.clone(), built.read.is_context)),
        );
        let ruled = options.context.as_deref().map(|written| self.ruled_context(written, &mut finder));
        let chosen: Vec<Option<PathBuf>> = (0..self.built.len()).map(|at| self.chosen_context(at, &ruled, &mut finder)).collect();
        let mut outside: Vec<&PathBuf> = chosen.iter().flatten().filter(|path| self.discovery.folder_at(path).is_none()).collect();
        outside.sort();
        outside.dedup();
        let first = self.discovery.folders.len();
        for path in outside {
            self.discovery.walk(path, true);
        }
        let claims = claims::claims(&mut self.discovery, first, &[]);
        self.take(claims, roots, &options.progress);
        for (at, context) in chosen.into_iter().enumerate() {
            let folder = context.and_then(|path| self.discovery.folder_at(&path));
            self.built[at].read.context = folder.map(|folder| self.of_folder[folder]);
        }
    }

    /// The context that the command line names for all.
    fn ruled_context(&mut self, written: &Path, finder: &mut Finder) -> Option<PathBuf> {
        let found = written.to_string_lossy().into_owned();
        let Ok(path) = std::fs::canonicalize(written) else {
            self.report(Problem::nowhere(Code::MissingPath).with("found", found), None);
            return None;
        };
        if finder.is_context(&path) {
            return Some(path);
        }
        let problem = Problem::nowhere(Code::WrongConfiguration);
        self.report(problem.with("name", "--context").with("expected", "context").with("found", found), None);
        None
    }

    fn chosen_context(&mut self, at: usize, ruled: &Option<Option<PathBuf>>, finder: &mut Finder) -> Option<PathBuf> {
        let built = &mut self.built[at];
        if built.read.is_context {
            return None;
        }
        if let Some(ruled) = ruled {
            return ruled.clone();
        }
        let Some(Named { written, place, path }) = built.read.settings.context.clone() else {
            return finder.nearest(&built.path);
        };
        let Ok(path) = std::fs::canonicalize(path) else {
            built.read.problems.push(Problem::new(Code::MissingPath, place).with("found", written));
            return None;
        };
        if finder.is_context(&path) {
            return Some(path);
        }
        let problem = Problem::new(Code::WrongConfiguration, place).with("name", "check.context").with("expected", "context");
        built.read.problems.push(problem.with("found", written));
        None
    }
}

#[derive(Debug, Default)]
struct Finder {
    /// Whether a folder is a context.
    known: FxHashMap<PathBuf, bool>,
    /// The context in a folder, directly: the folder itself or one of its children.
    inside: FxHashMap<PathBuf, Option<PathBuf>>,
}

impl Finder {
    /// With what is known already of folders that were walked.
    fn new(known: impl Iterator<Item = (PathBuf, bool)>) -> Finder {
        Finder { known: known.collect(), inside: FxHashMap::default() }
    }

    fn is_context(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.known.get(folder) {
            return *known;
        }
        let text = std::fs::read_to_string(folder.join(config::FILE_NAME));
        let is_context = text.is_ok_and(|text| config::of(&text) == Of::Context);
        self.known.insert(folder.to_path_buf(), is_context);
        is_context
    }

    /// The nearest context of a project, which is a folder or a file.
    fn nearest(&mut self, project: &Path) -> Option<PathBuf> {
        project.ancestors().skip(1).find_map(|ancestor| self.context_in(ancestor))
    }

    fn context_in(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(found) = self.inside.get(folder) {
            return found.clone();
        }
        let found = if self.is_context(folder) { Some(folder.to_path_buf()) } else { self.child_of(folder) };
        self.inside.insert(folder.to_path_buf(), found.clone());
        found
    }

    /// The first context among the folders in a folder, by name.
    fn child_of(&mut self, folder: &Path) -> Option<PathBuf> {
        let entries = std::fs::read_dir(folder).ok()?.flatten();
        let visible = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        let mut folders: Vec<PathBuf> =
            visible.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect();
        folders.sort();
        folders.into_iter().find(|folder| self.is_context(folder))
    }
}
