//! Predicates as meant: every name is a number, every type is checked, nothing is left to look up.
//!
//! Made by `compile`, read by `evaluate`. Spans point into the predicate's own text, for `why` and for mistakes.

use std::sync::Arc;

use jiff::civil::Date;

use super::calendar::Calendar;
use crate::fragment::States;
use crate::metamodel::{AttributeId, KindSet, LinkId, Word};
use crate::place::Span;

/// A test with the words that ask it.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    pub span: Span,
    pub test: Test,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
    Some(Path),
    No(Path),
    Every {
        path: Path,
        holds: Box<Predicate>,
        /// Whether the item has a name: [`Start::Item`] leads to it.
        named: bool,
        /// What the test says of an empty set: true in `full` and `where`, false in `partial`.
        over_nothing: bool,
    },
    /// `share path: holds >= 0.8`: how many of the elements, between 0 and 1.
    Share {
        path: Path,
        holds: Box<Predicate>,
        operator: Comparison,
        than: Operand,
        /// What the test says of an empty set, as in `Every`.
        over_nothing: bool,
    },
    /// `steps(path, key, holds)`: of each element and the next one in the order of the key, which is an item.
    Steps {
        path: Path,
        key: AttributePath,
        holds: Box<Predicate>,
    },
    Periods(Box<Periods>),
    /// What the model shows of the element at hand, whatever is known of it.
    Form(Form),
    Compare {
        left: Operand,
        operator: Comparison,
        right: Operand,
    },
    /// A value among values, an element among elements.
    In {
        what: Operand,
        within: Collection,
    },
    Sets {
        left: Set,
        relation: SetRelation,
        right: Set,
    },
    /// A single-valued path leads to an element of one of these kinds.
    Is {
        path: Path,
        kinds: KindSet,
    },
    /// `has x` of an attribute; of a link it is compiled to `Some`.
    Has(AttributePath),
    /// A boolean attribute by itself.
    Holds(AttributePath),
    /// `in-current`, `in-target`: whether the element belongs to the state.
    InState(States),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetRelation {
    Overlaps,
    Within,
    SameAs,
}

/// `periods(path, start, end) cover 1 month`: no gap between them is longer.
#[derive(Clone, Debug, PartialEq)]
pub struct Periods {
    pub path: Path,
    pub start: AttributePath,
    pub end: AttributePath,
    /// How long a gap may be.
    pub longest: Shift,
    /// For working days.
    pub calendar: Option<Arc<Calendar>>,
}

/// A question about how an element stands in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Everything mandatory is stated.
    Complete,
    /// It states no link, and nobody states one to it.
    Orphan,
    /// A reference of it leads to nothing.
    Dangling,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Complete, Form::Orphan, Form::Dangling];

    pub fn name(self) -> &'static str {
        match self {
            Form::Complete => "complete",
            Form::Orphan => "orphan",
            Form::Dangling => "dangling",
        }
    }

    pub fn from_name(name: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Literal(Literal),
    Today,
    /// `param('x')`: its value, or none where nobody gave one (the answer is unknown and names it).
    Parameter {
        name: String,
        value: Option<Literal>,
    },
    /// An attribute at the end of a single-valued path.
    Attribute(AttributePath),
    /// The element at the end of a single-valued path.
    Element(Path),
    Count(Counted),
    /// `sum`, `mean`, `min` or `max` of the numbers that the elements of a path have.
    Aggregate(Aggregate, AttributePath),
    /// A factor, a number or a parameter, and a number.
    Times(Box<Operand>, Box<Operand>),
    Shifted(Box<Shifted>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    Sum,
    Mean,
    Min,
    Max,
}

impl Aggregate {
    pub fn from_name(name: &str) -> Option<Aggregate> {
        [Aggregate::Sum, Aggregate::Mean, Aggregate::Min, Aggregate::Max].into_iter().find(|one| one.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Aggregate::Sum => "sum",
            Aggregate::Mean => "mean",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
        }
    }
}

/// A date moved by durations, the first one first.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifted {
    pub date: Operand,
    pub shifts: Vec<Shift>,
    /// For working days, where some are counted.
    pub calendar: Option<Arc<Calendar>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    pub back: bool,
    /// A whole number.
    pub amount: Operand,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Days,
    WorkingDays,
    /// A day that the month does not have becomes its last one.
    Months,
    Years,
}

