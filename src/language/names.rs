//! What a rule may name, and what a name means on elements of some kinds; the nearest known name where it means
//! nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calendar::Calendar;
use super::catalogue;
use super::lex::Keyword;
use super::meant::{Form, Literal, Version};
use super::mistake::Mistake;
use super::syntax::Name;
use crate::metamodel::{AttributeId, KindSet, LinkId, Member, Metamodel};
use crate::problem::nearest;

/// Everything a predicate may name besides its own words.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    pub metamodel: &'a Metamodel,
    /// `[define]`s: name → kind and predicate.
    pub defines: &'a BTreeMap<String, (String, String)>,
    /// What `param('x')` stands for; one that is absent makes answers unknown.
    pub parameters: &'a BTreeMap<String, Literal>,
    /// What `list('x')` stands for.
    pub lists: &'a BTreeMap<String, Vec<Literal>>,
    /// For working days.
    pub calendar: &'a Arc<Calendar>,
}

/// What a bare name means on elements of some kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    Attribute(Vec<AttributeId>),
    /// Links on some of the kinds, inverses on others.
    Walk {
        links: Vec<LinkId>,
        back: Vec<LinkId>,
    },
    State(Version),
    /// An attribute on the first kinds, a link on the second.
    Both(KindSet, KindSet),
    Nothing,
}

impl<'a> Names<'a> {
    /// What a name means on elements of these kinds; it need not mean anything on all of them.
    pub fn meaning(&self, name: &str, kinds: KindSet) -> Meaning {
        let (mut attributes, mut links, mut back) = (Vec::new(), Vec::new(), Vec::new());
        let (mut attribute_kinds, mut link_kinds) = (KindSet::EMPTY, KindSet::EMPTY);
        for kind in kinds.iter() {
            let of_this = match self.metamodel.member(kind, name) {
                Some(Member::Attribute(attribute)) => {
                    attributes.push(*attribute);
                    &mut attribute_kinds
                }
                Some(Member::Link(link)) => {
                    links.push(*link);
                    &mut link_kinds
                }
                Some(Member::Inverse(inverse)) => {
                    back.extend_from_slice(inverse);
                    &mut link_kinds
                }
                None => continue,
            };
            *of_this = of_this.union(KindSet::of(kind));
        }
        // A kind's own name wins over the words for states, but only where every kind has it: `approved` is a date
        // of documents and a state of everything.
        let everywhere = attribute_kinds.union(link_kinds) == kinds && !kinds.is_empty();
        match state(name) {
            Some(version) if !everywhere => return Meaning::State(version),
            _ => {}
        }
        for ids in [&mut links, &mut back] {
            ids.sort();
            ids.dedup();
        }
        attributes.sort();
        attributes.dedup();
        match (attribute_kinds.is_empty(), link_kinds.is_empty()) {
            (true, true) => Meaning::Nothing,
            (false, true) => Meaning::Attribute(attributes),
            (true, false) => Meaning::Walk { links, back },
            (false, false) => Meaning::Both(attribute_kinds, link_kinds),
        }
    }

