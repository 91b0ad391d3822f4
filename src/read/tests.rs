//! What users see of reading: small folders on the disk, projects found in them, and what is said of bad ones.

use std::fs;
use std::path::Path;

use super::*;
use crate::fragment::Format;
use crate::problem::{Code, Severity};

/// A folder that is gone when the test ends. It lies two levels down, so that no test sees another one's context.
struct Folder {
    outer: PathBuf,
}

impl Folder {
    fn new(name: &str) -> Folder {
        let outer = std::env::temp_dir().join(format!("saikes-read-{}-{name}", std::process::id()));
        fs::create_dir_all(outer.join("home/top")).expect("the temporary folder can be written");
        Folder { outer }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.outer.join("home/top").join(path)
    }

    fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Folder {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("the folder can be written");
        fs::write(path, content).expect("the folder can be written");
        self
    }

    fn read(&self) -> ReadRun {
        self.read_all(&["."], &ReadOptions::default())
    }

    fn read_all(&self, paths: &[&str], options: &ReadOptions) -> ReadRun {
        let paths: Vec<PathBuf> = paths.iter().map(|path| self.path(path)).collect();
        read(&paths, options, Sources::default())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.outer);
    }
}

/// Projects as `id path: files`, contexts with `*`.
fn projects(run: &ReadRun) -> Vec<String> {
    let show = |project: &ReadProject| {
        let files: Vec<String> =
            project.fragments.iter().map(|(states, fragment)| format!("{}={}", run.sources.file(fragment.file).path, states.0)).collect();
        format!("{}{} {}: {}", project.id, if project.is_context { "*" } else { "" }, project.path, files.join(" "))
    };
    run.projects.iter().map(show).collect()
}

/// All problems as `severity code path:line: arguments`, those of no project first.
fn problems(run: &ReadRun) -> Vec<String> {
    let show = |problem: &Problem| {
        let place = problem.place.map(|place| run.sources.locate(place)).map(|(path, line, _)| format!(" {path}:{line}"));
        let arguments: Vec<String> = problem.arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        format!("{severity} {}{}: {}", problem.code.name(), place.unwrap_or_default(), arguments.join(" "))
    };
    let of_projects = run
        .projects
        .iter()
        .flat_map(|project| project.problems.iter().chain(project.fragments.iter().flat_map(|(_, fragment)| &fragment.problems)));
    run.problems.iter().chain(of_projects).map(show).collect()
}

const MODEL: &str = "[system.a]\nname = \"A\"\n";
const EXCHANGE: &str = "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" identifier=\"m\"><name xml:lang=\"en\">M</name></model>\n";

#[test]
fn a_folder_is_walked_and_every_project_found() {
    let folder = Folder::new("walk");
    folder
        .file("ehealth/saikes.toml", "[project]\nid = \"health\"\nname = \"H\"\n")
        .file("ehealth/b.toml", MODEL)
        .file("ehealth/deep/a.xml", EXCHANGE)
        .file("ehealth/deep/a.facts.toml", "[facts.a]\nowner = \"moh\"\n")
        .file("ehealth/inner/saikes.toml", "")
        .file("ehealth/inner/c.toml", MODEL)
        .file("ehealth/.hidden/d.toml", MODEL)
        .file("ehealth/notes.txt", "nothing")
        .file("loose.toml", MODEL)
        .file("loose.facts.toml", "[facts.a]\n")
        .file("other/loose.toml", MODEL);
    let run = folder.read();
    assert_eq!(problems(&run), [] as [&str; 0]);
    assert_eq!(
        projects(&run),
        [
            "health ehealth: ehealth/b.toml=3 ehealth/deep/a.facts.toml=3 ehealth/deep/a.xml=3",
            "inner ehealth/inner: ehealth/inner/c.toml=3",
            "loose loose.toml: loose.facts.toml=3 loose.toml=3",
            "other/loose other/loose.toml: other/loose.toml=3",
        ]
    );
    let fragment = &run.projects[0].fragments[0].1;
    assert_eq!((fragment.sha256.as_str(), fragment.format), (load::digest(MODEL.as_bytes()).as_str(), Format::Native));
}

