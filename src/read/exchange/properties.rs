//! Properties and the definitions of their keys, which may stand before or behind them.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{Exchange, Outcome};
use crate::place::Span;
use crate::problem::{Code, Problem};
use crate::read::archimate::{DrawnProperty, Owner};
use crate::read::xml::{Attribute, Namespace, ScannedTag, Tag};
use crate::strings::StringId;

impl<'a> Exchange<'_, 'a> {
    pub(super) fn properties_of_model(&mut self, section: &Tag<'a>) -> Outcome {
        self.children(section, |exchange, tag| exchange.property(tag, Owner::Other))
    }

    pub(super) fn property(&mut self, tag: &Tag<'a>, owner: Owner) -> Outcome {
        if tag.name != "property" {
            return self.xml.pass(tag);
        }
        self.drawing.counts.properties += 1;
        let key = self.key();
        let (mut value, mut span) = (Cow::Borrowed(""), tag.span);
        self.children(tag, |exchange, tag| {
            if tag.name != "value" || !value.is_empty() {
                return exchange.xml.pass(tag);
            }
            value = exchange.text(tag)?.1;
            span = Span::new(tag.span.start as usize, exchange.xml.position());
            Ok(())
        })?;
        self.drawing.properties.push(DrawnProperty { owner, key, value, span });
        Ok(())
    }

    /// A property of a view or of what is drawn in it: its key is counted, its value means nothing to anybody.
    pub(super) fn property_of_view(&mut self, tag: &ScannedTag<'a>) -> Outcome {
        self.drawing.counts.properties += 1;
        self.xml.scan_attributes(tag)?;
        let key = self.key();
        self.drawing.properties.push(DrawnProperty { owner: Owner::Other, key, value: Cow::Borrowed(""), span: tag.span });
        Ok(())
    }

    /// The key of the property whose tag was read last, by the definition that it refers to.
    fn key(&mut self) -> StringId {
        let reference = self.either("propertyDefinitionRef", "identifierref").map(Attribute::value);
        self.drawing.keys.intern(&reference.unwrap_or_default())
    }

    /// The name of a key, which 2.1 has as an attribute. Of names in several languages the first that means something
    /// is taken.
    pub(super) fn definition(&mut self, tag: &Tag<'a>) -> Outcome {
        let attribute = |name| self.xml.attribute(Namespace::NONE, name).map(Attribute::value);
        let id = attribute("identifier").unwrap_or_default();
        let mut names: Vec<Cow<'a, str>> = attribute("name").into_iter().collect();
        let key = self.drawing.keys.intern(&id);
        self.children(tag, |exchange, tag| {
            if tag.name != "name" {
                return exchange.xml.pass(tag);
            }
            names.push(exchange.text(tag)?.1);
            Ok(())
        })?;
        let known = names.iter().position(|name| self.mapping.knows_key(name)).unwrap_or(0);
        if known < names.len() {
            self.drawing.definitions.entry(key).or_insert(names.swap_remove(known));
        }
        Ok(())
    }

    /// A key that nothing defines is called as it is referred to; said once for each.
    pub(super) fn note_undefined_keys(&mut self) {
        let mut undefined: Vec<(StringId, Span, usize)> = Vec::new();
        let mut at: FxHashMap<StringId, usize> = FxHashMap::default();
        for property in &self.drawing.properties {
            if !self.drawing.definitions.contains_key(&property.key) {
                let place = *at.entry(property.key).or_insert_with(|| {
                    undefined.push((property.key, property.span, 0));
                    undefined.len() - 1
                });
                undefined[place].2 += 1;
            }
        }
        for (key, span, times) in undefined {
            let found = self.drawing.keys.get(key);
            let place = self.drawing.oddities.place(span);
            let mut problem = Problem::new(Code::UndefinedProperty, place).with("found", found);
            problem.times = times;
            self.drawing.oddities.note(Code::UndefinedProperty, found, || problem);
        }
    }
}
