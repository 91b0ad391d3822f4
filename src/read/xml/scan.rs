//! Walking fast through what is asked little about: views and folders, a good half of most files.
//!
//! It checks that tags end and that each end tag fits, and tells their names. Attributes are looked at only where
//! somebody asks for them, prefixes are not resolved, and text is not read: what a tree parser would refuse there is
//! knowingly tolerated.

use std::borrow::Cow;

use super::fault::{Fault, Reason};
use super::text::{self, end_of_plain, is_name, is_space, until};
use crate::place::Span;

/// What was found next on the way.
#[derive(Clone, Copy, Debug)]
pub enum Scan<'a> {
    Open(ScannedTag<'a>),
    Close,
    /// The end tag of the element in which the walk began.
    End,
}

/// A start tag of which nothing is known to be good but its name.
#[derive(Clone, Copy, Debug)]
pub struct ScannedTag<'a> {
    /// The name without its prefix.
    pub name: &'a str,
    /// From `<` to behind `>`.
    pub span: Span,
    /// Whether it closes itself: `<a/>`.
    pub empty: bool,
    /// Where the name ends and attributes begin.
    name_end: u32,
}

impl ScannedTag<'_> {
    /// Where the attributes stand.
    pub fn inside(&self) -> std::ops::Range<usize> {
        self.name_end as usize..self.span.end as usize - if self.empty { 2 } else { 1 }
    }
}

/// The way so far: where it goes on, and the names that are open.
pub struct Scanner<'a> {
    text: &'a str,
    pub at: usize,
    open: Vec<Span>,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, open: Vec::new() }
    }

    /// Begins just behind a start tag.
    pub fn begin(&mut self, at: usize) {
        self.at = at;
        self.open.clear();
    }

    /// The next tag. At the end tag of the element in which the walk began it stands still before that.
    pub fn next(&mut self) -> Result<Scan<'a>, Box<Fault>> {
        let bytes = self.text.as_bytes();
        loop {
            let Some(tag) = until(bytes, self.at, b'<') else { return Err(self.unclosed()) };
            match bytes.get(tag + 1) {
                Some(b'/') => {
                    let Some(expected) = self.open.pop() else {
                        self.at = tag;
                        return Ok(Scan::End);
                    };
                    self.at = end_tag(self.text, tag, expected)?;
                    return Ok(Scan::Close);
                }
                Some(b'!') => self.at = past_bang(self.text, tag)?,
                Some(b'?') => self.at = past(self.text, tag, 0, "?>", Reason::UnclosedInstruction)?,
                _ => {
                    let found = start_tag(self.text, tag)?;
                    self.at = found.span.end as usize;
                    if !found.empty {
                        self.open.push(Span { start: found.span.start + 1, end: found.name_end });
                    }
                    return Ok(Scan::Open(found));
                }
            }
        }
    }

    /// The text of the element whose tag was found last, which is no empty one, up to its end. Elements inside it are
    /// passed over.
    pub fn content(&mut self) -> Result<Cow<'a, str>, Box<Fault>> {
        let mut content = Cow::Borrowed("");
        let depth = self.open.len();
        loop {
            if self.open.len() == depth {
                self.text_into(&mut content)?;
            }
            if self.open.len() < depth {
                return Ok(content);
            }
            self.next()?;
        }
    }

    /// Adds the text before the next tag, past comments and instructions.
    fn text_into(&mut self, content: &mut Cow<'a, str>) -> Result<(), Box<Fault>> {
        let bytes = self.text.as_bytes();
        loop {
            let end = until(bytes, self.at, b'<').unwrap_or(bytes.len());
            super::join(content, text::content(&self.text[self.at..end], self.at)?);
            self.at = end;
            let rest = &self.text[end..];
            if rest.starts_with(CDATA) {
                let past = past_bang(self.text, end)?;
                super::join(content, Cow::Borrowed(&self.text[end + CDATA.len()..past - "]]>".len()]));
                self.at = past;
            } else if rest.starts_with("<!") {
                self.at = past_bang(self.text, end)?;
            } else if rest.starts_with("<?") {
                self.at = past(self.text, end, 0, "?>", Reason::UnclosedInstruction)?;
            } else {
                return Ok(());
            }
        }
    }

    fn unclosed(&self) -> Box<Fault> {
        let mut fault = Fault::new(Reason::UnclosedElement, super::last_character(self.text, 0), "");
        if let Some(name) = self.open.last() {
            fault.found = self.text[name.range()].to_string();
            fault.related = Some(*name);
        }
        fault
    }
}

