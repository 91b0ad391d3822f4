//! What the reader makes of other people's files and of those made to break readers, in a folder beside the
//! repository: compared with counts that were made independently, and with what a tree parser finds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};
use toml::Table;

use super::drawing::{folders, views};
use super::*;
use crate::read::archimate::NOT_DRAWN;
use crate::read::decode;

/// What ArchiMate 2 calls what version 3 calls otherwise.
const FORMERLY: [(&str, &str); 10] = [
    ("InfrastructureService", "TechnologyService"),
    ("InfrastructureFunction", "TechnologyFunction"),
    ("InfrastructureInterface", "TechnologyInterface"),
    ("Network", "CommunicationNetwork"),
    ("CommunicationPath", "Path"),
    ("AndJunction", "Junction"),
    ("OrJunction", "Junction"),
    ("UsedBy", "Serving"),
    ("Realisation", "Realization"),
    ("Specialisation", "Specialization"),
];

/// The collection of models, or `None` where the repository stands alone; in CI it must be there.
fn collection(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "`{}` is missing", path.display());
    eprintln!("SKIPPED: there is no collection of models at `{}`", path.display());
    None
}

/// The tables of a list in a TOML file.
fn listed(file: &Path, list: &str) -> Vec<Table> {
    let document: Table = std::fs::read_to_string(file).expect("it is there").parse().expect("it is TOML");
    document[list].as_array().expect("a list").iter().filter_map(toml::Value::as_table).cloned().collect()
}

fn word<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

fn number(table: &Table, key: &str) -> usize {
    table[key].as_integer().expect("a number") as usize
}

/// The real exchange files, with what was counted in each.
pub fn real() -> Vec<(Table, String)> {
    let Some(folder) = collection("real") else { return Vec::new() };
    let models = listed(&folder.join("counts.toml"), "model").into_iter().filter(|model| word(model, "format") == "oef");
    let files: Vec<_> = models
        .map(|model| {
            let bytes = std::fs::read(folder.join(word(&model, "file"))).expect("the collection is readable");
            let text = decode::decode(bytes).expect("real files are text");
            (model, text)
        })
        .collect();
    assert!(files.len() >= 20, "only {} files are there", files.len());
    files
}

#[test]
fn real_files_hold_what_an_independent_count_says() {
    for (model, text) in real() {
        let file = word(&model, "file");
        let fragment = fragment(&text);
        let found = &fragment.counts;
        let expected = ["elements", "relations", "views", "properties"].map(|name| number(&model, name));
        assert_eq!([found.elements, found.relations, found.views, found.properties], expected, "{file}");
        let told = |code: Code| fragment.problems.iter().filter(|problem| problem.code == code).map(|problem| problem.times).sum::<usize>();
        for (code, counted) in [
            (Code::DuplicateId, "duplicate_ids"),
            (Code::MissingId, "missing_ids"),
            (Code::MissingEnd, "relation_ends_missing"),
            (Code::DanglingRelationship, "relation_ends_dangling"),
            (Code::DanglingViewReference, "view_refs_dangling"),
        ] {
            assert_eq!(told(code), number(&model, counted), "{code:?} in {file}");
        }
        for code in [Code::UnknownSection, Code::OtherNamespace, Code::UnknownType, Code::MissingType] {
            assert_eq!(told(code), 0, "{code:?} in {file}");
        }
        assert!(fragment.problems.iter().all(|problem| problem.severity == Severity::Warning), "{file}: {:?}", fragment.problems);
        assert_eq!(fragment.version.starts_with('2'), word(&model, "version") == "2", "{file}");
    }
}

/// How often each name occurs, by the names of ArchiMate 3.
fn tally<'n>(names: impl IntoIterator<Item = (&'n str, usize)>) -> BTreeMap<&'n str, usize> {
    let mut tally = BTreeMap::new();
    for (name, times) in names {
        let name = name.strip_suffix("Relationship").unwrap_or(name);
        let name = FORMERLY.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| *new);
        *tally.entry(name).or_default() += times;
    }
    tally
}

#[test]
fn real_files_hold_what_an_independent_count_says_of_every_type() {
    let mapping = Mapping::standard();
    for (model, text) in real() {
        let (drawing, _) = draw(mapping, FileId(0), &text);
        let counted = |key: &str| {
            let types = model[key].as_table().expect("a table");
            tally(types.iter().map(|(name, times)| (name.as_str(), times.as_integer().expect("a number") as usize)))
        };
        let elements = tally(drawing.elements.iter().map(|element| (mapping.type_name(element.what), 1)));
        assert_eq!(elements, counted("element_types"), "{}", word(&model, "file"));
        let relations = tally(drawing.relations.iter().map(|relation| (relation.relation.name(), 1)));
        assert_eq!(relations, counted("relation_types"), "{}", word(&model, "file"));
    }
}

