//! What the reader makes of folders of files: small ones bound here without a disk, and the collection of real ones that
//! lies beside the repository.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::*;
use crate::place::{Binder, Sources, Span};
use crate::read::archi;
use crate::read::archimate::{NOT_DRAWN, ViewKind};

const TOP: &str = "<archimate:ArchimateModel NS name=\"M\" id=\"m\" version=\"5.0.0\">\
                   <profiles name=\"System\" id=\"p\" conceptType=\"ApplicationComponent\"/><properties key=\"k\" value=\"v\"/>\
                   </archimate:ArchimateModel>";

/// The files of a model in the folder `p/model`, with a top before them; `NS` stands for the namespaces.
fn source(files: &[(&str, &str)]) -> SourceFile {
    let mut binder = Binder::new("p/model");
    let namespaces = format!("xmlns:xsi=\"{INSTANCE}\" xmlns:archimate=\"{}\"", NAMESPACES[0]);
    for (path, text) in [("folder.xml", TOP)].iter().chain(files) {
        binder.add(path, &text.replace("NS", &namespaces)).expect("it is small");
    }
    binder.finish()
}

/// What is drawn, before anybody maps it.
fn drawing(source: &SourceFile) -> Drawing<'_> {
    let mut model = Model::new(Mapping::standard(), FileId(0), source);
    model.read_all(source, &[]);
    model.drawing
}

fn fragment(files: &[(&str, &str)]) -> (Fragment, Sources) {
    let mut sources = Sources::default();
    let file = sources.add(source(files));
    (read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), file, sources.file(file), &[]), sources)
}

/// The problems of a model: severity, code, path and line, and arguments.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let (fragment, sources) = fragment(files);
    fragment.problems.iter().map(|problem| told(problem, &sources)).collect()
}

fn told(problem: &Problem, sources: &Sources) -> String {
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    let (path, line, _) = problem.place.map_or(("", 0, 0), |place| sources.locate(place));
    let mut line = format!("{severity} {} {path}:{line}", problem.code.name());
    for (name, value) in &problem.arguments {
        write!(line, " {name}={value}").expect("strings take everything");
    }
    line
}

const FOLDER: (&str, &str) = ("business/folder.xml", "<archimate:Folder NS name=\"Business\" id=\"f\" type=\"business\"/>");
const ACTOR: (&str, &str) = ("business/BusinessActor_a.xml", "<archimate:BusinessActor NS name=\"A\" id=\"a\"/>");
const SERVICE: (&str, &str) = ("business/BusinessService_b.xml", "<archimate:BusinessService NS name=\"B\" id=\"b\"/>");
const SERVING: (&str, &str) = (
    "business/ServingRelationship_r.xml",
    "<archimate:ServingRelationship NS id=\"r\">\n\
     <source xsi:type=\"archimate:BusinessService\" href=\"BusinessService_b.xml#b\"/>\n\
     <target xsi:type=\"archimate:BusinessActor\" href=\"BusinessActor_a.xml#a\"/>\n\
     </archimate:ServingRelationship>",
);

#[test]
fn elements_carry_what_their_files_say() {
    let component = "<archimate:ApplicationComponent NS name=\"ЭПЗ\" id=\"c\" documentation=\"one&#xD;&#xA;two\">\n\
                     <properties key=\"lifecycle\" value=\"operating\"/><properties/>\n\
                     <profiles href=\"folder.xml#p\"/></archimate:ApplicationComponent>";
    let files = [("application/ApplicationComponent_c.xml", component), ("application/folder.xml", "<archimate:Folder NS name=\"App\"/>")];
    let source = source(&files);
    let drawing = drawing(&source);
    let [element] = drawing.elements[..] else { panic!("one element") };
    assert_eq!((drawing.strings.get(element.id), drawing.strings.get(element.names.0[0])), ("c", "ЭПЗ"));
    assert_eq!(drawing.folders[element.folder as usize].name, "App");
    let [documentation] = &drawing.documentation[..] else { panic!("one text") };
    assert_eq!((documentation.owner, documentation.text.as_ref()), (Owner::Element(0), "one\r\ntwo"));
    let [specialization] = &drawing.specializations[..] else { panic!("one specialisation") };
    assert_eq!((specialization.owner, specialization.name.as_ref()), (Owner::Element(0), "System"));
    let properties: Vec<_> = drawing.properties.iter().map(|property| (property.owner, drawing.keys.get(property.key))).collect();
    assert_eq!(properties, [(Owner::Other, "k"), (Owner::Element(0), "lifecycle"), (Owner::Element(0), "")]);
    let counts = &drawing.counts;
    assert_eq!((counts.elements, counts.relations, counts.views, counts.properties), (1, 0, 0, 3));
}

