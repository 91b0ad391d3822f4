//! Passing over what nobody asks for: the inside of views and folders, a good half of most files.
//!
//! It checks that tags end and that each end tag fits, and tells the names it passes. It does not look at
//! attributes, prefixes, references and text: what a tree parser would refuse there is knowingly tolerated.

use super::fault::{Fault, Reason};
use super::text::{is_name, is_space, until};
use crate::place::Span;

/// Walks from `from`, just behind a start tag, to the end tag that closes it, and returns where that begins.
/// `seen` gets every name that opens on the way. `open` is room for the names that are open, empty before and after.
pub fn skip<'a>(text: &'a str, from: usize, open: &mut Vec<Span>, mut seen: impl FnMut(&'a str)) -> Result<usize, Box<Fault>> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let Some(tag) = until(bytes, at, b'<') else { return Err(unclosed(text, open)) };
        at = match bytes.get(tag + 1) {
            Some(b'/') => {
                let Some(expected) = open.pop() else { return Ok(tag) };
                end_tag(text, tag, expected)?
            }
            Some(b'!') => past_bang(text, tag)?,
            Some(b'?') => past(text, tag, "?>", Reason::UnclosedInstruction)?,
            _ => {
                let (name, end, empty) = start_tag(text, tag)?;
                seen(&text[name.range()]);
                if !empty {
                    open.push(name);
                }
                end
            }
        };
    }
}

fn unclosed(text: &str, open: &mut Vec<Span>) -> Box<Fault> {
    let mut fault = Fault::new(Reason::UnclosedElement, super::last_character(text, 0), "");
    if let Some(name) = open.last() {
        fault.found = text[name.range()].to_string();
        fault.related = Some(*name);
    }
    open.clear();
    fault
}

fn past(text: &str, from: usize, end: &str, reason: Reason) -> Result<usize, Box<Fault>> {
    let found = text[from..].find(end).map(|length| from + length + end.len());
    found.ok_or_else(|| Fault::new(reason, from..from + 2, ""))
}

fn past_bang(text: &str, from: usize) -> Result<usize, Box<Fault>> {
    if text[from..].starts_with("<!--") {
        let end = past(text, from + 4, "-->", Reason::UnclosedComment)?;
        return match text[from + 4..end - 3].find("--") {
            Some(found) => Err(Fault::new(Reason::BadComment, from + 4 + found..from + 6 + found, "--")),
            None => Ok(end),
        };
    }
    if text[from..].starts_with("<![CDATA[") {
        return past(text, from, "]]>", Reason::UnclosedCdata);
    }
    Err(Fault::new(Reason::UnknownMarkup, from..from + 2, ""))
}

/// Where the end tag that begins at `tag` ends, if it closes what is expected.
fn end_tag(text: &str, tag: usize, expected: Span) -> Result<usize, Box<Fault>> {
    let bytes = text.as_bytes();
    let expected = &text[expected.range()];
    let mut at = tag + 2;
    if text[at..].starts_with(expected) {
        at += expected.len();
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'>') {
            return Ok(at + 1);
        }
    }
    let Some(end) = until(bytes, at, b'>') else { return Err(Fault::new(Reason::UnclosedTag, tag..tag + 1, "")) };
    let mut fault = Fault::new(Reason::WrongEnd, tag..end + 1, text[tag + 2..end].trim());
    fault.expected = expected.to_string();
    Err(fault)
}

/// The name of the start tag that begins at `tag`, where the tag ends, and whether it is empty.
fn start_tag(text: &str, tag: usize) -> Result<(Span, usize, bool), Box<Fault>> {
    let bytes = text.as_bytes();
    let name_end =
        (tag + 1..bytes.len()).find(|at| is_space(bytes[*at]) || matches!(bytes[*at], b'>' | b'/' | b'<')).unwrap_or(bytes.len());
    if !is_name(&text[tag + 1..name_end]) {
        return Err(Fault::new(Reason::BadName, tag..name_end.max(tag + 1), &text[tag + 1..name_end]));
    }
    let mut at = name_end;
    let mut quote = None;
    while let Some(byte) = bytes.get(at).copied() {
        match (byte, quote) {
            (b'<', Some(_)) => return Err(Fault::new(Reason::BadValue, at..at + 1, "")),
            (b'<', None) => break,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'>', None) => return Ok((Span::new(tag + 1, name_end), at + 1, bytes[at - 1] == b'/')),
            _ => {}
        }
        at += 1;
    }
    let reason = if quote.is_some() { Reason::UnclosedValue } else { Reason::UnclosedTag };
    Err(Fault::new(reason, tag..name_end, &text[tag + 1..name_end]))
}
