//! What a context offers to projects: its elements by id, by name and by identity.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Graph;
use super::called::{Called, Meant, any_spelled};
use crate::language::evaluate::{Key, key_of};
use crate::metamodel::{KindId, KindSet};
use crate::names::Directory;
use crate::text::Language;

/// What a project may refer to in its context.
pub(super) struct Register<'g> {
    pub graph: &'g Graph,
    pub id: &'g str,
    pub ids: FxHashMap<&'g str, u32>,
    pub identities: FxHashMap<(KindId, Vec<Key>), u32>,
    nodes: Range<u32>,
    /// Made when the first project asks by name.
    called: OnceLock<Called>,
    directory: OnceLock<Directory<Listed>>,
}

/// A node of the context, and whether it is listed by its id.
type Listed = (u32, bool);

impl<'g> Register<'g> {
    pub fn new(graph: &'g Graph, context: usize) -> Register<'g> {
        let project = &graph.projects[context];
        let nodes = project.layers.first().map_or(0..0, |layer| layer.nodes.clone());
        let mut register = Register {
            graph,
            id: &project.id,
            ids: FxHashMap::default(),
            identities: FxHashMap::default(),
            nodes: nodes.clone(),
            called: OnceLock::new(),
            directory: OnceLock::new(),
        };
        for index in nodes {
            register.ids.insert(graph.id(index), index);
            let keys: Option<Vec<Key>> = (graph.metamodel.kind(graph.kind(index)).identity.iter())
                .map(|wanted| graph.attributes(index).iter().find(|fact| fact.attribute == *wanted).and_then(|fact| key_of(&fact.value)))
                .collect();
            if let Some(keys) = keys.filter(|keys| !keys.is_empty()) {
                register.identities.entry((graph.kind(index), keys)).or_insert(index);
            }
        }
        register
    }
    /// Who is meant by a name, when it leads to one of some kinds.
    pub fn meant(&self, name: &str, kinds: KindSet) -> Meant {
        let called = self.called.get_or_init(|| Called::new(self.all_names()));
        let fits = |node| kinds.contains(self.graph.kind(node));
        called.meant(name, fits, |node, wanted| any_spelled(self.names_of(node), wanted))
    }

    /// Those of some kinds whose names say the same as this one.
    pub fn same(&self, name: &str, kinds: KindSet) -> Vec<u32> {
        let listed = self.directory().same(name).into_iter();
        listed.filter(|(node, by_id)| !by_id && kinds.contains(self.graph.kind(*node))).map(|(node, _)| node).collect()
    }

    /// The one of some kinds whose name or id comes nearest to a name.
    pub fn nearest(&self, name: &str, kinds: KindSet) -> Option<(u32, f64)> {
        let nearest = self.directory().nearest(name, |(node, _)| kinds.contains(self.graph.kind(node)));
        nearest.map(|((node, _), likeness)| (node, likeness))
    }

    fn directory(&self) -> &Directory<Listed> {
        self.directory.get_or_init(|| {
            let names = self.all_names().map(|(name, node)| (name, (node, false)));
            let ids = self.nodes.clone().map(|node| (self.graph.id(node), (node, true)));
            Directory::new(names.chain(ids))
        })
    }

    fn all_names(&self) -> impl Iterator<Item = (&str, u32)> {
        self.nodes.clone().flat_map(|node| self.names_of(node).map(move |name| (name, node)))
    }

    pub fn names_of(&self, node: u32) -> impl Iterator<Item = &str> {
        Language::ALL.into_iter().map(move |language| self.graph.stated_name(node, language)).filter(|name| !name.is_empty())
    }
}
