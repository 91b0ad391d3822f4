//! One entry of `waivers.toml` as written: every part whole and of the right type, each with its place; whether there
//! is such a requirement and such an element is not asked here.

use jiff::civil::Date;

use crate::place::Place;
use crate::text::Trilingual;

/// `[[waiver]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenWaiver {
    /// The header of the entry.
    pub place: Place,
    pub requirement: (String, Place),
    /// At least one.
    pub elements: Vec<WrittenElement>,
    pub reason: Trilingual,
    /// The number of the decision, and the body that took it.
    pub decision: String,
    pub body: String,
    /// The role that answers for it; never a name.
    pub owner: String,
    pub granted: Date,
    /// The last day on which it lifts.
    pub until: Date,
}

/// What a waiver is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenElement {
    pub named: Named,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// That nothing is there where a requirement expects something.
    Nothing,
    Id(String),
    /// By the id of a kind and a name in any language.
    Called {
        kind: String,
        name: String,
    },
}

/// How a waiver says that it is about nothing being there.
pub const NOTHING: &str = "none";

impl Named {
    /// As people read it, in one line.
    pub fn shown(&self) -> String {
        match self {
            Named::Nothing => NOTHING.to_string(),
            Named::Id(id) => id.clone(),
            Named::Called { kind, name } => format!("{kind} «{name}»"),
        }
    }
}

impl WrittenWaiver {
    /// Everything that it is about, in one line.
    pub fn shown(&self) -> String {
        self.elements.iter().map(|element| element.named.shown()).collect::<Vec<_>>().join(", ")
    }
}
