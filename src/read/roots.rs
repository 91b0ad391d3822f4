//! Paths of the command line, as the disk knows them.
//!
//! Leaves to others: what lies below them (`discover`).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{config, load};
use crate::problem::{Code, Problem};

/// A path of the command line that is there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    pub path: PathBuf,
    pub is_file: bool,
}

/// A path as the disk knows it; links in the name of a file stay, because a project is named after its file.
pub fn root(written: &Path, problems: &mut Vec<Problem>) -> Option<Root> {
    let found = written.to_string_lossy().into_owned();
    let real = std::fs::canonicalize(written).and_then(|path| Ok((path.metadata()?.is_dir(), path)));
    match real {
        Ok((true, path)) => Some(Root { path, is_file: false }),
        Ok((false, real)) if written.file_name().is_some_and(|name| name == config::FILE_NAME) => {
            real.parent().map(|folder| Root { path: folder.to_path_buf(), is_file: false })
        }
        Ok((false, real)) => {
            let folder = written.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let path = std::fs::canonicalize(folder).ok().zip(written.file_name()).map_or(real, |(folder, name)| folder.join(name));
            Some(Root { path, is_file: true })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            problems.push(Problem::nowhere(Code::MissingPath).with("found", found));
            None
        }
        Err(error) => {
            problems.push(Problem::nowhere(Code::UnreadableFolder).with("path", found).with("reason", load::reason(&error)));
            None
        }
    }
}
