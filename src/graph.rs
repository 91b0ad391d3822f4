//! One graph of the whole run: every context, every project, every state. Built once by `graph::merge`, never changed.
//!
//! Nodes are elements in one state: an element that is in the current and in the target state is two nodes. Nodes of
//! one project and state stand side by side, contexts first. Edges are kept as two sorted lists (by source and by
//! target), so that a rule reads a run of memory and order is decided; petgraph does what needs an algorithm
//! (`cycles`), and nothing outside this folder knows it.
//! Leaves to others: reading (`read`), rules (`language`, `check`), words (`report`).

mod assemble;
mod called;
mod conflicts;
mod cycles;
mod drawings;
mod facts;
mod findings;
mod layout;
mod merge;
mod register;
mod resolve;
pub mod stated;
mod translate;
mod versions;
mod view;
mod words;

use std::path::PathBuf;

use crate::fragment::{Counts, Drawn, Format, Fragment, Names, States};
use crate::language::world::{Layer, Node};
use crate::metamodel::{AttributeId, KindId, KindSet, LayerId, LinkId, Metamodel};
use crate::place::{FileId, Place};
use crate::problem::Problem;
use crate::read::{Mapped, ReadProject, Vouched};
use crate::strings::{StringId, Strings};
use crate::text::{Language, Trilingual};
use crate::value::Value;
use crate::waivers::WrittenWaiver;

pub use cycles::circles;
pub use drawings::{PlacedRemark, Thing};
pub use findings::{Findings, Names as FindingNames};
pub use view::View;
pub use words::inner;

use drawings::Drawings;

/// Everything that was read, merged and resolved.
#[derive(Debug)]
pub struct Graph {
    pub metamodel: &'static Metamodel,
    pub projects: Vec<Project>,
    nodes: Vec<NodeData>,
    /// Sorted by node; the facts of a node stand between its `attributes` and the next node's.
    attributes: Vec<AttributeFact>,
    /// Sorted by source node, then link, then as stated.
    ends: Vec<End>,
    /// Sorted by target node, then link, then stating project, then source.
    backs: Vec<Back>,
    /// Where the `backs` of each node start; one more than there are nodes.
    back_starts: Vec<u32>,
    /// The project each file belongs to; `u32::MAX` for files of none (packs).
    file_projects: Vec<u32>,
    /// The kind and the attribute by which answers are known.
    answering: Option<(KindId, AttributeId)>,
}

/// A project or a context.
#[derive(Debug)]
pub struct Project {
    pub id: String,
    pub names: Trilingual,
    pub agency: Option<String>,
    pub stage: Option<&'static str>,
    /// The folder or file, relative to the folder checked.
    pub path: String,
    pub is_context: bool,
    /// A model that no project folder claims.
    pub is_single: bool,
    /// Whether it is judged: a context only when it was named.
    pub judged: bool,
    pub context: Option<usize>,
    pub inputs: Vec<Input>,
    pub problems: Vec<Problem>,
    /// What loosens the result: `complete` with its layers, parameters; printed with it.
    pub loosened: Vec<Loosened>,
    pub layers: Vec<StateLayer>,
    drawings: Drawings,
    /// Where a new facts file of the project would be looked for.
    pub facts_file: PathBuf,
    /// Where people's answers would be looked for, in the same way.
    pub answers_file: PathBuf,
    /// Where its waivers would be looked for, in the same way.
    pub waivers_file: PathBuf,
    /// The entries of its waivers, in the order of the files.
    pub waivers: Vec<WrittenWaiver>,
    /// Own ids of elements that are the context's.
    joined: Vec<(StringId, u32)>,
    strings: Strings,
    vouched: u64,
}

/// One state of one project.
#[derive(Debug)]
pub struct StateLayer {
    /// `CURRENT`, `TARGET` or `APPROVED`; `BOTH` where the project has one state only.
    pub states: States,
    pub nodes: std::ops::Range<u32>,
    /// Links that the drawings use somewhere, by kind of the stating element.
    used: Vec<KindSet>,
    /// Shared kinds of which the drawings hold an element.
    drawn_shared: KindSet,
    /// Kinds of which the layer has an element.
    kinds: KindSet,
    /// To the versions of a node in the other layers: (node, position of the layer, versions), sorted.
    versions: Vec<(u32, u8, Vec<u32>)>,
}

/// One file of a project, as reports list it.
#[derive(Debug)]
pub struct Input {
    pub file: FileId,
    pub format: Format,
    pub version: String,
    pub sha256: String,
    pub counts: Counts,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loosened {
    pub what: &'static str,
    pub values: Vec<String>,
    /// Where it is said, if in one place.
    pub place: Option<Place>,
}

#[derive(Debug)]
struct NodeData {
    id: StringId,
    names: Names,
    place: Place,
    project: u32,
    attributes: u32,
    ends: u32,
    /// The first version of the element: this node's own number unless it is a later state of another.
    element: u32,
    kind: KindId,
    drawn: Drawn,
}

#[derive(Debug)]
pub struct AttributeFact {
    pub attribute: AttributeId,
    /// Drawings disagree about it: the fact is unknown.
    pub conflict: bool,
    pub value: Value,
    pub place: Place,
}

/// One stated end of a link.
#[derive(Clone, Copy, Debug)]
pub struct End {
    pub link: LinkId,
    pub target: Target,
    pub place: Place,
}

/// Where a stated link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(u32);

impl Target {
    /// The model states that there is none.
    pub const NONE: Target = Target(u32::MAX);
    /// Something was stated that resolves to nothing, or on which drawings disagree: unknown.
    pub const UNRESOLVED: Target = Target(u32::MAX - 1);

