//! The mapping, compiled: every question is one look-up. What a project says of its own drawings (`own`) is asked before
//! what is built in.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::own::{Entry, EntryId, Own, Scope};
use super::words::{Words, beginning, fold, letters, plain};
use super::{ElementType, RelationSet, RelationType, Shape, TEXT, TypeSet, written};
use crate::fragment::States;
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Member, Metamodel, Word};
use crate::place::FileId;
use crate::problem::Problem;
use crate::read::dates::DateOrder;
use crate::read::values::Wording;

/// What a relationship states, and whether it is its target that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// A link that leads to the other end, or an attribute that takes its name.
    pub what: Target,
    pub of_target: bool,
    /// Whether it counts only where nothing else says the same of the element.
    pub sole: bool,
}

/// What a type becomes inside another.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    pub kind: KindId,
    pub what: ElementType,
    pub inside: TypeSet,
    pub leaf: bool,
}

/// What a type becomes by a relationship that leads from it.
#[derive(Clone, Debug)]
pub(super) struct Related {
    pub kind: Option<KindId>,
    pub what: ElementType,
    pub relation: RelationType,
    pub to: TypeSet,
}

/// What types become by their names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub kind: Option<KindId>,
    pub types: TypeSet,
    pub set: Vec<Implied>,
}

/// An attribute that stands with an element unless something states another value: by name, as kinds differ.
pub(super) type Implied = (Box<str>, Box<str>);

/// Relationships that are stated by way of a third element.
#[derive(Clone, Debug)]
pub(super) struct Through {
    pub types: TypeSet,
    pub first: RelationSet,
    pub second: RelationSet,
    pub stated: RelationType,
    pub to: KindSet,
}

/// What the key of a property is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Names a member of some kinds: a row of `members`.
    Member(u16),
    Kind,
    Specialization,
    State,
    /// What `saikes annotate` wrote there: the drawing does not say it.
    Annotation,
    /// A project says that it means nothing to it.
    Ignored,
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
pub(super) enum Target {
    Attribute(AttributeId),
    Link(LinkId),
}

/// What flows become, and what is one.
#[derive(Clone, Debug)]
pub(super) struct FlowMapping {
    pub kind: KindId,
    pub source: LinkId,
    pub target: LinkId,
    pub via: LinkId,
    pub carries: LinkId,
    pub service: LinkId,
    pub through: KindSet,
    pub exchanges: RelationSet,
    /// What may give something where nobody drew a flow.
    pub giving: KindSet,
    pub parties: KindSet,
    /// By link: whether it leads from an element to what it stands for, or from there to it.
    pub belongs_to: Vec<bool>,
    pub belongs_by: Vec<bool>,
    pub published: Vec<bool>,
}

/// Where states of the architecture are named.
#[derive(Clone, Debug)]
pub(super) struct StateMapping {
    /// Of what is called like a state.
    pub kind: KindId,
    pub words: FxHashMap<Box<str>, States>,
    pub contained: TypeSet,
    pub associated: TypeSet,
    pub folders: bool,
}

/// What is built in.
#[derive(Debug)]
pub(super) struct Standard {
    pub types: FxHashMap<Box<str>, ElementType>,
    pub type_names: Vec<Box<str>>,
    /// By element type.
    pub kinds: Vec<Option<KindId>>,
    pub implied: Vec<Vec<Implied>>,
    pub nested: Vec<Nested>,
    pub related: Vec<Related>,
    pub named: Vec<Named>,
    /// Numbers of `named`, by name and by word.
    pub names: FxHashMap<Box<str>, Vec<u16>>,
    pub name_words: FxHashMap<Box<str>, Vec<u16>>,
    pub types_named: TypeSet,
    pub types_with_words: TypeSet,
    /// How names that are known begin: most names are none of them, and are not looked at any further.
    pub beginnings: FxHashSet<[char; 3]>,
    pub through: Vec<Through>,
    /// Relationships of parts that state what their wholes do.
    pub wholes: RelationSet,
    /// By shape, source kind and target kind.
    pub links: Vec<Option<Stated>>,
    pub kind_count: usize,
    pub flow: FlowMapping,
    /// Folded ids, names and specialisations of kinds; `None` for what is of no kind.
    pub kind_words: FxHashMap<Box<str>, Option<KindId>>,
    /// Folded keys of properties.
    pub keys: FxHashMap<Box<str>, Key>,
    /// Folded words for links, beside the keys.
    pub relationships: FxHashMap<Box<str>, Key>,
    /// By number of key and kind.
    pub members: Vec<Option<Target>>,
    /// Folded words for values.
    pub value_words: FxHashMap<AttributeId, FxHashMap<Box<str>, Word>>,
    pub silence: Words,
    pub none: Words,
    pub state: StateMapping,
}

