//! The exact key taken apart: words, numbers and signs, and how each word sounds.

use super::super::sound::{Alphabet, alphabet_of, settle, stem_of, undouble, write_sound};
use super::{Reader, Sort, Word};

/// The value of a Roman numeral that is no word or letter as well.
fn number_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "ii" => "2",
        "iii" => "3",
        "iv" => "4",
        "vi" => "6",
        "vii" => "7",
        "viii" => "8",
        "ix" => "9",
        "xi" => "11",
        "xii" => "12",
        "xiii" => "13",
        "xiv" => "14",
        "xv" => "15",
        "xvi" => "16",
        "xx" => "20",
        _ => return None,
    })
}

impl Reader<'_> {
    /// Words apart, and digits from letters: `Система1` is `Система 1`.
    pub(super) fn split(&mut self) {
        let sort_of = |c: char| match c {
            // The usual ones first: the tables of Unicode are slow.
            'a'..='z' | 'а'..='ӿ' => Sort::Letters,
            '0'..='9' | '.' => Sort::Number,
            _ if c.is_numeric() => Sort::Number,
            _ if c.is_alphabetic() => Sort::Letters,
            _ => Sort::Sign,
        };
        let (mut start, mut last) = (0, None);
        for (at, c) in self.exact.char_indices().chain([(self.exact.len(), ' ')]) {
            let sort = (c != ' ').then(|| sort_of(c));
            if sort == last {
                continue;
            }
            if let Some(sort) = last {
                let attached = start > 0 && self.exact.as_bytes()[start - 1] != b' ';
                let nothing = Word { exact: start..at, sort, attached, alphabet: None, numbers: [None; 2], sound: 0..0, stem: 0 };
                self.words.push(nothing);
            }
            (start, last) = (at, sort);
        }
        self.mark_small();
        self.glue();
    }

    /// Words that only join others. At an end of a name they join nothing: `Вариант В`, `Реестр ПО`.
    fn mark_small(&mut self) {
        let last = self.words.len().saturating_sub(1);
        for word in self.words.iter_mut().take(last).skip(1) {
            if word.sort == Sort::Letters && !word.attached && self.dictionary.is_small(&self.exact[word.exact.clone()]) {
                word.sort = Sort::Small;
            }
        }
    }

    /// `e-Акимат` is one word, as `eАкимат` is.
    fn glue(&mut self) {
        if !self.words.iter().any(|word| word.exact.len() < 3 && self.dictionary.is_glued(&self.exact[word.exact.clone()])) {
            return;
        }
        let mut glued: Vec<Word> = Vec::with_capacity(self.words.len());
        for word in self.words.drain(..) {
            let before = glued.last_mut().filter(|before| word.sort == Sort::Letters && before.sort == Sort::Letters);
            match before {
                Some(before) if self.dictionary.is_glued(&self.exact[before.exact.clone()]) => before.exact.end = word.exact.end,
                _ => glued.push(word),
            }
        }
        self.words = glued;
    }

    /// A copy has the name of what it was copied from; a number behind the word counts the copies.
    pub(super) fn drop_copy(&mut self) {
        let is_copy = |word: &Word| word.sort == Sort::Letters && self.dictionary.is_copy(&self.exact[word.exact.clone()]);
        loop {
            let left = match self.words.as_slice() {
                [.., _, word] if is_copy(word) => self.words.len() - 1,
                [.., _, word, number] if number.sort == Sort::Number && is_copy(word) => self.words.len() - 2,
                _ => return,
            };
            self.words.truncate(left);
        }
    }

    /// How each word sounds. One whose letters both alphabets have is read as the rest of the name is written.
    pub(super) fn hear(&mut self) {
        let (mut latin, mut cyrillic) = (false, false);
        for word in self.words.iter_mut().filter(|word| matches!(word.sort, Sort::Letters | Sort::Small)) {
            word.alphabet = alphabet_of(&self.exact[word.exact.clone()]);
            match word.alphabet {
                Some(Alphabet::Latin) => latin = true,
                Some(Alphabet::Cyrillic) => cyrillic = true,
                None => {}
            }
        }
        let usual = if latin && !cyrillic { Alphabet::Latin } else { Alphabet::Cyrillic };
        let mut after_number = false;
        for at in 0..self.words.len() {
            let word = &mut self.words[at];
            let (start, exact) = (self.sounds.len(), &self.exact[word.exact.clone()]);
            let roman = if word.sort == Sort::Letters { number_of(exact) } else { None };
            match (word.sort, roman) {
                (Sort::Small, _) => {}
                (Sort::Sign, _) => self.sounds.push_str(exact),
                (Sort::Letters, None) => self.hear_letters(at, usual),
                (Sort::Number, _) | (Sort::Letters, Some(_)) => {
                    word.sort = Sort::Number;
                    // `2.1` and `2 1` are two numbers in this order.
                    self.sounds.push_str(if after_number { "." } else { "" });
                    let digits = roman.unwrap_or_else(|| exact.trim_start_matches('0'));
                    self.sounds.push_str(if digits.is_empty() { "0" } else { digits });
                }
            }
            let word = &mut self.words[at];
            after_number = word.sort == Sort::Number;
            word.sound = start..self.sounds.len();
        }
    }

    fn hear_letters(&mut self, at: usize, usual: Alphabet) {
        let start = self.sounds.len();
        let exact = &self.exact[self.words[at].exact.clone()];
        let own = self.words[at].alphabet;
        let read = own.unwrap_or_else(|| if self.dictionary.is_latin(exact) { Alphabet::Latin } else { usual });
        write_sound(exact, read, &mut self.spelled, &mut self.sounds);
        self.stem.clear();
        self.stem.push_str(stem_of(&self.sounds[start..]));
        settle(&mut self.stem);
        undouble(&mut self.sounds, start);
        // A word of signs that are not heard is told from others by what is written.
        if self.sounds.len() == start {
            self.sounds.push_str(exact);
        }
        self.words[at].numbers = self.dictionary.numbers(exact, &self.stem);
        self.words[at].stem = self.stem.len().min(self.sounds.len() - start);
    }
}
