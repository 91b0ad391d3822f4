//! `saikes why`: the evaluation of one verdict as a tree, with the conditions that did not match, the values that
//! decided and where they stand.
//!
//! What comes in: the explanations that `check` gives. Leaves to others: the answers themselves (`language`).

use crate::answers::{Answer, To};
use crate::check::{self, Explanation};
use crate::graph::{Findings, Graph};
use crate::language::explain::{Explained, Witness};
use crate::language::truth::Truth;
use crate::language::world::Node;
use crate::metamodel::{Attribute, KindId, LinkId, Word};
use crate::pack::Requirement;
use crate::place::{Place, Sources};
use crate::report::paper::{Ink, Paper, Style, clean, quotes};
use crate::report::{Finding, Location, Related, Subject, Waived, gather, wording};
use crate::text::{Language, say};
use crate::value::Value;
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

/// A line of the tree and what hangs on it.
struct Branch {
    ink: Ink,
    text: String,
    children: Vec<Branch>,
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
        let main = explanations.iter().filter(|explanation| explanation.edition.is_none());
        let applied = applied(main.clone());
        let answer = applied.and_then(|applied| answer_to(applied, index, answers));
        let mut paper = self.head(requirement, self.subject(index), &self.verdict(requirement, applied, answer, waived));
        let mut branches: Vec<Branch> = main.clone().flat_map(|explanation| self.explanation(explanation, main.clone().count())).collect();
        branches.extend(explanations.iter().filter_map(|explanation| self.edition(requirement, explanation, answer, waived)));
        self.print(&mut paper, &branches, "");
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
        let at = |location: &Location| format!("  {}:{}", location.path, location.line);
        let related = |related: &Related| Branch {
            ink: Ink::Faint,
            text: format!("→ {}{}", quotes(&related.name), at(&related.location)),
            children: Vec::new(),
        };
        let place = finding.location.as_ref().map(at).unwrap_or_default();
        let text = format!("✗ {}{place}", finding.message);
        let branch = Branch { ink: Ink::Bad, text, children: finding.related.iter().map(related).collect() };
        self.print(&mut paper, &[branch], "");
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

