//! The predicate language of the rules: text → syntax (`syntax`, `parse`) → meaning (`compile`, `meant`) →
//! answers over any [`world::World`] (`evaluate`). See `docs/rule-language.md`.
//!
//! Knows the metamodel and nothing else: no files, no graph, no reports, no languages. A mistake is a
//! [`mistake::Mistake`] with a span in the predicate's own text; whoever holds the file turns it into a place.

pub mod calendar;
pub mod catalogue;
pub mod compile;
pub mod evaluate;
pub mod explain;
pub(crate) mod lex;
pub mod meant;
pub mod mention;
pub mod mistake;
pub mod mutate;
pub mod names;
mod parse;
#[cfg(test)]
mod reference;
mod syntax;
mod template;
pub mod truth;
pub mod warn;
pub mod world;
