//! Walking folders: which are projects, which files belong to which, and what had to be left out.
//!
//! Hidden files and folders and what a project excludes are left out; links to folders are not followed and said so,
//! so that there are no loops. Nothing here reads a model; only `saikes.toml` is opened on the way, because it says
//! what to leave out below, and the `folder.xml` of a folder, which says whether all files below it are one model.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::{DirEntry, WalkDir};

use super::config::settings::Exclude;
use super::config::{self, Config, Of};
use super::decode;
use super::distinct;
use super::folder;
use super::inheritance::Inheritance;
use super::load;
use super::paths;
use crate::place::{FileId, Place, SourceFile, Sources};
use crate::problem::{Code, Problem};

/// A folder with `saikes.toml`.
#[derive(Debug)]
pub struct Folder {
    pub path: PathBuf,
    pub file: FileId,
    pub config: Config,
    /// Paths of `[[model]]`, which are asked for when the rest of `config` is gone.
    pub listed: Vec<(String, Place)>,
    pub problems: Vec<Problem>,
}

/// A file that may be a model, or a folder that is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub path: PathBuf,
    /// The innermost project folder it is in.
    pub folder: Option<usize>,
    /// Of a folder that is a model its files, by their paths below it.
    pub parts: Option<Vec<PathBuf>>,
}

/// What was found so far.
#[derive(Debug)]
pub struct Discovery {
    /// What shown paths are relative to.
    pub base: PathBuf,
    pub sources: Sources,
    pub folders: Vec<Folder>,
    pub files: Vec<Candidate>,
    /// Files that declare elements of different projects to be distinct.
    pub distinct: Vec<PathBuf>,
    /// Problems of no project.
    pub problems: Vec<Problem>,
    /// What holds for whole folders.
    pub inheritance: Inheritance,
    visited: FxHashSet<PathBuf>,
    by_path: FxHashMap<PathBuf, usize>,
    /// Folders of packs, in which nobody looks for models.
    rules: FxHashSet<PathBuf>,
}

impl Discovery {
    pub fn new(base: PathBuf, sources: Sources) -> Discovery {
        Discovery {
            base,
            sources,
            folders: Vec::new(),
            files: Vec::new(),
            distinct: Vec::new(),
            problems: Vec::new(),
            inheritance: Inheritance::default(),
            visited: FxHashSet::default(),
            by_path: FxHashMap::default(),
            rules: FxHashSet::default(),
        }
    }

    pub fn shown(&self, path: &Path) -> String {
        paths::shown(&self.base, path)
    }

    pub fn folder_at(&self, path: &Path) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    pub fn was_visited(&self, folder: &Path) -> bool {
        self.visited.contains(folder)
    }

