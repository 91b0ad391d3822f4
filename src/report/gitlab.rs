//! The report as GitLab's code quality report: a list of what to improve, which a merge request compares with that of
//! its target. `docs/ci-formats.md` says what each field holds.
//!
//! GitLab knows neither projects nor verdicts nor suppressions, and shows a list with nothing in it as a clean one. So
//! what somebody accepted stands in the list, marked and for information; and what could not be read or assessed is an
//! entry like a finding.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::report::bearing::Urgency;
use crate::report::listed::{self, Listed, Unsaid, What};
use crate::report::places::{Places, Region};
use crate::report::{Finding, Location, ProblemReport, Report, Standing};
use crate::text::say;

/// Where nothing has a better place: the folder that was checked.
const NOWHERE: &str = ".";

#[derive(Debug, Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Debug, Serialize)]
struct Place {
    path: String,
    positions: Positions,
}

/// Both ends; the end is behind the last character.
#[derive(Debug, Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// Writes the list: what is wrong with the input, what is not settled, then the findings.
pub fn write(report: &Report, places: &Places<'_>, mut out: impl Write) -> io::Result<()> {
    let page = Page { report, places, homes: listed::homes(report, places) };
    let problems = page.problems();
    let unsaid = listed::unsaid(report, places);
    let listed = listed::all(report);
    let findings = listed.iter().map(|listed| page.finding(listed));
    let entries = problems.into_iter().chain(unsaid.iter().flat_map(|unsaid| page.unsaid(unsaid))).chain(findings);
    // Entries with one fingerprint are shown as one.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let entries = entries.map(|entry| {
        let before = seen.entry(entry.fingerprint.clone()).or_default();
        *before += 1;
        if *before == 1 { entry } else { Entry { fingerprint: format!("{}-{before}", entry.fingerprint), ..entry } }
    });
    let mut serializer = serde_json::Serializer::pretty(&mut out);
    serde::Serializer::collect_seq(&mut serializer, entries)?;
    writeln!(out)
}

struct Page<'a> {
    report: &'a Report,
    places: &'a Places<'a>,
    homes: BTreeMap<String, String>,
}

impl Page<'_> {
    fn finding(&self, listed: &Listed<'_>) -> Entry {
        let finding = listed.finding;
        let home = || listed.project.and_then(|project| self.homes.get(&project.path));
        Entry {
            description: self.description(finding),
            check_name: finding.requirement.clone(),
            fingerprint: finding.fingerprint.clone(),
            severity: severity(listed.urgency),
            location: self.place(finding.location.as_ref(), home().map(String::as_str)),
        }
    }

    fn description(&self, finding: &Finding) -> String {
        let lang = self.report.lang;
        let fix = say(lang, "sarif.fix", &[("fix", &finding.fix)]);
        let said = if finding.fix.is_empty() { finding.message.clone() } else { format!("{}. {fix}", finding.message) };
        match (&finding.waiver, finding.baseline) {
            (Some(waiver), _) => {
                let words: [(&str, &dyn std::fmt::Display); 3] =
                    [("decision", &waiver.decided.decision), ("body", &waiver.decided.body), ("until", &waiver.decided.until)];
                format!("{} {said}", say(lang, "gitlab.waived", &words))
            }
            (None, _) if finding.waived => format!("[{}] {said}", say(lang, "ci.note.waived", &[])),
            (None, Some(Standing::Known)) => format!("{} {said}", say(lang, "gitlab.known", &[])),
            _ => said,
        }
    }

    /// What is wrong with the input.
    fn problems(&self) -> Vec<Entry> {
        let of_run = self.report.problems.iter().map(|problem| (problem, None));
        let of_projects = self.report.projects.iter().flat_map(|project| {
            let home = self.homes.get(&project.path).map(String::as_str);
            project.problems.iter().map(move |problem| (problem, home))
        });
        of_run.chain(of_projects).map(|(problem, home)| self.problem(problem, home)).collect()
    }

    fn problem(&self, problem: &ProblemReport, home: Option<&str>) -> Entry {
        let location = self.place(problem.location.as_ref(), home);
        let said = [problem.message.as_str(), &problem.help].into_iter().filter(|text| !text.is_empty());
        // What it says, in no language.
        let mut parts = vec![problem.code, &location.path];
        parts.extend(problem.problem.arguments.iter().map(|(_, value)| value.as_str()));
        Entry {
            description: said.collect::<Vec<_>>().join("; "),
            check_name: problem.code.to_string(),
            fingerprint: fingerprint(&parts),
            severity: severity(if problem.is_error() { Urgency::Blocker } else { Urgency::Minor }),
            location,
        }
    }

    fn unsaid(&self, unsaid: &Unsaid<'_>) -> Vec<Entry> {
        let urgency = match unsaid.what {
            What::Unreadable => Urgency::Blocker,
            What::OpenAndNotReached | What::NewlyOpen => Urgency::Major,
            What::Open | What::Solved | What::Unlisted => Urgency::Info,
        };
        let (name, home) = (unsaid.what.name(), self.homes.get(&unsaid.project.path).map(String::as_str));
        let entry = |description: &str, told: &str, at: Option<&Location>| Entry {
            description: description.to_string(),
            check_name: name.to_string(),
            fingerprint: fingerprint(&[name, &unsaid.project.id, &unsaid.project.path, told]),
            severity: severity(urgency),
            location: self.place(at, home),
        };
        // What became open has places of its own.
        let open_word = say(self.report.lang, "level.not-assessed", &[]);
        let newly_open = if unsaid.what == What::NewlyOpen { listed::newly_open(self.report, unsaid.project) } else { Vec::new() };
        let each = newly_open.iter().map(|(open, words)| {
            let told = format!("{}\0{}\0{}", open.requirement, open.subject.kind, open.subject.id);
            entry(&format!("{open_word}: {words}"), &told, open.location.as_ref())
        });
        std::iter::once(entry(&unsaid.text, "", None)).chain(each).collect()
    }

    /// A place, else the beginning of the file that stands for it.
    fn place(&self, at: Option<&Location>, home: Option<&str>) -> Place {
        let home = || home.map_or_else(|| NOWHERE.to_string(), |home| self.places.path(home));
        let region = at.map_or_else(|| Region { path: home(), lines: None }, |at| self.places.region(at));
        let (start, end) = region.lines.map_or(((1, 1), (1, 1)), |lines| (lines.start, lines.end));
        let position = |(line, column): (usize, usize)| Position { line, column };
        Place { path: region.path, positions: Positions { begin: position(start), end: position(end) } }
    }
}

fn severity(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Blocker => "blocker",
        Urgency::Critical => "critical",
        Urgency::Major => "major",
        Urgency::Minor => "minor",
        Urgency::Info => "info",
    }
}

/// Of what is no finding: by what it says and where, never by the line.
fn fingerprint(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0"));
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
