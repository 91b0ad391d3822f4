//! When each drawn element is: the states of the architecture it belongs to, by a property, by what contains it, by the
//! folder it is kept in.

use rustc_hash::FxHashMap;

use super::Mapping;
use super::convert::{Conversion, End};
use super::drawing::{NOT_DRAWN, Oddities, Owner};
use super::mapping::Key;
use super::own::Scope;
use crate::fragment::States;
use crate::place::Span;
use crate::problem::{Code, Problem};
use crate::read::values::unknown_value;

impl Conversion<'_, '_> {
    /// A property `state` says which state an element belongs to; a plateau says it of what it contains, a folder of what
    /// is kept in it.
    pub(super) fn place_in_states(&mut self) {
        let mut holders = self.named_as_states();
        let state = &self.mapping.standard.state;
        for (element, states) in self.stated_states() {
            let what = self.drawing.elements[element as usize].what;
            if state.contained.contains(what) || state.associated.contains(what) {
                holders.insert(element, states);
            }
            let declared = self.fragment.elements.get_mut(self.declared[element as usize] as usize);
            if let Some(declared) = declared.filter(|declared| declared.kind != state.kind) {
                declared.states = states;
            }
        }
        if !holders.is_empty() {
            self.place_parts(&holders);
        }
        self.place_by_folders();
    }

    /// Elements whose names stand for a state.
    fn named_as_states(&self) -> FxHashMap<u32, States> {
        let state = &self.mapping.standard.state;
        let elements = self.drawing.elements.iter().enumerate();
        let may_hold = elements.filter(|(_, element)| state.contained.contains(element.what) || state.associated.contains(element.what));
        may_hold.filter_map(|(at, element)| Some((at as u32, self.state_called(element.names.0)?))).collect()
    }

    /// The state that one of the names of an element stands for.
    pub(super) fn state_called(&self, names: [crate::strings::StringId; 3]) -> Option<States> {
        names.into_iter().filter(|name| !name.is_none()).find_map(|name| self.mapping.state_named(self.drawing.strings.get(name)))
    }

    fn place_parts(&mut self, holders: &FxHashMap<u32, States>) {
        let said: Vec<bool> = self.fragment.elements.iter().map(|element| element.states != States::UNSAID).collect();
        let state = &self.mapping.standard.state;
        for (relation, ends) in self.drawing.relations.iter().zip(&mut self.ends) {
            let [End::Element(one), End::Element(other)] = *ends else { continue };
            let contains = relation.relation.is_containment();
            let is_associated = |at: u32| state.associated.contains(self.drawing.elements[at as usize].what);
            let (states, part) = match (holders.get(&one), holders.get(&other)) {
                (Some(states), _) if contains || is_associated(one) => (states, other),
                (_, Some(states)) if !contains && is_associated(other) => (states, one),
                _ => continue,
            };
            if holders.contains_key(&part) {
                continue;
            }
            let declared = self.declared[part as usize] as usize;
            if let Some(element) = self.fragment.elements.get_mut(declared).filter(|_| !said[declared]) {
                element.states = element.states.union(*states);
            }
            let holder = if part == one { other } else { one };
            if self.kinds[holder as usize].is_none_or(|kind| kind == state.kind) {
                // It said all it had to say; a domain in a state still is one.
                *ends = [End::Nothing, End::Nothing];
            }
        }
    }

    fn place_by_folders(&mut self) {
        if !self.mapping.standard.state.folders {
            return;
        }
        let mut states: Vec<States> = Vec::with_capacity(self.drawing.folders.len());
        for folder in &self.drawing.folders {
            let around = states.get(folder.parent as usize).copied().unwrap_or_default();
            states.push(self.mapping.state_named(&folder.name).unwrap_or(around));
        }
        if states.iter().all(|states| *states == States::UNSAID) {
            return;
        }
        for (at, drawn) in self.drawing.elements.iter().enumerate().filter(|(_, drawn)| drawn.folder != NOT_DRAWN) {
            let declared = self.fragment.elements.get_mut(self.declared[at] as usize);
            if let Some(element) = declared.filter(|element| element.states == States::UNSAID) {
                element.states = states.get(drawn.folder as usize).copied().unwrap_or_default();
            }
        }
    }

    fn stated_states(&mut self) -> Vec<(u32, States)> {
        let stated = self.drawing.properties.iter().filter(|property| self.keys[property.key.index()] == Key::State);
        let owned = stated.filter_map(|property| match property.owner {
            Owner::Element(element) => Some((element, self.meaning_of(property, &Scope::State).to_string(), property.span)),
            Owner::Relation(_) | Owner::Other => None,
        });
        let owned: Vec<(u32, String, Span)> = owned.collect();
        let oddities = &mut self.drawing.oddities;
        owned.into_iter().filter_map(|(element, value, span)| Some((element, state_of(self.mapping, &value, span, oddities)?))).collect()
    }
}

/// The state that the value of a property names, or a note that it names none.
pub(super) fn state_of(mapping: &Mapping, value: &str, span: Span, oddities: &mut Oddities) -> Option<States> {
    if mapping.is_silence(value) {
        return None;
    }
    let states = mapping.state_named(value);
    if states.is_none() {
        let place = oddities.place(span);
        let problem = || -> Problem { unknown_value(place, "state", value, &["current", "target", "both"]) };
        oddities.note(Code::UnknownValue, "state", problem);
    }
    states
}
