//! The words by which drawings call kinds, attributes and links: ids, names in three languages, and what people say
//! beside them; and how words are compared.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::mapping::{Key, Standard, Target};
use crate::metamodel::{KindId, Member, Metamodel};
use crate::text::Language;

/// A word as it is compared: case, spaces and punctuation do not count, nor the dots of `ё`, nor in which alphabet a
/// letter was typed that both have.
pub fn fold(word: &str) -> String {
    crate::names::word_key(word)
}

/// The letters and digits of a name: quotation marks and dashes do not count either.
pub fn plain(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first letters and digits of a name as they were typed: what tells quickly that a name is none of a few.
pub fn beginning(name: &str) -> [char; 3] {
    let mut letters = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    [(); 3].map(|()| letters.next().map_or('\0', |c| if c == 'ё' { 'е' } else { c }))
}

/// The letters alone: a year behind the name of a state does not count.
pub fn letters(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphabetic()).collect()
}

/// Words in letters of any size, found without writing them anew.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// By length in bytes, in small letters.
    by_length: Vec<Vec<Box<str>>>,
}

impl<'w> FromIterator<&'w str> for Words {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Words {
        let mut by_length: Vec<Vec<Box<str>>> = Vec::new();
        for word in words.into_iter().map(str::to_lowercase) {
            if by_length.len() <= word.len() {
                by_length.resize(word.len() + 1, Vec::new());
            }
            by_length[word.len()].push(word.into());
        }
        Words { by_length }
    }
}

impl Words {
    pub fn contains(&self, value: &str) -> bool {
        self.by_length.get(value.len()).is_some_and(|words| words.iter().any(|word| is_word(value, word)))
    }
}

/// Whether a value of as many bytes is a word in small letters.
fn is_word(value: &str, word: &str) -> bool {
    let same = || !word.is_ascii() && value.chars().flat_map(char::to_lowercase).eq(word.chars());
    value.eq_ignore_ascii_case(word) || same()
}

/// The kind for each word that names one: ids first, then specialisations, then names, then what names have in brackets.
pub fn of_kinds(metamodel: &Metamodel, specializations: &[(&str, Option<KindId>)]) -> FxHashMap<Box<str>, Option<KindId>> {
    let mut words: FxHashMap<Box<str>, Option<KindId>> = FxHashMap::default();
    let ids = (0..metamodel.kinds.len()).map(|at| KindId(at as u8));
    for id in ids.clone() {
        words.insert(fold(&metamodel.kind(id).name).into(), Some(id));
    }
    for (word, kind) in specializations {
        words.entry(fold(word).into()).or_insert(*kind);
    }
    for read in [titles as fn(&str) -> Vec<String>, asides] {
        // A name that two kinds share calls neither.
        let mut titles: FxHashMap<String, Option<KindId>> = FxHashMap::default();
        for id in ids.clone() {
            for word in Language::ALL.into_iter().flat_map(|language| read(metamodel.kind(id).title.get(language))) {
                let known = titles.entry(word).or_insert(Some(id));
                *known = known.filter(|known| *known == id);
            }
        }
        for (word, kind) in titles.into_iter().filter(|(_, kind)| kind.is_some()) {
            words.entry(word.into()).or_insert(kind);
        }
    }
    words
}

/// What each word sets on each kind, while the table grows.
type Rows = FxHashMap<Box<str>, Vec<(KindId, Target)>>;

/// Further words for members: the name of the member and the word.
pub type Further<'w> = [(&'w str, &'w str)];

/// Ids, then names, then further words of what a drawing may set on each kind. The id and the name of an element are
/// the drawing's own and no property's.
pub fn add_keys(metamodel: &Metamodel, further: &Further<'_>, relationships: &Further<'_>, standard: &mut Standard) {
    let mut rows = rows(metamodel);
    add_further(metamodel, further, &mut rows);
    let mut called = Rows::default();
    add_further(metamodel, relationships, &mut called);
    let is_state = |members: &[(KindId, Target)]| matches!(members[0].1, Target::Attribute(id) if metamodel.attribute(id).name == "state");
    #[expect(clippy::iter_over_hash_type, reason = "rows get numbers that only the look-up sees")]
    for (word, members) in rows {
        let key = if is_state(&members) { Key::State } else { standard.add_row(&members) };
        standard.keys.insert(word, key);
    }
    #[expect(clippy::iter_over_hash_type, reason = "rows get numbers that only the look-up sees")]
    for (word, members) in called {
        let key = standard.add_row(&members);
        standard.relationships.insert(word, key);
    }
}

