//! The names of a run, each read once: what it says, the words it has, and how rare each word is.

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::{hash, mixed, spread};
use super::settings::CommonWords;
use crate::names::{Dictionary, Name, Reader};

/// A name by its number; names that are written alike are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

impl TextId {
    pub const NONE: TextId = TextId(u32::MAX);
}

/// Every name of the run.
pub struct Texts<'g> {
    written: Vec<&'g str>,
    ids: FxHashMap<&'g str, TextId>,
    read: Vec<Read>,
    /// The names that are compared closely, each read when it is first asked for.
    names: Vec<OnceLock<Box<Name>>>,
    /// What each name shows at first sight.
    sights: Vec<Sight>,
    words: Words,
    /// How many different names have these initials.
    initials: FxHashMap<u64, u32>,
    /// How many bodies have something of a name that says this, where more than two.
    bodies: FxHashMap<u64, u32>,
}

/// What is kept of a name.
#[derive(Debug, Default)]
pub struct Read {
    /// What it says.
    pub same: u64,
    /// Its letters, without spaces.
    pub joined: u64,
    /// The letters of a single word that may be an abbreviation; 0 for none.
    pub short: u64,
    /// The first letters of its words; 0 where there are fewer than two.
    pub initials: u64,
    /// By what a word glued of two meets both.
    pub glued: Box<[u64]>,
    /// The beginnings of its words, in any order.
    pub beginnings: u64,
    /// Its numbers; 0 for none.
    pub numbers: u64,
    /// Its words without endings, entries of the dictionary as one each; then word by word where that differs.
    pub said: Box<[u64]>,
    pub heard: Box<[u64]>,
}

/// The words of a name with their weights, each by the one that stands for all that are nearly it.
#[derive(Debug, Default)]
struct Sight {
    said: Box<[(u32, f32)]>,
    /// Empty where nothing else is heard than said.
    heard: Box<[(u32, f32)]>,
    is_part: bool,
}

/// How much each word says.
#[derive(Debug, Default)]
pub struct Words {
    common: FxHashSet<u64>,
    parts: FxHashSet<u64>,
    weight: f64,
    /// Words that many projects use, with their weight.
    frequent: FxHashMap<u64, f64>,
    /// Words that may be one, but for a slip.
    near: FxHashMap<u64, u64>,
}

/// From so many projects on a word that most of them use says little.
const ENOUGH_PROJECTS: usize = 20;
/// The share of projects up to which a word says all, and from which on it says as little as any.
const RARE: f64 = 0.1;
const FREQUENT: f64 = 0.5;
/// So many names are read in one go.
const PART: usize = 2048;
/// Letters of a beginning.
const BEGINNING: usize = 3;
/// Words of fewer letters have no slips.
const LONG: usize = 5;
/// So many words at most are held for one with slips.
const NEAR: u32 = 24;

