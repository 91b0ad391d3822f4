//! Where the ends of links lead: the own project in the same state, then the context, then (in drawings) a unique
//! name (`called`); and what happens where several files state one link.
//!
//! A name that nobody bears leads to the one element whose name says the same, by an abbreviation or in another
//! alphabet; that is told, because a verdict may rest on it. What is merely alike is a suggestion.

use rustc_hash::{FxHashMap, FxHashSet};

use super::assemble::{Assembler, StatedEnd};
use super::called::{Called, Meant, any_spelled};
use super::register::Register;
use super::{End, StateLayer, Target};
use crate::fragment::States;
use crate::metamodel::{KindId, LinkId};
use crate::names::{Directory, likeness};
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, nearest};
use crate::strings::StringId;

pub(super) struct Resolver<'a, 'b> {
    pub assembler: &'a Assembler<'b>,
    layers: &'a [StateLayer],
    pub problems: Vec<Problem>,
    /// Slots by name. Made when a drawing first asks.
    called: Option<Called>,
    /// The names of those to whom a link may lead. Made when nobody bears the name that it leads to.
    directories: FxHashMap<LinkId, Directory<u32>>,
    /// Where the problem stands that tells how a name was read, and the places that it was told of.
    readings: FxHashMap<(StringId, LinkId, FileId), usize>,
    read_at: FxHashSet<(StringId, Place)>,
    /// Looking for the nearest id reads all of them, so it is done for the first few only.
    searches: usize,
}

const SEARCHES: usize = 20;

/// Where a reference leads, before kinds are compared.
enum Found {
    Node(u32, KindId),
    OtherState,
    Nothing,
    Several,
}

/// What a reference means, in whatever state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Referent {
    /// A slot of the project.
    Own(u32),
    /// A node of the context and its kind.
    Context(u32, KindId),
    Nothing,
    Several,
}

/// An element that is called somehow: a slot of the project, or a node of the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearer {
    Own(u32),
    Context(u32),
}

impl<'a, 'b> Resolver<'a, 'b> {
    pub fn new(assembler: &'a Assembler<'b>, layers: &'a [StateLayer]) -> Resolver<'a, 'b> {
        Resolver {
            assembler,
            layers,
            problems: Vec::new(),
            called: None,
            directories: FxHashMap::default(),
            readings: FxHashMap::default(),
            read_at: FxHashSet::default(),
            searches: 0,
        }
    }

    /// The ends of one link of one element in one state, as all files together state them.
    pub fn ends(&mut self, stated: &[StatedEnd], layer: usize) -> Vec<End> {
        let states = self.layers[layer].states;
        // Most links are stated once: then there is nothing to compare.
        if let [only] = stated {
            let here = only.states.overlaps(states).then(|| End { link: only.link, target: self.resolve(only, layer), place: only.place });
            return here.into_iter().collect();
        }
        let here: Vec<&StatedEnd> = stated.iter().filter(|end| end.states.overlaps(states)).collect();
        // A facts file has the last word, and in it who names the element.
        let weight = here.iter().map(|end| end.weight).max();
        let chosen: Vec<&StatedEnd> = here.into_iter().filter(|end| Some(end.weight) == weight).collect();
        let mut ends: Vec<End> = Vec::with_capacity(chosen.len());
        let mut seen: FxHashSet<Target> = FxHashSet::default();
        for end in &chosen {
            let target = self.resolve(end, layer);
            if seen.insert(target) || !target.is_known() {
                ends.push(End { link: end.link, target, place: end.place });
            }
        }
        self.compare(&chosen, ends)
    }

