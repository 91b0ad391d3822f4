//! The plain evaluator's computing: every way in which what is open may turn out is tried, and the least and the
//! greatest result are kept.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

use super::ask::Asker;
use super::sides::{Plain, Side, Stated, compare_plain, unanimous};
use crate::language::meant::{Aggregate, AttributePath, Comparison, Shifted, Unit};
use crate::language::truth::Truth;
use crate::language::world::Node;

/// More than this many ways are not tried; a hand-made world has fewer.
const WAYS: usize = 1 << 14;

impl Asker<'_> {
    /// Silent numbers are tried as endlessly small, as endlessly large and as absent.
    pub(super) fn aggregate(&self, how: Aggregate, path: &AttributePath, here: Node) -> Side {
        let reached = self.reach(&path.path, here);
        let mut ways: Vec<Vec<f64>> = vec![Vec::new()];
        let mut more = |options: Vec<Option<f64>>| {
            let with = |way: &Vec<f64>, option: &Option<f64>| way.iter().copied().chain(*option).collect::<Vec<_>>();
            ways = ways.iter().flat_map(|way| options.iter().map(move |option| with(way, option))).collect();
            assert!(ways.len() <= WAYS, "a hand-made world is small");
        };
        let anything = || vec![None, Some(f64::NEG_INFINITY), Some(f64::INFINITY)];
        let mut unknown = reached.open;
        for (node, sure) in reached.all() {
            match self.values_of(node, &path.attributes) {
                Stated::Absent => {}
                Stated::Unknown | Stated::Vouched => unknown = true,
                Stated::Values(values) => match (values.first(), sure) {
                    (Some(Plain::Number(number)), true) => more(vec![Some(*number)]),
                    (Some(Plain::Number(number)), false) => more(vec![None, Some(*number)]),
                    _ => {}
                },
            }
        }
        if unknown {
            more(anything());
        }
        let results: Vec<Option<f64>> = ways.iter().map(|way| result(how, way)).collect();
        let known = || results.iter().flatten().copied();
        let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
        match (known().next(), results.contains(&None)) {
            (None, _) => Side::Absent,
            (Some(_), none) => Side::Between(low, high, none),
        }
    }

    pub(super) fn shifted(&self, shifted: &Shifted, here: Node) -> Side {
        let mut sides = vec![self.side(&shifted.date, here)];
        sides.extend(shifted.shifts.iter().map(|shift| self.side(&shift.amount, here)));
        for lacking in [Side::Absent, Side::Vouched, Side::Unknown] {
            if sides.contains(&lacking) {
                return lacking;
            }
        }
        let Side::Is(Plain::Date(mut date)) = sides.remove(0) else { panic!("only dates are moved") };
        for (shift, amount) in shifted.shifts.iter().zip(sides) {
            let Side::Is(Plain::Number(amount)) = amount else { panic!("only numbers say how far") };
            let amount = if shift.back { -amount as i64 } else { amount as i64 };
            let Some(moved) = moved(date, amount, shift.unit) else { return Side::Unknown };
            date = moved;
        }
        Side::Is(Plain::Date(date))
    }
}

fn result(how: Aggregate, numbers: &[f64]) -> Option<f64> {
    let sum = numbers.iter().sum::<f64>();
    match how {
        Aggregate::Sum => Some(sum),
        Aggregate::Mean => (!numbers.is_empty()).then(|| sum / numbers.len() as f64),
        Aggregate::Min => numbers.iter().copied().reduce(f64::min),
        Aggregate::Max => numbers.iter().copied().reduce(f64::max),
    }
}

/// Day by day, in the one year whose days off are known.
pub(super) fn moved(from: Date, amount: i64, unit: Unit) -> Option<Date> {
    let span: Span = match unit {
        Unit::Days => amount.days(),
        Unit::Months => amount.months(),
        Unit::Years => amount.years(),
        Unit::WorkingDays => {
            let (mut day, mut left) = (from, amount.abs());
            while left > 0 {
                day = day.saturating_add(amount.signum().days());
                if day.year() != 2026 {
                    return None;
                }
                let free = day == date(2026, 3, 3) || day.weekday() == Weekday::Saturday || day.weekday() == Weekday::Sunday;
                left -= i64::from(!free);
            }
            return Some(day);
        }
    };
    Some(from.saturating_add(span))
}

