//! Walking folders: which are projects, which files belong to which, and what had to be left out.
//!
//! Hidden files and folders and what a project excludes are left out; links to folders are not followed and said so,
//! so that there are no loops. Nothing here reads a model; only `saikes.toml` is opened on the way, because it says
//! what to leave out below, and the `folder.xml` of a folder, which says whether all files below it are one model.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::{DirEntry, WalkDir};

use super::config::{self, Config};
use super::decode;
use super::folder;
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
    /// Paths of `[[model]]` and the path of the context, which are asked for when the rest of `config` is gone.
    pub listed: Vec<(String, Place)>,
    pub context: Option<(String, Place)>,
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
    /// Problems of no project.
    pub problems: Vec<Problem>,
    visited: FxHashSet<PathBuf>,
    by_path: FxHashMap<PathBuf, usize>,
}

impl Discovery {
    pub fn new(base: PathBuf, sources: Sources) -> Discovery {
        Discovery {
            base,
            sources,
            folders: Vec::new(),
            files: Vec::new(),
            problems: Vec::new(),
            visited: FxHashSet::default(),
            by_path: FxHashMap::default(),
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
        aside.walk(root, true);
        self.sources = aside.sources;
        self.folders[owner].problems.extend(aside.problems);
        aside.files
    }

    fn is_left_out(&self, entry: &DirEntry, around: &[(usize, usize)]) -> bool {
        if entry.depth() == 0 {
            return false;
        }
        let excluded = |folder: &Folder| {
            let inside = entry.path().strip_prefix(&folder.path);
            !folder.config.excluded.is_empty() && inside.is_ok_and(|inside| folder.config.excluded.is_match(inside))
        };
        entry.file_name().to_string_lossy().starts_with('.') || around.iter().any(|(_, folder)| excluded(&self.folders[*folder]))
    }

    /// Whether a folder was walked already, or is an inner project that is not asked for.
    fn is_known(&mut self, entry: &DirEntry, alone: bool) -> bool {
        let inner = alone && entry.depth() > 0 && entry.path().join(config::FILE_NAME).is_file();
        inner || !self.visited.insert(entry.path().to_path_buf())
    }

    /// Opens the `saikes.toml` of a folder, where it has one.
    fn open(&mut self, path: &Path) -> Option<usize> {
        let config = path.join(config::FILE_NAME);
        if !config.is_file() {
            return None;
        }
        let shown = self.shown(&config);
        let file = self.sources.add(SourceFile::new(shown.clone(), ""));
        let read = std::fs::read(&config)
            .map_err(|error| Problem::new(Code::UnreadableFile, Place::whole(file)).with("reason", load::reason(&error)));
        let (text, mut problems) = match read.map(decode::decode) {
            Ok(Ok(text)) => (text, Vec::new()),
            Ok(Err(mut broken)) => (std::mem::take(&mut broken.text), vec![load::not_text(file, &broken)]),
            Err(problem) => (String::new(), vec![problem]),
        };
        // What a file that is no text seems to say is not believed.
        let (config, mistakes) = if problems.is_empty() { config::read(file, &text) } else { Default::default() };
        problems.extend(mistakes);
        self.sources.set(file, SourceFile::new(shown, text));
        self.by_path.insert(path.to_path_buf(), self.folders.len());
        let listed = config.models.iter().map(|model| (model.path.clone(), model.place)).collect();
        let context = config.context.clone();
        self.folders.push(Folder { path: path.to_path_buf(), file, config, listed, context, problems });
        Some(self.folders.len() - 1)
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
