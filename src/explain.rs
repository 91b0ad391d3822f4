//! `saikes explain`: what a name means. Requirements, kinds, attributes, links, problem codes, packs, formats, and lists
//! of them.
//!
//! Finds what a name stands for and says it in the reader's language; a name that means several things is answered with
//! a list of what to ask for. Leaves to others: reading packs (`pack`), the vocabulary (`metamodel`).

mod archimate;
mod lists;
mod problem;
pub mod reference;
mod requirement;
mod vocabulary;
pub mod words;

use std::collections::BTreeSet;

use crate::metamodel::{AbstractKind, AttributeId, KindId, KindSet, LinkId, Member, Metamodel};
use crate::pack::{Library, Pack, Requirement};
use crate::problem::{Code, Problem, nearest};
use crate::read::archimate::Mapping;
use crate::report::Style;
use crate::report::paper::{Ink, Paper};
use crate::text::{Language, say};

/// The formats that are read, as reports name them; their texts are `explain.format.NAME`.
const FORMATS: [&str; 6] = ["native", "facts", "waivers", "exchange", "archi", "coarchi"];
/// What is answered with a list.
const LISTS: [&str; 5] = ["kinds", "requirements", "problems", "packs", "formats"];
/// The table by which drawings are understood.
const ARCHIMATE: &str = "archimate";
/// What may stand before a colon, to say which of several things is meant; their words are `explain.unit.NAME`.
const UNITS: [&str; 8] = ["requirement", "kind", "attribute", "link", "inverse", "problem", "pack", "format"];

/// One thing that a name stands for.
enum Topic<'a> {
    Requirement(&'a Pack, &'a Requirement),
    Kind(KindId),
    Abstract(&'a AbstractKind),
    Attribute(AttributeId),
    Link(LinkId),
    /// The way back of these links.
    Inverse(String, Vec<LinkId>),
    Problem(Code),
    Pack(&'a Pack),
    Format(&'static str),
}

impl Topic<'_> {
    fn unit(&self) -> &'static str {
        match self {
            Topic::Requirement(..) => "requirement",
            Topic::Kind(_) | Topic::Abstract(_) => "kind",
            Topic::Attribute(_) => "attribute",
            Topic::Link(_) => "link",
            Topic::Inverse(..) => "inverse",
            Topic::Problem(_) => "problem",
            Topic::Pack(_) => "pack",
            Topic::Format(_) => "format",
        }
    }
}

/// By what things are explained.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    pub metamodel: &'static Metamodel,
    pub library: &'k Library,
    /// Of the project that is asked about, else the built-in one.
    pub mapping: &'k Mapping,
}

/// Says what `name` means, or that nothing is called so.
pub fn explain(known: Known<'_>, language: Language, style: Style, name: &str) -> Result<String, Problem> {
    let Known { metamodel, library, mapping } = known;
    let mut page = Page { metamodel, library, language, paper: Paper::new(style) };
    if name == ARCHIMATE {
        page.archimate(mapping);
        return Ok(page.paper.text);
    }
    if LISTS.contains(&name) {
        page.list(name);
        return Ok(page.paper.text);
    }
    let (unit, bare) = match name.split_once(':').filter(|(unit, _)| UNITS.contains(unit)) {
        Some((unit, bare)) => (Some(unit), bare),
        None => (None, name),
    };
    let topics: Vec<Topic> = page.topics(bare).into_iter().filter(|topic| unit.is_none_or(|unit| unit == topic.unit())).collect();
    let units: BTreeSet<&str> = topics.iter().map(Topic::unit).collect();
    match units.len() {
        0 => return Err(page.unknown(bare)),
        1 => topics.into_iter().for_each(|topic| page.topic(topic)),
        _ => page.several(bare, &units),
    }
    Ok(page.paper.text)
}

/// The page that is being written.
struct Page<'a> {
    metamodel: &'static Metamodel,
    library: &'a Library,
    language: Language,
    paper: Paper,
}

