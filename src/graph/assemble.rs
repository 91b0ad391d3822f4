//! Puts one project together: the elements of its files become slots, slots become nodes in every state they belong
//! to, and what is stated about them becomes facts and ends of links.
//!
//! Own nodes are numbered from `first`, the number of nodes that all contexts have together; smaller numbers are the
//! context's. Leaves to others: nodes and their order (`layout`), laying projects side by side (`merge`), resolving
//! ends (`resolve`), facts files (`facts`), two statements about one thing (`conflicts`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::drawings::Shown;
use super::facts::KeptAside;
use super::register::Register;
use super::translate::Translation;
use super::{AttributeFact, End, Input, Loosened, NodeData, Project, Target};
use crate::fragment::{DeclaredElement, Drawn, Format, Fragment, Names, States};
use crate::language::evaluate::{Key, key_of};
use crate::metamodel::{AttributeId, KindId, LinkId, Metamodel};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem};
use crate::read::ReadProject;
use crate::strings::{StringId, Strings};
use crate::value::Value;

/// One project with its own numbers.
pub(super) struct Assembled {
    pub project: Project,
    pub files: Vec<FileId>,
    pub nodes: Vec<NodeData>,
    /// By node, ascending.
    pub attributes: Vec<(u32, AttributeFact)>,
    /// By node and link, ascending.
    pub ends: Vec<(u32, End)>,
    pub overlaid_attributes: Vec<(u32, AttributeFact)>,
    pub overlaid_ends: Vec<(u32, End)>,
}

/// One element of the project, over all files and states.
pub(super) struct Slot {
    pub id: StringId,
    pub kind: KindId,
    pub place: Place,
    pub names: Names,
    pub states: States,
    /// The states of the declaration at `place`; those of others stand in [`Assembler::places`].
    pub first_states: States,
    pub drawn: Drawn,
    /// The element of the context that this one is.
    pub joined: Option<u32>,
    /// Its node in each layer.
    pub nodes: [Option<u32>; 3],
}

/// A stated value, before the files of the project are compared.
pub(super) struct StatedValue {
    pub slot: u32,
    pub states: States,
    pub attribute: AttributeId,
    pub value: Value,
    pub place: Place,
    pub weight: Weight,
}

/// Whose word counts where several state one fact: the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Drawing,
    /// A facts file, about everything that fits a pattern.
    Matching,
    /// A facts file, about this element by its id.
    Naming,
}

pub(super) struct StatedEnd {
    pub slot: u32,
    pub states: States,
    pub link: LinkId,
    pub end: StringId,
    pub place: Place,
    pub format: Format,
    pub weight: Weight,
}

pub(super) struct Assembler<'a> {
    pub metamodel: &'static Metamodel,
    pub register: Option<&'a Register<'a>>,
    pub project_id: String,
    pub first: u32,
    pub strings: Strings,
    pub slots: Vec<Slot>,
    slot_of: Vec<u32>,
    pub values: Vec<StatedValue>,
    pub ends: Vec<StatedEnd>,
    pub problems: Vec<Problem>,
    /// Further declarations of elements, by slot: where an element of a later state is declared.
    pub places: Vec<(u32, States, Place)>,
    pub masks: FxHashSet<u8>,
    /// What the drawings show beside the elements.
    pub shown: Shown,
    /// What facts files asked of the drawings.
    pub asides: Vec<KeptAside>,
}

const NO_SLOT: u32 = u32::MAX;

pub(super) fn assemble(metamodel: &'static Metamodel, read: ReadProject, register: Option<&Register<'_>>) -> Assembled {
    let mut assembler = Assembler::new(metamodel, read.id.clone(), register);
    let mut inputs = Vec::new();
    let mut facts = Vec::new();
    let (mut project, fragments) = super::project_of(metamodel, read);
    for (states, mut fragment) in fragments {
        inputs.push(Input {
            file: fragment.file,
            format: fragment.format,
            version: std::mem::take(&mut fragment.version),
            sha256: std::mem::take(&mut fragment.sha256),
            counts: std::mem::take(&mut fragment.counts),
        });
        project.problems.append(&mut fragment.problems);
        project.waivers.append(&mut fragment.waivers);
        facts.extend(std::mem::take(&mut fragment.facts).into_iter().map(|table| (fragment.file, states, table)));
        assembler.take(states, fragment);
    }
    assembler.apply_facts(facts);
    assembler.join_context();
    project.inputs = inputs;
    assembler.lay_out(project)
}

