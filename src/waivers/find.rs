//! Which entries hold on a day, and what each of them names in its project.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Named, OfProject, Permission, Standing, Target, Waiver, Waivers, WrittenElement, WrittenWaiver};
use crate::graph::{Graph, Thing};
use crate::names::exact_key;
use crate::pack::{Pack, Requirement};
use crate::place::Sources;
use crate::problem::{Code, Problem, nearest};
use crate::text::Language;

/// Finds the waivers of a run.
pub struct Finder<'f> {
    pub graph: &'f Graph,
    pub sources: &'f Sources,
    /// The ids of every requirement that is known, whether or not a project is judged by it.
    pub known: &'f BTreeSet<String>,
    pub packs: &'f [Pack],
    /// For each project of the graph, its packs by number.
    pub selected: &'f [Vec<usize>],
    pub today: Date,
    /// Nothing is to be lifted.
    pub ignored: bool,
    /// Where nobody says who may waive what, whoever has decided may.
    pub permission: Option<&'f Permission>,
}

impl Finder<'_> {
    /// What the entries come to, and for each project by its number what is wrong with them.
    pub fn find(&self) -> (Waivers, Vec<(usize, Problem)>) {
        let (mut waivers, mut problems) = (Waivers { projects: Vec::new(), ignored: self.ignored }, Vec::new());
        for (number, project) in self.graph.projects.iter().enumerate() {
            if project.waivers.is_empty() {
                waivers.projects.push(OfProject::default());
                continue;
            }
            let names = Names::of(self, number);
            let mut wrong = Vec::new();
            let all = project.waivers.iter().map(|written| self.waiver(number, written, &names, &mut wrong)).collect();
            waivers.projects.push(OfProject::new(all));
            problems.extend(wrong.into_iter().map(|problem| (number, problem)));
        }
        (waivers, problems)
    }

    fn waiver(&self, project: usize, written: &WrittenWaiver, names: &Names<'_>, problems: &mut Vec<Problem>) -> Waiver {
        let (requirement, place) = &written.requirement;
        let is_known = self.known.contains(requirement);
        if !is_known {
            let near = nearest(requirement, self.known.iter().map(String::as_str)).unwrap_or_default();
            problems.push(Problem::new(Code::UnknownRequirement, *place).with("found", requirement).with("nearest", near));
        }
        let targets = written.elements.iter().map(|element| self.target(element, names, problems)).collect();
        let standing = if is_known { self.standing(project, written) } else { Standing::Unknown };
        Waiver { requirement: requirement.clone(), standing, until: written.until, targets }
    }

    fn standing(&self, project: usize, written: &WrittenWaiver) -> Standing {
        let requirement = self.requirement(project, &written.requirement.0);
        if requirement.is_some_and(|requirement| requirement.not_waivable.is_some()) {
            return Standing::NotWaivable;
        }
        if self.permission.is_some_and(|permission| !permission.permits(&written.requirement.0, &written.body)) {
            return Standing::NotPermitted;
        }
        match self.today {
            day if day > written.until => Standing::Expired,
            day if day < written.granted => Standing::NotYetValid,
            _ => Standing::Holds,
        }
    }

    /// The requirement, where the project is judged by it.
    fn requirement(&self, project: usize, id: &str) -> Option<&Requirement> {
        let packs = self.selected.get(project).into_iter().flatten().filter_map(|pack| self.packs.get(*pack));
        packs.flat_map(|pack| &pack.requirements).find(|requirement| requirement.id == id)
    }

    fn target(&self, element: &WrittenElement, names: &Names<'_>, problems: &mut Vec<Problem>) -> Target {
        let things = match &element.named {
            Named::Nothing => return Target { nothing: true, ..Target::default() },
            Named::Id(id) => names.called_by_id(id),
            Named::Called { kind, name } => {
                let found = names.called(kind, name);
                if found.len() > 1 {
                    let ids: Vec<&str> = found.iter().filter_map(|thing| self.id(*thing)).collect();
                    let problem = Problem::new(Code::AmbiguousWaiver, element.place).with("kind", kind).with("found", name);
                    problems.push(problem.with("elements", ids.join(", ")));
                    return Target::default();
                }
                found
            }
        };
        Target { things, nothing: false }
    }

    fn id(&self, thing: Thing) -> Option<&str> {
        match thing {
            Thing::Element(index) => Some(self.graph.id(index)),
            _ => None,
        }
    }
}

/// What the elements of one project are called.
struct Names<'f> {
    graph: &'f Graph,
    project: usize,
    by_id: BTreeMap<&'f str, BTreeSet<Thing>>,
    /// Views, relationships and elements without a kind, which findings about form speak of.
    drawn: BTreeMap<String, BTreeSet<Thing>>,
}

impl<'f> Names<'f> {
    fn of(finder: &Finder<'f>, project: usize) -> Names<'f> {
        let graph = finder.graph;
        let mut by_id: BTreeMap<&str, BTreeSet<Thing>> = BTreeMap::new();
        let own = own_nodes(graph, project).map(|node| (graph.id(node), node));
        for (id, node) in own.chain(graph.joined(project)) {
            by_id.entry(id).or_default().insert(Thing::Element(graph.element(node)));
        }
        let mut drawn: BTreeMap<String, BTreeSet<Thing>> = BTreeMap::new();
        for thing in graph.drawn_things(project) {
            drawn.entry(graph.id_of(project, thing, finder.sources)).or_default().insert(thing);
        }
        drawn.remove("");
        Names { graph, project, by_id, drawn }
    }

    fn called_by_id(&self, id: &str) -> BTreeSet<Thing> {
        self.by_id.get(id).or_else(|| self.drawn.get(id)).cloned().unwrap_or_default()
    }

    /// Case, quotes and spaces make no difference, and neither does the language.
    fn called(&self, kind: &str, name: &str) -> BTreeSet<Thing> {
        let (graph, key) = (self.graph, exact_key(name));
        let Some(kind) = graph.metamodel.find_kind(kind) else { return BTreeSet::new() };
        let is_called = |node: &u32| Language::ALL.into_iter().any(|language| exact_key(graph.stated_name(*node, language)) == key);
        let nodes = own_nodes(graph, self.project).chain(graph.joined(self.project).map(|(_, node)| node));
        let found = nodes.filter(|node| graph.kind(*node) == kind).filter(is_called);
        found.map(|node| Thing::Element(graph.element(node))).collect()
    }
}

/// Its own elements in every state.
fn own_nodes(graph: &Graph, project: usize) -> impl Iterator<Item = u32> {
    graph.projects[project].layers.iter().flat_map(|layer| layer.nodes.clone()).filter(|node| !graph.is_answer(*node))
}
