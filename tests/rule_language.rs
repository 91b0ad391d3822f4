//! `docs/rule-language.md` is run: every answer, every mistake, every filled message and every example of a pack on it
//! comes out as the page says.
//!
//! A fence says what a block is. `toml model` begins a small project; `toml context`, `toml current` and
//! `toml approved` add to it; the blocks of `answers` and `messages` below ask about its elements. `toml define` and
//! `toml lists` hold for the whole page, `toml requirement` is completed to a pack, and what stands in a `console`
//! block is what the program prints about the `toml broken` block before it.
#![expect(clippy::panic, reason = "a test may stop where it stands")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use jiff::civil::{Date, date};

use common::{Folder, run, saikes};
use saikes::fragment::States;
use saikes::graph::{Graph, View};
use saikes::language::calendar::Calendar;
use saikes::language::compile::{Role, define, predicate, template};
use saikes::language::evaluate::{Evaluator, Gap};
use saikes::language::meant::Literal;
use saikes::language::mistake::Mistake;
use saikes::language::names::Names;
use saikes::language::truth::Truth;
use saikes::language::world::Node;
use saikes::metamodel::{KindSet, Metamodel};
use saikes::pack::lists::{self, Lists};
use saikes::pack::{Library, examples};
use saikes::place::{Place, SourceFile, Sources};
use saikes::problem::Severity;
use saikes::read::{ReadProject, Vouched, native};
use saikes::text::{self, Language};

const PAGE: &str = include_str!("../docs/rule-language.md");

/// The day of the page; the program runs examples of packs on the same one.
const TODAY: Date = date(2026, 1, 1);

/// One fenced block: the words behind its fence and its text.
#[derive(Clone, Copy)]
struct Block {
    fence: &'static str,
    text: &'static str,
}

fn blocks() -> Vec<Block> {
    let fenced = PAGE.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).map(|(fence, text)| Block { fence, text }).collect()
}

fn of(fence: &str) -> Vec<Block> {
    blocks().into_iter().filter(|block| block.fence == fence).collect()
}

/// Everything that predicates of the page may name.
struct Vocabulary {
    defines: BTreeMap<String, (String, String)>,
    parameters: BTreeMap<String, Literal>,
    lists: BTreeMap<String, Vec<Literal>>,
    calendar: Arc<Calendar>,
}

impl Vocabulary {
    fn of_the_page() -> Vocabulary {
        let mut defines = BTreeMap::new();
        for block in of("toml define") {
            let document: toml::Table = toml::from_str(block.text).expect("the page's defines are sound TOML");
            for (name, written) in document["define"].as_table().into_iter().flatten() {
                let text = |key: &str| written[key].as_str().expect("a define has `kind` and `is`").to_string();
                defines.insert(name.clone(), (text("kind"), text("is")));
            }
        }
        let mut given = Lists::default();
        for block in of("toml lists") {
            let problems = lists::read(Sources::default().add(SourceFile::new("lists.toml", block.text)), block.text, &mut given);
            assert!(problems.is_empty(), "{problems:?}");
        }
        let parameters = given.parameters.into_iter().filter_map(|(name, parameter)| Some((name, parameter.value?))).collect();
        let lists = given.lists.into_iter().map(|(name, list)| (name, list.values)).collect();
        Vocabulary { defines, parameters, lists, calendar: given.calendar }
    }

    fn names(&self) -> Names<'_> {
        let Vocabulary { defines, parameters, lists, calendar } = self;
        Names { metamodel: Metamodel::standard(), defines, parameters, lists, calendar }
    }
}

fn kinds_named(name: &str) -> KindSet {
    Metamodel::standard().kinds_named(name).unwrap_or_else(|| panic!("the page speaks of an unknown kind `{name}`"))
}

// Answers.

/// A heading inside a block: `system.emr, complete = ["data"]:`.
struct Asked {
    kind: String,
    id: String,
    complete: Vouched,
    states: States,
    role: Role,
}

