//! Elements of a drawing that a register may know: naming the code of one answers everything else about it.
//!
//! Only likely ones are pointed out; whether they are the same a person decides. Leaves to others: when names say the
//! same (`crate::names`).

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::metamodel::{AttributeId, KindId};
use crate::names::Directory;
use crate::report::paper::{clean, cut};
use crate::text::{Language, say};
use crate::value::Value;

/// Columns of the name of what the register has.
const NAME: usize = 60;

/// What a project's elements could be in its context.
pub struct Joins<'g> {
    graph: &'g Graph,
    context: &'g str,
    known: FxHashMap<KindId, Known<'g>>,
}

/// What the context has of one kind: codes by number of the element, and elements by their names.
struct Known<'g> {
    attribute: AttributeId,
    codes: FxHashMap<u32, &'g str>,
    names: Directory<u32>,
}

/// One element of the register that may be the same.
pub struct Join<'j> {
    pub key: &'j str,
    code: &'j str,
    index: u32,
    joins: &'j Joins<'j>,
}

impl<'g> Joins<'g> {
    pub fn new(graph: &'g Graph, project: usize) -> Joins<'g> {
        let mut joins = Joins { graph, context: "", known: FxHashMap::default() };
        let Some(context) = graph.projects[project].context else { return joins };
        joins.context = &graph.projects[context].id;
        let mut coded: Vec<(KindId, AttributeId, u32, &str)> = Vec::new();
        for index in graph.projects[context].layers.first().map_or(0..0, |layer| layer.nodes.clone()) {
            let kind = graph.kind(index);
            // More than one attribute is more than a person finds out.
            let [attribute] = graph.metamodel.kind(kind).identity[..] else { continue };
            let code = graph.attributes(index).iter().find(|fact| fact.attribute == attribute).map(|fact| &fact.value);
            if let Some(Value::Text(code)) = code {
                coded.push((kind, attribute, index, code));
            }
        }
        coded.sort_unstable_by_key(|(kind, _, index, _)| (*kind, *index));
        for of_kind in coded.chunk_by(|left, right| left.0 == right.0) {
            let names = of_kind.iter().flat_map(|(.., index, code)| names_of(graph, *index).chain([*code]).map(|name| (name, *index)));
            let codes = of_kind.iter().map(|(.., index, code)| (*index, *code)).collect();
            joins.known.insert(of_kind[0].0, Known { attribute: of_kind[0].1, codes, names: Directory::new(names) });
        }
        joins
    }

    /// The only element of the register whose name says the same as that of an element whose code nobody stated.
    pub fn of(&self, index: u32) -> Option<Join<'_>> {
        let known = self.known.get(&self.graph.kind(index))?;
        if self.graph.attribute_place(index, known.attribute).is_some() {
            return None;
        }
        let mut likely: Vec<u32> =
            Language::ALL.iter().flat_map(|language| known.names.same(self.graph.stated_name(index, *language))).collect();
        likely.sort_unstable();
        likely.dedup();
        let [found] = likely[..] else { return None };
        let key = &self.graph.metamodel.attribute(known.attribute).name;
        Some(Join { key, code: known.codes.get(&found)?, index: found, joins: self })
    }
}

/// The names of an element, and what stands in them by itself, as abbreviations do.
fn names_of(graph: &Graph, index: u32) -> impl Iterator<Item = &str> {
    let names = Language::ALL.into_iter().map(move |language| graph.stated_name(index, language));
    names.flat_map(|name| std::iter::once(name).chain(apart(name)))
}

/// What stands between brackets or quotes.
fn apart(name: &str) -> impl Iterator<Item = &str> {
    name.split(['(', ')', '«', '»', '"']).skip(1).filter(|part| part.trim().chars().count() >= 3)
}

impl Join<'_> {
    pub fn remark(&self, language: Language) -> String {
        let name = cut(self.joins.graph.name(self.index, language), NAME).into_owned();
        clean(&say(language, "facts.joins", &[("context", &self.joins.context), ("code", &self.code), ("name", &name)])).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn abbreviations_stand_between_brackets() {
        let found: Vec<&str> = apart("Государственная база данных «Физические лица» (ГБД ФЛ)").collect();
        assert_eq!(found, ["Физические лица", "ГБД ФЛ"]);
    }
}
