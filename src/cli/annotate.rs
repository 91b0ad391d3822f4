//! `saikes annotate MODEL --report REPORT`: a copy of a drawing whose elements carry the verdicts and findings of a
//! report as properties; to stdout, into a file, or for a drawing in many files into a folder.
//!
//! Nothing else changes: what `write::annotate` puts in, it takes out again, here before anything new is put in. The
//! exit code says whether the copy was written: 0 or 2.

mod drawing;

use std::fmt::Display;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use rustc_hash::FxHashSet;

use crate::cli::answer::{Answer, Reader, drawn, has_error};
use crate::cli::work::meant;
use crate::cli::{output, system_language};
use crate::fragment::{Format, Fragment};
use crate::place::Sources;
use crate::problem::{Problem, Severity};
use crate::read::{self, ReadOptions};
use crate::text::say;
use crate::write::annotate::Notes;
use crate::write::annotate::report::{NoReport, Project, Report};
use drawing::{File, Refusal, digests_of_folder, folder_of};

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    #[arg(long, value_name = "REPORT")]
    report: PathBuf,
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> u8 {
    let mut annotation = Annotation { arguments, reader: Reader::new(system_language()) };
    let answer = annotation.report().and_then(|report| {
        annotation.reader = Reader::new(report.lang);
        annotation.annotate(&report)
    });
    match answer {
        Ok(answer) | Err(answer) => answer.print(),
    }
}

/// What is written goes its own way; the answer is for stderr.
type Outcome<T> = Result<T, Answer>;

struct Annotation<'a> {
    arguments: &'a Arguments,
    reader: Reader,
}

/// A drawing, as it is read and as it is on the disk.
struct Drawing {
    /// None for a drawing of one file.
    folder: Option<PathBuf>,
    files: Vec<File>,
}

