//! Paths of the command line, as the disk knows them.
//!
//! Leaves to others: what lies below them (`discover`).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{config, folder, load};
use crate::problem::{Code, Problem};

/// A path of the command line that is there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    pub path: PathBuf,
    pub is_file: bool,
    /// Whether it is a folder that is a model and no project: a model by itself, as a file may be one.
    pub is_model: bool,
}

impl Root {
    fn folder(path: PathBuf) -> Root {
        let is_model = folder::is_model(&path) && !path.join(config::FILE_NAME).is_file();
        Root { path, is_file: false, is_model }
    }

    /// The folder that paths in it are shown relative to.
    pub fn base(&self) -> &Path {
        let outer = (self.is_file || self.is_model).then(|| self.path.parent()).flatten();
        outer.unwrap_or(&self.path)
    }
}

/// A path as the disk knows it; links in the name of a file stay, because a project is named after its file.
pub fn root(written: &Path, problems: &mut Vec<Problem>) -> Option<Root> {
    let found = written.to_string_lossy().into_owned();
    let real = std::fs::canonicalize(written).and_then(|path| Ok((path.metadata()?.is_dir(), path)));
    match real {
        Ok((true, path)) => Some(Root::folder(path)),
        Ok((false, real)) if written.file_name().is_some_and(|name| name == config::FILE_NAME) => {
            real.parent().map(|folder| Root::folder(folder.to_path_buf()))
        }
        Ok((false, real)) => {
            let folder = written.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let path = std::fs::canonicalize(folder).ok().zip(written.file_name()).map_or(real, |(folder, name)| folder.join(name));
            let model = folder::meant(path.clone());
            Some(if model == path { Root { path, is_file: true, is_model: false } } else { Root::folder(model) })
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
