//! Tables written twice in one TOML file: the parser calls it a duplicate key, people call it two elements with one id.
//!
//! The parser does not say where the first one stands. So every repeated header is blanked out in a copy, and the copy
//! is read once more, however many there are.

use super::toml_text::{self, SyntaxError};
use crate::place::Span;

/// What the parser says of a key that stands twice (a test watches the wording).
const DUPLICATE_KEY: &str = "duplicate key";

/// A table `[outer.key]` that the file has already.
#[derive(Debug, PartialEq, Eq)]
pub struct Repeated {
    pub outer: String,
    pub key: String,
    pub span: Span,
    pub first: Span,
}

/// Takes the errors that only say that a table stands twice out of the others, with those of keys inside of it.
pub fn split_off(text: &str, errors: Vec<SyntaxError>) -> (Vec<Repeated>, Vec<SyntaxError>) {
    let mut headers = Headers { text, at: 0, last: None };
    let mut found: Vec<(Span, Header)> = Vec::new();
    let mut rest = Vec::new();
    for error in errors {
        let header = if error.reason == DUPLICATE_KEY { headers.last_before(error.span.end) } else { None };
        let known = found.last().is_some_and(|(_, last)| Some(last) == header.as_ref());
        match header {
            Some(header) if header.span.end >= error.span.end => found.push((error.span, header)),
            Some(_) if known => {}
            _ => rest.push(error),
        }
    }
    let spans: Vec<Span> = found.iter().map(|(_, header)| header.span).collect();
    let firsts = if found.is_empty() { Vec::new() } else { first_places(text, &found, &spans) };
    let repeated = found
        .into_iter()
        .zip(firsts)
        .filter_map(|((span, header), first)| first.map(|first| Repeated { outer: header.outer, key: header.key, span, first }));
    (repeated.collect(), rest)
}

/// Where each table stands for the first time, read from a text without the repeated headers.
fn first_places(text: &str, found: &[(Span, Header)], blanked: &[Span]) -> Vec<Option<Span>> {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for span in blanked {
        masked.push_str(&text[at..span.start as usize]);
        masked.extend(std::iter::repeat_n(' ', span.range().len()));
        at = span.end as usize;
    }
    masked.push_str(&text[at..]);
    let (table, _) = toml_text::parse(&masked);
    let place = |header: &Header| {
        let inner = table.get(header.outer.as_str())?.get_ref().as_table()?;
        inner.get_key_value(header.key.as_str()).map(|(key, _)| toml_text::span(key))
    };
    found.iter().map(|(_, header)| place(header)).collect()
}

/// A line `[outer.key]`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    outer: String,
    key: String,
    span: Span,
}

/// Goes through the lines once, however many errors ask.
struct Headers<'t> {
    text: &'t str,
    at: usize,
    last: Option<Header>,
}

impl Headers<'_> {
    /// The last header that begins before a place; places are asked for in order.
    fn last_before(&mut self, place: u32) -> Option<Header> {
        while self.at < place as usize {
            let line = self.text[self.at..].split_inclusive('\n').next().unwrap_or_default();
            if line.trim_start().starts_with('[') {
                self.last = header(line, self.at);
            }
            self.at += line.len().max(1);
        }
        self.last.clone()
    }
}

fn header(line: &str, offset: usize) -> Option<Header> {
    let (table, errors) = toml_text::parse(line);
    let (outer, value) = table.iter().next()?;
    let (key, value) = value.get_ref().as_table()?.iter().next()?;
    let span = value.span();
    let whole = line[span.clone()].starts_with('[') && errors.is_empty() && value.get_ref().is_table();
    let span = Span::new(offset + span.start, offset + span.end);
    whole.then(|| Header { outer: outer.get_ref().to_string(), key: key.get_ref().to_string(), span })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Vec<Repeated>, Vec<SyntaxError>) {
        split_off(text, toml_text::parse(text).1)
    }

    #[test]
    fn every_repetition_points_at_the_first() {
        let text = "[system.b]\n[system.\"a\"]\nname = \"1\"\n[system.a]\nname = \"2\"\n\n[ system . a ] # again\n[unit.a]\n";
        let (repeated, rest) = of(text);
        let found: Vec<_> = repeated.iter().map(|one| (&text[one.span.range()], one.span.start, &text[one.first.range()])).collect();
        assert_eq!(found, [("a", 43, "\"a\""), ("a", 69, "\"a\"")]);
        assert_eq!(rest, [], "what the second table says again is no other mistake");
    }

    #[test]
    fn a_key_that_stands_twice_in_one_table_stays_a_syntax_error() {
        let (repeated, rest) = of("[system.a]\nname = \"1\"\nname = \"2\"\n[system.b]\n[system.b]\nx = 1\nx = 2");
        assert_eq!((repeated.len(), rest.len()), (1, 1));
        assert_eq!(rest[0].reason, DUPLICATE_KEY);
    }

    #[test]
    fn headers_inside_of_texts_are_no_headers() {
        let text = "[unit.x]\nname = '''\n[system.a]\n'''\n[system.a]\n[system.a]\n";
        let (repeated, rest) = of(text);
        assert_eq!(rest, []);
        assert_eq!(repeated[0].first.start as usize, text.find("\n[system.a]\n[").expect("it is there") + 9);
    }
}
