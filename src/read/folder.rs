//! Models that are folders of files: how such a folder is known, and how its files become one source.
//!
//! The files are opened one after the other on each thread and closed at once; what cannot be read of them is kept with
//! the part it should have been, so that the others count. Leaves to others: which files (`discover`), what they say
//! (`coarchi`).

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::decode::{self, NotText};
use super::format;
use super::load::{self, Failure};
use super::paths;
use crate::place::{Binder, FileId, Place, SourceFile, Span};
use crate::problem::Problem;

/// The file that every folder of such a model has; that at the top is the model itself.
pub const FILE_NAME: &str = "folder.xml";

/// What is read together: enough to keep all threads busy, and soon in its place.
const FILES_AT_ONCE: usize = 1024;
const BYTES_AT_ONCE: u64 = 4 << 20;

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
    // The text is never moved as it grows, and few files wait for their place in it.
    let sizes: Vec<u64> = files.par_iter().map(|file| folder.join(file).metadata().map_or(0, |metadata| metadata.len())).collect();
    let mut binder = Binder::new(shown);
    binder.reserve(sizes.iter().map(|size| size + 1).sum());
    let mut broken = Vec::new();
    let mut digest = Sha256::new();
    let mut done = 0;
    while done < files.len() {
        let round = &files[done..done + round(&sizes[done..])];
        let room = || Vec::with_capacity(2 * format::HEAD);
        let opened: Vec<Opened> = round.par_iter().map_init(room, |room, file| open(&folder.join(file), room)).collect();
        for (part, (file, Opened { text, sha256, why })) in (done..).zip(round.iter().zip(opened)) {
            let inner = paths::shown(Path::new(""), file);
            digest.update(digested(&inner, &sha256));
            binder.add(&inner, &text).map_err(|_| Failure::TooLarge)?;
            broken.extend(why.map(|why| Broken { part, why }));
        }
        done += round.len();
    }
    Ok(Bound { source: binder.finish(), sha256: load::hexadecimal(&digest.finalize()), broken })
}

/// How many of the next files are read together, by their sizes.
fn round(sizes: &[u64]) -> usize {
    let mut bytes = 0;
    let fitting = sizes.iter().take(FILES_AT_ONCE).take_while(|size| {
        bytes += **size;
        bytes <= BYTES_AT_ONCE
    });
    fitting.count().max(1)
}

/// What the digest of a folder is made of, for one file: its path in the folder and its own digest.
pub fn digested(inner: &str, sha256: &str) -> String {
    format!("{inner}\0{sha256}\n")
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
