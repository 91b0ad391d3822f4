//! Waivers while a project is judged: what they lift, which of their parts were of use, and what became of each.
//!
//! A group or a circle is lifted as a whole: all of its members that are the project's stand in one entry. What is
//! already at least partial needs no waiver. Leaves to others: which entries hold (`waivers`), the arithmetic
//! (`verdict`).

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use super::form::{Answer, Finding};
use crate::form::Form;
use crate::graph::{Thing, View};
use crate::language::world::Node;
use crate::outcome::{Found, Lifted, SubjectOutcome, WaiverOutcome};
use crate::pack::Requirement;
use crate::pack::form::Asked;
use crate::verdict::{self, Interval, Level};
use crate::waivers::{OfProject, Standing, Status, Waivers};

/// What a subject comes to when everybody has had a say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    pub interval: Interval,
    /// What a person said, by number.
    pub answer: Option<usize>,
    pub lifted: Option<Lifted>,
}

impl Settled {
    /// Nobody has said anything.
    pub fn by_machine(interval: Interval) -> Settled {
        Settled { interval, answer: None, lifted: None }
    }

    /// As a finding shows it: whoever may turn out to be no subject may turn out well.
    pub fn shown(self, certain: bool) -> Settled {
        let open = |interval: Interval| if certain { interval } else { Interval { best: Level::Full, ..interval } };
        let lifted = self.lifted.map(|lifted| Lifted { without: open(lifted.without), ..lifted });
        Settled { interval: open(self.interval), lifted, ..self }
    }
}

/// The waivers of one project at work.
#[derive(Default)]
pub(super) struct Waiving<'v> {
    of: Option<&'v OfProject>,
    ignored: bool,
    /// Entries and the numbers of their targets that something fell short of.
    used: BTreeSet<(usize, usize)>,
    /// The same of entries that name a part of what falls short together, and the rest of that.
    touched: BTreeSet<(usize, usize)>,
    lacking: BTreeMap<usize, BTreeSet<Thing>>,
    judged: BTreeSet<String>,
    pub outcomes: Vec<WaiverOutcome>,
}

impl<'v> Waiving<'v> {
    pub fn new(waivers: &'v Waivers, project: usize) -> Waiving<'v> {
        Waiving { of: waivers.of(project), ignored: waivers.ignored, ..Waiving::default() }
    }

    /// The waivers, where any that holds is about a requirement: most need look no further.
    fn about(&self, requirement: &Requirement) -> Option<&'v OfProject> {
        self.of.filter(|of| of.concerns(&requirement.id))
    }

    /// A requirement is judged; of others nobody knows whether a waiver would be of use.
    pub fn judges(&mut self, requirement: &Requirement) {
        if self.of.is_some() {
            self.judged.insert(requirement.id.clone());
        }
    }

    /// What the entries make of things that fall short together.
    fn take_all(&mut self, of: &OfProject, requirement: &str, things: &BTreeSet<Thing>, settled: Settled) -> Settled {
        for (waiver, targets, rest) in of.touching(requirement, things) {
            self.touched.extend(targets.into_iter().map(|target| (waiver, target)));
            self.lacking.entry(waiver).or_default().extend(rest);
        }
        self.take(settled, of.covering(requirement, things))
    }

    /// The first of the entries that lift an interval.
    fn take(&mut self, settled: Settled, covering: Vec<(usize, Vec<usize>)>) -> Settled {
        let first = covering.first().map(|(waiver, _)| *waiver);
        self.used.extend(covering.into_iter().flat_map(|(waiver, targets)| targets.into_iter().map(move |target| (waiver, target))));
        match first.filter(|_| !self.ignored) {
            Some(waiver) => lifted_by(settled, waiver),
            None => settled,
        }
    }

