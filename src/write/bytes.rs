//! From a text back to the bytes it was read from: the same encoding, the same byte order mark.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::read::decode;

/// How the text of a file stands in its bytes.
#[derive(Clone, Debug)]
pub struct Dress {
    encoding: &'static Encoding,
    mark: Vec<u8>,
}

impl Dress {
    /// That of the bytes of an XML file whose text is known; `None` where the text cannot be put back into them.
    pub fn of(bytes: &[u8], text: &str) -> Option<Dress> {
        let (encoding, mark) = decode::encoding(bytes);
        let dress = Dress { encoding, mark: bytes[..mark].to_vec() };
        (dress.bytes(text) == bytes).then_some(dress)
    }

    /// A text in the same dress. What the encoding does not have becomes a reference, as XML has them.
    pub fn bytes(&self, text: &str) -> Vec<u8> {
        let mut bytes = self.mark.clone();
        if self.encoding == UTF_16LE {
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        } else if self.encoding == UTF_16BE {
            bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        } else {
            bytes.extend_from_slice(&self.encoding.encode(text).0);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dress_is_put_on_again() {
        let utf16 = |mark: Option<u16>, text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        let xml = "<?xml version='1.0'?><a>Әділет 𝄞</a>";
        let cyrillic = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xCC\xC7 \x98</a>".to_vec();
        for bytes in [
            xml.as_bytes().to_vec(),
            format!("\u{feff}{xml}").into_bytes(),
            utf16(Some(0xFEFF), xml, u16::to_le_bytes),
            utf16(Some(0xFEFF), xml, u16::to_be_bytes),
            utf16(None, xml, u16::to_le_bytes),
            cyrillic.clone(),
        ] {
            let text = decode::decode(bytes.clone()).expect("it is text");
            assert_eq!(Dress::of(&bytes, &text).map(|dress| dress.bytes(&text)), Some(bytes));
        }
        let dress = Dress::of(&cyrillic, &decode::decode(cyrillic.clone()).expect("it is text")).expect("it can be put on");
        assert_eq!(dress.bytes("МЗ Ә"), b"\xCC\xC7 &#1240;");
        assert!(Dress::of(xml.as_bytes(), "<b/>").is_none());
    }
}
