//! What a finding says: the requirement's own text filled from the model, or ours where nothing is there to fill from.

use crate::graph::{Findings, Graph, View};
use crate::outcome::SubjectOutcome;
use crate::pack::Requirement;
use crate::report::gather::Options;
use crate::report::wording;
use crate::text::say;
use crate::verdict::Level;

/// The view that the texts of one project's findings are filled from.
pub struct Speaker<'g> {
    view: View<'g>,
}

impl<'g> Speaker<'g> {
    /// With the results of the project's requirements, where some requirement asked about them.
    pub fn new(graph: &'g Graph, project: usize, results: Option<&'g Findings>) -> Speaker<'g> {
        let view = View::new(graph, project);
        Speaker { view: if let Some(results) = results { view.with(results) } else { view } }
    }

    pub fn message(&self, requirement: &Requirement, outcome: &SubjectOutcome, options: &Options) -> String {
        let language = options.language;
        let Some(node) = outcome.result.or(outcome.node) else {
            let kinds: Vec<String> =
                requirement.subject_names.iter().map(|kind| wording::lower_first(wording::kind_title(language, kind))).collect();
            return say(language, "finding.nothing", &[("kind", &kinds.join(", "))]);
        };
        // What is waived is as wrong as without the waiver.
        let interval = outcome.lifted.map_or(outcome.interval, |lifted| lifted.without);
        let partial = requirement.partial_message.as_ref().filter(|_| interval.worst == Level::Partial);
        let template = &partial.unwrap_or(&requirement.message)[language as usize];
        self.view.words(template, Some(node), language, options.today)
    }
}
