//! Words of TOML: keys, texts, values and comments, so written that reading them gives back what was meant.

use std::fmt::Write;

use crate::metamodel::Metamodel;
use crate::read::values::NONE;
use crate::text::Language;
use crate::value::Value;

/// A key, bare where it can be.
pub fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if bare { key.to_string() } else { text(key) }
}

/// A text in one line.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => plain(character, &mut out),
        }
    }
    out.push('"');
    out
}

/// A text of several lines as such, any other in one.
pub fn prose(text: &str) -> String {
    if !text.contains('\n') {
        return self::text(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("\"\"\"\n");
    let mut characters = text.chars().peekable();
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match character {
            // Three in a row would end the text, and so would one before the end.
            '"' if quoted || characters.peek().is_none() => {
                out.push_str("\\\"");
                quoted = false;
                continue;
            }
            '\\' => out.push_str("\\\\"),
            '"' | '\n' | '\t' => out.push(character),
            _ => plain(character, &mut out),
        }
        quoted = character == '"';
    }
    out.push_str("\"\"\"");
    out
}

/// A character that has no meaning in TOML; escaped where it may not stand or cannot be seen.
fn plain(character: char, out: &mut String) {
    match character {
        '\r' => out.push_str("\\r"),
        _ if is_unseen(character) => {
            write!(out, "\\u{:04X}", character as u32).expect("a string takes everything");
        }
        _ => out.push(character),
    }
}

/// Controls, and what turns the direction of the text after it.
fn is_unseen(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Texts by language: `{ kk = "…", ru = "…" }`.
pub fn localized(texts: [&str; 3]) -> String {
    let stated = Language::ALL.into_iter().filter(|language| !texts[*language as usize].is_empty());
    let parts: Vec<String> = stated.map(|language| format!("{} = {}", language.code(), text(texts[language as usize]))).collect();
    format!("{{ {} }}", parts.join(", "))
}

/// A text that is no word for "none" although it may look like it.
pub fn stated_text(text: &str) -> String {
    if text == NONE { localized([text; 3]) } else { prose(text) }
}

/// A name or text by language; one text where it is the same in all three.
pub fn names(texts: [&str; 3]) -> String {
    if texts[0] == texts[1] && texts[1] == texts[2] { stated_text(texts[0]) } else { localized(texts) }
}

/// The value of an attribute.
pub fn value(metamodel: &Metamodel, value: &Value) -> String {
    match value {
        Value::None => text(NONE),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Number(value) => format!("{value:?}"),
        Value::Date(value) => value.to_string(),
        Value::Word(word) => text(metamodel.word(*word)),
        Value::Words(words) => list(words.iter().map(|word| text(metamodel.word(*word)))),
        Value::Text(value) => stated_text(value),
        Value::Texts(texts) => match &texts[..] {
            // The blank is silence, and with it the list is no longer the word for "none".
            [only] if only.as_ref() == NONE => list([text(NONE), text("")].into_iter()),
            _ => list(texts.iter().map(|item| text(item))),
        },
        Value::Localized(texts) => localized(texts.each_ref().map(AsRef::as_ref)),
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// How much of a name a comment shows.
const SHOWN: usize = 60;

/// A text as it may stand in a comment: in one line, and not too long.
pub fn comment(text: &str) -> String {
    let mut out = String::new();
    let mut shown = 0;
    for character in text.trim().chars() {
        let character = if character.is_whitespace() || is_unseen(character) { ' ' } else { character };
        if character == ' ' && out.ends_with(' ') {
            continue;
        }
        if shown == SHOWN {
            out.push('…');
            break;
        }
        out.push(character);
        shown += 1;
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_are_bare_where_toml_lets_them() {
        assert_eq!(["emr", "id-1_2", "", "a b", "id.1", "ЭПЗ"].map(key), ["emr", "id-1_2", "\"\"", "\"a b\"", "\"id.1\"", "\"ЭПЗ\""]);
    }

    #[test]
    fn lines_stay_lines_and_quotes_do_not_end_them() {
        assert_eq!(prose("a \"b\" \\ c"), r#""a \"b\" \\ c""#);
        assert_eq!(prose("one\r\ntwo \"\"\"\" x\""), "\"\"\"\none\\r\ntwo \"\\\"\"\\\" x\\\"\"\"\"");
        assert_eq!(text("a\u{7}b\u{202e}c"), r#""a\u0007b\u202Ec""#);
    }

    #[test]
    fn a_comment_is_one_short_line() {
        assert_eq!(comment(" a\n\u{202e} b\t\u{7}"), "a b");
        assert_eq!(comment(&"ж".repeat(99)).chars().count(), SHOWN + 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(value in "(\\PC|\"|\\\\|\n|\r|\t|.|\u{202e}|\u{feff}|\u{85}){0,40}") {
            let document = format!("{} = {}\nprose = {}\n[{}]\n", key(&format!("k{value}")), text(&value), prose(&value), key(&value));
            let table: toml::Table = document.parse().map_err(|error| TestCaseError::fail(format!("{error}: {document}")))?;
            prop_assert_eq!(table[&format!("k{value}")].as_str(), Some(value.as_str()));
            prop_assert_eq!(table["prose"].as_str(), Some(value.as_str()));
            prop_assert!(table[&value].is_table());
        }

        #[test]
        fn any_comment_is_one(value in "(\\PC|\"|\\\\|\n|\r|\t|.|\u{2028}|\u{85}){0,80}") {
            let document = format!("a = 1  # {}\nb = 2\n", comment(&value));
            let table: toml::Table = document.parse().map_err(|error| TestCaseError::fail(format!("{error}: {document}")))?;
            prop_assert_eq!(table.len(), 2);
        }
    }
}
