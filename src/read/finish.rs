//! The end of reading: files are parsed in parallel, projects put in order, and what is missing is told.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::archimate::Mapping;
use super::format::FACTS_SUFFIX;
use super::projects::{Assembly, Built, Task};
use super::roots::Root;
use super::{ReadOptions, ReadProject, ReadRun, Vouched, archi, claims, coarchi, exchange, facts, load, naming, native, paths};
use crate::fragment::{Format, Fragment, Wanted};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Place, Sources};
use crate::problem::{Code, Problem};

impl Assembly {
    pub fn finish(mut self, options: &ReadOptions, roots: &[Root]) -> ReadRun {
        self.tell_missing_models();
        self.tell_missing_projects(roots);
        let order = self.order();
        let Assembly { discovery, built, tasks, .. } = self;
        let fragments = parse_all(&tasks, built.len(), &discovery.sources);
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
        for (_, Built { mut read, path, is_folder, id_place, .. }) in built {
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
            project.problems.sort_by_key(|problem| (problem.place, problem.code));
        }
        ReadRun { sources: discovery.sources, base: discovery.base, projects, problems: discovery.problems }
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
fn parse_all(tasks: &[Task], projects: usize, sources: &Sources) -> Vec<Fragment> {
    let (facts, models): (Vec<usize>, Vec<usize>) = (0..tasks.len()).partition(|at| tasks[*at].format == Format::Facts);
    let nothing = Wanted::default();
    let parsed = |numbers: &[usize], wanted: &[Wanted]| -> Vec<(usize, Fragment)> {
        let numbers = numbers.par_iter().with_max_len(1);
        numbers.map(|at| (*at, parse(&tasks[*at], wanted.get(tasks[*at].project).unwrap_or(&nothing), sources))).collect()
    };
    let mut facts = parsed(&facts, &[]);
    let mut wanted = vec![Wanted::default(); projects];
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
fn parse(task: &Task, wanted: &Wanted, sources: &Sources) -> Fragment {
    let text = &sources.file(task.file).text;
    let metamodel = Metamodel::standard();
    let mut fragment = match (&task.not_text, task.format) {
        (Some(broken), format) => {
            let mut fragment = Fragment::new(task.file, format);
            fragment.problems.push(load::not_text(task.file, broken));
            fragment
        }
        (None, Format::Native) => native::read(metamodel, task.file, text),
        (None, Format::Facts) => facts::read(task.file, text),
        (None, Format::Coarchi) => coarchi::read(metamodel, Mapping::standard(), wanted, task.file, sources.file(task.file), &task.broken),
        (None, Format::Exchange) => exchange::read(metamodel, Mapping::standard(), wanted, task.file, text),
        (None, Format::Archi) => archi::read(metamodel, Mapping::standard(), wanted, task.file, text),
    };
    fragment.sha256 = task.sha256.clone();
    fragment
}
