//! Fills the texts of findings from the model: names in the reader's language, values of enums by their labels, other
//! values as the model writes them.

use jiff::civil::Date;

use super::View;
use crate::language::evaluate::{Evaluator, Given};
use crate::language::meant::{AttributePath, Path, Piece, Template};
use crate::language::world::{Node, World};
use crate::metamodel::{Attribute, Word};
use crate::text::{Language, say};
use crate::value::Value;

/// What stands where the model says nothing.
const NOTHING: &str = "…";

impl View<'_> {
    /// A template with its holes filled for one subject; without a subject, only what is plain text.
    pub fn words(&self, template: &Template, node: Option<Node>, language: Language, today: Date) -> String {
        let mut out = String::new();
        for piece in &template.pieces {
            match (piece, node) {
                (Piece::Text(text), _) => out.push_str(text),
                (Piece::Attribute(path), Some(node)) => out.push_str(&self.values(path, node, language, today)),
                (Piece::Element(path), Some(node)) => out.push_str(&self.names(path, node, language, today)),
                _ => out.push_str(NOTHING),
            }
        }
        out
    }

    fn names(&self, path: &Path, node: Node, language: Language, today: Date) -> String {
        let reached = Evaluator::new(self, node, today).reach(path, node);
        let names: Vec<String> = reached.nodes.iter().map(|(node, _)| inner(self.name(node.index, language))).collect();
        joined(names.iter().map(String::as_str).collect())
    }

    fn values(&self, path: &AttributePath, node: Node, language: Language, today: Date) -> String {
        let evaluator = Evaluator::new(self, node, today);
        let reached = evaluator.reach(&path.path, node);
        let is_name = path.attributes.iter().any(|attribute| self.graph.metamodel.attribute(*attribute).name == "name");
        let mut values: Vec<String> = Vec::new();
        for (node, _) in &reached.nodes {
            let value = if is_name {
                Some(inner(self.name(node.index, language)))
            } else {
                let kind = self.kind(*node);
                let of = path.attributes.iter().map(|id| self.graph.metamodel.attribute(*id)).find(|of| of.from.contains(kind));
                self.shown(evaluator.said(*node, &path.attributes), of, language)
            };
            values.extend(value.filter(|value| !values.contains(value)));
        }
        joined(values.iter().map(String::as_str).collect())
    }

    fn shown(&self, given: Given<'_>, of: Option<&Attribute>, language: Language) -> Option<String> {
        let label = |word: Word| self.metamodel().label(of, word, language);
        let text = match given {
            Given::Value(Value::Text(text)) => text.to_string(),
            Given::Value(Value::Word(word)) => label(*word).to_string(),
            Given::Word(word) => label(word).to_string(),
            Given::Value(Value::Words(words)) => words.iter().map(|word| label(*word)).collect::<Vec<_>>().join(", "),
            Given::Value(Value::Texts(texts)) => texts.join(", "),
            Given::Value(Value::Localized(texts)) => in_language([&texts[0], &texts[1], &texts[2]], language),
            Given::Names(names) => in_language(names, language),
            Given::Value(Value::Integer(number)) => number.to_string(),
            Given::Value(Value::Number(number)) => number.to_string(),
            Given::Value(Value::Bool(answer)) => say(language, if *answer { "words.yes" } else { "words.no-answer" }, &[]),
            Given::Value(Value::Date(date)) => date.to_string(),
            Given::Text(text) => text.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

/// A name as it stands inside the quotes of a message: its own quotes are inner ones.
pub fn inner(name: &str) -> String {
    name.replace('«', "„").replace('»', "“")
}

fn in_language(texts: [&str; 3], language: Language) -> String {
    let own = texts[language as usize];
    let found = if own.is_empty() { texts.into_iter().find(|text| !text.is_empty()) } else { Some(own) };
    found.unwrap_or_default().to_string()
}

fn joined(mut parts: Vec<&str>) -> String {
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() { NOTHING.to_string() } else { parts.join(", ") }
}
