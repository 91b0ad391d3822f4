//! `saikes import MODEL`: the same model as native TOML, to stdout or into a file.
//!
//! The exit code says whether it was written: 0, or 2 where the model could not be read as it is. What a native model
//! cannot hold is said, here in short and in the text in full.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::answer::{Answer, Reader, drawn, has_error};
use crate::cli::work::meant;
use crate::cli::{output, parse_language, system_language};
use crate::fragment::{Format, Fragment, Survey};
use crate::graph::Graph;
use crate::graph::stated::Stated;
use crate::metamodel::Metamodel;
use crate::place::Sources;
use crate::problem::{Problem, Severity};
use crate::read::{self, ReadOptions, ReadProject};
use crate::text::{Language, say};
use crate::write::native::remarks::Origin;
use crate::write::native::{self, Native};
use crate::write::suggest::{self, Named};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    context: Option<PathBuf>,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
    #[arg(long)]
    suggest_mapping: bool,
}

pub fn run(arguments: &Arguments) -> u8 {
    let options =
        ReadOptions { context: arguments.context.clone(), complete: false, survey: arguments.suggest_mapping, ..ReadOptions::default() };
    let mut read = read::read(std::slice::from_ref(&arguments.model), &options, Sources::default());
    let meant = meant(&read.projects);
    let of_project = meant.as_ref().ok().and_then(|at| read.projects[*at].settings.lang).map(|(lang, _)| lang);
    let language = arguments.lang.or(of_project).unwrap_or_else(system_language);
    let (sources, problems) = (&read.sources, std::mem::take(&mut read.problems));
    let import = Import { arguments, sources, reader: Reader::new(language), problems };
    match meant {
        Ok(at) if arguments.suggest_mapping => import.mapping(at, read.projects).print(),
        Ok(at) => import.project(at, read.projects).print(),
        Err(several) => import.refused(&several).print(),
    }
}

struct Import<'a> {
    arguments: &'a Arguments,
    sources: &'a Sources,
    reader: Reader,
    problems: Vec<Problem>,
}

