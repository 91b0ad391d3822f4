//! Elements by what they are called: who bears a name to the reader's eye, and who of several is meant.
//!
//! Leaves to others: what names say (`crate::names`), ids and what follows from a reference (`resolve`).

use rustc_hash::FxHashMap;

use super::assemble::Assembler;
use crate::names::exact_key;

/// Elements by the exact keys of their names.
#[derive(Default)]
pub(super) struct Called {
    bearers: FxHashMap<String, Bearers>,
}

/// Most names have one bearer.
struct Bearers {
    first: u32,
    more: Vec<u32>,
}

/// Who is meant by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    One(u32),
    Several,
    Nobody,
}

impl Called {
    /// Of names and who bears them; the names of one bearer stand together.
    pub fn new<'n>(names: impl IntoIterator<Item = (&'n str, u32)>) -> Called {
        let mut called = Called::default();
        for (name, bearer) in names {
            let key = exact_key(name);
            if key.is_empty() {
                continue;
            }
            let bearers = called.bearers.entry(key).or_insert(Bearers { first: bearer, more: Vec::new() });
            if bearers.more.last().unwrap_or(&bearers.first) != &bearer {
                bearers.more.push(bearer);
            }
        }
        called
    }

    /// The one who is meant by a name: the only one who bears it, else the only one who fits, else the only one who is
    /// spelled so.
    pub fn meant(&self, name: &str, fits: impl Fn(u32) -> bool, is_spelled: impl Fn(u32, &str) -> bool) -> Meant {
        let Some(bearers) = self.bearers.get(exact_key(name).as_str()) else { return Meant::Nobody };
        let mut all = vec![bearers.first];
        all.extend(&bearers.more);
        let wanted = name.trim().to_lowercase();
        for narrower in [&fits as &dyn Fn(u32) -> bool, &|bearer| is_spelled(bearer, &wanted)] {
            if all.len() > 1 && all.iter().any(|bearer| narrower(*bearer)) {
                all.retain(|bearer| narrower(*bearer));
            }
        }
        match all[..] {
            [only] => Meant::One(only),
            _ => Meant::Several,
        }
    }
}

impl Assembler<'_> {
    /// The names of a slot, each once: a name in no stated language stands in all three.
    pub fn names_of(&self, slot: u32) -> impl Iterator<Item = &str> {
        let [first, second, third] = self.slots[slot as usize].names.0;
        let different = [Some(first), Some(second).filter(|name| *name != first), Some(third).filter(|name| *name != second)];
        different.into_iter().flatten().map(|name| self.text(name).trim()).filter(|name| !name.is_empty())
    }

    /// Every name of the project's elements.
    pub fn all_names(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.slots.len() as u32).flat_map(|slot| self.names_of(slot).map(move |name| (name, slot)))
    }
}

/// Whether one of some names is spelled like a text in lower case.
pub(super) fn any_spelled<'n>(mut names: impl Iterator<Item = &'n str>, wanted: &str) -> bool {
    names.any(|name| name.trim().to_lowercase() == wanted)
}
