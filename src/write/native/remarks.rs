//! What an imported model says beside its tables, in the reader's language: where it came from, how it was drawn, and
//! what of it no table can hold.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::fragment::{Counts, Format};
use crate::place::{Place, Sources};
use crate::read::ReadProject;
use crate::text::{Language, say};
use crate::write::toml;

/// The files that a model was imported from, and what of them it leaves out.
#[derive(Debug, Default)]
pub struct Origin {
    models: Vec<Model>,
    /// Facts files that stand beside them and go on standing there.
    pub facts: Vec<String>,
    /// What the metamodel has nothing for, by the name that drawings have for it.
    pub left_out: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Model {
    path: String,
    format: Format,
    version: String,
    counts: Counts,
}

impl Origin {
    pub fn new(project: &ReadProject, sources: &Sources) -> Origin {
        let mut origin = Origin::default();
        for (_, fragment) in &project.fragments {
            let path = sources.file(fragment.file).path.clone();
            if fragment.format == Format::Facts {
                origin.facts.push(path);
                continue;
            }
            // What was allowed of the architecture is no part of it.
            if fragment.format == Format::Waivers {
                continue;
            }
            for (name, count) in &fragment.counts.unmapped {
                *origin.left_out.entry(name.clone()).or_default() += count;
            }
            let (version, counts) = (fragment.version.clone(), fragment.counts.clone());
            origin.models.push(Model { path, format: fragment.format, version, counts });
        }
        origin
    }

    /// What the text begins with: the drawings it came from. A native model that is written anew comes from itself.
    pub fn head(&self, language: Language) -> String {
        let drawings = self.models.iter().filter(|model| model.format.is_drawing());
        let lines = drawings.map(|model| {
            let held = ["elements", "relations", "views", "properties"].map(|what| {
                let count = match what {
                    "elements" => model.counts.elements,
                    "relations" => model.counts.relations,
                    "views" => model.counts.views,
                    _ => model.counts.properties,
                };
                say(language, &format!("header.{what}"), &[("count", &count)])
            });
            let format = say(language, &format!("format.{}", model.format.name()), &[]);
            let format = format!("{format} {}", model.version);
            let (path, held) = (toml::comment(&model.path), held.join(", "));
            format!("# {}\n", say(language, "import.from", &[("path", &path), ("format", &format.trim_end()), ("held", &held)]))
        });
        lines.collect()
    }

    /// What the text ends with: everything that was left out, the most frequent first.
    pub fn tail(&self, language: Language) -> String {
        let views: usize = self.models.iter().map(|model| model.counts.views).sum();
        let views = (views > 0).then(|| say(language, "header.views", &[("count", &views)]));
        if self.left_out.is_empty() && views.is_none() {
            return String::new();
        }
        let mut tail = format!("# {}\n", say(language, "import.left-out", &[]));
        tail.extend(views.map(|views| format!("#   {views}\n")));
        for (name, count) in self.most_frequent() {
            let _ = writeln!(tail, "#   {count} {}", toml::comment(name));
        }
        tail
    }

    /// What was left out, the most frequent first.
    pub fn most_frequent(&self) -> Vec<(&str, usize)> {
        let mut names: Vec<(&str, usize)> = self.left_out.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        names
    }
}

/// The type of an element as its drawing writes it: in the tag that it begins with, or as the name of that tag.
pub fn drawn_type(sources: &Sources, place: Place) -> String {
    let tag = sources.file(place.file).text.get(place.span.range()).unwrap_or_default();
    let Some(tag) = tag.strip_prefix('<') else { return String::new() };
    let name_end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
    let written = prefixed(&tag[name_end..], "type").unwrap_or(&tag[..name_end]);
    toml::comment(written.rsplit(':').next().unwrap_or(written))
}

/// The value of an attribute whose name has a prefix, such as `xsi:type`.
fn prefixed<'t>(tag: &'t str, local: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let name = rest[..at].trim();
        let quoted = rest[at + 1..].trim_start();
        let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = quoted[1..].split(quote).next()?;
        if name.split_once(':').is_some_and(|(_, name)| name == local) {
            return Some(value);
        }
        rest = quoted.get(value.len() + 2..)?;
    }
    None
}

/// Beside a reference that leads to what its link cannot lead to.
pub fn wrong_kind(kind: &str, name: &str, language: Language) -> String {
    say(language, "import.wrong-kind", &[("kind", &kind), ("name", &name)])
}

/// Beside a table that says otherwise than the one before it.
pub fn contradiction(language: Language) -> String {
    say(language, "import.contradiction", &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{FileId, SourceFile};

    fn drawn(tag: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("a", tag));
        drawn_type(&sources, Place::new(FileId(file.0), 0..tag.len()))
    }

    #[test]
    fn the_type_is_found_in_the_tags_of_every_format() {
        assert_eq!(drawn("<element identifier=\"a=b\" xsi:type='Node'>"), "Node");
        assert_eq!(drawn("<element xsi:type=\"archimate:BusinessActor\" id=\"x\"/>"), "BusinessActor");
        assert_eq!(drawn("<archimate:Node\n xmlns:archimate=\"http://x\" id=\"x\">"), "Node");
        assert_eq!(drawn("system.a"), "");
        assert_eq!(drawn("<a b=>"), "a");
    }
}
