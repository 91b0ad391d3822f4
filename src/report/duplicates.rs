//! What a report says of things that look built twice, and of what somebody already offers: groups, their links with
//! reasons, and both places. Candidates for people to decide on: they change no verdict.

use serde::Serialize;

use super::{Cite, Location, Subject};

/// Elements of different projects that look like one thing.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Duplicate {
    /// The same next week, while its members are the same.
    pub fingerprint: String,
    pub kind: &'static str,
    /// What the most of its members are called.
    pub name: String,
    /// The strongest of the links that hold it together, from 0 to 1.
    pub score: f64,
    /// In the order of projects.
    pub members: Vec<Member>,
    /// The links that hold it together, the strongest first.
    pub pairs: Vec<Pair>,
    /// Who already offers it, where somebody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered_by: Option<Member>,
}

/// An element of a group, or what offers the same.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Member {
    pub project: String,
    /// The name of the body whose project it is, else its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    #[serde(flatten)]
    pub element: Subject,
    pub location: Location,
    /// The element in the graph.
    #[serde(skip)]
    pub node: u32,
}

/// Two members by their numbers, and why they look like one thing.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Pair {
    pub left: usize,
    pub right: usize,
    pub score: f64,
    pub reasons: Vec<Reason>,
}

/// One thing that speaks for two elements being one.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Reason {
    /// `name`, `capability`, `data`, `neighbours`.
    pub what: &'static str,
    /// How alike they are in this, from 0 to 1.
    pub degree: f64,
    pub text: String,
}

/// An own component, and the shared thing that comes closest to offering the same.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Offer {
    pub fingerprint: String,
    pub component: Member,
    pub offered_by: Member,
    pub score: f64,
    pub reasons: Vec<Reason>,
    /// The requirement that asks to use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<String>,
    pub cites: Vec<Cite>,
}

/// Elements that people declared to be distinct; what it silences is told.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Distinct {
    /// As written.
    pub elements: Vec<String>,
    pub reason: String,
    /// Links between candidates that it silences; none of them says that it is of no use.
    pub silences: usize,
    pub location: Location,
}
