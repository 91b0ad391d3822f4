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
    /// The two that it follows from.
    from: [Origin; 2],
}

/// What a relationship is.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// By its number in the drawing.
    Drawn(u32),
    /// By its number among those derived.
    Derived(u32),
}

/// A relationship from the side of the element between.
#[derive(Clone, Copy)]
struct Edge {
    relation: RelationType,
    mode: Mode,
    other: u32,
    span: Span,
    origin: Origin,
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
            for (at, derived) in self.derived.iter().enumerate().skip(first) {
                let Derived { relation, mode, source, target, span, .. } = *derived;
                let edge = |other| Edge { relation, mode, other, span, origin: Origin::Derived(at as u32) };
                if let Some((_, on)) = crossings.get_mut(&source) {
                    on.push(edge(target));
                }
                if let Some((to, _)) = crossings.get_mut(&target) {
                    to.push(edge(source));
                }
            }
        }
    }

    /// The elements of these types that something leads to or from.
    fn crossings(&self, types: TypeSet) -> BTreeMap<u32, Crossing> {
        let is_between = |at: u32| types.contains(self.drawing.elements[at as usize].what);
        let mut crossings: BTreeMap<u32, Crossing> = BTreeMap::new();
        for (at, (drawn, ends)) in self.drawing.relations.iter().zip(&self.ends).enumerate() {
            let [End::Element(source), End::Element(target)] = *ends else { continue };
            let origin = Origin::Drawn(at as u32);
            let edge = |other| Edge { relation: drawn.relation, mode: drawn.mode, other, span: drawn.span, origin };
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
        let leading = to.iter().filter(|edge| through.first.contains(edge.relation));
        let mut sources: Vec<(u32, Origin)> = leading.map(|edge| (edge.other, edge.origin)).collect();
        sources.sort_by_key(|(source, _)| *source);
        sources.dedup_by_key(|(source, _)| *source);
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
            let (relation, sole) = (through.stated, sources.len() == 1);
            let to = sources.iter().filter(|(source, _)| *source != target);
            let derived =
                to.map(|(source, origin)| Derived { relation, mode, source: *source, target, sole, span, from: [*origin, edge.origin] });
            self.derived.extend(derived);
        }
    }

    /// States the links of what was derived. A link that has one end is left to what was drawn or written, where that
    /// says anything.
    pub(super) fn state_derived(&mut self) {
        let mut single: Option<FxHashSet<(u32, LinkId)>> = None;
        for at in 0..self.derived.len() {
            let Derived { relation, mode, source, target, sole, span, .. } = self.derived[at];
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
                self.note_led_on(at as u32);
            }
        }
    }

    /// The relations that something was derived from were understood by that.
    fn note_led_on(&mut self, derived: u32) {
        let mut open = vec![derived];
        while let Some(at) = open.pop() {
            for origin in self.derived[at as usize].from {
                match origin {
                    Origin::Drawn(relation) => drop(self.led_on.insert(relation)),
                    // What something is derived from stands before it.
                    Origin::Derived(earlier) => open.push(earlier),
                }
            }
        }
    }
}