#[test]
fn relationships_find_their_ends_in_other_files() {
    let access = "<archimate:AccessRelationship NS id=\"r2\" accessType=\"1\" name=\"n\"><source href=\"BusinessActor_a.xml#a\"/>\
                  <target href=\"ServingRelationship_r.xml#r\"/></archimate:AccessRelationship>";
    let source = source(&[FOLDER, ACTOR, SERVICE, SERVING, ("business/AccessRelationship_r2.xml", access)]);
    let drawing = drawing(&source);
    let ends = drawing.relations.iter().map(|relation| [relation.source, relation.target].map(|end| drawing.strings.get(end)));
    assert_eq!(ends.collect::<Vec<_>>(), [["b", "a"], ["a", "r"]]);
    let access = &drawing.relations[1];
    assert_eq!((access.mode.reads, access.mode.writes, &drawing.text[access.id.range()]), (true, false, "r2"));
    let (fragment, _) = fragment(&[FOLDER, ACTOR, SERVICE, SERVING]);
    assert_eq!((fragment.version.as_str(), fragment.problems.len(), fragment.elements.len()), ("5.0.0", 0, 2));
}

#[test]
fn views_keep_boxes_in_boxes_and_lines_between_them() {
    let view = "<archimate:ArchimateDiagramModel NS name=\"V\" id=\"v\">\
                <children xsi:type=\"archimate:DiagramModelArchimateObject\" id=\"1\">\
                  <children xsi:type=\"archimate:DiagramModelNote\" id=\"2\"><content>text</content></children>\
                  <sourceConnections xsi:type=\"archimate:DiagramModelArchimateConnection\" id=\"3\">\
                    <archimateRelationship href=\"ServingRelationship_r.xml#r\"/>\
                    <sourceConnections id=\"4\"/><properties key=\"k\" value=\"v\"/></sourceConnections>\
                  <archimateElement href=\"BusinessActor_a.xml#a\"/></children>\
                <properties key=\"k\" value=\"v\"/></archimate:ArchimateDiagramModel>";
    let canvas = "<canvas:CanvasModel xmlns:canvas=\"http://www.archimatetool.com/canvas\" name=\"C\" id=\"c\"/>";
    let source =
        source(&[ACTOR, ("diagrams/ArchimateDiagramModel_v.xml", view), ("diagrams/CanvasModel_c.xml", canvas), FOLDER, SERVICE, SERVING]);
    let drawing = drawing(&source);
    let views: Vec<_> = drawing.views.iter().map(|view| (view.kind, view.name.as_ref(), view.first_node, view.first_connection)).collect();
    assert_eq!(views, [(ViewKind::Diagram, "V", 0, 0), (ViewKind::Sketch, "C", 2, 2)]);
    let nodes: Vec<_> = drawing.nodes.iter().map(|node| (drawing.strings.get(node.element), node.parent)).collect();
    assert_eq!(nodes, [("a", NOT_DRAWN), ("", 0)]);
    let lines: Vec<_> = drawing.connections.iter().map(|line| &drawing.text[line.relation.range()]).collect();
    assert_eq!(lines, ["r", ""]);
    assert_eq!((drawing.counts.views, drawing.counts.properties), (2, 3));
}

