//! The second evaluator: plain, slow, a set at a time, from the text of the language and not from `evaluate`.
//!
//! Paths are sets of certain and possible elements; comparisons of sets and counts try every set that could be meant.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::world::Handmade;
use crate::language::meant::{
    AttributePath, Collection, Comparison, Counted, Filter, Literal, Operand, Path, Predicate, Set, SetRelation, Start, Step, Test, Walk,
};
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node, Rest, Said, Versions, World};
use crate::metamodel::{AttributeId, AttributeType, KindSet, LinkId};
use crate::value::Value;

pub struct Asker<'w> {
    pub world: &'w Handmade,
    pub subject: Node,
    pub today: Date,
    pub members: Vec<(Node, bool)>,
    pub members_open: bool,
    pub was_members: Option<Vec<(Node, bool)>>,
}

/// A set of elements as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    pub certain: BTreeSet<Node>,
    /// None of them certain.
    pub possible: BTreeSet<Node>,
    pub open: bool,
}

impl Reached {
    fn one(node: Node) -> Reached {
        Reached { certain: BTreeSet::from([node]), ..Reached::default() }
    }

    fn union(&self, other: &Reached) -> Reached {
        let certain: BTreeSet<Node> = self.certain.union(&other.certain).copied().collect();
        let possible = self.possible.union(&other.possible).filter(|node| !certain.contains(node)).copied().collect();
        Reached { possible, certain, open: self.open || other.open }
    }

    fn all(&self) -> impl Iterator<Item = (Node, bool)> {
        self.certain.iter().map(|node| (*node, true)).chain(self.possible.iter().map(|node| (*node, false)))
    }

    /// The set that each member leads to; of a possible member everything is possible only.
    fn flat_map(&self, mut to: impl FnMut(Node) -> Reached) -> Reached {
        let mut all = Reached { open: self.open, ..Reached::default() };
        for (node, sure) in self.all() {
            let mut found = to(node);
            if !sure {
                found.possible.append(&mut found.certain);
            }
            all = all.union(&found);
        }
        all
    }

    /// True where one certain member answers true, unknown where anything might.
    fn any(&self, mut answer: impl FnMut(Node) -> Truth) -> Truth {
        let answers: Vec<(Truth, bool)> = self.all().map(|(node, sure)| (answer(node), sure)).collect();
        if answers.iter().any(|(truth, sure)| *sure && truth.is_true()) {
            Truth::True
        } else if self.open || answers.iter().any(|(truth, _)| !truth.is_false()) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }
}

/// A value that compares.
#[derive(Clone, Debug, PartialEq)]
enum Plain {
    Bool(bool),
    Number(f64),
    Date(Date),
    /// A word or a text.
    Text(String),
    Version(String),
    Element(u32),
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
enum Side {
    Unknown,
    Absent,
    Vouched,
    Is(Plain),
    /// One of these counts.
    Counts(Vec<i64>),
}

/// More than any count of a hand-made world is ever compared with.
const PLENTY: usize = 30;

impl Asker<'_> {
    pub fn answer(&self, predicate: &Predicate, here: Node) -> Truth {
        match &predicate.test {
            Test::All(parts) => parts.iter().map(|part| self.answer(part, here)).min().unwrap_or(Truth::True),
            Test::Any(parts) => parts.iter().map(|part| self.answer(part, here)).max().unwrap_or(Truth::False),
            Test::Not(inner) => !self.answer(inner, here),
            Test::Some(path) => self.reach(path, here).any(|_| Truth::True),
            Test::No(path) => !self.reach(path, here).any(|_| Truth::True),
            Test::Every { path, holds, over_nothing } => {
                let set = self.reach(path, here);
                let all = !set.any(|node| !self.answer(holds, node));
                if *over_nothing { all } else { all.and(set.any(|_| Truth::True)) }
            }
            Test::Compare { left, operator, right } => self.compare(&self.side(left, here), *operator, &self.side(right, here)),
            Test::In { what, within } => self.is_in(&self.side(what, here), within, here),
            Test::Sets { left, relation, right } => relate(&self.set(left, here), *relation, &self.set(right, here)),
            Test::Is { path, kinds } => match self.single(path, here) {
                Ok(node) => kinds.contains(self.world.kind(node)).into(),
                Err(Side::Unknown) => Truth::Unknown,
                Err(_) => Truth::False,
            },
            Test::Has(path) => self.reach(&path.path, here).any(|node| match self.values_of(node, &path.attributes) {
                Stated::Values(values) => (!values.is_empty()).into(),
                Stated::Absent | Stated::Vouched => Truth::False,
                Stated::Unknown => Truth::Unknown,
            }),
            Test::Holds(path) => match self.attribute(path, here) {
                Side::Is(value) => (value == Plain::Bool(true)).into(),
                Side::Unknown => Truth::Unknown,
                _ => Truth::False,
            },
            Test::InState(states) => Truth::known(self.world.in_state(here, *states)),
        }
    }

