//! How drawings are understood, as a page: the built-in table (`rules/archimate.toml`), and what a project says of its own.
//!
//! Everything that is built in is shown as it stands in the file; entries of a project are marked and stand first.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Page;
use crate::read::archimate::{Entry, Mapping, NOTHING, TEXT, Table};
use crate::report::paper::{Ink, clean, pad};
use crate::text::say;

/// The width of the first column: that of the longest names of types.
const COLUMN: usize = 24;
/// Where further lines begin.
const HANG: usize = 6;

type Words = BTreeMap<String, Vec<String>>;

/// The built-in table as far as it is shown. What is missing here is told in a sentence.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Shown {
    kind: BTreeMap<String, String>,
    formerly: BTreeMap<String, String>,
    attribute: BTreeMap<String, BTreeMap<String, String>>,
    specialization: Words,
    nested: Vec<Nested>,
    related: Vec<Related>,
    named: Vec<Named>,
    through: Vec<Through>,
    link: Vec<Link>,
    part: Part,
    relationship: Words,
    flow: Flow,
    property: Words,
    key: Words,
    word: BTreeMap<String, Words>,
    value: Words,
    state: State,
}

#[derive(Deserialize)]
struct Nested {
    #[serde(rename = "type")]
    what: String,
    inside: Vec<String>,
    #[serde(default)]
    leaf: bool,
    kind: String,
}

#[derive(Deserialize)]
struct Related {
    #[serde(rename = "type")]
    what: String,
    relation: String,
    to: Vec<String>,
    kind: String,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "type")]
    types: Vec<String>,
    kind: String,
    #[serde(default)]
    set: BTreeMap<String, String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Through {
    #[serde(rename = "type")]
    types: Vec<String>,
    first: Vec<String>,
    second: Vec<String>,
    #[serde(rename = "as")]
    stated: String,
}

#[derive(Deserialize)]
struct Link {
    relation: String,
    access: Option<String>,
    #[serde(default)]
    directed: bool,
    source: Vec<String>,
    target: Vec<String>,
    link: Option<String>,
    attribute: Option<String>,
    of: String,
}

#[derive(Deserialize)]
struct Part {
    relations: Vec<String>,
}

#[derive(Deserialize)]
struct Flow {
    giving: Vec<String>,
    parties: Vec<String>,
    through: Vec<String>,
    exchanges: Vec<String>,
}

#[derive(Deserialize)]
struct State {
    contained: Vec<String>,
    associated: Vec<String>,
    current: Vec<String>,
    target: Vec<String>,
    approved: Vec<String>,
}

