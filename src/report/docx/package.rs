//! The parts of a document and the zip around them.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::page::{NAMESPACES, footer, header};
use super::paper::Writer;
use super::styles::{Numbering, styles};
use super::xml::{HEAD, escaped};
use super::{Paper, tag};
use crate::text::{Language, say};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A document that papers are added to.
pub struct Package {
    language: Language,
    title: String,
    papers: Vec<Kept>,
}

/// What is left of a paper until all of them are known.
struct Kept {
    header: String,
    paper: Paper,
}

impl Package {
    pub fn new(language: Language, title: String) -> Package {
        Package { language, title, papers: Vec::new() }
    }

    pub fn add(&mut self, paper: Paper) {
        self.papers.push(Kept { header: header(&paper.about), paper });
    }

    /// The bytes of the file: the same parts in the same order, and no clock.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let mut numbering = Numbering::new();
        let mut writer = Writer::new(&mut numbering);
        for (at, kept) in self.papers.iter().enumerate() {
            writer.paper(at + 1, &kept.paper.blocks);
        }
        let body = writer.finish();
        let mut parts = vec![
            ("[Content_Types].xml".to_string(), self.content_types()),
            ("_rels/.rels".to_string(), package_relationships()),
            ("docProps/core.xml".to_string(), self.core()),
            ("docProps/app.xml".to_string(), app()),
            ("word/document.xml".to_string(), format!("{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")),
            ("word/_rels/document.xml.rels".to_string(), self.relationships()),
            ("word/styles.xml".to_string(), styles(self.language)),
            ("word/numbering.xml".to_string(), numbering.written()),
            ("word/settings.xml".to_string(), settings(self.language)),
            ("word/footer1.xml".to_string(), footer(self.language)),
        ];
        let headers = self.papers.into_iter().enumerate();
        parts.extend(headers.map(|(at, kept)| (format!("word/header{}.xml", at + 1), kept.header)));
        zipped(&parts)
    }

    fn content_types(&self) -> String {
        let part = |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        let mut parts = part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        parts += &part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
        parts += &part("word/document.xml", &format!("{TYPE}.document.main+xml"));
        for name in ["styles", "numbering", "settings"] {
            parts += &part(&format!("word/{name}.xml"), &format!("{TYPE}.{name}+xml"));
        }
        parts += &part("word/footer1.xml", &format!("{TYPE}.footer+xml"));
        for at in 1..=self.papers.len() {
            parts += &part(&format!("word/header{at}.xml"), &format!("{TYPE}.header+xml"));
        }
        format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>{parts}</Types>"
        )
    }

    fn relationships(&self) -> String {
        let mut related: Vec<String> =
            ["styles", "numbering", "settings"].iter().map(|name| relationship(name, &format!("{OFFICE}/{name}"), &format!("{name}.xml"))).collect();
        related.push(relationship("foot", &format!("{OFFICE}/footer"), "footer1.xml"));
        let header = |at: usize| relationship(&format!("head{at}"), &format!("{OFFICE}/header"), &format!("header{at}.xml"));
        related.extend((1..=self.papers.len()).map(header));
        format!("{HEAD}<Relationships xmlns=\"{RELATIONSHIPS}\">{}</Relationships>", related.concat())
    }

    /// What the document is; not who made it, and not when.
    fn core(&self) -> String {
        format!(
            "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:language>{}</dc:language>\
             </cp:coreProperties>",
            escaped(&self.title),
            escaped(&say(self.language, "office.subject", &[])),
            tag(self.language)
        )
    }
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}

fn package_relationships() -> String {
    let properties = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let related = [
        relationship("document", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        relationship("core", properties, "docProps/core.xml"),
        relationship("app", &format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ];
    format!("{HEAD}<Relationships xmlns=\"{RELATIONSHIPS}\">{}</Relationships>", related.concat())
}

fn app() -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>{}</Application></Properties>",
        env!("CARGO_PKG_NAME")
    )
}

/// Without the mode, editors open the document as one of an old program.
fn settings(language: Language) -> String {
    let language = tag(language);
    format!(
        "{HEAD}<w:settings {NAMESPACES}><w:defaultTabStop w:val=\"709\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"{language}\"/></w:settings>"
    )
}

fn zipped(parts: &[(String, String)]) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
