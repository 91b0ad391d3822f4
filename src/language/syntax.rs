//! A predicate as written: what the parser makes and the compiler reads. Names are slices of the text, nothing is
//! looked up. `Wrong` stands where the parser has told a mistake, so that the rest is still checked.

use jiff::civil::Date;

use super::meant::{Aggregate, Comparison, SetRelation, Unit};
use crate::fragment::States;
use crate::place::Span;

/// A condition with the words that ask it.
#[derive(Clone, Debug)]
pub struct Condition<'a> {
    pub span: Span,
    pub test: Test<'a>,
}

#[derive(Clone, Debug)]
pub enum Test<'a> {
    Wrong,
    All(Vec<Condition<'a>>),
    Any(Vec<Condition<'a>>),
    Not(Box<Condition<'a>>),
    Some(Path<'a>),
    No(Path<'a>),
    /// With the name of the item, where it has one.
    Every(Path<'a>, Option<Name<'a>>, Box<Condition<'a>>),
    /// `share path: holds >= 0.8`.
    Share {
        path: Path<'a>,
        holds: Box<Condition<'a>>,
        operator: Comparison,
        than: Value<'a>,
    },
    /// `steps(path, key, holds)`.
    Steps {
        path: Path<'a>,
        key: Path<'a>,
        holds: Box<Condition<'a>>,
    },
    Periods(Box<Periods<'a>>),
    Compare {
        left: Value<'a>,
        operator: Comparison,
        right: Value<'a>,
    },
    In {
        what: Value<'a>,
        within: Value<'a>,
    },
    Sets {
        left: Value<'a>,
        relation: SetRelation,
        right: Value<'a>,
    },
    /// Without a path it asks about the element at hand.
    Is {
        path: Option<Path<'a>>,
        kind: Name<'a>,
    },
    Has(Path<'a>),
    /// A path by itself.
    Alone(Path<'a>),
    InState(States),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name<'a> {
    pub span: Span,
    pub text: &'a str,
}

#[derive(Clone, Debug)]
pub struct Value<'a> {
    pub span: Span,
    pub kind: ValueKind<'a>,
}

#[derive(Clone, Debug)]
pub enum ValueKind<'a> {
    Wrong,
    Literal(Literal<'a>),
    Path(Path<'a>),
    Today,
    Parameter(&'a str),
    Count(Path<'a>),
    Aggregate(Aggregate, Path<'a>),
    /// A factor and what it multiplies.
    Times(Box<Value<'a>>, Box<Value<'a>>),
    /// A date, and the durations put to it or taken from it.
    Shifted(Box<Value<'a>>, Vec<Shift<'a>>),
    /// Only to the right of `in`.
    Literals(Vec<(Literal<'a>, Span)>),
    /// `list('…')`, only to the right of `in`.
    List(&'a str),
}

/// `periods(path, start, end) cover 1 month`.
#[derive(Clone, Debug)]
pub struct Periods<'a> {
    pub path: Path<'a>,
    pub start: Path<'a>,
    pub end: Path<'a>,
    pub longest: Shift<'a>,
}

/// `+ 10 working-days`.
#[derive(Clone, Debug)]
pub struct Shift<'a> {
    pub back: bool,
    pub amount: Value<'a>,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal<'a> {
    Bool(bool),
    Integer(i64),
    Number(f64),
    Date(Date),
    Text(&'a str),
}

#[derive(Clone, Debug)]
pub struct Path<'a> {
    pub span: Span,
    pub start: Start,
    pub start_span: Span,
    /// Filters right behind the start: of `all`, of `members`.
    pub filters: Vec<Filter<'a>>,
    pub steps: Vec<Step<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Here,
    Subject,
    Members,
    WasMembers,
    All,
}

#[derive(Clone, Debug)]
pub struct Step<'a> {
    pub span: Span,
    pub head: Head<'a>,
    /// Filters before `+` or `*`.
    pub filters: Vec<Filter<'a>>,
    pub repeat: Option<Repeat<'a>>,
}

#[derive(Clone, Debug)]
pub struct Repeat<'a> {
    /// `*`: the start is among the ends.
    pub with_start: bool,
    /// Filters behind the sign.
    pub filters: Vec<Filter<'a>>,
}

#[derive(Clone, Debug)]
pub enum Head<'a> {
    Name(Name<'a>),
    Group(Vec<Path<'a>>),
}

#[derive(Clone, Debug)]
pub struct Filter<'a> {
    /// With its brackets.
    pub span: Span,
    pub test: FilterTest<'a>,
}

#[derive(Clone, Debug)]
pub enum FilterTest<'a> {
    /// A name alone: a kind, a defined filter, or a boolean attribute.
    Bare(Name<'a>),
    Holds(Condition<'a>),
}
