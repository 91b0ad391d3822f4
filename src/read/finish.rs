//! The end of reading: files are parsed in parallel, projects put in order, and what is missing is told.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::archimate::Mapping;
use super::format::{ANSWERS_NAME, ANSWERS_SUFFIX, FACTS_SUFFIX, Recognised, WAIVERS_NAME, WAIVERS_SUFFIX};
use super::projects::{Assembly, Built, Task};
use super::roots::Root;
use super::{
    ReadOptions, ReadProject, ReadRun, Vouched, archi, claims, coarchi, distinct, exchange, facts, format, load, naming, native, paths,
    waivers,
};
use crate::fragment::{Format, Fragment, Wanted};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Place, SourceFile, Sources};
use crate::problem::{Code, Problem};

impl Assembly {
    pub fn finish(mut self, options: &ReadOptions, roots: &[Root]) -> ReadRun {
        self.tell_missing_models();
        self.tell_missing_projects(roots);
        self.tell_idle_mappings();
        let whole: Vec<&Path> = roots.iter().filter(|root| !root.is_file && !root.is_model).map(|root| root.path.as_path()).collect();
        let (idle, taken) = self.discovery.inheritance.idle(&whole, self.built.iter().map(|built| &built.read.settings));
        self.discovery.problems.extend(idle);
        let order = self.order();
        let Assembly { mut discovery, built, tasks, mappings, .. } = self;
        let fragments = parse_all(&tasks, &built, &discovery.sources, options);
        let mut place_of = vec![0; built.len()];
        for (place, at) in order.iter().enumerate() {
            place_of[*at] = place;
        }
        let mut built: Vec<(usize, Built)> = built.into_iter().enumerate().map(|(at, built)| (place_of[at], built)).collect();
        for (task, fragment) in tasks.into_iter().zip(fragments) {
            built[task.project].1.read.fragments.push((task.states, fragment));
        }
        built.sort_by_key(|(place, _)| *place);
        let mut projects: Vec<ReadProject> = Vec::with_capacity(built.len());
        let mut places = Vec::with_capacity(built.len());
        let mut homes = Vec::with_capacity(built.len());
        for (_, Built { mut read, path, is_folder, id_place, mapping, .. }) in built {
            if let Some(mapping) = mapping {
                mappings.settle(&mapping, &mut read);
            }
            read.context = read.context.map(|context| place_of[context]);
            // Facts beside single files were given to them last.
            read.fragments.sort_by_key(|(_, fragment)| fragment.file);
            if options.complete && !read.is_context {
                read.complete = Vouched::All(None);
            }
            places.push(id_place);
            homes.push((path, is_folder));
            projects.push(read);
        }
        naming::settle(&mut projects, &places);
        for (project, (home, is_folder)) in projects.iter_mut().zip(homes) {
            project.facts_file = facts_file(&home, is_folder, project);
            let beside = |name: &str, suffix: &str| match project.config {
                None => home.with_file_name(format!("{}{suffix}", paths::model_name(&home, is_folder))),
                Some(_) => home.join(name),
            };
            (project.answers_file, project.waivers_file) = (beside(ANSWERS_NAME, ANSWERS_SUFFIX), beside(WAIVERS_NAME, WAIVERS_SUFFIX));
            project.problems.sort_by_key(|problem| (problem.place, problem.code));
        }
        let distinct = distinct::read_all(&mut discovery);
        ReadRun { sources: discovery.sources, base: discovery.base, projects, taken, distinct, problems: discovery.problems }
    }

    /// A mapping that no project names is read by nobody.
    fn tell_idle_mappings(&mut self) {
        for (path, project) in std::mem::take(&mut self.mapping_files) {
            if !self.mappings.knows(&path) {
                let shown = self.discovery.shown(&path);
                let file = self.discovery.sources.add(SourceFile::new(shown.clone(), ""));
                self.report(Problem::new(Code::UnusedMapping, Place::whole(file)).with("found", shown), project);
            }
        }
    }

