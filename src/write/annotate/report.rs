//! A report as `saikes check --format json` wrote it, as far as annotations need it. Fields that are not known here
//! are passed over: within a version of the format fields are only added.

use serde::Deserialize;

use crate::report::SCHEMA;
use crate::text::Language;

#[derive(Debug, Deserialize)]
pub struct Report {
    schema: String,
    pub tool: Tool,
    pub today: String,
    pub lang: Language,
    pub projects: Vec<Project>,
}

#[derive(Debug, Deserialize)]
pub struct Tool {
    pub name: String,
    pub version: String,
}

#[derive(Debug, Deserialize)]
pub struct Project {
    pub id: String,
    pub verdict: String,
    pub coverage: Coverage,
    pub inputs: Vec<Input>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
pub struct Coverage {
    pub settled: usize,
    pub applicable: usize,
}

#[derive(Debug, Deserialize)]
pub struct Input {
    pub sha256: String,
}

#[derive(Debug, Deserialize)]
pub struct Finding {
    pub requirement: String,
    pub verdict: String,
    pub severity: String,
    pub subject: Subject,
    #[serde(default)]
    pub shape: String,
    pub message: String,
    #[serde(default)]
    pub related: Vec<Related>,
    #[serde(default)]
    pub waived: bool,
    pub waiver: Option<Waived>,
}

#[derive(Debug, Deserialize)]
pub struct Waived {
    pub decision: String,
    pub body: String,
    pub until: String,
}

#[derive(Debug, Deserialize)]
pub struct Subject {
    pub id: String,
    pub state: String,
}

#[derive(Debug, Deserialize)]
pub struct Related {
    pub id: String,
    pub role: String,
    /// Where it is another than that of the finding.
    pub project: Option<String>,
}

/// Why a text is no report.
#[derive(Debug, PartialEq, Eq)]
pub enum NoReport {
    /// What the parser says, in English, with its place.
    Malformed(String),
    /// Of another version, or another thing altogether.
    Schema(String),
}

impl Report {
    pub fn parse(text: &str) -> Result<Report, NoReport> {
        // Whatever another version has, what it calls itself says more than the first field that is not there.
        let schema = |text: &str| {
            let value: serde_json::Value = serde_json::from_str(text).ok()?;
            value.get("schema")?.as_str().map(str::to_string)
        };
        match serde_json::from_str::<Report>(text) {
            Ok(report) if report.schema == SCHEMA => Ok(report),
            Ok(report) => Err(NoReport::Schema(report.schema)),
            Err(error) => match schema(text) {
                Some(found) if found != SCHEMA => Err(NoReport::Schema(found)),
                _ => Err(NoReport::Malformed(error.to_string())),
            },
        }
    }
}

impl Finding {
    /// The ids of all elements the finding is about: the subject, and of a group or a circle its members.
    pub fn about(&self) -> Vec<&str> {
        let mut about = vec![self.subject.id.as_str()];
        if matches!(self.shape.as_str(), "group" | "cycle") {
            let members = self.related.iter().filter(|related| related.role == "member" && related.project.is_none());
            about.extend(members.map(|related| related.id.as_str()));
        }
        about
    }
}
