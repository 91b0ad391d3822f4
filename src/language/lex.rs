//! Text of a predicate → lexemes with spans, brackets paired.
//!
//! What other languages write (`&&`, `==`, `"…"`) is read as what was meant and told as a mistake, so that the
//! parser sees one language only. Knows no grammar beyond brackets.

use jiff::civil::Date;

use super::catalogue;
use super::meant::Comparison;
use super::mistake::Mistake;
use crate::place::Span;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    Name(&'a str),
    Keyword(Keyword),
    /// The text between the quotes.
    Text(&'a str),
    Integer(i64),
    Number(f64),
    Date(Date),
    Compare(Comparison),
    Open(Bracket),
    Close(Bracket),
    Dot,
    Comma,
    Colon,
    Bar,
    Plus,
    Minus,
    Star,
    /// What could not be read; told already.
    Wrong,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bracket {
    Round,
    Square,
}

macro_rules! keywords {
    ($($variant:ident = $name:literal,)*) => {
        /// A word that no element, attribute or link may have as its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Keyword { $($variant,)* }

        impl Keyword {
            pub const ALL: &'static [Keyword] = &[$(Keyword::$variant,)*];

            pub fn name(self) -> &'static str {
                match self { $(Keyword::$variant => $name,)* }
            }
        }
    };
}

keywords! {
    And = "and",
    Or = "or",
    Not = "not",
    Some = "some",
    No = "no",
    Every = "every",
    Count = "count",
    Distinct = "distinct",
    As = "as",
    In = "in",
    Overlaps = "overlaps",
    Within = "within",
    SameAs = "same-as",
    Is = "is",
    Has = "has",
    All = "all",
    Itself = "self",
    Members = "members",
    InCurrent = "in-current",
    InTarget = "in-target",
    Today = "today",
    True = "true",
    False = "false",
}

impl Keyword {
    pub fn from_name(name: &str) -> Option<Keyword> {
        Keyword::ALL.iter().copied().find(|keyword| keyword.name() == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lexeme<'a> {
    pub token: Token<'a>,
    pub span: Span,
    /// Of an opening bracket: the number of the lexeme that closes it, `None` where none does (told already).
    pub partner: Option<usize>,
}

/// The lexemes of `text[range]`, with spans in `text`, the last one [`Token::End`]; never without partner a closing
/// bracket. Adds what is wrong to `mistakes`.
pub fn lex<'a>(text: &'a str, range: std::ops::Range<usize>, mistakes: &mut Vec<Mistake>) -> Vec<Lexeme<'a>> {
    let mut lexer = Lexer { text: &text[..range.end], at: range.start, lexemes: Vec::new(), mistakes };
    while lexer.skip_space() {
        lexer.lexeme();
    }
    let end = lexer.text.len();
    lexer.push(Token::End, end, end);
    let lexemes = std::mem::take(&mut lexer.lexemes);
    pair(lexemes, mistakes)
}

struct Lexer<'a, 'm> {
    text: &'a str,
    at: usize,
    lexemes: Vec<Lexeme<'a>>,
    mistakes: &'m mut Vec<Mistake>,
}

/// Other ways to write an operator, longest first, and the way it is written here.
const FOREIGN: &[(&str, &str)] = &[
    ("&&", "and"),
    ("||", "or"),
    ("===", "="),
    ("!==", "!="),
    ("==", "="),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("->", "."),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("&", "and"),
    ("∧", "and"),
    ("∨", "or"),
    ("¬", "not"),
];

const QUOTES: &[(char, &[char])] =
    &[('"', &['"']), ('“', &['”', '“']), ('„', &['“', '”']), ('«', &['»']), ('‘', &['’']), ('’', &['’']), ('`', &['`'])];

impl<'a> Lexer<'a, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether anything is left.
    fn skip_space(&mut self) -> bool {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.at < self.text.len()
    }

    fn push(&mut self, token: Token<'a>, start: usize, end: usize) {
        self.lexemes.push(Lexeme { token, span: Span::new(start, end), partner: None });
        self.at = end;
    }

    fn lexeme(&mut self) {
        let (start, rest) = (self.at, self.rest());
        let first = self.peek().expect("space was skipped and something is left");
        if first == '\'' {
            self.text_literal(first, &['\'']);
        } else if let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == first) {
            self.text_literal(first, closing);
        } else if first.is_ascii_digit() {
            self.number();
        } else if first.is_alphabetic() || first == '_' {
            self.name();
        } else if let Some((foreign, ours)) = foreign(rest) {
            self.mistakes.push(catalogue::FOREIGN.at(Span::new(start, start + foreign.len())).with("found", foreign).with("advice", ours));
            let token = symbol(ours).map(|(token, _)| token).or_else(|| Keyword::from_name(ours).map(Token::Keyword));
            self.push(token.unwrap_or(Token::Wrong), start, start + foreign.len());
        } else if let Some((token, length)) = symbol(rest) {
            self.push(token, start, start + length);
        } else {
            let end = start + first.len_utf8();
            let advice = (first == '!').then_some("not");
            let mistake = match advice {
                Some(advice) => catalogue::FOREIGN.at(Span::new(start, end)).with("advice", advice),
                None => catalogue::UNEXPECTED_CHARACTER.at(Span::new(start, end)),
            };
            self.mistakes.push(mistake.with("found", first));
            self.push(advice.map_or(Token::Wrong, |_| Token::Keyword(Keyword::Not)), start, end);
        }
    }

    fn text_literal(&mut self, open: char, closing: &[char]) {
        let start = self.at;
        let inside = start + open.len_utf8();
        let Some(length) = self.text[inside..].find(closing) else {
            self.mistakes.push(catalogue::UNCLOSED_TEXT.at(Span::new(start, inside)).with("found", open));
            return self.push(Token::Wrong, start, self.text.len());
        };
        let content = &self.text[inside..inside + length];
        let close = self.text[inside + length..].chars().next().map_or(0, char::len_utf8);
        let end = inside + length + close;
        if open != '\'' {
            let mistake = catalogue::OTHER_QUOTES.at(Span::new(start, end));
            self.mistakes.push(mistake.with("found", &self.text[start..end]).with("advice", format!("'{content}'")));
        }
        self.push(Token::Text(content), start, end);
    }

    fn name(&mut self) {
        let start = self.at;
        let length = self.rest().find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(self.rest().len());
        // `a->b` is an arrow after `a`, `a- 1` a minus: no name ends in one.
        let name = self.rest()[..length].trim_end_matches('-');
        let end = start + name.len();
        if let Some(keyword) = Keyword::from_name(name) {
            return self.push(Token::Keyword(keyword), start, end);
        }
        match Keyword::from_name(&name.to_lowercase()) {
            Some(keyword) => {
                let mistake = catalogue::FOREIGN.at(Span::new(start, end));
                self.mistakes.push(mistake.with("found", name).with("advice", keyword.name()));
                self.push(Token::Keyword(keyword), start, end);
            }
            None => self.push(Token::Name(name), start, end),
        }
    }

    fn number(&mut self) {
        let (start, rest) = (self.at, self.rest());
        if let Some(date) = date_shape(rest) {
            let token = date.parse().map(Token::Date).unwrap_or(Token::Wrong);
            if token == Token::Wrong {
                self.mistakes.push(catalogue::NO_SUCH_DATE.at(Span::new(start, start + date.len())).with("found", date));
            }
            return self.push(token, start, start + date.len());
        }
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let whole = digits(rest);
        let fraction = rest[whole..].strip_prefix('.').map_or(0, digits);
        let length = if fraction > 0 { whole + 1 + fraction } else { whole };
        let written = &rest[..length];
        let token = if fraction > 0 { written.parse().map(Token::Number).ok() } else { written.parse().map(Token::Integer).ok() };
        if token.is_none() {
            self.mistakes.push(catalogue::NUMBER_TOO_LARGE.at(Span::new(start, start + length)).with("found", written));
        }
        self.push(token.unwrap_or(Token::Wrong), start, start + length);
    }
}

