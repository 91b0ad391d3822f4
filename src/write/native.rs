//! A model as native TOML. Kinds stand in the order of the metamodel and elements by their ids, so that the same model
//! is the same text whatever the order it was drawn in, and a change of it a change of few lines.
//!
//! What comes in: what the models of a project state (`graph::stated`). What goes out: text that is read back as the
//! same statements. Leaves to others: which tables an element needs (`tables`), what is said beside it (`remarks`).

pub mod remarks;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::fragment::States;
use crate::graph::stated::{Reference, Stated, StatedElement};
use crate::metamodel::{AttributeId, KindId, LinkId, Metamodel};
use crate::place::Sources;
use crate::read::values::NONE;
use crate::text::Language;
use crate::value::Value;
use crate::write::toml;
use tables::{Saying, Table};

/// A model as text, and what about it could not be written as it is.
#[derive(Debug)]
pub struct Native {
    pub text: String,
    /// Ids that no native model can have, and what they have become.
    pub renamed: Vec<(String, String)>,
}

/// How wide a line may be before a list takes one line an end.
const WIDTH: usize = 120;

/// Writes everything that is stated. Comments speak the language.
pub fn write(metamodel: &Metamodel, stated: &Stated, sources: &Sources, language: Language) -> Native {
    let writer = Writer { metamodel, stated, sources, language, ids: ids(stated), saying: Saying::new(stated) };
    let mut text = String::new();
    for at in 0..stated.elements.len() as u32 {
        writer.element(at, &mut text);
    }
    let renamed = writer.ids.iter().map(|(at, new)| (stated.id(*at).to_string(), new.clone())).collect();
    Native { text, renamed }
}

/// New ids for elements whose own would mean something else, or nothing.
fn ids(stated: &Stated) -> BTreeMap<u32, String> {
    let is_odd = |id: &str| id == NONE || id.trim().is_empty();
    let odd: Vec<u32> = (0..stated.elements.len() as u32).filter(|at| is_odd(stated.id(*at))).collect();
    if odd.is_empty() {
        return BTreeMap::new();
    }
    let mut taken: BTreeSet<&str> = stated.elements.iter().map(|element| stated.text(element.id)).collect();
    let mut ids = BTreeMap::new();
    for at in odd {
        let base = if stated.id(at) == NONE { "id-none" } else { "id-blank" };
        let free = |new: &String| !taken.contains(new.as_str()) && !ids.values().any(|known| known == new);
        let new = (1..).map(|number| if number == 1 { base.to_string() } else { format!("{base}-{number}") }).find(free);
        ids.insert(at, new.expect("numbers do not run out"));
    }
    taken.clear();
    ids
}

struct Writer<'s> {
    metamodel: &'s Metamodel,
    stated: &'s Stated,
    sources: &'s Sources,
    language: Language,
    ids: BTreeMap<u32, String>,
    saying: Saying,
}

