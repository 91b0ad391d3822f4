//! Waivers in the conclusion: every entry, what it lifted, who allowed it and why.

use super::{Page, code, plain};
use crate::report::{ProjectReport, WaiverReport, wording};

impl Page<'_> {
    pub(super) fn waivers(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.waivers");
        if project.waivers.is_empty() {
            return self.nothing();
        }
        let lead = self.say("conclusion.waivers.lead", &[]);
        self.paragraph(&lead);
        for waiver in &project.waivers {
            let words = self.waiver(waiver);
            self.item(&words);
        }
        self.end_of_list();
    }

    fn waiver(&self, waiver: &WaiverReport) -> String {
        let state = self.say(&format!("waiver.state.{}", waiver.status), &[]);
        let lifts = self.say("conclusion.waivers.lifts", &[("count", &waiver.findings)]);
        let state = if waiver.findings > 0 { format!("{state}; {lifts}") } else { state };
        let at = code(&self.say("conclusion.page", &[("path", &waiver.decided.location.path), ("line", &waiver.decided.location.line)]));
        let by = plain(&wording::waiver(self.language(), &waiver.decided));
        format!("**{}** {}: {state}; {by} ({at})", plain(&waiver.requirement), plain(&waiver.elements.join(", ")))
    }
}