impl<'a> Page<'a> {
    fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    /// Everything a name stands for.
    fn topics(&self, name: &str) -> Vec<Topic<'a>> {
        let metamodel = self.metamodel;
        let requirements = self.requirements().filter(|(_, requirement)| requirement.id == name);
        let mut topics: Vec<Topic> = requirements.map(|(pack, requirement)| Topic::Requirement(pack, requirement)).collect();
        topics.extend(metamodel.find_kind(name).map(Topic::Kind));
        topics.extend(metamodel.abstracts.iter().filter(|shared| shared.name == name).map(Topic::Abstract));
        match name.split_once('.').and_then(|(kind, member)| Some((metamodel.kinds_named(kind)?, member))) {
            Some((kinds, member)) => topics.extend(self.members(kinds, member)),
            None => topics.extend(self.members(metamodel.all_kinds(), name)),
        }
        topics.extend(Code::from_name(name).map(Topic::Problem));
        topics.extend(self.library.packs.iter().filter(|pack| pack.id == name).map(Topic::Pack));
        topics.extend(FORMATS.into_iter().filter(|format| *format == name).map(Topic::Format));
        topics
    }

    fn requirements(&self) -> impl Iterator<Item = (&'a Pack, &'a Requirement)> + use<'a> {
        self.library.packs.iter().flat_map(|pack| pack.requirements.iter().map(move |requirement| (pack, requirement)))
    }

    /// What a name means on any of these kinds, each definition once.
    fn members(&self, kinds: KindSet, name: &str) -> Vec<Topic<'a>> {
        let (mut attributes, mut links, mut inverses) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for member in kinds.iter().filter_map(|kind| self.metamodel.member(kind, name)) {
            match member {
                Member::Attribute(attribute) => drop(attributes.insert(*attribute)),
                Member::Link(link) => drop(links.insert(*link)),
                Member::Inverse(links) => inverses.extend(links.iter().copied()),
            }
        }
        let mut topics: Vec<Topic> = attributes.into_iter().map(Topic::Attribute).collect();
        topics.extend(links.into_iter().map(Topic::Link));
        if !inverses.is_empty() {
            topics.push(Topic::Inverse(name.to_string(), inverses.into_iter().collect()));
        }
        topics
    }

    fn topic(&mut self, topic: Topic) {
        self.paper.blank();
        match topic {
            Topic::Requirement(pack, requirement) => self.requirement(pack, requirement),
            Topic::Kind(kind) => self.kind(kind),
            Topic::Abstract(shared) => self.abstract_kind(shared),
            Topic::Attribute(attribute) => self.attribute(attribute),
            Topic::Link(link) => self.link(link),
            Topic::Inverse(name, links) => self.inverse(&name, &links),
            Topic::Problem(code) => self.problem(code),
            Topic::Pack(pack) => self.pack(pack),
            Topic::Format(format) => self.format(format),
        }
    }

    /// A name that means several things.
    fn several(&mut self, name: &str, units: &BTreeSet<&str>) {
        let heading = say(self.language, "explain.several", &[("name", &name)]);
        self.paper.paragraph(0, Ink::Plain, &heading);
        for unit in units {
            let words = self.say(&format!("explain.unit.{unit}"));
            self.paper.entry(2, &format!("saikes explain {unit}:{name}"), Ink::Strong, &words);
        }
    }

    fn unknown(&self, found: &str) -> Problem {
        let metamodel = self.metamodel;
        let mut known: BTreeSet<String> = LISTS.into_iter().chain(FORMATS).chain([ARCHIMATE]).map(str::to_string).collect();
        known.extend(self.requirements().map(|(_, requirement)| requirement.id.clone()));
        known.extend(self.library.packs.iter().map(|pack| pack.id.clone()));
        known.extend(Code::ALL.iter().map(|code| code.name().to_string()));
        known.extend(metamodel.abstracts.iter().map(|shared| shared.name.clone()));
        // `system.ownr` is near `system.owner`, `ownr` near `owner`.
        let prefix = found.split_once('.').and_then(|(kind, _)| Some((kind, metamodel.kinds_named(kind)?)));
        for kind in metamodel.all_kinds().iter() {
            known.insert(metamodel.kind(kind).name.clone());
            for (member, _) in metamodel.members(kind) {
                known.insert(member.to_string());
                known.extend(prefix.filter(|(_, kinds)| kinds.contains(kind)).map(|(prefix, _)| format!("{prefix}.{member}")));
            }
        }
        let near = nearest(found, known.iter().map(String::as_str)).unwrap_or("");
        Problem::nowhere(Code::UnknownName).with("found", found).with("nearest", near)
    }

    /// A line with the name of a thing and its title.
    fn heading(&mut self, name: &str, title: &str) {
        self.paper.entry(0, name, Ink::Strong, title);
    }

    /// A word and a text behind it, where there is a text.
    fn entry(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            let word = self.say(key);
            self.paper.entry(2, &word, Ink::Faint, text);
        }
    }

    /// Text of a file, as it stands.
    fn code(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        for line in text.trim_matches('\n').lines() {
            self.paper.line(&format!("{margin}{}", crate::report::paper::clean(line)));
        }
    }

    fn kinds_in_words(&self, kinds: KindSet) -> String {
        let shared = self.metamodel.abstracts.iter().find(|shared| shared.kinds == kinds);
        let names = kinds.iter().map(|kind| self.metamodel.kind(kind)).map(|kind| (kind.title.get(self.language), kind.name.as_str()));
        let one = |(title, name): (&str, &str)| format!("{title} (`{name}`)");
        match shared {
            Some(shared) => one((shared.title.get(self.language), &shared.name)),
            None => names.map(one).collect::<Vec<_>>().join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Sources;

    fn library() -> Library {
        Library::load(Metamodel::standard(), &mut Sources::default(), None)
    }

    #[test]
    fn everything_that_has_a_name_is_explained_in_three_languages_without_a_missing_word() {
        let (metamodel, library) = (Metamodel::standard(), library());
        let mut names: BTreeSet<String> = LISTS.iter().chain(&FORMATS).chain(&[ARCHIMATE]).map(|name| name.to_string()).collect();
        names.extend(library.packs.iter().flat_map(|pack| pack.requirements.iter().map(|requirement| requirement.id.clone())));
        names.extend(metamodel.abstracts.iter().map(|shared| format!("kind:{}", shared.name)));
        names.extend(metamodel.kinds.iter().map(|kind| format!("kind:{}", kind.name)));
        names.extend(metamodel.attributes.iter().map(|attribute| format!("{}.{}", attribute.defined_by, attribute.name)));
        for link in &metamodel.links {
            names.insert(format!("{}.{}", link.defined_by, link.name));
            names.insert(format!("inverse:{}", link.inverse));
        }
        for language in Language::ALL {
            for name in &names {
                let known = Known { metamodel, library: &library, mapping: Mapping::standard() };
                let page = explain(known, language, Style::default(), name).expect("it has a name");
                // A text that is missing shows its key.
                let keys = ["explain.", "type.", "weight.", "contour.", "verdict.", "problem."];
                let is_key = |word: &&str| {
                    keys.iter().filter_map(|key| word.strip_prefix(key)).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
                };
                let key = page.split([' ', '\n', '(']).find(is_key);
                assert!(page.lines().count() > 1 && key.is_none(), "{name} in {language:?}: {key:?}\n{page}");
            }
        }
    }

    #[test]
    fn a_name_of_several_things_is_answered_with_what_to_ask_for() {
        let library = library();
        let known = Known { metamodel: Metamodel::standard(), library: &library, mapping: Mapping::standard() };
        let say = |name: &str| explain(known, Language::En, Style::default(), name);
        let page = say("need").expect("a kind and an attribute are called so");
        assert!(page.contains("saikes explain kind:need") && page.contains("saikes explain attribute:need"), "{page}");
        assert!(say("kind:need").expect("the kind").starts_with("need"));
        // One page for each definition of the name.
        let page = say("format").expect("several kinds have an attribute of this name");
        assert!(page.contains("project.format") && page.contains("data-object.format"), "{page}");
        let unknown = say("system.ownr").expect_err("a slip of the finger");
        assert_eq!(unknown.argument("nearest"), Some("system.owner"));
    }
}
