//! Walking paths: over links, against them, between states, through filters and closures.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::tail::{Noted, Steps, Tail, TailKey, Walked};
use super::{Evaluator, Gap, Given, Wish};
use crate::language::meant::{Filter, Key, Operand, Path, Start, Step, Version, Walk};
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node, Rest, Versions, World};
use crate::metamodel::{KindSet, LinkId};

/// Called for every element reached, with whether it is certain; says what it still wishes to see.
type Found<'f> = &'f mut dyn FnMut(Node, bool) -> Wish;

/// What a walk finds out besides the elements it reaches.
#[derive(Default)]
struct Way {
    /// There may be elements that nobody named.
    open: Cell<bool>,
    /// The visitor wishes to see certain elements only: whole populations of possible ones need no visit.
    certain_only: Cell<bool>,
}

impl Way {
    fn opens(&self) {
        self.open.set(true);
    }

    /// Takes up a visitor's wish; true where it has seen enough.
    fn heed(&self, wish: Wish) -> bool {
        match wish {
            Wish::More => false,
            Wish::Certain => {
                self.certain_only.set(true);
                false
            }
            Wish::Nothing => true,
        }
    }
}

impl<W: World> Evaluator<'_, W> {
    /// Visits what a path leads to (an element reached on two ways twice) and says whether there may be others.
    pub(super) fn visit(&self, path: &Path, here: Node, found: Found<'_>) -> bool {
        self.visit_first(path, path.steps.len(), here, found)
    }

    /// The same for so many of its first steps.
    pub(super) fn visit_first(&self, path: &Path, steps: usize, here: Node, found: Found<'_>) -> bool {
        let steps = &path.steps[..steps];
        if !self.only_registers_could(path) {
            return self.set_out(path, steps, here, found);
        }
        let mut anything = false;
        let open = self.set_out(path, steps, here, &mut |node, certain| {
            anything = true;
            found(node, certain)
        });
        if !open && !anything {
            self.note(Gap::Nobody(path.kinds));
        }
        open || !anything
    }

    /// Behind a union or a closure no single step knows where the path must end: where it ends in kinds that only
    /// registers know, and there is none of them, that it leads nowhere says nothing.
    fn only_registers_could(&self, path: &Path) -> bool {
        let shared = self.world.metamodel().shared_kinds();
        !path.kinds.is_empty()
            && path.kinds.without(shared).is_empty()
            && path.steps.iter().any(|step| matches!(step.walk, Walk::Either(_) | Walk::Closure { .. }))
            && !self.world.has_any(self.subject.layer, path.kinds)
    }

    fn set_out(&self, path: &Path, steps: &[Step], here: Node, found: Found<'_>) -> bool {
        let way = Way::default();
        match &path.start {
            Start::Here => drop(self.walk(Steps::of(steps), here, true, &way, found)),
            Start::Subject => drop(self.walk(Steps::of(steps), self.subject, true, &way, found)),
            Start::Item(number) | Start::Next(number) => {
                let item = *self.items.borrow().get(*number).expect("a compiled item has an `every` around it");
                let _ = self.walk(Steps::of(steps), item, true, &way, found);
            }
            Start::Members => {
                way.open.set(self.members_open);
                let _ = self.walk_members(Some(self.members), Steps::of(steps), &way, found);
            }
            Start::WasMembers => drop(self.walk_members(self.was_members, Steps::of(steps), &way, found)),
            Start::All { kinds, key, equals } => self.start_from_all(steps, *kinds, key, equals, &way, found),
        }
        way.open.get()
    }

    fn walk_members(&self, members: Option<&[(Node, bool)]>, steps: Steps<'_>, way: &Way, found: Found<'_>) -> bool {
        let Some(members) = members else {
            self.note(Gap::NoState("current"));
            way.opens();
            return false;
        };
        members.iter().any(|(member, certain)| self.walk(steps, *member, *certain, way, found))
    }

    /// Walks the steps from one element; true when the visitor has seen enough.
    fn walk(&self, steps: Steps<'_>, node: Node, certain: bool, way: &Way, found: Found<'_>) -> bool {
        if !certain && way.certain_only.get() {
            return false;
        }
        let Some((step, rest)) = steps.next() else { return way.heed(found(node, certain)) };
        match &step.walk {
            Walk::Link(links) => self.along(links, step.reach, rest, node, certain, way, found),
            Walk::Back(links) => self.against(links, step.reach, rest, node, certain, way, found),
            Walk::State(version) => self.across(*version, rest, node, certain, way, found),
            Walk::Keep(Filter::Kinds(kinds)) => kinds.contains(self.world.kind(node)) && self.walk(rest, node, certain, way, found),
            Walk::Keep(Filter::Holds(predicate)) => match self.answer(predicate, node) {
                Truth::True => self.walk(rest, node, certain, way, found),
                Truth::Unknown => self.walk(rest, node, false, way, found),
                Truth::False => false,
            },
            Walk::Closure { steps, with_start } => self.close(steps, *with_start, rest, node, certain, way, found),
            Walk::Either(branches) => {
                branches.iter().any(|branch| self.walk(Steps { here: branch, then: Some(&rest) }, node, certain, way, found))
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one walk has one state; a struct would only rename it")]
    fn along(&self, links: &[LinkId], reach: KindSet, rest: Steps<'_>, node: Node, certain: bool, way: &Way, found: Found<'_>) -> bool {
        let (kind, metamodel) = (self.world.kind(node), self.world.metamodel());
        let Some(link) = links.iter().copied().find(|link| metamodel.link(*link).from.contains(kind)) else { return false };
        let mut enough = false;
        let others = self.world.ends(node, link, &mut |end| {
            enough = enough || self.walk(rest, end, certain, way, found);
        });
        if enough {
            return true;
        }
        match others {
            Rest::Stated => {}
            // Registers know the elements of shared kinds: where there is none, silence says nothing.
            Rest::Absent if !metamodel.link(link).plea && self.only_registers_know(node, reach) => {
                self.note(Gap::Nobody(reach));
                way.opens();
            }
            Rest::Absent => {}
            Rest::Unknown => {
                self.note(Gap::Link(node, link));
                way.opens();
            }
        }
        false
    }

    fn only_registers_know(&self, node: Node, reach: KindSet) -> bool {
        let shared = self.world.metamodel().shared_kinds();
        !reach.is_empty() && reach.without(shared).is_empty() && !self.world.has_any(node.layer, reach)
    }

    #[expect(clippy::too_many_arguments, reason = "one walk has one state; a struct would only rename it")]
    fn against(&self, links: &[LinkId], reach: KindSet, rest: Steps<'_>, node: Node, certain: bool, way: &Way, found: Found<'_>) -> bool {
        let (kind, metamodel) = (self.world.kind(node), self.world.metamodel());
        // A plea has to be made to count, so one that does not say what it is about is about nothing.
        let may_be_silent = reach.iter().filter(|kind| !metamodel.kind(*kind).plea).collect();
        if self.sources(links, (reach, may_be_silent), rest, node, certain, way, found) {
            return true;
        }
        let leading = links.iter().map(|link| metamodel.link(*link)).filter(|link| link.to.contains(kind) && !link.plea);
        let could = leading.fold(KindSet::EMPTY, |could, link| could.union(link.from.intersection(may_be_silent)));
        self.look_for_anybody(could, node.layer, way);
        false
    }

    /// Those of the first kinds who state one of the links and lead here, then those of the second who could and do
    /// not say.
    #[expect(clippy::too_many_arguments, reason = "one walk has one state; a struct would only rename it")]
    fn sources(
        &self,
        links: &[LinkId],
        kinds: (KindSet, KindSet),
        rest: Steps<'_>,
        node: Node,
        certain: bool,
        way: &Way,
        found: Found<'_>,
    ) -> bool {
        let (kind, metamodel) = (self.world.kind(node), self.world.metamodel());
        let leading = || links.iter().copied().filter(|link| metamodel.link(*link).to.contains(kind));
        let (stating, silent) = kinds;
        let mut enough = false;
        for link in leading() {
            self.world.stating(node, link, &mut |source| {
                let fits = stating.contains(self.world.kind(source));
                enough = enough || fits && self.walk(rest, source, certain, way, found);
            });
        }
        enough
            || leading().any(|link| {
                let mut kinds = metamodel.link(link).from.intersection(silent).iter();
                kinds.any(|kind| self.silent_ones(link, kind, rest, node, way, found))
            })
    }

    /// Where nobody of the kinds is known, there may be some that nobody named; registers alone know the shared kinds.
    fn look_for_anybody(&self, kinds: KindSet, layer: Layer, way: &Way) {
        if kinds.is_empty() || self.world.has_any(layer, kinds) {
            return;
        }
        let vouched = kinds.iter().all(|kind| self.world.vouches_for(layer, kind));
        if !vouched || kinds.without(self.world.metamodel().shared_kinds()).is_empty() {
            self.note(Gap::Nobody(kinds));
            way.opens();
        }
    }

    /// Those of a kind who could state the link and are silent: each may lead here.
    fn silent_ones(&self, link: LinkId, kind: crate::metamodel::KindId, rest: Steps<'_>, node: Node, way: &Way, found: Found<'_>) -> bool {
        if let Some(enough) = self.remembered(link, kind, rest, node.layer, way, found) {
            return enough;
        }
        let mut noted = false;
        for index in self.world.silent(node.layer, link, kind) {
            let enough = self.walk(rest, Node { index: *index, layer: node.layer }, false, way, &mut |end, sure| {
                if !noted {
                    self.note(Gap::Silent(node.layer, link, kind));
                    noted = true;
                }
                found(end, sure)
            });
            if enough || way.certain_only.get() {
                return enough;
            }
        }
        false
    }

    /// The same where another subject walked on from them before and the rest asks nothing about the subject.
    fn remembered(
        &self,
        link: LinkId,
        kind: crate::metamodel::KindId,
        rest: Steps<'_>,
        layer: Layer,
        way: &Way,
        found: Found<'_>,
    ) -> Option<bool> {
        let silent = self.world.silent(layer, link, kind);
        if silent.len() < MANY || way.certain_only.get() {
            return None;
        }
        let (free, rest) = rest.split()?;
        let key = TailKey::new(free, link, kind, layer);
        let is_known = self.tails.borrow().get(&key).map(|tail| matches!(tail, Tail::Known(_)));
        match is_known {
            None => {
                self.tails.borrow_mut().insert(key, Tail::Met);
                return None;
            }
            Some(false) => {
                let walked = free.as_steps(|free| self.walked(silent, free, layer));
                self.tails.borrow_mut().insert(key, Tail::Known(walked));
            }
            Some(true) => {}
        }
        // The visitor may walk on and remember something else meanwhile.
        let tail = self.tails.borrow_mut().remove(&key)?;
        let enough = match &tail {
            Tail::Known(walked) => Some(self.retold(walked, rest, Gap::Silent(layer, link, kind), way, found)),
            Tail::Met => None,
        };
        self.tails.borrow_mut().insert(key, tail);
        enough
    }

    /// Walks steps from everybody who is silent.
    fn walked(&self, silent: &[u32], steps: Steps<'_>, layer: Layer) -> Walked {
        let before = self.gaps.take();
        let (way, mut seen, mut ends) = (Way::default(), Seen::default(), Vec::new());
        let noted = || Noted { gaps: self.gaps.borrow().len(), open: way.open.get() };
        for index in silent {
            self.walk(steps, Node { index: *index, layer }, false, &way, &mut |end, _| {
                if seen.add(end, false) {
                    ends.push((end, noted()));
                }
                Wish::More
            });
        }
        let all = noted();
        Walked { ends, gaps: self.gaps.replace(before), all }
    }

    /// Walks the rest from what was found, and tells a visitor in its order.
    fn retold(&self, walked: &Walked, rest: Steps<'_>, silence: Gap, way: &Way, found: Found<'_>) -> bool {
        let mut told = 0;
        let mut up_to = |noted: Noted| {
            walked.gaps[told..noted.gaps].iter().for_each(|gap| self.note(gap.clone()));
            told = noted.gaps;
            if noted.open {
                way.opens();
            }
        };
        let mut is_silence_noted = false;
        for (end, noted) in &walked.ends {
            up_to(*noted);
            let enough = self.walk(rest, *end, false, way, &mut |end, sure| {
                if !is_silence_noted {
                    self.note(silence.clone());
                    is_silence_noted = true;
                }
                found(end, sure)
            });
            if enough || way.certain_only.get() {
                return enough;
            }
        }
        up_to(walked.all);
        false
    }

    fn across(&self, version: Version, rest: Steps<'_>, node: Node, certain: bool, way: &Way, found: Found<'_>) -> bool {
        match self.world.versions(node, version) {
            Versions::Known(nodes) => nodes.into_iter().any(|other| self.walk(rest, other, certain, way, found)),
            Versions::Unknown => {
                self.note(Gap::NoState(version.state()));
                way.opens();
                false
            }
        }
    }

    /// Follows the steps again and again and stops at what it has seen; a way that is certain makes its end certain.
    #[expect(clippy::too_many_arguments, reason = "one walk has one state; a struct would only rename it")]
    fn close(&self, steps: &[Step], with_start: bool, rest: Steps<'_>, node: Node, certain: bool, way: &Way, found: Found<'_>) -> bool {
        let mut seen = Seen::default();
        let mut queue = vec![(node, certain)];
        if with_start {
            seen.add(node, certain);
        }
        let mut next = 0;
        while let Some((from, sure)) = queue.get(next).copied() {
            next += 1;
            self.walk(Steps::of(steps), from, sure, way, &mut |end, sure| {
                if seen.add(end, sure) {
                    queue.push((end, sure));
                }
                Wish::More
            });
        }
        seen.order.into_iter().any(|(end, sure)| self.walk(rest, end, sure, way, found))
    }

    /// Names inside the brackets belong to the filtered element, so the wanted value is asked of the subject.
    fn start_from_all(&self, steps: &[Step], kinds: KindSet, key: &Key, equals: &Operand, way: &Way, found: Found<'_>) {
        let wanted = self.operand(equals, self.subject);
        match wanted {
            // Nothing equals what is not there.
            Given::Absent | Given::Vouched => return,
            Given::Unknown => return way.opens(),
            _ => self.look_for_anybody(kinds, self.subject.layer, way),
        }
        match (key, wanted) {
            (Key::Attribute(attributes), wanted) => {
                let Some(value) = super::compare::as_value(wanted) else { return way.opens() };
                for attribute in attributes {
                    let mut enough = false;
                    self.world.find_by_attribute(self.subject.layer, kinds, *attribute, &value, &mut |node, certain| {
                        enough = enough || self.walk(Steps::of(steps), node, certain, way, found);
                    });
                    if enough {
                        return;
                    }
                }
            }
            (Key::Link(links), Given::Element(target)) => {
                let target = Node { index: target.index, layer: self.subject.layer };
                self.sources(links, (kinds, kinds), Steps::of(steps), target, true, way, found);
            }
            (Key::Link(_), _) => {}
        }
    }
}

/// What a closure has reached, in walking order. Most closures reach a handful, for which looking is quicker than a table.
#[derive(Default)]
struct Seen {
    order: Vec<(Node, bool)>,
    places: FxHashMap<Node, usize>,
}

const FEW: usize = 16;
/// From so many on a silent population is walked on from once for all subjects.
const MANY: usize = 16;

impl Seen {
    /// Takes up an element; true where it is new, or certain for the first time.
    fn add(&mut self, node: Node, certain: bool) -> bool {
        if let Some(at) = self.find(node) {
            let known = &mut self.order[at].1;
            let news = certain && !*known;
            *known |= certain;
            return news;
        }
        if self.order.len() == FEW {
            self.places = self.order.iter().enumerate().map(|(at, (node, _))| (*node, at)).collect();
        }
        if self.order.len() >= FEW {
            self.places.insert(node, self.order.len());
        }
        self.order.push((node, certain));
        true
    }

    fn find(&self, node: Node) -> Option<usize> {
        if self.order.len() <= FEW {
            return self.order.iter().position(|(known, _)| *known == node);
        }
        self.places.get(&node).copied()
    }
}
