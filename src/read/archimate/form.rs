//! What a drawing shows about its own form, seen while it is there: where each element stands, and what is odd about
//! views, relationships, junctions and boxes inside boxes.
//!
//! Every list is gone through once, before junctions are dissolved and plateaus have said what they contain. Whether a
//! remark matters is for the requirement to say that asks about it (`check`).

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::convert::{Conversion, End, NOWHERE};
use super::drawing::{Drawing, DrawnRelation, ViewKind};
use super::{ElementType, RelationType};
use crate::form::Form;
use crate::fragment::{Drawn, Kindless, LookedAt, Marks, Part, Remark, RemarkId};
use crate::place::Span;
use crate::strings::StringId;

/// What was seen. Until all elements are declared, parts of remarks are numbers of drawn elements, and names are
/// numbers of views.
#[derive(Default)]
pub(super) struct Sight {
    /// By drawn element.
    marks: Vec<Marks>,
    remarks: Vec<Remark>,
    looked_at: LookedAt,
}

impl Conversion<'_, '_> {
    /// Looks at the drawing as it was drawn.
    pub(super) fn look(&mut self) {
        let shown = self.shown_relations();
        let composites = COMPOSITES.map(|name| self.mapping.element_type(name));
        let mut looking = Looking { conversion: self, drawing: &self.drawing, shown, composites, sight: Sight::default() };
        looking.mark();
        looking.views();
        let nestings = looking.nestings();
        looking.relations(nestings);
        looking.junctions();
        self.sight = looking.sight;
    }

    /// The ids, as written, of the relationships that views draw.
    fn shown_relations(&self) -> FxHashSet<&str> {
        let written = self.drawing.connections.iter().map(|connection| text_at(&self.drawing, connection.relation));
        written.filter(|id| !id.is_empty()).collect()
    }

    /// Hands what was seen to the fragment, when it is known what became of each element.
    pub(super) fn tell_what_was_seen(&mut self) {
        let kindless = self.tell_of_elements();
        let part = |part: Part| match part {
            Part::Element(at) if self.declared[at as usize] != NOWHERE => Part::Element(self.declared[at as usize]),
            Part::Element(at) => kindless.get(&at).map_or(Part::Nothing, |at| Part::Kindless(*at)),
            other => other,
        };
        let mut remarks = std::mem::take(&mut self.sight.remarks);
        for remark in &mut remarks {
            remark.parts = remark.parts.map(part);
            let name = self.drawing.views.get(remark.name.index()).map_or("", |view| view.name.trim());
            remark.name = if name.is_empty() { StringId::NONE } else { self.drawing.strings.intern(name) };
        }
        remarks.sort_by_key(|remark| (remark.form, remark.span));
        self.fragment.remarks = remarks;
        self.fragment.looked_at = self.sight.looked_at;
    }

    /// Marks what was declared, and keeps elements that have no kind; returns the numbers that these got.
    fn tell_of_elements(&mut self) -> FxHashMap<u32, u32> {
        let mut kindless = FxHashMap::default();
        for (at, element) in self.drawing.elements.iter().enumerate() {
            let drawn = Drawn { what: element.what.0, marks: self.sight.marks[at] };
            if let Some(declared) = self.fragment.elements.get_mut(self.declared[at] as usize) {
                declared.drawn = drawn;
            } else if self.is_kindless(at) {
                kindless.insert(at as u32, self.fragment.kindless.len() as u32);
                self.fragment.kindless.push(Kindless { id: element.id, names: element.names, drawn, span: element.span });
            }
        }
        kindless
    }

    /// Whether a drawn element is known and has no kind. Of several with one id the first counts.
    fn is_kindless(&self, at: usize) -> bool {
        let element = &self.drawing.elements[at];
        let known = !matches!(element.what, ElementType::UNKNOWN | ElementType::JUNCTION);
        known && self.kinds[at].is_none() && self.first_with(element.id) == Some(at as u32)
    }
}

/// Types of composite elements: what they contain may be led to a junction by relationships of any other type.
const COMPOSITES: [&str; 2] = ["Grouping", "Location"];

struct Looking<'c, 'm, 'a> {
    conversion: &'c Conversion<'m, 'a>,
    drawing: &'c Drawing<'a>,
    shown: FxHashSet<&'c str>,
    composites: [ElementType; 2],
    sight: Sight,
}

/// One box directly inside another.
struct Nesting {
    view: u32,
    span: Span,
    /// A relationship says that the outer element holds the inner one, or that the inner one holds the outer.
    around: bool,
    turned: bool,
}

