//! The evaluator against a plain second one, over small hand-made worlds and random predicates.
//!
//! `world` is a model written by hand; `ask` and `sides` answer slowly and a set at a time what `evaluate` answers by
//! walking; `model`, `question` and `path` draw worlds and predicates from a `tape`; `promises` compares the two.
//! `silence` and `walks` are single cases with the answers that `docs/rule-language.md` gives them.

mod amounts;
mod ask;
mod model;
mod order;
mod path;
mod promises;
mod question;
mod sides;
mod silence;
mod tape;
mod walks;
mod world;
