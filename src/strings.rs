//! Strings kept end to end in one buffer and named by small numbers: ids and names of a model without an
//! allocation each. Equal strings that were interned have equal numbers.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// A string of one [`Strings`]; means nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StringId(pub u32);

impl StringId {
    /// No string: what is not stated.
    pub const NONE: StringId = StringId(u32::MAX);

    pub fn is_none(self) -> bool {
        self == StringId::NONE
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Debug, Default)]
pub struct Strings {
    buffer: String,
    /// Where each string ends; it starts where the one before ends.
    ends: Vec<u32>,
    interned: HashTable<u32>,
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}

impl Strings {
    /// The number of a string, the same for equal strings.
    pub fn intern(&mut self, text: &str) -> StringId {
        let code = hash(text);
        if let Some(id) = self.interned.find(code, |id| slice(&self.buffer, &self.ends, *id) == text) {
            return StringId(*id);
        }
        let id = self.push(text);
        let (buffer, ends) = (&self.buffer, &self.ends);
        self.interned.insert_unique(code, id.0, |id| hash(slice(buffer, ends, *id)));
        id
    }

    /// Keeps a string without looking for an equal one: for names, which rarely repeat.
    pub fn push(&mut self, text: &str) -> StringId {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len() as u32);
        StringId(self.ends.len() as u32 - 1)
    }

    /// The number of an interned string, if there is one equal to it.
    pub fn find(&self, text: &str) -> Option<StringId> {
        self.interned.find(hash(text), |id| slice(&self.buffer, &self.ends, *id) == text).map(|id| StringId(*id))
    }

    /// The string of a number; empty for [`StringId::NONE`].
    pub fn get(&self, id: StringId) -> &str {
        if id.is_none() { "" } else { slice(&self.buffer, &self.ends, id.0) }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Forgets how to find strings again, for when all have been given out.
    pub fn settle(&mut self) {
        self.interned = HashTable::new();
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn slice<'a>(buffer: &'a str, ends: &[u32], id: u32) -> &'a str {
    let start = if id == 0 { 0 } else { ends[id as usize - 1] as usize };
    &buffer[start..ends[id as usize] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_have_one_number_and_pushed_ones_have_their_own() {
        let mut strings = Strings::default();
        let first = strings.intern("шэп");
        let name = strings.push("шэп");
        assert_eq!(strings.intern("шэп"), first);
        assert_ne!(name, first);
        assert_eq!((strings.get(first), strings.get(name), strings.get(StringId::NONE)), ("шэп", "шэп", ""));
        assert_eq!(strings.find("эпз"), None);
    }
}
