//! Where a requirement stands in an order or an act, by the numbers of each language.

use crate::text::{Language, Trilingual};

/// A provision of an order, or of an act of a body's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The number of the order; of another act its id in the pack.
    pub order: String,
    /// The title of an act that is no order of the catalogue.
    pub act: Option<Trilingual>,
    /// Empty where an act is cited as a whole.
    pub paragraph: String,
    pub subparagraph: Option<String>,
    /// The number in the Kazakh text where it differs; [`NO_COUNTERPART`] where that text has no such provision.
    pub kk_paragraph: Option<String>,
    pub kk_subparagraph: Option<String>,
}

/// What a citation says where the Kazakh text has no such provision.
pub const NO_COUNTERPART: &str = "none";

impl Citation {
    /// Paragraph and sub-paragraph as the text of that language numbers them; those of the Russian text where the
    /// Kazakh one has no such provision.
    pub fn numbers(&self, language: Language) -> (&str, Option<&str>) {
        let own = (self.paragraph.as_str(), self.subparagraph.as_deref());
        if language != Language::Kk || self.lacks_kazakh() {
            return own;
        }
        (self.kk_paragraph.as_deref().unwrap_or(own.0), self.kk_subparagraph.as_deref().or(own.1))
    }

    /// Whether the Kazakh text has no such provision.
    pub fn lacks_kazakh(&self) -> bool {
        [&self.kk_paragraph, &self.kk_subparagraph].into_iter().any(|number| number.as_deref() == Some(NO_COUNTERPART))
    }

    /// `124/19/2`, short and without a language.
    pub fn text(&self) -> String {
        let parts = [Some(&self.order), Some(&self.paragraph), self.subparagraph.as_ref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("/")
    }
}
