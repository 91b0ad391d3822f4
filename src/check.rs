//! Requirements × graph → outcomes.
//!
//! Does no IO, asks no clock, prints nothing, cannot fail: what is wrong with the input was found before. Projects are
//! judged side by side; each sees itself and its context alone. Leaves to others: the arithmetic (`verdict`), the
//! answers (`language`), the words (`report`).

mod candidates;
mod collect;
mod cycles;
mod explain;
mod form;
mod group;
mod justify;
mod missing;
mod people;
mod related;
mod second;
mod single;
mod waive;
mod weighing;

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::answers::{self, Answers};
use crate::form::About;
use crate::graph::{Findings, Graph, View, layer_number};
use crate::language::evaluate::Evaluator;
use crate::language::meant::Predicate;
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node};
use crate::outcome::{Outcomes, ProjectOutcome, RequirementIndex, RequirementOutcome};
use crate::pack::{Case, Pack, Requirement, Sourced, Within};
use crate::progress::Progress;
use crate::read::Stage;
use crate::verdict::{self, Applied, Interval, Policy, Verdict};
use crate::waivers::{self, Waivers};

pub use explain::{Explanation, Part, explain};
pub use people::{settled, told};
pub use waive::things;

use collect::Collected;
use missing::Missing;
use people::People;
use second::Second;
use waive::{Settled, Waiving};
use weighing::{Components, Weighed};

/// What to judge each project by.
pub struct Plan<'p> {
    pub packs: &'p [Pack],
    /// For each project of the graph, the packs by number, in order.
    pub selected: Vec<Vec<usize>>,
    pub answers: &'p Answers,
    pub waivers: &'p Waivers,
    pub today: Date,
    /// For each project of the graph the stage that it is judged at; requirements of other stages do not apply.
    pub stages: Vec<Option<Stage>>,
    /// Whether every component is judged by itself too.
    pub components: bool,
    /// Whether everything is listed, rather than the first of many and a count.
    pub in_full: bool,
    /// Whether every finding is listed, and every subject that is open.
    pub every_subject: bool,
    /// Whoever looks how far it has come.
    pub progress: Arc<Progress>,
}

impl<'p> Plan<'p> {
    /// No answers, no waivers, all stages, no components, the first of many findings.
    pub fn new(packs: &'p [Pack], selected: Vec<Vec<usize>>, today: Date) -> Plan<'p> {
        Plan {
            packs,
            selected,
            answers: &answers::NONE,
            waivers: &waivers::NONE,
            today,
            stages: Vec::new(),
            components: false,
            in_full: false,
            every_subject: false,
            progress: Arc::default(),
        }
    }

    pub fn requirement(&self, index: RequirementIndex) -> &'p Requirement {
        &self.packs[index.pack].requirements[index.requirement]
    }

    /// Whether two packs are versions of one, which differ in severities and values of parameters alone.
    fn is_same(&self, left: usize, right: usize) -> bool {
        let (left, right) = (&self.packs[left], &self.packs[right]);
        left.id == right.id && left.sha256 == right.sha256
    }

    /// The requirements of a pack by number, in order.
    fn requirements(&self, pack: usize) -> impl Iterator<Item = RequirementIndex> + use<> {
        (0..self.packs[pack].requirements.len()).map(move |requirement| RequirementIndex { pack, requirement })
    }
}

/// Judges every project of the graph that is to be judged.
pub fn judge(graph: &Graph, plan: &Plan<'_>) -> Outcomes {
    let judged: Vec<usize> = (0..graph.projects.len()).filter(|project| graph.projects[*project].judged).collect();
    plan.progress.projects.add(judged.len());
    let second = second::of(graph, plan);
    let results: Vec<(usize, std::thread::Result<ProjectOutcome>)> = judged
        .into_par_iter()
        // A bug in one project must not end the run over five hundred: it is told, and the others are judged.
        .map(|project| (project, catch_unwind(AssertUnwindSafe(|| judge_project(graph, plan, &second, project)))))
        .inspect(|_| plan.progress.judged.add(1))
        .collect();
    let mut outcomes = Outcomes::default();
    for (project, result) in results {
        match result {
            Ok(outcome) => outcomes.projects.push(outcome),
            Err(panic) => outcomes.bugs.push((project, panic_text(panic.as_ref()))),
        }
    }
    outcomes.portfolio = group::portfolio(graph, plan);
    outcomes
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_string())
}

