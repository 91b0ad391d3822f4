//! The metamodel as written in TOML, and the one function that turns it into what is meant or collects
//! every mistake: unknown targets, clashing names, missing inverses or languages, wrong defaults.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::{
    AbstractKind, Attribute, AttributeId, AttributeType, Kind, KindId, KindSet, Layer, LayerId, Link, LinkId, Member, Metamodel, Reach,
    Word,
};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem};
use crate::text::Trilingual;
use crate::value::Value;

type Named<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenMetamodel {
    version: String,
    layer: Named<WrittenLayer>,
    #[serde(rename = "abstract")]
    shared: Named<WrittenKind>,
    kind: Named<WrittenKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLayer {
    name: Trilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenKind {
    #[serde(default)]
    is: Vec<Spanned<String>>,
    layer: Option<Spanned<String>>,
    #[serde(default)]
    identity: Vec<Spanned<String>>,
    #[serde(default)]
    shared: bool,
    #[serde(default)]
    plea: bool,
    name: Trilingual,
    doc: Trilingual,
    cites: Vec<String>,
    #[serde(default)]
    attributes: Named<WrittenAttribute>,
    #[serde(default)]
    links: Named<WrittenLink>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenAttribute {
    #[serde(rename = "type")]
    kind: AttributeType,
    #[serde(default)]
    values: Vec<String>,
    default: Option<Spanned<toml::Value>>,
    #[serde(default)]
    plea: bool,
    #[serde(default)]
    derived: bool,
    #[serde(default)]
    mandatory: Mandatory,
    name: Trilingual,
    doc: Trilingual,
    cites: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenLink {
    to: Vec<Spanned<String>>,
    #[serde(default)]
    many: bool,
    inverse: Spanned<String>,
    #[serde(default)]
    mandatory: Mandatory,
    #[serde(default)]
    drawn: bool,
    #[serde(default)]
    plea: bool,
    #[serde(default)]
    reaches: Reach,
    name: Trilingual,
    doc: Trilingual,
    cites: Vec<String>,
}

/// `true` for every kind that has the link, or the kinds it is mandatory on.
#[derive(Deserialize)]
#[serde(untagged)]
enum Mandatory {
    Everywhere(bool),
    On(Vec<String>),
}

impl Default for Mandatory {
    fn default() -> Mandatory {
        Mandatory::Everywhere(false)
    }
}

pub fn load(text: &str, file: FileId) -> Result<Metamodel, Vec<Problem>> {
    let written: WrittenMetamodel = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Problem::new(Code::Metamodel, Place::new(file, span)).with("reason", error.message())]
    })?;
    let mut builder = Builder::new(&written, file);
    builder.build();
    let metamodel = builder.metamodel;
    if builder.problems.is_empty() { Ok(metamodel) } else { Err(builder.problems) }
}

struct Builder<'a> {
    written: &'a WrittenMetamodel,
    file: FileId,
    metamodel: Metamodel,
    problems: Vec<Problem>,
}

