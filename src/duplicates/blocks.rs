//! Pairs worth comparing, from blocks: things that share a block may be one thing. No thing is compared with all.
//!
//! A block that is too large is narrowed by further marks of its members, as often as [`DEPTH`]; what no mark narrows
//! is put in a decided order, and each member is compared with those that stand next to it. So the pairs are at most
//! so many times the entries as a block may have members, and no block is passed over.

use rayon::prelude::*;

/// Members behind a member that it is compared with where a block cannot be narrowed.
const WINDOW: usize = 8;
/// So many members are looked at to find those.
const REACH: usize = 64;
const DEPTH: usize = 2;

/// A thing in a block.
pub type Entry = (u64, u32);

/// What narrows blocks.
pub trait Marks: Sync {
    /// Things that are alike stand near each other in the order of these.
    type Key: Ord;

    /// What a thing may share with others besides the block, the most telling first.
    fn marks(&self, thing: u32) -> Vec<u64>;
    fn key(&self, thing: u32) -> Self::Key;
    /// Whether two things may be one at all.
    fn may_pair(&self, left: u32, right: u32) -> bool;
}

/// The pairs, the smaller number first, sorted, each once; and how many blocks had more members than `largest` and were
/// too large to compare all with all.
pub fn pairs(mut entries: Vec<Entry>, marks: &impl Marks, largest: usize) -> (Vec<(u32, u32)>, usize) {
    let mut pairs = Vec::new();
    let mut narrowed = 0;
    for depth in 0..=DEPTH {
        entries.par_sort_unstable();
        entries.dedup();
        let blocks: Vec<&[Entry]> = entries.chunk_by(|left, right| left.0 == right.0).filter(|block| block.len() > 1).collect();
        let (small, large): (Vec<&[Entry]>, Vec<&[Entry]>) = blocks.into_iter().partition(|block| block.len() <= largest);
        pairs.par_extend(small.par_iter().flat_map_iter(|block| all(block, marks)));
        if depth == 0 {
            narrowed = large.len();
        }
        if depth == DEPTH {
            pairs.par_extend(large.par_iter().flat_map_iter(|block| neighbours(block, marks)));
        } else {
            let narrower: Vec<Vec<Entry>> = large.par_iter().map(|block| narrower(block, marks)).collect();
            // What stands alone under every mark still has its neighbours.
            pairs.par_extend(large.par_iter().flat_map_iter(|block| neighbours(block, marks)));
            entries = narrower.concat();
        }
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    (pairs, narrowed)
}

fn ordered(left: u32, right: u32) -> (u32, u32) {
    (left.min(right), left.max(right))
}

fn all<M: Marks>(block: &[Entry], marks: &M) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (at, (_, left)) in block.iter().enumerate() {
        let others = block[at + 1..].iter().map(|(_, right)| *right).filter(|right| marks.may_pair(*left, *right));
        pairs.extend(others.map(|right| ordered(*left, right)));
    }
    pairs
}

fn narrower<M: Marks>(block: &[Entry], marks: &M) -> Vec<Entry> {
    let entries = |(key, thing): &Entry| {
        let (key, thing) = (*key, *thing);
        marks.marks(thing).into_iter().map(move |mark| (mixed(key, mark), thing))
    };
    block.iter().flat_map(entries).collect()
}

fn neighbours<M: Marks>(block: &[Entry], marks: &M) -> Vec<(u32, u32)> {
    let mut members: Vec<u32> = block.iter().map(|(_, thing)| *thing).collect();
    members.sort_by_cached_key(|thing| (marks.key(*thing), *thing));
    let mut pairs = Vec::new();
    for (at, left) in members.iter().enumerate() {
        let others = members[at + 1..].iter().take(REACH).filter(|right| marks.may_pair(*left, **right)).take(WINDOW);
        pairs.extend(others.map(|right| ordered(*left, *right)));
    }
    pairs
}

/// One number of two; which of them comes first matters not.
pub fn mixed(one: u64, other: u64) -> u64 {
    let (one, other) = (one.min(other), one.max(other));
    spread(one.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(other))
}

/// All bits of the result depend on all of the number.
pub fn spread(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The number of a text.
pub fn hash(text: &str) -> u64 {
    spread(text.bytes().fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain;

    impl Marks for Plain {
        type Key = u32;

        fn marks(&self, thing: u32) -> Vec<u64> {
            vec![u64::from(thing / 4)]
        }
        fn key(&self, thing: u32) -> u32 {
            thing
        }
        fn may_pair(&self, _: u32, _: u32) -> bool {
            true
        }
    }

    #[test]
    fn a_large_block_is_narrowed_and_nobody_in_it_is_passed_over() {
        let (found, narrowed) = pairs((0..10_000).map(|thing| (7, thing)).collect(), &Plain, 32);
        assert_eq!(narrowed, 1);
        assert!(found.len() < 10_000 * 32, "{}", found.len());
        let mut met: Vec<u32> = found.iter().flat_map(|(left, right)| [*left, *right]).collect();
        met.sort_unstable();
        met.dedup();
        assert_eq!(met.len(), 10_000);
    }

    #[test]
    fn pairs_do_not_depend_on_the_order_of_entries() {
        let entries: Vec<Entry> = (0..500).map(|thing| (u64::from(thing % 9), thing)).collect();
        let backwards = entries.iter().rev().copied().collect();
        assert_eq!(pairs(entries, &Plain, 32), pairs(backwards, &Plain, 32));
    }
}
