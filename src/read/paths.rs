//! Paths: real ones for opening files, shown ones for reports. A shown path is relative to the folder checked, with
//! `/`, so that the same models give the same report on every machine.

use std::path::{Component, Path, PathBuf};

/// A path without `.` and `..`, as far as that can be said without asking the disk.
pub fn normalised(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            other => out.push(other),
        }
    }
    out
}

/// The folder that all of these paths are in.
pub fn common<'p>(mut paths: impl Iterator<Item = &'p Path>) -> PathBuf {
    let Some(first) = paths.next() else { return PathBuf::new() };
    paths.fold(first.to_path_buf(), |common, path| {
        let shared = common.components().zip(path.components()).take_while(|(left, right)| left == right);
        shared.map(|(part, _)| part).collect()
    })
}

/// A path as reports show it; `.` for the base itself.
pub fn shown(base: &Path, path: &Path) -> String {
    let shared = base.components().zip(path.components()).take_while(|(left, right)| left == right).count();
    let up = base.components().skip(shared).map(|_| "..".to_string());
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_string() } else { parts.join("/") }
}

/// The name of a file or folder, as text.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The name of a file without its ending; `.facts.toml` is one ending, and so are `.answers.toml` and `.waivers.toml`.
pub fn stem(path: &Path) -> String {
    let name = name(path);
    let endings = [super::format::FACTS_SUFFIX, super::format::ANSWERS_SUFFIX, super::format::WAIVERS_SUFFIX];
    let plain = endings.iter().find_map(|ending| name.strip_suffix(ending)).map(str::to_string);
    plain.unwrap_or_else(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

/// The name that a model shares with its facts file. Folders have no endings.
pub fn model_name(path: &Path, is_folder: bool) -> String {
    if is_folder { name(path) } else { stem(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_paths_are_relative_and_climb_where_they_must() {
        let base = Path::new("/a/b");
        assert_eq!(shown(base, Path::new("/a/b/c/d.toml")), "c/d.toml");
        assert_eq!(shown(base, Path::new("/a/national")), "../national");
        assert_eq!(shown(base, base), ".");
        assert_eq!(common([Path::new("/a/b/c"), Path::new("/a/b/d")].into_iter()), base);
        assert_eq!(normalised(Path::new("/a/./b/x/../../c")), Path::new("/a/c"));
        assert_eq!((stem(Path::new("x/ehealth.facts.toml")), stem(Path::new("v1.2.xml"))), ("ehealth".into(), "v1.2".into()));
    }
}
