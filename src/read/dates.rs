//! Dates as people and tools write them: `2026-11-22`, `22.11.26`, `22/11/2026 10:00`, `22 қараша 2026 ж.`.
//!
//! What can be read in two ways (`03/04/2026`) is told apart from what is no date: it is for a project to say which of
//! its numbers comes first. Nothing here asks what day it is.

use jiff::civil::Date;

/// Which number of a date comes first, where the date itself does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

impl DateOrder {
    pub const NAMES: [&'static str; 3] = ["day-month-year", "month-day-year", "year-month-day"];
    const ALL: [DateOrder; 3] = [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay];

    pub fn from_name(name: &str) -> Option<DateOrder> {
        let at = DateOrder::NAMES.into_iter().position(|known| known == name)?;
        Some(DateOrder::ALL[at])
    }

    /// The day that three numbers name in this order.
    fn day(self, numbers: [i16; 3]) -> Option<Date> {
        let [first, second, third] = numbers;
        let (year, month, day) = match self {
            DateOrder::DayMonthYear => (third, second, first),
            DateOrder::MonthDayYear => (third, first, second),
            DateOrder::YearMonthDay => (first, second, third),
        };
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    }
}

/// Why a text names no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    NoDate,
    /// Two days, in the order of the calendar.
    Ambiguous(Date, Date),
}

/// Behind a year, in three languages.
const YEAR_WORDS: [&str; 11] = ["г", "год", "года", "году", "ж", "жыл", "жылғы", "жылы", "жылдың", "year", "of"];
/// By month: its short names, and how its names begin (`*`), in three languages.
const MONTHS: [&[&str]; 12] = [
    &["янв", "январ*", "қаң", "қаңтар*", "jan", "january"],
    &["фев", "феврал*", "ақп", "ақпан*", "feb", "february"],
    &["мар", "март*", "нау", "наурыз*", "mar", "march"],
    &["апр", "апрел*", "сәу", "сәуір*", "apr", "april"],
    &["май", "мая", "мае", "мам", "мамыр*", "may"],
    &["июн", "июня", "июнь", "июне", "мау", "маусым*", "jun", "june"],
    &["июл", "июля", "июль", "июле", "шіл", "шілде*", "jul", "july"],
    &["авг", "август*", "там", "тамыз*", "aug", "august"],
    &["сен", "сент", "сентябр*", "қыр", "қыркүйек*", "sep", "sept", "september"],
    &["окт", "октябр*", "қаз", "қазан*", "oct", "october"],
    &["ноя", "нояб", "ноябр*", "қар", "қараша*", "nov", "november"],
    &["дек", "декабр*", "жел", "желтоқсан*", "dec", "december"],
];

/// The day that a text names; `order` decides where the text does not.
pub fn read(text: &str, order: Option<DateOrder>) -> Result<Date, Unclear> {
    let text = text.trim().to_lowercase();
    let day = without_time(&text);
    let parts: Vec<&str> = day.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if let Some(month) = parts.iter().find_map(|part| month(part)) {
        return named(&parts, month).ok_or(Unclear::NoDate);
    }
    let numbers: Vec<&str> = parts.into_iter().filter(|part| !YEAR_WORDS.contains(part)).collect();
    if numbers.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(Unclear::NoDate);
    }
    match numbers[..] {
        [compact] if compact.len() == 8 => decide(&compact_readings(compact), order),
        [first, second, third] => decide(&readings([first, second, third], separator(day)), order),
        _ => Err(Unclear::NoDate),
    }
}

/// What stands before a time of day: `2026-11-22T10:00`, `22.11.2026 9:55:27 PM`, `22112026-112046`.
fn without_time(text: &str) -> &str {
    if let Some(colon) = text.find(':') {
        let hours = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
        return hours.trim_end_matches(|c: char| c == 't' || !c.is_alphanumeric());
    }
    match text.split_once('-') {
        Some((day, time)) if day.len() == 8 && time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit()) => day,
        _ => text,
    }
}

/// The first separator behind a number.
fn separator(text: &str) -> char {
    text.chars().find(|c| !c.is_ascii_digit()).unwrap_or(' ')
}

/// A century for two digits: dates of a plan reach further ahead than those of an archive reach back.
fn year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

/// Every order in which three numbers make a day, with the day.
fn readings(numbers: [&str; 3], separator: char) -> Vec<(DateOrder, Date)> {
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    let lengths = numbers.map(str::len);
    let orders: &[DateOrder] = match (lengths, separator) {
        ([4, 1..=2, 1..=2], _) => &[YearMonthDay],
        // With points between, the day comes first wherever such dates are written.
        ([1..=2, 1..=2, 4] | [2, 2, 2], '.') => &[DayMonthYear],
        ([1..=2, 1..=2, 4], _) => &[DayMonthYear, MonthDayYear],
        ([2, 2, 2], _) => &[DayMonthYear, MonthDayYear, YearMonthDay],
        _ => &[],
    };
    let day = |order: &DateOrder| {
        let at = if *order == YearMonthDay { 0 } else { 2 };
        let mut meant = [0; 3];
        for (number, (position, digits)) in meant.iter_mut().zip(numbers.iter().enumerate()) {
            *number = if position == at { year(digits)? } else { digits.parse().ok()? };
        }
        Some((*order, order.day(meant)?))
    };
    orders.iter().filter_map(day).collect()
}

