//! `saikes annotate`: findings as properties of a drawing, which is otherwise the same, and the same again without them.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::{Folder, Run, check, keep, own_pack, run, saikes};
use saikes::text::Language;
use serde_json::{Value, json};

/// A pack that wants every system described.
const RULE: &str = "full = \"has description\"";

/// A small model of Archi: one system with a description, one without, and what a tool may write around them.
const ARCHI: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<archimate:model xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"M\" id=\"m\" version=\"5.0.0\">
  <folder name=\"Application\" id=\"f\" type=\"application\">
    <element xsi:type=\"archimate:ApplicationComponent\" name=\"ЭПЗ\" id=\"id-1\">
      <documentation>Паспорт здоровья</documentation>
    </element>
    <element xsi:type=\"archimate:ApplicationComponent\" name=\"&quot;РПН&quot;\" id=\"id-2\"/>
    <element xsi:type=\"archimate:ApplicationComponent\" name=\"КМИС\" id=\"id-3\">
      <property key=\"lifecycle\" value=\"operating\"/>
    </element>
  </folder>
  <folder name=\"Views\" id=\"v\" type=\"diagrams\"/>
  <purpose>Пример</purpose>
</archimate:model>
";

/// A folder with a model, the pack, and the report `r.json` of a check in a language.
fn reported(name: &str, file: &str, content: impl AsRef<[u8]>, language: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("rules/own.toml", own_pack(RULE)).file(file, content);
    report(&folder, file, "r.json", language);
    folder
}

fn report(folder: &Folder, file: &str, to: &str, language: &str) {
    let output = format!("json={to}");
    let run = folder.check(&[file, "--rules", "rules", "--pack", "own", "--complete", "--lang", language, "--format", &output]);
    assert!(run.code < 2, "{run}");
}

fn annotate(folder: &Folder, words: &[&str]) -> Run {
    run(saikes(&folder.path(""), &[&["annotate"], words].concat()))
}

fn bytes(folder: &Folder, path: &str) -> Vec<u8> {
    fs::read(folder.path(path)).expect("the file is there")
}

/// The same report without its findings.
fn emptied(folder: &Folder, from: &str, to: &str) {
    let mut report: Value = serde_json::from_slice(&bytes(folder, from)).expect("it is a report");
    for project in report["projects"].as_array_mut().expect("there are projects") {
        project["findings"] = json!([]);
    }
    folder.file(to, report.to_string());
}

#[test]
fn an_architect_sees_verdicts_and_findings_in_his_tool() {
    for language in Language::ALL {
        let folder = reported(language.code(), "m.archimate", ARCHI, language.code());
        let run = annotate(&folder, &["m.archimate", "--report", "r.json"]);
        keep("annotate", &format!("archi-{}", language.code()), &format!("$ saikes annotate m.archimate --report r.json\n{run}"));
    }
}

#[test]
fn a_second_time_changes_nothing_and_a_report_without_findings_restores_the_drawing() {
    let folder = reported("again", "m.archimate", ARCHI, "ru");
    annotate(&folder, &["m.archimate", "--report", "r.json", "--output", "a.archimate"]).says(0, &[]).is_silent_on(&["изменилась"]);
    let annotated = bytes(&folder, "a.archimate");
    assert!(annotated.len() > ARCHI.len());
    // By the first report, and by a report about the copy itself.
    annotate(&folder, &["a.archimate", "--report", "r.json", "--output", "b.archimate"]).says(0, &[]).is_silent_on(&["изменилась"]);
    assert_eq!(bytes(&folder, "b.archimate"), annotated);
    report(&folder, "a.archimate", "s.json", "ru");
    annotate(&folder, &["a.archimate", "--report", "s.json", "--output", "b.archimate"]).says(0, &[]).is_silent_on(&["изменилась"]);
    assert_eq!(bytes(&folder, "b.archimate"), annotated);
    emptied(&folder, "r.json", "e.json");
    annotate(&folder, &["a.archimate", "--report", "e.json", "--output", "a.archimate"]).says(0, &["пометок в схеме нет"]);
    assert_eq!(String::from_utf8_lossy(&bytes(&folder, "a.archimate")), ARCHI);
}

