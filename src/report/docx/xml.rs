//! Text and attributes in XML 1.0.

/// The text without what XML cannot hold, with its markup escaped; white space and controls are spaces.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            // Letters that turn the direction of what follows would make a name read as another one.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_is_markup_or_ends_the_document() {
        let name = "a<b>&\"\u{0}\u{b}\u{ffff}\u{202e}ә\n";
        let written = format!("<a b=\"{0}\">{0}</a>", escaped(name));
        let read = roxmltree::Document::parse(&written).expect("it is well-formed");
        assert_eq!(read.root_element().text(), Some("a<b>&\"  \u{fffd}\u{fffd}ә "));
    }
}
