//! What the reader makes of models of Archi: small ones written here, and the collection of real and broken ones that
//! lies beside the repository.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::*;
use crate::read::archimate::{ElementType, RelationType, ViewKind};
use crate::read::decode;
use crate::read::zipped;
use crate::value::Value;

/// Everything that the file draws, before it is mapped.
pub fn drawing(text: &str) -> Drawing<'_> {
    let mut archi = Archi::new(Mapping::standard(), FileId(0), text);
    archi.read_all();
    archi.drawing
}

fn fragment(text: &str) -> Fragment {
    read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), text)
}

/// A model with these folders.
fn model(inside: &str) -> String {
    format!(
        "<archimate:model xmlns:xsi=\"{INSTANCE}\" xmlns:archimate=\"{}\" name=\"M\" id=\"m\" version=\"5.0.0\">{inside}</archimate:model>",
        NAMESPACES[0]
    )
}

/// A model with these concepts in one folder.
fn folder(concepts: &str) -> String {
    model(&format!("<folder name=\"F\" id=\"f\" type=\"business\">{concepts}</folder>"))
}

/// What a fragment says, one fact a line, in words of the metamodel.
fn said(fragment: &Fragment) -> Vec<String> {
    let metamodel = Metamodel::standard();
    let strings = &fragment.strings;
    let mut lines = Vec::new();
    for (at, element) in fragment.elements.iter().enumerate() {
        let mut line = format!("{} {} {:?}", metamodel.kind(element.kind).name, strings.get(element.id), strings.get(element.names.0[1]));
        for stated in fragment.attributes.iter().filter(|stated| stated.element as usize == at) {
            let value = match &stated.value {
                Value::Word(word) => metamodel.word(*word).to_string(),
                other => format!("{other:?}"),
            };
            write!(line, " {}={value}", metamodel.attribute(stated.attribute).name).expect("strings take everything");
        }
        for stated in fragment.links.iter().filter(|stated| stated.element as usize == at) {
            write!(line, " {}→{}", metamodel.link(stated.link).name, strings.get(stated.end)).expect("strings take everything");
        }
        lines.push(line);
    }
    lines.extend(fragment.counts.unmapped.iter().map(|(name, count)| format!("unmapped {name}: {count}")));
    lines
}

/// The problems of a fragment: code, arguments and what is underlined.
fn problems(text: &str, fragment: &Fragment) -> Vec<String> {
    let told = fragment.problems.iter().map(|problem| {
        let arguments: Vec<&str> = problem.arguments.iter().map(|(_, value)| value.as_str()).collect();
        let place = problem.place.map_or("", |place| &text[place.span.range()]);
        format!("{} {} at {}", problem.code.name(), arguments.join(", "), place.chars().take(44).collect::<String>())
    });
    told.collect()
}

#[test]
fn concepts_have_names_documentation_and_properties() {
    let text = folder(
        r#"<element xsi:type="archimate:ApplicationComponent" name=" Паспорт &amp; здоровье " id="emr">
             <documentation>Хранит &lt;всё&gt;</documentation><property key="Lifecycle" value="operating"/><property key="Цвет" value="1"/>
             <property key="" value="?!"/><property key="пусто" value=" "/>
           </element>
           <element xsi:type="archimate:BusinessActor" id="moh"/><element xsi:type="archimate:Principle" name="P" id="p"/>
           <element xsi:type="archimate:AssignmentRelationship" id="r" source="moh" target="emr"/>"#,
    );
    let fragment = fragment(&text);
    let expected = [
        "system emr \"Паспорт & здоровье\" description=Text(\"Хранит <всё>\") lifecycle=operating owner→moh",
        "agency moh \"\"",
        "unmapped Principle: 1",
        "unmapped property: : 1",
        "unmapped property: Цвет: 1",
    ];
    assert_eq!(said(&fragment), expected);
    assert_eq!(problems(&text, &fragment), [""; 0]);
    let counts = &fragment.counts;
    assert_eq!([counts.elements, counts.relations, counts.properties], [3, 1, 4]);
    assert_eq!(fragment.version, "5.0.0");
}

