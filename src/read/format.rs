//! Which format a file has. The content decides: a name only says whether it is worth looking (`.toml`), and whether
//! a file that no reader knows looks like somebody's model and has to be reported.
//!
//! A new format is a new arm here and a new arm in `read`.

use super::{decode, zipped};
use crate::fragment::Format;
use crate::metamodel::Metamodel;
use crate::problem::nearest;

/// What a file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    Model(Format),
    /// TOML whose tables are nearly those of a model: a model where models are expected.
    Misspelt,
    /// How drawings are understood, for several projects.
    Mapping,
    /// Looks like a model, and no reader knows it: the name of what it seems to be.
    Unread(&'static str),
    /// Nothing to do with models.
    Other,
}

/// How names of facts files end.
pub const FACTS_SUFFIX: &str = ".facts.toml";
/// The native model with people's answers: in the folder of a project, and beside a model that stands alone.
pub const ANSWERS_NAME: &str = "answers.toml";
pub const ANSWERS_SUFFIX: &str = ".answers.toml";

/// The waivers of a project: in its folder, and beside a model that stands alone.
pub const WAIVERS_NAME: &str = "waivers.toml";
pub const WAIVERS_SUFFIX: &str = ".waivers.toml";

/// Whether a file completes the models of its project, whichever of them `[[model]]` names.
pub fn is_beside_models(name: &str) -> bool {
    name.ends_with(FACTS_SUFFIX) || is_answers(name) || is_waivers(name)
}

/// Whether a file holds people's answers.
pub fn is_answers(name: &str) -> bool {
    name == ANSWERS_NAME || name.ends_with(ANSWERS_SUFFIX)
}

/// Whether a file holds waivers.
pub fn is_waivers(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower == WAIVERS_NAME || lower.ends_with(WAIVERS_SUFFIX)
}

/// How many bytes are enough to see what a file is that is no TOML.
pub const HEAD: usize = 64 * 1024;
/// Files of modelling tools, which people take for models whatever is in them.
const MODEL_ENDINGS: [(&str, &str); 9] = [
    (".archimate", "archi"),
    (".xml", "xml"),
    (".xmi", "xmi"),
    (".bpmn", "bpmn"),
    (".eap", "sparx"),
    (".eapx", "sparx"),
    (".qea", "sparx"),
    (".qeax", "sparx"),
    (".vpp", "visual-paradigm"),
];
/// What a file with nothing in it seems to be.
pub const EMPTY: &str = "empty";
/// TOML files of well-known tools, whose tables may be called like kinds (`[project.urls]`).
const FOREIGN_NAMES: [&str; 2] = ["cargo.toml", "pyproject.toml"];
/// Reports of tests are no drawings: jobs leave them, and ours, beside the models.
const TEST_REPORTS: [&str; 2] = ["testsuites", "testsuite"];
/// Tables of packs, whose examples are models of elements.
const PACK_TABLES: [&str; 3] = ["define", "pack", "requirement"];

/// The table of a mapping that projects share.
const MAPPING_TABLE: &str = "mapping";

/// Recognises a file by its name and its bytes, or the first [`HEAD`] of them where [`needs_all`] says so.
pub fn recognise(name: &str, bytes: &[u8]) -> Recognised {
    let lower = name.to_lowercase();
    if is_zip(bytes) {
        return if lower.ends_with(".zip") { Recognised::Unread("zip") } else { Recognised::Other };
    }
    let head = decode::head(&bytes[..bytes.len().min(HEAD)]);
    if bytes.len() < HEAD && head.trim().is_empty() && looks_like(&lower).is_some() {
        return Recognised::Unread(EMPTY);
    }
    if head.trim_start().starts_with('<')
        && let Some(found) = xml(&head).or_else(|| looks_like(&lower))
    {
        return found;
    }
    // What git could not merge begins like XML, too.
    if lower.ends_with(FACTS_SUFFIX) {
        return Recognised::Model(Format::Facts);
    }
    if is_waivers(&lower) {
        return Recognised::Model(Format::Waivers);
    }
    if lower.ends_with(".toml") && !FOREIGN_NAMES.contains(&lower.as_str()) {
        if bytes.len() <= HEAD {
            return toml(&head);
        }
        // The first whole lines settle it for nearly every model; only others are looked through.
        let early = toml(&head[..head.rfind('\n').unwrap_or(0)]);
        return if matches!(early, Recognised::Model(_)) { early } else { toml(&decode::head(bytes)) };
    }
    looks_like(&lower).unwrap_or(Recognised::Other)
}

