//! ArchiMate: how types, relationships and properties of a drawing map to the metamodel, as `rules/archimate.toml`
//! has it.
//!
//! `written` and `words` load the file; `drawing` is what a reader of any ArchiMate format collects; `convert` turns a
//! drawing into a fragment by the mapping, with the help of `kinds`, `flows` and `properties`.
//! Leaves to others: XML (`xml`, `exchange`), what ids and names refer to (`graph`).

mod circles;
mod convert;
mod drawing;
mod flows;
mod kinds;
mod properties;
mod views;
mod words;
mod written;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

pub use convert::convert;
pub use drawing::{
    Documentation, Drawing, DrawnConnection, DrawnElement, DrawnFolder, DrawnNode, DrawnProperty, DrawnRelation, DrawnView, NOT_DRAWN,
    Owner, Specialization, ViewKind,
};

use crate::fragment::States;
use crate::metamodel::{AttributeId, KindId, LinkId, Member, Metamodel};
use crate::place::FileId;
use crate::problem::Problem;
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

    /// Whether it leads from a whole to a part.
    fn is_containment(self) -> bool {
        matches!(self, RelationType::Composition | RelationType::Aggregation)
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

/// A link that a relationship states, and whether it is its target that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MappedLink {
    link: LinkId,
    of_target: bool,
}

/// What a type becomes inside another.
#[derive(Clone, Debug)]
struct Nested {
    kind: KindId,
    what: ElementType,
    inside: Vec<ElementType>,
    leaf: bool,
}

/// What the key of a property is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Names a member of some kinds: a row of `members`.
    Member(u16),
    Kind,
    Specialization,
    State,
    /// What `saikes annotate` wrote there: the drawing does not say it.
    Annotation,
    Unknown,
}

/// How the keys of annotations begin; no other property has such a key.
pub const ANNOTATION: &str = "saikes:";

/// Whether a property is what `saikes annotate` wrote.
pub fn is_annotation(key: &str) -> bool {
    key.trim_start().starts_with(ANNOTATION)
}

/// What a key sets on one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Attribute(AttributeId),
    Link(LinkId),
}

/// What flows become.
#[derive(Clone, Copy, Debug)]
struct FlowMapping {
    kind: KindId,
    source: LinkId,
    target: LinkId,
    via: LinkId,
    carries: LinkId,
    through: crate::metamodel::KindSet,
}

/// The mapping, compiled: every question is one look-up.
#[derive(Debug)]
pub struct Mapping {
    types: FxHashMap<Box<str>, ElementType>,
    type_names: Vec<Box<str>>,
    /// By element type.
    kinds: Vec<Option<KindId>>,
    nested: Vec<Nested>,
    /// By shape, source kind and target kind.
    links: Vec<Option<MappedLink>>,
    kind_count: usize,
    flow: FlowMapping,
    /// Folded ids, names and specialisations of kinds.
    kind_words: FxHashMap<Box<str>, KindId>,
    /// Folded keys of properties.
    keys: FxHashMap<Box<str>, Key>,
    /// By number of key and kind.
    members: Vec<Option<Target>>,
    /// In small letters.
    silence: Vec<String>,
    none: Vec<String>,
    states: FxHashMap<Box<str>, States>,
    /// What may stand for a state.
    plateau: ElementType,
}

/// The path under which reports show the embedded file.
pub const PATH: &str = "rules/archimate.toml";
/// The embedded file.
pub const TEXT: &str = include_str!("../../rules/archimate.toml");

static STANDARD: LazyLock<Mapping> = LazyLock::new(|| {
    Mapping::load(TEXT, FileId(0), Metamodel::standard()).expect("the embedded mapping has no mistakes (a test loads it)")
});

