//! What tools put behind the name of a pasted element.

use super::dictionary::Dictionary;
use super::exact::exact_key;

/// No word for a copy and its number is longer.
const WORD: usize = 32;

/// The name of which this one says that it is a copy: `ЭПЗ` of `ЭПЗ (копия 2)` and of `ЭПЗ - копия`. The word has to
/// stand apart from the name: an `Электронная копия` is a thing of its own.
pub fn copied(name: &str) -> Option<&str> {
    let mut rest = name.trim_end();
    let mut found = false;
    while let Some(shorter) = without_bracket(rest).or_else(|| without_dash(rest)) {
        found = true;
        rest = shorter;
    }
    (found && !rest.trim().is_empty()).then_some(rest)
}

/// Without a last `(copy)`, `[copy 2]`.
fn without_bracket(name: &str) -> Option<&str> {
    [name, uncounted(name)].into_iter().find_map(|name| {
        let (rest, inside) = split_last(name.strip_suffix([')', ']']).unwrap_or(name), &['(', '['])?;
        is_copy(inside).then(|| rest.trim_end())
    })
}

/// Without a last ` - копия`.
fn without_dash(name: &str) -> Option<&str> {
    let (rest, last) = split_last(uncounted(name), &['-', '–', '—', '_'])?;
    (is_copy(last) && !rest.trim().is_empty()).then(|| rest.trim_end_matches(|c: char| c.is_whitespace() || c == '-'))
}

/// What stands before and behind the last of some signs. It is looked for as far back as a word may reach, for a long
/// name is asked again and again.
fn split_last<'n>(name: &'n str, signs: &[char]) -> Option<(&'n str, &'n str)> {
    let (at, sign) = name.char_indices().rev().take(WORD).find(|(_, c)| signs.contains(c))?;
    Some((&name[..at], &name[at + sign.len_utf8()..]))
}

/// Without what counts the copies: ` 2`, ` (2)`.
fn uncounted(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '(' | ')' | '#'))
}

/// The word, with or without a number behind it.
fn is_copy(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '#');
    Dictionary::standard().is_copy(&exact_key(word))
}
