//! Elements of a drawing that a register may know: naming the code of one answers everything else about it.
//!
//! Only likely ones are pointed out; whether they are the same a person decides.

use rustc_hash::FxHashMap;

use crate::facts::remark::names_of;
use crate::graph::Graph;
use crate::metamodel::{AttributeId, KindId};
use crate::report::paper::{clean, cut};
use crate::text::{Language, say};
use crate::value::Value;

/// Columns of the name of what the register has.
const NAME: usize = 60;

/// What a project's elements could be in its context.
pub struct Joins<'g> {
    graph: &'g Graph,
    /// Elements of the context by kind, with the attribute that identifies them, its value and their names.
    known: FxHashMap<KindId, Vec<Known>>,
    context: &'g str,
}

struct Known {
    index: u32,
    attribute: AttributeId,
    code: String,
    names: Vec<String>,
}

/// One element of the register that may be the same.
pub struct Join<'j> {
    pub key: String,
    code: &'j str,
    index: u32,
    joins: &'j Joins<'j>,
}

impl<'g> Joins<'g> {
    pub fn new(graph: &'g Graph, project: usize) -> Joins<'g> {
        let mut joins = Joins { graph, known: FxHashMap::default(), context: "" };
        let Some(context) = graph.projects[project].context else { return joins };
        joins.context = &graph.projects[context].id;
        for index in graph.projects[context].layers.first().map_or(0..0, |layer| layer.nodes.clone()) {
            let kind = graph.kind(index);
            // More than one attribute is more than a person finds out.
            let [attribute] = graph.metamodel.kind(kind).identity[..] else { continue };
            let code = graph.attributes(index).iter().find(|fact| fact.attribute == attribute).map(|fact| &fact.value);
            if let Some(Value::Text(code)) = code {
                let known = Known { index, attribute, code: code.to_string(), names: names_of(graph, index) };
                joins.known.entry(kind).or_default().push(known);
            }
        }
        joins
    }

    /// The only element of the register that is likely to be this one, whose code nobody stated.
    pub fn of(&self, index: u32) -> Option<Join<'_>> {
        let known = self.known.get(&self.graph.kind(index))?;
        let attribute = known.first()?.attribute;
        if self.graph.attribute_place(index, attribute).is_some() {
            return None;
        }
        let names = names_of(self.graph, index);
        let mut likely = known.iter().filter(|known| names.iter().any(|name| known.is_likely(name)));
        let (Some(found), None) = (likely.next(), likely.next()) else { return None };
        let key = self.graph.metamodel.attribute(found.attribute).name.clone();
        Some(Join { key, code: &found.code, index: found.index, joins: self })
    }
}

impl Known {
    /// Whether a name of a drawing, in small letters, is the code or a name of this one, or stands in a name by itself
    /// as abbreviations do.
    fn is_likely(&self, name: &str) -> bool {
        let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
        let inside = |own: &String| letters >= 3 && stands_in(name, own);
        self.code.to_lowercase() == name || self.names.iter().any(|own| own == name || inside(own))
    }
}

/// Whether a name stands in another between brackets or quotes.
fn stands_in(name: &str, own: &str) -> bool {
    own.split(['(', ')', '«', '»', '"']).skip(1).any(|part| part.trim() == name)
}

impl Join<'_> {
    pub fn remark(&self, language: Language) -> String {
        let name = cut(self.joins.graph.name(self.index, language), NAME).into_owned();
        clean(&say(language, "facts.joins", &[("context", &self.joins.context), ("code", &self.code), ("name", &name)])).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn an_abbreviation_stands_by_itself() {
        let own = "государственная база данных «физические лица» (гбд фл)";
        assert!(stands_in("гбд фл", own) && stands_in("физические лица", own));
        assert!(!stands_in("гбд", own) && !stands_in("государственная база данных", own));
    }
}
