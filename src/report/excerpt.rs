//! A marked line of the user's own file, drawn by miette.
//!
//! miette scans a whole source for every diagnostic and counts columns in bytes, so it is given a window: only the lines
//! around the place, with their own line number and character column, cut to the width of the page. A file of 4 MB in one
//! line costs as little as a short one. Leaves to others: the words (`problems`, `terminal`).

use std::fmt;

mod lines;

pub use lines::{Line, lines};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use crate::place::{Part, Place, Sources};
use crate::report::paper::{self, Style, WIDTH};

/// A place and what is said about it.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    pub place: Place,
    pub label: &'a str,
}

/// Two marks share an excerpt when no more than so many lines lie between them.
const NEAR: usize = 6;
/// A mark further right than this has its line cut on the left, so that the label has room.
const FAR_RIGHT: usize = 26;
/// What stays of the line before such a mark.
const BEFORE: usize = 12;
/// The longest underline where the label needs more than one line.
const UNDERLINE: usize = 28;

/// Whether a place is more than "somewhere in this file".
pub fn can_be_drawn(sources: &Sources, place: Place) -> bool {
    let part = sources.part(place);
    !part.is_whole(place.span) && !part.text().is_empty()
}

/// Whether a second mark can stand in the excerpt of the first.
pub fn are_near(sources: &Sources, first: Place, second: Place) -> bool {
    let part = sources.part(first);
    if !part.is(&sources.part(second)) || !can_be_drawn(sources, second) {
        return false;
    }
    let (near, far) = (part.line_column(first.span.start), part.line_column(second.span.start));
    near.0 != far.0 && near.0.abs_diff(far.0) <= NEAR && near.1.max(far.1) <= FAR_RIGHT
}

/// Draws the marks, the first of them being what it is about; all in one file and near each other.
pub fn draw(sources: &Sources, marks: &[Mark], style: Style) -> String {
    let Some(main) = marks.first() else { return String::new() };
    let window = Window::around(sources.part(main.place), marks);
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(WIDTH).with_context_lines(0);
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &Drawing(window)).expect("a string takes all that is written");
    // The header is worded and wrapped by the caller, in the reader's language.
    let begin = drawn.find('╭').map_or(0, |at| drawn[..at].rfind('\n').map_or(0, |line| line + 1));
    drawn[begin..].lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[derive(Debug)]
struct Drawing(Window);

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.labels.iter().cloned()))
    }
}

/// The lines around a place, as a source of their own.
#[derive(Debug)]
struct Window {
    path: String,
    text: String,
    /// Of the first line of the window, from 0.
    line: usize,
    /// Of the main mark, in characters from 0.
    column: usize,
    lines: usize,
    labels: Vec<LabeledSpan>,
}

impl SourceCode for Window {
    fn read_span<'a>(&'a self, span: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::new(0.into(), self.text.len());
        // miette asks for the main mark once more, to say where it is; otherwise for what to draw.
        let above = self.text[..span.offset().min(self.text.len())].matches('\n').count();
        let is_main = self.lines > 1 && self.labels.iter().any(|label| label.primary() && label.inner() == span);
        let line = if is_main { self.line + above } else { self.line };
        let contents = MietteSpanContents::new_named(self.path.clone(), self.text.as_bytes(), whole, line, self.column, self.lines);
        Ok(Box::new(contents))
    }
}

impl Window {
    fn around(file: Part<'_>, marks: &[Mark]) -> Window {
        let at = |mark: &Mark| file.line_column(mark.place.span.start);
        let (main_line, main_column) = at(&marks[0]);
        let numbers = || marks.iter().map(|mark| at(mark).0);
        let first = numbers().min().unwrap_or(main_line);
        let last = numbers().max().unwrap_or(main_line);
        let gutter = last.to_string().len() + 4;
        let indent = (first..=last).map(|line| leading_spaces(file, line)).min().unwrap_or(0);

        let mut window = Window {
            path: paper::clean(file.path).into_owned(),
            text: String::new(),
            line: first - 1,
            column: main_column - 1,
            lines: last - first + 1,
            labels: Vec::new(),
        };
        for line in first..=last {
            if line > first {
                window.text.push('\n');
            }
            let here = marks.iter().enumerate().find(|(_, mark)| at(mark).0 == line);
            window.add_line(file, line, indent, WIDTH - gutter, here.map(|(at, mark)| (at == 0, mark)), gutter);
        }
        window
    }

