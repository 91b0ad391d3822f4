//! The report beside a baseline: every finding with its standing, every project with what is new, known and solved.

use super::changes::{Beside, Changes, Fate};
use super::{Baseline, Recorded};
use crate::report::{BaselineHead, BaselineReport, NewOpen, ProjectReport, Report, Solved, Standing, Tally};

/// Known findings of one piece of advice that stay listed, unless all are asked for.
const LISTED: usize = 10;
/// Facts that an open question is said to wait for.
const FACTS: usize = 3;

/// Compares every project of a report with what was recorded of it; `path` is the file as it was named.
pub fn compare(baseline: &Baseline, path: &str, report: &mut Report, in_full: bool) {
    let nothing = Recorded::default();
    let mut compared: Vec<Option<Compared>> = Vec::new();
    for project in &report.projects {
        let recorded = baseline.projects.get(&project.id);
        // Of what could not be read nobody knows what is new.
        compared.push((!project.unreadable).then(|| of_project(report, project, recorded, &nothing)));
    }
    for (project, compared) in report.projects.iter_mut().zip(compared) {
        let Some(compared) = compared else { continue };
        for (finding, (standing, cause)) in project.findings.iter_mut().zip(compared.standings) {
            (finding.baseline, finding.brought_by) = (Some(standing), cause);
        }
        project.baseline = Some(compared.told);
        if !in_full {
            fold(project);
        }
    }
    report.baseline = Some(head(baseline, path, report));
}

struct Compared {
    standings: Vec<(Standing, Option<crate::report::Cause>)>,
    told: BaselineReport,
}

fn of_project(report: &Report, project: &ProjectReport, recorded: Option<&Recorded>, nothing: &Recorded) -> Compared {
    let beside = Beside::new(report, project, recorded, nothing);
    let changes = beside.changes();
    let mut told = BaselineReport {
        recorded: recorded.is_some(),
        nothing_applies: changes.nothing_applies,
        unjudged_packs: beside.unjudged_packs(),
        ..BaselineReport::default()
    };
    findings(project, &changes, &mut told);
    open(project, &changes, &mut told);
    gone(&changes, &mut told);
    told.failing += usize::from(told.nothing_applies);
    told.reaches = told.failing == 0;
    let standings = changes.findings.iter().map(|(_, standing, cause)| (*standing, *cause)).collect();
    Compared { standings, told }
}

fn findings(project: &ProjectReport, changes: &Changes<'_>, told: &mut BaselineReport) {
    let advisory = |at: usize| {
        let finding = &project.findings[at];
        project.requirements.iter().any(|found| found.index == finding.index && found.advisory)
    };
    let mut last: Option<((usize, usize), bool)> = None;
    for (at, (entry, standing, cause)) in changes.findings.iter().enumerate() {
        let finding = &project.findings[at];
        // Findings of one requirement stand together.
        let is_advice = match last {
            Some((index, is_advice)) if index == finding.index => is_advice,
            _ => advisory(at),
        };
        last = Some((finding.index, is_advice));
        let tally = if is_advice { &mut told.advice } else { &mut told.counts };
        match standing {
            Standing::Known => tally.known += 1,
            Standing::New => tally.new += 1,
            Standing::Worse => tally.worse += 1,
        }
        let is_better =
            entry.is_some_and(|entry| *standing == Standing::Known && (finding.worst, finding.best) != (entry.level, entry.best));
        told.can_shrink += usize::from(is_better);
        if !is_advice && *standing != Standing::Known {
            cause.iter().for_each(|cause| told.brought_by.count(*cause));
            told.failing += usize::from(finding.worst < project.require);
        }
    }
}

fn open(project: &ProjectReport, changes: &Changes<'_>, told: &mut BaselineReport) {
    for change in &changes.open {
        let Some(cause) = change.cause else {
            told.counts.open_known += 1;
            told.can_shrink += usize::from(change.was.is_some_and(|was| was < change.open.worst));
            continue;
        };
        told.counts.open_new += 1;
        told.brought_by.count(cause);
        told.failing += usize::from(change.open.worst < project.require);
        told.new_open.push(NewOpen {
            requirement: change.found.id.clone(),
            subject: change.open.subject.clone(),
            worst: change.open.worst,
            brought_by: cause,
            waits_for: waits_for(project, &change.found.id),
            location: change.open.location.clone(),
        });
    }
}

/// The facts that answers to a requirement wait for, the most valuable first.
fn waits_for(project: &ProjectReport, requirement: &str) -> Vec<String> {
    let facts = project.missing.iter().filter(|missing| missing.requirements.iter().any(|known| known == requirement));
    let mut names: Vec<String> = Vec::new();
    for fact in facts {
        if names.len() < FACTS && !names.contains(&fact.fact) {
            names.push(fact.fact.clone());
        }
    }
    names
}

fn gone(changes: &Changes<'_>, told: &mut BaselineReport) {
    for gone in &changes.gone {
        match gone.fate {
            Fate::Open => {}
            Fate::Unjudged => told.unjudged += 1,
            Fate::Solved(cause) => {
                let tally = if gone.advisory { &mut told.advice } else { &mut told.counts };
                tally.solved += 1;
                told.can_shrink += 1;
                let entry = gone.entry;
                told.solved.push(Solved {
                    fingerprint: entry.fingerprint.clone(),
                    requirement: entry.requirement.clone(),
                    subject: entry.subject.clone(),
                    level: entry.level,
                    brought_by: cause,
                });
            }
        }
    }
    for (.., is_judged) in &changes.settled {
        let (settled, unjudged) = (usize::from(*is_judged), usize::from(!is_judged));
        told.counts.open_settled += settled;
        told.can_shrink += settled;
        told.unjudged += unjudged;
    }
}

/// Of advice that is known the first few are listed, the others counted, as without a baseline.
fn fold(project: &mut ProjectReport) {
    let is_known_advice: Vec<(usize, usize)> =
        project.requirements.iter().filter(|found| found.advisory).map(|found| found.index).collect();
    let mut listed: std::collections::BTreeMap<(usize, usize), usize> = is_known_advice.into_iter().map(|index| (index, 0)).collect();
    let mut folded = listed.clone();
    project.findings.retain(|finding| {
        let Some(count) = listed.get_mut(&finding.index).filter(|_| finding.baseline == Some(Standing::Known)) else { return true };
        *count += 1;
        if *count > LISTED {
            folded.entry(finding.index).and_modify(|folded| *folded += 1);
        }
        *count <= LISTED
    });
    for found in &mut project.requirements {
        found.unlisted += folded.get(&found.index).copied().unwrap_or(0);
    }
}

fn head(baseline: &Baseline, path: &str, report: &Report) -> BaselineHead {
    let is_here = |id: &str| report.projects.iter().any(|project| project.id == id);
    let mut tally = Tally::default();
    let told = || report.projects.iter().filter_map(|project| project.baseline.as_ref());
    told().for_each(|told| tally.add(told.counts));
    let compared = baseline.projects.iter().filter(|(id, _)| is_here(id));
    BaselineHead {
        path: path.to_string(),
        made: compared.map(|(_, recorded)| recorded.made.today.clone()).max(),
        counts: tally,
        can_shrink: told().map(|told| told.can_shrink).sum(),
        unknown: report
            .projects
            .iter()
            .filter(|project| project.baseline.as_ref().is_some_and(|told| !told.recorded))
            .map(|project| project.id.clone())
            .collect(),
        absent: baseline.projects.keys().filter(|id| !is_here(id)).cloned().collect(),
    }
}
