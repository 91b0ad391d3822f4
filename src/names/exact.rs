//! The exact key: a name as the eye reads it, whatever keys were hit.
//!
//! Invariants: the key of a key is the key; it does not change with case, with the sort and number of separators, with
//! a Latin letter typed for a Cyrillic one that looks the same. Where words part still counts: `1 1` is not `11`.

use unicode_normalization::UnicodeNormalization;

use super::letters::{Kind, kind, usual};

/// The key under which names are the same to whoever reads them: without case, punctuation and white space at will,
/// look-alike letters of two alphabets as one, `ё` as `е`.
pub fn exact_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    write_key(name, &mut key);
    key
}

/// The key of a word of a vocabulary: as [`exact_key`], and spaces do not count at all. `Support End`, `support-end`
/// and `supportEnd` are one word.
pub fn word_key(word: &str) -> String {
    let mut key = exact_key(word);
    key.retain(|c| c != ' ');
    key
}

/// A text letter by letter as the eye sees it, with its punctuation: for patterns, whose parts are no whole words.
pub fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut put = |c: char| match kind(c) {
        Kind::Letter(letter) => seen.push(letter),
        Kind::Nothing => {}
        Kind::Apostrophe => seen.push('\''),
        Kind::Separator | Kind::Point | Kind::Digit(_) | Kind::Sign(_) => match c {
            '«' | '»' | '“' | '”' | '„' | '‟' => seen.push('"'),
            '\u{2010}'..='\u{2015}' => seen.push('-'),
            _ if c.is_whitespace() => seen.push(' '),
            _ => seen.push(c),
        },
    };
    text.nfkc().flat_map(char::to_lowercase).nfkc().for_each(&mut put);
    seen
}

/// Appends the key of a name.
pub fn write_key(name: &str, key: &mut String) {
    let from = key.len();
    let mut writer = Writer { from, key, word: Word::default(), pending: Pending::Nothing };
    let usual = usual();
    for c in name.chars() {
        match usual(c) {
            Some(kind) => writer.put(kind),
            None => {
                writer.key.truncate(from);
                return write_rare(name, writer.key);
            }
        }
    }
    writer.end_word();
}

/// The same for a name with characters that have other forms.
fn write_rare(name: &str, key: &mut String) {
    let mut writer = Writer { from: key.len(), key, word: Word::default(), pending: Pending::Nothing };
    // These would become letters: nothing that is read as a part of the name.
    let name = name.chars().map(|c| if matches!(c, '№' | '™' | '℠') { ' ' } else { c });
    name.nfkc().flat_map(char::to_lowercase).nfkc().for_each(|c| writer.put(kind(c)));
    writer.end_word();
}

/// What stands between the letters written last and those to come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Apostrophe,
    Point,
}

/// The word that is being written.
#[derive(Clone, Copy, Default)]
struct Word {
    /// Where it starts in the key.
    start: usize,
    open: bool,
    ends_in_digit: bool,
    ends_in_letter: bool,
    /// Letters of one alphabet alone, which tell what the word is written in.
    latin: bool,
    cyrillic: bool,
    /// `b`, `h` or `в`, `н`: alike as capitals alone.
    capital_twins: bool,
}

struct Writer<'k> {
    key: &'k mut String,
    /// Where this name starts in the key.
    from: usize,
    word: Word,
    pending: Pending,
}

impl Writer<'_> {
    fn put(&mut self, kind: Kind) {
        match kind {
            Kind::Letter(letter) => {
                if self.pending == Pending::Point || (self.pending == Pending::Apostrophe && !self.word.ends_in_letter) {
                    self.end_word();
                }
                self.letter(letter);
            }
            Kind::Digit(digit) => {
                match self.pending {
                    Pending::Point if self.word.ends_in_digit => self.key.push('.'),
                    Pending::Nothing => {}
                    Pending::Point | Pending::Apostrophe => self.end_word(),
                }
                self.open();
                self.key.push(digit);
                (self.word.ends_in_digit, self.word.ends_in_letter) = (true, false);
            }
            Kind::Sign(sign) => {
                self.end_word();
                self.open();
                self.key.push(sign);
                self.end_word();
            }
            Kind::Apostrophe if self.word.open && self.pending == Pending::Nothing => self.pending = Pending::Apostrophe,
            Kind::Point if self.word.open && self.pending == Pending::Nothing => self.pending = Pending::Point,
            Kind::Separator | Kind::Apostrophe | Kind::Point => self.end_word(),
            Kind::Nothing => {}
        }
    }

    fn letter(&mut self, letter: char) {
        self.open();
        self.key.push(letter);
        (self.word.ends_in_digit, self.word.ends_in_letter) = (false, true);
        match letter {
            'a' | 'c' | 'e' | 'i' | 'k' | 'm' | 'o' | 'p' | 't' | 'x' | 'y' | 'ə' => {}
            'b' | 'h' | 'в' | 'н' => self.word.capital_twins = true,
            'a'..='z' => self.word.latin = true,
            'а'..='я' | 'ѐ'..='ӿ' => self.word.cyrillic = true,
            _ => {}
        }
    }

    fn open(&mut self) {
        self.pending = Pending::Nothing;
        if !self.word.open {
            if self.key.len() > self.from {
                self.key.push(' ');
            }
            self.word = Word { start: self.key.len(), open: true, ..Word::default() };
        }
    }

    /// In a word that is plainly Cyrillic a Latin `H` is `Н`, and the other way round; by itself it is what it is.
    fn end_word(&mut self) {
        self.pending = Pending::Nothing;
        if self.word.open && self.word.capital_twins && self.word.latin != self.word.cyrillic {
            let to_cyrillic = self.word.cyrillic;
            let settle = |c: char| match (c, to_cyrillic) {
                ('b', true) => 'в',
                ('h', true) => 'н',
                ('в', false) => 'b',
                ('н', false) => 'h',
                _ => c,
            };
            let wrong = |c: char| settle(c) != c;
            if self.key[self.word.start..].contains(wrong) {
                let word: String = self.key[self.word.start..].chars().map(settle).collect();
                self.key.truncate(self.word.start);
                self.key.push_str(&word);
            }
        }
        self.word.open = false;
    }
}