    // Paths.

    pub fn reach(&self, path: &Path, here: Node) -> Reached {
        let listed = |members: &[(Node, bool)], open: bool| {
            let of = |sure: bool| members.iter().filter(move |(_, own)| *own == sure).map(|(node, _)| *node).collect();
            Reached { certain: of(true), possible: of(false), open }
        };
        let start = match &path.start {
            Start::Here => Reached::one(here),
            Start::Subject => Reached::one(self.subject),
            Start::Members => listed(&self.members, self.members_open),
            Start::WasMembers => self.was_members.as_ref().map_or(Reached { open: true, ..Reached::default() }, |members| listed(members, false)),
            Start::All { kinds, equals, .. } => self.everyone(*kinds, equals),
        };
        self.walk(start, &path.steps)
    }

    /// Everyone of the kinds. Where nobody knows what to look for, nobody knows whom it finds; where it surely finds
    /// nothing, it is empty.
    fn everyone(&self, kinds: KindSet, equals: &Operand) -> Reached {
        let layer = self.subject.layer;
        let nobody = match self.side(equals, self.subject) {
            Side::Unknown => return Reached { open: true, ..Reached::default() },
            Side::Absent | Side::Vouched => return Reached::default(),
            _ => self.nobody(layer, kinds),
        };
        let all = self.world.population(layer).into_iter().filter(|node| kinds.contains(self.world.kind(*node))).collect();
        Reached { certain: all, open: nobody, ..Reached::default() }
    }

    fn walk(&self, start: Reached, steps: &[Step]) -> Reached {
        steps.iter().fold(start, |from, step| self.step(&from, step))
    }

    fn step(&self, from: &Reached, step: &Step) -> Reached {
        match &step.walk {
            Walk::Link(links) => from.flat_map(|node| self.along(node, links, step.reach)),
            Walk::Back(links) => from.flat_map(|node| self.back(node, links, step.reach)),
            Walk::State(version) => from.flat_map(|node| match self.world.versions(node, *version) {
                Versions::Known(nodes) => Reached { certain: nodes.into_iter().collect(), ..Reached::default() },
                Versions::Unknown => Reached { open: true, ..Reached::default() },
            }),
            Walk::Keep(filter) => from.flat_map(|node| {
                let passes = match filter {
                    Filter::Kinds(kinds) => kinds.contains(self.world.kind(node)).into(),
                    Filter::Holds(predicate) => self.answer(predicate, node),
                };
                match passes {
                    Truth::True => Reached::one(node),
                    Truth::Unknown => Reached { possible: BTreeSet::from([node]), ..Reached::default() },
                    Truth::False => Reached::default(),
                }
            }),
            Walk::Closure { steps, with_start } => {
                let mut all = if *with_start { from.clone() } else { Reached::default() };
                loop {
                    let grown = all.union(&self.walk(from.union(&all), steps));
                    if grown == all {
                        return all;
                    }
                    all = grown;
                }
            }
            Walk::Either(branches) => {
                branches.iter().fold(Reached::default(), |all, branch| all.union(&self.walk(from.clone(), branch)))
            }
        }
    }

