//! Names of files out of ids of projects, which may hold anything.

use std::collections::BTreeSet;

/// Letters of a name; with its ending and a number it fits every file system, in any script.
const LONGEST: usize = 60;

/// Names that some systems keep for devices.
const KEPT: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name like the id that is not taken yet, and takes it. Names that differ in capitals alone are one on some systems.
pub fn unique(id: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = safe(id);
    let names = std::iter::once(safe.clone()).chain((2..).map(|number| format!("{safe}-{number}")));
    let free = names.into_iter().find(|name| taken.insert(name.to_lowercase()));
    format!("{}.docx", free.unwrap_or(safe))
}

fn safe(id: &str) -> String {
    let kept = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    let name: String = id.chars().take(LONGEST).map(kept).collect();
    let name = name.trim_matches(['.', '-', ' ']);
    let lower = name.to_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let device = stem.strip_prefix("com").or(stem.strip_prefix("lpt")).is_some_and(|rest| rest.len() == 1);
    match name {
        "" => "project".to_string(),
        name if device || KEPT.contains(&stem) => format!("project-{name}"),
        name => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_the_folder_and_apart() {
        let mut taken = BTreeSet::new();
        let ids = ["moh/ehealth", "../../etc/passwd", "", "A", "a", "CON", "com1.x", "Әлем жобасы", "..", "a-2"];
        let names = ids.map(|id| unique(id, &mut taken));
        let meant =
            ["moh-ehealth", "etc-passwd", "project", "A", "a-2", "project-CON", "project-com1.x", "Әлем-жобасы", "project-2", "a-2-2"];
        assert_eq!(names, meant.map(|name| format!("{name}.docx")));
        assert!(unique(&"ы".repeat(500), &mut taken).len() < 200);
    }
}
