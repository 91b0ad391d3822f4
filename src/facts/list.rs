//! `saikes facts` for programs: `saikes/facts/1`. Within version 1 fields are only added.

use serde::Serialize;

use crate::facts::Asked;
use crate::graph::Graph;
use crate::outcome::Settled;
use crate::report::{Missing, Question, Tool};
use crate::text::Language;

pub const SCHEMA: &str = "saikes/facts/1";

#[derive(Debug, Serialize)]
pub struct List<'l> {
    pub schema: &'static str,
    pub tool: Tool,
    pub today: String,
    pub lang: Language,
    pub projects: Vec<Listed<'l>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Listed<'l> {
    pub id: &'l str,
    pub path: &'l str,
    /// Errors in its files: more may be missing, or less.
    pub unreadable: bool,
    pub open: Counted,
    pub missing: Vec<ListedFact<'l>>,
    /// What people still have to answer.
    pub questions: Vec<Question>,
}

/// Requirements and answers.
#[derive(Debug, Serialize)]
pub struct Counted {
    pub requirements: usize,
    pub subjects: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ListedFact<'l> {
    #[serde(flatten)]
    pub missing: &'l Missing,
    /// Every element of the project that lacks it.
    pub lacking: Vec<ListedElement<'l>>,
    /// Elements of the context that lack it.
    pub in_context: usize,
    /// What has all it waits for once this fact and those before it are known.
    pub so_far: Counted,
}

#[derive(Debug, Serialize)]
pub struct ListedElement<'l> {
    pub id: &'l str,
    pub name: &'l str,
    /// Answers that wait for the fact of this element.
    pub subjects: usize,
}

impl From<Settled> for Counted {
    fn from(settled: Settled) -> Counted {
        Counted { requirements: settled.requirements, subjects: settled.subjects }
    }
}

impl<'l> Listed<'l> {
    pub fn of(
        graph: &'l Graph,
        asked: &'l Asked,
        questions: Vec<Question>,
        unreadable: bool,
        top: usize,
        language: Language,
    ) -> Listed<'l> {
        let project = &graph.projects[asked.project];
        let fact = |fact: &'l crate::facts::AskedFact| ListedFact {
            missing: &fact.missing,
            lacking: fact
                .own
                .iter()
                .map(|own| ListedElement { id: &own.id, name: graph.name(own.index, language), subjects: own.answers })
                .collect(),
            in_context: fact.in_context,
            so_far: fact.so_far.into(),
        };
        Listed {
            id: &project.id,
            path: &project.path,
            unreadable,
            open: asked.open.into(),
            missing: asked.facts.iter().take(top).map(fact).collect(),
            questions,
        }
    }
}
