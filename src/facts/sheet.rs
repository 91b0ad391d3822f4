//! The text of a facts file: more is put into it, nothing that somebody wrote is taken out.
//!
//! Lines are put between lines, so that every value, comment and blank line stays where it is; only a mark that the
//! program set itself goes again when its element comes back.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::plan::{Plan, PlannedKey, PlannedTable};
use crate::metamodel::KindId;
use crate::read::facts::{Form, GONE, Style, Table, Tables, tables};
use crate::text::{Language, say};

/// A text with what was done to it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub text: String,
    /// Elements that have a table now and had none.
    pub elements: usize,
    /// Facts that are asked for now and were not.
    pub facts: usize,
    pub marked: usize,
    /// Marks of elements that have come back.
    pub unmarked: usize,
}

/// What is known of elements by their ids.
pub struct Known<'k> {
    /// The kinds of all elements that the models have.
    pub kinds: &'k FxHashMap<String, KindId>,
    pub language: Language,
}

/// Puts what is planned into a text that is TOML (or `[facts."id"]` and `[[facts]]` in one file); none where it is not.
pub fn extended(text: &str, plan: &Plan, known: &Known<'_>) -> Option<Sheet> {
    let found = tables(text).ok()?;
    let mut editor = Editor {
        text,
        newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
        found: &found,
        known,
        pieces: Vec::new(),
        cuts: Vec::new(),
    };
    let mut sheet = Sheet::default();
    editor.marks(&mut sheet);
    editor.tables(plan, &mut sheet);
    sheet.text = editor.text();
    Some(sheet)
}

struct Editor<'e> {
    text: &'e str,
    newline: &'static str,
    found: &'e Tables,
    known: &'e Known<'e>,
    /// What is put in: where, keys before tables before headers, what.
    pieces: Vec<(usize, Kind, String)>,
    cuts: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Key,
    Table,
    /// Stands right before what belongs to it.
    Headed,
}

