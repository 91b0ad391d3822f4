//! One file of a pack: text → tables as written, or everything that is wrong with its form.
//!
//! Every syntax error, every unknown key and every value of a wrong type is told, requirement by requirement; what
//! is left goes on to `load`, so that one slip does not hide the next.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, ValueDeserializer};

use super::fields;
use super::form::Practice;
use super::mistake;
use super::written::{
    Named, Text, Words, WrittenAct, WrittenAmendment, WrittenCase, WrittenChapter, WrittenCitation, WrittenDefine, WrittenEdition,
    WrittenEditions, WrittenExample, WrittenForm, WrittenGroup, WrittenPack, WrittenRequirement, WrittenUnique,
};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, nearest};
use crate::text::Language;

/// What one file holds.
#[derive(Debug)]
pub struct ParsedFile {
    pub file: FileId,
    pub pack: Option<Parsed<WrittenPack>>,
    pub defines: Vec<(Text, WrittenDefine)>,
    pub requirements: Vec<Parsed<WrittenRequirement>>,
    pub problems: Vec<Problem>,
}

/// A table as written.
#[derive(Debug)]
pub struct Parsed<T> {
    pub written: T,
    /// What a label underlines: the header.
    pub place: Place,
    /// Keys whose values could not be read and were told already: they are not missing.
    pub unread: Vec<String>,
}

type Entry<'a> = (Spanned<std::borrow::Cow<'a, str>>, Spanned<DeValue<'a>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its keys are asked for")]
struct WrittenFile {
    pack: Option<WrittenPack>,
    #[serde(default)]
    define: Named<WrittenDefine>,
    #[serde(default)]
    requirement: Vec<WrittenRequirement>,
}

/// The tables that a file of a pack may hold.
pub fn file_keys() -> &'static [&'static str] {
    fields::of::<WrittenFile>()
}

pub fn parse(file: FileId, text: &str) -> ParsedFile {
    let mut parser = Parser { file, problems: Vec::new() };
    let mut root = parser.document(text);
    parser.known::<WrittenFile>(&mut root, "");
    let pack = take(&mut root, "pack").and_then(|(key, value)| parser.pack(key.span(), value));
    let defines = take(&mut root, "define").map(|(_, value)| parser.defines(value)).unwrap_or_default();
    let requirements = take(&mut root, "requirement").map(|(_, value)| parser.requirements(value)).unwrap_or_default();
    ParsedFile { file, pack, defines, requirements, problems: parser.problems }
}

/// Collects what is wrong with the form of one file; also used for `lists.toml`.
pub struct Parser {
    pub file: FileId,
    pub problems: Vec<Problem>,
}

