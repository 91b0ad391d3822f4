//! How a drawing calls what it says, as far as nobody understands it: for whoever proposes a mapping.
//!
//! Nothing is kept unless somebody asks for it. Leaves to others: what may be meant (`crate::suggest`).

use super::convert::Conversion;
use super::mapping::{Key, KeyWording, Target};
use crate::fragment::{KeyUsage, Usage, Wanted};
use crate::metamodel::{AttributeType, KindId};
use crate::read::values::meant_of_text;

impl Conversion<'_, '_> {
    pub(super) fn tell_usage(&mut self, wanted: &Wanted) {
        if !wanted.usage {
            return;
        }
        let mut usage = Usage::default();
        for property in &self.drawing.properties {
            let Some(declared) = self.fragment.elements.get(self.owner_of(property.owner) as usize) else { continue };
            if self.mapping.is_silence(&property.value) {
                continue;
            }
            let key = self.key_name(property.key);
            let meant = match self.keys[property.key.index()] {
                Key::Member(row) => self.mapping.member(row, declared.kind),
                Key::Unknown => None,
                Key::Kind | Key::Specialization | Key::State | Key::Annotation | Key::Ignored => continue,
            };
            let known = usage.keys.entry(key.trim().to_string()).or_default();
            match meant {
                None => known.add_strange(declared.kind, property.value.trim()),
                Some(Target::Attribute(attribute)) if self.is_enum(attribute) => {
                    let wording = KeyWording { mapping: self.mapping, key };
                    if meant_of_text(self.metamodel, &wording, attribute, &property.value).is_err() {
                        *known.misfits.entry((attribute, property.value.trim().to_string())).or_default() += 1;
                    }
                }
                Some(Target::Attribute(_) | Target::Link(_)) => {}
            }
        }
        usage.keys.retain(|key, usage| !key.is_empty() && !usage.is_understood());
        self.fragment.usage = Some(Box::new(usage));
    }

    fn is_enum(&self, attribute: crate::metamodel::AttributeId) -> bool {
        matches!(self.metamodel.attribute(attribute).kind, AttributeType::Enum | AttributeType::EnumList)
    }
}

/// Different values of one key that are looked at; more tell nothing new.
const VALUES: usize = 200;

impl KeyUsage {
    fn add_strange(&mut self, kind: KindId, value: &str) {
        *self.strange.entry(kind).or_default() += 1;
        if self.values.len() < VALUES || self.values.contains_key(value) {
            *self.values.entry(value.to_string()).or_default() += 1;
        }
    }

    /// Whether everything that the key says is understood already.
    fn is_understood(&self) -> bool {
        self.strange.is_empty() && self.misfits.is_empty()
    }
}