#[test]
fn relationships_have_modes_names_and_ends_on_relationships() {
    let text = folder(
        r#"<element xsi:type="archimate:AccessRelationship" id="w" source="a" target="d"/>
           <element xsi:type="archimate:AccessRelationship" id="r" source="a" target="d" accessType="1"/>
           <element xsi:type="archimate:AccessRelationship" id="n" source="a" target="d" accessType="2"/>
           <element xsi:type="archimate:AccessRelationship" id="b" source="a" target="d" accessType="3"/>
           <element xsi:type="archimate:AssociationRelationship" name="о чём" id="u" source="w" target="d"/>
           <element xsi:type="archimate:AssociationRelationship" id="t" source="w" target="d" directed="true"/>
           <element xsi:type="archimate:InfluenceRelationship" id="i" source="a" target="d" strength="[ - ]"/>
           <element xsi:type="archimate:UsedByRelationship" id="o" source="a" target="d"/>"#,
    );
    let drawing = drawing(&text);
    let found: Vec<String> = drawing
        .relations
        .iter()
        .map(|drawn| {
            let letters = [(drawn.mode.reads, 'r'), (drawn.mode.writes, 'w'), (drawn.mode.directed, 'd')];
            let mode: String = letters.into_iter().filter(|(is, _)| *is).map(|(_, letter)| letter).collect();
            let [source, name] = [drawn.source, drawn.names.0[0]].map(|id| drawing.strings.get(id));
            format!("{} {} {mode} {source} {name}", &text[drawn.id.range()], drawn.relation.name())
        })
        .collect();
    let expected = [
        "w Access w a ",
        "r Access r a ",
        "n Access  a ",
        "b Access rw a ",
        "u Association  w о чём",
        "t Association d w ",
        "i Influence  a ",
        "o Serving  a ",
    ];
    assert_eq!(found, expected);
}

#[test]
fn any_prefix_and_any_version_will_do() {
    let folder = "<folder name=\"F\"><element xsi:type=\"archimate:Network\" name=\"N\" id=\"n\"/></folder>";
    let old = model(folder).replace(NAMESPACES[0], NAMESPACES[1]).replace("archimate:", "am:").replace(":archimate=", ":am=");
    let old = old.replace("5.0.0", "2.2.1").replace("xsi", "i");
    let found = fragment(&old);
    assert_eq!((said(&found), found.version.as_str()), (vec!["node n \"N\" type=network".to_string()], "2.2.1"));
    let future = model(&format!("<news><element xsi:type=\"archimate:Node\" id=\"x\"/></news>{folder}")).replace("5.0.0", "12.1");
    let found = fragment(&future);
    assert_eq!((said(&found), found.version.as_str(), found.problems.len()), (vec!["node n \"N\" type=network".to_string()], "12.1", 0));
}

#[test]
fn folders_are_a_tree_and_elements_know_theirs() {
    let text = model(
        r#"<folder name="Б" type="business"><folder name="Органы &amp; лица"><element xsi:type="archimate:BusinessActor" id="a"/></folder>
           <documentation>D</documentation><property key="k" value="v"/><element xsi:type="archimate:BusinessRole" id="b"/></folder>
           <folder name="Т"/><element xsi:type="archimate:Node" id="c"/><property key="k" value="w"/><purpose>P</purpose>
           <metadata><entry key="k" value="v"/></metadata>"#,
    );
    let drawing = drawing(&text);
    let folders: Vec<_> = drawing.folders.iter().map(|folder| (folder.name.as_ref(), folder.parent)).collect();
    assert_eq!(folders, [("Б", NOT_DRAWN), ("Органы & лица", 0), ("Т", NOT_DRAWN)]);
    assert_eq!(drawing.elements.iter().map(|element| element.folder).collect::<Vec<_>>(), [1, 0, NOT_DRAWN]);
    assert_eq!((drawing.counts.properties, drawing.documentation.len()), (2, 0));
}

