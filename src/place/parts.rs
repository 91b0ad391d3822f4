//! Sources made of parts: the files of a folder that together are one model, their texts one after another.
//!
//! A fragment has one source and 32-bit spans in one text; a model in fifty thousand files stays one fragment with one
//! place for everything. Whoever reports asks for the [`Part`] of a place and never sees that there are others.
//!
//! What holds: a line end that belongs to no part stands before each part, so that every part starts a line, parts of no
//! bytes differ in where they start, and offset 0 is in no part: it stands for the whole. Parts stand in the order in
//! which they were bound, and no span reaches from one into the next.

use std::ops::Range;

use super::{SourceFile, Span};
use crate::strings::{StringId, Strings};

/// Spans are 32 bits wide.
const LARGEST: usize = u32::MAX as usize;

/// Where the parts of a source start, and what they are called.
#[derive(Debug, Default)]
pub(super) struct Parts {
    starts: Vec<u32>,
    /// The path of each part, by its number.
    paths: Strings,
    /// How much of each path is the folder's, with the `/` behind it.
    outer: usize,
}

/// The text of one file, as a piece of its source: all of it, or one part.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    source: &'a SourceFile,
    /// As reports show it.
    pub path: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Part<'a> {
    /// Where its text stands in that of the source.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub fn text(&self) -> &'a str {
        &self.source.text[self.range()]
    }

    /// The part as a whole, for what has no better place in it.
    pub fn whole(&self) -> Span {
        Span::new(self.start, self.start)
    }

    /// Whether a span says no more than "somewhere in this file".
    pub fn is_whole(&self, span: Span) -> bool {
        span == self.whole()
    }

    /// The path below the folder of the source; that of a file is its own.
    pub fn inner_path(&self) -> &'a str {
        let outer = self.source.parts.as_ref().map_or(0, |parts| parts.outer);
        self.path.get(outer..).unwrap_or(self.path)
    }

    /// Whether both are the same file of the same source.
    pub fn is(&self, other: &Part<'_>) -> bool {
        std::ptr::eq(self.source, other.source) && self.start == other.start
    }

    /// Line and column of a byte offset of the source, both from 1, columns in characters.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let offset = (offset as usize).clamp(self.start, self.end);
        let (row, start) = self.source.row(offset);
        let end = self.source.floor_boundary(offset).max(start);
        (row - self.first_row() + 1, self.source.text[start..end].chars().count() + 1)
    }

    /// The text of lines `first..=last` (from 1, clipped to the part) and the byte offset it starts at.
    pub fn lines(&self, first: usize, last: usize) -> (&'a str, usize) {
        let row = self.first_row();
        let start = |line: usize| self.source.row_start(row + line).clamp(self.start, self.end);
        let begin = start(first.saturating_sub(1));
        (&self.source.text[begin..start(last).max(begin)], begin)
    }

    /// The row of the source that its first line is.
    fn first_row(&self) -> usize {
        // Of files there are many more than of sources made of parts.
        if self.start == 0 { 0 } else { self.source.row(self.start).0 }
    }

    /// The nearest character boundary at or below an offset of the source, never past the end.
    pub fn floor_boundary(&self, offset: usize) -> usize {
        self.source.floor_boundary(offset.min(self.end))
    }
}

impl SourceFile {
    /// The part that an offset lies in; of a source made of parts, what stands before all of them is the folder as a
    /// whole, a part without text.
    pub fn part_at(&self, offset: u32) -> Part<'_> {
        let Some(parts) = &self.parts else {
            return Part { source: self, path: &self.path, start: 0, end: self.text.len() };
        };
        match parts.starts.partition_point(|start| *start <= offset).checked_sub(1) {
            Some(at) => self.numbered(parts, at),
            None => Part { source: self, path: &self.path, start: 0, end: 0 },
        }
    }

    /// Whether it is made of parts.
    pub fn is_bound(&self) -> bool {
        self.parts.is_some()
    }

    /// All its parts, in the order of the text; of a file the file itself.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part<'_>> {
        let count = self.parts.as_ref().map_or(1, |parts| parts.starts.len());
        (0..count).map(|at| match &self.parts {
            Some(parts) => self.numbered(parts, at),
            None => self.part_at(0),
        })
    }

    fn numbered<'a>(&'a self, parts: &'a Parts, at: usize) -> Part<'a> {
        // A line end stands between a part and the next.
        let end = parts.starts.get(at + 1).map_or(self.text.len(), |next| *next as usize - 1);
        Part { source: self, path: parts.paths.get(StringId(at as u32)), start: parts.starts[at] as usize, end }
    }
}

