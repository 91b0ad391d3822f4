//! Answers: a compiled predicate asked about one element of a world.
//!
//! Answers are three-valued; what an unknown answer waits for is noted as [`Gap`]s. Nothing here looks up a name, and
//! nothing but closures, counts and set comparisons allocates. Walking is by visitor: a path calls back for every
//! element it reaches, certain ones and possible ones, and stops as soon as the answer is clear.

mod among;
mod amount;
mod compare;
mod form;
mod order;
mod several;
mod tail;
mod walk;

use std::cell::RefCell;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::language::meant::{AttributePath, Counted, Operand, Path, Predicate, Test};
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node, Said, World};
use crate::metamodel::{AttributeId, AttributeType, KindId, KindSet, LinkId, Word};
use crate::value::Value;

pub use amount::Interval;
pub use compare::{Key, key_of};
use tail::{Tail, TailKey};

/// What an unknown answer waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    Attribute(Node, AttributeId),
    Link(Node, LinkId),
    /// Elements of this kind that say nothing about a link which might lead here.
    Silent(Layer, LinkId, KindId),
    /// Nobody of these kinds is known, in the project or its context.
    Nobody(KindSet),
    /// The project has no such state to compare with.
    NoState(&'static str),
    /// A parameter or list that nobody gave.
    Given(String),
}

/// A predicate's view of one subject.
///
/// Remembers ways by where their steps stand in memory, so that whatever is asked of one evaluator has to outlive it.
pub struct Evaluator<'w, W: World> {
    pub world: &'w W,
    pub subject: Node,
    pub today: Date,
    /// The members of the group, where one is judged.
    pub members: &'w [(Node, bool)],
    /// The group may have members that nobody named.
    pub members_open: bool,
    /// The members the group had in the current state; none where the project has one state.
    pub was_members: Option<&'w [(Node, bool)]>,
    /// The items that have a name where the evaluator stands, outermost first.
    pub(super) items: RefCell<Vec<Node>>,
    gaps: RefCell<Vec<Gap>>,
    /// Ways on from silent populations that several subjects take.
    tails: RefCell<FxHashMap<TailKey, Tail>>,
}

/// What a visitor of a walk still wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    More,
    /// Possible elements change nothing any more, only certain ones would.
    Certain,
    Nothing,
}

impl Wish {
    /// What is left to see for a test that one certain element makes true.
    fn after(answer: Truth) -> Wish {
        match answer {
            Truth::True => Wish::Nothing,
            Truth::Unknown => Wish::Certain,
            Truth::False => Wish::More,
        }
    }
}

/// What a path leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Elements, certain or possible, each once, certain where it is both; in walking order.
    pub nodes: Vec<(Node, bool)>,
    /// There may be others that nobody named.
    pub open: bool,
}

impl Reached {
    /// Whether nothing is left open about what the path leads to.
    pub fn is_certain(&self) -> bool {
        !self.open && self.nodes.iter().all(|(_, certain)| *certain)
    }
}

