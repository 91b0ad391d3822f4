//! How an official paper looks: Times New Roman 14, in tables 12 or 10, headings that are headings, numbers that count.

use super::page::{NAMESPACES, millimetres};
use super::tag;
use super::xml::HEAD;
use crate::text::Language;

/// A style of paragraphs. `layout` and `letters` are properties in the order that the schema wants.
struct Style {
    id: &'static str,
    /// As editors know it.
    name: &'static str,
    based_on: Option<&'static str>,
    layout: String,
    letters: &'static str,
}

fn style(id: &'static str, name: &'static str, based_on: &'static str, layout: impl Into<String>, letters: &'static str) -> Style {
    Style { id, name, based_on: Some(based_on).filter(|base| !base.is_empty()), layout: layout.into(), letters }
}

/// The first line of a paragraph: 1.25 cm.
const INDENT: u32 = 709;

const CENTRED: &str = "<w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>";
const BOLD: &str = "<w:b/><w:bCs/>";
/// Twice the size in points.
const TWELVE: &str = "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>";
const TEN: &str = "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>";

fn paragraphs() -> Vec<Style> {
    let indent = INDENT;
    let spacing = |before: u32, after: u32| format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>");
    let flat = "<w:ind w:firstLine=\"0\"/><w:jc w:val=\"left\"/>";
    vec![
        style("Normal", "Normal", "", format!("{}<w:ind w:firstLine=\"{indent}\"/><w:jc w:val=\"both\"/>", spacing(0, 80)), ""),
        style(
            "Heading1",
            "heading 1",
            "Normal",
            format!("<w:keepNext/><w:keepLines/>{}{CENTRED}<w:outlineLvl w:val=\"0\"/>", spacing(240, 120)),
            BOLD,
        ),
        style(
            "Heading2",
            "heading 2",
            "Normal",
            format!(
                "<w:keepNext/><w:keepLines/>{}<w:ind w:left=\"0\" w:firstLine=\"{indent}\"/><w:jc w:val=\"left\"/><w:outlineLvl w:val=\"1\"/>",
                spacing(240, 120)
            ),
            BOLD,
        ),
        style("Annex", "Annex", "Heading2", format!("{}{CENTRED}", spacing(60, 160)), ""),
        style("Subtitle", "Subtitle", "Normal", format!("{}{CENTRED}", spacing(0, 160)), ""),
        style("Mark", "Mark", "Normal", "<w:keepNext/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"right\"/>", ""),
        style("Note", "Note", "Normal", spacing(60, 120), TWELVE),
        style("ListParagraph", "List Paragraph", "Normal", "", ""),
        style("TableText", "Table Text", "Normal", format!("{}{flat}", spacing(0, 0)), TWELVE),
        style("TableName", "Table Name", "TableText", "", ""),
        style("TableNumber", "Table Number", "TableText", CENTRED, ""),
        style("TableHead", "Table Head", "TableText", CENTRED, BOLD),
        style("TableTextSmall", "Table Text Small", "TableText", "", TEN),
        style("TableNumberSmall", "Table Number Small", "TableNumber", "", TEN),
        style("TableHeadSmall", "Table Head Small", "TableHead", "", TEN),
        style("Closing", "Closing", "Normal", "<w:keepNext/><w:keepLines/>", ""),
        style("SignRole", "Signature Role", "Normal", format!("<w:keepNext/>{}{flat}", spacing(360, 0)), ""),
        style(
            "Under",
            "Signature Word",
            "Normal",
            format!("<w:keepNext/>{}{CENTRED}", spacing(0, 0)),
            "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        style("SignDate", "Signature Date", "Normal", format!("{}{flat}", spacing(240, 0)), ""),
        style(
            "Gap",
            "Gap",
            "Normal",
            "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>",
            "<w:sz w:val=\"8\"/><w:szCs w:val=\"8\"/>",
        ),
        style("Header", "header", "Normal", format!("{}{CENTRED}", spacing(0, 0)), TEN),
        style("Footer", "footer", "Normal", format!("{}{CENTRED}", spacing(0, 0)), TEN),
    ]
}

pub fn styles(language: Language) -> String {
    let language = tag(language);
    let font = "Times New Roman";
    let mut written = format!(
        "{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"{font}\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>\
         <w:lang w:val=\"{language}\" w:eastAsia=\"{language}\" w:bidi=\"{language}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    );
    for Style { id, name, based_on, layout, letters } in paragraphs() {
        let default = if based_on.is_none() { " w:default=\"1\"" } else { "" };
        let based_on = based_on.map(|base| format!("<w:basedOn w:val=\"{base}\"/>")).unwrap_or_default();
        let next = if name.starts_with("heading") { "<w:next w:val=\"Normal\"/>" } else { "" };
        let layout = if layout.is_empty() { layout } else { format!("<w:pPr>{layout}</w:pPr>") };
        let letters = if letters.is_empty() { String::new() } else { format!("<w:rPr>{letters}</w:rPr>") };
        written += &format!(
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based_on}{next}<w:qFormat/>{layout}{letters}</w:style>"
        );
    }
    // Ids and paths, in text, in tables and in small ones.
    for (id, name, size) in [("Code", "Code", 24), ("CodeTable", "Code Table", 20), ("CodeSmall", "Code Small", 17)] {
        let font = "Courier New";
        written += &format!(
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:qFormat/><w:rPr>\
             <w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"{font}\"/><w:noProof/>\
             <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>"
        );
    }
    written + "</w:styles>"
}

/// Lists without numbers.
pub const BULLETS: usize = 1;
/// Kinds of lists.
const DASHES: usize = 0;
const HEADINGS: usize = 1;
const NUMBERS: usize = 2;

/// Every list and every paper counts from one.
pub struct Numbering(Vec<usize>);

impl Numbering {
    pub fn new() -> Numbering {
        Numbering(vec![DASHES])
    }

    pub fn headings(&mut self) -> usize {
        self.new_of(HEADINGS)
    }

    pub fn list(&mut self) -> usize {
        self.new_of(NUMBERS)
    }

    fn new_of(&mut self, kind: usize) -> usize {
        self.0.push(kind);
        self.0.len()
    }

    pub fn written(&self) -> String {
        let level = |at: u32, format: &str, text: &str| {
            let left = millimetres(12 * at);
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:suff w:val=\"space\"/><w:lvlText w:val=\"{text}\"/>\
                 <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:firstLine=\"{}\"/></w:pPr></w:lvl>",
                INDENT
            )
        };
        let kinds = [level(0, "bullet", "–") + &level(1, "bullet", "–"), level(0, "decimal", "%1."), level(0, "decimal", "%1)")];
        let kinds: String = kinds
            .iter()
            .enumerate()
            .map(|(at, levels)| {
                format!("<w:abstractNum w:abstractNumId=\"{at}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{levels}</w:abstractNum>")
            })
            .collect();
        let again = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>";
        let number = |(at, kind): (usize, &usize)| {
            let again = if *kind == DASHES { "" } else { again };
            format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{kind}\"/>{again}</w:num>", at + 1)
        };
        let numbers: String = self.0.iter().enumerate().map(number).collect();
        format!("{HEAD}<w:numbering {NAMESPACES}>{kinds}{numbers}</w:numbering>")
    }
}
