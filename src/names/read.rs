//! A name read as words: what each says, with the dictionary's help, whatever language and alphabet it is written in.
//!
//! `words` takes the exact key apart and hears each word, `tokens` finds the forms of the dictionary and leaves out
//! what says nothing. All is made from the exact key, so that names with one exact key are always read alike. Takes
//! time and room linear in the length of a name; a reader keeps its buffers from name to name.

mod tokens;
mod words;

use std::ops::Range;

use super::dictionary::{Dictionary, Form, Numbers};
use super::exact::write_key;
use super::sound::Alphabet;

/// Reads names, one after the other.
pub struct Reader<'d> {
    dictionary: &'d Dictionary,
    exact: String,
    words: Vec<Word>,
    sounds: String,
    tokens: Vec<Token>,
    key: String,
    /// Room for one word.
    spelled: String,
    stem: String,
    order: Vec<u32>,
}

/// A word, number or sign of the exact key.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In the exact key.
    pub exact: Range<usize>,
    pub sort: Sort,
    /// Whether nothing stands between it and the word in front of it: digits and letters part by themselves.
    attached: bool,
    alphabet: Option<Alphabet>,
    pub numbers: Numbers,
    /// In the sounds.
    sound: Range<usize>,
    /// How much of the sound is left without endings.
    stem: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Letters,
    Number,
    Sign,
    /// Joins others and says nothing.
    Small,
}

/// What one or several words say.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub said: Said,
    /// The sounds of all its words.
    pub sound: Range<usize>,
    /// How much of the sound is left without endings.
    pub stem: usize,
    words: Range<usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Said {
    Word,
    /// A number or a sign: it always counts, and as often as it is there.
    Number,
    Entry(Form),
}

impl<'d> Reader<'d> {
    pub fn new(dictionary: &'d Dictionary) -> Reader<'d> {
        let text = String::new;
        Reader {
            dictionary,
            exact: text(),
            words: Vec::new(),
            sounds: text(),
            tokens: Vec::new(),
            key: text(),
            spelled: text(),
            stem: text(),
            order: Vec::new(),
        }
    }

    /// The key under which names say the same: see [`super::same_key`].
    pub fn same_key(&mut self, name: &str) -> &str {
        self.read(name);
        self.write_same()
    }

    /// Reads what a name says.
    pub(super) fn read(&mut self, name: &str) {
        self.read_words(name);
        self.find_forms();
        self.leave_doubles_out();
        self.leave_out();
        self.leave_initials_out();
    }

    /// The words of a name, without what they say together.
    pub(super) fn read_words(&mut self, name: &str) -> &[Word] {
        self.exact.clear();
        self.words.clear();
        self.sounds.clear();
        self.tokens.clear();
        write_key(name, &mut self.exact);
        self.split();
        self.drop_copy();
        self.hear();
        &self.words
    }

    /// Writes the key of what was read last; the tokens come into its order.
    pub(super) fn write_same(&mut self) -> &str {
        let (dictionary, sounds) = (self.dictionary, self.sounds.as_str());
        self.tokens.sort_unstable_by(|one, other| text(dictionary, sounds, one).cmp(text(dictionary, sounds, other)));
        self.key.clear();
        for token in &self.tokens {
            if !self.key.is_empty() {
                self.key.push(' ');
            }
            self.key.push_str(text(dictionary, sounds, token));
        }
        &self.key
    }

    pub(super) fn exact(&self) -> &str {
        &self.exact
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// A token as it stands in the key.
    pub(super) fn text(&self, token: &Token) -> &str {
        text(self.dictionary, &self.sounds, token)
    }

    /// The sounds of the words of a token that say something.
    pub(super) fn sounds_of(&self, token: &Token) -> impl Iterator<Item = &str> {
        let words = self.words[token.words.clone()].iter();
        words.filter(|word| word.sort != Sort::Small).map(|word| &self.sounds[word.sound.clone()])
    }

    /// The stem of a word as the dictionary looks it up.
    pub(super) fn stem_of(&self, word: &Word) -> &str {
        &self.sounds[word.sound.start..word.sound.start + word.stem]
    }
}

/// A token as it stands in the key: no id of an entry is the sound of a word, for it starts with `=`.
fn text<'t>(dictionary: &'t Dictionary, sounds: &'t str, token: &Token) -> &'t str {
    match token.said {
        Said::Entry(form) => dictionary.id(form.entry),
        Said::Word | Said::Number => &sounds[token.sound.clone()],
    }
}