    /// Adds one line, cut to `room` columns, and the label of its mark.
    fn add_line(&mut self, file: Part<'_>, line: usize, indent: usize, room: usize, mark: Option<(bool, &Mark)>, gutter: usize) {
        let (text, begin) = file.lines(line, line);
        let text = text.trim_end_matches(['\n', '\r']);
        let marked = mark.map(|(_, mark)| {
            let start = file.floor_boundary(mark.place.span.start as usize).saturating_sub(begin).min(text.len());
            let end = file.floor_boundary(mark.place.span.end as usize).saturating_sub(begin).min(text.len());
            (start, end.max(start))
        });
        let base = self.text.len();
        let cut = Cut::of(text, indent, room, marked);
        self.text.push_str(&cut.text);
        if let Some((is_main, mark)) = mark {
            let (start, end, label) = cut.label(mark.label, WIDTH.saturating_sub(gutter));
            let span = SourceSpan::new((base + start).into(), end - start);
            let label = (!label.is_empty()).then_some(label);
            self.labels.push(if is_main {
                LabeledSpan::new_primary_with_span(label, span)
            } else {
                LabeledSpan::new_with_span(label, span)
            });
        }
    }
}

/// White space before the first word of a line, in bytes; a long line is not looked through.
fn leading_spaces(file: Part<'_>, line: usize) -> usize {
    let (text, _) = file.lines(line, line);
    let start = text.trim_start_matches([' ', '\t']);
    if start.trim_end_matches(['\r', '\n']).is_empty() { usize::MAX } else { text.len() - start.len() }
}

/// One line as far as it fits, with the marked part in it.
#[derive(Debug)]
struct Cut {
    text: String,
    start: usize,
    end: usize,
}

impl Cut {
    fn of(line: &str, indent: usize, room: usize, marked: Option<(usize, usize)>) -> Cut {
        let (start, end) = marked.unwrap_or((usize::MAX, usize::MAX));
        let indent = indent.min(line.len()).min(start);
        let from = beginning(line, indent, start);
        let mut cut = Cut { text: String::new(), start: 0, end: 0 };
        let mut columns = 0;
        if from > indent {
            cut.text.push('…');
            columns = 1;
        }
        let mut found = (None, None);
        for (at, c) in line[from..].char_indices().map(|(at, c)| (from + at, c)) {
            if at >= start && found.0.is_none() {
                found.0 = Some(cut.text.len());
            }
            if at >= end && found.1.is_none() {
                found.1 = Some(cut.text.len());
            }
            let shown = match c {
                '\t' => "    ".to_string(),
                c if paper::is_unsafe(c) => '\u{fffd}'.to_string(),
                c => c.to_string(),
            };
            let wide: usize = shown.chars().map(|c| c.width().unwrap_or(0)).sum();
            let is_last = at + c.len_utf8() == line.len();
            if columns + wide > room || (columns + wide == room && !is_last) {
                cut.text.push('…');
                break;
            }
            cut.text.push_str(&shown);
            columns += wide;
        }
        cut.start = found.0.unwrap_or(cut.text.len());
        cut.end = found.1.unwrap_or(cut.text.len()).max(cut.start);
        // An empty mark would be an arrow at nothing: show one character, behind the end of a line a space.
        if cut.end == cut.start {
            if cut.start == cut.text.len() && marked.is_some() {
                cut.text.push(' ');
            }
            cut.end = cut.text[cut.start..].chars().next().map_or(cut.end, |c| cut.start + c.len_utf8());
        }
        cut
    }

    /// The span to underline and the label, wrapped to what is left of the page.
    fn label(&self, label: &str, room: usize) -> (usize, usize, String) {
        let before = paper::width(&self.text[..self.start]);
        let marked = paper::width(&self.text[self.start..self.end]).max(1);
        let left = |marked: usize| room.saturating_sub(before + marked / 2 + 4).max(20);
        if paper::width(&paper::clean(label)) <= left(marked) {
            return (self.start, self.end, paper::clean(label).into_owned());
        }
        let end = self.start + columns_in(&self.text[self.start..self.end], UNDERLINE);
        let room = left(marked.min(UNDERLINE));
        (self.start, end, paper::wrap(label, room, room).join("\n"))
    }
}

/// Where the shown part of a line begins: at its indent, or shortly before a mark that stands far to the right.
fn beginning(line: &str, indent: usize, start: usize) -> usize {
    if start == usize::MAX {
        return indent;
    }
    let near = start - indent <= 4 * FAR_RIGHT && paper::width(&line[indent..start]) <= FAR_RIGHT;
    if near {
        return indent;
    }
    let before = line[..start].char_indices().rev().map(|(at, _)| at).nth(BEFORE - 1);
    before.unwrap_or(indent).max(indent)
}

/// The bytes of as many characters as fit in so many columns.
fn columns_in(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return at;
        }
    }
    text.len()
}