impl<'a> Builder<'a> {
    fn new(written: &'a WrittenMetamodel, file: FileId) -> Builder<'a> {
        let metamodel = Metamodel {
            version: written.version.clone(),
            layers: written.layer.iter().map(|(name, layer)| Layer { name: name.get_ref().clone(), title: layer.name.clone() }).collect(),
            kinds: Vec::new(),
            abstracts: Vec::new(),
            attributes: Vec::new(),
            links: Vec::new(),
            words: Vec::new(),
            word_ids: FxHashMap::default(),
            kind_ids: FxHashMap::default(),
            shared: KindSet::EMPTY,
            called: Default::default(),
        };
        Builder { written, file, metamodel, problems: Vec::new() }
    }

    fn wrong(&mut self, span: std::ops::Range<usize>, reason: impl Into<String>) {
        self.problems.push(Problem::new(Code::Metamodel, Place::new(self.file, span)).with("reason", reason));
    }

    fn build(&mut self) {
        if self.written.kind.len() > 64 {
            self.wrong(0..0, "more than 64 kinds");
            return;
        }
        self.name_kinds();
        let definitions: Vec<_> = self.written.shared.iter().chain(&self.written.kind).collect();
        for (name, kind) in &definitions {
            self.check_words(name.span(), name.get_ref(), &kind.name, &kind.doc, &kind.cites);
            for (attribute, written) in &kind.attributes {
                self.add_attribute(name.get_ref(), attribute, written);
            }
            for (link, written) in &kind.links {
                self.add_link(name.get_ref(), link, written);
            }
        }
        for (at, (name, kind)) in self.written.kind.iter().enumerate() {
            self.find_members(KindId(at as u8), name, kind);
        }
        self.find_inverses();
        self.find_identities();
    }

    fn check_words(&mut self, span: std::ops::Range<usize>, what: &str, name: &Trilingual, doc: &Trilingual, cites: &[String]) {
        for (part, text) in [("name", name), ("doc", doc)] {
            for language in text.missing() {
                self.wrong(span.clone(), format!("`{what}` has no {part} in {language}"));
            }
        }
        if cites.is_empty() {
            self.wrong(span, format!("`{what}` cites nothing"));
        }
    }

    fn name_kinds(&mut self) {
        for (name, layer) in &self.written.layer {
            for language in layer.name.missing() {
                self.wrong(name.span(), format!("layer `{}` has no name in {language}", name.get_ref()));
            }
        }
        for (at, (name, kind)) in self.written.kind.iter().enumerate() {
            if self.written.shared.contains_key(name) {
                self.wrong(name.span(), format!("`{}` is both a kind and an abstract kind", name.get_ref()));
            }
            let layer = kind.layer.as_ref().and_then(|layer| self.metamodel.find_layer(layer.get_ref()));
            if layer.is_none() {
                let span = kind.layer.as_ref().map_or(name.span(), Spanned::span);
                self.wrong(span, format!("kind `{}` names no known layer", name.get_ref()));
            }
            let is = self.ancestors(kind);
            self.metamodel.kind_ids.insert(name.get_ref().clone(), KindId(at as u8));
            if kind.shared {
                self.metamodel.shared = self.metamodel.shared.union(KindSet::of(KindId(at as u8)));
            }
            self.metamodel.kinds.push(Kind {
                name: name.get_ref().clone(),
                order: name.span().start as u32,
                title: kind.name.clone(),
                doc: kind.doc.clone(),
                cites: kind.cites.clone(),
                layer: layer.unwrap_or(LayerId(0)),
                is,
                identity: Vec::new(),
                shared: kind.shared,
                plea: kind.plea,
                members: FxHashMap::default(),
            });
        }
        for (name, kind) in &self.written.shared {
            let kinds = &self.metamodel.kinds;
            let kinds = (0..kinds.len()).filter(|at| kinds[*at].is.contains(name.get_ref())).map(|at| KindId(at as u8)).collect();
            self.metamodel.abstracts.push(AbstractKind {
                name: name.get_ref().clone(),
                title: kind.name.clone(),
                doc: kind.doc.clone(),
                cites: kind.cites.clone(),
                kinds,
            });
        }
    }

    /// The abstract kinds a kind inherits from, nearest first; stops at what it has seen, so a circle ends.
    fn ancestors(&mut self, kind: &WrittenKind) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut queue: std::collections::VecDeque<&Spanned<String>> = kind.is.iter().collect();
        while let Some(name) = queue.pop_front() {
            if found.contains(name.get_ref()) {
                continue;
            }
            found.push(name.get_ref().clone());
            match self.written.shared.iter().find(|(known, _)| known.get_ref() == name.get_ref()) {
                Some((_, shared)) => queue.extend(&shared.is),
                None => self.wrong(name.span(), format!("no abstract kind `{}`", name.get_ref())),
            }
        }
        found
    }

