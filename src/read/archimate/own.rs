//! What a project says of its own drawings: `[mapping]`, compiled. It is asked before what is built in; entries that
//! nothing in the drawings uses are told.
//!
//! Comes in: entries as `read::mapping` wrote them down, own ones after those of a shared file. Leaves to others:
//! TOML (`read::mapping`), when an entry is used (`mapping`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::mapping::{Key, Standard, Target};
use super::words::{self, fold, letters, plain};
use super::written::attributes_called;
use super::{ElementType, Mapping};
use crate::fragment::States;
use crate::metamodel::{AttributeId, AttributeType, KindId, KindSet, LinkId, Metamodel};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, nearest};
use crate::read::dates::DateOrder;
use crate::read::values::{Misfit, meant_of_text, unknown_value};

/// One entry of `[mapping]` as written: `table.key = meaning`.
#[derive(Clone, Debug)]
pub struct Entry {
    pub table: Table,
    /// Of `values` the attribute, link or key whose values are meant.
    pub of: Option<(String, Place)>,
    pub key: String,
    /// What it stands for; several for a key that means one thing on some kinds and another on others.
    pub meanings: Vec<(String, Place)>,
    /// Of the key.
    pub place: Place,
}

/// The tables of `[mapping]`, and its lists, whose items are entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    Types,
    Specializations,
    Names,
    Properties,
    Values,
    Relationships,
    States,
    Silence,
    None,
    Dates,
}

impl Table {
    pub const ALL: [Table; 10] = [
        Table::Types,
        Table::Specializations,
        Table::Names,
        Table::Properties,
        Table::Values,
        Table::Relationships,
        Table::States,
        Table::Silence,
        Table::None,
        Table::Dates,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Table::Types => "types",
            Table::Specializations => "specializations",
            Table::Names => "names",
            Table::Properties => "properties",
            Table::Values => "values",
            Table::Relationships => "relationships",
            Table::States => "states",
            Table::Silence => "silence",
            Table::None => "none",
            Table::Dates => "dates",
        }
    }

    /// Whether two keys are one in this table.
    fn folded(self, key: &str) -> String {
        match self {
            Table::Types => key.to_string(),
            Table::Names => plain(key),
            Table::States => letters(key),
            _ => fold(key),
        }
    }
}

impl Entry {
    /// The entry as a line of TOML, as reports show it.
    pub fn shown(&self) -> String {
        let quoted = |text: &str| {
            let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if bare { text.to_string() } else { format!("{text:?}") }
        };
        let meanings: Vec<String> = self.meanings.iter().map(|(meaning, _)| format!("{meaning:?}")).collect();
        let meaning = if let [only] = &meanings[..] { only.clone() } else { format!("[{}]", meanings.join(", ")) };
        match (self.table, &self.of) {
            (Table::Silence | Table::None, _) => format!("{} = [{:?}]", self.table.name(), self.key),
            (Table::Dates, _) => format!("dates = {meaning}"),
            (table, Some((of, _))) => format!("{}.{}.{} = {meaning}", table.name(), quoted(of), quoted(&self.key)),
            (table, None) => format!("{}.{} = {meaning}", table.name(), quoted(&self.key)),
        }
    }
}

/// The number of an entry.
pub(super) type EntryId = u16;

/// Of what a value is: of a property's key as written, of what the key sets, or of what decides kinds and states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    Key(Box<str>),
    Attribute(AttributeId),
    Link(LinkId),
    Kind,
    Specialization,
    State,
}

type Values = FxHashMap<Box<str>, (Box<str>, EntryId)>;

/// The entries of a project, by what is asked. Its own entries stand for those of a shared file with the same key.
#[derive(Clone, Debug, Default)]
pub struct Own {
    pub entries: Vec<Entry>,
    /// Entries that mean nothing, which was told: nobody can use them.
    pub(super) broken: FxHashSet<EntryId>,
    pub(super) types: FxHashMap<u8, (Option<KindId>, EntryId)>,
    pub(super) kind_words: FxHashMap<Box<str>, (Option<KindId>, EntryId)>,
    pub(super) names: FxHashMap<Box<str>, (Option<KindId>, EntryId)>,
    pub(super) keys: FxHashMap<Box<str>, (Key, EntryId)>,
    pub(super) relationships: FxHashMap<Box<str>, (Key, EntryId)>,
    /// Rows that follow on those of the standard mapping.
    pub(super) members: Vec<Option<Target>>,
    pub(super) values: FxHashMap<Scope, Values>,
    pub(super) states: FxHashMap<Box<str>, (States, EntryId)>,
    pub(super) silence: FxHashMap<Box<str>, EntryId>,
    pub(super) none: FxHashMap<Box<str>, EntryId>,
    pub(super) dates: Option<(DateOrder, EntryId)>,
}

