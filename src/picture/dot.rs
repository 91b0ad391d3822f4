//! A picture in the language of Graphviz, for whoever lays it out and draws it with their own tools.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::layout::Layout;
use super::measure::lines;
use super::{Change, Edge, Node, Panel, Picture, Shape, Way};
use crate::text::{Language, say};
use crate::verdict::Level;

/// More lines than this are told apart by hand: names on all of them would take Graphviz minutes.
const LABELLED: usize = 60;

/// One graph: a cluster a state, in it a cluster a layer.
pub fn graph(picture: &Picture, language: Language) -> String {
    let mut graph = Graph { language, out: String::new() };
    let at = language as usize;
    graph.line(0, "digraph saikes {");
    graph.line(1, "graph [rankdir=TB, newrank=true, charset=\"UTF-8\", fontname=\"sans-serif\", fontsize=12, labelloc=t];");
    graph.line(1, "node [shape=box, style=\"filled\", fontname=\"sans-serif\", fontsize=11, fillcolor=\"#ffffff\", color=\"#7b838b\"];");
    graph.line(1, "edge [color=\"#8d959c\", fontname=\"sans-serif\", fontsize=9, fontcolor=\"#565d66\"];");
    graph.line(1, &format!("label={};", quoted(&picture.title[at])));
    let layout = Layout::of(picture);
    for (at, panel) in picture.panels.iter().enumerate() {
        graph.panel(panel, at, &layout);
    }
    graph.note(picture);
    graph.line(0, "}");
    graph.out
}

struct Graph {
    language: Language,
    out: String,
}

impl Graph {
    fn line(&mut self, depth: usize, line: &str) {
        writeln!(self.out, "{}{line}", "  ".repeat(depth)).expect("a string takes everything");
    }

    fn panel(&mut self, panel: &Panel, at: usize, layout: &Layout) {
        let title = say(self.language, &format!("picture.state.{}", panel.state), &[]);
        self.line(1, &format!("subgraph cluster_{at} {{"));
        self.line(2, &format!("label={}; color=\"#7b838b\"; style=solid;", quoted(&title)));
        let mut layers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        panel.nodes.iter().enumerate().for_each(|(number, node)| layers.entry(node.layer).or_default().push(number));
        for (layer, numbers) in layers {
            let title = &panel.nodes[numbers[0]].layer_title[self.language as usize];
            self.line(2, &format!("subgraph cluster_{at}_{layer} {{"));
            self.line(3, &format!("label={}; style=filled; color=\"#f2f3ef\";", quoted(title)));
            for number in numbers {
                self.node(&panel.nodes[number], &id(at, number));
            }
            self.line(2, "}");
        }
        self.line(1, "}");
        let rows = rows(panel, layout);
        self.rows(at, &rows);
        let few = panel.edges.len() <= LABELLED;
        for edge in &panel.edges {
            let is_told = panel.is_worth_a_label(edge) && (few || edge.way > Way::Plain);
            self.edge(at, edge, is_told, rows[&edge.from] > rows[&edge.to]);
        }
    }

    /// Graphviz would put layers beside each other and take their order from the lines. Between every two rows stands a
    /// node that nobody sees, below all of the one and above all of the other.
    fn rows(&mut self, at: usize, rows: &BTreeMap<usize, usize>) {
        let mut in_row: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        rows.iter().for_each(|(number, row)| in_row.entry(*row).or_default().push(id(at, *number)));
        let ids: Vec<String> = in_row.into_values().map(|ids| ids.join("; ")).collect();
        for (row, pair) in ids.windows(2).enumerate() {
            self.line(1, &format!("p{at}r{row} [shape=point, style=invis, width=0, height=0];"));
            self.line(1, &format!("{{ {} }} -> p{at}r{row} -> {{ {} }} [style=invis, weight=0];", pair[0], pair[1]));
        }
    }

