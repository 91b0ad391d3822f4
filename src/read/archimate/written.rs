//! The mapping as written in TOML, and the one function that turns it into what is meant or collects every mistake:
//! unknown types, kinds and links, entries that can never fit, words that mean two things.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;

use super::mapping::{FlowMapping, Implied, Key, Named, Nested, Related, Standard, StateMapping, Stated, Target, Through};
use super::words::{self, beginning, fold, letters, plain};
use super::{ElementType, RelationType, Shape, TypeSet};
use crate::fragment::States;
use crate::metamodel::{AttributeId, KindId, KindSet, LinkId, Member, Metamodel, Word};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, nearest};

mod meant;

pub use meant::attributes_called;

type Text = Spanned<String>;
type Names = Vec<Text>;
type Table<T> = BTreeMap<Text, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenMapping {
    kind: Table<Text>,
    #[serde(default)]
    formerly: Table<Text>,
    #[serde(default)]
    attribute: Table<Table<Text>>,
    #[serde(default)]
    specialization: Table<Names>,
    #[serde(default)]
    nested: Vec<WrittenNested>,
    #[serde(default)]
    related: Vec<WrittenRelated>,
    #[serde(default)]
    named: Vec<WrittenNamed>,
    #[serde(default)]
    through: Vec<WrittenThrough>,
    link: Vec<WrittenLink>,
    part: WrittenPart,
    #[serde(default)]
    relationship: Table<Names>,
    flow: WrittenFlow,
    property: WrittenProperty,
    #[serde(default)]
    key: Table<Names>,
    #[serde(default)]
    hint: Table<Names>,
    #[serde(default)]
    word: Table<Table<Names>>,
    value: WrittenValues,
    state: WrittenStates,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNested {
    #[serde(rename = "type")]
    what: Text,
    inside: Names,
    #[serde(default)]
    leaf: bool,
    kind: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRelated {
    #[serde(rename = "type")]
    what: Text,
    relation: RelationType,
    to: Names,
    kind: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNamed {
    #[serde(rename = "type")]
    types: Names,
    kind: Text,
    #[serde(default)]
    set: Table<Text>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenThrough {
    #[serde(rename = "type")]
    types: Names,
    first: Vec<RelationType>,
    second: Vec<RelationType>,
    #[serde(rename = "as")]
    stated: RelationType,
    #[serde(default)]
    to: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    relations: Vec<RelationType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLink {
    relation: RelationType,
    access: Option<WrittenAccess>,
    #[serde(default)]
    directed: bool,
    source: Names,
    target: Names,
    link: Option<Text>,
    attribute: Option<Text>,
    #[serde(default)]
    sole: bool,
    of: WrittenOf,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum WrittenAccess {
    Read,
    Write,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum WrittenOf {
    Source,
    Target,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenFlow {
    kind: Text,
    source: Text,
    target: Text,
    via: Text,
    carries: Text,
    service: Text,
    published: Text,
    through: Names,
    exchanges: Vec<RelationType>,
    giving: Names,
    parties: Names,
    belongs_to: Names,
    belongs_by: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenProperty {
    kind: Vec<String>,
    specialization: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenValues {
    silence: Vec<String>,
    none: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStates {
    kind: Text,
    contained: Names,
    associated: Names,
    folders: bool,
    current: Vec<String>,
    target: Vec<String>,
    approved: Vec<String>,
}

/// How the metamodel is said to have no counterpart.
const NO_KIND: &str = "none";
/// The types that join relationships, in all formats.
const JUNCTIONS: [&str; 3] = ["Junction", "AndJunction", "OrJunction"];

pub fn load(text: &str, file: FileId, metamodel: &Metamodel) -> Result<Standard, Vec<Problem>> {
    let written: WrittenMapping = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Problem::new(Code::MalformedToml, Place::new(file, span)).with("reason", error.message())]
    })?;
    let mut builder = Builder { file, metamodel, problems: Vec::new() };
    let standard = builder.build(&written);
    if builder.problems.is_empty() { Ok(standard) } else { Err(builder.problems) }
}

struct Builder<'m> {
    file: FileId,
    metamodel: &'m Metamodel,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    fn build(&mut self, written: &WrittenMapping) -> Standard {
        let mut standard = Standard {
            types: JUNCTIONS.iter().map(|name| (Box::from(*name), ElementType::JUNCTION)).collect(),
            type_names: Vec::new(),
            kinds: Vec::new(),
            implied: Vec::new(),
            nested: Vec::new(),
            related: Vec::new(),
            named: Vec::new(),
            names: FxHashMap::default(),
            name_words: FxHashMap::default(),
            types_named: TypeSet::default(),
            types_with_words: TypeSet::default(),
            beginnings: FxHashSet::default(),
            through: Vec::new(),
            wholes: written.part.relations.iter().collect(),
            links: self.links(&written.link),
            kind_count: self.metamodel.kinds.len(),
            flow: self.flow(&written.flow),
            kind_words: self.kind_words(&written.specialization),
            keys: FxHashMap::default(),
            relationships: FxHashMap::default(),
            members: Vec::new(),
            value_words: self.value_words(&written.word),
            silence: written.value.silence.iter().map(String::as_str).collect(),
            none: written.value.none.iter().map(String::as_str).collect(),
            state: StateMapping {
                kind: self.kind(&written.state.kind).unwrap_or(KindId(0)),
                words: states(&written.state),
                contained: TypeSet::default(),
                associated: TypeSet::default(),
                folders: written.state.folders,
            },
        };
        self.types(written, &mut standard);
        self.rules(written, &mut standard);
        let special = |name: &Text| matches!(name.get_ref().as_str(), "kind" | "state");
        for name in written.hint.keys().filter(|name| !special(name)) {
            self.known_member(name, "hint");
        }
        let further = self.further(&written.key);
        let relationships = self.further(&written.relationship);
        words::add_keys(self.metamodel, &further, &relationships, &mut standard);
        let special = |words: &[String], key: Key| words.iter().map(move |word| (fold(word).into(), key)).collect::<Vec<_>>();
        standard.keys.extend(special(&written.property.kind, Key::Kind));
        standard.keys.extend(special(&written.property.specialization, Key::Specialization));
        standard
    }

    fn wrong(&mut self, at: &Text, code: Code) -> &mut Problem {
        self.problems.push(Problem::new(code, Place::new(self.file, at.span())));
        self.problems.last_mut().expect("one was pushed")
    }

    fn misfit(&mut self, at: &Text, name: &str, expected: &str) {
        let found = at.get_ref().clone();
        let problem = self.wrong(at, Code::WrongConfiguration);
        *problem = problem.clone().with("name", name).with("expected", expected).with("found", found);
    }

    fn types(&mut self, written: &WrittenMapping, standard: &mut Standard) {
        for (name, kind) in &written.kind {
            let number = ElementType(standard.type_names.len().min(TypeSet::CAPACITY - 1) as u8);
            standard.types.insert(name.get_ref().as_str().into(), number);
            standard.type_names.push(name.get_ref().as_str().into());
            standard.kinds.push(self.kind_or_none(kind).flatten());
        }
        if standard.type_names.len() > TypeSet::CAPACITY {
            let problem = Problem::new(Code::WrongConfiguration, Place::whole(self.file)).with("name", "kind");
            let expected = format!("<= {}", TypeSet::CAPACITY);
            self.problems.push(problem.with("expected", expected).with("found", standard.type_names.len().to_string()));
        }
        for (old, new) in &written.formerly {
            let number = self.known_type(new, standard);
            standard.types.insert(old.get_ref().as_str().into(), number);
        }
        standard.implied = vec![Vec::new(); standard.type_names.len()];
        for (name, set) in &written.attribute {
            let what = self.known_type(name, standard);
            let kind = standard.kinds.get(what.index()).copied().flatten();
            if let Some(implied) = standard.implied.get_mut(what.index()) {
                *implied = self.implied(set, kind);
            }
        }
    }

    /// Attributes that stand unless something states another value.
    fn implied(&mut self, set: &Table<Text>, kind: Option<KindId>) -> Vec<Implied> {
        let mut implied = Vec::new();
        for (name, value) in set {
            let known = kind.and_then(|kind| self.metamodel.attribute_of(kind, name.get_ref()));
            match known.map(|attribute| self.metamodel.words_of(attribute)) {
                Some(words) if words.contains(&value.get_ref().as_str()) => {
                    implied.push((name.get_ref().as_str().into(), value.get_ref().as_str().into()));
                }
                Some(words) => self.misfit(value, name.get_ref(), &words.join(", ")),
                None => self.misfit(name, "attribute", "attribute"),
            }
        }
        implied
    }

    /// What depends on types: nesting, names, states.
    fn rules(&mut self, written: &WrittenMapping, standard: &mut Standard) {
        standard.nested = written.nested.iter().filter_map(|nested| self.nested(nested, standard)).collect();
        standard.related = written.related.iter().filter_map(|related| self.related(related, standard)).collect();
        standard.through = written.through.iter().map(|through| self.through(through, standard)).collect();
        standard.state.contained = self.type_set(&written.state.contained, standard);
        standard.state.associated = self.type_set(&written.state.associated, standard);
        for rule in &written.named {
            self.named(rule, standard);
        }
    }

    fn named(&mut self, written: &WrittenNamed, standard: &mut Standard) {
        let Some(kind) = self.kind_or_none(&written.kind) else { return };
        let types = self.type_set(&written.types, standard);
        let number = standard.named.len() as u16;
        let set = self.implied(&written.set, kind);
        standard.named.push(Named { kind, types, set });
        for name in &written.names {
            standard.beginnings.insert(beginning(name));
            standard.names.entry(plain(name).into()).or_default().push(number);
        }
        for word in &written.words {
            standard.name_words.entry(plain(word).into()).or_default().push(number);
        }
        let add = |to: &mut TypeSet| to.0 |= types.0;
        if !written.names.is_empty() {
            add(&mut standard.types_named);
        }
        if !written.words.is_empty() {
            add(&mut standard.types_with_words);
        }
    }

    fn nested(&mut self, written: &WrittenNested, standard: &Standard) -> Option<Nested> {
        let what = self.known_type(&written.what, standard);
        let inside = self.type_set(&written.inside, standard);
        Some(Nested { kind: self.kind(&written.kind)?, what, inside, leaf: written.leaf })
    }

    fn related(&mut self, written: &WrittenRelated, standard: &Standard) -> Option<Related> {
        let what = self.known_type(&written.what, standard);
        let to = self.type_set(&written.to, standard);
        Some(Related { kind: self.kind_or_none(&written.kind)?, what, relation: written.relation, to })
    }

    fn through(&mut self, written: &WrittenThrough, standard: &Standard) -> Through {
        let to = if written.to.is_empty() { self.metamodel.all_kinds() } else { self.kind_set(&written.to) };
        Through {
            types: self.type_set(&written.types, standard),
            first: written.first.iter().collect(),
            second: written.second.iter().collect(),
            stated: written.stated,
            to,
        }
    }

    fn flow(&mut self, written: &WrittenFlow) -> FlowMapping {
        let kind = self.kind(&written.kind).unwrap_or(KindId(0));
        let mut link = |name: &Text| self.link(kind, name).unwrap_or(LinkId(0));
        let (source, target, service) = (link(&written.source), link(&written.target), link(&written.service));
        let (via, carries) = (link(&written.via), link(&written.carries));
        FlowMapping {
            kind,
            source,
            target,
            via,
            carries,
            service,
            through: self.kind_set(&written.through),
            exchanges: written.exchanges.iter().collect(),
            giving: self.kind_set(&written.giving),
            parties: self.kind_set(&written.parties),
            belongs_to: self.links_called(&written.belongs_to),
            belongs_by: self.links_called(&written.belongs_by),
            published: self.links_called(std::slice::from_ref(&written.published)),
        }
    }
}

/// Letters alone, as names of states are compared; the words of the attribute `state` are states too.
fn states(written: &WrittenStates) -> FxHashMap<Box<str>, States> {
    let mut states = FxHashMap::default();
    states.insert("both".into(), States::BOTH);
    for (words, state) in [(&written.current, States::CURRENT), (&written.target, States::TARGET), (&written.approved, States::APPROVED)] {
        for word in words {
            states.insert(letters(word).into(), state);
        }
    }
    states
}
