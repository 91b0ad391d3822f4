//! An element in the states of its project: which state it stands in, and whether it is new, changed, retired or kept.

use super::View;
use crate::fragment::States;
use crate::graph::{layer_number, layer_project};
use crate::language::meant::Version;
use crate::language::world::{Layer, Node, Versions, World};
use crate::metamodel::Word;

impl View<'_> {
    /// The layer of a state in the project of a node.
    pub(super) fn layer_with(&self, node: Node, states: States) -> Option<Layer> {
        let project = layer_project(node.layer);
        let layers = &self.graph.projects[project].layers;
        layers.iter().position(|layer| layer.states == states).map(|at| layer_number(project, at))
    }

    pub(super) fn state_word(&self, node: Node) -> Option<Word> {
        match self.graph.state_name(node) {
            "current" => self.words.current,
            "target" => self.words.target,
            "approved" => self.words.approved,
            _ => self.words.both,
        }
    }

    /// new, changed, retired or kept; unknown in a project with one state.
    pub(super) fn change(&self, node: Node) -> Option<Word> {
        let [new, changed, retired, kept] = self.words.changes;
        if !self.is_own(node.index, node.layer) {
            // The context has one state, which every state of the project shares; with one state nothing changes.
            return kept.filter(|_| self.layer_with(node, States::CURRENT).is_some());
        }
        let (was, becomes) = (self.versions(node, Version::Was), self.versions(node, Version::Becomes));
        match (self.layer(node.layer)?.states, was, becomes) {
            (States::TARGET, Versions::Known(was), _) => match was.as_slice() {
                [] => new,
                [only] if self.says_the_same(*only, node) => kept,
                _ => changed,
            },
            (States::CURRENT, _, Versions::Known(becomes)) => match becomes.as_slice() {
                [] => retired,
                [only] if self.says_the_same(*only, node) => kept,
                _ => changed,
            },
            _ => None,
        }
    }

    fn says_the_same(&self, left: Node, right: Node) -> bool {
        let attributes = |node: Node| {
            let facts = self.graph.attributes(node.index).iter();
            facts.map(|fact| (fact.attribute, fact.value.clone())).collect::<Vec<_>>()
        };
        let ends = |node: Node| {
            let ends = self.graph.ends(node.index).iter();
            let element = |end: u32| self.element(Node { index: end, layer: node.layer });
            let mut said: Vec<_> = ends.map(|end| (end.link, end.target.node().map(element))).collect();
            // The order in which ends are written is no change.
            said.sort_unstable();
            said
        };
        attributes(left) == attributes(right) && ends(left) == ends(right)
    }
}
