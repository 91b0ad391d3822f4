//! Waivers at the terminal: a line under each finding that one lifts, and what became of all of a project.
//!
//! What is odd about an entry is a finding of its own and stands with the advice.

use crate::report::paper::{Ink, clean};
use crate::report::problems::address;
use crate::report::terminal::Renderer;
use crate::report::{Finding, ProjectReport, WaiverReport, wording};
use crate::waivers::Status;

/// Entries that are shown unless all are asked for.
const SHOWN: usize = 5;

impl Renderer<'_> {
    /// By which decision a finding is waived, until when, and what it would be without.
    pub fn waiver_of(&mut self, finding: &Finding, indent: usize) {
        if let Some(waived) = &finding.waiver {
            let words = format!("{} ({})", wording::waived(self.language(), waived), address(&waived.decided.location));
            self.paper.paragraph(indent, Ink::Good, &words);
        }
    }

    /// What the waivers of a project did: those that lift, what ends first before the others, and how many did not. Every
    /// entry is told where all is asked for.
    pub fn waivers(&mut self, project: &ProjectReport) {
        if project.waivers.is_empty() {
            return;
        }
        self.paper.blank();
        let (ink, title) = self.waivers_title(project);
        self.paper.hanging(0, "! ", ink, 2, &title);
        let others = self.other_states(&project.waivers);
        if !others.is_empty() {
            self.paper.paragraph(2, Ink::Faint, &others);
        }
        let lifts = |waiver: &&WaiverReport| matches!(waiver.state, Status::Applied | Status::Ignored);
        let mut told: Vec<&WaiverReport> = project.waivers.iter().filter(|waiver| self.options.all || lifts(waiver)).collect();
        if !self.options.all {
            told.sort_by_key(|waiver| waiver.days);
        }
        let shown = if self.options.all { told.len() } else { SHOWN };
        for waiver in told.iter().take(shown) {
            self.waiver(waiver);
        }
        if told.len() > shown {
            let more = self.say("finding.more", &[("count", &(told.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
    }

    fn waivers_title(&self, project: &ProjectReport) -> (Ink, String) {
        let of = |state: Status| project.waivers.iter().filter(move |waiver| waiver.state == state);
        let ignored = of(Status::Ignored).count();
        if ignored > 0 {
            return (Ink::Middling, self.say("waiver.ignored", &[("count", &ignored)]));
        }
        let Some(first) = of(Status::Applied).map(|waiver| waiver.decided.until.as_str()).min() else {
            return (Ink::Middling, self.say("waiver.none", &[("all", &project.waivers.len())]));
        };
        let findings = project.findings.iter().filter(|finding| finding.waived).count();
        let numbers: [(&str, &dyn std::fmt::Display); 3] =
            [("findings", &findings), ("count", &of(Status::Applied).count()), ("until", &first)];
        (Ink::Middling, self.say("waiver.title", &numbers))
    }

    /// How many entries did something else than lift.
    fn other_states(&self, waivers: &[WaiverReport]) -> String {
        let others = Status::ALL.into_iter().filter(|state| !matches!(state, Status::Applied | Status::Ignored));
        let counted = others.map(|state| (state, waivers.iter().filter(|waiver| waiver.state == state).count()));
        let part = |(state, count): (Status, usize)| format!("{}: {count}", self.say(&format!("waiver.state.{}", state.name()), &[]));
        counted.filter(|(_, count)| *count > 0).map(part).collect::<Vec<_>>().join(" · ")
    }

    fn waiver(&mut self, waiver: &WaiverReport) {
        let language = self.language();
        let state = self.say(&format!("waiver.state.{}", waiver.status), &[]);
        let ends = match waiver.days {
            _ if !waiver.ends_soon() => String::new(),
            0 => format!(", {}", self.say("waiver.ends.today", &[])),
            days => format!(", {}", self.say("waiver.ends.days", &[("count", &days)])),
        };
        let line = format!("{}: {state}{ends}", clean(&waiver.elements.join(", ")));
        self.paper.hanging(4, &format!("{}  ", waiver.requirement), Ink::Plain, 6, &line);
        let by = format!("{} ({})", wording::waiver(language, &waiver.decided), address(&waiver.decided.location));
        self.paper.paragraph(6, Ink::Faint, &by);
    }
}
