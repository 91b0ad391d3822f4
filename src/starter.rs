//! The starter for the modelling tool: an Archi model with the specialisations and property keys that saikes
//! understands, named in the reader's language, and a view to begin with.
//!
//! What it holds stands in `rules/starter.toml`; the keys are those of the metamodel, so that they never fall behind.
//! Leaves to others: where the file goes (`cli`), XML (`xml`).

mod xml;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::metamodel::{Attribute, AttributeType, KindId, Member, Metamodel};
use crate::read::archimate::Mapping;
use crate::text::{Language, Trilingual, say};
use xml::Writer;

/// The embedded file.
const TEXT: &str = include_str!("../rules/starter.toml");

static STARTER: LazyLock<Starter> = LazyLock::new(|| toml::from_str(TEXT).expect("the embedded starter is sound (a test loads it)"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Starter {
    /// What each kind is drawn as, in the metamodel's order when written.
    concept: BTreeMap<String, String>,
    folder: Vec<Folder>,
    example: Example,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Folder {
    #[serde(rename = "type")]
    what: String,
    name: Trilingual,
    concepts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    model: Trilingual,
    view: Trilingual,
    note: Trilingual,
    element: Vec<Element>,
    relation: Vec<Relation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Element {
    id: String,
    kind: String,
    name: Trilingual,
    description: Trilingual,
    /// By attribute; values as written in a model.
    #[serde(default)]
    facts: BTreeMap<String, String>,
    /// Left and top.
    at: [u32; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Relation {
    id: String,
    #[serde(rename = "type")]
    what: String,
    source: String,
    target: String,
    /// As Archi writes the type of an access: `1` reads.
    access: Option<String>,
    #[serde(default)]
    name: Trilingual,
}

/// The version of the format that the file is written in.
const VERSION: &str = "5.0.0";
/// Width and height of a box.
const BOX: [u32; 2] = [160, 70];
/// Where the note stands: left, top, width, height.
const NOTE: [u32; 4] = [20, 480, 1000, 150];
/// Attributes that a drawing has places of its own for.
const OWN: [&str; 3] = ["id", "name", "description"];

/// The text of an Archi model in UTF-8.
pub fn archi(metamodel: &Metamodel, mapping: &Mapping, language: Language) -> String {
    let page = Page { starter: &STARTER, metamodel, mapping, language };
    let mut out = Writer::new();
    page.model(&mut out);
    out.text
}

struct Page<'s> {
    starter: &'s Starter,
    metamodel: &'s Metamodel,
    mapping: &'s Mapping,
    language: Language,
}

impl Page<'_> {
    fn model(&self, out: &mut Writer) {
        let name = self.starter.example.model.get(self.language);
        let attributes = [
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xmlns:archimate", "http://www.archimatetool.com/archimate"),
            ("name", name),
            ("id", "saikes-starter"),
            ("version", VERSION),
        ];
        out.open("archimate:model", &attributes);
        for folder in &self.starter.folder {
            self.folder(folder, out);
        }
        out.element("purpose", &[], self.starter.example.note.get(self.language));
        // What every kind has is listed once, on the model.
        let shared = self.metamodel.abstracts.iter().find(|shared| shared.kinds == self.metamodel.all_kinds());
        if let (Some(shared), Some(kind)) = (shared, self.metamodel.all_kinds().iter().next()) {
            self.keys(kind, |defined_by| defined_by == shared.name, out);
        }
        for (kind, concept) in self.specializations() {
            let name = self.metamodel.kind(kind).title.get(self.language);
            out.empty("profile", &[("name", name), ("id", &profile(self.metamodel, kind)), ("conceptType", concept)]);
        }
        out.close("archimate:model");
    }

    /// Kinds that are drawn, with their concepts, in the metamodel's order.
    fn drawn(&self) -> impl Iterator<Item = (KindId, &str)> {
        let concept = |kind: KindId| self.starter.concept.get(&self.metamodel.kind(kind).name);
        self.metamodel.all_kinds().iter().filter_map(move |kind| Some((kind, concept(kind)?.as_str())))
    }

    /// Kinds that are drawn as elements: relationships are understood without a specialisation.
    fn specializations(&self) -> impl Iterator<Item = (KindId, &str)> {
        self.drawn().filter(|(_, concept)| !concept.ends_with("Relationship"))
    }

    fn folder(&self, folder: &Folder, out: &mut Writer) {
        let id = format!("saikes-folder-{}", folder.what);
        out.open("folder", &[("name", folder.name.get(self.language)), ("id", &id), ("type", &folder.what)]);
        for (kind, _) in self.drawn().filter(|(_, concept)| folder.concepts.iter().any(|own| own == concept)) {
            self.kind_folder(kind, out);
        }
        match folder.what.as_str() {
            "relations" => self.relations(out),
            "diagrams" => self.view(out),
            _ => {}
        }
        out.close("folder");
    }

    /// The folder of a kind: the property keys that are understood on it, and the elements of the example.
    fn kind_folder(&self, kind: KindId, out: &mut Writer) {
        let (name, title) = (&self.metamodel.kind(kind).name, self.metamodel.kind(kind).title.get(self.language));
        out.open("folder", &[("name", title), ("id", &format!("saikes-folder-{name}"))]);
        out.element("documentation", &[], self.metamodel.kind(kind).doc.get(self.language));
        let everywhere =
            |defined_by: &str| self.metamodel.abstracts.iter().any(|all| all.name == defined_by && all.kinds == self.metamodel.all_kinds());
        self.keys(kind, |defined_by| !everywhere(defined_by), out);
        for element in self.starter.example.element.iter().filter(|element| element.kind == *name) {
            self.element(kind, element, out);
        }
        out.close("folder");
    }

    /// The keys of a kind, each with what may be said, as a list from which nobody has picked.
    fn keys(&self, kind: KindId, wanted: impl Fn(&str) -> bool, out: &mut Writer) {
        for (name, member) in self.metamodel.members(kind) {
            let (defined_by, offered) = match member {
                Member::Attribute(id) if !self.metamodel.attribute(*id).derived && !OWN.contains(&name) => {
                    (&self.metamodel.attribute(*id).defined_by, self.offered(self.metamodel.attribute(*id)))
                }
                Member::Link(id) => (&self.metamodel.link(*id).defined_by, say(self.language, "starter.link", &[])),
                Member::Attribute(_) | Member::Inverse(_) => continue,
            };
            if wanted(defined_by) {
                out.empty("property", &[("key", self.key(kind, name, member)), ("value", &offered)]);
            }
        }
    }

    /// The name of an attribute or link in the reader's language, or its id where the name means several.
    fn key<'k>(&'k self, kind: KindId, name: &'k str, member: &Member) -> &'k str {
        let title = match member {
            Member::Attribute(id) => &self.metamodel.attribute(*id).title,
            Member::Link(id) => &self.metamodel.link(*id).title,
            // The way back is never written.
            Member::Inverse(_) => return name,
        };
        let title = title.get(self.language);
        if self.mapping.sets(title, kind, member) { title } else { name }
    }

    fn offered(&self, attribute: &Attribute) -> String {
        let of = |values: &[&str]| format!("[ {} ]", values.join(" | "));
        match attribute.kind {
            AttributeType::Enum | AttributeType::EnumList => {
                of(&attribute.values.iter().map(|word| self.metamodel.word(*word)).collect::<Vec<_>>())
            }
            AttributeType::Bool => of(&["true", "false"]),
            AttributeType::Date => say(self.language, "starter.date", &[]),
            AttributeType::Year => say(self.language, "starter.year", &[]),
            _ => String::new(),
        }
    }

    fn element(&self, kind: KindId, element: &Element, out: &mut Writer) {
        let concept = &self.starter.concept[&element.kind];
        let (what, id) = (format!("archimate:{concept}"), of_example(&element.id));
        let profile = profile(self.metamodel, kind);
        let attributes = [("xsi:type", what.as_str()), ("name", element.name.get(self.language)), ("id", &id), ("profiles", &profile)];
        out.open("element", &attributes);
        out.element("documentation", &[], element.description.get(self.language));
        for (name, value) in &element.facts {
            let member = self.metamodel.member(kind, name).expect("a fact of the example is of the metamodel (a test looks)");
            out.empty("property", &[("key", self.key(kind, name, member)), ("value", value)]);
        }
        out.close("element");
    }

    fn relations(&self, out: &mut Writer) {
        for relation in &self.starter.example.relation {
            let what = format!("archimate:{}", relation.what);
            let ids = [&relation.id, &relation.source, &relation.target].map(|id| of_example(id));
            let mut attributes = vec![("xsi:type", what.as_str())];
            let name = relation.name.get(self.language);
            attributes.extend((!name.is_empty()).then_some(("name", name)));
            attributes.extend([("id", ids[0].as_str()), ("source", &ids[1]), ("target", &ids[2])]);
            attributes.extend(relation.access.as_ref().map(|access| ("accessType", access.as_str())));
            out.empty("element", &attributes);
        }
    }

    fn view(&self, out: &mut Writer) {
        let Example { view, note, element, .. } = &self.starter.example;
        let attributes = [("xsi:type", "archimate:ArchimateDiagramModel"), ("name", view.get(self.language)), ("id", "saikes-view")];
        out.open("element", &attributes);
        for element in element {
            self.shown(element, out);
        }
        out.open("child", &[("xsi:type", "archimate:Note"), ("id", "saikes-note")]);
        out.bounds(NOTE);
        out.element("content", &[], note.get(self.language));
        out.close("child");
        out.close("element");
    }

    /// The box of an element, with the lines that begin at it.
    fn shown(&self, element: &Element, out: &mut Writer) {
        let relations = &self.starter.example.relation;
        let incoming = relations.iter().filter(|relation| relation.target == element.id).map(|relation| line(&relation.id));
        let incoming = incoming.collect::<Vec<_>>().join(" ");
        let (id, stands_for) = (shown(&element.id), of_example(&element.id));
        let mut attributes = vec![("xsi:type", "archimate:DiagramObject"), ("id", id.as_str())];
        attributes.extend((!incoming.is_empty()).then_some(("targetConnections", incoming.as_str())));
        attributes.push(("archimateElement", &stands_for));
        out.open("child", &attributes);
        out.bounds([element.at[0], element.at[1], BOX[0], BOX[1]]);
        for relation in relations.iter().filter(|relation| relation.source == element.id) {
            let ids = [line(&relation.id), shown(&relation.source), shown(&relation.target), of_example(&relation.id)];
            let attributes = [
                ("xsi:type", "archimate:Connection"),
                ("id", ids[0].as_str()),
                ("source", &ids[1]),
                ("target", &ids[2]),
                ("archimateRelationship", &ids[3]),
            ];
            out.empty("sourceConnection", &attributes);
        }
        out.close("child");
    }
}

fn profile(metamodel: &Metamodel, kind: KindId) -> String {
    format!("saikes-kind-{}", metamodel.kind(kind).name)
}

fn of_example(id: &str) -> String {
    format!("saikes-example-{id}")
}

fn shown(id: &str) -> String {
    format!("saikes-box-{id}")
}

fn line(id: &str) -> String {
    format!("saikes-line-{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_can_be_drawn_has_a_concept_and_a_folder() {
        let metamodel = Metamodel::standard();
        let engine = metamodel.find_layer("engine");
        for kind in &metamodel.kinds {
            assert_eq!(STARTER.concept.contains_key(&kind.name), Some(kind.layer) != engine, "{}", kind.name);
        }
        for (kind, concept) in &STARTER.concept {
            assert!(metamodel.find_kind(kind).is_some(), "no kind {kind}");
            let folders = STARTER.folder.iter().filter(|folder| folder.concepts.contains(concept)).count();
            assert_eq!(folders, 1, "{concept} stands in {folders} folders");
        }
    }

    #[test]
    fn the_example_speaks_of_what_there_is() {
        let metamodel = Metamodel::standard();
        let Example { element, relation, .. } = &STARTER.example;
        for element in element {
            let kind = metamodel.find_kind(&element.kind).expect("a kind of the metamodel");
            for (name, value) in &element.facts {
                let attribute = metamodel.attribute_of(kind, name).expect("an attribute of the kind");
                let words = match metamodel.attribute(attribute).kind {
                    AttributeType::Bool => vec!["true", "false"],
                    _ => metamodel.words_of(attribute),
                };
                assert!(words.contains(&value.as_str()), "{name} = {value}");
            }
        }
        for end in relation.iter().flat_map(|relation| [&relation.source, &relation.target]) {
            assert!(element.iter().any(|element| element.id == *end), "no element {end}");
        }
    }

    #[test]
    fn the_same_ids_stand_in_every_language() {
        let ids = |language| {
            let text = archi(Metamodel::standard(), Mapping::standard(), language);
            let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_string));
            let ids: Vec<String> = ids.collect();
            let unique: std::collections::BTreeSet<&String> = ids.iter().collect();
            assert_eq!(unique.len(), ids.len());
            ids
        };
        assert_eq!(ids(Language::Kk), ids(Language::Ru));
        assert_eq!(ids(Language::Ru), ids(Language::En));
    }

    #[test]
    fn it_is_well_formed() {
        for language in Language::ALL {
            let text = archi(Metamodel::standard(), Mapping::standard(), language);
            assert!(roxmltree::Document::parse(&text).is_ok());
        }
    }
}
