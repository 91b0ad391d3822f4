//! Files that people's answers rest on: whether they are there, and what their digests are.
//!
//! Nothing outside the folder of the project is ever opened, whatever a path or a link says. Leaves to others: what
//! the digest should be (`answers`).

use std::fs::{self, File};
use std::path::Path;

use super::{load, paths};
use crate::graph::Project;

/// What became of a path that an answer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The file is there: its path as reports show it, and its SHA-256.
    Found { path: String, sha256: String },
    /// It is not there, is no file, or cannot be read.
    Missing,
    /// The path leads out of the project's folder.
    Outside,
}

/// Looks at the file that `written` means in the file `stating`, whose path is one that reports show.
pub fn evidence(base: &Path, project: &Project, stating: &str, written: &str) -> Evidence {
    let written = written.trim().replace('\\', "/");
    let home = super::shown_path(base, &project.path);
    // Beside a model that stands alone lies what belongs to it.
    let home = if project.is_single { home.parent().map(Path::to_path_buf).unwrap_or(home) } else { home };
    let stated_in = super::shown_path(base, stating);
    let path = paths::normalised(&stated_in.parent().unwrap_or(&home).join(&written));
    if written.starts_with('/') || written.contains(':') || !path.starts_with(&home) {
        return Evidence::Outside;
    }
    let (Ok(real), Ok(real_home)) = (fs::canonicalize(&path), fs::canonicalize(&home)) else { return Evidence::Missing };
    if !real.starts_with(&real_home) {
        return Evidence::Outside;
    }
    let digest = Some(&real).filter(|real| real.is_file()).and_then(|real| File::open(real).ok()).map(load::digest_of);
    match digest {
        Some(Ok(sha256)) => Evidence::Found { path: paths::shown(base, &path), sha256 },
        _ => Evidence::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;
    use crate::metamodel::Metamodel;
    use crate::place::{FileId, Sources};
    use crate::read::ReadProject;

    fn project(path: &str, is_single: bool) -> Project {
        let read = ReadProject { config: (!is_single).then_some(FileId(0)), ..ReadProject::new("p", path) };
        let mut graph = Graph::build(Metamodel::standard(), vec![read], &Sources::default());
        graph.projects.remove(0)
    }

    #[test]
    fn a_file_is_looked_for_beside_the_one_that_names_it_and_never_outside_the_project() {
        let base = std::env::temp_dir().join(format!("saikes-evidence-{}", std::process::id()));
        fs::create_dir_all(base.join("p/acts")).expect("the temporary folder can be written");
        for path in ["p/acts/act.md", "secret.md"] {
            fs::write(base.join(path), "abc").expect("the temporary folder can be written");
        }
        let base = fs::canonicalize(&base).expect("it was just made");
        let found = |path: &str| Evidence::Found {
            path: path.into(),
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into(),
        };
        let p = project("p", false);
        assert_eq!(evidence(&base, &p, "p/answers.toml", "acts/act.md"), found("p/acts/act.md"));
        assert_eq!(evidence(&base, &p, "p/acts/answers.toml", r"..\acts\act.md"), found("p/acts/act.md"));
        assert_eq!(evidence(&base, &p, "p/answers.toml", "acts/gone.md"), Evidence::Missing);
        assert_eq!(evidence(&base, &p, "p/answers.toml", "acts"), Evidence::Missing);
        let absolute = base.join("p/acts/act.md").to_string_lossy().into_owned();
        for outside in ["../secret.md", "acts/../../secret.md", absolute.as_str(), "https://egov.kz/act.pdf"] {
            assert_eq!(evidence(&base, &p, "p/answers.toml", outside), Evidence::Outside, "{outside}");
        }
        let single = project("p/acts/m.archimate", true);
        assert_eq!(evidence(&base, &single, "p/acts/m.answers.toml", "act.md"), found("p/acts/act.md"));
        assert_eq!(evidence(&base, &single, "p/acts/m.answers.toml", "../../secret.md"), Evidence::Outside);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(base.join("secret.md"), base.join("p/acts/link.md")).expect("links can be made");
            assert_eq!(evidence(&base, &p, "p/answers.toml", "acts/link.md"), Evidence::Outside);
        }
        fs::remove_dir_all(&base).expect("it was just made");
    }
}
