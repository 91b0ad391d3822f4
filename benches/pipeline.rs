//! The stages of a check one by one, as the command line runs them: read, merge, judge, gather, render.
//!
//! Every project is judged by every pack that is built in, on a fixed day, so that runs can be compared.

use std::path::Path;

use jiff::civil::{Date, date};

use saikes::check::{self, Plan};
use saikes::graph::Graph;
use saikes::metamodel::Metamodel;
use saikes::outcome::Outcomes;
use saikes::pack::{Library, Pack};
use saikes::place::Sources;
use saikes::read::{self, ReadOptions, ReadRun};
use saikes::report::{self, Report, json, terminal};
use saikes::text::Language;

const TODAY: Date = date(2026, 11, 22);

/// The built-in packs, and what reading starts from.
pub fn packs() -> (Vec<Pack>, Sources) {
    let mut sources = Sources::default();
    let library = Library::load(Metamodel::standard(), &mut sources, None);
    (library.packs, sources)
}

pub fn read(folder: &Path, sources: Sources) -> ReadRun {
    read::read(&[folder.to_path_buf()], &ReadOptions::default(), sources)
}

pub fn merge(run: ReadRun) -> (Graph, Sources) {
    (Graph::build(Metamodel::standard(), run.projects, &run.sources), run.sources)
}

pub fn judge(graph: &Graph, packs: &[Pack]) -> Outcomes {
    let selected = vec![(0..packs.len()).collect(); graph.projects.len()];
    check::judge(graph, &Plan::new(packs, selected, TODAY))
}

pub fn gather(graph: &Graph, packs: &[Pack], outcomes: &Outcomes, sources: &Sources) -> Report {
    report::gather(graph, packs, outcomes, &[], sources, &report::Options::new(Language::Ru, TODAY))
}

/// The terminal's report of every project in full.
pub fn terminal(report: &Report, sources: &Sources) -> Vec<u8> {
    let mut out = Vec::new();
    let options = terminal::Options { all: true, ..Default::default() };
    terminal::write(report, sources, options, &mut out).expect("memory takes everything");
    out
}

pub fn json(report: &Report) -> Vec<u8> {
    let mut out = Vec::new();
    json::write(report, &mut out).expect("memory takes everything");
    out
}
