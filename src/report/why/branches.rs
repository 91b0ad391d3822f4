//! The branches of a tree of answers: each condition with its answer, and under it what decided.
//!
//! Leaves to others: what is drawn around them and how (`why` in text, `html` as nested lists).

use super::{Tree, answer_to, applied, main};
use crate::answers::{Answer, To};
use crate::check::Explanation;
use crate::language::explain::{Explained, Witness};
use crate::language::truth::Truth;
use crate::language::world::Node;
use crate::metamodel::{Attribute, KindId, LinkId, Word};
use crate::pack::Requirement;
use crate::place::Place;
use crate::report::paper::{Ink, clean, quotes};
use crate::report::{Finding, Location, Related, Waived, wording};
use crate::text::say;
use crate::value::Value;

/// A line of the tree and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub ink: Ink,
    pub text: String,
    pub children: Vec<Branch>,
}

/// What a question about form found, and beside what.
pub fn of_form(finding: &Finding) -> Branch {
    let at = |location: &Location| format!("  {}:{}", location.path, location.line);
    let related = |related: &Related| Branch {
        ink: Ink::Faint,
        text: format!("→ {}{}", quotes(&related.name), at(&related.location)),
        children: Vec::new(),
    };
    let place = finding.location.as_ref().map(at).unwrap_or_default();
    let text = format!("✗ {}{place}", finding.message);
    Branch { ink: Ink::Bad, text, children: finding.related.iter().map(related).collect() }
}

impl Tree<'_> {
    /// The answer for one requirement on one element, condition by condition; then what the texts of other languages
    /// make of it. `waived` where a waiver lifts it.
    pub fn branches(
        &self,
        requirement: &Requirement,
        index: u32,
        explanations: &[Explanation<'_>],
        answers: To<'_>,
        waived: Option<&Waived>,
    ) -> Vec<Branch> {
        let answer = applied(main(explanations)).and_then(|applied| answer_to(applied, index, answers));
        let cases = main(explanations).count();
        let mut branches: Vec<Branch> = main(explanations).flat_map(|explanation| self.explanation(explanation, cases)).collect();
        branches.extend(explanations.iter().filter_map(|explanation| self.edition(requirement, explanation, answer, waived)));
        branches
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
    pub(super) fn result(&self, index: u32) -> Option<&str> {
        self.results?.id(index)
    }

    /// Where an element is declared; results are nowhere.
    fn place(&self, node: Node) -> String {
        self.at(self.result(node.index).is_none().then(|| self.graph.place(node.index)))
    }

    fn named(&self, node: Node) -> String {
        quotes(self.result(node.index).unwrap_or_else(|| self.graph.name(node.index, self.language)))
    }

    pub(super) fn at(&self, place: Option<Place>) -> String {
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