#[test]
fn a_check_passes_over_annotations() {
    let folder = reported("over", "m.archimate", ARCHI, "en");
    annotate(&folder, &["m.archimate", "--report", "r.json", "--output", "copy/m.archimate"]).says(2, &["cannot write"]);
    fs::create_dir(folder.path("copy")).expect("the folder can be made");
    annotate(&folder, &["m.archimate", "--report", "r.json", "--output", "copy/m.archimate"]).says(0, &[]);
    let report = |file: &str| {
        let run = folder.check(&[file, "--rules", "rules", "--pack", "own", "--complete", "--format", "json"]);
        let mut project = run.json()["projects"][0].clone();
        assert_eq!(project["inputs"][0]["unmapped"], json!({}), "{file}");
        for list in ["findings", "problems"] {
            for told in project[list].as_array_mut().expect("it is a list") {
                told["location"] = Value::Null;
            }
        }
        ["verdict", "worst", "best", "coverage", "findings", "requirements", "problems", "understood"].map(|field| project[field].clone())
    };
    assert_eq!(report("copy/m.archimate"), report("m.archimate"));
}

#[test]
fn encodings_marks_and_line_ends_stay_as_they_are() {
    let cyrillic = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\r\n<archimate:model xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"M\" id=\"m\" version=\"5.0.0\">\r\n\t<folder name=\"A\" id=\"f\">\r\n\t\t<element xsi:type=\"archimate:ApplicationComponent\" name=\"ГБД\" id=\"a\"/>\r\n\t</folder>\r\n</archimate:model>";
    let wide = cyrillic.replace(" encoding=\"windows-1251\"", "");
    let utf16 =
        |mark: Option<u16>, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { mark.into_iter().chain(wide.encode_utf16()).flat_map(bytes).collect() };
    let cp1251 = encoding_rs::WINDOWS_1251.encode(cyrillic).0.into_owned();
    let originals = [
        ("cp1251", cp1251),
        ("utf16le", utf16(Some(0xFEFF), u16::to_le_bytes)),
        ("utf16be", utf16(None, u16::to_be_bytes)),
        ("mark", format!("\u{feff}{wide}").into_bytes()),
        ("one-line", wide.replace("\r\n", "").replace('\t', "").into_bytes()),
    ];
    for (name, original) in originals {
        // In Kazakh there are letters that windows-1251 does not have.
        let folder = reported(name, "m.archimate", &original, "kk");
        annotate(&folder, &["m.archimate", "--report", "r.json", "--output", "a.archimate"]).says(0, &[]);
        let annotated = bytes(&folder, "a.archimate");
        assert_eq!(annotated[..4], original[..4], "{name}");
        let text = match name {
            "utf16le" | "utf16be" => {
                let unit = |pair: &[u8]| {
                    if name == "utf16le" { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
                };
                String::from_utf16(&annotated.chunks(2).map(unit).collect::<Vec<_>>()).expect("it is UTF-16")
            }
            "cp1251" => encoding_rs::WINDOWS_1251.decode(&annotated).0.into_owned(),
            _ => String::from_utf8(annotated.clone()).expect("it is UTF-8"),
        };
        let value = if name == "cp1251" { "с&#1241;йкес келмейді" } else { "сәйкес келмейді" };
        assert!(text.contains(value), "{name}: {text}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}: {text}");
        assert_eq!(text.contains('\n'), name != "one-line", "{name}: {text}");
        emptied(&folder, "r.json", "e.json");
        annotate(&folder, &["a.archimate", "--report", "e.json", "--output", "b.archimate"]).says(0, &[]);
        assert!(bytes(&folder, "b.archimate") == original, "{name} is not what it was");
    }
}

#[test]
fn a_zip_stays_one_with_everything_that_is_in_it() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("images/a.png", &b"picture"[..]), ("model.xml", ARCHI.as_bytes())] {
        let options = zip::write::SimpleFileOptions::default();
        writer
            .start_file(name, options)
            .and_then(|()| Ok(std::io::Write::write_all(&mut writer, content)?))
            .expect("memory takes everything");
    }
    let zip = writer.finish().expect("memory takes everything").into_inner();
    let folder = reported("zip", "m.archimate", &zip, "en");
    annotate(&folder, &["m.archimate", "--report", "r.json", "--output", "a.archimate"]).says(0, &["2 findings written"]);
    let entries = |path: &str| -> BTreeMap<String, Vec<u8>> {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes(&folder, path))).expect("it is a zip");
        let entries = (0..archive.len()).map(|at| {
            let mut file = archive.by_index(at).expect("it is there");
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).expect("it can be unpacked");
            (file.name().expect("it is text").into_owned(), content)
        });
        entries.collect()
    };
    let annotated = entries("a.archimate");
    assert_eq!(annotated["images/a.png"], b"picture");
    assert!(String::from_utf8_lossy(&annotated["model.xml"]).contains("saikes: 1/1"));
    emptied(&folder, "r.json", "e.json");
    annotate(&folder, &["a.archimate", "--report", "e.json", "--output", "b.archimate"]).says(0, &[]);
    assert_eq!(entries("b.archimate"), entries("m.archimate"));
    annotate(&folder, &["m.archimate", "--report", "e.json", "--output", "c.archimate"]).says(0, &[]);
    assert!(bytes(&folder, "c.archimate") == zip, "what has no annotations stays as it is");
}

