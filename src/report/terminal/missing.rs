//! What keeps answers open: facts nobody stated, the most valuable first; questions for people; warnings.

use crate::report::paper::Ink;
use crate::report::terminal::Renderer;
use crate::report::{Missing, ProblemReport, ProjectReport, Sort, problems, waiting};
use crate::text::count;
use crate::verdict::Verdict;

/// Facts, questions, and warnings of one code that are shown unless all is asked for.
const FACTS: usize = 8;
const QUESTIONS: usize = 5;
const WARNINGS: usize = 3;

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
        let rows: Vec<(&Missing, Vec<String>)> = facts.iter().take(shown).map(|missing| (*missing, Vec::new())).collect();
        let language = self.language();
        waiting::table(&mut self.paper, language, &rows);
        if facts.len() > shown {
            let more = self.say("missing.more", &[("count", &count(facts.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
        waiting::legend(&mut self.paper, language, &rows);
        // Not everything that is missing can be written into a file of the project.
        if self.options.has_facts && facts.iter().any(|missing| matches!(missing.sort, Sort::Attribute | Sort::Link)) {
            let hint = self.say("missing.write", &[("path", &self.options.again.of_project(&project.path))]);
            self.paper.paragraph(4, Ink::Faint, &hint);
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
        if self.options.has_facts {
            let hint = self.say("question.write", &[("path", &self.options.again.of_project(&project.path))]);
            self.paper.paragraph(4, Ink::Faint, &hint);
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
