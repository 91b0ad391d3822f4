//! The words beside a key of a facts file: what the fact is, what may stand there, who asks for it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{AskedFact, Written};
use crate::graph::Graph;
use crate::metamodel::{AttributeId, AttributeType, KindSet, LinkId};
use crate::names::exact_key;
use crate::report::paper::{clean, cut};
use crate::report::wording;
use crate::text::{Language, find, say};

/// Words of an enum that are named.
const WORDS: usize = 14;
/// Ends of a link that are named: where it is first asked for, and below.
const ENDS: [usize; 2] = [10, 3];
/// Columns of the name of an end.
const NAME: usize = 50;

/// Finds out what could stand at the end of a link, once for each link.
pub struct Remarks<'g> {
    graph: &'g Graph,
    project: usize,
    language: Language,
    /// Own elements by what their names say; made when first needed.
    bearers: Option<FxHashMap<String, Vec<u32>>>,
    ends: FxHashMap<LinkId, Vec<(u32, String)>>,
}

impl<'g> Remarks<'g> {
    pub fn new(graph: &'g Graph, project: usize, language: Language) -> Remarks<'g> {
        Remarks { graph, project, language, bearers: None, ends: FxHashMap::default() }
    }

    /// The remark on a fact of one element; where it is asked for the first time, what may stand there is told at more
    /// length.
    pub fn of(&mut self, fact: &AskedFact, written: Written, element: u32, first: bool) -> String {
        let kind = &self.graph.metamodel.kind(self.graph.kind(element)).name;
        let title = wording::member_title(self.language, kind, &fact.missing.fact);
        let values = match written {
            Written::Attribute(attribute) => self.values(attribute, first),
            Written::Link(link) => self.ends(link, element, ENDS[usize::from(!first)]),
        };
        let what = if values.is_empty() { title.to_string() } else { format!("{title}: {values}") };
        let asking = &fact.missing.requirements;
        let asked = match asking.split_first() {
            Some((first, [])) => say(self.language, "facts.asked-by", &[("named", first)]),
            Some((first, more)) => say(self.language, "facts.asked-by-more", &[("named", first), ("count", &more.len())]),
            None => String::new(),
        };
        clean(&[what, asked].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")).into_owned()
    }

    fn values(&self, attribute: AttributeId, first: bool) -> String {
        let meant = self.graph.metamodel.attribute(attribute);
        match meant.kind {
            AttributeType::Enum | AttributeType::EnumList => {
                let words = self.graph.metamodel.words_of(attribute);
                let told = |word: &&str| match self.graph.metamodel.label_of(Some(meant), word, self.language) {
                    label if first && label != word.replace('-', " ") => format!("{word} ({label})"),
                    _ => word.to_string(),
                };
                let named = words.iter().take(WORDS).map(told).collect::<Vec<_>>().join(" | ");
                if words.len() > WORDS { format!("{named} | …") } else { named }
            }
            AttributeType::Bool => "true | false".to_string(),
            AttributeType::Date => "2027-12-31".to_string(),
            AttributeType::String | AttributeType::Text | AttributeType::Localized => String::new(),
            kind => find(self.language, &format!("type.{}", kind.name())).unwrap_or_default().to_string(),
        }
    }

    /// What could stand at the end of a link, as a facts file writes it; the element itself left out.
    fn ends(&mut self, link: LinkId, element: u32, most: usize) -> String {
        if !self.ends.contains_key(&link) {
            let found = self.find_ends(link);
            self.ends.insert(link, found);
        }
        let all = &self.ends[&link];
        let others = || all.iter().filter(|(index, _)| *index != element);
        let named: Vec<&str> = others().take(most).map(|(_, end)| end.as_str()).collect();
        let kinds = || {
            let kinds = self.graph.metamodel.link(link).to.iter().map(|kind| self.graph.metamodel.kind(kind));
            kinds.map(|kind| wording::lower_first(kind.title.get(self.language))).take(3).collect::<Vec<_>>().join(", ")
        };
        match others().count().saturating_sub(most) {
            _ if named.is_empty() => kinds(),
            0 => named.join(", "),
            _ => format!("{}, …", named.join(", ")),
        }
    }

    /// The project's own body first, then its elements, then those of the context.
    fn find_ends(&mut self, link: LinkId) -> Vec<(u32, String)> {
        let graph = self.graph;
        let (kinds, project) = (graph.metamodel.link(link).to, &graph.projects[self.project]);
        let layer = |project: usize| graph.projects[project].layers.last().map_or(0..0, |layer| layer.nodes.clone());
        let own = layer(self.project).map(|index| (index, true));
        let context = project.context.into_iter().flat_map(layer).map(|index| (index, false));
        let fitting = own.chain(context).filter(|(index, _)| kinds.contains(graph.kind(*index)));
        let mut found: Vec<(u32, bool)> = fitting.collect();
        // What has the name of something in the context is most likely just that.
        let known: FxHashSet<String> = found.iter().filter(|(_, own)| !own).flat_map(|(index, _)| keys_of(graph, *index)).collect();
        found.retain(|(index, own)| !own || keys_of(graph, *index).iter().all(|key| !known.contains(key)));
        found.sort_by_key(|(index, _)| project.agency.as_deref() != Some(graph.id(*index)));
        found.into_iter().map(|(index, own)| (index, self.end(index, own, kinds))).collect()
    }

    /// An element as the end of a link: its id with its name, or its name alone where the id is nothing to read.
    fn end(&mut self, index: u32, own: bool, kinds: KindSet) -> String {
        let (id, name) = (self.graph.id(index), self.graph.name(index, self.language));
        if is_readable(id) || !own || !self.is_meant(index, kinds) {
            return if name == id { id.to_string() } else { format!("{id} ({})", cut(name, NAME)) };
        }
        format!("\"{}\"", name.trim())
    }

    /// Whether its name leads to an own element: whether no other of these kinds bears it.
    fn is_meant(&mut self, index: u32, kinds: KindSet) -> bool {
        let (graph, project) = (self.graph, self.project);
        let bearers = self.bearers.get_or_insert_with(|| {
            let mut bearers: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            for index in graph.projects[project].layers.last().map_or(0..0, |layer| layer.nodes.clone()) {
                keys_of(graph, index).into_iter().for_each(|key| bearers.entry(key).or_default().push(index));
            }
            bearers
        });
        let name = graph.name(index, self.language).trim();
        let plain = !name.contains(['"', '\\', '\n', '\t']) && name.chars().count() <= NAME;
        let bearing = bearers.get(&exact_key(name)).into_iter().flatten();
        plain && bearing.filter(|bearer| kinds.contains(graph.kind(**bearer))).count() == 1
    }
}

/// What the names of an element say to the eye, each once.
fn keys_of(graph: &Graph, index: u32) -> Vec<String> {
    let mut keys: Vec<String> = Language::ALL.map(|language| exact_key(graph.stated_name(index, language))).into();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    keys
}

/// Whether an id is one that people gave, not a tool.
fn is_readable(id: &str) -> bool {
    let digits = id.split(|c: char| !c.is_ascii_hexdigit());
    let machine = digits.into_iter().any(|run| run.len() >= 8 && run.contains(|c: char| c.is_ascii_digit()));
    id.chars().count() <= 24 && !machine
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn ids_of_tools_are_told_from_ids_of_people() {
        for id in ["gbd-fl", "id-12", "Minister_of_Justice", "feedback"] {
            assert!(is_readable(id), "{id}");
        }
        for id in ["id-bd7abf7e6a6e45fdf71b2bd330ccae3b", "4f1c2a90", "62f8a9d1-e24c-4cba-bba6-fa6a0f0a9c3d"] {
            assert!(!is_readable(id), "{id}");
        }
    }
}
