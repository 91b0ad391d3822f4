//! Which elements a table of a facts file speaks of: one by its id, or all that fit a `match`.

use rustc_hash::FxHashSet;

use super::super::assemble::{Assembler, Slot};
use crate::fragment::{Aside, Facts, FactsTarget, Wanted};
use crate::metamodel::KindSet;
use crate::names::{Directory, visible};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem, nearest};

/// What one drawing says that facts files wanted for, with the slot of each of its elements.
pub(in crate::graph) struct KeptAside {
    pub aside: Box<Aside>,
    pub slots: Vec<u32>,
}

/// The patterns of a `match` that look at drawings.
struct Beside<'f> {
    folder: Option<&'f str>,
    properties: Vec<(u32, &'f str)>,
}

impl Assembler<'_> {
    /// The slots that a table speaks of, ascending.
    pub(super) fn slots_of(&mut self, file: FileId, table: &Facts, wanted: &Wanted) -> Vec<u32> {
        match &table.target {
            FactsTarget::Id(id) => self.slot_with(file, table, id),
            FactsTarget::Match { kind, name, id, folder, properties } => {
                let Some(kinds) = self.kinds_of(file, kind.as_ref()) else { return Vec::new() };
                let number = |key: &str| wanted.properties.binary_search(&Wanted::folded(key)).ok().map(|at| at as u32);
                let properties = properties.iter().filter_map(|(key, pattern)| Some((number(key)?, pattern.as_str()))).collect();
                let beside = self.beside(&Beside { folder: folder.as_deref(), properties });
                let fits = |at: &u32| {
                    let slot: &Slot = &self.slots[*at as usize];
                    let named = |pattern: &String| slot.names.0.iter().any(|name| matches(pattern, self.text(*name).trim()));
                    kinds.contains(slot.kind)
                        && name.as_ref().is_none_or(named)
                        && id.as_ref().is_none_or(|pattern| matches(pattern, self.text(slot.id)))
                        && beside.as_ref().is_none_or(|beside| beside.contains(at))
                };
                let found: Vec<u32> = (0..self.slots.len() as u32).filter(fits).collect();
                if found.is_empty() {
                    self.report_unused(Place::new(file, table.span), folder.as_deref());
                }
                found
            }
        }
    }

    fn slot_with(&mut self, file: FileId, table: &Facts, id: &str) -> Vec<u32> {
        if let Some(slot) = self.find_slot(id) {
            return vec![slot];
        }
        let place = Place::new(file, table.span);
        if table.gone {
            self.note_gone(place, id);
            return Vec::new();
        }
        let near =
            nearest(id, self.slots.iter().map(|slot| self.text(slot.id))).or_else(|| self.id_of_name(id)).unwrap_or_default().to_string();
        let problem = Problem::new(Code::UnknownElement, place).with("found", id).with("nearest", near);
        self.problems.push(if table.shared { problem.as_warning() } else { problem });
        Vec::new()
    }

    /// The id of the one whose name stands where an id belongs, or nearly so.
    fn id_of_name(&self, name: &str) -> Option<&str> {
        // Every such table asks anew: where there are many of both, an answer is not worth the wait.
        const MANY: usize = 20_000;
        let listed = (self.slots.len() < MANY).then(|| Directory::new(self.all_names()));
        let (slot, _) = listed?.nearest(name, |_| true)?;
        Some(self.text(self.slots[slot as usize].id))
    }

    /// What has gone is told once for each file.
    fn note_gone(&mut self, place: Place, id: &str) {
        let same = |problem: &&mut Problem| problem.code == Code::GoneElement && problem.place.map(|place| place.file) == Some(place.file);
        match self.problems.iter_mut().find(same) {
            Some(told) => told.times += 1,
            None => self.problems.push(Problem::new(Code::GoneElement, place).with("found", id)),
        }
    }

    fn kinds_of(&mut self, file: FileId, kind: Option<&(String, Span)>) -> Option<KindSet> {
        let Some((kind, span)) = kind else { return Some(self.metamodel.all_kinds()) };
        let kinds = self.metamodel.kinds_named(kind);
        if kinds.is_none() {
            let near = nearest(kind, self.metamodel.kinds.iter().map(|kind| kind.name.as_str())).unwrap_or_default();
            let problem = Problem::new(Code::UnknownKind, Place::new(file, *span));
            self.problems.push(problem.with("found", kind.clone()).with("nearest", near));
        }
        kinds
    }

    /// The slots whose drawings fit; none where nothing is wanted of drawings.
    fn beside(&self, wanted: &Beside<'_>) -> Option<FxHashSet<u32>> {
        if wanted.folder.is_none() && wanted.properties.is_empty() {
            return None;
        }
        let mut fitting: Option<FxHashSet<u32>> = wanted.folder.map(|pattern| self.in_folder(pattern));
        for (key, pattern) in &wanted.properties {
            let with = self.with_property(*key, pattern);
            fitting = Some(match fitting {
                Some(known) => known.intersection(&with).copied().collect(),
                None => with,
            });
        }
        fitting
    }

    fn in_folder(&self, pattern: &str) -> FxHashSet<u32> {
        let mut found = FxHashSet::default();
        for KeptAside { aside, slots } in &self.asides {
            let fits: Vec<bool> = aside.folders.iter().map(|folder| folder_fits(pattern, folder)).collect();
            found.extend(aside.folder_of.iter().filter(|(_, folder)| fits[*folder as usize]).map(|(element, _)| slots[*element as usize]));
        }
        found
    }

    fn with_property(&self, key: u32, pattern: &str) -> FxHashSet<u32> {
        let mut found = FxHashSet::default();
        for KeptAside { aside, slots } in &self.asides {
            let fitting = aside.properties.iter().filter(|(_, of, value)| *of == key && matches(pattern, value.trim()));
            found.extend(fitting.map(|(element, ..)| slots[*element as usize]));
        }
        found
    }

    /// A folder that is meant by its name and is not there has a likely reason.
    fn report_unused(&mut self, place: Place, folder: Option<&str>) {
        let names = self.asides.iter().flat_map(|kept| &kept.aside.folders).flat_map(|folder| folder.iter().map(AsRef::as_ref));
        let near = folder.filter(|pattern| self.in_folder(pattern).is_empty()).and_then(|pattern| nearest(pattern, names));
        let problem = Problem::new(Code::UnusedFacts, place).with("nearest", near.unwrap_or_default());
        self.problems.push(problem);
    }
}

