//! What is computed: dates moved by durations, products, and what the numbers of several elements come to.
//!
//! A number that is not known exactly is an interval: whatever the missing facts turn out to be, it lies inside.

use jiff::Span;
use jiff::civil::Date;

use super::{Evaluator, Gap, Given};
use crate::language::calendar::Calendar;
use crate::language::meant::{Aggregate, AttributePath, Operand, Shift, Shifted, Unit};
use crate::language::world::{Node, World};
use crate::value::Value;

/// A number that is at least `low` and at most `high`; either may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
    /// There may be no number at all: the least of nothing.
    pub perhaps_none: bool,
}

impl Interval {
    pub const ANYTHING: Interval = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY, perhaps_none: false };

    fn given<'a>(self) -> Given<'a> {
        match self {
            Interval { low, high, perhaps_none: false } if low == high => Given::Number(low),
            interval => Given::Between(interval),
        }
    }
}

impl<W: World> Evaluator<'_, W> {
    pub(super) fn shifted<'a>(&'a self, shifted: &'a Shifted, here: Node) -> Given<'a> {
        let mut date = match super::compare::plain(self.operand(&shifted.date, here)) {
            Given::Date(date) => Ok(date),
            other => Err(other),
        };
        for shift in &shifted.shifts {
            // Nothing is taken from what is not there, whichever side it is.
            date = match (date, super::compare::plain(self.operand(&shift.amount, here))) {
                (Ok(date), Given::Integer(amount)) => {
                    self.moved(date, shift, amount, shifted.calendar.as_deref()).map_err(|()| Given::Unknown)
                }
                (Err(Given::Absent), _) | (_, Given::Absent) => Err(Given::Absent),
                (Err(Given::Vouched), _) | (_, Given::Vouched) => Err(Given::Vouched),
                _ => Err(Given::Unknown),
            };
        }
        date.map_or_else(|other| other, Given::Date)
    }

    /// The day so much later or earlier; a year whose working days would have to be known is noted.
    pub(super) fn moved(&self, date: Date, shift: &Shift, amount: i64, calendar: Option<&Calendar>) -> Result<Date, ()> {
        let amount = if shift.back { amount.saturating_neg() } else { amount };
        if shift.unit != Unit::WorkingDays {
            return Ok(moved(date, amount, shift.unit));
        }
        let found = calendar.map_or(Err(date.year()), |calendar| calendar.moved(date, amount));
        found.map_err(|year| self.note(Gap::Given(format!("calendar.{year}"))))
    }

    /// A factor times a number; what either lacks the product lacks.
    pub(super) fn times<'a>(&'a self, factor: &'a Operand, number: &'a Operand, here: Node) -> Given<'a> {
        match (super::compare::plain(self.operand(factor, here)), super::compare::plain(self.operand(number, here))) {
            (Given::Integer(factor), Given::Integer(number)) if factor.checked_mul(number).is_some() => {
                Given::Integer(factor.saturating_mul(number))
            }
            (Given::Absent, _) | (_, Given::Absent) => Given::Absent,
            (Given::Vouched, _) | (_, Given::Vouched) => Given::Vouched,
            (factor, number) => match (interval(factor), interval(number)) {
                (Some(factor), Some(number)) => factor.times(number).given(),
                _ => Given::Unknown,
            },
        }
    }

    pub(super) fn aggregate<'a>(&self, how: Aggregate, path: &AttributePath, here: Node) -> Given<'a> {
        let gathered = self.gather(&path.path, here);
        let mut numbers = Numbers { open: gathered.open, ..Numbers::default() };
        for (node, certain) in gathered.nodes {
            match super::compare::plain(self.said(node, &path.attributes)) {
                Given::Absent => {}
                Given::Integer(number) => numbers.add(number as f64, certain),
                Given::Number(number) => numbers.add(number, certain),
                _ => numbers.open = true,
            }
        }
        numbers.nothing(how).unwrap_or_else(|| numbers.together(how).given())
    }
}

/// The date so much later, or as late as dates go.
fn moved(date: Date, amount: i64, unit: Unit) -> Date {
    let most: i64 = match unit {
        Unit::Days | Unit::WorkingDays => 7_304_484,
        Unit::Months => 239_976,
        Unit::Years => 19_998,
    };
    let amount = amount.clamp(-most, most);
    date.saturating_add(match unit {
        Unit::Days | Unit::WorkingDays => Span::new().days(amount),
        Unit::Months => Span::new().months(amount),
        Unit::Years => Span::new().years(amount),
    })
}