    /// What a project says of an element of its context counts where the context is silent.
    pub fn overlay(&mut self, stated: &[StatedEnd], layer: usize, node: u32) -> Vec<End> {
        let Some(register) = self.assembler.register else { return Vec::new() };
        let known: Vec<Target> = register.graph.ends(node).iter().filter(|end| end.link == stated[0].link).map(|end| end.target).collect();
        let ends = self.ends(stated, layer);
        if known.is_empty() {
            return ends;
        }
        for end in ends.iter().filter(|end| end.target.is_known() && !known.contains(&end.target)) {
            let problem = Problem::new(Code::ConflictWithContext, end.place)
                .with("name", self.assembler.metamodel.link(end.link).name.clone())
                .with("id", register.graph.id(node));
            let place = register.graph.link_place(node, end.link, None);
            self.problems.push(match place {
                Some(place) => problem.related_to(place),
                None => problem,
            });
        }
        Vec::new()
    }

    /// "None" beside ends, or two ends of a single link, are a conflict: nobody knows which holds.
    fn compare(&mut self, stated: &[&StatedEnd], mut ends: Vec<End>) -> Vec<End> {
        let Some(first) = ends.first().copied() else { return ends };
        let link = self.assembler.metamodel.link(first.link);
        let none = ends.iter().any(|end| end.target == Target::NONE);
        let clash = ends.len() > 1 && (none || !link.many);
        if clash {
            let other = ends.iter().find(|end| end.target != first.target).map_or(first, |end| *end);
            let slot = &self.assembler.slots[stated[0].slot as usize];
            let problem = Problem::new(Code::ConflictingFacts, other.place)
                .with("name", link.name.clone())
                .with("id", self.assembler.strings.get(slot.id))
                .related_to(first.place);
            self.problems.push(problem);
            ends = vec![End { target: Target::UNRESOLVED, ..first }];
        }
        ends
    }

    fn resolve(&mut self, stated: &StatedEnd, layer: usize) -> Target {
        if stated.end.is_none() {
            return Target::NONE;
        }
        let link = self.assembler.metamodel.link(stated.link);
        let mut found = self.find(stated, layer);
        // What is replaced may be gone: then it stands in the current state alone.
        if matches!(found, Found::OtherState) && link.name == "replaces" && link.defined_by == "element" {
            let current = self.layers.iter().position(|layer| layer.states == States::CURRENT);
            found = current.map_or(found, |current| self.find(stated, current));
        }
        match found {
            Found::Node(node, kind) if link.to.contains(kind) => Target::to(node),
            Found::Node(_, kind) => {
                self.report_wrong_kind(stated, kind);
                Target::UNRESOLVED
            }
            Found::OtherState => {
                self.report(stated, Code::OtherState, false);
                Target::UNRESOLVED
            }
            Found::Several => {
                self.report(stated, Code::AmbiguousReference, false);
                Target::UNRESOLVED
            }
            Found::Nothing => {
                self.report(stated, Code::UnresolvedReference, true);
                Target::UNRESOLVED
            }
        }
    }

    fn find(&mut self, stated: &StatedEnd, layer: usize) -> Found {
        match self.referent(stated) {
            Referent::Own(slot) => self.node_of(slot, layer),
            Referent::Context(node, kind) => Found::Node(node, kind),
            Referent::Nothing => Found::Nothing,
            Referent::Several => Found::Several,
        }
    }

    /// What is meant by an end as it is written: an id of the project, of the context, and in drawings a name.
    pub fn referent(&mut self, stated: &StatedEnd) -> Referent {
        if let Some(slot) = self.assembler.slot_named(stated.end) {
            return Referent::Own(slot);
        }
        let id = self.assembler.strings.get(stated.end);
        if let Some((project, element)) = id.split_once(':') {
            if project == self.assembler.project_id
                && let Some(slot) = self.assembler.find_slot(element)
            {
                return Referent::Own(slot);
            }
            if let Some(register) = self.assembler.register.filter(|register| register.id == project)
                && let Some(node) = register.ids.get(element)
            {
                return register.referent(*node);
            }
        }
        if let Some(register) = self.assembler.register
            && let Some(node) = register.ids.get(id)
        {
            return register.referent(*node);
        }
        if stated.format.may_name() { self.find_by_name(stated, id) } else { Referent::Nothing }
    }

