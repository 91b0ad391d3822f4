//! What one requirement gathers over its subjects: intervals for the arithmetic, counts, and findings.

use crate::language::world::Node;
use crate::outcome::{Counts, Related, RequirementIndex, Shape, SubjectOutcome};
use crate::verdict::{Interval, Judged, Level, Verdict};

pub(super) struct Collected {
    pub requirement: RequirementIndex,
    pub judged: Vec<Judged>,
    pub counts: Counts,
    pub findings: Vec<SubjectOutcome>,
    /// Findings that are counted and not listed.
    pub unlisted: usize,
}

impl Collected {
    pub fn new(requirement: RequirementIndex) -> Collected {
        Collected { requirement, judged: Vec::new(), counts: Counts::default(), findings: Vec::new(), unlisted: 0 }
    }

    /// Counts one subject; true where it is a finding, for whose words the caller has to look closer.
    pub fn add(&mut self, interval: Interval, certain: bool) -> bool {
        self.judged.push(Judged { interval, certain });
        // A subject that may be none is open, whatever its level.
        match if certain { interval.verdict() } else { Verdict::NotAssessed } {
            Verdict::Full => self.counts.full += 1,
            Verdict::Partial => self.counts.partial += 1,
            Verdict::NonCompliant => self.counts.non_compliant += 1,
            Verdict::NotAssessed | Verdict::NotApplicable => self.counts.not_assessed += 1,
        }
        certain && interval.best < Level::Full
    }

    /// Counts subjects that hold and findings, many at once: what they come to depends on which there are, not on how
    /// many.
    pub fn sum(&mut self, full: usize, non_compliant: usize) {
        for (count, level) in [(full, Level::Full), (non_compliant, Level::NonCompliant)] {
            self.judged.extend((count > 0).then(|| Judged { interval: Interval::exactly(level), certain: true }));
        }
        self.counts.full += full;
        self.counts.non_compliant += non_compliant;
    }

    /// A finding about something that need not be an element.
    pub fn find_seen(&mut self, node: Option<Node>, interval: Interval, shape: Shape) {
        self.findings.push(SubjectOutcome::new(self.requirement, node, interval, shape, Vec::new()));
    }

    pub fn find(&mut self, node: Node, interval: Interval, shape: Shape, related: Vec<Related>, answer: Option<usize>) {
        let found = SubjectOutcome::new(self.requirement, Some(node), interval, shape, related);
        self.findings.push(SubjectOutcome { answer, ..found });
    }

    /// The requirement wants some subject and has none.
    pub fn nothing(&mut self, interval: Interval) {
        if interval.best < Level::Full {
            self.findings.push(SubjectOutcome::new(self.requirement, None, interval, Shape::Nothing, Vec::new()));
        }
    }
}
