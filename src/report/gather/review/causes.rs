//! Elements that findings of several projects have in common, and shared things that nobody uses who should.
//!
//! A cause stands elsewhere than the subject: in a context, or in another project. A body is none: that several projects
//! name it as an owner, a customer or an operator says nothing of why they fall short.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{Asked, Gathering, ids};
use crate::metamodel::KindSet;
use crate::report::review::{Cluster, Element, Ignored};
use crate::report::{Finding, Offer, ProjectReport, Related};
use crate::verdict::Weight;

/// Findings by the number of the project and their number in it, by requirement and element.
pub(super) type Causes = BTreeMap<(usize, u32), Cause>;

#[derive(Default)]
pub(super) struct Cause {
    findings: Vec<(usize, usize)>,
    /// Whether it is only what the requirement asks for and a register has.
    proposed: bool,
}

impl Cause {
    fn projects(&self) -> BTreeSet<usize> {
        self.findings.iter().map(|(project, _)| *project).collect()
    }

    fn is_common(&self) -> bool {
        self.findings.iter().any(|(project, _)| *project != self.findings[0].0)
    }
}

/// A shared thing on the way to be told.
#[derive(Default)]
struct Passed {
    requirements: BTreeSet<String>,
    findings: usize,
    components: usize,
    projects: BTreeSet<usize>,
}

impl Gathering<'_> {
    pub(super) fn causes(&self, asked: &Asked, judged: &[&ProjectReport]) -> Causes {
        let bodies = self.bodies();
        let mut causes = Causes::default();
        for (at, project) in judged.iter().enumerate() {
            for (number, finding) in project.findings.iter().enumerate().filter(|(_, finding)| !self.is_advice(finding)) {
                for (node, related) in finding.related.iter().filter_map(|related| Some((related.node?, related))) {
                    if !self.may_be_a_cause(related, node, bodies) {
                        continue;
                    }
                    let proposed = related.is_candidate();
                    let cause =
                        causes.entry((asked.number[&finding.index], node)).or_insert(Cause { findings: Vec::new(), proposed: true });
                    cause.proposed &= proposed;
                    // Findings come one by one: an element that stands twice in one is its last.
                    if cause.findings.last() != Some(&(at, number)) {
                        cause.findings.push((at, number));
                    }
                }
            }
        }
        causes.retain(|_, cause| cause.is_common());
        causes
    }

    fn is_advice(&self, finding: &Finding) -> bool {
        self.packs[finding.index.0].advisory
    }

    /// The kinds that own things.
    fn bodies(&self) -> KindSet {
        let owners = self.graph.metamodel.links.iter().filter(|link| link.name == "owner");
        owners.fold(KindSet::default(), |kinds, link| kinds.union(link.to))
    }

    fn may_be_a_cause(&self, related: &Related, node: u32, bodies: KindSet) -> bool {
        related.project.is_some() && (related.is_candidate() || !bodies.contains(self.graph.kind(node)))
    }

    /// Elements with just the same findings are one cause.
    pub(super) fn clusters(&self, asked: &Asked, judged: &[&ProjectReport], causes: &Causes) -> Vec<Cluster> {
        /// A requirement and its findings.
        type Same<'c> = (usize, &'c [(usize, usize)]);
        let mut together: BTreeMap<Same<'_>, Vec<(u32, bool)>> = BTreeMap::new();
        for ((requirement, node), cause) in causes {
            together.entry((*requirement, &cause.findings)).or_default().push((*node, cause.proposed));
        }
        let mut clusters: Vec<(usize, Cluster)> = Vec::new();
        for ((requirement, findings), nodes) in together {
            let elements = self.elements(nodes);
            let Some((cause, also)) = elements.split_first() else { continue };
            let text = self.text_of(asked, requirement);
            let severity = findings.iter().map(|(project, number)| judged[*project].findings[*number].severity).min();
            let projects = Cause { findings: findings.to_vec(), proposed: false }.projects();
            let cluster = Cluster {
                requirement: text.id,
                title: text.title,
                severity: severity.unwrap_or(Weight::Minor),
                cause: cause.clone(),
                also: also.to_vec(),
                findings: findings.len(),
                projects: ids(judged, &projects),
            };
            clusters.push((requirement, cluster));
        }
        clusters.sort_by_cached_key(|(requirement, found)| {
            (Reverse(found.projects.len()), Reverse(found.findings), found.severity, *requirement, key(&found.cause))
        });
        clusters.into_iter().map(|(_, found)| found).collect()
    }

    /// What findings are about before what they propose.
    fn elements(&self, nodes: Vec<(u32, bool)>) -> Vec<Element> {
        let mut elements: Vec<(bool, Element)> = nodes.into_iter().map(|(node, proposed)| (proposed, self.element(node))).collect();
        elements.sort_by_cached_key(|(proposed, element)| (*proposed, key(element)));
        elements.into_iter().map(|(_, element)| element).collect()
    }

    fn element(&self, node: u32) -> Element {
        Element {
            id: self.graph.id(node).to_string(),
            kind: self.kind_name(node).to_string(),
            name: self.graph.name(node, self.language()).to_string(),
            project: self.graph.projects[self.graph.project_of(node)].id.clone(),
            location: self.location(self.graph.place(node)),
        }
    }

    /// Shared things of contexts that findings propose to use, and those that come close to what projects build for
    /// themselves. Where somebody has allowed not to use it, nobody ignores it.
    pub(super) fn ignored(&self, asked: &Asked, judged: &[&ProjectReport], offers: &[Offer]) -> Vec<Ignored> {
        let mut passed: FxHashMap<u32, Passed> = FxHashMap::default();
        let bodies = self.bodies();
        let is_shared = |node: u32| self.graph.projects[self.graph.project_of(node)].is_context && !bodies.contains(self.graph.kind(node));
        for (at, project) in judged.iter().enumerate() {
            for finding in project.findings.iter().filter(|finding| !finding.waived && !self.is_advice(finding)) {
                for node in finding.related.iter().filter(|related| related.is_candidate()).filter_map(|related| related.node) {
                    if is_shared(node) {
                        let found = passed.entry(node).or_default();
                        found.requirements.insert(finding.requirement.clone());
                        found.projects.insert(at);
                        found.findings += 1;
                    }
                }
            }
        }
        let numbers: FxHashMap<usize, usize> = judged.iter().enumerate().map(|(at, project)| (project.index, at)).collect();
        for offer in offers.iter().filter(|offer| is_shared(offer.offered_by.node)) {
            let Some(at) = numbers.get(&self.graph.project_of(offer.component.node)) else { continue };
            let found = passed.entry(offer.offered_by.node).or_default();
            found.requirements.extend(offer.requirement.clone());
            found.projects.insert(*at);
            found.components += 1;
        }
        let mut ignored: Vec<Ignored> = passed
            .into_iter()
            .map(|(node, found)| Ignored {
                element: self.element(node),
                requirements: asked.in_order(found.requirements),
                findings: found.findings,
                components: found.components,
                projects: ids(judged, &found.projects),
            })
            .collect();
        ignored
            .sort_by_cached_key(|found| (Reverse(found.projects.len()), Reverse(found.findings + found.components), key(&found.element)));
        ignored
    }
}

/// What tells elements apart, whatever the language.
fn key(element: &Element) -> (String, String, String) {
    (element.project.clone(), element.id.clone(), element.kind.clone())
}
