//! `saikes why REQUIREMENT ELEMENT [PATH…]`: why one verdict is what it is, as a tree or as a picture.
//!
//! The element is an id, a name or what says the same, `«МЗ РК»`; in several projects each is explained. The exit code
//! says whether the question could be answered, not how: 0, or 2.

mod form;
mod picture;

use std::collections::BTreeMap;

use clap::Args;

use crate::check;
use crate::cli::answer::{Answer, Reader, drawn};
use crate::cli::formats::{Output, parse_picture};
use crate::cli::work::{Clock, Work};
use crate::cli::{Judging, Reading, parse_language};
use crate::graph::{Findings, View};
use crate::language::world::Node;
use crate::names::{Directory, exact_key};
use crate::outcome::RequirementIndex;
use crate::pack::{Requirement, reads};
use crate::problem::{Code, Problem, Severity, nearest};
use crate::report::why::Tree;
use crate::report::{self, Waived};
use crate::text::Language;

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "REQUIREMENT")]
    requirement: String,
    #[arg(value_name = "ELEMENT")]
    element: String,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    judging: Judging,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
    #[arg(long = "format", id = "picture", value_name = "FORMAT[=FILE]", value_parser = parse_picture)]
    picture: Option<Output>,
}

pub fn run(arguments: &Arguments) -> u8 {
    let mut clock = Clock::new(false);
    let work = Work::prepare(&arguments.reading, &arguments.judging, arguments.lang, &mut clock);
    let reader = Reader::new(work.language);
    let mut problems = errors(&work);
    let tree = Tree { graph: &work.graph, sources: &work.sources, language: work.language, style: reader.out, results: None };
    let mut trees = Vec::new();
    let asked = requirement(&work, &arguments.requirement);
    if let Ok(asked) = &asked
        && asked.form.is_some()
    {
        if arguments.picture.is_some() {
            return picture::of_form(&work, asked, &problems);
        }
        match form::answer(&work, &tree, asked, &arguments.element) {
            Ok(drawn) => trees = drawn,
            Err(found) => problems.extend(found),
        }
        return told(trees, &problems, &work, reader);
    }
    let found = asked.and_then(|requirement| Ok((requirement, elements(&work, &arguments.element, requirement)?)));
    match found {
        Ok((requirement, elements)) => {
            let mut all: Vec<(usize, Node)> = Vec::new();
            let results = results(&work, requirement, &mut clock);
            let waived = if arguments.picture.is_none() { waived(&work, requirement, &mut clock) } else { Vec::new() };
            for index in elements {
                let view = View::new(&work.graph, work.graph.project_of(index));
                let results = results.get(&view.project);
                let (view, tree) = (if let Some(results) = results { view.with(results) } else { view }, Tree { results, ..tree });
                let subjects = subjects(&view, requirement, index);
                if subjects.is_empty() {
                    problems.push(no_subject(&work, requirement, index));
                }
                all.extend(subjects.iter().map(|node| (view.project, *node)));
                for node in subjects.into_iter().filter(|_| arguments.picture.is_none()) {
                    let explanations = check::explain(&view, requirement, node, work.today);
                    let answers = work.answers.to(view.project, &requirement.id);
                    let waived = waived.iter().find(|(lifted, _)| *lifted == element_of(&work, node.index)).map(|(_, waived)| waived);
                    trees.push(tree.draw(requirement, node.index, &explanations, answers, waived));
                }
            }
            if let Some(output) = &arguments.picture {
                return picture::draw(&work, requirement, &all, &problems, output);
            }
        }
        Err(problem) => problems.push(*problem),
    }
    told(trees, &problems, &work, reader)
}

/// The results of the other requirements by project, where the requirement asks about them.
fn results(work: &Work, requirement: &Requirement, clock: &mut Clock) -> BTreeMap<usize, Findings> {
    if !reads::asks_about_findings(work.graph.metamodel, requirement) {
        return BTreeMap::new();
    }
    let outcomes = work.judge(false, false, clock);
    outcomes.projects.into_iter().filter_map(|outcome| Some((outcome.project, outcome.results?))).collect()
}

/// The elements, results among them, that waivers lift from falling short of a requirement, each with its waiver. A
/// group or a circle is lifted as a whole, so that only judging tells.
fn waived(work: &Work, requirement: &Requirement, clock: &mut Clock) -> Vec<(u32, Waived)> {
    if !work.graph.projects.iter().any(|project| project.waivers.iter().any(|waiver| waiver.requirement.0 == requirement.id)) {
        return Vec::new();
    }
    let outcomes = work.judge(true, false, clock);
    let options = work.options(Vec::new());
    let mut waived = Vec::new();
    for outcome in &outcomes.projects {
        let is_asked = |index: RequirementIndex| work.packs[index.pack].requirements[index.requirement].id == requirement.id;
        for found in outcome.findings.iter().filter(|found| is_asked(found.requirement)) {
            let waiver =
                found.lifted.and_then(|lifted| report::waived(&work.graph, &work.packs, &work.sources, &options, outcome.project, lifted));
            let Some(waiver) = waiver else { continue };
            waived.extend(found.result.into_iter().chain(found.members()).map(|node| (node.index, waiver.clone())));
        }
    }
    waived.iter_mut().for_each(|(index, _)| *index = element_of(work, *index));
    waived
}

