//! Files as they are after an accident: real ones and small ones, cut, doubled, swapped, with other bytes, with
//! entities and deep nests put in. Nothing makes the reader panic, what it tells has places inside the text, and what
//! a tree parser refuses is refused, or tolerated where the reader passes over it.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::read::archimate::NOT_DRAWN;
use crate::read::decode;
use crate::read::xml::Reason;

/// Larger files would take more than the few seconds that all of this may.
const LARGEST: usize = 64 * 1024;

static BASES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let real = collection::real().into_iter().map(|(_, text)| text).filter(|text| text.len() <= LARGEST);
    real.chain(WRITTEN.map(str::to_string)).collect()
});

/// Everything that the format has, in both versions.
const WRITTEN: [&str; 2] = [
    r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- c --><m:model xmlns:m="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
<m:name xml:lang="ru">Модель &amp; всё</m:name><m:metadata><schema xmlns="dc">x</schema></m:metadata>
<m:elements><m:element identifier="a" xsi:type="Node"><m:name xml:lang="kk">Түйін</m:name><m:documentation>x &lt; y</m:documentation>
<m:properties><m:property propertyDefinitionRef="p"><m:value xml:lang="en">1</m:value></m:property></m:properties></m:element>
<m:element identifier="b" xsi:type="ApplicationComponent"/></m:elements>
<m:relationships><m:relationship identifier="r" source="a" target="b" xsi:type="Access" accessType="Read"><m:name>r</m:name></m:relationship>
<m:relationship identifier="f" source="b" target="r" xsi:type="Flow"/></m:relationships>
<m:organizations><m:item><m:label>Слой</m:label><m:item identifierRef="a"/><m:item><m:label><![CDATA[<2>]]></m:label><m:item identifierRef="b"/></m:item></m:item></m:organizations>
<m:propertyDefinitions><m:propertyDefinition identifier="p" type="string"><m:name>Lifecycle</m:name></m:propertyDefinition></m:propertyDefinitions>
<m:views><m:diagrams><m:view identifier="v" xsi:type="Diagram"><m:name>V &#x416;</m:name><m:node identifier="n" elementRef="a" xsi:type="Element" x='1'>
<m:node identifier="o" elementRef="b"/><m:style><m:font name="Sans"/></m:style></m:node><m:connection identifier="c" relationshipRef="r" source="n" target="o"/>
</m:view></m:diagrams></m:views></m:model>"#,
    r#"<model xmlns="http://www.opengroup.org/xsd/archimate" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
<elements><element identifier="a" xsi:type="BusinessActor"><label xml:lang="en">A</label></element><element identifier="b" xsi:type="Network"/></elements>
<relationships><relationship identifier="r" source="a" target="b" xsi:type="UsedByRelationship"/></relationships>
<organization><item><label>F</label><item identifierref="a"><item identifierref="b"/></item></item></organization>
<propertydefs><propertydef identifier="p" name="P" type="string"/></propertydefs>
<views><view identifier="v"><label>V</label><node identifier="n" elementref="a"/><connection relationshipref="r"/></view></views></model>"#,
];

/// Where something happens: a share of the whole, moved on to the next such byte.
type At = (u16, Option<u8>);

#[derive(Clone, Debug)]
enum Accident {
    End(At),
    Cut(At, At),
    Double(At, At),
    Swap(At, At, At),
    Byte(At, u8),
    Insert(At, usize),
    Nest(At, usize, u16),
}

/// What gets into files that nobody meant to be there.
const PIECES: [&str; 24] = [
    "&lt;",
    "&gone;",
    "&#0;",
    "&#x10FFFF;",
    "&",
    "<",
    ">",
    "\"",
    "]]>",
    "<![CDATA[",
    "<!--",
    "--",
    "-->",
    "<?xml version='1.0'?>",
    "<?pi?>",
    "<!DOCTYPE model>",
    "<!DOCTYPE m [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "<node elementRef='a'/>",
    "</item>",
    "<p:x/>",
    " xmlns='other'",
    " identifier='a'",
    "\u{feff}",
    "\u{1}",
];

const NESTS: [(&str, &str); 5] = [
    ("<item>", "</item>"),
    ("<view><node>", "</node></view>"),
    ("<m:node>", "</m:node>"),
    ("<properties>", "</properties>"),
    ("<item><label>x</label>", ""),
];

