//! Texts in which git has left two versions beside each other, for a person to choose.

use crate::place::Span;

/// The line where the two versions begin and the one where they end, behind an offset. With them a text is never
/// well-formed: `<<` is allowed nowhere.
pub fn unmerged(text: &str, from: usize) -> Option<[Span; 2]> {
    let begin = marker(text, from, "<<<<<<<")?;
    let middle = marker(text, begin.end as usize, "=======")?;
    let end = marker(text, middle.end as usize, ">>>>>>>")?;
    Some([begin, end])
}

/// The first line from an offset on that begins with these characters.
fn marker(text: &str, from: usize, marker: &str) -> Option<Span> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if line.starts_with(marker) {
            return Some(Span::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}
