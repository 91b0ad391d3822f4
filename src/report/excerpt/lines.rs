//! The lines around a place as data, for formats that draw them by their own means.
//!
//! Every line is cut to a bounded width, the marked one around its mark, so that an export of 4 MB in one line gives as
//! little as a short one. Nothing in the lines is a control character.

use super::{Cut, can_be_drawn, leading_spaces};
use crate::place::Sources;
use crate::report::Location;

/// Lines shown before the marked one, and behind it: a declaration goes on below its head.
const ABOVE: usize = 1;
const BELOW: usize = 4;
/// Columns of a line.
const ROOM: usize = 100;

/// Lines of a file, one of them marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    pub lines: Vec<Line>,
}

/// A line as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: usize,
    pub text: String,
    /// The bytes of the text that are marked.
    pub marked: Option<(usize, usize)>,
}

impl Line {
    /// The text before the mark, the mark, and what follows; without a mark all stands first.
    pub fn parts(&self) -> [&str; 3] {
        let (start, end) = self.marked.unwrap_or((self.text.len(), self.text.len()));
        [&self.text[..start], &self.text[start..end], &self.text[end..]]
    }
}

/// The lines around a place; none where it is a file as a whole, or a file without text.
pub fn lines(sources: &Sources, at: &Location) -> Option<Lines> {
    if at.whole || !can_be_drawn(sources, at.place) {
        return None;
    }
    let file = sources.part(at.place);
    let (text, start) = file.lines(at.line.saturating_sub(ABOVE).max(1), at.line + BELOW);
    let first = at.line.saturating_sub(ABOVE).max(1);
    let shown: Vec<(usize, &str, usize)> = numbered(text, first, start).filter(|(number, ..)| *number <= at.line + BELOW).collect();
    // What stands behind an empty line is another declaration.
    let ends = shown.iter().position(|(number, line, _)| *number > at.line && line.trim().is_empty()).unwrap_or(shown.len());
    let begins = shown.iter().position(|(number, line, _)| *number == at.line || !line.trim().is_empty()).unwrap_or(0);
    let shown = shown.get(begins..ends)?;
    let indent = shown.iter().map(|(number, ..)| leading_spaces(file, *number)).min().filter(|indent| *indent != usize::MAX).unwrap_or(0);
    let line = |(number, line, start): &(usize, &str, usize)| {
        let inside = |offset: u32| file.floor_boundary(offset as usize).saturating_sub(*start).min(line.len());
        let span = at.place.span;
        let marked = (*number == at.line).then(|| (inside(span.start), inside(span.end).max(inside(span.start))));
        let cut = Cut::of(line, indent, ROOM, marked);
        Line { number: *number, marked: marked.map(|_| (cut.start, cut.end)), text: cut.text }
    };
    Some(Lines { lines: shown.iter().map(line).collect() })
}

/// Lines with their numbers and where each starts.
fn numbered(text: &str, first: usize, start: usize) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut at = start;
    text.split_inclusive('\n').zip(first..).map(move |(line, number)| {
        let begins = at;
        at += line.len();
        (number, line.trim_end_matches(['\n', '\r']), begins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Place, SourceFile};
    use crate::report::location;

    fn shown(text: &str, marked: &str) -> Option<Vec<(usize, String)>> {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("a.toml", text));
        let start = text.find(marked).expect("the text holds what is marked");
        let at = location(&sources, Place::new(file, start..start + marked.len()));
        let told = |line: &Line| {
            let [before, mark, after] = line.parts();
            (line.number, if line.marked.is_some() { format!("{before}[{mark}]{after}") } else { before.to_string() })
        };
        lines(&sources, &at).map(|lines| lines.lines.iter().map(told).collect())
    }

    #[test]
    fn a_declaration_is_shown_from_its_head_to_the_empty_line() {
        let text = "# ЭПЗ\n\n[system.emr]\nowner = \"moh\"\r\n\n[system.rpn]\n";
        let lines = shown(text, "system.emr").expect("it can be drawn");
        assert_eq!(lines, [(3, "[[system.emr]]".to_string()), (4, "owner = \"moh\"".to_string())]);
    }

    #[test]
    fn common_indent_is_left_out_and_tabs_are_spaces() {
        let text = "<model>\n\t<element id=\"a\">\n\t\t<name>Жүйе</name>\n\t</element>\n</model>";
        let lines = shown(text, "id=\"a\"").expect("it can be drawn");
        assert_eq!(lines[1], (2, "    <element [id=\"a\"]>".to_string()));
        assert_eq!(lines[2], (3, "        <name>Жүйе</name>".to_string()));
    }

    #[test]
    fn an_export_in_one_line_is_cut_around_the_mark() {
        let text = format!("{}<id>қоғам</id>{}", "жүйе ".repeat(100_000), "жүйе ".repeat(100_000));
        let lines = shown(&text, "қоғам").expect("it can be drawn");
        assert_eq!(lines.len(), 1);
        assert!(lines[0].1.starts_with('…') && lines[0].1.ends_with('…') && lines[0].1.contains("<id>[қоғам]</id>"), "{lines:?}");
        assert!(lines[0].1.chars().count() <= ROOM + 2, "{lines:?}");
    }

    #[test]
    fn a_file_as_a_whole_has_no_lines_and_the_end_of_one_has_a_mark() {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("a.toml", "a = 1"));
        assert_eq!(lines(&sources, &location(&sources, Place::whole(file))), None);
        let end = lines(&sources, &location(&sources, Place::new(file, 5..5))).expect("it can be drawn");
        assert_eq!(end.lines[0].parts(), ["a = 1", " ", ""]);
    }

    #[test]
    fn control_characters_are_shown_as_such() {
        let lines = shown("name = \"a\u{1b}[31m\u{202e}b\"", "name").expect("it can be drawn");
        assert_eq!(lines[0].1, "[name] = \"a\u{fffd}[31m\u{fffd}b\"");
    }
}
