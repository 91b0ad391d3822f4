//! How alike two names are where words do not all say as much: half of all names begin with `Реестр`, few have
//! `лицензий` behind it.
//!
//! Leaves to others: how rare a word is.

use super::likeness::{ALIKE, Name, WORDS, Word, closeness};
use super::sound::stem_of;

/// What a comparison of two names came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alike {
    /// From 0 to 1; 1 for names that say the same.
    pub degree: f64,
    /// How much the words that both have weigh together.
    pub told: f64,
}

/// Words of a name are one word from this likeness on: in `обращение` and `обучение` more than half of the letters are
/// the same, and nothing else is.
const ONE_WORD: f64 = 0.75;
/// An abbreviation is the surer, the longer it is: many names begin with the same two or three letters.
const SURE: [f64; 5] = [0.0, 0.0, 0.3, 0.75, 0.95];
/// The most that names with different numbers have, and one with a number beside one without.
const OTHER_NUMBER: f64 = 0.4;
const NO_NUMBER: f64 = 0.7;
/// What names have at most of which each has a rare word that the other lacks falls short of 1 by this.
const OTHER_WORD: f64 = 0.35;
const NEARLY: f64 = 0.99;

impl Name {
    /// How alike two names are, and how much of what they say is common; `weigh` says how much a word says by its stem.
    pub fn alike(&self, other: &Name, weigh: &dyn Fn(&str) -> f64) -> Alike {
        if self.is_empty() || other.is_empty() {
            return Alike::default();
        }
        if self.exact() == other.exact() || self.same() == other.same() {
            return Alike { degree: 1.0, told: self.told(weigh) };
        }
        let (one, other) = if (self.same(), self.exact()) <= (other.same(), other.exact()) { (self, other) } else { (other, self) };
        let said = shared(&one.words, &other.words, weigh);
        let is_code = |name: &Name| name.heard.len() == 1 && name.joined().len() <= CODE;
        if is_code(one) && is_code(other) {
            return Alike { degree: said.degree.min(OTHER_NUMBER), ..said };
        }
        if one.is_another_entry(other) {
            return Alike { degree: said.degree.min(OTHER_NUMBER), ..said };
        }
        let is_heard = |name: &Name| name.words.iter().map(|word| &word.text).eq(name.heard.iter().map(|word| &word.text));
        let mut alike = if is_heard(one) && is_heard(other) { said } else { better(said, shared(&one.heard, &other.heard, weigh)) };
        if one.heard.len() != other.heard.len() || one.heard.len() < 2 {
            alike = better(alike, one.written_together(other, weigh));
        }
        for (short, long) in [(one, other), (other, one)] {
            if let Some(apart) = unglued(&short.heard, &long.heard) {
                alike = better(alike, shared(&apart[..apart.len().min(WORDS)], &long.heard, weigh));
            }
            let shortens = short.shortens(long);
            let sure = SURE[short.joined().chars().count().min(SURE.len() - 1)];
            if shortens > 0.0 {
                alike = better(alike, Alike { degree: shortens, told: sure.min(long.told(weigh)) });
            }
        }
        let (numbers, others) = (one.numbers_within(), other.numbers_within());
        let most = match (numbers == others, numbers.is_empty() || others.is_empty()) {
            (true, _) => NEARLY,
            (false, true) => NO_NUMBER,
            (false, false) => OTHER_NUMBER,
        };
        Alike { degree: alike.degree.min(most), ..alike }
    }

    /// The numbers of a name without the place in an outline that stands in front of it: `8.6.2. Workload management`.
    fn numbers_within(&self) -> Vec<&str> {
        let first = self.exact().split(' ').next().unwrap_or_default();
        let is_outline = first.contains('.') && first.chars().all(|c| c.is_ascii_digit() || c == '.');
        let outline = if is_outline { first } else { "" };
        self.numbers().filter(|number| *number != outline).collect()
    }

    /// How much the words of a name weigh together.
    pub fn told(&self, weigh: &dyn Fn(&str) -> f64) -> f64 {
        self.stems().map(weigh).sum()
    }

    /// Words may have been written together, or apart; then nearly all letters are the same.
    fn written_together(&self, other: &Name, weigh: &dyn Fn(&str) -> f64) -> Alike {
        if self.joined().len().min(other.joined().len()) <= CODE || self.heard.len().min(other.heard.len()) >= 2 {
            return Alike::default();
        }
        let degree = closeness(self.joined(), other.joined()).max(closeness(self.exact(), other.exact()));
        let told = self.told(weigh).max(other.told(weigh)).min(1.0);
        if degree >= ONE_WORD { Alike { degree, told } } else { Alike::default() }
    }
}

fn better(one: Alike, other: Alike) -> Alike {
    if (other.degree * other.told.min(1.0), other.degree) > (one.degree * one.told.min(1.0), one.degree) { other } else { one }
}

/// A word that was cut off, beside the whole one: `вет.` and `ветеринарный`.
const CUT: f64 = 0.9;
/// It has so many letters at least, and so many less than the whole one: endings are shorter.
const LEFT: usize = 3;
const CUT_OFF: usize = 2;
/// What a word is made of that other words are made of too: `театров` and `театральных`.
const ROOT: usize = 5;
/// Short words are codes: a letter makes another one of `АСКУ` and `АСКУЭ`.
const CODE: usize = 5;

