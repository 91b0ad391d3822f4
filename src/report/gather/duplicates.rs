//! What looks built twice, and what is already offered, in words: groups with members, places and reasons, offers with
//! the clause, and what was declared distinct.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::people::in_any_language;
use super::{Gathering, cite, hexadecimal};
use crate::duplicates::{self, Evidence, Found, Group, Settings, WrittenDistinct};
use crate::language::world::Node;
use crate::outcome::Outcomes;
use crate::pack::Requirement;
use crate::report::duplicates::{Distinct, Duplicate, Member, Offer, Pair, Reason};
use crate::text::say;

/// What was found over all projects of a run.
#[derive(Debug)]
pub struct Looked {
    pub found: Found,
    /// What was declared, in the order in which `found` counts what each silences.
    pub distinct: Vec<WrittenDistinct>,
}

/// So many of the things that two elements have in common are named.
const NAMED: usize = 3;

impl Gathering<'_> {
    /// Groups, the strongest first; then those with the most members.
    pub(super) fn duplicates(&self, looked: &Looked) -> Vec<Duplicate> {
        let offers: BTreeMap<u32, &duplicates::Offer> = looked.found.offers.iter().map(|offer| (offer.component, offer)).collect();
        looked.found.groups.iter().map(|group| self.duplicate(group, &looked.found, &offers)).collect()
    }

    fn duplicate(&self, group: &Group, found: &Found, offers: &BTreeMap<u32, &duplicates::Offer>) -> Duplicate {
        let mut nodes = group.members.clone();
        nodes.sort_by_key(|node| (self.project_path(*node), self.graph.id(*node), *node));
        let at = |node: u32| nodes.iter().position(|member| *member == node).unwrap_or_default();
        let pair = |link: &duplicates::Link| {
            // Both as the members stand, so that reasons speak of them in that order.
            let (left, right) = (at(link.left), at(link.right));
            Pair { left, right, score: rounded(link.score), reasons: self.reasons(&link.reasons) }
        };
        let pairs: Vec<Pair> = group.links.iter().map(|number| pair(&found.links[*number])).collect();
        let offered = nodes.iter().filter_map(|node| offers.get(node)).max_by(|left, right| {
            left.score.total_cmp(&right.score).then_with(|| self.graph.id(right.offered_by).cmp(self.graph.id(left.offered_by)))
        });
        Duplicate {
            fingerprint: self.fingerprint("duplicate", &nodes),
            kind: self.kind_name(group.core),
            name: self.common_name(&nodes, group.core),
            score: pairs.first().map_or(0.0, |pair| pair.score),
            members: nodes.iter().map(|node| self.member(*node)).collect(),
            pairs,
            offered_by: offered.map(|offer| self.member(offer.offered_by)),
        }
    }

    /// For each own component that somebody offers what comes closest, the closest first.
    pub(super) fn offers(&self, looked: &Looked, outcomes: &Outcomes) -> Vec<Offer> {
        let mut offers: Vec<&duplicates::Offer> = looked.found.offers.iter().collect();
        offers.sort_by(|left, right| {
            let place = |offer: &duplicates::Offer| (self.project_path(offer.component), self.graph.id(offer.component));
            right.score.total_cmp(&left.score).then_with(|| place(left).cmp(&place(right)))
        });
        offers.into_iter().map(|offer| self.offer(offer, outcomes)).collect()
    }

    fn offer(&self, offer: &duplicates::Offer, outcomes: &Outcomes) -> Offer {
        let project = self.graph.project_of(offer.component);
        let ask = Settings::standard().ask(self.graph.kind(offer.component), self.graph.kind(offer.offered_by));
        let requirement = ask.and_then(|ask| ask.requirements.iter().find_map(|id| self.judged_by(project, id, outcomes)));
        let cites = requirement.map(|requirement| &requirement.cites).or(ask.map(|ask| &ask.cites));
        Offer {
            fingerprint: self.fingerprint("offer", &[offer.component, offer.offered_by]),
            component: self.member(offer.component),
            offered_by: self.member(offer.offered_by),
            score: rounded(offer.score),
            reasons: self.reasons(&offer.reasons),
            requirement: requirement.map(|requirement| requirement.id.clone()),
            cites: cites.into_iter().flatten().map(|citation| cite(citation, self.language())).collect(),
        }
    }

    /// A requirement, where a project is judged by it.
    fn judged_by(&self, project: usize, id: &str, outcomes: &Outcomes) -> Option<&Requirement> {
        let at = outcomes.projects.binary_search_by_key(&project, |outcome| outcome.project).ok()?;
        let judged = outcomes.projects[at].requirements.iter().filter(|outcome| !outcome.other_stage);
        judged.map(|outcome| self.at(outcome.requirement)).find(|requirement| requirement.id == id)
    }

    /// What was declared distinct, as written.
    pub(super) fn distinct(&self, looked: &Looked) -> Vec<Distinct> {
        let silenced = looked.found.silenced.iter().copied().chain(std::iter::repeat(0));
        let declared = looked.distinct.iter().zip(silenced);
        let distinct = declared.map(|(written, silences)| Distinct {
            elements: written.elements.iter().map(|member| member.written.clone()).collect(),
            reason: in_any_language(&written.reason, self.language()),
            silences,
            location: self.location(written.place),
        });
        distinct.collect()
    }

    fn member(&self, node: u32) -> Member {
        let project = self.graph.project_of(node);
        let of = &self.graph.projects[project];
        let agency = of.agency.as_ref().map(|id| self.agency(project, id).unwrap_or_else(|| id.clone()));
        Member {
            project: of.id.clone(),
            agency,
            element: self.subject(Node { index: node, layer: self.graph.layer_at(node) }),
            location: self.location(self.graph.place(node)),
            node,
        }
    }

    fn reasons(&self, reasons: &[duplicates::Reason]) -> Vec<Reason> {
        let reason = |reason: &duplicates::Reason| Reason {
            what: reason.what.name(),
            degree: rounded(reason.degree),
            text: self.reason_text(reason),
        };
        reasons.iter().map(reason).collect()
    }

    fn reason_text(&self, reason: &duplicates::Reason) -> String {
        let percent = (reason.degree * 100.0).round();
        if let (Evidence::Name, Some((left, right))) = (reason.what, &reason.names) {
            let key = match (left == right, reason.degree >= 1.0) {
                (true, _) => "duplicates.reason.one-name",
                (false, true) => "duplicates.reason.same-names",
                (false, false) => "duplicates.reason.names-alike",
            };
            return say(self.language(), key, &[("left", left), ("right", right), ("percent", &percent)]);
        }
        let names: Vec<String> =
            reason.shared.iter().take(NAMED).map(|element| format!("«{}»", self.graph.name(*element, self.language()))).collect();
        let names = names.join(", ");
        let more = reason.shared.len().saturating_sub(NAMED);
        let shared =
            if more == 0 { names } else { say(self.language(), "duplicates.reason.more", &[("shared", &names), ("count", &more)]) };
        let key = format!("duplicates.reason.{}", reason.what.name());
        say(self.language(), &key, &[("shared", &shared), ("percent", &percent)])
    }

    /// What the most of some elements are called; of several names as frequent that of the core.
    fn common_name(&self, nodes: &[u32], core: u32) -> String {
        let own = self.graph.name(core, self.language());
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for node in nodes {
            *counts.entry(self.graph.name(*node, self.language())).or_default() += 1;
        }
        let most = counts.into_iter().min_by_key(|(name, count)| (Reverse(*count), *name != own, *name));
        most.map_or(own, |(name, _)| name).to_string()
    }

    fn project_path(&self, node: u32) -> &str {
        &self.graph.projects[self.graph.project_of(node)].path
    }

    /// The same next week, as long as the same elements are meant.
    fn fingerprint(&self, what: &str, nodes: &[u32]) -> String {
        let mut ids: Vec<String> = (nodes.iter())
            .map(|node| {
                format!("{}:{}:{}", self.graph.projects[self.graph.project_of(*node)].id, self.kind_name(*node), self.graph.id(*node))
            })
            .collect();
        ids.sort_unstable();
        let mut digest = Sha256::new();
        digest.update(what);
        ids.iter().for_each(|id| digest.update(format!("\0{id}")));
        hexadecimal(&digest.finalize()[..8])
    }
}

/// Two places are as many as anybody can tell apart, and the same on every machine.
fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}
