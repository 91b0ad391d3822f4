//! Requirements about several elements with one key: `group` and `unique`, within a project and over the whole run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::collect::Collected;
use super::{Plan, Run, candidates, is_portfolio, is_subject};
use crate::fragment::States;
use crate::graph::{Graph, View};
use crate::language::evaluate::{Evaluator, Gap, Given, Key, Reached, key_of};
use crate::language::meant::Operand;
use crate::language::world::{Layer, Node, World};
use crate::outcome::{Related, RequirementIndex, Role, Shape, SubjectOutcome};
use crate::pack::{Case, Group, Requirement, Unique};
use crate::value::Value;
use crate::verdict::{Interval, Level};

/// The subjects of one key and their members.
#[derive(Default)]
pub(super) struct Gathered {
    pub subjects: Vec<(Node, bool)>,
    pub members: Members,
    /// In the current state; none where some subject's project has one state.
    was: Option<Members>,
}

impl Gathered {
    fn first(&self) -> Option<Node> {
        self.subjects.first().map(|(node, _)| *node)
    }

    fn is_certain(&self) -> bool {
        self.subjects.iter().any(|(_, certain)| *certain)
    }

    /// What the group's predicates are asked of.
    pub fn evaluator<'w>(&'w self, view: &'w View<'w>, first: Node, today: Date) -> Evaluator<'w, View<'w>> {
        let mut evaluator = Evaluator::new(view, first, today);
        evaluator.members = &self.members.nodes;
        evaluator.members_open = self.members.open;
        evaluator.was_members = self.was.as_ref().map(|was| was.nodes.as_slice());
        evaluator
    }
}

/// Members of a group, each once, certain where it is both; in the order in which they were found.
#[derive(Default)]
pub(super) struct Members {
    pub nodes: Vec<(Node, bool)>,
    /// There may be others that nobody named.
    open: bool,
    places: FxHashMap<Node, usize>,
    /// What would have to be known to be sure who belongs to it.
    gaps: Vec<Gap>,
}

impl Members {
    /// Takes up what one subject reaches; a subject that may be none makes its members possible only.
    fn take(&mut self, reached: &Reached, gaps: &[Gap], certain: bool) {
        self.add(&reached.nodes, reached.open, certain);
        self.gaps.extend_from_slice(gaps);
    }

    fn add(&mut self, nodes: &[(Node, bool)], open: bool, certain: bool) {
        self.open |= open;
        for (node, sure) in nodes {
            let next = self.nodes.len();
            match *self.places.entry(*node).or_insert(next) {
                at if at < next => self.nodes[at].1 |= *sure && certain,
                _ => self.nodes.push((*node, *sure && certain)),
            }
        }
    }
}

/// A value as a key, and as people read it.
fn keyed(view: &View<'_>, given: Given<'_>) -> Option<(Key, String)> {
    let metamodel = view.metamodel();
    Some(match given {
        Given::Value(value) => (key_of(value)?, shown(view, value)),
        Given::Word(word) => (Key::Word(word.0), metamodel.word(word).to_string()),
        Given::Text(text) => (Key::Text(text.to_string()), text.to_string()),
        _ => return None,
    })
}

fn shown(view: &View<'_>, value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Word(word) => view.metamodel().word(*word).to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(answer) => answer.to_string(),
        Value::Date(date) => date.to_string(),
        _ => String::new(),
    }
}

