//! Who exchanges something with whom: what relationships other than flows say of it, and for whom parts, tables and
//! services stand.
//!
//! `rules/archimate.toml` says under `[flow]` what counts and why. Leaves to others: what flows become (`flows`).

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::convert::{Conversion, End};
use super::drawing::Owner;
use super::mapping::{FlowMapping, Key, Target};
use super::own::Scope;
use super::{RelationType, Shape};
use crate::metamodel::{KindId, LinkId};

/// A flow on its way to become an element: its ends are elements of the drawing.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    pub relation: u32,
    pub source: u32,
    pub target: u32,
    pub via: Vec<u32>,
    /// A gateway that a property names and the drawing does not show.
    pub via_named: Option<Box<str>>,
    /// The service that is called.
    pub service: Option<u32>,
    /// Relations that were joined to it.
    pub joined: Vec<u32>,
    /// Whether it was joined to another.
    pub gone: bool,
    /// Whether a flow relationship is part of it.
    pub drawn: bool,
}

/// How far an element may be from what it stands for: deeper drawings are no drawings.
const DEPTH: usize = 32;

/// For whom elements stand.
#[derive(Default)]
pub(super) struct Belonging {
    /// By composition, assignment, realization; and by what writes, where nothing else is said.
    holders: FxHashMap<u32, Vec<u32>>,
    writers: FxHashMap<u32, Vec<u32>>,
    /// The gateways on which services are published, and what else properties say of that.
    published: FxHashMap<u32, Vec<u32>>,
    published_elsewhere: FxHashMap<u32, Box<str>>,
}

impl Belonging {
    pub fn of(conversion: &Conversion<'_, '_>) -> Belonging {
        let mut belonging = Belonging::default();
        let drawn = conversion.drawing.relations.iter().zip(&conversion.ends).filter_map(|(relation, ends)| match *ends {
            [End::Element(source), End::Element(target)] => Some((relation.relation, relation.mode, source, target)),
            _ => None,
        });
        let derived = conversion.derived.iter().map(|derived| (derived.relation, derived.mode, derived.source, derived.target));
        for (relation, mode, source, target) in drawn.chain(derived) {
            if matches!(relation, RelationType::Serving | RelationType::Flow | RelationType::Triggering | RelationType::Influence) {
                continue;
            }
            let (Some(from), Some(to)) = (conversion.kind_declared(source), conversion.kind_declared(target)) else { continue };
            for shape in Shape::of(relation, mode).into_iter().flatten() {
                if let Some(stated) = conversion.mapping.stated(shape, from, to)
                    && let Target::Link(link) = stated.what
                {
                    let (owner, end) = if stated.of_target { (target, source) } else { (source, target) };
                    belonging.add(&conversion.mapping.standard.flow, link.index(), relation, owner, end);
                }
            }
        }
        belonging.add_properties(conversion);
        belonging
    }

    /// What properties say with the id or the name of an element.
    fn add_properties(&mut self, conversion: &Conversion<'_, '_>) {
        let mapping = conversion.mapping;
        let flow = &mapping.standard.flow;
        let counts = |link: LinkId| [&flow.belongs_to, &flow.belongs_by, &flow.published].iter().any(|links| links[link.index()]);
        let links_of = |row: u16| conversion.metamodel.all_kinds().iter().filter_map(move |kind| mapping.member(row, kind));
        let says = |key: &Key| matches!(key, Key::Member(row) if links_of(*row).any(|target| matches!(target, Target::Link(link) if counts(link))));
        let keys: Vec<bool> = conversion.keys.iter().map(says).collect();
        if !keys.contains(&true) {
            return;
        }
        let names = conversion.unique_names();
        for property in conversion.drawing.properties.iter().filter(|property| keys[property.key.index()]) {
            let (Owner::Element(element), Key::Member(row)) = (property.owner, conversion.keys[property.key.index()]) else { continue };
            let Some(Target::Link(link)) = conversion.kind_declared(element).and_then(|kind| mapping.member(row, kind)) else { continue };
            let value = conversion.meaning_of(property, &Scope::Link(link)).trim();
            if mapping.is_silence(value) || mapping.is_none(value) {
                continue;
            }
            let by_id = conversion.drawing.strings.find(value).and_then(|id| conversion.first_with(id));
            match by_id.or_else(|| names.get(value).copied().flatten()) {
                Some(end) => self.add(flow, link.index(), RelationType::Association, element, end),
                None if flow.published[link.index()] => drop(self.published_elsewhere.insert(element, value.into())),
                None => {}
            }
        }
    }

