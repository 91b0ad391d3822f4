//! Several statements about one attribute of one element: a facts file has the last word (and in it who
//! names the element over who matches it), equal ones are one, and
//! where drawings disagree the fact is unknown and said to be.

use rustc_hash::FxHashSet;

use super::assemble::{Assembler, StatedValue};
use super::{AttributeFact, StateLayer};
use crate::fragment::States;
use crate::metamodel::{AttributeId, AttributeType};
use crate::problem::{Code, Problem};
use crate::value::Value;

/// Facts by node.
type Facts = Vec<(u32, AttributeFact)>;

impl Assembler<'_> {
    /// The facts of the project's nodes, layer by layer, and those about elements of the context.
    pub(super) fn settle_values(&mut self, layers: &[StateLayer]) -> (Facts, Facts) {
        let mut stated = std::mem::take(&mut self.values);
        stated.sort_by_key(|value| (value.slot, value.attribute));
        let (mut own, mut overlaid) = (Vec::new(), Vec::new());
        let (mut told, mut beside) = (FxHashSet::<(u32, AttributeId)>::default(), FxHashSet::<(u32, AttributeId)>::default());
        for (at, layer) in layers.iter().enumerate() {
            for run in stated.chunk_by_mut(|left, right| left.slot == right.slot && left.attribute == right.attribute) {
                let (of, attribute) = (run[0].slot, run[0].attribute);
                let slot = &self.slots[of as usize];
                let (node, joined) = (slot.nodes[at], slot.joined);
                if node.is_none() && joined.is_none() {
                    continue;
                }
                let Some((chosen, problem)) = self.choose(run, layer.states) else { continue };
                let conflict = problem.is_some();
                if let Some(problem) = problem.filter(|_| told.insert((of, attribute))) {
                    self.problems.push(problem);
                }
                let StatedValue { value, place, .. } = &mut run[chosen];
                // The last state may have the value itself.
                let value = if at + 1 == layers.len() { std::mem::replace(value, Value::None) } else { value.clone() };
                let fact = AttributeFact { attribute, conflict, value, place: *place };
                match (node, joined) {
                    (Some(node), _) => own.push((node, fact)),
                    // An element of the context has one state: the first of the project's that speaks of it counts.
                    (None, Some(node)) if beside.insert((of, attribute)) => {
                        overlaid.extend(self.beside_context(node, fact).map(|fact| (node, fact)));
                    }
                    _ => {}
                }
            }
        }
        (own, overlaid)
    }

    /// Which statement counts in some states, and the problem where another of its weight contradicts it.
    fn choose(&self, stated: &[StatedValue], states: States) -> Option<(usize, Option<Problem>)> {
        let here = || stated.iter().enumerate().filter(|(_, value)| value.states.overlaps(states));
        let weight = here().map(|(_, value)| value.weight).max();
        let mut chosen = here().filter(|(_, value)| Some(value.weight) == weight);
        let (at, first) = chosen.next()?;
        let other = chosen.map(|(_, value)| value).find(|value| value.value != first.value);
        let problem = other.map(|other| {
            let slot = &self.slots[first.slot as usize];
            Problem::new(Code::ConflictingFacts, other.place)
                .with("name", self.metamodel.attribute(first.attribute).name.clone())
                .with("id", self.text(slot.id))
                .related_to(first.place)
        });
        Some((at, problem))
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
