//! Comparisons: single values of one type on both sides.

use super::types::{Family, Type, literal_type};
use super::{Compiler, Ending, Scope};
use crate::language::catalogue;
use crate::language::meant::{AttributePath, Comparison, Counted, Literal, Operand, Path, Test};
use crate::language::names::Meaning;
use crate::language::syntax::{self, Value, ValueKind};
use crate::place::Span;

/// One side of a comparison.
pub(super) enum Side<'a> {
    Attribute(AttributePath, Type),
    Element(Path),
    /// With the greatest number it can give, where that is known.
    Count(Counted, Option<i64>),
    Today,
    Parameter(&'a str, Option<Literal>),
    Literal(Literal),
    /// Something computed, with the type it has.
    Computed(Operand, Type),
}

impl Side<'_> {
    pub(super) fn own_type(&self) -> Option<Type> {
        match self {
            Side::Attribute(_, own) | Side::Computed(_, own) => Some(own.clone()),
            Side::Count(..) => Some(Type::plain(Family::Number, "integer", "count")),
            Side::Today => Some(Type::plain(Family::Date, "date", "today")),
            Side::Element(_) | Side::Parameter(..) | Side::Literal(_) => None,
        }
    }

    pub(super) fn operand(self) -> Operand {
        match self {
            Side::Attribute(values, _) => Operand::Attribute(values),
            Side::Element(path) => Operand::Element(path),
            Side::Count(counted, _) => Operand::Count(counted),
            Side::Today => Operand::Today,
            Side::Computed(operand, _) => operand,
            Side::Parameter(name, value) => Operand::Parameter { name: name.to_string(), value },
            Side::Literal(literal) => Operand::Literal(literal),
        }
    }

    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Side::Element(_) => "element",
            Side::Literal(literal) => literal_type(literal),
            Side::Parameter(_, Some(value)) => literal_type(value),
            Side::Parameter(_, None) => "string",
            other => other.own_type().map_or("string", |own| own.name),
        }
    }
}

/// The other side of a comparison, for advice on how to ask instead.
struct Other<'a> {
    operator: Comparison,
    text: &'a str,
    /// Whether it is a path, which means something else inside a filter.
    path: bool,
}

impl<'a> Compiler<'a> {
    pub(super) fn compare(&mut self, span: Span, left: &Value<'a>, operator: Comparison, right: &Value<'a>, scope: Scope) -> Option<Test> {
        let missing_quotes = self.tell_missing_quotes(left, right, scope);
        if missing_quotes {
            return None;
        }
        let other =
            |value: &Value<'a>, operator| Other { operator, text: self.slice(value.span), path: matches!(value.kind, ValueKind::Path(_)) };
        let (of_left, of_right) = (other(right, operator), other(left, flipped(operator)));
        let left_side = self.side(left, scope);
        let right_side = self.side(right, scope);
        let (left_side, right_side) = (left_side?, right_side?);
        // One of both is enough: the advice rewrites the whole comparison.
        self.single(left, &left_side, &of_left)?;
        self.single(right, &right_side, &of_right)?;
        if self.slice(left.span) == self.slice(right.span) {
            self.tell_constant(span, matches!(operator, Comparison::Equal | Comparison::LessOrEqual | Comparison::GreaterOrEqual));
        }
        let (left_side, right_side) = self.one_type(span, (left, left_side), operator, (right, right_side))?;
        self.warn_of_constant_count(span, &left_side, operator, &right_side);
        self.warn_of_constant_count(span, &right_side, flipped(operator), &left_side);
        Some(Test::Compare { left: left_side.operand(), operator, right: right_side.operand() })
    }

    /// `lifecycle = operating`: a name that means nothing here and is a value of the other side.
    pub(super) fn tell_missing_quotes(&mut self, left: &Value<'a>, right: &Value<'a>, scope: Scope) -> bool {
        let unknown = [(left, right), (right, left)].into_iter().find_map(|(value, other)| {
            let ValueKind::Path(path) = &value.kind else { return None };
            let name = self.bare_name(path)?;
            let nothing = self.names.meaning(name.text, scope.here) == Meaning::Nothing;
            let ValueKind::Path(other) = &other.kind else { return None };
            nothing.then_some((name, other))
        });
        let Some((name, other)) = unknown else { return false };
        self.quiet += 1;
        let ending = self.walk(other, scope);
        self.quiet -= 1;
        let Some(Ending::Values(values)) = ending else { return false };
        let word = self.names.metamodel.find_word(name.text);
        let attributes = values.attributes.iter().map(|attribute| self.names.metamodel.attribute(*attribute));
        let fits = word.is_some_and(|word| attributes.into_iter().any(|attribute| attribute.values.contains(&word)));
        if fits {
            self.tell(catalogue::QUOTES_MISSING.at(name.span).with("found", name.text).with("advice", format!("'{}'", name.text)));
        }
        fits
    }

