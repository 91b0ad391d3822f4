//! Draws predicates as the compiler would make them: every name fits its kinds, every comparison its types.

use super::path::{attribute_path, bare, path, some_kinds};
use super::tape::{Tape, metamodel, value};
use super::world::calendar;
use std::sync::Arc;

use crate::fragment::States;
use crate::language::meant::{
    Aggregate, Collection, Comparison, Counted, Literal, Operand, Periods, Predicate, Set, SetRelation, Shift, Shifted, Test, Unit,
};
use crate::metamodel::{AttributeId, AttributeType, KindSet};
use crate::place::Span;
use crate::value::Value;

/// What is known where a predicate stands.
#[derive(Clone, Copy)]
pub struct Scope {
    pub here: KindSet,
    pub subject: KindSet,
    /// Whether a group is judged, whose members are systems.
    pub group: bool,
    pub depth: usize,
    /// The kinds of the innermost item that has a name, and its number.
    pub item: Option<(usize, KindSet)>,
}

impl Scope {
    pub fn inside(self, here: KindSet) -> Scope {
        Scope { here, depth: self.depth.saturating_sub(1), ..self }
    }
}

/// Attributes of one family compare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Bool,
    Number,
    Date,
    Enum,
    Text,
    Version,
    Localized,
}

pub fn family(attribute: AttributeId) -> Family {
    match metamodel().attribute(attribute).kind {
        AttributeType::Bool => Family::Bool,
        AttributeType::Integer | AttributeType::Number | AttributeType::Money | AttributeType::Year => Family::Number,
        AttributeType::Date => Family::Date,
        AttributeType::Enum | AttributeType::EnumList => Family::Enum,
        AttributeType::Version => Family::Version,
        AttributeType::Localized => Family::Localized,
        AttributeType::String | AttributeType::Text | AttributeType::Url | AttributeType::Evidence | AttributeType::StringList => {
            Family::Text
        }
    }
}

pub fn is_list(attribute: AttributeId) -> bool {
    metamodel().attribute(attribute).kind.is_list()
}

pub fn predicate(tape: &mut Tape, scope: Scope) -> Predicate {
    let leaf = if scope.depth == 0 { 8 } else { 24 };
    let test = match tape.below(leaf) {
        0 => None,
        1 => holds(tape, scope),
        2 | 3 => compare_value(tape, scope),
        4 => among(tape, scope),
        5 => Some(is(tape, scope)),
        6 => Some(Test::InState(if tape.one_in(2) { States::TARGET } else { States::CURRENT })),
        7 => attribute_path(tape, scope, |_| true, true).map(Test::Has),
        8 => Some(Test::All(several(tape, scope))),
        9 => Some(Test::Any(several(tape, scope))),
        10 => Some(Test::Not(Box::new(predicate(tape, scope.inside(scope.here))))),
        11 | 12 => Some(Test::Some(path(tape, scope, false))),
        13 => Some(Test::No(path(tape, scope, false))),
        14 | 15 => Some(every(tape, scope)),
        19 => Some(share(tape, scope)),
        20 => moved(tape, scope),
        21 => together(tape, scope),
        22 => steps(tape, scope),
        23 => periods(tape, scope),
        16 => count(tape, scope),
        17 => compare_elements(tape, scope),
        18 => sets(tape, scope),
        _ => None,
    };
    let test = test.unwrap_or_else(|| Test::Has(bare(scope.here, "id")));
    Predicate { span: Span::default(), test }
}

fn several(tape: &mut Tape, scope: Scope) -> Vec<Predicate> {
    (0..2 + tape.below(2)).map(|_| predicate(tape, scope.inside(scope.here))).collect()
}

fn every(tape: &mut Tape, scope: Scope) -> Test {
    let path = path(tape, scope, false);
    let named = tape.one_in(3);
    let number = scope.item.map_or(0, |(number, _)| number + 1);
    let item = if named { Some((number, path.kinds)) } else { scope.item };
    let holds = Box::new(predicate(tape, Scope { item, ..scope.inside(path.kinds) }));
    Test::Every { path, holds, named, over_nothing: tape.one_in(2) }
}

fn share(tape: &mut Tape, scope: Scope) -> Test {
    let path = path(tape, scope, false);
    let holds = Box::new(predicate(tape, scope.inside(path.kinds)));
    let than = match tape.below(6) {
        5 => Operand::Parameter { name: "given".to_string(), value: None },
        at => Operand::Literal(Literal::Number([0.0, 0.5, 0.8, 1.0, 0.25][at])),
    };
    Test::Share { path, holds, operator: operator(tape, true), than, over_nothing: tape.one_in(2) }
}