/// What a project writes where the metamodel has no counterpart, and where a key says nothing.
pub const NOTHING: &str = "none";
/// What a key may be for beside attributes and links.
const SPECIAL: [&str; 3] = ["kind", "specialization", "state"];

impl Own {
    /// Compiles entries onto the standard mapping; later ones stand for earlier ones with the same key. Everything that
    /// is wrong with them is told.
    pub fn compile(metamodel: &Metamodel, entries: Vec<Entry>) -> (Own, Vec<Problem>) {
        let mut compiler = Compiler { metamodel, standard: Mapping::standard(), own: Own::default(), problems: Vec::new() };
        let entries = compiler.latest(entries);
        // Values may be those of keys that the entries name themselves.
        for values in [false, true] {
            for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| (entry.table == Table::Values) == values) {
                let told = compiler.problems.len();
                compiler.enter(at as EntryId, entry);
                if compiler.problems.len() > told {
                    compiler.own.broken.insert(at as EntryId);
                }
            }
        }
        let Compiler { own, problems, .. } = compiler;
        (Own { entries, ..own }, problems)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The files that entries stand in.
    pub fn files(&self) -> Vec<FileId> {
        let mut files: Vec<FileId> = self.entries.iter().map(|entry| entry.place.file).collect();
        files.sort_unstable();
        files.dedup();
        files
    }
}

struct Compiler<'m> {
    metamodel: &'m Metamodel,
    standard: &'m Mapping,
    own: Own,
    problems: Vec<Problem>,
}

