//! Names in mixed scripts: a Latin letter inside a Cyrillic word, or the other way round.
//!
//! A letter is out of place where it has a twin in the alphabet of the word and was therefore typed unseen. Words
//! joined on purpose (`e-Акимат`, `1С`, `QRкод`, `IPадрес`) are not mixed.

use std::ops::Range;

use super::letters::{script_of, twin};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Cyrillic,
}

/// A letter of the wrong alphabet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// Where the letter stands in the name, in bytes.
    pub at: usize,
    pub letter: char,
    /// The alphabet that the letter belongs to; its word is written in the other one.
    pub script: Script,
    /// The letter that was meant.
    pub twin: char,
    /// The word, in bytes of the name.
    pub word: Range<usize>,
}

/// The first letter of a name that stands in a word of the other alphabet and looks like one of its own.
pub fn mixed_script(name: &str) -> Option<Mixed> {
    if name.is_ascii() {
        return None;
    }
    let mut start = 0;
    loop {
        let rest = &name[start..];
        let from = start + rest.find(|c| script_of(c).is_some())?;
        let to = name[from..].find(|c: char| script_of(c).is_none() && !is_mark(c)).map_or(name.len(), |at| from + at);
        if let Some((at, letter, script, twin)) = in_word(&name[from..to]) {
            return Some(Mixed { at: from + at, letter, script, twin, word: from..to });
        }
        start = to;
    }
}

/// Accents that stand beside their letter: `и` and a breve are one letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}')
}

fn in_word(word: &str) -> Option<(usize, char, Script, char)> {
    let letters = || word.char_indices().filter_map(|(at, c)| Some((at, c, script_of(c)?)));
    let count = |script: Script| letters().filter(|(_, _, of)| *of == script).count();
    let (latin, cyrillic) = (count(Script::Latin), count(Script::Cyrillic));
    if latin == 0 || cyrillic == 0 {
        return None;
    }
    let lacks_twin = |script: Script| letters().any(|(_, c, of)| of == script && twin(c).is_none());
    let foreign = match (lacks_twin(Script::Latin), lacks_twin(Script::Cyrillic)) {
        // Nobody takes `QRкод` for a word of one alphabet.
        (true, true) => return None,
        (true, false) => Script::Cyrillic,
        (false, true) => Script::Latin,
        (false, false) if latin > cyrillic => Script::Cyrillic,
        (false, false) => Script::Latin,
    };
    if is_abbreviation_before_word(word, foreign) {
        return None;
    }
    let mut foreigners = letters().filter(|(_, _, of)| *of == foreign);
    foreigners.find_map(|(at, c, of)| Some((at, c, of, twin(c)?)))
}

/// `IPадрес`: two capitals or more of one alphabet, then small letters of the other.
fn is_abbreviation_before_word(word: &str, foreign: Script) -> bool {
    let head: usize = word.chars().take_while(|c| script_of(*c) == Some(foreign) && c.is_uppercase()).count();
    let tail = || word.chars().skip(head);
    head >= 2 && tail().all(|c| script_of(c) != Some(foreign) && !c.is_uppercase())
}