/// The first version of an element; results are no nodes of the graph and have none.
fn element_of(work: &Work, index: u32) -> u32 {
    if (index as usize) < work.graph.len() { work.graph.element(index) } else { index }
}

/// The element itself where it is judged; where results are, those about it.
fn subjects(view: &View<'_>, requirement: &Requirement, index: u32) -> Vec<Node> {
    let layer = view.graph.layer_at(index);
    if requirement.subject.contains(view.graph.kind(index)) {
        return vec![Node { index, layer }];
    }
    // Results stand in the state that the requirement looks at, whatever the state of what they are about.
    let layer = view.graph.layer_of(view.project, requirement.state).unwrap_or(layer);
    let kind = view.finding().filter(|kind| requirement.subject.contains(*kind));
    let results = kind.map_or(&[][..], |kind| view.of_kind(layer, kind));
    let results = results.iter().map(|result| Node { index: *result, layer });
    results.filter(|result| view.shown_for(*result).iter().any(|node| node.index == index)).collect()
}

fn told(trees: Vec<String>, problems: &[Problem], work: &Work, reader: Reader) -> u8 {
    let code = if problems.is_empty() && !trees.is_empty() { 0 } else { 2 };
    Answer { out: trees.join("\n"), err: drawn(problems, &work.sources, work.language, reader.err), code }.print()
}

/// What kept the models from being read as they are.
fn errors(work: &Work) -> Vec<Problem> {
    let projects = work.graph.projects.iter().flat_map(|project| &project.problems);
    work.problems.iter().chain(projects).filter(|problem| problem.severity == Severity::Error).cloned().collect()
}

/// A requirement by its id; the order's number may be left out where only one pack knows the rest.
pub(super) fn requirement<'w>(work: &'w Work, id: &str) -> Result<&'w Requirement, Box<Problem>> {
    let all = || work.packs.iter().flat_map(|pack| &pack.requirements);
    let short = || all().filter(|requirement| requirement.id.split_once('/').is_some_and(|(_, number)| number == id));
    let only = if short().count() == 1 { short().next() } else { None };
    all().find(|requirement| requirement.id == id).or(only).ok_or_else(|| {
        let near = nearest(id, all().map(|requirement| requirement.id.as_str())).unwrap_or_default();
        Box::new(Problem::nowhere(Code::UnknownRequirement).with("found", id).with("nearest", near))
    })
}

/// The elements meant, in the state that rules look at: by id, else by a name in any language.
pub(super) fn elements(work: &Work, wanted: &str, requirement: &Requirement) -> Result<Vec<u32>, Box<Problem>> {
    let graph = &work.graph;
    let judged = || (0..graph.projects.len()).filter(|project| graph.projects[*project].judged);
    let nodes = |project: usize| {
        let looked_at = graph.layer_of(project, requirement.state).and_then(|layer| graph.state_layer(layer));
        let layers = looked_at.into_iter().chain(&graph.projects[project].layers);
        layers.flat_map(|layer| layer.nodes.clone())
    };
    let (project, id) = wanted.split_once(':').map_or((None, wanted), |(project, id)| (Some(project), id));
    let of =
        |fits: &dyn Fn(u32) -> bool| -> Vec<u32> { judged().filter_map(|project| nodes(project).find(|index| fits(*index))).collect() };
    let in_project = |index: u32| project.is_none_or(|project| graph.projects[graph.project_of(index)].id == project);
    let mut found = of(&|index| (graph.id(index) == id && in_project(index)) || graph.id(index) == wanted);
    let called =
        |index: u32| Language::ALL.into_iter().map(move |language| graph.stated_name(index, language)).filter(|name| !name.is_empty());
    if found.is_empty() {
        let key = exact_key(wanted);
        found = of(&|index| called(index).any(|name| exact_key(name) == key));
    }
    if found.is_empty() {
        // Nobody is called so: whoever has a name that says the same.
        let named = judged().flat_map(nodes).flat_map(|index| called(index).map(move |name| (name, index)));
        let directory = Directory::new(named);
        let same = directory.same(wanted);
        found = of(&|index| same.contains(&index));
        if found.is_empty() {
            let ids = judged().flat_map(nodes).map(|index| graph.id(index));
            let named = || directory.nearest(wanted, |_| true).map(|(index, _)| graph.id(index));
            let near = nearest(wanted, ids).or_else(named).unwrap_or_default().to_string();
            return Err(Box::new(Problem::nowhere(Code::ElementNotFound).with("found", wanted).with("nearest", near)));
        }
    }
    Ok(found)
}

pub(super) fn no_subject(work: &Work, requirement: &Requirement, index: u32) -> Problem {
    let kind = &work.graph.metamodel.kind(work.graph.kind(index)).name;
    Problem::new(Code::NotASubject, work.graph.place(index))
        .with("requirement", requirement.id.clone())
        .with("found", work.graph.id(index))
        .with("kind", kind.clone())
        .with("kinds", requirement.subject_names.join(", "))
}
