//! What follows from the levels: recommendations, deviations, what people said and still have to say, what was not
//! checked, and where the texts of the orders differ.

use super::subject::agency;
use super::text::{code, joined, model, own};
use super::{Block, Draft, Fill, Item, List, Text};
use crate::report::{AnswerReport, Finding, Justified, Location, Missing, ProjectReport, Question, wording};
use crate::text;
use crate::verdict::Verdict;

/// Elements named of one recommendation; the others are counted.
const NAMED: usize = 20;
/// Missing facts that are named.
const FACTS: usize = 10;

impl Draft<'_> {
    /// Order 193, paragraph 25: one for each requirement that falls short, the heaviest first, as findings are sorted.
    pub(super) fn recommendations(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.recommendations");
        let findings = self.of_orders(project);
        if findings.is_empty() {
            return self.nothing();
        }
        self.tell("conclusion.recommendation.lead", &[]);
        let items = findings.chunk_by(|left, right| left.index == right.index).map(|group| self.recommendation(group)).collect();
        self.blocks.push(Block::List(List { numbered: true, items }));
        self.paragraph(self.addressees(project));
    }

    /// Findings of packs that are more than advice.
    pub(super) fn of_orders<'p>(&self, project: &'p ProjectReport) -> Vec<&'p Finding> {
        let of_orders = |finding: &&Finding| !self.report.packs.get(finding.index.0).is_none_or(|pack| pack.advisory);
        project.findings.iter().filter(of_orders).collect()
    }

    pub(super) fn addressees(&self, project: &ProjectReport) -> Text {
        match agency(project) {
            Some(agency) => self.say("conclusion.recommendation.to", &[("agency", model(agency))]),
            None => self.say("conclusion.recommendation.to-nobody", &[]),
        }
    }

    /// One requirement and what falls short of it.
    fn recommendation(&self, group: &[&Finding]) -> Item {
        let Some(first) = group.first() else { return Item::from(Text::default()) };
        let title = self.report.requirement(first.index).map_or("", |text| text.title.as_str());
        let weight = self.say(&format!("weight.{}", first.severity.name()), &[]);
        let text = model(&first.requirement).strong().then(" (").then(weight).then(") ").then(own(title)).then(". ");
        let mut below: Vec<Text> = group.iter().take(NAMED).map(|finding| self.found(finding)).collect();
        below.extend(self.more(group.len(), NAMED));
        Item { text: text.then(own(&first.fix).capital()).then("."), below }
    }

    pub(super) fn more(&self, all: usize, named: usize) -> Option<Text> {
        let left = all.checked_sub(named).filter(|left| *left > 0)?;
        Some(self.say("conclusion.more", &[("count", left.to_string().into())]))
    }

    /// Where something stands: as editors take it, or in words.
    pub(super) fn place(&self, at: &Location) -> Text {
        if self.is_official {
            return self.say("office.place", &[("path", model(&at.path)), ("line", at.line.to_string().into())]);
        }
        code(&text::say(self.language(), "conclusion.page", &[("path", &at.path), ("line", &at.line)]))
    }

    /// What is wrong and where, with the level unless it is the worst.
    fn found(&self, finding: &Finding) -> Text {
        let mut words = model(&finding.message);
        if finding.verdict != Verdict::NonCompliant {
            words = Text::from(self.level(finding.verdict, finding.worst, finding.best)).then(": ").then(words);
        }
        if let Some(waived) = &finding.waiver {
            words = words.then("; ").then(model(&wording::waived(self.language(), waived)));
        }
        match &finding.location {
            Some(at) => words.then(" (").then(self.place(at)).then(")"),
            None => words,
        }
    }

    pub(super) fn questions(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.questions");
        if project.questions.is_empty() {
            return self.nothing();
        }
        self.tell("conclusion.questions.lead", &[]);
        let lines: Vec<Text> = project.questions.iter().map(|question| self.question(question)).collect();
        self.list(lines);
    }

    fn question(&self, question: &Question) -> Text {
        let subjects = self.say("conclusion.questions.subjects", &[("count", question.subjects.to_string().into())]);
        let words = model(&question.requirement).strong().then(" ").then(own(&question.question));
        words.then(" (").then(subjects).then(")")
    }

    pub(super) fn unchecked(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.unchecked");
        let other_stage = project.of_other_stages();
        let skipped = project.not_applicable() - other_stage;
        let mut lines = Vec::new();
        for (key, count) in [("stage", other_stage), ("not-applicable", skipped), ("problems", project.problems.len())] {
            let words = || self.say(&format!("conclusion.unchecked.{key}"), &[("count", count.to_string().into())]);
            lines.extend((count > 0).then(words));
        }
        let types = project.unmapped();
        if !types.is_empty() {
            let named = joined(types.iter().map(|(name, times)| model(name).then(format!(" {times}"))), ", ");
            lines.push(self.say("conclusion.unchecked.unmapped", &[("named", named)]));
        }
        lines.push(self.say("conclusion.unchecked.outside", &[]));
        self.list(lines);
        self.missing(project);
    }

    /// The facts that most answers wait for.
    fn missing(&mut self, project: &ProjectReport) {
        if project.missing.is_empty() {
            return;
        }
        self.tell("conclusion.unchecked.missing", &[]);
        let mut lines: Vec<Text> = project.missing.iter().take(FACTS).map(|missing| self.fact(missing)).collect();
        lines.extend(self.more(project.missing.len(), FACTS));
        self.list(lines);
    }

    fn fact(&self, missing: &Missing) -> Text {
        let counts = [
            ("fact", model(&wording::missing(self.language(), missing))),
            ("elements", missing.elements.to_string().into()),
            ("requirements", missing.settles.requirements.to_string().into()),
        ];
        self.say("conclusion.unchecked.fact", &counts)
    }

    /// Notes of the requirements that applied: where the Kazakh and the Russian text differ or one is silent.
    pub(super) fn notes(&mut self, project: &ProjectReport) {
        let noted: Vec<Text> = self.noted(project).map(|(id, note)| id.strong().then(" ").then(note)).collect();
        if !noted.is_empty() {
            self.heading("conclusion.head.notes");
            self.list(noted);
        }
    }

    pub(super) fn notes_table(&mut self, project: &ProjectReport) {
        let rows: Vec<Vec<Text>> = self.noted(project).map(|(id, note)| vec![id, note]).collect();
        self.table_or_nothing(&[("column.id", 12, Fill::Text), ("head.notes", 88, Fill::Text)], rows);
    }

    fn noted<'p>(&self, project: &'p ProjectReport) -> impl Iterator<Item = (Text, Text)> + use<'_, 'p> {
        let applied = project.requirements.iter().filter(|found| !found.advisory && found.verdict != Verdict::NotApplicable);
        let texts = applied.filter_map(|found| self.report.requirement(found.index));
        texts.filter_map(|text| text.note.as_ref().map(|note| (model(&text.id), own(note))))
    }

    /// Deviations that were justified one by one, with their justifications.
    pub(super) fn deviations(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.deviations");
        let justified = project.findings.iter().filter_map(|finding| Some((finding, finding.justification.as_ref()?)));
        let lines: Vec<Text> = justified.map(|(finding, justification)| self.deviation(finding, justification)).collect();
        if lines.is_empty() {
            return self.nothing();
        }
        self.tell("conclusion.deviations.lead", &[]);
        self.list(lines);
    }

    fn deviation(&self, finding: &Finding, justification: &Justified) -> Text {
        let place = self.place(&justification.location);
        let reason = self.say("conclusion.deviations.reason", &[("reason", model(&justification.reason)), ("place", place)]);
        model(&finding.requirement).strong().then(" ").then(self.found(finding)).then(". ").then(reason)
    }

    /// What people said beside the program, who they were and what they relied on.
    pub(super) fn answers(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.answers");
        if project.answers.is_empty() {
            return self.nothing();
        }
        let lines: Vec<Text> = project.answers.iter().map(|found| self.answer(found)).collect();
        self.list(lines);
    }

    fn answer(&self, found: &AnswerReport) -> Text {
        let language = self.language();
        let mut words = format!("{}; {}", wording::answered(language, &found.answer), wording::answered_by(language, &found.answer));
        // The form to sign has digests in an annex.
        if let Some(sha256) = found.answer.sha256.as_ref().filter(|_| !self.is_official) {
            words = format!("{words}, SHA-256 {sha256}");
        }
        let whose = model(&found.requirement).strong().then(" «").then(model(&found.subject.name)).then("»: ");
        whose.then(model(&words))
    }
}
