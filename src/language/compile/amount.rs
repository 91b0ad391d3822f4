//! Values that are computed: dates moved by durations, products, and what the numbers of several elements come to.

use std::sync::Arc;

use super::operand::Side;
use super::types::{Family, Type};
use super::{Compiler, Ending, Scope};
use crate::language::catalogue;
use crate::language::meant::{Aggregate, Literal, Operand, Shift, Shifted, Unit};
use crate::language::syntax::{self, Value, ValueKind};
use crate::metamodel::AttributeType;

impl<'a> Compiler<'a> {
    /// A date with durations put to it or taken from it.
    pub(super) fn shifted(&mut self, date: &Value<'a>, shifts: &[syntax::Shift<'a>], scope: Scope) -> Option<Side<'a>> {
        let base = self.moment(date, scope);
        let shifts: Vec<_> = shifts.iter().map(|shift| self.shift(shift, scope)).collect();
        let (date, shifts) = (base?, shifts.into_iter().collect::<Option<Vec<_>>>()?);
        let calendar = shifts.iter().any(|shift| shift.unit == Unit::WorkingDays).then(|| Arc::clone(self.names.calendar));
        let moved = Operand::Shifted(Box::new(Shifted { date, shifts, calendar }));
        Some(Side::Computed(moved, Type::plain(Family::Date, "date", "date")))
    }

    fn moment(&mut self, value: &Value<'a>, scope: Scope) -> Option<Operand> {
        let side = self.side(value, scope)?;
        let fits = match &side {
            Side::Today | Side::Literal(Literal::Date(_)) | Side::Parameter(_, Some(Literal::Date(_)) | None) => true,
            Side::Attribute(_, own) | Side::Computed(_, own) => own.family == Family::Date,
            _ => false,
        };
        if !fits {
            let mistake = catalogue::NOT_A_DATE.at(value.span).with("found", self.slice(value.span));
            self.tell(mistake.with("type", side.type_name()));
            return None;
        }
        self.of_one_element(value, &side, "")?;
        Some(side.operand())
    }

    pub(super) fn shift(&mut self, shift: &syntax::Shift<'a>, scope: Scope) -> Option<Shift> {
        let value = &shift.amount;
        let side = self.side(value, scope)?;
        let fits = match &side {
            Side::Literal(Literal::Integer(_)) | Side::Parameter(_, Some(Literal::Integer(_)) | None) => true,
            Side::Attribute(values, _) => {
                let whole = |attribute| self.names.metamodel.attribute(attribute).kind == AttributeType::Integer;
                values.attributes.iter().all(|attribute| whole(*attribute))
            }
            _ => false,
        };
        if !fits {
            let mistake = catalogue::NOT_AN_AMOUNT.at(value.span).with("found", self.slice(value.span));
            self.tell(mistake.with("type", side.type_name()));
            return None;
        }
        self.of_one_element(value, &side, "")?;
        Some(Shift { back: shift.back, amount: side.operand(), unit: shift.unit })
    }

    /// `factor * number`.
    pub(super) fn times(&mut self, factor: &Value<'a>, number: &Value<'a>, scope: Scope) -> Option<Side<'a>> {
        let (factor, number) = (self.number(factor, scope), self.number(number, scope));
        let product = Operand::Times(Box::new(factor?), Box::new(number?));
        Some(Side::Computed(product, Type::plain(Family::Number, "number", "number")))
    }

    fn number(&mut self, value: &Value<'a>, scope: Scope) -> Option<Operand> {
        let side = self.side(value, scope)?;
        let fits = match &side {
            Side::Literal(literal) | Side::Parameter(_, Some(literal)) => is_number(literal),
            Side::Parameter(_, None) | Side::Count(..) => true,
            Side::Attribute(_, own) | Side::Computed(_, own) => own.family == Family::Number,
            Side::Element(_) | Side::Today => false,
        };
        if !fits {
            let mistake = catalogue::NOT_A_NUMBER.at(value.span).with("found", self.slice(value.span));
            self.tell(mistake.with("type", side.type_name()));
            return None;
        }
        self.of_one_element(value, &side, "sum ")?;
        Some(side.operand())
    }

    /// Refuses the values of several elements where one is computed with; `word` makes one of them.
    fn of_one_element(&mut self, value: &Value<'a>, side: &Side<'a>, word: &str) -> Option<()> {
        let (Side::Attribute(values, _), ValueKind::Path(path)) = (side, &value.kind) else { return Some(()) };
        if !values.path.many {
            return Some(());
        }
        let written = self.slice(path.span);
        let advice = match word {
            "" => self.inside("some", path, |attribute| format!("… {attribute} …")),
            word => format!("{word}{written}"),
        };
        self.tell(catalogue::SEVERAL_VALUES.at(path.span).with("found", written).with("advice", advice));
        None
    }

    /// `sum path.attribute` and its like.
    pub(super) fn aggregate(&mut self, value: &Value<'a>, how: Aggregate, path: &syntax::Path<'a>, scope: Scope) -> Option<Side<'a>> {
        let numbers = match self.walk(path, scope)? {
            Ending::Values(values) => {
                let own = self.type_of(&values, path.span)?;
                (own.family == Family::Number && !own.list).then_some(values)
            }
            Ending::Elements(_) => None,
        };
        let Some(numbers) = numbers else {
            let mistake = catalogue::NOT_NUMBERS.at(path.span).with("found", self.slice(path.span));
            self.tell(mistake.with("aggregate", how.name()));
            return None;
        };
        let word = self.slice(value.span).split_whitespace().next().unwrap_or_default();
        Some(Side::Computed(Operand::Aggregate(how, numbers), Type::plain(Family::Number, "number", word)))
    }

    /// What a share is compared with: a number between 0 and 1.
    pub(super) fn share_of(&mut self, value: &Value<'a>, scope: Scope) -> Option<Operand> {
        let side = self.side(value, scope)?;
        let inside = match &side {
            Side::Literal(literal) | Side::Parameter(_, Some(literal)) => match literal {
                Literal::Integer(number) => (0..=1).contains(number),
                Literal::Number(number) => (0.0..=1.0).contains(number),
                _ => false,
            },
            Side::Parameter(_, None) => true,
            _ => false,
        };
        if !inside {
            self.tell(catalogue::SHARE_OUT_OF_RANGE.at(value.span).with("found", self.slice(value.span)));
            return None;
        }
        Some(side.operand())
    }
}

fn is_number(literal: &Literal) -> bool {
    matches!(literal, Literal::Integer(_) | Literal::Number(_))
}
