//! Links: what relationships state that became no flow, and how those are counted that state nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::convert::{Conversion, End, NOWHERE};
use super::mapping::Target;
use super::{ElementType, RelationType, Shape};
use crate::fragment::StatedLink;
use crate::metamodel::{KindId, LinkId};

/// What an end of a relationship is called in the import report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Label {
    Kind(u8),
    Type(u8),
    Relation(RelationType),
}

impl Conversion<'_, '_> {
    /// States the links of all relations that are left. Whoever serves another by a flow is still depended on.
    pub(super) fn link(&mut self) {
        for at in 0..self.drawing.relations.len() {
            let relation = self.drawing.relations[at].relation;
            let is_flow = self.flow_of.contains_key(&(at as u32));
            if self.ends[at].contains(&End::Nothing) || (is_flow && matches!(relation, RelationType::Flow | RelationType::Access)) {
                continue;
            }
            if !self.state_link(at) && !self.state_for_whole(at) && !is_flow {
                self.unmapped_relations.push(at as u32);
            }
        }
    }

    fn state_link(&mut self, at: usize) -> bool {
        let [source, target] = self.ends[at].map(|end| self.declared_end(end));
        if source == NOWHERE || target == NOWHERE {
            return false;
        }
        let [from, to] = [source, target].map(|end| self.fragment.elements[end as usize]);
        if let Some((link, of_target)) = self.named_link(at, from.kind, to.kind) {
            let (element, end) = if of_target { (target, from.id) } else { (source, to.id) };
            let span = self.drawing.relations[at].span;
            self.fragment.links.push(StatedLink { element, link, end, span });
            return true;
        }
        self.state_between(at, source, target)
    }

    /// States what a relation says, as if it led from one declared element to another.
    fn state_between(&mut self, at: usize, source: u32, target: u32) -> bool {
        let relation = self.drawing.relations[at];
        let [from, to] = [source, target].map(|end| self.fragment.elements[end as usize]);
        let mut found = false;
        for shape in Shape::of(relation.relation, relation.mode).into_iter().flatten() {
            let Some(stated) = self.mapping.stated(shape, from.kind, to.kind) else { continue };
            let (element, other) = if stated.of_target { (target, from) } else { (source, to) };
            match stated.what {
                Target::Attribute(attribute) => self.implied_names.push((element, attribute, other.names)),
                Target::Link(link) => {
                    let link = StatedLink { element, link, end: other.id, span: relation.span };
                    if stated.sole { self.sole.push(link) } else { self.fragment.links.push(link) }
                }
            }
            found = true;
        }
        found
    }

    /// What a part does and no part can state, its whole does.
    fn state_for_whole(&mut self, at: usize) -> bool {
        let [End::Element(source), target] = self.ends[at] else { return false };
        let target = self.declared_end(target);
        let wholes = self.mapping.standard.wholes.contains(self.drawing.relations[at].relation);
        let Some(whole) = self.belonging.party(self, source).filter(|whole| wholes && *whole != source && target != NOWHERE) else {
            return false;
        };
        let whole = self.declared[whole as usize];
        self.state_between(at, whole, target)
    }

    /// A link that the relationship names: by its specialisation, or an association by its name.
    pub(super) fn named_link(&self, at: usize, source: KindId, target: KindId) -> Option<(LinkId, bool)> {
        let leads = |word: &str, from: KindId, to: KindId| {
            self.mapping.link_named(word, from).filter(|link| self.metamodel.link(*link).to.contains(to))
        };
        let link = |word: &str| {
            let back = || leads(word, target, source).map(|link| (link, true));
            leads(word, source, target).map(|link| (link, false)).or_else(back)
        };
        let relation = &self.drawing.relations[at];
        let stereotype = self.stereotypes.get(&(at as u32)).and_then(|word| link(word));
        stereotype.or_else(|| {
            let names = relation.names.0.into_iter().filter(|name| !name.is_none());
            names.filter(|_| relation.relation == RelationType::Association).find_map(|name| link(self.drawing.strings.get(name)))
        })
    }

    /// States what only one relationship says of an element; of several none is believed.
    pub(super) fn state_sole(&mut self) {
        let mut counts: FxHashMap<(u32, LinkId), usize> = FxHashMap::default();
        for stated in &self.sole {
            *counts.entry((stated.element, stated.link)).or_default() += 1;
        }
        let sole = std::mem::take(&mut self.sole);
        if sole.is_empty() {
            return;
        }
        let known: FxHashSet<(u32, LinkId)> = self.fragment.links.iter().map(|stated| (stated.element, stated.link)).collect();
        let is_sole = |stated: &StatedLink| {
            let key = (stated.element, stated.link);
            counts.get(&key) == Some(&1) && !known.contains(&key)
        };
        self.fragment.links.extend(sole.into_iter().filter(is_sole));
    }

    /// Relations that state nothing, by type and ends; those that led past an element to something stated are not counted.
    pub(super) fn count_unmapped_relations(&mut self) {
        let led = std::mem::take(&mut self.led_on);
        let mut counts: FxHashMap<(RelationType, Label, Label), usize> = FxHashMap::default();
        for at in std::mem::take(&mut self.unmapped_relations).into_iter().filter(|at| !led.contains(at)) {
            let [source, target] = self.ends[at as usize].map(|end| self.label(end));
            *counts.entry((self.drawing.relations[at as usize].relation, source, target)).or_default() += 1;
        }
        #[expect(clippy::iter_over_hash_type, reason = "counts go into a sorted table")]
        for ((relation, source, target), count) in counts {
            let name = format!("{}: {} → {}", relation.name(), self.label_name(source), self.label_name(target));
            self.count_unmapped(name, count);
        }
    }

    fn label(&self, end: End) -> Label {
        match (end, self.declared_end(end)) {
            (End::Element(at), NOWHERE) => Label::Type(self.drawing.elements[at as usize].what.0),
            (End::Relation(at), NOWHERE) => Label::Relation(self.drawing.relations[at as usize].relation),
            (_, declared) => Label::Kind(self.fragment.elements[declared as usize].kind.0),
        }
    }

    fn label_name(&self, label: Label) -> &str {
        match label {
            Label::Kind(kind) => &self.metamodel.kind(KindId(kind)).name,
            Label::Type(what) => self.mapping.type_name(ElementType(what)),
            Label::Relation(relation) => relation.name(),
        }
    }
}