    /// Whether a side has one value; a set is refused with the advice how to ask.
    fn single(&mut self, value: &Value<'a>, side: &Side<'a>, other: &Other<'a>) -> Option<()> {
        let ValueKind::Path(path) = &value.kind else { return Some(()) };
        let written = self.slice(path.span);
        let overlaps = match other.operator {
            Comparison::NotEqual => format!("not {written} overlaps {}", other.text),
            _ => format!("{written} overlaps {}", other.text),
        };
        let (entry, advice) = match side {
            Side::Attribute(_, own) if own.list && other.path => (catalogue::LIST_COMPARED, overlaps),
            Side::Attribute(_, own) if own.list => (catalogue::LIST_COMPARED, format!("{} in {written}", other.text)),
            Side::Attribute(values, _) if values.path.many && other.path => (catalogue::SEVERAL_VALUES, overlaps),
            Side::Attribute(values, _) if values.path.many => {
                let advice = self.inside("some", path, |attribute| format!("{attribute} {} {}", other.operator.sign(), other.text));
                (catalogue::SEVERAL_VALUES, advice)
            }
            Side::Element(elements) if elements.many => (catalogue::SEVERAL_ELEMENTS, overlaps),
            _ => return Some(()),
        };
        self.tell(entry.at(path.span).with("found", written).with("advice", advice));
        None
    }