    fn add(&mut self, flow: &FlowMapping, link: usize, relation: RelationType, owner: u32, end: u32) {
        let is = |links: &[bool]| links.get(link).copied().unwrap_or(false);
        let enter = |table: &mut FxHashMap<u32, Vec<u32>>, part: u32, whole: u32| {
            let wholes = table.entry(part).or_default();
            if !wholes.contains(&whole) {
                wholes.push(whole);
            }
        };
        let table = if relation == RelationType::Access { &mut self.writers } else { &mut self.holders };
        if is(&flow.belongs_to) {
            enter(table, owner, end);
        } else if is(&flow.belongs_by) {
            enter(table, end, owner);
        } else if is(&flow.published) {
            enter(&mut self.published, owner, end);
        }
    }

    /// What an element belongs to, as far as it can be said.
    fn of_element(&self, element: u32) -> &[u32] {
        self.holders.get(&element).or_else(|| self.writers.get(&element)).map_or(&[], Vec::as_slice)
    }

    /// The one thing that an element belongs to.
    fn sole_holder(&self, element: u32) -> Option<u32> {
        if let [holder] = self.of_element(element) { Some(*holder) } else { None }
    }

    /// The gateway over which a service is called, and one that the drawing does not show.
    fn gateway_of(&self, service: u32) -> (Option<u32>, Option<Box<str>>) {
        let known = self.published.get(&service).and_then(|gateways| if let [gateway] = gateways[..] { Some(gateway) } else { None });
        (known, self.published_elsewhere.get(&service).cloned())
    }

    /// The party that an element stands for: itself, or the one that everything it belongs to leads to.
    pub fn party(&self, conversion: &Conversion<'_, '_>, element: u32) -> Option<u32> {
        let parties = conversion.mapping.standard.flow.parties;
        let (mut found, mut seen, mut open) = (None, vec![element], vec![element]);
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for at in open {
                if conversion.kind_declared(at).is_some_and(|kind| parties.contains(kind)) {
                    if found.is_some_and(|found| found != at) {
                        return None;
                    }
                    found = Some(at);
                } else {
                    next.extend(self.of_element(at).iter().copied().filter(|holder| !seen.contains(holder)));
                    seen.extend(&next);
                }
            }
            if next.is_empty() || next.len() > DEPTH {
                return found;
            }
            open = next;
        }
        None
    }
}

/// Both parties of an exchange, whichever gives.
pub(super) type Pair = (u32, u32);

pub(super) fn pair(one: u32, other: u32) -> Pair {
    (one.min(other), one.max(other))
}

impl Conversion<'_, '_> {
    /// Elements by their names; a name that several have means none of them.
    fn unique_names(&self) -> FxHashMap<&str, Option<u32>> {
        let mut names: FxHashMap<&str, Option<u32>> = FxHashMap::default();
        for (at, element) in self.drawing.elements.iter().enumerate() {
            for name in element.names.0.into_iter().filter(|name| !name.is_none()) {
                let known = names.entry(self.drawing.strings.get(name)).or_insert(Some(at as u32));
                *known = known.filter(|known| *known == at as u32);
            }
        }
        names
    }

    pub(super) fn kind_declared(&self, element: u32) -> Option<KindId> {
        let declared = self.declared[element as usize];
        self.fragment.elements.get(declared as usize).map(|element| element.kind)
    }

    /// Everything that may be a flow: flow relationships first, then what serves, triggers or accesses.
    pub(super) fn legs(&self) -> (Vec<Leg>, Belonging) {
        let flow = &self.mapping.standard.flow;
        let parts = self.mapping.standard.wholes;
        let matters =
            |relation: RelationType| relation == RelationType::Flow || flow.exchanges.contains(relation) || parts.contains(relation);
        if !self.drawing.relations.iter().any(|relation| matters(relation.relation)) {
            return Default::default();
        }
        let belonging = Belonging::of(self);
        let all = 0..self.drawing.relations.len();
        let is_flow = |at: &usize| self.drawing.relations[*at].relation == RelationType::Flow;
        let mut legs: Vec<Leg> = all.clone().filter(is_flow).filter_map(|at| self.drawn_leg(at, &belonging)).collect();
        let others = all.filter(|at| flow.exchanges.contains(self.drawing.relations[*at].relation));
        let others: Vec<(Leg, Pair)> = others.filter_map(|at| self.other_leg(at, &belonging)).collect();
        let drawn: FxHashSet<Pair> = legs.iter().filter_map(|leg| self.pair_of(leg, &belonging)).collect();
        let new = others.into_iter().filter(|(_, pair)| !drawn.contains(pair)).collect();
        legs.extend(self.finest(new));
        (legs, belonging)
    }

    /// The parties of a flow, where both are known.
    pub(super) fn pair_of(&self, leg: &Leg, belonging: &Belonging) -> Option<Pair> {
        Some(pair(belonging.party(self, leg.source)?, belonging.party(self, leg.target)?))
    }