#[test]
fn a_file_is_a_project_with_the_facts_beside_it() {
    let folder = Folder::new("single");
    folder.file("a.xml", EXCHANGE).file("a.facts.toml", "[facts.x]\n").file("b.toml", MODEL);
    let run = folder.read_all(&["a.xml"], &ReadOptions { complete: true, ..Default::default() });
    assert_eq!((projects(&run), problems(&run)), (vec!["a a.xml: a.facts.toml=3 a.xml=3".to_string()], vec![]));
    assert_eq!(run.projects[0].complete, Vouched::All(None));
    let run = folder.read_all(&["a.xml", "b.toml"], &ReadOptions::default());
    assert_eq!(projects(&run), ["a a.xml: a.facts.toml=3 a.xml=3", "b b.toml: b.toml=3"]);
}

#[test]
fn models_have_the_state_of_the_entry_that_names_them_most_closely() {
    let folder = Folder::new("states");
    let config = r#"
[project]
id = "p"
[[model]]
path = "now"
state = "current"
[[model]]
path = "now/both.toml"
[[model]]
path = "../shared/x.toml"
state = "target"
[[model]]
path = "gone"
[[model]]
path = "empty"
[check]
exclude = ["drafts"]
"#;
    folder
        .file("p/saikes.toml", config)
        .file("p/now/a.toml", MODEL)
        .file("p/now/both.toml", MODEL)
        .file("p/more.facts.toml", "[facts.a]\n")
        .file("p/unlisted.toml", MODEL)
        .file("p/drafts/old.toml", MODEL)
        .file("p/empty/readme.txt", "")
        .file("shared/x.toml", MODEL);
    let run = folder.read();
    assert_eq!(projects(&run), ["p p: p/more.facts.toml=3 p/now/a.toml=1 p/now/both.toml=3 shared/x.toml=2"]);
    assert_eq!(
        problems(&run),
        [
            "error missing-path p/saikes.toml:13: found=gone",
            "error no-model p/saikes.toml:15: path=empty",
            "warning unread-model p/unlisted.toml:1: format=native",
        ]
    );
}

#[test]
fn the_nearest_context_beside_or_above_is_found() {
    let folder = Folder::new("context");
    folder
        .file("../national/saikes.toml", "[context]\nid = \"national\"\n")
        .file("../national/registers.toml", "[agency.moh]\n")
        .file("../national/inner/saikes.toml", "[project]\n")
        .file("near/registers/saikes.toml", "[context]\nid = \"near\"\n")
        .file("near/registers/r.toml", "[agency.x]\n")
        .file("near/p/saikes.toml", "[project]\nid = \"p\"\n")
        .file("near/p/a.toml", MODEL)
        .file("far/q.toml", MODEL)
        .file("own/saikes.toml", "[check]\ncontext = \"../near/registers\"\n")
        .file("own/a.toml", MODEL);
    let run = folder.read();
    assert_eq!(problems(&run), [] as [&str; 0]);
    let contexts: Vec<_> =
        run.projects.iter().map(|one| (one.id.as_str(), one.named, one.context.map(|at| run.projects[at].id.as_str()))).collect();
    assert_eq!(
        contexts,
        [
            ("national", false, None),
            ("q", true, Some("national")),
            ("p", true, Some("near")),
            ("near", false, None),
            ("own", true, Some("near")),
        ]
    );
    assert_eq!(run.projects[0].path, "../national");

    let context = Some(folder.path("../national"));
    let run = folder.read_all(&["own", "near/registers"], &ReadOptions { context, ..Default::default() });
    let contexts: Vec<_> =
        run.projects.iter().map(|one| (one.id.as_str(), one.named, one.context.map(|at| run.projects[at].id.as_str()))).collect();
    assert_eq!(contexts, [("national", false, None), ("near", true, None), ("own", true, Some("national"))]);
}

