//! How a project stands beside a baseline: counts, what is new with what brought it, what was solved.

use std::fmt::Display;

use super::{Page, code, plain, quoted};
use crate::report::{Cause, ProjectReport, Standing, Tally};

impl Page<'_> {
    pub(super) fn baseline(&mut self, project: &ProjectReport) {
        let (Some(told), Some(head)) = (&project.baseline, &self.report.baseline) else { return };
        self.heading("conclusion.baseline.head");
        let compared = match &head.made {
            Some(made) if told.recorded => self.say("baseline.head", &[("path", &code(&head.path)), ("made", &self.date(made))]),
            _ => self.say("baseline.unknown", &[]),
        };
        let note = self.say("conclusion.baseline.note", &[]);
        self.paragraph(&format!("{compared}. {note}"));
        let mut lines = vec![self.tally("counts-worse", told.counts)];
        let open: [(&str, &dyn Display); 3] =
            [("known", &told.counts.open_known), ("new", &told.counts.open_new), ("settled", &told.counts.open_settled)];
        lines.push(self.say("baseline.counts-open", &open));
        lines.push(self.tally("counts-advice", told.advice));
        lines.extend(told.nothing_applies.then(|| self.say("baseline.nothing-applies", &[])));
        lines.extend((told.unjudged > 0).then(|| self.say("baseline.unjudged", &[("count", &told.unjudged)])));
        lines.iter().for_each(|line| self.item(line));
        self.end_of_list();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let new = project.findings.iter().filter(|finding| finding.baseline.is_some_and(|standing| standing != Standing::Known));
        for finding in new {
            let worse =
                if finding.baseline == Some(Standing::Worse) { self.say("baseline.worse", &[]) } else { self.say("baseline.new", &[]) };
            rows.push(vec![plain(&finding.requirement), worse, quoted(&finding.message), self.cause(finding.brought_by)]);
        }
        for open in &told.new_open {
            let subject = if open.subject.name.is_empty() { &open.subject.kind } else { &open.subject.name };
            rows.push(vec![plain(&open.requirement), self.say("baseline.open", &[]), plain(subject), self.cause(Some(open.brought_by))]);
        }
        for solved in &told.solved {
            let gone = self.say("baseline.solved", &[]);
            rows.push(vec![plain(&solved.requirement), gone, code(&solved.subject), self.cause(Some(solved.brought_by))]);
        }
        if !rows.is_empty() {
            self.table(&["baseline.requirement", "baseline.what", "baseline.finding", "baseline.cause"], &rows);
        }
    }

    fn tally(&self, key: &str, tally: Tally) -> String {
        let numbers: [(&str, &dyn Display); 4] =
            [("known", &tally.known), ("new", &tally.new), ("worse", &tally.worse), ("solved", &tally.solved)];
        self.say(&format!("baseline.{key}"), &numbers)
    }

    fn cause(&self, cause: Option<Cause>) -> String {
        cause.map(|cause| self.say(&format!("baseline.cause.{}", cause.name()), &[])).unwrap_or_default()
    }
}
