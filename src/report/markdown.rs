//! The conclusion of order 193, paragraph 26, for each project: ready to attach, in Markdown.
//!
//! Levels, words and order are the report's; nothing is folded except elements of one recommendation. Leaves to
//! others: what was found (`gather`), the terminal (`terminal`).

mod baseline;
mod remarks;
mod verdicts;
mod waivers;

use std::fmt::Display;
use std::io::{self, Write};

use crate::report::{PackReport, PolicyReport, ProjectReport, Report, wording};
use crate::text::{self, Language};
use crate::verdict::{Level, Verdict};

/// Writes a conclusion for every project; problems of no project were told on stderr.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (at, project) in report.projects.iter().enumerate() {
        let mut page = Page { report, text: String::new() };
        if at > 0 {
            page.text.push_str("\n---\n\n");
        }
        page.project(project);
        out.write_all(page.text.as_bytes())?;
    }
    Ok(())
}

/// One conclusion being written.
struct Page<'a> {
    report: &'a Report,
    text: String,
}

impl Page<'_> {
    fn project(&mut self, project: &ProjectReport) {
        let title = self.say("conclusion.title", &[]);
        self.text.push_str(&format!("# {title}\n\n"));
        let draft: [(&str, &dyn Display); 2] = [("version", &self.report.tool.version), ("today", &self.date(&self.report.today))];
        let draft = self.say("conclusion.draft", &draft);
        self.paragraph(&format!("*{draft}*"));
        self.subject(project);
        self.basis();
        self.inputs(project);
        self.verdict(project);
        if !project.unreadable {
            self.sections(project);
            self.requirements(project);
            self.components(project);
            self.recommendations(project);
            self.deviations(project);
            self.waivers(project);
            self.answers(project);
            self.questions(project);
        }
        self.baseline(project);
        self.unchecked(project);
        self.notes(project);
        let closing = self.say("conclusion.closing", &[]);
        self.paragraph(&closing);
    }

    // What every part is made of.

    fn language(&self) -> Language {
        self.report.lang
    }

    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        text::say(self.language(), key, arguments)
    }

    fn date(&self, written: &str) -> String {
        wording::date(self.language(), written)
    }

    fn heading(&mut self, key: &str) {
        let words = self.say(key, &[]);
        self.text.push_str(&format!("## {words}\n\n"));
    }

    fn paragraph(&mut self, words: &str) {
        self.text.push_str(words);
        self.text.push_str("\n\n");
    }

    fn item(&mut self, words: &str) {
        self.text.push_str(&format!("- {words}\n"));
    }

    fn end_of_list(&mut self) {
        self.text.push('\n');
    }

    /// A part that has nothing to say says so: nobody has to wonder whether it was forgotten.
    fn nothing(&mut self) {
        let words = self.say("conclusion.none", &[]);
        self.paragraph(&words);
    }

    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let heads: Vec<String> = heads.iter().map(|head| self.say(&format!("conclusion.{head}"), &[])).collect();
        self.row(&heads);
        self.row(&vec!["---".to_string(); heads.len()]);
        for row in rows {
            self.row(row);
        }
        self.end_of_list();
    }

    fn row(&mut self, cells: &[String]) {
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    // The parts about the project as a whole.

    fn subject(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.subject");
        let stage = match project.stage {
            Some(stage) => self.say(&format!("stage.{stage}"), &[]),
            None => self.say("conclusion.subject.no-stage", &[]),
        };
        let contexts = self.report.contexts.iter().filter(|context| project.context.as_ref() == Some(&context.id));
        let digest = |name: &str, elements: usize, sha256: &str| {
            self.say("conclusion.subject.digest", &[("name", &plain(name)), ("elements", &elements), ("sha256", &sha256)])
        };
        let context: Vec<String> = contexts.map(|context| digest(&context.name, context.elements, &context.sha256)).collect();
        let lines = [
            ("project", Some(plain(&project.name))),
            ("id", Some(code(&project.id))),
            ("agency", project.agency_name.as_ref().or(project.agency.as_ref()).map(|agency| plain(agency))),
            ("stage", Some(stage)),
            ("path", Some(code(&project.path))),
            ("context", context.into_iter().next()),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                let word = self.say(&format!("conclusion.subject.{name}"), &[]);
                self.item(&format!("**{word}:** {value}"));
            }
        }
        self.end_of_list();
    }

    fn basis(&mut self) {
        self.heading("conclusion.head.basis");
        let words = self.say("conclusion.basis.paragraph", &[]);
        self.paragraph(&words);
        if let Some(policy) = &self.report.policy {
            let PolicyReport { id, title, body, path, sha256 } = policy;
            let arguments: [(&str, &dyn Display); 5] =
                [("id", &code(id)), ("title", &plain(title)), ("body", &plain(body)), ("path", &code(path)), ("sha256", sha256)];
            let words = self.say("conclusion.basis.policy", &arguments);
            self.item(&words);
        }
        let mut told: Vec<String> = Vec::new();
        for pack in self.report.packs.iter().filter(|pack| !pack.advisory) {
            let words = self.pack(pack);
            // A pack that projects have in versions of their own is one act.
            if !told.contains(&words) {
                self.item(&words);
                told.push(words);
            }
        }
        let day = self.date(self.report.as_of.as_deref().unwrap_or(""));
        for pack in &self.report.left_out {
            let words = self.say("conclusion.basis.left-out", &[("title", &plain(&pack.title)), ("day", &day)]);
            self.item(&words);
        }
        self.end_of_list();
    }

    /// An act with its edition, and what became of it.
    fn pack(&self, pack: &PackReport) -> String {
        let order: [(&str, &dyn Display); 3] = [("title", &plain(&pack.title)), ("edition", &pack.edition), ("sha256", &pack.sha256)];
        // A body's own acts have titles instead of an edition.
        let key = if pack.edition.is_empty() { "own.basis.pack" } else { "conclusion.basis.order" };
        let mut parts = vec![self.say(key, &order)];
        parts.extend(pack.acts.iter().map(|act| self.say("own.basis.act", &[("act", &plain(act))])));
        parts.extend(pack.folder.as_ref().map(|_| {
            let key = if pack.replaces.is_some() { "own.basis.replacing" } else { "own.basis.own" };
            self.say(key, &[])
        }));
        parts.extend(pack.in_force.as_ref().map(|date| self.say("conclusion.basis.in-force", &[("date", &self.date(date))])));
        parts.extend(match (&pack.repealed, &pack.replaced_by) {
            (Some(date), Some(by)) => Some(self.say("conclusion.basis.replaced", &[("date", &self.date(date)), ("by", by)])),
            (Some(date), None) => Some(self.say("conclusion.basis.repealed", &[("date", &self.date(date))])),
            (None, _) => None,
        });
        let amended = |amendment: &crate::report::AmendmentReport| {
            self.say("conclusion.basis.amended", &[("act", &amendment.act), ("date", &self.date(&amendment.in_force))])
        };
        parts.extend(pack.amendments.iter().map(amended));
        parts.join("; ")
    }

    fn inputs(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.inputs");
        let row = |input: &crate::report::InputReport| {
            let format = self.say(&format!("format.{}", input.format), &[]);
            let format = if input.version.is_empty() { format } else { format!("{format} {}", input.version) };
            vec![code(&input.path), plain(&format), input.elements.to_string(), input.relations.to_string(), code(&input.sha256)]
        };
        let rows: Vec<Vec<String>> = project.inputs.iter().map(row).collect();
        match rows.is_empty() {
            true => self.nothing(),
            false => self.table(&["inputs.path", "inputs.format", "inputs.elements", "inputs.relations", "inputs.sha256"], &rows),
        }
    }

    /// A level in a table; an open one with its bounds.
    fn level(&self, verdict: Verdict, worst: Level, best: Level) -> String {
        wording::level(self.language(), verdict, worst, best)
    }
}

/// Text of a model in a line of Markdown: nothing in it is markup, and it ends no cell and no line.
pub(super) fn plain(text: &str) -> String {
    escaped(text).trim().to_string()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' => escaped.extend(['\\', letter]),
            letter if letter.is_whitespace() || letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// The same as code: an id, a path, a digest.
pub(super) fn code(text: &str) -> String {
    let clean: String = text.chars().map(|letter| if letter == '|' || letter.is_control() { ' ' } else { letter }).collect();
    if clean.contains('`') { plain(text) } else { format!("`{clean}`") }
}

/// Words of ours around words of a model: names in backticks stay code, nothing else is markup.
pub(super) fn quoted(text: &str) -> String {
    let part = |(at, part): (usize, &str)| if at % 2 == 1 { code(part) } else { escaped(part) };
    if text.matches('`').count() % 2 == 1 { plain(text) } else { text.split('`').enumerate().map(part).collect() }
}

/// Texts of the packs, whose only markup is `names`: cells of a table stay whole.
pub(super) fn own(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests;