#[test]
fn a_context_that_is_none_is_told() {
    let folder = Folder::new("no-context");
    folder
        .file("a/saikes.toml", "[check]\ncontext = \"../gone\"\n")
        .file("a/a.toml", MODEL)
        .file("b/saikes.toml", "[check]\ncontext = \"../a\"\n")
        .file("b/b.toml", MODEL);
    assert_eq!(
        problems(&folder.read()),
        [
            "error missing-path a/saikes.toml:2: found=../gone",
            "error wrong-configuration b/saikes.toml:2: name=check.context expected=context found=../a",
        ]
    );
    let run = folder.read_all(&["a"], &ReadOptions { context: Some(folder.path("b")), ..Default::default() });
    assert_eq!(run.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::WrongConfiguration]);
}

#[test]
fn a_folder_without_projects_or_models_is_told() {
    let folder = Folder::new("empty");
    assert_eq!(problems(&folder.read()), ["error no-project: path=."]);
    folder
        .file("notes.txt", "hello")
        .file("data.svg", "<svg/>")
        .file("register/saikes.toml", "[context]\n")
        .file("register/a.toml", "[agency.a]\n");
    assert_eq!(problems(&folder.read()), ["error no-project: path=."], "a context alone is nothing to judge");
    folder.file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/only.facts.toml", "[facts.a]\n");
    assert_eq!(problems(&folder.read()), ["error no-model p/saikes.toml:1: path=p"]);
    let run = folder.read_all(&["gone"], &ReadOptions::default());
    assert_eq!(run.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::MissingPath]);
    folder.file("orphan.facts.toml", "[facts.a]\n");
    assert!(problems(&folder.read()).contains(&"error no-model orphan.facts.toml:1: path=orphan.facts.toml".to_string()));
}

#[test]
fn models_that_nobody_reads_are_told_and_other_files_are_not() {
    let folder = Folder::new("unread");
    let part = "<archimate:Folder xmlns:archimate=\"http://www.archimatetool.com/archimate\"/>";
    folder
        .file("a.archimate", "")
        .file("a.toml", MODEL)
        .file("b.xml", "<project/>")
        .file("c.toml", "[sytem.a]\n")
        .file("d.docx", b"PK\x03\x04")
        .file("e.toml", "[tool.x]\n")
        .file("git/model/folder.xml", part)
        .file("git/model/business/folder.xml", part)
        .file("git/model/business/x.xml", part);
    let run = folder.read();
    assert_eq!(
        problems(&run),
        [
            "warning empty-file a.archimate:1: format=empty",
            "warning unknown-format b.xml:1: format=xml",
            "warning unknown-format c.toml:1: format=toml",
            "warning part-of-model git/model/folder.xml:1: format=coarchi",
        ]
    );
    let run = folder.read_all(&["b.xml", "c.toml"], &ReadOptions::default());
    assert_eq!(problems(&run), ["error unknown-format b.xml:1: format=xml", "error unknown-kind c.toml:1: found=sytem nearest=system"]);
}

#[test]
fn one_broken_file_does_not_hide_the_others() {
    let folder = Folder::new("broken");
    folder
        .file("saikes.toml", "[project]\nid = \"p\"\nstate = 1\n")
        .file("a.toml", b"[system.a]\nname = \"\xCC\xC7\"\n")
        .file("b.toml", "[system.a]\nname = \n[unit.a]\n")
        .file("c.toml", "\u{feff}[sytem.a]\n[system.c]\nownr = \"x\"\n");
    let run = folder.read();
    let [fragment, ..] = &run.projects[0].fragments[..] else { panic!("three files") };
    assert_eq!((fragment.1.elements.len(), run.sources.file(fragment.1.file).text.is_empty()), (0, false));
    let problems: Vec<String> = problems(&run).into_iter().filter(|problem| !problem.contains("malformed-toml")).collect();
    assert_eq!(
        problems,
        [
            "error unknown-key saikes.toml:3: found=state table=project nearest=stage",
            "error not-text a.toml:2: encoding=UTF-8",
            "error duplicate-id b.toml:3: id=a",
            "error unknown-kind c.toml:1: found=sytem nearest=system",
            "error unknown-attribute c.toml:3: found=ownr kind=system nearest=owner",
        ]
    );
}

