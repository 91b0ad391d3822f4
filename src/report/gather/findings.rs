//! Findings in words: their order, their subject, the elements that decided, and a fingerprint that outlives moved files.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::{Gathering, hexadecimal, location};
use crate::graph::Findings;
use crate::language::world::Node;
use crate::outcome::{self, OpenSubject, ProjectOutcome, Role, SubjectOutcome};
use crate::pack::Requirement;
use crate::place::Place;
use crate::report::message::Speaker;
use crate::report::{Finding, Location, Open, Related, Shape, Subject};
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
        number(&mut findings);
        let project = project.map_or("", |project| self.graph.projects[project].id.as_str());
        findings.iter_mut().for_each(|finding| finding.fingerprint = fingerprint(&finding.requirement, project, &finding.key));
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
            key: self.key((&subject, result), &outcome.shape, &related),
            fingerprint: String::new(),
            node: outcome.node,
            related,
            waived: outcome.lifted.is_some(),
            waiver: project.and_then(|project| self.waived(project, outcome.lifted?)),
            baseline: None,
            brought_by: None,
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

    /// What tells a finding from the others of its requirement, whatever becomes of files, places and languages: the
    /// first member of a group or its kind may be another one next week.
    fn key(&self, (subject, result): (&Subject, Option<&str>), shape: &outcome::Shape, related: &[Related]) -> String {
        let Subject { id, kind, .. } = subject;
        match (result, shape) {
            (Some(result), _) => format!("finding:{result}"),
            (_, outcome::Shape::Single) => format!("{kind}:{id}"),
            (_, outcome::Shape::Nothing) => kind.clone(),
            (_, outcome::Shape::Group { key }) => format!("={key}"),
            (_, outcome::Shape::Form(seen)) if !seen.key.is_empty() => format!("={}", seen.key.trim_start()),
            // Two boxes, or a relationship and its ends.
            (_, outcome::Shape::Form(_)) => {
                let others: String = related.iter().map(|related| format!(">{}", related.id)).collect();
                format!("{kind}:{id}{others}")
            }
            (_, outcome::Shape::Cycle(nodes)) => nodes.iter().map(|node| format!("{}>", self.graph.id(node.index))).collect(),
        }
    }

    /// Subjects of a requirement that are open, as findings would be told apart.
    pub(super) fn open(&self, requirement: &Requirement, found: &[OpenSubject], results: Option<&Findings>) -> Vec<Open> {
        let mut open: Vec<Open> = Vec::with_capacity(found.len());
        for outcome::OpenSubject { node, key, worst } in found {
            let result = node.and_then(|node| results?.id(node.index));
            let (subject, shape) = match (node, key) {
                (Some(_), Some(key)) => (no_subject(requirement), outcome::Shape::Group { key: key.clone() }),
                (Some(node), None) if result.is_none() => (self.subject(*node), outcome::Shape::Single),
                _ => (no_subject(requirement), outcome::Shape::Nothing),
            };
            let place = node.filter(|_| result.is_none()).map(|node| self.location(self.graph.place(node.index)));
            open.push(Open { key: self.key((&subject, result), &shape, &[]), subject, worst: *worst, location: place });
        }
        open.sort_by(|left, right| (&left.key, left.worst).cmp(&(&right.key, right.worst)));
        // An element that two cases are about is one subject, as bad as the worse of them.
        open.dedup_by(|later, first| later.key == first.key);
        open
    }
}

/// Findings that nothing tells apart but where they stand are numbered, those of the current state first.
fn number(findings: &mut [Finding]) {
    let mut known: FxHashMap<(usize, usize, &str), Vec<usize>> = FxHashMap::default();
    for (at, finding) in findings.iter().enumerate() {
        known.entry((finding.index.0, finding.index.1, &finding.key)).or_default().push(at);
    }
    let mut numbered: Vec<(usize, usize)> = Vec::new();
    for (_, mut doubles) in known.into_iter().filter(|(_, doubles)| doubles.len() > 1) {
        doubles.sort_by_key(|at| (findings[*at].subject.state, *at));
        numbered.extend(doubles.into_iter().enumerate().skip(1).map(|(number, at)| (at, number + 1)));
    }
    for (at, number) in numbered {
        findings[at].key += &format!("#{number}");
    }
}

/// The same finding has the same fingerprint next week.
fn fingerprint(requirement: &str, project: &str, key: &str) -> String {
    let mut digest = Sha256::new();
    for part in [requirement, "\0", project, "\0", key] {
        digest.update(part);
    }
    hexadecimal(&digest.finalize()[..8])
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