    fn along(&self, node: Node, links: &[LinkId], reach: KindSet) -> Reached {
        let metamodel = self.world.metamodel();
        let Some(link) = links.iter().find(|link| metamodel.link(**link).from.contains(self.world.kind(node))) else { return Reached::default() };
        let mut ends = BTreeSet::new();
        let rest = self.world.ends(node, *link, &mut |end| drop(ends.insert(end)));
        let only_shared = reach.iter().all(|kind| metamodel.kind(kind).shared);
        let unknown_register = !metamodel.link(*link).plea && only_shared && !self.world.has_any(node.layer, reach);
        let open = rest == Rest::Unknown || rest == Rest::Absent && unknown_register;
        Reached { certain: ends, open, ..Reached::default() }
    }

    /// Asks everyone who could: those who lead here are certain, those who do not say are possible.
    fn back(&self, node: Node, links: &[LinkId], reach: KindSet) -> Reached {
        let metamodel = self.world.metamodel();
        let leading = links.iter().filter(|link| metamodel.link(**link).to.contains(self.world.kind(node)));
        let (mut all, mut could) = (Reached::default(), KindSet::EMPTY);
        for link in leading {
            let meaning = metamodel.link(*link);
            for source in self.world.population(node.layer) {
                if !meaning.from.contains(self.world.kind(source)) {
                    continue;
                }
                let mut leads_here = false;
                let rest = self.world.ends(source, *link, &mut |end| leads_here |= end.index == node.index);
                // An excuse that nobody made is none, and one that names nothing excuses nothing.
                let may = rest == Rest::Unknown && reach.contains(self.world.kind(source)) && !metamodel.kind(self.world.kind(source)).plea;
                let found = if leads_here {
                    Reached::one(source)
                } else if may {
                    Reached { possible: BTreeSet::from([source]), ..Reached::default() }
                } else {
                    continue;
                };
                all = all.union(&found);
            }
            if !meaning.plea {
                let kinds = meaning.from.intersection(reach).iter().filter(|kind| !metamodel.kind(*kind).plea);
                could = kinds.fold(could, |could, kind| could.union(KindSet::of(kind)));
            }
        }
        all.open |= self.nobody(node.layer, could);
        all
    }

    /// Whether there may be some of these kinds although there is nobody.
    fn nobody(&self, layer: Layer, kinds: KindSet) -> bool {
        let metamodel = self.world.metamodel();
        let anybody = kinds.is_empty() || self.world.has_any(layer, kinds);
        let vouched = kinds.iter().all(|kind| self.world.vouches_for(layer, kind));
        let all_shared = kinds.iter().all(|kind| metamodel.kind(kind).shared);
        !anybody && (!vouched || all_shared)
    }

    /// The one element at the end of a path, or what there is instead.
    fn single(&self, path: &Path, here: Node) -> Result<Node, Side> {
        let set = self.reach(path, here);
        let elements: BTreeSet<u32> = set.certain.iter().map(|node| self.world.element(*node)).collect();
        match (set.certain.first(), elements.len()) {
            (None, _) if set.possible.is_empty() && !set.open => Err(Side::Absent),
            (Some(node), 1) if set.possible.is_empty() && !set.open => Ok(*node),
            _ => Err(Side::Unknown),
        }
    }

    // Values.

    fn attribute(&self, path: &AttributePath, here: Node) -> Side {
        match self.single(&path.path, here).map(|node| self.values_of(node, &path.attributes)) {
            Err(side) => side,
            Ok(Stated::Absent) => Side::Absent,
            Ok(Stated::Vouched) => Side::Vouched,
            Ok(Stated::Unknown) => Side::Unknown,
            Ok(Stated::Values(values)) => values.into_iter().next().map_or(Side::Absent, Side::Is),
        }
    }

