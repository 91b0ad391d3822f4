//! Elements that lack a fact, each once: a bit for each of the project's own, the context's few by number.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::language::world::Node;

const EXAMPLES: usize = 5;

#[derive(Default)]
pub(super) struct Elements {
    own: Vec<u64>,
    others: FxHashSet<u32>,
    pub count: usize,
    /// The first few by number, whatever order they come in.
    pub first: Vec<Node>,
}

impl Elements {
    pub fn insert(&mut self, node: Node, own: &Range<u32>) {
        let new = if own.contains(&node.index) {
            let at = (node.index - own.start) as usize;
            if self.own.len() <= at / 64 {
                self.own.resize(at / 64 + 1, 0);
            }
            let bit = 1 << (at % 64);
            let new = self.own[at / 64] & bit == 0;
            self.own[at / 64] |= bit;
            new
        } else {
            self.others.insert(node.index)
        };
        if !new {
            return;
        }
        self.count += 1;
        if self.first.len() < EXAMPLES || self.first.last().is_some_and(|last| node < *last) {
            let at = self.first.partition_point(|known| *known < node);
            self.first.insert(at, node);
            self.first.truncate(EXAMPLES);
        }
    }

    /// The numbers of all of them, ascending.
    pub fn all(&self, own: &Range<u32>) -> Vec<u32> {
        let bits = |(at, word): (usize, &u64)| {
            let (first, word) = (own.start + at as u32 * 64, *word);
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit)
        };
        let mut all: Vec<u32> = self.own.iter().enumerate().flat_map(bits).chain(self.others.iter().copied()).collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::world::Layer;

    #[test]
    fn every_element_is_kept_once_and_in_order_wherever_it_stands() {
        let own = 100..400;
        let mut elements = Elements::default();
        for index in [399, 100, 7, 163, 164, 100, 3, 399, 228] {
            elements.insert(Node { index, layer: Layer(0) }, &own);
        }
        assert_eq!(elements.all(&own), [3, 7, 100, 163, 164, 228, 399]);
        assert_eq!((elements.count, elements.first.iter().map(|node| node.index).collect::<Vec<_>>()), (7, vec![3, 7, 100, 163, 164]));
    }
}
