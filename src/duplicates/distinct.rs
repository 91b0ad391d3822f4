//! What people declare to be distinct, as written in `distinct.toml`, and the elements that it names.

use rustc_hash::FxHashMap;

use super::Declared;
use crate::fragment::States;
use crate::graph::Graph;
use crate::place::Place;
use crate::problem::{Code, Problem, nearest};
use crate::text::Trilingual;

/// `[[distinct]]`, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenDistinct {
    /// The header of the entry.
    pub place: Place,
    /// At least two that are not written alike.
    pub elements: Vec<WrittenMember>,
    pub reason: Trilingual,
}

/// `project:element`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenMember {
    pub written: String,
    pub place: Place,
}

/// The elements that each entry names, and for those that are not there a problem.
pub fn declared(graph: &Graph, written: &[WrittenDistinct]) -> (Vec<Declared>, Vec<Problem>) {
    if written.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut finder = Finder { graph, ids: FxHashMap::default() };
    let mut problems = Vec::new();
    let mut all = Vec::new();
    for entry in written {
        let mut declared = Declared::default();
        for member in &entry.elements {
            match finder.find(&member.written) {
                Ok(element) => declared.elements.push(element),
                Err(near) => {
                    let problem = Problem::new(Code::DistinctElement, member.place);
                    problems.push(problem.with("found", member.written.as_str()).with("nearest", near));
                }
            }
        }
        all.push(declared);
    }
    (all, problems)
}

struct Finder<'g> {
    graph: &'g Graph,
    /// The elements of the projects that were asked for, by id.
    ids: FxHashMap<usize, FxHashMap<&'g str, u32>>,
}

impl<'g> Finder<'g> {
    /// The element that is meant, else what was probably meant, else nothing.
    fn find(&mut self, written: &str) -> Result<u32, String> {
        let graph = self.graph;
        let Some((project, element)) = written.split_once(':') else {
            return Err(self.with_project(written).unwrap_or_default());
        };
        let (project, element) = (project.trim(), element.trim());
        let number = graph.projects.iter().position(|known| known.id == project);
        let meant = number.map(|number| (number, project)).or_else(|| {
            let near = nearest(project, graph.projects.iter().map(|known| known.id.as_str()))?;
            Some((graph.projects.iter().position(|known| known.id == near)?, near))
        });
        let Some((at, id)) = meant else { return Err(String::new()) };
        let known = self.of(at);
        match known.get(element) {
            Some(found) if number.is_some() => Ok(*found),
            Some(_) => Err(format!("{id}:{element}")),
            None => {
                let mut ids: Vec<&str> = known.keys().copied().collect();
                ids.sort_unstable();
                Err(nearest(element, ids).map(|near| format!("{id}:{near}")).unwrap_or_default())
            }
        }
    }

    /// An id without its project, with the only project that has it.
    fn with_project(&mut self, id: &str) -> Option<String> {
        let with: Vec<usize> = (0..self.graph.projects.len()).filter(|at| self.of(*at).contains_key(id)).collect();
        let [only] = with[..] else { return None };
        Some(format!("{}:{id}", self.graph.projects[only].id))
    }

    fn of(&mut self, project: usize) -> &FxHashMap<&'g str, u32> {
        let graph = self.graph;
        self.ids.entry(project).or_insert_with(|| {
            let states = [States::TARGET, States::CURRENT];
            let layers = states
                .into_iter()
                .flat_map(|states| graph.projects[project].layers.iter().filter(move |layer| layer.states.overlaps(states)));
            let nodes = layers.flat_map(|layer| layer.nodes.clone()).filter(|node| !graph.is_answer(*node));
            nodes.map(|node| (graph.id(node), node)).collect()
        })
    }
}
