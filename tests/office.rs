//! Documents for the council as people open them: every file is converted by LibreOffice, its pages are read.
//!
//! Leaves to others: every word of the form (the unit tests of the renderer), bytes that stay the same (`same_bytes`).

mod common;
#[path = "common/office.rs"]
mod office;

use std::fs;
use std::path::PathBuf;

use common::{Folder, TODAY, run, saikes};

/// A project whose names try to be markup, controls and paths.
const HOSTILE: &str = "[project]\nid = \"../h<o>stile\"\nname = \"</w:t>&amp;<script> Қауіпті «жоба» \\u0007 ]]>\"\n";
const HOSTILE_MODEL: &str =
    "[system.s]\nname = \"A&B </w:p><w:tbl> `x` **y** \\u202e\"\nlifecycle = \"operating\"\n[system.t]\nname = \"\"\n";

/// What the first pages of each language have to say, in the words of the order.
const WORDS: [(&str, &str, [&str; 4]); 3] = [
    (
        "kk",
        "сәйкестік деңгейі туралы қорытынды",
        ["жиынтық анықтама", "ішінара сәйкес келеді", "Ескертулер тізбесі", "Сервистік интегратор бөлімшесінің басшысы"],
    ),
    (
        "ru",
        "Заключение об уровне соответствия",
        ["Сводная справка", "частично соответствует", "Перечень замечаний", "Руководитель подразделения сервисного интегратора"],
    ),
    (
        "en",
        "Conclusion on the level of conformity",
        ["Summary of the conformity", "partially complies", "List of remarks", "Head of the unit of the service integrator"],
    ),
];

/// All files of one folder, converted by one start of LibreOffice.
#[test]
fn libreoffice_opens_every_document_and_its_pages_say_what_they_should() {
    if !office::is_here(&["soffice", "pdftotext"]) {
        return;
    }
    let folder = Folder::new("docx");
    folder.copy("models/national", "models/national").copy("models/city-services", "models/city-services");
    folder.file("models/hostile/saikes.toml", HOSTILE).file("models/hostile/model.toml", HOSTILE_MODEL);
    let mut files = Vec::new();
    for (language, ..) in WORDS {
        let file = folder.path(&format!("{language}.docx"));
        let format = format!("--format=docx={}", file.display());
        run(saikes(&folder.path(""), &["check", "models", "--today", TODAY, "--lang", language, "--exit-zero", &format])).says(0, &[]);
        files.push(file);
    }
    let each = format!("--format=docx={}/", folder.path("each").display());
    run(saikes(&folder.path(""), &["check", "models", "--today", TODAY, "--lang", "ru", "--exit-zero", &each])).says(0, &[]);
    files.extend(in_folder(&folder));
    let pages: Vec<Vec<String>> = office::converted(&files, "pdf", &folder.path("pdf")).iter().map(|pdf| office::pages(pdf)).collect();
    for ((language, title, words), pages) in WORDS.iter().zip(&pages) {
        all_in_one(language, title, words, pages);
    }
    for (file, pages) in files.iter().zip(&pages).skip(WORDS.len()) {
        let first = pages.first().map(String::as_str).unwrap_or_default();
        assert!(first.contains("ПРОЕКТ"), "{}: {first}", file.display());
        assert!(pages.len() < 60, "{}: {} pages", file.display(), pages.len());
    }
}

/// Names of files in the folder of one file a project; none of them leads out of it.
fn in_folder(folder: &Folder) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.path("each")).expect("the folder was written");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let names: Vec<String> = files.iter().map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
    assert!(names.contains(&"0-summary.docx".to_string()) && names.contains(&"h-o-stile.docx".to_string()), "{names:?}");
    assert_eq!(names.len(), 3, "{names:?}");
    files
}

#[track_caller]
fn all_in_one(language: &str, title: &str, words: &[&str], pages: &[String]) {
    let text = pages.join(" ");
    for words in words {
        assert!(text.contains(words), "{language}: nothing says `{words}`");
    }
    // One for each project, each on a page of its own.
    let begun = pages.iter().filter(|page| page.contains(title)).count();
    assert_eq!(begun, 2, "{language}: pages that begin a conclusion");
    assert!(text.contains("</w:t>&amp;<script> Қауіпті «жоба»"), "{language}: a hostile name is another one");
    assert!((30..120).contains(&pages.len()), "{language}: {} pages", pages.len());
    let last = pages.len().to_string();
    let numbered = pages.iter().filter(|page| page.contains(&last)).count();
    assert_eq!(numbered, pages.len(), "{language}: every page says how many there are");
    // A text that does not exist is shown by its key.
    let keys = ["office.", "conclusion.", "level.", "weight."].iter().flat_map(|room| text.match_indices(room));
    let mut keys = keys.filter(|(at, room)| text[at + room.len()..].starts_with(|letter: char| letter.is_ascii_lowercase()));
    assert_eq!(keys.next(), None, "{language}");
}
