//! Examples of requirements as packs hold them; `examples` tries them.

use jiff::civil::Date;

use crate::place::Place;
use crate::text::Language;
use crate::verdict::Verdict;

/// A test and a piece of documentation.
#[derive(Clone, Debug)]
pub struct Example {
    pub place: Place,
    /// Where it says what it expects.
    pub expected_at: Place,
    pub expect: Expected,
    /// The model of the target state, or of the only one: native TOML.
    pub model: Quoted,
    pub context: Option<Quoted>,
    pub current: Option<Quoted>,
    pub approved: Option<Quoted>,
    /// The waivers of the project, and the bodies that may give any; anybody where none are named.
    pub waivers: Option<Quoted>,
    pub permitted: Option<Vec<String>>,
    pub complete: Complete,
    pub today: Option<Date>,
    /// The edition that it is an example of, instead of the main text.
    pub edition: Option<Language>,
}

/// A text and the place of the string it stands in, quotes included; see [`inside`](super::inside).
#[derive(Clone, Debug)]
pub struct Quoted {
    pub text: String,
    pub place: Place,
}

/// What an example expects of the requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    Full,
    Partial,
    NonCompliant,
    NotAssessed,
    NotApplicable,
}

impl Expected {
    pub fn verdict(self) -> Verdict {
        match self {
            Expected::Full => Verdict::Full,
            Expected::Partial => Verdict::Partial,
            Expected::NonCompliant => Verdict::NonCompliant,
            Expected::NotAssessed => Verdict::NotAssessed,
            Expected::NotApplicable => Verdict::NotApplicable,
        }
    }
}

/// The layers an example vouches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Complete {
    #[default]
    Nothing,
    All,
    Layers(Vec<String>),
}
