//! The file: JSON, so that nobody takes it for a model; one finding a line, in a decided order, so that git merges it.
//!
//! Projects that are judged by the same requirements share the list of them. A field that is not known is a mistake:
//! whoever adds one makes another version of the format.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{Baseline, Entry, Made, Recorded, Rules, SCHEMA, digest};
use crate::verdict::Level;

/// Why a file is no baseline.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// Line and column from 1, and what is wrong there.
    Malformed { line: usize, column: usize, reason: String },
    /// The version it says it is.
    Version(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBaseline {
    schema: String,
    #[serde(default)]
    rules: BTreeMap<String, Rules>,
    #[serde(default)]
    projects: BTreeMap<String, WrittenProject>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenProject {
    made: WrittenMade,
    #[serde(default)]
    nothing_applies: bool,
    #[serde(default)]
    findings: Vec<WrittenEntry>,
    #[serde(default)]
    open: Vec<WrittenOpen>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenMade {
    today: String,
    saikes: String,
    inputs: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    context: String,
    rules: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenEntry {
    requirement: String,
    subject: String,
    level: Level,
    /// Left out where it is the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    best: Option<Level>,
    fingerprint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenOpen {
    requirement: String,
    level: Level,
    subjects: BTreeSet<String>,
}

/// Only what a file says it is.
#[derive(Deserialize)]
struct Head {
    schema: String,
}

pub fn read(text: &str) -> Result<Baseline, Fault> {
    let other = |schema: String| (schema != SCHEMA).then_some(Fault::Version(schema));
    let written: WrittenBaseline = serde_json::from_str(text).map_err(|error| {
        // A later version may have fields that are not known here: then that is what has to be said.
        let later = serde_json::from_str(text).ok().and_then(|head: Head| other(head.schema));
        later.unwrap_or_else(|| malformed(&error))
    })?;
    let mut baseline = Baseline::default();
    for (id, project) in written.projects {
        baseline.projects.insert(id.clone(), meant(id, project, &written.rules, text)?);
    }
    match other(written.schema) {
        Some(fault) => Err(fault),
        None => Ok(baseline),
    }
}

fn malformed(error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = text.strip_suffix(&place).unwrap_or(&text).to_string();
    Fault::Malformed { line: error.line().max(1), column: error.column().max(1), reason }
}

fn meant(id: String, written: WrittenProject, rules: &BTreeMap<String, Rules>, text: &str) -> Result<Recorded, Fault> {
    let WrittenMade { today, saikes, inputs, context, rules: named } = written.made;
    let Some(rules) = rules.get(&named) else {
        // A merge may have lost a list that a project still names.
        let line = text.lines().position(|line| line.contains(&format!("\"rules\":{}", json(&named)))).map_or(1, |at| at + 1);
        return Err(Fault::Malformed { line, column: 1, reason: format!("`{id}`: no `rules` of the name `{named}`") });
    };
    let mut open: BTreeMap<(String, Level), BTreeSet<String>> = BTreeMap::new();
    for WrittenOpen { requirement, level, subjects } in written.open {
        open.entry((requirement, level)).or_default().extend(subjects);
    }
    let entry = |WrittenEntry { requirement, subject, level, best, fingerprint }| Entry {
        requirement,
        subject,
        fingerprint,
        level,
        best: best.unwrap_or(level),
    };
    let mut findings: Vec<Entry> = written.findings.into_iter().map(entry).collect();
    findings.sort();
    // Two branches may have brought the same finding; where they disagree, the better level binds.
    findings.reverse();
    let mut known = BTreeSet::new();
    findings.retain(|entry| known.insert(entry.fingerprint.clone()));
    findings.reverse();
    let made = Made { today, saikes, inputs, context };
    Ok(Recorded { made, rules: rules.clone(), nothing_applies: written.nothing_applies, findings, open })
}

/// The bytes of a file; the same for the same baseline.
pub fn write(baseline: &Baseline) -> String {
    let mut lists: BTreeMap<String, &Rules> = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    for recorded in baseline.projects.values() {
        let name = digest(&json(&recorded.rules));
        lists.insert(name.clone(), &recorded.rules);
        names.push(name);
    }
    let mut page = Page { text: String::new() };
    page.line(0, "{");
    page.line(1, &format!("\"schema\": {},", json(SCHEMA)));
    page.rules(&lists);
    page.line(1, "\"projects\": {");
    let last = names.len();
    for (at, ((id, recorded), rules)) in baseline.projects.iter().zip(names).enumerate() {
        page.project(id, recorded, rules, at + 1 == last);
    }
    page.line(1, "}");
    page.line(0, "}");
    page.text
}

struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, depth: usize, words: &str) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.text, "{}{words}", "  ".repeat(depth));
    }

    /// Items a line each, with commas between them.
    fn items(&mut self, depth: usize, items: &[String]) {
        for (at, item) in items.iter().enumerate() {
            let comma = if at + 1 < items.len() { "," } else { "" };
            self.line(depth, &format!("{item}{comma}"));
        }
    }

    fn rules(&mut self, lists: &BTreeMap<String, &Rules>) {
        self.line(1, "\"rules\": {");
        for (at, (name, rules)) in lists.iter().enumerate() {
            self.line(2, &format!("{}: {{", json(name)));
            for (number, (pack, requirements)) in rules.iter().enumerate() {
                self.line(3, &format!("{}: {{", json(pack)));
                let items: Vec<String> =
                    requirements.iter().map(|(requirement, definition)| format!("{}: {}", json(requirement), json(definition))).collect();
                self.items(4, &items);
                self.line(3, if number + 1 < rules.len() { "}," } else { "}" });
            }
            self.line(2, if at + 1 < lists.len() { "}," } else { "}" });
        }
        self.line(1, "},");
    }

    fn project(&mut self, id: &str, recorded: &Recorded, rules: String, is_last: bool) {
        let Made { today, saikes, inputs, context } = recorded.made.clone();
        let made = json(&WrittenMade { today, saikes, inputs, context, rules });
        self.line(2, &format!("{}: {{", json(id)));
        self.line(3, &format!("\"made\": {made},"));
        if recorded.nothing_applies {
            self.line(3, "\"nothing-applies\": true,");
        }
        self.line(3, "\"findings\": [");
        let entry = |entry: &Entry| {
            let best = (entry.best != entry.level).then_some(entry.best);
            let Entry { requirement, subject, fingerprint, level, .. } = entry.clone();
            json(&WrittenEntry { requirement, subject, level, best, fingerprint })
        };
        self.items(4, &recorded.findings.iter().map(entry).collect::<Vec<_>>());
        self.line(3, "],");
        self.line(3, "\"open\": [");
        let open = |((requirement, level), subjects): (&(String, Level), &BTreeSet<String>)| {
            json(&WrittenOpen { requirement: requirement.clone(), level: *level, subjects: subjects.clone() })
        };
        self.items(4, &recorded.open.iter().map(open).collect::<Vec<_>>());
        self.line(3, "]");
        self.line(2, if is_last { "}" } else { "}," });
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("texts and lists of them can always be written as JSON")
}
