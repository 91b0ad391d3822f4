//! Applies facts files: which elements a table speaks of, and what its keys mean on their kinds.

use std::collections::BTreeSet;

use super::assemble::{Assembler, StatedEnd, StatedValue, Weight};
use crate::fragment::{Facts, FactsTarget, Format, Names, States, WrittenFact, WrittenValue};
use crate::metamodel::{LinkId, Member};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem, nearest};
use crate::read::values;
use crate::strings::StringId;

impl Assembler<'_> {
    pub(super) fn apply_facts(&mut self, tables: Vec<(FileId, States, Facts)>) {
        for (file, model, table) in tables {
            let states = if table.states == States::UNSAID { model } else { table.states };
            let slots = self.slots_of(file, &table);
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

    fn slots_of(&mut self, file: FileId, table: &Facts) -> Vec<u32> {
        let place = Place::new(file, table.span);
        match &table.target {
            FactsTarget::Id(id) => match self.find_slot(id) {
                Some(slot) => vec![slot],
                None => {
                    let near = nearest(id, self.slots.iter().map(|slot| self.text(slot.id))).unwrap_or_default().to_string();
                    self.problems.push(Problem::new(Code::UnknownElement, place).with("found", id.clone()).with("nearest", near));
                    Vec::new()
                }
            },
            FactsTarget::Match { kind, name, id } => {
                let kinds = match kind {
                    None => self.metamodel.all_kinds(),
                    Some((kind, span)) => match self.metamodel.kinds_named(kind) {
                        Some(kinds) => kinds,
                        None => {
                            let near = nearest(kind, self.metamodel.kinds.iter().map(|kind| kind.name.as_str())).unwrap_or_default();
                            let problem = Problem::new(Code::UnknownKind, Place::new(file, *span));
                            self.problems.push(problem.with("found", kind.clone()).with("nearest", near));
                            return Vec::new();
                        }
                    },
                };
                let fits = |slot: &super::assemble::Slot| {
                    let named = |pattern: &String| slot.names.0.iter().any(|name| matches(pattern, self.text(*name).trim()));
                    kinds.contains(slot.kind)
                        && name.as_ref().is_none_or(named)
                        && id.as_ref().is_none_or(|pattern| matches(pattern, self.text(slot.id)))
                };
                let found: Vec<u32> = (0..self.slots.len() as u32).filter(|at| fits(&self.slots[*at as usize])).collect();
                if found.is_empty() {
                    self.problems.push(Problem::new(Code::UnusedFacts, place));
                }
                found
            }
        }
    }

    fn apply(&mut self, file: FileId, states: States, slot: u32, fact: &WrittenFact, weight: Weight) -> Result<(), Box<Problem>> {
        let kind = self.slots[slot as usize].kind;
        let member = self.metamodel.member(kind, &fact.key).cloned();
        match member {
            Some(Member::Attribute(attribute)) if fact.key == "name" => {
                self.metamodel.attribute(attribute);
                self.rename(slot, &fact.value);
                Ok(())
            }
            Some(Member::Attribute(attribute)) if !self.metamodel.attribute(attribute).derived && fact.key != "state" => {
                let place = Place::new(file, fact.value_span);
                let value = values::meant(self.metamodel, attribute, &fact.value)
                    .map_err(|misfit| Box::new(misfit.problem(self.metamodel, attribute, place)))?;
                if !value.is_silence() {
                    self.values.push(StatedValue { slot, states, attribute, value, place, weight });
                }
                Ok(())
            }
            Some(Member::Link(link)) => self.apply_link(file, states, slot, link, fact, weight),
            _ => {
                let kind_name = self.metamodel.kind(kind).name.clone();
                let near = nearest(&fact.key, self.metamodel.writable(kind)).unwrap_or_default().to_string();
                let problem = Problem::new(Code::UnknownAttribute, Place::new(file, fact.key_span));
                Err(Box::new(problem.with("found", fact.key.clone()).with("kind", kind_name).with("nearest", near)))
            }
        }
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

/// Whether a text fits a pattern with `*` and `?`, without regard to case.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.to_lowercase().chars().collect(), text.to_lowercase().chars().collect());
    let (mut at, mut here, mut star, mut mark) = (0, 0, None, 0);
    while here < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some(at);
                mark = here;
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == text[here] => {
                at += 1;
                here += 1;
            }
            // Let the last star swallow one more letter.
            _ => match star {
                Some(last) => {
                    at = last + 1;
                    mark += 1;
                    here = mark;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|left| *left == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_know_star_and_question_mark() {
        assert!(matches("КМИС*", "кмис области"));
        assert!(matches("*gbd-??", "x-gbd-fl"));
        assert!(!matches("gbd-?", "gbd-fl"));
        assert!(matches("*", ""));
    }
}