/// Least and greatest, and whether there may be none.
fn ends(side: &Side) -> Option<(f64, f64, bool)> {
    match side {
        Side::Is(Plain::Number(number)) => Some((*number, *number, false)),
        Side::Between(low, high, none) => Some((*low, *high, *none)),
        // A count that is open goes on without end.
        Side::Counts(counts) => {
            let (least, most) = (*counts.first()?, *counts.last()?);
            Some((least as f64, if most >= 30 { f64::INFINITY } else { most as f64 }, false))
        }
        _ => None,
    }
}

pub(super) fn times(factor: &Side, number: &Side) -> Side {
    for lacking in [Side::Absent, Side::Vouched] {
        if *factor == lacking || *number == lacking {
            return lacking;
        }
    }
    let (Some(factor), Some(number)) = (ends(factor), ends(number)) else { return Side::Unknown };
    let product = |one: f64, two: f64| if one == 0.0 || two == 0.0 { 0.0 } else { one * two };
    let all = [product(factor.0, number.0), product(factor.0, number.1), product(factor.1, number.0), product(factor.1, number.1)];
    Side::Between(
        all.iter().copied().fold(f64::INFINITY, f64::min),
        all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        factor.2 || number.2,
    )
}

/// Compares numbers between bounds: the ends against the ends, something between where there is something, and nothing.
pub(super) fn between(left: &Side, operator: Comparison, right: &Side) -> Truth {
    let (Some(left_ends), Some(right_ends)) = (ends(left), ends(right)) else { return Truth::Unknown };
    if broken(left, right_ends) || broken(right, left_ends) {
        let none = left_ends.2 || right_ends.2;
        match operator {
            Comparison::Equal => return Truth::False,
            Comparison::NotEqual => return if none { Truth::Unknown } else { Truth::True },
            _ => {}
        }
    }
    let numbers = |(low, high, _): (f64, f64, bool), (other_low, other_high, _): (f64, f64, bool)| {
        let mut numbers = vec![low, high];
        numbers.extend([other_low, other_high].into_iter().filter(|number| low <= *number && *number <= high));
        numbers
    };
    let (some, others) = (numbers(left_ends, right_ends), numbers(right_ends, left_ends));
    let pairs = some.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
    let answers = pairs.map(|(one, other)| compare_plain(&Plain::Number(one), operator, &Plain::Number(other)));
    let none = (left_ends.2 || right_ends.2).then_some(Truth::False);
    unanimous(answers.chain(none))
}

/// Whether one side counts and the other is known not to be whole.
fn broken(count: &Side, other: (f64, f64, bool)) -> bool {
    matches!(count, Side::Counts(_)) && other.0 == other.1 && other.0.fract() != 0.0
}

/// The shares of every way in which what is open may turn out: in or out, holding or not.
pub(super) fn share(answers: &[(Truth, bool)], open: bool, operator: Comparison, than: &Side, over_nothing: bool) -> Truth {
    let mut ways: Vec<(u32, u32)> = vec![(0, 0)];
    for (truth, sure) in answers {
        let mut options = match truth {
            Truth::True => vec![(1, 0)],
            Truth::False => vec![(0, 1)],
            Truth::Unknown => vec![(1, 0), (0, 1)],
        };
        if !sure {
            options.push((0, 0));
        }
        ways = ways.iter().flat_map(|way| options.iter().map(move |option| (way.0 + option.0, way.1 + option.1))).collect();
        ways.sort_unstable();
        ways.dedup();
    }
    let mut shares: Vec<f64> = ways.iter().filter(|way| way.0 + way.1 > 0).map(|way| f64::from(way.0) / f64::from(way.0 + way.1)).collect();
    if open {
        shares.extend([0.0, 1.0]);
    }
    let nothing = ways.contains(&(0, 0)).then_some(over_nothing.into());
    let (low, high) = (shares.iter().copied().fold(f64::INFINITY, f64::min), shares.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let answer = (!shares.is_empty())
        .then(|| if *than == Side::Unknown { Truth::Unknown } else { between(&Side::Between(low, high, false), operator, than) });
    unanimous(answer.into_iter().chain(nothing))
}
