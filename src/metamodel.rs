//! The vocabulary: kinds, attributes and links, from `rules/metamodel.toml`.
//!
//! What comes in: the text of the file. What goes out: a [`Metamodel`] in which every name is a small number and
//! every question about a name is one look-up; or every mistake in the file (`written`).
//! Knows nobody: neither models, nor rules, nor reports.

mod called;
mod labels;
mod written;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::place::FileId;
use crate::problem::Problem;
use crate::text::Trilingual;
use crate::value::Value;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A concrete kind of element.
    KindId(u8);
    /// An attribute as one kind (or what kinds share) defines it.
    AttributeId(u16);
    /// A link as one kind (or what kinds share) defines it.
    LinkId(u16);
    /// A layer of the architecture.
    LayerId(u8);
    /// A value of an enum; equal words of different enums are one word.
    Word(u16);
}

/// A set of kinds; the loader refuses a metamodel with more than 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindSet(pub u64);

impl KindSet {
    pub const EMPTY: KindSet = KindSet(0);

    pub fn of(kind: KindId) -> KindSet {
        KindSet(1 << kind.0)
    }

    pub fn contains(self, kind: KindId) -> bool {
        self.0 >> kind.0 & 1 == 1
    }

    pub fn union(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    pub fn intersection(self, other: KindSet) -> KindSet {
        KindSet(self.0 & other.0)
    }

    pub fn without(self, other: KindSet) -> KindSet {
        KindSet(self.0 & !other.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub fn iter(self) -> impl Iterator<Item = KindId> {
        (0..64).map(KindId).filter(move |kind| self.contains(*kind))
    }
}

impl FromIterator<KindId> for KindSet {
    fn from_iter<I: IntoIterator<Item = KindId>>(kinds: I) -> KindSet {
        kinds.into_iter().fold(KindSet::EMPTY, |set, kind| set.union(KindSet::of(kind)))
    }
}

/// What an attribute may hold; see `Value` for how each is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub enum AttributeType {
    #[serde(rename = "string")]
    String,
    #[serde(rename = "text")]
    Text,
    #[serde(rename = "localized")]
    Localized,
    #[serde(rename = "bool")]
    Bool,
    #[serde(rename = "integer")]
    Integer,
    #[serde(rename = "number")]
    Number,
    /// A sum in tenge.
    #[serde(rename = "money")]
    Money,
    #[serde(rename = "date")]
    Date,
    #[serde(rename = "year")]
    Year,
    #[serde(rename = "enum")]
    Enum,
    #[serde(rename = "list-of-enum")]
    EnumList,
    #[serde(rename = "list-of-string")]
    StringList,
    /// Compared by numeric parts.
    #[serde(rename = "version")]
    Version,
    #[serde(rename = "url")]
    Url,
    /// A reference to a document that proves something.
    #[serde(rename = "evidence")]
    Evidence,
}

impl AttributeType {
    pub const ALL: [AttributeType; 15] = {
        use AttributeType::*;
        [String, Text, Localized, Bool, Integer, Number, Money, Date, Year, Enum, EnumList, StringList, Version, Url, Evidence]
    };

    /// The name as written in the metamodel; the key of its words in `src/texts` is `type.NAME`.
    pub fn name(self) -> &'static str {
        match self {
            AttributeType::String => "string",
            AttributeType::Text => "text",
            AttributeType::Localized => "localized",
            AttributeType::Bool => "bool",
            AttributeType::Integer => "integer",
            AttributeType::Number => "number",
            AttributeType::Money => "money",
            AttributeType::Date => "date",
            AttributeType::Year => "year",
            AttributeType::Enum => "enum",
            AttributeType::EnumList => "list-of-enum",
            AttributeType::StringList => "list-of-string",
            AttributeType::Version => "version",
            AttributeType::Url => "url",
            AttributeType::Evidence => "evidence",
        }
    }

    /// Whether the attribute holds a list rather than one value.
    pub fn is_list(self) -> bool {
        matches!(self, AttributeType::EnumList | AttributeType::StringList)
    }
}

#[derive(Clone, Debug)]
pub struct Layer {
    pub name: String,
    pub title: Trilingual,
}

#[derive(Clone, Debug)]
pub struct Kind {
    pub name: String,
    /// Where the file has it: a kind before others, an attribute or link beside those it belongs to.
    pub order: u32,
    pub title: Trilingual,
    pub doc: Trilingual,
    pub cites: Vec<String>,
    pub layer: LayerId,
    /// Everything the kind is: abstract names it inherits from, nearest first.
    pub is: Vec<String>,
    /// Elements of different models with equal values of these are the same thing; empty: never.
    pub identity: Vec<AttributeId>,
    /// National registers know the elements of this kind.
    pub shared: bool,
    /// An excuse or a promise: what links to it is absent until stated.
    pub plea: bool,
    /// Effective attributes and links, own ones winning over inherited ones, by name.
    members: FxHashMap<String, Member>,
}

/// What a bare name means on elements of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    Attribute(AttributeId),
    Link(LinkId),
    /// The way back of these links, which lead here.
    Inverse(Vec<LinkId>),
}

