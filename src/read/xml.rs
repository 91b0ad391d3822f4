//! Reads XML event by event: quick-xml's pull reader, and on top of it what that leaves out.
//!
//! A document has one root and no text beside it, every prefix is bound, every reference resolved, names and
//! attributes are such, no attribute stands twice and no forbidden character anywhere. The first fault ends the
//! reading, with its exact place. A DOCTYPE is tolerated as long as it declares no entities; nothing that it names
//! is ever opened. What is walked through with [`Reader::scan`] or passed over is checked less: see `scan`.
//!
//! Leaves to others: decoding (the text is UTF-8 already, what the XML declaration says is not looked at), and what the
//! elements mean.

mod aside;
mod attributes;
mod fault;
mod namespaces;
mod scan;
mod text;
mod unmerged;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::Event as Raw;

pub use attributes::Attribute;
pub use fault::{Fault, Reason};
pub use namespaces::Namespace;
pub use scan::{Scan, ScannedTag};

use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};
use aside::Aside;
use namespaces::Namespaces;
use scan::Scanner;

/// What the reader found next.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A start tag, or an empty one, after which no [`Event::Close`] comes.
    Open(Tag<'a>),
    Close,
    /// The end of a document that has no fault.
    End,
}

/// A start tag; its attributes are asked of the reader.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// The name without its prefix.
    pub name: &'a str,
    pub namespace: Namespace,
    /// From `<` to behind `>`.
    pub span: Span,
    /// Whether it closes itself: `<a/>`.
    pub empty: bool,
}

/// An element that is open: where its tag stands and what namespaces were bound before it.
struct OpenElement {
    start: u32,
    length: u32,
    bound: u32,
}

impl OpenElement {
    /// That of its start tag.
    fn span(&self) -> Span {
        Span { start: self.start, end: self.start + self.length }
    }
}

