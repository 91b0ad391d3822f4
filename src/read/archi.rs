//! Reads the models of Archi, `.archimate`, of every version: one XML file, in one pass over the text.
//!
//! Folders hold elements, relationships and views, and other folders to any depth; what is open stands on a stack of
//! our own. Elements, relationships, their documentation, properties and specialisations, folders and views with
//! their boxes and lines are kept as drawn and handed to `archimate`. What belongs to no concept is counted.
//! Leaves to others: the zip around a model (`zipped`), decoding, and everything that types and keys mean.

pub mod words;

use rustc_hash::FxHashMap;

use super::archimate::{Drawing, DrawnConnection, DrawnFolder, DrawnNode, DrawnView, Mapping, NOT_DRAWN, Owner, Specialization, convert};
use super::xml::{Attribute, Event, Fault, Namespace, Reader, Tag};
use crate::fragment::{Format, Fragment, Wanted};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Span};
use crate::problem::{Code, Problem, Severity};
use words::{Concept, INSTANCE, NAMESPACES, Sort};

#[cfg(test)]
mod mutations;
#[cfg(test)]
pub(super) mod tests;

/// Reads one file. What is wrong with it stands in the fragment's problems, beside what was read before.
pub fn read(metamodel: &Metamodel, mapping: &Mapping, wanted: &Wanted, file: FileId, text: &str) -> Fragment {
    let mut archi = Archi::new(mapping, file, text);
    archi.read_all();
    let version = archi.version;
    let mut fragment = convert(metamodel, mapping, wanted, Format::Archi, archi.drawing);
    fragment.version = version;
    fragment
}

type Outcome<T = ()> = Result<T, Box<Fault>>;

/// What is open at a place of the file.
#[derive(Clone, Copy)]
enum Inside {
    Model,
    /// By its number in the drawing.
    Folder(u32),
    Concept(Owner),
    View,
    /// By its number in the drawing.
    Node(u32),
    Connection,
}

struct Archi<'m, 'a> {
    xml: Reader<'a>,
    instance: Namespace,
    /// That of the root, which some tools give to what is inside too; Archi leaves it without any.
    model: Namespace,
    mapping: &'m Mapping,
    drawing: Drawing<'a>,
    version: String,
    /// The specialisations that the model defines, which may come after those that use them: ids and names.
    profiles: Vec<(Attribute<'a>, Attribute<'a>)>,
    used: Vec<(Owner, Attribute<'a>)>,
}

impl<'m, 'a> Archi<'m, 'a> {
    fn new(mapping: &'m Mapping, file: FileId, text: &'a str) -> Archi<'m, 'a> {
        let mut xml = Reader::new(text);
        let instance = xml.number(INSTANCE);
        let (drawing, version) = (Drawing::new(file, text), String::new());
        Archi { xml, instance, model: Namespace::NONE, mapping, drawing, version, profiles: Vec::new(), used: Vec::new() }
    }

    fn read_all(&mut self) {
        if let Err(fault) = self.read_model() {
            let problem = self.xml.problem(&fault, self.drawing.file);
            self.drawing.oddities.error(problem);
        }
        self.specialize();
    }

    fn read_model(&mut self) -> Outcome {
        let Event::Open(root) = self.xml.read()? else { return Ok(()) };
        if !self.knows_format(&root) {
            return Ok(());
        }
        self.model = root.namespace;
        self.version = self.xml.attribute(Namespace::NONE, "version").map(|version| version.value().into_owned()).unwrap_or_default();
        let mut open = Vec::new();
        if !root.empty {
            open.push(Inside::Model);
        }
        while let Some(inside) = open.last().copied() {
            match self.xml.read()? {
                Event::Open(tag) => match self.open(&tag, inside)? {
                    Some(inside) if !tag.empty => open.push(inside),
                    _ => {}
                },
                Event::Close => drop(open.pop()),
                Event::End => return Ok(()),
            }
        }
        // Reads on to the end of the text, which must hold nothing more.
        self.xml.read().map(drop)
    }

    /// Whether the root says that the file is what this reader reads; its version does not matter.
    fn knows_format(&mut self, root: &Tag<'a>) -> bool {
        let address = self.xml.address(root.namespace);
        let place = self.drawing.oddities.place(root.span);
        let problem = match (address, root.name) {
            (address, "model") if NAMESPACES.contains(&address) => return true,
            (address, name) if address.is_empty() || NAMESPACES.contains(&address) => {
                Problem::new(Code::UnknownFormat, place).with("format", name)
            }
            (address, _) => Problem::new(Code::UnknownNamespace, place).with("found", address),
        };
        self.drawing.oddities.error(Problem { severity: Severity::Error, ..problem });
        false
    }