/// What kinds share and no element is by itself.
#[derive(Clone, Debug)]
pub struct AbstractKind {
    pub name: String,
    pub title: Trilingual,
    pub doc: Trilingual,
    pub cites: Vec<String>,
    pub kinds: KindSet,
}

#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: String,
    /// Where the file has it.
    pub order: u32,
    /// The kind or abstract kind that defines it.
    pub defined_by: String,
    pub title: Trilingual,
    pub doc: Trilingual,
    pub cites: Vec<String>,
    pub kind: AttributeType,
    /// Allowed words of an enum, in the order of the file.
    pub values: Vec<Word>,
    pub default: Option<Value>,
    pub plea: bool,
    /// Set by the program, never written in a model.
    pub derived: bool,
    /// Kinds that are not complete without it.
    pub mandatory: KindSet,
    /// The kinds on which the name means this attribute.
    pub from: KindSet,
}

#[derive(Clone, Debug)]
pub struct Link {
    pub name: String,
    /// Where the file has it.
    pub order: u32,
    /// The kind or abstract kind that defines it.
    pub defined_by: String,
    pub title: Trilingual,
    pub doc: Trilingual,
    pub cites: Vec<String>,
    pub inverse: String,
    /// The kinds on which the name means this link.
    pub from: KindSet,
    /// The kinds it may lead to.
    pub to: KindSet,
    pub many: bool,
    /// The kinds on which leaving it out makes no sense.
    pub mandatory: KindSet,
    pub drawn: bool,
    pub plea: bool,
    pub reaches: Reach,
}

/// Where an end may stand besides the state that states the link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Nowhere.
    #[default]
    Same,
    /// In the current state: the end is what the element was, and may be gone in the target one.
    Current,
    /// In any state but the approved one: a record of both speaks of what stands in one.
    Any,
}

/// The whole vocabulary, checked and numbered.
#[derive(Debug)]
pub struct Metamodel {
    pub version: String,
    pub layers: Vec<Layer>,
    pub kinds: Vec<Kind>,
    pub abstracts: Vec<AbstractKind>,
    pub attributes: Vec<Attribute>,
    pub links: Vec<Link>,
    words: Vec<String>,
    word_ids: FxHashMap<String, Word>,
    kind_ids: FxHashMap<String, KindId>,
    shared: KindSet,
    called: called::Called,
}

/// The path under which reports show the embedded file.
pub const PATH: &str = "rules/metamodel.toml";
/// The embedded file.
pub const TEXT: &str = include_str!("../rules/metamodel.toml");

static STANDARD: LazyLock<Metamodel> =
    LazyLock::new(|| Metamodel::load(TEXT, FileId(0)).expect("the embedded metamodel has no mistakes (a test loads it)"));