/// By the outer and the inner element.
type Nestings = FxHashMap<(u32, u32), Nesting>;

impl<'c, 'a> Looking<'c, '_, 'a> {
    fn what(&self, element: u32) -> ElementType {
        self.drawing.elements[element as usize].what
    }

    /// Where each element stands.
    fn mark(&mut self) {
        let has_views = self.drawing.views.iter().any(|view| view.kind == ViewKind::Diagram);
        let mut marks = vec![if has_views { Marks::HAS_VIEWS } else { Marks::default() }; self.drawing.elements.len()];
        for (relation, ends) in self.drawing.relations.iter().zip(&self.conversion.ends).filter(|(_, ends)| ends[0] != ends[1]) {
            for end in ends {
                if let End::Element(at) = end {
                    marks[*at as usize].add(Marks::RELATED);
                }
            }
            if let (End::Element(at), true) = (ends[1], relation.relation.provides()) {
                marks[at as usize].add(Marks::PROVIDED);
            }
        }
        for node in &self.drawing.nodes {
            if let Some(at) = self.conversion.first_with(node.element) {
                marks[at as usize].add(Marks::SHOWN);
            }
        }
        self.sight.marks = marks;
    }

    /// The nodes of a view, by number.
    fn nodes_of(&self, view: usize) -> Range<usize> {
        let views = &self.drawing.views;
        let end = views.get(view + 1).map_or(self.drawing.nodes.len(), |next| next.first_node as usize);
        views[view].first_node as usize..end
    }

    /// Views that show nothing. One that leads to other views is a page of contents.
    fn views(&mut self) {
        for (at, view) in self.drawing.views.iter().enumerate().filter(|(_, view)| view.kind == ViewKind::Diagram) {
            self.sight.looked_at.views += 1;
            if self.drawing.nodes[self.nodes_of(at)].iter().all(|node| node.element.is_none() && !node.is_view) {
                let name = StringId(at as u32);
                let id = RemarkId::Written(view.id);
                self.sight.remarks.push(Remark { id, name, ..remark(Form::EmptyView, view.span) });
            }
        }
    }

    /// Boxes directly inside other boxes, each pair of elements once.
    fn nestings(&self) -> Nestings {
        let mut nestings = Nestings::default();
        for view in 0..self.drawing.views.len() {
            for node in &self.drawing.nodes[self.nodes_of(view)] {
                let Some(around) = self.drawing.nodes.get(node.parent as usize) else { continue };
                let [Some(outer), Some(inner)] = [around, node].map(|node| self.conversion.first_with(node.element)) else { continue };
                if outer != inner && self.what(inner) != ElementType::JUNCTION {
                    let nesting = Nesting { view: view as u32, span: node.span, around: false, turned: false };
                    nestings.entry((outer, inner)).or_insert(nesting);
                }
            }
        }
        nestings
    }

    /// Relationships: those drawn twice, those that no view shows, and what they say of boxes inside boxes.
    fn relations(&mut self, mut nestings: Nestings) {
        let mut known: FxHashMap<Equal<'c>, Span> = FxHashMap::default();
        known.reserve(self.drawing.relations.len());
        for (at, relation) in self.drawing.relations.iter().enumerate() {
            let ends = self.conversion.ends[at];
            if ends.contains(&End::Nothing) {
                continue;
            }
            self.sight.looked_at.relationships += 1;
            let first = *known.entry(self.equal(relation, ends)).or_insert(relation.span);
            if first != relation.span {
                self.note(Form::RepeatedRelationship, at, first);
            }
            if self.seems_shown(relation, ends, &mut nestings) {
                self.sight.looked_at.shown_relationships += 1;
            } else if ends.iter().all(|end| self.is_shown(*end)) {
                self.sight.looked_at.shown_relationships += 1;
                self.note(Form::UnusedRelationship, at, Span::default());
            }
        }
        self.judge_nestings(nestings);
    }

    /// What makes two relationships one.
    fn equal(&self, relation: &DrawnRelation, ends: [End; 2]) -> Equal<'c> {
        let name = relation.names.0.into_iter().find(|name| !name.is_none());
        let modes = [relation.mode.reads, relation.mode.writes, relation.mode.directed];
        (relation.relation, ends, modes, name.map_or("", |name| self.drawing.strings.get(name)))
    }

    /// Whether a view draws a relationship, as a line or as a box inside another; the boxes learn of it.
    fn seems_shown(&self, relation: &DrawnRelation, ends: [End; 2], nestings: &mut Nestings) -> bool {
        let mut nested = false;
        if let ([End::Element(source), End::Element(target)], false) = (ends, nestings.is_empty()) {
            for (pair, forward) in [((source, target), true), ((target, source), false)] {
                if let Some(nesting) = nestings.get_mut(&pair) {
                    nested = true;
                    let (around, turned) = relation.relation.nests(forward);
                    nesting.around |= around;
                    nesting.turned |= turned;
                }
            }
        }
        nested || self.shown.contains(text_at(self.drawing, relation.id))
    }

    fn is_shown(&self, end: End) -> bool {
        match end {
            End::Element(at) => self.sight.marks[at as usize].has(Marks::SHOWN),
            End::Relation(at) => self.shown.contains(text_at(self.drawing, self.drawing.relations[at as usize].id)),
            End::Nothing => false,
        }
    }

    fn note(&mut self, form: Form, at: usize, first: Span) {
        let DrawnRelation { id, relation, span, .. } = self.drawing.relations[at];
        let parts = self.conversion.ends[at].map(|end| match end {
            End::Element(at) => Part::Element(at),
            End::Relation(_) | End::Nothing => Part::Nothing,
        });
        let id = RemarkId::Written(id);
        self.sight.remarks.push(Remark { what: relation as u16, id, parts, first, ..remark(form, span) });
    }

    fn judge_nestings(&mut self, nestings: Nestings) {
        self.sight.looked_at.nestings = nestings.len();
        for ((outer, inner), nesting) in nestings.into_iter().filter(|(_, nesting)| !nesting.around) {
            let form = if nesting.turned { Form::ReversedNesting } else { Form::NestingWithoutRelationship };
            let parts = [inner, outer].map(Part::Element);
            let what = self.what(outer).0.into();
            self.sight.remarks.push(Remark { what, name: StringId(nesting.view), parts, ..remark(form, nesting.span) });
        }
    }

    /// Junctions at which relationships of several types meet, or too few. That a composite element contains a
    /// junction does not count.
    fn junctions(&mut self) {
        let mut meeting: FxHashMap<u32, (u16, usize)> = FxHashMap::default();
        let elements = self.drawing.elements.iter().enumerate();
        meeting.extend(elements.filter(|(_, element)| element.what == ElementType::JUNCTION).map(|(at, _)| (at as u32, (0, 0))));
        if meeting.is_empty() {
            return;
        }
        self.sight.looked_at.junctions = meeting.len();
        for (relation, ends) in self.drawing.relations.iter().zip(&self.conversion.ends) {
            let contained = relation.relation.is_containment()
                && matches!(ends[0], End::Element(source) if self.composites.contains(&self.what(source)));
            for end in ends.iter().filter(|_| !contained) {
                if let End::Element(at) = end
                    && let Some((types, count)) = meeting.get_mut(at)
                {
                    *types |= 1 << relation.relation as u16;
                    *count += 1;
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "remarks are sorted when all are made")]
        for (at, (types, count)) in meeting {
            let form = match (count, types.count_ones()) {
                (0 | 1, _) => Form::LooseJunction,
                (_, 0 | 1) => continue,
                _ => Form::MixedJunction,
            };
            let element = &self.drawing.elements[at as usize];
            let id = RemarkId::Known(element.id);
            self.sight.remarks.push(Remark { what: types, id, ..remark(form, element.span) });
        }
    }
}

