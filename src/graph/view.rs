//! The graph as the rules of one project see it: its own elements and its context, nothing else, so that a verdict is
//! the same in any company. Answers the questions of [`World`] (`world`), silence
//! and change (`changes`) included.

mod changes;
mod world;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Findings, Graph, StateLayer, layer_number, layer_position, layer_project};
use crate::language::evaluate::{Key, key_of};
use crate::language::world::{Layer, Node, Rest, Said, World};
use crate::metamodel::{AttributeId, KindId, LinkId, Word};
use crate::text::Language;

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
