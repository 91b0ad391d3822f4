//! Where in a drawing the model, its concepts, their properties and the definitions of keys stand: no more than is
//! needed to put annotations in and take them out.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::dialect::{Dialect, Place};
use crate::read::archimate::is_annotation;
use crate::read::xml::{Event, Fault, Namespace, Reader, Tag};

/// The places in one text.
#[derive(Debug, Default)]
pub struct Outline {
    pub model: Option<Holder>,
    /// Of those who are wanted or annotated, in their order, each id once.
    pub concepts: Vec<Concept>,
    /// What holds the definitions of keys.
    pub definitions: Option<Holder>,
    /// Behind what such a thing would have to stand.
    pub definitions_after: Option<usize>,
    /// The ids of definitions that annotations have.
    pub annotated_keys: FxHashSet<String>,
}

#[derive(Debug)]
pub struct Concept {
    pub id: String,
    pub holder: Holder,
}

/// An element of XML that holds annotations, or could.
#[derive(Debug)]
pub struct Holder {
    /// Its start tag, or all of it where it closes itself.
    pub tag: Range<usize>,
    /// Its end tag.
    pub end: Option<Range<usize>>,
    /// Behind what a property (in what holds definitions, a definition) has to stand.
    pub after: usize,
    /// Where the first thing in it starts.
    pub first: Option<usize>,
    /// Holds something that is no annotation.
    pub others: bool,
    pub annotations: Vec<Range<usize>>,
    /// What holds its properties, in formats that have such a thing.
    pub properties: Option<Box<Holder>>,
}

impl Holder {
    fn new(tag: &Tag<'_>) -> Holder {
        let tag = tag.span.range();
        let after = tag.end;
        Holder { tag, end: None, after, first: None, others: false, annotations: Vec::new(), properties: None }
    }

    /// Where what is inside ends; that of what closes itself is its own end.
    pub fn inner_end(&self) -> usize {
        self.end.as_ref().map_or(self.tag.end, |end| end.start)
    }

    fn is_annotated(&self) -> bool {
        !self.annotations.is_empty() || self.properties.as_ref().is_some_and(|properties| properties.is_annotated())
    }
}

/// What is open while reading.
struct Open {
    place: Place,
    id: String,
    name: String,
    holder: Holder,
}

struct Outliner<'a, 'w> {
    text: &'a str,
    dialect: Dialect,
    wanted: &'w dyn Fn(&str) -> bool,
    /// Definitions of annotations, as far as they are known.
    keys: FxHashSet<String>,
    seen: FxHashSet<String>,
    xml: Reader<'a>,
    model: Namespace,
    stack: Vec<Open>,
    outline: Outline,
}

impl Outline {
    /// The outline of a text; `wanted` says whose ids are of interest.
    pub fn of(text: &str, dialect: Dialect, wanted: &dyn Fn(&str) -> bool) -> Result<Outline, Box<Fault>> {
        Outline::with_keys(text, dialect, wanted, FxHashSet::default())
    }

    /// The same where definitions of annotations are known already: they stand behind what refers to them.
    pub fn with_keys(text: &str, dialect: Dialect, wanted: &dyn Fn(&str) -> bool, keys: FxHashSet<String>) -> Result<Outline, Box<Fault>> {
        let mut outliner = Outliner {
            text,
            dialect,
            wanted,
            keys,
            seen: FxHashSet::default(),
            xml: Reader::new(text),
            model: Namespace::NONE,
            stack: Vec::new(),
            outline: Outline::default(),
        };
        outliner.read()?;
        Ok(outliner.outline)
    }
}

