//! Reads the models of coArchi (grafico): folders of XML files, one for each folder, element, relationship and view.
//!
//! All files are parts of one source, and each is a document by itself. One that is broken is left out as if it were not
//! there, and said; only what leads to it is not blamed for that. Everything else is kept as drawn and handed to
//! `archimate`. Leaves to others: which files belong to the model and opening them (`discover`, `folder`), and what
//! concepts say (`archi::words`).

mod folders;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::archi::words::{self, Concept, INSTANCE, NAMESPACES, Sort};
use super::archimate::{Drawing, DrawnConnection, DrawnNode, DrawnView, Mapping, NOT_DRAWN, Owner, Specialization, convert};
use super::folder::{self, Broken};
use super::xml::{Attribute, Event, Fault, Namespace, Reader, Tag};
use crate::fragment::{Counts, Format, Fragment, Wanted};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Part, SourceFile, Span};
use crate::problem::{Code, Problem, Severity};
use crate::strings::StringId;
use folders::Folders;

#[cfg(test)]
mod tests;

/// The namespace of views that are canvases.
const CANVAS: &str = "http://www.archimatetool.com/canvas";

/// Reads the files of one model. What is wrong with them stands in the fragment's problems.
pub fn read(metamodel: &Metamodel, mapping: &Mapping, wanted: &Wanted, file: FileId, source: &SourceFile, broken: &[Broken]) -> Fragment {
    let mut model = Model::new(mapping, file, source);
    model.read_all(source, broken);
    let Model { version, drawing, .. } = model;
    let mut fragment = convert(metamodel, mapping, wanted, Format::Coarchi, drawing);
    fragment.version = version;
    fragment
}

type Outcome<T = ()> = Result<T, Box<Fault>>;

/// What is open at a place of a file.
#[derive(Clone, Copy)]
enum Inside {
    Model,
    Folder,
    Concept(Owner),
    View,
    /// By its number in the drawing.
    Node(u32),
    /// By its number in the drawing.
    Connection(u32),
}

struct Model<'m, 'a> {
    mapping: &'m Mapping,
    drawing: Drawing<'a>,
    folders: Folders<'a>,
    version: String,
    /// The specialisations that the top defines, by id. None where the top could not be read.
    profiles: Option<FxHashMap<Cow<'a, str>, Cow<'a, str>>>,
    used: Vec<(Owner, Attribute<'a>)>,
    /// Room for what is open in one file.
    open: Vec<Inside>,
}

/// How much a drawing held before a file.
struct Mark {
    elements: usize,
    relations: usize,
    documentation: usize,
    properties: usize,
    used: usize,
    views: usize,
    nodes: usize,
    connections: usize,
    counts: Counts,
}

impl<'m, 'a> Model<'m, 'a> {
    fn new(mapping: &'m Mapping, file: FileId, source: &'a SourceFile) -> Model<'m, 'a> {
        Model {
            mapping,
            drawing: Drawing::new(file, &source.text),
            folders: Folders::default(),
            version: String::new(),
            profiles: None,
            used: Vec::new(),
            open: Vec::new(),
        }
    }

    fn read_all(&mut self, source: &'a SourceFile, broken: &[Broken]) {
        let mut broken = broken.iter().peekable();
        for (at, part) in source.parts().enumerate() {
            match broken.next_if(|broken| broken.part == at) {
                Some(broken) => self.leave_out(part, broken.problem(self.drawing.file, part.range().start)),
                None => self.part(part),
            }
        }
        self.specialize();
        self.folders.note_unnamed(&mut self.drawing);
    }

    fn part(&mut self, part: Part<'a>) {
        if part.text().trim_ascii().is_empty() {
            let place = self.drawing.oddities.place(part.whole());
            let problem = Problem { severity: Severity::Error, ..Problem::new(Code::EmptyFile, place) };
            return self.leave_out(part, problem);
        }
        let mark = self.mark();
        let mut xml = Reader::of_part(self.drawing.text, part.range());
        if let Err(fault) = self.document(&mut xml, part) {
            self.forget(mark);
            self.leave_out(part, xml.problem(&fault, self.drawing.file));
        }
    }

    /// Leaves out a file from which nothing can be learnt but the id in its name: what leads there is not at fault.
    fn leave_out(&mut self, part: Part<'a>, problem: Problem) {
        self.drawing.oddities.error(problem);
        let (folder, name) = split(part.inner_path());
        if name == folder::FILE_NAME {
            self.folders.has_file(&mut self.drawing, folder, part);
            // Without the top nobody knows which specialisations there are.
            self.profiles = self.profiles.take().filter(|_| !folder.is_empty());
        } else if let Some((_, id)) = stem(name).split_once('_') {
            let id = self.drawing.strings.intern(id);
            self.drawing.unread.insert(id);
        }
    }

