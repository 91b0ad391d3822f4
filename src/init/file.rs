//! The text of a `saikes.toml` to begin with: every key that its reader knows stands in it, set or as a comment, under
//! what is known of it. Keys come from the reader's table, words from the schemas, so that neither is forgotten here.

use std::collections::BTreeSet;

use super::found::Found;
use super::{Choices, REQUIRED};
use crate::fragment::States;
use crate::language::meant::Literal;
use crate::pack::Library;
use crate::read::config::keys::{self, CONFIG, Key, Shape};
use crate::schema::doc;
use crate::text::{Language, say};
use crate::write::toml;

/// How wide a comment is.
const WIDTH: usize = 100;

/// What is written from.
pub struct Written<'a> {
    pub choices: &'a Choices,
    pub found: &'a Found,
    pub library: &'a Library,
    /// Of the comments.
    pub language: Language,
}

impl Written<'_> {
    pub fn text(&self) -> String {
        let mut page = Page { language: self.language, out: String::new(), told: BTreeSet::new() };
        page.comment(&say(self.language, "init.head", &[]));
        for key in CONFIG.iter().filter(|key| key.table.is_empty()) {
            page.out.push('\n');
            page.tell("config", key.name);
            match key.shape {
                Shape::Tables if key.name == "model" => self.models(&mut page),
                Shape::Values => self.parameters(&mut page, key.name),
                Shape::TableOrPath => mapping(&mut page, key.name),
                _ => self.table(&mut page, key.name),
            }
        }
        page.out
    }

    /// A table with all of its keys; one in which nothing is set is a comment. Of tables by names there is one.
    fn table(&self, page: &mut Page, name: &str) {
        let of_names = format!("{name}.*");
        let keys: Vec<&Key> = CONFIG.iter().filter(|key| key.table == name || key.table == of_names).collect();
        let is_set = keys.iter().any(|key| self.value(key).is_some());
        let (header, room) = match keys.iter().any(|key| key.table == of_names) {
            true => (format!("[{name}.\"124/19.2\"]"), "setting"),
            false => (format!("[{name}]"), name),
        };
        page.line(is_set, &header);
        for key in keys {
            page.tell(room, key.name);
            match self.value(key) {
                Some(value) => page.line(true, &format!("{} = {value}", key.name)),
                None => page.line(false, &format!("{} = {}", key.name, example(key))),
            }
        }
    }

    /// What was chosen for a key, where it is another than nobody would have to write.
    fn value(&self, key: &Key) -> Option<String> {
        let Choices { id, name, agency, stage, packs, lang, require, .. } = self.choices;
        match (key.table, key.name) {
            ("project", "id") => Some(toml::text(id)),
            ("project", "name") => Some(name.written()),
            ("project", "agency") => agency.as_deref().map(toml::text),
            ("project", "stage") => stage.map(|stage| toml::text(stage.name())),
            ("check", "packs") => {
                packs.as_ref().map(|packs| format!("[{}]", packs.iter().map(|id| toml::text(id)).collect::<Vec<_>>().join(", ")))
            }
            ("check", "lang") => Some(toml::text(lang.code())),
            ("check", "require") => (*require != REQUIRED).then(|| toml::text(require.name())),
            _ => None,
        }
    }

    fn models(&self, page: &mut Page) {
        let found = &self.found.models;
        match found.is_empty() {
            true => page.comment(&say(self.language, "init.none-found", &[])),
            false => page.comment(&say(self.language, "init.found", &[("paths", &listed(found))])),
        }
        if !self.found.inner.is_empty() {
            page.comment(&say(self.language, "init.inner", &[("paths", &listed(&self.found.inner))]));
        }
        for name in ["path", "state"] {
            page.tell("model", name);
        }
        for (path, states) in &self.found.entries {
            page.out.push_str(&format!("[[model]]\npath = {}\n", toml::text(path)));
            page.out.push_str(&states.name().map(|state| format!("state = {}\n", toml::text(state))).unwrap_or_default());
        }
        if self.found.entries.is_empty() {
            for (path, state) in [("current", States::CURRENT), ("target.archimate", States::TARGET)] {
                let state = state.name().unwrap_or_default();
                for line in ["[[model]]".to_string(), format!("path = {}", toml::text(path)), format!("state = {}", toml::text(state))] {
                    page.line(false, &line);
                }
            }
        }
    }

    /// Those that a project may set, each with the value it has anyway.
    fn parameters(&self, page: &mut Page, name: &str) {
        page.line(false, &format!("[{name}]"));
        let open = self.library.lists.parameters.iter().filter(|(_, parameter)| parameter.open);
        for (name, parameter) in open {
            page.comment(parameter.source.get(self.language));
            page.line(false, &format!("{} = {}", toml::key(name), parameter.value.as_ref().map_or("\"\"".to_string(), literal)));
        }
    }
}

