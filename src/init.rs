//! The beginning of a project: what `saikes init` finds in a folder, asks, and writes.
//!
//! What comes in: a folder, and answers (`ask`) or nothing but what can be told without them. What goes out: the text of
//! a `saikes.toml` in which every key stands, set or as a comment (`file`), and of a model to begin with where there is none
//! (`model`). Leaves to others: writing files and the terminal (`cli`).

pub mod ask;
pub mod file;
pub mod found;
pub mod model;

use std::path::Path;

use crate::read::{Stage, naming};
use crate::text::Language;
use crate::verdict::Level;
use crate::write::toml;

/// What a project says of itself and how it wants to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    pub id: String,
    pub name: Name,
    pub agency: Option<String>,
    pub stage: Option<Stage>,
    /// None: those that are taken where nobody says.
    pub packs: Option<Vec<String>>,
    pub lang: Language,
    pub require: Level,
    /// Whether a model is written to begin with.
    pub starter: bool,
}

/// A name in one language, or in Kazakh, Russian and English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    One(String),
    Three([String; 3]),
}

impl Name {
    /// As it is asked for.
    pub fn plain(&self) -> String {
        match self {
            Name::One(name) => name.clone(),
            Name::Three(names) => names.join(" | "),
        }
    }

    /// As a value of TOML.
    pub fn written(&self) -> String {
        match self {
            Name::One(name) => toml::text(name),
            Name::Three(names) => toml::localized(names.each_ref().map(String::as_str)),
        }
    }
}

/// The level that is required where nobody says.
pub const REQUIRED: Level = Level::Partial;

/// What is chosen where nobody is asked; `folder` is the real one, whose name tells the project's.
pub fn decide(folder: &Path, found: &found::Found, lang: Language) -> Choices {
    let id = naming::of_folder(folder).trim().to_string();
    let name = folder.file_name().map(|name| name.to_string_lossy().trim().to_string()).filter(|name| !name.is_empty());
    Choices {
        name: Name::One(name.unwrap_or_else(|| id.clone())),
        id,
        agency: None,
        stage: None,
        packs: None,
        lang,
        require: REQUIRED,
        starter: found.is_empty(),
    }
}
