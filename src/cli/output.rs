//! Files that a command writes whole.

use std::fs;
use std::io;
use std::path::Path;

/// Writes a file. One that is there already stays as it is until all of the new one is on the disk: it may be the only
/// copy of somebody's model.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Ok(old) = fs::metadata(path) else { return fs::write(path, bytes) };
    // What is no plain file (a pipe, a device) cannot be replaced, and a link should go on leading where it does.
    if !old.is_file() || fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink()) {
        return fs::write(path, bytes);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".saikes-new");
    let new = path.with_file_name(name);
    let written = fs::write(&new, bytes).and_then(|()| fs::set_permissions(&new, old.permissions())).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // It is ours and of no use; that it cannot be removed either would be no news.
        let _ = fs::remove_file(&new);
    }
    written
}
