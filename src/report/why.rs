//! `saikes why`: the evaluation of one verdict as a tree, with the conditions that did not match, the values that
//! decided and where they stand.
//!
//! What comes in: the explanations that `check` gives. Leaves to others: the answers themselves (`language`).

mod branches;

pub use branches::{Branch, of_form};

use crate::answers::{Answer, To};
use crate::check::{self, Explanation};
use crate::graph::{Findings, Graph};
use crate::pack::Requirement;
use crate::place::Sources;
use crate::report::paper::{Ink, Paper, Style, clean, quotes};
use crate::report::{Finding, Subject, Waived, gather, wording};
use crate::text::{Language, say};
use crate::verdict::{self, Interval, Level, Verdict};

/// What a tree is drawn from.
#[derive(Clone, Copy)]
pub struct Tree<'a> {
    pub graph: &'a Graph,
    /// The results of the project's requirements, where the requirement asks about them.
    pub results: Option<&'a Findings>,
    pub sources: &'a Sources,
    pub language: Language,
    pub style: Style,
}

impl Tree<'_> {
    /// The whole answer for one requirement on one element; `waived` where a waiver lifts it.
    pub fn draw(
        &self,
        requirement: &Requirement,
        index: u32,
        explanations: &[Explanation<'_>],
        answers: To<'_>,
        waived: Option<&Waived>,
    ) -> String {
        let applied = applied(main(explanations));
        let answer = applied.and_then(|applied| answer_to(applied, index, answers));
        let mut paper = self.head(requirement, self.subject(index), &self.verdict(requirement, applied, answer, waived));
        self.print(&mut paper, &self.branches(requirement, index, explanations, answers, waived), "");
        if let Some(question) = &requirement.attested {
            paper.blank();
            paper.paragraph(0, Ink::Open, &say(self.language, "why.asked", &[("question", &question.get(self.language))]));
        }
        if let Some((answer, machine)) = answer.zip(applied.map(|applied| applied.interval)) {
            self.answered(&mut paper, requirement, answer, machine);
        }
        self.waived(&mut paper, waived);
        paper.text
    }

    /// What a person said beside it, who that was, and which holds.
    fn answered(&self, paper: &mut Paper, requirement: &Requirement, answer: &Answer, machine: Interval) {
        let told = check::told(requirement, machine, answer);
        let answered = gather::answered(self.graph, self.sources, self.language, &told);
        paper.blank();
        paper.paragraph(0, Ink::Plain, &say(self.language, "why.answered", &[("answer", &wording::answered(self.language, &answered))]));
        let at = self.at(Some(self.graph.place(answer.node)));
        paper.paragraph(2, Ink::Faint, &format!("{}{at}", wording::answered_by(self.language, &answered)));
    }

    /// The waiver that lifts it, why it was given, and what it would be without.
    fn waived(&self, paper: &mut Paper, waived: Option<&Waived>) {
        let Some(waived) = waived else { return };
        paper.blank();
        paper.paragraph(0, Ink::Good, &wording::waived(self.language, waived));
        let place = format!("{}:{}", clean(&waived.decided.location.path), waived.decided.location.line);
        paper.paragraph(2, Ink::Faint, &format!("«{}»  {place}", clean(&waived.decided.reason)));
    }

    /// What a question about form found.
    pub fn found(&self, requirement: &Requirement, finding: &Finding) -> String {
        let Subject { kind, name, id, .. } = &finding.subject;
        let mut paper = self.head(requirement, [kind, name, id], &self.level(finding.verdict));
        self.print(&mut paper, &[of_form(finding)], "");
        self.waived(&mut paper, finding.waiver.as_ref());
        paper.text
    }

    /// An element with which a question about form finds nothing wrong.
    pub fn fine(&self, requirement: &Requirement, index: u32) -> String {
        let mut paper = self.head(requirement, self.subject(index), &self.level(Verdict::Full));
        let text = format!("✓ {}", say(self.language, "why.form.fine", &[]));
        self.print(&mut paper, &[Branch { ink: Ink::Good, text, children: Vec::new() }], "");
        paper.text
    }

    /// Advice complies with no architecture.
    fn level(&self, verdict: Verdict) -> String {
        say(self.language, &format!("level.{}", verdict.name()), &[])
    }

    /// Kind, name and id of an element.
    fn subject(&self, index: u32) -> [&str; 3] {
        if let Some(id) = self.result(index) {
            // A result is asked for by what it is about.
            let about = self.results.and_then(|results| results.about(index)?.first());
            return ["finding", id, about.map_or(id, |about| self.graph.id(*about))];
        }
        let kind = &self.graph.metamodel.kind(self.graph.kind(index)).name;
        [kind, self.graph.name(index, self.language), self.graph.id(index)]
    }

    /// What is asked of what, and the answer.
    fn head(&self, requirement: &Requirement, [kind, name, id]: [&str; 3], verdict: &str) -> Paper {
        let mut paper = Paper::new(self.style);
        let kind = wording::lower_first(wording::kind_title(self.language, kind));
        let (name, id) = (clean(name), clean(id));
        let element = if name == id { id.to_string() } else { format!("{} {id}", quotes(&name)) };
        let words: [(&str, &dyn std::fmt::Display); 4] =
            [("requirement", &requirement.id), ("kind", &kind), ("element", &element), ("verdict", &verdict)];
        paper.paragraph(0, Ink::Strong, &say(self.language, "why.head", &words));
        paper.paragraph(0, Ink::Plain, requirement.title.get(self.language));
        paper
    }

    fn verdict(
        &self,
        requirement: &Requirement,
        applied: Option<&Explanation<'_>>,
        answer: Option<&Answer>,
        waived: Option<&Waived>,
    ) -> String {
        let settled = applied.and_then(|applied| Some((applied, check::settled(requirement, applied.interval, answer)?)));
        let Some((explanation, interval)) = settled else { return wording::verdict(self.language, Verdict::NotApplicable) };
        let interval = if waived.is_some() { verdict::waived(interval) } else { interval };
        let open = explanation.subject.is_unknown() || !interval.is_settled();
        if !open {
            return wording::verdict(self.language, interval.verdict());
        }
        let level = |level: Level| wording::verdict(self.language, crate::verdict::Interval::exactly(level).verdict());
        let bounds = [("worst", &level(interval.worst) as &dyn std::fmt::Display), ("best", &level(interval.best))];
        say(self.language, "why.open", &[("verdict", &wording::verdict(self.language, Verdict::NotAssessed)), bounds[0], bounds[1]])
    }

    /// Branches with rules in front, each wrapped under itself.
    fn print(&self, paper: &mut Paper, branches: &[Branch], before: &str) {
        for (at, branch) in branches.iter().enumerate() {
            let last = at + 1 == branches.len();
            let lead = format!("{before}{}", if last { "└─ " } else { "├─ " });
            let under = format!("{before}{}", if last { "   " } else { "│  " });
            self.print_one(paper, &lead, &under, branch);
            self.print(paper, &branch.children, &under);
        }
    }

    fn print_one(&self, paper: &mut Paper, lead: &str, under: &str, branch: &Branch) {
        use crate::report::paper::{WIDTH, width, wrap};
        let room = WIDTH.saturating_sub(width(lead)).max(20);
        for (at, line) in wrap(&branch.text, room, room.saturating_sub(2)).into_iter().enumerate() {
            let line = self.style.paint(branch.ink, &line);
            let (lead, gap) = if at == 0 { (lead, "") } else { (under, "  ") };
            paper.line(&format!("{lead}{gap}{line}"));
        }
    }
}

/// The cases of the main text.
fn main<'e, 'p>(explanations: &'e [Explanation<'p>]) -> impl Iterator<Item = &'e Explanation<'p>> {
    explanations.iter().filter(|explanation| explanation.edition.is_none())
}

/// The case that applies, as far as it is known.
fn applied<'e, 'p>(mut explanations: impl Iterator<Item = &'e Explanation<'p>>) -> Option<&'e Explanation<'p>>
where
    'p: 'e,
{
    explanations.find(|explanation| !explanation.subject.is_false())
}

/// What was said of an element or of those that are judged together with it; the worst counts.
fn answer_to<'a>(explanation: &Explanation<'_>, index: u32, answers: To<'a>) -> Option<&'a Answer> {
    let kin = explanation.members.iter().map(|node| node.index);
    std::iter::once(index).chain(kin).filter_map(|node| answers.about(node)).min_by_key(|answer| (answer.said, answer.overrules))
}
