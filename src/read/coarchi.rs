//! Reads the models of coArchi (grafico): folders of XML files, one for each folder, element, relationship and view.
//!
//! All files are parts of one source, and each is a document by itself. One that is broken is left out as if it were not
//! there, and said; only what leads to it is not blamed for that. Everything else is kept as drawn and handed to
//! `archimate`. Leaves to others: which files belong to the model and opening them (`discover`, `folder`), and what
//! concepts say (`archi::words`).

mod address;
mod concept;
mod folders;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::archi::words::{self, Concept, INSTANCE, NAMESPACES};
use super::archimate::{Drawing, Mapping, Owner, convert};
use super::folder::{self, Broken};
use super::xml::{Attribute, Event, Fault, Namespace, Reader};
use crate::fragment::{Counts, Format, Fragment, Wanted};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Part, SourceFile};
use crate::problem::{Code, Problem, Severity};
use address::{split, stem};
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
}
