//! The workbook as a file: looks, widths, filters, what stays in sight, what is chosen from a list, how it prints.
//!
//! The one room that knows the spreadsheet library. Every cell is written as what it is: a text is never a formula, a
//! number never a text. Nothing here asks a clock: the file is of the day that the check took for today.

mod looks;

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Url, Workbook, Worksheet, XlsxError,
};

use super::summary::{self, Entry};
use super::table::{Asks, Cell, Column, Table};
use super::words::Words;
use crate::report::paper;
use crate::text::count;
use looks::Looks;

/// What a spreadsheet has room for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows of a sheet, the head included.
    pub rows: u32,
    /// UTF-16 units of a cell.
    pub letters: usize,
}

impl Limits {
    pub const EXCEL: Limits = Limits { rows: 1_048_576, letters: 32_767 };
}

/// A sheet that is written, as the first one tells of it.
pub struct Told {
    pub key: &'static str,
    pub name: String,
    pub rows: usize,
}

pub struct Book<'a> {
    words: Words<'a>,
    limits: Limits,
    workbook: Workbook,
    looks: Looks,
    sheets: Vec<Told>,
    cut: Vec<String>,
}

impl<'a> Book<'a> {
    /// With the first sheet in its place, to be written when it is known what the others hold.
    pub fn new(words: Words<'a>, limits: Limits) -> Result<Book<'a>, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name(words.say("xlsx.sheet.summary", &[]))?;
        let mut properties = DocProperties::new().set_title(words.say("xlsx.title", &[])).set_author(words.report.tool.name);
        if let Some(day) = words.report.today.parse().ok().and_then(day) {
            properties = properties.set_creation_datetime(&day);
        }
        workbook.set_properties(&properties);
        Ok(Book { looks: Looks::new(words.language()), words, limits, workbook, sheets: Vec::new(), cut: Vec::new() })
    }

    pub fn put(&mut self, table: Table<'_>) -> Result<(), XlsxError> {
        let Table { key, columns, frozen, printed, rows: found } = table;
        let name = self.words.say(&format!("xlsx.sheet.{key}"), &[]);
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(&name)?;
        let mut filler = Filler { sheet, looks: &self.looks, words: self.words, letters: self.limits.letters, shortened: 0 };
        filler.head(&columns)?;
        let last = self.limits.rows - 1;
        let (mut row, mut left) = (0, 0);
        for cells in found {
            // The last row tells of those that there is no room for.
            if row + 1 < last {
                row += 1;
                filler.row(row, &columns, cells)?;
            } else {
                left += 1;
            }
        }
        let rows = row as usize;
        let mut cut = Vec::new();
        cut.extend((left > 0).then(|| self.words.say("xlsx.cut.rows", &[("sheet", &name), ("rows", &count(left))])));
        let shortened = filler.shortened;
        cut.extend((shortened > 0).then(|| self.words.say("xlsx.cut.texts", &[("sheet", &name), ("texts", &count(shortened))])));
        if let Some(note) = cut.first().filter(|_| left > 0) {
            filler.sheet.write_string(row + 1, 0, note)?;
        } else if rows == 0 {
            filler.sheet.write_string(1, 0, self.words.say("conclusion.none", &[]))?;
        }
        let used = row.max(1) + u32::from(left > 0);
        filler.finish(&columns, frozen, used)?;
        if printed < columns.len() as u16 {
            filler.sheet.set_print_area(0, 0, used, printed - 1)?;
        }
        filler.print(&footer(self.words, &name), true)?;
        self.cut.append(&mut cut);
        self.sheets.push(Told { key, name, rows });
        Ok(())
    }

    /// The file, and what was cut.
    pub fn finish(mut self) -> Result<(Vec<u8>, Vec<String>), XlsxError> {
        let entries = summary::entries(self.words, &self.sheets, &self.cut);
        let sheet = self.workbook.worksheet_from_index(0)?;
        let footer = footer(self.words, &sheet.name());
        let mut filler = Filler { sheet, looks: &self.looks, words: self.words, letters: self.limits.letters, shortened: 0 };
        filler.summary(&entries)?;
        filler.print(&footer, false)?;
        Ok((self.workbook.save_to_buffer()?, self.cut))
    }
}

/// One sheet being written.
struct Filler<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    words: Words<'a>,
    letters: usize,
    /// Texts that were longer than a cell.
    shortened: usize,
}