    /// Takes up the element whose tag was read last. Returns what it is if what is inside it is still to be read.
    fn open(&mut self, tag: &Tag<'a>, inside: Inside) -> Outcome<Option<Inside>> {
        if tag.namespace != Namespace::NONE && tag.namespace != self.model {
            self.xml.pass(tag)?;
            return Ok(None);
        }
        Ok(Some(match (tag.name, inside) {
            ("child", Inside::View) => self.node(tag, NOT_DRAWN),
            ("child", Inside::Node(parent)) => self.node(tag, parent),
            ("sourceConnection", Inside::Node(_) | Inside::Connection) => self.connection(tag),
            ("element", Inside::Model) => self.element(tag, NOT_DRAWN),
            ("element", Inside::Folder(folder)) => self.element(tag, folder),
            ("folder", Inside::Model) => self.folder(NOT_DRAWN),
            ("folder", Inside::Folder(parent)) => self.folder(parent),
            _ => {
                self.said(tag, inside)?;
                return Ok(None);
            }
        }))
    }

    /// Takes up what is said about the thing that is open, to its end; passes over what nobody asks for.
    fn said(&mut self, tag: &Tag<'a>, inside: Inside) -> Outcome {
        match (tag.name, inside) {
            ("documentation", Inside::Concept(owner)) if !tag.empty => {
                let text = self.xml.content()?;
                words::documentation(&mut self.drawing, owner, text, tag.span);
                return Ok(());
            }
            ("property", _) => {
                let owner = if let Inside::Concept(owner) = inside { owner } else { Owner::Other };
                words::property(&mut self.drawing, owner, self.xml.attributes(), tag.span);
            }
            ("profile", Inside::Model) => self.profile(),
            _ => {}
        }
        self.xml.pass(tag)
    }

    fn folder(&mut self, parent: u32) -> Inside {
        let name = self.xml.attribute(Namespace::NONE, "name").map(Attribute::value).unwrap_or_default();
        self.drawing.folders.push(DrawnFolder { name, parent });
        Inside::Folder(self.drawing.folders.len() as u32 - 1)
    }

    /// A concept or a view.
    fn element(&mut self, tag: &Tag<'a>, folder: u32) -> Inside {
        let concept = Concept::of(self.xml.attributes(), self.instance);
        let what = concept.type_name();
        let drawing = &mut self.drawing;
        let owner = match Sort::of(self.mapping, what) {
            Sort::View(kind) => {
                drawing.counts.views += 1;
                let name = concept.name.map(|name| name.value()).unwrap_or_default();
                let (first_node, first_connection) = (drawing.nodes.len() as u32, drawing.connections.len() as u32);
                let id = concept.id.map(|id| id.span().into()).unwrap_or_default();
                drawing.views.push(DrawnView { id, kind, name, first_node, first_connection, span: tag.span });
                return Inside::View;
            }
            Sort::Element(element) => words::element(drawing, element, what, &concept, folder, tag.span),
            Sort::Relation(relation) => {
                let ends = [concept.source, concept.target].map(|end| words::id(drawing, end));
                words::relation(drawing, relation, what, &concept, ends, tag.span)
            }
        };
        if let Some(profiles) = concept.profiles {
            self.used.push((owner, profiles));
        }
        Inside::Concept(owner)
    }

    fn node(&mut self, tag: &Tag<'a>, parent: u32) -> Inside {
        let element = words::id(&mut self.drawing, self.xml.attribute(Namespace::NONE, "archimateElement").copied());
        let is_view = self.xml.attribute(Namespace::NONE, "model").is_some();
        self.drawing.nodes.push(DrawnNode { element, is_view, parent, span: tag.span });
        Inside::Node(self.drawing.nodes.len() as u32 - 1)
    }

    /// A line, whose relationship version 2 called by a shorter name.
    fn connection(&mut self, tag: &Tag<'a>) -> Inside {
        let relation = ["archimateRelationship", "relationship"].into_iter().find_map(|name| self.xml.attribute(Namespace::NONE, name));
        let relation = relation.map(|relation| relation.span().into()).unwrap_or_default();
        self.drawing.connections.push(DrawnConnection { relation, span: tag.span });
        Inside::Connection
    }

    /// The definition of a specialisation.
    fn profile(&mut self) {
        let [id, name] = ["id", "name"].map(|name| self.xml.attribute(Namespace::NONE, name).copied());
        self.profiles.extend(id.zip(name));
    }

    /// Gives concepts the names of the specialisations that they use.
    fn specialize(&mut self) {
        let names: FxHashMap<_, _> = self.profiles.iter().rev().map(|(id, name)| (id.value(), *name)).collect();
        for (owner, used) in std::mem::take(&mut self.used) {
            let ids = used.value();
            for id in ids.split_ascii_whitespace() {
                let span = Span::from(used.span());
                match names.get(id) {
                    Some(name) => self.drawing.specializations.push(Specialization { owner, name: name.value(), span }),
                    None => words::note(&mut self.drawing, Code::UndefinedSpecialization, id, span),
                }
            }
        }
    }
}