fn accident() -> impl Strategy<Value = Accident> {
    let at = || (any::<u16>(), proptest::option::of(proptest::sample::select(&b"<>\"&/= \n"[..])));
    prop_oneof![
        at().prop_map(Accident::End),
        (at(), at()).prop_map(|(from, to)| Accident::Cut(from, to)),
        (at(), at()).prop_map(|(from, to)| Accident::Double(from, to)),
        (at(), at(), at()).prop_map(|(from, middle, to)| Accident::Swap(from, middle, to)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Accident::Byte(at, byte)),
        (at(), 0..PIECES.len()).prop_map(|(at, piece)| Accident::Insert(at, piece)),
        (at(), 0..NESTS.len(), 1..400u16).prop_map(|(at, nest, depth)| Accident::Nest(at, nest, depth)),
    ]
}

/// The offset that a place means in a file; accidents happen near each other as often as far apart.
fn offset(bytes: &[u8], (share, next): At) -> usize {
    let from = bytes.len() * usize::from(share) / (usize::from(u16::MAX) + 1);
    let found = next.and_then(|next| bytes[from..].iter().position(|byte| *byte == next));
    from + found.unwrap_or(0)
}

fn happen(bytes: &mut Vec<u8>, accident: &Accident) {
    let at = |at: &At| offset(bytes, *at);
    let span = |one: &At, other: &At| {
        let (one, other) = (at(one), at(other));
        // Most of what is lost or doubled is short.
        one.min(other)..one.max(other).min(one.min(other) + 2000)
    };
    match accident {
        Accident::End(end) => bytes.truncate(at(end)),
        Accident::Cut(from, to) => drop(bytes.drain(span(from, to))),
        Accident::Double(from, to) => {
            let span = span(from, to);
            let doubled = bytes[span.clone()].to_vec();
            bytes.splice(span.end..span.end, doubled);
        }
        Accident::Swap(from, middle, to) => {
            let (first, second) = (span(from, middle), at(to));
            let moved: Vec<u8> = bytes.drain(first).collect();
            let second = second.min(bytes.len());
            bytes.splice(second..second, moved);
        }
        Accident::Byte(place, byte) => {
            let place = at(place);
            if let Some(there) = bytes.get_mut(place) {
                *there = *byte;
            }
        }
        Accident::Insert(place, piece) => {
            let place = at(place);
            bytes.splice(place..place, PIECES[*piece].bytes());
        }
        Accident::Nest(place, nest, depth) => {
            let (open, close) = NESTS[*nest];
            let (place, depth) = (at(place), usize::from(*depth));
            bytes.splice(place..place, format!("{}{}", open.repeat(depth), close.repeat(depth)).bytes());
        }
    }
}

/// The reason why a reader of every event refuses a text, and the elements that are open at its place; `?` for those in
/// another namespace than the root.
fn refused(text: &str) -> Option<(Reason, Vec<String>)> {
    let mut reader = Reader::new(text);
    let (mut open, mut root) = (Vec::new(), None);
    loop {
        match reader.read() {
            Ok(Event::Open(tag)) => {
                let same = *root.get_or_insert(tag.namespace) == tag.namespace;
                if !tag.empty {
                    open.push(if same { tag.name } else { "?" }.to_string());
                }
            }
            Ok(Event::Close) => drop(open.pop()),
            Ok(Event::End) => return None,
            Err(fault) => return Some((fault.reason, open)),
        }
    }
}

/// Whether nothing of such a text may be tolerated wherever it stands: tags do not fit, or markup has no end.
fn is_about_balance(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::UnclosedTag
            | Reason::UnclosedValue
            | Reason::UnclosedComment
            | Reason::UnclosedInstruction
            | Reason::UnclosedCdata
            | Reason::UnclosedDoctype
            | Reason::UnclosedElement
            | Reason::WrongEnd
            | Reason::UnexpectedEnd
            | Reason::UnknownMarkup
            | Reason::NoRoot
            | Reason::SecondRoot
            | Reason::TextOutside
            | Reason::BadValue
            | Reason::BadComment
            | Reason::BadDoctype
    )
}