fn asked(line: &str) -> Option<Asked> {
    let line = line.strip_suffix(':').filter(|line| !line.starts_with(' '))?;
    let (element, rest) = line.split_once(", ").unwrap_or((line, ""));
    let (kind, id) = element.split_once('.').unwrap_or((element, ""));
    let mut asked = Asked { kind: kind.into(), id: id.into(), complete: Vouched::Nothing, states: States::TARGET, role: Role::Full };
    match rest {
        "" => {}
        "partial" => asked.role = Role::Partial,
        _ => {
            let said: toml::Table = toml::from_str(rest).unwrap_or_else(|error| panic!("{line}: {error}"));
            if let Some(state) = said.get("state").and_then(toml::Value::as_str) {
                asked.states = States::from_name(state).expect("the page names a state");
            }
            asked.complete = said.get("complete").map_or(Vouched::Nothing, vouched);
        }
    }
    Some(asked)
}

fn vouched(complete: &toml::Value) -> Vouched {
    let Some(layers) = complete.as_array() else { return Vouched::All(None) };
    let layer = |name: &toml::Value| Metamodel::standard().find_layer(name.as_str()?);
    let layers = layers.iter().map(|name| layer(name).unwrap_or_else(|| panic!("{name:?} is no layer"))).collect();
    Vouched::Layers(layers, Place::whole(Sources::default().add(SourceFile::new("", ""))))
}

/// A small project of the page: its model and what is said around it.
fn graph(parts: &[Block], complete: Vouched) -> Graph {
    let mut sources = Sources::default();
    let several = parts.iter().any(|part| part.fence == "toml current");
    let (mut judged, mut around) = (project("example", complete), None);
    for part in parts {
        let fragment = native::read(Metamodel::standard(), sources.add(SourceFile::new("", part.text)), part.text);
        match part.fence {
            "toml context" => {
                around = Some(ReadProject {
                    is_context: true,
                    fragments: vec![(States::BOTH, fragment)],
                    ..project("national", Vouched::Nothing)
                })
            }
            "toml current" => judged.fragments.push((States::CURRENT, fragment)),
            "toml approved" => judged.fragments.push((States::APPROVED, fragment)),
            _ => judged.fragments.push((if several { States::TARGET } else { States::BOTH }, fragment)),
        }
    }
    judged.context = around.as_ref().map(|_| 0);
    let graph = Graph::build(Metamodel::standard(), around.into_iter().chain([judged]).collect(), &sources);
    let wrong = graph.projects.iter().flat_map(|project| &project.problems).filter(|problem| problem.severity == Severity::Error);
    let wrong: Vec<String> = wrong.map(|problem| format!("{} {:?}", problem.code.name(), problem.arguments)).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), parts[0].text);
    graph
}

fn project(id: &str, complete: Vouched) -> ReadProject {
    ReadProject { complete, ..ReadProject::new(id, id) }
}

fn find(view: &View<'_>, asked: &Asked) -> Node {
    let layer = view.graph.layer_of(view.project, asked.states).expect("the project has the state");
    let mut of_kind = kinds_named(&asked.kind).iter().flat_map(|kind| view.of_kind(layer, kind));
    let index = of_kind.find(|index| view.graph.id(**index) == asked.id);
    Node { index: *index.unwrap_or_else(|| panic!("there is no `{}.{}`", asked.kind, asked.id)), layer }
}

/// What an answer waits for, as the page writes it.
fn missing(view: &View<'_>, gap: &Gap) -> String {
    let metamodel = Metamodel::standard();
    match gap {
        Gap::Attribute(node, attribute) => format!("{} of {}", metamodel.attribute(*attribute).name, view.graph.id(node.index)),
        Gap::Link(node, link) => format!("{} of {}", metamodel.link(*link).name, view.graph.id(node.index)),
        Gap::Silent(_, link, kind) => format!("{} of any {}", metamodel.link(*link).name, metamodel.kind(*kind).name),
        Gap::Nobody(kinds) if kinds.len() > 3 => "any element".to_string(),
        Gap::Nobody(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| metamodel.kind(kind).name.as_str()).collect();
            format!("any {}", names.join(" or "))
        }
        Gap::NoState(state) => format!("the {state} state"),
        Gap::Given(name) => format!("`{name}`"),
    }
}

