//! Numbers as people write them: `1 200 000 ₸`, `12,5 млн тенге`, `85 %`, `1.200,50`.
//!
//! A comma before three digits may divide thousands or begin a fraction: `1,200` is refused.

/// A decimal number, exactly: `digits` times ten to the minus `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    scale: u32,
}

const MULTIPLES: [(&[&str], i128); 3] = [
    (&["тыс", "тысяч", "тысячи", "тысяча", "мың", "thousand"], 1_000),
    (&["млн", "миллион", "миллиона", "миллионов", "mln", "million", "millions"], 1_000_000),
    (&["млрд", "миллиард", "миллиарда", "миллиардов", "bn", "billion", "billions"], 1_000_000_000),
];
/// More digits are no number that anybody counts.
const LONGEST: usize = 24;

impl Decimal {
    /// The number in a text; `None` where there is none or where it could be two.
    pub fn read(text: &str) -> Option<Decimal> {
        let (text, multiple) = without_multiple(text.trim());
        let written: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
        let (sign, unsigned) = match written.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, written.strip_prefix('+').unwrap_or(&written)),
        };
        let (whole, fraction) = parts(unsigned)?;
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || digits.len() > LONGEST || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Decimal { digits: sign * digits.parse::<i128>().ok()? * multiple, scale: u32::try_from(fraction.len()).ok()? })
    }

    /// As a whole number, if it is one.
    pub fn integer(self) -> Option<i64> {
        let unit = 10i128.pow(self.scale);
        (self.digits % unit == 0).then(|| i64::try_from(self.digits / unit).ok())?
    }

    pub fn number(self) -> f64 {
        // The nearest number of its digits, as if it had been written in TOML.
        format!("{}e-{}", self.digits, self.scale).parse().unwrap_or(0.0)
    }

    /// A hundredth of it.
    pub fn percent(self) -> Decimal {
        Decimal { scale: self.scale + 2, ..self }
    }
}

fn without_multiple(text: &str) -> (&str, i128) {
    let words = MULTIPLES.iter().flat_map(|(words, multiple)| words.iter().map(move |word| (*word, *multiple)));
    let plain = text.trim_end_matches('.');
    let found = words.into_iter().find_map(|(word, multiple)| Some((plain.strip_suffix(word)?, multiple)));
    found.filter(|(rest, _)| rest.ends_with(|c: char| !c.is_alphabetic())).unwrap_or((text, 1))
}

/// What stands before and behind the sign of the fraction, without signs between thousands.
fn parts(number: &str) -> Option<(String, String)> {
    let (commas, points) = (number.matches(',').count(), number.matches('.').count());
    let (fraction_sign, group_sign) = match (commas, points) {
        (0, 0) => return Some((number.to_string(), String::new())),
        (0, 1) => ('.', None),
        (1, 0) => (',', None),
        (_, 0) => return Some((grouped(number, ',')?, String::new())),
        (0, _) => return Some((grouped(number, '.')?, String::new())),
        _ if number.rfind(',') > number.rfind('.') => (',', Some('.')),
        _ => ('.', Some(',')),
    };
    let (whole, fraction) = number.rsplit_once(fraction_sign)?;
    let whole = match group_sign {
        Some(sign) => grouped(whole, sign)?,
        None => whole.to_string(),
    };
    let may_divide = group_sign.is_none() && fraction_sign == ',' && fraction.len() == 3 && (1..=3).contains(&whole.len());
    if fraction.is_empty() || (may_divide && !whole.starts_with('0')) {
        return None;
    }
    Some((whole, fraction.to_string()))
}

/// Groups of three digits, put together.
fn grouped(number: &str, sign: char) -> Option<String> {
    let groups: Vec<&str> = number.split(sign).collect();
    let right = groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
    right.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_between_digits_are_told_apart() {
        for (text, number) in [
            ("0", 0.0),
            ("1 200 000", 1_200_000.0),
            ("1\u{a0}200", 1200.0),
            ("1,200,000", 1_200_000.0),
            ("1.200.000", 1_200_000.0),
            ("1,200.50", 1200.5),
            ("1.200,50", 1200.5),
            ("0,125", 0.125),
            ("1,5", 1.5),
            ("-3.25", -3.25),
            ("12,5 млн", 12_500_000.0),
            ("3 мың", 3000.0),
            ("2bn", 2e9),
            ("1'200", 1200.0),
        ] {
            assert_eq!(Decimal::read(text).map(Decimal::number), Some(number), "{text}");
        }
        for text in ["", "1,200", "12,", "1,20,000", "12 шт", "1e5", "много", "млн", "--1", "9999999999999999999999999"] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_exact() {
        let integer = |text| Decimal::read(text).and_then(Decimal::integer);
        assert_eq!(integer("9007199254740993"), Some(9_007_199_254_740_993));
        assert_eq!(integer("1 200,00"), Some(1200));
        assert_eq!(integer("1,5"), None);
        assert_eq!(integer("99999999999999999999"), None);
        assert_eq!(Decimal::read("85").map(|number| number.percent().number()), Some(0.85));
    }
}