    /// Walks a folder; with `alone`, inner projects are left out.
    pub fn walk(&mut self, root: &Path, alone: bool) {
        self.defaults_around(root);
        // The project folders around the entry at hand, with their depth below the root.
        let mut around: Vec<(usize, usize)> = Vec::new();
        // The same of folders that are models, by their number among the files.
        let mut models: Vec<(usize, usize)> = Vec::new();
        let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let depth = entry.as_ref().map_or_else(walkdir::Error::depth, DirEntry::depth);
            // An unreadable folder has the depth of the folder itself, which may be the project's.
            around.retain(|(outer, _)| *outer < depth || (entry.is_err() && *outer == depth));
            models.retain(|(outer, _)| *outer < depth);
            let owner = around.last().map(|(_, folder)| *folder);
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(&error, owner);
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            if self.is_left_out(&entry, &around) || (is_folder && self.is_known(&entry, alone)) {
                if is_folder {
                    entries.skip_current_dir();
                }
            } else if is_folder {
                around.extend(self.open(entry.path()).map(|folder| (depth, folder)));
                if folder::is_model(entry.path()) {
                    models.push((depth, self.files.len()));
                    self.found(entry.path(), around.last().map(|(_, folder)| *folder), Some(Vec::new()));
                }
            } else {
                self.file(&entry, owner, models.last().map(|(_, model)| *model));
            }
        }
    }

    /// Model files below a folder that lies outside of everything walked; `owner` gets the problems.
    pub fn files_outside(&mut self, root: &Path, owner: usize) -> Vec<Candidate> {
        let base = self.base.clone();
        let mut aside = Discovery::new(base, std::mem::take(&mut self.sources));
        aside.inheritance = std::mem::take(&mut self.inheritance);
        aside.walk(root, true);
        (self.sources, self.inheritance) = (aside.sources, aside.inheritance);
        self.folders[owner].problems.extend(aside.problems);
        aside.files
    }

    fn is_left_out(&mut self, entry: &DirEntry, around: &[(usize, usize)]) -> bool {
        if entry.depth() == 0 {
            return false;
        }
        let path = entry.path();
        let excluded = |exclude: &Option<Exclude>| exclude.as_ref().is_some_and(|exclude| exclude.leaves_out(path));
        let own = |folder: usize| &self.folders[folder].config.settings.exclude;
        if entry.file_name().to_string_lossy().starts_with('.') || around.iter().any(|(_, folder)| excluded(own(*folder))) {
            return true;
        }
        // What a project excludes replaces what it would inherit.
        let innermost = around.last().map(|(_, folder)| *folder);
        let replaced = innermost.filter(|folder| own(*folder).is_some()).map(|folder| self.folders[folder].path.clone());
        let outer = if self.inheritance.is_empty() { None } else { path.parent().and_then(|folder| self.defaults_around(folder)) };
        let inherited = outer.map(|at| self.inheritance.at(at)).filter(|outer| !replaced.is_some_and(|own| own.starts_with(&outer.path)));
        inherited.is_some_and(|outer| excluded(&outer.settings.exclude)) || (entry.file_type().is_dir() && self.rules.contains(path))
    }

    /// Whether a folder was walked already, or is an inner project that is not asked for.
    fn is_known(&mut self, entry: &DirEntry, alone: bool) -> bool {
        let inner = alone && entry.depth() > 0 && self.is_project(entry.path());
        inner || !self.visited.insert(entry.path().to_path_buf())
    }

    fn is_project(&mut self, folder: &Path) -> bool {
        folder.join(config::FILE_NAME).is_file() && {
            self.defaults_around(folder);
            !self.inheritance.has(folder)
        }
    }

    /// Opens the `saikes.toml` of a folder, where it has one that makes it a project.
    fn open(&mut self, path: &Path) -> Option<usize> {
        let config = path.join(config::FILE_NAME);
        if self.inheritance.has(path) || !config.is_file() {
            return None;
        }
        let (file, config, problems) = self.configuration(path, &config);
        if config.of == Of::Defaults {
            self.add_defaults(path, file, config, problems);
            return None;
        }
        self.by_path.insert(path.to_path_buf(), self.folders.len());
        let listed = config.models.iter().map(|model| (model.path.clone(), model.place)).collect();
        self.folders.push(Folder { path: path.to_path_buf(), file, config, listed, problems });
        Some(self.folders.len() - 1)
    }

    /// What the configuration in a folder says.
    fn configuration(&mut self, folder: &Path, path: &Path) -> (FileId, Config, Vec<Problem>) {
        let shown = self.shown(path);
        let file = self.sources.add(SourceFile::new(shown.clone(), ""));
        let read = std::fs::read(path)
            .map_err(|error| Problem::new(Code::UnreadableFile, Place::whole(file)).with("reason", load::reason(&error)));
        let (text, mut problems) = match read.map(decode::decode) {
            Ok(Ok(text)) => (text, Vec::new()),
            Ok(Err(mut broken)) => (std::mem::take(&mut broken.text), vec![load::not_text(file, &broken)]),
            Err(problem) => (String::new(), vec![problem]),
        };
        // What a file that is no text seems to say is not believed.
        let (mut config, mistakes) = if problems.is_empty() { config::read(file, &text) } else { Default::default() };
        problems.extend(mistakes);
        self.sources.set(file, SourceFile::new(shown, text));
        config.settings.settle_in(folder);
        self.rules.extend(config.settings.rules.iter().map(|named| named.path.clone()));
        (file, config, problems)
    }

    /// The number of the nearest defaults in this folder or above it; no repository looks beyond itself.
    pub fn defaults_around(&mut self, folder: &Path) -> Option<usize> {
        if let Some(known) = self.inheritance.known(folder) {
            return known;
        }
        let config = folder.join(config::FILE_NAME);
        let is_open = self.by_path.contains_key(folder);
        if !is_open && std::fs::read_to_string(&config).is_ok_and(|text| config::of(&text) == Of::Defaults) {
            let (file, config, problems) = self.configuration(folder, &config);
            return Some(self.add_defaults(folder, file, config, problems));
        }
        let found = self.outer_defaults(folder);
        self.inheritance.remember(folder, found);
        found
    }

    /// The defaults above a folder, for what lies in it.
    pub fn outer_defaults(&mut self, folder: &Path) -> Option<usize> {
        if folder.join(".git").exists() { None } else { folder.parent().and_then(|outer| self.defaults_around(outer)) }
    }

    /// What is wrong with a file that many projects share is told once, as of none of them.
    fn add_defaults(&mut self, folder: &Path, file: FileId, config: Config, problems: Vec<Problem>) -> usize {
        self.problems.extend(problems);
        let outer = self.outer_defaults(folder);
        self.inheritance.add(folder, file, config.settings, outer)
    }

    /// A file on the way: a part of the model around it, or a candidate by itself.
    fn file(&mut self, entry: &DirEntry, owner: Option<usize>, model: Option<usize>) {
        let path = entry.path();
        if entry.file_name() == config::FILE_NAME {
            return;
        }
        let is_file = entry.file_type().is_file() || (entry.path_is_symlink() && path.is_file());
        if !is_file {
            if entry.path_is_symlink() {
                self.link(path, owner);
            }
            return;
        }
        if distinct::is_distinct(path) {
            self.distinct.push(path.to_path_buf());
            return;
        }
        // A project of its own inside a model is not the model's.
        let model = model.map(|model| &mut self.files[model]).filter(|model| model.folder == owner && folder::is_part(path));
        match model.and_then(|model| path.strip_prefix(&model.path).ok().zip(model.parts.as_mut())) {
            Some((inner, parts)) => parts.push(inner.to_path_buf()),
            None => self.found(path, owner, None),
        }
    }

    fn found(&mut self, path: &Path, folder: Option<usize>, parts: Option<Vec<PathBuf>>) {
        self.files.push(Candidate { path: path.to_path_buf(), folder, parts });
    }

    /// A link to a folder is not followed, for it may lead anywhere, also back.
    fn link(&mut self, path: &Path, owner: Option<usize>) {
        let shown = self.shown(path);
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                let problem = Problem::nowhere(Code::UnreadableFolder).with("path", shown).with("reason", "symbolic link");
                self.report(problem.as_warning(), owner);
            }
            Ok(_) => {}
            Err(error) => {
                let problem = Problem::nowhere(Code::UnreadableFolder).with("path", shown).with("reason", load::reason(&error));
                self.report(problem.as_warning(), owner);
            }
        }
    }

    fn unreadable(&mut self, error: &walkdir::Error, owner: Option<usize>) {
        let shown = error.path().map(|path| self.shown(path)).unwrap_or_default();
        let reason = error.io_error().map_or_else(|| "symbolic link".to_string(), load::reason);
        self.report(Problem::nowhere(Code::UnreadableFolder).with("path", shown).with("reason", reason), owner);
    }

    fn report(&mut self, problem: Problem, owner: Option<usize>) {
        match owner {
            Some(folder) => self.folders[folder].problems.push(problem),
            None => self.problems.push(problem),
        }
    }
}
