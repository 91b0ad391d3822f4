//! Findings in words: their order, their subject, the elements that decided, and a fingerprint that outlives moved files.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Gathering, hexadecimal, location};
use crate::language::world::Node;
use crate::outcome::{self, ProjectOutcome, Role, SubjectOutcome};
use crate::pack::Requirement;
use crate::place::Place;
use crate::report::message::Speaker;
use crate::report::{Finding, Location, Related, Shape, Subject};
use crate::text::say;
use crate::verdict::{Holds, Level};

impl Gathering<'_> {
    /// Those of orders before advice; heaviest first, then in the order of the packs, then by place.
    pub(super) fn findings(&self, found: &[SubjectOutcome], project: Option<(usize, &ProjectOutcome)>) -> Vec<Finding> {
        let (project, judged) = (project.map(|(project, _)| project), project.map(|(_, judged)| judged));
        let results = judged.and_then(|judged| judged.results.as_ref());
        let mut sorted: Vec<(&SubjectOutcome, (&str, u32))> = found.iter().map(|outcome| (outcome, self.place_key(outcome))).collect();
        let advisory = |outcome: &SubjectOutcome| self.packs[outcome.requirement.pack].advisory;
        sorted.sort_by_key(|(outcome, place)| {
            (advisory(outcome), self.at(outcome.requirement).weight, outcome.requirement, *place, outcome.node)
        });
        let mut speakers: BTreeMap<usize, Speaker> = BTreeMap::new();
        let mut findings = Vec::with_capacity(sorted.len());
        for (outcome, _) in sorted {
            // Over the whole run the words come from the first member's own project.
            let home = project.or_else(|| outcome.node.map(|node| self.graph.project_of(node.index)));
            let speaker = home.map(|home| &*speakers.entry(home).or_insert_with(|| Speaker::new(self.graph, home, results)));
            let result = outcome.result.and_then(|node| results?.id(node.index));
            let finding = self.finding(outcome, (project, home), speaker, result);
            let answer = outcome.answer.and_then(|at| judged?.answers.get(at)).map(|answer| self.answered(answer));
            // Where a person found what the machine did not, the person says what is wrong.
            let message = answer.as_ref().filter(|answer| answer.holds == Holds::Answer).map(|answer| self.message_answered(answer));
            // Nobody knows yet whether what the requirement would say of it is so.
            let is_open = outcome.lifted.is_some_and(|lifted| lifted.without.best == Level::Full);
            let message = if is_open { Some(say(self.language(), "waiver.open", &[])) } else { message };
            findings.push(Finding { answer, message: message.unwrap_or(finding.message), ..finding });
        }
        findings
    }

    fn place_key(&self, outcome: &SubjectOutcome) -> (&str, u32) {
        let Some(place) = self.place_of(outcome) else { return ("", 0) };
        (self.sources.part(place).path, place.span.start)
    }

    /// Where the subject stands; what is wrong with a drawing stands in a view.
    fn place_of(&self, outcome: &SubjectOutcome) -> Option<Place> {
        match &outcome.shape {
            outcome::Shape::Form(seen) => Some(self.place_seen(seen)),
            _ => outcome.node.map(|node| self.graph.place(node.index)),
        }
    }

    /// `result` is the one that the finding is about, where it is about one.
    fn finding(
        &self,
        outcome: &SubjectOutcome,
        (project, home): (Option<usize>, Option<usize>),
        speaker: Option<&Speaker>,
        result: Option<&str>,
    ) -> Finding {
        let requirement = self.at(outcome.requirement);
        let (subject, message, related) = match (&outcome.shape, &requirement.form) {
            (outcome::Shape::Form(seen), Some(asked)) => (self.subject_seen(seen), self.message_seen(asked, seen), self.related_seen(seen)),
            _ => {
                let message = speaker.map(|speaker| speaker.message(requirement, outcome, self.options)).unwrap_or_default();
                let subject = outcome.node.map_or_else(|| no_subject(requirement), |node| self.subject(node));
                let others = outcome.related.iter().filter(|related| Some(related.node) != outcome.node);
                (subject, message, others.map(|related| self.related(related, home)).collect())
            }
        };
        let project_id = project.map_or("", |project| self.graph.projects[project].id.as_str());
        Finding {
            requirement: requirement.id.clone(),
            pack: self.packs[outcome.requirement.pack].id.clone(),
            verdict: outcome.interval.verdict(),
            worst: outcome.interval.worst,
            best: outcome.interval.best,
            severity: requirement.weight,
            shape: shape(&outcome.shape),
            message,
            fix: self.text(&requirement.fix),
            location: self.place_of(outcome).map(|place| self.location(place)),
            fingerprint: self.fingerprint(requirement, project_id, (&subject, result), &outcome.shape, &related),
            related,
            waived: outcome.lifted.is_some(),
            waiver: project.and_then(|project| self.waived(project, outcome.lifted?)),
            baseline: None,
            answer: None,
            justification: outcome.justification.map(|node| self.justified(node)),
            index: (outcome.requirement.pack, outcome.requirement.requirement),
            subject,
        }
    }

    pub(super) fn subject(&self, node: Node) -> Subject {
        let index = node.index;
        Subject {
            id: self.graph.id(index).to_string(),
            kind: self.kind_name(index).to_string(),
            name: self.graph.name(index, self.language()).to_string(),
            state: self.graph.state_name(node),
            owner: self.owner(index),
        }
    }

    pub(super) fn kind_name(&self, index: u32) -> &'static str {
        &self.graph.metamodel.kind(self.graph.kind(index)).name
    }

    pub(super) fn owner(&self, index: u32) -> Option<String> {
        let link = self.graph.metamodel.link_of(self.graph.kind(index), "owner")?;
        let end = self.graph.ends(index).iter().find(|end| end.link == link)?;
        end.target.node().map(|owner| self.graph.name(owner, self.language()).to_string())
    }

    fn related(&self, related: &outcome::Related, home: Option<usize>) -> Related {
        let index = related.node.index;
        let project = self.graph.project_of(index);
        Related {
            id: self.graph.id(index).to_string(),
            kind: self.kind_name(index),
            role: match related.role {
                Role::Link(link) => self.graph.metamodel.link(link).name.clone(),
                Role::Back(link) => self.graph.metamodel.link(link).inverse.clone(),
                Role::Member => "member".to_string(),
                Role::Witness => "witness".to_string(),
                Role::Candidate => "candidate".to_string(),
            },
            name: self.graph.name(index, self.language()).to_string(),
            owner: self.owner(index),
            project: (home != Some(project)).then(|| self.graph.projects[project].id.clone()),
            location: self.location(self.graph.place(index)),
            node: Some(index),
        }
    }

    pub(super) fn location(&self, place: Place) -> Location {
        location(self.sources, place)
    }

    /// The same finding has the same fingerprint next week, wherever the element has moved to in the files.
    fn fingerprint(
        &self,
        requirement: &Requirement,
        project: &str,
        (subject, result): (&Subject, Option<&str>),
        shape: &outcome::Shape,
        related: &[Related],
    ) -> String {
        let mut digest = Sha256::new();
        for part in [requirement.id.as_str(), project, &subject.kind] {
            digest.update(part);
            digest.update("\0");
        }
        if let Some(result) = result {
            digest.update(format!("{result}\0"));
        }
        match shape {
            outcome::Shape::Single | outcome::Shape::Nothing => digest.update(&subject.id),
            outcome::Shape::Group { key } => digest.update(format!("={key}")),
            outcome::Shape::Form(seen) if !seen.key.is_empty() => digest.update(format!("={}", seen.key)),
            // Two boxes, or a relationship and its ends.
            outcome::Shape::Form(_) => {
                digest.update(&subject.id);
                related.iter().for_each(|related| digest.update(format!(">{}", related.id)));
            }
            outcome::Shape::Cycle(nodes) => nodes.iter().for_each(|node| digest.update(format!("{}>", self.graph.id(node.index)))),
        }
        hexadecimal(&digest.finalize()[..8])
    }
}

fn shape(shape: &outcome::Shape) -> Shape {
    match shape {
        outcome::Shape::Single => Shape::Single,
        outcome::Shape::Group { .. } => Shape::Group,
        outcome::Shape::Cycle(_) => Shape::Cycle,
        outcome::Shape::Form(seen) if !seen.key.is_empty() => Shape::Group,
        outcome::Shape::Form(_) => Shape::Single,
        outcome::Shape::Nothing => Shape::Nothing,
    }
}

/// The subject of a finding about absence: the kind alone.
fn no_subject(requirement: &Requirement) -> Subject {
    let kind = requirement.subject_names.first().cloned().unwrap_or_default();
    Subject { id: String::new(), kind, name: String::new(), state: "both", owner: None }
}
