//! The packs of one run, where projects may have folders of packs and values of their own: each folder is read once, and
//! equal copies of a pack are one copy.
//!
//! A stock is what a project can be judged by; the first is everybody's. Leaves to others: which packs of a stock a
//! project takes, and what it may change (`select`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::library::Library;
use super::lists::Lists;
use super::tailor::{Readers, Tailoring};
use super::{Pack, Requirement};
use crate::metamodel::Metamodel;
use crate::place::Sources;
use crate::problem::{Code, Problem, nearest};
use crate::waivers;

pub struct Shelf {
    metamodel: &'static Metamodel,
    /// Built-in packs, and those of the policy over them.
    library: Library,
    /// Packs that no other folder may replace.
    kept: Vec<String>,
    /// Judge by what was in force on this day.
    as_of: Option<Date>,
    pub packs: Vec<Pack>,
    /// For each pack, by what it differs from which other.
    copies: Vec<Option<(usize, Tailoring)>>,
    readers: Vec<Option<Readers>>,
    pub stocks: Vec<Stock>,
    pub problems: Vec<Problem>,
}

/// The packs that a project can be judged by.
#[derive(Debug, Default)]
pub struct Stock {
    folder: Option<PathBuf>,
    /// By number, orders before advice.
    pub packs: Vec<usize>,
    /// Those of the folder.
    pub own: Vec<usize>,
    /// Those that were not in force on the day asked for.
    pub left_out: Vec<usize>,
    /// Ids of packs of the folder that would have taken the place of one that is kept.
    pub refused: Vec<String>,
    pub lists: Lists,
    /// Whether all packs are judged by the lists of the folder, not its own alone.
    pub is_relisted: bool,
    broken: Vec<String>,
}

impl Stock {
    /// Whether a pack that is probably meant was found and is broken: its own mistakes say all there is to say.
    pub fn is_broken(&self, id: &str) -> bool {
        self.broken.iter().any(|name| name == id)
    }

    pub fn has_broken(&self) -> bool {
        !self.broken.is_empty()
    }
}

impl Shelf {
    /// The built-in packs, with those of the policy's folder. Under a policy, those that it names are replaced by nobody:
    /// all where it names none.
    pub fn new(sources: &mut Sources, policy: Option<(&Path, &str)>, named: Option<Vec<String>>, as_of: Option<Date>) -> Shelf {
        let metamodel = Metamodel::standard();
        let mut library = Library::to_judge_by(metamodel, sources);
        let mut own: Vec<String> = Vec::new();
        if let Some((folder, shown)) = policy {
            let added = library.with_folder(metamodel, sources, folder, shown, &[]);
            own = added.own.iter().map(|pack| pack.id.clone()).collect();
            library.add(added);
        }
        let problems = std::mem::take(&mut library.problems);
        let all = || library.packs.iter().map(|pack| pack.id.clone()).collect();
        let always = || std::iter::once(waivers::PACK.to_string());
        let kept: Vec<String> =
            named.map_or_else(Vec::new, |named| if named.is_empty() { all() } else { named.into_iter().chain(always()).collect() });
        let mut shelf =
            Shelf { metamodel, library, kept, as_of, packs: Vec::new(), copies: Vec::new(), readers: Vec::new(), stocks: Vec::new(), problems };
        let packs: Vec<usize> = shelf.library.packs.clone().into_iter().map(|pack| shelf.put(pack, None)).collect();
        let own = packs.iter().copied().filter(|at| own.contains(&shelf.packs[*at].id)).collect();
        let stock = Stock { packs, own, lists: shelf.library.lists.clone(), broken: shelf.library.broken().to_vec(), ..Stock::default() };
        shelf.stock_up(stock);
        shelf
    }

    fn put(&mut self, pack: Pack, copy_of: Option<(usize, Tailoring)>) -> usize {
        self.packs.push(pack);
        self.copies.push(copy_of);
        self.readers.push(None);
        self.packs.len() - 1
    }

    fn stock_up(&mut self, mut stock: Stock) -> usize {
        if let Some(day) = self.as_of {
            (stock.packs, stock.left_out) = stock.packs.into_iter().partition(|at| self.packs[*at].is_in_force(day));
        }
        stock.packs.sort_by_key(|at| self.packs[*at].advisory);
        self.stocks.push(stock);
        self.stocks.len() - 1
    }

