//! Severities and values of parameters: which hold for a project, and which change nothing or cannot be.
//!
//! A policy may set anything that its packs leave open. Under a policy a project may raise a severity and not lower it,
//! and may set what the policy leaves alone.

use std::collections::BTreeMap;

use super::{By, Change, Effect, Selector};
use crate::fragment::WrittenValue;
use crate::language::meant::Literal;
use crate::pack::tailor::{Tailoring, parameters_of};
use crate::place::Place;
use crate::policy::Policy;
use crate::problem::{Code, Problem, nearest};
use crate::read::ReadProject;
use crate::read::config::settings::{Own, Parameters};
use crate::verdict::Weight;

/// One project whose settings are settled.
struct Settled<'p> {
    stock: usize,
    packs: &'p [usize],
    tailoring: Tailoring,
    changes: Vec<Change>,
}

impl Selector<'_> {
    /// What differs of the packs of a project, and that as a list.
    pub(super) fn tailoring(&mut self, stock: usize, packs: &[usize], project: &mut ReadProject) -> (Tailoring, Vec<Change>) {
        let mut settled = Settled { stock, packs, tailoring: Tailoring::default(), changes: Vec::new() };
        let (own, of_requirements) = (std::mem::take(&mut project.settings.parameters), std::mem::take(&mut project.settings.requirements));
        let policy = self.policy;
        if let Some(policy) = policy {
            self.parameters(&policy.parameters, project, &mut settled);
        }
        self.parameters(&own, project, &mut settled);
        for (id, set) in policy.iter().flat_map(|policy| &policy.requirements) {
            self.requirement(id, set, project, &mut settled);
        }
        for (id, set) in &of_requirements {
            self.requirement(id, set, project, &mut settled);
        }
        (project.settings.parameters, project.settings.requirements) = (own, of_requirements);
        settled.changes.sort_by(|left, right| (left.what, &left.requirement, &left.name).cmp(&(right.what, &right.requirement, &right.name)));
        (settled.tailoring, settled.changes)
    }

    /// Values for every requirement that reads them.
    fn parameters(&mut self, given: &Parameters, project: &mut ReadProject, settled: &mut Settled<'_>) {
        for (name, (value, place)) in given {
            let (by, shown) = (self.by(*place, project), format!("params.{name}"));
            let pinned = self.policy.and_then(|policy| policy.parameters.get(name));
            if let Some(kept) = pinned.filter(|_| by != By::Policy).cloned() {
                self.against(&shown, (value, *place), &kept, project);
                continue;
            }
            let Some(literal) = self.literal(settled.stock, name, value, *place, project) else { continue };
            let is_read = settled.packs.iter().any(|pack| !self.shelf.readers(*pack, name).is_empty());
            let was = self.shelf.stocks[settled.stock].lists.parameters.get(name).and_then(|known| known.value.clone());
            if !is_read {
                self.unused(*place, &shown, "nobody-reads", project);
            } else if was.as_ref() == Some(&literal) {
                self.unused(*place, &shown, "same-value", project);
            } else {
                self.used.insert(*place);
                settled.changes.push(changed_value(None, name, was.as_ref(), &literal, by, *place));
                settled.tailoring.parameters.insert(name.clone(), literal);
            }
        }
    }

    fn requirement(&mut self, id: &str, own: &Own, project: &mut ReadProject, settled: &mut Settled<'_>) {
        let Some(place) = own.place else { return };
        let shown = format!("requirement.\"{id}\"");
        let Some((_, found)) = self.shelf.requirement(settled.packs, id) else {
            return self.not_judged(id, own, &shown, project, settled.stock);
        };
        let (weight, read): (Weight, Vec<String>) = (found.weight, parameters_of(found).collect());
        if own.is_empty {
            self.unused(place, &shown, "empty", project);
        }
        if let Some((severity, place)) = own.severity {
            self.severity(id, weight, severity, place, project, settled);
        }
        for (name, (value, place)) in &own.parameters {
            let shown = format!("{shown}.params.{name}");
            let by = self.by(*place, project);
            if let Some(kept) = self.policy.and_then(|policy| pinned(policy, id, name)).filter(|_| by != By::Policy) {
                self.against(&shown, (value, *place), &kept, project);
                continue;
            }
            let Some(literal) = self.literal(settled.stock, name, value, *place, project) else { continue };
            if !read.contains(name) {
                let problem = Problem::new(Code::UnreadParameter, *place).with("found", name.clone()).with("requirement", id);
                let reads = if read.is_empty() { "–".to_string() } else { read.join(", ") };
                self.tell(problem.with("reads", reads), project);
                continue;
            }
            let general = self.shelf.stocks[settled.stock].lists.parameters.get(name).and_then(|known| known.value.clone());
            let was = settled.tailoring.parameters.get(name).cloned().or(general);
            if was.as_ref() == Some(&literal) {
                self.unused(*place, &shown, "same-value", project);
                continue;
            }
            self.used.insert(*place);
            settled.changes.push(changed_value(Some(id), name, was.as_ref(), &literal, by, *place));
            settled.tailoring.own.entry(id.to_string()).or_default().parameters.insert(name.clone(), literal);
        }
    }

    /// An entry about a requirement that the project is not judged by, or that is not there at all.
    fn not_judged(&mut self, id: &str, own: &Own, shown: &str, project: &mut ReadProject, stock: usize) {
        let Some(place) = own.place else { return };
        let all: Vec<usize> = self.shelf.stocks[stock].packs.iter().chain(&self.shelf.stocks[stock].left_out).copied().collect();
        if self.shelf.requirement(&all, id).is_some() {
            if self.by(place, project) == By::Project {
                return self.unused(place, shown, "other-pack", project);
            }
            if let Some((_, place)) = own.severity {
                self.unused(place, &format!("{shown}.severity"), "other-pack", project);
            }
            for (name, (_, place)) in &own.parameters {
                self.unused(*place, &format!("{shown}.params.{name}"), "other-pack", project);
            }
        } else if !self.shelf.stocks[stock].has_broken() {
            let known = all.iter().flat_map(|pack| &self.shelf.packs[*pack].requirements).map(|known| known.id.as_str());
            let near = nearest(id, known).unwrap_or_default().to_string();
            self.tell(Problem::new(Code::UnknownRequirement, place).with("found", id).with("nearest", near), project);
        }
    }

    fn severity(&mut self, id: &str, was: Weight, now: Weight, place: Place, project: &mut ReadProject, settled: &mut Settled<'_>) {
        let (by, shown) = (self.by(place, project), format!("requirement.\"{id}\".severity"));
        if by != By::Policy
            && let Some(policy) = self.policy
        {
            let pinned = policy.requirements.get(id).and_then(|own| own.severity);
            let (kept, against) = pinned.map_or((was, None), |(kept, place)| (kept, Some(place)));
            // Blocking is the least of the severities: the first of three.
            if now > kept || (pinned.is_some() && now != kept) {
                self.used.insert(place);
                return self.overruled(&shown, Some(place), kept.name(), against, project);
            }
            if pinned.is_some() {
                return;
            }
        }
        if now == was {
            return self.unused(place, &shown, "same-severity", project);
        }
        self.used.insert(place);
        let effect = if now < was { Effect::Stricter } else { Effect::Looser };
        let (was, now_name) = (was.name().to_string(), now.name().to_string());
        let requirement = Some(id.to_string());
        settled.changes.push(Change { what: "severity", requirement, name: String::new(), was, now: now_name, effect, by, place: Some(place) });
        settled.tailoring.own.entry(id.to_string()).or_default().weight = Some(now);
    }

    /// A value of a parameter that the policy sets itself; the same value is no contradiction.
    fn against(&mut self, shown: &str, said: (&WrittenValue, Place), kept: &(WrittenValue, Place), project: &mut ReadProject) {
        self.used.insert(said.1);
        if *said.0 != kept.0 {
            self.overruled(shown, Some(said.1), &written(&kept.0), Some(kept.1), project);
        }
    }

    /// A value as predicates take it; what cannot be is told.
    fn literal(&mut self, stock: usize, name: &str, value: &WrittenValue, place: Place, project: &mut ReadProject) -> Option<Literal> {
        let given = self.shelf.stocks[stock].lists.given(name, value, place);
        given.map_err(|problem| self.tell(problem, project)).ok()
    }

    /// An entry that changes nothing. Of a file of many projects that is told when it changes nothing of any; what a
    /// policy repeats it pins.
    fn unused(&mut self, place: Place, shown: &str, reason: &str, project: &mut ReadProject) {
        if project.settings.instead.contains(&place) {
            self.used.insert(place);
            return;
        }
        // Who asks for other packs than usual does not make an entry idle.
        if self.is_narrowed() && matches!(reason, "other-pack" | "nobody-reads") {
            self.used.insert(place);
            return;
        }
        let problem = Problem::new(Code::UnusedSetting, place).with("found", shown).with("reason", reason);
        match self.by(place, project) {
            By::Project => project.problems.push(problem),
            By::Policy if reason.starts_with("same") => drop(self.used.insert(place)),
            _ => drop(self.idle.entry(place).or_insert(problem)),
        }
    }
}

