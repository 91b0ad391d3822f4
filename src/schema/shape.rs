//! The pieces that schemas are made of. A choice names its types beside its alternatives, because editors offer an empty
//! table where no type is named.

use serde_json::{Map, Value, json};

use crate::read::values::NONE;

pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A text that says something.
pub fn filled_text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

pub fn boolean() -> Value {
    json!({ "type": "boolean" })
}

pub fn number() -> Value {
    json!({ "type": "number" })
}

/// Dates of TOML become texts where JSON is wanted, so that `2026-11-22` and `"2026-11-22"` look alike to most editors.
pub fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

pub fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// One of these words; the labels are shown beside them.
pub fn words<'w>(words: impl IntoIterator<Item = &'w str>, labels: impl IntoIterator<Item = &'w str>) -> Value {
    let words: Vec<&str> = words.into_iter().collect();
    let labels: Vec<&str> = labels.into_iter().collect();
    json!({ "type": "string", "enum": words, "x-taplo": { "docs": { "enumValues": labels } } })
}

/// What says that there is none, and what says nothing. The readers take blanks for nothing too, which nobody types.
pub fn none_or_silence() -> Value {
    json!({ "type": "string", "enum": [NONE, ""] })
}

/// A text, or one by language.
pub fn localized() -> Value {
    either(vec![text(), languages()])
}

/// `{ kk, ru, en }`.
pub fn languages() -> Value {
    table(["kk", "ru", "en"].map(|code| (code.to_string(), text())).into_iter().collect())
}

/// A table of these keys and no others.
pub fn table(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A table of any keys, each with such a value.
pub fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

pub fn requiring(mut table: Value, keys: &[&str]) -> Value {
    table["required"] = json!(keys);
    table
}

/// The shape with what is known of it; a reference takes nothing, for it would be passed over there.
pub fn described(mut shape: Value, doc: &str) -> Value {
    if shape.get("$ref").is_none() {
        shape["description"] = json!(doc);
    }
    shape
}

pub fn reference(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

/// What fits one of these at least; a reference leads to a table.
pub fn either(shapes: Vec<Value>) -> Value {
    let mut types: Vec<&str> = Vec::new();
    for shape in &shapes {
        let of = match &shape["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => vec!["object"],
        };
        types.extend(of);
    }
    types.sort_unstable();
    types.dedup();
    json!({ "type": types, "anyOf": shapes })
}
