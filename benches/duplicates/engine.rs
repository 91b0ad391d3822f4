//! What is measured.

use rustc_hash::FxHashMap;
use saikes::graph::Graph;
use saikes::names::Name;
use saikes::text::Language;

pub fn links(graph: &Graph) -> Vec<(u32, u32, f64)> {
    let mut blocks: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let nodes: Vec<u32> = graph.projects.iter().flat_map(|p| p.layers.iter().flat_map(|l| l.nodes.clone())).collect();
    let names: FxHashMap<u32, Name> = nodes.iter().map(|n| (*n, Name::new(graph.name(*n, Language::Ru)))).collect();
    for n in &nodes {
        for b in names[n].blocks() {
            blocks.entry(b).or_default().push(*n);
        }
    }
    let mut out = std::collections::BTreeMap::new();
    for b in blocks.values() {
        for (i, x) in b.iter().enumerate() {
            for y in &b[i + 1..] {
                if graph.kind(*x) == graph.kind(*y) && graph.project_of(*x) != graph.project_of(*y) {
                    let s = names[x].likeness(&names[y]);
                    if s >= 0.75 {
                        out.insert((*x, *y), s);
                    }
                }
            }
        }
    }
    out.into_iter().map(|((x, y), s)| (x, y, s)).collect()
}
