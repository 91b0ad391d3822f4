//! The covering sheet for several projects: how many stand where, which are the riskiest, what they have in common.

use super::subject::agency;
use super::text::{model, own};
use super::{Block, Cell, Draft, Fill, Text, Turn};
use crate::report::review::Risk;
use crate::report::{Report, Summary};

/// Deviations that are named.
const DEVIATIONS: usize = 15;
/// Groups of similar elements that are named.
const GROUPS: usize = 100;

/// A summary for the council.
pub fn summary(report: &Report) -> Vec<Block> {
    let mut draft = Draft { report, is_official: true, blocks: vec![Block::Page(Turn::Upright)] };
    let [mark, title, council] = ["office.mark", "office.over.title", "office.over.council"].map(|key| draft.say(key, &[]));
    draft.blocks.extend([Block::Mark(mark.strong()), Block::Title(title), Block::Subtitle(council)]);
    let today = draft.date(&report.today);
    let note = draft.say("office.over.draft", &[("version", report.tool.version.into()), ("today", today.into())]);
    draft.blocks.push(Block::Note(note));
    draft.counts(report.summary);
    draft.risks();
    draft.frequent();
    draft.overlaps();
    draft.tell("office.over.conclusions", &[]);
    draft.blocks
}

impl Draft<'_> {
    fn counts(&mut self, summary: Summary) {
        self.heading("office.over.projects");
        let counts = [
            ("projects", summary.projects),
            ("full", summary.full),
            ("partial", summary.partial),
            ("non-compliant", summary.non_compliant),
            ("not-assessed", summary.not_assessed),
            ("unreadable", summary.unreadable),
        ];
        self.tell("office.over.counts", &counts.map(|(name, count)| (name, count.to_string().into())));
    }

    fn risks(&mut self) {
        let Some(review) = &self.report.portfolio.review else { return };
        self.heading("office.over.risk");
        let rows = review.risks.iter().map(|risk| self.risk(risk)).collect();
        let heads = [
            ("number", 10, Fill::Number),
            ("project", 55, Fill::Text),
            ("level", 37, Fill::Text),
            ("unmet", 30, Fill::Number),
            ("open", 16, Fill::Number),
            ("settled", 17, Fill::Number),
        ];
        self.table_of("office.column", &heads, rows);
    }

    fn risk(&self, risk: &Risk) -> Vec<Cell> {
        let project = self.report.projects.get(risk.at);
        let name = project.map_or(risk.project.as_str(), |project| &project.name);
        let mut named = vec![model(name)];
        named.extend(project.and_then(agency).map(model));
        let level = match risk.unreadable {
            true => self.say("office.over.unreadable", &[]),
            false => self.level(risk.verdict, risk.worst, risk.best).into(),
        };
        let settled = project.map(|project| format!("{} / {}", project.coverage.settled, project.coverage.applicable));
        let numbers: [String; 3] =
            [format!("{} / {} / {}", risk.blocking, risk.major, risk.minor), risk.open.to_string(), settled.unwrap_or_default()];
        let counted = numbers.into_iter().map(|number| vec![Text::from(number)]);
        [vec![risk.rank.to_string().into()], named, vec![level]].into_iter().chain(counted).collect()
    }

    fn frequent(&mut self) {
        let Some(review) = self.report.portfolio.review.as_ref().filter(|review| !review.deviations.is_empty()) else { return };
        self.heading("office.over.deviations");
        let row = |(at, found): (usize, &crate::report::review::Deviation)| -> Vec<Cell> {
            let cited = found.cites.first().map(|cite| self.cite(cite).strong());
            let requirement = vec![cited.unwrap_or_else(|| model(&found.requirement).strong()), own(&found.title)];
            let counted = [found.projects.len(), found.findings].map(|count| vec![Text::from(count.to_string())]);
            [vec![(at + 1).to_string().into()], requirement].into_iter().chain(counted).collect()
        };
        let rows = review.deviations.iter().take(DEVIATIONS).enumerate().map(row).collect();
        let heads =
            [("number", 10, Fill::Number), ("deviation", 105, Fill::Text), ("projects", 25, Fill::Number), ("findings", 25, Fill::Number)];
        self.table_of("office.column", &heads, rows);
        self.more_than(review.deviations.len(), DEVIATIONS);
    }

    fn overlaps(&mut self) {
        let duplicates = &self.report.portfolio.duplicates;
        if duplicates.is_empty() {
            return;
        }
        self.heading("office.overlap.over");
        let first = |found: &crate::report::Duplicate| found.members.first().map(|member| member.project.clone());
        let rows = duplicates.iter().take(GROUPS).map(|found| {
            let here = first(found);
            self.duplicate(found, |member| here.as_ref() == Some(&member.project))
        });
        let rows = rows.collect();
        let heads = [("element", 48, Fill::Text), ("elsewhere", 60, Fill::Text), ("why", 57, Fill::Text)];
        self.table_of("office.column", &heads, rows);
        self.more_than(duplicates.len(), GROUPS);
    }

    fn more_than(&mut self, all: usize, named: usize) {
        let more = self.more(all, named);
        self.blocks.extend(more.map(Block::Paragraph));
    }
}