/// Paths for people, as many as a comment holds.
fn listed(paths: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut shown: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{}`", toml::comment(path))).collect();
    if paths.len() > SHOWN {
        shown.push(format!("… (+{})", paths.len() - SHOWN));
    }
    shown.join(", ")
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(value) => format!("{value:?}"),
        Literal::Date(value) => value.to_string(),
        Literal::Text(value) => toml::text(value),
        Literal::Word(_) => "\"\"".to_string(),
    }
}

fn mapping(page: &mut Page, name: &str) {
    page.line(false, &format!("[{name}]"));
    for key in keys::of_mapping() {
        page.tell(name, key);
        page.line(false, &format!("{key} = {}", of_mapping(key)));
    }
}

/// What a key may look like; the words that it takes stand behind it.
fn example(key: &Key) -> String {
    let known = match (key.table, key.name) {
        ("project" | "context", "id") => "\"ehealth\"",
        ("project" | "context", "name") => "{ kk = \"…\", ru = \"…\", en = \"…\" }",
        ("project" | "context", "agency") => "\"moh\"",
        ("project" | "context", "complete") => "[\"application\"]",
        ("check", "context") => "\"../national\"",
        ("check", "packs") => "[\"order-124\", \"order-193\", \"hygiene\"]",
        ("check", "require") => "\"partial\"   # partial | full",
        ("check", "exclude") => "[\"drafts\", \"*.bak.xml\"]",
        _ => return of_shape(key.shape),
    };
    known.to_string()
}

fn of_shape(shape: Shape) -> String {
    match shape {
        Shape::Word(words) => format!("{}   # {}", toml::text(words.first().copied().unwrap_or_default()), words.join(" | ")),
        Shape::Texts => "[]".to_string(),
        Shape::FlagOrLayers => "false".to_string(),
        Shape::Values | Shape::Table | Shape::Tables | Shape::TableOrPath => "{}".to_string(),
        _ => "\"\"".to_string(),
    }
}

fn of_mapping(key: &str) -> &'static str {
    match key {
        "types" => "{ Grouping = \"domain\" }",
        "specializations" => "{ \"Information system\" = \"system\" }",
        "names" => "{ \"National gateway\" = \"gateway\" }",
        "properties" => "{ \"Owner code\" = \"owner\" }",
        "values" => "{ lifecycle = { \"In use\" = \"operating\" } }",
        "relationships" => "{ \"sends to\" = \"target\" }",
        "states" => "{ \"2027\" = \"target\" }",
        "silence" => "[\"TBD\"]",
        "none" => "[\"n/a\"]",
        "dates" => "\"day-month-year\"",
        _ => "\"../mapping.toml\"",
    }
}

/// The text as it grows.
struct Page {
    language: Language,
    out: String,
    /// What was told already: tables share keys.
    told: BTreeSet<&'static str>,
}

impl Page {
    /// What is known of a key, once.
    fn tell(&mut self, table: &str, key: &str) {
        let Some(doc) = doc(self.language, table, key).filter(|doc| self.told.insert(doc)) else { return };
        self.comment(doc);
    }

    /// A line of TOML; one that is not set stands behind a `#` without a blank, words behind one with it.
    fn line(&mut self, is_set: bool, line: &str) {
        self.out.push_str(if is_set { "" } else { "#" });
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn comment(&mut self, text: &str) {
        comment(&mut self.out, text);
    }
}

/// Words as lines of comments; what stands between backquotes is not torn apart.
pub fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let mut width = 1;
        out.push('#');
        for piece in pieces(line) {
            let length = piece.chars().count() + 1;
            if width + length > WIDTH && width > 1 {
                out.push_str("\n#");
                width = 1;
            }
            out.push(' ');
            out.push_str(&piece);
            width += length;
        }
        out.push('\n');
    }
}