    /// Projects by their shown paths, part by part.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.built.len()).collect();
        order.sort_by(|left, right| {
            let parts = |at: &usize| self.built[*at].read.path.split('/');
            parts(left).cmp(parts(right))
        });
        order
    }

    /// A project without a model, and a `[[model]]` that names none.
    fn tell_missing_models(&mut self) {
        for built in &mut self.built {
            let Some(file) = built.read.config else { continue };
            let folder = self.discovery.folder_at(&built.path).map(|folder| &self.discovery.folders[folder]);
            let listed = folder.map_or(&[][..], |folder| &folder.listed);
            for (written, place) in listed {
                let path = claims::model_path(&built.path, written);
                if path.exists() && !built.models.iter().any(|model| model.starts_with(&path)) {
                    built.read.problems.push(Problem::new(Code::NoModel, *place).with("path", written.as_str()));
                }
            }
            if listed.is_empty() && built.models.is_empty() {
                let problem = Problem::new(Code::NoModel, Place::whole(file)).with("path", built.read.path.as_str());
                built.read.problems.push(problem);
            }
        }
    }

    /// A folder of the command line in which there is nothing to judge.
    fn tell_missing_projects(&mut self, roots: &[Root]) {
        for root in roots.iter().filter(|root| !root.is_file) {
            let related = |built: &Built| built.path.starts_with(&root.path) || root.path.starts_with(&built.path);
            if !self.built.iter().any(|built| built.read.named && related(built)) {
                let shown = self.discovery.shown(&root.path);
                self.discovery.problems.push(Problem::nowhere(Code::NoProject).with("path", shown));
            }
        }
    }
}

/// Beside a single model the file has its name, in a folder that of the project.
fn facts_file(home: &Path, is_folder: bool, project: &ReadProject) -> PathBuf {
    match project.config {
        None => home.with_file_name(format!("{}{FACTS_SUFFIX}", paths::model_name(home, is_folder))),
        Some(_) => home.join(format!("{}{FACTS_SUFFIX}", naming::of_file(&project.id))),
    }
}

/// What all files say, in the order of the tasks. Facts files come first: what they ask of drawings is kept, and
/// nothing else.
fn parse_all(tasks: &[Task], built: &[Built], sources: &Sources, options: &ReadOptions) -> Vec<Fragment> {
    let ReadOptions { survey, progress, .. } = options;
    let (facts, models): (Vec<usize>, Vec<usize>) = (0..tasks.len()).partition(|at| tasks[*at].format == Format::Facts);
    let nothing = Wanted::default();
    let parsed = |numbers: &[usize], wanted: &[Wanted]| -> Vec<(usize, Fragment)> {
        let parse_one = |at: &usize| {
            let project = tasks[*at].project;
            let mapping = built[project].mapping.as_ref().unwrap_or_else(|| Mapping::standard());
            let fragment = parse(&tasks[*at], mapping, wanted.get(project).unwrap_or(&nothing), sources);
            progress.elements.add(fragment.counts.elements);
            (*at, fragment)
        };
        numbers.par_iter().with_max_len(1).map(parse_one).collect()
    };
    let mut facts = parsed(&facts, &[]);
    let mut wanted = vec![Wanted { survey: *survey, ..Wanted::default() }; built.len()];
    let mut owners: FxHashMap<FileId, usize> = FxHashMap::default();
    for (at, fragment) in &facts {
        wanted[tasks[*at].project].add(&fragment.facts);
        *owners.entry(fragment.file).or_default() += 1;
    }
    for (_, fragment) in &mut facts {
        let shared = owners[&fragment.file] > 1;
        fragment.facts.iter_mut().for_each(|table| table.shared = shared);
    }
    let mut all = parsed(&models, &wanted);
    all.append(&mut facts);
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, fragment)| fragment).collect()
}

/// What one file says, by its format.
fn parse(task: &Task, mapping: &Mapping, wanted: &Wanted, sources: &Sources) -> Fragment {
    let source = sources.file(task.file);
    let mut fragment = match (&task.not_text, task.format) {
        (Some(broken), format) => {
            let mut fragment = Fragment::new(task.file, format);
            fragment.problems.push(load::not_text(task.file, broken));
            fragment
        }
        (None, Format::Coarchi) => coarchi::read(Metamodel::standard(), mapping, wanted, task.file, source, &task.broken),
        (None, format) => read_text(format, mapping, wanted, task.file, &source.text),
    };
    fragment.sha256 = task.sha256.clone();
    fragment
}

/// What a text says that is a model by itself; folders of files are none.
fn read_text(format: Format, mapping: &Mapping, wanted: &Wanted, file: FileId, text: &str) -> Fragment {
    let metamodel = Metamodel::standard();
    match format {
        Format::Facts => facts::read(file, text),
        Format::Waivers => waivers::read(file, text),
        Format::Exchange => exchange::read(metamodel, mapping, wanted, file, text),
        Format::Archi => archi::read(metamodel, mapping, wanted, file, text),
        Format::Native | Format::Coarchi => native::read(metamodel, file, text),
    }
}

/// A model that stands in no file of its own, such as an example of a pack: native, unless its content says that it is
/// a drawing.
pub fn read_quoted(file: FileId, text: &str) -> Fragment {
    let format = match format::recognise("example.xml", text.trim_start().as_bytes()) {
        Recognised::Model(format) if format.is_drawing() => format,
        _ => Format::Native,
    };
    read_text(format, Mapping::standard(), &Wanted::default(), file, text)
}
