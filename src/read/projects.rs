//! Puts projects together: from paths of the command line over claimed files to [`ReadProject`]s.
//!
//! Files get their numbers in the order of their paths before any of them is parsed, and everything that was done in
//! parallel is taken up in that order, so that threads never show.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::archimate::Mapping;
use super::claims::{self, Claim, Role};
use super::config::{Config, Of, Settings};
use super::decode::NotText;
use super::discover::Discovery;
use super::distinct;
use super::folder::{self, Bound, Broken};
use super::format::{self, Recognised};
use super::load::{self, Failure, Loaded};
use super::mappings::Mappings;
use super::roots::{self, Root};
use super::{ReadOptions, ReadProject, ReadRun, naming, paths};
use crate::fragment::{Format, States};
use crate::place::{FileId, Place, SourceFile, Sources};
use crate::problem::{Code, Problem, Severity};
use crate::progress::Progress;

pub fn read(written: &[PathBuf], options: &ReadOptions, sources: Sources) -> ReadRun {
    let mut problems = Vec::new();
    let here = [PathBuf::from(".")];
    let written = if written.is_empty() { &here } else { written };
    let mut roots: Vec<Root> = written.iter().filter_map(|path| roots::root(path, &mut problems)).collect();
    roots.sort();
    let base = paths::common(roots.iter().map(Root::base));
    let mut discovery = Discovery::new(base, sources);
    discovery.problems = problems;
    // Whoever names several projects may name what was declared of them too, or have it lie beside them.
    let declared: Vec<PathBuf> = roots.iter().filter(|root| is_declared(root)).map(|root| root.path.clone()).collect();
    roots.retain(|root| !is_declared(root));
    discovery.distinct.extend(declared);
    if roots.len() > 1 {
        discovery.distinct.extend(Some(discovery.base.join(distinct::FILE_NAME)).filter(|path| path.is_file()));
    }
    for root in roots.iter().filter(|root| !root.is_file) {
        if !discovery.was_visited(&root.path) {
            discovery.walk(&root.path, false);
        }
    }
    let named: Vec<PathBuf> = roots.iter().filter(|root| root.is_file || root.is_model).map(|root| root.path.clone()).collect();
    let claims = claims::claims(&mut discovery, 0, &named);
    let mut assembly = Assembly {
        discovery,
        built: Vec::new(),
        of_folder: Vec::new(),
        tasks: Vec::new(),
        mappings: Mappings::default(),
        mapping_files: Vec::new(),
        facts: Vec::new(),
        parts: FxHashSet::default(),
    };
    assembly.take(claims, &roots, &options.progress);
    assembly.find_contexts(options, &roots);
    assembly.finish(options, &roots)
}

fn is_declared(root: &Root) -> bool {
    root.is_file && distinct::is_distinct(&root.path)
}

/// A project on the way to be read.
pub struct Built {
    pub read: ReadProject,
    /// The real folder or file.
    pub path: PathBuf,
    pub is_folder: bool,
    /// Paths of the models it has, read or not readable.
    pub models: Vec<PathBuf>,
    pub id_place: Option<Place>,
    /// Where the project says something of its drawings.
    pub mapping: Option<Mapping>,
}

/// One file to parse for one project.
pub struct Task {
    pub project: usize,
    pub file: FileId,
    pub format: Format,
    pub states: States,
    pub sha256: String,
    pub not_text: Option<NotText>,
    /// Of a model in many files those that could not be read.
    pub broken: Vec<Broken>,
}

/// A facts file, or one of answers, in no project folder.
struct LooseFacts {
    path: PathBuf,
    file: FileId,
    format: Format,
    sha256: String,
    not_text: Option<NotText>,
}

pub struct Assembly {
    pub discovery: Discovery,
    pub built: Vec<Built>,
    /// What became of each folder of `discovery`.
    pub of_folder: Vec<usize>,
    pub tasks: Vec<Task>,
    pub mappings: Mappings,
    /// Files that hold a mapping, with the project they were found in.
    pub mapping_files: Vec<(PathBuf, Option<usize>)>,
    facts: Vec<LooseFacts>,
    /// The models in many files of which it was told that a part is not read.
    parts: FxHashSet<PathBuf>,
}

impl Assembly {
    /// Takes in new project folders and the files that were claimed.
    pub fn take(&mut self, claims: Vec<Claim>, roots: &[Root], progress: &Progress) {
        progress.found.add(claims.len());
        for folder in self.of_folder.len()..self.discovery.folders.len() {
            let built = self.folder(folder, roots);
            self.of_folder.push(self.built.len());
            self.built.push(built);
        }
        let loaded: Vec<Loaded> =
            claims.par_iter().with_max_len(1).map(|claim| self.load(claim)).inspect(|_| progress.files.add(1)).collect();
        for (claim, loaded) in claims.into_iter().zip(loaded) {
            let project = claim.folder.map(|folder| self.of_folder[folder]);
            self.file(claim, project, loaded);
        }
        self.settle_facts();
    }

