//! The schema of facts files: `[facts."id"]`, and `[[facts]]` with `match` and `set`.
//!
//! A facts file does not say of what kind an element is, so a key may hold what it may hold on any kind that has it. It is
//! filled in between quotes that stand there already: numbers may stand in them, and what is meant by a text the reader
//! says, who knows more words for a value than those that are offered here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Writer, shape};
use crate::metamodel::{AttributeType, KindId, Member};
use crate::read::facts::{GONE, MATCHES, PARTS, STATE, STATES};

/// Attributes that name or place an element: a facts file gives it neither another id nor another state for itself.
const OWN: [&str; 2] = ["id", STATE];

impl Writer {
    pub(super) fn facts(&self) -> Value {
        let mut definitions = Map::new();
        let stated = self.stated(&mut definitions);
        let mut of_one = stated.clone();
        for (key, shape) in [(STATE, self.state()), (GONE, shape::boolean())] {
            of_one.insert(key.to_string(), shape::described(shape, self.doc("facts", key).unwrap_or_default()));
        }
        definitions.insert("of-one".to_string(), shape::table(of_one));
        definitions.insert("set".to_string(), shape::described(shape::table(stated), self.doc("facts", "set").unwrap_or_default()));
        let facts = shape::either(vec![shape::map(shape::reference("of-one")), shape::list(self.matching())]);
        let mut schema = self.table("facts", [(STATE, self.state()), ("facts", facts)]);
        schema["definitions"] = Value::Object(definitions);
        schema
    }

    fn state(&self) -> Value {
        self.labelled(STATES)
    }

    /// One `[[facts]]`.
    fn matching(&self) -> Value {
        let parts = PARTS.map(|part| {
            let shape = match part {
                "match" => self.pattern(),
                "set" => shape::reference("set"),
                _ => self.state(),
            };
            (part, shape)
        });
        shape::requiring(self.table("facts", parts), &["match", "set"])
    }

    fn pattern(&self) -> Value {
        let asked = MATCHES.map(|key| {
            let shape = match key {
                "kind" => self.any_kind(),
                "property" => shape::map(shape::text()),
                _ => shape::text(),
            };
            (key, shape)
        });
        let mut pattern = self.table("match", asked);
        pattern["minProperties"] = json!(1);
        pattern
    }

    /// Every attribute and link that some kind has, by its name; their definitions go into `definitions`.
    fn stated(&self, definitions: &mut Map<String, Value>) -> Map<String, Value> {
        let mut by_name: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for kind in (0..self.metamodel.kinds.len()).map(|at| KindId(at as u8)) {
            for (name, member) in self.metamodel.members(kind).into_iter().filter(|(name, _)| !OWN.contains(name)) {
                let Some((definition, told)) = self.definition_of(member).zip(self.member(member)) else { continue };
                if !definitions.contains_key(&definition) {
                    definitions.insert(definition.clone(), self.filled_in(member, told));
                }
                by_name.entry(name).or_default().insert(definition);
            }
        }
        let shape = |definitions: BTreeSet<String>| {
            let mut shapes: Vec<Value> = definitions.iter().map(|definition| shape::reference(definition)).collect();
            if shapes.len() == 1 { shapes.remove(0) } else { json!({ "anyOf": shapes }) }
        };
        by_name.into_iter().map(|(name, definitions)| (name.to_string(), shape(definitions))).collect()
    }

    /// The same as in a model, and what may stand between quotes.
    fn filled_in(&self, member: &Member, mut told: Value) -> Value {
        if let Member::Attribute(id) = member {
            let quoted = match self.metamodel.attribute(*id).kind {
                AttributeType::Bool => Some(shape::text()),
                AttributeType::Integer | AttributeType::Money | AttributeType::Number | AttributeType::Year | AttributeType::Date => {
                    Some(json!({ "type": "string", "pattern": "[0-9]" }))
                }
                _ => None,
            };
            if let Some(quoted) = quoted {
                let both = shape::either(vec![self.attribute(*id), quoted]);
                told["type"] = both["type"].clone();
                told["anyOf"] = both["anyOf"].clone();
            }
        }
        told
    }
}
