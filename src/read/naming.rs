//! Ids of projects: written ones must differ; those made from names of files are made to differ.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ReadProject;
use super::paths;
use crate::place::Place;
use crate::problem::{Code, Problem};

/// The id of a project folder that says none.
pub fn of_folder(path: &Path) -> String {
    let name = plain(&paths::name(path));
    if name.is_empty() { "project".to_string() } else { name }
}

/// Names of folders in which models are kept, which say nothing of the model.
const USUAL: [&str; 3] = ["archimate", "model", "src"];

/// The id of a model that is a folder: its name, or that of the nearest folder above that says more.
pub fn of_model_folder(path: &Path) -> String {
    let telling = path.ancestors().map(|folder| plain(&paths::name(folder)));
    let telling = telling.filter(|name| !name.is_empty()).find(|name| !USUAL.contains(&name.to_lowercase().as_str()));
    telling.unwrap_or_else(|| of_folder(path))
}

/// An id without what separates a project from an element.
fn plain(name: &str) -> String {
    name.replace(':', "-")
}

/// An id as the name of a file, on every system.
pub fn of_file(id: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.+".contains(c) { c } else { '-' };
    let name: String = id.trim_start_matches('.').chars().map(plain).collect();
    if name.is_empty() { "project".to_string() } else { name }
}

/// Reports written ids that stand twice, and gives single files of one name the ids that tell them apart: the path
/// without its ending, else with it.
pub fn settle(projects: &mut [ReadProject], places: &[Option<Place>]) {
    let mut first: FxHashMap<String, Place> = FxHashMap::default();
    for (project, place) in projects.iter_mut().zip(places) {
        let Some(place) = *place else { continue };
        match first.get(&project.id) {
            Some(other) => {
                let problem = Problem::new(Code::DuplicateProject, place).with("id", project.id.as_str());
                project.problems.push(problem.related_to(*other));
            }
            None => drop(first.insert(project.id.clone(), place)),
        }
    }
    let mut taken: FxHashSet<String> = first.into_keys().collect();
    let mut open: Vec<usize> = (0..projects.len()).filter(|at| places[*at].is_none()).collect();
    for name in [
        |project: &ReadProject| project.id.clone(),
        |project: &ReadProject| without_ending(&project.path),
        |project: &ReadProject| project.path.clone(),
    ] {
        let names: Vec<String> = open.iter().map(|at| plain(&name(&projects[*at]))).collect();
        let mut times: FxHashMap<&str, usize> = FxHashMap::default();
        names.iter().for_each(|name| *times.entry(name).or_default() += 1);
        let alone: Vec<bool> = names.iter().map(|name| times[name.as_str()] == 1 && !taken.contains(name)).collect();
        let mut left = Vec::new();
        for ((at, name), alone) in open.into_iter().zip(names).zip(alone) {
            if alone {
                taken.insert(name.clone());
                projects[at].id = name;
            } else {
                left.push(at);
            }
        }
        open = left;
    }
    // What is left has a written id that looks like its path.
    for at in open {
        projects[at].id = format!("{}#{at}", plain(&projects[at].path));
    }
}

fn without_ending(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = paths::stem(Path::new(name));
    if folder.is_empty() { stem } else { format!("{folder}/{stem}") }
}
