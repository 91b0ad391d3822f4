//! The schema of native models, of which a file of answers is one: a table for each kind, with its attributes and links.
//!
//! Attributes and links are definitions of their own, since kinds share most of them.

use serde_json::{Map, Value, json};

use super::{Writer, shape};
use crate::metamodel::{Attribute, AttributeId, AttributeType, KindId, KindSet, Link, LinkId, Member};
use crate::read::values::{NONE, YEARS};

/// The attribute by which a model names a requirement.
const REQUIREMENT: &str = "requirement";

impl Writer {
    pub(super) fn model(&self) -> Value {
        let kinds = (0..self.metamodel.kinds.len()).map(|at| KindId(at as u8));
        let tables = kinds.clone().map(|kind| (self.metamodel.kind(kind).name.clone(), self.elements(kind)));
        let mut schema = shape::table(tables.collect());
        let mut definitions = self.members();
        definitions.extend(kinds.map(|kind| (self.metamodel.kind(kind).name.clone(), self.element(kind))));
        schema["definitions"] = Value::Object(definitions);
        schema
    }

    /// `[kind.id]`, or `[[kind.id]]` for an element that differs between states.
    fn elements(&self, kind: KindId) -> Value {
        let kind = self.metamodel.kind(kind);
        let one = shape::reference(&kind.name);
        let several = json!({ "type": "array", "items": one, "minItems": 1 });
        let mut elements = shape::map(shape::either(vec![one, several]));
        // Neither can be an id.
        elements["propertyNames"] = json!({ "pattern": "\\S", "not": { "enum": [NONE] } });
        elements["title"] = json!(kind.title.get(self.language));
        shape::described(elements, kind.doc.get(self.language))
    }

    fn element(&self, id: KindId) -> Value {
        let mut members: Map<String, Value> = Map::new();
        for (name, member) in self.metamodel.members(id) {
            members.extend(self.definition_of(member).map(|definition| (name.to_string(), shape::reference(&definition))));
        }
        let kind = self.metamodel.kind(id);
        let mut element = shape::table(members);
        element["title"] = json!(kind.title.get(self.language));
        shape::described(element, kind.doc.get(self.language))
    }

    /// What a model may write; neither what the program sets nor the way back of a link.
    pub(super) fn definition_of(&self, member: &Member) -> Option<String> {
        match member {
            Member::Attribute(id) => {
                let attribute = self.metamodel.attribute(*id);
                (!attribute.derived).then(|| format!("{}.{}", attribute.defined_by, attribute.name))
            }
            Member::Link(id) => {
                let link = self.metamodel.link(*id);
                Some(format!("{}.{}", link.defined_by, link.name))
            }
            Member::Inverse(_) => None,
        }
    }

    fn members(&self) -> Map<String, Value> {
        let attributes = (0..self.metamodel.attributes.len()).map(|at| Member::Attribute(AttributeId(at as u16)));
        let links = (0..self.metamodel.links.len()).map(|at| Member::Link(LinkId(at as u16)));
        let written = attributes.chain(links).filter_map(|member| Some((self.definition_of(&member)?, self.member(&member)?)));
        written.collect()
    }

    pub(super) fn member(&self, member: &Member) -> Option<Value> {
        let told = match member {
            Member::Attribute(id) => {
                let attribute = self.metamodel.attribute(*id);
                self.told(self.attribute(*id), attribute.title.get(self.language), &self.attribute_doc(attribute))
            }
            Member::Link(id) => {
                let link = self.metamodel.link(*id);
                self.told(link_shape(link), link.title.get(self.language), &self.link_doc(link))
            }
            Member::Inverse(_) => return None,
        };
        Some(told)
    }

    fn told(&self, mut shape: Value, title: &str, doc: &str) -> Value {
        shape["title"] = json!(title);
        shape::described(shape, doc)
    }

    /// The words of an enum stand in the text too: not every editor shows what belongs to a single word.
    fn attribute_doc(&self, attribute: &Attribute) -> String {
        let mut doc = attribute.doc.get(self.language).to_string();
        for (at, word) in attribute.values.iter().enumerate() {
            let label = self.metamodel.label(Some(attribute), *word, self.language);
            doc += &format!("{}- `{}`: {label}", if at == 0 { "\n\n" } else { "\n" }, self.metamodel.word(*word));
        }
        doc
    }

    fn link_doc(&self, link: &Link) -> String {
        let kinds = match link.to == self.metamodel.all_kinds() {
            true => self.say("any-kind", &[]),
            false => self.kinds(link.to),
        };
        let key = if link.many { "leads-to-many" } else { "leads-to-one" };
        format!("{}\n\n{}", link.doc.get(self.language), self.say(key, &[("kinds", &kinds)]))
    }

    fn kinds(&self, kinds: KindSet) -> String {
        let named = kinds.iter().map(|kind| self.metamodel.kind(kind)).map(|kind| format!("`{}`", kind.name));
        named.collect::<Vec<_>>().join(", ")
    }

    /// What may stand for a value of the attribute. A number without a fraction is an integer to a schema even where it is
    /// written `1.0`, which the reader does not take for one.
    pub(super) fn attribute(&self, id: AttributeId) -> Value {
        let attribute = self.metamodel.attribute(id);
        let plain = match attribute.kind {
            // It may only repeat the id of its table, which a schema cannot compare: nobody should be offered it.
            AttributeType::String if attribute.name == "id" => return json!({ "type": "string", "x-taplo": { "hidden": true } }),
            AttributeType::String if attribute.name == REQUIREMENT => return self.requirement(shape::text()),
            AttributeType::String | AttributeType::Version | AttributeType::Url | AttributeType::Evidence => return shape::text(),
            AttributeType::Text | AttributeType::Localized => return shape::either(vec![shape::text(), some_language()]),
            AttributeType::StringList => return shape::either(vec![shape::text(), shape::list(shape::text())]),
            AttributeType::Enum => self.enumeration(attribute),
            AttributeType::EnumList => {
                let items = shape::either(vec![self.enumeration(attribute), shape::none_or_silence()]);
                shape::either(vec![self.enumeration(attribute), shape::list(items)])
            }
            AttributeType::Bool => shape::boolean(),
            AttributeType::Integer | AttributeType::Money => json!({ "type": "integer" }),
            AttributeType::Year => json!({ "type": "integer", "minimum": YEARS.start(), "maximum": YEARS.end() }),
            AttributeType::Number => shape::number(),
            AttributeType::Date => shape::date(),
        };
        shape::either(vec![plain, shape::none_or_silence()])
    }

    fn enumeration(&self, attribute: &Attribute) -> Value {
        let words = attribute.values.iter().map(|word| self.metamodel.word(*word));
        let labels = attribute.values.iter().map(|word| self.metamodel.label(Some(attribute), *word, self.language));
        shape::words(words, labels)
    }
}

/// `{ kk, ru, en }`, of which a model has to state one.
fn some_language() -> Value {
    let mut languages = shape::languages();
    languages["minProperties"] = json!(1);
    languages
}

/// An id, or several. A link to one end may stand in a list too, of one; the reader lets blanks stand beside it.
fn link_shape(link: &Link) -> Value {
    let mut several = shape::list(shape::text());
    if !link.many {
        several["maxItems"] = json!(1);
    }
    shape::either(vec![shape::text(), several])
}
