//! The first sheet: what was judged, by which acts, on which day, by which rule, what it came to, and what the other
//! sheets hold.

use std::fmt::Display;

use jiff::civil::Date;

use super::book::Told;
use super::words::Words;
use crate::report::{BaselineHead, ContextReport, PackReport, PolicyReport, wording};
use crate::text::count;
use crate::verdict::Verdict;

/// A line of the sheet.
pub enum Entry<'a> {
    Title(String),
    Head(String),
    Pair(String, String),
    Count(String, usize),
    Day(String, Date),
    /// How many projects came to it; none of the five is what could not be checked.
    Verdict(Option<Verdict>, String, usize),
    /// A sheet, and what it holds.
    Sheet(&'a str, String),
    Gap,
}

pub fn entries<'a>(words: Words<'_>, sheets: &'a [Told], cut: &[String]) -> Vec<Entry<'a>> {
    let mut page = Page { words, entries: vec![Entry::Title(words.say("xlsx.title", &[]))] };
    page.run();
    page.verdicts();
    page.basis();
    page.baseline();
    page.sheets(sheets, cut);
    page.entries
}

struct Page<'a, 'w> {
    words: Words<'w>,
    entries: Vec<Entry<'a>>,
}

impl<'a> Page<'a, '_> {
    fn head(&mut self, key: &str) {
        self.entries.push(Entry::Gap);
        self.entries.push(Entry::Head(self.words.say(&format!("xlsx.summary.{key}"), &[])));
    }

    fn pair(&mut self, key: &str, value: String) {
        self.entries.push(Entry::Pair(self.words.say(&format!("xlsx.summary.{key}"), &[]), value));
    }

    fn day(&mut self, key: &str, written: &str) {
        let label = self.words.say(&format!("xlsx.summary.{key}"), &[]);
        self.entries.push(match written.parse() {
            Ok(date) => Entry::Day(label, date),
            Err(_) => Entry::Pair(label, written.to_string()),
        });
    }

    /// What this is, when and by what it was made.
    fn run(&mut self) {
        let report = self.words.report;
        self.pair("statement", report.statement.clone());
        self.day("today", &report.today);
        if let Some(day) = &report.as_of {
            self.day("as-of", day);
        }
        self.pair("made-by", format!("{} {}", report.tool.name, report.tool.version));
        self.pair("arithmetic", report.arithmetic.clone());
    }

    fn verdicts(&mut self) {
        self.head("verdicts");
        let found = self.words.report.summary;
        self.entries.push(Entry::Count(self.words.say("xlsx.summary.projects", &[]), found.projects));
        let counts = [
            (Verdict::NonCompliant, found.non_compliant),
            (Verdict::Partial, found.partial),
            (Verdict::Full, found.full),
            (Verdict::NotAssessed, found.not_assessed),
        ];
        for (verdict, projects) in counts {
            let named = wording::verdict(self.words.language(), verdict);
            self.entries.push(Entry::Verdict(Some(verdict), named, projects));
        }
        if found.unreadable > 0 {
            self.entries.push(Entry::Verdict(None, self.words.say("verdict.unreadable", &[]), found.unreadable));
        }
    }

    /// The acts, and the registers that projects were judged with.
    fn basis(&mut self) {
        self.head("basis");
        let report = self.words.report;
        if let Some(PolicyReport { id, title, body, path, sha256 }) = &report.policy {
            let arguments: [(&str, &dyn Display); 5] = [("id", id), ("title", title), ("body", body), ("path", path), ("sha256", sha256)];
            let words = self.words.say("conclusion.basis.policy", &arguments);
            self.pair("policy", words);
        }
        for pack in &report.packs {
            let label = match pack.order.as_str() {
                "" => self.words.say("xlsx.summary.pack", &[]),
                order => self.words.say("contour.order", &[("order", &order)]),
            };
            self.entries.push(Entry::Pair(label, self.pack(pack)));
        }
        let day = report.as_of.as_deref().map(|day| wording::date(self.words.language(), day)).unwrap_or_default();
        for pack in &report.left_out {
            let words = self.words.say("conclusion.basis.left-out", &[("title", &pack.title), ("day", &day)]);
            self.pair("left-out", words);
        }
        for ContextReport { name, elements, sha256, .. } in &report.contexts {
            let words = self.words.say("conclusion.subject.digest", &[("name", name), ("elements", elements), ("sha256", sha256)]);
            self.pair("context", words);
        }
    }

    /// An act with its edition, what became of it, and whether it changes verdicts.
    fn pack(&self, pack: &PackReport) -> String {
        let date = |date: &String| wording::date(self.words.language(), date);
        let order: [(&str, &dyn Display); 3] = [("title", &pack.title), ("edition", &pack.edition), ("sha256", &pack.sha256)];
        let key = if pack.edition.is_empty() { "own.basis.pack" } else { "conclusion.basis.order" };
        let mut parts = vec![self.words.say(key, &order)];
        parts.extend(pack.acts.iter().map(|act| self.words.say("own.basis.act", &[("act", act)])));
        parts.extend(pack.folder.as_ref().map(|_| {
            let key = if pack.replaces.is_some() { "own.basis.replacing" } else { "own.basis.own" };
            self.words.say(key, &[])
        }));
        parts.extend(pack.in_force.as_ref().map(|day| self.words.say("conclusion.basis.in-force", &[("date", &date(day))])));
        parts.extend(pack.repealed.as_ref().map(|day| match &pack.replaced_by {
            Some(by) => self.words.say("conclusion.basis.replaced", &[("date", &date(day)), ("by", by)]),
            None => self.words.say("conclusion.basis.repealed", &[("date", &date(day))]),
        }));
        let amended = |act: &String, day: &String| self.words.say("conclusion.basis.amended", &[("act", act), ("date", &date(day))]);
        parts.extend(pack.amendments.iter().map(|found| amended(&found.act, &found.in_force)));
        parts.extend(pack.advisory.then(|| self.words.say("xlsx.summary.advisory", &[])));
        parts.join("; ")
    }

    fn baseline(&mut self) {
        let Some(BaselineHead { path, made, counts, .. }) = &self.words.report.baseline else { return };
        self.head("baseline");
        let head = match made {
            Some(made) => self.words.say("baseline.head", &[("path", path), ("made", &wording::date(self.words.language(), made))]),
            None => self.words.say("baseline.head-empty", &[("path", path)]),
        };
        let numbers: [(&str, &dyn Display); 4] =
            [("known", &counts.known), ("new", &counts.new), ("worse", &counts.worse), ("solved", &counts.solved)];
        let numbers = self.words.say("baseline.counts-worse", &numbers);
        self.pair("compared", format!("{head}; {numbers}"));
    }

    /// The other sheets, what there was no room for, and what is to be filled in.
    fn sheets(&mut self, sheets: &'a [Told], cut: &[String]) {
        self.head("sheets");
        self.pair("asked", self.words.say("xlsx.summary.asked-note", &[]));
        self.pair("paper", self.words.say("xlsx.summary.paper-note", &[]));
        for sheet in sheets {
            let about = self.words.say(&format!("xlsx.about.{}", sheet.key), &[]);
            let rows = self.words.say("xlsx.summary.rows", &[("about", &about), ("rows", &count(sheet.rows))]);
            self.entries.push(Entry::Sheet(&sheet.name, rows));
        }
        for words in cut {
            self.pair("cut", words.clone());
        }
    }
}
