//! People's part in words: what they answered and which holds, what they are still asked, which deviations they
//! justified, and what was answered or justified to no end.

use super::{Gathering, location};
use crate::answers::words;
use crate::graph::{Graph, Loosened, Project};
use crate::outcome::{AnswerOutcome, Idle, IdleJustification, ProjectOutcome, QuestionOutcome, Told};
use crate::pack::Pack;
use crate::place::Sources;
use crate::problem::{Code, Problem};
use crate::report::{AnswerReport, Answered, Bounds, Justified, LoosenedReport, Question};
use crate::select::Change;
use crate::text::{Language, Trilingual, say};
use crate::verdict::{Interval, Verdict};

impl Gathering<'_> {
    /// What people have answered, in the order of the packs.
    pub(super) fn answers(&self, outcome: Option<&ProjectOutcome>) -> Vec<AnswerReport> {
        let answers = outcome.into_iter().flat_map(|outcome| &outcome.answers);
        let report = |answer: &AnswerOutcome| AnswerReport {
            requirement: self.at(answer.requirement).id.clone(),
            subject: self.subject(answer.node),
            verdict: answer.interval.map_or(Verdict::NotApplicable, Interval::verdict),
            answer: self.answered(answer),
        };
        answers.map(report).collect()
    }

    pub(super) fn answered(&self, outcome: &AnswerOutcome) -> Answered {
        answered(self.graph, self.sources, self.language(), &outcome.told)
    }

    /// What is wrong, where an answer says so.
    pub(super) fn message_answered(&self, answer: &Answered) -> String {
        let by: [(&str, &dyn std::fmt::Display); 2] = [("role", &answer.role), ("date", &answer.date)];
        match &answer.reason {
            Some(reason) => say(self.language(), "finding.answered-because", &[by[0], by[1], ("reason", reason)]),
            None => say(self.language(), "finding.answered", &by),
        }
    }

    pub(super) fn justified(&self, node: u32) -> Justified {
        let graph = self.graph;
        let attribute = graph.metamodel.attribute_of(graph.kind(node), "reason");
        let reason = graph.attributes(node).iter().find(|fact| Some(fact.attribute) == attribute).and_then(|fact| words(&fact.value));
        Justified {
            id: graph.id(node).to_string(),
            reason: reason.map(|reason| in_any_language(&reason, self.language())).unwrap_or_default(),
            location: self.location(graph.place(node)),
        }
    }

    /// What people still have to answer, requirement by requirement.
    pub(super) fn questions(&self, outcome: Option<&ProjectOutcome>) -> Vec<Question> {
        let questions = outcome.map(|outcome| questions_of(self.graph, self.packs, outcome, self.language()));
        questions.unwrap_or_default()
    }

    /// Whatever loosens the result: a project that answers for itself is seen.
    pub(super) fn loosened(&self, index: usize, project: &Project, outcome: Option<&ProjectOutcome>) -> Vec<LoosenedReport> {
        let mut loosened: Vec<LoosenedReport> = project.loosened.iter().map(|found| self.said(found)).collect();
        loosened.extend(self.options.changes.get(index).into_iter().flatten().map(|change| self.changed(change)));
        for (what, overrules) in [("answers", false), ("overrules", true)] {
            let answers = outcome.into_iter().flat_map(|outcome| &outcome.answers).filter(|found| found.told.answer.overrules == overrules);
            let mut value: Vec<String> = answers.map(|found| found.told.answer.requirement.clone()).collect();
            value.dedup();
            loosened.extend((!value.is_empty()).then_some(LoosenedReport::new(what, value)));
        }
        loosened.extend(self.loosened_by_waivers(outcome));
        loosened
    }

    fn said(&self, found: &Loosened) -> LoosenedReport {
        let location = found.place.map(|place| location(self.sources, place));
        LoosenedReport { location, ..LoosenedReport::new(found.what, found.values.clone()) }
    }

    fn changed(&self, change: &Change) -> LoosenedReport {
        let value = match change.what {
            "params" => format!("{} = {}", change.name, change.now),
            "severity" => change.now.clone(),
            _ => change.name.clone(),
        };
        LoosenedReport {
            requirement: change.requirement.clone(),
            was: Some(change.was.clone()).filter(|was| !was.is_empty()),
            effect: Some(change.effect.name()),
            by: Some(change.by.name()),
            location: change.place.map(|place| location(self.sources, place)),
            ..LoosenedReport::new(change.what, vec![value])
        }
    }

    /// Answers and justifications that come to nothing.
    pub(super) fn idle(&self, outcome: Option<&ProjectOutcome>) -> Vec<Problem> {
        let Some(outcome) = outcome else { return Vec::new() };
        let answers = outcome.idle_answers.iter().map(|(requirement, node, subject)| {
            let requirement = self.at(*requirement);
            Problem::new(Code::UnusedAnswer, self.graph.place(*node))
                .with("id", self.graph.id(*node))
                .with("requirement", &requirement.id)
                .with("element", self.graph.id(*subject))
                .with("kinds", requirement.subject_names.join(", "))
        });
        answers.chain(outcome.idle_justifications.iter().map(|idle| self.idle_justification(idle))).collect()
    }

    fn idle_justification(&self, idle: &IdleJustification) -> Problem {
        let code = match idle.why {
            Idle::Incomplete => Code::IncompleteJustification,
            Idle::General(..) => Code::GeneralJustification,
            Idle::Unused => Code::UnusedJustification,
        };
        let problem = Problem::new(code, self.graph.place(idle.node)).with("id", self.graph.id(idle.node));
        match idle.why {
            Idle::General(requirement, subject) => {
                let element = subject.map_or("", |subject| self.graph.id(subject));
                problem.with("requirement", &self.at(requirement).id).with("element", element)
            }
            _ => problem,
        }
    }
}

