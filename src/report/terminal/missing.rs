//! What keeps answers open: facts nobody stated, the most valuable first; questions for people; warnings.

use crate::report::paper::{Ink, pad, width, wrap};
use crate::report::terminal::Renderer;
use crate::report::{Missing, ProblemReport, ProjectReport, Sort, problems, wording};
use crate::text::count;
use crate::verdict::Verdict;

/// Facts, questions, and warnings of one code that are shown unless all is asked for.
const FACTS: usize = 8;
const QUESTIONS: usize = 5;
const WARNINGS: usize = 3;
/// Columns for a fact; a longer one is broken. The heads of the others take up to 36 in every language.
const FACT: usize = 40;

impl Renderer<'_> {
    pub fn missing(&mut self, project: &ProjectReport) {
        let facts: Vec<_> = project.missing.iter().filter(|missing| missing.sort != Sort::Answer).collect();
        if facts.is_empty() {
            return;
        }
        self.paper.blank();
        let open = project.requirements.iter().filter(|found| !found.advisory && found.verdict == Verdict::NotAssessed).count();
        let title = self.say("missing.title", &[("count", &open)]);
        self.paper.hanging(0, "? ", Ink::Open, 2, &title);
        let shown = if self.options.all { facts.len() } else { FACTS };
        self.facts(&facts[..facts.len().min(shown)]);
        if facts.len() > shown {
            let more = self.say("missing.more", &[("count", &count(facts.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
        if self.options.has_facts {
            let hint = self.say("missing.write", &[("path", &self.options.paths)]);
            self.paper.paragraph(4, Ink::Faint, &hint);
        }
    }

    /// Fact, elements that lack it, requirements and answers that wait for it.
    fn facts(&mut self, facts: &[&Missing]) {
        let heads = ["fact", "elements", "requirements", "subjects"].map(|head| self.say(&format!("missing.{head}"), &[]));
        let row = |missing: &&Missing| {
            let number = |number: usize| if number == 0 { String::new() } else { count(number) };
            let fact = wrap(&wording::missing(self.language(), missing), FACT, FACT - 2);
            (fact, [number(missing.elements), number(missing.settles.requirements), number(missing.settles.subjects)])
        };
        let [fact, numbers @ ..] = heads;
        let rows: Vec<(Vec<String>, [String; 3])> = std::iter::once((vec![fact], numbers)).chain(facts.iter().map(row)).collect();
        let fact_column = rows.iter().flat_map(|(fact, _)| fact).map(|line| width(line)).max().unwrap_or(0);
        let columns: Vec<usize> = (0..3).map(|at| rows.iter().map(|(_, numbers)| width(&numbers[at])).max().unwrap_or(0)).collect();
        for (at, (fact, numbers)) in rows.iter().enumerate() {
            let numbers = numbers.iter().zip(&columns).map(|(text, column)| format!("{}{text}", " ".repeat(column - width(text))));
            let line = std::iter::once(pad(&fact[0], fact_column)).chain(numbers).collect::<Vec<_>>().join("  ");
            let ink = if at == 0 { Ink::Faint } else { Ink::Plain };
            let painted = self.paper.style.paint(ink, line.trim_end());
            self.paper.line(&format!("    {painted}"));
            for rest in &fact[1..] {
                self.paper.line(&format!("      {rest}"));
            }
        }
    }

    pub fn questions(&mut self, project: &ProjectReport) {
        if project.questions.is_empty() {
            return;
        }
        self.paper.blank();
        let title = self.say("question.title", &[("count", &project.questions.len())]);
        self.paper.hanging(0, "? ", Ink::Open, 2, &title);
        let shown = if self.options.all { project.questions.len() } else { QUESTIONS };
        for question in project.questions.iter().take(shown) {
            let elements = if question.subjects > 1 {
                format!(" ({})", self.say("question.subjects", &[("count", &count(question.subjects))]))
            } else {
                String::new()
            };
            self.paper.hanging(4, &format!("{}  ", question.requirement), Ink::Plain, 6, &format!("{}{elements}", question.question));
        }
        if project.questions.len() > shown {
            let more = self.say("question.more", &[("count", &(project.questions.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
    }

    /// Warnings by code: the first few a line each, the help once.
    pub fn warnings(&mut self, problems: &[ProblemReport]) {
        let mut warnings: Vec<&ProblemReport> = problems.iter().filter(|problem| !problem.is_error()).collect();
        if warnings.is_empty() {
            return;
        }
        warnings.sort_by_key(|problem| problem.code);
        self.paper.blank();
        let title = self.say("warning.title", &[("count", &count(warnings.len()))]);
        self.paper.hanging(0, "! ", Ink::Middling, 2, &title);
        for group in warnings.chunk_by(|left, right| left.code == right.code) {
            let shown = if self.options.all { group.len() } else { WARNINGS };
            for problem in group.iter().take(shown) {
                self.paper.hanging(4, "- ", Ink::Plain, 6, &problems::line(problem));
            }
            if group.len() > shown {
                let more = self.say("warning.more", &[("count", &count(group.len() - shown)), ("code", &group[0].code)]);
                self.paper.paragraph(6, Ink::Faint, &more);
            }
            if !group[0].help.is_empty() && group.iter().all(|problem| problem.help == group[0].help) {
                self.paper.paragraph(6, Ink::Faint, &group[0].help);
            }
        }
        self.paper.blank();
    }
}
