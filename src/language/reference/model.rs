//! Draws worlds, and the facts that they lack.

use super::tape::{Tape, metamodel, used_attributes, used_kinds, used_links, value};
use super::world::{CURRENT, Handmade, TARGET, kinds};
use crate::language::world::{Node, Rest, Said, World};
use crate::metamodel::{AttributeId, KindId, LinkId};
use crate::value::Value;

pub fn world(tape: &mut Tape) -> Handmade {
    let all: Vec<KindId> = used_kinds().iter().collect();
    let mut world = Handmade { two_states: tape.one_in(3), ..Handmade::new() };
    for number in 0..3 + tape.below(4) {
        let kind = tape.pick(&all).unwrap_or(all[0]);
        let home = match tape.below(5) {
            0 | 1 => Some(CURRENT),
            4 if number > 0 => None,
            _ if !world.two_states => Some(CURRENT),
            _ => Some(TARGET),
        };
        let index = world.put(kind, home);
        let earlier = |other: &usize| world.made[*other].home == Some(CURRENT) && world.made[*other].kind == kind;
        let same = (0..number)
            .filter(earlier)
            .find(|other| !world.made[..number].iter().any(|made| made.home == Some(TARGET) && made.element == *other as u32));
        if let (Some(same), Some(TARGET)) = (same, home) {
            world.made[index as usize].element = same as u32;
        }
    }
    world.vouched = all.iter().copied().filter(|_| tape.one_in(4)).collect();
    for index in 0..world.made.len() as u32 {
        state_some(&mut world, index, tape);
    }
    world.seal()
}

fn is_built_in(attribute: AttributeId) -> bool {
    ["id", "state", "name"].contains(&metamodel().attribute(attribute).name.as_str())
}

fn state_some(world: &mut Handmade, index: u32, tape: &mut Tape) {
    let kind = world.at(index).kind;
    if tape.one_in(2) {
        world.made[index as usize].names[tape.below(3)] = ["a", "b"][tape.below(2)].to_string();
    }
    for attribute in used_attributes(kind).into_iter().filter(|attribute| !is_built_in(*attribute)) {
        let value = match tape.below(4) {
            0 => continue,
            1 => Value::None,
            _ => value(attribute, tape),
        };
        world.made[index as usize].attributes.insert(attribute, value);
    }
    for link in used_links(kind) {
        match tape.below(4) {
            0 if tape.one_in(3) => drop(world.drawn.insert((index, link))),
            0 => {}
            1 => drop(world.made[index as usize].links.insert(link, Vec::new())),
            _ => {
                let mut ends: Vec<Option<u32>> = ends(world, index, link, tape).into_iter().map(Some).collect();
                // A plea that names nothing is none: see the note on unresolved pleas in `ask`.
                if tape.one_in(6) && !metamodel().kind(kind).plea && (metamodel().link(link).many || ends.is_empty()) {
                    ends.push(None);
                }
                world.made[index as usize].links.insert(link, ends);
            }
        }
    }
}

/// Some elements the link may lead to: of the same state or of the context.
fn ends(world: &Handmade, index: u32, link: LinkId, tape: &mut Tape) -> Vec<u32> {
    let meaning = metamodel().link(link);
    let home = world.at(index).home;
    let could: Vec<u32> = (0..world.made.len() as u32)
        .filter(|end| meaning.to.contains(world.at(*end).kind) && (world.at(*end).home.is_none() || world.at(*end).home == home))
        .collect();
    let wanted = if meaning.many { tape.below(3) } else { tape.below(2) };
    let mut ends: Vec<u32> = (0..=wanted).filter_map(|_| tape.pick(&could)).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.truncate(if meaning.many { 3 } else { 1 });
    ends
}

/// Members of a group: some systems of the subject's state.
pub fn members(world: &Handmade, subject: Node, tape: &mut Tape) -> Vec<(Node, bool)> {
    let systems = kinds("system");
    let of_kind = world.population(subject.layer).into_iter().filter(|node| systems.contains(world.kind(*node)));
    of_kind.map(|node| (node, tape.one_in(2))).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    Attribute(u32, AttributeId),
    Link(u32, LinkId),
}

/// What is unknown of the world's elements. What an excuse is about is no missing fact: stating it makes a new excuse.
pub fn lacking(world: &Handmade) -> Vec<Lacking> {
    let mut found = Vec::new();
    for index in 0..world.made.len() as u32 {
        let (node, kind) = (world.node(index), world.at(index).kind);
        let unknown = |attribute: &AttributeId| world.attribute(node, *attribute) == Said::Unknown;
        found.extend(used_attributes(kind).into_iter().filter(unknown).map(|attribute| Lacking::Attribute(index, attribute)));
        let open = |link: &LinkId| world.ends(node, *link, &mut |_| {}) == Rest::Unknown && !metamodel().kind(kind).plea;
        found.extend(used_links(kind).into_iter().filter(open).map(|link| Lacking::Link(index, link)));
    }
    found
}

/// States a fact, one way or another; a link keeps the ends it has.
pub fn state_fact(world: &mut Handmade, lacking: Lacking, tape: &mut Tape) {
    match lacking {
        Lacking::Attribute(index, attribute) => {
            let value = if tape.one_in(4) { Value::None } else { value(attribute, tape) };
            world.made[index as usize].attributes.insert(attribute, value);
        }
        Lacking::Link(index, link) => {
            let mut stated: Vec<Option<u32>> = world.at(index).links.get(&link).cloned().unwrap_or_default();
            stated.retain(Option::is_some);
            if tape.below(4) > 0 && (metamodel().link(link).many || stated.is_empty()) {
                stated.extend(ends(world, index, link, tape).into_iter().map(Some));
            }
            stated.sort_unstable();
            stated.dedup();
            world.made[index as usize].links.insert(link, stated);
        }
    }
}
