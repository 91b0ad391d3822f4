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

    /// The first steps that ask nothing about the subject, as pieces, and what is left behind them; none where the first
    /// step asks already, or where there are too many pieces.
    pub fn split(self) -> Option<(Pieces<'s>, Steps<'s>)> {
        let (mut free, mut count, mut at) = ([&[][..]; DEEP], 0, self);
        loop {
            let own = at.here.iter().take_while(|step| is_free(step)).count();
            if own > 0 {
                *free.get_mut(count)? = &at.here[..own];
                count += 1;
            }
            match at.then {
                Some(then) if own == at.here.len() => at = *then,
                then => return (count > 0).then_some((Pieces(free), Steps { here: &at.here[own..], then })),
            }
        }
    }
}

/// Unions inside unions inside unions: deeper ones are not remembered.
const DEEP: usize = 4;

/// Pieces of a path one behind the other; those at the end may be empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pieces<'s>([&'s [Step]; DEEP]);

impl Pieces<'_> {
    /// Hands the pieces on as steps.
    pub fn as_steps<T>(&self, walk: impl FnOnce(Steps<'_>) -> T) -> T {
        let [first, second, third, fourth] = self.0;
        let fourth = Steps::of(fourth);
        let third = Steps { here: third, then: Some(&fourth) };
        let second = Steps { here: second, then: Some(&third) };
        walk(Steps { here: first, then: Some(&second) })
    }
}

/// Which population and which first steps of a path: steps are told by where they stand in memory, which does not change while
/// an evaluator looks at their predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TailKey {
    steps: [(usize, usize); DEEP],
    link: LinkId,
    kind: KindId,
    layer: Layer,
}

impl TailKey {
    pub fn new(steps: Pieces<'_>, link: LinkId, kind: KindId, layer: Layer) -> TailKey {
        TailKey { steps: steps.0.map(|piece| (piece.as_ptr() as usize, piece.len())), link, kind, layer }
    }
}

/// What is known of a tail.
#[derive(Debug)]
pub(super) enum Tail {
    /// Walked by one subject; by the next one it is remembered.
    Met,
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
fn are_free(steps: &[Step]) -> bool {
    steps.iter().all(is_free)
}

fn is_free(step: &Step) -> bool {
    match &step.walk {
        Walk::Link(_) | Walk::Back(_) | Walk::State(_) | Walk::Keep(Filter::Kinds(_)) => true,
        Walk::Keep(Filter::Holds(predicate)) => asks_freely(predicate),
        Walk::Closure { steps, .. } => are_free(steps),
        Walk::Either(branches) => branches.iter().all(|branch| are_free(branch)),
    }
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