/// The possible subjects of a group: the project's own elements, and those of its context that it declares too. These are
/// no subjects of other requirements, but a group is about whoever does something for or with them.
pub(super) fn subjects(view: &View<'_>, case: &Case, layer: Layer) -> Vec<Node> {
    let joined = view.graph.joined(view.project).map(|(_, index)| index);
    let joined = joined.filter(|index| case.subject.contains(view.graph.kind(*index))).map(|index| Node { index, layer });
    let mut nodes: Vec<Node> = candidates(view, case, layer).into_iter().chain(joined).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// The groups of one project by key; subjects whose key is unknown are told apart.
pub(super) fn gather(
    view: &View<'_>,
    case: &Case,
    group: &Group,
    nodes: Vec<Node>,
    today: Date,
) -> (BTreeMap<(Key, String), Gathered>, Vec<Node>) {
    let (mut groups, mut unknown) = (BTreeMap::<(Key, String), Gathered>::new(), Vec::new());
    let current = view.graph.layer_of(view.project, States::CURRENT).filter(|layer| view.graph.is_current(*layer));
    let mut evaluator = Evaluator::new(view, Node { index: 0, layer: Layer(0) }, today);
    for node in nodes {
        match member_of(&mut evaluator, case, group, node) {
            Belonging::No => {}
            Belonging::Unknown => unknown.push(node),
            Belonging::To(key, certain, members, gaps) => {
                let was = current.map(|_| Members::default());
                let gathered = groups.entry(key).or_insert_with(|| Gathered { was, ..Gathered::default() });
                gathered.subjects.push((node, certain));
                gathered.members.take(&members, &gaps, certain);
            }
        }
    }
    // Who had the key in the current state, those included who are gone since.
    for earlier in current.map(|layer| subjects(view, case, layer)).unwrap_or_default() {
        if let Belonging::To(key, certain, members, gaps) = member_of(&mut evaluator, case, group, earlier)
            && let Some(was) = groups.get_mut(&key).and_then(|gathered| gathered.was.as_mut())
        {
            was.take(&members, &gaps, certain);
        }
    }
    (groups, unknown)
}

/// Whether an element belongs to a group, and to which.
enum Belonging {
    No,
    /// It is a subject, and nobody stated its key.
    Unknown,
    /// Its key, whether it is a subject for sure, its members, and what would have to be known to be sure of both.
    To((Key, String), bool, Reached, Vec<Gap>),
}

fn member_of(evaluator: &mut Evaluator<'_, View<'_>>, case: &Case, group: &Group, node: Node) -> Belonging {
    evaluator.turn_to(node);
    let subject = is_subject(evaluator, case);
    if subject.is_false() {
        return Belonging::No;
    }
    let by = Operand::Attribute(group.by.clone());
    let key = match evaluator.operand(&by, node) {
        Given::Absent => return Belonging::No,
        Given::Unknown | Given::Vouched => return Belonging::Unknown,
        given => keyed(evaluator.world, given),
    };
    let Some(key) = key else { return Belonging::No };
    let reached = evaluator.reach(&group.members.meant, node);
    let sure = subject.is_true() && reached.is_certain();
    let gaps = if sure { Vec::new() } else { evaluator.gaps().to_vec() };
    Belonging::To(key, subject.is_true(), reached, gaps)
}

/// What the predicates say of one group.
fn level(view: &View<'_>, group: &Group, gathered: &Gathered, today: Date, gaps: &mut Vec<crate::language::evaluate::Gap>) -> Interval {
    let Some(first) = gathered.first() else { return Interval::OPEN };
    let mut evaluator = gathered.evaluator(view, first, today);
    let interval = super::interval(&mut evaluator, Some(&group.full), group.partial.as_ref());
    gaps.extend_from_slice(evaluator.gaps());
    interval
}

fn members(gathered: &Gathered, first: Node) -> Vec<Related> {
    let subjects = gathered.subjects.iter().map(|(node, _)| *node).filter(|node| *node != first);
    let members = gathered.members.nodes.iter().map(|(node, _)| *node);
    members.chain(subjects).map(|node| Related { node, role: Role::Member }).collect()
}

impl Run<'_, '_> {
    pub(super) fn grouped(&mut self, requirement: &Requirement, group: &Group, layer: Layer, collected: &mut Collected) {
        let Some(case) = requirement.cases.first() else { return };
        let (groups, unknown) = gather(self.view, case, group, subjects(self.view, case, layer), self.today);
        for ((_, shown), gathered) in groups {
            let Some(first) = gathered.first() else { continue };
            let mut gaps = Vec::new();
            let machine = level(self.view, group, &gathered, self.today, &mut gaps);
            let subjects: Vec<Node> = gathered.subjects.iter().map(|(node, _)| *node).collect();
            let Some(settled) = self.settled(requirement, collected.requirement, &subjects, machine) else { continue };
            let members = members(&gathered, first);
            let all: Vec<Node> = std::iter::once(first).chain(members.iter().map(|member| member.node)).collect();
            let settled = self.lift(requirement, &all, settled);
            let (interval, certain) = (settled.interval, gathered.is_certain());
            collected.note_open(settled, certain, Some(first), || Some(shown.clone()));
            if collected.add(settled, certain) {
                collected.find(first, settled.shown(certain), Shape::Group { key: shown }, members);
            }
            if !interval.is_settled() || !gathered.is_certain() {
                gaps.extend_from_slice(&gathered.members.gaps);
                gaps.extend(gathered.was.iter().flat_map(|was| &was.gaps).cloned());
                self.missing.add(self.view, &gaps);
            }
        }
        for node in unknown {
            self.keyless(requirement, node, collected);
            let mut evaluator = Evaluator::new(self.view, node, self.today);
            let _ = is_subject(&mut evaluator, case);
            let _ = evaluator.operand(&Operand::Attribute(group.by.clone()), node);
            self.missing.add(self.view, evaluator.gaps());
        }
    }

    pub(super) fn unique(&mut self, requirement: &Requirement, unique: &Unique, layer: Layer, collected: &mut Collected) {
        let (groups, unknown) = keys(self.view, requirement, unique, layer, self.today);
        for (key, nodes) in groups {
            let subjects: Vec<Node> = nodes.iter().map(|(node, _)| *node).collect();
            let settled = self.settled(requirement, collected.requirement, &subjects, of_doubles(&nodes));
            let Some(settled) = settled.map(|settled| self.lift(requirement, &subjects, settled)) else { continue };
            let interval = settled.interval;
            let certain = nodes.iter().any(|(_, certain)| *certain);
            if !certain || !interval.is_settled() {
                self.missing.add(self.view, &self.whether_subjects(requirement, &nodes));
            }
            let shown = || key.iter().map(|(_, shown)| shown.as_str()).collect::<Vec<_>>().join(", ");
            collected.note_open(settled, certain, Some(nodes[0].0), || Some(shown()));
            if collected.add(settled, certain) {
                let related = nodes[1..].iter().map(|(node, _)| Related { node: *node, role: Role::Member }).collect();
                collected.find(nodes[0].0, settled.shown(certain), Shape::Group { key: shown() }, related);
            }
        }
        for (node, attributes) in unknown {
            self.keyless(requirement, node, collected);
            let mut evaluator = Evaluator::new(self.view, node, self.today);
            let _ = evaluator.said(node, attributes);
            self.missing.add(self.view, evaluator.gaps());
        }
    }

    /// A subject whose group nobody knows: alone until somebody does.
    fn keyless(&mut self, requirement: &Requirement, node: Node, collected: &mut Collected) {
        let Some(settled) = self.settled(requirement, collected.requirement, &[node], Interval::OPEN) else { return };
        let settled = self.lift(requirement, &[node], settled);
        // Only what is waived is listed.
        collected.note_open(settled, false, Some(node), || None);
        if collected.add(settled, true) && settled.lifted.is_some() {
            collected.find(node, settled, Shape::Single, Vec::new());
        }
    }

    /// What would have to be known to tell which of these are subjects.
    fn whether_subjects(&self, requirement: &Requirement, nodes: &[(Node, bool)]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (node, _) in nodes.iter().filter(|(_, certain)| !certain) {
            for case in requirement.cases.iter().filter(|case| case.subject.contains(self.view.kind(*node))) {
                let mut evaluator = Evaluator::new(self.view, *node, self.today);
                if is_subject(&mut evaluator, case).is_unknown() {
                    gaps.extend_from_slice(evaluator.gaps());
                }
            }
        }
        gaps
    }
}

/// Two with one key are one too many.
pub(super) fn of_doubles(nodes: &[(Node, bool)]) -> Interval {
    match (nodes.len(), nodes.iter().filter(|(_, certain)| *certain).count()) {
        (_, 2..) => Interval::exactly(Level::NonCompliant),
        // Whoever may turn out to be no subject may turn out to have no double.
        (2.., _) => Interval::OPEN,
        _ => Interval::exactly(Level::Full),
    }
}

/// Subjects by their keys.
pub(super) type Keyed = BTreeMap<Vec<(Key, String)>, Vec<(Node, bool)>>;
/// A subject and the attribute of its key that nobody stated.
pub(super) type Unkeyed<'u> = (Node, &'u [crate::metamodel::AttributeId]);

