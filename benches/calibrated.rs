//! Duplicates that were planted are found, and what only looks alike is left apart: the targets, on each half of the
//! set and for each change of a name. The tables are `cargo bench --bench duplicates`.

mod duplicates;
#[expect(dead_code, reason = "duplicates are looked for in the graph")]
mod pipeline;
#[path = "generator/random.rs"]
#[expect(dead_code, reason = "other benches need more of it")]
mod random;

use std::path::Path;

use duplicates::judge::{Counts, Judged, judge};
use duplicates::plant::Portfolio;
use duplicates::spoil::Change;
use duplicates::things::{LANGUAGES, load};
use saikes::names::{Dictionary, TEXT};

/// What the search for duplicates promises.
const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.9;

fn judged(change: Change) -> Vec<Judged> {
    let set = load();
    let folder = |language: &str| Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("calibrated-{change:?}-{language}"));
    LANGUAGES.map(|language| judge(Portfolio::plant(&set, language, change), &folder(language))).into_iter().collect()
}