impl Unit {
    /// In the plural, or in the singular for one.
    pub fn from_name(name: &str) -> Option<Unit> {
        match name {
            "day" | "days" => Some(Unit::Days),
            "working-day" | "working-days" => Some(Unit::WorkingDays),
            "month" | "months" => Some(Unit::Months),
            "year" | "years" => Some(Unit::Years),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Bool(bool),
    Integer(i64),
    Number(f64),
    Date(Date),
    /// A value of an enum; equal words of different enums are one word.
    Word(Word),
    Text(String),
}

/// What `count` counts.
#[derive(Clone, Debug, PartialEq)]
pub enum Counted {
    /// Different elements.
    Elements(Path),
    /// Different values of an attribute over all elements of the path (`count delivered-via.type`,
    /// `count tiers`).
    Values(AttributePath),
}

/// What stands to the right of `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum Collection {
    Literals(Vec<Literal>),
    /// `list('x')`: its values, or none where there is no such list (the answer is unknown and names it).
    List {
        name: String,
        values: Option<Vec<Literal>>,
    },
    /// The values of an attribute over all elements of the path; a list attribute gives each of its values.
    Values(AttributePath),
    Elements(Path),
}

/// One side of `overlaps`, `within`, `same-as`.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    Elements(Path),
    Values(AttributePath),
}

/// An attribute of the elements a path leads to; an empty path is the element at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributePath {
    pub span: Span,
    pub path: Path,
    /// The attribute on each of the kinds the path leads to: one whose `from` has the kind.
    pub attributes: Vec<AttributeId>,
}

/// A walk over links from an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub span: Span,
    pub start: Start,
    pub steps: Vec<Step>,
    /// The kinds it may end in.
    pub kinds: KindSet,
    /// Whether it may lead to more than one element.
    pub many: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// The element at hand: the subject, or inside a filter the filtered element.
    Here,
    /// `self`.
    Subject,
    /// An item that an `every` around gave a name: how many such items are outside of it.
    Item(usize),
    /// The successor in the `steps` around, which is an item too.
    Next(usize),
    /// The members of a group.
    Members,
    /// `was members`: the members of the group of the same key in the current state.
    WasMembers,
    /// `all[kind][… key = value …]`: found by an index, then filtered by the steps that follow. The filter that
    /// holds the equality is among them, so what the index finds need only be candidates.
    All { kinds: KindSet, key: Key, equals: Box<Operand> },
}

/// What an `all` is found by.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Attribute(Vec<AttributeId>),
    Link(Vec<LinkId>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub span: Span,
    pub walk: Walk,
    /// The kinds the step may lead to, narrowed by the kind filters right behind it.
    pub reach: KindSet,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Walk {
    /// Along a link: on each kind the one of these whose `from` has the kind; a kind without it leads nowhere.
    Link(Vec<LinkId>),
    /// Against links: to the elements that state one of these and lead here.
    Back(Vec<LinkId>),
    /// To the element's version in another state.
    State(Version),
    Keep(Filter),
    /// `(…)+`, or `(…)*` which keeps the start too.
    Closure {
        steps: Vec<Step>,
        with_start: bool,
    },
    Either(Vec<Vec<Step>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    Was,
    Becomes,
    Approved,
}

impl Version {
    /// The name of the state it leads to.
    pub fn state(self) -> &'static str {
        match self {
            Version::Was => "current",
            Version::Becomes => "target",
            Version::Approved => "approved",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    Kinds(KindSet),
    Holds(Box<Predicate>),
}

/// A text with holes, compiled: messages of findings.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    /// The value of an attribute; of several elements, their values with commas.
    Attribute(AttributePath),
    /// The name of an element; of several, their names with commas.
    Element(Path),
}
