//! Reads the ArchiMate Model Exchange File Format 2.1, 3.0, 3.1 and 3.2, in one pass over the text.
//!
//! Versions 3 share one namespace and 2.1 has other words for the same things, so both words are known everywhere;
//! prefixes and the order of the sections are free. Elements and relationships (`concepts`), properties and their
//! definitions (`properties`), views (`views`) and the folders of organisations (`folders`) are kept as drawn and
//! handed to `archimate`.
//! Leaves to others: decoding, recognising the format, and everything that types and keys mean.

use std::borrow::Cow;

use super::archimate::{Drawing, Mapping, convert};
use super::xml::{Attribute, Event, Fault, Namespace, Reader, Scan, ScannedTag, Tag};
use crate::fragment::{Format, Fragment, Wanted};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Span};
use crate::problem::{Code, Problem, Severity};

mod concepts;
mod folders;
mod properties;
mod views;

#[cfg(test)]
pub(super) mod tests;

use concepts::Texts;

/// The namespace of versions 3.0, 3.1 and 3.2.
pub const NAMESPACE: &str = "http://www.opengroup.org/xsd/archimate/3.0/";

/// That of 2.1.
const OLD_NAMESPACE: &str = "http://www.opengroup.org/xsd/archimate";

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Reads one file. What is wrong with it stands in the fragment's problems, beside what was read before.
pub fn read(metamodel: &Metamodel, mapping: &Mapping, wanted: &Wanted, file: FileId, text: &str) -> Fragment {
    let (drawing, version) = draw(mapping, file, text);
    let mut fragment = convert(metamodel, mapping, wanted, Format::Exchange, drawing);
    fragment.version = version;
    fragment
}

/// What the file draws, and the version of its format.
fn draw<'a>(mapping: &Mapping, file: FileId, text: &'a str) -> (Drawing<'a>, String) {
    let mut xml = Reader::new(text);
    let instance = xml.number(INSTANCE);
    let mut exchange = Exchange {
        xml,
        instance,
        model: Namespace::NONE,
        mapping,
        drawing: Drawing::new(file, text),
        version: String::new(),
        texts: Texts::default(),
        placed: Vec::new(),
    };
    if let Err(fault) = exchange.read_model() {
        exchange.drawing.oddities.error(exchange.xml.problem(&fault, file));
    }
    exchange.place_in_folders();
    exchange.note_undefined_keys();
    (exchange.drawing, exchange.version)
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
    /// Room for the texts of one element.
    texts: Texts<'a>,
    /// Where organisations refer to something, each with its folder: what they refer to may stand behind them.
    placed: Vec<(Span, u32)>,
}

impl<'a> Exchange<'_, 'a> {
    fn read_model(&mut self) -> Outcome {
        let Event::Open(root) = self.xml.read()? else { return Ok(()) };
        self.model = root.namespace;
        let address = self.xml.address(root.namespace).to_string();
        let is_known = [NAMESPACE, OLD_NAMESPACE].contains(&address.as_str());
        self.version = self.version_of(&address).to_string();
        let mut is_read = false;
        self.children(&root, |exchange, section| {
            let read = match section.name {
                "elements" => exchange.children(section, Exchange::element),
                "relationships" => exchange.children(section, Exchange::relationship),
                "properties" => exchange.properties_of_model(section),
                "propertyDefinitions" | "propertydefs" => exchange.children(section, Exchange::definition),
                "views" => exchange.views(section),
                "organizations" | "organization" => exchange.folders(section),
                "name" | "label" | "documentation" | "metadata" => return exchange.xml.pass(section),
                other => {
                    exchange.note(Code::UnknownSection, other, section.span);
                    return exchange.xml.pass(section);
                }
            };
            is_read = true;
            read
        })?;
        if !is_known {
            self.note_namespace(&address, root.span, is_read);
        }
        // Reads on to the end of the text, which must hold nothing more.
        self.xml.read().map(drop)
    }

    /// A model in a namespace of no known version. Where its sections are called as in every version it is read all
    /// the same; where nothing in it is known it may be anything.
    fn note_namespace(&mut self, address: &str, span: Span, is_read: bool) {
        let reason = if address.is_empty() { "none" } else { "other" };
        let place = self.drawing.oddities.place(span);
        let problem = Problem::new(Code::OtherNamespace, place).with("reason", reason).with("found", address);
        if is_read {
            self.drawing.oddities.note(Code::OtherNamespace, "", || problem);
        } else {
            self.drawing.oddities.error(Problem { severity: Severity::Error, ..problem });
        }
    }

    /// The version by the namespace and by the schema that the file names for it: versions 3 have one namespace.
    fn version_of(&self, address: &str) -> &'static str {
        if address == OLD_NAMESPACE {
            return "2.1";
        }
        let locations = self.xml.attribute(self.instance, "schemaLocation").map(Attribute::value).unwrap_or_default();
        let mut words = locations.split_whitespace();
        let named = std::iter::from_fn(|| Some((words.next()?, words.next()?))).find_map(|(namespace, schema)| match namespace {
            NAMESPACE => schema.split('/').find_map(|part| ["3.0", "3.1", "3.2"].into_iter().find(|version| part == *version)),
            OLD_NAMESPACE => Some("2.1"),
            _ => None,
        });
        named.unwrap_or(if address == NAMESPACE { "3" } else { "" })
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

    /// Walks through a section of any depth. `open` gets each tag and what is around it, and returns what is inside
    /// it, or `None` where it has read the element to its end.
    fn walk<Inside: Copy>(
        &mut self,
        section: &Tag<'a>,
        outside: Inside,
        mut open: impl FnMut(&mut Self, &ScannedTag<'a>, Inside) -> Outcome<Option<Inside>>,
    ) -> Outcome {
        if section.empty {
            return Ok(());
        }
        self.xml.begin_scan();
        // What is open stands here and not on the stack of calls: files may be as deep as they like.
        let mut around = Vec::new();
        let mut now = outside;
        loop {
            match self.xml.scan()? {
                Scan::Open(tag) => {
                    let inside = open(self, &tag, now)?;
                    if let (Some(inside), false) = (inside, tag.empty) {
                        around.push(std::mem::replace(&mut now, inside));
                    }
                }
                Scan::Close => now = around.pop().unwrap_or(outside),
                Scan::End => return Ok(()),
            }
        }
    }

    /// An attribute of the tag read last by its word in either version.
    fn either(&self, new: &str, old: &str) -> Option<&Attribute<'a>> {
        self.xml.attributes().iter().find(|attribute| attribute.name == new || attribute.name == old)
    }

    fn note(&mut self, code: Code, found: &str, span: Span) {
        let place = self.drawing.oddities.place(span);
        self.drawing.oddities.note(code, found, || Problem::new(code, place).with("found", found));
    }
}

fn unprefixed(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text without the space around it.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_string()),
    }
}
