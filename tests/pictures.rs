//! Pictures as whoever reads the files sees them: small ones in each format, what hostile names become, how much is drawn
//! and that nothing of a finding is lost without being told, the document's example.
//!
//! Leaves to others: that the same input gives the same bytes (`same_bytes`), which exit code follows (`exit_codes`).

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

use common::{Folder, in_three_languages, keep, repository, run, saikes};

/// Two bodies exchange data past the gateway; a third of the systems is new.
const PAST_THE_GATEWAY: &str = r#"
[agency.moh]
name = "Ministry of Health"
[agency.moj]
name = "Ministry of Justice"
[system.emr]
name = { kk = "Электрондық денсаулық паспорты", ru = "Электронный паспорт здоровья", en = "Electronic health record" }
owner = "moh"
[system.gbd-fl]
name = { kk = "«Жеке тұлғалар» мемлекеттік деректер базасы", ru = "Государственная база данных «Физические лица»", en = "State Database of Individuals" }
owner = "moj"
[flow.nightly]
name = { kk = "Түнгі жүктеу", ru = "Ночная выгрузка", en = "Nightly export" }
source = "gbd-fl"
target = "emr"
"#;

const GATEWAY: &str = r#"
[gateway.shep]
name = { kk = "«Электрондық үкімет» шлюзі", ru = "Шлюз «электронного правительства»", en = "E-government gateway" }
"#;

/// A rule of one's own about flows: the shape of 124/19.2, without its words.
const RULE: &str = r#"[pack]
id = "own"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
order = "1"
edition = "1"

[[requirement]]
id = "1/1"
contour = "general"
severity = "blocking"
title = { kk = "Ереже", ru = "Правило", en = "A rule" }
rationale = { kk = "Себебі", ru = "Основание", en = "A reason" }
cites = [{ order = "1", paragraph = "1" }]
subject = "flow"
where = "source.owner != target.owner"
full = "some via[gateway]"
message = { kk = "Хабарлама", ru = "Сообщение", en = "A message" }
fix = { kk = "Түзету", ru = "Исправление", en = "A fix" }
[[requirement.example]]
expect = "full"
model = '''
[agency.x]
[agency.y]
[system.a]
owner = "x"
[system.b]
owner = "y"
[gateway.g]
[flow.f]
source = "a"
target = "b"
via = "g"
'''
[[requirement.example]]
expect = "non-compliant"
model = '''
[agency.x]
[agency.y]
[system.a]
owner = "x"
[system.b]
owner = "y"
[flow.f]
source = "a"
target = "b"
via = "none"
'''
"#;

fn folder(name: &str, model: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("rules/own.toml", RULE).file("national/saikes.toml", "[context]\nid = \"national\"\n").file("national/m.toml", GATEWAY);
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\nname = \"Portal\"\ncomplete = true\n").file("p/m.toml", model);
    folder
}

const WORDS: [&str; 8] = ["p", "--rules", "rules", "--pack", "own", "--context", "national", "--exit-zero"];

fn drawn(folder: &Folder, format: &str, lang: &str) -> String {
    let found = folder.check(&[&WORDS[..], &["--format", format, "--lang", lang]].concat());
    assert_eq!((found.code, found.err.as_str()), (0, ""), "{found}");
    found.out
}

#[test]
fn a_small_picture_in_each_format() {
    let folder = folder("small", PAST_THE_GATEWAY);
    for format in ["svg", "mermaid", "dot"] {
        keep("pictures", format, &in_three_languages(|language| drawn(&folder, format, language.code())));
    }
}

