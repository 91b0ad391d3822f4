//! A model to begin with where a folder has none: the project itself, of which its name is known, and tables of what most
//! models hold, as comments. Nothing is invented: every value is empty until somebody fills it in.

use super::Choices;
use super::file::comment;
use crate::metamodel::{KindId, Member, Metamodel};
use crate::text::{Language, say};
use crate::write::toml;

pub const FILE_NAME: &str = "model.toml";
/// The kind of the element that stands for the project.
const PROJECT: &str = "project";
/// The tables that are offered, and what most requirements ask of each.
const OFFERED: [(&str, &[&str]); 5] = [
    ("service", &["name", "owner", "supports"]),
    ("system", &["name", "owner", "lifecycle", "automates", "uses"]),
    ("component", &["name", "part-of", "lifecycle"]),
    ("data-object", &["name", "personal", "reference-source"]),
    ("flow", &["source", "target", "via", "carries"]),
];

pub fn text(metamodel: &Metamodel, choices: &Choices, language: Language) -> String {
    let mut out = String::new();
    comment(&mut out, &say(language, "init.model", &[]));
    out.push_str(&format!("\n[{PROJECT}.{}]\nname = {}\n", toml::key(&choices.id), choices.name.written()));
    for (name, members) in OFFERED {
        let Some(kind) = metamodel.find_kind(name) else { continue };
        out.push_str(&offered(metamodel, kind, members, language));
    }
    out
}

fn offered(metamodel: &Metamodel, id: KindId, members: &[&str], language: Language) -> String {
    let kind = metamodel.kind(id);
    let mut out = String::from("\n");
    comment(&mut out, &format!("{}. {}", kind.title.get(language), kind.doc.get(language)));
    out.push_str(&format!("#[{}.{}-1]\n", kind.name, kind.name));
    let lines: Vec<(String, String)> = members.iter().filter_map(|name| line(metamodel, id, name, language)).collect();
    let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default();
    for (line, about) in lines {
        out.push_str(&format!("{line:width$}   # {about}\n"));
    }
    out
}

/// A key without a value, and what may stand there.
fn line(metamodel: &Metamodel, kind: KindId, name: &str, language: Language) -> Option<(String, String)> {
    let about = match metamodel.member(kind, name)? {
        Member::Attribute(id) => {
            let (attribute, words) = (metamodel.attribute(*id), metamodel.words_of(*id));
            let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(" | ")) };
            format!("{}{words}", attribute.title.get(language))
        }
        Member::Link(id) => {
            let link = metamodel.link(*id);
            let kinds: Vec<&str> = link.to.iter().map(|kind| metamodel.kind(kind).name.as_str()).collect();
            // A link to nearly anything tells nothing by its kinds.
            let kinds = if kinds.len() > 4 { String::new() } else { format!(" → {}", kinds.join(", ")) };
            format!("{}{kinds}", link.title.get(language))
        }
        Member::Inverse(_) => return None,
    };
    Some((format!("#{name} = \"\""), about))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::init::{Name, REQUIRED};
    use crate::place::FileId;
    use crate::read::native;

    fn choices() -> Choices {
        let name = Name::One("Портал: \"1\"".into());
        Choices {
            id: "мой портал".into(),
            name,
            agency: None,
            stage: None,
            packs: None,
            lang: Language::Ru,
            require: REQUIRED,
            starter: true,
        }
    }

    #[test]
    fn it_states_the_project_and_nothing_else() {
        for language in Language::ALL {
            let fragment = native::read(Metamodel::standard(), FileId(0), &text(Metamodel::standard(), &choices(), language));
            assert_eq!(fragment.problems, []);
            let ids: Vec<&str> = fragment.elements.iter().map(|element| fragment.strings.get(element.id)).collect();
            assert_eq!((ids, fragment.attributes.len(), fragment.links.len()), (vec!["мой портал"], 0, 0));
        }
    }

    #[test]
    fn what_is_offered_is_right_when_its_mark_is_taken_off() {
        let metamodel = Metamodel::standard();
        for (kind, members) in OFFERED {
            let kind = metamodel.find_kind(kind).expect("it is offered");
            assert!(members.iter().all(|name| line(metamodel, kind, name, Language::En).is_some()), "{members:?}");
        }
        let text: String = text(metamodel, &choices(), Language::En)
            .lines()
            .filter(|line| !line.starts_with("# "))
            .map(|line| format!("{}\n", line.trim_start_matches('#')))
            .collect();
        let fragment = native::read(metamodel, FileId(0), &text);
        assert_eq!((fragment.problems, fragment.elements.len()), (Vec::new(), 1 + OFFERED.len()), "{text}");
    }
}
