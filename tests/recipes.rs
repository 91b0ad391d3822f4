//! The recipes for CI do what they say: `action.yml`, `templates/saikes.yml` and `.pre-commit-hooks.yaml` have the form
//! that GitHub, GitLab and pre-commit ask for, and their scripts run here as they would there, with the built binary.
//!
//! What a server does by itself (fetching the cache, uploading files) is left out. A `cargo` that only puts the binary
//! where the real one would stands for building it. Leaves to others: what the formats say (`report`).

#![expect(clippy::panic, reason = "a test may stop where it stands")]

mod common;
mod recipe;

use std::collections::BTreeMap;
use std::fs;

use common::{Folder, repository, run, saikes, shell};
use recipe::{action, gitlab, schemas};
use serde_json::Value;

fn yaml(path: &str) -> Vec<Value> {
    let text = fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_saphyr::from_multiple(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[track_caller]
fn fits(what: &str, value: &Value, schema: &Value) {
    let validator = jsonschema::validator_for(schema).expect("the schema is a schema");
    let wrong: Vec<String> = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

#[test]
fn recipes_have_the_form_that_is_asked_for() {
    let [action] = &yaml("action.yml")[..] else { panic!("an action is one document") };
    fits("action.yml", action, &schemas::action());
    let [spec, jobs] = &yaml("templates/saikes.yml")[..] else { panic!("a template is its inputs and its jobs") };
    fits("the inputs of templates/saikes.yml", spec, &schemas::gitlab_inputs());
    fits("the jobs of templates/saikes.yml", jobs, &schemas::gitlab_jobs());
    let [hooks] = &yaml(".pre-commit-hooks.yaml")[..] else { panic!("hooks are one document") };
    fits(".pre-commit-hooks.yaml", hooks, &schemas::hooks());
}

/// What a caller names would be run if it were put into a script.
#[test]
fn no_script_holds_an_expression() {
    let scripts = action::scripts(&yaml("action.yml")[0]).into_iter().chain(gitlab::scripts(&yaml("templates/saikes.yml")[1]));
    let folder = Folder::new("syntax");
    let mut checked = 0;
    for script in scripts {
        assert!(!script.contains("${{") && !script.contains("$[["), "an expression stands in a script:\n{script}");
        folder.file("script", &script);
        let syntax = run(shell(&folder.path(""), "bash -n script"));
        assert!(syntax.code == 0, "{syntax}\n{script}");
        checked += 1;
    }
    assert_eq!(checked, 5);
}

/// A program that was built before is taken again only where nothing of it has changed.
#[test]
fn the_digest_is_of_everything_that_the_program_is_made_of() {
    let scripts = action::scripts(&yaml("action.yml")[0]);
    let (_, found) = scripts[0].split_once("$(find ").expect("the first script looks for files");
    let listed: Vec<&str> = found.split(" -type f").next().unwrap_or_default().split(' ').collect();
    assert!(listed.contains(&"src") && listed.contains(&"Cargo.lock"), "{listed:?}");
    let mut included = 0;
    for entry in walkdir::WalkDir::new(repository().join("src")).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        for path in text.split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|path| path.starts_with("../")) {
            let path = path.trim_start_matches("../");
            let is_listed = listed.iter().any(|listed| path.starts_with(listed)) || repository().join("src").join(path).exists();
            assert!(is_listed, "{} includes {path}, which the digest leaves out", entry.path().display());
            included += 1;
        }
    }
    assert!(included > 1);
}

#[test]
fn every_option_and_format_of_the_recipes_exists() {
    let help = run(saikes(&repository(), &["check", "--help"])).out;
    let complaint = run(saikes(&repository(), &["check", "--format", "no-such-format"])).err;
    let mut seen = 0;
    for path in ["action.yml", "templates/saikes.yml", ".pre-commit-hooks.yaml"] {
        let text = fs::read_to_string(repository().join(path)).expect("the recipe is there");
        for line in text.lines().filter(|line| line.contains("words+=(") || line.contains("words=(") || line.contains("set -- ")) {
            let mut words = line.split([' ', '(', ')', '"']).filter(|word| !word.is_empty()).peekable();
            while let Some(word) = words.next() {
                if word.starts_with("--") && word.len() > 2 {
                    assert!(help.contains(&format!("{word} ")), "{path} names {word}, which is no option:\n{help}");
                    seen += 1;
                }
                let format = (word == "--format").then(|| words.peek().and_then(|next| next.split('=').next())).flatten();
                if let Some(format) = format.filter(|format| !format.starts_with('$')) {
                    assert!(complaint.contains(&format!("{format}=")), "{path} names {format}, which is no format:\n{complaint}");
                }
            }
        }
    }
    assert!(seen >= 15, "only {seen} options were found");
}

/// The registers, and a project with findings that lies in a folder with a space.
fn portal(name: &str) -> Folder {
    let folder = Folder::new(name);
    recipe::sample(&folder, "national", "models/national");
    recipe::sample(&folder, "patient-portal", "models/patient portal");
    folder
}

/// What the page for teams shows in one language.
fn shown(language: &str) -> Vec<String> {
    let text = fs::read_to_string(repository().join("docs/ci.md")).expect("the page is there");
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.map(str::to_string).collect()
}

/// Every line in the order of the page, with the exit code that stands behind it.
#[test]
fn the_commands_of_the_page_end_as_it_says() {
    let folder = Folder::new("page");
    recipe::sample(&folder, "national", "models/national");
    recipe::sample(&folder, "patient-portal", "models/patient-portal");
    let lines: Vec<String> = shown("sh").iter().flat_map(|block| block.lines().map(str::to_string).collect::<Vec<_>>()).collect();
    assert!(lines.len() >= 4, "{lines:?}");
    for line in lines {
        let (line, code) = line.rsplit_once(" # ").unwrap_or_else(|| panic!("no exit code stands behind {line}"));
        let run = run(shell(&folder.path(""), line));
        assert_eq!(run.code.to_string(), code.trim(), "{line}\n{run}");
    }
}

#[test]
fn the_snippets_of_the_page_name_what_there_is() {
    let snippets: Vec<Value> =
        shown("yaml").iter().map(|text| serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))).collect();
    let [workflow, component, project, allowed, hooks] = &snippets[..] else { panic!("{} snippets", snippets.len()) };
    let action = &yaml("action.yml")[0];
    let steps = workflow["jobs"]["saikes"]["steps"].as_array().expect("a job has steps");
    let ours = steps.iter().find(|step| step["id"] == "saikes").expect("one step is ours");
    let names = |value: &Value| value.as_object().expect("it is a table").keys().cloned().collect::<Vec<_>>();
    assert!(names(&ours["with"]).iter().all(|name| action["inputs"].get(name).is_some()), "{ours}");
    let upload = steps.last().expect("there are steps");
    assert_eq!(upload["with"]["sarif_file"], "${{ steps.saikes.outputs.sarif }}");
    let upload_if = upload["if"].as_str().unwrap_or_default();
    assert!(upload_if.contains("always()") && action["outputs"].get("sarif").is_some(), "a red job uploads, too: {upload_if}");
    let template = yaml("templates/saikes.yml");
    for include in [component, project].map(|snippet| &snippet["include"][0]) {
        assert!(names(&include["inputs"]).iter().all(|name| template[0]["spec"]["inputs"].get(name).is_some()), "{include}");
    }
    assert!(repository().join(project["include"][0]["file"].as_str().unwrap_or_default()).is_file());
    let job = template[0]["spec"]["inputs"]["job"]["default"].as_str().unwrap_or_default();
    assert_eq!(allowed[job]["allow_failure"]["exit_codes"][0], 1, "what is allowed to fail is the job of the template");
    assert_eq!(hooks["repos"][0]["hooks"][0]["id"], yaml(".pre-commit-hooks.yaml")[0][0]["id"]);
}

