//! LibreOffice, as people have it: opens what the program wrote and shows it as pages.
//!
//! It is started once for many files, with a profile of its own: one that runs already would take the files to itself.
//! Leaves to others: what is to be read there (the tests).
#![allow(dead_code, reason = "no test file needs all of it")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PACKAGES: &str =
    "apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation poppler-utils";

/// Whether all of these programs are there. Where one is not, that is said aloud; in CI it has to be.
#[track_caller]
pub fn is_here(programs: &[&str]) -> bool {
    let here = |program: &&&str| env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).is_file());
    let Some(missing) = programs.iter().find(|program| !here(program)) else { return true };
    let in_ci = env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    assert!(!in_ci, "`{missing}` is not there: {PACKAGES}");
    eprintln!("skipped: `{missing}` is not there; {PACKAGES}");
    false
}

/// Opens files and writes them in another form, `pdf` or `csv` or whatever LibreOffice knows, into a folder; what came
/// of each. Whatever it had to say is in the message where one is missing.
#[track_caller]
pub fn converted(files: &[PathBuf], form: &str, folder: &Path) -> Vec<PathBuf> {
    let profile = folder.join("profile");
    fs::create_dir_all(&profile).expect("the temporary folder can be written");
    let mut command = Command::new("soffice");
    command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    command.args(["--headless", "--norestore", "--convert-to", form, "--outdir"]).arg(folder).args(files);
    let run = command.stdin(Stdio::null()).output().expect("LibreOffice can be started");
    let ending = form.split(':').next().unwrap_or(form);
    let made = |file: &PathBuf| folder.join(file.file_name().expect("it is a file")).with_extension(ending);
    let made: Vec<PathBuf> = files.iter().map(made).collect();
    for file in &made {
        let said = || format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(file.is_file(), "LibreOffice did not write {}: {}", file.display(), said());
    }
    made
}

/// The text of each page of a PDF; lines are joined, because they break wherever there is no room.
#[track_caller]
pub fn pages(pdf: &Path) -> Vec<String> {
    let run = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().expect("pdftotext can be started");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    text.trim_end_matches('\u{c}').split('\u{c}').map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
