//! Links joined to groups, so that each member is linked straight with the group's core: no chains, in which the ends
//! have nothing in common.
//!
//! The cores are taken by the strength of their links. Every link is of exactly one group or more; an element may be
//! a member of several.

use std::collections::BTreeMap;

use super::Link;

/// Elements that look like one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The member that all others are linked with.
    pub core: u32,
    /// Sorted, the core among them.
    pub members: Vec<u32>,
    /// The links between them, by their numbers, the strongest first.
    pub links: Vec<usize>,
}

/// The groups, those with the strongest links first. `rank` puts elements in an order that no order of files changes.
pub fn groups(links: &[Link], rank: &dyn Fn(u32) -> u32) -> Vec<Group> {
    let mut around: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
    for (number, link) in links.iter().enumerate() {
        around.entry(link.left).or_default().push((link.right, number));
        around.entry(link.right).or_default().push((link.left, number));
    }
    let strength = |of: &Vec<(u32, usize)>| of.iter().map(|(_, number)| links[*number].score).sum::<f64>();
    let mut cores: Vec<(f64, u32)> = around.iter().map(|(element, of)| (strength(of), *element)).collect();
    cores.sort_by(|left, right| right.0.total_cmp(&left.0).then(rank(left.1).cmp(&rank(right.1))));
    let mut covered = vec![false; links.len()];
    let mut groups = Vec::new();
    for (_, core) in cores {
        let open = around[&core].iter().filter(|(_, number)| !covered[*number]);
        let mut members: Vec<u32> = open.map(|(other, _)| *other).collect();
        if members.is_empty() {
            continue;
        }
        members.push(core);
        members.sort_unstable();
        let mut inner: Vec<usize> = Vec::new();
        for member in &members {
            let own = around[member].iter().filter(|(other, _)| other > member && members.binary_search(other).is_ok());
            inner.extend(own.map(|(_, number)| *number));
        }
        inner.iter().for_each(|number| covered[*number] = true);
        inner.sort_by(|left, right| links[*right].score.total_cmp(&links[*left].score).then(left.cmp(right)));
        groups.push(Group { core, members, links: inner });
    }
    let score = |group: &Group| group.links.first().map_or(0.0, |number| links[*number].score);
    groups.sort_by(|left, right| {
        let by_size = right.members.len().cmp(&left.members.len());
        score(right).total_cmp(&score(left)).then(by_size).then(rank(left.core).cmp(&rank(right.core)))
    });
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(links: &[(u32, u32, f64)]) -> Vec<Group> {
        let link = |(left, right, score): &(u32, u32, f64)| Link { left: *left, right: *right, score: *score, reasons: Vec::new() };
        groups(&links.iter().map(link).collect::<Vec<_>>(), &|element| element)
    }

    #[test]
    fn a_chain_is_not_one_group() {
        let found = linked(&[(1, 2, 0.9), (2, 3, 0.8), (3, 4, 0.8), (4, 5, 0.8)]);
        let members: Vec<&[u32]> = found.iter().map(|group| group.members.as_slice()).collect();
        assert_eq!(members, [&[1, 2, 3][..], &[3, 4], &[4, 5]]);
    }

    #[test]
    fn every_link_is_of_a_group() {
        let found = linked(&[(1, 2, 0.9), (1, 3, 0.9), (4, 5, 0.9), (4, 6, 0.9), (2, 5, 0.7)]);
        let mut links: Vec<usize> = found.iter().flat_map(|group| group.links.clone()).collect();
        links.sort_unstable();
        assert_eq!(links, [0, 1, 2, 3, 4]);
    }
}
