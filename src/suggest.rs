//! Proposes a mapping: from the types, specialisations, property keys and values of drawings that nobody understands
//! to the kinds, attributes, links and values that they may mean.
//!
//! A proposal goes by the likeness of names in any of the three languages and by the shape of values. What is sure
//! enough stands as an entry, the rest as a comment; a person reads both. Leaves to others: what is not understood
//! (`read`), how entries are read (`read::mapping`), how alike names are (`names`).

mod guess;
mod text;

use std::collections::BTreeMap;

use crate::fragment::{Fragment, KeyUsage};
use crate::metamodel::Metamodel;
use crate::read::archimate::Mapping;
use crate::text::Language;
use guess::Guesser;
use text::Page;

/// How many keys, and how many values of one key, are told of.
const KEYS: usize = 100;
const VALUES: usize = 40;

/// The proposal for the models of one project, as the text of a `[mapping]`.
pub fn mapping<'f>(metamodel: &'static Metamodel, fragments: impl Iterator<Item = &'f Fragment>, language: Language) -> String {
    let mut strange = Strange::default();
    let mut names = Vec::new();
    for fragment in fragments {
        strange.add(fragment);
        names.extend(fragment.elements.iter().flat_map(|element| {
            let names = element.names.0.into_iter().filter(|name| !name.is_none());
            names.map(|name| (element.kind, fragment.strings.get(name))).collect::<Vec<_>>()
        }));
    }
    let guesser = Guesser::new(metamodel, Mapping::standard(), &names);
    let mut page = Page::new(metamodel, language);
    page.types(most_frequent(&strange.types));
    page.specializations(most_frequent(&strange.specializations).into_iter().map(|(word, count)| (word, count, guesser.kind(word))));
    let mut keys: Vec<(&str, &KeyUsage)> = strange.keys.iter().map(|(key, usage)| (key.as_str(), usage)).collect();
    keys.sort_by_key(|(key, usage)| (std::cmp::Reverse(usage.strange.values().sum::<usize>()), *key));
    let guessed = keys.iter().filter(|(_, usage)| !usage.strange.is_empty()).take(KEYS);
    let guessed: Vec<_> = guessed.map(|(key, usage)| (*key, *usage, guesser.key(key, usage))).collect();
    page.properties(&guessed);
    for (key, usage) in &keys {
        let sure = guessed.iter().find(|(known, _, _)| known == key).and_then(|(_, _, guess)| guess.as_ref()).filter(|guess| guess.is_sure);
        let values = guesser.values(usage, sure);
        page.values(key, &values);
    }
    page.finish()
}

/// What nobody understands, over all files.
#[derive(Default)]
struct Strange {
    types: BTreeMap<String, usize>,
    specializations: BTreeMap<String, usize>,
    keys: BTreeMap<String, KeyUsage>,
}

impl Strange {
    fn add(&mut self, fragment: &Fragment) {
        let mapping = Mapping::standard();
        for (name, count) in &fragment.counts.unmapped {
            if let Some(word) = name.strip_prefix("<<").and_then(|rest| rest.strip_suffix(">>")) {
                *self.specializations.entry(word.to_string()).or_default() += count;
            } else if mapping.type_names().any(|known| known == name) {
                *self.types.entry(name.clone()).or_default() += count;
            }
        }
        for (key, usage) in fragment.usage.iter().flat_map(|usage| &usage.keys) {
            let known = self.keys.entry(key.clone()).or_default();
            usage.strange.iter().for_each(|(kind, count)| *known.strange.entry(*kind).or_default() += count);
            usage.values.iter().for_each(|(value, count)| *known.values.entry(value.clone()).or_default() += count);
            usage.misfits.iter().for_each(|(misfit, count)| *known.misfits.entry(misfit.clone()).or_default() += count);
        }
    }
}

fn most_frequent(counts: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    let mut counts: Vec<(&str, usize)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    counts
}