/// The way, the detour and everybody's part, drawn of one verdict alone.
#[test]
fn the_way_of_one_verdict() {
    let folder = folder("way", PAST_THE_GATEWAY);
    let why = |words: &[&str]| {
        let words = [&["why", "1/1", "nightly"], &WORDS[..7], words].concat();
        run(saikes(&folder.path("."), &words))
    };
    keep("pictures", "way", &why(&["--format", "mermaid", "--lang", "en"]).out);
    let svg = why(&["--format", "svg", "--lang", "en"]).out;
    for sign in ["p-way-bad\"", "p-detour\"", "stroke-dasharray=\"7 4\"", "E-government gateway", "compliant detour"] {
        assert!(svg.contains(sign), "{sign}:\n{svg}");
    }
    let file = why(&["--format", "svg=way.svg", "--lang", "en"]);
    assert_eq!((file.code, file.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(folder.path("way.svg")).unwrap_or_default(), svg);
    // What was read stays.
    assert_eq!(why(&["--format", "svg=p/m.toml", "--lang", "en"]).code, 2);
    assert_eq!(fs::read_to_string(folder.path("p/m.toml")).unwrap_or_default(), PAST_THE_GATEWAY);
    // A verdict with nothing to complain about has its way too.
    folder.file("p/m.toml", format!("{PAST_THE_GATEWAY}via = \"shep\"\n"));
    let fine = why(&["--format", "mermaid", "--lang", "en"]);
    assert!(fine.code == 0 && fine.out.contains("E-government gateway") && !fine.out.contains(":::bad"), "{fine}");
}

#[test]
fn several_projects_are_no_picture() {
    let folder = folder("several", PAST_THE_GATEWAY);
    folder.file("q/saikes.toml", "[project]\nid = \"q\"\n").file("q/m.toml", "[system.a]\n");
    let found = folder.check(&["p", "q", "--rules", "rules", "--pack", "own", "--format", "svg=out.svg"]);
    found.says(2, &["`svg` draws one project, and 2 are judged here (p, q)", "--format html"]);
    assert!(!folder.path("out.svg").exists());
}

/// Names that would end a text, open a tag, start a script or turn the direction of what is read.
const HOSTILE: [&str; 8] = [
    "</text></svg><script>alert(1)</script>",
    "\\\"];end;subgraph x[\\\"",
    "%%{init: {'theme':'dark'}}%% `**bold**`",
    "a\\\\nb\\\\",
    "&lt;&amp;&#34;#quot;",
    "\\u202Eturned\\u0007",
    "Ааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааа",
    "click p0n0 href javascript:alert(1)",
];

fn hostile() -> String {
    let mut model = "[agency.x]\n[agency.y]\n".to_string();
    for (at, name) in HOSTILE.iter().enumerate() {
        let owner = if at % 2 == 0 { "x" } else { "y" };
        write!(model, "[system.s{at}]\nname = \"{name}\"\nowner = \"{owner}\"\n").expect("a string takes everything");
        let next = (at + 1) % HOSTILE.len();
        write!(model, "[flow.f{at}]\nname = \"{name}\"\nsource = \"s{at}\"\ntarget = \"s{next}\"\n").expect("a string takes everything");
    }
    model
}

#[test]
fn no_name_breaks_out_of_a_picture() {
    let folder = folder("hostile", &hostile());
    let svg = drawn(&folder, "svg", "en");
    let read = roxmltree::Document::parse(&svg).expect("it is well-formed");
    let names: BTreeSet<&str> = read.descendants().filter(|node| node.is_element()).map(|node| node.tag_name().name()).collect();
    assert_eq!(names, BTreeSet::from(["desc", "g", "path", "polygon", "rect", "style", "svg", "text", "title"]));
    let says = |words: &str| read.descendants().filter_map(|node| node.text()).any(|text| text.contains(words));
    assert!(says("</svg><script>alert(1)"), "{svg}");
    let mermaid = drawn(&folder, "mermaid", "en");
    let sign = |line: &str| line.trim_start().split([' ', '[', '(']).next().unwrap_or_default().to_string();
    let begins = mermaid.lines().map(sign).filter(|word| !word.starts_with('p')).collect::<BTreeSet<_>>();
    let known = ["accDescr:", "accTitle:", "class", "classDef", "end", "flowchart", "linkStyle", "subgraph"];
    assert_eq!(begins, known.map(str::to_string).into());
    for format in ["svg", "mermaid", "dot"] {
        let text = drawn(&folder, format, "en");
        assert!(!text.contains(['\u{202e}', '\u{7}']), "{format}");
    }
    graphviz(&drawn(&folder, "dot", "en"));
}

/// Graphviz itself reads it, where it is installed.
fn graphviz(text: &str) {
    use std::io::Write;
    let started = Command::new("dot").arg("-Tcanon").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = started else { return };
    child.stdin.take().map(|mut stdin| stdin.write_all(text.as_bytes())).expect("it is piped").expect("dot reads its input");
    let found = child.wait_with_output().expect("dot ends");
    assert!(found.status.success() && found.stderr.is_empty(), "{}\n{text}", String::from_utf8_lossy(&found.stderr));
}

/// Flows past the gateway, far more than a picture has room for.
fn many(count: usize) -> String {
    let mut model = "[agency.x]\n[agency.y]\n".to_string();
    for at in 0..count {
        write!(
            model,
            "[system.a{at}]\nowner = \"x\"\n[system.b{at}]\nowner = \"y\"\n[flow.f{at}]\nsource = \"a{at}\"\ntarget = \"b{at}\"\n"
        )
        .expect("a string takes everything");
    }
    model
}

#[test]
fn what_finds_no_room_is_told() {
    let folder = folder("many", &many(200));
    let boxes = |text: &str| text.matches("class=\"pn\"").count();
    let svg = drawn(&folder, "svg", "en");
    assert_eq!(boxes(&svg), 300);
    // Two hundred findings: each is drawn as a whole or stands in the table, of which the last rows are counted.
    let told = svg.lines().last().is_some() && svg.contains("Elements with a part in findings that found no room in the picture: 303");
    assert!(told, "{}", svg.lines().filter(|line| line.contains("no room")).collect::<String>());
    assert!(svg.contains("… and 243 more; all of them stand in the report"));
    let dot = drawn(&folder, "dot", "en");
    let rows = dot.lines().filter(|line| line.trim_start().starts_with("// ")).count();
    let drawn_boxes = dot.lines().filter(|line| line.contains(", tooltip=") && !line.contains(" -> ")).count();
    assert_eq!((rows, drawn_boxes), (303, 300));
    let mermaid = drawn(&folder, "mermaid", "en");
    assert!(mermaid.chars().count() < 50_000 && mermaid.contains("no room in the picture: 563"), "{mermaid}");
}

/// Everything that any finding is about is in the picture or in its table.
#[test]
fn nothing_of_a_finding_is_lost() {
    let models = repository().join("models");
    for project in ["patient-portal", "city-services", "farm-subsidies", "hr-and-documents-with-facts"] {
        let words = ["check", project, "--exit-zero", "--lang", "en", "--today", common::TODAY];
        let report = run(saikes(&models, &[&words[..], &["--format", "json"]].concat()));
        let report: serde_json::Value = serde_json::from_str(&report.out).expect("the report is JSON");
        let dot = run(saikes(&models, &[&words[..], &["--format", "dot"]].concat())).out;
        let findings = report["projects"][0]["findings"].as_array().cloned().unwrap_or_default();
        assert!(!findings.is_empty(), "{project}");
        for finding in &findings {
            let id = finding["subject"]["id"].as_str().unwrap_or_default();
            assert!(dot.contains(&format!("({id})")), "{project}: {id} of {}", finding["requirement"]);
        }
    }
}

/// The picture in the document is what the program draws.
#[test]
fn the_document_shows_what_is_drawn() {
    let path = repository().join("docs/pictures.md");
    let document = fs::read_to_string(&path).unwrap_or_default();
    let words = ["why", "124/19.2", "population-by-night", "models/patient-portal", "--format", "mermaid", "--lang", "en", "--today"];
    let drawn = run(saikes(&repository(), &[&words[..], &[common::TODAY]].concat()));
    assert_eq!(drawn.code, 0, "{drawn}");
    let (before, rest) = document.split_once("```mermaid\n").expect("the document has a picture");
    let (_, after) = rest.split_once("```").expect("the picture ends");
    let right = format!("{before}```mermaid\n{}```{after}", drawn.out);
    if std::env::var_os("SAIKES_WRITE_DOCS").is_some() {
        fs::write(&path, &right).expect("the document can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == right, "docs/pictures.md: SAIKES_WRITE_DOCS=1 cargo test --test pictures the_document");
}
