//! Why a finding is one: the same tree as that of `saikes why`, as nested lists.

use maud::{Markup, html};

use super::Leaf;
use crate::check::Explanation;
use crate::graph::View;
use crate::report::grounds::Grounds;
use crate::report::paper::{Ink, Style};
use crate::report::why::{Branch, Tree, of_form};
use crate::report::{Finding, ProjectReport};
use crate::text::Language;

use super::super::Tri;

/// Lines of one tree; what goes beyond is counted.
const LINES: usize = 30;

/// What trees of one project are made from.
pub(super) struct Reasons<'g> {
    grounds: Grounds<'g>,
    view: View<'g>,
}

impl<'g> Reasons<'g> {
    pub fn of(grounds: Grounds<'g>, project: &ProjectReport) -> Reasons<'g> {
        Reasons { grounds, view: grounds.view(project.index) }
    }

    /// The branches in all three languages; empty where there is nothing to explain.
    fn branches(&self, project: &ProjectReport, findings: [Option<&Finding>; 3]) -> [Vec<Branch>; 3] {
        let [Some(finding), ..] = findings else { return Default::default() };
        let requirement = self.grounds.requirement(finding);
        if requirement.form.is_some() {
            return findings.map(|finding| finding.map(of_form).into_iter().collect());
        }
        let Some(node) = finding.node else { return Default::default() };
        let explanations: Vec<Explanation<'_>> = self.grounds.explain(&self.view, requirement, node);
        let answers = self.grounds.answers.to(self.view.project, &requirement.id);
        let Grounds { graph, sources, .. } = self.grounds;
        let results = self.grounds.results(project.index);
        Language::ALL.map(|language| {
            let tree = Tree { graph, results, sources, language, style: Style::default() };
            tree.branches(requirement, node.index, &explanations, answers, finding.waiver.as_ref())
        })
    }
}

impl Leaf<'_> {
    /// The tree of one finding, folded; nothing where there is none.
    pub(super) fn reason(&self, reasons: &Reasons<'_>, number: usize) -> Markup {
        let findings = self.page.book.reports.map(|report| report.projects.get(self.at).and_then(|found| found.findings.get(number)));
        let [kk, ru, en] = alike(reasons.branches(self.project, findings), self.page.book.language);
        let mut left = LINES;
        let drawn = self.nested([&kk, &ru, &en], &mut left);
        let all = count(&kk);
        html! {
            @if !kk.is_empty() {
                details.why {
                    summary { (self.say("sheet.finding.why", &[])) }
                    div.tree { (drawn) }
                    @if all > LINES { p.faint { (self.say("conclusion.more", &[("count", &(all - LINES))])) } }
                }
            }
        }
    }

    fn nested(&self, [kk, ru, en]: [&[Branch]; 3], left: &mut usize) -> Markup {
        html! {
            ul {
                @for at in 0..kk.len() {
                    @if *left > 0 { (self.branch([kk.get(at), ru.get(at), en.get(at)], left)) }
                }
            }
        }
    }

    fn branch(&self, [kk, ru, en]: [Option<&Branch>; 3], left: &mut usize) -> Markup {
        let (Some(kk), Some(ru), Some(en)) = (kk, ru, en) else { return html! {} };
        *left = left.saturating_sub(1);
        let text = Tri::of(|language| [kk, ru, en][language as usize].text.trim().to_string());
        html! {
            li class=[class(kk.ink)] {
                span data-t=[self.page.words.number(&text)] { (self.page.words.shown(&text)) }
                @if !kk.children.is_empty() && *left > 0 { (self.nested([&kk.children, &ru.children, &en.children], left)) }
            }
        }
    }
}

/// A tree shows what reads the same once, so that names that differ in one language alone make trees of several shapes:
/// then the page has that of its own language in all of them.
fn alike(trees: [Vec<Branch>; 3], language: Language) -> [Vec<Branch>; 3] {
    let [kk, ru, en] = &trees;
    if same_shape(kk, ru) && same_shape(kk, en) {
        return trees;
    }
    let own = trees[language as usize].clone();
    [own.clone(), own.clone(), own]
}

fn same_shape(one: &[Branch], other: &[Branch]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_shape(&one.children, &other.children))
}

fn count(branches: &[Branch]) -> usize {
    branches.iter().map(|branch| 1 + count(&branch.children)).sum()
}

fn class(ink: Ink) -> Option<&'static str> {
    match ink {
        Ink::Good => Some("good"),
        Ink::Bad => Some("bad"),
        Ink::Open => Some("open"),
        Ink::Middling => Some("middling"),
        Ink::Plain | Ink::Strong | Ink::Faint => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_of_several_shapes_are_told_in_the_language_of_the_page() {
        let branch = |text: &str, children: Vec<Branch>| Branch { ink: Ink::Plain, text: text.to_string(), children };
        let (one, two) = (branch("a", vec![branch("b", vec![])]), branch("a", vec![branch("b", vec![]), branch("c", vec![])]));
        let same = [vec![one.clone()], vec![one.clone()], vec![one.clone()]];
        assert_eq!(alike(same.clone(), Language::Ru), same);
        let [kk, ru, en] = alike([vec![one.clone()], vec![two.clone()], vec![one]], Language::Ru);
        assert_eq!([kk, ru, en], [vec![two.clone()], vec![two.clone()], vec![two]]);
    }
}
