//! Waivers in the conclusion: every entry, what it lifted, who allowed it and why.

use super::text::model;
use super::{Draft, Text};
use crate::report::{ProjectReport, WaiverReport, wording};

impl Draft<'_> {
    pub(super) fn waivers(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.waivers");
        if project.waivers.is_empty() {
            return self.nothing();
        }
        self.tell("conclusion.waivers.lead", &[]);
        let lines: Vec<Text> = project.waivers.iter().map(|waiver| self.waiver(waiver)).collect();
        self.list(lines);
    }

    fn waiver(&self, waiver: &WaiverReport) -> Text {
        let mut state = self.say(&format!("waiver.state.{}", waiver.status), &[]);
        if waiver.findings > 0 {
            state = state.then("; ").then(self.say("conclusion.waivers.lifts", &[("count", waiver.findings.to_string().into())]));
        }
        let by = model(&wording::waiver(self.language(), &waiver.decided));
        let words = model(&waiver.requirement).strong().then(" ").then(model(&waiver.elements.join(", ")));
        let words = words.then(": ").then(state).then("; ").then(by);
        words.then(" (").then(self.place(&waiver.decided.location)).then(")")
    }
}
