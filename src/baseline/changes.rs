//! One project beside what was recorded of it: what is known, new, worse, solved, and what brought it.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entry, Made, Recorded, made};
use crate::report::{Cause, Finding, Open, ProjectReport, Report, RequirementReport, Standing};
use crate::verdict::Level;

/// What became of a project.
pub struct Changes<'a> {
    /// What is recorded of each finding of the report, how it stands to that, and what brought it where it is not known.
    pub findings: Vec<(Option<&'a Entry>, Standing, Option<Cause>)>,
    /// Open subjects of orders, in the order of the requirements.
    pub open: Vec<OpenChange<'a>>,
    /// Recorded findings that are none any more.
    pub gone: Vec<Gone<'a>>,
    /// Recorded open subjects that are neither open nor findings: requirement, level, subject, and whether they were
    /// judged.
    pub settled: Vec<(&'a str, Level, &'a str, bool)>,
    /// Whether nothing applies, while something did.
    pub nothing_applies: bool,
}

pub struct OpenChange<'a> {
    pub found: &'a RequirementReport,
    pub open: &'a Open,
    /// None where it is known.
    pub cause: Option<Cause>,
    /// Its recorded level, where it was open.
    pub was: Option<Level>,
}

pub struct Gone<'a> {
    pub entry: &'a Entry,
    pub fate: Fate,
    pub advisory: bool,
}

/// What became of a recorded finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Solved(Cause),
    /// Its subject is open now: known as long as its worst is no worse.
    Open,
    /// Its requirement is not judged this time.
    Unjudged,
}

/// A project of the run beside what was recorded of it; nothing where the file does not know it.
pub struct Beside<'a> {
    report: &'a Report,
    project: &'a ProjectReport,
    recorded: &'a Recorded,
    is_known: bool,
    now: Made,
    requirements: FxHashMap<&'a str, &'a RequirementReport>,
}

