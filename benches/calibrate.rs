//! How well duplicates are found, as tables: `cargo bench --bench duplicates`. With `--wrong` what is linked wrongly and
//! what is missed.

mod duplicates;
#[expect(dead_code, reason = "duplicates are looked for in the graph")]
mod pipeline;
#[path = "generator/random.rs"]
#[expect(dead_code, reason = "other benches need more of it")]
mod random;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use duplicates::judge::{Counts, Judged, judge};
use duplicates::plant::Portfolio;
use duplicates::spoil::Change;
use duplicates::things::{LANGUAGES, load};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let set = load();
    let mut judged = Vec::new();
    for change in Change::ALL {
        for language in LANGUAGES {
            let folder = scratch().join(format!("duplicates-{}-{language}", change.name().replace(' ', "-")));
            judged.push(judge(Portfolio::plant(&set, language, change), &folder));
        }
    }
    table(&judged);
    if arguments.iter().any(|argument| argument == "--wrong") {
        judged.iter().for_each(wrong);
    }
    ExitCode::SUCCESS
}

/// Where portfolios are written.
fn scratch() -> PathBuf {
    option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from)
}

fn table(judged: &[Judged]) {
    println!("{:<16} {:<4} {:>7} {:>7} {:>7} {:>7} {:>7} {:>9} {:>9}", "", "", "planted", "found", "recall", "tuned", "held", "wrong", "precision");
    let mut total = [Counts::default(); 3];
    for change in Change::ALL {
        let mut sums = [Counts::default(); 3];
        for of in judged.iter().filter(|of| of.portfolio.change == change) {
            let counts = [None, Some(0), Some(1)].map(|half| of.counts(half));
            row("", of.portfolio.language, counts);
            sums.iter_mut().zip(counts).for_each(|(sum, counts)| *sum = sum.plus(counts));
        }
        row(change.name(), "all", sums);
        if change.has_target() {
            total.iter_mut().zip(sums).for_each(|(sum, counts)| *sum = sum.plus(counts));
        }
    }
    row("all but transl.", "", total);
    println!("tuned precision {:.3} held {:.3}", total[1].precision(), total[2].precision());
    let mut traps: BTreeMap<String, [(usize, usize); 3]> = BTreeMap::new();
    for of in judged {
        for (at, half) in [None, Some(0), Some(1)].into_iter().enumerate() {
            for (trap, (linked, all)) in of.trapped(half) {
                let sum = &mut traps.entry(trap).or_default()[at];
                *sum = (sum.0 + linked, sum.1 + all);
            }
        }
    }
    for (trap, [(linked, all), tuned, held]) in traps {
        println!("{trap:<16} {linked:>5} of {all:>5}   tuned {:>5} of {:>5}  held {:>5} of {:>5}", tuned.0, tuned.1, held.0, held.1);
    }
}

fn row(name: &str, language: &str, [all, tuned, held]: [Counts; 3]) {
    println!(
        "{name:<16} {language:<4} {:>7} {:>7} {:>7.3} {:>7.3} {:>7.3} {:>9} {:>9.3}",
        all.planted, all.found, all.recall(), tuned.recall(), held.recall(), all.wrong, all.precision()
    );
}

fn wrong(of: &Judged) {
    let name = |at: usize| format!("{} «{}»", of.portfolio.elements[at].kind, of.portfolio.elements[at].name);
    println!("\n== {} {}", of.portfolio.change.name(), of.portfolio.language);
    for (one, other) in of.missed() {
        println!("missed [{}] {} · {}", of.portfolio.elements[one].half, name(one), name(other));
    }
    for (one, other, score) in of.right() {
        println!("linked [{}] {score:.2} {} · {}", of.portfolio.elements[one].half, name(one), name(other));
    }
    for (one, other, score) in of.wrong() {
        println!("wrong  [{}] {score:.2} {} · {}", of.portfolio.elements[one].half, name(one), name(other));
    }
}
