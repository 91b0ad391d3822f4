//! How much is wrong, or may be, with each project, and which is the worst off.

use std::cmp::Reverse;

use super::counts;
use crate::report::review::Risk;
use crate::report::{ProjectReport, RequirementReport};
use crate::verdict::{Level, Verdict, Weight};

/// The riskiest first; equal ones share a rank and stand by path and id.
pub fn risks(projects: &[ProjectReport]) -> Vec<Risk> {
    let mut risks: Vec<Risk> = projects.iter().enumerate().map(|(at, project)| risk(at, project)).collect();
    risks.sort_by_cached_key(|risk| (weight(risk), risk.path.clone(), risk.project.clone(), risk.at));
    let mut rank = 0;
    for at in 0..risks.len() {
        if at == 0 || weight(&risks[at]) != weight(&risks[at - 1]) {
            rank = at + 1;
        }
        risks[at].rank = rank;
    }
    risks
}

/// What could not be read may hide anything and comes first. Then the level that is left if everything that is open goes
/// against the project, and if all goes for it; then how many requirements are not met or may turn out so.
type Rank = (bool, Level, Level, Reverse<[usize; 5]>);

fn weight(risk: &Risk) -> Rank {
    let counts = [risk.blocking, risk.open_blocking, risk.major, risk.open, risk.minor];
    (!risk.unreadable, risk.worst, risk.best, Reverse(counts))
}

fn risk(at: usize, project: &ProjectReport) -> Risk {
    // Of what could not be read nothing is settled, whatever the rest came to.
    let counted = || project.requirements.iter().filter(|found| !project.unreadable && counts(found));
    let failed = |weight: Weight| counted().filter(|found| found.verdict == Verdict::NonCompliant && found.severity == weight).count();
    let open = |found: &&RequirementReport| found.verdict == Verdict::NotAssessed && found.worst == Level::NonCompliant;
    Risk {
        project: project.id.clone(),
        path: project.path.clone(),
        rank: 0,
        unreadable: project.unreadable,
        verdict: project.verdict,
        worst: project.worst,
        best: project.best,
        blocking: failed(Weight::Blocking),
        major: failed(Weight::Major),
        minor: failed(Weight::Minor),
        open_blocking: counted().filter(open).filter(|found| found.severity == Weight::Blocking).count(),
        open: counted().filter(open).count(),
        at,
    }
}