#[test]
fn of_a_folder_of_files_only_those_change_that_have_something_to_say() {
    let part = |what: &str, id: &str| {
        format!("<archimate:{what}\n    xmlns:archimate=\"http://www.archimatetool.com/archimate\"\n    name=\"{id}\"\n    id=\"{id}\"/>\n")
    };
    let folder = Folder::new("folder");
    folder.file("model/folder.xml", part("ArchimateModel", "m")).file("model/application/folder.xml", part("Folder", "f"));
    folder.file("model/application/ApplicationComponent_a.xml", part("ApplicationComponent", "a"));
    folder.file("model/application/Node_b.xml", part("Node", "b")).file("model/images/i.png", "picture").file("model/.git/x", "hidden");
    folder.file("rules/own.toml", own_pack(RULE));
    report(&folder, "model", "r.json", "en");
    annotate(&folder, &["model", "--report", "r.json"]).says(2, &["name a folder with `--output`"]);
    annotate(&folder, &["model", "--report", "r.json", "--output", "rules"]).says(2, &["`rules` is not empty"]);
    annotate(&folder, &["model", "--report", "r.json", "--output", "copy"])
        .says(0, &["1 finding written to 1 element"])
        .is_silent_on(&["changed"]);
    let text = |path: &str| String::from_utf8(bytes(&folder, path)).expect("it is text");
    assert!(!folder.path("copy/.git").exists());
    for same in ["application/folder.xml", "application/Node_b.xml", "images/i.png"] {
        assert_eq!(text(&format!("copy/{same}")), text(&format!("model/{same}")));
    }
    let expected = "<archimate:ApplicationComponent
    xmlns:archimate=\"http://www.archimatetool.com/archimate\"
    name=\"a\"
    id=\"a\">
  <properties
      key=\"saikes: verdict\"
      value=\"non-compliant (1 finding)\"/>
  <properties
      key=\"saikes: 1/1\"
      value=\"non-compliant (major): A message\"/>
</archimate:ApplicationComponent>
";
    assert_eq!(text("copy/application/ApplicationComponent_a.xml"), expected);
    assert!(text("copy/folder.xml").contains("key=\"saikes: date of the check\"\n      value=\"2026-11-22\"/>"));
    // Over itself, and back.
    annotate(&folder, &["model", "--report", "r.json", "--output", "./model"]).says(0, &[]);
    assert_eq!(text("model/application/ApplicationComponent_a.xml"), expected);
    emptied(&folder, "r.json", "e.json");
    annotate(&folder, &["model/folder.xml", "--report", "e.json", "--output", "model"]).says(0, &[]).is_silent_on(&["changed"]);
    assert_eq!(text("model/application/ApplicationComponent_a.xml"), part("ApplicationComponent", "a"));
    assert_eq!(text("model/folder.xml"), part("ArchimateModel", "m"));
    assert_eq!(text("model/.git/x"), "hidden");
}