/// Subjects by their keys, and those of whose keys some part is unknown.
pub(super) fn keys<'u>(
    view: &View<'_>,
    requirement: &Requirement,
    unique: &'u Unique,
    layer: Layer,
    today: Date,
) -> (Keyed, Vec<Unkeyed<'u>>) {
    let (mut groups, mut unknown) = (BTreeMap::<Vec<(Key, String)>, Vec<(Node, bool)>>::new(), Vec::new());
    for case in &requirement.cases {
        for node in candidates(view, case, layer) {
            let mut evaluator = Evaluator::new(view, node, today);
            let subject = is_subject(&mut evaluator, case);
            if subject.is_false() {
                continue;
            }
            let mut keys = Vec::new();
            for attributes in &unique.by {
                match evaluator.said(node, attributes) {
                    Given::Unknown | Given::Vouched => unknown.push((node, attributes.as_slice())),
                    given => keys.extend(keyed(view, given)),
                }
            }
            if keys.len() == unique.by.len() {
                groups.entry(keys).or_default().push((node, subject.is_true()));
            }
        }
    }
    unknown.dedup_by_key(|(node, _)| *node);
    (groups, unknown)
}

/// Portfolio requirements over the whole run: the groups that reach over more than one project, with every member.
pub(super) fn portfolio(graph: &Graph, plan: &Plan<'_>) -> Vec<SubjectOutcome> {
    let mut found = Vec::new();
    if graph.projects.iter().filter(|project| project.judged).count() < 2 {
        return found;
    }
    let is_first = |at: usize| !(0..at).any(|before| plan.is_same(before, at));
    for (pack, rules) in plan.packs.iter().enumerate().filter(|(at, _)| is_first(*at)) {
        for (number, requirement) in rules.requirements.iter().enumerate().filter(|(_, requirement)| is_portfolio(requirement)) {
            let index = RequirementIndex { pack, requirement: number };
            if let Some(group) = &requirement.group {
                over_all(graph, plan, index, requirement, group, &mut found);
            }
        }
    }
    found
}

