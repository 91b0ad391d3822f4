//! Why an answer is what it is: the tests of a predicate with their answers and witnesses, as a tree.

use jiff::civil::Date;

use crate::language::evaluate::{Evaluator, Gap, Given};
use crate::language::meant::{AttributePath, Collection, Counted, Filter, Form, Operand, Path, Periods, Predicate, Set, Step, Test, Walk};
use crate::language::truth::Truth;
use crate::language::world::{Node, Said, World};
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId};
use crate::place::Span;
use crate::value::Value;

/// A test, its answer, what it looked at, and the tests it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// In the predicate's own text.
    pub span: Span,
    pub truth: Truth,
    /// The element the test was asked of, where that is not the subject.
    pub about: Option<Node>,
    pub children: Vec<Explained>,
    pub witnesses: Vec<Witness>,
}

/// One thing that decided an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Witness {
    /// A path led to this element.
    Element(Node),
    /// An element's attribute had this value; none where nobody stated one and silence means that there is none.
    Value(Node, AttributeId, Option<Value>),
    /// Nobody stated it.
    SilentAttribute(Node, AttributeId),
    SilentLink(Node, LinkId),
    /// Elements of this kind say nothing about a link that might lead here.
    SilentKind(LinkId, KindId),
    /// No element of these kinds is known, in the project or its context.
    Nobody(KindSet),
    /// The project has no such state to compare with.
    NoState(&'static str),
    /// Nobody stated it, and the project vouches that what is not stated is not there.
    Vouched(Node, AttributeId),
    /// The link of the element is known to lead nowhere (else).
    NoEnds(Node, LinkId),
    /// A set counted so many, at least and at most.
    Count(usize, Option<usize>),
    /// A number came to so much, at least and at most; infinite where nothing is known.
    Amount(f64, f64),
    /// A date was moved to this day.
    Date(Date),
    /// A parameter or list that nobody gave.
    NotGiven(String),
}

/// How many elements of a path are told one by one; a tree is read by people.
const SHOWN: usize = 8;