impl<'g> Texts<'g> {
    pub fn new(common: &CommonWords) -> Texts<'g> {
        Texts {
            written: Vec::new(),
            ids: FxHashMap::default(),
            read: Vec::new(),
            names: Vec::new(),
            sights: Vec::new(),
            words: Words::new(common),
            initials: FxHashMap::default(),
            bodies: FxHashMap::default(),
        }
    }

    /// The number of a name; none for an empty one.
    pub fn add(&mut self, name: &'g str) -> TextId {
        let name = name.trim();
        if name.is_empty() {
            return TextId::NONE;
        }
        let next = TextId(self.written.len() as u32);
        let id = *self.ids.entry(name).or_insert(next);
        if id == next {
            self.written.push(name);
        }
        id
    }

    /// Reads every name that was added.
    pub fn read(&mut self) {
        self.ids = FxHashMap::default();
        let parts: Vec<(Vec<Read>, FxHashSet<String>)> = self.written.par_chunks(PART).map(read_part).collect();
        let (read, words): (Vec<Vec<Read>>, Vec<FxHashSet<String>>) = parts.into_iter().unzip();
        self.read = read.into_iter().flatten().collect();
        let mut words: Vec<String> = words.into_par_iter().flatten_iter().collect();
        words.par_sort_unstable();
        words.dedup();
        self.words.near = near(&words);
        let mut initials: Vec<(u64, u64)> =
            self.read.iter().filter(|read| read.initials != 0).map(|read| (read.initials, read.same)).collect();
        initials.par_sort_unstable();
        initials.dedup();
        self.initials = initials.chunk_by(|left, right| left.0 == right.0).map(|run| (run[0].0, run.len() as u32)).collect();
        self.names = self.written.iter().map(|_| OnceLock::new()).collect();
        self.look();
    }

    /// What each name shows at first sight, with the weights that words have now.
    fn look(&mut self) {
        let words = &self.words;
        let seen = |list: &[u64]| list.iter().map(|word| (words.near(*word) as u32, words.weight(*word) as f32)).collect();
        let sight = |read: &Read| Sight {
            said: seen(&read.said),
            heard: if read.heard == read.said { Box::default() } else { seen(&read.heard) },
            is_part: read.said.iter().any(|word| words.parts.contains(word)),
        };
        self.sights = self.read.par_iter().map(sight).collect();
    }

    /// A name, read for close comparison.
    pub fn name(&self, text: TextId) -> &Name {
        self.names[text.0 as usize].get_or_init(|| Box::new(Name::new(self.written(text))))
    }

    pub fn same(&self, text: TextId) -> u64 {
        self.read[text.0 as usize].same
    }

    pub fn of(&self, text: TextId) -> &Read {
        &self.read[text.0 as usize]
    }

    pub fn written(&self, text: TextId) -> &'g str {
        self.written[text.0 as usize]
    }

    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Counts in how many of the projects each word stands. `texts` are the names of each project.
    pub fn count(&mut self, texts: &[Vec<TextId>]) {
        let projects = texts.len();
        if projects < ENOUGH_PROJECTS {
            return;
        }
        let words_of = |texts: &Vec<TextId>| {
            let reads = texts.iter().map(|text| self.of(*text));
            let mut words: Vec<u64> = reads.flat_map(|read| read.said.iter().chain(&read.heard).copied()).collect();
            words.sort_unstable();
            words.dedup();
            words
        };
        let mut all: Vec<u64> = texts.par_iter().flat_map_iter(words_of).collect();
        all.par_sort_unstable();
        let least = self.words.weight;
        let weigh = |count: usize| {
            let share = count as f64 / projects as f64;
            let way = (share / RARE).ln() / (FREQUENT / RARE).ln();
            1.0 - way.clamp(0.0, 1.0) * (1.0 - least)
        };
        let frequent = all.chunk_by(|left, right| left == right).map(|run| (run[0], weigh(run.len())));
        self.words.frequent = frequent.filter(|(_, weight)| *weight < 1.0).collect();
        self.look();
    }

    /// The groups that a name stands in, by what two names of one thing have in common.
    pub fn blocks(&self, text: TextId) -> Vec<u64> {
        let (read, sight) = (self.of(text), &self.sights[text.0 as usize]);
        let mut blocks = vec![spread(read.same ^ 1), spread(read.joined ^ 2)];
        blocks.extend([read.short, read.initials].into_iter().filter(|letters| *letters != 0).map(|letters| spread(letters ^ 3)));
        blocks.extend(read.glued.iter().map(|block| spread(block ^ 8)));
        blocks.extend((read.beginnings != 0).then(|| spread(read.beginnings ^ 4)));
        for list in [&sight.said, &sight.heard].into_iter().filter(|list| !list.is_empty()) {
            let mut telling = telling(list);
            blocks.push(spread(telling.iter().fold(5, |sum: u64, (word, _)| sum.wrapping_add(spread(u64::from(*word))))));
            telling.truncate(TELLING);
            blocks.extend(telling.iter().filter(|(_, weight)| *weight >= 1.0).map(|(word, _)| spread(u64::from(*word) ^ (6 << 32))));
            for (at, (word, _)) in telling.iter().enumerate() {
                blocks.extend(telling[at + 1..].iter().map(|(other, _)| mixed(u64::from(*word), u64::from(*other))));
            }
        }
        blocks.sort_unstable();
        blocks.dedup();
        blocks
    }

    /// Counts how many bodies have something of each name; `names` are what names say, each with a body that has it.
    pub fn count_bodies(&mut self, mut names: Vec<(u64, u64)>) {
        names.par_sort_unstable();
        names.dedup();
        let counted = names.chunk_by(|left, right| left.0 == right.0).map(|run| (run[0].0, run.len() as u32));
        self.bodies = counted.filter(|(_, bodies)| *bodies > 2).collect();
    }

    /// How much less a name tells that many bodies have: it is rather a part that things play than a thing.
    pub fn shared_by(&self, text: TextId) -> f64 {
        let bodies = self.bodies.get(&self.same(text)).copied().unwrap_or(2);
        1.0 + (f64::from(bodies) / 2.0).ln()
    }

    /// Of how many different names of the run one of these may be the abbreviation; none where neither is.
    pub fn expansions(&self, left: TextId, right: TextId) -> Option<u32> {
        let (one, other) = (self.of(left), self.of(right));
        let of = |short: u64, long: u64| (short != 0 && short == long).then(|| self.initials.get(&long).copied().unwrap_or(1));
        of(one.short, other.initials).or(of(other.short, one.initials))
    }

    /// Whether one of two names is of a part or a trace of something, and the other is not: the report on a thing is
    /// not the thing.
    pub fn is_part(&self, left: TextId, right: TextId) -> bool {
        self.sights[left.0 as usize].is_part != self.sights[right.0 as usize].is_part
    }

    /// Whether two names may be alike at all, at first sight: they share words, or their letters.
    pub fn may_be_alike(&self, left: TextId, right: TextId) -> bool {
        let (one, other) = (self.of(left), self.of(right));
        let is_one = |left: u64, right: u64| left != 0 && left == right;
        // Whatever else they say, other numbers make other things.
        if one.numbers != 0 && other.numbers != 0 && one.numbers != other.numbers {
            return false;
        }
        let letters = is_one(one.joined, other.joined) || is_one(one.beginnings, other.beginnings);
        let shortens = (one.short != 0) != (other.short != 0) || (one.short != 0 && one.heard.len() != other.heard.len());
        if letters || shortens {
            return true;
        }
        let (sight, other_sight) = (&self.sights[left.0 as usize], &self.sights[right.0 as usize]);
        if share(&sight.said, &other_sight.said) >= SIGHT {
            return true;
        }
        let differs = !sight.heard.is_empty() || !other_sight.heard.is_empty();
        (differs && share(sight.heard(), other_sight.heard()) >= SIGHT) || one.glued.iter().any(|block| other.glued.contains(block))
    }

    /// What narrows a group of names: the words of each.
    pub fn marks(&self, text: TextId) -> Vec<u64> {
        let mut marks = telling(self.sights[text.0 as usize].heard());
        marks.truncate(TELLING);
        marks.into_iter().map(|(word, _)| u64::from(word)).collect()
    }

    /// How much the words of a name weigh together.
    pub fn told(&self, text: TextId) -> f64 {
        self.of(text).said.iter().map(|word| self.words.weight(*word)).sum()
    }
}

