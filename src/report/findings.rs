//! What a report says of one subject: findings and what led there, what people answered, and what is missing.

use serde::Serialize;

use super::Cause;
use crate::language::world::Node;
use crate::place::Place;
use crate::verdict::{Holds, Level, Verdict, Weight};

/// A subject that falls short of a requirement, whatever the missing facts say.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    pub requirement: String,
    pub pack: String,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    pub severity: Weight,
    pub subject: Subject,
    pub shape: Shape,
    pub message: String,
    pub fix: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    pub related: Vec<Related>,
    pub waived: bool,
    /// What lifts it, where something does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waived>,
    /// How it stands to the baseline, where the check was made against one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Standing>,
    /// What brought it, where it is new or worse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought_by: Option<Cause>,
    /// What a person said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answered>,
    /// Why the deviation is needed; it changes no level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<Justified>,
    pub fingerprint: String,
    /// What tells it from the other findings of its requirement, as the fingerprint has it.
    #[serde(skip)]
    pub key: String,
    /// The subject in the graph, where it is an element.
    #[serde(skip)]
    pub node: Option<Node>,
    /// Where the requirement stands in [`Report::packs`](super::Report::packs).
    #[serde(skip)]
    pub index: (usize, usize),
}

/// The waiver that lifts a finding, and what it would be without.
#[derive(Clone, Debug, Serialize)]
pub struct Waived {
    #[serde(flatten)]
    pub decided: Decided,
    /// What the subject comes to without it.
    pub without: Bounds,
}

/// Who allowed a deviation, why, and for how long.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    /// The number of the decision and the body that took it.
    pub decision: String,
    pub body: String,
    /// The role that answers for it; never a name.
    pub owner: String,
    pub reason: String,
    pub granted: String,
    /// The last day on which it lifts.
    pub until: String,
    /// Where its entry stands.
    pub location: Location,
}

/// How a finding stands to a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Recorded at this level or a worse one.
    Known,
    New,
    /// Recorded at a better level.
    Worse,
}

/// A subject that missing facts may yet turn into a finding.
#[derive(Clone, Debug)]
pub struct Open {
    pub subject: Subject,
    /// What tells it from others, as of a finding.
    pub key: String,
    pub worst: Level,
    pub location: Option<Location>,
}

/// What a person said, what the machine found, and which holds.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// The id of the assessment.
    pub id: String,
    pub level: &'static str,
    /// Never a name.
    pub role: String,
    pub date: String,
    /// The file that the answer rests on, and its digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether it stands in place of what the machine found.
    pub overrules: bool,
    /// Missing where the requirement asks nothing of the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<Bounds>,
    pub holds: Holds,
    pub location: Location,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bounds {
    pub worst: Level,
    pub best: Level,
}

/// A subject that somebody answered for, with what came of it.
#[derive(Debug, Serialize)]
pub struct AnswerReport {
    pub requirement: String,
    pub subject: Subject,
    pub verdict: Verdict,
    #[serde(flatten)]
    pub answer: Answered,
}

/// A justification of just this deviation.
#[derive(Clone, Debug, Serialize)]
pub struct Justified {
    pub id: String,
    pub reason: String,
    pub location: Location,
}

/// What a finding is about beyond its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    Single,
    /// Elements with one key, all of them among the related.
    Group,
    /// A circle, in walking order.
    Cycle,
    /// Nothing there, where something is expected.
    Nothing,
}

#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub state: &'static str,
    /// The name of its owner, where one is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// An element that had a part in a finding.
#[derive(Clone, Debug, Serialize)]
pub struct Related {
    pub id: String,
    pub kind: &'static str,
    /// The link of the subject that leads to it, the way back that it has to the subject, `member`, `witness`, or
    /// `candidate`: what the requirement asks for and a register has.
    pub role: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The project it stands in, where that is another than the subject's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    pub location: Location,
    /// The element in the graph; a relationship or a view has none.
    #[serde(skip)]
    pub node: Option<u32>,
}

impl Related {
    /// Whether the subject has a link to it or it has one to the subject.
    pub fn is_linked(&self) -> bool {
        !matches!(self.role.as_str(), "member" | "witness" | "candidate")
    }

    pub fn is_candidate(&self) -> bool {
        self.role == "candidate"
    }
}

/// Line and column count characters from 1.
#[derive(Clone, Debug, Serialize)]
pub struct Location {
    pub path: String,
    pub line: usize,
    pub column: usize,
    /// The place itself, for excerpts.
    #[serde(skip)]
    pub place: Place,
    /// Whether it is the file as a whole.
    #[serde(skip)]
    pub whole: bool,
}

/// A fact that nobody stated and that answers wait for.
#[derive(Debug, Serialize)]
pub struct Missing {
    /// The name of the attribute or link; for others what is missing.
    pub fact: String,
    pub sort: Sort,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    pub elements: usize,
    pub settles: Settles,
    pub requirements: Vec<String>,
    pub examples: Vec<String>,
}

/// What sort of fact is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    Attribute,
    Link,
    /// No element of a kind that national registers know.
    Register,
    /// A state of the architecture.
    State,
    /// A parameter or list.
    Given,
    /// The answer of a person.
    Answer,
}

/// Requirements and answers that wait for a fact, perhaps among others.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Settles {
    pub requirements: usize,
    pub subjects: usize,
    /// Those that wait for it and for nothing else.
    pub alone: Alone,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Alone {
    pub requirements: usize,
    pub subjects: usize,
}

/// What a person still has to answer.
#[derive(Debug, Serialize)]
pub struct Question {
    pub requirement: String,
    pub question: String,
    /// Why a person has to answer it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Subjects without an answer.
    pub subjects: usize,
    /// The ids of the first of them.
    pub examples: Vec<String>,
}
