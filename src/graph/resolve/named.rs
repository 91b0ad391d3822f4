//! References by name: who is meant, and who probably was.
//!
//! A name that nobody bears leads to the one element whose name says the same, by an abbreviation or in another
//! alphabet; that is told, because a verdict may rest on it. What is merely alike is a suggestion.

use super::super::assemble::StatedEnd;
use super::super::called::{Called, Meant, any_spelled};
use super::{Referent, Resolver};
use crate::metamodel::LinkId;
use crate::names::{Directory, likeness};
use crate::problem::{Code, Problem, nearest};

/// An element that is called somehow: a slot of the project, or a node of the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearer {
    Own(u32),
    Context(u32),
}

impl<'a> Resolver<'a, '_> {
    /// In drawings and in what completes them a link's value may be a unique name.
    pub(super) fn find_by_name(&mut self, stated: &StatedEnd, name: &str) -> Referent {
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

    /// What was probably meant: an id a slip away, else an element whose name is alike; in a drawing its name, which is
    /// what people write there.
    pub(super) fn nearest(&mut self, stated: &StatedEnd, found: &str) -> Option<String> {
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
}
