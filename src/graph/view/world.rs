//! The questions of [`World`], answered by what the view holds; silence included.

use std::sync::OnceLock;

use super::View;
use crate::fragment::States;
use crate::graph::{End, Target, layer_project};
use crate::language::evaluate::key_of;
use crate::language::meant::Version;
use crate::language::world::{Layer, Node, Rest, Said, Versions, World};
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Metamodel};
use crate::text::Language;
use crate::value::Value;

impl World for View<'_> {
    fn metamodel(&self) -> &Metamodel {
        self.graph.metamodel
    }

    fn kind(&self, node: Node) -> KindId {
        self.kind_of(node.index)
    }

    fn attribute(&self, node: Node, attribute: AttributeId) -> Said<'_> {
        let meaning = self.graph.metamodel.attribute(attribute);
        if let Some(findings) = self.of_finding(node.index) {
            return findings.says(node.index, attribute, &meaning.name);
        }
        let facts = self.graph.attributes(node.index).iter();
        let mut stated = facts.filter(|fact| fact.attribute == attribute && self.counts(self.stated_by(fact.place)));
        match stated.next() {
            Some(fact) if fact.conflict => return Said::Unknown,
            Some(fact) => return Said::Value(&fact.value),
            None => {}
        }
        match (meaning.name.as_str(), &meaning.default) {
            ("id", _) => Said::Text(self.graph.id(node.index)),
            ("name", _) if self.graph.has_name(node.index) => {
                Said::Names(Language::ALL.map(|language| self.graph.stated_name(node.index, language)))
            }
            ("state", _) => self.state_word(node).map_or(Said::Unknown, Said::Word),
            ("change", _) if meaning.derived => self.change(node).map_or(Said::Unknown, Said::Word),
            (_, Some(default)) => Said::Value(default),
            _ if meaning.plea => Said::Absent,
            _ if self.vouched(node.index) => Said::Vouched,
            _ => Said::Unknown,
        }
    }

    fn ends(&self, node: Node, link: LinkId, visit: &mut dyn FnMut(Node)) -> Rest {
        if let Some(findings) = self.of_finding(node.index) {
            let about = findings.about(node.index).filter(|_| findings.is_about(link)).unwrap_or(&[]);
            about.iter().for_each(|index| visit(Node { index: *index, layer: self.layer_of(*index, node.layer) }));
            return Rest::Stated;
        }
        let ends = self.graph.ends(node.index);
        let first = ends.partition_point(|end| end.link < link);
        let (mut stated, mut unresolved) = (false, false);
        for end in ends[first..].iter().take_while(|end| end.link == link) {
            if !self.counts(self.stated_by(end.place)) {
                continue;
            }
            stated = true;
            match end.target.node() {
                Some(index) => visit(Node { index, layer: self.layer_of(index, node.layer) }),
                None => unresolved |= end.target == Target::UNRESOLVED,
            }
        }
        match (stated, unresolved) {
            (_, true) => Rest::Unknown,
            (true, false) => Rest::Stated,
            (false, false) => self.silence(node.index, node.layer, link),
        }
    }

    fn stating(&self, node: Node, link: LinkId, visit: &mut dyn FnMut(Node)) {
        if let Some(findings) = self.findings.filter(|findings| findings.is_about(link)) {
            return findings.of(node.index).iter().for_each(|index| visit(Node { index: *index, layer: node.layer }));
        }
        if self.is_finding(node.index) || !self.graph.is_stated_to(node.index) {
            return;
        }
        let project = layer_project(node.layer);
        let context = self.graph.projects[project].context;
        for stating in [context, Some(project).filter(|project| Some(*project) != context)].into_iter().flatten() {
            for source in self.graph.backs(node.index, link, stating) {
                // Of a project's states, only the one at hand speaks here.
                if self.layer_of(source, node.layer) == node.layer {
                    visit(Node { index: source, layer: node.layer });
                }
            }
        }
    }

    fn silent(&self, layer: Layer, link: LinkId, kind: KindId) -> &[u32] {
        let Some(found) = self.found(layer) else { return &[] };
        let links = found.silent.get_or_init(|| self.graph.metamodel.links.iter().map(|_| OnceLock::new()).collect());
        let silent = links[link.index()].get_or_init(|| self.find_silent(layer, link));
        silent.iter().find(|(own, _)| *own == kind).map_or(&[], |(_, nodes)| nodes)
    }

    fn has_any(&self, layer: Layer, kinds: KindSet) -> bool {
        let known = [self.layer(layer), self.context_of(layer)].into_iter().flatten();
        let findings = self.findings.filter(|findings| !findings.is_empty()).and(self.finding);
        let all = findings.map_or(KindSet::EMPTY, KindSet::of);
        known.fold(all, |all, layer| all.union(layer.kinds)).intersection(kinds) != KindSet::EMPTY
    }

    fn vouches_for(&self, layer: Layer, kind: KindId) -> bool {
        // Nobody but the program makes results, and it knows them all.
        self.finding == Some(kind) || self.graph.vouches(layer_project(layer), self.graph.metamodel.kind(kind).layer)
    }

    fn element(&self, node: Node) -> u32 {
        if self.is_finding(node.index) {
            return node.index;
        }
        let own = self.graph.element(node.index);
        self.portfolio.as_ref().and_then(|same| same.get(&own)).copied().unwrap_or(own)
    }

    fn versions(&self, node: Node, version: Version) -> Versions {
        let states = match version {
            Version::Was => States::CURRENT,
            Version::Becomes => States::TARGET,
            Version::Approved => States::APPROVED,
        };
        let Some(layer) = self.layer_with(node, states) else { return Versions::Unknown };
        if !self.is_own(node.index, node.layer) {
            // An element of the context has one state, which every state of the project shares.
            return Versions::Known(vec![Node { index: node.index, layer }]);
        }
        if layer == node.layer {
            return Versions::Known(vec![node]);
        }
        let nodes = self.versions_in(node, layer);
        Versions::Known(nodes.iter().map(|index| Node { index: *index, layer }).collect())
    }

    fn in_state(&self, node: Node, states: States) -> Option<bool> {
        let project = layer_project(node.layer);
        if !self.is_own(node.index, node.layer) {
            return Some(true);
        }
        // The only state of a project counts as both; the approved one stands beside it.
        let both = self.graph.projects[project].layers.iter().any(|layer| layer.states == States::BOTH);
        let wanted = self.layer_with(node, if both && states != States::APPROVED { States::BOTH } else { states })?;
        let same = |other: &u32| self.graph.element(*other) == self.graph.element(node.index);
        Some(node.layer == wanted || self.versions_in(node, wanted).iter().any(same))
    }

    fn states_attribute(&self, node: Node, attribute: AttributeId) -> bool {
        if self.is_finding(node.index) {
            return true;
        }
        let named = self.graph.metamodel.attribute(attribute).name == "name" && self.graph.has_name(node.index);
        named || self.graph.attributes(node.index).iter().any(|fact| fact.attribute == attribute && self.counts(self.stated_by(fact.place)))
    }

    fn states_link(&self, node: Node, link: LinkId) -> bool {
        self.is_finding(node.index)
            || self.graph.ends(node.index).iter().any(|end| end.link == link && self.counts(self.stated_by(end.place)))
    }

    fn is_linked(&self, node: Node) -> bool {
        let leads = |end: &End| end.target.node().is_some() && self.counts(self.stated_by(end.place));
        self.is_finding(node.index)
            || self.graph.is_stated_to_by(node.index, |project| self.counts(project))
            || self.graph.ends(node.index).iter().any(leads)
    }

    fn has_dangling(&self, node: Node) -> bool {
        let lost = |end: &End| end.target == Target::UNRESOLVED && self.counts(self.stated_by(end.place));
        !self.is_finding(node.index) && self.graph.ends(node.index).iter().any(lost)
    }

    fn find_by_attribute(&self, layer: Layer, kinds: KindSet, attribute: AttributeId, value: &Value, visit: &mut dyn FnMut(Node, bool)) {
        let Some(found) = self.found(layer) else { return };
        let all = found.keys.get_or_init(|| self.graph.metamodel.attributes.iter().map(|_| OnceLock::new()).collect());
        let index = all[attribute.index()].get_or_init(|| self.find_keys(layer, attribute));
        let equal = key_of(value).and_then(|key| index.known.get(&key)).map_or(&[][..], Vec::as_slice);
        let found = equal.iter().map(|index| (*index, true)).chain(index.unknown.iter().map(|index| (*index, false)));
        for (index, certain) in found.filter(|(index, _)| kinds.contains(self.kind_of(*index))) {
            visit(Node { index, layer }, certain);
        }
    }
}