fn one_word(one: &Word, other: &Word) -> f64 {
    // Slips are not made at the front of a word: `движимое` and `недвижимое`, `входящие` and `исходящие`.
    if one.text.as_bytes().first() != other.text.as_bytes().first() {
        return 0.0;
    }
    let alike = one.likeness(other);
    if one.is_entry || other.is_entry || alike == 1.0 {
        return if alike >= ONE_WORD { alike } else { 0.0 };
    }
    let begins = |short: &Word, whole: &Word| is_cut(&short.text, &whole.text) || (short.stem >= ROOT && is_cut(short.stem(), &whole.text));
    if begins(one, other) || begins(other, one) {
        return alike.max(CUT);
    }
    if alike >= ONE_WORD { alike } else { 0.0 }
}

fn is_cut(short: &str, whole: &str) -> bool {
    short.len() >= LEFT && whole.len() >= short.len() + CUT_OFF && whole.starts_with(short)
}

/// The words of a name of which some were made by gluing a beginning to a word of the other name, taken apart:
/// `ветпаспорт` beside `ветеринарный паспорт`.
fn unglued(words: &[Word], other: &[Word]) -> Option<Vec<Word>> {
    let mut apart = Vec::new();
    for word in words {
        let parts = other.windows(2).find_map(|pair| {
            let front = word.text.strip_suffix(&*pair[1].text)?;
            let is_made = front.len() >= LEFT - 1 && pair[0].text.len() > front.len() && pair[0].text.starts_with(front);
            is_made.then(|| [front, &*pair[1].text].map(|text| Word { text: text.into(), stem: stem_of(text).len(), is_entry: false }))
        });
        match parts {
            Some([front, behind]) => apart.extend([Word { stem: front.text.len(), ..front }, behind]),
            None => apart.push(word.clone()),
        }
    }
    (apart.len() > words.len()).then_some(apart)
}

/// The share of weight in words that both names have, or nearly have.
fn shared(one: &[Word], other: &[Word], weigh: &dyn Fn(&str) -> f64) -> Alike {
    let weights = |words: &[Word]| words.iter().map(|word| weigh(word.stem())).collect::<Vec<f64>>();
    let (weights_of_one, weights_of_other) = (weights(one), weights(other));
    let mut pairs = Vec::new();
    for (at, word) in one.iter().enumerate() {
        let alike = other.iter().enumerate().map(|(to, other)| (one_word(word, other), at, to));
        pairs.extend(alike.filter(|(alike, ..)| *alike >= ALIKE));
    }
    pairs.sort_by(|(one, at, to), (other, other_at, other_to)| other.total_cmp(one).then((at, to).cmp(&(other_at, other_to))));
    let (mut taken, mut others_taken) = ([false; WORDS], [false; WORDS]);
    let (mut common, mut told) = (0.0, 0.0);
    for (alike, at, to) in pairs {
        if !taken[at] && !others_taken[to] {
            (taken[at], others_taken[to]) = (true, true);
            common += alike * (weights_of_one[at] + weights_of_other[to]);
            // A word and the same word with a slip are as rare as the less rare of them.
            told += alike * weights_of_one[at].min(weights_of_other[to]);
        }
    }
    let all: f64 = weights_of_one.iter().chain(&weights_of_other).sum();
    let left =
        |weights: &[f64], taken: &[bool]| weights.iter().zip(taken).filter(|(_, taken)| !**taken).map(|(weight, _)| weight).sum::<f64>();
    let lacking = left(&weights_of_one, &taken).min(left(&weights_of_other, &others_taken));
    let most = 1.0 - OTHER_WORD * lacking.min(1.0);
    Alike { degree: if all == 0.0 { 0.0 } else { (common / all).min(most).min(1.0) }, told }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> Alike {
        let heads = ["Реестр", "Система"].map(Name::new);
        let is_head = |word: &str| heads.iter().flat_map(Name::stems).any(|head| word.starts_with(head));
        Name::new(one).alike(&Name::new(other), &|word| if is_head(word) { 0.1 } else { 1.0 })
    }

    #[test]
    fn words_cut_off_or_glued_are_the_words_they_stand_for() {
        assert!(alike("Вет. паспорт пасеки", "Ветеринарный паспорт пасеки").degree > 0.9);
        assert!(alike("Ветпаспорт пасеки", "Ветеринарный паспорт пасеки").degree > 0.9);
        assert!(alike("Координация театральных гастролей", "Координация гастролей театров").degree > 0.85);
        assert!(alike("Движимое имущество", "Недвижимое имущество").degree < 0.7);
        assert!(alike("АСКУ", "АСКУЭ").degree < 0.5);
    }

    #[test]
    fn a_place_in_an_outline_is_no_number_of_a_name() {
        assert!(alike("8.6.2. Workload management", "Workload management").degree > 0.9);
        assert!(alike("Workload management 8.6", "Workload management").degree < 0.75);
    }

    #[test]
    fn a_common_word_in_common_tells_little() {
        assert!(alike("Реестр", "Реестр").told < 0.2);
        assert!(alike("Реестр лицензий", "Реестр лицензий").told > 1.0);
        let common = alike("Реестр лицензий", "Реестр субсидий");
        assert!(common.degree < 0.5 && common.told < 0.2, "{common:?}");
    }

    #[test]
    fn another_head_of_the_same_thing_does_not_count_and_another_thing_does() {
        assert!(alike("Реестр племенного скота", "Система племенного скота").degree > 0.9);
        assert!(alike("Учёт племенного скота", "Учёт водного транспорта").degree < 0.5);
        assert!(alike("Портал обращений", "Портал обучения").degree < 0.7);
    }
}