    fn word(&mut self, word: &str) -> Word {
        let next = Word(self.metamodel.words.len() as u16);
        let id = *self.metamodel.word_ids.entry(word.to_string()).or_insert(next);
        if id == next {
            self.metamodel.words.push(word.to_string());
        }
        id
    }

    fn add_attribute(&mut self, owner: &str, name: &Spanned<String>, written: &WrittenAttribute) {
        let what = format!("{owner}.{}", name.get_ref());
        self.check_words(name.span(), &what, &written.name, &written.doc, &written.cites);
        let is_enum = matches!(written.kind, AttributeType::Enum | AttributeType::EnumList);
        if is_enum == written.values.is_empty() {
            self.wrong(name.span(), format!("`{what}`: values belong to an enum, and an enum needs them"));
        }
        let values: Vec<Word> = written.values.iter().map(|value| self.word(value)).collect();
        let default = written.default.as_ref().and_then(|default| {
            let value = self.default_value(written.kind, &values, default.get_ref());
            if value.is_none() {
                self.wrong(default.span(), format!("`{what}`: the default does not fit the type"));
            }
            value
        });
        let mandatory = self.mandatory_kinds(&what, name, &written.mandatory);
        self.metamodel.attributes.push(Attribute {
            name: name.get_ref().clone(),
            order: name.span().start as u32,
            defined_by: owner.to_string(),
            title: written.name.clone(),
            doc: written.doc.clone(),
            cites: written.cites.clone(),
            kind: written.kind,
            values,
            default,
            plea: written.plea,
            derived: written.derived,
            mandatory,
            from: KindSet::EMPTY,
        });
    }

    fn default_value(&self, kind: AttributeType, values: &[Word], default: &toml::Value) -> Option<Value> {
        let allowed = |text: &str| self.metamodel.find_word(text).filter(|word| values.contains(word));
        match (kind, default) {
            (AttributeType::Bool, toml::Value::Boolean(value)) => Some(Value::Bool(*value)),
            (AttributeType::Integer | AttributeType::Money | AttributeType::Year, toml::Value::Integer(value)) => {
                Some(Value::Integer(*value))
            }
            (AttributeType::Number, toml::Value::Float(value)) => Some(Value::Number(*value)),
            (AttributeType::Enum, toml::Value::String(text)) => allowed(text).map(Value::Word),
            (AttributeType::EnumList, toml::Value::Array(items)) => {
                let words: Option<Vec<Word>> = items.iter().map(|item| item.as_str().and_then(allowed)).collect();
                words.map(|words| Value::Words(words.into()))
            }
            (AttributeType::String, toml::Value::String(text)) => Some(Value::Text(text.as_str().into())),
            _ => None,
        }
    }

    fn add_link(&mut self, owner: &str, name: &Spanned<String>, written: &WrittenLink) {
        let what = format!("{owner}.{}", name.get_ref());
        self.check_words(name.span(), &what, &written.name, &written.doc, &written.cites);
        let mandatory = self.mandatory_kinds(&what, name, &written.mandatory);
        if !mandatory.is_empty() && written.drawn {
            self.wrong(name.span(), format!("`{what}` is both mandatory and drawn"));
        }
        if written.inverse.get_ref().is_empty() {
            self.wrong(written.inverse.span(), format!("`{what}` has no inverse"));
        }
        let mut to = KindSet::EMPTY;
        for target in &written.to {
            match self.metamodel.kinds_named(target.get_ref()) {
                Some(kinds) => to = to.union(kinds),
                None => self.wrong(target.span(), format!("`{what}` leads to an unknown kind `{}`", target.get_ref())),
            }
        }
        self.metamodel.links.push(Link {
            name: name.get_ref().clone(),
            order: name.span().start as u32,
            defined_by: owner.to_string(),
            title: written.name.clone(),
            doc: written.doc.clone(),
            cites: written.cites.clone(),
            inverse: written.inverse.get_ref().clone(),
            from: KindSet::EMPTY,
            to,
            many: written.many,
            mandatory,
            drawn: written.drawn,
            plea: written.plea,
            reaches: written.reaches,
        });
    }

