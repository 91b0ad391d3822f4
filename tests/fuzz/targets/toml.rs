//! Any text as a native model, a facts file and a configuration: problems have places inside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saikes::metamodel::Metamodel;
use saikes::place::FileId;
use saikes::problem::Problem;
use saikes::read::{config, facts, native};

fuzz_target!(|text: &str| {
    check(text, &native::read(Metamodel::standard(), FileId(0), text).problems);
    check(text, &facts::read(FileId(0), text).problems);
    check(text, &config::read(FileId(0), text).1);
});

fn check(text: &str, problems: &[Problem]) {
    for place in problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
        assert!(text.get(place.span.range()).is_some(), "{place:?} is not in the text");
    }
}
