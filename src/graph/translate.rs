//! From the strings of one file to those of its project.

use crate::strings::{StringId, Strings};

/// From the strings of a file to those of the project; the first file's strings simply become the project's.
pub(super) enum Translation {
    Same,
    Into { from: Strings, known: Vec<StringId> },
}

impl Translation {
    pub fn new(into: &mut Strings, from: Strings) -> Translation {
        if into.is_empty() {
            *into = from;
            return Translation::Same;
        }
        let known = vec![StringId::NONE; from.len()];
        Translation::Into { from, known }
    }

    pub fn of(&mut self, into: &mut Strings, id: StringId) -> StringId {
        match self {
            Translation::Into { from, known } if !id.is_none() => {
                let slot = &mut known[id.index()];
                if slot.is_none() {
                    *slot = into.intern(from.get(id));
                }
                *slot
            }
            _ => id,
        }
    }
}
