//! `saikes why --format svg|mermaid|dot`: the way through the graph that one verdict walked, as a picture.
//!
//! What falls short is drawn from its finding: violating way, detour. Where nothing does, what was looked at is drawn.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::check::{self, Explanation};
use crate::cli::answer::{Answer, Reader, drawn};
use crate::cli::check::complain;
use crate::cli::formats::Output;
use crate::cli::output;
use crate::cli::work::{Clock, Work};
use crate::graph::View;
use crate::language::explain::{Explained, Witness};
use crate::language::world::Node;
use crate::outcome::Outcomes;
use crate::pack::Requirement;
use crate::picture::Picture;
use crate::place::FileId;
use crate::problem::Problem;
use crate::report::grounds::Grounds;
use crate::report::{self, Finding, Report};
use crate::text::say;
use crate::verdict::Level;

/// Draws the verdict about the only one of `subjects`, or says why not; the exit code.
pub fn draw(work: &Work, requirement: &Requirement, subjects: &[(usize, Node)], problems: &[Problem], output: &Output) -> u8 {
    let [(project, node)] = subjects else {
        if !subjects.is_empty() {
            let arguments: [(&str, &dyn std::fmt::Display); 2] = [("format", &output.format.name()), ("count", &subjects.len())];
            complain(work.language, &say(work.language, "picture.one.several-verdicts", &arguments));
        }
        return told(work, problems).max(2);
    };
    let outcomes = work.judge(true, false, &mut Clock::new(false));
    let report = gathered(work, &outcomes);
    let Work { graph, packs, sources, answers, waivers, today, .. } = work;
    let grounds = Grounds { graph, packs, sources, answers, waivers, outcomes: &outcomes, today: *today };
    let picture = match finding(&report, *project, requirement, *node, &grounds) {
        Some(finding) => Picture::of_finding(&grounds, *project, finding),
        None => {
            let view = grounds.view(*project);
            let looked_at = looked_at(&view, &check::explain(&view, requirement, *node, work.today), *node);
            Picture::of_elements(&grounds, *project, &requirement.id, &looked_at)
        }
    };
    let code = told(work, problems);
    match write(work, &picture, output) {
        Ok(()) => code,
        Err(complaint) => {
            complain(work.language, &complaint);
            2
        }
    }
}

/// A requirement about the form of drawings has no way through the graph.
pub fn of_form(work: &Work, requirement: &Requirement, problems: &[Problem]) -> u8 {
    complain(work.language, &say(work.language, "picture.one.form", &[("requirement", &requirement.id)]));
    told(work, problems).max(2)
}

fn told(work: &Work, problems: &[Problem]) -> u8 {
    let reader = Reader::new(work.language);
    let err = drawn(problems, &work.sources, work.language, reader.err);
    Answer { err, code: if problems.is_empty() { 0 } else { 2 }, ..Answer::default() }.print()
}

fn gathered(work: &Work, outcomes: &Outcomes) -> Report {
    let options = work.options(vec![Level::Partial; work.graph.projects.len()]);
    report::gather(&work.graph, &work.packs, outcomes, &[], &work.sources, &options)
}

/// The finding of a requirement about an element, or about one that falls short together with it.
fn finding<'r>(report: &'r Report, project: usize, requirement: &Requirement, node: Node, grounds: &Grounds<'_>) -> Option<&'r Finding> {
    let findings = &report.projects.iter().find(|found| found.index == project)?.findings;
    // Results are no nodes: their findings stand with what they are about.
    let about: Vec<u32> = match (node.index as usize) < grounds.graph.len() {
        true => vec![node.index],
        false => grounds.view(project).shown_for(node).iter().map(|node| node.index).collect(),
    };
    let is_subject = |finding: &&Finding| finding.node.is_some_and(|node| about.contains(&node.index));
    let is_member = |finding: &&Finding| {
        finding.related.iter().any(|related| related.role == "member" && related.node.is_some_and(|node| about.contains(&node)))
    };
    let of = || findings.iter().filter(|finding| finding.requirement == requirement.id);
    of().find(is_subject).or_else(|| of().find(is_member))
}

/// The subject, then what its answers looked at, each once.
fn looked_at(view: &View<'_>, explanations: &[Explanation<'_>], subject: Node) -> Vec<Node> {
    fn gather(explained: &Explained, into: &mut Vec<Node>) {
        into.extend(explained.about);
        for witness in &explained.witnesses {
            match witness {
                Witness::Element(node) | Witness::Value(node, ..) => into.push(*node),
                _ => {}
            }
        }
        explained.children.iter().for_each(|child| gather(child, into));
    }
    let mut nodes = vec![subject];
    for explanation in explanations {
        explanation.parts.iter().for_each(|part| gather(&part.explained, &mut nodes));
        nodes.extend(explanation.circle.iter().flatten().chain(&explanation.members));
    }
    let shown = |node: &Node| if (node.index as usize) < view.graph.len() { vec![*node] } else { view.shown_for(*node) };
    let mut seen = std::collections::BTreeSet::new();
    nodes.iter().flat_map(shown).filter(|node| seen.insert(node.index)).collect()
}

fn write(work: &Work, picture: &Picture, output: &Output) -> Result<(), String> {
    let Some(kind) = output.format.picture() else { return Ok(()) };
    let mut bytes: Vec<u8> = Vec::new();
    let again = |_| picture.clone();
    let reason = |path: &dyn std::fmt::Display, error: &io::Error| {
        say(work.language, "cli.error.write", &[("path", path), ("reason", &error.kind())])
    };
    kind.write(work.language, &again, &mut bytes).map_err(|error| reason(&"", &error))?;
    match &output.file {
        Some(path) if was_read(work, path) => Err(say(work.language, "cli.error.was-read", &[("path", &path.display())])),
        Some(path) => output::write(path, &bytes).map_err(|error| reason(&path.display(), &error)),
        // A reader that went away is no mistake.
        None => match io::stdout().lock().write_all(&bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(reason(&"stdout", &error)),
            _ => Ok(()),
        },
    }
}

/// Whether a picture would take the place of something that was read, which may be the only copy of somebody's model.
fn was_read(work: &Work, path: &Path) -> bool {
    let Ok(meant) = fs::canonicalize(path) else { return false };
    let mut files = (0..work.sources.len()).map(|at| &work.sources.file(FileId(at as u32)).path);
    files.any(|file| fs::canonicalize(work.base.join(file)).is_ok_and(|file| file == meant))
}
