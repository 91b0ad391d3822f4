//! What is measured: the search for duplicates, with the settings that are built in.

use saikes::duplicates::{Settings, find};
use saikes::graph::Graph;

/// The pairs that the search links, and their scores.
pub fn links(graph: &Graph) -> Vec<(u32, u32, f64)> {
    let found = find(graph, settings(), &[]);
    found.links.into_iter().map(|link| (link.left, link.right, link.score)).collect()
}

/// The settings that are built in, or those of the file that `SAIKES_DUPLICATES` names: to try numbers.
fn settings() -> &'static Settings {
    use std::sync::OnceLock;
    static TRIED: OnceLock<Settings> = OnceLock::new();
    let Ok(path) = std::env::var("SAIKES_DUPLICATES") else { return Settings::standard() };
    TRIED.get_or_init(|| {
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        Settings::load(&text, saikes::metamodel::Metamodel::standard()).expect("the settings have no mistakes")
    })
}
