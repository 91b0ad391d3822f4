//! `saikes rules`: what packs hold (`list`, `docs`), whether their examples come out as their authors say (`test`), and
//! a pack to begin with (`new`).
//!
//! Leaves to others: reading packs and running examples (`pack`), drawing problems (`report`).

mod new;
mod test;
mod tried;

use std::fmt::Display;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::answer::{Answer, Reader, drawn, has_error};
use crate::cli::{Format, parse_format, parse_language, system_language};
use crate::explain::reference;
use crate::metamodel::Metamodel;
use crate::pack::{Library, Pack, Requirement};
use crate::place::Sources;
use crate::problem::Problem;
use crate::report::paper::{Ink, Paper, pad, width};
use crate::text::{Language, Trilingual, say};
use crate::verdict::Weight;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Test(test::Arguments),
    New(new::Arguments),
    Docs(Docs),
}

#[derive(Debug, Args)]
struct List {
    #[arg(long = "pack", id = "pack", value_name = "PACK")]
    packs: Vec<String>,
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[arg(long, id = "list-format", value_name = "FORMAT", value_parser = parse_format, default_value = "terminal")]
    format: Format,
    #[arg(long, value_name = "LANG", value_parser = parse_language)]
    lang: Option<Language>,
}

#[derive(Debug, Args)]
struct Docs {
    #[arg(value_name = "DIR", id = "docs-folder")]
    folder: PathBuf,
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> u8 {
    let reader = |lang: Option<Language>| Reader::new(lang.unwrap_or_else(system_language));
    match &arguments.command {
        Command::List(list) => list.run(reader(list.lang)).print(),
        Command::Test(test) => test::run(test, reader(test.lang)).print(),
        Command::New(new) => new::run(new, reader(new.lang)).print(),
        Command::Docs(docs) => docs.run(reader(None)).print(),
    }
}

/// A requirement as programs read it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Listed<'a> {
    id: &'a str,
    pack: &'a str,
    subject: &'a [String],
    severity: Weight,
    /// `machine`, or `person` where somebody is asked.
    decided_by: &'static str,
    title: &'a Trilingual,
    examples: usize,
}

impl<'a> Listed<'a> {
    fn of(pack: &'a Pack, requirement: &'a Requirement) -> Listed<'a> {
        Listed {
            id: &requirement.id,
            pack: &pack.id,
            subject: &requirement.subject_names,
            severity: requirement.weight,
            decided_by: requirement.decided_by(),
            title: &requirement.title,
            examples: requirement.examples.len(),
        }
    }
}

impl List {
    fn run(&self, reader: Reader) -> Answer {
        let mut sources = Sources::default();
        let library = Library::load(Metamodel::standard(), &mut sources, self.rules.as_deref());
        let mut wrong: Vec<Problem> = library.problems.clone();
        let mut packs: Vec<&Pack> = library.packs.iter().collect();
        if !self.packs.is_empty() {
            let found = self.packs.iter().map(|id| library.find(id));
            packs = found.filter_map(|pack| pack.map_err(|problem| wrong.push(problem)).ok()).collect();
        }
        let out = match self.format {
            Format::Json => json(&packs),
            Format::Terminal => page(&packs, reader),
        };
        Answer { out, err: drawn(&wrong, &sources, reader.language, reader.err), code: if has_error(&wrong) { 2 } else { 0 } }
    }
}

fn json(packs: &[&Pack]) -> String {
    let listed: Vec<Listed> =
        packs.iter().flat_map(|pack| pack.requirements.iter().map(|requirement| Listed::of(pack, requirement))).collect();
    serde_json::to_string_pretty(&listed).expect("strings and numbers can always be written as JSON") + "\n"
}

fn page(packs: &[&Pack], reader: Reader) -> String {
    let (language, mut paper) = (reader.language, Paper::new(reader.out));
    for pack in packs {
        paper.blank();
        paper.entry(0, &pack.id, Ink::Strong, pack.title.get(language));
        let columns = pack.requirements.iter().map(|requirement| width(&requirement.id)).max().unwrap_or(0);
        for requirement in &pack.requirements {
            let weight = say(language, &format!("weight.{}", requirement.weight.name()), &[]);
            let decided = say(language, &format!("explain.decided.{}", requirement.decided_by()), &[]);
            let examples = say(language, "rules.examples", &[("count", &requirement.examples.len())]);
            let text = format!("{} ({weight}; {decided}; {examples})", requirement.title.get(language));
            paper.entry(2, &pad(&requirement.id, columns), Ink::Strong, &text);
        }
    }
    paper.text
}

impl Docs {
    /// Writes the pages of all packs, three languages each. What stands in the folder and is no page stays.
    fn run(&self, reader: Reader) -> Answer {
        let mut sources = Sources::default();
        let library = Library::load(Metamodel::standard(), &mut sources, self.rules.as_deref());
        let mut answer = Answer { err: drawn(&library.problems, &sources, reader.language, reader.err), ..Answer::default() };
        answer.at_least(if has_error(&library.problems) { 2 } else { 0 });
        let pages = reference::pages(Metamodel::standard(), &library.packs);
        for page in &pages {
            let path = self.folder.join(&page.path);
            let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, &page.text));
            if let Err(error) = written {
                let words: [(&str, &dyn Display); 2] = [("path", &path.display()), ("reason", &error.kind())];
                answer.err.push_str(&format!("{}\n", say(reader.language, "cli.error.write", &words)));
                answer.at_least(2);
                return answer;
            }
        }
        let words: [(&str, &dyn Display); 2] = [("count", &pages.len()), ("path", &self.folder.display())];
        answer.out = format!("{}\n", say(reader.language, "rules.docs", &words));
        answer
    }
}
