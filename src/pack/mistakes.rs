//! Every mistake of a pack's author beyond those of the predicate language: names and the arguments of their words.
//!
//! The words stand in `src/texts` under `mistake.NAME` (message, label, help), like those of `language::catalogue`;
//! a test holds both together.

use crate::language::mistake::{Mistake, Sort};
use crate::place::Place;
use crate::problem::{Code, Problem};

/// Names and arguments, sorted by name.
pub const ALL: &[(&str, &[&str])] = &[
    ("act-unknown", &["found", "nearest"]),
    ("case-beside-predicates", &["id"]),
    ("chapter-unknown", &["found", "nearest"]),
    ("circle-leads-away", &["found"]),
    ("citation-of-nothing", &[]),
    ("closed-parameter", &["found"]),
    ("edition-of-cases", &[]),
    ("edition-unknown", &["found"]),
    ("example-nothing", &["id", "expected", "found", "kinds"]),
    ("example-of-verdict-missing", &["id", "verdict"]),
    ("example-open", &["id", "expected", "found", "missing"]),
    ("example-short", &["id", "expected", "found", "elements"]),
    ("file-without-pack", &["found"]),
    ("form-beside-predicates", &["id"]),
    ("form-unknown", &["found", "nearest"]),
    ("form-without-subject", &["found"]),
    ("hole-unknown", &["found", "known"]),
    ("id-of-no-pack", &["found", "pack"]),
    ("key-not-single", &["found"]),
    ("layer-unknown", &["found", "nearest"]),
    ("link-unknown", &["found", "nearest"]),
    ("mixed-list", &["found"]),
    ("no-example", &["id"]),
    ("not-a-date", &["found"]),
    ("not-a-list", &["name"]),
    ("not-a-table", &[]),
    ("not-a-value", &["found"]),
    ("nothing-cited", &["id"]),
    ("nothing-judged", &["id"]),
    ("odd-citation", &["found"]),
    ("odd-day", &["found", "year"]),
    ("odd-id", &["found"]),
    ("odd-pack-id", &["found"]),
    ("odd-year", &["found"]),
    ("order-not-cited", &["id"]),
    ("pack-of-nothing", &[]),
    ("parameter-type", &["found", "expected", "given"]),
    ("parameter-unknown", &["found", "nearest"]),
    ("partial-message-alone", &["id"]),
    ("partial-never-reached", &[]),
    ("partial-without-full", &[]),
    ("requirement-of-another-pack", &["found", "pack", "owner"]),
    ("second-act", &["found"]),
    ("second-define", &["found"]),
    ("second-pack", &["found"]),
    ("second-requirement", &["found"]),
    ("setting-unfit", &["found", "form"]),
    ("share-out-of-range", &["found"]),
    ("stage-unknown", &["found", "nearest"]),
    ("state-unknown", &["found"]),
    ("type-unknown", &["found", "nearest"]),
    ("unsaid", &["language", "count"]),
    ("unsorted", &["id", "before"]),
    ("untranslated", &["name", "language"]),
    ("value-missing-in-pack", &["name", "table"]),
    ("wants-attribute", &["found"]),
    ("word-unknown", &["found", "allowed", "nearest"]),
    ("wrong-form", &["reason"]),
];

/// A mistake as a problem; its other arguments are added by the caller.
pub fn mistake(code: Code, place: Place, name: &'static str) -> Problem {
    debug_assert!(ALL.iter().any(|(known, _)| *known == name), "`{name}` is not in the list");
    Problem::new(code, place).with("mistake", name)
}

/// A mistake that the predicate language has words for, found outside a predicate: an unknown kind.
pub fn of_language(name: &'static str, place: Place) -> Problem {
    Problem::new(Code::PackName, place).with("mistake", name)
}

/// A mistake of a predicate, at its place in the file.
pub fn of_predicate(found: Mistake, place: Place) -> Problem {
    let code = match found.sort {
        Sort::Syntax => Code::PackSyntax,
        Sort::Name => Code::PackName,
        Sort::Type => Code::PackType,
        Sort::Pointless => Code::PackPointless,
    };
    let mut problem = Problem::new(code, place).with("mistake", found.name);
    problem.arguments.extend(found.arguments);
    if found.warning { problem.as_warning() } else { problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::catalogue;
    use crate::text::{self, Language};

    #[test]
    fn names_are_sorted_and_not_those_of_the_language() {
        assert!(ALL.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let theirs: Vec<_> = catalogue::ALL.iter().map(|entry| entry.name).collect();
        assert!(ALL.iter().all(|(name, _)| !theirs.contains(name)));
    }

    #[test]
    fn every_mistake_has_its_words_and_they_use_its_arguments_alone() {
        for (name, arguments) in ALL {
            for language in Language::ALL {
                for part in ["message", "label", "help"] {
                    let text = text::find(language, &format!("mistake.{name}.{part}"))
                        .unwrap_or_else(|| panic!("{name} has no {part} in {language:?}"));
                    let holes = text.split('{').skip(1).filter_map(|rest| rest.split(['}', ':']).next());
                    let strange: Vec<&str> = holes.filter(|hole| !arguments.contains(hole)).collect();
                    assert!(strange.is_empty(), "{name}.{part} in {language:?}: {strange:?}");
                }
            }
        }
    }
}
