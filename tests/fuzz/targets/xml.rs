//! Any bytes as a drawing: they are text or not, each reader reads or refuses them, problems have places inside the
//! text, and nothing is counted that was not read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saikes::fragment::{Fragment, Wanted};
use saikes::metamodel::Metamodel;
use saikes::place::{Binder, FileId, SourceFile};
use saikes::read::archimate::Mapping;
use saikes::read::{archi, coarchi, decode, exchange};

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
    let source = bound(&text);
    let fragment = coarchi::read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), &source, &[]);
    check(&source.text, &fragment);
    for place in fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
        let part = source.part_at(place.span.start);
        assert!(place.span.end as usize <= part.range().end, "{place:?} reaches out of its file");
    }
});

/// The text as the files of one model: each begins where a line does that holds nothing but `%`.
fn bound(text: &str) -> SourceFile {
    let mut binder = Binder::new("model");
    for (at, file) in text.split("\n%\n").enumerate() {
        let path = if at == 0 { "folder.xml".to_string() } else { format!("any/BusinessActor_{at}.xml") };
        binder.add(&path, file).expect("the input is small");
    }
    binder.finish()
}

fn check(text: &str, fragment: &Fragment) {
    for place in fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
        assert!(text.get(place.span.range()).is_some(), "{place:?} is not in the text");
    }
    assert!(fragment.elements.len() <= fragment.counts.elements + fragment.counts.relations);
}
