//! Every name of a project looked at once, for all questions about names together: reading names letter by letter is
//! most of what these questions cost.

use std::ops::Range;

use super::key_of;
use crate::fragment::States;
use crate::graph::{Graph, Thing};
use crate::names;

/// What is odd in names, and their keys.
pub struct Survey {
    /// The project's own nodes; elements without a kind follow them.
    nodes: Range<u32>,
    named: Vec<Named>,
    /// The keys one behind the other.
    keys: String,
}

/// One name.
#[derive(Clone, Copy, Default)]
pub struct Named {
    /// Where its key ends.
    end: u32,
    pub is_nameless: bool,
    /// Whether one of its texts may be that of a copy, or hold letters of two alphabets: whoever asks looks closer.
    pub is_copy: bool,
    pub is_mixed: bool,
    /// The languages it is given in; `None` where it is one text for all of them, or no text at all.
    pub by_language: Option<[bool; 3]>,
}

impl Survey {
    pub fn of(graph: &Graph, project: usize) -> Survey {
        let layers = graph.projects[project].layers.iter().filter(|layer| layer.states != States::APPROVED);
        let (mut start, mut end) = (u32::MAX, 0);
        for layer in layers {
            (start, end) = (start.min(layer.nodes.start), end.max(layer.nodes.end));
        }
        let mut survey = Survey { nodes: start.min(end)..end, named: Vec::new(), keys: String::new() };
        survey.named.reserve_exact(survey.nodes.len());
        for index in survey.nodes.clone() {
            survey.look(graph.names_of(project, Thing::Element(index)));
        }
        for thing in graph.kindless(project) {
            survey.look(graph.names_of(project, thing));
        }
        survey
    }

    fn look(&mut self, texts: [&str; 3]) {
        let mut named = Named { is_nameless: true, ..Named::default() };
        let same = texts[0] == texts[1] && texts[1] == texts[2];
        for text in &texts[..if same { 1 } else { 3 }] {
            named.is_nameless &= text.trim().is_empty();
            named.is_copy |= may_be_copy(text) && names::copied(text).is_some();
            named.is_mixed |= may_be_mixed(text) && names::mixed_script(text).is_some();
        }
        named.by_language = (!same).then(|| texts.map(|text| !text.trim().is_empty()));
        key_of(texts, &mut self.keys);
        named.end = self.keys.len() as u32;
        self.named.push(named);
    }

    fn at(&self, thing: Thing) -> Option<usize> {
        match thing {
            Thing::Element(index) => self.nodes.contains(&index).then(|| (index - self.nodes.start) as usize),
            Thing::Kindless(at) => Some(self.nodes.len() + at as usize),
            Thing::Drawn(_) | Thing::Waiver(_) => None,
        }
    }

    pub fn named(&self, thing: Thing) -> Named {
        self.at(thing).and_then(|at| self.named.get(at)).copied().unwrap_or_default()
    }

    /// The key of the name that is compared; empty where there is none.
    pub fn key(&self, thing: Thing) -> &str {
        let Some(at) = self.at(thing) else { return "" };
        let end = |at: usize| self.named.get(at).map_or(self.keys.len(), |named| named.end as usize);
        &self.keys[at.checked_sub(1).map_or(0, end)..end(at)]
    }
}

/// Whether a name has what a tool sets the mark of a copy apart with. Most names have not, and this is quickly seen.
fn may_be_copy(name: &str) -> bool {
    // The last is the first byte of the long dashes.
    name.bytes().any(|byte| matches!(byte, b'(' | b'[' | b'-' | b'_' | 0xe2))
}

/// Whether a name has letters that are no Cyrillic ones, and others.
fn may_be_mixed(name: &str) -> bool {
    // Latin letters beyond ASCII begin with these bytes, Cyrillic ones with 0xd0 to 0xd4.
    let latin = name.bytes().any(|byte| byte.is_ascii_alphabetic() || (0xc3..=0xca).contains(&byte));
    latin && name.bytes().any(|byte| (0xd0..=0xd4).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_quickly_misses_nothing_that_is_odd() {
        for name in ["ЭПЗ (копия)", "ЭПЗ [copy 2]", "ЭПЗ - копия", "ЭПЗ – көшірме", "ЭПЗ_copy", "ЭПЗ — копия 2"]
        {
            assert!(names::copied(name).is_some() && may_be_copy(name), "{name}");
        }
        for name in ["Cервис", "Серviс", "Мəлімет", "Ëлка", "PОСТ"] {
            assert!(names::mixed_script(name).is_none() || may_be_mixed(name), "{name}");
        }
        assert!(names::mixed_script("Cервис").is_some() && names::mixed_script("Мəлімет").is_some());
    }
}
