//! What goes into a drawing comes out of it again, byte for byte, and a reader of XML finds what was said, where a
//! schema wants it.

use proptest::prelude::*;

use super::*;
use crate::read::archimate::is_annotation;

const DIALECTS: [Dialect; 4] = [Dialect::Archi, Dialect::Coarchi, Dialect::Exchange, Dialect::OldExchange];

/// A drawing of one element `a`, laid out in one of many ways; `inside` is what it holds.
fn drawing(dialect: Dialect, prefix: &str, inside: &str, definitions: &str, end: &str, views: bool) -> String {
    let p = prefix;
    let (open, close) = match end {
        "/>" => ("/>".to_string(), String::new()),
        end => (">".to_string(), format!("{inside}</{}element{end}", if dialect.is_exchange() { p } else { "" })),
    };
    let views = if views { format!("\n  <{p}views/>") } else { String::new() };
    match dialect {
        Dialect::Archi => format!(
            "<archimate:model xmlns:archimate=\"http://www.archimatetool.com/archimate\" id=\"m\">\n  <folder id=\"f\">\n    <element id=\"a\" name=\"ä\" {open}{close}\n    <element id=\"b\"/>\n  </folder>\n  <purpose>x</purpose>\n</archimate:model>\n"
        ),
        Dialect::Coarchi => {
            let close = close.replace("</element", "</archimate:Node");
            format!("<archimate:Node\n    xmlns:archimate=\"http://www.archimatetool.com/archimate\"\n    id=\"a\"{open}{close}")
        }
        Dialect::Exchange | Dialect::OldExchange => {
            let namespace = if p.is_empty() { "xmlns".to_string() } else { format!("xmlns:{}", p.trim_end_matches(':')) };
            let (name, address) = match dialect {
                Dialect::Exchange => ("name", "http://www.opengroup.org/xsd/archimate/3.0/"),
                _ => ("label", "http://www.opengroup.org/xsd/archimate"),
            };
            format!(
                "<?xml version=\"1.0\"?>\n<{p}model {namespace}=\"{address}\" identifier=\"m\">\n  <{p}name>x</{p}name>\n  <{p}elements>\n    <{p}element identifier=\"a\" {open}{close}\n    <{p}element identifier=\"b\"><{p}{name}>b</{p}{name}></{p}element>\n  </{p}elements>\n{definitions}  <{p}relationships/>{views}\n</{p}model>\n"
            )
        }
    }
}

fn any_drawing() -> impl Strategy<Value = (Dialect, String)> {
    let inside = prop::sample::select(vec![
        "",
        " ",
        "\n    ",
        "<!-- c -->",
        "\n      <P:name>x</P:name>\n    ",
        "<P:name>x</P:name>",
        "\n      <P:documentation>d</P:documentation>\n    ",
        "<P:properties/>",
        "<P:properties></P:properties>",
        "<P:properties>\n</P:properties >",
        "<P:properties><!-- c --></P:properties>",
        "\n      <P:properties>\n        <P:property propertyDefinitionRef=\"p\" identifierref=\"p\"/>\n      </P:properties>\n    ",
        "\n      <property key=\"k\" value=\"v\"/>\n    ",
        "\n  <properties\n      key=\"k\"\n      value=\"v\"/>\n",
        "\n<source/><target/>\n",
    ]);
    let definitions = prop::sample::select(vec![
        "",
        "<P:DS/>\n",
        "<P:DS></P:DS>",
        "  <P:DS>\n    <P:D identifier=\"saikes-1\" name=\"x\"><P:name>x</P:name></P:D>\n  </P:DS>\n",
    ]);
    let end = prop::sample::select(vec![">", " >", "\t>", "\n>", "/>"]);
    let layout = prop::sample::select(vec!["\n", "\r\n", ""]);
    let prefix = prop::sample::select(vec!["", "am:"]);
    (prop::sample::select(DIALECTS.to_vec()), inside, definitions, end, layout, prefix, any::<bool>(), any::<bool>()).prop_map(
        |(dialect, inside, definitions, end, line_end, prefix, tabs, views)| {
            let own = if dialect.is_exchange() { prefix } else { "" };
            let definitions = definitions.replace("DS", dialect.definitions()).replace("P:D ", &format!("P:{} ", dialect.definition()));
            let definitions = definitions.replace("P:D>", &format!("P:{}>", dialect.definition()));
            let text = drawing(dialect, own, &inside.replace("P:", own), &definitions.replace("P:", own), end, views);
            let text = if tabs { text.replace("  ", "\t") } else { text };
            // Without line ends there is no indent either, but the declaration of a namespace needs its blank.
            let text = if line_end.is_empty() { text.replace('\n', " ").replace("  ", "") } else { text.replace('\n', line_end) };
            (dialect, text)
        },
    )
}

fn any_notes() -> impl Strategy<Value = Notes> {
    let value = "(\\PC|\"|<|&|>|]]>|'|\n|\r|\t|\u{1}|\u{ffff}|\u{85}){0,20}";
    let note = ("[0-9]{1,3}/[0-9.]{1,4}", value).prop_map(|(slug, value)| Note { key: format!("saikes: {slug}"), slug, value });
    let notes = || prop::collection::vec(note.clone(), 0..4);
    (notes(), notes(), notes()).prop_map(|(model, a, b)| {
        let of = [("a".to_string(), a), ("b".to_string(), b), ("elsewhere".to_string(), Vec::new())].into_iter().collect();
        Notes { lang: "ru", model, of }
    })
}

