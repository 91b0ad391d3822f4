//! What concepts of Archi say, wherever they are kept (all in one file, or a file each): from the name of a type and
//! the attributes of a tag to what a drawing holds.
//!
//! Leaves to others: where concepts stand, and how they refer to each other (`archi`, and the reader of folders).

use std::borrow::Cow;

use crate::fragment::Names;
use crate::place::Span;
use crate::problem::{Code, Problem};
use crate::read::archimate::{
    Documentation, Drawing, DrawnElement, DrawnProperty, DrawnRelation, ElementType, Mapping, Mode, Owner, RelationType, ViewKind,
};
use crate::read::xml::{Attribute, Namespace};
use crate::strings::StringId;

/// The namespaces of Archi's models: that of today and that of version 2.
pub const NAMESPACES: [&str; 2] = ["http://www.archimatetool.com/archimate", "http://www.bolton.ac.uk/archimate"];

/// That of the attribute that names a type.
pub const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What something is that a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Also of a type that nobody knows.
    Element(ElementType),
    /// `None` for a type that nobody knows and that calls itself a relationship.
    Relation(Option<RelationType>),
    View(ViewKind),
}

impl Sort {
    /// By the name of the type, without its prefix.
    pub fn of(mapping: &Mapping, what: &str) -> Sort {
        match what {
            "ArchimateDiagramModel" => Sort::View(ViewKind::Diagram),
            "SketchModel" | "CanvasModel" => Sort::View(ViewKind::Sketch),
            _ if what.ends_with("Relationship") => Sort::Relation(RelationType::from_name(what)),
            _ => Sort::Element(mapping.element_type(what)),
        }
    }
}

/// The attributes of a concept, a view or a folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Concept<'a> {
    /// `xsi:type`.
    pub what: Option<Attribute<'a>>,
    pub id: Option<Attribute<'a>>,
    pub name: Option<Attribute<'a>>,
    pub documentation: Option<Attribute<'a>>,
    pub source: Option<Attribute<'a>>,
    pub target: Option<Attribute<'a>>,
    pub profiles: Option<Attribute<'a>>,
    access: &'a str,
    directed: bool,
}

impl<'a> Concept<'a> {
    /// Of the tag whose attributes these are; `instance` is the number of [`INSTANCE`].
    pub fn of(attributes: &[Attribute<'a>], instance: Namespace) -> Concept<'a> {
        let mut concept = Concept::default();
        for attribute in attributes {
            let slot = match attribute.name {
                "id" => &mut concept.id,
                "name" => &mut concept.name,
                "source" => &mut concept.source,
                "target" => &mut concept.target,
                "documentation" => &mut concept.documentation,
                "profiles" => &mut concept.profiles,
                "accessType" => {
                    concept.access = attribute.raw;
                    continue;
                }
                "directed" => {
                    concept.directed = attribute.raw == "true";
                    continue;
                }
                _ if attribute.local == "type" && attribute.namespace == instance => &mut concept.what,
                _ => continue,
            };
            *slot = Some(*attribute);
        }
        concept
    }

    /// The name of the type, without its prefix.
    pub fn type_name(&self) -> &'a str {
        self.what.map_or("", |what| unprefixed(what.raw))
    }

    /// What more a relationship says; an access without a type writes.
    pub fn mode(&self, relation: RelationType) -> Mode {
        let (reads, writes) = match self.access {
            _ if relation != RelationType::Access => (false, false),
            "1" => (true, false),
            "2" => (false, false),
            "3" => (true, true),
            _ => (false, true),
        };
        Mode { reads, writes, directed: self.directed }
    }
}

/// The number of an id, or none where there is no id.
pub fn id(drawing: &mut Drawing<'_>, attribute: Option<Attribute<'_>>) -> StringId {
    match attribute {
        Some(attribute) if !attribute.raw.is_empty() => drawing.strings.intern(&attribute.value()),
        _ => StringId::NONE,
    }
}

/// A name, which Archi keeps in one language and does not say in which.
pub fn names(drawing: &mut Drawing<'_>, attribute: Option<Attribute<'_>>) -> Names {
    let Some(value) = attribute.map(|attribute| attribute.value()) else { return Names::NONE };
    let name = value.trim_ascii();
    if name.is_empty() { Names::NONE } else { Names::plain(drawing.strings.push(name)) }
}

/// Takes up an element of the type `what`; `type_name` is what the file calls it.
pub fn element(drawing: &mut Drawing<'_>, what: ElementType, type_name: &str, concept: &Concept<'_>, folder: u32, span: Span) -> Owner {
    drawing.counts.elements += 1;
    let id = id(drawing, concept.id);
    if what == ElementType::UNKNOWN {
        drawing.oddities.note_type(type_name, span);
    }
    if id.is_none() {
        note(drawing, Code::MissingId, type_name, span);
    }
    let names = names(drawing, concept.name);
    drawing.elements.push(DrawnElement { id, what, names, folder, span });
    Owner::Element(drawing.elements.len() as u32 - 1)
}

/// Takes up a relationship between two ends; of a type that nobody knows it is counted and told.
pub fn relation(
    drawing: &mut Drawing<'_>,
    relation: Option<RelationType>,
    type_name: &str,
    concept: &Concept<'_>,
    [source, target]: [StringId; 2],
    span: Span,
) -> Owner {
    drawing.counts.relations += 1;
    let Some(relation) = relation else {
        drawing.oddities.note_type(type_name, span);
        return Owner::Other;
    };
    let (id, mode) = (concept.id.map(|id| id.span().into()).unwrap_or_default(), concept.mode(relation));
    let names = names(drawing, concept.name);
    drawing.relations.push(DrawnRelation { id, relation, mode, source, target, names, span });
    Owner::Relation(drawing.relations.len() as u32 - 1)
}

/// Takes up the documentation of a concept; that of anything else is passed over.
pub fn documentation<'a>(drawing: &mut Drawing<'a>, owner: Owner, text: Cow<'a, str>, span: Span) {
    if owner != Owner::Other {
        drawing.documentation.push(Documentation { owner, language: None, text, span });
    }
}

/// Takes up a property by the attributes of its tag.
pub fn property<'a>(drawing: &mut Drawing<'a>, owner: Owner, attributes: &[Attribute<'a>], span: Span) {
    drawing.counts.properties += 1;
    let value = |name: &str| attributes.iter().find(|attribute| attribute.name == name).map(Attribute::value).unwrap_or_default();
    let key = drawing.keys.intern(&value("key"));
    drawing.properties.push(DrawnProperty { owner, key, value: value("value"), span });
}

/// Notes an oddity of one sort: a type or an id that was `found`.
pub fn note(drawing: &mut Drawing<'_>, code: Code, found: &str, span: Span) {
    let place = drawing.oddities.place(span);
    drawing.oddities.note(code, found, || Problem::new(code, place).with("found", found));
}

/// A name without the prefix of its namespace.
pub fn unprefixed(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
