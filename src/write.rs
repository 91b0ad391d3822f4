//! Writing: models in the formats that `read` reads. Everything here makes text; opening files is `cli`'s.

pub mod native;
pub mod suggest;
mod toml;