    fn mandatory_kinds(&mut self, what: &str, name: &Spanned<String>, written: &Mandatory) -> KindSet {
        let names = match written {
            Mandatory::Everywhere(true) => return self.metamodel.all_kinds(),
            Mandatory::Everywhere(false) => return KindSet::EMPTY,
            Mandatory::On(names) => names,
        };
        let mut kinds = KindSet::EMPTY;
        for kind in names {
            match self.metamodel.kinds_named(kind) {
                Some(found) => kinds = kinds.union(found),
                None => self.wrong(name.span(), format!("`{what}` is mandatory on an unknown kind `{kind}`")),
            }
        }
        kinds
    }

    /// Own names first, then those of what the kind is, nearest first; the first to take a name keeps it.
    fn find_members(&mut self, id: KindId, name: &Spanned<String>, kind: &WrittenKind) {
        let mut owners = vec![name.get_ref().clone()];
        owners.extend(self.metamodel.kinds[id.index()].is.clone());
        let shared_names = kind.attributes.keys().filter(|attribute| kind.links.contains_key(*attribute));
        for clash in shared_names.map(|clash| (clash.span(), clash.get_ref().clone())).collect::<Vec<_>>() {
            self.wrong(clash.0, format!("`{}` is both an attribute and a link of `{}`", clash.1, name.get_ref()));
        }
        let mut members: FxHashMap<String, Member> = FxHashMap::default();
        for owner in &owners {
            for (at, attribute) in self.metamodel.attributes.iter_mut().enumerate().filter(|(_, a)| a.defined_by == *owner) {
                members.entry(attribute.name.clone()).or_insert_with(|| {
                    attribute.from = attribute.from.union(KindSet::of(id));
                    Member::Attribute(AttributeId(at as u16))
                });
            }
            for (at, link) in self.metamodel.links.iter_mut().enumerate().filter(|(_, l)| l.defined_by == *owner) {
                members.entry(link.name.clone()).or_insert_with(|| {
                    link.from = link.from.union(KindSet::of(id));
                    Member::Link(LinkId(at as u16))
                });
            }
        }
        self.metamodel.kinds[id.index()].members = members;
    }

    fn find_inverses(&mut self) {
        let mut clashes = Vec::new();
        for (at, link) in self.metamodel.links.iter().enumerate() {
            for kind in link.to.iter() {
                let members = &mut self.metamodel.kinds[kind.index()].members;
                match members.entry(link.inverse.clone()).or_insert_with(|| Member::Inverse(Vec::new())) {
                    Member::Inverse(links) => links.push(LinkId(at as u16)),
                    _ => clashes.push((link.defined_by.clone(), link.name.clone(), link.inverse.clone(), kind)),
                }
            }
        }
        for (owner, link, inverse, kind) in clashes {
            let kind = self.metamodel.kinds[kind.index()].name.clone();
            let span = self.link_span(&owner, &link);
            self.wrong(span, format!("the inverse `{inverse}` of `{owner}.{link}` clashes with another name of `{kind}`"));
        }
    }

    fn link_span(&self, owner: &str, link: &str) -> std::ops::Range<usize> {
        let definitions = self.written.shared.iter().chain(&self.written.kind);
        let owner = definitions.into_iter().find(|(name, _)| name.get_ref() == owner);
        let link = owner.and_then(|(_, kind)| kind.links.iter().find(|(name, _)| name.get_ref() == link));
        link.map_or(0..0, |(_, written)| written.inverse.span())
    }

    fn find_identities(&mut self) {
        for (at, kind) in self.written.kind.values().enumerate() {
            for name in &kind.identity {
                match self.metamodel.attribute_of(KindId(at as u8), name.get_ref()) {
                    Some(attribute) => self.metamodel.kinds[at].identity.push(attribute),
                    None => self.wrong(name.span(), format!("identity names no attribute: `{}`", name.get_ref())),
                }
            }
        }
    }
}