impl<'a> Assembler<'a> {
    pub fn new(metamodel: &'static Metamodel, project_id: String, register: Option<&'a Register<'a>>) -> Assembler<'a> {
        Assembler {
            metamodel,
            register,
            project_id,
            first: register.map_or(0, |register| register.graph.len() as u32),
            strings: Strings::default(),
            slots: Vec::new(),
            slot_of: Vec::new(),
            values: Vec::new(),
            ends: Vec::new(),
            problems: Vec::new(),
            places: Vec::new(),
            masks: FxHashSet::default(),
            shown: Shown::default(),
            asides: Vec::new(),
        }
    }

    pub fn slot_named(&self, id: StringId) -> Option<u32> {
        self.slot_of.get(id.index()).copied().filter(|slot| *slot != NO_SLOT)
    }

    pub fn find_slot(&self, id: &str) -> Option<u32> {
        self.strings.find(id).and_then(|id| self.slot_named(id))
    }

    pub fn take(&mut self, model: States, mut fragment: Fragment) {
        let mut translation = Translation::new(&mut self.strings, std::mem::take(&mut fragment.strings));
        let mut slots: Vec<(u32, States)> = Vec::with_capacity(fragment.elements.len());
        for element in &fragment.elements {
            let id = translation.of(&mut self.strings, element.id);
            let names = Names(element.names.0.map(|name| translation.of(&mut self.strings, name)));
            let said = if element.states == States::UNSAID { model } else { element.states };
            let place = Place::new(fragment.file, element.span);
            self.masks.insert(said.0);
            // What is said of no state is said of whichever the project has.
            let states = if said == States::UNSAID { States::BOTH } else { said };
            slots.push((self.declare(id, place, names, states, element), states));
        }
        if model != States::APPROVED {
            let slot = |at: u32| slots.get(at as usize).map(|(slot, _)| *slot).filter(|slot| *slot != NO_SLOT);
            self.take_drawings(&fragment, slot, &mut translation);
        }
        for stated in fragment.attributes.drain(..) {
            let (slot, states) = slots[stated.element as usize];
            if slot != NO_SLOT && !stated.value.is_silence() {
                let place = Place::new(fragment.file, stated.span);
                self.values.push(StatedValue {
                    slot,
                    states,
                    attribute: stated.attribute,
                    value: stated.value,
                    place,
                    weight: Weight::Drawing,
                });
            }
        }
        self.ends.reserve(fragment.links.len());
        for stated in fragment.links.drain(..) {
            let (slot, states) = slots[stated.element as usize];
            if slot != NO_SLOT {
                let end = translation.of(&mut self.strings, stated.end);
                let place = Place::new(fragment.file, stated.span);
                self.ends.push(StatedEnd { slot, states, link: stated.link, end, place, format: fragment.format, weight: Weight::Drawing });
            }
        }
        if let Some(aside) = fragment.aside.take() {
            self.asides.push(KeptAside { aside, slots: slots.into_iter().map(|(slot, _)| slot).collect() });
        }
    }

    /// The slot of an element that a file declares; none where another file gives the id to another kind.
    fn declare(&mut self, id: StringId, place: Place, names: Names, states: States, declared: &DeclaredElement) -> u32 {
        let DeclaredElement { kind, drawn, .. } = *declared;
        if self.slot_of.len() <= id.index() {
            self.slot_of.resize(id.index() + 1, NO_SLOT);
        }
        let known = self.slot_of[id.index()];
        if known == NO_SLOT {
            let slot = self.slots.len() as u32;
            self.slot_of[id.index()] = slot;
            self.slots.push(Slot { id, kind, place, names, states, first_states: states, drawn, joined: None, nodes: [None; 3] });
            return slot;
        }
        let slot = &mut self.slots[known as usize];
        if slot.kind != kind {
            let name = |kind: KindId| self.metamodel.kind(kind).name.clone();
            let problem = Problem::new(Code::KindConflict, place)
                .with("id", self.strings.get(id))
                .with("found", name(kind))
                .with("first", name(slot.kind))
                .related_to(slot.place);
            self.problems.push(problem);
            return NO_SLOT;
        }
        slot.states = slot.states.union(states);
        slot.drawn.join(drawn);
        self.places.push((known, states, place));
        for (known, new) in slot.names.0.iter_mut().zip(names.0) {
            if known.is_none() {
                *known = new;
            }
        }
        known
    }

    /// Joins elements whose identity the context knows: they are the context's and no subjects of the project.
    fn join_context(&mut self) {
        let Some(register) = self.register else { return };
        let keys = self.identities();
        for (slot, keys) in self.slots.iter_mut().zip(keys) {
            slot.joined = keys.and_then(|keys| register.identities.get(&(slot.kind, keys)).copied());
        }
    }

    /// The identity of each slot, where its kind has one and all of it is stated.
    pub(super) fn identities(&self) -> Vec<Option<Vec<Key>>> {
        let mut stated: FxHashMap<(u32, AttributeId), Key> = FxHashMap::default();
        for value in &self.values {
            let kind = self.metamodel.kind(self.slots[value.slot as usize].kind);
            if kind.identity.contains(&value.attribute)
                && let Some(key) = key_of(&value.value)
            {
                stated.entry((value.slot, value.attribute)).or_insert(key);
            }
        }
        let of = |(at, slot): (usize, &Slot)| {
            let identity = &self.metamodel.kind(slot.kind).identity;
            let keys: Option<Vec<Key>> = identity.iter().map(|attribute| stated.get(&(at as u32, *attribute)).cloned()).collect();
            keys.filter(|keys| !keys.is_empty())
        };
        self.slots.iter().enumerate().map(of).collect()
    }
}

/// What loosens a project's result, said with it.
pub(super) fn loosened(all: [(&'static str, Vec<String>, Option<Place>); 4]) -> Vec<Loosened> {
    let said = all.into_iter().filter(|(_, values, _)| !values.is_empty());
    said.map(|(what, values, place)| Loosened { what, values, place }).collect()
}

impl Target {
    pub(super) fn is_known(self) -> bool {
        self != Target::UNRESOLVED
    }
}
