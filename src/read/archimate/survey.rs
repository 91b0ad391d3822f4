//! What a drawing says in words of its own, counted: for whoever suggests a mapping. Only where somebody asks for it.

use super::ElementType;
use super::convert::Conversion;
use super::drawing::Owner;
use super::mapping::{Key, KeyWording, Target};
use super::own::Scope;
use crate::fragment::{KeySurvey, Survey};
use crate::metamodel::AttributeId;
use crate::read::values::meant_of_text;
use crate::strings::StringId;

/// So many different values of one key are kept, and none that is longer than a line.
const VALUES: usize = 200;
const LONGEST: usize = 80;

impl Conversion<'_, '_> {
    pub(super) fn survey(&mut self) {
        let mut survey = Survey::default();
        for at in 0..self.drawing.keys.len() as u32 {
            survey.keys.entry(self.key_name(StringId(at)).trim().to_string()).or_default();
        }
        self.survey_properties(&mut survey);
        self.survey_elements(&mut survey);
        self.fragment.survey = Some(Box::new(survey));
    }

    fn survey_properties(&self, survey: &mut Survey) {
        for property in &self.drawing.properties {
            let name = self.key_name(property.key).trim();
            let Some(key) = survey.keys.get_mut(name) else { continue };
            let (kind, owner) = match property.owner {
                Owner::Element(at) => (self.kinds[at as usize], self.mapping.type_name(self.drawing.elements[at as usize].what)),
                Owner::Relation(at) => {
                    let flow = self.flow_of.get(&at).map(|flow| self.fragment.elements[*flow as usize].kind);
                    (flow, self.drawing.relations[at as usize].relation.name())
                }
                Owner::Other => continue,
            };
            *key.owners.entry(kind.map_or(owner, |kind| &self.metamodel.kind(kind).name).to_string()).or_default() += 1;
            let what = self.keys[property.key.index()];
            let target = match what {
                Key::Member(row) => kind.and_then(|kind| self.mapping.member(row, kind)),
                _ => None,
            };
            key.understood |= target.is_some() || !matches!(what, Key::Unknown | Key::Member(_));
            let value = property.value.trim();
            if self.mapping.is_silence(value) {
                key.silent += 1;
                continue;
            }
            let misfit = match (what, target) {
                (Key::Kind, _) => self.mapping.kind_named(self.meaning_of(property, &Scope::Kind)).is_none().then(|| "kind".to_string()),
                (Key::State, _) => {
                    self.mapping.state_named(self.meaning_of(property, &Scope::State)).is_none().then(|| "state".to_string())
                }
                (_, Some(Target::Attribute(attribute))) => {
                    let wording = KeyWording { mapping: self.mapping, key: name };
                    let fits = meant_of_text(self.metamodel, &wording, attribute, value).is_ok();
                    (!fits).then(|| self.address(attribute))
                }
                _ => None,
            };
            if let Some(misfit) = misfit {
                *key.misfits.entry((misfit, shortened(value))).or_default() += 1;
            }
            count(key, value);
        }
    }

    /// The name of an attribute, with its kind where others have another of the name.
    fn address(&self, attribute: AttributeId) -> String {
        let known = self.metamodel.attribute(attribute);
        let several = self.metamodel.attributes.iter().filter(|other| other.name == known.name).count() > 1;
        if several { format!("{}.{}", known.defined_by, known.name) } else { known.name.clone() }
    }

    /// Specialisations that name no kind, and types that have none.
    fn survey_elements(&self, survey: &mut Survey) {
        for said in &self.drawing.specializations {
            if matches!(said.owner, Owner::Element(_)) && self.mapping.kind_named(&said.name).is_none() {
                *survey.specializations.entry(shortened(said.name.trim())).or_default() += 1;
            }
        }
        let special: Vec<bool> = self.keys.iter().map(|key| *key == Key::Specialization).collect();
        for property in self.drawing.properties.iter().filter(|property| special[property.key.index()]) {
            let value = self.meaning_of(property, &Scope::Specialization).trim();
            if matches!(property.owner, Owner::Element(_)) && !self.mapping.is_silence(value) && self.mapping.kind_named(value).is_none() {
                *survey.specializations.entry(shortened(value)).or_default() += 1;
            }
        }
        for (element, kind) in self.drawing.elements.iter().zip(&self.kinds) {
            if kind.is_none() && !matches!(element.what, ElementType::JUNCTION | ElementType::UNKNOWN) {
                *survey.types.entry(self.mapping.type_name(element.what).to_string()).or_default() += 1;
            }
        }
    }
}

fn count(key: &mut KeySurvey, value: &str) {
    if let Some(times) = key.values.get_mut(value) {
        *times += 1;
    } else if key.values.len() < VALUES && value.chars().count() <= LONGEST {
        key.values.insert(value.to_string(), 1);
    } else {
        key.more += 1;
    }
}

fn shortened(value: &str) -> String {
    value.chars().take(LONGEST).collect()
}
