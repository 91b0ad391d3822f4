//! What the readers of drawings remarked, as findings.

use super::{Answer, Finding};
use crate::check::Run;
use crate::form::Form;
use crate::fragment::LookedAt;
use crate::graph::{PlacedRemark, Thing};
use crate::outcome::Found;
use crate::pack::form::Asked;

impl Run<'_, '_> {
    pub(super) fn drawn(&self, asked: &Asked) -> Answer {
        let (graph, project) = (self.view.graph, self.view.project);
        let (first, remarks) = graph.remarks(project, asked.form);
        let counted = remarks.iter().enumerate().filter(|(_, remark)| !is_ignored(asked, remark));
        let mut answer = Answer { looked_at: looked_at(asked.form, graph.looked_at(project)), ..Answer::default() };
        for (at, remark) in counted {
            answer.wrong += 1;
            answer.found.push(finding(first + at as u32, remark));
        }
        answer
    }
}

fn is_ignored(asked: &Asked, remark: &PlacedRemark) -> bool {
    match asked.form {
        Form::UnusedRelationship | Form::RepeatedRelationship => asked.ignored.has_relationship(remark.what),
        Form::NestingWithoutRelationship | Form::ReversedNesting => asked.ignored.has_element(remark.what as u8),
        _ => false,
    }
}

/// The inner of two boxes is the subject, with the outer beside it.
fn finding(at: u32, remark: &PlacedRemark) -> Finding {
    let (subject, others) = match (remark.form, remark.parts) {
        (Form::NestingWithoutRelationship | Form::ReversedNesting, [Some(inner), outer]) => (inner, outer.into_iter().collect()),
        _ => (Thing::Drawn(at), Vec::new()),
    };
    Finding { place: remark.place, subject, others, found: Found::Remark(at), key: String::new() }
}

fn looked_at(form: Form, seen: LookedAt) -> usize {
    match form {
        Form::EmptyView => seen.views,
        Form::UnusedRelationship => seen.shown_relationships,
        Form::RepeatedRelationship => seen.relationships,
        Form::MixedJunction | Form::LooseJunction => seen.junctions,
        _ => seen.nestings,
    }
}
