//! What a pack owes its readers beyond what its rules need: ids that are unique and in the order of the text, citations
//! that fit them, and examples that show what passes and what fails.

use std::cmp::Ordering;

use super::load::Examples;
use super::{Citation, Expected, NO_COUNTERPART, Pack, Requirement, mistake};
use crate::problem::{Code, Problem};

/// Everything that is wrong with the requirements of one pack taken together.
pub fn requirements(requirements: &[Requirement], pack: &Pack, with: Examples) -> Vec<Problem> {
    let mut problems = Vec::new();
    let is_of_an_order = !pack.order.is_empty();
    for (at, requirement) in requirements.iter().enumerate() {
        let before = &requirements[..at];
        if let Some(first) = before.iter().find(|other| other.id == requirement.id) {
            let problem = mistake(Code::PackName, requirement.place, "second-requirement").with("found", &requirement.id);
            problems.push(problem.related_to(first.place));
        } else if let Some(last) = before.last().filter(|last| is_of_an_order && compare(&last.id, &requirement.id) == Ordering::Greater) {
            let problem = mistake(Code::PackIncomplete, requirement.place, "unsorted").with("id", &requirement.id);
            problems.push(problem.with("before", &last.id));
        }
        id(requirement, pack, &mut problems);
        citations(requirement, pack, &mut problems);
        if with == Examples::Read {
            examples(requirement, &mut problems);
        }
    }
    problems
}

/// An id is the order, then the paragraph, then the sub-paragraph; `kk-` marks what only the Kazakh text has.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    order: Part<'a>,
    paragraph: Vec<Part<'a>>,
    kazakh: bool,
    subparagraph: Vec<Part<'a>>,
}

/// Numbers before words, numbers by size.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Number(u64),
    Word(&'a str),
}

fn part(text: &str) -> Part<'_> {
    text.parse().map_or(Part::Word(text), Part::Number)
}

fn key(id: &str) -> Key<'_> {
    let (order, rest) = id.split_once('/').unwrap_or(("", id));
    let (kazakh, rest) = rest.strip_prefix("kk-").map_or((false, rest), |rest| (true, rest));
    let mut levels = rest.split('.').map(|level| level.split('-').map(part).collect());
    let paragraph = levels.next().unwrap_or_default();
    Key { order: part(order), paragraph, kazakh, subparagraph: levels.flat_map(|level: Vec<Part>| level).collect() }
}

/// The order of the text: paragraph by paragraph, what only the Kazakh text has behind the paragraph's others.
pub fn compare(left: &str, right: &str) -> Ordering {
    key(left).cmp(&key(right))
}

/// The id of an order's requirement says where it stands in the order; any other begins with the pack's own id, so that
/// no two packs have a requirement of one id.
fn id(requirement: &Requirement, pack: &Pack, problems: &mut Vec<Problem>) {
    let odd = !requirement.id.contains('/') || requirement.id.contains(char::is_whitespace);
    if pack.order.is_empty() && !pack.id.is_empty() {
        let own = requirement.id.strip_prefix(&pack.id).and_then(|rest| rest.strip_prefix('/'));
        if odd || own.is_none_or(str::is_empty) {
            let problem = mistake(Code::PackName, requirement.place, "id-of-no-pack").with("found", &requirement.id);
            problems.push(problem.with("pack", &pack.id));
        }
    } else if odd {
        problems.push(mistake(Code::PackName, requirement.place, "odd-id").with("found", &requirement.id));
    }
}

fn citations(requirement: &Requirement, pack: &Pack, problems: &mut Vec<Problem>) {
    for cite in requirement.cites.iter().filter(|cite| cite.act.is_none() && is_odd(cite)) {
        problems.push(mistake(Code::PackIncomplete, requirement.place, "odd-citation").with("found", cite.text()));
    }
    // Advice is of no order and cites what it likes.
    if !pack.order.is_empty() {
        if !requirement.cites.iter().any(|cite| is_of(&requirement.id, cite)) {
            problems.push(mistake(Code::PackIncomplete, requirement.place, "order-not-cited").with("id", &requirement.id));
        }
    } else if !pack.advisory && !pack.acts.is_empty() && requirement.cites.is_empty() {
        problems.push(mistake(Code::PackIncomplete, requirement.place, "nothing-cited").with("id", &requirement.id));
    }
}

