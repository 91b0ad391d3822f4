//! Test cases: what there is one for, what became of it, and what is said of it.
//!
//! A requirement fails where its worst is below what the project has to reach, as the gate looks at it. Nothing that a
//! waiver, the baseline or advice answers for is shown as passed: it is skipped, with the reason.

use std::fmt::Display;

use super::{Outcome, Sums, Told};
use crate::report::bearing::{self, Bearing, ByRequirement};
use crate::report::places::Places;
use crate::report::{Finding, ProblemReport, ProjectReport, Report, RequirementReport, RequirementText, github, notes, wording};
use crate::text::{Language, say};
use crate::verdict::Verdict;

/// Findings that are told of one requirement; the others are counted.
const TOLD: usize = 200;

#[derive(Debug)]
pub struct Suite<'a> {
    pub name: String,
    pub cases: Vec<Case<'a>>,
}

impl Suite<'_> {
    pub fn sums(&self) -> Sums {
        self.cases.iter().fold(Sums::default(), |sums, case| sums.plus(Sums::of(case.outcome)))
    }
}

#[derive(Debug)]
pub struct Case<'a> {
    pub class: String,
    pub name: String,
    pub outcome: Outcome,
    about: About<'a>,
}

/// What a test case is about.
#[derive(Debug)]
enum About<'a> {
    /// Whether everything could be read.
    Input(Vec<&'a ProblemReport>),
    /// Whether the project reaches what is required.
    Gate(&'a ProjectReport),
    Requirement(&'a ProjectReport, &'a RequirementReport, Bearing, Vec<&'a Finding>),
    /// A requirement over all projects.
    Portfolio(Vec<&'a Finding>),
}

/// The run, every project, and what was found over all of them.
pub fn suites(report: &Report) -> Vec<Suite<'_>> {
    let mut suites = Vec::new();
    if !report.problems.is_empty() || report.projects.is_empty() {
        let mut input = input("saikes", &report.problems, report.lang);
        if report.projects.is_empty() {
            input.outcome = Outcome::Errored("not-made");
        }
        suites.push(Suite { name: "saikes".to_string(), cases: vec![input] });
    }
    suites.extend(report.projects.iter().map(|project| suite(report, project)));
    if !report.portfolio.findings.is_empty() {
        let cases = bearing::by_requirement(&report.portfolio.findings).into_values();
        let cases = cases.map(|findings| over_all(report, findings)).collect();
        suites.push(Suite { name: "portfolio".to_string(), cases });
    }
    suites
}

fn suite<'a>(report: &'a Report, project: &'a ProjectReport) -> Suite<'a> {
    let mut cases = vec![input(&project.id, &project.problems, report.lang)];
    if project.unreadable {
        cases[0].outcome = Outcome::Errored("unreadable");
    } else {
        let name = say(report.lang, "ci.junit.gate", &[("level", &level(report.lang, project.require.name()))]);
        let outcome = if project.passes() { Outcome::Passed } else { Outcome::Failed(project.verdict.name()) };
        cases.push(Case { class: project.id.clone(), name, outcome, about: About::Gate(project) });
        let findings = bearing::by_requirement(&project.findings);
        cases.extend(project.requirements.iter().map(|requirement| of_requirement(report, project, requirement, &findings)));
    }
    Suite { name: project.id.clone(), cases }
}

fn input<'a>(class: &str, problems: &'a [ProblemReport], language: Language) -> Case<'a> {
    let outcome = if problems.iter().any(ProblemReport::is_error) { Outcome::Errored("problem") } else { Outcome::Passed };
    let name = say(language, "ci.junit.input", &[]);
    Case { class: class.to_string(), name, outcome, about: About::Input(problems.iter().collect()) }
}

fn of_requirement<'a>(
    report: &'a Report,
    project: &'a ProjectReport,
    requirement: &'a RequirementReport,
    findings: &ByRequirement<'a>,
) -> Case<'a> {
    let findings = findings.get(&requirement.index).cloned().unwrap_or_default();
    let bearing = bearing::of_requirement(project, requirement, &findings);
    let outcome = match bearing {
        Bearing::Reaches => Outcome::Passed,
        Bearing::FallsShort | Bearing::Open => Outcome::Failed(requirement.verdict.name()),
        _ => Outcome::Skipped,
    };
    let text = report.requirement(requirement.index);
    let class = class(&project.id, &requirement.pack, text);
    Case { class, name: name(&requirement.id, text), outcome, about: About::Requirement(project, requirement, bearing, findings) }
}

/// What is found over all projects changes no verdict and fails nothing.
fn over_all<'a>(report: &'a Report, findings: Vec<&'a Finding>) -> Case<'a> {
    let (id, pack, text) = match findings.first() {
        Some(first) => (first.requirement.as_str(), first.pack.as_str(), report.requirement(first.index)),
        None => ("", "", None),
    };
    Case { class: class("portfolio", pack, text), name: name(id, text), outcome: Outcome::Skipped, about: About::Portfolio(findings) }
}

/// Readers make a tree of it, by its points.
fn class(project: &str, pack: &str, text: Option<&RequirementText>) -> String {
    let section = text.and_then(|text| text.contour.or(text.chapter.as_deref()));
    [Some(project), Some(pack), section].into_iter().flatten().collect::<Vec<_>>().join(".")
}

fn name(id: &str, text: Option<&RequirementText>) -> String {
    format!("{id} {}", text.map_or("", |text| text.title.as_str())).trim_end().to_string()
}

fn level(language: Language, name: &str) -> String {
    say(language, &format!("level.{name}"), &[])
}

