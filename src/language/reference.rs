//! The evaluator against a plain second one, over small hand-made worlds and random predicates.
//!
//! `world` is a model written by hand, `ask` answers slowly and a set at a time what `evaluate` answers by walking,
//! `generate` draws worlds and predicates, `promises` compares them, `silence` and `walks` are single cases with the
//! answers that `docs/rule-language.md` gives them.

mod ask;
mod generate;
mod promises;
mod silence;
mod walks;
mod world;