fn foreign(rest: &str) -> Option<(&'static str, &'static str)> {
    FOREIGN.iter().copied().find(|(foreign, _)| rest.starts_with(foreign))
}

fn symbol(rest: &str) -> Option<(Token<'static>, usize)> {
    const SYMBOLS: &[(&str, Token<'static>)] = &[
        ("!=", Token::Compare(Comparison::NotEqual)),
        ("<=", Token::Compare(Comparison::LessOrEqual)),
        (">=", Token::Compare(Comparison::GreaterOrEqual)),
        ("<", Token::Compare(Comparison::Less)),
        (">", Token::Compare(Comparison::Greater)),
        ("=", Token::Compare(Comparison::Equal)),
        ("(", Token::Open(Bracket::Round)),
        (")", Token::Close(Bracket::Round)),
        ("[", Token::Open(Bracket::Square)),
        ("]", Token::Close(Bracket::Square)),
        (".", Token::Dot),
        (",", Token::Comma),
        (":", Token::Colon),
        ("|", Token::Bar),
        ("+", Token::Plus),
        ("-", Token::Minus),
        ("*", Token::Star),
    ];
    SYMBOLS.iter().find(|(written, _)| rest.starts_with(written)).map(|(written, token)| (*token, written.len()))
}

/// `2026-11-22` at the beginning of a text, whatever the digits say.
fn date_shape(rest: &str) -> Option<&str> {
    let shape = rest.get(..10)?;
    let fits = shape.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let ends = !rest[10..].starts_with(|c: char| c.is_alphanumeric());
    (fits && ends).then_some(shape)
}

/// Pairs brackets; what closes nothing is told and left out, what is never closed is told at its opening bracket.
fn pair<'a>(lexemes: Vec<Lexeme<'a>>, mistakes: &mut Vec<Mistake>) -> Vec<Lexeme<'a>> {
    let mut paired: Vec<Lexeme<'a>> = Vec::with_capacity(lexemes.len());
    let mut open: Vec<(usize, Bracket)> = Vec::new();
    for lexeme in lexemes {
        match lexeme.token {
            Token::Open(bracket) => open.push((paired.len(), bracket)),
            Token::Close(bracket) => {
                let Some(depth) = open.iter().rposition(|(_, opened)| *opened == bracket) else {
                    mistakes.push(catalogue::STRAY_BRACKET.at(lexeme.span).with("found", bracket.closing()));
                    continue;
                };
                let at = paired.len();
                for (unclosed, bracket) in open.drain(depth + 1..) {
                    mistakes.push(unclosed_bracket(paired[unclosed].span, bracket));
                }
                if let Some((opening, _)) = open.pop() {
                    paired[opening].partner = Some(at);
                }
            }
            _ => {}
        }
        paired.push(lexeme);
    }
    mistakes.extend(open.iter().map(|(unclosed, bracket)| unclosed_bracket(paired[*unclosed].span, *bracket)));
    paired
}