/// A mapping in force: what is built in, and what one project says of its own drawings.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(super) standard: Arc<Standard>,
    pub(super) own: Arc<Own>,
    /// By entry of `own`: whether something in the drawings of the project asked for it. Drawings are read side by side,
    /// and whoever asks first leaves the same mark as whoever asks last.
    used: Arc<[AtomicBool]>,
}

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
        let (own, used) = (Arc::default(), Arc::from([]));
        Ok(Mapping { standard: Arc::new(written::load(text, file, metamodel)?), own, used })
    }

    /// The mapping of one project: the built-in one with what the project says itself.
    pub fn of_project(own: Arc<Own>) -> Mapping {
        let used = own.entries.iter().map(|_| AtomicBool::new(false)).collect();
        Mapping { standard: Mapping::standard().standard.clone(), own, used }
    }

    /// The project's entries, with whether anything in its drawings asked for them.
    pub fn entries(&self) -> impl Iterator<Item = (&Entry, bool)> {
        let all = self.own.entries.iter().zip(self.used.iter()).enumerate();
        let whole = all.filter(|(at, _)| !self.own.broken.contains(&(*at as EntryId)));
        whole.map(|(_, (entry, used))| (entry, used.load(Ordering::Relaxed)))
    }

    fn mark(&self, entry: EntryId) {
        if let Some(used) = self.used.get(usize::from(entry)) {
            used.store(true, Ordering::Relaxed);
        }
    }

    /// What the project says of something, which is thereby used.
    fn asked<T: Copy>(&self, said: Option<&(T, EntryId)>) -> Option<T> {
        let (meaning, entry) = said?;
        self.mark(*entry);
        Some(*meaning)
    }

    /// The type of an element as ArchiMate names it.
    pub fn element_type(&self, name: &str) -> ElementType {
        self.standard.types.get(name).copied().unwrap_or(ElementType::UNKNOWN)
    }

    /// The names of all types, for "did you mean".
    pub fn type_names(&self) -> impl Iterator<Item = &str> {
        self.standard.type_names.iter().map(AsRef::as_ref)
    }

    /// The name of a type in ArchiMate 3, as the import report has it.
    pub fn type_name(&self, element_type: ElementType) -> &str {
        self.standard.type_name(element_type)
    }

    pub(super) fn kind_of(&self, element_type: ElementType) -> Option<KindId> {
        self.standard.kinds.get(element_type.index()).copied().flatten()
    }

    /// The kind that the project gives to all elements of a type.
    pub(super) fn own_kind_of(&self, element_type: ElementType) -> Option<Option<KindId>> {
        self.asked(self.own.types.get(&element_type.0))
    }

    /// What a type says of its elements beside their kind.
    pub(super) fn implied(&self, element_type: ElementType) -> &[Implied] {
        self.standard.implied.get(element_type.index()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn stated(&self, shape: Shape, source: KindId, target: KindId) -> Option<Stated> {
        self.standard.links[(shape.index() * self.standard.kind_count + source.index()) * self.standard.kind_count + target.index()]
    }

    /// The kind that a word names: an id, a name in any language, a specialisation. `Some(None)` is no kind at all.
    pub(super) fn kind_named(&self, word: &str) -> Option<Option<KindId>> {
        let word = fold(word);
        self.asked(self.own.kind_words.get(word.as_str())).or_else(|| self.standard.kind_words.get(word.as_str()).copied())
    }

    /// Whether elements of a type may be something else by their names.
    pub(super) fn may_be_named(&self, what: ElementType) -> bool {
        !self.own.names.is_empty() || self.standard.types_named.contains(what) || self.standard.types_with_words.contains(what)
    }

    /// What an element of a type is by its name, where that leaves no doubt.
    pub(super) fn by_name(&self, what: ElementType, name: &str) -> Option<(Option<KindId>, &[Implied])> {
        let own = || self.asked(self.own.names.get(plain(name).as_str()));
        if let Some(kind) = (!self.own.names.is_empty()).then(own).flatten() {
            return Some((kind, &[]));
        }
        let named = self.standard_by_name(what, name)?;
        Some((named.kind, &named.set))
    }

    fn standard_by_name(&self, what: ElementType, name: &str) -> Option<&Named> {
        let standard = &*self.standard;
        let fits = |numbers: Option<&Vec<u16>>| {
            let rules = numbers?.iter().map(|number| &standard.named[*number as usize]);
            rules.into_iter().find(|rule| rule.types.contains(what))
        };
        if standard.types_named.contains(what) {
            let known = readings(name).filter(|name| standard.beginnings.contains(&beginning(name)));
            let found = known.into_iter().find_map(|name| fits(standard.names.get(plain(name).as_str())));
            if found.is_some() {
                return found;
            }
        }
        if !standard.types_with_words.contains(what) {
            return None;
        }
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.into_iter().find_map(|word| fits(standard.name_words.get(plain(word).as_str())))
    }

    pub(super) fn key(&self, written: &str) -> Key {
        if is_annotation(written) {
            return Key::Annotation;
        }
        let written = fold(written);
        let own = self.asked(self.own.keys.get(written.as_str()));
        own.or_else(|| self.standard.keys.get(written.as_str()).copied()).unwrap_or(Key::Unknown)
    }

    /// Whether a word names a kind, or that there is none.
    pub fn names_kind(&self, word: &str) -> bool {
        self.kind_named(word).is_some()
    }

    /// Whether a word names a state of the architecture.
    pub fn names_state(&self, word: &str) -> bool {
        self.state_named(word).is_some()
    }

    /// Whether a property of this name sets anything anywhere.
    pub fn knows_key(&self, written: &str) -> bool {
        let folded = fold(written);
        self.own.keys.contains_key(folded.as_str()) || self.standard.keys.contains_key(folded.as_str())
    }

    pub(super) fn member(&self, key: u16, kind: KindId) -> Option<Target> {
        let (row, rows) = (key as usize, self.standard.rows());
        let (members, row) = if row < rows { (&self.standard.members, row) } else { (&self.own.members, row - rows) };
        members.get(row * self.standard.kind_count + kind.index()).copied().flatten()
    }

    /// What the project says a value stands for: one of a property with this key, or of whatever the key sets.
    pub(super) fn meaning(&self, key: &str, scope: &Scope, value: &str) -> Option<&str> {
        if self.own.values.is_empty() {
            return None;
        }
        let value = fold(value);
        let of = |scope: &Scope| self.own.values.get(scope).and_then(|values| values.get(value.as_str()));
        let (meaning, entry) = of(&Scope::Key(fold(key).into())).or_else(|| of(scope))?;
        self.mark(*entry);
        Some(meaning)
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
    pub(super) fn link_named(&self, word: &str, kind: KindId) -> Option<LinkId> {
        let of = |key: Option<&Key>| match key {
            Some(Key::Member(key)) => match self.member(*key, kind) {
                Some(Target::Link(link)) => Some(link),
                _ => None,
            },
            _ => None,
        };
        let word = fold(word);
        if let Some(key) = self.asked(self.own.relationships.get(word.as_str())) {
            return of(Some(&key));
        }
        of(self.standard.keys.get(word.as_str())).or_else(|| of(self.standard.relationships.get(word.as_str())))
    }

    /// The state of the architecture that a name or a property stands for.
    pub fn state_named(&self, word: &str) -> Option<States> {
        let word = letters(word);
        self.asked(self.own.states.get(word.as_str())).or_else(|| self.standard.state.words.get(word.as_str()).copied())
    }

    /// Whether a value of a property says nothing: nothing at all, what stands for it, or a pick list `[ a | b ]`
    /// from which nobody picked.
    pub(super) fn is_silence(&self, value: &str) -> bool {
        let value = value.trim();
        let unpicked = value.starts_with('[') && value.ends_with(']') && value.contains('|');
        value.is_empty() || unpicked || self.standard.silence.contains(value) || self.own_word(&self.own.silence, value)
    }

    fn own_word(&self, words: &FxHashMap<Box<str>, EntryId>, value: &str) -> bool {
        let found = if words.is_empty() { None } else { words.get(fold(value).as_str()) };
        found.inspect(|entry| self.mark(**entry)).is_some()
    }

    /// Whether a value states that there is none.
    pub(super) fn is_none(&self, value: &str) -> bool {
        self.standard.none.contains(value) || self.own_word(&self.own.none, value)
    }

    /// How dates are read that do not show it themselves; asking for it uses it.
    fn order(&self) -> Option<DateOrder> {
        self.asked(self.own.dates.as_ref())
    }
}

/// The words of the values of one property: those of its key go before those of the attribute.
pub(super) struct KeyWording<'k> {
    pub mapping: &'k Mapping,
    pub key: &'k str,
}

impl Wording for KeyWording<'_> {
    fn is_silence(&self, value: &str) -> bool {
        self.mapping.is_silence(value)
    }

    fn is_none(&self, value: &str) -> bool {
        self.mapping.is_none(value)
    }

    fn meaning(&self, attribute: AttributeId, written: &str) -> Option<&str> {
        self.mapping.meaning(self.key, &Scope::Attribute(attribute), written)
    }

    fn word(&self, attribute: AttributeId, written: &str) -> Option<Word> {
        Wording::word(self.mapping, attribute, written)
    }

    fn date_order(&self) -> Option<DateOrder> {
        self.mapping.order()
    }
}

