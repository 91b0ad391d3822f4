//! The mappings of the projects of one run: shared files are read once, and what they say is compiled once for all
//! projects that say nothing of their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::archimate::{Entry, Mapping, Own};
use super::mapping::Written;
use super::config::settings::Named;
use super::{ReadProject, config, decode, load, mapping, paths};
use crate::metamodel::Metamodel;
use crate::place::{Place, SourceFile, Sources};
use crate::problem::{Code, Problem};

#[derive(Default)]
pub struct Mappings {
    files: FxHashMap<PathBuf, Shared>,
}

/// A file that projects share.
struct Shared {
    entries: Vec<Entry>,
    problems: Vec<Problem>,
    /// What the file comes to where nothing is added to it.
    alone: Option<(Arc<Own>, Vec<Problem>)>,
}

impl Mappings {
    /// The mapping of a project, and what is wrong with it; none where it says nothing about drawings.
    pub fn of(&mut self, base: &Path, written: Written, sources: &mut Sources) -> (Option<Mapping>, Vec<Problem>) {
        let Written { file, entries } = written;
        if file.is_none() && entries.is_empty() {
            return (None, Vec::new());
        }
        let metamodel = Metamodel::standard();
        let shared = match file {
            None => None,
            Some(Named { path, written, place }) => match std::fs::canonicalize(&path) {
                Ok(path) => Some(self.files.entry(path.clone()).or_insert_with(|| Shared::read(&path, base, place, sources))),
                Err(_) => {
                    let missing = Problem::new(Code::MissingPath, place).with("found", written);
                    let (own, problems) = Own::compile(metamodel, entries);
                    return (Some(Mapping::of_project(Arc::new(own))), [vec![missing], problems].concat());
                }
            },
        };
        let Some(shared) = shared else {
            let (own, problems) = Own::compile(metamodel, entries);
            return (Some(Mapping::of_project(Arc::new(own))), problems);
        };
        let (own, problems) = if entries.is_empty() {
            let known = shared.alone.get_or_insert_with(|| {
                let (own, problems) = Own::compile(metamodel, shared.entries.clone());
                (Arc::new(own), problems)
            });
            known.clone()
        } else {
            let (own, problems) = Own::compile(metamodel, shared.entries.iter().cloned().chain(entries).collect());
            (Arc::new(own), problems)
        };
        (Some(Mapping::of_project(own)), [shared.problems.clone(), problems].concat())
    }

    /// Whether a project reads this file.
    pub fn knows(&self, path: &Path) -> bool {
        let known = |path: &Path| self.files.contains_key(path);
        known(path) || std::fs::canonicalize(path).is_ok_and(|path| known(&path))
    }

    /// Tells, when the drawings of a project are read, by which entries they were understood and which nobody asked for.
    /// A file that is shared or inherited is made for many: what it says in vain of one of them is no mistake.
    pub fn settle(&self, mapping: &Mapping, project: &mut ReadProject) {
        for (entry, used) in mapping.entries() {
            let is_shared = project.config != Some(entry.place.file);
            match (used, is_shared) {
                (true, _) => project.mapped.used.push(entry.shown()),
                (false, true) => project.mapped.idle.push(entry.shown()),
                (false, false) => {
                    let problem = Problem::new(Code::UnusedMapping, entry.place).with("found", entry.shown());
                    project.problems.push(problem);
                }
            }
        }
    }
}

/// What the project at a path says of its drawings, without looking at any of them.
pub fn of_project(path: &Path, sources: &mut Sources) -> (Option<Mapping>, Vec<Problem>) {
    let shown = path.to_string_lossy();
    let missing = || (None, vec![Problem::nowhere(Code::MissingPath).with("found", shown.as_ref())]);
    let Ok(real) = std::fs::canonicalize(path) else { return missing() };
    let config = if real.is_dir() { real.join(config::FILE_NAME) } else { real };
    let (Some(folder), Ok(bytes)) = (config.parent(), std::fs::read(&config)) else { return missing() };
    let file = sources.add(SourceFile::new(paths::shown(folder, &config), ""));
    let text = match decode::decode(bytes) {
        Ok(text) => text,
        Err(broken) => return (None, vec![load::not_text(file, &broken)]),
    };
    let (mut read, mut problems) = config::read(file, &text);
    read.settings.settle_in(folder);
    sources.set(file, SourceFile::new(paths::shown(folder, &config), text));
    let (mapping, mistakes) = Mappings::default().of(folder, read.settings.mapping, sources);
    problems.extend(mistakes);
    (mapping, problems)
}

impl Shared {
    /// `named` is where the first project names it, for a file that cannot be read.
    fn read(path: &Path, base: &Path, named: Place, sources: &mut Sources) -> Shared {
        let shown = paths::shown(base, path);
        let file = sources.add(SourceFile::new(shown.clone(), ""));
        let (entries, problems) = match std::fs::read(path) {
            Err(error) => {
                let problem = Problem::new(Code::UnreadableFile, Place::whole(file)).with("reason", load::reason(&error));
                (Vec::new(), vec![problem.related_to(named)])
            }
            Ok(bytes) => match decode::decode(bytes) {
                Err(broken) => (Vec::new(), vec![load::not_text(file, &broken)]),
                Ok(text) => {
                    let read = mapping::shared(file, &text);
                    sources.set(file, SourceFile::new(shown, text));
                    read
                }
            },
        };
        Shared { entries, problems, alone: None }
    }
}
