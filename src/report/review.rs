//! One look over all projects of a run: which stand worst, and what they have in common.
//!
//! Everything in it follows from what the report says of the projects one by one; nothing is judged here. Projects that
//! could not be read stand among the risks, first, and are counted nowhere else: nothing of them is settled.

use serde::Serialize;

use super::{Cite, Location, Sort};
use crate::verdict::{Level, Verdict, Weight};

/// What a council wants to see first.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// The projects that everything but the risks is counted over.
    pub judged: usize,
    /// The columns of the matrix: contours and chapters that any project was judged by, in the order of the packs. The
    /// cells stand in the `sections` of the projects.
    pub groups: Vec<Group>,
    /// The projects, the riskiest first: what could not be read, then by the worst and the best that the facts leave,
    /// then by what is not met or may turn out so, blocking before major before the rest.
    pub risks: Vec<Risk>,
    /// Requirements that projects fall short of, the most frequent first.
    pub deviations: Vec<Deviation>,
    /// One cause behind findings of several projects, the one with the most projects first.
    pub clusters: Vec<Cluster>,
    /// Shared things that findings propose to use, the most ignored first.
    pub ignored: Vec<Ignored>,
    /// Facts that the most projects lack.
    pub missing: Vec<MissingOver>,
}

/// A column of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Group {
    pub pack: String,
    pub id: String,
    pub title: String,
}

/// How much is wrong, or may be, with one project.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Risk {
    pub project: String,
    pub path: String,
    /// From 1; equal ones share it.
    pub rank: usize,
    pub unreadable: bool,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    /// Requirements of orders by severity that are not met, and those that may turn out so.
    pub blocking: usize,
    pub major: usize,
    pub minor: usize,
    pub open_blocking: usize,
    pub open: usize,
    /// Its place in [`Report::projects`](super::Report::projects).
    #[serde(skip)]
    pub at: usize,
}

/// A requirement over all projects.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Deviation {
    pub requirement: String,
    pub title: String,
    pub severity: Weight,
    pub cites: Vec<Cite>,
    /// Projects in which it is not met, met in part, and open; of so many it applies to.
    pub non_compliant: usize,
    pub partial: usize,
    pub not_assessed: usize,
    pub applicable: usize,
    pub findings: usize,
    /// The ids of the projects that fall short whatever the missing facts say.
    pub projects: Vec<String>,
}

/// One cause behind findings of several projects.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cluster {
    pub requirement: String,
    pub title: String,
    pub severity: Weight,
    /// The element that all findings have in common; it stands in a context or in one of the projects.
    pub cause: Element,
    /// Other elements that just the same findings have in common.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Element>,
    pub findings: usize,
    pub projects: Vec<String>,
}

/// An element that findings of several projects have in common.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Element {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub project: String,
    pub location: Location,
}

/// Something shared that projects do not use although a requirement asks for it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ignored {
    #[serde(flatten)]
    pub element: Element,
    /// The requirements that ask for it.
    pub requirements: Vec<String>,
    pub findings: usize,
    /// Own components that come close to what it offers.
    pub components: usize,
    pub projects: Vec<String>,
}

/// A fact that several projects lack.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MissingOver {
    pub fact: String,
    pub sort: Sort,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    pub projects: Vec<String>,
    pub elements: usize,
    /// Requirements that wait for it in any project.
    pub requirements: Vec<String>,
    pub subjects: usize,
}
