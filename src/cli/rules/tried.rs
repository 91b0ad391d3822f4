//! Packs tried on models: how many subjects each requirement has there and what becomes of them; which never fires,
//! which never applies and what keeps all elements out, which is always open and what it waits for.
//!
//! Nothing of it is a mistake, so nothing here touches the exit code but a model that cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Serialize;

use crate::cli::answer::Reader;
use crate::cli::work::{Clock, Work};
use crate::cli::{Judging, Reading};
use crate::graph::View;
use crate::language::compile::{Role, predicate};
use crate::language::evaluate::Evaluator;
use crate::language::mutate::joined_by_and;
use crate::language::truth::Truth;
use crate::language::world::Node;
use crate::metamodel::Metamodel;
use crate::outcome::{Fact, Outcomes, ProjectOutcome, RequirementIndex, RequirementOutcome};
use crate::pack::{Requirement, Vocabulary, examples};
use crate::place::Sources;
use crate::problem::{Problem, Severity};
use crate::report::paper::{Ink, Paper, pad, width};
use crate::report::{ProblemReport, problems};
use crate::text::{Language, say};

/// What the models show of the packs of one folder.
pub struct Trial {
    /// By the id of the pack, in its order.
    pub packs: BTreeMap<String, Vec<Tried>>,
    projects: usize,
    /// Warnings about models, which say nothing of packs.
    warnings: usize,
    /// Errors of models, and of packs.
    pub problems: Vec<ProblemReport>,
    pub sources: Sources,
}

/// What the models show of one requirement.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tried {
    id: String,
    subjects: usize,
    full: usize,
    partial: usize,
    non_compliant: usize,
    not_assessed: usize,
    /// Findings, those that are about no single subject too.
    findings: usize,
    /// Elements of the kinds that it is about.
    elements: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Hint>,
    /// Facts that all its open answers wait for, where every answer is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    /// The condition of `where` that leaves out the most elements, where all are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out_by: Option<LeftOut>,
    #[serde(skip)]
    kinds: Vec<String>,
    #[serde(skip)]
    asks_people: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Hint {
    /// No model has a subject for it.
    NeverApplies,
    /// Every project is at a stage that it is not asked at.
    OtherStage,
    /// It has subjects and no finding, and not all of them are open.
    NeverFires,
    /// Not one of its answers is settled.
    AlwaysOpen,
}

#[derive(Clone, Debug, Serialize)]
struct LeftOut {
    condition: String,
    elements: usize,
}

/// Judges the models by these packs of the folder, or of those built in.
pub fn run(models: &[PathBuf], rules: Option<&Path>, packs: &[String], today: Option<Date>, language: Language) -> Trial {
    let reading = Reading { paths: models.to_vec(), context: None, complete: false };
    // A waiver says nothing of the rule that it is from.
    let judging =
        Judging { packs: packs.to_vec(), rules: rules.map(Path::to_path_buf), stage: None, today, as_of: None, policy: None, no_waivers: true };
    let work = Work::prepare(&reading, &judging, Some(language), &mut Clock::new(false));
    let outcomes = work.judge(false, false, &mut Clock::new(false));
    let all: Vec<&Problem> = work.problems.iter().chain(work.graph.projects.iter().flat_map(|project| &project.problems)).collect();
    let errors = all.iter().copied().filter(|problem| problem.severity == Severity::Error);
    let mut trial = Trial {
        packs: BTreeMap::new(),
        projects: outcomes.projects.len(),
        warnings: work.graph.projects.iter().flat_map(|project| &project.problems).count(),
        problems: problems::gather(errors, &work.sources, language, false),
        sources: Sources::default(),
    };
    trial.warnings -= all.iter().filter(|problem| problem.severity == Severity::Error).count().min(trial.warnings);
    for id in packs {
        let Some(pack) = work.packs.iter().find(|pack| pack.id == *id) else { continue };
        let tried = pack.requirements.iter().map(|requirement| Asked { work: &work, outcomes: &outcomes, requirement }.tried());
        trial.packs.insert(id.clone(), tried.collect());
    }
    trial.sources = work.sources;
    trial
}

/// One requirement over all projects; a project that sets parameters has a copy of its own.
struct Asked<'a> {
    work: &'a Work,
    outcomes: &'a Outcomes,
    requirement: &'a Requirement,
}