    /// The stock of those who name a folder; `shown` is the folder as reports show it.
    pub fn stock(&mut self, sources: &mut Sources, folder: &Path, shown: &str) -> usize {
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if let Some(known) = self.stocks.iter().position(|stock| stock.folder.as_ref() == Some(&folder)) {
            return known;
        }
        let added = self.library.with_folder(self.metamodel, sources, &folder, shown, &self.kept);
        self.problems.extend(added.problems);
        let own: Vec<usize> = added.own.into_iter().map(|pack| self.put(pack, None)).collect();
        let own_ids: BTreeSet<String> = own.iter().map(|at| self.packs[*at].id.clone()).collect();
        let first = &self.stocks[0];
        // What a policy demands is judged by the lists that it knows.
        let relisted = added.relisted.filter(|_| self.kept.is_empty());
        let is_relisted = relisted.is_some();
        let mut packs: Vec<usize> = match relisted {
            Some(again) => again.into_iter().map(|pack| self.put(pack, None)).collect(),
            None => first.packs.iter().chain(&first.left_out).copied().collect(),
        };
        packs.retain(|at| !own_ids.contains(&self.packs[*at].id));
        packs.extend(&own);
        let broken = [self.library.broken(), &added.broken].concat();
        let refused = added.refused.into_iter().map(|pack| pack.id).collect();
        self.stock_up(Stock { folder: Some(folder), packs, own, refused, lists: added.lists, is_relisted, broken, left_out: Vec::new() })
    }

    /// Whether only packs that were in force on a certain day are taken.
    pub fn is_of_a_day(&self) -> bool {
        self.as_of.is_some()
    }

    /// The number of the pack of that id.
    pub fn position(&self, stock: usize, id: &str) -> Option<usize> {
        self.stocks[stock].packs.iter().copied().find(|at| self.packs[*at].id == id)
    }

    /// The problem that there is no pack of that id; none where it is there, broken or left out.
    pub fn missing(&self, stock: usize, id: &str) -> Option<Problem> {
        let found = &self.stocks[stock];
        let known = || found.packs.iter().chain(&found.left_out).map(|at| self.packs[*at].id.as_str());
        if found.is_broken(id) || known().any(|known| known == id) {
            return None;
        }
        Some(Problem::nowhere(Code::UnknownPack).with("found", id).with("nearest", nearest(id, known()).unwrap_or("")))
    }

    /// The requirement of that id among these packs, with the number of its pack.
    pub fn requirement(&self, packs: &[usize], id: &str) -> Option<(usize, &Requirement)> {
        packs.iter().find_map(|at| self.packs[*at].requirements.iter().find(|found| found.id == id).map(|found| (*at, found)))
    }

    /// The requirements of a pack that read a parameter, by number.
    pub fn readers(&mut self, pack: usize, parameter: &str) -> &[usize] {
        let known = &self.packs[pack];
        self.readers[pack].get_or_insert_with(|| Readers::of(known)).of_parameter(parameter)
    }

    /// The number of the pack that a pack is a version of; its own where it is as written.
    pub fn original(&self, pack: usize) -> usize {
        self.copies[pack].as_ref().map_or(pack, |(of, _)| *of)
    }

    /// The number of a pack with what differs of it; what cannot be is told.
    pub fn tailored(&mut self, sources: &Sources, stock: usize, pack: usize, tailoring: &Tailoring) -> Option<usize> {
        let known = &self.packs[pack];
        let readers = self.readers[pack].get_or_insert_with(|| Readers::of(known));
        let own = tailoring.of(known, readers);
        if own.is_empty() {
            return Some(pack);
        }
        let same = |copy: &Option<(usize, Tailoring)>| copy.as_ref().is_some_and(|(of, by)| *of == pack && *by == own);
        if let Some(known) = self.copies.iter().position(same) {
            return Some(known);
        }
        let found = &self.stocks[stock];
        let lists = if found.is_relisted || found.own.contains(&pack) { &found.lists } else { &self.library.lists };
        let (copy, problems) = own.apply(&self.packs[pack], self.metamodel, sources, lists);
        for problem in problems {
            // What the pack says of itself was told when it was read.
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        copy.map(|copy| self.put(copy, Some((pack, own))))
    }
}
