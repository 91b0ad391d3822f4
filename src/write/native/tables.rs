//! The tables of one element: one, or several where it says other things in another state, or contradicts itself.
//!
//! A table cannot say a thing twice. Where a model does, nobody knows what holds; two tables of the element say so
//! in the same way, and whoever reads them is told of the conflict again.

use std::collections::BTreeMap;

use crate::fragment::States;
use crate::graph::stated::{Declaration, Reference, Stated, StatedElement};
use crate::metamodel::{AttributeId, LinkId, Metamodel};
use crate::value::Value;

/// One table.
#[derive(Debug)]
pub struct Table<'s> {
    /// Unsaid where it speaks of the state of its model.
    pub states: States,
    /// Each once, in the order of the metamodel.
    pub attributes: BTreeMap<AttributeId, &'s Value>,
    pub links: BTreeMap<LinkId, Vec<&'s Reference>>,
    /// Says otherwise than the table before it.
    pub contradicts: bool,
}

/// What is said in some states, before it is put into tables.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said<'s> {
    attributes: BTreeMap<AttributeId, Vec<&'s Value>>,
    links: BTreeMap<LinkId, Vec<&'s Reference>>,
}

/// How states are said over all elements.
pub struct Saying {
    /// There is one state only: no need to say which.
    one_state: bool,
    /// What is the same in the current and the target state is said once of both.
    joined: bool,
}

impl Saying {
    pub fn new(stated: &Stated) -> Saying {
        let masks = |joined: bool| -> Vec<States> {
            let mut masks: Vec<States> = stated.elements.iter().flat_map(|element| by_states(element, joined).into_keys()).collect();
            masks.sort();
            masks.dedup();
            masks
        };
        let apart = masks(false);
        // Where all of it is the same, joining would leave a model of one state, about which no change can be asked.
        Saying { one_state: apart.len() == 1 && apart != [States::APPROVED], joined: apart.len() > 1 && masks(true).len() > 1 }
    }

    /// The tables of an element; `rendered` puts values that contradict each other in order.
    pub fn tables<'s>(&self, metamodel: &Metamodel, element: &'s StatedElement, rendered: impl Fn(&Value) -> String) -> Vec<Table<'s>> {
        let mut tables = Vec::new();
        for (states, said) in by_states(element, self.joined) {
            let unsaid = self.one_state || states == States::BOTH;
            let states = if unsaid { States::UNSAID } else { states };
            tables.extend(in_tables(metamodel, states, said, &rendered));
        }
        tables
    }
}

/// What is said of the current, the target, both, and the approved state.
fn by_states(element: &StatedElement, joined: bool) -> BTreeMap<States, Said<'_>> {
    let mut by_states: BTreeMap<States, Said<'_>> = BTreeMap::new();
    for (states, declaration) in &element.declarations {
        for part in [States::BOTH, States::APPROVED] {
            let states = States(states.0 & part.0);
            if states != States::UNSAID {
                by_states.entry(states).or_default().add(declaration);
            }
        }
    }
    let same = by_states.get(&States::CURRENT).is_some_and(|said| by_states.get(&States::TARGET) == Some(said));
    if joined
        && same
        && !by_states.contains_key(&States::BOTH)
        && let Some(said) = by_states.remove(&States::CURRENT)
    {
        by_states.remove(&States::TARGET);
        by_states.insert(States::BOTH, said);
    }
    by_states
}

impl<'s> Said<'s> {
    fn add(&mut self, declaration: &'s Declaration) {
        for (attribute, value) in &declaration.attributes {
            let values = self.attributes.entry(*attribute).or_default();
            if values.len() < 2 && !values.contains(&value) {
                values.push(value);
            }
        }
        for (link, reference) in &declaration.links {
            self.links.entry(*link).or_default().push(reference);
        }
        for references in self.links.values_mut() {
            references.sort();
            references.dedup();
        }
    }
}

/// One table, and a second one for what contradicts it.
fn in_tables<'s>(metamodel: &Metamodel, states: States, said: Said<'s>, rendered: &impl Fn(&Value) -> String) -> Vec<Table<'s>> {
    let table = |contradicts: bool| Table { states, attributes: BTreeMap::new(), links: BTreeMap::new(), contradicts };
    let (mut first, mut second) = (table(false), table(true));
    for (attribute, mut values) in said.attributes {
        values.sort_by_cached_key(|value| rendered(value));
        let mut values = values.into_iter();
        first.attributes.extend(values.next().map(|value| (attribute, value)));
        second.attributes.extend(values.next().map(|value| (attribute, value)));
    }
    for (link, references) in said.links {
        let [none, mut ends] = split(references);
        let mut rest = if ends.is_empty() { Vec::new() } else { none.clone() };
        let ends = if ends.is_empty() {
            none
        } else {
            if !metamodel.link(link).many && ends.len() > 1 {
                rest = vec![ends[1]];
                ends.truncate(1);
            }
            ends
        };
        first.links.insert(link, ends);
        if !rest.is_empty() {
            second.links.insert(link, rest);
        }
    }
    let contradicted = !second.attributes.is_empty() || !second.links.is_empty();
    if contradicted { vec![first, second] } else { vec![first] }
}

/// "None", and the ends.
fn split(references: Vec<&Reference>) -> [Vec<&Reference>; 2] {
    let (none, ends) = references.into_iter().partition(|reference| **reference == Reference::None);
    [none, ends]
}
