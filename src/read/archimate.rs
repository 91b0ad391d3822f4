//! ArchiMate: how types, relationships and properties of a drawing map to the metamodel, as `rules/archimate.toml`
//! has it.
//!
//! `written` and `words` load the file into a `mapping`; `drawing` is what a reader of any ArchiMate format collects;
//! `convert` turns a drawing into a fragment by the mapping, with the help of `kinds`, `states`, `junctions`, `through`,
//! `exchanges`, `flows`, `properties` and `aside`.
//! Leaves to others: XML (`xml`, `exchange`), what ids and names refer to (`graph`).

mod aside;
mod circles;
mod convert;
mod drawing;
mod exchanges;
mod flows;
mod form;
mod junctions;
mod kinds;
mod links;
mod mapping;
mod own;
mod properties;
mod states;
mod survey;
mod through;
mod views;
mod words;
mod written;

#[cfg(test)]
mod tests;

use serde::Deserialize;

pub use convert::convert;
pub use drawing::{
    Documentation, Drawing, DrawnConnection, DrawnElement, DrawnFolder, DrawnNode, DrawnProperty, DrawnRelation, DrawnView, NOT_DRAWN,
    Owner, Specialization, ViewKind,
};

pub use mapping::{ANNOTATION, Mapping, is_annotation};
pub use own::{Entry, NOTHING, Own, Table};

use crate::text::Language;

/// A type of element of the mapping, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementType(pub u8);

impl ElementType {
    /// A type that ArchiMate does not have, or none at all.
    pub const UNKNOWN: ElementType = ElementType(u8::MAX);
    /// Joins relationships, stands for nothing.
    pub const JUNCTION: ElementType = ElementType(u8::MAX - 1);

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of types of elements; no mapping has more than it can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct TypeSet(u128);

impl TypeSet {
    const CAPACITY: usize = u128::BITS as usize;

    fn contains(self, what: ElementType) -> bool {
        what.index() < TypeSet::CAPACITY && self.0 & (1 << what.0) != 0
    }

    fn add(&mut self, what: ElementType) {
        self.0 |= 1u128.checked_shl(what.0.into()).unwrap_or(0);
    }
}

impl FromIterator<ElementType> for TypeSet {
    fn from_iter<I: IntoIterator<Item = ElementType>>(types: I) -> TypeSet {
        let mut set = TypeSet::default();
        types.into_iter().for_each(|what| set.add(what));
        set
    }
}

/// The relationships of ArchiMate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum RelationType {
    Composition,
    Aggregation,
    Assignment,
    Realization,
    Serving,
    Access,
    Influence,
    Association,
    Triggering,
    Flow,
    Specialization,
}

impl RelationType {
    pub const ALL: [RelationType; 11] = [
        RelationType::Composition,
        RelationType::Aggregation,
        RelationType::Assignment,
        RelationType::Realization,
        RelationType::Serving,
        RelationType::Access,
        RelationType::Influence,
        RelationType::Association,
        RelationType::Triggering,
        RelationType::Flow,
        RelationType::Specialization,
    ];

    pub fn name(self) -> &'static str {
        match self {
            RelationType::Composition => "Composition",
            RelationType::Aggregation => "Aggregation",
            RelationType::Assignment => "Assignment",
            RelationType::Realization => "Realization",
            RelationType::Serving => "Serving",
            RelationType::Access => "Access",
            RelationType::Influence => "Influence",
            RelationType::Association => "Association",
            RelationType::Triggering => "Triggering",
            RelationType::Flow => "Flow",
            RelationType::Specialization => "Specialization",
        }
    }

    /// The relationship of a name, with or without `Relationship` behind it; ArchiMate 2 wrote three of them otherwise.
    pub fn from_name(name: &str) -> Option<RelationType> {
        let name = match name.strip_suffix("Relationship").unwrap_or(name) {
            "UsedBy" => "Serving",
            "Realisation" => "Realization",
            "Specialisation" => "Specialization",
            name => name,
        };
        RelationType::ALL.into_iter().find(|relation| relation.name() == name)
    }

    /// Whether its name says more than its type: what flows, what is associated how.
    pub fn is_called(self) -> bool {
        matches!(
            self,
            RelationType::Flow | RelationType::Association | RelationType::Serving | RelationType::Triggering | RelationType::Access
        )
    }

    /// Whether it leads from a whole to a part.
    fn is_containment(self) -> bool {
        matches!(self, RelationType::Composition | RelationType::Aggregation)
    }
}

/// A set of relationships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct RelationSet(u16);

impl RelationSet {
    fn contains(self, relation: RelationType) -> bool {
        self.0 & (1 << relation as u16) != 0
    }
}

impl<'r> FromIterator<&'r RelationType> for RelationSet {
    fn from_iter<I: IntoIterator<Item = &'r RelationType>>(relations: I) -> RelationSet {
        RelationSet(relations.into_iter().fold(0, |set, relation| set | 1 << *relation as u16))
    }
}

/// What more a relationship says that decides its link: the modes of an access, the direction of an association.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    pub reads: bool,
    pub writes: bool,
    pub directed: bool,
}

/// A relationship as the table of links knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Plain(RelationType),
    Read,
    Write,
    Directed,
}

impl Shape {
    const COUNT: usize = RelationType::ALL.len() + 3;

    fn index(self) -> usize {
        match self {
            Shape::Plain(relation) => relation as usize,
            Shape::Read => RelationType::ALL.len(),
            Shape::Write => RelationType::ALL.len() + 1,
            Shape::Directed => RelationType::ALL.len() + 2,
        }
    }

    /// The shapes of one relationship; an access that reads and writes has two.
    fn of(relation: RelationType, mode: Mode) -> [Option<Shape>; 2] {
        match relation {
            RelationType::Access => match (mode.reads, mode.writes) {
                (false, false) => [Some(Shape::Plain(relation)), None],
                (reads, writes) => [reads.then_some(Shape::Read), writes.then_some(Shape::Write)],
            },
            RelationType::Association if mode.directed => [Some(Shape::Directed), None],
            _ => [Some(Shape::Plain(relation)), None],
        }
    }
}

/// The path under which reports show the embedded file.
pub const PATH: &str = "rules/archimate.toml";
/// The embedded file.
pub const TEXT: &str = include_str!("../../rules/archimate.toml");

/// The name of a type by its number.
pub fn type_name(number: u8) -> Option<&'static str> {
    Mapping::standard().type_names().nth(usize::from(number))
}

/// Texts by language as the three slots of a name: a text in no language of ours fills what is left empty, and so
/// does the only text there is, because tools write `en` whatever the text is in.
pub fn localized<T: Copy>(texts: &[(Option<Language>, T)]) -> [Option<T>; 3] {
    let rest = match texts {
        [(_, only)] => Some(*only),
        _ => texts.iter().find(|(language, _)| language.is_none()).map(|(_, text)| *text),
    };
    Language::ALL.map(|language| {
        let stated = texts.iter().find(|(stated, _)| *stated == Some(language)).map(|(_, text)| *text);
        stated.or(rest)
    })
}
