//! Words of a conclusion: what is ours, what a model says, what is code; and the one way to put the second and the
//! third into the first.
//!
//! Nothing here knows how a format writes any of it. Words of a model are never looked through for markup.

use std::fmt::Display;

use crate::text::{self, Language};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Of the program and its packs, in the language of the document.
    Words,
    /// Of a model, in whatever language.
    Model,
    /// An id, a path, a digest.
    Code,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub origin: Origin,
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
}

impl Piece {
    fn is_like(&self, other: &Piece) -> bool {
        (self.origin, self.strong, self.emphasis) == (other.origin, other.strong, other.emphasis)
    }
}

/// A line or a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Piece>);

impl Text {
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| piece.text.is_empty())
    }

    fn of(origin: Origin, text: String) -> Text {
        Text(vec![Piece { origin, text, strong: false, emphasis: false }])
    }

    pub fn strong(mut self) -> Text {
        self.0.iter_mut().for_each(|piece| piece.strong = true);
        self
    }

    pub fn emphasis(mut self) -> Text {
        self.0.iter_mut().for_each(|piece| piece.emphasis = true);
        self
    }

    /// The text with something behind it.
    pub fn then(mut self, more: impl Into<Text>) -> Text {
        for piece in more.into().0 {
            match self.0.last_mut() {
                // What is alike is one piece, or marks around it would meet.
                Some(last) if last.origin == Origin::Words && last.is_like(&piece) => last.text.push_str(&piece.text),
                _ => self.0.push(piece),
            }
        }
        self
    }

    /// With a capital letter, unless code comes first.
    pub fn capital(mut self) -> Text {
        if let Some(first) = self.0.first_mut().filter(|first| first.origin != Origin::Code) {
            let mut letters = first.text.chars();
            first.text = letters.next().map(|letter| letter.to_uppercase().chain(letters).collect()).unwrap_or_default();
        }
        self
    }

    /// With a capital letter and a full stop.
    pub fn sentence(mut self) -> Text {
        self = self.capital();
        let ends = self.0.last().is_some_and(|last| last.text.ends_with(['.', ':', '!', '…']));
        if ends { self } else { self.then(".") }
    }

    /// The letters alone.
    pub fn plain(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::of(Origin::Words, text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::of(Origin::Words, text.to_string())
    }
}

/// Text of a model: in one line, nothing in it is markup.
pub fn model(text: &str) -> Text {
    Text::of(Origin::Model, in_a_line(text).trim().to_string())
}

/// An id, a path, a digest.
pub fn code(text: &str) -> Text {
    Text::of(Origin::Code, text.to_string())
}

/// Words of ours around words of a model: names in backticks are code, nothing else is markup.
pub fn quoted(text: &str) -> Text {
    if text.matches('`').count() % 2 == 1 {
        return model(text);
    }
    Text(in_turns(text, '`', |inside, part| if inside { code(part) } else { Text::of(Origin::Model, in_a_line(part)) }))
}

/// Texts of the packs, whose only markup is `names`; in one line.
pub fn own(text: &str) -> Text {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.matches('`').count() % 2 == 1 {
        return text.into();
    }
    Text(in_turns(&text, '`', |inside, part| if inside { code(part) } else { part.into() }))
}

fn in_a_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_whitespace() || letter.is_control() { ' ' } else { letter }).collect()
}

/// The parts of a text outside and inside of a mark, in turns; empty ones left away.
fn in_turns(text: &str, mark: char, mut made: impl FnMut(bool, &str) -> Text) -> Vec<Piece> {
    let parts = text.split(mark).enumerate().filter(|(_, part)| !part.is_empty());
    parts.flat_map(|(at, part)| made(at % 2 == 1, part).0).collect()
}

/// Stands for an argument in a text of ours while that is looked through; the number of the argument follows. No text of
/// ours holds it, and arguments are put in when nobody looks any more.
const ARGUMENT: char = '\u{e000}';

/// A text of ours, `**strong**`, with its arguments put in as what they are.
pub fn say(language: Language, key: &str, arguments: &[(&str, Text)]) -> Text {
    let holders: Vec<String> = arguments.iter().enumerate().map(|(at, (_, text))| holder(at, text)).collect();
    let named: Vec<(&str, &dyn Display)> =
        arguments.iter().zip(&holders).map(|((name, _), holder)| (*name, holder as &dyn Display)).collect();
    let written = text::say(language, key, &named);
    let mut said = Text::default();
    for (at, part) in written.split("**").enumerate() {
        let text = with_arguments(part, arguments);
        said = said.then(if at % 2 == 1 { text.strong() } else { text });
    }
    said
}

/// Numbers stand for themselves: the form of a noun may hang on them.
fn holder(at: usize, text: &Text) -> String {
    match text.0.as_slice() {
        [piece] if piece.origin == Origin::Words && piece.text.chars().all(|letter| letter.is_ascii_digit()) => piece.text.clone(),
        _ => format!("{ARGUMENT}{}", char::from_u32(ARGUMENT as u32 + 1 + at as u32).unwrap_or(ARGUMENT)),
    }
}

fn with_arguments(written: &str, arguments: &[(&str, Text)]) -> Text {
    let words = |words: &str| Some(words).filter(|words| !words.is_empty()).map(Text::from).unwrap_or_default();
    let mut parts = written.split(ARGUMENT);
    let mut text = words(parts.next().unwrap_or_default());
    for part in parts {
        let mut letters = part.chars();
        let at = letters.next().map_or(usize::MAX, |letter| (letter as usize).wrapping_sub(ARGUMENT as usize + 1));
        let argument = arguments.get(at).map(|(_, argument)| argument.clone()).unwrap_or_default();
        text = text.then(argument).then(words(letters.as_str()));
    }
    text
}

/// The texts one behind the other with something between.
pub fn joined(texts: impl IntoIterator<Item = Text>, between: &str) -> Text {
    let mut joined = Text::default();
    for (at, text) in texts.into_iter().enumerate() {
        joined = if at > 0 { joined.then(between).then(text) } else { text };
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_model_says_is_never_markup() {
        let said = say(Language::En, "conclusion.verdict.full", &[("name", model("a **b** `c`\n\u{e000}{name}"))]);
        let origins: Vec<Origin> = said.0.iter().map(|piece| piece.origin).collect();
        assert_eq!(origins, [Origin::Words, Origin::Model, Origin::Words, Origin::Words, Origin::Words]);
        assert_eq!(said.0[1].text, "a **b** `c` \u{e000}{name}");
        assert_eq!(said.0.iter().filter(|piece| piece.strong).count(), 1);
    }

    #[test]
    fn numbers_choose_the_form_of_a_noun() {
        assert_eq!(say(Language::En, "conclusion.questions.subjects", &[("count", "1".into())]).plain(), "1 element");
    }
}