impl Case<'_> {
    /// The words, made when they are written: all of them at once would be as large as the file.
    pub fn told(&self, report: &Report, places: Places<'_>) -> Told {
        let teller = Teller { report, places };
        match &self.about {
            About::Input(problems) => teller.input(problems),
            About::Gate(project) => teller.gate(project),
            About::Requirement(project, requirement, bearing, findings) => teller.requirement(project, requirement, *bearing, findings),
            About::Portfolio(findings) => {
                let message = teller.say("portfolio.note", &[]);
                let text = format!("{message}\n\n{}", teller.findings(findings, findings.len()));
                Told { message, text }
            }
        }
    }
}

struct Teller<'a> {
    report: &'a Report,
    places: Places<'a>,
}

impl Teller<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.report.lang, key, arguments)
    }

    fn input(&self, problems: &[&ProblemReport]) -> Told {
        let message = match problems.iter().filter(|problem| problem.is_error()).count() {
            0 => self.say("ci.no-project", &[]),
            errors => self.say("ci.errors", &[("count", &errors)]),
        };
        let mut lines = Vec::new();
        for problem in problems {
            let place = problem.location.as_ref().map(|at| format!("{}: ", self.places.region(at).address())).unwrap_or_default();
            lines.push(format!("{place}{} [{}]", problem.message, problem.code));
            lines.extend((!problem.help.is_empty()).then(|| self.entry("problem.help-word", &problem.help)));
        }
        Told { message, text: lines.join("\n") }
    }

    fn gate(&self, project: &ProjectReport) -> Told {
        let language = self.report.lang;
        let verdict = wording::bounded(language, project.verdict, project.worst, project.best);
        let message = format!("{verdict}: {}", project.reason);
        let loosened = project.loosened.iter().map(|found| wording::loosened(language, found, usize::MAX));
        let loosened = loosened.map(|words| format!("{}: {words}", self.say("loosened.word", &[])));
        let beside = github::beside_baseline(self.report, project);
        let text = std::iter::once(message.clone()).chain(beside).chain(loosened).collect::<Vec<_>>().join("\n");
        Told { message, text }
    }

    fn requirement(&self, project: &ProjectReport, found: &RequirementReport, bearing: Bearing, findings: &[&Finding]) -> Told {
        if let Bearing::NotApplicable | Bearing::OtherStage = bearing {
            let key = if bearing == Bearing::OtherStage { "ci.bearing.other-stage" } else { "ci.bearing.not-applicable" };
            return Told { message: self.say(key, &[]), text: String::new() };
        }
        let level = wording::level(self.report.lang, found.verdict, found.worst, found.best);
        let counted = self.say("ci.counted", &[("level", &level), ("counts", &self.counts(found))]);
        let message = match bearing {
            Bearing::Waived => format!("{}; {counted}", self.say("ci.bearing.waived", &[("count", &found.counts.waived)])),
            Bearing::Known => format!("{}; {counted}", self.say("ci.bearing.known", &[])),
            Bearing::Advice => format!("{}; {counted}", self.say("ci.bearing.advice", &[])),
            _ => counted,
        };
        if bearing == Bearing::Reaches && found.verdict == Verdict::Full && findings.is_empty() {
            return Told { message, text: String::new() };
        }
        let mut parts = vec![message.clone()];
        parts.extend(self.missing(project, found));
        let fix = self.report.requirement(found.index).map(|text| text.fix.as_str()).filter(|fix| !fix.is_empty());
        parts.extend(fix.map(|fix| format!("{}: {fix}", self.say("finding.fix", &[]))));
        parts.push(self.findings(findings, findings.len() + found.unlisted));
        parts.retain(|part| !part.is_empty());
        Told { message, text: parts.join("\n") }
    }

    /// «6 non-compliant, 37 not assessed».
    fn counts(&self, found: &RequirementReport) -> String {
        let counts = found.counts;
        let numbers = [
            ("non-compliant", counts.non_compliant),
            ("partial", counts.partial),
            ("not-assessed", counts.not_assessed),
            ("full", counts.full),
            ("waived", counts.waived),
        ];
        let told = numbers.iter().filter(|(_, number)| *number > 0);
        let told: Vec<String> = told.map(|(name, number)| self.say(&format!("ci.count.{name}"), &[("count", number)])).collect();
        if told.is_empty() { self.say("ci.count.nothing", &[]) } else { told.join(", ") }
    }

    /// The facts that an open requirement waits for.
    fn missing(&self, project: &ProjectReport, found: &RequirementReport) -> Option<String> {
        let waits = project.missing.iter().filter(|missing| missing.requirements.contains(&found.id));
        let facts: Vec<String> = waits.map(|missing| wording::missing(self.report.lang, missing)).collect();
        let is_open = found.verdict == Verdict::NotAssessed && !facts.is_empty();
        is_open.then(|| self.say("ci.missing", &[("facts", &facts.join("; "))]))
    }

    fn findings(&self, findings: &[&Finding], all: usize) -> String {
        let mut told: Vec<String> = findings.iter().take(TOLD).map(|finding| self.finding(finding)).collect();
        let left = all - told.len();
        told.extend((left > 0).then(|| self.say("ci.more", &[("count", &left)])));
        told.join("\n")
    }

    fn finding(&self, finding: &Finding) -> String {
        let place = finding.location.as_ref().map(|at| self.places.region(at).address());
        let mut lines = vec![place.map_or_else(|| finding.message.clone(), |place| format!("{place}: {}", finding.message))];
        if finding.verdict != Verdict::NonCompliant {
            lines.push(format!("  {}", wording::level(self.report.lang, finding.verdict, finding.worst, finding.best)));
        }
        lines.extend(notes::of_finding(self.report.lang, finding).into_iter().map(|note| format!("  {note}")));
        lines.join("\n")
    }

    fn entry(&self, key: &str, words: &str) -> String {
        format!("  {}: {words}", self.say(key, &[]))
    }
}
