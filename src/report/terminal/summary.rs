//! The end of the report: a line for each project, what it was judged by, and how levels follow from findings.

use crate::report::paper::{Ink, clean, cut, pad, width};
use crate::report::terminal::Renderer;
use crate::report::terminal::project::look;
use crate::report::{Gate, ProjectReport, applied};
use crate::text::count;
use crate::verdict::Verdict;

/// Columns for the name of a project; a longer one is cut.
const NAME: usize = 28;
/// Projects named in the last line.
const NAMED: usize = 5;
/// Rows of the table unless all is asked for.
const ROWS: usize = 200;

impl Renderer<'_> {
    pub fn summary(&mut self, in_full: bool) {
        self.paper.blank();
        match &self.report.portfolio.review {
            Some(review) => self.matrix(review),
            None => self.table(),
        }
        if !in_full {
            let note = self.say("summary.folded", &[]);
            self.paper.paragraph(2, Ink::Faint, &note);
        }
        if self.report.projects.len() > 1 {
            self.totals();
            self.built_twice();
        }
        self.compared();
        self.paper.blank();
        self.judged_by();
        let (arithmetic, statement) = (self.report.arithmetic_line.clone(), self.report.statement.clone());
        self.paper.blank();
        self.paper.paragraph(0, Ink::Faint, &arithmetic);
        self.paper.paragraph(0, Ink::Faint, &statement);
        self.paper.blank();
        self.gate();
    }

    /// Project, settled of applicable, verdict with its bounds.
    fn table(&mut self) {
        let projects = &self.report.projects;
        let shown = if self.options.all { projects.len() } else { ROWS };
        let named = |project: &ProjectReport| cut(&clean(&project.id), NAME).into_owned();
        let settled = |project: &ProjectReport| format!("{}/{}", project.coverage.settled, project.coverage.applicable);
        let name_column = projects.iter().map(|project| width(&named(project))).max().unwrap_or(0);
        let settled_column = projects.iter().map(|project| width(&settled(project))).max().unwrap_or(0);
        let heads = ["project", "settled", "verdict"].map(|head| self.say(&format!("summary.{head}"), &[]));
        let (name_column, settled_column) = (name_column.max(width(&heads[0])), settled_column.max(width(&heads[1])));
        let head = format!("  {}  {}  {}", pad(&heads[0], name_column), pad(&heads[1], settled_column), heads[2]);
        let head = self.paper.style.paint(Ink::Faint, &head);
        let mut rows = Vec::new();
        for project in projects.iter().take(shown) {
            let (ink, _, sign) = look(project.verdict);
            let (ink, sign) = if project.unreadable { (Ink::Bad, "!") } else { (ink, sign) };
            let verdict = if project.unreadable {
                self.say("verdict.unreadable", &[])
            } else {
                self.bounded(project.verdict, project.worst, project.best)
            };
            let lead = format!("{sign} {}  {}  ", pad(&named(project), name_column), pad(&settled(project), settled_column));
            rows.push((lead, ink, verdict));
        }
        let hang = 2 + 2 + name_column + 2 + settled_column + 2;
        if !rows.is_empty() {
            self.paper.line(&format!("  {head}"));
        }
        for (lead, ink, verdict) in rows {
            self.paper.hanging(2, &lead, ink, hang, &verdict);
        }
        if projects.len() > shown {
            let more = self.say("summary.more", &[("count", &count(projects.len() - shown))]);
            self.paper.paragraph(2, Ink::Faint, &more);
        }
    }

    fn totals(&mut self) {
        let summary = self.report.summary;
        let parts = [
            (summary.full, Verdict::Full.name()),
            (summary.partial, Verdict::Partial.name()),
            (summary.non_compliant, Verdict::NonCompliant.name()),
            (summary.not_assessed, Verdict::NotAssessed.name()),
            (summary.unreadable, "unreadable"),
        ];
        let part = |(number, name): &(usize, &str)| format!("{}: {}", self.say(&format!("verdict.{name}"), &[]), count(*number));
        let parts: Vec<String> = parts.iter().filter(|(number, _)| *number > 0).map(part).collect();
        let all = self.say("summary.projects", &[("count", &count(summary.projects))]);
        self.paper.blank();
        self.paper.paragraph(2, Ink::Strong, &format!("{all} · {}", parts.join(" · ")));
    }

    /// What the run comes to: the line that a log is searched for.
    fn gate(&mut self) {
        let gate = self.report.gate();
        if self.gate_beside_baseline(gate) {
            return;
        }
        let (ink, text) = match gate {
            Gate::Reached => (Ink::Good, self.say("gate.reached", &[])),
            Gate::NotMade => (Ink::Bad, self.say("gate.not-made", &[])),
            Gate::NotReached => {
                let short: Vec<&str> =
                    self.report.projects.iter().filter(|project| !project.reaches()).map(|project| project.id.as_str()).collect();
                let more = if short.len() > NAMED { ", …" } else { "" };
                let projects = format!("{}{more}", short[..short.len().min(NAMED)].join(", "));
                (Ink::Bad, self.say("gate.not-reached", &[("count", &short.len()), ("projects", &projects)]))
            }
        };
        self.paper.hanging(0, "⇒ ", ink, 2, &text);
    }

    /// The acts and editions that were applied, which of them are repealed and by what, and the day.
    fn judged_by(&mut self) {
        let word = self.say("judged.word", &[]);
        let mut lead = word.clone();
        if let Some(policy) = &self.report.policy {
            let text = applied::policy(self.language(), policy);
            self.paper.entry(0, &lead, Ink::Strong, &text);
            lead = " ".repeat(width(&word));
        }
        let (report, language) = (self.report, self.language());
        let packs = applied::packs(report).into_iter().map(|(_, text)| text);
        for text in packs.chain(report.contexts.iter().map(|context| applied::context(language, context))) {
            self.paper.entry(0, &lead, Ink::Strong, &text);
            lead = " ".repeat(width(&word));
        }
        for pack in &self.report.left_out {
            let text = applied::left_out(self.report, pack);
            self.paper.entry(0, &lead, Ink::Middling, &text);
        }
        let text = self.say("judged.today", &[("today", &self.report.today), ("version", &self.report.tool.version)]);
        self.paper.entry(0, &lead, Ink::Strong, &text);
    }
}