#[test]
fn specialisations_are_named_by_what_the_model_defines() {
    let text = model(
        r#"<folder name="F"><element xsi:type="archimate:ApplicationComponent" id="a" profiles="g  q"/>
           <element xsi:type="archimate:FlowRelationship" id="f" source="a" target="a" profiles="x"/></folder>
           <profile name="Шлюз" id="g" conceptType="ApplicationComponent"/><profile name="Запрос" id="x" conceptType="FlowRelationship"/>"#,
    );
    let drawing = drawing(&text);
    let found: Vec<_> = drawing.specializations.iter().map(|given| (given.owner, given.name.as_ref(), &text[given.span.range()])).collect();
    assert_eq!(found, [(Owner::Element(0), "Шлюз", "g  q"), (Owner::Relation(0), "Запрос", "x")]);
    assert_eq!(problems(&text, &fragment(&text)), ["undefined-specialization q at g  q"]);
}

#[test]
fn views_keep_boxes_and_lines_and_what_stands_for_what() {
    let text = model(
        r##"<folder name="Views" type="diagrams">
           <element xsi:type="archimate:ArchimateDiagramModel" name="Обзор" id="v" viewpoint="layered"><documentation>D</documentation>
             <child xsi:type="archimate:DiagramObject" id="1" targetConnections="9" archimateElement="a"><bounds x="1" y="2"/>
               <sourceConnection xsi:type="archimate:Connection" id="8" source="1" target="2" archimateRelationship="r">
                 <bendpoint startX="1"/><sourceConnection xsi:type="archimate:Connection" id="9" archimateRelationship="s"/></sourceConnection>
               <child xsi:type="archimate:Group" id="2" name="G"><child xsi:type="archimate:DiagramObject" id="3" archimateElement="b"/></child>
             </child>
             <child xsi:type="archimate:Note" id="4"><sourceConnection id="7" source="4" target="1"/><content>N</content><property key="k"/></child>
             <property key="k" value="v"/></element>
           <element xsi:type="archimate:SketchModel" name="S" id="w"><child xsi:type="archimate:SketchModelSticky" id="5"/></element>
           <folder name="Old"><element xsi:type="canvas:CanvasModel" xmlns:canvas="c" name="C" id="x"/>
           <element xsi:type="archimate:ArchimateDiagramModel" id="y"><child id="6" archimateElement="a"><sourceConnection relationship="r"/></child></element>
           </folder></folder>"##,
    );
    let drawing = drawing(&text);
    let views: Vec<_> = drawing.views.iter().map(|view| (view.kind, view.name.as_ref(), view.first_node, view.first_connection)).collect();
    let (diagram, sketch) = (ViewKind::Diagram, ViewKind::Sketch);
    assert_eq!(views, [(diagram, "Обзор", 0, 0), (sketch, "S", 4, 3), (sketch, "C", 5, 3), (diagram, "", 5, 3)]);
    let nodes: Vec<_> = drawing.nodes.iter().map(|node| (drawing.strings.get(node.element), node.parent)).collect();
    assert_eq!(nodes, [("a", NOT_DRAWN), ("", 0), ("b", 1), ("", NOT_DRAWN), ("", NOT_DRAWN), ("a", NOT_DRAWN)]);
    let lines: Vec<_> = drawing.connections.iter().map(|line| &text[line.relation.range()]).collect();
    assert_eq!(lines, ["r", "s", "", "r"]);
    assert_eq!((drawing.counts.views, drawing.counts.properties, drawing.counts.elements), (4, 2, 0));
}

