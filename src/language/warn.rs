//! Warnings that need two conditions side by side: the same one twice, and `every` that nothing holds up.

use super::catalogue;
use super::lex::{Token, lex};
use super::meant::{Literal, Operand, Path, Predicate, Test};
use super::mistake::Mistake;
use super::syntax::Condition;
use crate::place::Span;

/// The conditions that say again what one before them says.
pub(super) fn same_conditions(text: &str, conditions: &[Condition]) -> Vec<Span> {
    let mut seen = rustc_hash::FxHashSet::default();
    let spans = conditions.iter().map(|condition| condition.span);
    spans.filter(|span| !seen.insert(words(text, *span))).collect()
}

/// A piece of a predicate without its spaces; tokens are set apart, so that `a b` and `ab` differ.
fn words(text: &str, span: Span) -> String {
    let lexemes = lex(text, span.range(), &mut Vec::new());
    let words: Vec<&str> = lexemes.iter().filter(|lexeme| lexeme.token != Token::End).map(|lexeme| &text[lexeme.span.range()]).collect();
    words.join(" ")
}

/// `every` in a `full` that is true of nothing at all: nothing in it, nor in the requirement's `where`, demands that
/// there is something. `no P or (every P: …)` says that this is meant.
pub fn true_of_nothing(full: (&str, &Predicate), judged: Option<(&str, &Predicate)>) -> Vec<Mistake> {
    let mut demanded = Vec::new();
    if let Some((text, predicate)) = judged {
        demand(text, predicate, &mut demanded);
    }
    let mut empty = Vec::new();
    if !holds_of_nothing(full.0, full.1, &demanded, &mut empty) {
        return Vec::new();
    }
    let told = |(path, word): &(&Path, &str)| {
        catalogue::TRUE_OF_NOTHING.at(path.span).with("path", &full.0[path.span.range()]).with("found", word)
    };
    empty.iter().map(told).collect()
}

/// Whether a predicate holds only because its paths lead nowhere; `empty` collects those paths.
fn holds_of_nothing<'p>(text: &str, predicate: &'p Predicate, demanded: &[String], empty: &mut Vec<(&'p Path, &'static str)>) -> bool {
    match &predicate.test {
        Test::Every { path, over_nothing: true, .. } | Test::Share { path, over_nothing: true, .. } => {
            let walk = words(text, path.span);
            let asked = demanded.iter().any(|longer| leads_through(longer, &walk));
            if !asked {
                let every = matches!(predicate.test, Test::Every { .. });
                empty.push((path, if every { "every" } else { "share" }));
            }
            !asked
        }
        Test::All(parts) => {
            // Nothing may be told of one part where another part asks for more.
            let mut found = Vec::new();
            let holds = parts.iter().all(|part| holds_of_nothing(text, part, demanded, &mut found));
            if holds {
                empty.extend(found);
            }
            holds
        }
        Test::Any(parts) => {
            let meant: Vec<String> = parts.iter().filter_map(|part| none(text, part)).collect();
            let demanded = [demanded, &meant].concat();
            let mut any = false;
            for part in parts {
                any |= holds_of_nothing(text, part, &demanded, empty);
            }
            any
        }
        _ => false,
    }
}

fn none(text: &str, predicate: &Predicate) -> Option<String> {
    match &predicate.test {
        Test::No(path) => Some(words(text, path.span)),
        _ => None,
    }
}

/// The paths that lead somewhere wherever the predicate holds.
fn demand(text: &str, predicate: &Predicate, demanded: &mut Vec<String>) {
    match &predicate.test {
        Test::All(parts) => parts.iter().for_each(|part| demand(text, part, demanded)),
        Test::Some(path) => demanded.push(words(text, path.span)),
        Test::Compare { left: Operand::Count(_), operator, right: Operand::Literal(Literal::Integer(number)) } => {
            let zero = operator.holds(0.cmp(number));
            if !zero {
                let written = words(text, predicate.span);
                demanded.push(written.trim_start_matches("count ").trim_start_matches("distinct ").to_string());
            }
        }
        _ => {}
    }
}

/// Whether whoever walks `longer` has walked `walk`: it begins with it and goes on with a step, a filter or `+`.
fn leads_through(longer: &str, walk: &str) -> bool {
    longer.strip_prefix(walk).is_some_and(|rest| rest.is_empty() || (rest.starts_with(' ') && !rest.starts_with(" *")))
}
