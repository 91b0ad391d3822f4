//! Which facts a facts file asks for, element by element: the most valuable first, no more than a person fills in.
//!
//! The words beside each key come from `remark`, the text of the file from `sheet`.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::register::{Join, Joins};
use crate::facts::remark::Remarks;
use crate::facts::{Asked, AskedFact, Written};
use crate::fragment::States;
use crate::graph::Graph;
use crate::metamodel::{AttributeType, KindId};
use crate::report::paper::{clean, cut, quotes};
use crate::report::wording;
use crate::text::{Language, say};

/// Elements of one kind that are asked about at once; a drawing of thousands is better told by `[[facts]]`.
const ELEMENTS: usize = 40;
/// Columns of a name in a comment.
const NAME: usize = 80;

/// What a file is to ask for.
#[derive(Debug, Default)]
pub struct Plan {
    /// By kind, the most valuable first; within a kind as the models have them.
    pub tables: Vec<PlannedTable>,
    /// `match` and key of a fact that many elements lack, as an example.
    pub example: Option<Example>,
}

#[derive(Debug)]
pub struct PlannedTable {
    pub id: String,
    pub kind: KindId,
    /// What the element is, for the comment behind the header.
    pub title: String,
    /// The only state that lacks the facts, where another one states them.
    pub state: Option<&'static str>,
    pub keys: Vec<PlannedKey>,
}

#[derive(Debug)]
pub struct PlannedKey {
    pub key: String,
    /// What stands there until somebody fills it in.
    pub blank: &'static str,
    pub remark: String,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    pub kind: String,
    pub key: String,
    pub blank: &'static str,
}

/// What decides how much is asked.
pub struct Planner<'g> {
    pub graph: &'g Graph,
    pub language: Language,
    /// Facts to ask for.
    pub top: usize,
    /// Every element that lacks them, however many there are.
    pub every_element: bool,
    /// Ids of tables that the file has.
    pub present: FxHashSet<String>,
    /// Keys that other facts files of the project have already, by id.
    pub elsewhere: FxHashMap<String, FxHashSet<String>>,
}

