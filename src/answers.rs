//! What people answered: assessments that state an `answer`, which of them count, and which holds where several speak
//! of one requirement and one element.
//!
//! What comes in: the graph, what the packs ask, and whoever looks at the files that answers rest on. What goes out:
//! [`Answers`], by which `check` bounds or replaces what the machine finds, and everything that keeps an answer from
//! counting. Nothing here reads files or judges: the arithmetic is `verdict`'s.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::graph::{AttributeFact, Graph, Project, Target};
use crate::metamodel::KindId;
use crate::pack::Requirement;
use crate::place::Place;
use crate::problem::{Code, Problem, nearest};
use crate::read::evidence::Evidence;
use crate::text::Trilingual;
use crate::value::Value;
use crate::verdict::Said;

/// The kind of element that answers.
pub const KIND: &str = "assessment";

/// The answers that count, project by project as the graph has them.
#[derive(Debug, Default)]
pub struct Answers {
    projects: Vec<OfProject>,
}

#[derive(Debug, Default)]
struct OfProject {
    all: Vec<Answer>,
    /// The answer that holds, by requirement and node of the subject.
    holding: FxHashMap<String, FxHashMap<u32, usize>>,
}

/// What a person says of one requirement on some elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The assessment that states it.
    pub node: u32,
    pub requirement: String,
    pub said: Said,
    /// Whether it stands in place of what the machine finds.
    pub overrules: bool,
    /// The role of whoever answers; never a name.
    pub role: String,
    pub date: Date,
    pub reason: Option<Trilingual>,
    pub evidence: Option<Proof>,
}

/// The file that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// As reports show paths.
    pub path: String,
    pub sha256: String,
}

/// Who decides about a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A person is asked, perhaps beside the machine.
    Person,
    Machine,
    /// A question about the form of a drawing, which nobody overrules.
    Form,
}

impl Way {
    pub fn of(requirement: &Requirement) -> Way {
        match (requirement.form.is_some(), requirement.attested.is_some()) {
            (true, _) => Way::Form,
            (_, true) => Way::Person,
            _ => Way::Machine,
        }
    }
}

/// Every requirement of some packs by its id, with who decides about it.
pub fn ways<'r>(requirements: impl IntoIterator<Item = &'r Requirement>) -> BTreeMap<String, Way> {
    requirements.into_iter().map(|requirement| (requirement.id.clone(), Way::of(requirement))).collect()
}

/// Looks at the file that is named at a place of a project.
pub type Look<'f> = &'f dyn Fn(&Project, Place, &str) -> Evidence;

/// Finds the answers of a run.
pub struct Finder<'f> {
    pub graph: &'f Graph,
    /// Of every pack that is known, whether or not a project is judged by it.
    pub requirements: &'f BTreeMap<String, Way>,
    pub today: Date,
    /// Where nobody looks, every file is as it should be.
    pub look: Option<Look<'f>>,
}

/// Nobody has said anything.
pub static NONE: Answers = Answers { projects: Vec::new() };

impl Answers {
    /// The answers of a project to one requirement.
    pub fn to<'a>(&'a self, project: usize, requirement: &str) -> To<'a> {
        let of = self.projects.get(project);
        To { all: of.map_or(&[], |of| &of.all), holding: of.and_then(|of| of.holding.get(requirement)) }
    }
}

/// The answers to one requirement.
#[derive(Clone, Copy)]
pub struct To<'a> {
    all: &'a [Answer],
    holding: Option<&'a FxHashMap<u32, usize>>,
}

impl<'a> To<'a> {
    /// The answer that holds for a subject.
    pub fn about(self, node: u32) -> Option<&'a Answer> {
        self.all.get(*self.holding?.get(&node)?)
    }

    /// Everything that was answered: the subjects, by number.
    pub fn subjects(self) -> impl Iterator<Item = (u32, &'a Answer)> {
        let mut found: Vec<(u32, usize)> = self.holding.into_iter().flatten().map(|(node, at)| (*node, *at)).collect();
        found.sort_unstable();
        found.into_iter().filter_map(move |(node, at)| Some((node, self.all.get(at)?)))
    }
}

