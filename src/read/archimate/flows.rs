//! Flows: relationships between those who exchange something become elements, so that rules can ask about them.
//!
//! Two flows that meet at a gateway become the one flow that passes it. Leaves to others: which relationships exchange
//! anything (`exchanges`).

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::convert::{Conversion, End, NOWHERE, written_id};
use super::drawing::{DrawnRelation, Owner};
use super::exchanges::{Belonging, Leg, Pair};
use super::junctions::Meeting;
use super::mapping::{FlowMapping, Key, Target};
use super::words::fold;
use crate::fragment::{DeclaredElement, Drawn, StatedLink, States};
use crate::problem::{Code, Problem};
use crate::strings::StringId;

pub(super) struct Flows<'c, 'm, 'a> {
    conversion: &'c mut Conversion<'m, 'a>,
    mapping: &'m FlowMapping,
    legs: Vec<Leg>,
    belonging: Belonging,
}

impl<'c, 'm, 'a> Flows<'c, 'm, 'a> {
    pub fn new(conversion: &'c mut Conversion<'m, 'a>) -> Flows<'c, 'm, 'a> {
        let mapping = &conversion.mapping.standard.flow;
        let (legs, belonging) = conversion.legs();
        Flows { conversion, mapping, legs, belonging }
    }

    /// Joins the flows that meet at a gateway.
    pub fn join_chains(&mut self) {
        if !self.legs.iter().any(|leg| self.passes(leg.source) || self.passes(leg.target)) {
            return;
        }
        let data = self.data();
        // What else leads to and from a gateway makes no doubt among the flows that were drawn.
        self.join_those(|leg| leg.drawn, &data);
        if self.legs.iter().any(|leg| !leg.drawn) {
            self.join_those(|leg| !leg.gone, &data);
        }
    }

    fn join_those(&mut self, wanted: impl Fn(&Leg) -> bool, data: &FxHashMap<u32, Vec<String>>) {
        let mut meetings: BTreeMap<u32, Meeting> = BTreeMap::new();
        for (at, leg) in self.legs.iter().enumerate().filter(|(_, leg)| wanted(leg)) {
            if self.passes(leg.target) {
                meetings.entry(leg.target).or_default().0.push(at as u32);
            }
            if self.passes(leg.source) {
                meetings.entry(leg.source).or_default().1.push(at as u32);
            }
        }
        let gateways: Vec<u32> = meetings.keys().copied().collect();
        for gateway in gateways {
            let (incoming, outgoing) = meetings.remove(&gateway).unwrap_or_default();
            for (first, second) in self.pairs(&incoming, &outgoing, data) {
                let next = self.legs[second as usize].target;
                self.join(first, second, gateway);
                if let Some((incoming, _)) = meetings.get_mut(&next) {
                    incoming.iter_mut().filter(|leg| **leg == second).for_each(|leg| *leg = first);
                }
            }
        }
    }

    /// Serving and its like that say no more than what was drawn or joined, or that end at a gateway.
    pub fn drop_idle(&mut self) {
        if self.legs.iter().all(|leg| leg.drawn) {
            return;
        }
        let pairs: Vec<Option<Pair>> = self.legs.iter().map(|leg| self.conversion.pair_of(leg, &self.belonging)).collect();
        let of = |wanted: &dyn Fn(&Leg) -> bool| -> FxHashSet<Pair> {
            let wanted = self.legs.iter().zip(&pairs).filter(|(leg, _)| !leg.gone && wanted(leg));
            wanted.filter_map(|(_, pair)| *pair).collect()
        };
        let drawn = of(&|leg| leg.drawn);
        let joined = of(&|leg| !leg.joined.is_empty());
        for (at, pair) in pairs.iter().enumerate() {
            let leg = &self.legs[at];
            let ends_at_gateway = self.passes(leg.source) || self.passes(leg.target);
            let idle = pair.is_none_or(|pair| drawn.contains(&pair) || (leg.joined.is_empty() && joined.contains(&pair)));
            if !leg.drawn && (ends_at_gateway || idle) {
                self.legs[at].gone = true;
            }
        }
    }

    fn passes(&self, element: u32) -> bool {
        self.conversion.kind_declared(element).is_some_and(|kind| self.mapping.through.contains(kind))
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
            if self.conversion.kind_declared(element).is_some_and(|kind| carried.contains(kind)) {
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
        let Leg { relation, target, via, service, joined, gone, drawn, .. } = &mut self.legs[second as usize];
        *gone = true;
        let (target, via, joined) = (*target, std::mem::take(via), std::mem::take(joined));
        let (also, service, drawn) = (*relation, *service, *drawn);
        let leg = &mut self.legs[first as usize];
        leg.target = target;
        leg.via.push(gateway);
        leg.via.extend(via);
        leg.service = leg.service.or(service);
        leg.drawn |= drawn;
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
        self.conversion.belonging = self.belonging;
        self.conversion.pass_on_flows();
    }

    fn declare_flow(&mut self, at: usize, first_of: &mut FxHashMap<StringId, u32>) {
        let Leg { relation, source, target, service, .. } = self.legs[at];
        let DrawnRelation { span, mut names, relation: what, .. } = self.conversion.drawing.relations[relation as usize];
        let written = written_id(self.conversion.drawing.text, &self.conversion.drawing.relations[relation as usize]);
        let oddities = &mut self.conversion.drawing.oddities;
        let place = oddities.place(span);
        if written.is_empty() {
            oddities.note(Code::MissingId, what.name(), || Problem::new(Code::MissingId, place).with("found", what.name()));
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
        let service = service.map(|service| (self.mapping.service, service));
        for (link, end) in [(self.mapping.source, source), (self.mapping.target, target)].into_iter().chain(via).chain(service) {
            let end = self.conversion.drawing.elements[end as usize].id;
            fragment.links.push(StatedLink { element, link, end, span });
        }
        if let Some(gateway) = self.legs[at].via_named.take() {
            let end = self.conversion.drawing.strings.intern(&gateway);
            self.conversion.fragment.links.push(StatedLink { element, link: self.mapping.via, end, span });
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
