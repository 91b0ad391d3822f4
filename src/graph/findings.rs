//! Results of requirements as elements that other requirements ask about, laid over the graph, which stays as it is:
//! their numbers follow those of its nodes. They stand in no state, like elements of the context.

use rustc_hash::FxHashMap;

use super::Graph;
use crate::language::world::Said;
use crate::metamodel::{AttributeId, KindId, LinkId, Member, Metamodel, Word};
use crate::value::Value;

/// The results of one project, by number.
#[derive(Debug, Default)]
pub struct Findings {
    names: Option<Names>,
    /// The number of the first one.
    first: u32,
    found: Vec<Found>,
    numbers: Vec<u32>,
    /// By the node that they are about.
    about: FxHashMap<u32, Vec<u32>>,
}

/// One result.
#[derive(Debug)]
struct Found {
    id: String,
    requirement: Value,
    severity: Option<Word>,
    level: Option<Word>,
    /// Several of a group or a circle, none where nothing is there.
    about: Vec<u32>,
}

/// What the metamodel calls them.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    pub kind: KindId,
    pub about: LinkId,
    requirement: AttributeId,
    severity: AttributeId,
    level: AttributeId,
}

impl Names {
    /// None where the metamodel has no results.
    pub fn of(metamodel: &Metamodel) -> Option<Names> {
        let kind = metamodel.find_kind("finding")?;
        let attribute = |name| metamodel.attribute_of(kind, name);
        let Some(Member::Link(about)) = metamodel.member(kind, "about") else { return None };
        let (requirement, severity, level) = (attribute("requirement")?, attribute("severity")?, attribute("level")?);
        Some(Names { kind, about: *about, requirement, severity, level })
    }
}

impl Findings {
    pub fn new(graph: &Graph) -> Findings {
        Findings { names: Names::of(graph.metamodel), first: graph.len() as u32, ..Findings::default() }
    }

    /// Adds a result of a requirement about some nodes, told apart by `of`; severity and level are words of the metamodel.
    pub fn add(&mut self, metamodel: &Metamodel, requirement: &str, of: &str, [severity, level]: [&str; 2], about: Vec<u32>) {
        let number = self.first + self.found.len() as u32;
        for node in &about {
            self.about.entry(*node).or_default().push(number);
        }
        let (severity, level) = (metamodel.find_word(severity), metamodel.find_word(level));
        let id = format!("{requirement} {of}").trim_end().to_string();
        self.found.push(Found { id, requirement: Value::Text(requirement.into()), severity, level, about });
        self.numbers.push(number);
    }

    /// All of them by number.
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    fn get(&self, index: u32) -> Option<&Found> {
        self.found.get(index.checked_sub(self.first)? as usize)
    }

    pub fn has(&self, index: u32) -> bool {
        self.get(index).is_some()
    }

    /// The requirement and what tells its results apart.
    pub fn id(&self, index: u32) -> Option<&str> {
        self.get(index).map(|found| found.id.as_str())
    }

    /// The nodes that a result is about.
    pub fn about(&self, index: u32) -> Option<&[u32]> {
        self.get(index).map(|found| found.about.as_slice())
    }

    /// Whether the link leads from results.
    pub(super) fn is_about(&self, link: LinkId) -> bool {
        self.names.is_some_and(|names| names.about == link)
    }

    /// The results about a node.
    pub(super) fn of(&self, node: u32) -> &[u32] {
        self.about.get(&node).map_or(&[], Vec::as_slice)
    }

    /// What a result says; everything that is not its own is absent.
    pub(super) fn says(&self, index: u32, attribute: AttributeId, name: &str) -> Said<'_> {
        let (Some(found), Some(names)) = (self.get(index), self.names) else { return Said::Absent };
        let word = |word: Option<Word>| word.map_or(Said::Absent, Said::Word);
        match attribute {
            own if own == names.requirement => Said::Value(&found.requirement),
            own if own == names.severity => word(found.severity),
            own if own == names.level => word(found.level),
            _ if name == "id" => Said::Text(&found.id),
            _ => Said::Absent,
        }
    }
}
