//! A requirement in full: what the law asks, what is looked at, an example that passes and one that fails, the way out.

use super::{Page, words};
use crate::form::About;
use crate::fragment::States;
use crate::language::meant::Predicate;
use crate::pack::form::{Asked, Practice};
use crate::pack::{
    Case, Citation, Complete, Edition, Example, Expected, Group, Pack, Requirement, Sourced, Stages, Unique, Within, examples,
};
use crate::report::paper::Ink;
use crate::text::{Language, say};

impl Page<'_> {
    pub(super) fn requirement(&mut self, pack: &Pack, requirement: &Requirement) {
        let language = self.language;
        self.heading(&requirement.id, requirement.title.get(language));
        let weight = self.say(&format!("weight.{}", requirement.weight.name()));
        let contour = requirement.section().map(|section| {
            let key = if requirement.contour.is_some() { "explain.contour" } else { "explain.chapter" };
            say(language, key, &[("contour", &pack.section_title(section, language))])
        });
        let decided = self.say(&format!("explain.decided.{}", requirement.decided_by()));
        let parts: Vec<String> = [Some(weight), contour, Some(decided)].into_iter().flatten().collect();
        self.paper.paragraph(2, Ink::Plain, &parts.join(" · "));
        for cite in &requirement.cites {
            let words = cite_in_words(cite, language);
            self.paper.paragraph(2, Ink::Plain, &words);
        }
        self.practice(requirement);
        self.stages(pack, requirement);
        self.standing(pack);
        self.paper.blank();
        self.entry("explain.rationale", requirement.rationale.get(language));
        self.looked_at(requirement);
        self.paper.blank();
        self.entry("explain.fix", requirement.fix.get(language));
        if let Some(note) = &requirement.note {
            self.entry("explain.note", note.get(language));
        }
        self.shown(&requirement.examples, &[Expected::Full, Expected::NotAssessed], "explain.passes");
        self.shown(&requirement.examples, &[Expected::NonCompliant, Expected::Partial], "explain.fails");
    }

    /// The stages, where not all ask it.
    fn stages(&mut self, pack: &Pack, requirement: &Requirement) {
        if !pack.advisory && requirement.stages != Stages::ALL {
            let stages: Vec<String> = requirement.stages.iter().map(|stage| self.say(&format!("stage.{}", stage.name()))).collect();
            self.entry("explain.stages", &stages.join(", "));
        }
    }

    /// The works of good practice.
    fn practice(&mut self, requirement: &Requirement) {
        let work = |practice: &Practice| match &practice.chapter {
            Some(chapter) => say(self.language, "explain.form.chapter", &[("work", &practice.work), ("chapter", chapter)]),
            None => practice.work.clone(),
        };
        let works: Vec<String> = requirement.follows.iter().map(work).collect();
        self.entry("explain.form.follows", &works.join("; "));
    }

    /// A question about form, what it is about and how it is set.
    fn form(&mut self, asked: &Asked) {
        let about = match asked.form.about() {
            About::Nestings => Some("nesting"),
            about => about.name(),
        };
        if let Some(about) = about {
            let words = self.say(&format!("form.subject.{about}"));
            self.entry("explain.subject", &words);
        }
        let words = self.say(&format!("form.asks.{}", asked.form.name()));
        self.entry("explain.form.word", &words);
        for (setting, text) in &asked.shown {
            self.entry(&format!("form.setting.{setting}"), text);
        }
    }

    /// That the order is repealed is said wherever it is quoted; that advice changes no verdict, wherever it is given.
    fn standing(&mut self, pack: &Pack) {
        if pack.advisory {
            let words = self.say("explain.advisory");
            self.paper.paragraph(2, Ink::Middling, &words);
        }
        for words in fate(pack, self.language) {
            self.paper.paragraph(2, Ink::Middling, &words);
        }
    }

    fn looked_at(&mut self, requirement: &Requirement) {
        self.paper.blank();
        let kinds: Vec<String> = requirement.subject_names.iter().map(|name| self.kind_in_words(name)).collect();
        self.entry("explain.subject", &kinds.join(", "));
        if requirement.state != States::TARGET {
            let state = if requirement.state == States::CURRENT { "current" } else { "approved" };
            let words = self.say(&format!("explain.state.{state}"));
            self.entry("explain.state.word", &words);
        }
        if let Some(asked) = &requirement.form {
            self.form(asked);
        }
        for case in &requirement.cases {
            self.case(case, requirement.cases.len() > 1);
        }
        for edition in &requirement.editions {
            self.edition(edition, requirement);
        }
        if let Some(path) = &requirement.acyclic {
            self.source("explain.acyclic", path);
        }
        if let Some(group) = &requirement.group {
            self.group(group);
        }
        if let Some(unique) = &requirement.unique {
            self.unique(unique);
        }
        if requirement.expects_some {
            let words = self.say("explain.expects");
            self.paper.paragraph(2, Ink::Plain, &words);
        }
        if let Some(question) = &requirement.attested {
            self.entry("explain.attested", question.get(self.language));
        }
        if let Some(because) = &requirement.because {
            self.entry("explain.because", because.get(self.language));
        }
        if let Some(reason) = &requirement.not_waivable {
            self.entry("explain.not-waivable", reason.get(self.language));
        }
    }

    fn kind_in_words(&self, name: &str) -> String {
        self.metamodel.kinds_named(name).map_or_else(|| name.to_string(), |kinds| self.kinds_in_words(kinds))
    }

    fn case(&mut self, case: &Case, one_of_several: bool) {
        if one_of_several {
            self.paper.blank();
            let kinds = self.kinds_in_words(case.subject);
            self.entry("explain.case", &kinds);
        }
        let parts = [("explain.where", &case.condition), ("explain.full", &case.full), ("explain.partial", &case.partial)];
        for (key, part) in parts {
            if let Some(predicate) = part {
                self.predicate(key, predicate);
            }
        }
    }

    /// What the text of another language asks otherwise.
    fn edition(&mut self, edition: &Edition, requirement: &Requirement) {
        let words = self.say(&format!("edition.{}", edition.language.code()));
        self.paper.blank();
        self.paper.paragraph(2, Ink::Plain, &format!("{words}:"));
        for (part, own) in edition.own(requirement) {
            self.predicate(&format!("explain.{part}"), own);
        }
    }

    /// A predicate in words, and as its author wrote it.
    fn predicate(&mut self, key: &str, predicate: &Sourced<Predicate>) {
        let word = self.say(key);
        self.paper.paragraph(2, Ink::Faint, &word);
        for line in words::of(self.metamodel, self.language, &predicate.meant, &predicate.text) {
            self.paper.hanging(4 + 2 * line.depth, "- ", Ink::Plain, 6 + 2 * line.depth, &line.text);
        }
        self.code(6, &predicate.text);
    }

    /// A predicate as its author wrote it, under the word for its part.
    fn source<T>(&mut self, key: &str, sourced: &Sourced<T>) {
        let word = self.say(key);
        self.paper.paragraph(2, Ink::Faint, &word);
        self.code(6, &sourced.text);
    }

    fn group(&mut self, group: &Group) {
        let key = group.by.attributes.first().map_or("", |attribute| self.metamodel.attribute(*attribute).title.get(self.language));
        let words = say(self.language, "explain.group", &[("key", &key), ("within", &self.within(group.within))]);
        self.paper.paragraph(2, Ink::Plain, &words);
        self.source("explain.members", &group.members);
        self.predicate("explain.full", &group.full);
        if let Some(partial) = &group.partial {
            self.predicate("explain.partial", partial);
        }
    }

    fn unique(&mut self, unique: &Unique) {
        let titles =
            unique.by.iter().filter_map(|key| key.first()).map(|attribute| self.metamodel.attribute(*attribute).title.get(self.language));
        let keys = titles.collect::<Vec<_>>().join(", ");
        let words = say(self.language, "explain.unique", &[("keys", &keys), ("within", &self.within(unique.within))]);
        self.paper.paragraph(2, Ink::Plain, &words);
    }

    fn within(&self, within: Within) -> String {
        match within {
            Within::Project => self.say("explain.within.project"),
            Within::Portfolio => self.say("explain.within.portfolio"),
        }
    }

    /// The first example that comes to one of these verdicts.
    fn shown(&mut self, all: &[Example], wanted: &[Expected], key: &str) {
        let Some(example) = wanted.iter().find_map(|expected| examples::showing(all, *expected)) else { return };
        self.paper.blank();
        let verdict = self.say(&format!("verdict.{}", example.expect.verdict().name()));
        let heading = say(self.language, key, &[("verdict", &verdict)]);
        self.paper.paragraph(2, Ink::Strong, &heading);
        match &example.complete {
            Complete::Nothing => {}
            Complete::All => self.code(6, "# saikes.toml: complete = true"),
            Complete::Layers(names) => self.code(6, &format!("# saikes.toml: complete = {names:?}")),
        }
        self.code(6, &example.model.text);
        let others = [
            ("explain.with.context", &example.context),
            ("explain.with.current", &example.current),
            ("explain.with.approved", &example.approved),
            ("explain.with.waivers", &example.waivers),
        ];
        for (key, other) in others {
            if let Some(quoted) = other {
                let words = self.say(key);
                self.paper.paragraph(4, Ink::Faint, &words);
                self.code(6, &quoted.text);
            }
        }
    }
}

