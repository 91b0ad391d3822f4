//! What the drawings of a project show beside its elements, kept for the questions about form: elements without a kind,
//! remarks of the readers, and how much these looked at.
//!
//! Nothing here is a node: no rule that walks the graph ever meets it. Approved architectures are left out, because
//! nobody redraws them.

use rustc_hash::FxHashMap;

use super::assemble::{Assembler, Slot};
use super::translate::Translation;
use super::{Graph, Project, Target};
use crate::form::Form;
use crate::fragment::{Drawn, Fragment, LookedAt, Names, Part, Remark, RemarkId};
use crate::metamodel::LinkId;
use crate::place::{FileId, Place, Sources, Span};
use crate::read::xml::attribute_value;
use crate::strings::StringId;
use crate::text::Language;

/// Something that a question about form speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A node of the graph.
    Element(u32),
    /// An element without a kind, by its number in its project.
    Kindless(u32),
    /// What a remark is about, where that is no element: a view, a relationship, a junction.
    Drawn(u32),
    /// An entry of the project's waivers, by its number.
    Waiver(u32),
}

#[derive(Debug, Default)]
pub(super) struct Drawings {
    kindless: Vec<KindlessElement>,
    /// Sorted by question.
    remarks: Vec<PlacedRemark>,
    looked_at: LookedAt,
}

#[derive(Debug)]
struct KindlessElement {
    id: StringId,
    names: Names,
    drawn: Drawn,
    place: Place,
}

/// A remark among those of its project.
#[derive(Debug)]
pub struct PlacedRemark {
    pub form: Form,
    /// See [`Remark::what`].
    pub what: u16,
    id: RemarkId,
    name: StringId,
    /// The ends of a relationship; the inner and the outer element of a nesting.
    pub parts: [Option<Thing>; 2],
    first: Span,
    pub place: Place,
}

impl PlacedRemark {
    /// Where the first of two equal relationships stands.
    pub fn first(&self) -> Option<Place> {
        (self.first != Span::default()).then(|| Place::new(self.place.file, self.first))
    }
}

/// What a drawing shows, while its project is put together: parts of remarks are numbers of slots.
#[derive(Default)]
pub(super) struct Shown {
    drawings: Drawings,
    number_of: FxHashMap<StringId, u32>,
}

impl Assembler<'_> {
    /// Takes up what one file shows; `slots` are those of its elements.
    pub(super) fn take_drawings(&mut self, fragment: &Fragment, slots: impl Fn(u32) -> Option<u32>, translation: &mut Translation) {
        let mut numbers: Vec<u32> = Vec::with_capacity(fragment.kindless.len());
        for element in &fragment.kindless {
            let id = translation.of(&mut self.strings, element.id);
            let names = Names(element.names.0.map(|name| translation.of(&mut self.strings, name)));
            let place = Place::new(fragment.file, element.span);
            numbers.push(self.shown.keep(KindlessElement { id, names, drawn: element.drawn, place }));
        }
        let part = |part: Part| match part {
            Part::Element(at) => slots(at).map(Thing::Element),
            Part::Kindless(at) => numbers.get(at as usize).copied().map(Thing::Kindless),
            Part::Nothing => None,
        };
        let drawings = &mut self.shown.drawings;
        drawings.remarks.reserve_exact(fragment.remarks.len());
        for remark in &fragment.remarks {
            let Remark { form, what, first, .. } = *remark;
            let id = match remark.id {
                RemarkId::Known(id) => RemarkId::Known(translation.of(&mut self.strings, id)),
                other => other,
            };
            let name = translation.of(&mut self.strings, remark.name);
            let place = Place::new(fragment.file, remark.span);
            drawings.remarks.push(PlacedRemark { form, what, id, name, parts: remark.parts.map(part), first, place });
        }
        drawings.looked_at.add(fragment.looked_at);
    }

    /// The drawings of the project, when its nodes are laid.
    pub(super) fn lay_drawings(&mut self) -> Drawings {
        let mut drawings = std::mem::take(&mut self.shown).drawings;
        let node = |thing: Thing| match thing {
            Thing::Element(slot) => self.slots.get(slot as usize).and_then(Slot::any_node).map(Thing::Element),
            other => Some(other),
        };
        for remark in &mut drawings.remarks {
            remark.parts = remark.parts.map(|part| part.and_then(node));
        }
        drawings.remarks.sort_by_key(|remark| (remark.form, remark.place));
        drawings
    }
}

impl Slot {
    /// Its node in the first state that it belongs to, or that of the context which it is.
    fn any_node(&self) -> Option<u32> {
        self.nodes.into_iter().flatten().next().or(self.joined)
    }
}

impl Shown {
    /// The number of an element; what another file showed before is the same.
    fn keep(&mut self, element: KindlessElement) -> u32 {
        let known = &mut self.drawings.kindless;
        let number = *self.number_of.entry(element.id).or_insert(known.len() as u32);
        match known.get_mut(number as usize) {
            Some(same) => same.drawn.marks.add(element.drawn.marks),
            None => known.push(element),
        }
        number
    }
}

