//! A model as native TOML: kinds in the order of the metamodel, elements by id, so that the same model is the same
//! text whatever the order it was drawn in.

use crate::metamodel::Metamodel;
use crate::read::ReadProject;

/// The elements of a project with their names.
pub fn write(metamodel: &Metamodel, project: &ReadProject) -> String {
    let mut elements = Vec::new();
    for (_, fragment) in &project.fragments {
        let strings = &fragment.strings;
        elements.extend(fragment.elements.iter().map(|element| (element.kind, strings.get(element.id), strings.get(element.names.0[1]))));
    }
    elements.sort();
    elements.dedup_by_key(|(kind, id, _)| (*kind, *id));
    let mut out = String::new();
    for (kind, id, name) in elements {
        out.push_str(&format!("[{}.{}]\n", metamodel.kind(kind).name, toml_key(id)));
        if !name.is_empty() {
            out.push_str(&format!("name = {}\n", toml_text(name)));
        }
        out.push('\n');
    }
    out
}

fn toml_key(id: &str) -> String {
    let bare = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if bare { id.to_string() } else { toml_text(id) }
}

fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if character.is_control() => out.push_str(&format!("\\u{:04X}", character as u32)),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}
