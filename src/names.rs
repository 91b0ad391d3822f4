//! Names, compared: how the same thing is recognised under names that different hands have typed.
//!
//! Three strengths, for three uses:
//!
//! | | what does not count | for |
//! |---|---|---|
//! | [`exact_key`] | case, spaces and punctuation, look-alike letters, `ё` | references: it never joins what a reader holds for two things |
//! | [`same_key`] | also transliteration, Kazakh letters typed as Russian ones, abbreviations, words that say nothing, order, a copy's mark | candidates: what two names say the same of |
//! | [`likeness`] | also slips and endings, in degrees from 0 to 1 | "did you mean", the order of candidates |
//!
//! Each is weaker than the one above it: names with one exact key have one same key, and those with one same key are
//! alike to degree 1. Numbers always count: `Система 1` is not `Система 2`.
//!
//! [`Directory`] searches many names, [`Name::blocks`] groups them for whoever compares all with all, and
//! [`Name::alike`] compares them where a rare word says more than one that half of all names have.
//!
//! Beside them stand [`word_key`] for the words of a vocabulary, [`visible`] for patterns, [`mixed_script`] and
//! [`copied`] for what is odd in a name. Keys are for comparing, not for showing. A key that is empty says that the
//! text holds no name: it is equal to nothing.
//!
//! Leaves to others: which element is meant by a name (`graph`), what to say about an odd one (the hygiene checks).

mod blocks;
mod copies;
mod dictionary;
mod directory;
mod exact;
mod letters;
mod likeness;
mod read;
mod script;
mod sound;
mod weighed;

#[cfg(test)]
mod tests;

pub use copies::copied;
pub use dictionary::{Dictionary, PATH, TEXT};
pub use directory::{Directory, NEAR};
pub use exact::{exact_key, visible, word_key, write_key};
pub use likeness::{Name, likeness};
pub use read::Reader;
pub use script::{Mixed, Script, mixed_script};
pub use weighed::Alike;

/// The key under which names say the same, whatever language's abbreviation, alphabet and order of words they have.
/// For many names keep a [`Reader`].
pub fn same_key(name: &str) -> String {
    Reader::new(Dictionary::standard()).same_key(name).to_string()
}
