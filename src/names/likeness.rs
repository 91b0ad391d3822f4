//! How alike two names are, from 0 to 1.
//!
//! The score is symmetric; 1 is for names that say the same and for no others. Its cost is bounded, whatever the
//! length of the names: what lies behind the first words and letters no longer counts.

use super::dictionary::Dictionary;
use super::read::{Reader, Said};
use super::sound::stem_of;

/// A name, read once for many comparisons.
#[derive(Clone, Debug, Default)]
pub struct Name {
    exact: Box<str>,
    same: Box<str>,
    /// Words, and entries of the dictionary as one each.
    pub(super) words: Vec<Word>,
    /// The same word by word, as heard.
    pub(super) heard: Vec<Word>,
    /// Numbers, signs and single letters, sorted.
    numbers: Vec<Box<str>>,
    /// All that is heard, without spaces.
    joined: Box<str>,
}

/// A word or an entry of the dictionary.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) stem: usize,
    pub(super) is_entry: bool,
}

/// So many words of a name are compared, and so many letters.
pub(super) const WORDS: usize = 24;
const LETTERS: usize = 64;
/// How much an entry weighs, in letters.
const ENTRY: usize = 8;
/// Words less alike than this are different words.
pub(super) const ALIKE: f64 = 0.6;
/// The same word in another case or number.
const INFLECTED: f64 = 0.96;
/// An abbreviation or a contraction that the dictionary does not have; two letters are less than three.
const SHORTENED: f64 = 0.8;
const INITIALS: f64 = 0.7;
/// The most that names with different numbers have, and one with a number beside one without.
const OTHER_NUMBER: f64 = 0.5;
const NO_NUMBER: f64 = 0.75;
/// The most that names have of which each has a word that the other lacks.
const OTHER_WORD: f64 = 0.7;
/// The most that names have which do not say the same.
const NEARLY: f64 = 0.99;

/// How alike two names are; keep a [`Name`] for many comparisons.
pub fn likeness(one: &str, other: &str) -> f64 {
    Name::new(one).likeness(&Name::new(other))
}

impl Name {
    /// Reads a name with the standard dictionary.
    pub fn new(name: &str) -> Name {
        Name::read(&mut Reader::new(Dictionary::standard()), name)
    }

    /// Reads a name with a reader that has read others.
    pub fn read(reader: &mut Reader, name: &str) -> Name {
        reader.read(name);
        let mut read = Name { exact: reader.exact().into(), ..Name::default() };
        let mut joined = String::new();
        for token in reader.tokens() {
            let text: Box<str> = reader.text(token).into();
            match token.said {
                // A letter counts variants as a number does.
                Said::Word if text.chars().nth(1).is_none() => read.numbers.push(text),
                Said::Number => read.numbers.push(text),
                Said::Word => read.words.push(Word { text, stem: token.stem, is_entry: false }),
                Said::Entry(_) => read.words.push(Word { stem: text.len(), text, is_entry: true }),
            }
            for sound in reader.sounds_of(token) {
                joined.push_str(sound);
                if sound.chars().nth(1).is_some() && !matches!(token.said, Said::Number) {
                    read.heard.push(Word { text: sound.into(), stem: stem_of(sound).len(), is_entry: false });
                }
            }
        }
        read.words.truncate(WORDS);
        read.heard.truncate(WORDS);
        read.numbers.sort();
        read.joined = joined.into();
        read.same = reader.write_same().into();
        read
    }

    /// The key of [`super::exact_key`].
    pub fn exact(&self) -> &str {
        &self.exact
    }

    /// The key of [`super::same_key`].
    pub fn same(&self) -> &str {
        &self.same
    }

