//! Any text as a drawing: it is read or refused, problems have places inside the text, and nothing is counted that
//! was not read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saikes::metamodel::Metamodel;
use saikes::place::FileId;
use saikes::read::archimate::Mapping;
use saikes::read::exchange;

fuzz_target!(|text: &str| {
    let fragment = exchange::read(Metamodel::standard(), Mapping::standard(), FileId(0), text);
    for place in fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
        assert!(text.get(place.span.range()).is_some(), "{place:?} is not in the text");
    }
    assert!(fragment.elements.len() <= fragment.counts.elements + fragment.counts.relations);
});
