//! Puts annotations in, at the places a schema wants, laid out as the rest of the file is.

use std::collections::BTreeMap;

use super::dialect::Dialect;
use super::edits::Edits;
use super::notes::{Note, Notes};
use super::outline::{Holder, Outline};
use super::strip::{WAS_BLANK, WAS_EMPTY};

pub fn insert(text: &str, dialect: Dialect, outline: &Outline, notes: &Notes) -> String {
    let mut insertion =
        Insertion { text, dialect, layout: Layout::of(text, outline), keys: BTreeMap::new(), lang: notes.lang, edits: Edits::default() };
    if let Some(model) = &outline.model {
        insertion.annotate(model, &notes.model);
    }
    for concept in &outline.concepts {
        if let Some(notes) = notes.of.get(&concept.id) {
            insertion.annotate(&concept.holder, notes);
        }
    }
    insertion.define(outline);
    insertion.edits.apply(text)
}

/// How the file is laid out.
struct Layout<'t> {
    /// Empty where it has no line ends.
    line_end: &'t str,
    /// By how much each level stands in.
    unit: String,
}

impl<'t> Layout<'t> {
    fn of(text: &'t str, outline: &Outline) -> Layout<'t> {
        let line_end = match text.find('\n') {
            None => "",
            Some(at) if text[..at].ends_with('\r') => "\r\n",
            Some(_) => "\n",
        };
        let first = outline.model.as_ref().and_then(|model| model.first);
        let unit = first.and_then(|first| indent_before(text, first)).filter(|unit| !unit.is_empty()).unwrap_or("  ");
        Layout { line_end, unit: unit.to_string() }
    }
}

/// The blanks before a place, if it is the first thing in its line.
fn indent_before(text: &str, at: usize) -> Option<&str> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let indent = &text[line..at];
    indent.bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(indent)
}

struct Insertion<'t> {
    text: &'t str,
    dialect: Dialect,
    layout: Layout<'t>,
    /// The definition of each key, by the key.
    keys: BTreeMap<String, String>,
    lang: &'static str,
    edits: Edits,
}

/// What stands before each line of a block: a line end with an indent, or nothing in files that have no lines.
#[derive(Clone)]
struct Lead(Option<String>);

impl Lead {
    fn deeper(&self, unit: &str) -> Lead {
        Lead(self.0.as_ref().map(|lead| format!("{lead}{unit}")))
    }

    fn text(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl Insertion<'_> {
    fn annotate(&mut self, holder: &Holder, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        let prefix = self.prefix(holder);
        if let Some(properties) = holder.properties.as_deref().filter(|_| self.dialect.is_exchange()) {
            let block = self.properties(notes, &self.inner_lead(properties), &prefix);
            return self.put(properties, &block, true);
        }
        let lead = self.inner_lead(holder);
        let block = if self.dialect.is_exchange() {
            let inner = self.properties(notes, &lead.deeper(&self.layout.unit), &prefix);
            format!("{lead}<{prefix}properties>{inner}{lead}</{prefix}properties>", lead = lead.text())
        } else {
            self.properties(notes, &lead, &prefix)
        };
        self.put(holder, &block, false);
    }

    /// The prefix of a holder's name, with its colon; the children of Archi's elements have none.
    fn prefix(&self, holder: &Holder) -> String {
        let name = self.name(holder);
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        if prefix.is_empty() || !self.dialect.is_exchange() { String::new() } else { format!("{prefix}:") }
    }

    /// The name in a start tag.
    fn name(&self, holder: &Holder) -> &str {
        let tag = &self.text[holder.tag.start + 1..holder.tag.end];
        &tag[..tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len())]
    }

    /// What stands before something new in a holder.
    fn inner_lead(&self, holder: &Holder) -> Lead {
        if self.layout.line_end.is_empty() {
            return Lead(None);
        }
        let own = || indent_before(self.text, holder.tag.start).map(|indent| format!("{indent}{}", self.layout.unit));
        let indent = holder.first.map_or_else(own, |first| indent_before(self.text, first).map(str::to_string));
        Lead(indent.map(|indent| format!("{}{indent}", self.layout.line_end)))
    }

    /// What stands before the end tag of a holder that closed itself.
    fn outer_lead(&self, holder: &Holder) -> String {
        let indent = indent_before(self.text, holder.tag.start).filter(|_| !self.layout.line_end.is_empty());
        indent.map(|indent| format!("{}{indent}", self.layout.line_end)).unwrap_or_default()
    }

