//! Lexemes → syntax: what every reading needs here, conditions in `condition` and `several`, paths and filters in
//! `path`, values in `value`.
//!
//! A mistake ends one condition, not the predicate: reading goes on at the next `and`, `or`, comma or closing
//! bracket. Depth is limited, so no text overflows the stack; long chains are loops.

mod condition;
mod path;
mod several;
mod value;

use super::catalogue::{self, Entry};
use super::lex::{Keyword, Lexeme, Token, lex};
use super::mistake::Mistake;
use super::syntax::{Condition, Path};
use crate::place::Span;

/// How deep brackets and `every` may nest.
const DEEPEST: usize = 48;

/// Reads a predicate; what is wrong with it is added to `mistakes`.
pub fn predicate<'a>(text: &'a str, mistakes: &mut Vec<Mistake>) -> Condition<'a> {
    let mut parser = Parser::new(text, 0..text.len(), mistakes);
    let condition = parser.joined();
    mistakes.append(&mut parser.mistakes);
    condition
}

/// Reads `text[range]` as one path, with spans in `text`.
pub fn path<'a>(text: &'a str, range: std::ops::Range<usize>, mistakes: &mut Vec<Mistake>) -> Option<Path<'a>> {
    let mut parser = Parser::new(text, range, mistakes);
    let path = parser.path();
    if path.is_some() && parser.token() != Token::End && parser.token() != Token::Wrong {
        parser.tell_here(&catalogue::UNEXPECTED);
    }
    mistakes.append(&mut parser.mistakes);
    path
}

struct Parser<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme<'a>>,
    at: usize,
    depth: usize,
    mistakes: Vec<Mistake>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, range: std::ops::Range<usize>, mistakes: &mut Vec<Mistake>) -> Parser<'a> {
        let lexemes = lex(text, range, mistakes);
        Parser { text, lexemes, at: 0, depth: 0, mistakes: Vec::new() }
    }

    // What is at hand.

    fn token(&self) -> Token<'a> {
        self.lexemes[self.at].token
    }

    /// The token behind the one at hand; behind the end there is nothing but the end.
    fn next(&self) -> Token<'a> {
        self.lexemes.get(self.at + 1).map_or(Token::End, |lexeme| lexeme.token)
    }

    fn span(&self) -> Span {
        self.lexemes[self.at].span
    }

    fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Never goes past the end, which is the last lexeme.
    fn advance(&mut self) {
        self.at = (self.at + 1).min(self.lexemes.len() - 1);
    }

    fn take(&mut self, token: Token<'a>) -> bool {
        let found = self.token() == token;
        if found {
            self.advance();
        }
        found
    }

    fn take_keyword(&mut self, keyword: Keyword) -> bool {
        self.take(Token::Keyword(keyword))
    }

    /// From a lexeme to the last one read.
    fn since(&self, first: usize) -> Span {
        let start = self.lexemes[first].span;
        let last = self.lexemes[self.at.saturating_sub(1).max(first)].span;
        if self.at > first { Span { start: start.start, end: last.end } } else { start }
    }

    // Telling mistakes.

    fn tell(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    fn tell_here(&mut self, entry: &Entry) {
        let span = self.span();
        self.tell(entry.at(span).with("found", self.slice(span)));
    }

    /// Something is expected: `missing` points at the word after which nothing comes, `expected` at what comes instead.
    fn tell_expected(&mut self, expected: &Entry, missing: &Entry) {
        match self.token() {
            Token::Wrong => {}
            Token::End | Token::Close(_) if self.at == 0 => self.tell(catalogue::EMPTY.at(self.span())),
            Token::End | Token::Close(_) => {
                let before = self.lexemes[self.at - 1];
                let told = matches!(before.token, Token::Wrong) || self.never_closed(self.at - 1);
                if !told {
                    self.tell(missing.at(before.span).with("after", self.slice(before.span)));
                }
            }
            Token::Keyword(keyword) if !begins_condition(Token::Keyword(keyword)) || expected.name == catalogue::EXPECTED_PATH.name => {
                let entry = if joins(keyword) { expected } else { &catalogue::RESERVED_WORD };
                self.tell_here(entry);
            }
            _ => self.tell_here(expected),
        }
    }

    fn never_closed(&self, at: usize) -> bool {
        matches!(self.lexemes[at].token, Token::Open(_)) && self.lexemes[at].partner.is_none()
    }

    // Going on after a mistake.

    /// Skips to where the next condition may begin; brackets that close are skipped whole.
    fn recover(&mut self) {
        loop {
            match self.token() {
                Token::End | Token::Close(_) | Token::Comma | Token::Bar => return,
                Token::Keyword(Keyword::And | Keyword::Or) => return,
                Token::Open(_) => self.skip_group(),
                _ => self.advance(),
            }
        }
    }

    fn skip_group(&mut self) {
        if let Some(partner) = self.lexemes[self.at].partner {
            self.at = partner;
        }
        self.advance();
    }

    /// Leaves a bracket that was opened at lexeme `opening`, telling what is left inside.
    fn close(&mut self, opening: usize) {
        let Some(partner) = self.lexemes[opening].partner else { return };
        if self.at < partner {
            self.tell_here(&catalogue::UNEXPECTED);
        }
        self.at = partner;
        self.advance();
    }

    /// Runs `read` one level deeper, or tells that it is too deep and skips the bracket at hand or all that is left.
    fn deeper<T>(&mut self, opening: Option<usize>, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == DEEPEST {
            let span = opening.map_or(self.span(), |opening| self.lexemes[opening].span);
            self.tell(catalogue::TOO_DEEP.at(span));
            self.at = opening.and_then(|opening| self.lexemes[opening].partner).unwrap_or(self.lexemes.len() - 1);
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        Some(result)
    }
}

fn joins(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::And | Keyword::Or)
}

fn begins_condition(token: Token) -> bool {
    match token {
        Token::Name(_) | Token::Text(_) | Token::Integer(_) | Token::Number(_) | Token::Date(_) | Token::Open(_) => true,
        Token::Keyword(keyword) => !matches!(
            keyword,
            Keyword::And
                | Keyword::Or
                | Keyword::Distinct
                | Keyword::As
                | Keyword::In
                | Keyword::Overlaps
                | Keyword::Within
                | Keyword::SameAs
        ),
        _ => false,
    }
}
