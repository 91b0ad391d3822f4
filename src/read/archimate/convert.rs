//! From a drawing to a fragment: ends, elements, links. Kinds and states, flows, and properties have rooms of their own.
//!
//! Nothing is dropped in silence: what does not map is counted by a name that people know from their tool.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::drawing::{Drawing, DrawnElement, DrawnRelation};
use super::exchanges::Belonging;
use super::flows::Flows;
use super::form::Sight;
use super::mapping::{Implied, Key};
use super::through::Derived;
use super::{ElementType, Mapping};
use crate::fragment::{DeclaredElement, Drawn, Format, Fragment, Names, StatedLink, States, Wanted};
use crate::metamodel::{AttributeId, KindId, Metamodel};
use crate::problem::{Code, Problem};
use crate::read::xml::attribute_value;
use crate::strings::StringId;

/// Turns a drawing into what it says in the words of the metamodel.
pub fn convert(metamodel: &Metamodel, mapping: &Mapping, wanted: &Wanted, format: Format, drawing: Drawing<'_>) -> Fragment {
    let mut fragment = Fragment::new(drawing.file, format);
    fragment.elements.reserve(drawing.elements.len());
    fragment.links.reserve(drawing.relations.len());
    let mut conversion = Conversion::new(metamodel, mapping, drawing, fragment);
    conversion.find_owners();
    conversion.resolve_ends();
    conversion.look();
    conversion.check_views();
    conversion.break_circles();
    conversion.understand_keys();
    conversion.find_kinds();
    conversion.nest();
    conversion.declare();
    conversion.place_in_states();
    conversion.dissolve_junctions();
    conversion.derive();
    let mut flows = Flows::new(&mut conversion);
    flows.join_chains();
    flows.drop_idle();
    flows.declare();
    conversion.link();
    conversion.document();
    conversion.keep_aside(wanted);
    if wanted.survey {
        conversion.survey();
    }
    conversion.set_properties();
    conversion.state_sole();
    conversion.state_derived();
    conversion.set_implied();
    conversion.tell_what_was_seen();
    conversion.finish()
}

/// The id of a relation.
pub(super) fn written_id<'a>(text: &'a str, relation: &DrawnRelation) -> Cow<'a, str> {
    attribute_value(&text[relation.id.range()])
}

/// What an end of a relationship is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// Index into the elements of the drawing.
    Element(u32),
    /// Index into its relations.
    Relation(u32),
    /// Nothing that the drawing has, or no longer: the relationship states nothing.
    Nothing,
}

/// No element was declared for it.
pub(super) const NOWHERE: u32 = u32::MAX;

pub(super) struct Conversion<'m, 'a> {
    pub metamodel: &'m Metamodel,
    pub mapping: &'m Mapping,
    pub drawing: Drawing<'a>,
    pub fragment: Fragment,
    /// The two ends of each relation.
    pub ends: Vec<[End; 2]>,
    /// What each key of a property is for, and how often it was for nothing.
    pub keys: Vec<Key>,
    pub useless_keys: Vec<usize>,
    /// The kind of each drawn element, and whether a property says so.
    pub kinds: Vec<Option<KindId>>,
    pub fixed: Vec<bool>,
    /// The element of the fragment for each drawn one.
    pub declared: Vec<u32>,
    /// The element of the fragment for each relation that became a flow.
    pub flow_of: FxHashMap<u32, u32>,
    /// What the drawing shows about its own form.
    pub sight: Sight,
    /// Specialisations of relations, folded.
    pub stereotypes: FxHashMap<u32, String>,
    /// The relation that each one became part of when it was led past a junction.
    pub led_past: FxHashMap<u32, u32>,
    /// What follows from the relations, and the relations of which something was stated by that.
    pub derived: Vec<Derived>,
    pub led_on: FxHashSet<u32>,
    /// Attributes that drawn elements have unless something says else: words, and names of other elements.
    pub implied: Vec<(u32, &'m Implied)>,
    pub implied_names: Vec<(u32, AttributeId, Names)>,
    /// The first element of each id.
    owners: Vec<u32>,
    /// Relations that state nothing by themselves.
    pub unmapped_relations: Vec<u32>,
    /// What is stated only if nothing else states the link of the element.
    pub sole: Vec<StatedLink>,
    pub belonging: Belonging,
}

impl<'m, 'a> Conversion<'m, 'a> {
    fn new(metamodel: &'m Metamodel, mapping: &'m Mapping, drawing: Drawing<'a>, fragment: Fragment) -> Conversion<'m, 'a> {
        Conversion {
            metamodel,
            mapping,
            fragment,
            ends: Vec::with_capacity(drawing.relations.len()),
            keys: Vec::new(),
            useless_keys: Vec::new(),
            kinds: Vec::with_capacity(drawing.elements.len()),
            fixed: vec![false; drawing.elements.len()],
            declared: vec![NOWHERE; drawing.elements.len()],
            flow_of: FxHashMap::default(),
            sight: Sight::default(),
            stereotypes: FxHashMap::default(),
            led_past: FxHashMap::default(),
            derived: Vec::new(),
            led_on: FxHashSet::default(),
            implied: Vec::new(),
            implied_names: Vec::new(),
            owners: vec![NOWHERE; drawing.strings.len()],
            unmapped_relations: Vec::new(),
            sole: Vec::new(),
            belonging: Belonging::default(),
            drawing,
        }
    }