const CDATA: &str = "<![CDATA[";

/// Behind the next `end` that follows the two characters at `from` and `more` behind them.
fn past(text: &str, from: usize, more: usize, end: &str, reason: Reason) -> Result<usize, Box<Fault>> {
    let inside = from + 2 + more;
    let found = text[inside..].find(end).map(|length| inside + length + end.len());
    found.ok_or_else(|| Fault::new(reason, from..from + 2, ""))
}

fn past_bang(text: &str, from: usize) -> Result<usize, Box<Fault>> {
    if text[from..].starts_with("<!--") {
        let end = past(text, from, 2, "-->", Reason::UnclosedComment)?;
        return match text[from + 4..end - 3].find("--") {
            Some(found) => Err(Fault::new(Reason::BadComment, from + 4 + found..from + 6 + found, "--")),
            None => Ok(end),
        };
    }
    if text[from..].starts_with(CDATA) {
        return past(text, from, CDATA.len() - 2, "]]>", Reason::UnclosedCdata);
    }
    Err(Fault::new(Reason::UnknownMarkup, from..from + 2, ""))
}

/// Where the end tag that begins at `tag` ends, if it closes what is expected.
fn end_tag(text: &str, tag: usize, expected: Span) -> Result<usize, Box<Fault>> {
    let bytes = text.as_bytes();
    let name = &text[expected.range()];
    let mut at = tag + 2;
    if text[at..].starts_with(name) {
        at += name.len();
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'>') {
            return Ok(at + 1);
        }
    }
    let Some(end) = until(bytes, at, b'>') else { return Err(Fault::new(Reason::UnclosedTag, tag..tag + 1, "")) };
    let mut fault = Fault::new(Reason::WrongEnd, tag..end + 1, text[tag + 2..end].trim());
    fault.expected = name.to_string();
    fault.related = Some(expected);
    Err(fault)
}

/// The start tag that begins at `tag`.
fn start_tag(text: &str, tag: usize) -> Result<ScannedTag<'_>, Box<Fault>> {
    let bytes = text.as_bytes();
    let ends_name = |byte: u8| is_space(byte) || matches!(byte, b'>' | b'/' | b'<');
    let name_end = (tag + 1..bytes.len()).find(|at| ends_name(bytes[*at])).unwrap_or(bytes.len());
    let name = &text[tag + 1..name_end];
    if !is_name(name) {
        return Err(Fault::new(Reason::BadName, tag..name_end.max(tag + 1), name));
    }
    let mut at = name_end;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'<' => break,
            b'"' | b'\'' => at = past_value(bytes, at, byte).ok_or_else(|| bad_value(text, tag, name_end, at + 1))?,
            b'>' => {
                let empty = bytes[at - 1] == b'/';
                let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
                return Ok(ScannedTag { name: local, span: Span::new(tag, at + 1), empty, name_end: name_end as u32 });
            }
            _ => at += 1,
        }
    }
    Err(Fault::new(Reason::UnclosedTag, tag..name_end, name))
}

/// Behind the quote that closes the value whose opening quote stands at `from`; `None` where `<` or the end is first.
fn past_value(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from + 1;
    loop {
        at = end_of_plain(bytes, at, quote);
        match bytes.get(at) {
            Some(byte) if *byte == quote => return Some(at + 1),
            Some(b'<') | None => return None,
            Some(_) => at += 1,
        }
    }
}

/// What is wrong with a value that begins at `from` and is not closed.
fn bad_value(text: &str, tag: usize, name_end: usize, from: usize) -> Box<Fault> {
    match until(text.as_bytes(), from, b'<') {
        Some(at) => Fault::new(Reason::BadValue, at..at + 1, ""),
        None => Fault::new(Reason::UnclosedValue, tag..name_end, &text[tag + 1..name_end]),
    }
}