#[test]
fn written_ids_must_differ_and_files_of_one_name_are_told_apart() {
    let folder = Folder::new("ids");
    folder
        .file("a/saikes.toml", "[project]\nid = \"p\"\n")
        .file("a/m.toml", MODEL)
        .file("b/saikes.toml", "[project]\nid = \"p\"\n")
        .file("b/m.toml", MODEL)
        .file("c/m.toml", MODEL)
        .file("c/m.xml", EXCHANGE)
        .file("d/m.toml", MODEL)
        .file("d/n.toml", MODEL);
    let run = folder.read();
    let ids: Vec<&str> = run.projects.iter().map(|project| project.id.as_str()).collect();
    assert_eq!(ids, ["p", "p", "c/m.toml", "c/m.xml", "d/m", "n"]);
    assert_eq!(problems(&run), ["error duplicate-project b/saikes.toml:2: id=p"]);
    assert!(run.projects[1].problems[0].related.is_some());
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_not_followed_and_links_to_files_are_read() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    folder.file("p/saikes.toml", "").file("p/a.toml", MODEL).file("b.txt", "[system.b]\n");
    symlink("..", folder.path("p/loop")).expect("links can be made");
    symlink("self", folder.path("p/self")).expect("links can be made");
    symlink("../b.txt", folder.path("p/b.toml")).expect("links can be made");
    let run = folder.read();
    assert_eq!(projects(&run), ["p p: p/a.toml=3 p/b.toml=3"]);
    let told = problems(&run);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], "warning unreadable-folder: path=p/loop reason=symbolic link");
    assert!(told[1].starts_with("warning unreadable-folder: path=p/self reason="), "{told:?}");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_told_and_the_rest_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("locked");
    folder.file("p/saikes.toml", "").file("p/a.toml", MODEL).file("p/locked/b.toml", MODEL).file("p/c.xml", EXCHANGE);
    let lock = |path: &str, mode| fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode)).expect("it is ours");
    lock("p/locked", 0o000);
    lock("p/c.xml", 0o000);
    let readable = fs::read_dir(folder.path("p/locked")).is_ok();
    let run = folder.read();
    lock("p/locked", 0o755);
    // Whoever may read everything sees no locks.
    if !readable {
        assert_eq!(projects(&run), ["p p: p/a.toml=3"]);
        assert_eq!(
            problems(&run),
            [
                "error unreadable-folder: path=p/locked reason=permission denied",
                "error unreadable-file p/c.xml:1: reason=permission denied",
            ]
        );
    }
}

#[test]
fn reading_twice_gives_the_same() {
    let folder = Folder::new("same");
    for at in 0..40 {
        folder.file(&format!("p{}/{at}.toml", at % 7), format!("[system.s{at}]\nownr = 1\nname = \"x\"\n"));
    }
    folder.file("p3/saikes.toml", "");
    let show = |run: &ReadRun| (projects(run), problems(run));
    let first = folder.read();
    assert_eq!(first.projects.len(), 35);
    for _ in 0..5 {
        assert_eq!(show(&folder.read()), show(&first));
    }
}

#[test]
fn stages_have_names() {
    for name in Stage::NAMES {
        assert_eq!(Stage::from_name(name).map(Stage::name), Some(name));
    }
    assert!(Path::new(config::FILE_NAME).extension().is_some());
}

const TOP: &str =
    "<archimate:ArchimateModel xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"M\" id=\"m\" version=\"5.0.0\"/>";
