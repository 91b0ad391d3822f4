//! What people say beside the machine: answers that bound or replace what it finds, questions that wait for one, and
//! justifications, which mark a finding and change no level.
//!
//! Leaves to others: which answers count (`answers`), the arithmetic (`verdict`), the words (`report`).

use rustc_hash::FxHashSet;

use super::Run;
use super::waive::Settled;
use crate::answers::{Answer, To};
use crate::graph::Graph;
use crate::language::world::Node;
use crate::outcome::{AnswerOutcome, QuestionOutcome, RequirementIndex, Told};
use crate::pack::Requirement;
use crate::verdict::{self, Holds, Interval};

/// Subjects of a question that are named.
const NAMED: usize = 10;

/// What is noted of people's part while one project is judged.
#[derive(Default)]
pub(super) struct People {
    pub answers: Vec<AnswerOutcome>,
    pub questions: Vec<QuestionOutcome>,
    /// Subjects of the requirement at hand that somebody answered for, each by its element: only one state is looked at.
    met: FxHashSet<u32>,
    pub idle: Vec<(RequirementIndex, u32, u32)>,
}

impl People {
    /// A subject waits for an answer. Results of other requirements stand in no file, and nobody can name them.
    pub fn ask(&mut self, requirement: RequirementIndex, node: Node, is_result: bool, in_full: bool) {
        if self.questions.last().is_none_or(|last| last.requirement != requirement) {
            self.questions.push(QuestionOutcome { requirement, subjects: 0, nodes: Vec::new() });
        }
        let Some(question) = self.questions.last_mut() else { return };
        question.subjects += 1;
        if !is_result && (in_full || question.nodes.len() < NAMED) {
            question.nodes.push(node);
        }
    }

    /// Whether an answer, by its number, stands in place of what the machine found.
    pub fn overrules(&self, answer: usize) -> bool {
        self.answers.get(answer).is_some_and(|outcome| outcome.told.answer.overrules)
    }

    /// All subjects of a requirement were looked at: what was said of others speaks of nothing.
    pub fn turn_from(&mut self, requirement: RequirementIndex, answers: To<'_>, graph: &Graph) {
        for (subject, answer) in answers.subjects() {
            // The first version of an element stands for all.
            if self.met.insert(graph.element(subject)) {
                self.idle.push((requirement, answer.node, subject));
            }
        }
        self.met.clear();
    }
}

/// What the machine found with what is said of it; none where the subject is taken out.
pub fn settled(requirement: &Requirement, machine: Interval, answer: Option<&Answer>) -> Option<Interval> {
    match answer {
        Some(answer) => verdict::answered(machine, answer.said, answer.overrules),
        None if requirement.attested.is_some() => Some(verdict::attested(machine, None)),
        None => Some(machine),
    }
}

/// An answer beside what the machine found, with which holds.
pub fn told(requirement: &Requirement, machine: Interval, answer: &Answer) -> Told {
    let machine = requirement.asks_the_model().then_some(machine);
    let holds = machine.map_or(Holds::Answer, |machine| verdict::holds(machine, answer.said, answer.overrules));
    Told { answer: answer.clone(), machine, holds }
}

impl Run<'_, '_> {
    /// What comes of elements that are judged together, with the number of the answer that had a part in it; none where
    /// it takes them out. Of several answers the worst counts.
    pub(super) fn settled(
        &mut self,
        requirement: &Requirement,
        index: RequirementIndex,
        subjects: &[Node],
        machine: Interval,
    ) -> Option<Settled> {
        let answers = self.answers.to(self.view.project, &requirement.id);
        let said = subjects.iter().filter_map(|node| Some((*node, answers.about(node.index)?)));
        let said: Vec<(Node, &Answer)> = said.collect();
        self.people.met.extend(said.iter().map(|(node, _)| self.view.graph.element(node.index)));
        let Some((node, answer)) = said.into_iter().min_by_key(|(node, answer)| (answer.said, answer.overrules, *node)) else {
            return settled(requirement, machine, None).map(Settled::by_machine);
        };
        let interval = settled(requirement, machine, Some(answer));
        let number = self.people.answers.len();
        self.people.answers.push(AnswerOutcome { requirement: index, node, told: told(requirement, machine, answer), interval });
        interval.map(|interval| Settled { answer: Some(number), ..Settled::by_machine(interval) })
    }
}