impl<'a> Beside<'a> {
    pub fn new(report: &'a Report, project: &'a ProjectReport, recorded: Option<&'a Recorded>, nothing: &'a Recorded) -> Beside<'a> {
        let requirements = project.requirements.iter().map(|found| (found.id.as_str(), found)).collect();
        let now = made(report, project);
        Beside { report, project, recorded: recorded.unwrap_or(nothing), is_known: recorded.is_some(), now, requirements }
    }

    pub fn changes(&self) -> Changes<'a> {
        let by_fingerprint: FxHashMap<&str, &Entry> =
            self.recorded.findings.iter().map(|entry| (entry.fingerprint.as_str(), entry)).collect();
        let findings: Vec<_> = self.project.findings.iter().map(|finding| self.standing(finding, &by_fingerprint)).collect();
        let open = self.open();
        let now: FxHashSet<&str> = self.project.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let open_now: FxHashSet<(&str, &str)> = open.iter().map(|change| (change.found.id.as_str(), change.open.key.as_str())).collect();
        let gone = self.recorded.findings.iter().filter(|entry| !now.contains(entry.fingerprint.as_str()));
        Changes {
            gone: gone.map(|entry| self.gone(entry, &open_now)).collect(),
            settled: self.settled(&open_now),
            nothing_applies: self.project.coverage.applicable == 0 && !self.recorded.nothing_applies,
            findings,
            open,
        }
    }

    fn standing(&self, finding: &'a Finding, known: &FxHashMap<&str, &'a Entry>) -> (Option<&'a Entry>, Standing, Option<Cause>) {
        match known.get(finding.fingerprint.as_str()) {
            Some(entry) if finding.worst >= entry.level && finding.best >= entry.best => (Some(entry), Standing::Known, None),
            Some(entry) => (Some(entry), Standing::Worse, Some(self.cause(&finding.requirement))),
            None => (None, Standing::New, Some(self.cause(&finding.requirement))),
        }
    }

    fn open(&self) -> Vec<OpenChange<'a>> {
        let mut levels: FxHashMap<(&str, &str), Level> = FxHashMap::default();
        for ((requirement, level), subjects) in &self.recorded.open {
            for subject in subjects {
                // Where it stands at two levels, somebody merged two files: the better one binds.
                let known = levels.entry((requirement, subject)).or_insert(*level);
                *known = (*known).max(*level);
            }
        }
        let entries: FxHashMap<(&str, &str), Level> =
            self.recorded.findings.iter().map(|entry| ((entry.requirement.as_str(), entry.subject.as_str()), entry.level)).collect();
        let mut changes = Vec::new();
        for found in self.project.requirements.iter().filter(|found| !found.advisory) {
            for open in &found.open {
                let key = (found.id.as_str(), open.key.as_str());
                let was = levels.get(&key).copied();
                let is_known = was.or_else(|| entries.get(&key).copied()).is_some_and(|level| open.worst >= level);
                changes.push(OpenChange { found, open, cause: (!is_known).then(|| self.cause(&found.id)), was });
            }
        }
        changes
    }

    fn gone(&self, entry: &'a Entry, open: &FxHashSet<(&str, &str)>) -> Gone<'a> {
        let found = self.requirements.get(entry.requirement.as_str());
        let fate = if open.contains(&(entry.requirement.as_str(), entry.subject.as_str())) {
            Fate::Open
        } else if self.is_judged(&entry.requirement) {
            Fate::Solved(self.cause(&entry.requirement))
        } else {
            Fate::Unjudged
        };
        let pack = || self.recorded.pack_of(&entry.requirement);
        let of_pack = || self.report.packs.iter().any(|known| Some(known.id.as_str()) == pack() && known.advisory);
        Gone { entry, fate, advisory: found.map_or_else(of_pack, |found| found.advisory) }
    }

    fn settled(&self, open: &FxHashSet<(&str, &str)>) -> Vec<(&'a str, Level, &'a str, bool)> {
        let mut settled = Vec::new();
        for ((requirement, level), subjects) in &self.recorded.open {
            let is_judged = self.is_judged(requirement);
            let gone = subjects.iter().filter(|subject| !open.contains(&(requirement.as_str(), subject.as_str())));
            settled.extend(gone.map(|subject| (requirement.as_str(), *level, subject.as_str(), is_judged)));
        }
        settled
    }

    /// Whether a recorded requirement was judged this time. One that its pack has no more was: it was taken back.
    fn is_judged(&self, requirement: &str) -> bool {
        match self.requirements.get(requirement) {
            Some(found) => !found.other_stage,
            None => self.recorded.pack_of(requirement).is_some_and(|pack| self.has_pack(pack)),
        }
    }

    fn has_pack(&self, pack: &str) -> bool {
        self.project.requirements.iter().any(|found| found.pack == pack)
    }

    /// Packs of which something is recorded and by which the project is not judged.
    pub fn unjudged_packs(&self) -> Vec<String> {
        let recorded = self.recorded.findings.iter().map(|entry| entry.requirement.as_str());
        let open = self.recorded.open.keys().map(|(requirement, _)| requirement.as_str());
        let mut packs: BTreeMap<&str, ()> = BTreeMap::new();
        for pack in recorded.chain(open).filter_map(|requirement| self.recorded.pack_of(requirement)) {
            if !self.has_pack(pack) {
                packs.insert(pack, ());
            }
        }
        packs.into_keys().map(str::to_string).collect()
    }

    /// What brought a change about a requirement, as far as the digests tell: what asks otherwise comes first, for it
    /// alone would do; the model before the registers, for of two changes nobody knows which it was.
    fn cause(&self, requirement: &str) -> Cause {
        if !self.is_known {
            return Cause::Model;
        }
        let then = &self.recorded.made;
        let found = self.requirements.get(requirement);
        let definition = found.and_then(|found| self.report.requirement(found.index)?.definition.as_deref());
        let recorded = found.and_then(|found| self.recorded.definition(&found.pack, requirement));
        if definition != recorded || found.is_none() {
            Cause::Rules
        } else if then.inputs != self.now.inputs {
            Cause::Model
        } else if then.context != self.now.context {
            Cause::Context
        } else if then.saikes != self.now.saikes {
            Cause::Tool
        } else if then.today != self.now.today {
            Cause::Day
        } else {
            Cause::Model
        }
    }

    pub fn now(&self) -> &Made {
        &self.now
    }
}
