//! The formats of a report: what they are called, where each goes, and who writes it.
//!
//! A format is one line of [`ReportFormat::ALL`] and one of [`Shown::write`]. Leaves to others: what a report says
//! (`report`), and how a file is put on the disk (`output`).

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::cli::answer::style_of;
use crate::cli::output;
use crate::cli::progress;
use crate::graph::Graph;
use crate::picture::{Drawn, Picture};
use crate::place::{FileId, Place};
use crate::report::github::{self, Surroundings, summary};
use crate::report::grounds::Grounds;
use crate::report::html::{Book, writing};
use crate::report::places::Places;
use crate::report::sarif::{Known, Sarif};
use crate::report::{Report, Style, csv, docx, gitlab, json, junit, location, markdown, sarif, terminal, xlsx};
use crate::text::{Language, say};

/// What a report can be shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Terminal,
    Json,
    Markdown,
    Sarif,
    Gitlab,
    Junit,
    Github,
    GithubSummary,
    Csv,
    Xlsx,
    Docx,
    Html,
    Svg,
    Mermaid,
    Dot,
}

impl ReportFormat {
    pub const ALL: [(&'static str, ReportFormat); 15] = [
        ("terminal", ReportFormat::Terminal),
        ("json", ReportFormat::Json),
        ("markdown", ReportFormat::Markdown),
        ("sarif", ReportFormat::Sarif),
        ("gitlab", ReportFormat::Gitlab),
        ("junit", ReportFormat::Junit),
        ("github", ReportFormat::Github),
        ("github-summary", ReportFormat::GithubSummary),
        ("csv", ReportFormat::Csv),
        ("xlsx", ReportFormat::Xlsx),
        ("docx", ReportFormat::Docx),
        ("html", ReportFormat::Html),
        ("svg", ReportFormat::Svg),
        ("mermaid", ReportFormat::Mermaid),
        ("dot", ReportFormat::Dot),
    ];

    pub fn name(self) -> &'static str {
        ReportFormat::ALL.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// What it draws, where it is a picture.
    pub fn picture(self) -> Option<Drawn> {
        match self {
            ReportFormat::Svg => Some(Drawn::Svg),
            ReportFormat::Mermaid => Some(Drawn::Mermaid),
            ReportFormat::Dot => Some(Drawn::Dot),
            _ => None,
        }
    }
}

/// Projects that a complaint names.
const SHOWN: usize = 3;

/// A format and where it goes: to a file, or to stdout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub format: ReportFormat,
    pub file: Option<PathBuf>,
    /// Whether what stands in the file stays: the summary of a step is written by all its commands.
    pub appends: bool,
}

/// A format that is a picture.
pub fn parse_picture(written: &str) -> Result<Output, String> {
    let pictures = || ReportFormat::ALL.into_iter().filter(|(_, format)| format.picture().is_some());
    let known = || pictures().map(|(name, _)| format!("{name}, {name}=FILE")).collect::<Vec<_>>().join(", ");
    parse_output(written).ok().filter(|output| output.format.picture().is_some()).ok_or_else(known)
}

pub fn parse_output(written: &str) -> Result<Output, String> {
    let (name, file) = written.split_once('=').map_or((written, None), |(name, file)| (name, Some(file)));
    let format = ReportFormat::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format);
    match (format, file) {
        (Some(format), None) => Ok(Output { format, file: None, appends: false }),
        (Some(format), Some(file)) if !file.is_empty() => Ok(Output { format, file: Some(PathBuf::from(file)), appends: false }),
        _ => Err(ReportFormat::ALL.map(|(name, _)| format!("{name}, {name}=FILE")).join(", ")),
    }
}

/// Where every format of one run goes.
#[derive(Clone, Debug)]
pub struct Outputs(Vec<Output>);

impl Outputs {
    /// The terminal unless another takes stdout; a complaint where two want the same place: one would be lost.
    pub fn new(asked: &[Output], language: Language) -> Result<Outputs, String> {
        let mut outputs = asked.to_vec();
        match outputs.iter().filter(|output| output.file.is_none()).count() {
            0 => outputs.insert(0, Output { format: ReportFormat::Terminal, file: None, appends: false }),
            1 => {}
            _ => return Err(say(language, "cli.error.two-on-stdout", &[])),
        }
        let mut taken = BTreeSet::new();
        for path in outputs.iter().filter_map(|output| output.file.as_deref()) {
            if !taken.insert(identity(path)) {
                return Err(say(language, "cli.error.two-in-a-file", &[("path", &path.display())]));
            }
        }
        Ok(Outputs(outputs))
    }

