//! `saikes diff`: what changes from the current architecture to the target one, layer by layer.
//!
//! Two paths are two versions, of which the target state is compared; one path is a project with both states. Judges
//! nothing: 0 where both could be read, 2 where one could not.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::answer::{Answer, Reader, drawn};
use crate::cli::work::meant;
use crate::cli::{Format, parse_format, parse_language, system_language};
use crate::diff::{self, Changed, LayerChange, Side};
use crate::fragment::States;
use crate::graph::Graph;
use crate::metamodel::{LayerId, Metamodel};
use crate::place::Sources;
use crate::problem::{Code, Problem, Severity};
use crate::read::{self, ReadOptions, ReadProject};
use crate::report::paper::{Ink, Paper, clean};
use crate::report::wording;
use crate::text::{Language, say};
use crate::value::Value;

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "OLD", id = "old")]
    old: PathBuf,
    #[arg(value_name = "NEW", id = "new")]
    new: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    context: Option<PathBuf>,
    #[arg(long, id = "list-format", value_name = "FORMAT", value_parser = parse_format, default_value = "terminal")]
    format: Format,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
    #[arg(long)]
    all: bool,
}

/// Elements named of each sort in one layer, unless all are asked for.
const NAMED: usize = 20;

pub fn run(arguments: &Arguments) -> u8 {
    let reader = Reader::new(arguments.lang.unwrap_or_else(system_language));
    let mut answer = Answer::default();
    let read_old = Read::from(&arguments.old, arguments, reader, &mut answer);
    let read_new = arguments.new.as_ref().map(|path| Read::from(path, arguments, reader, &mut answer));
    let sides = match (&read_old, &read_new) {
        (Some(old), None) => old.both(),
        (Some(old), Some(Some(new))) => Some((old.side(States::TARGET), new.side(States::TARGET))),
        _ => None,
    };
    match sides {
        Some((old, new)) => {
            let layers = diff::between(old, new);
            let lost = [Some(&read_old), read_new.as_ref()].into_iter().flatten().flatten().map(|read| read.lost).sum::<usize>();
            if lost > 0 {
                answer.err.push_str(&format!("{}\n", say(reader.language, "diff.lost", &[("count", &lost)])));
            }
            answer.out = match arguments.format {
                Format::Json => json(old, new, &layers, reader.language),
                Format::Terminal => page(old, new, &layers, arguments.all, reader),
            };
        }
        None => {
            if answer.err.is_empty() {
                let words = say(reader.language, "diff.one-state", &[("path", &arguments.old.display())]);
                answer.err = format!("{} {words}\n", say(reader.language, "cli.error.word", &[]));
            }
            answer.at_least(2);
        }
    }
    answer.print()
}

/// One path with everything that it names.
struct Read {
    graph: Graph,
    project: usize,
    /// References that lead nowhere: what they say cannot be compared.
    lost: usize,
}

impl Read {
    /// Reads the only project at a path; what is wrong is told and ends the command.
    fn from(path: &PathBuf, arguments: &Arguments, reader: Reader, answer: &mut Answer) -> Option<Read> {
        let options = ReadOptions { context: arguments.context.clone(), ..ReadOptions::default() };
        let run = read::read(std::slice::from_ref(path), &options, Sources::default());
        let mut wrong: Vec<Problem> = run.problems;
        let projects = together(run.projects);
        let at = meant(&projects);
        let id = at.as_ref().ok().map(|at| projects[*at].id.clone());
        let graph = Graph::build(Metamodel::standard(), projects, &run.sources);
        wrong.extend(graph.projects.iter().flat_map(|project| project.problems.iter().cloned()));
        let lost = wrong.iter().filter(|problem| problem.code == Code::UnresolvedReference).count();
        wrong.retain(|problem| problem.severity == Severity::Error);
        answer.err.push_str(&drawn(&wrong, &run.sources, reader.language, reader.err));
        if let Err(several) = &at {
            let key = if several.is_empty() { "import.nothing" } else { "import.several" };
            let words: [(&str, &dyn Display); 2] = [("path", &path.display()), ("projects", &several.join(", "))];
            let words = say(reader.language, key, &words);
            answer.err.push_str(&format!("{} {words}\n", say(reader.language, "cli.error.word", &[])));
        }
        let project = graph.projects.iter().position(|project| !project.is_context && Some(&project.id) == id.as_ref())?;
        wrong.is_empty().then_some(Read { graph, project, lost })
    }

