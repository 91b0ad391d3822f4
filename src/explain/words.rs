//! A check in words: predicates read out in the reader's language by the titles of the metamodel.
//!
//! Conditions become a list, one line each, deeper ones indented. A short condition in brackets stays in the line; a long
//! one gets a number, a defined filter its name, and both are read out below the line. The sentences are built of whole phrases (`words.*` in `src/texts`), so that no language has to bend another's grammar.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt::Display;

use crate::fragment::States;
use crate::graph::inner;
use crate::language::meant::{
    AttributePath, Collection, Comparison, Counted, Filter, Literal, Operand, Path, Predicate, Set, SetRelation, Start, Step, Test, Unit,
    Version, Walk,
};
use crate::metamodel::{AttributeId, KindSet, LinkId, Metamodel, Word};
use crate::place::Span;
use crate::text::{Language, say};

/// A line of the list and how deep it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub depth: usize,
    pub text: String,
}

/// A predicate as a list of conditions; `text` is what it was compiled from.
pub fn of(metamodel: &Metamodel, language: Language, predicate: &Predicate, text: &str) -> Vec<Line> {
    let reader = Reader {
        metamodel,
        language,
        text,
        notes: RefCell::default(),
        named: RefCell::default(),
        numbered: Cell::new(0),
        inside: Cell::new(None),
    };
    let mut lines = Vec::new();
    reader.listed(predicate, 0, &mut lines);
    lines
}

struct Reader<'m> {
    metamodel: &'m Metamodel,
    language: Language,
    text: &'m str,
    /// What is read out below the line at hand.
    notes: RefCell<Vec<(String, &'m Predicate)>>,
    /// Defined filters that were read out already.
    named: RefCell<BTreeSet<&'m str>>,
    numbered: Cell<usize>,
    /// The place of the defined filter that is read out.
    inside: Cell<Option<Span>>,
}

