//! Values: literals, lists of them, parameters, counts and paths.

use super::Parser;
use crate::language::catalogue;
use crate::language::lex::{Bracket, Keyword, Token};
use crate::language::syntax::{Literal, Value, ValueKind};

/// Words of constructs that the language will have and does not have yet.
const NOT_YET: &[&str] = &["share", "sum", "mean", "min", "max", "steps", "periods", "connected", "approved", "in-force", "month-day"];
const UNITS: &[&str] = &["day", "days", "working-days", "month", "months", "year", "years", "d", "wd", "mo", "y"];

impl<'a> Parser<'a> {
    /// A value; a list of literals only where `list` says so, to the right of `in`.
    pub(super) fn value(&mut self, list: bool) -> Option<Value<'a>> {
        let first = self.at;
        let mut kind = self.operand()?;
        if let Token::Plus | Token::Minus = self.token() {
            self.tell_here(&catalogue::NOT_YET);
            kind = ValueKind::Wrong;
        }
        let told = self.mistakes.len();
        while let Token::Plus | Token::Minus = self.token() {
            self.advance();
            self.operand();
            self.mistakes.truncate(told);
        }
        let span = self.since(first);
        if !list && matches!(kind, ValueKind::Literals(_) | ValueKind::List(_)) {
            self.tell(catalogue::LIST_MISPLACED.at(span));
            return Some(Value { span, kind: ValueKind::Wrong });
        }
        Some(Value { span, kind })
    }

    fn operand(&mut self) -> Option<ValueKind<'a>> {
        match (self.token(), self.next()) {
            (Token::Wrong, _) => {
                self.advance();
                Some(ValueKind::Wrong)
            }
            (Token::Keyword(Keyword::Today), _) => {
                self.advance();
                Some(ValueKind::Today)
            }
            (Token::Keyword(Keyword::Count), _) => {
                self.advance();
                self.take_keyword(Keyword::Distinct);
                self.path().map(ValueKind::Count)
            }
            (Token::Open(Bracket::Square), _) => Some(self.literals()),
            (Token::Name("param"), Token::Open(Bracket::Round)) => self.call().map(ValueKind::Parameter),
            (Token::Name("list"), Token::Open(Bracket::Round)) => self.call().map(ValueKind::List),
            (Token::Name(name), Token::Open(Bracket::Round) | Token::Name(_)) if NOT_YET.contains(&name) => {
                self.tell_here(&catalogue::NOT_YET);
                None
            }
            _ => match self.literal() {
                Some(literal) => Some(self.plain(literal)),
                None if self.begins_path() => self.path().map(ValueKind::Path),
                None => {
                    self.tell_expected(&catalogue::EXPECTED_VALUE, &catalogue::VALUE_MISSING);
                    None
                }
            },
        }
    }

    /// A literal, unless a unit of time follows it.
    fn plain(&mut self, literal: Literal<'a>) -> ValueKind<'a> {
        match (literal, self.token()) {
            (Literal::Integer(_) | Literal::Number(_), Token::Name(unit)) if UNITS.contains(&unit) => {
                self.tell_here(&catalogue::NOT_YET);
                self.advance();
                ValueKind::Wrong
            }
            _ => ValueKind::Literal(literal),
        }
    }

    fn literal(&mut self) -> Option<Literal<'a>> {
        let negative = self.token() == Token::Minus;
        let token = if negative { self.next() } else { self.token() };
        let literal = match token {
            Token::Integer(number) => Literal::Integer(if negative { -number } else { number }),
            Token::Number(number) => Literal::Number(if negative { -number } else { number }),
            _ if negative => return None,
            Token::Text(text) => Literal::Text(text),
            Token::Date(date) => Literal::Date(date),
            Token::Keyword(Keyword::True) => Literal::Bool(true),
            Token::Keyword(Keyword::False) => Literal::Bool(false),
            _ => return None,
        };
        if negative {
            self.advance();
        }
        self.advance();
        Some(literal)
    }

    /// `['a', 'b']` with its bracket at hand.
    fn literals(&mut self) -> ValueKind<'a> {
        let opening = self.at;
        let told = self.mistakes.len();
        self.advance();
        let mut literals = Vec::new();
        let empty = self.lexemes[opening].partner == Some(self.at);
        let mut more = !empty;
        while more {
            let first = self.at;
            match (self.literal(), self.token()) {
                (Some(literal), _) => literals.push((literal, self.since(first))),
                (None, Token::Name(name)) => {
                    self.tell(catalogue::LIST_OF_NAMES.at(self.span()).with("found", name).with("advice", format!("'{name}'")));
                    self.advance();
                }
                (None, Token::Wrong) => self.advance(),
                _ => self.tell_expected(&catalogue::EXPECTED_VALUE, &catalogue::VALUE_MISSING),
            }
            more = self.take(Token::Comma);
        }
        if self.mistakes.len() > told {
            self.at = self.lexemes[opening].partner.unwrap_or(self.at);
        }
        self.close(opening);
        if empty {
            self.tell(catalogue::LIST_EMPTY.at(self.since(opening)));
        }
        if self.mistakes.len() > told { ValueKind::Wrong } else { ValueKind::Literals(literals) }
    }

    /// The text of `param('x')` and `list('x')`, with the name at hand.
    fn call(&mut self) -> Option<&'a str> {
        self.advance();
        let opening = self.at;
        self.advance();
        let Token::Text(text) = self.token() else {
            self.tell_expected(&catalogue::EXPECTED_TEXT_ARGUMENT, &catalogue::VALUE_MISSING);
            self.at = opening;
            self.skip_group();
            return None;
        };
        self.advance();
        self.close(opening);
        Some(text)
    }
}
