//! Flows: relationships between those who exchange something become elements, so that rules can ask about them.
//!
//! Before that, junctions are dissolved where nothing has to be guessed (one relationship comes in or one goes out),
//! and two flows that meet at a gateway become the one flow that passes it.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::convert::{Conversion, End, NOWHERE, written_id};
use super::drawing::{DrawnRelation, Owner};
use super::{ElementType, FlowMapping, Key, RelationType, Shape, Target, fold};
use crate::fragment::{DeclaredElement, Drawn, StatedLink, States};
use crate::metamodel::KindId;
use crate::problem::{Code, Problem};
use crate::strings::StringId;

/// A flow on its way to become an element: its ends are elements of the drawing.
struct Leg {
    relation: u32,
    source: u32,
    target: u32,
    via: Vec<u32>,
    /// Relations that were joined to it.
    joined: Vec<u32>,
    /// Whether it was joined to another.
    gone: bool,
}

pub(super) struct Flows<'c, 'm, 'a> {
    conversion: &'c mut Conversion<'m, 'a>,
    mapping: FlowMapping,
    legs: Vec<Leg>,
    /// Relations that a junction joined on its one side: whoever speaks of them speaks of the flow that they became.
    through_junction: FxHashMap<u32, u32>,
}

/// What comes into a junction or a gateway and what goes out, by number.
type Meeting = (Vec<u32>, Vec<u32>);

