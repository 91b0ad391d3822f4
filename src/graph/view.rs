//! The graph as the rules of one project see it: its own elements and its context, nothing else, so that a verdict is
//! the same in any company. Answers the questions of [`World`], silence included.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Findings, Graph, StateLayer, layer_number, layer_position, layer_project};
use crate::fragment::States;
use crate::language::evaluate::{Key, key_of};
use crate::language::meant::Version;
use crate::language::world::{Layer, Node, Rest, Said, Versions, World};
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Metamodel, Word};
use crate::text::Language;
use crate::value::Value;

/// One project with its context; or, for portfolio requirements, all of them together.
pub struct View<'g> {
    pub graph: &'g Graph,
    pub project: usize,
    /// Results of requirements, where they are asked about.
    findings: Option<&'g Findings>,
    /// Their kind.
    finding: Option<KindId>,
    /// The whole run is in view, and equal identities are one element.
    portfolio: Option<FxHashMap<u32, u32>>,
    first_layer: u32,
    /// What is found in each layer when first asked for.
    found: Vec<Found>,
    words: BuiltIn,
}

#[derive(Default)]
struct Found {
    /// The layer's own elements of each kind.
    by_kind: OnceLock<Vec<Vec<u32>>>,
    /// The context's elements of each kind.
    of_context: OnceLock<Vec<Vec<u32>>>,
    /// Elements that are silent about a link, by link, then by kind.
    silent: OnceLock<Vec<OnceLock<SilentOnes>>>,
    /// Elements by the value of an attribute, by attribute.
    keys: OnceLock<Vec<OnceLock<Index>>>,
}

type SilentOnes = Vec<(KindId, Vec<u32>)>;
/// Elements by the value of one attribute, and those where it is unknown.
#[derive(Default)]
struct Index {
    known: FxHashMap<Key, Vec<u32>>,
    unknown: Vec<u32>,
}

/// Words that the program itself answers.
struct BuiltIn {
    current: Option<Word>,
    target: Option<Word>,
    both: Option<Word>,
    approved: Option<Word>,
    changes: [Option<Word>; 4],
}

