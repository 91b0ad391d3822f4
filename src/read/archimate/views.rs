//! What views show: each box that stands for an element, each line that stands for a relationship, is one of the file.

use rustc_hash::FxHashSet;

use super::convert::{Conversion, written_id};
use crate::place::Span;
use crate::problem::{Code, Problem};
use crate::read::xml::attribute_value;
use crate::strings::StringId;

impl Conversion<'_, '_> {
    /// Notes what views refer to and the file does not hold.
    pub(super) fn check_views(&mut self) {
        let dangling = [self.dangling_nodes(), self.dangling_connections()];
        for (found, view, span) in dangling.into_iter().flatten() {
            let oddities = &mut self.drawing.oddities;
            let place = oddities.place(span);
            let name = self.drawing.views.get(view).map_or("", |view| view.name.as_ref());
            let problem = || Problem::new(Code::DanglingViewReference, place).with("view", name).with("found", found);
            oddities.note(Code::DanglingViewReference, "", problem);
        }
    }

    fn dangling_nodes(&self) -> Vec<(String, usize, Span)> {
        let drawing = &self.drawing;
        let is_gone = |element: StringId| self.first_with(element).is_none() && !drawing.unread.contains(&element);
        let dangling = drawing.nodes.iter().enumerate().filter(|(_, node)| !node.element.is_none() && is_gone(node.element));
        let view_of = |at: usize| drawing.views.partition_point(|view| view.first_node as usize <= at).wrapping_sub(1);
        dangling.map(|(at, node)| (drawing.strings.get(node.element).to_string(), view_of(at), node.span)).collect()
    }

    fn dangling_connections(&self) -> Vec<(String, usize, Span)> {
        let drawing = &self.drawing;
        // A relationship of an unknown type is in the file and not in the drawing: then nobody can tell.
        if drawing.connections.is_empty() || drawing.relations.len() < drawing.counts.relations {
            return Vec::new();
        }
        let known: FxHashSet<_> = drawing.relations.iter().map(|relation| written_id(drawing.text, relation)).collect();
        let view_of = |at: usize| drawing.views.partition_point(|view| view.first_connection as usize <= at).wrapping_sub(1);
        let references = drawing.connections.iter().enumerate().filter(|(_, connection)| connection.relation != Span::default());
        let written = references.map(|(at, connection)| (at, attribute_value(&drawing.text[connection.relation.range()]), connection.span));
        let is_unread = |id: &str| drawing.strings.find(id).is_some_and(|id| drawing.unread.contains(&id));
        let dangling = written.filter(|(_, id, _)| !id.is_empty() && !known.contains(id) && !is_unread(id));
        dangling.map(|(at, id, span)| (id.into_owned(), view_of(at), span)).collect()
    }
}
