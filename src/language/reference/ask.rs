//! The second evaluator: plain, slow, a set at a time, from the text of the language and not from `evaluate`.
//!
//! Paths are sets of certain and possible elements; comparisons are in `sides`.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::amounts::share;
use super::sides::{Plain, Side, Stated, relate};
use super::world::Handmade;
use crate::language::meant::{Filter, Operand, Path, Predicate, Start, Step, Test, Walk};
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node, Rest, Versions, World};
use crate::metamodel::{KindSet, LinkId};

pub struct Asker<'w> {
    pub world: &'w Handmade,
    pub subject: Node,
    pub today: Date,
    pub members: Vec<(Node, bool)>,
    pub members_open: bool,
    pub was_members: Option<Vec<(Node, bool)>>,
    /// The items that have a name, outermost first.
    pub items: Vec<Node>,
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

    pub(super) fn all(&self) -> impl Iterator<Item = (Node, bool)> {
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
    pub(super) fn any(&self, mut answer: impl FnMut(Node) -> Truth) -> Truth {
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

impl Asker<'_> {
    pub fn answer(&self, predicate: &Predicate, here: Node) -> Truth {
        match &predicate.test {
            Test::All(parts) => parts.iter().map(|part| self.answer(part, here)).min().unwrap_or(Truth::True),
            Test::Any(parts) => parts.iter().map(|part| self.answer(part, here)).max().unwrap_or(Truth::False),
            Test::Not(inner) => !self.answer(inner, here),
            Test::Some(path) => self.reach(path, here).any(|_| Truth::True),
            Test::No(path) => !self.reach(path, here).any(|_| Truth::True),
            Test::Every { path, holds, named, over_nothing } => {
                let set = self.reach(path, here);
                let all = !set.any(|node| {
                    let items = self.items.iter().copied().chain(named.then_some(node)).collect();
                    let inside = Asker { items, members: self.members.clone(), was_members: self.was_members.clone(), ..*self };
                    !inside.answer(holds, node)
                });
                if *over_nothing { all } else { all.and(set.any(|_| Truth::True)) }
            }
            Test::Share { path, holds, operator, than, over_nothing } => {
                let set = self.reach(path, here);
                let answers: Vec<(Truth, bool)> = set.all().map(|(node, sure)| (self.answer(holds, node), sure)).collect();
                share(&answers, set.open, *operator, &self.side(than, here), *over_nothing)
            }
            Test::Steps { path, key, holds } => self.steps(path, key, holds, here),
            Test::Periods(periods) => self.periods(periods, here),
            Test::Form(form) => self.form(*form, here).into(),
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
            Start::Item(number) | Start::Next(number) => Reached::one(self.items[*number]),
            Start::Members => listed(&self.members, self.members_open),
            Start::WasMembers => {
                self.was_members.as_ref().map_or(Reached { open: true, ..Reached::default() }, |members| listed(members, false))
            }
            Start::All { kinds, equals, .. } => self.everyone(*kinds, equals),
        };
        let mut reached = self.walk(start, &path.steps);
        // A path through a union or a closure that could only end in what registers know, where none of it is known.
        let winds = path.steps.iter().any(|step| matches!(step.walk, Walk::Either(_) | Walk::Closure { .. }));
        let only_shared = !path.kinds.is_empty() && path.kinds.without(self.world.metamodel().shared_kinds()).is_empty();
        let nothing = reached.certain.is_empty() && reached.possible.is_empty();
        reached.open |= winds && only_shared && nothing && !self.world.has_any(self.subject.layer, path.kinds);
        reached
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
            Walk::Either(branches) => branches.iter().fold(Reached::default(), |all, branch| all.union(&self.walk(from.clone(), branch))),
        }
    }

    fn along(&self, node: Node, links: &[LinkId], reach: KindSet) -> Reached {
        let metamodel = self.world.metamodel();
        let Some(link) = links.iter().find(|link| metamodel.link(**link).from.contains(self.world.kind(node))) else {
            return Reached::default();
        };
        let mut ends = BTreeSet::new();
        let rest = self.world.ends(node, *link, &mut |end| {
            ends.insert(end);
        });
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
    pub(super) fn nobody(&self, layer: Layer, kinds: KindSet) -> bool {
        let metamodel = self.world.metamodel();
        let anybody = kinds.is_empty() || self.world.has_any(layer, kinds);
        let vouched = kinds.iter().all(|kind| self.world.vouches_for(layer, kind));
        let all_shared = kinds.iter().all(|kind| metamodel.kind(kind).shared);
        !anybody && (!vouched || all_shared)
    }

    /// The one element at the end of a path, or what there is instead.
    pub(super) fn single(&self, path: &Path, here: Node) -> Result<Node, Side> {
        let set = self.reach(path, here);
        let elements: BTreeSet<u32> = set.certain.iter().map(|node| self.world.element(*node)).collect();
        match (set.certain.first(), elements.len()) {
            (None, _) if set.possible.is_empty() && !set.open => Err(Side::Absent),
            (Some(node), 1) if set.possible.is_empty() && !set.open => Ok(*node),
            _ => Err(Side::Unknown),
        }
    }
}
