//! Values: literals, lists of them, parameters, counts and paths.

use super::Parser;
use crate::language::catalogue;
use crate::language::lex::{Bracket, Keyword, Token};
use crate::language::meant::{Aggregate, Unit};
use crate::language::syntax::{Literal, Shift, Value, ValueKind};
use crate::place::Span;

/// Words of constructs that the language will have and does not have yet.
const NOT_YET: &[&str] = &["connected", "approved", "in-force", "month-day"];

impl<'a> Parser<'a> {
    /// A value; a list of literals only where `list` says so, to the right of `in`.
    pub(super) fn value(&mut self, list: bool) -> Option<Value<'a>> {
        let first = self.at;
        let mut kind = self.operand()?;
        let factor = matches!(kind, ValueKind::Literal(Literal::Integer(_) | Literal::Number(_)) | ValueKind::Parameter(_));
        if factor && self.token() == Token::Star {
            let factor = Value { span: self.since(first), kind };
            self.advance();
            let second = self.at;
            let number = self.operand()?;
            let number = Value { span: self.since(second), kind: number };
            kind = ValueKind::Times(Box::new(factor), Box::new(number));
        }
        if let (ValueKind::Literal(Literal::Integer(_)), Some(_)) = (&kind, self.unit()) {
            let duration = Span { start: self.lexemes[first].span.start, end: self.span().end };
            let written = self.slice(duration);
            self.tell(catalogue::DURATION_ALONE.at(duration).with("found", written).with("advice", format!("today + {written}")));
            self.advance();
            kind = ValueKind::Wrong;
        }
        if let Token::Plus | Token::Minus = self.token() {
            let date = Value { span: self.since(first), kind };
            kind = self.shifted(date);
        }
        let span = self.since(first);
        if !list && matches!(kind, ValueKind::Literals(_) | ValueKind::List(_)) {
            self.tell(catalogue::LIST_MISPLACED.at(span));
            return Some(Value { span, kind: ValueKind::Wrong });
        }
        Some(Value { span, kind })
    }

    /// A date with the durations behind it, with the sign of the first at hand.
    fn shifted(&mut self, date: Value<'a>) -> ValueKind<'a> {
        let mut shifts = Vec::new();
        let mut wrong = false;
        while let Token::Plus | Token::Minus = self.token() {
            let (sign, back) = (self.span(), self.token() == Token::Minus);
            self.advance();
            let first = self.at;
            let told = self.mistakes.len();
            let kind = self.operand();
            let amount = Value { span: self.since(first), kind: kind.unwrap_or(ValueKind::Wrong) };
            let unit = self.unit();
            // A name behind an amount is meant as a unit, known or not.
            if let (Token::Name(_), true) = (self.token(), self.at > first) {
                self.advance();
            }
            if wrong {
                self.mistakes.truncate(told);
            } else if let Some(unit) = unit {
                shifts.push(Shift { back, amount, unit });
            } else if self.mistakes.len() == told {
                let found = self.slice(amount.span);
                self.tell(catalogue::UNIT_MISSING.at(sign).with("found", self.slice(sign)).with("advice", format!("{found} days")));
            }
            wrong |= self.mistakes.len() > told || unit.is_none();
        }
        if wrong { ValueKind::Wrong } else { ValueKind::Shifted(Box::new(date), shifts) }
    }

    /// `1 month`, with nothing before it.
    pub(super) fn duration(&mut self) -> Option<Shift<'a>> {
        let first = self.at;
        let kind = self.operand()?;
        let amount = Value { span: self.since(first), kind };
        let Some(unit) = self.unit() else {
            let before = self.lexemes[first.saturating_sub(1)].span;
            let advice = format!("{} months", self.slice(amount.span));
            self.tell(catalogue::UNIT_MISSING.at(amount.span).with("found", self.slice(before)).with("advice", advice));
            return None;
        };
        self.advance();
        Some(Shift { back: false, amount, unit })
    }

    /// The unit of time at hand.
    fn unit(&self) -> Option<Unit> {
        match self.token() {
            Token::Name(name) => Unit::from_name(name),
            _ => None,
        }
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
            (Token::Name(name), _) if self.path_follows() && Aggregate::from_name(name).is_some() => {
                self.advance();
                let aggregate = Aggregate::from_name(name)?;
                self.path().map(|path| ValueKind::Aggregate(aggregate, path))
            }
            (Token::Open(Bracket::Square), _) => Some(self.literals()),
            (Token::Name("param"), Token::Open(Bracket::Round)) => self.call().map(ValueKind::Parameter),
            (Token::Name("list"), Token::Open(Bracket::Round)) => self.call().map(ValueKind::List),
            (Token::Name(name), Token::Open(Bracket::Round) | Token::Name(_)) if NOT_YET.contains(&name) => {
                self.tell_here(&catalogue::NOT_YET);
                None
            }
            _ => match self.literal() {
                Some(literal) => Some(ValueKind::Literal(literal)),
                None if self.begins_path() => self.path().map(ValueKind::Path),
                None => {
                    self.tell_expected(&catalogue::EXPECTED_VALUE, &catalogue::VALUE_MISSING);
                    None
                }
            },
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
