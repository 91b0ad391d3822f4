//! Views: their names, the boxes in them as they are nested, their lines. How things look is passed over.

use std::borrow::Cow;

use super::{Exchange, Outcome, trimmed};
use crate::read::archimate::{DrawnConnection, DrawnNode, DrawnView, NOT_DRAWN, ViewKind};
use crate::read::xml::{ScannedTag, Tag};
use crate::strings::StringId;

/// What is around a tag.
#[derive(Clone, Copy)]
struct Around {
    /// The nearest node, by its number.
    node: u32,
    /// Whether a view is the very next thing around it.
    is_view: bool,
}

impl<'a> Exchange<'_, 'a> {
    pub(super) fn views(&mut self, section: &Tag<'a>) -> Outcome {
        self.walk(section, Around { node: NOT_DRAWN, is_view: false }, |exchange, tag, around| {
            let mut inside = Around { is_view: false, ..around };
            match tag.name {
                "node" => inside.node = exchange.node(tag, around.node)?,
                "connection" => exchange.connection(tag)?,
                "viewRef" => exchange.leads_on(around.node),
                "view" => {
                    exchange.view(tag)?;
                    inside = Around { node: NOT_DRAWN, is_view: true };
                }
                "name" | "label" if around.is_view => {
                    exchange.name_of_view(tag)?;
                    return Ok(None);
                }
                "property" => exchange.property_of_view(tag)?,
                _ => {}
            }
            Ok(Some(inside))
        })
    }

    fn view(&mut self, tag: &ScannedTag<'a>) -> Outcome {
        self.xml.scan_attributes(tag)?;
        self.drawing.counts.views += 1;
        let id = self.either("identifier", "identifier").map(|id| id.span().into()).unwrap_or_default();
        self.drawing.views.push(DrawnView {
            id,
            kind: ViewKind::Diagram,
            name: Cow::Borrowed(""),
            first_node: self.drawing.nodes.len() as u32,
            first_connection: self.drawing.connections.len() as u32,
            span: tag.span,
        });
        Ok(())
    }

    /// A node that leads to another view.
    fn leads_on(&mut self, node: u32) {
        if let Some(node) = self.drawing.nodes.get_mut(node as usize) {
            node.is_view = true;
        }
    }

    /// Of names in several languages the first is taken.
    fn name_of_view(&mut self, tag: &ScannedTag<'a>) -> Outcome {
        let name = trimmed(self.xml.scan_content(tag)?);
        if let Some(view) = self.drawing.views.last_mut().filter(|view| view.name.is_empty()) {
            view.name = name;
        }
        Ok(())
    }

    fn node(&mut self, tag: &ScannedTag<'a>, parent: u32) -> Outcome<u32> {
        self.xml.scan_attributes(tag)?;
        let element = match self.either("elementRef", "elementref") {
            Some(reference) if !reference.raw.is_empty() => {
                let id = reference.value();
                self.drawing.strings.intern(&id)
            }
            _ => StringId::NONE,
        };
        // Where a view stands inside another, what follows it does not reach back into that.
        let first = self.drawing.views.last().map_or(0, |view| view.first_node);
        let parent = if parent < first { NOT_DRAWN } else { parent };
        self.drawing.nodes.push(DrawnNode { element, is_view: false, parent, span: tag.span });
        Ok(self.drawing.nodes.len() as u32 - 1)
    }

    fn connection(&mut self, tag: &ScannedTag<'a>) -> Outcome {
        self.xml.scan_attributes(tag)?;
        let relation = self.either("relationshipRef", "relationshipref").map(|reference| reference.span().into()).unwrap_or_default();
        self.drawing.connections.push(DrawnConnection { relation, span: tag.span });
        Ok(())
    }
}