#[test]
fn what_is_odd_is_told_with_its_place_and_the_rest_is_read() {
    let text = folder(
        r#"<element xsi:type="archimate:Node" id="a"/><element xsi:type="archimate:Device" id="a"/>
           <element xsi:type="archimate:BusinessActivity" id="q"/><element id="t"/><element xsi:type="archimate:Node"/>
           <element xsi:type="archimate:ServingRelationship" id="r" source="a" target="zz"/>
           <element xsi:type="archimate:ServingRelationship" id="s" source="a"/>
           <element xsi:type="archimate:EntanglesRelationship" id="u" source="a" target="a"/>
           <element xsi:type="archimate:AssociationRelationship" id="c" source="c" target="a"/>
           <element xsi:type="archimate:AssociationRelationship" id="d" source="e" target="a"/>
           <element xsi:type="archimate:AssociationRelationship" id="e" source="d" target="a"/>
           <element xsi:type="archimate:AssociationRelationship" id="f" source="e" target="a"/>
           <element xsi:type="archimate:AssociationRelationship" id="g" source="r" target="a"/>"#,
    );
    let found = fragment(&text);
    let expected = [
        "duplicate-id a at <element xsi:type=\"archimate:Device\" id=\"a\"/",
        "unknown-type BusinessActivity at <element xsi:type=\"archimate:BusinessActivit",
        "missing-type  at <element id=\"t\"/>",
        "missing-id Node at <element xsi:type=\"archimate:Node\"/>",
        "dangling-relationship r, zz at <element xsi:type=\"archimate:ServingRelation",
        "missing-end s, target at <element xsi:type=\"archimate:ServingRelation",
        "unknown-type EntanglesRelationship at <element xsi:type=\"archimate:EntanglesRelati",
        "circular-relationship c at <element xsi:type=\"archimate:AssociationRela",
        "circular-relationship d at <element xsi:type=\"archimate:AssociationRela",
        "circular-relationship e at <element xsi:type=\"archimate:AssociationRela",
        "circular-relationship f at <element xsi:type=\"archimate:AssociationRela",
    ];
    assert_eq!(problems(&text, &found), expected);
    assert!(found.problems.iter().all(|problem| problem.severity == Severity::Warning));
    assert_eq!((found.counts.elements, found.counts.relations), (5, 8));
    assert_eq!(said(&found)[0], "node a \"\"");
}

#[test]
fn a_root_of_another_vocabulary_is_refused_and_named() {
    let inside = folder("<element xsi:type=\"archimate:Node\" id=\"a\"/>");
    for (text, expected) in [
        (inside.replace(NAMESPACES[0], "urn:bogus"), "unknown-namespace urn:bogus at <archimate:model xmlns:xsi=\"http://www.w3.or"),
        ("<model xmlns=\"\"/>".to_string(), "unknown-format model at <model xmlns=\"\"/>"),
        (inside.replace("archimate:model", "archimate:Folder"), "unknown-format Folder at <archimate:Folder xmlns:xsi=\"http://www.w3.o"),
    ] {
        let found = fragment(&text);
        assert_eq!(problems(&text, &found), [expected]);
        assert_eq!((found.problems[0].severity, found.elements.len()), (Severity::Error, 0));
    }
}

#[test]
fn a_broken_file_gives_what_stood_before_the_break() {
    let whole = folder("<element xsi:type=\"archimate:Node\" id=\"a\"/><element xsi:type=\"archimate:ArchimateDiagramModel\"><child>");
    let broken = whole.replace("</folder></archimate:model>", "");
    let found = fragment(&broken);
    assert_eq!(problems(&broken, &found), ["malformed-xml unclosed-element, child,  at >"]);
    assert_eq!((found.problems[0].severity, found.elements.len()), (Severity::Error, 1));
    let junk = format!("{}<second/>", folder(""));
    assert_eq!(problems(&junk, &fragment(&junk)), ["malformed-xml second-root, second,  at <second/>"]);
}

#[test]
fn folders_and_boxes_nest_to_any_depth() {
    let depth = 200_000;
    let nested = |open: &str, close: &str, inside: &str| format!("{}{inside}{}", open.repeat(depth), close.repeat(depth));
    let deep = nested("<folder>", "</folder>", "<element xsi:type=\"archimate:Node\" id=\"a\"/>");
    assert_eq!(fragment(&model(&deep)).elements.len(), 1);
    let view = nested("<child>", "</child>", "<property key=\"k\" value=\"v\"/>");
    let view = folder(&format!("<element xsi:type=\"archimate:ArchimateDiagramModel\">{view}</element>"));
    let drawing = drawing(&view);
    assert_eq!((drawing.nodes.len(), drawing.nodes[depth - 1].parent as usize, drawing.counts.properties), (depth, depth - 2, 1));
}

