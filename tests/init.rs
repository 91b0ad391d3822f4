//! `saikes init`: what it writes checks at once, in every language, whatever lies in the folder and whatever the folder is
//! called; and nothing that is there is touched.
//!
//! Leaves to others: the questions (`saikes::init::ask`), `--archi` (`starter`).

mod common;

use std::fs;

use common::{Folder, Run, in_three_languages, keep};
use saikes::text::Language;
use serde_json::Value;

fn run(folder: &Folder, words: &[&str]) -> Run {
    common::run(common::saikes(&folder.path(""), words))
}

#[track_caller]
fn init(folder: &Folder, words: &[&str]) -> Run {
    let made = run(folder, &[&["init", "--yes"], words].concat());
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{made}");
    made
}

/// The report of a check that has no problem at all, not even a warning.
#[track_caller]
fn sound(folder: &Folder, path: &str) -> Value {
    let run = folder.check(&[path, "--format", "json"]);
    let report = run.json();
    // Nothing is known yet: it does not reach the level, and that is no mistake of the set-up.
    assert_eq!(run.code, 1, "{run}");
    assert_eq!(report["problems"], Value::Array(Vec::new()));
    for project in report["projects"].as_array().expect("there are projects") {
        assert_eq!(project["problems"], Value::Array(Vec::new()), "{}", project["problems"]);
    }
    report
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines that say something.
fn set(folder: &Folder, path: &str) -> Vec<String> {
    text(folder, path).lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_string).collect()
}

#[test]
fn an_empty_folder_gets_a_model_that_checks_in_every_language() {
    let shown = in_three_languages(|language| {
        let folder = Folder::new(&format!("empty-{}", language.code()));
        fs::create_dir_all(folder.path("portal")).expect("the folder can be written");
        let made = init(&folder, &["portal", "--lang", language.code()]);
        let report = sound(&folder, "portal");
        assert_eq!((&report["projects"][0]["id"], &report["lang"]), (&"portal".into(), &language.code().into()));
        assert_eq!(set(&folder, "portal/model.toml"), ["[project.portal]", "name = \"portal\""]);
        format!("{made}──── saikes.toml\n{}──── model.toml\n{}", text(&folder, "portal/saikes.toml"), text(&folder, "portal/model.toml"))
    });
    keep("init", "empty", &shown);
}

