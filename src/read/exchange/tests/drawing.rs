//! What is drawn, before anybody maps it: views with what they show, folders with what is kept in them, in the words of
//! either version.

use super::*;
use crate::read::archimate::{DrawnView, NOT_DRAWN};

/// The views of a drawing: their nodes, each behind the number of the one around it, and their connections.
pub fn views(drawing: &Drawing<'_>) -> Vec<String> {
    let end = |at: usize, first: fn(&DrawnView<'_>) -> u32, all: usize| drawing.views.get(at + 1).map_or(all, |next| first(next) as usize);
    let written = |(at, view): (usize, &DrawnView<'_>)| {
        let first = view.first_node as usize;
        let nodes = &drawing.nodes[first..end(at, |view| view.first_node, drawing.nodes.len())];
        let connections =
            &drawing.connections[view.first_connection as usize..end(at, |view| view.first_connection, drawing.connections.len())];
        let mut out = format!("{}:", view.name);
        for node in nodes {
            let parent = if node.parent == NOT_DRAWN { String::new() } else { format!("{}:", node.parent as usize - first) };
            let element = if node.element.is_none() { "·" } else { drawing.strings.get(node.element) };
            out += &format!(" {parent}{element}");
        }
        out += " |";
        for connection in connections {
            let relation = &drawing.text[connection.relation.range()];
            out += &format!(" {}", if relation.is_empty() { "·" } else { relation });
        }
        out
    };
    drawing.views.iter().enumerate().map(written).collect()
}

/// The elements of a drawing that are in folders, with the names of those from the outermost.
pub fn folders(drawing: &Drawing<'_>) -> Vec<String> {
    let placed = drawing.elements.iter().filter(|element| element.folder != NOT_DRAWN);
    let path = |mut folder: u32| {
        let mut names = Vec::new();
        while let Some(found) = drawing.folders.get(folder as usize) {
            assert!(found.parent == NOT_DRAWN || found.parent < folder, "a folder stands behind the one around it");
            names.push(found.name.as_ref());
            folder = found.parent;
        }
        names.reverse();
        names.join(" / ")
    };
    placed.map(|element| format!("{}: {}", drawing.strings.get(element.id), path(element.folder))).collect()
}

#[test]
fn views_have_names_nested_nodes_and_connections() {
    let text = model(
        r#"<views><viewpoints><viewpoint><name>No</name></viewpoint></viewpoints><diagrams>
          <view identifier="1" xsi:type="Diagram"><name xml:lang="en"> </name><name xml:lang="ru"> Обзор &amp; всё
          </name><name>Later</name><properties><property propertyDefinitionRef="p"><value>x</value></property></properties>
            <node identifier="n1" elementRef="a" xsi:type="Element"><style><fillColor r="1"/></style>
              <node identifier="n2" xsi:type="Container"><label>Group</label><node identifier="n3" elementRef="b&#x62;"/></node>
              <node identifier="n4" xsi:type="Label"><name>No</name></node></node>
            <node identifier="n5" elementRef=""/>
            <connection identifier="c1" relationshipRef="r" xsi:type="Relationship"><bendpoint x="1" y="2"/></connection>
            <connection identifier="c2" xsi:type="Line"/></view>
          <view identifier="2"/><view identifier="3"><name><![CDATA[<3>]]></name><node elementRef="a"/><connection relationshipRef=""/></view>
        </diagrams></views>
        <elements><element identifier="a" xsi:type="Node"/><element identifier="bb" xsi:type="Node"/></elements>
        <relationships><relationship identifier="r" source="a" target="bb" xsi:type="Composition"/></relationships>"#,
    );
    let (drawing, _) = draw(Mapping::standard(), FileId(0), &text);
    assert_eq!(views(&drawing), ["Обзор & всё: a 0:· 1:bb 0:· · | r ·", ": |", "<3>: a | ·"]);
    assert_eq!((drawing.counts.views, drawing.counts.properties), (3, 1));
    let at = &text[drawing.nodes[2].span.range()];
    assert_eq!(at, "<node identifier=\"n3\" elementRef=\"b&#x62;\"/>");
}

#[test]
fn organisations_are_folders_of_elements() {
    let text = model(
        r#"<organizations><item identifierRef="top"/><item><label xml:lang="ru"> </label><label xml:lang="ru">Слой &lt;1&gt;</label><label>Later</label>
             <item identifierRef="a"/><item identifierRef="r"/>
             <item><item identifierRef="b"/><item><documentation><label>No</label></documentation><label> Inner</label>
               <item identifierRef="c&amp;"><item identifierRef="d"/></item></item></item></item></organizations>
           <elements><element identifier="a" xsi:type="Node"/><element identifier="a" xsi:type="Node"/><element identifier="b" xsi:type="Node"/>
             <element identifier="c&amp;" xsi:type="Node"/><element identifier="d" xsi:type="Node"/><element identifier="top" xsi:type="Node"/>
             <element identifier="e" xsi:type="Node"/><element xsi:type="Node"/></elements>
           <organizations><item><label>Second</label><item identifierRef="a"/><item identifierRef="e"/></item></organizations>"#,
    );
    let (drawing, _) = draw(Mapping::standard(), FileId(0), &text);
    let layer = "Слой <1>";
    let expected = [
        format!("a: {layer}"),
        format!("a: {layer}"),
        format!("b: {layer}"),
        format!("c&: {layer} / Inner"),
        format!("d: {layer} / Inner"),
        "e: Second".to_string(),
    ];
    assert_eq!(folders(&drawing), expected);
    assert_eq!(drawing.folders.len(), 3);
}

#[test]
fn depth_and_names_of_folders_are_no_danger() {
    let depth = 100_000;
    let nested = |open: &str, close: &str, inside: &str| format!("{}{inside}{}", open.repeat(depth), close.repeat(depth));
    let text = model(&format!(
        "<elements><element identifier=\"a\" xsi:type=\"Node\"/></elements><organizations>{}</organizations><views>{}</views>",
        nested("<item><label>F</label>", "</item>", "<item identifierRef=\"a\"/>"),
        nested("<view><node>", "</node></view>", "<node elementRef=\"a\"/>"),
    ));
    let fragment = fragment(&text);
    assert_eq!((fragment.counts.views, fragment.problems.len()), (depth, 0));
    let (drawing, _) = draw(Mapping::standard(), FileId(0), &text);
    assert_eq!((drawing.folders.len(), drawing.nodes.len()), (depth, depth + 1));
}

#[test]
fn what_a_view_shows_and_the_file_does_not_hold_is_told() {
    check(
        r#"<elements><element identifier="a" xsi:type="Node"/></elements>
           <views><diagrams><view><name>V</name><node elementRef="a"/></view>
             <view><name>W</name><node elementRef="gone"/><connection relationshipRef="r"/><connection/></view></diagrams></views>"#,
        r#"
        node a ""
        Warning dangling-view-reference view=W, found=gone
        Warning dangling-view-reference view=W, found=r
        "#,
    );
}

#[test]
fn version_2_has_other_words_for_the_same() {
    let text = format!(
        r#"<model xmlns="{OLD_NAMESPACE}" xmlns:xsi="{INSTANCE}" identifier="m"><name xml:lang="en">M</name>
        <views><view identifier="v" viewpoint="Layered"><label xml:lang="en">Overview</label>
          <node identifier="n" type="group"><label>Group</label><node identifier="n2" elementref="a"/></node>
          <connection identifier="c" relationshipref="r" source="n2" target="n"/></view></views>
        <organization><item><label>Business</label><item identifierref="a"/></item></organization>
        <properties><property identifierref="p"><value>x</value></property></properties>
        <elements>
          <element identifier="a" xsi:type="ApplicationComponent"><label xml:lang="ru">А</label><label xml:lang="en">A</label>
            <properties><property identifierref="p"><value xml:lang="en">operating</value></property></properties></element>
          <element identifier="b" xsi:type="CommunicationPath"/><element identifier="n" xsi:type="Network"><label>N</label></element>
          <element identifier="c" xsi:type="ApplicationComponent"/>
        </elements>
        <relationships><relationship identifier="r" source="a" target="c" xsi:type="UsedByRelationship"/>
          <relationship identifier="f" source="a" target="c" xsi:type="FlowRelationship"><label>F</label></relationship></relationships>
        <propertydefs><propertydef identifier="p" name="Lifecycle" type="string"/></propertydefs></model>"#
    );
    let fragment = fragment(&text);
    let expected = r#"system a " | А | A"
  lifecycle = operating
node n "N"
  type = network
system c ""
  depends-on → a
flow f "F"
  source → a
  target → c
unmapped Path: 1
unmapped property: Lifecycle: 1
"#;
    assert_eq!(said(&fragment), expected);
    let counts = [fragment.counts.elements, fragment.counts.relations, fragment.counts.views, fragment.counts.properties];
    assert_eq!((fragment.version.as_str(), counts), ("2.1", [4, 2, 1, 2]));
    let (drawing, _) = draw(Mapping::standard(), FileId(0), &text);
    assert_eq!(views(&drawing), ["Overview: · 0:a | r"]);
    assert_eq!(folders(&drawing), ["a: Business"]);
}
