//! Where something stands: files, spans of bytes in them, and the lines and columns that people read.
//!
//! Leaves to others: opening files (`read`), drawing excerpts (`report`). Nothing here reads files.

use std::sync::OnceLock;

/// A file of the run, by its number in [`Sources`].
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

    /// The file as a whole, for what has no better place.
    pub fn whole(file: FileId) -> Place {
        Place { file, span: Span::default() }
    }
}

/// One text that was read, under the path that reports show.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to the folder checked, with `/`; see `design` §7.
    pub path: String,
    /// The decoded text; empty for what could not be read.
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> SourceFile {
        SourceFile { path: path.into(), text: text.into(), line_starts: OnceLock::new() }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// Line and column of a byte offset, both from 1, columns in characters.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let line = self.line_starts().partition_point(|start| *start <= offset) - 1;
        let start = self.line_starts()[line] as usize;
        let end = self.floor_boundary(offset as usize).max(start);
        (line + 1, self.text[start..end].chars().count() + 1)
    }

    /// The text of lines `first..=last` (from 1, clipped to the file) and the byte offset it starts at.
    pub fn lines(&self, first: usize, last: usize) -> (&str, usize) {
        let starts = self.line_starts();
        let begin = starts.get(first.saturating_sub(1)).map_or(self.text.len(), |start| *start as usize);
        let end = starts.get(last).map_or(self.text.len(), |start| *start as usize);
        (&self.text[begin..end.max(begin)], begin)
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

    /// `path`, line and column of a place, as reports show them.
    pub fn locate(&self, place: Place) -> (&str, usize, usize) {
        let file = self.file(place.file);
        let (line, column) = file.line_column(place.span.start);
        (&file.path, line, column)
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
        assert_eq!(file.lines(2, 2), ("аты = 1\n", 7));
    }
}