fn answer(view: &View<'_>, names: &Names<'_>, asked: &Asked, text: &str) -> String {
    let (compiled, mistakes) = predicate(names, asked.role, kinds_named(&asked.kind), None, text);
    let Some(compiled) = compiled.filter(|_| mistakes.is_empty()) else { return format!("does not compile: {mistakes:?}") };
    let mut evaluator = Evaluator::new(view, find(view, asked), TODAY);
    match evaluator.ask(&compiled) {
        Truth::True => "true".to_string(),
        Truth::False => "false".to_string(),
        Truth::Unknown => {
            let mut facts: Vec<String> = evaluator.gaps().iter().map(|gap| missing(view, gap)).collect();
            facts.sort();
            facts.dedup();
            if facts.is_empty() { "unknown".to_string() } else { format!("unknown: {}", facts.join(", ")) }
        }
    }
}

fn filled(view: &View<'_>, names: &Names<'_>, asked: &Asked, text: &str) -> String {
    let (compiled, mistakes) = template(names, kinds_named(&asked.kind), None, text);
    let Some(compiled) = compiled.filter(|_| mistakes.is_empty()) else { return format!("does not compile: {mistakes:?}") };
    view.words(&compiled, Some(find(view, asked)), Language::En, TODAY)
}

/// What the page says and what comes out, where they differ.
fn differences(block: Block, parts: &[Block], names: &Names<'_>, out: &mut String) -> usize {
    let (mut known, mut questions) = (None, 0);
    for line in block.text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(asked) = asked(line) {
            known = Some((graph(parts, asked.complete.clone()), asked));
            continue;
        }
        let (Some((graph, asked)), Some((question, expected))) = (&known, line.rsplit_once('→')) else {
            panic!("a line of a block asks nothing: {line}");
        };
        let project = graph.projects.iter().position(|project| !project.is_context).expect("one project is judged");
        let view = View::new(graph, project);
        let ask = if block.fence == "answers" { answer } else { filled };
        let found = ask(&view, names, asked, question.trim());
        if found != expected.trim() {
            let _ =
                writeln!(out, "{}.{}: {}\n    the page: {}\n    it is:    {found}", asked.kind, asked.id, question.trim(), expected.trim());
        }
        questions += 1;
    }
    questions
}

