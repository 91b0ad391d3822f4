//! What words say together: forms of the dictionary as one, and nothing where they add nothing.

use super::super::dictionary::{LONGEST, LeftOut};
use super::{Reader, Said, Sort, Token};

/// A sound of one letter says too little to stand for a name.
const MEANING: usize = 2;
/// How long an abbreviation of the words beside it may be, and from which length on it may skip the first of them.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=8;
const SURE: usize = 3;

impl Reader<'_> {
    /// Words to tokens, the longest form at each place.
    pub(super) fn find_forms(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let word = &self.words[at];
            let (said, end) = match word.sort {
                Sort::Small => {
                    at += 1;
                    continue;
                }
                Sort::Number | Sort::Sign => (Said::Number, at + 1),
                Sort::Letters => self.form_at(at),
            };
            let last = &self.words[end - 1];
            let token = Token { said, sound: word.sound.start..last.sound.end, stem: word.stem, words: at..end };
            self.tokens.push(token);
            at = end;
        }
    }

    /// The form that begins at a word, and the word behind it.
    fn form_at(&self, at: usize) -> (Said, usize) {
        let (mut numbers, mut ends, mut count) = ([[None; 2]; LONGEST], [at; LONGEST], 0);
        for (here, word) in self.words.iter().enumerate().skip(at).filter(|(_, word)| word.sort != Sort::Small) {
            // A word that no form has ends the search.
            if word.sort != Sort::Letters || word.numbers == [None; 2] || count == LONGEST {
                break;
            }
            (numbers[count], ends[count]) = (word.numbers, here + 1);
            count += 1;
        }
        match self.dictionary.longest(&numbers[..count]) {
            Some((count, form)) => (Said::Entry(form), ends[count - 1]),
            None => (Said::Word, at + 1),
        }
    }

    /// `ИС «ЕГКН»` is `ЕГКН`, as long as something that tells it from others is left.
    pub(super) fn leave_out(&mut self) {
        while let Some(entry) = self.needless() {
            self.tokens.retain(|token| !matches!(token.said, Said::Entry(form) if form.entry == entry));
        }
    }

    /// An entry that says nothing beside the others.
    fn needless(&self) -> Option<u32> {
        let last = self.tokens.len().checked_sub(1)?;
        let mut needless = self.tokens.iter().enumerate().filter_map(|(at, token)| {
            let Said::Entry(form) = token.said else { return None };
            let left_out = match self.dictionary.left_out(form.entry)? {
                LeftOut::Anywhere => true,
                LeftOut::Head => (at == 0 && form.in_front) || (at == last && form.behind),
            };
            left_out.then_some(form.entry)
        });
        needless.find(|entry| self.tokens.iter().any(|token| self.means_something(token, *entry)))
    }

    fn means_something(&self, token: &Token, without: u32) -> bool {
        match token.said {
            Said::Word => self.sounds[token.sound.clone()].chars().nth(MEANING - 1).is_some(),
            Said::Number => false,
            Said::Entry(form) => form.entry != without && self.dictionary.left_out(form.entry).is_none(),
        }
    }

    /// `Единый регистр субъектов (ЕРС)`: the abbreviation repeats the words that it stands for.
    pub(super) fn leave_initials_out(&mut self) {
        let [first, .., last] = self.tokens.as_slice() else { return };
        let initials = |tokens: &[Token]| {
            let words = tokens.iter().flat_map(|token| &self.words[token.words.clone()]);
            let words = words.filter(|word| word.sort == Sort::Letters);
            words.filter_map(|word| self.exact[word.exact.clone()].chars().next()).collect::<String>()
        };
        let is_short = |token: &Token| matches!(token.said, Said::Word) && token.words.len() == 1;
        let short = |token: &Token| is_short(token).then(|| &self.exact[self.words[token.words.start].exact.clone()]);
        let short = |token: &Token| short(token).filter(|short| INITIALS.contains(&short.chars().count()));
        let is_of = |short: &str, initials: &str, fits: bool| short == initials || (fits && short.chars().count() >= SURE);
        let end = self.tokens.len() - 1;
        if let Some(short) = short(last) {
            let before = initials(&self.tokens[..end]);
            if is_of(short, &before, before.ends_with(short)) {
                self.tokens.truncate(end);
                return;
            }
        }
        if let Some(short) = short(first) {
            let behind = initials(&self.tokens[1..]);
            if is_of(short, &behind, behind.starts_with(short)) {
                self.tokens.remove(0);
            }
        }
    }

    /// What is said twice is said once.
    pub(super) fn leave_doubles_out(&mut self) {
        let (dictionary, sounds) = (self.dictionary, self.sounds.as_str());
        let text = |at: usize| super::text(dictionary, sounds, &self.tokens[at]);
        let is_number = |at: usize| matches!(self.tokens[at].said, Said::Number);
        let mut order: Vec<usize> = (0..self.tokens.len()).collect();
        order.sort_by(|one, other| text(*one).cmp(text(*other)));
        let mut double = vec![false; order.len()];
        for pair in order.windows(2).filter(|pair| text(pair[0]) == text(pair[1])) {
            double[pair[1]] = !is_number(pair[1]);
        }
        let mut double = double.into_iter();
        self.tokens.retain(|_| double.next() == Some(false));
    }
}
