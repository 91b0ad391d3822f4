//! What things are called: kinds, attributes and links, values and agencies, so that the nearest can be found whatever
//! language a drawing speaks.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Named;
use super::guess::Meaning;
use crate::metamodel::{AttributeId, AttributeType, KindId, Member, Metamodel};
use crate::names::{Directory, word_key};
use crate::read::archimate::{Mapping, TEXT};
use crate::read::values::meant_of_text;
use crate::text::Language;

/// From this likeness on a name is taken for the other; below it is only near.
const SURE: f64 = 0.9;

/// The words of the built-in mapping that are no entries of the metamodel.
#[derive(Deserialize)]
struct Written {
    specialization: BTreeMap<String, Vec<String>>,
    key: BTreeMap<String, Vec<String>>,
    hint: BTreeMap<String, Vec<String>>,
    word: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

pub struct Vocabulary {
    /// Names of attributes and links, one for each name.
    pub members: Vec<String>,
    by_name: Directory<u32>,
    /// By folded word: what it hints at.
    hints: BTreeMap<String, String>,
    kinds: Vec<String>,
    kinds_by_name: Directory<u32>,
    agencies: Vec<String>,
    agencies_by_name: Directory<u32>,
    /// By attribute that takes words: its words, and by which names.
    words: BTreeMap<AttributeId, (Vec<String>, Directory<u32>)>,
}

impl Vocabulary {
    pub fn new(metamodel: &Metamodel, agencies: &[Named]) -> Vocabulary {
        let written: Written = toml::from_str(TEXT).expect("the embedded mapping has these tables (a test suggests by them)");
        let members = member_names(metamodel, &written);
        let names: Vec<String> = members.keys().cloned().collect();
        let called = members.values().zip(0u32..).flat_map(|(words, at)| words.iter().map(move |word| (word.as_str(), at)));
        let by_name = Directory::new(called);
        let kinds: Vec<(String, Vec<String>)> = metamodel.kinds.iter().map(|kind| kind_words(kind, &written)).collect();
        let kinds_called = kinds.iter().zip(0u32..).flat_map(|((_, words), at)| words.iter().map(move |word| (word.as_str(), at)));
        let agencies_called = agencies.iter().zip(0u32..).flat_map(|(agency, at)| agency.names.iter().map(move |name| (name.as_str(), at)));
        let hints = written.hint.iter().flat_map(|(member, words)| words.iter().map(move |word| (word_key(word), member.clone())));
        Vocabulary {
            by_name,
            kinds_by_name: Directory::new(kinds_called),
            agencies_by_name: Directory::new(agencies_called),
            hints: hints.collect(),
            words: attribute_words(metamodel, &written),
            members: names,
            kinds: kinds.into_iter().map(|(name, _)| name).collect(),
            agencies: agencies.iter().map(|agency| agency.id.clone()).collect(),
        }
    }

    /// What a key hints at: the name of a member, `kind` or `state`.
    pub fn hint(&self, key: &str) -> Option<&str> {
        self.hints.get(&word_key(key)).map(String::as_str)
    }

    /// The member whose name comes nearest to a key, of those that fit, and how near.
    pub fn member(&self, key: &str, fits: impl Fn(&str) -> bool) -> Option<(&str, f64)> {
        let (at, likeness) = self.by_name.nearest(key, |at| fits(&self.members[at as usize]))?;
        Some((&self.members[at as usize], likeness))
    }

    /// The attributes that take words.
    pub fn attributes(&self) -> impl Iterator<Item = AttributeId> {
        self.words.keys().copied()
    }

    /// Whether a value is understood as it stands.
    pub fn fits(&self, metamodel: &Metamodel, meaning: Meaning, value: &str) -> bool {
        let mapping = Mapping::standard();
        match meaning {
            Meaning::Kind => mapping.names_kind(value),
            Meaning::State => mapping.names_state(value),
            Meaning::Link(_) => self.agencies.iter().any(|id| id == value) || !self.agencies_by_name.same(value).is_empty(),
            Meaning::Attribute(attribute) => meant_of_text(metamodel, mapping, attribute, value).is_ok(),
        }
    }

