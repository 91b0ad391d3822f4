//! What looks built twice: elements of different projects and bodies that look like one thing, and own components that
//! repeat what somebody already offers to all.
//!
//! What comes in: the graph, and what counts (`settings`). What goes out: [`Found`], data without words. The way:
//! `elements` says who is compared, `texts` reads names, `around` reads what surrounds each element; `blocks` finds pairs
//! worth comparing without comparing all with all, `score` says what speaks for each, `groups` joins them, `offers` looks
//! for what the context already has. The time grows with the number of elements, not with its square.
//!
//! Candidates for people to decide on: nothing here changes a verdict. Leaves to others: reading `distinct.toml`
//! (`read::distinct`), words (`report`).

mod around;
mod blocks;
mod distinct;
mod elements;
mod groups;
mod offers;
mod score;
mod settings;
mod texts;

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::graph::Graph;
use around::{Narrowing, Surroundings, may_pair};
use blocks::{Entry, Marks, mixed, spread};
use elements::Elements;
use score::{ByName, Compared};
use texts::{TextId, Texts};

pub use distinct::{WrittenDistinct, WrittenMember, declared};
pub use groups::Group;
pub use settings::{Ask, PATH, Settings};

/// What was found over a run.
#[derive(Debug, Default)]
pub struct Found {
    /// By score, the strongest first.
    pub links: Vec<Link>,
    /// By the strength of their strongest links.
    pub groups: Vec<Group>,
    /// For each own component that somebody offers, what comes closest; by the component.
    pub offers: Vec<Offer>,
    /// For each declaration, how many links and offers it silences.
    pub silenced: Vec<usize>,
    /// Groups of names or elements that were too large to compare all with all.
    pub narrowed: usize,
}

/// Two elements that look like one thing, as the nodes that show them; the left one stands first in the graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub left: u32,
    pub right: u32,
    /// From 0 to 1.
    pub score: f64,
    /// What tells the most first.
    pub reasons: Vec<Reason>,
}

/// An own component, and the shared thing that comes closest to offering the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub component: u32,
    pub offered_by: u32,
    pub score: f64,
    pub reasons: Vec<Reason>,
}

/// One thing that speaks for two elements being one.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub what: Evidence,
    pub degree: f64,
    /// Elements around the left of the two that are around the right one too, as the nodes of their first versions.
    pub shared: Vec<u32>,
    /// The names that are alike.
    pub names: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    Name,
    Capability,
    Data,
    Neighbours,
}

impl Evidence {
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Name => "name",
            Evidence::Capability => "capability",
            Evidence::Data => "data",
            Evidence::Neighbours => "neighbours",
        }
    }
}

/// Elements that somebody declared to be distinct from each other, as nodes of any of their versions.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    pub elements: Vec<u32>,
}

/// Looks over all projects of a graph.
pub fn find(graph: &Graph, settings: &Settings, distinct: &[Declared]) -> Found {
    let mut texts = Texts::new(&settings.words);
    let elements = Elements::new(graph, settings, &mut texts);
    texts.count(&elements.texts_of_projects());
    let bodies = elements.names_of_bodies(&texts);
    texts.count_bodies(bodies);
    let search = Search { elements: &elements, settings, texts: &texts };
    let (compared, mut narrowed) = search.names();
    let one = search.one(&compared);
    let surroundings = Surroundings::new(&elements, settings, &texts, &|same| one.get(&same).copied().unwrap_or(same));
    let (pairs, more) = search.pairs(&compared, &surroundings);
    narrowed += more;
    let links = search.nearest(search.links(&pairs, &compared, &surroundings));
    let offers = search.offers(&compared);
    let mut silence = Silence::new(graph, distinct);
    let mut links: Vec<Link> = links.into_iter().filter(|link| silence.lets(link.left, link.right)).collect();
    let ranks = ranks(graph, &links);
    let rank = |node: u32| ranks.get(&node).copied().unwrap_or(u32::MAX);
    links.sort_by_cached_key(|link| (Reverse(ordered(link.score)), rank(link.left), rank(link.right)));
    let offers = offers.into_iter().filter(|offer| silence.lets(offer.component, offer.offered_by)).collect();
    Found { groups: groups::groups(&links, &rank), links, offers, silenced: silence.silenced, narrowed }
}

/// The places of linked elements by project, kind and id: no order of files changes them.
fn ranks(graph: &Graph, links: &[Link]) -> FxHashMap<u32, u32> {
    let mut nodes: Vec<u32> = links.iter().flat_map(|link| [link.left, link.right]).collect();
    nodes.par_sort_unstable();
    nodes.dedup();
    nodes.par_sort_by_key(|node| (graph.project_of(*node), graph.id(*node), graph.kind(*node)));
    nodes.into_iter().zip(0..).collect()
}

/// A score that is not negative, in an order.
fn ordered(score: f64) -> u64 {
    score.max(0.0).to_bits()
}

