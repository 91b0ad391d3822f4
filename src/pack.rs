//! Rule packs: requirements as written (`written`) → as meant (here), or everything that is wrong with them.
//!
//! What comes in: the texts of a pack's files and of `rules/lists.toml`. What goes out: [`Pack`]s that `check` runs
//! and `report` words. Leaves to others: what a predicate means (`language`), what a model says (`graph`).

mod checks;
mod citation;
mod definition;
mod embedded;
mod example;
pub mod examples;
pub(crate) mod fields;
pub mod form;
mod library;
pub mod lists;
mod load;
pub mod mistakes;
pub mod mutants;
mod offsets;
pub(crate) mod parse;
mod plain;
pub mod reads;
pub mod shelf;
pub mod tailor;
pub(crate) mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::fragment::States;
use crate::language::calendar::Calendar;
use crate::language::meant::{AttributePath, Literal, Path, Predicate, Template};
use crate::language::names::Names;
use crate::metamodel::{AttributeId, KindSet, Metamodel};
use crate::place::{FileId, Place};
use crate::read::Stage;
use crate::text::{Language, Trilingual, say};
use crate::verdict::{Policy, Weight};

pub use citation::{Citation, NO_COUNTERPART};
pub use definition::definition;
pub use example::{Complete, Example, Expected, Quoted};
pub use library::Library;
pub use load::inside;
use mistakes::mistake;

/// A pack, ready to run.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub id: String,
    pub title: Trilingual,
    pub order: String,
    pub edition: String,
    pub in_force: Option<Date>,
    pub repealed: Option<Date>,
    /// The act that took its place, in words; its text is not included.
    pub replaced_by: Option<Trilingual>,
    /// What a reader of the pack should know, such as why a repealed order is checked.
    pub note: Option<Trilingual>,
    /// Acts that changed the order after the edition; their changes are not included.
    pub amendments: Vec<Amendment>,
    /// The acts of a body that the pack stands on, beside or instead of an order.
    pub acts: Vec<Act>,
    /// An advisory pack changes no project's verdict.
    pub advisory: bool,
    pub policy: Policy,
    /// The parts of an order that has no contours, in the order of the text.
    pub chapters: Vec<Chapter>,
    /// What its predicates are written in, beside the metamodel.
    pub vocabulary: Vocabulary,
    /// SHA-256 over all files of the pack, in hexadecimal.
    pub sha256: String,
    pub files: Vec<FileId>,
    /// Where a pack that is not built in comes from.
    pub origin: Option<Origin>,
    /// In the order of the files: paragraph by paragraph.
    pub requirements: Vec<Requirement>,
}

/// The folder of a pack that is not built in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// As reports show it.
    pub folder: String,
    /// The digest of the built-in pack of the same id.
    pub replaces: Option<String>,
}

/// An act that is no numbered order of the catalogue: a body's own, which citations name by its id.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    pub title: Trilingual,
}

/// An act that changed an order after the edition that a pack holds.
#[derive(Clone, Debug)]
pub struct Amendment {
    pub act: Trilingual,
    pub in_force: Date,
}

/// A part of an order that reports show a line for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Contour(Contour),
    /// By its number in the pack.
    Chapter(usize),
}

/// A part of an order under its title.
#[derive(Clone, Debug)]
pub struct Chapter {
    pub id: String,
    pub title: Trilingual,
}

/// The names of a pack: filters, and what `param` and `list` stand for.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Filter → kind and predicate.
    pub defines: BTreeMap<String, (String, String)>,
    /// Where the predicates of the filters stand.
    pub places: BTreeMap<String, Place>,
    pub parameters: BTreeMap<String, Literal>,
    pub lists: BTreeMap<String, Vec<Literal>>,
    /// For working days.
    pub calendar: Arc<Calendar>,
}

impl Vocabulary {
    /// Everything that predicates of the pack may name.
    pub fn names<'a>(&'a self, metamodel: &'a Metamodel) -> Names<'a> {
        let Vocabulary { defines, parameters, lists, calendar, .. } = self;
        Names { metamodel, defines, parameters, lists, calendar }
    }
}