impl Finder<'_> {
    /// The answers that count, and for each project by its number what keeps others from counting.
    pub fn find(&self) -> (Answers, Vec<(usize, Problem)>) {
        let (mut answers, mut problems) = (Answers::default(), Vec::new());
        let kind = self.graph.metamodel.find_kind(KIND);
        for number in 0..self.graph.projects.len() {
            let mut wrong = Vec::new();
            let of = kind.filter(|_| self.graph.projects[number].judged).map(|kind| self.of_project(number, kind, &mut wrong));
            answers.projects.push(of.unwrap_or_default());
            // What holds in several states is told once.
            wrong.sort_by(|left: &Problem, right| {
                (left.place, left.code, &left.arguments).cmp(&(right.place, right.code, &right.arguments))
            });
            wrong.dedup();
            problems.extend(wrong.into_iter().map(|problem| (number, problem)));
        }
        (answers, problems)
    }

    fn of_project(&self, number: usize, kind: KindId, problems: &mut Vec<Problem>) -> OfProject {
        let graph = self.graph;
        let mut of = OfProject::default();
        let mut claims: BTreeMap<(String, u32), Vec<usize>> = BTreeMap::new();
        let layers = graph.projects[number].layers.iter().flat_map(|layer| layer.nodes.clone());
        for node in layers.filter(|node| graph.kind(*node) == kind) {
            let Some(answer) = (Stated { finder: self, node, kind }).answer(problems) else { continue };
            for subject in self.subjects(node, kind) {
                claims.entry((answer.requirement.clone(), subject)).or_default().push(of.all.len());
            }
            of.all.push(answer);
        }
        for ((requirement, subject), mut claiming) in claims {
            // The later date holds, of one day the worse; what overrules may lift and is the milder.
            claiming.sort_by_key(|at| {
                let answer = &of.all[*at];
                (Reverse(answer.date), answer.said, answer.overrules, answer.node)
            });
            for other in &claiming[1..] {
                problems.push(self.twice(&of.all[*other], &of.all[claiming[0]], subject));
            }
            of.holding.entry(requirement).or_default().insert(subject, claiming[0]);
        }
        of
    }

    /// The elements that an assessment is about.
    fn subjects(&self, node: u32, kind: KindId) -> BTreeSet<u32> {
        let about = self.graph.metamodel.link_of(kind, "about");
        let ends = self.graph.ends(node).iter().filter(|end| Some(end.link) == about);
        ends.filter_map(|end| end.target.node()).collect()
    }

    fn twice(&self, answer: &Answer, holding: &Answer, subject: u32) -> Problem {
        Problem::new(Code::AnsweredTwice, self.graph.place(answer.node))
            .with("requirement", &answer.requirement)
            .with("element", self.graph.id(subject))
            .with("holds", self.graph.id(holding.node))
            .related_to(self.graph.place(holding.node))
    }
}

/// One assessment on its way to be an answer.
struct Stated<'f> {
    finder: &'f Finder<'f>,
    node: u32,
    kind: KindId,
}

