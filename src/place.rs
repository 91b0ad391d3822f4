//! Where something stands: files, spans of bytes in them, and the lines and columns that people read.
//!
//! A source is one text. Usually that is a file; a model of many files is one source made of parts (see `parts`), and a
//! place in it is told by the path of its part and the part's own lines.
//! Leaves to others: opening files (`read`), drawing excerpts (`report`). Nothing here reads files.

mod parts;

use std::sync::OnceLock;

use parts::Parts;
pub use parts::{Binder, Part, TooLarge};

/// A source of the run, by its number in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A run of bytes in one file's text: `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A span in a file: what every fact, finding and problem points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

impl Place {
    pub fn new(file: FileId, span: impl Into<Span>) -> Place {
        Place { file, span: span.into() }
    }

    /// The source as a whole, for what has no better place: a file, or the folder whose files are its parts.
    /// [`Part::whole`] is one part as a whole.
    pub fn whole(file: FileId) -> Place {
        Place { file, span: Span::default() }
    }
}

/// One text that was read, under the path that reports show.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to the folder checked, with `/`; see `design` §7. Of a source made of parts it is the folder.
    pub path: String,
    /// The decoded text; empty for what could not be read.
    pub text: String,
    /// `None` for a file, which is one part by itself.
    parts: Option<Box<Parts>>,
    /// How many lines have ended before each block of the text. Places are few beside lines, so that the lines
    /// themselves are counted within a block when somebody asks.
    ended: OnceLock<Vec<u32>>,
}

/// Bytes of a text whose lines are counted together.
const BLOCK: usize = 1024;

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> SourceFile {
        SourceFile { path: path.into(), text: text.into(), parts: None, ended: OnceLock::new() }
    }

    /// Line and column of a byte offset in the part it lies in, both from 1, columns in characters.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        self.part_at(offset).line_column(offset)
    }

    fn ended(&self) -> &[u32] {
        self.ended.get_or_init(|| {
            let mut ended = 0;
            let next = |block: &[u8]| {
                let before = ended;
                ended += breaks(block);
                before
            };
            self.text.as_bytes().chunks(BLOCK).map(next).collect()
        })
    }

    /// The row of the whole text that an offset stands in, from 0, and where the row starts.
    fn row(&self, offset: usize) -> (usize, usize) {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let block = (offset / BLOCK).min(self.ended().len().saturating_sub(1));
        let here = &bytes[block * BLOCK..offset];
        let row = self.ended().get(block).map_or(0, |ended| ended + breaks(here)) as usize;
        let start = here.iter().rposition(|byte| *byte == b'\n').map_or_else(|| self.row_start(row), |at| block * BLOCK + at + 1);
        (row, start)
    }

    /// Where a row of the whole text starts; the end of the text where there are fewer.
    fn row_start(&self, row: usize) -> usize {
        let Some(before) = row.checked_sub(1) else { return 0 };
        let block = self.ended().partition_point(|ended| *ended as usize <= before).saturating_sub(1);
        let skipped = self.ended().get(block).map_or(0, |ended| *ended as usize);
        let from = block * BLOCK;
        let mut breaks = self.text.as_bytes()[from..].iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        breaks.nth(before - skipped).map_or(self.text.len(), |(at, _)| from + at + 1)
    }

    /// The nearest character boundary at or below `offset`, never past the end.
    pub fn floor_boundary(&self, offset: usize) -> usize {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// How many lines end in these bytes.
fn breaks(bytes: &[u8]) -> u32 {
    // In steps that one byte can count, so that the compiler can use vectors of bytes.
    let few = |bytes: &[u8]| u32::from(bytes.iter().fold(0, |breaks, byte| breaks + u8::from(*byte == b'\n')));
    bytes.chunks(128).map(few).sum()
}

/// Every file of the run: models, configurations, packs. Numbers never change once given.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Puts the text of a file that was announced by [`Sources::add`] with an empty one.
    pub fn set(&mut self, id: FileId, file: SourceFile) {
        self.files[id.0 as usize] = file;
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The part that a place stands in.
    pub fn part(&self, place: Place) -> Part<'_> {
        self.file(place.file).part_at(place.span.start)
    }

    /// `path`, line and column of a place, as reports show them.
    pub fn locate(&self, place: Place) -> (&str, usize, usize) {
        let part = self.part(place);
        let (line, column) = part.line_column(place.span.start);
        (part.path, line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile::new("a.toml", "ЭПЗ\nаты = 1\n");
        let offset = file.text.find('=').expect("the text has one") as u32;
        assert_eq!(file.line_column(offset), (2, 5));
        assert_eq!(file.line_column(offset + 999), (3, 1));
        assert_eq!(file.part_at(0).lines(2, 2), ("аты = 1\n", 7));
    }

    #[test]
    fn lines_are_found_across_blocks_as_if_each_were_counted() {
        for period in [1, 7, 100, BLOCK - 1, BLOCK, BLOCK + 1, 9000] {
            let text: String = (1..=10_000).map(|at| if at % period == 0 { '\n' } else { 'ш' }).collect();
            let file = SourceFile::new("a", text.as_str());
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let line = starts.partition_point(|start| *start <= offset);
                let column = if offset % 7 == 0 { text[starts[line - 1]..offset].chars().count() + 1 } else { continue };
                assert_eq!(file.line_column(offset as u32), (line, column), "{offset} by {period}");
            }
            for line in (1..=starts.len() + 1).step_by(starts.len() / 50 + 1) {
                let start = |line: usize| starts.get(line - 1).copied().unwrap_or(text.len());
                assert_eq!(file.part_at(0).lines(line, line), (&text[start(line)..start(line + 1)], start(line)), "{line} by {period}");
            }
        }
    }
}