/// What became of an order: the acts that changed it, and the one that took its place.
pub(super) fn fate(pack: &Pack, language: Language) -> Vec<String> {
    let repealed = pack.repealed.map(|repealed| {
        let by = pack.replaced_by.as_ref().map_or("", |by| by.get(language));
        let key = if by.is_empty() { "explain.repealed" } else { "explain.replaced" };
        say(language, key, &[("order", &pack.order), ("date", &repealed.strftime("%d.%m.%Y")), ("by", &by)])
    });
    amendments(pack, language).chain(repealed).collect()
}

/// The acts that changed an order after the edition of its pack.
pub(super) fn amendments(pack: &Pack, language: Language) -> impl Iterator<Item = String> {
    pack.amendments.iter().map(move |amendment| {
        let (act, date) = (amendment.act.get(language), amendment.in_force.strftime("%d.%m.%Y"));
        say(language, "explain.amended", &[("order", &pack.order), ("date", &date), ("act", &act)])
    })
}

/// Order, paragraph and sub-paragraph in words; beside it the Kazakh numbers where they differ.
pub(super) fn cite_in_words(cite: &Citation, language: Language) -> String {
    let (paragraph, subparagraph) = cite.numbers(language);
    if let Some(act) = &cite.act {
        let act = act.get(language).trim();
        return match paragraph {
            "" => act.to_string(),
            _ => say(language, "own.cite", &[("act", &act), ("numbers", &numbers_alone(language, paragraph, subparagraph))]),
        };
    }
    let own = numbers(language, &cite.order, paragraph, subparagraph);
    if cite.lacks_kazakh() {
        return format!("{own} {}", say(language, "explain.cite.not-in-kazakh", &[]));
    }
    let kazakh = cite.numbers(Language::Kk);
    if kazakh == (paragraph, subparagraph) {
        return own;
    }
    let there = say(language, "explain.cite.kazakh", &[("numbers", &numbers_alone(language, kazakh.0, kazakh.1))]);
    format!("{own} {there}")
}

fn numbers(language: Language, order: &str, paragraph: &str, subparagraph: Option<&str>) -> String {
    let numbers = numbers_alone(language, paragraph, subparagraph);
    say(language, "explain.cite.order", &[("order", &order), ("numbers", &numbers)])
}

fn numbers_alone(language: Language, paragraph: &str, subparagraph: Option<&str>) -> String {
    match subparagraph {
        Some(subparagraph) => say(language, "explain.cite.subparagraph", &[("paragraph", &paragraph), ("subparagraph", &subparagraph)]),
        None => say(language, "explain.cite.paragraph", &[("paragraph", &paragraph)]),
    }
}
