//! JSON Schemas of the files that people write, for editors that complete and check them, and of the report.
//!
//! Draft 7, because every editor of TOML knows it: the validator of taplo (and of Even Better TOML on it) takes a schema
//! for one of that draft, tombi reads it too, and formats such as dates are checked in it and only noted in later ones.
//! Nothing stands beside a `$ref`, which would be passed over, and nothing is joined by `allOf`, which taplo does not complete.
//!
//! What comes in: the metamodel, the packs built in, the tables of keys that the readers use. What goes out: a schema whose
//! titles speak the reader's language. Where it lets more or less through than the reader does, the builder says why; a
//! schema never knows the other files. Only the schema of the report is kept by hand (`docs/report.schema.json`).

mod config;
mod facts;
mod model;
mod pack;
mod shape;
mod waivers;

use std::fmt::Display;

use serde_json::{Map, Value, json};

use crate::metamodel::Metamodel;
use crate::pack::Library;
use crate::pack::lists::Parameter;
use crate::place::Sources;
use crate::text::{Language, find, say};

/// The schema of reports, which programs read.
const REPORT: &str = include_str!("../docs/report.schema.json");
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Config,
    Model,
    Facts,
    Waivers,
    Pack,
    Report,
}

impl Subject {
    pub const ALL: [Subject; 6] = [Subject::Config, Subject::Model, Subject::Facts, Subject::Waivers, Subject::Pack, Subject::Report];

    pub fn name(self) -> &'static str {
        match self {
            Subject::Config => "config",
            Subject::Model => "model",
            Subject::Facts => "facts",
            Subject::Waivers => "waivers",
            Subject::Pack => "pack",
            Subject::Report => "report",
        }
    }

    pub fn from_name(name: &str) -> Option<Subject> {
        Subject::ALL.into_iter().find(|subject| subject.name() == name)
    }

    /// The files that it is the schema of, in words.
    pub fn about(self, language: Language) -> &'static str {
        find(language, &format!("schema.of.{}", self.name())).unwrap_or_default()
    }
}

/// The schema as text.
pub fn text(subject: Subject, language: Language) -> String {
    let writer = || Writer::new(language);
    let mut schema = match subject {
        Subject::Report => return REPORT.to_string(),
        Subject::Config => writer().config(),
        Subject::Model => writer().model(),
        Subject::Facts => writer().facts(),
        Subject::Waivers => writer().waivers(),
        Subject::Pack => writer().pack(),
    };
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!(subject.about(language).replace('`', ""));
    format!("{schema:#}\n")
}

/// What is known of a key: of that table, else wherever it stands.
pub fn doc(language: Language, table: &str, key: &str) -> Option<&'static str> {
    let of = |table: &str| find(language, &format!("schema.{table}.{key}"));
    of(table).or_else(|| of("any"))
}

/// What all schemas are written from.
struct Writer {
    metamodel: &'static Metamodel,
    library: Library,
    language: Language,
}

impl Writer {
    fn new(language: Language) -> Writer {
        let metamodel = Metamodel::standard();
        let library = Library::to_judge_by(metamodel, &mut Sources::default());
        Writer { metamodel, library, language }
    }

    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.language, &format!("schema.{key}"), arguments)
    }

    fn doc(&self, table: &str, key: &str) -> Option<&'static str> {
        doc(self.language, table, key)
    }

    /// A table of these keys and no others, each with what is known of it.
    fn table<'k>(&self, name: &str, keys: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
        let told = keys.into_iter().map(|(key, shape)| {
            let shape = match self.doc(name, key) {
                Some(doc) => shape::described(shape, doc),
                None => shape,
            };
            (key.to_string(), shape)
        });
        shape::table(told.collect::<Map<_, _>>())
    }

    /// Requirements by their ids, each with its title. Ids of other packs are as good: what is known is offered, and any
    /// text that fits `other` is taken.
    fn requirement(&self, other: Value) -> Value {
        let all = || self.library.packs.iter().flat_map(|pack| &pack.requirements);
        let ids = all().map(|requirement| requirement.id.as_str());
        let titles = all().map(|requirement| requirement.title.get(self.language));
        shape::either(vec![shape::words(ids, titles), other])
    }

    /// Packs by their ids; of a folder there may be others.
    fn pack_id(&self) -> Value {
        let ids = self.library.packs.iter().map(|pack| pack.id.as_str());
        let titles = self.library.packs.iter().map(|pack| pack.title.get(self.language));
        shape::either(vec![shape::words(ids, titles), shape::text()])
    }

    fn one_kind(&self) -> Value {
        let kinds = &self.metamodel.kinds;
        shape::words(kinds.iter().map(|kind| kind.name.as_str()), kinds.iter().map(|kind| kind.title.get(self.language)))
    }

    /// Kinds, abstract ones too.
    fn any_kind(&self) -> Value {
        let (kinds, shared) = (&self.metamodel.kinds, &self.metamodel.abstracts);
        let names = kinds.iter().map(|kind| kind.name.as_str()).chain(shared.iter().map(|kind| kind.name.as_str()));
        let titles = kinds.iter().map(|kind| &kind.title).chain(shared.iter().map(|kind| &kind.title));
        shape::words(names, titles.map(|title| title.get(self.language)))
    }

    /// Words of the program, with the labels that people read.
    fn labelled<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Value {
        let words: Vec<&str> = words.into_iter().collect();
        let labels: Vec<&str> = words.iter().map(|word| self.metamodel.label_of(None, word, self.language)).collect();
        shape::words(words, labels)
    }

    fn layers(&self) -> Value {
        let layers = &self.metamodel.layers;
        shape::words(layers.iter().map(|layer| layer.name.as_str()), layers.iter().map(|layer| layer.title.get(self.language)))
    }

    /// The parameters that a project may set.
    fn open_parameters(&self) -> impl Iterator<Item = (&str, &Parameter)> {
        self.library.lists.parameters.iter().filter(|(_, parameter)| parameter.open).map(|(name, parameter)| (name.as_str(), parameter))
    }
}

#[cfg(test)]
mod tests;
