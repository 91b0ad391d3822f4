//! `saikes facts --write`: which files are written for which projects, and what is said about it.
//!
//! A project has one facts file to fill in, single models of one name share theirs. Nothing is written where errors in
//! the models leave open what is missing, or in the file itself where something could be added.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Arguments, Words, complaint, is_in};
use crate::cli::answer::Reader;
use crate::cli::work::Work;
use crate::facts::Asked;
use crate::facts::plan::{Plan, PlannedTable, Planner, header};
use crate::facts::save::save;
use crate::facts::sheet::{Known, Sheet, extended};
use crate::fragment::Format;
use crate::metamodel::KindId;
use crate::problem::{Code, Problem, Severity};
use crate::read::facts::tables;
use crate::report::paper::{Ink, Paper};
use crate::text::say;

/// What became of the files.
#[derive(Default)]
pub struct Written {
    pub out: String,
    pub err: String,
    pub refused: bool,
    /// Errors that are none any more.
    pub settled: Vec<Problem>,
}

/// Projects that one facts file is written for.
struct Group<'g> {
    path: PathBuf,
    asked: Vec<&'g Asked>,
}

/// Why a file is left alone: the key of the words for it, or the system's reason.
pub enum Refusal {
    Key(&'static str),
    System(std::io::Error),
}

pub fn write(work: &Work, asked: &[Asked], arguments: &Arguments, reader: Reader) -> Written {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for asked in asked {
        let path = target(work, asked);
        match groups.iter_mut().find(|group| group.path == path) {
            Some(group) => group.asked.push(asked),
            None => groups.push(Group { path, asked: vec![asked] }),
        }
    }
    let mut written = Written::default();
    let mut paper = Paper::new(reader.out);
    for group in &groups {
        Writer { work, arguments, group }.write(&mut paper, &mut written);
    }
    written.out = paper.text;
    written
}

/// The facts files that a project reads, with their paths and texts.
fn facts_files(work: &Work, project: usize) -> impl Iterator<Item = (PathBuf, &str)> {
    let inputs = work.graph.projects[project].inputs.iter().filter(|input| input.format == Format::Facts);
    inputs.map(|input| {
        let file = work.sources.file(input.file);
        (crate::read::shown_path(&work.base, &file.path), file.text.as_str())
    })
}

/// The file that already names the most elements by their ids, else the one that a project is expected to have.
fn target(work: &Work, asked: &Asked) -> PathBuf {
    let usual = work.graph.projects[asked.project].facts_file.clone();
    let mut best: Option<(usize, PathBuf)> = None;
    for (path, text) in facts_files(work, asked.project) {
        let Ok(found) = tables(text) else { continue };
        let named = found.tables.iter().filter(|table| !table.is_listed).count();
        if path == usual {
            return usual;
        }
        if named > 0 && !found.of_one_state && best.as_ref().is_none_or(|(most, _)| named > *most) {
            best = Some((named, path));
        }
    }
    best.map_or(usual, |(_, path)| path)
}

struct Writer<'w> {
    work: &'w Work,
    arguments: &'w Arguments,
    group: &'w Group<'w>,
}

