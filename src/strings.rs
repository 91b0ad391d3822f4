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
    interned: HashTable<Interned>,
}

/// A string that can be found again. Its hash spares reading the strings anew whenever the table grows.
#[derive(Clone, Copy, Debug)]
struct Interned {
    id: u32,
    hash: u32,
}

impl Interned {
    /// The hash as the table wants it: its highest bits and its lowest count.
    fn code(self) -> u64 {
        code(self.hash)
    }
}

fn code(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

fn hash(text: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(text);
    (hash ^ hash >> 32) as u32
}

impl Strings {
    /// Room for so many bytes of strings.
    pub fn with_room(bytes: usize) -> Strings {
        Strings { buffer: String::with_capacity(bytes), ..Strings::default() }
    }

    /// The number of a string, the same for equal strings.
    pub fn intern(&mut self, text: &str) -> StringId {
        let hash = hash(text);
        if let Some(known) = self.known(text, hash) {
            return known;
        }
        let id = self.push(text);
        self.interned.insert_unique(code(hash), Interned { id: id.0, hash }, |interned| interned.code());
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
        self.known(text, hash(text))
    }

    fn known(&self, text: &str, hash: u32) -> Option<StringId> {
        let same = |known: &Interned| known.hash == hash && slice(&self.buffer, &self.ends, known.id) == text;
        self.interned.find(code(hash), same).map(|known| StringId(known.id))
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
        self.fit();
    }

    /// Gives up the room for more, for when hardly any will come.
    pub fn fit(&mut self) {
        // Copies, because allocators shrink in place and keep the rest.
        self.buffer = self.buffer.as_str().into();
        self.ends = self.ends.as_slice().into();
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
