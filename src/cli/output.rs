//! Files that a command writes whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::report::html::writing::Disk;

/// Writes a file; see [`stream`].
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    stream(path, |file| file.write_all(bytes))
}

/// Writes a file part by part. Nothing stands under its name until all of it is on the disk, and one that is there
/// already stays as it is until then: it may be the only copy of somebody's model. What the writer tells is returned.
pub fn stream<T>(path: &Path, parts: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    let old = fs::metadata(path).ok();
    // What is no plain file (a pipe, a device) cannot be replaced, and a link should go on leading where it does.
    if old.as_ref().is_some_and(|old| !old.is_file()) || fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink()) {
        return parts(&mut File::create(path)?);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".saikes-new");
    let new = path.with_file_name(name);
    let allowed = |file: &File| old.as_ref().map_or(Ok(()), |old| file.set_permissions(old.permissions()));
    let written = File::create(&new).and_then(|mut file| parts(&mut file).and_then(|told| allowed(&file).map(|()| told)));
    let written = written.and_then(|told| fs::rename(&new, path).map(|()| told));
    if written.is_err() {
        // It is ours and of no use; that it cannot be removed either would be no news.
        let _ = fs::remove_file(&new);
    }
    written
}

/// Fills a folder file by file. Nothing stands under its name until all of it is on the disk; the folder that is there
/// already stays as it is until then and is then gone: the caller knows whose it is.
pub fn folder<T>(path: &Path, fill: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let [new, old] = [".saikes-new", ".saikes-old"].map(|end| {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(end);
        path.with_file_name(name)
    });
    // What a run left that was cut off.
    for left in [&new, &old].into_iter().filter(|left| left.exists()) {
        fs::remove_dir_all(left)?;
    }
    let written = fs::create_dir(&new).and_then(|()| fill(&new)).and_then(|told| {
        if path.exists() {
            fs::rename(path, &old)?;
        }
        fs::rename(&new, path).map(|()| told)
    });
    // Both are ours and of no use; that they cannot be removed would be no news.
    if written.is_err() {
        let _ = fs::remove_dir_all(&new);
    } else {
        let _ = fs::remove_dir_all(&old);
    }
    written
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
}
