//! What a requirement, or a finding, means for the gate: the one place that formats ask before they call something an
//! error, a warning or fine. Nothing here judges or words anything.

use std::collections::BTreeMap;

use crate::report::{Finding, ProjectReport, Report, RequirementReport, Standing};
use crate::verdict::{Level, Verdict, Weight};

/// What a requirement means for the gate of its project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Its worst reaches what the project has to reach.
    Reaches,
    /// It falls short, whatever the missing facts say.
    FallsShort,
    /// It may fall short: the gate looks at the worst.
    Open,
    /// It reaches by a waiver.
    Waived,
    /// It falls short as the baseline knows.
    Known,
    /// It is not fully met, and changes no verdict.
    Advice,
    NotApplicable,
    OtherStage,
}

impl Bearing {
    /// Whether it keeps the gate closed.
    pub fn fails(self) -> bool {
        matches!(self, Bearing::FallsShort | Bearing::Open)
    }
}

/// The findings of each requirement by its index, in their order.
pub type ByRequirement<'a> = BTreeMap<(usize, usize), Vec<&'a Finding>>;

pub fn by_requirement(findings: &[Finding]) -> ByRequirement<'_> {
    let mut found = ByRequirement::new();
    for finding in findings {
        found.entry(finding.index).or_default().push(finding);
    }
    found
}

/// What a requirement of the project with these findings means.
pub fn of_requirement(project: &ProjectReport, requirement: &RequirementReport, findings: &[&Finding]) -> Bearing {
    match requirement.verdict {
        _ if requirement.other_stage => Bearing::OtherStage,
        Verdict::NotApplicable => Bearing::NotApplicable,
        Verdict::Full => Bearing::Reaches,
        _ if requirement.advisory => Bearing::Advice,
        _ if requirement.worst >= project.require && findings.iter().any(|finding| finding.waived) => Bearing::Waived,
        _ if requirement.worst >= project.require => Bearing::Reaches,
        _ if !has_new(project, requirement, findings) => Bearing::Known,
        Verdict::NotAssessed => Bearing::Open,
        _ => Bearing::FallsShort,
    }
}

/// Whether something of a requirement is below the level that no baseline answers for: all of it, where there is none.
fn has_new(project: &ProjectReport, requirement: &RequirementReport, findings: &[&Finding]) -> bool {
    let Some(baseline) = &project.baseline else { return true };
    let mut open = baseline.new_open.iter().filter(|open| open.requirement == requirement.id);
    findings.iter().any(|finding| finding.worst < project.require && !is_known(finding)) || open.any(|open| open.worst < project.require)
}

/// How loudly a finding is told where a platform has three levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    Error,
    Warning,
    Notice,
}

/// How urgent a finding is where a platform has five levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    Blocker,
    Critical,
    Major,
    Minor,
    Info,
}

impl Urgency {
    pub fn loudness(self) -> Loudness {
        match self {
            Urgency::Blocker => Loudness::Error,
            Urgency::Critical | Urgency::Major => Loudness::Warning,
            Urgency::Minor | Urgency::Info => Loudness::Notice,
        }
    }
}

/// By weight and worst level, as the gate looks at it. Advice, and what a waiver or the baseline answers for, is for
/// information.
pub fn urgency(report: &Report, finding: &Finding) -> Urgency {
    let advisory = report.packs.get(finding.index.0).is_some_and(|pack| pack.advisory);
    match (finding.severity, finding.worst) {
        _ if advisory || finding.waived || is_known(finding) => Urgency::Info,
        (Weight::Blocking, Level::NonCompliant) => Urgency::Blocker,
        (Weight::Blocking, _) => Urgency::Critical,
        (Weight::Major, Level::NonCompliant) => Urgency::Major,
        (Weight::Major | Weight::Minor, _) => Urgency::Minor,
    }
}

pub fn is_known(finding: &Finding) -> bool {
    finding.baseline == Some(Standing::Known)
}
