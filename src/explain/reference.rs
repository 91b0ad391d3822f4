//! The requirements as pages of Markdown: one for each contour and chapter of each pack, in each language.
//!
//! Says what `saikes explain` says, for whoever reads on the web. Which files there are and what is in them is decided
//! here; writing them is the caller's.

use std::fmt::Display;

use crate::language::meant::Predicate;
use crate::metamodel::Metamodel;
use crate::pack::{Complete, Example, Expected, Pack, Requirement, Section, Sourced, Stages, examples};
use crate::text::{Language, say};

use super::requirement::{cite_in_words, fate};
use super::words;

/// A page: its path below the folder of the reference, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub path: String,
    pub text: String,
}

/// All pages for these packs, sorted by path.
pub fn pages(metamodel: &'static Metamodel, packs: &[Pack]) -> Vec<Page> {
    let doors = Language::ALL.map(|language| format!("- [{}]({}/README.md)\n", say(language, "reference.title", &[]), language.code()));
    let mut pages = vec![Page { path: "README.md".to_string(), text: format!("# saikes\n\n{}", doors.concat()) }];
    for language in Language::ALL {
        let writer = Writer { metamodel, language };
        pages.push(Page { path: format!("{}/README.md", language.code()), text: writer.first_page(packs) });
        for pack in packs {
            for (section, name) in sections(pack) {
                pages.push(Page { path: format!("{}/{name}.md", language.code()), text: writer.section(pack, section) });
            }
        }
    }
    pages.sort_by(|left, right| left.path.cmp(&right.path));
    pages
}

/// One requirement in Markdown, with what became of its order.
pub fn of_requirement(metamodel: &'static Metamodel, pack: &Pack, requirement: &Requirement, language: Language) -> String {
    let writer = Writer { metamodel, language };
    let mut text = String::new();
    writer.requirement(pack, requirement, &mut text);
    for line in writer.standing(pack) {
        text += &format!("{line}\n\n");
    }
    text
}

/// The pages of a pack: its sections, or the pack as a whole where it has none.
fn sections(pack: &Pack) -> Vec<(Option<Section>, String)> {
    let sections = pack.sections();
    if sections.is_empty() {
        return vec![(None, pack.id.clone())];
    }
    sections.into_iter().map(|section| (Some(section), format!("{}-{}", pack.id, pack.section_id(section)))).collect()
}

struct Writer {
    metamodel: &'static Metamodel,
    language: Language,
}