impl Writer<'_> {
    fn write(&self, paper: &mut Paper, written: &mut Written) {
        let titles: Vec<&str> = self.group.asked.iter().map(|asked| self.work.graph.projects[asked.project].id.as_str()).collect();
        let shown = self.shown(&self.group.path);
        paper.paragraph(0, Ink::Strong, &format!("{} → {shown}", titles.join(", ")));
        match self.files() {
            Ok(lines) => {
                lines.iter().for_each(|line| paper.paragraph(2, Ink::Plain, line));
                let of_project = |problem: &&Problem| problem.code == Code::UnknownElement && problem.severity == Severity::Error;
                for asked in &self.group.asked {
                    written.settled.extend(self.work.graph.projects[asked.project].problems.iter().filter(of_project).cloned());
                }
            }
            Err((path, refusal)) => {
                written.refused = true;
                written.err.push_str(&refused(self.work, &path, refusal));
            }
        }
        paper.blank();
    }

    fn shown(&self, path: &Path) -> String {
        crate::read::path_shown(&self.work.base, path)
    }

    /// Writes the file to fill in and marks what has gone in the others; tells what was done.
    fn files(&self) -> Result<Vec<String>, (PathBuf, Refusal)> {
        let path = &self.group.path;
        let refused = |key| (path.clone(), Refusal::Key(key));
        if self.group.asked.iter().any(|asked| self.has_broken_models(asked.project)) {
            return Err(refused("facts.refused.models"));
        }
        let kinds = self.kinds();
        let known = Known { kinds: &kinds, language: self.work.language };
        let mut marked = Sheet::default();
        let mut elsewhere: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        let mut is_read = false;
        for asked in &self.group.asked {
            for (other, text) in facts_files(self.work, asked.project) {
                if other == *path {
                    is_read = true;
                    continue;
                }
                let Ok(found) = tables(text) else { continue };
                for table in found.tables {
                    elsewhere.entry(table.id).or_default().extend(table.keys);
                }
                let sheet = self.change(&other, &Plan::default(), &known).map_err(|refusal| (other, refusal))?;
                (marked.marked, marked.unmarked) = (marked.marked + sheet.marked, marked.unmarked + sheet.unmarked);
            }
        }
        let is_there = path.exists();
        if is_there && !is_read {
            return Err(refused("facts.refused.unread"));
        }
        let sheet = self.fill(&known, elsewhere, is_there).map_err(|refusal| (path.clone(), refusal))?;
        Ok(self.told(&sheet, &marked, is_there))
    }

    /// Errors in models, rather than in the facts files that complete them.
    fn has_broken_models(&self, project: usize) -> bool {
        let project = &self.work.graph.projects[project];
        let facts: Vec<_> = project.inputs.iter().filter(|input| input.format == Format::Facts).map(|input| input.file).collect();
        let in_models = |problem: &&Problem| !is_in(problem, |place| facts.contains(&place.file));
        project.problems.iter().filter(|problem| problem.severity == Severity::Error).any(|problem| in_models(&problem))
    }

    /// Every element of the models by the id that facts files know it by.
    fn kinds(&self) -> FxHashMap<String, KindId> {
        let graph = &self.work.graph;
        let mut kinds = FxHashMap::default();
        for asked in &self.group.asked {
            let nodes = graph.projects[asked.project].layers.iter().flat_map(|layer| layer.nodes.clone());
            kinds.extend(nodes.map(|index| (graph.id(index).to_string(), graph.kind(index))));
            kinds.extend(graph.joined(asked.project).map(|(id, index)| (id.to_string(), graph.kind(index))));
        }
        kinds
    }

    /// The file to fill in.
    fn fill(&self, known: &Known<'_>, elsewhere: FxHashMap<String, FxHashSet<String>>, is_there: bool) -> Result<Sheet, Refusal> {
        let path = &self.group.path;
        let present = match is_there {
            true => {
                tables(&text_of(path)?).map_err(|_| Refusal::Key("facts.refused.toml"))?.tables.into_iter().map(|table| table.id).collect()
            }
            false => FxHashSet::default(),
        };
        let planner = Planner {
            graph: &self.work.graph,
            language: self.work.language,
            top: self.arguments.top(),
            every_element: self.arguments.all,
            present,
            elsewhere,
        };
        let mut plan = Plan::default();
        for asked in &self.group.asked {
            join(&mut plan, planner.plan(asked));
        }
        if is_there {
            return self.change(path, &plan, known);
        }
        if plan.tables.is_empty() {
            return Ok(Sheet::default());
        }
        let names: Vec<String> = self.group.asked.iter().map(|asked| self.name(asked.project)).collect();
        let head = header(&plan, &names.join(", "), self.work.language);
        let sheet = extended(&head, &plan, known).ok_or(Refusal::Key("facts.refused.toml"))?;
        save(path, &sheet.text).map_err(Refusal::System)?;
        Ok(sheet)
    }

    /// What the facts are about: the file of a single model, else the name of the project.
    fn name(&self, project: usize) -> String {
        let project = &self.work.graph.projects[project];
        let name = project.names.get(self.work.language).trim();
        let path = project.path.rsplit('/').next().unwrap_or_default();
        match project.is_single {
            true => path.to_string(),
            false if name.is_empty() => project.id.clone(),
            false => name.to_string(),
        }
    }

    /// A file that is there, with what is planned; written only where something changes.
    fn change(&self, path: &Path, plan: &Plan, known: &Known<'_>) -> Result<Sheet, Refusal> {
        let text = text_of(path)?;
        let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let sheet = extended(&text[mark..], plan, known).ok_or(Refusal::Key("facts.refused.toml"))?;
        if sheet.text != text[mark..] {
            save(path, &format!("{}{}", &text[..mark], sheet.text)).map_err(Refusal::System)?;
        }
        Ok(sheet)
    }

    fn told(&self, sheet: &Sheet, others: &Sheet, is_there: bool) -> Vec<String> {
        let language = self.work.language;
        let mut lines = Vec::new();
        let counted: [(&str, &dyn std::fmt::Display); 2] = [("facts", &sheet.facts), ("elements", &sheet.elements)];
        let (marked, unmarked) = (sheet.marked + others.marked, sheet.unmarked + others.unmarked);
        if sheet.facts > 0 {
            lines.push(say(language, if is_there { "facts.written.added" } else { "facts.written.made" }, &counted));
        }
        for (key, count) in [("facts.written.marked", marked), ("facts.written.unmarked", unmarked)] {
            if count > 0 {
                lines.push(say(language, key, &[("count", &count)]));
            }
        }
        if lines.is_empty() {
            lines.push(say(language, if is_there { "facts.written.same" } else { "facts.written.none" }, &[]));
        }
        if sheet.facts > 0 {
            let again = Words::of(self.arguments);
            let projects = self.group.asked.iter().map(|asked| again.again().of_project(&self.work.graph.projects[asked.project].path));
            let command = format!("saikes check {}", projects.collect::<Vec<_>>().first().cloned().unwrap_or_default());
            lines.push(say(language, "facts.written.next", &[("command", &command)]));
        }
        lines
    }
}

/// Why a file is left alone, as complaints look.
pub fn refused(work: &Work, path: &Path, refusal: Refusal) -> String {
    let (language, path) = (work.language, crate::read::path_shown(&work.base, path));
    match refusal {
        Refusal::Key(key) => complaint(language, &path, key),
        Refusal::System(error) => {
            let message = say(language, "cli.error.write", &[("path", &path), ("reason", &error.kind())]);
            format!("{} {message}\n", say(language, "cli.error.word", &[]))
        }
    }
}

pub const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn text_of(path: &Path) -> Result<String, Refusal> {
    let bytes = std::fs::read(path).map_err(Refusal::System)?;
    String::from_utf8(bytes).map_err(|_| Refusal::Key("facts.refused.encoding"))
}

/// Models that share a file have most elements in common.
fn join(plan: &mut Plan, more: Plan) {
    plan.example = plan.example.take().or(more.example);
    for table in more.tables {
        match plan.tables.iter_mut().find(|known: &&mut PlannedTable| known.id == table.id) {
            Some(known) => {
                let new = table.keys.into_iter().filter(|key| known.keys.iter().all(|other| other.key != key.key)).collect::<Vec<_>>();
                known.keys.extend(new);
            }
            None => plan.tables.push(table),
        }
    }
}
