//! How wide a text is in a proportional font, near enough to break and to cut it.
//!
//! Nobody knows the font of the reader: the widths are those of the wider usual ones, so that a text is rather broken
//! too early than run out of its box.

use unicode_width::UnicodeWidthChar;

/// The width of a text at a font size, in the same unit.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Of a letter, as a part of the font size.
fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | 'і' | 'І' | 'ї' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' | '(' | ')' | '[' | ']' | '/' | ' ' => {
            0.36
        }
        'f' | 't' | 'r' | '-' | '«' | '»' | '"' => 0.46,
        'm' | 'w' | 'ж' | 'ш' | 'щ' | 'ю' | 'ы' | 'ф' | 'м' | 'ң' => 0.86,
        'M' | 'W' | '@' | 'Ж' | 'Ш' | 'Щ' | 'Ю' | 'Ы' | 'Ф' | 'М' | '%' => 1.0,
        _ if letter.width() == Some(2) => 1.05,
        _ if letter.width() == Some(0) => 0.0,
        _ if letter.is_uppercase() => 0.74,
        _ => 0.61,
    }
}

/// The text in at most so many lines of a width; what does not fit is cut with `…`. Empty for an empty text.
pub fn lines(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let joined = format!("{line} {word}");
            if width(&joined, size) <= room {
                *line = joined;
                continue;
            }
            if lines.len() == most {
                // Of what does not fit the beginning is still told.
                lines[most - 1] = cut(&joined, size, room);
                return lines;
            }
        }
        lines.extend(pieces(word, size, room));
        if lines.len() > most {
            lines.truncate(most);
            lines[most - 1] = cut(&lines[most - 1], size, room);
            return lines;
        }
    }
    lines
}

/// A word that is wider than a line, in pieces.
fn pieces(word: &str, size: f64, room: f64) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while width(rest, size) > room {
        let hyphen = width("-", size);
        let mut used = 0.0;
        let fits = rest.char_indices().take_while(|(_, letter)| {
            used += advance(*letter) * size;
            used + hyphen <= room
        });
        let end = fits.last().map_or(0, |(at, letter)| at + letter.len_utf8());
        let end = if end == 0 { rest.chars().next().map_or(rest.len(), char::len_utf8) } else { end };
        // Where the word has a hyphen of its own, there.
        let own = rest[..end].rfind(['-', '/', '_']).map(|at| at + 1).filter(|at| *at * 3 > end && *at > 2);
        let end = own.unwrap_or(end);
        let (piece, left) = rest.split_at(end);
        let between = piece.ends_with(char::is_alphabetic) && left.starts_with(char::is_alphabetic);
        pieces.push(format!("{piece}{}", if between { "-" } else { "" }));
        rest = left;
        // What goes on like this is nothing to read.
        if pieces.len() > 8 {
            return pieces;
        }
    }
    if !rest.is_empty() {
        pieces.push(rest.to_string());
    }
    pieces
}

/// The text with `…` behind it, within a width.
fn cut(text: &str, size: f64, room: f64) -> String {
    let mut kept = text.trim_end_matches('-').to_string();
    while !kept.is_empty() && width(&kept, size) + width("…", size) > room {
        kept.pop();
    }
    format!("{}…", kept.trim_end_matches([' ', ',', '(', '«', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_at_spaces_and_cut_where_the_lines_end() {
        assert_eq!(lines("Электрондық денсаулық сақтау паспорты", 12.0, 150.0, 3), ["Электрондық", "денсаулық сақтау", "паспорты"]);
        assert_eq!(lines("Электрондық денсаулық сақтау паспорты", 12.0, 150.0, 2), ["Электрондық", "денсаулық сақта…"]);
        assert!(lines("", 12.0, 150.0, 2).is_empty());
    }

    #[test]
    fn no_line_is_wider_than_its_room_whatever_the_words() {
        for text in [
            "ақпараттықкоммуникациялықинфрақұрылымның архитектурасы",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
            "数据数据数据数据数据数据数据数据",
            "x",
        ] {
            for most in 1..4 {
                for line in lines(text, 12.0, 100.0, most) {
                    assert!(width(&line, 12.0) <= 100.0, "{line}");
                }
            }
        }
    }
}
