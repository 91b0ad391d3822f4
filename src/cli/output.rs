//! Files and folders that a command writes whole: under their name stands nothing, or all of it.
//!
//! What is being written has a name of its own until it is done. Whoever interrupts the command finds none of it, and
//! what stood there before as it was.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::report::html::writing::Disk;

/// Writes a file; see [`stream`].
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    stream(path, |file| file.write_all(bytes))
}

/// What is being written just now.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Nothing is put in its place, or taken away, while another hand holds this.
fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away what is being written, and lets nothing more be put in its place as long as the answer is held.
pub fn clear_away() -> impl Sized {
    let mut held = unfinished();
    std::mem::take(&mut *held).iter().for_each(|path| remove(path));
    held
}

/// It is ours and of no use; that it cannot be removed would be no news.
fn remove(path: &Path) {
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

/// Writes a file part by part. Nothing stands under its name until all of it is on the disk, and one that is there
/// already stays as it is until then: it may be the only copy of somebody's model. What the writer tells is returned.
pub fn stream<T>(path: &Path, parts: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    let old = fs::metadata(path).ok();
    // What is no plain file (a pipe, a device) cannot be replaced.
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return parts(&mut File::create(path)?);
    }
    // A link should go on leading where it does.
    let is_link = fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink());
    let path = match fs::canonicalize(path) {
        Ok(meant) if is_link => meant,
        Err(_) if is_link => return parts(&mut File::create(path)?),
        _ => path.to_path_buf(),
    };
    let allowed = |file: &File| old.as_ref().map_or(Ok(()), |old| file.set_permissions(old.permissions()));
    let make = |new: &Path| {
        let mut file = File::create(new)?;
        let told = parts(&mut file)?;
        allowed(&file).map(|()| told)
    };
    replacing(&path, make)
}

/// Adds to the end of a file, all at once.
pub fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let _held = unfinished();
    fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(bytes)
}

/// Fills a folder file by file. Nothing stands under its name until all of it is on the disk; the folder that is there
/// already stays as it is until then and is then gone: the caller knows whose it is.
pub fn folder<T>(path: &Path, fill: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    replacing(path, |new| {
        // What a run left that was cut off.
        if new.exists() {
            fs::remove_dir_all(new)?;
        }
        fs::create_dir(new).and_then(|()| fill(new))
    })
}

/// Makes something beside its place and puts it there when it is whole.
fn replacing<T>(path: &Path, make: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let new = beside(path, ".saikes-new");
    unfinished().insert(new.clone());
    let made = make(&new);
    let mut held = unfinished();
    let told = made.and_then(|told| put(&new, path).map(|()| told));
    if told.is_err() {
        remove(&new);
    }
    held.remove(&new);
    told
}

fn put(new: &Path, path: &Path) -> io::Result<()> {
    if !new.is_dir() || !path.exists() {
        return fs::rename(new, path);
    }
    // A folder takes no other one's place: the earlier one goes aside until the new one stands.
    let old = beside(path, ".saikes-old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    fs::rename(path, &old)?;
    if let Err(error) = fs::rename(new, path) {
        fs::rename(&old, path)?;
        return Err(error);
    }
    remove(&old);
    Ok(())
}

/// A name of ours beside a path, which may be written `DIR/`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let path: PathBuf = path.components().collect();
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

/// The disk for reports of several files.
pub struct Whole;

impl Disk for Whole {
    fn file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        write(path, bytes)
    }

    fn folder(&self, path: &Path, fill: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
        folder(path, fill)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_there_whole_or_not_at_all() {
        let room = std::env::temp_dir().join(format!("saikes-output-folder-{}", std::process::id()));
        fs::create_dir_all(&room).expect("the temporary folder can be written");
        let path = room.join("pages");
        let fills = |text: &'static str| move |new: &Path| fs::write(new.join("a"), text);
        let breaks = |new: &Path| fs::write(new.join("a"), "half").and(Err::<(), _>(io::ErrorKind::StorageFull.into()));
        assert!(folder(&path, breaks).is_err());
        assert_eq!(fs::read_dir(&room).expect("it is a folder").count(), 0);
        folder(&path, fills("old")).expect("the folder can be written");
        assert!(folder(&path, breaks).is_err());
        assert_eq!(fs::read_to_string(path.join("a")).ok().as_deref(), Some("old"));
        folder(&path, fills("new")).expect("the folder can be written");
        assert_eq!(fs::read_to_string(path.join("a")).ok().as_deref(), Some("new"));
        assert_eq!(fs::read_dir(&room).expect("it is a folder").count(), 1);
        fs::remove_dir_all(&room).expect("it is ours");
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = std::env::temp_dir().join(format!("saikes-output-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder can be written");
        let path = folder.join("report");
        let breaks = |file: &mut File| -> io::Result<()> { file.write_all(b"half").and(Err(io::ErrorKind::StorageFull.into())) };
        let names = || fs::read_dir(&folder).expect("it is a folder").flatten().map(|entry| entry.file_name()).collect::<Vec<_>>();
        assert!(stream(&path, breaks).is_err());
        assert!(names().is_empty(), "{:?}", names());
        // Nothing stands under the name while it is being written.
        stream(&path, |file| file.write_all(if path.exists() { b"late" } else { b"old!" })).expect("the folder can be written");
        assert!(stream(&path, breaks).is_err());
        assert_eq!((names(), fs::read(&path).ok()), (vec!["report".into()], Some(b"old!".to_vec())));
        fs::remove_dir_all(&folder).expect("it is ours");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_goes_on_leading_where_it_does() {
        let room = std::env::temp_dir().join(format!("saikes-output-link-{}", std::process::id()));
        fs::create_dir_all(&room).expect("the temporary folder can be written");
        let (file, link) = (room.join("file"), room.join("link"));
        fs::write(&file, "old").expect("the folder can be written");
        std::os::unix::fs::symlink(&file, &link).expect("the folder can be written");
        write(&link, b"new").expect("the folder can be written");
        assert_eq!(fs::read(&file).ok(), Some(b"new".to_vec()));
        assert!(fs::symlink_metadata(&link).is_ok_and(|found| found.is_symlink()));
        assert_eq!(fs::read_dir(&room).expect("it is a folder").count(), 2);
        fs::remove_dir_all(&room).expect("it is ours");
    }
}
