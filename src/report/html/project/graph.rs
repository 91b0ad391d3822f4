//! The graph around the findings of a project: a picture of each state, with links to the findings and back, and the same
//! as a table for those who do not see pictures and for what finds no room in one.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::super::Tri;
use super::{Leaf, Part};
use crate::picture::layout::Layout;
use crate::picture::svg::{self, Ties, id_of, state_title};
use crate::picture::{LeftOut, Limits, Mark, Node, Picture, Text};
use crate::text::Language;

/// What a reader still takes in beside everything else on the page; the rest is a table.
const LIMITS: Limits = Limits { nodes: 140, edges: 240 };
/// Rows for what finds no room in the picture; those beyond are counted.
const ROWS: usize = 1_000;

/// The picture of a project, and where on it each finding is.
pub(super) struct Drawn {
    picture: Picture,
    prefix: String,
    /// The id of the element of a finding; where it stands in several states, of the last.
    ids: BTreeMap<String, String>,
}

impl Drawn {
    pub fn id_of(&self, fingerprint: &str) -> Option<&str> {
        self.ids.get(fingerprint).map(String::as_str)
    }
}

impl Leaf<'_> {
    /// Nothing where there is no element to draw.
    pub(super) fn drawn(&self) -> Option<Drawn> {
        let grounds = self.page.book.grounds?;
        let picture = Picture::of_project(&grounds, self.project, LIMITS);
        let prefix = self.anchor("node");
        let mut ids = BTreeMap::new();
        let mut beside = BTreeMap::new();
        for panel in &picture.panels {
            for node in &panel.nodes {
                let id = id_of(&prefix, panel, node);
                ids.extend(node.findings.iter().map(|mark| (mark.fingerprint.clone(), id.clone())));
                beside.extend(node.related.iter().map(|fingerprint| (fingerprint.clone(), id.clone())));
            }
        }
        for (fingerprint, id) in beside {
            ids.entry(fingerprint).or_insert(id);
        }
        (!picture.is_empty()).then_some(Drawn { picture, prefix, ids })
    }

    pub(super) fn graph(&self, drawn: Option<&Drawn>) -> Option<Part> {
        let drawn = drawn?;
        let picture = &drawn.picture;
        let layout = Layout::of(picture);
        let shown = |text: &Text| {
            let tri = tri(text);
            (self.page.words.shown(&tri).to_string(), self.page.words.number(&tri))
        };
        let href = |node: &Node| node.fingerprints().next().map(|fingerprint| format!("#{}", self.page.book.finding_anchor(fingerprint)));
        let mut text = shown;
        let mut ties = Ties { prefix: &drawn.prefix, text: &mut text, href: &href, is_page: true };
        let panels: Vec<String> = (0..picture.panels.len()).map(|at| svg::panel(picture, &layout, at, &mut ties)).collect();
        let legend = svg::legend(picture, &mut ties);
        let told = Tri::of(|language| picture.told(language).join(" "));
        let body = html! {
            p { (self.page.words.text(&Tri::of(|language| picture.described(language)))) " " (self.page.words.text(&told)) }
            div.scroll.key { (PreEscaped(legend)) }
            div.panels {
                @for (panel, drawn) in picture.panels.iter().zip(panels) {
                    @let title = tri(&state_title(panel));
                    figure.panel {
                        figcaption { (self.page.words.text(&title)) }
                        div.scroll tabindex="0" role="group" aria-label=(self.page.words.shown(&title)) data-t-aria-label=[self.page.words.number(&title)] {
                            (PreEscaped(drawn))
                        }
                    }
                }
            }
            (self.left_out(&picture.left_out))
            (self.drawn_elements(drawn))
        };
        Some(Part::of("graph", picture.elements(), body))
    }

    /// Elements of findings that found no room.
    fn left_out(&self, left_out: &[LeftOut]) -> Markup {
        let folded = left_out.len().saturating_sub(ROWS);
        html! {
            @if !left_out.is_empty() {
                h3 { (self.say("sheet.graph.left-out", &[])) }
                div.across {
                    table {
                        (self.heads(&["sheet.column.element", "conclusion.column.kind", "sheet.column.findings"]))
                        tbody {
                            @for row in left_out.iter().take(ROWS) {
                                tr {
                                    th scope="row" { (self.page.words.text(&tri(&row.name))) " " code { (self.plain(&row.id)) } }
                                    td { (self.page.words.text(&tri(&row.kind_title))) }
                                    td { (self.marks(&row.findings)) }
                                }
                            }
                        }
                    }
                }
                @if folded > 0 { p { (self.say("conclusion.more", &[("count", &folded)])) } }
            }
        }
    }

    /// The elements of the picture that have findings, each with all of them.
    fn drawn_elements(&self, drawn: &Drawn) -> Markup {
        let mut rows: BTreeMap<u32, (&Node, String)> = BTreeMap::new();
        for panel in &drawn.picture.panels {
            for node in panel.nodes.iter().filter(|node| !node.findings.is_empty()) {
                rows.insert(node.key, (node, id_of(&drawn.prefix, panel, node)));
            }
        }
        html! {
            @if !rows.is_empty() {
                details.drawn {
                    summary { (self.say("sheet.graph.elements", &[("count", &rows.len())])) }
                    div.across {
                        table {
                            (self.heads(&["sheet.column.element", "conclusion.column.kind", "sheet.column.findings"]))
                            tbody {
                                @for (node, id) in rows.values() {
                                    tr {
                                        th scope="row" { a href=(format!("#{id}")) { (self.page.words.text(&tri(&node.name))) } " " code { (self.plain(&node.id)) } }
                                        td { (self.page.words.text(&tri(&node.kind_title))) }
                                        td { (self.marks(&node.findings)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Findings by requirement, each linked to its place.
    fn marks(&self, marks: &[Mark]) -> Markup {
        html! {
            @for (at, mark) in marks.iter().enumerate() {
                @if at > 0 { ", " }
                a href=(format!("#{}", self.page.book.finding_anchor(&mark.fingerprint))) { code { (mark.requirement) } }
            }
        }
    }
}

fn tri(text: &Text) -> Tri {
    Tri::of(|language: Language| text[language as usize].clone())
}