#[test]
fn what_does_not_fit_is_said() {
    let folder = reported("fit", "m.archimate", ARCHI, "en");
    folder.file("other.archimate", ARCHI.replace("id-", "no-")).file("part.archimate", ARCHI.replace("\"id-2\"", "\"id-9\""));
    folder.file("native.toml", "[system.a]\n").file("broken.archimate", ARCHI.replace("</folder>", "")).file("note.json", "{}");
    folder.file("future.json", "{\"schema\": \"saikes/report/2\"}");
    let with = |model: &str, report: &str| annotate(&folder, &[model, "--report", report]);
    annotate(&folder, &["m.archimate"]).says(2, &["missing on the command line: --report <REPORT>"]);
    with("part.archimate", "r.json").says(
        0,
        &["has changed since the report was made", "1 finding written", "1 finding is about elements that are not in this drawing"],
    );
    for (model, report, said) in [
        ("other.archimate", "r.json", "is about another model than `other.archimate`"),
        ("native.toml", "r.json", "there is no drawing in `native.toml`"),
        ("broken.archimate", "r.json", "not well-formed"),
        ("gone.archimate", "r.json", "gone.archimate"),
        (".", "r.json", "several projects"),
        ("m.archimate", "gone.json", "cannot read the report `gone.json`"),
        ("m.archimate", "note.json", "`note.json` is no report"),
        ("m.archimate", "future.json", "in the format `saikes/report/2`"),
    ] {
        let run = with(model, report);
        run.says(2, &[said]);
        assert_eq!(run.out, "", "{model} {report}");
    }
}

/// The folder of other people's models, where it stands beside the repository.
fn real_models() -> Option<PathBuf> {
    common::shared("models/real")
}

/// What every element and relationship of a drawing is called in it.
fn ids(path: &Path) -> Vec<String> {
    let text = if path.is_dir() {
        let files = walk(path).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "xml"));
        files.map(|file| String::from_utf8_lossy(&fs::read(file).expect("it can be read")).into_owned()).collect()
    } else {
        String::from_utf8_lossy(&fs::read(path).expect("it can be read")).into_owned()
    };
    let quoted =
        text.split([' ', '\n', '\r', '\t']).filter_map(|word| word.strip_prefix("id=\"").or_else(|| word.strip_prefix("identifier=\"")));
    quoted.filter_map(|rest| rest.split('"').next()).map(str::to_string).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Whether two files or folders have the same bytes in them.
fn is_same(one: &Path, other: &Path) -> bool {
    if !one.is_dir() {
        return fs::read(one).expect("it can be read") == fs::read(other).expect("it can be read");
    }
    let inner = |folder: &Path| {
        walk(folder).into_iter().map(|file| file.strip_prefix(folder).expect("it is inside").to_path_buf()).collect::<Vec<_>>()
    };
    inner(one) == inner(other) && inner(one).iter().all(|file| is_same(&one.join(file), &other.join(file)))
}

