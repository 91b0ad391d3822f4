//! The zip in which Archi keeps a model that has images: `model.xml` and the images.
//!
//! Only `model.xml` is unpacked, into memory; no other entry is opened, and nothing is written. What an archive says
//! of sizes is believed only where it leads to a refusal. Leaves to others: what the model says (`archi`).

use std::io::{BufReader, Read, Seek};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::place::Place;
use crate::problem::{Code, Problem};

/// The one entry that is read.
pub const MODEL: &str = "model.xml";

/// How long a model may be that comes out of a zip: several times the largest that we know. A plain file may be longer,
/// because its length is no surprise.
const LARGEST: u64 = 128 << 20;
/// The same for people.
const LARGEST_NAME: &str = "128 MiB";

/// Why no model comes out of a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no [`MODEL`] in it.
    NoModel,
    /// It is cut, or what it says of itself does not fit what is in it.
    Damaged,
    Encrypted,
    /// Packed by a method that nobody uses for models.
    UnknownMethod,
    TooLarge,
}

impl Fault {
    /// The same as a problem of the zip at `place`.
    pub fn problem(self, place: Place) -> Problem {
        let damaged = |reason: &str| Problem::new(Code::DamagedZip, place).with("reason", reason);
        match self {
            Fault::NoModel => Problem::new(Code::ZipWithoutModel, place),
            Fault::TooLarge => Problem::new(Code::ZippedTooLarge, place).with("limit", LARGEST_NAME),
            Fault::Damaged => damaged("damaged"),
            Fault::Encrypted => damaged("encrypted"),
            Fault::UnknownMethod => damaged("method"),
        }
    }
}

/// The bytes of the model in a zip.
pub fn model(archive: impl Read + Seek) -> Result<Vec<u8>, Fault> {
    let mut archive = ZipArchive::new(BufReader::new(archive)).map_err(fault)?;
    let at = archive.index_for_name_raw(MODEL.as_bytes()).ok_or(Fault::NoModel)?;
    let mut file = archive.by_index(at).map_err(fault)?;
    if file.size() > LARGEST {
        return Err(Fault::TooLarge);
    }
    if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Fault::UnknownMethod);
    }
    let mut bytes = Vec::new();
    file.by_ref().take(LARGEST).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
    Ok(bytes)
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Fault::Encrypted,
        _ => Fault::Damaged,
    }
}

/// A zip of these entries, for tests.
#[cfg(test)]
pub fn packed(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).and_then(|()| Ok(writer.write_all(content)?)).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// The same zip with other bytes in both headers of its first entry: at `local` behind the signature of the one
    /// before the data, and two bytes later in the one at the end.
    fn with(zip: &[u8], local: usize, bytes: &[u8]) -> Vec<u8> {
        let central = zip.windows(4).position(|four| four == b"PK\x01\x02").expect("there is one");
        let mut zip = zip.to_vec();
        for at in [local, central + local + 2] {
            zip[at..at + bytes.len()].copy_from_slice(bytes);
        }
        zip
    }

    #[test]
    fn the_model_comes_out_wherever_it_stands_and_nothing_else() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let zip = packed(&[("../../outside.txt", b"x"), (MODEL, b"<a/>"), ("images/a.png", b"y")], method);
            assert_eq!(model(Cursor::new(zip)).as_deref(), Ok(&b"<a/>"[..]));
        }
        let other = packed(&[("images/model.xml", b"<a/>"), ("Model.xml", b"<a/>")], CompressionMethod::Stored);
        assert_eq!(model(Cursor::new(other)), Err(Fault::NoModel));
    }

    #[test]
    fn a_zip_that_is_not_what_it_says_is_refused() {
        let content = b"<a>some text, some text, some text</a>".repeat(100);
        let zip = packed(&[(MODEL, &content)], CompressionMethod::Deflated);
        let found = |zip: &[u8]| model(Cursor::new(zip)).err();
        assert_eq!(found(&zip), None);
        for length in [0, 4, 30, zip.len() / 2, zip.len() - 1] {
            assert_eq!(found(&zip[..length]), Some(Fault::Damaged), "{length} bytes");
        }
        let (flags, method, checksum, size) = (6, 8, 14, 22);
        assert_eq!(found(&with(&zip, flags, &[1, 0])), Some(Fault::Encrypted));
        assert_eq!(found(&with(&zip, method, &[12, 0])), Some(Fault::UnknownMethod));
        assert_eq!(found(&with(&zip, checksum, &[0; 4])), Some(Fault::Damaged));
        // Less than there is, more than there is (which hurts nobody), and more than anybody should unpack.
        assert_eq!(found(&with(&zip, size, &[9, 0, 0, 0])), Some(Fault::Damaged));
        assert_eq!(found(&with(&zip, size, &[0, 0, 0, 7])), None);
        assert_eq!(found(&with(&zip, size, &[1, 0, 0, 8])), Some(Fault::TooLarge));
    }
}
