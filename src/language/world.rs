//! What the language asks of a model: the questions that `graph` answers and that tests answer by hand.

use crate::fragment::States;
use crate::language::meant::Version;
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Metamodel, Word};
use crate::value::Value;

/// An element in one state of the architecture, by number. Two nodes may be one element in two states (see [`World::element`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    pub index: u32,
    /// The state in which links are followed from here; an element of the context has no state of its own.
    pub layer: Layer,
}

/// One state of one project, as a number of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Layer(pub u32);

/// What a model says about one attribute of one element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said<'a> {
    Value(&'a Value),
    /// A built-in text: the id.
    Text(&'a str),
    /// The name in Kazakh, Russian and English; empty where not stated.
    Names([&'a str; 3]),
    /// A word that the program derives: the state, the change.
    Word(Word),
    /// Stated that there is none, or a plea nobody made: `has` is false and every comparison is false.
    Absent,
    /// Silent in a layer that is vouched for: `has`, `=` and `in` are false, anything else is unknown.
    Vouched,
    Unknown,
}

/// What is known about the ends of a link beyond those visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The model states the link: there are no others.
    Stated,
    /// The model is silent, and silence means that there are none.
    Absent,
    /// There may be others: the model is silent, or what it states resolves to nothing.
    Unknown,
}

/// The versions of an element in another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Versions {
    Known(Vec<Node>),
    /// The project has one state, or the state asked for was not given.
    Unknown,
}

/// A model as a rule sees it: a project's own elements and its context, nothing else.
///
/// Order is decided: ends are visited in the order they were stated, inverses and populations by number.
pub trait World {
    fn metamodel(&self) -> &Metamodel;
    fn kind(&self, node: Node) -> KindId;
    fn attribute(&self, node: Node, attribute: AttributeId) -> Said<'_>;
    /// Ends of a link that is defined on the node's kind.
    fn ends(&self, node: Node, link: LinkId, visit: &mut dyn FnMut(Node)) -> Rest;
    /// Those who state the link to this node.
    fn stating(&self, node: Node, link: LinkId, visit: &mut dyn FnMut(Node));
    /// Elements of a kind in the layer (and the context) whose silence about the link is unknown: each of them may
    /// lead anywhere.
    fn silent(&self, layer: Layer, link: LinkId, kind: KindId) -> &[u32];
    /// Whether the project's layer or the context has any element of these kinds.
    fn has_any(&self, layer: Layer, kinds: KindSet) -> bool;
    /// Whether the layer's project vouches for the absence of elements of this kind.
    fn vouches_for(&self, layer: Layer, kind: KindId) -> bool;
    /// The element a node is a version of: equal numbers are one element in two states.
    fn element(&self, node: Node) -> u32;
    fn versions(&self, node: Node, version: Version) -> Versions;
    /// Whether the element belongs to a state; `None` where the project has one state only.
    fn in_state(&self, node: Node, states: States) -> Option<bool>;
    /// Whether a model says anything about the attribute, that there is none included.
    fn states_attribute(&self, node: Node, attribute: AttributeId) -> bool;
    /// Whether a model says anything about the link, that there is none included.
    fn states_link(&self, node: Node, link: LinkId) -> bool;
    /// Whether the element states a link to another, or another one to it.
    fn is_linked(&self, node: Node) -> bool;
    /// Whether a reference of the element leads to nothing.
    fn has_dangling(&self, node: Node) -> bool;
    /// Elements of the kinds whose attribute has this value, and those where it is unknown, in the layer or the context.
    fn find_by_attribute(&self, layer: Layer, kinds: KindSet, attribute: AttributeId, value: &Value, visit: &mut dyn FnMut(Node, bool));
}
