//! Waivers in words: what each lifts and what that would be without, what became of every entry, and what is odd about
//! some of them.

use std::fmt::Display;

use super::Gathering;
use super::people::in_any_language;
use crate::graph::inner;
use crate::outcome::{Lifted, ProjectOutcome, WaiverOutcome};
use crate::pack::form::Asked;
use crate::report::{Bounds, Decided, LoosenedReport, Subject, Waived, WaiverReport};
use crate::text::fill;
use crate::waivers::{Status, WrittenWaiver};

impl Gathering<'_> {
    fn written(&self, project: usize, waiver: usize) -> Option<&WrittenWaiver> {
        self.graph.projects.get(project)?.waivers.get(waiver)
    }

    /// The waiver that lifts a finding.
    pub(super) fn waived(&self, project: usize, lifted: Lifted) -> Option<Waived> {
        let written = self.written(project, lifted.waiver)?;
        let without = Bounds { worst: lifted.without.worst, best: lifted.without.best };
        Some(Waived { decided: self.decided(project, written), without })
    }

    fn decided(&self, project: usize, written: &WrittenWaiver) -> Decided {
        Decided {
            decision: written.decision.clone(),
            body: self.body(project, written),
            owner: written.owner.clone(),
            reason: in_any_language(&written.reason, self.language()),
            granted: written.granted.to_string(),
            until: written.until.to_string(),
            location: self.location(written.place),
        }
    }

    /// The name of a body that is written by its id, else as it is written.
    fn body(&self, project: usize, written: &WrittenWaiver) -> String {
        self.agency(project, &written.body).unwrap_or_else(|| written.body.clone())
    }

    /// Every entry of a project, in the order of its files.
    pub(super) fn waivers(&self, project: usize, outcome: &ProjectOutcome) -> Vec<WaiverReport> {
        outcome.waivers.iter().filter_map(|found| self.waiver(project, found)).collect()
    }

    fn waiver(&self, project: usize, found: &WaiverOutcome) -> Option<WaiverReport> {
        let written = self.written(project, found.waiver)?;
        Some(WaiverReport {
            requirement: written.requirement.0.clone(),
            elements: written.elements.iter().map(|element| element.named.shown()).collect(),
            status: found.status.name(),
            findings: found.findings,
            decided: self.decided(project, written),
            state: found.status,
            days: (written.until - self.options.today).get_days(),
        })
    }

    /// Requirements that waivers loosen, each once.
    pub(super) fn loosened_by_waivers(&self, outcome: Option<&ProjectOutcome>) -> Option<LoosenedReport> {
        let outcome = outcome?;
        let applied = outcome.waivers.iter().filter(|found| found.status == Status::Applied);
        let mut value: Vec<String> =
            applied.filter_map(|found| self.written(outcome.project, found.waiver)).map(|written| written.requirement.0.clone()).collect();
        value.sort();
        value.dedup();
        (!value.is_empty()).then_some(LoosenedReport::new("waivers", value))
    }

    /// An entry as the subject of a finding about itself.
    pub(super) fn subject_waiver(&self, project: usize, at: u32) -> Subject {
        let thing = crate::graph::Thing::Waiver(at);
        let id = self.graph.id_of(project, thing, self.sources);
        let kind = crate::form::About::Waivers.name().unwrap_or_default().to_string();
        Subject { name: id.clone(), id, kind, state: "both", owner: None }
    }

    pub(super) fn message_waiver(&self, asked: &Asked, project: usize, at: u32, found: &str) -> String {
        let Some(written) = self.written(project, at as usize) else { return String::new() };
        let (name, decision, body, owner) =
            (inner(&written.shown()), inner(&written.decision), inner(&self.body(project, written)), inner(&written.owner));
        let found = inner(found);
        let holes: [(&str, &dyn Display); 8] = [
            ("name", &name),
            ("requirement", &written.requirement.0),
            ("decision", &decision),
            ("body", &body),
            ("owner", &owner),
            ("granted", &written.granted),
            ("until", &written.until),
            ("found", &found),
        ];
        fill(self.language(), asked.message.get(self.language()).trim(), &holes)
    }
}
