//! The report as data: what every format says, worded in one language, in a decided order.
//!
//! Serialised it is `saikes/report/1` (`docs/report.schema.json`); within version 1 fields are only added.
//! `gather` makes it, one renderer a file shows it. Nothing here judges: levels come from `outcome`.

use serde::Serialize;

use crate::pack::{Amendment, Contour, Pack, Section};
use crate::place::Place;
use crate::problem::{Problem, Severity};
use crate::text::{Language, Trilingual};
use crate::verdict::{Holds, Level, Verdict, Weight};

mod excerpt;
mod gather;
pub mod json;
pub mod markdown;
mod message;
pub mod paper;
pub mod problems;
pub mod terminal;
pub mod waiting;
pub mod why;
pub mod wording;

pub use gather::{Options, gather, missing_of};
pub use paper::Style;

/// The name and version of the format.
pub const SCHEMA: &str = "saikes/report/1";

/// Everything one run has to say.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    pub schema: &'static str,
    pub tool: Tool,
    /// The day the check took for today, an input.
    pub today: String,
    /// The day whose law was asked for (`--as-of`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    pub lang: Language,
    /// Packs that were left out because their orders were not in force on that day; without their requirements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<PackReport>,
    pub packs: Vec<PackReport>,
    pub contexts: Vec<ContextReport>,
    pub projects: Vec<ProjectReport>,
    pub portfolio: Portfolio,
    /// Problems of no project: of the command line, of packs, of contexts.
    pub problems: Vec<ProblemReport>,
    pub summary: Summary,
    /// How levels follow from findings, which no order says.
    pub arithmetic: String,
    /// The same in one line.
    #[serde(skip)]
    pub arithmetic_line: String,
    /// That the report prepares and does not replace the conclusion.
    pub statement: String,
}

#[derive(Debug, Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

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
    pub non_compliant_share: f64,
    pub sha256: String,
    pub requirements: Vec<RequirementText>,
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
            non_compliant_share: pack.policy.non_compliant_share,
            sha256: pack.sha256.clone(),
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
    pub order: String,
    pub paragraph: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subparagraph: Option<String>,
}

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
}

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

/// Something that loosens the result: `complete`, a parameter, a waiver.
#[derive(Debug, Serialize)]
pub struct LoosenedReport {
    pub what: &'static str,
    pub value: Vec<String>,
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
    #[serde(skip)]
    pub section: Option<Section>,
    #[serde(skip)]
    pub advisory: bool,
    /// Where the requirement stands in [`Report::packs`].
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

fn is_zero(number: &usize) -> bool {
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
    /// What a person said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answered>,
    /// Why the deviation is needed; it changes no level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<Justified>,
    pub fingerprint: String,
    /// Where the requirement stands in [`Report::packs`].
    #[serde(skip)]
    pub index: (usize, usize),
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
}

impl Related {
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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

#[derive(Debug, Default, Serialize)]
pub struct Portfolio {
    pub findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProblemReport {
    pub code: &'static str,
    pub severity: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<Location>,
    /// How often it happened in the file.
    pub times: usize,
    /// What is said at the place.
    #[serde(skip)]
    pub label: String,
    #[serde(skip)]
    pub problem: Problem,
}

impl ProblemReport {
    pub fn is_error(&self) -> bool {
        self.severity == problems::severity_name(Severity::Error)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    pub projects: usize,
    pub full: usize,
    pub partial: usize,
    pub non_compliant: usize,
    pub not_assessed: usize,
    pub unreadable: usize,
}

/// What the run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The worst of every project reaches what is required.
    Reached,
    NotReached,
    /// The check could not be made, of one project or at all.
    NotMade,
}

impl Report {
    pub fn gate(&self) -> Gate {
        let broken = self.all_problems().any(ProblemReport::is_error) || self.projects.iter().any(|project| project.unreadable);
        if broken || self.projects.is_empty() {
            Gate::NotMade
        } else if self.projects.iter().all(ProjectReport::reaches) {
            Gate::Reached
        } else {
            Gate::NotReached
        }
    }

    /// Problems of the run, then those of each project.
    pub fn all_problems(&self) -> impl Iterator<Item = &ProblemReport> {
        self.problems.iter().chain(self.projects.iter().flat_map(|project| &project.problems))
    }

    pub fn requirement(&self, index: (usize, usize)) -> Option<&RequirementText> {
        self.packs.get(index.0)?.requirements.get(index.1)
    }
}

impl ProjectReport {
    pub fn reaches(&self) -> bool {
        self.worst >= self.require
    }
}

impl Summary {
    fn of(projects: &[ProjectReport]) -> Summary {
        let mut summary = Summary { projects: projects.len(), ..Summary::default() };
        for project in projects {
            *match (project.unreadable, project.verdict) {
                (true, _) => &mut summary.unreadable,
                (_, Verdict::Full) => &mut summary.full,
                (_, Verdict::Partial) => &mut summary.partial,
                (_, Verdict::NonCompliant) => &mut summary.non_compliant,
                (_, Verdict::NotAssessed | Verdict::NotApplicable) => &mut summary.not_assessed,
            } += 1;
        }
        summary
    }
}

#[cfg(test)]
mod samples;
