//! A name as another hand writes it: other letters, shorter, in another order, with slips. The same name and number
//! always give the same.

mod alphabets;
mod order;
mod shorter;
mod slips;

use super::things::Thing;

/// What was done to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Renamed,
    Transliterated,
    Abbreviated,
    Reordered,
    Mistyped,
    Translated,
}

impl Change {
    pub const ALL: [Change; 6] =
        [Change::Renamed, Change::Transliterated, Change::Abbreviated, Change::Reordered, Change::Mistyped, Change::Translated];

    pub fn name(self) -> &'static str {
        match self {
            Change::Renamed => "renaming",
            Change::Transliterated => "transliteration",
            Change::Abbreviated => "abbreviation",
            Change::Reordered => "word order",
            Change::Mistyped => "typos",
            Change::Translated => "translation",
        }
    }

    /// Translation is measured and told; it needs a dictionary of what was not seen.
    pub fn has_target(self) -> bool {
        self != Change::Translated
    }
}

/// The name of a thing in a language, changed; `None` where the change does nothing to it.
pub fn spoiled(thing: &Thing, language: &str, change: Change, number: usize) -> Option<String> {
    let name = thing.names.get(language)?;
    let changed = match change {
        Change::Renamed => thing.again.as_ref()?.get(language)?.clone(),
        Change::Transliterated => alphabets::transliterated(name, language, number)?,
        Change::Abbreviated => shorter::abbreviated(name, number)?,
        Change::Reordered => order::reordered(name, language, number)?,
        Change::Mistyped => slips::mistyped(name, language, number),
        Change::Translated => thing.names.get(translation_of(language, number))?.clone(),
    };
    (changed != *name).then_some(changed)
}

/// The two other languages in turn.
fn translation_of(language: &str, number: usize) -> &'static str {
    let others: Vec<&str> = super::things::LANGUAGES.into_iter().filter(|other| *other != language).collect();
    others[number % others.len()]
}

/// With the first letter as a capital.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words that only join others, as the changes see them.
fn joins(word: &str) -> bool {
    matches!(
        word,
        "и" | "в"
            | "на"
            | "по"
            | "для"
            | "о"
            | "за"
            | "от"
            | "к"
            | "с"
            | "of"
            | "for"
            | "the"
            | "and"
            | "from"
            | "a"
            | "an"
            | "мен"
            | "бен"
            | "және"
            | "туралы"
    )
}