    fn values_of(&self, node: Node, attributes: &[AttributeId]) -> Stated {
        let metamodel = self.world.metamodel();
        let fits = |attribute: &&AttributeId| metamodel.attribute(**attribute).from.contains(self.world.kind(node));
        let Some(attribute) = attributes.iter().find(fits) else { return Stated::Absent };
        let version = metamodel.attribute(*attribute).kind == AttributeType::Version;
        match self.world.attribute(node, *attribute) {
            Said::Value(Value::None) | Said::Absent => Stated::Absent,
            Said::Vouched => Stated::Vouched,
            Said::Unknown => Stated::Unknown,
            Said::Text(text) => Stated::Values(vec![Plain::Text(text.to_string())]),
            Said::Word(word) => Stated::Values(vec![Plain::Text(metamodel.word(word).to_string())]),
            Said::Names(names) => Stated::Values(names.iter().filter(|name| !name.is_empty()).map(|name| Plain::Text(name.to_string())).collect()),
            Said::Value(value) => Stated::Values(match value {
                Value::None => Vec::new(),
                Value::Bool(value) => vec![Plain::Bool(*value)],
                Value::Integer(value) => vec![Plain::Number(*value as f64)],
                Value::Number(value) => vec![Plain::Number(*value)],
                Value::Date(value) => vec![Plain::Date(*value)],
                Value::Word(value) => vec![Plain::Text(metamodel.word(*value).to_string())],
                Value::Words(values) => values.iter().map(|value| Plain::Text(metamodel.word(*value).to_string())).collect(),
                Value::Text(value) if version => vec![Plain::Version(value.to_string())],
                Value::Text(value) => vec![Plain::Text(value.to_string())],
                Value::Texts(values) => values.iter().map(|value| Plain::Text(value.to_string())).collect(),
                Value::Localized(values) => values.iter().filter(|value| !value.is_empty()).map(|value| Plain::Text(value.to_string())).collect(),
            }),
        }
    }

    fn literal(&self, literal: &Literal) -> Plain {
        match literal {
            Literal::Bool(value) => Plain::Bool(*value),
            Literal::Integer(value) => Plain::Number(*value as f64),
            Literal::Number(value) => Plain::Number(*value),
            Literal::Date(value) => Plain::Date(*value),
            Literal::Word(value) => Plain::Text(self.world.metamodel().word(*value).to_string()),
            Literal::Text(value) => Plain::Text(value.clone()),
        }
    }

    fn side(&self, operand: &Operand, here: Node) -> Side {
        match operand {
            Operand::Literal(literal) => Side::Is(self.literal(literal)),
            Operand::Today => Side::Is(Plain::Date(self.today)),
            Operand::Parameter { value, .. } => value.as_ref().map_or(Side::Unknown, |value| Side::Is(self.literal(value))),
            Operand::Attribute(path) => self.attribute(path, here),
            Operand::Element(path) => match self.single(path, here) {
                Ok(node) => Side::Is(Plain::Element(self.world.element(node))),
                Err(side) => side,
            },
            Operand::Count(counted) => {
                let set = match counted {
                    Counted::Elements(path) => self.set(&Set::Elements(path.clone()), here),
                    Counted::Values(path) => self.set(&Set::Values(path.clone()), here),
                };
                let least = set.certain.len();
                let most = if set.open { PLENTY } else { least + set.possible.len() };
                Side::Counts((least..=most).map(|count| count as i64).collect())
            }
        }
    }

    // Comparisons.

    fn compare(&self, left: &Side, operator: Comparison, right: &Side) -> Truth {
        let either = |side: Side| *left == side || *right == side;
        if either(Side::Absent) || operator == Comparison::Equal && either(Side::Vouched) {
            return Truth::False;
        }
        if either(Side::Unknown) || either(Side::Vouched) {
            return Truth::Unknown;
        }
        let options = |side: &Side| match side {
            Side::Is(value) => vec![value.clone()],
            Side::Counts(counts) => counts.iter().map(|count| Plain::Number(*count as f64)).collect(),
            Side::Unknown | Side::Absent | Side::Vouched => Vec::new(),
        };
        let (left, right) = (options(left), options(right));
        unanimous(left.iter().flat_map(|left| right.iter().map(move |right| compare_plain(left, operator, right))))
    }

    fn is_in(&self, what: &Side, within: &Collection, here: Node) -> Truth {
        if matches!(what, Side::Absent | Side::Vouched) {
            return Truth::False;
        }
        let is = |value: Plain| self.compare(what, Comparison::Equal, &Side::Is(value));
        match within {
            Collection::Literals(literals) | Collection::List { values: Some(literals), .. } => {
                literals.iter().map(|literal| is(self.literal(literal))).max().unwrap_or(Truth::False)
            }
            Collection::List { values: None, .. } => Truth::Unknown,
            Collection::Values(path) => self.reach(&path.path, here).any(|node| match self.values_of(node, &path.attributes) {
                Stated::Values(values) => values.into_iter().map(is).max().unwrap_or(Truth::False),
                Stated::Absent | Stated::Vouched => Truth::False,
                Stated::Unknown => Truth::Unknown,
            }),
            Collection::Elements(path) => self.reach(path, here).any(|node| is(Plain::Element(self.world.element(node)))),
        }
    }

