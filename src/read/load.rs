//! Opening files: bytes to text with a digest, as much as is needed to see what they are.
//!
//! Leaves to others: which files (`discover`), what the text says (the readers of formats).

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::decode::{self, NotText};
use super::folder::Bound;
use super::format::{self, Recognised};
use super::zipped;
use crate::fragment::Format;
use crate::place::{FileId, Place};
use crate::problem::{Code, Problem, Severity};

/// Spans are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64;

/// A file that was looked at.
#[derive(Debug)]
pub enum Loaded {
    /// A model or a facts file, as text.
    Text {
        recognised: Recognised,
        text: String,
        sha256: String,
        not_text: Option<NotText>,
    },
    /// A model that is a folder of files.
    Folder(Bound),
    /// The same, in a project that reads other files: nobody looked into it.
    Unlisted,
    /// Looks like a model and is not read.
    Unread(&'static str),
    /// How drawings are understood, for several projects.
    Mapping,
    /// Nothing to do with models.
    Other,
    Failed(Failure),
}

/// Why a file could not be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    Unreadable(String),
    TooLarge,
    /// A zip from which no model comes.
    Zipped(zipped::Fault),
}

impl Failure {
    /// The failure as a problem; of a file that is hardly a model it is a warning.
    pub fn problem(&self, file: FileId, matters: bool) -> Problem {
        let place = Place::whole(file);
        let problem = match self {
            Failure::Unreadable(reason) => Problem::new(Code::UnreadableFile, place).with("reason", reason.as_str()),
            Failure::TooLarge => Problem::new(Code::FileTooLarge, place).with("limit", "4 GiB"),
            Failure::Zipped(fault) => fault.problem(place),
        };
        if matters { problem } else { problem.as_warning() }
    }
}

/// The reason of an error in words that do not depend on the machine.
pub fn reason(error: &io::Error) -> String {
    error.kind().to_string()
}

/// A problem of bytes that are no text.
pub fn not_text(file: FileId, not_text: &NotText) -> Problem {
    let problem = Problem::new(Code::NotText, Place::new(file, not_text.span)).with("encoding", not_text.encoding.as_str());
    debug_assert_eq!(problem.severity, Severity::Error);
    problem
}

/// Reads all bytes of a file in place of what `bytes` holds. Nobody asks how large it is before a small file is read:
/// of many files that would take as long as reading them.
pub fn read_all(path: &Path, bytes: &mut Vec<u8>) -> Result<(), Failure> {
    let unreadable = |error: io::Error| Failure::Unreadable(reason(&error));
    bytes.clear();
    let mut file = File::open(path).map_err(unreadable)?;
    file.by_ref().take(format::HEAD as u64).read_to_end(bytes).map_err(unreadable)?;
    if bytes.len() == format::HEAD {
        let size = file.metadata().map_err(unreadable)?.len();
        if size > LARGEST {
            return Err(Failure::TooLarge);
        }
        bytes.reserve_exact((size as usize).saturating_sub(bytes.len()));
        file.take(LARGEST - format::HEAD as u64).read_to_end(bytes).map_err(unreadable)?;
    }
    Ok(())
}

/// Reads a file as far as it is of interest; `named` where somebody named just this file.
pub fn load(path: &Path, named: bool) -> Loaded {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match read(path, &name, named) {
        Ok(loaded) => loaded,
        Err(failure) => Loaded::Failed(failure),
    }
}

