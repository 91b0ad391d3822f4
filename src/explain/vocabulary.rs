//! Kinds, attributes and links: what they are, how a model states them, and which requirements ask for them.

use super::Page;
use crate::language::mention::Mentions;
use crate::metamodel::{AbstractKind, Attribute, AttributeId, AttributeType, KindId, KindSet, Link, LinkId, Member, Reach, Word};
use crate::pack::reads;
use crate::report::paper::Ink;
use crate::text::{Trilingual, say};
use crate::value::Value;
use crate::write::toml;

impl Page<'_> {
    pub(super) fn kind(&mut self, id: KindId) {
        let kind = self.metamodel.kind(id);
        let language = self.language;
        self.heading(&kind.name, kind.title.get(language));
        self.paper.paragraph(2, Ink::Plain, kind.doc.get(language));
        self.paper.blank();
        let layer = &self.metamodel.layers[kind.layer.index()];
        self.entry("explain.layer", &format!("{} (`{}`)", layer.title.get(language), layer.name));
        let is: Vec<String> = kind.is.iter().map(|name| format!("`{name}`")).collect();
        self.entry("explain.is", &is.join(", "));
        self.cites(&kind.cites);
        for (holds, key) in [(kind.shared, "explain.shared"), (kind.plea, "explain.plea")] {
            if holds {
                let words = self.say(key);
                self.paper.paragraph(2, Ink::Plain, &words);
            }
        }
        let identity: Vec<&str> = kind.identity.iter().map(|attribute| self.metamodel.attribute(*attribute).name.as_str()).collect();
        if !identity.is_empty() {
            let words = say(language, "explain.identity", &[("names", &format!("`{}`", identity.join("`, `")))]);
            self.paper.paragraph(2, Ink::Plain, &words);
        }
        self.own_attributes(id);
        self.own_links(id);
        self.ways_back(id);
        self.judged_by(KindSet::of(id));
    }

    pub(super) fn abstract_kind(&mut self, shared: &AbstractKind) {
        self.heading(&shared.name, shared.title.get(self.language));
        self.paper.paragraph(2, Ink::Plain, shared.doc.get(self.language));
        self.paper.blank();
        let names: Vec<String> = shared
            .kinds
            .iter()
            .map(|kind| self.metamodel.kind(kind))
            .map(|kind| format!("{} (`{}`)", kind.title.get(self.language), kind.name))
            .collect();
        self.entry("explain.kinds", &names.join(", "));
        self.cites(&shared.cites);
        self.judged_by(shared.kinds);
    }

    fn own_attributes(&mut self, kind: KindId) {
        let attributes: Vec<AttributeId> =
            self.metamodel.members(kind).into_iter().filter_map(|(_, member)| attribute_of(member)).collect();
        self.section("explain.attributes");
        for id in attributes {
            let attribute = self.metamodel.attribute(id);
            let text = format!("{}: {}", attribute.title.get(self.language), self.type_in_words(id));
            self.paper.entry(4, &attribute.name, Ink::Strong, &text);
        }
    }

    fn own_links(&mut self, kind: KindId) {
        let links: Vec<LinkId> = self.metamodel.members(kind).into_iter().filter_map(|(_, member)| link_of(member)).collect();
        self.section("explain.links");
        for id in links {
            let link = self.metamodel.link(id);
            let text = format!("{} → {}", link.title.get(self.language), self.kinds_in_words(link.to));
            self.paper.entry(4, &link.name, Ink::Strong, &text);
        }
    }

    /// Names of ways back: rules use them, models state the link at its other end.
    fn ways_back(&mut self, kind: KindId) {
        let members = self.metamodel.members(kind);
        let back: Vec<(&str, Vec<LinkId>)> =
            members.into_iter().filter_map(|(name, member)| inverse_of(member).map(|links| (name, links))).collect();
        if back.is_empty() {
            return;
        }
        self.section("explain.inverses");
        for (name, links) in back {
            let text = links.iter().map(|link| self.link_address(*link)).collect::<Vec<_>>().join(", ");
            self.paper.entry(4, name, Ink::Strong, &text);
        }
    }

    /// `system.owner`: a link by who defines it.
    fn link_address(&self, link: LinkId) -> String {
        let link = self.metamodel.link(link);
        format!("`{}.{}`", link.defined_by, link.name)
    }

    pub(super) fn attribute(&mut self, id: AttributeId) {
        let attribute = self.metamodel.attribute(id);
        self.member_heading(&attribute.defined_by, &attribute.name, &attribute.title, &attribute.doc);
        let kinds = self.kinds_in_words(attribute.from);
        self.entry("explain.of", &kinds);
        let kind = self.say(&format!("type.{}", attribute.kind.name()));
        self.entry("explain.type", &kind);
        self.labels(attribute);
        if let Some(default) = &attribute.default {
            let words = self.value_in_words(attribute, default);
            self.entry("explain.default", &words);
        }
        self.cites(&attribute.cites);
        self.silence(attribute.plea, attribute.derived, false);
        self.mandatory(attribute.mandatory.intersection(attribute.from));
        if !attribute.derived {
            let value = self.written_value(id);
            self.written(attribute.from, &attribute.name, &value);
        }
        self.asked_by(|reads| reads.attributes.contains(&id));
    }

    fn mandatory(&mut self, kinds: KindSet) {
        if !kinds.is_empty() {
            let kinds = self.kinds_in_words(kinds);
            self.entry("explain.mandatory", &kinds);
        }
    }

    pub(super) fn link(&mut self, id: LinkId) {
        let link = self.metamodel.link(id);
        self.member_heading(&link.defined_by, &link.name, &link.title, &link.doc);
        let (from, to) = (self.kinds_in_words(link.from), self.kinds_in_words(link.to));
        self.entry("explain.of", &from);
        self.entry("explain.to", &to);
        let count = self.say(if link.many { "explain.many" } else { "explain.one" });
        self.entry("explain.ends", &count);
        self.entry("explain.inverse", &format!("`{}`", link.inverse));
        self.cites(&link.cites);
        self.silence(link.plea, false, link.drawn);
        self.reaches(link.reaches);
        self.mandatory(link.mandatory.intersection(link.from));
        let value = written_ends(link);
        self.written(link.from, &link.name, &value);
        self.asked_by(|reads| reads.links.contains(&id));
    }

    pub(super) fn inverse(&mut self, name: &str, links: &[LinkId]) {
        let kinds = links.iter().fold(KindSet::EMPTY, |all, link| all.union(self.metamodel.link(*link).to));
        let title = self.say("explain.unit.inverse");
        self.heading(name, &title);
        let of = self.kinds_in_words(kinds);
        self.entry("explain.of", &of);
        let words = self.say("explain.way-back");
        self.paper.paragraph(2, Ink::Plain, &words);
        for link in links {
            let address = self.link_address(*link);
            let link = self.metamodel.link(*link);
            let text = format!("{}. {}", link.title.get(self.language), link.doc.get(self.language));
            self.paper.entry(4, &address, Ink::Strong, &text);
        }
    }

    fn member_heading(&mut self, owner: &str, name: &str, title: &Trilingual, doc: &Trilingual) {
        self.heading(&format!("{owner}.{name}"), title.get(self.language));
        self.paper.paragraph(2, Ink::Plain, doc.get(self.language));
        self.paper.blank();
    }

    fn section(&mut self, key: &str) {
        self.paper.blank();
        let heading = self.say(key);
        self.paper.paragraph(2, Ink::Strong, &heading);
    }

    fn cites(&mut self, cites: &[String]) {
        self.entry("explain.cites", &cites.join(", "));
    }

    fn reaches(&mut self, reach: Reach) {
        let key = match reach {
            Reach::Same => return,
            Reach::Current => "explain.reaches-current",
            Reach::Any => "explain.reaches-any",
        };
        let words = self.say(key);
        self.paper.paragraph(2, Ink::Plain, &words);
    }

    /// What it means that a model does not say it, where that is not simply unknown.
    fn silence(&mut self, plea: bool, derived: bool, drawn: bool) {
        for (holds, key) in [(plea, "explain.plea"), (derived, "explain.derived"), (drawn, "explain.drawn")] {
            if holds {
                let words = self.say(key);
                self.paper.paragraph(2, Ink::Plain, &words);
            }
        }
    }

    /// What one writes, and what people read for it.
    fn labels(&mut self, attribute: &Attribute) {
        let labelled = |word: &Word| (self.metamodel.word(*word), self.metamodel.label(Some(attribute), *word, self.language));
        let values: Vec<(&str, &str)> = attribute.values.iter().map(labelled).collect();
        let widest = values.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
        for (word, label) in values {
            self.paper.entry(4, &format!("{word:widest$}"), Ink::Strong, label);
        }
    }

    fn type_in_words(&self, id: AttributeId) -> String {
        let attribute = self.metamodel.attribute(id);
        let words = self.say(&format!("type.{}", attribute.kind.name()));
        match self.metamodel.words_of(id) {
            values if values.is_empty() => words,
            values => format!("{words}: `{}`", values.join("`, `")),
        }
    }

    /// As it is written, and of an enum what people read for it.
    fn value_in_words(&self, attribute: &Attribute, value: &Value) -> String {
        let written = format!("`{}`", toml::value(self.metamodel, value));
        let words = match value {
            Value::Word(word) => std::slice::from_ref(word),
            Value::Words(words) => words,
            _ => &[],
        };
        let labels: Vec<&str> = words.iter().map(|word| self.metamodel.label(Some(attribute), *word, self.language)).collect();
        if labels.is_empty() { written } else { format!("{written} – {}", labels.join(", ")) }
    }

    /// How a model states it.
    fn written(&mut self, kinds: KindSet, name: &str, value: &str) {
        let Some(kind) = kinds.iter().next() else { return };
        self.section("explain.written");
        let kind = &self.metamodel.kind(kind).name;
        self.code(6, &format!("[{kind}.id]\n{name} = {value}"));
    }

    fn written_value(&self, id: AttributeId) -> String {
        let word = self.metamodel.words_of(id).first().copied().unwrap_or("").to_string();
        match self.metamodel.attribute(id).kind {
            AttributeType::Bool => "true".to_string(),
            AttributeType::Integer => "12".to_string(),
            AttributeType::Number => "0.5".to_string(),
            AttributeType::Money => "1500000".to_string(),
            AttributeType::Date => "2026-01-15".to_string(),
            AttributeType::Year => "2026".to_string(),
            AttributeType::Enum => format!("\"{word}\""),
            AttributeType::EnumList => format!("[\"{word}\"]"),
            AttributeType::StringList => "[\"…\", \"…\"]".to_string(),
            AttributeType::Version => "\"9.6\"".to_string(),
            AttributeType::Url => "\"https://…\"".to_string(),
            AttributeType::Localized => "{ kk = \"…\", ru = \"…\", en = \"…\" }".to_string(),
            AttributeType::String | AttributeType::Text | AttributeType::Evidence => "\"…\"".to_string(),
        }
    }

    fn judged_by(&mut self, kinds: KindSet) {
        let ids: Vec<&str> = self
            .requirements()
            .filter(|(_, requirement)| !requirement.subject.intersection(kinds).is_empty())
            .map(|(_, requirement)| requirement.id.as_str())
            .collect();
        self.requirement_ids("explain.judged-by", "explain.judged-by-none", &ids);
    }

    fn asked_by(&mut self, asks: impl Fn(&Mentions) -> bool) {
        let ids: Vec<&str> = self
            .requirements()
            .filter(|(_, requirement)| asks(&reads::of(requirement)))
            .map(|(_, requirement)| requirement.id.as_str())
            .collect();
        self.requirement_ids("explain.asked-by", "explain.asked-by-none", &ids);
    }

    fn requirement_ids(&mut self, some: &str, none: &str, ids: &[&str]) {
        self.paper.blank();
        if ids.is_empty() {
            let words = self.say(none);
            self.paper.paragraph(2, Ink::Faint, &words);
        } else {
            self.entry(some, &ids.join(", "));
        }
    }
}

fn written_ends(link: &Link) -> String {
    if link.many { "[\"id\", \"id\"]".to_string() } else { "\"id\"".to_string() }
}

fn attribute_of(member: &Member) -> Option<AttributeId> {
    if let Member::Attribute(attribute) = member { Some(*attribute) } else { None }
}

fn link_of(member: &Member) -> Option<LinkId> {
    if let Member::Link(link) = member { Some(*link) } else { None }
}

fn inverse_of(member: &Member) -> Option<Vec<LinkId>> {
    if let Member::Inverse(links) = member { Some(links.clone()) } else { None }
}