    fn node(&mut self, node: &Node, id: &str) {
        let at = self.language as usize;
        let mut label = match node.shape {
            Shape::Flow => Vec::new(),
            Shape::Box => vec![node.kind_title[at].clone()],
        };
        label.extend(lines(&node.name[at], 1.0, 22.0, 3));
        let open = node.findings.iter().filter(|mark| !mark.waived).count();
        if open > 0 {
            label.push(format!("{}: {open}", say(self.language, "picture.findings", &[])));
        }
        match node.change {
            Change::Same => {}
            Change::New => label.push(format!("({})", say(self.language, "picture.new", &[]))),
            Change::Gone => label.push(format!("({})", say(self.language, "picture.gone", &[]))),
        }
        let colours = match (node.level(), node.is_way_out) {
            (Some(Level::NonCompliant), _) => ", fillcolor=\"#fae3e1\", color=\"#a3201d\", penwidth=2",
            (Some(_), _) => ", fillcolor=\"#fbf0d5\", color=\"#7a5200\", penwidth=2",
            (None, true) => ", fillcolor=\"#e4f1e7\", color=\"#1c6b3c\", penwidth=2",
            (None, false) if node.of_context => ", fillcolor=\"#e2e6ea\"",
            (None, false) => "",
        };
        let shape = if node.shape == Shape::Flow { ", style=\"filled,rounded\"" } else { "" };
        let (label, tooltip) = (label.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\\n"), quoted(&node.told(self.language)));
        self.line(4, &format!("{id} [label=\"{label}\"{shape}{colours}, tooltip={tooltip}];"));
    }

    /// A line that goes up is drawn from its end: ranks are given by the rows.
    fn edge(&mut self, at: usize, edge: &Edge, is_told: bool, goes_up: bool) {
        let look = match edge.way {
            Way::Plain => "",
            Way::Detour => ", style=dashed, color=\"#1c6b3c\", fontcolor=\"#1c6b3c\", penwidth=2",
            Way::Short => ", color=\"#7a5200\", fontcolor=\"#7a5200\", penwidth=2",
            Way::Violating => ", color=\"#a3201d\", fontcolor=\"#a3201d\", penwidth=2.5",
        };
        let head = if edge.leads { "" } else { ", dir=none, style=dotted" };
        let label = if is_told { quoted(&edge.label(self.language)) } else { "\"\"".to_string() };
        let back = if goes_up && edge.leads { ", dir=back" } else { "" };
        let (upper, lower) = if goes_up { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let tooltip = quoted(&edge.label(self.language));
        self.line(1, &format!("{} -> {} [label={label}, tooltip={tooltip}{look}{head}{back}];", id(at, upper), id(at, lower)));
    }

    /// What is not drawn, the table of it as comments.
    fn note(&mut self, picture: &Picture) {
        let at = self.language as usize;
        let told = picture.told(self.language);
        if !told.is_empty() {
            let label = told.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\\l");
            self.line(1, &format!("note [label=\"{label}\\l\", shape=note, style=\"\", color=\"#7b838b\"];"));
        }
        for row in &picture.left_out {
            let requirements: Vec<&str> = row.findings.iter().map(|mark| mark.requirement.as_str()).collect();
            let told = format!("{}: {} ({}) · {}", row.kind_title[at], row.name[at], row.id, requirements.join(", "));
            let told: String = told.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            self.line(1, &format!("// {told}"));
        }
    }
}

/// The row of each node, from the top.
fn rows(panel: &Panel, layout: &Layout) -> BTreeMap<usize, usize> {
    let top = |node: &Node| {
        let place = layout.places[&node.key];
        (place.y + place.height / 2.0) as i64
    };
    let tops: BTreeSet<i64> = panel.nodes.iter().map(top).collect();
    let row = |node: &Node| tops.iter().position(|known| *known == top(node)).unwrap_or(0);
    panel.nodes.iter().enumerate().map(|(number, node)| (number, row(node))).collect()
}

fn id(panel: usize, number: usize) -> String {
    format!("p{panel}n{number}")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// In quotes: a backslash would be an escape, an ampersand an entity.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            _ if letter.is_control() => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}
