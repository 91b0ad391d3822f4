//! What a report says of the packs that were applied: acts with their editions, and the texts of requirements.

use serde::Serialize;

use crate::pack::{Amendment, Pack};
use crate::policy::Policy;
use crate::text::{Language, Trilingual};
use crate::verdict::Weight;

/// A pack that was applied, with what people need to know of its requirements.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PackReport {
    pub id: String,
    pub title: String,
    pub order: String,
    pub edition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repealed: Option<String>,
    /// The act that took its place; its text is not included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Acts that changed the order after the edition; their changes are not included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<AmendmentReport>,
    /// Whether the pack changes no project's verdict.
    pub advisory: bool,
    /// Titles of a body's own acts that it stands on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<String>,
    pub non_compliant_share: f64,
    pub sha256: String,
    /// The folder of a pack that is not built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The digest of the built-in pack whose place it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Its number among the packs of its id, from 2 on: projects may have folders, severities and values of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<usize>,
    pub requirements: Vec<RequirementText>,
}

/// A policy that was applied.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyReport {
    pub id: String,
    pub title: String,
    /// Who issued it.
    pub body: String,
    /// As it was given.
    pub path: String,
    pub sha256: String,
}

impl PolicyReport {
    pub fn of(policy: &Policy, language: Language) -> PolicyReport {
        let text = |text: &Trilingual| text.get(language).trim().to_string();
        PolicyReport {
            id: policy.id.clone(),
            title: text(&policy.title),
            body: text(&policy.body),
            path: policy.path.clone(),
            sha256: policy.sha256.clone(),
        }
    }
}

impl PackReport {
    /// Without the requirements.
    pub fn head(pack: &Pack, language: Language) -> PackReport {
        let text = |text: &Trilingual| text.get(language).trim().to_string();
        let amendment = |found: &Amendment| AmendmentReport { act: text(&found.act), in_force: found.in_force.to_string() };
        PackReport {
            id: pack.id.clone(),
            title: text(&pack.title),
            order: pack.order.clone(),
            edition: pack.edition.clone(),
            in_force: pack.in_force.map(|date| date.to_string()),
            repealed: pack.repealed.map(|date| date.to_string()),
            replaced_by: pack.replaced_by.as_ref().map(text),
            amendments: pack.amendments.iter().map(amendment).collect(),
            advisory: pack.advisory,
            acts: pack.acts.iter().map(|act| text(&act.title)).collect(),
            non_compliant_share: pack.policy.non_compliant_share,
            sha256: pack.sha256.clone(),
            folder: pack.origin.as_ref().map(|origin| origin.folder.clone()),
            replaces: pack.origin.as_ref().and_then(|origin| origin.replaces.clone()),
            variant: None,
            requirements: Vec::new(),
        }
    }
}

/// An act that changed an order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AmendmentReport {
    pub act: String,
    pub in_force: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequirementText {
    pub id: String,
    /// Good practice belongs to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contour: Option<&'static str>,
    /// Of orders that have chapters instead of contours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// The stages of a project that it is asked at.
    pub stages: Vec<&'static str>,
    pub severity: Weight,
    pub title: String,
    pub fix: String,
    pub cites: Vec<Cite>,
    /// Works of good practice that it follows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<Follows>,
    /// What a person is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Who decides: `machine`, `person`, or `both`.
    pub decided_by: &'static str,
    /// Where the texts of the order differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A digest of what it asks, where a baseline asks for it.
    #[serde(skip)]
    pub definition: Option<String>,
}

/// A work of good practice, with the chapter.
#[derive(Clone, Debug, Serialize)]
pub struct Follows {
    pub work: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
}

/// Order, paragraph and sub-paragraph, in the numbering of the report's language.
#[derive(Clone, Debug, Serialize)]
pub struct Cite {
    /// The number of the order; of a body's own act its id in the pack.
    pub order: String,
    /// The title of a body's own act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Empty where an act is cited as a whole.
    pub paragraph: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subparagraph: Option<String>,
}