impl Asked<'_> {
    fn tried(&self) -> Tried {
        let rule = self.requirement;
        let (id, kinds, asks_people) = (rule.id.clone(), rule.subject_names.clone(), rule.attested.is_some());
        let mut tried = Tried { id, kinds, asks_people, ..Tried::default() };
        let (mut asked, mut missing) = (false, BTreeSet::new());
        for (project, found) in self.found() {
            tried.full += found.counts.full;
            tried.partial += found.counts.partial;
            tried.non_compliant += found.counts.non_compliant;
            tried.not_assessed += found.counts.not_assessed;
            tried.findings += project.findings.iter().filter(|finding| finding.requirement == found.requirement).count() + found.unlisted;
            asked |= !found.other_stage;
            let waited_for = project.missing.iter().filter(|missing| missing.requirements.contains(&found.requirement));
            // An answer of a person is nothing that a model lacks.
            let facts = waited_for.map(|missing| &missing.fact).filter(|fact| **fact != Fact::Answer);
            missing.extend(facts.map(|fact| examples::fact_name(Metamodel::standard(), fact)));
        }
        tried.findings += self.outcomes.portfolio.iter().filter(|finding| self.is_this(finding.requirement)).count();
        tried.subjects = tried.full + tried.partial + tried.non_compliant + tried.not_assessed;
        let elements = self.elements();
        tried.elements = elements.len();
        tried.hint = match () {
            _ if tried.findings > 0 => None,
            _ if !asked => Some(Hint::OtherStage),
            _ if tried.subjects == 0 => Some(Hint::NeverApplies),
            _ if tried.not_assessed == tried.subjects => Some(Hint::AlwaysOpen),
            _ => Some(Hint::NeverFires),
        };
        match tried.hint {
            Some(Hint::NeverApplies) => tried.left_out_by = self.left_out_by(&elements),
            Some(Hint::AlwaysOpen) => tried.missing = missing.into_iter().collect(),
            _ => {}
        }
        tried
    }

    fn is_this(&self, index: RequirementIndex) -> bool {
        let pack = self.work.packs.get(index.pack);
        pack.and_then(|pack| pack.requirements.get(index.requirement)).is_some_and(|found| found.id == self.requirement.id)
    }

    /// What became of it in each project.
    fn found(&self) -> impl Iterator<Item = (&ProjectOutcome, &RequirementOutcome)> {
        self.outcomes.projects.iter().flat_map(move |project| {
            project.requirements.iter().filter(|found| self.is_this(found.requirement)).map(move |found| (project, found))
        })
    }

    /// The elements of its kinds in the state that it looks at, with their project.
    fn elements(&self) -> Vec<(usize, Node)> {
        let graph = &self.work.graph;
        let mut found = Vec::new();
        for project in self.outcomes.projects.iter().map(|outcome| outcome.project) {
            let Some(layer) = graph.layer_of(project, self.requirement.state) else { continue };
            let view = View::new(graph, project);
            let of_kinds = self.requirement.subject.iter().flat_map(|kind| view.of_kind(layer, kind));
            found.extend(of_kinds.map(|index| (project, Node { index: *index, layer })));
        }
        found
    }

    /// The condition of `where` that the most elements do not meet.
    fn left_out_by(&self, elements: &[(usize, Node)]) -> Option<LeftOut> {
        let [case] = &self.requirement.cases[..] else { return None };
        let condition = case.condition.as_ref().filter(|_| !elements.is_empty())?;
        let pack = self.work.packs.iter().find(|pack| pack.requirements.iter().any(|rule| rule.id == self.requirement.id))?;
        let parts = joined_by_and(&condition.text).into_iter().map(|span| &condition.text[span.range()]);
        let counted = parts.map(|part| (self.without(part, &pack.vocabulary, elements), part));
        // The first of several that leave out as many.
        let (elements, part) = counted.max_by(|one, other| one.0.cmp(&other.0).then(other.1.as_ptr().cmp(&one.1.as_ptr())))?;
        Some(LeftOut { condition: part.split_whitespace().collect::<Vec<_>>().join(" "), elements })
    }

    /// How many of the elements do not meet the condition.
    fn without(&self, condition: &str, vocabulary: &Vocabulary, elements: &[(usize, Node)]) -> usize {
        let names = vocabulary.names(Metamodel::standard());
        let (Some(compiled), _) = predicate(&names, Role::Where, self.requirement.subject, None, condition) else { return 0 };
        let mut count = 0;
        for of_project in elements.chunk_by(|one, other| one.0 == other.0) {
            let view = View::new(&self.work.graph, of_project[0].0);
            let mut evaluator = Evaluator::new(&view, of_project[0].1, self.work.today);
            for (_, node) in of_project {
                evaluator.turn_to(*node);
                count += usize::from(evaluator.ask(&compiled) == Truth::False);
            }
        }
        count
    }
}

