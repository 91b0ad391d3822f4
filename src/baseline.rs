//! A baseline: what was found on the day somebody drew a line, so that from then on only what is new counts.
//!
//! It records findings by their fingerprints, subjects that were open by kind and id, and digests of everything that
//! has a say, so that what a pack's update changed is told apart from what the model changed. It changes what a run
//! comes to, never a verdict. Nothing here opens a file or knows a word: `file` is text, `compare` and `update` are
//! functions over the report.
//!
//! Advice is recorded, for nobody wants to read the same advice every day, and never gates. Findings over the whole
//! run change no verdict and are not recorded: they depend on which projects happen to be checked together.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{ProjectReport, Report};
use crate::verdict::Level;

mod changes;
mod compare;
mod file;
mod update;

pub use compare::compare;
pub use file::{Fault, read, write};
pub use update::{Allowed, Update, update};

/// The name and version of the format.
pub const SCHEMA: &str = "saikes/baseline/1";
/// The file that is meant where none is named.
pub const FILE: &str = "saikes-baseline.json";

/// What was recorded, project by project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    pub projects: BTreeMap<String, Recorded>,
}

/// Pack → requirement → a digest of what it asks.
pub type Rules = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    pub made: Made,
    /// The requirements that were judged then.
    pub rules: Rules,
    /// Whether no requirement applied: then everything was open.
    pub nothing_applies: bool,
    /// By requirement, subject and fingerprint.
    pub findings: Vec<Entry>,
    /// Requirement and worst level → subjects that were open.
    pub open: BTreeMap<(String, Level), BTreeSet<String>>,
}

/// What else had a say when it was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub today: String,
    /// The version of the program.
    pub saikes: String,
    /// Over the digests of the project's files, its stage and what it vouches for.
    pub inputs: String,
    /// Over the digests of the files of its context; empty where it has none.
    pub context: String,
}

/// A finding of that day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub requirement: String,
    /// For people, and to know the subject again where it is open now.
    pub subject: String,
    pub fingerprint: String,
    pub level: Level,
    /// At best; the same as the level unless something was open.
    pub best: Level,
}

impl Baseline {
    /// Findings and open subjects, over all projects.
    pub fn counts(&self) -> (usize, usize) {
        let findings = self.projects.values().map(|recorded| recorded.findings.len()).sum();
        (findings, self.projects.values().map(Recorded::open_count).sum())
    }
}

impl Recorded {
    pub fn open_count(&self) -> usize {
        self.open.values().map(BTreeSet::len).sum()
    }

    /// What was recorded of a requirement; none where it was not judged.
    fn definition(&self, pack: &str, requirement: &str) -> Option<&str> {
        self.rules.get(pack)?.get(requirement).map(String::as_str)
    }

    /// The pack that a requirement was of.
    fn pack_of(&self, requirement: &str) -> Option<&str> {
        self.rules.iter().find(|(_, requirements)| requirements.contains_key(requirement)).map(|(pack, _)| pack.as_str())
    }
}

/// Digits of a digest that are kept: enough to see that something is another.
const DIGITS: usize = 16;

/// What has a say today.
fn made(report: &Report, project: &ProjectReport) -> Made {
    let mut inputs: Vec<&str> = project.inputs.iter().map(|input| input.sha256.as_str()).collect();
    inputs.sort_unstable();
    let mut text = inputs.join("\n");
    text.extend(["\nstage ", project.stage.unwrap_or("")]);
    // Waivers, answers and parameters stand in files or in requirements; this stands nowhere else.
    for loosened in project.loosened.iter().filter(|loosened| loosened.what == "complete") {
        text.extend(loosened.value.iter().flat_map(|layer| ["\ncomplete ", layer]));
    }
    let context = report.contexts.iter().find(|context| project.context.as_ref() == Some(&context.id));
    Made {
        today: report.today.clone(),
        saikes: report.tool.version.to_string(),
        inputs: digest(&text),
        context: context.map_or_else(String::new, |context| context.content.chars().take(DIGITS).collect()),
    }
}

fn digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
}

/// The requirements that a project is judged by today.
fn rules(report: &Report, project: &ProjectReport) -> Rules {
    let mut rules = Rules::new();
    for found in &project.requirements {
        let definition = report.requirement(found.index).and_then(|text| text.definition.clone()).unwrap_or_default();
        rules.entry(found.pack.clone()).or_default().insert(found.id.clone(), definition);
    }
    rules
}
