//! Puts the pages where they go: one document, or one for each project where one would be too large.
//!
//! | asked for | what is written |
//! |---|---|
//! | `html=FILE.html` | one document; above the limits the overview, and beside it `FILE_files/` with the other pages, as browsers save a page, which is told |
//! | `html=FOLDER` | `FOLDER/index.html` and `FOLDER/pages/`; nothing else in it is touched |
//! | `html` | one document on stdout, however large, which is told |
//!
//! A name is a folder's where it ends with `/`, where a folder of that name is there, or where nothing is there and it
//! has no ending.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::address::{SCRIPT, STYLE};
use super::shell::{GENERATOR, SCRIPT_TEXT, STYLE_TEXT};
use super::{Book, Layout};
use crate::text::say;

/// How much one document holds.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub projects: usize,
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { projects: 50, bytes: 20_000_000 }
    }
}

/// How files and folders are put on the disk, each whole or not at all.
pub trait Disk {
    fn file(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Hands over an empty folder to fill, which then takes the place of the one at the path.
    fn folder(&self, path: &Path, fill: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()>;
}

/// One document for a stream; what there is to tell is returned.
pub fn stream(book: &Book<'_>, limits: Limits, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let (page, projects) = (book.whole(), book.report().projects.len());
    out.write_all(page.as_bytes())?;
    let is_large = projects > limits.projects || page.len() > limits.bytes;
    let megabytes = page.len().div_ceil(1_000_000);
    let told = || say(book.report().lang, "page.told.whole-is-large", &[("projects", &projects), ("megabytes", &megabytes)]);
    Ok(is_large.then(told).into_iter().collect())
}

/// Documents under a name; what there is to tell is returned.
pub fn put(book: Book<'_>, limits: Limits, path: &Path, disk: &dyn Disk) -> io::Result<Vec<String>> {
    if is_folder(path) {
        fs::create_dir_all(path)?;
        folder(book, &path.join("index.html"), "pages", disk)?;
        return Ok(Vec::new());
    }
    if book.report().projects.len() <= limits.projects {
        let page = book.whole();
        if page.len() <= limits.bytes {
            return disk.file(path, page.as_bytes()).map(|()| Vec::new());
        }
    }
    let pages = format!("{}_files", path.file_stem().unwrap_or_default().to_string_lossy());
    let index = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let told = say(book.report().lang, "page.told.folder", &[("folder", &pages), ("index", &index)]);
    folder(book, path, &pages, disk)?;
    Ok(vec![told])
}

fn is_folder(path: &Path) -> bool {
    let ends_like_one = path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    path.is_dir() || ends_like_one || !path.exists() && path.extension().is_none()
}

/// The overview at `index`, everything else in a folder beside it.
fn folder(book: Book<'_>, index: &Path, pages: &str, disk: &dyn Disk) -> io::Result<()> {
    let folder = index.with_file_name(pages);
    refuse_others(&folder, &folder.join(STYLE))?;
    // Somebody else's front page; one that was named by the user is replaced like any file.
    if pages == "pages" {
        refuse_others(index, index)?;
    }
    let name = index.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let book = book.with_layout(Layout::Folder { index: name, pages: pages.to_string() });
    disk.folder(&folder, &mut |new| fill(&book, new))?;
    disk.file(index, book.index().as_bytes())
}

/// The pages of projects side by side, written one by one: a few of them at a time are held in memory.
fn fill(book: &Book<'_>, folder: &Path) -> io::Result<()> {
    fs::write(folder.join(STYLE), STYLE_TEXT.as_bytes())?;
    fs::write(folder.join(SCRIPT), SCRIPT_TEXT)?;
    let all: Vec<usize> = (0..book.report().projects.len()).collect();
    for some in all.chunks(2 * rayon::current_num_threads()) {
        let pages: Vec<(PathBuf, String)> = some.par_iter().map(|at| (folder.join(book.file_of(*at)), book.project(*at))).collect();
        pages.iter().try_for_each(|(path, page)| fs::write(path, page))?;
    }
    Ok(())
}

/// What is in the way and was not made by this program stays.
fn refuse_others(path: &Path, signed: &Path) -> io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let mut start = Vec::new();
    let read = File::open(signed).and_then(|file| file.take(4096).read_to_end(&mut start));
    let is_ours = read.is_ok() && String::from_utf8_lossy(&start).contains(GENERATOR);
    if is_ours { Ok(()) } else { Err(io::ErrorKind::AlreadyExists.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::tests::with_book;
    use crate::report::samples;

    /// As the program does it, without the care for what breaks half-way.
    struct Plain;

    impl Disk for Plain {
        fn file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            fs::write(path, bytes)
        }

        fn folder(&self, path: &Path, fill: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
            let _ = fs::remove_dir_all(path);
            fs::create_dir(path)?;
            fill(path)
        }
    }

    fn room(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("saikes-html-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the temporary folder can be written");
        folder
    }

    fn names(folder: &Path) -> String {
        let mut names: Vec<String> =
            fs::read_dir(folder).expect("it is a folder").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names.join(" ")
    }

    const SMALL: Limits = Limits { projects: 5, bytes: 20_000_000 };

    #[test]
    fn a_file_is_one_document_until_it_would_be_too_large() {
        let folder = room("file");
        let path = folder.join("review.html");
        with_book(samples::many, |book| assert!(put(book, Limits::default(), &path, &Plain).is_ok_and(|told| told.is_empty())));
        assert_eq!(names(&folder), "review.html");
        with_book(samples::many, |book| {
            let told = put(book, SMALL, &path, &Plain).expect("the folder can be written");
            assert_eq!(told, ["страницы проектов записаны в папку «review_files» рядом с «review.html»: переносите их вместе"]);
        });
        assert_eq!(names(&folder), "review.html review_files");
        let index = fs::read_to_string(&path).expect("it was written");
        assert!(index.contains("href=\"review_files/zhoba-00.html#project-zhoba-00\""));
        let page = fs::read_to_string(folder.join("review_files/zhoba-00.html")).expect("it was written");
        assert!(page.contains("href=\"../review.html#overview\"") && page.contains("href=\"style.css\""));
        let few = Limits { projects: 50, bytes: 1000 };
        with_book(samples::many, |book| assert!(put(book, few, &path, &Plain).is_ok_and(|told| told.len() == 1)));
        let _ = fs::remove_dir_all(&folder);
    }

    #[test]
    fn a_folder_keeps_what_else_is_in_it_and_nothing_of_others_is_replaced() {
        let folder = room("folder");
        fs::write(folder.join("notes.txt"), "x").expect("the folder can be written");
        for _ in 0..2 {
            with_book(samples::two, |book| assert!(put(book, SMALL, &folder, &Plain).is_ok()));
        }
        assert_eq!(names(&folder), "index.html notes.txt pages");
        assert_eq!(names(&folder.join("pages")), "akimat-07.html ehealth.html script.js style.css");
        let other = folder.join("other");
        fs::create_dir_all(other.join("pages")).expect("the folder can be written");
        fs::write(other.join("pages/diary.txt"), "x").expect("the folder can be written");
        with_book(samples::two, |book| assert!(put(book, SMALL, &other, &Plain).is_err()));
        assert_eq!(names(&other.join("pages")), "diary.txt");
        with_book(samples::two, |book| assert!(put(book, SMALL, &folder.join("new"), &Plain).is_ok()));
        assert_eq!(names(&folder.join("new")), "index.html pages");
        let _ = fs::remove_dir_all(&folder);
    }
}
