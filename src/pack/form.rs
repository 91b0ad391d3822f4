//! A question about the form of a model as a requirement asks it: `form = { asks = "empty-view" }`.

use crate::form::Form;
use crate::metamodel::{KindSet, LinkId};
use crate::text::Trilingual;

/// The question with its settings; those that it does not have are empty.
#[derive(Clone, Debug)]
pub struct Asked {
    pub form: Form,
    pub ignored: Ignored,
    /// See [`Setting::Links`](crate::form::Setting::Links).
    pub links: Vec<LinkId>,
    /// Keys of words, as [`names::exact_key`](crate::names::exact_key) makes them.
    pub words: Vec<String>,
    /// The settings as written, for people.
    pub shown: Vec<(&'static str, String)>,
    pub share: f64,
    /// What is wrong with one subject; its holes are those of the question.
    pub message: Trilingual,
}

/// What is passed over.
#[derive(Clone, Debug, Default)]
pub struct Ignored {
    /// Types of elements.
    pub elements: Vec<u8>,
    pub kinds: KindSet,
    /// A bit for each type of relationship.
    pub relationships: u16,
}

impl Ignored {
    pub fn has_element(&self, what: u8) -> bool {
        self.elements.contains(&what)
    }

    pub fn has_relationship(&self, what: u16) -> bool {
        self.relationships >> what & 1 == 1
    }
}

/// A work that a requirement of good practice follows: the specification of ArchiMate, somebody's published advice.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Practice {
    /// Its title, the same in every language.
    pub work: String,
    pub chapter: Option<String>,
}
