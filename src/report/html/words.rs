//! The strings of a page in three languages: each stands in the page in one of them, and the script puts another in its
//! place.
//!
//! A text that differs by language is `<span data-t="N">`, one with `names` in backticks `<span data-p="N">`, an
//! attribute `data-t-ATTRIBUTE="N"` beside it; N is the row of a table that stands at the end of the page, packed: what
//! nobody switches is not even read. A text that is the same in all languages is plain.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Display;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use maud::{Markup, PreEscaped, html};

use super::shell::base64;
use crate::report::paper::clean;
use crate::text::{Language, say};

/// One text in Kazakh, Russian and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tri([String; 3]);

impl Tri {
    /// Nothing in it moves a cursor or turns the direction of what is read, whatever a model says.
    pub fn of(text: impl Fn(Language) -> String) -> Tri {
        Tri(Language::ALL.map(|language| clean(&text(language)).into_owned()))
    }

    /// The same in all languages: an id, a path, a number.
    pub fn same(text: &str) -> Tri {
        Tri::of(|_| text.to_string())
    }

    /// A text of ours; the arguments are the same in every language.
    pub fn say(key: &str, arguments: &[(&str, &dyn Display)]) -> Tri {
        Tri::of(|language| say(language, key, arguments))
    }

    /// Both, one behind the other.
    pub fn then(&self, between: &str, other: &Tri) -> Tri {
        Tri::of(|language| format!("{}{between}{}", self.get(language), other.get(language)))
    }

    pub fn get(&self, language: Language) -> &str {
        &self.0[language as usize]
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|text| text.trim().is_empty())
    }

    fn is_same(&self) -> bool {
        self.0[0] == self.0[1] && self.0[1] == self.0[2]
    }
}

/// The table of one page; it grows while the page is written.
#[derive(Debug)]
pub struct Words {
    language: Language,
    table: RefCell<Table>,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Tri>,
    numbers: HashMap<Tri, usize>,
}

impl Words {
    pub fn new(language: Language) -> Words {
        Words { language, table: RefCell::default() }
    }

    /// The text in the page's language.
    pub fn shown<'t>(&self, text: &'t Tri) -> &'t str {
        text.get(self.language)
    }

    /// The row of a text that differs by language: for `data-t-ATTRIBUTE=[…]` beside `ATTRIBUTE=(…shown…)`.
    pub fn number(&self, text: &Tri) -> Option<usize> {
        (!text.is_same()).then(|| self.table.borrow_mut().number(text))
    }

    /// The text as it is.
    pub fn text(&self, text: &Tri) -> Markup {
        let shown = self.shown(text);
        match self.number(text) {
            Some(number) => html! { span data-t=(number) { (shown) } },
            None => html! { (shown) },
        }
    }

    /// A text in which names stand in backticks.
    pub fn prose(&self, text: &Tri) -> Markup {
        let shown = self.shown(text);
        match self.number(text) {
            Some(number) if text.0.iter().any(|text| text.contains('`')) => html! { span data-p=(number) { (ticked(shown)) } },
            Some(number) => html! { span data-t=(number) { (shown) } },
            None => ticked(shown),
        }
    }

    /// The table as the script unpacks it: an array of `[kk, ru, en]` as JSON, made small (zlib) and written in letters
    /// that no text breaks out of (base64).
    pub fn packed(&self) -> Markup {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(self.json().as_bytes()).expect("memory takes what is written");
        PreEscaped(base64(&packed.finish().expect("memory takes what is written")))
    }

    fn json(&self) -> String {
        let table = self.table.borrow();
        let rows: Vec<&[String; 3]> = table.rows.iter().map(|row| &row.0).collect();
        serde_json::to_string(&rows).expect("strings are JSON")
    }
}

impl Table {
    fn number(&mut self, text: &Tri) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.rows.len();
        self.rows.push(text.clone());
        self.numbers.insert(text.clone(), number);
        number
    }
}

/// Names in backticks as code; where one is left open none is meant. The script does the same.
fn ticked(text: &str) -> Markup {
    if text.matches('`').count() % 2 == 1 {
        return html! { (text) };
    }
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_once_in_the_table_and_one_that_is_the_same_everywhere_does_not() {
        let words = Words::new(Language::Ru);
        let level = Tri::say("level.full", &[]);
        assert_eq!(words.text(&level).into_string(), r#"<span data-t="0">полностью</span>"#);
        assert_eq!(words.text(&Tri::same("124/19.2")).into_string(), "124/19.2");
        words.text(&level);
        assert_eq!(words.json(), r#"[["толық","полностью","full"]]"#);
    }

    #[test]
    fn names_in_backticks_are_code_and_nothing_is_markup() {
        let words = Words::new(Language::En);
        assert_eq!(words.prose(&Tri::same("set `via` <b>")).into_string(), "set <code>via</code> &lt;b&gt;");
        assert_eq!(words.prose(&Tri::same("one ` alone")).into_string(), "one ` alone");
        let hostile = Tri::of(|language| format!("</script><!--{}\u{202e}&", language.code()));
        words.text(&hostile);
        let packed = words.packed().into_string();
        assert!(packed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)), "{packed}");
        let json = words.json();
        let read: Vec<[String; 3]> = serde_json::from_str(&json).expect("it is JSON");
        assert_eq!(read[0][2], "</script><!--en\u{fffd}&");
    }
}
