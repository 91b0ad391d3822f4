//! The mapping as written in TOML, and the one function that turns it into what is meant or collects every mistake:
//! unknown kinds and links, entries that can never fit, words that mean two things.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::{ElementType, FlowMapping, MappedLink, Mapping, Nested, RelationType, Shape, fold, words};
use crate::fragment::States;
use crate::metamodel::{KindId, KindSet, LinkId, Metamodel};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, nearest};

type Names = Vec<Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenMapping {
    kind: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    formerly: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    specialization: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    nested: Vec<WrittenNested>,
    link: Vec<WrittenLink>,
    flow: WrittenFlow,
    property: WrittenProperty,
    value: WrittenValues,
    state: WrittenStates,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNested {
    #[serde(rename = "type")]
    what: Spanned<String>,
    inside: Names,
    #[serde(default)]
    leaf: bool,
    kind: Spanned<String>,
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
    link: Spanned<String>,
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
#[serde(deny_unknown_fields)]
struct WrittenFlow {
    kind: Spanned<String>,
    source: Spanned<String>,
    target: Spanned<String>,
    via: Spanned<String>,
    carries: Spanned<String>,
    through: Names,
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
    #[serde(rename = "type")]
    what: Spanned<String>,
    current: Vec<String>,
    target: Vec<String>,
    approved: Vec<String>,
}

/// How an element type says that the metamodel has no counterpart.
const NO_KIND: &str = "none";
/// The types that join relationships, in all formats.
const JUNCTIONS: [&str; 3] = ["Junction", "AndJunction", "OrJunction"];

pub fn load(text: &str, file: FileId, metamodel: &Metamodel) -> Result<Mapping, Vec<Problem>> {
    let written: WrittenMapping = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Problem::new(Code::MalformedToml, Place::new(file, span)).with("reason", error.message())]
    })?;
    let mut builder = Builder { file, metamodel, problems: Vec::new() };
    let mapping = builder.build(&written);
    if builder.problems.is_empty() { Ok(mapping) } else { Err(builder.problems) }
}

