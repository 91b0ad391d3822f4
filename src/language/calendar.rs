//! Working days: which days of the years that are known are worked, and counting them.
//!
//! Filled from `rules/lists.toml` by whoever reads it. Outside of the known years nothing is guessed.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

/// The years whose days off are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    pub years: BTreeMap<i16, Year>,
}

/// One year; Saturdays and Sundays are days off without being listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// Weekdays that are not worked, sorted.
    pub off: Vec<Date>,
    /// Days of a weekend that are worked, sorted.
    pub worked: Vec<Date>,
}

impl Calendar {
    /// Whether a day is worked; `None` where its year is not known.
    pub fn is_worked(&self, day: Date) -> Option<bool> {
        let year = self.years.get(&day.year())?;
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let listed = if weekend { &year.worked } else { &year.off };
        let found = listed.binary_search(&day).is_ok();
        Some(found == weekend)
    }

    /// The working day so many after a date, before it where the amount is negative; the year that would have to be
    /// known where one on the way is not.
    pub fn moved(&self, from: Date, amount: i64) -> Result<Date, i16> {
        let (mut day, mut left) = (from, amount.unsigned_abs());
        while left > 0 {
            let next = if amount > 0 { day.tomorrow() } else { day.yesterday() };
            day = next.map_err(|_| day.year())?;
            left -= u64::from(self.is_worked(day).ok_or(day.year())?);
        }
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn calendar() -> Calendar {
        // Thursday and Friday are off, the Sunday behind them is worked.
        let year = Year { off: vec![date(2026, 1, 1), date(2026, 1, 2)], worked: vec![date(2026, 1, 4)] };
        Calendar { years: BTreeMap::from([(2026, year)]) }
    }

    #[test]
    fn days_off_are_passed_over_and_worked_weekends_are_counted() {
        let calendar = calendar();
        assert_eq!(calendar.moved(date(2026, 1, 1), 1), Ok(date(2026, 1, 4)));
        assert_eq!(calendar.moved(date(2026, 1, 4), 5), Ok(date(2026, 1, 9)));
        assert_eq!(calendar.moved(date(2026, 1, 9), -5), Ok(date(2026, 1, 4)));
        assert_eq!(calendar.moved(date(2026, 1, 3), 0), Ok(date(2026, 1, 3)));
    }

    #[test]
    fn an_unknown_year_on_the_way_is_named() {
        assert_eq!(calendar().moved(date(2026, 12, 31), 1), Err(2027));
        assert_eq!(calendar().moved(date(2026, 1, 4), -1), Err(2025));
        assert_eq!(calendar().moved(date(2026, 1, 5), i64::MAX), Err(2027));
    }
}
