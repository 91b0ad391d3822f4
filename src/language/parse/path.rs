//! Paths, groups of links and filters.

use super::Parser;
use crate::language::catalogue;
use crate::language::lex::{Bracket, Keyword, Token};
use crate::language::syntax::{Filter, FilterTest, Head, Name, Path, Repeat, Start, Step};
use crate::place::Span;

impl<'a> Parser<'a> {
    pub(super) fn begins_path(&self) -> bool {
        matches!(
            self.token(),
            Token::Name(_) | Token::Open(Bracket::Round) | Token::Keyword(Keyword::Itself | Keyword::Members | Keyword::All)
        )
    }

    /// A path, or `None` with the reason told.
    pub(super) fn path(&mut self) -> Option<Path<'a>> {
        let first = self.at;
        let start = self.start()?;
        if start == Start::Here {
            let steps = self.steps()?;
            return Some(Path { span: self.since(first), start, start_span: Span::default(), filters: Vec::new(), steps });
        }
        let start_span = self.since(first);
        let filters = self.filters()?;
        let steps = if self.take(Token::Dot) { self.steps()? } else { Vec::new() };
        Some(Path { span: self.since(first), start, start_span, filters, steps })
    }

    fn start(&mut self) -> Option<Start> {
        match (self.token(), self.next()) {
            (Token::Keyword(Keyword::Itself), _) => {
                self.advance();
                Some(Start::Subject)
            }
            (Token::Keyword(Keyword::Members), _) => {
                self.advance();
                Some(Start::Members)
            }
            (Token::Name("was"), Token::Keyword(Keyword::Members)) => {
                self.advance();
                self.advance();
                Some(Start::WasMembers)
            }
            (Token::Keyword(Keyword::All), Token::Open(Bracket::Square)) => {
                self.advance();
                Some(Start::All)
            }
            (Token::Keyword(Keyword::All), _) => {
                self.tell(catalogue::ALL_QUANTIFIES.at(self.span()));
                None
            }
            _ => Some(Start::Here),
        }
    }

    fn steps(&mut self) -> Option<Vec<Step<'a>>> {
        let mut steps = vec![self.step()?];
        while self.take(Token::Dot) {
            steps.push(self.step()?);
        }
        Some(steps)
    }

    fn step(&mut self) -> Option<Step<'a>> {
        let first = self.at;
        let head = self.head()?;
        let filters = self.filters()?;
        let repeat = match self.token() {
            Token::Plus if !self.plus_adds() => Some(false),
            Token::Star if self.star_multiplies() => {
                let (sign, path) = (self.span(), self.slice(self.since(first)));
                self.advance();
                let factor = self.slice(self.span());
                self.tell(catalogue::FACTOR_FIRST.at(sign).with("found", path).with("advice", format!("{factor} * {path}")));
                return None;
            }
            Token::Star => Some(true),
            _ => None,
        };
        let repeat = match repeat {
            Some(with_start) => {
                self.advance();
                Some(Repeat { with_start, filters: self.filters()? })
            }
            None => None,
        };
        Some(Step { span: self.since(first), head, filters, repeat })
    }

    /// Whether the `+` at hand adds two values rather than repeats a link: something to add comes behind it.
    fn plus_adds(&self) -> bool {
        match self.next() {
            Token::Name(_) | Token::Integer(_) | Token::Number(_) | Token::Date(_) | Token::Text(_) => true,
            Token::Open(bracket) => bracket == Bracket::Round,
            Token::Keyword(keyword) => matches!(keyword, Keyword::Count | Keyword::Today | Keyword::Itself),
            _ => false,
        }
    }

    /// Whether a number stands behind the `*` at hand: a product with its factor on the wrong side.
    fn star_multiplies(&self) -> bool {
        let behind = self.lexemes.get(self.at + 2).map_or(Token::End, |lexeme| lexeme.token);
        match self.next() {
            Token::Integer(_) | Token::Number(_) => true,
            Token::Name("param") => behind == Token::Open(Bracket::Round),
            _ => false,
        }
    }

    /// Whether a path follows the word at hand.
    pub(super) fn path_follows(&self) -> bool {
        match self.next() {
            Token::Name(_) | Token::Open(Bracket::Round) => true,
            Token::Keyword(keyword) => matches!(keyword, Keyword::Itself | Keyword::Members | Keyword::All),
            _ => false,
        }
    }

    fn head(&mut self) -> Option<Head<'a>> {
        match self.token() {
            Token::Name(text) => {
                let name = Name { span: self.span(), text };
                self.advance();
                Some(Head::Name(name))
            }
            Token::Open(Bracket::Round) => self.group().map(Head::Group),
            Token::Keyword(Keyword::Members) => {
                self.tell_here(&catalogue::WAS_MEMBERS);
                None
            }
            _ => {
                self.tell_expected(&catalogue::EXPECTED_PATH, &catalogue::PATH_MISSING);
                None
            }
        }
    }

    /// `(a | b.c)` with its bracket at hand; alternatives start where the group stands.
    fn group(&mut self) -> Option<Vec<Path<'a>>> {
        let opening = self.at;
        self.advance();
        let alternatives = self.deeper(Some(opening), |parser| {
            let mut alternatives = Vec::new();
            loop {
                let first = parser.at;
                let steps = parser.steps()?;
                let span = parser.since(first);
                alternatives.push(Path { span, start: Start::Here, start_span: Span::default(), filters: Vec::new(), steps });
                if !parser.take(Token::Bar) {
                    return Some(alternatives);
                }
            }
        });
        match alternatives {
            Some(Some(alternatives)) => {
                self.close(opening);
                Some(alternatives)
            }
            _ => {
                self.at = opening;
                self.skip_group();
                None
            }
        }
    }

    fn filters(&mut self) -> Option<Vec<Filter<'a>>> {
        let mut filters = Vec::new();
        while self.token() == Token::Open(Bracket::Square) {
            filters.push(self.filter()?);
        }
        Some(filters)
    }

    fn filter(&mut self) -> Option<Filter<'a>> {
        let opening = self.at;
        self.advance();
        let test = match (self.token(), self.next()) {
            // Also where the bracket was never closed: that has been told, and the name may well be a kind.
            (Token::Name(text), Token::Close(_) | Token::End) => {
                let name = Name { span: self.span(), text };
                self.advance();
                Some(FilterTest::Bare(name))
            }
            _ => self.deeper(Some(opening), Self::joined).map(FilterTest::Holds),
        };
        self.close(opening);
        Some(Filter { span: self.since(opening), test: test? })
    }
}