#[test]
fn views_are_not_blamed_for_showing_what_could_not_be_read() {
    let shown = |id: &str, line: &str| {
        format!(
            "<children><sourceConnections><archimateRelationship href=\"{line}\"/></sourceConnections>\
             <archimateElement href=\"BusinessService_{id}.xml#{id}\"/></children>"
        )
    };
    let boxes = [shown("b", "ServingRelationship_r.xml#r"), shown("gone", "ServingRelationship_lost.xml#lost")].concat();
    let view = format!("<archimate:ArchimateDiagramModel NS name=\"V\" id=\"v\">\n{boxes}</archimate:ArchimateDiagramModel>");
    let broken = [("business/BusinessService_b.xml", "<a"), ("business/ServingRelationship_r.xml", "<a")];
    let files = [FOLDER, ACTOR, broken[0], broken[1], ("business/ArchimateDiagramModel_v.xml", &view)];
    let told = problems(&files);
    let of_view: Vec<&String> = told.iter().filter(|problem| problem.contains("ArchimateDiagramModel")).collect();
    let place = "warning dangling-view-reference p/model/business/ArchimateDiagramModel_v.xml:2 view=V";
    assert_eq!(of_view, [&format!("{place} found=gone"), &format!("{place} found=lost")]);
    assert_eq!(told.len(), 4);
}

#[test]
fn folders_stand_in_folders_and_are_called_as_they_say() {
    let files = [
        ("business/id-1/BusinessActor_a.xml", "<archimate:BusinessActor NS id=\"a\"/>"),
        ("business/id-1/deep/BusinessActor_b.xml", "<archimate:BusinessActor NS id=\"b\"/>"),
        ("business/id-1/folder.xml", "<archimate:Folder NS name=\"Agencies &amp; others\" id=\"id-1\"/>"),
        FOLDER,
    ];
    let source = source(&files);
    let drawing = drawing(&source);
    let folders: Vec<_> = drawing.folders.iter().map(|folder| (folder.name.as_ref(), folder.parent)).collect();
    assert_eq!(folders, [("Business", NOT_DRAWN), ("Agencies & others", 0), ("deep", 1)]);
    assert_eq!(drawing.elements.iter().map(|element| element.folder).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(problems(&files), ["warning unnamed-folder p/model/business/id-1/deep/BusinessActor_b.xml:1 folder=business/id-1/deep"]);
}

#[test]
fn a_broken_file_is_told_at_its_own_line_and_the_others_are_read() {
    let conflict = "<archimate:BusinessService NS\n<<<<<<< HEAD\n    name=\"B\"\n=======\n    name=\"C\"\n>>>>>>> other\n    id=\"b\"/>";
    let files = [ACTOR, ("business/BusinessService_b.xml", conflict), SERVING, FOLDER];
    assert_eq!(problems(&files), ["error merge-conflict p/model/business/BusinessService_b.xml:2"]);
    let (fragment, sources) = fragment(&files);
    assert_eq!((fragment.counts.elements, fragment.counts.relations, fragment.elements.len()), (1, 1, 1));
    let problem = &fragment.problems[0];
    assert_eq!(problem.related.map(|place| sources.locate(place).1), Some(6));
    let text = |place: Option<crate::place::Place>| place.map(|place| &sources.file(place.file).text[place.span.range()]);
    assert_eq!((text(problem.place), text(problem.related)), (Some("<<<<<<< HEAD"), Some(">>>>>>> other")));
    for (broken, problem) in [
        ("", "error empty-file p/model/business/BusinessService_b.xml:1"),
        ("\n\n", "error empty-file p/model/business/BusinessService_b.xml:1"),
        (
            "<archimate:BusinessService NS id=\"b\"/>\n\n<b/>",
            "error malformed-xml p/model/business/BusinessService_b.xml:3 reason=second-root found=b expected=",
        ),
        (
            "<archimate:BusinessService NS id=\"b\">\n<properties key=\"a\"",
            "error malformed-xml p/model/business/BusinessService_b.xml:2 reason=unclosed-tag found=properties expected=",
        ),
    ] {
        let files = [ACTOR, ("business/BusinessService_b.xml", broken), SERVING, FOLDER];
        assert_eq!(problems(&files), [problem], "{broken}");
        let counts = super::tests::fragment(&files).0.counts;
        assert_eq!((counts.elements, counts.properties), (1, 1), "what a broken file began to say is forgotten");
    }
}

#[test]
fn without_the_top_nobody_is_blamed_for_specialisations() {
    let component = "<archimate:ApplicationComponent NS id=\"c\"><profiles href=\"folder.xml#gone\"/></archimate:ApplicationComponent>";
    let files = [("ApplicationComponent_c.xml", component)];
    assert_eq!(problems(&files), ["warning undefined-specialization p/model/ApplicationComponent_c.xml:1 found=gone"]);
    let mut binder = Binder::new("p/model");
    let namespaces = format!("xmlns:archimate=\"{}\"", NAMESPACES[0]);
    for (path, text) in [files[0], ("folder.xml", "<archimate:ArchimateModel NS id=\"m\"><profiles id=\"x\" name=\"X\"/>")] {
        binder.add(path, &text.replace("NS", &namespaces)).expect("it is small");
    }
    let source = binder.finish();
    let fragment = read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), &source, &[]);
    assert_eq!(fragment.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::MalformedXml]);
}

