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
    file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
    if bytes.len() as u64 > LARGEST { Err(Fault::TooLarge) } else { Ok(bytes) }
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Fault::Encrypted,
        _ => Fault::Damaged,
    }
}
