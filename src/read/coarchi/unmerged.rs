//! Files in which git has left two versions beside each other, for a person to choose.

use crate::place::{FileId, Part, Place, Span};
use crate::problem::{Code, Problem};

/// The problem of a file that has not been merged: the line where the two versions begin, and the one where they end.
/// Such a file is never well-formed: `<<` is nowhere allowed in it.
pub fn problem(file: FileId, part: &Part<'_>) -> Option<Problem> {
    let begin = marker(part, part.range().start, "<<<<<<<")?;
    let middle = marker(part, begin.end as usize, "=======")?;
    let end = marker(part, middle.end as usize, ">>>>>>>")?;
    let problem = Problem::new(Code::MergeConflict, Place::new(file, begin));
    Some(problem.related_to(Place::new(file, end)))
}

/// The first line from an offset on that begins with these characters.
fn marker(part: &Part<'_>, from: usize, marker: &str) -> Option<Span> {
    let mut at = from;
    let rest = part.text().get(from - part.range().start..)?;
    for line in rest.split_inclusive('\n') {
        if line.starts_with(marker) {
            return Some(Span::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}