impl Import<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> String {
        format!("{}\n", say(self.reader.language, &format!("import.{key}"), arguments))
    }

    fn error(&self, message: &str) -> Answer {
        let word = say(self.reader.language, "cli.error.word", &[]);
        let problems = drawn(&self.problems, self.sources, self.reader.language, self.reader.err);
        Answer { out: String::new(), err: format!("{problems}{word} {message}"), code: 2 }
    }

    fn refused(&self, several: &[String]) -> Answer {
        let path = self.arguments.model.display();
        match several {
            [] if !self.problems.is_empty() => {
                let err = drawn(&self.problems, self.sources, self.reader.language, self.reader.err);
                Answer { out: String::new(), err, code: 2 }
            }
            [] => self.error(&self.say("nothing", &[("path", &path)])),
            _ => self.error(&self.say("several", &[("path", &path), ("projects", &several.join(", "))])),
        }
    }

    fn project(mut self, at: usize, mut projects: Vec<ReadProject>) -> Answer {
        let context = projects[at].context.map(|at| take(&mut projects, at));
        let mut project = take(&mut projects, at);
        self.problems.append(&mut project.problems);
        for (_, fragment) in &mut project.fragments {
            self.problems.append(&mut fragment.problems);
        }
        let inputs: Vec<Input> =
            project.fragments.iter().map(|(_, fragment)| Input::new(fragment.format, fragment.file, self.sources)).collect();
        if let Some(path) = self.arguments.output.as_deref().and_then(|output| self.would_be_lost(output, &inputs)) {
            return self.error(&self.say("lost", &[("path", &path)]));
        }
        let origin = Origin::new(&project, self.sources);
        let metamodel = Metamodel::standard();
        let context = context.map(|context| Graph::build(metamodel, vec![context], self.sources));
        let stated = Stated::new(metamodel, project, context.as_ref(), self.reader.language);
        self.problems.extend(stated.problems.iter().cloned());
        if has_error(&self.problems) {
            self.problems.retain(|problem| problem.severity == Severity::Error);
            return self.error(&self.say("not-written", &[("path", &self.arguments.model.display())]));
        }
        let native = native::write(metamodel, &stated, self.sources, self.reader.language);
        self.written(&origin, native)
    }

    /// A mapping that the drawings of a project may mean, by what they say in words of their own.
    fn mapping(mut self, at: usize, mut projects: Vec<ReadProject>) -> Answer {
        let context = projects[at].context.map(|at| take(&mut projects, at));
        let mut project = take(&mut projects, at);
        self.problems.append(&mut project.problems);
        for (_, fragment) in &mut project.fragments {
            self.problems.append(&mut fragment.problems);
        }
        let agencies: Vec<Named> = [&project].into_iter().chain(&context).flat_map(agencies).collect();
        let surveys: Vec<&Survey> = project.fragments.iter().filter_map(|(_, fragment)| fragment.survey.as_deref()).collect();
        let broken: Vec<Problem> = self.problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
        if surveys.is_empty() {
            self.problems = broken;
            return self.error(&self.say("no-drawing", &[("path", &self.arguments.model.display())]));
        }
        let text = suggest::suggest(Metamodel::standard(), &surveys, &agencies, self.reader.language);
        let code = if broken.is_empty() { 0 } else { 2 };
        let err = drawn(&broken, self.sources, self.reader.language, self.reader.err);
        match &self.arguments.output {
            None => Answer { out: text, err, code },
            Some(path) => match output::write(path, text.as_bytes()) {
                Ok(()) => Answer { out: String::new(), err, code },
                Err(error) => {
                    let arguments: [(&str, &dyn std::fmt::Display); 2] = [("path", &path.display()), ("reason", &error.kind())];
                    self.error(&format!("{}\n", say(self.reader.language, "cli.error.write", &arguments)))
                }
            },
        }
    }

    /// An input that the output would take the place of, and that does not say the same.
    fn would_be_lost(&self, output: &Path, inputs: &[Input]) -> Option<String> {
        let output = std::fs::canonicalize(output).ok()?;
        let folder = std::fs::canonicalize(&self.arguments.model).ok()?;
        let is = |input: &&Input| output == folder || output == folder.join(&input.path);
        let models = inputs.iter().filter(|input| input.format.is_model()).count();
        let lost = |input: &&Input| input.format != Format::Native || models > 1;
        inputs.iter().filter(is).find(lost).map(|input| input.path.clone())
    }

    fn written(&self, origin: &Origin, native: Native) -> Answer {
        let language = self.reader.language;
        let parts = [origin.head(language), native.text.clone(), origin.tail(language)];
        let parts: Vec<&str> = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
        let text = parts.join("\n");
        let notes = self.notes(origin, &native);
        let Some(path) = &self.arguments.output else { return Answer { out: text, err: notes, code: 0 } };
        match output::write(path, text.as_bytes()) {
            Ok(()) => Answer { out: String::new(), err: notes, code: 0 },
            Err(error) => {
                let message = say(language, "cli.error.write", &[("path", &path.display()), ("reason", &error.kind())]);
                self.error(&format!("{message}\n"))
            }
        }
    }

    /// What the reader has to know about the text.
    fn notes(&self, origin: &Origin, native: &Native) -> String {
        let mut notes = String::new();
        if !origin.left_out.is_empty() {
            notes.push_str(&self.left_out(origin));
        }
        let warnings: usize = self.problems.iter().map(|problem| problem.times).sum();
        if warnings > 0 {
            notes.push_str(&self.say("warnings", &[("count", &warnings), ("path", &self.arguments.model.display())]));
        }
        for (old, new) in &native.renamed {
            notes.push_str(&self.say("renamed", &[("old", old), ("new", new)]));
        }
        if !origin.facts.is_empty() {
            notes.push_str(&self.say("facts", &[("count", &origin.facts.len()), ("paths", &origin.facts.join(", "))]));
        }
        notes
    }

    fn left_out(&self, origin: &Origin) -> String {
        const SHOWN: usize = 5;
        let all = origin.most_frequent();
        let mut shown: Vec<String> = all.iter().take(SHOWN).map(|(name, count)| format!("{name} {count}")).collect();
        if all.len() > SHOWN {
            shown.push("…".to_string());
        }
        let count: usize = origin.left_out.values().sum();
        self.say("left-out-in-short", &[("count", &count), ("sorts", &all.len()), ("named", &shown.join(", "))])
    }
}

/// The state bodies that a project declares, with their names.
fn agencies(project: &ReadProject) -> Vec<Named> {
    let metamodel = Metamodel::standard();
    let of_fragment = |fragment: &Fragment| {
        let agencies = fragment.elements.iter().filter(|element| metamodel.kind(element.kind).name == "agency");
        let named = agencies.map(|element| {
            let mut names: Vec<String> = element.names.0.into_iter().map(|name| fragment.strings.get(name).to_string()).collect();
            names.sort();
            names.dedup();
            names.retain(|name| !name.is_empty());
            Named { id: fragment.strings.get(element.id).to_string(), names }
        });
        named.collect::<Vec<Named>>()
    };
    project.fragments.iter().flat_map(|(_, fragment)| of_fragment(fragment)).collect()
}

/// A file that is read.
struct Input {
    format: Format,
    path: String,
}

impl Input {
    fn new(format: Format, file: crate::place::FileId, sources: &Sources) -> Input {
        Input { format, path: sources.file(file).path.clone() }
    }
}

/// A project out of its list; nobody asks for it there again.
fn take(projects: &mut [ReadProject], at: usize) -> ReadProject {
    std::mem::replace(&mut projects[at], ReadProject::new("", ""))
}