    /// Whether a name means anything at all: of the metamodel, of the pack or of the language.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        state(name).is_some()
            || !self.having(name).is_empty()
            || self.metamodel.kinds_named(name).is_some()
            || Form::from_name(name).is_some()
            || self.defines.contains_key(name)
    }

    /// Kinds as an author reads them: the name they share, or their names.
    pub fn kinds_in_words(&self, kinds: KindSet) -> String {
        if let Some(shared) = self.metamodel.abstracts.iter().find(|shared| shared.kinds == kinds) {
            return format!("`{}`", shared.name);
        }
        in_words(kinds.iter().map(|kind| self.metamodel.kind(kind).name.as_str()))
    }

    /// The mistake of a name that means nothing on elements of these kinds, in the middle of a path.
    /// `item` is a named item that it is like.
    pub(super) fn unknown(&self, name: Name, kinds: KindSet, item: Option<&str>) -> Mistake {
        match item {
            Some(item) => {
                let mistake = catalogue::UNKNOWN_NAME.at(name.span).with("nearest", item).with("found", name.text);
                mistake.with("kinds", self.kinds_in_words(kinds))
            }
            None => self.unknown_or(name, kinds, Vec::new()),
        }
    }

    fn unknown_or(&self, name: Name, kinds: KindSet, mut known: Vec<&'a str>) -> Mistake {
        if let Some(advice) = self.minus(name.text, kinds) {
            return catalogue::MINUS_NEEDS_SPACES.at(name.span).with("found", name.text).with("advice", advice);
        }
        let others = self.having(name.text);
        if !others.is_empty() {
            let mistake = catalogue::NAME_OF_OTHERS.at(name.span).with("found", name.text);
            return mistake.with("kinds", self.kinds_in_words(kinds)).with("others", self.kinds_in_words(others));
        }
        known.extend(kinds.iter().flat_map(|kind| self.metamodel.members(kind)).map(|(member, _)| member));
        known.extend(["was", "becomes", "approved"]);
        known.extend(Keyword::ALL.iter().map(|keyword| keyword.name()));
        let kind = kinds.iter().next().map_or("", |kind| self.metamodel.kind(kind).name.as_str());
        let mistake = match nearest(name.text, known) {
            Some(nearest) => catalogue::UNKNOWN_NAME.at(name.span).with("nearest", nearest),
            None => catalogue::STRANGE_NAME.at(name.span).with("kind", kind),
        };
        mistake.with("found", name.text).with("kinds", self.kinds_in_words(kinds))
    }

    /// The mistake of a name alone that is neither a kind, nor defined, nor an attribute: in a filter, or as a condition.
    pub(super) fn unknown_alone(&self, name: Name, kinds: KindSet) -> Mistake {
        let mut known: Vec<&str> = self.defines.keys().map(String::as_str).chain(Form::ALL.map(Form::name)).collect();
        known.extend(self.kind_names());
        self.unknown_or(name, kinds, known)
    }

    pub(super) fn unknown_kind(&self, name: Name) -> Mistake {
        let mistake = match nearest(name.text, self.kind_names()) {
            Some(nearest) => catalogue::UNKNOWN_KIND.at(name.span).with("nearest", nearest),
            None => catalogue::STRANGE_KIND.at(name.span),
        };
        mistake.with("found", name.text)
    }

    fn kind_names(&self) -> impl Iterator<Item = &'a str> {
        let metamodel = self.metamodel;
        let kinds = metamodel.kinds.iter().map(|kind| kind.name.as_str());
        kinds.chain(metamodel.abstracts.iter().map(|shared| shared.name.as_str()))
    }

    /// The kinds on which a name means something.
    fn having(&self, name: &str) -> KindSet {
        self.metamodel.all_kinds().iter().filter(|kind| self.metamodel.member(*kind, name).is_some()).collect()
    }

    /// `a-1` and `a-b` where the parts are known by themselves: a minus without its spaces.
    fn minus(&self, name: &str, kinds: KindSet) -> Option<String> {
        let known = |part: &str| self.meaning(part, kinds) != Meaning::Nothing || part == Keyword::Today.name();
        let number = |part: &str| part.parse::<f64>().is_ok();
        let parts = name.match_indices('-').map(|(at, _)| (&name[..at], &name[at + 1..]));
        let mut parts = parts.filter(|(left, right)| known(left) && (known(right) || number(right)));
        parts.next().map(|(left, right)| format!("{left} - {right}"))
    }
}

/// The version of an element that a step leads to.
fn state(name: &str) -> Option<Version> {
    match name {
        "was" => Some(Version::Was),
        "becomes" => Some(Version::Becomes),
        "approved" => Some(Version::Approved),
        _ => None,
    }
}

/// Names in backticks with commas, a long list cut short.
pub(super) fn in_words<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = names.take(SHOWN + 1).map(|name| format!("`{name}`")).collect();
    if words.len() > SHOWN {
        words[SHOWN] = String::from("…");
    }
    words.join(", ")
}