#[test]
fn what_is_odd_is_told_with_its_file_and_the_rest_read() {
    let dangling = "<archimate:FlowRelationship NS id=\"r\"><source href=\"BusinessActor_a.xml#a\"/>\n\
                    <target href=\"Gone_z.xml#z\"/></archimate:FlowRelationship>";
    let files = [
        ("BusinessActor_a.xml", "<archimate:BusinessActor NS id=\"a\"/>"),
        ("BusinessActor_copy.xml", "<archimate:BusinessActor NS id=\"a\"/>"),
        ("FlowRelationship_r.xml", dangling),
        ("Folder_x.xml", "<archimate:Folder NS id=\"x\"/>"),
        ("QuantumService_q.xml", "<archimate:QuantumService NS id=\"q\"/>"),
        ("Whatever_r.xml", "<archimate:EntanglesRelationship NS id=\"e\"/>"),
        ("pom.xml", "<project><this is not read></project>"),
    ];
    assert_eq!(
        problems(&files),
        [
            "warning duplicate-id p/model/BusinessActor_copy.xml:1 id=a",
            "warning misnamed-file p/model/BusinessActor_copy.xml:1 found=BusinessActor_copy.xml expected=BusinessActor_a.xml",
            "warning dangling-relationship p/model/FlowRelationship_r.xml:1 id=r found=z",
            "warning stray-file p/model/Folder_x.xml:1 found=Folder",
            "warning unknown-type p/model/QuantumService_q.xml:1 found=QuantumService",
            "warning unknown-type p/model/Whatever_r.xml:1 found=EntanglesRelationship",
            "warning misnamed-file p/model/Whatever_r.xml:1 found=Whatever_r.xml expected=EntanglesRelationship_e.xml",
            "warning stray-file p/model/pom.xml:1 found=project",
        ]
    );
}

#[test]
fn no_place_reaches_from_one_file_into_the_next() {
    let files = [ACTOR, SERVICE, SERVING, FOLDER, ("x.xml", "<a"), ("y.xml", "<a>\n"), ("z.xml", "\n")];
    let (fragment, sources) = fragment(&files);
    let of_problems = fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten().map(|place| place.span);
    let spans: Vec<Span> = of_problems.chain(fragment.elements.iter().map(|element| element.span)).collect();
    assert!(spans.len() >= 5, "only {} places were looked at", spans.len());
    for span in spans {
        let part = sources.file(FileId(0)).part_at(span.start);
        assert!(span.end as usize <= part.range().end, "{span:?} in {}", part.path);
    }
}

const PIECES: [&str; 18] = [
    "<archimate:BusinessRole NS",
    "<archimate:FlowRelationship NS",
    "<archimate:ArchimateDiagramModel NS",
    "<archimate:Folder NS",
    " name='Ж'",
    " id='x'",
    " accessType='3'",
    ">",
    "/>",
    "<source href='F.xml#a'/>",
    "<target href='#%2'/>",
    "<profiles href='folder.xml#p'/>",
    "<properties key='k' value='v'/>",
    "<children><archimateElement href='a'/>",
    "</children>",
    "</archimate:BusinessRole>",
    "\n<<<<<<< a\n=======\n>>>>>>> b\n",
    "\u{1}",
];

