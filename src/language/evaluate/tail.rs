//! What the rest of a path makes of everybody who may lead here by their silence.
//!
//! Whoever could state a link and does not may lead to any element, so that each of many subjects would walk on from the
//! same silent population: quadratic in a drawing that states little. Where the rest of the path asks nothing about the
//! subject, it is walked once and remembered.

use super::Gap;
use crate::language::meant::{AttributePath, Collection, Counted, Filter, Operand, Path, Predicate, Set, Start, Step, Test, Walk};
use crate::language::world::{Layer, Node};
use crate::metamodel::{KindId, LinkId};

/// Steps still to be walked: those at hand, then those behind the union that they stand in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps<'s> {
    pub here: &'s [Step],
    pub then: Option<&'s Steps<'s>>,
}

impl<'s> Steps<'s> {
    pub fn of(here: &'s [Step]) -> Steps<'s> {
        Steps { here, then: None }
    }

    /// The next step and what is left behind it.
    pub fn next(self) -> Option<(&'s Step, Steps<'s>)> {
        let mut at = self;
        loop {
            match (at.here.split_first(), at.then) {
                (Some((step, here)), then) => return Some((step, Steps { here, then })),
                (None, Some(then)) => at = *then,
                (None, None) => return None,
            }
        }
    }

    /// The pieces that hold any step, in walking order.
    fn pieces(self) -> impl Iterator<Item = &'s [Step]> {
        std::iter::successors(Some(self), |at| at.then.copied()).map(|at| at.here).filter(|here| !here.is_empty())
    }
}

/// Unions inside unions inside unions: deeper ones are not remembered.
const DEEP: usize = 4;

/// Which population and which rest of a path: steps are told by where they stand in memory, which does not change while
/// an evaluator looks at their predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TailKey {
    steps: [(usize, usize); DEEP],
    link: LinkId,
    kind: KindId,
    layer: Layer,
}

impl TailKey {
    /// None where nothing is left to walk, or too much to tell apart.
    pub fn new(rest: Steps<'_>, link: LinkId, kind: KindId, layer: Layer) -> Option<TailKey> {
        let mut steps = [(0, 0); DEEP];
        let mut count = 0;
        for piece in rest.pieces() {
            *steps.get_mut(count)? = (piece.as_ptr() as usize, piece.len());
            count += 1;
        }
        (count > 0).then_some(TailKey { steps, link, kind, layer })
    }
}

/// What is known of a tail.
#[derive(Debug)]
pub(super) enum Tail {
    /// Walked by one subject; by the next one it is remembered.
    Met,
    /// The rest asks about the subject.
    Bound,
    Known(Walked),
}

/// Where the rest of a path leads from a silent population, and what it waited for on the way.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Each end once, with what was noted before it: a visitor that has seen enough hears no more of that.
    pub ends: Vec<(Node, Noted)>,
    pub gaps: Vec<Gap>,
    pub all: Noted,
}

/// What was noted up to some step: so many gaps, and that there may be others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Noted {
    pub gaps: usize,
    pub open: bool,
}

/// Whether steps ask nothing about the subject, a named item or a group.
pub(super) fn is_free(steps: Steps<'_>) -> bool {
    steps.pieces().all(are_free)
}

fn are_free(steps: &[Step]) -> bool {
    steps.iter().all(|step| match &step.walk {
        Walk::Link(_) | Walk::Back(_) | Walk::State(_) | Walk::Keep(Filter::Kinds(_)) => true,
        Walk::Keep(Filter::Holds(predicate)) => asks_freely(predicate),
        Walk::Closure { steps, .. } => are_free(steps),
        Walk::Either(branches) => branches.iter().all(|branch| are_free(branch)),
    })
}

fn path(path: &Path) -> bool {
    path.start == Start::Here && are_free(&path.steps)
}

fn attribute(attribute: &AttributePath) -> bool {
    path(&attribute.path)
}

fn asks_freely(predicate: &Predicate) -> bool {
    match &predicate.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().all(asks_freely),
        Test::Not(inner) => asks_freely(inner),
        Test::Some(elements) | Test::No(elements) | Test::Is { path: elements, .. } => path(elements),
        Test::Every { path: elements, holds, .. } => path(elements) && asks_freely(holds),
        Test::Share { path: elements, holds, than, .. } => path(elements) && asks_freely(holds) && operand(than),
        Test::Compare { left, right, .. } => operand(left) && operand(right),
        Test::In { what, within } => operand(what) && collection(within),
        Test::Sets { left, right, .. } => set(left) && set(right),
        Test::Has(of) | Test::Holds(of) => attribute(of),
        Test::Steps { path: elements, key, holds } => path(elements) && attribute(key) && asks_freely(holds),
        Test::Periods(periods) => {
            path(&periods.path) && attribute(&periods.start) && attribute(&periods.end) && operand(&periods.longest.amount)
        }
        Test::InState(_) | Test::Form(_) => true,
    }
}

fn operand(asked: &Operand) -> bool {
    match asked {
        Operand::Literal(_) | Operand::Today | Operand::Parameter { .. } => true,
        Operand::Attribute(of) | Operand::Count(Counted::Values(of)) | Operand::Aggregate(_, of) => attribute(of),
        Operand::Element(elements) | Operand::Count(Counted::Elements(elements)) => path(elements),
        Operand::Times(factor, number) => operand(factor) && operand(number),
        Operand::Shifted(shifted) => operand(&shifted.date) && shifted.shifts.iter().all(|shift| operand(&shift.amount)),
    }
}

fn collection(within: &Collection) -> bool {
    match within {
        Collection::Literals(_) | Collection::List { .. } => true,
        Collection::Values(of) => attribute(of),
        Collection::Elements(elements) => path(elements),
    }
}

fn set(asked: &Set) -> bool {
    match asked {
        Set::Elements(elements) => path(elements),
        Set::Values(of) => attribute(of),
    }
}
