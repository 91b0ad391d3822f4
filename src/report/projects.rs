//! What a report says of one project, requirement by requirement.

use serde::Serialize;

use super::{AnswerReport, BaselineReport, Decided, Finding, Location, Missing, Open, ProblemReport, Question, Subject};
use crate::pack::Section;
use crate::text::Language;
use crate::verdict::{Level, Verdict, Weight};
use crate::waivers::Status;

/// A context that projects were judged with.
#[derive(Debug, Serialize)]
pub struct ContextReport {
    pub id: String,
    pub name: String,
    pub path: String,
    pub files: usize,
    pub elements: usize,
    /// Over the paths and digests of its files.
    pub sha256: String,
    /// Over the digests alone: the same wherever the run was started and whatever the files are called.
    #[serde(skip)]
    pub content: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProjectReport {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Its name, where the project or its context has an element of that id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<&'static str>,
    pub path: String,
    /// The id of its context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    pub coverage: Coverage,
    /// Why the verdict is what it is.
    pub reason: String,
    /// The level that the worst has to reach.
    pub require: Level,
    /// Errors in its files kept the check from being made.
    pub unreadable: bool,
    pub loosened: Vec<LoosenedReport>,
    pub inputs: Vec<InputReport>,
    /// What was understood of the inputs.
    pub understood: Vec<Understood>,
    /// The contours and chapters, by the arithmetic of projects.
    pub sections: Vec<SectionReport>,
    /// Architectural components that something is known about, where a format shows them.
    pub components: Vec<ComponentReport>,
    /// Components of which everything is open.
    pub open_components: usize,
    pub problems: Vec<ProblemReport>,
    pub requirements: Vec<RequirementReport>,
    pub findings: Vec<Finding>,
    pub missing: Vec<Missing>,
    pub questions: Vec<Question>,
    /// What people have answered, also of what falls short of nothing.
    pub answers: Vec<AnswerReport>,
    /// The project's waivers in the order of its files, with what became of each.
    pub waivers: Vec<WaiverReport>,
    /// How it stands beside a baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineReport>,
    /// Its number in the graph.
    #[serde(skip)]
    pub index: usize,
}

/// One entry of `waivers.toml`.
#[derive(Debug, Serialize)]
pub struct WaiverReport {
    pub requirement: String,
    /// As written; several of a group or a circle.
    pub elements: Vec<String>,
    pub status: &'static str,
    /// Findings that it lifts.
    pub findings: usize,
    #[serde(flatten)]
    pub decided: Decided,
    #[serde(skip)]
    pub state: Status,
    /// Days from today to the last one; below zero where it is over.
    #[serde(skip)]
    pub days: i32,
}

impl WaiverReport {
    /// Whether it lifts today and ends within the days that people need to get another decision.
    pub fn ends_soon(&self) -> bool {
        matches!(self.state, Status::Applied | Status::Ignored) && (0..=SOON).contains(&self.days)
    }
}

/// Days.
const SOON: i32 = 30;

/// A contour of order 124, a chapter of another.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SectionReport {
    pub pack: String,
    pub id: String,
    pub title: String,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    pub coverage: Coverage,
    #[serde(skip)]
    pub section: Section,
}

/// An architectural component, over the requirements that judge it by itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ComponentReport {
    #[serde(flatten)]
    pub element: Subject,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    pub coverage: Coverage,
}

/// Settled of applicable requirements.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Coverage {
    pub settled: usize,
    pub applicable: usize,
}

/// Something that loosens the result, or may: `complete`, a parameter, a severity, a waiver.
#[derive(Debug, Default, Serialize)]
pub struct LoosenedReport {
    pub what: &'static str,
    pub value: Vec<String>,
    /// Of one requirement alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<String>,
    /// What the pack itself says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// `looser`, `stricter`, or `open` where only judging both ways would tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<&'static str>,
    /// Who says so: `project`, `inherited`, `policy`, `command-line`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

impl LoosenedReport {
    pub fn new(what: &'static str, value: Vec<String>) -> LoosenedReport {
        LoosenedReport { what, value, ..LoosenedReport::default() }
    }
}

#[derive(Debug, Serialize)]
pub struct InputReport {
    pub path: String,
    pub format: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    pub sha256: String,
    pub elements: usize,
    pub relations: usize,
    pub views: usize,
    pub properties: usize,
    pub unmapped: std::collections::BTreeMap<String, usize>,
}

/// Elements of one kind, and how many of them state its main facts.
#[derive(Debug, Serialize)]
pub struct Understood {
    pub kind: &'static str,
    pub elements: usize,
    pub facts: Vec<Stated>,
}

#[derive(Debug, Serialize)]
pub struct Stated {
    pub fact: &'static str,
    pub elements: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequirementReport {
    pub id: String,
    pub pack: String,
    /// Which of the packs of that id it is of, where it is not the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<usize>,
    pub severity: Weight,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    pub counts: Counts,
    /// Findings that are counted and not listed: advice may have many.
    #[serde(skip_serializing_if = "is_zero")]
    pub unlisted: usize,
    /// Whether it is of another stage than the project's and was not judged.
    #[serde(skip_serializing_if = "is_false")]
    pub other_stage: bool,
    /// What the texts of the order in other languages come to, where they ask otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<EditionReport>,
    /// Subjects that are open, where every subject was asked for.
    #[serde(skip)]
    pub open: Vec<Open>,
    #[serde(skip)]
    pub section: Option<Section>,
    #[serde(skip)]
    pub advisory: bool,
    /// Where the requirement stands in [`Report::packs`](super::Report::packs).
    #[serde(skip)]
    pub index: (usize, usize),
}

/// What a requirement comes to by the text of another language.
#[derive(Clone, Debug, Serialize)]
pub struct EditionReport {
    pub lang: Language,
    pub verdict: Verdict,
    pub worst: Level,
    pub best: Level,
    /// Subjects that are judged otherwise than by the main text.
    pub differs: usize,
    /// Whether the verdict or any subject is another.
    #[serde(skip)]
    pub is_other: bool,
}

fn is_false(answer: &bool) -> bool {
    !answer
}

pub(super) fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Subjects by their verdict.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    pub full: usize,
    pub partial: usize,
    pub non_compliant: usize,
    pub not_assessed: usize,
    pub waived: usize,
    /// Findings that are justified one by one; each is counted at its level too.
    pub justified: usize,
}