/// Recognises a file that somebody named: then a TOML file is a model, and so is a text with tables of elements.
pub fn recognise_named(name: &str, bytes: &[u8]) -> Recognised {
    match recognise(name, bytes) {
        Recognised::Other if name.to_lowercase().ends_with(".toml") => Recognised::Model(Format::Native),
        Recognised::Other if !bytes.contains(&0) => match toml(&decode::head(bytes)) {
            Recognised::Model(format) => Recognised::Model(format),
            _ => Recognised::Other,
        },
        Recognised::Misspelt => Recognised::Model(Format::Native),
        other => other,
    }
}

/// Whether all bytes are needed to recognise the file, given its first ones.
pub fn needs_all(name: &str, head: &[u8]) -> bool {
    name.to_lowercase().ends_with(".toml") || decode::starts_as_xml(head)
}

/// Whether the name alone says that it is a model: then a file that cannot be opened stops the check.
pub fn is_model_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    looks_like(&lower).is_some() || (lower.ends_with(".toml") && !FOREIGN_NAMES.contains(&lower.as_str()))
}

fn looks_like(lower: &str) -> Option<Recognised> {
    MODEL_ENDINGS.iter().find(|(ending, _)| lower.ends_with(ending)).map(|(_, format)| Recognised::Unread(format))
}

/// Whether a file is a zip, which may hold a model of Archi (see `load`): of its own it is none of ours.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a zip should hold a model: Archi puts the model first. Then it matters if none comes out of it.
pub fn is_zipped_model(name: &str, head: &[u8]) -> bool {
    let length = head.get(26..28).map_or(0, |length| u16::from_le_bytes([length[0], length[1]]) as usize);
    let first = head.get(30..30 + length).unwrap_or_default();
    name.to_lowercase().ends_with(".archimate") || first == zipped::MODEL.as_bytes()
}

/// What the root element of an XML file says; `None` where it is of no known vocabulary.
fn xml(text: &str) -> Option<Recognised> {
    let root = root(text)?;
    let (prefix, local) = root_name(root);
    if TEST_REPORTS.contains(&local) {
        return Some(Recognised::Other);
    }
    if is_archi(root, prefix) {
        return Some(if local == "model" { Recognised::Model(Format::Archi) } else { Recognised::Unread("coarchi") });
    }
    // Also where the namespace is wrong or missing: the reader says what is odd.
    let exchange = local == "model" && (root.contains("opengroup.org/xsd/archimate") || has_elements(text));
    exchange.then_some(Recognised::Model(Format::Exchange))
}

/// Whether there are elements as in an exchange file.
fn has_elements(text: &str) -> bool {
    ["elements>", "element ", "identifier=", ":type="].iter().all(|piece| text.contains(piece))
}

/// The prefix and the name of the root element, by its start tag.
fn root_name(root: &str) -> (&str, &str) {
    let end = root[1..].find(|character: char| character.is_whitespace() || matches!(character, '>' | '/'));
    let name = &root[1..end.map_or(root.len(), |end| end + 1)];
    name.split_once(':').unwrap_or(("", name))
}

fn is_archi(root: &str, prefix: &str) -> bool {
    root.contains("archimatetool.com/") || root.contains("bolton.ac.uk/archimate") || prefix == "archimate"
}

/// Whether this is the beginning of the file at the top of a model that is a folder of files.
pub fn is_top(head: &[u8]) -> bool {
    let head = decode::head(&head[..head.len().min(HEAD)]);
    let mut text = head.trim_start();
    // Two versions of the file that nobody has merged yet are still such a file.
    while text.starts_with("<<<<<<<") {
        text = text.split_once('\n').map_or("", |(_, rest)| rest.trim_start());
    }
    let Some(root) = root(text) else { return false };
    let (prefix, local) = root_name(root);
    match local {
        _ if !is_archi(root, prefix) => false,
        "ArchimateModel" => true,
        // A model in one file holds its folders.
        "model" => !text.contains("<folder"),
        _ => false,
    }
}

