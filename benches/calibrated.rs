//! Duplicates that were planted are found, and what only looks alike is left apart: the targets, on each half of the
//! set and for each change of a name. The tables are `cargo bench --bench duplicates`.

#[expect(dead_code, reason = "public models and large portfolios are measured by `duplicates`")]
mod duplicates;
#[expect(dead_code, reason = "duplicates are looked for in the graph")]
mod pipeline;
#[path = "generator/random.rs"]
#[expect(dead_code, reason = "other benches need more of it")]
mod random;

use std::path::Path;

use duplicates::judge::{Counts, judge};
use duplicates::plant::Portfolio;
use duplicates::spoil::Change;
use duplicates::things::{LANGUAGES, load};
use saikes::names::same_key;

/// What the search for duplicates promises.
const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.9;

/// What came of a change in all languages together: of the half to tune by, and of the one that was held out.
fn counts(change: Change) -> [Counts; 2] {
    let set = load();
    let mut sums = [Counts::default(); 2];
    for language in LANGUAGES {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("calibrated-{change:?}-{language}"));
        let judged = judge(Portfolio::plant(&set, language, change), &folder);
        sums = [0, 1].map(|half| sums[half].plus(judged.counts(Some(half))));
    }
    sums
}

#[test]
fn what_was_planted_is_found_and_little_else() {
    let mut all = [Counts::default(); 2];
    for change in Change::ALL.into_iter().filter(|change| change.has_target()) {
        for (half, counts) in counts(change).into_iter().enumerate() {
            assert!(counts.planted > 100, "{}: {counts:?}", change.name());
            assert!(counts.recall() >= RECALL, "{}, half {half}: {counts:?}", change.name());
            all[half] = all[half].plus(counts);
        }
    }
    for (half, counts) in all.into_iter().enumerate() {
        assert!(counts.precision() >= PRECISION, "half {half}: {counts:?}");
    }
}

#[test]
fn the_dictionary_knows_none_of_the_things() {
    let mut known = Vec::new();
    for thing in load().areas.iter().flat_map(|area| &area.things) {
        for name in thing.names.values().chain(thing.again.iter().flat_map(|again| again.values())) {
            // What the dictionary knows stands in a key by its id.
            known.extend(same_key(name).contains('=').then(|| format!("{name}: {}", same_key(name))));
        }
    }
    assert!(known.is_empty(), "{}", known.join("\n"));
}