fn pieces(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let is_open = |piece: &String| piece.matches('`').count() % 2 == 1;
    for word in line.split_whitespace() {
        match pieces.last_mut().filter(|piece| is_open(piece)) {
            Some(piece) => {
                piece.push(' ');
                piece.push_str(word);
            }
            None => pieces.push(word.to_string()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::init::Name;
    use crate::metamodel::Metamodel;
    use crate::place::{FileId, Sources};
    use crate::read::config;
    use crate::verdict::Level;

    fn choices() -> Choices {
        Choices {
            id: "portal \"№ 1\"".into(),
            name: Name::Three(["Портал", "Портал \\ 1", "Portal"].map(String::from)),
            agency: Some("moh".into()),
            stage: None,
            packs: Some(vec!["order-124".into()]),
            lang: Language::Kk,
            require: Level::Full,
            starter: false,
        }
    }

    fn text(choices: &Choices, language: Language) -> String {
        let library = Library::to_judge_by(Metamodel::standard(), &mut Sources::default());
        Written { choices, found: &Found::default(), library: &library, language }.text()
    }

    #[test]
    fn what_was_chosen_is_read_back() {
        for language in Language::ALL {
            let (config, problems) = config::read(FileId(0), &text(&choices(), language));
            assert_eq!(problems, []);
            assert_eq!(config.id.map(|(id, _)| id), Some("portal \"№ 1\"".to_string()));
            assert_eq!((config.names.ru.as_str(), config.agency.as_deref()), ("Портал \\ 1", Some("moh")));
        }
    }

    #[test]
    fn every_key_stands_in_it_and_is_right_when_its_mark_is_taken_off() {
        let text = text(&choices(), Language::En);
        for key in CONFIG {
            let stands = |line: &str| {
                let line = line.trim_start_matches('#');
                line.starts_with(&format!("{} =", key.name)) || line.trim_matches(['[', ']']).split('.').next() == Some(key.name)
            };
            assert!(text.lines().any(stands), "{}.{}", key.table, key.name);
        }
        // A table after the other: some exclude each other, and keys that are set already stand twice.
        let mut header = String::new();
        let mut asked = 0;
        for line in text.lines().filter(|line| !line.starts_with("# ")) {
            let line = line.trim_start_matches('#');
            if line.starts_with('[') {
                header = line.to_string();
            } else if !line.is_empty() {
                let more = if header == "[[model]]" && !line.starts_with("path") { "path = \"a\"\n" } else { "" };
                let document = format!("{header}\n{more}{line}\n");
                assert_eq!(config::read(FileId(0), &document).1, [], "{document}");
                asked += 1;
            }
        }
        assert!(asked > 30, "{asked}");
    }

    #[test]
    fn comments_are_no_wider_than_a_page() {
        for language in Language::ALL {
            let text = text(&choices(), language);
            let wide: Vec<&str> = text.lines().filter(|line| line.starts_with("# ") && line.chars().count() > WIDTH).collect();
            assert!(wide.is_empty(), "{wide:#?}");
        }
    }
}
