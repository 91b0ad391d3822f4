//! The versions of an element in the states of its project: the same id, the same identity, or what it replaces.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{End, NodeData, StateLayer};
use crate::fragment::States;
use crate::metamodel::{Metamodel, Reach};

pub(super) fn find(layers: &mut [StateLayer], nodes: &[NodeData], ends: &[(u32, End)], first: u32, metamodel: &Metamodel) {
    if layers.len() < 2 {
        return;
    }
    let mut versions: BTreeMap<(u32, u8), Vec<u32>> = BTreeMap::new();
    let mut by_element: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, node) in nodes.iter().enumerate() {
        by_element.entry(node.element).or_default().push(first + at as u32);
    }
    let layer_of = |index: u32| layers.iter().position(|layer| layer.nodes.contains(&index));
    let mut join = |from: u32, to: u32| {
        let (Some(here), Some(there)) = (layer_of(from), layer_of(to)) else { return };
        if here != there {
            let known = versions.entry((from, there as u8)).or_default();
            if !known.contains(&to) {
                known.push(to);
            }
        }
    };
    #[expect(clippy::iter_over_hash_type, reason = "versions go into a sorted table")]
    for same in by_element.values() {
        for from in same {
            same.iter().for_each(|to| join(*from, *to));
        }
    }
    let layer_with = |states| layers.iter().position(|layer| layer.states == states);
    let (current, target) = (layer_with(States::CURRENT), layer_with(States::TARGET));
    for (from, end) in ends {
        let leads_back = metamodel.link(end.link).reaches == Reach::Current;
        let Some(to) = end.target.node().filter(|to| leads_back && *to >= first && layer_of(*from) == target) else { continue };
        // What is replaced may still stand in the target state; its version of today is what the element was.
        let element = nodes[(to - first) as usize].element;
        for earlier in by_element[&element].iter().filter(|node| layer_of(**node) == current) {
            join(*from, *earlier);
            join(*earlier, *from);
        }
    }
    for ((node, layer), mut nodes) in versions {
        nodes.sort_unstable();
        if let Some(at) = layers.iter().position(|own| own.nodes.contains(&node)) {
            layers[at].versions.push((node, layer, nodes));
        }
    }
}
