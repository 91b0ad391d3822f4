//! What the requirements of a project come to together: for the project, for each contour and chapter, and for each
//! architectural component by itself (order 193, paragraph 26, speaks of project and components).

use std::collections::BTreeMap;

use crate::graph::View;
use crate::language::world::{Node, World};
use crate::metamodel::{KindSet, Metamodel};
use crate::outcome::{ComponentOutcome, Counts, RequirementIndex, RequirementOutcome, SectionOutcome};
use crate::pack::{Pack, Requirement, Section};
use crate::verdict::{self, Applied, Interval, Level, Policy, Verdict, Weight};

/// The requirements that have a say, with what each came to.
#[derive(Default)]
pub(super) struct Weighed {
    pub all: Vec<(Weight, Applied)>,
    by_section: BTreeMap<(usize, Section), Vec<(Weight, Applied)>>,
}

impl Weighed {
    pub fn add(&mut self, pack: usize, requirement: &Requirement, applied: Applied) {
        let weighed = (requirement.weight, applied);
        self.all.push(weighed);
        if let Some(section) = requirement.section() {
            self.by_section.entry((pack, section)).or_default().push(weighed);
        }
    }

    /// Every section of the packs, those with nothing to judge too.
    pub fn sections(&self, packs: &[Pack], selected: &[usize]) -> Vec<SectionOutcome> {
        let mut sections = Vec::new();
        for pack in selected.iter().copied().filter(|pack| !packs[*pack].advisory) {
            for section in packs[pack].sections() {
                let weighed = self.by_section.get(&(pack, section)).map_or(&[][..], Vec::as_slice);
                let interval = verdict::project(packs[pack].policy, weighed);
                sections.push(SectionOutcome { pack, section, interval, settled: settled(weighed), applicable: weighed.len() });
            }
        }
        sections
    }
}

/// How many are decided.
pub(super) fn settled(weighed: &[(Weight, Applied)]) -> usize {
    weighed.iter().filter(|(_, applied)| applied.certain && applied.interval.is_settled()).count()
}

impl RequirementOutcome {
    /// A requirement that is not asked at the project's stage.
    pub(super) fn of_other_stage(requirement: RequirementIndex) -> RequirementOutcome {
        let (counts, interval) = (Counts::default(), Interval::OPEN);
        RequirementOutcome {
            requirement,
            other_stage: true,
            verdict: Verdict::NotApplicable,
            interval,
            counts,
            unlisted: 0,
            editions: Vec::new(),
            open: Vec::new(),
        }
    }
}

/// What each component was found to be, requirement by requirement; a byte each, since there may be a million.
pub(super) struct Components {
    asked: bool,
    kinds: KindSet,
    /// Advice has no say.
    counts: bool,
    levels: BTreeMap<Node, Vec<u8>>,
}

impl Components {
    pub fn new(asked: bool, metamodel: &Metamodel) -> Components {
        Components { asked, kinds: metamodel.components(), counts: asked, levels: BTreeMap::new() }
    }

    /// The requirements of a pack follow, which has a say or none.
    pub fn turn_to(&mut self, counts: bool) {
        self.counts = self.asked && counts;
    }

    /// Notes what one requirement says of one subject, if that is a component.
    pub fn add(&mut self, view: &View<'_>, weight: Weight, node: Node, interval: Interval, certain: bool) {
        if self.counts && self.kinds.contains(view.kind(node)) {
            self.levels.entry(node).or_default().push(packed(weight, Applied { interval, certain }));
        }
    }

    /// Those about which something is known, and the number of the others.
    pub fn judged(self, policy: Policy) -> (Vec<ComponentOutcome>, usize) {
        let mut open = 0;
        let mut components = Vec::new();
        for (node, levels) in self.levels {
            let weighed: Vec<(Weight, Applied)> = levels.into_iter().map(unpacked).collect();
            let (interval, settled) = (verdict::project(policy, &weighed), settled(&weighed));
            if settled == 0 && interval == Interval::OPEN {
                open += 1;
            } else {
                components.push(ComponentOutcome { node, interval, settled, applicable: weighed.len() });
            }
        }
        (components, open)
    }
}

const WEIGHTS: [Weight; 3] = [Weight::Blocking, Weight::Major, Weight::Minor];
const LEVELS: [Level; 3] = [Level::NonCompliant, Level::Partial, Level::Full];

fn packed(weight: Weight, applied: Applied) -> u8 {
    let at = |level: Level| LEVELS.iter().position(|known| *known == level).unwrap_or(0) as u8;
    let weight = WEIGHTS.iter().position(|known| *known == weight).unwrap_or(0) as u8;
    weight << 5 | at(applied.interval.worst) << 3 | at(applied.interval.best) << 1 | u8::from(applied.certain)
}

fn unpacked(byte: u8) -> (Weight, Applied) {
    let (worst, best) = (LEVELS[usize::from(byte >> 3 & 3).min(2)], LEVELS[usize::from(byte >> 1 & 3).min(2)]);
    (WEIGHTS[usize::from(byte >> 5).min(2)], Applied { interval: Interval { worst, best }, certain: byte & 1 == 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_survives_its_byte() {
        for weight in WEIGHTS {
            for worst in LEVELS {
                for best in LEVELS {
                    for certain in [false, true] {
                        let applied = Applied { interval: Interval { worst, best }, certain };
                        assert_eq!(unpacked(packed(weight, applied)), (weight, applied));
                    }
                }
            }
        }
    }
}