pub struct Reader<'a> {
    /// The text, up to the first character that XML forbids.
    text: &'a str,
    forbidden: Option<Box<Fault>>,
    inner: quick_xml::Reader<&'a [u8]>,
    namespaces: Namespaces<'a>,
    open: Vec<OpenElement>,
    attributes: Vec<Attribute<'a>>,
    scanner: Scanner<'a>,
    start: usize,
    had_root: bool,
    had_doctype: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Reader<'a> {
        Reader::of_part(text, 0..text.len())
    }

    /// Reads a part of a text as a document by itself; what it finds has its place in the whole text.
    pub fn of_part(text: &'a str, part: Range<usize>) -> Reader<'a> {
        let text = &text[..part.end];
        let forbidden = text::first_forbidden(&text[part.start..]).map(|at| part.start + at).map(|at| {
            let character = text[at..].chars().next().unwrap_or_default();
            Fault::new(Reason::ForbiddenCharacter, at..at + character.len_utf8(), format!("U+{:04X}", character as u32))
        });
        let text = &text[..forbidden.as_ref().map_or(text.len(), |fault| fault.span.start as usize)];
        let start = part.start + if text[part.start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut inner = quick_xml::Reader::from_str(&text[start..]);
        inner.config_mut().check_comments = true;
        Reader {
            text,
            forbidden,
            inner,
            namespaces: Namespaces::new(),
            open: Vec::new(),
            attributes: Vec::new(),
            scanner: Scanner::new(text),
            start,
            had_root: false,
            had_doctype: false,
        }
    }

    /// The next tag. After an `Err` there is nothing more to read.
    pub fn read(&mut self) -> Result<Event<'a>, Box<Fault>> {
        let event = self.read_unbroken();
        event.map_err(|fault| self.explained(fault))
    }

    /// The text of the element whose start tag was read last, up to its end tag, which is read too. Elements
    /// inside it are passed over.
    pub fn content(&mut self) -> Result<Cow<'a, str>, Box<Fault>> {
        let content = self.content_unbroken();
        content.map_err(|fault| self.explained(fault))
    }

    /// Begins a walk with [`Reader::scan`] through the inside of the element whose start tag was read last.
    pub fn begin_scan(&mut self) {
        self.scanner.begin(self.position());
    }

    /// The next tag of a walk that looks at little but the balance of tags; see `scan`. After [`Scan::End`], or an
    /// `Err`, the walk is over, and reading goes on behind the element.
    pub fn scan(&mut self) -> Result<Scan<'a>, Box<Fault>> {
        let found = self.scanner.next().and_then(|found| match found {
            Scan::End => {
                self.move_to(self.scanner.at);
                self.read_unbroken().map(|_| Scan::End)
            }
            found => Ok(found),
        });
        found.map_err(|fault| self.explained(fault))
    }

    /// Takes the attributes of the tag scanned last apart; their prefixes stay unresolved.
    pub fn scan_attributes(&mut self, tag: &ScannedTag<'_>) -> Result<(), Box<Fault>> {
        self.attributes.clear();
        let inside = tag.inside();
        let parsed = attributes::parse(self.text, inside.start, inside.end, &mut self.attributes);
        parsed.map_err(|fault| self.explained(fault))
    }

    /// The text of the element whose tag was scanned last, up to its end tag, which is scanned too.
    pub fn scan_content(&mut self, tag: &ScannedTag<'_>) -> Result<Cow<'a, str>, Box<Fault>> {
        if tag.empty {
            return Ok(Cow::Borrowed(""));
        }
        self.scanner.content().map_err(|fault| self.explained(fault))
    }

    /// Passes over the element whose tag was read last, be it empty or not.
    pub fn pass(&mut self, tag: &Tag<'_>) -> Result<(), Box<Fault>> {
        if tag.empty {
            return Ok(());
        }
        self.begin_scan();
        while !matches!(self.scan()?, Scan::End) {}
        Ok(())
    }

    /// An attribute of the tag read last.
    pub fn attribute(&self, namespace: Namespace, local: &str) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.local == local && attribute.namespace == namespace)
    }

    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    pub fn address(&self, namespace: Namespace) -> &str {
        self.namespaces.address(namespace)
    }

    /// The namespace of an address, whether the document ever declares it or not.
    pub fn number(&mut self, address: &'static str) -> Namespace {
        self.namespaces.number(address.into())
    }

    /// Where reading goes on: behind what was read last.
    pub fn position(&self) -> usize {
        self.text.len() - self.inner.get_ref().len()
    }

    /// A fault of this document as a problem. Where git could not merge two versions, that is what is wrong.
    pub fn problem(&self, fault: &Fault, file: FileId) -> Problem {
        let Some([begin, end]) = unmerged::unmerged(self.text, self.start) else { return fault.problem(file) };
        Problem::new(Code::MergeConflict, Place::new(file, begin)).related_to(Place::new(file, end))
    }

    /// Moves on without reading; quick-xml looks at nothing but what is left.
    fn move_to(&mut self, offset: usize) {
        *self.inner.get_mut() = &self.text.as_bytes()[offset..];
    }

    fn read_unbroken(&mut self) -> Result<Event<'a>, Box<Fault>> {
        loop {
            self.pass_text()?;
            let start = self.position();
            if start == self.text.len() {
                return self.end();
            }
            let name_length = match self.inner.read_event() {
                Ok(Raw::Start(tag)) => Ok(tag.name().as_ref().len()),
                Ok(Raw::Empty(tag)) => Err(tag.name().as_ref().len()),
                Ok(Raw::End(_)) => {
                    self.close();
                    return Ok(Event::Close);
                }
                Ok(other) => {
                    let other = Aside::of(&other);
                    self.check_aside(other, start)?;
                    continue;
                }
                Err(error) => return Err(self.refused(&error, start)),
            };
            return match name_length {
                Ok(length) => self.open_tag(start, length, false),
                Err(length) => self.open_tag(start, length, true),
            };
        }
    }

    /// Passes over space before the next tag. Text between elements means nothing here, and must only be such.
    fn pass_text(&mut self) -> Result<(), Box<Fault>> {
        let from = self.position();
        let rest = &self.text.as_bytes()[from..];
        let space = rest.iter().position(|byte| !text::is_space(*byte)).unwrap_or(rest.len());
        if rest.get(space).is_none_or(|byte| *byte == b'<') {
            self.move_to(from + space);
            return Ok(());
        }
        let end = text::until(rest, space, b'<').unwrap_or(rest.len());
        if self.open.is_empty() {
            let start = from + space;
            return Err(Fault::new(Reason::TextOutside, start..start + self.text[start..from + end].trim_end().len(), ""));
        }
        text::content(&self.text[from..from + end], from)?;
        self.move_to(from + end);
        Ok(())
    }

    fn open_tag(&mut self, start: usize, name_length: usize, empty: bool) -> Result<Event<'a>, Box<Fault>> {
        let end = self.position();
        let name = &self.text[start + 1..start + 1 + name_length];
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if !text::is_name(name) || local.is_empty() || local.contains(':') || name.starts_with(':') {
            return Err(Fault::new(Reason::BadName, start..start + 1 + name_length, name));
        }
        if self.open.is_empty() && std::mem::replace(&mut self.had_root, true) {
            return Err(Fault::new(Reason::SecondRoot, start..end, name));
        }
        let bound = self.namespaces.mark();
        self.attributes.clear();
        attributes::parse(self.text, start + 1 + name_length, end - if empty { 2 } else { 1 }, &mut self.attributes)?;
        self.namespaces.declare(&self.attributes)?;
        attributes::resolve(&mut self.attributes, &self.namespaces)?;
        let namespace = self.namespaces.find(prefix).ok_or_else(|| attributes::unknown_prefix(prefix, start + 1))?;
        if empty {
            self.namespaces.leave(bound);
        } else {
            self.open.push(OpenElement { start: start as u32, length: (end - start) as u32, bound });
        }
        Ok(Event::Open(Tag { name: local, namespace, span: Span::new(start, end), empty }))
    }

    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.namespaces.leave(element.bound);
        }
    }

    fn end(&mut self) -> Result<Event<'a>, Box<Fault>> {
        match self.open.last() {
            Some(element) => {
                let span = element.span();
                let mut fault =
                    Fault::new(Reason::UnclosedElement, last_character(self.text, self.start), tag_name(&self.text[span.range()]));
                fault.related = Some(span);
                Err(fault)
            }
            None if self.forbidden.is_some() => Err(Fault::new(Reason::ForbiddenCharacter, 0..0, "")),
            None if !self.had_root => Err(Fault::new(Reason::NoRoot, last_character(self.text, self.start), "")),
            None => Ok(Event::End),
        }
    }

    fn content_unbroken(&mut self) -> Result<Cow<'a, str>, Box<Fault>> {
        let mut content = Cow::Borrowed("");
        let mut depth = 0;
        loop {
            let from = self.position();
            let rest = &self.text.as_bytes()[from..];
            let end = text::until(rest, 0, b'<').unwrap_or(rest.len());
            let piece = text::content(&self.text[from..from + end], from)?;
            if depth == 0 {
                join(&mut content, piece);
            }
            self.move_to(from + end);
            if depth == 0 && rest[end..].starts_with(b"<![CDATA[") {
                let inside = from + end + "<![CDATA[".len();
                let length = self.text[inside..].find("]]>");
                let length = length.ok_or_else(|| Fault::new(Reason::UnclosedCdata, from + end..inside, ""))?;
                join(&mut content, Cow::Borrowed(&self.text[inside..inside + length]));
                self.move_to(inside + length + "]]>".len());
                continue;
            }
            if matches!(rest[end..], [b'<', b'!' | b'?', ..]) {
                self.pass_aside()?;
                continue;
            }
            match self.read_unbroken()? {
                Event::Open(tag) if !tag.empty => depth += 1,
                Event::Open(_) => {}
                Event::Close if depth == 0 => return Ok(content),
                Event::Close => depth -= 1,
                Event::End => return Ok(content),
            }
        }
    }

    /// The fault as it is told: with a span that the text has. At the end of a text that was cut at a forbidden
    /// character it is that character's fault.
    fn explained(&mut self, mut fault: Box<Fault>) -> Box<Fault> {
        fault.span = whole_characters(self.text, fault.span);
        let at_the_end = matches!(
            fault.reason,
            Reason::UnclosedTag
                | Reason::UnclosedValue
                | Reason::UnclosedComment
                | Reason::UnclosedInstruction
                | Reason::UnclosedCdata
                | Reason::UnclosedDoctype
                | Reason::UnclosedElement
                | Reason::ForbiddenCharacter
        ) || fault.span.end as usize >= self.text.len();
        match self.forbidden.take() {
            Some(forbidden) if at_the_end => forbidden,
            _ => fault,
        }
    }
}

/// The value of an attribute of a tag that was read, from what stands between its quotes.
pub fn attribute_value(raw: &str) -> Cow<'_, str> {
    text::value(raw, 0).expect("references were checked when the tag was read")
}

fn join<'a>(content: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if content.is_empty() {
        *content = piece;
    } else if !piece.is_empty() {
        content.to_mut().push_str(&piece);
    }
}

/// The name in a tag that starts with `<`, as far as it can be told.
fn tag_name(tag: &str) -> &str {
    let tag = tag.strip_prefix('<').unwrap_or(tag);
    &tag[..tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '"')).unwrap_or(tag.len())]
}

/// The span, widened to whole characters and cut to the text: `<!` at the very end has nothing behind it.
fn whole_characters(text: &str, span: Span) -> Span {
    let (mut start, mut end) = ((span.start as usize).min(text.len()), (span.end as usize).min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// The span of the last character behind `from` that is no space, for what is wrong with the end of a text.
fn last_character(text: &str, from: usize) -> Span {
    let end = text.trim_end().len().max(from);
    let start = text[from..end].char_indices().next_back().map_or(from, |(at, _)| from + at);
    Span::new(start, end)
}