impl Sight {
    fn heard(&self) -> &[(u32, f32)] {
        if self.heard.is_empty() { &self.said } else { &self.heard }
    }
}

/// Words by their weight, the rarest first.
fn telling(words: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut telling = words.to_vec();
    telling.sort_unstable_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    telling
}

/// The share of weight in words that two lists have in common.
fn share(one: &[(u32, f32)], other: &[(u32, f32)]) -> f32 {
    let weigh = |words: &[(u32, f32)]| words.iter().map(|(_, weight)| weight).sum::<f32>();
    let is_shared = |word: u32| other.iter().any(|(other, _)| *other == word);
    let shared: f32 = one.iter().filter(|(word, _)| is_shared(*word)).map(|(_, weight)| weight).sum();
    let all = weigh(one) + weigh(other);
    if all == 0.0 { 0.0 } else { 2.0 * shared / all }
}

/// Names that share less of their words at first sight are not looked at closely.
const SIGHT: f32 = 0.4;
/// So many words of a name, the rarest, make groups by twos.
const TELLING: usize = 4;

impl Read {
    fn of(name: &Name) -> Read {
        let said: Box<[u64]> = name.stems().map(hash).collect();
        let heard: Vec<&str> = name.heard().collect();
        let several = heard.len() > 1;
        let first = |word: &&str| word.chars().next();
        let mut initials: Vec<char> = heard.iter().filter_map(first).collect();
        // Doubled letters are heard once.
        initials.dedup();
        let beginning = |word: &&str| word.chars().take(BEGINNING).collect::<String>();
        Read {
            same: hash(name.same()),
            joined: hash(name.joined()),
            short: name.short().filter(|word| (2..=8).contains(&word.chars().count())).map_or(0, hash),
            initials: if several { hash(&initials.iter().collect::<String>()) } else { 0 },
            glued: name.glued().into(),
            beginnings: if several { heard.iter().map(beginning).fold(0, |sum: u64, word| sum.wrapping_add(hash(&word))) } else { 0 },
            numbers: name.numbers().fold(0, |sum: u64, number| mixed(sum.rotate_left(1), hash(number))),
            heard: heard.iter().map(|word| hash(word)).collect(),
            said,
        }
    }
}