/// One side of a comparison, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given<'a> {
    Value(&'a Value),
    Text(&'a str),
    /// A version where it is compared: by its numeric parts.
    Version(&'a str),
    Names([&'a str; 3]),
    Word(Word),
    Bool(bool),
    Integer(i64),
    Number(f64),
    Date(Date),
    Element(Node),
    /// At least, and at most where that is known.
    Count(usize, Option<usize>),
    /// A number that is not known exactly.
    Between(Interval),
    /// There is none: every comparison is false.
    Absent,
    /// Silent where silence is vouched for: `=` is false, anything else unknown.
    Vouched,
    Unknown,
}

impl<'w, W: World> Evaluator<'w, W> {
    pub fn new(world: &'w W, subject: Node, today: Date) -> Evaluator<'w, W> {
        let (items, gaps, tails) = (RefCell::default(), RefCell::default(), RefCell::default());
        Evaluator { world, subject, today, members: &[], members_open: false, was_members: None, items, gaps, tails }
    }

    /// Takes up another subject, keeping the memory of the notes.
    pub fn turn_to(&mut self, subject: Node) {
        self.subject = subject;
        self.gaps.get_mut().clear();
    }

    /// The answer about the subject.
    pub fn ask(&mut self, predicate: &Predicate) -> Truth {
        self.answer(predicate, self.subject)
    }

    /// What the unknown answers about this subject wait for.
    pub fn gaps(&mut self) -> &[Gap] {
        self.gaps.get_mut()
    }

    pub(super) fn clear_gaps(&mut self) {
        self.gaps.get_mut().clear();
    }

    pub(super) fn take_gaps(&mut self) -> Vec<Gap> {
        std::mem::take(self.gaps.get_mut())
    }

    fn note(&self, gap: Gap) {
        self.gaps.borrow_mut().push(gap);
    }

    /// The answer about the element at hand; where it is known, nothing that was noted on the way matters.
    pub fn answer(&self, predicate: &Predicate, here: Node) -> Truth {
        let before = self.gaps.borrow().len();
        let answer = self.test(&predicate.test, here);
        if !answer.is_unknown() {
            self.gaps.borrow_mut().truncate(before);
        }
        answer
    }

    fn test(&self, test: &Test, here: Node) -> Truth {
        match test {
            Test::All(parts) => self.all(parts, here),
            Test::Any(parts) => self.any(parts, here),
            Test::Not(inner) => !self.answer(inner, here),
            Test::Some(path) => self.some(path, here),
            Test::No(path) => !self.some(path, here),
            Test::Every { path, holds, named, over_nothing } => self.every(path, (holds, *named), *over_nothing, here),
            Test::Share { path, holds, operator, than, over_nothing } => self.share(path, holds, (*operator, than), *over_nothing, here),
            Test::Steps { path, key, holds } => self.steps(path, key, holds, here),
            Test::Periods(periods) => self.periods(periods, here),
            Test::Form(form) => self.form(*form, here).into(),
            Test::Compare { left, operator, right } => compare::compare(self, self.side(left, here), *operator, self.side(right, here)),
            Test::In { what, within } => self.is_in(what, within, here),
            Test::Sets { left, relation, right } => self.sets(left, *relation, right, here),
            Test::Is { path, kinds } => self.is_kind(path, *kinds, here),
            Test::Has(path) => self.has(path, here),
            Test::Holds(path) => match self.attribute(path, here) {
                Given::Value(Value::Bool(answer)) => (*answer).into(),
                Given::Unknown => Truth::Unknown,
                _ => Truth::False,
            },
            Test::InState(states) => {
                let answer = self.world.in_state(here, *states);
                if answer.is_none() {
                    self.note(Gap::NoState("current"));
                }
                Truth::known(answer)
            }
        }
    }

    fn all(&self, parts: &[Predicate], here: Node) -> Truth {
        let mut answer = Truth::True;
        for part in parts {
            answer = answer.and(self.answer(part, here));
            if answer.is_false() {
                break;
            }
        }
        answer
    }

    fn any(&self, parts: &[Predicate], here: Node) -> Truth {
        let mut answer = Truth::False;
        for part in parts {
            answer = answer.or(self.answer(part, here));
            if answer.is_true() {
                break;
            }
        }
        answer
    }

    fn some(&self, path: &Path, here: Node) -> Truth {
        let mut answer = Truth::False;
        let open = self.visit(path, here, &mut |_, certain| {
            answer = answer.or(if certain { Truth::True } else { Truth::Unknown });
            Wish::after(answer)
        });
        if open { answer.or(Truth::Unknown) } else { answer }
    }

    fn every(&self, path: &Path, holds: (&Predicate, bool), over_nothing: bool, here: Node) -> Truth {
        let (mut answer, mut anything) = (Truth::True, Truth::False);
        let open = self.visit(path, here, &mut |node, certain| {
            let holds = self.of_item(holds, node);
            anything = anything.or(if certain { Truth::True } else { Truth::Unknown });
            // A possible member that fails may not be one, so it leaves the answer open.
            answer = answer.and(if certain || holds.is_true() { holds } else { Truth::Unknown });
            // Once it is open, only a certain member that fails can tell.
            Wish::after(!answer)
        });
        if open {
            answer = answer.and(Truth::Unknown);
            anything = anything.or(Truth::Unknown);
        }
        if over_nothing { answer } else { answer.and(anything) }
    }

    /// The answer about an item, which may have a name meanwhile.
    pub(super) fn of_item(&self, (holds, named): (&Predicate, bool), item: Node) -> Truth {
        if !named {
            return self.answer(holds, item);
        }
        self.items.borrow_mut().push(item);
        let answer = self.answer(holds, item);
        self.items.borrow_mut().pop();
        answer
    }

    fn is_kind(&self, path: &Path, kinds: KindSet, here: Node) -> Truth {
        match self.single(path, here) {
            Given::Element(node) => kinds.contains(self.world.kind(node)).into(),
            Given::Unknown => Truth::Unknown,
            _ => Truth::False,
        }
    }

    fn has(&self, path: &AttributePath, here: Node) -> Truth {
        let mut answer = Truth::False;
        let open = self.visit(&path.path, here, &mut |node, certain| {
            let said = match self.said(node, &path.attributes) {
                Given::Absent | Given::Vouched => Truth::False,
                Given::Unknown => Truth::Unknown,
                Given::Names(names) => names.iter().any(|name| !name.trim().is_empty()).into(),
                // A default may be an empty list.
                Given::Value(value) => (!value.is_silence()).into(),
                _ => Truth::True,
            };
            answer = answer.or(if certain { said } else { said.and(Truth::Unknown) });
            Wish::after(answer)
        });
        if open { answer.or(Truth::Unknown) } else { answer }
    }

    /// One side of a comparison.
    pub fn operand<'a>(&'a self, operand: &'a Operand, here: Node) -> Given<'a> {
        match operand {
            Operand::Literal(literal) => compare::literal(literal),
            Operand::Today => Given::Date(self.today),
            Operand::Parameter { value: Some(value), .. } => compare::literal(value),
            Operand::Parameter { name, value: None } => {
                self.note(Gap::Given(name.clone()));
                Given::Unknown
            }
            Operand::Attribute(path) => self.attribute(path, here),
            Operand::Element(path) => self.single(path, here),
            Operand::Count(counted) => {
                let (least, most) = self.count(counted, here);
                Given::Count(least, most)
            }
            Operand::Aggregate(how, path) => self.aggregate(*how, path, here),
            Operand::Times(factor, number) => self.times(factor, number, here),
            Operand::Shifted(shifted) => self.shifted(shifted, here),
        }
    }

    /// One side of a comparison, where versions are told from texts.
    fn side<'a>(&'a self, operand: &'a Operand, here: Node) -> Given<'a> {
        let given = self.operand(operand, here);
        match operand {
            Operand::Attribute(path) => self.as_version(given, &path.attributes),
            _ => given,
        }
    }

    fn as_version<'a>(&self, given: Given<'a>, attributes: &[AttributeId]) -> Given<'a> {
        let metamodel = self.world.metamodel();
        let version = attributes.first().is_some_and(|attribute| metamodel.attribute(*attribute).kind == AttributeType::Version);
        match given {
            Given::Value(Value::Text(text)) if version => Given::Version(text),
            other => other,
        }
    }

    /// How many, at least and at most.
    pub fn count(&self, counted: &Counted, here: Node) -> (usize, Option<usize>) {
        let set = match counted {
            Counted::Elements(path) => compare::elements(self, path, here),
            Counted::Values(path) => compare::values(self, path, here),
        };
        (set.certain.len(), (!set.open).then_some(set.certain.len() + set.possible.len()))
    }

    /// The attribute at the end of a single-valued path.
    fn attribute<'a>(&'a self, path: &AttributePath, here: Node) -> Given<'a> {
        match self.single(&path.path, here) {
            Given::Element(node) => self.said(node, &path.attributes),
            other => other,
        }
    }

    /// The element at the end of a single-valued path.
    fn single(&self, path: &Path, here: Node) -> Given<'static> {
        if path.steps.is_empty() && path.start == crate::language::meant::Start::Here {
            return Given::Element(here);
        }
        let (mut found, mut unsure) = (None, false);
        let open = self.visit(path, here, &mut |node, certain| {
            match found {
                // Two versions of a replaced element: a single value cannot be told.
                Some(other) if self.world.element(other) != self.world.element(node) => unsure = true,
                _ => found = Some(node),
            }
            unsure |= !certain;
            if unsure { Wish::Nothing } else { Wish::More }
        });
        match found {
            _ if open || unsure => Given::Unknown,
            Some(node) => Given::Element(node),
            None => Given::Absent,
        }
    }

    /// What an element says about the attribute that applies to its kind; a kind without it says there is none.
    pub fn said(&self, node: Node, attributes: &[AttributeId]) -> Given<'w> {
        let kind = self.world.kind(node);
        let metamodel = self.world.metamodel();
        let Some(attribute) = attributes.iter().find(|attribute| metamodel.attribute(**attribute).from.contains(kind)) else {
            return Given::Absent;
        };
        match self.world.attribute(node, *attribute) {
            Said::Value(Value::None) | Said::Absent => Given::Absent,
            Said::Value(value) => Given::Value(value),
            Said::Text(text) => Given::Text(text),
            Said::Names(names) => Given::Names(names),
            Said::Word(word) => Given::Word(word),
            Said::Vouched => {
                // Answers that stay unknown over a vouched silence wait for the fact too.
                self.note(Gap::Attribute(node, *attribute));
                Given::Vouched
            }
            Said::Unknown => {
                self.note(Gap::Attribute(node, *attribute));
                Given::Unknown
            }
        }
    }

    /// Everything a path leads to, each element once.
    pub fn reach(&self, path: &Path, here: Node) -> Reached {
        self.reach_first(path, path.steps.len(), here)
    }

    /// The same for so many of its first steps.
    pub(super) fn reach_first(&self, path: &Path, steps: usize, here: Node) -> Reached {
        self.reach_some(path, steps, here, usize::MAX)
    }

    /// The same; when so many were met, whoever is only possible is passed over.
    pub(super) fn reach_some(&self, path: &Path, steps: usize, here: Node, enough: usize) -> Reached {
        let mut reached = Reached::default();
        let mut places: FxHashMap<Node, usize> = FxHashMap::default();
        reached.open = self.visit_first(path, steps, here, &mut |node, certain| {
            let next = reached.nodes.len();
            match *places.entry(node).or_insert(next) {
                at if at < next => reached.nodes[at].1 |= certain,
                _ => reached.nodes.push((node, certain)),
            }
            if reached.nodes.len() < enough { Wish::More } else { Wish::Certain }
        });
        reached
    }
}
