//! The report as a SARIF 2.1.0 log, for code scanning and editors: `docs/ci-formats.md` says what each field holds.
//!
//! One run. Nothing of the machine stands in it: paths are relative to where the command was run, and there is no time.
//! A list of results says nothing of what could not be read or assessed, so that is told in notifications.

mod flows;
pub mod limits;
mod log;
mod notices;
mod results;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::graph::Graph;
use crate::pack::Pack;
use crate::place::FileId;
use crate::report::listed::{self, Listed};
use crate::report::places::Places;
use crate::report::{Gate, PackReport, ProjectReport, Report};
use crate::text::say;
use limits::Fitted;
use log::{Artifact, ArtifactLocation, Base, Driver, Invocation, Log, ROOT, Run, Streamed, Tool, Words};
use notices::Notices;
use results::Maker;
use rules::Rules;

/// What the log says beyond the report; without it there is less help and there are fewer ways.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Those of the report, in its order.
    pub packs: &'a [Pack],
    pub graph: Option<&'a Graph>,
}

/// A log on its way to be written.
#[derive(Clone, Copy)]
pub struct Sarif<'r> {
    pub report: &'r Report,
    pub places: Places<'r>,
    pub known: Known<'r>,
}

/// Writes the log; what did not fit is returned in words, for people to see.
pub fn write(sarif: Sarif<'_>, out: impl Write) -> io::Result<Vec<String>> {
    write_within(sarif, limits::RESULTS, limits::SIZE, out)
}

/// With so many results at most, and so large at most when packed.
fn write_within(sarif: Sarif<'_>, mut most: usize, size: usize, out: impl Write) -> io::Result<Vec<String>> {
    let report = sarif.report;
    loop {
        let fitted = limits::fit(listed::all(report), most);
        let packed = match fitted.may_exceed(size) {
            true => limits::packed(|packing| write_fitted(&sarif, &fitted, packing))?,
            false => 0,
        };
        if packed <= size || fitted.listed.is_empty() {
            write_fitted(&sarif, &fitted, out)?;
            return Ok(fitted.cuts.iter().map(|cut| cut.words(report.lang)).collect());
        }
        most = fitted.fewer(packed, size);
    }
}

fn write_fitted(sarif: &Sarif<'_>, fitted: &Fitted<'_>, mut out: impl Write) -> io::Result<()> {
    let report = sarif.report;
    let homes = listed::homes(report, &sarif.places);
    let rules = Rules::of(sarif, &fitted.listed);
    let notices = Notices::of(sarif, &fitted.cuts, &notices::unsaid(sarif), &homes);
    let driver = Driver {
        name: report.tool.name,
        semantic_version: report.tool.version,
        language: report.lang.code(),
        rules: &rules.descriptors,
        notifications: notices.descriptors,
    };
    let invocation = Invocation {
        execution_successful: report.gate() != Gate::NotMade,
        tool_configuration_notifications: notices.of_configuration,
        tool_execution_notifications: notices.of_execution,
    };
    let maker = Maker { sarif, rules: &rules, homes: &homes };
    let results = || fitted.listed.iter().map(|listed: &Listed<'_>| maker.result(listed));
    let root = Base { description: Words::plain(say(report.lang, "sarif.root", &[])) };
    let log = Log {
        schema: log::SCHEMA,
        version: log::VERSION,
        runs: [Run {
            tool: Tool { driver },
            invocations: [invocation],
            language: report.lang.code(),
            original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
            artifacts: artifacts(sarif),
            results: Streamed(results),
            column_kind: "unicodeCodePoints",
            properties: properties(sarif),
        }],
    };
    serde_json::to_writer_pretty(&mut out, &log)?;
    writeln!(out)
}

/// The models that were read, each once. Of a folder that is a model there is no digest of its bytes.
fn artifacts(sarif: &Sarif<'_>) -> Vec<Artifact> {
    let sources = sarif.places.sources;
    let files = (0..sources.len()).map(|at| sources.file(FileId(at as u32)));
    let folders: BTreeSet<&str> = files.filter(|file| file.is_bound()).map(|file| file.path.as_str()).collect();
    let inputs = sarif.report.projects.iter().flat_map(|project| &project.inputs);
    let read: BTreeMap<&str, &str> = inputs.map(|input| (input.path.as_str(), input.sha256.as_str())).collect();
    let artifact = |(path, sha256): (&&str, &&str)| {
        let told = sarif.places.path(path);
        match folders.contains(path) {
            true => Artifact { location: ArtifactLocation::of(&format!("{told}/")), roles: ["directory"], hashes: BTreeMap::new() },
            false => Artifact {
                location: ArtifactLocation::of(&told),
                roles: ["analysisTarget"],
                hashes: BTreeMap::from([("sha-256", sha256.to_string())]),
            },
        }
    };
    read.iter().map(artifact).collect()
}

/// What was judged by, and what each project came to: results alone do not say.
fn properties(sarif: &Sarif<'_>) -> Value {
    let report = sarif.report;
    let gate = match report.gate() {
        Gate::Reached => "reached",
        Gate::NotReached => "not-reached",
        Gate::NotMade => "not-made",
    };
    json!({
        "schema": report.schema,
        "today": report.today,
        "as-of": report.as_of,
        "gate": gate,
        "statement": report.statement,
        "arithmetic": report.arithmetic_line,
        "packs": report.packs.iter().map(pack).collect::<Vec<_>>(),
        "left-out": report.left_out.iter().map(pack).collect::<Vec<_>>(),
        "projects": report.projects.iter().map(|project| of_project(sarif, project)).collect::<Vec<_>>(),
        "summary": report.summary,
        "baseline": report.baseline,
    })
}

fn pack(pack: &PackReport) -> Value {
    json!({
        "id": pack.id,
        "title": pack.title,
        "edition": pack.edition,
        "in-force": pack.in_force,
        "repealed": pack.repealed,
        "replaced-by": pack.replaced_by,
        "advisory": pack.advisory,
        "sha256": pack.sha256,
    })
}

fn of_project(sarif: &Sarif<'_>, project: &ProjectReport) -> Value {
    json!({
        "id": project.id,
        "name": project.name,
        "path": sarif.places.path(&project.path),
        "verdict": project.verdict,
        "worst": project.worst,
        "best": project.best,
        "coverage": project.coverage,
        "require": project.require,
        "passes": !project.unreadable && project.passes(),
        "unreadable": project.unreadable,
        "reason": project.reason,
        "loosened": project.loosened,
    })
}

#[cfg(test)]
mod tests;
