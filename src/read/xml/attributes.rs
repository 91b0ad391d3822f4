//! The attributes of one tag: taken apart once, checked, their prefixes resolved.

use std::borrow::Cow;

use super::fault::{Fault, Reason};
use super::text::{end_of_plain, is_name_byte, is_name_start, is_space, value};
use super::{Namespace, Namespaces};

/// One attribute of the tag that was read last.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The name as written, with its prefix.
    pub name: &'a str,
    /// The name without the prefix.
    pub local: &'a str,
    pub namespace: Namespace,
    /// The value as written, between its quotes.
    pub raw: &'a str,
    /// Where the name and the value start in the file.
    pub name_start: usize,
    pub start: usize,
    /// Whether it holds a reference, a tab or a line end, and so differs from what is written.
    resolved: bool,
}

impl<'a> Attribute<'a> {
    /// The value as it is meant.
    pub fn value(&self) -> Cow<'a, str> {
        if !self.resolved {
            return Cow::Borrowed(self.raw);
        }
        super::attribute_value(self.raw)
    }

    /// Where the value stands.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.raw.len()
    }
}

/// More attributes than this are looked up by hashing.
const MANY: usize = 24;

/// Takes `text[from..to]` apart: what stands between the name of a tag and its end.
pub fn parse<'a>(text: &'a str, from: usize, to: usize, into: &mut Vec<Attribute<'a>>) -> Result<(), Box<Fault>> {
    let bytes = &text.as_bytes()[..to];
    let mut at = from;
    loop {
        let before = at;
        while at < to && is_space(bytes[at]) {
            at += 1;
        }
        if at == to {
            return Ok(());
        }
        let name_start = at;
        let mut colon = None;
        let mut colons = 0;
        while at < to && is_name_byte(bytes[at]) {
            if bytes[at] == b':' {
                colon = Some(at);
                colons += 1;
            }
            at += 1;
        }
        let name = &text[name_start..at];
        let bad = |at: usize| Fault::new(Reason::BadAttribute, name_start..at.clamp(name_start + 1, to.max(name_start + 1)), name);
        if before == name_start
            || !is_name_start(bytes[name_start])
            || colons > 1
            || colon.is_some_and(|colon| colon == name_start || colon + 1 == at)
        {
            return Err(bad(if name.is_empty() { widen(text, at) } else { at }));
        }
        at = after_equals(bytes, at).ok_or_else(|| bad(at))?;
        let Some(quote @ (b'"' | b'\'')) = bytes.get(at).copied() else { return Err(bad(at)) };
        at += 1;
        let value_start = at;
        let mut resolved = false;
        loop {
            at = end_of_plain(bytes, at, quote);
            match bytes.get(at) {
                Some(byte) if *byte == quote => break,
                Some(b'<') => return Err(Fault::new(Reason::BadValue, at..at + 1, name)),
                Some(_) => resolved = true,
                None => return Err(bad(to)),
            }
            at += 1;
        }
        let raw = &text[value_start..at];
        if resolved {
            value(raw, value_start)?;
        }
        at += 1;
        let local = colon.map_or(name, |colon| &text[colon + 1..name_start + name.len()]);
        into.push(Attribute { name, local, namespace: Namespace::NONE, raw, name_start, start: value_start, resolved });
    }
}

/// The end of the character at `at`, so that a span never cuts one.
fn widen(text: &str, at: usize) -> usize {
    (at + 1..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Where the value starts after `=` and the space around it.
fn after_equals(bytes: &[u8], mut at: usize) -> Option<usize> {
    let space = |mut at: usize| {
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        at
    };
    at = space(at);
    (bytes.get(at) == Some(&b'=')).then(|| space(at + 1))
}

/// Resolves the prefixes and refuses two attributes of one name, as written or as meant.
pub fn resolve(attributes: &mut [Attribute<'_>], namespaces: &Namespaces<'_>) -> Result<(), Box<Fault>> {
    for attribute in attributes.iter_mut() {
        if attribute.local.len() != attribute.name.len() {
            let prefix = &attribute.name[..attribute.name.len() - attribute.local.len() - 1];
            attribute.namespace = namespaces.find(prefix).ok_or_else(|| unknown_prefix(prefix, attribute.name_start))?;
        }
    }
    // The first byte tells most names apart and spares the call that compares the rest.
    let equal = |left: &Attribute, right: &Attribute| {
        left.local.len() == right.local.len()
            && left.local.as_bytes()[0] == right.local.as_bytes()[0]
            && left.local == right.local
            && left.namespace == right.namespace
    };
    let twice = if attributes.len() <= MANY {
        (1..attributes.len()).find(|at| attributes[..*at].iter().any(|before| equal(before, &attributes[*at])))
    } else {
        let mut seen = rustc_hash::FxHashSet::default();
        attributes.iter().position(|attribute| !seen.insert((attribute.namespace, attribute.local)))
    };
    match twice {
        Some(at) => {
            let Attribute { name, name_start, .. } = attributes[at];
            Err(Fault::new(Reason::DuplicateAttribute, name_start..name_start + name.len(), name))
        }
        None => Ok(()),
    }
}

pub fn unknown_prefix(prefix: &str, start: usize) -> Box<Fault> {
    Fault::new(Reason::UnknownPrefix, start..start + prefix.len(), prefix)
}
