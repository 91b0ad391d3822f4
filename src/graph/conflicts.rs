//! Several statements about one attribute of one element: a facts file has the last word (and in it who
//! names the element over who matches it), equal ones are one, and
//! where drawings disagree the fact is unknown and said to be.

use rustc_hash::FxHashSet;

use super::assemble::{Assembler, StatedValue};
use super::{AttributeFact, StateLayer};
use crate::metamodel::{AttributeId, AttributeType};
use crate::problem::{Code, Problem};

/// Facts by node.
type Facts = Vec<(u32, AttributeFact)>;

impl Assembler<'_> {
    /// The facts of the project's nodes, layer by layer, and those about elements of the context.
    pub(super) fn settle_values(&mut self, layers: &[StateLayer]) -> (Facts, Facts) {
        let mut stated = std::mem::take(&mut self.values);
        stated.sort_by_key(|value| (value.slot, value.attribute));
        let (mut own, mut overlaid) = (Vec::new(), Vec::new());
        let mut told: FxHashSet<(u32, AttributeId)> = FxHashSet::default();
        for (at, layer) in layers.iter().enumerate() {
            for run in stated.chunk_by(|left, right| left.slot == right.slot && left.attribute == right.attribute) {
                let here: Vec<&StatedValue> = run.iter().filter(|value| value.states.overlaps(layer.states)).collect();
                let slot = &self.slots[run[0].slot as usize];
                let (node, joined) = (slot.nodes[at], slot.joined);
                if here.is_empty() || (node.is_none() && joined.is_none()) {
                    continue;
                }
                let (fact, problem) = self.choose(&here);
                if let Some(problem) = problem.filter(|_| told.insert((run[0].slot, run[0].attribute))) {
                    self.problems.push(problem);
                }
                match (node, joined) {
                    (Some(node), _) => own.push((node, fact)),
                    (None, Some(node)) if at == 0 => overlaid.extend(self.beside_context(node, fact).map(|fact| (node, fact))),
                    _ => {}
                }
            }
        }
        (own, overlaid)
    }

    fn choose(&self, stated: &[&StatedValue]) -> (AttributeFact, Option<Problem>) {
        let weight = stated.iter().map(|value| value.weight).max();
        let mut chosen = stated.iter().filter(|value| Some(value.weight) == weight);
        let first = chosen.next().copied().unwrap_or(stated[0]);
        let other = chosen.find(|value| value.value != first.value);
        let fact = AttributeFact { attribute: first.attribute, conflict: other.is_some(), value: first.value.clone(), place: first.place };
        let problem = other.map(|other| {
            let slot = &self.slots[first.slot as usize];
            Problem::new(Code::ConflictingFacts, other.place)
                .with("name", self.metamodel.attribute(first.attribute).name.clone())
                .with("id", self.text(slot.id))
                .related_to(first.place)
        });
        (fact, problem)
    }

    /// The context's facts win; what it does not say, the project may.
    fn beside_context(&mut self, node: u32, fact: AttributeFact) -> Option<AttributeFact> {
        let register = self.register?;
        let known = register.graph.attributes(node).iter().find(|known| known.attribute == fact.attribute);
        let Some(known) = known else { return Some(fact) };
        // Descriptions of one thing differ from body to body; that is no conflict of facts.
        let prose = self.metamodel.attribute(fact.attribute).kind == AttributeType::Localized;
        if known.value != fact.value && !prose {
            let problem = Problem::new(Code::ConflictWithContext, fact.place)
                .with("name", self.metamodel.attribute(fact.attribute).name.clone())
                .with("id", register.graph.id(node))
                .related_to(known.place);
            self.problems.push(problem);
        }
        None
    }
}