impl Metamodel {
    /// The vocabulary that is built into the program.
    pub fn standard() -> &'static Metamodel {
        &STANDARD
    }

    /// Loads a metamodel, or returns everything that is wrong with it, with places in `file`.
    pub fn load(text: &str, file: FileId) -> Result<Metamodel, Vec<Problem>> {
        written::load(text, file)
    }

    pub fn kind(&self, kind: KindId) -> &Kind {
        &self.kinds[kind.index()]
    }

    pub fn attribute(&self, attribute: AttributeId) -> &Attribute {
        &self.attributes[attribute.index()]
    }

    pub fn link(&self, link: LinkId) -> &Link {
        &self.links[link.index()]
    }

    pub fn word(&self, word: Word) -> &str {
        &self.words[word.index()]
    }

    pub fn find_word(&self, word: &str) -> Option<Word> {
        self.word_ids.get(word).copied()
    }

    pub fn find_kind(&self, name: &str) -> Option<KindId> {
        self.kind_ids.get(name).copied()
    }

    pub fn find_layer(&self, name: &str) -> Option<LayerId> {
        self.layers.iter().position(|layer| layer.name == name).map(|at| LayerId(at as u8))
    }

    /// The kinds of architectural components (order 193, paragraph 26): assets, in the metamodel's word.
    pub fn components(&self) -> KindSet {
        self.kinds_named("asset").unwrap_or(KindSet::EMPTY)
    }

    /// The kinds that a kind's or an abstract kind's name stands for.
    pub fn kinds_named(&self, name: &str) -> Option<KindSet> {
        let concrete = self.find_kind(name).map(KindSet::of);
        concrete.or_else(|| self.abstracts.iter().find(|shared| shared.name == name).map(|shared| shared.kinds))
    }

    /// All concrete kinds.
    pub fn all_kinds(&self) -> KindSet {
        (0..self.kinds.len()).map(|at| KindId(at as u8)).collect()
    }

    /// The shared kinds: platforms, gateways, software, standard solutions.
    pub fn shared_kinds(&self) -> KindSet {
        self.shared
    }

    /// What a bare name means on elements of one kind.
    pub fn member(&self, kind: KindId, name: &str) -> Option<&Member> {
        self.kind(kind).members.get(name)
    }

    pub fn attribute_of(&self, kind: KindId, name: &str) -> Option<AttributeId> {
        match self.member(kind, name) {
            Some(Member::Attribute(attribute)) => Some(*attribute),
            _ => None,
        }
    }

    /// The links that elements of a kind make no sense without.
    pub fn mandatory_links(&self, kind: KindId) -> impl Iterator<Item = LinkId> + '_ {
        let links = self.links.iter().enumerate().filter(move |(_, link)| link.from.contains(kind) && link.mandatory.contains(kind));
        links.map(|(at, _)| LinkId(at as u16))
    }

    /// The attributes that elements of a kind are not complete without.
    pub fn mandatory_attributes(&self, kind: KindId) -> impl Iterator<Item = AttributeId> + '_ {
        let mandatory = move |attribute: &Attribute| attribute.from.contains(kind) && attribute.mandatory.contains(kind);
        self.attributes.iter().enumerate().filter(move |(_, attribute)| mandatory(attribute)).map(|(at, _)| AttributeId(at as u16))
    }

    pub fn link_of(&self, kind: KindId, name: &str) -> Option<LinkId> {
        match self.member(kind, name) {
            Some(Member::Link(link)) => Some(*link),
            _ => None,
        }
    }

    /// Every name that means something on elements of a kind, sorted.
    pub fn members(&self, kind: KindId) -> Vec<(&str, &Member)> {
        let mut members: Vec<_> = self.kind(kind).members.iter().map(|(name, member)| (name.as_str(), member)).collect();
        members.sort_by_key(|(name, _)| *name);
        members
    }

    /// Names that a model may write on elements of a kind: attributes that are not derived, and links; sorted.
    pub fn writable(&self, kind: KindId) -> Vec<&str> {
        let writable = |member: &Member| match member {
            Member::Attribute(attribute) => !self.attribute(*attribute).derived,
            Member::Link(_) => true,
            Member::Inverse(_) => false,
        };
        self.members(kind).into_iter().filter(|(_, member)| writable(member)).map(|(name, _)| name).collect()
    }

    /// The words an enum attribute allows.
    pub fn words_of(&self, attribute: AttributeId) -> Vec<&str> {
        self.attribute(attribute).values.iter().map(|word| self.word(*word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(change: impl Fn(String) -> String) -> Vec<String> {
        let problems = Metamodel::load(&change(TEXT.to_string()), FileId(0)).expect_err("the change breaks the metamodel");
        problems.iter().map(|problem| problem.argument("reason").unwrap_or("").to_string()).collect()
    }

    #[test]
    fn the_embedded_metamodel_has_no_mistakes() {
        let metamodel = Metamodel::standard();
        let flow = metamodel.find_kind("flow").expect("flows are kinds");
        let via = metamodel.link_of(flow, "via").expect("flows have `via`");
        assert!(metamodel.link(via).drawn && metamodel.link(via).many);
        let gateway = metamodel.find_kind("gateway").expect("gateways are kinds");
        assert_eq!(metamodel.member(gateway, "mediates"), Some(&Member::Inverse(vec![via])));
        assert!(metamodel.kinds_named("object").is_some_and(|kinds| kinds.contains(gateway)));
    }

    #[test]
    fn unknown_targets_clashes_and_missing_languages_are_all_told_at_once() {
        let found = mistakes(|text| {
            text.replacen("to = [\"agency\"]", "to = [\"agancy\"]", 1)
                .replacen("inverse = \"mediates\"", "inverse = \"scope\"", 1)
                .replacen("name = { kk = \"Шлюз\"", "name = { kk = \"\"", 1)
        });
        assert!(found.iter().any(|reason| reason.contains("unknown kind `agancy`")), "{found:?}");
        assert!(found.iter().any(|reason| reason.contains("`scope`") && reason.contains("clashes")), "{found:?}");
        assert!(found.iter().any(|reason| reason == "`gateway` has no name in kk"), "{found:?}");
    }

    #[test]
    fn a_kinds_own_name_wins_over_an_inherited_one() {
        let metamodel = Metamodel::standard();
        let project = metamodel.find_kind("project").expect("projects are kinds");
        let depends = metamodel.link_of(project, "depends-on").expect("projects depend on projects");
        assert_eq!(metamodel.link(depends).defined_by, "project");
    }
}