    fn side(&self, states: States) -> Side<'_> {
        Side { graph: &self.graph, project: self.project, states }
    }

    /// The two states of one project, where it has both.
    fn both(&self) -> Option<(Side<'_>, Side<'_>)> {
        let layer = |states| self.graph.layer_of(self.project, states);
        let (current, target) = (layer(States::CURRENT)?, layer(States::TARGET)?);
        (current != target).then(|| (self.side(States::CURRENT), self.side(States::TARGET)))
    }
}

/// The files of a plain folder are one architecture: single models that no project claims are put together.
fn together(projects: Vec<ReadProject>) -> Vec<ReadProject> {
    let is_single = |project: &ReadProject| !project.is_context && project.config.is_none();
    if projects.iter().any(|project| project.named && !is_single(project)) {
        return projects;
    }
    let mut found: Vec<ReadProject> = Vec::new();
    for project in projects {
        match found.iter_mut().find(|known| is_single(known)) {
            Some(known) if is_single(&project) => {
                known.problems.extend(project.problems);
                known.fragments.extend(project.fragments);
            }
            _ => found.push(project),
        }
    }
    found
}

fn page(old: Side<'_>, new: Side<'_>, layers: &BTreeMap<LayerId, LayerChange>, all: bool, reader: Reader) -> String {
    let mut page = Page { old, new, language: reader.language, shown: if all { usize::MAX } else { NAMED }, paper: Paper::new(reader.out) };
    page.summary(layers);
    for (layer, change) in layers {
        page.layer(*layer, change);
    }
    page.paper.text
}

struct Page<'g> {
    old: Side<'g>,
    new: Side<'g>,
    language: Language,
    shown: usize,
    paper: Paper,
}

impl Page<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.language, key, arguments)
    }

    fn counts(&self, change: &LayerChange) -> String {
        let counts =
            [("new", change.new.len()), ("changed", change.changed.len()), ("retired", change.retired.len()), ("kept", change.kept)];
        let parts =
            counts.iter().filter(|(_, count)| *count > 0).map(|(key, count)| self.say(&format!("diff.count.{key}"), &[("count", count)]));
        parts.collect::<Vec<_>>().join(" · ")
    }

    fn summary(&mut self, layers: &BTreeMap<LayerId, LayerChange>) {
        let changes = layers.values().any(|change| !change.new.is_empty() || !change.retired.is_empty() || !change.changed.is_empty());
        let words = self.say(if changes { "diff.title" } else { "diff.nothing" }, &[]);
        self.paper.paragraph(0, Ink::Strong, &words);
    }

    fn layer(&mut self, layer: LayerId, change: &LayerChange) {
        self.paper.blank();
        let title = self.new.graph.metamodel.layers[layer.index()].title.get(self.language).to_string();
        let counts = self.counts(change);
        self.paper.paragraph(0, Ink::Strong, &format!("{title}: {counts}"));
        for index in change.new.iter().take(self.shown) {
            let words = named(self.new, *index, self.language);
            self.paper.hanging(2, "+ ", Ink::Good, 4, &words);
        }
        self.more(change.new.len());
        for index in change.retired.iter().take(self.shown) {
            let words = named(self.old, *index, self.language);
            self.paper.hanging(2, "- ", Ink::Bad, 4, &words);
        }
        self.more(change.retired.len());
        for changed in change.changed.iter().take(self.shown) {
            self.changed(changed);
        }
        self.more(change.changed.len());
    }

    fn more(&mut self, count: usize) {
        if count > self.shown {
            let words = self.say("diff.more", &[("count", &(count - self.shown))]);
            self.paper.paragraph(4, Ink::Faint, &words);
        }
    }

    fn changed(&mut self, changed: &Changed) {
        let words = named(self.new, changed.becomes, self.language);
        self.paper.hanging(2, "~ ", Ink::Middling, 4, &words);
        for line in facts(self.old, self.new, changed, self.language) {
            let words = match (&line.was[..], &line.becomes[..]) {
                ("", becomes) => self.say("diff.fact.new", &[("fact", &line.fact), ("becomes", &becomes)]),
                (was, "") => self.say("diff.fact.gone", &[("fact", &line.fact), ("was", &was)]),
                (was, becomes) => self.say("diff.fact.changed", &[("fact", &line.fact), ("was", &was), ("becomes", &becomes)]),
            };
            self.paper.hanging(6, "", Ink::Plain, 8, &words);
        }
    }
}

