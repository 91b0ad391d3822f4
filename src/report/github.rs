//! GitHub annotations: workflow commands on stdout, and the step summary (`summary`).
//!
//! A step shows ten errors, ten warnings and ten notices and drops the rest without a word, so that the heaviest come
//! first and the first line, which says what the run came to, counts what found no room. Every line is a command: what a
//! model says stands in one, escaped, and can start none.

mod command;
pub mod summary;

use std::collections::BTreeMap;
use std::io::{self, Write};

use command::Command;
pub use command::harmless;

use crate::report::bearing::{self, Bearing, Loudness};
use crate::report::listed::{self, Listed};
use crate::report::places::{Places, Region};
use crate::report::{Gate, ProblemReport, ProjectReport, Report, notes, wording};
use crate::text::say;

/// Annotations of one level that a step shows.
const SHOWN: usize = 10;
/// Warnings about the input that come before findings; more of them would leave no room for any.
const WARNINGS: usize = 3;
/// Projects whose reasons are told in the first line.
const PROJECTS: usize = 5;
/// Missing facts that are named.
const FACTS: usize = 3;

/// Where the command runs, as far as GitHub says.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The folder of the command as seen from the checkout; empty where they are the same.
    pub folder: String,
    /// The address of the files of this commit, where there is one.
    pub files: Option<String>,
    /// Whether the step has a summary to look into.
    pub has_summary: bool,
}

impl Surroundings {
    /// A path of the checkout, from one that is told from where the command was run.
    fn path(&self, path: &str, places: Places<'_>) -> String {
        if self.folder.is_empty() { path.to_string() } else { Places { base: &self.folder, ..places }.path(path) }
    }
}

/// Writes the annotations.
pub fn write(report: &Report, places: Places<'_>, around: &Surroundings, out: &mut dyn Write) -> io::Result<()> {
    let notes = Annotations::of(report);
    let writer = Writer { report, places, around, homes: listed::homes(report, &places) };
    writer.headline(&notes).write(out)?;
    for (level, notes) in &notes.0 {
        for note in notes.iter().take(writer.room(*level)) {
            writer.command(*level, note).write(out)?;
        }
    }
    Ok(())
}

/// What an annotation is about.
#[derive(Clone, Copy, Debug)]
enum Note<'a> {
    Problem(&'a ProblemReport),
    Finding(Listed<'a>),
    /// Requirements that nobody can judge yet.
    Open(&'a ProjectReport),
}

/// Everything that deserves an annotation, by level, the heaviest first.
struct Annotations<'a>([(Loudness, Vec<Note<'a>>); 3]);

impl<'a> Annotations<'a> {
    fn of(report: &'a Report) -> Annotations<'a> {
        let mut levels = [Loudness::Error, Loudness::Warning, Loudness::Notice].map(|level| (level, Vec::new()));
        let mut add = |level: Loudness, note: Note<'a>| levels[level as usize].1.push(note);
        let (errors, warnings): (Vec<_>, Vec<_>) = report.all_problems().partition(|problem| problem.is_error());
        let (first, other) = warnings.split_at(warnings.len().min(WARNINGS));
        errors.into_iter().for_each(|problem| add(Loudness::Error, Note::Problem(problem)));
        let open = report.projects.iter().filter(|project| !project.passes() && is_open(project));
        open.for_each(|project| add(Loudness::Warning, Note::Open(project)));
        first.iter().for_each(|problem| add(Loudness::Warning, Note::Problem(problem)));
        // Of projects that keep the gate closed before others, and what a person let pass before mere advice.
        let mut findings = listed::all(report);
        findings.sort_by_key(|found| (found.project.is_none_or(ProjectReport::passes), !found.finding.waived, found.urgency));
        for found in findings.into_iter().filter(|found| !bearing::is_known(found.finding)) {
            add(found.urgency.loudness(), Note::Finding(found));
        }
        other.iter().for_each(|problem| add(Loudness::Warning, Note::Problem(problem)));
        Annotations(levels)
    }
}

fn is_open(project: &ProjectReport) -> bool {
    let findings = bearing::by_requirement(&project.findings);
    let bearing = |index| findings.get(index).map_or(&[][..], Vec::as_slice);
    project.requirements.iter().any(|found| bearing::of_requirement(project, found, bearing(&found.index)) == Bearing::Open)
}

struct Writer<'a> {
    report: &'a Report,
    places: Places<'a>,
    around: &'a Surroundings,
    /// For each project the file that stands for it.
    homes: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> String {
        say(self.report.lang, key, arguments)
    }

    fn headline_level(&self) -> Loudness {
        if self.report.gate() == Gate::Reached { Loudness::Notice } else { Loudness::Error }
    }

    /// The first line takes the place of one annotation of its level.
    fn room(&self, level: Loudness) -> usize {
        if level == self.headline_level() { SHOWN - 1 } else { SHOWN }
    }

    /// Why the build is red, or that it is not; and what found no room.
    fn headline(&self, notes: &Annotations<'_>) -> Command {
        let mut lines = vec![outcome(self.report)];
        let short: Vec<&ProjectReport> = self.report.projects.iter().filter(|project| project.unreadable || !project.passes()).collect();
        lines.extend(short.iter().take(PROJECTS).map(|project| self.reason(project)));
        lines.extend((short.len() > PROJECTS).then(|| self.say("ci.more-projects", &[("count", &(short.len() - PROJECTS))])));
        let findings = || self.report.projects.iter().flat_map(|project| &project.findings);
        let known = findings().filter(|finding| bearing::is_known(finding)).count();
        lines.extend((known > 0).then(|| self.say("ci.known", &[("count", &known)])));
        let requirements = self.report.projects.iter().flat_map(|project| &project.requirements);
        let unlisted: usize = requirements.map(|found| found.unlisted).sum();
        lines.extend((unlisted > 0).then(|| self.say("ci.unlisted", &[("count", &unlisted)])));
        lines.extend(self.without_room(notes));
        let title = if self.report.gate() == Gate::Reached { "ci.github.passed" } else { "ci.github.red" };
        Command { level: self.headline_level(), region: None, title: self.say(title, &[]), lines }
    }