/// Each element and the next in the order of a number or a date.
fn steps(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let path = path(tape, scope, false);
    let ordered = |attribute| matches!(family(attribute), Family::Number | Family::Date) && !is_list(attribute);
    let key = attribute_path(tape, scope.inside(path.kinds), ordered, true)?;
    let number = scope.item.map_or(0, |(number, _)| number + 1);
    let holds = Box::new(predicate(tape, Scope { item: Some((number, path.kinds)), ..scope.inside(path.kinds) }));
    Some(Test::Steps { path, key, holds })
}

/// In days or months, which have no unknown years.
fn periods(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let path = path(tape, scope, false);
    let date = |attribute| family(attribute) == Family::Date;
    let start = attribute_path(tape, scope.inside(path.kinds), date, true)?;
    let end = attribute_path(tape, scope.inside(path.kinds), date, true)?;
    let unit = [Unit::Days, Unit::Months][tape.below(2)];
    let longest = Shift { back: false, unit, ..shift(tape, scope) };
    Some(Test::Periods(Box::new(Periods { path, start, end, longest, calendar: None })))
}

/// A date moved this way and that, compared with another.
fn moved(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let date = match attribute_path(tape, scope, |attribute| family(attribute) == Family::Date, true) {
        Some(path) if tape.one_in(2) => Operand::Attribute(path),
        _ => Operand::Today,
    };
    let shifts = (0..1 + tape.below(2)).map(|_| shift(tape, scope)).collect();
    let shifted = Shifted { date, shifts, calendar: Some(Arc::new(calendar())) };
    let (left, operator) = (Operand::Shifted(Box::new(shifted)), operator(tape, true));
    let right = match attribute_path(tape, scope, |attribute| family(attribute) == Family::Date, true) {
        Some(path) => Operand::Attribute(path),
        None => Operand::Today,
    };
    Some(if tape.one_in(3) { Test::Compare { left: right, operator, right: left } } else { Test::Compare { left, operator, right } })
}

fn shift(tape: &mut Tape, scope: Scope) -> Shift {
    let whole = |attribute| metamodel().attribute(attribute).kind == AttributeType::Integer;
    let amount = match attribute_path(tape, scope, whole, true) {
        Some(path) if tape.one_in(2) => Operand::Attribute(path),
        _ if tape.one_in(5) => Operand::Parameter { name: "given".to_string(), value: None },
        _ => Operand::Literal(Literal::Integer([1, 0, 3, 31][tape.below(4)])),
    };
    let unit = [Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Years][tape.below(4)];
    Shift { back: tape.one_in(2), amount, unit }
}

/// What several numbers come to, perhaps times a factor, against one number, a count or another such.
fn together(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let left = amount(tape, scope)?;
    let right = match tape.below(4) {
        0 => amount(tape, scope)?,
        1 => Operand::Count(Counted::Elements(path(tape, scope, false))),
        2 => Operand::Literal(Literal::Number([0.5, 1.0, 1.5][tape.below(3)])),
        _ => Operand::Literal(Literal::Integer(tape.below(5) as i64)),
    };
    let operator = operator(tape, true);
    Some(if tape.one_in(3) { Test::Compare { left: right, operator, right: left } } else { Test::Compare { left, operator, right } })
}

fn amount(tape: &mut Tape, scope: Scope) -> Option<Operand> {
    let small = |attribute| matches!(metamodel().attribute(attribute).kind, AttributeType::Integer | AttributeType::Number);
    let how = [Aggregate::Sum, Aggregate::Mean, Aggregate::Min, Aggregate::Max][tape.below(4)];
    let number = match tape.below(4) {
        0 => Operand::Attribute(attribute_path(tape, scope, small, true)?),
        _ => Operand::Aggregate(how, attribute_path(tape, scope, small, false)?),
    };
    if !matches!(number, Operand::Attribute(_)) && !tape.one_in(3) {
        return Some(number);
    }
    let factor = match tape.below(5) {
        0 => Operand::Literal(Literal::Integer(-2)),
        1 => Operand::Literal(Literal::Number(0.5)),
        2 => Operand::Literal(Literal::Integer(0)),
        3 => Operand::Parameter { name: "given".to_string(), value: None },
        _ => Operand::Literal(Literal::Integer(2)),
    };
    Some(Operand::Times(Box::new(factor), Box::new(number)))
}

fn is(tape: &mut Tape, scope: Scope) -> Test {
    let path = path(tape, scope, true);
    Test::Is { kinds: some_kinds(tape, path.kinds), path }
}

fn holds(tape: &mut Tape, scope: Scope) -> Option<Test> {
    attribute_path(tape, scope, |attribute| family(attribute) == Family::Bool, true).map(Test::Holds)
}

fn compare_value(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let comparable = |attribute| family(attribute) != Family::Localized && !is_list(attribute);
    let path = attribute_path(tape, scope, comparable, true)?;
    let wanted = family(path.attributes[0]);
    let operator = operator(tape, matches!(wanted, Family::Number | Family::Date | Family::Version));
    let other = other_side(tape, scope, path.attributes[0]);
    let own = Operand::Attribute(path);
    Some(if tape.one_in(3) {
        Test::Compare { left: other, operator, right: own }
    } else {
        Test::Compare { left: own, operator, right: other }
    })
}

