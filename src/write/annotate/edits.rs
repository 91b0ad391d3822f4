//! Changes to a text by their places, made all at once.

use std::ops::Range;

/// Pieces of a text and what takes their place. They do not overlap; an empty piece is an insertion.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub fn remove(&mut self, piece: Range<usize>) {
        self.replace(piece, "");
    }

    /// Of several insertions at one place the first stands first.
    pub fn insert(&mut self, at: usize, new: impl Into<String>) {
        self.replace(at..at, new);
    }

    pub fn replace(&mut self, piece: Range<usize>, new: impl Into<String>) {
        self.0.push((piece, new.into()));
    }

    /// The text with all changes.
    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(piece, _)| (piece.start, piece.end));
        let more: usize = self.0.iter().map(|(_, new)| new.len()).sum();
        let mut out = String::with_capacity(text.len() + more);
        let mut at = 0;
        for (piece, new) in self.0 {
            out.push_str(&text[at..piece.start]);
            out.push_str(&new);
            at = piece.end;
        }
        out.push_str(&text[at..]);
        out
    }
}
