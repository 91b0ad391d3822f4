//! What people had a part in: deviations that they justified, apart from those that nobody explains, and what they
//! answered, with which holds.

use crate::report::paper::{Ink, clean, quotes};
use crate::report::problems::address;
use crate::report::terminal::Renderer;
use crate::report::{AnswerReport, Answered, Finding, ProjectReport, wording};
use crate::text::count;

/// Justified deviations of a requirement, and answers, that are shown unless all are asked for.
const SHOWN: usize = 5;

impl Renderer<'_> {
    /// Deviations with the justification of each.
    pub fn justified(&mut self, findings: &[&Finding], project: &ProjectReport) {
        if findings.is_empty() {
            return;
        }
        self.paper.blank();
        let (title, note) = (self.say("justified.title", &[("count", &count(findings.len()))]), self.say("justified.note", &[]));
        self.paper.paragraph(0, Ink::Strong, &title);
        self.paper.paragraph(2, Ink::Faint, &note);
        for group in findings.chunk_by(|left, right| left.index == right.index) {
            self.paper.blank();
            self.heading(group[0], Some(project));
            let shown = if self.options.all { group.len() } else { SHOWN };
            for finding in group.iter().take(shown) {
                self.justified_one(finding);
            }
            if group.len() > shown {
                let more = self.say("finding.more", &[("count", &count(group.len() - shown))]);
                self.paper.paragraph(4, Ink::Faint, &more);
            }
        }
    }

    fn justified_one(&mut self, finding: &Finding) {
        let place = finding.location.as_ref().map(|at| format!("{}: ", address(at))).unwrap_or_default();
        let text = format!("{place}{}", self.marked(finding));
        self.paper.hanging(4, "- ", Ink::Plain, 6, &text);
        self.waiver_of(finding, 6);
        if let Some(justification) = &finding.justification {
            let place = address(&justification.location);
            let arguments: [(&str, &dyn std::fmt::Display); 3] =
                [("reason", &clean(&justification.reason)), ("id", &clean(&justification.id)), ("place", &place)];
            let reason = self.say("justified.reason", &arguments);
            self.paper.paragraph(6, Ink::Good, &reason);
        }
    }

    /// What people answered: what replaced a result first.
    pub fn answers(&mut self, project: &ProjectReport) {
        if project.answers.is_empty() {
            return;
        }
        self.paper.blank();
        let title = self.say("answer.title", &[("count", &project.answers.len())]);
        self.paper.hanging(0, "! ", Ink::Middling, 2, &title);
        let mut answers: Vec<&AnswerReport> = project.answers.iter().collect();
        answers.sort_by_key(|report| !report.answer.overrules);
        let shown = if self.options.all { answers.len() } else { SHOWN };
        for report in answers.iter().take(shown) {
            let line = format!("{}: {}", quotes(&report.subject.name), wording::answered(self.language(), &report.answer));
            self.paper.hanging(4, &format!("{}  ", report.requirement), Ink::Plain, 6, &line);
            let by = self.answered_by(&report.answer);
            self.paper.paragraph(6, Ink::Faint, &by);
        }
        if answers.len() > shown {
            let more = self.say("question.more", &[("count", &count(answers.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
    }

    fn answered_by(&self, answer: &Answered) -> String {
        wording::answered_by(self.language(), answer)
    }
}