    /// Puts a block into a holder, which is opened up where it closes itself, and marked where nobody could tell
    /// afterwards how it was.
    fn put(&mut self, holder: &Holder, block: &str, is_container: bool) {
        let Some(end) = &holder.end else {
            let name = self.name(holder).to_string();
            let mark = if is_container { WAS_EMPTY.to_string() } else { String::new() };
            let new = format!(">{block}{}</{name}{mark}>", self.outer_lead(holder));
            return self.edits.replace(holder.tag.end - 2..holder.tag.end, new);
        };
        self.edits.insert(holder.after, block);
        if self.text[holder.tag.end..end.start].trim_ascii().is_empty() {
            self.edits.insert(end.end - 1, WAS_BLANK);
        }
    }

    fn properties(&mut self, notes: &[Note], lead: &Lead, prefix: &str) -> String {
        notes.iter().map(|note| self.property(note, lead, prefix)).collect()
    }

    fn property(&mut self, note: &Note, lead: &Lead, prefix: &str) -> String {
        let (key, value) = (attribute(&note.key), attribute(&note.value));
        match self.dialect {
            Dialect::Archi => format!("{}<property key=\"{key}\" value=\"{value}\"/>", lead.text()),
            // As coArchi writes it, so that a version control system shows what changed.
            Dialect::Coarchi => {
                let deeper = lead.deeper("    ");
                let deeper = if deeper.0.is_some() { deeper.text() } else { " " };
                format!("{}<properties{deeper}key=\"{key}\"{deeper}value=\"{value}\"/>", lead.text())
            }
            Dialect::Exchange | Dialect::OldExchange => {
                let (reference, id) = (self.dialect.key(), self.key(note));
                let inner = lead.deeper(&self.layout.unit);
                let value = content(&note.value);
                format!(
                    "{lead}<{prefix}property {reference}=\"{id}\">{inner}<{prefix}value xml:lang=\"{lang}\">{value}</{prefix}value>{lead}</{prefix}property>",
                    lead = lead.text(),
                    inner = inner.text(),
                    lang = self.lang,
                )
            }
        }
    }

    /// The id of the definition of a note's key: one that nothing else in the file has.
    fn key(&mut self, note: &Note) -> String {
        if let Some(id) = self.keys.get(&note.key) {
            return id.clone();
        }
        let base: String = format!("saikes-{}", note.slug).chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
        let is_free = |id: &String| {
            !self.keys.values().any(|known| known == id)
                && !self.text.contains(&format!("{id}\""))
                && !self.text.contains(&format!("{id}'"))
        };
        let id = (1..).map(|number| if number == 1 { base.clone() } else { format!("{base}-{number}") }).find(is_free);
        let id = id.expect("numbers do not run out");
        self.keys.insert(note.key.clone(), id.clone());
        id
    }

    /// Defines all keys that were used.
    fn define(&mut self, outline: &Outline) {
        let Some(model) = outline.model.as_ref().filter(|_| !self.keys.is_empty()) else { return };
        let prefix = self.prefix(model);
        let (outer, holder) = (self.dialect.definitions(), outline.definitions.as_ref());
        let lead = self.inner_lead(holder.unwrap_or(model));
        let inner = if holder.is_some() { lead.clone() } else { lead.deeper(&self.layout.unit) };
        let block: String = self.keys.iter().map(|(key, id)| self.definition(key, id, &inner, &prefix)).collect();
        match holder {
            Some(holder) => self.put(holder, &block, true),
            None => {
                let block = format!("{lead}<{prefix}{outer}>{block}{lead}</{prefix}{outer}>", lead = lead.text());
                self.edits.insert(outline.definitions_after.unwrap_or(model.tag.end), block);
            }
        }
    }

    fn definition(&self, key: &str, id: &str, lead: &Lead, prefix: &str) -> String {
        let (name, before) = (self.dialect.definition(), lead.text());
        if self.dialect == Dialect::OldExchange {
            return format!("{before}<{prefix}{name} identifier=\"{id}\" name=\"{}\" type=\"string\"/>", attribute(key));
        }
        let inner = lead.deeper(&self.layout.unit);
        let (inner, key) = (inner.text(), content(key));
        format!(
            "{before}<{prefix}{name} identifier=\"{id}\" type=\"string\">{inner}<{prefix}name>{key}</{prefix}name>{before}</{prefix}{name}>"
        )
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// A text between the quotes of an attribute. A reader of XML would make blanks of line ends that stand there as such.
fn attribute(text: &str) -> String {
    escaped(text, |c| match c {
        '"' => Some("&quot;"),
        '\n' => Some("&#xA;"),
        '\t' => Some("&#x9;"),
        _ => None,
    })
}

/// A text between two tags.
fn content(text: &str) -> String {
    escaped(text, |_| None)
}

fn escaped(text: &str, more: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            _ if is_forbidden(c) => out.push(char::REPLACEMENT_CHARACTER),
            _ => match more(c) {
                Some(reference) => out.push_str(reference),
                None => out.push(c),
            },
        }
    }
    out
}

/// What no XML may hold, not even as a reference.
fn is_forbidden(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}
