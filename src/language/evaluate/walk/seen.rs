//! What a walk has come by already.

use rustc_hash::FxHashMap;

use crate::language::world::Node;

/// What a closure has reached, in walking order. Most closures reach a handful, for which looking is quicker than a table.
#[derive(Default)]
pub(super) struct Seen {
    pub order: Vec<(Node, bool)>,
    places: FxHashMap<Node, usize>,
}

const FEW: usize = 16;

impl Seen {
    /// Takes up an element; true where it is new, or certain for the first time.
    pub fn add(&mut self, node: Node, certain: bool) -> bool {
        if let Some(at) = self.find(node) {
            let known = &mut self.order[at].1;
            let news = certain && !*known;
            *known |= certain;
            return news;
        }
        if self.order.len() == FEW {
            self.places = self.order.iter().enumerate().map(|(at, (node, _))| (*node, at)).collect();
        }
        if self.order.len() >= FEW {
            self.places.insert(node, self.order.len());
        }
        self.order.push((node, certain));
        true
    }

    fn find(&self, node: Node) -> Option<usize> {
        if self.order.len() <= FEW {
            return self.order.iter().position(|(known, _)| *known == node);
        }
        self.places.get(&node).copied()
    }
}
