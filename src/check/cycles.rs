//! `acyclic`: circles along a path, each found once, told from its smallest id.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::collect::Collected;
use super::single::levels;
use super::waive::Settled;
use super::{Run, candidates};
use crate::graph::{View, circles};
use crate::language::evaluate::{Evaluator, Gap};
use crate::language::meant::Path;
use crate::language::truth::Truth;
use crate::language::world::{Layer, Node};
use crate::outcome::{Related, Role, Shape};
use crate::pack::{Case, Requirement};
use crate::verdict::{Interval, Level};

/// The circles among the subjects of a requirement and what they lead to.
pub(super) struct Knots {
    /// Each circle, and everything that reaches and is reached by it.
    circles: Vec<(Vec<Node>, Vec<Node>)>,
    inside: FxHashSet<Node>,
    /// What may yet turn out to be in a circle: it leads to something whose ends are not all known.
    unsure: FxHashSet<Node>,
    /// What would have to be known to be sure.
    pub gaps: Vec<Gap>,
}

impl Knots {
    /// The circles that a requirement forbids, among all that it may be about.
    pub fn of(view: &View<'_>, requirement: &Requirement, layer: Layer, today: Date) -> Option<Knots> {
        let path = requirement.acyclic.as_ref()?;
        let starts = requirement.cases.iter().flat_map(|case| candidates(view, case, layer)).collect();
        Some(Knots::find(view, &path.meant, starts, today))
    }

    fn find(view: &View<'_>, path: &Path, starts: Vec<Node>, today: Date) -> Knots {
        let mut reached = Web::walk(view, path, starts, today);
        reached.nodes.sort_by(|left, right| view.id(left.index).cmp(view.id(right.index)).then(left.cmp(right)));
        let rank: FxHashMap<Node, u32> = reached.nodes.iter().enumerate().map(|(rank, node)| (*node, rank as u32)).collect();
        let edges: Vec<(u32, u32)> = reached.certain.iter().map(|(from, to)| (rank[from], rank[to])).collect();
        let found = circles(&edges);
        let nodes = |ranks: &[u32]| ranks.iter().map(|rank| reached.nodes[*rank as usize]).collect::<Vec<_>>();
        let inside = found.iter().flat_map(|(_, members)| nodes(members)).collect();
        let circles = found.iter().map(|(circle, members)| (nodes(circle), nodes(members))).collect();
        Knots { circles, inside, unsure: reached.unsure(), gaps: reached.gaps }
    }

    pub fn holds(&self, node: Node) -> bool {
        self.inside.contains(&node)
    }

    /// The circle told for an element that is in one.
    pub fn around(&self, node: Node) -> Option<&[Node]> {
        self.circles.iter().find(|(_, members)| members.contains(&node)).map(|(circle, _)| circle.as_slice())
    }

    /// Whether an element is in no circle.
    pub fn is_free(&self, node: Node) -> Truth {
        if self.holds(node) {
            Truth::False
        } else if self.unsure.contains(&node) {
            Truth::Unknown
        } else {
            Truth::True
        }
    }

    /// Whether nothing but the circle speaks against an element: then the circle's own finding says it all.
    pub fn alone_decides(&self, evaluator: &mut Evaluator<'_, View<'_>>, case: &Case) -> bool {
        levels(evaluator, case).best == Level::Full
    }

    /// Everything that is in circles with an element.
    pub fn members_around(&self, node: Node) -> Option<&[Node]> {
        self.circles.iter().find(|(_, members)| members.contains(&node)).map(|(_, members)| members.as_slice())
    }
}

impl Run<'_, '_> {
    /// One finding for each circle that holds a subject, with its members in walking order.
    pub(super) fn report_circles(
        &mut self,
        requirement: &Requirement,
        knots: Knots,
        subjects: &FxHashSet<Node>,
        collected: &mut Collected,
    ) {
        for (circle, members) in knots.circles {
            let Some(first) = circle.first().copied().filter(|_| members.iter().any(|node| subjects.contains(node))) else { continue };
            let related = circle.iter().skip(1).map(|node| Related { node: *node, role: Role::Member }).collect();
            let settled = self.lift(requirement, &members, Settled::by_machine(Interval::exactly(Level::NonCompliant)));
            collected.find(first, settled, Shape::Cycle(circle), related);
        }
    }
}

/// Everything that one step of the path after another leads to.
#[derive(Default)]
struct Web {
    nodes: Vec<Node>,
    certain: Vec<(Node, Node)>,
    possible: Vec<(Node, Node)>,
    open: Vec<Node>,
    gaps: Vec<Gap>,
}

impl Web {
    fn walk(view: &View<'_>, path: &Path, starts: Vec<Node>, today: Date) -> Web {
        let mut web = Web::default();
        let mut seen: FxHashSet<Node> = starts.iter().copied().collect();
        let mut queue: Vec<Node> = starts;
        queue.sort_unstable();
        queue.dedup();
        while let Some(node) = queue.pop() {
            web.nodes.push(node);
            let mut evaluator = Evaluator::new(view, node, today);
            let reached = evaluator.reach(path, node);
            if reached.open {
                web.open.push(node);
            }
            if !reached.is_certain() {
                web.gaps.extend_from_slice(evaluator.gaps());
            }
            for (end, certain) in reached.nodes {
                if certain {
                    web.certain.push((node, end))
                } else {
                    web.possible.push((node, end))
                }
                if seen.insert(end) {
                    queue.push(end);
                }
            }
        }
        web
    }

    /// Everything from which a possible step or an open end can be reached.
    fn unsure(&self) -> FxHashSet<Node> {
        let mut back: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
        for (from, to) in self.certain.iter().chain(&self.possible) {
            back.entry(*to).or_default().push(*from);
        }
        let mut queue: Vec<Node> = self.open.iter().copied().chain(self.possible.iter().map(|(from, _)| *from)).collect();
        let mut unsure: FxHashSet<Node> = FxHashSet::default();
        while let Some(node) = queue.pop() {
            if unsure.insert(node) {
                queue.extend(back.get(&node).into_iter().flatten());
            }
        }
        unsure
    }
}
