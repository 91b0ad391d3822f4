//! The council's workbook as people have it: LibreOffice opens it without repair and shows what the report says, and its
//! cells are what they look like: numbers, dates, shares and texts, never formulas.
//!
//! Leaves to others: what a report says (`samples`), that every run gives the same bytes (`same_bytes`).

mod common;
#[path = "common/office.rs"]
mod office;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

use common::{Folder, repository};
use roxmltree::{Document, Node};

/// A workbook, read by nothing but a zip reader and an XML parser.
struct Book {
    parts: BTreeMap<String, String>,
    strings: Vec<String>,
}

/// A cell as it is written: what it is, how its number is shown, and what stands in it.
#[derive(Clone, Debug, Default)]
struct Cell {
    is_text: bool,
    is_formula: bool,
    shown_as: String,
    value: String,
}

/// The rows of a sheet, by the letters of their columns.
type Rows = Vec<BTreeMap<String, Cell>>;

impl Book {
    fn open(folder: &Folder, path: &str) -> Book {
        let bytes = fs::read(folder.path(path)).expect("it was written");
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
        let mut parts = BTreeMap::new();
        for at in 0..zip.len() {
            let mut part = zip.by_index(at).expect("the part is there");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("every part is text");
            parts.insert(part.name().expect("parts have names").to_string(), text);
        }
        let shared = Document::parse(&parts["xl/sharedStrings.xml"]).expect("parts are well-formed");
        let text = |item: Node<'_, '_>| item.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
        let strings = shared.root_element().children().map(text).collect();
        Book { parts, strings }
    }

    fn part(&self, name: &str) -> Document<'_> {
        Document::parse(&self.parts[name]).expect("parts are well-formed")
    }

    fn names(&self) -> Vec<String> {
        let book = self.part("xl/workbook.xml");
        book.descendants().filter(|node| node.has_tag_name("sheet")).filter_map(|node| node.attribute("name").map(str::to_string)).collect()
    }

    #[track_caller]
    fn sheet(&self, name: &str) -> Document<'_> {
        let at = self.names().iter().position(|known| known == name);
        let at = at.unwrap_or_else(|| unreachable!("no sheet `{name}` in {:?}", self.names()));
        self.part(&format!("xl/worksheets/sheet{}.xml", at + 1))
    }

    /// How numbers are shown, by the number of the look.
    fn looks(&self) -> Vec<String> {
        let styles = self.part("xl/styles.xml");
        let own: BTreeMap<&str, &str> = styles
            .descendants()
            .filter(|node| node.has_tag_name("numFmt"))
            .filter_map(|node| Some((node.attribute("numFmtId")?, node.attribute("formatCode")?)))
            .collect();
        let known = |id: &str| match id {
            "1" => "0".to_string(),
            "3" => "#,##0".to_string(),
            "9" => "0%".to_string(),
            id => own.get(id).map_or(String::new(), |code| code.to_string()),
        };
        let cells = styles.descendants().find(|node| node.has_tag_name("cellXfs")).expect("there are looks");
        cells.children().filter_map(|look| look.attribute("numFmtId").map(known)).collect()
    }

    fn rows(&self, name: &str) -> Rows {
        let (sheet, looks) = (self.sheet(name), self.looks());
        let rows = sheet.descendants().filter(|node| node.has_tag_name("row"));
        rows.map(|row| row.children().filter(|node| node.has_tag_name("c")).map(|cell| self.cell(cell, &looks)).collect()).collect()
    }

    fn cell(&self, cell: Node<'_, '_>, looks: &[String]) -> (String, Cell) {
        let column: String = cell.attribute("r").unwrap_or_default().chars().filter(char::is_ascii_alphabetic).collect();
        let value = cell.children().find(|node| node.has_tag_name("v")).and_then(|node| node.text()).unwrap_or_default();
        let is_text = cell.attribute("t") == Some("s");
        let look = cell.attribute("s").and_then(|at| at.parse::<usize>().ok()).and_then(|at| looks.get(at).cloned());
        let value = match is_text {
            true => self.strings[value.parse::<usize>().expect("texts are named by number")].clone(),
            false => value.to_string(),
        };
        (
            column,
            Cell { is_text, is_formula: cell.children().any(|node| node.has_tag_name("f")), shown_as: look.unwrap_or_default(), value },
        )
    }

    /// The cells below a head, the empty ones left out.
    #[track_caller]
    fn column(&self, sheet: &str, head: &str) -> Vec<Cell> {
        let rows = self.rows(sheet);
        let column = rows[0].iter().find(|(_, cell)| cell.value == head).map(|(column, _)| column.clone());
        let column = column.unwrap_or_else(|| unreachable!("no column `{head}` in {:?}", rows[0]));
        rows[1..].iter().filter_map(|row| row.get(&column).cloned()).collect()
    }
}

