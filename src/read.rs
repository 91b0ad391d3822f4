//! Reading: from paths to projects, each with what its files say. Problems are collected, never thrown; one broken
//! file or project does not stop the others.
//!
//! What comes in: paths of the command line. What goes out: a [`ReadRun`], in which nothing is resolved yet.
//! The way: `discover` walks folders and opens `saikes.toml` (`config`), `claims` says which file is whose, `load`
//! opens files and recognises them (`format`, `decode`), `projects` puts projects together, `contexts` finds what they
//! refer to, and at the `finish` the readers of formats (`native`, `facts`, `exchange`, `archi`) make fragments in parallel.
//! Leaves to others: what ids refer to, which files agree (`graph`); words (`report`).

pub mod archi;
pub mod archimate;
mod claims;
pub mod coarchi;
pub mod config;
mod contexts;
pub mod dates;
pub mod decode;
mod discover;
pub mod distinct;
pub mod evidence;
pub mod exchange;
pub mod facts;
mod finish;
pub mod folder;
pub mod format;
mod inheritance;
mod lenient;
pub mod load;
mod mapping;
mod mappings;
pub mod naming;
pub mod native;
mod numbers;
mod paths;
mod projects;
mod repeated;
mod roots;
mod toml_text;
pub mod values;
pub mod waivers;
pub mod xml;
pub mod zipped;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::duplicates::WrittenDistinct;
use crate::fragment::{Fragment, States};
use crate::metamodel::LayerId;
use crate::place::{FileId, Place, Sources};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::text::Trilingual;
use archimate::Mapping;
use config::Settings;

pub use finish::read_quoted;

/// The stage of a project's life that its documents belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Planning,
    Investment,
    PostInvestment,
}

impl Stage {
    pub const ALL: [Stage; 3] = [Stage::Planning, Stage::Investment, Stage::PostInvestment];
    pub const NAMES: [&'static str; 3] = ["planning", "investment", "post-investment"];

    pub fn name(self) -> &'static str {
        Stage::NAMES[self as usize]
    }

    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// The layers for which a project says that silence means absence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Vouched {
    #[default]
    Nothing,
    /// With the place of the whole list.
    Layers(Vec<LayerId>, Place),
    /// `complete = true`; without a place where the command line says so.
    All(Option<Place>),
}

/// The entries of a project's own mapping, as lines of TOML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// Those that something in its drawings was understood by.
    pub used: Vec<String>,
    /// Those of a shared file that nothing in its drawings asks for.
    pub idle: Vec<String>,
}

/// One project as read: its configuration and what its files say; nothing resolved.
#[derive(Debug)]
pub struct ReadProject {
    pub id: String,
    /// Empty where not given.
    pub names: Trilingual,
    pub agency: Option<String>,
    pub stage: Option<Stage>,
    pub stage_place: Option<Place>,
    /// The folder or file, relative to the folder checked, with `/`; `.` for the folder itself.
    pub path: String,
    /// Its `saikes.toml`.
    pub config: Option<FileId>,
    /// `[context]` instead of `[project]`.
    pub is_context: bool,
    /// Named on the command line: only then is a context judged. True for every project that is no context.
    pub named: bool,
    /// Index into [`ReadRun::projects`].
    pub context: Option<usize>,
    pub complete: Vouched,
    /// How it is to be checked, with what it inherits.
    pub settings: Settings,
    /// What the project's own mapping says of its drawings.
    pub mapped: Mapped,
    /// By path, with the states of the `[[model]]` each belongs to; facts files belong to both.
    pub fragments: Vec<(States, Fragment)>,
    /// Where a new facts file of the project would be looked for: beside a single model, in a folder.
    pub facts_file: PathBuf,
    /// Where people's answers would be looked for, in the same way.
    pub answers_file: PathBuf,
    /// Where its waivers would be looked for, in the same way.
    pub waivers_file: PathBuf,
    /// What is wrong with the project as a whole; problems of files stand in their fragments.
    pub problems: Vec<Problem>,
}

impl ReadProject {
    /// A project of which nothing is known but its id and where it is.
    pub fn new(id: impl Into<String>, path: impl Into<String>) -> ReadProject {
        ReadProject {
            id: id.into(),
            names: Trilingual::default(),
            agency: None,
            stage: None,
            stage_place: None,
            path: path.into(),
            config: None,
            is_context: false,
            named: true,
            context: None,
            complete: Vouched::Nothing,
            settings: Settings::default(),
            mapped: Mapped::default(),
            fragments: Vec::new(),
            facts_file: PathBuf::new(),
            answers_file: PathBuf::new(),
            waivers_file: PathBuf::new(),
            problems: Vec::new(),
        }
    }
}

/// Everything that was read.
#[derive(Debug)]
pub struct ReadRun {
    pub sources: Sources,
    /// The folder that the paths of reports are relative to.
    pub base: PathBuf,
    /// By path.
    pub projects: Vec<ReadProject>,
    /// What projects take from files that hold for nothing but what was read; nobody knows yet whether it changes
    /// anything.
    pub taken: Vec<(String, Place)>,
    /// Elements that were declared to be distinct, file by file.
    pub distinct: Vec<WrittenDistinct>,
    /// Problems of no project.
    pub problems: Vec<Problem>,
}

/// What the command line says about reading.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The context of every project, whatever the projects say.
    pub context: Option<PathBuf>,
    /// Every project vouches for everything.
    pub complete: bool,
    /// What drawings say in words of their own is counted too.
    pub survey: bool,
    /// Whoever looks how far it has come.
    pub progress: Arc<Progress>,
}

/// Reads the projects at and below these paths, and the contexts they refer to.
pub fn read(paths: &[PathBuf], options: &ReadOptions, sources: Sources) -> ReadRun {
    projects::read(paths, options, sources)
}

/// The path of a file that reports show; `base` is that of the run.
pub fn shown_path(base: &std::path::Path, shown: &str) -> PathBuf {
    paths::normalised(&base.join(shown))
}

/// A path as reports show it.
pub fn path_shown(base: &std::path::Path, path: &std::path::Path) -> String {
    paths::shown(base, path)
}

/// What the project at a path, its folder or its `saikes.toml`, says of its drawings; and what is wrong with that.
pub fn mapping_of(path: &Path, sources: &mut Sources) -> (Option<Mapping>, Vec<Problem>) {
    mappings::of_project(path, sources)
}

/// The entries of a mapping that several projects share, and what is wrong with it as TOML.
pub fn mapping_entries(file: FileId, text: &str) -> (Vec<archimate::Entry>, Vec<Problem>) {
    mapping::shared(file, text)
}

#[cfg(test)]
mod tests;