impl Editor<'_> {
    /// Marks tables of elements that have gone, and takes the marks of those that are back.
    fn marks(&mut self, sheet: &mut Sheet) {
        for table in self.found.tables.iter().filter(|table| !table.is_listed) {
            match (self.known.kinds.contains_key(&table.id), &table.mark) {
                (false, _) if !table.is_marked => {
                    sheet.marked += 1;
                    let remark = say(self.known.language, "facts.gone", &[]);
                    self.put_key(table, table.top, &PlannedKey { key: GONE.to_string(), blank: "true", remark });
                }
                (true, Some(mark)) if is_own_mark(&self.text[mark.clone()]) => {
                    sheet.unmarked += 1;
                    self.cuts.push(mark.clone());
                }
                _ => {}
            }
        }
    }

    fn tables(&mut self, plan: &Plan, sheet: &mut Sheet) {
        let by_id: FxHashMap<&str, &Table> = self.found.tables.iter().rev().map(|table| (table.id.as_str(), table)).collect();
        let present = keys_by_id(&self.found.tables);
        let mut last_of: FxHashMap<KindId, &Table> = FxHashMap::default();
        for table in self.found.tables.iter().filter(|table| table.top.is_some()) {
            if let Some(kind) = self.known.kinds.get(&table.id) {
                last_of.insert(*kind, table);
            }
        }
        for planned in &plan.tables {
            let Some(table) = by_id.get(planned.id.as_str()) else {
                (sheet.elements, sheet.facts) = (sheet.elements + 1, sheet.facts + planned.keys.len());
                self.put_table(planned, last_of.get(&planned.kind).map(|table| table.end.at));
                continue;
            };
            let known = &present[planned.id.as_str()];
            for key in planned.keys.iter().filter(|key| !known.contains(key.key.as_str())) {
                sheet.facts += 1;
                self.put_key(table, None, key);
            }
        }
    }

    fn put_key(&mut self, table: &Table, at: Option<usize>, key: &PlannedKey) {
        let line = self.line(key);
        let end = &table.end;
        match &end.style {
            Style::Lines { prefix } => self.pieces.push((at.unwrap_or(end.at), Kind::Key, format!("{prefix}{line}{}", self.newline))),
            Style::Inline { empty } => {
                let first = *empty && !self.pieces.iter().any(|(other, ..)| *other == end.at);
                let (comma, space) = if first { (" ", " ") } else { (", ", "") };
                let comma = if *empty && !first { ", " } else { comma };
                self.pieces.push((end.at, Kind::Key, format!("{comma}{} = {}{space}", key.key, key.blank)));
            }
            Style::Headless => {
                let headed = self.pieces.iter().any(|(other, kind, _)| *other == end.at && *kind == Kind::Headed);
                let header = if headed { String::new() } else { format!("[facts.{}]{}", quoted(&table.id), self.newline) };
                self.pieces.push((end.at, Kind::Headed, format!("{header}{line}{}", self.newline)));
            }
        }
    }

    fn line(&self, key: &PlannedKey) -> String {
        format!("{} = {}  # {}", key.key, key.blank, key.remark)
    }

    fn put_table(&mut self, planned: &PlannedTable, behind: Option<usize>) {
        let newline = self.newline;
        let id = quoted(&planned.id);
        let state = planned.state.map(|state| format!("state = \"{state}\"{newline}")).unwrap_or_default();
        let keys = |prefix: &str| planned.keys.iter().map(|key| format!("{prefix}{}{newline}", self.line(key))).collect::<String>();
        let (at, text) = match &self.found.form {
            Form::Tables => {
                let text = format!("{newline}[facts.{id}]  # {}{newline}{state}{}", planned.title, keys(""));
                (behind.unwrap_or(self.text.len()), text)
            }
            Form::Lists => {
                let text = format!("{newline}[[facts]]  # {}{newline}match.id = {id}{newline}{state}{}", planned.title, keys("set."));
                (self.text.len(), text)
            }
            Form::Inline { at, empty } => {
                let keys: Vec<String> = planned.keys.iter().map(|key| format!("{} = {}", key.key, key.blank)).collect();
                let first = *empty && !self.pieces.iter().any(|(other, ..)| other == at);
                let comma = if first { "" } else { "," };
                (*at, format!("{comma} {id} = {{ {} }}", keys.join(", ")))
            }
        };
        self.pieces.push((at, Kind::Table, text));
    }

    /// The text with the pieces put in and the cuts made.
    fn text(mut self) -> String {
        self.pieces.sort_by_key(|(at, kind, _)| (*at, *kind));
        self.cuts.sort_by_key(|cut| cut.start);
        let mut out = String::with_capacity(self.text.len() + self.pieces.iter().map(|(.., piece)| piece.len()).sum::<usize>());
        let mut at = 0;
        let mut cuts = self.cuts.iter().peekable();
        for (place, _, piece) in &self.pieces {
            at = copied(self.text, at, *place, &mut cuts, &mut out);
            // A last line without an end gets one.
            let starts_line = *place == self.text.len() || self.text[..*place].ends_with('\n');
            if starts_line && !out.is_empty() && !out.ends_with('\n') && !matches!(self.found.form, Form::Inline { .. }) {
                out.push_str(self.newline);
            }
            out.push_str(piece);
        }
        copied(self.text, at, self.text.len(), &mut cuts, &mut out);
        out
    }
}

/// Copies a part of the text without what is cut out of it.
fn copied<'c>(
    text: &str,
    mut at: usize,
    to: usize,
    cuts: &mut std::iter::Peekable<impl Iterator<Item = &'c Range<usize>>>,
    out: &mut String,
) -> usize {
    while let Some(cut) = cuts.next_if(|cut| cut.start < to) {
        out.push_str(&text[at.min(cut.start)..cut.start]);
        at = cut.end;
    }
    out.push_str(&text[at.min(to)..to]);
    at.max(to)
}

fn keys_by_id(tables: &[Table]) -> FxHashMap<&str, FxHashSet<&str>> {
    let mut keys: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    for table in tables {
        keys.entry(&table.id).or_default().extend(table.keys.iter().map(String::as_str));
    }
    keys
}

/// Whether a line is a mark as this program writes it, in whatever language.
fn is_own_mark(line: &str) -> bool {
    Language::ALL.iter().any(|language| line.trim() == format!("{GONE} = true  # {}", say(*language, "facts.gone", &[])))
}

/// A string as TOML writes it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