    fn set(&self, set: &Set, here: Node) -> Things {
        let mut things = Things::default();
        let reached = match set {
            Set::Elements(path) => self.reach(path, here),
            Set::Values(path) => self.reach(&path.path, here),
        };
        things.open = reached.open;
        for (node, sure) in reached.all() {
            let values = match set {
                Set::Elements(_) => Stated::Values(vec![Plain::Element(self.world.element(node))]),
                Set::Values(path) => self.values_of(node, &path.attributes),
            };
            match values {
                Stated::Values(values) => {
                    let into = if sure { &mut things.certain } else { &mut things.possible };
                    into.extend(values.iter().map(|value| format!("{value:?}")));
                }
                Stated::Absent => {}
                Stated::Vouched | Stated::Unknown => things.open = true,
            }
        }
        things.possible.retain(|thing| !things.certain.contains(thing));
        things
    }
}

/// What an element says about an attribute.
enum Stated {
    Values(Vec<Plain>),
    Absent,
    Vouched,
    Unknown,
}

/// A set of anything, as far as it is known.
#[derive(Clone, Debug, Default)]
struct Things {
    certain: BTreeSet<String>,
    possible: BTreeSet<String>,
    open: bool,
}

impl Things {
    /// Every set that could be meant, of what is known on either side and one thing that nobody named.
    fn all(&self, known: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
        let mut perhaps = self.possible.clone();
        if self.open {
            perhaps.extend(known.difference(&self.certain).cloned());
            perhaps.insert("something else".to_string());
        }
        perhaps.into_iter().fold(vec![self.certain.clone()], |sets, thing| {
            let with = |set: &BTreeSet<String>| set.iter().cloned().chain([thing.clone()]).collect();
            let more: Vec<BTreeSet<String>> = sets.iter().map(with).collect();
            [sets, more].concat()
        })
    }
}

fn relate(left: &Things, relation: SetRelation, right: &Things) -> Truth {
    let known: BTreeSet<String> = [left, right].into_iter().flat_map(|set| set.certain.union(&set.possible)).cloned().collect();
    let (left, right) = (left.all(&known), right.all(&known));
    unanimous(left.iter().flat_map(|left| {
        right.iter().map(move |right| match relation {
            SetRelation::Overlaps => (!left.is_disjoint(right)).into(),
            SetRelation::Within => left.is_subset(right).into(),
            SetRelation::SameAs => (left == right).into(),
        })
    }))
}

/// What all say; unknown where they differ.
fn unanimous(answers: impl IntoIterator<Item = Truth>) -> Truth {
    let mut answers = answers.into_iter();
    let first = answers.next().unwrap_or(Truth::Unknown);
    if answers.all(|answer| answer == first) { first } else { Truth::Unknown }
}

fn compare_plain(left: &Plain, operator: Comparison, right: &Plain) -> Truth {
    let order = match (left, right) {
        (Plain::Number(left), Plain::Number(right)) => left.partial_cmp(right),
        (Plain::Date(left), Plain::Date(right)) => Some(left.cmp(right)),
        (Plain::Version(left), Plain::Version(right) | Plain::Text(right)) | (Plain::Text(left), Plain::Version(right)) => {
            if left == right { Some(Ordering::Equal) } else { numbered(left).zip(numbered(right)).map(|(left, right)| left.cmp(&right)) }
        }
        (left, right) => (left == right).then_some(Ordering::Equal).or(Some(Ordering::Less)),
    };
    order.map_or(Truth::Unknown, |order| {
        Truth::from(match operator {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::NotEqual => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::LessOrEqual => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::GreaterOrEqual => order != Ordering::Less,
        })
    })
}

/// The parts of a version without the zeros at its end; `None` where they are no numbers.
fn numbered(version: &str) -> Option<Vec<u64>> {
    let plain = version.strip_prefix('v').unwrap_or(version);
    let mut parts = plain.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u64>>>()?;
    while parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}