#[test]
fn a_drawing_is_found_and_no_model_is_added() {
    let folder = Folder::new("drawing");
    fs::create_dir_all(folder.path("p")).expect("the folder can be written");
    run(&folder, &["init", "--archi", "p/portal.archimate", "--lang", "en"]).says(0, &[]);
    init(&folder, &["p", "--lang", "en"]).is_silent_on(&["model.toml"]);
    assert!(text(&folder, "p/saikes.toml").contains("# Below this folder: `portal.archimate`."));
    assert!(!folder.path("p/model.toml").exists());
    assert_eq!(sound(&folder, "p")["projects"][0]["inputs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_current_and_a_target_model_are_told_apart_by_their_names() {
    let model = |lifecycle: &str| format!("[system.a]\nname = \"A\"\nowner = \"none\"\nlifecycle = \"{lifecycle}\"\n");
    let folder = Folder::new("states");
    folder.file("p/current/a.toml", model("operating")).file("p/target/a.toml", model("retiring"));
    init(&folder, &["p", "--lang", "en"]);
    let wanted = ["[[model]]", "path = \"current\"", "state = \"current\"", "[[model]]", "path = \"target\"", "state = \"target\""];
    let lines = set(&folder, "p/saikes.toml");
    assert!(lines.windows(wanted.len()).any(|lines| lines == wanted), "{lines:#?}");
    sound(&folder, "p");

    // One of them alone may be the whole model.
    let folder = Folder::new("one-state");
    folder.file("p/target.toml", model("operating"));
    init(&folder, &["p", "--lang", "en"]);
    assert!(!set(&folder, "p/saikes.toml").contains(&"[[model]]".to_string()));
    sound(&folder, "p");
}

#[test]
fn whatever_a_folder_is_called_its_project_has_an_id() {
    for (name, id) in [("Портал услуг", "Портал услуг"), ("a: b", "a- b"), ("a\"b\\c", "a\"b\\c"), ("цифрлық үкімет", "цифрлық үкімет")]
    {
        let folder = Folder::new("names");
        fs::create_dir_all(folder.path(name)).expect("the folder can be written");
        init(&folder, &[name, "--lang", "kk"]);
        let report = sound(&folder, name);
        assert_eq!((&report["projects"][0]["id"], &report["projects"][0]["name"]), (&id.into(), &name.into()));
    }
}

#[test]
fn the_folder_at_hand_has_a_name_too_and_one_that_is_not_there_is_made() {
    let folder = Folder::new("here");
    fs::create_dir_all(folder.path("ehealth")).expect("the folder can be written");
    let made = common::run(common::saikes(&folder.path("ehealth"), &["init", "--yes", "--lang", "en"]));
    made.says(0, &["saikes check judge the project"]);
    assert!(set(&folder, "ehealth/saikes.toml").contains(&"id = \"ehealth\"".to_string()));
    init(&folder, &["new/project", "--lang", "en"]);
    sound(&folder, "new/project");
}

#[test]
fn projects_inside_are_told_and_left_alone() {
    let folder = Folder::new("inner");
    folder
        .file("p/one/saikes.toml", "[project]\nid = \"one\"\n")
        .file("p/one/a.toml", "[system.a]\n")
        .file("p/b.toml", "[system.b]\nname = \"B\"\nowner = \"none\"\n");
    init(&folder, &["p", "--lang", "en"]);
    let written = text(&folder, "p/saikes.toml");
    assert!(written.contains("# Below this folder: `b.toml`.\n") && written.contains("not read with this one: `one`."), "{written}");
    assert_eq!(text(&folder, "p/one/saikes.toml"), "[project]\nid = \"one\"\n");
}

#[test]
fn nothing_that_is_there_is_touched() {
    let folder = Folder::new("there");
    folder.file("p/saikes.toml", "mine").file("file", "mine");
    let refused = run(&folder, &["init", "p", "--yes", "--lang", "en"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(refused.err, "error: `p/saikes.toml` is there already and stays as it is\n");
    assert_eq!(text(&folder, "p/saikes.toml"), "mine");
    run(&folder, &["init", "file", "--yes", "--lang", "en"]).says(2, &["`file` is no folder"]);
    // A file that holds nothing yet is somebody's too; the configuration is not written without a model.
    folder.file("q/model.toml", "# to be written\n");
    run(&folder, &["init", "q", "--yes", "--lang", "en"]).says(2, &["`q/model.toml` is there already"]);
    assert_eq!((text(&folder, "q/model.toml").as_str(), folder.path("q/saikes.toml").exists()), ("# to be written\n", false));
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let folder = Folder::new("nobody");
    for language in Language::ALL {
        let refused = run(&folder, &["init", "p", "--lang", language.code()]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""));
        assert!(refused.err.contains("`--yes`"), "{refused}");
    }
    assert!(!folder.path("p").exists());
    run(&folder, &["init", "p", "--yes", "--archi"]).says(2, &[]);
}

#[test]
fn what_it_writes_fits_the_schemas() {
    use saikes::schema::{Subject, text as schema};
    let folder = Folder::new("schemas");
    init(&folder, &["p", "--lang", "ru"]);
    for (subject, path) in [(Subject::Config, "p/saikes.toml"), (Subject::Model, "p/model.toml")] {
        let schema: Value = serde_json::from_str(&schema(subject, Language::Ru)).expect("a schema is JSON");
        let document: toml::Table = text(&folder, path).parse().expect("it is TOML");
        let document = serde_json::to_value(document).expect("without dates it is JSON");
        assert!(jsonschema::is_valid(&schema, &document), "{path}");
    }
}

#[test]
fn facts_can_be_asked_for_at_once() {
    let folder = Folder::new("facts");
    init(&folder, &["p", "--lang", "en"]);
    run(&folder, &["facts", "p", "--write", "--lang", "en"]).says(0, &["p.facts.toml"]);
}
