//! What each drawn element is and when: its kind by type, property and nesting, its states by property and plateau.

use rustc_hash::FxHashMap;

use super::convert::{Conversion, End};
use super::drawing::{DrawnProperty, Oddities, Owner};
use super::{ElementType, Key, Mapping, fold};
use crate::fragment::States;
use crate::problem::{Code, Problem, nearest};
use crate::read::values::unknown_value;

impl Conversion<'_, '_> {
    /// The kind of each element by its type, unless a property names another.
    pub(super) fn find_kinds(&mut self) {
        self.kinds.extend(self.drawing.elements.iter().map(|element| self.mapping.kind_of(element.what)));
        let special = |key: &Key| matches!(key, Key::Kind | Key::Specialization);
        if !self.keys.iter().any(special) {
            return;
        }
        for at in 0..self.drawing.properties.len() {
            let property = &self.drawing.properties[at];
            let key = self.keys[property.key.index()];
            if !special(&key) || self.mapping.is_silence(&property.value) {
                continue;
            }
            match property.owner {
                Owner::Element(element) => self.override_kind(at, element, key),
                Owner::Relation(relation) if key == Key::Specialization => drop(self.stereotypes.insert(relation, fold(&property.value))),
                Owner::Relation(_) | Owner::Other => self.useless_keys[property.key.index()] += 1,
            }
        }
    }

    fn override_kind(&mut self, at: usize, element: u32, key: Key) {
        let property = &self.drawing.properties[at];
        match self.mapping.kind_named(&property.value) {
            Some(kind) => {
                self.kinds[element as usize] = Some(kind);
                self.fixed[element as usize] = true;
            }
            None if key == Key::Kind => {
                let known = self.metamodel.kinds.iter().map(|kind| kind.name.as_str());
                let near = nearest(&property.value, known).unwrap_or_default();
                let oddities = &mut self.drawing.oddities;
                let place = oddities.place(property.span);
                let problem = Problem::new(Code::UnknownKind, place).with("found", property.value.as_ref()).with("nearest", near);
                oddities.note(Code::UnknownKind, &property.value, || problem);
            }
            None => self.count_unmapped(format!("<<{}>>", self.drawing.properties[at].value.trim()), 1),
        }
    }

    /// Elements inside others may be of another kind than those outside.
    pub(super) fn nest(&mut self) {
        let mut inside: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        let mut wholes: FxHashMap<u32, Vec<ElementType>> = FxHashMap::default();
        for (relation, ends) in self.drawing.relations.iter().zip(&self.ends) {
            let [End::Element(whole), End::Element(part)] = *ends else { continue };
            if !relation.relation.is_containment() || whole == part {
                continue;
            }
            let [outer, inner] = [whole, part].map(|at| self.drawing.elements[at as usize].what);
            for (at, nested) in self.mapping.nested.iter().enumerate() {
                if nested.what == inner && nested.inside.contains(&outer) {
                    inside.entry(part).or_default().push(at);
                    wholes.entry(whole).or_default().push(inner);
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each part is settled by itself")]
        for (part, rules) in inside {
            let what = self.drawing.elements[part as usize].what;
            let is_leaf = !wholes.get(&part).is_some_and(|parts| parts.contains(&what));
            let rule = rules.into_iter().min_by_key(|at| (self.mapping.nested[*at].leaf && !is_leaf, *at));
            let nested = rule.map(|at| &self.mapping.nested[at]).filter(|nested| is_leaf || !nested.leaf);
            if let (Some(nested), false) = (nested, self.fixed[part as usize]) {
                self.kinds[part as usize] = Some(nested.kind);
            }
        }
    }

    /// A property `state` says which state an element belongs to; a plateau says it of what it contains.
    pub(super) fn place_in_states(&mut self) {
        let mut plateaus: FxHashMap<u32, States> = FxHashMap::default();
        for (at, element) in self.drawing.elements.iter().enumerate() {
            if element.what == self.mapping.plateau {
                let names = element.names.0.into_iter().map(|name| self.drawing.strings.get(name));
                if let Some(states) = names.filter_map(|name| self.mapping.state_named(name)).next() {
                    plateaus.insert(at as u32, states);
                }
            }
        }
        for (element, states) in self.stated_states() {
            if self.drawing.elements[element as usize].what == self.mapping.plateau {
                plateaus.insert(element, states);
            } else if let Some(declared) = self.fragment.elements.get_mut(self.declared[element as usize] as usize) {
                declared.states = states;
            }
        }
        if plateaus.is_empty() {
            return;
        }
        let said: Vec<bool> = self.fragment.elements.iter().map(|element| element.states != States::UNSAID).collect();
        for (relation, ends) in self.drawing.relations.iter().zip(&mut self.ends) {
            let [End::Element(plateau), End::Element(part)] = *ends else { continue };
            let Some(states) = plateaus.get(&plateau).filter(|_| relation.relation.is_containment()) else { continue };
            let declared = self.declared[part as usize] as usize;
            if let Some(element) = self.fragment.elements.get_mut(declared).filter(|_| !said[declared]) {
                element.states = element.states.union(*states);
            }
            // It said all it had to say.
            *ends = [End::Nothing, End::Nothing];
        }
    }

    fn stated_states(&mut self) -> Vec<(u32, States)> {
        let Conversion { mapping, drawing, keys, .. } = self;
        let stated = drawing.properties.iter().filter(|property| keys[property.key.index()] == Key::State);
        let owned = stated.filter_map(|property| match property.owner {
            Owner::Element(element) => Some((element, property)),
            Owner::Relation(_) | Owner::Other => None,
        });
        owned.filter_map(|(element, property)| Some((element, state_of(mapping, property, &mut drawing.oddities)?))).collect()
    }
}

/// The state that a property names, or a note that it names none.
pub(super) fn state_of(mapping: &Mapping, property: &DrawnProperty<'_>, oddities: &mut Oddities) -> Option<States> {
    if mapping.is_silence(&property.value) {
        return None;
    }
    let states = mapping.state_named(&property.value);
    if states.is_none() {
        let place = oddities.place(property.span);
        let problem = || unknown_value(place, "state", &property.value, &["current", "target", "both"]);
        oddities.note(Code::UnknownValue, "state", problem);
    }
    states
}