    fn mark(&self) -> Mark {
        let drawing = &self.drawing;
        Mark {
            elements: drawing.elements.len(),
            relations: drawing.relations.len(),
            documentation: drawing.documentation.len(),
            properties: drawing.properties.len(),
            used: self.used.len(),
            views: drawing.views.len(),
            nodes: drawing.nodes.len(),
            connections: drawing.connections.len(),
            counts: drawing.counts.clone(),
        }
    }

    fn forget(&mut self, mark: Mark) {
        let drawing = &mut self.drawing;
        drawing.elements.truncate(mark.elements);
        drawing.relations.truncate(mark.relations);
        drawing.documentation.truncate(mark.documentation);
        drawing.properties.truncate(mark.properties);
        self.used.truncate(mark.used);
        drawing.views.truncate(mark.views);
        drawing.nodes.truncate(mark.nodes);
        drawing.connections.truncate(mark.connections);
        drawing.counts = mark.counts;
    }

    fn document(&mut self, xml: &mut Reader<'a>, part: Part<'a>) -> Outcome {
        let instance = xml.number(INSTANCE);
        let Event::Open(root) = xml.read()? else { return Ok(()) };
        let address = xml.address(root.namespace);
        let ours = NAMESPACES.contains(&address) || address == CANVAS;
        let concept = Concept::of(xml.attributes(), instance);
        let version = xml.attribute(Namespace::NONE, "version");
        let Some(inside) = ours.then(|| self.root(part, &root, &concept, version)).flatten() else {
            words::note(&mut self.drawing, Code::StrayFile, root.name, root.span);
            return Ok(());
        };
        self.open.clear();
        if !root.empty {
            self.open.push(inside);
        }
        while let Some(inside) = self.open.last().copied() {
            match xml.read()? {
                Event::Open(tag) => match self.child(xml, &tag, inside)? {
                    Some(inside) if !tag.empty => self.open.push(inside),
                    _ => {}
                },
                Event::Close => drop(self.open.pop()),
                Event::End => return Ok(()),
            }
        }
        // Reads on to the end of the file, which must hold nothing more.
        xml.read().map(drop)
    }

    /// What the root of a file is; none of what a model is made of where it is `None`.
    fn root(&mut self, part: Part<'a>, root: &Tag<'a>, concept: &Concept<'a>, version: Option<&Attribute<'a>>) -> Option<Inside> {
        let (folder, name) = split(part.inner_path());
        match (name == folder::FILE_NAME, root.name) {
            (true, "ArchimateModel" | "model") if folder.is_empty() => {
                self.version = version.map(|version| version.value().into_owned()).unwrap_or_default();
                self.profiles = Some(FxHashMap::default());
                return Some(Inside::Model);
            }
            (true, "Folder") if !folder.is_empty() => {
                let at = self.folders.has_file(&mut self.drawing, folder, part);
                self.drawing.folders[at as usize].name = concept.name.map(|name| name.value()).unwrap_or_default();
                return Some(Inside::Folder);
            }
            (false, name) if !matches!(name, "ArchimateModel" | "model" | "Folder") => {}
            _ => return None,
        }
        let folder = self.folders.number(&mut self.drawing, folder, part);
        self.note_misnamed(name, root, concept);
        Some(self.concept(root, concept, folder))
    }

    /// Takes up a concept or a view by its root.
    fn concept(&mut self, root: &Tag<'a>, concept: &Concept<'a>, folder: u32) -> Inside {
        let drawing = &mut self.drawing;
        match Sort::of(self.mapping, root.name) {
            Sort::View(kind) => {
                drawing.counts.views += 1;
                let name = concept.name.map(|name| name.value()).unwrap_or_default();
                let (first_node, first_connection) = (drawing.nodes.len() as u32, drawing.connections.len() as u32);
                let id = concept.id.map(|id| id.span().into()).unwrap_or_default();
                drawing.views.push(DrawnView { id, kind, name, first_node, first_connection, span: root.span });
                return Inside::View;
            }
            Sort::Element(element) => {
                let owner = words::element(drawing, element, root.name, concept, folder, root.span);
                self.documented(owner, concept.documentation);
                Inside::Concept(owner)
            }
            Sort::Relation(relation) => {
                // Its ends follow inside of it.
                let owner = words::relation(drawing, relation, root.name, concept, [StringId::NONE; 2], root.span);
                self.documented(owner, concept.documentation);
                Inside::Concept(owner)
            }
        }
    }

    fn documented(&mut self, owner: Owner, documentation: Option<Attribute<'a>>) {
        if let Some(text) = documentation.filter(|text| !text.raw.is_empty()) {
            words::documentation(&mut self.drawing, owner, text.value(), text.span().into());
        }
    }

