//! A picture as a mermaid flowchart, which GitHub and GitLab draw in a description or a comment.
//!
//! Such a page refuses more than 50,000 characters and (older ones) more than 280 lines, so less is chosen until it
//! fits; what is left out is told in the drawing. Mermaid lays it out by itself: only layers and states are given.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::measure::lines;
use super::{Change, Edge, Limits, Node, Panel, Picture, Shape, Way};
use crate::text::{Language, say};
use crate::verdict::Level;

/// What a page draws without being told to draw more.
pub const CHARACTERS: usize = 50_000;
const EDGES: usize = 280;
/// More is nothing to read: mermaid puts layers beside each other, and a page gives it the width of its text.
const NODES: [usize; 4] = [40, 24, 12, 4];
/// Elements that found no room and are told by name.
const TOLD: usize = 5;

const CLASSES: [(&str, &str); 7] = [
    ("layer", "fill:#f2f3ef,stroke:#d9dcd8,color:#1b1f24"),
    ("bad", "fill:#fae3e1,stroke:#a3201d,stroke-width:2px,color:#1b1f24"),
    ("short", "fill:#fbf0d5,stroke:#7a5200,stroke-width:2px,color:#1b1f24"),
    ("out", "fill:#e4f1e7,stroke:#1c6b3c,stroke-width:2px,color:#1b1f24"),
    ("reg", "fill:#e2e6ea,stroke:#7b838b,color:#1b1f24"),
    ("box", "fill:#ffffff,stroke:#7b838b,color:#1b1f24"),
    ("note", "fill:none,stroke:#7b838b,stroke-dasharray:2 3"),
];

/// The largest picture that a page draws; `of` makes one within limits.
pub fn fitting(language: Language, of: impl Fn(Limits) -> Picture) -> String {
    let mut drawn = String::new();
    for nodes in NODES {
        drawn = flowchart(&of(Limits { nodes, edges: EDGES }), language);
        if drawn.chars().count() < CHARACTERS {
            break;
        }
    }
    drawn
}

/// One flowchart.
pub fn flowchart(picture: &Picture, language: Language) -> String {
    let mut chart = Chart { language, out: String::new(), styles: BTreeMap::new(), edges: 0 };
    chart.line(0, "flowchart TB");
    chart.line(1, &format!("accTitle: {}", bare(&picture.title[language as usize])));
    chart.line(1, &format!("accDescr: {}", bare(&picture.described(language))));
    for (at, panel) in picture.panels.iter().enumerate() {
        chart.panel(panel, at, picture.panels.len() > 1);
    }
    chart.note(picture);
    for (class, style) in CLASSES {
        chart.line(1, &format!("classDef {class} {style}"));
    }
    for (way, numbers) in std::mem::take(&mut chart.styles) {
        let style = match way {
            Way::Plain => continue,
            Way::Detour => "stroke:#1c6b3c,stroke-width:2px",
            Way::Short => "stroke:#7a5200,stroke-width:2px",
            Way::Violating => "stroke:#a3201d,stroke-width:3px",
        };
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        chart.line(1, &format!("linkStyle {} {style}", numbers.join(",")));
    }
    chart.out
}

struct Chart {
    language: Language,
    out: String,
    /// Lines by what they mean: mermaid styles them by number.
    styles: BTreeMap<Way, Vec<usize>>,
    edges: usize,
}

impl Chart {
    fn line(&mut self, depth: usize, line: &str) {
        writeln!(self.out, "{}{line}", "  ".repeat(depth)).expect("a string takes everything");
    }

    fn panel(&mut self, panel: &Panel, at: usize, has_others: bool) {
        let depth = if has_others { 2 } else { 1 };
        if has_others {
            let title = say(self.language, &format!("picture.state.{}", panel.state), &[]);
            self.line(1, &format!("subgraph s{at}[\"{}\"]", escape(&title)));
        }
        let mut layers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        panel.nodes.iter().enumerate().for_each(|(number, node)| layers.entry(node.layer).or_default().push(number));
        for (layer, numbers) in layers {
            let title = &panel.nodes[numbers[0]].layer_title[self.language as usize];
            self.line(depth, &format!("subgraph s{at}l{layer}[\"{}\"]", escape(title)));
            for number in numbers {
                self.node(depth + 1, &panel.nodes[number], &id(at, number));
            }
            self.line(depth, "end");
            self.line(depth, &format!("class s{at}l{layer} layer"));
        }
        if has_others {
            self.line(1, "end");
        }
        for edge in &panel.edges {
            self.edge(at, edge, panel.is_worth_a_label(edge));
        }
    }

