//! Puts a text in the place of a file: all of it or nothing.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside the one that is meant and then gives it its name, so that nobody ever sees half of it.
pub fn save(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let beside = beside(&real);
    let written = write(&beside, &real, text).and_then(|()| fs::rename(&beside, &real));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write(beside: &Path, real: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(known) = fs::metadata(real) {
        file.set_permissions(known.permissions())?;
    }
    file.sync_all()
}

/// A hidden name, which no check reads; one for each process.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let folder = std::env::temp_dir().join(format!("saikes-save-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder can be written");
        let path = folder.join("a.facts.toml");
        for text in ["one\n", "another\n"] {
            save(&path, text).expect("the folder can be written");
            assert_eq!(fs::read_to_string(&path).expect("it was written"), text);
        }
        let names: Vec<_> = fs::read_dir(&folder).expect("it is there").flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(names, ["a.facts.toml"]);
        assert!(save(&folder.join("gone/a.facts.toml"), "x").is_err());
        fs::remove_dir_all(&folder).expect("it was just made");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = std::env::temp_dir().join(format!("saikes-save-link-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder can be written");
        let (real, link) = (folder.join("real.toml"), folder.join("a.facts.toml"));
        fs::write(&real, "one").expect("the folder can be written");
        std::os::unix::fs::symlink(&real, &link).expect("links can be made");
        save(&link, "two").expect("the folder can be written");
        assert_eq!(fs::read_to_string(&real).expect("it is there"), "two");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        fs::remove_dir_all(&folder).expect("it was just made");
    }
}
