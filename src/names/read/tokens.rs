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
        needless.next().filter(|_| self.tokens.iter().any(|token| self.means_something(token)))
    }

    fn means_something(&self, token: &Token) -> bool {
        match token.said {
            Said::Word => self.sounds[token.sound.clone()].chars().nth(MEANING - 1).is_some(),
            Said::Number => false,
            Said::Entry(form) => self.dictionary.left_out(form.entry).is_none(),
        }
    }

    /// `Единый регистр субъектов (ЕРС)`: the abbreviation repeats the words that it stands for.
    pub(super) fn leave_initials_out(&mut self) {
        let [first, .., last] = self.tokens.as_slice() else { return };
        let end = self.tokens.len() - 1;
        if let Some(short) = self.abbreviation(last)
            && repeats(short.chars().rev(), self.initials(&self.tokens[..end]).rev())
        {
            self.tokens.truncate(end);
        } else if let Some(short) = self.abbreviation(first)
            && repeats(short.chars(), self.initials(&self.tokens[1..]))
        {
            self.tokens.remove(0);
        }
    }

    /// A word that may be an abbreviation of those beside it.
    fn abbreviation(&self, token: &Token) -> Option<&str> {
        let [word] = &self.words[token.words.clone()] else { return None };
        let text = &self.exact[word.exact.clone()];
        (matches!(token.said, Said::Word) && INITIALS.contains(&text.chars().count())).then_some(text)
    }

    fn initials(&self, tokens: &[Token]) -> impl DoubleEndedIterator<Item = char> {
        let words = tokens.iter().flat_map(|token| &self.words[token.words.clone()]);
        let words = words.filter(|word| word.sort == Sort::Letters);
        words.filter_map(|word| self.exact[word.exact.clone()].chars().next())
    }

    /// What is said twice is said once.
    pub(super) fn leave_doubles_out(&mut self) {
        let (dictionary, sounds, tokens) = (self.dictionary, self.sounds.as_str(), &self.tokens);
        let text = |at: u32| super::text(dictionary, sounds, &tokens[at as usize]);
        self.order.clear();
        self.order.extend(0..tokens.len() as u32);
        self.order.sort_unstable_by(|one, other| text(*one).cmp(text(*other)).then(one.cmp(other)));
        let is_number = |at: u32| matches!(tokens[at as usize].said, Said::Number);
        let is_double = |pair: &[u32]| text(pair[0]) == text(pair[1]) && !is_number(pair[1]);
        if self.order.windows(2).any(is_double) {
            let mut double = vec![false; tokens.len()];
            self.order.windows(2).filter(|pair| is_double(pair)).for_each(|pair| double[pair[1] as usize] = true);
            let mut double = double.into_iter();
            self.tokens.retain(|_| double.next() == Some(false));
        }
    }
}

/// Whether letters are those at the end of initials from which both are read; short ones have to be all of them.
fn repeats(mut letters: impl Iterator<Item = char>, mut initials: impl Iterator<Item = char>) -> bool {
    let mut count = 0;
    let same = letters.all(|letter| {
        count += 1;
        initials.next() == Some(letter)
    });
    same && (count >= SURE || initials.next().is_none())
}
