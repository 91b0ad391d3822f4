//! Characters of XML: which are allowed, which begin a name, and what references stand for.

use std::borrow::Cow;

use super::fault::{Fault, Reason};

const SPACE: u8 = 1;
const NAME_START: u8 = 2;
const NAME: u8 = 4;

/// What each byte may be. Every byte of a character outside ASCII passes for a letter: the few such characters
/// that no name may hold are tolerated.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t' | b'\r' | b'\n' => SPACE,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':' | 0x80.. => NAME_START | NAME,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

pub fn is_space(byte: u8) -> bool {
    CLASSES[byte as usize] & SPACE != 0
}

pub fn is_name_byte(byte: u8) -> bool {
    CLASSES[byte as usize] & NAME != 0
}

pub fn is_name_start(byte: u8) -> bool {
    CLASSES[byte as usize] & NAME_START != 0
}

pub fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.first().is_some_and(|byte| is_name_start(*byte)) && bytes.iter().all(|byte| is_name_byte(*byte))
}

/// Where the first character stands that XML 1.0 forbids: controls, U+FFFE and U+FFFF.
pub fn first_forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let suspect = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n')) || byte == 0xef;
    let mut at = 0;
    // Whole blocks at once, which the compiler turns into vector instructions; the block that has a suspect is looked at.
    for block in bytes.chunks(128) {
        if block.iter().fold(false, |found, byte| found | suspect(*byte)) {
            let inside = (at..at + block.len()).find(|at| is_forbidden(&bytes[*at..]));
            if inside.is_some() {
                return inside;
            }
        }
        at += block.len();
    }
    None
}

fn is_forbidden(from: &[u8]) -> bool {
    match from {
        [byte, ..] if *byte < 0x20 => !is_space(*byte),
        [0xef, 0xbf, 0xbe | 0xbf, ..] => true,
        _ => false,
    }
}

fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Where the value of an attribute ends or has something to be looked at: its quote, `<`, `&` or a control. Eight bytes
/// at a time, since most of a file are values; `bytes.len()` where there is no such byte.
pub fn end_of_plain(bytes: &[u8], from: usize, quote: u8) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    // The top bit of each byte that is below `limit`; only the lowest such bit is certain, and one is enough.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & TOPS;
    let mut at = from;
    while let Some(eight) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(eight.try_into().expect("eight bytes were asked for"));
        let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let found = equal(quote) | equal(b'<') | equal(b'&') | below(word, 0x20);
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let special = |byte: &u8| *byte == quote || *byte < 0x20 || matches!(byte, b'<' | b'&');
    bytes[at..].iter().position(special).map_or(bytes.len(), |length| at + length)
}

/// What follows `from` up to the next `byte`, or `None` where there is none.
pub fn until(bytes: &[u8], from: usize, byte: u8) -> Option<usize> {
    bytes[from..].iter().position(|found| *found == byte).map(|length| from + length)
}

/// Text between tags as it is meant: references resolved, line ends as one `\n`. `at` is its offset in the file.
pub fn content(raw: &str, at: usize) -> Result<Cow<'_, str>, Box<Fault>> {
    // All bytes at once: no early way out, so that the compiler can use vectors.
    if !raw.bytes().fold(false, |found, byte| found | matches!(byte, b'&' | b'\r' | b'>')) {
        return Ok(Cow::Borrowed(raw));
    }
    if let Some(found) = raw.find("]]>") {
        return Err(Fault::new(Reason::BadText, at + found..at + found + 3, "]]>"));
    }
    resolve(raw, at, "\n").map(Cow::Owned)
}

/// The value of an attribute as it is meant: references resolved, each line end or tab a space.
pub fn value(raw: &str, at: usize) -> Result<Cow<'_, str>, Box<Fault>> {
    if !raw.bytes().any(|byte| byte == b'&' || byte < b' ') {
        return Ok(Cow::Borrowed(raw));
    }
    resolve(raw, at, " ").map(Cow::Owned)
}

/// Puts characters for references and `line_end` for each line end; where that is a space, one for each tab too.
fn resolve(raw: &str, at: usize, line_end: &str) -> Result<String, Box<Fault>> {
    let is_value = line_end == " ";
    let special = |byte: u8| matches!(byte, b'&' | b'\r') || (is_value && matches!(byte, b'\n' | b'\t'));
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(next) = rest.bytes().position(special) {
        out.push_str(&rest[..next]);
        let offset = at + raw.len() - rest.len() + next;
        let after = &rest[next..];
        let length = match after.as_bytes() {
            [b'&', ..] => {
                let length = after.find(';').ok_or_else(|| Fault::new(Reason::BadReference, offset..offset + 1, "&"))? + 1;
                out.push(referred(&after[1..length - 1], offset)?);
                length
            }
            [b'\r', b'\n', ..] => {
                out.push_str(line_end);
                2
            }
            _ => {
                out.push_str(line_end);
                1
            }
        };
        rest = &after[length..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The character that `&name;` stands for; `at` is the offset of the `&`.
fn referred(name: &str, at: usize) -> Result<char, Box<Fault>> {
    let span = at..at + name.len() + 2;
    let number = match name {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => name.strip_prefix('#'),
    };
    let Some(number) = number else {
        let reason = if is_name(name) { Reason::UnknownEntity } else { Reason::BadReference };
        let span = if reason == Reason::BadReference { at..at + 1 } else { span };
        return Err(Fault::new(reason, span, format!("&{};", name.chars().take(40).collect::<String>())));
    };
    let code = match number.strip_prefix('x') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(digits, 16).ok(),
        None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok(),
        _ => None,
    };
    match code.and_then(char::from_u32) {
        Some(character) if is_allowed(character) => Ok(character),
        _ => Err(Fault::new(Reason::ForbiddenCharacter, span, format!("&{name};"))),
    }
}