    /// The name of a file is the type and the id of what it holds; tools that look for it by its name rely on that.
    fn note_misnamed(&mut self, name: &str, root: &Tag<'_>, concept: &Concept<'_>) {
        let Some(written) = concept.id.filter(|id| !id.raw.is_empty()) else { return };
        let (id, rest) = (written.value(), stem(name).strip_prefix(root.name).and_then(|rest| rest.strip_prefix('_')));
        if rest != Some(id.as_ref()) {
            let place = self.drawing.oddities.place(written.span().into());
            let expected = format!("{}_{id}.xml", root.name);
            let problem = || Problem::new(Code::MisnamedFile, place).with("found", name).with("expected", expected);
            self.drawing.oddities.note(Code::MisnamedFile, "", problem);
        }
    }

    /// Takes up the element whose tag was read last. Returns what it is if what is inside it is still to be read.
    fn child(&mut self, xml: &mut Reader<'a>, tag: &Tag<'a>, inside: Inside) -> Outcome<Option<Inside>> {
        let href = || xml.attribute(Namespace::NONE, "href").copied();
        match (tag.name, inside) {
            ("children", Inside::View) => return Ok(Some(self.node(tag, NOT_DRAWN))),
            ("children", Inside::Node(parent)) => return Ok(Some(self.node(tag, parent))),
            ("sourceConnections", Inside::Node(_) | Inside::Connection(_)) => {
                self.drawing.connections.push(DrawnConnection { relation: Span::default(), span: tag.span });
                return Ok(Some(Inside::Connection(self.drawing.connections.len() as u32 - 1)));
            }
            ("archimateElement", Inside::Node(at)) => self.drawing.nodes[at as usize].element = self.referred(href()),
            ("referencedModel", Inside::Node(at)) => self.drawing.nodes[at as usize].is_view = true,
            ("archimateRelationship" | "relationship", Inside::Connection(at)) => {
                self.drawing.connections[at as usize].relation = href().map(fragment_span).unwrap_or_default();
            }
            ("source", Inside::Concept(Owner::Relation(at))) => self.drawing.relations[at as usize].source = self.referred(href()),
            ("target", Inside::Concept(Owner::Relation(at))) => self.drawing.relations[at as usize].target = self.referred(href()),
            ("profiles", Inside::Concept(owner)) => self.used.extend(href().map(|href| (owner, href))),
            ("profiles", Inside::Model) => self.profile(xml),
            ("properties", _) => {
                let owner = if let Inside::Concept(owner) = inside { owner } else { Owner::Other };
                words::property(&mut self.drawing, owner, xml.attributes(), tag.span);
            }
            ("documentation", Inside::Concept(owner)) if !tag.empty => {
                let text = xml.content()?;
                words::documentation(&mut self.drawing, owner, text, tag.span);
                return Ok(None);
            }
            _ => {}
        }
        xml.pass(tag)?;
        Ok(None)
    }

    fn node(&mut self, tag: &Tag<'a>, parent: u32) -> Inside {
        self.drawing.nodes.push(DrawnNode { element: StringId::NONE, is_view: false, parent, span: tag.span });
        Inside::Node(self.drawing.nodes.len() as u32 - 1)
    }

    /// The number of the id that a reference leads to.
    fn referred(&mut self, href: Option<Attribute<'a>>) -> StringId {
        match href.map(|href| href.value()) {
            Some(href) if !fragment(&href).is_empty() => self.drawing.strings.intern(&unescaped(fragment(&href))),
            _ => StringId::NONE,
        }
    }

    /// The definition of a specialisation.
    fn profile(&mut self, xml: &Reader<'a>) {
        let [id, name] = ["id", "name"].map(|name| xml.attribute(Namespace::NONE, name).map(Attribute::value));
        if let (Some(profiles), Some(id), Some(name)) = (&mut self.profiles, id, name) {
            profiles.entry(id).or_insert(name);
        }
    }

    /// Gives concepts the names of the specialisations that they use.
    fn specialize(&mut self) {
        // Where the top could not be read nobody knows what it defines.
        let Some(names) = self.profiles.take() else { return };
        for (owner, href) in std::mem::take(&mut self.used) {
            let value = href.value();
            let (id, span) = (unescaped(fragment(&value)), href.span().into());
            match names.get(id.as_ref()) {
                Some(name) => self.drawing.specializations.push(Specialization { owner, name: name.clone(), span }),
                None => words::note(&mut self.drawing, Code::UndefinedSpecialization, &id, span),
            }
        }
    }
}

/// The folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The id in a reference: what stands behind the name of the file.
fn fragment(href: &str) -> &str {
    href.rsplit_once('#').map_or(href, |(_, id)| id)
}

fn fragment_span(href: Attribute<'_>) -> Span {
    Span::new(href.span().end - fragment(href.raw).len(), href.span().end)
}

/// An id as it is meant: in an address some characters stand as `%` and two digits.
fn unescaped(id: &str) -> Cow<'_, str> {
    if !id.contains('%') {
        return Cow::Borrowed(id);
    }
    let mut bytes = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.filter(|_| *byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(id), Cow::Owned)
}
