//! What a context offers to projects: its elements by id, by name and by identity.

use rustc_hash::FxHashMap;

use super::Graph;
use crate::language::evaluate::{Key, key_of};
use crate::metamodel::KindId;

/// What a project may refer to in its context.
pub(super) struct Register<'g> {
    pub graph: &'g Graph,
    pub id: &'g str,
    pub ids: FxHashMap<&'g str, u32>,
    pub names: FxHashMap<String, Option<u32>>,
    pub identities: FxHashMap<(KindId, Vec<Key>), u32>,
}

impl<'g> Register<'g> {
    pub fn new(graph: &'g Graph, context: usize) -> Register<'g> {
        let project = &graph.projects[context];
        let mut register =
            Register { graph, id: &project.id, ids: FxHashMap::default(), names: FxHashMap::default(), identities: FxHashMap::default() };
        let nodes = project.layers.first().map_or(0..0, |layer| layer.nodes.clone());
        for index in nodes {
            register.ids.insert(graph.id(index), index);
            for language in crate::text::Language::ALL {
                let name = graph.stated_name(index, language);
                if !name.is_empty() {
                    let entry = register.names.entry(name.trim().to_lowercase()).or_insert(Some(index));
                    if *entry != Some(index) {
                        *entry = None;
                    }
                }
            }
            let keys: Option<Vec<Key>> = (graph.metamodel.kind(graph.kind(index)).identity.iter())
                .map(|wanted| graph.attributes(index).iter().find(|fact| fact.attribute == *wanted).and_then(|fact| key_of(&fact.value)))
                .collect();
            if let Some(keys) = keys.filter(|keys| !keys.is_empty()) {
                register.identities.entry((graph.kind(index), keys)).or_insert(index);
            }
        }
        register
    }
}