    fn load(&self, claim: &Claim) -> Loaded {
        match &claim.parts {
            None => load::load(&claim.path, claim.role == Role::Named),
            // It is a model, whatever its files hold; that it is not read needs none of them.
            Some(_) if claim.role == Role::Unlisted => Loaded::Unlisted,
            Some(parts) => match folder::bind(&claim.path, &self.discovery.shown(&claim.path), parts) {
                Ok(bound) => Loaded::Folder(bound),
                Err(failure) => Loaded::Failed(failure),
            },
        }
    }

    fn folder(&mut self, folder: usize, roots: &[Root]) -> Built {
        let found = &mut self.discovery.folders[folder];
        let (mut config, problems) = (std::mem::take(&mut found.config), std::mem::take(&mut found.problems));
        let (path, file) = (found.path.clone(), found.file);
        let outer = self.discovery.outer_defaults(&path);
        let own = std::mem::take(&mut config.settings);
        let mut settings = self.discovery.inheritance.inherited(own, outer);
        let named = config.of != Of::Context || roots.iter().any(|root| root.path == path);
        let shown = self.discovery.shown(&path);
        let (mapping, mistakes) = self.mapping(&mut settings);
        let id = config.id.as_ref().map_or_else(|| naming::of_folder(&path), |(id, _)| id.clone());
        let id_place = config.id.as_ref().map(|(_, place)| *place).unwrap_or(Place::whole(file));
        let mut read = ReadProject::new(id, shown);
        (read.config, read.named, read.settings, read.problems) = (Some(file), named, settings, [problems, mistakes].concat());
        Built { read: with_config(read, config), path, is_folder: true, models: Vec::new(), id_place: Some(id_place), mapping }
    }

