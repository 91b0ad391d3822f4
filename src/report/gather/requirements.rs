//! What a project comes to by its requirements: each of them, contours and chapters, components, and why the verdict is
//! what it is.

use super::{Gathering, variant};
use crate::outcome::{self, ComponentOutcome, EditionOutcome, ProjectOutcome, RequirementOutcome, SectionOutcome};
use crate::report::{ComponentReport, Counts, Coverage, EditionReport, RequirementReport, SectionReport};
use crate::text::say;
use crate::verdict::{Interval, Verdict, Weight};

impl Gathering<'_> {
    pub(super) fn requirement(&self, found: &RequirementOutcome, outcome: &ProjectOutcome) -> RequirementReport {
        let (requirement, pack) = (self.at(found.requirement), &self.packs[found.requirement.pack]);
        RequirementReport {
            id: requirement.id.clone(),
            pack: pack.id.clone(),
            variant: variant(self.packs, found.requirement.pack),
            severity: requirement.weight,
            verdict: found.verdict,
            worst: found.interval.worst,
            best: found.interval.best,
            counts: counts(found.counts),
            unlisted: found.unlisted,
            other_stage: found.other_stage,
            editions: found.editions.iter().map(|edition| edition_of(edition, found)).collect(),
            open: self.open(requirement, &found.open, outcome.results.as_ref()),
            section: requirement.section(),
            advisory: pack.advisory,
            index: (found.requirement.pack, found.requirement.requirement),
        }
    }

    /// A contour or chapter; nothing applies in it where nothing of it is judged.
    pub(super) fn section(&self, found: &SectionOutcome) -> SectionReport {
        let pack = &self.packs[found.pack];
        SectionReport {
            pack: pack.id.clone(),
            id: pack.section_id(found.section).to_string(),
            title: pack.section_title(found.section, self.language()),
            verdict: if found.applicable == 0 { Verdict::NotApplicable } else { found.interval.verdict() },
            worst: found.interval.worst,
            best: found.interval.best,
            coverage: Coverage { settled: found.settled, applicable: found.applicable },
            section: found.section,
        }
    }

    /// By id, wherever they stand in the files.
    pub(super) fn components(&self, outcome: Option<&ProjectOutcome>) -> Vec<ComponentReport> {
        let found = outcome.iter().flat_map(|outcome| &outcome.components);
        let mut components: Vec<ComponentReport> = found.map(|found| self.component(found)).collect();
        components.sort_by(|left, right| (&left.element.id, left.element.state).cmp(&(&right.element.id, right.element.state)));
        components
    }

    fn component(&self, found: &ComponentOutcome) -> ComponentReport {
        ComponentReport {
            element: self.subject(found.node),
            verdict: found.interval.verdict(),
            worst: found.interval.worst,
            best: found.interval.best,
            coverage: Coverage { settled: found.settled, applicable: found.applicable },
        }
    }

    /// Why a project's verdict is what it is, in one sentence.
    pub(super) fn reason(&self, interval: Interval, unreadable: bool, requirements: &[RequirementReport]) -> String {
        let language = self.language();
        let counted = || requirements.iter().filter(|requirement| !requirement.advisory && requirement.verdict != Verdict::NotApplicable);
        let failed = |requirement: &&RequirementReport| requirement.verdict == Verdict::NonCompliant;
        let heavy = |requirement: &&RequirementReport| requirement.severity != Weight::Minor;
        if unreadable {
            return say(language, "reason.unreadable", &[]);
        }
        if requirements.iter().all(|requirement| requirement.advisory) {
            return say(language, "reason.no-orders", &[]);
        }
        if counted().next().is_none() {
            return say(language, "reason.nothing", &[]);
        }
        match interval.verdict() {
            Verdict::Full => say(language, "reason.full", &[]),
            Verdict::NonCompliant => {
                let blocking: Vec<&str> =
                    counted().filter(failed).filter(|found| found.severity == Weight::Blocking).map(|found| found.id.as_str()).collect();
                if blocking.is_empty() {
                    let (failed, all) = (counted().filter(heavy).filter(failed).count(), counted().filter(heavy).count());
                    say(language, "reason.share", &[("failed", &failed), ("all", &all)])
                } else {
                    let named = blocking[..blocking.len().min(5)].join(", ");
                    let more = if blocking.len() > 5 { ", …" } else { "" };
                    say(language, "reason.blocking", &[("count", &blocking.len()), ("requirements", &format!("{named}{more}"))])
                }
            }
            Verdict::Partial => {
                let short = counted().filter(|found| found.verdict != Verdict::Full).count();
                say(language, "reason.partial", &[("count", &short)])
            }
            Verdict::NotAssessed | Verdict::NotApplicable => {
                let open = counted().filter(|found| found.verdict == Verdict::NotAssessed).count();
                say(language, "reason.open", &[("count", &open)])
            }
        }
    }
}

fn edition_of(edition: &EditionOutcome, main: &RequirementOutcome) -> EditionReport {
    EditionReport {
        lang: edition.language,
        verdict: edition.verdict,
        worst: edition.interval.worst,
        best: edition.interval.best,
        differs: edition.differs,
        is_other: edition.is_other(main),
    }
}

fn counts(counts: outcome::Counts) -> Counts {
    let outcome::Counts { full, partial, non_compliant, not_assessed, waived, justified } = counts;
    Counts { full, partial, non_compliant, not_assessed, waived, justified }
}