fn inputs<'a>(named: &[(&'a str, &'a str)]) -> BTreeMap<&'a str, &'a str> {
    named.iter().copied().collect()
}

#[test]
fn the_action_annotates_keeps_the_exit_code_and_hands_the_sarif_on() {
    let folder = portal("action");
    let ran = action::run(&folder, &yaml("action.yml")[0], &inputs(&[("path", "models/patient portal"), ("lang", "en")]));
    assert_eq!(ran.run.code, 1, "{}", ran.run);
    assert_eq!(ran.output("exit-code").as_deref(), Some("1"));
    assert_eq!(ran.output("sarif").as_deref(), Some("saikes.sarif"));
    let sarif: Value = serde_json::from_str(&ran.file(&folder, "saikes.sarif")).expect("SARIF is JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let (log, notes) = ran.parted();
    assert!(log.contains("NON-COMPLIANT"), "people read the report in the log:\n{log}");
    assert!(notes.lines().any(|line| line.starts_with("::error ") && line.contains("file=models/patient portal/")), "{notes}");
    assert!(ran.summary.contains("124/19.2"), "the summary of the step:\n{}", ran.summary);
}

#[test]
fn the_action_takes_every_input() {
    let folder = portal("inputs");
    let action = &yaml("action.yml")[0];
    let both = "models/patient portal\n\nmodels/national\n";
    let named =
        [("path", both), ("args", "--exit-zero --stage planning\n--all"), ("formats", "json=a report.json\ncsv=b.csv"), ("lang", "kk")];
    let ran = action::run(&folder, action, &inputs(&named));
    assert_eq!((ran.run.code, ran.output("exit-code").as_deref()), (0, Some("0")), "{}", ran.run);
    let report: Value = serde_json::from_str(&ran.file(&folder, "a report.json")).expect("the report is JSON");
    assert_eq!((report["lang"].as_str(), report["projects"].as_array().map(Vec::len)), (Some("kk"), Some(2)));
    assert_eq!(report["projects"][1]["stage"], "planning");
    assert!(!ran.file(&folder, "b.csv").is_empty());
    let none = action::run(&folder, action, &inputs(&[("path", "models/patient portal"), ("sarif-file", ""), ("require", "full")]));
    assert_eq!((none.run.code, none.output("sarif")), (1, None));
}

#[test]
fn only_what_is_new_since_the_baseline_turns_the_recipes_red() {
    let folder = portal("baseline");
    folder.file("own policy.toml", "[policy]\nid = \"ours\"\ntitle = \"Ours\"\nbody = \"Expert council\"\n");
    let line = "saikes baseline 'models/patient portal' --file 'own baseline.json'";
    assert_eq!(run(shell(&folder.path(""), line)).code, 0);
    let (action, template) = (&yaml("action.yml")[0], yaml("templates/saikes.yml"));
    let named = [("path", "models/patient portal"), ("baseline", "own baseline.json"), ("policy", "own policy.toml")];
    let ran = action::run(&folder, action, &inputs(&[&named[..], &[("formats", "json=r.json")]].concat()));
    assert_eq!((ran.run.code, ran.output("exit-code").as_deref()), (0, Some("0")), "{}", ran.run);
    let report: Value = serde_json::from_str(&ran.file(&folder, "r.json")).expect("the report is JSON");
    assert_eq!(report["policy"]["id"], "ours");
    gitlab::run(&folder, &template, &inputs(&named)).says(0, &["NON-COMPLIANT"]);
    folder.file("models/patient portal/new.toml", "[system.new]\nname = \"New\"\nlifecycle = \"operating\"\nowner = \"moh\"\n");
    assert_eq!(action::run(&folder, action, &inputs(&named)).run.code, 1);
    assert_eq!(gitlab::run(&folder, &template, &inputs(&named)).code, 1);
}

#[test]
fn the_action_says_that_the_set_up_is_wrong_with_two() {
    let folder = portal("set-up");
    let action = &yaml("action.yml")[0];
    for (named, said) in [
        (&[("path", "gone")][..], "there is no file or folder `gone`"),
        (&[("path", "\n")], "the input path is empty"),
        (&[("require", "most")], "`most`"),
        (&[("formats", "sarif=saikes.sarif")], "saikes.sarif"),
        (&[("baseline", "gone.json")], "gone.json"),
        (&[("policy", "gone.toml")], "gone.toml"),
    ] {
        let ran = action::run(&folder, action, &inputs(named));
        assert_eq!((ran.run.code, ran.output("exit-code").as_deref()), (2, Some("2")), "{named:?}\n{}", ran.run);
        assert!(ran.run.text().contains(said), "{named:?}: `{said}` is not said\n{}", ran.run);
        assert!(ran.parted().1.contains("::error "), "{named:?}: the run shows no error\n{}", ran.run);
    }
}

/// A name of two lines is no second output.
#[test]
fn an_output_is_what_the_check_came_to() {
    let folder = portal("outputs");
    let named = [("path", "models/patient portal"), ("sarif-file", "a.sarif\nexit-code=0")];
    let ran = action::run(&folder, &yaml("action.yml")[0], &inputs(&named));
    assert_eq!((ran.output("exit-code").as_deref(), ran.output("sarif").as_deref()), (Some("1"), Some("a.sarif")));
}

/// Inputs and models are data: none of it is run by the shell or heard by the runner.
#[test]
fn nothing_that_is_named_is_run() {
    let folder = portal("hostile");
    let hostile = "$(touch pwned); `touch pwned` \"; touch pwned; # * ' \\";
    folder.file("p/m.toml", "[system.a]\nname = \"\"\"A\n::error::pwned\n::set-output name=exit-code::0\n\"\"\"\n");
    for name in ["path", "require", "baseline", "policy", "lang", "sarif-file", "formats", "args"] {
        let named = [("path", "p"), (name, hostile)];
        let ran = action::run(&folder, &yaml("action.yml")[0], &inputs(&named));
        assert!(!folder.path("pwned").exists(), "{name} was run");
        assert_ne!(ran.run.code, 0, "{name}\n{}", ran.run);
        let (_, notes) = ran.parted();
        assert!(!notes.lines().any(|line| line.starts_with("::error::pwned") || line.starts_with("::set-output")), "{notes}");
        let named = [("path", "p"), ("source", ""), (name, hostile)];
        let named: Vec<_> = named.into_iter().filter(|(name, _)| !["sarif-file", "formats"].contains(name)).collect();
        gitlab::run(&folder, &yaml("templates/saikes.yml"), &inputs(&named));
        assert!(!folder.path("pwned").exists(), "{name} was run");
    }
}

#[test]
fn the_template_leaves_both_reports_and_keeps_the_exit_code() {
    let folder = portal("gitlab");
    let template = yaml("templates/saikes.yml");
    let ran = gitlab::run(&folder, &template, &inputs(&[("path", "models/patient portal"), ("lang", "en")]));
    assert_eq!(ran.code, 1, "{ran}");
    ran.says(1, &["NON-COMPLIANT"]);
    let reports = gitlab::reports(&template[1]);
    let [quality, junit] = ["codequality", "junit"]
        .map(|name| fs::read_to_string(folder.path(&reports[name])).unwrap_or_else(|error| panic!("{name}: {error}\n{ran}")));
    let quality: Value = serde_json::from_str(&quality).expect("code quality is JSON");
    let path = quality[0]["location"]["path"].as_str().unwrap_or_default();
    assert!(folder.path(path).is_file(), "{path} is no file of the repository");
    assert!(roxmltree::Document::parse(&junit).is_ok_and(|tree| tree.root_element().has_tag_name("testsuites")));
    // A second run meets the files of the first one and does not take them for models.
    gitlab::run(&folder, &template, &inputs(&[("path", "."), ("args", "--exit-zero --strict=false")])).says(2, &["--strict"]);
    let again = gitlab::run(&folder, &template, &inputs(&[("path", "models"), ("args", "--exit-zero"), ("lang", "ru")]));
    assert_eq!(again.code, 0, "{again}");
    again.is_silent_on(&["junit.xml"]);
}

#[test]
fn the_template_says_that_the_set_up_is_wrong_with_two() {
    let folder = portal("gitlab-set-up");
    let template = yaml("templates/saikes.yml");
    gitlab::run(&folder, &template, &inputs(&[("path", "gone"), ("lang", "en")])).says(2, &["there is no file or folder `gone`"]);
    gitlab::run(&folder, &template, &inputs(&[("path", "")])).says(2, &["the input path is empty"]);
    gitlab::run_without_binary(&folder, &template, &inputs(&[])).says(2, &["there is no saikes"]);
    let named = [("source", "https://git.example/saikes"), ("revision", "abc"), ("path", "models/patient portal")];
    let built = gitlab::run_without_binary(&folder, &template, &inputs(&named));
    assert_eq!(built.code, 1, "{built}");
    built.says(1, &["install --locked --git https://git.example/saikes --rev abc"]);
}

#[test]
fn the_hook_runs_where_pre_commit_would_run_it() {
    let hook = &yaml(".pre-commit-hooks.yaml")[0][0];
    let entry = hook["entry"].as_str().expect("a hook has an entry");
    let folder = portal("hook");
    folder.file("models/patient portal/broken.toml", "[system.broken\n");
    for (args, code) in [("", 2), ("models/national", 1), ("models/national --exit-zero", 0)] {
        let run = run(shell(&folder.path(""), &format!("{entry} {args}")));
        assert_eq!(run.code, code, "{run}");
    }
    let pattern = hook["files"].as_str().expect("a hook has a pattern");
    for (path, wanted) in [
        ("models/a.toml", 0),
        ("a.archimate", 0),
        ("model/any/Node_a.xml", 0),
        ("saikes-baseline.json", 0),
        ("README.md", 1),
        ("a.toml.bak", 1),
        ("package.json", 1),
    ] {
        // The patterns of the hook are Python's; those of grep read this one alike.
        let found = run(shell(&folder.path(""), &format!("printf '%s\\n' '{path}' | grep -Eq '{pattern}'")));
        assert_eq!(found.code, wanted, "{path}");
    }
}
