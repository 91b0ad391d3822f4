//! The predicate language of the rules: text → syntax (`syntax`, `parse`) → meaning (`compile`, `meant`) →
//! answers over any [`world::World`] (`evaluate`). See `docs/rule-language.md`.
//!
//! Knows the metamodel and nothing else: no files, no graph, no reports, no languages. A mistake is a
//! [`mistake::Mistake`] with a span in the predicate's own text; whoever holds the file turns it into a place.

pub mod evaluate;
pub mod meant;
pub mod mistake;
pub mod truth;
pub mod world;
