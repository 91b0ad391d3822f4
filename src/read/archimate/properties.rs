//! Properties and documentation: what they set on the elements that were declared.

use rustc_hash::FxHashSet;

use super::convert::{Conversion, NOWHERE};
use super::drawing::{Documentation, DrawnProperty, Owner};
use super::localized;
use super::mapping::{Implied, Key, KeyWording, Target};
use super::own::Scope;
use super::states::state_of;
use crate::fragment::{StatedAttribute, StatedLink};
use crate::metamodel::{AttributeId, LinkId};
use crate::read::values::meant_of_text;
use crate::strings::StringId;
use crate::value::Value;

/// The attribute that documentation sets.
const DESCRIPTION: &str = "description";

impl Conversion<'_, '_> {
    /// Documentation is the description of its element.
    pub(super) fn document(&mut self) {
        let mut documentation = std::mem::take(&mut self.drawing.documentation).into_iter().peekable();
        while let Some(first) = documentation.next() {
            let mut more = Vec::new();
            while let Some(next) = documentation.next_if(|next| next.owner == first.owner) {
                more.push(next);
            }
            let element = self.owner_of(first.owner);
            let Some(declared) = self.fragment.elements.get(element as usize) else { continue };
            let Some(attribute) = self.metamodel.attribute_of(declared.kind, DESCRIPTION) else { continue };
            let span = first.span;
            let value = description(first, more);
            if !value.is_silence() {
                self.fragment.attributes.push(StatedAttribute { element, attribute, value, span });
            }
        }
    }

    /// Sets attributes and links by the properties whose keys name them; the other keys are counted.
    pub(super) fn set_properties(&mut self) {
        let documented: FxHashSet<u32> = self.fragment.attributes.iter().map(|stated| stated.element).collect();
        let mut names = None;
        for at in 0..self.drawing.properties.len() {
            let property = &self.drawing.properties[at];
            let element = self.owner_of(property.owner);
            let key = property.key.index();
            let target = match (self.keys[key], self.fragment.elements.get(element as usize)) {
                (Key::Member(row), Some(declared)) => self.mapping.member(row, declared.kind),
                (Key::State, Some(_)) => {
                    self.set_state_of_flow(at, element);
                    continue;
                }
                (Key::Kind | Key::Specialization | Key::Annotation, _) => continue,
                (Key::Member(_) | Key::State | Key::Ignored | Key::Unknown, _) => None,
            };
            match target {
                // What says nothing is no loss.
                _ if self.mapping.is_silence(&property.value) => {}
                None => self.useless_keys[key] += 1,
                Some(Target::Attribute(attribute)) if self.is_description(attribute) && documented.contains(&element) => {}
                Some(Target::Attribute(attribute)) => self.set_attribute(at, element, attribute),
                Some(Target::Link(link)) => self.set_link(at, element, link, &mut names),
            }
        }
    }

    fn is_description(&self, attribute: AttributeId) -> bool {
        self.metamodel.attribute(attribute).name == DESCRIPTION
    }

    /// The element of the fragment that a property belongs to.
    pub(super) fn owner_of(&self, owner: Owner) -> u32 {
        match owner {
            Owner::Element(at) => self.declared[at as usize],
            Owner::Relation(at) => self.flow_of.get(&at).copied().unwrap_or(NOWHERE),
            Owner::Other => NOWHERE,
        }
    }