impl<'g> View<'g> {
    /// One project and its context.
    pub fn new(graph: &'g Graph, project: usize) -> View<'g> {
        View::over(graph, project, None, layer_number(project, 0).0, graph.projects[project].layers.len())
    }

    /// The whole run; elements of equal identity are one.
    pub fn portfolio(graph: &'g Graph) -> View<'g> {
        let mut first: FxHashMap<(KindId, Vec<Key>), u32> = FxHashMap::default();
        let mut same = FxHashMap::default();
        for index in 0..graph.len() as u32 {
            let identity = &graph.metamodel.kind(graph.kind(index)).identity;
            let key = |wanted: &AttributeId| {
                graph.attributes(index).iter().find(|fact| fact.attribute == *wanted).and_then(|fact| key_of(&fact.value))
            };
            let keys: Option<Vec<Key>> = identity.iter().map(key).collect();
            if let Some(keys) = keys.filter(|keys| !keys.is_empty()) {
                same.insert(index, *first.entry((graph.kind(index), keys)).or_insert(index));
            }
        }
        View::over(graph, 0, Some(same), 0, layer_number(graph.projects.len(), 0).0 as usize)
    }

    fn over(graph: &'g Graph, project: usize, portfolio: Option<FxHashMap<u32, u32>>, first_layer: u32, layers: usize) -> View<'g> {
        let word = |word| graph.metamodel.find_word(word);
        let words = BuiltIn {
            current: word("current"),
            target: word("target"),
            both: word("both"),
            approved: word("approved"),
            changes: ["new", "changed", "retired", "kept"].map(word),
        };
        let found = (0..layers).map(|_| Found::default()).collect();
        View { graph, project, findings: None, finding: graph.metamodel.find_kind("finding"), portfolio, first_layer, found, words }
    }

    /// The same view with the results of requirements in it.
    pub fn with(self, findings: &'g Findings) -> View<'g> {
        View { findings: Some(findings), ..self }
    }

    /// The results, where the number is one of theirs.
    fn of_finding(&self, index: u32) -> Option<&'g Findings> {
        self.findings.filter(|findings| findings.has(index))
    }

    /// What a report shows for a node: itself, or what a result of a requirement is about.
    pub fn shown_for(&self, node: Node) -> Vec<Node> {
        let Some(findings) = self.of_finding(node.index) else { return vec![node] };
        let about = findings.about(node.index).unwrap_or(&[]);
        about.iter().map(|index| Node { index: *index, layer: self.graph.layer_at(*index) }).collect()
    }

    pub fn has_results(&self) -> bool {
        self.findings.is_some()
    }

    pub fn id(&self, index: u32) -> &str {
        self.of_finding(index).and_then(|findings| findings.id(index)).unwrap_or_else(|| self.graph.id(index))
    }

    /// The kind of results.
    pub fn finding(&self) -> Option<KindId> {
        self.finding
    }

    pub fn is_finding(&self, index: u32) -> bool {
        self.of_finding(index).is_some()
    }

    /// The name in a language, else in another, else the id.
    pub fn name(&self, index: u32, language: Language) -> &str {
        let finding = self.of_finding(index).and_then(|findings| findings.id(index));
        finding.unwrap_or_else(|| self.graph.name(index, language))
    }

    fn found(&self, layer: Layer) -> Option<&Found> {
        self.found.get((layer.0 - self.first_layer) as usize)
    }

    /// A layer's own elements of a kind, by number.
    pub fn of_kind(&self, layer: Layer, kind: KindId) -> &[u32] {
        if let Some(findings) = self.findings.filter(|_| self.finding == Some(kind)) {
            return findings.numbers();
        }
        let Some(found) = self.found(layer) else { return &[] };
        &found.by_kind.get_or_init(|| self.sort_by_kind(self.layer(layer)))[kind.index()]
    }

    /// The elements of a kind in the context of a layer, by number.
    pub fn of_kind_in_context(&self, layer: Layer, kind: KindId) -> &[u32] {
        let Some(found) = self.found(layer) else { return &[] };
        &found.of_context.get_or_init(|| self.sort_by_kind(self.context_of(layer)))[kind.index()]
    }

    fn sort_by_kind(&self, layer: Option<&StateLayer>) -> Vec<Vec<u32>> {
        let mut by_kind = vec![Vec::new(); self.graph.metamodel.kinds.len()];
        for index in layer.map_or(0..0, |layer| layer.nodes.clone()).filter(|index| !self.graph.is_answer(*index)) {
            by_kind[self.graph.kind(index).index()].push(index);
        }
        by_kind
    }

    fn layer(&self, layer: Layer) -> Option<&'g StateLayer> {
        self.graph.state_layer(layer)
    }

    /// The numbers of the layer's own elements and of its context's.
    fn elements(&self, layer: Layer) -> impl Iterator<Item = u32> + 'g {
        let own = self.layer(layer).map_or(0..0, |layer| layer.nodes.clone());
        let all = self.context_of(layer).map_or(0..0, |layer| layer.nodes.clone()).chain(own);
        let findings = self.findings.map_or(&[][..], Findings::numbers).iter().copied();
        all.filter(|index| !self.graph.is_answer(*index)).chain(findings)
    }

    fn context_of(&self, layer: Layer) -> Option<&'g StateLayer> {
        let context = self.graph.projects.get(layer_project(layer))?.context?;
        self.graph.projects[context].layers.first()
    }

    /// Whether what a file states counts here: that of the project and of its context.
    fn counts(&self, stating: usize) -> bool {
        self.portfolio.is_some() || stating == self.project || Some(stating) == self.graph.projects[self.project].context
    }

    fn stated_by(&self, place: crate::place::Place) -> usize {
        self.graph.file_projects[place.file.0 as usize] as usize
    }

    fn vouched(&self, index: u32) -> bool {
        let kind = self.graph.kind(index);
        self.graph.vouches(self.graph.project_of(index), self.graph.metamodel.kind(kind).layer)
    }

    /// Whether an element belongs to the project of a layer, rather than to its context.
    fn is_own(&self, index: u32, layer: Layer) -> bool {
        !self.is_finding(index) && self.graph.project_of(index) == layer_project(layer)
    }

    /// What silence about a link means for an element of a kind in a layer.
    fn silence(&self, index: u32, layer: Layer, link: LinkId) -> Rest {
        let metamodel = self.graph.metamodel;
        let (kind, meaning) = (self.graph.kind(index), metamodel.link(link));
        let plea = meaning.plea || meaning.to.iter().all(|kind| metamodel.kind(kind).plea);
        if plea {
            return Rest::Absent;
        }
        if self.vouched(index) {
            return if meaning.mandatory.contains(kind) { Rest::Unknown } else { Rest::Absent };
        }
        let Some(layer) = self.layer(layer) else { return Rest::Unknown };
        let drawn = meaning.drawn
            && (layer.used[link.index()].contains(kind)
                || meaning.to.contains(kind)
                || !meaning.to.intersection(layer.drawn_shared).is_empty());
        if drawn { Rest::Absent } else { Rest::Unknown }
    }

    /// The elements of each kind, of the context and of the layer itself, that are silent about a link.
    fn find_silent(&self, layer: Layer, link: LinkId) -> SilentOnes {
        let kinds = self.graph.metamodel.link(link).from;
        let is_silent = |index: &u32| self.ends(Node { index: *index, layer }, link, &mut |_| {}) == Rest::Unknown;
        let of_kind = |kind: KindId| {
            let known = self.of_kind_in_context(layer, kind).iter().chain(self.of_kind(layer, kind)).copied();
            (kind, known.filter(is_silent).collect())
        };
        kinds.iter().map(of_kind).collect()
    }

