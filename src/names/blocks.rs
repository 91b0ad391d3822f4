//! What names share that may be of one thing, for whoever compares many names with one another: sorted by these, a
//! million names are compared within small groups instead of each with each.

use super::likeness::Name;

/// So many letters of a name are varied, and so many words.
const LETTERS: usize = 64;
const WORDS: usize = 12;
/// With fewer words one word alone would make a group, and half of all names begin with `Реестр`.
const ENOUGH: usize = 3;
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

impl Name {
    /// The groups that a name stands in, fewer than a hundred however long it is: by what it says; by its words
    /// without endings, all of them and with each one left out; by its letters, with each one left out. So two names
    /// have a group in common that say the same, that differ in a word of three, or in a letter.
    pub fn blocks(&self) -> Vec<u64> {
        let mut blocks = Vec::new();
        if self.is_empty() {
            return blocks;
        }
        blocks.push(finished(1, hash(self.same().bytes())));
        let mut words: Vec<u64> = self.stems().take(WORDS).map(|stem| hash(stem.bytes())).collect();
        words.sort_unstable();
        if words.len() > 1 {
            blocks.push(finished(2, hash(words.iter().flat_map(|word| word.to_le_bytes()))));
        }
        for left_out in (0..words.len()).filter(|_| words.len() >= ENOUGH) {
            let others = words.iter().enumerate().filter(|(at, _)| *at != left_out);
            blocks.push(finished(2, hash(others.flat_map(|(_, word)| word.to_le_bytes()))));
        }
        let letters: Vec<u8> = self.joined().bytes().take(LETTERS).collect();
        blocks.push(finished(3, hash(letters.iter().copied())));
        // The hash of what is left: that of the letters before, moved by as many places as come behind, and of those.
        let (mut behind, mut places) = (0u64, 1u64);
        let mut before: Vec<u64> = Vec::with_capacity(letters.len());
        letters.iter().fold(0u64, |sum, letter| {
            before.push(sum);
            next(sum, *letter)
        });
        for (letter, before) in letters.iter().zip(before).rev() {
            blocks.push(finished(3, before.wrapping_mul(places).wrapping_add(behind)));
            behind = behind.wrapping_add((u64::from(*letter) + 1).wrapping_mul(places));
            places = places.wrapping_mul(BASE);
        }
        blocks.sort_unstable();
        blocks.dedup();
        blocks
    }
}

/// Letters of the beginning and of the end of a word that is glued of two.
const FRONT: usize = 3;
const END: usize = 4;

impl Name {
    /// The groups in which a word glued of two meets those two: `ветпаспорт` and `ветеринарный паспорт`. By the
    /// beginning and the end of every word, and by the beginning of a word with the end of the next.
    pub fn glued(&self) -> Vec<u64> {
        let words: Vec<&[u8]> = self.heard.iter().take(WORDS).map(|word| word.text.as_bytes()).collect();
        let block = |front: &[u8], behind: &[u8]| {
            let end = behind.len().checked_sub(END).and_then(|at| behind.get(at..))?;
            Some(finished(4, hash(front.get(..FRONT)?.iter().chain(end).copied())))
        };
        let alone = words.iter().filter(|word| word.len() >= FRONT + END).filter_map(|word| block(word, word));
        let by_two = words.windows(2).filter_map(|pair| block(pair[0], pair[1]));
        alone.chain(by_two).collect()
    }
}

fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0, next)
}

fn next(sum: u64, letter: u8) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(u64::from(letter) + 1)
}

/// Groups of one sort are not those of another, and all bits of the number count.
fn finished(sort: u64, sum: u64) -> u64 {
    let mixed = (sum ^ (sum >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9).wrapping_add(sort);
    mixed ^ (mixed >> 32)
}
