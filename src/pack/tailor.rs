//! A pack as somebody else has it: other severities, other values of parameters, for all requirements or for one.
//!
//! Only what concerns the pack is in its tailoring, so that equal ones can be shared. Leaves to others: who may set what
//! (`select`).

use std::collections::BTreeMap;

use super::lists::Lists;
use super::load::{Examples, load_for};
use super::{Pack, Requirement, reads};
use crate::language::meant::Literal;
use crate::metamodel::Metamodel;
use crate::place::Sources;
use crate::problem::Problem;
use crate::verdict::Weight;

/// What differs from a pack as its author wrote it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tailoring {
    pub parameters: BTreeMap<String, Literal>,
    /// By the id of the requirement.
    pub own: BTreeMap<String, Own>,
}

/// What differs of one requirement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    pub weight: Option<Weight>,
    pub parameters: BTreeMap<String, Literal>,
}

impl Tailoring {
    pub fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.own.is_empty()
    }

    /// What of it concerns a pack, whose parameters are read as `readers` says.
    pub fn of(&self, pack: &Pack, readers: &Readers) -> Tailoring {
        let parameters = self.parameters.iter().filter(|(name, _)| readers.0.contains_key(*name));
        let own = self.own.iter().filter(|(id, _)| pack.requirements.iter().any(|requirement| requirement.id == **id));
        let owned = |(name, value): (&String, &Literal)| (name.clone(), value.clone());
        Tailoring { parameters: parameters.map(owned).collect(), own: own.map(|(id, own)| (id.clone(), own.clone())).collect() }
    }

    /// The pack with what differs. Mistakes are told that a value brings about.
    pub fn apply(&self, pack: &Pack, metamodel: &Metamodel, sources: &Sources, lists: &Lists) -> (Option<Pack>, Vec<Problem>) {
        let own: BTreeMap<&str, &BTreeMap<String, Literal>> =
            self.own.iter().filter(|(_, own)| !own.parameters.is_empty()).map(|(id, own)| (id.as_str(), &own.parameters)).collect();
        let (copy, problems) = if self.parameters.is_empty() && own.is_empty() {
            (Some(pack.clone()), Vec::new())
        } else {
            load_for(metamodel, sources, &lists.with(&self.parameters), &own, &pack.files, Examples::LeftOut)
        };
        let weighed = copy.map(|mut copy| {
            copy.origin = pack.origin.clone();
            for requirement in &mut copy.requirements {
                let weight = self.own.get(&requirement.id).and_then(|own| own.weight);
                requirement.weight = weight.unwrap_or(requirement.weight);
            }
            copy
        });
        (weighed, problems)
    }
}

/// Which requirements of a pack read a parameter, by their numbers.
#[derive(Debug, Default)]
pub struct Readers(BTreeMap<String, Vec<usize>>);

impl Readers {
    pub fn of(pack: &Pack) -> Readers {
        let mut readers = Readers::default();
        for (at, requirement) in pack.requirements.iter().enumerate() {
            for name in parameters_of(requirement) {
                readers.0.entry(name).or_default().push(at);
            }
        }
        readers
    }

    pub fn of_parameter(&self, name: &str) -> &[usize] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The parameters that a requirement reads.
pub fn parameters_of(requirement: &Requirement) -> impl Iterator<Item = String> {
    reads::of(requirement).parameters.into_iter()
}
