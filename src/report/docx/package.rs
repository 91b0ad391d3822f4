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

/// A document to be.
pub struct Package<'a> {
    pub language: Language,
    pub title: String,
    pub papers: Vec<Paper<'a>>,
}

impl Package<'_> {
    /// The bytes of the file: the same parts in the same order, and no clock.
    pub fn bytes(self) -> io::Result<Vec<u8>> {
        let mut zip = Zip(ZipWriter::new(Cursor::new(Vec::new())));
        zip.part("[Content_Types].xml", &self.content_types())?;
        zip.part("_rels/.rels", &package_relationships())?;
        zip.part("docProps/core.xml", &self.core())?;
        zip.part("docProps/app.xml", &app())?;
        zip.part("word/_rels/document.xml.rels", &self.relationships())?;
        zip.part("word/styles.xml", &styles(self.language))?;
        zip.part("word/settings.xml", &settings(self.language))?;
        zip.part("word/footer1.xml", &footer(self.language))?;
        for (at, paper) in self.papers.iter().enumerate() {
            zip.part(&format!("word/header{}.xml", at + 1), &header(&paper.about()))?;
        }
        let mut numbering = Numbering::new();
        zip.part("word/document.xml", &format!("{HEAD}<w:document {NAMESPACES}><w:body>"))?;
        let mut writer = Writer::new(&mut numbering);
        for (at, paper) in self.papers.iter().enumerate() {
            writer.paper(at + 1, &paper.blocks());
            zip.more(&std::mem::take(&mut writer.body))?;
        }
        zip.more(&format!("{}</w:body></w:document>", writer.finish()))?;
        zip.part("word/numbering.xml", &numbering.written())?;
        Ok(zip.0.finish()?.into_inner())
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
        let mut related: Vec<String> = ["styles", "numbering", "settings"]
            .iter()
            .map(|name| relationship(name, &format!("{OFFICE}/{name}"), &format!("{name}.xml")))
            .collect();
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

struct Zip(ZipWriter<Cursor<Vec<u8>>>);

impl Zip {
    /// A part, or its beginning.
    fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(name, options)?;
        self.more(text)
    }

    /// What follows in the same part.
    fn more(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }
}
