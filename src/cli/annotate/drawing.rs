//! The drawing that is annotated: its files as they are on the disk, and their texts without annotations.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use crate::fragment::Format;
use crate::place::{FileId, SourceFile, Sources};
use crate::problem::{Code, Problem};
use crate::read::xml::{Event, Fault, Reader};
use crate::read::{decode, folder, load, zipped};
use crate::write::annotate::{self, Annotated, Dialect, Notes};
use crate::write::bytes::Dress;
use crate::write::zipped::with_model;

/// One file of a drawing.
pub struct File {
    /// Below the folder of the drawing; empty for a drawing of one file.
    pub inner: String,
    bytes: Vec<u8>,
    /// Whether the model stands in a zip, with images.
    is_zip: bool,
    dress: Dress,
    dialect: Dialect,
    /// Without annotations.
    text: String,
    has_annotations: bool,
}

/// Why a file cannot be annotated.
pub enum Refusal {
    Problem(Box<Problem>, Box<Sources>),
    /// Its encoding cannot be written back.
    Encoding,
    /// It holds no ArchiMate.
    NoDrawing,
}

impl File {
    pub fn open(path: &Path, inner: String, format: Format) -> Result<File, Refusal> {
        let refused = |code: Code, reason: &str| refusal(path, "", |file| Problem::new(code, at_start(file)).with("reason", reason));
        let bytes = std::fs::read(path).map_err(|error| refused(Code::UnreadableFile, &load::reason(&error)))?;
        let is_zip = bytes.starts_with(b"PK\x03\x04");
        let model = if is_zip { unzipped(path, &bytes)? } else { bytes.clone() };
        let text = decode::decode(model.clone()).map_err(|broken| refusal(path, &broken.text, |file| load::not_text(file, &broken)))?;
        let dress = Dress::of(&model, &text).ok_or(Refusal::Encoding)?;
        let fault = |fault: Box<Fault>| refusal(path, &text, |file| fault.problem(file));
        let mut xml = Reader::new(&text);
        let root = xml.read().map_err(fault)?;
        let namespace = if let Event::Open(tag) = root { xml.address(tag.namespace) } else { "" };
        let dialect = Dialect::of(format, namespace).ok_or(Refusal::NoDrawing)?;
        let stripped = annotate::stripped(&text, dialect).map_err(fault)?;
        let has_annotations = stripped != text;
        Ok(File { inner, bytes, is_zip, dress, dialect, text: stripped, has_annotations })
    }

    pub fn is_zip(&self) -> bool {
        self.is_zip
    }

    /// SHA-256 of the file as it is, and as it would be without annotations.
    pub fn digests(&self) -> [String; 2] {
        let given = load::digest(&self.bytes);
        let original = if self.has_annotations && !self.is_zip { load::digest(&self.dress.bytes(&self.text)) } else { given.clone() };
        [given, original]
    }

    /// The text with notes, which were refused before if they could not be put in.
    pub fn annotated(&self, notes: &Notes) -> Annotated {
        annotate::annotated(&self.text, self.dialect, notes).expect("what could be read before can be read again")
    }

    /// The file with another text in it; the same bytes where it is the same text.
    pub fn bytes(&self, text: &str) -> Option<Vec<u8>> {
        if text == self.text && !self.has_annotations {
            return Some(self.bytes.clone());
        }
        let model = self.dress.bytes(text);
        if self.is_zip { with_model(&self.bytes, &model).ok() } else { Some(model) }
    }

    /// Whether these are the bytes that it has on the disk.
    pub fn is(&self, bytes: &[u8]) -> bool {
        self.bytes == bytes
    }
}

fn unzipped(path: &Path, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    zipped::model(Cursor::new(bytes)).map_err(|fault| refusal(path, "", |file| fault.problem(at_start(file))))
}

fn at_start(file: FileId) -> crate::place::Place {
    crate::place::Place::whole(file)
}

fn refusal(path: &Path, text: &str, problem: impl FnOnce(FileId) -> Problem) -> Refusal {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(path.display().to_string(), text));
    Refusal::Problem(Box::new(problem(file)), Box::new(sources))
}

/// The folder of a drawing in many files: the one that was named, or one in it.
pub fn folder_of(named: &Path, shown: &str) -> PathBuf {
    let meant = folder::meant(named.to_path_buf());
    if folder::is_model(&meant) { meant } else { named.join(shown) }
}

/// The digests of a folder, as it is and without annotations, from those of its files in their order.
pub fn digests_of_folder(files: &[File]) -> [String; 2] {
    let mut all = [String::new(), String::new()];
    for file in files {
        for (all, own) in all.iter_mut().zip(file.digests()) {
            *all += &folder::digested(&file.inner, &own);
        }
    }
    all.map(|all| load::digest(all.as_bytes()))
}
