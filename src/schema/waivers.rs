//! The schema of `waivers.toml`, over the keys that its reader knows; all of an entry has to be there.

use serde_json::{Value, json};

use super::{Writer, shape};
use crate::read::waivers::{ELEMENT_KEYS, KEYS, TABLE};
use crate::text::Language;

impl Writer {
    pub(super) fn waivers(&self) -> Value {
        let keys = KEYS.iter().map(|key| (*key, self.of_waiver(key)));
        let entry = shape::requiring(self.table("waiver", keys), &KEYS);
        self.table("waivers", [(TABLE, shape::list(entry))])
    }

    fn of_waiver(&self, key: &str) -> Value {
        match key {
            "requirement" => self.requirement(shape::filled_text()),
            "element" => {
                let several = json!({ "type": "array", "items": self.waived(), "minItems": 1 });
                shape::either(vec![self.waived(), several])
            }
            "reason" => shape::either(vec![shape::filled_text(), some_reason()]),
            "granted" | "until" => shape::date(),
            _ => shape::filled_text(),
        }
    }

    /// An id, a kind and a name, or `none` where nothing is there.
    fn waived(&self) -> Value {
        let keys = ELEMENT_KEYS.map(|key| (key, if key == "kind" { self.one_kind() } else { shape::filled_text() }));
        shape::either(vec![shape::filled_text(), shape::requiring(self.table("waived", keys), &ELEMENT_KEYS)])
    }
}

/// In some language something has to be said.
fn some_reason() -> Value {
    let said = |language: Language| {
        let code = language.code();
        json!({ "required": [code], "properties": { code: { "pattern": "\\S" } } })
    };
    let mut languages = shape::languages();
    languages["anyOf"] = Language::ALL.into_iter().map(said).collect();
    languages
}