fn is_odd(cite: &Citation) -> bool {
    // One sub-paragraph of one text may be two of the other: `8, 9`.
    let is_number = |text: &str| text.split(['-', '.', ',']).map(str::trim).all(|part| part.parse::<u32>().is_ok());
    let optional = [&cite.subparagraph, &cite.kk_paragraph, &cite.kk_subparagraph];
    let odd = |text: &Option<String>| text.as_deref().is_some_and(|text| !is_number(text) && text != NO_COUNTERPART);
    !is_number(&cite.order) || !is_number(&cite.paragraph) || optional.into_iter().any(odd)
}

/// Whether the citation names the paragraph that the id speaks of. Sub-paragraphs may be unnumbered parts, so only
/// the paragraph has to agree.
fn is_of(id: &str, cite: &Citation) -> bool {
    let Some((order, rest)) = id.split_once('/') else { return false };
    let paragraph = rest.trim_start_matches("kk-").split('.').next().unwrap_or("");
    let agrees = |cited: &str| paragraph == cited || paragraph.strip_prefix(cited).is_some_and(|rest| rest.starts_with('-'));
    order == cite.order && (agrees(&cite.paragraph) || cite.kk_paragraph.as_deref().is_some_and(agrees))
}

/// A requirement that no example holds in place may change its meaning without a notice; that is a warning, and a test
/// holds the embedded packs to it. What only a person answers can be neither full nor non-compliant before the answer.
fn examples(requirement: &Requirement, problems: &mut Vec<Problem>) {
    let asks_the_model = requirement.asks_the_model();
    if requirement.examples.is_empty() {
        problems.push(mistake(Code::PackIncomplete, requirement.place, "no-example").as_warning().with("id", &requirement.id));
        return;
    }
    let owed = match (asks_the_model, requirement.attested.is_some()) {
        (true, false) => &[Expected::Full, Expected::NonCompliant][..],
        (true, true) => &[Expected::NonCompliant],
        (false, _) => &[Expected::NotAssessed],
    };
    // What is drawn twice is right once, so that not everything about form can be all wrong.
    let falls_short = |expected: Expected| expected == Expected::Partial && requirement.form.is_some();
    let shows = |shown: Expected, owed: Expected| shown == owed || (owed == Expected::NonCompliant && falls_short(shown));
    for expected in owed.iter().filter(|owed| !requirement.examples.iter().any(|example| shows(example.expect, **owed))) {
        let problem = mistake(Code::PackIncomplete, requirement.place, "example-of-verdict-missing").with("id", &requirement.id);
        problems.push(problem.as_warning().with("verdict", expected.verdict().name()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_the_paragraphs_stand_in_the_text() {
        let sorted = [
            "124/5",
            "124/kk-5",
            "124/7.1",
            "124/9.2",
            "124/11.5",
            "124/kk-11.4",
            "124/13.1",
            "193/3",
            "193/3-2",
            "193/4",
            "193/10.6",
            "193/10-2.1",
        ];
        assert!(sorted.windows(2).all(|pair| compare(pair[0], pair[1]) == Ordering::Less), "{sorted:?}");
    }

    #[test]
    fn a_citation_names_the_paragraph_of_the_id() {
        let cite = |paragraph: &str, kazakh: Option<&str>| Citation {
            order: "124".into(),
            act: None,
            paragraph: paragraph.into(),
            subparagraph: None,
            kk_paragraph: kazakh.map(str::to_string),
            kk_subparagraph: None,
        };
        assert!(is_of("124/19.2", &cite("19", None)) && is_of("124/kk-11.4", &cite("11", None)));
        assert!(is_of("124/3-2", &cite("3", None)) && is_of("124/12.1", &cite("11", Some("12"))));
        assert!(!is_of("124/19.2", &cite("1", None)) && !is_of("193/19.2", &cite("19", None)));
        assert!(is_odd(&cite("", None)) && is_odd(&cite("19 (2)", None)) && !is_odd(&cite("10-2", None)));
    }
}
