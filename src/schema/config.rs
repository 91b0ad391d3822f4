//! The schemas of `saikes.toml` and of a policy, over the tables of keys that their readers use.

use serde_json::{Value, json};

use super::{Writer, shape};
use crate::language::meant::Literal;
use crate::pack::lists::Parameter;
use crate::read::archimate::Table;
use crate::read::config::keys::{self, Key, Shape};
use crate::read::dates::DateOrder;

impl Writer {
    pub(super) fn config(&self) -> Value {
        let mut schema = self.keys(keys::CONFIG, "", "config");
        // A file speaks of one of them.
        let several = [["project", "context"], ["project", "defaults"], ["context", "defaults"], ["model", "defaults"]]
            .map(|both| json!({ "required": both }));
        schema["not"] = json!({ "anyOf": several });
        schema
    }

    pub(super) fn policy(&self) -> Value {
        self.keys(keys::POLICY, "", "policy-file")
    }

    /// The table of that name among these keys; `room` is where what is known of its keys stands.
    fn keys(&self, all: &[Key], table: &str, room: &str) -> Value {
        let of_table = || all.iter().filter(|key| key.table == table);
        let required: Vec<&str> = of_table().filter(|key| key.required).map(|key| key.name).collect();
        let shape = self.table(room, of_table().map(|key| (key.name, self.key(all, key))));
        if required.is_empty() { shape } else { shape::requiring(shape, &required) }
    }

    fn key(&self, all: &[Key], key: &Key) -> Value {
        if let Some(shape) = self.meaning(key) {
            return shape;
        }
        match key.shape {
            Shape::Text | Shape::Path => shape::text(),
            Shape::Name => shape::localized(),
            Shape::Word(words) => shape::either(vec![self.labelled(words.iter().copied()), silence()]),
            Shape::Flag => shape::boolean(),
            Shape::Date => shape::date(),
            Shape::Texts => shape::list(shape::text()),
            Shape::FlagOrLayers => shape::either(vec![shape::boolean(), shape::list(self.layers())]),
            Shape::Values => self.parameters(),
            Shape::Table => self.keys(all, key.name, key.name),
            Shape::Named => shape::map(self.keys(all, &format!("{}.*", key.name), "setting")),
            Shape::Tables => shape::list(self.keys(all, key.name, key.name)),
            Shape::TableOrPath => self.mapping(),
        }
    }

    /// What stands for something else than a text of its own.
    fn meaning(&self, key: &Key) -> Option<Value> {
        match (key.table, key.name) {
            // `:` stands between a project and an element.
            ("project" | "context", "id") => Some(json!({ "type": "string", "pattern": "^[^:]*[^:\\s][^:]*$" })),
            ("check", "packs") => Some(shape::list(self.pack_id())),
            ("waivers", "requirement") => Some(self.requirement(shape::text())),
            ("check", "exclude") => Some(shape::list(shape::filled_text())),
            _ => None,
        }
    }

    /// What a project may set of the packs built in; a pack of its own may have other parameters.
    fn parameters(&self) -> Value {
        let known = self.open_parameters().map(|(name, parameter)| {
            let shape = shape::described(of_parameter(parameter), parameter.source.get(self.language));
            (name.to_string(), shape)
        });
        let mut table = shape::table(known.collect());
        table["additionalProperties"] = any_value();
        table
    }

    /// `[mapping]`, or the path of the file that holds it.
    fn mapping(&self) -> Value {
        let tables = keys::of_mapping().into_iter().map(|name| (name, of_mapping(name)));
        shape::either(vec![self.table("mapping", tables), shape::filled_text()])
    }
}

fn of_mapping(name: &str) -> Value {
    let Some(table) = Table::ALL.into_iter().find(|table| table.name() == name) else { return shape::filled_text() };
    match table {
        Table::Silence | Table::None => shape::list(shape::filled_text()),
        Table::Dates => json!({ "type": "string", "enum": DateOrder::NAMES }),
        Table::Properties => shape::map(shape::either(vec![shape::filled_text(), shape::list(shape::filled_text())])),
        Table::Values => shape::map(shape::map(any_value())),
        Table::Types | Table::Specializations | Table::Names | Table::Relationships | Table::States => shape::map(shape::filled_text()),
    }
}

fn of_parameter(parameter: &Parameter) -> Value {
    match &parameter.value {
        Some(Literal::Text(_)) => shape::text(),
        Some(Literal::Bool(_)) => shape::boolean(),
        Some(Literal::Integer(_)) => json!({ "type": "integer" }),
        Some(Literal::Number(_)) => shape::number(),
        Some(Literal::Date(_)) => shape::date(),
        Some(Literal::Word(_)) | None => any_value(),
    }
}

/// A value that is no list and no table; dates are texts to a schema.
fn any_value() -> Value {
    json!({ "type": ["string", "boolean", "number"] })
}

/// Nobody should be offered it.
fn silence() -> Value {
    json!({ "type": "string", "enum": [""], "x-taplo": { "hidden": true } })
}
