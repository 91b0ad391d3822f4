//! What one file of a model holds: the model itself, a folder, an element, a relationship or a view.

use rustc_hash::FxHashMap;

use super::address::{fragment, fragment_span, split, stem, unescaped};
use super::{Inside, Model, Outcome};
use crate::place::{Part, Span};
use crate::problem::{Code, Problem};
use crate::read::archi::words::{self, Concept, Sort};
use crate::read::archimate::{DrawnConnection, DrawnNode, DrawnView, NOT_DRAWN, Owner, Specialization};
use crate::read::folder;
use crate::read::xml::{Attribute, Namespace, Reader, Tag};
use crate::strings::StringId;

impl<'a> Model<'_, 'a> {
    /// What the root of a file is; none of what a model is made of where it is `None`.
    pub(super) fn root(
        &mut self,
        part: Part<'a>,
        root: &Tag<'a>,
        concept: &Concept<'a>,
        version: Option<&Attribute<'a>>,
    ) -> Option<Inside> {
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
                Inside::View
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
    pub(super) fn child(&mut self, xml: &mut Reader<'a>, tag: &Tag<'a>, inside: Inside) -> Outcome<Option<Inside>> {
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
    pub(super) fn specialize(&mut self) {
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