    fn reason(&self, project: &ProjectReport) -> String {
        if project.unreadable {
            return format!("{}: {}", project.id, project.reason);
        }
        let verdict = wording::bounded(self.report.lang, project.verdict, project.worst, project.best);
        let beside = beside_baseline(self.report, project).map(|words| format!("; {words}")).unwrap_or_default();
        format!("{}: {verdict} – {}{beside}", project.id, project.reason)
    }

    fn without_room(&self, notes: &Annotations<'_>) -> Option<String> {
        let left = |(level, notes): &(Loudness, Vec<Note<'_>>)| {
            let count = notes.len().saturating_sub(self.room(*level));
            (count > 0).then(|| self.say(&format!("ci.github.left.{}", command::name(*level)), &[("count", &count)]))
        };
        let left: Vec<String> = notes.0.iter().filter_map(left).collect();
        let key = if self.around.has_summary { "ci.github.left.in-summary" } else { "ci.github.left.elsewhere" };
        (!left.is_empty()).then(|| self.say(key, &[("left", &left.join(", "))]))
    }

    fn command(&self, level: Loudness, note: &Note<'_>) -> Command {
        match note {
            Note::Problem(problem) => self.problem(level, problem),
            Note::Finding(found) => self.finding(level, found),
            Note::Open(project) => self.open(level, project),
        }
    }

    fn region(&self, location: Option<&crate::report::Location>) -> Option<Region> {
        let region = self.places.region(location?);
        Some(Region { path: self.around.path(&region.path, self.places), ..region })
    }

    /// The place of what has none: the file that stands for the project.
    fn home(&self, project: &ProjectReport) -> Option<Region> {
        let path = self.places.path(self.homes.get(&project.path)?);
        Some(Region { path: self.around.path(&path, self.places), lines: None })
    }

    fn problem(&self, level: Loudness, problem: &ProblemReport) -> Command {
        let mut lines = vec![problem.message.clone()];
        lines.extend((!problem.help.is_empty()).then(|| format!("{}: {}", self.say("problem.help-word", &[]), problem.help)));
        Command { level, region: self.region(problem.location.as_ref()), title: format!("saikes: {}", problem.code), lines }
    }

    fn finding(&self, level: Loudness, Listed { finding, project, .. }: &Listed<'_>) -> Command {
        let text = self.report.requirement(finding.index).map_or("", |text| text.title.as_str());
        let weight = self.say(&format!("weight.{}", finding.severity.name()), &[]);
        let told = wording::level(self.report.lang, finding.verdict, finding.worst, finding.best);
        let mut lines = vec![finding.message.clone(), format!("{weight}, {told}")];
        lines.extend((!finding.fix.is_empty()).then(|| format!("{}: {}", self.say("finding.fix", &[]), finding.fix)));
        lines.extend(notes::of_finding(self.report.lang, finding));
        let title = format!("{} {text}", finding.requirement);
        let region = self.region(finding.location.as_ref()).or_else(|| self.home((*project)?));
        Command { level, region, title, lines }
    }

    /// What nobody stated keeps the gate closed as much as what is wrong.
    fn open(&self, level: Loudness, project: &ProjectReport) -> Command {
        let coverage = project.coverage;
        let facts = project.missing.iter().take(FACTS).map(|missing| wording::missing(self.report.lang, missing));
        let facts = facts.collect::<Vec<_>>().join("; ");
        let told = match &project.baseline {
            Some(baseline) => self.say("ci.beside.open", &[("count", &baseline.counts.open_new)]),
            None => self.say("ci.open", &[("settled", &coverage.settled), ("applicable", &coverage.applicable)]),
        };
        let mut lines = vec![told];
        lines.extend((!facts.is_empty()).then(|| self.say("ci.missing-most", &[("facts", &facts)])));
        Command { level, region: self.home(project), title: format!("saikes: {}", project.id), lines }
    }
}

/// What the run came to, in one line.
fn outcome(report: &Report) -> String {
    let errors = report.all_problems().filter(|problem| problem.is_error()).count();
    let key = |plain: &'static str, beside: &'static str| if report.baseline.is_some() { beside } else { plain };
    match report.gate() {
        Gate::Reached => say(report.lang, key("gate.reached", "ci.beside.reached"), &[]),
        Gate::NotMade if report.projects.is_empty() => say(report.lang, "ci.no-project", &[]),
        Gate::NotMade => say(report.lang, "ci.not-made", &[("count", &errors)]),
        Gate::NotReached => {
            let short: Vec<&str> = report.projects.iter().filter(|found| !found.passes()).map(|found| found.id.as_str()).collect();
            let more = if short.len() > PROJECTS { ", …" } else { "" };
            let named = format!("{}{more}", short[..short.len().min(PROJECTS)].join(", "));
            say(report.lang, key("gate.not-reached", "ci.beside.not-reached"), &[("count", &short.len()), ("projects", &named)])
        }
    }
}

/// How much of a project is new below the level, where it was compared with a baseline.
pub(super) fn beside_baseline(report: &Report, project: &ProjectReport) -> Option<String> {
    let failing = project.baseline.as_ref()?.failing;
    let level = say(report.lang, &format!("level.{}", project.require.name()), &[]);
    Some(say(report.lang, "ci.beside.failing", &[("count", &failing), ("level", &level)]))
}

#[cfg(test)]
mod tests;