fn unclosed_bracket(span: Span, bracket: Bracket) -> Mistake {
    catalogue::UNCLOSED_BRACKET.at(span).with("found", bracket.opening()).with("advice", bracket.closing())
}

impl Bracket {
    pub fn opening(self) -> &'static str {
        match self {
            Bracket::Round => "(",
            Bracket::Square => "[",
        }
    }

    pub fn closing(self) -> &'static str {
        match self {
            Bracket::Round => ")",
            Bracket::Square => "]",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        let mut mistakes = Vec::new();
        let lexemes = lex(text, 0..text.len(), &mut mistakes);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        lexemes.iter().map(|lexeme| lexeme.token).collect()
    }

    #[test]
    fn a_minus_inside_a_name_belongs_to_it() {
        assert_eq!(tokens("legs-outside"), [Token::Name("legs-outside"), Token::End]);
        assert_eq!(tokens("a - 1"), [Token::Name("a"), Token::Minus, Token::Integer(1), Token::End]);
        assert_eq!(tokens("2026-11-22"), [Token::Date(jiff::civil::date(2026, 11, 22)), Token::End]);
    }

    #[test]
    fn brackets_that_do_not_pair_are_told_at_the_right_one() {
        let told = |text| {
            let mut mistakes = Vec::new();
            lex(text, 0..text.len(), &mut mistakes);
            mistakes.iter().map(|mistake| (mistake.name, mistake.span.range())).collect::<Vec<_>>()
        };
        assert_eq!(told("(a [b)"), [("unclosed-bracket", 3..4)]);
        assert_eq!(told("a]"), [("stray-bracket", 1..2)]);
        assert_eq!(told("[[a]"), [("unclosed-bracket", 0..1)]);
    }
}
