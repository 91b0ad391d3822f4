//! Applies facts files: what the keys of a table mean on the kinds of the elements it speaks of (`fits`).

mod fits;

use std::collections::BTreeSet;

pub(super) use fits::KeptAside;

use super::assemble::{Assembler, StatedEnd, StatedValue, Weight};
use crate::fragment::{Facts, FactsTarget, Format, Names, States, Wanted, WrittenFact, WrittenValue};
use crate::metamodel::{AttributeId, LinkId, Member};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};
use crate::read::archimate::Mapping;
use crate::read::values::{self, Misfit};
use crate::strings::StringId;
use crate::value::Value;

impl Assembler<'_> {
    pub(super) fn apply_facts(&mut self, tables: Vec<(FileId, States, Facts)>) {
        let mut wanted = Wanted::default();
        tables.iter().for_each(|(.., table)| wanted.add(std::slice::from_ref(table)));
        for (file, model, table) in tables {
            let states = if table.states == States::UNSAID { model } else { table.states };
            let slots = self.slots_of(file, &table, &wanted);
            let weight = if matches!(table.target, FactsTarget::Id(_)) { Weight::Naming } else { Weight::Matching };
            // A key that is wrong for a kind is told once, however many elements of it the table fits.
            let mut told = BTreeSet::new();
            for slot in slots {
                for fact in &table.stated {
                    if let Err(problem) = self.apply(file, states, slot, fact, weight)
                        && told.insert((fact.key.clone(), self.slots[slot as usize].kind))
                    {
                        self.problems.push(*problem);
                    }
                }
            }
        }
    }

    fn apply(&mut self, file: FileId, states: States, slot: u32, fact: &WrittenFact, weight: Weight) -> Result<(), Box<Problem>> {
        let kind = self.slots[slot as usize].kind;
        let member = self.metamodel.member(kind, &fact.key).cloned();
        match member {
            Some(Member::Attribute(attribute)) if fact.key == "name" => {
                let place = Place::new(file, fact.value_span);
                self.meant(attribute, &fact.value).map_err(|misfit| Box::new(misfit.problem(self.metamodel, attribute, place)))?;
                self.rename(slot, &fact.value);
                Ok(())
            }
            Some(Member::Attribute(attribute)) if !self.metamodel.attribute(attribute).derived && fact.key != "state" => {
                let place = Place::new(file, fact.value_span);
                let value =
                    self.meant(attribute, &fact.value).map_err(|misfit| Box::new(misfit.problem(self.metamodel, attribute, place)))?;
                if !value.is_silence() {
                    self.values.push(StatedValue { slot, states, attribute, value, place, weight });
                }
                Ok(())
            }
            Some(Member::Link(link)) => self.apply_link(file, states, slot, link, fact, weight),
            _ => {
                let kind_name = self.metamodel.kind(kind).name.clone();
                let near = self.metamodel.nearest_writable(kind, &fact.key).unwrap_or_default().to_string();
                let problem = Problem::new(Code::UnknownAttribute, Place::new(file, fact.key_span));
                Err(Box::new(problem.with("found", fact.key.clone()).with("kind", kind_name).with("nearest", near)))
            }
        }
    }

    /// A facts file is filled in between quotes that stand there already: a text that means a date is one.
    fn meant(&self, attribute: AttributeId, written: &WrittenValue) -> Result<Value, Misfit> {
        values::meant(self.metamodel, attribute, written).or_else(|misfit| match written {
            WrittenValue::Text(text) => values::meant_of_text(self.metamodel, Mapping::standard(), attribute, text).map_err(|_| misfit),
            _ => Err(misfit),
        })
    }

    fn apply_link(
        &mut self,
        file: FileId,
        states: States,
        slot: u32,
        link: LinkId,
        fact: &WrittenFact,
        weight: Weight,
    ) -> Result<(), Box<Problem>> {
        let wrong = |found: &'static str| {
            let name = self.metamodel.link(link).name.clone();
            let problem = Problem::new(Code::WrongType, Place::new(file, fact.value_span));
            Box::new(problem.with("name", name).with("expected", "link").with("found", found))
        };
        let ends: Vec<(&str, Span)> = match &fact.value {
            WrittenValue::Text(text) => vec![(text, fact.value_span)],
            WrittenValue::List(items) => {
                let ends = items.iter().map(|(item, span)| match item {
                    WrittenValue::Text(text) => Ok((text.as_str(), *span)),
                    _ => Err(wrong("list")),
                });
                ends.collect::<Result<_, _>>()?
            }
            WrittenValue::Bool(_) => return Err(wrong("bool")),
            WrittenValue::Integer(_) => return Err(wrong("integer")),
            WrittenValue::Number(_) => return Err(wrong("number")),
            WrittenValue::Date(_) => return Err(wrong("date")),
            WrittenValue::Localized(_) => return Err(wrong("localized")),
        };
        for (end, span) in ends {
            let end = match end.trim() {
                "" => continue,
                "none" => StringId::NONE,
                id => self.strings.intern(id),
            };
            self.ends.push(StatedEnd { slot, states, link, end, place: Place::new(file, span), format: Format::Facts, weight });
        }
        Ok(())
    }

    fn rename(&mut self, slot: u32, value: &WrittenValue) {
        let names = match value {
            WrittenValue::Text(text) if !text.trim().is_empty() => Names::plain(self.strings.intern(text)),
            WrittenValue::Localized(texts) => {
                let of = |strings: &mut crate::strings::Strings, text: &str| {
                    if text.trim().is_empty() { StringId::NONE } else { strings.intern(text) }
                };
                Names([of(&mut self.strings, &texts.kk), of(&mut self.strings, &texts.ru), of(&mut self.strings, &texts.en)])
            }
            _ => return,
        };
        self.slots[slot as usize].names = names;
    }
}