impl Parser {
    fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.file, span)
    }

    /// The tables of the file; syntax errors are told in the order of the file.
    pub fn document<'a>(&mut self, text: &'a str) -> DeTable<'a> {
        let (root, mut errors) = DeTable::parse_recoverable(text);
        errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            // The parser marks a gap with an empty span, which no label can underline.
            let end = text[span.start.min(text.len())..].chars().next().map_or(span.start, |next| span.start + next.len_utf8());
            let place = self.place(span.start..span.end.max(end));
            self.problems.push(Problem::new(Code::MalformedToml, place).with("reason", error.message()));
        }
        root.into_inner()
    }

    /// Tells and removes the keys of a table that `T` does not know.
    pub fn known<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable, name: &str) {
        let known = fields::of::<T>();
        let unknown: Vec<_> = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).cloned().collect();
        for key in unknown {
            let found = key.get_ref().to_string();
            let near = nearest(&found, known.iter().copied()).unwrap_or("").to_string();
            let problem = Problem::new(Code::UnknownKey, self.place(key.span()));
            self.problems.push(problem.with("found", found).with("table", name).with("nearest", near));
            table.remove(&key);
        }
    }

    /// The same for the table, or the tables of the array, under a key.
    fn known_below<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable, key: &str, name: &str) {
        match get_mut(table, key) {
            Some(DeValue::Table(inner)) => self.known::<T>(inner, name),
            Some(DeValue::Array(items)) => {
                for item in items.iter_mut() {
                    if let DeValue::Table(inner) = item.get_mut() {
                        self.known::<T>(inner, name);
                    }
                }
            }
            _ => {}
        }
    }

    fn pack(&mut self, key: Range<usize>, value: Spanned<DeValue>) -> Option<Parsed<WrittenPack>> {
        let place = self.place(if value.span().is_empty() { key } else { value.span() });
        let mut table = self.table(value)?;
        self.known::<WrittenPack>(&mut table, "pack");
        for words in ["title", "replaced-by", "note"] {
            self.known_below::<Words>(&mut table, words, words);
        }
        self.known_below::<WrittenChapter>(&mut table, "chapter", "pack.chapter");
        self.known_below::<WrittenAmendment>(&mut table, "amendment", "pack.amendment");
        self.known_below::<WrittenAct>(&mut table, "act", "pack.act");
        self.read(table, place)
    }

    fn defines(&mut self, value: Spanned<DeValue>) -> Vec<(Text, WrittenDefine)> {
        let Some(table) = self.table(value) else { return Vec::new() };
        let mut defines = Vec::new();
        for (key, value) in table {
            let Some(mut inner) = self.table(value) else { continue };
            self.known::<WrittenDefine>(&mut inner, "define");
            let name = Spanned::new(key.span(), key.get_ref().to_string());
            let place = self.place(key.span());
            if let Some(parsed) = self.read::<WrittenDefine>(inner, place) {
                defines.push((name, parsed.written));
            }
        }
        // The parser sorts names; mistakes and mutual use are told in the order of the file.
        defines.sort_by_key(|(name, _)| name.span().start);
        defines
    }

    fn requirements(&mut self, value: Spanned<DeValue>) -> Vec<Parsed<WrittenRequirement>> {
        let place = self.place(value.span());
        let DeValue::Array(items) = value.into_inner() else {
            self.problems.push(mistake(Code::PackSyntax, place, "not-a-list").with("name", "requirement"));
            return Vec::new();
        };
        items.into_iter().filter_map(|item| self.requirement(item)).collect()
    }

    fn requirement(&mut self, value: Spanned<DeValue>) -> Option<Parsed<WrittenRequirement>> {
        let place = self.place(value.span());
        let mut table = self.table(value)?;
        self.known::<WrittenRequirement>(&mut table, "requirement");
        as_list(&mut table, "subject");
        for words in ["title", "rationale", "message", "partial-message", "fix", "note", "attested", "because", "not-waivable"] {
            self.known_below::<Words>(&mut table, words, words);
        }
        self.known_below::<WrittenCitation>(&mut table, "cites", "cites");
        self.known_below::<Practice>(&mut table, "follows", "follows");
        self.known_below::<WrittenForm>(&mut table, "form", "form");
        self.known_below::<WrittenGroup>(&mut table, "group", "group");
        self.known_below::<WrittenUnique>(&mut table, "unique", "unique");
        self.known_below::<WrittenCase>(&mut table, "case", "requirement.case");
        self.known_below::<WrittenExample>(&mut table, "example", "requirement.example");
        self.known_below::<WrittenEditions>(&mut table, "edition", "edition");
        if let Some(DeValue::Table(editions)) = get_mut(&mut table, "edition") {
            for language in Language::ALL {
                self.known_below::<WrittenEdition>(editions, language.code(), "edition");
            }
        }
        if let Some(DeValue::Array(cases)) = get_mut(&mut table, "case") {
            for case in cases.iter_mut() {
                if let DeValue::Table(case) = case.get_mut() {
                    as_list(case, "subject");
                }
            }
        }
        if let Some(DeValue::Table(unique)) = get_mut(&mut table, "unique") {
            as_list(unique, "by");
        }
        self.read(table, place)
    }

    pub fn table<'a>(&mut self, value: Spanned<DeValue<'a>>) -> Option<DeTable<'a>> {
        let place = self.place(value.span());
        match value.into_inner() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.problems.push(mistake(Code::PackSyntax, place, "not-a-table"));
                None
            }
        }
    }

    /// Reads a table into its struct. A value that does not fit is told, taken out, and the rest is read again.
    pub fn read<'de, T: Deserialize<'de>>(&mut self, mut table: DeTable<'de>, place: Place) -> Option<Parsed<T>> {
        let mut unread = Vec::new();
        loop {
            let span = place.span.range();
            let value = Spanned::new(span.clone(), DeValue::Table(table.clone()));
            let error = match T::deserialize(ValueDeserializer::from(value)) {
                Ok(written) => return Some(Parsed { written, place, unread }),
                Err(error) => error,
            };
            let at = error.span().unwrap_or(span);
            let problem = unfit(error.message(), self.place(at.clone()));
            self.problems.push(problem);
            unread.push(take_out(&mut table, &at)?);
        }
    }
}

