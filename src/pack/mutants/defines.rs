//! The conditions of defined filters: each is changed for all requirements that use the filter, and some example of
//! theirs has to notice.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Noticed, Slot, Survivor, in_company, mutate, slots};
use crate::language::mutate::Mutation;
use crate::metamodel::Metamodel;
use crate::pack::examples::Trial;
use crate::pack::load::inside;
use crate::pack::{Pack, Requirement};
use crate::place::Sources;

pub(super) fn run(metamodel: &'static Metamodel, sources: &Sources, pack: &Pack) -> Noticed {
    let defines: Vec<&String> = pack.vocabulary.defines.keys().collect();
    let found: Vec<Noticed> = defines.into_par_iter().map(|name| of_define(metamodel, sources, pack, name)).collect();
    Noticed::together(found)
}

fn of_define(metamodel: &'static Metamodel, sources: &Sources, pack: &Pack, name: &str) -> Noticed {
    let (text, place) = (&pack.vocabulary.defines[name].1, pack.vocabulary.places.get(name));
    let users = users(pack, name);
    let trials: Vec<(usize, Vec<Trial>)> = users
        .iter()
        .map(|number| {
            let examples = &pack.requirements[*number].examples;
            (*number, examples.iter().filter_map(|example| Trial::prepare(metamodel, sources, example).ok()).collect())
        })
        .collect();
    let mut noticed = Noticed::default();
    for mutation in mutate::all(text, |name| metamodel.kinds_named(name).is_some()) {
        let Some(changed) = changed(metamodel, pack, name, &mutation, &users) else { continue };
        noticed.mutants += 1;
        let goes_unnoticed = changed.into_iter().zip(&trials).all(|(requirement, (number, trials))| {
            let (pack, at) = in_company(metamodel, pack, *number, requirement);
            let pack = [pack];
            trials.iter().all(|trial| trial.is_as_expected(&pack, at))
        });
        if let Some(place) = place.filter(|_| goes_unnoticed) {
            noticed.survivors.push(Survivor {
                requirement: format!("[{name}]"),
                place: inside(sources, *place, mutation.span),
                condition: text[mutation.span.range()].to_string(),
                negated: mutation.negated,
            });
        }
    }
    noticed
}

/// The requirements that use a filter, directly or by another one, by their numbers.
fn users(pack: &Pack, name: &str) -> Vec<usize> {
    let mentions = |text: &str, name: &str| text.contains(&format!("[{name}]"));
    let mut known: BTreeSet<&str> = BTreeSet::from([name]);
    loop {
        let others = pack.vocabulary.defines.iter().filter(|(_, (_, text))| known.iter().any(|name| mentions(text, name)));
        let grown: BTreeSet<&str> = others.map(|(other, _)| other.as_str()).chain(known.iter().copied()).collect();
        if grown.len() == known.len() {
            break;
        }
        known = grown;
    }
    let asks = |requirement: &Requirement, slot: Slot| {
        slot.of(requirement).is_some_and(|predicate| known.iter().any(|name| mentions(&predicate.text, name)))
    };
    let uses = |requirement: &Requirement| slots(requirement).into_iter().any(|slot| asks(requirement, slot));
    pack.requirements.iter().enumerate().filter(|(_, requirement)| uses(requirement)).map(|(number, _)| number).collect()
}

/// The requirements compiled anew with the changed filter; none where it is no filter any more.
fn changed(metamodel: &Metamodel, pack: &Pack, name: &str, mutation: &Mutation, users: &[usize]) -> Option<Vec<Requirement>> {
    let mut vocabulary = pack.vocabulary.clone();
    vocabulary.defines.get_mut(name)?.1 = mutation.text.clone()?;
    let names = vocabulary.names(metamodel);
    users.iter().map(|number| recompiled(&names, &pack.requirements[*number])).collect()
}

fn recompiled(names: &crate::language::names::Names, requirement: &Requirement) -> Option<Requirement> {
    let mut changed = requirement.clone();
    for slot in slots(requirement) {
        if let Some(original) = slot.of(requirement) {
            let same = Mutation { span: Default::default(), negated: false, text: Some(original.text.clone()) };
            changed = slot.changed(names, &changed, &same)?;
        }
    }
    Some(changed)
}
