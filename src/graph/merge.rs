//! From what the files say to one graph: projects are put together each on its own (`assemble`), contexts first, and
//! laid side by side here. Everything is resolved once; afterwards the graph never changes.

use rayon::prelude::*;

use super::assemble::{Assembled, assemble};
use super::register::Register;
use super::{AttributeFact, Back, End, Graph, NodeData, Target};
use crate::metamodel::{AttributeId, KindId, LinkId, Metamodel};
use crate::place::Sources;
use crate::read::ReadProject;

impl Graph {
    /// Merges everything that was read. Problems found on the way stand with their projects.
    pub fn build(metamodel: &'static Metamodel, read: Vec<ReadProject>, sources: &Sources) -> Graph {
        // Contexts first, so that projects can refer to nodes whose numbers are known.
        let mut order: Vec<usize> = (0..read.len()).collect();
        order.sort_by_key(|index| !read[*index].is_context);
        let mut new_index = vec![0; read.len()];
        for (new, old) in order.iter().enumerate() {
            new_index[*old] = new;
        }
        let mut slots: Vec<Option<ReadProject>> = read.into_iter().map(Some).collect();
        let mut ordered: Vec<ReadProject> = order.iter().filter_map(|old| slots[*old].take()).collect();
        for project in &mut ordered {
            project.context = project.context.map(|context| new_index[context]);
        }
        let others = ordered.split_off(ordered.iter().take_while(|project| project.is_context).count());

        let contexts: Vec<Assembled> = ordered.into_par_iter().map(|project| assemble(metamodel, project, None)).collect();
        let mut builder = Builder::new(metamodel, sources.len());
        builder.make_room(&contexts);
        for context in contexts {
            builder.add(context, 0);
        }
        let registers: Vec<Register> = (0..builder.graph.projects.len()).map(|context| Register::new(&builder.graph, context)).collect();
        let shared = builder.graph.nodes.len() as u32;
        let assembled: Vec<Assembled> = others
            .into_par_iter()
            .map(|project| {
                let register = project.context.and_then(|context| registers.get(context));
                assemble(metamodel, project, register)
            })
            .collect();
        drop(registers);
        builder.make_room(&assembled);
        for project in assembled {
            builder.add(project, shared);
        }
        builder.finish()
    }
}

struct Builder {
    graph: Graph,
    /// What projects say about elements of their context: put among the context's facts at the end.
    overlaid_attributes: Vec<(u32, AttributeFact)>,
    overlaid_ends: Vec<(u32, End)>,
}

impl Builder {
    fn new(metamodel: &'static Metamodel, files: usize) -> Builder {
        let graph = Graph {
            metamodel,
            projects: Vec::new(),
            nodes: Vec::new(),
            attributes: Vec::new(),
            ends: Vec::new(),
            backs: Vec::new(),
            back_starts: Vec::new(),
            file_projects: vec![u32::MAX; files],
            answering: answering(metamodel),
        };
        Builder { graph, overlaid_attributes: Vec::new(), overlaid_ends: Vec::new() }
    }

    /// Room for projects that are to be added, so that no table is moved as it grows.
    fn make_room(&mut self, projects: &[Assembled]) {
        let room = |length: fn(&Assembled) -> usize| projects.iter().map(length).sum();
        self.graph.nodes.reserve_exact(room(|project| project.nodes.len()));
        self.graph.attributes.reserve_exact(room(|project| project.attributes.len()));
        self.graph.ends.reserve_exact(room(|project| project.ends.len()));
    }

    /// Lays a project behind the others: its own numbers, which start at `shared`, move to where it now stands.
    fn add(&mut self, mut assembled: Assembled, shared: u32) {
        let base = self.graph.nodes.len() as u32;
        let place = |index: u32| if index >= shared { index - shared + base } else { index };
        let number = self.graph.projects.len() as u32;
        for file in assembled.files {
            self.graph.file_projects[file.0 as usize] = number;
        }
        for layer in &mut assembled.project.layers {
            layer.nodes = place(layer.nodes.start)..place(layer.nodes.end);
            for (node, _, versions) in &mut layer.versions {
                *node = place(*node);
                versions.iter_mut().for_each(|version| *version = place(*version));
            }
        }
        assembled.project.drawings.move_nodes(place);
        let (mut attributes, mut ends) = (assembled.attributes.into_iter().peekable(), assembled.ends.into_iter().peekable());
        for (local, node) in assembled.nodes.into_iter().enumerate() {
            let own = shared + local as u32;
            self.graph.nodes.push(NodeData {
                project: number,
                element: place(node.element),
                attributes: self.graph.attributes.len() as u32,
                ends: self.graph.ends.len() as u32,
                ..node
            });
            while let Some((_, fact)) = attributes.next_if(|(index, _)| *index == own) {
                self.graph.attributes.push(fact);
            }
            while let Some((_, end)) = ends.next_if(|(index, _)| *index == own) {
                self.graph.ends.push(End { target: end.target.moved(place), ..end });
            }
        }
        self.overlaid_attributes.extend(assembled.overlaid_attributes);
        let moved = assembled.overlaid_ends.into_iter().map(|(index, end)| (index, End { target: end.target.moved(place), ..end }));
        self.overlaid_ends.extend(moved);
        self.graph.projects.push(assembled.project);
    }