/// A kind, a name and an id.
fn named(side: Side<'_>, index: u32, language: Language) -> String {
    let kind = wording::lower_first(side.graph.metamodel.kind(side.graph.kind(index)).title.get(language));
    format!("{} ({kind}, {})", clean(side.graph.name(index, language)), clean(side.graph.id(index)))
}

/// One fact before and after, in words.
#[derive(Serialize)]
struct Fact {
    #[serde(skip)]
    fact: String,
    #[serde(rename = "fact")]
    name: String,
    was: String,
    becomes: String,
}

fn facts(old: Side<'_>, new: Side<'_>, changed: &Changed, language: Language) -> Vec<Fact> {
    let metamodel = new.graph.metamodel;
    let mut facts = Vec::new();
    if changed.renamed {
        let (was, becomes) = (old.graph.id(changed.was).to_string(), new.graph.id(changed.becomes).to_string());
        facts.push(Fact { fact: say(language, "diff.fact.id", &[]), name: "id".to_string(), was, becomes });
    }
    if let Some((was, becomes)) = changed.kind {
        let title = |kind| metamodel.kind(kind).title.get(language).to_string();
        facts.push(Fact { fact: say(language, "diff.fact.kind", &[]), name: "kind".to_string(), was: title(was), becomes: title(becomes) });
    }
    for (attribute, was, becomes) in &changed.attributes {
        let meant = metamodel.attribute(*attribute);
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(String::new, |value| wording::value(language, meant, value));
        let fact = meant.title.get(language).to_string();
        facts.push(Fact { fact, name: meant.name.clone(), was: shown(was), becomes: shown(becomes) });
    }
    for (link, gone, added) in &changed.links {
        let meant = metamodel.link(*link);
        let fact = meant.title.get(language).to_string();
        facts.push(Fact { fact, name: meant.name.clone(), was: gone.join(", "), becomes: added.join(", ") });
    }
    facts
}

#[derive(Serialize)]
struct Listed<'a> {
    schema: &'static str,
    /// The language of names and of values that are words.
    lang: Language,
    layers: Vec<ListedLayer<'a>>,
}

#[derive(Serialize)]
struct ListedLayer<'a> {
    layer: &'a str,
    new: Vec<ListedElement<'a>>,
    retired: Vec<ListedElement<'a>>,
    changed: Vec<ListedElement<'a>>,
    kept: usize,
}

#[derive(Serialize)]
struct ListedElement<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<Fact>,
}

fn json(old: Side<'_>, new: Side<'_>, layers: &BTreeMap<LayerId, LayerChange>, lang: Language) -> String {
    fn element(side: Side<'_>, index: u32, facts: Vec<Fact>, lang: Language) -> ListedElement<'_> {
        let graph = side.graph;
        ListedElement { id: graph.id(index), kind: &graph.metamodel.kind(graph.kind(index)).name, name: graph.name(index, lang), facts }
    }
    let layer = |(layer, change): (&LayerId, &LayerChange)| ListedLayer {
        layer: &new.graph.metamodel.layers[layer.index()].name,
        new: change.new.iter().map(|index| element(new, *index, Vec::new(), lang)).collect(),
        retired: change.retired.iter().map(|index| element(old, *index, Vec::new(), lang)).collect(),
        changed: change.changed.iter().map(|changed| element(new, changed.becomes, facts(old, new, changed, lang), lang)).collect(),
        kept: change.kept,
    };
    let listed = Listed { schema: "saikes/diff/1", lang, layers: layers.iter().map(layer).collect() };
    serde_json::to_string_pretty(&listed).expect("strings and numbers can always be written as JSON") + "\n"
}
