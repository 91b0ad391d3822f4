//! What the cells hold, read back from the parts of the file.

use std::io::{Cursor, Read};

use super::book::Limits;
use super::*;
use crate::place::Sources;
use crate::report::samples;
use crate::text::Language;

/// A workbook, read by nothing but a zip reader and an XML parser.
struct Opened {
    parts: zip::ZipArchive<Cursor<Vec<u8>>>,
    strings: Vec<String>,
}

fn book(report: &Report, limits: Limits) -> (Vec<u8>, Vec<String>) {
    let mut bytes = Vec::new();
    let cut = written(report, limits, &mut bytes).expect("a vector takes everything");
    (bytes, cut)
}

impl Opened {
    fn of(bytes: Vec<u8>) -> Opened {
        let parts = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
        let mut read = Opened { parts, strings: Vec::new() };
        let shared = read.part("xl/sharedStrings.xml");
        let document = roxmltree::Document::parse(&shared).expect("parts are well-formed");
        read.strings = document
            .root_element()
            .children()
            .map(|item| item.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect())
            .collect();
        read
    }

    fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.parts.by_name(name).expect("the part is there").read_to_string(&mut text).expect("it is text");
        text
    }

    fn names(&mut self) -> Vec<String> {
        let book = self.part("xl/workbook.xml");
        let document = roxmltree::Document::parse(&book).expect("parts are well-formed");
        document
            .descendants()
            .filter(|node| node.has_tag_name("sheet"))
            .filter_map(|node| node.attribute("name").map(str::to_string))
            .collect()
    }

    /// The texts of a sheet by its number from 1; numbers as they stand there.
    fn cells(&mut self, sheet: usize) -> Vec<String> {
        let sheet = self.part(&format!("xl/worksheets/sheet{sheet}.xml"));
        let document = roxmltree::Document::parse(&sheet).expect("parts are well-formed");
        assert!(!document.descendants().any(|node| node.has_tag_name("f")), "no cell is a formula");
        let cells = document.descendants().filter(|node| node.has_tag_name("c"));
        let value = |cell: roxmltree::Node<'_, '_>| {
            let value = cell.descendants().find(|node| node.has_tag_name("v"))?.text()?.to_string();
            match cell.attribute("t") {
                Some("s") => self.strings.get(value.parse::<usize>().ok()?).cloned(),
                _ => Some(value),
            }
        };
        cells.filter_map(value).collect()
    }

    fn all(&mut self) -> Vec<String> {
        (1..=self.names().len()).flat_map(|sheet| self.cells(sheet)).collect()
    }
}

fn read(sample: &(Report, Sources)) -> Opened {
    Opened::of(book(&sample.0, Limits::EXCEL).0)
}

#[test]
fn every_sheet_and_column_has_its_words_in_every_language() {
    for language in Language::ALL {
        let mut sample = samples::two(language);
        sample.0.portfolio.review = Some(crate::report::review::Review::default());
        let mut read = read(&sample);
        let names = read.names();
        assert_eq!(names.len(), 21, "{names:?}");
        for name in &names {
            assert!(name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
            assert!(!name.starts_with("xlsx."), "{name}");
        }
        let cells = read.all();
        let slips: Vec<&String> = cells.iter().filter(|cell| cell.starts_with("xlsx.") || cell.contains('{')).collect();
        assert!(slips.is_empty(), "{language:?}: {slips:?}");
    }
}

fn question(text: &str) -> crate::report::Question {
    let requirement = "1/1".to_string();
    crate::report::Question { requirement, question: text.to_string(), because: None, subjects: 1, examples: vec![text.to_string()] }
}

#[test]
fn what_a_model_says_is_never_a_formula_nor_markup() {
    let (mut report, _) = samples::hostile(Language::En);
    let texts =
        ["=1+1", "+7", "-x", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "<r><t>x</t></r>", "</t></si>", "_x0041_", "a\u{0}\u{b}\u{202e}b"];
    let project = &mut report.projects[0];
    project.questions = texts.iter().map(|text| question(text)).collect();
    let cells = Opened::of(book(&report, Limits::EXCEL).0).all();
    for text in ["=1+1", "+7", "-x", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "<r><t>x</t></r> ", "</t></si>"] {
        assert!(cells.iter().any(|cell| cell == text), "{text}");
    }
    // Excel reads this as `_x0041_`; as it stands there it would read `A`.
    assert!(cells.iter().any(|cell| cell == "_x005F_x0041_"));
    assert!(!cells.iter().flat_map(|cell| cell.chars()).any(|letter| letter.is_control() && letter != '\n' || letter == '\u{202e}'));
}

#[test]
fn what_is_cut_is_told_in_the_file_and_beside_it() {
    let (report, _) = samples::two(Language::En);
    let (bytes, cut) = book(&report, Limits { rows: 3, letters: 40 });
    assert!(cut.iter().any(|line| line.starts_with("Findings: ") && line.contains("more rows do not fit")), "{cut:?}");
    assert!(cut.iter().any(|line| line.contains("texts are longer than a cell")), "{cut:?}");
    let mut read = Opened::of(bytes);
    let cells = read.all();
    assert!(cells.iter().any(|cell| cell.ends_with(" … (cut here)")));
    let first = read.cells(1);
    for line in &cut {
        let start: String = line.chars().take(20).collect();
        assert!(first.iter().any(|cell| cell.starts_with(&start)), "{line} stands on the first sheet");
    }
    assert_eq!(book(&report, Limits::EXCEL).1, Vec::<String>::new());
}

#[test]
fn one_report_is_always_the_same_file() {
    let (report, _) = samples::lifted(Language::Kk);
    assert!(book(&report, Limits::EXCEL).0 == book(&report, Limits::EXCEL).0);
}
