//! What the project came to: by the rule, by contour and chapter, by requirement, by component.

use std::fmt::Display;

use super::{Page, own, plain, quoted};
use crate::problem::Code;
use crate::report::{LoosenedReport, ProblemReport, ProjectReport, RequirementReport, problems, wording};
use crate::verdict::Verdict;

/// Words with a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default();
    if first.ends_with(['.', ':', '!']) { first } else { first + "." }
}

impl Page<'_> {
    /// The conclusion in the words of paragraph 26, and the rule behind it.
    pub(super) fn verdict(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.verdict");
        let level = |level: crate::verdict::Level| self.say(&format!("level.{}", level.name()), &[]);
        let bounds = self.say("conclusion.between", &[("worst", &level(project.worst)), ("best", &level(project.best))]);
        let key = match (project.unreadable, project.verdict) {
            (true, _) => "conclusion.verdict.unreadable",
            (_, Verdict::Full) => "conclusion.verdict.full",
            (_, Verdict::Partial) => "conclusion.verdict.partial",
            (_, Verdict::NonCompliant) => "conclusion.verdict.non-compliant",
            (_, Verdict::NotAssessed | Verdict::NotApplicable) => "conclusion.verdict.not-assessed",
        };
        let words = self.say(key, &[("name", &plain(&project.name)), ("bounds", &bounds)]);
        self.paragraph(&words);
        let reason = sentence(&own(&project.reason));
        self.paragraph(&reason);
        if !project.unreadable {
            let skipped = project.not_applicable();
            let coverage: [(&str, &dyn Display); 3] =
                [("settled", &project.coverage.settled), ("applicable", &project.coverage.applicable), ("skipped", &skipped)];
            let words = self.say("conclusion.verdict.coverage", &coverage);
            self.paragraph(&words);
        }
        self.loosened(&project.loosened);
        self.overruled(project);
        let rule = own(&self.report.arithmetic);
        self.paragraph(&rule);
    }

    fn loosened(&mut self, loosened: &[LoosenedReport]) {
        if loosened.is_empty() {
            return;
        }
        let words = self.say("conclusion.verdict.loosened", &[]);
        self.paragraph(&words);
        for found in loosened {
            let words = wording::loosened(self.language(), found, usize::MAX);
            self.item(&quoted(&words));
        }
        self.end_of_list();
    }

    /// What the project says against the policy and what therefore does not count.
    fn overruled(&mut self, project: &ProjectReport) {
        let overruled = |found: &&ProblemReport| found.problem.code == Code::OverruledByPolicy;
        let lines: Vec<String> = self.report.problems.iter().chain(&project.problems).filter(overruled).map(problems::line).collect();
        if lines.is_empty() {
            return;
        }
        let words = self.say("conclusion.verdict.overruled", &[]);
        self.paragraph(&words);
        lines.iter().for_each(|line| self.item(&quoted(line)));
        self.end_of_list();
    }

    pub(super) fn sections(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.sections");
        let row = |section: &crate::report::SectionReport| {
            let pack = self.report.packs.iter().find(|pack| pack.id == section.pack);
            // A body's own pack may be of no order.
            let of = match pack.map_or("", |pack| pack.order.as_str()) {
                "" => plain(pack.map_or(section.pack.as_str(), |pack| &pack.title)).to_string(),
                order => self.say("contour.order", &[("order", &order)]),
            };
            let title = format!("{of}: {}", own(&section.title));
            let settled = format!("{}/{}", section.coverage.settled, section.coverage.applicable);
            vec![title, self.level(section.verdict, section.worst, section.best), settled]
        };
        let rows: Vec<Vec<String>> = project.sections.iter().map(row).collect();
        match rows.is_empty() {
            true => self.nothing(),
            false => self.table(&["column.section", "column.level", "column.settled"], &rows),
        }
    }

    /// Both halves, what the program and what people decide, in one table.
    pub(super) fn requirements(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.requirements");
        let applied = |found: &&RequirementReport| !found.advisory && found.verdict != Verdict::NotApplicable;
        let rows: Vec<Vec<String>> = project.requirements.iter().filter(applied).map(|found| self.requirement(found)).collect();
        let columns = ["column.id", "column.requirement", "column.severity", "column.level", "column.subjects", "column.decided"];
        match rows.is_empty() {
            true => self.nothing(),
            false => self.table(&columns, &rows),
        }
    }

    fn requirement(&self, found: &RequirementReport) -> Vec<String> {
        let text = self.report.requirement(found.index);
        let counts = found.counts;
        vec![
            plain(&found.id),
            text.map(|text| own(&text.title)).unwrap_or_default(),
            self.say(&format!("weight.{}", found.severity.name()), &[]),
            self.by_all_texts(found),
            format!("{} / {} / {} / {}", counts.full, counts.partial, counts.non_compliant, counts.not_assessed),
            text.map(|text| self.say(&format!("conclusion.decided.{}", text.decided_by), &[])).unwrap_or_default(),
        ]
    }

    /// The level, and what the text of another language makes of it where that is something else.
    fn by_all_texts(&self, found: &RequirementReport) -> String {
        let mut cell = self.level(found.verdict, found.worst, found.best);
        for edition in found.editions.iter().filter(|edition| edition.is_other) {
            let name = self.say(&format!("edition.{}", edition.lang.code()), &[]);
            let level = self.level(edition.verdict, edition.worst, edition.best);
            cell += &format!("; {}", self.say("edition.verdict", &[("edition", &name), ("verdict", &level)]));
        }
        cell
    }

    pub(super) fn components(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.components");
        let words = self.say("conclusion.component.lead", &[("count", &project.open_components)]);
        self.paragraph(&words);
        let row = |found: &crate::report::ComponentReport| {
            let name = if found.element.name.is_empty() { &found.element.id } else { &found.element.name };
            let settled = format!("{}/{}", found.coverage.settled, found.coverage.applicable);
            let kind = wording::kind_title(self.language(), &found.element.kind).to_string();
            vec![plain(name), kind, self.level(found.verdict, found.worst, found.best), settled]
        };
        let rows: Vec<Vec<String>> = project.components.iter().map(row).collect();
        if !rows.is_empty() {
            self.table(&["column.component", "column.kind", "column.level", "column.settled"], &rows);
        }
    }
}