/// The start tag of the root element, past declaration, comments and document type.
fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let skipped = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!") {
            document_type(rest)?
        } else {
            break;
        };
        rest = rest[skipped..].trim_start();
    }
    let end = rest.find('>').map_or(rest.len(), |end| end + 1);
    rest.starts_with('<').then(|| &rest[..end])
}

/// The length of a document type declaration, with the brackets inside of it.
fn document_type(text: &str) -> Option<usize> {
    let close = text.find('>')?;
    match text.find('[') {
        Some(open) if open < close => {
            let end = open + text[open..].find(']')?;
            Some(end + text[end..].find('>')? + 1)
        }
        _ => Some(close + 1),
    }
}

/// TOML by the first keys of its tables: one known kind is enough.
fn toml(text: &str) -> Recognised {
    let metamodel = Metamodel::standard();
    let mut unknown: Vec<&str> = Vec::new();
    for key in first_keys(text) {
        if unknown.is_empty() && PACK_TABLES.contains(&key) {
            return Recognised::Other;
        }
        if metamodel.find_kind(key).is_some() {
            return Recognised::Model(Format::Native);
        }
        if key == MAPPING_TABLE && unknown.is_empty() {
            return Recognised::Mapping;
        }
        if key == "facts" && unknown.is_empty() {
            return Recognised::Model(Format::Facts);
        }
        if unknown.len() < 100 && !unknown.contains(&key) {
            unknown.push(key);
        }
    }
    let near = |key: &&str| nearest(key, metamodel.kinds.iter().map(|kind| kind.name.as_str())).is_some();
    if unknown.iter().any(near) { Recognised::Misspelt } else { Recognised::Other }
}