/// Annotates everything that one of other people's models has, checks the copy, and takes the annotations out again.
/// Whether the model could be read at all.
fn survives(models: &Path, file: &str) -> bool {
    let folder = Folder::new(&file.replace('/', "-"));
    let original = check(models, &[file, "--format", "json"]);
    if original.code == 2 {
        return false;
    }
    let mut report = original.json();
    let finding = |id: &String| {
        json!({ "requirement": "1/1", "verdict": "non-compliant", "severity": "major", "subject": { "id": id, "state": "both" },
            "shape": "single", "message": "«<&\"'>]]> \u{1}\n\u{4d9}", "related": [] })
    };
    report["projects"][0]["findings"] = ids(&models.join(file)).iter().map(finding).collect();
    folder.file("r.json", report.to_string());
    emptied(&folder, "r.json", "e.json");
    let path = models.join(file).display().to_string();
    let name = Path::new(file).file_name().and_then(|name| name.to_str()).expect("names of models are text");
    let run = annotate(&folder, &[&path, "--report", "r.json", "--output", name]);
    let is_zip = fs::read(&path).is_ok_and(|bytes| bytes.starts_with(b"PK"));
    // In a zip no ids were found.
    run.says(0, &[if is_zip { "no findings" } else { "written to" }]).is_silent_on(&["has changed"]);
    let copy = check(&folder.path(""), &[name, "--format", "json"]).json();
    let (project, original) = (&copy["projects"][0], &original.json()["projects"][0]);
    for field in ["verdict", "worst", "best", "coverage", "requirements", "missing", "understood"] {
        assert_eq!(project[field], original[field], "{field} of {file}");
    }
    let (input, before) = (&project["inputs"][0], &original["inputs"][0]);
    for field in ["format", "version", "elements", "relations", "views", "unmapped"] {
        assert_eq!(input[field], before[field], "{field} of {file}");
    }
    if !is_zip {
        assert!(input["properties"].as_u64() > before["properties"].as_u64(), "{file} carries annotations");
        annotate(&folder, &[name, "--report", "e.json", "--output", "back"]).says(0, &[]).is_silent_on(&["has changed"]);
        assert!(is_same(&models.join(file), &folder.path("back")), "{file} is not what it was");
    }
    true
}

#[test]
fn real_models_carry_annotations_and_lose_them_again() {
    let Some(models) = real_models() else { return };
    let listed: toml::Table = fs::read_to_string(models.join("counts.toml")).expect("it says what it holds").parse().expect("it is TOML");
    let files: Vec<&str> = listed["model"].as_array().into_iter().flatten().filter_map(|model| model["file"].as_str()).collect();
    let (next, seen) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    seen.fetch_add(usize::from(survives(&models, file)), Ordering::Relaxed);
                }
            });
        }
    });
    assert!(seen.into_inner() >= 45, "most models can be read");
}

#[test]
fn files_made_to_break_readers_are_refused_or_left_as_they_are() {
    let Some(torture) = real_models().map(|models| models.join("../torture")) else { return };
    let folder = Folder::new("torture");
    folder.file("e.json", r#"{ "schema": "saikes/report/1", "tool": { "name": "saikes", "version": "0" }, "today": "2026-11-22", "lang": "en", "projects": [{ "id": "x", "verdict": "full", "coverage": { "settled": 0, "applicable": 0 }, "inputs": [], "findings": [] }] }"#);
    let mut refused = 0;
    for entry in fs::read_dir(&torture).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names of models are text").to_string();
        let run = annotate(&folder, &[&path.display().to_string(), "--report", "e.json", "--output", &name]);
        if run.code == 0 {
            assert!(is_same(&path, &folder.path(&name)), "{name} has changed: {run}");
        } else {
            refused += 1;
            assert!(!folder.path(&name).exists() && !run.err.is_empty(), "{name}: {run}");
        }
    }
    assert!(refused >= 10, "only {refused} were refused");
}

#[test]
fn a_copy_goes_to_stdout_byte_for_byte() {
    let folder = reported("stdout", "m.archimate", ARCHI, "en");
    let mut command = saikes(&folder.path(""), &["annotate", "m.archimate", "--report", "r.json"]);
    let output = command.stdin(Stdio::null()).output().expect("the binary can be started");
    annotate(&folder, &["m.archimate", "--report", "r.json", "--output", "a.archimate"]);
    assert!(output.stdout == bytes(&folder, "a.archimate"));
}