impl Standard {
    fn add_row(&mut self, members: &[(KindId, Target)]) -> Key {
        let row = self.members.len() / self.kind_count;
        self.members.resize((row + 1) * self.kind_count, None);
        for (kind, target) in members {
            self.members[row * self.kind_count + kind.index()] = Some(*target);
        }
        Key::Member(row as u16)
    }
}

fn rows(metamodel: &Metamodel) -> Rows {
    let mut said = Said::default();
    let mut rows = Rows::default();
    for kind in (0..metamodel.kinds.len()).map(|at| KindId(at as u8)) {
        let targets = metamodel.members(kind).into_iter().filter_map(|(name, member)| Some((name, target(metamodel, name, member)?)));
        let targets: Vec<_> = targets.map(|(name, target)| (target, said.of(metamodel, name, target))).collect();
        let mut words: FxHashMap<&str, Option<Target>> = FxHashMap::default();
        for (target, said) in &targets {
            for word in said.titles.iter() {
                let known = words.entry(word).or_insert(Some(*target));
                *known = known.filter(|known| known == target);
            }
        }
        words.extend(targets.iter().map(|(target, said)| (said.id.as_ref(), Some(*target))));
        let mut asides: FxHashMap<&str, Option<Target>> = FxHashMap::default();
        for (target, said) in &targets {
            for word in said.asides.iter().filter(|word| !words.contains_key(word.as_ref())) {
                let known = asides.entry(word).or_insert(Some(*target));
                *known = known.filter(|known| known == target);
            }
        }
        for (word, target) in words.into_iter().chain(asides).filter_map(|(word, target)| Some((word, target?))) {
            match rows.get_mut(word) {
                Some(row) => row.push((kind, target)),
                None => drop(rows.insert(word.into(), vec![(kind, target)])),
            }
        }
    }
    rows
}

/// A word that means something on a kind keeps that meaning there.
fn add_further(metamodel: &Metamodel, further: &Further<'_>, rows: &mut Rows) {
    for (name, word) in further {
        let row = rows.entry(fold(word).into()).or_default();
        let known: Vec<KindId> = row.iter().map(|(kind, _)| *kind).collect();
        let kinds = (0..metamodel.kinds.len()).map(|at| KindId(at as u8)).filter(|kind| !known.contains(kind));
        row.extend(kinds.filter_map(|kind| Some((kind, target(metamodel, name, metamodel.member(kind, name)?)?))));
    }
    rows.retain(|_, row| !row.is_empty());
}

pub(super) fn target(metamodel: &Metamodel, name: &str, member: &Member) -> Option<Target> {
    match member {
        Member::Attribute(id) if !metamodel.attribute(*id).derived && !matches!(name, "id" | "name") => Some(Target::Attribute(*id)),
        Member::Link(id) => Some(Target::Link(*id)),
        Member::Attribute(_) | Member::Inverse(_) => None,
    }
}

/// The folded words for each attribute and link, made once: most are those of many kinds.
#[derive(Default)]
struct Said(FxHashMap<(bool, u16), Rc<SaidOfOne>>);

struct SaidOfOne {
    id: Box<str>,
    titles: Box<[Box<str>]>,
    asides: Box<[Box<str>]>,
}

impl Said {
    fn of(&mut self, metamodel: &Metamodel, name: &str, target: Target) -> Rc<SaidOfOne> {
        let (key, title) = match target {
            Target::Attribute(id) => ((true, id.0), &metamodel.attribute(id).title),
            Target::Link(id) => ((false, id.0), &metamodel.link(id).title),
        };
        let all = |read: fn(&str) -> Vec<String>| {
            let words = Language::ALL.into_iter().flat_map(|language| read(title.get(language)));
            words.map(String::into_boxed_str).collect()
        };
        let make = || Rc::new(SaidOfOne { id: fold(name).into(), titles: all(titles), asides: all(asides) });
        self.0.entry(key).or_insert_with(make).clone()
    }
}

/// How a name may be written: in full, or without what it has in brackets.
fn titles(title: &str) -> Vec<String> {
    match brackets(title) {
        Some((open, close)) => vec![fold(title), fold(&format!("{}{}", &title[..open], &title[close + 1..]))],
        None => vec![fold(title)],
    }
}

/// Other names that a name has in brackets.
fn asides(title: &str) -> Vec<String> {
    brackets(title).map_or_else(Vec::new, |(open, close)| title[open + 1..close].split(',').map(fold).collect())
}

fn brackets(title: &str) -> Option<(usize, usize)> {
    title.find('(').zip(title.rfind(')')).filter(|(open, close)| open < close)
}