impl Stated<'_> {
    /// The answer, where the assessment is one and counts.
    fn answer(&self, problems: &mut Vec<Problem>) -> Option<Answer> {
        let said = Said::from_name(self.word("answer")?)?;
        let before = problems.len();
        let (requirement, role, date) = (self.text("requirement"), self.text("expert-role"), self.date("date"));
        let reason = self.fact("reason").and_then(|fact| words(&fact.value));
        let overrules = matches!(self.fact("overrules").map(|fact| &fact.value), Some(Value::Bool(true)));
        let about = self.is_about_something();
        let lacking =
            [("requirement", requirement.is_none()), ("about", !about), ("expert-role", role.is_none()), ("date", date.is_none())];
        let lacking: Vec<&str> = lacking.into_iter().filter(|(_, lacks)| *lacks).map(|(name, _)| name).collect();
        if !lacking.is_empty() {
            problems.push(self.problem(Code::IncompleteAnswer, "answer").with("missing", lacking.join(", ")));
        }
        if let Some(requirement) = &requirement {
            problems.extend(self.misplaced(requirement, overrules));
        }
        if overrules && reason.is_none() {
            problems.push(self.problem(Code::OverrulingWithoutReason, "overrules"));
        }
        if let Some(end) = self.date("valid-to").filter(|end| *end < self.finder.today) {
            problems.push(self.problem(Code::ExpiredAnswer, "valid-to").with("date", end.to_string()));
        }
        let evidence = self.evidence().unwrap_or_else(|problem| {
            problems.push(*problem);
            None
        });
        let counts = problems.len() == before;
        let answer = Answer { node: self.node, requirement: requirement?, said, overrules, role: role?, date: date?, reason, evidence };
        counts.then_some(answer)
    }

    /// A requirement that nobody knows, or that asks nobody.
    fn misplaced(&self, requirement: &str, overrules: bool) -> Option<Problem> {
        let known = self.finder.requirements;
        let problem = |code| self.problem(code, "requirement").with("found", requirement);
        match known.get(requirement) {
            None => {
                let near = nearest(requirement, known.keys().map(String::as_str)).unwrap_or_default();
                Some(problem(Code::AnswerToNothing).with("nearest", near))
            }
            Some(Way::Machine) if !overrules => Some(problem(Code::UnaskedAnswer).with("reason", "machine")),
            Some(Way::Form) => Some(problem(Code::UnaskedAnswer).with("reason", "form")),
            Some(_) => None,
        }
    }

    /// Whether it names any subject, in whatever state; one that does not resolve is told where references are.
    fn is_about_something(&self) -> bool {
        let graph = self.finder.graph;
        let about = graph.metamodel.link_of(self.kind, "about");
        graph.ends(self.node).iter().any(|end| Some(end.link) == about && end.target != Target::NONE)
    }

    /// The file that the answer rests on, if it is as it was when the answer was given.
    fn evidence(&self) -> Result<Option<Proof>, Box<Problem>> {
        let named = self.fact("evidence").and_then(|fact| Some((fact.place, text_of(&fact.value)?)));
        let stated = self.text("evidence-sha256").map(|hash| hash.to_lowercase());
        let Some((place, written)) = named else {
            let alone = stated.map(|_| self.problem(Code::IncompleteAnswer, "evidence-sha256").with("missing", "evidence"));
            return alone.map_or(Ok(None), |problem| Err(Box::new(problem)));
        };
        let project = &self.finder.graph.projects[self.finder.graph.project_of(self.node)];
        let Some(look) = self.finder.look else {
            return Ok(Some(Proof { path: written.to_string(), sha256: stated.unwrap_or_default() }));
        };
        let problem = |code| Problem::new(code, place).with("found", written);
        match (look(project, place, written), stated) {
            (Evidence::Missing, _) => Err(Box::new(problem(Code::EvidenceMissing))),
            (Evidence::Outside, _) => Err(Box::new(problem(Code::EvidenceOutside))),
            (Evidence::Found { sha256, .. }, None) => Err(Box::new(problem(Code::EvidenceUnhashed).with("hash", sha256))),
            (Evidence::Found { path, sha256 }, Some(stated)) if sha256 == stated => Ok(Some(Proof { path, sha256 })),
            (Evidence::Found { sha256, .. }, Some(stated)) => {
                let problem = self.problem(Code::EvidenceChanged, "evidence-sha256").with("found", written);
                Err(Box::new(problem.with("stated", short(&stated)).with("actual", short(&sha256))))
            }
        }
    }

    /// A problem at one of the facts, else at the element.
    fn problem(&self, code: Code, name: &str) -> Problem {
        let graph = self.finder.graph;
        let place = self.fact(name).map_or_else(|| graph.place(self.node), |fact| fact.place);
        Problem::new(code, place).with("id", graph.id(self.node))
    }

    /// A fact that is stated and on which drawings do not disagree.
    fn fact(&self, name: &str) -> Option<&AttributeFact> {
        let graph = self.finder.graph;
        let attribute = graph.metamodel.attribute_of(self.kind, name)?;
        graph.attributes(self.node).iter().find(|fact| fact.attribute == attribute && !fact.conflict)
    }

    fn word(&self, name: &str) -> Option<&str> {
        match &self.fact(name)?.value {
            Value::Word(word) => Some(self.finder.graph.metamodel.word(*word)),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.fact(name).and_then(|fact| text_of(&fact.value)).map(str::to_string)
    }

    fn date(&self, name: &str) -> Option<Date> {
        match self.fact(name)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// A text in the languages that it is given in; one in no language is given in all.
pub fn words(value: &Value) -> Option<Trilingual> {
    let [kk, ru, en] = match value {
        Value::Text(text) => [text, text, text].map(|text| text.trim().to_string()),
        Value::Localized(texts) => texts.each_ref().map(|text| text.trim().to_string()),
        _ => return None,
    };
    Some(Trilingual { kk, ru, en }).filter(|words| words.missing().len() < 3)
}

/// The beginning of a digest, enough to tell two apart.
fn short(sha256: &str) -> String {
    sha256.chars().take(12).chain(['…']).collect()
}
