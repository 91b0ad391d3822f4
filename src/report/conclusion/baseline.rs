//! How a project stands beside a baseline: counts, what is new with what brought it, what was solved.

use super::text::{code, model, quoted};
use super::{Draft, Fill, Text};
use crate::report::{BaselineReport, Cause, ProjectReport, Standing, Tally};

impl Draft<'_> {
    pub(super) fn baseline(&mut self, project: &ProjectReport) {
        let (Some(told), Some(head)) = (&project.baseline, &self.report.baseline) else { return };
        self.heading("conclusion.baseline.head");
        let compared = match &head.made {
            Some(made) if told.recorded => self.say("baseline.head", &[("path", code(&head.path)), ("made", self.date(made).into())]),
            _ => self.say("baseline.unknown", &[]),
        };
        let note = self.say("conclusion.baseline.note", &[]);
        self.paragraph(compared.sentence().then(" ").then(note));
        let mut lines = vec![self.tally("counts-worse", told.counts)];
        let count = |count: usize| Text::from(count.to_string());
        let open =
            [("known", count(told.counts.open_known)), ("new", count(told.counts.open_new)), ("settled", count(told.counts.open_settled))];
        lines.push(self.say("baseline.counts-open", &open));
        lines.push(self.tally("counts-advice", told.advice));
        lines.extend(told.nothing_applies.then(|| self.say("baseline.nothing-applies", &[])));
        lines.extend((told.unjudged > 0).then(|| self.say("baseline.unjudged", &[("count", count(told.unjudged))])));
        self.list(lines);
        let rows = self.changes(project, told);
        let heads = [
            ("baseline.requirement", 15, Fill::Text),
            ("baseline.what", 15, Fill::Text),
            ("baseline.finding", 50, Fill::Text),
            ("baseline.cause", 20, Fill::Text),
        ];
        if !rows.is_empty() {
            self.table(&heads, rows);
        }
    }

    fn changes(&self, project: &ProjectReport, told: &BaselineReport) -> Vec<Vec<Text>> {
        let mut rows = Vec::new();
        let new = project.findings.iter().filter(|finding| finding.baseline.is_some_and(|standing| standing != Standing::Known));
        for finding in new {
            let key = if finding.baseline == Some(Standing::Worse) { "baseline.worse" } else { "baseline.new" };
            rows.push(vec![model(&finding.requirement), self.say(key, &[]), quoted(&finding.message), self.cause(finding.brought_by)]);
        }
        for open in &told.new_open {
            let subject = if open.subject.name.is_empty() { &open.subject.kind } else { &open.subject.name };
            let cause = self.cause(Some(open.brought_by));
            rows.push(vec![model(&open.requirement), self.say("baseline.open", &[]), model(subject), cause]);
        }
        for solved in &told.solved {
            let cause = self.cause(Some(solved.brought_by));
            rows.push(vec![model(&solved.requirement), self.say("baseline.solved", &[]), code(&solved.subject), cause]);
        }
        rows
    }

    fn tally(&self, key: &str, tally: Tally) -> Text {
        let numbers = [("known", tally.known), ("new", tally.new), ("worse", tally.worse), ("solved", tally.solved)];
        self.say(&format!("baseline.{key}"), &numbers.map(|(name, count)| (name, count.to_string().into())))
    }

    fn cause(&self, cause: Option<Cause>) -> Text {
        cause.map(|cause| self.say(&format!("baseline.cause.{}", cause.name()), &[])).unwrap_or_default()
    }
}