/// A value that does not fit. Of a word that is none of the allowed ones serde tells which are, between backticks.
fn unfit(message: &str, place: Place) -> Problem {
    let mut words = message.split('`').skip(1).step_by(2);
    match (message.starts_with("unknown variant"), words.next()) {
        (true, Some(found)) => {
            let allowed: Vec<&str> = words.collect();
            let near = nearest(found, allowed.iter().copied()).unwrap_or("");
            let listed = allowed.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            mistake(Code::PackName, place, "word-unknown").with("found", found).with("allowed", listed).with("nearest", near)
        }
        _ => mistake(Code::PackType, place, "wrong-form").with("reason", message.lines().collect::<Vec<_>>().join("; ")),
    }
}

/// Removes the innermost value that holds the span and returns the table's own key it stood under.
fn take_out(table: &mut DeTable, at: &Range<usize>) -> Option<String> {
    let holds = |span: Range<usize>| span.start <= at.start && at.end <= span.end;
    let inside = |value: &Spanned<DeValue>| holds(value.span()) || deep(value.get_ref(), at);
    let key = table.iter().find(|(key, value)| holds(key.span()) || inside(value)).map(|(key, _)| key.clone())?;
    let name = key.get_ref().to_string();
    let removed = match table.get_mut(&key).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) => take_out(inner, at).is_some(),
        Some(DeValue::Array(items)) => items.iter().position(inside).is_some_and(|found| take_item(items, found, at)),
        _ => false,
    };
    if !removed {
        table.remove(&key);
    }
    Some(name)
}

/// Removes the innermost value of one item that holds the span, or the whole item.
fn take_item(items: &mut DeArray, found: usize, at: &Range<usize>) -> bool {
    let inner = match items.get_mut(found).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) => take_out(inner, at).is_some(),
        _ => false,
    };
    if !inner {
        *items = items.clone().into_iter().enumerate().filter(|(other, _)| *other != found).map(|(_, value)| value).collect();
    }
    true
}

/// Whether a value's spans hold the span anywhere below: headers of tables do not span what stands under them.
fn deep(value: &DeValue, at: &Range<usize>) -> bool {
    let holds = |span: Range<usize>| span.start <= at.start && at.end <= span.end;
    match value {
        DeValue::Table(table) => table.iter().any(|(key, value)| holds(key.span()) || holds(value.span()) || deep(value.get_ref(), at)),
        DeValue::Array(items) => items.iter().any(|item| holds(item.span()) || deep(item.get_ref(), at)),
        _ => false,
    }
}

pub fn take<'a>(table: &mut DeTable<'a>, key: &str) -> Option<Entry<'a>> {
    table.remove_entry(key)
}

fn get_mut<'t, 'a>(table: &'t mut DeTable<'a>, key: &str) -> Option<&'t mut DeValue<'a>> {
    table.get_mut(key).map(Spanned::get_mut)
}

/// `subject = "system"` is short for `subject = ["system"]`.
fn as_list(table: &mut DeTable, key: &str) {
    let Some(value) = table.get_mut(key) else { return };
    if matches!(value.get_ref(), DeValue::String(_)) {
        let span = value.span();
        let mut list = DeArray::new();
        list.push(value.clone());
        *value = Spanned::new(span, DeValue::Array(list));
    }
}