/// The texts of a source would take more than 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Binds the texts of many files into one source.
#[derive(Debug)]
pub struct Binder {
    folder: String,
    text: String,
    parts: Parts,
}

impl Binder {
    /// For the files of a folder, by the path that reports show.
    pub fn new(folder: impl Into<String>) -> Binder {
        let folder = folder.into();
        let outer = if folder == "." { 0 } else { folder.len() + 1 };
        Binder { folder, text: String::new(), parts: Parts { outer, ..Parts::default() } }
    }

    /// Makes room for so many bytes more, as far as they can be used.
    pub fn reserve(&mut self, bytes: u64) {
        let usable = (LARGEST - self.text.len()) as u64;
        self.text.reserve_exact(bytes.min(usable) as usize);
    }

    /// Adds a file by its path below the folder, with `/`.
    pub fn add(&mut self, inner_path: &str, text: &str) -> Result<(), TooLarge> {
        if text.len() >= LARGEST - self.text.len() {
            return Err(TooLarge);
        }
        self.text.push('\n');
        self.parts.starts.push(self.text.len() as u32);
        self.text.push_str(text);
        match self.parts.outer {
            0 => self.parts.paths.push(inner_path),
            _ => self.parts.paths.push(&format!("{}/{inner_path}", self.folder)),
        };
        Ok(())
    }

    pub fn finish(self) -> SourceFile {
        let Binder { folder, text, mut parts } = self;
        parts.starts.shrink_to_fit();
        parts.paths.settle();
        SourceFile { parts: Some(Box::new(parts)), ..SourceFile::new(folder, text) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileId, Place, Sources};
    use super::*;

    const FILES: [(&str, &str); 5] = [("a.xml", "ә\nбб\n"), ("b/empty.xml", ""), ("b/folder.xml", "x"), ("c.xml", "\n"), ("d.xml", "y\nя")];

    fn bound(folder: &str) -> SourceFile {
        let mut binder = Binder::new(folder);
        FILES.iter().for_each(|(path, text)| binder.add(path, text).expect("it is small"));
        binder.finish()
    }

    #[test]
    fn places_in_parts_are_told_as_if_each_part_were_a_file() {
        let source = bound("p/model");
        assert_eq!(source.parts().len(), FILES.len());
        let mut sources = Sources::default();
        sources.add(source);
        for (part, (path, text)) in sources.file(FileId(0)).parts().zip(FILES) {
            assert_eq!((part.text(), part.inner_path(), part.path), (text, path, format!("p/model/{path}").as_str()));
            let alone = SourceFile::new("", text);
            // The end of a text is a place too, for what is missing there.
            for offset in 0..=text.len() {
                let place = Place::new(FileId(0), part.range().start + offset..part.range().end);
                let (line, column) = alone.line_column(offset as u32);
                assert_eq!(sources.locate(place), (part.path, line, column), "{path} {offset}");
                assert!(sources.part(place).is(&part));
            }
            for line in 1..=4 {
                let (lines, begin) = part.lines(line, line);
                let (expected, at) = alone.part_at(0).lines(line, line);
                assert_eq!((lines, begin - part.range().start), (expected, at), "{path} line {line}");
            }
        }
    }

    #[test]
    fn the_whole_is_the_folder_and_no_part() {
        let mut sources = Sources::default();
        let (many, one) = (sources.add(bound("p/model")), sources.add(SourceFile::new("m.xml", "text")));
        let whole = Place::whole(many);
        assert_eq!(sources.locate(whole), ("p/model", 1, 1));
        assert!(sources.part(whole).is_whole(whole.span));
        assert!(sources.file(many).parts().all(|part| part.is_whole(part.whole()) && !part.is(&sources.part(whole))));
        assert!(sources.part(Place::whole(one)).is_whole(Place::whole(one).span));
        assert!(!sources.part(Place::new(one, 0..1)).is_whole(Span::new(0, 1)));
    }

    #[test]
    fn parts_of_the_folder_checked_itself_have_no_folder_before_them() {
        let source = bound(".");
        let paths: Vec<(&str, &str)> = source.parts().map(|part| (part.path, part.inner_path())).collect();
        assert_eq!(paths[1], ("b/empty.xml", "b/empty.xml"));
    }

    #[test]
    fn a_file_is_one_part_by_itself_and_pays_for_no_more() {
        let file = SourceFile::new("m.toml", "a\nb");
        let parts: Vec<Part> = file.parts().collect();
        assert_eq!((parts.len(), parts[0].range(), parts[0].inner_path()), (1, 0..3, "m.toml"));
        assert!(!file.is_bound() && bound("p").is_bound());
    }
}
