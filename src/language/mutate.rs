//! Every condition of a predicate taken out or turned round, as texts: what tests of tests are made of.
//!
//! Works on the text as its author wrote it, so that a defined filter is one condition where it is used. Whether a
//! changed text still is a predicate is for `compile` to say.

use super::parse;
use super::syntax::{Condition, Filter, FilterTest, Head, Path, Step, Test, Value, ValueKind};
use crate::place::Span;

/// One change of a predicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutation {
    /// The condition that was changed.
    pub span: Span,
    /// Whether it was turned round rather than taken out.
    pub negated: bool,
    /// The predicate after it; `None` where nothing is left.
    pub text: Option<String>,
}

/// Every change of one condition of the predicate; none where the text is no predicate. A kind in brackets says where a
/// path leads rather than what holds there, and stays.
pub fn all(text: &str, is_kind: impl Fn(&str) -> bool) -> Vec<Mutation> {
    let mut mistakes = Vec::new();
    let condition = parse::predicate(text, &mut mistakes);
    if mistakes.iter().any(|mistake| !mistake.warning) {
        return Vec::new();
    }
    let mut mutator = Mutator { text, is_kind: &is_kind, found: Vec::new() };
    mutator.take_out(condition.span, None);
    mutator.condition(&condition);
    mutator.found
}

/// The conditions that `and` joins at the top of the predicate, or the whole of it; none where the text is no predicate.
pub fn joined_by_and(text: &str) -> Vec<Span> {
    let mut mistakes = Vec::new();
    let condition = parse::predicate(text, &mut mistakes);
    if mistakes.iter().any(|mistake| !mistake.warning) {
        return Vec::new();
    }
    match &condition.test {
        Test::All(parts) => parts.iter().map(|part| part.span).collect(),
        _ => vec![condition.span],
    }
}

struct Mutator<'a> {
    text: &'a str,
    is_kind: &'a dyn Fn(&str) -> bool,
    found: Vec<Mutation>,
}