impl Writer<'_> {
    fn id(&self, at: u32) -> &str {
        self.ids.get(&at).map_or_else(|| self.stated.id(at), String::as_str)
    }

    fn element(&self, at: u32, out: &mut String) {
        let element = &self.stated.elements[at as usize];
        let drawn = self.stated.format(element).is_drawing();
        let header = format!("{}.{}", self.metamodel.kind(element.kind).name, toml::key(self.id(at)));
        let tables = self.saying.tables(self.metamodel, element, |value| toml::value(self.metamodel, value));
        for (number, table) in tables.iter().enumerate() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&if tables.len() > 1 { format!("[[{header}]]") } else { format!("[{header}]") });
            match (number, table.contradicts) {
                (0, _) if drawn => push_comment(&remarks::drawn_type(self.sources, element.place), out),
                (_, true) => push_comment(&remarks::contradiction(self.language), out),
                _ => {}
            }
            out.push('\n');
            if number == 0 {
                self.names(element, out);
            }
            self.table(element.kind, table, drawn, out);
        }
    }

    fn names(&self, element: &StatedElement, out: &mut String) {
        let names = element.names.0.map(|name| self.stated.text(name));
        // A name of blanks is no name.
        let names = names.map(|name| if name.trim().is_empty() { "" } else { name });
        if names.iter().any(|name| !name.is_empty()) {
            line(out, "name", &toml::names(names));
        }
    }

    /// The state, what the element makes no sense without, attributes, links.
    fn table(&self, kind: KindId, table: &Table<'_>, drawn: bool, out: &mut String) {
        if let Some(state) = state_word(table.states) {
            line(out, "state", &toml::text(state));
        }
        let link_order = |link: &LinkId| {
            let link = self.metamodel.link(*link);
            (!link.mandatory.contains(kind), link.order)
        };
        let mut links: Vec<(LinkId, &[&Reference])> = table.links.iter().map(|(link, ends)| (*link, &ends[..])).collect();
        links.sort_by_key(|(link, _)| link_order(link));
        let (mandatory, others) = links.split_at(links.partition_point(|(link, _)| !link_order(link).0));
        let mut attributes: Vec<(AttributeId, &Value)> = table.attributes.iter().map(|(attribute, value)| (*attribute, *value)).collect();
        attributes.sort_by_key(|(attribute, _)| self.metamodel.attribute(*attribute).order);
        mandatory.iter().for_each(|(link, ends)| self.link(*link, ends, drawn, out));
        for (attribute, value) in attributes {
            line(out, &self.metamodel.attribute(attribute).name, &toml::value(self.metamodel, value));
        }
        others.iter().for_each(|(link, ends)| self.link(*link, ends, drawn, out));
    }

    fn link(&self, link: LinkId, ends: &[&Reference], drawn: bool, out: &mut String) {
        let name = self.metamodel.link(link).name.as_str();
        let remark = |end: &Reference| if drawn || is_wrong(end) { self.remark(end) } else { String::new() };
        let ends: Vec<(String, String)> = ends.iter().map(|end| (toml::text(&self.written(end)), remark(end))).collect();
        if let [(end, remark)] = &ends[..] {
            let _ = write!(out, "{name} = {end}");
            push_comment(remark, out);
            out.push('\n');
            return;
        }
        let short = ends.iter().map(|(end, _)| end.len() + 2).sum::<usize>() + name.len() < WIDTH;
        if short && ends.iter().all(|(_, remark)| remark.is_empty()) {
            let ends: Vec<&str> = ends.iter().map(|(end, _)| end.as_str()).collect();
            return line(out, name, &format!("[{}]", ends.join(", ")));
        }
        let _ = writeln!(out, "{name} = [");
        for (end, remark) in ends {
            let _ = write!(out, "    {end},");
            push_comment(&remark, out);
            out.push('\n');
        }
        out.push_str("]\n");
    }

    /// How a native model refers to it.
    fn written(&self, reference: &Reference) -> String {
        match reference {
            Reference::None => NONE.to_string(),
            Reference::Own(at) => self.id(*at).to_string(),
            Reference::Context { id, .. } => id.clone(),
            // In a drawing it is a name that leads nowhere; here it would say something else.
            Reference::Open(text) if text == NONE || text.trim().is_empty() => self.leading_nowhere(text),
            Reference::Open(text) => text.clone(),
            // A native model in which it led there would be wrong. What is stated stays unknown.
            Reference::Wrong { found, .. } => self.leading_nowhere(&self.written(found)),
        }
    }

    /// A text like this one that is the id of nothing.
    fn leading_nowhere(&self, text: &str) -> String {
        let mut text = format!("{}?", text.trim());
        while self.stated.has(&text) {
            text.push('?');
        }
        text
    }

    /// What is said beside a reference: whom the id means.
    fn remark(&self, reference: &Reference) -> String {
        match reference {
            Reference::Own(at) => toml::comment(self.name(&self.stated.elements[*at as usize])),
            Reference::Context { id, name } if id != name => toml::comment(name),
            Reference::None | Reference::Open(_) | Reference::Context { .. } => String::new(),
            Reference::Wrong { found, kind } => {
                let (name, id) = (self.remark(found), toml::comment(&self.written(found)));
                let name = if name.is_empty() { id } else { name };
                remarks::wrong_kind(self.metamodel.kind(*kind).title.get(self.language), &name, self.language)
            }
        }
    }

    /// The name in the reader's language, else in another; empty where there is none.
    fn name(&self, element: &StatedElement) -> &str {
        let order = [self.language, Language::Ru, Language::En, Language::Kk];
        let names = order.map(|language| self.stated.text(element.names.0[language as usize]).trim());
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }
}

fn is_wrong(reference: &Reference) -> bool {
    matches!(reference, Reference::Wrong { .. })
}

fn state_word(states: States) -> Option<&'static str> {
    states.name().filter(|_| states != States::BOTH)
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key} = {value}");
}

fn push_comment(comment: &str, out: &mut String) {
    if !comment.is_empty() {
        let _ = write!(out, "  # {comment}");
    }
}
