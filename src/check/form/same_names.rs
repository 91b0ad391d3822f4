//! Names that several elements have: of one type, or of several.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Answer, Finding};
use crate::check::Run;
use crate::form::Form;
use crate::fragment::Drawn;
use crate::graph::{Graph, Thing};
use crate::outcome::Found;
use crate::pack::Requirement;
use crate::pack::form::Asked;
use crate::read::archimate::type_name;

/// Of two elements of one sort that have one name, one may be the other: the ArchiMate type, or the kind of what is not
/// drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Type(u8),
    Kind(u8),
}

impl Run<'_, '_> {
    pub(super) fn same_names(&self, requirement: &Requirement, asked: &Asked) -> Answer {
        let graph = self.view.graph;
        let mut answer = Answer::default();
        let mut told: FxHashSet<Vec<Thing>> = FxHashSet::default();
        let mut seen: FxHashSet<Thing> = FxHashSet::default();
        for layer in self.looked_at() {
            let things: Vec<Thing> = self.things_in(requirement, asked, layer).collect();
            let groups = self.groups(&things, asked.form);
            seen.extend(things.iter().map(|thing| self.element(*thing)));
            for (key, members) in groups {
                let mut elements: Vec<Thing> = members.iter().map(|thing| self.element(*thing)).collect();
                elements.sort_unstable();
                // What stands in two states has one name in both.
                if told.insert(elements) {
                    answer.wrong += members.len();
                    let place = graph.place_of(self.view.project, members[0]);
                    answer.found.push(Finding { place, subject: members[0], others: members[1..].to_vec(), found: Found::Nothing, key });
                }
            }
        }
        answer.looked_at = seen.len().max(answer.wrong);
        answer
    }

    fn what(&self, thing: Thing) -> u8 {
        self.view.graph.drawn(self.view.project, thing).what
    }

    fn element(&self, thing: Thing) -> Thing {
        match thing {
            Thing::Element(index) => Thing::Element(self.view.graph.element(index)),
            other => other,
        }
    }

    fn sort(&self, thing: Thing) -> Sort {
        match (self.what(thing), thing) {
            (Drawn::NO_TYPE, Thing::Element(index)) => Sort::Kind(self.view.graph.kind(index).0),
            (what, _) => Sort::Type(what),
        }
    }

    /// The kinds of some elements, and the types of those that have none.
    fn kinds_of(&self, members: &[Thing]) -> String {
        let graph = self.view.graph;
        let name = |thing: &Thing| match thing {
            Thing::Element(index) => graph.metamodel.kind(graph.kind(*index)).name.as_str(),
            other => type_name(self.what(*other)).unwrap_or_default(),
        };
        members.iter().map(name).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("+")
    }

    /// The members of each name that is a finding, with what tells it from others; members by their place.
    fn groups(&self, things: &[Thing], form: Form) -> Vec<(String, Vec<Thing>)> {
        let (graph, project) = (self.view.graph, self.view.project);
        let survey = self.survey();
        let mut firsts: FxHashMap<(Option<Sort>, &str), Thing> = FxHashMap::default();
        firsts.reserve(things.len());
        // Most names are one element's alone, and need no list.
        let mut several: FxHashMap<(Option<Sort>, &str), Vec<Thing>> = FxHashMap::default();
        for thing in things {
            let key = (form == Form::PossibleDuplicates).then(|| self.sort(*thing));
            let key = (key, survey.key(*thing));
            if !key.1.is_empty()
                && let Some(first) = firsts.insert(key, *thing)
            {
                several.entry(key).or_insert_with(|| vec![first]).push(*thing);
            }
        }
        let mut groups = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "findings are sorted by their places")]
        for ((sort, key), mut members) in several {
            members.sort_by_key(|thing| (graph.place_of(project, *thing), *thing));
            if form == Form::PossibleDuplicates || self.are_strangers(&members) {
                // By kinds, for a model that is no drawing any more has no types.
                let kinds = if sort.is_some() { self.kinds_of(&members) } else { String::new() };
                groups.push((format!("{kinds} {key}"), members));
            }
        }
        groups
    }

    /// Whether elements of several sorts are among these that no link ties to each other, straight or by way of others
    /// of them.
    fn are_strangers(&self, members: &[Thing]) -> bool {
        let several_sorts = members.iter().any(|thing| self.sort(*thing) != self.sort(members[0]));
        let mut clusters = Clusters::of(members, self.view.graph);
        several_sorts && (0..members.len()).any(|at| clusters.first(at) != 0)
    }
}

/// Members that links tie to each other.
struct Clusters(Vec<usize>);

impl Clusters {
    fn of(members: &[Thing], graph: &Graph) -> Clusters {
        let at: FxHashMap<Thing, usize> = members.iter().enumerate().map(|(at, thing)| (*thing, at)).collect();
        let mut clusters = Clusters((0..members.len()).collect());
        for (from, thing) in members.iter().enumerate() {
            let Thing::Element(index) = thing else { continue };
            for end in graph.ends(*index) {
                if let Some(to) = end.target.node().and_then(|index| at.get(&Thing::Element(index))) {
                    let (left, right) = (clusters.first(from), clusters.first(*to));
                    clusters.0[left.max(right)] = left.min(right);
                }
            }
        }
        clusters
    }

    fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }
}
