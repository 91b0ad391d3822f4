//! A model as a few vectors: what is stated, and for the rest what silence means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::date;

use crate::fragment::States;
use crate::language::calendar::{Calendar, Year};
use crate::language::compile::{self, Role};
use crate::language::evaluate::Evaluator;
use crate::language::meant::{Predicate, Version};
use crate::language::names::Names;
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node, Rest, Said, Versions, World};
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Metamodel, Word};
use crate::value::Value;

pub const CURRENT: Layer = Layer(0);
pub const TARGET: Layer = Layer(1);

/// One element in one state, or one of the context.
#[derive(Clone, Debug)]
pub struct Made {
    pub kind: KindId,
    /// Equal numbers are one element in two states.
    pub element: u32,
    /// None: the context's.
    pub home: Option<Layer>,
    pub id: String,
    pub names: [String; 3],
    pub attributes: BTreeMap<AttributeId, Value>,
    /// Ends by number; `None` where a reference resolves to nothing. No ends at all: stated that there is none.
    pub links: BTreeMap<LinkId, Vec<Option<u32>>>,
}

#[derive(Clone, Debug, Default)]
pub struct Handmade {
    pub two_states: bool,
    pub made: Vec<Made>,
    /// The kinds whose layer of the architecture the project vouches for.
    pub vouched: KindSet,
    /// Silence about these means that there are none, as the drawing uses the link elsewhere.
    pub drawn: BTreeSet<(u32, LinkId)>,
    /// Found by [`Handmade::seal`].
    pub silent: BTreeMap<(Layer, LinkId, KindId), Vec<u32>>,
}

pub fn kind(name: &str) -> KindId {
    Metamodel::standard().find_kind(name).unwrap_or_else(|| panic!("a kind `{name}`"))
}

pub fn kinds(names: &str) -> KindSet {
    names.split(' ').map(kind).collect()
}

pub fn attribute(of: &str, name: &str) -> AttributeId {
    Metamodel::standard().attribute_of(kind(of), name).unwrap_or_else(|| panic!("an attribute `{name}` of `{of}`"))
}

pub fn link(of: &str, name: &str) -> LinkId {
    Metamodel::standard().link_of(kind(of), name).unwrap_or_else(|| panic!("a link `{name}` of `{of}`"))
}

pub fn word(word: &str) -> Word {
    Metamodel::standard().find_word(word).unwrap_or_else(|| panic!("a word `{word}`"))
}

/// Only the year of today is known; its third of March is off.
pub fn calendar() -> Calendar {
    Calendar { years: BTreeMap::from([(2026, Year { off: vec![date(2026, 3, 3)], worked: vec![] })]) }
}

/// A predicate about elements of one kind, from its text.
pub fn compiled(role: Role, about: KindId, text: &str) -> Predicate {
    let names = Names {
        metamodel: Metamodel::standard(),
        defines: &BTreeMap::new(),
        parameters: &BTreeMap::new(),
        lists: &BTreeMap::new(),
        calendar: &Arc::new(calendar()),
    };
    let (predicate, mistakes) = compile::predicate(&names, role, KindSet::of(about), None, text);
    predicate.unwrap_or_else(|| panic!("`{text}` compiles: {mistakes:?}"))
}

impl Handmade {
    /// A world with one state and nothing in it.
    pub fn new() -> Handmade {
        Handmade::default()
    }

    /// What a `full` answers about an element.
    pub fn ask(&self, index: u32, text: &str) -> Truth {
        self.ask_as(Role::Full, index, text)
    }

    pub fn ask_as(&self, role: Role, index: u32, text: &str) -> Truth {
        let predicate = compiled(role, self.at(index).kind, text);
        Evaluator::new(self, self.node(index), super::tape::TODAY).ask(&predicate)
    }

    /// Asserts the answers to several questions about one element, each with a letter: `t`, `f` or `u`.
    pub fn expect(&self, index: u32, told: &str, questions: &[(&str, char)]) {
        for (text, expected) in questions {
            let expected = match expected {
                't' => Truth::True,
                'f' => Truth::False,
                _ => Truth::Unknown,
            };
            assert_eq!(self.ask(index, text), expected, "`{text}` where {told}");
        }
    }

