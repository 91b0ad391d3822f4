//! The council's workbook: the matrix, findings, duplicates, questions and recommendations as sheets to filter, fill in
//! and print.
//!
//! What each sheet shows stands in a file of its own as a `table::Table` and knows nothing of workbooks; `book`
//! alone knows them. No cell is a formula, whatever a model says. Leaves to others: what was found (`gather`), which
//! projects stand worst (`review`), what looks built twice (`duplicates`).

mod book;
mod duplicates;
mod overview;
mod projects;
mod requirements;
mod review;
mod summary;
mod table;
mod words;

use std::io::{self, Write};

use crate::report::Report;
use book::{Book, Limits};
use table::Table;
use words::Words;

/// Writes the workbook; what had to be cut is returned in words and stands on its first sheet too.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<Vec<String>> {
    written(report, Limits::EXCEL, out)
}

fn written(report: &Report, limits: Limits, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let words = Words { report };
    let mut book = Book::new(words, limits).map_err(io::Error::other)?;
    for table in tables(words) {
        book.put(table).map_err(io::Error::other)?;
    }
    let (bytes, cut) = book.finish().map_err(io::Error::other)?;
    out.write_all(&bytes)?;
    Ok(cut)
}

/// The sheets in their order: what is looked at first, what is decided on, what it rests on. A look over all projects is
/// for several alone.
fn tables(words: Words<'_>) -> Vec<Table<'_>> {
    let mut tables = vec![overview::matrix(words), overview::coverage(words)];
    tables.extend([projects::recommendations(words), projects::findings(words), projects::questions(words)]);
    if words.report.projects.len() > 1 {
        tables.extend([duplicates::members(words), duplicates::pairs(words), duplicates::offers(words), duplicates::distinct(words)]);
    }
    if let Some(found) = &words.report.portfolio.review {
        tables.extend([review::deviations(words, found), review::clusters(words, found)]);
        tables.extend([review::ignored(words, found), review::missing(words, found)]);
    }
    tables.extend([projects::missing(words), requirements::requirements(words), projects::waivers(words), projects::answers(words)]);
    tables.extend([projects::loosened(words), projects::problems(words), projects::inputs(words)]);
    tables
}

#[cfg(test)]
mod tests;
