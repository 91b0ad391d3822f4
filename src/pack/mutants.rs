//! Whether the examples of a pack hold its rules in place: each condition is taken out and turned round in turn, and
//! some example has to notice.
//!
//! A condition is what stands between `and` and `or`, at any depth, and what stands in the brackets of a filter.
//! Leaves to others: reading conditions (`language`), running examples (`examples`).

mod defines;

use rayon::prelude::*;

use super::examples::{Trial, in_company};
use super::load::inside;
use super::{Pack, Requirement, Sourced};
use crate::language::compile::{self, Role};
use crate::language::meant::Predicate;
use crate::language::mutate::{self, Mutation};
use crate::language::names::Names;
use crate::metamodel::{KindSet, Metamodel};
use crate::place::{Place, Sources};

/// What came out for one pack.
#[derive(Debug, Default)]
pub struct Noticed {
    /// Changed conditions that still are a rule.
    pub mutants: usize,
    /// Those that no example noticed, in the order of the pack.
    pub survivors: Vec<Survivor>,
}

/// A change of a rule that no example notices.
#[derive(Clone, Debug)]
pub struct Survivor {
    pub requirement: String,
    /// Where the condition stands.
    pub place: Place,
    /// The condition as written.
    pub condition: String,
    /// Whether it was turned round rather than taken out.
    pub negated: bool,
}

/// Changes every condition of every requirement and of every defined filter of the pack.
pub fn run(metamodel: &'static Metamodel, sources: &Sources, pack: &Pack) -> Noticed {
    let found: Vec<Noticed> =
        pack.requirements.par_iter().enumerate().map(|(number, _)| of_requirement(metamodel, sources, pack, number)).collect();
    Noticed::together(found.into_iter().chain([defines::run(metamodel, sources, pack)]))
}

impl Noticed {
    fn together(all: impl IntoIterator<Item = Noticed>) -> Noticed {
        let mut sum = Noticed::default();
        for noticed in all {
            sum.mutants += noticed.mutants;
            sum.survivors.extend(noticed.survivors);
        }
        sum
    }
}

fn of_requirement(metamodel: &'static Metamodel, sources: &Sources, pack: &Pack, number: usize) -> Noticed {
    let requirement = &pack.requirements[number];
    // A model that cannot be read is told where examples are run.
    let trials: Vec<Trial> = requirement.examples.iter().filter_map(|example| Trial::prepare(metamodel, sources, example).ok()).collect();
    let names = pack.vocabulary.names(metamodel);
    let mut noticed = Noticed::default();
    for slot in slots(requirement) {
        let Some(original) = slot.of(requirement) else { continue };
        for mutation in mutate::all(&original.text, |name| metamodel.kinds_named(name).is_some()) {
            let Some(changed) = slot.changed(&names, requirement, &mutation) else { continue };
            noticed.mutants += 1;
            let (changed, at) = in_company(metamodel, pack, number, changed);
            let changed = [changed];
            if trials.iter().all(|trial| trial.is_as_expected(&changed, at)) {
                noticed.survivors.push(Survivor {
                    requirement: requirement.id.clone(),
                    place: inside(sources, original.place, mutation.span),
                    condition: original.text[mutation.span.range()].to_string(),
                    negated: mutation.negated,
                });
            }
        }
    }
    noticed
}

/// A predicate of a requirement.
#[derive(Clone, Copy)]
enum Slot {
    Case(usize, Part),
    Edition(usize, Part),
    Group(Part),
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Where,
    Full,
    Partial,
}

fn slots(requirement: &Requirement) -> Vec<Slot> {
    const PARTS: [Part; 3] = [Part::Where, Part::Full, Part::Partial];
    let cases = (0..requirement.cases.len()).flat_map(|case| PARTS.map(|part| Slot::Case(case, part)));
    // What an edition leaves out is the main text's and was changed there.
    let own = |edition: &usize, part: Part| {
        let place = |slot: Slot| slot.of(requirement).map(|found| found.place);
        place(Slot::Edition(*edition, part)) != place(Slot::Case(0, part))
    };
    let editions = (0..requirement.editions.len()).flat_map(|edition| PARTS.map(|part| (edition, part)));
    let editions = editions.filter(|(edition, part)| own(edition, *part)).map(|(edition, part)| Slot::Edition(edition, part));
    let group = requirement.group.iter().flat_map(|_| [Slot::Group(Part::Full), Slot::Group(Part::Partial)]);
    cases.chain(editions).chain(group).collect()
}

impl Slot {
    fn of(self, requirement: &Requirement) -> Option<&Sourced<Predicate>> {
        match self {
            Slot::Case(at, part) => part.of(&requirement.cases[at]),
            Slot::Edition(at, part) => part.of(&requirement.editions[at].case),
            Slot::Group(part) => {
                requirement.group.as_ref().and_then(|group| if part == Part::Full { Some(&group.full) } else { group.partial.as_ref() })
            }
        }
    }

    fn changed(self, names: &Names, requirement: &Requirement, mutation: &Mutation) -> Option<Requirement> {
        let (subject, members, part) = match self {
            Slot::Case(at, part) => (requirement.cases[at].subject, None, part),
            Slot::Edition(at, part) => (requirement.editions[at].case.subject, None, part),
            Slot::Group(part) => (requirement.subject, requirement.group.as_ref().map(|group| group.members.meant.kinds), part),
        };
        let predicate = compiled(names, part, subject, members, self.of(requirement)?, mutation)?;
        let mut changed = requirement.clone();
        match self {
            Slot::Case(at, part) => part.set(&mut changed.cases[at], predicate),
            Slot::Edition(at, part) => part.set(&mut changed.editions[at].case, predicate),
            Slot::Group(part) => {
                let group = changed.group.as_mut()?;
                match (part, predicate) {
                    (Part::Full, Some(predicate)) => group.full = predicate,
                    (Part::Partial, predicate) => group.partial = predicate,
                    // A group without `full` asks nothing.
                    _ => return None,
                }
            }
        }
        Some(changed)
    }
}

impl Part {
    fn role(self) -> Role {
        match self {
            Part::Where => Role::Where,
            Part::Full => Role::Full,
            Part::Partial => Role::Partial,
        }
    }

    fn of(self, case: &super::Case) -> Option<&Sourced<Predicate>> {
        match self {
            Part::Where => case.condition.as_ref(),
            Part::Full => case.full.as_ref(),
            Part::Partial => case.partial.as_ref(),
        }
    }

    fn set(self, case: &mut super::Case, predicate: Option<Sourced<Predicate>>) {
        match self {
            Part::Where => case.condition = predicate,
            Part::Full => case.full = predicate,
            Part::Partial => case.partial = predicate,
        }
    }
}

/// The changed predicate, `None` inside where nothing is left of it; `None` where the change makes no rule.
fn compiled(
    names: &Names,
    part: Part,
    subject: KindSet,
    members: Option<KindSet>,
    original: &Sourced<Predicate>,
    mutation: &Mutation,
) -> Option<Option<Sourced<Predicate>>> {
    let Some(text) = &mutation.text else {
        // Without `where` all are judged, without `full` nothing speaks against; without `partial` nobody is partly right.
        return Some(None);
    };
    let (predicate, _) = compile::predicate(names, part.role(), subject, members, text);
    let meant = predicate?;
    Some(Some(Sourced { meant, text: text.clone(), place: original.place }))
}