/// The values under the keys of annotations of an element, as a reader of XML finds them.
fn said(document: &roxmltree::Document<'_>, dialect: Dialect, id: &str) -> Vec<(String, String)> {
    let owner = document.descendants().find(|node| {
        let is = |name: &str| node.attribute(name) == Some(id);
        node.is_element() && (is("id") || is("identifier"))
    });
    let Some(owner) = owner else { return Vec::new() };
    let text = |value: Option<&str>| value.unwrap_or_default().to_string();
    let name_of = |reference: &str| {
        let definition = document.descendants().find(|node| node.attribute("identifier") == Some(reference)).expect("it is defined");
        let name = definition.children().find(|child| child.tag_name().name() == "name").and_then(|name| name.text());
        text(definition.attribute("name").or(name))
    };
    let all: Vec<(String, String)> = match dialect {
        Dialect::Archi | Dialect::Coarchi => {
            let properties = owner.children().filter(|child| child.attribute("key").is_some());
            properties.map(|property| (text(property.attribute("key")), text(property.attribute("value")))).collect()
        }
        Dialect::Exchange | Dialect::OldExchange => {
            let space = owner.tag_name().namespace();
            let is_holder =
                |child: &roxmltree::Node<'_, '_>| child.tag_name().name() == "properties" && child.tag_name().namespace() == space;
            let holders: Vec<_> = owner.children().filter(is_holder).collect();
            assert!(holders.len() <= 1, "there is one place for properties");
            let properties =
                holders.into_iter().flat_map(|holder| holder.children().filter(|child| child.is_element()).collect::<Vec<_>>());
            let named = properties.filter(|property| property.attribute(dialect.key()) != Some("p")).map(|property| {
                let value = property.children().find(|child| child.is_element()).expect("it has a value");
                assert_eq!(value.attribute(("http://www.w3.org/XML/1998/namespace", "lang")), Some("ru"));
                (name_of(property.attribute(dialect.key()).expect("it refers to a key")), text(value.text()))
            });
            named.collect()
        }
    };
    all.into_iter().filter(|(key, _)| is_annotation(key)).collect()
}

/// A text as XML can hold it.
fn possible(text: &str) -> String {
    text.chars().map(|c| if (c < ' ' && !"\t\n\r".contains(c)) || c > '\u{fffd}' && c < '\u{10000}' { '\u{fffd}' } else { c }).collect()
}

/// The places of sections in an exchange file, in the order of the schema.
fn in_order(document: &roxmltree::Document<'_>, dialect: Dialect) -> bool {
    let order: &[&str] = match dialect {
        Dialect::Exchange => &[
            "name",
            "documentation",
            "properties",
            "metadata",
            "elements",
            "relationships",
            "organizations",
            "propertyDefinitions",
            "views",
        ],
        _ => &["metadata", "name", "documentation", "properties", "elements", "relationships", "organization", "propertydefs", "views"],
    };
    let root = document.root_element();
    let ranks: Vec<usize> = root
        .children()
        .filter(|child| child.is_element())
        .filter_map(|child| order.iter().position(|name| *name == child.tag_name().name()))
        .collect();
    ranks.is_sorted()
}

proptest! {
    #[test]
    fn what_is_put_in_is_found_and_comes_out_again((dialect, text) in any_drawing(), notes in any_notes()) {
        prop_assert_eq!(stripped(&text, dialect).map_err(|fault| TestCaseError::fail(format!("{fault:?}\n{text}")))?, text.clone());
        let annotated = annotated(&text, dialect, &notes).map_err(|fault| TestCaseError::fail(format!("{fault:?}")))?;
        let document = roxmltree::Document::parse(&annotated.text).map_err(|error| TestCaseError::fail(format!("{error}\n{}", annotated.text)))?;
        for id in if dialect == Dialect::Coarchi { &["a"][..] } else { &["a", "b", "m"] } {
            let meant = if *id == "m" { &notes.model } else { &notes.of[*id] };
            let meant: Vec<(String, String)> = meant.iter().map(|note| (note.key.clone(), possible(&note.value))).collect();
            prop_assert_eq!(said(&document, dialect, id), meant, "{} in\n{}", id, annotated.text);
        }
        if dialect.is_exchange() && !text.contains(dialect.definitions()) {
            prop_assert!(in_order(&document, dialect), "{}", annotated.text);
        }
        let back = stripped(&annotated.text, dialect).map_err(|fault| TestCaseError::fail(format!("{fault:?}")))?;
        prop_assert_eq!(&back, &text, "by way of\n{}", annotated.text);
        let again = super::annotated(&back, dialect, &notes).map_err(|fault| TestCaseError::fail(format!("{fault:?}")))?;
        prop_assert_eq!(again.text, annotated.text);
    }
}

#[test]
fn a_program_that_writes_the_file_anew_leaves_annotations_that_can_still_be_taken_out() {
    let saved = "<archimate:model xmlns:archimate=\"http://www.archimatetool.com/archimate\">\n  <folder>\n    <element id=\"a\">\n      <property value=\"x\" key=\"saikes: 1/1\"></property>\n      <property key=\"kind\" value=\"system\"/>\n      <property key=\" saikes: verdict\"/>\n    </element>\n    <element id=\"b\">\n      <property key=\"saikes: 1/1\" value=\"x\"/>\n    </element>\n  </folder>\n</archimate:model>\n";
    let expected = "<archimate:model xmlns:archimate=\"http://www.archimatetool.com/archimate\">\n  <folder>\n    <element id=\"a\">\n      <property key=\"kind\" value=\"system\"/>\n    </element>\n    <element id=\"b\"/>\n  </folder>\n</archimate:model>\n";
    assert_eq!(stripped(saved, Dialect::Archi).expect("it is XML"), expected);
}