const PART: &str = "<archimate:Folder xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"B\" id=\"f\"/>";
const ACTOR: &str = "<archimate:BusinessActor xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"A\" id=\"a\"/>";

impl Folder {
    /// A model of three files in a folder.
    fn coarchi(&self, path: &str) -> &Folder {
        self.file(&format!("{path}/folder.xml"), TOP)
            .file(&format!("{path}/business/folder.xml"), PART)
            .file(&format!("{path}/business/BusinessActor_a.xml"), ACTOR)
    }
}

#[test]
fn a_model_of_many_files_is_a_project_by_itself_named_after_what_tells_most() {
    let folder = Folder::new("coarchi");
    folder.coarchi("portal/model").coarchi("register/src/model").coarchi("v1.2").coarchi("other/portal/model");
    folder.file("portal/model/README.md", "# x").file("portal/images/a.png", "x").file("v1.2/.git/a.xml", "<a/>");
    let run = folder.read();
    assert_eq!(problems(&run), [] as [&str; 0]);
    assert_eq!(
        projects(&run),
        [
            "other/portal/model other/portal/model: other/portal/model=3",
            "portal/model portal/model: portal/model=3",
            "register register/src/model: register/src/model=3",
            "v1.2 v1.2: v1.2=3",
        ]
    );
    let fragment = &run.projects[0].fragments[0].1;
    assert_eq!((fragment.format, fragment.counts.elements, fragment.version.as_str()), (Format::Coarchi, 1, "5.0.0"));
    let place = Place::new(fragment.file, fragment.elements[0].span);
    assert_eq!(run.sources.locate(place), ("other/portal/model/business/BusinessActor_a.xml", 1, 1));
}

#[test]
fn whoever_names_a_model_of_many_files_gets_it_and_nothing_else() {
    let folder = Folder::new("coarchi-named");
    folder.coarchi("portal/model").file("portal/m.toml", MODEL).file("portal/model.facts.toml", "[facts.a]\n");
    let expected = ["portal model: model=3 model.facts.toml=3"];
    for path in ["portal/model", "portal/model/folder.xml"] {
        let run = folder.read_all(&[path], &ReadOptions::default());
        assert_eq!((projects(&run), problems(&run)), (expected.map(String::from).to_vec(), vec![]), "{path}");
    }
    assert_eq!(projects(&folder.read_all(&["portal"], &ReadOptions::default())).len(), 2);
    for (path, code) in [("portal/model/business", Code::NoProject), ("portal/model/business/folder.xml", Code::PartOfModel)] {
        let run = folder.read_all(&[path], &ReadOptions::default());
        let errors: Vec<Code> =
            run.problems.iter().filter(|problem| problem.severity == Severity::Error).map(|problem| problem.code).collect();
        assert_eq!((errors, run.projects.len()), (vec![code], 0), "{path}");
    }
}

#[test]
fn a_project_mixes_models_of_many_files_with_others() {
    let folder = Folder::new("coarchi-mixed");
    folder
        .file("p/saikes.toml", "[project]\nid = \"p\"\n[[model]]\npath = \"current\"\nstate = \"current\"\n[[model]]\npath = \"target/folder.xml\"\nstate = \"target\"\n[[model]]\npath = \"../outside\"\n[check]\nexclude = [\"target/drafts\"]\n")
        .coarchi("p/current")
        .coarchi("p/target")
        .coarchi("p/third")
        .coarchi("outside")
        .file("p/target/drafts/BusinessActor_d.xml", ACTOR)
        .file("p/target/a.facts.toml", "[facts.a]\n")
        .file("p/current/more.toml", MODEL);
    let run = folder.read_all(&["p"], &ReadOptions::default());
    assert_eq!(problems(&run), ["warning unread-model third:1: format=coarchi"]);
    assert_eq!(projects(&run), ["p .: ../outside=3 current=1 current/more.toml=1 target=2 target/a.facts.toml=3"]);
    let run = folder.read();
    assert_eq!(problems(&run), ["warning unread-model p/third:1: format=coarchi"]);
}

