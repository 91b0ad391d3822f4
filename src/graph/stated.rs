//! What the models of one project state, element by element, with every reference led to where it leads: for whoever
//! writes the same model down again. Nothing is settled: two statements about one thing stay two.
//!
//! Facts files are left out, for they stand beside a model in whatever format. Leaves to others: how it is written
//! (`write`), what a check makes of it (the rest of this folder).

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Graph;
use super::assemble::{Assembler, StatedEnd};
use super::register::Register;
use super::resolve::{Referent, Resolver};
use crate::fragment::{Format, Names, States};
use crate::metamodel::{AttributeId, KindId, LinkId, Metamodel};
use crate::place::{FileId, Place};
use crate::problem::Problem;
use crate::read::ReadProject;
use crate::strings::{StringId, Strings};
use crate::text::Language;
use crate::value::Value;

/// The models of one project.
#[derive(Debug)]
pub struct Stated {
    /// By kind (as the metamodel has them) and id, whatever the order they are drawn in.
    pub elements: Vec<StatedElement>,
    /// Kinds that contradict each other, references that lead to what they cannot.
    pub problems: Vec<Problem>,
    formats: FxHashMap<FileId, Format>,
    strings: Strings,
}

/// One element over all files.
#[derive(Debug)]
pub struct StatedElement {
    pub id: StringId,
    pub kind: KindId,
    pub names: Names,
    /// Where it is declared first.
    pub place: Place,
    /// What is said of it in which states, by states.
    pub declarations: BTreeMap<States, Declaration>,
}

/// What is said of an element in some states, in the order it is said, and nothing of it twice.
#[derive(Debug, Default)]
pub struct Declaration {
    /// Of values that contradict each other, two.
    pub attributes: Vec<(AttributeId, Value)>,
    pub links: Vec<(LinkId, Reference)>,
}