impl Planner<'_> {
    pub fn plan(&self, asked: &Asked) -> Plan {
        let chosen: Vec<&AskedFact> = asked.facts.iter().filter(|fact| fact.is_for_file()).take(self.top).collect();
        let mut kinds: Vec<(KindId, Vec<&AskedFact>)> = Vec::new();
        for fact in &chosen {
            let Some((_, kind)) = fact.written else { continue };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, facts)) => facts.push(fact),
                None => kinds.push((kind, vec![fact])),
            }
        }
        let mut remarks = Remarks::new(self.graph, asked.project, self.language);
        let joins = Joins::new(self.graph, asked.project);
        let asking: Vec<PlannedTable> = kinds.iter().flat_map(|(kind, facts)| self.tables(*kind, facts, &mut remarks, &joins)).collect();
        let mut tables = if asking.is_empty() { Vec::new() } else { self.joining_tables(asked.project, &joins, &asking) };
        tables.extend(asking);
        let many = chosen.iter().find(|fact| fact.own.len() > 1).or(chosen.first());
        Plan { tables, example: many.and_then(|fact| self.example(fact)) }
    }

    fn tables(&self, kind: KindId, facts: &[&AskedFact], remarks: &mut Remarks<'_>, joins: &Joins<'_>) -> Vec<PlannedTable> {
        let mut told = FxHashSet::default();
        let mut tables = Vec::new();
        for (id, index) in self.elements(facts) {
            let lacked: Vec<&AskedFact> = facts.iter().copied().filter(|fact| fact.own.iter().any(|lacking| lacking.id == id)).collect();
            let joining = joins.of(index).map(|join| (join.key.to_string(), join.remark(self.language)));
            let mut keys: Vec<PlannedKey> = joining.into_iter().map(|(key, remark)| PlannedKey { key, blank: "\"\"", remark }).collect();
            for fact in &lacked {
                let Some((written, _)) = fact.written else { continue };
                let remark = remarks.of(fact, written, index, told.insert(written));
                keys.push(PlannedKey { key: fact.missing.fact.clone(), blank: blank(self.graph, written), remark });
            }
            let elsewhere = self.elsewhere.get(&id);
            keys.retain(|key| elsewhere.is_none_or(|known| !known.contains(&key.key)));
            if !keys.is_empty() {
                tables.push(PlannedTable { state: self.state(&id, index, &lacked), title: self.title(kind, index), id, kind, keys });
            }
        }
        tables
    }

    fn joining(&self, join: &Join<'_>) -> PlannedKey {
        PlannedKey { key: join.key.to_string(), blank: "\"\"", remark: join.remark(self.language) }
    }

    /// Elements that a register may know and of which nothing else is asked: the others are compared with them, and a
    /// code is soon found.
    fn joining_tables(&self, project: usize, joins: &Joins<'_>, asking: &[PlannedTable]) -> Vec<PlannedTable> {
        let asked: FxHashSet<&str> = asking.iter().map(|table| table.id.as_str()).collect();
        let nodes = self.graph.projects[project].layers.last().map_or(0..0, |layer| layer.nodes.clone());
        let others = nodes.filter(|index| !asked.contains(self.graph.id(*index)));
        let joined = others.filter_map(|index| {
            let (id, kind, key) = (self.graph.id(index).to_string(), self.graph.kind(index), self.joining(&joins.of(index)?));
            let known = self.elsewhere.get(&id).is_some_and(|known| known.contains(&key.key));
            (!known).then(|| PlannedTable { title: self.title(kind, index), id, kind, state: None, keys: vec![key] })
        });
        joined.take(if self.every_element { usize::MAX } else { ELEMENTS }).collect()
    }

    /// The elements to ask about: those that are in the file already, then those for which most answers wait; in the
    /// order of the models.
    fn elements(&self, facts: &[&AskedFact]) -> Vec<(String, u32)> {
        let mut weights: FxHashMap<&str, (u32, usize)> = FxHashMap::default();
        for lacking in facts.iter().flat_map(|fact| &fact.own) {
            let known = weights.entry(&lacking.id).or_insert((lacking.index, 0));
            *known = (known.0.min(lacking.index), known.1 + lacking.answers);
        }
        let mut elements: Vec<(&str, u32, usize)> = weights.into_iter().map(|(id, (index, weight))| (id, index, weight)).collect();
        elements.sort_by_key(|(id, index, weight)| (!self.present.contains(*id), Reverse(*weight), *index, *id));
        if !self.every_element {
            elements.truncate(ELEMENTS);
        }
        elements.sort_by_key(|(id, index, _)| (*index, *id));
        elements.into_iter().map(|(id, index, _)| (id.to_string(), index)).collect()
    }

    fn title(&self, kind: KindId, index: u32) -> String {
        let kind = wording::lower_first(wording::kind_title(self.language, &self.graph.metamodel.kind(kind).name));
        let name = self.graph.name(index, self.language);
        clean(&format!("{kind} {}", quotes(&cut(name, NAME)))).into_owned()
    }

    /// A value for all states would change what another state says.
    fn state(&self, id: &str, index: u32, facts: &[&AskedFact]) -> Option<&'static str> {
        let project = self.graph.project_of(index);
        let layers = &self.graph.projects[project].layers;
        let states = |written: Written, node: u32| match written {
            Written::Attribute(attribute) => self.graph.attribute_place(node, attribute).is_some(),
            Written::Link(link) => self.graph.link_place(node, link, None).is_some(),
        };
        let others = layers.iter().flat_map(|layer| layer.nodes.clone()).filter(|node| *node != index);
        if layers.len() < 2 {
            return None;
        }
        let stated = others
            .filter(|node| self.graph.element(*node) == self.graph.element(index) && self.graph.id(*node) == id)
            .any(|node| facts.iter().filter_map(|fact| fact.written).any(|(written, _)| states(written, node)));
        let here = layers.iter().find(|layer| layer.nodes.contains(&index))?;
        match here.states {
            States::CURRENT if stated => Some("current"),
            States::TARGET if stated => Some("target"),
            States::APPROVED if stated => Some("approved"),
            _ => None,
        }
    }

    fn example(&self, fact: &AskedFact) -> Option<Example> {
        let (written, kind) = fact.written?;
        let kind = self.graph.metamodel.kind(kind).name.clone();
        Some(Example { kind, key: fact.missing.fact.clone(), blank: blank(self.graph, written) })
    }
}

/// Lists are filled in between brackets, all else between quotes.
fn blank(graph: &Graph, written: Written) -> &'static str {
    let list = match written {
        Written::Attribute(attribute) => {
            matches!(graph.metamodel.attribute(attribute).kind, AttributeType::EnumList | AttributeType::StringList)
        }
        Written::Link(link) => graph.metamodel.link(link).many,
    };
    if list { "[]" } else { "\"\"" }
}

/// The comment at the top of a new file.
pub fn header(plan: &Plan, name: &str, language: Language) -> String {
    let mut lines: Vec<String> = say(language, "facts.file.head", &[("name", &clean(name))]).lines().map(str::to_string).collect();
    if let Some(example) = &plan.example {
        lines.push(String::new());
        lines.extend(say(language, "facts.file.many", &[]).lines().map(str::to_string));
        lines.push(String::new());
        lines.push("[[facts]]".to_string());
        lines.push(format!("match = {{ kind = \"{}\", name = \"*\" }}", example.kind));
        lines.push(format!("set = {{ {} = {} }}", example.key, example.blank));
    }
    lines.iter().map(|line| format!("# {line}").trim_end().to_string() + "\n").collect()
}
