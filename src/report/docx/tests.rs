//! The parts of a document: well-formed, in one piece, the same every time; nothing of a model is markup.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use roxmltree::Document;
use zip::ZipArchive;

use super::*;
use crate::report::review::{Deviation, Review, Risk};
use crate::report::samples;

fn shown(report: &Report) -> Vec<u8> {
    let mut out = Vec::new();
    write(report, &mut out).expect("a vector takes everything");
    out
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    let count = archive.len();
    let part = |at: usize| {
        let mut file = archive.by_index(at).expect("it is there");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("parts are text");
        (file.name().expect("it is text").into_owned(), text)
    };
    (0..count).map(part).collect()
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    parts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str()).expect("there is such a part")
}

/// Every paragraph of the body on a line of its own, with its style.
fn told(bytes: &[u8]) -> String {
    let parts = parts(bytes);
    let document = Document::parse(part(&parts, "word/document.xml")).expect("it is well-formed");
    let paragraphs = document.descendants().filter(|node| node.has_tag_name((WORD, "p")));
    let line = |paragraph: roxmltree::Node<'_, '_>| {
        let style = paragraph.descendants().find(|node| node.has_tag_name((WORD, "pStyle"))).and_then(|node| node.attribute((WORD, "val")));
        let words: String = paragraph.descendants().filter(|node| node.has_tag_name((WORD, "t"))).filter_map(|node| node.text()).collect();
        format!("{}: {words}", style.unwrap_or_default())
    };
    paragraphs.map(line).filter(|line| line != "Gap: ").collect::<Vec<_>>().join("\n")
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

#[test]
fn the_official_form_is_worded_in_three_languages() {
    for language in Language::ALL {
        let (report, _) = samples::one(language);
        samples::keep(&format!("docx-{}", language.code()), &told(&shown(&report)));
    }
}

#[test]
fn the_summary_tells_risks_and_deviations_before_the_conclusions() {
    let papers = Language::ALL.map(|language| {
        let (mut report, _) = samples::two(language);
        let [broken, project] = &report.projects[..] else { unreachable!("the sample has two") };
        let risk = Risk {
            project: project.id.clone(),
            path: project.path.clone(),
            rank: 1,
            unreadable: false,
            verdict: project.verdict,
            worst: project.worst,
            best: project.best,
            blocking: 1,
            major: 2,
            minor: 3,
            open_blocking: 4,
            open: 5,
            at: 1,
        };
        let unreadable = Risk { rank: 2, project: broken.id.clone(), unreadable: true, at: 0, ..risk.clone() };
        let text = &report.packs[0].requirements[0];
        let deviation = Deviation {
            requirement: text.id.clone(),
            title: text.title.clone(),
            severity: text.severity,
            cites: text.cites.clone(),
            non_compliant: 1,
            partial: 1,
            not_assessed: 0,
            applicable: 2,
            findings: 7,
            projects: report.projects.iter().map(|project| project.id.clone()).collect(),
        };
        report.portfolio.review = Some(Review { risks: vec![risk, unreadable], deviations: vec![deviation], ..Review::default() });
        told(&shown(&report)).split("\nMark: ").next().unwrap_or_default().to_string()
    });
    samples::keep("docx-summary", &papers.join("\n\n"));
}

#[test]
fn every_part_is_well_formed_typed_and_found() {
    let (report, _) = samples::two(Language::Kk);
    let parts = parts(&shown(&report));
    let names: BTreeSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), parts.len());
    for (name, text) in &parts {
        Document::parse(text).expect(name);
    }
    let types = Document::parse(part(&parts, "[Content_Types].xml")).expect("it was parsed");
    let typed: BTreeSet<&str> =
        types.descendants().filter_map(|node| node.attribute("PartName")).map(|name| name.trim_start_matches('/')).collect();
    let meant = names.iter().copied().filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml").collect();
    assert_eq!(typed, meant);
    let relations = Document::parse(part(&parts, "word/_rels/document.xml.rels")).expect("it was parsed");
    let targets: Vec<&str> = relations.descendants().filter_map(|node| node.attribute("Target")).collect();
    assert!(targets.iter().all(|target| names.contains(format!("word/{target}").as_str())), "{targets:?}");
    let document = part(&parts, "word/document.xml");
    let styles = part(&parts, "word/styles.xml");
    for style in document.split("pStyle w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
    let numbering = part(&parts, "word/numbering.xml");
    for number in document.split("numId w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(numbering.contains(&format!("<w:num w:numId=\"{number}\">")), "{number}");
    }
    assert!(styles.contains("<w:lang w:val=\"kk-KZ\""));
}

#[test]
fn the_same_report_gives_the_same_bytes_without_a_clock() {
    let (report, _) = samples::two(Language::Ru);
    let bytes = shown(&report);
    assert_eq!(bytes, shown(&report));
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("it is a zip");
    for at in 0..archive.len() {
        let time = archive.by_index_raw(at).expect("it is there").last_modified().expect("it has one");
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
    }
}

#[test]
fn names_of_a_model_stay_names() {
    let hostile = "</w:t></w:r>&amp;<w:p/>\u{0}\u{b}]]>\u{202e}**x** `y`";
    let (mut report, _) = samples::one(Language::En);
    report.projects[0].name = hostile.to_string();
    for finding in &mut report.projects[0].findings {
        finding.message = hostile.to_string();
        finding.subject.name = hostile.to_string();
    }
    let bytes = shown(&report);
    for (name, text) in parts(&bytes) {
        Document::parse(&text).expect(&name);
    }
    assert!(told(&bytes).contains("ICT project “</w:t></w:r>&amp;<w:p/>"), "{}", told(&bytes));
}

#[test]
fn a_folder_has_a_file_for_each_project_and_one_for_all() {
    let (report, _) = samples::two(Language::En);
    let mut names = Vec::new();
    each(&report, |name, bytes| {
        names.push(name.to_string());
        let told = told(bytes);
        assert_eq!(told.matches("Heading1: ").count(), 1, "{told}");
        Ok(())
    })
    .expect("nothing is written");
    let projects = report.projects.iter().map(|project| format!("{}.docx", project.id.replace('/', "-")));
    let meant: Vec<String> = ["0-summary.docx".to_string()].into_iter().chain(projects).collect();
    assert_eq!(names, meant);
}

#[test]
fn heads_of_tables_repeat_and_widths_fill_the_page() {
    let (report, _) = samples::one(Language::Ru);
    let parts = parts(&shown(&report));
    let document = Document::parse(part(&parts, "word/document.xml")).expect("it was parsed");
    let is = |name: &'static str| move |node: &roxmltree::Node<'_, '_>| node.has_tag_name((WORD, name));
    let tables: Vec<_> = document.descendants().filter(is("tbl")).collect();
    assert!(tables.len() > 5);
    for table in tables {
        let columns = table.descendants().filter(is("gridCol")).count();
        let rows = table.children().filter(is("tr"));
        assert!(rows.into_iter().all(|row| row.children().filter(is("tc")).count() == columns));
        let width: u32 =
            table.descendants().filter(is("gridCol")).filter_map(|node| node.attribute((WORD, "w"))?.parse::<u32>().ok()).sum();
        assert!([9354, 14569].iter().any(|full| width.abs_diff(*full) < 10), "{width}");
    }
    assert!(document.descendants().filter(is("tblHeader")).count() > 3);
}