impl Drawings {
    /// Moves nodes to where they now stand.
    pub(super) fn move_nodes(&mut self, place: impl Fn(u32) -> u32) {
        for part in self.remarks.iter_mut().flat_map(|remark| &mut remark.parts).flatten() {
            if let Thing::Element(index) = part {
                *index = place(*index);
            }
        }
    }
}

impl Graph {
    /// Everything of a project that a reader remarked for one question, by its place, with the number of the first.
    pub fn remarks(&self, project: usize, form: Form) -> (u32, &[PlacedRemark]) {
        let all = &self.projects[project].drawings.remarks;
        let first = all.partition_point(|remark| remark.form < form);
        let rest = &all[first..];
        (first as u32, &rest[..rest.partition_point(|remark| remark.form == form)])
    }

    /// Whether a link of some sort leads from an element to anything, or from anything to it.
    pub fn is_tied(&self, index: u32, counts: impl Fn(LinkId) -> bool) -> bool {
        let backs = self.back_starts[index as usize] as usize..self.back_starts[index as usize + 1] as usize;
        self.ends(index).iter().any(|end| end.target != Target::NONE && counts(end.link))
            || self.backs[backs].iter().any(|back| counts(back.link))
    }

    /// How much the readers of a project's drawings looked at.
    pub fn looked_at(&self, project: usize) -> LookedAt {
        self.projects[project].drawings.looked_at
    }

    pub fn kindless(&self, project: usize) -> impl Iterator<Item = Thing> + use<> {
        (0..self.projects[project].drawings.kindless.len() as u32).map(Thing::Kindless)
    }

    /// Everything that drawings show and that is no element of the graph.
    pub fn drawn_things(&self, project: usize) -> impl Iterator<Item = Thing> + use<> {
        self.kindless(project).chain((0..self.projects[project].drawings.remarks.len() as u32).map(Thing::Drawn))
    }

    /// What drawings show of an element; of anything else nothing.
    pub fn drawn(&self, project: usize, thing: Thing) -> Drawn {
        match thing {
            Thing::Element(index) => self.nodes[index as usize].drawn,
            Thing::Kindless(at) => self.projects[project].drawings.kindless[at as usize].drawn,
            Thing::Drawn(_) | Thing::Waiver(_) => Drawn::NOT,
        }
    }

    /// The id of a thing as its model writes it.
    pub fn id_of(&self, project: usize, thing: Thing, sources: &Sources) -> String {
        let Project { drawings, strings, .. } = &self.projects[project];
        match thing {
            Thing::Element(index) => self.id(index).to_string(),
            Thing::Kindless(at) => strings.get(drawings.kindless[at as usize].id).to_string(),
            Thing::Drawn(at) => {
                let remark = &drawings.remarks[at as usize];
                match remark.id {
                    RemarkId::Written(span) => written(sources, remark.place.file, span),
                    RemarkId::Known(id) => strings.get(id).to_string(),
                    RemarkId::OfPart => String::new(),
                }
            }
            // Nothing else tells one from another, wherever it stands in the file.
            Thing::Waiver(at) => {
                let waiver = &self.projects[project].waivers[at as usize];
                format!("{} {}", waiver.requirement.0, waiver.shown())
            }
        }
    }

    /// The texts of a thing's name by language; empty where there is none.
    pub fn names_of(&self, project: usize, thing: Thing) -> [&str; 3] {
        let Project { drawings, strings, .. } = &self.projects[project];
        match thing {
            Thing::Element(index) => Language::ALL.map(|language| self.stated_name(index, language)),
            Thing::Kindless(at) => drawings.kindless[at as usize].names.0.map(|name| strings.get(name)),
            Thing::Drawn(at) => [strings.get(drawings.remarks[at as usize].name); 3],
            Thing::Waiver(_) => [""; 3],
        }
    }

    pub fn place_of(&self, project: usize, thing: Thing) -> Place {
        let drawings = &self.projects[project].drawings;
        match thing {
            Thing::Element(index) => self.place(index),
            Thing::Kindless(at) => drawings.kindless[at as usize].place,
            Thing::Drawn(at) => drawings.remarks[at as usize].place,
            Thing::Waiver(at) => self.projects[project].waivers[at as usize].place,
        }
    }

    /// The remark of a number.
    pub fn remark(&self, project: usize, at: u32) -> &PlacedRemark {
        &self.projects[project].drawings.remarks[at as usize]
    }
}

fn written(sources: &Sources, file: FileId, span: Span) -> String {
    attribute_value(sources.file(file).text.get(span.range()).unwrap_or("")).into_owned()
}

impl LookedAt {
    fn add(&mut self, other: LookedAt) {
        self.views += other.views;
        self.relationships += other.relationships;
        self.shown_relationships += other.shown_relationships;
        self.junctions += other.junctions;
        self.nestings += other.nestings;
    }
}
