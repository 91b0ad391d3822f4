//! What `saikes baseline` says: what came in, what went, and what is new and stays out.

use std::fmt::Display;

use super::Line;
use crate::report::paper::{Ink, Paper, clean};
use crate::report::problems::address;
use crate::report::terminal::shell_word;
use crate::report::{Cause, Finding, NewOpen, ProjectReport, Standing};
use crate::text::{count, say};

/// New findings and open questions that are named of each project.
const NAMED: usize = 10;

impl Line<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.reader.language, &format!("baseline.{key}"), arguments)
    }

    pub(super) fn page(&self, may_write: bool) -> String {
        let mut paper = Paper::new(self.reader.out);
        let path = clean(&self.arguments.file.to_string_lossy()).into_owned();
        let (findings, open) = self.update.baseline.counts();
        let holds: [(&str, &dyn Display); 4] =
            [("path", &path), ("findings", &count(findings)), ("open", &count(open)), ("projects", &self.update.baseline.projects.len())];
        let key = match (self.update.changed, may_write, self.old.is_some()) {
            (false, ..) => "unchanged",
            (true, true, false) => "made",
            (true, true, true) => "written",
            (true, false, _) => "would-write",
        };
        let ink = if key == "would-write" { Ink::Bad } else { Ink::Good };
        paper.hanging(0, "⇒ ", ink, 2, &self.say(key, &holds));
        if self.old.is_some() {
            self.moved(&mut paper);
            self.refused(&mut paper);
        }
        if !may_write && self.update.changed {
            paper.paragraph(2, Ink::Faint, &self.say("ci", &[]));
        }
        paper.text
    }

    /// How much came and went.
    fn moved(&self, paper: &mut Paper) {
        let parts = [("removed", self.update.removed), ("added", self.update.added)];
        let told: Vec<String> =
            parts.iter().filter(|(_, number)| *number > 0).map(|(key, number)| self.say(key, &[("count", number)])).collect();
        if !told.is_empty() {
            paper.paragraph(2, Ink::Plain, &told.join(" · "));
        }
    }

    /// What is new and was not allowed in.
    fn refused(&self, paper: &mut Paper) {
        if self.update.refused == 0 {
            return;
        }
        paper.blank();
        paper.hanging(0, "× ", Ink::Bad, 2, &self.say("refused", &[("count", &self.update.refused)]));
        for project in &self.report.projects {
            self.new_of(project, paper);
        }
        let again = [self.arguments.reading.paths_again(), self.arguments.reading.options_again(&self.arguments.judging)];
        let mut command = again.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ");
        if self.arguments.file.as_os_str() != crate::baseline::FILE {
            command += &format!(" --file {}", shell_word(&self.arguments.file.to_string_lossy()));
        }
        let command = command.trim();
        let space = if command.is_empty() { "" } else { " " };
        if self.update.refused_rules > 0 {
            let words: [(&str, &dyn Display); 2] = [("command", &format!("{space}{command}")), ("count", &self.update.refused_rules)];
            paper.paragraph(2, Ink::Faint, &self.say("how-rules", &words));
        }
        paper.paragraph(2, Ink::Faint, &self.say("how-grow", &[("command", &format!("{space}{command}"))]));
    }

    fn new_of(&self, project: &ProjectReport, paper: &mut Paper) {
        let Some(told) = &project.baseline else { return };
        let is_out = |cause: Cause| !(self.arguments.grow || self.arguments.accept_rules && cause == Cause::Rules);
        let is_new = |finding: &&Finding| finding.baseline != Some(Standing::Known) && finding.brought_by.is_some_and(is_out);
        let mut lines: Vec<String> = project.findings.iter().filter(is_new).map(|finding| self.finding(finding)).collect();
        lines.extend(told.new_open.iter().filter(|open| is_out(open.brought_by)).map(|open| self.open(open)));
        lines.extend((told.nothing_applies && !self.arguments.grow).then(|| self.say("nothing-applies", &[])));
        if lines.is_empty() {
            return;
        }
        paper.paragraph(2, Ink::Strong, &clean(&project.id));
        for line in lines.iter().take(NAMED) {
            paper.hanging(4, "- ", Ink::Plain, 6, line);
        }
        if lines.len() > NAMED {
            paper.paragraph(4, Ink::Faint, &self.say("more", &[("count", &count(lines.len() - NAMED))]));
        }
    }

    fn finding(&self, finding: &Finding) -> String {
        let place = finding.location.as_ref().map(|at| format!("{}: ", address(at))).unwrap_or_default();
        let worse = if finding.baseline == Some(Standing::Worse) { format!("{}: ", self.say("worse", &[])) } else { String::new() };
        format!("{}  {place}{worse}{}{}", finding.requirement, clean(&finding.message), self.brought(finding.brought_by))
    }

    fn open(&self, open: &NewOpen) -> String {
        let place = open.location.as_ref().map(|at| format!("{}: ", address(at))).unwrap_or_default();
        let subject = if open.subject.name.is_empty() { &open.subject.kind } else { &open.subject.name };
        let words = self.say("open-one", &[("subject", &clean(subject))]);
        format!("{}  {place}{words}{}", open.requirement, self.brought(Some(open.brought_by)))
    }

    /// What brought it, where that was not the model.
    fn brought(&self, cause: Option<Cause>) -> String {
        let cause = cause.filter(|cause| *cause != Cause::Model);
        cause.map(|cause| format!(" ({})", self.say(&format!("cause.{}", cause.name()), &[]))).unwrap_or_default()
    }
}
