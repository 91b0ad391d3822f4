//! What is written is read back as the same statements, whatever ids, names and texts a drawing has.

use proptest::prelude::*;

use super::*;
use crate::fragment::{self, DeclaredElement, Format, Fragment, Names, StatedAttribute, StatedLink, States};
use crate::place::{FileId, SourceFile, Span};
use crate::read::{ReadProject, native};
use crate::strings::StringId;

const SPAN: Span = Span { start: 0, end: 0 };

/// One element of a drawing: a system with a name, a description and what it depends on.
#[derive(Clone, Debug)]
struct Drawn {
    id: String,
    name: String,
    description: String,
    needs: Vec<String>,
    states: u8,
}

fn fragment(drawn: &[Drawn]) -> Fragment {
    let metamodel = Metamodel::standard();
    let system = metamodel.find_kind("system").expect("systems are kinds");
    let mut fragment = Fragment::new(FileId(0), Format::Exchange);
    for one in drawn {
        let element = fragment.elements.len() as u32;
        let id = fragment.strings.intern(&one.id);
        let names = if one.name.is_empty() { Names::NONE } else { Names::plain(fragment.strings.push(&one.name)) };
        fragment.elements.push(DeclaredElement {
            id,
            kind: system,
            states: States(one.states),
            names,
            drawn: fragment::Drawn::NOT,
            span: SPAN,
        });
        let attribute = metamodel.attribute_of(system, "description").expect("systems are described");
        let value = Value::Text(one.description.as_str().into());
        fragment.attributes.push(StatedAttribute { element, attribute, value, span: SPAN });
        let link = metamodel.link_of(system, "depends-on").expect("systems depend on systems");
        for end in &one.needs {
            let end = if end == NONE { StringId::NONE } else { fragment.strings.intern(end) };
            fragment.links.push(StatedLink { element, link, end, span: SPAN });
        }
    }
    fragment
}

fn stated(fragment: Fragment) -> Stated {
    let mut project = ReadProject::new("p", ".");
    project.fragments.push((States::BOTH, fragment));
    Stated::new(Metamodel::standard(), project, None, Language::En)
}

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("a", ""));
    sources
}

fn written(stated: &Stated) -> Native {
    write(Metamodel::standard(), stated, &sources(), Language::En)
}

fn read_back(text: &str) -> Result<Stated, TestCaseError> {
    let fragment = native::read(Metamodel::standard(), FileId(0), text);
    prop_assert!(fragment.problems.is_empty(), "{:?}\n{text}", fragment.problems);
    Ok(stated(fragment))
}

/// Everything that is stated, in words: names apart from those of blanks, descriptions, ends.
fn said(stated: &Stated, renamed: &[(String, String)]) -> Vec<String> {
    let new = |id: &str| renamed.iter().find(|(old, _)| old == id).map_or(id, |(_, new)| new).to_string();
    let mut said = Vec::new();
    for element in &stated.elements {
        let id = new(stated.text(element.id));
        let names = element.names.0.map(|name| stated.text(name)).map(|name| if name.trim().is_empty() { "" } else { name });
        said.push(format!("{id}: {names:?}"));
        for (states, declaration) in &element.declarations {
            for (_, value) in &declaration.attributes {
                let text = match value {
                    Value::Text(text) => text.to_string(),
                    Value::Localized(texts) => texts[0].to_string(),
                    other => format!("{other:?}"),
                };
                said.push(format!("{id} in {}: {text:?}", states.0));
            }
            for (_, end) in &declaration.links {
                let end = match end {
                    Reference::Own(at) => new(stated.id(*at)),
                    other => format!("{other:?}"),
                };
                said.push(format!("{id} in {} needs {end:?}", states.0));
            }
        }
    }
    said.sort();
    said
}

fn any_text() -> impl Strategy<Value = String> {
    "(none|\\PC|\"|\\\\|\n|\r|\t|\u{1}|\u{7f}|\u{85}|\u{202e}|\u{feff}|'|#|=|\\[|\\]|\\{){0,12}"
}

fn any_drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (any_text(), any_text(), any_text(), prop::collection::vec(0..6usize, 0..4), 1..4u8);
    prop::collection::vec(one, 1..6).prop_map(|all| {
        let ids: Vec<String> = all.iter().map(|(id, ..)| id.clone()).collect();
        let mut drawn: Vec<Drawn> = Vec::new();
        for (id, name, description, needs, states) in all {
            if id.is_empty() || drawn.iter().any(|other| other.id == id) {
                continue;
            }
            let needs = needs.into_iter().map(|at| ids.get(at).filter(|id| !id.is_empty()).cloned().unwrap_or("gone".into())).collect();
            drawn.push(Drawn { id, name, description, needs, states });
        }
        // The property `none` of a link states that there is none; whoever bears that id is renamed.
        drawn.iter_mut().for_each(|one| one.needs.retain(|end| end != NONE));
        drawn
    })
}

proptest! {
    #[test]
    fn any_drawing_is_read_back_as_it_was_stated(drawn in any_drawn()) {
        let original = stated(fragment(&drawn));
        let native = written(&original);
        let back = read_back(&native.text)?;
        // A model of one state need not say which.
        let one_state = drawn.iter().all(|one| one.states == drawn[0].states);
        let plain = |said: Vec<String>| -> Vec<String> {
            said.into_iter().map(|line| if one_state { line.replace(" in 1", " in 3").replace(" in 2", " in 3") } else { line }).collect()
        };
        let ours: Vec<String> = plain(said(&original, &native.renamed));
        prop_assert_eq!(ours, plain(said(&back, &[])), "{}", native.text);
        let again = written(&back).text;
        prop_assert_eq!(&written(&read_back(&again)?).text, &again, "a native model is written as it is");
    }

    #[test]
    fn the_order_of_a_drawing_does_not_show(drawn in any_drawn()) {
        let mut turned = drawn.clone();
        turned.reverse();
        prop_assert_eq!(written(&stated(fragment(&turned))).text, written(&stated(fragment(&drawn))).text);
    }
}
