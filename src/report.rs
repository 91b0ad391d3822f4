//! The report as data: what every format says, worded in one language, in a decided order.
//!
//! Serialised it is `saikes/report/1` (`docs/report.schema.json`); within version 1 fields are only added.
//! `gather` makes it, one renderer a file shows it. Nothing here judges: levels come from `outcome`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::pack::Contour;
use crate::problem::{Problem, Severity};
use crate::report::review::Review;
use crate::text::Language;
use crate::verdict::{Level, Verdict};

pub mod applied;
mod baseline;
pub mod bearing;
pub mod conclusion;
pub mod csv;
pub mod docx;
mod duplicates;
mod excerpt;
mod findings;
mod gather;
pub mod github;
pub mod gitlab;
pub mod grounds;
pub mod html;
pub mod json;
pub mod junit;
pub mod listed;
pub mod markdown;
mod message;
mod notes;
mod packs;
pub mod paper;
pub mod places;
pub mod problems;
mod projects;
pub mod review;
pub mod sarif;
pub mod terminal;
pub mod waiting;
pub mod why;
pub mod wording;
pub mod xlsx;

pub use baseline::*;
pub use duplicates::*;
pub use findings::*;
pub use gather::{Looked, Options, gather, location, missing_of, questions_of, waived};
pub use packs::*;
pub use paper::Style;
pub use projects::*;

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
    /// What a body wants the projects to be judged by, whatever they say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyReport>,
    pub packs: Vec<PackReport>,
    pub contexts: Vec<ContextReport>,
    pub projects: Vec<ProjectReport>,
    pub portfolio: Portfolio,
    /// What the run was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineHead>,
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

#[derive(Debug, Default, Serialize)]
pub struct Portfolio {
    pub findings: Vec<Finding>,
    /// One look over all projects; of several alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// What looks built twice by different projects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<Duplicate>,
    /// Own components beside the shared things that come closest to offering the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// What people declared to be distinct.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub distinct: Vec<Distinct>,
    /// Sets of things with so much in common that not each of them was compared with each.
    #[serde(skip_serializing_if = "projects::is_zero")]
    pub narrowed: usize,
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
    /// The worst of every project reaches what is required; beside a baseline, nothing new stands below it.
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
        } else if self.projects.iter().all(ProjectReport::passes) {
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
    /// Requirements of orders that do not apply, those of other stages among them.
    pub fn not_applicable(&self) -> usize {
        self.of_orders().filter(|found| found.verdict == Verdict::NotApplicable).count()
    }

    /// Requirements of orders that are asked at other stages.
    pub fn of_other_stages(&self) -> usize {
        self.of_orders().filter(|found| found.other_stage).count()
    }

    fn of_orders(&self) -> impl Iterator<Item = &RequirementReport> {
        self.requirements.iter().filter(|found| !found.advisory)
    }

    /// What did not map, by type.
    pub fn unmapped(&self) -> BTreeMap<&str, usize> {
        let mut types = BTreeMap::new();
        for (name, times) in self.inputs.iter().flat_map(|input| &input.unmapped) {
            *types.entry(name.as_str()).or_default() += times;
        }
        types
    }

    pub fn reaches(&self) -> bool {
        self.worst >= self.require
    }

    /// Whether it is let through: beside a baseline only what is new counts.
    pub fn passes(&self) -> bool {
        self.baseline.as_ref().map_or_else(|| self.reaches(), |baseline| baseline.reaches)
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
