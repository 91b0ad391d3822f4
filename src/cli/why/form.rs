//! `saikes why` of a question about form: its subject may be a view or a relationship, which is no element, so the
//! answer is looked for among the findings.

use super::{elements, no_subject};
use crate::check::{self, Plan};
use crate::cli::work::Work;
use crate::form::About;
use crate::pack::Requirement;
use crate::problem::Problem;
use crate::report::why::Tree;
use crate::report::{self, Finding};
use crate::verdict::Level;

/// Every finding about what is wanted, drawn; that nothing is wrong with an element; or why there is no answer.
pub fn answer(work: &Work, tree: &Tree<'_>, requirement: &Requirement, wanted: &str) -> Result<Vec<String>, Vec<Problem>> {
    let findings = findings(work, requirement);
    let lower = wanted.trim().to_lowercase();
    let is_wanted = |id: &str, name: &str| id == wanted || name.trim().to_lowercase() == lower;
    let about = |finding: &&Finding| is_wanted(&finding.subject.id, &finding.subject.name);
    // Whoever has the name of another, or stands at the end of a relationship, is meant too.
    let beside = |finding: &&Finding| finding.related.iter().any(|related| is_wanted(&related.id, &related.name));
    let mut found: Vec<&Finding> = findings.iter().filter(about).collect();
    if found.is_empty() {
        found = findings.iter().filter(beside).collect();
    }
    if !found.is_empty() {
        return Ok(found.into_iter().map(|finding| tree.found(requirement, finding)).collect());
    }
    let elements = elements(work, wanted, requirement).map_err(|problem| vec![*problem])?;
    let (judged, others): (Vec<u32>, Vec<u32>) =
        elements.into_iter().partition(|index| requirement.subject.contains(work.graph.kind(*index)));
    match judged.is_empty() {
        true => Err(others.into_iter().map(|index| no_subject(work, requirement, index)).collect()),
        false => Ok(judged.into_iter().map(|index| tree.fine(requirement, index)).collect()),
    }
}

/// Everything that the requirement finds in every judged project.
fn findings(work: &Work, requirement: &Requirement) -> Vec<Finding> {
    // Which waivers are of use shows when everything is judged.
    let about_waivers = requirement.form.as_ref().is_some_and(|asked| asked.form.about() == About::Waivers);
    let holds = |at: &usize| about_waivers || work.packs[*at].requirements.iter().any(|own| own.id == requirement.id);
    let selected = work.selected.iter().map(|packs| packs.iter().copied().filter(holds).collect()).collect();
    let plan = Plan { in_full: true, waivers: &work.waivers, stages: work.stages.clone(), ..Plan::new(&work.packs, selected, work.today) };
    let outcomes = check::judge(&work.graph, &plan);
    let require = vec![Level::Partial; work.graph.projects.len()];
    let options = work.options(require);
    let report = report::gather(&work.graph, &work.packs, &outcomes, &[], &work.sources, &options);
    let all = report.projects.into_iter().flat_map(|project| project.findings);
    all.filter(|finding| finding.requirement == requirement.id).collect()
}