    fn finish(mut self) -> Graph {
        self.overlay();
        self.find_backs();
        self.graph
    }

    /// Puts what projects say about elements of their context among the facts of those elements.
    fn overlay(&mut self) {
        if self.overlaid_attributes.is_empty() && self.overlaid_ends.is_empty() {
            return;
        }
        self.overlaid_attributes.sort_by_key(|(index, _)| *index);
        self.overlaid_ends.sort_by_key(|(index, end)| (*index, end.link));
        let graph = &mut self.graph;
        let (old_attributes, old_ends) = (std::mem::take(&mut graph.attributes), std::mem::take(&mut graph.ends));
        let (mut own_attributes, mut own_ends) = (old_attributes.into_iter(), old_ends.into_iter());
        let mut more_attributes = std::mem::take(&mut self.overlaid_attributes).into_iter().peekable();
        let mut more_ends = std::mem::take(&mut self.overlaid_ends).into_iter().peekable();
        let bounds: Vec<(u32, u32)> = graph.nodes.iter().skip(1).map(|node| (node.attributes, node.ends)).collect();
        let (mut attributes_taken, mut ends_taken) = (0, 0);
        for index in 0..graph.nodes.len() {
            let (attributes_end, ends_end) = bounds.get(index).copied().unwrap_or((u32::MAX, u32::MAX));
            graph.nodes[index].attributes = graph.attributes.len() as u32;
            graph.nodes[index].ends = graph.ends.len() as u32;
            while attributes_taken < attributes_end {
                let Some(fact) = own_attributes.next() else { break };
                graph.attributes.push(fact);
                attributes_taken += 1;
            }
            while let Some((_, fact)) = more_attributes.next_if(|(node, _)| *node as usize == index) {
                graph.attributes.push(fact);
            }
            let start = graph.ends.len();
            while ends_taken < ends_end {
                let Some(end) = own_ends.next() else { break };
                graph.ends.push(end);
                ends_taken += 1;
            }
            while let Some((_, end)) = more_ends.next_if(|(node, _)| *node as usize == index) {
                graph.ends.push(end);
            }
            graph.ends[start..].sort_by_key(|end| end.link);
        }
    }

    /// The way back of every link, by counting.
    fn find_backs(&mut self) {
        let graph = &mut self.graph;
        let mut starts = vec![0u32; graph.nodes.len() + 1];
        for source in (0..graph.nodes.len() as u32).filter(|source| !graph.is_answer(*source)) {
            for target in graph.ends(source).iter().filter_map(|end| end.target.node()) {
                starts[target as usize + 1] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let nothing = Back { link: LinkId(0), project: 0, source: 0 };
        let mut backs = vec![nothing; starts.last().copied().unwrap_or(0) as usize];
        let mut next = starts.clone();
        for source in 0..graph.nodes.len() as u32 {
            if graph.is_answer(source) {
                continue;
            }
            for end in graph.ends(source) {
                let Some(target) = end.target.node() else { continue };
                let slot = &mut next[target as usize];
                backs[*slot as usize] = Back { link: end.link, project: graph.file_projects[end.place.file.0 as usize], source };
                *slot += 1;
            }
        }
        for pair in starts.windows(2) {
            let run = &mut backs[pair[0] as usize..pair[1] as usize];
            run.sort_unstable_by_key(|back| (back.link, back.project, back.source));
        }
        graph.backs = backs;
        graph.back_starts = starts;
    }
}

/// The kind of element that answers, and the attribute that tells an answer from other assessments.
pub(super) fn answering(metamodel: &Metamodel) -> Option<(KindId, AttributeId)> {
    let kind = metamodel.find_kind(crate::answers::KIND)?;
    Some((kind, metamodel.attribute_of(kind, "requirement")?))
}

impl Target {
    pub(super) fn to(index: u32) -> Target {
        Target(index)
    }

    fn moved(self, place: impl Fn(u32) -> u32) -> Target {
        self.node().map_or(self, |index| Target(place(index)))
    }
}
