//! The baseline as it should be after a run: what is solved goes, what is new comes only where that is allowed.
//!
//! Projects that were not in the run stay as they are. Digests of what had a say are renewed for a project when nothing
//! new is left out of it, so that what brought the rest can still be told.

use std::collections::BTreeSet;

use super::changes::{Beside, Changes, Fate};
use super::{Baseline, Entry, Recorded, Rules, rules};
use crate::report::{Cause, Finding, ProjectReport, Report, Standing};
use crate::verdict::Level;

/// What may come into the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Everything.
    pub grow: bool,
    /// What a requirement brought that asks something else now.
    pub rules: bool,
}

impl Allowed {
    fn has(self, cause: Cause) -> bool {
        self.grow || (self.rules && cause == Cause::Rules)
    }
}

/// The new baseline, and what became of its entries.
#[derive(Debug, Default)]
pub struct Update {
    pub baseline: Baseline,
    /// Findings and open subjects that came in.
    pub added: usize,
    /// Entries that went, or whose level rose.
    pub removed: usize,
    /// New or worse findings and new open subjects that were left out.
    pub refused: usize,
    /// Those of them that a changed requirement brought.
    pub refused_rules: usize,
    /// Whether anything but days and digests of files differs from what was there.
    pub changed: bool,
}

/// `old` is none where there is no file yet: then everything is recorded.
pub fn update(old: Option<&Baseline>, report: &Report, allowed: Allowed) -> Update {
    let allowed = if old.is_none() { Allowed { grow: true, rules: true } } else { allowed };
    let mut update = Update { baseline: old.cloned().unwrap_or_default(), changed: old.is_none(), ..Update::default() };
    let nothing = Recorded::default();
    for project in &report.projects {
        let recorded = old.and_then(|old| old.projects.get(&project.id));
        let beside = Beside::new(report, project, recorded, &nothing);
        let mut next = Next { allowed, update: &mut update, recorded: Recorded::default(), refused: BTreeSet::new() };
        next.take(project, recorded.unwrap_or(&nothing), &beside.changes());
        let new = next.finish(report, project, recorded, &beside);
        let differs = recorded.is_none_or(|old| Recorded { made: old.made.clone(), ..new.clone() } != *old);
        let is_worth_a_block =
            recorded.is_some() || !new.findings.is_empty() || !new.open.is_empty() || new.nothing_applies || allowed.grow;
        if differs && is_worth_a_block {
            update.changed = true;
            update.baseline.projects.insert(project.id.clone(), new);
        }
    }
    update
}

/// What will be recorded of one project.
struct Next<'u> {
    allowed: Allowed,
    update: &'u mut Update,
    recorded: Recorded,
    /// Requirements of which something was left out.
    refused: BTreeSet<String>,
}

impl Next<'_> {
    fn take(&mut self, project: &ProjectReport, old: &Recorded, changes: &Changes<'_>) {
        for (finding, (entry, standing, cause)) in project.findings.iter().zip(&changes.findings) {
            self.finding(finding, *entry, *standing, *cause);
        }
        for gone in &changes.gone {
            match gone.fate {
                Fate::Solved(_) => self.update.removed += 1,
                Fate::Open | Fate::Unjudged => self.recorded.findings.push(gone.entry.clone()),
            }
        }
        for change in &changes.open {
            let requirement = change.found.id.as_str();
            let level = match (change.cause, change.was) {
                // Its finding is recorded.
                (None, None) => continue,
                (None, Some(was)) => {
                    self.update.removed += usize::from(change.open.worst > was);
                    Some(change.open.worst)
                }
                (Some(cause), was) => self.admit(requirement, cause).then_some(change.open.worst).or(was),
            };
            level.iter().for_each(|level| self.open(requirement, *level, &change.open.key));
        }
        for (requirement, level, subject, is_judged) in &changes.settled {
            match is_judged {
                true => self.update.removed += 1,
                false => self.open(requirement, *level, subject),
            }
        }
        let applies = project.coverage.applicable > 0;
        self.recorded.nothing_applies = !applies && (old.nothing_applies || self.admit("", Cause::Model));
    }

    fn finding(&mut self, finding: &Finding, entry: Option<&Entry>, standing: Standing, cause: Option<Cause>) {
        let now = Entry {
            requirement: finding.requirement.clone(),
            subject: shown(&finding.key),
            fingerprint: finding.fingerprint.clone(),
            level: finding.worst,
            best: finding.best,
        };
        let entry = match (entry, standing, cause) {
            (Some(entry), Standing::Known, _) => {
                self.update.removed += usize::from((now.level, now.best) != (entry.level, entry.best));
                Some(now)
            }
            (entry, _, cause) => {
                let admitted = cause.is_some_and(|cause| self.admit(&finding.requirement, cause));
                if admitted { Some(now) } else { entry.cloned() }
            }
        };
        self.recorded.findings.extend(entry);
    }

    /// Whether something new of a requirement may come in.
    fn admit(&mut self, requirement: &str, cause: Cause) -> bool {
        let admitted = self.allowed.has(cause);
        if admitted {
            self.update.added += 1;
        } else {
            self.update.refused += 1;
            self.update.refused_rules += usize::from(cause == Cause::Rules);
            self.refused.insert(requirement.to_string());
        }
        admitted
    }

    fn open(&mut self, requirement: &str, level: Level, subject: &str) {
        self.recorded.open.entry((requirement.to_string(), level)).or_default().insert(subject.to_string());
    }

    /// The block with its digests. What is left out keeps those of the day it was no part of.
    fn finish(self, report: &Report, project: &ProjectReport, old: Option<&Recorded>, beside: &Beside<'_>) -> Recorded {
        let Next { mut recorded, refused, .. } = self;
        recorded.findings.sort();
        recorded.findings.dedup();
        let nothing = Rules::new();
        let then = old.map_or(&nothing, |old| &old.rules);
        recorded.rules = rules(report, project);
        for (pack, requirements) in &mut recorded.rules {
            let was = |id: &str| then.get(pack).and_then(|known| known.get(id)).cloned();
            requirements.retain(|id, definition| match refused.contains(id).then(|| was(id)) {
                None => true,
                Some(None) => false,
                Some(Some(earlier)) => {
                    *definition = earlier;
                    true
                }
            });
        }
        // Packs that are not judged this time: their entries stay, and so does what they asked.
        for (pack, requirements) in then {
            if !project.requirements.iter().any(|found| found.pack == *pack) {
                recorded.rules.insert(pack.clone(), requirements.clone());
            }
        }
        recorded.made = match old {
            Some(old) if !refused.is_empty() => old.made.clone(),
            _ => beside.now().clone(),
        };
        recorded
    }
}

/// A circle may have any number of elements; the fingerprint has them all.
fn shown(key: &str) -> String {
    const ELEMENTS: usize = 8;
    match key.match_indices('>').nth(ELEMENTS - 1) {
        Some((at, _)) if at + 1 < key.len() => format!("{}…", &key[..=at]),
        _ => key.to_string(),
    }
}
