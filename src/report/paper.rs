//! Lines for a terminal: wrapping, padding and cutting by display width, and the few inks that are used.
//!
//! Knows nothing of findings or verdicts. Nothing that a model contains reaches a terminal as a control character.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that every line keeps to, unless a single word is longer.
pub const WIDTH: usize = 80;

/// What a piece of text is, for the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Strong,
    Faint,
    Good,
    Middling,
    Bad,
    Open,
}

/// Whether colours are shown; everything is readable without them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
}

impl Style {
    pub fn paint(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Plain => return text.to_string(),
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Good => "32",
            Ink::Middling => "33",
            Ink::Bad => "1;31",
            Ink::Open => "36",
        };
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

/// Text that grows line by line.
#[derive(Debug, Default)]
pub struct Paper {
    pub text: String,
    pub style: Style,
}

impl Paper {
    pub fn new(style: Style) -> Paper {
        Paper { text: String::new(), style }
    }

    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// One line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph; every line begins `indent` columns in.
    pub fn paragraph(&mut self, indent: usize, ink: Ink, text: &str) {
        self.entry(indent, "", ink, text);
    }

    /// A word and what belongs to it, wrapped and hanging behind the word.
    pub fn entry(&mut self, indent: usize, word: &str, ink: Ink, text: &str) {
        let gap = if word.is_empty() { String::new() } else { format!("{word}  ") };
        self.hanging(indent, &gap, ink, indent + width(&gap), text);
    }

    /// `lead` in its ink, then `text` wrapped; its further lines begin at column `hang`.
    pub fn hanging(&mut self, indent: usize, lead: &str, ink: Ink, hang: usize, text: &str) {
        let start = indent + width(lead);
        let lines = wrap(text, WIDTH.saturating_sub(start), WIDTH.saturating_sub(hang));
        for (at, line) in lines.iter().enumerate() {
            // Without a word of its own the ink is for the text itself.
            let (lead, line) = match (lead.is_empty(), at) {
                (true, _) => (String::new(), self.style.paint(ink, line)),
                (false, 0) => (self.style.paint(ink, lead), line.clone()),
                (false, _) => (String::new(), line.clone()),
            };
            let indent = " ".repeat(if at == 0 { indent } else { hang });
            self.line(&format!("{indent}{lead}{line}"));
        }
    }
}

/// The widest word that is shown whole: a wider one is nothing to read, and would push away what is.
const LONGEST: usize = 4 * WIDTH;

/// Columns on screen.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text without anything that could move the cursor or change colours; white space becomes spaces.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| {
                if c.is_whitespace() {
                    ' '
                } else if is_unsafe(c) {
                    '\u{fffd}'
                } else {
                    c
                }
            })
            .collect(),
    )
}

/// A name in quotes, unless it brings its own.
pub fn quotes(name: &str) -> String {
    let name = clean(name);
    if name.contains(['«', '»']) { name.into_owned() } else { format!("«{name}»") }
}

/// Control characters, and those that turn the direction of what follows.
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text cut to so many columns, with `…` where something is left out.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > columns {
            break;
        }
        out.push(c);
    }
    out.push('…');
    Cow::Owned(out)
}

/// The text filled up with spaces to so many columns.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text as one word: a number and what it counts stay together.
pub fn together(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Breaks a text at spaces, the first line at `first` columns, the others at `rest`; never empty. A word that is wider
/// than a line by itself is broken where the line ends.
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let word = &cut(word, LONGEST);
        let limit = if lines.len() == 1 { first } else { rest }.max(1);
        let gap = usize::from(used > 0);
        if used + gap + width(word) <= limit {
            push(&mut lines, &mut used, if gap == 1 { " " } else { "" }, word);
        } else {
            if used > 0 {
                lines.push(String::new());
                used = 0;
            }
            break_word(&mut lines, &mut used, word, first.max(1), rest.max(1));
        }
    }
    lines
}

fn push(lines: &mut [String], used: &mut usize, gap: &str, piece: &str) {
    let line = lines.last_mut().expect("there is always a line");
    line.push_str(gap);
    line.push_str(piece);
    *used += width(gap) + width(piece);
}

fn break_word(lines: &mut Vec<String>, used: &mut usize, word: &str, first: usize, rest: usize) {
    let limit = |lines: &[String]| if lines.len() == 1 { first } else { rest };
    for c in word.chars() {
        let columns = c.width().unwrap_or(0);
        if *used > 0 && *used + columns > limit(lines) {
            lines.push(String::new());
            *used = 0;
        }
        let line = lines.last_mut().expect("there is always a line");
        line.push(c);
        *used += columns;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyrillic_and_wide_text_is_measured_by_columns() {
        assert_eq!(wrap("поток информационного взаимодействия", 21, 16), ["поток информационного", "взаимодействия"]);
        assert_eq!(cut("электронный паспорт", 10).as_ref(), "электронн…");
        assert_eq!(pad("ЭПЗ", 5), "ЭПЗ  ");
        assert_eq!(width("漢字"), 4);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_and_nothing_is_lost() {
        assert_eq!(wrap("aa bbbbbbbb c", 4, 4), ["aa", "bbbb", "bbbb", "c"]);
        assert_eq!(wrap("", 10, 10), [""]);
    }

    #[test]
    fn a_no_break_space_does_not_break() {
        assert_eq!(wrap("всего 1\u{a0}204", 9, 9), ["всего", "1\u{a0}204"]);
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\tc\u{202e}d").as_ref(), "a\u{fffd}[31mb c\u{fffd}d");
    }
}
