//! Labelled pairs of public models, which are read in place: nothing of them stands here but paths and ids.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use saikes::graph::Graph;
use saikes::place::Sources;
use saikes::text::Language;
use serde::Deserialize;

use super::judge::Counts;
use crate::pipeline;

#[derive(Deserialize)]
struct Labels {
    /// Files that hold one model: beginnings of paths.
    copies: Vec<Vec<String>>,
    /// Pairs of `path#id` that name one thing, and that do not.
    same: Vec<[String; 2]>,
    distinct: Vec<[String; 2]>,
}

/// What came of the public models.
#[derive(Default)]
pub struct Real {
    pub models: usize,
    pub elements: usize,
    pub links: usize,
    /// Links between copies of one model.
    pub copies: usize,
    pub labelled: Counts,
    /// Labelled as distinct, and linked or not.
    pub distinct: usize,
    /// Labels whose elements are not there.
    pub gone: Vec<String>,
    /// Links that have no label, with what they link.
    pub unlabelled: Vec<(f64, [String; 2], [String; 2])>,
    pub wrong: Vec<(f64, [String; 2], [String; 2])>,
    pub missed: Vec<[String; 2]>,
}

/// Looks for duplicates in the models of a folder and compares with the labels.
pub fn judge(folder: &Path) -> Real {
    let labels: Labels = toml::from_str(include_str!("real.toml")).expect("the labels are in the repository and have no mistakes");
    let (graph, _) = pipeline::merge(pipeline::read(folder, Sources::default()));
    let nodes = || graph.projects.iter().flat_map(|project| project.layers.iter().flat_map(|layer| layer.nodes.clone()));
    let places: BTreeMap<String, u32> = nodes().map(|node| (place(&graph, node), node)).collect();
    let linked: BTreeMap<[String; 2], f64> = super::engine::links(&graph)
        .into_iter()
        .map(|(one, other, score)| (pair(place(&graph, one), place(&graph, other)), score))
        .collect();
    let mut real = Real { models: graph.projects.len(), elements: nodes().count(), links: linked.len(), ..Real::default() };
    let set = |labels: Vec<[String; 2]>| labels.into_iter().map(|[one, other]| pair(one, other)).collect::<BTreeSet<_>>();
    let (same, distinct) = (set(labels.same), set(labels.distinct));
    real.gone = same.iter().chain(&distinct).flatten().filter(|place| !places.contains_key(*place)).cloned().collect();
    real.labelled.planted = same.len();
    real.distinct = distinct.len();
    for (pair, score) in &linked {
        let shown = || (*score, pair.clone(), pair.clone().map(|place| name(&graph, places[&place])));
        if labels.copies.iter().any(|copies| pair.iter().all(|place| copies.iter().any(|copy| place.starts_with(copy)))) {
            real.copies += 1;
        } else if same.contains(pair) {
            real.labelled.found += 1;
        } else if distinct.contains(pair) {
            real.labelled.wrong += 1;
            real.wrong.push(shown());
        } else {
            real.unlabelled.push(shown());
        }
    }
    real.missed = same.into_iter().filter(|pair| !linked.contains_key(pair)).collect();
    real
}

fn pair(one: String, other: String) -> [String; 2] {
    if one <= other { [one, other] } else { [other, one] }
}

fn place(graph: &Graph, node: u32) -> String {
    format!("{}#{}", graph.projects[graph.project_of(node)].path, graph.id(node))
}

fn name(graph: &Graph, node: u32) -> String {
    format!("{} «{}»", graph.metamodel.kind(graph.kind(node)).name, graph.name(node, Language::En))
}
