//! Values of attributes as facts and rules know them.
//!
//! Leaves to others: what a silent attribute means (`graph`), how values are written in files (`read`).

use jiff::civil::Date;

use crate::metamodel::Word;

/// What a model states about one attribute of one element.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The model states that there is none: `x = "none"`.
    None,
    Bool(bool),
    /// Also years and sums of money in tenge.
    Integer(i64),
    Number(f64),
    Date(Date),
    /// A value of an enum, as a word of the metamodel.
    Word(Word),
    /// A list of enum values.
    Words(Box<[Word]>),
    /// A string, text, address or version.
    Text(Box<str>),
    Texts(Box<[Box<str>]>),
    /// A text in three languages; an empty one is not stated in that language.
    Localized(Box<[Box<str>; 3]>),
}

impl Value {
    /// Whether the value says nothing at all: an empty string or list is silence, not a value.
    pub fn is_silence(&self) -> bool {
        match self {
            Value::Text(text) => text.trim().is_empty(),
            Value::Words(words) => words.is_empty(),
            Value::Texts(texts) => texts.is_empty(),
            Value::Localized(texts) => texts.iter().all(|text| text.trim().is_empty()),
            _ => false,
        }
    }
}

/// Compares versions by their numeric parts (`9.6.2` < `10`); `None` where the schemes differ, so that a rule
/// says unknown rather than guess.
pub fn compare_versions(left: &str, right: &str) -> Option<std::cmp::Ordering> {
    let (left, right) = (version_parts(left)?, version_parts(right)?);
    let length = left.len().max(right.len());
    let part = |parts: &[u64], at: usize| parts.get(at).copied().unwrap_or(0);
    (0..length).map(|at| part(&left, at).cmp(&part(&right, at))).find(|order| order.is_ne()).or(Some(std::cmp::Ordering::Equal))
}

fn version_parts(version: &str) -> Option<Vec<u64>> {
    let plain = version.trim().trim_start_matches(['v', 'V']);
    plain.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    #[test]
    fn versions_compare_by_parts_and_unlike_schemes_do_not() {
        assert_eq!(compare_versions("9.6.2", "10"), Some(Ordering::Less));
        assert_eq!(compare_versions("v2.0", "2"), Some(Ordering::Equal));
        assert_eq!(compare_versions("2019 R2", "2020"), None);
    }
}