    /// Adds an element of the project's only state and returns its number.
    pub fn add(&mut self, kind_named: &str) -> u32 {
        self.put(kind(kind_named), Some(CURRENT))
    }

    pub fn put(&mut self, kind: KindId, home: Option<Layer>) -> u32 {
        let index = self.made.len() as u32;
        let (attributes, links) = (BTreeMap::new(), BTreeMap::new());
        self.made.push(Made { kind, element: index, home, id: format!("e{index}"), names: Default::default(), attributes, links });
        index
    }

    pub fn state(&mut self, index: u32, name: &str, value: Value) {
        let made = &mut self.made[index as usize];
        let attribute = Metamodel::standard().attribute_of(made.kind, name).unwrap_or_else(|| panic!("an attribute `{name}`"));
        made.attributes.insert(attribute, value);
    }

    pub fn link(&mut self, index: u32, name: &str, ends: &[u32]) {
        let made = &mut self.made[index as usize];
        let link = Metamodel::standard().link_of(made.kind, name).unwrap_or_else(|| panic!("a link `{name}`"));
        made.links.insert(link, ends.iter().copied().map(Some).collect());
    }

    /// Finds out who is silent; called when everything is stated.
    pub fn seal(mut self) -> Handmade {
        self.silent.clear();
        for layer in [CURRENT, TARGET] {
            for node in self.population(layer) {
                let kind = self.kind(node);
                for link in links_of(kind) {
                    if self.ends(node, link, &mut |_| {}) == Rest::Unknown {
                        self.silent.entry((layer, link, kind)).or_default().push(node.index);
                    }
                }
            }
        }
        self
    }

    /// What is in view from a layer: the state's own elements and the context's.
    pub fn population(&self, layer: Layer) -> Vec<Node> {
        let seen = |made: &Made| made.home.is_none() || made.home == Some(layer);
        let indices = (0..self.made.len() as u32).filter(|index| seen(self.at(*index)));
        indices.map(|index| Node { index, layer }).collect()
    }

    pub fn at(&self, index: u32) -> &Made {
        &self.made[index as usize]
    }

    /// The element as a project sees it: one of the context from the current state.
    pub fn node(&self, index: u32) -> Node {
        Node { index, layer: self.at(index).home.unwrap_or(CURRENT) }
    }

    /// What silence about a link means.
    fn silence(&self, index: u32, link: LinkId) -> Rest {
        let metamodel = self.metamodel();
        let (kind, meaning) = (self.at(index).kind, metamodel.link(link));
        let none = if meaning.plea || meaning.to.iter().all(|kind| metamodel.kind(kind).plea) {
            true
        } else if self.vouched.contains(kind) || self.at(index).home.is_none() {
            !meaning.mandatory.contains(kind)
        } else {
            self.drawn.contains(&(index, link))
        };
        if none { Rest::Absent } else { Rest::Unknown }
    }

    pub fn state_word(&self, index: u32) -> Word {
        match self.at(index).home {
            Some(CURRENT) if self.two_states => word("current"),
            Some(TARGET) if self.two_states => word("target"),
            _ => word("both"),
        }
    }
}

pub fn links_of(kind: KindId) -> Vec<LinkId> {
    let links = 0..Metamodel::standard().links.len();
    links.map(|at| LinkId(at as u16)).filter(|link| Metamodel::standard().link(*link).from.contains(kind)).collect()
}

impl World for Handmade {
    fn metamodel(&self) -> &Metamodel {
        Metamodel::standard()
    }

    fn kind(&self, node: Node) -> KindId {
        self.at(node.index).kind
    }