    /// With annotations goes the summary of the step, unless somebody sends one there already.
    pub fn with_summary(mut self, file: Option<PathBuf>) -> Outputs {
        let free = |file: &PathBuf| !self.0.iter().filter_map(|output| output.file.as_deref()).any(|path| identity(path) == identity(file));
        let file = file.filter(|file| self.has(ReportFormat::Github) && free(file));
        self.0.extend(file.map(|file| Output { format: ReportFormat::GithubSummary, file: Some(file), appends: true }));
        self
    }

    /// The others have no room for every component.
    pub fn show_components(&self) -> bool {
        let with = [ReportFormat::Json, ReportFormat::Markdown, ReportFormat::Docx, ReportFormat::Html];
        with.into_iter().any(|format| self.has(format))
    }

    /// Why a picture cannot be drawn, where there is more than one project: it would show one of them and hide the rest.
    pub fn one_project_only(&self, graph: &Graph, language: Language) -> Option<String> {
        let asked = self.0.iter().find(|output| output.format.picture().is_some())?;
        let ids: Vec<&str> = graph.projects.iter().filter(|project| project.judged).map(|project| project.id.as_str()).collect();
        let shown = ids.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
        let shown = if ids.len() > SHOWN { format!("{shown}, …") } else { shown };
        let arguments: [(&str, &dyn std::fmt::Display); 3] =
            [("format", &asked.format.name()), ("count", &ids.len()), ("projects", &shown)];
        (ids.len() > 1).then(|| say(language, "picture.one.several", &arguments))
    }

    pub fn has(&self, format: ReportFormat) -> bool {
        self.0.iter().any(|output| output.format == format)
    }

    /// Whether people read the report itself on stdout, with its problems.
    pub fn are_read(&self) -> bool {
        self.0.contains(&Output { format: ReportFormat::Terminal, file: None, appends: false })
    }

    /// Writes every one, whatever becomes of the others.
    pub fn write(&self, shown: &Shown<'_>) -> Told {
        let mut told = Told::default();
        for output in &self.0 {
            if let Some(path) = output.file.as_ref().filter(|path| shown.was_read(path)) {
                told.complaints.push(say(shown.report.lang, "cli.error.was-read", &[("path", &path.display())]));
                continue;
            }
            // Why there is no project is told anyway; an empty file would be no picture.
            if output.format.picture().is_some() && shown.report.projects.is_empty() {
                continue;
            }
            match &output.file {
                Some(path) => progress::writing(path),
                // Both may be one screen.
                None => progress::clear(),
            }
            match shown.put(output) {
                Ok(cut) => told.cut.extend(cut.iter().map(|cut| format!("{}: {cut}", output.format.name()))),
                Err(error) => told.complaints.push(shown.complaint(output, &error)),
            }
        }
        told
    }
}

/// What there is to tell people about the outputs.
#[derive(Debug, Default)]
pub struct Told {
    /// What the limits of a platform cut off.
    pub cut: Vec<String>,
    /// What could not be written.
    pub complaints: Vec<String>,
}

/// The place on the disk that a path leads to, however it is written.
fn identity(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(OsString::from).unwrap_or_default();
    fs::canonicalize(path).or_else(|_| fs::canonicalize(folder).map(|folder| folder.join(name))).unwrap_or_else(|_| path.to_path_buf())
}

/// What is a folder already, or written as one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// A report and all that its renderers may ask for.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub report: &'a Report,
    /// The same in another language.
    pub in_language: &'a dyn Fn(Language) -> Report,
    pub grounds: Grounds<'a>,
    pub places: Places<'a>,
    pub known: Known<'a>,
    pub terminal: terminal::Options<'a>,
    pub github: &'a Surroundings,
}

