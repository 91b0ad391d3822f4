//! A proposed mapping as TOML: entries that are sure, comments for the rest, counts beside both.

use std::fmt::Write;

use super::VALUES;
use super::guess::{Guess, ValueGuess};
use crate::fragment::KeyUsage;
use crate::metamodel::Metamodel;
use crate::text::{Language, say};
use crate::write::toml;

/// How many values and kinds stand beside a key.
const SHOWN: usize = 4;

pub struct Page {
    metamodel: &'static Metamodel,
    language: Language,
    text: String,
    /// Whether anything is proposed.
    any: bool,
}

impl Page {
    pub fn new(metamodel: &'static Metamodel, language: Language) -> Page {
        Page { metamodel, language, text: String::new(), any: false }
    }

    fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> String {
        say(self.language, &format!("suggest.{key}"), arguments)
    }

    fn section(&mut self, table: &str) {
        self.any = true;
        let _ = writeln!(self.text, "\n[mapping.{table}]");
    }

    /// One entry; as a comment where it is not sure.
    fn entry(&mut self, word: &str, guess: Option<&Guess>, note: &str) {
        let mark = if guess.is_some_and(|guess| guess.is_sure) { "" } else { "# " };
        let meaning = guess.map_or("", |guess| guess.meaning.as_str());
        let _ = writeln!(self.text, "{mark}{} = {}  # {}", quoted(word), quoted(meaning), one_line(note));
    }

    pub fn types(&mut self, types: Vec<(&str, usize)>) {
        if types.is_empty() {
            return;
        }
        self.section("types");
        let _ = writeln!(self.text, "# {}", self.say("types", &[]));
        for (name, count) in types {
            let note = self.say("elements", &[("count", &count)]);
            self.entry(name, None, &note);
        }
    }

    pub fn specializations<'u>(&mut self, words: impl Iterator<Item = (&'u str, usize, Option<Guess>)>) {
        for (at, (word, count, guess)) in words.enumerate() {
            if at == 0 {
                self.section("specializations");
            }
            let note = self.say("elements", &[("count", &count)]);
            self.entry(word, guess.as_ref(), &note);
        }
    }

    pub fn properties(&mut self, keys: &[(&str, &KeyUsage, Option<Guess>)]) {
        if keys.is_empty() {
            return;
        }
        self.section("properties");
        for (key, usage, guess) in keys {
            let note = self.usage(usage);
            self.entry(key, guess.as_ref(), &note);
        }
    }

    /// Where a key stands and what it says there.
    fn usage(&self, usage: &KeyUsage) -> String {
        let count: usize = usage.strange.values().sum();
        let mut kinds: Vec<(usize, &str)> =
            usage.strange.iter().map(|(kind, count)| (*count, self.metamodel.kind(*kind).title.get(self.language))).collect();
        kinds.sort_by_key(|(count, kind)| (std::cmp::Reverse(*count), *kind));
        let kinds = shown(kinds.iter().map(|(count, kind)| format!("{kind} {count}")), kinds.len());
        let mut values: Vec<(&String, &usize)> = usage.values.iter().collect();
        values.sort_by_key(|(value, count)| (std::cmp::Reverse(**count), *value));
        let values = shown(values.iter().map(|(value, count)| format!("«{}» {count}", short(value))), values.len());
        self.say("usage", &[("count", &count), ("kinds", &kinds), ("values", &values)])
    }

    pub fn values(&mut self, key: &str, values: &[ValueGuess<'_>]) {
        let Some(first) = values.first() else { return };
        self.section(&format!("values.{}", quoted(key)));
        if !first.allowed.is_empty() {
            let _ = writeln!(self.text, "# {}", self.say("allowed", &[("values", &first.allowed.join(" | "))]));
        }
        for guess in &values[..values.len().min(VALUES)] {
            let note = self.say("times", &[("count", &guess.count)]);
            self.entry(guess.value, guess.guess.as_ref(), &note);
        }
        if values.len() > VALUES {
            let _ = writeln!(self.text, "# {}", self.say("more", &[("count", &(values.len() - VALUES))]));
        }
    }

    pub fn finish(self) -> String {
        let head = self.say(if self.any { "head" } else { "nothing" }, &[]);
        let head: String = head.lines().map(|line| format!("# {line}\n")).collect();
        head + &self.text
    }
}

fn shown(all: impl Iterator<Item = String>, count: usize) -> String {
    let mut shown: Vec<String> = all.take(SHOWN).collect();
    if count > SHOWN {
        shown.push("…".to_string());
    }
    shown.join(", ")
}

/// The beginning of a long value.
fn short(value: &str) -> String {
    const LETTERS: usize = 40;
    match value.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_string(),
    }
}

/// A text as TOML writes it in one line.
fn quoted(text: &str) -> String {
    toml::text(text)
}

/// A comment ends with its line, and holds no control characters.
fn one_line(note: &str) -> String {
    note.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