    fn attribute(&self, node: Node, attribute: AttributeId) -> Said<'_> {
        let made = self.at(node.index);
        let meaning = Metamodel::standard().attribute(attribute);
        match (made.attributes.get(&attribute), meaning.name.as_str()) {
            (Some(value), _) => Said::Value(value),
            (None, "id") => Said::Text(&made.id),
            (None, "name") => Said::Names([&made.names[0], &made.names[1], &made.names[2]]),
            (None, "state") => Said::Word(self.state_word(node.index)),
            (None, _) => match &meaning.default {
                Some(default) => Said::Value(default),
                None if meaning.plea => Said::Absent,
                None if self.vouched.contains(made.kind) || made.home.is_none() => Said::Vouched,
                None => Said::Unknown,
            },
        }
    }

    fn ends(&self, node: Node, link: LinkId, visit: &mut dyn FnMut(Node)) -> Rest {
        assert!(self.metamodel().link(link).from.contains(self.kind(node)), "asked only for links of the kind");
        let Some(ends) = self.at(node.index).links.get(&link) else { return self.silence(node.index, link) };
        for index in ends.iter().flatten() {
            visit(Node { index: *index, layer: self.at(*index).home.unwrap_or(node.layer) });
        }
        if ends.contains(&None) { Rest::Unknown } else { Rest::Stated }
    }

    fn stating(&self, node: Node, link: LinkId, visit: &mut dyn FnMut(Node)) {
        for source in self.population(node.layer) {
            let ends = self.at(source.index).links.get(&link);
            if ends.is_some_and(|ends| ends.contains(&Some(node.index))) {
                visit(source);
            }
        }
    }

    fn silent(&self, layer: Layer, link: LinkId, kind: KindId) -> &[u32] {
        self.silent.get(&(layer, link, kind)).map_or(&[], Vec::as_slice)
    }

    fn has_any(&self, layer: Layer, kinds: KindSet) -> bool {
        self.population(layer).into_iter().any(|node| kinds.contains(self.kind(node)))
    }

    fn vouches_for(&self, _: Layer, kind: KindId) -> bool {
        self.vouched.contains(kind)
    }

    fn element(&self, node: Node) -> u32 {
        self.at(node.index).element
    }

    fn versions(&self, node: Node, version: Version) -> Versions {
        let layer = match version {
            Version::Approved => return Versions::Unknown,
            _ if !self.two_states => return Versions::Unknown,
            Version::Was => CURRENT,
            Version::Becomes => TARGET,
        };
        if self.at(node.index).home.is_none() {
            return Versions::Known(vec![Node { index: node.index, layer }]);
        }
        let same = |other: &Node| self.at(other.index).home == Some(layer) && self.element(*other) == self.element(node);
        Versions::Known(self.population(layer).into_iter().filter(same).collect())
    }

    fn in_state(&self, node: Node, states: States) -> Option<bool> {
        let version = if states == States::CURRENT { Version::Was } else { Version::Becomes };
        match self.versions(node, version) {
            Versions::Known(nodes) => Some(!nodes.is_empty()),
            Versions::Unknown => None,
        }
    }

    fn states_attribute(&self, node: Node, attribute: AttributeId) -> bool {
        self.at(node.index).attributes.contains_key(&attribute)
    }

    fn states_link(&self, node: Node, link: LinkId) -> bool {
        self.at(node.index).links.contains_key(&link)
    }

    fn is_linked(&self, node: Node) -> bool {
        let leads_here = |ends: &Vec<Option<u32>>| ends.contains(&Some(node.index));
        self.at(node.index).links.values().any(|ends| ends.iter().any(Option::is_some))
            || self.made.iter().any(|made| made.links.values().any(leads_here))
    }

    fn has_dangling(&self, node: Node) -> bool {
        self.at(node.index).links.values().any(|ends| ends.contains(&None))
    }

    fn find_by_attribute(&self, layer: Layer, kinds: KindSet, attribute: AttributeId, value: &Value, visit: &mut dyn FnMut(Node, bool)) {
        use crate::language::evaluate::key_of;
        let from = self.metamodel().attribute(attribute).from.intersection(kinds);
        for node in self.population(layer).into_iter().filter(|node| from.contains(self.kind(*node))) {
            let same = match self.attribute(node, attribute) {
                Said::Value(own) => key_of(own).is_some() && key_of(own) == key_of(value),
                Said::Text(own) => *value == Value::Text(own.into()),
                Said::Word(own) => *value == Value::Word(own),
                Said::Unknown => {
                    visit(node, false);
                    continue;
                }
                Said::Names(_) | Said::Absent | Said::Vouched => false,
            };
            if same {
                visit(node, true);
            }
        }
    }
}
