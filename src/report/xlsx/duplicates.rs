//! What looks built twice, a row for each member and for each pair, and what somebody already offers. People decide:
//! every row has room for what they say.

use super::table::{ALL, Asks, Cell, Column, Shape, Table, place};
use super::words::{Words, name};
use crate::report::{Distinct, Duplicate, Member, Offer, Pair};

pub fn members(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = vec![words.column("group-number", 9.0, Shape::Number)];
    columns.extend(words.texts([("group-name", 34.0), ("kind", 20.0)]));
    columns.extend([words.column("score", 10.0, Shape::Share), words.column("members", 10.0, Shape::Count)]);
    columns.extend(words.texts([("project", 18.0), ("agency", 24.0), ("element", 32.0), ("element-id", 18.0), ("owner", 22.0)]));
    columns.extend(words.texts([("offered-by", 34.0), ("file", 30.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    columns.push(words.asked("decision", 22.0, words.choices("duplicate", &["same", "distinct", "unclear"])));
    columns.push(words.asked("comment", 30.0, Asks::Anything));
    columns.extend(words.texts([("fingerprint", 20.0)]));
    let groups = words.report.portfolio.duplicates.iter().zip(1..);
    let rows = groups.flat_map(move |(group, number)| group.members.iter().map(move |found| member(words, group, number, found)));
    Table { key: "duplicates", columns, frozen: 2, printed: ALL, rows: Box::new(rows) }
}

fn member<'a>(words: Words<'a>, group: &'a Duplicate, number: usize, found: &'a Member) -> Vec<Cell<'a>> {
    let mut row: Vec<Cell<'a>> = vec![number.into(), (&group.name).into(), words.kind(group.kind).into(), Cell::Number(group.score)];
    row.extend([group.members.len().into(), (&found.project).into(), found.agency.as_ref().into()]);
    row.extend([name(&found.element.name, &found.element.id).into(), (&found.element.id).into(), found.element.owner.as_ref().into()]);
    row.push(group.offered_by.as_ref().map(offerer).into());
    row.extend(place(Some(&found.location)));
    row.extend([Cell::Empty, Cell::Empty, (&group.fingerprint).into()]);
    row
}

/// A shared thing, and where it is described.
fn offerer(found: &Member) -> String {
    format!("{} ({})", name(&found.element.name, &found.element.id), found.project)
}

pub fn pairs(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = vec![words.column("group-number", 9.0, Shape::Number)];
    columns.extend(words.texts([("left", 32.0), ("left-project", 20.0), ("right", 32.0), ("right-project", 20.0)]));
    columns.push(words.column("score", 10.0, Shape::Share));
    columns.extend(words.texts([("reasons", 64.0)]));
    columns.extend(ALIKE.map(|what| words.column(&format!("alike-{what}"), 13.0, Shape::Share)));
    let groups = words.report.portfolio.duplicates.iter().zip(1..);
    let rows = groups.flat_map(move |(group, number)| group.pairs.iter().filter_map(move |found| pair(words, group, number, found)));
    Table { key: "pairs", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

/// What two elements may be alike in.
const ALIKE: [&str; 4] = ["name", "capability", "data", "neighbours"];

fn pair<'a>(words: Words<'a>, group: &'a Duplicate, number: usize, found: &'a Pair) -> Option<Vec<Cell<'a>>> {
    let (left, right) = (group.members.get(found.left)?, group.members.get(found.right)?);
    let side = |member: &'a Member| [name(&member.element.name, &member.element.id).into(), Cell::from(&member.project)];
    let mut row: Vec<Cell<'a>> = vec![number.into()];
    row.extend(side(left).into_iter().chain(side(right)));
    row.extend([Cell::Number(found.score), words.reasons(&found.reasons).into()]);
    row.extend(ALIKE.map(|what| words.degree(found, what)));
    Some(row)
}

pub fn offers(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> =
        words.texts([("project", 18.0), ("agency", 24.0), ("own", 32.0), ("kind", 20.0), ("element-id", 18.0)]).into();
    columns.extend(words.texts([("offered-by", 32.0), ("offered-kind", 22.0), ("stands-in", 22.0)]));
    columns.push(words.column("score", 10.0, Shape::Share));
    columns.extend(words.texts([("reasons", 54.0), ("requirement", 13.0), ("cites", 26.0), ("file", 30.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    columns.push(words.asked("decision", 24.0, words.choices("offer", &["use", "justify", "unfit"])));
    columns.push(words.asked("comment", 30.0, Asks::Anything));
    let rows = words.report.portfolio.offers.iter().map(move |found| offer(words, found));
    Table { key: "offers", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn offer<'a>(words: Words<'a>, found: &'a Offer) -> Vec<Cell<'a>> {
    let (own, shared) = (&found.component, &found.offered_by);
    let mut row: Vec<Cell<'a>> = vec![(&own.project).into(), own.agency.as_ref().into()];
    row.extend([name(&own.element.name, &own.element.id).into(), words.kind(&own.element.kind).into(), (&own.element.id).into()]);
    row.extend([name(&shared.element.name, &shared.element.id).into(), words.kind(&shared.element.kind).into()]);
    row.extend([(&shared.project).into(), Cell::Number(found.score), words.reasons(&found.reasons).into()]);
    row.extend([found.requirement.as_ref().into(), words.cites(&found.cites).into()]);
    row.extend(place(Some(&own.location)));
    row.extend([Cell::Empty, Cell::Empty]);
    row
}

pub fn distinct(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("elements-named", 60.0), ("reason", 60.0)]).into();
    columns.push(words.column("silences", 12.0, Shape::Count));
    columns.extend(words.texts([("file", 34.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    let rows = words.report.portfolio.distinct.iter().map(move |found| distinct_row(words, found));
    Table { key: "distinct", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn distinct_row<'a>(words: Words<'a>, found: &'a Distinct) -> Vec<Cell<'a>> {
    let mut row: Vec<Cell<'a>> = vec![words.list(&found.elements).into(), (&found.reason).into(), Cell::count(found.silences)];
    row.extend(place(Some(&found.location)));
    row
}
