//! Relationships that end on relationships and, from one to the next, never reach an element.
//!
//! Nothing is drawn there that could be meant, so such relationships state nothing. Ends that are elements, or nothing
//! at all, are settled before (`convert`).

use rustc_hash::FxHashMap;

use super::convert::{Conversion, End, written_id};
use crate::problem::{Code, Problem};

impl Conversion<'_, '_> {
    /// Notes the relationships of circles and takes their ends.
    pub(super) fn break_circles(&mut self) {
        // By relation: how many of its ends are relations that are not settled yet, and which relations end on it.
        let mut open: FxHashMap<u32, usize> = FxHashMap::default();
        let mut ending_on: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (at, ends) in self.ends.iter().enumerate() {
            for end in ends {
                if let End::Relation(relation) = end {
                    *open.entry(at as u32).or_default() += 1;
                    ending_on.entry(*relation).or_default().push(at as u32);
                }
            }
        }
        let mut settled: Vec<u32> = ending_on.keys().copied().filter(|relation| !open.contains_key(relation)).collect();
        while let Some(relation) = settled.pop() {
            for at in ending_on.remove(&relation).unwrap_or_default() {
                let left = open.entry(at).or_default();
                *left -= 1;
                if *left == 0 {
                    open.remove(&at);
                    settled.push(at);
                }
            }
        }
        let mut circular: Vec<u32> = open.into_keys().collect();
        circular.sort_unstable();
        circular.into_iter().for_each(|at| self.note_circular(at as usize));
    }

    fn note_circular(&mut self, at: usize) {
        self.ends[at] = [End::Nothing, End::Nothing];
        let relation = &self.drawing.relations[at];
        let id = written_id(self.drawing.text, relation);
        let oddities = &mut self.drawing.oddities;
        let place = oddities.place(relation.span);
        oddities.note(Code::CircularRelationship, "", || Problem::new(Code::CircularRelationship, place).with("id", id));
    }
}