    fn node(&mut self, depth: usize, node: &Node, id: &str) {
        let at = self.language as usize;
        let name = escape(&short(&node.name[at]));
        let open = node.findings.iter().filter(|mark| !mark.waived).count();
        let mut told = String::new();
        if open > 0 {
            let what = match node.level() {
                Some(Level::NonCompliant) => "picture.sign.bad",
                _ => "picture.sign.short",
            };
            write!(told, "<br/>{}: {open}", escape(&say(self.language, what, &[]))).expect("a string takes everything");
        }
        match node.change {
            Change::Same => {}
            Change::New => write!(told, "<br/>({})", escape(&say(self.language, "picture.new", &[]))).expect("a string takes everything"),
            Change::Gone => write!(told, "<br/>({})", escape(&say(self.language, "picture.gone", &[]))).expect("a string takes everything"),
        }
        let label = match node.shape {
            Shape::Flow => format!("([\"{name}{told}\"])"),
            Shape::Box => format!("[\"{}<br/><b>{name}</b>{told}\"]", escape(&node.kind_title[at])),
        };
        let class = match (node.level(), node.is_way_out) {
            (Some(Level::NonCompliant), _) => "bad",
            (Some(_), _) => "short",
            (None, true) => "out",
            (None, false) if node.of_context => "reg",
            (None, false) => "box",
        };
        self.line(depth, &format!("{id}{label}:::{class}"));
    }

    fn edge(&mut self, at: usize, edge: &Edge, is_told: bool) {
        let arrow = match (edge.way, edge.leads) {
            (_, false) => "-.-",
            (Way::Plain, true) => "-->",
            (Way::Detour, true) => "-.->",
            (Way::Short | Way::Violating, true) => "==>",
        };
        let label = edge.label(self.language);
        let label = if is_told && edge.way > Way::Plain { format!("|\"{}\"|", escape(&short(&label))) } else { String::new() };
        self.line(1, &format!("{} {arrow}{label} {}", id(at, edge.from), id(at, edge.to)));
        self.styles.entry(edge.way).or_default().push(self.edges);
        self.edges += 1;
    }

    /// What is not drawn.
    fn note(&mut self, picture: &Picture) {
        let at = self.language as usize;
        let mut told: Vec<String> = picture.told(self.language).iter().map(|told| escape(told)).collect();
        told.extend(picture.left_out.iter().take(TOLD).map(|row| escape(&format!("{}: {}", row.kind_title[at], short(&row.name[at])))));
        let more = picture.left_out.len().saturating_sub(TOLD);
        if more > 0 {
            told.push(escape(&say(self.language, "picture.more", &[("count", &more)])));
        }
        if !told.is_empty() {
            self.line(1, &format!("note[\"{}\"]:::note", told.join("<br/>")));
        }
    }
}

/// Never a word of the model: `end`, `click` and others mean something.
fn id(panel: usize, number: usize) -> String {
    format!("p{panel}n{number}")
}

/// A name that is no paragraph.
fn short(name: &str) -> String {
    lines(name, 1.0, 48.0, 1).pop().unwrap_or_default()
}

/// In quotes: entities by number, which mermaid puts back; nothing is left that could end a text, open a tag or begin
/// markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '%' | '*' | '_' | '~' | '$' | '{' | '}' | '[' | ']' | '|' => {
                write!(out, "#{};", letter as u32).expect("a string takes everything");
            }
            _ if letter.is_control() => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

/// Outside of quotes, up to the end of the line.
fn bare(text: &str) -> String {
    let kept = |letter: char| if letter.is_alphanumeric() || " .,:()/·-–«»".contains(letter) { letter } else { ' ' };
    text.chars().map(kept).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