impl Page<'_> {
    /// The whole table that holds for a project, or for any that says nothing of its own.
    pub(super) fn archimate(&mut self, mapping: &Mapping) {
        let shown: Shown = toml::from_str(TEXT).expect("the embedded mapping has what is shown of it (a test shows it)");
        let own: Vec<&Entry> = mapping.entries().map(|(entry, _)| entry).collect();
        let title = self.say("explain.archimate.title");
        self.heading("archimate", &title);
        let words = self.say(if own.is_empty() { "explain.archimate.built-in" } else { "explain.archimate.of-project" });
        self.paper.paragraph(2, Ink::Plain, &words);
        self.types(&shown, &own);
        self.words_of_kinds(&shown, &own);
        self.names(&shown, &own);
        self.relationships(&shown, &own);
        self.flows(&shown);
        self.keys(&shown, &own);
        self.values(&shown, &own);
        self.states(&shown, &own);
    }

    fn part(&mut self, name: &str) {
        self.paper.blank();
        let heading = self.say(&format!("explain.archimate.{name}.heading"));
        self.paper.paragraph(0, Ink::Strong, &heading);
        let words = self.say(&format!("explain.archimate.{name}.doc"));
        self.paper.paragraph(2, Ink::Plain, &words);
        self.paper.blank();
    }

    /// A line of a table; what the project says is marked.
    fn row(&mut self, word: &str, meaning: &str, own: bool) {
        let lead = format!("{}  ", pad(&clean(word), COLUMN));
        if own {
            let mark = self.say("explain.archimate.own");
            self.paper.hanging(2, &lead, Ink::Open, HANG, &format!("{meaning} ({mark})"));
        } else {
            self.paper.hanging(2, &lead, Ink::Strong, HANG, meaning);
        }
    }

    /// A kind in words, or that there is none.
    fn kind_or_none(&self, name: &str) -> String {
        match self.metamodel.find_kind(name) {
            Some(kind) => format!("{} (`{name}`)", self.metamodel.kind(kind).title.get(self.language)),
            None if name == NOTHING => self.say("explain.archimate.no-kind"),
            None => name.to_string(),
        }
    }

    /// The entries of one table of the project, each in a line.
    fn own_rows(&mut self, own: &[&Entry], table: Table) {
        for entry in own.iter().filter(|entry| entry.table == table) {
            let meanings: Vec<String> = entry.meanings.iter().map(|(meaning, _)| self.kind_or_code(table, meaning)).collect();
            let word = entry.of.as_ref().map_or_else(|| entry.key.clone(), |(of, _)| format!("{of}: {}", entry.key));
            self.row(&word, &meanings.join(", "), true);
        }
    }

    fn kind_or_code(&self, table: Table, meaning: &str) -> String {
        match table {
            Table::Types | Table::Specializations | Table::Names => self.kind_or_none(meaning),
            _ if meaning.is_empty() || meaning == NOTHING => self.say("explain.archimate.nothing"),
            _ => format!("`{meaning}`"),
        }
    }

    fn types(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("types");
        let mut types: Vec<(&String, &String)> = shown.kind.iter().collect();
        types.sort_by_key(|(name, _)| TEXT.find(&format!("\n{name} = ")));
        for (name, kind) in types {
            let said = own.iter().find(|entry| entry.table == Table::Types && entry.key == *name);
            if let Some((meaning, _)) = said.and_then(|entry| entry.meanings.first()) {
                let meaning = self.kind_or_none(meaning);
                self.row(name, &meaning, true);
                continue;
            }
            let mut meaning = vec![self.kind_or_none(kind)];
            let set = shown.attribute.get(name).into_iter().flatten().map(|(attribute, value)| format!("`{attribute} = {value}`"));
            meaning.extend(set);
            for nested in shown.nested.iter().filter(|nested| nested.what == *name) {
                let key = if nested.leaf { "explain.archimate.leaf" } else { "explain.archimate.inside" };
                let (inside, kind) = (nested.inside.join(", "), self.kind_or_none(&nested.kind));
                meaning.push(say(self.language, key, &[("inside", &inside), ("kind", &kind)]));
            }
            for related in shown.related.iter().filter(|related| related.what == *name) {
                let (to, kind) = (related.to.join(", "), self.kind_or_none(&related.kind));
                meaning.push(say(
                    self.language,
                    "explain.archimate.used",
                    &[("relation", &related.relation), ("to", &to), ("kind", &kind)],
                ));
            }
            self.row(name, &meaning.join("; "), false);
        }
        for (old, new) in &shown.formerly {
            self.row(old, new, false);
        }
    }

    fn words_of_kinds(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("specializations");
        self.own_rows(own, Table::Specializations);
        for (kind, words) in &shown.specialization {
            let title = self.kind_or_none(kind);
            self.row(&title, &words.join(", "), false);
        }
    }

    fn names(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("names");
        self.own_rows(own, Table::Names);
        for named in &shown.named {
            let set: Vec<String> = named.set.iter().map(|(attribute, value)| format!(", `{attribute} = {value}`")).collect();
            let kind = format!("{}{}", self.kind_or_none(&named.kind), set.concat());
            let words: Vec<&str> = named.names.iter().chain(&named.words).map(String::as_str).collect();
            self.row(&kind, &format!("{}: {}", named.types.join(", "), words.join(", ")), false);
        }
    }

    fn relationships(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("relationships");
        let mut relation = "";
        for link in &shown.link {
            if link.relation != relation {
                relation = &link.relation;
                self.paper.paragraph(2, Ink::Strong, relation);
            }
            let mode = match (&link.access, link.directed) {
                (Some(access), _) => format!(" ({access})"),
                (None, true) => format!(" ({})", self.say("explain.archimate.directed")),
                (None, false) => String::new(),
            };
            let states = match (&link.link, &link.attribute) {
                (Some(link), _) => format!("`{link}`"),
                (None, attribute) => format!("`{}`", attribute.as_deref().unwrap_or_default()),
            };
            let of = self.say(&format!("explain.archimate.of-{}", link.of));
            let line = format!("{} → {}{mode}: {states}, {of}", link.source.join(", "), link.target.join(", "));
            self.paper.paragraph(4, Ink::Plain, &line);
        }
        self.paper.blank();
        let through = self.say("explain.archimate.through");
        self.paper.paragraph(2, Ink::Plain, &through);
        for through in &shown.through {
            let line =
                format!("{} → {} → {}: {}", through.first.join(", "), through.types.join(", "), through.second.join(", "), through.stated);
            self.paper.paragraph(4, Ink::Plain, &line);
        }
        let part = say(self.language, "explain.archimate.part", &[("relations", &shown.part.relations.join(", "))]);
        self.paper.paragraph(2, Ink::Plain, &part);
        self.part("called");
        self.own_rows(own, Table::Relationships);
        for (link, words) in &shown.relationship {
            self.row(&format!("`{link}`"), &words.join(", "), false);
        }
    }

    fn flows(&mut self, shown: &Shown) {
        self.part("flows");
        let Flow { giving, parties, through, exchanges } = &shown.flow;
        for (key, words) in [("exchanges", exchanges), ("giving", giving), ("parties", parties), ("passed", through)] {
            let word = self.say(&format!("explain.archimate.{key}"));
            self.row(&word, &words.join(", "), false);
        }
    }

    fn keys(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("keys");
        self.own_rows(own, Table::Properties);
        for (key, words) in shown.property.iter().chain(&shown.key) {
            self.row(&format!("`{key}`"), &words.join(", "), false);
        }
    }

    fn values(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("values");
        self.own_rows(own, Table::Values);
        for (attribute, values) in &shown.word {
            for (value, words) in values {
                self.row(&format!("`{attribute} = {value}`"), &words.join(", "), false);
            }
        }
        self.own_rows(own, Table::Dates);
        for (name, table) in [("silence", Table::Silence), ("none", Table::None)] {
            let word = self.say(&format!("explain.archimate.{name}"));
            let said: Vec<&str> = own.iter().filter(|entry| entry.table == table).map(|entry| entry.key.as_str()).collect();
            if !said.is_empty() {
                self.row(&word, &said.join(", "), true);
            }
            let words = shown.value.get(name).map(|words| words.join(", ")).unwrap_or_default();
            self.row(&word, &words, false);
        }
    }

    fn states(&mut self, shown: &Shown, own: &[&Entry]) {
        self.part("states");
        self.own_rows(own, Table::States);
        for (state, words) in [("current", &shown.state.current), ("target", &shown.state.target), ("approved", &shown.state.approved)] {
            self.row(&format!("`{state}`"), &words.join(", "), false);
        }
        let State { contained, associated, .. } = &shown.state;
        let arguments: [(&str, &dyn std::fmt::Display); 2] = [("contained", &contained.join(", ")), ("associated", &associated.join(", "))];
        let words = say(self.language, "explain.archimate.holders", &arguments);
        self.paper.paragraph(2, Ink::Plain, &words);
    }
}