/// The stages of a project that a requirement is asked at; those of order 193, paragraph 21.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages(u8);

impl Stages {
    pub const ALL: Stages = Stages(0b111);

    pub fn of(stages: &[Stage]) -> Stages {
        Stages(stages.iter().fold(0, |bits, stage| bits | 1 << *stage as u8))
    }

    pub fn has(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }

    /// In the order of time.
    pub fn iter(self) -> impl Iterator<Item = Stage> {
        Stage::ALL.into_iter().filter(move |stage| self.has(*stage))
    }
}

/// What the text of another language asks, where it differs.
#[derive(Clone, Debug)]
pub struct Edition {
    pub language: Language,
    pub case: Case,
}

impl Edition {
    /// What it asks otherwise than the main text, under the names of the pack's file.
    pub fn own<'r>(&'r self, requirement: &'r Requirement) -> impl Iterator<Item = (&'static str, &'r Sourced<Predicate>)> {
        let place = |part: &Option<Sourced<Predicate>>| part.as_ref().map(|part| part.place);
        let main = requirement.cases.first();
        let parts = [
            ("where", &self.case.condition, main.and_then(|main| place(&main.condition))),
            ("full", &self.case.full, main.and_then(|main| place(&main.full))),
            ("partial", &self.case.partial, main.and_then(|main| place(&main.partial))),
        ];
        parts.into_iter().filter(move |(_, own, main)| place(own) != *main).filter_map(|(name, own, _)| Some((name, own.as_ref()?)))
    }
}

/// One requirement, ready to run and to be worded.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// As in the catalogue: `124/19.2`.
    pub id: String,
    pub place: Place,
    /// Of requirements of an order; good practice has none.
    pub contour: Option<Contour>,
    /// The number of its chapter in the pack, of orders that have chapters instead.
    pub chapter: Option<usize>,
    pub stages: Stages,
    pub weight: Weight,
    pub title: Trilingual,
    pub rationale: Trilingual,
    pub fix: Trilingual,
    pub note: Option<Trilingual>,
    pub cites: Vec<Citation>,
    /// The works of good practice that it follows.
    pub follows: Vec<form::Practice>,
    /// The kinds of the subjects, over all cases.
    pub subject: KindSet,
    /// The subject as written, for people: kind or abstract kind names.
    pub subject_names: Vec<String>,
    /// Which state is looked at; the target unless the rule says otherwise.
    pub state: States,
    pub cases: Vec<Case>,
    pub acyclic: Option<Sourced<Path>>,
    pub group: Option<Group>,
    pub unique: Option<Unique>,
    /// A question about the form of the model, which stands alone.
    pub form: Option<form::Asked>,
    /// A question that a person answers.
    pub attested: Option<Trilingual>,
    /// Why a person has to answer it.
    pub because: Option<Trilingual>,
    pub editions: Vec<Edition>,
    /// Why no waiver lifts it, where the order leaves no room for one.
    pub not_waivable: Option<Trilingual>,
    /// No subject at all is itself non-compliant (`expects = "some"`).
    pub expects_some: bool,
    /// What is wrong with one subject, by language in the order kk, ru, en.
    pub message: [Template; 3],
    /// What a partly compliant subject still lacks, where that is said apart.
    pub partial_message: Option<[Template; 3]>,
    pub examples: Vec<Example>,
}

/// One set of subjects with its predicates; most requirements have one.
#[derive(Clone, Debug)]
pub struct Case {
    pub subject: KindSet,
    pub condition: Option<Sourced<Predicate>>,
    pub full: Option<Sourced<Predicate>>,
    pub partial: Option<Sourced<Predicate>>,
}

/// Something compiled, with the text it was compiled from (spans point into it) and where that stands.
#[derive(Clone, Debug)]
pub struct Sourced<T> {
    pub meant: T,
    pub text: String,
    pub place: Place,
}