impl Filler<'_> {
    /// Looks belong to the columns: a cell has one of its own only where it is coloured.
    fn head(&mut self, columns: &[Column]) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (at, column) in (0u16..).zip(columns) {
            self.sheet.set_column_width(at, column.width)?;
            self.sheet.set_column_format(at, self.looks.of(column.shape))?;
            self.sheet.write_string_with_format(0, at, &column.head, self.looks.head(column.asks.is_some(), column.turned))?;
            // A turned head has two lines side by side.
            lines = lines.max(if column.turned {
                column.head.chars().count().div_ceil(20).max(10)
            } else {
                lines_of(&column.head, column.width)
            });
        }
        // Room for the button of the filter below the words.
        self.sheet.set_row_height(0, LINE * lines as f64 + 10.0)?;
        Ok(())
    }

    fn row(&mut self, row: u32, columns: &[Column], cells: Vec<Cell<'_>>) -> Result<(), XlsxError> {
        debug_assert_eq!(columns.len(), cells.len(), "every column has a cell");
        let mut lines = 1;
        for ((at, column), cell) in (0u16..).zip(columns).zip(cells) {
            lines = lines.max(cell.words().map_or(1, |words| lines_of(words, column.width)));
            match cell {
                Cell::Empty if column.asks.is_some() => {
                    self.sheet.write_blank(row, at, self.looks.asked(column.shape))?;
                }
                cell => self.cell(row, at, cell)?,
            }
        }
        self.height(row, lines)
    }

    /// Not every program finds the height of wrapped text by itself.
    fn height(&mut self, row: u32, lines: usize) -> Result<(), XlsxError> {
        if lines > 1 {
            self.sheet.set_row_height(row, (LINE * lines as f64).min(TALLEST))?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, cell: Cell<'_>) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                let text = self.fitting(&text);
                self.sheet.write_string(row, column, text)?;
            }
            Cell::Number(number) => {
                self.sheet.write_number(row, column, number)?;
            }
            Cell::Date(date) => match day(date) {
                Some(day) => {
                    self.sheet.write_datetime(row, column, &day)?;
                }
                // Spreadsheets know no day before 1900.
                None => {
                    self.sheet.write_string(row, column, date.to_string())?;
                }
            },
            Cell::Verdict(verdict, words) => {
                self.sheet.write_string_with_format(row, column, words, self.looks.verdict(verdict))?;
            }
            Cell::Weight(weight, words) => {
                self.sheet.write_string_with_format(row, column, words, self.looks.weight(weight))?;
            }
            Cell::Unreadable(words) => {
                self.sheet.write_string_with_format(row, column, words, self.looks.unreadable())?;
            }
        }
        Ok(())
    }

    /// The text as a cell takes it; one that is too long says where it ends.
    fn fitting(&mut self, text: &str) -> String {
        let text = harmless(text);
        if text.len() <= self.letters || text.encode_utf16().count() <= self.letters {
            return text;
        }
        self.shortened += 1;
        let note = self.words.say("xlsx.cut.here", &[]);
        let room = self.letters.saturating_sub(note.encode_utf16().count());
        let mut taken = 0;
        let kept = text.chars().take_while(|letter| {
            taken += letter.len_utf16();
            taken <= room
        });
        kept.chain(note.chars()).collect()
    }

    /// Filters, what stays in sight, what is chosen from lists.
    fn finish(&mut self, columns: &[Column], frozen: u16, last: u32) -> Result<(), XlsxError> {
        self.sheet.autofilter(0, 0, last, (columns.len() as u16).saturating_sub(1))?;
        self.sheet.set_freeze_panes(1, frozen)?;
        self.sheet.set_repeat_rows(0, 0)?;
        for (at, column) in (0u16..).zip(columns) {
            if let Some(validation) = column.asks.as_ref().and_then(|asks| self.validation(asks)) {
                self.sheet.add_data_validation(1, at, last, at, &validation?)?;
            }
        }
        if columns.iter().any(|column| column.asks.is_some()) {
            self.sheet.set_tab_color(looks::ASKED);
        }
        Ok(())
    }

    fn validation(&self, asks: &Asks) -> Option<Result<DataValidation, XlsxError>> {
        let complaint = |key: &str| self.words.say(&format!("xlsx.asks.{key}"), &[]);
        Some(match asks {
            Asks::Anything => return None,
            Asks::OneOf(words) => {
                DataValidation::new().allow_list_strings(words).and_then(|list| list.set_error_message(complaint("list")))
            }
            Asks::Day => {
                let first = ExcelDateTime::from_ymd(2000, 1, 1).ok()?;
                let rule = DataValidation::new().allow_date(DataValidationRule::GreaterThanOrEqualTo(&first));
                rule.set_error_message(complaint("day"))
            }
            Asks::DayFrom(date) => {
                let rule = DataValidation::new().allow_date(DataValidationRule::GreaterThanOrEqualTo(&day(*date)?));
                rule.set_error_style(DataValidationErrorStyle::Warning).set_error_message(complaint("day-from"))
            }
        })
    }

    /// A4, as wide as the page, the head on every page; a table lies, a text stands.
    fn print(&mut self, footer: &str, is_table: bool) -> Result<(), XlsxError> {
        self.sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer(footer);
        if is_table {
            self.sheet.set_landscape().set_print_gridlines(true);
        }
        Ok(())
    }

    /// The first sheet: words on the left, what they say on the right.
    fn summary(&mut self, entries: &[Entry<'_>]) -> Result<(), XlsxError> {
        self.sheet.set_column_width(0, NARROW)?.set_column_width(1, WIDE)?.set_screen_gridlines(false);
        for (row, entry) in (0u32..).zip(entries) {
            match entry {
                Entry::Title(words) => {
                    self.sheet.write_string_with_format(row, 0, words, self.looks.title())?;
                }
                Entry::Head(words) => {
                    self.sheet.write_string_with_format(row, 0, words, self.looks.section())?;
                    self.sheet.write_blank(row, 1, self.looks.section())?;
                }
                Entry::Pair(label, value) => {
                    self.height(row, lines_of(value, WIDE).max(lines_of(label, NARROW)))?;
                    let (label, value) = (self.fitting(label), self.fitting(value));
                    self.sheet.write_string_with_format(row, 0, label, self.looks.label())?;
                    self.sheet.write_string_with_format(row, 1, value, self.looks.value())?;
                }
                Entry::Count(label, number) => {
                    self.sheet.write_string_with_format(row, 0, label, self.looks.label())?;
                    self.sheet.write_number_with_format(row, 1, *number as f64, self.looks.value())?;
                }
                Entry::Day(label, date) => {
                    self.sheet.write_string_with_format(row, 0, label, self.looks.label())?;
                    match day(*date) {
                        Some(day) => self.sheet.write_datetime_with_format(row, 1, &day, self.looks.day())?,
                        None => self.sheet.write_string_with_format(row, 1, date.to_string(), self.looks.value())?,
                    };
                }
                Entry::Verdict(verdict, words, number) => {
                    let look = verdict.map_or(self.looks.unreadable(), |verdict| self.looks.verdict(verdict));
                    self.sheet.write_string_with_format(row, 0, words, look)?;
                    self.sheet.write_number_with_format(row, 1, *number as f64, self.looks.value())?;
                }
                Entry::Sheet(name, about) => {
                    let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(*name);
                    self.height(row, lines_of(about, WIDE))?;
                    self.sheet.write_url_with_format(row, 0, link, self.looks.link())?;
                    self.sheet.write_string_with_format(row, 1, about, self.looks.value())?;
                }
                Entry::Gap => {}
            }
        }
        Ok(())
    }
}