/// Whether the reader looks at every event inside of these elements, one around the other.
fn is_read(open: &[String]) -> bool {
    const INSIDE: [(&str, &[&str]); 6] = [
        ("elements", &["element"]),
        ("relationships", &["relationship"]),
        ("properties", &["property"]),
        ("element", &["name", "label", "documentation", "properties"]),
        ("relationship", &["properties"]),
        ("propertyDefinitions", &["propertyDefinition"]),
    ];
    let mut known: &[&str] = &["model"];
    for name in open {
        if !known.contains(&name.as_str()) {
            return false;
        }
        let inside = INSIDE.iter().find(|(around, _)| around == name);
        let sections: &[&str] = &["elements", "relationships", "properties", "propertyDefinitions"];
        known = if name == "model" { sections } else { inside.map_or(&[], |(_, inside)| inside) };
    }
    true
}

/// What must hold whatever a text is.
fn check_drawing(text: &str) {
    let (drawing, _) = draw(Mapping::standard(), FileId(0), text);
    assert_eq!((drawing.views.len(), drawing.elements.len()), (drawing.counts.views, drawing.counts.elements));
    let before = |parent: u32, at: usize| parent == NOT_DRAWN || (parent as usize) < at;
    assert!(drawing.nodes.iter().enumerate().all(|(at, node)| before(node.parent, at)));
    assert!(drawing.folders.iter().enumerate().all(|(at, folder)| before(folder.parent, at) && !folder.name.is_empty()));
    assert!(drawing.elements.iter().all(|element| before(element.folder, drawing.folders.len())));
    for view in drawing.views.windows(2) {
        assert!(view[0].first_node <= view[1].first_node && view[0].first_connection <= view[1].first_connection);
        assert!(
            drawing.nodes[view[0].first_node as usize..view[1].first_node as usize]
                .iter()
                .all(|node| { node.parent == NOT_DRAWN || node.parent >= view[0].first_node })
        );
    }
    let fragment = fragment(text);
    for place in fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
        assert!(text.get(place.span.range()).is_some(), "{place:?} is not in the text");
    }
    assert!(fragment.elements.len() <= fragment.counts.elements + fragment.counts.relations);
    let malformed = |code: Code| matches!(code, Code::MalformedXml | Code::DeclaredEntities);
    let is_refused = fragment.problems.iter().any(|problem| malformed(problem.code));
    match refused(text) {
        None => assert!(!is_refused, "well-formed and refused: {:?}", fragment.problems),
        Some((reason, open)) => {
            let may_pass = !is_about_balance(reason) && !is_read(&open);
            assert!(is_refused || may_pass, "{reason:?} in {open:?} is tolerated");
        }
    }
}

/// A tree parser refuses more than a reader of every event does in names outside ASCII, inside of a DOCTYPE and inside
/// of the XML declaration, which is decoding's matter.
fn compare_with_tree(text: &str) {
    let declaration = text.starts_with("<?xml ").then(|| text.find("?>")).flatten();
    let undeclared = declaration.map_or(text, |end| &text[end + "?>".len()..]);
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    if let Err(error) = roxmltree::Document::parse_with_options(undeclared, options) {
        let place = error.pos();
        let line = undeclared.lines().nth(place.row as usize - 1).unwrap_or_default();
        let in_name = line.chars().nth(place.col as usize - 1).is_some_and(|character| !character.is_ascii());
        let tolerated = in_name || matches!(error, roxmltree::Error::InvalidName(_)) || text.contains("<!DOCTYPE ");
        assert!(refused(text).is_some() || tolerated, "a tree parser refuses it: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_accident_makes_the_reader_panic_or_trust_what_is_broken(
        base in any::<proptest::sample::Index>(),
        accidents in proptest::collection::vec(accident(), 1..4),
    ) {
        let mut bytes = base.get(&BASES).clone().into_bytes();
        for accident in &accidents {
            happen(&mut bytes, accident);
        }
        // What is no text is refused before this reader sees it.
        if let Ok(text) = decode::decode(bytes) {
            check_drawing(&text);
            compare_with_tree(&text);
        }
    }
}

#[test]
fn without_an_accident_all_is_well() {
    for text in BASES.iter() {
        check_drawing(text);
        compare_with_tree(text);
        assert_eq!(refused(text), None);
    }
}