/// One finding for each value of an attribute.
#[derive(Clone, Debug)]
pub struct Group {
    /// The attribute on each of the subject's kinds.
    pub by: AttributePath,
    pub within: Within,
    /// From a subject to its members.
    pub members: Sourced<Path>,
    pub full: Sourced<Predicate>,
    pub partial: Option<Sourced<Predicate>>,
}

/// No two subjects have equal values of all these attributes.
#[derive(Clone, Debug)]
pub struct Unique {
    /// One list a key: the attribute on each of the subject's kinds.
    pub by: Vec<Vec<AttributeId>>,
    pub within: Within,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Project,
    Portfolio,
}

/// The contours of order 124, which a report shows a line each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contour {
    General,
    External,
    Integration,
    Internal,
}

impl Contour {
    pub const ALL: [Contour; 4] = [Contour::General, Contour::External, Contour::Integration, Contour::Internal];

    pub fn name(self) -> &'static str {
        match self {
            Contour::General => "general",
            Contour::External => "external",
            Contour::Integration => "integration",
            Contour::Internal => "internal",
        }
    }
}

impl Pack {
    /// Whether the order was in force on that day; advice always is.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.in_force.is_none_or(|start| start <= day) && self.repealed.is_none_or(|end| day < end)
    }

    /// The sections that its requirements stand in, in the order of the text.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = self.requirements.iter().filter_map(Requirement::section).collect();
        sections.sort();
        sections.dedup();
        sections
    }

    /// The short name of a section.
    pub fn section_id(&self, section: Section) -> &str {
        match section {
            Section::Contour(contour) => contour.name(),
            Section::Chapter(at) => self.chapters.get(at).map_or("", |chapter| &chapter.id),
        }
    }

    pub fn section_title(&self, section: Section, language: Language) -> String {
        match section {
            Section::Contour(contour) => say(language, &format!("contour.{}", contour.name()), &[]),
            Section::Chapter(at) => self.chapters.get(at).map_or("", |chapter| chapter.title.get(language)).to_string(),
        }
    }
}

impl Requirement {
    /// The part of its order; none of advice.
    pub fn section(&self) -> Option<Section> {
        self.contour.map(Section::Contour).or(self.chapter.map(Section::Chapter))
    }

    /// Whether a machine decides it, a person, or both.
    pub fn decided_by(&self) -> &'static str {
        match (self.attested.is_some(), self.asks_the_model()) {
            (true, true) => "both",
            (true, false) => "person",
            (false, _) => "machine",
        }
    }

    /// Whether the machine decides anything of it.
    pub fn asks_the_model(&self) -> bool {
        let circles = self.acyclic.is_some() || self.group.is_some() || self.unique.is_some() || self.expects_some;
        circles || self.form.is_some() || self.cases.iter().any(|case| case.full.is_some())
    }
}

/// Whether a word may be the id of a pack: small letters of the alphabet, digits and hyphens, as names of files and options are.
pub fn is_id(word: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.split('-').all(is_part)
}

/// The requirement of that id among the packs, and the pack it belongs to.
pub fn find_requirement<'a>(packs: &'a [Pack], id: &str) -> Option<(&'a Pack, &'a Requirement)> {
    packs.iter().find_map(|pack| pack.requirements.iter().find(|requirement| requirement.id == id).map(|requirement| (pack, requirement)))
}

/// A problem on one line, for tests: place, code and arguments.
#[cfg(test)]
pub(crate) fn told(sources: &crate::place::Sources, problem: &crate::problem::Problem) -> String {
    let arguments: Vec<String> = problem.arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let place = problem.place.map(|place| {
        let (path, line, column) = sources.locate(place);
        let text = sources.file(place.file).text.get(place.span.range()).unwrap_or("");
        format!("{path}:{line}:{column} `{}`", text.lines().next().unwrap_or(""))
    });
    format!("{} {} {}", place.unwrap_or_default(), problem.code.name(), arguments.join(" "))
}