    /// A flow relationship between those who can exchange something. What flows to a service flows to whoever provides it,
    /// and a function exchanges nothing but by whoever performs it.
    fn drawn_leg(&self, at: usize, belonging: &Belonging) -> Option<Leg> {
        let flow = &self.mapping.standard.flow;
        let [End::Element(source), End::Element(target)] = self.ends[at] else { return None };
        let kinds = (self.kind_declared(source)?, self.kind_declared(target)?);
        if self.mapping.stated(Shape::Plain(RelationType::Flow), kinds.0, kinds.1).is_some() {
            return None;
        }
        let acting = [source, target].map(|end| self.acting(end, belonging));
        // What somebody sends to his own service stays where it was drawn.
        let same = acting[0].0 == acting[1].0;
        let [(from, called), (to, calling)] = if same { [(source, None), (target, None)] } else { acting };
        let (first, second) = (self.kind_declared(from)?, self.kind_declared(to)?);
        let links = &self.metamodel;
        let fits = links.link(flow.source).to.contains(first) && links.link(flow.target).to.contains(second);
        fits.then(|| Leg { drawn: true, ..leg(at as u32, from, to, calling.or(called)) })
    }

    /// Who acts where an element is drawn, and the service that stands for him.
    fn acting(&self, element: u32, belonging: &Belonging) -> (u32, Option<u32>) {
        let flow = &self.mapping.standard.flow;
        let Some(kind) = self.kind_declared(element) else { return (element, None) };
        let is_service = self.metamodel.link(flow.service).to.contains(kind);
        let can_act = self.metamodel.link(flow.source).to.contains(kind) && !is_service;
        match belonging.sole_holder(element).filter(|_| !can_act) {
            Some(holder) => (holder, is_service.then_some(element)),
            None => (element, None),
        }
    }

    /// Serving, triggering or access between two parties.
    fn other_leg(&self, at: usize, belonging: &Belonging) -> Option<(Leg, Pair)> {
        let flow = &self.mapping.standard.flow;
        let [End::Element(source), End::Element(target)] = self.ends[at] else { return None };
        let drawn = &self.drawing.relations[at];
        let (from, to) = (self.kind_declared(source)?, self.kind_declared(target)?);
        if self.named_link(at, from, to).is_some() {
            return None;
        }
        let writes = drawn.mode.writes && !drawn.mode.reads;
        let backwards = drawn.relation == RelationType::Access && !writes;
        let (gives, gets) = if backwards { (target, source) } else { (source, target) };
        let gives_of_itself = flow.giving.contains(if backwards { to } else { from });
        let parties = (belonging.party(self, gives)?, belonging.party(self, gets)?);
        if parties.0 == parties.1 || !gives_of_itself {
            return None;
        }
        let ((giver, called), (getter, calling)) = (self.acting(gives, belonging), self.acting(gets, belonging));
        let (first, second) = (self.kind_declared(giver)?, self.kind_declared(getter)?);
        let links = &self.metamodel;
        if !links.link(flow.source).to.contains(first) || !links.link(flow.target).to.contains(second) {
            return None;
        }
        let mut leg = leg(at as u32, giver, getter, called.or(calling));
        let (published, elsewhere) = leg.service.map_or((None, None), |service| belonging.gateway_of(service));
        leg.via.extend(published.filter(|gateway| *gateway != parties.0 && *gateway != parties.1));
        leg.via_named = elsewhere;
        Some((leg, pair(parties.0, parties.1)))
    }

    /// Between two parties, a relationship between them as such says no more than one by a service or between their
    /// parts; and what says the same twice is one.
    fn finest(&self, legs: Vec<(Leg, Pair)>) -> Vec<Leg> {
        let is_fine = |leg: &Leg, parties: &Pair| leg.service.is_some() || pair(leg.source, leg.target) != *parties;
        let fine: FxHashSet<Pair> = legs.iter().filter(|(leg, parties)| is_fine(leg, parties)).map(|(_, parties)| *parties).collect();
        let mut known: BTreeMap<(u32, u32, Option<u32>), ()> = BTreeMap::new();
        let mut kept = Vec::new();
        for (leg, parties) in legs {
            let wanted = is_fine(&leg, &parties) || !fine.contains(&parties);
            if wanted && known.insert((leg.source, leg.target, leg.service), ()).is_none() {
                kept.push(leg);
            }
        }
        kept
    }
}

fn leg(relation: u32, source: u32, target: u32, service: Option<u32>) -> Leg {
    Leg { relation, source, target, via: Vec::new(), via_named: None, service, joined: Vec::new(), gone: false, drawn: false }
}
