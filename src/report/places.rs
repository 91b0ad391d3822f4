//! Places as programs outside take them: a path from where the command was run, and both ends of a span.
//!
//! Reports show paths relative to the folder checked (`design` §7); what annotates a repository wants them from its top,
//! where it runs the command.

use std::path::Path;

use crate::place::Sources;
use crate::read::path_shown;
use crate::report::{Location, paper};

/// The files of a run, and how their paths are seen from where it was started.
#[derive(Clone, Copy, Debug)]
pub struct Places<'s> {
    pub sources: &'s Sources,
    /// The folder that paths of reports are relative to, as seen from there; `.` where they are the same.
    pub base: &'s str,
    /// How many of the first sources are rules: their paths are those of the command line.
    pub rules: usize,
    /// Where it was started, absolute.
    pub folder: &'s Path,
}

/// A run of characters in a file; lines and columns count from 1, the end is behind the last character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub path: String,
    /// None for the file as a whole.
    pub lines: Option<Lines>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    pub start: (usize, usize),
    pub end: (usize, usize),
}

impl Region {
    /// `path:line:column`, which editors and terminals can follow; the path alone for a file as a whole.
    pub fn address(&self) -> String {
        let path = paper::clean(&self.path);
        match self.lines {
            Some(Lines { start: (line, column), .. }) => format!("{path}:{line}:{column}"),
            None => path.into_owned(),
        }
    }
}

/// The folder `base` as seen from another; both absolute.
pub fn seen_from(folder: &Path, base: &Path) -> String {
    path_shown(folder, base)
}

impl<'s> Places<'s> {
    /// Without rules of the user's own.
    pub fn new(sources: &'s Sources, base: &'s str) -> Places<'s> {
        Places { sources, base, rules: 0, folder: Path::new("") }
    }

    pub fn region(&self, location: &Location) -> Region {
        let part = self.sources.part(location.place);
        let (start, end) = (part.line_column(location.place.span.start), part.line_column(location.place.span.end));
        let of_rules = (location.place.file.0 as usize) < self.rules;
        let path = if of_rules { self.path_of_rules(&location.path) } else { self.path(&location.path) };
        Region { path, lines: (!location.whole).then_some(Lines { start, end }) }
    }

    /// The path of a file of rules, which may have been named by an absolute one.
    fn path_of_rules(&self, named: &str) -> String {
        seen_from(self.folder, &crate::read::shown_path(self.folder, named))
    }

    /// A path of the report as seen from where the command was run.
    pub fn path(&self, shown: &str) -> String {
        match (self.base, shown) {
            (".", _) => shown.to_string(),
            (base, ".") => base.to_string(),
            // Nothing is known of the folders above: `..` stays.
            (base, _) if base.starts_with("..") => format!("{base}/{shown}"),
            (base, _) => crate::read::shown_path(Path::new(base), shown).to_string_lossy().replace('\\', "/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{FileId, Place, SourceFile};
    use crate::report::location;

    #[test]
    fn a_path_is_told_from_where_the_command_was_run() {
        let sources = Sources::default();
        let path = |base: &str, shown: &str| Places::new(&sources, base).path(shown);
        assert_eq!(path("models", "ehealth/a.toml"), "models/ehealth/a.toml");
        assert_eq!(path(".", "a.toml"), "a.toml");
        assert_eq!(path("models/ehealth", "../national/a.toml"), "models/national/a.toml");
        assert_eq!(path("models", "."), "models");
        assert_eq!(path("..", "a.toml"), "../a.toml");
        assert_eq!(seen_from(Path::new("/home"), Path::new("/home/models")), "models");
        assert_eq!(seen_from(Path::new("/home/models"), Path::new("/home")), "..");
    }

    #[test]
    fn rules_are_told_by_the_path_they_were_named_with() {
        let mut sources = Sources::default();
        let files =
            ["./own/pack.toml", "../own/pack.toml", "/srv/own/pack.toml", "a.toml"].map(|path| sources.add(SourceFile::new(path, "x")));
        let places = Places { rules: 3, folder: Path::new("/srv/ehealth"), ..Places::new(&sources, "m") };
        let told = files.map(|file| places.region(&location(&sources, Place::new(file, 0..1))).path);
        assert_eq!(told, ["own/pack.toml", "../own/pack.toml", "../own/pack.toml", "m/a.toml"]);
    }

    #[test]
    fn a_region_counts_characters_and_ends_behind_the_last_one() {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("a.toml", "[flow.ағын]\nvia = 1\n"));
        let places = Places::new(&sources, "m");
        let region = |start, end| places.region(&location(&sources, Place::new(file, start..end)));
        let of = |start, end| Region { path: "m/a.toml".to_string(), lines: Some(Lines { start, end }) };
        assert_eq!(region(1, 14), of((1, 2), (1, 11)));
        assert_eq!(region(1, 20), of((1, 2), (2, 5)));
        assert_eq!(places.region(&location(&sources, Place::whole(FileId(0)))).lines, None);
    }
}
