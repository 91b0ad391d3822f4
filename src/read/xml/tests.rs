//! What the reader refuses, compared with roxmltree, which builds a tree and refuses what XML forbids.

use super::*;

/// The tags, or the reason and the text at its place.
fn walk(text: &str) -> Result<Vec<String>, (Reason, String)> {
    walk_with(Reader::new(text), text)
}

fn walk_with(mut reader: Reader<'_>, text: &str) -> Result<Vec<String>, (Reason, String)> {
    let mut names = Vec::new();
    loop {
        match reader.read() {
            Ok(Event::Open(tag)) => {
                let attributes: Vec<_> = reader.attributes().iter().map(|a| format!(" {}={}", a.name, a.value())).collect();
                names.push(format!("{}{}", tag.name, attributes.concat()));
            }
            Ok(Event::Close) => names.push("/".to_string()),
            Ok(Event::End) => return Ok(names),
            Err(fault) => return Err((fault.reason, text[fault.span.range()].to_string())),
        }
    }
}

fn refused(text: &str) -> Option<Reason> {
    walk(text).err().map(|(reason, _)| reason)
}

#[test]
fn tags_and_attributes_come_as_they_are_meant() {
    let text = "\u{feff}<?xml version='1.0'?><!-- c --><a x='1&amp;2' y=\"\n&#x416;\"><b/>text<![CDATA[<]]><?pi?></a>\n";
    assert_eq!(walk(text), Ok(vec!["a x=1&2 y= Ж".into(), "b".into(), "/".into()]));
}

#[test]
fn text_is_joined_resolved_and_ends_lines_with_one_character() {
    let mut reader = Reader::new("<a>x &lt;<!-- y --> z\r\n<b>no</b><![CDATA[&amp;]]>&#33;</a>");
    assert!(matches!(reader.read(), Ok(Event::Open(_))));
    assert_eq!(reader.content().as_deref(), Ok("x < z\n&amp;!"));
    assert!(matches!(reader.read(), Ok(Event::End)));
}

#[test]
fn prefixes_mean_what_is_declared_around_them() {
    let mut reader = Reader::new("<a xmlns='one' xmlns:p='two'><p:b p:x='1' xmlns:p='three'/><p:c/></a>");
    let mut found = Vec::new();
    while let Ok(Event::Open(tag)) = reader.read() {
        let attribute = reader.attributes().first().map(|attribute| reader.address(attribute.namespace).to_string());
        found.push((tag.name, reader.address(tag.namespace).to_string(), attribute.unwrap_or_default()));
    }
    let expected = [("a", "one", "http://www.w3.org/2000/xmlns/"), ("b", "three", "three"), ("c", "two", "")];
    let expected = expected.map(|(name, address, attribute)| (name, address.to_string(), attribute.to_string()));
    assert_eq!(found[0].1, expected[0].1);
    assert_eq!(found[1..], expected[1..]);
}

#[test]
fn faults_have_their_reason_and_their_place() {
    for (text, reason, place) in [
        ("<a><b x='1'></a>", Reason::WrongEnd, "</a>"),
        ("<a/></b>", Reason::UnexpectedEnd, "</b>"),
        ("<a><b>", Reason::UnclosedElement, ">"),
        ("<a x='1", Reason::UnclosedValue, "<a"),
        ("<a><b", Reason::UnclosedTag, "<b"),
        ("<a/><b/>", Reason::SecondRoot, "<b/>"),
        ("<a/> junk ", Reason::TextOutside, "junk"),
        ("junk<a/>", Reason::TextOutside, "junk"),
        ("<a><p:b/></a>", Reason::UnknownPrefix, "p"),
        ("<a p:x='1'/>", Reason::UnknownPrefix, "p"),
        ("<a x='1' y='2' x='3'/>", Reason::DuplicateAttribute, "x"),
        ("<a xmlns:p='n' xmlns:q='n' p:x='1' q:x='2'/>", Reason::DuplicateAttribute, "q:x"),
        ("<a x='&e;'/>", Reason::UnknownEntity, "&e;"),
        ("<a>&e;</a>", Reason::UnknownEntity, "&e;"),
        ("<a>R&D</a>", Reason::BadReference, "&"),
        ("<a>&#27;</a>", Reason::ForbiddenCharacter, "&#27;"),
        ("<a>\u{1b}</a>", Reason::ForbiddenCharacter, "\u{1b}"),
        ("<a x='\u{1}'/>", Reason::ForbiddenCharacter, "\u{1}"),
        ("<a>ж\u{fffe}</a>", Reason::ForbiddenCharacter, "\u{fffe}"),
        ("<a x='<'/>", Reason::BadValue, "<"),
        ("<a x=1/>", Reason::BadAttribute, "x="),
        ("<a x='1'y='2'/>", Reason::BadAttribute, "y"),
        ("<1a/>", Reason::BadName, "<1a"),
        ("<a>]]></a>", Reason::BadText, "]]>"),
        ("<a><!-- x -- y --></a>", Reason::BadComment, "--"),
        ("<a/><?xml version='1.0'?>", Reason::LateDeclaration, "<?xml version='1.0'?>"),
        ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", Reason::DeclaredEntities, "<!ENTITY"),
        ("<a/><!DOCTYPE a>", Reason::BadDoctype, "<!DOCTYPE a>"),
        ("<a xmlns:p=''/>", Reason::BadNamespace, "xmlns:p"),
        ("<!-- nothing -->", Reason::NoRoot, ">"),
        ("", Reason::NoRoot, ""),
    ] {
        assert_eq!(walk(text), Err((reason, place.to_string())), "{text}");
    }
}

