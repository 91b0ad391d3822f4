//! Writing: models in the formats that `read` reads. Everything here makes text or bytes; opening files is `cli`'s.

pub mod annotate;
pub mod bytes;
pub mod native;
pub mod suggest;
pub(crate) mod toml;
pub mod waivers;
pub mod zipped;
