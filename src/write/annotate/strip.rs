//! Takes annotations out: what is left is the text as it was before they came, to the last blank.
//!
//! `insert` puts everything directly behind a tag, with the blanks before it, and marks what it had to open up; here
//! the same is undone. Where another program wrote the file anew since, the marks are gone, and what is left is the same
//! drawing in other bytes.

use std::ops::Range;

use super::dialect::Dialect;
use super::edits::Edits;
use super::outline::{Holder, Outline};
use crate::read::archimate::ANNOTATION;
use crate::read::xml::Fault;

/// The last character of an end tag before its `>`, where there was nothing but blanks inside.
pub const WAS_BLANK: char = ' ';
/// Where a holder of properties closed itself.
pub const WAS_EMPTY: char = '\t';

pub fn strip(text: &str, dialect: Dialect) -> Result<String, Box<Fault>> {
    if !text.contains(ANNOTATION) {
        return Ok(text.to_string());
    }
    let keys = if dialect.is_exchange() { Outline::of(text, dialect, &|_| false)?.annotated_keys } else { Default::default() };
    let outline = Outline::with_keys(text, dialect, &|_| false, keys)?;
    let mut strip = Strip { text, edits: Edits::default() };
    for holder in outline.model.iter().chain(outline.concepts.iter().map(|concept| &concept.holder)) {
        strip.holder(holder);
    }
    if let Some(definitions) = &outline.definitions {
        strip.container(definitions);
    }
    Ok(strip.edits.apply(text))
}

struct Strip<'t> {
    text: &'t str,
    edits: Edits,
}

impl Strip<'_> {
    /// A model or a concept.
    fn holder(&mut self, holder: &Holder) {
        let mut removed: Vec<Range<usize>> = Vec::new();
        for annotation in &holder.annotations {
            removed.push(self.with_blanks_before(annotation, holder.tag.end));
        }
        if let Some(properties) = &holder.properties
            && self.is_all_annotations(properties)
            && self.mark(properties).is_none()
        {
            let end = properties.end.as_ref().map_or(properties.tag.end, |end| end.end);
            removed.push(self.with_blanks_before(&(properties.tag.start..end), holder.tag.end));
        } else if let Some(properties) = &holder.properties {
            self.container(properties);
            return removed.into_iter().for_each(|piece| self.edits.remove(piece));
        }
        if removed.is_empty() || holder.others || !self.is_blank_without(holder, &removed) {
            return removed.into_iter().for_each(|piece| self.edits.remove(piece));
        }
        match self.mark(holder) {
            Some(WAS_BLANK) => {
                self.unmark(holder);
                removed.into_iter().for_each(|piece| self.edits.remove(piece));
            }
            _ => self.collapse(holder),
        }
    }

    /// What holds nothing but properties or definitions.
    fn container(&mut self, holder: &Holder) {
        if !self.is_all_annotations(holder) {
            let removed = holder.annotations.iter().map(|annotation| self.with_blanks_before(annotation, holder.tag.end));
            return removed.collect::<Vec<_>>().into_iter().for_each(|piece| self.edits.remove(piece));
        }
        match self.mark(holder) {
            Some(WAS_EMPTY) => self.collapse(holder),
            Some(WAS_BLANK) => {
                self.unmark(holder);
                for annotation in &holder.annotations {
                    self.edits.remove(self.with_blanks_before(annotation, holder.tag.end));
                }
            }
            _ => {
                let end = holder.end.as_ref().map_or(holder.tag.end, |end| end.end);
                self.edits.remove(self.with_blanks_before(&(holder.tag.start..end), 0));
            }
        }
    }

    fn is_all_annotations(&self, holder: &Holder) -> bool {
        let pieces: Vec<Range<usize>> = holder.annotations.to_vec();
        !pieces.is_empty() && !holder.others && self.is_blank_without(holder, &pieces)
    }

    /// Whether nothing but blanks is left without some pieces, which stand in their order.
    fn is_blank_without(&self, holder: &Holder, pieces: &[Range<usize>]) -> bool {
        let mut at = holder.tag.end;
        let mut blank = true;
        for piece in pieces {
            blank &= self.text[at..piece.start.max(at)].trim_ascii().is_empty();
            at = piece.end.max(at);
        }
        blank && self.text[at..holder.inner_end().max(at)].trim_ascii().is_empty()
    }

    /// A piece with the blanks before it, which came with it.
    fn with_blanks_before(&self, piece: &Range<usize>, from: usize) -> Range<usize> {
        let before = self.text[from..piece.start].trim_end_matches([' ', '\t', '\r', '\n']);
        from + before.len()..piece.end
    }

    /// How an end tag is marked.
    fn mark(&self, holder: &Holder) -> Option<char> {
        let tag = self.text[holder.end.clone()?].strip_suffix('>')?;
        tag.chars().next_back().filter(|last| matches!(*last, WAS_BLANK | WAS_EMPTY))
    }

    fn unmark(&mut self, holder: &Holder) {
        if let Some(end) = &holder.end {
            self.edits.remove(end.end - 2..end.end - 1);
        }
    }

    /// Closes a start tag that was opened up.
    fn collapse(&mut self, holder: &Holder) {
        if let Some(end) = &holder.end {
            self.edits.replace(holder.tag.end - 1..end.end, "/>");
        }
    }
}