/// What a person said and which holds, as reports give it.
pub fn answered(graph: &Graph, sources: &Sources, language: Language, told: &Told) -> Answered {
    let answer = &told.answer;
    Answered {
        id: graph.id(answer.node).to_string(),
        level: answer.said.name(),
        role: answer.role.clone(),
        date: answer.date.to_string(),
        evidence: answer.evidence.as_ref().map(|proof| proof.path.clone()),
        sha256: answer.evidence.as_ref().map(|proof| proof.sha256.clone()),
        reason: answer.reason.as_ref().map(|reason| in_any_language(reason, language)),
        overrules: answer.overrules,
        machine: told.machine.map(|machine| Bounds { worst: machine.worst, best: machine.best }),
        holds: told.holds,
        location: location(sources, graph.place(answer.node)),
    }
}

/// What a person wrote, in the reader's language or in one that it was written in.
pub(super) fn in_any_language(words: &Trilingual, language: Language) -> String {
    let all = [words.get(language), &words.ru, &words.kk, &words.en];
    all.into_iter().map(str::trim).find(|words| !words.is_empty()).unwrap_or_default().to_string()
}

/// Ids of subjects that stand with a question.
const EXAMPLES: usize = 10;

/// The questions of a project as reports give them.
pub fn questions_of(graph: &Graph, packs: &[Pack], outcome: &ProjectOutcome, language: Language) -> Vec<Question> {
    let words = |text: &Trilingual| text.get(language).trim().to_string();
    let question = |asked: &QuestionOutcome| {
        let requirement = &packs[asked.requirement.pack].requirements[asked.requirement.requirement];
        requirement.attested.as_ref().map(|question| Question {
            requirement: requirement.id.clone(),
            question: words(question),
            because: requirement.because.as_ref().map(words),
            subjects: asked.subjects,
            examples: asked.nodes.iter().take(EXAMPLES).map(|node| graph.id(node.index).to_string()).collect(),
        })
    };
    outcome.questions.iter().filter_map(question).collect()
}
