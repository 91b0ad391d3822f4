//! Texts with holes: `` `{source.name}` goes past the gateway ``. A hole is a path; `{{` and `}}` are braces.

use super::catalogue;
use super::compile::{Compiler, Ending, Scope};
use super::meant::{Piece, Template};
use super::parse;
use crate::place::Span;

/// Compiles the compiler's text as a template.
pub(super) fn compile(compiler: &mut Compiler, scope: Scope) -> Option<Template> {
    let text = compiler.text();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let (mut at, mut wrong) = (0, false);
    while let Some(length) = text[at..].find(['{', '}']) {
        plain.push_str(&text[at..at + length]);
        at += length;
        let rest = &text[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            plain.push_str(&rest[..1]);
            at += 2;
        } else if rest.starts_with('}') {
            compiler.mistakes().push(catalogue::STRAY_BRACE.at(Span::new(at, at + 1)));
            (at, wrong) = (at + 1, true);
        } else if let Some(end) = closing(rest) {
            let piece = hole(compiler, at + 1..at + end, scope);
            wrong |= piece.is_none();
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.extend(piece);
            at += end + 1;
        } else {
            compiler.mistakes().push(catalogue::UNCLOSED_BRACE.at(Span::new(at, at + 1)));
            (at, wrong) = (at + 1, true);
        }
    }
    plain.push_str(&text[at..]);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    (!wrong).then_some(Template { pieces })
}

/// Where a hole that begins `rest` ends; a hole holds no brace, so another opening one means that it was not closed.
fn closing(rest: &str) -> Option<usize> {
    let end = rest[1..].find(['{', '}'])? + 1;
    rest[end..].starts_with('}').then_some(end)
}

fn hole(compiler: &mut Compiler, range: std::ops::Range<usize>, scope: Scope) -> Option<Piece> {
    let text = compiler.text();
    if text[range.clone()].trim().is_empty() {
        compiler.mistakes().push(catalogue::EMPTY_HOLE.at(Span::new(range.start - 1, range.end + 1)));
        return None;
    }
    let told = compiler.mistakes().len();
    let path = parse::path(text, range, compiler.mistakes())?;
    let ending = compiler.walk(&path, scope)?;
    if compiler.mistakes()[told..].iter().any(|mistake| !mistake.warning) {
        return None;
    }
    Some(match ending {
        Ending::Elements(elements) => Piece::Element(elements),
        // An element without a name is shown by its id, which only the element knows.
        Ending::Values(values) if compiler.is_name(&values) => Piece::Element(values.path),
        Ending::Values(values) => Piece::Attribute(values),
    })
}