/// Eight digits in a row, with years that somebody may have meant.
fn compact_readings(digits: &str) -> Vec<(DateOrder, Date)> {
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|digits| digits.parse::<i16>().ok()).unwrap_or(0);
    let split = |order| match order {
        YearMonthDay => [number(0, 4), number(4, 6), number(6, 8)],
        DayMonthYear | MonthDayYear => [number(0, 2), number(2, 4), number(4, 8)],
    };
    let orders = [DayMonthYear, MonthDayYear, YearMonthDay].into_iter();
    let days = orders.filter_map(|order| Some((order, order.day(split(order))?)));
    days.filter(|(_, day)| (1900..2200).contains(&day.year())).collect()
}

/// The only day there is; else that of the order.
fn decide(readings: &[(DateOrder, Date)], order: Option<DateOrder>) -> Result<Date, Unclear> {
    let mut days: Vec<Date> = readings.iter().map(|(_, day)| *day).collect();
    days.sort_unstable();
    days.dedup();
    match (days[..].first(), days[..].get(1)) {
        (None, _) => Err(Unclear::NoDate),
        (Some(day), None) => Ok(*day),
        (Some(first), Some(second)) => {
            let ordered = order.and_then(|order| readings.iter().find(|(known, _)| *known == order));
            ordered.map(|(_, day)| *day).ok_or(Unclear::Ambiguous(*first, *second))
        }
    }
}

fn month(word: &str) -> Option<i8> {
    let is = |name: &&str| name.strip_suffix('*').map_or(word == *name, |beginning| word.starts_with(beginning));
    let at = MONTHS.iter().position(|names| names.iter().any(&is))?;
    i8::try_from(at + 1).ok()
}

/// A month by its name, a day of one or two digits and a year of four.
fn named(parts: &[&str], month: i8) -> Option<Date> {
    let (mut year, mut day) = (None, None);
    for part in parts {
        let number = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| part.strip_suffix(ending)).unwrap_or(part);
        match number.parse::<i16>() {
            Ok(found) if number.len() == 4 && year.is_none() => year = Some(found),
            Ok(found) if number.len() <= 2 && day.is_none() => day = Some(found),
            Ok(_) => return None,
            Err(_) if self::month(part).is_some() || YEAR_WORDS.contains(part) => {}
            Err(_) => return None,
        }
    }
    Date::new(year?, month, day?.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<String, Unclear> {
        read(text, None).map(|day| day.to_string())
    }

    #[test]
    fn notations_found_in_models_are_read_where_they_name_one_day() {
        for (text, expected) in [
            ("2026-11-22", "2026-11-22"),
            ("2026-11-22T10:00:00Z", "2026-11-22"),
            ("2016-09-27 9:55:27 PM", "2016-09-27"),
            ("2025/6/7", "2025-06-07"),
            ("2999/12/31", "2999-12-31"),
            ("16/10/2024 10:26:13", "2024-10-16"),
            ("14082024-08:34:36", "2024-08-14"),
            ("20241122-112046", "2024-11-22"),
            ("22.11.2026", "2026-11-22"),
            ("22.11.26", "2026-11-22"),
            ("01.02.98", "1998-02-01"),
            ("22.11.2026 г.", "2026-11-22"),
            ("22.11.2026 ж.", "2026-11-22"),
            ("22 ноября 2026 года", "2026-11-22"),
            ("2026 жылғы 22 қараша", "2026-11-22"),
            ("22-ноя-2026", "2026-11-22"),
            ("November 22nd, 2026", "2026-11-22"),
            ("22 Nov 2026 10:00", "2026-11-22"),
            ("5 мая 2026", "2026-05-05"),
            ("05/05/2026", "2026-05-05"),
        ] {
            assert_eq!(day(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn two_readings_are_told_and_a_project_decides() {
        let ambiguous = |text: &str| match read(text, None) {
            Err(Unclear::Ambiguous(first, second)) => format!("{first} {second}"),
            other => format!("{other:?}"),
        };
        assert_eq!(ambiguous("11/12/2024 11:05:02"), "2024-11-12 2024-12-11");
        assert_eq!(ambiguous("19/12/24 09:18:14"), "2019-12-24 2024-12-19");
        assert_eq!(ambiguous("10122024-112046"), "2024-10-12 2024-12-10");
        for (order, expected) in [("day-month-year", "2024-12-11"), ("month-day-year", "2024-11-12")] {
            let found = read("11/12/2024", DateOrder::from_name(order)).map(|day| day.to_string());
            assert_eq!(found.as_deref(), Ok(expected), "{order}");
        }
        assert_eq!(read("19/12/24", Some(DateOrder::DayMonthYear)).map(|day| day.to_string()).as_deref(), Ok("2024-12-19"));
    }

    #[test]
    fn what_names_no_day_is_none() {
        for text in [
            "",
            "2026",
            "2023/2024",
            "12.2027",
            "31.02.2026",
            "48579",
            "IV кв. 2026",
            "EOM 31/12/2027",
            "маржа 22 2026",
            "1.2.3.4",
            "22 11",
        ] {
            assert_eq!(day(text), Err(Unclear::NoDate), "{text}");
        }
    }
}
