//! What is the same for all projects of a run: the command line, as far as the policy lets it stand.
//!
//! The command line may ask for more than the policy, never for less; what it may not is told. Leaves to others: packs,
//! severities and parameters (`select`).

use std::path::Path;

use jiff::civil::Date;

use crate::cli::{Judging, Reading};
use crate::pack::shelf::Shelf;
use crate::place::{Place, Sources};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::read::{ReadProject, Stage, Vouched};
use crate::select::overruled;
use crate::verdict::Level;

pub struct Ruling {
    pub policy: Option<Policy>,
    /// Whether every project vouches for its model.
    pub complete: bool,
    pub as_of: Option<Date>,
    pub stage: Option<Stage>,
    pub problems: Vec<Problem>,
}

impl Ruling {
    pub fn of(reading: &Reading, judging: &Judging, sources: &mut Sources) -> Ruling {
        let opened = judging.policy.as_deref().map(|path| Policy::open(path, sources));
        let (policy, problems) = opened.unwrap_or_default();
        let mut ruling = Ruling { policy, complete: reading.complete, as_of: judging.as_of, stage: judging.stage, problems };
        let Some(policy) = &ruling.policy else { return ruling };
        let mut against = Vec::new();
        if let Some((false, place)) = policy.complete.filter(|_| reading.complete) {
            against.push(overruled(policy, "--complete", None, "false", Some(place)));
        }
        if let Some((day, place)) = policy.as_of.filter(|(day, _)| judging.as_of.is_some_and(|asked| asked != *day)) {
            against.push(overruled(policy, "--as-of", None, &day.to_string(), Some(place)));
        }
        if let Some((stage, place)) = policy.stage.filter(|(stage, _)| judging.stage.is_some_and(|asked| asked != *stage)) {
            against.push(overruled(policy, "--stage", None, stage.name(), Some(place)));
        }
        ruling.complete &= policy.complete.is_none_or(|(complete, _)| complete);
        ruling.as_of = policy.as_of.map(|(day, _)| day).or(ruling.as_of);
        ruling.stage = policy.stage.map(|(stage, _)| stage).or(ruling.stage);
        ruling.problems.extend(against);
        ruling
    }

    /// The packs of the run, with those of the folders that are known before anything is read.
    pub fn shelf(&self, judging: &Judging, sources: &mut Sources) -> Shelf {
        let rules = self.policy.as_ref().and_then(|policy| policy.rules.as_ref());
        let shown = rules.map(|rules| rules.path.to_string_lossy().replace('\\', "/"));
        let folder: Option<(&Path, &str)> = rules.map(|rules| rules.path.as_path()).zip(shown.as_deref());
        let kept = self.policy.as_ref().map(Policy::named);
        let mut shelf = Shelf::new(sources, folder, kept, self.as_of);
        if let Some(rules) = &judging.rules {
            shelf.stock(sources, rules, &rules.to_string_lossy().replace('\\', "/"));
        }
        shelf
    }

    /// Puts the stage of a project, and what it vouches for, as the policy and the command line have them; the level that
    /// it has to reach where it or the policy says so.
    pub fn settle(&self, project: &mut ReadProject) -> Option<Level> {
        let own = project.settings.require;
        if let Some(policy) = self.policy.as_ref().filter(|_| !project.is_context || project.named) {
            self.against(policy, project);
        }
        project.stage = self.stage.or(project.stage);
        let least = self.policy.as_ref().and_then(|policy| policy.require).map(|(level, _)| level);
        own.map(|(level, _)| level).max(least)
    }

    fn against(&self, policy: &Policy, project: &mut ReadProject) {
        let mut told: Vec<Problem> = Vec::new();
        let mut tell = |name: &str, place: Option<Place>, kept: &str, against: Place| {
            told.push(overruled(policy, name, place, kept, Some(against)));
        };
        if let (Some((least, against)), Some((own, place))) = (policy.require, project.settings.require)
            && own < least
        {
            tell("check.require", Some(place), least.name(), against);
        }
        if let (Some((stage, against)), Some(own)) = (policy.stage, project.stage)
            && own != stage
        {
            tell("project.stage", project.stage_place, stage.name(), against);
        }
        if let Some((false, against)) = policy.complete {
            match std::mem::take(&mut project.complete) {
                Vouched::Nothing => {}
                Vouched::All(place) => tell("project.complete", place, "false", against),
                Vouched::Layers(_, place) => tell("project.complete", Some(place), "false", against),
            }
        }
        project.problems.extend(told);
    }
}
