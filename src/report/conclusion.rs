//! The conclusion of order 193, paragraph 26, as data: headings, paragraphs, lists and tables, worded in one language.
//!
//! Levels, words and order are the report's. Two papers are made of the same parts: `attached`, everything about a project
//! in its order, and `official`, the form that is signed. Leaves to others: what was found (`gather`), and how a format
//! writes a block (`markdown`, `docx`): nothing here knows one.

mod baseline;
mod block;
mod official;
mod overlap;
mod register;
mod remarks;
mod subject;
mod summary;
mod text;
mod verdicts;
mod waivers;

use crate::report::{ProjectReport, Report, wording};
use crate::text::Language;
use crate::verdict::{Level, Verdict};

pub use block::{Block, Cell, Column, Fill, Item, List, Signature, Table, Turn};
pub use official::official;
pub use summary::summary;
pub use text::{Origin, Piece, Text, model, own, quoted};

use text::say;

/// Everything the report says of a project, ready to attach.
pub fn attached(report: &Report, project: &ProjectReport) -> Vec<Block> {
    let mut draft = Draft { report, is_official: false, blocks: Vec::new() };
    draft.project(project);
    draft.blocks
}

/// A paper being written.
struct Draft<'a> {
    report: &'a Report,
    /// Whether it is to be signed: places are told in words.
    is_official: bool,
    blocks: Vec<Block>,
}

impl Draft<'_> {
    fn project(&mut self, project: &ProjectReport) {
        self.blocks.push(Block::Title(self.say("conclusion.title", &[])));
        let today = self.date(&self.report.today);
        let draft = self.say("conclusion.draft", &[("version", self.report.tool.version.into()), ("today", today.into())]);
        self.paragraph(draft.emphasis());
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
        self.tell("conclusion.closing", &[]);
    }

    // What every part is made of.

    fn language(&self) -> Language {
        self.report.lang
    }

    fn say(&self, key: &str, arguments: &[(&str, Text)]) -> Text {
        say(self.language(), key, arguments)
    }

    fn date(&self, written: &str) -> String {
        wording::date(self.language(), written)
    }

    fn heading(&mut self, key: &str) {
        self.blocks.push(Block::Heading(self.say(key, &[])));
    }

    fn paragraph(&mut self, text: Text) {
        self.blocks.push(Block::Paragraph(text));
    }

    fn tell(&mut self, key: &str, arguments: &[(&str, Text)]) {
        self.paragraph(self.say(key, arguments));
    }

    fn list(&mut self, items: impl IntoIterator<Item = Text>) {
        let items = items.into_iter().map(Item::from).collect();
        self.blocks.push(Block::List(List { numbered: false, items }));
    }

    /// A part that has nothing to say says so: nobody has to wonder whether it was forgotten.
    fn nothing(&mut self) {
        self.tell("conclusion.none", &[]);
    }

    fn table(&mut self, heads: &[(&str, u32, Fill)], rows: Vec<Vec<Text>>) {
        let rows = rows.into_iter().map(|row| row.into_iter().map(|cell| vec![cell]).collect()).collect();
        self.table_of("conclusion", heads, rows);
    }

    /// A table whose heads are words of a room; what stands in them.
    fn table_of(&mut self, room: &str, heads: &[(&str, u32, Fill)], rows: Vec<Vec<Cell>>) {
        let column =
            |(head, share, fill): &(&str, u32, Fill)| Column { head: self.say(&format!("{room}.{head}"), &[]), share: *share, fill: *fill };
        let columns = heads.iter().map(column).collect();
        self.blocks.push(Block::Table(Table { columns, rows }));
    }

    fn table_or_nothing(&mut self, heads: &[(&str, u32, Fill)], rows: Vec<Vec<Text>>) {
        match rows.is_empty() {
            true => self.nothing(),
            false => self.table(heads, rows),
        }
    }

    /// A level in a table; an open one with its bounds.
    fn level(&self, verdict: Verdict, worst: Level, best: Level) -> String {
        wording::level(self.language(), verdict, worst, best)
    }
}
