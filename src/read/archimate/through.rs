//! Relationships by way of a third element, as ArchiMate derives them: whoever fills a role does what the role does.
//!
//! They state links, where the mapping has some for them, and are counted nowhere: nobody drew them.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::convert::{Conversion, End, NOWHERE};
use super::mapping::{Target, Through};
use super::{Mode, RelationType, Shape, TypeSet};
use crate::fragment::StatedLink;
use crate::metamodel::LinkId;
use crate::place::Span;

/// From how many elements one is reached at most before it says nothing of any of them.
const SEVERAL: usize = 8;

/// A relationship that follows from two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Derived {
    pub relation: RelationType,
    pub mode: Mode,
    /// Indices into the elements of the drawing.
    pub source: u32,
    pub target: u32,
    /// Whether no other element is related to the target by the same way.
    sole: bool,
    /// Of the relationship that leads to the target.
    span: Span,
}

/// A relationship from the side of the element between.
#[derive(Clone, Copy)]
struct Edge {
    relation: RelationType,
    mode: Mode,
    other: u32,
    span: Span,
}

/// What leads to an element and what leads on.
type Crossing = (Vec<Edge>, Vec<Edge>);

impl Conversion<'_, '_> {
    pub(super) fn derive(&mut self) {
        let mapping = self.mapping;
        let types = mapping.standard.through.iter().fold(TypeSet::default(), |all, through| TypeSet(all.0 | through.types.0));
        let mut crossings = self.crossings(types);
        if crossings.is_empty() {
            return;
        }
        for through in &mapping.standard.through {
            let first = self.derived.len();
            for (at, crossing) in &crossings {
                if through.types.contains(self.drawing.elements[*at as usize].what) {
                    self.lead_on(through, crossing);
                }
            }
            for derived in &self.derived[first..] {
                let Derived { relation, mode, source, target, span, .. } = *derived;
                if let Some((_, on)) = crossings.get_mut(&source) {
                    on.push(Edge { relation, mode, other: target, span });
                }
                if let Some((to, _)) = crossings.get_mut(&target) {
                    to.push(Edge { relation, mode, other: source, span });
                }
            }
        }
    }

    /// The elements of these types that something leads to or from.
    fn crossings(&self, types: TypeSet) -> BTreeMap<u32, Crossing> {
        let is_between = |at: u32| types.contains(self.drawing.elements[at as usize].what);
        let mut crossings: BTreeMap<u32, Crossing> = BTreeMap::new();
        for (drawn, ends) in self.drawing.relations.iter().zip(&self.ends) {
            let [End::Element(source), End::Element(target)] = *ends else { continue };
            let edge = |other| Edge { relation: drawn.relation, mode: drawn.mode, other, span: drawn.span };
            if is_between(source) {
                crossings.entry(source).or_default().1.push(edge(target));
            }
            if is_between(target) {
                crossings.entry(target).or_default().0.push(edge(source));
            }
        }
        crossings
    }

    fn lead_on(&mut self, through: &Through, (to, on): &Crossing) {
        let mut sources: Vec<u32> = to.iter().filter(|edge| through.first.contains(edge.relation)).map(|edge| edge.other).collect();
        sources.sort_unstable();
        sources.dedup();
        if sources.len() > SEVERAL {
            return;
        }
        for edge in on.iter().filter(|edge| through.second.contains(edge.relation)) {
            let kind = self.kinds[edge.other as usize];
            // Elements of no kind may lead on to others; with a kind it must be one that is asked for.
            if kind.is_some_and(|kind| !through.to.contains(kind)) {
                continue;
            }
            let Edge { mode, other: target, span, .. } = *edge;
            let relation = through.stated;
            let to = sources.iter().filter(|source| **source != target);
            self.derived.extend(to.map(|source| Derived { relation, mode, source: *source, target, sole: sources.len() == 1, span }));
        }
    }

    /// States the links of what was derived. A link that has one end is left to what was drawn or written, where that
    /// says anything.
    pub(super) fn state_derived(&mut self) {
        let mut single: Option<FxHashSet<(u32, LinkId)>> = None;
        for at in 0..self.derived.len() {
            let Derived { relation, mode, source, target, sole, span } = self.derived[at];
            let [source, target] = [source, target].map(|end| self.declared[end as usize]);
            if source == NOWHERE || target == NOWHERE {
                continue;
            }
            let [from, to] = [source, target].map(|end| self.fragment.elements[end as usize]);
            for shape in Shape::of(relation, mode).into_iter().flatten() {
                let Some(stated) = self.mapping.stated(shape, from.kind, to.kind) else { continue };
                let Target::Link(link) = stated.what else { continue };
                let (element, end) = if stated.of_target { (target, from.id) } else { (source, to.id) };
                if !self.metamodel.link(link).many {
                    let links = &self.fragment.links;
                    let known = single.get_or_insert_with(|| links.iter().map(|stated| (stated.element, stated.link)).collect());
                    if !sole || !known.insert((element, link)) {
                        continue;
                    }
                }
                self.fragment.links.push(StatedLink { element, link, end, span });
            }
        }
    }
}
