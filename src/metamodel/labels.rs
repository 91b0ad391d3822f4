//! Labels of enum values in three languages, from `rules/values.toml`: what people read instead of `post-investment`.
//!
//! A value has one label wherever it stands, unless the table of an attribute gives it another. Read when the first
//! label is asked for: most runs need none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Attribute, Metamodel, Word};
use crate::text::{Language, Trilingual};

/// The embedded file.
pub const TEXT: &str = include_str!("../../rules/values.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    /// By the value.
    #[serde(default)]
    value: BTreeMap<String, Trilingual>,
    /// By `kind.attribute` (where it is defined) and the value.
    #[serde(default)]
    of: BTreeMap<String, BTreeMap<String, Trilingual>>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| toml::from_str(TEXT).expect("the embedded labels are valid TOML (a test reads them)"));

impl Metamodel {
    /// What people read for a value of an enum: of that attribute, where one is known. The value itself where it has no
    /// label.
    pub fn label(&self, attribute: Option<&Attribute>, word: Word, language: Language) -> &str {
        self.label_of(attribute, self.word(word), language)
    }

    /// The same for a value by its name.
    pub fn label_of<'m>(&'m self, attribute: Option<&Attribute>, value: &'m str, language: Language) -> &'m str {
        let own = attribute.and_then(|attribute| LABELS.of.get(&format!("{}.{}", attribute.defined_by, attribute.name))?.get(value));
        own.or_else(|| LABELS.value.get(value)).map_or(value, |label| label.get(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kind.attribute` and value, of every enum.
    fn values() -> Vec<(String, String)> {
        let metamodel = Metamodel::standard();
        let of = |attribute: &Attribute| {
            let name = format!("{}.{}", attribute.defined_by, attribute.name);
            attribute.values.iter().map(move |word| (name.clone(), metamodel.word(*word).to_string())).collect::<Vec<_>>()
        };
        metamodel.attributes.iter().flat_map(of).collect()
    }

    #[test]
    fn every_value_has_a_label_in_three_languages() {
        let silent: Vec<(String, String)> = values()
            .into_iter()
            .filter(|(name, value)| {
                let label = LABELS.of.get(name).and_then(|own| own.get(value)).or_else(|| LABELS.value.get(value));
                label.is_none_or(|label| Language::ALL.into_iter().any(|language| label.get(language).trim().is_empty()))
            })
            .collect();
        assert!(silent.is_empty(), "{silent:?}");
    }

    #[test]
    fn every_label_is_of_a_value() {
        let values = values();
        let strange: Vec<&String> = LABELS.value.keys().filter(|value| !values.iter().any(|(_, known)| known == *value)).collect();
        assert!(strange.is_empty(), "{strange:?}");
        for (name, own) in &LABELS.of {
            let strange: Vec<&String> = own.keys().filter(|value| !values.contains(&(name.clone(), value.to_string()))).collect();
            assert!(strange.is_empty(), "{name}: {strange:?}");
        }
    }
}
