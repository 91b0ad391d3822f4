//! The schema of the files of a pack, over the structs that read them: `pack::fields` asks those for their keys and for
//! what each may hold.
//!
//! Predicates are texts: what is wrong with one `saikes rules test` says, and so it does of what a requirement lacks, since
//! that depends on what else it says.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Writer, shape};
use crate::form::Form;
use crate::pack::fields::{self, Holds};
use crate::pack::form::Practice;
use crate::pack::written::{
    WrittenAct, WrittenAmendment, WrittenCase, WrittenChapter, WrittenCitation, WrittenDefine, WrittenEdition, WrittenEditions,
    WrittenExample, WrittenForm, WrittenGroup, WrittenPack, WrittenRequirement, WrittenUnique,
};
use crate::pack::{NO_COUNTERPART, parse};
use crate::read::Stage;
use crate::text::find;

/// The struct of a text in three languages; a table of its own wherever it stands, so that each is told.
const WORDS: &str = "Words";

impl Writer {
    pub(super) fn pack(&self) -> Value {
        let tables = parse::file_keys().iter().filter_map(|key| {
            let table = match *key {
                "pack" => shape::reference("WrittenPack"),
                "define" => shape::map(shape::reference("WrittenDefine")),
                "requirement" => shape::list(shape::reference("WrittenRequirement")),
                _ => return None,
            };
            Some((*key, table))
        });
        let mut schema = self.table("file", tables);
        schema["definitions"] = Value::Object(self.structs());
        schema
    }

    /// Every struct by its name.
    fn structs(&self) -> Map<String, Value> {
        let structs = [
            self.table_of::<WrittenPack>("pack", "file.pack"),
            self.table_of::<WrittenChapter>("chapter", "pack.chapter"),
            self.table_of::<WrittenAmendment>("amendment", "pack.amendment"),
            self.table_of::<WrittenAct>("act", "pack.act"),
            self.table_of::<WrittenDefine>("define", "file.define"),
            self.table_of::<WrittenRequirement>("requirement", "file.requirement"),
            self.table_of::<WrittenCase>("case", "requirement.case"),
            self.table_of::<WrittenEditions>("editions", "requirement.edition"),
            self.table_of::<WrittenEdition>("edition", "requirement.edition"),
            self.table_of::<WrittenUnique>("unique", "requirement.unique"),
            self.table_of::<WrittenGroup>("group", "requirement.group"),
            self.table_of::<WrittenForm>("form", "requirement.form"),
            self.table_of::<WrittenExample>("example", "requirement.example"),
            self.table_of::<WrittenCitation>("citation", "requirement.cites"),
            self.table_of::<Practice>("practice", "requirement.follows"),
        ];
        structs.into_iter().collect()
    }

    /// The table of a struct; `about` is the key that holds it, from whose words its own are.
    fn table_of<'de, T: Deserialize<'de>>(&self, name: &str, about: &str) -> (String, Value) {
        let keys = fields::held::<T>().into_iter().map(|(key, holds)| (key, self.of_pack(name, key).unwrap_or_else(|| holding(&holds))));
        // The path of a type ends with its name.
        let of = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
        let doc = find(self.language, &format!("schema.{about}")).unwrap_or_default();
        (of.to_string(), shape::described(self.table(name, keys), doc))
    }

    /// What the struct alone does not say: which texts there are to choose from, and where one stands for a list of one.
    fn of_pack(&self, table: &str, key: &str) -> Option<Value> {
        let one_or_more = |shape: Value| shape::either(vec![shape.clone(), shape::list(shape)]);
        let shape = match (table, key) {
            ("pack" | "requirement", "stages") => shape::list(self.labelled(Stage::NAMES)),
            ("requirement" | "case", "subject") => one_or_more(self.any_kind()),
            ("define", "kind") => self.any_kind(),
            ("unique", "by") => one_or_more(shape::text()),
            ("requirement", "state") => self.labelled(["current", "target", "approved"]),
            ("form", "asks") => shape::words(Form::ALL.map(Form::name), Form::ALL.map(|_| "")),
            ("example", "complete") => shape::either(vec![shape::boolean(), shape::list(shape::text())]),
            ("pack", "non-compliant-share") => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
            ("citation", "kk-paragraph") => shape::either(vec![json!({ "type": "string", "enum": [NO_COUNTERPART] }), shape::text()]),
            _ => return None,
        };
        Some(shape)
    }
}

fn holding(holds: &Holds) -> Value {
    match holds {
        Holds::Text => shape::text(),
        Holds::Bool => shape::boolean(),
        Holds::Number => shape::number(),
        Holds::Date => shape::date(),
        Holds::Word(words) => json!({ "type": "string", "enum": words }),
        Holds::List(items) => shape::list(holding(items)),
        Holds::Table(WORDS) => shape::languages(),
        Holds::Table(name) => shape::reference(name),
        Holds::Unsaid => json!({}),
    }
}