impl Wording for Mapping {
    fn is_silence(&self, value: &str) -> bool {
        Mapping::is_silence(self, value)
    }

    fn is_none(&self, value: &str) -> bool {
        Mapping::is_none(self, value)
    }

    fn word(&self, attribute: AttributeId, written: &str) -> Option<Word> {
        self.standard.value_words.get(&attribute)?.get(fold(written).as_str()).copied()
    }

    fn meaning(&self, _: AttributeId, _: &str) -> Option<&str> {
        None
    }

    fn date_order(&self) -> Option<DateOrder> {
        self.order()
    }
}

impl Standard {
    pub fn element_type(&self, name: &str) -> ElementType {
        self.types.get(name).copied().unwrap_or(ElementType::UNKNOWN)
    }

    pub fn type_name(&self, element_type: ElementType) -> &str {
        match element_type {
            ElementType::JUNCTION => "Junction",
            _ => self.type_names.get(element_type.index()).map_or("?", AsRef::as_ref),
        }
    }
}

/// A name in full, without what it has in brackets, and that by itself.
pub(super) fn readings(name: &str) -> impl Iterator<Item = &str> {
    let bracket = name.find('(').and_then(|open| Some((open, open + name[open..].find(')')?)));
    let parts = bracket.map(|(open, close)| [&name[..open], &name[open + 1..close]]);
    [name].into_iter().chain(parts.into_iter().flatten())
}