    fn find_keys(&self, layer: Layer, attribute: AttributeId) -> Index {
        let mut index = Index::default();
        let kinds = self.graph.metamodel.attribute(attribute).from;
        for element in self.elements(layer).filter(|element| kinds.contains(self.kind_of(*element))) {
            let mut known = |key: Key| index.known.entry(key).or_default().push(element);
            match self.attribute(Node { index: element, layer }, attribute) {
                Said::Value(value) => key_of(value).into_iter().for_each(known),
                Said::Text(text) => known(Key::Text(text.to_string())),
                Said::Word(word) => known(Key::Word(word.0)),
                Said::Names(names) => names.into_iter().filter(|name| !name.is_empty()).for_each(|name| known(Key::Text(name.to_string()))),
                Said::Unknown => index.unknown.push(element),
                Said::Absent | Said::Vouched => {}
            }
        }
        index
    }

    /// The layer of a state in the project of a node.
    fn layer_with(&self, node: Node, states: States) -> Option<Layer> {
        let project = layer_project(node.layer);
        let layers = &self.graph.projects[project].layers;
        layers.iter().position(|layer| layer.states == states).map(|at| layer_number(project, at))
    }

    fn state_word(&self, node: Node) -> Option<Word> {
        match self.graph.state_name(node) {
            "current" => self.words.current,
            "target" => self.words.target,
            "approved" => self.words.approved,
            _ => self.words.both,
        }
    }

    /// new, changed, retired or kept; unknown in a project with one state.
    fn change(&self, node: Node) -> Option<Word> {
        let [new, changed, retired, kept] = self.words.changes;
        if !self.is_own(node.index, node.layer) {
            // The context has one state, which every state of the project shares; with one state nothing changes.
            return kept.filter(|_| self.layer_with(node, States::CURRENT).is_some());
        }
        let (was, becomes) = (self.versions(node, Version::Was), self.versions(node, Version::Becomes));
        match (self.layer(node.layer)?.states, was, becomes) {
            (States::TARGET, Versions::Known(was), _) => match was.as_slice() {
                [] => new,
                [only] if self.says_the_same(*only, node) => kept,
                _ => changed,
            },
            (States::CURRENT, _, Versions::Known(becomes)) => match becomes.as_slice() {
                [] => retired,
                [only] if self.says_the_same(*only, node) => kept,
                _ => changed,
            },
            _ => None,
        }
    }

    fn says_the_same(&self, left: Node, right: Node) -> bool {
        let attributes = |node: Node| {
            let facts = self.graph.attributes(node.index).iter();
            facts.map(|fact| (fact.attribute, fact.value.clone())).collect::<Vec<_>>()
        };
        let ends = |node: Node| {
            let ends = self.graph.ends(node.index).iter();
            let element = |end: u32| self.element(Node { index: end, layer: node.layer });
            let mut said: Vec<_> = ends.map(|end| (end.link, end.target.node().map(element))).collect();
            // The order in which ends are written is no change.
            said.sort_unstable();
            said
        };
        attributes(left) == attributes(right) && ends(left) == ends(right)
    }
}

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
                None => unresolved |= end.target == super::Target::UNRESOLVED,
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
        let leads = |end: &super::End| end.target.node().is_some() && self.counts(self.stated_by(end.place));
        self.is_finding(node.index)
            || self.graph.is_stated_to_by(node.index, |project| self.counts(project))
            || self.graph.ends(node.index).iter().any(leads)
    }

    fn has_dangling(&self, node: Node) -> bool {
        let lost = |end: &super::End| end.target == super::Target::UNRESOLVED && self.counts(self.stated_by(end.place));
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

impl View<'_> {
    fn kind_of(&self, index: u32) -> KindId {
        match self.finding {
            Some(kind) if self.is_finding(index) => kind,
            _ => self.graph.kind(index),
        }
    }

    /// The layer to go on in from an element: its own, or of an element of the context the one come from.
    fn layer_of(&self, index: u32, come_from: Layer) -> Layer {
        let several = self.graph.projects[layer_project(come_from)].layers.len() > 1;
        if several && self.is_own(index, come_from) { self.graph.layer_at(index) } else { come_from }
    }

    fn versions_in(&self, node: Node, layer: Layer) -> &[u32] {
        let own = self.layer(node.layer).map_or(&[][..], |layer| &layer.versions);
        let at = layer_position(layer) as u8;
        let found = own.binary_search_by_key(&(node.index, at), |(node, at, _)| (*node, *at));
        found.map_or(&[][..], |at| &own[at].2)
    }
}
