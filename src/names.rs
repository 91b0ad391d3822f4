//! Names, compared: how the same thing is recognised under names that different hands have typed.
//!
//! Three strengths, for three uses:
//!
//! | | what does not count | for |
//! |---|---|---|
//! | [`exact_key`] | case, spaces and punctuation, look-alike letters, `ё` | references: it never joins what a reader holds for two things |
//!
//! and beside them [`word_key`] for the words of a vocabulary, [`visible`] for patterns, [`mixed_script`] and [`copied`]
//! for what is odd in a name. Keys are for comparing, not for showing. A key that is empty says that the text holds no
//! name: it is equal to nothing.
//!
//! Leaves to others: which element is meant by a name (`graph`), what to say about an odd one (the hygiene checks).

mod copies;
mod exact;
mod letters;
mod script;

#[cfg(test)]
mod tests;

pub use copies::copied;
pub use exact::{exact_key, visible, word_key};
pub use script::{Mixed, Script, mixed_script};
