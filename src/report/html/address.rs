//! Where everything stands: names of files, anchors, and links from one document to another.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Book, Page, Sheet};

/// The documents of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One holds everything.
    Whole,
    /// One for the overview, and a folder beside it with one for each project and what they share.
    Folder {
        /// The name of the overview's file.
        index: String,
        /// The name of the folder.
        pages: String,
    },
}

/// The files that documents of a folder share.
pub const STYLE: &str = "style.css";
pub const SCRIPT: &str = "script.js";

impl Book<'_> {
    /// The name of a project's file in the folder.
    pub fn file_of(&self, at: usize) -> String {
        format!("{}.html", self.slug(at))
    }

    fn slug(&self, at: usize) -> &str {
        self.slugs.get(at).map_or("", String::as_str)
    }

    pub fn project_anchor(&self, at: usize) -> String {
        format!("project-{}", self.slug(at))
    }

    pub fn group_anchor(&self, at: usize, pack: &str, id: &str) -> String {
        format!("group-{}-{}-{}", self.slug(at), plain(pack), plain(id))
    }

    pub fn requirement_anchor(&self, at: usize, index: (usize, usize)) -> String {
        format!("requirement-{}-{}-{}", self.slug(at), index.0, index.1)
    }

    pub fn finding_anchor(&self, fingerprint: &str) -> String {
        format!("finding-{}", plain(fingerprint))
    }

    pub fn run_anchor(&self, fingerprint: &str) -> String {
        format!("run-{}", plain(fingerprint))
    }

    /// The first project of that id.
    pub fn project_of(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }
}

/// Links from the document that is being written.
impl Page<'_> {
    pub fn to_overview(&self) -> String {
        match (&self.book.layout, self.sheet) {
            (Layout::Folder { index, .. }, Sheet::Project(_)) => format!("../{}#overview", encoded(index)),
            _ => "#overview".to_string(),
        }
    }

    pub fn to_project(&self, at: usize) -> String {
        self.to(at, &self.book.project_anchor(at))
    }

    pub fn to_group(&self, at: usize, pack: &str, id: &str) -> String {
        self.to(at, &self.book.group_anchor(at, pack, id))
    }

    pub fn to_requirement(&self, at: usize, index: (usize, usize)) -> String {
        self.to(at, &self.book.requirement_anchor(at, index))
    }

    pub fn to_finding(&self, at: usize, fingerprint: &str) -> String {
        self.to(at, &self.book.finding_anchor(fingerprint))
    }

    /// A finding over the run, a group that looks built twice, or an offer: they stand in the overview.
    pub fn to_run(&self, fingerprint: &str) -> String {
        self.to_overview().replace("overview", &self.book.run_anchor(fingerprint))
    }

    /// An anchor of a project, wherever it stands.
    fn to(&self, at: usize, anchor: &str) -> String {
        let file = encoded(&self.book.file_of(at));
        match (&self.book.layout, self.sheet) {
            (Layout::Whole, _) => format!("#{anchor}"),
            (Layout::Folder { .. }, Sheet::Project(here)) if here == at => format!("#{anchor}"),
            (Layout::Folder { .. }, Sheet::Project(_)) => format!("{file}#{anchor}"),
            (Layout::Folder { pages, .. }, _) => format!("{}/{file}#{anchor}", encoded(pages)),
        }
    }

    /// A file that documents share.
    pub fn to_shared(&self, name: &str) -> String {
        match (&self.book.layout, self.sheet) {
            (Layout::Folder { pages, .. }, Sheet::Index | Sheet::Whole) => format!("{}/{name}", encoded(pages)),
            _ => name.to_string(),
        }
    }
}

/// Letters, digits and hyphens; everything else is a hyphen. Letters of any script: browsers and disks take them.
fn plain(word: &str) -> String {
    let kept = |letter: char| if letter.is_alphanumeric() || letter == '_' { letter } else { '-' };
    word.chars().map(kept).collect::<String>().trim_matches('-').to_string()
}

/// The longest name in letters: a name of a file has at most 255 bytes, and a letter of ours at most four.
const LONGEST: usize = 48;

/// Names that Windows keeps for devices, whatever stands behind the full stop.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A word for each id, small, fit for files and anchors, no two of them the same.
pub fn slugs<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut slug = |id: &str| {
        let word: String = plain(&id.to_lowercase()).chars().take(LONGEST).collect();
        let is_device = DEVICES.contains(&word.as_str()) || matches!(word.as_bytes(), [b'c', b'o', b'm', _] | [b'l', b'p', b't', _]);
        let word = if word.is_empty() || is_device { format!("project-{word}") } else { word };
        let free = |word: &String| !taken.contains(word);
        let numbered = std::iter::once(word.clone()).chain((2..).map(|number| format!("{word}-{number}"))).find(free).unwrap_or(word);
        taken.insert(numbered.clone());
        numbered
    };
    ids.map(&mut slug).collect()
}

/// A segment of an address.
pub fn encoded(segment: &str) -> String {
    segment.bytes().fold(String::with_capacity(segment.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("a string takes all that is written"),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_project_has_a_name_of_its_own_that_any_disk_takes() {
        let ids = ["ehealth", "E-Health", "ehealth", "../../etc", "con", "com1", "", "Құжат айналымы", "a<b>\"", "a-b"];
        let names = slugs(ids.into_iter());
        let shown = "ehealth e-health ehealth-2 etc project-con project-com1 project- құжат-айналымы a-b a-b-2";
        assert_eq!(names.join(" "), shown);
        let long = "ұ".repeat(400);
        assert!(slugs([long.as_str()].into_iter())[0].len() < 255);
    }

    #[test]
    fn links_survive_names_with_spaces_and_other_scripts() {
        assert_eq!(encoded("a b#й.html"), "a%20b%23%D0%B9.html");
    }
}
