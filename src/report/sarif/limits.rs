//! What GitHub takes of a log, and what is left out to stay within it: the least urgent first, in a decided order, and
//! never without saying so.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::report::listed::Listed;
use crate::report::{Finding, bearing};
use crate::text::{Language, count, say};

/// A run with more results is refused.
pub const RESULTS: usize = 25_000;
/// A log that is larger when packed with gzip is refused.
pub const SIZE: usize = 10_000_000;
/// Of more results only the most severe are shown.
pub const SHOWN: usize = 5_000;
/// Of more locations of one result, and of more steps of one flow, only the first are shown.
pub const LOCATIONS: usize = 100;
pub const STEPS: usize = 1_000;
/// Characters of the descriptions of a rule.
pub const DESCRIPTION: usize = 1_024;
pub const NAME: usize = 255;

/// The results that fit, in their order, and what did not.
pub struct Fitted<'r> {
    pub listed: Vec<Listed<'r>>,
    pub cuts: Vec<Cut>,
}

/// Something that is left out, or that will not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Results { left_out: usize, all: usize },
    Shown { results: usize },
    Locations { results: usize },
}

impl Cut {
    pub const NAMES: [&'static str; 3] = ["results-left-out", "results-not-shown", "locations-left-out"];

    pub fn name(self) -> &'static str {
        match self {
            Cut::Results { .. } => Cut::NAMES[0],
            Cut::Shown { .. } => Cut::NAMES[1],
            Cut::Locations { .. } => Cut::NAMES[2],
        }
    }

    pub fn words(self, language: Language) -> String {
        match self {
            Cut::Results { left_out, all } => {
                say(language, "sarif.cut.results", &[("left-out", &count(left_out)), ("all", &count(all)), ("most", &count(RESULTS))])
            }
            Cut::Shown { results } => say(language, "sarif.cut.shown", &[("results", &count(results)), ("most", &count(SHOWN))]),
            Cut::Locations { results } => say(language, "sarif.cut.locations", &[("results", &results), ("most", &LOCATIONS)]),
        }
    }
}

/// Keeps what fits, the urgent before the rest; of what is for information what somebody accepted before advice.
pub fn fit(mut listed: Vec<Listed<'_>>, most: usize) -> Fitted<'_> {
    let mut cuts = Vec::new();
    let all = listed.len();
    if all > most {
        let mut order: Vec<usize> = (0..all).collect();
        order.sort_by_key(|at| (listed[*at].urgency, !is_accepted(listed[*at].finding), *at));
        let mut kept = vec![false; all];
        order[..most].iter().for_each(|at| kept[*at] = true);
        let mut kept = kept.into_iter();
        listed.retain(|_| kept.next().unwrap_or(false));
        cuts.push(Cut::Results { left_out: all - most, all });
    }
    if listed.len() > SHOWN {
        cuts.push(Cut::Shown { results: listed.len() });
    }
    let long = listed.iter().filter(|listed| listed.finding.related.len() > LOCATIONS).count();
    if long > 0 {
        cuts.push(Cut::Locations { results: long });
    }
    Fitted { listed, cuts }
}

/// What a waiver or the baseline answers for is listed in every format: nothing lighter displaces it.
fn is_accepted(finding: &Finding) -> bool {
    finding.waived || bearing::is_known(finding)
}

impl Fitted<'_> {
    /// Whether the log may be larger when packed. A result takes a few hundred bytes then, and so does a place beside it.
    pub fn may_exceed(&self, size: usize) -> bool {
        let places = |listed: &Listed<'_>| 1 + listed.finding.related.len().min(LOCATIONS);
        self.listed.iter().map(places).sum::<usize>() > size / 400
    }

    /// How many results to try next where the log with these is larger than it may be; always fewer.
    pub fn fewer(&self, packed: usize, size: usize) -> usize {
        let share = size as f64 / packed.max(size) as f64 * 0.95;
        (self.listed.len() as f64 * share) as usize
    }
}

/// The size of what is written when it is packed.
pub fn packed(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<usize> {
    let mut packing = GzEncoder::new(Counted::default(), Compression::default());
    write(&mut packing)?;
    Ok(packing.finish()?.0)
}

/// Counts the bytes that go nowhere.
#[derive(Default)]
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A text of so many characters at most; a cut one says so.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
    }
}