    /// The value of a property, or what the project says it stands for.
    pub(super) fn meaning_of<'s>(&'s self, property: &'s DrawnProperty<'_>, scope: &Scope) -> &'s str {
        self.mapping.meaning(self.key_name(property.key), scope, &property.value).unwrap_or(&property.value)
    }

    /// Elements got their states before flows were declared.
    fn set_state_of_flow(&mut self, at: usize, element: u32) {
        let property = &self.drawing.properties[at];
        let (value, span) = (self.meaning_of(property, &Scope::State).to_string(), property.span);
        if let Owner::Relation(_) = property.owner
            && let Some(states) = state_of(self.mapping, &value, span, &mut self.drawing.oddities)
        {
            self.fragment.elements[element as usize].states = states;
        }
    }

    fn set_attribute(&mut self, at: usize, element: u32, attribute: AttributeId) {
        let property = &self.drawing.properties[at];
        let wording = KeyWording { mapping: self.mapping, key: self.key_name(property.key) };
        match meant_of_text(self.metamodel, &wording, attribute, &property.value) {
            Ok(value) if value.is_silence() => {}
            Ok(value) => state(&mut self.fragment.attributes, StatedAttribute { element, attribute, value, span: property.span }),
            Err(misfit) => {
                let oddities = &mut self.drawing.oddities;
                let place = oddities.place(property.span);
                let code = misfit.code();
                let name = self.metamodel.attribute(attribute).name.as_str();
                oddities.note(code, name, || misfit.problem(self.metamodel, attribute, place));
            }
        }
    }

    fn set_link(&mut self, at: usize, element: u32, link: LinkId, names: &mut Option<FxHashSet<Box<str>>>) {
        let property = &self.drawing.properties[at];
        let (key, span) = (self.key_name(property.key), property.span);
        let meant = |value: &'_ str| self.mapping.meaning(key, &Scope::Link(link), value).map(str::to_string);
        let value = meant(&property.value).unwrap_or_else(|| property.value.trim().to_string());
        let value = value.as_str();
        if self.mapping.is_silence(value) {
            return;
        }
        if self.mapping.is_none(value) {
            self.fragment.links.push(StatedLink { element, link, end: StringId::NONE, span });
            return;
        }
        let several = self.metamodel.link(link).many && value.contains([',', ';', '\n']) && !self.is_one_name(value, names);
        let ends: Vec<String> = match several {
            true => {
                let ends = value.split([',', ';', '\n']).map(|end| meant(end).unwrap_or_else(|| end.trim().to_string()));
                ends.filter(|end| !self.mapping.is_silence(end)).collect()
            }
            false => vec![value.to_string()],
        };
        for end in ends {
            let end = self.drawing.strings.intern(&end);
            self.fragment.links.push(StatedLink { element, link, end, span });
        }
    }

    /// Sets what types, names and relationships say of elements, where nothing else says it.
    pub(super) fn set_implied(&mut self) {
        let types = self.drawing.elements.iter().enumerate().flat_map(|(at, element)| {
            let declared = self.declared[at];
            self.mapping.implied(element.what).iter().map(move |implied| (declared, implied))
        });
        let named = self.implied.iter().map(|(element, implied)| (self.declared[*element as usize], *implied));
        let words: Vec<(u32, &Implied)> = types.chain(named).filter(|(declared, _)| *declared != NOWHERE).collect();
        if words.is_empty() && self.implied_names.is_empty() {
            return;
        }
        let stated = self.fragment.attributes.iter().map(|stated| (stated.element, stated.attribute));
        let mut stated: FxHashSet<(u32, AttributeId)> = stated.collect();
        for (element, (name, word)) in words {
            let declared = self.fragment.elements[element as usize];
            let known = self.metamodel.attribute_of(declared.kind, name);
            let found = known.and_then(|attribute| Some((attribute, meant_of_text(self.metamodel, self.mapping, attribute, word).ok()?)));
            if let Some((attribute, value)) = found.filter(|(attribute, _)| stated.insert((element, *attribute))) {
                self.fragment.attributes.push(StatedAttribute { element, attribute, value, span: declared.span });
            }
        }
        for (element, attribute, names) in std::mem::take(&mut self.implied_names) {
            let declared = self.fragment.elements[element as usize];
            let name = names.0.into_iter().find(|name| !name.is_none()).map(|name| self.drawing.strings.get(name));
            if let Some(name) = name.filter(|_| stated.insert((element, attribute))) {
                let value = Value::Text(name.into());
                self.fragment.attributes.push(StatedAttribute { element, attribute, value, span: declared.span });
            }
        }
    }

    /// Whether a value with a comma in it is an id or a name of the drawing. `names` is filled when first needed.
    fn is_one_name(&self, value: &str, names: &mut Option<FxHashSet<Box<str>>>) -> bool {
        let strings = &self.drawing.strings;
        let names = names.get_or_insert_with(|| {
            let names = self.fragment.elements.iter().flat_map(|element| element.names.0);
            names.map(|name| strings.get(name)).filter(|name| name.contains([',', ';', '\n'])).map(Box::from).collect()
        });
        names.contains(value) || strings.find(value).is_some()
    }
}

/// Adds a fact. What a list attribute is told in several properties is one list.
fn state(attributes: &mut Vec<StatedAttribute>, new: StatedAttribute) {
    let same = |old: &&mut StatedAttribute| old.attribute == new.attribute;
    let old = attributes.iter_mut().rev().take_while(|old| old.element == new.element).find(same);
    match (old.map(|old| &mut old.value), &new.value) {
        (Some(Value::Words(old)), Value::Words(words)) => {
            *old = old.iter().chain(words.iter().filter(|word| !old.contains(word))).copied().collect()
        }
        (Some(Value::Texts(old)), Value::Texts(texts)) => {
            *old = old.iter().chain(texts.iter().filter(|text| !old.contains(text))).cloned().collect()
        }
        _ => attributes.push(new),
    }
}

/// The texts of one element, which may be long, and are moved where there is only one.
fn description(first: Documentation<'_>, more: Vec<Documentation<'_>>) -> Value {
    if more.is_empty() {
        return Value::Text(first.text.into_owned().into());
    }
    let texts = [&first].into_iter().chain(&more);
    let by_language: Vec<_> = texts.map(|text| (text.language, text.text.as_ref())).collect();
    Value::Localized(Box::new(localized(&by_language).map(|text| text.unwrap_or_default().into())))
}