    /// What a value probably stands for, and whether that is as good as certain.
    pub fn nearest(&self, meaning: Meaning, value: &str) -> Option<(String, bool)> {
        let (names, directory) = match meaning {
            Meaning::Kind => (&self.kinds, &self.kinds_by_name),
            Meaning::Link(_) => (&self.agencies, &self.agencies_by_name),
            Meaning::Attribute(attribute) => {
                let (names, directory) = self.words.get(&attribute)?;
                (names, directory)
            }
            Meaning::State => return None,
        };
        let (at, likeness) = directory.nearest(value, |_| true)?;
        Some((names[at as usize].clone(), likeness >= SURE))
    }

    /// What may stand for a value; beside a word of an enum, what people read for it.
    pub fn allowed(&self, metamodel: &Metamodel, meaning: Meaning, language: Language) -> Vec<String> {
        match meaning {
            Meaning::Kind => self.kinds.clone(),
            Meaning::State => ["current", "target", "both"].map(str::to_string).to_vec(),
            Meaning::Link(_) => self.agencies.clone(),
            Meaning::Attribute(attribute) => {
                let of = Some(metamodel.attribute(attribute));
                let words = metamodel.words_of(attribute).into_iter();
                words.map(|word| format!("{word} ({})", metamodel.label_of(of, word, language))).collect()
            }
        }
    }
}

/// For each member that drawings may set what it is called: its id, its names, further keys.
fn member_names(metamodel: &Metamodel, written: &Written) -> BTreeMap<String, Vec<String>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for kind in (0..metamodel.kinds.len()).map(|at| KindId(at as u8)) {
        for name in metamodel.writable(kind).into_iter().filter(|name| !matches!(*name, "id" | "name" | "state")) {
            let title = match metamodel.member(kind, name) {
                Some(Member::Attribute(id)) => &metamodel.attribute(*id).title,
                Some(Member::Link(id)) => &metamodel.link(*id).title,
                _ => continue,
            };
            let known = names.entry(name.to_string()).or_insert_with(|| vec![name.replace('-', " ")]);
            let titles = Language::ALL.map(|language| title.get(language).to_string());
            known.extend(titles.into_iter().filter(|title| !known.contains(title)).collect::<Vec<_>>());
        }
    }
    for (member, words) in &written.key {
        if let Some(known) = names.get_mut(member) {
            known.extend(words.iter().cloned());
        }
    }
    names
}

fn kind_words(kind: &crate::metamodel::Kind, written: &Written) -> (String, Vec<String>) {
    let titles = Language::ALL.map(|language| kind.title.get(language).to_string());
    let further = written.specialization.get(&kind.name).into_iter().flatten().cloned();
    (kind.name.clone(), [kind.name.replace('-', " ")].into_iter().chain(titles).chain(further).collect())
}

fn attribute_words(metamodel: &Metamodel, written: &Written) -> BTreeMap<AttributeId, (Vec<String>, Directory<u32>)> {
    let mut all = BTreeMap::new();
    for (at, attribute) in metamodel.attributes.iter().enumerate() {
        if !matches!(attribute.kind, AttributeType::Enum | AttributeType::EnumList) || attribute.derived {
            continue;
        }
        let id = AttributeId(at as u16);
        let words: Vec<String> = metamodel.words_of(id).into_iter().map(str::to_string).collect();
        let tables = [attribute.name.clone(), format!("{}.{}", attribute.defined_by, attribute.name)];
        let further = |word: &str| -> Vec<String> {
            let said = tables.iter().filter_map(|table| written.word.get(table)?.get(word));
            let labels = Language::ALL.map(|language| metamodel.label_of(Some(attribute), word, language).to_string());
            [word.replace('-', " ")].into_iter().chain(labels).chain(said.flatten().cloned()).collect()
        };
        let called: Vec<(String, u32)> =
            words.iter().zip(0u32..).flat_map(|(word, at)| further(word).into_iter().map(move |name| (name, at))).collect();
        all.insert(id, (words.clone(), Directory::new(called.iter().map(|(name, at)| (name.as_str(), *at)))));
    }
    all
}