impl Trial {
    /// On how much all this was tried.
    pub fn about(&self, reader: Reader) -> String {
        let mut paper = Paper::new(reader.out);
        let words = say(reader.language, "own.tried.models", &[("projects", &self.projects)]);
        paper.paragraph(2, Ink::Faint, &words);
        if self.warnings > 0 {
            let words = say(reader.language, "own.tried.warnings", &[("count", &self.warnings)]);
            paper.paragraph(2, Ink::Faint, &words);
        }
        paper.text
    }
}

/// A line for each requirement, with a hint where there is something to think about.
pub fn page(tried: &[Tried], reader: Reader) -> String {
    let mut paper = Paper::new(reader.out);
    let columns = tried.iter().map(|tried| width(&tried.id)).max().unwrap_or(0);
    for tried in tried {
        let counts = [
            ("full", tried.full),
            ("partial", tried.partial),
            ("non-compliant", tried.non_compliant),
            ("not-assessed", tried.not_assessed),
        ];
        let level = |(name, count): &(&str, usize)| format!("{}: {count}", say(reader.language, &format!("level.{name}"), &[]));
        let levels: Vec<String> = counts.iter().filter(|(_, count)| *count > 0).map(level).collect();
        let key = if tried.subjects == 0 { "own.tried.none" } else { "own.tried.counts" };
        let words = say(reader.language, key, &[("subjects", &tried.subjects), ("levels", &levels.join(" · "))]);
        paper.entry(2, &pad(&tried.id, columns), Ink::Plain, &words);
        if let Some(hint) = tried.hint.and_then(|hint| tried.hint_in_words(hint, reader.language)) {
            paper.hanging(4, "! ", Ink::Middling, 6, &hint);
        }
    }
    // What is said of many in the same words is said once.
    for (hint, key) in [(Hint::NeverFires, "own.tried.never-fire"), (Hint::OtherStage, "own.tried.not-asked")] {
        let ids: Vec<&str> = tried.iter().filter(|tried| tried.hint == Some(hint)).map(|tried| tried.id.as_str()).collect();
        if !ids.is_empty() {
            let words = say(reader.language, key, &[("count", &ids.len()), ("ids", &ids.join(", "))]);
            paper.hanging(2, "! ", Ink::Middling, 4, &words);
        }
    }
    paper.text
}

impl Tried {
    /// What is to be said of this requirement alone.
    fn hint_in_words(&self, hint: Hint, language: Language) -> Option<String> {
        let quoted = |words: &[String]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let (kinds, missing) = (quoted(&self.kinds), quoted(&self.missing));
        let condition = self.left_out_by.as_ref().map_or("", |left_out| left_out.condition.as_str());
        let without = self.left_out_by.as_ref().map_or(0, |left_out| left_out.elements);
        let words: [(&str, &dyn Display); 5] =
            [("kinds", &kinds), ("missing", &missing), ("condition", &condition), ("elements", &self.elements), ("without", &without)];
        let key = match hint {
            Hint::NeverFires | Hint::OtherStage => return None,
            Hint::AlwaysOpen if self.missing.is_empty() && self.asks_people => "always-open-person",
            Hint::AlwaysOpen if self.missing.is_empty() => "always-open",
            Hint::AlwaysOpen => "always-open-for",
            Hint::NeverApplies if self.kinds.is_empty() => "never-applies",
            Hint::NeverApplies if self.elements == 0 => "no-elements",
            Hint::NeverApplies if self.left_out_by.is_some() => "left-out",
            Hint::NeverApplies => "never-applies",
        };
        Some(say(language, &format!("own.tried.{key}"), &words))
    }
}
