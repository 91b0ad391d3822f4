//! What a report was made from, for formats that show more than the report says: trees of answers, pictures.
//!
//! Everything here was found before; nothing judges again.

use jiff::civil::Date;

use crate::answers::Answers;
use crate::check::{self, Explanation};
use crate::graph::{Findings, Graph, View};
use crate::language::world::Node;
use crate::outcome::{Outcomes, ProjectOutcome};
use crate::pack::{Pack, Requirement};
use crate::place::Sources;
use crate::report::Finding;
use crate::waivers::Waivers;

/// The graph, what it was judged by, and what came of it.
#[derive(Clone, Copy)]
pub struct Grounds<'a> {
    pub graph: &'a Graph,
    pub packs: &'a [Pack],
    pub sources: &'a Sources,
    pub answers: &'a Answers,
    pub waivers: &'a Waivers,
    pub outcomes: &'a Outcomes,
    pub today: Date,
}

impl<'a> Grounds<'a> {
    /// What became of a project, by its number in the graph.
    pub fn outcome(&self, project: usize) -> Option<&'a ProjectOutcome> {
        let found = self.outcomes.projects.binary_search_by_key(&project, |outcome| outcome.project);
        found.ok().map(|at| &self.outcomes.projects[at])
    }

    /// The results that requirements of a project asked about.
    pub fn results(&self, project: usize) -> Option<&'a Findings> {
        self.outcome(project)?.results.as_ref()
    }

    /// The requirement of a finding.
    pub fn requirement(&self, finding: &Finding) -> &'a Requirement {
        &self.packs[finding.index.0].requirements[finding.index.1]
    }

    /// What a project sees: itself, its context, and the results that its requirements asked about.
    pub fn view(&self, project: usize) -> View<'a> {
        let view = View::new(self.graph, project);
        match self.results(project) {
            Some(results) => view.with(results),
            None => view,
        }
    }

    /// Why a requirement says what it says about an element of a view, case by case.
    pub fn explain(&self, view: &View<'_>, requirement: &'a Requirement, node: Node) -> Vec<Explanation<'a>> {
        check::explain(view, requirement, node, self.today)
    }
}
