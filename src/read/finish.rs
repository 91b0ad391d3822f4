//! The end of reading: files are parsed in parallel, projects put in order, and what is missing is told.

use rayon::prelude::*;

use super::archimate::Mapping;
use super::projects::{Assembly, Built, Task};
use super::roots::Root;
use super::{ReadOptions, ReadProject, ReadRun, Vouched, archi, claims, exchange, facts, load, naming, native};
use crate::fragment::{Format, Fragment};
use crate::metamodel::Metamodel;
use crate::place::{Place, SourceFile, Sources};
use crate::problem::{Code, Problem};

impl Assembly {
    pub fn finish(mut self, options: &ReadOptions, roots: &[Root]) -> ReadRun {
        self.tell_missing_models();
        self.tell_missing_projects(roots);
        self.tell_idle_mappings();
        let order = self.order();
        let Assembly { discovery, built, tasks, mappings, .. } = self;
        let mapping = |task: &Task| built[task.project].mapping.as_ref().unwrap_or_else(|| Mapping::standard());
        let read = tasks.par_iter().with_max_len(1).map(|task| parse(task, mapping(task), &discovery.sources));
        let fragments: Vec<Fragment> = read.collect();
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
        for (_, Built { mut read, id_place, mapping, .. }) in built {
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
            projects.push(read);
        }
        naming::settle(&mut projects, &places);
        for project in &mut projects {
            project.problems.sort_by_key(|problem| (problem.place, problem.code));
        }
        ReadRun { sources: discovery.sources, projects, problems: discovery.problems }
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
                let path = claims::resolved(&built.path, written);
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

/// What one file says, by its format.
fn parse(task: &Task, mapping: &Mapping, sources: &Sources) -> Fragment {
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
        (None, Format::Exchange) => exchange::read(metamodel, mapping, task.file, text),
        (None, Format::Archi) => archi::read(metamodel, mapping, task.file, text),
    };
    fragment.sha256 = task.sha256.clone();
    fragment
}
