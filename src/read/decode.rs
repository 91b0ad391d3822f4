//! From bytes to text: UTF-8 with or without a byte order mark, UTF-16, and what an XML declaration names.
//!
//! Nothing is repaired: a byte that does not belong to the encoding makes the file no text, and the place is kept.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::place::Span;

/// Bytes that are no text in the encoding they should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The text as far as it could be read, with `U+FFFD` for what could not.
    pub text: String,
    /// The first character that could not be read.
    pub span: Span,
    /// The encoding the file should have.
    pub encoding: String,
}

/// The encoding that the text of an XML file is in, and how many bytes before it are a mark. Whether it can be read in
/// it is another question.
pub fn encoding(bytes: &[u8]) -> (&'static Encoding, usize) {
    let (encoding, mark) = sniffed(bytes);
    let declared = if encoding == UTF_8 && mark == 0 { declared(bytes).and_then(Result::ok) } else { None };
    (declared.unwrap_or(encoding), mark)
}

/// The text of a file.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    let (encoding, mark) = sniffed(&bytes);
    if encoding != UTF_8 {
        let (text, unreadable) = encoding.decode_without_bom_handling(&bytes[mark..]);
        // TOML is UTF-8 by definition; other encodings are for XML, which can name them.
        let foreign = !text.trim_start().starts_with('<');
        return if unreadable || foreign {
            Err(not_text(text.into_owned(), if foreign { UTF_8 } else { encoding }))
        } else {
            Ok(text.into_owned())
        };
    }
    // A mark is part of the bytes, a declaration may be left over from another encoding.
    let declared = if mark > 0 { None } else { declared(&bytes) };
    match declared {
        Some(Err(label)) => Err(NotText { encoding: label, ..not_text(String::from_utf8_lossy(&bytes).into_owned(), UTF_8) }),
        Some(Ok(encoding)) if encoding != UTF_8 => {
            let (text, unreadable) = encoding.decode_without_bom_handling(&bytes);
            if unreadable { Err(not_text(text.into_owned(), encoding)) } else { Ok(text.into_owned()) }
        }
        _ => utf8(bytes, mark),
    }
}

fn utf8(bytes: Vec<u8>, mark: usize) -> Result<String, NotText> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..mark);
            Ok(text)
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to() - mark;
            let text = String::from_utf8_lossy(&error.as_bytes()[mark..]).into_owned();
            let end = valid + char::REPLACEMENT_CHARACTER.len_utf8();
            Err(NotText { text, span: Span::new(valid, end), encoding: UTF_8.name().to_string() })
        }
    }
}

fn not_text(text: String, encoding: &'static Encoding) -> NotText {
    let start = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    NotText { span: Span::new(start, start + length), text, encoding: encoding.name().to_string() }
}

/// The encoding by the first bytes, and how many of them are a mark; UTF-8 where they say nothing.
fn sniffed(bytes: &[u8]) -> (&'static Encoding, usize) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (UTF_8, 3),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        [b'<', 0, ..] => (UTF_16LE, 0),
        [0, b'<', ..] => (UTF_16BE, 0),
        _ => (UTF_8, 0),
    }
}

/// The encoding that an XML declaration names, or the name where nobody knows such an encoding.
fn declared(bytes: &[u8]) -> Option<Result<&'static Encoding, String>> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(400).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&declaration[..end]).ok()?;
    let rest = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = rest[1..].split(quote).next()?;
    let encoding = Encoding::for_label(label.as_bytes());
    // A declaration that was read byte by byte is no UTF-16, whatever it says.
    let believed = encoding.map(|encoding| if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
    Some(believed.ok_or_else(|| label.to_string()))
}

/// Whether the first character that is no space is `<`.
pub fn starts_as_xml(bytes: &[u8]) -> bool {
    match bytes.trim_ascii_start() {
        [b'<', after, ..] if *after != 0 => true,
        _ => head(bytes).trim_start().starts_with('<'),
    }
}

/// The beginning of a text, for recognising its format; never fails.
pub fn head(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let (encoding, mark) = sniffed(bytes);
    let bytes = &bytes[mark..];
    if encoding != UTF_8 {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // Much faster than replacing what is no text, which is nearly never needed.
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn marks_and_declarations_decide() {
        let xml = "<?xml version='1.0' encoding='UTF-16'?><a>Әділет</a>";
        for bytes in [utf16(xml, true, u16::to_le_bytes), utf16(xml, true, u16::to_be_bytes), utf16(xml, false, u16::to_le_bytes)] {
            assert_eq!(decode(bytes).as_deref(), Ok(xml));
        }
        assert_eq!(decode("\u{feff}[a]".into()).as_deref(), Ok("[a]"));
        let cyrillic = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xCC\xC7</a>".to_vec();
        assert_eq!(decode(cyrillic).expect("cp1251"), "<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>МЗ</a>");
        let western = b"<?xml version='1.0' encoding = 'windows-1252' ?><a>\xC9\x80</a>".to_vec();
        assert_eq!(decode(western).expect("cp1252"), "<?xml version='1.0' encoding = 'windows-1252' ?><a>É€</a>");
        let marked = "\u{feff}<?xml version='1.0' encoding='windows-1251'?><a>МЗ</a>";
        assert_eq!(decode(marked.into()).as_deref(), Ok(&marked[3..]));
    }

    #[test]
    fn what_is_no_text_says_where() {
        let broken = decode(b"\xEF\xBB\xBFa = \"\xCC\xC7\"".to_vec()).expect_err("no UTF-8");
        assert_eq!((broken.span, broken.encoding.as_str(), broken.text.as_str()), (Span::new(5, 8), "UTF-8", "a = \"\u{fffd}\u{fffd}\""));
        let foreign = decode(utf16("[a]", true, u16::to_le_bytes)).expect_err("TOML is UTF-8");
        assert_eq!(foreign.encoding, "UTF-8");
        let unknown = decode(b"<?xml version='1.0' encoding='klingon'?><a/>".to_vec()).expect_err("no such encoding");
        assert_eq!(unknown.encoding, "klingon");
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
    }
}
