//! What projects have in common: the most frequent deviations, one cause behind many findings, shared things that nobody
//! uses, facts that the most projects lack.

use super::table::{ALL, Cell, Column, Shape, Table, place};
use super::words::{Words, name};
use crate::report::review::{Cluster, Deviation, Ignored, MissingOver, Review};
use crate::report::wording;
use crate::text;

pub fn deviations<'a>(words: Words<'a>, review: &'a Review) -> Table<'a> {
    let mut columns: Vec<Column> = words.texts([("requirement", 13.0), ("title", 50.0), ("cites", 26.0), ("severity", 14.0)]).into();
    columns.extend(words.counts(["projects-non-compliant", "projects-partial", "projects-not-assessed", "projects-applicable"]));
    columns.push(words.column("share-short", 12.0, Shape::Share));
    columns.extend(words.counts(["findings"]));
    columns.extend(words.texts([("projects", 60.0)]));
    let rows = review.deviations.iter().map(move |found| deviation(words, found));
    Table { key: "deviations", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn deviation<'a>(words: Words<'a>, found: &'a Deviation) -> Vec<Cell<'a>> {
    let mut row: Vec<Cell<'a>> = vec![(&found.requirement).into(), (&found.title).into(), words.cites(&found.cites).into()];
    row.push(words.weight(found.severity));
    row.extend([found.non_compliant, found.partial, found.not_assessed, found.applicable].map(Cell::count));
    row.push(Cell::share(found.non_compliant + found.partial, found.applicable));
    row.extend([Cell::count(found.findings), words.list(&found.projects).into()]);
    row
}

pub fn clusters<'a>(words: Words<'a>, review: &'a Review) -> Table<'a> {
    let mut columns: Vec<Column> = words.texts([("cause", 34.0), ("kind", 20.0), ("element-id", 20.0), ("stands-in", 22.0)]).into();
    columns.extend(words.texts([("requirement", 13.0), ("title", 46.0), ("severity", 14.0)]));
    columns.extend(words.counts(["findings", "projects-count"]));
    columns.extend(words.texts([("projects", 50.0), ("file", 30.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    let rows = review.clusters.iter().map(move |found| cluster(words, found));
    Table { key: "clusters", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn cluster<'a>(words: Words<'a>, found: &'a Cluster) -> Vec<Cell<'a>> {
    let cause = &found.cause;
    let mut row: Vec<Cell<'a>> = vec![name(&cause.name, &cause.id).into(), words.kind(&cause.kind).into(), (&cause.id).into()];
    row.extend([(&cause.project).into(), (&found.requirement).into(), (&found.title).into(), words.weight(found.severity)]);
    row.extend([found.findings, found.projects.len()].map(Cell::count));
    row.push(words.list(&found.projects).into());
    row.extend(place(Some(&cause.location)));
    row
}

pub fn ignored<'a>(words: Words<'a>, review: &'a Review) -> Table<'a> {
    let mut columns: Vec<Column> = words.texts([("shared", 34.0), ("kind", 22.0), ("element-id", 22.0), ("stands-in", 22.0)]).into();
    columns.extend(words.texts([("requirement-ids", 26.0)]));
    columns.extend(words.counts(["findings", "projects-count"]));
    columns.extend(words.texts([("projects", 60.0)]));
    let rows = review.ignored.iter().map(move |found| ignored_row(words, found));
    Table { key: "ignored", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn ignored_row<'a>(words: Words<'a>, found: &'a Ignored) -> Vec<Cell<'a>> {
    let element = &found.element;
    let mut row: Vec<Cell<'a>> = vec![name(&element.name, &element.id).into(), words.kind(&element.kind).into(), (&element.id).into()];
    row.extend([(&element.project).into(), words.list(&found.requirements).into()]);
    row.extend([found.findings, found.projects.len()].map(Cell::count));
    row.push(words.list(&found.projects).into());
    row
}

pub fn missing<'a>(words: Words<'a>, review: &'a Review) -> Table<'a> {
    let mut columns: Vec<Column> = words.texts([("fact", 44.0)]).into();
    columns.extend(words.counts(["projects-count", "elements", "requirements", "answers"]));
    columns.extend(words.texts([("requirement-ids", 40.0), ("projects", 60.0)]));
    let rows = review.missing.iter().map(move |found| missing_row(words, found));
    Table { key: "missing-over", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn missing_row<'a>(words: Words<'a>, found: &'a MissingOver) -> Vec<Cell<'a>> {
    let mut row: Vec<Cell<'a>> = vec![fact(words, found).into()];
    row.extend([found.projects.len(), found.elements, found.requirements.len(), found.subjects].map(Cell::count));
    row.extend([words.list(&found.requirements).into(), words.list(&found.projects).into()]);
    row
}

/// The fact by its title, with the kind of what lacks it.
fn fact(words: Words<'_>, found: &MissingOver) -> String {
    let language = words.language();
    let title = match text::find(language, &format!("missing.state.{}", found.fact)) {
        Some(state) => state,
        None => wording::member_title(language, found.kind.unwrap_or_default(), &found.fact),
    };
    match found.kind {
        Some(kind) => format!("{title} ({})", wording::lower_first(wording::kind_title(language, kind))),
        None => title.to_string(),
    }
}
