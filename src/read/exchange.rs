//! Reads the ArchiMate Model Exchange File Format 3.0, 3.1 and 3.2, in one pass over the text.
//!
//! The versions share one namespace, so content alone decides; prefixes and the order of the sections are free.
//! Elements, relationships, properties and their definitions are kept as drawn and handed to `archimate`. Of views
//! only the number is kept and of organisations nothing: what is inside them is passed over (see `xml`).
//! Leaves to others: decoding, recognising the format, and everything that types and keys mean.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::archimate::{
    Documentation, Drawing, DrawnElement, DrawnProperty, DrawnRelation, ElementType, Mapping, Mode, NOT_DRAWN, Owner, RelationType,
};
use super::archimate::{convert, localized};
use super::xml::{Event, Fault, Namespace, Reader, Tag};
use crate::fragment::{Format, Fragment, Names};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Span};
use crate::problem::{Code, Problem, Severity};
use crate::strings::StringId;
use crate::text::Language;

#[cfg(test)]
mod tests;

/// The namespace of all three versions.
pub const NAMESPACE: &str = "http://www.opengroup.org/xsd/archimate/3.0/";

/// That of 2.1, which this reader does not know.
const OLD_NAMESPACE: &str = "http://www.opengroup.org/xsd/archimate";

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Reads one file. What is wrong with it stands in the fragment's problems, beside what was read before.
pub fn read(metamodel: &Metamodel, mapping: &Mapping, file: FileId, text: &str) -> Fragment {
    let mut xml = Reader::new(text);
    let instance = xml.number(INSTANCE);
    let drawing = Drawing::new(file, text);
    let mut exchange = Exchange { xml, instance, model: Namespace::NONE, mapping, drawing, version: "3".to_string(), names: Vec::new() };
    if let Err(fault) = exchange.read_model() {
        exchange.drawing.oddities.error(exchange.xml.problem(&fault, file));
    }
    exchange.note_undefined_keys();
    let version = exchange.version;
    let mut fragment = convert(metamodel, mapping, Format::Exchange, exchange.drawing);
    fragment.version = version;
    fragment
}

type Outcome<T = ()> = Result<T, Box<Fault>>;

struct Exchange<'m, 'a> {
    xml: Reader<'a>,
    instance: Namespace,
    /// That of the root: what stands in another is passed over.
    model: Namespace,
    mapping: &'m Mapping,
    drawing: Drawing<'a>,
    version: String,
    /// Room for the names of one element.
    names: Vec<(Option<Language>, StringId)>,
}