    /// The mapping of a project, and what is wrong with what it says itself; the rest is told once.
    fn mapping(&mut self, settings: &mut Settings) -> (Option<Mapping>, Vec<Problem>) {
        let written = std::mem::take(&mut settings.mapping);
        let Discovery { base, sources, inheritance, problems, .. } = &mut self.discovery;
        let (mapping, mistakes) = self.mappings.of(base, written, sources);
        let is_inherited = |problem: &Problem| problem.place.is_some_and(|place| inheritance.has_file(place.file));
        let (inherited, own): (Vec<_>, Vec<_>) = mistakes.into_iter().partition(is_inherited);
        for problem in inherited {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        (mapping, own)
    }

    fn file(&mut self, claim: Claim, project: Option<usize>, loaded: Loaded) {
        match loaded {
            Loaded::Other if claim.role == Role::Named => self.unread(&claim, project, ""),
            Loaded::Mapping if claim.role == Role::Named => self.unread(&claim, project, "mapping"),
            Loaded::Mapping => self.mapping_files.push((claim.path, project)),
            Loaded::Other => {}
            Loaded::Unread(format) => self.unread(&claim, project, format),
            Loaded::Failed(failure) => {
                // A zip that should hold a model is one, whatever came out of it, and so is a folder of files.
                let is_model = claim.parts.is_some() || matches!(failure, Failure::Zipped(_));
                let matters = is_model || claim.role == Role::Named || format::is_model_name(&paths::name(&claim.path));
                let file = self.source(&claim.path, String::new());
                let alone = is_model && project.is_none();
                let project = if alone { Some(self.single(&claim.path, claim.parts.is_some())) } else { project };
                self.report(failure.problem(file, matters && claim.role != Role::Unlisted), project);
                if let Some(project) = project.filter(|_| matters) {
                    self.built[project].models.push(claim.path);
                }
            }
            Loaded::Unlisted => {
                let file = self.source(&claim.path, String::new());
                self.model(
                    claim,
                    project,
                    Read { file, format: Format::Coarchi, sha256: String::new(), not_text: None, broken: Vec::new() },
                );
            }
            Loaded::Folder(Bound { source, sha256, broken }) => {
                let file = self.discovery.sources.add(source);
                self.model(claim, project, Read { file, format: Format::Coarchi, sha256, broken, not_text: None });
            }
            // A slip in every header: a model where models are expected, and anything elsewhere.
            Loaded::Text { recognised: Recognised::Misspelt, .. } if project.is_none() => self.unread(&claim, project, "toml"),
            Loaded::Text { recognised, text, sha256, not_text } => {
                let format = if let Recognised::Model(format) = recognised { format } else { Format::Native };
                let file = self.source(&claim.path, text);
                self.model(claim, project, Read { file, format, sha256, not_text, broken: Vec::new() });
            }
        }
    }

    fn model(&mut self, claim: Claim, project: Option<usize>, read: Read) {
        let Read { file, format, sha256, not_text, broken } = read;
        if claim.role == Role::Unlisted {
            let problem = Problem::new(Code::UnreadModel, Place::whole(file)).with("format", format.name());
            return self.report(problem, project);
        }
        let is_answers = format == Format::Native && format::is_answers(&paths::name(&claim.path));
        let is_beside = is_answers || matches!(format, Format::Facts | Format::Waivers);
        let project = match project {
            None if is_beside && (claim.role == Role::Found || !is_answers) => {
                return self.facts.push(LooseFacts { path: claim.path, file, format, sha256, not_text });
            }
            None => self.single(&claim.path, claim.parts.is_some()),
            Some(project) => project,
        };
        let states = if is_beside { beside_states(format) } else { claim.states };
        if !is_beside {
            self.built[project].models.push(claim.path);
        }
        self.tasks.push(Task { project, file, format, states, sha256, not_text, broken });
    }

    /// A model that no project claims is a project of its own.
    fn single(&mut self, path: &Path, is_folder: bool) -> usize {
        let id = if is_folder { naming::of_model_folder(path) } else { paths::stem(path) };
        let mut read = ReadProject::new(id, self.discovery.shown(path));
        let outer = path.parent().and_then(|folder| self.discovery.defaults_around(folder));
        read.settings = self.discovery.inheritance.inherited(Settings::default(), outer);
        let (mapping, mistakes) = self.mapping(&mut read.settings);
        read.problems = mistakes;
        self.built.push(Built { read, path: path.to_path_buf(), is_folder, models: Vec::new(), id_place: None, mapping });
        self.built.len() - 1
    }

    fn source(&mut self, path: &Path, text: String) -> FileId {
        let shown = self.discovery.shown(path);
        self.discovery.sources.add(SourceFile::new(shown, text))
    }

    pub fn report(&mut self, problem: Problem, project: Option<usize>) {
        match project {
            Some(project) => self.built[project].read.problems.push(problem),
            None => self.discovery.problems.push(problem),
        }
    }

    /// A file that looks like a model and is not read. Files of a model in many files are told once.
    fn unread(&mut self, claim: &Claim, project: Option<usize>, format: &'static str) {
        let is_part = format == Format::Coarchi.name();
        let top = (is_part && folder::is_part(&claim.path)).then(|| outermost(&claim.path)).flatten();
        if top.as_ref().is_some_and(|top| !self.parts.insert(top.clone())) {
            return;
        }
        let path = top.as_ref().map_or_else(|| claim.path.clone(), |top| top.join(folder::FILE_NAME));
        let file = self.source(&path, String::new());
        let code = match format {
            format::EMPTY => Code::EmptyFile,
            _ if is_part => Code::PartOfModel,
            _ => Code::UnknownFormat,
        };
        let mut problem = Problem::new(code, Place::whole(file)).with("format", format);
        if claim.role == Role::Named {
            problem.severity = Severity::Error;
            // It is told here; that there is no model need not be told as well.
            if let Some(project) = project {
                self.built[project].models.push(claim.path.clone());
            }
        }
        self.report(problem, project);
    }

    /// Facts files beside single models belong to those of the same name, and those in a folder that is a model to
    /// that; others have nothing to complete.
    fn settle_facts(&mut self) {
        let mut singles: FxHashMap<(PathBuf, String), Vec<usize>> = FxHashMap::default();
        let mut folders: FxHashMap<PathBuf, Vec<usize>> = FxHashMap::default();
        for (at, built) in self.built.iter().enumerate().filter(|(_, built)| built.read.config.is_none()) {
            singles.entry(beside(&built.path, built.is_folder)).or_default().push(at);
            if built.is_folder {
                folders.entry(built.path.clone()).or_default().push(at);
            }
        }
        for loose in std::mem::take(&mut self.facts) {
            let around = || loose.path.ancestors().find_map(|folder| folders.get(folder));
            let Some(projects) = singles.get(&beside(&loose.path, false)).or_else(around) else {
                let shown = self.discovery.shown(&loose.path);
                let code = if loose.format == Format::Waivers { Code::StrayWaivers } else { Code::NoModel };
                self.report(Problem::new(code, Place::whole(loose.file)).with("path", shown), None);
                continue;
            };
            for project in projects {
                let (sha256, not_text) = (loose.sha256.clone(), loose.not_text.clone());
                self.tasks.push(Task {
                    project: *project,
                    file: loose.file,
                    format: loose.format,
                    states: beside_states(loose.format),
                    sha256,
                    not_text,
                    broken: Vec::new(),
                });
            }
        }
    }
}

/// A text that was loaded.
struct Read {
    file: FileId,
    format: Format,
    sha256: String,
    not_text: Option<NotText>,
    broken: Vec<Broken>,
}

/// The outermost folder of a model in many files, by a path in it.
fn outermost(path: &Path) -> Option<PathBuf> {
    let inside = path.ancestors().skip(1).take_while(|folder| folder.join(folder::FILE_NAME).is_file());
    inside.last().map(Path::to_path_buf)
}

/// What speaks of the models of a project says nothing about the states that it has.
fn beside_states(format: Format) -> States {
    if format == Format::Facts { States::BOTH } else { States::UNSAID }
}

/// What a model and its facts file have in common.
fn beside(path: &Path, is_folder: bool) -> (PathBuf, String) {
    (path.parent().unwrap_or(path).to_path_buf(), paths::model_name(path, is_folder))
}

fn with_config(read: ReadProject, config: Config) -> ReadProject {
    ReadProject {
        names: config.names,
        agency: config.agency,
        stage: config.stage.map(|(stage, _)| stage),
        stage_place: config.stage.map(|(_, place)| place),
        is_context: config.of == Of::Context,
        complete: config.complete,
        ..read
    }
}