fn over_all(
    graph: &Graph,
    plan: &Plan<'_>,
    index: RequirementIndex,
    requirement: &Requirement,
    group: &Group,
    found: &mut Vec<SubjectOutcome>,
) {
    let Some(case) = requirement.cases.first() else { return };
    let mut all: BTreeMap<(Key, String), (Gathered, BTreeSet<usize>)> = BTreeMap::new();
    // Whoever has the pack in a version of his own is there too: severities and values part no groups.
    let has = |project: usize| plan.selected[project].iter().any(|pack| plan.is_same(*pack, index.pack));
    for project in (0..graph.projects.len()).filter(|project| graph.projects[*project].judged && has(*project)) {
        let Some(layer) = graph.layer_of(project, requirement.state) else { continue };
        let view = View::new(graph, project);
        let nodes = subjects(&view, case, layer);
        for (key, gathered) in gather(&view, case, group, nodes, plan.today).0 {
            let empty = || (Gathered { was: Some(Members::default()), ..Gathered::default() }, BTreeSet::new());
            let (known, projects) = all.entry(key).or_insert_with(empty);
            projects.insert(project);
            // What several projects declare of the register is one element.
            let is_shared = |node: &Node| graph.projects[graph.project_of(node.index)].is_context;
            let is_known = |node: &Node| known.subjects.iter().any(|(other, _)| other.index == node.index);
            let new = |(node, _): &(Node, bool)| !is_shared(node) || !is_known(node);
            let subjects: Vec<(Node, bool)> = gathered.subjects.into_iter().filter(new).collect();
            known.subjects.extend(subjects);
            known.members.add(&gathered.members.nodes, gathered.members.open, true);
            known.was = match (known.was.take(), gathered.was) {
                (Some(mut known), Some(was)) => {
                    known.add(&was.nodes, was.open, true);
                    Some(known)
                }
                _ => None,
            };
        }
    }
    let view = View::portfolio(graph);
    for ((_, shown), (gathered, projects)) in all {
        let Some(first) = gathered.first() else { continue };
        let over_several = projects.len() > 1;
        let interval = level(&view, group, &gathered, plan.today, &mut Vec::new());
        if over_several && interval.best < Level::Full {
            let related = members(&gathered, first);
            found.push(SubjectOutcome::new(index, Some(first), interval, Shape::Group { key: shown }, related));
        }
    }
}