/// The columns of the first sheet.
const NARROW: f64 = 36.0;
const WIDE: f64 = 96.0;

/// The height of a line, and the greatest of a row, in points.
const LINE: f64 = 15.0;
const TALLEST: f64 = 405.0;

/// At the foot of every printed page: program and sheet, and the number of the page in small letters.
fn footer(words: Words<'_>, sheet: &str) -> String {
    let pages = words.say("xlsx.pages", &[("page", &"&P"), ("pages", &"&N")]);
    format!("&L&8saikes · {sheet}&R&8{pages}")
}

/// Lines that words take in a column; its width counts digits, which are narrower than most letters.
fn lines_of(words: &str, width: f64) -> usize {
    let room = ((width - 1.0) / 1.1).max(3.0) as usize;
    words.split('\n').map(|line| lines_within(line, room)).sum()
}

fn lines_within(words: &str, room: usize) -> usize {
    let (mut lines, mut taken) = (1, 0);
    for word in words.split_whitespace().map(|word| word.chars().count()) {
        let fits = taken == 0 || taken + 1 + word <= room;
        taken = if fits && taken > 0 { taken + 1 + word } else { word };
        lines += usize::from(!fits) + word.saturating_sub(1) / room;
        if word > room {
            taken = word % room;
        }
    }
    lines
}

fn day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| (1900..=9999).contains(year))?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
}

/// Text without anything that XML or a reader's eyes cannot take; line breaks stay.
fn harmless(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(|line| paper::clean(line.trim_end_matches('\r'))).collect();
    let mut text = lines.join("\n");
    text.retain(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}'));
    // The library takes such a text for one with looks of its own and writes it as it is.
    if text.starts_with("<r>") && text.ends_with("</r>") {
        text.push(' ');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_take_several_lines_of_a_narrow_head() {
        assert_eq!(lines_of("a", 10.0), 1);
        assert_eq!(lines_of("Оценка соответствия", 16.0), 2);
        assert_eq!(lines_of("Оценка соответствия", 12.0), 3);
        assert_eq!(lines_of("a\nb\nc", 10.0), 3);
        assert_eq!(lines_of("", 10.0), 1);
    }

    #[test]
    fn no_text_brings_its_own_markup_or_controls() {
        assert_eq!(harmless("<r><t>a</t></r>"), "<r><t>a</t></r> ");
        assert_eq!(harmless("a\r\nb\tc\u{ffff}"), "a\nb c");
        assert!(!harmless("\u{1b}[1m\u{0}\u{202e}").chars().any(|letter| letter.is_control() || letter == '\u{202e}'));
    }

    #[test]
    fn days_that_spreadsheets_do_not_know_are_none() {
        assert!(day(jiff::civil::date(1899, 12, 31)).is_none());
        assert!(day(jiff::civil::date(2026, 11, 22)).is_some());
    }
}
