//! Puts the pages where they go: one document, or a folder where one would be too large.

use std::io::{self, Write};

use super::Book;

/// More projects than this do not stand in one document.
pub const PROJECTS: usize = 50;
/// Nor do more bytes than this.
pub const BYTES: usize = 20_000_000;

/// One document, however large: for a stream.
pub fn whole(book: &Book<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(book.whole().as_bytes())
}