/// Whether a pattern fits a folder or one around it, by its name or by its path.
fn folder_fits(pattern: &str, folder: &[Box<str>]) -> bool {
    let path = |depth: usize| folder[..depth].iter().map(|name| name.trim()).collect::<Vec<_>>().join("/");
    folder.iter().any(|name| matches(pattern, name.trim())) || (1..=folder.len()).any(|depth| matches(pattern, &path(depth)))
}

/// Whether a text fits a pattern with `*` and `?`, as the eye sees both: without regard to case, to the sort of
/// quotation marks and dashes, to letters that look alike.
pub(in crate::graph) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (visible(pattern).chars().collect(), visible(text).chars().collect());
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
    use super::*;

    #[test]
    fn patterns_know_star_and_question_mark() {
        assert!(matches("КМИС*", "кмис области"));
        assert!(matches("*gbd-??", "x-gbd-fl"));
        assert!(!matches("gbd-?", "gbd-fl"));
        assert!(matches("*", ""));
    }

    #[test]
    fn a_pattern_fits_what_looks_like_it() {
        assert!(matches("реестр*", "Pеестр\u{a0}услуг"));
        assert!(matches("*\"ЭПЗ\"*", "ИС «ЭПЗ» - тест"));
        assert!(matches("учёт *", "УЧЕТ граждан"));
        assert!(!matches("учет", "у чет"));
    }

    #[test]
    fn a_folder_is_named_by_itself_or_by_those_around_it() {
        let folder: Vec<Box<str>> = ["Application", "Внешние системы", "Реестры"].map(Box::from).to_vec();
        for pattern in ["реестры", "Внешние*", "application", "Application/Внешние системы", "application/*/реестры", "*"]
        {
            assert!(folder_fits(pattern, &folder), "{pattern}");
        }
        for pattern in ["Реестр", "Внешние системы/Application", "системы"] {
            assert!(!folder_fits(pattern, &folder), "{pattern}");
        }
    }
}