/// The workbook of a folder in a language.
#[track_caller]
fn written(folder: &Folder, path: &str, language: &str) -> Book {
    let file = format!("{language}.xlsx");
    folder.check(&[path, "--lang", language, "--exit-zero", &format!("--format=xlsx={file}")]).is_silent_on(&["panicked"]);
    Book::open(folder, &file)
}

/// Some of the samples, with a waiver that lifts something.
fn samples(name: &str) -> Folder {
    let folder = Folder::new(name);
    for project in ["national", "city-services", "hr-and-documents-with-facts"] {
        folder.copy(&format!("models/{project}"), &format!("models/{project}"));
    }
    folder
}

#[test]
fn libreoffice_opens_it_in_every_language_and_shows_its_text() {
    if !office::is_here(&["soffice", "pdftotext"]) {
        return;
    }
    let folder = samples("office");
    let languages = [
        ("kk", ["Сараптамалық кеңестің жұмыс кітабы", "Матрица", "сәйкес келмейді", "№ 124 бұйрық", "22.11.2026"]),
        ("ru", ["Рабочая книга экспертного совета", "Матрица", "не соответствует", "Приказ № 124", "22.11.2026"]),
        ("en", ["Workbook of the expert council", "Matrix", "non-compliant", "Order No. 124", "2026-11-22"]),
    ];
    for (language, _) in &languages {
        written(&folder, "models", language);
    }
    let files: Vec<_> = languages.iter().map(|(language, _)| folder.path(&format!("{language}.xlsx"))).collect();
    let made = office::converted(&files, "pdf", &folder.path("out"));
    for ((language, words), pdf) in languages.iter().zip(&made) {
        let pages = office::pages(pdf);
        let text = pages.join(" ");
        for word in words {
            assert!(text.contains(word), "{language}: `{word}` is not on paper");
        }
        assert!(!text.contains("xlsx.") && !text.contains("Err:") && !text.contains("#NAME?"), "{language}");
    }
}

#[test]
fn cells_are_what_they_look_like() {
    let book = written(&samples("types"), "models", "en");
    let shown = |sheet: &str, head: &str, shown_as: &str| {
        let cells = book.column(sheet, head);
        let filled: Vec<&Cell> = cells.iter().filter(|cell| !cell.value.is_empty()).collect();
        assert!(!filled.is_empty(), "{sheet}, {head}: nothing to look at");
        for cell in filled {
            assert!(!cell.is_text && cell.value.parse::<f64>().is_ok() && cell.shown_as == shown_as, "{sheet}, {head}: {cell:?}");
        }
    };
    shown("Matrix", "Settled, %", "0%");
    shown("Matrix", "Findings", "#,##0");
    shown("Findings", "Line", "0");
    shown("Waivers", "Until", "yyyy-mm-dd");
    shown("Files", "Elements", "#,##0");
    // What is to be filled in is empty and waits for a date.
    let terms = book.column("Recommendations", "Term");
    assert!(!terms.is_empty() && terms.iter().all(|cell| cell.value.is_empty() && cell.shown_as == "yyyy-mm-dd"), "{terms:?}");
    let shares: Vec<f64> = book.column("Matrix", "Settled, %").iter().filter_map(|cell| cell.value.parse().ok()).collect();
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
}

