//! `saikes facts --questions`: the open questions as a checklist on stdout, or with `--write` in the file of answers of
//! each project. What stands in that file stays; what is new is put behind it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::write::{BYTE_ORDER_MARK, Refusal, Written, refused, text_of};
use super::{Arguments, Words};
use crate::cli::answer::Reader;
use crate::cli::work::Work;
use crate::facts::questions::Checklist;
use crate::facts::save::save;
use crate::outcome::{Outcomes, ProjectOutcome};
use crate::problem::Severity;
use crate::report::paper::{Ink, Paper};
use crate::text::say;

fn checklist<'w>(work: &'w Work, arguments: &Arguments) -> Checklist<'w> {
    let top = arguments.top.unwrap_or(usize::MAX);
    Checklist::new(&work.graph, &work.packs, work.language, top, arguments.all)
}

/// Projects in the order of their paths.
fn in_order<'o>(work: &Work, outcomes: &'o Outcomes) -> Vec<&'o ProjectOutcome> {
    let mut projects: Vec<&ProjectOutcome> = outcomes.projects.iter().collect();
    projects.sort_by_key(|outcome| &work.graph.projects[outcome.project].path);
    projects
}

/// What the questions of a project are about: its name.
fn name(work: &Work, project: usize) -> String {
    let project = &work.graph.projects[project];
    let name = project.names.get(work.language).trim();
    if name.is_empty() { project.id.clone() } else { name.to_string() }
}

/// The checklists of all projects, one after the other.
pub fn shown(work: &Work, outcomes: &Outcomes, arguments: &Arguments) -> String {
    let mut texts = Vec::new();
    for outcome in in_order(work, outcomes) {
        let mut list = checklist(work, arguments);
        list.head(&name(work, outcome.project));
        list.ask(outcome);
        if list.tables == 0 {
            list.text = format!("# {}: {}\n", name(work, outcome.project), say(work.language, "facts.questions.none", &[]));
        }
        texts.push(list.text);
    }
    texts.join("\n")
}

/// Makes or extends the files of answers.
pub fn write(work: &Work, outcomes: &Outcomes, arguments: &Arguments, reader: Reader) -> Written {
    let mut groups: BTreeMap<&Path, Vec<&ProjectOutcome>> = BTreeMap::new();
    for outcome in in_order(work, outcomes) {
        groups.entry(&work.graph.projects[outcome.project].answers_file).or_default().push(outcome);
    }
    let mut written = Written::default();
    let mut paper = Paper::new(reader.out);
    for (path, outcomes) in groups {
        let titles: Vec<&str> = outcomes.iter().map(|outcome| work.graph.projects[outcome.project].id.as_str()).collect();
        let shown = crate::read::path_shown(&work.base, path);
        paper.paragraph(0, Ink::Strong, &format!("{} → {shown}", titles.join(", ")));
        match file(work, path, &outcomes, arguments) {
            Ok(lines) => lines.iter().for_each(|line| paper.paragraph(2, Ink::Plain, line)),
            Err(refusal) => {
                written.refused = true;
                written.err.push_str(&refused(work, path, refusal));
            }
        }
        paper.blank();
    }
    written.out = paper.text;
    written
}

/// Writes one file; tells what was done.
fn file(work: &Work, path: &Path, outcomes: &[&ProjectOutcome], arguments: &Arguments) -> Result<Vec<String>, Refusal> {
    let projects = outcomes.iter().map(|outcome| &work.graph.projects[outcome.project]);
    let mut problems = projects.clone().flat_map(|project| &project.problems);
    if problems.any(|problem| problem.severity == Severity::Error) {
        return Err(Refusal::Key("facts.refused.models"));
    }
    let is_there = path.exists();
    let is_read = |path: &PathBuf| {
        projects.clone().flat_map(|project| &project.inputs).any(|input| {
            let shown = &work.sources.file(input.file).path;
            crate::read::shown_path(&work.base, shown) == *path
        })
    };
    if is_there && !is_read(&path.to_path_buf()) {
        return Err(Refusal::Key("facts.refused.unread"));
    }
    let mut list = checklist(work, arguments);
    if !is_there {
        let names: Vec<String> = outcomes.iter().map(|outcome| name(work, outcome.project)).collect();
        list.head(&names.join(", "));
    }
    for outcome in outcomes {
        list.skip_stated(outcome.project);
    }
    outcomes.iter().for_each(|outcome| list.ask(outcome));
    let language = work.language;
    if list.tables == 0 {
        let key = if is_there { "facts.written.same" } else { "facts.questions.none" };
        return Ok(vec![say(language, key, &[])]);
    }
    save(path, &extended(path, is_there, &list.text)?).map_err(Refusal::System)?;
    let key = if is_there { "facts.questions.added" } else { "facts.questions.made" };
    let again = Words::of(arguments);
    let project = outcomes.first().map(|outcome| again.again().of_project(&work.graph.projects[outcome.project].path));
    let command = format!("saikes check {}", project.unwrap_or_default());
    Ok(vec![say(language, key, &[("count", &list.tables)]), say(language, "facts.written.next", &[("command", &command.trim_end())])])
}

/// The text of a file with more behind it.
fn extended(path: &Path, is_there: bool, more: &str) -> Result<String, Refusal> {
    if !is_there {
        return Ok(more.to_string());
    }
    let text = text_of(path)?;
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text.clone();
    if !text.trim_start_matches(BYTE_ORDER_MARK).is_empty() {
        out.push_str(if text.ends_with('\n') {
            newline
        } else if newline == "\n" {
            "\n\n"
        } else {
            "\r\n\r\n"
        });
    }
    out.push_str(&more.replace('\n', newline));
    Ok(out)
}
