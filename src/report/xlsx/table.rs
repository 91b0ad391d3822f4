//! A sheet as data: columns with what they hold and rows that are made while they are written.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::report::Location;
use crate::verdict::{Verdict, Weight};

/// A sheet with a head, filters and rows.
pub struct Table<'a> {
    /// Its name among the texts: `xlsx.sheet.KEY` and `xlsx.about.KEY`.
    pub key: &'static str,
    pub columns: Vec<Column>,
    /// Columns that stay in sight.
    pub frozen: u16,
    /// Columns that go on paper, from the first; a sheet with too many of them could not be read there.
    pub printed: u16,
    pub rows: Rows<'a>,
}

/// Every column goes on paper.
pub const ALL: u16 = u16::MAX;

pub type Rows<'a> = Box<dyn Iterator<Item = Vec<Cell<'a>>> + 'a>;

pub struct Column {
    pub head: String,
    /// In letters.
    pub width: f64,
    pub shape: Shape,
    /// What people may write into it, where it is theirs to fill in.
    pub asks: Option<Asks>,
    /// Whether the head reads upwards, over a narrow column.
    pub turned: bool,
}

impl Column {
    pub fn turned(self, width: f64) -> Column {
        Column { turned: true, width, ..self }
    }
}

/// What the cells of a column are to a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    Text,
    /// A count, with thousands set apart.
    Count,
    /// A number that names something: a line, a rank.
    Number,
    /// Of one, shown as a percentage.
    Share,
    Date,
}

/// What people may write.
#[derive(Clone, Debug)]
pub enum Asks {
    Anything,
    OneOf(Vec<String>),
    Day,
    /// A day in the past is asked about, not refused.
    DayFrom(Date),
}

pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    Date(Date),
    Verdict(Verdict, String),
    Weight(Weight, String),
    /// The check could not be made.
    Unreadable(String),
}

impl Cell<'_> {
    /// A date as a date; what is none stays as it is written.
    pub fn day(written: &str) -> Cell<'_> {
        written.parse().map_or_else(|_| written.into(), Cell::Date)
    }

    /// What it says, where it says something in words.
    pub fn words(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Verdict(_, text) | Cell::Weight(_, text) | Cell::Unreadable(text) => Some(text),
            Cell::Empty | Cell::Number(_) | Cell::Date(_) => None,
        }
    }

    /// `part` of `all`; empty where there is nothing.
    pub fn share(part: usize, all: usize) -> Cell<'static> {
        if all == 0 { Cell::Empty } else { Cell::Number(part as f64 / all as f64) }
    }

    /// Nothing in place of zero, so that what is there stands out.
    pub fn count(number: usize) -> Cell<'static> {
        if number == 0 { Cell::Empty } else { number.into() }
    }
}

/// File and line; a file as a whole has no line.
pub fn place<'a>(location: Option<&'a Location>) -> [Cell<'a>; 2] {
    match location {
        Some(at) if at.whole => [at.path.as_str().into(), Cell::Empty],
        Some(at) => [at.path.as_str().into(), at.line.into()],
        None => [Cell::Empty, Cell::Empty],
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Cell<'a> {
        if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Borrowed(text)) }
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Cell<'a> {
        text.as_str().into()
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(text)) }
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Cell::Number(number as f64)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(found: Option<T>) -> Cell<'a> {
        found.map_or(Cell::Empty, Into::into)
    }
}
