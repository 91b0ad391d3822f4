//! Names made shorter: initials, words cut off with a full stop, the first word glued to the next.

use super::{capitalised, joins};

const VOWELS: &str = "аәеёиійоөуұүыэюяaeiouy";
/// Words shorter than this are not cut.
const LONG: usize = 6;

/// A name made shorter in one of three ways; `None` where there is nothing to make shorter.
pub fn abbreviated(name: &str, number: usize) -> Option<String> {
    let words: Vec<&str> = name.split([' ', '-']).filter(|word| !joins(word)).collect();
    match number % 3 {
        0 if words.len() >= 3 => Some(initials(&words)),
        1 => glued(&words).or_else(|| cut(&words)),
        _ => cut(&words),
    }
}

/// `Мониторинг охотничьих угодий` is `МОУ`.
fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// `Монитор. охотн. угодий`: all but the last word.
fn cut(words: &[&str]) -> Option<String> {
    let (last, others) = words.split_last()?;
    let shorter: Vec<String> = others.iter().map(|word| beginning(word).map_or(word.to_string(), |start| format!("{start}."))).collect();
    others.iter().any(|word| beginning(word).is_some()).then(|| format!("{} {last}", shorter.join(" ")))
}

/// `Ветеринарный паспорт пасеки` is `Ветпаспорт пасеки`.
fn glued(words: &[&str]) -> Option<String> {
    let [first, second, rest @ ..] = words else { return None };
    let mut name = beginning(first)? + &second.to_lowercase();
    for word in rest {
        name = name + " " + word;
    }
    Some(capitalised(&name))
}

/// The first syllable or two of a long word, up to a consonant.
fn beginning(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < LONG {
        return None;
    }
    let is_vowel = |at: usize| letters[at].to_lowercase().all(|letter| VOWELS.contains(letter));
    let end = (3..letters.len() - 2).find(|end| !is_vowel(end - 1) && is_vowel(*end))?;
    Some(letters[..end].iter().collect())
}
