//! The objects of a SARIF 2.1.0 log that saikes writes, by the names of the specification; fields stand in its order.
//!
//! Nothing here knows what a finding is.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::Value;

pub const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
pub const VERSION: &str = "2.1.0";
/// The folder that paths are relative to; where it lies is nobody's business but the reader's.
pub const ROOT: &str = "SRCROOT";

/// §3.13. `R` are results that are made while they are written.
#[derive(Serialize)]
pub struct Log<'r, R> {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: &'static str,
    pub runs: [Run<'r, R>; 1],
}

/// §3.14.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run<'r, R> {
    pub tool: Tool<'r>,
    pub invocations: [Invocation; 1],
    pub language: &'static str,
    pub original_uri_base_ids: BTreeMap<&'static str, Base>,
    pub artifacts: Vec<Artifact>,
    pub results: R,
    pub column_kind: &'static str,
    pub properties: Value,
}

#[derive(Serialize)]
pub struct Tool<'r> {
    pub driver: Driver<'r>,
}

/// §3.19, the program itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver<'r> {
    pub name: &'static str,
    pub semantic_version: &'static str,
    pub language: &'static str,
    pub rules: &'r [Descriptor],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notifications: Vec<Descriptor>,
}

/// §3.49: a rule, or a sort of notification.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub short_description: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_description: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_configuration: Option<Configuration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<Value>,
}

#[derive(Serialize)]
pub struct Configuration {
    pub level: Level,
}

/// §3.11 and §3.12: a message, or a text in two forms.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

impl Words {
    pub fn plain(text: impl Into<String>) -> Words {
        Words { text: text.into(), markdown: None }
    }
}

#[derive(Serialize)]
pub struct Base {
    pub description: Words,
}

/// §3.20.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    pub execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_configuration_notifications: Vec<Notification>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_execution_notifications: Vec<Notification>,
}

/// §3.58.
#[derive(Serialize)]
pub struct Notification {
    pub descriptor: Reference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    pub message: Words,
    pub level: Level,
}

/// §3.52.
#[derive(Serialize)]
pub struct Reference {
    pub id: String,
    pub index: usize,
}

/// §3.24: a file that was read, or a folder whose files are one model.
#[derive(Serialize)]
pub struct Artifact {
    pub location: ArtifactLocation,
    pub roles: [&'static str; 1],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hashes: BTreeMap<&'static str, String>,
}

/// §3.27.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub rule_id: String,
    pub rule_index: usize,
    pub kind: &'static str,
    pub level: Level,
    pub message: Words,
    pub locations: [Location; 1],
    pub partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_flows: Vec<CodeFlow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    /// Of all results or of none (§3.27.23): an empty list says that nothing suppresses it.
    pub suppressions: Vec<Suppression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_state: Option<&'static str>,
    pub properties: Value,
}

/// §3.58.6, and of results the three that a failure may have; the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Error,
    Warning,
    Note,
}

/// §3.28.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Words>,
}

/// §3.29.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalLocation {
    pub artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

/// §3.4.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactLocation {
    pub uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri_base_id: Option<&'static str>,
}

impl ArtifactLocation {
    /// Of a path with `/`, relative to the root; what lies above it has no base that says where.
    pub fn of(path: &str) -> ArtifactLocation {
        let is_below = path != ".." && !path.starts_with("../");
        ArtifactLocation { uri: uri(path), uri_base_id: is_below.then_some(ROOT) }
    }
}

/// §3.30. Lines and columns count from 1, columns in characters; the end is behind the last one.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    pub start_line: usize,
    pub start_column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// §3.33.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogicalLocation {
    pub name: String,
    pub fully_qualified_name: String,
    pub kind: String,
}

/// §3.36, of one thread (§3.37).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeFlow {
    pub message: Words,
    pub thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
pub struct ThreadFlow {
    pub locations: Vec<Step>,
}

/// §3.38.
#[derive(Serialize)]
pub struct Step {
    pub location: Location,
}

/// §3.35.
#[derive(Serialize)]
pub struct Suppression {
    pub kind: &'static str,
    pub status: &'static str,
    pub justification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A list whose items are made one by one while it is written.
pub struct Streamed<F>(pub F);

impl<F, I> Serialize for Streamed<F>
where
    F: Fn() -> I,
    I: IntoIterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A path as a relative reference (RFC 3986, §4.2): everything but unreserved characters is encoded, so that neither a
/// colon nor a question mark of a file's name means anything.
pub fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_reference_whatever_the_file_is_called() {
        assert_eq!(uri("models/a-b_c.toml"), "models/a-b_c.toml");
        assert_eq!(uri("сызба 1.archimate"), "%D1%81%D1%8B%D0%B7%D0%B1%D0%B0%201.archimate");
        assert_eq!(uri("c:/100%?#[x].toml"), "c%3A/100%25%3F%23%5Bx%5D.toml");
    }

    #[test]
    fn what_lies_above_the_root_has_no_base() {
        assert_eq!(ArtifactLocation::of("a.toml").uri_base_id, Some(ROOT));
        assert_eq!(ArtifactLocation::of("..a.toml").uri_base_id, Some(ROOT));
        assert_eq!(ArtifactLocation::of("../national/a.toml").uri_base_id, None);
    }
}
