//! Pictures of a graph around its findings, as data: what is drawn, in which layer of the architecture and in which state, which ways
//! violate a requirement and which detour would not.
//!
//! A picture is chosen (`choose`), laid out (`layout`, `route`) and drawn (`svg`, `mermaid`, `dot`). Texts stand in all
//! three languages, so that one picture serves a page that switches between them. Nothing here judges, reads or writes
//! files; what finds no room is listed in the picture itself.

mod choose;
pub mod dot;
pub mod layout;
mod measure;
pub mod mermaid;
mod panel;
mod path;
mod route;
pub mod svg;

use std::io::{self, Write};

use crate::graph::Graph;
use crate::metamodel::{LayerId, LinkId};
use crate::report::grounds::Grounds;
use crate::report::paper::clean;
use crate::report::{Finding, ProjectReport};
use crate::text::{Language, say};
use crate::verdict::{Level, Weight};

/// What a reader can still take in; the rest is a table.
pub const NODES: usize = 300;
/// More lines than this say no more.
pub const EDGES: usize = 600;

/// Layers of the architecture from the top: what is done, with what, by which systems, on what they stand (the order of
/// paragraph 8 of order 193); then what it is built by and what is said about it. Others would come last.
const BANDS: [&str; 6] = ["activity", "data", "application", "technology", "delivery", "governance"];
/// Of these layers stands only what has a part in a finding: papers about an element are no neighbours of it.
const PAPERS: [&str; 2] = ["delivery", "governance"];

/// One text in Kazakh, Russian and English.
pub type Text = [String; 3];

/// How much is drawn at most, over both states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub nodes: usize,
    pub edges: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { nodes: NODES, edges: EDGES }
    }
}

/// The current and the target state of a project, or its only one, around the same findings.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    pub title: Text,
    pub panels: Vec<Panel>,
    /// Elements of findings that found no room, in the order of their findings: the table beside the picture.
    pub left_out: Vec<LeftOut>,
    /// Fingerprints of findings about no element: nothing there, or the form of a drawing.
    pub nowhere: Vec<String>,
    /// Elements of the project that have no part in any finding and are not drawn.
    pub others: usize,
    /// Lines between drawn elements that are not drawn.
    pub lines_left_out: usize,
}

/// One state.
#[derive(Clone, Debug)]
pub struct Panel {
    /// `current`, `target`, `approved` or `both`.
    pub state: &'static str,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// An element in one state.
#[derive(Clone, Debug)]
pub struct Node {
    /// The same element has the same key in every panel of its picture.
    pub key: u32,
    /// The element in the graph.
    pub index: u32,
    pub id: String,
    pub kind: &'static str,
    pub kind_title: Text,
    pub name: Text,
    /// The body that owns it, where one is stated.
    pub owner: Option<Text>,
    /// The layer of the architecture, by its place from the top (`BANDS`).
    pub layer: usize,
    pub layer_title: Text,
    pub shape: Shape,
    /// Whether it is of another project: of the national registers.
    pub of_context: bool,
    /// The findings that it is a subject of, heaviest first.
    pub findings: Vec<Mark>,
    /// The findings that it has another part in.
    pub related: Vec<String>,
    /// What the requirement asks for and a register has.
    pub is_way_out: bool,
    pub change: Change,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    Box,
    /// A flow: an exchange between two ends.
    Flow,
}

/// How an element of one panel stands to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    /// The current state does not have it.
    New,
    /// The target state does not have it.
    Gone,
}

/// A finding about an element.
#[derive(Clone, Debug)]
pub struct Mark {
    pub fingerprint: String,
    pub requirement: String,
    pub weight: Weight,
    pub level: Level,
    pub waived: bool,
}

/// Links from one element to another, in the direction in which things go.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Positions in [`Panel::nodes`].
    pub from: usize,
    pub to: usize,
    /// The titles of the links; none where elements only belong together.
    pub links: Vec<Text>,
    pub way: Way,
    /// The heaviest of the findings that it is a part of.
    pub weight: Option<Weight>,
    /// Whether it leads somewhere; what only belongs together has no direction.
    pub leads: bool,
    /// Whether it is an end of a flow and nothing else.
    pub is_end: bool,
    /// Fingerprints of the findings that it is a part of.
    pub findings: Vec<String>,
}

/// What a line means; what is drawn over others comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Plain,
    /// Not there: what would fulfil the requirement.
    Detour,
    /// A part of what falls short partially.
    Short,
    /// A part of what is non-compliant.
    Violating,
}

/// An element of a finding that is not drawn.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub id: String,
    pub kind_title: Text,
    pub name: Text,
    pub state: &'static str,
    /// The findings that it is a subject of.
    pub findings: Vec<Mark>,
}

impl Picture {
    /// The graph of a project around its findings.
    pub fn of_project(grounds: &Grounds<'_>, project: &ProjectReport, limits: Limits) -> Picture {
        let names = &grounds.graph.projects[project.index].names;
        let title = each(|language| match names.get(language).trim() {
            "" => project.name.clone(),
            name => name.to_string(),
        });
        let findings: Vec<&Finding> = project.findings.iter().collect();
        choose::picture(grounds, project.index, &findings, &choose::Around { limits, ..choose::Around::default() }, title)
    }

    /// What led to one finding, and nothing else.
    pub fn of_finding(grounds: &Grounds<'_>, project: usize, finding: &Finding) -> Picture {
        let title = each(|language| {
            let name = finding.node.map_or(finding.subject.id.as_str(), |node| grounds.graph.name(node.index, language));
            format!("{} · {}", finding.requirement, clean(name))
        });
        let around = choose::Around { only: Some(Vec::new()), ..choose::Around::default() };
        choose::picture(grounds, project, &[finding], &around, title)
    }

