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
use crate::report::places::Places;
use crate::report::{Report, Style, csv, json, junit, markdown, terminal};
use crate::text::{Language, say};

/// What a report can be shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Terminal,
    Json,
    Markdown,
    Junit,
    Csv,
}

impl ReportFormat {
    pub const ALL: [(&'static str, ReportFormat); 5] = [
        ("terminal", ReportFormat::Terminal),
        ("json", ReportFormat::Json),
        ("markdown", ReportFormat::Markdown),
        ("junit", ReportFormat::Junit),
        ("csv", ReportFormat::Csv),
    ];
}

/// A format and where it goes: to a file, or to stdout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub format: ReportFormat,
    pub file: Option<PathBuf>,
}

pub fn parse_output(written: &str) -> Result<Output, String> {
    let (name, file) = written.split_once('=').map_or((written, None), |(name, file)| (name, Some(file)));
    let format = ReportFormat::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format);
    match (format, file) {
        (Some(format), None) => Ok(Output { format, file: None }),
        (Some(format), Some(file)) if !file.is_empty() => Ok(Output { format, file: Some(PathBuf::from(file)) }),
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
            0 => outputs.insert(0, Output { format: ReportFormat::Terminal, file: None }),
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

    /// Whether people read the report itself on stdout, with its problems.
    pub fn are_read(&self) -> bool {
        self.0.contains(&Output { format: ReportFormat::Terminal, file: None })
    }

    /// Writes every one, whatever becomes of the others; complaints about those that could not be written.
    pub fn write(&self, shown: &Shown<'_>) -> Vec<String> {
        self.0.iter().filter_map(|output| shown.put(output).err().map(|error| shown.complaint(output, &error))).collect()
    }
}

/// The place on the disk that a path leads to, however it is written.
fn identity(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(OsString::from).unwrap_or_default();
    fs::canonicalize(path).or_else(|_| fs::canonicalize(folder).map(|folder| folder.join(name))).unwrap_or_else(|_| path.to_path_buf())
}

/// A report and all that its renderers may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub report: &'a Report,
    pub places: Places<'a>,
    pub terminal: terminal::Options<'a>,
}

impl Shown<'_> {
    /// A reader that went away is no mistake; a file is there whole or not at all.
    fn put(&self, output: &Output) -> io::Result<()> {
        if let Some(path) = &output.file {
            return output::stream(path, |file| self.write(output.format, Style::default(), file));
        }
        match self.write(output.format, style_of(&io::stdout()), &mut io::stdout().lock()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }

    fn complaint(&self, output: &Output, error: &io::Error) -> String {
        let path = output.file.as_ref().map_or_else(|| "stdout".to_string(), |path| path.display().to_string());
        say(self.report.lang, "cli.error.write", &[("path", &path), ("reason", &error.kind())])
    }

    fn write(&self, format: ReportFormat, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        match format {
            ReportFormat::Terminal => {
                terminal::write(self.report, self.places.sources, terminal::Options { style, ..self.terminal }, &mut out)
            }
            ReportFormat::Json => json::write(self.report, &mut out),
            ReportFormat::Markdown => markdown::write(self.report, &mut out),
            ReportFormat::Junit => junit::write(self.report, self.places, &mut out),
            ReportFormat::Csv => csv::write(self.report, self.places, &mut out),
        }?;
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_go_to_stdout_or_to_a_file() {
        assert_eq!(parse_output("json"), Ok(Output { format: ReportFormat::Json, file: None }));
        assert_eq!(parse_output("json=a=b.json"), Ok(Output { format: ReportFormat::Json, file: Some("a=b.json".into()) }));
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