impl Words {
    fn new(common: &CommonWords) -> Words {
        let names = [&common.kk, &common.ru, &common.en].into_iter().flatten().map(|word| Name::new(word));
        let words = names.flat_map(|name| name.stems().chain(name.heard()).map(hash).collect::<Vec<_>>()).collect();
        let parts = common.parts.iter().flat_map(|word| Name::new(word).stems().map(hash).collect::<Vec<_>>()).collect();
        Words { common: words, parts, weight: common.weight, ..Words::default() }
    }

    pub fn weight(&self, word: u64) -> f64 {
        if self.common.contains(&word) { self.weight } else { self.frequent.get(&word).copied().unwrap_or(1.0) }
    }

    /// The same by the stem of a word.
    pub fn weight_of(&self, stem: &str) -> f64 {
        self.weight(hash(stem))
    }

    /// The word that stands for all that differ from it by a slip.
    fn near(&self, word: u64) -> u64 {
        self.near.get(&word).copied().unwrap_or(word)
    }
}

/// Reads some names, and gathers the words in which there may be slips.
fn read_part(names: &[&str]) -> (Vec<Read>, FxHashSet<String>) {
    let mut reader = Reader::new(Dictionary::standard());
    let mut words: FxHashSet<String> = FxHashSet::default();
    let mut read = Vec::with_capacity(names.len());
    for name in names {
        let name = Name::read(&mut reader, name);
        for word in name.heard().filter(|word| word.chars().count() >= LONG) {
            if !words.contains(word) {
                words.insert(word.to_string());
            }
        }
        read.push(Read::of(&name));
    }
    (read, words)
}

/// Words that differ in a letter, by the one that stands for them.
fn near(words: &[String]) -> FxHashMap<u64, u64> {
    let mut variants: Vec<(u64, u32)> =
        words.par_iter().enumerate().flat_map_iter(|(at, word)| without_a_letter(word).map(move |hash| (hash, at as u32))).collect();
    variants.par_sort_unstable();
    let mut first: Vec<u32> = (0..words.len() as u32).collect();
    let mut size: Vec<u32> = vec![1; words.len()];
    for run in variants.chunk_by(|left, right| left.0 == right.0) {
        for pair in run.windows(2) {
            let (one, other) = (root(&mut first, pair[0].1), root(&mut first, pair[1].1));
            let (least, most) = (one.min(other) as usize, one.max(other) as usize);
            if least != most && size[least] + size[most] <= NEAR {
                first[most] = least as u32;
                size[least] += size[most];
            }
        }
    }
    let hashes: Vec<u64> = words.par_iter().map(|word| hash(word)).collect();
    let mut near = FxHashMap::default();
    for at in 0..words.len() as u32 {
        let root = root(&mut first, at);
        if root != at || size[root as usize] > 1 {
            near.insert(hashes[at as usize], hashes[root as usize]);
        }
    }
    near
}

/// A word, and what is left of it without each of its letters.
fn without_a_letter(word: &str) -> impl Iterator<Item = u64> + '_ {
    let shorter = word.char_indices().map(move |(at, letter)| hash(&[&word[..at], &word[at + letter.len_utf8()..]].concat()));
    shorter.chain(std::iter::once(hash(word)))
}

fn root(first: &mut [u32], mut at: u32) -> u32 {
    while first[at as usize] != at {
        first[at as usize] = first[first[at as usize] as usize];
        at = first[at as usize];
    }
    at
}