    /// The elements that an answer looked at, where nothing falls short.
    pub fn of_elements(grounds: &Grounds<'_>, project: usize, requirement: &str, elements: &[crate::language::world::Node]) -> Picture {
        let name = |language| elements.first().map_or("", |node| grounds.graph.name(node.index, language));
        let title = each(|language| format!("{requirement} · {}", clean(name(language))));
        let around = choose::Around { only: Some(elements.to_vec()), ..choose::Around::default() };
        choose::picture(grounds, project, &[], &around, title)
    }

    pub fn is_empty(&self) -> bool {
        self.panels.iter().all(|panel| panel.nodes.is_empty())
    }

    /// Elements that are drawn, each once.
    pub fn elements(&self) -> usize {
        let keys: std::collections::BTreeSet<u32> = self.panels.iter().flat_map(|panel| &panel.nodes).map(|node| node.key).collect();
        keys.len()
    }

    /// Elements with findings that are drawn.
    pub fn subjects(&self) -> usize {
        let nodes = self.panels.iter().flat_map(|panel| &panel.nodes).filter(|node| !node.findings.is_empty());
        nodes.map(|node| node.key).collect::<std::collections::BTreeSet<u32>>().len()
    }

    /// What the picture does not show, in words; empty where it shows everything.
    pub fn told(&self, language: Language) -> Vec<String> {
        let mut told = Vec::new();
        let mut tell = |key: &str, count: usize| {
            if count > 0 {
                told.push(say(language, key, &[("count", &count)]));
            }
        };
        tell("picture.left-out", self.left_out.len());
        tell("picture.nowhere", self.nowhere.len());
        tell("picture.others", self.others);
        tell("picture.lines", self.lines_left_out);
        told
    }

    /// The picture in one sentence, for those who do not see it.
    pub fn described(&self, language: Language) -> String {
        let edges: usize = self.panels.iter().map(|panel| panel.edges.len()).sum();
        let violating = self.panels.iter().flat_map(|panel| &panel.edges).filter(|edge| edge.way >= Way::Short).count();
        let (elements, subjects) = (self.elements(), self.subjects());
        say(
            language,
            "picture.described",
            &[("elements", &elements), ("subjects", &subjects), ("edges", &edges), ("violating", &violating)],
        )
    }
}

impl Node {
    /// The worst of what is not waived.
    pub fn level(&self) -> Option<Level> {
        self.findings.iter().filter(|mark| !mark.waived).map(|mark| mark.level).min()
    }

    /// Findings that it has any part in.
    pub fn fingerprints(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().map(|mark| mark.fingerprint.as_str()).chain(self.related.iter().map(String::as_str))
    }

    /// Everything there is to say of it on one line.
    pub fn told(&self, language: Language) -> String {
        let at = language as usize;
        let mut told = format!("{}: {} ({})", self.kind_title[at], self.name[at], clean(&self.id));
        if let Some(owner) = &self.owner {
            told.push_str(&format!(" · {}", owner[at]));
        }
        let mut requirements: Vec<&str> = self.findings.iter().map(|mark| mark.requirement.as_str()).collect();
        requirements.dedup();
        if !requirements.is_empty() {
            let shown = requirements.iter().take(12).copied().collect::<Vec<_>>().join(", ");
            let more = if requirements.len() > 12 { ", …" } else { "" };
            told.push_str(&format!(" · {}: {shown}{more}", say(language, "picture.findings", &[])));
        }
        told
    }
}

impl Panel {
    /// Whether the name of a link says what its arrow does not: from where and to where a flow goes, anybody sees.
    pub fn is_worth_a_label(&self, edge: &Edge) -> bool {
        let is_flow = |at: usize| self.nodes[at].shape == Shape::Flow;
        let to_flow = is_flow(edge.to) && edge.way != Way::Detour;
        edge.links.len() != 1 || !(to_flow || (is_flow(edge.from) && edge.is_end))
    }
}

impl Edge {
    /// The titles of its links, or what it means that there is none.
    pub fn label(&self, language: Language) -> String {
        if self.links.is_empty() {
            let key = if self.way == Way::Detour { "picture.way.detour" } else { "picture.together" };
            return say(language, key, &[]);
        }
        let titles: Vec<&str> = self.links.iter().map(|link| link[language as usize].as_str()).collect();
        titles.join(", ")
    }
}

/// A kind of file that pictures are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Svg,
    Mermaid,
    Dot,
}

impl Drawn {
    /// Draws what is chosen within limits: not every kind of file has room for the same.
    pub fn write(self, language: Language, of: &dyn Fn(Limits) -> Picture, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Drawn::Svg => svg::file(&of(Limits::default()), language, out),
            Drawn::Mermaid => out.write_all(mermaid::fitting(language, of).as_bytes()),
            Drawn::Dot => out.write_all(dot::graph(&of(Limits::default()), language).as_bytes()),
        }
    }
}

/// A text, language by language.
pub fn each(text: impl Fn(Language) -> String) -> Text {
    Language::ALL.map(text)
}

/// A text of ours.
pub fn words(key: &str) -> Text {
    each(|language| say(language, key, &[]))
}

/// A name as a model has it: nothing in it moves a cursor or turns the direction of what is read.
fn named(graph: &Graph, index: u32) -> Text {
    each(|language| clean(graph.name(index, language)).into_owned())
}

/// The place of a layer from the top.
fn band(graph: &Graph, layer: LayerId) -> usize {
    let name = &graph.metamodel.layers[layer.0 as usize].name;
    BANDS.iter().position(|known| known == name).unwrap_or(BANDS.len() + layer.0 as usize)
}

fn link_title(graph: &Graph, link: LinkId) -> Text {
    let title = &graph.metamodel.link(link).title;
    each(|language| title.get(language).to_string())
}