    fn node_of(&self, slot: u32, layer: usize) -> Found {
        let slot = &self.assembler.slots[slot as usize];
        match slot.joined.or(slot.nodes[layer]) {
            Some(node) => Found::Node(node, slot.kind),
            None => Found::OtherState,
        }
    }

    /// In drawings and in what completes them a link's value may be a unique name.
    fn find_by_name(&mut self, stated: &StatedEnd, name: &str) -> Referent {
        let assembler = self.assembler;
        let kinds = assembler.metamodel.link(stated.link).to;
        let called = self.called.get_or_insert_with(|| Called::new(assembler.all_names()));
        let fits = |slot: u32| kinds.contains(assembler.slots[slot as usize].kind);
        match called.meant(name, fits, |slot, wanted| any_spelled(assembler.names_of(slot), wanted)) {
            Meant::One(slot) => return Referent::Own(slot),
            Meant::Several => return Referent::Several,
            Meant::Nobody => {}
        }
        match assembler.register.map(|register| (register, register.meant(name, kinds))) {
            Some((register, Meant::One(node))) => register.referent(node),
            Some((_, Meant::Several)) => Referent::Several,
            Some((_, Meant::Nobody)) | None => self.find_by_meaning(stated, name),
        }
    }

    /// The only one whose name says the same, in the project or in the context.
    fn find_by_meaning(&mut self, stated: &StatedEnd, name: &str) -> Referent {
        let assembler = self.assembler;
        let kinds = assembler.metamodel.link(stated.link).to;
        let own = self.directory(stated.link).same(name).into_iter().map(Bearer::Own);
        let context = assembler.register.map(|register| register.same(name, kinds)).unwrap_or_default();
        let mut found: Vec<Bearer> = own.chain(context.into_iter().map(Bearer::Context)).collect();
        // An element of the project may be the context's.
        let joined: Vec<Bearer> = found.iter().filter_map(|bearer| self.joined(*bearer)).collect();
        found.retain(|bearer| !joined.contains(bearer));
        match found[..] {
            [] => Referent::Nothing,
            [only] => {
                self.report_reading(stated, only);
                self.led_to(only)
            }
            _ => Referent::Several,
        }
    }

    fn joined(&self, bearer: Bearer) -> Option<Bearer> {
        match bearer {
            Bearer::Own(slot) => self.assembler.slots[slot as usize].joined.map(Bearer::Context),
            Bearer::Context(_) => None,
        }
    }

    fn led_to(&self, bearer: Bearer) -> Referent {
        match (bearer, self.assembler.register) {
            (Bearer::Own(slot), _) => Referent::Own(slot),
            (Bearer::Context(node), Some(register)) => register.referent(node),
            (Bearer::Context(_), None) => Referent::Nothing,
        }
    }

    /// The names of those of the project to whom a link may lead.
    fn directory(&mut self, link: LinkId) -> &Directory<u32> {
        let assembler = self.assembler;
        self.directories.entry(link).or_insert_with(|| {
            let kinds = assembler.metamodel.link(link).to;
            Directory::new(assembler.all_names().filter(|(_, slot)| kinds.contains(assembler.slots[*slot as usize].kind)))
        })
    }

