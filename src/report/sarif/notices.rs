//! Notifications: what is wrong with the input, and what a list of results does not show.

use std::collections::BTreeMap;

use super::Sarif;
use super::limits::{Cut, LOCATIONS};
use super::log::{Descriptor, Level, Location, Notification, Reference, Words};
use super::results::{of_file, physical};
use crate::read::config;
use crate::report::listed::{self, Unsaid, What};
use crate::report::{self, ProblemReport};
use crate::text::say;

/// What is told of a run beside its results.
pub struct Notices {
    /// The sorts of it, by id.
    pub descriptors: Vec<Descriptor>,
    /// What is wrong with the way the program was set up: command line, packs, `saikes.toml`.
    pub of_configuration: Vec<Notification>,
    /// Everything else: models, missing facts, limits.
    pub of_execution: Vec<Notification>,
}

impl Notices {
    pub fn of(sarif: &Sarif<'_>, cuts: &[Cut], unsaid: &[Unsaid<'_>], homes: &BTreeMap<String, String>) -> Notices {
        let report = sarif.report;
        let mut names: Vec<&str> = report.all_problems().map(|problem| problem.code).collect();
        names.extend(unsaid.iter().map(|unsaid| unsaid.what.name()));
        names.extend(cuts.iter().map(|cut| cut.name()));
        names.sort_unstable();
        names.dedup();
        let reference = |name: &str| Reference {
            id: name.to_string(),
            index: names.binary_search(&name).expect("every sort of notification that is told has its description"),
        };

        let problem = |problem: &ProblemReport| (is_configuration(sarif, problem), of_problem(sarif, problem, reference(problem.code)));
        let of_run = report.problems.iter().map(|found| (true, problem(found).1));
        let of_projects = report.projects.iter().flat_map(|project| &project.problems).map(problem);
        let (configuration, execution): (Vec<_>, Vec<_>) = of_run.chain(of_projects).partition(|(is_configuration, _)| *is_configuration);

        let told = unsaid.iter().map(|unsaid| of_unsaid(sarif, unsaid, reference(unsaid.what.name()), homes));
        let cut = cuts.iter().map(|cut| Notification {
            descriptor: reference(cut.name()),
            locations: Vec::new(),
            message: Words::plain(cut.words(report.lang)),
            level: Level::Warning,
        });
        let of_execution = execution.into_iter().map(|(_, notification)| notification).chain(told).chain(cut).collect();
        Notices {
            descriptors: names.iter().map(|name| descriptor(sarif, name)).collect(),
            of_configuration: configuration.into_iter().map(|(_, notification)| notification).collect(),
            of_execution,
        }
    }
}

fn descriptor(sarif: &Sarif<'_>, name: &str) -> Descriptor {
    let is_own = Cut::NAMES.contains(&name) || What::ALL.iter().any(|what| what.name() == name);
    let key = if is_own { format!("sarif.sort.{name}") } else { format!("problem.{name}.explain") };
    Descriptor {
        id: name.to_string(),
        name: None,
        short_description: Words::plain(say(sarif.report.lang, &key, &[])),
        full_description: None,
        help: None,
        default_configuration: None,
        properties: None,
    }
}

fn is_configuration(sarif: &Sarif<'_>, problem: &ProblemReport) -> bool {
    problem.location.as_ref().is_none_or(|at| {
        let of_rules = (at.place.file.0 as usize) < sarif.places.rules;
        of_rules || at.path.rsplit('/').next() == Some(config::FILE_NAME)
    })
}

fn of_problem(sarif: &Sarif<'_>, problem: &ProblemReport, descriptor: Reference) -> Notification {
    let location = |at: &report::Location, words: &str| Location {
        id: None,
        physical_location: Some(physical(&sarif.places, at)),
        logical_locations: Vec::new(),
        message: Some(Words::plain(words)).filter(|_| !words.is_empty()),
    };
    let beside = say(sarif.report.lang, "problem.related", &[]);
    let own = problem.location.iter().map(|at| location(at, &problem.label));
    let text = match problem.help.is_empty() {
        true => problem.message.clone(),
        false => format!("{}\n{}", problem.message, problem.help),
    };
    Notification {
        descriptor,
        locations: own.chain(problem.related.iter().map(|at| location(at, &beside))).collect(),
        message: Words::plain(text),
        level: if problem.is_error() { Level::Error } else { Level::Warning },
    }
}

fn of_unsaid(sarif: &Sarif<'_>, unsaid: &Unsaid<'_>, descriptor: Reference, homes: &BTreeMap<String, String>) -> Notification {
    let home = homes.get(&unsaid.project.path).map(|home| Location {
        id: None,
        physical_location: Some(of_file(&sarif.places.path(home))),
        logical_locations: Vec::new(),
        message: None,
    });
    // What became open has places of its own.
    let newly_open = if unsaid.what == What::NewlyOpen { listed::newly_open(sarif.report, unsaid.project) } else { Vec::new() };
    let places = newly_open.into_iter().take(LOCATIONS).filter_map(|(open, words)| {
        let at = open.location.as_ref()?;
        let (physical, message) = (physical(&sarif.places, at), Words::plain(words));
        Some(Location { id: None, physical_location: Some(physical), logical_locations: Vec::new(), message: Some(message) })
    });
    let level = match unsaid.what {
        What::Unreadable => Level::Error,
        What::OpenAndNotReached | What::NewlyOpen => Level::Warning,
        What::Open | What::Solved | What::Unlisted => Level::Note,
    };
    Notification { descriptor, locations: home.into_iter().chain(places).collect(), message: Words::plain(unsaid.text.clone()), level }
}

/// What is told of every project.
pub fn unsaid<'r>(sarif: &Sarif<'r>) -> Vec<Unsaid<'r>> {
    listed::unsaid(sarif.report, &sarif.places)
}
