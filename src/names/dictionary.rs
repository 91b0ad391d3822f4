//! The dictionary of names, as `rules/names.toml` has it: which words say nothing by themselves, which names and
//! abbreviations stand for one thing in three languages, what is left away.
//!
//! `written` loads the file; here are the questions that reading a name asks, each one look-up a word.

mod written;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::place::FileId;
use crate::problem::Problem;

/// The path under which problems show the embedded file.
pub const PATH: &str = "rules/names.toml";
/// The embedded file.
pub const TEXT: &str = include_str!("../../rules/names.toml");

static STANDARD: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::load(TEXT, FileId(0)).expect("the embedded dictionary has no mistakes (a test loads it)"));

/// The dictionary, compiled.
#[derive(Debug, Default)]
pub struct Dictionary {
    /// Words of exact keys that join others and say nothing themselves.
    small: FxHashSet<Box<str>>,
    longest_small: usize,
    /// Words of exact keys that are Latin, although each of their letters is in both alphabets.
    latin: FxHashSet<Box<str>>,
    /// Words of exact keys that belong to the word behind them.
    glued: FxHashSet<Box<str>>,
    /// Words of exact keys by which tools mark a copy.
    copy: FxHashSet<Box<str>>,
    /// Numbers of words that are compared letter by letter.
    abbreviations: FxHashMap<Box<str>, u32>,
    /// Numbers of words that are compared by their stems.
    stems: FxHashMap<Box<str>, u32>,
    /// From a node over a word to the next.
    steps: FxHashMap<(u32, u32), u32>,
    /// Nodes from which an entry, written in whichever way, leads on.
    whole: FxHashSet<u32>,
    /// What a form that ends at a node means.
    ends: FxHashMap<u32, Form>,
    entries: Vec<Entry>,
}

/// A thing with several names.
#[derive(Debug)]
struct Entry {
    id: Box<str>,
    /// None for what is never left away.
    left_out: Option<LeftOut>,
}

/// Where in a name a word says nothing beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// In front of a Russian name, behind a Kazakh or an English one.
    Head,
    Anywhere,
}

/// One way to write an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub entry: u32,
    /// Whether it may be the head of a name in front of it, and behind it.
    pub in_front: bool,
    pub behind: bool,
}

/// A word as forms are made of: its numbers as an abbreviation and by its stem.
pub(super) type Numbers = [Option<u32>; 2];

/// Steps over a whole entry are those over this and its number.
const ENTRIES: u32 = 1 << 31;
/// No form has more words.
pub(super) const LONGEST: usize = 16;

impl Dictionary {
    /// The dictionary that is built into the program.
    pub fn standard() -> &'static Dictionary {
        &STANDARD
    }

    /// Loads a dictionary, or returns everything that is wrong with it, with places in `file`.
    pub fn load(text: &str, file: FileId) -> Result<Dictionary, Vec<Problem>> {
        written::load(text, file)
    }

    pub(super) fn is_small(&self, word: &str) -> bool {
        word.len() <= self.longest_small && self.small.contains(word)
    }

    pub(super) fn is_latin(&self, word: &str) -> bool {
        self.latin.contains(word)
    }

    pub(super) fn is_glued(&self, word: &str) -> bool {
        self.glued.contains(word)
    }

    pub(super) fn is_copy(&self, word: &str) -> bool {
        self.copy.contains(word)
    }

    /// What a word may be in a form: an abbreviation, letter by letter, or a word by its stem.
    pub(super) fn numbers(&self, word: &str, stem: &str) -> Numbers {
        [self.abbreviations.get(word).copied(), self.stems.get(stem).copied()]
    }

    /// The longest form that words at the start of a list make, and how many they are.
    pub(super) fn longest(&self, words: &[Numbers]) -> Option<(usize, Form)> {
        let mut found = None;
        self.walk(0, words, 0, &mut found);
        found
    }

    /// Goes on from a node, by the next word or by the entry that the next words make.
    fn walk(&self, node: u32, words: &[Numbers], done: usize, found: &mut Option<(usize, Form)>) {
        if let Some(form) = self.ends.get(&node)
            && found.is_none_or(|(most, _)| done > most)
        {
            *found = Some((done, *form));
        }
        let Some(numbers) = words.get(done) else { return };
        for number in numbers.iter().flatten() {
            if let Some(next) = self.steps.get(&(node, *number)) {
                self.walk(*next, words, done + 1, found);
            }
        }
        if self.whole.contains(&node) {
            let mut part = None;
            // What an entry is made of is looked for by words alone: nothing goes round in circles.
            self.walk_words(words, done, &mut part);
            if let Some((end, form)) = part
                && let Some(next) = self.steps.get(&(node, ENTRIES | form.entry))
            {
                self.walk(*next, words, end, found);
            }
        }
    }

    /// The longest form at a place, by words alone.
    fn walk_words(&self, words: &[Numbers], from: usize, found: &mut Option<(usize, Form)>) {
        let mut node = 0;
        for (at, numbers) in words.iter().enumerate().skip(from) {
            match numbers.iter().flatten().find_map(|number| self.steps.get(&(node, *number))) {
                Some(next) => node = *next,
                None => return,
            }
            if let Some(form) = self.ends.get(&node) {
                *found = Some((at + 1, *form));
            }
        }
    }

    pub(super) fn id(&self, entry: u32) -> &str {
        self.entries.get(entry as usize).map_or("", |entry| &entry.id)
    }

    pub(super) fn left_out(&self, entry: u32) -> Option<LeftOut> {
        self.entries.get(entry as usize).and_then(|entry| entry.left_out)
    }
}