impl Annotation<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        format!("{}\n", say(self.reader.language, &format!("annotate.{key}"), arguments))
    }

    fn error(&self, message: &str) -> Answer {
        let word = say(self.reader.language, "cli.error.word", &[]);
        Answer { out: String::new(), err: format!("{word} {message}"), code: 2 }
    }

    fn refused(&self, problems: &[Problem], sources: &Sources) -> Answer {
        Answer { out: String::new(), err: drawn(problems, sources, self.reader.language, self.reader.err), code: 2 }
    }

    fn report(&self) -> Outcome<Report> {
        let path = self.arguments.report.display();
        let text = fs::read_to_string(&self.arguments.report).map_err(|error| {
            let reason = error.kind();
            self.error(&self.say("report-unreadable", &[("path", &path), ("reason", &reason)]))
        })?;
        Report::parse(&text).map_err(|no_report| {
            self.error(&match no_report {
                NoReport::Malformed(reason) => self.say("report-malformed", &[("path", &path), ("reason", &reason)]),
                NoReport::Schema(found) => {
                    self.say("report-schema", &[("path", &path), ("found", &found), ("expected", &crate::report::SCHEMA)])
                }
            })
        })
    }

    fn annotate(&self, report: &Report) -> Outcome<Answer> {
        let drawing = self.drawing()?;
        self.check_output(&drawing)?;
        let everybody = everybody(report);
        let ids: FxHashSet<String> = drawing.files.iter().flat_map(|file| file.annotated(&everybody).found).collect();
        let (project, is_same) = self.project(report, &drawing, &ids)?;
        let notes = Notes::new(report, project);
        self.write(&drawing, &notes)?;
        let mut said = String::new();
        if !is_same {
            said.push_str(&self.say("changed", &[("path", &self.arguments.model.display())]));
        }
        said.push_str(&self.counts(project, &ids));
        Ok(Answer { out: String::new(), err: said, code: 0 })
    }

    /// What was written, and what could not be.
    fn counts(&self, project: &Project, ids: &FxHashSet<String>) -> String {
        if project.findings.is_empty() {
            return self.say("nothing", &[]);
        }
        let is_here =
            |finding: &&crate::write::annotate::report::Finding| finding.about().iter().any(|id| id.is_empty() || ids.contains(*id));
        let written = project.findings.iter().filter(is_here).count();
        let elsewhere = project.findings.len() - written;
        let owners: FxHashSet<&str> = project.findings.iter().flat_map(|finding| finding.about()).filter(|id| ids.contains(*id)).collect();
        let mut said = self.say("written", &[("findings", &written), ("owners", &owners.len())]);
        if elsewhere > 0 {
            said.push_str(&self.say("elsewhere", &[("count", &elsewhere)]));
        }
        said
    }

    /// The drawing that was named. What of it cannot be read cannot be annotated either.
    fn drawing(&self) -> Outcome<Drawing> {
        let model = &self.arguments.model;
        let path = model.display();
        let mut read = read::read(std::slice::from_ref(model), &ReadOptions::default(), Sources::default());
        let at = meant(&read.projects).map_err(|several| match several[..] {
            [] if has_error(&read.problems) => self.refused(&read.problems, &read.sources),
            [] => self.error(&self.say("no-drawing", &[("path", &path)])),
            _ => self.error(&self.say("several", &[("path", &path), ("projects", &several.join(", "))])),
        })?;
        let project = read.projects.swap_remove(at);
        let drawings: Vec<&Fragment> =
            project.fragments.iter().map(|(_, fragment)| fragment).filter(|fragment| fragment.format.is_drawing()).collect();
        let [fragment] = drawings[..] else {
            let paths: Vec<&str> = drawings.iter().map(|fragment| read.sources.file(fragment.file).path.as_str()).collect();
            let key = if paths.is_empty() { "no-drawing" } else { "several-drawings" };
            return Err(self.error(&self.say(key, &[("path", &path), ("drawings", &paths.join(", "))])));
        };
        let errors: Vec<Problem> = fragment.problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
        if !errors.is_empty() {
            return Err(self.refused(&errors, &read.sources));
        }
        let source = read.sources.file(fragment.file);
        if fragment.format != Format::Coarchi {
            let path = if model.is_dir() { model.join(&source.path) } else { model.clone() };
            return Ok(Drawing { folder: None, files: vec![self.open(&path, String::new(), fragment.format)?] });
        }
        let folder = folder_of(model, &source.path);
        let files = source.parts().map(|part| self.open(&folder.join(part.inner_path()), part.inner_path().to_string(), fragment.format));
        Ok(Drawing { files: files.collect::<Outcome<Vec<File>>>()?, folder: Some(folder) })
    }

    fn open(&self, path: &Path, inner: String, format: Format) -> Outcome<File> {
        File::open(path, inner, format).map_err(|refusal| match refusal {
            Refusal::Problem(problem, sources) => self.refused(std::slice::from_ref(&*problem), &sources),
            Refusal::Encoding => self.error(&self.say("encoding", &[("path", &path.display())])),
            Refusal::NoDrawing => self.error(&self.say("no-drawing", &[("path", &path.display())])),
        })
    }

    /// The project of the report that is about this drawing, and whether the drawing is still the same.
    fn project<'r>(&self, report: &'r Report, drawing: &Drawing, ids: &FxHashSet<String>) -> Outcome<(&'r Project, bool)> {
        let digests = match &drawing.folder {
            Some(_) => digests_of_folder(&drawing.files),
            None => drawing.files[0].digests(),
        };
        let fits =
            |project: &&Project| project.findings.iter().filter(|finding| finding.about().iter().any(|id| ids.contains(*id))).count();
        let is_same = |project: &&Project| project.inputs.iter().any(|input| digests.contains(&input.sha256));
        if let Some(project) = report.projects.iter().filter(is_same).max_by_key(fits) {
            return Ok((project, true));
        }
        match report.projects.iter().max_by_key(fits) {
            Some(project) if fits(&project) > 0 || (report.projects.len() == 1 && project.findings.is_empty()) => Ok((project, false)),
            _ => {
                let (model, report) = (self.arguments.model.display(), self.arguments.report.display());
                Err(self.error(&self.say("other-model", &[("model", &model), ("report", &report)])))
            }
        }
    }

    /// Refuses before anything is done where the copy could not go.
    fn check_output(&self, drawing: &Drawing) -> Outcome<()> {
        match (&drawing.folder, &self.arguments.output) {
            (None, None) if drawing.files[0].is_zip() && io::stdout().is_terminal() => Err(self.error(&self.say("binary", &[]))),
            (Some(_), None) => Err(self.error(&self.say("folder-needed", &[]))),
            (Some(folder), Some(path)) if !is_same_place(folder, path) && !is_free(path) => {
                Err(self.error(&self.say("folder-taken", &[("path", &path.display())])))
            }
            _ => Ok(()),
        }
    }

    fn write(&self, drawing: &Drawing, notes: &Notes) -> Outcome<()> {
        let contents = drawing.files.iter().map(|file| file.bytes(&file.annotated(notes).text));
        let Some(contents) = contents.collect::<Option<Vec<Vec<u8>>>>() else {
            return Err(self.error(&self.say("encoding", &[("path", &self.arguments.model.display())])));
        };
        let written = match (&drawing.folder, &self.arguments.output) {
            (Some(folder), Some(path)) => write_folder(folder, path, &drawing.files, &contents),
            (_, Some(path)) => output::write(path, &contents[0]),
            (_, None) => match io::stdout().lock().write_all(&contents[0]).and_then(|()| io::stdout().flush()) {
                // A reader that went away is no mistake.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                other => other,
            },
        };
        written.map_err(|error| {
            let path = self.arguments.output.as_ref().map_or_else(|| "stdout".to_string(), |path| path.display().to_string());
            let message = say(self.reader.language, "cli.error.write", &[("path", &path), ("reason", &error.kind())]);
            self.error(&format!("{message}\n"))
        })
    }
}

/// Notes for everybody whom the report speaks of, to find out who of them is there.
fn everybody(report: &Report) -> Notes {
    let mut notes = Notes::none();
    let findings = report.projects.iter().flat_map(|project| &project.findings);
    for id in findings.flat_map(|finding| finding.about()) {
        notes.of.entry(id.to_string()).or_default();
    }
    notes
}

fn is_same_place(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// Whether a folder is not there, or has nothing in it.
fn is_free(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Writes the files of a drawing into a folder. In its own folder only those that change are touched; elsewhere
/// everything that is not hidden comes along, images too.
fn write_folder(from: &Path, to: &Path, files: &[File], contents: &[Vec<u8>]) -> io::Result<()> {
    let same = is_same_place(from, to);
    if !same {
        copy(from, to)?;
    }
    for (file, content) in files.iter().zip(contents).filter(|(file, content)| !file.is(content)) {
        output::write(&to.join(&file.inner), content)?;
    }
    Ok(())
}

/// Copies a folder without what is hidden in it, and without itself where it is copied into itself.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let inside = fs::canonicalize(to)?;
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let entries = walkdir::WalkDir::new(fs::canonicalize(from)?).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|entry| !hidden(entry) && entry.path() != inside) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(fs::canonicalize(from)?).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