/// The type of a relationship, its ends, how it reads, writes and is directed, and its name.
type Equal<'c> = (RelationType, [End; 2], [bool; 3], &'c str);

fn remark(form: Form, span: Span) -> Remark {
    let name = StringId::NONE;
    Remark { form, what: 0, id: RemarkId::OfPart, name, parts: [Part::Nothing; 2], first: Span::default(), span }
}

/// What the file writes between two quotes.
fn text_at<'a>(drawing: &Drawing<'a>, span: Span) -> &'a str {
    drawing.text.get(span.range()).unwrap_or("")
}

impl RelationType {
    /// Whether the target of such a relationship is there because of its source.
    fn provides(self) -> bool {
        self.is_containment() || matches!(self, RelationType::Assignment | RelationType::Realization)
    }

    /// What a relationship from the outer to the inner of two boxes (`forward`), or back, says of them: that they are
    /// rightly nested, or the other way round. What realizes or accesses may be drawn on either side.
    fn nests(self, forward: bool) -> (bool, bool) {
        match self {
            RelationType::Composition | RelationType::Aggregation | RelationType::Assignment => (forward, !forward),
            RelationType::Specialization => (!forward, forward),
            RelationType::Realization | RelationType::Access => (true, false),
            _ => (false, false),
        }
    }
}