impl Declaration {
    fn state(&mut self, attribute: AttributeId, value: Value) {
        let mut known = self.attributes.iter().filter(|(known, _)| *known == attribute).map(|(_, value)| value);
        let is_new = match (known.next(), known.next()) {
            (None, _) => true,
            (Some(known), None) => *known != value,
            (Some(_), Some(_)) => false,
        };
        if is_new {
            self.attributes.push((attribute, value));
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// The model states that there is none.
    None,
    /// Index into [`Stated::elements`].
    Own(u32),
    /// An element of the context: how a model refers to it, and its name in the reader's language.
    Context { id: String, name: String },
    /// Nothing, or nobody knows which: as it is written.
    Open(String),
    /// Something that the link cannot lead to.
    Wrong { found: Box<Reference>, kind: KindId },
}

impl Reference {
    /// To where the elements of the project now stand.
    fn lead_to(&mut self, place_of: &[u32]) {
        match self {
            Reference::Own(at) => *at = place_of[*at as usize],
            Reference::Wrong { found, .. } => found.lead_to(place_of),
            Reference::None | Reference::Context { .. } | Reference::Open(_) => {}
        }
    }
}

impl Stated {
    /// Of a project as it was read. `context` is a graph whose first project is the context of this one.
    pub fn new(metamodel: &'static Metamodel, read: ReadProject, context: Option<&Graph>, language: Language) -> Stated {
        let register = context.map(|graph| Register::new(graph, 0));
        let mut assembler = Assembler::new(metamodel, read.id, register.as_ref());
        let mut formats = FxHashMap::default();
        for (states, fragment) in read.fragments {
            formats.insert(fragment.file, fragment.format);
            if fragment.format != Format::Facts {
                assembler.take(states, fragment);
            }
        }
        let mut elements = declared(&assembler);
        for stated in std::mem::take(&mut assembler.values) {
            let declaration = elements[stated.slot as usize].declarations.entry(stated.states).or_default();
            declaration.state(stated.attribute, stated.value);
        }
        let ends = std::mem::take(&mut assembler.ends);
        let mut leading = Leading { resolver: Resolver::new(&assembler, &[]), language };
        let mut known = FxHashSet::default();
        for stated in &ends {
            let reference = leading.reference(stated);
            if known.insert((stated.slot, stated.states, stated.link, reference.clone())) {
                let declaration = elements[stated.slot as usize].declarations.entry(stated.states).or_default();
                declaration.links.push((stated.link, reference));
            }
        }
        let mut problems = leading.resolver.problems;
        problems.append(&mut assembler.problems);
        let mut stated = Stated { elements, problems, formats, strings: assembler.strings };
        stated.sort(metamodel);
        stated
    }

    /// Puts elements in order, and what refers to them with them.
    fn sort(&mut self, metamodel: &Metamodel) {
        let mut order: Vec<usize> = (0..self.elements.len()).collect();
        order.sort_by_key(|at| (metamodel.kind(self.elements[*at].kind).order, self.strings.get(self.elements[*at].id)));
        let mut place_of = vec![0; order.len()];
        for (place, at) in order.iter().enumerate() {
            place_of[*at] = place as u32;
        }
        for element in &mut self.elements {
            let links = element.declarations.values_mut().flat_map(|declaration| &mut declaration.links);
            links.for_each(|(_, reference)| reference.lead_to(&place_of));
        }
        let mut elements: Vec<Option<StatedElement>> = std::mem::take(&mut self.elements).into_iter().map(Some).collect();
        self.elements = order.into_iter().filter_map(|at| elements[at].take()).collect();
    }

    /// A string of the models; empty for [`StringId::NONE`].
    pub fn text(&self, id: StringId) -> &str {
        self.strings.get(id)
    }

    /// Whether anything is called so.
    pub fn has(&self, id: &str) -> bool {
        self.strings.find(id).is_some()
    }

    pub fn id(&self, element: u32) -> &str {
        self.text(self.elements[element as usize].id)
    }

    /// The format of the file that declares an element first.
    pub fn format(&self, element: &StatedElement) -> Format {
        self.formats.get(&element.place.file).copied().unwrap_or(Format::Native)
    }
}

/// The elements, of which nothing is said yet.
fn declared(assembler: &Assembler<'_>) -> Vec<StatedElement> {
    let of = |slot: &super::assemble::Slot| StatedElement {
        id: slot.id,
        kind: slot.kind,
        names: slot.names,
        place: slot.place,
        declarations: BTreeMap::from([(slot.first_states, Declaration::default())]),
    };
    let mut elements: Vec<StatedElement> = assembler.slots.iter().map(of).collect();
    for (slot, states, _) in &assembler.places {
        elements[*slot as usize].declarations.entry(*states).or_default();
    }
    elements
}

/// Leads references to where they lead.
struct Leading<'a, 'b> {
    resolver: Resolver<'a, 'b>,
    language: Language,
}

impl Leading<'_, '_> {
    fn reference(&mut self, stated: &StatedEnd) -> Reference {
        if stated.end.is_none() {
            return Reference::None;
        }
        let (found, kind) = match self.resolver.referent(stated) {
            Referent::Nothing | Referent::Several => return Reference::Open(self.resolver.assembler.text(stated.end).to_string()),
            Referent::Own(slot) => (Reference::Own(slot), self.resolver.assembler.slots[slot as usize].kind),
            Referent::Context(node, kind) => (self.in_context(node), kind),
        };
        if self.resolver.assembler.metamodel.link(stated.link).to.contains(kind) {
            return found;
        }
        self.resolver.report_wrong_kind(stated, kind);
        Reference::Wrong { found: Box::new(found), kind }
    }

    /// An element of the context, by its id alone where the project has no element of that id.
    fn in_context(&self, node: u32) -> Reference {
        let register = self.resolver.assembler.register.expect("who leads into a context has one");
        let id = register.graph.id(node);
        let taken = self.resolver.assembler.find_slot(id).is_some();
        let id = if taken { format!("{}:{id}", register.id) } else { id.to_string() };
        Reference::Context { id, name: register.graph.name(node, self.language).to_string() }
    }
}
