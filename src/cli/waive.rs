//! `saikes waive REQUIREMENT ELEMENT --until DATE …`: adds an entry to the waivers of a project.
//!
//! Nothing is written that would lift nothing: the entry is tried on the project first, by judging it. A group or a
//! circle is waived as a whole, so that all of its elements are written. The exit code is 0, or 2 where nothing could
//! be written.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use crate::check::{self, Plan};
use crate::cli::answer::{Answer, Reader, drawn};
use crate::cli::facts::{Refusal, refused, text_of};
use crate::cli::work::{Clock, Work, meant_of};
use crate::cli::{Judging, Reading, parse_date, parse_language, why};
use crate::facts::save::save;
use crate::fragment::Format;
use crate::graph::{Thing, View};
use crate::language::world::Node;
use crate::outcome::{Shape, SubjectOutcome};
use crate::pack::{Requirement, reads};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, Severity};
use crate::report::paper::{Ink, Paper};
use crate::report::terminal::{Again, shell_word};
use crate::text::{Language, Trilingual, say};
use crate::waivers::{NOTHING, Named, Status, WrittenElement, WrittenWaiver};
use crate::write::waivers::{appended, entry, head};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "REQUIREMENT")]
    requirement: String,
    #[arg(id = "waived-element", value_name = "ELEMENT")]
    element: String,
    #[command(flatten)]
    reading: Reading,
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Option<Date>,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    decision: Option<String>,
    #[arg(long, value_name = "BODY")]
    body: Option<String>,
    #[arg(long, value_name = "ROLE")]
    owner: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    granted: Option<Date>,
    #[command(flatten)]
    judging: Judging,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

/// Why nothing is written.
enum Refused {
    /// The key of the words, and what stands in them.
    Words(&'static str, Vec<(&'static str, String)>),
    Problems(Vec<Problem>),
    File(PathBuf, Refusal),
}

fn words(key: &'static str, arguments: Vec<(&'static str, String)>) -> Refused {
    Refused::Words(key, arguments)
}

pub fn run(arguments: &Arguments) -> u8 {
    let work = Work::prepare(&arguments.reading, &arguments.judging, arguments.lang, &mut Clock::new(false));
    let reader = Reader::new(work.language);
    let language = work.language;
    let mut writer = Writer { arguments, work };
    let answer = match writer.write() {
        Ok(out) => Answer { out, err: String::new(), code: 0 },
        Err(Refused::Words(key, arguments)) => {
            let arguments: Vec<(&str, &dyn Display)> = arguments.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
            let err = format!("{} {}\n", say(language, "cli.error.word", &[]), say(language, key, &arguments));
            Answer { out: String::new(), err, code: 2 }
        }
        Err(Refused::Problems(problems)) => {
            Answer { out: String::new(), err: drawn(&problems, &writer.work.sources, language, reader.err), code: 2 }
        }
        Err(Refused::File(path, refusal)) => Answer { out: String::new(), err: refused(&writer.work, &path, refusal), code: 2 },
    };
    answer.print()
}

struct Writer<'a> {
    arguments: &'a Arguments,
    work: Work,
}

/// What is to be waived, in which project.
struct Meant {
    project: usize,
    elements: Vec<Named>,
    /// What the elements are called, in the same order.
    names: Vec<String>,
}