proptest::proptest! {
    /// Whatever stands in one file, the others say what they said, and every place lies in one file.
    #[test]
    fn one_file_does_nothing_to_the_others(pieces in proptest::collection::vec(0usize..PIECES.len(), 0..10)) {
        let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
        let (fragment, sources) = fragment(&[FOLDER, ACTOR, ("business/BusinessRole_x.xml", &text), SERVICE, SERVING]);
        let ids: Vec<&str> = fragment.elements.iter().map(|element| fragment.strings.get(element.id)).collect();
        proptest::prop_assert!(ids.contains(&"a") && ids.contains(&"b"), "{:?}", text);
        proptest::prop_assert!(fragment.counts.elements <= 3 && (1..=2).contains(&fragment.counts.relations), "{:?}", text);
        for place in fragment.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
            let part = sources.part(place);
            proptest::prop_assert!(place.span.end as usize <= part.range().end, "{:?} in {:?}", place.span, text);
            proptest::prop_assert!(sources.file(place.file).text.get(place.span.range()).is_some(), "{:?}", text);
        }
    }
}

/// The collection beside the repository, where it has one.
fn collection() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models/real");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "`{}` is missing", folder.display());
    eprintln!("SKIPPED: there is no collection of models at `{}`", folder.display());
    None
}

fn bound(folder: &Path) -> SourceFile {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.path().strip_prefix(folder).ok()?.to_path_buf())).collect();
    folder::bind(folder, "m", &files).expect("the files can be read").source
}

/// What a drawing holds, in an order that does not depend on that of the file.
fn held(drawing: &Drawing<'_>) -> Vec<String> {
    let get = |id| drawing.strings.get(id);
    let (mapping, text) = (Mapping::standard(), drawing.text);
    let mut held: Vec<String> = Vec::new();
    for element in &drawing.elements {
        let mut around = Vec::new();
        let mut folder = element.folder;
        while let Some(found) = drawing.folders.get(folder as usize) {
            around.push(found.name.as_ref());
            folder = found.parent;
        }
        let what = mapping.type_names().nth(element.what.0 as usize).unwrap_or("Junction");
        held.push(format!("{what} {} {:?} in {around:?}", get(element.id), get(element.names.0[0])));
    }
    for relation in &drawing.relations {
        let (id, mode) = (&text[relation.id.range()], relation.mode);
        held.push(format!("{:?} {id} {mode:?} {} {}", relation.relation, get(relation.source), get(relation.target)));
    }
    for (at, view) in drawing.views.iter().enumerate() {
        let next = drawing.views.get(at + 1);
        let nodes = next.map_or(drawing.nodes.len(), |next| next.first_node as usize);
        let lines = next.map_or(drawing.connections.len(), |next| next.first_connection as usize);
        let boxes = drawing.nodes[view.first_node as usize..nodes].iter().map(|node| (get(node.element), node.parent == NOT_DRAWN));
        let lines = drawing.connections[view.first_connection as usize..lines].iter().map(|line| &text[line.relation.range()]);
        held.push(format!("{:?} {:?} {:?} {:?}", view.kind, view.name, boxes.collect::<Vec<_>>(), lines.collect::<Vec<_>>()));
    }
    held.extend(drawing.properties.iter().map(|property| format!("{} = {}", drawing.keys.get(property.key), property.value)));
    held.extend(drawing.documentation.iter().map(|documentation| documentation.text.to_string()));
    held.sort();
    held
}

/// The same model in one file and in many is the same drawing.
#[test]
fn a_folder_says_what_the_model_in_one_file_says() {
    let Some(folder) = collection().map(|folder| folder.join("rosetta")) else { return };
    let text = std::fs::read_to_string(folder.join("archi_4_6.archimate")).expect("the collection has it");
    let source = bound(&folder.join("coarchi"));
    let many = held(&drawing(&source));
    assert!(many.len() > 97 + 46 + 4, "only {} lines", many.len());
    let one = held(&archi::tests::drawing(&text));
    let only = |left: &[String], right: &[String]| left.iter().filter(|line| !right.contains(line)).cloned().collect::<Vec<_>>();
    assert_eq!((only(&many, &one), only(&one, &many)), (vec![], vec![]));
}
