//! Conclusions that people edit and sign: a DOCX by ECMA-376, written part by part.
//!
//! Nothing in a file tells when, where or by whom it was made: dates inside the zip are its first day. Every run says
//! its language, so that spelling is checked by the right dictionary and names of models by none. The crate `docx-rs`
//! can say neither that nor that the head of a table repeats on every page; therefore the parts are written here.
//! Leaves to others: what is said (`conclusion`), and where files go (`cli`).

mod file_name;
mod package;
mod page;
mod paper;
mod styles;
mod table;
mod xml;

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::report::conclusion::{Block, official, summary};
use crate::report::{ProjectReport, Report};
use crate::text::{Language, say};

use file_name::unique;
use package::Package;

/// Name of the file that goes before the conclusions in a folder.
const SUMMARY: &str = "0-summary";

/// A paper of several in one file; its blocks are made when it is written, because a thousand papers are large.
enum Paper<'a> {
    Summary(&'a Report),
    Conclusion(&'a Report, &'a ProjectReport),
}

impl Paper<'_> {
    /// What every page of it says at its head.
    fn about(&self) -> String {
        match self {
            Paper::Summary(report) => say(report.lang, "office.over.council", &[]),
            Paper::Conclusion(report, project) => {
                let header = say(report.lang, "office.header", &[]);
                format!("{header}. {}", say(report.lang, "office.project", &[("name", &project.name)]))
            }
        }
    }

    fn blocks(&self) -> Vec<Block> {
        match self {
            Paper::Summary(report) => summary(report),
            Paper::Conclusion(report, project) => official(report, project),
        }
    }
}

/// Everything of the run in one file: the summary, then a conclusion for each project.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let conclusions = report.projects.iter().map(|project| Paper::Conclusion(report, project));
    out.write_all(&package(report, over(report).into_iter().chain(conclusions).collect())?)
}

/// A file for each paper, by names that any system takes and no two share.
pub fn each(report: &Report, mut put: impl FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut taken = BTreeSet::new();
    if let Some(paper) = over(report) {
        put(&unique(SUMMARY, &mut taken), &package(report, vec![paper])?)?;
    }
    for project in &report.projects {
        put(&unique(&project.id, &mut taken), &package(report, vec![Paper::Conclusion(report, project)])?)?;
    }
    Ok(())
}

/// What goes before the conclusions; of one project there is nothing to sum up.
fn over(report: &Report) -> Option<Paper<'_>> {
    (report.projects.len() > 1).then_some(Paper::Summary(report))
}

/// The bytes of a file with these papers.
fn package(report: &Report, papers: Vec<Paper<'_>>) -> io::Result<Vec<u8>> {
    // One paper is called by its own name; a pile of conclusions by what they all are.
    let title = match papers.as_slice() {
        [Paper::Summary(_)] => say(report.lang, "office.over.title", &[]),
        [paper] => paper.about(),
        _ => say(report.lang, "conclusion.title", &[]),
    };
    Package { language: report.lang, title, papers }.bytes()
}

/// How the language is called in a document.
fn tag(language: Language) -> &'static str {
    match language {
        Language::Kk => "kk-KZ",
        Language::Ru => "ru-RU",
        Language::En => "en-GB",
    }
}

#[cfg(test)]
mod tests;
