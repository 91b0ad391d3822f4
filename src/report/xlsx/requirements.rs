//! Every requirement of every project that it applies to.

use super::table::{Cell, Column, Table};
use super::words::{Words, agency};
use crate::report::{ProjectReport, RequirementReport};
use crate::verdict::Verdict;

pub fn requirements(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 16.0), ("requirement", 13.0), ("group", 18.0), ("cites", 20.0)]).into();
    columns.extend(words.texts([("title", 50.0), ("severity", 14.0), ("verdict", 16.0)]));
    let counts = ["full", "partial", "non-compliant", "not-assessed", "waived", "justified", "unlisted"];
    columns.extend(words.counts(counts).map(|column| column.turned(8.0)));
    let printed = columns.len() as u16;
    columns.extend(words.texts([
        ("worst", 15.0),
        ("best", 15.0),
        ("agency", 22.0),
        ("decided", 16.0),
        ("counts", 12.0),
        ("editions", 34.0),
    ]));
    let applies = |found: &&RequirementReport| found.verdict != Verdict::NotApplicable;
    let found = words
        .report
        .projects
        .iter()
        .flat_map(move |project| project.requirements.iter().filter(applies).map(move |found| (project, found)));
    let rows = found.map(move |(project, found)| row(words, project, found));
    Table { key: "requirements", columns, frozen: 1, printed, rows: Box::new(rows) }
}

fn row<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a RequirementReport) -> Vec<Cell<'a>> {
    let text = words.report.requirement(found.index);
    let counts = found.counts;
    let decided = text.map(|text| words.say(&format!("conclusion.decided.{}", text.decided_by), &[]));
    let mut row: Vec<Cell<'_>> = vec![(&project.id).into(), (&found.id).into()];
    row.extend([section(words, project, found).into(), words.cited(found.index).into(), words.title(found.index).into()]);
    row.extend([words.weight(found.severity), words.verdict(found.verdict)]);
    row.extend([counts.full, counts.partial, counts.non_compliant, counts.not_assessed].map(Cell::count));
    row.extend([counts.waived, counts.justified, found.unlisted].map(Cell::count));
    row.extend([found.worst, found.best].map(|level| words.level(level).into()));
    row.extend([agency(project).into(), decided.into(), words.yes(!found.advisory).into(), editions(words, found).into()]);
    row
}

/// The title of its contour or chapter.
fn section(words: Words<'_>, project: &ProjectReport, found: &RequirementReport) -> String {
    let of = project.sections.iter().find(|section| section.pack == found.pack && Some(section.section) == found.section);
    // Advice stands in no section of the project.
    let pack = || words.report.packs.get(found.index.0).map(|pack| pack.title.clone());
    of.map(|section| section.title.clone()).or_else(pack).unwrap_or_default()
}

/// What the texts of the order in other languages come to, where that is something else.
fn editions(words: Words<'_>, found: &RequirementReport) -> String {
    let others = found.editions.iter().filter(|edition| edition.is_other);
    let line = |edition: &crate::report::EditionReport| {
        let name = words.say(&format!("edition.{}", edition.lang.code()), &[]);
        words.say("edition.verdict", &[("edition", &name), ("verdict", &words.level_of(edition.verdict))])
    };
    others.map(line).collect::<Vec<_>>().join("\n")
}
