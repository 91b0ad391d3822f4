//! The packs that are built into the program: every file of packs below `rules/`, by its path there.

macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../../rules/", $path)))),*] };
}

/// Paths below `rules/` and texts, sorted; the files of one pack stand together. A test compares this with the folder.
pub const FILES: &[(&str, &str)] = files![
    "hygiene/1-views.toml",
    "hygiene/2-relationships.toml",
    "hygiene/3-names.toml",
    "hygiene/pack.toml",
    "order-124/04-conformity.toml",
    "order-124/07-platforms.toml",
    "order-124/08-universality.toml",
    "order-124/09-components.toml",
    "order-124/10-effectiveness.toml",
    "order-124/11-diversity.toml",
    "order-124/13-single-point.toml",
    "order-124/14-multichannel.toml",
    "order-124/15-service-quality.toml",
    "order-124/16-unified-look.toml",
    "order-124/17-equal-access.toml",
    "order-124/19-integration.toml",
    "order-124/20-services.toml",
    "order-124/21-data.toml",
    "order-124/23-once-only.toml",
    "order-124/24-end-to-end.toml",
    "order-124/25-interface-optimisation.toml",
    "order-124/26-responsibility.toml",
    "order-124/pack.toml",
    "order-193/03-grounds.toml",
    "order-193/07-current-state.toml",
    "order-193/09-target-state.toml",
    "order-193/10-target-state.toml",
    "order-193/11-comparison.toml",
    "order-193/14-implementation.toml",
    "order-193/19-assessment.toml",
    "order-193/25-conclusion.toml",
    "order-193/pack.toml",
    "waivers/1-waivers.toml",
    "waivers/pack.toml",
];

/// The lists and parameters of the embedded packs.
pub const LISTS: &str = include_str!("../../rules/lists.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::library::OTHER_FILES;

    #[test]
    fn every_file_of_rules_is_built_in() {
        let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
        let entries = walkdir::WalkDir::new(rules).into_iter().map(|entry| entry.expect("the folder can be walked").into_path());
        let mut found: Vec<String> = entries
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .map(|path| path.strip_prefix(rules).expect("it is below the folder").to_string_lossy().replace('\\', "/"))
            .filter(|path| !OTHER_FILES.contains(&path.as_str()))
            .collect();
        found.sort();
        let known: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(known, found, "the list in src/pack/embedded.rs and the folder rules/ differ");
    }
}
