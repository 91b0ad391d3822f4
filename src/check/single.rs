//! The usual requirement: each subject by itself, by predicates, circles and people's answers.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Run;
use super::collect::Collected;
use super::cycles::Knots;
use super::people::settled;
use super::waive::Settled;
use super::{candidates, is_subject, related};
use crate::graph::View;
use crate::language::evaluate::Evaluator;
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node};
use crate::outcome::{EditionOutcome, RequirementIndex, Shape};
use crate::pack::{Case, Edition, Requirement};
use crate::verdict::{self, Applied, Interval, Judged, Verdict};

impl Run<'_, '_> {
    pub(super) fn single(&mut self, requirement: &Requirement, layer: Layer, collected: &mut Collected) {
        let knots = Knots::of(self.view, requirement, layer, self.today);
        let mut subjects: FxHashSet<Node> = FxHashSet::default();
        for case in &requirement.cases {
            self.case(requirement, case, layer, knots.as_ref(), collected, &mut subjects);
        }
        if let Some(knots) = knots {
            self.report_circles(requirement, knots, &subjects, collected);
        }
    }

    fn case(
        &mut self,
        requirement: &Requirement,
        case: &Case,
        layer: Layer,
        knots: Option<&Knots>,
        collected: &mut Collected,
        subjects: &mut FxHashSet<Node>,
    ) {
        let candidates = self.candidates(case, layer);
        let Some(first) = candidates.first() else { return };
        let mut evaluator = Evaluator::new(self.view, *first, self.today);
        // Whoever may turn out to be in a circle waits for whatever would make sure that there is none.
        let mut of_circles: Option<Vec<u32>> = None;
        for node in candidates {
            evaluator.turn_to(node);
            let Some((subject, circle, machine)) = judged(&mut evaluator, case, knots) else { continue };
            let Some(settled) = self.settled(requirement, collected.requirement, &[node], machine) else { continue };
            let certain = subject.is_true();
            let answer = settled.answer;
            let in_circle = knots.is_some_and(|knots| knots.holds(node)) && !answer.is_some_and(|at| self.people.overrules(at));
            let together = knots.filter(|_| in_circle).and_then(|knots| knots.members_around(node));
            let settled = self.lift(requirement, together.unwrap_or(&[node]), settled);
            let interval = settled.interval;
            if certain && in_circle {
                subjects.insert(node);
            }
            let asked = requirement.attested.is_some() && answer.is_none() && interval.best > interval.worst;
            if !certain || !interval.is_settled() {
                if let Some(knots) = knots.filter(|_| circle.is_unknown()) {
                    let facts = of_circles.get_or_insert_with(|| self.missing.facts_of(self.view, &knots.gaps));
                    self.missing.wait_for_facts(facts);
                }
                self.missing.wait_for(self.view, evaluator.gaps());
                if asked {
                    self.missing.wait_for_answer(self.view.shown_for(node).first().copied());
                    self.people.ask(collected.requirement, node, self.view.is_finding(node.index), self.in_full);
                }
                self.missing.answered();
            }
            self.components.add(self.view, requirement.weight, node, interval, certain);
            if let Some(levels) = &mut collected.levels {
                levels.push((node, Judged { interval, certain }));
            }
            collected.note_open(settled, certain, Some(node), || None);
            // Explaining asks anew and forgets what was noted, so it comes last.
            if collected.add(settled, certain) && !(in_circle && knots.is_some_and(|knots| knots.alone_decides(&mut evaluator, case))) {
                let mut related = related::of(&mut evaluator, case);
                related.extend(candidates::of(&evaluator, case));
                collected.find(node, settled.shown(certain), Shape::Single, related);
            }
        }
    }

    /// What the text of another language comes to, beside what each subject comes to by the main text.
    pub(super) fn edition(&self, requirement: &Requirement, edition: &Edition, layer: Layer, main: &[(Node, Judged)]) -> EditionOutcome {
        let knots = Knots::of(self.view, requirement, layer, self.today);
        let mut collected = Collected::new(RequirementIndex { pack: 0, requirement: 0 });
        let mut levels: FxHashMap<Node, Judged> = main.iter().copied().collect();
        let answers = self.answers.to(self.view.project, &requirement.id);
        let mut differs = 0;
        // One evaluator for all keeps what it remembers.
        let mut evaluator = Evaluator::new(self.view, Node { index: 0, layer }, self.today);
        for node in self.candidates(&edition.case, layer) {
            evaluator.turn_to(node);
            let Some((subject, _, machine)) = judged(&mut evaluator, &edition.case, knots.as_ref()) else { continue };
            let answer = answers.about(node.index);
            let Some(interval) = settled(requirement, machine, answer) else { continue };
            let certain = subject.is_true();
            let in_circle = !answer.is_some_and(|answer| answer.overrules);
            let together = knots.as_ref().filter(|_| in_circle).and_then(|knots| knots.members_around(node));
            let interval = self.lifted(requirement, together.unwrap_or(&[node]), interval);
            collected.add(Settled::by_machine(interval), certain);
            differs += usize::from(levels.remove(&node) != Some(Judged { interval, certain }));
        }
        let of_nothing = requirement.expects_some.then(|| self.lifted_nothing(requirement, self.of_nothing(requirement)));
        let applied = verdict::requirement(requirement.weight, &collected.judged, of_nothing);
        EditionOutcome {
            language: edition.language,
            verdict: applied.map_or(Verdict::NotApplicable, Applied::verdict),
            interval: applied.map_or(Interval::OPEN, Applied::bounds),
            counts: collected.counts,
            // Who is left is a subject by the main text only.
            differs: differs + levels.len(),
        }
    }
}

/// Whether the evaluator's element is a subject, free of circles, and what the machine finds; none where it is surely no
/// subject.
fn judged(evaluator: &mut Evaluator<'_, View<'_>>, case: &Case, knots: Option<&Knots>) -> Option<(Truth, Truth, Interval)> {
    let subject = is_subject(evaluator, case);
    if subject.is_false() {
        return None;
    }
    let circle = knots.map_or(Truth::True, |knots| knots.is_free(evaluator.subject));
    Some((subject, circle, with_circle(levels(evaluator, case), circle)))
}

/// The interval that the predicates of a case give the evaluator's subject.
pub(super) fn levels(evaluator: &mut Evaluator<'_, View<'_>>, case: &Case) -> Interval {
    super::interval(evaluator, case.full.as_ref(), case.partial.as_ref())
}

/// Freedom from circles must hold beside every level.
pub(super) fn with_circle(interval: Interval, free: Truth) -> Interval {
    match free {
        Truth::True => interval,
        Truth::Unknown => Interval { worst: verdict::Level::NonCompliant, ..interval },
        Truth::False => Interval::exactly(verdict::Level::NonCompliant),
    }
}