    /// What became of the entries, as far as that is known before the findings are counted.
    pub fn close(&mut self) {
        let all = self.of.map_or(&[][..], |of| &of.all);
        for (number, waiver) in all.iter().enumerate() {
            let judged = self.judged.contains(&waiver.requirement);
            let targets = waiver.targets.iter().enumerate();
            let (used, unused): (Vec<_>, Vec<_>) = targets.partition(|(at, _)| self.used.contains(&(number, *at)));
            let (touched, unused): (Vec<_>, Vec<_>) = unused.into_iter().partition(|(at, _)| self.touched.contains(&(number, *at)));
            let absent: Vec<usize> = unused.iter().filter(|(_, target)| !target.is_there()).map(|(at, _)| *at).collect();
            let idle: Vec<usize> = unused.iter().filter(|(_, target)| target.is_there() && judged).map(|(at, _)| *at).collect();
            let status = match waiver.standing {
                Standing::Expired => Status::Expired,
                Standing::NotYetValid => Status::NotYetValid,
                Standing::NotWaivable => Status::NotWaivable,
                Standing::NotPermitted => Status::NotPermitted,
                Standing::Unknown => Status::Unmatched,
                Standing::Holds if !used.is_empty() && self.ignored => Status::Ignored,
                Standing::Holds if !used.is_empty() => Status::Applied,
                Standing::Holds if !absent.is_empty() => Status::Unmatched,
                Standing::Holds if !touched.is_empty() => Status::Incomplete,
                Standing::Holds if judged => Status::Unneeded,
                Standing::Holds => Status::NotJudged,
            };
            let holds = waiver.standing == Standing::Holds;
            let kept = |targets: Vec<usize>| if holds { targets } else { Vec::new() };
            let lacking = self.lacking.get(&number).filter(|_| !touched.is_empty());
            let lacking = lacking.into_iter().flatten().copied().collect();
            self.outcomes.push(WaiverOutcome { waiver: number, status, findings: 0, absent: kept(absent), idle: kept(idle), lacking });
        }
    }

    /// The outcomes, with the findings that each lifts.
    pub fn counted(self, findings: &[SubjectOutcome]) -> Vec<WaiverOutcome> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for lifted in findings.iter().filter_map(|found| found.lifted) {
            *counts.entry(lifted.waiver).or_default() += 1;
        }
        let count = |outcome: WaiverOutcome| WaiverOutcome { findings: counts.get(&outcome.waiver).copied().unwrap_or(0), ..outcome };
        self.outcomes.into_iter().map(count).collect()
    }
}

fn lifted_by(settled: Settled, waiver: usize) -> Settled {
    let lifted = Lifted { waiver, without: settled.interval };
    Settled { interval: verdict::waived(settled.interval), lifted: Some(lifted), ..settled }
}

fn needs_lifting(interval: Interval) -> bool {
    verdict::waived(interval) != interval
}

/// What elements are to waivers: those of the project, each by its first version, and of results what they are about.
/// Where none is the project's own, all of them.
pub fn things(view: &View<'_>, nodes: &[Node]) -> BTreeSet<Thing> {
    let graph = view.graph;
    let shown = |node: &Node| if view.is_finding(node.index) { view.shown_for(*node) } else { vec![*node] };
    let all: Vec<u32> = nodes.iter().flat_map(shown).map(|node| node.index).collect();
    let is_own = |index: &u32| graph.project_of(*index) == view.project || graph.joined(view.project).any(|(_, joined)| joined == *index);
    let own: Vec<u32> = all.iter().copied().filter(is_own).collect();
    let kept = if own.is_empty() { all } else { own };
    kept.into_iter().map(|index| Thing::Element(graph.element(index))).collect()
}

impl Run<'_, '_> {
    /// What a waiver makes of these subjects together.
    pub(super) fn lift(&mut self, requirement: &Requirement, nodes: &[Node], settled: Settled) -> Settled {
        match self.waiving.about(requirement).filter(|_| needs_lifting(settled.interval)) {
            Some(of) => self.waiving.take_all(of, &requirement.id, &things(self.view, nodes), settled),
            None => settled,
        }
    }