    pub(super) fn side(&mut self, value: &Value<'a>, scope: Scope) -> Option<Side<'a>> {
        match &value.kind {
            ValueKind::Wrong | ValueKind::Literals(_) | ValueKind::List(_) => None,
            ValueKind::Literal(literal) => Some(Side::Literal(natural(*literal))),
            ValueKind::Today => Some(Side::Today),
            ValueKind::Parameter(name) => Some(Side::Parameter(name, self.names.parameters.get(*name).cloned())),
            ValueKind::Count(path) => self.counted(path, scope),
            ValueKind::Aggregate(how, path) => self.aggregate(value, *how, path, scope),
            ValueKind::Times(factor, number) => self.times(factor, number, scope),
            ValueKind::Shifted(date, shifts) => self.shifted(date, shifts, scope),
            ValueKind::Path(path) => match self.walk(path, scope)? {
                Ending::Elements(elements) => Some(Side::Element(elements)),
                Ending::Values(values) => {
                    let own = self.type_of(&values, path.span)?;
                    Some(Side::Attribute(values, own))
                }
            },
        }
    }

    fn counted(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<Side<'a>> {
        Some(match self.walk(path, scope)? {
            Ending::Elements(elements) => {
                let most = (!elements.many).then_some(1);
                Side::Count(Counted::Elements(elements), most)
            }
            Ending::Values(values) => {
                let own = self.type_of(&values, path.span)?;
                let most = match (own.family, own.list || values.path.many) {
                    (_, false) => Some(1),
                    (Family::Enum, true) => Some(own.words.len() as i64),
                    _ => None,
                };
                Side::Count(Counted::Values(values), most)
            }
        })
    }

    /// Brings both sides to one type, or tells why that cannot be.
    fn one_type(
        &mut self,
        span: Span,
        (left, left_side): (&Value<'a>, Side<'a>),
        operator: Comparison,
        (right, right_side): (&Value<'a>, Side<'a>),
    ) -> Option<(Side<'a>, Side<'a>)> {
        if let (Side::Element(one), Side::Element(other)) = (&left_side, &right_side) {
            self.ordered(left.span, operator, None)?;
            if one.kinds.intersection(other.kinds).is_empty() {
                self.tell(catalogue::NEVER_EQUAL.at(span).with("found", self.slice(span)));
            }
            return Some((left_side, right_side));
        }
        for (element, side, other) in [(left, &left_side, &right_side), (right, &right_side, &left_side)] {
            if let Side::Element(_) = side {
                self.tell_element_as_value(element.span, other, (left, &left_side), (right, &right_side));
                return None;
            }
        }
        match (left_side.own_type(), right_side.own_type()) {
            (Some(own), Some(others)) => {
                self.same_family(span, (left.span, &own), (right.span, &others))?;
                self.ordered(left.span, operator, Some(&own))?;
                Some((left_side, right_side))
            }
            (Some(own), None) => {
                let right_side = self.fitted(right_side, right.span, &own);
                self.ordered(left.span, operator, Some(&own))?;
                Some((left_side, right_side?))
            }
            (None, Some(own)) => {
                let left_side = self.fitted(left_side, left.span, &own);
                self.ordered(right.span, operator, Some(&own))?;
                Some((left_side?, right_side))
            }
            (None, None) => {
                if let (Side::Literal(one), Side::Literal(other)) = (&left_side, &right_side) {
                    match literals_hold(one, operator, other) {
                        Some(holds) => self.tell_constant(span, holds),
                        None => {
                            self.tell_types_differ(span, (left, &left_side), (right, &right_side));
                            return None;
                        }
                    }
                }
                Some((left_side, right_side))
            }
        }
    }

    fn tell_types_differ(&mut self, span: Span, left: (&Value<'a>, &Side<'a>), right: (&Value<'a>, &Side<'a>)) {
        let mistake = catalogue::TYPES_DIFFER.at(span);
        let mistake = mistake.with("left", self.slice(left.0.span)).with("left-type", left.1.type_name());
        self.tell(mistake.with("right", self.slice(right.0.span)).with("right-type", right.1.type_name()));
    }

    fn tell_element_as_value(&mut self, element: Span, other: &Side<'a>, left: (&Value<'a>, &Side<'a>), right: (&Value<'a>, &Side<'a>)) {
        if let Side::Literal(Literal::Text(_)) | Side::Parameter(..) = other {
            let written = self.slice(element);
            let mistake = catalogue::ELEMENT_AS_VALUE.at(element).with("found", written);
            self.tell(mistake.with("advice", format!("{written}.id")));
        } else {
            let span = Span { start: left.0.span.start, end: right.0.span.end };
            self.tell_types_differ(span, left, right);
        }
    }

    // What can never be otherwise.

    pub(super) fn tell_constant(&mut self, span: Span, holds: bool) {
        let entry = if holds { catalogue::ALWAYS_TRUE } else { catalogue::NEVER_TRUE };
        self.tell(entry.at(span).with("found", self.slice(span)));
    }

    /// `count x >= 0`: a count is never below zero, and of a single end never above one.
    fn warn_of_constant_count(&mut self, span: Span, counted: &Side, operator: Comparison, other: &Side) {
        let (Side::Count(_, most), Side::Literal(Literal::Integer(number))) = (counted, other) else { return };
        let (least, most) = (0, most.unwrap_or(i64::MAX));
        let at = |count: i64| operator.holds(count.cmp(number));
        let inside = (least..=most).contains(number);
        let always = at(least) && at(most) && !(operator == Comparison::NotEqual && inside);
        let sometimes = at(least) || at(most) || (operator == Comparison::Equal && inside);
        if always || !sometimes {
            self.tell_constant(span, always);
        }
    }
}

pub(super) fn natural(literal: syntax::Literal) -> Literal {
    match literal {
        syntax::Literal::Bool(value) => Literal::Bool(value),
        syntax::Literal::Integer(value) => Literal::Integer(value),
        syntax::Literal::Number(value) => Literal::Number(value),
        syntax::Literal::Date(value) => Literal::Date(value),
        syntax::Literal::Text(value) => Literal::Text(value.to_string()),
    }
}

/// What two literals give; `None` where they do not compare.
fn literals_hold(left: &Literal, operator: Comparison, right: &Literal) -> Option<bool> {
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let order = match (left, right) {
        (Literal::Integer(left), Literal::Integer(right)) => left.cmp(right),
        (Literal::Integer(left), Literal::Number(right)) => (*left as f64).total_cmp(right),
        (Literal::Number(left), Literal::Integer(right)) => left.total_cmp(&(*right as f64)),
        (Literal::Number(left), Literal::Number(right)) => left.total_cmp(right),
        (Literal::Date(left), Literal::Date(right)) => left.cmp(right),
        (Literal::Text(left), Literal::Text(right)) if equality => left.cmp(right),
        (Literal::Bool(left), Literal::Bool(right)) if equality => left.cmp(right),
        _ => return None,
    };
    Some(operator.holds(order))
}

/// The operator that says the same with its sides changed over.
fn flipped(operator: Comparison) -> Comparison {
    match operator {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

impl Comparison {
    /// Whether two values in this order fulfil it.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }

    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }
}
