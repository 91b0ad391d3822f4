//! Tests that look at all elements of a path together: how large a share of them fulfils a condition.

use rustc_hash::FxHashMap;

use super::amount::Interval;
use super::compare::{MANY, enough_possible};
use super::{Evaluator, Given};
use crate::language::meant::{Comparison, Operand, Path, Predicate};
use crate::language::truth::Truth;
use crate::language::world::{Node, World};

/// The elements of a path, each once, in walking order.
#[derive(Default)]
pub(super) struct Gathered {
    /// Certain where one way to it is.
    pub nodes: Vec<(Node, bool)>,
    /// There may be others.
    pub open: bool,
}

impl<W: World> Evaluator<'_, W> {
    pub(super) fn gather(&self, path: &Path, here: Node) -> Gathered {
        let mut gathered = Gathered::default();
        let mut places: FxHashMap<u32, usize> = FxHashMap::default();
        let mut possible = 0;
        gathered.open = self.visit(path, here, &mut |node, certain| {
            let next = gathered.nodes.len();
            match *places.entry(node.index).or_insert(next) {
                at if at < next => gathered.nodes[at].1 |= certain,
                _ => gathered.nodes.push((node, certain)),
            }
            possible += usize::from(!certain);
            enough_possible(possible)
        });
        gathered.open |= possible >= MANY;
        gathered
    }

    /// `share path: holds >= 0.8`, where `than` is what stands behind the sign.
    pub(super) fn share(
        &self,
        path: &Path,
        holds: &Predicate,
        (operator, than): (Comparison, &Operand),
        over_nothing: bool,
        here: Node,
    ) -> Truth {
        let than = self.operand(than, here);
        let gathered = self.gather(path, here);
        if gathered.nodes.is_empty() && !gathered.open {
            return over_nothing.into();
        }
        let mut counted = Counted { open: gathered.open, ..Counted::default() };
        for (node, certain) in &gathered.nodes {
            counted.add(self.answer(holds, *node), *certain);
        }
        let answer = super::compare::compare(self, Given::Between(counted.share()), operator, than);
        // Without a certain one there may be none at all.
        if counted.certain == 0 && answer != Truth::from(over_nothing) { Truth::Unknown } else { answer }
    }
}

/// Elements by what a condition says of them.
#[derive(Default)]
struct Counted {
    certain: usize,
    /// Certain ones that fulfil it, that do not, and possible ones.
    holds: usize,
    fails: usize,
    possible_holds: usize,
    possible_fails: usize,
    /// Possible ones of which it is not known.
    possible_unknown: usize,
    open: bool,
}

impl Counted {
    fn add(&mut self, answer: Truth, certain: bool) {
        self.certain += usize::from(certain);
        *match (certain, answer) {
            (true, Truth::True) => &mut self.holds,
            (true, Truth::False) => &mut self.fails,
            (true, Truth::Unknown) => return,
            (false, Truth::True) => &mut self.possible_holds,
            (false, Truth::False) => &mut self.possible_fails,
            (false, Truth::Unknown) => &mut self.possible_unknown,
        } += 1;
    }

    /// The least share and the greatest, over every way in which what is open may turn out.
    fn share(&self) -> Interval {
        let unknown = self.certain - self.holds - self.fails;
        let of = |part: usize, rest: usize| if part + rest == 0 { None } else { Some(part as f64 / (part + rest) as f64) };
        let against = self.fails + unknown + self.possible_fails + self.possible_unknown;
        let low = of(self.holds, against).unwrap_or(if self.open { 0.0 } else { 1.0 });
        let high =
            of(self.holds + unknown + self.possible_holds + self.possible_unknown, self.fails).unwrap_or(if self.open { 1.0 } else { 0.0 });
        Interval { low: if self.open { 0.0 } else { low }, high: if self.open { 1.0 } else { high }, perhaps_none: false }
    }
}