    pub fn node(self) -> Option<u32> {
        (self < Target::UNRESOLVED).then_some(self.0)
    }
}

#[derive(Clone, Copy, Debug)]
struct Back {
    link: LinkId,
    /// The project that states it.
    project: u32,
    source: u32,
}

impl Graph {
    /// The id of an element as its model writes it.
    pub fn id(&self, index: u32) -> &str {
        let node = &self.nodes[index as usize];
        self.projects[node.project as usize].strings.get(node.id)
    }

    /// The name in a language, else in another, else the id: never empty.
    pub fn name(&self, index: u32, language: Language) -> &str {
        let node = &self.nodes[index as usize];
        let strings = &self.projects[node.project as usize].strings;
        let others = [Language::Ru, Language::En, Language::Kk];
        let order = std::iter::once(language).chain(others);
        let found = order.map(|language| strings.get(node.names.0[language as usize]).trim()).find(|name| !name.is_empty());
        found.unwrap_or_else(|| self.id(index))
    }

    /// The name as stated in one language; empty where it is not.
    pub fn stated_name(&self, index: u32, language: Language) -> &str {
        let node = &self.nodes[index as usize];
        self.projects[node.project as usize].strings.get(node.names.0[language as usize])
    }

    pub fn has_name(&self, index: u32) -> bool {
        !self.nodes[index as usize].names.is_none()
    }

    pub fn kind(&self, index: u32) -> KindId {
        self.nodes[index as usize].kind
    }

    /// Elements of the context that a project declares too, by the id that the project gives them; in order.
    pub fn joined(&self, project: usize) -> impl Iterator<Item = (&str, u32)> {
        let project = &self.projects[project];
        project.joined.iter().map(|(id, index)| (project.strings.get(*id), *index))
    }

    /// Whether an element is what a person says of a requirement, or a place to say it. That is said of the model and
    /// is no part of it: no rule ever meets it.
    pub fn is_answer(&self, index: u32) -> bool {
        self.answering.is_some_and(|(kind, attribute)| {
            self.kind(index) == kind && self.attributes(index).iter().any(|fact| fact.attribute == attribute)
        })
    }

    /// Where the element is declared.
    pub fn place(&self, index: u32) -> Place {
        self.nodes[index as usize].place
    }

    pub fn project_of(&self, index: u32) -> usize {
        self.nodes[index as usize].project as usize
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The stated attributes of an element.
    pub fn attributes(&self, index: u32) -> &[AttributeFact] {
        let start = self.nodes[index as usize].attributes as usize;
        let end = self.nodes.get(index as usize + 1).map_or(self.attributes.len(), |next| next.attributes as usize);
        &self.attributes[start..end]
    }

    /// The stated ends of an element's links, by link.
    pub fn ends(&self, index: u32) -> &[End] {
        let start = self.nodes[index as usize].ends as usize;
        let end = self.nodes.get(index as usize + 1).map_or(self.ends.len(), |next| next.ends as usize);
        &self.ends[start..end]
    }

    /// Where a fact of an element is stated, if it is.
    pub fn attribute_place(&self, index: u32, attribute: AttributeId) -> Option<Place> {
        self.attributes(index).iter().find(|fact| fact.attribute == attribute).map(|fact| fact.place)
    }

    /// Where an element's link to another is stated, if it is.
    pub fn link_place(&self, index: u32, link: LinkId, target: Option<u32>) -> Option<Place> {
        let ends = self.ends(index).iter().filter(|end| end.link == link);
        ends.filter(|end| target.is_none() || end.target.node() == target).map(|end| end.place).next()
    }

    /// The name of the state a node stands in: `current`, `target`, `approved` or `both`.
    pub fn state_name(&self, node: Node) -> &'static str {
        match self.state_layer(node.layer).map(|layer| layer.states) {
            Some(States::CURRENT) => "current",
            Some(States::TARGET) => "target",
            Some(States::APPROVED) => "approved",
            _ => "both",
        }
    }

    /// The layer that a requirement about these states looks at: the only one, or the one of that state.
    pub fn layer_of(&self, project: usize, states: States) -> Option<Layer> {
        let layers = &self.projects[project].layers;
        layers.iter().position(|layer| layer.states.overlaps(states)).map(|at| layer_number(project, at))
    }

    /// Whether a layer is the current state of a project that has several.
    pub fn is_current(&self, layer: Layer) -> bool {
        self.state_layer(layer).is_some_and(|layer| layer.states == States::CURRENT)
    }