/// The tags inside the root as a scan finds them, with the attribute `x` and the text of `t`.
fn scan(text: &str) -> Result<Vec<String>, (Reason, String)> {
    let mut reader = Reader::new(text);
    let told = |fault: Box<Fault>| (fault.reason, text[fault.span.range()].to_string());
    let Event::Open(root) = reader.read().map_err(told)? else { panic!("`{text}` has a root") };
    let mut found = Vec::new();
    if !root.empty {
        reader.begin_scan();
        loop {
            let tag = match reader.scan().map_err(told)? {
                Scan::Open(tag) => tag,
                Scan::Close => {
                    found.push("/".to_string());
                    continue;
                }
                Scan::End => break,
            };
            reader.scan_attributes(&tag).map_err(told)?;
            let value = reader.attribute(Namespace::NONE, "x").map(|x| format!(" x={}", x.value())).unwrap_or_default();
            let content = if tag.name == "t" { reader.scan_content(&tag).map_err(told)? } else { Cow::Borrowed("") };
            found.push(format!("{}{value}{content}", tag.name));
        }
    }
    reader.read().map(|_| found).map_err(told)
}

#[test]
fn a_scan_tells_tags_and_what_it_is_asked_for() {
    let text = "<a><b x='>&lt;'><b/></b ><!-- <c> --><![CDATA[<d>]]><?e <f>?>&unknown;<p:g y=\"'/>\" x = ''/>\
                <t> 1<u><t>no</t></u><![CDATA[<2>]]><!-- x --><?pi?>&amp;\r\n3</t><t/></a>";
    assert_eq!(scan(text), Ok(["b x=><", "b", "/", "g x=", "t 1<2>&\n3", "t"].map(String::from).to_vec()));
}

#[test]
fn a_scan_checks_the_balance_of_tags() {
    for (text, reason, place) in [
        ("<a><b></a>", Reason::WrongEnd, "</a>"),
        ("<a><b></bb></a>", Reason::WrongEnd, "</bb>"),
        ("<a><b>", Reason::UnclosedElement, ">"),
        ("<a><b x='></b></a>", Reason::BadValue, "<"),
        ("<a><b x='></b", Reason::BadValue, "<"),
        ("<a><b x='>b", Reason::UnclosedValue, "<b"),
        ("<a><b <c/></a>", Reason::UnclosedTag, "<b"),
        ("<a><b x/></a>", Reason::BadAttribute, "x"),
        ("<a><b x='&e;'/></a>", Reason::UnknownEntity, "&e;"),
        ("<a><t>&e;</t></a>", Reason::UnknownEntity, "&e;"),
        ("<a><t>x", Reason::UnclosedElement, "x"),
        ("<a><t><![CDATA[x]]</t></a>", Reason::UnclosedCdata, "<!"),
        ("<a><!-- </a>", Reason::UnclosedComment, "<!"),
        ("<a><b/>\u{2}</a>", Reason::ForbiddenCharacter, "\u{2}"),
        ("<a></a><a/>", Reason::SecondRoot, "<a/>"),
    ] {
        assert_eq!(scan(text), Err((reason, place.to_string())), "{text}");
    }
}

