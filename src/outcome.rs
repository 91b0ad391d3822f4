//! What `check` found out, as data without words: intervals of subjects, requirements and projects, and what decided
//! them. Read by `report`, which words it.

use crate::answers::Answer;
use crate::graph::{Findings, Thing};
use crate::language::world::Node;
use crate::metamodel::{AttributeId, KindId, LinkId};
use crate::pack::Section;
use crate::text::Language;
use crate::verdict::{Holds, Interval, Level, Verdict};
use crate::waivers::Status;

/// The outcome of one run over all projects.
#[derive(Debug, Default)]
pub struct Outcomes {
    /// One for each judged project, in the order of the graph's projects.
    pub projects: Vec<ProjectOutcome>,
    /// Portfolio requirements over the whole run.
    pub portfolio: Vec<SubjectOutcome>,
    /// Projects on which the program itself failed, with what it said: a bug of ours, never a verdict.
    pub bugs: Vec<(usize, String)>,
}

#[derive(Debug)]
pub struct ProjectOutcome {
    /// Index of the project in the graph.
    pub project: usize,
    /// `None` only where nothing is applicable, which leaves everything open.
    pub interval: Interval,
    /// Requirements that are settled, of those that are applicable.
    pub settled: usize,
    pub applicable: usize,
    /// One for each requirement of the packs, in pack order.
    pub requirements: Vec<RequirementOutcome>,
    /// One for each contour and chapter of the packs that are no advice, in pack order.
    pub sections: Vec<SectionOutcome>,
    /// The project's architectural components that something is known about, where they were asked for.
    pub components: Vec<ComponentOutcome>,
    /// Components of which everything is open.
    pub open_components: usize,
    /// Subjects whose best level is below full or that a waiver lifts, requirement by requirement.
    pub findings: Vec<SubjectOutcome>,
    /// Facts that open answers wait for, the most valuable first.
    pub missing: Vec<MissingFact>,
    /// What people answered of subjects, requirement by requirement.
    pub answers: Vec<AnswerOutcome>,
    /// What people have yet to answer, requirement by requirement.
    pub questions: Vec<QuestionOutcome>,
    /// Answers about what is no subject of the requirement: the assessment and the element.
    pub idle_answers: Vec<(RequirementIndex, u32, u32)>,
    /// Justifications that mark no finding.
    pub idle_justifications: Vec<IdleJustification>,
    /// What became of the project's waivers, in the order of its files.
    pub waivers: Vec<WaiverOutcome>,
    /// The results that some requirements asked about; none where no requirement asks.
    pub results: Option<Findings>,
}

/// A subject of which a person has said something.
#[derive(Clone, Debug)]
pub struct AnswerOutcome {
    pub requirement: RequirementIndex,
    pub node: Node,
    pub told: Told,
    /// What came of both; none where the subject is taken out.
    pub interval: Option<Interval>,
}

/// What a person said beside what the machine found.
#[derive(Clone, Debug)]
pub struct Told {
    pub answer: Answer,
    /// What the machine found; none where the requirement asks nothing of it.
    pub machine: Option<Interval>,
    pub holds: Holds,
}

/// A requirement that waits for people.
#[derive(Clone, Debug)]
pub struct QuestionOutcome {
    pub requirement: RequirementIndex,
    /// Subjects that nobody has answered for.
    pub subjects: usize,
    /// The first of them; all where everything is listed.
    pub nodes: Vec<Node>,
}

/// A justification that marks no finding, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleJustification {
    /// The element that states it.
    pub node: u32,
    pub why: Idle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// It names no requirement, no reason or no element.
    Incomplete,
    /// It names more than one requirement, or what the subject of this finding is a part of.
    General(RequirementIndex, Option<u32>),
    /// Nothing that it names falls short.
    Unused,
}

/// A requirement by its pack and its number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequirementIndex {
    pub pack: usize,
    pub requirement: usize,
}

/// A contour or chapter, by the arithmetic of projects.
#[derive(Clone, Debug)]
pub struct SectionOutcome {
    pub pack: usize,
    pub section: Section,
    pub interval: Interval,
    pub settled: usize,
    /// Zero where nothing in it applies: then the interval says nothing.
    pub applicable: usize,
}

/// One element over all requirements that judge it by itself, by the arithmetic of projects.
#[derive(Clone, Debug)]
pub struct ComponentOutcome {
    pub node: Node,
    pub interval: Interval,
    pub settled: usize,
    pub applicable: usize,
}

#[derive(Clone, Debug)]
pub struct RequirementOutcome {
    pub requirement: RequirementIndex,
    /// Whether the requirement is of another stage than the project and was not judged.
    pub other_stage: bool,
    pub verdict: Verdict,
    pub interval: Interval,
    pub counts: Counts,
    /// Findings that are counted and not listed.
    pub unlisted: usize,
    /// What the texts of other languages come to, where they ask otherwise.
    pub editions: Vec<EditionOutcome>,
    /// Subjects that are open, where every subject is asked for.
    pub open: Vec<OpenSubject>,
}

/// A subject that is no finding, and that missing facts may yet turn into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSubject {
    /// The subject, of a group its first member; none where a subject is expected and there is none.
    pub node: Option<Node>,
    /// What tells a group from others.
    pub key: Option<String>,
    /// What it comes to if everything that is missing goes against it.
    pub worst: Level,
}