/// The collection of models, or `None` where the repository stands alone; in CI it must be there.
fn collection(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"), "{} is not there", path.display());
    eprintln!("skipped: {} is not there", path.display());
    None
}

/// The text of a model, plain or zipped.
fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("it is listed");
    let bytes = if bytes.starts_with(b"PK") { zipped::model(std::io::Cursor::new(bytes)).expect("it is sound") } else { bytes };
    decode::decode(bytes).expect("it is text")
}

/// What a listed model has, and what its drawing has of the same, as far as both count it.
fn compare(listed: &toml::Table, file: &str, drawing: &Drawing<'_>) {
    let number = |key: &str| listed[key].as_integer().expect("a number") as usize;
    let sum = |table: &str, which: &dyn Fn(&str) -> bool| -> usize {
        let counts = listed[table].as_table().expect("a table").iter();
        counts.filter(|(name, _)| which(name)).map(|(_, count)| count.as_integer().expect("a number") as usize).sum()
    };
    let counts = &drawing.counts;
    let whole = ["elements", "relations", "views", "properties"].map(number);
    assert_eq!([counts.elements, counts.relations, counts.views, counts.properties], whole, "{file}");
    assert_eq!(drawing.views.len(), counts.views, "{file}");
    let diagrams = drawing.views.iter().filter(|view| view.kind == ViewKind::Diagram).count();
    assert_eq!(diagrams, sum("view_types", &|name| name == "ArchimateDiagramModel"), "diagrams of {file}");
    for relation in RelationType::ALL {
        let drawn = drawing.relations.iter().filter(|drawn| drawn.relation == relation).count();
        let named = |name: &str| RelationType::from_name(name) == Some(relation);
        assert_eq!(drawn, sum("relation_types", &named), "{} of {file}", relation.name());
    }
    let junctions = drawing.elements.iter().filter(|element| element.what == ElementType::JUNCTION).count();
    assert_eq!(junctions, sum("element_types", &|name| name.ends_with("Junction")), "junctions of {file}");
    let owned = |is: fn(&Owner) -> bool| drawing.properties.iter().filter(|property| is(&property.owner)).count();
    assert_eq!(owned(|owner| matches!(owner, Owner::Element(_))), sum("property_owner", &|name| name == "element"), "{file}");
    assert_eq!(owned(|owner| matches!(owner, Owner::Relation(_))), sum("property_owner", &|name| name == "relation"), "{file}");
    assert_eq!(drawing.specializations.len(), sum("specialised", &|_| true), "{file}");
}

#[test]
fn real_models_hold_what_an_independent_count_says() {
    let Some(folder) = collection("real") else { return };
    let counts: toml::Table = std::fs::read_to_string(folder.join("counts.toml")).expect("it is there").parse().expect("it is TOML");
    let models = counts["model"].as_array().expect("a list").iter().filter_map(toml::Value::as_table);
    let mut read = 0;
    for model in models.filter(|model| model.get("format").and_then(toml::Value::as_str) == Some("archi")) {
        let file = model["file"].as_str().expect("a path");
        let text = text_of(&folder.join(file));
        compare(model, file, &drawing(&text));
        let fragment = fragment(&text);
        assert_eq!(fragment.version, model["version"].as_str().expect("a version"), "{file}");
        let told = |code: Code| fragment.problems.iter().filter(|problem| problem.code == code).map(|problem| problem.times).sum::<usize>();
        let unknown = if file.contains("bogus_types") { 3 } else { 0 };
        let all = fragment.problems.iter().map(|problem| problem.times).sum::<usize>();
        let odd = [told(Code::UnknownType), told(Code::WrongType), told(Code::UnknownValue)];
        assert_eq!((odd[0], odd.iter().sum::<usize>()), (unknown, all), "{file}: {:?}", fragment.problems);
        read += 1;
    }
    assert!(read >= 36, "only {read} models were read");
}
