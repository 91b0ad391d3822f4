//! The findings of a report as one list, for formats that know neither projects nor verdicts: which file each belongs to
//! where it has no place, and in words what a list of findings does not show.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::place::{FileId, SourceFile};
use crate::read::config;
use crate::report::bearing::{self, Urgency};
use crate::report::paper::quotes;
use crate::report::places::Places;
use crate::report::{Finding, NewOpen, ProjectReport, Report, wording};
use crate::text::say;
use crate::verdict::Verdict;

/// A finding in the list.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'r> {
    pub finding: &'r Finding,
    /// None where it is about the whole run.
    pub project: Option<&'r ProjectReport>,
    /// What is about the whole run changes no project's verdict: it is for information.
    pub urgency: Urgency,
    /// How many before it have the same fingerprint.
    pub twin: usize,
}

/// All findings, in the order of the report: project by project, then those about the whole run.
pub fn all(report: &Report) -> Vec<Listed<'_>> {
    let of_projects = report.projects.iter().flat_map(|project| project.findings.iter().map(move |finding| (finding, Some(project))));
    let of_run = report.portfolio.findings.iter().map(|finding| (finding, None));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let listed = |(finding, project): (_, Option<_>)| {
        let finding: &Finding = finding;
        let urgency = if project.is_none() { Urgency::Info } else { bearing::urgency(report, finding) };
        let before = seen.entry(&finding.fingerprint).or_default();
        *before += 1;
        Listed { finding, project, urgency, twin: *before - 1 }
    };
    of_projects.chain(of_run).map(listed).collect()
}

/// What a list of findings does not show of a project.
#[derive(Clone, Debug)]
pub struct Unsaid<'r> {
    pub project: &'r ProjectReport,
    pub what: What,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Its files have errors.
    Unreadable,
    /// Facts are missing, and what is required is not reached until they are stated.
    OpenAndNotReached,
    /// Facts are missing.
    Open,
    /// What could be assessed when the baseline was made, or was not there, no longer can.
    NewlyOpen,
    /// Findings of the baseline are no more. They are no entries: a platform that knows no baselines would show them.
    Solved,
    /// Advice is counted and not listed.
    Unlisted,
}

impl What {
    pub const ALL: [What; 6] = [What::Unreadable, What::OpenAndNotReached, What::Open, What::NewlyOpen, What::Solved, What::Unlisted];

    pub fn name(self) -> &'static str {
        match self {
            What::Unreadable => "unreadable",
            What::OpenAndNotReached | What::Open => "not-assessed",
            What::NewlyOpen => "newly-open",
            What::Solved => "solved",
            What::Unlisted => "not-listed",
        }
    }
}

/// Without this an empty list would read as if all were well.
pub fn unsaid<'r>(report: &'r Report, places: &Places<'_>) -> Vec<Unsaid<'r>> {
    report.projects.iter().flat_map(|project| unsaid_of(report, project, places)).collect()
}

fn unsaid_of<'r>(report: &'r Report, project: &'r ProjectReport, places: &Places<'_>) -> Vec<Unsaid<'r>> {
    let tell = |key: &str, arguments: &[(&str, &dyn Display)]| {
        let path = crate::report::terminal::shell_word(&places.path(&project.path));
        let verdict = wording::bounded(report.lang, project.verdict, project.worst, project.best);
        let mut all: Vec<(&str, &dyn Display)> = vec![("project", &project.id), ("path", &path), ("verdict", &verdict)];
        all.extend_from_slice(arguments);
        say(report.lang, key, &all)
    };
    if project.unreadable {
        let text = tell("listed.unreadable", &[("reason", &project.reason)]);
        return vec![Unsaid { project, what: What::Unreadable, text }];
    }
    let of_orders = project.requirements.iter().filter(|requirement| !requirement.advisory);
    let answers: usize = of_orders.map(|requirement| requirement.counts.not_assessed).sum();
    let open = project.coverage.applicable.saturating_sub(project.coverage.settled);
    let unlisted: usize = project.requirements.iter().map(|requirement| requirement.unlisted).sum();
    let mut unsaid = Vec::new();
    if open > 0 || project.verdict == Verdict::NotAssessed {
        let what = if project.passes() { What::Open } else { What::OpenAndNotReached };
        let text = tell("listed.open", &[("open", &open), ("applicable", &project.coverage.applicable), ("answers", &answers)]);
        unsaid.push(Unsaid { project, what, text });
    }
    let (newly_open, solved) = project.baseline.as_ref().map_or((0, 0), |baseline| (baseline.new_open.len(), baseline.solved.len()));
    for (what, key, count) in [(What::NewlyOpen, "listed.newly-open", newly_open), (What::Solved, "listed.solved", solved)] {
        if count > 0 {
            unsaid.push(Unsaid { project, what, text: tell(key, &[("count", &count)]) });
        }
    }
    if unlisted > 0 {
        unsaid.push(Unsaid { project, what: What::Unlisted, text: tell("listed.unlisted", &[("count", &unlisted)]) });
    }
    unsaid
}

/// What became open since the baseline, each with its requirement, its element and the facts that it waits for.
pub fn newly_open<'r>(report: &Report, project: &'r ProjectReport) -> Vec<(&'r NewOpen, String)> {
    let told = |open: &'r NewOpen| {
        let subject = match open.subject.name.as_str() {
            "" => wording::lower_first(wording::kind_title(report.lang, &open.subject.kind)),
            name => quotes(name),
        };
        let facts: Vec<String> = open.waits_for.iter().map(|fact| format!("`{fact}`")).collect();
        let waits = (!facts.is_empty()).then(|| say(report.lang, "baseline.waits", &[("facts", &facts.join(", "))]));
        let parts: Vec<String> = std::iter::once(format!("{} {subject}", open.requirement)).chain(waits).collect();
        (open, parts.join("; "))
    };
    project.baseline.iter().flat_map(|baseline| &baseline.new_open).map(told).collect()
}

/// For each project the file that stands for it, by its path in reports: its configuration, else its first model.
pub fn homes(report: &Report, places: &Places<'_>) -> BTreeMap<String, String> {
    let files: BTreeMap<&str, &SourceFile> =
        (0..places.sources.len()).map(|at| places.sources.file(FileId(at as u32))).map(|file| (file.path.as_str(), file)).collect();
    let home = |project: &ProjectReport| {
        let configuration = match project.path.as_str() {
            "." => config::FILE_NAME.to_string(),
            path => format!("{path}/{}", config::FILE_NAME),
        };
        let model = project.inputs.first().map_or(&project.path, |input| &input.path);
        match (files.contains_key(configuration.as_str()), files.get(model.as_str())) {
            (true, _) => configuration,
            // Of a folder whose files are one model the first: a folder cannot be shown.
            (false, Some(file)) => file.part_at(0).path.to_string(),
            (false, None) => model.clone(),
        }
    };
    report.projects.iter().map(|project| (project.path.clone(), home(project))).collect()
}