struct Builder<'m> {
    file: FileId,
    metamodel: &'m Metamodel,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    fn build(&mut self, written: &WrittenMapping) -> Mapping {
        let mut mapping = Mapping {
            types: JUNCTIONS.iter().map(|name| (Box::from(*name), ElementType::JUNCTION)).collect(),
            type_names: Vec::new(),
            kinds: Vec::new(),
            nested: Vec::new(),
            links: Vec::new(),
            kind_count: self.metamodel.kinds.len(),
            flow: self.flow(&written.flow),
            kind_words: self.kind_words(&written.specialization),
            keys: FxHashMap::default(),
            members: Vec::new(),
            silence: written.value.silence.iter().map(|word| word.to_lowercase()).collect(),
            none: written.value.none.iter().map(|word| word.to_lowercase()).collect(),
            states: states(&written.state),
            plateau: ElementType::UNKNOWN,
        };
        self.types(&written.kind, &mut mapping);
        for (old, new) in &written.formerly {
            let number = self.known_type(new, &mapping);
            mapping.types.insert(old.get_ref().as_str().into(), number);
        }
        mapping.nested = written.nested.iter().filter_map(|nested| self.nested(nested, &mapping)).collect();
        mapping.plateau = self.known_type(&written.state.what, &mapping);
        mapping.links = self.links(&written.link);
        words::add_keys(self.metamodel, [&written.property.kind, &written.property.specialization], &mut mapping);
        mapping
    }

    fn wrong(&mut self, at: &Spanned<String>, code: Code) -> &mut Problem {
        self.problems.push(Problem::new(code, Place::new(self.file, at.span())));
        self.problems.last_mut().expect("one was pushed")
    }

    fn misfit(&mut self, at: &Spanned<String>, name: &str, expected: &str) {
        let found = at.get_ref().clone();
        let problem = self.wrong(at, Code::WrongConfiguration);
        *problem = problem.clone().with("name", name).with("expected", expected).with("found", found);
    }

    fn kind(&mut self, name: &Spanned<String>) -> Option<KindId> {
        let kind = self.metamodel.find_kind(name.get_ref());
        if kind.is_none() {
            self.unknown_kind(name);
        }
        kind
    }

    fn unknown_kind(&mut self, name: &Spanned<String>) {
        let known = self.metamodel.kinds.iter().map(|kind| kind.name.as_str());
        let known = known.chain(self.metamodel.abstracts.iter().map(|shared| shared.name.as_str()));
        let near = nearest(name.get_ref(), known).unwrap_or_default().to_string();
        let problem = self.wrong(name, Code::UnknownKind);
        *problem = problem.clone().with("found", name.get_ref().as_str()).with("nearest", near);
    }

    fn kind_set(&mut self, names: &Names) -> KindSet {
        let mut kinds = KindSet::EMPTY;
        for name in names {
            match self.metamodel.kinds_named(name.get_ref()) {
                Some(named) => kinds = kinds.union(named),
                None => self.unknown_kind(name),
            }
        }
        kinds
    }

    fn types(&mut self, written: &BTreeMap<Spanned<String>, Spanned<String>>, mapping: &mut Mapping) {
        for (name, kind) in written {
            let number = ElementType(mapping.type_names.len().min(ElementType::JUNCTION.index() - 1) as u8);
            mapping.types.insert(name.get_ref().as_str().into(), number);
            mapping.type_names.push(name.get_ref().as_str().into());
            mapping.kinds.push(if kind.get_ref() == NO_KIND { None } else { self.kind(kind) });
        }
        if mapping.type_names.len() >= ElementType::JUNCTION.index() {
            let place = Place::whole(self.file);
            let problem = Problem::new(Code::WrongConfiguration, place).with("name", "kind").with("expected", "< 254");
            self.problems.push(problem.with("found", mapping.type_names.len().to_string()));
        }
    }

    fn known_type(&mut self, name: &Spanned<String>, mapping: &Mapping) -> ElementType {
        let found = mapping.element_type(name.get_ref());
        if found == ElementType::UNKNOWN {
            let near = nearest(name.get_ref(), mapping.type_names()).unwrap_or_default();
            self.misfit(name, "type", near);
        }
        found
    }

    fn nested(&mut self, written: &WrittenNested, mapping: &Mapping) -> Option<Nested> {
        let what = self.known_type(&written.what, mapping);
        let inside = written.inside.iter().map(|name| self.known_type(name, mapping)).collect();
        Some(Nested { kind: self.kind(&written.kind)?, what, inside, leaf: written.leaf })
    }

    fn flow(&mut self, written: &WrittenFlow) -> FlowMapping {
        let kind = self.kind(&written.kind).unwrap_or(KindId(0));
        let mut link = |name: &Spanned<String>| self.link(kind, name).unwrap_or(LinkId(0));
        let (source, target) = (link(&written.source), link(&written.target));
        let (via, carries) = (link(&written.via), link(&written.carries));
        FlowMapping { kind, source, target, via, carries, through: self.kind_set(&written.through) }
    }

    fn link(&mut self, kind: KindId, name: &Spanned<String>) -> Option<LinkId> {
        let link = self.metamodel.link_of(kind, name.get_ref());
        if link.is_none() {
            let near = nearest(name.get_ref(), self.metamodel.writable(kind)).unwrap_or_default().to_string();
            let kind = self.metamodel.kind(kind).name.clone();
            let problem = self.wrong(name, Code::UnknownAttribute);
            *problem = problem.clone().with("found", name.get_ref().as_str()).with("kind", kind).with("nearest", near);
        }
        link
    }

    /// The table of links. Where several entries fit, the first has it.
    fn links(&mut self, written: &[WrittenLink]) -> Vec<Option<MappedLink>> {
        let count = self.metamodel.kinds.len();
        let mut table = vec![None; Shape::COUNT * count * count];
        for entry in written {
            let (sources, targets) = (self.kind_set(&entry.source), self.kind_set(&entry.target));
            if (entry.access.is_some() && entry.relation != RelationType::Access)
                || (entry.directed && entry.relation != RelationType::Association)
            {
                self.misfit(&entry.link, "access, directed", "relation = \"Access\", \"Association\"");
            }
            let of_target = entry.of == WrittenOf::Target;
            let (owners, ends) = if of_target { (targets, sources) } else { (sources, targets) };
            let owners = owners.iter().filter_map(|owner| Some((owner, self.metamodel.link_of(owner, entry.link.get_ref())?)));
            let pairs =
                owners.flat_map(|(owner, link)| ends.intersection(self.metamodel.link(link).to).iter().map(move |end| (owner, link, end)));
            let mut fits = false;
            for (owner, link, end) in pairs {
                let (source, target) = if of_target { (end, owner) } else { (owner, end) };
                fits = true;
                let mut put = |shape: Shape, source: KindId, target: KindId, of_target: bool| {
                    let at = (shape.index() * count + source.index()) * count + target.index();
                    table[at].get_or_insert(MappedLink { link, of_target });
                };
                for shape in shapes(entry) {
                    put(shape, source, target, of_target);
                    if entry.relation == RelationType::Association && !entry.directed {
                        put(shape, target, source, !of_target);
                    }
                }
            }
            if !fits {
                self.misfit(&entry.link, "link", "source, target");
            }
        }
        table
    }
    fn kind_words(&mut self, specializations: &BTreeMap<Spanned<String>, Spanned<String>>) -> FxHashMap<Box<str>, KindId> {
        let specializations = specializations.iter().filter_map(|(word, kind)| Some((word.get_ref().as_str(), self.kind(kind)?)));
        let specializations: Vec<(&str, KindId)> = specializations.collect();
        words::of_kinds(self.metamodel, &specializations)
    }
}

fn shapes(entry: &WrittenLink) -> Vec<Shape> {
    match (entry.relation, entry.access, entry.directed) {
        (_, Some(WrittenAccess::Read), _) => vec![Shape::Read],
        (_, Some(WrittenAccess::Write), _) => vec![Shape::Write],
        (RelationType::Access, None, _) => vec![Shape::Plain(RelationType::Access), Shape::Read, Shape::Write],
        (_, _, true) => vec![Shape::Directed],
        (RelationType::Association, _, false) => vec![Shape::Plain(RelationType::Association), Shape::Directed],
        (relation, _, _) => vec![Shape::Plain(relation)],
    }
}

/// Letters alone, as plateaus are compared; the words of the attribute `state` are states too.
fn states(written: &WrittenStates) -> FxHashMap<Box<str>, States> {
    let mut states = FxHashMap::default();
    states.insert("both".into(), States::BOTH);
    for (words, state) in [(&written.current, States::CURRENT), (&written.target, States::TARGET), (&written.approved, States::APPROVED)] {
        for word in words {
            let letters: String = fold(word).chars().filter(|c| c.is_alphabetic()).collect();
            states.insert(letters.into(), state);
        }
    }
    states
}