    /// The same for things that need be no elements.
    pub(super) fn lift_things(&mut self, requirement: &Requirement, things: &BTreeSet<Thing>, settled: Settled) -> Settled {
        match self.waiving.about(requirement).filter(|_| needs_lifting(settled.interval)) {
            Some(of) => self.waiving.take_all(of, &requirement.id, things, settled),
            None => settled,
        }
    }

    /// The same for there being nothing; where something surely is there, no waiver is of use.
    pub(super) fn lift_nothing(&mut self, requirement: &Requirement, interval: Interval, is_empty: bool) -> Settled {
        let settled = Settled::by_machine(interval);
        let Some(of) = self.waiving.about(requirement).filter(|_| needs_lifting(interval)) else { return settled };
        let covering = of.covering_nothing(&requirement.id);
        if is_empty {
            return self.waiving.take(settled, covering);
        }
        // What nothing would mean is the same whether or not somebody knows yet that there is something.
        match covering.first().filter(|_| !self.waiving.ignored) {
            Some((waiver, _)) => lifted_by(settled, *waiver),
            None => settled,
        }
    }

    /// What a waiver makes of a subject by the text of another language; that makes it no more of use.
    pub(super) fn lifted(&self, requirement: &Requirement, nodes: &[Node], interval: Interval) -> Interval {
        let Some(of) = self.waiving.about(requirement).filter(|_| needs_lifting(interval) && !self.waiving.ignored) else {
            return interval;
        };
        if of.covering(&requirement.id, &things(self.view, nodes)).is_empty() { interval } else { verdict::waived(interval) }
    }

    /// The same for there being nothing by that text.
    pub(super) fn lifted_nothing(&self, requirement: &Requirement, interval: Interval) -> Interval {
        let Some(of) = self.waiving.about(requirement).filter(|_| !self.waiving.ignored) else { return interval };
        if of.covering_nothing(&requirement.id).is_empty() { interval } else { verdict::waived(interval) }
    }

    /// The ids of elements in a row.
    fn ids(&self, things: &[Thing]) -> String {
        let graph = self.view.graph;
        let id = |thing: &Thing| match thing {
            Thing::Element(index) => Some(graph.id(*index)),
            Thing::Kindless(_) | Thing::Drawn(_) | Thing::Waiver(_) => None,
        };
        things.iter().filter_map(id).collect::<Vec<_>>().join(", ")
    }

    /// Questions about the waivers themselves; everything else has been judged.
    pub(super) fn waiver_questions(&self, asked: &Asked) -> Answer {
        let (graph, project) = (self.view.graph, self.view.project);
        let mut answer = Answer { looked_at: self.waiving.outcomes.len(), ..Answer::default() };
        for outcome in &self.waiving.outcomes {
            let named = |targets: &[usize]| {
                let elements = graph.projects[project].waivers.get(outcome.waiver).map_or(&[][..], |waiver| &waiver.elements);
                let shown = targets.iter().filter_map(|at| elements.get(*at)).map(|element| element.named.shown());
                Some(shown.collect::<Vec<_>>().join(", ")).filter(|shown| !shown.is_empty()).map(Found::Text)
            };
            let is = |status| (outcome.status == status).then_some(Found::Nothing);
            let found = match asked.form {
                Form::WaiverExpired => is(Status::Expired),
                Form::WaiverNotYetValid => is(Status::NotYetValid),
                Form::WaiverNotWaivable => is(Status::NotWaivable),
                Form::WaiverNotPermitted => is(Status::NotPermitted),
                Form::WaiverUnmatched => named(&outcome.absent),
                Form::WaiverIncomplete => (!outcome.lacking.is_empty()).then(|| Found::Text(self.ids(&outcome.lacking))),
                _ => named(&outcome.idle),
            };
            if let Some(found) = found {
                let subject = Thing::Waiver(outcome.waiver as u32);
                answer.wrong += 1;
                answer.found.push(Finding::new(graph.place_of(project, subject), subject, found));
            }
        }
        answer
    }
}