    /// Finds out which element each id means: the first of several that have it.
    fn find_owners(&mut self) {
        for (at, element) in self.drawing.elements.iter().enumerate() {
            if element.id.is_none() {
                continue;
            }
            let owner = &mut self.owners[element.id.index()];
            if *owner == NOWHERE {
                *owner = at as u32;
                continue;
            }
            let first = self.drawing.elements[*owner as usize].span;
            let id = self.drawing.strings.get(element.id);
            let oddities = &mut self.drawing.oddities;
            let (place, first) = (oddities.place(element.span), oddities.place(first));
            oddities.note(Code::DuplicateId, "", || Problem::new(Code::DuplicateId, place).with("id", id).related_to(first));
        }
    }

    /// Finds out which element each end of a relation is. An end may also be a relation; that is rare, so their ids
    /// are looked through only for ends that are no element.
    fn resolve_ends(&mut self) {
        let mut others: FxHashMap<&str, End> = FxHashMap::default();
        let (owners, strings) = (&self.owners, &self.drawing.strings);
        for relation in &self.drawing.relations {
            self.ends.push([relation.source, relation.target].map(|end| match owners.get(end.index()) {
                Some(owner) if *owner != NOWHERE => End::Element(*owner),
                _ => {
                    others.insert(strings.get(end), End::Nothing);
                    End::Nothing
                }
            }));
        }
        others.remove("");
        if !others.is_empty() {
            for (at, relation) in self.drawing.relations.iter().enumerate().rev() {
                if let Some(end) = others.get_mut(written_id(self.drawing.text, relation).as_ref()) {
                    *end = End::Relation(at as u32);
                }
            }
        }
        let mut dangling = Vec::new();
        for (at, relation) in self.drawing.relations.iter().enumerate() {
            for (end, (side, written)) in self.ends[at].iter_mut().zip([("source", relation.source), ("target", relation.target)]) {
                if *end == End::Nothing {
                    *end = others.get(strings.get(written)).copied().unwrap_or(End::Nothing);
                    let is_gone = *end == End::Nothing && !self.drawing.unread.contains(&written);
                    dangling.extend(is_gone.then_some((at, side, written)));
                }
            }
        }
        dangling.into_iter().for_each(|(at, side, written)| self.note_dangling(at, side, written));
    }

    /// The first element of the drawing with an id.
    pub fn first_with(&self, id: StringId) -> Option<u32> {
        self.owners.get(id.index()).copied().filter(|owner| *owner != NOWHERE)
    }

    fn note_dangling(&mut self, at: usize, side: &str, end: StringId) {
        let relation = &self.drawing.relations[at];
        let id = written_id(self.drawing.text, relation);
        let found = self.drawing.strings.get(end);
        let oddities = &mut self.drawing.oddities;
        let place = oddities.place(relation.span);
        if found.is_empty() {
            let problem = || Problem::new(Code::MissingEnd, place).with("id", id).with("reason", side);
            return oddities.note(Code::MissingEnd, "", problem);
        }
        let problem = || Problem::new(Code::DanglingRelationship, place).with("id", id).with("found", found);
        oddities.note(Code::DanglingRelationship, "", problem);
    }

    /// Finds out what each key of a property is for.
    fn understand_keys(&mut self) {
        let count = self.drawing.keys.len();
        self.useless_keys = vec![0; count];
        self.keys = (0..count as u32).map(|key| self.mapping.key(self.key_name(StringId(key)))).collect();
    }

    /// A key by the name its definition gives it; one without a definition is called as it is referred to.
    pub fn key_name(&self, key: StringId) -> &str {
        self.drawing.definitions.get(&key).map_or(self.drawing.keys.get(key), |name| name.as_ref())
    }

    fn declare(&mut self) {
        let mut unmapped = vec![0; usize::from(u8::MAX) + 1];
        for (at, element) in self.drawing.elements.iter().enumerate() {
            let Some(kind) = self.kinds[at] else {
                unmapped[element.what.index()] += 1;
                continue;
            };
            if element.id.is_none() || self.owners[element.id.index()] != at as u32 {
                continue;
            }
            self.declared[at] = self.fragment.elements.len() as u32;
            let DrawnElement { id, names, span, .. } = *element;
            self.fragment.elements.push(DeclaredElement { id, kind, states: States::UNSAID, names, drawn: Drawn::NOT, span });
        }
        for (what, count) in unmapped.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            // Unknown types are told as problems; junctions are counted when it is known which were dissolved.
            let what = ElementType(what as u8);
            if !matches!(what, ElementType::UNKNOWN | ElementType::JUNCTION) {
                self.count_unmapped(self.mapping.type_name(what).to_string(), count);
            }
        }
    }

    /// The element of the fragment that an end is.
    pub fn declared_end(&self, end: End) -> u32 {
        match end {
            End::Element(at) => self.declared[at as usize],
            End::Relation(at) => self.flow_of.get(&at).copied().unwrap_or(NOWHERE),
            End::Nothing => NOWHERE,
        }
    }

    pub fn count_unmapped(&mut self, name: String, count: usize) {
        *self.drawing.counts.unmapped.entry(name).or_default() += count;
    }

    fn finish(mut self) -> Fragment {
        self.count_unmapped_relations();
        for key in 0..self.useless_keys.len() {
            if self.useless_keys[key] > 0 {
                let name = format!("property: {}", self.key_name(StringId(key as u32)).trim());
                self.count_unmapped(name, self.useless_keys[key]);
            }
        }
        let Conversion { fragment, drawing, .. } = self;
        let Drawing { mut strings, counts, oddities, .. } = drawing;
        strings.fit();
        let mut problems = oddities.into_problems();
        problems.sort_by_key(|problem| problem.place.map(|place| place.span));
        let (elements, attributes, links) = (exact(fragment.elements), exact(fragment.attributes), exact(fragment.links));
        Fragment { strings, counts, problems, elements, attributes, links, ..fragment }
    }
}

/// The same without room for more: fragments are kept until all files are read.
fn exact<T>(grown: Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(grown.len());
    exact.extend(grown);
    exact
}