fn other_side(tape: &mut Tape, scope: Scope, attribute: AttributeId) -> Operand {
    let texts = |family| matches!(family, Family::Text | Family::Version);
    let same = |other| !is_list(other) && (family(other) == family(attribute) || texts(family(other)) && texts(family(attribute)));
    match tape.below(6) {
        1 if family(attribute) == Family::Date => return Operand::Today,
        2 => return Operand::Parameter { name: "given".to_string(), value: tape.one_in(2).then(|| literal(tape, attribute)) },
        3 | 4 => {
            if let Some(path) = attribute_path(tape, scope, same, true) {
                return Operand::Attribute(path);
            }
        }
        // Never a year: the plain evaluator tries every count there may be, and stops long before.
        5 if matches!(metamodel().attribute(attribute).kind, AttributeType::Integer | AttributeType::Number) => {
            return Operand::Count(Counted::Elements(path(tape, scope, false)));
        }
        _ => {}
    }
    Operand::Literal(literal(tape, attribute))
}

pub fn literal(tape: &mut Tape, attribute: AttributeId) -> Literal {
    match value(attribute, tape) {
        Value::Bool(value) => Literal::Bool(value),
        Value::Integer(value) if tape.one_in(3) => Literal::Number(value as f64 + [0.0, 0.5][tape.below(2)]),
        Value::Integer(value) => Literal::Integer(value),
        Value::Number(value) => Literal::Number(value),
        Value::Date(value) => Literal::Date(value),
        Value::Word(value) => Literal::Word(value),
        Value::Words(values) => Literal::Word(values[0]),
        Value::Text(value) => Literal::Text(value.to_string()),
        Value::Texts(values) => Literal::Text(values[0].to_string()),
        Value::None | Value::Localized(_) => Literal::Bool(true),
    }
}

fn operator(tape: &mut Tape, ordered: bool) -> Comparison {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let all = [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual];
    all[tape.below(if ordered { 6 } else { 2 })]
}

fn among(tape: &mut Tape, scope: Scope) -> Option<Test> {
    if tape.one_in(4) && scope.depth > 0 {
        let what = Operand::Element(path(tape, scope, true));
        return Some(Test::In { what, within: Collection::Elements(path(tape, scope, false)) });
    }
    let comparable = |attribute| !matches!(family(attribute), Family::Localized);
    let many = attribute_path(tape, scope, comparable, false)?;
    let example = many.attributes[0];
    let what = match attribute_path(tape, scope, |other| !is_list(other) && family(other) == family(example), true) {
        Some(path) if tape.one_in(2) => Operand::Attribute(path),
        _ => Operand::Literal(literal(tape, example)),
    };
    let literals: Vec<Literal> = (0..1 + tape.below(2)).map(|_| literal(tape, example)).collect();
    let within = match tape.below(5) {
        0 => Collection::Literals(literals),
        1 => Collection::List { name: "list".to_string(), values: tape.one_in(2).then_some(literals) },
        _ => Collection::Values(many),
    };
    Some(Test::In { what, within })
}

fn count(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let counted = match tape.below(3) {
        0 => Counted::Values(attribute_path(tape, scope, |attribute| family(attribute) != Family::Version, false)?),
        _ => Counted::Elements(path(tape, scope, false)),
    };
    let right = match tape.below(4) {
        0 => Operand::Count(Counted::Elements(path(tape, scope, false))),
        1 => Operand::Literal(Literal::Number([0.5, 1.0, 2.5][tape.below(3)])),
        _ => Operand::Literal(Literal::Integer(tape.below(4) as i64)),
    };
    let (left, operator) = (Operand::Count(counted), operator(tape, true));
    Some(if tape.one_in(4) { Test::Compare { left: right, operator, right: left } } else { Test::Compare { left, operator, right } })
}

fn compare_elements(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let (left, right) = (Operand::Element(path(tape, scope, true)), Operand::Element(path(tape, scope, true)));
    Some(Test::Compare { left, operator: operator(tape, false), right })
}

fn sets(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let relation = [SetRelation::Overlaps, SetRelation::Within, SetRelation::SameAs][tape.below(3)];
    if tape.one_in(2) {
        let (left, right) = (Set::Elements(path(tape, scope, false)), Set::Elements(path(tape, scope, false)));
        return Some(Test::Sets { left, relation, right });
    }
    let in_sets = |attribute| !matches!(family(attribute), Family::Version | Family::Localized);
    let left = attribute_path(tape, scope, in_sets, false)?;
    let wanted = family(left.attributes[0]);
    let right = attribute_path(tape, scope, |other| in_sets(other) && family(other) == wanted, false)?;
    Some(Test::Sets { left: Set::Values(left), relation, right: Set::Values(right) })
}