impl Writer<'_> {
    fn write(&mut self) -> Result<String, Refused> {
        let mut waiver = self.given()?;
        self.errors()?;
        let requirement = self.requirement()?;
        let meant = self.meant(&requirement)?;
        let place = Place::whole(FileId(0));
        waiver.requirement.0 = requirement.id.clone();
        waiver.elements = meant.elements.iter().map(|named| WrittenElement { named: named.clone(), place }).collect();
        self.is_new(&waiver, meant.project)?;
        self.try_on(&waiver, &requirement, meant.project)?;
        self.append(&waiver, &meant)
    }

    /// The words of the command line as an entry; what is missing is told at once.
    fn given(&self) -> Result<WrittenWaiver, Refused> {
        let Arguments { until, reason, decision, body, owner, granted, .. } = self.arguments;
        let texts = [("--reason", reason), ("--decision", decision), ("--body", body), ("--owner", owner)];
        let is_missing = |(_, text): &(&str, &Option<String>)| text.as_ref().is_none_or(|text| text.trim().is_empty());
        let missing = texts.iter().filter(|given| is_missing(given)).map(|(option, _)| *option);
        let missing: Vec<&str> = until.is_none().then_some("--until").into_iter().chain(missing).collect();
        let (Some(until), true) = (*until, missing.is_empty()) else {
            return Err(words("waiver.refused.missing", vec![("options", missing.join(", "))]));
        };
        let today = self.work.today;
        let granted = granted.unwrap_or(today);
        if until < today {
            return Err(words("waiver.refused.past", vec![("until", until.to_string()), ("today", today.to_string())]));
        }
        if until < granted {
            return Err(words("waiver.refused.dates", vec![("until", until.to_string()), ("granted", granted.to_string())]));
        }
        let text = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_string()).unwrap_or_default();
        let reason = text(reason);
        let place = Place::whole(FileId(0));
        Ok(WrittenWaiver {
            place,
            requirement: (String::new(), place),
            elements: Vec::new(),
            reason: Trilingual { kk: reason.clone(), ru: reason.clone(), en: reason },
            decision: text(decision),
            body: text(body),
            owner: text(owner),
            granted,
            until,
        })
    }

    /// Nothing is written beside models that cannot be judged.
    fn errors(&self) -> Result<(), Refused> {
        let projects = self.work.graph.projects.iter().flat_map(|project| &project.problems);
        let all = self.work.problems.iter().chain(projects);
        let errors: Vec<Problem> = all.filter(|problem| problem.severity == Severity::Error).cloned().collect();
        if errors.is_empty() { Ok(()) } else { Err(Refused::Problems(errors)) }
    }

    fn requirement(&self) -> Result<Requirement, Refused> {
        let requirement =
            why::requirement(&self.work, &self.arguments.requirement).map_err(|problem| Refused::Problems(vec![*problem]))?.clone();
        match &requirement.not_waivable {
            None => Ok(requirement),
            Some(reason) => {
                let reason = reason.get(self.work.language).trim().to_string();
                Err(words("waiver.refused.not-waivable", vec![("requirement", requirement.id.clone()), ("reason", reason)]))
            }
        }
    }

    /// The elements that fall short together with the one that was named.
    fn meant(&self, requirement: &Requirement) -> Result<Meant, Refused> {
        let wanted = self.arguments.element.as_str();
        if wanted == NOTHING {
            return Ok(Meant { project: self.only_project()?, elements: vec![Named::Nothing], names: Vec::new() });
        }
        if requirement.form.is_some() {
            return self.seen(requirement, wanted);
        }
        let found = why::elements(&self.work, wanted, requirement).map_err(|problem| Refused::Problems(vec![*problem]))?;
        let projects: Vec<usize> = found.iter().map(|index| self.work.graph.project_of(*index)).collect();
        let [index] = found[..] else { return Err(self.several(&projects)) };
        let project = self.work.graph.project_of(index);
        let together = self.together(requirement, project, index)?;
        let names = together.iter().map(|index| self.name(*index)).collect();
        let elements = together.iter().map(|index| Named::Id(self.id(project, *index))).collect();
        Ok(Meant { project, elements, names })
    }

    fn several(&self, projects: &[usize]) -> Refused {
        let ids: Vec<&str> = projects.iter().map(|project| self.work.graph.projects[*project].id.as_str()).collect();
        words("waiver.refused.several", vec![("projects", ids.join(", "))])
    }

    fn only_project(&self) -> Result<usize, Refused> {
        meant_of(&self.work.graph).map_err(|projects| self.several(&projects))
    }

    /// The id as the project itself writes it.
    fn id(&self, project: usize, index: u32) -> String {
        let graph = &self.work.graph;
        let own = graph.joined(project).find(|(_, joined)| *joined == index).map(|(id, _)| id);
        own.unwrap_or_else(|| graph.id(index)).to_string()
    }

    /// What an element is called, where that says more than its id.
    fn name(&self, index: u32) -> String {
        let name = self.work.graph.name(index, self.work.language);
        if name == self.work.graph.id(index) { String::new() } else { name.to_string() }
    }

    /// The element, of a group or a circle all that are the project's, the one that was named first.
    fn together(&self, requirement: &Requirement, project: usize, index: u32) -> Result<Vec<u32>, Refused> {
        let graph = &self.work.graph;
        let view = View::new(graph, project);
        let node = Node { index, layer: graph.layer_at(index) };
        if !requirement.subject.contains(graph.kind(index)) {
            // Results of other requirements are waived by what these are about.
            let of_results = reads::asks_about_findings(graph.metamodel, requirement);
            let no_subject = || Refused::Problems(vec![why::no_subject(&self.work, requirement, index)]);
            return of_results.then(|| vec![index]).ok_or_else(no_subject);
        }
        let explanations = check::explain(&view, requirement, node, self.work.today);
        if explanations.iter().all(|explanation| explanation.subject.is_false()) {
            return Err(Refused::Problems(vec![why::no_subject(&self.work, requirement, index)]));
        }
        let others = explanations.iter().flat_map(|explanation| explanation.together.iter().chain(&explanation.members));
        let nodes: Vec<Node> = std::iter::once(node).chain(others.copied()).collect();
        let mut found = vec![graph.element(index)];
        for thing in check::things(&view, &nodes) {
            if let Thing::Element(element) = thing
                && !found.contains(&element)
            {
                found.push(element);
            }
        }
        Ok(found)
    }

    /// What a question about form found: a view, a relationship, elements of one name.
    fn seen(&self, requirement: &Requirement, wanted: &str) -> Result<Meant, Refused> {
        let work = &self.work;
        let plan = Plan { in_full: true, stages: work.stages.clone(), ..Plan::new(&work.packs, work.selected.clone(), work.today) };
        let outcomes = check::judge(&work.graph, &plan);
        let ids = |found: &SubjectOutcome| match &found.shape {
            Shape::Form(seen) => {
                let others = seen.others.iter().filter(|_| !seen.key.is_empty());
                std::iter::once(&seen.subject).chain(others).map(|thing| work.graph.id_of(seen.project, *thing, &work.sources)).collect()
            }
            _ => Vec::new(),
        };
        let mut found: Vec<(usize, Vec<String>)> = Vec::new();
        for outcome in &outcomes.projects {
            let of = |found: &&SubjectOutcome| plan.requirement(found.requirement).id == requirement.id;
            let all = outcome.findings.iter().filter(of).map(ids).find(|ids| ids.iter().any(|id| id == wanted));
            found.extend(all.map(|ids| (outcome.project, ids)));
        }
        let projects: Vec<usize> = found.iter().map(|(project, _)| *project).collect();
        match found.pop() {
            None => Err(words("waiver.refused.unseen", vec![("requirement", requirement.id.clone()), ("element", wanted.to_string())])),
            Some(_) if projects.len() > 1 => Err(self.several(&projects)),
            Some((project, ids)) => Ok(Meant { project, elements: ids.into_iter().map(Named::Id).collect(), names: Vec::new() }),
        }
    }

    /// An entry that holds as long and names as much is there already.
    fn is_new(&self, waiver: &WrittenWaiver, project: usize) -> Result<(), Refused> {
        let names =
            |other: &WrittenWaiver| waiver.elements.iter().all(|element| other.elements.iter().any(|known| known.named == element.named));
        let is_same = |other: &&WrittenWaiver| {
            other.requirement.0 == waiver.requirement.0 && other.granted <= waiver.granted && waiver.until <= other.until && names(other)
        };
        let Some(same) = self.work.graph.projects[project].waivers.iter().find(is_same) else { return Ok(()) };
        let (path, line, _) = self.work.sources.locate(same.place);
        Err(words("waiver.refused.again", vec![("place", format!("{path}:{line}")), ("until", same.until.to_string())]))
    }

    /// Whether the entry alone would lift something on the day on which it begins to hold.
    fn try_on(&mut self, waiver: &WrittenWaiver, requirement: &Requirement, project: usize) -> Result<(), Refused> {
        let tried = WrittenWaiver { granted: self.work.today, ..waiver.clone() };
        let others = std::mem::replace(&mut self.work.graph.projects[project].waivers, vec![tried]);
        let status = self.work.tried(project);
        self.work.graph.projects[project].waivers = others;
        let (id, element) = (requirement.id.clone(), waiver.shown());
        match status {
            Some(Status::Applied) => Ok(()),
            Some(Status::NotJudged) | None => {
                let project = self.work.graph.projects[project].id.clone();
                Err(words("waiver.refused.not-judged", vec![("requirement", id), ("project", project)]))
            }
            Some(Status::NotPermitted) => {
                Err(words("waiver.refused.not-permitted", vec![("requirement", id), ("body", waiver.body.clone())]))
            }
            Some(Status::Unmatched) => {
                Err(Refused::Problems(vec![Problem::nowhere(Code::ElementNotFound).with("found", element).with("nearest", "")]))
            }
            Some(_) if waiver.elements.iter().any(|element| element.named == Named::Nothing) => {
                Err(words("waiver.refused.something", vec![("requirement", id)]))
            }
            Some(_) => {
                let command = format!("saikes why {id} {} {}", shell_word(&self.arguments.element), self.again());
                let arguments = vec![("requirement", id), ("element", element), ("command", command.trim_end().to_string())];
                Err(words("waiver.refused.complies", arguments))
            }
        }
    }

    /// What makes another command look at the same.
    fn again(&self) -> String {
        let reading = &self.arguments.reading;
        let (paths, options) = (reading.paths_again(), reading.options_again(&self.arguments.judging));
        Again { paths: &paths, options: &options, lang: self.arguments.lang, root: None }.of_all()
    }

    fn append(&self, waiver: &WrittenWaiver, meant: &Meant) -> Result<String, Refused> {
        let (work, language) = (&self.work, self.work.language);
        let project = &work.graph.projects[meant.project];
        let path = &project.waivers_file;
        let refused = |refusal| Refused::File(path.clone(), refusal);
        let is_there = path.exists();
        if is_there && !is_read(work, meant.project, path) {
            return Err(refused(Refusal::Key("waiver.refused.unread")));
        }
        let old = if is_there { text_of(path).map_err(refused)? } else { head(language) };
        let new = entry(waiver, &meant.names);
        save(path, &appended(&old, &new)).map_err(|error| refused(Refusal::System(error)))?;
        let shown = crate::read::path_shown(&work.base, path);
        let mut paper = Paper::new(Reader::new(language).out);
        let key = if is_there { "waiver.written.added" } else { "waiver.written.made" };
        paper.paragraph(0, Ink::Strong, &say(language, key, &[("path", &shown)]));
        new.lines().for_each(|line| paper.line(&format!("  {line}")));
        if meant.elements.len() > 1 {
            paper.paragraph(0, Ink::Plain, &say(language, "waiver.written.together", &[]));
        }
        let command = format!("saikes check {}", self.again());
        paper.paragraph(0, Ink::Plain, &say(language, "waiver.written.next", &[("command", &command.trim_end())]));
        Ok(paper.text)
    }
}

/// Whether the project reads the file as its waivers; one that it excludes would be written for nobody.
fn is_read(work: &Work, project: usize, path: &Path) -> bool {
    let inputs = work.graph.projects[project].inputs.iter().filter(|input| input.format == Format::Waivers);
    inputs.map(|input| &work.sources.file(input.file).path).any(|shown| crate::read::shown_path(&work.base, shown) == *path)
}
