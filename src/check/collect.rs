//! What one requirement gathers over its subjects: intervals for the arithmetic, counts, and findings.

use super::waive::Settled;
use crate::graph::View;
use crate::language::world::Node;
use crate::outcome::{Counts, OpenSubject, Related, RequirementIndex, Role, Shape, SubjectOutcome};
use crate::verdict::{Interval, Judged, Level, Verdict};

pub(super) struct Collected {
    pub requirement: RequirementIndex,
    pub judged: Vec<Judged>,
    pub counts: Counts,
    pub findings: Vec<SubjectOutcome>,
    /// Findings that are counted and not listed.
    pub unlisted: usize,
    /// Every subject with what it came to, where texts of several languages are compared.
    pub levels: Option<Vec<(Node, Judged)>>,
    /// Subjects that are open, where every subject is asked for.
    pub open: Option<Vec<OpenSubject>>,
}

impl Collected {
    pub fn new(requirement: RequirementIndex) -> Collected {
        Collected {
            requirement,
            judged: Vec::new(),
            counts: Counts::default(),
            findings: Vec::new(),
            unlisted: 0,
            levels: None,
            open: None,
        }
    }

    /// Counts one subject; true where it is a finding, for whose words the caller has to look closer. What a waiver
    /// lifts is one whatever it comes to.
    pub fn add(&mut self, Settled { interval, lifted, .. }: Settled, certain: bool) -> bool {
        self.counts.waived += usize::from(lifted.is_some());
        self.judged.push(Judged { interval, certain });
        // A subject that may be none is open, whatever its level.
        match if certain { interval.verdict() } else { Verdict::NotAssessed } {
            Verdict::Full => self.counts.full += 1,
            Verdict::Partial => self.counts.partial += 1,
            Verdict::NonCompliant => self.counts.non_compliant += 1,
            Verdict::NotAssessed | Verdict::NotApplicable => self.counts.not_assessed += 1,
        }
        certain && interval.best < Level::Full || lifted.is_some()
    }

    /// Notes a subject that is no finding and that missing facts may yet turn into one; `key` where it is a group.
    pub fn note_open(
        &mut self,
        Settled { interval, lifted, .. }: Settled,
        certain: bool,
        node: Option<Node>,
        key: impl FnOnce() -> Option<String>,
    ) {
        let is_finding = certain && interval.best < Level::Full || lifted.is_some();
        if let Some(open) = self.open.as_mut().filter(|_| !is_finding && interval.worst < Level::Full) {
            open.push(OpenSubject { node, key: key(), worst: interval.worst });
        }
    }

    /// Counts subjects that hold and findings, many at once: what they come to depends on which there are, not on how
    /// many.
    pub fn sum(&mut self, full: usize, waived: usize, non_compliant: usize) {
        for (count, level) in [(full, Level::Full), (waived, Level::Partial), (non_compliant, Level::NonCompliant)] {
            self.judged.extend((count > 0).then(|| Judged { interval: Interval::exactly(level), certain: true }));
        }
        self.counts.full += full;
        self.counts.partial += waived;
        self.counts.waived += waived;
        self.counts.non_compliant += non_compliant;
    }

    /// A finding about something that need not be an element.
    pub fn find_seen(&mut self, node: Option<Node>, settled: Settled, shape: Shape) {
        let found = SubjectOutcome::new(self.requirement, node, settled.interval, shape, Vec::new());
        self.findings.push(SubjectOutcome { lifted: settled.lifted, ..found });
    }

    pub fn find(&mut self, node: Node, settled: Settled, shape: Shape, related: Vec<Related>) {
        let Settled { interval, answer, lifted } = settled;
        let found = SubjectOutcome::new(self.requirement, Some(node), interval, shape, related);
        self.findings.push(SubjectOutcome { answer, lifted, ..found });
    }

    /// Results of other requirements stand in no file: where they are what is wrong, or among what decided, what they
    /// are about is shown.
    pub fn show_results(&mut self, view: &View<'_>) {
        for found in &mut self.findings {
            let mut related = Vec::new();
            if let Some(result) = found.node.filter(|node| view.is_finding(node.index)) {
                let mut about = view.shown_for(result).into_iter();
                (found.result, found.node) = (Some(result), about.next());
                related.extend(about.map(|node| Related { node, role: Role::Member }));
            }
            let others = std::mem::take(&mut found.related).into_iter();
            related.extend(others.flat_map(|other| view.shown_for(other.node).into_iter().map(move |node| Related { node, ..other })));
            for other in related {
                if Some(other.node) != found.node && !found.related.iter().any(|known| known.node == other.node) {
                    found.related.push(other);
                }
            }
            if let Shape::Cycle(nodes) = &mut found.shape {
                *nodes = nodes.iter().flat_map(|node| view.shown_for(*node)).collect();
            }
        }
    }

    /// The requirement wants some subject and has none.
    pub fn nothing(&mut self, settled: Settled) {
        self.counts.waived += usize::from(settled.lifted.is_some());
        self.note_open(settled, true, None, || None);
        if settled.interval.best < Level::Full || settled.lifted.is_some() {
            self.find_seen(None, settled, Shape::Nothing);
        }
    }

    /// Whether it is sure that there is a subject.
    pub fn has_subject(&self) -> bool {
        self.judged.iter().any(|judged| judged.certain)
    }
}
