//! Walking against links: to those who state them, and to whoever is silent and might.

use super::{Found, Seen, Way};
use crate::language::evaluate::tail::{Noted, Steps, Tail, TailKey, Walked};
use crate::language::evaluate::{Evaluator, Gap, Wish};
use crate::language::world::{Layer, Node, World};
use crate::metamodel::{KindSet, LinkId};

/// From so many on a silent population is walked on from once for all subjects.
const MANY: usize = 16;

impl<W: World> Evaluator<'_, W> {
    #[expect(clippy::too_many_arguments, reason = "one walk has one state; a struct would only rename it")]
    pub(super) fn against(
        &self,
        links: &[LinkId],
        reach: KindSet,
        rest: Steps<'_>,
        node: Node,
        certain: bool,
        way: &Way,
        found: Found<'_>,
    ) -> bool {
        let (kind, metamodel) = (self.world.kind(node), self.world.metamodel());
        // A plea has to be made to count, so one that does not say what it is about is about nothing.
        let may_be_silent = reach.iter().filter(|kind| !metamodel.kind(*kind).plea).collect();
        if self.sources(links, (reach, may_be_silent), rest, node, certain, way, found) {
            return true;
        }
        let leading = links.iter().map(|link| metamodel.link(*link)).filter(|link| link.to.contains(kind) && !link.plea);
        let could = leading.fold(KindSet::EMPTY, |could, link| could.union(link.from.intersection(may_be_silent)));
        self.look_for_anybody(could, node.layer, way);
        false
    }

    /// Those of the first kinds who state one of the links and lead here, then those of the second who could and do
    /// not say.
    #[expect(clippy::too_many_arguments, reason = "one walk has one state; a struct would only rename it")]
    pub(super) fn sources(
        &self,
        links: &[LinkId],
        kinds: (KindSet, KindSet),
        rest: Steps<'_>,
        node: Node,
        certain: bool,
        way: &Way,
        found: Found<'_>,
    ) -> bool {
        let (kind, metamodel) = (self.world.kind(node), self.world.metamodel());
        let leading = || links.iter().copied().filter(|link| metamodel.link(*link).to.contains(kind));
        let (stating, silent) = kinds;
        let mut enough = false;
        for link in leading() {
            self.world.stating(node, link, &mut |source| {
                let fits = stating.contains(self.world.kind(source));
                enough = enough || fits && self.walk(rest, source, certain, way, found);
            });
        }
        enough
            || leading().any(|link| {
                let mut kinds = metamodel.link(link).from.intersection(silent).iter();
                kinds.any(|kind| self.silent_ones(link, kind, rest, node, way, found))
            })
    }

    /// Where nobody of the kinds is known, there may be some that nobody named; registers alone know the shared kinds.
    pub(super) fn look_for_anybody(&self, kinds: KindSet, layer: Layer, way: &Way) {
        if kinds.is_empty() || self.world.has_any(layer, kinds) {
            return;
        }
        let vouched = kinds.iter().all(|kind| self.world.vouches_for(layer, kind));
        if !vouched || kinds.without(self.world.metamodel().shared_kinds()).is_empty() {
            self.note(Gap::Nobody(kinds));
            way.opens();
        }
    }

    /// Those of a kind who could state the link and are silent: each may lead here.
    fn silent_ones(&self, link: LinkId, kind: crate::metamodel::KindId, rest: Steps<'_>, node: Node, way: &Way, found: Found<'_>) -> bool {
        if let Some(enough) = self.remembered(link, kind, rest, node.layer, way, found) {
            return enough;
        }
        let mut noted = false;
        for index in self.world.silent(node.layer, link, kind) {
            let enough = self.walk(rest, Node { index: *index, layer: node.layer }, false, way, &mut |end, sure| {
                if !noted {
                    self.note(Gap::Silent(node.layer, link, kind));
                    noted = true;
                }
                found(end, sure)
            });
            if enough || way.certain_only.get() {
                return enough;
            }
        }
        false
    }

    /// The same where another subject walked on from them before and the rest asks nothing about the subject.
    fn remembered(
        &self,
        link: LinkId,
        kind: crate::metamodel::KindId,
        rest: Steps<'_>,
        layer: Layer,
        way: &Way,
        found: Found<'_>,
    ) -> Option<bool> {
        let silent = self.world.silent(layer, link, kind);
        if silent.len() < MANY || way.certain_only.get() {
            return None;
        }
        let (free, rest) = rest.split()?;
        let key = TailKey::new(free, link, kind, layer);
        let is_known = self.tails.borrow().get(&key).map(|tail| matches!(tail, Tail::Known(_)));
        match is_known {
            None => {
                self.tails.borrow_mut().insert(key, Tail::Met);
                return None;
            }
            Some(false) => {
                let walked = free.as_steps(|free| self.walked(silent, free, layer));
                self.tails.borrow_mut().insert(key, Tail::Known(walked));
            }
            Some(true) => {}
        }
        // The visitor may walk on and remember something else meanwhile.
        let tail = self.tails.borrow_mut().remove(&key)?;
        let enough = match &tail {
            Tail::Known(walked) => Some(self.retold(walked, rest, Gap::Silent(layer, link, kind), way, found)),
            Tail::Met => None,
        };
        self.tails.borrow_mut().insert(key, tail);
        enough
    }

    /// Walks steps from everybody who is silent.
    fn walked(&self, silent: &[u32], steps: Steps<'_>, layer: Layer) -> Walked {
        let before = self.gaps.take();
        let (way, mut seen, mut ends) = (Way::default(), Seen::default(), Vec::new());
        let noted = || Noted { gaps: self.gaps.borrow().len(), open: way.open.get() };
        for index in silent {
            self.walk(steps, Node { index: *index, layer }, false, &way, &mut |end, _| {
                if seen.add(end, false) {
                    ends.push((end, noted()));
                }
                Wish::More
            });
        }
        let all = noted();
        Walked { ends, gaps: self.gaps.replace(before), all }
    }

    /// Walks the rest from what was found, and tells a visitor in its order.
    fn retold(&self, walked: &Walked, rest: Steps<'_>, silence: Gap, way: &Way, found: Found<'_>) -> bool {
        let mut told = 0;
        let mut up_to = |noted: Noted| {
            walked.gaps[told..noted.gaps].iter().for_each(|gap| self.note(gap.clone()));
            told = noted.gaps;
            if noted.open {
                way.opens();
            }
        };
        let mut is_silence_noted = false;
        for (end, noted) in &walked.ends {
            up_to(*noted);
            let enough = self.walk(rest, *end, false, way, &mut |end, sure| {
                if !is_silence_noted {
                    self.note(silence.clone());
                    is_silence_noted = true;
                }
                found(end, sure)
            });
            if enough || way.certain_only.get() {
                return enough;
            }
        }
        up_to(walked.all);
        false
    }
}
