//! Models that are folders of files: how such a folder is known, and how its files become one source.
//!
//! The files are opened one after the other on each thread and closed at once; what cannot be read of them is kept with
//! the part it should have been, so that the others count. Leaves to others: which files (`discover`), what they say
//! (`coarchi`).

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::decode::{self, NotText};
use super::format;
use super::load::{self, Failure};
use super::paths;
use crate::place::{Binder, FileId, Place, SourceFile, Span};
use crate::problem::Problem;

/// The file that every folder of such a model has; that at the top is the model itself.
pub const FILE_NAME: &str = "folder.xml";

/// Files that are read together: enough to keep all threads busy, few enough to be soon in their place.
const AT_ONCE: usize = 1024;

/// Whether a folder is a model of many files.
pub fn is_model(folder: &Path) -> bool {
    let path = folder.join(FILE_NAME);
    let head = || -> std::io::Result<Vec<u8>> {
        let mut head = Vec::new();
        File::open(&path)?.take(format::HEAD as u64).read_to_end(&mut head)?;
        Ok(head)
    };
    path.is_file() && head().is_ok_and(|head| format::is_top(&head))
}

/// The folder that a path means: whoever names the file at the top of a model means the model.
pub fn meant(path: PathBuf) -> PathBuf {
    match path.parent() {
        Some(folder) if path.ends_with(FILE_NAME) && is_model(folder) => folder.to_path_buf(),
        _ => path,
    }
}

/// Whether a file in such a folder is of the model: others may lie beside its files.
pub fn is_part(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xml"))
}

/// The files of a folder as one source.
#[derive(Debug)]
pub struct Bound {
    pub source: SourceFile,
    /// Over the paths and the contents of all files, in their order.
    pub sha256: String,
    /// In the order of the parts.
    pub broken: Vec<Broken>,
}

/// A part whose file could not be read; it has no text, or only what may not be believed.
#[derive(Debug)]
pub struct Broken {
    /// The number of the part.
    pub part: usize,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Failed(Failure),
    NotText(NotText),
}

impl Broken {
    /// As a problem of the part, which starts at `start` in the text of its source.
    pub fn problem(&self, file: FileId, start: usize) -> Problem {
        match &self.why {
            Why::Failed(failure) => Problem { place: Some(Place::new(file, start..start)), ..failure.problem(file, true) },
            Why::NotText(not_text) => {
                let Span { start: from, end } = not_text.span;
                let problem = load::not_text(file, not_text);
                Problem { place: Some(Place::new(file, start + from as usize..start + end as usize)), ..problem }
            }
        }
    }
}

/// What one file came to.
struct Opened {
    text: String,
    sha256: String,
    why: Option<Why>,
}

/// Binds files of a folder, given by their paths below it; `shown` is the path of the folder that reports show.
pub fn bind(folder: &Path, shown: &str, files: &[PathBuf]) -> Result<Bound, Failure> {
    let mut binder = Binder::new(shown);
    let mut broken = Vec::new();
    let room = || Vec::with_capacity(2 * format::HEAD);
    let mut digests = String::new();
    for (round, files_at_once) in files.chunks(AT_ONCE).enumerate() {
        let opened: Vec<Opened> = files_at_once.par_iter().map_init(room, |room, file| open(&folder.join(file), room)).collect();
        let bytes: usize = opened.iter().map(|opened| opened.text.len() + 1).sum();
        // The rest is guessed from what came so far, so that the text is not moved as it grows.
        let done = round * AT_ONCE + opened.len();
        let rest = (binder.len() + bytes) as u64 * (files.len() - done) as u64 / done as u64;
        binder.reserve(bytes + rest as usize + rest as usize / 8);
        for (at, (file, Opened { text, sha256, why })) in files_at_once.iter().zip(opened).enumerate() {
            let inner = paths::shown(Path::new(""), file);
            digests += &format!("{inner}\0{sha256}\n");
            binder.add(&inner, &text).map_err(|_| Failure::TooLarge)?;
            broken.extend(why.map(|why| Broken { part: round * AT_ONCE + at, why }));
        }
    }
    Ok(Bound { source: binder.finish(), sha256: load::digest(digests.as_bytes()), broken })
}

fn open(path: &Path, room: &mut Vec<u8>) -> Opened {
    match load::read_all(path, room) {
        Ok(()) => {
            let sha256 = load::digest(room);
            match decode::decode(room.to_vec()) {
                Ok(text) => Opened { text, sha256, why: None },
                Err(mut not_text) => Opened { text: std::mem::take(&mut not_text.text), sha256, why: Some(Why::NotText(not_text)) },
            }
        }
        Err(failure) => Opened { text: String::new(), sha256: String::new(), why: Some(Why::Failed(failure)) },
    }
}
