//! Who is compared: the elements of all projects, each once whatever its states, whose they are, and what the contexts
//! have.

use rustc_hash::FxHashMap;

use super::blocks::{hash, spread};
use super::settings::Settings;
use super::texts::{TextId, Texts};
use crate::fragment::States;
use crate::graph::Graph;
use crate::metamodel::{KindId, LinkId};
use crate::text::Language;

/// The elements of a run. An element is known by the node of its first version.
pub struct Elements<'g> {
    pub graph: &'g Graph,
    /// For each node its element's shown version: the target one where there are several. `NOBODY` for what is left out.
    pub shown: Vec<u32>,
    /// Own elements of projects that are compared, in the order of the graph.
    pub compared: Vec<Element>,
    /// What the contexts offer to all.
    pub shared: Vec<u32>,
    /// Links by the element at either end: (link, other end), sorted.
    links: Vec<(LinkId, u32)>,
    starts: Vec<u32>,
    /// For each element its names, each once.
    names: Vec<[TextId; 3]>,
    /// Elements of contexts by their kind and what their names say.
    register: FxHashMap<(KindId, u64), u32>,
}

pub const NOBODY: u32 = u32::MAX;

/// One element that is compared.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// The shown version.
    pub node: u32,
    pub project: u32,
    /// The number of the body whose it is.
    pub body: u64,
    /// The kinds it is compared with.
    pub group: u8,
    /// The element of the context that it says the same as: a drawing of that, by another id.
    pub registered: Option<u32>,
}

impl<'g> Elements<'g> {
    pub fn new(graph: &'g Graph, settings: &Settings, texts: &mut Texts<'g>) -> Elements<'g> {
        let shown = shown(graph);
        let names = names(graph, &shown, texts);
        texts.read();
        let (links, starts) = links(graph);
        let mut elements =
            Elements { graph, shown, compared: Vec::new(), shared: Vec::new(), links, starts, names, register: FxHashMap::default() };
        elements.find_context(settings, texts);
        elements.find_compared(settings, texts);
        elements
    }

    /// The names of an element, by its first version; each once.
    pub fn names(&self, element: u32) -> impl Iterator<Item = TextId> + '_ {
        let names = self.names[element as usize];
        (0..3).filter(move |at| names[*at] != TextId::NONE && !names[..*at].contains(&names[*at])).map(move |at| names[at])
    }

    /// What the names of compared elements say, each with the body that has it.
    pub fn names_of_bodies(&self, texts: &Texts<'_>) -> Vec<(u64, u64)> {
        let of = |element: &Element| {
            self.names(self.graph.element(element.node)).map(|name| (texts.same(name), element.body)).collect::<Vec<_>>()
        };
        self.compared.iter().flat_map(of).collect()
    }

    /// The names that stand in each project that is no context.
    pub fn texts_of_projects(&self) -> Vec<Vec<TextId>> {
        let graph = self.graph;
        let mut texts: Vec<Vec<TextId>> = vec![Vec::new(); graph.projects.len()];
        for (element, names) in (0..).zip(&self.names) {
            texts[graph.project_of(element)].extend(names.iter().filter(|name| **name != TextId::NONE));
        }
        texts.into_iter().zip(&graph.projects).filter(|(_, project)| !project.is_context).map(|(texts, _)| texts).collect()
    }

    /// What an element is linked with, either way.
    pub fn links(&self, element: u32) -> &[(LinkId, u32)] {
        &self.links[self.starts[element as usize] as usize..self.starts[element as usize + 1] as usize]
    }

    pub fn is_of_context(&self, element: u32) -> bool {
        self.graph.projects[self.graph.project_of(element)].is_context
    }

    /// The element of a context that an own one says the same as, of the same kind.
    pub fn registered(&self, element: u32, texts: &Texts<'_>) -> Option<u32> {
        let kind = self.graph.kind(element);
        self.names(element).find_map(|name| self.register.get(&(kind, texts.same(name))).copied())
    }

    fn find_context(&mut self, settings: &Settings, texts: &Texts<'_>) {
        let graph = self.graph;
        for node in (0..graph.len() as u32).filter(|node| self.shown[*node as usize] == *node) {
            let element = graph.element(node);
            if !self.is_of_context(element) {
                continue;
            }
            let kind = graph.kind(element);
            let names: Vec<TextId> = self.names(element).collect();
            for name in names {
                self.register.entry((kind, texts.same(name))).or_insert(element);
            }
            let offers =
                || self.links(element).iter().any(|(link, other)| settings.offers.contains(link) && self.states(element, *link, *other));
            if settings.shared.contains(kind) || (settings.own.contains(kind) && offers()) {
                self.shared.push(element);
            }
        }
    }

    /// Whether it is the element itself that states a link to another.
    pub fn states(&self, element: u32, link: LinkId, other: u32) -> bool {
        let graph = self.graph;
        let shown = self.shown[element as usize];
        [element, shown].into_iter().any(|node| {
            graph.ends(node).iter().any(|end| end.link == link && end.target.node().is_some_and(|to| graph.element(to) == other))
        })
    }

    fn find_compared(&mut self, settings: &Settings, texts: &Texts<'_>) {
        let graph = self.graph;
        let bodies = Bodies::new(self, texts);
        let mut compared = Vec::new();
        for node in (0..graph.len() as u32).filter(|node| self.shown[*node as usize] == *node) {
            let (element, project) = (graph.element(node), graph.project_of(node));
            let Some(group) = settings.group(graph.kind(node)).filter(|_| !graph.projects[project].is_context) else { continue };
            let (project, body) = (project as u32, bodies.of(self, element, project, texts));
            compared.push(Element { node, project, body, group, registered: self.registered(element, texts) });
        }
        self.compared = compared;
    }
}

