//! Conditions about several elements: quantified ones, shares, elements in order and periods.

use super::Parser;
use crate::language::catalogue;
use crate::language::lex::{Keyword, Token};
use crate::language::parse::condition::set_relation;
use crate::language::syntax::{Name, Path, Periods, Test};
use crate::place::Span;

impl<'a> Parser<'a> {
    pub(super) fn quantified(&mut self) -> Option<Test<'a>> {
        let (first, some) = (self.at, self.token() == Token::Keyword(Keyword::Some));
        let word = self.slice(self.span());
        self.advance();
        let path = self.path()?;
        let continues = match self.token() {
            Token::Compare(_) => true,
            Token::Keyword(keyword) => set_relation(keyword).is_some() || matches!(keyword, Keyword::In | Keyword::Is),
            _ => false,
        };
        if continues {
            self.advance();
            self.value(true)?;
            let advice = self.compare_inside(word, &path);
            let mistake = catalogue::QUANTIFIER_COMPARES.at(self.since(first));
            self.tell(mistake.with("found", word).with("advice", advice));
            return None;
        }
        if self.token() == Token::Colon {
            let colon = self.span();
            self.advance();
            let holds = self.deeper(None, Self::joined)?;
            let advice = format!("{word} {}[{}]", self.slice(path.span), self.slice(holds.span));
            self.tell(catalogue::QUANTIFIER_COLON.at(colon).with("found", word).with("advice", advice));
            return None;
        }
        Some(if some { Test::Some(path) } else { Test::No(path) })
    }

    /// How `some a.b = 'x'` is written: `some a[b = 'x']`.
    fn compare_inside(&self, word: &str, path: &Path<'a>) -> String {
        let end = self.lexemes[self.at - 1].span.end;
        let Some((last, before)) = path.steps.split_last() else { return String::from("…") };
        let comparison = self.slice(Span { start: last.span.start, end });
        let before = before.last().map(|step| step.span).or((path.start_span != Span::default()).then_some(path.start_span));
        match before {
            Some(before) => format!("{word} {}[{comparison}]", self.slice(Span { start: path.span.start, end: before.end })),
            None => comparison.to_string(),
        }
    }

    pub(super) fn every(&mut self) -> Option<Test<'a>> {
        self.advance();
        let path = self.path()?;
        let item = if self.take_keyword(Keyword::As) { Some(self.item()?) } else { None };
        if !self.take(Token::Colon) {
            let written = self.slice(path.span);
            self.tell(catalogue::EXPECTED_COLON.at(path.span).with("path", written).with("found", "every"));
            return None;
        }
        let holds = self.deeper(None, Self::joined)?;
        Some(Test::Every(path, item, Box::new(holds)))
    }

    /// The name behind `as`.
    fn item(&mut self) -> Option<Name<'a>> {
        let Token::Name(text) = self.token() else {
            self.tell_expected(&catalogue::EXPECTED_ITEM, &catalogue::ITEM_MISSING);
            return None;
        };
        let name = Name { span: self.span(), text };
        self.advance();
        Some(name)
    }

    /// `share path: condition >= 0.8`. The comparison of the share is the last one before the bracket around closes,
    /// so that the condition may hold comparisons of its own.
    pub(super) fn share(&mut self) -> Option<Test<'a>> {
        self.advance();
        let path = self.path()?;
        if !self.take(Token::Colon) {
            let written = self.slice(path.span);
            self.tell(catalogue::EXPECTED_COLON.at(path.span).with("path", written).with("found", "share"));
            return None;
        }
        let Some(sign) = self.last_comparison() else {
            let word = self.slice(path.span);
            self.tell(catalogue::SHARE_NEEDS_COMPARISON.at(path.span).with("path", word));
            self.deeper(None, Self::joined);
            return None;
        };
        let lexeme = self.lexemes[sign];
        self.lexemes[sign].token = Token::End;
        let holds = self.deeper(None, Self::joined);
        self.lexemes[sign] = lexeme;
        self.at = sign;
        let Token::Compare(operator) = lexeme.token else { return None };
        self.advance();
        let than = self.value(false)?;
        match self.token() {
            Token::End | Token::Close(_) | Token::Wrong => {}
            Token::Keyword(Keyword::And | Keyword::Or) => {
                self.tell(catalogue::EVERY_NEEDS_BRACKETS.at(path.span).with("found", "share"));
                return None;
            }
            _ => {
                self.tell_here(&catalogue::UNEXPECTED);
                return None;
            }
        }
        Some(Test::Share { path, holds: Box::new(holds?), operator, than })
    }

    /// The last comparison before the bracket around closes.
    fn last_comparison(&self) -> Option<usize> {
        let (mut at, mut last) = (self.at, None);
        loop {
            match self.lexemes[at].token {
                Token::End | Token::Close(_) => return last,
                Token::Compare(_) => last = Some(at),
                Token::Open(_) => at = self.lexemes[at].partner.unwrap_or(at),
                _ => {}
            }
            at += 1;
        }
    }

    /// `steps(path, key, condition)`.
    pub(super) fn steps_in_order(&mut self) -> Option<Test<'a>> {
        let [opening, first] = [self.at + 1, self.at];
        self.advance();
        self.advance();
        let inside = self.deeper(Some(opening), |parser| {
            let path = parser.argument(first)?;
            let key = parser.argument(first)?;
            Some((path, key, parser.joined()))
        });
        let Some(Some((path, key, holds))) = inside else {
            self.at = opening;
            self.skip_group();
            return None;
        };
        self.close(opening);
        Some(Test::Steps { path, key, holds: Box::new(holds) })
    }

    /// A path and the comma behind it; `first` is the word that wants more.
    fn argument(&mut self, first: usize) -> Option<Path<'a>> {
        let path = self.path()?;
        if !self.take(Token::Comma) {
            let word = self.lexemes[first].span;
            self.tell(catalogue::ARGUMENTS_MISSING.at(word).with("found", self.slice(word)));
            return None;
        }
        Some(path)
    }

    /// `periods(path, start, end) cover 1 month`.
    pub(super) fn periods(&mut self) -> Option<Test<'a>> {
        let [opening, first] = [self.at + 1, self.at];
        self.advance();
        self.advance();
        let inside = self.deeper(Some(opening), |parser| Some((parser.argument(first)?, parser.argument(first)?, parser.path()?)));
        let Some(Some((path, start, end))) = inside else {
            self.at = opening;
            self.skip_group();
            return None;
        };
        self.close(opening);
        let word = self.lexemes[first].span;
        if !self.take(Token::Name("cover")) {
            self.tell(catalogue::EXPECTED_COVER.at(word));
            return None;
        }
        let longest = self.duration()?;
        Some(Test::Periods(Box::new(Periods { path, start, end, longest })))
    }
}