/// The first child of one of these names whose text is not blank.
fn label<'n>(node: Node<'n, '_>) -> &'n str {
    let labels = node.children().filter(|child| matches!(child.tag_name().name(), "name" | "label"));
    labels.filter_map(|label| label.text()).map(str::trim).find(|label| !label.is_empty()).unwrap_or_default()
}

fn reference<'n>(node: Node<'n, '_>, name: &str) -> Option<&'n str> {
    node.attribute(name).or_else(|| node.attribute(name.to_lowercase().as_str()))
}

/// The views as a tree parser finds them; see [`views`].
fn views_of(document: &Document<'_>) -> Vec<String> {
    let named = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let written = |view: Node<'_, '_>| {
        let nodes: Vec<_> = view.descendants().filter(|node| named(node, "node")).collect();
        let parent = |node: Node<'_, '_>| nodes.iter().position(|other| Some(*other) == node.parent());
        let shown = |node: &Node<'_, '_>| {
            let parent = parent(*node).map(|parent| format!("{parent}:")).unwrap_or_default();
            format!(" {parent}{}", reference(*node, "elementRef").unwrap_or("·"))
        };
        let connections = view.descendants().filter(|node| named(node, "connection"));
        let lines: String = connections.map(|line| format!(" {}", reference(line, "relationshipRef").unwrap_or("·"))).collect();
        format!("{}:{} |{lines}", label(view), nodes.iter().map(shown).collect::<String>())
    };
    document.descendants().filter(|node| named(node, "view")).map(written).collect()
}

/// The folders of elements as a tree parser finds them; see [`folders`].
fn folders_of(document: &Document<'_>) -> Vec<String> {
    let mut paths: BTreeMap<&str, String> = BTreeMap::new();
    for item in document.descendants().filter(|node| node.tag_name().name() == "item") {
        let Some(id) = reference(item, "identifierRef") else { continue };
        let mut around: Vec<&str> = item.ancestors().filter(|node| reference(*node, "identifierRef").is_none()).map(label).collect();
        // The last is that of the model.
        around.truncate(around.len() - 2);
        around.retain(|label| !label.is_empty());
        around.reverse();
        paths.entry(id).or_insert(around.join(" / "));
    }
    let elements = document.descendants().filter(|node| node.tag_name().name() == "element");
    let ids = elements.filter_map(|element| element.attribute("identifier"));
    let placed = ids.filter_map(|id| paths.get(id).filter(|path| !path.is_empty()).map(|path| format!("{id}: {path}")));
    placed.collect()
}

#[test]
fn views_and_folders_of_real_files_are_what_a_tree_parser_finds() {
    let (mut nodes, mut placed) = (0, 0);
    for (model, text) in real() {
        let document = Document::parse(&text).expect("real files are well-formed");
        let (drawing, _) = draw(Mapping::standard(), FileId(0), &text);
        assert_eq!(views(&drawing), views_of(&document), "views of {}", word(&model, "file"));
        assert_eq!(folders(&drawing), folders_of(&document), "folders of {}", word(&model, "file"));
        nodes += drawing.nodes.len();
        placed += drawing.elements.iter().filter(|element| element.folder != NOT_DRAWN).count();
    }
    assert!(collection("real").is_none() || (nodes > 4_000 && placed > 1_000), "only {nodes} nodes, {placed} elements in folders");
}

#[test]
fn torture_files_lead_to_what_they_may_lead_to() {
    let Some(folder) = collection("torture") else { return };
    let mut read = 0;
    for entry in listed(&folder.join("expected.toml"), "file") {
        let name = word(&entry, "file");
        // What is no text and no XML at all is no matter of this reader.
        let text = std::fs::read(folder.join(name)).ok().and_then(|bytes| decode::decode(bytes).ok());
        let Some(text) = text.filter(|text| name.ends_with(".xml") && !text.trim().is_empty()) else { continue };
        let fragment = fragment(&text);
        let errors = fragment.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let outcome = match (errors, fragment.problems.len()) {
            (0, 0) => "ok",
            (0, _) => "report",
            _ => "error",
        };
        let allowed: Vec<_> = entry["allowed"].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect();
        assert!(allowed.contains(&outcome), "{name}: {outcome} of {allowed:?}: {:?}", fragment.problems);
        if outcome != "error" {
            let counted = (number(&entry, "elements"), number(&entry, "relations"));
            assert_eq!((fragment.counts.elements, fragment.counts.relations), counted, "{name}");
        }
        read += 1;
    }
    assert!(read >= 12, "only {read} files were read");
}
