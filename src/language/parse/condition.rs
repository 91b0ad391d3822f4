//! Conditions: what joins them and what they ask of one value; those about several elements are in `several`.

use super::{Parser, begins_condition};
use crate::fragment::States;
use crate::language::catalogue;
use crate::language::lex::{Bracket, Keyword, Token};
use crate::language::meant::SetRelation;
use crate::language::syntax::{Condition, Name, Path, Test, Value, ValueKind};
use crate::place::Span;

/// How the next condition is joined to the one before.
enum Join {
    And,
    Or,
    Nothing,
}

impl<'a> Parser<'a> {
    /// Conditions joined by `and` and `or`, up to the end or a closing bracket.
    pub(super) fn joined(&mut self) -> Condition<'a> {
        let first = self.at;
        let mut any = Vec::new();
        loop {
            let start = self.at;
            let mut all = Vec::new();
            // Taken before what joins the next condition is read.
            let mut span;
            let join = loop {
                all.push(self.negation(any.is_empty() && all.is_empty()));
                span = (self.since(start), self.since(first));
                match self.join() {
                    Join::And => {}
                    join => break join,
                }
            };
            any.push(several(span.0, all, Test::All));
            if let Join::Nothing = join {
                return several(span.1, any, Test::Any);
            }
        }
    }

    fn join(&mut self) -> Join {
        loop {
            let foreign = |parser: &mut Self, advice| {
                let span = parser.span();
                parser.tell(catalogue::FOREIGN.at(span).with("found", parser.slice(span)).with("advice", advice));
                parser.advance();
            };
            match self.token() {
                Token::Keyword(Keyword::And) => {
                    self.advance();
                    return Join::And;
                }
                Token::Keyword(Keyword::Or) => {
                    self.advance();
                    return Join::Or;
                }
                Token::Comma => {
                    foreign(self, "and");
                    return Join::And;
                }
                Token::Bar => {
                    foreign(self, "or");
                    return Join::Or;
                }
                Token::End | Token::Close(_) => return Join::Nothing,
                Token::Wrong => self.recover(),
                token if begins_condition(token) => {
                    self.tell_here(&catalogue::NOT_JOINED);
                    return Join::And;
                }
                _ => {
                    self.tell_here(&catalogue::UNEXPECTED);
                    self.recover();
                }
            }
        }
    }

    fn negation(&mut self, alone: bool) -> Condition<'a> {
        let first = self.at;
        let mut negated = false;
        while self.take_keyword(Keyword::Not) {
            negated = !negated;
        }
        let swallows = self.token() == Token::Keyword(Keyword::Every) || self.token() == Token::Name("share") && self.path_follows();
        if !alone && swallows {
            self.tell_here(&catalogue::EVERY_NEEDS_BRACKETS);
        }
        let condition = self.condition();
        if !negated {
            return condition;
        }
        Condition { span: self.since(first), test: Test::Not(Box::new(condition)) }
    }

    fn condition(&mut self) -> Condition<'a> {
        let first = self.at;
        if self.token() == Token::Open(Bracket::Round) && !self.group_is_path() {
            return self.bracketed();
        }
        let test = self.test();
        if test.is_none() {
            self.recover();
        }
        Condition { span: self.since(first), test: test.unwrap_or(Test::Wrong) }
    }

    fn bracketed(&mut self) -> Condition<'a> {
        let opening = self.at;
        self.advance();
        let inside = self.deeper(Some(opening), Self::joined);
        self.close(opening);
        inside.unwrap_or(Condition { span: self.lexemes[opening].span, test: Test::Wrong })
    }

    /// Whether the round bracket at hand groups links rather than conditions: `(a | b)`, `(a.b)+`, `(a.b) overlaps c`.
    fn group_is_path(&self) -> bool {
        let Some(partner) = self.lexemes[self.at].partner else { return false };
        let behind = self.lexemes.get(partner + 1).map_or(Token::End, |lexeme| lexeme.token);
        let continues = match behind {
            Token::Dot | Token::Plus | Token::Star | Token::Open(Bracket::Square) | Token::Compare(_) => true,
            Token::Keyword(keyword) => set_relation(keyword).is_some() || matches!(keyword, Keyword::In | Keyword::Is),
            _ => false,
        };
        let (mut at, mut alternatives) = (self.at + 1, false);
        while at < partner {
            match self.lexemes[at].token {
                Token::Bar => alternatives = true,
                Token::Compare(_) | Token::Keyword(Keyword::And | Keyword::Or) => return continues,
                Token::Open(_) => at = self.lexemes[at].partner.unwrap_or(at),
                _ => {}
            }
            at += 1;
        }
        continues || alternatives
    }

    fn test(&mut self) -> Option<Test<'a>> {
        match self.token() {
            Token::Keyword(Keyword::Some | Keyword::No) => self.quantified(),
            Token::Keyword(Keyword::Every) => self.every(),
            Token::Name("share") if self.path_follows() => self.share(),
            Token::Name("steps") if self.next() == Token::Open(Bracket::Round) => self.steps_in_order(),
            Token::Name("periods") if self.next() == Token::Open(Bracket::Round) => self.periods(),
            Token::Keyword(Keyword::Has) => self.has(),
            Token::Keyword(Keyword::Is) => self.is(None, self.at),
            Token::Keyword(keyword @ (Keyword::InCurrent | Keyword::InTarget)) => {
                self.advance();
                Some(Test::InState(if keyword == Keyword::InCurrent { States::CURRENT } else { States::TARGET }))
            }
            token if begins_condition(token) || token == Token::Wrong => self.compared(),
            _ => {
                self.tell_expected(&catalogue::EXPECTED_CONDITION, &catalogue::CONDITION_MISSING);
                None
            }
        }
    }

    fn has(&mut self) -> Option<Test<'a>> {
        let first = self.at;
        self.advance();
        let misplaced = self.take_keyword(Keyword::Not) || self.take_keyword(Keyword::No);
        let path = self.path()?;
        if misplaced {
            let advice = format!("not has {}", self.slice(path.span));
            self.tell(catalogue::MISPLACED_NOT.at(self.since(first)).with("advice", advice));
        }
        Some(Test::Has(path))
    }

    /// `is kind`, with the `is` at hand.
    fn is(&mut self, path: Option<Path<'a>>, first: usize) -> Option<Test<'a>> {
        let word = self.span();
        self.advance();
        let misplaced = self.take_keyword(Keyword::Not);
        let Token::Name(text) = self.token() else {
            self.tell(catalogue::EXPECTED_KIND.at(word).with("after", self.slice(word)));
            return None;
        };
        let kind = Name { span: self.span(), text };
        self.advance();
        if misplaced {
            let before = path.as_ref().map_or(String::new(), |path| format!("{} ", self.slice(path.span)));
            self.tell(catalogue::MISPLACED_NOT.at(self.since(first)).with("advice", format!("not {before}is {text}")));
        }
        Some(Test::Is { path, kind })
    }

    /// A value and what is asked of it; a path may stand alone.
    fn compared(&mut self) -> Option<Test<'a>> {
        let first = self.at;
        let left = self.value(false)?;
        let misplaced = self.token() == Token::Keyword(Keyword::Not) && self.next() == Token::Keyword(Keyword::In);
        if misplaced {
            self.advance();
        }
        match self.token() {
            Token::Compare(operator) => {
                self.advance();
                let right = self.value(false)?;
                self.no_chain(first, &right);
                Some(Test::Compare { left, operator, right })
            }
            Token::Keyword(Keyword::In) => {
                self.advance();
                let within = self.value(true)?;
                if misplaced {
                    let advice = format!("not {} in {}", self.slice(left.span), self.slice(within.span));
                    self.tell(catalogue::MISPLACED_NOT.at(self.since(first)).with("advice", advice));
                }
                Some(Test::In { what: left, within })
            }
            Token::Keyword(keyword) if set_relation(keyword).is_some() => {
                self.advance();
                let right = self.value(false)?;
                set_relation(keyword).map(|relation| Test::Sets { left, relation, right })
            }
            Token::Keyword(Keyword::Is) => match left.kind {
                ValueKind::Path(path) => self.is(Some(path), first),
                ValueKind::Wrong => None,
                _ => {
                    self.tell(catalogue::EXPECTED_PATH.at(left.span).with("found", self.slice(left.span)));
                    None
                }
            },
            _ => self.alone(left),
        }
    }

    fn alone(&mut self, value: Value<'a>) -> Option<Test<'a>> {
        let written = self.slice(value.span);
        match value.kind {
            ValueKind::Path(path) => return Some(Test::Alone(path)),
            ValueKind::Wrong => {}
            ValueKind::Count(_) | ValueKind::Aggregate(..) => {
                let mistake = catalogue::COUNT_NEEDS_COMPARISON.at(value.span);
                self.tell(mistake.with("found", written).with("advice", format!("{written} >= 1")));
            }
            _ => self.tell(catalogue::EXPECTED_CONDITION.at(value.span).with("found", written)),
        }
        None
    }

    fn no_chain(&mut self, first: usize, middle: &Value<'a>) {
        let Token::Compare(_) = self.token() else { return };
        let before = self.since(first);
        let (operator, at) = (self.span(), self.at);
        self.advance();
        let told = self.mistakes.len();
        let right = self.value(false).map_or("…", |value| self.slice(value.span));
        self.mistakes.truncate(told);
        let advice = format!("{} and {} {} {right}", self.slice(before), self.slice(middle.span), self.slice(operator));
        self.tell(catalogue::COMPARISON_CHAIN.at(self.lexemes[at].span).with("advice", advice));
        self.recover();
    }
}

fn several<'a>(span: Span, mut conditions: Vec<Condition<'a>>, join: fn(Vec<Condition<'a>>) -> Test<'a>) -> Condition<'a> {
    if conditions.len() == 1 { conditions.remove(0) } else { Condition { span, test: join(conditions) } }
}

pub(super) fn set_relation(keyword: Keyword) -> Option<SetRelation> {
    match keyword {
        Keyword::Overlaps => Some(SetRelation::Overlaps),
        Keyword::Within => Some(SetRelation::Within),
        Keyword::SameAs => Some(SetRelation::SameAs),
        _ => None,
    }
}
