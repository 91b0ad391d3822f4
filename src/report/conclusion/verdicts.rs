//! What the project came to: by the rule, by contour and chapter, by requirement, by component.

use super::text::{model, own, quoted};
use super::{Block, Draft, Fill, Text};
use crate::problem::Code;
use crate::report::{ComponentReport, Coverage, LoosenedReport, ProblemReport, ProjectReport, RequirementReport, SectionReport};
use crate::report::{problems, wording};
use crate::verdict::{Level, Verdict};

impl Draft<'_> {
    /// The conclusion in the words of paragraph 26, and the rule behind it.
    pub(super) fn verdict(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.verdict");
        self.paragraph(self.in_words_of_the_order(project));
        self.paragraph(own(&project.reason).sentence());
        if !project.unreadable {
            let count = |count: usize| Text::from(count.to_string());
            let coverage = [
                ("settled", count(project.coverage.settled)),
                ("applicable", count(project.coverage.applicable)),
                ("skipped", count(project.not_applicable())),
            ];
            self.tell("conclusion.verdict.coverage", &coverage);
        }
        self.loosened(&project.loosened);
        self.overruled(project);
        self.blocks.push(Block::Note(own(&self.report.arithmetic)));
    }

    fn in_words_of_the_order(&self, project: &ProjectReport) -> Text {
        let level = |level: Level| self.say(&format!("level.{}", level.name()), &[]);
        let bounds = self.say("conclusion.between", &[("worst", level(project.worst)), ("best", level(project.best))]);
        let key = match (project.unreadable, project.verdict) {
            (true, _) => "conclusion.verdict.unreadable",
            (_, Verdict::Full) => "conclusion.verdict.full",
            (_, Verdict::Partial) => "conclusion.verdict.partial",
            (_, Verdict::NonCompliant) => "conclusion.verdict.non-compliant",
            (_, Verdict::NotAssessed | Verdict::NotApplicable) => "conclusion.verdict.not-assessed",
        };
        self.say(key, &[("name", model(&project.name)), ("bounds", bounds)])
    }

    fn loosened(&mut self, loosened: &[LoosenedReport]) {
        if loosened.is_empty() {
            return;
        }
        self.tell("conclusion.verdict.loosened", &[]);
        let language = self.language();
        self.list(loosened.iter().map(|found| quoted(&wording::loosened(language, found, usize::MAX))));
    }

    /// What the project says against the policy and what therefore does not count.
    fn overruled(&mut self, project: &ProjectReport) {
        let overruled = |found: &&ProblemReport| found.problem.code == Code::OverruledByPolicy;
        let found = self.report.problems.iter().chain(&project.problems).filter(overruled);
        let lines: Vec<Text> = found.map(|found| quoted(&problems::line(found))).collect();
        if !lines.is_empty() {
            self.tell("conclusion.verdict.overruled", &[]);
            self.list(lines);
        }
    }

    pub(super) fn sections(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.sections");
        let rows: Vec<Vec<Text>> = project.sections.iter().map(|section| self.section(section)).collect();
        let heads = [("column.section", 52, Fill::Text), ("column.level", 30, Fill::Text), ("column.settled", 18, Fill::Number)];
        self.table_or_nothing(&heads, rows);
    }

    fn section(&self, section: &SectionReport) -> Vec<Text> {
        let pack = self.report.packs.iter().find(|pack| pack.id == section.pack);
        // A body's own pack may be of no order.
        let of = match pack.map_or("", |pack| pack.order.as_str()) {
            "" => model(pack.map_or(section.pack.as_str(), |pack| &pack.title)),
            order => self.say("contour.order", &[("order", order.into())]),
        };
        let level = self.level(section.verdict, section.worst, section.best);
        vec![of.then(": ").then(own(&section.title)), level.into(), settled(section.coverage)]
    }

    /// Both halves, what the program and what people decide, in one table.
    pub(super) fn requirements(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.requirements");
        self.requirements_table(project);
    }

    pub(super) fn requirements_table(&mut self, project: &ProjectReport) {
        let applied = |found: &&RequirementReport| !found.advisory && found.verdict != Verdict::NotApplicable;
        let rows: Vec<Vec<Text>> = project.requirements.iter().filter(applied).map(|found| self.requirement(found)).collect();
        let heads = [
            ("column.id", 12, Fill::Text),
            ("column.requirement", 36, Fill::Text),
            ("column.severity", 13, Fill::Text),
            ("column.level", 14, Fill::Text),
            ("column.subjects", 14, Fill::Number),
            ("column.decided", 11, Fill::Text),
        ];
        self.table_or_nothing(&heads, rows);
    }

    fn requirement(&self, found: &RequirementReport) -> Vec<Text> {
        let text = self.report.requirement(found.index);
        let counts = found.counts;
        vec![
            model(&found.id),
            text.map(|text| own(&text.title)).unwrap_or_default(),
            self.say(&format!("weight.{}", found.severity.name()), &[]),
            self.by_all_texts(found).into(),
            format!("{} / {} / {} / {}", counts.full, counts.partial, counts.non_compliant, counts.not_assessed).into(),
            text.map(|text| self.say(&format!("conclusion.decided.{}", text.decided_by), &[])).unwrap_or_default(),
        ]
    }

    /// The level, and what the text of another language makes of it where that is something else.
    fn by_all_texts(&self, found: &RequirementReport) -> String {
        let mut cell = self.level(found.verdict, found.worst, found.best);
        for edition in found.editions.iter().filter(|edition| edition.is_other) {
            let name = self.say(&format!("edition.{}", edition.lang.code()), &[]);
            let level = self.level(edition.verdict, edition.worst, edition.best);
            cell += &format!("; {}", self.say("edition.verdict", &[("edition", name), ("verdict", level.into())]).plain());
        }
        cell
    }

    pub(super) fn components(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.components");
        self.components_table(project);
    }

    pub(super) fn components_table(&mut self, project: &ProjectReport) {
        self.tell("conclusion.component.lead", &[("count", project.open_components.to_string().into())]);
        let rows: Vec<Vec<Text>> = project.components.iter().map(|found| self.component(found)).collect();
        let heads = [
            ("column.component", 38, Fill::Text),
            ("column.kind", 27, Fill::Text),
            ("column.level", 22, Fill::Text),
            ("column.settled", 13, Fill::Number),
        ];
        if !rows.is_empty() {
            self.table(&heads, rows);
        }
    }

    fn component(&self, found: &ComponentReport) -> Vec<Text> {
        let name = if found.element.name.is_empty() { &found.element.id } else { &found.element.name };
        let kind = wording::kind_title(self.language(), &found.element.kind);
        vec![model(name), kind.into(), self.level(found.verdict, found.worst, found.best).into(), settled(found.coverage)]
    }
}

fn settled(coverage: Coverage) -> Text {
    format!("{}/{}", coverage.settled, coverage.applicable).into()
}
