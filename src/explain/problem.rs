//! Problem codes, packs and formats.

use super::Page;
use super::requirement::amendments;
use crate::pack::{Origin, Pack};
use crate::problem::{Code, Severity};
use crate::report::paper::Ink;
use crate::text::say;

impl Page<'_> {
    pub(super) fn problem(&mut self, code: Code) {
        let severity = match code.severity() {
            Severity::Error => "explain.severity.error",
            Severity::Warning => "explain.severity.warning",
        };
        let severity = self.say(severity);
        self.heading(code.name(), &severity);
        let words = self.say(&format!("problem.{}.explain", code.name()));
        self.paper.paragraph(2, Ink::Plain, &words);
    }

    pub(super) fn pack(&mut self, pack: &Pack) {
        let language = self.language;
        self.heading(&pack.id, pack.title.get(language));
        self.paper.blank();
        self.entry("explain.edition", &pack.edition);
        let date = |date: &jiff::civil::Date| date.strftime("%d.%m.%Y").to_string();
        self.entry("explain.in-force", &pack.in_force.as_ref().map(date).unwrap_or_default());
        self.entry("explain.repealed-on", &pack.repealed.as_ref().map(date).unwrap_or_default());
        if let Some(by) = &pack.replaced_by {
            self.entry("explain.replaced-by", by.get(language));
        }
        for words in amendments(pack, language) {
            self.paper.paragraph(2, Ink::Plain, &words);
        }
        for act in &pack.acts {
            self.entry("own.explain.act", act.title.get(language));
        }
        let own = |origin: &Origin| if origin.replaces.is_some() { "own.explain.replacing" } else { "own.explain.own" };
        if let Some(words) = pack.origin.as_ref().map(|origin| self.say(own(origin))) {
            self.paper.paragraph(2, Ink::Plain, &words);
        }
        if let Some(note) = &pack.note {
            self.entry("explain.note", note.get(language));
        }
        let count = say(language, "explain.count", &[("count", &pack.requirements.len())]);
        self.paper.paragraph(2, Ink::Plain, &count);
        if pack.advisory {
            let words = self.say("explain.advisory");
            self.paper.paragraph(2, Ink::Plain, &words);
        }
        self.entry("explain.digest", &pack.sha256);
    }

    pub(super) fn format(&mut self, format: &str) {
        let title = self.say(&format!("explain.format.{format}.title"));
        self.heading(format, &title);
        let words = self.say(&format!("explain.format.{format}.doc"));
        self.paper.paragraph(2, Ink::Plain, &words);
    }
}