fn read(path: &Path, name: &str, named: bool) -> Result<Loaded, Failure> {
    let unreadable = |error: io::Error| Failure::Unreadable(reason(&error));
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::with_capacity(size.min(format::HEAD as u64) as usize);
    file.by_ref().take(format::HEAD as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    if format::is_zip(&bytes) {
        return from_zip(file, name, &bytes);
    }
    if named || format::needs_all(name, &bytes) {
        if size > LARGEST {
            return Err(Failure::TooLarge);
        }
        bytes.reserve_exact((size as usize).saturating_sub(bytes.len()));
        file.read_to_end(&mut bytes).map_err(unreadable)?;
    }
    let recognised = if named { format::recognise_named(name, &bytes) } else { format::recognise(name, &bytes) };
    match recognised {
        Recognised::Unread(format) => Ok(Loaded::Unread(format)),
        Recognised::Mapping => Ok(Loaded::Mapping),
        Recognised::Other => Ok(Loaded::Other),
        Recognised::Model(_) | Recognised::Misspelt => {
            let sha256 = digest(&bytes);
            text(recognised, bytes, sha256)
        }
    }
}

/// The model in a zip, as if it stood where the zip does. What is wrong with a zip that need not hold one is nobody's
/// business here.
fn from_zip(mut file: File, name: &str, head: &[u8]) -> Result<Loaded, Failure> {
    let expected = format::is_zipped_model(name, head);
    let (recognised, model) = match zipped::model(&mut file) {
        Ok(model) => (format::recognise(zipped::MODEL, &model), model),
        Err(fault) if expected => return Err(Failure::Zipped(fault)),
        Err(_) => (Recognised::Other, Vec::new()),
    };
    match recognised {
        Recognised::Model(_) => text(recognised, model, digest_of(file)?),
        // Whatever is in it, the reader says what is wrong with it.
        _ if expected => text(Recognised::Model(Format::Archi), model, digest_of(file)?),
        _ => Ok(match format::recognise(name, head) {
            Recognised::Unread(format) => Loaded::Unread(format),
            _ => Loaded::Other,
        }),
    }
}

fn text(recognised: Recognised, bytes: Vec<u8>, sha256: String) -> Result<Loaded, Failure> {
    let (text, not_text) = match decode::decode(bytes) {
        Ok(text) => (text, None),
        Err(mut not_text) => (std::mem::take(&mut not_text.text), Some(not_text)),
    };
    // A text may be longer than its bytes were.
    if text.len() as u64 > LARGEST {
        return Err(Failure::TooLarge);
    }
    Ok(Loaded::Text { recognised, text, sha256, not_text })
}

/// That of a whole file, piece by piece: images may make it large.
pub(super) fn digest_of(mut file: File) -> Result<String, Failure> {
    let unreadable = |error: io::Error| Failure::Unreadable(reason(&error));
    file.rewind().map_err(unreadable)?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; format::HEAD];
    loop {
        match file.read(&mut piece).map_err(unreadable)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            length => digest.update(&piece[..length]),
        }
    }
}

/// SHA-256 in lower-case hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut out, byte| {
        out.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).expect("half a byte is one digit")));
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_sha256sum() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_file_that_is_not_there_says_why() {
        let Loaded::Failed(failure) = load(Path::new("no/such/file.xml"), true) else { panic!("it is not there") };
        assert_eq!(failure, Failure::Unreadable("entity not found".into()));
        assert_eq!(failure.problem(FileId(0), false).severity, Severity::Warning);
    }

    /// What becomes of a file with these bytes, found on the way or named.
    fn loaded(name: &str, bytes: &[u8], named: bool) -> String {
        let folder = std::env::temp_dir().join(format!("saikes-load-{}-{name}-{named}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(folder.join(name), bytes))
            .expect("the temporary folder can be written");
        let loaded = load(&folder.join(name), named);
        std::fs::remove_dir_all(&folder).expect("it was just made");
        match loaded {
            Loaded::Text { recognised: Recognised::Model(format), text, sha256, not_text } => {
                assert_eq!((sha256, not_text), (digest(bytes), None));
                format!("{} {}", format.name(), text.len())
            }
            Loaded::Failed(failure) => format!("{failure:?}"),
            other => format!("{other:?}"),
        }
    }

    fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
        zipped::packed(entries, zip::CompressionMethod::Deflated)
    }

    #[test]
    fn what_a_zip_holds_decides_and_not_its_name() {
        let root = "<a:model xmlns:a='http://www.archimatetool.com/archimate'/>";
        let wide: Vec<u8> = [0xFEFF].into_iter().chain(root.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let model = packed(&[("images/a.png", b"x"), ("model.xml", root.as_bytes())]);
        for name in ["a.archimate", "a.zip", "a"] {
            assert_eq!(loaded(name, &model, false), format!("archi {}", root.len()), "{name}");
        }
        assert_eq!(loaded("a.archimate", &packed(&[("model.xml", &wide)]), true), format!("archi {}", root.len()));
        // What should be a model and is none, and what nobody takes for one.
        let other = packed(&[("model.xml", b"<project/>")]);
        assert_eq!(loaded("a.archimate", &other, false), "archi 10");
        let empty = packed(&[("word/document.xml", b"<project/>")]);
        assert_eq!(loaded("a.archimate", &empty, false), "Zipped(NoModel)");
        assert_eq!([loaded("a.docx", &empty, false), loaded("a.zip", &empty, true)], ["Other", "Unread(\"zip\")"]);
        assert_eq!(loaded("a.bin", &model[..model.len() - 1], false), "Other");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_beyond_32_bits_is_refused_before_it_is_read() {
        let path = std::env::temp_dir().join(format!("saikes-large-{}.toml", std::process::id()));
        // A hole of a file: as large as it says, and it takes no room.
        File::create(&path).and_then(|file| file.set_len(LARGEST + 1)).expect("the temporary folder can be written");
        let loaded = load(&path, false);
        std::fs::remove_file(&path).expect("it was just made");
        assert!(matches!(loaded, Loaded::Failed(Failure::TooLarge)));
    }
}
