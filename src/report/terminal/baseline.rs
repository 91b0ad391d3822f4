//! What is new beside a baseline, and what the exit code makes of it. Known findings are counted; all of them are shown
//! where everything is asked for.

use std::fmt::Display;

use crate::report::paper::{Ink, clean, quotes};
use crate::report::problems::address;
use crate::report::terminal::{Renderer, shell_word};
use crate::report::{BaselineReport, Cause, Finding, Gate, NewOpen, ProjectReport, Standing, Tally, wording};
use crate::text::count;

/// New open questions that are shown, and projects that are named in a line.
const OPEN: usize = 8;
const NAMED: usize = 5;

impl Renderer<'_> {
    /// Whether a finding is shown: what is known is not, unless all is asked for.
    pub fn is_shown(&self, finding: &Finding) -> bool {
        self.options.all || finding.baseline != Some(Standing::Known)
    }

    /// `known: ` or `became worse: ` before a message; nothing before what is new.
    pub fn standing(&self, finding: &Finding) -> String {
        match finding.baseline {
            Some(Standing::Known) => format!("{}: ", self.say("baseline.known", &[])),
            Some(Standing::Worse) => format!("{}: ", self.say("baseline.worse", &[])),
            _ => String::new(),
        }
    }

    /// How the project stands: counts, what brought what is new, and what is not judged any more.
    pub fn beside_baseline(&mut self, project: &ProjectReport) {
        let Some(told) = &project.baseline else { return };
        let mut lines = vec![self.counts("counts", told.counts)];
        lines.extend(self.open_counts(told.counts));
        if told.advice != Tally::default() {
            lines.push(self.counts("counts-advice", told.advice));
        }
        let ink = if told.reaches { Ink::Good } else { Ink::Bad };
        let word = self.say("baseline.word", &[]);
        self.paper.entry(2, &word, ink, &lines.join(" · "));
        let mut notes: Vec<String> = Vec::new();
        notes.extend((!told.recorded).then(|| self.say("baseline.unknown", &[])));
        notes.extend(told.nothing_applies.then(|| self.say("baseline.nothing-applies", &[])));
        notes.extend(self.causes(told));
        notes.extend((told.unjudged > 0).then(|| self.say("baseline.unjudged", &[("count", &count(told.unjudged))])));
        for note in notes {
            self.paper.paragraph(4, Ink::Faint, &note);
        }
    }

    fn counts(&self, key: &str, tally: Tally) -> String {
        let Tally { known, new, worse, solved, .. } = tally;
        let key = if worse > 0 { "counts-worse" } else { key };
        let numbers: [(&str, &dyn Display); 4] =
            [("known", &count(known)), ("new", &count(new)), ("worse", &count(worse)), ("solved", &count(solved))];
        self.say(&format!("baseline.{key}"), &numbers)
    }

    fn open_counts(&self, tally: Tally) -> Option<String> {
        let Tally { open_known, open_new, open_settled, .. } = tally;
        let numbers: [(&str, &dyn Display); 3] =
            [("known", &count(open_known)), ("new", &count(open_new)), ("settled", &count(open_settled))];
        (open_known + open_new + open_settled > 0).then(|| self.say("baseline.counts-open", &numbers))
    }

    /// What brought that which is new, and how what changed requirements brought can be recorded.
    fn causes(&self, told: &BaselineReport) -> Vec<String> {
        let brought = |cause: &Cause| {
            let number = told.brought_by.of(*cause);
            (number > 0).then(|| format!("{} ({})", self.say(&format!("baseline.cause.{}", cause.name()), &[]), count(number)))
        };
        let causes: Vec<String> = Cause::ALL.iter().filter_map(brought).collect();
        let mut notes = Vec::new();
        if !causes.is_empty() && told.recorded {
            notes.push(self.say("baseline.causes", &[("causes", &causes.join(", "))]));
        }
        if told.brought_by.rules > 0 {
            notes.push(self.say("baseline.accept", &[("command", &self.command())]));
        }
        notes
    }

    /// The words behind `saikes baseline`, with a blank before them.
    fn command(&self) -> String {
        let file = self.report.baseline.as_ref().map(|head| head.path.as_str()).filter(|path| *path != crate::baseline::FILE);
        let file = file.map(|path| format!("--file {}", shell_word(path))).unwrap_or_default();
        let again = self.options.again.of_all();
        [again, file].iter().filter(|words| !words.is_empty()).map(|words| format!(" {words}")).collect()
    }

    /// Questions that are open and were not, with what they wait for.
    pub fn new_open(&mut self, project: &ProjectReport) {
        let Some(told) = project.baseline.as_ref().filter(|told| !told.new_open.is_empty()) else { return };
        self.paper.blank();
        let title = self.say("baseline.open-title", &[("count", &told.new_open.len())]);
        self.paper.hanging(0, "? ", Ink::Open, 2, &title);
        let shown = if self.options.all { told.new_open.len() } else { OPEN };
        for open in told.new_open.iter().take(shown) {
            let words = self.open_one(open);
            self.paper.hanging(4, "- ", Ink::Plain, 6, &words);
        }
        if told.new_open.len() > shown {
            let more = self.say("finding.more", &[("count", &count(told.new_open.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
    }

    fn open_one(&self, open: &NewOpen) -> String {
        let place = open.location.as_ref().map(|at| format!("{}: ", address(at))).unwrap_or_default();
        let subject = if open.subject.name.is_empty() {
            wording::lower_first(wording::kind_title(self.language(), &open.subject.kind))
        } else {
            quotes(&open.subject.name)
        };
        let facts: Vec<String> = open.waits_for.iter().map(|fact| format!("`{fact}`")).collect();
        let waits =
            if facts.is_empty() { String::new() } else { format!("; {}", self.say("baseline.waits", &[("facts", &facts.join(", "))])) };
        format!("{}  {place}{subject}{waits}", open.requirement)
    }

    /// The file of the whole run: what it was compared with, and whether the file can shrink.
    pub fn compared(&mut self) {
        let Some(head) = &self.report.baseline else { return };
        let path = clean(&head.path).into_owned();
        let mut lines = vec![match &head.made {
            Some(made) => self.say("baseline.head", &[("path", &path), ("made", made)]),
            None => self.say("baseline.head-empty", &[("path", &path)]),
        }];
        if head.can_shrink > 0 {
            lines.push(self.say("baseline.shrink", &[("count", &count(head.can_shrink)), ("command", &self.command())]));
        }
        if !head.absent.is_empty() {
            let more = if head.absent.len() > NAMED { ", …" } else { "" };
            let named: Vec<&str> = head.absent.iter().map(String::as_str).take(NAMED).collect();
            lines.push(self.say("baseline.absent", &[("projects", &format!("{}{more}", named.join(", ")))]));
        }
        if head.counts.known > 0 && !self.options.all {
            lines.push(self.say("baseline.in-full", &[]));
        }
        self.paper.blank();
        let word = self.say("baseline.word", &[]);
        for (at, line) in lines.iter().enumerate() {
            let word = if at == 0 { word.clone() } else { " ".repeat(crate::report::paper::width(&word)) };
            self.paper.entry(0, &word, Ink::Strong, line);
        }
    }

    /// Why the exit code is what it is, where that does not follow from the verdicts alone.
    pub fn gate_beside_baseline(&mut self, gate: Gate) -> bool {
        if self.report.baseline.is_none() || gate == Gate::NotMade {
            return false;
        }
        let projects = &self.report.projects;
        let short: Vec<&ProjectReport> = projects.iter().filter(|project| !project.passes()).collect();
        let required = if short.is_empty() {
            projects.iter().map(|project| project.require).min()
        } else {
            short.iter().map(|project| project.require).min()
        };
        let level = required.map(|level| self.say(&format!("level.{}", level.name()), &[])).unwrap_or_default();
        let (ink, words) = if short.is_empty() {
            (Ink::Good, self.say("baseline.gate.reached", &[("code", &0), ("level", &level)]))
        } else {
            let more = if short.len() > NAMED { ", …" } else { "" };
            let named: Vec<&str> = short.iter().map(|project| project.id.as_str()).take(NAMED).collect();
            let failing: usize = short.iter().filter_map(|project| project.baseline.as_ref()).map(|told| told.failing).sum();
            let code = if self.options.exit_zero { 0 } else { 1 };
            let words: [(&str, &dyn Display); 4] =
                [("code", &code), ("level", &level), ("count", &count(failing)), ("projects", &format!("{}{more}", named.join(", ")))];
            (Ink::Bad, self.say("baseline.gate.not-reached", &words))
        };
        let verdict = match &projects[..] {
            [only] => {
                let verdict = self.bounded(only.verdict, only.worst, only.best);
                self.say("baseline.gate.verdict", &[("verdict", &verdict)])
            }
            _ => self.say("baseline.gate.verdicts", &[]),
        };
        self.paper.hanging(0, "⇒ ", ink, 2, &format!("{words}; {verdict}"));
        true
    }
}
