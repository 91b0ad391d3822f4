//! Justified deviations (order 124, Kazakh paragraph 5): a justification marks the one finding that it names.
//!
//! It changes no level: neither text of the order says that it lifts. One that names a whole paragraph, or only what
//! the subject is a part of, justifies nothing one by one; such ones and those that mark nothing are told.

use rustc_hash::FxHashSet;

use super::Plan;
use crate::answers::words;
use crate::graph::Graph;
use crate::metamodel::{AttributeId, KindId, LinkId};
use crate::outcome::{Idle, IdleJustification, ProjectOutcome, RequirementIndex, RequirementOutcome, SubjectOutcome};
use crate::pack::{Requirement, reads};
use crate::value::Value;

const KIND: &str = "justification";

/// One justification as its model states it.
struct Plea<'g> {
    node: u32,
    requirement: &'g str,
    about: FxHashSet<u32>,
}

/// How a justification fits a finding.
#[derive(PartialEq)]
enum Fit {
    Not,
    /// It speaks of more than the finding.
    General,
    Exactly,
}

/// Marks the findings of a project that are justified, and notes the justifications that mark none.
pub(super) fn mark(graph: &Graph, plan: &Plan<'_>, outcome: &mut ProjectOutcome) {
    let Some(reading) = Reading::of(graph) else { return };
    let layers = &graph.projects[outcome.project].layers;
    let stated: Vec<u32> = layers.iter().flat_map(|layer| layer.nodes.clone()).filter(|node| graph.kind(*node) == reading.kind).collect();
    // An element of two states is one justification.
    let mut told: FxHashSet<u32> = FxHashSet::default();
    let mut used: FxHashSet<u32> = FxHashSet::default();
    let mut idle = Vec::new();
    for node in stated {
        match reading.plea(node) {
            Some(plea) => match reading.apply(plan, &plea, outcome) {
                None => drop(used.insert(graph.element(node))),
                Some(why) => idle.push(IdleJustification { node, why }),
            },
            None => idle.push(IdleJustification { node, why: Idle::Incomplete }),
        }
    }
    // In the state that is looked at it may say more than in another: the most that is to be told of it is.
    idle.sort_by_key(|found| (graph.element(found.node), matches!(found.why, Idle::Unused)));
    idle.retain(|found| !used.contains(&graph.element(found.node)) && told.insert(graph.element(found.node)));
    outcome.idle_justifications = idle;
    for found in outcome.findings.iter().filter(|found| found.justification.is_some()) {
        if let Some(requirement) = outcome.requirements.iter_mut().find(|outcome| outcome.requirement == found.requirement) {
            requirement.counts.justified += 1;
        }
    }
}

/// `124` of `124/19.2`.
fn order_of(requirement: &str) -> &str {
    requirement.split('/').next().unwrap_or_default()
}

/// The vocabulary of justifications.
struct Reading<'g> {
    graph: &'g Graph,
    kind: KindId,
    requirement: AttributeId,
    reason: AttributeId,
    about: LinkId,
}

impl<'g> Reading<'g> {
    fn of(graph: &'g Graph) -> Option<Reading<'g>> {
        let metamodel = graph.metamodel;
        let kind = metamodel.find_kind(KIND)?;
        let attribute = |name| metamodel.attribute_of(kind, name);
        Some(Reading {
            graph,
            kind,
            requirement: attribute("requirement")?,
            reason: attribute("reason")?,
            about: metamodel.link_of(kind, "about")?,
        })
    }

    fn value(&self, node: u32, attribute: AttributeId) -> Option<&'g Value> {
        self.graph.attributes(node).iter().find(|fact| fact.attribute == attribute && !fact.conflict).map(|fact| &fact.value)
    }

    /// A justification that names a requirement, a reason and something.
    fn plea(&self, node: u32) -> Option<Plea<'g>> {
        let Some(Value::Text(requirement)) = self.value(node, self.requirement) else { return None };
        self.value(node, self.reason).and_then(words)?;
        let ends = self.graph.ends(node).iter().filter(|end| end.link == self.about);
        let about: FxHashSet<u32> = ends.filter_map(|end| end.target.node()).collect();
        (!about.is_empty()).then_some(Plea { node, requirement: requirement.trim(), about })
    }

    /// Marks what a justification names; none where it marked anything or the rule itself weighs it, else why it did
    /// not.
    fn apply(&self, plan: &Plan<'_>, plea: &Plea<'_>, outcome: &mut ProjectOutcome) -> Option<Idle> {
        let requirement = |index: RequirementIndex| &plan.packs[index.pack].requirements[index.requirement];
        let mut why = Some(Idle::Unused);
        for found in &mut outcome.findings {
            match self.fit(plea, requirement(found.requirement), found) {
                Fit::Not => {}
                Fit::General if why == Some(Idle::Unused) => {
                    why = Some(Idle::General(found.requirement, found.node.map(|node| node.index)));
                }
                Fit::General => {}
                Fit::Exactly => {
                    found.justification.get_or_insert(plea.node);
                    why = None;
                }
            }
        }
        let named = outcome.requirements.iter().find(|found| requirement(found.requirement).id == plea.requirement);
        let same_order = |found: &RequirementOutcome| order_of(&requirement(found.requirement).id) == order_of(plea.requirement);
        let is_told = match named {
            // The requirement weighs justifications itself.
            Some(found) if reads::of(requirement(found.requirement)).kinds.contains(self.kind) => false,
            Some(found) => !found.other_stage,
            // By an order that the project is not judged by it may be needed all the same.
            None => outcome.requirements.iter().any(same_order),
        };
        why.filter(|_| is_told)
    }

    fn fit(&self, plea: &Plea<'_>, requirement: &Requirement, found: &SubjectOutcome) -> Fit {
        let wider = || requirement.id.strip_prefix(plea.requirement).is_some_and(|rest| rest.starts_with(['.', '/']));
        let names_it = requirement.id == plea.requirement;
        if found.node.is_none() || !names_it && !wider() {
            return Fit::Not;
        }
        if found.members().all(|node| plea.about.contains(&node.index)) {
            return if names_it { Fit::Exactly } else { Fit::General };
        }
        let around = found.members().all(|node| plea.about.contains(&node.index) || self.is_part_of(node.index, &plea.about));
        if around { Fit::General } else { Fit::Not }
    }

    /// Whether an element is a part of one of these, through however many others.
    fn is_part_of(&self, index: u32, wholes: &FxHashSet<u32>) -> bool {
        let (graph, mut seen, mut queue) = (self.graph, FxHashSet::default(), vec![index]);
        while let Some(part) = queue.pop() {
            let Some(link) = graph.metamodel.link_of(graph.kind(part), "part-of") else { continue };
            for whole in graph.ends(part).iter().filter(|end| end.link == link).filter_map(|end| end.target.node()) {
                if wholes.contains(&whole) {
                    return true;
                }
                if seen.insert(whole) {
                    queue.push(whole);
                }
            }
        }
        false
    }
}
