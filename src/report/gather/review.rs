//! One look over all projects, from what the report says of each: risks, frequent deviations, common causes, what is
//! ignored and what is missing.
//!
//! Every finding is looked at once, so that twice the projects take twice the time. Nothing is judged here.

mod causes;
mod risks;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Gathering;
use crate::pack::Section;
use crate::report::review::{Deviation, Group, MissingOver, Review};
use crate::report::{Missing, Offer, ProjectReport, RequirementReport, RequirementText, SectionReport, Sort};
use crate::verdict::{Level, Verdict, Weight};

pub use risks::risks;

impl Gathering<'_> {
    /// None over a single project.
    pub(super) fn review(&self, projects: &[ProjectReport], offers: &[Offer]) -> Option<Review> {
        if projects.len() < 2 {
            return None;
        }
        let judged: Vec<&ProjectReport> = projects.iter().filter(|project| !project.unreadable).collect();
        let asked = self.asked();
        let causes = self.causes(&asked, &judged);
        Some(Review {
            judged: judged.len(),
            groups: self.groups(projects),
            risks: risks(projects),
            deviations: self.deviations(&asked, &judged),
            clusters: self.clusters(&asked, &judged, &causes),
            ignored: self.ignored(&asked, &judged, offers),
            missing: missing(&asked, &judged),
        })
    }

    /// Contours and chapters in which something applies to some project, in the order of the packs and of their texts.
    fn groups(&self, projects: &[ProjectReport]) -> Vec<Group> {
        let mut order: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, pack) in self.packs.iter().enumerate() {
            order.entry(&pack.id).or_insert(at);
        }
        let sections = projects.iter().flat_map(|project| &project.sections).filter(|section| section.coverage.applicable > 0);
        let mut groups: BTreeMap<(Option<usize>, Section), &SectionReport> = BTreeMap::new();
        for section in sections {
            groups.entry((order.get(section.pack.as_str()).copied(), section.section)).or_insert(section);
        }
        let group = |section: &SectionReport| Group { pack: section.pack.clone(), id: section.id.clone(), title: section.title.clone() };
        groups.into_values().map(group).collect()
    }

    /// The requirements of all packs, each once: packs of one id may differ from project to project.
    fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        for (at, pack) in self.packs.iter().enumerate() {
            for (number, requirement) in pack.requirements.iter().enumerate() {
                let next = asked.first.len();
                let known = *asked.known.entry((pack.id.clone(), requirement.id.clone())).or_insert(next);
                if known == next {
                    asked.first.push((at, number));
                    asked.order.entry(requirement.id.clone()).or_insert(next);
                }
                asked.number.insert((at, number), known);
            }
        }
        asked
    }

    fn text_of(&self, asked: &Asked, number: usize) -> RequirementText {
        let (pack, requirement) = asked.first[number];
        self.requirement_text(&self.packs[pack], &self.packs[pack].requirements[requirement])
    }

    /// Requirements of orders that projects fall short of.
    fn deviations(&self, asked: &Asked, judged: &[&ProjectReport]) -> Vec<Deviation> {
        let mut tallies: Vec<Tally> = asked.first.iter().map(|_| Tally::default()).collect();
        for (at, project) in judged.iter().enumerate() {
            for found in project.requirements.iter().filter(|found| counts(found)) {
                tallies[asked.number[&found.index]].add(at, found);
            }
            for finding in &project.findings {
                tallies[asked.number[&finding.index]].findings += 1;
            }
        }
        let short = tallies.into_iter().enumerate().filter(|(_, tally)| !tally.short.is_empty());
        let mut deviations: Vec<(usize, Deviation)> = short
            .map(|(number, tally)| {
                let text = self.text_of(asked, number);
                let deviation = Deviation {
                    requirement: text.id,
                    title: text.title,
                    severity: tally.severity,
                    cites: text.cites,
                    non_compliant: tally.non_compliant,
                    partial: tally.partial,
                    not_assessed: tally.not_assessed,
                    applicable: tally.applicable,
                    findings: tally.findings,
                    projects: tally.short.iter().map(|at| judged[*at].id.clone()).collect(),
                };
                (number, deviation)
            })
            .collect();
        deviations.sort_by_key(|(number, found)| {
            (Reverse(found.projects.len()), Reverse(found.non_compliant), found.severity, Reverse(found.findings), *number)
        });
        deviations.into_iter().map(|(_, found)| found).collect()
    }
}

