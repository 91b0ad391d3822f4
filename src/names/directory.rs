//! Many names, searched: what says the same as a given name, and what comes nearest to it.

use rustc_hash::FxHashMap;

use super::dictionary::Dictionary;
use super::likeness::Name;
use super::read::Reader;

/// Names and whose they are.
#[derive(Debug)]
pub struct Directory<T> {
    names: Vec<Listed<T>>,
    /// The places of names by what they say.
    same: FxHashMap<Box<str>, Vec<u32>>,
}

#[derive(Debug)]
struct Listed<T> {
    name: Name,
    pairs: u64,
    whose: T,
}

/// How alike a name has to be to be taken for the one that was meant.
pub const NEAR: f64 = 0.75;
/// So many names, the likeliest at first sight, are compared in full.
const CLOSELY: usize = 48;

impl<T: Copy + Eq> Directory<T> {
    /// Lists names; the empty ones are left out.
    pub fn new<'n>(names: impl IntoIterator<Item = (&'n str, T)>) -> Directory<T> {
        let mut reader = Reader::new(Dictionary::standard());
        let mut directory = Directory { names: Vec::new(), same: FxHashMap::default() };
        for (name, whose) in names {
            let name = Name::read(&mut reader, name);
            if !name.is_empty() {
                let places = directory.same.entry(name.same().into()).or_default();
                places.push(directory.names.len() as u32);
                directory.names.push(Listed { pairs: name.pairs(), name, whose });
            }
        }
        directory
    }

    /// Everybody whose name says the same as this one, each once, in the order of the list.
    pub fn same(&self, name: &str) -> Vec<T> {
        let mut found = Vec::new();
        for at in self.same.get(super::same_key(name).as_str()).into_iter().flatten() {
            let whose = self.names[*at as usize].whose;
            if !found.contains(&whose) {
                found.push(whose);
            }
        }
        found
    }

    /// Whose name, of those who fit, comes nearest to this one, and how near; nobody where no name is near enough, the
    /// first in the list where several are equally near.
    pub fn nearest(&self, name: &str, fits: impl Fn(T) -> bool) -> Option<(T, f64)> {
        let name = Name::new(name);
        let pairs = name.pairs();
        let mut first_sight: Vec<(u32, u32)> = Vec::with_capacity(self.names.len());
        for (listed, at) in self.names.iter().zip(0..).filter(|(listed, _)| fits(listed.whose)) {
            let common = (listed.pairs & pairs).count_ones() * 1000 / (listed.pairs | pairs).count_ones().max(1);
            let shortened = name.shortens(&listed.name) > 0.0 || listed.name.shortens(&name) > 0.0;
            first_sight.push((if shortened { 1000 } else { common }, at));
        }
        first_sight.sort_unstable_by_key(|(common, at)| (std::cmp::Reverse(*common), *at));
        first_sight.truncate(CLOSELY);
        let compared = first_sight.iter().map(|(_, at)| (name.likeness(&self.names[*at as usize].name), *at));
        let best = compared.max_by(|(one, at), (other, other_at)| one.total_cmp(other).then(other_at.cmp(at)));
        best.filter(|(likeness, _)| *likeness >= NEAR).map(|(likeness, at)| (self.names[at as usize].whose, likeness))
    }
}
