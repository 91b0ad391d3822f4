//! Walking paths: over links, against them (`back`), between states, through filters and closures.

mod back;
mod seen;

use std::cell::Cell;

use super::tail::Steps;
use super::{Evaluator, Gap, Given, Wish};
use crate::language::meant::{Filter, Key, Operand, Path, Start, Step, Version, Walk};
use crate::language::truth::Truth;
use crate::language::world::{Node, Rest, Versions, World};
use crate::metamodel::{KindSet, LinkId};

use seen::Seen;

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