/// The first key of every table header, and above all headers of dotted keys and of tables in one line.
fn first_keys(text: &str) -> impl Iterator<Item = &str> {
    let mut above = true;
    text.lines().filter_map(move |line| {
        let line = line.trim_start();
        let inside = line.trim_start_matches('[');
        above &= inside.len() == line.len();
        let is_header = inside.len() < line.len();
        let key = inside.split(['.', ']', '=', '#']).next()?.trim().trim_matches(['"', '\'']);
        let (before, value) = inside.split_once('=').unwrap_or((inside, ""));
        let is_table = before.contains('.') || value.trim_start().starts_with('{');
        ((is_header || (above && is_table)) && !key.is_empty()).then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATIVE: Recognised = Recognised::Model(Format::Native);
    const EXCHANGE: Recognised = Recognised::Model(Format::Exchange);

    #[test]
    fn exchange_files_are_known_by_their_root_whatever_they_are_called() {
        let root = "<?xml version='1.0'?><!-- <model> --><!DOCTYPE model [<!ENTITY a '>'>]>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\">";
        for name in ["a.xml", "a", "a.toml", "a.archimate"] {
            assert_eq!(recognise(name, root.as_bytes()), EXCHANGE, "{name}");
        }
        let wide: Vec<u8> = [0xFEFF].into_iter().chain(root.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(recognise("a.xml", &wide), EXCHANGE);
        let stray = b"<model xsi:schemaLocation=\"http://www.opengroup.org/xsd/archimate/3.0/ x.xsd\"><elements/>";
        assert_eq!(recognise("a.xml", stray), EXCHANGE);
        let bare = b"<model><a:elements><a:element identifier='b' xsi:type='Node'/></a:elements></model>";
        assert_eq!(recognise("a.xml", bare), EXCHANGE);
        assert_eq!(recognise("a.xml", b"<model><elements><element/></elements></model>"), Recognised::Unread("xml"));
    }

    #[test]
    fn models_of_archi_are_known_by_their_namespace_whatever_its_prefix() {
        for root in [
            "<?xml version=\"1.0\"?>\n<archimate:model xmlns:archimate=\"http://www.archimatetool.com/archimate\">",
            "<am:model xmlns:am='http://www.bolton.ac.uk/archimate'>",
            "<model xmlns=\"http://www.archimatetool.com/Bogus\"/>",
        ] {
            for name in ["a.archimate", "a.xml", "a"] {
                assert_eq!(recognise(name, root.as_bytes()), Recognised::Model(Format::Archi), "{name} {root}");
            }
        }
    }

    #[test]
    fn formats_that_nobody_reads_are_named_and_other_files_are_not() {
        assert_eq!(
            recognise("folder.xml", b"<archimate:Folder\n xmlns:archimate=\"http://www.archimatetool.com/archimate\"/>"),
            Recognised::Unread("coarchi")
        );
        assert_eq!(recognise("a.xml", b"<project/>"), Recognised::Unread("xml"));
        assert_eq!(recognise("a.archimate", b"\xFF\xD8"), Recognised::Unread("archi"));
        for nothing in [&b""[..], b" \r\n", b"\xEF\xBB\xBF\n"] {
            assert_eq!(recognise("a.archimate", nothing), Recognised::Unread(EMPTY));
        }
        assert_eq!(recognise("a.svg", b"<svg/>"), Recognised::Other);
        assert_eq!(recognise("a.docx", b"PK\x03\x04"), Recognised::Other);
        assert_eq!(recognise("a.zip", b"PK\x03\x04"), Recognised::Unread("zip"));
        assert_eq!(recognise("README.md", b"[system.emr]\n"), Recognised::Other);
    }

    #[test]
    fn the_top_of_a_folder_of_files_is_known_by_its_root() {
        let archi = "xmlns:archimate=\"http://www.archimatetool.com/archimate\"";
        for (text, expected) in [
            (format!("<archimate:ArchimateModel {archi} version=\"5.0.0\"/>"), true),
            ("<a:model xmlns:a=\"http://www.archimatetool.com/archimate\"><profiles/></a:model>".to_string(), true),
            (format!("<archimate:model {archi}><folder name=\"Business\"/></archimate:model>"), false),
            (format!("<archimate:Folder {archi}/>"), false),
            (format!("<<<<<<< HEAD\n<archimate:ArchimateModel {archi}\n=======\n<archimate:ArchimateModel\n>>>>>>> other\n/>"), true),
            ("<<<<<<< HEAD".to_string(), false),
            ("<ArchimateModel/>".to_string(), false),
        ] {
            assert_eq!(is_top(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_zip_should_hold_a_model_by_its_name_or_its_first_entry() {
        let zip = b"PK\x03\x04................\0\0\0\0\0\0\x09\0\0\0model.xml";
        assert!(is_zipped_model("a.bin", zip) && is_zipped_model("a.archimate", b"PK\x03\x04"));
        assert!(!is_zipped_model("a.docx", b"PK\x03\x04") && !is_zipped_model("a.zip", &zip[..30]));
    }

    #[test]
    fn toml_is_a_model_by_its_tables() {
        let pack = "# A pack\n[[requirement]]\nid = \"1/1\"\n[[requirement.example]]\nmodel = '''\n[system.a]\n'''\n";
        assert_eq!(recognise("own.toml", pack.as_bytes()), Recognised::Other);
        for text in [
            "# x\n[system.emr]",
            "[unknown.x]\n[ \"flow\" .a]",
            "system.emr.name = \"x\"",
            "system = { emr = {} }",
            "<<<<<<< HEAD\n[system.emr]",
            "[[facts]]\n[system.a]",
            "[system]\n",
        ] {
            let expected = if text.starts_with("[[facts") { Recognised::Model(Format::Facts) } else { NATIVE };
            assert_eq!(recognise("a.toml", text.as_bytes()), expected, "{text}");
        }
        assert_eq!(recognise("a.toml", b"[sytem.emr]"), Recognised::Misspelt);
        assert_eq!(recognise("a.toml", b"system = \"{x}\"\n"), Recognised::Other);
        assert_eq!(recognise("a.toml", b"title = \"x\"\n[tool.x]\nsystem.a = 1"), Recognised::Other);
        assert_eq!(recognise("pyproject.toml", b"[project.urls]"), Recognised::Other);
        assert_eq!(recognise("a.facts.toml", b""), Recognised::Model(Format::Facts));
    }

    #[test]
    fn whoever_names_a_file_means_it() {
        assert_eq!(recognise_named("a.toml", b"[emr]"), NATIVE);
        assert_eq!(recognise_named("model", b"[system.emr]"), NATIVE);
        assert_eq!(recognise_named("photo.png", b"\x89PNG\0[system.emr]"), Recognised::Other);
    }
}