    /// The id of an element, and its name that is most like another.
    fn called_like(&self, bearer: Bearer, name: &str) -> (&'a str, &'a str) {
        let assembler = self.assembler;
        // Of names in several languages the one that has most of the letters.
        let letters = |other: &str| name.to_lowercase().chars().filter(|c| other.to_lowercase().contains(*c)).count();
        let most = |names: &mut dyn Iterator<Item = &'a str>| {
            let order =
                |one: &&str, other: &&str| likeness(name, one).total_cmp(&likeness(name, other)).then(letters(one).cmp(&letters(other)));
            names.max_by(order).unwrap_or_default()
        };
        match (bearer, assembler.register) {
            (Bearer::Own(slot), _) => (assembler.text(assembler.slots[slot as usize].id), most(&mut assembler.names_of(slot))),
            (Bearer::Context(node), Some(register)) => (register.graph.id(node), most(&mut register.names_of(node))),
            (Bearer::Context(_), None) => ("", ""),
        }
    }

    /// Tells, once for a name in a file, whom it was taken for.
    fn report_reading(&mut self, stated: &StatedEnd, bearer: Bearer) {
        if !self.read_at.insert((stated.end, stated.place)) {
            return;
        }
        let key = (stated.end, stated.link, stated.place.file);
        if let Some(told) = self.readings.get(&key) {
            self.problems[*told].times += 1;
            return;
        }
        let found = self.assembler.strings.get(stated.end);
        let (id, called) = self.called_like(bearer, found);
        let problem = Problem::new(Code::LooseReference, stated.place)
            .with("name", self.assembler.metamodel.link(stated.link).name.clone())
            .with("found", found)
            .with("id", id)
            .with("called", called);
        self.readings.insert(key, self.problems.len());
        self.problems.push(problem);
    }

    fn report(&mut self, stated: &StatedEnd, code: Code, search: bool) {
        let found = self.assembler.strings.get(stated.end);
        let link = self.assembler.metamodel.link(stated.link);
        let mut near = None;
        if search && self.searches < SEARCHES {
            self.searches += 1;
            near = self.nearest(stated, found);
        }
        let problem = Problem::new(code, stated.place).with("found", found).with("name", link.name.clone());
        self.problems.push(problem.with("nearest", near.unwrap_or_default()));
    }

    /// What was probably meant: an id a slip away, else an element whose name is alike; in a drawing its name, which is
    /// what people write there.
    fn nearest(&mut self, stated: &StatedEnd, found: &str) -> Option<String> {
        let assembler = self.assembler;
        let own = assembler.slots.iter().map(|slot| assembler.strings.get(slot.id));
        let context = assembler.register.into_iter().flat_map(|register| register.ids.keys().copied());
        if let Some(id) = nearest(found, own.chain(context)) {
            return Some(id.to_string());
        }
        let kinds = assembler.metamodel.link(stated.link).to;
        let own = self.directory(stated.link).nearest(found, |_| true).map(|(slot, likeness)| (Bearer::Own(slot), likeness));
        let context = assembler.register.and_then(|register| register.nearest(found, kinds));
        let context = context.map(|(node, likeness)| (Bearer::Context(node), likeness));
        // Of two that are equally near the project's own.
        let nearest = [context, own].into_iter().flatten().max_by(|(_, one), (_, other)| one.total_cmp(other));
        let (id, name) = self.called_like(nearest?.0, found);
        Some(if stated.format.is_drawing() && !name.is_empty() { name } else { id }.to_string())
    }

    pub fn report_wrong_kind(&mut self, stated: &StatedEnd, kind: KindId) {
        let metamodel = self.assembler.metamodel;
        let link = metamodel.link(stated.link);
        let allowed: Vec<&str> = link.to.iter().map(|kind| metamodel.kind(kind).name.as_str()).collect();
        let problem = Problem::new(Code::WrongTarget, stated.place)
            .with("name", link.name.clone())
            .with("found", self.assembler.strings.get(stated.end))
            .with("kind", metamodel.kind(kind).name.clone())
            .with("allowed", allowed.join(", "));
        // A drawing may say more than the vocabulary can hold; a model written by hand has a mistake.
        self.problems.push(if stated.format.is_drawing() { problem.as_warning() } else { problem });
    }
}

impl Assembler<'_> {
    /// A name in the project's strings, for tests and messages.
    pub fn text(&self, id: StringId) -> &str {
        self.strings.get(id)
    }
}

impl Register<'_> {
    fn referent(&self, node: u32) -> Referent {
        Referent::Context(node, self.graph.kind(node))
    }
}