fn judge_project(graph: &Graph, plan: &Plan<'_>, second: &Second, project: usize) -> ProjectOutcome {
    let view = View::new(graph, project);
    let (results, with_results): (OnceCell<Findings>, OnceCell<View<'_>>) = Default::default();
    let missing = Missing::new(graph, project, plan.in_full);
    let components = Components::new(plan.components, graph.metamodel);
    let mut run = Run {
        view: &view,
        answers: plan.answers,
        today: plan.today,
        in_full: plan.in_full,
        every_subject: plan.every_subject,
        survey: OnceCell::new(),
        findings: Vec::new(),
        missing,
        people: People::default(),
        waiving: Waiving::new(plan.waivers, project),
        components,
    };
    let stage = plan.stages.get(project).copied().flatten();
    let selected = plan.selected.get(project).map_or(&[][..], Vec::as_slice);
    let all: Vec<RequirementIndex> = selected.iter().flat_map(|pack| plan.requirements(*pack)).collect();
    let about_waivers = |at: &usize| plan.requirement(all[*at]).form.as_ref().is_some_and(|asked| asked.form.about() == About::Waivers);
    // Which waivers were of use is known when everything else has been judged.
    let (of_waivers, rest): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(about_waivers);
    let (of_results, of_models): (Vec<_>, Vec<_>) = rest.into_iter().partition(|at| second.contains(&all[*at]));
    let mut outcomes: Vec<Option<(RequirementOutcome, Option<Applied>)>> = all.iter().map(|_| None).collect();
    for (number, pass) in [of_models, of_results, of_waivers].into_iter().enumerate() {
        if number == 2 {
            run.waiving.close();
        }
        for at in pass {
            let (index, rules) = (all[at], &plan.packs[all[at].pack]);
            let requirement = &rules.requirements[index.requirement];
            if stage.is_some_and(|stage| !requirement.stages.has(stage)) {
                outcomes[at] = Some((RequirementOutcome::of_other_stage(index), None));
                continue;
            }
            if second.contains(&index) {
                // Made once, when all that is no question about results has been judged.
                let results = results.get_or_init(|| second::results(graph, plan.packs, &run.findings));
                run.view = with_results.get_or_init(|| View::new(graph, project).with(results));
            }
            run.waiving.judges(requirement);
            run.components.turn_to(!rules.advisory);
            run.missing.turn_to(index, !rules.advisory);
            outcomes[at] = Some(run.requirement(index, requirement));
        }
    }
    let (mut requirements, mut weighed, mut policy) = (Vec::new(), Weighed::default(), Policy::default());
    for (outcome, applied) in outcomes.into_iter().flatten() {
        let index = outcome.requirement;
        let rules = &plan.packs[index.pack];
        if !rules.advisory {
            policy = rules.policy;
            applied.into_iter().for_each(|applied| weighed.add(index.pack, &rules.requirements[index.requirement], applied));
        }
        requirements.push(outcome);
    }
    let (components, open_components) = run.components.judged(policy);
    let (mut findings, missing, people) = (run.findings, run.missing.ranked(&view), run.people);
    let waivers = run.waiving.counted(&findings);
    if !second.is_empty() {
        let place = |pack: usize| selected.iter().position(|known| *known == pack);
        findings.sort_by_key(|found| (place(found.requirement.pack), found.requirement.requirement));
    }
    drop(with_results);
    let mut outcome = ProjectOutcome {
        project,
        interval: verdict::project(policy, &weighed.all),
        settled: weighing::settled(&weighed.all),
        applicable: weighed.all.len(),
        sections: weighed.sections(plan.packs, selected),
        components,
        open_components,
        requirements,
        findings,
        missing,
        answers: people.answers,
        questions: people.questions,
        idle_answers: people.idle,
        idle_justifications: Vec::new(),
        waivers,
        results: results.into_inner(),
    };
    justify::mark(graph, plan, &mut outcome);
    outcome
}

/// One project being judged.
struct Run<'v, 'g> {
    view: &'v View<'g>,
    answers: &'v Answers,
    today: Date,
    in_full: bool,
    every_subject: bool,
    /// Made when the first question about names is asked.
    survey: OnceCell<form::Survey>,
    findings: Vec<crate::outcome::SubjectOutcome>,
    missing: Missing,
    people: People,
    waiving: Waiving<'v>,
    components: Components,
}

impl Run<'_, '_> {
    fn requirement(&mut self, index: RequirementIndex, requirement: &Requirement) -> (RequirementOutcome, Option<Applied>) {
        let mut collected = Collected { open: self.every_subject.then(Vec::new), ..Collected::new(index) };
        let mut editions = Vec::new();
        if let Some(asked) = &requirement.form {
            self.form(requirement, asked, &mut collected);
        } else if let Some(layer) = self.view.graph.layer_of(self.view.project, requirement.state) {
            if let Some(group) = &requirement.group {
                self.grouped(requirement, group, layer, &mut collected);
            } else if let Some(unique) = &requirement.unique {
                self.unique(requirement, unique, layer, &mut collected);
            } else {
                collected.levels = (!requirement.editions.is_empty()).then(Vec::new);
                self.single(requirement, layer, &mut collected);
                let main = collected.levels.take().unwrap_or_default();
                editions = requirement.editions.iter().map(|edition| self.edition(requirement, edition, layer, &main)).collect();
            }
        }
        self.people.turn_from(index, self.answers.to(self.view.project, &requirement.id), self.view.graph);
        let is_empty = !collected.has_subject();
        let of_nothing = requirement.expects_some.then(|| self.lift_nothing(requirement, self.of_nothing(requirement), is_empty));
        let applied = verdict::requirement(requirement.weight, &collected.judged, of_nothing.map(|settled| settled.interval));
        if let Some((applied, settled)) = applied.zip(of_nothing).filter(|_| is_empty) {
            let is_sure = collected.judged.is_empty();
            if is_sure || settled.lifted.is_some() {
                collected.nothing(Settled { interval: applied.interval, ..settled }.shown(is_sure));
            }
        }
        if applied.is_some_and(|applied| applied.verdict() == Verdict::NotAssessed) {
            self.missing.is_left_open();
        }
        if self.view.has_results() {
            collected.show_results(self.view);
        }
        self.findings.append(&mut collected.findings);
        let outcome = RequirementOutcome {
            requirement: index,
            other_stage: false,
            verdict: applied.map_or(Verdict::NotApplicable, Applied::verdict),
            interval: applied.map_or(Interval::OPEN, Applied::bounds),
            counts: collected.counts,
            unlisted: collected.unlisted,
            editions,
            open: collected.open.unwrap_or_default(),
        };
        (outcome, applied)
    }

    /// What having no subject at all means: a failing where the layer is vouched for, else anything.
    fn of_nothing(&self, requirement: &Requirement) -> Interval {
        use crate::language::world::World;
        let layer = layer_number(self.view.project, 0);
        let vouched = requirement.subject.iter().all(|kind| self.view.vouches_for(layer, kind));
        if vouched { Interval::exactly(verdict::Level::NonCompliant) } else { Interval::OPEN }
    }

    /// The possible subjects of a case.
    fn candidates(&self, case: &Case, layer: Layer) -> Vec<Node> {
        candidates(self.view, case, layer)
    }
}

/// Whether the evaluator's element is a subject of a case.
fn is_subject(evaluator: &mut Evaluator<'_, View<'_>>, case: &Case) -> Truth {
    case.condition.as_ref().map_or(Truth::True, |condition| evaluator.ask(&condition.meant))
}

/// The interval that two predicates give the evaluator's subject; without `full` nothing speaks against it.
fn interval(evaluator: &mut Evaluator<'_, View<'_>>, full: Option<&Sourced<Predicate>>, partial: Option<&Sourced<Predicate>>) -> Interval {
    let full = full.map_or(Truth::True, |full| evaluator.ask(&full.meant));
    if full.is_true() {
        return verdict::subject(full, full);
    }
    verdict::subject(full, partial.map_or(Truth::False, |partial| evaluator.ask(&partial.meant)))
}

/// The elements of a layer that a case is about, by number; results of requirements only where it names them.
fn candidates(view: &View<'_>, case: &Case, layer: Layer) -> Vec<Node> {
    let everything = case.subject == view.graph.metamodel.all_kinds();
    let kinds = case.subject.iter().filter(|kind| !everything || view.finding() != Some(*kind));
    let indices = kinds.flat_map(|kind| view.of_kind(layer, kind));
    let mut nodes: Vec<Node> = indices.map(|index| Node { index: *index, layer }).collect();
    nodes.sort_unstable();
    nodes
}

/// Whether a requirement is judged over the whole run too.
fn is_portfolio(requirement: &Requirement) -> bool {
    let group = requirement.group.as_ref().map(|group| group.within);
    let unique = requirement.unique.as_ref().map(|unique| unique.within);
    group.or(unique) == Some(Within::Portfolio)
}
