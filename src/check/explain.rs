//! Why one requirement says what it says about one element: for `saikes why`. It asks what `single` and `group` ask and
//! keeps the answers' witnesses; its verdict is theirs.

use jiff::civil::Date;

use super::cycles::Knots;
use super::group;
use super::single::with_circle;
use crate::graph::View;
use crate::language::evaluate::Evaluator;
use crate::language::explain::Explained;
use crate::language::meant::Predicate;
use crate::language::truth::Truth;
use crate::language::world::{Node, World};
use crate::pack::{Case, Group, Requirement, Sourced, Unique};
use crate::text::Language;
use crate::verdict::{self, Interval};

/// One case of a requirement that could be about the element.
pub struct Explanation<'p> {
    pub case: &'p Case,
    /// The text of another language, where it says something else.
    pub edition: Option<Language>,
    /// `where`, `full`, `partial`, as far as the requirement has them.
    pub parts: Vec<Part<'p>>,
    /// The circle the element is in, from its smallest id; where circles are forbidden.
    pub circle: Option<Vec<Node>>,
    /// Everything that is in circles with it, beyond the one that is shown.
    pub together: Vec<Node>,
    /// The others of its key, and the members of its group.
    pub members: Vec<Node>,
    pub interval: Interval,
    /// Whether the element is a subject, as far as it is known.
    pub subject: Truth,
}

/// One predicate with its answer.
pub struct Part<'p> {
    pub name: &'static str,
    /// The predicate's own text, into which the spans point.
    pub text: &'p str,
    pub explained: Explained,
}

/// Every case of a requirement that could be about an element, explained; then the texts of other languages that come
/// to something else about it.
pub fn explain<'p>(view: &View<'_>, requirement: &'p Requirement, node: Node, today: Date) -> Vec<Explanation<'p>> {
    let knots = Knots::of(view, requirement, node.layer, today);
    let of = |case: &'p Case| {
        let mut explanation = Explanation::of(view, case, node, today);
        if let Some(group) = &requirement.group {
            explanation.take_group(view, group, node, today);
        } else if let Some(unique) = &requirement.unique {
            explanation.take_doubles(view, requirement, unique, node, today);
        }
        if let Some(knots) = &knots {
            explanation.circle = knots.around(node).map(<[Node]>::to_vec);
            explanation.together = knots.members_around(node).unwrap_or_default().to_vec();
            explanation.interval = with_circle(explanation.interval, knots.is_free(node));
        }
        explanation
    };
    let kind = view.kind(node);
    let mut explained: Vec<Explanation<'p>> = requirement.cases.iter().filter(|case| case.subject.contains(kind)).map(of).collect();
    let editions = requirement.editions.iter().filter(|edition| edition.case.subject.contains(kind));
    let others = editions.map(|edition| Explanation { edition: Some(edition.language), ..of(&edition.case) });
    let said = |explanation: &Explanation<'_>| match explanation.subject {
        Truth::False => (Truth::False, Interval::OPEN),
        subject => (subject, explanation.interval),
    };
    let main = explained.first().map(said);
    explained.extend(others.filter(|other| Some(said(other)) != main));
    explained
}

impl<'p> Explanation<'p> {
    fn of(view: &View<'_>, case: &'p Case, node: Node, today: Date) -> Explanation<'p> {
        let mut evaluator = Evaluator::new(view, node, today);
        let mut parts = Vec::new();
        let subject = part(&mut parts, &mut evaluator, "where", case.condition.as_ref()).unwrap_or(Truth::True);
        let interval = levels(&mut parts, &mut evaluator, case.full.as_ref(), case.partial.as_ref());
        Explanation { case, edition: None, parts, circle: None, together: Vec::new(), members: Vec::new(), interval, subject }
    }

    fn take_group(&mut self, view: &View<'_>, group: &'p Group, node: Node, today: Date) {
        let (groups, unknown) = group::gather(view, self.case, group, group::subjects(view, self.case, node.layer), today);
        let own = groups.into_values().find(|gathered| gathered.subjects.iter().any(|(subject, _)| *subject == node));
        match (own, unknown.contains(&node)) {
            (Some(gathered), _) => {
                let first = gathered.subjects.first().map_or(node, |(first, _)| *first);
                let mut evaluator = gathered.evaluator(view, first, today);
                self.interval = levels(&mut self.parts, &mut evaluator, Some(&group.full), group.partial.as_ref());
                let subjects = gathered.subjects.iter().chain(&gathered.members.nodes).map(|(other, _)| *other);
                self.members = subjects.filter(|other| *other != node).collect();
            }
            (None, true) => self.interval = Interval::OPEN,
            // Without a key there is no group to judge.
            (None, false) => self.subject = Truth::False,
        }
    }

    fn take_doubles(&mut self, view: &View<'_>, requirement: &Requirement, unique: &Unique, node: Node, today: Date) {
        let (groups, unknown) = group::keys(view, requirement, unique, node.layer, today);
        let own = groups.into_values().find(|nodes| nodes.iter().any(|(subject, _)| *subject == node));
        match (own, unknown.iter().any(|(subject, _)| *subject == node)) {
            (Some(nodes), _) => {
                self.interval = group::of_doubles(&nodes);
                self.members = nodes.into_iter().map(|(other, _)| other).filter(|other| *other != node).collect();
            }
            (None, true) => self.interval = Interval::OPEN,
            (None, false) => self.subject = Truth::False,
        }
    }
}

fn levels<'p>(
    parts: &mut Vec<Part<'p>>,
    evaluator: &mut Evaluator<'_, View<'_>>,
    full: Option<&'p Sourced<Predicate>>,
    partial: Option<&'p Sourced<Predicate>>,
) -> Interval {
    let full = part(parts, evaluator, "full", full).unwrap_or(Truth::True);
    let partial = part(parts, evaluator, "partial", partial).unwrap_or(Truth::False);
    verdict::subject(full, partial)
}

fn part<'p>(
    parts: &mut Vec<Part<'p>>,
    evaluator: &mut Evaluator<'_, View<'_>>,
    name: &'static str,
    predicate: Option<&'p Sourced<Predicate>>,
) -> Option<Truth> {
    let predicate = predicate?;
    let subject = evaluator.subject;
    let explained = evaluator.explain(&predicate.meant, subject);
    let truth = explained.truth;
    parts.push(Part { name, text: &predicate.text, explained });
    Some(truth)
}
