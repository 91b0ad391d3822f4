//! Questions about the form of a model: what the readers of drawings remarked (`drawn`), elements one by one
//! (`elements`), and names that several have (`same_names`).
//!
//! Every state but an approved one is looked at, each element once. Findings beyond the first few are counted and not
//! listed, unless everything is asked for: a drawing may have a hundred thousand of a kind. Leaves to others: what
//! such a question is (`pack::form`), words (`report`).

mod drawn;
mod elements;
mod same_names;
mod survey;

use std::collections::BTreeSet;

use super::Run;
use super::collect::Collected;
use super::waive::Settled;
use crate::form::About;
use crate::fragment::States;
use crate::graph::{Graph, Thing, layer_number};
use crate::language::world::{Layer, Node};
use crate::names;
use crate::outcome::{Found, Seen, Shape};
use crate::pack::Requirement;
use crate::pack::form::Asked;
use crate::place::Place;
use crate::text::Language;
use crate::verdict::{Interval, Level};

pub(super) use survey::Survey;

/// Findings of one requirement that are listed.
const LISTED: usize = 10;

/// What came of one question.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) looked_at: usize,
    /// Subjects of findings, and of groups their members.
    pub(super) wrong: usize,
    pub(super) found: Vec<Finding>,
}

/// One finding on its way.
pub(super) struct Finding {
    place: Place,
    subject: Thing,
    others: Vec<Thing>,
    found: Found,
    /// What tells a group from others; empty for a single subject.
    key: String,
}

impl Answer {
    fn add(&mut self, place: Place, subject: Thing, found: Found) {
        self.wrong += 1;
        self.found.push(Finding::new(place, subject, found));
    }
}

impl Finding {
    /// About one thing by itself.
    pub(super) fn new(place: Place, subject: Thing, found: Found) -> Finding {
        Finding { place, subject, others: Vec::new(), found, key: String::new() }
    }

    /// What falls short together, as waivers name it.
    fn things(&self, graph: &Graph) -> BTreeSet<Thing> {
        let others = self.others.iter().filter(|_| !self.key.is_empty());
        let first = |thing: &Thing| if let Thing::Element(index) = thing { Thing::Element(graph.element(*index)) } else { *thing };
        std::iter::once(&self.subject).chain(others).map(first).collect()
    }
}

impl Run<'_, '_> {
    pub(super) fn form(&mut self, requirement: &Requirement, asked: &Asked, collected: &mut Collected) {
        let mut answer = match asked.form.about() {
            About::Views | About::Relationships | About::Junctions | About::Nestings => self.drawn(asked),
            About::Elements => self.elements(requirement, asked),
            About::Names => self.same_names(requirement, asked),
            About::Waivers => self.waiver_questions(asked),
        };
        answer.found.sort_by_key(|found| (found.place, found.subject));
        let failing = Settled::by_machine(Interval::exactly(Level::NonCompliant));
        let all: Vec<(Finding, Settled)> = (answer.found.into_iter())
            .map(|found| {
                let settled = self.lift_things(requirement, &found.things(self.view.graph), failing);
                (found, settled)
            })
            .collect();
        let waived = all.iter().filter(|(_, settled)| settled.lifted.is_some()).count();
        collected.sum(answer.looked_at.saturating_sub(answer.wrong), waived, all.len() - waived);
        let mut listed = 0;
        for (Finding { subject, others, found, key, .. }, settled) in all {
            // Whatever is waived is listed.
            let is_listed = self.in_full || self.every_subject || listed < LISTED || settled.lifted.is_some();
            listed += usize::from(settled.lifted.is_none());
            if !is_listed {
                collected.unlisted += 1;
                continue;
            }
            let node = match subject {
                Thing::Element(index) => Some(Node { index, layer: self.view.graph.layer_at(index) }),
                Thing::Kindless(_) | Thing::Drawn(_) | Thing::Waiver(_) => None,
            };
            let seen = Seen { project: self.view.project, subject, others, found, key };
            collected.find_seen(node, settled, Shape::Form(Box::new(seen)));
        }
    }

    /// The states that are looked at.
    fn looked_at(&self) -> impl Iterator<Item = Layer> {
        let project = self.view.project;
        let layers = self.view.graph.projects[project].layers.iter().enumerate();
        layers.filter(|(_, layer)| layer.states != States::APPROVED).map(move |(at, _)| layer_number(project, at))
    }

    fn survey(&self) -> &Survey {
        self.survey.get_or_init(|| Survey::of(self.view.graph, self.view.project))
    }

    /// The elements of a requirement in one state. Those without a kind stand in none and come with the first.
    fn things_in<'r>(&'r self, requirement: &'r Requirement, asked: &'r Asked, layer: Layer) -> impl Iterator<Item = Thing> + 'r {
        let (view, graph) = (self.view, self.view.graph);
        let kinds = requirement.subject.without(asked.ignored.kinds);
        let nodes = graph.state_layer(layer).map_or(0..0, |layer| layer.nodes.clone()).filter(|index| !graph.is_answer(*index));
        let with_kindless = layer == layer_number(view.project, 0) && requirement.subject == graph.metamodel.all_kinds();
        let kindless = with_kindless.then(|| graph.kindless(view.project)).into_iter().flatten();
        let things = nodes.filter(move |index| kinds.contains(graph.kind(*index))).map(Thing::Element).chain(kindless);
        things.filter(|thing| !asked.ignored.has_element(self.view.graph.drawn(self.view.project, *thing).what))
    }
}

/// Appends the key of the name that is compared: in the first of the languages that it is given in.
fn key_of(names: [&str; 3], key: &mut String) {
    let start = key.len();
    for language in [Language::Ru, Language::Kk, Language::En] {
        if key.len() == start {
            names::write_key(names[language as usize], key);
        }
    }
}