#[test]
fn depth_is_no_danger() {
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert_eq!(walk(&deep).map(|names| names.len()), Ok(400_000));
    assert_eq!(scan(&deep).map(|names| names.len()), Ok(399_998));
}

/// What roxmltree refuses and we tolerate: the inside of a DOCTYPE that declares no entities, and the few characters
/// outside ASCII that no name may hold.
fn is_tolerated(text: &str, error: &roxmltree::Error) -> bool {
    matches!(error, roxmltree::Error::InvalidName(_)) && !text.is_ascii() || text.contains("<!DOCTYPE ")
}

/// A text that stands between two others is read as if it stood alone.
fn compare_part(text: &str) {
    let whole = format!("<x a='Ж'>\u{1}\n{text}\n</y> <b");
    let start = whole.find('\n').expect("there is a line end") + 1;
    let part = || Reader::of_part(&whole, start..start + text.len());
    assert_eq!(walk_with(part(), &whole), walk(text), "{text:?}");
    let fault = |mut reader: Reader<'_>| loop {
        match reader.read() {
            Ok(Event::End) => return None,
            Ok(_) => {}
            Err(fault) => return Some(fault.span),
        }
    };
    let moved = |span: Span| Span::new(span.start as usize + start, span.end as usize + start);
    assert_eq!(fault(part()), fault(Reader::new(text)).map(moved), "{text:?}");
}

fn compare(text: &str) {
    compare_part(text);
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    if let Err(error) = roxmltree::Document::parse_with_options(text, options) {
        assert!(refused(text).is_some() || is_tolerated(text, &error), "roxmltree refuses {text:?}: {error}");
    }
}

proptest::proptest! {
    /// Pieces of markup in any order: what the oracle refuses, we refuse.
    #[test]
    fn what_a_tree_parser_refuses_is_refused(pieces in proptest::collection::vec(0usize..PIECES.len(), 0..12)) {
        let inside: String = pieces.iter().map(|at| PIECES[*at]).collect();
        compare(&inside);
        compare(&format!("<a>{inside}</a>"));
        compare(&format!("<a xmlns:p='n' {inside}/>"));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "[<>/a-c'\"=& ;!?\\[\\]#x0-9:\\-ж\u{1}\r\n]{0,40}") {
        compare(&text);
        let _ = scan(&format!("<a>{text}</a>"));
        let mut reader = Reader::new(&text);
        if let Ok(Event::Open(Tag { empty: false, .. })) = reader.read() {
            let _ = reader.content();
        }
    }
}

const PIECES: [&str; 34] = [
    "<b>",
    "</b>",
    "<b/>",
    "<p:b/>",
    "<q:b/>",
    "<b x='1'/>",
    "<b x='1' x='2'/>",
    "<b p:x='1'/>",
    "<b q:x='1'/>",
    "<b x=1/>",
    "<b x/>",
    "<b x='<'/>",
    "<b x='&amp;'/>",
    "<b x='&e;'/>",
    "text",
    "ж",
    "&lt;",
    "&e;",
    "&#1;",
    "&#x41;",
    "&",
    "]]>",
    "<![CDATA[<]]>",
    "<!-- c -->",
    "<!-- -- -->",
    "<?pi?>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a>",
    " x='1'",
    " y=\"2\"",
    "\u{1}",
    "\n",
    "<",
    ">",
];

/// The broken files beside the repository, where it has them.
#[test]
fn broken_files_are_refused_where_a_tree_parser_refuses_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models/torture");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "`{}` is missing", folder.display());
        eprintln!("SKIPPED: there is no collection of models at `{}`", folder.display());
        return;
    };
    let mut compared = 0;
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        let is_xml = path.extension().is_some_and(|ending| ending == "xml" || ending == "archimate");
        // The tree of the deepest ones would fill the stack when it is dropped or built.
        let deep = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("07"));
        if let (true, Ok(text)) = (is_xml && !deep, std::fs::read_to_string(&path)) {
            compare(&text);
            compared += 1;
        }
    }
    assert!(compared >= 15, "only {compared} files were compared");
}