    /// A state of a project by its number.
    pub fn state_layer(&self, layer: Layer) -> Option<&StateLayer> {
        self.projects.get(layer_project(layer)).and_then(|project| project.layers.get(layer_position(layer)))
    }

    /// The layer a node stands in.
    pub fn layer_at(&self, index: u32) -> Layer {
        let project = self.project_of(index);
        let layers = &self.projects[project].layers;
        layer_number(project, layers.iter().position(|layer| layer.nodes.contains(&index)).unwrap_or(0))
    }

    /// Elements of a project by kind, over one layer (the target, where there are several).
    pub fn count_by_kind(&self, project: usize) -> Vec<(KindId, usize)> {
        let Some(layer) = self.layer_of(project, States::TARGET) else { return Vec::new() };
        let mut counts = vec![0; self.metamodel.kinds.len()];
        for index in self.state_layer(layer).map_or(0..0, |layer| layer.nodes.clone()) {
            counts[self.kind(index).index()] += 1;
        }
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).map(|(at, count)| (KindId(at as u8), count)).collect()
    }

    /// The element a node is a version of: the number of its first version.
    pub fn element(&self, index: u32) -> u32 {
        self.nodes[index as usize].element
    }

    /// Whether anybody states any link to a node.
    fn is_stated_to(&self, index: u32) -> bool {
        self.back_starts[index as usize] < self.back_starts[index as usize + 1]
    }

    /// Whether anybody of the projects that count states any link to a node.
    fn is_stated_to_by(&self, index: u32, counts: impl Fn(usize) -> bool) -> bool {
        let all = &self.backs[self.back_starts[index as usize] as usize..self.back_starts[index as usize + 1] as usize];
        all.iter().any(|back| counts(back.project as usize))
    }

    /// Those who state a link to a node, of one stating project; sorted.
    fn backs(&self, index: u32, link: LinkId, project: usize) -> impl Iterator<Item = u32> + '_ {
        let all = &self.backs[self.back_starts[index as usize] as usize..self.back_starts[index as usize + 1] as usize];
        let wanted = (link, project as u32);
        let first = all.partition_point(|back| (back.link, back.project) < wanted);
        all[first..].iter().take_while(move |back| (back.link, back.project) == wanted).map(|back| back.source)
    }

    fn vouches(&self, project: usize, layer: LayerId) -> bool {
        self.projects[project].vouched >> layer.0 & 1 == 1
    }
}

/// Most states a project can have: current, target, approved; rounded up, so that numbers are quick to take apart.
const LAYERS: u32 = 4;

/// The number of one state of one project.
pub fn layer_number(project: usize, at: usize) -> Layer {
    Layer(project as u32 * LAYERS + at as u32)
}

/// The position of a layer among its project's states.
pub fn layer_position(layer: Layer) -> usize {
    (layer.0 % LAYERS) as usize
}

fn layer_project(layer: Layer) -> usize {
    (layer.0 / LAYERS) as usize
}

/// What is known about a project apart from its elements.
fn project_of(metamodel: &Metamodel, read: ReadProject) -> (Project, Vec<(States, Fragment)>) {
    let layers = metamodel.layers.len();
    let (vouched, complete): (u64, Vec<String>) = match &read.complete {
        // A context vouches for itself; that loosens no project's result.
        _ if read.is_context => (u64::MAX, Vec::new()),
        Vouched::Nothing => (0, Vec::new()),
        Vouched::All(_) => (u64::MAX >> (64 - layers), vec!["true".to_string()]),
        Vouched::Layers(chosen, _) => {
            let names = chosen.iter().map(|layer| metamodel.layers[layer.0 as usize].name.clone()).collect();
            (chosen.iter().fold(0, |all, layer| all | 1 << layer.0), names)
        }
    };
    let place = match &read.complete {
        Vouched::Nothing => None,
        Vouched::All(place) => *place,
        Vouched::Layers(_, place) => Some(*place),
    };
    let Mapped { used, idle } = read.mapped;
    let exclude = read.settings.exclude.map(|exclude| exclude.patterns).unwrap_or_default();
    let excluded = exclude.first().map(|(_, place)| *place);
    let patterns = exclude.into_iter().map(|(pattern, _)| pattern).collect();
    let project = Project {
        id: read.id,
        names: read.names,
        agency: read.agency,
        stage: read.stage.map(|stage| stage.name()),
        path: read.path,
        is_context: read.is_context,
        is_single: read.config.is_none(),
        judged: !read.is_context || read.named,
        context: read.context,
        inputs: Vec::new(),
        problems: read.problems,
        loosened: assemble::loosened([
            ("complete", complete, place),
            ("exclude", patterns, excluded),
            ("mapping", used, None),
            ("mapping-idle", idle, None),
        ]),
        layers: Vec::new(),
        drawings: Drawings::default(),
        facts_file: read.facts_file,
        answers_file: read.answers_file,
        waivers_file: read.waivers_file,
        waivers: Vec::new(),
        joined: Vec::new(),
        strings: Strings::default(),
        vouched,
    };
    (project, read.fragments)
}
