//! Words: every text of the program in Kazakh, Russian and English, from `src/texts/LANGUAGE/ROOM.toml`.
//!
//! A text is found by a dotted key and may hold `{name}` for an argument and `{name:one|few|many}` for the
//! noun form that fits the number in `name` (three forms in Russian, two in English, one in Kazakh).
//! Leaves to others: which language to speak (`cli`), texts of requirements (`pack`) and of the metamodel.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The three languages; order is that of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    Kk,
    Ru,
    En,
}

impl Language {
    pub const ALL: [Language; 3] = [Language::Kk, Language::Ru, Language::En];

    pub fn code(self) -> &'static str {
        match self {
            Language::Kk => "kk",
            Language::Ru => "ru",
            Language::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// A text that exists in all three languages: of a kind, a requirement, a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Trilingual {
    #[serde(default)]
    pub kk: String,
    #[serde(default)]
    pub ru: String,
    #[serde(default)]
    pub en: String,
}

impl Trilingual {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Kk => &self.kk,
            Language::Ru => &self.ru,
            Language::En => &self.en,
        }
    }

    /// The languages in which nothing is said.
    pub fn missing(&self) -> Vec<&'static str> {
        Language::ALL.into_iter().filter(|l| self.get(*l).trim().is_empty()).map(Language::code).collect()
    }

    /// The same with a text of another language wherever one is missing.
    pub fn filled(mut self) -> Trilingual {
        let is_said = |text: &&String| !text.trim().is_empty();
        let spare = [&self.ru, &self.kk, &self.en].into_iter().find(is_said).cloned().unwrap_or_default();
        for text in [&mut self.kk, &mut self.ru, &mut self.en] {
            if text.trim().is_empty() {
                text.clone_from(&spare);
            }
        }
        self
    }
}

type Table = BTreeMap<String, String>;

/// The files of one language, one for each room; a new room is a new name here.
macro_rules! rooms {
    ($language:literal) => {
        rooms!($language: "report", "cli", "explain", "problem", "mistake", "archi", "exchange", "starter", "write", "facts", "coarchi", "mapping", "form", "conclusion", "words", "reference", "diff", "waiver", "baseline", "sarif", "ci", "policy", "init", "schema", "own", "review", "duplicates", "page", "sheet", "picture", "office", "xlsx")
    };
    ($language:literal: $($room:literal),*) => {
        [$(include_str!(concat!("texts/", $language, "/", $room, ".toml"))),*]
    };
}

static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| [rooms!("kk"), rooms!("ru"), rooms!("en")].map(load));

fn load<const ROOMS: usize>(sources: [&str; ROOMS]) -> Table {
    let mut table = Table::new();
    for source in sources {
        let document: toml::Table = toml::from_str(source).expect("the embedded texts are valid TOML (a test reads them)");
        flatten(String::new(), document, &mut table);
    }
    table
}

fn flatten(prefix: String, from: toml::Table, into: &mut Table) {
    for (key, value) in from {
        let path = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(path, inner, into),
            toml::Value::String(text) => {
                let twice = into.insert(path, text);
                debug_assert_eq!(twice, None, "a text stands once");
            }
            other => unreachable!("a text is a string, not {other:?} at {path}"),
        }
    }
}

/// Every key of one language, for the parity tests.
pub fn keys(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLES[language as usize].iter().map(|(key, text)| (key.as_str(), text.as_str()))
}

/// The text under `key`, or `None` where there is none.
pub fn find(language: Language, key: &str) -> Option<&'static str> {
    TABLES[language as usize].get(key).map(String::as_str)
}

/// The text under `key` with its arguments put in. A key that does not exist is shown as itself, so that
/// a slip is visible on screen; the tests look every key up.
pub fn say(language: Language, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
    match find(language, key) {
        Some(text) => fill(language, text, arguments),
        None => key.to_string(),
    }
}

/// Puts arguments into a text of one's own.
pub fn fill(language: Language, text: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        let inside = &rest[open + 1..open + length];
        let (name, forms) = inside.split_once(':').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        match (arguments.iter().find(|(key, _)| *key == name), forms) {
            (Some((_, value)), None) => out.push_str(&value.to_string()),
            (Some((_, value)), Some(forms)) => out.push_str(plural(language, &value.to_string(), forms)),
            (None, _) => out.push_str(&rest[open..=open + length]),
        }
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    out
}

/// The noun form for a number: `one|few|many` in Russian, `one|many` in English, one form in Kazakh.
fn plural<'a>(language: Language, number: &str, forms: &'a str) -> &'a str {
    let count: u64 = number.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    let index = match language {
        Language::Kk => 0,
        Language::En => usize::from(count != 1),
        Language::Ru => match (count % 10, count % 100) {
            (1, tens) if tens != 11 => 0,
            (2..=4, tens) if !(12..=14).contains(&tens) => 1,
            _ => 2,
        },
    };
    forms.split('|').nth(index).or_else(|| forms.split('|').next_back()).unwrap_or(forms)
}

/// A count with thousands set apart by a no-break space: `1 204`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_has_three_forms_and_kazakh_one() {
        let forms = "система|системы|систем";
        assert_eq!(plural(Language::Ru, "1", forms), "система");
        assert_eq!(plural(Language::Ru, "22", forms), "системы");
        assert_eq!(plural(Language::Ru, "12", forms), "систем");
        assert_eq!(plural(Language::Kk, "5", "жүйе"), "жүйе");
        assert_eq!(fill(Language::En, "{n} {n:file|files}", &[("n", &2)]), "2 files");
    }

    fn placeholders(text: &str) -> Vec<String> {
        let mut names: Vec<String> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(inside, _)| inside.split(':').next().unwrap_or(inside).to_string())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    #[test]
    fn every_text_exists_in_three_languages_with_the_same_arguments() {
        let english: BTreeMap<_, _> = keys(Language::En).collect();
        for language in [Language::Kk, Language::Ru] {
            let other: BTreeMap<_, _> = keys(language).collect();
            let left: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
            let extra: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
            assert!(left.is_empty() && extra.is_empty(), "{language:?} lacks {left:?}, has {extra:?} alone");
            for (key, text) in &english {
                assert_eq!(placeholders(text), placeholders(other[key]), "arguments of {key} in {language:?}");
            }
        }
    }
}