impl<W: World> Evaluator<'_, W> {
    /// The answer about an element with everything that decided it.
    pub fn explain(&mut self, predicate: &Predicate, here: Node) -> Explained {
        self.clear_gaps();
        let truth = self.answer(predicate, here);
        let gaps = self.take_gaps();
        let mut explained = Explained { span: predicate.span, truth, about: None, children: Vec::new(), witnesses: Vec::new() };
        match &predicate.test {
            Test::All(parts) | Test::Any(parts) => explained.children = parts.iter().map(|part| self.explain(part, here)).collect(),
            Test::Not(inner) => explained.children = vec![self.explain(inner, here)],
            Test::Some(path) | Test::No(path) => self.explain_path(path, here, &mut explained),
            Test::Every { path, holds, named, .. } => self.explain_each(path, (holds, *named), here, &mut explained),
            Test::Share { path, holds, than, .. } => {
                self.explain_operand(than, here, &mut explained);
                self.explain_each(path, (holds, false), here, &mut explained);
            }
            Test::Compare { left, right, .. } => {
                self.explain_operand(left, here, &mut explained);
                self.explain_operand(right, here, &mut explained);
            }
            Test::In { what, within } => {
                self.explain_operand(what, here, &mut explained);
                match within {
                    Collection::Values(path) => self.explain_values(path, here, &mut explained),
                    Collection::Elements(path) => self.explain_path(path, here, &mut explained),
                    Collection::Literals(_) | Collection::List { .. } => {}
                }
            }
            Test::Sets { left, right, .. } => {
                for set in [left, right] {
                    match set {
                        Set::Elements(path) => self.explain_path(path, here, &mut explained),
                        Set::Values(path) => self.explain_values(path, here, &mut explained),
                    }
                }
            }
            Test::Is { path, .. } => self.explain_path(path, here, &mut explained),
            Test::Has(path) | Test::Holds(path) => self.explain_values(path, here, &mut explained),
            Test::Steps { path, key, holds } => self.explain_steps(path, key, holds, here, &mut explained),
            Test::Periods(periods) => {
                let Periods { path, start, end, longest, .. } = periods.as_ref();
                self.explain_operand(&longest.amount, here, &mut explained);
                for node in self.ordered(path, start, here).into_iter().take(SHOWN) {
                    explained.witnesses.push(Witness::Element(node));
                    self.explain_values(start, node, &mut explained);
                    self.explain_values(end, node, &mut explained);
                }
            }
            Test::Form(Form::Complete) => explained.witnesses.extend(self.lacking(here).iter().take(SHOWN).map(witness)),
            Test::Form(_) | Test::InState(_) => explained.witnesses.push(Witness::Element(here)),
        }
        if truth.is_unknown() && explained.children.is_empty() {
            explained.witnesses.extend(gaps.iter().take(SHOWN).map(witness));
        }
        explained.witnesses.dedup();
        explained
    }

    /// What a condition says of each step and the next; the pairs that fail first, then those that are not known.
    fn explain_steps(&mut self, path: &Path, key: &AttributePath, holds: &Predicate, here: Node, into: &mut Explained) {
        let steps = self.ordered(path, key, here);
        let mut pairs: Vec<(Truth, Node, Node)> =
            steps.windows(2).map(|pair| (self.pair(holds, pair[0], pair[1]), pair[0], pair[1])).collect();
        pairs.sort_by_key(|(truth, ..)| *truth);
        for (_, one, next) in pairs.into_iter().take(SHOWN) {
            self.items.borrow_mut().push(next);
            let mut child = Explained { about: Some(one), ..self.explain(holds, one) };
            self.items.borrow_mut().pop();
            child.witnesses.push(Witness::Element(next));
            into.children.push(child);
        }
        if into.children.is_empty() {
            into.witnesses.extend(steps.into_iter().take(SHOWN).map(Witness::Element));
        }
    }

    /// What a condition says of the elements of a path.
    fn explain_each(&mut self, path: &Path, (holds, named): (&Predicate, bool), here: Node, into: &mut Explained) {
        let reached = self.reach(path, here);
        let mut members: Vec<(Truth, Node)> = reached.nodes.iter().map(|(node, _)| (self.of_item((holds, named), *node), *node)).collect();
        // Who fails first, then who is not known to hold: they decide.
        members.sort_by_key(|(truth, _)| *truth);
        for (_, node) in members.into_iter().take(SHOWN) {
            if named {
                self.items.borrow_mut().push(node);
            }
            let child = self.explain(holds, node);
            if named {
                self.items.borrow_mut().pop();
            }
            into.children.push(Explained { about: Some(node), ..child });
        }
        if reached.nodes.is_empty() {
            self.explain_path(path, here, into);
        }
    }

    /// The elements a path leads to; where a filter turned some away, those too, each with the filter's answer.
    fn explain_path(&mut self, path: &Path, here: Node, into: &mut Explained) {
        let reached = self.reach_some(path, path.steps.len(), here, SHOWN);
        into.witnesses.extend(reached.nodes.iter().take(SHOWN).map(|(node, _)| Witness::Element(*node)));
        if reached.nodes.iter().any(|(_, certain)| *certain) {
            return;
        }
        let is_filter = |step: &Step| matches!(step.walk, Walk::Keep(_));
        let mut from = 0;
        loop {
            let cut = path.steps[from..].iter().position(is_filter).map_or(path.steps.len(), |at| from + at);
            let candidates = self.reach_first(path, cut, here);
            if candidates.nodes.is_empty() && !candidates.open {
                self.explain_nothing(path, cut, here, into);
            }
            if candidates.nodes.is_empty() || cut == path.steps.len() {
                return;
            }
            from = cut + path.steps[cut..].iter().take_while(|step| is_filter(step)).count();
            self.explain_filters(&path.steps[cut..from], &candidates.nodes, into);
        }
    }

    /// Those whom filters in a row turn away or leave open, each with the filter that does.
    fn explain_filters(&mut self, filters: &[Step], candidates: &[(Node, bool)], into: &mut Explained) {
        let mut turned: Vec<(Truth, Node, &Step)> = Vec::new();
        for (node, _) in candidates {
            let passes = |step: &Step| match &step.walk {
                Walk::Keep(Filter::Kinds(kinds)) => kinds.contains(self.world.kind(*node)).into(),
                Walk::Keep(Filter::Holds(predicate)) => self.answer(predicate, *node),
                _ => Truth::True,
            };
            let first = filters.iter().map(|step| (passes(step), *node, step)).find(|(truth, ..)| !truth.is_true());
            turned.extend(first);
        }
        // Who may pass before who does not: they leave the answer open.
        turned.sort_by_key(|(truth, ..)| std::cmp::Reverse(*truth));
        for (truth, node, step) in turned.into_iter().take(SHOWN) {
            into.children.push(match &step.walk {
                Walk::Keep(Filter::Holds(predicate)) => Explained { about: Some(node), ..self.explain(predicate, node) },
                _ => {
                    let witnesses = vec![Witness::Element(node)];
                    Explained { span: step.span, truth, about: Some(node), children: Vec::new(), witnesses }
                }
            });
        }
    }

    /// A path that is known to lead nowhere: at which element and link it ends.
    fn explain_nothing(&mut self, path: &Path, steps: usize, here: Node, into: &mut Explained) {
        let mut last = here;
        for (at, step) in path.steps[..steps].iter().enumerate() {
            match (self.reach_first(path, at + 1, here).nodes.first(), &step.walk) {
                (Some((node, _)), _) => last = *node,
                (None, Walk::Link(links) | Walk::Back(links)) => {
                    let (kind, metamodel) = (self.world.kind(last), self.world.metamodel());
                    let fits = |link: &&LinkId| {
                        let meaning = metamodel.link(**link);
                        meaning.from.contains(kind) || meaning.to.contains(kind)
                    };
                    into.witnesses.extend(links.iter().find(fits).map(|link| Witness::NoEnds(last, *link)));
                    return;
                }
                (None, _) => return,
            }
        }
    }

    fn explain_operand(&mut self, operand: &Operand, here: Node, into: &mut Explained) {
        match operand {
            Operand::Attribute(path) => self.explain_values(path, here, into),
            Operand::Element(path) => self.explain_path(path, here, into),
            Operand::Count(counted) => {
                let (least, most) = self.count(counted, here);
                into.witnesses.push(Witness::Count(least, most));
                if let Counted::Elements(path) = counted {
                    let reached = self.reach_some(path, path.steps.len(), here, SHOWN);
                    into.witnesses.extend(reached.nodes.iter().take(SHOWN).map(|(node, _)| Witness::Element(*node)));
                }
            }
            Operand::Aggregate(_, path) => {
                self.explain_amount(operand, here, into);
                self.explain_values(path, here, into);
            }
            Operand::Times(factor, number) => {
                self.explain_amount(operand, here, into);
                self.explain_operand(factor, here, into);
                self.explain_operand(number, here, into);
            }
            Operand::Shifted(shifted) => {
                if let Given::Date(date) = self.operand(operand, here) {
                    into.witnesses.push(Witness::Date(date));
                }
                self.explain_operand(&shifted.date, here, into);
                shifted.shifts.iter().for_each(|shift| self.explain_operand(&shift.amount, here, into));
            }
            Operand::Literal(_) | Operand::Today | Operand::Parameter { .. } => {}
        }
    }

    fn explain_amount(&mut self, operand: &Operand, here: Node, into: &mut Explained) {
        let amount = match self.operand(operand, here) {
            Given::Integer(number) => Some(Witness::Amount(number as f64, number as f64)),
            Given::Number(number) => Some(Witness::Amount(number, number)),
            Given::Between(between) => Some(Witness::Amount(between.low, between.high)),
            _ => None,
        };
        into.witnesses.extend(amount);
    }

    fn explain_values(&mut self, path: &AttributePath, here: Node, into: &mut Explained) {
        let reached = self.reach(&path.path, here);
        if reached.nodes.is_empty() && !reached.open {
            self.explain_nothing(&path.path, path.path.steps.len(), here, into);
        }
        for (node, _) in reached.nodes.iter().take(SHOWN) {
            let kind = self.world.kind(*node);
            let metamodel = self.world.metamodel();
            let Some(attribute) = path.attributes.iter().find(|attribute| metamodel.attribute(**attribute).from.contains(kind)) else {
                continue;
            };
            // A plea that nobody made is absent without being said to be.
            let stated_none = matches!(self.world.attribute(*node, *attribute), Said::Value(Value::None));
            let value = match self.said(*node, &path.attributes) {
                Given::Value(value) => Some(value.clone()),
                Given::Text(text) => Some(Value::Text(text.into())),
                Given::Names(names) => Some(Value::Localized(Box::new(names.map(Into::into)))),
                Given::Word(word) => Some(Value::Word(word)),
                Given::Unknown => {
                    into.witnesses.push(Witness::SilentAttribute(*node, *attribute));
                    continue;
                }
                Given::Vouched => {
                    into.witnesses.push(Witness::Vouched(*node, *attribute));
                    continue;
                }
                _ => stated_none.then_some(Value::None),
            };
            into.witnesses.push(Witness::Value(*node, *attribute, value));
        }
    }
}

fn witness(gap: &Gap) -> Witness {
    match gap {
        Gap::Attribute(node, attribute) => Witness::SilentAttribute(*node, *attribute),
        Gap::Link(node, link) => Witness::SilentLink(*node, *link),
        Gap::Silent(_, link, kind) => Witness::SilentKind(*link, *kind),
        Gap::Nobody(kinds) => Witness::Nobody(*kinds),
        Gap::NoState(state) => Witness::NoState(state),
        Gap::Given(name) => Witness::NotGiven(name.clone()),
    }
}