/// What was declared distinct, by pairs.
struct Silence<'g> {
    graph: &'g Graph,
    /// By the elements of each declaration.
    of: FxHashMap<u32, Vec<usize>>,
    silenced: Vec<usize>,
}

impl<'g> Silence<'g> {
    fn new(graph: &'g Graph, distinct: &[Declared]) -> Silence<'g> {
        let mut of: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (number, declared) in distinct.iter().enumerate() {
            for element in &declared.elements {
                let numbers = of.entry(graph.element(*element)).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        Silence { graph, of, silenced: vec![0; distinct.len()] }
    }

    /// Whether nobody declared two elements to be distinct; who did has silenced one more.
    fn lets(&mut self, left: u32, right: u32) -> bool {
        let of = |node: u32| self.of.get(&self.graph.element(node));
        let (Some(left), Some(right)) = (of(left), of(right)) else { return true };
        let both: Vec<usize> = left.iter().filter(|number| right.contains(number)).copied().collect();
        both.iter().for_each(|number| self.silenced[*number] += 1);
        both.is_empty()
    }
}

struct Search<'a, 'g> {
    elements: &'a Elements<'g>,
    settings: &'a Settings,
    texts: &'a Texts<'g>,
}

/// Names that say the same, of elements that are compared with each other.
struct Key {
    group: u8,
    text: TextId,
    /// The elements, by their numbers among the compared; sorted.
    members: Vec<u32>,
}

/// Keys as what narrows their groups sees them.
struct Keys<'a, 'g> {
    keys: Vec<Key>,
    texts: &'a Texts<'g>,
}

impl<'g> Marks for Keys<'_, 'g> {
    type Key = &'g str;

    fn marks(&self, thing: u32) -> Vec<u64> {
        self.texts.marks(self.keys[thing as usize].text)
    }

    fn key(&self, thing: u32) -> &'g str {
        self.texts.written(self.keys[thing as usize].text)
    }

    fn may_pair(&self, left: u32, right: u32) -> bool {
        let (left, right) = (&self.keys[left as usize], &self.keys[right as usize]);
        left.group == right.group && self.texts.may_be_alike(left.text, right.text)
    }
}

/// Names of one block, and elements, that are all compared with each other.
const NAMES: usize = 32;
const ELEMENTS: usize = 16;
/// By so much a link has to be stronger to leave a weaker one out.
const NEARER: f64 = 0.02;
/// Names less alike than this are not kept.
const KEPT: f64 = 0.5;
/// From this evidence on names make a pair of elements worth comparing.
const WORTH: f64 = 0.4;
/// Names that go so far stand for one thing where surroundings are compared.
const ONE: f64 = 0.85;
/// Pairs of the elements of two names that are all compared.
const MEMBERS: usize = 256;

impl Search<'_, '_> {
    /// The names of compared elements by what they say.
    fn keys(&self) -> Vec<Key> {
        let mut entries: Vec<(u8, u64, TextId, u32)> = Vec::new();
        for (at, element) in (0..).zip(&self.elements.compared) {
            let names = self.elements.names(self.elements.graph.element(element.node));
            entries.extend(names.map(|name| (element.group, self.texts.same(name), name, at)));
        }
        // The shortest writing of what says the same stands for it.
        let order = |text: TextId| self.texts.written(text);
        entries.par_sort_unstable_by(|left, right| {
            (left.0, left.1).cmp(&(right.0, right.1)).then_with(|| order(left.2).cmp(order(right.2))).then(left.3.cmp(&right.3))
        });
        let key = |run: &[(u8, u64, TextId, u32)]| {
            let mut members: Vec<u32> = run.iter().map(|entry| entry.3).collect();
            members.sort_unstable();
            members.dedup();
            Key { group: run[0].0, text: run[0].2, members }
        };
        entries.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)).map(key).collect()
    }

    /// The pairs of names that may be of one thing.
    fn names(&self) -> (NamePairs, usize) {
        let keys = Keys { keys: self.keys(), texts: self.texts };
        let entries: Vec<Entry> = (keys.keys.par_iter().enumerate())
            .flat_map_iter(|(at, key)| {
                let group = u64::from(key.group) << 56;
                self.texts.blocks(key.text).into_iter().map(move |block| (spread(block ^ group), at as u32))
            })
            .collect();
        let (pairs, narrowed) = blocks::pairs(entries, &keys, NAMES);
        let compared: Vec<((u32, u32), crate::names::Alike)> = (pairs.par_iter())
            .map(|(left, right)| {
                ((*left, *right), score::alike(self.texts, keys.keys[*left as usize].text, keys.keys[*right as usize].text))
            })
            .filter(|(_, alike)| alike.degree >= KEPT)
            .collect();
        let says = |key: u32| self.texts.same(keys.keys[key as usize].text);
        let both = |(left, right): (u32, u32)| (says(left).min(says(right)), says(left).max(says(right)));
        let known = Compared(compared.iter().map(|(pair, alike)| (both(*pair), *alike)).collect());
        (NamePairs { keys: keys.keys, pairs: compared, known }, narrowed)
    }

    /// For what a name says the one that stands for it and all that are nearly the same.
    fn one(&self, names: &NamePairs) -> FxHashMap<u64, u64> {
        let mut one: FxHashMap<u64, u64> = FxHashMap::default();
        fn root(one: &FxHashMap<u64, u64>, mut at: u64) -> u64 {
            while let Some(next) = one.get(&at).filter(|next| **next != at) {
                at = *next;
            }
            at
        }
        for ((left, right), alike) in &names.pairs {
            let found = ByName { alike: *alike, names: None };
            if found.evidence(self.settings) >= ONE {
                let same = |key: u32| self.texts.same(names.keys[key as usize].text);
                let (left, right) = (root(&one, same(*left)), root(&one, same(*right)));
                one.insert(left.max(right), left.min(right));
            }
        }
        let found: Vec<u64> = {
            let mut all: Vec<u64> = one.keys().copied().collect();
            all.sort_unstable();
            all
        };
        found.into_iter().map(|same| (same, root(&one, same))).collect()
    }

    /// Pairs of elements worth comparing, by their names and by what surrounds them.
    fn pairs(&self, names: &NamePairs, surroundings: &Surroundings) -> (Vec<(u32, u32)>, usize) {
        let narrowing = Narrowing { elements: self.elements, surroundings };
        let tells =
            |degree: f64, told: f64| ByName { alike: crate::names::Alike { degree, told }, names: None }.evidence(self.settings) >= WORTH;
        let same = names.keys.par_iter().enumerate().filter(|(_, key)| key.members.len() > 1 && tells(1.0, self.texts.told(key.text)));
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut entries: Vec<Entry> =
            same.clone().flat_map_iter(|(at, key)| key.members.iter().map(move |member| (at as u64, *member))).collect();
        for ((left, right), alike) in &names.pairs {
            if !tells(alike.degree, alike.told) {
                continue;
            }
            let (one, other) = (&names.keys[*left as usize].members, &names.keys[*right as usize].members);
            if one.len() * other.len() <= MEMBERS {
                let all = one.iter().flat_map(|left| other.iter().map(move |right| (*left.min(right), *left.max(right))));
                pairs.extend(all.filter(|(left, right)| left != right && narrowing.may_pair(*left, *right)));
            } else {
                let block = mixed(u64::from(*left) << 32, u64::from(*right));
                entries.extend(one.iter().chain(other).map(|member| (block, *member)));
            }
        }
        let around: Vec<Entry> = (0..self.elements.compared.len() as u32)
            .into_par_iter()
            .flat_map_iter(|at| {
                let group = u64::from(self.elements.compared[at as usize].group) << 56;
                surroundings.blocks(at).into_iter().map(move |block| (spread(block ^ group ^ 7), at))
            })
            .collect();
        entries.extend(around);
        let (found, narrowed) = blocks::pairs(entries, &narrowing, ELEMENTS);
        pairs.extend(found);
        pairs.par_sort_unstable();
        pairs.dedup();
        (pairs, narrowed)
    }

    /// Links without those between elements of which one has a nearer one in the other's project: a thing of one project
    /// is one thing of another, and its neighbours look like it.
    fn nearest(&self, mut links: Vec<Link>) -> Vec<Link> {
        let project = |node: u32| self.elements.graph.project_of(node);
        let mut best: FxHashMap<(u32, usize), f64> = FxHashMap::default();
        for link in &links {
            for (one, other) in [(link.left, link.right), (link.right, link.left)] {
                let score = best.entry((one, project(other))).or_default();
                *score = score.max(link.score);
            }
        }
        let is_nearest =
            |link: &Link, one: u32, other: u32| best.get(&(one, project(other))).is_none_or(|best| link.score + NEARER >= *best);
        links.retain(|link| is_nearest(link, link.left, link.right) && is_nearest(link, link.right, link.left));
        links
    }

    fn links(&self, pairs: &[(u32, u32)], names: &NamePairs, surroundings: &Surroundings) -> Vec<Link> {
        let graph = self.elements.graph;
        let link = |(left, right): &(u32, u32)| {
            debug_assert!(may_pair(self.elements, *left, *right));
            let node = |at: u32| self.elements.compared[at as usize].node;
            let names_of = |at: u32| self.elements.names(graph.element(node(at))).collect::<Vec<TextId>>();
            let common = surroundings.common(*left, *right, &self.settings.enough);
            let (of_left, of_right) = (names_of(*left), names_of(*right));
            let name = score::by_name(self.texts, &names.known, self.settings, of_left.into_iter(), of_right.iter().copied());
            let (score, reasons) = score::score(self.settings, self.texts, name, common);
            (score >= self.settings.thresholds.link).then(|| Link { left: node(*left), right: node(*right), score, reasons })
        };
        pairs.par_iter().filter_map(link).collect()
    }
}

/// Names that were compared.
struct NamePairs {
    keys: Vec<Key>,
    pairs: Vec<((u32, u32), crate::names::Alike)>,
    known: Compared,
}