    /// The words without their endings, and entries as one each.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(Word::stem)
    }

    /// The same word by word, as heard.
    pub fn heard(&self) -> impl Iterator<Item = &str> {
        self.heard.iter().map(Word::stem)
    }

    /// Numbers, signs and single letters, sorted.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.numbers.iter().map(AsRef::as_ref)
    }

    /// The letters of a name of one word that no dictionary knows: it may be an abbreviation.
    pub fn short(&self) -> Option<&str> {
        match self.words.as_slice() {
            [Word { text, is_entry: false, .. }] => Some(text),
            _ => None,
        }
    }

    /// All that is heard, without spaces.
    pub fn joined(&self) -> &str {
        &self.joined
    }

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    /// How alike two names are: 1 where they say the same, 0 where they have nothing in common or one is none.
    pub fn likeness(&self, other: &Name) -> f64 {
        if self.is_empty() || other.is_empty() {
            return 0.0;
        }
        if self.exact == other.exact || self.same == other.same {
            return 1.0;
        }
        // In one order, so that the score is the same both ways.
        let (one, other) = if (&self.same, &self.exact) <= (&other.same, &other.exact) { (self, other) } else { (other, self) };
        let said = shared(&one.words, &other.words);
        if one.is_another_entry(other) {
            return said.min(OTHER_NUMBER);
        }
        let mut score = said.max(shared(&one.heard, &other.heard));
        // Words may have been written together, or apart.
        if one.heard.len() != other.heard.len() || one.heard.len() < 2 {
            score = score.max(closeness(&one.joined, &other.joined)).max(closeness(&one.exact, &other.exact));
        }
        let score = score.max(one.shortens(other)).max(other.shortens(one));
        let most = match (one.numbers == other.numbers, one.numbers.is_empty() || other.numbers.is_empty()) {
            (true, _) => NEARLY,
            (false, true) => NO_NUMBER,
            (false, false) => OTHER_NUMBER,
        };
        score.min(most)
    }

    /// Whether the dictionary knows both and holds them for different: `ГБД ФЛ` and `ГБД ЮЛ` are a letter apart.
    pub(super) fn is_another_entry(&self, other: &Name) -> bool {
        let entries = |name: &Name| name.words.iter().any(|word| word.is_entry);
        let is_shared = |word: &Word| word.is_entry && other.words.iter().any(|other| other.text == word.text);
        entries(self) && entries(other) && !self.words.iter().any(is_shared)
    }

    /// Whether this name, one word, is made of the beginnings of the other's words: `ЭПЗ`, `Минздрав`.
    pub(super) fn shortens(&self, other: &Name) -> f64 {
        let [Word { text: short, is_entry: false, .. }] = self.words.as_slice() else { return 0.0 };
        let short = short.as_bytes();
        // One place more than letters fits the bits below.
        if !(2..=24).contains(&short.len()) || other.heard.len() < 2 {
            return 0.0;
        }
        // Bit n: the first n letters are made of the words so far.
        let mut made = 1u32;
        for word in &other.heard {
            let mut next = 0;
            // The last place stands for the letters being at their end.
            for from in (0..=short.len()).filter(|from| made & (1 << from) != 0) {
                // Doubled letters are heard once: `EDFF` as `edf`.
                let doubled = from > 0 && word.text.as_bytes().first() == short.get(from - 1);
                next |= u32::from(doubled) << from;
                let length = short[from..].iter().zip(word.text.as_bytes()).take_while(|(one, other)| one == other).count();
                next |= ((1u32 << length) - 1) << (from + 1);
            }
            made = next;
            if made == 0 {
                return 0.0;
            }
        }
        match (made & (1 << short.len()) != 0, short.len()) {
            (false, _) => 0.0,
            (true, 2) => INITIALS,
            (true, _) => SHORTENED,
        }
    }

    /// Which pairs of letters are heard, as a coarse mark: names that share few are not alike.
    pub(super) fn pairs(&self) -> u64 {
        let mut last = 0;
        self.joined.as_bytes().iter().fold(0, |pairs, letter| {
            let pair = u64::from(std::mem::replace(&mut last, *letter)) * 31 + u64::from(*letter);
            pairs | 1 << (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
        })
    }
}