/// What a policy sets a parameter of a requirement to, for all requirements or for this one.
fn pinned(policy: &Policy, id: &str, name: &str) -> Option<(WrittenValue, Place)> {
    let own: Option<&BTreeMap<_, _>> = policy.requirements.get(id).map(|own| &own.parameters);
    own.and_then(|own| own.get(name)).or_else(|| policy.parameters.get(name)).cloned()
}

fn changed_value(id: Option<&str>, name: &str, was: Option<&Literal>, now: &Literal, by: By, place: Place) -> Change {
    Change {
        what: "params",
        requirement: id.map(str::to_string),
        name: name.to_string(),
        was: was.map(shown).unwrap_or_default(),
        now: shown(now),
        effect: Effect::Open,
        by,
        place: Some(place),
    }
}

/// A value as TOML writes it.
fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(value) => value.to_string(),
        Literal::Date(value) => value.to_string(),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Word(word) => format!("{word:?}"),
    }
}

fn written(value: &WrittenValue) -> String {
    match value {
        WrittenValue::Text(text) => format!("\"{text}\""),
        WrittenValue::Bool(value) => value.to_string(),
        WrittenValue::Integer(value) => value.to_string(),
        WrittenValue::Number(value) => value.to_string(),
        WrittenValue::Date(value) => value.to_string(),
        WrittenValue::Localized(_) | WrittenValue::List(_) => "…".to_string(),
    }
}