impl<'c, 'm, 'a> Flows<'c, 'm, 'a> {
    pub fn new(conversion: &'c mut Conversion<'m, 'a>) -> Flows<'c, 'm, 'a> {
        let mapping = conversion.mapping.flow;
        Flows { conversion, mapping, legs: Vec::new(), through_junction: FxHashMap::default() }
    }

    fn is_junction(&self, end: End) -> bool {
        matches!(end, End::Element(at) if self.conversion.drawing.elements[at as usize].what == ElementType::JUNCTION)
    }

    /// Leads relationships past the junctions where one comes in or one goes out; counts the other junctions.
    pub fn dissolve_junctions(&mut self) {
        let elements = &self.conversion.drawing.elements;
        let junctions = elements.iter().enumerate().filter(|(_, element)| element.what == ElementType::JUNCTION);
        let mut meetings: BTreeMap<u32, Meeting> = junctions.map(|(at, _)| (at as u32, Meeting::default())).collect();
        if meetings.is_empty() {
            return;
        }
        for (at, [source, target]) in self.conversion.ends.iter().enumerate() {
            if let End::Element(end) = source
                && let Some(meeting) = meetings.get_mut(end)
            {
                meeting.1.push(at as u32);
            }
            if let End::Element(end) = target
                && let Some(meeting) = meetings.get_mut(end)
            {
                meeting.0.push(at as u32);
            }
        }
        let left = meetings.values().filter(|meeting| !self.dissolve(meeting)).count();
        if left > 0 {
            self.conversion.count_unmapped("Junction".to_string(), left);
        }
    }

    fn dissolve(&mut self, (incoming, outgoing): &Meeting) -> bool {
        let relations = &self.conversion.drawing.relations;
        let like = |at: &u32| (relations[*at as usize].relation, relations[*at as usize].mode);
        let Some(first) = incoming.first().filter(|_| !outgoing.is_empty() && incoming.len().min(outgoing.len()) == 1) else {
            return false;
        };
        let far = incoming
            .iter()
            .map(|at| self.conversion.ends[*at as usize][0])
            .chain(outgoing.iter().map(|at| self.conversion.ends[*at as usize][1]));
        let easy = far.into_iter().all(|end| matches!(end, End::Element(_)) && !self.is_junction(end));
        if !easy || incoming.iter().chain(outgoing).any(|at| like(at) != like(first)) {
            return false;
        }
        for (one, other) in incoming.iter().flat_map(|one| outgoing.iter().map(move |other| (*one, *other))) {
            // The side with several has the ids that tell the results apart.
            let (base, single) = if incoming.len() >= outgoing.len() { (one, other) } else { (other, one) };
            self.lead_past(one, other, base, single);
        }
        for at in incoming.iter().chain(outgoing) {
            self.conversion.ends[*at as usize] = [End::Nothing, End::Nothing];
        }
        true
    }

    fn lead_past(&mut self, incoming: u32, outgoing: u32, base: u32, single: u32) {
        let Conversion { drawing, ends, .. } = &mut *self.conversion;
        let [incoming, outgoing] = [incoming, outgoing].map(|at| (drawing.relations[at as usize], ends[at as usize]));
        let mut relation = drawing.relations[base as usize];
        if relation.names.is_none() {
            relation.names = drawing.relations[single as usize].names;
        }
        (relation.source, relation.target) = (incoming.0.source, outgoing.0.target);
        let new = drawing.relations.len() as u32;
        drawing.relations.push(relation);
        ends.push([incoming.1[0], outgoing.1[1]]);
        self.through_junction.insert(base, new);
        self.through_junction.entry(single).or_insert(new);
        if let Some(stereotype) = self.conversion.stereotypes.get(&base).cloned() {
            self.conversion.stereotypes.insert(new, stereotype);
        }
    }

    /// Finds the flows, and joins those that meet at a gateway.
    pub fn join_chains(&mut self) {
        for at in 0..self.conversion.drawing.relations.len() {
            if let Some(leg) = self.leg(at) {
                self.legs.push(leg);
            }
        }
        let mut meetings: BTreeMap<u32, Meeting> = BTreeMap::new();
        for (at, leg) in self.legs.iter().enumerate() {
            if self.passes(leg.target) {
                meetings.entry(leg.target).or_default().0.push(at as u32);
            }
            if self.passes(leg.source) {
                meetings.entry(leg.source).or_default().1.push(at as u32);
            }
        }
        if meetings.is_empty() {
            return;
        }
        let data = self.data();
        let gateways: Vec<u32> = meetings.keys().copied().collect();
        for gateway in gateways {
            let (incoming, outgoing) = meetings.remove(&gateway).unwrap_or_default();
            for (first, second) in self.pairs(&incoming, &outgoing, &data) {
                let next = self.legs[second as usize].target;
                self.join(first, second, gateway);
                if let Some((incoming, _)) = meetings.get_mut(&next) {
                    incoming.iter_mut().filter(|leg| **leg == second).for_each(|leg| *leg = first);
                }
            }
        }
    }

    /// The relation as a flow, if it is one between those who can exchange something.
    fn leg(&self, at: usize) -> Option<Leg> {
        let [End::Element(source), End::Element(target)] = self.conversion.ends[at] else { return None };
        if self.conversion.drawing.relations[at].relation != RelationType::Flow {
            return None;
        }
        let (from, to) = (self.declared_kind(source)?, self.declared_kind(target)?);
        let allowed = |link, kind| self.conversion.metamodel.link(link).to.contains(kind);
        let is_link = self.conversion.mapping.link(Shape::Plain(RelationType::Flow), from, to).is_some();
        let is_flow = allowed(self.mapping.source, from) && allowed(self.mapping.target, to) && !is_link;
        is_flow.then(|| Leg { relation: at as u32, source, target, via: Vec::new(), joined: Vec::new(), gone: false })
    }

    fn declared_kind(&self, element: u32) -> Option<KindId> {
        let declared = self.conversion.declared[element as usize];
        self.conversion.fragment.elements.get(declared as usize).map(|element| element.kind)
    }

    fn passes(&self, element: u32) -> bool {
        self.declared_kind(element).is_some_and(|kind| self.mapping.through.contains(kind))
    }

    /// What each flow is said to carry, by relation: in a property, or by an association with the data.
    fn data(&self) -> FxHashMap<u32, Vec<String>> {
        let mut data: FxHashMap<u32, Vec<String>> = FxHashMap::default();
        let Conversion { drawing, keys, mapping, ends, .. } = &*self.conversion;
        for property in &drawing.properties {
            if let (Owner::Relation(relation), Key::Member(key)) = (property.owner, keys[property.key.index()])
                && mapping.member(key, self.mapping.kind) == Some(Target::Link(self.mapping.carries))
                && !mapping.is_silence(&property.value)
            {
                data.entry(relation).or_default().push(fold(&property.value));
            }
        }
        for ends in ends {
            let (relation, element) = match *ends {
                [End::Relation(relation), End::Element(element)] | [End::Element(element), End::Relation(relation)] => (relation, element),
                _ => continue,
            };
            let carried = &self.conversion.metamodel.link(self.mapping.carries).to;
            if self.declared_kind(element).is_some_and(|kind| carried.contains(kind)) {
                data.entry(relation).or_default().push(fold(drawing.strings.get(drawing.elements[element as usize].id)));
            }
        }
        data.values_mut().for_each(|values| values.sort());
        data
    }

    /// Which flow that comes in goes on as which that goes out: no doubt is left where a name, else the data, else
    /// the lack of both stands once on each side.
    fn pairs(&self, incoming: &[u32], outgoing: &[u32], data: &FxHashMap<u32, Vec<String>>) -> Vec<(u32, u32)> {
        let relation = |leg: u32| self.legs[leg as usize].relation;
        let name = |leg: u32| {
            let names = self.conversion.drawing.relations[relation(leg) as usize].names.0;
            names.iter().map(|name| fold(self.conversion.drawing.strings.get(*name))).find(|name| !name.is_empty())
        };
        let carried = |leg: u32| data.get(&relation(leg)).map(|values| values.join(";"));
        let neither = |leg: u32| (name(leg).is_none() && carried(leg).is_none()).then(String::new);
        let mut pairs = Vec::new();
        let mut taken = FxHashSet::default();
        for sign in [&name as &dyn Fn(u32) -> Option<String>, &carried, &neither] {
            let mut groups: BTreeMap<String, Meeting> = BTreeMap::new();
            for leg in incoming.iter().filter(|leg| !taken.contains(*leg)) {
                if let Some(sign) = sign(*leg) {
                    groups.entry(sign).or_default().0.push(*leg);
                }
            }
            for leg in outgoing.iter().filter(|leg| !taken.contains(*leg)) {
                if let Some(sign) = sign(*leg) {
                    groups.entry(sign).or_default().1.push(*leg);
                }
            }
            for (incoming, outgoing) in groups.into_values() {
                if let ([first], [second]) = (&incoming[..], &outgoing[..])
                    && self.legs[*first as usize].source != self.legs[*second as usize].target
                {
                    taken.extend([*first, *second]);
                    pairs.push((*first, *second));
                }
            }
        }
        pairs.sort();
        pairs
    }

    fn join(&mut self, first: u32, second: u32, gateway: u32) {
        let Leg { relation, target, via, joined, gone, .. } = &mut self.legs[second as usize];
        *gone = true;
        let (target, via, joined) = (*target, std::mem::take(via), std::mem::take(joined));
        let also = *relation;
        let leg = &mut self.legs[first as usize];
        leg.target = target;
        leg.via.push(gateway);
        leg.via.extend(via);
        leg.joined.push(also);
        leg.joined.extend(joined);
    }

    /// Declares what is left as elements.
    pub fn declare(mut self) {
        let mut first_of: FxHashMap<StringId, u32> = FxHashMap::default();
        for at in 0..self.legs.len() {
            if !self.legs[at].gone {
                self.declare_flow(at, &mut first_of);
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each relation is entered by itself")]
        for (relation, new) in self.through_junction {
            if let Some(flow) = self.conversion.flow_of.get(&new).copied() {
                self.conversion.flow_of.entry(relation).or_insert(flow);
            }
        }
    }

    fn declare_flow(&mut self, at: usize, first_of: &mut FxHashMap<StringId, u32>) {
        let Leg { relation, source, target, .. } = self.legs[at];
        let DrawnRelation { span, mut names, .. } = self.conversion.drawing.relations[relation as usize];
        let written = written_id(self.conversion.drawing.text, &self.conversion.drawing.relations[relation as usize]);
        let oddities = &mut self.conversion.drawing.oddities;
        let place = oddities.place(span);
        if written.is_empty() {
            oddities.note(Code::MissingId, "Flow", || Problem::new(Code::MissingId, place).with("found", RelationType::Flow.name()));
            return;
        }
        let id = self.conversion.drawing.strings.intern(&written);
        if let Some(first) = self.conversion.declared_under(id).or_else(|| first_of.get(&id).copied()) {
            let first = self.conversion.fragment.elements[first as usize].span;
            let oddities = &mut self.conversion.drawing.oddities;
            let first = oddities.place(first);
            oddities.note(Code::DuplicateId, "", || Problem::new(Code::DuplicateId, place).with("id", written).related_to(first));
            return;
        }
        let joined = std::mem::take(&mut self.legs[at].joined);
        if let Some(named) = joined.iter().map(|at| self.conversion.drawing.relations[*at as usize].names).find(|names| !names.is_none()) {
            names = if names.is_none() { named } else { names };
        }
        let element = self.conversion.fragment.elements.len() as u32;
        first_of.insert(id, element);
        let states = self.states(source, target);
        let fragment = &mut self.conversion.fragment;
        fragment.elements.push(DeclaredElement { id, kind: self.mapping.kind, states, names, drawn: Drawn::NOT, span });
        let via = self.legs[at].via.iter().map(|at| (self.mapping.via, *at));
        for (link, end) in [(self.mapping.source, source), (self.mapping.target, target)].into_iter().chain(via) {
            let end = self.conversion.drawing.elements[end as usize].id;
            fragment.links.push(StatedLink { element, link, end, span });
        }
        self.conversion.flow_of.extend(joined.into_iter().chain([relation]).map(|relation| (relation, element)));
    }

    /// A flow is where both its ends are, as far as the drawing says where they are.
    fn states(&self, source: u32, target: u32) -> States {
        let [source, target] = [source, target].map(|end| {
            let declared = self.conversion.declared[end as usize];
            self.conversion.fragment.elements.get(declared as usize).map_or(States::UNSAID, |element| element.states)
        });
        match (source, target) {
            (States::UNSAID, said) | (said, States::UNSAID) => said,
            (source, target) => States(source.0 & target.0),
        }
    }
}

impl Conversion<'_, '_> {
    /// The element that was declared under an id of the drawing.
    fn declared_under(&self, id: StringId) -> Option<u32> {
        let drawn = self.first_with(id)?;
        Some(self.declared[drawn as usize]).filter(|declared| *declared != NOWHERE)
    }
}