impl Shown<'_> {
    /// Whether the report was made from this file, which may be the only copy of somebody's model.
    fn was_read(&self, path: &Path) -> bool {
        let (sources, meant) = (self.places.sources, identity(path));
        let files = (0..sources.len()).map(|at| FileId(at as u32));
        // Most are told apart by their names, without asking the disk.
        let mut same_name = files.filter(|file| Path::new(&sources.file(*file).path).file_name() == path.file_name());
        same_name.any(|file| {
            let region = self.places.region(&location(sources, Place::whole(file)));
            identity(Path::new(&region.path)) == meant
        })
    }

    /// A reader that went away is no mistake; a file is there whole or not at all.
    fn put(&self, output: &Output) -> io::Result<Vec<String>> {
        match &output.file {
            Some(path) if output.appends => self.append(output.format, path),
            Some(path) if output.format == ReportFormat::Docx && is_folder(path) => self.by_project(path).map(|()| Vec::new()),
            Some(path) if output.format == ReportFormat::Html => {
                self.html(|book| writing::put(book, writing::Limits::default(), path, &output::Whole))
            }
            Some(path) => output::stream(path, |file| self.write(output.format, Style::default(), summary::LIMIT, file)),
            None => match self.write(output.format, style_of(&io::stdout()), summary::LIMIT, &mut io::stdout().lock()) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Vec::new()),
                written => written,
            },
        }
    }

    /// A file for each project.
    fn by_project(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        docx::each(self.report, |name, bytes| output::write(&folder.join(name), bytes))
    }

    /// Behind what other commands of the step wrote, which takes of its room.
    fn append(&self, format: ReportFormat, path: &Path) -> io::Result<Vec<String>> {
        let taken = fs::metadata(path).map_or(0, |file| usize::try_from(file.len()).unwrap_or(usize::MAX));
        let mut bytes = Vec::new();
        let cut = self.write(format, Style::default(), summary::LIMIT.saturating_sub(taken), &mut bytes)?;
        output::append(path, &bytes).map(|()| cut)
    }

    /// Hands over the pages of the report, which speak all three languages.
    fn html<T>(&self, put: impl FnOnce(Book<'_>) -> T) -> T {
        let other = |language| (language != self.report.lang).then(|| (self.in_language)(language));
        let others = Language::ALL.map(other);
        let reports = others.each_ref().map(|other| other.as_ref().unwrap_or(self.report));
        put(Book::new(reports, self.report.lang, Some(self.grounds), self.places))
    }

    fn complaint(&self, output: &Output, error: &io::Error) -> String {
        let path = output.file.as_ref().map_or_else(|| "stdout".to_string(), |path| path.display().to_string());
        say(self.report.lang, "cli.error.write", &[("path", &path), ("reason", &error.kind())])
    }

    /// The only project; several are turned away before anything is judged.
    fn draw(&self, format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
        match (format.picture(), self.report.projects.first()) {
            (Some(drawn), Some(project)) => {
                drawn.write(self.report.lang, &|limits| Picture::of_project(&self.grounds, project, limits), out)
            }
            _ => Ok(()),
        }
    }

    /// Writes one output; what the limits of its platform cut off is returned in words. `room` is for the one format that
    /// has to fit somewhere.
    fn write(&self, format: ReportFormat, style: Style, room: usize, out: &mut dyn Write) -> io::Result<Vec<String>> {
        let mut out = BufWriter::new(out);
        let mut cut = Vec::new();
        match format {
            ReportFormat::Terminal => {
                terminal::write(self.report, self.places.sources, terminal::Options { style, ..self.terminal }, &mut out)
            }
            ReportFormat::Json => json::write(self.report, &mut out),
            ReportFormat::Markdown => markdown::write(self.report, &mut out),
            ReportFormat::Sarif => {
                sarif::write(Sarif { report: self.report, places: self.places, known: self.known }, &mut out).map(|left| cut = left)
            }
            ReportFormat::Gitlab => gitlab::write(self.report, &self.places, &mut out),
            ReportFormat::Junit => junit::write(self.report, self.places, &mut out),
            ReportFormat::Github => github::write(self.report, self.places, self.github, &mut out),
            ReportFormat::GithubSummary => summary::write(self.report, self.places, self.github, room, &mut out),
            ReportFormat::Csv => csv::write(self.report, &mut out),
            ReportFormat::Xlsx => xlsx::write(self.report, &mut out).map(|left| cut = left),
            ReportFormat::Docx => docx::write(self.report, &mut out),
            ReportFormat::Html => self.html(|book| writing::stream(&book, writing::Limits::default(), &mut out)).map(|told| cut = told),
            ReportFormat::Svg | ReportFormat::Mermaid | ReportFormat::Dot => self.draw(format, &mut out),
        }?;
        out.flush()?;
        Ok(cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_go_to_stdout_or_to_a_file() {
        assert_eq!(parse_output("json"), Ok(Output { format: ReportFormat::Json, file: None, appends: false }));
        assert_eq!(parse_output("json=a=b.json"), Ok(Output { format: ReportFormat::Json, file: Some("a=b.json".into()), appends: false }));
        assert!(parse_output("json=").is_err());
        assert!(parse_output("yaml").is_err());
    }

    #[test]
    fn two_formats_do_not_share_a_place() {
        let outputs = |words: &str| {
            let asked: Vec<Output> = words.split(' ').map(|word| parse_output(word).expect("the test writes it right")).collect();
            Outputs::new(&asked, Language::En)
        };
        assert!(outputs("json markdown").is_err());
        assert!(outputs("json=no-such-folder/a markdown=no-such-folder/a").is_err());
        assert!(outputs("json=a.out markdown=./a.out").is_err());
        assert!(outputs("json=src/../a.out markdown=a.out").is_err());
        assert!(outputs("json=a.out markdown=b.out terminal").is_ok_and(|outputs| outputs.0.len() == 3));
        assert!(outputs("json=a.out markdown=b.out").is_ok_and(|outputs| outputs.are_read() && outputs.0.len() == 3));
    }
}
