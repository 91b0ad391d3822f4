//! What each drawn element is: its kind by type, name, relationships, nesting, specialisation and property.

use rustc_hash::FxHashMap;

use super::ElementType;
use super::convert::{Conversion, End};
use super::drawing::Owner;
use super::mapping::Key;
use super::own::{NOTHING, Scope};
use super::words::fold;
use crate::place::Span;
use crate::problem::{Code, Problem, nearest};

impl Conversion<'_, '_> {
    /// The kind of each element by its type, unless its name, its specialisation or a property says another.
    pub(super) fn find_kinds(&mut self) {
        self.kinds.extend(self.drawing.elements.iter().map(|element| self.mapping.kind_of(element.what)));
        self.own_kinds();
        self.name_kinds();
        for at in 0..self.drawing.specializations.len() {
            let said = &self.drawing.specializations[at];
            let (owner, name, span) = (said.owner, said.name.clone(), said.span);
            match owner {
                Owner::Element(element) => self.override_kind(element, &name, span, Key::Specialization),
                Owner::Relation(relation) => drop(self.stereotypes.insert(relation, fold(&name))),
                Owner::Other => {}
            }
        }
        self.kinds_by_properties();
    }

    fn kinds_by_properties(&mut self) {
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
            let scope = if key == Key::Kind { Scope::Kind } else { Scope::Specialization };
            let (value, span) = (self.meaning_of(property, &scope).to_string(), property.span);
            match property.owner {
                Owner::Element(element) => self.override_kind(element, &value, span, key),
                Owner::Relation(relation) if key == Key::Specialization => drop(self.stereotypes.insert(relation, fold(&value))),
                Owner::Relation(_) | Owner::Other => self.useless_keys[property.key.index()] += 1,
            }
        }
    }

    /// What a project says of a type holds for all its elements, wherever they stand.
    fn own_kinds(&mut self) {
        if self.mapping.own.types.is_empty() {
            return;
        }
        for (at, element) in self.drawing.elements.iter().enumerate() {
            if let Some(kind) = self.mapping.own_kind_of(element.what) {
                (self.kinds[at], self.fixed[at]) = (kind, true);
            }
        }
    }

    /// Kinds by names that leave no doubt, and by names of states.
    fn name_kinds(&mut self) {
        let state = &self.mapping.standard.state;
        for (at, element) in self.drawing.elements.iter().enumerate() {
            let what = element.what;
            if (state.contained.contains(what) || state.associated.contains(what)) && self.state_called(element.names.0).is_some() {
                (self.kinds[at], self.fixed[at]) = (Some(state.kind), true);
                continue;
            }
            if !self.mapping.may_be_named(what) {
                continue;
            }
            // A name in no stated language stands in all three slots.
            let [first, second, third] = element.names.0;
            let others = [second, third].into_iter().filter(|name| *name != first);
            let names = [first].into_iter().chain(others).filter(|name| !name.is_none());
            let found = names.into_iter().find_map(|name| self.mapping.by_name(what, self.drawing.strings.get(name)));
            if let Some((kind, set)) = found {
                (self.kinds[at], self.fixed[at]) = (kind, true);
                self.implied.extend(set.iter().map(|implied| (at as u32, implied)));
            }
        }
    }

    fn override_kind(&mut self, element: u32, word: &str, span: Span, key: Key) {
        let named = if word == NOTHING { Some(None) } else { self.mapping.kind_named(word) };
        match named {
            Some(kind) => {
                self.kinds[element as usize] = kind;
                self.fixed[element as usize] = true;
            }
            None if key == Key::Kind => {
                let known = self.metamodel.kinds.iter().map(|kind| kind.name.as_str());
                let near = nearest(word, known).unwrap_or_default();
                let oddities = &mut self.drawing.oddities;
                let place = oddities.place(span);
                let problem = Problem::new(Code::UnknownKind, place).with("found", word).with("nearest", near);
                oddities.note(Code::UnknownKind, word, || problem);
            }
            None => self.count_unmapped(format!("<<{}>>", word.trim()), 1),
        }
    }

    /// Elements that do something in particular, and elements inside others, may be of another kind than the rest.
    pub(super) fn nest(&mut self) {
        let mut inside: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        let mut wholes: FxHashMap<u32, Vec<ElementType>> = FxHashMap::default();
        let mapping = &*self.mapping.standard;
        for (relation, ends) in self.drawing.relations.iter().zip(&self.ends) {
            let [End::Element(whole), End::Element(part)] = *ends else { continue };
            if whole == part {
                continue;
            }
            let [outer, inner] = [whole, part].map(|at| self.drawing.elements[at as usize].what);
            if relation.relation.is_containment() {
                for (at, nested) in mapping.nested.iter().enumerate() {
                    if nested.what == inner && nested.inside.contains(outer) {
                        inside.entry(part).or_default().push(at);
                        wholes.entry(whole).or_default().push(inner);
                    }
                }
            }
            let related = mapping.related.iter().find(|related| related.what == outer && related.relation == relation.relation);
            if let Some(related) = related.filter(|related| related.to.contains(inner) && !self.fixed[whole as usize]) {
                self.kinds[whole as usize] = related.kind;
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each part is settled by itself")]
        for (part, rules) in inside {
            let is_leaf = !wholes.contains_key(&part);
            let rule = rules.into_iter().min_by_key(|at| (mapping.nested[*at].leaf && !is_leaf, *at));
            let nested = rule.map(|at| &mapping.nested[at]).filter(|nested| is_leaf || !nested.leaf);
            if let (Some(nested), false) = (nested, self.fixed[part as usize]) {
                self.kinds[part as usize] = Some(nested.kind);
            }
        }
    }
}
