//! `saikes facts` for a person at a terminal: what is missing, who lacks it, who asks for it.

use crate::facts::{Asked, AskedFact};
use crate::graph::Graph;
use crate::report::paper::{Ink, Paper, quotes};
use crate::report::waiting;
use crate::text::{Language, count, say};

/// Requirements and elements that are named below a fact.
const NAMED: usize = 3;

pub struct Page<'g> {
    pub graph: &'g Graph,
    pub language: Language,
    /// Facts that are shown.
    pub top: usize,
}

impl Page<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> String {
        say(self.language, key, arguments)
    }

    /// One project; `facts` is the command that tells of its facts, without options of its own.
    pub fn draw(&self, asked: &Asked, facts: &str, paper: &mut Paper) {
        self.header(asked, paper);
        self.facts(asked, &format!("{facts} --write"), paper);
        if asked.questions > 0 {
            let command = format!("{facts} --questions");
            paper.paragraph(2, Ink::Faint, &self.say("facts.questions.ask", &[("count", &asked.questions), ("command", &command)]));
        }
    }

    fn facts(&self, asked: &Asked, command: &str, paper: &mut Paper) {
        if asked.facts.is_empty() {
            let key = if asked.open.requirements == 0 { "facts.nothing-open" } else { "facts.nothing-missing" };
            paper.paragraph(2, Ink::Plain, &self.say(key, &[("count", &asked.open.requirements)]));
            return;
        }
        let open = asked.open;
        let arguments: [(&str, &dyn std::fmt::Display); 4] = [
            ("requirements", &open.requirements),
            ("subjects", &open.subjects),
            ("facts", &asked.facts.len()),
            ("shown-subjects", &count(open.subjects)),
        ];
        paper.paragraph(2, Ink::Plain, &self.say("facts.open", &arguments));
        paper.blank();
        let shown = &asked.facts[..asked.facts.len().min(self.top)];
        let rows: Vec<_> = shown.iter().map(|fact| (&fact.missing, self.notes(fact))).collect();
        waiting::table(paper, self.language, &rows);
        waiting::legend(paper, self.language, &rows);
        paper.blank();
        if let Some(last) = shown.last() {
            let arguments: [(&str, &dyn std::fmt::Display); 5] = [
                ("count", &shown.len()),
                ("subjects", &count(last.so_far.subjects)),
                ("all-subjects", &count(open.subjects)),
                ("requirements", &last.so_far.requirements),
                ("all-requirements", &open.requirements),
            ];
            paper.paragraph(2, Ink::Plain, &self.say("facts.so-far", &arguments));
        }
        if asked.facts.len() > shown.len() {
            let more = self.say("facts.more", &[("count", &count(asked.facts.len() - shown.len()))]);
            paper.paragraph(2, Ink::Faint, &more);
        }
        if asked.facts.iter().any(AskedFact::is_for_file) {
            paper.paragraph(2, Ink::Faint, &self.say("facts.write", &[("command", &command)]));
        }
    }

    fn header(&self, asked: &Asked, paper: &mut Paper) {
        let project = &self.graph.projects[asked.project];
        let name = project.names.get(self.language).trim();
        let title = if name.is_empty() || name == project.id { project.id.clone() } else { format!("{} · {name}", project.id) };
        paper.paragraph(0, Ink::Strong, &title);
        let mut about: Vec<String> = Some(project.path.clone()).filter(|path| path != ".").into_iter().collect();
        let context = project.context.map(|context| &self.graph.projects[context].id);
        about.extend(context.map(|context| self.say("header.context", &[("context", context)])));
        if !about.is_empty() {
            paper.paragraph(2, Ink::Faint, &about.join(" · "));
        }
        paper.blank();
    }

    /// Who asks for a fact, and who lacks it.
    fn notes(&self, fact: &AskedFact) -> Vec<String> {
        let asking = &fact.missing.requirements;
        let named = asking[..asking.len().min(NAMED)].join(", ");
        let mut notes = vec![if asking.len() > NAMED {
            self.say("facts.asked-by-more", &[("named", &named), ("count", &(asking.len() - NAMED))])
        } else {
            self.say("facts.asked-by", &[("named", &named)])
        }];
        if !fact.own.is_empty() {
            notes.push(self.names(fact));
        }
        if fact.in_context > 0 {
            notes.push(self.say("facts.in-context", &[("count", &fact.in_context)]));
        }
        notes
    }

    fn names(&self, fact: &AskedFact) -> String {
        let name = |index: u32| quotes(self.graph.name(index, self.language));
        let names: Vec<String> = fact.own.iter().take(NAMED).map(|lacking| name(lacking.index)).collect();
        let more = fact.own.len() - names.len();
        let named = names.join(", ");
        if more > 0 { self.say("facts.elements-more", &[("named", &named), ("count", &count(more))]) } else { named }
    }
}