/// For each element, at the node of its shown version, that node; the target state is shown, then the current one.
fn shown(graph: &Graph) -> Vec<u32> {
    let mut shown = vec![NOBODY; graph.len()];
    for project in &graph.projects {
        let states = [States::TARGET, States::CURRENT];
        let layers = states.into_iter().flat_map(|states| project.layers.iter().filter(move |layer| layer.states.overlaps(states)));
        for node in layers.flat_map(|layer| layer.nodes.clone()).filter(|node| !graph.is_answer(*node)) {
            let element = graph.element(node) as usize;
            if shown[element] == NOBODY {
                shown[element] = node;
            }
            if shown[node as usize] == NOBODY {
                shown[node as usize] = shown[element];
            }
        }
    }
    // A first version that is not shown itself leads to the one that is.
    shown
}

fn names<'g>(graph: &'g Graph, shown: &[u32], texts: &mut Texts<'g>) -> Vec<[TextId; 3]> {
    let mut names = vec![[TextId::NONE; 3]; graph.len()];
    for node in (0..graph.len() as u32).filter(|node| shown[*node as usize] == *node) {
        let found = Language::ALL.map(|language| texts.add(graph.stated_name(node, language)));
        names[graph.element(node) as usize] = found;
    }
    names
}

/// Every link of every element, at both of its ends, whatever state states it.
fn links(graph: &Graph) -> (Vec<(LinkId, u32)>, Vec<u32>) {
    let ends = || {
        (0..graph.len() as u32).flat_map(move |node| {
            let from = graph.element(node);
            graph.ends(node).iter().filter_map(move |end| Some((from, end.link, graph.element(end.target.node()?))))
        })
    };
    let mut starts = vec![0u32; graph.len() + 1];
    for (from, _, to) in ends() {
        starts[from as usize + 1] += 1;
        starts[to as usize + 1] += 1;
    }
    (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    let mut links = vec![(LinkId(0), 0u32); starts.last().map_or(0, |all| *all as usize)];
    let mut next = starts.clone();
    for (from, link, to) in ends() {
        for (at, other) in [(from, to), (to, from)] {
            links[next[at as usize] as usize] = (link, other);
            next[at as usize] += 1;
        }
    }
    (links, starts)
}

/// Whose elements are: the owner where it is stated, else the body of the project, else the project by itself.
struct Bodies {
    /// The owner links of the kinds that have one.
    owner: Vec<Option<LinkId>>,
    of_projects: Vec<u64>,
}

impl Bodies {
    fn new(elements: &Elements<'_>, texts: &Texts<'_>) -> Bodies {
        let graph = elements.graph;
        let kinds = 0..graph.metamodel.kinds.len();
        let owner = kinds.map(|at| graph.metamodel.link_of(KindId(at as u8), "owner")).collect();
        let agencies = agencies(elements);
        let of_project = |project: usize| {
            let of = &graph.projects[project];
            let Some(id) = of.agency.as_deref() else { return spread(project as u64) };
            let places = std::iter::once(project).chain(of.context);
            let known = places.filter_map(|place| agencies.get(&(place, id))).next();
            known.map_or_else(|| hash(id), |agency| body(elements, *agency, texts))
        };
        Bodies { owner, of_projects: (0..graph.projects.len()).map(of_project).collect() }
    }

    fn of(&self, elements: &Elements<'_>, element: u32, project: usize, texts: &Texts<'_>) -> u64 {
        let graph = elements.graph;
        let stated = self.owner[graph.kind(element).index()].and_then(|owner| {
            let ends = graph.ends(elements.shown[element as usize]).iter();
            ends.filter(|end| end.link == owner).find_map(|end| end.target.node())
        });
        stated.map_or(self.of_projects[project], |agency| body(elements, graph.element(agency), texts))
    }
}

/// Agencies by their project and id.
fn agencies<'g>(elements: &Elements<'g>) -> FxHashMap<(usize, &'g str), u32> {
    let graph = elements.graph;
    let Some(agency) = graph.metamodel.find_kind("agency") else { return FxHashMap::default() };
    let nodes = (0..graph.len() as u32).filter(|node| graph.kind(*node) == agency);
    let mut agencies: FxHashMap<(usize, &str), u32> =
        nodes.map(|node| ((graph.project_of(node), graph.id(node)), graph.element(node))).collect();
    for (project, _) in graph.projects.iter().enumerate() {
        agencies.extend(graph.joined(project).filter(|(_, node)| graph.kind(*node) == agency).map(|(id, node)| ((project, id), node)));
    }
    agencies
}

/// One number for an agency, however many projects draw it: the context's, else what its name says, else its id.
fn body(elements: &Elements<'_>, agency: u32, texts: &Texts<'_>) -> u64 {
    let graph = elements.graph;
    if elements.is_of_context(agency) {
        return hash(graph.id(agency));
    }
    if let Some(registered) = elements.registered(agency, texts) {
        return hash(graph.id(registered));
    }
    elements.names(agency).next().map_or_else(|| hash(graph.id(agency)), |name| texts.same(name))
}