#[test]
fn a_project_folder_may_itself_be_a_model_of_many_files() {
    let folder = Folder::new("coarchi-itself");
    folder.coarchi("p").file("p/saikes.toml", "[project]\nid = \"p\"\n").file("p/business/own/saikes.toml", "[project]\nid = \"q\"\n");
    folder.file("p/business/own/BusinessActor_b.xml", ACTOR).file("p/business/own/b.toml", MODEL);
    let run = folder.read_all(&["p"], &ReadOptions::default());
    assert_eq!(projects(&run), ["p .: .=3", "q business/own: business/own/b.toml=3"]);
    assert_eq!(problems(&run), ["warning part-of-model business/own/BusinessActor_b.xml:1: format=coarchi"]);
    let fragment = &run.projects[0].fragments[0].1;
    let place = Place::new(fragment.file, fragment.elements[0].span);
    assert_eq!(run.sources.locate(place).0, "business/BusinessActor_a.xml");
}

#[test]
fn facts_may_lie_in_the_model_of_many_files_that_they_complete() {
    let folder = Folder::new("coarchi-facts");
    folder.coarchi("portal/model").file("portal/model/business/owners.facts.toml", "[facts.a]\n");
    folder.file("portal/model.facts.toml", "[facts.a]\n").file("portal/business.facts.toml", "[facts.a]\n");
    folder.coarchi("v1.2").file("v1.2.facts.toml", "[facts.a]\n");
    let run = folder.read();
    let expected = [
        "portal portal/model: portal/model=3 portal/model/business/owners.facts.toml=3 portal/model.facts.toml=3",
        "v1.2 v1.2: v1.2=3 v1.2.facts.toml=3",
    ];
    assert_eq!(projects(&run), expected);
    assert_eq!(problems(&run), ["error no-model portal/business.facts.toml:1: path=portal/business.facts.toml"]);
}

#[test]
fn the_digest_of_a_model_of_many_files_is_over_names_and_contents() {
    let folder = Folder::new("coarchi-digest");
    folder.coarchi("a").coarchi("b").coarchi("c").coarchi("d");
    folder.file("b/notes.txt", "not of the model").file("c/business/folder.xml", TOP).file("d/business/Copy.xml", ACTOR);
    std::fs::remove_file(folder.path("d/business/BusinessActor_a.xml")).expect("it was just written");
    let run = folder.read();
    let digests: Vec<&str> = run.projects.iter().map(|project| project.fragments[0].1.sha256.as_str()).collect();
    assert_eq!(digests[0], digests[1]);
    assert!(digests[0] != digests[2] && digests[0] != digests[3] && digests[0].len() == 64);
}

#[test]
fn files_of_a_model_that_are_no_text_or_not_to_be_read_cost_only_themselves() {
    let folder = Folder::new("coarchi-unreadable");
    folder.coarchi("m").file("m/business/BusinessActor_b.xml", b"<a x=\"\n\xCC\"/>");
    let relation = "<archimate:FlowRelationship xmlns:archimate=\"http://www.archimatetool.com/archimate\" id=\"r\">\
                    <source href=\"BusinessActor_a.xml#a\"/><target href=\"BusinessActor_b.xml#b\"/></archimate:FlowRelationship>";
    folder.file("m/business/FlowRelationship_r.xml", relation);
    let run = folder.read();
    assert_eq!(problems(&run), ["error not-text m/business/BusinessActor_b.xml:2: encoding=UTF-8"]);
    let counts = &run.projects[0].fragments[0].1.counts;
    assert_eq!((counts.elements, counts.relations), (1, 1));
    assert!(folder::bind(&folder.path("m"), "m", &["business/gone.xml".into(), "folder.xml".into()]).is_ok_and(|bound| {
        let problem = bound.broken[0].problem(FileId(0), 1);
        (bound.broken.len(), problem.code, problem.severity) == (1, Code::UnreadableFile, Severity::Error)
    }));
}
