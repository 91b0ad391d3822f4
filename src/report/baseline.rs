//! What a report says of a baseline: what is new since it was made, what is known, what was solved, and what brought
//! each.
//!
//! The baseline changes what the run comes to (`Gate`), never a verdict. Leaves to others: comparing (`baseline`),
//! words (the renderers).

use serde::Serialize;

use super::{Location, Subject};
use crate::verdict::Level;

/// The file that the run was compared with, and what the whole run came to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BaselineHead {
    /// As it was named.
    pub path: String,
    /// The last day on which something was recorded of these projects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    pub counts: Tally,
    /// Entries that the file could do without.
    pub can_shrink: usize,
    /// Projects of the run that the file does not know: everything in them is new.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
    /// Projects of the file that are not in this run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
}

/// What a project comes to beside a baseline.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BaselineReport {
    /// Whether the file knows the project.
    pub recorded: bool,
    /// Of orders; what advice comes to is counted apart.
    pub counts: Tally,
    pub advice: Tally,
    /// What brought that which is new or worse, of orders.
    pub brought_by: Causes,
    /// Findings that are no more.
    pub solved: Vec<Solved>,
    /// Subjects that were not open before, or open with a better worst.
    pub new_open: Vec<NewOpen>,
    /// Whether no requirement applies any more, while some did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nothing_applies: bool,
    /// Entries of requirements that were not judged this time: nobody knows what became of them.
    pub unjudged: usize,
    /// Their packs, as far as the project is not judged by them any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unjudged_packs: Vec<String>,
    /// Entries that the file could do without.
    pub can_shrink: usize,
    /// New or worse findings and new open questions that stand below the level required.
    pub failing: usize,
    /// Whether nothing new keeps the project from the level required.
    pub reaches: bool,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tally {
    pub known: usize,
    pub new: usize,
    pub worse: usize,
    pub solved: usize,
    /// Open subjects that were open before.
    pub open_known: usize,
    pub open_new: usize,
    /// Open subjects that are settled.
    pub open_settled: usize,
}

/// What brought a change since the baseline was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The requirement asks something else now, or was not asked then.
    Rules,
    /// The project's own files.
    Model,
    /// The national registers; the project's own files are what they were.
    Context,
    /// Another version of the program; everything else is what it was.
    Tool,
    /// Nothing but the day.
    Day,
}

impl Cause {
    pub const ALL: [Cause; 5] = [Cause::Rules, Cause::Model, Cause::Context, Cause::Tool, Cause::Day];

    pub fn name(self) -> &'static str {
        match self {
            Cause::Rules => "rules",
            Cause::Model => "model",
            Cause::Context => "context",
            Cause::Tool => "tool",
            Cause::Day => "day",
        }
    }
}

/// How much each cause brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Causes {
    pub rules: usize,
    pub model: usize,
    pub context: usize,
    pub tool: usize,
    pub day: usize,
}

impl Causes {
    pub fn count(&mut self, cause: Cause) {
        *match cause {
            Cause::Rules => &mut self.rules,
            Cause::Model => &mut self.model,
            Cause::Context => &mut self.context,
            Cause::Tool => &mut self.tool,
            Cause::Day => &mut self.day,
        } += 1;
    }

    pub fn of(self, cause: Cause) -> usize {
        match cause {
            Cause::Rules => self.rules,
            Cause::Model => self.model,
            Cause::Context => self.context,
            Cause::Tool => self.tool,
            Cause::Day => self.day,
        }
    }
}

/// A finding of the baseline that is no more.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Solved {
    pub fingerprint: String,
    pub requirement: String,
    /// Kind and id; of a group its key, of a circle its elements.
    pub subject: String,
    /// What it was.
    pub level: Level,
    pub brought_by: Cause,
}

/// A question that is open and was not, or was less so.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct NewOpen {
    pub requirement: String,
    pub subject: Subject,
    /// What it comes to if everything that is missing goes against it.
    pub worst: Level,
    pub brought_by: Cause,
    /// Facts that answers to this requirement wait for.
    pub waits_for: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        let Tally { known, new, worse, solved, open_known, open_new, open_settled } = other;
        self.known += known;
        self.new += new;
        self.worse += worse;
        self.solved += solved;
        self.open_known += open_known;
        self.open_new += open_new;
        self.open_settled += open_settled;
    }
}
