//! The table of missing facts, as `check` and `facts` show it: who lacks them and what waits for them.

use crate::report::paper::{Ink, Paper, pad, width, wrap};
use crate::report::{Missing, wording};
use crate::text::{Language, count, say};

/// Columns for a fact; a longer one is broken. The heads of the others take up to 40 in every language.
const FACT: usize = 36;

/// A row for each fact, with what is told below it: elements that lack it, requirements and answers that wait for it,
/// answers that wait for nothing else.
pub fn table(paper: &mut Paper, language: Language, facts: &[(&Missing, Vec<String>)]) {
    let row = |missing: &Missing| {
        let number = |number: usize| if number == 0 { String::new() } else { count(number) };
        let fact = wrap(&wording::missing(language, missing), FACT, FACT - 2);
        let settles = missing.settles;
        (fact, [missing.elements, settles.requirements, settles.subjects, settles.alone.subjects].map(number))
    };
    let [fact, numbers @ ..] =
        ["fact", "elements", "requirements", "subjects", "alone"].map(|head| say(language, &format!("missing.{head}"), &[]));
    let mut rows: Vec<(Vec<String>, [String; 4])> = vec![(vec![fact], numbers)];
    rows.extend(facts.iter().map(|(missing, _)| row(missing)));
    let fact_column = rows.iter().flat_map(|(fact, _)| fact).map(|line| width(line)).max().unwrap_or(0);
    let columns = [0, 1, 2, 3].map(|at| rows.iter().map(|(_, numbers)| width(&numbers[at])).max().unwrap_or(0));
    for (at, (fact, numbers)) in rows.iter().enumerate() {
        let numbers = numbers.iter().zip(columns).map(|(text, column)| format!("{}{text}", " ".repeat(column - width(text))));
        let line = std::iter::once(pad(&fact[0], fact_column)).chain(numbers).collect::<Vec<_>>().join("  ");
        let painted = paper.style.paint(if at == 0 { Ink::Faint } else { Ink::Plain }, line.trim_end());
        paper.line(&format!("    {painted}"));
        for rest in &fact[1..] {
            paper.line(&format!("      {rest}"));
        }
        let notes = at.checked_sub(1).map_or(&[][..], |at| &facts[at].1);
        for note in notes {
            paper.paragraph(8, Ink::Faint, note);
        }
    }
}

/// What the last column means, where it says anything.
pub fn legend(paper: &mut Paper, language: Language, facts: &[(&Missing, Vec<String>)]) {
    if facts.iter().any(|(missing, _)| missing.settles.alone.subjects > 0) {
        paper.paragraph(4, Ink::Faint, &say(language, "missing.legend", &[]));
    }
}
