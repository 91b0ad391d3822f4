//! Verdicts and findings as properties of a drawing, so that an architect sees them in the modelling tool; and the
//! same drawing without them again, byte for byte.
//!
//! What comes in: the text of a drawing and what is to be said of whom (`notes`). What goes out: the text with
//! insertions and nothing else changed. An `outline` finds the places; what was written before is taken out (`strip`)
//! before anything is put in (`insert`), so that annotating again never piles up.
//! Leaves to others: bytes and encodings (`write::bytes`), zips (`write::zipped`), files and folders (`cli`).

mod dialect;
mod edits;
mod insert;
mod notes;
mod outline;
pub mod report;
mod strip;

#[cfg(test)]
mod tests;

pub use dialect::Dialect;
pub use notes::{Note, Notes};

use crate::read::xml::Fault;
use outline::Outline;

/// A drawing with what was put into it.
#[derive(Debug)]
pub struct Annotated {
    pub text: String,
    /// Those of the notes' ids that the drawing has.
    pub found: Vec<String>,
}

/// The drawing without any annotation.
pub fn stripped(text: &str, dialect: Dialect) -> Result<String, Box<Fault>> {
    strip::strip(text, dialect)
}

/// A drawing without annotations, with these.
pub fn annotated(text: &str, dialect: Dialect, notes: &Notes) -> Result<Annotated, Box<Fault>> {
    let outline = Outline::of(text, dialect, &|id| notes.of.contains_key(id))?;
    let found = outline.concepts.iter().map(|concept| concept.id.clone()).collect();
    Ok(Annotated { text: insert::insert(text, dialect, &outline, notes), found })
}