/// A number as an interval; `None` where it is no number.
pub(super) fn interval(given: Given<'_>) -> Option<Interval> {
    let exactly = |number: f64| Some(Interval { low: number, high: number, perhaps_none: false });
    match given {
        Given::Integer(number) => exactly(number as f64),
        Given::Number(number) => exactly(number),
        Given::Value(Value::Integer(number)) => exactly(*number as f64),
        Given::Value(Value::Number(number)) => exactly(*number),
        Given::Between(interval) => Some(interval),
        Given::Count(least, most) => {
            Some(Interval { low: least as f64, high: most.map_or(f64::INFINITY, |most| most as f64), perhaps_none: false })
        }
        _ => None,
    }
}

impl Interval {
    fn times(self, other: Interval) -> Interval {
        let ends = [self.low, self.high].into_iter().flat_map(|one| [other.low, other.high].map(|two| product(one, two)));
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        Interval { low, high, perhaps_none: self.perhaps_none || other.perhaps_none }
    }
}

/// Nothing times anything is nothing. What binary fractions add behind the fifteenth digit is left out, so that 1.1
/// times 100 is 110.
fn product(one: f64, other: f64) -> f64 {
    if one == 0.0 || other == 0.0 {
        return 0.0;
    }
    let exact = one * other;
    format!("{exact:.14e}").parse().unwrap_or(exact)
}

/// The numbers that are added up or compared.
#[derive(Default)]
struct Numbers {
    certain: Vec<f64>,
    possible: Vec<f64>,
    /// There may be others, or one that is there is not known.
    open: bool,
}

impl Numbers {
    fn add(&mut self, number: f64, certain: bool) {
        if certain { self.certain.push(number) } else { self.possible.push(number) }
    }

    /// What surely nothing comes to.
    fn nothing<'a>(&self, how: Aggregate) -> Option<Given<'a>> {
        let nothing = self.certain.is_empty() && self.possible.is_empty() && !self.open;
        nothing.then_some(if how == Aggregate::Sum { Given::Integer(0) } else { Given::Absent })
    }

    fn together(&self, how: Aggregate) -> Interval {
        let perhaps_none = self.certain.is_empty() && how != Aggregate::Sum;
        let (low, high) = match how {
            _ if self.open && matches!(how, Aggregate::Sum | Aggregate::Mean) => (f64::NEG_INFINITY, f64::INFINITY),
            Aggregate::Sum => (self.sum(|number| number < 0.0), self.sum(|number| number > 0.0)),
            Aggregate::Mean => {
                (self.mean(f64::total_cmp, |number, mean| number < mean), self.mean(backwards, |number, mean| number > mean))
            }
            Aggregate::Min => self.least(),
            Aggregate::Max => {
                let (low, high) = self.negative().least();
                (-high, -low)
            }
        };
        Interval { low, high, perhaps_none }
    }

    /// The certain ones and those of the possible ones that are wanted.
    fn sum(&self, wanted: impl Fn(f64) -> bool) -> f64 {
        self.certain.iter().chain(self.possible.iter().filter(|number| wanted(**number))).sum()
    }

    /// The mean that the possible ones move furthest: taken one after the other in this order while they still do.
    fn mean(&self, order: fn(&f64, &f64) -> std::cmp::Ordering, moves: impl Fn(f64, f64) -> bool) -> f64 {
        let mut possible = self.possible.clone();
        possible.sort_by(order);
        let (mut sum, mut count) = (self.certain.iter().sum::<f64>(), self.certain.len() as f64);
        for number in possible {
            if count == 0.0 || moves(number, sum / count) {
                (sum, count) = (sum + number, count + 1.0);
            }
        }
        sum / count
    }

    /// Between what bounds the least one lies.
    fn least(&self) -> (f64, f64) {
        let least = |numbers: &[f64]| numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = self.possible.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let low = if self.open { f64::NEG_INFINITY } else { least(&self.certain).min(least(&self.possible)) };
        let high = match (self.certain.is_empty(), self.open) {
            (false, _) => least(&self.certain),
            (true, true) => f64::INFINITY,
            (true, false) => greatest,
        };
        (low, high)
    }

    fn negative(&self) -> Numbers {
        let negative = |numbers: &[f64]| numbers.iter().map(|number| -number).collect();
        Numbers { certain: negative(&self.certain), possible: negative(&self.possible), open: self.open }
    }
}

fn backwards(left: &f64, right: &f64) -> std::cmp::Ordering {
    right.total_cmp(left)
}