impl Mapping {
    /// The mapping that is built into the program, onto the standard metamodel.
    pub fn standard() -> &'static Mapping {
        &STANDARD
    }

    /// Loads a mapping, or returns everything that is wrong with it, with places in `file`.
    pub fn load(text: &str, file: FileId, metamodel: &Metamodel) -> Result<Mapping, Vec<Problem>> {
        written::load(text, file, metamodel)
    }

    /// The type of an element as ArchiMate names it.
    pub fn element_type(&self, name: &str) -> ElementType {
        self.types.get(name).copied().unwrap_or(ElementType::UNKNOWN)
    }

    /// The names of all types, for "did you mean".
    pub fn type_names(&self) -> impl Iterator<Item = &str> {
        self.type_names.iter().map(AsRef::as_ref)
    }

    /// The name of a type in ArchiMate 3, as the import report has it.
    pub fn type_name(&self, element_type: ElementType) -> &str {
        match element_type {
            ElementType::JUNCTION => "Junction",
            _ => self.type_names.get(element_type.index()).map_or("?", AsRef::as_ref),
        }
    }

    fn kind_of(&self, element_type: ElementType) -> Option<KindId> {
        self.kinds.get(element_type.index()).copied().flatten()
    }

    fn link(&self, shape: Shape, source: KindId, target: KindId) -> Option<MappedLink> {
        self.links[(shape.index() * self.kind_count + source.index()) * self.kind_count + target.index()]
    }

    /// The kind that a word names: an id, a name in any language, a specialisation.
    fn kind_named(&self, word: &str) -> Option<KindId> {
        self.kind_words.get(fold(word).as_str()).copied()
    }

    fn key(&self, written: &str) -> Key {
        if is_annotation(written) {
            return Key::Annotation;
        }
        self.keys.get(fold(written).as_str()).copied().unwrap_or(Key::Unknown)
    }

    /// Whether a property of this name sets anything anywhere.
    pub fn knows_key(&self, written: &str) -> bool {
        self.key(written) != Key::Unknown
    }

    fn member(&self, key: u16, kind: KindId) -> Option<Target> {
        self.members[key as usize * self.kind_count + kind.index()]
    }

    /// Whether a property of this name sets just this member of a kind.
    pub fn sets(&self, written: &str, kind: KindId, member: &Member) -> bool {
        let Key::Member(row) = self.key(written) else { return matches!(self.key(written), Key::State) };
        match (self.member(row, kind), member) {
            (Some(Target::Attribute(set)), Member::Attribute(meant)) => set == *meant,
            (Some(Target::Link(set)), Member::Link(meant)) => set == *meant,
            _ => false,
        }
    }

    /// The link of a kind that a word names.
    fn link_named(&self, word: &str, kind: KindId) -> Option<LinkId> {
        match self.key(word) {
            Key::Member(key) => match self.member(key, kind) {
                Some(Target::Link(link)) => Some(link),
                _ => None,
            },
            _ => None,
        }
    }

    /// The state of the architecture that a plateau's name or a property stands for.
    fn state_named(&self, word: &str) -> Option<States> {
        let letters: String = fold(word).chars().filter(|c| c.is_alphabetic()).collect();
        self.states.get(letters.as_str()).copied()
    }

    /// Whether a value of a property says nothing: nothing at all, what stands for it, or a pick list `[ a | b ]`
    /// from which nobody picked.
    fn is_silence(&self, value: &str) -> bool {
        let value = value.trim_ascii();
        let unpicked = value.starts_with('[') && value.ends_with(']') && value.contains('|');
        value.is_empty() || unpicked || self.silence.iter().any(|word| is_word(value, word))
    }

    /// Whether the value of a link states that there is none.
    fn is_none(&self, value: &str) -> bool {
        self.none.iter().any(|word| is_word(value, word))
    }
}

/// Whether a value is a word, written in letters of any size.
fn is_word(value: &str, word: &str) -> bool {
    let same = || !word.is_ascii() && value.chars().flat_map(char::to_lowercase).eq(word.chars());
    value.len() == word.len() && (value.eq_ignore_ascii_case(word) || same())
}

/// A word as it is compared: case, spaces, `-` and `_` do not count, nor the dots of `ё`.
fn fold(word: &str) -> String {
    let counts = |c: &char| !(c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}' | '\u{2011}' | '\u{200b}' | '\u{feff}'));
    let folded = word.chars().filter(counts).flat_map(char::to_lowercase);
    folded.map(|c| if c == 'ё' { 'е' } else { c }).collect()
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