impl<'a> Exchange<'_, 'a> {
    fn read_model(&mut self) -> Outcome {
        let Event::Open(root) = self.xml.read()? else { return Ok(()) };
        self.model = root.namespace;
        if !self.knows_format(&root) {
            return Ok(());
        }
        if let Some(locations) = self.xml.attribute(self.instance, "schemaLocation") {
            self.version = version(&locations.value()).unwrap_or("3").to_string();
        }
        self.children(&root, |exchange, section| match section.name {
            "elements" => exchange.children(section, Exchange::element),
            "relationships" => exchange.children(section, Exchange::relationship),
            "properties" => exchange.children(section, |exchange, tag| exchange.property(tag, Owner::Other)),
            "propertyDefinitions" => exchange.children(section, Exchange::definition),
            "views" | "organizations" => exchange.count_inside(section),
            _ => exchange.xml.pass(section),
        })?;
        // Reads on to the end of the text, which must hold nothing more.
        self.xml.read().map(drop)
    }

    /// Whether the root says that the file is what this reader reads. Another namespace may mean other names for
    /// everything, as it does in 2.1: what would be read then is not what was drawn.
    fn knows_format(&mut self, root: &Tag<'a>) -> bool {
        let address = self.xml.address(root.namespace);
        let known = address == NAMESPACE && root.name == "model";
        if !known {
            let format = if address == OLD_NAMESPACE { "exchange 2.1" } else { address };
            let place = self.drawing.oddities.place(root.span);
            let problem = Problem::new(Code::UnknownFormat, place).with("format", format);
            self.drawing.oddities.error(Problem { severity: Severity::Error, ..problem });
        }
        known
    }

    /// Hands over each child of the element whose tag was read last; `child` reads it to its end.
    fn children(&mut self, parent: &Tag<'a>, mut child: impl FnMut(&mut Self, &Tag<'a>) -> Outcome) -> Outcome {
        if parent.empty {
            return Ok(());
        }
        loop {
            match self.xml.read()? {
                Event::Open(tag) if tag.namespace == self.model => child(self, &tag)?,
                Event::Open(tag) => self.xml.pass(&tag)?,
                Event::Close | Event::End => return Ok(()),
            }
        }
    }

    fn element(&mut self, tag: &Tag<'a>) -> Outcome {
        if tag.name != "element" {
            return self.xml.pass(tag);
        }
        self.drawing.counts.elements += 1;
        let (mut id, mut what) = (StringId::NONE, None);
        for attribute in self.xml.attributes() {
            match attribute.name {
                "identifier" if !attribute.raw.is_empty() => id = self.drawing.strings.intern(&attribute.value()),
                _ if attribute.local == "type" && attribute.namespace == self.instance => what = Some(attribute.value()),
                _ => {}
            }
        }
        let what = what.unwrap_or_default();
        let element_type = self.mapping.element_type(unprefixed(&what));
        if element_type == ElementType::UNKNOWN {
            self.note(Code::UnknownType, &what, tag.span);
        }
        if id.is_none() {
            self.note(Code::MissingId, &what, tag.span);
        }
        let owner = Owner::Element(self.drawing.elements.len() as u32);
        self.drawing.elements.push(DrawnElement { id, what: element_type, names: Names::NONE, folder: NOT_DRAWN, span: tag.span });
        let names = self.inside(tag, owner, true)?;
        if let Some(element) = self.drawing.elements.last_mut() {
            element.names = names;
        }
        Ok(())
    }

    fn relationship(&mut self, tag: &Tag<'a>) -> Outcome {
        if tag.name != "relationship" {
            return self.xml.pass(tag);
        }
        self.drawing.counts.relations += 1;
        let (mut source, mut target, mut id) = (StringId::NONE, StringId::NONE, Span::default());
        let (mut what, mut mode) = (Cow::Borrowed(""), Mode::default());
        for attribute in self.xml.attributes() {
            match attribute.name {
                "identifier" => id = attribute.span().into(),
                "source" if !attribute.raw.is_empty() => source = self.drawing.strings.intern(&attribute.value()),
                "target" if !attribute.raw.is_empty() => target = self.drawing.strings.intern(&attribute.value()),
                _ if attribute.local == "type" && attribute.namespace == self.instance => what = attribute.value(),
                "accessType" => {
                    mode.reads = matches!(attribute.raw, "Read" | "ReadWrite");
                    mode.writes = matches!(attribute.raw, "Write" | "ReadWrite");
                }
                "isDirected" => mode.directed = matches!(attribute.raw, "true" | "1"),
                _ => {}
            }
        }
        let Some(relation) = RelationType::from_name(unprefixed(&what)) else {
            self.note(Code::UnknownType, &what, tag.span);
            return self.inside(tag, Owner::Other, false).map(drop);
        };
        let owner = Owner::Relation(self.drawing.relations.len() as u32);
        let names = Names::NONE;
        self.drawing.relations.push(DrawnRelation { id, relation, mode, source, target, names, span: tag.span });
        let named = matches!(relation, RelationType::Flow | RelationType::Association);
        let names = self.inside(tag, owner, named)?;
        if let Some(relation) = self.drawing.relations.last_mut() {
            relation.names = names;
        }
        Ok(())
    }

    /// Names, documentation and properties of an element or a relationship; the texts only where they are `kept`.
    fn inside(&mut self, parent: &Tag<'a>, owner: Owner, kept: bool) -> Outcome<Names> {
        if parent.empty {
            return Ok(Names::NONE);
        }
        self.names.clear();
        self.children(parent, |exchange, tag| match tag.name {
            "name" if kept => exchange.name(tag),
            "documentation" if kept => {
                let (language, text) = exchange.text(tag)?;
                exchange.drawing.documentation.push(Documentation { owner, language, text, span: tag.span });
                Ok(())
            }
            "properties" => exchange.children(tag, |exchange, tag| exchange.property(tag, owner)),
            _ => exchange.xml.pass(tag),
        })?;
        Ok(Names(localized(&self.names).map(|name| name.unwrap_or(StringId::NONE))))
    }

    fn name(&mut self, tag: &Tag<'a>) -> Outcome {
        let (language, text) = self.text(tag)?;
        let name = text.trim_ascii();
        if !name.is_empty() {
            self.names.push((language, self.drawing.strings.push(name)));
        }
        Ok(())
    }

    /// The text of an element and its language, if that is one of ours.
    fn text(&mut self, tag: &Tag<'a>) -> Outcome<(Option<Language>, Cow<'a, str>)> {
        let language = self.xml.attribute(Namespace::XML, "lang").and_then(|attribute| {
            let primary = attribute.raw.split(['-', '_']).next().unwrap_or_default();
            Language::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
        });
        let text = if tag.empty { Cow::Borrowed("") } else { self.xml.content()? };
        Ok((language, text))
    }

    fn property(&mut self, tag: &Tag<'a>, owner: Owner) -> Outcome {
        if tag.name != "property" {
            return self.xml.pass(tag);
        }
        self.drawing.counts.properties += 1;
        let reference = self.xml.attribute(Namespace::NONE, "propertyDefinitionRef").map(|attribute| attribute.value());
        let key = self.drawing.keys.intern(&reference.unwrap_or_default());
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

    /// The name of a key. Of names in several languages the first that means something is taken.
    fn definition(&mut self, tag: &Tag<'a>) -> Outcome {
        let id = self.xml.attribute(Namespace::NONE, "identifier").map(|attribute| attribute.value());
        let key = self.drawing.keys.intern(&id.unwrap_or_default());
        let mut names: Vec<Cow<'a, str>> = Vec::new();
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

    /// Counts views and properties in a section of which nothing else is kept.
    fn count_inside(&mut self, section: &Tag<'a>) -> Outcome {
        if section.empty {
            return Ok(());
        }
        let counts = &mut self.drawing.counts;
        self.xml.skip(|name| match unprefixed(name) {
            "view" => counts.views += 1,
            "property" => counts.properties += 1,
            _ => {}
        })
    }

    fn note(&mut self, code: Code, found: &str, span: Span) {
        let place = self.drawing.oddities.place(span);
        self.drawing.oddities.note(code, found, || Problem::new(code, place).with("found", found));
    }

    /// A key that nothing defines is called as it is referred to; said once for each.
    fn note_undefined_keys(&mut self) {
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

fn unprefixed(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The version by the schema that a file names for the namespace: that of the namespace is the same for all.
fn version(locations: &str) -> Option<&str> {
    let mut words = locations.split_whitespace();
    std::iter::from_fn(|| Some((words.next()?, words.next()?)))
        .filter(|(namespace, _)| *namespace == NAMESPACE)
        .find_map(|(_, schema)| schema.split('/').find(|part| part.starts_with("3.")))
}