/// The requirements of a run, whatever packs they were taken from.
#[derive(Default)]
struct Asked {
    known: FxHashMap<(String, String), usize>,
    /// Where each stands in the packs for the first time.
    first: Vec<(usize, usize)>,
    /// The number of each by its place in the packs, and by its id.
    number: FxHashMap<(usize, usize), usize>,
    order: FxHashMap<String, usize>,
}

impl Asked {
    /// Ids of requirements in the order of the packs.
    fn in_order(&self, ids: impl IntoIterator<Item = String>) -> Vec<String> {
        let mut ids: Vec<String> = ids.into_iter().collect();
        ids.sort_by(|left, right| (self.order.get(left), left).cmp(&(self.order.get(right), right)));
        ids.dedup();
        ids
    }
}

/// One requirement over the projects.
struct Tally {
    severity: Weight,
    non_compliant: usize,
    partial: usize,
    not_assessed: usize,
    applicable: usize,
    findings: usize,
    /// Projects that fall short whatever is missing, by number.
    short: Vec<usize>,
}

impl Default for Tally {
    fn default() -> Tally {
        let severity = Weight::Minor;
        Tally { severity, non_compliant: 0, partial: 0, not_assessed: 0, applicable: 0, findings: 0, short: Vec::new() }
    }
}

impl Tally {
    fn add(&mut self, project: usize, found: &RequirementReport) {
        self.applicable += 1;
        // A project may weigh it otherwise: what is told is the heaviest.
        self.severity = self.severity.min(found.severity);
        match found.verdict {
            Verdict::NonCompliant => self.non_compliant += 1,
            Verdict::Partial => self.partial += 1,
            Verdict::NotAssessed => self.not_assessed += 1,
            Verdict::Full | Verdict::NotApplicable => {}
        }
        self.findings += found.unlisted;
        if found.best < Level::Full {
            self.short.push(project);
        }
    }
}

/// Whether a requirement has a say in a project's verdict.
fn counts(found: &RequirementReport) -> bool {
    !found.advisory && found.verdict != Verdict::NotApplicable
}

/// Facts over the projects that lack them; answers of people are no facts of a model.
fn missing(asked: &Asked, judged: &[&ProjectReport]) -> Vec<MissingOver> {
    type Fact<'m> = (Sort, &'m str, Option<&'static str>);
    let mut lacking: FxHashMap<Fact<'_>, Vec<(usize, &Missing)>> = FxHashMap::default();
    for (at, project) in judged.iter().enumerate() {
        for missing in project.missing.iter().filter(|missing| missing.sort != Sort::Answer) {
            lacking.entry((missing.sort, missing.fact.as_str(), missing.kind)).or_default().push((at, missing));
        }
    }
    let over = |((sort, fact, kind), found): (Fact<'_>, Vec<(usize, &Missing)>)| {
        let waiting: FxHashSet<&str> = found.iter().flat_map(|(_, missing)| &missing.requirements).map(String::as_str).collect();
        MissingOver {
            fact: fact.to_string(),
            sort,
            kind,
            projects: found.iter().map(|(at, _)| judged[*at].id.clone()).collect(),
            elements: found.iter().map(|(_, missing)| missing.elements).sum(),
            requirements: asked.in_order(waiting.into_iter().map(str::to_string)),
            subjects: found.iter().map(|(_, missing)| missing.settles.subjects).sum(),
        }
    };
    let mut missing: Vec<MissingOver> = lacking.into_iter().map(over).collect();
    missing.sort_by(|left, right| {
        let weight = |found: &MissingOver| Reverse((found.projects.len(), found.requirements.len(), found.subjects, found.elements));
        let name = |found: &MissingOver| (found.sort, found.kind);
        weight(left).cmp(&weight(right)).then_with(|| left.fact.cmp(&right.fact)).then_with(|| name(left).cmp(&name(right)))
    });
    missing
}

/// The ids of projects by their numbers, in the order of the report.
fn ids(judged: &[&ProjectReport], numbers: &BTreeSet<usize>) -> Vec<String> {
    numbers.iter().map(|at| judged[*at].id.clone()).collect()
}