impl Writer {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.language, key, arguments)
    }

    /// Why these orders, what became of them, and where each page is.
    fn first_page(&self, packs: &[Pack]) -> String {
        let mut text = format!("# {}\n\n", self.say("reference.title", &[]));
        for key in ["generated", "after", "wording", "status"] {
            text += &format!("{}\n\n", self.say(&format!("reference.{key}"), &[]));
        }
        for pack in packs {
            text += &format!("## {}\n\n", pack.title.get(self.language));
            if let Some(note) = &pack.note {
                text += &format!("{}\n\n", note.get(self.language).trim());
            }
            for line in self.standing(pack) {
                text += &format!("- {line}\n");
            }
            let by = |decided: &str| pack.requirements.iter().filter(|requirement| requirement.decided_by() == decided).count();
            let counts: [(&str, &dyn Display); 4] =
                [("count", &pack.requirements.len()), ("machine", &by("machine")), ("person", &by("person")), ("both", &by("both"))];
            text += &format!("- {}\n\n", self.say("reference.counts", &counts));
            for (section, name) in sections(pack) {
                let title =
                    section.map_or_else(|| pack.title.get(self.language).to_string(), |section| pack.section_title(section, self.language));
                text += &format!("- [{}]({name}.md)\n", capital(&title));
            }
            text += "\n";
        }
        text.trim_end().to_string() + "\n"
    }

    /// In force or repealed, amended, and that advice is advice.
    fn standing(&self, pack: &Pack) -> Vec<String> {
        let mut lines = Vec::new();
        if pack.advisory {
            lines.push(self.say("explain.advisory", &[]));
        }
        if !pack.edition.is_empty() {
            lines.push(self.say("reference.edition", &[("edition", &pack.edition)]));
        }
        lines.extend(fate(pack, self.language));
        lines
    }

    fn section(&self, pack: &Pack, section: Option<Section>) -> String {
        let title = match section {
            Some(section) => {
                let of = match pack.order.as_str() {
                    "" => pack.title.get(self.language).to_string(),
                    order => capital(&self.say("contour.order", &[("order", &order)])),
                };
                format!("{of}: {}", pack.section_title(section, self.language))
            }
            None => pack.title.get(self.language).to_string(),
        };
        let mut text = format!("# {title}\n\n");
        for line in self.standing(pack) {
            text += &format!("{line}\n\n");
        }
        for requirement in pack.requirements.iter().filter(|requirement| requirement.section() == section) {
            self.requirement(pack, requirement, &mut text);
        }
        text.trim_end().to_string() + "\n"
    }

    fn requirement(&self, pack: &Pack, requirement: &Requirement, text: &mut String) {
        *text += &format!("## {} {}\n\n", requirement.id, requirement.title.get(self.language));
        let mut about = vec![
            self.say(&format!("weight.{}", requirement.weight.name()), &[]),
            self.say(&format!("explain.decided.{}", requirement.decided_by()), &[]),
        ];
        if requirement.stages != Stages::ALL && !pack.advisory {
            let stages: Vec<String> = requirement.stages.iter().map(|stage| self.say(&format!("stage.{}", stage.name()), &[])).collect();
            about.push(stages.join(", "));
        }
        let cites: Vec<String> = requirement.cites.iter().map(|cite| cite_in_words(cite, self.language)).collect();
        about.extend(cites);
        *text += &format!("*{}*\n\n{}\n\n", about.join(" · "), requirement.rationale.get(self.language).trim());
        if let Some(note) = &requirement.note {
            *text += &format!("> {}\n\n", note.get(self.language).trim());
        }
        self.check(requirement, text);
        *text += &format!("**{}** {}\n\n", self.say("explain.fix", &[]), requirement.fix.get(self.language).trim());
        self.example(&requirement.examples, &[Expected::Full, Expected::NotAssessed], "explain.passes", text);
        self.example(&requirement.examples, &[Expected::NonCompliant, Expected::Partial], "explain.fails", text);
    }

    /// What is looked at, in words and as it is written.
    fn check(&self, requirement: &Requirement, text: &mut String) {
        let kinds: Vec<String> = requirement.subject_names.iter().map(|name| self.kind(name)).collect();
        if !kinds.is_empty() {
            *text += &format!("**{}** {}\n\n", self.say("explain.subject", &[]), kinds.join(", "));
        }
        for case in &requirement.cases {
            for (key, part) in [("where", &case.condition), ("full", &case.full), ("partial", &case.partial)] {
                self.predicate(&format!("explain.{key}"), part.as_ref(), text);
            }
        }
        for edition in &requirement.editions {
            *text += &format!("### {}\n\n", capital(&self.say(&format!("edition.{}", edition.language.code()), &[])));
            for (part, own) in edition.own(requirement) {
                self.predicate(&format!("explain.{part}"), Some(own), text);
            }
        }
        if let Some(path) = &requirement.acyclic {
            *text += &format!("**{}** `{}`\n\n", self.say("explain.acyclic", &[]), path.text);
        }
        if let Some(group) = &requirement.group {
            self.predicate("explain.full", Some(&group.full), text);
            self.predicate("explain.partial", group.partial.as_ref(), text);
        }
        if requirement.expects_some {
            *text += &format!("{}\n\n", self.say("explain.expects", &[]));
        }
        for (key, words) in
            [("attested", &requirement.attested), ("because", &requirement.because), ("not-waivable", &requirement.not_waivable)]
        {
            if let Some(words) = words {
                *text += &format!("**{}** {}\n\n", self.say(&format!("explain.{key}"), &[]), words.get(self.language).trim());
            }
        }
    }

    fn predicate(&self, key: &str, predicate: Option<&Sourced<Predicate>>, text: &mut String) {
        let Some(predicate) = predicate else { return };
        *text += &format!("**{}**\n\n", self.say(key, &[]).trim_end_matches(':'));
        for line in words::of(self.metamodel, self.language, &predicate.meant, &predicate.text) {
            *text += &format!("{}- {}\n", "  ".repeat(line.depth), line.text);
        }
        *text += &format!("\n```\n{}\n```\n\n", predicate.text.trim());
    }

    fn kind(&self, name: &str) -> String {
        let kind = self.metamodel.find_kind(name).map(|kind| self.metamodel.kind(kind).title.get(self.language));
        let shared = || self.metamodel.abstracts.iter().find(|shared| shared.name == name).map(|shared| shared.title.get(self.language));
        format!("{} (`{name}`)", kind.or_else(shared).unwrap_or(name))
    }

    fn example(&self, all: &[Example], wanted: &[Expected], key: &str, text: &mut String) {
        let Some(example) = wanted.iter().find_map(|expected| examples::showing(all, *expected)) else { return };
        let verdict = self.say(&format!("verdict.{}", example.expect.verdict().name()), &[]);
        *text += &format!("**{}**\n\n", self.say(key, &[("verdict", &verdict)]));
        let vouched = match &example.complete {
            Complete::Nothing => String::new(),
            Complete::All => "# saikes.toml: complete = true\n".to_string(),
            Complete::Layers(names) => format!("# saikes.toml: complete = {names:?}\n"),
        };
        let language = if example.model.text.trim_start().starts_with('<') { "xml" } else { "toml" };
        *text += &format!("```{language}\n{vouched}{}\n```\n\n", example.model.text.trim());
        let others =
            [("context", &example.context), ("current", &example.current), ("approved", &example.approved), ("waivers", &example.waivers)];
        for (key, other) in others {
            if let Some(quoted) = other {
                let words = self.say(&format!("explain.with.{key}"), &[]);
                *text += &format!("{words}\n\n```toml\n{}\n```\n\n", quoted.text.trim());
            }
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
