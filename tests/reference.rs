//! `docs/requirements` is what the packs say: generated, and compared here.

use std::collections::BTreeMap;
use std::path::Path;

use saikes::explain::reference;
use saikes::metamodel::Metamodel;
use saikes::pack::Library;
use saikes::place::Sources;

#[test]
fn the_reference_says_what_the_packs_say() {
    let library = Library::load(Metamodel::standard(), &mut Sources::default(), None);
    let pages = reference::pages(Metamodel::standard(), &library.packs);
    let pages: BTreeMap<String, String> = pages.into_iter().map(|page| (page.path, page.text)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/requirements");
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&folder) {
        let entry = entry.expect("the folder can be walked");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&folder).expect("it is below the folder").to_string_lossy().replace('\\', "/");
            found.insert(path, std::fs::read_to_string(entry.path()).expect("a page is text"));
        }
    }
    let again = "regenerate it: cargo run -- rules docs docs/requirements";
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&pages), names(&found), "{again}");
    for (path, text) in &pages {
        let found = &found[path];
        let line = text.lines().zip(found.lines()).position(|(left, right)| left != right);
        assert!(text == found, "{path} differs from line {:?}; {again}", line.map(|line| line + 1));
    }
}

#[test]
fn no_page_lacks_a_word() {
    let library = Library::load(Metamodel::standard(), &mut Sources::default(), None);
    for page in reference::pages(Metamodel::standard(), &library.packs) {
        let missing = ["explain.", "words.", "reference.", "weight.", "stage."].into_iter().find(|key| {
            page.text
                .lines()
                .filter(|line| !line.contains("saikes explain"))
                .any(|line| line.split_whitespace().any(|word| word.starts_with(key) && word.len() > key.len()))
        });
        assert!(missing.is_none(), "{}: {missing:?}", page.path);
    }
}
