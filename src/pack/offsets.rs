//! Where a byte of a decoded TOML string stands in the file: labels land inside the string, also when it is escaped
//! or spans lines.
//!
//! Works on the raw text of one string, quotes included, that the TOML parser has accepted; what it would refuse is
//! walked without a panic, and the answer is then merely near. Knows nothing of files.

use crate::place::Span;

/// One stretch of the raw text and how many bytes of the decoded string it stands for.
#[derive(Clone, Copy, Debug)]
struct Unit {
    raw: usize,
    raw_length: usize,
    length: usize,
}

/// The span in the raw string (from its opening quote) of a span in the decoded one.
pub fn raw_span(raw: &str, decoded: Span) -> Span {
    let (start, end) = (decoded.start as usize, decoded.end as usize);
    let (mut last_end, units) = units(raw);
    let mut at = 0;
    let mut found_start = None;
    for unit in units {
        let next = at + unit.length;
        if found_start.is_none() && next > start {
            found_start = Some(unit.raw + (start - at).min(unit.raw_length));
        }
        if at < end && unit.length > 0 {
            last_end = unit.raw + if next <= end { unit.raw_length } else { (end - at).min(unit.raw_length) };
        }
        if next >= end && found_start.is_some() {
            break;
        }
        at = next;
    }
    let start = found_start.unwrap_or(last_end);
    Span::new(start, last_end.max(start))
}

/// Where the string starts between its quotes, and its stretches in order.
fn units(raw: &str) -> (usize, Vec<Unit>) {
    let (open, close, escapes) = if raw.starts_with("'''") {
        (3, 3, false)
    } else if raw.starts_with("\"\"\"") {
        (3, 3, true)
    } else {
        (1, 1, raw.starts_with('"'))
    };
    let mut at = raw.floor_char_boundary(open);
    let end = raw.floor_char_boundary(raw.len().saturating_sub(close)).max(at);
    if open == 3 {
        // The newline right behind the opening quotes is not part of the string.
        at += newline(&raw[at..end]);
    }
    let plain = || vec![Unit { raw: at, raw_length: end - at, length: end - at }];
    (at, if escapes { basic(raw, at, end) } else { plain() })
}

/// Bytes of the newline that the text starts with.
fn newline(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

fn basic(raw: &str, mut at: usize, end: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    while at < end {
        let text = &raw[at..end];
        let plain = text.find('\\').unwrap_or(text.len());
        if plain > 0 {
            units.push(Unit { raw: at, raw_length: plain, length: plain });
            at += plain;
            continue;
        }
        let (raw_length, length) = escape(text);
        units.push(Unit { raw: at, raw_length, length });
        at += raw_length;
    }
    units
}

/// Length of the escape that the text starts with, raw and decoded.
fn escape(text: &str) -> (usize, usize) {
    let hexadecimal = |digits: usize| {
        let code = text.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    let (raw_length, length) = match text[1..].chars().next() {
        Some('x') => hexadecimal(2),
        Some('u') => hexadecimal(4),
        Some('U') => hexadecimal(8),
        // A backslash at the end of a line swallows all white space up to the next visible character.
        Some(' ' | '\t' | '\r' | '\n') => (text.len() - text[1..].trim_start_matches([' ', '\t', '\r', '\n']).len(), 0),
        Some(other) => (1 + other.len_utf8(), 1),
        None => (1, 1),
    };
    (raw_length.min(text.len()), length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(raw: &str) -> Option<String> {
        let document: toml::Table = toml::from_str(&format!("x = {raw}\n")).ok()?;
        document.get("x").and_then(|value| value.as_str()).map(str::to_string)
    }

    /// Pieces that a string may be made of: letters of several widths, quotes, escapes, newlines, line ends.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("a".to_string()),
            Just("қ".to_string()),
            Just("🙂".to_string()),
            Just(" ".to_string()),
            Just("'".to_string()),
            Just("\"".to_string()),
            Just("\n".to_string()),
            Just("\r\n".to_string()),
            Just("\\n".to_string()),
            Just("\\\"".to_string()),
            Just("\\\\".to_string()),
            Just("\\e".to_string()),
            Just("\\x41".to_string()),
            Just("\\u049b".to_string()),
            Just("\\U0001F642".to_string()),
            Just("\\\n".to_string()),
            Just("\\ \t\r\n \n".to_string()),
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        /// Cut at any two characters: what stands at the found place decodes to what was cut out.
        #[test]
        fn a_span_found_in_the_file_decodes_to_the_span(inside in pieces(), quotes in 0usize..4, from in 0usize..20, length in 0usize..20) {
            let quote = ["\"", "'", "\"\"\"", "'''"][quotes];
            let raw = format!("{quote}{inside}{quote}");
            if let Some(text) = decoded(&raw) {
                let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                let start = bounds[from.min(bounds.len() - 1)];
                let end = bounds[(from + length).min(bounds.len() - 1)];
                let span = raw_span(&raw, Span::new(start, end));
                let cut = &raw[span.range()];
                // A newline right behind the opening quotes would be dropped again, so one is put there to drop.
                let newline = if quote.len() == 3 { "\n" } else { "" };
                let again = decoded(&format!("{quote}{newline}{cut}{quote}"));
                // What ends in quotes cannot be put in quotes again; those cuts say nothing.
                if let Some(again) = again {
                    prop_assert_eq!(again, &text[start..end]);
                }
                prop_assert!(span.start as usize >= quote.len().min(raw.len()) && span.end as usize <= raw.len() - quote.len());
            }
        }

        #[test]
        fn any_text_is_walked_without_a_panic(raw in "[\"'\\\\a-cқ\n ]{0,12}", start in 0usize..20, length in 0usize..20) {
            raw_span(&raw, Span::new(start, start + length));
        }
    }

    #[test]
    fn the_four_kinds_of_strings_are_told_apart() {
        let cut = |raw: &str, needle: &str| {
            let text = decoded(raw).expect("the string is valid");
            let start = text.find(needle).expect("the needle is there");
            raw[raw_span(raw, Span::new(start, start + needle.len())).range()].to_string()
        };
        assert_eq!(cut(r#""a \"b\" = c""#, "= c"), "= c");
        assert_eq!(cut("'a = b'", "= b"), "= b");
        assert_eq!(cut("'''\nsome via\n'''", "via"), "via");
        assert_eq!(cut("\"\"\"\nsome \\\n   via \\u049b x\"\"\"", "қ x"), "\\u049b x");
        assert_eq!(cut("\"\"\"\nsome \\\n   via\"\"\"", "some via"), "some \\\n   via");
    }
}
