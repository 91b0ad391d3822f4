//! How files refer to each other: paths of files, and references `FILE#ID` to what stands in one.

use std::borrow::Cow;

use crate::place::Span;
use crate::read::xml::Attribute;

/// The folder and the name of a path.
pub fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name of a file without its ending.
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The id in a reference: what stands behind the name of the file.
pub fn fragment(href: &str) -> &str {
    href.rsplit_once('#').map_or(href, |(_, id)| id)
}

pub fn fragment_span(href: Attribute<'_>) -> Span {
    Span::new(href.span().end - fragment(href.raw).len(), href.span().end)
}

/// An id as it is meant: in an address some characters stand as `%` and two digits.
pub fn unescaped(id: &str) -> Cow<'_, str> {
    if !id.contains('%') {
        return Cow::Borrowed(id);
    }
    let mut bytes = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|digits| *byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(id), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_ids_which_may_be_written_as_in_an_address() {
        assert_eq!(["F.xml#id", "#id", "id"].map(fragment), ["id"; 3]);
        assert_eq!(["a%20b%D0%96%", "%ff", "%+1"].map(unescaped), ["a bЖ%", "%ff", "%+1"]);
        assert_eq!((split("a/b/c.xml"), split("c.xml"), stem("a.b.xml")), (("a/b", "c.xml"), ("", "c.xml"), "a.b"));
    }
}
