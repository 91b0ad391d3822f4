//! What the context already offers instead of an own component: platforms, gateways, published interaction services,
//! standard solutions, and whatever else of it offers a capability.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::around::Common;
use super::elements::Elements;
use super::score::{self, ByName};
use super::texts::TextId;
use super::{NamePairs, Offer, Search};

/// So many of the shared things are looked at closely for one component.
const CLOSELY: usize = 64;

/// What is shared, by the groups that its names stand in and by what it offers.
struct Shelf {
    by_block: FxHashMap<u64, Vec<u32>>,
    /// By capabilities and data around them.
    by_label: FxHashMap<u32, Vec<u32>>,
}

impl Search<'_, '_> {
    /// For each own component what comes closest, by the component.
    pub(super) fn offers(&self, names: &NamePairs) -> Vec<Offer> {
        let shelf = self.shelf();
        let graph = self.elements.graph;
        let own = self.elements.compared.par_iter().filter(|element| self.settings.own.contains(graph.kind(element.node)));
        own.filter_map(|element| self.offer(element.node, names, &shelf)).collect()
    }

    fn shelf(&self) -> Shelf {
        let mut shelf = Shelf { by_block: FxHashMap::default(), by_label: FxHashMap::default() };
        for shared in &self.elements.shared {
            for name in self.offered_names(*shared) {
                for block in self.texts.blocks(name) {
                    put(&mut shelf.by_block, block, *shared);
                }
            }
            for capability in self.around(*shared) {
                put(&mut shelf.by_label, capability, *shared);
            }
        }
        shelf
    }

    /// The names of a shared thing and of what it offers.
    fn offered_names(&self, shared: u32) -> Vec<TextId> {
        let offered = self.offered(shared);
        std::iter::once(shared).chain(offered).flat_map(|element| self.elements.names(element).collect::<Vec<_>>()).collect()
    }

    /// The capabilities that an element states to offer.
    fn offered(&self, element: u32) -> Vec<u32> {
        let of = self.elements.links(element).iter().filter(|(link, _)| self.settings.offers.contains(link));
        let mut offered: Vec<u32> =
            of.filter(|(link, other)| self.elements.states(element, *link, *other)).map(|(_, other)| *other).collect();
        offered.sort_unstable();
        offered.dedup();
        offered
    }

    /// What an element offers, as the context knows it.
    fn around(&self, element: u32) -> Vec<u32> {
        let known = |element: u32| {
            if self.elements.is_of_context(element) { Some(element) } else { self.elements.registered(element, self.texts) }
        };
        self.offered(element).into_iter().filter_map(known).collect()
    }

    fn offer(&self, node: u32, names: &NamePairs, shelf: &Shelf) -> Option<Offer> {
        let (graph, elements) = (self.elements.graph, self.elements);
        let (element, project) = (graph.element(node), graph.project_of(node));
        let context = graph.projects[project].context?;
        let own_names: Vec<TextId> = elements.names(element).collect();
        let own_offers = self.around(element);
        let mut nearest: FxHashMap<u32, usize> = FxHashMap::default();
        let by_names = own_names.iter().flat_map(|name| self.texts.blocks(*name)).filter_map(|block| shelf.by_block.get(&block));
        let by_offers = own_offers.iter().filter_map(|offered| shelf.by_label.get(offered));
        for shared in by_names.chain(by_offers).flatten() {
            *nearest.entry(*shared).or_default() += 1;
        }
        let fits = |shared: u32| graph.project_of(shared) == context && !is_used(elements, element, shared);
        let mut nearest: Vec<(usize, u32)> =
            nearest.into_iter().filter(|(shared, _)| fits(*shared)).map(|(shared, count)| (count, shared)).collect();
        nearest.sort_unstable_by(|left, right| right.0.cmp(&left.0).then_with(|| graph.id(left.1).cmp(graph.id(right.1))));
        nearest.truncate(CLOSELY);
        let offers = nearest.into_iter().map(|(_, shared)| self.compare(node, shared, &own_names, &own_offers, names));
        let offers = offers.filter(|offer| offer.score >= self.settings.thresholds.offer);
        offers.max_by(|left, right| {
            left.score.total_cmp(&right.score).then_with(|| graph.id(right.offered_by).cmp(graph.id(left.offered_by)))
        })
    }

    fn compare(&self, node: u32, shared: u32, own_names: &[TextId], own_offers: &[u32], names: &NamePairs) -> Offer {
        let by_name: ByName =
            score::by_name(self.texts, &names.known, self.settings, own_names.iter().copied(), self.offered_names(shared).iter().copied());
        let offered = self.around(shared);
        let common: Vec<u32> = own_offers.iter().filter(|own| offered.contains(own)).copied().collect();
        let degree = if common.is_empty() { 0.0 } else { common.len() as f64 / own_offers.len() as f64 };
        let capability = Common { degree, shared: common };
        let (score, reasons) = score::score(self.settings, self.texts, by_name, [capability, Common::default(), Common::default()]);
        Offer { component: node, offered_by: self.elements.shown[shared as usize], score, reasons }
    }
}

/// Whether an element has any link with a shared thing: it uses it already.
fn is_used(elements: &Elements<'_>, element: u32, shared: u32) -> bool {
    elements.links(element).iter().any(|(_, other)| *other == shared)
}

fn put<K: std::hash::Hash + Eq>(of: &mut FxHashMap<K, Vec<u32>>, key: K, shared: u32) {
    let list = of.entry(key).or_default();
    if list.last() != Some(&shared) {
        list.push(shared);
    }
}