#[test]
fn the_workbook_says_what_the_report_says() {
    let folder = samples("same");
    let book = written(&folder, "models", "en");
    let report = folder.check(&["models", "--lang", "en", "--exit-zero", "--format=json"]).json();
    let projects = report["projects"].as_array().expect("there are projects");
    let count = |key: &str| projects.iter().map(|project| project[key].as_array().map_or(0, Vec::len)).sum::<usize>();
    let over_all = report["portfolio"]["findings"].as_array().map_or(0, Vec::len);
    assert_eq!(book.rows("Findings").len() - 1, count("findings") + over_all);
    assert_eq!(book.rows("Matrix").len() - 1, projects.len());
    assert_eq!(book.rows("Questions").len() - 1, count("questions"));
    assert_eq!(book.rows("Files").len() - 1, count("inputs"));
    let fingerprints: Vec<String> = book.column("Findings", "Fingerprint").into_iter().map(|cell| cell.value).collect();
    let findings = projects.iter().flat_map(|project| project["findings"].as_array().into_iter().flatten());
    for finding in findings {
        assert!(fingerprints.iter().any(|known| *known == finding["fingerprint"]), "{finding}");
    }
}

#[test]
fn every_sheet_has_filters_a_head_in_sight_and_a_page() {
    let book = written(&samples("sheets"), "models", "ru");
    for name in &book.names()[1..] {
        let sheet = book.sheet(name);
        let has = |tag: &str| sheet.descendants().find(|node| node.has_tag_name(tag));
        assert!(has("autoFilter").is_some(), "{name}: no filters");
        let pane = has("pane").unwrap_or_else(|| unreachable!("{name}: the head is not in sight"));
        assert_eq!((pane.attribute("ySplit"), pane.attribute("state")), (Some("1"), Some("frozen")), "{name}");
        let page = has("pageSetup").unwrap_or_else(|| unreachable!("{name}: no page"));
        assert_eq!((page.attribute("paperSize"), page.attribute("orientation")), (Some("9"), Some("landscape")), "{name}");
        assert!(has("oddFooter").and_then(|footer| footer.text()).is_some_and(|text| text.contains("&P")), "{name}: pages have no number");
    }
    let validated = |name: &str| book.sheet(name).descendants().filter(|node| node.has_tag_name("dataValidation")).count();
    assert_eq!((validated("Рекомендации"), validated("Вопросы")), (2, 2));
    let workbook = &book.parts["xl/workbook.xml"];
    assert!(workbook.contains("_xlnm.Print_Titles"), "the head stands on every page");
}

#[test]
fn hostile_names_stay_text() {
    let folder = Folder::new("hostile");
    let names =
        ["=HYPERLINK(\\\"http://x\\\",\\\"a\\\")", "+7 7172", "-1", "@SUM(A1)", "<script>alert(1)</script>", "</t></si>", "a\\u202Eb"];
    let systems: String =
        names.iter().zip(0..).map(|(name, at)| format!("[system.s{at}]\nname = \"{name}\"\nlifecycle = \"planned\"\n")).collect();
    folder.file("m.toml", systems).file("rules/own.toml", common::own_pack("full = \"lifecycle = 'operating'\""));
    folder.check(&["m.toml", "--lang", "en", "--rules", "rules", "--pack", "own", "--exit-zero", "--format=xlsx=en.xlsx"]).says(0, &[]);
    let book = Book::open(&folder, "en.xlsx");
    let shown: Vec<String> = book.column("Findings", "Element").into_iter().map(|cell| cell.value).collect();
    for name in ["=HYPERLINK(\"http://x\",\"a\")", "+7 7172", "-1", "@SUM(A1)", "<script>alert(1)</script>", "</t></si>"] {
        assert!(shown.iter().any(|cell| cell == name), "{name}: {shown:?}");
    }
    for name in book.names() {
        for cell in book.rows(&name).iter().flat_map(BTreeMap::values) {
            assert!(!cell.is_formula, "{name}: {cell:?}");
            assert!(!cell.value.chars().any(|letter| letter.is_control() && letter != '\n' || letter == '\u{202e}'), "{name}: {cell:?}");
        }
    }
    if office::is_here(&["soffice", "pdftotext"]) {
        let made = office::converted(&[folder.path("en.xlsx")], "pdf", &folder.path("out"));
        let text = office::pages(&made[0]).join(" ");
        assert!(text.contains("@SUM(A1)") && !text.contains("#NAME?"), "{text}");
    }
}

#[test]
fn a_workbook_is_of_the_day_that_was_asked_for() {
    let folder = samples("day");
    let book = written(&folder, "models/city-services", "en");
    assert!(book.parts["docProps/core.xml"].contains("2026-11-22T00:00:00Z"), "{}", book.parts["docProps/core.xml"]);
    assert!(repository().exists() && !book.parts.values().any(|part| part.contains(env!("CARGO_MANIFEST_DIR"))));
}