#[test]
fn every_question_of_the_page_is_answered_as_it_says() {
    let vocabulary = Vocabulary::of_the_page();
    let names = vocabulary.names();
    for name in vocabulary.defines.keys() {
        let (compiled, mistakes) = define(&names, name);
        assert!(compiled.is_some() && mistakes.is_empty(), "{name}: {mistakes:?}");
    }
    let (mut parts, mut wrong, mut questions) = (Vec::new(), String::new(), 0);
    for block in blocks() {
        match block.fence {
            "toml model" => parts = vec![block],
            "toml context" | "toml current" | "toml approved" => parts.push(block),
            "answers" | "messages" => questions += differences(block, &parts, &names, &mut wrong),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(questions >= 95, "the page asks {questions} questions");
}

// Mistakes.

/// A mistake as the page draws it: its words under the part it is about.
fn drawn(mistake: &Mistake, text: &str, part: &str) -> String {
    let before = text[..mistake.span.start as usize].chars().count();
    let marked = text[mistake.span.range()].chars().count().max(1);
    let arguments: Vec<(&str, &dyn std::fmt::Display)> =
        mistake.arguments.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    let words = text::say(Language::En, &format!("mistake.{}.{part}", mistake.name), &arguments);
    format!("{}{} {words}", " ".repeat(before), "^".repeat(marked))
}

#[test]
fn every_mistake_of_the_page_is_told_as_it_says() {
    let vocabulary = Vocabulary::of_the_page();
    let (mut wrong, mut told) = (String::new(), 0);
    for block in of("mistakes") {
        let mut kinds = KindSet::EMPTY;
        let mut lines = block.text.lines().filter(|line| !line.trim().is_empty()).peekable();
        while let Some(line) = lines.next() {
            if let Some(asked) = asked(line) {
                kinds = kinds_named(&asked.kind);
                continue;
            }
            let written = line.trim_start();
            let indent = line.len() - written.len();
            let is_text = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            let (text, indent, mut mistakes) = match is_text {
                Some(text) => (text, indent + 1, template(&vocabulary.names(), kinds, None, text).1),
                None => (written, indent, predicate(&vocabulary.names(), Role::Full, kinds, None, written).1),
            };
            mistakes.sort_by_key(|mistake| mistake.span);
            for mistake in mistakes {
                let ways = ["message", "label", "help"].map(|part| format!("{}{}", " ".repeat(indent), drawn(&mistake, text, part)));
                match lines.next_if(|line| line.trim_start().starts_with('^')) {
                    Some(shown) if ways.iter().any(|way| way == shown) => told += 1,
                    _ => {
                        let _ = writeln!(wrong, "{line}\n{}\n", ways.join("\n"));
                    }
                }
            }
            if let Some(more) = lines.next_if(|line| line.trim_start().starts_with('^')) {
                let _ = writeln!(wrong, "{line}\n{more}\n(nobody says that)\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(told >= 15, "the page shows {told} mistakes");
}

// Packs.

/// What the page leaves out of a requirement.
const REST: &str = r#"
id = "1/1"
contour = "general"
severity = "major"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
rationale = { kk = "Себебі", ru = "Основание", en = "A reason" }
message = { kk = "Хабарлама", ru = "Сообщение", en = "A message" }
fix = { kk = "Түзету", ru = "Исправление", en = "A fix" }
cites = [{ order = "1", paragraph = "1" }]
"#;

const HEAD: &str = r#"
[pack]
id = "own"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
order = "1"
edition = "1"
"#;

/// For a pack that is never run.
const EXAMPLES: &str = r#"
example = [
  { expect = "full", model = "" },
  { expect = "non-compliant", model = "" },
  { expect = "not-assessed", model = "" },
]
"#;

/// The block as a pack of one requirement or several; the lines of the first stand where they stand in the block.
fn completed(block: &str) -> String {
    let defines: String = of("toml define").iter().map(|block| block.text).collect();
    let requirements: String = block.split("[[requirement]]").enumerate().skip(1).map(|(number, text)| one(number, text)).collect();
    format!("{requirements}{HEAD}{defines}")
}

fn one(number: usize, text: &str) -> String {
    let examples = if text.contains("[[requirement.example]]") { "" } else { EXAMPLES };
    let tables = ["[[requirement.", "[requirement."].into_iter().filter_map(|table| text.find(&format!("\n{table}"))).min();
    let (keys, tables) = text.split_at(tables.map_or(text.len(), |at| at + 1));
    format!(
        "[[requirement]]{keys}{}{examples}{tables}",
        REST.replace("1/1", &format!("1/{number}")).replace("paragraph = \"1\"", &format!("paragraph = \"{number}\""))
    )
}

#[test]
fn every_requirement_of_the_page_judges_its_examples_as_it_says() {
    let requirements = of("toml requirement");
    for (number, block) in requirements.iter().enumerate() {
        let folder = Folder::new(&format!("requirement-{number}"));
        folder.file("own.toml", completed(block.text));
        folder.file("lists.toml", of("toml lists").iter().map(|block| block.text).collect::<String>());
        let mut sources = Sources::default();
        let library = Library::of_folder(Metamodel::standard(), &mut sources, &folder.path(""));
        let problems: Vec<String> = library.problems.iter().map(|problem| format!("{:?}", problem.arguments)).collect();
        assert!(problems.is_empty(), "{}\n{}", block.text, problems.join("\n"));
        let ran = examples::run(Metamodel::standard(), &sources, &library.packs, 0);
        let told: Vec<String> = ran.problems.iter().map(|problem| format!("{} {:?}", problem.code.name(), problem.arguments)).collect();
        assert!(told.is_empty() && ran.examples > 0, "{}\n{}", block.text, told.join("\n"));
    }
    assert!(requirements.len() >= 6, "the page shows {} requirements", requirements.len());
}

#[test]
fn a_broken_pack_is_told_as_the_page_shows() {
    let (broken, shown) = (of("toml broken"), of("console"));
    assert!(!broken.is_empty() && broken.len() == shown.len(), "a broken pack and what is said of it");
    for (broken, shown) in broken.iter().zip(shown) {
        let folder = Folder::new("broken");
        folder.file("own/own.toml", completed(broken.text));
        let (command, expected) = shown.text.split_once('\n').expect("a command and what it prints");
        let words: Vec<&str> = command.strip_prefix("$ saikes ").expect("a command of ours").split_whitespace().collect();
        let printed = run(saikes(&folder.path(""), &words)).text();
        assert!(printed.contains(expected.trim_end()), "{printed}");
    }
}