/// What a requirement comes to by the text of another language.
#[derive(Clone, Debug, PartialEq)]
pub struct EditionOutcome {
    pub language: Language,
    pub verdict: Verdict,
    pub interval: Interval,
    pub counts: Counts,
    /// Subjects that come to another level than by the main text, or are subjects by one of the texts only.
    pub differs: usize,
}

impl EditionOutcome {
    /// Whether anything comes out otherwise than by the main text.
    pub fn is_other(&self, main: &RequirementOutcome) -> bool {
        self.differs > 0 || self.verdict != main.verdict || self.interval != main.interval
    }
}

/// Subjects by their verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub full: usize,
    pub partial: usize,
    pub non_compliant: usize,
    pub not_assessed: usize,
    pub waived: usize,
    /// Findings that somebody has justified; each is counted at its level too.
    pub justified: usize,
}

impl Counts {
    pub fn all(&self) -> usize {
        self.full + self.partial + self.non_compliant + self.not_assessed
    }
}

/// One subject of one requirement, with what decided.
#[derive(Clone, Debug)]
pub struct SubjectOutcome {
    pub requirement: RequirementIndex,
    /// The subject; of a group or a cycle its first member; none only where nothing is there ([`Shape::Nothing`]).
    pub node: Option<Node>,
    /// The result of another requirement that was judged, where that is the subject: `node` is what it is about.
    pub result: Option<Node>,
    pub interval: Interval,
    pub shape: Shape,
    /// The elements that decided, and the part they play, without doubles.
    pub related: Vec<Related>,
    /// What a person said of it, by number in [`ProjectOutcome::answers`].
    pub answer: Option<usize>,
    /// The element that justifies it, which changes no level.
    pub justification: Option<u32>,
    /// The waiver that lifts it.
    pub lifted: Option<Lifted>,
}

/// What a waiver did to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// By its number in the project.
    pub waiver: usize,
    /// What the subject comes to without it.
    pub without: Interval,
}

/// What became of one entry of a project's waivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverOutcome {
    /// By its number in the project.
    pub waiver: usize,
    pub status: Status,
    /// Findings that it lifts.
    pub findings: usize,
    /// Of what an entry that holds names, by number: what is not there, and what does not fall short.
    pub absent: Vec<usize>,
    pub idle: Vec<usize>,
    /// What falls short together with something that it names, and is not named.
    pub lacking: Vec<Thing>,
}

impl SubjectOutcome {
    /// A finding that nobody has answered or justified.
    pub fn new(
        requirement: RequirementIndex,
        node: Option<Node>,
        interval: Interval,
        shape: Shape,
        related: Vec<Related>,
    ) -> SubjectOutcome {
        SubjectOutcome { requirement, node, result: None, interval, shape, related, answer: None, justification: None, lifted: None }
    }

    /// The elements that fall short together: the subject, of a group and of a circle all members.
    pub fn members(&self) -> impl Iterator<Item = Node> {
        self.node.into_iter().chain(self.related.iter().filter(|related| related.role == Role::Member).map(|related| related.node))
    }
}

/// What a finding is about beyond its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    Single,
    /// Elements with one key; all are in `related` as members.
    Group {
        key: String,
    },
    /// A circle, in walking order from its smallest id.
    Cycle(Vec<Node>),
    /// Nothing there at all, where something is expected.
    Nothing,
    /// What a question about form found; the subject need not be an element.
    Form(Box<Seen>),
}

/// What a question about form found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The project that the things are of.
    pub project: usize,
    pub subject: Thing,
    /// The ends of a relationship, the box around a box, the others with one name.
    pub others: Vec<Thing>,
    pub found: Found,
    /// What tells several things with one name from others; empty for one thing.
    pub key: String,
}

/// What is wrong, as far as the subject does not say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// A word or a text of the model.
    Text(String),
    /// The languages that are missing.
    Languages([bool; 3]),
    /// A remark of the project by its number.
    Remark(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Related {
    pub node: Node,
    pub role: Role,
}

/// The part an element plays in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// At the end of this link of the subject.
    Link(LinkId),
    /// States this link towards the subject.
    Back(LinkId),
    Member,
    /// Anything else on the way.
    Witness,
    /// Not looked at, but there: what the requirement asks for, in a register.
    Candidate,
}

/// A fact that nobody stated.
#[derive(Clone, Debug)]
pub struct MissingFact {
    pub fact: Fact,
    pub kind: Option<KindId>,
    /// Elements that lack it.
    pub elements: usize,
    /// Requirements and (requirement, subject) pairs that wait for it, perhaps among others.
    pub requirements: Vec<RequirementIndex>,
    pub subjects: usize,
    /// Those of the requirements that have a say in the project's verdict.
    pub weighing: usize,
    /// What waits for it and for nothing else.
    pub alone: Settled,
    /// The first few of the elements.
    pub examples: Vec<Node>,
    /// All of the elements, with the answers that wait for the fact of each; only where they were asked for.
    pub lacking: Vec<(u32, usize)>,
    /// What waits for nothing but this fact and those before it; only where elements were asked for.
    pub so_far: Option<Settled>,
}

/// Requirements and (requirement, subject) pairs that have all they wait for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    pub requirements: usize,
    pub subjects: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    Attribute(AttributeId),
    Link(LinkId),
    /// No element of a shared kind is known: neither a context nor the model has one.
    Register(KindId),
    /// The project has no such state.
    State(&'static str),
    /// A parameter or list that nobody gave.
    Given(String),
    /// A person has not answered yet.
    Answer,
}
