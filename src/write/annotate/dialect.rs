//! Where the formats keep elements and their properties, and in which order a schema wants them.

use crate::fragment::Format;

/// A way to write ArchiMate down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Archi,
    /// One file of a folder.
    Coarchi,
    /// The exchange file of ArchiMate 3.
    Exchange,
    /// That of ArchiMate 2.
    OldExchange,
}

/// What an element of XML is, as far as annotations go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Model,
    /// Holds concepts.
    Section,
    /// An element or a relationship.
    Concept,
    /// Holds properties.
    Properties,
    Property,
    /// Holds definitions of keys.
    Definitions,
    Definition,
    /// Of no interest, with everything in it.
    Aside,
}

impl Dialect {
    /// That of a drawing in a format whose root has this namespace; `None` where there are no properties to write.
    pub fn of(format: Format, namespace: &str) -> Option<Dialect> {
        match format {
            Format::Archi => Some(Dialect::Archi),
            Format::Coarchi => Some(Dialect::Coarchi),
            // The namespace of 2.1 ends where that of 3 goes on.
            Format::Exchange if namespace.ends_with("/archimate") => Some(Dialect::OldExchange),
            Format::Exchange => Some(Dialect::Exchange),
            Format::Native | Format::Facts | Format::Waivers => None,
        }
    }

    pub fn is_exchange(self) -> bool {
        matches!(self, Dialect::Exchange | Dialect::OldExchange)
    }

    pub fn of_root(self, name: &str) -> Place {
        match (self, name) {
            (_, "model") | (Dialect::Coarchi, "ArchimateModel") => Place::Model,
            (Dialect::Coarchi, "Folder" | "ArchimateDiagramModel" | "SketchModel" | "CanvasModel") => Place::Aside,
            (Dialect::Coarchi, _) => Place::Concept,
            _ => Place::Aside,
        }
    }

    pub fn inside(self, outer: Place, name: &str) -> Place {
        use Place::*;
        match self {
            Dialect::Archi => match (outer, name) {
                (Model | Section, "folder") => Section,
                (Model | Section, "element") => Concept,
                (Model | Concept, "property") => Property,
                _ => Aside,
            },
            Dialect::Coarchi => match (outer, name) {
                (Model | Concept, "properties") => Property,
                _ => Aside,
            },
            Dialect::Exchange | Dialect::OldExchange => match (outer, name) {
                (Model, "elements" | "relationships") => Section,
                (Section, "element" | "relationship") => Concept,
                (Model | Concept, "properties") => Properties,
                (Properties, "property") => Property,
                (Model, name) if name == self.definitions() => Definitions,
                (Definitions, name) if name == self.definition() => Definition,
                _ => Aside,
            },
        }
    }

    /// The attribute that holds the id of a concept.
    pub fn id(self) -> &'static str {
        if self.is_exchange() { "identifier" } else { "id" }
    }

    /// The attribute by which a property names its key, or the definition of it.
    pub fn key(self) -> &'static str {
        match self {
            Dialect::Archi | Dialect::Coarchi => "key",
            Dialect::Exchange => "propertyDefinitionRef",
            Dialect::OldExchange => "identifierref",
        }
    }

    pub fn definitions(self) -> &'static str {
        if self == Dialect::OldExchange { "propertydefs" } else { "propertyDefinitions" }
    }

    pub fn definition(self) -> &'static str {
        if self == Dialect::OldExchange { "propertydef" } else { "propertyDefinition" }
    }

    /// Whether a schema wants this child of a model or a concept before its (further) properties. A property of its
    /// own dialect comes before the next one; in exchange files they end what is in a concept.
    pub fn is_before_properties(self, outer: Place, child: &str) -> bool {
        match (self, outer) {
            (Dialect::Archi, Place::Model) => matches!(child, "folder" | "property"),
            (Dialect::Archi, _) => matches!(child, "documentation" | "property"),
            (Dialect::Coarchi, _) => child == "properties",
            (Dialect::Exchange, Place::Model) => matches!(child, "name" | "documentation"),
            (Dialect::OldExchange, Place::Model) => matches!(child, "metadata" | "name" | "documentation"),
            (Dialect::Exchange | Dialect::OldExchange, _) => true,
        }
    }

    /// Whether a schema wants this child of a model before the definitions of keys.
    pub fn is_before_definitions(self, child: &str) -> bool {
        match self {
            Dialect::Exchange | Dialect::OldExchange => matches!(
                child,
                "name" | "documentation" | "properties" | "metadata" | "elements" | "relationships" | "organizations" | "organization"
            ),
            Dialect::Archi | Dialect::Coarchi => false,
        }
    }
}