impl Compiler<'_> {
    /// Entries without those for which a later file has another; in one file two for one key are a mistake.
    fn latest(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut known: FxHashMap<(Table, String, String), usize> = FxHashMap::default();
        let mut kept: Vec<Option<Entry>> = Vec::with_capacity(entries.len());
        for entry in entries {
            let of = entry.of.as_ref().map(|(of, _)| fold(of)).unwrap_or_default();
            let key = (entry.table, of, entry.table.folded(&entry.key));
            let meanings = |entry: &Entry| entry.meanings.iter().map(|(meaning, _)| meaning.clone()).collect::<Vec<_>>();
            if let Some(earlier) = known.insert(key, kept.len()).and_then(|at| kept[at].take())
                && earlier.place.file == entry.place.file
                && meanings(&earlier) != meanings(&entry)
            {
                let problem = Problem::new(Code::WrongConfiguration, entry.place).with("name", entry.key.as_str());
                let problem = problem.with("expected", "one-meaning").with("found", meanings(&entry).join(", "));
                self.problems.push(problem.related_to(earlier.place));
            }
            kept.push(Some(entry));
        }
        kept.into_iter().flatten().collect()
    }

    fn enter(&mut self, id: EntryId, entry: &Entry) {
        let folded: Box<str> = entry.table.folded(&entry.key).into();
        match entry.table {
            Table::Types => {
                let what = self.known_type(entry);
                if let (Some(what), Some(kind)) = (what, self.kind(entry)) {
                    self.own.types.insert(what.0, (kind, id));
                }
            }
            Table::Specializations => drop(self.kind(entry).map(|kind| self.own.kind_words.insert(folded, (kind, id)))),
            Table::Names => drop(self.kind(entry).map(|kind| self.own.names.insert(folded, (kind, id)))),
            Table::Properties => drop(self.key(entry).map(|key| self.own.keys.insert(folded, (key, id)))),
            Table::Relationships => drop(self.relationship(entry).map(|key| self.own.relationships.insert(folded, (key, id)))),
            Table::States => drop(self.state(entry).map(|states| self.own.states.insert(folded, (states, id)))),
            Table::Values => self.value(id, entry, folded),
            Table::Silence => drop(self.own.silence.insert(folded, id)),
            Table::None => drop(self.own.none.insert(folded, id)),
            Table::Dates => self.own.dates = self.order(entry).map(|order| (order, id)).or(self.own.dates),
        }
    }

    fn unknown(&mut self, found: &str, place: Place, expected: &'static str, known: &[&str]) {
        let near = nearest(found, known.iter().copied()).unwrap_or_default();
        let problem = Problem::new(Code::UnknownMapping, place).with("found", found);
        self.problems.push(problem.with("reason", expected).with("nearest", near));
    }

    fn known_type(&mut self, entry: &Entry) -> Option<ElementType> {
        let what = self.standard.element_type(&entry.key);
        if what == ElementType::UNKNOWN || what == ElementType::JUNCTION {
            let known: Vec<&str> = self.standard.type_names().collect();
            self.unknown(&entry.key, entry.place, "type", &known);
            return None;
        }
        Some(what)
    }

    /// A kind or none at all; `None` with a problem for what is neither.
    fn kind(&mut self, entry: &Entry) -> Option<Option<KindId>> {
        let (name, place) = entry.meanings.first()?;
        self.kind_called(name, *place)
    }

    fn kind_called(&mut self, name: &str, place: Place) -> Option<Option<KindId>> {
        if name == NOTHING {
            return Some(None);
        }
        let kind = self.metamodel.find_kind(name);
        if kind.is_none() {
            let known = self.metamodel.kinds.iter().map(|kind| kind.name.as_str());
            let near = nearest(name, known).unwrap_or_default();
            self.problems.push(Problem::new(Code::UnknownKind, place).with("found", name).with("nearest", near));
        }
        kind.map(Some)
    }

    /// What a key of a property is for.
    fn key(&mut self, entry: &Entry) -> Option<Key> {
        if let [(name, _)] = &entry.meanings[..] {
            match name.as_str() {
                NOTHING => return Some(Key::Ignored),
                "kind" => return Some(Key::Kind),
                "specialization" => return Some(Key::Specialization),
                "state" => return Some(Key::State),
                _ => {}
            }
        }
        self.row(entry, "member", |_| true)
    }

    fn relationship(&mut self, entry: &Entry) -> Option<Key> {
        self.row(entry, "link", |target| matches!(target, Target::Link(_)))
    }

    /// A row of members: on each kind the first of the meanings that it has.
    fn row(&mut self, entry: &Entry, expected: &'static str, wanted: impl Fn(Target) -> bool) -> Option<Key> {
        let metamodel = self.metamodel;
        let mut row: Vec<Option<Target>> = vec![None; metamodel.kinds.len()];
        let mut right = true;
        for (name, place) in &entry.meanings {
            let (kinds, member) = kinds_of(metamodel, name);
            let targets = kinds.iter().filter_map(|kind| Some((kind, words::target(metamodel, member, metamodel.member(kind, member)?)?)));
            let targets: Vec<(KindId, Target)> = targets.filter(|(_, target)| wanted(*target)).collect();
            if targets.is_empty() {
                let known = members(metamodel, kinds, &wanted);
                self.unknown(member, *place, expected, &known);
                right = false;
            }
            for (kind, target) in targets {
                row[kind.index()].get_or_insert(target);
            }
        }
        let standard = &self.standard.standard;
        let at = (standard.members.len() + self.own.members.len()) / standard.kind_count;
        self.own.members.extend(row);
        right.then_some(Key::Member(at as u16))
    }

    fn state(&mut self, entry: &Entry) -> Option<States> {
        let (name, place) = entry.meanings.first()?;
        self.state_called(name, *place)
    }

    fn state_called(&mut self, name: &str, place: Place) -> Option<States> {
        let states = States::from_name(name);
        if states.is_none() {
            self.problems.push(unknown_value(place, "state", name, &["current", "target", "both", "approved"]));
        }
        states
    }

    fn order(&mut self, entry: &Entry) -> Option<DateOrder> {
        let (name, place) = entry.meanings.first()?;
        let order = DateOrder::from_name(name);
        if order.is_none() {
            self.problems.push(unknown_value(*place, "mapping.dates", name, &DateOrder::NAMES));
        }
        order
    }

    fn value(&mut self, id: EntryId, entry: &Entry, folded: Box<str>) {
        let (Some((of, of_place)), Some((meaning, place))) = (&entry.of, entry.meanings.first()) else { return };
        let scopes = match of.as_str() {
            "kind" => vec![Scope::Kind],
            "specialization" => vec![Scope::Specialization],
            "state" => vec![Scope::State],
            _ => self.scopes(of, *of_place),
        };
        if scopes.is_empty() || (!meaning.is_empty() && !self.is_meant(of, &scopes, meaning, *place)) {
            return;
        }
        for scope in scopes {
            self.own.values.entry(scope).or_default().insert(folded.clone(), (meaning.as_str().into(), id));
        }
    }

    /// Of an attribute or a link by its name, else of a property by its key.
    fn scopes(&mut self, of: &str, place: Place) -> Vec<Scope> {
        let (kinds, name) = kinds_of(self.metamodel, of);
        let targets = kinds.iter().filter_map(|kind| words::target(self.metamodel, name, self.metamodel.member(kind, name)?));
        let mut targets: Vec<Target> = targets.collect();
        targets.sort_unstable_by_key(|target| match target {
            Target::Attribute(id) => (0, id.0),
            Target::Link(id) => (1, id.0),
        });
        targets.dedup();
        let scope = |target| match target {
            Target::Attribute(attribute) => Scope::Attribute(attribute),
            Target::Link(link) => Scope::Link(link),
        };
        if !targets.is_empty() {
            return targets.into_iter().map(scope).collect();
        }
        if self.key_called(of) != Key::Unknown {
            return vec![Scope::Key(fold(of).into())];
        }
        let known = members(self.metamodel, KindSet::EMPTY, &|_| true);
        self.unknown(of, place, "value-of", &known);
        Vec::new()
    }

    fn key_called(&self, key: &str) -> Key {
        let own = self.own.keys.get(fold(key).as_str()).map(|(key, _)| *key);
        own.unwrap_or_else(|| self.standard.key(key))
    }

    /// Whether a value is one that what it belongs to can take.
    fn is_meant(&mut self, of: &str, scopes: &[Scope], meaning: &str, place: Place) -> bool {
        let key = match scopes {
            [Scope::Key(key)] => self.key_called(key),
            [Scope::Kind] => Key::Kind,
            [Scope::Specialization] => Key::Specialization,
            [Scope::State] => Key::State,
            _ => Key::Unknown,
        };
        match key {
            Key::Kind | Key::Specialization => return self.kind_called(meaning, place).is_some(),
            Key::State => return self.state_called(meaning, place).is_some(),
            Key::Ignored | Key::Annotation => return true,
            Key::Member(_) | Key::Unknown => {}
        }
        let attributes: Vec<AttributeId> = match scopes {
            [Scope::Key(_)] => self.attributes_of(key),
            _ => attributes_called(self.metamodel, of),
        };
        // A link takes the id or the name of anything.
        let is_link = scopes.iter().any(|scope| matches!(scope, Scope::Link(_))) || attributes.is_empty();
        let misfit = |attribute: &AttributeId| {
            meant_of_text(self.metamodel, self.standard, *attribute, meaning).err().map(|misfit| (*attribute, misfit))
        };
        let misfits: Vec<(AttributeId, Misfit)> = attributes.iter().filter_map(misfit).collect();
        if is_link || misfits.len() < attributes.len() {
            return true;
        }
        if let Some((attribute, misfit)) =
            misfits.into_iter().min_by_key(|(attribute, _)| self.metamodel.attribute(*attribute).kind != AttributeType::Enum)
        {
            self.problems.push(misfit.problem(self.metamodel, attribute, place));
        }
        false
    }

    /// The attributes that a key sets, where it sets no link.
    fn attributes_of(&self, key: Key) -> Vec<AttributeId> {
        let Key::Member(row) = key else { return Vec::new() };
        let standard = &self.standard.standard;
        let at = row as usize * standard.kind_count;
        let all = standard.members.iter().chain(&self.own.members).skip(at).take(standard.kind_count);
        let mut attributes = Vec::new();
        for target in all.flatten() {
            match target {
                Target::Attribute(attribute) => attributes.push(*attribute),
                Target::Link(_) => return Vec::new(),
            }
        }
        attributes.sort_unstable();
        attributes.dedup();
        attributes
    }
}

/// The kinds that `kind.member` is about, all for a member alone; and the member.
fn kinds_of<'n>(metamodel: &Metamodel, name: &'n str) -> (KindSet, &'n str) {
    match name.split_once('.') {
        Some((kind, member)) => (metamodel.kinds_named(kind).unwrap_or(KindSet::EMPTY), member),
        None => (metamodel.all_kinds(), name),
    }
}

/// The names of all members of these kinds, of all kinds where there are none, and what else a key may be for.
fn members<'m>(metamodel: &'m Metamodel, kinds: KindSet, wanted: &impl Fn(Target) -> bool) -> Vec<&'m str> {
    let kinds = if kinds.is_empty() { metamodel.all_kinds() } else { kinds };
    let of = |kind| metamodel.members(kind).into_iter();
    let members = kinds.iter().flat_map(of).filter(|(name, member)| words::target(metamodel, name, member).is_some_and(wanted));
    let mut names: Vec<&str> = members.map(|(name, _)| name).chain(SPECIAL).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Standard {
    /// How many rows of members there are.
    pub(super) fn rows(&self) -> usize {
        self.members.len() / self.kind_count
    }
}