impl<'m> Reader<'m> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.language, &format!("words.{key}"), arguments)
    }

    fn listed(&self, predicate: &'m Predicate, depth: usize, lines: &mut Vec<Line>) {
        match &predicate.test {
            Test::All(parts) => parts.iter().for_each(|part| self.part(part, depth, lines)),
            Test::Any(parts) => {
                lines.push(Line { depth, text: self.say("any", &[]) });
                parts.iter().for_each(|part| self.part(part, depth + 1, lines));
            }
            Test::Not(inner) if is_joined(inner) => {
                lines.push(Line { depth, text: self.say("none-of", &[]) });
                self.part(inner, depth + 1, lines);
            }
            Test::Every { path, holds, .. } if is_joined(holds) => {
                lines.push(Line { depth, text: self.say("every-of", &[("path", &self.path(path))]) });
                self.noted(depth + 1, lines);
                self.listed(holds, depth + 1, lines);
            }
            _ => {
                lines.push(Line { depth, text: self.condition(predicate) });
                self.noted(depth + 1, lines);
            }
        }
    }

    /// Reads out what the line above only mentions.
    fn noted(&self, depth: usize, lines: &mut Vec<Line>) {
        let notes = std::mem::take(&mut *self.notes.borrow_mut());
        for (label, condition) in notes {
            lines.push(Line { depth, text: self.say("note", &[("label", &label)]) });
            // Everything in a defined filter stands where it is used: what is inside has no name of its own.
            let outer = self.inside.replace(label.starts_with('`').then_some(condition.span));
            self.listed(condition, depth + 1, lines);
            self.inside.set(outer);
        }
    }

    /// A condition in brackets: short ones as they are, others by the name or number under which they are read out.
    fn bracketed(&self, condition: &'m Predicate) -> String {
        let written = self.text.get(condition.span.range()).unwrap_or("").trim_matches(['[', ']']).trim();
        let is_name =
            !written.is_empty() && written.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        if is_name && self.inside.get() != Some(condition.span) && !matches!(condition.test, Test::Holds(_)) {
            if self.named.borrow_mut().insert(written) {
                self.notes.borrow_mut().push((format!("`{written}`"), condition));
            }
            return format!(" [`{written}`]");
        }
        let before = self.notes.borrow().len();
        let words = self.condition(condition);
        let is_short = !is_joined(condition) && words.chars().count() <= SHORT && self.notes.borrow().len() == before;
        if is_short {
            return format!(" [{words}]");
        }
        // What it mentions is read out where it is read out itself.
        let mentioned = self.notes.borrow_mut().split_off(before);
        for (label, _) in &mentioned {
            self.named.borrow_mut().retain(|name| format!("`{name}`") != *label);
        }
        let numbers = mentioned.iter().filter(|(label, _)| label.starts_with('(')).count();
        self.numbered.set(self.numbered.get() - numbers + 1);
        let label = format!("({})", self.numbered.get());
        self.notes.borrow_mut().push((label.clone(), condition));
        format!(" [{label}]")
    }

    /// A part of a list; several conditions in it are a list of their own.
    fn part(&self, part: &'m Predicate, depth: usize, lines: &mut Vec<Line>) {
        if let Test::All(_) = part.test {
            lines.push(Line { depth, text: self.say("all", &[]) });
            return self.listed(part, depth + 1, lines);
        }
        self.listed(part, depth, lines);
    }

    /// A condition in one line.
    fn condition(&self, predicate: &'m Predicate) -> String {
        match &predicate.test {
            Test::All(parts) => self.joined(parts, "and"),
            Test::Any(parts) => self.joined(parts, "or"),
            Test::Not(inner) => self.not(inner),
            Test::Some(path) => self.say("some", &[("path", &self.path(path))]),
            Test::No(path) => self.say("no", &[("path", &self.path(path))]),
            Test::Every { path, holds, .. } => self.say("every", &[("path", &self.path(path)), ("condition", &self.condition(holds))]),
            Test::Compare { left, operator, right } => self.comparison(left, *operator, right),
            Test::Share { path, holds, operator, than, .. } => {
                let than = format!("{} {}", sign(*operator), self.operand(than, None));
                self.say("share", &[("path", &self.path(path)), ("condition", &self.condition(holds)), ("than", &than)])
            }
            Test::In { what, within } => self.within(what, within),
            Test::Sets { left, relation, right } => {
                let key = match relation {
                    SetRelation::Overlaps => "overlaps",
                    SetRelation::Within => "within",
                    SetRelation::SameAs => "same-as",
                };
                self.say(key, &[("left", &self.set(left)), ("right", &self.set(right))])
            }
            Test::Is { path, kinds } if is_here(path) => self.say("is-here", &[("kinds", &self.kinds(*kinds))]),
            Test::Is { path, kinds } => self.say("is", &[("path", &self.path(path)), ("kinds", &self.kinds(*kinds))]),
            Test::Has(attribute) => self.say("has", &[("attribute", &self.attribute(attribute))]),
            Test::Holds(attribute) => self.say("holds", &[("attribute", &self.attribute(attribute))]),
            Test::Steps { path, key, holds } => {
                let words: [(&str, &dyn std::fmt::Display); 3] =
                    [("path", &self.path(path)), ("key", &self.attribute(key)), ("condition", &self.condition(holds))];
                self.say("steps", &words)
            }
            Test::Periods(periods) => {
                let amount = self.operand(&periods.longest.amount, None);
                let longest = self.say(&format!("unit.{}", unit(periods.longest.unit)), &[("amount", &amount)]);
                let (start, end) = (self.attribute(&periods.start), self.attribute(&periods.end));
                self.say("periods", &[("path", &self.path(&periods.path)), ("start", &start), ("end", &end), ("longest", &longest)])
            }
            Test::Form(form) => self.say(&format!("form.{}", form.name()), &[]),
            Test::InState(states) => {
                let state = if *states == States::CURRENT { "current" } else { "target" };
                self.say(&format!("in-{state}"), &[])
            }
        }
    }

    fn joined(&self, parts: &'m [Predicate], word: &str) -> String {
        let part = |part: &'m Predicate| if is_joined(part) { format!("({})", self.condition(part)) } else { self.condition(part) };
        let word = self.say(word, &[]);
        parts.iter().map(part).collect::<Vec<_>>().join(&format!(" {word} "))
    }

    /// The commonest denials have words of their own.
    fn not(&self, inner: &'m Predicate) -> String {
        match &inner.test {
            Test::Some(path) => self.say("no", &[("path", &self.path(path))]),
            Test::Has(attribute) => self.say("has-not", &[("attribute", &self.attribute(attribute))]),
            Test::Holds(attribute) => self.say("holds-not", &[("attribute", &self.attribute(attribute))]),
            _ => self.say("not", &[("condition", &self.condition(inner))]),
        }
    }

    fn comparison(&self, left: &'m Operand, operator: Comparison, right: &'m Operand) -> String {
        let (of_right, of_left) = (attribute_of(right), attribute_of(left));
        format!("{} {} {}", self.operand(left, of_right), sign(operator), self.operand(right, of_left))
    }

    /// A side of a comparison; a value is named as values of the other side's attribute are.
    fn operand(&self, operand: &'m Operand, of: Option<AttributeId>) -> String {
        match operand {
            Operand::Literal(literal) => self.literal(literal, of),
            Operand::Today => self.say("today", &[]),
            Operand::Parameter { name, value } => match value {
                Some(value) => self.say("parameter", &[("name", name), ("value", &self.literal(value, of))]),
                None => self.say("parameter-unknown", &[("name", name)]),
            },
            Operand::Attribute(attribute) => self.attribute(attribute),
            Operand::Element(path) => self.path(path),
            Operand::Aggregate(aggregate, attribute) => self.say(aggregate.name(), &[("attribute", &self.attribute(attribute))]),
            Operand::Times(factor, number) => format!("{} × {}", self.operand(factor, None), self.operand(number, of)),
            Operand::Shifted(shifted) => {
                let mut words = self.operand(&shifted.date, of);
                for shift in &shifted.shifts {
                    let amount = self.operand(&shift.amount, None);
                    let amount = self.say(&format!("unit.{}", unit(shift.unit)), &[("amount", &amount)]);
                    words += &format!(" {} {amount}", if shift.back { "−" } else { "+" });
                }
                words
            }
            Operand::Count(Counted::Elements(path)) => self.say("count", &[("path", &self.path(path))]),
            Operand::Count(Counted::Values(attribute)) => self.say("count-values", &[("path", &self.attribute(attribute))]),
        }
    }

    fn within(&self, what: &'m Operand, within: &'m Collection) -> String {
        let of = attribute_of(what);
        match within {
            Collection::Literals(literals) => {
                let words: Vec<String> = literals.iter().map(|literal| self.literal(literal, of)).collect();
                self.say("one-of", &[("left", &self.operand(what, None)), ("values", &words.join(", "))])
            }
            Collection::List { name, .. } => self.say("in-list", &[("left", &self.operand(what, None)), ("list", name)]),
            Collection::Values(values) => {
                let left = self.operand(what, values.attributes.first().copied());
                self.say("in", &[("left", &left), ("right", &self.attribute(values))])
            }
            Collection::Elements(path) => self.say("in", &[("left", &self.operand(what, None)), ("right", &self.path(path))]),
        }
    }

    fn set(&self, set: &'m Set) -> String {
        match set {
            Set::Elements(path) => self.path(path),
            Set::Values(attribute) => self.attribute(attribute),
        }
    }

    fn literal(&self, literal: &Literal, of: Option<AttributeId>) -> String {
        match literal {
            Literal::Bool(answer) => self.say(if *answer { "yes" } else { "no-answer" }, &[]),
            Literal::Integer(number) => number.to_string(),
            Literal::Number(number) => number.to_string(),
            Literal::Date(date) => date.to_string(),
            Literal::Word(word) => self.value(*word, of),
            Literal::Text(text) => format!("«{text}»"),
        }
    }

    /// A value of an enum by its label.
    fn value(&self, word: Word, of: Option<AttributeId>) -> String {
        let attribute = of.map(|attribute| self.metamodel.attribute(attribute));
        format!("«{}»", inner(self.metamodel.label(attribute, word, self.language)))
    }

    fn attribute(&self, attribute: &'m AttributePath) -> String {
        let title = attribute.attributes.first().map_or("", |id| self.metamodel.attribute(*id).title.get(self.language));
        if is_here(&attribute.path) {
            return format!("«{title}»");
        }
        format!("{} → «{title}»", self.path(&attribute.path))
    }

    /// Where a path begins, and each link that it follows.
    fn path(&self, path: &'m Path) -> String {
        let start = match &path.start {
            Start::Here if path.steps.is_empty() => Some(self.say("here", &[])),
            Start::Here => None,
            Start::Subject => Some(self.say("subject", &[])),
            Start::Members => Some(self.say("members", &[])),
            Start::WasMembers => Some(self.say("was-members", &[])),
            Start::Item(_) => Some(self.say("item", &[])),
            Start::Next(_) => Some(self.say("next", &[])),
            Start::All { kinds, .. } => Some(self.say("all-of", &[("kinds", &self.kinds(*kinds))])),
        };
        let steps = self.steps(&path.steps, start.is_none());
        match start {
            Some(start) => format!("{start}{steps}"),
            None => steps,
        }
    }

    fn steps(&self, steps: &'m [Step], first: bool) -> String {
        let (mut text, mut reach) = (String::new(), None);
        for step in steps {
            let arrow = if text.is_empty() && first { "" } else { " → " };
            match &step.walk {
                // A way back names its kinds itself.
                Walk::Keep(Filter::Kinds(kinds)) if reach == Some(*kinds) => {}
                Walk::Keep(Filter::Kinds(kinds)) => text += &format!(" ({})", self.kinds(*kinds)),
                Walk::Keep(Filter::Holds(condition)) => text += &self.bracketed(condition),
                Walk::Link(links) => {
                    text += &format!("{arrow}«{}»", self.links(links));
                }
                Walk::Back(links) => {
                    text += &format!("{arrow}{}", self.say("back", &[("link", &self.links(links)), ("kinds", &self.kinds(step.reach))]));
                    reach = Some(step.reach);
                    continue;
                }
                Walk::State(version) => {
                    let key = match version {
                        Version::Was => "was",
                        Version::Becomes => "becomes",
                        Version::Approved => "approved",
                    };
                    text += &format!("{arrow}{}", self.say(key, &[]));
                }
                Walk::Closure { steps, with_start } => {
                    let key = if *with_start { "closure-with" } else { "closure" };
                    text += &format!("{arrow}{}", self.say(key, &[("path", &self.steps(steps, true))]));
                }
                Walk::Either(branches) => {
                    let branches: Vec<String> = branches.iter().map(|steps| self.steps(steps, true)).collect();
                    text += &format!("{arrow}({})", branches.join(&format!(" {} ", self.say("or", &[]))));
                }
            }
            reach = None;
        }
        text
    }

    /// The titles of a link, which has another one on some kinds.
    fn links(&self, links: &[LinkId]) -> String {
        let mut titles: Vec<&str> = links.iter().map(|link| self.metamodel.link(*link).title.get(self.language)).collect();
        titles.dedup();
        titles.truncate(NAMED);
        titles.join(" / ")
    }

    /// Kinds by their titles; of many the shared one.
    fn kinds(&self, kinds: KindSet) -> String {
        let title = |title: &str| crate::report::wording::lower_first(title);
        if let Some(shared) = self.metamodel.abstracts.iter().find(|shared| shared.kinds == kinds) {
            return title(shared.title.get(self.language));
        }
        let all: Vec<String> = kinds.iter().map(|kind| title(self.metamodel.kind(kind).title.get(self.language))).collect();
        if all.len() > NAMED { self.say("element", &[]) } else { all.join(&format!(" {} ", self.say("or", &[]))) }
    }
}

/// Letters of a condition that stays in its line.
const SHORT: usize = 60;
/// More kinds than this are just elements.
const NAMED: usize = 3;

fn sign(operator: Comparison) -> &'static str {
    match operator {
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "≤",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => "≥",
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Days => "days",
        Unit::WorkingDays => "working-days",
        Unit::Months => "months",
        Unit::Years => "years",
    }
}

fn is_here(path: &Path) -> bool {
    path.start == Start::Here && path.steps.is_empty()
}

/// Several conditions in one.
fn is_joined(predicate: &Predicate) -> bool {
    matches!(predicate.test, Test::All(_) | Test::Any(_))
}

fn attribute_of(operand: &Operand) -> Option<AttributeId> {
    match operand {
        Operand::Attribute(attribute) | Operand::Aggregate(_, attribute) => attribute.attributes.first().copied(),
        Operand::Times(_, number) => attribute_of(number),
        Operand::Shifted(_)
        | Operand::Count(_)
        | Operand::Literal(_)
        | Operand::Today
        | Operand::Parameter { .. }
        | Operand::Element(_) => None,
    }
}