impl Word {
    pub(super) fn stem(&self) -> &str {
        self.text.get(..self.stem).unwrap_or(&self.text)
    }

    fn weight(&self) -> usize {
        if self.is_entry { ENTRY } else { self.text.len().min(LETTERS) }
    }

    pub(super) fn likeness(&self, other: &Word) -> f64 {
        if self.text == other.text {
            return 1.0;
        }
        if self.is_entry || other.is_entry {
            return 0.0;
        }
        let inflected = if self.stem() == other.stem() { INFLECTED } else { 0.0 };
        closeness(&self.text, &other.text).clamp(inflected, INFLECTED)
    }
}

/// The share of letters that stand in words which both names have, or nearly have.
fn shared(one: &[Word], other: &[Word]) -> f64 {
    let mut pairs = Vec::new();
    for (at, word) in one.iter().enumerate() {
        let alike = other.iter().enumerate().map(|(to, other)| (word.likeness(other), at, to));
        pairs.extend(alike.filter(|(alike, ..)| *alike >= ALIKE));
    }
    pairs.sort_by(|(one, at, to), (other, other_at, other_to)| other.total_cmp(one).then((at, to).cmp(&(other_at, other_to))));
    let (mut taken, mut others_taken) = ([false; WORDS], [false; WORDS]);
    let (mut common, mut count) = (0.0, 0);
    for (alike, at, to) in pairs {
        if !taken[at] && !others_taken[to] {
            (taken[at], others_taken[to]) = (true, true);
            common += alike * (one[at].weight() + other[to].weight()) as f64;
            count += 1;
        }
    }
    let all = one.iter().chain(other).map(Word::weight).sum::<usize>();
    let most = if count < one.len().min(other.len()) { OTHER_WORD } else { 1.0 };
    if all == 0 { 0.0 } else { (common / all as f64).min(most) }
}

/// How close two texts are, letter by letter and without spaces: 1 less the share of letters that were changed, left
/// out, added or swapped. What differs in length too much to be alike is not looked at closely.
pub(super) fn closeness(one: &str, other: &str) -> f64 {
    let plain = |text: &str| text.is_ascii() && !text.contains(' ');
    if plain(one) && plain(other) {
        return close(&one.as_bytes()[..one.len().min(LETTERS)], &other.as_bytes()[..other.len().min(LETTERS)]);
    }
    let letters = |text: &str| text.chars().filter(|c| *c != ' ').take(LETTERS).collect::<Vec<char>>();
    close(&letters(one), &letters(other))
}

fn close<T: PartialEq>(one: &[T], other: &[T]) -> f64 {
    let (least, most) = (one.len().min(other.len()), one.len().max(other.len()));
    if least == 0 || (least as f64) < most as f64 * ALIKE {
        return 0.0;
    }
    1.0 - distance(one, other) as f64 / most as f64
}

/// Optimal string alignment: the fewest changes, of which swapping two neighbours is one.
fn distance<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    // The row above, the one before it, the row that is being written.
    let mut rows = [[0u8; LETTERS + 1]; 3];
    rows[0].iter_mut().zip(0..).for_each(|(cell, at)| *cell = at);
    for (at, letter) in one.iter().enumerate() {
        let [above, before, row] = &mut rows;
        row[0] = at as u8 + 1;
        for (to, other_letter) in other.iter().enumerate() {
            let changed = above[to] + u8::from(letter != other_letter);
            let mut least = changed.min(above[to + 1] + 1).min(row[to] + 1);
            if at > 0 && to > 0 && *letter == other[to - 1] && one[at - 1] == *other_letter {
                least = least.min(before[to - 1] + 1);
            }
            row[to + 1] = least;
        }
        rows.rotate_right(1);
    }
    usize::from(rows[0][other.len()])
}