impl<'a> Outliner<'a, '_> {
    fn read(&mut self) -> Result<(), Box<Fault>> {
        loop {
            match self.xml.read()? {
                Event::Open(tag) => self.open(&tag)?,
                Event::Close => self.close(),
                Event::End => return Ok(()),
            }
        }
    }

    fn place(&mut self, tag: &Tag<'a>) -> Place {
        let Some(outer) = self.stack.last() else {
            self.model = tag.namespace;
            return self.dialect.of_root(tag.name);
        };
        let bare = tag.namespace == Namespace::NONE && !self.dialect.is_exchange();
        if tag.namespace == self.model || bare { self.dialect.inside(outer.place, tag.name) } else { Place::Aside }
    }

    fn open(&mut self, tag: &Tag<'a>) -> Result<(), Box<Fault>> {
        let place = self.place(tag);
        match place {
            Place::Aside => {
                self.xml.pass(tag)?;
                self.child(tag.name, tag.span.range().start, false);
            }
            Place::Property => {
                let key = self.attribute(self.dialect.key());
                let annotates = is_annotation(&key) || self.keys.contains(&key);
                self.xml.pass(tag)?;
                self.child(tag.name, tag.span.range().start, annotates);
            }
            Place::Definition => {
                let annotates = self.definition(tag)?;
                self.child(tag.name, tag.span.range().start, annotates);
            }
            Place::Model | Place::Section | Place::Concept | Place::Properties | Place::Definitions => {
                let id = if place == Place::Concept { self.attribute(self.dialect.id()) } else { String::new() };
                self.stack.push(Open { place, id, name: tag.name.to_string(), holder: Holder::new(tag) });
                if tag.empty {
                    self.leave(None);
                }
            }
        }
        Ok(())
    }

    fn attribute(&self, name: &str) -> String {
        self.xml.attribute(Namespace::NONE, name).map(|attribute| attribute.value().into_owned()).unwrap_or_default()
    }

    /// Reads a definition to its end, and says whether it is that of an annotation.
    fn definition(&mut self, tag: &Tag<'a>) -> Result<bool, Box<Fault>> {
        let id = self.attribute("identifier");
        let mut annotates = is_annotation(&self.attribute("name"));
        if !tag.empty {
            annotates |= self.is_named_as_annotation()?;
        }
        if annotates {
            self.outline.annotated_keys.insert(id);
        }
        Ok(annotates)
    }

    /// Reads a definition that is open to its end, and says whether its name is that of an annotation's key.
    fn is_named_as_annotation(&mut self) -> Result<bool, Box<Fault>> {
        let mut annotates = false;
        loop {
            match self.xml.read()? {
                Event::Open(inner) if inner.name == "name" && !inner.empty => annotates |= is_annotation(&self.xml.content()?),
                Event::Open(inner) => self.xml.pass(&inner)?,
                Event::Close | Event::End => return Ok(annotates),
            }
        }
    }

    fn close(&mut self) {
        let end = self.xml.position();
        let start = self.text[..end].rfind('<').unwrap_or(end);
        self.leave(Some(start..end));
    }

    /// Ends what was opened last.
    fn leave(&mut self, end: Option<Range<usize>>) {
        let Some(Open { place, id, name, mut holder }) = self.stack.pop() else { return };
        let start = holder.tag.start;
        holder.end = end;
        match place {
            Place::Model => self.outline.model = Some(holder),
            Place::Concept => {
                self.child(&name, start, false);
                if ((self.wanted)(&id) || holder.is_annotated()) && self.seen.insert(id.clone()) {
                    self.outline.concepts.push(Concept { id, holder });
                }
            }
            Place::Properties => {
                let outer = self.stack.last_mut().map(|outer| &mut outer.holder);
                match outer {
                    Some(outer) if outer.properties.is_none() => {
                        outer.properties = Some(Box::new(holder));
                        outer.first.get_or_insert(start);
                        self.pass_definitions(&name);
                    }
                    _ => self.child(&name, start, false),
                }
            }
            Place::Definitions if self.outline.definitions.is_none() => {
                if let Some(outer) = self.stack.last_mut() {
                    outer.holder.first.get_or_insert(start);
                    outer.holder.others = true;
                }
                self.outline.definitions = Some(holder);
            }
            _ => self.child(&name, start, false),
        }
    }

    /// Notes something that was read to its end in whatever is open.
    fn child(&mut self, name: &str, start: usize, annotates: bool) {
        let end = self.xml.position();
        let Some(outer) = self.stack.last_mut() else { return };
        outer.holder.first.get_or_insert(start);
        if annotates {
            outer.holder.annotations.push(start..end);
        } else {
            outer.holder.others = true;
        }
        if matches!(outer.place, Place::Properties | Place::Definitions) || self.dialect.is_before_properties(outer.place, name) {
            outer.holder.after = end;
        }
        self.pass_definitions(name);
    }

    /// What has to stand before the definitions of keys.
    fn pass_definitions(&mut self, name: &str) {
        let in_model = self.stack.last().is_some_and(|outer| outer.place == Place::Model);
        if in_model && self.dialect.is_before_definitions(name) {
            self.outline.definitions_after = Some(self.xml.position());
        }
    }
}
