//! Any bytes as a drawing: they are text or not, each reader reads or refuses them, problems have places inside the
//! text, and nothing is counted that was not read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saikes::fragment::{Fragment, Wanted};
use saikes::metamodel::Metamodel;
use saikes::place::FileId;
use saikes::read::archimate::Mapping;
use saikes::read::{archi, decode, exchange};

fuzz_target!(|bytes: &[u8]| {
    let text = match decode::decode(bytes.to_vec()) {
        Ok(text) => text,
        Err(broken) => {
            assert!(broken.text.get(broken.span.range()).is_some(), "{:?} is not in the text", broken.span);
            return;
        }
    };
    check(&text, &exchange::read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), &text));
    check(&text, &archi::read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), &text));
});

fn check(text: &str, fragment: &Fragment) {
    for place in fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
        assert!(text.get(place.span.range()).is_some(), "{place:?} is not in the text");
    }
    assert!(fragment.elements.len() <= fragment.counts.elements + fragment.counts.relations);
}