    /// What the text of another language says.
    fn edition(
        &self,
        requirement: &Requirement,
        explanation: &Explanation<'_>,
        answer: Option<&Answer>,
        waived: Option<&Waived>,
    ) -> Option<Branch> {
        let name = say(self.language, &format!("edition.{}", explanation.edition?.code()), &[]);
        let verdict = self.verdict(requirement, applied(std::iter::once(explanation)), answer, waived);
        let text = say(self.language, "edition.verdict", &[("edition", &name), ("verdict", &verdict)]);
        Some(Branch { ink: Ink::Middling, text, children: self.explanation(explanation, 1) })
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

    fn explanation(&self, explanation: &Explanation<'_>, cases: usize) -> Vec<Branch> {
        let case = explanation.case;
        let mut branches: Vec<Branch> = Vec::new();
        for part in &explanation.parts {
            let inner = self.explained(&part.explained, part.text);
            branches.push(Branch { text: format!("{}  {}", part.name, inner.text), ..inner });
        }
        if let Some(circle) = &explanation.circle {
            let around: Vec<String> = circle.iter().chain(circle.first()).map(|node| self.named(*node)).collect();
            let text = say(self.language, "why.circle", &[("circle", &around.join(" ──▶ "))]);
            branches.push(Branch { ink: Ink::Bad, text: format!("✗ {text}"), children: Vec::new() });
        }
        if !explanation.members.is_empty() {
            let shown = |node: &Node| Branch {
                ink: Ink::Faint,
                text: format!("→ {}{}", self.named(*node), self.place(*node)),
                children: Vec::new(),
            };
            let children = explanation.members.iter().map(shown).collect();
            branches.push(Branch { ink: Ink::Plain, text: say(self.language, "why.members", &[]), children });
        }
        if cases < 2 {
            return branches;
        }
        let kinds: Vec<&str> =
            case.subject.iter().map(|kind| wording::kind_title(self.language, &self.graph.metamodel.kind(kind).name)).collect();
        vec![Branch { ink: Ink::Faint, text: say(self.language, "why.case", &[("kinds", &kinds.join(", "))]), children: branches }]
    }

    fn explained(&self, explained: &Explained, text: &str) -> Branch {
        let words = question(explained, text);
        let about = explained.about.map(|node| format!("{}: ", self.named(node))).unwrap_or_default();
        let mut children: Vec<Branch> = Vec::new();
        for child in &explained.children {
            let branch = self.explained(child, text);
            // The tests inside a named filter have only its name to show: what they looked at is enough.
            let unnamed = child.about.is_none() && question(child, text) == words;
            if unnamed { children.extend(branch.children) } else { children.push(branch) }
        }
        let mut told = std::collections::BTreeSet::new();
        children.retain(|branch| !branch.children.is_empty() || told.insert(branch.text.clone()));
        children.extend(explained.witnesses.iter().map(|witness| Branch {
            ink: Ink::Faint,
            text: self.witness(witness),
            children: Vec::new(),
        }));
        Branch { ink: ink(explained.truth), text: format!("{} {about}{words}", mark(explained.truth)), children }
    }

    /// The id of a result of a requirement.
    fn result(&self, index: u32) -> Option<&str> {
        self.results?.id(index)
    }

    /// Where an element is declared; results are nowhere.
    fn place(&self, node: Node) -> String {
        self.at(self.result(node.index).is_none().then(|| self.graph.place(node.index)))
    }

    fn named(&self, node: Node) -> String {
        quotes(self.result(node.index).unwrap_or_else(|| self.graph.name(node.index, self.language)))
    }

    fn at(&self, place: Option<Place>) -> String {
        place.map_or(String::new(), |place| {
            let (path, line, _) = self.sources.locate(place);
            format!("  {path}:{line}")
        })
    }

    fn link(&self, link: LinkId) -> String {
        self.graph.metamodel.link(link).name.clone()
    }

    fn kind(&self, kind: KindId) -> String {
        wording::lower_first(self.graph.metamodel.kind(kind).title.get(self.language))
    }

    fn witness(&self, witness: &Witness) -> String {
        let metamodel = self.graph.metamodel;
        match witness {
            Witness::Element(node) => format!("→ {}{}", self.named(*node), self.place(*node)),
            Witness::Value(node, attribute, value) => {
                let meant = metamodel.attribute(*attribute);
                let (name, absent) = (&meant.name, || say(self.language, "why.absent", &[]));
                let value = value.as_ref().map_or_else(absent, |value| self.value(meant, value));
                let stated = self.result(node.index).is_none().then(|| self.graph.attribute_place(node.index, *attribute));
                let place = self.at(stated.flatten());
                format!("{} {name} = {value}{place}", self.named(*node))
            }
            Witness::SilentAttribute(node, attribute) => {
                let name = &metamodel.attribute(*attribute).name;
                say(self.language, "why.silent", &[("element", &self.named(*node)), ("fact", name)])
            }
            Witness::SilentLink(node, link) => {
                say(self.language, "why.silent", &[("element", &self.named(*node)), ("fact", &self.link(*link))])
            }
            Witness::SilentKind(link, kind) => {
                say(self.language, "why.silent-kind", &[("kind", &self.kind(*kind)), ("fact", &self.link(*link))])
            }
            Witness::Nobody(kinds) => {
                let kinds: Vec<String> = kinds.iter().map(|kind| self.kind(kind)).collect();
                say(self.language, "why.nobody", &[("kinds", &kinds.join(", "))])
            }
            Witness::NoState(_) => say(self.language, "why.no-state", &[]),
            Witness::Vouched(node, attribute) => {
                let name = &metamodel.attribute(*attribute).name;
                say(self.language, "why.vouched", &[("element", &self.named(*node)), ("fact", name)])
            }
            Witness::NoEnds(node, link) => {
                // Against a link the way has the name of its inverse.
                let meaning = metamodel.link(*link);
                let along = self.result(node.index).is_some() || meaning.from.contains(self.graph.kind(node.index));
                let link = if along { &meaning.name } else { &meaning.inverse };
                say(self.language, "why.no-ends", &[("element", &self.named(*node)), ("link", link)])
            }
            Witness::Count(least, Some(most)) if least == most => say(self.language, "why.count", &[("count", least)]),
            Witness::Count(least, Some(most)) => say(self.language, "why.count-between", &[("least", least), ("most", most)]),
            Witness::Count(least, None) => say(self.language, "why.count-least", &[("least", least)]),
            Witness::Amount(low, high) if low == high => say(self.language, "why.amount", &[("amount", low)]),
            Witness::Amount(low, high) if low.is_finite() && high.is_finite() => {
                say(self.language, "why.amount-between", &[("least", low), ("most", high)])
            }
            Witness::Amount(low, _) if low.is_finite() => say(self.language, "why.amount-least", &[("least", low)]),
            Witness::Amount(_, high) if high.is_finite() => say(self.language, "why.amount-most", &[("most", high)]),
            Witness::Amount(..) => say(self.language, "why.amount-unknown", &[]),
            Witness::Date(date) => say(self.language, "why.date", &[("date", date)]),
            Witness::NotGiven(name) => say(self.language, "why.not-given", &[("name", name)]),
        }
    }

    /// A value as a rule writes it, beside a word of an enum its label.
    fn value(&self, attribute: &Attribute, value: &Value) -> String {
        let metamodel = self.graph.metamodel;
        let told = |word: &Word| {
            let label = metamodel.label(Some(attribute), *word, self.language);
            format!("{} ({label})", metamodel.word(*word))
        };
        match value {
            Value::None => say(self.language, "why.none", &[]),
            Value::Bool(answer) => answer.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Word(word) => told(word),
            Value::Words(words) => format!("[{}]", words.iter().map(told).collect::<Vec<_>>().join(", ")),
            Value::Text(text) => format!("«{}»", clean(text)),
            Value::Texts(texts) => format!("[{}]", texts.iter().map(|text| clean(text)).collect::<Vec<_>>().join(", ")),
            Value::Localized(texts) => format!("«{}»", clean(&texts[self.language as usize])),
        }
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

/// The words of a test, on one line.
fn question(explained: &Explained, text: &str) -> String {
    text.get(explained.span.range()).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mark(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "✓",
        Truth::False => "✗",
        Truth::Unknown => "?",
    }
}

fn ink(truth: Truth) -> Ink {
    match truth {
        Truth::True => Ink::Good,
        Truth::False => Ink::Bad,
        Truth::Unknown => Ink::Open,
    }
}