impl Mutator<'_> {
    fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The text with one piece of it replaced.
    fn replaced(&self, span: Span, by: &str) -> String {
        let range = span.range();
        format!("{}{by}{}", &self.text[..range.start], &self.text[range.end..])
    }

    fn take_out(&mut self, span: Span, text: Option<String>) {
        self.found.push(Mutation { span, negated: false, text });
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.test {
            Test::All(parts) => self.joined(condition.span, parts, " and "),
            Test::Any(parts) => self.joined(condition.span, parts, " or "),
            _ => self.alone(condition),
        }
    }

    /// Each of the conditions out of the others, and each by itself.
    fn joined(&mut self, whole: Span, parts: &[Condition], by: &str) {
        for (at, part) in parts.iter().enumerate() {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
            let left: Vec<String> = others.map(|(_, other)| format!("({})", self.slice(other.span))).collect();
            let text = self.replaced(whole, &left.join(by));
            self.take_out(part.span, Some(text));
            self.condition(part);
        }
    }

    fn alone(&mut self, condition: &Condition) {
        let negated = format!("not ({})", self.slice(condition.span));
        let text = self.replaced(condition.span, &negated);
        self.found.push(Mutation { span: condition.span, negated: true, text: Some(text) });
        match &condition.test {
            // Turned round already.
            Test::Not(inner) => self.inside(inner),
            Test::Some(path) | Test::No(path) | Test::Has(path) | Test::Alone(path) => self.path(path),
            Test::Every(path, _, holds) | Test::Share { path, holds, .. } => {
                self.path(path);
                self.condition(holds);
            }
            Test::Steps { path, key, holds } => {
                self.path(path);
                self.path(key);
                self.condition(holds);
            }
            Test::Periods(periods) => {
                self.path(&periods.path);
                self.path(&periods.start);
                self.path(&periods.end);
            }
            Test::Compare { left, right, .. } | Test::Sets { left, right, .. } | Test::In { what: left, within: right } => {
                self.value(left);
                self.value(right);
            }
            Test::Is { path, .. } => path.iter().for_each(|path| self.path(path)),
            Test::InState(_) | Test::Wrong => {}
            Test::All(_) | Test::Any(_) => self.condition(condition),
        }
    }

    /// What a `not` is about: taking it out would be turning the whole round.
    fn inside(&mut self, inner: &Condition) {
        match &inner.test {
            Test::All(_) | Test::Any(_) => self.condition(inner),
            _ => {
                let before = self.found.len();
                self.alone(inner);
                self.found.remove(before);
            }
        }
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Path(path) | ValueKind::Count(path) | ValueKind::Aggregate(_, path) => self.path(path),
            ValueKind::Times(factor, number) => {
                self.value(factor);
                self.value(number);
            }
            ValueKind::Shifted(date, shifts) => {
                self.value(date);
                shifts.iter().for_each(|shift| self.value(&shift.amount));
            }
            ValueKind::Wrong
            | ValueKind::Literal(_)
            | ValueKind::Today
            | ValueKind::Parameter(_)
            | ValueKind::Literals(_)
            | ValueKind::List(_) => {}
        }
    }

    fn path(&mut self, path: &Path) {
        self.filters(&path.filters);
        path.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &Step) {
        if let Head::Group(paths) = &step.head {
            paths.iter().for_each(|path| self.path(path));
        }
        self.filters(&step.filters);
        if let Some(repeat) = &step.repeat {
            self.filters(&repeat.filters);
        }
    }

    fn filters(&mut self, filters: &[Filter]) {
        for filter in filters {
            if matches!(filter.test, FilterTest::Bare(name) if (self.is_kind)(name.text)) {
                continue;
            }
            let text = self.replaced(filter.span, "");
            self.take_out(filter.span, Some(text));
            if let FilterTest::Holds(condition) = &filter.test {
                self.condition(condition);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        all(text, |name| name == "y").into_iter().map(|mutation| mutation.text.unwrap_or_else(|| "-".to_string())).collect()
    }

    #[test]
    fn every_condition_is_taken_out_and_turned_round() {
        let found = texts("some a[x][y] and (b = 1 or (has c))");
        assert_eq!(found[0], "-");
        assert!(found.contains(&"not (some a[x][y]) and (b = 1 or (has c))".to_string()), "{found:?}");
        assert!(found.contains(&"some a[y] and (b = 1 or (has c))".to_string()), "{found:?}");
        assert!(found.iter().all(|text| text == "-" || parsed(text)), "{found:?}");
        assert_eq!(found.len(), 9, "{found:?}");
    }

    #[test]
    fn conditions_inside_shares_steps_and_sums_are_changed_too() {
        let some = |text: &str, changed: &str| assert!(texts(text).contains(&changed.to_string()), "{text}: {:?}", texts(text));
        some("share a: b = 1 >= 0.5", "share a: not (b = 1) >= 0.5");
        some("share a[x]: b = 1 >= 0.5", "share a: b = 1 >= 0.5");
        some("every a as b: c and has b.d", "every a as b: (has b.d)");
        some("steps(a[x], b, next.c >= d)", "steps(a, b, next.c >= d)");
        some("steps(a, b, next.c >= d)", "steps(a, b, not (next.c >= d))");
        some("periods(a[x], b, c) cover 1 month", "periods(a, b, c) cover 1 month");
        some("sum a[b = 1].c > 2 * max d[x].e", "sum a[b = 1].c > 2 * max d.e");
        some("today - 2 days > a", "not (today - 2 days > a)");
    }

    #[test]
    fn what_not_is_about_is_not_turned_round_twice() {
        assert_eq!(texts("not some a[b = 1]"), ["-", "not (not some a[b = 1])", "not some a", "not some a[not (b = 1)]"]);
    }

    fn parsed(text: &str) -> bool {
        let mut mistakes = Vec::new();
        parse::predicate(text, &mut mistakes);
        mistakes.is_empty()
    }
}
