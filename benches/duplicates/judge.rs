//! The engine's links beside the labels.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use saikes::place::Sources;

use super::plant::{Label, Portfolio};
use crate::pipeline;

/// A link that the engine made between two elements of a portfolio, by their numbers, and its score.
pub type Link = (usize, usize, f64);

/// What came of one portfolio.
pub struct Judged {
    pub portfolio: Portfolio,
    pub links: Vec<Link>,
}

/// Right and wrong.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub found: usize,
    pub planted: usize,
    pub wrong: usize,
}

impl Counts {
    pub fn recall(self) -> f64 {
        share(self.found, self.planted)
    }

    pub fn precision(self) -> f64 {
        share(self.found, self.found + self.wrong)
    }

    pub fn plus(self, other: Counts) -> Counts {
        Counts { found: self.found + other.found, planted: self.planted + other.planted, wrong: self.wrong + other.wrong }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Writes a portfolio, reads it as users' files are read, and looks for duplicates.
pub fn judge(portfolio: Portfolio, folder: &Path) -> Judged {
    portfolio.write(folder).expect("the target folder can be written");
    let (graph, _) = pipeline::merge(pipeline::read(folder, Sources::default()));
    let number = |node: u32| graph.id(node).strip_prefix('e').and_then(|id| id.parse::<usize>().ok());
    let links = super::engine::links(&graph);
    let links = links.into_iter().filter_map(|(left, right, score)| Some((number(left)?, number(right)?, score))).collect();
    Judged { portfolio, links }
}

impl Judged {
    /// What is right and wrong in a half, or in both. A wrong link between the halves counts in each.
    pub fn counts(&self, half: Option<usize>) -> Counts {
        let found = self.found();
        let of_half = |at: usize| half.is_none_or(|half| self.portfolio.elements[at].half == half);
        let pairs = || self.portfolio.pairs.iter().filter(|(one, _)| of_half(*one));
        let wrong = self.wrong().into_iter().filter(|(one, other, _)| of_half(*one) || of_half(*other));
        Counts { found: pairs().filter(|pair| found.contains(pair)).count(), planted: pairs().count(), wrong: wrong.count() }
    }

    fn found(&self) -> BTreeSet<(usize, usize)> {
        self.links.iter().map(|(one, other, _)| (*one.min(other), *one.max(other))).collect()
    }

    /// Planted pairs without a link.
    pub fn missed(&self) -> Vec<(usize, usize)> {
        let found = self.found();
        self.portfolio.pairs.iter().copied().filter(|pair| !found.contains(pair)).collect()
    }

    /// Links of planted pairs.
    pub fn right(&self) -> Vec<Link> {
        let is_planted = |one: usize, other: usize| self.portfolio.pairs.contains(&(one.min(other), one.max(other)));
        self.links.iter().copied().filter(|(one, other, _)| is_planted(*one, *other)).collect()
    }

    /// Links between what is not one thing.
    pub fn wrong(&self) -> Vec<Link> {
        let label = |at: usize| &self.portfolio.elements[at].label;
        let wrong = |one: &Label, other: &Label| match (one, other) {
            (Label::Thing(one) | Label::Uncounted(one), Label::Thing(other) | Label::Uncounted(other)) => one != other,
            _ => true,
        };
        self.links.iter().copied().filter(|(one, other, _)| wrong(label(*one), label(*other))).collect()
    }

    /// Of each kind of trap, how many pairs are linked, of how many.
    pub fn trapped(&self, half: Option<usize>) -> BTreeMap<String, (usize, usize)> {
        let found = self.found();
        let mut traps: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (one, other, trap) in &self.portfolio.traps {
            if half.is_some_and(|half| self.portfolio.elements[*one].half != half) {
                continue;
            }
            let (linked, all) = traps.entry(trap.clone()).or_default();
            *linked += usize::from(found.contains(&(*one.min(other), *one.max(other))));
            *all += 1;
        }
        traps
    }
}
